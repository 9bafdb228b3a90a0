#include <config.h>

#include "tests/screen/world.h"

RV_STATEMENT(test_leases, "SELECT COUNT(*) FROM work_lease");
RV_STATEMENT(test_votes, "SELECT COUNT(*) FROM decision WHERE record = ?1 AND verdict <> 'none'");

enum { START = 1767225600 };

static void set_clock(int64_t after)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)(START + after));
    setenv("SOURCE_DATE_EPOCH", text, 1);
}

static int64_t leases(world *w)
{
    scratch *s = w->s;
    int64_t n;
    must(rv_store_int(w->store, &test_leases, &n, NULL, &s->err, ""));
    return n;
}

static rv_store *again(world *w)
{
    scratch *s = w->s;
    rv_store *store;
    must(rv_store_open(&store, s->path, &s->err));
    return store;
}

static void a_report_that_lacks_two_votes_is_with_two_people_at_most(void **state)
{
    scratch *s = *state;
    world w;
    rv_store *store[3];
    rv_desk *desk[3];
    static const char *const who[] = { "ann", "bob", "cat" };
    int64_t on[3];
    world_up(&w, s, 3);
    for (int i = 0; i < 3; i++) {
        store[i] = again(&w);
        desk[i] = desk_of(&w, store[i], who[i], RV_DESK_ORDER, 0);
        on[i] = next_of(&w, desk[i]);
    }
    assert_int_equal(on[0], 1);
    assert_int_equal(on[1], 1);
    assert_int_equal(on[2], 2);
    assert_int_equal(says(&w, desk[0], 1, "include"), 2);
    assert_int_equal(says(&w, desk[1], 1, "exclude"), 3);       /* ann and cat have the second */
    assert_int_equal(leases(&w), 3);
    for (int i = 0; i < 3; i++) {
        rv_desk_close(desk[i]);
        rv_store_close(store[i]);
    }
    assert_int_equal(leases(&w), 0);
    world_down(&w);
}

static void desks_that_take_turns_never_give_a_report_more_votes_than_it_needs(void **state)
{
    scratch *s = *state;
    enum { PEOPLE = 5, RECORDS = 40 };
    world w;
    rv_store *store[PEOPLE];
    rv_desk *desk[PEOPLE];
    int64_t on[PEOPLE], n;
    unsigned x = 1;
    int left = PEOPLE;
    world_up(&w, s, RECORDS);
    for (int i = 0; i < PEOPLE; i++) {
        const char who[] = { 'a', (char)('a' + i), 0 };
        store[i] = again(&w);
        desk[i] = desk_of(&w, store[i], who, i % 2 ? RV_DESK_RANDOM : RV_DESK_ORDER, .2);
        if (i == 3)
            (void)peek_of(&w, desk[i]);
        on[i] = next_of(&w, desk[i]);
    }
    while (left) {
        const int i = (int)((x = x * 1103515245 + 12345) >> 16) % PEOPLE;
        for (int k = left = 0; k < PEOPLE; k++)
            left += on[k] != 0;
        if (on[i])
            on[i] = says(&w, desk[i], on[i], x >> 20 & 1 ? "include" : "unsure");
        else
            on[i] = next_of(&w, desk[i]);
    }
    for (int64_t r = 1; r <= RECORDS; r++) {
        must(rv_store_int(w.store, &test_votes, &n, NULL, &s->err, "i", r));
        assert_int_equal(n, 2);
    }
    for (int i = 0; i < PEOPLE; i++) {
        rv_desk_close(desk[i]);
        rv_store_close(store[i]);
    }
    world_down(&w);
}

static void a_lease_that_ran_out_lets_others_in_and_the_late_vote_is_kept(void **state)
{
    scratch *s = *state;
    world w;
    rv_store *other, *third;
    rv_desk *ann, *bob, *cat;
    int64_t n;
    world_up(&w, s, 1);
    other = again(&w);
    third = again(&w);
    set_clock(0);
    ann = desk_of(&w, w.store, "ann", RV_DESK_ORDER, 0);
    bob = desk_of(&w, other, "bob", RV_DESK_ORDER, 0);
    cat = desk_of(&w, third, "cat", RV_DESK_ORDER, 0);
    assert_int_equal(next_of(&w, ann), 1);
    assert_int_equal(next_of(&w, bob), 1);
    assert_int_equal(next_of(&w, cat), 0);
    set_clock(1800);
    assert_int_equal(next_of(&w, cat), 1);           /* ann and bob are gone to lunch */
    assert_int_equal(says(&w, cat, 1, "include"), 0);
    assert_int_equal(says(&w, ann, 1, "include"), 0);
    assert_int_equal(says(&w, bob, 1, "include"), 0);
    must(rv_store_int(w.store, &test_votes, &n, NULL, &s->err, "i", (int64_t)1));
    assert_int_equal(n, 3);
    rv_desk_close(ann);
    rv_desk_close(bob);
    rv_desk_close(cat);
    rv_store_close(other);
    rv_store_close(third);
    world_down(&w);
}

static void a_lease_that_others_took_after_it_ran_out_is_not_taken_back(void **state)
{
    scratch *s = *state;
    world w;
    rv_store *other[2];
    rv_desk *ann, *desk[2];
    world_up(&w, s, 2);
    ann = desk_of(&w, w.store, "ann", RV_DESK_ORDER, 0);
    set_clock(0);
    assert_int_equal(next_of(&w, ann), 1);
    set_clock(2000);
    for (int i = 0; i < 2; i++) {
        other[i] = again(&w);
        desk[i] = desk_of(&w, other[i], i ? "bob" : "cat", RV_DESK_ORDER, 0);
        assert_int_equal(next_of(&w, desk[i]), 1);
    }
    assert_int_equal(next_of(&w, ann), 2);
    set_clock(3900);                                 /* hers is renewed while she looks at it, theirs are not */
    assert_int_equal(next_of(&w, ann), 2);
    assert_int_equal(leases(&w), 1);
    rv_desk_close(ann);
    for (int i = 0; i < 2; i++) {
        rv_desk_close(desk[i]);
        rv_store_close(other[i]);
    }
    world_down(&w);
}

static void leases_of_a_person_who_takes_part_no_more_keep_nobody_out(void **state)
{
    scratch *s = *state;
    world w;
    rv_store *other;
    rv_desk *ann, *bob;
    rv_event *event;
    char hex[RV_DIGEST_HEX];
    const rv_cell gone[] = { RV_CELL_OF_TEXT("name", "ann"), RV_CELL_OF_TEXT("role", "screener"), RV_CELL_OF_INT("active", 0) };
    const rv_cell stays[] = { RV_CELL_OF_TEXT("name", "bob"), RV_CELL_OF_TEXT("role", "screener"), RV_CELL_OF_INT("active", 1) };
    world_up(&w, s, 1);
    other = again(&w);
    world_vote(&w, "cat", 1, "include");
    ann = desk_of(&w, w.store, "ann", RV_DESK_ORDER, 0);
    bob = desk_of(&w, other, "bob", RV_DESK_ORDER, 0);
    assert_int_equal(next_of(&w, ann), 1);
    assert_int_equal(next_of(&w, bob), 0);
    must(rv_event_begin(&event, w.store, "person.deactivate", "eve", false, &s->err));
    must(rv_event_add(event, "person", gone, 3, NULL, &s->err));
    must(rv_event_add(event, "person", stays, 3, NULL, &s->err));
    must(rv_event_commit(event, hex, &s->err));
    assert_int_equal(next_of(&w, bob), 1);
    rv_desk_close(ann);
    rv_desk_close(bob);
    rv_store_close(other);
    world_down(&w);
}

static void a_person_who_comes_back_gets_what_lay_on_their_desk(void **state)
{
    scratch *s = *state;
    world w;
    rv_store *lost;
    rv_desk *ann;
    world_up(&w, s, 3);
    lost = again(&w);
    ann = desk_of(&w, lost, "ann", RV_DESK_ORDER, 0);
    assert_int_equal(next_of(&w, ann), 1);           /* and the program is killed: nothing is given back */
    assert_int_equal(leases(&w), 1);
    {
        rv_desk *back = desk_of(&w, w.store, "ann", RV_DESK_ORDER, 0);
        assert_int_equal(next_of(&w, back), 1);
        rv_desk_close(back);
    }
    rv_desk_close(ann);
    rv_store_close(lost);
    world_down(&w);
}

static void an_undone_vote_gives_its_place_to_nobody_else(void **state)
{
    scratch *s = *state;
    world w;
    rv_store *other;
    rv_desk *ann, *cat;
    rv_desk_item item;
    char hex[RV_DIGEST_HEX];
    world_up(&w, s, 1);
    other = again(&w);
    world_vote(&w, "bob", 1, "include");
    ann = desk_of(&w, w.store, "ann", RV_DESK_ORDER, 0);
    cat = desk_of(&w, other, "cat", RV_DESK_ORDER, 0);
    assert_int_equal(says(&w, ann, next_of(&w, ann), "exclude"), 0);
    assert_int_equal(next_of(&w, cat), 0);
    must(rv_desk_undo(ann, &item, hex, &s->err));
    assert_int_equal(next_of(&w, cat), 0);
    assert_int_equal(next_of(&w, ann), 1);
    rv_desk_close(ann);
    assert_int_equal(next_of(&w, cat), 1);
    rv_desk_close(cat);
    rv_store_close(other);
    world_down(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(a_report_that_lacks_two_votes_is_with_two_people_at_most),
        world_test(desks_that_take_turns_never_give_a_report_more_votes_than_it_needs),
        world_test(a_lease_that_ran_out_lets_others_in_and_the_late_vote_is_kept),
        world_test(a_lease_that_others_took_after_it_ran_out_is_not_taken_back),
        world_test(leases_of_a_person_who_takes_part_no_more_keep_nobody_out),
        world_test(a_person_who_comes_back_gets_what_lay_on_their_desk),
        world_test(an_undone_vote_gives_its_place_to_nobody_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
