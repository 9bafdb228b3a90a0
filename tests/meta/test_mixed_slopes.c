/* The slopes and curvatures of the likelihood: against differences of it, and by cells against the whole cluster. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tests/support.h"
#include "meta/mixed.h"

enum { K = 60, STUDIES = 12, OUTCOMES = 3, YEARS = 4, MOST = 10 };

static rv_error err;
static double yi[K], vi[K], x[K * 2];
static size_t study[K], outcome[K], each[K], year[K];
static const double times[OUTCOMES] = { 0.5, 1.5, 3.5 };
static rv_blocks *covariances;

static int setup(void **state)
{
    rv_covariance c = RV_COVARIANCE_INIT;
    rv_random *random;

    (void)state;
    if (rv_random_open(&random, 11, &err) != RV_OK)
        return 1;
    for (size_t i = 0; i < K; i++) {
        study[i] = i % STUDIES;   /* rows of a study stand apart */
        outcome[i] = (i / STUDIES) % OUTCOMES;
        each[i] = i;
        year[i] = rv_random_below(random, YEARS);
        vi[i] = 0.05 + 0.1 * rv_random_uniform(random);
        x[2 * i] = 1;
        x[2 * i + 1] = rv_random_normal(random);
        yi[i] = 0.3 + 0.2 * x[2 * i + 1] + 0.5 * rv_random_normal(random) + 0.05 * (double)(study[i] * year[i]);
    }
    rv_random_free(random);
    c.k = K;
    c.vi = vi;
    c.cluster = study;
    c.obs = each;
    c.rho = 0.5;
    return rv_blocks_of_covariance(&covariances, &c, &err) == RV_OK ? 0 : 1;
}

static int teardown(void **state)
{
    (void)state;
    rv_blocks_free(covariances);
    return 0;
}

static void look(rv_mixed_likelihood *l, const double *psi, double *value, double *g, double *h, double *e)
{
    if (rv_mixed_look(psi, value, g, h, e, l, &err) != RV_OK)
        fail_msg("%s", err.message);
}

/* A point inside, different in each parameter. */
static void inside(const rv_mixed_layout *l, double *psi)
{
    for (size_t j = 0; j < l->parts; j++)
        for (size_t i = 0; i < l->cov[j].params; i++) {
            bool rho;
            size_t a, b;
            rv_mixed_param_of(&l->cov[j], i, &rho, &a, &b);
            psi[l->first[j] + i] = rho ? 0.35 : 0.4 + 0.1 * (double)i - 0.05 * (double)j;
        }
}

static void check_differences(rv_mixed_likelihood *l, size_t n)
{
    const double step = 1e-4;
    double psi[MOST], value, g[MOST], h[MOST * MOST], e[MOST * MOST];

    assert_true(n <= MOST);
    inside(l->layout, psi);
    look(l, psi, &value, g, h, e);
    for (size_t i = 0; i < n; i++) {
        const double at = psi[i];
        double v[4], other[4][MOST], unused[MOST * MOST];
        for (int s = 0; s < 4; s++) {
            psi[i] = at + step * (s < 2 ? s - 2 : s - 1);   /* -2 -1 1 2 */
            look(l, psi, &v[s], other[s], unused, unused);
        }
        psi[i] = at;
        assert_close(g[i], (v[0] - 8 * v[1] + 8 * v[2] - v[3]) / (12 * step), 1e-8);
        for (size_t j = 0; j < n; j++)
            assert_close(h[i * n + j], (other[0][j] - 8 * other[1][j] + 8 * other[2][j] - other[3][j]) / (12 * step), 1e-7);
    }
}

/* Whatever was to be added by cells, added whole. */
static void check_whole(rv_mixed_layout *layout, bool ml, size_t n)
{
    double psi[MOST], value[2], g[2][MOST], h[2][MOST * MOST], e[2][MOST * MOST];

    inside(layout, psi);
    for (int whole = 0; whole < 2; whole++) {
        rv_mixed_likelihood l;
        for (size_t c = 0; whole && c < layout->n; c++)
            layout->sparse[c] = false;
        assert_int_equal(rv_mixed_likelihood_new(&l, layout, ml, &err), RV_OK);
        look(&l, psi, &value[whole], g[whole], h[whole], e[whole]);
        rv_mixed_likelihood_free(&l);
    }
    assert_close(value[0], value[1], 1e-12);
    for (size_t i = 0; i < n; i++)
        assert_close(g[0][i], g[1][i], 1e-11);
    for (size_t i = 0; i < n * n; i++) {
        assert_close(h[0][i], h[1][i], 1e-10);
        assert_close(e[0][i], e[1][i], 1e-10);
    }
}

static void check_model(const rv_mixed_part *part, size_t parts, const rv_blocks *v, bool ml, bool sparse)
{
    const rv_mixed_data d = { { .k = K, .yi = yi, .vi = vi, .p = 2, .x = x, .intercept = true }, v, parts, part };
    rv_mixed_layout layout;
    rv_mixed_likelihood l;

    assert_int_equal(rv_mixed_layout_new(&layout, &d, &err), RV_OK);
    assert_int_equal(layout.sparse[0], sparse);
    assert_int_equal(rv_mixed_likelihood_new(&l, &layout, ml, &err), RV_OK);
    check_differences(&l, layout.params);
    rv_mixed_likelihood_free(&l);
    check_whole(&layout, ml, layout.params);
    rv_mixed_layout_free(&layout);
}

static const rv_mixed_part STUDY = { RV_MIXED_INTERCEPT, "study", study, STUDIES, NULL, 0, NULL, NULL },
                           EFFECT = { RV_MIXED_INTERCEPT, "effect", each, K, NULL, 0, NULL, NULL },
                           YEAR = { RV_MIXED_INTERCEPT, "year", year, YEARS, NULL, 0, NULL, NULL };

static rv_mixed_part of_study(int kind)
{
    return (rv_mixed_part){ (rv_mixed_struct)kind, "outcome | study", study, STUDIES, outcome, OUTCOMES, NULL, times };
}

static void slopes_of_each_structure_are_those_of_the_likelihood(void **state)
{
    (void)state;
    for (int kind = 0; rv_mixed_struct_names[kind]; kind++)
        for (int ml = 0; ml < 2; ml++) {
            const rv_mixed_part two[] = { of_study(kind), EFFECT };
            check_model(two, 2, NULL, ml, false);
        }
}

static void crossed_effects_are_added_by_cells_of_one_row(void **state)
{
    (void)state;
    for (int ml = 0; ml < 2; ml++) {
        const rv_mixed_part three[] = { STUDY, EFFECT, YEAR };
        check_model(three, 3, NULL, ml, true);
    }
}

static void a_structure_across_cells_is_added_as_it_is_whole(void **state)
{
    (void)state;
    for (int kind = 0; rv_mixed_struct_names[kind]; kind++) {
        rv_mixed_part two[] = { of_study(kind), EFFECT };
        two[0].group = year;   /* few groups, so that effects are few */
        two[0].groups = YEARS;
        const rv_mixed_part three[] = { two[0], two[1], { RV_MIXED_INTERCEPT, "half", outcome, OUTCOMES, NULL, 0, NULL, NULL } };
        check_model(three, 3, NULL, false, true);
    }
}

static void a_structure_within_cells_of_many_rows_is_added_as_it_is_whole(void **state)
{
    (void)state;
    for (int kind = 0; rv_mixed_struct_names[kind]; kind++)
        for (int ml = 0; ml < 2; ml++) {
            const rv_mixed_part two[] = { of_study(kind), YEAR };
            check_model(two, 2, covariances, ml, true);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slopes_of_each_structure_are_those_of_the_likelihood),
        cmocka_unit_test(crossed_effects_are_added_by_cells_of_one_row),
        cmocka_unit_test(a_structure_across_cells_is_added_as_it_is_whole),
        cmocka_unit_test(a_structure_within_cells_of_many_rows_is_added_as_it_is_whole),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
