/*
 * One to ten effects a study, from the same people: sampling errors correlate by `rho`, which the analyst takes to be .6. True effects vary
 * between studies (tau2) and half as much within them.
 */
#include <config.h>

#include "review/meta_robust.h"
#include "tests/simulate/coverage.h"

static const double MEAN = 0.3;
enum { ROWS = COVERAGE_K * COVERAGE_EFFECTS };

static const coverage_cell cells[] = {
    { 5, 0, .8 },  { 5, .05, .2 },  { 5, .05, .8 },  { 5, .2, .8 },  { 10, 0, .8 }, { 10, .05, .2 }, { 10, .05, .8 }, { 10, .2, .8 },
    { 20, 0, .8 }, { 20, .05, .2 }, { 20, .05, .8 }, { 20, .2, .8 }, { 40, 0, .8 }, { 40, .05, .2 }, { 40, .05, .8 }, { 40, .2, .8 } };

enum { INDEPENDENT, LEVELS, CR1P, CR2, PREDICTION };

typedef struct { size_t k, study[ROWS], row[ROWS]; double y[ROWS], v[ROWS]; } review;

static void draw(const coverage_cell *c, rv_random *r, review *w)
{
    w->k = 0;
    for (size_t s = 0; s < c->k; s++) {
        const size_t m = 1 + (size_t)rv_random_below(r, COVERAGE_EFFECTS);
        const double v = 2 / pow(10, coverage_between(r, 1.2, 2.2)), shared = rv_random_normal(r);
        const double u = MEAN + sqrt(c->tau2) * rv_random_normal(r);
        for (size_t i = 0; i < m; i++, w->k++) {
            w->study[w->k] = s;
            w->row[w->k] = w->k;
            w->v[w->k] = v;
            w->y[w->k] = u + sqrt(c->tau2 / 2) * rv_random_normal(r)
                         + sqrt(v) * (sqrt(c->extra) * shared + sqrt(1 - c->extra) * rv_random_normal(r));
        }
    }
}

static void add(coverage_tally *t, const rv_meta_coef *c) { coverage_add(t, c->estimate, c->ci_lo, c->ci_hi, MEAN); }

/* As if every effect were a study of its own. */
static rv_status independent(const rv_meta_data *d, coverage_tally *t, rv_error *err)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit f;
    rv_status st;

    o.skip_interval = true;
    if ((st = rv_meta_run(d, &o, &f, NULL, NULL, NULL, err)) == RV_OK)
        add(&t[INDEPENDENT], &f.pooled);
    return st;
}

/* Random study and effect, sampling errors taken to be independent, the model's own t. */
static rv_status levels(const coverage_cell *c, const review *w, const rv_meta_data *d, coverage_tally *t, rv_error *err)
{
    const rv_mixed_part parts[] = { { .kind = RV_MIXED_INTERCEPT, .name = "study", .group = w->study, .groups = c->k },
                                    { .kind = RV_MIXED_INTERCEPT, .name = "effect", .group = w->row, .groups = w->k } };
    const rv_mixed_data data = { .data = *d, .parts = 2, .part = parts };
    rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    rv_mixed *m;
    rv_status st;

    o.t = true;
    if ((st = rv_mixed_run(&m, &data, &o, err)) == RV_OK)
        add(&t[LEVELS], rv_mixed_result(m)->coefs);
    rv_mixed_free(m);
    return st;
}

static rv_status robust(const review *w, const rv_meta_data *d, rv_robust_type type, rv_robust_test test, coverage_tally *t,
                        coverage_tally *prediction, double tau2, rv_error *err)
{
    const rv_working_model_data data = { .data = *d, .study = w->study };
    rv_working_model_options o = RV_WORKING_MODEL_OPTIONS_INIT;
    rv_working_model *m;
    rv_status st;

    o.grids = 0;
    o.type = type;
    o.test = test;
    if ((st = rv_working_model_run(&m, &data, &o, err)) == RV_OK) {
        add(t, m->coefs);
        if (prediction && isfinite(m->pi_lo))
            coverage_add_prediction(prediction, m->pi_lo, m->pi_hi, MEAN, 1.5 * tau2);
    }
    rv_working_model_free(m);
    return st;
}

static rv_status replicate(const coverage_cell *c, rv_random *r, coverage_tally *t, rv_error *err)
{
    review w;
    rv_meta_data d;
    rv_status st;

    draw(c, r, &w);
    d = (rv_meta_data){ .k = w.k, .yi = w.y, .vi = w.v };
    if ((st = independent(&d, t, err)) == RV_OK && (st = levels(c, &w, &d, t, err)) == RV_OK
        && (st = robust(&w, &d, RV_CR1P, RV_ROBUST_NAIVE_TP, &t[CR1P], NULL, 0, err)) == RV_OK)
        st = robust(&w, &d, RV_CR2, RV_ROBUST_SATTERTHWAITE, &t[CR2], &t[PREDICTION], c->tau2, err);
    return st;
}

const coverage_part coverage_dependent = {
    "One to ten effects a study (tau2 between, half of it within studies)", "rho",
    { "independent", "3 levels t", "CHE CR1p t", "CHE CR2 *", "PI CHE *" }, cells, sizeof cells / sizeof *cells, replicate };
