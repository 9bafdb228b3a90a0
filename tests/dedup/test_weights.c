#include <config.h>

#include <math.h>
#include <string.h>

#include "tests/support.h"

#include "dedup/entry.h"

static void weights_come_back_from_their_text_as_they_were(void **state)
{
    rv_weights a, b;
    rv_buf text = RV_BUF_INIT;

    (void)state;
    rv_weights_ship(&a);
    a.prior = 1.0 / 3;
    a.m[RV_SIGN_ISSUE][RV_CONFLICT] = 2.0 / 7;
    rv_weights_write(&a, &text);
    assert_int_equal(rv_weights_read(&b, rv_buf_str(&text), NULL), RV_OK);
    assert_memory_equal(&a, &b, sizeof a);
    rv_buf_free(&text);
}

static void weights_that_are_none_are_refused(void **state)
{
    static const char *const texts[] = { "", "{}", "[1]", "{\"prior\":2}", "{\"prior\":0.1}", "{\"prior\":0.1,\"title\":[1,2]}",
                                         "{\"prior\":0.1,\"title\":[9,0,0,0,0,0,0,0,0,0,0,0,0,0]}" };
    rv_weights w;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(rv_weights_read(&w, texts[i], NULL), RV_EPARSE);
}

static uint64_t pattern(unsigned title, unsigned authors, unsigned year, unsigned volume, unsigned issue, unsigned pages)
{
    rv_signs s = { .years = 0 };

    s.level[RV_SIGN_TITLE] = (uint8_t)title;
    s.level[RV_SIGN_AUTHORS] = (uint8_t)authors;
    s.level[RV_SIGN_YEAR] = (uint8_t)year;
    s.level[RV_SIGN_VOLUME] = (uint8_t)volume;
    s.level[RV_SIGN_ISSUE] = (uint8_t)issue;
    s.level[RV_SIGN_PAGES] = (uint8_t)pages;
    return rv_pattern_key(&s);
}

static double weight(const rv_weights *w, size_t field, unsigned level)
{
    return log2(w->m[field][level] / w->u[field][level]);
}

/* As in exports that put a running number where the issue belongs. */
static void a_field_that_conflicts_in_sure_pairs_is_believed_no_more(void **state)
{
    rv_pattern patterns[] = {
        { pattern(RV_TITLES_EQUAL, RV_AUTHORS_WHOLE, RV_YEAR_EQUAL, RV_AGREE, RV_CONFLICT, RV_PAGES_WHOLE), 4000 },
        { pattern(RV_TITLES_DIFFERENT, RV_AUTHORS_NONE, RV_YEAR_EQUAL, RV_CONFLICT, RV_CONFLICT, RV_PAGES_CONFLICT), 9000 },
    };
    rv_weights shipped, w;

    (void)state;
    rv_weights_ship(&shipped);
    rv_weights_estimate(&w, patterns, 2);
    assert_true(weight(&shipped, RV_SIGN_ISSUE, RV_CONFLICT) < -2);
    assert_true(fabs(weight(&w, RV_SIGN_ISSUE, RV_CONFLICT)) < .2);
    assert_true(weight(&w, RV_SIGN_VOLUME, RV_AGREE) > weight(&shipped, RV_SIGN_VOLUME, RV_AGREE));
}

static void titles_and_people_keep_what_shipped(void **state)
{
    rv_pattern patterns[] = { { pattern(RV_TITLES_EQUAL, RV_AUTHORS_WHOLE, RV_YEAR_FAR, RV_CONFLICT, 0, 0), 5000 } };
    rv_weights shipped, w;

    (void)state;
    rv_weights_ship(&shipped);
    rv_weights_estimate(&w, patterns, 1);
    assert_memory_equal(shipped.m[RV_SIGN_TITLE], w.m[RV_SIGN_TITLE], sizeof w.m[RV_SIGN_TITLE]);
    assert_memory_equal(shipped.u[RV_SIGN_AUTHORS], w.u[RV_SIGN_AUTHORS], sizeof w.u[RV_SIGN_AUTHORS]);
}

static void pairs_that_a_veto_keeps_apart_teach_nothing_of_one_report(void **state)
{
    const uint64_t key = pattern(RV_TITLES_EQUAL, RV_AUTHORS_WHOLE, RV_YEAR_FAR, RV_CONFLICT, RV_CONFLICT, RV_PAGES_CONFLICT);
    rv_pattern yearly[] = { { key | RV_PATTERN_VETOED, 5000 } };
    rv_weights shipped, w;

    (void)state;
    rv_weights_ship(&shipped);
    rv_weights_estimate(&w, yearly, 1);
    assert_true(w.m[RV_SIGN_YEAR][RV_YEAR_FAR] <= shipped.m[RV_SIGN_YEAR][RV_YEAR_FAR] + 1e-12);
    assert_true(w.prior <= .0100001);
}

static void no_pairs_leave_what_shipped(void **state)
{
    rv_weights shipped, w;

    (void)state;
    rv_weights_ship(&shipped);
    rv_weights_estimate(&w, NULL, 0);
    for (size_t f = 0; f < RV_SIGNS; f++)
        for (size_t l = 1; l < RV_LEVELS; l++)
            assert_close(w.m[f][l], shipped.m[f][l], 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_come_back_from_their_text_as_they_were), cmocka_unit_test(weights_that_are_none_are_refused),
        cmocka_unit_test(a_field_that_conflicts_in_sure_pairs_is_believed_no_more), cmocka_unit_test(titles_and_people_keep_what_shipped),
        cmocka_unit_test(pairs_that_a_veto_keeps_apart_teach_nothing_of_one_report), cmocka_unit_test(no_pairs_leave_what_shipped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
