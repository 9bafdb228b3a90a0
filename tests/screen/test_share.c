#include <config.h>

#include "tests/screen/team.h"

/* Who has what, as one text. */
static char *who_has(scratch *s, rv_store *store, rv_protocol *p)
{
    rv_buf text = RV_BUF_INIT;
    rv_gifts gifts;
    rv_board board;

    must(rv_board_load(&board, store, p, 0, &s->err));
    must(rv_gifts_load(&gifts, store, &board, -1, &s->err));
    for (size_t i = 0; i < gifts.n; i++)
        rv_buf_printf(&text, "%lld %s;", (long long)gifts.items[i].report, rv_board_text(&board, gifts.items[i].reviewer));
    rv_gifts_free(&gifts);
    rv_board_free(&board);
    return text.data;
}

static void share(scratch *s, rv_store *store, rv_protocol *p, rv_share *shares, size_t n, uint64_t seed)
{
    char hex[RV_DIGEST_HEX];

    must(rv_screen_share(store, p, "ann", TA, shares, n, seed, hex, &s->err));
}

static void each_report_gets_the_people_it_lacks_in_proportion(void **state)
{
    static const double weights[][4] = { { 1, 1, 1, 1 }, { 2, 1, 1, 0.5 }, { 5, 1, 1, 1 }, { 40, 1, 1, 1 } };
    scratch *s = *state;
    rv_protocol *p = plan(s);

    for (size_t w = 0; w < N(weights); w++)
        for (int reviewers = 1; reviewers <= 3; reviewers++) {
            enum { REPORTS = 31 };
            rv_share shares[] = { { "ann", weights[w][0], 9 }, { "bob", weights[w][1], 9 }, { "cara", weights[w][2], 9 }, { "dora", weights[w][3], 9 } };
            rv_store *store = review_of(s, REPORTS);
            rv_gifts gifts;
            rv_board board;
            double sum = 0, rest = REPORTS * reviewers, part;
            stage_of(p, 0)->reviewers = reviewers;
            share(s, store, p, shares, 4, 7);
            must(rv_board_load(&board, store, p, 0, &s->err));
            must(rv_gifts_load(&gifts, store, &board, 0, &s->err));
            for (int64_t r = 1; r <= REPORTS; r++) {
                size_t n;
                rv_gifts_of(&gifts, r, 0, &n);
                assert_int_equal(n, reviewers);
            }
            assert_int_equal(gifts.n, REPORTS * reviewers);
            rv_gifts_free(&gifts);
            rv_board_free(&board);
            /* nobody has more than all; what is over goes to the others in their proportion: ann alone is ever at that limit here */
            for (int k = 0; k < 4; k++)
                sum += weights[w][k];
            part = weights[w][0] / sum * rest;
            if (part > REPORTS) {
                assert_int_equal(shares[0].given, REPORTS);
                rest -= REPORTS;
                sum -= weights[w][0];
            } else {
                assert_true(fabs((double)shares[0].given - part) < 1);
            }
            for (int k = 1; k < 4; k++)
                assert_true(fabs((double)shares[k].given - fmin(REPORTS, weights[w][k] / sum * rest)) < 1);
            rv_store_close(store);
            must(remove(s->path) == 0 ? RV_OK : RV_EIO);
        }
    rv_protocol_free(p);
}

static void the_same_seed_gives_the_same_lot(void **state)
{
    static const uint64_t seeds[] = { 7, 7, 8 };
    scratch *s = *state;
    rv_protocol *p = plan(s);
    char *lots[N(seeds)];

    for (size_t i = 0; i < N(seeds); i++) {
        rv_share shares[] = { { "ann", 1, 0 }, { "bob", 1, 0 }, { "cara", 1, 0 } };
        rv_store *store = review_of(s, 20);
        share(s, store, p, shares, 3, seeds[i]);
        lots[i] = who_has(s, store, p);
        rv_store_close(store);
        must(remove(s->path) == 0 ? RV_OK : RV_EIO);
    }
    assert_string_equal(lots[0], lots[1]);
    assert_string_not_equal(lots[0], lots[2]);
    for (size_t i = 0; i < N(seeds); i++)
        free(lots[i]);
    rv_protocol_free(p);
}

static void who_has_voted_or_has_it_counts(void **state)
{
    scratch *s = *state;
    rv_store *store = review_of(s, 4);
    rv_protocol *p = plan(s);
    rv_share shares[] = { { "ann", 1, 0 }, { "bob", 1, 0 } };
    char *lot;

    must(vote(s, store, p, "ann", 1, TA, "include", NULL));          /* needs bob */
    must(vote(s, store, p, "cara", 2, TA, "include", NULL));
    must(assign(s, store, p, "ann", "dora", 2));                     /* has its two */
    must(vote(s, store, p, "ann", 3, TA, "include", NULL));
    must(vote(s, store, p, "bob", 3, TA, "include", NULL));          /* decided */
    share(s, store, p, shares, 2, 1);
    lot = who_has(s, store, p);
    assert_string_equal(lot, "1 bob;2 dora;4 ann;4 bob;");
    free(lot);
    share(s, store, p, shares, 2, 2);                                /* nothing lacks people any more */
    assert_int_equal(shares[0].given + shares[1].given, 0);
    rv_protocol_free(p);
    rv_store_close(store);
}

static void shares_that_make_no_sense_are_refused(void **state)
{
    scratch *s = *state;
    rv_store *store = review_of(s, 2);
    rv_protocol *p = plan(s);
    rv_share none = { "ann", 0, 0 }, twice[] = { { "ann", 1, 0 }, { "ann", 1, 0 } };
    char hex[RV_DIGEST_HEX];

    refuses(rv_screen_share(store, p, "ann", TA, &none, 1, 1, hex, &s->err), RV_EINVAL, "the share of ann is 0; it must be above 0");
    refuses(rv_screen_share(store, p, "ann", TA, twice, 2, 1, hex, &s->err), RV_EINVAL, "ann is named twice");
    refuses(rv_screen_share(store, p, "ann", TA, &none, 0, 1, hex, &s->err), RV_EINVAL, "among 1 to 64 people, not 0");
    refuses(rv_screen_share(store, p, "ann", "abstract", twice, 1, 1, hex, &s->err), RV_EINVAL, "'abstract' is not a stage");
    rv_protocol_free(p);
    rv_store_close(store);
}

/* Where some have voted or have been given some, each report still gets what it lacks, and nobody the same twice. */
static void random_worlds_are_shared_whole(void **state)
{
    static const char *const crew[] = { "ann", "bob", "cara", "dora", "eli" };
    enum { REPORTS = 12 };
    scratch *s = *state;
    rv_protocol *p = plan(s);

    srand(11);
    for (int world = 0; world < 30; world++) {
        rv_share shares[5];
        rv_store *store = review_of(s, REPORTS);
        const size_t n = 2 + (size_t)rand() % 4;
        rv_board board;
        rv_gifts before, after;
        for (size_t k = 0; k < n; k++)
            shares[k] = (rv_share){ crew[k], 1 + rand() % 3, 0 };
        for (int step = rand() % 12; step > 0; step--) {
            const char *who = crew[rand() % 5];
            const int64_t record = 1 + rand() % REPORTS;
            if (rand() % 2)
                (void)vote(s, store, p, who, record, TA, "include", NULL);
            else
                must(assign(s, store, p, "ann", who, record));
        }
        must(rv_board_load(&board, store, p, 0, &s->err));
        must(rv_gifts_load(&before, store, &board, 0, &s->err));
        share(s, store, p, shares, n, (uint64_t)world);
        must(rv_gifts_load(&after, store, &board, 0, &s->err));
        for (size_t i = 0; i < board.n_reports; i++) {
            const rv_board_report *r = &board.reports[i];
            size_t had, has;
            int able = 0, lacked = rv_gifts_lack(&before, &board, r, 0);
            rv_gifts_of(&before, r->id, 0, &had);
            rv_gifts_of(&after, r->id, 0, &has);
            for (size_t k = 0; k < n; k++)
                able += !rv_vote_of(&board, r, 0, crew[k]) && !rv_gifts_has(&before, &board, r, 0, crew[k]);
            if (rv_outcome_at(&board, r, 0).outcome != RV_SCREEN_WAITING)
                lacked = 0;
            assert_int_equal(has - had, able < lacked ? able : lacked);
        }
        rv_gifts_free(&before);
        rv_gifts_free(&after);
        rv_board_free(&board);
        rv_store_close(store);
        must(remove(s->path) == 0 ? RV_OK : RV_EIO);
    }
    rv_protocol_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(each_report_gets_the_people_it_lacks_in_proportion), T(the_same_seed_gives_the_same_lot), T(who_has_voted_or_has_it_counts),
        T(shares_that_make_no_sense_are_refused), T(random_worlds_are_shared_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
