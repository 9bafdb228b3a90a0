/* The distribution of Kendall's rank correlation, against the permutations themselves. */
#include <config.h>

#include "tests/support.h"
#include "review/numer.h"

static rv_error err;

static double lower(size_t pairs, size_t n)
{
    double p = NAN;

    assert_int_equal(rv_kendall_lower(pairs, n, &p, &err), RV_OK);
    return p;
}

static void swap(int *a, int *b)
{
    const int kept = *a;

    *a = *b;
    *b = kept;
}

/* Pairs in order of each of the n! permutations: every item in turn at place `from`, then the rest. */
static void count(int *a, int n, int from, double *found)
{
    size_t pairs = 0;

    for (int i = from; i < n && from < n - 1; i++) {
        swap(&a[from], &a[i]);
        count(a, n, from + 1, found);
        swap(&a[from], &a[i]);
    }
    for (int i = 0; i < n && from == n - 1; i++)
        for (int j = 0; j < i; j++)
            pairs += a[i] > a[j];
    if (from == n - 1)
        found[pairs]++;
}

static void it_is_the_share_of_permutations(void **state)
{
    (void)state;
    for (int n = 2; n <= 7; n++) {
        int a[7];
        double found[22] = { 0 }, all = 0, sum = 0;
        for (int i = 0; i < n; i++)
            a[i] = i;
        count(a, n, 0, found);
        for (int s = 0; s <= n * (n - 1) / 2; s++)
            all += found[s];
        for (int s = 0; s <= n * (n - 1) / 2; s++)
            assert_close(lower((size_t)s, (size_t)n), (sum += found[s]) / all, 1e-14);
    }
}

static void the_two_tails_are_the_same(void **state)
{
    (void)state;
    for (size_t n = 3; n <= 60; n += 19)
        for (size_t s = 0; s + 1 < n * (n - 1) / 2; s += 5)
            assert_close(lower(s, n), 1 - lower(n * (n - 1) / 2 - s - 1, n), 1e-12);
}

/* 1 / 13! of all permutations; the second from the end has 12 more. */
static void the_far_tail_keeps_its_digits(void **state)
{
    (void)state;
    assert_close(lower(0, 13) * 6227020800.0, 1, 1e-13);
    assert_close(lower(1, 13) * 6227020800.0, 13, 1e-13);
    assert_close(lower(2, 13) * 6227020800.0, 13 + 77, 1e-13);
}

static void one_item_and_all_pairs_are_certain(void **state)
{
    (void)state;
    assert_close(lower(0, 1), 1, 0);
    assert_close(lower(10, 5), 1, 0);
    assert_close(lower(11, 5), 1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_the_share_of_permutations),
        cmocka_unit_test(the_two_tails_are_the_same),
        cmocka_unit_test(the_far_tail_keeps_its_digits),
        cmocka_unit_test(one_item_and_all_pairs_are_certain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
