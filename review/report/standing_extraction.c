/* How far extraction is, by one or by two people: each step counted, and the command that goes on. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/extract.h"

#include "report/standing.h"

RV_STATEMENT(standing_study_results, "SELECT COUNT(*) FROM result WHERE study = ?1 AND own IS NULL");
RV_STATEMENT(standing_made, "SELECT COUNT(*) FROM effect WHERE yi IS NOT NULL");

/* ---- By two people --------------------------------------------------------------------------------------------------------- */

typedef struct {
    const rv_included *included;
    size_t            *people;    /* by included study: who extracts it */
    bool              *open;
} extracting;

static rv_status add_extractor(void *user, const rv_extractor *row, rv_error *err)
{
    extracting *all = user;
    size_t i = 0;

    (void)err;
    while (i < all->included->n_studies && strcmp(all->included->studies[i].label, row->study) != 0)
        i++;
    if (i == all->included->n_studies || strcmp(row->role, "extract") != 0 || strcmp(row->state, "none") == 0)
        return RV_OK;
    all->people[i]++;
    all->open[i] |= row->open;
    return RV_OK;
}

static rv_status count_alone(void *user, const rv_difference *difference, rv_error *err)
{
    (void)user;
    (void)difference;
    (void)err;
    return RV_OK;
}

/* What the two of the open studies do not say alike. */
static rv_status stand_differences(const rv_stand *s, rv_error *err)
{
    rv_difference_count n = { 0 };
    rv_status st = rv_extract_differences(s->store, s->protocol, NULL, RV_WHICH_OPEN, &n, count_alone, NULL, err);
    const int64_t left = (int64_t)(n.open + n.again), differ = (int64_t)(n.differ + n.rows_alone), all = differ > left ? differ : left;

    if (st == RV_OK && n.waits)
        st = rv_stand_tell(s, "extract/agree", "what two say alike taken into the review", 0, (int64_t)n.waits, "review-extract agree", err);
    if (st == RV_OK && all)
        st = rv_stand_tell(s, "extract/settle", "differences between two people settled", all - left, all,
                           n.open ? "review-extract differences" : "review-extract differences --which again", err);
    return st;
}

static rv_status stand_two(const rv_stand *s, const rv_included *included, int64_t *open, rv_error *err)
{
    const size_t n = included->n_studies;
    extracting all = { included, calloc(n + 1, sizeof *all.people), calloc(n + 1, sizeof *all.open) };
    int64_t given = 0;
    rv_status st = all.people && all.open ? rv_extract_each_extractor(s->store, NULL, add_extractor, &all, err)
                                          : rv_fail(err, RV_ENOMEM, "out of memory");

    *open = 0;
    for (size_t i = 0; st == RV_OK && i < n; i++) {
        given += all.people[i] >= 2;
        *open += all.open[i];
    }
    free(all.people);
    free(all.open);
    if (st == RV_OK)
        st = rv_stand_tell(s, "extract/assign", "included studies that two people extract", given, (int64_t)n,
                           "review-extract deal PERSON PERSON", err);
    if (st == RV_OK)
        st = rv_stand_tell(s, "extract/done", "included studies whose extractors are done", *open, (int64_t)n,
                           given ? "review-extract extractors" : "review-extract sheet --as NAME --output FILE", err);
    return st == RV_OK ? stand_differences(s, err) : st;
}

/* ---- By whomever ----------------------------------------------------------------------------------------------------------- */

static rv_status stand_results(const rv_stand *s, const rv_included *included, const char *next, rv_error *err)
{
    int64_t n, have = 0;

    for (size_t i = 0; i < included->n_studies; i++) {
        rv_status st = rv_store_int(s->store, &standing_study_results, &n, NULL, err, "i", included->studies[i].study);

        if (st != RV_OK)
            return st;
        have += n > 0;
    }
    return rv_stand_tell(s, "extract", "included studies with results", have, (int64_t)included->n_studies, next, err);
}

typedef struct { int64_t all, reasoned; } warned;

static rv_status add_warning(void *user, const rv_value_warning *w, rv_error *err)
{
    warned *n = user;

    (void)err;
    n->all++;
    n->reasoned += w->reason && *w->reason;
    return RV_OK;
}

static rv_status stand_warnings(const rv_stand *s, rv_error *err)
{
    warned n = { 0, 0 };
    rv_status st = rv_extract_warnings(s->store, s->protocol, NULL, NULL, NULL, add_warning, &n, err);

    return st == RV_OK && n.all ? rv_stand_tell(s, "extract/warnings", "warnings about numbers that have a reason", n.reasoned, n.all,
                                                "review-extract warnings --open", err) : st;
}

static rv_status add_unverified(void *user, const rv_unverified *effect, rv_error *err)
{
    (void)effect;
    (void)err;
    ++*(int64_t *)user;
    return RV_OK;
}

static rv_status stand_verified(const rv_stand *s, rv_error *err)
{
    int64_t made, open = 0;
    rv_status st;

    if ((st = rv_store_int(s->store, &standing_made, &made, NULL, err, "")) != RV_OK
        || (st = rv_extract_each_unverified(s->store, s->protocol, add_unverified, &open, err)) != RV_OK)
        return st;
    return rv_stand_tell(s, "extract/verify", "effects whose numbers were found right", made - open, made, "review-extract verify --open", err);
}

rv_status rv_stand_extraction(const rv_stand *s, const rv_included *included, rv_error *err)
{
    const char *next = "review-extract import FILE";
    int64_t open = 0;
    rv_status st = RV_OK;

    if (s->protocol->extraction == RV_EXTRACT_DOUBLE) {
        st = stand_two(s, included, &open, err);
        next = open ? "review-extract agree" : "review-extract sheet --as NAME --output FILE";
    }
    if (st == RV_OK && (st = stand_results(s, included, next, err)) == RV_OK && (st = stand_warnings(s, err)) == RV_OK
        && s->protocol->extraction == RV_EXTRACT_VERIFY)
        st = stand_verified(s, err);
    return st;
}
