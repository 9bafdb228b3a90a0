/*
 * Fisher, Z. & Tipton, E. (2015) robumeta: an R-package for robust variance estimation in meta-analysis. arXiv:1503.02220; pages are those
 * of the package's vignette, the same text. Page 9: correlated effects, the mean of 32 correlations in 9 studies of implicit attitudes (Oswald et al. 2013);
 * page 10: its sensitivity to rho. Pages 13-14: hierarchical effects, 68 effects of 15 research groups on drinking of young people, with
 * follow-up split between and within groups. Numbers of studies and people as in the package's data oswald2013.ex1 and hierdat. A print
 * is held to half its last digit.
 */
#include <config.h>

#include "tests/published/published.h"
#include "review/meta_robust.h"

static rv_error err;

/* Study, correlation, people. */
static const double oswald[32][3] = {
    { 1, 0.5, 16 }, { 1, 0.71, 16 }, { 2, 0.79, 13 }, { 3, 0.46, 48 }, { 3, 0.1, 48 }, { 4, 0.14, 20 }, { 4, 0.27, 20 },
    { 4, 0.5, 20 }, { 4, 0.52, 20 }, { 4, 0.34, 20 }, { 4, 0.11, 20 }, { 4, 0.28, 20 }, { 4, -0.09, 20 },
    { 4, 0.007, 20 }, { 4, -0.19, 20 }, { 4, 0.56, 20 }, { 5, -0.73, 19 }, { 5, -0.77, 19 }, { 6, 0.576, 12 },
    { 6, 0.52, 12 }, { 7, 0.5246, 21 }, { 7, 0.0574, 21 }, { 8, 0.22, 15 }, { 8, 0.17, 15 }, { 8, -0.13, 15 },
    { 8, 0.24, 15 }, { 8, 0.53, 15 }, { 8, 0.44, 15 }, { 8, 0.7, 15 }, { 8, 0.5, 15 }, { 8, 0.67, 15 }, { 9, 0.04, 147 } };

/* Research group, standardised mean difference, variance, weeks of follow-up, measure of binge drinking. */
static const double hier[68][5] = {
    { 1, 0.950826585, 0.139126107, 51.4285698, 1 }, { 1, -1.65186274, 0.0670853406, 34.2857132, 0 },
    { 1, 0.258915693, 0.0602150746, 17.1428566, 0 }, { 1, 0.190914467, 0.0360342935, 34.2857132, 0 },
    { 2, -0.247202173, 0.0462344475, 34.2857132, 0 }, { 2, 0.30195716, 0.0202279463, 17.1428566, 0 },
    { 2, 0.242364183, 0.0332958475, 51.4285698, 0 }, { 2, 0.269546747, 0.00944482908, 34.2857132, 0 },
    { 3, 0.387382537, 0.0361390412, 51.4285698, 0 }, { 3, -0.398471236, 0.0329319052, 51.4285698, 0 },
    { 4, 0.452842206, 0.0515645035, 208.571426, 0 }, { 4, -0.271548301, 0.0578567609, 51.4285698, 0 },
    { 5, -0.0708864182, 0.0678586736, 17.1428566, 0 }, { 5, 0.816636622, 0.0507949181, 104.571426, 1 },
    { 5, 0.525371492, 0.150762171, 17.1428566, 1 }, { 5, 0.317641258, 0.0396564528, 51.4285698, 1 },
    { 5, 0.334007829, 0.0431465991, 17.1428566, 1 }, { 5, -0.134081945, 0.0671141073, 34.2857132, 0 },
    { 5, 0, 0.0242504384, 17.1428566, 1 }, { 6, -0.465214431, 0.16173777, 104.571426, 0 },
    { 6, 0.362018377, 0.0726899505, 34.2857132, 0 }, { 7, 1.17604387, 0.0902219117, 104.571426, 1 },
    { 7, 0.566977739, 0.099065043, 34.2857132, 0 }, { 7, 0.282816976, 0.0229449272, 208.571426, 0 },
    { 8, 0.00415374944, 0.0501254201, 34.2857132, 0 }, { 8, 0.0969006121, 0.057789702, 34.2857132, 0 },
    { 8, -0.0204461683, 0.176932156, 34.2857132, 0 }, { 9, 1.09102821, 0.176737353, 51.4285698, 1 },
    { 9, 1.09102821, 0.176737353, 51.4285698, 1 }, { 9, 0.724698544, 0.163945928, 51.4285698, 1 },
    { 9, 0.829267025, 0.0723973662, 51.4285698, 1 }, { 9, 1.27020156, 0.184873298, 51.4285698, 1 },
    { 10, 1.03981566, 0.0756768063, 68.5714264, 1 }, { 11, -0.211120903, 0.108789451, 34.2857132, 0 },
    { 12, 0.149576589, 0.0259313639, 51.4285698, 0 }, { 12, 0, 0.0615530312, 51.4285698, 1 },
    { 13, 0.744848609, 0.0638550892, 34.2857132, 0 }, { 13, -0.0345805027, 0.0377549268, 17.1428566, 0 },
    { 14, 0.844063163, 0.0854462683, 51.4285698, 1 }, { 15, 0.347013086, 0.0197609756, 313.714294, 0 },
    { 15, 0.157813311, 0.0892095342, 17.1428566, 0 }, { 15, -0.0289181527, 0.0477322489, 17.1428566, 0 },
    { 15, 0.743935704, 0.118523963, 51.4285698, 0 }, { 15, -0.105550244, 0.211404294, 34.2857132, 0 },
    { 15, 1.20511222, 0.0891835093, 34.2857132, 1 }, { 15, 0.17650345, 0.065062061, 34.2857132, 0 },
    { 15, 0.438628316, 0.0175962485, 34.2857132, 0 }, { 15, 0.277786195, 0.0450715497, 112, 1 },
    { 15, -1.03618228, 0.0212805141, 200.571426, 0 }, { 15, -0.284874618, 0.0202028826, 34.2857132, 0 },
    { 15, 0.441509426, 0.0977751389, 17.1428566, 0 }, { 15, -0.0298825018, 0.0450911336, 34.2857132, 0 },
    { 15, -0.134236827, 0.0275414754, 17.1428566, 0 }, { 15, 0.0774418786, 0.0436965711, 34.2857132, 0 },
    { 15, 0.445514768, 0.102731667, 34.2857132, 0 }, { 15, 0.367331475, 0.0457529947, 313.714294, 0 },
    { 15, 0.431943923, 0.128405437, 51.4285698, 0 }, { 15, 0.13770847, 0.0134349745, 17.1428566, 1 },
    { 15, 1.76737547, 0.214831442, 34.2857132, 1 }, { 15, 1.31501508, 0.194841713, 34.2857132, 1 },
    { 15, 0.481691241, 0.106149293, 17.1428566, 1 }, { 15, -0.074442938, 0.0780142993, 17.1428566, 0 },
    { 15, -0.862986565, 0.0142977405, 104.571426, 0 }, { 15, 1.61859155, 0.265495986, 34.2857132, 1 },
    { 15, 0.211723, 0.0748978257, 34.2857132, 1 }, { 15, 0.454529226, 0.0248693656, 51.4285698, 0 },
    { 15, 0.216540292, 0.161194205, 34.2857132, 0 }, { 15, -0.413202494, 0.0851118267, 16, 0 } };

static rv_robu *fitted(const rv_meta_data *d, const size_t *study, rv_robu_weights weights, double rho)
{
    rv_robu_options o = RV_ROBU_OPTIONS_INIT;
    rv_robu *r;

    o.weights = weights;
    o.rho = rho;
    if (rv_robu_run(&r, d, study, &o, &err) != RV_OK)
        fail_msg("%s", err.message);
    return r;
}

static void the_mean_of_correlated_effects_is_as_printed(void **state)
{
    double y[32], v[32];
    size_t study[32];
    const rv_meta_data d = { .k = 32, .yi = y, .vi = v };
    const rv_meta_coef *c;
    rv_robu *r;

    (void)state;
    for (size_t i = 0; i < 32; i++) {
        study[i] = (size_t)oswald[i][0];
        y[i] = atanh(oswald[i][1]);
        v[i] = 1 / (oswald[i][2] - 3);
    }
    r = fitted(&d, study, RV_ROBU_CORRELATED, 0.8);
    c = rv_robust_result(rv_robu_robust(r))->coefs;
    assert_int_equal(rv_robust_result(rv_robu_robust(r))->clusters, 9);
    assert_printed(100 * rv_robu_result(r)->i2, 82.05272, 5);
    assert_printed(rv_robu_result(r)->tau2, 0.1849812, 7);
    assert_printed(c->estimate, 0.277, 3);
    assert_printed(c->se, 0.181, 3);
    assert_printed(c->stat, 1.53, 2);
    assert_printed(c->df, 7.84, 2);
    assert_printed(c->p, 0.164, 3);
    assert_printed(c->ci_lo, -0.141, 3);
    assert_printed(c->ci_hi, 0.695, 3);
    rv_robu_free(r);
    for (size_t i = 0; i <= 5; i++) {   /* page 10 */
        r = fitted(&d, study, RV_ROBU_CORRELATED, 0.2 * (double)i);
        assert_printed(rv_robust_result(rv_robu_robust(r))->coefs->estimate, 0.277, 3);
        assert_printed(rv_robust_result(rv_robu_robust(r))->coefs->se, 0.181, 3);
        assert_printed(rv_robu_result(r)->tau2, i < 3 ? 0.184 : 0.185, 3);
        rv_robu_free(r);
    }
}

static void the_regression_of_hierarchical_effects_is_as_printed(void **state)
{
    static const struct { double value[7]; int digits[7]; } printed[4] = {
        { { -0.154226, 0.147671, -1.044, 6.07, 0.3361, -0.51461, 0.20615 }, { 6, 6, 3, 2, 4, 5, 5 } },
        { { -0.000162, 0.000695, -0.233, 1.30, 0.8470, -0.00534, 0.00502 }, { 6, 6, 3, 2, 4, 5, 5 } },
        { { 0.003467, 0.002320, 1.495, 3.28, 0.2243, -0.00357, 0.01050 }, { 6, 6, 3, 2, 4, 5, 5 } },
        { { 0.666645, 0.115623, 5.766, 4.33, 0.0035, 0.35514, 0.97815 }, { 6, 6, 3, 2, 4, 5, 5 } } };
    double y[68], v[68], x[68 * 4], sum[16] = { 0 }, n[16] = { 0 };
    size_t study[68];
    const rv_meta_data d = { .k = 68, .yi = y, .vi = v, .p = 4, .x = x, .intercept = true };
    rv_robu *r;

    (void)state;
    for (size_t i = 0; i < 68; i++) {
        study[i] = (size_t)hier[i][0];
        sum[study[i]] += hier[i][3];
        n[study[i]]++;
    }
    for (size_t i = 0; i < 68; i++) {
        const double mean = sum[study[i]] / n[study[i]];
        y[i] = hier[i][1];
        v[i] = hier[i][2];
        x[i * 4] = 1;
        x[i * 4 + 1] = hier[i][3] - mean;
        x[i * 4 + 2] = mean;
        x[i * 4 + 3] = hier[i][4];
    }
    r = fitted(&d, study, RV_ROBU_HIERARCHICAL, 0.8);
    assert_int_equal(rv_robust_result(rv_robu_robust(r))->clusters, 15);
    assert_printed(rv_robu_result(r)->omega2, 0.1650524, 7);
    assert_printed(rv_robu_result(r)->tau2, 0.02479249, 8);
    for (size_t a = 0; a < 4; a++) {
        const rv_meta_coef *c = &rv_robust_result(rv_robu_robust(r))->coefs[a];
        const double got[7] = { c->estimate, c->se, c->stat, c->df, c->p, c->ci_lo, c->ci_hi };
        for (size_t i = 0; i < 7; i++)
            assert_printed(got[i], printed[a].value[i], printed[a].digits[i]);
    }
    /* "do not trust the results" where df < 4 */
    assert_true(rv_robust_result(rv_robu_robust(r))->notes & RV_ROBUST_NOTE_LOW_DF);
    rv_robu_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mean_of_correlated_effects_is_as_printed),
        cmocka_unit_test(the_regression_of_hierarchical_effects_is_as_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
