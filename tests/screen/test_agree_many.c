#include <config.h>

#include <string.h>

#include "review/screen.h"
#include "tests/support.h"

#define N(a) (sizeof(a) / sizeof *(a))

/* Three screeners, twelve reports; by pair counting in R. */
static void fleiss_is_kappa_of_many(void **state)
{
    const int64_t counts[] = { 3, 0, 0, 3, 2, 1, 0, 3, 0, 3, 1, 2, 3, 0, 0, 3, 0, 3, 2, 1, 0, 3, 0, 3 };
    double each[2];
    rv_fleiss f;
    rv_error err;
    (void)state;
    assert_int_equal(rv_agree_fleiss(counts, 12, 2, &f, each, &err), RV_OK);
    assert_close(f.kappa, 0.6072727272727274, 1e-14);
    assert_close(f.se0, 1.0 / 6, 1e-14);
    assert_close(f.z, 3.6436363636363636, 1e-13);
    assert_close(each[0], f.kappa, 1e-14);
    assert_close(each[1], f.kappa, 1e-14);
}

/* Of two raters Fleiss' kappa is Scott's pi. */
static void fleiss_of_two_is_scott(void **state)
{
    const int64_t table[] = { 4, 1, 2, 5 };
    int64_t counts[24];
    rv_agree_two a;
    rv_fleiss f;
    rv_error err;
    (void)state;
    for (int i = 0; i < 12; i++) {
        counts[2 * i] = i < 4 ? 2 : i < 7 ? 1 : 0;
        counts[2 * i + 1] = 2 - counts[2 * i];
    }
    assert_int_equal(rv_agree_table(table, 2, 0.95, &a, &err), RV_OK);
    assert_int_equal(rv_agree_fleiss(counts, 12, 2, &f, NULL, &err), RV_OK);
    assert_close(f.kappa, a.scott_pi, 1e-14);
}

static void fleiss_refuses_and_leaves_open_in_words(void **state)
{
    const int64_t uneven[] = { 2, 0, 1, 2 }, same[] = { 3, 0, 3, 0 }, single[] = { 1, 0, 0, 1 }, negative[] = { 3, -1 };
    double each[2];
    rv_fleiss f;
    rv_error err;
    (void)state;
    assert_int_equal(rv_agree_fleiss(uneven, 2, 2, &f, NULL, &err), RV_EINVAL);
    assert_string_equal(err.message, "unit 2 has 3 votes and the first has 2; Fleiss' kappa needs the same number for each");
    assert_int_equal(rv_agree_fleiss(negative, 1, 2, &f, NULL, &err), RV_EDOMAIN);
    assert_int_equal(rv_agree_fleiss(same, 2, 2, &f, each, &err), RV_OK);
    assert_true(isnan(f.kappa) && isnan(each[0]) && isnan(f.z));
    assert_close(f.observed, 1, 0);
    assert_non_null(strstr(f.why, "same one thing"));
    assert_int_equal(rv_agree_fleiss(single, 2, 2, &f, NULL, &err), RV_OK);
    assert_true(isnan(f.kappa) && *f.why);
    assert_int_equal(rv_agree_fleiss(NULL, 0, 2, &f, NULL, &err), RV_OK);
    assert_string_equal(f.why, "nothing has been judged");
}

static const double X = NAN;

static double alpha_of(const double *values, const size_t *ends, size_t units, rv_agree_metric metric)
{
    rv_krippendorff k;
    rv_error err;
    assert_int_equal(rv_agree_krippendorff(values, ends, units, metric, &k, &err), RV_OK);
    return k.alpha;
}

/* Krippendorff (2011), the example of four observers and twelve units, unit by unit. */
static void alpha_of_the_published_example(void **state)
{
    const double values[] = { 1, 1, X, 1, 2, 2, 3, 2, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 1, 2, 3, 4, 4, 4, 4, 4, 1, 1, 2, 1,
                              2, 2, 2, 2, X, 5, 5, 5, X, X, 1, 1, X, 3, X, X };
    const size_t ends[] = { 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48 };
    (void)state;
    assert_close(alpha_of(values, ends, 12, RV_AGREE_NOMINAL), 0.743421052631579, 1e-13);
    assert_close(alpha_of(values, ends, 12, RV_AGREE_ORDINAL), 0.8153875037548814, 1e-13);
    assert_close(alpha_of(values, ends, 12, RV_AGREE_INTERVAL), 0.8491071428571428, 1e-13);
}

/* By the definition: a walk over all pairs. */
static double by_pairs(const double *x, const size_t *ends, size_t units, rv_agree_metric metric)
{
    double pooled[256], within = 0, all = 0;
    size_t n = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t u = 0, from = 0; u < units; from = ends[u++])
            for (size_t i = from; i < ends[u]; i++)
                for (size_t j = from; j < ends[u] && ends[u] - from > 1; j++) {
                    double d = x[i] - x[j], between = 0;
                    if (pass == 0 && i == j)
                        pooled[n++] = x[i];
                    if (pass == 0 || i == j)
                        continue;
                    for (size_t k = 0; k < n; k++)
                        if (x[i] != x[j])
                            between += pooled[k] == x[i] || pooled[k] == x[j] ? 0.5
                                       : (pooled[k] > fmin(x[i], x[j]) && pooled[k] < fmax(x[i], x[j]));
                    d = metric == RV_AGREE_NOMINAL ? d != 0 : metric == RV_AGREE_INTERVAL ? d * d : between * between;
                    within += d / (double)(ends[u] - from - 1);
                }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            double d = pooled[i] - pooled[j], between = 0;
            for (size_t k = 0; k < n && d != 0; k++)
                between += pooled[k] == pooled[i] || pooled[k] == pooled[j] ? 0.5
                           : (pooled[k] > fmin(pooled[i], pooled[j]) && pooled[k] < fmax(pooled[i], pooled[j]));
            all += metric == RV_AGREE_NOMINAL ? d != 0 : metric == RV_AGREE_INTERVAL ? d * d : between * between;
        }
    return 1 - (within / (double)n) / (all / ((double)n * (double)(n - 1)));
}

static void alpha_without_walking_pairs_is_alpha_of_pairs(void **state)
{
    double values[60];
    size_t ends[20], n = 0;
    unsigned seed = 7;
    (void)state;
    for (size_t u = 0; u < 20; u++) {
        for (size_t i = 0; i <= u % 4 && n < N(values); i++) {
            seed = seed * 1103515245u + 12345u;
            values[n++] = (double)(seed >> 16 & 7) - 3.5;
        }
        ends[u] = n;
    }
    for (int metric = 0; metric < 3; metric++)
        assert_close(alpha_of(values, ends, 20, (rv_agree_metric)metric), by_pairs(values, ends, 20, (rv_agree_metric)metric), 1e-12);
}

static void alpha_is_left_open_in_words(void **state)
{
    const double same[] = { 2, 2, 2, 2 }, alone[] = { 1, X, 2 }, bad[] = { 1, INFINITY };
    const size_t pairs[] = { 2, 4 }, singles[] = { 1, 2, 3 }, down[] = { 2, 1 };
    rv_krippendorff k;
    rv_error err;
    (void)state;
    assert_int_equal(rv_agree_krippendorff(same, pairs, 2, RV_AGREE_ORDINAL, &k, &err), RV_OK);
    assert_true(isnan(k.alpha));
    assert_non_null(strstr(k.why, "not defined"));
    assert_int_equal(k.units, 2);
    assert_int_equal(rv_agree_krippendorff(alone, singles, 3, RV_AGREE_NOMINAL, &k, &err), RV_OK);
    assert_true(isnan(k.alpha) && isnan(k.observed));
    assert_string_equal(k.why, "nothing has two votes");
    assert_int_equal(rv_agree_krippendorff(NULL, NULL, 0, RV_AGREE_NOMINAL, &k, &err), RV_OK);
    assert_true(isnan(k.alpha));
    assert_int_equal(rv_agree_krippendorff(bad, pairs, 1, RV_AGREE_NOMINAL, &k, &err), RV_EDOMAIN);
    assert_int_equal(rv_agree_krippendorff(same, down, 2, RV_AGREE_NOMINAL, &k, &err), RV_EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fleiss_is_kappa_of_many), cmocka_unit_test(fleiss_of_two_is_scott),
        cmocka_unit_test(fleiss_refuses_and_leaves_open_in_words), cmocka_unit_test(alpha_of_the_published_example),
        cmocka_unit_test(alpha_without_walking_pairs_is_alpha_of_pairs), cmocka_unit_test(alpha_is_left_open_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
