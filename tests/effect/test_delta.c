/* Variances a second time: by the delta method, with the slopes of the estimate found numerically. */
#include "tests/effect/one.h"

static double estimate(const char *measure, const rv_effect_input *in)
{
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect out;

    o.fractions = true;
    o.correct = false;
    assert_int_equal(rv_effect_make(rv_measure_find(measure), in, 1, &o, &out, &err), RV_OK);
    return out.yi;
}

/* The slope of the estimate in one input, by central differences extrapolated once. */
static double slope(const char *measure, const rv_effect_input *in, const char *column)
{
    const double h = 1e-3 * fmax(1e-3, fabs(*rv_effect_column((rv_effect_input *)in, column)));
    double difference[2];

    for (int i = 0; i < 2; i++) {
        const double step = i ? h / 2 : h;
        rv_effect_input more = *in, less = *in;
        *rv_effect_column(&more, column) += step;
        *rv_effect_column(&less, column) -= step;
        difference[i] = (estimate(measure, &more) - estimate(measure, &less)) / (2 * step);
    }
    return (4 * difference[1] - difference[0]) / 3;
}

static double variance(const char *measure, const rv_effect_input *in, rv_vtype vtype)
{
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect out;

    o.vtype = vtype;
    o.correct = false;
    assert_int_equal(rv_effect_make(rv_measure_find(measure), in, 1, &o, &out, &err), RV_OK);
    return out.vi;
}

/* Two binomial groups of set sizes: events move, sizes stay. */
static void two_groups_of_set_sizes(void **state)
{
    static const struct { const char *measure; rv_vtype vtype; } cases[] = {
        { "OR", RV_VTYPE_LS }, { "RR", RV_VTYPE_LS }, { "RD", RV_VTYPE_LS }, { "AS", RV_VTYPE_LS }, { "PBIT", RV_VTYPE_LS },
        { "OR2D", RV_VTYPE_LS }, { "OR2DL", RV_VTYPE_LS }, { "OR2DN", RV_VTYPE_LS }, { "YUQ", RV_VTYPE_LS },
        { "YUY", RV_VTYPE_LS }, { "PHI", RV_VTYPE_ST }, { "ZPHI", RV_VTYPE_ST },
    };
    const rv_effect_input in = given("ai 12 n1i 40 ci 30 n2i 55");

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const double a = slope(cases[i].measure, &in, "ai"), c = slope(cases[i].measure, &in, "ci");
        assert_close(variance(cases[i].measure, &in, cases[i].vtype), a * a * 12 * 28 / 40 + c * c * 30 * 25 / 55, 1e-9);
    }
}

/* One sample that falls into cells: the variance of a function of multinomial counts, sum n_i g_i^2 - (sum n_i g_i)^2 / n. */
static void counts_of_one_sample(void **state)
{
    static const struct { const char *measure; rv_vtype vtype; } cases[] = {
        { "PHI", RV_VTYPE_CS }, { "ZPHI", RV_VTYPE_LS }, { "RTET", RV_VTYPE_LS }, { "ZTET", RV_VTYPE_LS }, { "MPRD", RV_VTYPE_LS },
        { "MPRR", RV_VTYPE_LS }, { "MPOR", RV_VTYPE_LS }, { "MPORC", RV_VTYPE_LS }, { "REH", RV_VTYPE_LS },
    };
    static const char *const columns[] = { "ai", "bi", "ci", "di" };
    const double n[] = { 30, 12, 9, 21 };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const int cells = strcmp(cases[i].measure, "REH") == 0 ? 3 : 4;
        const rv_effect_input in = given(cells == 3 ? "ai 30 bi 12 ci 9" : "ai 30 bi 12 ci 9 di 21");
        double squares = 0, sum = 0, people = 0;
        for (int c = 0; c < cells; c++) {
            const double g = slope(cases[i].measure, &in, columns[c]);
            squares += n[c] * g * g;
            sum += n[c] * g;
            people += n[c];
        }
        assert_close(variance(cases[i].measure, &in, cases[i].vtype), squares - sum * sum / people, 1e-8);
    }
}

static void poisson_counts(void **state)
{
    static const char *const two[] = { "IRR", "IRD", "IRSD" }, *const one_group[] = { "IR", "IRLN", "IRS" };
    const rv_effect_input rates = given("x1i 12 t1i 150 x2i 30 t2i 90"), rate = given("xi 12 ti 150");

    (void)state;
    for (int i = 0; i < 3; i++) {
        const double a = slope(two[i], &rates, "x1i"), c = slope(two[i], &rates, "x2i"), x = slope(one_group[i], &rate, "xi");
        assert_close(variance(two[i], &rates, RV_VTYPE_LS), a * a * 12 + c * c * 30, 1e-9);
        assert_close(variance(one_group[i], &rate, RV_VTYPE_LS), x * x * 12, 1e-9);
    }
}

static void one_binomial_group(void **state)
{
    static const char *const measures[] = { "PR", "PLN", "PLO", "PRZ", "PAS" };
    const rv_effect_input in = given("xi 12 ni 40");

    (void)state;
    for (int i = 0; i < 5; i++) {
        const double x = slope(measures[i], &in, "xi");
        assert_close(variance(measures[i], &in, RV_VTYPE_LS), x * x * 12 * 28 / 40, 1e-9);
    }
}

/* Normal outcomes: the mean varies by s^2/n, the deviation, apart from it, by s^2/(2(n-1)). */
static void means_and_deviations(void **state)
{
    static const char *const exact[] = { "MD", "ROM", "VR", "CVR" }, *const single[] = { "MN", "MNLN", "SDLN", "CVLN" };
    const rv_effect_input in = given("m1i 20 sd1i 4 n1i 30 m2i 15 sd2i 5 n2i 25"), alone = given("mi 20 sdi 4 ni 30");

    (void)state;
    for (int i = 0; i < 4; i++) {
        const double m1 = slope(exact[i], &in, "m1i"), s1 = slope(exact[i], &in, "sd1i"), m2 = slope(exact[i], &in, "m2i"),
                     s2 = slope(exact[i], &in, "sd2i"), m = slope(single[i], &alone, "mi"), s = slope(single[i], &alone, "sdi");
        assert_close(variance(exact[i], &in, RV_VTYPE_LS),
                     m1 * m1 * 16 / 30 + s1 * s1 * 16 / 58 + m2 * m2 * 25 / 25 + s2 * s2 * 25 / 48, 1e-9);
        assert_close(variance(single[i], &alone, RV_VTYPE_LS), m * m * 16 / 30 + s * s * 16 / 58, 1e-9);
    }
}

/* Where the formula divides by n - 1 or n, or takes the small-sample estimate: close for large groups. */
static void standardised_differences_of_large_groups(void **state)
{
    static const char *const measures[] = { "SMD", "SMDH", "SMD1H", "CLESN", "AUCN", "D2OR", "D2ORN", "RPB", "ZPB" };
    const rv_effect_input in = given("m1i 20 sd1i 4 n1i 4000 m2i 18 sd2i 4 n2i 4000");

    (void)state;
    for (int i = 0; i < 9; i++) {
        const double m1 = slope(measures[i], &in, "m1i"), s1 = slope(measures[i], &in, "sd1i"), m2 = slope(measures[i], &in, "m2i"),
                     s2 = slope(measures[i], &in, "sd2i");
        const double v = m1 * m1 * 16 / 4000 + s1 * s1 * 16 / 7998 + m2 * m2 * 16 / 4000 + s2 * s2 * 16 / 7998;
        assert_close(variance(measures[i], &in, RV_VTYPE_LS) / v, 1, 1e-3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_groups_of_set_sizes),
        cmocka_unit_test(counts_of_one_sample),
        cmocka_unit_test(poisson_counts),
        cmocka_unit_test(one_binomial_group),
        cmocka_unit_test(means_and_deviations),
        cmocka_unit_test(standardised_differences_of_large_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
