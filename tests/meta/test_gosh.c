#include <config.h>

#include <string.h>

#include "review/meta_diagnose.h"
#include "tests/support.h"

static const double yi[] = { 0.2, 0.5, -0.1, 0.9 }, vi[] = { 0.04, 0.09, 0.02, 0.1 };
static const rv_meta_data four = { .k = 4, .yi = yi, .vi = vi };

enum { MOST = 64 };
typedef struct { rv_subset s[MOST]; unsigned mask[MOST]; size_t n; rv_status stop; } heard;

static rv_status hear(void *user, const rv_subset *s, rv_error *err)
{
    heard *h = user;

    if (h->stop != RV_OK)
        return rv_fail(err, h->stop, "enough");
    assert_true(h->n < MOST);
    for (size_t i = 0; i < 4; i++)
        h->mask[h->n] |= (unsigned)s->in[i] << i;
    h->s[h->n++] = *s;
    return RV_OK;
}

static void every_subset_is_told_once_the_first_effect_changing_fastest(void **state)
{
    const rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_gosh_extent extent;
    heard h = { .n = 0 };
    (void)state;

    assert_int_equal(rv_meta_gosh(&four, &o, 15, 1, hear, &h, NULL, &extent, NULL), RV_OK);
    assert_true(extent.all);
    assert_int_equal(extent.told, 15);
    assert_int_equal(h.n, 15);
    for (size_t i = 0; i < 15; i++) {
        assert_int_equal(h.mask[i], i + 1);
        assert_int_equal(h.s[i].k, __builtin_popcount((unsigned)i + 1));
    }
}

/* A common effect is the weighted mean, and its Q the weighted sum of squares around it. */
static void a_common_effect_is_the_weighted_mean(void **state)
{
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_gosh_extent extent;
    heard h = { .n = 0 };
    (void)state;

    o.estimator = rv_estimator_find("CE");
    assert_int_equal(rv_meta_gosh(&four, &o, 15, 1, hear, &h, NULL, &extent, NULL), RV_OK);
    for (size_t i = 0; i < h.n; i++) {
        double w = 0, wy = 0, q = 0;
        for (int j = 0; j < 4; j++)
            if (h.mask[i] >> j & 1)
                w += 1 / vi[j], wy += yi[j] / vi[j];
        for (int j = 0; j < 4; j++)
            if (h.mask[i] >> j & 1)
                q += (yi[j] - wy / w) * (yi[j] - wy / w) / vi[j];
        assert_close(h.s[i].estimate, wy / w, 1e-12);
        assert_close(h.s[i].q, q, 1e-12);
        if (h.s[i].k > 1)
            assert_close(h.s[i].i2, fmax(0, 1 - (double)(h.s[i].k - 1) / q), 1e-12);
    }
}

static void all_but_one_are_those_of_leave_one_out(void **state)
{
    const rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_gosh_extent extent;
    heard h = { .n = 0 };
    rv_meta_fit without[4];
    (void)state;

    assert_int_equal(rv_meta_gosh(&four, &o, 100, 1, hear, &h, NULL, &extent, NULL), RV_OK);
    assert_int_equal(rv_meta_leave_one_out(&four, &o, without, NULL), RV_OK);
    for (unsigned i = 0; i < 4; i++) {
        const rv_subset *s = &h.s[(15u ^ 1u << i) - 1];
        assert_close(s->estimate, without[i].pooled.estimate, 1e-12);
        assert_close(s->tau2, without[i].tau2, 1e-12);
        assert_close(s->i2, without[i].i2, 1e-12);
    }
}

static void too_many_subsets_are_drawn_by_seed(void **state)
{
    const rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_gosh_extent extent;
    heard one = { .n = 0 }, same = { .n = 0 }, other = { .n = 0 };
    (void)state;

    assert_int_equal(rv_meta_gosh(&four, &o, 14, 5, hear, &one, NULL, &extent, NULL), RV_OK);
    assert_false(extent.all);
    assert_int_equal(extent.told, 14);
    assert_int_equal(rv_meta_gosh(&four, &o, 14, 5, hear, &same, NULL, &extent, NULL), RV_OK);
    assert_int_equal(rv_meta_gosh(&four, &o, 14, 6, hear, &other, NULL, &extent, NULL), RV_OK);
    assert_memory_equal(one.mask, same.mask, sizeof one.mask);
    assert_memory_not_equal(one.mask, other.mask, sizeof one.mask);
    for (size_t i = 0; i < 14; i++)
        assert_true(one.mask[i] != 0);
}

static void what_cannot_be_is_refused_and_the_listener_may_stop(void **state)
{
    static const double x[] = { 1, 1, 1, 1 };
    const rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_data mods = four;
    rv_gosh_extent extent;
    heard h = { .n = 0, .stop = RV_EIO };
    rv_error err;
    (void)state;

    assert_int_equal(rv_meta_gosh(&four, &o, 15, 1, hear, &h, NULL, &extent, &err), RV_EIO);
    assert_string_equal(err.message, "enough");
    assert_int_equal(rv_meta_gosh(&four, &o, 0, 1, hear, &h, NULL, &extent, &err), RV_EINVAL);
    mods.p = 1;
    mods.x = x;
    assert_int_equal(rv_meta_gosh(&mods, &o, 15, 1, hear, &h, NULL, &extent, &err), RV_EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_subset_is_told_once_the_first_effect_changing_fastest),
        cmocka_unit_test(a_common_effect_is_the_weighted_mean),
        cmocka_unit_test(all_but_one_are_those_of_leave_one_out),
        cmocka_unit_test(too_many_subsets_are_drawn_by_seed),
        cmocka_unit_test(what_cannot_be_is_refused_and_the_listener_may_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
