/* Ranking: index the texts once, learn from the labels there are, score all records. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ranker.h"

enum { PRESUMED = 50, HINT_FADES = 5 };

static rv_status find_model(const char *name, const rv_rank_model **model, rv_error *err)
{
    rv_buf known = RV_BUF_INIT;
    rv_status st;

    for (*model = rv_rank_models; (*model)->name; ++*model)
        if (!name || strcmp(name, (*model)->name) == 0)
            return RV_OK;
    for (const rv_rank_model *m = rv_rank_models; m->name; m++)
        rv_buf_printf(&known, "%s%s", known.length ? ", " : "", m->name);
    st = rv_fail(err, RV_EINVAL, "'%s' is not a ranking model; there are %s", name, rv_buf_str(&known));
    rv_buf_free(&known);
    return st;
}

rv_status rv_ranker_open_how(rv_ranker **out, const struct rv_rank_how *how, size_t n, rv_rank_read *read, void *user, rv_error *err)
{
    rv_ranker *ranker = *out = calloc(1, sizeof *ranker);
    rv_status st = ranker ? rv_rank_index_open(&ranker->index, how, n, read, user, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    if (st == RV_OK && how->near > 0)
        st = rv_rank_near_open(&ranker->near, ranker->index, err);
    if (st == RV_OK && !(ranker->scores = calloc(n + 1, sizeof *ranker->scores)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    if (st != RV_OK) {
        rv_ranker_free(ranker);
        *out = NULL;
    }
    return st;
}

rv_status rv_ranker_open(rv_ranker **out, const char *model, size_t n, rv_rank_read *read, void *user, rv_error *err)
{
    const rv_rank_model *found;
    rv_status st = find_model(model, &found, err);

    *out = NULL;
    return st == RV_OK ? rv_ranker_open_how(out, found->how, n, read, user, err) : st;
}

void rv_ranker_free(rv_ranker *ranker)
{
    if (!ranker)
        return;
    rv_rank_svm_close(&ranker->svm);
    rv_rank_near_close(&ranker->near);
    rv_rank_index_free(ranker->index);
    free(ranker->scores);
    free(ranker);
}

size_t rv_ranker_count(const rv_ranker *ranker)
{
    return ranker->index->n;
}

const double *rv_ranker_scores(const rv_ranker *ranker)
{
    return ranker->scores;
}

rv_status rv_ranker_hint(rv_ranker *ranker, const rv_rank_text *text, rv_error *err)
{
    rv_rank_svm_close(&ranker->svm);               /* it is as long as there were rows */
    ranker->svm_open = false;
    return rv_rank_index_add(ranker->index, text, err);
}

static rv_status count_labels(const signed char *labels, size_t n, size_t counts[2], rv_error *err)
{
    counts[0] = counts[1] = 0;
    for (size_t i = 0; i < n; i++) {
        if (labels[i] < -1 || labels[i] > 1)
            return rv_fail(err, RV_EINVAL, "label %zu is %d; it must be 1, 0 or -1", i + 1, labels[i]);
        if (labels[i] >= 0)
            counts[labels[i]]++;
    }
    return RV_OK;
}

/* The parameters at a point of screening, by how much of all is labelled: the first ones up to a 20th, the last from a fifth on. What
   finds the first relevant records fast is not quite what finds the last ones. */
static struct rv_rank_how at_share(const struct rv_rank_how *how, double share)
{
    const double way = how->late_cost > 0 ? fmin(fmax((share - 0.05) / 0.15, 0), 1) : 0;
    struct rv_rank_how now = *how;

    if (way > 0) {
        now.cost *= pow(how->late_cost / how->cost, way);
        now.ratio *= pow(how->late_ratio / how->ratio, way);
        now.near += way * (how->late_near - how->near);
    }
    return now;
}

/*
 * Costs C_i = C w_i: all relevant records together weigh `ratio` times as much as all others, and the weights sum to the number
 * labelled:  w_0 / w_1 = n_1 / (ratio n_0),  n_1 w_1 + n_0 w_0 = n_1 + n_0.
 */
static void costs(const struct rv_rank_how *how, double n0, double n1, double cost[2])
{
    cost[0] = cost[1] = how->cost;
    if (n0 > 0 && n1 > 0) {
        cost[1] = how->cost * (n0 + n1) / (n1 * (1 + 1 / how->ratio));
        cost[0] = cost[1] * n1 / (how->ratio * n0);
    }
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Takes in what is known, and what is presumed while too little is. */
static void set_rows(rv_ranker *ranker, const struct rv_rank_how *how, const signed char *labels, const size_t counts[2])
{
    const rv_rank_index *index = ranker->index;
    const size_t n = index->n, hints = counts[1] < HINT_FADES ? index->rows - n : 0, unknown = n - counts[0] - counts[1];
    const size_t presumed = counts[0] ? 0 : least(PRESUMED, unknown);
    const double fade = 1 - (double)counts[1] / HINT_FADES;
    size_t met = 0;
    double cost[2];

    costs(how, (double)(counts[0] + presumed), (double)counts[1] + (double)hints * fade, cost);
    for (size_t i = 0; i < n; i++) {
        int side = labels[i] > 0 ? 1 : labels[i] == 0 ? -1 : 0;
        if (labels[i] < 0 && presumed) {           /* each of `presumed` equal parts of the unknown gives its first */
            side = met == 0 || met * presumed / unknown != (met - 1) * presumed / unknown ? -1 : 0;
            met++;
        }
        rv_rank_svm_set(&ranker->svm, i, side, cost[side > 0]);
    }
    for (size_t row = n; row < index->rows; row++)
        rv_rank_svm_set(&ranker->svm, row, hints ? 1 : 0, cost[1] * fade);
}

/* The score of a record. One that was only presumed not relevant does not suffer from its own words for that. */
static double score(const rv_ranker *ranker, const signed char *labels, size_t i)
{
    return labels[i] < 0 ? rv_rank_svm_score_apart(&ranker->svm, i) : rv_rank_svm_score(&ranker->svm, i);
}

rv_status rv_ranker_train(rv_ranker *ranker, const signed char *labels, rv_error *err)
{
    const size_t n = ranker->index->n;
    struct rv_rank_how how;
    size_t counts[2];
    rv_status st = count_labels(labels, n, counts, err);

    if (st != RV_OK)
        return st;
    if (!ranker->svm_open && (st = rv_rank_svm_open(&ranker->svm, ranker->index, err)) != RV_OK)
        return st;
    ranker->svm_open = true;
    how = at_share(&ranker->index->how, n ? (double)(counts[0] + counts[1]) / (double)n : 0);
    set_rows(ranker, &how, labels, counts);
    if (counts[1] == 0 && ranker->index->rows == n)
        memset(ranker->scores, 0, n * sizeof *ranker->scores);
    else if ((st = rv_rank_svm_train(&ranker->svm, err)) == RV_OK)
        for (size_t i = 0; i < n; i++)
            ranker->scores[i] = score(ranker, labels, i);
    if (st == RV_OK && how.near > 0 && (st = rv_rank_near_train(&ranker->near, labels, err)) == RV_OK)
        rv_rank_near_add(&ranker->near, labels, how.near, ranker->scores);
    return st;
}
