#include <string.h>

#include "tests/effect/one.h"

static void the_table_and_the_names_agree(void **state)
{
    size_t n = 0;

    (void)state;
    for (; rv_measure_at(n); n++) {
        assert_string_equal(rv_measure_names[n], rv_measure_at(n)->name);
        assert_ptr_equal(rv_measure_find(rv_measure_names[n]), rv_measure_at(n));
        assert_true(rv_measure_at(n)->vtypes & 1u << RV_VTYPE_LS);
    }
    assert_null(rv_measure_names[n]);
    assert_null(rv_measure_find("or"));
}

static void each_column_names_its_number(void **state)
{
    rv_effect_input in = RV_EFFECT_INPUT_INIT;

    (void)state;
    for (size_t i = 0; rv_effect_columns[i]; i++) {
        double *x = rv_effect_column(&in, rv_effect_columns[i]);
        assert_true(isnan(*x));
        *x = (double)i;
    }
    assert_close(in.n2i, 11, 0);
    assert_close(in.level, 22, 0);
    assert_null(rv_effect_column(&in, "nothing"));
}

static void each_measure_knows_its_own_inputs(void **state)
{
    static const struct { const char *measure, *column; bool own; } cases[] = {
        { "OR", "ai", true }, { "OR", "p2i", true }, { "RD", "n2i", true }, { "RR", "m1i", false }, { "RR", "yi", false },
        { "MD", "m1i", true }, { "MD", "n1i", true }, { "MD", "p2i", false }, { "MD", "d", false }, { "SMD", "d", true },
        { "SMD", "t", true }, { "SMD", "yi", false }, { "GEN", "yi", true }, { "GEN", "level", true }, { "GEN", "t", false },
    };

    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        size_t i = 0;
        while (strcmp(rv_effect_columns[i], cases[c].column) != 0)
            i++;
        assert_int_equal(rv_measure_takes(rv_measure_find(cases[c].measure), i), cases[c].own);
    }
}

static void ratios_are_read_back_by_exp(void **state)
{
    (void)state;
    assert_close(rv_measure_back(rv_measure_find("OR"), log(3)), 3, 1e-12);
    assert_close(rv_measure_back(rv_measure_find("MD"), 3), 3, 0);
    assert_true(isnan(rv_measure_back(rv_measure_find("RR"), NAN)));
}

/* Each scale goes back what it came: made from the printed number, read back to it. */
static void every_scale_is_read_back(void **state)
{
    static const struct { const char *measure; double yi, printed; } cases[] = {
        { "PLO", -1.0986122886681098, .25 }, { "PRZ", -1, .15865525393145705 }, { "PAS", .5235987755982989, .25 },
        { "PAS", -.1, 0 }, { "PAS", 2, 1 }, { "PFT", .5235987755982989, .25 }, { "IRS", .3, .09 }, { "IRS", -.1, 0 },
        { "IRFT", .3, .09 }, { "IRLN", 0, 1 }, { "ZCOR", .5493061443340549, .5 }, { "ZR2", .5493061443340549, .25 },
        { "ZR2", -.1, 0 }, { "AHW", .5, .875 }, { "ABT", 2.3025850929940455, .9 }, { "CLESN", .6, .6 }, { "AS", -.2, -.2 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_close(rv_measure_back(rv_measure_find(cases[i].measure), cases[i].yi), cases[i].printed, 1e-12);
    for (size_t i = 0; rv_measure_at(i); i++) {
        assert_int_equal(rv_measure_at(i)->log_scale, rv_measure_at(i)->scale == RV_SCALE_LOG);
        assert_true(isnan(rv_measure_back(rv_measure_at(i), NAN)));
        assert_true(isnan(rv_measure_at(i)->null_value) == (rv_measure_at(i)->kind == RV_KIND_LEVEL));
    }
}

static void a_row_with_nothing_is_told_what_to_give(void **state)
{
    (void)state;
    assert_string_equal(one("GEN", (rv_effect_input)RV_EFFECT_INPUT_INIT, NULL).reason,
                        "nothing to make it from: give yi with vi or sei; est with se, with ci_lo and ci_hi, or with p");
}

static void options_that_cannot_be_are_refused(void **state)
{
    const rv_effect_input in = table(1, 2, 3, 4);
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect out;

    (void)state;
    o.vtype = RV_VTYPE_HO;
    assert_int_equal(rv_effect_make(rv_measure_find("RD"), &in, 1, &o, &out, &err), RV_EINVAL);
    assert_string_equal(err.message, "RD has no variance type HO");
    o = (rv_effect_options)RV_EFFECT_OPTIONS_INIT;
    o.add = -1;
    assert_int_equal(rv_effect_make(rv_measure_find("RD"), &in, 1, &o, &out, &err), RV_EINVAL);
    o.add = .5;
    o.level = 95;
    assert_int_equal(rv_effect_make(rv_measure_find("RD"), &in, 1, &o, &out, &err), RV_EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_and_the_names_agree),
        cmocka_unit_test(each_column_names_its_number),
        cmocka_unit_test(each_measure_knows_its_own_inputs),
        cmocka_unit_test(ratios_are_read_back_by_exp),
        cmocka_unit_test(every_scale_is_read_back),
        cmocka_unit_test(a_row_with_nothing_is_told_what_to_give),
        cmocka_unit_test(options_that_cannot_be_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
