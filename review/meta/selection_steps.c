/* Intervals between steps: which study is in which, and what is done about empty ones. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/selection.h"

enum { THIN = 3 };
static const double THREE_PARAMETERS[] = { 0.025 };

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Steps in order, each once, closed by 1. */
static rv_status read_steps(rv_selection_model *m, rv_error *err)
{
    const rv_selection_options *o = &m->options;
    const size_t given = o->steps ? o->n_steps : 1;
    size_t n = 0;

    m->steps = calloc(given + 1, sizeof *m->steps);
    m->count = calloc(given + 2, sizeof *m->count);
    m->cut = calloc(given + 1, sizeof *m->cut);
    if (!m->steps || !m->count || !m->cut)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu steps", given);
    memcpy(m->steps, o->steps ? o->steps : THREE_PARAMETERS, given * sizeof *m->steps);
    qsort(m->steps, given, sizeof *m->steps, ascending);
    for (size_t i = 0; i < given; i++)
        if (n == 0 || m->steps[i] > m->steps[n - 1])
            m->steps[n++] = m->steps[i];
    if (n == 0 || m->steps[n - 1] < 1)
        m->steps[n++] = 1;
    if (n < 2)
        return rv_fail(err, RV_EINVAL, "a step function needs a step below 1");
    m->m = n;
    return RV_OK;
}

static void count_groups(rv_selection_model *m)
{
    memset(m->count, 0, m->m * sizeof *m->count);
    for (size_t i = 0; i < m->k; i++) {
        size_t j = 0;
        while (j + 1 < m->m && m->at[i].p > m->steps[j])
            j++;
        m->group[i] = j;
        m->count[j]++;
    }
}

static bool known(const rv_selection_model *m, size_t j)
{
    return m->options.delta && !isnan(m->options.delta[j]);
}

/* No p-value in an interval: its weight would run to 0, or, the first one's, all others' to infinity. */
static rv_status fill_intervals(rv_selection_model *m, rv_error *err)
{
    count_groups(m);
    for (size_t j = 0; j < m->m; ) {
        const double from = j ? m->steps[j - 1] : 0;
        const rv_selection_empty empty = m->options.empty;
        if (m->count[j] > 0 || known(m, j) || empty == RV_EMPTY_FIT || (empty == RV_EMPTY_FIRST && j == 0)) {
            m->notes |= m->count[j] < THIN && !known(m, j) ? RV_BIAS_THIN : 0;
            j++;
            continue;
        }
        if (empty != RV_EMPTY_MERGE || m->options.delta)
            return rv_fail(err, RV_EINVAL, "no p-value lies between %g and %g; move the steps, or have such intervals merged", from,
                           m->steps[j]);
        if (m->m == 2)
            return rv_fail(err, RV_EINVAL, "all p-values lie in one interval: nothing tells about selection");
        m->notes |= RV_BIAS_MERGED;
        for (size_t i = j + 1 < m->m ? j : j - 1; i + 1 < m->m; i++)
            m->steps[i] = m->steps[i + 1];
        m->m--;
        count_groups(m);
        j = j > 0 && j >= m->m ? m->m - 1 : j;
    }
    return RV_OK;
}

/* Two intervals of the effect itself; the first, beyond the cut, has weight 1. */
static rv_status truncation(rv_selection_model *m, rv_error *err)
{
    const double at = m->options.n_steps ? m->options.steps[0] : 0;
    size_t below = 0;

    m->first = 1;
    m->m = 1;
    if (m->options.n_steps > 1)
        return rv_fail(err, RV_EINVAL, "truncation has one step, an effect; %zu are given", m->options.n_steps);
    if (!(m->cut = calloc(1, sizeof *m->cut)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    m->cut[0] = m->turned ? -at : at;
    for (size_t i = 0; i < m->k; i++)
        below += m->group[i] = m->y[i] <= m->cut[0];
    if ((below == 0 || below == m->k) && !known(m, 0))
        return rv_fail(err, RV_EINVAL, "all effects lie on one side of %g: nothing tells about selection", at);
    return RV_OK;
}

rv_status rv_selection_intervals(rv_selection_model *m, rv_error *err)
{
    const bool two = m->options.side == RV_SELECT_TWO_SIDED;
    rv_status st;

    if (!(m->group = calloc(m->k + 1, sizeof *m->group)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", m->k);
    if (m->options.kind == RV_SELECT_TRUNC)
        return truncation(m, err);
    if ((st = read_steps(m, err)) != RV_OK)
        return st;
    if (m->options.delta && m->options.n_delta != m->m)
        return rv_fail(err, RV_EINVAL, "%zu weights are given for %zu intervals", m->options.n_delta, m->m);
    if ((st = fill_intervals(m, err)) != RV_OK)
        return st;
    for (size_t j = 0; j + 1 < m->m; j++)
        m->cut[j] = rv_normal_upper_quantile(two ? m->steps[j] / 2 : m->steps[j]);
    return RV_OK;
}
