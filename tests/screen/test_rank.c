#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/screen/rank_support.h"

static rv_error err;

static rv_ranker *ranker_of(const char *model, const rv_rank_text *texts, size_t n)
{
    rv_ranker *ranker;

    assert_int_equal(rv_ranker_open(&ranker, model, n, read_text_of, (void *)texts, &err), RV_OK);
    return ranker;
}

static void train(rv_ranker *ranker, const signed char *labels)
{
    rv_status st = rv_ranker_train(ranker, labels, &err);

    if (st != RV_OK)
        fail_msg("%s", err.message);
}

static int mean_above_the_others(const double *scores)
{
    double sum[2] = { 0, 0 };

    for (int i = 0; i < MANY; i++)
        sum[many_labels[i]] += scores[i] / (many_labels[i] ? MANY / 3. : MANY * 2 / 3.);
    return sum[1] > sum[0] + 0.01;
}

static void a_model_that_is_not_known_is_named_with_those_that_are(void **state)
{
    rv_ranker *ranker;

    (void)state;
    assert_int_equal(rv_ranker_open(&ranker, "best", MANY, read_text_of, many, &err), RV_EINVAL);
    assert_null(ranker);
    assert_non_null(strstr(err.message, "'best' is not a ranking model; there are "));
    assert_non_null(strstr(err.message, "u4"));
}

static void a_label_other_than_1_0_and_minus_1_is_refused(void **state)
{
    signed char labels[MANY] = { 1, 0, 2 };
    rv_ranker *ranker = ranker_of(NULL, many, MANY);

    (void)state;
    assert_int_equal(rv_ranker_train(ranker, labels, &err), RV_EINVAL);
    assert_string_equal(err.message, "label 3 is 2; it must be 1, 0 or -1");
    rv_ranker_free(ranker);
}

/* In every model; labels come, change and go before the ranker that is warm sees the last ones. */
static void scores_follow_from_the_labels_alone_not_from_what_was_learned_before(void **state)
{
    (void)state;
    for (const rv_rank_model *m = rv_rank_models; m->name; m++) {
        rv_ranker *warm = ranker_of(m->name, many, MANY), *cold = ranker_of(m->name, many, MANY);
        signed char labels[MANY];

        memset(labels, -1, MANY);
        for (int i = 0; i < MANY; i++) {
            labels[i * 7 % MANY] = many_labels[i * 7 % MANY];
            if (i % 5 == 4)
                labels[(i - 2) * 7 % MANY] = (signed char)(1 - many_labels[(i - 2) * 7 % MANY]);
            if (i % 11 == 10)
                labels[(i - 5) * 7 % MANY] = -1;
            train(warm, labels);
        }
        for (int i = 0; i < MANY; i++)
            labels[i] = i % 4 == 3 ? -1 : many_labels[i];
        train(warm, labels);
        train(cold, labels);
        for (int i = 0; i < MANY; i++)
            assert_close(rv_ranker_scores(warm)[i], rv_ranker_scores(cold)[i], 1e-5);
        rv_ranker_free(warm);
        rv_ranker_free(cold);
    }
}

static void records_like_the_relevant_ones_come_first(void **state)
{
    (void)state;
    for (const rv_rank_model *m = rv_rank_models; m->name; m++) {
        rv_ranker *ranker = ranker_of(m->name, many, MANY);
        signed char labels[MANY];

        memset(labels, -1, MANY);
        for (int i = 0; i < 12; i++)
            labels[i] = many_labels[i];
        train(ranker, labels);
        assert_true(mean_above_the_others(rv_ranker_scores(ranker)));
        rv_ranker_free(ranker);
    }
}

static void keywords_count_in_the_default_model_and_not_in_u4(void **state)
{
    const rv_rank_text texts[] = { { "one study", "of the many", "mentoring" }, { "one study", "of the many", "soil" },
                                   { "one study", "of the many", "soil" }, { "one study", "of the many", "mentoring" } };
    const signed char labels[] = { 1, 0, -1, -1 };
    rv_ranker *ours = ranker_of(NULL, texts, 4), *u4 = ranker_of("u4", texts, 4);

    (void)state;
    train(ours, labels);
    train(u4, labels);
    assert_true(rv_ranker_scores(ours)[3] > rv_ranker_scores(ours)[2] + 0.01);
    assert_close(rv_ranker_scores(u4)[3], rv_ranker_scores(u4)[2], 0);
    rv_ranker_free(ours);
    rv_ranker_free(u4);
}

static void records_without_words_are_ranked_too(void **state)
{
    const rv_rank_text texts[] = { { "maize soil", "", NULL }, { NULL, NULL, NULL }, { "", "", "" }, { "maize soil", "rain", NULL },
                                   { ".", "a", NULL } };
    const signed char labels[] = { 1, 0, -1, -1, -1 };
    rv_ranker *ranker = ranker_of(NULL, texts, 5);

    (void)state;
    train(ranker, labels);
    for (int i = 0; i < 5; i++)
        assert_true(isfinite(rv_ranker_scores(ranker)[i]));
    assert_true(rv_ranker_scores(ranker)[3] > rv_ranker_scores(ranker)[2]);
    assert_close(rv_ranker_scores(ranker)[2], rv_ranker_scores(ranker)[4], 0);
    rv_ranker_free(ranker);
}

static void records_none_of_which_has_words_have_one_score(void **state)
{
    const rv_rank_text texts[4] = { { NULL, NULL, NULL } };
    const signed char labels[] = { 1, 0, -1, -1 };
    rv_ranker *ranker = ranker_of(NULL, texts, 4);

    (void)state;
    train(ranker, labels);
    assert_close(rv_ranker_scores(ranker)[2], rv_ranker_scores(ranker)[3], 0);
    rv_ranker_free(ranker);
}

static void no_records_are_no_error(void **state)
{
    const signed char labels[1] = { 1 };
    rv_ranker *ranker = ranker_of(NULL, NULL, 0);

    (void)state;
    train(ranker, labels);
    assert_int_equal(rv_ranker_count(ranker), 0);
    rv_ranker_free(ranker);
}

static void without_anything_relevant_all_scores_are_0(void **state)
{
    signed char labels[MANY];
    rv_ranker *ranker = ranker_of(NULL, many, MANY);

    (void)state;
    memset(labels, 0, MANY);
    train(ranker, labels);
    for (int i = 0; i < MANY; i++)
        assert_close(rv_ranker_scores(ranker)[i], 0, 0);
    rv_ranker_free(ranker);
}

static void key_papers_alone_are_enough_to_begin_with(void **state)
{
    signed char labels[MANY];
    rv_ranker *ranker = ranker_of(NULL, many, MANY);

    (void)state;
    memset(labels, -1, MANY);
    labels[0] = labels[3] = 1;
    train(ranker, labels);
    assert_true(mean_above_the_others(rv_ranker_scores(ranker)));
    rv_ranker_free(ranker);
}

static void all_labelled_relevant_is_no_error(void **state)
{
    signed char labels[MANY];
    rv_ranker *ranker = ranker_of(NULL, many, MANY);

    (void)state;
    memset(labels, 1, MANY);
    train(ranker, labels);
    for (int i = 0; i < MANY; i++)
        assert_true(isfinite(rv_ranker_scores(ranker)[i]));
    rv_ranker_free(ranker);
}

static void the_words_of_the_protocol_are_enough_to_begin_with(void **state)
{
    const rv_rank_text question = { "mentoring for young people", "Does mentoring help young unemployed people?", NULL };
    signed char labels[MANY];
    rv_ranker *ranker = ranker_of(NULL, many, MANY);

    (void)state;
    memset(labels, -1, MANY);
    train(ranker, labels);
    assert_int_equal(rv_ranker_hint(ranker, &question, &err), RV_OK);
    train(ranker, labels);
    assert_true(mean_above_the_others(rv_ranker_scores(ranker)));
    rv_ranker_free(ranker);
}

static void a_hint_says_nothing_once_five_relevant_records_are_known(void **state)
{
    const rv_rank_text question = { "galaxies and dust", NULL, NULL };
    signed char labels[MANY];
    rv_ranker *with = ranker_of(NULL, many, MANY), *without = ranker_of(NULL, many, MANY);

    (void)state;
    memset(labels, -1, MANY);
    for (int i = 0; i < 15; i++)
        labels[i] = many_labels[i];
    assert_int_equal(rv_ranker_hint(with, &question, &err), RV_OK);
    train(with, labels);
    train(without, labels);
    for (int i = 0; i < MANY; i++)
        assert_close(rv_ranker_scores(with)[i], rv_ranker_scores(without)[i], 1e-5);
    labels[0] = -1;
    train(with, labels);
    train(without, labels);
    assert_true(fabs(rv_ranker_scores(with)[20] - rv_ranker_scores(without)[20]) > 1e-3);
    rv_ranker_free(with);
    rv_ranker_free(without);
}

/* ---- Simulation ------------------------------------------------------------------------------------------------------------ */

typedef struct { size_t order[MANY], n; } heard;

static rv_status hear(void *user, size_t record, rv_error *e)
{
    heard *h = user;

    (void)e;
    h->order[h->n++] = record;
    return RV_OK;
}

static void a_simulation_begins_with_the_priors_and_ends_with_the_last_relevant_record(void **state)
{
    const size_t priors[] = { 4, 3 };
    heard some = { .n = 0 }, all = { .n = 0 };
    int found = 0;
    rv_ranker *ranker = ranker_of("u4", many, MANY);

    (void)state;
    assert_int_equal(rv_rank_simulate(ranker, many_labels, priors, 2, false, hear, &some, &err), RV_OK);
    assert_int_equal(some.order[0], 4);
    assert_int_equal(some.order[1], 3);
    assert_int_equal(many_labels[some.order[some.n - 1]], 1);
    for (size_t i = 0; i < some.n; i++)
        found += many_labels[some.order[i]];
    assert_int_equal(found, MANY / 3);
    assert_int_equal(rv_rank_simulate(ranker, many_labels, priors, 2, true, hear, &all, &err), RV_OK);
    assert_int_equal(all.n, MANY);
    assert_memory_equal(all.order, some.order, some.n * sizeof *some.order);
    rv_ranker_free(ranker);
}

static void a_simulation_needs_a_relevant_prior_and_each_once(void **state)
{
    const size_t irrelevant[] = { 1 }, twice[] = { 0, 1, 0 }, beyond[] = { MANY };
    heard h = { .n = 0 };
    rv_ranker *ranker = ranker_of("u4", many, MANY);

    (void)state;
    assert_int_equal(rv_rank_simulate(ranker, many_labels, irrelevant, 1, false, hear, &h, &err), RV_EINVAL);
    assert_string_equal(err.message, "none of the priors is relevant; at least one must be");
    assert_int_equal(rv_rank_simulate(ranker, many_labels, twice, 3, false, hear, &h, &err), RV_EINVAL);
    assert_string_equal(err.message, "priors 1 and 3 are the same record");
    assert_int_equal(rv_rank_simulate(ranker, many_labels, beyond, 1, false, hear, &h, &err), RV_EINVAL);
    rv_ranker_free(ranker);
}

static int prepare(void **state)
{
    (void)state;
    make_many();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_that_is_not_known_is_named_with_those_that_are),
        cmocka_unit_test(a_label_other_than_1_0_and_minus_1_is_refused),
        cmocka_unit_test(scores_follow_from_the_labels_alone_not_from_what_was_learned_before),
        cmocka_unit_test(records_like_the_relevant_ones_come_first),
        cmocka_unit_test(keywords_count_in_the_default_model_and_not_in_u4),
        cmocka_unit_test(records_without_words_are_ranked_too),
        cmocka_unit_test(records_none_of_which_has_words_have_one_score),
        cmocka_unit_test(no_records_are_no_error),
        cmocka_unit_test(without_anything_relevant_all_scores_are_0),
        cmocka_unit_test(key_papers_alone_are_enough_to_begin_with),
        cmocka_unit_test(all_labelled_relevant_is_no_error),
        cmocka_unit_test(the_words_of_the_protocol_are_enough_to_begin_with),
        cmocka_unit_test(a_hint_says_nothing_once_five_relevant_records_are_known),
        cmocka_unit_test(a_simulation_begins_with_the_priors_and_ends_with_the_last_relevant_record),
        cmocka_unit_test(a_simulation_needs_a_relevant_prior_and_each_once),
    };
    return cmocka_run_group_tests(tests, prepare, NULL);
}
