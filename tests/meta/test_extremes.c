/* Random data at the edges of what is allowed: every fit ends with numbers that are finite, or exist by the documentation, or a named error. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "review/meta_bias.h"
#include "review/meta_mixed.h"
#include "review/meta_robust.h"
#include "review/meta_selection.h"
#include "review/meta_tables.h"
#include "review/numer.h"
#include "tests/support.h"

enum { MOST = 8, TRIALS = 4000, SLOW_TRIALS = 400 };

typedef struct {
    double y[MOST], v[MOST], x[2 * MOST];
    size_t study[MOST], effect[MOST];
    rv_meta_data d;
} trial;

static rv_error err;

static double among(rv_random *r, const double *x, size_t n) { return x[rv_random_below(r, n)]; }

/* k from 1 to 8; variances alike, spread a little or over 24 powers of ten; effects of the size of their errors, equal, tied, one far out or
   all vast; each of its own study, all of one or two, or one study with all but one. */
static void draw(trial *t, rv_random *r)
{
    static const double sizes[] = { 0, 1e-12, 1, 1, 1, 1e12 };
    const size_t k = 1 + rv_random_below(r, MOST), shape = rv_random_below(r, 4), spread = rv_random_below(r, 3),
                 nest = rv_random_below(r, 5);
    const double size = among(r, sizes, 6), level = rv_random_below(r, 2) ? 0 : 0.5;

    for (size_t i = 0; i < k; i++) {
        t->v[i] = spread == 0 ? 0.1 : pow(10, (spread == 1 ? 1 : 12) * (2 * rv_random_uniform(r) - 1));
        t->y[i] = level + size * rv_random_normal(r);
        if (shape == 1)
            t->y[i] = level;
        else if (shape == 2)
            t->y[i] = (double)rv_random_below(r, 2);
        else if (shape == 3 && i == 0)
            t->y[i] = 1e9;
        t->study[i] = nest == 0 ? i : nest == 1 ? 0 : nest == 2 ? i % 2 : nest == 3 ? i > 0 : i / 2;
        t->effect[i] = i;
        t->x[2 * i] = 1;
        t->x[2 * i + 1] = rv_random_below(r, 2) ? (double)i : t->y[i];
    }
    t->d = (rv_meta_data){ .k = k, .yi = t->y, .vi = t->v };
    if (rv_random_below(r, 3) == 0) {
        t->d.p = 2;
        t->d.x = t->x;
        t->d.intercept = true;
    }
}

/* How the trials of one function ended. */
typedef struct { const char *what; size_t n, refused, no_convergence; } tally;

/* Whether it came to an end with numbers; a failure has words, and is none of memory, of reading or of use. */
static bool ended(tally *t, rv_status st, const trial *of)
{
    t->n++;
    if (st == RV_OK)
        return true;
    if (err.message[0] == '\0' || (st != RV_EINVAL && st != RV_EDOMAIN && st != RV_ENOCONV))
        fail_msg("%s of %zu effects ends with status %d: %s", t->what, of->d.k, (int)st, err.message);
    *(st == RV_ENOCONV ? &t->no_convergence : &t->refused) += 1;
    return false;
}

static void number(const char *what, const trial *t, double x)
{
    if (isfinite(x))
        return;
    for (size_t i = 0; i < t->d.k; i++)
        printf("  %.17g,%.17g,%zu,%.17g\n", t->y[i], t->v[i], t->study[i], t->x[2 * i + 1]);
    fail_msg("%s is %g for these %zu effects with %zu coefficients", what, x, t->d.k, t->d.p);
}

static void coefficient(const char *what, const trial *t, const rv_meta_coef *c, bool no_se)
{
    number(what, t, c->estimate);
    if (!no_se)
        number(what, t, c->se);
    assert_false(c->se < 0 || c->p < 0 || c->p > 1);
}

static rv_random *begin(const char *what)
{
    rv_random *r = NULL;

    assert_int_equal(rv_random_open(&r, rv_random_seed(what), &err), RV_OK);
    err = (rv_error){ 0 };
    return r;
}

static void the_univariate_model_ends_with_numbers_or_words(void **state)
{
    rv_random *const r = begin("univariate");
    tally t = { "rv_meta_run", 0, 0, 0 };
    size_t estimators = 0;

    (void)state;
    while (rv_estimator_at(estimators))
        estimators++;
    for (int n = 0; n < TRIALS; n++) {
        rv_meta_options o = RV_META_OPTIONS_INIT;
        rv_meta_coef c[2];
        rv_meta_fit f;
        trial x;
        draw(&x, r);
        for (size_t e = 0; e < estimators; e++) {
            o.estimator = rv_estimator_at(e);
            if (!ended(&t, rv_meta_run(&x.d, &o, &f, c, NULL, NULL, &err), &x))
                continue;
            for (size_t i = 0; i < f.p; i++)
                coefficient(o.estimator->name, &x, &c[i], false);
            assert_false(f.tau2 < 0 || f.i2 < 0 || f.i2 > 1 || f.q_p < 0 || f.q_p > 1 || f.tau2_lo > f.tau2_hi);
            if (x.d.k > f.p)
                number("q", &x, f.q);
            if (x.d.k > 1 && !o.estimator->common && x.d.k > f.p)
                number(o.estimator->name, &x, f.tau2);
        }
    }
    rv_random_free(r);
    print_message("%s: %zu fits, %zu refused, %zu did not converge\n", t.what, t.n, t.refused, t.no_convergence);
    assert_int_equal(t.no_convergence, 0);
    assert_true(t.refused < t.n / 2);
}

static void the_mixed_model_ends_with_numbers_or_words(void **state)
{
    rv_random *const r = begin("mixed");
    tally t = { "rv_mixed_run", 0, 0, 0 };

    (void)state;
    for (int n = 0; n < TRIALS; n++) {
        rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
        rv_mixed *m = NULL;
        trial x;
        draw(&x, r);
        const rv_mixed_part part[2] = { { .kind = RV_MIXED_INTERCEPT, .name = "study", .group = x.study, .groups = MOST },
                                        { .kind = RV_MIXED_INTERCEPT, .name = "effect", .group = x.effect, .groups = MOST } };
        const rv_mixed_data d = { .data = x.d, .parts = 2, .part = part };
        o.ml = n % 2;
        if (ended(&t, rv_mixed_run(&m, &d, &o, &err), &x)) {
            const rv_mixed_fit *f = rv_mixed_result(m);
            for (size_t i = 0; i < f->p; i++)
                coefficient("mixed", &x, &f->coefs[i], false);
            for (size_t i = 0; i < f->params; i++)
                if (f->param[i].identified)
                    number(f->param[i].correlation ? "rho" : "sigma2", &x, f->param[i].estimate);
            number("q", &x, f->q);
            number("likelihood", &x, o.ml ? f->ml.loglik : f->reml.loglik);
        }
        rv_mixed_free(m);
    }
    rv_random_free(r);
    print_message("%s: %zu fits, %zu refused, %zu did not converge\n", t.what, t.n, t.refused, t.no_convergence);
    assert_true(t.refused < t.n / 2);
}

static void working_models_end_with_numbers_or_words(void **state)
{
    static const rv_working_kind kinds[] = { RV_WORKING_CHE, RV_WORKING_CE, RV_WORKING_HE };
    rv_random *const r = begin("working");
    tally t = { "rv_working_model_run", 0, 0, 0 };

    (void)state;
    for (int n = 0; n < TRIALS; n++) {
        rv_working_model_options o = RV_WORKING_MODEL_OPTIONS_INIT;
        rv_working_model *m = NULL;
        trial x;
        draw(&x, r);
        const rv_working_model_data d = { .data = x.d, .study = x.study };
        o.kind = kinds[n % 3];
        o.grids = 0;
        if (ended(&t, rv_working_model_run(&m, &d, &o, &err), &x)) {
            const rv_robust_fit *const f = rv_robust_result(m->robust);
            for (size_t i = 0; i < f->p; i++)
                coefficient("working model", &x, &f->coefs[i], f->notes & RV_ROBUST_NOTE_NO_SE);
        }
        rv_working_model_free(m);
    }
    rv_random_free(r);
    print_message("%s: %zu fits, %zu refused, %zu did not converge\n", t.what, t.n, t.refused, t.no_convergence);
    assert_true(t.refused < t.n);
}

static void selection_models_end_with_numbers_or_words(void **state)
{
    static const rv_selection_kind kinds[] = { RV_SELECT_STEP, RV_SELECT_BETA, RV_SELECT_NEGEXP };
    static const double steps[] = { 0.025, 0.5 };
    rv_random *const r = begin("selection");
    tally t = { "rv_selection_run", 0, 0, 0 };

    (void)state;
    for (int n = 0; n < SLOW_TRIALS; n++) {
        rv_selection_options o = RV_SELECTION_OPTIONS_INIT;
        rv_selection *s = NULL;
        trial x;
        draw(&x, r);
        o.kind = kinds[n % 3];
        if (o.kind == RV_SELECT_STEP) {
            o.steps = steps;
            o.n_steps = 1 + (size_t)n % 2;
        }
        if (ended(&t, rv_selection_run(&s, &x.d, &o, &err), &x)) {
            const rv_selection_fit *f = rv_selection_result(s);
            for (size_t i = 0; i < f->p; i++)
                coefficient("selection", &x, &f->coefs[i], true);
            number("tau2 under selection", &x, f->tau2);
            number("likelihood under selection", &x, f->loglik);
        }
        rv_selection_free(s);
    }
    rv_random_free(r);
    print_message("%s: %zu fits, %zu refused, %zu did not converge\n", t.what, t.n, t.refused, t.no_convergence);
    assert_true(t.refused < t.n);
}

static void tests_of_bias_end_with_numbers_or_words(void **state)
{
    rv_random *const r = begin("bias");
    tally t = { "tests of bias", 0, 0, 0 };

    (void)state;
    for (int n = 0; n < TRIALS; n++) {
        const rv_fail_safe_options how = RV_FAIL_SAFE_OPTIONS_INIT;
        rv_meta_coef c[2];
        rv_rank_test rank;
        rv_fail_safe safe;
        trial x;
        draw(&x, r);
        x.d.p = 0;
        x.d.x = NULL;
        x.d.intercept = false;
        if (ended(&t, rv_rank_test_run(x.y, x.v, x.d.k, &rank, &err), &x))
            assert_false(fabs(rank.tau) > 1 || rank.p < 0 || rank.p > 1);
        if (ended(&t, rv_dispersion_run(&x.d, 0.95, c, NULL, &err), &x))
            coefficient("dispersion", &x, c, false);
        if (ended(&t, rv_fail_safe_run(x.y, x.v, x.d.k, &how, &safe, &err), &x))
            assert_false(safe.number < 0);
    }
    rv_random_free(r);
    print_message("%s: %zu, %zu refused, %zu did not converge\n", t.what, t.n, t.refused, t.no_convergence);
    assert_true(t.refused < t.n);
}

static void tables_end_with_numbers_or_words(void **state)
{
    static const double counts[] = { 0, 0, 1, 2, 5, 100, 1e6, 1e12, 0.5 };
    rv_random *const r = begin("tables");
    tally t = { "rv_mh_run and rv_peto_run", 0, 0, 0 };

    (void)state;
    for (int n = 0; n < TRIALS; n++) {
        double cell[4][MOST];
        rv_mh_options o = RV_MH_OPTIONS_INIT;
        rv_tables_row rows[MOST];
        rv_tables_fit f;
        trial x;
        x.d.k = 1 + rv_random_below(r, MOST);
        x.d.p = 0;
        for (size_t i = 0; i < x.d.k; i++) {
            for (int c = 0; c < 4; c++)
                cell[c][i] = among(r, counts, 9);
            x.y[i] = cell[0][i], x.v[i] = cell[1][i], x.study[i] = (size_t)cell[2][i], x.x[2 * i + 1] = cell[3][i];
        }
        const rv_tables tables = { x.d.k, cell[0], cell[1], cell[2], cell[3], NULL };
        o.measure = (rv_tables_measure)(n % 3);
        if (ended(&t, rv_mh_run(&tables, &o, &f, rows, &err), &x))
            coefficient("Mantel-Haenszel", &x, &f.pooled, false);
        o.measure = RV_TABLES_OR;
        if (ended(&t, rv_peto_run(&tables, &o, &f, rows, &err), &x))
            coefficient("Peto", &x, &f.pooled, false);
    }
    rv_random_free(r);
    print_message("%s: %zu, %zu refused, %zu did not converge\n", t.what, t.n, t.refused, t.no_convergence);
    assert_true(t.refused < t.n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_univariate_model_ends_with_numbers_or_words),
        cmocka_unit_test(the_mixed_model_ends_with_numbers_or_words),
        cmocka_unit_test(working_models_end_with_numbers_or_words),
        cmocka_unit_test(selection_models_end_with_numbers_or_words),
        cmocka_unit_test(tests_of_bias_end_with_numbers_or_words),
        cmocka_unit_test(tables_end_with_numbers_or_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
