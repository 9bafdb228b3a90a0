/* What holds for every measure: rows, options, refusals. */
#include "tests/effect/one.h"

/* A row for each measure of the table, with nothing in it that is not needed. */
static const struct { const char *measure, *words; } rows[] = {
    { "OR", "ai 12 bi 28 ci 30 di 25" }, { "RR", "ai 12 bi 28 ci 30 di 25" }, { "RD", "ai 12 bi 28 ci 30 di 25" },
    { "PETO", "ai 12 bi 28 ci 30 di 25" }, { "AS", "ai 12 bi 28 ci 30 di 25" }, { "PBIT", "ai 12 bi 28 ci 30 di 25" },
    { "OR2D", "ai 12 bi 28 ci 30 di 25" }, { "OR2DL", "ai 12 bi 28 ci 30 di 25" }, { "OR2DN", "ai 12 bi 28 ci 30 di 25" },
    { "PHI", "ai 12 bi 28 ci 30 di 25" }, { "ZPHI", "ai 12 bi 28 ci 30 di 25" }, { "YUQ", "ai 12 bi 28 ci 30 di 25" },
    { "YUY", "ai 12 bi 28 ci 30 di 25" }, { "RTET", "ai 12 bi 28 ci 30 di 25" }, { "ZTET", "ai 12 bi 28 ci 30 di 25" },
    { "REH", "ai 12 bi 28 ci 30" }, { "MPRD", "ai 12 bi 28 ci 30 di 25" }, { "MPRR", "ai 12 bi 28 ci 30 di 25" },
    { "MPOR", "ai 12 bi 28 ci 30 di 25" }, { "MPORC", "bi 28 ci 30" }, { "MPPETO", "bi 28 ci 30" },
    { "MPORM", "ai 12 bi 28 ci 20 di 20 ri 0.2" }, { "IRR", "x1i 12 t1i 90 x2i 30 t2i 80" }, { "IRD", "x1i 12 t1i 90 x2i 30 t2i 80" },
    { "IRSD", "x1i 12 t1i 90 x2i 30 t2i 80" }, { "HR", "oe -3 v 9" }, { "MD", "m1i 9 sd1i 4 n1i 30 m2i 8 sd2i 5 n2i 25" },
    { "SMD", "m1i 9 sd1i 4 n1i 30 m2i 8 sd2i 5 n2i 25" }, { "SMDH", "m1i 9 sd1i 4 n1i 30 m2i 8 sd2i 5 n2i 25" },
    { "SMD1", "m1i 9 n1i 30 m2i 8 sd2i 5 n2i 25" }, { "SMD1H", "m1i 9 sd1i 4 n1i 30 m2i 8 sd2i 5 n2i 25" },
    { "ROM", "m1i 9 sd1i 4 n1i 30 m2i 8 sd2i 5 n2i 25" }, { "VR", "sd1i 4 n1i 30 sd2i 5 n2i 25" },
    { "CVR", "m1i 9 sd1i 4 n1i 30 m2i 8 sd2i 5 n2i 25" }, { "RPB", "m1i 9 sd1i 4 n1i 30 m2i 8 sd2i 5 n2i 25" },
    { "ZPB", "m1i 9 sd1i 4 n1i 30 m2i 8 sd2i 5 n2i 25" }, { "RBIS", "m1i 9 sd1i 4 n1i 30 m2i 8 sd2i 5 n2i 25" },
    { "ZBIS", "m1i 9 sd1i 4 n1i 30 m2i 8 sd2i 5 n2i 25" }, { "D2OR", "m1i 9 sd1i 4 n1i 30 m2i 8 sd2i 5 n2i 25" },
    { "D2ORL", "m1i 9 sd1i 4 n1i 30 m2i 8 sd2i 5 n2i 25" }, { "D2ORN", "m1i 9 sd1i 4 n1i 30 m2i 8 sd2i 5 n2i 25" },
    { "CLESN", "m1i 9 sd1i 4 n1i 30 m2i 8 sd2i 5 n2i 25" }, { "AUCN", "m1i 9 sd1i 4 n1i 30 m2i 8 sd2i 5 n2i 25" },
    { "PPC", "m1i 9 sd1i 4 pre1i 6 presd1i 5 n1i 30 m2i 8 sd2i 5 pre2i 7 presd2i 4 n2i 25 ri 0.6" },
    { "PPC1", "m1i 9 pre1i 6 presd1i 5 n1i 30 m2i 8 pre2i 7 presd2i 4 n2i 25 ri 0.6" },
    { "PPC2", "m1i 9 pre1i 6 presd1i 5 n1i 30 m2i 8 pre2i 7 presd2i 4 n2i 25 ri 0.6" },
    { "MC", "m1i 9 sd1i 4 m2i 8 sd2i 5 ni 25 ri 0.6" }, { "SMCC", "m1i 9 sd1i 4 m2i 8 sd2i 5 ni 25 ri 0.6" },
    { "SMCR", "m1i 9 sd1i 4 m2i 8 ni 25 ri 0.6" }, { "SMCRH", "m1i 9 sd1i 4 m2i 8 sd2i 5 ni 25 ri 0.6" },
    { "SMCRP", "m1i 9 sd1i 4 m2i 8 sd2i 5 ni 25 ri 0.6" }, { "SMCRPH", "m1i 9 sd1i 4 m2i 8 sd2i 5 ni 25 ri 0.6" },
    { "ROMC", "m1i 9 sd1i 4 m2i 8 sd2i 5 ni 25 ri 0.6" }, { "VRC", "sd1i 4 sd2i 5 ni 25 ri 0.6" },
    { "CVRC", "m1i 9 sd1i 4 m2i 8 sd2i 5 ni 25 ri 0.6" }, { "COR", "ri 0.3 ni 25" }, { "UCOR", "ri 0.3 ni 25" },
    { "ZCOR", "ri 0.3 ni 25" }, { "PCOR", "ti 2 ni 25 mi 3" }, { "ZPCOR", "ti 2 ni 25 mi 3" }, { "SPCOR", "ti 2 ni 25 mi 3 r2i 0.4" },
    { "ZSPCOR", "ti 2 ni 25 mi 3 r2i 0.4" }, { "R2", "r2i 0.4 ni 25 mi 3" }, { "ZR2", "r2i 0.4 ni 25 mi 3" }, { "PR", "xi 12 ni 40" },
    { "PLN", "xi 12 ni 40" }, { "PLO", "xi 12 ni 40" }, { "PRZ", "xi 12 ni 40" }, { "PAS", "xi 12 ni 40" }, { "PFT", "xi 12 ni 40" },
    { "IR", "xi 12 ti 40" }, { "IRLN", "xi 12 ti 40" }, { "IRS", "xi 12 ti 40" }, { "IRFT", "xi 12 ti 40" },
    { "MN", "mi 9 sdi 4 ni 30" }, { "SMN", "mi 9 sdi 4 ni 30" }, { "MNLN", "mi 9 sdi 4 ni 30" }, { "SDLN", "sdi 4 ni 30" },
    { "CVLN", "mi 9 sdi 4 ni 30" }, { "ARAW", "ai 0.8 mi 9 ni 30" }, { "AHW", "ai 0.8 mi 9 ni 30" }, { "ABT", "ai 0.8 mi 9 ni 30" },
    { "GEN", "yi 0.3 vi 0.1" },
};
enum { N_ROWS = sizeof rows / sizeof *rows };

static void every_measure_has_a_row_here(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ROWS; i++)
        assert_string_equal(rows[i].measure, rv_measure_names[i]);
    assert_null(rv_measure_names[N_ROWS]);
}

static void every_measure_makes_an_effect_and_says_how(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ROWS; i++) {
        const rv_effect e = one(rows[i].measure, given(rows[i].words), NULL);
        assert_true(isfinite(e.yi) && e.vi > 0);
        assert_true(strlen(e.route) > 5);
        assert_string_equal(e.reason, "");
    }
}

/* Take one number away: there is no effect, and the reason names a column. No number of the row is there for nothing. */
static void what_is_needed_is_missed_by_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ROWS; i++) {
        const rv_effect_input whole = given(rows[i].words);
        for (size_t c = 0; rv_effect_columns[c]; c++) {
            rv_effect_input in = whole;
            rv_effect e;
            if (isnan((&in.ai)[c]) || strcmp(rows[i].measure, "GEN") == 0)
                continue;
            assert_true(rv_measure_takes(rv_measure_find(rows[i].measure), c));
            (&in.ai)[c] = NAN;
            e = one(rows[i].measure, in, NULL);
            assert_true(isnan(e.yi) && isnan(e.vi));
            assert_string_equal(e.route, "");
            assert_non_null(strstr(e.reason, "missing"));
        }
    }
}

static void infinite_numbers_are_refused_by_every_measure(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ROWS; i++) {
        rv_effect_input in = given(rows[i].words);
        in.deff = -INFINITY;
        refused(rows[i].measure, in, "row 1: deff is -inf; it must be a finite number");
    }
}

/* The squares of these deviations are infinite: their difference would be 0, with a fine variance. */
static void enormous_numbers_are_refused(void **state)
{
    (void)state;
    refused("SMD", means(1e200, 1e200, 10, -1e200, 1e200, 10), "row 1: m1i is 1e+200; beyond 1e+150 nothing can be computed of it");
    assert_close(one("SMD", means(1e100, 1e100, 10, -1e100, 1e100, 10), NULL).yi,
                 one("SMD", means(1, 1, 10, -1, 1, 10), NULL).yi, 1e-12);
}

/* Exchanging the groups turns the sign of contrasts that have no middle other than 0, and leaves the variance. */
static void exchanged_groups_turn_the_sign(void **state)
{
    static const char *const pairs[][2] = {
        { "ai", "ci" }, { "bi", "di" }, { "x1i", "x2i" }, { "t1i", "t2i" }, { "m1i", "m2i" }, { "sd1i", "sd2i" }, { "n1i", "n2i" },
        { "pre1i", "pre2i" }, { "presd1i", "presd2i" },
    };
    static const char *const by_group_2[] = { "HR", "SMD1", "SMD1H", "CLESN", "AUCN" };    /* not alike in both groups, or .5 */

    (void)state;
    for (size_t i = 0; i < N_ROWS; i++) {
        rv_effect_input in = given(rows[i].words);
        rv_effect was, is;
        bool alike = rv_measure_at(i)->kind == RV_KIND_CONTRAST && strcmp(rows[i].measure, "GEN") != 0;
        for (int j = 0; j < 5; j++)
            alike &= strcmp(rows[i].measure, by_group_2[j]) != 0;
        if (!alike)
            continue;
        was = one(rows[i].measure, in, NULL);
        for (size_t p = 0; p < sizeof pairs / sizeof *pairs; p++) {
            double *a = rv_effect_column(&in, pairs[p][0]), *b = rv_effect_column(&in, pairs[p][1]), x = *a;
            *a = *b;
            *b = x;
        }
        is = one(rows[i].measure, in, NULL);
        assert_close(is.yi, -was.yi, 1e-12);
        assert_close(is.vi, was.vi, 1e-12);
        assert_close(rv_measure_at(i)->null_value, 0, 0);
    }
}

static void every_variance_type_of_the_table_is_made(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ROWS; i++)
        for (int v = 0; rv_vtype_names[v]; v++) {
            const rv_effect_input in = given(rows[i].words);
            rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
            rv_effect out;
            rv_status st;
            o.vtype = (rv_vtype)v;
            st = rv_effect_make(rv_measure_at(i), &in, 1, &o, &out, &err);
            assert_int_equal(st, rv_measure_at(i)->vtypes >> v & 1 ? RV_OK : RV_EINVAL);
            assert_true(st != RV_OK || out.vi > 0);
        }
}

static void the_usual_addition_is_the_measures_own(void **state)
{
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;

    (void)state;
    assert_string_equal(one("OR", table(0, 20, 3, 17), NULL).route, "counts, 0.5 added to each cell");
    assert_string_equal(one("AS", table(0, 20, 3, 17), NULL).route, "counts");
    o.add = .5;
    assert_string_equal(one("AS", table(0, 20, 3, 17), &o).route, "counts, 0.5 added to each cell");
    o.add = -1;
    assert_int_equal(rv_effect_make(rv_measure_find("OR"), NULL, 0, &o, NULL, &err), RV_EINVAL);
}

static void ready_made_numbers_serve_every_measure(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ROWS; i++) {
        const rv_effect e = one(rows[i].measure, given("yi 0.3 vi 0.04"), NULL);
        assert_close(e.yi, .3, 0);
        assert_close(e.vi, .04, 0);
        assert_string_equal(e.route, "yi and vi as given");
    }
}

static void rows_can_be_made_one_by_one(void **state)
{
    const rv_effect_input in[] = { table(0, 20, 3, 17), table(-1, 2, 3, 4), table(15, 15, 10, 30) };
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect_maker maker;
    rv_effect out;

    (void)state;
    o.to = RV_ZERO_IF0ALL;
    assert_int_equal(rv_effect_begin(&maker, rv_measure_find("OR"), &o, &err), RV_OK);
    assert_true(maker.looks);
    for (int i = 0; i < 3; i++)
        rv_effect_look(&maker, &in[i]);
    assert_int_equal(rv_effect_one(&maker, &in[1], &out, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "ai is -1; a count cannot be negative");
    assert_true(isnan(out.yi) && isnan(out.vi));
    assert_int_equal(rv_effect_one(&maker, &in[2], &out, &err), RV_OK);
    assert_close(out.yi, log(15.5 * 30.5 / (15.5 * 10.5)), 1e-12);
    o.to = RV_ZERO_ONLY0;
    assert_int_equal(rv_effect_begin(&maker, rv_measure_find("OR"), &o, &err), RV_OK);
    assert_false(maker.looks);
}

/* A row that cannot be counts neither for if0all nor for an average. */
static void bad_rows_count_for_nothing(void **state)
{
    const rv_effect_input tables[] = { table(15, 15, 10, 30), table(0, 2.5, 3, 4) }, r[] = { given("ri 0.2 ni 10"), given("ri 2 ni 90") };
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect out[2];

    (void)state;
    o.to = RV_ZERO_IF0ALL;
    assert_int_equal(rv_effect_make(rv_measure_find("OR"), tables, 2, &o, out, &err), RV_EDOMAIN);
    assert_close(out[0].yi, log(3), 1e-12);
    o.vtype = RV_VTYPE_AV;
    assert_int_equal(rv_effect_make(rv_measure_find("COR"), r, 2, &o, out, &err), RV_EDOMAIN);
    assert_close(out[0].vi, .96 * .96 / 9, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_measure_has_a_row_here),
        cmocka_unit_test(every_measure_makes_an_effect_and_says_how),
        cmocka_unit_test(what_is_needed_is_missed_by_name),
        cmocka_unit_test(infinite_numbers_are_refused_by_every_measure),
        cmocka_unit_test(enormous_numbers_are_refused),
        cmocka_unit_test(exchanged_groups_turn_the_sign),
        cmocka_unit_test(every_variance_type_of_the_table_is_made),
        cmocka_unit_test(the_usual_addition_is_the_measures_own),
        cmocka_unit_test(ready_made_numbers_serve_every_measure),
        cmocka_unit_test(rows_can_be_made_one_by_one),
        cmocka_unit_test(bad_rows_count_for_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
