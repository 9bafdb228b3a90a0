/* Where facts say how sampling errors hang together: the covariances of a review's effects, as models take them. */
#include <config.h>

#include <stdlib.h>

#include "review/report.h"

const char rv_review_sampling_words[] = "shared arms, outcomes and times";

static rv_status fill(const rv_review_sampling *s, const rv_dependence *how, rv_blocks *b, size_t *row, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t g = 0; st == RV_OK && g < b->n; g++) {
        const size_t m = b->start[g + 1] - b->start[g];
        for (size_t i = 0; i < m; i++)
            row[i] = s->row[b->row[b->start[g] + i]];
        st = rv_effects_covariance_block(s->effects, row, m, how, b->block + b->at[g], err);
    }
    return st;
}

rv_status rv_review_sampling_make(const void *review_sampling, double rho, rv_blocks **out, rv_error *err)
{
    const rv_review_sampling *const s = review_sampling;
    const rv_dependence how = { rho, s->phi };
    size_t *const study = calloc(2 * s->k + 1, sizeof *study);
    rv_status st = study ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", s->k);

    *out = NULL;
    for (size_t i = 0; st == RV_OK && i < s->k; i++)
        study[i] = (size_t)s->effects->effects[s->row[i]].study_id;
    if (st == RV_OK && (st = rv_blocks_new(out, study, s->k, err)) == RV_OK
        && (st = fill(s, &how, *out, study + s->k, err)) != RV_OK) {
        rv_blocks_free(*out);
        *out = NULL;
    }
    free(study);
    return st;
}
