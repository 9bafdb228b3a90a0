/* A selection model before it is fitted: what was asked is checked, p-values find their intervals, imprecision is scaled. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/selection.h"

enum { THIN = 3 };
static const double THREE_PARAMETERS[] = { 0.025 };

static bool by_steps(rv_selection_kind kind) { return kind == RV_SELECT_STEP || kind == RV_SELECT_TRUNC; }

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static rv_status check(const rv_meta_data *d, const rv_selection_options *o, rv_error *err)
{
    if (d->weights)
        return rv_fail(err, RV_EINVAL, "a selection model is fitted by maximum likelihood and knows no weights");
    if (!(o->level > 0 && o->level < 1))
        return rv_fail(err, RV_EINVAL, "the confidence level is %g; it must lie between 0 and 1", o->level);
    if (!(o->delta_max > 0))
        return rv_fail(err, RV_EINVAL, "the bound of the selection parameters is %g; it must be positive", o->delta_max);
    if (o->kind == RV_SELECT_TRUNC && o->side == RV_SELECT_TWO_SIDED)
        return rv_fail(err, RV_EINVAL, "truncation has a side: greater or less");
    if (o->by_precision && !rv_selection_shapes[o->kind].precision)
        return rv_fail(err, RV_EINVAL, "%s selection does not know precision", rv_selection_names[o->kind]);
    if (o->decreasing && o->kind != RV_SELECT_STEP)
        return rv_fail(err, RV_EINVAL, "only weights of a step function can be kept in decreasing order");
    for (size_t i = 0; i < o->n_steps && o->kind != RV_SELECT_TRUNC; i++)
        if (!(o->steps[i] > 0 && o->steps[i] <= 1))
            return rv_fail(err, RV_EINVAL, "step %zu is %g; it must lie between 0 and 1", i + 1, o->steps[i]);
    return RV_OK;
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
        if (m->count[j] > 0 || known(m, j)) {
            m->notes |= m->count[j] < THIN && !known(m, j) ? RV_BIAS_THIN : 0;
            j++;
            continue;
        }
        if (!m->options.merge || m->options.delta)
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

static rv_status intervals(rv_selection_model *m, rv_error *err)
{
    const bool two = m->options.side == RV_SELECT_TWO_SIDED;
    rv_status st;

    if (!(m->group = calloc(m->k + 1, sizeof *m->group)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", m->k);
    if (m->options.kind == RV_SELECT_TRUNC) {
        const double at = m->options.n_steps ? m->options.steps[0] : 0;
        m->first = 1;
        m->m = 1;
        if (m->options.n_steps > 1)
            return rv_fail(err, RV_EINVAL, "truncation has one step, an effect; %zu are given", m->options.n_steps);
        if (!(m->cut = calloc(1, sizeof *m->cut)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        m->cut[0] = m->turned ? -at : at;
        size_t below = 0;
        for (size_t i = 0; i < m->k; i++)
            below += m->group[i] = m->y[i] <= m->cut[0];
        if ((below == 0 || below == m->k) && !known(m, 0))
            return rv_fail(err, RV_EINVAL, "all effects lie on one side of %g: nothing tells about selection", at);
        return RV_OK;
    }
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

/* Steps of a smooth function: alpha up to which w = 1, or for beta the ends between which p is kept. */
static rv_status bounds_of_p(rv_selection_model *m, rv_error *err)
{
    const rv_selection_options *o = &m->options;
    size_t n = o->n_steps;

    m->alpha = (rv_selection_p){ 0, 1, -INFINITY, 0 };
    if (o->kind == RV_SELECT_BETA && n == 2) {
        m->p_lo = fmin(o->steps[0], o->steps[1]);
        m->p_hi = fmax(o->steps[0], o->steps[1]);
        return m->p_lo < m->p_hi && m->p_hi < 1 ? RV_OK : rv_fail(err, RV_EINVAL, "the two steps of beta selection must differ and lie below 1");
    }
    if (n == 2 && fmax(o->steps[0], o->steps[1]) == 1)
        n = 1;
    if (n > 1 || (n == 1 && o->kind == RV_SELECT_BETA))
        return rv_fail(err, RV_EINVAL, "%s selection takes %s step%s; %zu are given", rv_selection_names[o->kind],
                       o->kind == RV_SELECT_BETA ? "two" : "one", o->kind == RV_SELECT_BETA ? "s" : "", o->n_steps);
    if (n == 0 || (n == 1 && o->n_steps == 1 && o->steps[0] == 1))
        return RV_OK;
    const double a = o->n_steps == 2 ? fmin(o->steps[0], o->steps[1]) : o->steps[0];
    m->has_alpha = true;
    m->alpha = (rv_selection_p){ a, 1 - a, log(a), log1p(-a) };
    return RV_OK;
}

static rv_status smooth(rv_selection_model *m, rv_error *err)
{
    size_t beyond = 0;
    rv_status st;

    m->m = m->shape->deltas;
    if ((st = bounds_of_p(m, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < m->k; i++)
        rv_selection_p_set(m, m->y[i] / sqrt(m->v[i]), &m->at[i]);
    for (size_t i = 0; i < m->k; i++)
        beyond += m->has_alpha && m->at[i].p > m->alpha.p;
    if (m->has_alpha && (beyond == 0 || beyond == m->k))
        return rv_fail(err, RV_EINVAL, "no p-value lies %s %g; move the step", beyond ? "up to" : "above", m->alpha.p);
    if ((st = rv_selection_grid_make(m, err)) != RV_OK)
        return st;
    if (!(m->w = calloc(m->grid.n + 1, sizeof *m->w)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu points", m->grid.n);
    return RV_OK;
}

static rv_status imprecision(rv_selection_model *m, const rv_meta_data *d, rv_error *err)
{
    double most = 0;
    rv_status st;

    for (size_t i = 0; i < m->k; i++)
        m->c[i] = 1;
    if (!m->options.by_precision)
        return RV_OK;
    if (m->options.precision > RV_PREDICTOR_SQRTNINV)
        return rv_fail(err, RV_EINVAL, "imprecision is sei, vi, ninv or sqrtninv");
    if ((st = rv_predictor_values(m->options.precision, d->vi, m->options.ni, m->k, m->c, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < m->k; i++)
        most = fmax(most, m->c[i]);
    for (size_t i = 0; i < m->k; i++)
        m->c[i] /= most;
    return RV_OK;
}

static rv_status copy(rv_selection_model *m, const rv_meta_data *d, rv_error *err)
{
    const double sign = m->turned ? -1 : 1;

    m->y = calloc(m->k + 1, sizeof *m->y);
    m->v = calloc(m->k + 1, sizeof *m->v);
    m->c = calloc(m->k + 1, sizeof *m->c);
    m->x = calloc(m->k * m->p + 1, sizeof *m->x);
    m->at = calloc(m->k + 1, sizeof *m->at);
    if (!m->y || !m->v || !m->c || !m->x || !m->at)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", m->k);
    for (size_t i = 0; i < m->k; i++) {
        m->y[i] = sign * d->yi[i];
        m->v[i] = d->vi[i];
        for (size_t j = 0; j < m->p; j++)
            m->x[i * m->p + j] = sign * (d->p ? d->x[i * m->p + j] : 1);
        rv_selection_p_set(m, m->y[i] / sqrt(m->v[i]), &m->at[i]);
    }
    return RV_OK;
}

/* What is known of delta, and whether there are effects enough for the rest. */
static rv_status parameters(rv_selection_model *m, rv_error *err)
{
    const rv_selection_options *o = &m->options;
    size_t free = m->p + (isnan(o->tau2) ? 1 : 0);

    m->n = m->p + 1 + m->m;
    m->fixed = calloc(m->m + 1, sizeof *m->fixed);
    m->room = calloc(5 + 3 * m->m + m->m * m->m + 2 * (2 + m->m) + (2 + m->m) * (2 + m->m), sizeof *m->room);
    if (!m->fixed || !m->room)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu parameters", m->n);
    if (o->delta && o->n_delta != m->m)
        return rv_fail(err, RV_EINVAL, "%zu selection parameters are given; the model has %zu", o->n_delta, m->m);
    for (size_t j = 0; j < m->m; j++) {
        m->fixed[j] = o->delta ? o->delta[j] : NAN;
        if (j == 0 && o->kind == RV_SELECT_STEP && isnan(m->fixed[j]))
            m->fixed[j] = 1;
        if (!isnan(m->fixed[j]) && !(isfinite(m->fixed[j]) && m->fixed[j] >= m->shape->least
                                     && !(m->shape->log && m->fixed[j] == 0)))
            return rv_fail(err, RV_EINVAL, "selection parameter %zu is given as %g; it must be %s", j + 1, m->fixed[j],
                           m->shape->log || m->shape->least > 0 ? "positive" : "0 or more");
        free += isnan(m->fixed[j]);
    }
    if (m->k < free)
        return rv_fail(err, RV_EINVAL, "%zu effects cannot carry the %zu parameters of this selection model", m->k, free);
    return RV_OK;
}

rv_status rv_selection_begin(rv_selection_model *m, const rv_meta_data *d, const rv_selection_options *o, rv_error *err)
{
    rv_status st;

    *m = (rv_selection_model){ .shape = &rv_selection_shapes[o->kind], .options = *o, .k = d->k, .p = d->p ? d->p : 1,
                               .turned = o->side == RV_SELECT_LESS, .p_lo = rv_selection_shapes[o->kind].clip,
                               .p_hi = 1 - rv_selection_shapes[o->kind].clip };
    m->notes = o->side == RV_SELECT_TWO_SIDED ? 0 : RV_BIAS_ONE_SIDED;
    if ((st = check(d, o, err)) == RV_OK && (st = copy(m, d, err)) == RV_OK && (st = imprecision(m, d, err)) == RV_OK
        && (st = by_steps(o->kind) ? intervals(m, err) : smooth(m, err)) == RV_OK)
        st = parameters(m, err);
    return st;
}

void rv_selection_end(rv_selection_model *m)
{
    free(m->y);
    free(m->v);
    free(m->c);
    free(m->x);
    free(m->at);
    free(m->steps);
    free(m->count);
    free(m->cut);
    free(m->group);
    free(m->fixed);
    free(m->w);
    free(m->room);
    free(m->grid.z);
    free(m->grid.dz);
    free(m->grid.p);
}
