/* Formulas over frames: which columns they give, and what they refuse. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "tests/support.h"
#include "review/meta_frame.h"

static rv_error err;

static rv_frame *trials(void)
{
    static const char *const columns[] = { "year", "alloc", "setting", "dose", "mixed", "same", "n" };
    static const char *const rows[][7] = {
        { "1990", "random", "urban", "1", "12", "x", "3" },     { "1995", "random", "rural", "2", "old", "x", "1" },
        { "2000", "alternate", "urban", "4", "13", "x", "2" },  { "2005", "systematic", "urban", "8", "9", "x", "3" },
        { "2010", "systematic", "rural", "0.5", "8", "x", "1" }, { "NA", "random", "rural", "3", "7", "x", "10" },
    };
    rv_frame *f;

    assert_int_equal(rv_frame_new(&f, "trials.csv", columns, 7, &err), RV_OK);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(rv_frame_add(f, rows[i], 7, i + 2, &err), RV_OK);
    return f;
}

static const size_t five[] = { 0, 1, 2, 3, 4 };

/* The names of the columns, separated by blanks; or the message. */
static const char *columns_of(const char *formula, const char *reference, bool drop)
{
    static char text[1000];
    rv_design_options o = { &reference, reference != NULL, drop };
    rv_frame *f = trials();
    rv_model_formula *m = NULL;
    rv_design *d = NULL;

    snprintf(text, sizeof text, "no formula");
    if (rv_model_formula_parse(&m, formula, &err) == RV_OK && rv_design_make(&d, m, f, five, 5, &o, &err) == RV_OK) {
        *text = 0;
        for (size_t c = 0; c < d->p; c++)
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", c ? " " : "", d->names[c]);
    } else {
        assert_null(d);
        snprintf(text, sizeof text, "%s", err.message);
    }
    rv_design_free(d);
    rv_model_formula_free(m);
    rv_frame_free(f);
    return text;
}

static void a_factor_has_a_column_for_each_level_but_the_reference(void **state)
{
    (void)state;
    assert_string_equal(columns_of("~ year + alloc", NULL, false), "intercept year alloc=random alloc=systematic");
    assert_string_equal(columns_of("alloc", "alloc=random", false), "intercept alloc=alternate alloc=systematic");
    assert_string_equal(columns_of("0 + alloc + setting", NULL, false),
                        "alloc=alternate alloc=random alloc=systematic setting=urban");
    assert_string_equal(columns_of("year - 1", NULL, false), "year");
    assert_string_equal(columns_of("1", NULL, false), "intercept");
    assert_string_equal(columns_of("~ 0 + year + setting", NULL, false), "year setting=rural setting=urban");
}

static void numbers_are_names_where_a_factor_is_asked_for_and_stand_by_size(void **state)
{
    (void)state;
    assert_string_equal(columns_of("factor(dose)", NULL, false), "intercept dose=1 dose=2 dose=4 dose=8");
    assert_string_equal(columns_of("factor(n)", "n=2", false), "intercept n=1 n=3");
}

static void interactions_are_coded_as_their_margins_ask(void **state)
{
    (void)state;
    assert_string_equal(columns_of("setting*year", NULL, false), "intercept setting=urban year setting=urban:year");
    assert_string_equal(columns_of("year + year:setting", NULL, false), "intercept year year:setting=urban");
    assert_string_equal(columns_of("setting + year:setting + dose^2", NULL, false),
                        "intercept setting=urban dose^2 setting=rural:year setting=urban:year");
    assert_string_equal(columns_of("year:setting", NULL, false), "intercept year:setting=rural year:setting=urban");
    assert_string_equal(columns_of("setting + setting:alloc - setting", NULL, true),
                        "intercept setting=urban:alloc=alternate setting=rural:alloc=random setting=urban:alloc=random "
                        "setting=rural:alloc=systematic setting=urban:alloc=systematic");
    assert_string_equal(columns_of("(year + dose):setting", NULL, false),
                        "intercept year:setting=rural year:setting=urban dose:setting=rural dose:setting=urban");
}

static void a_combination_without_effects_is_named_or_left_out_on_request(void **state)
{
    (void)state;
    assert_string_equal(columns_of("alloc:setting", NULL, false),
                        "alloc=alternate:setting=rural is 0 in every row: there are no effects to tell it from; drop-empty leaves it "
                        "out");
    assert_string_equal(columns_of("0 + alloc:setting", NULL, true),
                        "alloc=random:setting=rural alloc=systematic:setting=rural alloc=alternate:setting=urban "
                        "alloc=random:setting=urban alloc=systematic:setting=urban");
}

static void what_cannot_be_a_moderator_is_refused_by_name(void **state)
{
    (void)state;
    assert_string_equal(columns_of("mixed", NULL, false),
                        "trials.csv:3: column mixed holds 'old' where other rows have numbers; write factor(mixed) if these are names "
                        "of groups, NA where a number is missing");
    assert_string_equal(columns_of("same", NULL, false), "moderator same is 'x' in all 5 rows; there is nothing to compare");
    assert_string_equal(columns_of("log(alloc)", NULL, false), "trials.csv:2: column alloc: 'random' is not a number");
    assert_string_equal(columns_of("log(dose - 1)", NULL, false), "trials.csv:2: log(dose-1) is -inf; it must be a finite number");
    assert_string_equal(columns_of("I(dose - dose)", NULL, false),
                        "moderator I(dose-dose) is 0 in all 5 rows; it cannot be told from the intercept");
    assert_string_equal(columns_of("allocation", NULL, false),
                        "trials.csv: there is no column allocation; there are year, alloc, setting, dose, mixed, same, n");
    assert_string_equal(columns_of("alloc", "alloc=rondom", false),
                        "alloc has no level 'rondom' among the rows used; there are alternate, random, systematic");
    assert_string_equal(columns_of("year", "alloc=random", false), "reference 'alloc=random': the formula has no factor alloc");
}

static void a_formula_that_is_none_says_where(void **state)
{
    (void)state;
    assert_string_equal(columns_of("year +", NULL, false), "formula 'year +': a moderator is missing at the end");
    assert_string_equal(columns_of("year year", NULL, false),
                        "formula 'year year': something that is no part of a formula stands before 'year'");
    assert_string_equal(columns_of("(year", NULL, false), "formula '(year': a ')' is missing at the end");
    assert_string_equal(columns_of("sin(year)", NULL, false),
                        "formula 'sin(year)': there are factor(), I(), log(), sqrt(), exp() and abs() before '(year)'");
    assert_string_equal(columns_of("0", NULL, false), "formula '0': it has neither moderators nor an intercept at the end");
}

static void a_missing_moderator_names_row_and_column(void **state)
{
    const size_t all[] = { 0, 1, 2, 3, 4, 5 };
    const rv_design_options o = RV_DESIGN_OPTIONS_INIT;
    rv_frame *f = trials();
    rv_model_formula *m;
    rv_design *d;

    (void)state;
    assert_int_equal(rv_model_formula_parse(&m, "year", &err), RV_OK);
    assert_int_equal(rv_design_make(&d, m, f, all, 6, &o, &err), RV_EDOMAIN);
    assert_null(d);
    assert_string_equal(err.message, "trials.csv:7: year is missing; rows with gaps are left out only with missing=exclude");
    rv_model_formula_free(m);
    rv_frame_free(f);
}

static void values_are_products_and_the_same_at_told_values(void **state)
{
    const rv_design_options o = RV_DESIGN_OPTIONS_INIT;
    rv_frame *f = trials();
    rv_model_formula *m;
    rv_design *d;
    double x[5];

    (void)state;
    assert_int_equal(rv_model_formula_parse(&m, "setting * I(year - 1990) + dose^2", &err), RV_OK);
    assert_int_equal(rv_design_make(&d, m, f, five, 5, &o, &err), RV_OK);
    assert_int_equal(d->p, 5);
    assert_string_equal(d->names[4], "setting=urban:I(year-1990)");
    assert_close(d->x[3 * 5 + 1], 1, 0);
    assert_close(d->x[3 * 5 + 2], 15, 0);
    assert_close(d->x[3 * 5 + 3], 64, 0);
    assert_close(d->x[3 * 5 + 4], 15, 0);
    assert_close(d->x[4 * 5 + 4], 0, 0);
    assert_int_equal(rv_design_at(d, "dose=3, year=2000,setting=urban", x, &err), RV_OK);
    assert_close(x[0], 1, 0);
    assert_close(x[2], 10, 0);
    assert_close(x[3], 9, 0);
    assert_close(x[4], 10, 0);
    assert_int_equal(rv_design_at(d, "dose=3,setting=urban", x, &err), RV_EINVAL);
    assert_string_equal(err.message, "'dose=3,setting=urban' says nothing of year");
    assert_int_equal(rv_design_at(d, "dose=3,setting=town,year=1", x, &err), RV_EINVAL);
    assert_string_equal(err.message, "setting has no level 'town'; there are rural, urban");
    assert_int_equal(rv_design_at(d, "dose=three,setting=urban,year=1", x, &err), RV_EINVAL);
    assert_int_equal(rv_design_at(d, "doze=3", x, &err), RV_EINVAL);
    assert_string_equal(err.message, "the formula has no column doze");
    rv_design_free(d);
    rv_model_formula_free(m);
    rv_frame_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_factor_has_a_column_for_each_level_but_the_reference),
        cmocka_unit_test(numbers_are_names_where_a_factor_is_asked_for_and_stand_by_size),
        cmocka_unit_test(interactions_are_coded_as_their_margins_ask),
        cmocka_unit_test(a_combination_without_effects_is_named_or_left_out_on_request),
        cmocka_unit_test(what_cannot_be_a_moderator_is_refused_by_name),
        cmocka_unit_test(a_formula_that_is_none_says_where),
        cmocka_unit_test(a_missing_moderator_names_row_and_column),
        cmocka_unit_test(values_are_products_and_the_same_at_told_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
