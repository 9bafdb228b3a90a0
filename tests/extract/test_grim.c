#include <config.h>

/* Which printed means, percentages and standard deviations whole numbers can have. */
#include <math.h>
#include <stdio.h>

#include "extract/grim.h"
#include "tests/support.h"

static rv_printed of(const char *text)
{
    rv_printed p;

    assert_true(rv_printed_read(text, &p));
    return p;
}

static bool grim(const char *mean, int64_t n, int64_t items, int64_t factor)
{
    const rv_printed m = of(mean);

    return rv_grim(&m, n, items, factor);
}

static bool grimmer(const char *mean, const char *sd, int64_t n)
{
    const rv_printed m = of(mean), s = of(sd);

    return rv_grimmer(&m, &s, n, 1);
}

static void numbers_are_read_with_their_decimals(void **state)
{
    rv_printed p;

    (void)state;
    assert_int_equal(of("-3.480").digits, -3480);
    assert_int_equal(of("-3.480").decimals, 3);
    assert_false(rv_printed_read("1e3", &p));
    assert_false(rv_printed_read("1,5", &p));
    assert_false(rv_printed_read("", &p));
    assert_close(rv_printed_half("3.48"), .005, 1e-15);
    assert_close(rv_printed_half("n.s."), 0, 0);
}

/* Brown & Heathers (2017): 5.19 is no mean of 28 whole numbers (145/28 = 5.18, 146/28 = 5.21). */
static void the_mean_of_the_paper_is_impossible(void **state)
{
    (void)state;
    assert_false(grim("5.19", 28, 1, 1));
    assert_true(grim("5.18", 28, 1, 1));
    assert_true(grim("5.21", 28, 1, 1));
    assert_true(grim("5.19", 28, 3, 1));       /* 436/84 = 5.190 */
}

static void a_half_may_be_rounded_up_or_down(void **state)
{
    (void)state;
    assert_true(grim("0.13", 8, 1, 1));        /* 1/8 = .125 */
    assert_true(grim("0.12", 8, 1, 1));
    assert_true(grim("-0.13", 8, 1, 1));
    assert_false(grim("0.14", 8, 1, 1));
}

static void a_percentage_is_a_count_of_people(void **state)
{
    (void)state;
    assert_true(grim("9", 47, 1, 100));        /* 4/47 = 8.51 % */
    assert_false(grim("92", 58, 1, 100));      /* 53/58 = 91.4, 54/58 = 93.1 */
    assert_true(grim("56.9", 722, 1, 100));    /* 411/722 = 56.93 % */
    assert_false(grim("56.90", 722, 1, 100));
}

/* Every sample of n numbers from 0 to 4, by brute force: what it shows is possible, and what none shows is not. */
static void a_brute_force_search_agrees(void **state)
{
    enum { N = 5, TOP = 4 };
    static bool shown[5 * 100][300];
    int x[N] = { 0 };

    (void)state;
    for (;;) {
        double sum = 0, squares = 0;
        for (int i = 0; i < N; i++) {
            sum += x[i];
            squares += (double)x[i] * x[i];
        }
        /* 0.2 steps and a half that cannot fall between two decimals: rounding is plain here. */
        shown[(int)(sum / N * 100 + .5)][(int)(sqrt(fmax(0, (squares - sum * sum / N) / (N - 1))) * 100 + .5)] = true;
        int i = 0;
        while (i < N && ++x[i] > TOP)
            x[i++] = 0;
        if (i == N)
            break;
    }
    size_t possible = 0;
    for (int m = 0; m <= 100 * TOP; m++)
        for (int s = 0; s < 230; s++) {
            const rv_printed mean = { m, 2 }, sd = { s, 2 };
            if (shown[m][s]) {
                possible++;
                assert_true(rv_grim(&mean, N, 1, 1));
                assert_true(rv_grimmer(&mean, &sd, N, 1));
            }
            if (m % 20 != 0)
                assert_false(rv_grim(&mean, N, 1, 1));
        }
    assert_true(possible > 50);
}

static void a_standard_deviation_needs_whole_squares_of_the_right_parity(void **state)
{
    (void)state;
    assert_true(grimmer("2.00", "1.00", 3));      /* 1, 2, 3 */
    assert_true(grimmer("2.00", "0.00", 3));
    assert_false(grimmer("2.00", "0.50", 3));     /* sums of squares 12, 14, ... give 0, 1, ... */
    assert_false(grimmer("2.00", "0.71", 3));     /* 13 would, but 13 is odd while the sum 6 is even */
    assert_false(grimmer("2.10", "1.00", 3));     /* no mean of three */
    assert_true(rv_grim(&(rv_printed){ 519, 2 }, 20000000, 1, 1));   /* too many to check */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_with_their_decimals),
        cmocka_unit_test(the_mean_of_the_paper_is_impossible),
        cmocka_unit_test(a_half_may_be_rounded_up_or_down),
        cmocka_unit_test(a_percentage_is_a_count_of_people),
        cmocka_unit_test(a_brute_force_search_agrees),
        cmocka_unit_test(a_standard_deviation_needs_whole_squares_of_the_right_parity),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
