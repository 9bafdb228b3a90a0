#include <config.h>

#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/screen.h"

/* The text with + before what speaks for and - before what speaks against, in brackets. */
static char *marked(const rv_term *terms, size_t n_terms, const char *text)
{
    const rv_protocol protocol = { .n_terms = n_terms, .terms = terms };
    rv_highlight *marks;
    rv_buf out = RV_BUF_INIT;
    rv_error err = { 0 };
    size_t n, at = 0;

    if (rv_highlights(&protocol, text, &marks, &n, &err) != RV_OK)
        fail_msg("%s", err.message);
    for (size_t i = 0; i < n; i++) {
        assert_true(marks[i].from >= at && marks[i].to > marks[i].from);
        rv_buf_add(&out, text + at, marks[i].from - at);
        rv_buf_text(&out, marks[i].against ? "[-" : "[+");
        rv_buf_add(&out, text + marks[i].from, marks[i].to - marks[i].from);
        rv_buf_char(&out, ']');
        at = marks[i].to;
    }
    rv_buf_text(&out, text + at);
    free(marks);
    return out.data;
}

#define assert_marked(terms, text, want) \
    do { \
        char *got = marked(terms, sizeof(terms) / sizeof *(terms), text); \
        assert_string_equal(got, want); \
        free(got); \
    } while (0)

static void a_word_is_marked_whole_whatever_its_case(void **state)
{
    const rv_term terms[] = { { "youth", false }, { "review", true } };

    (void)state;
    assert_marked(terms, "Youth and YOUTHS: a Review of youth-work", "[+Youth] and YOUTHS: a [-Review] of [+youth]-work");
    assert_marked(terms, "", "");
}

static void a_star_stands_for_any_ending(void **state)
{
    const rv_term terms[] = { { "random*", false }, { "drop* out", false } };

    (void)state;
    assert_marked(terms, "Randomised, at random; nonrandom", "[+Randomised], at [+random]; nonrandom");
    assert_marked(terms, "dropped\n  out, drops out", "[+dropped\n  out], [+drops out]");
    assert_marked(terms, "dropped, out", "dropped, out");
}

static void a_hyphen_may_be_missing_on_either_side(void **state)
{
    const rv_term terms[] = { { "re-engag*", false }, { "dropout*", false }, { "not in education", false } };

    (void)state;
    assert_marked(terms, "reengaging, re-engagement, re engage", "[+reengaging], [+re-engagement], [+re engage]");
    assert_marked(terms, "drop-out, drop\xe2\x80\x90outs, drop out", "[+drop-out], [+drop\xe2\x80\x90outs], drop out");
    assert_marked(terms, "not-in-education; not in - education", "[+not-in-education]; not in - education");
}

static void case_and_marks_are_folded_in_any_script(void **state)
{
    const rv_term terms[] = { { "d\xc3\xa9" "crochage", false }, { "\xce\xbd\xce\xad\xce\xbf\xcf\x82", false }, { "stra\xc3\x9f" "e", false } };

    (void)state;
    assert_marked(terms, "Le DECROCHAGE, de\xcc\x81" "crochage", "Le [+DECROCHAGE], [+de\xcc\x81" "crochage]");
    assert_marked(terms, "\xce\x9d\xce\x88\xce\x9f\xce\xa3", "[+\xce\x9d\xce\x88\xce\x9f\xce\xa3]");
    assert_marked(terms, "STRASSE", "[+STRASSE]");
}

static void signs_without_blanks_between_them_are_words(void **state)
{
    const rv_term terms[] = { { "\xe9\x9d\x92\xe5\xb9\xb4", false } };

    (void)state;
    assert_marked(terms, "\xe5\xaf\xb9\xe9\x9d\x92\xe5\xb9\xb4\xe5\xb0\xb1\xe4\xb8\x9a", "\xe5\xaf\xb9[+\xe9\x9d\x92\xe5\xb9\xb4]\xe5\xb0\xb1\xe4\xb8\x9a");
}

static void the_longest_counts_and_nothing_is_marked_twice(void **state)
{
    const rv_term terms[] = { { "work", false }, { "young people", false }, { "work accident*", true }, { "people with dementia", true },
                              { "people in care", false } };

    (void)state;
    assert_marked(terms, "work, work accidents", "[+work], [-work accidents]");
    assert_marked(terms, "young people with dementia", "[+young people] [-with dementia]");
    assert_marked(terms, "young people in care", "[+young people in care]");
}

static void what_is_no_text_is_passed_over(void **state)
{
    const rv_term terms[] = { { "*", false }, { "?!", true }, { "a", false } };

    (void)state;
    assert_marked(terms, "b \xff" "a\xff b * ?!", "b \xff[+a]\xff b * ?!");
    assert_marked(terms, "a", "[+a]");
}

static void a_long_text_takes_no_more_than_its_length(void **state)
{
    rv_term terms[200];
    char words[200][32];
    rv_buf text = RV_BUF_INIT;
    double began;
    char *got;

    (void)state;
    for (int i = 0; i < 200; i++) {
        snprintf(words[i], sizeof words[i], "a a a a a b%d", i);
        terms[i] = (rv_term){ words[i], i % 2 };
    }
    for (int i = 0; i < 100000; i++)
        rv_buf_text(&text, "a ");
    began = rv_clock();
    got = marked(terms, 200, rv_buf_str(&text));
    assert_true(rv_clock() - began < 20);        /* 0.1 s; a square of the length would take hours */
    assert_string_equal(got, rv_buf_str(&text));
    free(got);
    rv_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_is_marked_whole_whatever_its_case),
        cmocka_unit_test(a_star_stands_for_any_ending),
        cmocka_unit_test(a_hyphen_may_be_missing_on_either_side),
        cmocka_unit_test(case_and_marks_are_folded_in_any_script),
        cmocka_unit_test(signs_without_blanks_between_them_are_words),
        cmocka_unit_test(the_longest_counts_and_nothing_is_marked_twice),
        cmocka_unit_test(what_is_no_text_is_passed_over),
        cmocka_unit_test(a_long_text_takes_no_more_than_its_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
