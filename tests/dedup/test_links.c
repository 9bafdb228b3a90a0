#include <config.h>

#include "tests/dedup/links_support.h"

/* Six records that have nothing in common: what joins them is said by hand. */
static const rv_bulk_record six[] = {
    { .title = "Mentoring" }, { .title = "Summer jobs" }, { .title = "Job Corps" }, { .title = "Year Up" },
    { .title = "Cash transfers" }, { .title = "Sectoral training" },
};

static rv_store *six_records(scratch *s)
{
    rv_store *store = scratch_review(s);
    import_records(s, store, six, N(six), 1);
    return store;
}

static void only_same_joins(void **state)
{
    scratch *s = *state;
    rv_store *store = six_records(s);
    char hex[RV_DIGEST_HEX];
    run_said(s, store, 1, 2, "same", .99, hex);
    run_said(s, store, 3, 4, "unsure", .6, hex);
    run_said(s, store, 5, 6, "study", .1, hex);
    stands(s, store, 6, "1-2 same;3-4 unsure;5-6 study; 1 1 3 4 5 6");
    rv_store_close(store);
}

/* A run that finds two reports of one study leaves them to be joined by others; a person's word does not. */
static void a_person_who_says_study_parts_and_a_run_does_not(void **state)
{
    scratch *s = *state;
    rv_store *store = six_records(s);
    char hex[RV_DIGEST_HEX];
    run_said(s, store, 1, 2, "study", .3, hex);
    run_said(s, store, 1, 3, "same", .99, hex);
    run_said(s, store, 2, 3, "same", .99, hex);
    stands(s, store, 3, "1-2 study;1-3 same;2-3 same; 1 1 1");
    must(judge(s, store, 1, 2, RV_DEDUP_STUDY, hex));
    stands(s, store, 3, "1-2 study;1-3 same;2-3 same; 1 2 1");
    must(rv_dedup_undo(store, "ann", hex, "no", hex, &s->err));
    stands(s, store, 3, "1-2 study;1-3 same;2-3 same; 1 1 1");
    rv_store_close(store);
}

static void the_queue_is_what_waits_the_likeliest_first(void **state)
{
    scratch *s = *state;
    rv_store *store = six_records(s);
    char hex[RV_DIGEST_HEX], answer[RV_DIGEST_HEX];
    run_said(s, store, 1, 2, "unsure", .6, hex);
    run_said(s, store, 3, 4, "unsure", .8, hex);
    run_said(s, store, 5, 6, "unsure", .7, hex);
    queue_is(s, store, "3-4 0.8 titles alike;5-6 0.7 titles alike;1-2 0.6 titles alike;");
    must(judge(s, store, 3, 4, RV_DEDUP_SAME, answer));
    must(judge(s, store, 5, 6, RV_DEDUP_NONE, hex));
    queue_is(s, store, "1-2 0.6 titles alike;");
    must(judge(s, store, 2, 1, RV_DEDUP_STUDY, hex));
    queue_is(s, store, "");
    must(rv_dedup_undo(store, "ann", answer, "not sure after all", hex, &s->err));
    queue_is(s, store, "3-4 0.8 titles alike;");
    rv_store_close(store);
}

/* A question is answered when its records come into one report, or are parted, by way of others. */
static void a_question_is_answered_by_way_of_others(void **state)
{
    scratch *s = *state;
    rv_store *store = six_records(s);
    char hex[RV_DIGEST_HEX], merge[RV_DIGEST_HEX];
    run_said(s, store, 1, 2, "unsure", .6, hex);
    run_said(s, store, 1, 3, "same", .99, hex);
    run_said(s, store, 2, 3, "unsure", .7, hex);
    queue_is(s, store, "2-3 0.7 titles alike;");               /* the same two reports are asked about once */
    must(judge(s, store, 2, 3, RV_DEDUP_SAME, merge));
    queue_is(s, store, "");
    must(rv_dedup_undo(store, "ann", merge, "no", hex, &s->err));
    must(judge(s, store, 2, 3, RV_DEDUP_NONE, hex));
    queue_is(s, store, "");
    rv_store_close(store);
}

static void the_newest_word_of_a_person_stands_before_what_runs_say(void **state)
{
    scratch *s = *state;
    rv_store *store = six_records(s);
    char hex[RV_DIGEST_HEX];
    run_said(s, store, 1, 2, "same", .99, hex);
    must(judge(s, store, 1, 2, RV_DEDUP_NONE, hex));
    run_said(s, store, 1, 2, "same", .999, hex);
    stands(s, store, 2, "1-2 apart; 1 2");
    must(judge(s, store, 1, 2, RV_DEDUP_SAME, hex));
    stands(s, store, 2, "1-2 same; 1 1");
    rv_store_close(store);
}

static void what_was_parted_before_any_run_and_taken_back_is_free_again(void **state)
{
    scratch *s = *state;
    rv_store *store = six_records(s);
    char split[RV_DIGEST_HEX], merge[RV_DIGEST_HEX], hex[RV_DIGEST_HEX];
    must(judge(s, store, 1, 2, RV_DEDUP_NONE, split));
    must(rv_dedup_undo(store, "ann", split, "a slip", hex, &s->err));
    run_said(s, store, 1, 2, "same", .99, hex);
    stands(s, store, 2, "1-2 same; 1 1");
    must(judge(s, store, 3, 4, RV_DEDUP_SAME, merge));
    must(rv_dedup_undo(store, "ann", merge, "a slip", hex, &s->err));
    run_said(s, store, 3, 4, "same", .99, hex);
    stands(s, store, 4, "1-2 same; 1 1 3 4");
    rv_store_close(store);
}

static void undoing_restores_the_exact_state_of_every_verdict(void **state)
{
    static const char *const before[] = { NULL, "same", "unsure", "study" };
    static const rv_dedup_verdict words[] = { RV_DEDUP_SAME, RV_DEDUP_NONE, RV_DEDUP_STUDY };
    for (size_t i = 0; i < N(before); i++)
        for (size_t k = 0; k < N(words); k++) {
            scratch *s = *state;
            rv_store *store = six_records(s);
            char hex[RV_DIGEST_HEX], undo[RV_DIGEST_HEX], *first, *judged, *last;
            run_said(s, store, 1, 3, "same", .99, hex);
            if (before[i])
                run_said(s, store, 1, 2, before[i], .7, hex);
            first = standing(s, store, 6);
            if (words[k] == RV_DEDUP_SAME && before[i] && strcmp(before[i], "same") == 0) {
                refuses(judge(s, store, 1, 2, words[k], hex), RV_EEXIST, "one report already");
            } else {
                must(judge(s, store, 1, 2, words[k], hex));
                judged = standing(s, store, 6);
                if (words[k] != RV_DEDUP_STUDY || !before[i] || strcmp(before[i], "study") != 0)
                    assert_string_not_equal(first, judged);
                must(rv_dedup_undo(store, "ann", hex, "back", undo, &s->err));
                last = standing(s, store, 6);
                assert_string_equal(first, last);
                free(last);
                must(rv_dedup_undo(store, "ann", undo, "and forth", hex, &s->err));
                last = standing(s, store, 6);
                assert_string_equal(judged, last);
                free(last);
                free(judged);
            }
            free(first);
            rv_store_close(store);
            must(remove(s->path) == 0 ? RV_OK : RV_EIO);
        }
}

/* 1 and 3 are joined only because their link is older; an undoing that says it again must not make it newer. */
static void undoing_restores_the_weight_of_what_it_says_again(void **state)
{
    scratch *s = *state;
    rv_store *store = six_records(s);
    char hex[RV_DIGEST_HEX], *first, *last;
    run_said(s, store, 1, 2, "same", .99, hex);
    run_said(s, store, 1, 3, "same", .98, hex);
    must(judge(s, store, 2, 3, RV_DEDUP_NONE, hex));
    first = standing(s, store, 3);
    assert_string_equal(first, "1-2 same;1-3 same;2-3 apart; 1 1 3");
    must(judge(s, store, 1, 3, RV_DEDUP_NONE, hex));
    must(rv_dedup_undo(store, "ann", hex, "back", hex, &s->err));
    last = standing(s, store, 3);
    assert_string_equal(first, last);
    free(first);
    free(last);
    rv_store_close(store);
}

/* ---- Many judgements in one act ----------------------------------------------------------------------------------------- */

static void note_fault(void *user, size_t i, const rv_error *fault)
{
    rv_buf_printf(user, "%zu %s;", i, fault->message);
}

static void many_judgements_are_one_act_and_undone_as_one(void **state)
{
    static const rv_dedup_judgement all[] = {
        { 1, 2, RV_DEDUP_SAME, "same abstract" }, { 3, 4, RV_DEDUP_STUDY, "protocol of" }, { 6, 5, RV_DEDUP_NONE, "other years" },
        { 2, 1, RV_DEDUP_SAME, "once more" },
    };
    scratch *s = *state;
    rv_store *store = six_records(s);
    char hex[RV_DIGEST_HEX], again[RV_DIGEST_HEX];
    size_t added;
    must(rv_dedup_judge_all(store, "ann", all, N(all), NULL, NULL, &added, hex, &s->err));
    assert_int_equal(added, 3);
    stands(s, store, 6, "1-2 same;3-4 study;5-6 apart; 1 1 3 4 5 6");
    must(rv_dedup_judge_all(store, "ann", all, N(all), NULL, NULL, &added, again, &s->err));
    assert_int_equal(added, 0);
    assert_string_equal(again, "");
    must(rv_dedup_undo(store, "ann", hex, "wrong table", again, &s->err));
    stands(s, store, 6, " 1 2 3 4 5 6");
    rv_store_close(store);
}

static void every_judgement_that_cannot_be_taken_is_named_and_none_is_written(void **state)
{
    static const rv_dedup_judgement all[] = {
        { 1, 2, RV_DEDUP_SAME, "one" }, { 3, 3, RV_DEDUP_SAME, "self" }, { 4, 5, RV_DEDUP_UNSURE, "perhaps" },
        { 4, 99, RV_DEDUP_SAME, "no such record" }, { 5, 6, RV_DEDUP_STUDY, " " },
    };
    scratch *s = *state;
    rv_store *store = six_records(s);
    rv_buf told = RV_BUF_INIT;
    char hex[RV_DIGEST_HEX];
    size_t added;
    refuses(rv_dedup_judge_all(store, "ann", all, N(all), note_fault, &told, &added, hex, &s->err), RV_EINVAL, "given twice");
    assert_string_equal(rv_buf_str(&told), "1 record 3 is given twice; a merge needs two records;"
                        "2 records 4 and 5: a person says same, apart or study, not unsure;"
                        "3 there is no record 99;4 a study link needs its reason;");
    assert_int_equal(added, 0);
    stands(s, store, 6, " 1 2 3 4 5 6");
    rv_buf_free(&told);
    rv_store_close(store);
}

static void judgements_that_contradict_each_other_are_refused(void **state)
{
    static const rv_dedup_judgement twice[] = { { 1, 2, RV_DEDUP_SAME, "one" }, { 2, 1, RV_DEDUP_NONE, "two" } };
    static const rv_dedup_judgement round[] = {
        { 1, 2, RV_DEDUP_SAME, "one" }, { 2, 3, RV_DEDUP_SAME, "one" }, { 1, 3, RV_DEDUP_NONE, "two" },
    };
    scratch *s = *state;
    rv_store *store = six_records(s);
    char hex[RV_DIGEST_HEX];
    size_t added;
    refuses(rv_dedup_judge_all(store, "ann", twice, N(twice), NULL, NULL, &added, hex, &s->err), RV_EINVAL, "judged twice, 'same' and");
    refuses(rv_dedup_judge_all(store, "ann", round, N(round), NULL, NULL, &added, hex, &s->err), RV_EINVAL, "cannot be one report");
    stands(s, store, 6, " 1 2 3 4 5 6");
    rv_store_close(store);
}

/* Splits of the same act make room for its merges. */
static void a_table_may_move_a_record_from_one_report_to_another(void **state)
{
    static const rv_dedup_judgement move[] = {
        { 1, 2, RV_DEDUP_NONE, "other" }, { 2, 3, RV_DEDUP_SAME, "this one" }, { 1, 3, RV_DEDUP_NONE, "other" },
    };
    scratch *s = *state;
    rv_store *store = six_records(s);
    char hex[RV_DIGEST_HEX];
    size_t added;
    run_said(s, store, 1, 2, "same", .99, hex);
    must(rv_dedup_judge_all(store, "ann", move, N(move), NULL, NULL, &added, hex, &s->err));
    stands(s, store, 3, "1-2 apart;1-3 apart;2-3 same; 1 2 2");
    rv_store_close(store);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)
    const struct CMUnitTest tests[] = {
        T(only_same_joins), T(a_person_who_says_study_parts_and_a_run_does_not), T(the_queue_is_what_waits_the_likeliest_first),
        T(a_question_is_answered_by_way_of_others), T(the_newest_word_of_a_person_stands_before_what_runs_say),
        T(what_was_parted_before_any_run_and_taken_back_is_free_again), T(undoing_restores_the_exact_state_of_every_verdict),
        T(undoing_restores_the_weight_of_what_it_says_again), T(many_judgements_are_one_act_and_undone_as_one),
        T(every_judgement_that_cannot_be_taken_is_named_and_none_is_written),
        T(judgements_that_contradict_each_other_are_refused), T(a_table_may_move_a_record_from_one_report_to_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
