#include <config.h>

#include "tests/support.h"

#include <stdlib.h>
#include <string.h>

#include "review/base.h"

static void the_clock_stands_where_source_date_epoch_says(void **state)
{
    char text[RV_TIME_TEXT];

    (void)state;
    setenv("SOURCE_DATE_EPOCH", "1767225600", 1);
    assert_string_equal(rv_now(text), "2026-01-01T00:00:00Z");
    setenv("SOURCE_DATE_EPOCH", "0", 1);
    assert_string_equal(rv_now(text), "1970-01-01T00:00:00Z");
    setenv("SOURCE_DATE_EPOCH", "tomorrow", 1);
    assert_true(strcmp(rv_now(text), "2020") > 0);
    setenv("SOURCE_DATE_EPOCH", "9999999999999999", 1);
    assert_int_equal(strlen(rv_now(text)), 20);
    unsetenv("SOURCE_DATE_EPOCH");
    assert_int_equal(strlen(rv_now(text)), 20);
}

static void a_time_as_the_clock_writes_it_reads_back(void **state)
{
    static const char *const wrong[] = { "", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01T00:00:00Z ", "1969-12-31T23:59:59Z",
                                         "tomorrow", "2026-13-01T00:00:00Z" };
    int64_t seconds = 0;

    (void)state;
    assert_true(rv_time_parse("2026-01-01T00:00:00Z", &seconds));
    assert_int_equal(seconds, 1767225600);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(rv_time_parse(wrong[i], &seconds));
    assert_int_equal(seconds, 1767225600);
}

static void only_days_that_exist_are_dates(void **state)
{
    static const char *const wrong[] = { "", "2026", "2026-1-1", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10",
                                         "2026-04-31", "2026-01-00", "2026-01-01 ", "2026/01/01", "20x6-01-01" };
    size_t i;

    (void)state;
    assert_true(rv_date_valid("2026-11-24"));
    assert_true(rv_date_valid("2024-02-29"));
    assert_true(rv_date_valid("2000-02-29"));
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(rv_date_valid(wrong[i]));
}

static void the_other_clock_only_goes_forward(void **state)
{
    double before = rv_clock();

    (void)state;
    assert_true(rv_clock() >= before);
}

static uint64_t last[2];

static void remember(void *user, uint64_t done, uint64_t total)
{
    (void)user;
    last[0] = done;
    last[1] = total;
}

static void progress_is_told_or_silent(void **state)
{
    rv_progress progress = { remember, NULL }, silent = { NULL, NULL };

    (void)state;
    rv_progress_tick(NULL, 1, 2);
    rv_progress_tick(&silent, 1, 2);
    assert_int_equal(last[0], 0);
    rv_progress_tick(&progress, 3, 4);
    assert_int_equal(last[0], 3);
    assert_int_equal(last[1], 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_clock_stands_where_source_date_epoch_says),
        cmocka_unit_test(a_time_as_the_clock_writes_it_reads_back),
        cmocka_unit_test(only_days_that_exist_are_dates),
        cmocka_unit_test(the_other_clock_only_goes_forward),
        cmocka_unit_test(progress_is_told_or_silent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
