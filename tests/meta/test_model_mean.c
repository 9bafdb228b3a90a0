/* Models under weights of which one outweighs all others: against sums of differences in long double, which do not cancel. */
#include <config.h>

#include "tests/support.h"
#include "review/meta.h"
#include "review/numer.h"

static rv_error err;

typedef struct { long double q, ypp, trace, trace2, score; } exact;

/* All from sums over pairs: tr P = 2 sum_(i<j) w_i w_j / S, y'Py = sum_(i<j) w_i w_j (y_i - y_j)^2 / S, and P e_i likewise. */
static exact at(const double *y, const double *v, size_t k, long double tau2)
{
    long double w[64], sum = 0;
    exact x = { 0, 0, 0, 0, 0 };

    for (size_t i = 0; i < k; i++)
        sum += w[i] = 1 / (v[i] + tau2);
    for (size_t i = 0; i < k; i++) {
        long double rest = 0, z = 0;
        for (size_t j = 0; j < k; j++) {
            if (j == i)
                continue;
            rest += w[j];
            z += w[i] * w[j] * ((long double)y[i] - y[j]) / sum;
            x.q += w[i] * w[j] * ((long double)y[i] - y[j]) * ((long double)y[i] - y[j]) / sum / 2;
            x.trace2 += w[i] * w[j] / sum * (w[i] * w[j] / sum);
        }
        x.trace += w[i] * rest / sum;
        x.trace2 += w[i] * rest / sum * (w[i] * rest / sum);
        x.ypp += z * z;
    }
    x.score = (x.ypp - x.trace) / (x.ypp + x.trace);
    return x;
}

static void one_variance_1e13_times_smaller_spoils_no_digit(void **state)
{
    rv_random *r;
    double y[20], v[20];
    rv_meta_options o = RV_META_OPTIONS_INIT;
    const rv_meta_data d = { .k = 20, .yi = y, .vi = v };
    rv_meta_fit f;
    int inside = 0;

    (void)state;
    assert_int_equal(rv_random_open(&r, 5, &err), RV_OK);
    for (int trial = 0; trial < 200; trial++) {
        const double small = pow(10, -13 * rv_random_uniform(r)), shift = 1e3 * rv_random_uniform(r);
        for (int i = 0; i < 20; i++) {
            v[i] = i == trial % 20 ? small : 0.5 + rv_random_uniform(r);
            y[i] = shift + sqrt(v[i] + (trial % 2) * rv_random_uniform(r)) * rv_random_normal(r);
        }
        assert_int_equal(rv_meta_run(&d, &o, &f, NULL, NULL, NULL, &err), RV_OK);
        const exact x = at(y, v, 20, f.tau2), zero = at(y, v, 20, 0);
        assert_close(f.q / (double)zero.q, 1, 1e-12);
        assert_close(f.tau2_se * sqrt((double)x.trace2 / 2), 1, 1e-12);
        if (f.tau2 > 0)
            assert_close((double)x.score, 0, 1e-11);
        else
            assert_true(x.score <= 0);
        inside += f.tau2 > 0;
    }
    rv_random_free(r);
    assert_in_range(inside, 50, 199);
}

/* A mean for each of two groups: P falls into two parts, each of which is that of one mean. */
static void moderators_lose_no_digit_either(void **state)
{
    rv_random *r;
    double y[12], v[12], x[24];
    rv_meta_options o = RV_META_OPTIONS_INIT;
    const rv_meta_data d = { .k = 12, .yi = y, .vi = v, .p = 2, .x = x, .intercept = true };
    rv_meta_fit f;
    int inside = 0;

    (void)state;
    assert_int_equal(rv_random_open(&r, 6, &err), RV_OK);
    for (int trial = 0; trial < 200; trial++) {
        for (int i = 0; i < 12; i++) {
            v[i] = (i == 3 || i == 8 ? pow(10, -13 * rv_random_uniform(r)) : 1) * (0.5 + rv_random_uniform(r));
            y[i] = 50 + sqrt(v[i] + (trial % 2) * rv_random_uniform(r)) * rv_random_normal(r);
            x[2 * i] = 1, x[2 * i + 1] = i < 6 ? 0 : 1000;
        }
        assert_int_equal(rv_meta_run(&d, &o, &f, NULL, NULL, NULL, &err), RV_OK);
        const exact a = at(y, v, 6, f.tau2), b = at(y + 6, v + 6, 6, f.tau2), a0 = at(y, v, 6, 0), b0 = at(y + 6, v + 6, 6, 0);
        const long double score = (a.ypp + b.ypp - a.trace - b.trace) / (a.ypp + b.ypp + a.trace + b.trace);
        assert_close(f.q / (double)(a0.q + b0.q), 1, 1e-11);
        assert_close(f.tau2_se * sqrt((double)(a.trace2 + b.trace2) / 2), 1, 1e-11);
        if (f.tau2 > 0)
            assert_close((double)score, 0, 1e-9);
        else
            assert_true(score <= 0);
        inside += f.tau2 > 0;
    }
    rv_random_free(r);
    assert_in_range(inside, 50, 199);
}

static void the_smallest_variance_may_stand_anywhere(void **state)
{
    const double y[5] = { 1, 2, 4, 3, 9 };
    rv_meta_options o = RV_META_OPTIONS_INIT;
    double first = 0;

    (void)state;
    for (int place = 0; place < 5; place++) {
        double turned[5], v[5];
        const rv_meta_data d = { .k = 5, .yi = turned, .vi = v };
        rv_meta_fit f;
        for (int i = 0; i < 5; i++) {
            turned[(i + place) % 5] = y[i];
            v[(i + place) % 5] = i == 0 ? 0.01 : 0.1 * (i + 1);
        }
        assert_int_equal(rv_meta_run(&d, &o, &f, NULL, NULL, NULL, &err), RV_OK);
        first = place ? first : f.tau2;
        assert_close(f.tau2, first, 1e-13);
    }
}

/* Long data go through many blocks, even and odd. */
static void blocks_of_any_length_add_up(void **state)
{
    enum { MOST = 1100 };
    static double y[MOST], v[MOST];
    rv_meta_options o = RV_META_OPTIONS_INIT;

    (void)state;
    for (int i = 0; i < MOST; i++)
        y[i] = sin(i), v[i] = 0.1 + (i * 7 % 11) / 10.0;
    o.estimator = rv_estimator_find("CE");
    for (size_t k = 1; k <= MOST; k = k < 4 ? k + 1 : k + 255 + k % 3) {
        const rv_meta_data d = { .k = k, .yi = y, .vi = v };
        long double w = 0, wy = 0, q = 0;
        rv_meta_fit f;
        for (size_t i = 0; i < k; i++)
            w += 1 / (long double)v[i], wy += y[i] / (long double)v[i];
        for (size_t i = 0; i < k; i++)
            q += (y[i] - wy / w) * (y[i] - wy / w) / v[i];
        assert_int_equal(rv_meta_run(&d, &o, &f, NULL, NULL, NULL, &err), RV_OK);
        assert_close(f.pooled.estimate, (double)(wy / w), 1e-14);
        assert_close(f.q, k > 1 ? (double)q : 0, 1e-13);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_variance_1e13_times_smaller_spoils_no_digit),
        cmocka_unit_test(moderators_lose_no_digit_either),
        cmocka_unit_test(the_smallest_variance_may_stand_anywhere),
        cmocka_unit_test(blocks_of_any_length_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
