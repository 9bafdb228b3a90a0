#include <config.h>

#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "tests/screen/world.h"

RV_STATEMENT(test_room_votes, "SELECT COUNT(DISTINCT reviewer) FROM decision WHERE record = ?1 AND stage = 'title-abstract'");
RV_STATEMENT(test_room_leases, "SELECT COUNT(*) FROM work_lease");
RV_STATEMENT(test_room_most, "SELECT COALESCE(MAX(n), 0) FROM (SELECT COUNT(*) AS n FROM work_lease GROUP BY stage, report)");

enum { START = 1767225600 };

static void set_clock(int64_t after)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)(START + after));
    setenv("SOURCE_DATE_EPOCH", text, 1);
}

static rv_room *room_of(world *w, rv_store *store)
{
    scratch *s = w->s;
    rv_room *room;
    must(rv_room_open(&room, store, w->p, TA, &s->err));
    return room;
}

static rv_desk *seat(world *w, rv_room *room, const char *who, rv_desk_mode mode, double share)
{
    scratch *s = w->s;
    rv_desk_options o = RV_DESK_OPTIONS_INIT;
    rv_desk *desk;
    o.reviewer = who;
    o.mode = mode;
    o.random_share = share;
    must(rv_desk_open_in(&desk, room, &o, &s->err));
    return desk;
}

static int64_t number(world *w, const rv_statement *statement)
{
    scratch *s = w->s;
    int64_t n;
    must(rv_store_int(w->store, statement, &n, NULL, &s->err, ""));
    return n;
}

static void import_many(world *w, size_t n)
{
    for (; n; n -= n < 60 ? n : 60)
        world_import(w, n < 60 ? n : 60);
}

/* ---- One room, or a room for each -------------------------------------------------------------------------------------------- */

typedef struct {
    world     w;
    rv_room  *room;                      /* NULL: each desk has its own */
    rv_desk **desks;
    size_t    n;
    int64_t   records;
    unsigned  x;
    rv_buf    told;
} play;

static unsigned draw(play *p, unsigned n)
{
    p->x = p->x * 1103515245 + 12345;
    return (p->x >> 16) % n;
}

static void tell_item(play *p, const char *what, const rv_desk_item *item)
{
    rv_buf_printf(&p->told, "%s %lld %s %d %d\n", what, (long long)item->report, item->served ? item->served : "-", item->again, item->postponed);
}

static void tell_progress(play *p, size_t i)
{
    rv_desk_progress now;
    rv_desk_progress_get(p->desks[i], &now);
    rv_buf_printf(&p->told, "%zu: %lld %lld %lld %lld\n", i, (long long)now.decided, (long long)now.session, (long long)now.waiting,
                  (long long)now.postponed);
}

static void tell_labels(play *p, size_t i)
{
    scratch *s = p->w.s;
    const int64_t *ids;
    const signed char *labels;
    size_t n;
    must(rv_desk_labels(p->desks[i], &ids, &labels, &n, &s->err));
    for (size_t k = 0; k < n; k++)
        rv_buf_printf(&p->told, "%lld=%d%c", (long long)ids[k], labels[k], k + 1 < n ? ' ' : '\n');
}

static void rank_all(play *p)
{
    scratch *s = p->w.s;
    int64_t ids[600];
    double scores[600];
    const size_t n = (size_t)p->records - 5;
    for (size_t i = 0; i < n; i++) {
        ids[i] = (int64_t)i + 1;
        scores[i] = (double)draw(p, 50) - 25;
    }
    if (p->room)
        must(rv_room_rank(p->room, ids, scores, n, &s->err));
    for (size_t i = 0; !p->room && i < p->n; i++)
        must(rv_desk_rank(p->desks[i], ids, scores, n, &s->err));
}

/* What happens beside the desks: work is given out and taken back, somebody votes elsewhere, reports are merged. */
static void act_beside(play *p)
{
    scratch *s = p->w.s;
    char hex[RV_DIGEST_HEX], who[16];
    const int64_t record = 1 + draw(p, (unsigned)p->records), other = 1 + draw(p, (unsigned)p->records);
    int round;
    snprintf(who, sizeof who, "p%u", draw(p, (unsigned)p->n));
    switch (draw(p, 6)) {
    case 0: case 1:
        must(rv_screen_assign(p->w.store, p->w.p, "eve", TA, who, &record, 1, draw(p, 4) != 0, hex, &s->err));
        break;
    case 2:
        world_vote(&p->w, draw(p, 2) ? "guest" : who, record, draw(p, 2) ? "include" : "exclude");
        break;
    case 3:
        if (record != other && rv_dedup_judge(p->w.store, "eve", &(rv_dedup_judgement){ record, other, RV_DEDUP_SAME, "one" }, hex, NULL) == RV_OK)
            rv_buf_printf(&p->told, "merged %lld %lld\n", (long long)record, (long long)other);
        break;
    case 4:
        rank_all(p);
        break;
    default:
        if (draw(p, 8) == 0 && rv_screen_calibrate(p->w.store, p->w.p, "eve", TA, 2, (const char *const[]){ "p0", "p1", "p2" }, 3, p->x, &round, hex, NULL)
            == RV_OK)
            rv_buf_printf(&p->told, "round %d\n", round);
    }
}

static void act_at(play *p, size_t i)
{
    scratch *s = p->w.s;
    static const char *const says[] = { "include", "exclude", "unsure", "later", "include", "exclude" };
    rv_desk *desk = p->desks[i];
    rv_desk_item item = { 0 }, ahead[RV_DESK_AHEAD];
    rv_decision d = { 0 };
    char hex[RV_DIGEST_HEX];
    size_t n;
    switch (draw(p, 12)) {
    case 0:
        if (rv_desk_undo(desk, &item, hex, NULL) == RV_OK)
            tell_item(p, "undo", &item);
        break;
    case 1:
        must(rv_desk_ahead(desk, draw(p, 4), ahead, &n, &s->err));
        for (size_t k = 0; k < n; k++)
            tell_item(p, "ahead", &ahead[k]);
        break;
    case 2:
        must(rv_desk_put(desk, 1 + draw(p, (unsigned)p->records), &item, &s->err));
        tell_item(p, "put", &item);
        break;
    case 3:
        d = (rv_decision){ .record = 1 + draw(p, (unsigned)p->records), .verdict = "include" };      /* not on the desk */
        must(rv_desk_decide(desk, &d, &item, hex, &s->err));
        tell_item(p, "elsewhere", &item);
        break;
    default:
        must(rv_desk_next(desk, &item, &s->err));
        tell_item(p, "next", &item);
        if (!item.report)
            break;
        d = (rv_decision){ .record = item.report, .verdict = says[draw(p, 6)], .reason = "design" };
        d.reason = strcmp(d.verdict, "exclude") == 0 ? d.reason : NULL;
        must(rv_desk_decide(desk, &d, &item, hex, &s->err));
        tell_item(p, d.verdict, &item);
    }
    must(rv_desk_next(desk, &item, &s->err));        /* a desk of its own learns of others' acts when it is used */
    tell_item(p, "on", &item);
    tell_progress(p, i);
    if (draw(p, 20) == 0)
        tell_labels(p, i);
}

/* All that desks tell while people work in turns. */
static char *played(scratch *s, bool shared, size_t people, size_t records, int turns, unsigned seed)
{
    play p = { .n = people, .records = (int64_t)records, .x = seed, .told = RV_BUF_INIT, .desks = calloc(people, sizeof *p.desks) };
    world_up(&p.w, s, 1);
    import_many(&p.w, records - 1);
    p.room = shared ? room_of(&p.w, p.w.store) : NULL;
    for (size_t i = 0; i < people; i++) {
        char who[16];
        snprintf(who, sizeof who, "p%zu", i);
        p.desks[i] = shared ? seat(&p.w, p.room, who, (rv_desk_mode)(i % 4), i % 3 ? 0 : .3)
                            : desk_of(&p.w, p.w.store, who, (rv_desk_mode)(i % 4), i % 3 ? 0 : .3);
    }
    for (int t = 0; t < turns; t++)
        if (draw(&p, 10) == 0)
            act_beside(&p);
        else
            act_at(&p, draw(&p, (unsigned)people));
    for (size_t i = 0; i < people; i++)
        rv_desk_close(p.desks[i]);
    assert_int_equal(number(&p.w, &test_room_leases), 0);
    rv_room_close(p.room);
    free(p.desks);
    world_down(&p.w);
    return p.told.data;
}

/* Shows the first line that differs, not all. */
static void same(const char *a, const char *b)
{
    size_t line = 1, at = 0, begin = 0;
    for (; a[at] && a[at] == b[at]; at++)
        if (a[at] == '\n') {
            line++;
            begin = at + 1;
        }
    if (a[at] != b[at])
        fail_msg("line %zu: \"%.*s\" here, \"%.*s\" there", line, (int)strcspn(a + begin, "\n"), a + begin,
                 (int)strcspn(b + begin, "\n"), b + begin);
}

static void desks_in_a_room_do_what_desks_of_their_own_do(void **state)
{
    scratch *s = *state;
    for (unsigned seed = 1; seed <= 6; seed++) {
        char *one = played(s, true, 3 + seed, 40, 300, seed), *each = played(s, false, 3 + seed, 40, 300, seed);
        same(one, each);
        free(one);
        free(each);
    }
}

static void two_hundred_desks_in_a_room_do_what_desks_of_their_own_do(void **state)
{
    scratch *s = *state;
    char *one = played(s, true, 200, 500, 1200, 7), *each = played(s, false, 200, 500, 1200, 7);
    assert_true(strlen(one) > 10000);
    same(one, each);
    free(one);
    free(each);
}

/* ---- Many at once -------------------------------------------------------------------------------------------------------------- */

static void many_desks_in_a_room_serve_no_report_more_often_than_it_needs(void **state)
{
    enum { PEOPLE = 60, RECORDS = 120 };
    scratch *s = *state;
    world w;
    rv_desk *desk[PEOPLE];
    int64_t on[PEOPLE], n;
    rv_room *room;
    unsigned x = 3;
    int left = PEOPLE;
    world_up(&w, s, 60);
    import_many(&w, RECORDS - 60);
    room = room_of(&w, w.store);
    for (int i = 0; i < PEOPLE; i++) {
        char who[16];
        snprintf(who, sizeof who, "p%d", i);
        desk[i] = seat(&w, room, who, i % 2 ? RV_DESK_RANDOM : RV_DESK_ORDER, .2);
        on[i] = next_of(&w, desk[i]);
    }
    assert_int_equal(number(&w, &test_room_leases), PEOPLE);
    assert_int_equal(number(&w, &test_room_most), 2);
    while (left) {
        const int i = (int)((x = x * 1103515245 + 12345) >> 16) % PEOPLE;
        on[i] = on[i] ? says(&w, desk[i], on[i], x >> 20 & 1 ? "include" : "unsure") : next_of(&w, desk[i]);
        for (int k = left = 0; k < PEOPLE; k++)
            left += on[k] != 0;
    }
    for (int64_t r = 1; r <= RECORDS; r++) {
        must(rv_store_int(w.store, &test_room_votes, &n, NULL, &s->err, "i", r));
        assert_int_equal(n, 2);
    }
    rv_room_close(room);                             /* it stays until the last desk is closed */
    for (int i = 0; i < PEOPLE; i++)
        rv_desk_close(desk[i]);
    world_down(&w);
}

static void what_another_program_does_is_known_in_the_room(void **state)
{
    scratch *s = *state;
    world w;
    rv_store *other;
    rv_room *room;
    rv_desk *ann, *bob, *cat;
    char hex[RV_DIGEST_HEX];
    const rv_decision d = { 2, TA, "dan", "include", NULL, NULL, NULL };
    world_up(&w, s, 4);
    must(rv_store_open(&other, s->path, &s->err));
    room = room_of(&w, w.store);
    ann = seat(&w, room, "ann", RV_DESK_ORDER, 0);
    bob = seat(&w, room, "bob", RV_DESK_ORDER, 0);
    assert_int_equal(next_of(&w, ann), 1);
    cat = desk_of(&w, other, "cat", RV_DESK_ORDER, 0);
    assert_int_equal(next_of(&w, cat), 1);           /* with ann's lease the first is full */
    assert_int_equal(next_of(&w, bob), 2);
    must(rv_screen_vote(other, w.p, "dan", &d, 1, hex, &s->err));
    assert_int_equal(says(&w, ann, 1, "include"), 3);        /* bob and dan have the second */
    rv_desk_close(cat);                              /* its lease is free again, */
    assert_int_equal(says(&w, bob, 2, "include"), 1);        /* and half screened comes first */
    rv_desk_close(ann);
    rv_desk_close(bob);
    rv_room_close(room);
    rv_store_close(other);
    world_down(&w);
}

static void two_desks_of_one_person_share_their_leases(void **state)
{
    scratch *s = *state;
    world w;
    rv_room *room;
    rv_desk *here, *there;
    rv_desk_progress now;
    world_up(&w, s, 3);
    room = room_of(&w, w.store);
    here = seat(&w, room, "ann", RV_DESK_ORDER, 0);
    there = seat(&w, room, "ann", RV_DESK_ORDER, 0);
    assert_int_equal(next_of(&w, here), 1);
    assert_int_equal(next_of(&w, there), 1);
    assert_int_equal(says(&w, here, 1, "include"), 2);
    assert_int_equal(next_of(&w, there), 2);
    rv_desk_progress_get(there, &now);
    assert_int_equal(now.decided, 1);
    assert_int_equal(now.session, 0);
    assert_int_equal(now.waiting, 2);
    rv_desk_close(here);
    rv_desk_close(there);
    rv_room_close(room);
    world_down(&w);
}

static void a_desk_that_was_left_alone_notices_that_others_took_over(void **state)
{
    scratch *s = *state;
    world w;
    rv_room *room;
    rv_desk *ann, *bob, *cat;
    rv_desk_item ahead[RV_DESK_AHEAD];
    size_t n;
    world_up(&w, s, 3);
    set_clock(0);
    room = room_of(&w, w.store);
    ann = seat(&w, room, "ann", RV_DESK_ORDER, 0);
    bob = seat(&w, room, "bob", RV_DESK_ORDER, 0);
    cat = seat(&w, room, "cat", RV_DESK_ORDER, 0);
    must(rv_desk_ahead(ann, 2, ahead, &n, &s->err));
    assert_int_equal(n, 2);
    assert_int_equal(next_of(&w, ann), 1);
    set_clock(1801);
    assert_int_equal(next_of(&w, bob), 1);
    assert_int_equal(next_of(&w, cat), 1);
    assert_int_equal(next_of(&w, ann), 2);           /* what nobody took is still hers */
    assert_int_equal(number(&w, &test_room_leases), 4);
    rv_desk_close(ann);
    rv_desk_close(bob);
    rv_desk_close(cat);
    rv_room_close(room);
    world_down(&w);
}

RV_STATEMENT(test_room_until, "SELECT COUNT(*) FROM work_lease WHERE until = ?1");

static void leases_are_renewed_when_half_of_their_time_is_over(void **state)
{
    scratch *s = *state;
    world w;
    rv_room *room;
    rv_desk *ann;
    char until[RV_TIME_TEXT];
    int64_t n;
    world_up(&w, s, 5);
    set_clock(0);
    rv_now_after(until, 1800);
    room = room_of(&w, w.store);
    ann = seat(&w, room, "ann", RV_DESK_ORDER, 0);
    assert_int_equal(peek_of(&w, ann), 2);
    set_clock(600);
    assert_int_equal(says(&w, ann, 1, "include"), 2);
    must(rv_store_int(w.store, &test_room_until, &n, NULL, &s->err, "t", until));
    assert_int_equal(n, 1);                          /* the second's is as it was, the third's is new */
    set_clock(901);
    assert_int_equal(next_of(&w, ann), 2);
    must(rv_store_int(w.store, &test_room_until, &n, NULL, &s->err, "t", until));
    assert_int_equal(n, 0);
    rv_desk_close(ann);
    rv_room_close(room);
    world_down(&w);
}

/* ---- Ahead, and chosen ------------------------------------------------------------------------------------------------------ */

static void reports_ahead_are_leased_and_may_be_decided_in_any_order(void **state)
{
    scratch *s = *state;
    world w;
    rv_room *room;
    rv_desk *ann, *bob;
    rv_desk_item ahead[RV_DESK_AHEAD + 1];
    size_t n;
    world_up(&w, s, 8);
    room = room_of(&w, w.store);
    ann = seat(&w, room, "ann", RV_DESK_ORDER, 0);
    refuses(rv_desk_ahead(ann, RV_DESK_AHEAD + 1, ahead, &n, &s->err), RV_EINVAL, "21 reports ahead");
    must(rv_desk_ahead(ann, 3, ahead, &n, &s->err));
    assert_int_equal(n, 3);
    for (int i = 0; i < 3; i++)
        assert_int_equal(ahead[i].report, i + 2);
    assert_string_equal(ahead[2].served, "order");
    assert_int_equal(number(&w, &test_room_leases), 4);
    assert_int_equal(says(&w, ann, 3, "include"), 1);
    assert_int_equal(says(&w, ann, 1, "include"), 2);
    assert_int_equal(number(&w, &test_room_leases), 4);
    must(rv_desk_ahead(ann, RV_DESK_AHEAD, ahead, &n, &s->err));
    assert_int_equal(n, 5);
    bob = seat(&w, room, "bob", RV_DESK_ORDER, 0);
    assert_int_equal(next_of(&w, bob), 1);           /* half screened */
    rv_desk_close(ann);
    rv_desk_close(bob);
    rv_room_close(room);
    world_down(&w);
}

static void a_report_that_the_person_went_to_lies_first_until_another_is_chosen(void **state)
{
    scratch *s = *state;
    world w;
    rv_desk *ann;
    rv_desk_item item;
    world_up(&w, s, 6);
    ann = desk_of(&w, w.store, "ann", RV_DESK_ORDER, 0);
    assert_int_equal(next_of(&w, ann), 1);
    must(rv_desk_put(ann, 5, &item, &s->err));
    assert_int_equal(item.report, 5);
    assert_null(item.served);
    must(rv_desk_put(ann, 4, &item, &s->err));
    assert_int_equal(next_of(&w, ann), 4);
    assert_int_equal(number(&w, &test_room_leases), 2);      /* of 1 and 4 */
    assert_int_equal(says(&w, ann, 4, "include"), 1);
    assert_string_equal(served_of(&w, "ann", 4), "");
    must(rv_desk_put(ann, 4, &item, &s->err));       /* again, to think better of it */
    assert_int_equal(next_of(&w, ann), 4);
    assert_int_equal(says(&w, ann, 4, "exclude"), 1);
    assert_string_equal(verdict_of(&w, "ann", 4), "exclude");
    must(rv_desk_put(ann, 1, &item, &s->err));       /* it lies there already, and came by order */
    assert_int_equal(says(&w, ann, 1, "include"), 2);
    assert_string_equal(served_of(&w, "ann", 1), "order");
    refuses(rv_desk_put(ann, 77, &item, &s->err), RV_ENOTFOUND, "no record 77");
    rv_desk_close(ann);
    world_down(&w);
}

static void what_came_by_lot_is_a_random_one_also_when_the_person_goes_to_it(void **state)
{
    scratch *s = *state;
    world w;
    rv_desk *ann;
    rv_desk_item item;
    int64_t first;
    world_up(&w, s, 6);
    ann = desk_of(&w, w.store, "ann", RV_DESK_RANDOM, 0);
    first = next_of(&w, ann);
    assert_true(says(&w, ann, first, "later") != first);
    must(rv_desk_put(ann, first, &item, &s->err));
    assert_string_equal(item.served, "random");
    assert_true(item.postponed);
    rv_desk_close(ann);
    world_down(&w);
}

/* ---- Scores and labels -------------------------------------------------------------------------------------------------------- */

static void the_room_learns_from_what_all_votes_decided_and_from_no_single_vote(void **state)
{
    scratch *s = *state;
    world w;
    rv_room *room;
    rv_desk *ann;
    const int64_t *ids;
    const signed char *labels;
    size_t n;
    world_up(&w, s, 4);
    room = room_of(&w, w.store);
    ann = seat(&w, room, "ann", RV_DESK_ORDER, 0);
    assert_int_equal(says(&w, ann, 1, "include"), 2);
    assert_int_equal(says(&w, ann, 2, "exclude"), 3);
    must(rv_room_labels(room, &ids, &labels, &n, &s->err));
    assert_int_equal(n, 4);
    assert_memory_equal(labels, ((signed char[]){ -1, -1, -1, -1 }), 4);
    world_vote(&w, "bob", 1, "include");
    world_vote(&w, "bob", 2, "include");             /* a conflict */
    must(rv_room_labels(room, &ids, &labels, &n, &s->err));
    assert_int_equal(ids[3], 4);
    assert_memory_equal(labels, ((signed char[]){ 1, -1, -1, -1 }), 4);
    must(rv_desk_labels(ann, &ids, &labels, &n, &s->err));
    assert_memory_equal(labels, ((signed char[]){ 1, 0, -1, -1 }), 4);
    rv_desk_close(ann);
    rv_room_close(room);
    world_down(&w);
}

static void scores_of_the_room_are_for_all_its_desks(void **state)
{
    scratch *s = *state;
    const int64_t ids[] = { 1, 2, 3, 4 };
    const double scores[] = { -1, 2, .1, 3 };
    world w;
    rv_room *room;
    rv_desk *desk[3];
    world_up(&w, s, 5);
    room = room_of(&w, w.store);
    desk[0] = seat(&w, room, "ann", RV_DESK_RANKED, 0);
    desk[1] = seat(&w, room, "bob", RV_DESK_UNCERTAIN, 0);
    must(rv_room_rank(room, ids, scores, 4, &s->err));
    desk[2] = seat(&w, room, "cat", RV_DESK_RANKED, 0);
    assert_int_equal(next_of(&w, desk[0]), 4);
    assert_int_equal(next_of(&w, desk[1]), 3);
    assert_int_equal(next_of(&w, desk[2]), 4);
    assert_int_equal(says(&w, desk[0], 4, "include"), 2);
    refuses(rv_desk_rank(desk[0], ids, scores, 4, &s->err), RV_EINVAL, "rv_room_rank");
    refuses(rv_room_rank(room, (int64_t[]){ 2, 1 }, scores, 2, &s->err), RV_EINVAL, "score 2");
    for (int i = 0; i < 3; i++)
        rv_desk_close(desk[i]);
    rv_room_close(room);
    world_down(&w);
}

static bool both_voted(world *w, int64_t record)
{
    return *verdict_of(w, "bob", record) && *verdict_of(w, "ann", record) && strcmp(verdict_of(w, "ann", record), "later") != 0;
}

/* All that the room and her desk tell ann, while bob, at the next desk, says something. */
static char *told(scratch *s, const char *verdict)
{
    world w;
    rv_buf text = RV_BUF_INIT;
    rv_room *room;
    rv_desk *ann, *bob;
    rv_desk_item item, ahead[3];
    rv_desk_progress p;
    const int64_t *ids;
    const signed char *labels;
    size_t n;
    world_up(&w, s, 12);
    room = room_of(&w, w.store);
    ann = seat(&w, room, "ann", RV_DESK_RANKED, .3);
    bob = seat(&w, room, "bob", RV_DESK_ORDER, 0);
    for (int i = 0; i < 6; i++) {
        (void)says(&w, bob, next_of(&w, bob), verdict);
        must(rv_desk_next(ann, &item, &s->err));
        rv_buf_printf(&text, "%lld %s:", (long long)item.report, item.report ? item.served : "");
        must(rv_desk_ahead(ann, 3, ahead, &n, &s->err));
        for (size_t k = 0; k < n; k++)
            rv_buf_printf(&text, " %lld", (long long)ahead[k].report);
        (void)says(&w, ann, item.report, i % 2 ? "later" : "unsure");
        if (i % 2)
            must(rv_desk_put(ann, item.report, &item, &s->err));
        must(rv_room_labels(room, &ids, &labels, &n, &s->err));
        for (size_t k = 0; k < n; k++)                       /* but for those that both voted on */
            rv_buf_printf(&text, ",%d", both_voted(&w, ids[k]) ? 9 : labels[k]);
        rv_desk_progress_get(ann, &p);
        rv_buf_printf(&text, " %lld %lld %lld\n", (long long)p.decided, (long long)p.waiting, (long long)p.postponed);
    }
    rv_desk_close(ann);
    rv_desk_close(bob);
    rv_room_close(room);
    world_down(&w);
    return text.data;
}

static void in_a_room_too_another_persons_blind_vote_changes_nothing_that_is_told(void **state)
{
    scratch *s = *state;
    char *include = told(s, "include"), *exclude = told(s, "exclude"), *unsure = told(s, "unsure");
    same(include, exclude);
    same(include, unsure);
    free(include);
    free(exclude);
    free(unsure);
}

/* ---- Faults ---------------------------------------------------------------------------------------------------------------- */

static void a_room_that_forgets_goes_on_where_the_review_stands(void **state)
{
    scratch *s = *state;
    world w;
    rv_room *room;
    rv_desk *ann;
    rv_desk_item item;
    rv_desk_progress now;
    char hex[RV_DIGEST_HEX];
    world_up(&w, s, 5);
    room = room_of(&w, w.store);
    ann = seat(&w, room, "ann", RV_DESK_ORDER, 0);
    assert_int_equal(says(&w, ann, 1, "include"), 2);
    rv_room_forget(room);
    assert_int_equal(next_of(&w, ann), 2);
    assert_int_equal(says(&w, ann, 2, "exclude"), 3);
    rv_room_forget(room);
    must(rv_desk_undo(ann, &item, hex, &s->err));    /* the vote stands, and can be taken back */
    assert_int_equal(item.report, 2);
    rv_desk_progress_get(ann, &now);
    assert_int_equal(now.session, 1);
    assert_int_equal(now.decided, 1);
    rv_desk_close(ann);
    rv_room_close(room);
    world_down(&w);
}

static void after_a_group_that_was_rolled_back_the_room_begins_anew(void **state)
{
    scratch *s = *state;
    world w;
    rv_room *room;
    rv_desk *ann, *bob;
    rv_desk_item item;
    rv_desk_progress now;
    char hex[RV_DIGEST_HEX];
    world_up(&w, s, 6);
    room = room_of(&w, w.store);
    ann = seat(&w, room, "ann", RV_DESK_ORDER, 0);
    bob = seat(&w, room, "bob", RV_DESK_ORDER, 0);
    assert_int_equal(says(&w, ann, 1, "include"), 2);
    must(rv_store_group_begin(w.store, &s->err));
    assert_int_equal(next_of(&w, bob), 1);
    assert_int_equal(says(&w, ann, 2, "exclude"), 3);
    assert_int_equal(says(&w, bob, 1, "exclude"), 2);
    must(rv_store_group_end(w.store, false, &s->err));
    rv_room_forget(room);
    assert_int_equal(says(&w, bob, 3, "include"), 1);        /* his row has the number that hers had */
    rv_desk_progress_get(ann, &now);
    assert_int_equal(now.session, 1);
    assert_int_equal(now.decided, 1);
    must(rv_desk_undo(ann, &item, hex, &s->err));            /* the vote that stands */
    assert_int_equal(item.report, 1);
    refuses(rv_desk_undo(ann, &item, hex, &s->err), RV_ENOTFOUND, "nothing was decided");
    assert_int_equal(says(&w, ann, 1, "include"), 2);        /* what was decided in vain lies there again */
    assert_string_equal(verdict_of(&w, "bob", 1), "");
    assert_string_equal(verdict_of(&w, "ann", 2), "");
    assert_int_equal(says(&w, ann, 2, "exclude"), 3);
    assert_string_equal(served_of(&w, "ann", 2), "order");
    rv_desk_close(ann);
    rv_desk_close(bob);
    assert_int_equal(number(&w, &test_room_leases), 0);
    rv_room_close(room);
    world_down(&w);
}

static void a_refused_vote_in_a_group_leaves_the_others_and_the_room_as_they_are(void **state)
{
    scratch *s = *state;
    world w;
    rv_room *room;
    rv_desk *ann, *bob;
    rv_desk_item item;
    const rv_decision d = { .record = 1, .verdict = "perhaps" };
    char hex[RV_DIGEST_HEX];
    world_up(&w, s, 4);
    room = room_of(&w, w.store);
    ann = seat(&w, room, "ann", RV_DESK_ORDER, 0);
    bob = seat(&w, room, "bob", RV_DESK_ORDER, 0);
    must(rv_store_group_begin(w.store, &s->err));
    assert_int_equal(next_of(&w, ann), 1);
    assert_int_equal(next_of(&w, bob), 1);
    refuses(rv_desk_decide(ann, &d, &item, hex, &s->err), RV_EINVAL, "perhaps");
    assert_int_equal(says(&w, bob, 1, "include"), 2);
    assert_int_equal(next_of(&w, ann), 1);
    assert_int_equal(says(&w, ann, 1, "include"), 2);
    must(rv_store_group_end(w.store, true, &s->err));
    assert_string_equal(verdict_of(&w, "ann", 1), "include");
    assert_int_equal(number(&w, &test_room_leases), 2);
    rv_desk_close(ann);
    rv_desk_close(bob);
    rv_room_close(room);
    world_down(&w);
}

static void a_report_that_others_were_given_meanwhile_is_kept_from_them_no_longer(void **state)
{
    scratch *s = *state;
    world w;
    rv_room *room;
    rv_desk *ann, *bob;
    char hex[RV_DIGEST_HEX];
    const int64_t one = 1;
    world_up(&w, s, 3);
    room = room_of(&w, w.store);
    ann = seat(&w, room, "ann", RV_DESK_ORDER, 0);
    bob = seat(&w, room, "bob", RV_DESK_ORDER, 0);
    assert_int_equal(next_of(&w, ann), 1);
    must(rv_screen_assign(w.store, w.p, "eve", TA, "bob", &one, 1, true, hex, &s->err));
    must(rv_screen_assign(w.store, w.p, "eve", TA, "cat", &one, 1, true, hex, &s->err));
    assert_int_equal(next_of(&w, ann), 2);
    assert_int_equal(next_of(&w, bob), 1);
    assert_int_equal(number(&w, &test_room_leases), 2);
    rv_desk_close(ann);
    rv_desk_close(bob);
    rv_room_close(room);
    world_down(&w);
}

/* ---- What a desk costs ------------------------------------------------------------------------------------------------------ */

static void a_desk_in_a_room_costs_less_than_a_byte_a_report(void **state)
{
#if defined __GLIBC__ && __GLIBC_PREREQ(2, 33)
    enum { DESKS = 50, RECORDS = 3000 };
    scratch *s = *state;
    world w;
    rv_room *room;
    rv_desk *desk[DESKS];
    size_t before;
    world_up(&w, s, 60);
    import_many(&w, RECORDS - 60);
    room = room_of(&w, w.store);
    desk[0] = seat(&w, room, "p0", RV_DESK_RANKED, .1);
    (void)says(&w, desk[0], next_of(&w, desk[0]), "include");
    before = mallinfo2().uordblks;
    for (int i = 1; i < DESKS; i++) {
        char who[16];
        snprintf(who, sizeof who, "p%d", i);
        desk[i] = seat(&w, room, who, RV_DESK_RANKED, .1);
        (void)says(&w, desk[i], next_of(&w, desk[i]), "include");
    }
    assert_in_range(mallinfo2().uordblks - before, 0, (DESKS - 1) * (RECORDS + 4096));
    for (int i = 0; i < DESKS; i++)
        rv_desk_close(desk[i]);
    rv_room_close(room);
    world_down(&w);
#else
    (void)state;
    skip();
#endif
}

static void a_room_refuses_what_is_no_stage_and_desks_that_are_none(void **state)
{
    scratch *s = *state;
    world w;
    rv_room *room;
    rv_desk *desk;
    rv_desk_options o = RV_DESK_OPTIONS_INIT;
    char hex[RV_DIGEST_HEX];
    world_up(&w, s, 1);
    refuses(rv_room_open(&room, w.store, w.p, "nowhere", &s->err), RV_EINVAL, "'nowhere' is not a stage");
    assert_null(room);
    room = room_of(&w, w.store);
    refuses(rv_desk_open_in(&desk, room, &o, &s->err), RV_EINVAL, "needs its person");
    o.reviewer = "ann";
    o.stage = FT;
    refuses(rv_desk_open_in(&desk, room, &o, &s->err), RV_EINVAL, "of the stage title-abstract, not of 'full-text'");
    o.stage = TA;
    must(rv_person_set(w.store, "eve", "eve", "lead", hex, &s->err));
    refuses(rv_desk_open_in(&desk, room, &o, &s->err), RV_EINVAL, "ann is not of this review's people");
    assert_null(desk);
    must(rv_person_set(w.store, "eve", "ann", "screener", hex, &s->err));
    must(rv_desk_open_in(&desk, room, &o, &s->err));
    assert_int_equal(next_of(&w, desk), 1);
    rv_desk_close(desk);
    rv_room_close(room);
    rv_room_close(NULL);
    world_down(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(desks_in_a_room_do_what_desks_of_their_own_do),
        world_test(two_hundred_desks_in_a_room_do_what_desks_of_their_own_do),
        world_test(many_desks_in_a_room_serve_no_report_more_often_than_it_needs),
        world_test(what_another_program_does_is_known_in_the_room),
        world_test(two_desks_of_one_person_share_their_leases),
        world_test(a_desk_that_was_left_alone_notices_that_others_took_over),
        world_test(leases_are_renewed_when_half_of_their_time_is_over),
        world_test(reports_ahead_are_leased_and_may_be_decided_in_any_order),
        world_test(a_report_that_the_person_went_to_lies_first_until_another_is_chosen),
        world_test(what_came_by_lot_is_a_random_one_also_when_the_person_goes_to_it),
        world_test(the_room_learns_from_what_all_votes_decided_and_from_no_single_vote),
        world_test(scores_of_the_room_are_for_all_its_desks),
        world_test(in_a_room_too_another_persons_blind_vote_changes_nothing_that_is_told),
        world_test(a_room_that_forgets_goes_on_where_the_review_stands),
        world_test(after_a_group_that_was_rolled_back_the_room_begins_anew),
        world_test(a_refused_vote_in_a_group_leaves_the_others_and_the_room_as_they_are),
        world_test(a_report_that_others_were_given_meanwhile_is_kept_from_them_no_longer),
        world_test(a_desk_in_a_room_costs_less_than_a_byte_a_report),
        world_test(a_room_refuses_what_is_no_stage_and_desks_that_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
