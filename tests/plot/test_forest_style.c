/* Each style writes numbers, p-values and statistics as its house does. */
#include <config.h>

#include <string.h>

#include "plot/forest_style.h"
#include "review/plot.h"
#include "tests/support.h"

static const rv_forest_style *style(const char *name)
{
    for (const rv_forest_style *s = rv_forest_styles; s->name; s++)
        if (strcmp(s->name, name) == 0)
            return s;
    fail_msg("there is no style '%s'", name);
    return NULL;
}

static void p_is(const char *name, double p, const char *expected)
{
    rv_buf text = RV_BUF_INIT;

    rv_forest_style_p(style(name), p, &text);
    assert_string_equal(rv_buf_str(&text), expected);
    rv_buf_free(&text);
}

static void each_style_has_its_name_in_the_list_in_its_place(void **state)
{
    size_t i = 0;
    (void)state;

    for (; rv_forest_styles[i].name; i++)
        assert_string_equal(rv_forest_style_names[i], rv_forest_styles[i].name);
    assert_null(rv_forest_style_names[i]);
}

static void p_values_are_written_as_each_house_does(void **state)
{
    (void)state;
    p_is("ours", 0.18, "p\u00A0=\u00A0" "0.180");
    p_is("ours", 0.0004, "p\u00A0<\u00A0" "0.001");
    p_is("revman5", 0.18, "P = 0.18");
    p_is("revman5", 0.0034, "P = 0.003");
    p_is("revman5", 0.000012, "P = 0.00001");
    p_is("revman5", 0.000001, "P < 0.00001");
    p_is("bmj", 0.18, "P=0.18");
    p_is("bmj", 0.0001, "P<0.001");
    p_is("jama", 0.18, "P\u00A0=\u00A0.18");                 /* AMA: no nought before the point, */
    p_is("jama", 0.0034, "P\u00A0=\u00A0.003");              /* three digits below .01, */
    p_is("jama", 0.00034, "P\u00A0<\u00A0.001");             /* and no P of 0 */
    p_is("jama", 0.999, "P\u00A0>\u00A0.99");                /* or 1 */
    p_is("lancet", 0.18, "p=0\u00B7" "18");
    p_is("lancet", 0.00001, "p<0\u00B7" "0001");
    p_is("iqwig", 1, "p=1.000");
}

static void what_is_not_known_is_left_out_of_a_line(void **state)
{
    const rv_forest_numbers all = { 0.31, 0.92, 152.23, 12, 1e-9, NAN, NAN, false, NAN };
    const rv_forest_numbers common = { NAN, 0.92, 152.23, 12, NAN, NAN, NAN, false, NAN };
    const rv_forest_numbers none = { NAN, NAN, NAN, NAN, NAN, NAN, NAN, false, NAN };
    rv_buf text = RV_BUF_INIT;
    (void)state;

    rv_forest_style_fill(style("revman5"), style("revman5")->heterogeneity, &all, &text);
    assert_string_equal(rv_buf_str(&text), "Heterogeneity: Tau\u00B2 = 0.310; Chi\u00B2 = 152.23, df = 12 (P < 0.00001); I\u00B2 = 92\u202F%");
    rv_buf_clear(&text);
    rv_forest_style_fill(style("revman5"), style("revman5")->heterogeneity, &common, &text);
    assert_string_equal(rv_buf_str(&text), "Heterogeneity: Chi\u00B2 = 152.23, df = 12 I\u00B2 = 92\u202F%");
    rv_buf_clear(&text);
    rv_forest_style_fill(style("revman5"), style("revman5")->heterogeneity, &none, &text);
    assert_string_equal(rv_buf_str(&text), "");
    rv_buf_free(&text);
}

static void a_test_names_its_statistic(void **state)
{
    const rv_forest_numbers z = { NAN, NAN, NAN, NAN, 0.02, -2.3, NAN, false, NAN }, t = { NAN, NAN, NAN, NAN, 0.02, -2.3, 7.5, false, NAN };
    const rv_forest_numbers chi = { NAN, NAN, NAN, 2, 0.02, 7.82, NAN, true, NAN }, f = { NAN, NAN, NAN, 2, 0.02, 7.82, NAN, true, 9 };
    rv_buf text = RV_BUF_INIT;
    (void)state;

    rv_forest_style_fill(style("bmj"), style("bmj")->overall, &z, &text);
    rv_buf_char(&text, '|');
    rv_forest_style_fill(style("bmj"), style("bmj")->overall, &t, &text);
    rv_buf_char(&text, '|');
    rv_forest_style_fill(style("iqwig"), style("iqwig")->differences, &chi, &text);
    rv_buf_char(&text, '|');
    rv_forest_style_fill(style("iqwig"), style("iqwig")->differences, &f, &text);
    assert_string_equal(rv_buf_str(&text), "Test for overall effect: z=\u2212" "2.30, P=0.02|Test for overall effect: t(7.5)=\u2212" "2.30, P=0.02|"
                                           "Interaction of subgroups: Q=7.82, df=2, p=0.020|Interaction of subgroups: F=7.82, df=2, 9, p=0.020");
    rv_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_style_has_its_name_in_the_list_in_its_place),
        cmocka_unit_test(p_values_are_written_as_each_house_does),
        cmocka_unit_test(what_is_not_known_is_left_out_of_a_line),
        cmocka_unit_test(a_test_names_its_statistic),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
