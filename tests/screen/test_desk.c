#include <config.h>

#include "tests/screen/world.h"

static void reports_come_in_order_of_import_and_stay_until_decided(void **state)
{
    scratch *s = *state;
    world w;
    rv_desk *ann;
    rv_desk_progress now;
    world_up(&w, s, 4);
    ann = desk_of(&w, w.store, "ann", RV_DESK_ORDER, 0);
    assert_int_equal(next_of(&w, ann), 1);
    assert_int_equal(next_of(&w, ann), 1);
    assert_int_equal(peek_of(&w, ann), 2);
    assert_int_equal(says(&w, ann, 1, "include"), 2);
    assert_int_equal(says(&w, ann, 2, "exclude"), 3);
    rv_desk_progress_get(ann, &now);
    assert_int_equal(now.decided, 2);
    assert_int_equal(now.session, 2);
    assert_int_equal(now.waiting, 2);
    assert_int_equal(says(&w, ann, 3, "unsure"), 4);
    assert_int_equal(says(&w, ann, 4, "include"), 0);
    assert_int_equal(next_of(&w, ann), 0);
    rv_desk_close(ann);
    world_down(&w);
}

static void what_is_put_off_comes_last_and_again_behind_the_others_put_off(void **state)
{
    scratch *s = *state;
    world w;
    rv_desk *ann;
    rv_desk_item item;
    rv_desk_progress now;
    world_up(&w, s, 4);
    ann = desk_of(&w, w.store, "ann", RV_DESK_ORDER, 0);
    assert_int_equal(next_of(&w, ann), 1);
    assert_int_equal(says(&w, ann, 1, "later"), 2);
    assert_int_equal(says(&w, ann, 2, "later"), 3);
    assert_int_equal(says(&w, ann, 3, "include"), 4);
    assert_int_equal(says(&w, ann, 4, "include"), 1);
    must(rv_desk_next(ann, &item, &s->err));
    assert_true(item.postponed);
    assert_int_equal(says(&w, ann, 1, "later"), 2);
    assert_int_equal(says(&w, ann, 2, "exclude"), 1);
    rv_desk_progress_get(ann, &now);
    assert_int_equal(now.postponed, 1);
    assert_int_equal(now.decided, 3);
    assert_int_equal(says(&w, ann, 1, "later"), 1);
    rv_desk_close(ann);
    world_down(&w);
}

static void half_screened_reports_come_before_new_ones_and_given_ones_before_both(void **state)
{
    scratch *s = *state;
    world w;
    rv_desk *ann;
    char hex[RV_DIGEST_HEX];
    const int64_t given[] = { 5, 6 };
    world_up(&w, s, 6);
    world_vote(&w, "bob", 4, "include");
    world_vote(&w, "bob", 6, "exclude");
    must(rv_screen_assign(w.store, w.p, "eve", TA, "ann", given, 2, true, hex, &s->err));
    ann = desk_of(&w, w.store, "ann", RV_DESK_ORDER, 0);
    assert_int_equal(next_of(&w, ann), 6);
    assert_int_equal(says(&w, ann, 6, "include"), 5);
    assert_int_equal(says(&w, ann, 5, "include"), 4);
    assert_int_equal(says(&w, ann, 4, "include"), 1);
    rv_desk_close(ann);
    world_down(&w);
}

static void a_report_given_to_enough_others_is_not_served_until_it_is_taken_back(void **state)
{
    scratch *s = *state;
    world w;
    rv_desk *ann;
    char hex[RV_DIGEST_HEX];
    const int64_t first = 1;
    world_up(&w, s, 2);
    ann = desk_of(&w, w.store, "ann", RV_DESK_ORDER, 0);
    must(rv_screen_assign(w.store, w.p, "eve", TA, "bob", &first, 1, true, hex, &s->err));
    must(rv_screen_assign(w.store, w.p, "eve", TA, "cat", &first, 1, true, hex, &s->err));
    assert_int_equal(next_of(&w, ann), 2);
    assert_int_equal(says(&w, ann, 2, "include"), 0);
    must(rv_screen_assign(w.store, w.p, "eve", TA, "cat", &first, 1, false, hex, &s->err));
    assert_int_equal(next_of(&w, ann), 1);
    world_vote(&w, "dan", 1, "include");             /* with bob's, nobody else is needed */
    assert_int_equal(next_of(&w, ann), 0);
    rv_desk_close(ann);
    world_down(&w);
}

static void one_persons_two_votes_on_merged_records_come_first(void **state)
{
    scratch *s = *state;
    world w;
    rv_desk *ann;
    rv_desk_item item;
    world_up(&w, s, 4);
    world_vote(&w, "ann", 2, "include");
    world_vote(&w, "ann", 3, "exclude");
    ann = desk_of(&w, w.store, "ann", RV_DESK_ORDER, 0);
    assert_int_equal(next_of(&w, ann), 1);
    assert_int_equal(says(&w, ann, 1, "include"), 4);
    merge(&w, 2, 3);
    assert_int_equal(next_of(&w, ann), 4);           /* what lies on the desk stays */
    assert_int_equal(says(&w, ann, 4, "include"), 2);
    must(rv_desk_next(ann, &item, &s->err));
    assert_true(item.again);
    assert_int_equal(says(&w, ann, 2, "exclude"), 0);
    rv_desk_close(ann);
    world_down(&w);
}

static void a_merge_while_the_report_lies_on_the_desk_shows_it_under_its_new_id(void **state)
{
    scratch *s = *state;
    world w;
    rv_desk *ann;
    world_up(&w, s, 4);
    ann = desk_of(&w, w.store, "ann", RV_DESK_ORDER, 0);
    assert_int_equal(says(&w, ann, 1, "include"), 2);
    merge(&w, 1, 2);
    assert_int_equal(next_of(&w, ann), 3);
    merge(&w, 3, 4);
    assert_int_equal(says(&w, ann, 4, "include"), 0);
    rv_desk_close(ann);
    world_down(&w);
}

static void undo_takes_back_one_vote_after_the_other_and_brings_them_again_in_their_order(void **state)
{
    scratch *s = *state;
    world w;
    rv_desk *ann;
    rv_desk_item item;
    rv_desk_progress now;
    char hex[RV_DIGEST_HEX];
    world_up(&w, s, 5);
    world_vote(&w, "ann", 5, "unsure");
    ann = desk_of(&w, w.store, "ann", RV_DESK_ORDER, 0);
    assert_int_equal(says(&w, ann, 1, "include"), 2);
    assert_int_equal(says(&w, ann, 2, "exclude"), 3);
    must(rv_desk_undo(ann, &item, hex, &s->err));
    assert_int_equal(item.report, 2);
    must(rv_desk_undo(ann, &item, hex, &s->err));
    assert_int_equal(item.report, 1);
    refuses(rv_desk_undo(ann, &item, hex, &s->err), RV_ENOTFOUND, "nothing was decided");
    rv_desk_progress_get(ann, &now);
    assert_int_equal(now.session, 0);
    assert_int_equal(now.decided, 1);
    assert_int_equal(next_of(&w, ann), 1);
    assert_int_equal(says(&w, ann, 1, "exclude"), 2);
    assert_int_equal(says(&w, ann, 2, "exclude"), 3);
    assert_int_equal(says(&w, ann, 5, "exclude"), 3);    /* a change of mind on another report */
    must(rv_desk_undo(ann, &item, hex, &s->err));
    assert_int_equal(item.report, 5);
    assert_string_equal(verdict_of(&w, "ann", 5), "unsure");
    assert_int_equal(next_of(&w, ann), 5);
    assert_int_equal(says(&w, ann, 5, "include"), 3);
    rv_desk_close(ann);
    world_down(&w);
}

/* All that the desk tells of ann, while bob says something. */
static char *told(scratch *s, const char *verdict)
{
    world w;
    rv_buf text = RV_BUF_INIT;
    rv_desk *ann;
    rv_desk_item item;
    rv_desk_progress p;
    const int64_t *ids;
    const signed char *labels;
    size_t n;
    char hex[RV_DIGEST_HEX];
    world_up(&w, s, 8);
    world_vote(&w, "bob", 3, verdict);
    ann = desk_of(&w, w.store, "ann", RV_DESK_RANKED, .3);
    for (int64_t i = 0; i < 12; i++) {
        if (i == 2)
            world_vote(&w, "bob", 7, verdict);
        must(rv_desk_next(ann, &item, &s->err));
        rv_desk_progress_get(ann, &p);
        must(rv_desk_labels(ann, &ids, &labels, &n, &s->err));
        rv_buf_printf(&text, "%lld %s %d %lld %lld %lld:", (long long)item.report, item.report ? item.served : "", item.postponed,
                      (long long)p.decided, (long long)p.waiting, (long long)p.postponed);
        for (size_t k = 0; k < n; k++)
            rv_buf_printf(&text, "%d,", labels[k]);
        if (item.report && item.report != 3 && item.report != 7)
            (void)says(&w, ann, item.report, i % 3 ? "include" : "unsure");
        else if (item.report)
            (void)says(&w, ann, item.report, "later");
    }
    must(rv_desk_undo(ann, &item, hex, &s->err));
    rv_buf_printf(&text, "%lld", (long long)item.report);
    rv_desk_close(ann);
    world_down(&w);
    return text.data;
}

static void another_persons_blind_vote_changes_nothing_that_the_desk_tells(void **state)
{
    scratch *s = *state;
    char *include = told(s, "include"), *exclude = told(s, "exclude"), *unsure = told(s, "unsure");
    assert_string_equal(include, exclude);
    assert_string_equal(include, unsure);
    free(include);
    free(exclude);
    free(unsure);
}

static void labels_are_own_votes_and_what_all_votes_decided(void **state)
{
    scratch *s = *state;
    world w;
    rv_desk *ann;
    const int64_t *ids;
    const signed char *labels;
    size_t n;
    world_up(&w, s, 6);
    ann = desk_of(&w, w.store, "ann", RV_DESK_ORDER, 0);
    world_vote(&w, "bob", 1, "include");
    world_vote(&w, "cat", 1, "include");
    world_vote(&w, "bob", 2, "exclude");
    world_vote(&w, "cat", 2, "exclude");
    world_vote(&w, "bob", 3, "include");
    (void)says(&w, ann, 4, "unsure");
    (void)says(&w, ann, 5, "exclude");
    must(rv_desk_labels(ann, &ids, &labels, &n, &s->err));
    assert_int_equal(n, 6);
    assert_int_equal(ids[5], 6);
    assert_memory_equal(labels, ((signed char[]){ 1, 0, -1, 1, 0, -1 }), 6);
    rv_desk_close(ann);
    world_down(&w);
}

static void ranked_reports_come_by_score_and_unknown_ones_last(void **state)
{
    scratch *s = *state;
    const int64_t ids[] = { 1, 2, 3, 4, 5 };
    const double scores[] = { -1, 2, .1, 3, -.05 };
    world w;
    rv_desk *ann;
    rv_desk_item item;
    world_up(&w, s, 6);
    ann = desk_of(&w, w.store, "ann", RV_DESK_RANKED, 0);
    must(rv_desk_rank(ann, ids, scores, 5, &s->err));
    assert_int_equal(next_of(&w, ann), 4);
    must(rv_desk_next(ann, &item, &s->err));
    assert_string_equal(item.served, "ranked");
    assert_int_equal(says(&w, ann, 4, "include"), 2);
    assert_int_equal(says(&w, ann, 2, "include"), 3);
    assert_int_equal(says(&w, ann, 3, "include"), 5);
    assert_int_equal(says(&w, ann, 5, "include"), 1);
    assert_int_equal(says(&w, ann, 1, "include"), 6);
    rv_desk_close(ann);
    ann = desk_of(&w, w.store, "bob", RV_DESK_UNCERTAIN, 0);
    must(rv_desk_rank(ann, ids, scores, 5, &s->err));
    assert_int_equal(next_of(&w, ann), 5);
    assert_int_equal(says(&w, ann, 5, "include"), 3);
    refuses(rv_desk_rank(ann, (int64_t[]){ 2, 1 }, scores, 2, &s->err), RV_EINVAL, "score 2");
    rv_desk_close(ann);
    world_down(&w);
}

static void served_is_kept_with_the_vote_also_when_it_was_put_off_in_between(void **state)
{
    scratch *s = *state;
    world w;
    rv_desk *ann;
    world_up(&w, s, 3);
    ann = desk_of(&w, w.store, "ann", RV_DESK_RANDOM, 0);
    (void)says(&w, ann, next_of(&w, ann), "later");
    for (int i = 0; i < 3; i++)
        (void)says(&w, ann, next_of(&w, ann), "include");
    for (int64_t i = 1; i <= 3; i++)
        assert_string_equal(served_of(&w, "ann", i), "random");
    rv_desk_close(ann);
    world_down(&w);
}

static size_t draw(world *w, double share, uint64_t seed, int64_t *came, bool *random)
{
    rv_desk_options o = RV_DESK_OPTIONS_INIT;
    rv_desk_item item;
    rv_desk *desk;
    size_t n = 0;
    scratch *s = w->s;
    o.reviewer = "ann";
    o.stage = TA;
    o.mode = RV_DESK_RANKED;
    o.random_share = share;
    o.seed = seed;
    must(rv_desk_open(&desk, w->store, w->p, &o, &s->err));
    must(rv_desk_next(desk, &item, &s->err));
    while (item.report && n < 100) {
        rv_decision d = { .record = item.report, .verdict = "include" };
        char hex[RV_DIGEST_HEX];
        came[n] = item.report;
        random[n++] = strcmp(item.served, "random") == 0;
        if (n % 10 == 0) {                           /* a desk that is opened again goes on where it was */
            rv_desk_close(desk);
            must(rv_desk_open(&desk, w->store, w->p, &o, &s->err));
            must(rv_desk_next(desk, &item, &s->err));
            assert_int_equal(item.report, came[n - 1]);
        }
        must(rv_desk_decide(desk, &d, &item, hex, &s->err));
    }
    rv_desk_close(desk);
    return n;
}

static void the_random_share_is_the_same_for_the_same_seed(void **state)
{
    scratch *s = *state;
    int64_t came[3][100];
    bool random[3][100];
    size_t drawn = 0;
    for (int k = 0; k < 3; k++) {
        world w;
        world_up(&w, s, 60);
        assert_int_equal(draw(&w, .25, k == 2 ? 8 : 7, came[k], random[k]), 60);
        world_down(&w);
    }
    assert_memory_equal(came[0], came[1], 60 * sizeof came[0][0]);
    assert_memory_equal(random[0], random[1], 60);
    assert_true(memcmp(came[0], came[2], 60 * sizeof came[0][0]) != 0);
    for (int i = 0; i < 60; i++)
        drawn += random[0][i];
    assert_in_range(drawn, 6, 26);
}

static void a_newer_protocol_stops_the_desk_before_a_vote_is_written(void **state)
{
    scratch *s = *state;
    world w;
    rv_desk *ann;
    rv_event *event;
    rv_desk_item item;
    rv_decision d = { .record = 1, .verdict = "include" };
    char hex[RV_DIGEST_HEX];
    const rv_cell cells[] = { RV_CELL_OF_INT("version", 2), RV_CELL_OF_TEXT("digest", "x"), RV_CELL_OF_TEXT("xml", "x") };
    world_up(&w, s, 2);
    ann = desk_of(&w, w.store, "ann", RV_DESK_ORDER, 0);
    must(rv_event_begin(&event, w.store, "protocol.change", "eve", false, &s->err));
    must(rv_event_add(event, "protocol", cells, 3, NULL, &s->err));
    must(rv_event_commit(event, hex, &s->err));
    refuses(rv_desk_decide(ann, &d, &item, hex, &s->err), RV_EINVAL, "new version");
    refuses(rv_desk_decide(ann, &d, &item, hex, &s->err), RV_EINVAL, "new version");     /* and does not forget it */
    refuses(rv_desk_next(ann, &item, &s->err), RV_EINVAL, "new version");
    assert_string_equal(verdict_of(&w, "ann", 1), "");
    rv_desk_close(ann);
    world_down(&w);
}

static void who_works_no_more_is_told_at_an_open_desk_and_leases_nothing(void **state)
{
    scratch *s = *state;
    world w;
    rv_desk *ann, *bob;
    rv_desk_item item;
    rv_person_end e;
    char hex[RV_DIGEST_HEX];
    world_up(&w, s, 2);
    must(rv_person_set(w.store, "eve", "eve", "lead", hex, &s->err));
    must(rv_person_set(w.store, "eve", "ann", "screener", hex, &s->err));
    must(rv_person_set(w.store, "eve", "bob", "screener", hex, &s->err));
    ann = desk_of(&w, w.store, "ann", RV_DESK_ORDER, 0);
    bob = desk_of(&w, w.store, "bob", RV_DESK_ORDER, 0);
    assert_int_equal(next_of(&w, ann), 1);
    must(rv_person_deactivate(w.store, w.p, "eve", "ann", NULL, &e, hex, &s->err));
    must(rv_person_set(w.store, "eve", "bob", "reader", hex, &s->err));
    refuses(rv_desk_next(ann, &item, &s->err), RV_EINVAL, "ann works no more");
    refuses(rv_desk_next(bob, &item, &s->err), RV_EINVAL, "bob is a reader");
    assert_int_equal(item.report, 0);
    must(rv_person_set(w.store, "eve", "bob", "screener", hex, &s->err));
    assert_int_equal(next_of(&w, bob), 1);
    rv_desk_close(ann);
    rv_desk_close(bob);
    world_down(&w);
}

static void undo_of_a_vote_on_what_was_put_off_puts_it_off_again(void **state)
{
    scratch *s = *state;
    world w;
    rv_desk *ann;
    rv_desk_item item;
    rv_desk_progress now;
    char hex[RV_DIGEST_HEX];
    world_up(&w, s, 2);
    ann = desk_of(&w, w.store, "ann", RV_DESK_RANDOM, 0);
    (void)says(&w, ann, next_of(&w, ann), "later");
    (void)says(&w, ann, next_of(&w, ann), "include");
    must(rv_desk_next(ann, &item, &s->err));
    assert_true(item.postponed);
    assert_int_equal(says(&w, ann, item.report, "include"), 0);
    must(rv_desk_undo(ann, &item, hex, &s->err));
    assert_true(item.postponed);
    assert_string_equal(verdict_of(&w, "ann", item.report), "later");
    assert_string_equal(served_of(&w, "ann", item.report), "random");
    rv_desk_progress_get(ann, &now);
    assert_int_equal(now.postponed, 1);
    rv_desk_close(ann);
    world_down(&w);
}

static void records_imported_meanwhile_wait_too_and_scores_stay(void **state)
{
    scratch *s = *state;
    const int64_t ids[] = { 1, 2, 3 };
    const double scores[] = { 1, 2, 3 };
    world w;
    rv_desk *ann;
    world_up(&w, s, 3);
    ann = desk_of(&w, w.store, "ann", RV_DESK_RANKED, 0);
    must(rv_desk_rank(ann, ids, scores, 3, &s->err));
    assert_int_equal(next_of(&w, ann), 3);
    world_import(&w, 2);
    assert_int_equal(says(&w, ann, 3, "include"), 2);
    assert_int_equal(says(&w, ann, 2, "include"), 1);
    assert_int_equal(says(&w, ann, 1, "include"), 4);
    rv_desk_close(ann);
    world_down(&w);
}

static void a_refused_vote_leaves_the_desk_as_it_was(void **state)
{
    scratch *s = *state;
    world w;
    rv_desk *ann;
    rv_desk_item item;
    rv_decision d = { .record = 1, .verdict = "perhaps" };
    char hex[RV_DIGEST_HEX];
    world_up(&w, s, 3);
    ann = desk_of(&w, w.store, "ann", RV_DESK_ORDER, 0);
    assert_int_equal(next_of(&w, ann), 1);
    item.report = 1;
    refuses(rv_desk_decide(ann, &d, &item, hex, &s->err), RV_EINVAL, "perhaps");
    assert_int_equal(item.report, 1);
    assert_int_equal(next_of(&w, ann), 1);
    d.record = 99;
    refuses(rv_desk_decide(ann, &d, &item, hex, &s->err), RV_ENOTFOUND, "99");
    assert_int_equal(says(&w, ann, 1, "include"), 2);
    rv_desk_close(ann);
    world_down(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(reports_come_in_order_of_import_and_stay_until_decided),
        world_test(what_is_put_off_comes_last_and_again_behind_the_others_put_off),
        world_test(half_screened_reports_come_before_new_ones_and_given_ones_before_both),
        world_test(a_report_given_to_enough_others_is_not_served_until_it_is_taken_back),
        world_test(one_persons_two_votes_on_merged_records_come_first),
        world_test(a_merge_while_the_report_lies_on_the_desk_shows_it_under_its_new_id),
        world_test(undo_takes_back_one_vote_after_the_other_and_brings_them_again_in_their_order),
        world_test(another_persons_blind_vote_changes_nothing_that_the_desk_tells),
        world_test(labels_are_own_votes_and_what_all_votes_decided),
        world_test(ranked_reports_come_by_score_and_unknown_ones_last),
        world_test(served_is_kept_with_the_vote_also_when_it_was_put_off_in_between),
        world_test(the_random_share_is_the_same_for_the_same_seed),
        world_test(a_newer_protocol_stops_the_desk_before_a_vote_is_written),
        world_test(who_works_no_more_is_told_at_an_open_desk_and_leases_nothing),
        world_test(undo_of_a_vote_on_what_was_put_off_puts_it_off_again),
        world_test(records_imported_meanwhile_wait_too_and_scores_stay),
        world_test(a_refused_vote_leaves_the_desk_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
