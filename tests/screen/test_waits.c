#include <config.h>

#include "tests/screen/team.h"

static rv_status write_waits(void *user, const rv_waits *w, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%c %s %lld %lld %lld %lld;", w->stage[0], w->reviewer, (long long)w->given, (long long)w->common, (long long)w->begun,
                  (long long)w->conflicts);
    return RV_OK;
}

static char *waits(scratch *s, rv_store *store, rv_protocol *p)
{
    rv_buf text = RV_BUF_INIT;

    must(rv_screen_waits(store, p, TA, write_waits, &text, &s->err));
    return text.data ? text.data : strdup("");
}

static void waits_are(scratch *s, rv_store *store, rv_protocol *p, const char *want)
{
    char *text = waits(s, store, p);

    assert_string_equal(text, want);
    free(text);
}

static void what_awaits_whom_is_counted(void **state)
{
    scratch *s = *state;
    rv_store *store = review_of(s, 4);
    rv_protocol *p = plan(s);

    must(person(s, store, "ann", "ann", "lead"));
    must(person(s, store, "ann", "bob", "screener"));
    must(person(s, store, "ann", "cara", "screener"));
    must(person(s, store, "ann", "rita", "reader"));
    waits_are(s, store, p, "t ann 0 4 0 0;t bob 0 4 0 0;t cara 0 4 0 0;");
    must(assign(s, store, p, "ann", "bob", 1));
    must(assign(s, store, p, "ann", "cara", 1));
    must(vote(s, store, p, "cara", 1, TA, "include", NULL));
    must(vote(s, store, p, "cara", 2, TA, "include", NULL));
    waits_are(s, store, p, "t ann 0 3 1 0;t bob 1 3 2 0;t cara 0 2 0 0;");
    must(vote(s, store, p, "bob", 2, TA, "unsure", NULL));
    waits_are(s, store, p, "t ann 0 2 0 1;t bob 1 2 1 0;t cara 0 2 0 0;");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void without_people_who_took_part_is_counted(void **state)
{
    scratch *s = *state;
    rv_store *store = review_of(s, 2);
    rv_protocol *p = plan(s);

    waits_are(s, store, p, "");
    must(vote(s, store, p, "bob", 1, TA, "include", NULL));
    must(assign(s, store, p, "ann", "ann", 2));
    waits_are(s, store, p, "t ann 1 1 1 0;t bob 0 1 0 0;");
    rv_protocol_free(p);
    rv_store_close(store);
}

/* ---- Blind -------------------------------------------------------------------------------------------------------------------- */

static rv_status write_round(void *user, const rv_calibration *c, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%d %lld %d %d %zu;", c->round, (long long)c->report, c->votes, c->needed, c->n_seen);
    return RV_OK;
}

static rv_status write_mark(void *user, const rv_screen_mark *m, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%lld %s %s;", (long long)m->report, m->reviewer, m->label ? m->label : m->text);
    return RV_OK;
}

static rv_status write_pair(void *user, const rv_agreement_pair *pair, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%s %s %lld;", pair->first, pair->second, (long long)pair->table[0][0]);
    return RV_OK;
}

/* All that these acts show and do, when bob has voted and written so. */
static char *world(scratch *s, const char *verdict, const char *reason, const char *words)
{
    static const char *const both[] = { "ann", "bob" };
    rv_store *store = review_of(s, 9);
    rv_protocol *p = plan(s);
    rv_share shares[] = { { "ann", 1, 0 }, { "cara", 2, 0 } };
    rv_buf text = RV_BUF_INIT;
    char hex[RV_DIGEST_HEX], *who;
    rv_person_end e;
    int round;

    must(person(s, store, "ann", "ann", "lead"));
    must(person(s, store, "ann", "bob", "screener"));
    must(person(s, store, "ann", "cara", "screener"));
    must(rv_screen_calibrate(store, p, "ann", TA, 2, both, 2, 4, &round, hex, &s->err));
    for (int64_t r = 1; r <= 9; r += 2)
        must(vote(s, store, p, "bob", r, TA, verdict, reason));
    must(rv_screen_remark(store, p, "bob", 1, TA, words, hex, &s->err));
    must(rv_screen_label(store, p, "bob", 3, TA, words, true, hex, &s->err));
    must(rv_screen_calibrate(store, p, "ann", TA, 2, both, 2, 5, &round, hex, &s->err));
    must(rv_screen_share(store, p, "ann", TA, shares, 2, 6, hex, &s->err));
    rv_buf_printf(&text, "%lld %lld;", (long long)shares[0].given, (long long)shares[1].given);
    must(end(s, store, p, "ann", "bob", "cara", &e));
    rv_buf_printf(&text, "%lld %lld %lld %lld;", (long long)e.decisions, (long long)e.given_on, (long long)e.given_back, (long long)e.short_of);
    who = waits(s, store, p);
    rv_buf_printf(&text, "%s", who);
    free(who);
    must(rv_screen_calibrations(store, p, TA, "ann", write_round, &text, &s->err));
    must(rv_screen_marks(store, p, 0, "ann", write_mark, &text, &s->err));
    must(rv_screen_marks(store, p, 0, NULL, write_mark, &text, &s->err));
    for (round = 1; round <= 2; round++) {
        must(rv_screen_agreements(store, p, &(rv_agreement_query){ .stage = TA, .round = round }, write_pair, NULL, &text, &s->err));
    }
    for (int64_t turn = 0, next; turn < 9 && (next = next_of(s, store, p, "ann")) != 0; turn++) {
        rv_buf_printf(&text, "%lld ", (long long)next);
        must(vote(s, store, p, "ann", next, TA, "later", NULL));
        must(rv_screen_assign(store, p, "ann", TA, "ann", &next, 1, false, hex, &s->err));
    }
    rv_protocol_free(p);
    rv_store_close(store);
    must(remove(s->path) == 0 ? RV_OK : RV_EIO);
    return text.data;
}

static void nothing_of_this_depends_on_what_another_voted_or_wrote(void **state)
{
    static const struct { const char *verdict, *reason, *words; } bobs[] = {
        { "include", NULL, "yes" }, { "exclude", "design", "no" }, { "unsure", NULL, "who knows" },
    };
    scratch *s = *state;
    char *first = world(s, bobs[0].verdict, bobs[0].reason, bobs[0].words);

    for (size_t i = 1; i < N(bobs); i++) {
        char *now = world(s, bobs[i].verdict, bobs[i].reason, bobs[i].words);
        assert_string_equal(now, first);
        free(now);
    }
    free(first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(what_awaits_whom_is_counted), T(without_people_who_took_part_is_counted),
        T(nothing_of_this_depends_on_what_another_voted_or_wrote),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
