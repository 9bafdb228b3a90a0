#include <config.h>

#include "tests/screen/team.h"

static rv_status write_round(void *user, const rv_calibration *c, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%d %lld %d/%d", c->round, (long long)c->report, c->votes, c->needed);
    for (size_t i = 0; i < c->n_seen; i++)
        rv_buf_printf(user, " %s=%s%s%s%s", c->reviewers[i], c->verdicts[i], *c->reasons[i] ? "/" : "", c->reasons[i], c->notes[i]);
    rv_buf_char(user, ';');
    return RV_OK;
}

static void rounds_are(scratch *s, rv_store *store, rv_protocol *p, const char *viewer, const char *want)
{
    rv_buf text = RV_BUF_INIT;

    must(rv_screen_calibrations(store, p, TA, viewer, write_round, &text, &s->err));
    assert_string_equal(rv_buf_str(&text), want);
    rv_buf_free(&text);
}

static rv_status calibrate(scratch *s, rv_store *store, rv_protocol *p, size_t size, const char *const *names, size_t n, uint64_t seed)
{
    char hex[RV_DIGEST_HEX];
    int round;

    return rv_screen_calibrate(store, p, "ann", TA, size, names, n, seed, &round, hex, &s->err);
}

static const char *const three[] = { "ann", "bob", "cara" };

static void a_round_needs_everybody_and_tells_all_when_all_have_voted(void **state)
{
    scratch *s = *state;
    rv_store *store = review_of(s, 2);
    rv_protocol *p = plan(s);
    rv_screen_counts c;

    must(calibrate(s, store, p, 1, three, 3, 3));
    rounds_are(s, store, p, "ann", "1 2 0/3;");
    must(vote(s, store, p, "bob", 2, TA, "exclude", "design"));
    rounds_are(s, store, p, "ann", "1 2 0/3;");
    rounds_are(s, store, p, "bob", "1 2 1/3;");
    rounds_are(s, store, p, NULL, "1 2 0/3;");
    must(vote(s, store, p, "ann", 2, TA, "exclude", "design"));
    must(rv_screen_count(store, p, TA, &c, &s->err));
    assert_int_equal(c.excluded, 0);                                 /* two would be enough for other reports */
    must(vote(s, store, p, "cara", 2, TA, "include", NULL));
    rounds_are(s, store, p, "dora", "1 2 3/3 ann=exclude/design bob=exclude/design cara=include;");
    must(rv_screen_count(store, p, TA, &c, &s->err));
    assert_int_equal(c.conflicts, 1);
    rv_protocol_free(p);
    rv_store_close(store);
}

static void rounds_are_numbered_and_draw_what_no_round_and_nobody_had(void **state)
{
    scratch *s = *state;
    rv_store *store = review_of(s, 6);
    rv_protocol *p = plan(s);
    rv_buf text = RV_BUF_INIT;
    int64_t seen = 0;

    must(vote(s, store, p, "ann", 6, TA, "include", NULL));
    must(calibrate(s, store, p, 2, three, 2, 1));
    must(calibrate(s, store, p, 3, three, 2, 1));
    refuses(calibrate(s, store, p, 1, three, 2, 1), RV_EINVAL, "0 reports wait at title-abstract without any vote or round; a round of 1");
    must(rv_screen_calibrations(store, p, TA, "ann", write_round, &text, &s->err));
    for (const char *at = rv_buf_str(&text); *at; at = strchr(at, ';') + 1) {
        long long report;
        int round;
        assert_int_equal(sscanf(at, "%d %lld", &round, &report), 2);
        assert_int_equal(round, seen < 2 ? 1 : 2);
        assert_true(report != 6);
        seen++;
    }
    assert_int_equal(seen, 5);
    rv_buf_free(&text);
    rv_protocol_free(p);
    rv_store_close(store);
}

static void rounds_that_make_no_sense_are_refused(void **state)
{
    static const char *const twice[] = { "ann", "ann" };
    scratch *s = *state;
    rv_store *store = review_of(s, 2);
    rv_protocol *p = plan(s);

    refuses(calibrate(s, store, p, 0, three, 3, 1), RV_EINVAL, "a calibration round of 0 reports");
    refuses(calibrate(s, store, p, 1, three, 1, 1), RV_EINVAL, "needs two people or more");
    refuses(calibrate(s, store, p, 1, twice, 2, 1), RV_EINVAL, "ann is named twice");
    refuses(calibrate(s, store, p, 1, NULL, 0, 1), RV_EINVAL, "the review names no people; say who calibrates");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void without_names_all_who_may_screen_take_part(void **state)
{
    scratch *s = *state;
    rv_store *store = review_of(s, 1);
    rv_protocol *p = plan(s);
    rv_person_end e;

    must(person(s, store, "ann", "ann", "lead"));
    must(person(s, store, "ann", "bob", "screener"));
    must(person(s, store, "ann", "cara", "screener"));
    must(person(s, store, "ann", "rita", "reader"));
    must(calibrate(s, store, p, 1, NULL, 0, 1));
    rounds_are(s, store, p, "ann", "1 1 0/3;");
    must(vote(s, store, p, "ann", 1, TA, "include", NULL));
    must(vote(s, store, p, "bob", 1, TA, "include", NULL));
    must(end(s, store, p, "ann", "cara", NULL, &e));                 /* the round goes on without them */
    rounds_are(s, store, p, "ann", "1 1 2/2 ann=include bob=include;");
    rv_protocol_free(p);
    rv_store_close(store);
}

static rv_status write_pair(void *user, const rv_agreement_pair *pair, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%s %s %lld;", pair->first, pair->second, (long long)pair->table[0][1]);
    return RV_OK;
}

static rv_status write_all(void *user, const rv_agreement_all *all, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%zu by %zu, %zu;", all->reports, all->people, all->fleiss.units);
    return RV_OK;
}

static void agreement_is_over_the_round_alone(void **state)
{
    static const char *const want[] = { "ann bob 5;5 by 2, 5;", "ann bob 2;2 by 2, 2;", "0 by 0, 0;" };
    scratch *s = *state;
    rv_store *store = review_of(s, 5);
    rv_protocol *p = plan(s);

    must(calibrate(s, store, p, 2, three, 2, 1));
    for (int64_t r = 1; r <= 5; r++) {
        must(vote(s, store, p, "ann", r, TA, "include", NULL));
        must(vote(s, store, p, "bob", r, TA, "unsure", NULL));
    }
    for (int round = 0; round <= 2; round++) {
        rv_buf text = RV_BUF_INIT;
        must(rv_screen_agreements(store, p, &(rv_agreement_query){ .stage = TA, .round = round }, write_pair, write_all, &text, &s->err));
        assert_string_equal(rv_buf_str(&text), want[round]);
        rv_buf_free(&text);
    }
    rv_protocol_free(p);
    rv_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_round_needs_everybody_and_tells_all_when_all_have_voted), T(rounds_are_numbered_and_draw_what_no_round_and_nobody_had),
        T(rounds_that_make_no_sense_are_refused), T(without_names_all_who_may_screen_take_part), T(agreement_is_over_the_round_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
