#include <config.h>

#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/dedup.h"
#include "review/refs.h"
#include "review/report.h"
#include "review/screen.h"

#include "report/parts.h"

/* A review of six records: A and B in a database, A again on a website; C in a register; D and E from an organisation. */
typedef struct {
    char         folder[64], file[160];
    rv_store    *store;
    rv_protocol *protocol;
    int64_t      a, b, c, d, e;
} world;

#define RECORD(title, author, an) "TY  - RPRT\nTI  - " title "\nAU  - " author "\nPY  - 2010\nAN  - " an "\nER  - \n\n"

static void import(world *w, const char *name, const char *kind, const char *ris)
{
    const rv_source source = { name, kind, NULL, NULL, NULL, NULL, NULL };
    const char *path = w->file;
    rv_import_file file;
    rv_error err = { 0 };
    char hex[RV_DIGEST_HEX];
    FILE *f;

    snprintf(w->file, sizeof w->file, "%s/%s.ris", w->folder, name);
    f = fopen(w->file, "w");
    assert_non_null(f);
    fputs(ris, f);
    assert_int_equal(fclose(f), 0);
    if (rv_refs_import(w->store, "lead", &source, &path, 1, NULL, NULL, NULL, NULL, NULL, &file, hex, &err) != RV_OK)
        fail_msg("%s", err.message);
    unlink(w->file);
}

static int64_t record(world *w, const char *key)
{
    int64_t id = 0;
    rv_error err = { 0 };

    if (rv_record_find(w->store, key, &id, &err) != RV_OK)
        fail_msg("%s", err.message);
    return id;
}

static int make(void **state)
{
    world *w = calloc(1, sizeof *w);
    char path[4200];
    rv_error err = { 0 };
    const rv_dedup_run_options how = RV_DEDUP_RUN_OPTIONS_INIT;
    rv_dedup_summary dedup;

    assert_non_null(w);
    strcpy(w->folder, "/tmp/flow-XXXXXX");
    assert_non_null(mkdtemp(w->folder));
    snprintf(path, sizeof path, "%s/protocols/disengagement-15-24.xml", getenv("top_srcdir"));
    assert_int_equal(rv_protocol_read(&w->protocol, path, &err), RV_OK);
    snprintf(path, sizeof path, "%s/r.review", w->folder);
    assert_int_equal(rv_store_create(&w->store, path, &err), RV_OK);
    import(w, "ERIC", "database", RECORD("Coaching young people back into school", "Adams, A", "A1")
                                  RECORD("Paid work experience for school leavers", "Brown, B", "B1"));
    import(w, "Registry", "register", RECORD("Mentoring at transition: a trial in progress", "Clark, C", "C1"));
    import(w, "Clearinghouse", "website", RECORD("Coaching young people back into school", "Adams, A", "A2"));
    import(w, "Institute", "organisation", RECORD("Residential training of drop-outs", "Davis, D", "D1")
                                           RECORD("Summer jobs and later earnings", "Evans, E\nAU  - et al.", "E1"));
    assert_int_equal(rv_dedup_run(w->store, "lead", &how, NULL, NULL, &dedup, &err), RV_OK);
    assert_int_equal(dedup.merged, 1);
    w->a = record(w, "acc:A1");
    w->b = record(w, "acc:B1");
    w->c = record(w, "acc:C1");
    w->d = record(w, "acc:D1");
    w->e = record(w, "acc:E1");
    *state = w;
    return 0;
}

static int drop(void **state)
{
    static const char *const files[] = { "r.review", "r.review-wal", "r.review-shm", "r.review.lock", "r.review-lock" };
    world *w = *state;
    char path[200];

    rv_store_close(w->store);
    rv_protocol_free(w->protocol);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", w->folder, files[i]);
        unlink(path);
    }
    rmdir(w->folder);
    free(w);
    return 0;
}

static void vote(world *w, const char *stage, int64_t report, const char *verdict, const char *reason)
{
    static const char *const people[] = { "ann", "bob" };
    char hex[RV_DIGEST_HEX];
    rv_error err = { 0 };

    for (int i = 0; i < 2; i++) {
        const rv_decision d = { report, stage, people[i], verdict, reason, NULL, NULL };
        if (rv_screen_vote(w->store, w->protocol, people[i], &d, 1, hex, &err) != RV_OK)
            fail_msg("%s", err.message);
    }
}

static int64_t box(world *w, rv_flow_box which)
{
    rv_review_flow *flow = NULL;
    rv_error err = { 0 };
    int64_t n;

    if (rv_report_flow(w->store, w->protocol, &flow, &err) != RV_OK)
        fail_msg("%s", err.message);
    n = rv_flow_total(rv_review_flow_of(flow), which);
    rv_review_flow_free(flow);
    return n;
}

static void before_screening_everything_waits_and_the_sums_come_out(void **state)
{
    world *w = *state;

    assert_int_equal(box(w, RV_FLOW_A1), 2);
    assert_int_equal(box(w, RV_FLOW_A2), 1);
    assert_int_equal(box(w, RV_FLOW_B1), 0);
    assert_int_equal(box(w, RV_FLOW_C_WAITING), 3);
    assert_int_equal(box(w, RV_FLOW_C), 0);
    assert_int_equal(box(w, RV_FLOW_O1), 1);
    assert_int_equal(box(w, RV_FLOW_O2), 2);
    assert_int_equal(box(w, RV_FLOW_U), 0);
}

/* The website's copy of A is a duplicate of the database's: it is removed on the right, and A counts on the left. */
static void a_report_of_both_columns_counts_on_the_left(void **state)
{
    world *w = *state;

    vote(w, "title-abstract", w->a, "include", NULL);
    assert_int_equal(box(w, RV_FLOW_C), 1);
    assert_int_equal(box(w, RV_FLOW_E), 1);
    assert_int_equal(box(w, RV_FLOW_Q), 0);
    assert_int_equal(box(w, RV_FLOW_G_WAITING), 1);
}

static void every_fate_of_a_report_has_its_box(void **state)
{
    world *w = *state;
    char hex[RV_DIGEST_HEX];
    rv_error err = { 0 };
    rv_event *event = NULL;
    int64_t study;

    vote(w, "title-abstract", w->b, "exclude", "outcome");
    vote(w, "title-abstract", w->c, "include", NULL);
    vote(w, "title-abstract", w->d, "include", NULL);
    vote(w, "title-abstract", w->e, "include", NULL);
    vote(w, "full-text", w->a, "include", NULL);
    vote(w, "full-text", w->d, "include", NULL);
    vote(w, "full-text", w->e, "exclude", "outcome");
    assert_int_equal(rv_screen_state(w->store, "lead", w->c, "ongoing", NULL, hex, &err), RV_OK);
    assert_int_equal(box(w, RV_FLOW_D1), 1);
    assert_int_equal(box(w, RV_FLOW_E), 2);
    assert_int_equal(box(w, RV_FLOW_H_ONGOING), 1);
    assert_int_equal(box(w, RV_FLOW_Q), 2);
    assert_int_equal(box(w, RV_FLOW_T), 1);
    assert_int_equal(box(w, RV_FLOW_U), 2);
    assert_int_equal(box(w, RV_FLOW_V), 2);
    /* Both reports turn out to be of one study. */
    assert_int_equal(rv_event_begin(&event, w->store, "study.link", "lead", false, &err), RV_OK);
    assert_int_equal(rv_study_find(w->store, event, "Coaching trial", &study, &err), RV_OK);
    assert_int_equal(rv_study_link(event, study, w->a, "primary", &err), RV_OK);
    assert_int_equal(rv_study_link(event, study, w->d, "secondary", &err), RV_OK);
    assert_int_equal(rv_event_commit(event, hex, &err), RV_OK);
    assert_int_equal(box(w, RV_FLOW_V), 1);
}

/* One stage screens full texts: what it excludes was assessed, and nothing was left out before. */
static void a_review_of_one_stage_assesses_whatever_it_screens(void **state)
{
    world *w = *state;
    rv_protocol *whole = w->protocol, one = *whole;

    one.stages = whole->stages + whole->n_stages - 1;
    one.n_stages = 1;
    w->protocol = &one;
    assert_int_equal(box(w, RV_FLOW_D1), 0);
    assert_int_equal(box(w, RV_FLOW_C), 3);
    assert_int_equal(box(w, RV_FLOW_G_WAITING), 1);
    assert_int_equal(box(w, RV_FLOW_G), 2);
    assert_int_equal(box(w, RV_FLOW_T), 1);
    assert_int_equal(box(w, RV_FLOW_U), 2);
    w->protocol = whole;
}

static void a_report_is_called_by_its_authors_and_year(void **state)
{
    world *w = *state;
    rv_buf reference = RV_BUF_INIT, label = RV_BUF_INIT;
    rv_error err = { 0 };

    assert_int_equal(rv_report_reference(w->store, w->e, &reference, &label, &err), RV_OK);
    assert_string_equal(rv_buf_str(&label), "Evans et al. 2010");
    rv_buf_clear(&label);
    rv_buf_clear(&reference);
    assert_int_equal(rv_report_reference(w->store, w->b, &reference, &label, &err), RV_OK);
    assert_string_equal(rv_buf_str(&label), "Brown 2010");
    assert_non_null(strstr(rv_buf_str(&reference), "(2010). Paid work experience for school leavers."));
    rv_buf_free(&reference);
    rv_buf_free(&label);
}

static rv_status count_open(void *user, const rv_deviation *d, rv_error *err)
{
    (void)err;
    *(size_t *)user += !d->recorded;
    return RV_OK;
}

static void deviations_need_reasons_and_keep_them(void **state)
{
    static const char *const words[] = { "search=example", "screen=example", "extract=example", "appraise=example",
                                         "synthesis=example", "studies=example" };
    const rv_words none = { NULL, 0 }, because = { words, sizeof words / sizeof *words };
    world *w = *state;
    char hex[RV_DIGEST_HEX];
    rv_error err = { 0 };
    size_t open = 0;

    assert_int_equal(rv_report_explain(w->store, w->protocol, "lead", NULL, &none, NULL, NULL, hex, &err), RV_EDOMAIN);
    assert_non_null(strstr(err.message, "deviations from the protocol without a reason"));
    if (rv_report_explain(w->store, w->protocol, "lead", NULL, &because, NULL, NULL, hex, &err) != RV_OK)
        fail_msg("%s", err.message);
    assert_int_equal(strlen(hex), 64);
    assert_int_equal(rv_report_deviations(w->store, w->protocol, NULL, count_open, &open, &err), RV_OK);
    assert_int_equal(open, 0);
    assert_int_equal(rv_report_explain(w->store, w->protocol, "lead", NULL, &none, NULL, NULL, hex, &err), RV_OK);
    assert_string_equal(hex, "");
}

static rv_status note_dedup(void *user, const rv_deviation *d, rv_error *err)
{
    (void)err;
    if (strncmp(d->step, "dedup/", 6) == 0)
        rv_buf_printf(user, "%s: %s; %s\n", d->step, d->planned, d->done);
    return RV_OK;
}

static void another_policy_of_deduplication_than_planned_is_a_deviation(void **state)
{
    world *w = *state;
    const rv_dedup_run_options how = { .policy = { .preprints_one = true } };
    rv_dedup_summary dedup;
    rv_buf told = RV_BUF_INIT;
    rv_error err = { 0 };

    assert_int_equal(rv_report_deviations(w->store, w->protocol, NULL, note_dedup, &told, &err), RV_OK);
    assert_string_equal(rv_buf_str(&told), "");
    assert_int_equal(rv_dedup_run(w->store, "lead", &how, NULL, NULL, &dedup, &err), RV_OK);
    assert_int_equal(rv_report_deviations(w->store, w->protocol, NULL, note_dedup, &told, &err), RV_OK);
    assert_string_equal(rv_buf_str(&told), "dedup/preprints: a preprint and its article are kept apart; "
                                           "a preprint and its article are one report\n");
    rv_buf_free(&told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(before_screening_everything_waits_and_the_sums_come_out),
        cmocka_unit_test(a_report_of_both_columns_counts_on_the_left),
        cmocka_unit_test(every_fate_of_a_report_has_its_box),
        cmocka_unit_test(a_review_of_one_stage_assesses_whatever_it_screens),
        cmocka_unit_test(a_report_is_called_by_its_authors_and_year),
        cmocka_unit_test(deviations_need_reasons_and_keep_them),
        cmocka_unit_test(another_policy_of_deduplication_than_planned_is_a_deviation),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
