/* Measures of 2x2 tables, of two groups and of pairs. */
#include "review/numer.h"
#include "tests/effect/one.h"

static const double PI = 3.14159265358979323846;

static void peto_by_hand(void **state)
{
    const double e = 30 * 25 / 70., v = 30 * 40. * 25 * 45 / (70. * 70 * 69);

    (void)state;
    assert_effect("PETO", "ai 15 bi 15 ci 10 di 30", (15 - e) / v, 1 / v, 1e-12);
}

static void arcsine_by_known_angles(void **state)
{
    (void)state;
    assert_effect("AS", "ai 15 bi 15 ci 10 di 30", PI / 4 - PI / 6, 1 / 120. + 1 / 160., 1e-12);
    assert_effect("AS", "ai 0 bi 20 ci 20 di 0", -PI / 2, 1 / 80. + 1 / 80., 1e-12);   /* nothing is added */
}

static void probit_by_a_known_quantile(void **state)
{
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    const double q = rv_normal_upper(1);
    rv_effect e;

    (void)state;
    o.fractions = true;
    e = one("PBIT", table(50, 50, 100 * q, 100 * (1 - q)), &o);
    assert_close(e.yi, 1, 1e-12);
    assert_close(e.vi, 2 * PI * .25 / 100 + 2 * PI * q * (1 - q) * exp(1) / 100, 1e-12);
}

/* Chinn (2000): divide by 1.81. */
static void odds_ratios_become_differences(void **state)
{
    (void)state;
    assert_close(one("OR2D", table(15, 15, 10, 30), NULL).yi, log(3) / 1.8138, 1e-5);
    assert_effect("OR2DL", "ai 15 bi 15 ci 10 di 30", log(3) * sqrt(3) / PI, (2 / 15. + 2 / 15.) * 3 / (PI * PI), 1e-12);
    assert_effect("OR2DN", "ai 15 bi 15 ci 10 di 30", log(3) / 1.65, (2 / 15. + 2 / 15.) / (1.65 * 1.65), 1e-12);
}

static void yule_by_hand(void **state)
{
    (void)state;
    assert_effect("YUQ", "ai 15 bi 15 ci 10 di 30", .5, .5625 / 4 * 4 / 15, 1e-12);
    assert_close(one("YUY", table(15, 15, 10, 30), NULL).yi, tan(PI / 12), 1e-12);
}

/* With even margins both variances are (1 - phi^2) / n. */
static void phi_by_hand(void **state)
{
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;

    (void)state;
    assert_effect("PHI", "ai 30 bi 10 ci 10 di 30", .5, .75 / 80, 1e-12);
    o.vtype = RV_VTYPE_ST;
    assert_close(one("PHI", table(30, 10, 10, 30), &o).vi, .75 / 80, 1e-12);
    assert_effect("ZPHI", "ai 30 bi 10 ci 10 di 30", atanh(.5), .75 / 80 / (.75 * .75), 1e-12);
    assert_string_equal(one("PHI", table(0, 10, 0, 10), NULL).route, "");
}

/* Cut at both medians, P(++) = 1/4 + asin(r) / (2 pi); Sheppard (1899). */
static void tetrachoric_of_medians(void **state)
{
    const double r = sin(2 * PI * (.4 - .25));

    (void)state;
    assert_effect("RTET", "ai 40 bi 10 ci 10 di 40", r, .8 * .2 / 4 / 100 * 4 * PI * PI * (1 - r * r), 1e-12);
    assert_close(one("RTET", table(10, 40, 40, 10), NULL).yi, -r, 1e-12);
    assert_close(one("ZTET", table(40, 10, 10, 40), NULL).yi, atanh(r), 1e-12);
}

/* P(X < h, Y < k; r) by Plackett's integral over r, with Simpson's rule, is the cell again. */
static void tetrachoric_gives_the_cell_back(void **state)
{
    static const double tables[][4] = { { 4, 119, 11, 128 }, { 60, 3, 8, 2 }, { 1, 2, 3, 4 }, { 50, 1, 2, 3000 }, { 103, 3727, 4249, 3 } };

    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const double *t = tables[i], n = t[0] + t[1] + t[2] + t[3];
        const double h = rv_normal_quantile((t[0] + t[1]) / n), k = rv_normal_quantile((t[0] + t[2]) / n);
        const double end = asin(one("RTET", table(t[0], t[1], t[2], t[3]), NULL).yi);
        const int steps = 400000;
        double sum = 0;
        for (int j = 0; j <= steps; j++) {
            const double angle = end * j / steps, sine = sin(angle), weight = j == 0 || j == steps ? 1 : j % 2 ? 4 : 2;
            sum += weight * exp(-(h * h - 2 * h * k * sine + k * k) / (2 * cos(angle) * cos(angle)));
        }
        sum *= end / steps / 3 / (2 * PI);
        assert_close((rv_normal_upper(-h) * rv_normal_upper(-k) + sum) * n, t[0], 1e-10);
    }
}

static void a_correlation_at_its_end_is_no_effect(void **state)
{
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;

    (void)state;
    assert_string_equal(one("RTET", table(10, 0, 4, 12), NULL).reason,
                        "a zero cell, and nothing was added: the correlation is at its end, without a variance");
    o.add = .5;
    assert_true(one("RTET", table(10, 0, 4, 12), &o).vi > 0);
}

static void heterozygosity_in_equilibrium_is_zero(void **state)
{
    (void)state;
    assert_effect("REH", "ai 25 bi 50 ci 25", 0, .04, 1e-12);
    assert_string_equal(one("REH", given("ai 25 bi 50 ci 0"), NULL).reason, "a genotype that nobody has");
}

static void pairs_by_hand(void **state)
{
    (void)state;
    assert_effect("MPRD", "ai 20 bi 10 ci 4 di 30", 6 / 64., (14 - 36 / 64.) / (64. * 64), 1e-12);
    assert_effect("MPRR", "ai 20 bi 10 ci 4 di 30", log(30 / 24.), 14 / (30. * 24), 1e-12);
    assert_effect("MPORC", "ai 20 bi 10 ci 4 di 30", log(2.5), .35, 1e-12);
    assert_effect("MPPETO", "ai 20 bi 10 ci 4 di 30", 3 / 3.5, 1 / 3.5, 1e-12);
    assert_close(one("MPOR", given("ai 20 bi 10 ci 4 di 30"), NULL).yi, log(30. * 40 / (34 * 24)), 1e-12);
}

/* The same table by its margins and its phi. */
static void margins_with_the_correlation_are_the_table(void **state)
{
    const rv_effect pairs = one("MPOR", given("ai 20 bi 10 ci 4 di 30"), NULL);
    rv_effect_input margins = given("ai 30 bi 34 ci 24 di 40");
    rv_effect e;

    (void)state;
    margins.ri = one("PHI", given("ai 20 bi 10 ci 4 di 30"), NULL).yi;
    e = one("MPORM", margins, NULL);
    assert_close(e.yi, pairs.yi, 1e-12);
    assert_close(e.vi, pairs.vi, 1e-12);
    margins.ri = -1;
    assert_string_equal(one("MPORM", margins, NULL).reason, "the margins do not allow a correlation of -1");
    margins.ri = NAN;
    assert_string_equal(one("MPORM", margins, NULL).reason, "ri is missing");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(peto_by_hand),
        cmocka_unit_test(arcsine_by_known_angles),
        cmocka_unit_test(probit_by_a_known_quantile),
        cmocka_unit_test(odds_ratios_become_differences),
        cmocka_unit_test(yule_by_hand),
        cmocka_unit_test(phi_by_hand),
        cmocka_unit_test(tetrachoric_of_medians),
        cmocka_unit_test(tetrachoric_gives_the_cell_back),
        cmocka_unit_test(a_correlation_at_its_end_is_no_effect),
        cmocka_unit_test(heterozygosity_in_equilibrium_is_zero),
        cmocka_unit_test(pairs_by_hand),
        cmocka_unit_test(margins_with_the_correlation_are_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
