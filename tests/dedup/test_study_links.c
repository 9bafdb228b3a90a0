#include <config.h>

#include "tests/dedup/links_support.h"

static const rv_bulk_record eight[] = {
    { .title = "One" }, { .title = "Two" }, { .title = "Three" }, { .title = "Four" }, { .title = "Five" }, { .title = "Six" },
    { .title = "Seven" }, { .title = "Eight" },
};

/* 1-2-3 and 5-6 are of one study, as a run and a person say; 4 is of one report with 3. */
static rv_store *linked(scratch *s)
{
    rv_store *store = scratch_review(s);
    char hex[RV_DIGEST_HEX];
    import_records(s, store, eight, N(eight), 1);
    run_said(s, store, 1, 2, "study", .2, hex);
    run_said(s, store, 3, 4, "same", .99, hex);
    must(judge(s, store, 2, 4, RV_DEDUP_STUDY, hex));
    run_said(s, store, 5, 6, "study", .3, hex);
    return store;
}

static rv_status write_sibling(void *user, const rv_dedup_sibling *sibling, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%zu:%lld", sibling->group, (long long)sibling->report);
    for (size_t i = 0; i < sibling->n_studies; i++)
        rv_buf_printf(user, " %s", sibling->studies[i]);
    rv_buf_char(user, ';');
    return RV_OK;
}

static void groups_are(scratch *s, rv_store *store, const char *want)
{
    rv_buf text = RV_BUF_INIT;
    must(rv_dedup_study_groups(store, write_sibling, &text, &s->err));
    assert_string_equal(rv_buf_str(&text), want);
    rv_buf_free(&text);
}

static void belongs(scratch *s, rv_store *store, const char *study, int64_t record, const char *role)
{
    char hex[RV_DIGEST_HEX];
    must(rv_study_give(store, "ann", study, record, role, hex, &s->err));
}

static rv_status write_followed(void *user, const rv_dedup_followed *f, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%lld %s %lld;", (long long)f->report, f->study, (long long)f->because);
    return RV_OK;
}

static rv_dedup_follow_summary follows(scratch *s, rv_store *store, bool dry, const char *want)
{
    rv_buf text = RV_BUF_INIT;
    rv_dedup_follow_summary summary;
    must(rv_dedup_studies_follow(store, "ann", dry, write_followed, &text, &summary, &s->err));
    assert_string_equal(rv_buf_str(&text), want);
    rv_buf_free(&text);
    return summary;
}

static void reports_in_study_links_are_groups_with_their_studies(void **state)
{
    scratch *s = *state;
    rv_store *store = linked(s);
    char hex[RV_DIGEST_HEX];
    groups_are(s, store, "1:1;1:2;1:3;2:5;2:6;");
    belongs(s, store, "JOBSTART", 4, "primary");
    belongs(s, store, "Career Academies", 3, "secondary");
    groups_are(s, store, "1:1;1:2;1:3 Career Academies JOBSTART;2:5;2:6;");
    must(judge(s, store, 5, 6, RV_DEDUP_NONE, hex));
    groups_are(s, store, "1:1;1:2;1:3 Career Academies JOBSTART;");
    rv_store_close(store);
}

static void a_report_follows_its_links_into_the_study_and_others_follow_it(void **state)
{
    scratch *s = *state;
    rv_store *store = linked(s);
    rv_dedup_follow_summary summary;
    follows(s, store, false, "");
    belongs(s, store, "JOBSTART", 1, "primary");
    summary = follows(s, store, true, "2 JOBSTART 1;3 JOBSTART 2;");
    assert_string_equal(summary.event, "");
    groups_are(s, store, "1:1 JOBSTART;1:2;1:3;2:5;2:6;");
    summary = follows(s, store, false, "2 JOBSTART 1;3 JOBSTART 2;");
    assert_int_equal(summary.linked, 2);
    assert_int_equal(strlen(summary.event), 64);
    groups_are(s, store, "1:1 JOBSTART;1:2 JOBSTART;1:3 JOBSTART;2:5;2:6;");
    summary = follows(s, store, false, "");
    assert_string_equal(summary.event, "");
    rv_store_close(store);
}

static void links_to_several_studies_are_left_to_a_person(void **state)
{
    scratch *s = *state;
    rv_store *store = linked(s);
    belongs(s, store, "JOBSTART", 1, "primary");
    belongs(s, store, "Job Corps", 3, "primary");
    assert_int_equal(follows(s, store, false, "").unclear, 1);
    belongs(s, store, "JOBSTART", 5, "primary");
    belongs(s, store, "Year Up", 5, "secondary");
    assert_int_equal(follows(s, store, false, "").unclear, 2);
    groups_are(s, store, "1:1 JOBSTART;1:2;1:3 Job Corps;2:5 JOBSTART Year Up;2:6;");
    rv_store_close(store);
}

static void who_was_taken_out_of_a_study_does_not_follow(void **state)
{
    scratch *s = *state;
    rv_store *store = linked(s);
    belongs(s, store, "JOBSTART", 1, "primary");
    belongs(s, store, "JOBSTART", 2, "secondary");
    belongs(s, store, "JOBSTART", 2, "none");
    follows(s, store, false, "");
    groups_are(s, store, "1:1 JOBSTART;1:2;1:3;2:5;2:6;");
    rv_store_close(store);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)
    const struct CMUnitTest tests[] = {
        T(reports_in_study_links_are_groups_with_their_studies),
        T(a_report_follows_its_links_into_the_study_and_others_follow_it), T(links_to_several_studies_are_left_to_a_person),
        T(who_was_taken_out_of_a_study_does_not_follow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
