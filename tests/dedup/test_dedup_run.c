#include <config.h>

#include <signal.h>
#include <sys/wait.h>

#include "tests/dedup/records.h"

#include "review/dedup.h"
#include "review/refs.h"

static const char title[] = "Effects of mentoring on school attendance among young people";
static const char other_title[] = "Cash transfers and crime in Chicago: a field experiment";

/* 1, 2 and 3 are one document; 4 another; 5 is an erratum of the first. */
static const rv_bulk_record five[] = {
    { .type = "article", .title = title, .authors = "Smith, John", .year = 2010, .doi = "10.1000/x" },
    { .type = "article", .title = "EFFECTS OF MENTORING ON SCHOOL ATTENDANCE AMONG YOUNG PEOPLE.", .authors = "Smith J", .year = 2010 },
    { .type = "article", .title = title, .authors = "Smith, J.", .year = 2010, .doi = "10.1000/x" },
    { .type = "article", .title = other_title, .authors = "Heller, S.", .year = 2014 },
    { .type = "article", .title = "Erratum: Effects of mentoring on school attendance among young people", .authors = "Smith, John",
      .year = 2010, .doi = "10.1000/x" },
};

static int64_t report_of(scratch *s, rv_store *store, int64_t record)
{
    int64_t report;
    must(rv_record_report(store, record, &report, &s->err));
    return report;
}

static rv_dedup_summary run(scratch *s, rv_store *store)
{
    rv_dedup_summary summary;
    must(rv_dedup_run(store, "ann", &(rv_dedup_run_options){ 0 }, NULL, NULL, &summary, &s->err));
    return summary;
}

static rv_store *five_records(scratch *s)
{
    rv_store *store = scratch_review(s);
    import_records(s, store, five, N(five), 1);
    return store;
}

static void a_run_merges_with_reasons_and_names_reports_by_the_least_record(void **state)
{
    scratch *s = *state;
    rv_store *store = five_records(s);
    rv_dedup_summary summary = run(s, store);
    assert_int_equal(summary.records, 5);
    assert_int_equal(summary.merged, 2);
    for (int64_t i = 1; i <= 3; i++)
        assert_int_equal(report_of(s, store, i), 1);
    assert_int_equal(report_of(s, store, 4), 4);
    assert_int_equal(report_of(s, store, 5), 5);
    assert_int_equal(run(s, store).merged, 0);
    rv_store_close(store);
}

static void a_run_over_new_records_is_a_fact_even_when_none_is_a_duplicate(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    import_records(s, store, five + 3, 1, 1);
    assert_int_equal(strlen(run(s, store).event), 64);
    assert_string_equal(run(s, store).event, "");
    rv_store_close(store);
}

static rv_status count_link(void *user, const rv_dedup_link *link, rv_error *err)
{
    (void)err;
    assert_non_null(link->reason);
    ++*(int *)user;
    return RV_OK;
}

static void a_dry_run_tells_and_writes_nothing(void **state)
{
    scratch *s = *state;
    rv_store *store = five_records(s);
    rv_dedup_summary summary;
    int told = 0, kept = 0;
    must(rv_dedup_run(store, "ann", &(rv_dedup_run_options){ .dry = true }, count_link, &told, &summary, &s->err));
    must(rv_dedup_links(store, count_link, &kept, &s->err));
    assert_int_equal(told, 2);
    assert_int_equal(kept, 0);
    assert_string_equal(summary.event, "");
    rv_store_close(store);
}

static void new_records_join_what_is_there(void **state)
{
    scratch *s = *state;
    rv_store *store = five_records(s);
    run(s, store);
    import_records(s, store, five, 1, 2);
    assert_int_equal(run(s, store).merged, 1);
    assert_int_equal(report_of(s, store, 6), 1);
    rv_store_close(store);
}

static void what_a_person_splits_stays_split(void **state)
{
    scratch *s = *state;
    rv_store *store = five_records(s);
    char hex[RV_DIGEST_HEX];
    rv_dedup_summary again;
    run(s, store);
    must(rv_dedup_judge(store, "ann", &(rv_dedup_judgement){ 1, 3, RV_DEDUP_NONE, "other versions" }, hex, &s->err));
    assert_int_not_equal(report_of(s, store, 1), report_of(s, store, 3));
    again = run(s, store);
    assert_int_not_equal(report_of(s, store, 1), report_of(s, store, 3));
    assert_true(again.kept_apart > 0);
    must(rv_dedup_undo(store, "ann", hex, "they are one after all", hex, &s->err));
    assert_int_equal(report_of(s, store, 3), 1);
    rv_store_close(store);
}

static void an_undone_run_is_not_done_again_until_the_undo_is_undone(void **state)
{
    scratch *s = *state;
    rv_store *store = five_records(s);
    char undo[RV_DIGEST_HEX], hex[RV_DIGEST_HEX];
    const rv_dedup_summary first = run(s, store);
    must(rv_dedup_undo(store, "ann", first.event, "wrong file", undo, &s->err));
    for (int64_t i = 1; i <= 5; i++)
        assert_int_equal(report_of(s, store, i), i);
    assert_int_equal(run(s, store).merged, 0);
    refuses(rv_dedup_undo(store, "ann", first.event, "again", hex, &s->err), RV_EINVAL, "nothing of event");
    must(rv_dedup_undo(store, "ann", undo, "the file was right", hex, &s->err));
    assert_int_equal(report_of(s, store, 3), 1);
    rv_store_close(store);
}

static void a_person_merges_what_rules_leave(void **state)
{
    scratch *s = *state;
    rv_store *store = five_records(s);
    char hex[RV_DIGEST_HEX];
    run(s, store);
    must(rv_dedup_judge(store, "ann", &(rv_dedup_judgement){ 5, 4, RV_DEDUP_SAME, "printed as one" }, hex, &s->err));
    assert_int_equal(report_of(s, store, 5), 4);
    refuses(rv_dedup_judge(store, "ann", &(rv_dedup_judgement){ 4, 5, RV_DEDUP_SAME, "again" }, hex, &s->err), RV_EEXIST, "one report already");
    refuses(rv_dedup_judge(store, "ann", &(rv_dedup_judgement){ 4, 4, RV_DEDUP_SAME, "self" }, hex, &s->err), RV_EINVAL, "given twice");
    refuses(rv_dedup_judge(store, "ann", &(rv_dedup_judgement){ 1, 4, RV_DEDUP_SAME, "" }, hex, &s->err), RV_EINVAL, "needs its reason");
    must(rv_dedup_judge(store, "ann", &(rv_dedup_judgement){ 1, 5, RV_DEDUP_NONE, "never" }, hex, &s->err));
    refuses(rv_dedup_judge(store, "ann", &(rv_dedup_judgement){ 2, 4, RV_DEDUP_SAME, "all of them" }, hex, &s->err), RV_EINVAL, "undo that first");
    assert_int_equal(report_of(s, store, 2), 1);
    rv_store_close(store);
}

static void the_derived_table_is_what_a_rebuild_makes(void **state)
{
    scratch *s = *state;
    rv_store *store = five_records(s);
    rv_verification found;
    char hex[RV_DIGEST_HEX];
    run(s, store);
    must(rv_dedup_judge(store, "ann", &(rv_dedup_judgement){ 1, 2, RV_DEDUP_NONE, "no" }, hex, &s->err));
    must(rv_store_verify(store, &rv_dedup_derivation, 1, NULL, &found, &s->err));
    assert_int_equal(found.wrong, 0);
    must(rv_store_rebuild(store, &rv_dedup_derivation, 1, &s->err));
    assert_int_equal(report_of(s, store, 3), 1);
    rv_store_close(store);
}

/* A program that is killed at any moment of a run leaves all of it or nothing, and the next run makes up for it. */
static void a_run_that_is_killed_leaves_all_or_nothing(void **state)
{
    enum { COPIES = 40 };
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_verification found;
    int all = 0, killed = 0;
    for (int i = 0; i < COPIES; i++)
        import_records(s, store, five, N(five), 1 + i);
    rv_store_close(store);
    for (useconds_t wait = 200; !all; wait += wait / 4) {
        const pid_t child = fork();
        int status, kept = 0;
        assert_true(child >= 0);
        if (!child) {
            rv_dedup_summary summary;
            if (rv_store_open(&store, s->path, &s->err) == RV_OK)
                (void)!rv_dedup_run(store, "ann", &(rv_dedup_run_options){ 0 }, NULL, NULL, &summary, &s->err);
            _exit(0);
        }
        usleep(wait);
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, &status, 0), child);
        killed += WIFSIGNALED(status);
        must(rv_store_open(&store, s->path, &s->err));
        must(rv_store_verify(store, &rv_dedup_derivation, 1, NULL, &found, &s->err));
        must(rv_dedup_links(store, count_link, &kept, &s->err));
        if (kept)
            assert_int_equal(run(s, store).merged, 0);
        all = kept;
        rv_store_close(store);
    }
    assert_true(killed > 0);
    assert_true(all >= COPIES);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)
    const struct CMUnitTest tests[] = {
        T(a_run_merges_with_reasons_and_names_reports_by_the_least_record), T(a_dry_run_tells_and_writes_nothing),
        T(a_run_over_new_records_is_a_fact_even_when_none_is_a_duplicate),
        T(new_records_join_what_is_there), T(what_a_person_splits_stays_split),
        T(an_undone_run_is_not_done_again_until_the_undo_is_undone), T(a_person_merges_what_rules_leave),
        T(the_derived_table_is_what_a_rebuild_makes), T(a_run_that_is_killed_leaves_all_or_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
