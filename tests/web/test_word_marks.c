/* What of two texts differs, and numbers as people read them. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tests/support.h"
#include "web/shown.h"
#include "web/word_marks.h"

static rv_error err;

/* The pieces of a side as "same [differs] same". */
static char *told(const json_t *list)
{
    rv_buf text = RV_BUF_INIT;
    size_t at;
    json_t *piece;

    json_array_foreach((json_t *)list, at, piece) {
        const bool differs = json_is_true(json_object_get(piece, "differs"));
        rv_buf_printf(&text, "%s%s%s", differs ? "[" : "", json_string_value(json_object_get(piece, "text")), differs ? "]" : "");
    }
    return text.data ? text.data : strdup("");
}

static void check(const char *a, const char *b, const char *want_a, const char *want_b, bool want_same)
{
    json_t *of_a, *of_b;
    char *text;
    bool same;

    assert_int_equal(rv_word_marks(a, b, &of_a, &of_b, &same, &err), RV_OK);
    assert_string_equal(text = told(of_a), want_a);
    free(text);
    assert_string_equal(text = told(of_b), want_b);
    free(text);
    assert_int_equal(same, want_same);
    json_decref(of_a);
    json_decref(of_b);
}

static void words_that_the_other_has_not_are_marked(void **state)
{
    (void)state;
    check("Jobs for youth", "Jobs for all youth", "Jobs for youth", "Jobs for [all] youth", false);
    check("one two three", "one 2 3 three", "one [two] three", "one [2 3] three", false);
}

static void case_marks_and_punctuation_do_not_count(void **state)
{
    (void)state;
    check("\u00c9cole: d'\u00e9t\u00e9", "ecole d'ete.", "\u00c9cole: d'\u00e9t\u00e9", "ecole d'ete.", true);
    check("a - b", "a b", "a - b", "a b", true);
}

static void what_one_alone_has_is_not_marked_but_differs(void **state)
{
    (void)state;
    check("", "10.1000/x", "", "10.1000/x", false);
    check("", "", "", "", true);
}

static void ten_thousand_words_are_compared_so_far(void **state)
{
    rv_buf a = RV_BUF_INIT, b = RV_BUF_INIT;
    json_t *of_a, *of_b;
    char *text;
    bool same;

    (void)state;
    for (int i = 0; i < 10000; i++) {
        rv_buf_printf(&a, "<w%d> ", i);
        rv_buf_printf(&b, "<w%d> ", i + 1);
    }
    assert_int_equal(rv_word_marks(rv_buf_str(&a), rv_buf_str(&b), &of_a, &of_b, &same, &err), RV_OK);
    text = told(of_a);
    assert_memory_equal(text, "[<w0>] <w1>", 11);
    assert_int_equal(strlen(text), a.length + 2);
    free(text);
    json_decref(of_a);
    json_decref(of_b);
    rv_buf_free(&a);
    rv_buf_free(&b);
}

static void numbers_have_a_true_minus_and_no_minus_zero(void **state)
{
    char text[RV_SHOWN];

    (void)state;
    assert_string_equal(rv_shown(-1.234, 2, text), "\u22121.23");
    assert_string_equal(rv_shown(-0.001, 2, text), "0.00");
    assert_string_equal(rv_shown(NAN, 2, text), "not estimable");
    assert_string_equal(rv_shown(1e300, 2, text), "1e+300");
    assert_string_equal(rv_shown_p(0.0004, text), "< 0.001");
    assert_string_equal(rv_shown_p(0.0474, text), "0.047");
    assert_string_equal(rv_shown_range(-0.2, 0.35, 2, text), "\u22120.20 to 0.35");
}

static void ratios_are_shown_as_ratios(void **state)
{
    char text[RV_SHOWN];
    const rv_shown_scale ratio = rv_shown_scale_of(true, -0.1, 0.3), small = rv_shown_scale_of(false, -0.01, 0.03);

    (void)state;
    assert_string_equal(rv_shown_effect(ratio, log(1.5), log(1.2), log(2), text), "1.50 (1.20 to 2.00)");
    assert_string_equal(rv_shown_effect(small, 0.0123, -0.01, 0.03, text), "0.012 (\u22120.010 to 0.030)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_that_the_other_has_not_are_marked),
        cmocka_unit_test(case_marks_and_punctuation_do_not_count),
        cmocka_unit_test(what_one_alone_has_is_not_marked_but_differs),
        cmocka_unit_test(ten_thousand_words_are_compared_so_far),
        cmocka_unit_test(numbers_have_a_true_minus_and_no_minus_zero),
        cmocka_unit_test(ratios_are_shown_as_ratios),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
