#include <config.h>

#include "tests/screen/team.h"

static rv_status write_person(void *user, const rv_person *p, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%s %s%s;", p->name, p->role, p->active ? "" : " ended");
    return RV_OK;
}

static void people_are(scratch *s, rv_store *store, const char *want)
{
    rv_buf text = RV_BUF_INIT;

    must(rv_people_each(store, write_person, &text, &s->err));
    assert_string_equal(rv_buf_str(&text), want);
    rv_buf_free(&text);
}

static void a_review_without_people_is_open_to_anybody(void **state)
{
    scratch *s = *state;
    rv_store *store = review_of(s, 2);
    rv_protocol *p = plan(s);

    must(rv_person_may(store, "anybody", RV_MAY_LEAD, &s->err));
    must(vote(s, store, p, "anybody", 1, TA, "include", NULL));
    people_are(s, store, "");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void the_first_person_is_a_lead_and_the_last_lead_stays_one(void **state)
{
    scratch *s = *state;
    rv_store *store = review_of(s, 1);
    rv_protocol *p = plan(s);
    rv_person_end e;

    refuses(person(s, store, "ann", "bob", "screener"), RV_EINVAL, "the first of a review's people is a lead");
    refuses(person(s, store, "ann", "ann", "queen"), RV_EINVAL, "'queen' is not a role; there are reader");
    refuses(person(s, store, "ann", " ", "lead"), RV_EINVAL, "a person needs a name");
    refuses(person(s, store, "ann", "ann ", "lead"), RV_EINVAL, "'ann ' is not a name");
    refuses(person(s, store, "ann", "ann=2", "lead"), RV_EINVAL, "'ann=2' is not a name");
    must(person(s, store, "ann", "ann", "lead"));
    refuses(person(s, store, "ann", "ann", "screener"), RV_EINVAL, "ann is the last lead; make another one first");
    refuses(end(s, store, p, "ann", "ann", NULL, &e), RV_EINVAL, "ann is the last lead");
    must(person(s, store, "ann", "bob", "lead"));
    must(person(s, store, "bob", "ann", "reader"));
    refuses(end(s, store, p, "bob", "bob", NULL, &e), RV_EINVAL, "bob is the last lead");
    people_are(s, store, "ann reader;bob lead;");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void each_role_may_what_it_says(void **state)
{
    static const int least[] = { 0, 1, 2, 3, 4 };        /* of the rights, in their order */
    scratch *s = *state;
    rv_store *store = review_of(s, 1);

    must(person(s, store, "lead", "lead", "lead"));
    for (int role = 0; rv_roles[role]; role++) {
        must(person(s, store, "lead", rv_roles[role], rv_roles[role]));
        for (int right = 0; right < (int)N(least); right++)
            assert_int_equal(rv_person_may(store, rv_roles[role], (rv_right)right, &s->err), role >= least[right] ? RV_OK : RV_EINVAL);
    }
    refuses(rv_person_may(store, "zoe", RV_MAY_READ, &s->err), RV_EINVAL, "zoe is not of this review's people; a lead adds them");
    refuses(rv_person_may(store, "extractor", RV_MAY_LEAD, &s->err), RV_EINVAL, "extractor is an extractor; people and their work are for a lead");
    rv_store_close(store);
}

/* ann leads, bob and cara screen, dora settles, rita reads. */
static rv_store *team(scratch *s, size_t n)
{
    rv_store *store = review_of(s, n);

    must(person(s, store, "ann", "ann", "lead"));
    must(person(s, store, "ann", "bob", "screener"));
    must(person(s, store, "ann", "cara", "screener"));
    must(person(s, store, "ann", "dora", "adjudicator"));
    must(person(s, store, "ann", "rita", "reader"));
    return store;
}

static void what_a_role_may_not_is_refused_where_it_is_done(void **state)
{
    scratch *s = *state;
    rv_store *store = team(s, 3);
    rv_protocol *p = plan(s);
    char hex[RV_DIGEST_HEX], digest[RV_DIGEST_HEX];
    rv_share share = { "bob", 1, 0 };
    rv_person_end e;
    int64_t next;
    int round;

    refuses(vote(s, store, p, "rita", 1, TA, "include", NULL), RV_EINVAL, "rita is a reader; screening is for a screener");
    refuses(vote(s, store, p, "zoe", 1, TA, "include", NULL), RV_EINVAL, "zoe is not of this review's people");
    must(vote(s, store, p, "bob", 1, TA, "include", NULL));
    must(vote(s, store, p, "cara", 1, TA, "exclude", "design"));
    refuses(resolve(s, store, p, "zoe", 1, "include", NULL), RV_EINVAL, "zoe is not");
    refuses(resolve(s, store, p, "rita", 1, "include", NULL), RV_EINVAL, "settling conflicts is for an adjudicator or lead");
    must(resolve(s, store, p, "dora", 1, "include", NULL));
    refuses(assign(s, store, p, "bob", "cara", 2), RV_EINVAL, "bob is a screener; people and their work are for a lead");
    refuses(assign(s, store, p, "ann", "rita", 2), RV_EINVAL, "rita is a reader");
    must(assign(s, store, p, "ann", "cara", 2));
    refuses(rv_screen_share(store, p, "dora", TA, &share, 1, 1, hex, &s->err), RV_EINVAL, "dora is an adjudicator");
    refuses(rv_screen_calibrate(store, p, "dora", TA, 1, NULL, 0, 1, &round, hex, &s->err), RV_EINVAL, "dora is an adjudicator");
    refuses(rv_screen_state(store, "rita", 1, "sought", NULL, hex, &s->err), RV_EINVAL, "rita is a reader");
    write_file(s->other, "%PDF-1.4 x", 10);
    refuses(rv_report_attach(store, "rita", 1, s->other, digest, hex, &s->err), RV_EINVAL, "rita is a reader");
    must(rv_report_attach(store, "bob", 1, s->other, digest, hex, &s->err));
    refuses(rv_report_detach(store, "zoe", 1, digest, hex, &s->err), RV_EINVAL, "zoe is not");
    refuses(rv_screen_remark(store, p, "rita", 1, TA, "Hm.", hex, &s->err), RV_EINVAL, "rita is a reader");
    refuses(rv_screen_label(store, p, "zoe", 1, TA, "odd", true, hex, &s->err), RV_EINVAL, "zoe is not");
    refuses(person(s, store, "bob", "bob", "lead"), RV_EINVAL, "bob is a screener");
    refuses(end(s, store, p, "bob", "cara", NULL, &e), RV_EINVAL, "bob is a screener");
    refuses(end(s, store, p, "ann", "zoe", NULL, &e), RV_EINVAL, "zoe is not of this review's people");
    refuses(end(s, store, p, "ann", "bob", "rita", &e), RV_EINVAL, "rita is a reader");
    refuses(end(s, store, p, "ann", "bob", "bob", &e), RV_EINVAL, "bob cannot take over from themselves");
    refuses(rv_screen_next(store, p, "rita", TA, &next, &s->err), RV_EINVAL, "rita is a reader");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void decisions_of_others_are_brought_in_by_a_lead(void **state)
{
    static const char *const whos[] = { "bob", "ann" };
    static const char file[] = "record,reviewer,verdict\n1,cara,include\n2,cara,include\n1,bob,include\n";
    static const char stranger[] = "record,reviewer,verdict\n1,zoe,include\n3,bob,include\n";
    scratch *s = *state;
    rv_store *store = team(s, 3);
    rv_protocol *p = plan(s);
    rv_person_end e;
    char hex[RV_DIGEST_HEX];
    size_t n;

    must(end(s, store, p, "ann", "cara", NULL, &e));
    write_file(s->other, file, sizeof file - 1);
    for (size_t i = 0; i < N(whos); i++) {
        const rv_status st = rv_screen_import(store, p, whos[i], s->other, false, NULL, NULL, &n, hex, &s->err);
        if (i)
            must(st);             /* what cara decided elsewhere, before they left, counts */
        else
            refuses(st, RV_EINVAL, "a decision of cara: bob is a screener");
    }
    write_file(s->other, stranger, sizeof stranger - 1);
    refuses(rv_screen_import(store, p, "ann", s->other, false, NULL, NULL, &n, hex, &s->err), RV_EINVAL,
            "zoe is not of this review's people; add them before");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void who_has_ended_votes_no_more_and_their_decisions_count(void **state)
{
    scratch *s = *state;
    rv_store *store = team(s, 3);
    rv_protocol *p = plan(s);
    rv_screen_counts c;
    rv_person_end e;

    must(vote(s, store, p, "bob", 1, TA, "include", NULL));
    must(end(s, store, p, "ann", "bob", NULL, &e));
    assert_int_equal(e.decisions, 1);
    refuses(vote(s, store, p, "bob", 2, TA, "include", NULL), RV_EINVAL, "bob works no more in this review");
    must(vote(s, store, p, "cara", 1, TA, "include", NULL));
    must(rv_screen_count(store, p, TA, &c, &s->err));
    assert_int_equal(c.included, 1);
    must(person(s, store, "ann", "bob", "screener"));
    must(vote(s, store, p, "bob", 2, TA, "include", NULL));
    people_are(s, store, "ann lead;bob screener;cara screener;dora adjudicator;rita reader;");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void what_waited_for_them_goes_to_an_heir_or_back(void **state)
{
    scratch *s = *state;
    rv_store *store = team(s, 4);
    rv_protocol *p = plan(s);
    rv_person_end e;

    for (int64_t r = 1; r <= 3; r++)
        must(assign(s, store, p, "ann", "bob", r));
    must(assign(s, store, p, "ann", "cara", 2));
    must(assign(s, store, p, "ann", "dora", 2));
    must(vote(s, store, p, "bob", 3, TA, "include", NULL));
    must(end(s, store, p, "ann", "bob", "cara", &e));
    assert_int_equal(e.given_on, 1);                                /* 1; 3 is voted on */
    assert_int_equal(e.given_back, 1);                              /* 2, which cara has already */
    assert_int_equal(e.short_of, 0);
    assert_int_equal(next_of(s, store, p, "cara"), 1);
    rv_protocol_free(p);
    rv_store_close(store);
}

static void too_few_who_are_left_are_told(void **state)
{
    scratch *s = *state;
    rv_store *store = review_of(s, 3);
    rv_protocol *p = plan(s);
    rv_person_end e;

    must(person(s, store, "ann", "ann", "lead"));
    must(person(s, store, "ann", "bob", "screener"));
    must(vote(s, store, p, "bob", 3, TA, "include", NULL));
    must(end(s, store, p, "ann", "bob", NULL, &e));
    assert_int_equal(e.short_of, 2);                                /* 3 needs ann's vote alone */
    rv_protocol_free(p);
    rv_store_close(store);
}

static void a_role_that_may_not_screen_holds_nobody_up(void **state)
{
    scratch *s = *state;
    rv_store *store = team(s, 1);
    rv_protocol *p = plan(s);

    must(assign(s, store, p, "ann", "bob", 1));
    must(assign(s, store, p, "ann", "cara", 1));
    assert_int_equal(next_of(s, store, p, "dora"), 0);
    must(person(s, store, "ann", "bob", "reader"));
    assert_int_equal(next_of(s, store, p, "dora"), 1);
    rv_protocol_free(p);
    rv_store_close(store);
}

/* ---- The property ------------------------------------------------------------------------------------------------------------ */

enum { PEOPLE = 6, REPORTS = 8 };
static const char *const crew[PEOPLE] = { "ann", "bob", "cara", "dora", "eli", "fay" };

/* A report waits for ever when more votes are lacking than people to whom it would be served: whoever is served first votes on it. */
static void nothing_is_stuck(scratch *s, rv_store *store, rv_protocol *p, const bool active[PEOPLE])
{
    rv_board board;
    rv_gifts gifts;

    must(rv_board_load(&board, store, p, 0, &s->err));
    must(rv_gifts_load(&gifts, store, &board, 0, &s->err));
    for (size_t i = 0; i < board.n_reports; i++) {
        const rv_board_report *r = &board.reports[i];
        const rv_outcome o = rv_outcome_at(&board, r, 0);
        const int needed = rv_board_needed(&board, r, 0);
        int able = 0, own = 0, voted = 0;
        for (int k = 0; k < PEOPLE; k++) {
            const bool has = rv_vote_of(&board, r, 0, crew[k]) != NULL;
            voted += has;
            able += active[k] && !has;
            own += active[k] && !has && rv_gifts_has(&gifts, &board, r, 0, crew[k]);
        }
        if (o.outcome != RV_SCREEN_WAITING)
            continue;
        /* those who have it, and as many of the others as it lacks, are served it: together enough, if there are so many */
        if (own + rv_gifts_lack(&gifts, &board, r, 0) < needed - voted)
            fail_msg("report %lld: %d votes of %d, %d have it, %d lack", (long long)r->id, voted, needed, own,
                     rv_gifts_lack(&gifts, &board, r, 0));
        assert_true(able >= 1 || needed > PEOPLE);
    }
    rv_gifts_free(&gifts);
    rv_board_free(&board);
}

/* Everybody who is left votes on all they are served: then nothing waits but for people. */
static void all_is_served(scratch *s, rv_store *store, rv_protocol *p, const bool active[PEOPLE])
{
    rv_screen_counts c;
    int64_t next;
    bool any = true;

    for (int turns = 0; any && turns < 200; turns++) {
        any = false;
        for (int k = 0; k < PEOPLE; k++) {
            if (!active[k] || !(next = next_of(s, store, p, crew[k])))
                continue;
            must(vote(s, store, p, crew[k], next, TA, "include", NULL));
            any = true;
        }
    }
    must(rv_screen_count(store, p, TA, &c, &s->err));
    assert_int_equal(c.waiting, 0);
}

static void an_end_leaves_no_report_that_nobody_can_vote_on(void **state)
{
    scratch *s = *state;
    rv_protocol *p = plan(s);

    srand(5);
    for (int world = 0; world < 25; world++) {
        rv_store *store = review_of(s, REPORTS);
        bool active[PEOPLE] = { true, true, true, true, true, true };
        char hex[RV_DIGEST_HEX];
        rv_person_end e;
        int round, left = PEOPLE;
        for (int k = 0; k < PEOPLE; k++)
            must(person(s, store, "ann", crew[k], k < 2 ? "lead" : "screener"));
        if (world % 3 == 0)
            must(rv_screen_calibrate(store, p, "ann", TA, 2, &crew[1], 3, (uint64_t)world, &round, hex, &s->err));
        for (int step = 0; step < 24; step++) {
            const int who = rand() % PEOPLE, other = rand() % PEOPLE;
            const int64_t record = 1 + rand() % REPORTS;
            switch (rand() % 4) {
            case 0:
                if (active[who])
                    must(assign(s, store, p, "ann", crew[who], record));
                break;
            case 1:
                if (who && left > 2 && active[who]) {
                    must(end(s, store, p, "ann", crew[who], active[other] && other != who && world % 2 ? crew[other] : NULL, &e));
                    active[who] = false;
                    left--;
                    assert_int_equal(e.short_of, 0);
                }
                break;
            default:
                if (active[who])
                    (void)vote(s, store, p, crew[who], record, TA, "include", NULL);
            }
        }
        nothing_is_stuck(s, store, p, active);
        all_is_served(s, store, p, active);
        rv_store_close(store);
        must(remove(s->path) == 0 ? RV_OK : RV_EIO);
    }
    rv_protocol_free(p);
}

/* They are read once and kept with the store: not beyond what it says. */
static void people_are_those_of_now_whoever_added_them(void **state)
{
    scratch *s = *state;
    rv_store *store = review_of(s, 1), *other;

    must(person(s, store, "ann", "ann", "lead"));
    refuses(rv_person_may(store, "bob", RV_MAY_SCREEN, &s->err), RV_EINVAL, "bob is not of this review's people");
    must(rv_store_open(&other, s->path, &s->err));
    must(person(s, other, "ann", "bob", "screener"));            /* as another program would */
    must(rv_person_may(store, "bob", RV_MAY_SCREEN, &s->err));
    must(rv_store_group_begin(store, &s->err));
    must(person(s, store, "ann", "eve", "screener"));
    must(rv_person_may(store, "eve", RV_MAY_SCREEN, &s->err));
    must(rv_store_group_end(store, false, &s->err));
    must(person(s, other, "ann", "zoe", "screener"));            /* under the id that eve's row had */
    refuses(rv_person_may(store, "eve", RV_MAY_SCREEN, &s->err), RV_EINVAL, "eve is not of this review's people");
    must(rv_person_may(store, "zoe", RV_MAY_SCREEN, &s->err));
    must(person(s, other, "ann", "bob", "reader"));
    refuses(rv_person_may(store, "bob", RV_MAY_SCREEN, &s->err), RV_EINVAL, "bob is a reader");
    rv_store_close(other);
    rv_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_review_without_people_is_open_to_anybody), T(the_first_person_is_a_lead_and_the_last_lead_stays_one),
        T(each_role_may_what_it_says), T(what_a_role_may_not_is_refused_where_it_is_done),
        T(decisions_of_others_are_brought_in_by_a_lead), T(who_has_ended_votes_no_more_and_their_decisions_count),
        T(what_waited_for_them_goes_to_an_heir_or_back), T(too_few_who_are_left_are_told),
        T(a_role_that_may_not_screen_holds_nobody_up), T(an_end_leaves_no_report_that_nobody_can_vote_on),
        T(people_are_those_of_now_whoever_added_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
