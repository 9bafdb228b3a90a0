/* A screening played again. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "ranker.h"

typedef struct {
    rv_ranker         *ranker;
    const signed char *truth;
    signed char       *known;        /* -1 until screened */
    size_t             n, screened, left;       /* left: relevant ones not yet found */
    rv_status        (*row)(void *user, size_t record, rv_error *err);
    void              *user;
} play;

static rv_status screen(play *p, size_t record, rv_error *err)
{
    p->known[record] = p->truth[record];
    p->screened++;
    p->left -= p->truth[record] == 1;
    return p->row(p->user, record, err);
}

static rv_status check_priors(const play *p, const size_t *priors, size_t n, rv_error *err)
{
    bool relevant = false;

    for (size_t i = 0; i < n; i++) {
        if (priors[i] >= p->n)
            return rv_fail(err, RV_EINVAL, "prior %zu is record %zu of %zu", i + 1, priors[i] + 1, p->n);
        relevant = relevant || p->truth[priors[i]] == 1;
        for (size_t k = 0; k < i; k++)
            if (priors[k] == priors[i])
                return rv_fail(err, RV_EINVAL, "priors %zu and %zu are the same record", k + 1, i + 1);
    }
    return relevant ? RV_OK : rv_fail(err, RV_EINVAL, "none of the priors is relevant; at least one must be");
}

static size_t best(const play *p)
{
    const double *scores = rv_ranker_scores(p->ranker);
    size_t found = p->n;

    for (size_t i = 0; i < p->n; i++)
        if (p->known[i] < 0 && (found == p->n || scores[i] > scores[found]))
            found = i;
    return found;
}

rv_status rv_rank_simulate(rv_ranker *ranker, const signed char *labels, const size_t *priors, size_t n_priors, bool all,
                           rv_status (*row)(void *user, size_t record, rv_error *err), void *user, rv_error *err)
{
    const size_t n = rv_ranker_count(ranker);
    play p = { .ranker = ranker, .truth = labels, .known = malloc(n + 1), .n = n, .row = row, .user = user };
    rv_status st;

    if (!p.known)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    memset(p.known, -1, n);
    for (size_t i = 0; i < n; i++)
        p.left += labels[i] == 1;
    st = check_priors(&p, priors, n_priors, err);
    for (size_t i = 0; i < n_priors && st == RV_OK; i++)
        st = screen(&p, priors[i], err);
    while (st == RV_OK && (all ? p.screened < n : p.left > 0))
        if ((st = rv_ranker_train(ranker, p.known, err)) == RV_OK)
            st = screen(&p, best(&p), err);
    free(p.known);
    return st;
}
