#include <config.h>

#include "tests/dedup/records.h"

#include "review/dedup.h"
#include "review/screen.h"
#include "screen/board.h"

#define TA "title-abstract"
#define FT "full-text"

static const rv_bulk_record four[] = {
    { .title = "One", .authors = "Smith, J.", .year = 2001 }, { .title = "Two", .authors = "Smith, J.", .year = 2002 },
    { .title = "Three", .authors = "Smith, J.", .year = 2003 }, { .title = "Four", .authors = "Smith, J.", .year = 2004 },
};

static rv_protocol *plan(scratch *s)
{
    rv_protocol *protocol;
    char path[512];
    snprintf(path, sizeof path, "%s/tests/data/protocol/small.xml", getenv("top_srcdir") ? getenv("top_srcdir") : ".");
    must(rv_protocol_read(&protocol, path, &s->err));
    return protocol;
}

static rv_store *records(scratch *s)
{
    rv_store *store = scratch_review(s);
    import_records(s, store, four, N(four), 1);
    return store;
}

static rv_status vote(scratch *s, rv_store *store, const rv_protocol *p, const char *who, int64_t record, const char *stage,
                      const char *verdict, const char *reason)
{
    const rv_decision d = { record, stage, who, verdict, reason, NULL, NULL };
    char hex[RV_DIGEST_HEX];
    return rv_screen_vote(store, p, who, &d, 1, hex, &s->err);
}

static rv_status resolve(scratch *s, rv_store *store, const rv_protocol *p, const char *who, int64_t record, const char *verdict,
                         const char *reason)
{
    const rv_decision d = { record, TA, who, verdict, reason, NULL, NULL };
    char hex[RV_DIGEST_HEX];
    return rv_screen_resolve(store, p, who, &d, 1, hex, &s->err);
}

static rv_status write_status(void *user, const rv_screen_status *row, rv_error *err)
{
    static const char *const words[] = { "waiting", "conflict", "included", "excluded", "-", "aside" };
    (void)err;
    if (row->outcome != RV_SCREEN_NOT_REACHED)
        rv_buf_printf(user, "%lld %c %s %d%s%s%s%s%s;", (long long)row->report, row->stage[0], words[row->outcome], row->votes,
                      *row->verdict ? " " : "", row->verdict, *row->reason ? " " : "", row->reason, row->resolved ? " resolved" : "");
    return RV_OK;
}

static rv_status write_decision(void *user, const rv_standing_decision *row, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%lld %c %s %s %s;", (long long)row->record, row->stage[0], row->reviewer, row->role, row->verdict);
    return RV_OK;
}

/* What a viewer may learn, as one text: where reports stand, the decisions, conflicts, counts. */
static char *seen(scratch *s, rv_store *store, const rv_protocol *p, const char *viewer)
{
    rv_buf text = RV_BUF_INIT;
    rv_screen_counts c;
    int64_t next;
    must(rv_screen_each(store, p, viewer, write_status, &text, &s->err));
    must(rv_screen_decisions(store, p, viewer, write_decision, &text, &s->err));
    for (size_t i = 0; i < p->n_stages; i++) {
        must(rv_screen_count(store, p, p->stages[i].id, &c, &s->err));
        rv_buf_printf(&text, "%lld %lld %lld %lld %lld %lld;", (long long)c.reports, (long long)c.waiting, (long long)c.conflicts,
                      (long long)c.included, (long long)c.excluded, (long long)c.set_aside);
        if (viewer) {
            must(rv_screen_next(store, p, viewer, p->stages[i].id, &next, &s->err));
            rv_buf_printf(&text, "next %lld;", (long long)next);
        }
    }
    return text.data;
}

static void status_is(scratch *s, rv_store *store, const rv_protocol *p, const char *viewer, const char *want)
{
    rv_buf text = RV_BUF_INIT;
    must(rv_screen_each(store, p, viewer, write_status, &text, &s->err));
    assert_string_equal(rv_buf_str(&text), want);
    rv_buf_free(&text);
}

static void what_another_voted_shows_nowhere_until_all_have(void **state)
{
    static const char *const verdicts[] = { "include", "exclude", "unsure" };
    scratch *s = *state;
    char *first = NULL;
    rv_protocol *p = plan(s);
    for (size_t i = 0; i < N(verdicts); i++) {
        rv_store *store = records(s);
        char *now;
        must(vote(s, store, p, "bob", 1, TA, verdicts[i], i == 1 ? "design" : NULL));
        must(vote(s, store, p, "ann", 2, TA, "include", NULL));
        now = seen(s, store, p, "ann");
        if (first)
            assert_string_equal(now, first);
        if (first)
            free(now);
        else
            first = now;
        rv_store_close(store);
        must(remove(s->path) == 0 ? RV_OK : RV_EIO);
    }
    free(first);
    rv_protocol_free(p);
}

static void two_votes_decide_or_conflict(void **state)
{
    scratch *s = *state;
    rv_store *store = records(s);
    rv_protocol *p = plan(s);
    must(vote(s, store, p, "ann", 1, TA, "include", NULL));
    status_is(s, store, p, NULL, "1 t waiting 1;2 t waiting 0;3 t waiting 0;4 t waiting 0;");
    status_is(s, store, p, "bob", "1 t waiting 0;2 t waiting 0;3 t waiting 0;4 t waiting 0;");
    must(vote(s, store, p, "bob", 1, TA, "include", NULL));
    must(vote(s, store, p, "ann", 2, TA, "exclude", "design"));
    must(vote(s, store, p, "bob", 2, TA, "exclude", "design"));
    must(vote(s, store, p, "ann", 3, TA, "unsure", NULL));
    must(vote(s, store, p, "bob", 3, TA, "include", NULL));
    status_is(s, store, p, "ann", "1 t included 2 include;1 f waiting 0;2 t excluded 2 exclude design;3 t conflict 2 unsure;4 t waiting 0;");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void a_third_resolves_and_may_think_again(void **state)
{
    scratch *s = *state;
    rv_store *store = records(s);
    rv_protocol *p = plan(s);
    refuses(resolve(s, store, p, "cara", 1, "include", NULL), RV_EINVAL, "no conflict on report 1");
    must(vote(s, store, p, "ann", 1, TA, "include", NULL));
    must(vote(s, store, p, "bob", 1, TA, "exclude", "design"));
    refuses(resolve(s, store, p, "ann", 1, "include", NULL), RV_EINVAL, "ann has voted on report 1");
    refuses(resolve(s, store, p, "cara", 1, "unsure", NULL), RV_EINVAL, "not by 'unsure'");
    must(resolve(s, store, p, "cara", 1, "exclude", "design"));
    status_is(s, store, p, NULL, "1 t excluded 2 design resolved;2 t waiting 0;3 t waiting 0;4 t waiting 0;");
    must(resolve(s, store, p, "cara", 1, "include", NULL));
    status_is(s, store, p, NULL, "1 t included 2 resolved;1 f waiting 0;2 t waiting 0;3 t waiting 0;4 t waiting 0;");
    must(resolve(s, store, p, "cara", 1, "none", NULL));
    status_is(s, store, p, NULL, "1 t conflict 2;2 t waiting 0;3 t waiting 0;4 t waiting 0;");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void what_the_protocol_has_not_is_refused_in_words(void **state)
{
    scratch *s = *state;
    rv_store *store = records(s);
    rv_protocol *p = plan(s);
    refuses(vote(s, store, p, "ann", 1, "abstract", "include", NULL), RV_EINVAL, "'abstract' is not a stage");
    refuses(vote(s, store, p, "ann", 1, TA, "maybe", NULL), RV_EINVAL, "'maybe' is not a verdict");
    refuses(vote(s, store, p, "ann", 1, TA, "exclude", NULL), RV_EINVAL, "needs its reason: design");
    refuses(vote(s, store, p, "ann", 1, TA, "exclude", "no-data"), RV_EINVAL, "'no-data' is not a reason");
    refuses(vote(s, store, p, "ann", 1, TA, "include", "design"), RV_EINVAL, "only an exclusion has a reason");
    refuses(vote(s, store, p, "ann", 1, FT, "include", NULL), RV_EINVAL, "report 1 has not reached full-text");
    refuses(vote(s, store, p, "ann", 1, TA, "none", NULL), RV_EINVAL, "decided nothing");
    refuses(vote(s, store, p, "ann", 99, TA, "include", NULL), RV_ENOTFOUND, "99");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void a_change_of_mind_supersedes(void **state)
{
    scratch *s = *state;
    rv_store *store = records(s);
    rv_protocol *p = plan(s);
    must(vote(s, store, p, "ann", 1, TA, "include", NULL));
    must(vote(s, store, p, "ann", 1, TA, "exclude", "design"));
    status_is(s, store, p, "ann", "1 t waiting 1 exclude;2 t waiting 0;3 t waiting 0;4 t waiting 0;");
    must(vote(s, store, p, "ann", 1, TA, "none", NULL));
    status_is(s, store, p, "ann", "1 t waiting 0;2 t waiting 0;3 t waiting 0;4 t waiting 0;");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void votes_count_for_the_report_of_records_merged_later(void **state)
{
    scratch *s = *state;
    rv_store *store = records(s);
    rv_protocol *p = plan(s);
    char hex[RV_DIGEST_HEX];
    must(vote(s, store, p, "ann", 1, TA, "include", NULL));
    must(vote(s, store, p, "bob", 2, TA, "include", NULL));
    must(vote(s, store, p, "ann", 3, TA, "include", NULL));
    must(vote(s, store, p, "ann", 4, TA, "exclude", "design"));
    must(rv_dedup_judge(store, "ann", &(rv_dedup_judgement){ 1, 2, RV_DEDUP_SAME, "one" }, hex, &s->err));
    must(rv_dedup_judge(store, "ann", &(rv_dedup_judgement){ 3, 4, RV_DEDUP_SAME, "one" }, hex, &s->err));
    status_is(s, store, p, NULL, "1 t included 2;1 f waiting 0;3 t waiting 1;");
    must(vote(s, store, p, "bob", 3, TA, "include", NULL));
    status_is(s, store, p, NULL, "1 t included 2;1 f waiting 0;3 t conflict 2;");
    must(vote(s, store, p, "ann", 3, TA, "include", NULL));           /* now on both records */
    status_is(s, store, p, NULL, "1 t included 2;1 f waiting 0;3 t included 2;3 f waiting 0;");
    must(rv_dedup_judge(store, "ann", &(rv_dedup_judgement){ 3, 4, RV_DEDUP_NONE, "two" }, hex, &s->err));
    status_is(s, store, p, "ann", "1 t included 2 include;1 f waiting 0;3 t included 2 include;3 f waiting 0;4 t waiting 1 include;");
    rv_protocol_free(p);
    rv_store_close(store);
}

/* The small protocol with so many reviewers at the first stage, blind or not. */
static rv_protocol *plan_of(scratch *s, int reviewers, bool blind)
{
    rv_protocol *p = plan(s);
    rv_stage *first = (rv_stage *)&p->stages[0];
    first->reviewers = reviewers;
    first->blind = blind;
    return p;
}

/* Ann includes record 1 and excludes record 2; then they turn out to be one report. */
static rv_store *split_votes(scratch *s, const rv_protocol *p)
{
    rv_store *store = records(s);
    char hex[RV_DIGEST_HEX];
    must(vote(s, store, p, "ann", 1, TA, "include", NULL));
    must(vote(s, store, p, "ann", 2, TA, "exclude", "design"));
    must(rv_dedup_judge(store, "cara", &(rv_dedup_judgement){ 1, 2, RV_DEDUP_SAME, "one" }, hex, &s->err));
    return store;
}

static void one_person_s_different_votes_on_merged_records_are_a_conflict(void **state)
{
    static const struct { int reviewers; bool blind; const char *ann, *bob; } cases[] = {
        { 1, true, "1 t conflict 1 exclude;", "1 t conflict 1;" },
        { 1, false, "1 t conflict 1 exclude;", "1 t conflict 1;" },
        { 2, false, "1 t conflict 1 exclude;", "1 t conflict 1;" },
        { 2, true, "1 t conflict 1 exclude;", "1 t waiting 0;" },
    };
    scratch *s = *state;
    for (size_t i = 0; i < N(cases); i++) {
        rv_protocol *p = plan_of(s, cases[i].reviewers, cases[i].blind);
        rv_store *store = split_votes(s, p);
        char want[80];
        int64_t next;
        snprintf(want, sizeof want, "%s3 t waiting 0;4 t waiting 0;", cases[i].ann);
        status_is(s, store, p, "ann", want);
        snprintf(want, sizeof want, "%s3 t waiting 0;4 t waiting 0;", cases[i].bob);
        status_is(s, store, p, "bob", want);
        must(rv_screen_next(store, p, "ann", TA, &next, &s->err));
        assert_int_equal(next, 1);
        if (cases[i].reviewers == 2) {
            must(vote(s, store, p, "bob", 1, TA, "include", NULL));
            status_is(s, store, p, NULL, "1 t conflict 2;3 t waiting 0;4 t waiting 0;");
        }
        must(vote(s, store, p, "ann", 1, TA, "include", NULL));
        status_is(s, store, p, NULL, cases[i].reviewers == 2 ? "1 t included 2;1 f waiting 0;3 t waiting 0;4 t waiting 0;"
                                     : "1 t included 1;1 f waiting 0;3 t waiting 0;4 t waiting 0;");
        rv_protocol_free(p);
        rv_store_close(store);
        must(remove(s->path) == 0 ? RV_OK : RV_EIO);
    }
}

static void a_third_person_resolves_what_one_voted_both_ways(void **state)
{
    scratch *s = *state;
    rv_protocol *p = plan_of(s, 1, true);
    rv_store *store = split_votes(s, p);
    refuses(resolve(s, store, p, "ann", 1, "include", NULL), RV_EINVAL, "ann has voted on report 1");
    must(resolve(s, store, p, "cara", 2, "exclude", "design"));
    status_is(s, store, p, NULL, "1 t excluded 1 design resolved;3 t waiting 0;4 t waiting 0;");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void a_report_that_cannot_be_had_is_set_aside_after_the_first_stage(void **state)
{
    scratch *s = *state;
    rv_store *store = records(s);
    rv_protocol *p = plan(s);
    char hex[RV_DIGEST_HEX];
    rv_screen_counts c;
    must(vote(s, store, p, "ann", 1, TA, "include", NULL));
    must(vote(s, store, p, "bob", 1, TA, "include", NULL));
    must(rv_screen_state(store, "ann", 1, "unobtainable", "asked the author", hex, &s->err));
    must(rv_screen_count(store, p, FT, &c, &s->err));
    assert_int_equal(c.reports, 1);
    assert_int_equal(c.set_aside, 1);
    assert_int_equal(c.waiting, 0);
    must(rv_screen_state(store, "ann", 1, "retrieved", NULL, hex, &s->err));
    must(rv_screen_count(store, p, FT, &c, &s->err));
    assert_int_equal(c.waiting, 1);
    refuses(rv_screen_state(store, "ann", 1, "lost", NULL, hex, &s->err), RV_EINVAL, "'lost' is not a state");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void next_serves_assigned_then_begun_then_new(void **state)
{
    scratch *s = *state;
    rv_store *store = records(s);
    rv_protocol *p = plan(s);
    char hex[RV_DIGEST_HEX];
    const int64_t fourth = 4, third = 3;
    int64_t next;
    must(rv_screen_next(store, p, "ann", TA, &next, &s->err));
    assert_int_equal(next, 1);
    must(vote(s, store, p, "bob", 2, TA, "include", NULL));
    must(rv_screen_next(store, p, "ann", TA, &next, &s->err));
    assert_int_equal(next, 2);
    must(rv_screen_assign(store, p, "cara", TA, "ann", &fourth, 1, true, hex, &s->err));
    must(rv_screen_next(store, p, "ann", TA, &next, &s->err));
    assert_int_equal(next, 4);
    must(rv_screen_assign(store, p, "cara", TA, "ann", &fourth, 1, false, hex, &s->err));
    must(rv_screen_next(store, p, "ann", TA, &next, &s->err));
    assert_int_equal(next, 2);
    must(rv_screen_assign(store, p, "cara", TA, "bob", &third, 1, true, hex, &s->err));
    must(rv_screen_assign(store, p, "cara", TA, "dora", &third, 1, true, hex, &s->err));
    must(vote(s, store, p, "ann", 1, TA, "include", NULL));
    must(vote(s, store, p, "ann", 2, TA, "include", NULL));
    must(rv_screen_next(store, p, "ann", TA, &next, &s->err));
    assert_int_equal(next, 4);                                        /* 3 has its two */
    rv_protocol_free(p);
    rv_store_close(store);
}

static void count_fault(void *user, const rv_problem *fault)
{
    rv_buf_printf(user, "%zu;", fault->line);
}

static void a_decisions_file_counts_whole_or_not_at_all(void **state)
{
    static const char good[] = "record,reviewer,verdict,reason\n1,ann,include,\n1,bob,include,\n#2,ann,exclude,design\n";
    static const char bad[] = "record,stage,verdict,reason\n3,,include,\n99,,include,\n4,,exclude,\n4,full-text,include,\n3,,unsure,\n";
    scratch *s = *state;
    rv_store *store = records(s);
    rv_protocol *p = plan(s);
    char hex[RV_DIGEST_HEX];
    rv_buf lines = RV_BUF_INIT;
    size_t n;
    write_file(s->other, good, sizeof good - 1);
    must(rv_screen_import(store, p, "ann", s->other, false, NULL, NULL, &n, hex, &s->err));
    assert_int_equal(n, 3);
    status_is(s, store, p, "ann", "1 t included 2 include;1 f waiting 0;2 t waiting 1 exclude;3 t waiting 0;4 t waiting 0;");
    write_file(s->other, bad, sizeof bad - 1);
    refuses(rv_screen_import(store, p, "ann", s->other, false, count_fault, &lines, &n, hex, &s->err), RV_EPARSE, ":3: ");
    assert_string_equal(rv_buf_str(&lines), "3;4;6;");      /* 5 waits for what line 4 would decide */
    status_is(s, store, p, "ann", "1 t included 2 include;1 f waiting 0;2 t waiting 1 exclude;3 t waiting 0;4 t waiting 0;");
    rv_buf_free(&lines);
    rv_protocol_free(p);
    rv_store_close(store);
}

/* A file that fails in the end must not tell by its faults what another voted. */
static void a_refused_file_tells_nothing_of_others(void **state)
{
    static const char probe[] = "record,stage,reviewer,verdict,reason\n1,title-abstract,bob,include,\n1,full-text,bob,include,\n99,,bob,include,\n";
    scratch *s = *state;
    char told[2][512];
    rv_protocol *p = plan(s);
    write_file(s->other, probe, sizeof probe - 1);
    for (int i = 0; i < 2; i++) {
        rv_store *store = records(s);
        rv_buf lines = RV_BUF_INIT;
        char hex[RV_DIGEST_HEX];
        size_t n;
        must(vote(s, store, p, "ann", 1, TA, i ? "include" : "exclude", i ? NULL : "design"));
        refuses(rv_screen_import(store, p, "bob", s->other, false, count_fault, &lines, &n, hex, &s->err), RV_EPARSE, "99");
        snprintf(told[i], sizeof told[i], "%s%s", rv_buf_str(&lines), s->err.message);
        rv_buf_free(&lines);
        rv_store_close(store);
        must(remove(s->path) == 0 ? RV_OK : RV_EIO);
    }
    assert_string_equal(told[0], told[1]);
    rv_protocol_free(p);
}

static rv_status write_conflict(void *user, const rv_conflict *c, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%lld", (long long)c->report);
    for (size_t i = 0; i < c->n_votes; i++)
        rv_buf_printf(user, " %s%s%s", c->verdicts[i], *c->reasons[i] ? "/" : "", c->reasons[i]);
    rv_buf_char(user, ';');
    return RV_OK;
}

static void conflicts_are_told_in_an_order_that_tells_no_names(void **state)
{
    scratch *s = *state;
    rv_store *store = records(s);
    rv_protocol *p = plan(s);
    rv_buf text = RV_BUF_INIT;
    must(vote(s, store, p, "ann", 1, TA, "include", NULL));
    must(vote(s, store, p, "bob", 1, TA, "exclude", "design"));
    must(vote(s, store, p, "bob", 2, TA, "include", NULL));
    must(vote(s, store, p, "ann", 2, TA, "exclude", "design"));
    must(rv_screen_conflicts(store, p, TA, write_conflict, &text, &s->err));
    assert_string_equal(rv_buf_str(&text), "1 exclude/design include;2 exclude/design include;");
    rv_buf_free(&text);
    rv_protocol_free(p);
    rv_store_close(store);
}

static void agreement_is_of_reports_all_have_voted_on(void **state)
{
    scratch *s = *state;
    rv_store *store = records(s);
    rv_protocol *p = plan(s);
    rv_agreement a;
    must(vote(s, store, p, "ann", 1, TA, "include", NULL));
    must(vote(s, store, p, "bob", 1, TA, "unsure", NULL));
    must(vote(s, store, p, "ann", 2, TA, "include", NULL));
    must(vote(s, store, p, "bob", 2, TA, "exclude", "design"));
    must(vote(s, store, p, "ann", 3, TA, "include", NULL));
    must(rv_screen_agreement(store, p, TA, "ann", "bob", &a, &s->err));
    assert_int_equal(a.both_include, 1);
    assert_int_equal(a.first_only, 1);
    assert_int_equal(a.second_only + a.both_exclude, 0);
    rv_protocol_free(p);
    rv_store_close(store);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)
    const struct CMUnitTest tests[] = {
        T(what_another_voted_shows_nowhere_until_all_have), T(two_votes_decide_or_conflict), T(a_third_resolves_and_may_think_again),
        T(what_the_protocol_has_not_is_refused_in_words), T(a_change_of_mind_supersedes),
        T(votes_count_for_the_report_of_records_merged_later), T(one_person_s_different_votes_on_merged_records_are_a_conflict),
        T(a_third_person_resolves_what_one_voted_both_ways), T(a_report_that_cannot_be_had_is_set_aside_after_the_first_stage),
        T(next_serves_assigned_then_begun_then_new), T(a_decisions_file_counts_whole_or_not_at_all),
        T(a_refused_file_tells_nothing_of_others), T(conflicts_are_told_in_an_order_that_tells_no_names),
        T(agreement_is_of_reports_all_have_voted_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
