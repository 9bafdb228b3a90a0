/* review-screen simulate: a screening whose labels are known, played again. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/opts.h"
#include "tools/screen.h"

typedef struct {
    const rv_labelled *set;
    rv_output         *out;
} writing;

static rv_status text_of(void *user, size_t i, rv_rank_text *text, rv_error *err)
{
    (void)err;
    *text = ((const rv_labelled *)user)->texts[i];
    return RV_OK;
}

static rv_status write_id(void *user, size_t record, rv_error *err)
{
    writing *w = user;

    (void)err;
    rv_output_text(w->out, w->set->ids[record]);
    rv_output_text(w->out, "\n");
    return RV_OK;
}

/* The records of "ID,ID,...". */
static rv_status find_priors(const rv_labelled *set, const char *ids, size_t **priors, size_t *n, rv_error *err)
{
    char *words = strdup(ids), *rest = words, *id;
    rv_status st = RV_OK;

    *n = 0;
    if (!words || !(*priors = malloc((strlen(ids) + 1) * sizeof **priors))) {
        free(words);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    while (st == RV_OK && (id = strsep(&rest, ",")))
        if (((*priors)[(*n)++] = rv_labelled_find(set, id)) == set->n)
            st = rv_fail(err, RV_EINVAL, "--priors: no record has the id '%s'", id);
    free(words);
    return st;
}

rv_status rv_screening_simulate(const char *labels, const char *prior_ids, const char *model, bool all, const char *output,
                                rv_error *err)
{
    const rv_labelled *set = NULL;
    rv_ranker *ranker = NULL;
    writing w = { NULL, NULL };
    size_t *priors = NULL, n = 0;
    rv_status st;

    if (!labels || !prior_ids)
        return rv_fail(err, RV_EUSAGE, "simulate needs --labels FILE and --priors ID,ID");
    if ((st = rv_labelled_open(&set, labels, err)) == RV_OK && (st = find_priors(set, prior_ids, &priors, &n, err)) == RV_OK
        && (st = rv_ranker_open(&ranker, model, set->n, text_of, (void *)set, err)) == RV_OK
        && (st = rv_output_open(&w.out, output, err)) == RV_OK) {
        w.set = set;
        st = rv_rank_simulate(ranker, set->labels, priors, n, all, write_id, &w, err);
        if (st == RV_OK)
            st = rv_output_close(w.out, err);
        else
            rv_output_drop(w.out);
    }
    rv_ranker_free(ranker);
    free(priors);
    rv_labelled_free(set);
    return st;
}
