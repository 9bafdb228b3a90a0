#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/screen/rank_support.h"

static rv_error err;
static rv_ranker *ranker;
static bool waiting[MANY];

static size_t next(const rv_rank_options *options, uint64_t turn, rv_rank_pick *picks, size_t want)
{
    size_t got;

    assert_int_equal(rv_rank_next(ranker, waiting, options, turn, picks, want, &got, &err), RV_OK);
    return got;
}

static void the_highest_scores_come_first_and_ties_go_to_the_lowest_record(void **state)
{
    const rv_rank_options top = RV_RANK_OPTIONS_INIT;
    rv_rank_pick picks[MANY];
    const double *scores = rv_ranker_scores(ranker);

    (void)state;
    assert_int_equal(next(&top, 0, picks, MANY), MANY - 10);
    for (int k = 1; k < MANY - 10; k++) {
        const size_t a = picks[k - 1].record, b = picks[k].record;
        assert_true(scores[a] > scores[b] || (!(scores[a] < scores[b]) && a < b));
        assert_false(picks[k].random);
    }
}

static void a_few_are_the_first_of_all(void **state)
{
    const rv_rank_options top = RV_RANK_OPTIONS_INIT;
    rv_rank_pick few[7], all[MANY];

    (void)state;
    next(&top, 0, all, MANY);
    for (size_t want = 1; want <= 7; want++) {
        assert_int_equal(next(&top, 0, few, want), want);
        for (size_t k = 0; k < want; k++)
            assert_int_equal(few[k].record, all[k].record);
    }
}

static void equal_scores_are_served_in_the_order_of_records(void **state)
{
    rv_rank_text same[5] = { { "one", "text", NULL }, { "one", "text", NULL }, { "one", "text", NULL }, { "one", "text", NULL }, { "one", "text", NULL } };
    const bool all[5] = { true, true, false, true, true };
    const rv_rank_options top = RV_RANK_OPTIONS_INIT;
    rv_rank_pick picks[5];
    rv_ranker *r;
    size_t got;

    (void)state;
    assert_int_equal(rv_ranker_open(&r, NULL, 5, read_text_of, same, &err), RV_OK);
    assert_int_equal(rv_rank_next(r, all, &top, 0, picks, 5, &got, &err), RV_OK);
    assert_int_equal(got, 4);
    assert_int_equal(picks[0].record, 0);
    assert_int_equal(picks[1].record, 1);
    assert_int_equal(picks[2].record, 3);
    assert_int_equal(picks[3].record, 4);
    rv_ranker_free(r);
}

static void uncertainty_serves_those_nearest_to_0(void **state)
{
    const rv_rank_options unsure = { .uncertain = true };
    rv_rank_pick picks[MANY];
    const double *scores = rv_ranker_scores(ranker);

    (void)state;
    next(&unsure, 0, picks, MANY);
    for (int k = 1; k < MANY - 10; k++)
        assert_true(fabs(scores[picks[k - 1].record]) <= fabs(scores[picks[k].record]));
}

static void random_places_follow_from_the_seed_and_are_marked(void **state)
{
    const rv_rank_options one = { .random_share = 0.5, .seed = 1 }, other = { .random_share = 0.5, .seed = 2 };
    rv_rank_pick a[MANY], b[MANY], c[MANY];
    int random = 0, same = 0, seen[MANY] = { 0 };

    (void)state;
    assert_int_equal(next(&one, 0, a, MANY), MANY - 10);
    next(&one, 0, b, MANY);
    next(&other, 0, c, MANY);
    for (int k = 0; k < MANY - 10; k++) {
        assert_int_equal(a[k].record, b[k].record);
        assert_int_equal(a[k].random, b[k].random);
        random += a[k].random;
        same += a[k].record == c[k].record;
        assert_int_equal(seen[a[k].record]++, 0);
    }
    assert_in_range(random, 13, 37);
    assert_in_range(same, 0, 25);
}

/* What is served at a place does not change when the queue is computed again after the places before it were screened. */
static void a_queue_computed_again_has_its_random_records_where_they_were(void **state)
{
    const rv_rank_options half = { .random_share = 0.5, .seed = 7 };
    rv_rank_pick before[MANY], after[MANY];
    size_t n = next(&half, 0, before, 20);

    (void)state;
    for (size_t k = 0; k < 6; k++)
        waiting[before[k].record] = false;
    next(&half, 6, after, n - 6);
    for (size_t k = 0; k < n - 6; k++) {
        assert_int_equal(after[k].record, before[k + 6].record);
        assert_int_equal(after[k].random, before[k + 6].random);
    }
    for (size_t k = 0; k < 6; k++)
        waiting[before[k].record] = true;
}

static void every_record_is_drawn_about_as_often_as_another(void **state)
{
    rv_rank_pick pick;
    int drawn[MANY] = { 0 };

    (void)state;
    for (uint64_t seed = 0; seed < 5000; seed++) {
        const rv_rank_options all = { .random_share = 1, .seed = seed };
        next(&all, 0, &pick, 1);
        assert_true(pick.random);
        drawn[pick.record]++;
    }
    for (int i = 10; i < MANY; i++)
        assert_in_range(drawn[i], 50, 150);        /* 100 expected, deviation 10 */
}

static void a_share_that_is_no_share_is_refused(void **state)
{
    const rv_rank_options bad = { .random_share = 1.5 };
    rv_rank_pick pick;
    size_t got;

    (void)state;
    assert_int_equal(rv_rank_next(ranker, waiting, &bad, 0, &pick, 1, &got, &err), RV_EINVAL);
    assert_string_equal(err.message, "the random share is 1.5; it must be between 0 and 1");
}

static int prepare(void **state)
{
    signed char labels[MANY];

    (void)state;
    make_many();
    memset(labels, -1, MANY);
    for (int i = 0; i < MANY; i++) {
        waiting[i] = i >= 10;
        labels[i] = i < 10 ? many_labels[i] : -1;
    }
    return rv_ranker_open(&ranker, NULL, MANY, read_text_of, many, &err) != RV_OK || rv_ranker_train(ranker, labels, &err) != RV_OK;
}

static int end(void **state)
{
    (void)state;
    rv_ranker_free(ranker);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_highest_scores_come_first_and_ties_go_to_the_lowest_record),
        cmocka_unit_test(a_few_are_the_first_of_all),
        cmocka_unit_test(equal_scores_are_served_in_the_order_of_records),
        cmocka_unit_test(uncertainty_serves_those_nearest_to_0),
        cmocka_unit_test(random_places_follow_from_the_seed_and_are_marked),
        cmocka_unit_test(a_queue_computed_again_has_its_random_records_where_they_were),
        cmocka_unit_test(every_record_is_drawn_about_as_often_as_another),
        cmocka_unit_test(a_share_that_is_no_share_is_refused),
    };
    return cmocka_run_group_tests(tests, prepare, end);
}
