#include <config.h>

#include "tests/dedup/records.h"

#include "review/dedup.h"
#include "review/refs.h"

static const rv_bulk_record three[] = { { .title = "One" }, { .title = "Two" }, { .title = "Three" } };

static rv_status write_row(void *user, const rv_study_report *row, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%s:%lld:%s;", row->label, (long long)row->report, row->role);
    return RV_OK;
}

/* The studies as one text. */
static void shows(scratch *s, rv_store *store, const char *want)
{
    rv_buf text = RV_BUF_INIT;
    must(rv_study_reports(store, write_row, &text, &s->err));
    assert_string_equal(rv_buf_str(&text), want);
    rv_buf_free(&text);
}

static rv_store *reports(scratch *s)
{
    rv_store *store = scratch_review(s);
    char hex[RV_DIGEST_HEX];
    import_records(s, store, three, N(three), 1);
    must(rv_study_give(store, "ann", "JOBSTART", 1, "primary", hex, &s->err));
    must(rv_study_give(store, "ann", "JOBSTART", 2, "secondary", hex, &s->err));
    return store;
}

static void the_newest_primary_is_the_primary(void **state)
{
    scratch *s = *state;
    rv_store *store = reports(s);
    char hex[RV_DIGEST_HEX];
    shows(s, store, "JOBSTART:1:primary;JOBSTART:2:secondary;");
    must(rv_study_give(store, "ann", "JOBSTART", 2, "primary", hex, &s->err));
    shows(s, store, "JOBSTART:2:primary;JOBSTART:1:secondary;");
    must(rv_study_give(store, "ann", "JOBSTART", 2, "none", hex, &s->err));
    shows(s, store, "JOBSTART:1:primary;");
    rv_store_close(store);
}

static void a_report_may_hold_several_studies(void **state)
{
    scratch *s = *state;
    rv_store *store = reports(s);
    char hex[RV_DIGEST_HEX];
    must(rv_study_give(store, "ann", "Year Up", 2, "primary", hex, &s->err));
    shows(s, store, "JOBSTART:1:primary;JOBSTART:2:secondary;Year Up:2:primary;");
    refuses(rv_study_give(store, "ann", "Year Up", 2, "main", hex, &s->err), RV_EINVAL, "'main' is not the role");
    refuses(rv_study_give(store, "ann", "No Such", 2, "none", hex, &s->err), RV_ENOTFOUND, "no study 'No Such'");
    rv_store_close(store);
}

static void merging_moves_every_report_and_keeps_one_primary(void **state)
{
    scratch *s = *state;
    rv_store *store = reports(s);
    char hex[RV_DIGEST_HEX];
    must(rv_study_give(store, "ann", "Job Start", 3, "primary", hex, &s->err));
    must(rv_study_merge(store, "ann", "Job Start", "JOBSTART", "one trial", hex, &s->err));
    shows(s, store, "JOBSTART:1:primary;JOBSTART:2:secondary;JOBSTART:3:secondary;Job Start:0:;");
    refuses(rv_study_merge(store, "ann", "Job Start", "JOBSTART", "again", hex, &s->err), RV_EINVAL, "no reports to move");
    refuses(rv_study_merge(store, "ann", "JOBSTART", "JOBSTART", "self", hex, &s->err), RV_EINVAL, "with itself");
    refuses(rv_study_merge(store, "ann", "JOBSTART", "Job Start", "", hex, &s->err), RV_EINVAL, "needs its reason");
    rv_store_close(store);
}

static void splitting_moves_one_report_to_a_new_study(void **state)
{
    scratch *s = *state;
    rv_store *store = reports(s);
    char hex[RV_DIGEST_HEX];
    must(rv_study_split(store, "ann", "JOBSTART", 2, "CET replication", "another sample", hex, &s->err));
    shows(s, store, "CET replication:2:primary;JOBSTART:1:primary;");
    refuses(rv_study_split(store, "ann", "JOBSTART", 3, "X", "no", hex, &s->err), RV_ENOTFOUND, "record 3 is of no report");
    shows(s, store, "CET replication:2:primary;JOBSTART:1:primary;");
    rv_store_close(store);
}

static void links_follow_the_report_when_records_are_merged(void **state)
{
    scratch *s = *state;
    rv_store *store = reports(s);
    char hex[RV_DIGEST_HEX];
    must(rv_dedup_judge(store, "ann", &(rv_dedup_judgement){ 1, 2, RV_DEDUP_SAME, "one report" }, hex, &s->err));
    shows(s, store, "JOBSTART:1:secondary;");
    must(rv_study_give(store, "ann", "JOBSTART", 1, "primary", hex, &s->err));
    shows(s, store, "JOBSTART:1:primary;");
    rv_store_close(store);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)
    const struct CMUnitTest tests[] = {
        T(the_newest_primary_is_the_primary), T(a_report_may_hold_several_studies),
        T(merging_moves_every_report_and_keeps_one_primary), T(splitting_moves_one_report_to_a_new_study),
        T(links_follow_the_report_when_records_are_merged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
