/* Decisions in and out: what a file may tell and what it may not, and the way to other programs and back. */
#include <config.h>

#include <time.h>

#include "tests/dedup/records.h"

#include "review/screen.h"

#define TA "title-abstract"
#define FT "full-text"

static const rv_bulk_record four[] = {
    { .title = "Mentoring for young people out of work", .authors = "Smith, J.", .year = 2001, .doi = "10.1/a" },
    { .title = "Wage subsidies after a reform of school", .authors = "Jones, K.", .year = 2002, .pmid = "77" },
    { .title = "Coaching and its effects two years later", .authors = "Miller, L.", .year = 2003 },
    { .title = "Report", .authors = "Office", .year = 2004 },
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

static void vote(scratch *s, rv_store *store, const rv_protocol *p, const char *who, int64_t record, const char *stage,
                 const char *verdict, const char *reason, const char *note)
{
    const rv_decision d = { .record = record, .stage = stage, .reviewer = who, .verdict = verdict, .reason = reason, .note = note };
    char hex[RV_DIGEST_HEX];
    must(rv_screen_vote(store, p, who, &d, 1, hex, &s->err));
}

static rv_status import(scratch *s, rv_store *store, const rv_protocol *p, const char *who, const char *text,
                        const rv_screen_import_options *options, rv_screen_import_summary *sum)
{
    static const rv_screen_import_options plain = { .format = NULL };
    write_file(s->other, text, strlen(text));
    return rv_screen_import_file(store, p, who, s->other, options ? options : &plain, sum, &s->err);
}

static rv_status write_decision(void *user, const rv_standing_decision *d, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%lld %c %s %s %s [%s] {%s}\n", (long long)d->record, d->stage[0], d->reviewer, d->role, d->verdict, d->reason, d->note);
    return RV_OK;
}

/* The caller frees. */
static char *standing(scratch *s, rv_store *store, const rv_protocol *p, const char *viewer)
{
    rv_buf text = RV_BUF_INIT;
    rv_buf_text(&text, "");
    must(rv_screen_decisions(store, p, viewer, write_decision, &text, &s->err));
    return text.data ? text.data : strdup("");
}

static void stands(scratch *s, rv_store *store, const rv_protocol *p, const char *viewer, const char *want)
{
    char *got = standing(s, store, p, viewer);
    assert_string_equal(got, want);
    free(got);
}

static rv_status write_label(void *user, const rv_screen_mark *m, rv_error *err)
{
    (void)err;
    if (m->label)
        rv_buf_printf(user, "%lld %s %s #%s\n", (long long)m->report, m->stage, m->reviewer, m->label);
    return RV_OK;
}

static char *labels(scratch *s, rv_store *store, const rv_protocol *p)
{
    rv_buf text = RV_BUF_INIT;
    rv_buf_text(&text, "");
    must(rv_screen_marks(store, p, 0, "cara", write_label, &text, &s->err));
    return text.data ? text.data : strdup("");
}

static void put_label(scratch *s, rv_store *store, const rv_protocol *p, const char *who, int64_t record, const char *stage, const char *label)
{
    char hex[RV_DIGEST_HEX];
    must(rv_screen_label(store, p, who, record, stage, label, true, hex, &s->err));
}

/* What is written for a program, in s->other. */
static void export(scratch *s, rv_store *store, const rv_protocol *p, const char *viewer, const char *stage, const char *program)
{
    rv_output *out;
    uint64_t n;
    must(rv_output_open(&out, s->other, &s->err));
    must(rv_screen_export(store, p, viewer, stage, program, out, &n, &s->err));
    must(rv_output_close(out, &s->err));
    assert_int_equal(n, N(four));
}

static void decided(scratch *s, rv_store *store, const rv_protocol *p)
{
    const rv_decision settled = { .record = 3, .stage = TA, .reviewer = "cara", .verdict = "exclude", .reason = "design", .note = "agreed" };
    char hex[RV_DIGEST_HEX];
    vote(s, store, p, "ann", 1, TA, "include", NULL, NULL);
    put_label(s, store, p, "ann", 1, TA, "a");
    put_label(s, store, p, "ann", 1, TA, "\"b\", too");
    vote(s, store, p, "bob", 1, TA, "include", NULL, "one | two\n\\three \"four\" [x] <i>&amp;");
    vote(s, store, p, "ann", 1, FT, "exclude", "no-data design", "n");
    put_label(s, store, p, "ann", 1, FT, "c");
    vote(s, store, p, "bob", 1, FT, "exclude", "no-data", NULL);
    vote(s, store, p, "ann", 2, TA, "exclude", "design", "=1+1");
    vote(s, store, p, "bob", 2, TA, "exclude", "design", "\xC3\xA9t\xC3\xA9");
    vote(s, store, p, "ann", 3, TA, "include", NULL, NULL);
    vote(s, store, p, "bob", 3, TA, "exclude", "design", NULL);
    must(rv_screen_resolve(store, p, "cara", &settled, 1, hex, &s->err));
    vote(s, store, p, "cara", 4, TA, "unsure", NULL, NULL);
}

static void what_goes_to_a_program_comes_back_the_same(void **state)
{
    scratch *s = *state;
    rv_protocol *p = plan(s);
    const rv_screen_import_options plain = { .format = NULL };
    char *want, *want_labels;
    rv_store *store = records(s);
    decided(s, store, p);
    want = standing(s, store, p, "cara");
    want_labels = labels(s, store, p);
    assert_non_null(strstr(want_labels, "1 full-text ann #c\n"));
    rv_store_close(store);
    for (const char *const *program = rv_screen_programs; *program; program++) {
        rv_screen_import_summary sum;
        char kept[128], *got;
        must(rv_store_open(&store, s->path, &s->err));
        export(s, store, p, "cara", NULL, *program);
        rv_store_close(store);
        snprintf(kept, sizeof kept, "%s/kept.review", s->folder);
        must(rename(s->path, kept) == 0 ? RV_OK : RV_EIO);
        store = records(s);
        must(rv_screen_import_file(store, p, "zed", s->other, &plain, &sum, &s->err));
        got = standing(s, store, p, "cara");
        if (strcmp(got, want) != 0)
            fail_msg("%s gives\n%s instead of\n%s", *program, got, want);
        free(got);
        got = labels(s, store, p);
        if (strcmp(got, want_labels) != 0)
            fail_msg("%s gives the labels\n%s instead of\n%s", *program, got, want_labels);
        free(got);
        assert_int_equal(sum.taken, 10);
        assert_int_equal(sum.acts, 3);
        must(rv_screen_import_file(store, p, "zed", s->other, &plain, &sum, &s->err));
        assert_int_equal(sum.taken, 0);
        assert_int_equal(sum.there, 10);
        assert_string_equal(sum.event, "");
        rv_store_close(store);
        must(rename(kept, s->path) == 0 ? RV_OK : RV_EIO);
    }
    free(want_labels);
    free(want);
    rv_protocol_free(p);
}

static char *bytes_of(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = calloc(1, 1 << 16);
    assert_non_null(file);
    assert_true(fread(text, 1, (1 << 16) - 1, file) > 0);
    fclose(file);
    return text;
}

static void no_export_tells_what_another_voted_while_it_is_blind(void **state)
{
    static const char *const verdicts[] = { "include", "exclude", "unsure" };
    scratch *s = *state;
    rv_protocol *p = plan(s);
    for (const char *const *program = rv_screen_programs; *program; program++) {
        char *first = NULL;
        for (size_t i = 0; i < N(verdicts); i++) {
            rv_store *store = records(s);
            char *now;
            vote(s, store, p, "bob", 1, TA, verdicts[i], i == 1 ? "design" : NULL, i ? "secret" : NULL);
            vote(s, store, p, "ann", 2, TA, "include", NULL, NULL);
            export(s, store, p, "ann", NULL, *program);
            now = bytes_of(s->other);
            if (first)
                assert_string_equal(now, first);
            else
                first = strdup(now);
            free(now);
            rv_store_close(store);
            must(remove(s->path) == 0 ? RV_OK : RV_EIO);
        }
        free(first);
    }
    rv_protocol_free(p);
}

/* Whatever bob's file says of ann, nothing that comes of it depends on what ann voted. */
static void an_import_neither_tells_nor_changes_a_blind_vote_of_another(void **state)
{
    static const char probe[] = "record,reviewer,verdict,reason\n1,ann,include,\n";
    scratch *s = *state;
    rv_protocol *p = plan(s);
    for (int change = 0; change < 2; change++)
        for (int i = 0; i < 2; i++) {
            const rv_screen_import_options o = { .change = change != 0 };
            rv_screen_import_summary sum;
            rv_store *store = records(s);
            vote(s, store, p, "ann", 1, TA, i ? "include" : "exclude", i ? NULL : "design", NULL);
            must(import(s, store, p, "bob", probe, &o, &sum));
            assert_int_equal(sum.taken, 0);
            assert_int_equal(sum.there, 1);
            assert_string_equal(sum.event, "");
            stands(s, store, p, "ann", i ? "1 t ann vote include [] {}\n" : "1 t ann vote exclude [design] {}\n");
            rv_store_close(store);
            must(remove(s->path) == 0 ? RV_OK : RV_EIO);
        }
    rv_protocol_free(p);
}

static void ones_own_vote_changes_only_when_that_is_said(void **state)
{
    static const char file[] = "record,verdict,reason\n1,exclude,design\n2,include,\n";
    const rv_screen_import_options change = { .change = true };
    rv_screen_import_summary sum;
    scratch *s = *state;
    rv_store *store = records(s);
    rv_protocol *p = plan(s);
    vote(s, store, p, "ann", 1, TA, "include", NULL, NULL);
    refuses(import(s, store, p, "ann", file, NULL, &sum), RV_EPARSE, ":2: ann has decided include on report 1");
    stands(s, store, p, "ann", "1 t ann vote include [] {}\n");
    must(import(s, store, p, "ann", file, &change, &sum));
    assert_int_equal(sum.taken, 2);
    stands(s, store, p, "ann", "1 t ann vote exclude [design] {}\n2 t ann vote include [] {}\n");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void entries_are_found_by_identifiers_and_by_what_they_say(void **state)
{
    static const char file[] =
        "doi,pmid,title,authors,year,verdict\n"
        "https://doi.org/10.1/A,,,,,include\n"
        "10.1/a,,,,,include\n"
        ",77,Another title that has nothing to do with it at all,,,include\n"
        ",,COACHING AND ITS EFFECTS: TWO YEARS LATER,\"Miller, L\",2003,include\n"
        ",,Report,,,include\n"
        ",,Nothing of this kind was ever found,,,include\n";
    rv_screen_import_summary sum;
    scratch *s = *state;
    rv_store *store = records(s);
    rv_protocol *p = plan(s);
    must(import(s, store, p, "ann", file, NULL, &sum));
    assert_int_equal(sum.taken, 2);
    assert_int_equal(sum.there, 1);                  /* line 3 says what line 2 says */
    assert_int_equal(sum.unsure, 2);                 /* another title; a title too short to be sure of */
    assert_int_equal(sum.unknown, 1);
    stands(s, store, p, "ann", "1 t ann vote include [] {}\n3 t ann vote include [] {}\n");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void reasons_come_by_id_label_list_or_as_told(void **state)
{
    static const struct { const char *reason, *stands; } rows[] = {
        { "design", "[design] {}" }, { "NO TRIAL", "[design] {}" }, { "\"no-data, design\"", "[design no-data] {}" },
        { "No numbers; no trial", "[design no-data] {}" }, { "design no-data", "[design no-data] {}" },
        { "Excluded on no trial", "[design] {}" }, { "Too dull", "[no-data] {reason given: Too dull}" },
        { "too dull; No trial", "[design no-data] {reason given: too dull; No trial}" },
    };
    static const char *const told[] = { "too dull=no-data", "=design", NULL };
    const rv_screen_import_options o = { .reasons = told, .stage = FT };
    scratch *s = *state;
    rv_protocol *p = plan(s);
    for (size_t i = 0; i < N(rows); i++) {
        rv_screen_import_summary sum;
        rv_store *store = records(s);
        char text[256], want[256];
        vote(s, store, p, "ann", 1, TA, "include", NULL, NULL);
        vote(s, store, p, "bob", 1, TA, "include", NULL, NULL);
        snprintf(text, sizeof text, "record,verdict,reason\n1,exclude,%s\n", rows[i].reason);
        must(import(s, store, p, "ann", text, &o, &sum));
        snprintf(want, sizeof want, "1 t ann vote include [] {}\n1 t bob vote include [] {}\n1 f ann vote exclude %s\n", rows[i].stands);
        stands(s, store, p, "ann", want);
        rv_store_close(store);
        must(remove(s->path) == 0 ? RV_OK : RV_EIO);
    }
    rv_protocol_free(p);
}

/* Comparing each reason of a list with all the thousand bytes behind it costs two milliseconds apiece. */
static void a_reason_said_very_often_is_read_as_one(void **state)
{
    enum { TIMES = 20000 };
    static const rv_screen_import_options o = { .stage = TA };
    rv_buf text = RV_BUF_INIT;
    scratch *s = *state;
    rv_protocol *p = plan(s);
    rv_store *store = records(s);
    rv_screen_import_summary sum;
    rv_buf_text(&text, "record,verdict,reason\n1,exclude,");
    for (int i = 0; i < TIMES; i++)
        rv_buf_text(&text, i % 2 ? "No trial; " : "design; ");
    rv_buf_text(&text, "\n");
    const clock_t begin = clock();
    must(import(s, store, p, "ann", rv_buf_str(&text), &o, &sum));
    assert_true((double)(clock() - begin) / CLOCKS_PER_SEC < 10);
    assert_int_equal(sum.taken, 1);
    stands(s, store, p, "ann", "1 t ann vote exclude [design] {}\n");
    rv_buf_free(&text);
    rv_store_close(store);
    rv_protocol_free(p);
}

static void a_trial_takes_nothing(void **state)
{
    const rv_screen_import_options dry = { .dry = true };
    rv_screen_import_summary sum;
    scratch *s = *state;
    rv_store *store = records(s);
    rv_protocol *p = plan(s);
    must(import(s, store, p, "ann", "record,verdict\n1,include\n2,unsure\n", &dry, &sum));
    assert_int_equal(sum.taken, 2);
    assert_int_equal(sum.acts, 0);
    stands(s, store, p, "ann", "");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void a_later_stage_waits_for_the_earlier_one(void **state)
{
    static const char file[] = "record,stage,reviewer,verdict\n1,full-text,ann,include\n2,full-text,ann,include\n1,title-abstract,ann,include\n"
                               "1,title-abstract,bob,include\n2,title-abstract,ann,include\n";
    rv_screen_import_summary sum;
    scratch *s = *state;
    rv_store *store = records(s);
    rv_protocol *p = plan(s);
    refuses(import(s, store, p, "ann", file, NULL, &sum), RV_EPARSE, ":3: report 2 has not reached full-text: at title-abstract it is not decided; "
            "what it decides at the stages before that is taken");
    assert_int_equal(sum.acts, 1);
    stands(s, store, p, "ann", "1 t ann vote include [] {}\n1 t bob vote include [] {}\n2 t ann vote include [] {}\n");
    rv_protocol_free(p);
    rv_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_goes_to_a_program_comes_back_the_same, scratch_up, scratch_down),
        cmocka_unit_test_setup_teardown(no_export_tells_what_another_voted_while_it_is_blind, scratch_up, scratch_down),
        cmocka_unit_test_setup_teardown(an_import_neither_tells_nor_changes_a_blind_vote_of_another, scratch_up, scratch_down),
        cmocka_unit_test_setup_teardown(ones_own_vote_changes_only_when_that_is_said, scratch_up, scratch_down),
        cmocka_unit_test_setup_teardown(entries_are_found_by_identifiers_and_by_what_they_say, scratch_up, scratch_down),
        cmocka_unit_test_setup_teardown(reasons_come_by_id_label_list_or_as_told, scratch_up, scratch_down),
        cmocka_unit_test_setup_teardown(a_reason_said_very_often_is_read_as_one, scratch_up, scratch_down),
        cmocka_unit_test_setup_teardown(a_trial_takes_nothing, scratch_up, scratch_down),
        cmocka_unit_test_setup_teardown(a_later_stage_waits_for_the_earlier_one, scratch_up, scratch_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
