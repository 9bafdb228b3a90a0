/* A selection model before it is fitted: what was asked is checked and copied, imprecision is scaled. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/selection.h"

static bool by_steps(rv_selection_kind kind) { return kind == RV_SELECT_STEP || kind == RV_SELECT_TRUNC; }

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
    if (o->decreasing && o->delta)
        return rv_fail(err, RV_EINVAL, "weights in decreasing order are estimated, not given");
    for (size_t i = 0; i < o->n_steps && o->kind != RV_SELECT_TRUNC; i++)
        if (!(o->steps[i] > 0 && o->steps[i] <= 1))
            return rv_fail(err, RV_EINVAL, "step %zu is %g; it must lie between 0 and 1", i + 1, o->steps[i]);
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
        && (st = by_steps(o->kind) ? rv_selection_intervals(m, err) : smooth(m, err)) == RV_OK)
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
