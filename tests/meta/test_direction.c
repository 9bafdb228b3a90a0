/* Synthesis without pooling: votes, combined p-values, ranges. */
#include <config.h>

#include <float.h>
#include <string.h>

#include "tests/support.h"
#include "review/meta_direction.h"
#include "review/numer.h"

static rv_error err;

static rv_vote vote(size_t up, size_t down)
{
    rv_vote v;

    assert_int_equal(rv_vote_count(up, down, 0, 0.95, &v, &err), RV_OK);
    return v;
}

/* R: binom.test(8, 10), prop.test(8, 10, correct = FALSE); 2 (45 + 10 + 1) / 1024. */
static void eight_of_ten_are_no_proof(void **state)
{
    const rv_vote v = vote(8, 2);

    (void)state;
    assert_close(v.share, 0.8, 1e-15);
    assert_close(v.p, 112 / 1024., 1e-14);
    assert_close(v.exact_lo, 0.443904537692, 1e-7);
    assert_close(v.exact_hi, 0.974789273673, 1e-7);
    assert_close(v.wilson_lo, 0.490162471537, 1e-9);
    assert_close(v.wilson_hi, 0.943317848546, 1e-9);
}

static void the_other_direction_is_the_mirror(void **state)
{
    const rv_vote v = vote(7, 1), w = vote(1, 7);

    (void)state;
    assert_close(v.p, w.p, 0);
    assert_close(v.exact_lo, 1 - w.exact_hi, 1e-13);
    assert_close(v.wilson_hi, 1 - w.wilson_lo, 1e-14);
    assert_close(vote(3, 3).p, 1, 0);
}

static void all_on_one_side_and_no_votes(void **state)
{
    const rv_vote v = vote(5, 0), none = vote(0, 0);

    (void)state;
    assert_close(v.exact_hi, 1, 0);
    assert_close(v.exact_lo, pow(0.025, 0.2), 1e-13);
    assert_close(v.p, 2 / 32., 1e-15);
    assert_close(vote(0, 5).exact_hi, 1 - pow(0.025, 0.2), 1e-13);
    assert_true(isnan(none.share) && isnan(none.p));
}

static rv_combined_p combine(const double *p, size_t k, rv_combine method, double t)
{
    rv_combined_p c;

    if (rv_combine_run(p, NULL, k, method, t, &c, &err) != RV_OK)
        fail_msg("%s", err.message);
    return c;
}

static void one_p_value_is_itself(void **state)
{
    const double p[] = { 0.03 };

    (void)state;
    for (int m = 0; m <= RV_COMBINE_TIPPETT; m++)
        assert_close(combine(p, 1, (rv_combine)m, 0.05).p, 0.03, 1e-14);
    assert_close(combine(p, 1, RV_COMBINE_TRUNCATED, 0.05).p, 0.03, 1e-14);
}

/* Two p-values by hand: products below w, sums below s, the smaller below m. */
static void two_p_values_by_hand(void **state)
{
    const double p[] = { 0.1, 0.3 }, w = 0.03;
    const double z = rv_normal_upper_quantile(0.1) + rv_normal_upper_quantile(0.3);

    (void)state;
    assert_close(combine(p, 2, RV_COMBINE_FISHER, 0).p, w * (1 - log(w)), 1e-14);
    assert_close(combine(p, 2, RV_COMBINE_EDGINGTON, 0).p, 0.4 * 0.4 / 2, 1e-15);
    assert_close(combine(p, 2, RV_COMBINE_TIPPETT, 0).p, 1 - 0.9 * 0.9, 1e-15);
    assert_close(combine(p, 2, RV_COMBINE_STOUFFER, 0).p, rv_normal_upper(z / sqrt(2)), 1e-15);
    /* Cut at 1 the truncated product is Fisher's; at 0.2 one p-value is left: 2 * 0.8 * 0.1 + P(both up to 0.2, product up to 0.1). */
    assert_close(combine(p, 2, RV_COMBINE_TRUNCATED, 1).p, w * (1 - log(w)), 1e-13);
    assert_close(combine(p, 2, RV_COMBINE_TRUNCATED, 0.2).p, 2 * 0.8 * 0.1 + 0.04, 1e-14);
    assert_int_equal(combine(p, 2, RV_COMBINE_TRUNCATED, 0.2).used, 1);
    assert_close(combine(p, 2, RV_COMBINE_TRUNCATED, 0.05).p, 1, 0);
}

static void weights_move_stouffer(void **state)
{
    const double p[] = { 0.001, 0.9 }, w[] = { 10, 1 };
    rv_combined_p c;

    (void)state;
    assert_int_equal(rv_combine_run(p, w, 2, RV_COMBINE_STOUFFER, 0, &c, &err), RV_OK);
    assert_close(c.stat, (10 * rv_normal_upper_quantile(0.001) + rv_normal_upper_quantile(0.9)) / sqrt(101), 1e-14);
}

/* The sum of k middling p-values is symmetric about k / 2, also where the alternating sum has no digits left. */
static void the_sum_of_a_hundred_p_values_keeps_its_digits(void **state)
{
    double p[100], small[100];

    (void)state;
    for (int i = 0; i < 100; i++)
        p[i] = 0.5, small[i] = 0.4;
    assert_close(combine(p, 100, RV_COMBINE_EDGINGTON, 0).p, 0.5, 1e-12);
    /* The alternating sum in rational numbers. */
    assert_close(combine(small, 100, RV_COMBINE_EDGINGTON, 0).p / 0.00025065623009830237, 1, 1e-11);
    for (int i = 0; i < 100; i++)
        small[i] = 1e-3;
    /* Below 1 the sum's distribution is s^k / k!. */
    assert_close(log(combine(small, 100, RV_COMBINE_EDGINGTON, 0).p) / (100 * log(0.1) - rv_gamma_log(101)), 1, 1e-12);
}

static void bad_p_values_are_named(void **state)
{
    const double p[] = { 0.1, 1.3 }, zero[] = { 0.1, 0 };
    rv_combined_p c;

    (void)state;
    assert_int_equal(rv_combine_run(p, NULL, 2, RV_COMBINE_FISHER, 0, &c, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "p-value 2 is 1.3; it must lie between 0 and 1");
    assert_int_equal(rv_combine_run(zero, NULL, 2, RV_COMBINE_FISHER, 0, &c, &err), RV_EDOMAIN);
    assert_int_equal(rv_combine_run(p, NULL, 0, RV_COMBINE_FISHER, 0, &c, &err), RV_EINVAL);
    assert_int_equal(rv_combine_run(p, NULL, 1, RV_COMBINE_TRUNCATED, 0, &c, &err), RV_EINVAL);
}

/* Study 1 has three effects in domain 0, two of three up (0.67 < 0.7: no vote); study 2 and 3 one each; domain 1 is empty. */
static void a_study_votes_once(void **state)
{
    const double y[] = { 0.2, 0.4, -0.1, 0.5, -0.3, NAN }, v[] = { 0.01, 0.01, 0.01, 0.04, 0.01, 0.01 };
    const size_t study[] = { 0, 0, 0, 1, 2, 3 }, domain[] = { 0, 0, 0, 0, 0, 0 };
    const rv_direction_data d = { 6, y, v, NULL, false, NULL, study, domain, 2, NULL };
    rv_direction_options o = RV_DIRECTION_OPTIONS_INIT;
    rv_domain_direction out[2];
    double p[3];

    (void)state;
    assert_int_equal(rv_direction_run(&d, &o, out, &err), RV_OK);
    assert_int_equal(out[0].effects, 5);
    assert_int_equal(out[0].studies, 3);
    assert_int_equal(out[0].vote.up, 1);
    assert_int_equal(out[0].vote.down, 1);
    assert_int_equal(out[0].vote.none, 1);
    assert_close(out[0].min, -0.3, 0);
    assert_close(out[0].median, 0.2, 0);
    assert_close(out[0].q1, -0.05, 1e-15);
    assert_close(out[0].max, 0.5, 0);
    p[0] = 1 - pow(1 - rv_normal_upper(4), 3);
    p[1] = rv_normal_upper(2.5);
    p[2] = rv_normal_upper(-3);
    assert_int_equal(out[0].k_p, 3);
    assert_close(out[0].combined[RV_COMBINE_FISHER].p, combine(p, 3, RV_COMBINE_FISHER, 0).p, 1e-12);
    assert_int_equal(out[1].studies, 0);
    assert_true(isnan(out[1].vote.share) && isnan(out[1].median) && isnan(out[1].combined[0].p));
    o.agreement = 0.6;
    assert_int_equal(rv_direction_run(&d, &o, out, &err), RV_OK);
    assert_int_equal(out[0].vote.up, 2);
}

/* Two effects of study 1 with p > 0.5 each; twice the smaller would be 1, of which no normal quantile is finite. */
static void several_weak_p_values_of_a_study_do_not_decide_alone(void **state)
{
    const double y[] = { -0.1, -0.02, 0.4, 0.4 }, v[] = { 0.01, 0.01, 0.01, 0.01 };
    const size_t study[] = { 0, 0, 1, 2 }, domain[] = { 0, 0, 0, 0 };
    const rv_direction_data d = { 4, y, v, NULL, false, NULL, study, domain, 1, NULL };
    const rv_direction_options o = RV_DIRECTION_OPTIONS_INIT;
    const double least = rv_normal_upper(-0.2), p[] = { 1 - (1 - least) * (1 - least), rv_normal_upper(4), rv_normal_upper(4) };
    rv_domain_direction out;

    (void)state;
    assert_int_equal(rv_direction_run(&d, &o, &out, &err), RV_OK);
    assert_int_equal(out.k_p, 3);
    assert_close(out.combined[RV_COMBINE_STOUFFER].p, combine(p, 3, RV_COMBINE_STOUFFER, 0).p, 1e-12);
    assert_true(out.combined[RV_COMBINE_STOUFFER].p < 0.001);
    assert_close(out.combined[RV_COMBINE_EDGINGTON].p, combine(p, 3, RV_COMBINE_EDGINGTON, 0).p, 1e-12);
}

/* 50 standard errors above and below no difference: the tails round to 0 and to 1. */
static void effects_beyond_a_double_are_still_combined(void **state)
{
    const double y[] = { 5, 0.1, -5, -5 }, v[] = { 0.01, 0.01, 0.01, 0.01 };
    const size_t study[] = { 0, 1, 2, 2 }, domain[] = { 0, 0, 0, 0 };
    rv_direction_data d = { 2, y, v, NULL, false, NULL, study, domain, 1, NULL };
    const rv_direction_options o = RV_DIRECTION_OPTIONS_INIT;
    rv_domain_direction out;

    (void)state;
    assert_true(rv_normal_upper(50) < DBL_MIN && rv_normal_upper(-50) == 1);
    assert_int_equal(rv_direction_run(&d, &o, &out, &err), RV_OK);
    for (int m = 0; m <= RV_COMBINE_TRUNCATED; m++)
        assert_true(out.combined[m].p >= 0 && out.combined[m].p < 0.05);
    d.k = 4;
    assert_int_equal(rv_direction_run(&d, &o, &out, &err), RV_OK);
    assert_int_equal(out.k_p, 3);
    assert_true(isfinite(out.combined[RV_COMBINE_STOUFFER].stat));
    assert_true(out.combined[RV_COMBINE_STOUFFER].p < 0.001);   /* the study below counts 8.2 against 37.5 above */
}

static void the_side_asked_for_turns_p_values(void **state)
{
    const double y[] = { 0.2 }, v[] = { 0.01 }, two[] = { 0.04 };
    const size_t zero[] = { 0 };
    rv_direction_data d = { 1, y, v, NULL, false, NULL, zero, zero, 1, NULL };
    rv_direction_options o = RV_DIRECTION_OPTIONS_INIT;
    rv_domain_direction out;

    (void)state;
    o.below = true;
    assert_int_equal(rv_direction_run(&d, &o, &out, &err), RV_OK);
    assert_close(out.combined[RV_COMBINE_STOUFFER].p, rv_normal_upper(-2), 1e-14);
    d.p = two;
    d.p_two_sided = true;
    assert_int_equal(rv_direction_run(&d, &o, &out, &err), RV_OK);
    assert_close(out.combined[RV_COMBINE_TIPPETT].p, 0.98, 1e-14);
    o.below = false;
    assert_int_equal(rv_direction_run(&d, &o, &out, &err), RV_OK);
    assert_close(out.combined[RV_COMBINE_TIPPETT].p, 0.02, 1e-14);
}

static void directions_alone_are_enough_to_vote(void **state)
{
    const double side[] = { 1, 1, -1, 0, NAN };
    const size_t study[] = { 0, 1, 2, 3, 4 }, domain[] = { 0, 0, 0, 0, 0 };
    const rv_direction_data d = { 5, NULL, NULL, NULL, false, side, study, domain, 1, NULL };
    const rv_direction_options o = RV_DIRECTION_OPTIONS_INIT;
    rv_domain_direction out;

    (void)state;
    assert_int_equal(rv_direction_run(&d, &o, &out, &err), RV_OK);
    assert_int_equal(out.vote.up, 2);
    assert_int_equal(out.vote.none, 1);
    assert_int_equal(out.k_yi, 0);
    assert_int_equal(out.k_p, 0);
}

static void bad_rows_are_named(void **state)
{
    const double y[] = { 0.1, INFINITY }, v[] = { 0, 1 }, side[] = { 2, 0 };
    const size_t zero[] = { 0, 0 };
    const char *const labels[] = { "Smith 2019", "Jones" };
    rv_direction_data d = { 2, y, NULL, NULL, false, NULL, zero, zero, 1, NULL };
    rv_direction_options o = RV_DIRECTION_OPTIONS_INIT;
    rv_domain_direction out;

    (void)state;
    assert_int_equal(rv_direction_run(&d, &o, &out, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "row 2: the effect is not finite");
    d.labels = labels;
    d.vi = v;
    assert_int_equal(rv_direction_run(&d, &o, &out, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "'Smith 2019': the variance is 0; it must be positive");
    d.vi = NULL;
    d.direction = side;
    d.yi = NULL;
    assert_int_equal(rv_direction_run(&d, &o, &out, &err), RV_EDOMAIN);
    d.k = 0;
    assert_int_equal(rv_direction_run(&d, &o, &out, &err), RV_EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eight_of_ten_are_no_proof),
        cmocka_unit_test(the_other_direction_is_the_mirror),
        cmocka_unit_test(all_on_one_side_and_no_votes),
        cmocka_unit_test(one_p_value_is_itself),
        cmocka_unit_test(two_p_values_by_hand),
        cmocka_unit_test(weights_move_stouffer),
        cmocka_unit_test(the_sum_of_a_hundred_p_values_keeps_its_digits),
        cmocka_unit_test(bad_p_values_are_named),
        cmocka_unit_test(a_study_votes_once),
        cmocka_unit_test(several_weak_p_values_of_a_study_do_not_decide_alone),
        cmocka_unit_test(effects_beyond_a_double_are_still_combined),
        cmocka_unit_test(the_side_asked_for_turns_p_values),
        cmocka_unit_test(directions_alone_are_enough_to_vote),
        cmocka_unit_test(bad_rows_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
