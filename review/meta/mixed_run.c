/* A mixed model from its data to its numbers. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/mixed.h"

const char *rv_mixed_note_text(rv_mixed_note note)
{
    switch (note) {
    case RV_MIXED_NOTE_BOUNDARY:
        return "a variance is estimated as 0, or a correlation at its limit: standard errors there do not exist";
    case RV_MIXED_NOTE_UNKNOWABLE:
        return "the data say nothing about a parameter of the random effects; it was left out (taken as 0)";
    case RV_MIXED_NOTE_SEVERAL:
        return "the likelihood has several maxima; the highest that was found is reported";
    case RV_MIXED_NOTE_IMPROPER:
        return "a correlation is lower than random effects of so many levels can have; their model fits badly";
    case RV_MIXED_NOTE_FLAT:
        return "the likelihood is nearly flat at its maximum: the data hardly determine some parameter";
    }
    return NULL;
}

/* Which parameter is which, what is known of it, and its bounds. */
static rv_status set_params(rv_mixed *m, rv_error *err)
{
    const rv_mixed_layout *l = &m->layout;
    const double *fixed = m->options.fixed;
    rv_status st = RV_OK;

    for (size_t j = 0; st == RV_OK && j < l->parts; j++) {
        rv_mixed_cov *c = &l->cov[j];
        double *theta = calloc(c->params + 1, sizeof *theta);
        if (!theta)
            return rv_fail(err, RV_ENOMEM, "out of memory for %zu parameters", c->params);
        for (size_t i = l->first[j]; fixed && i < l->first[j + 1]; i++)
            c->pairs |= c->kind == RV_MIXED_UN && !isnan(fixed[i]);
        for (size_t i = 0; i < c->params; i++) {
            rv_mixed_param *p = &m->param[l->first[j] + i];
            *p = (rv_mixed_param){ .part = j, .se = NAN, .estimate = NAN, .identified = true };
            rv_mixed_param_of(c, i, &p->correlation, &p->i, &p->j);
            rv_mixed_bounds(c, i, &m->lo[l->first[j] + i], &m->hi[l->first[j] + i]);
            p->fixed = fixed && !isnan(fixed[l->first[j] + i]);
            theta[i] = !p->fixed ? 0 : p->correlation ? fixed[l->first[j] + i] : fixed[l->first[j] + i] / l->scale;
        }
        if (fixed)
            st = rv_mixed_psi(c, m->data.part[j].name ? m->data.part[j].name : "a random part", theta, m->psi + l->first[j], err);
        for (size_t i = l->first[j]; st == RV_OK && i < l->first[j + 1]; i++)
            if (m->param[i].fixed)
                m->lo[i] = m->hi[i] = m->psi[i];
        free(theta);
    }
    return st;
}

static rv_status take_room(rv_mixed *m, rv_error *err)
{
    const size_t n = m->layout.params, p = m->layout.p;

    m->param = calloc(n, sizeof *m->param);
    m->coefs = calloc(p, sizeof *m->coefs);
    m->vcov = calloc(p * p, sizeof *m->vcov);
    m->b = calloc(p, sizeof *m->b);
    m->psi = calloc(3 * n + n * n, sizeof *m->psi);
    if (!m->param || !m->coefs || !m->vcov || !m->b || !m->psi)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu parameters and %zu coefficients", n, p);
    m->lo = m->psi + n;
    m->hi = m->lo + n;
    m->information = m->hi + n;
    m->fit = (rv_mixed_fit){ .k = m->layout.k, .p = p, .params = n, .level = m->options.level, .coefs = m->coefs, .vcov = m->vcov,
                             .param = m->param, .qm = NAN, .qm_p = NAN, .gradient = 0 };
    return RV_OK;
}

rv_status rv_mixed_run(rv_mixed **out, const rv_mixed_data *data, const rv_mixed_options *options, rv_error *err)
{
    rv_mixed *m;
    rv_status st;

    *out = NULL;
    if ((st = rv_mixed_check(data, options, err)) != RV_OK)
        return st;
    if (!(m = calloc(1, sizeof *m)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = rv_mixed_copy(m, data, options, err)) == RV_OK && (st = rv_mixed_layout_new(&m->layout, &m->data, err)) == RV_OK
        && (st = rv_mixed_likelihood_new(&m->likelihood, &m->layout, options->ml, err)) == RV_OK && (st = take_room(m, err)) == RV_OK
        && (st = set_params(m, err)) == RV_OK && (st = rv_mixed_search(m, err)) == RV_OK && (st = rv_mixed_report(m, err)) == RV_OK)
        st = rv_mixed_leave(m, err);
    if (st == RV_OK)
        *out = m;
    else
        rv_mixed_free(m);
    return st;
}

void rv_mixed_free(rv_mixed *m)
{
    if (!m)
        return;
    rv_mixed_likelihood_free(&m->likelihood);
    rv_mixed_layout_free(&m->layout);
    rv_blocks_free(m->given);
    rv_blocks_free(m->v);
    rv_blocks_free(m->w);
    for (size_t i = 0; i < m->n_kept; i++)
        free(m->kept[i]);
    free(m->kept);
    free(m->part);
    free(m->param);
    free(m->coefs);
    free(m->vcov);
    free(m->b);
    free(m->psi);
    free(m->e);
    free(m);
}

const rv_mixed_fit *rv_mixed_result(const rv_mixed *m) { return &m->fit; }
const rv_mixed_data *rv_mixed_of(const rv_mixed *m) { return &m->data; }
const rv_mixed_options *rv_mixed_how(const rv_mixed *m) { return &m->options; }
