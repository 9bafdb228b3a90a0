#include <config.h>

/* Effects of studies whose reports were screened, one way or the other. */
#include "review/report.h"
#include "review/screen.h"

#include "tests/extract/review.h"

static int64_t record_of(const char *title, const char *number)
{
    static const rv_source source = { "ERIC", "database", NULL, NULL, NULL, NULL, NULL };
    char path[4200], key[40], hex[RV_DIGEST_HEX];
    const char *paths = path;
    rv_import_file file;
    int64_t id = 0;
    FILE *f;

    snprintf(path, sizeof path, "%s/%s.ris", folder, number);
    f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f, "TY  - RPRT\nTI  - %s\nAU  - Adams, A\nPY  - 2010\nAN  - %s\nER  - \n\n", title, number);
    assert_int_equal(fclose(f), 0);
    must(rv_refs_import(store, "ada", &source, &paths, 1, NULL, NULL, NULL, NULL, NULL, &file, hex, &err));
    snprintf(key, sizeof key, "acc:%s", number);
    must(rv_record_find(store, key, &id, &err));
    return id;
}

static void link_to(const char *label, int64_t record, const char *role)
{
    rv_event *event = NULL;
    char hex[RV_DIGEST_HEX];
    int64_t study;

    must(rv_event_begin(&event, store, "study.link", "ada", false, &err));
    must(rv_study_find(store, event, label, &study, &err));
    must(rv_study_link(event, study, record, role, &err));
    must(rv_event_commit(event, hex, &err));
}

static void vote(int64_t record, const char *verdict, const char *reason)
{
    static const char *const people[] = { "ann", "bob" };
    char hex[RV_DIGEST_HEX];

    for (int i = 0; i < 2; i++) {
        const rv_decision d = { record, "full-text", people[i], verdict, reason, NULL, NULL };
        must(rv_screen_vote(store, protocol, people[i], &d, 1, hex, &err));
    }
}

/* The effect of one result of the domain work as analyses have it; the list is freed by the next call. */
static const rv_review_effect *included_effect(const char *result, bool every)
{
    static rv_effects all;

    rv_effects_free(&all);
    if (!result)
        return NULL;
    must(rv_report_effects(store, protocol, "work", "OR", NULL, 0, NULL, every, &all, &err));
    for (size_t i = 0; i < all.n; i++)
        if (strcmp(all.effects[i].result, result) == 0)
            return &all.effects[i];
    fail_msg("no result %s", result);
    return NULL;
}

static void a_review_that_screened_nothing_leaves_nobody_out(void **state)
{
    (void)state;
    link_to("Jobs Now", record_of("Jobs now", "A1"), "primary");
    assert_true(included_effect("R2", false)->chosen);
    assert_string_equal(included_effect("R1", false)->left_out, "R2 is preferred: measured at 24 months");
}

static void a_study_whose_report_is_excluded_is_left_out_with_all_its_results(void **state)
{
    const int64_t record = record_of("Jobs now", "A1");

    (void)state;
    link_to("Jobs Now", record, "primary");
    vote(record, "exclude", "design");
    assert_false(included_effect("R2", false)->chosen);
    assert_string_equal(included_effect("R2", false)->left_out, "not included: its report is excluded at Full text (No trial)");
    assert_string_equal(included_effect("R1", true)->left_out, "not included: its report is excluded at Full text (No trial)");
}

static void an_included_report_is_enough(void **state)
{
    const int64_t one = record_of("Jobs now", "A1"), other = record_of("What became of the trainees", "A2");

    (void)state;
    link_to("Jobs Now", one, "primary");
    link_to("Jobs Now", other, "secondary");
    vote(one, "exclude", "design");
    assert_string_equal(included_effect("R2", false)->left_out,
                        "not included: its reports are excluded at Full text (No trial); not decided at Full text");
    vote(other, "include", NULL);
    assert_true(included_effect("R2", false)->chosen);
}

static void a_study_without_a_report_is_left_out_once_there_was_screening(void **state)
{
    const int64_t record = record_of("Jobs now", "A1");

    (void)state;
    link_to("Jobs Now", record, "primary");
    must(import_text("result,field,value,place\nR5,n_treat,90,p. 2\nR5,n_control,90,p. 2\n"));
    assert_true(included_effect("R5", false)->chosen);
    vote(record, "include", NULL);
    assert_true(included_effect("R2", false)->chosen);
    assert_string_equal(included_effect("R5", false)->left_out, "not included: no report belongs to the study");
}

int main(void)
{
#define WITH(f) cmocka_unit_test_setup_teardown(f, full_review, end_review)
    const struct CMUnitTest tests[] = {
        WITH(a_review_that_screened_nothing_leaves_nobody_out),
        WITH(a_study_whose_report_is_excluded_is_left_out_with_all_its_results),
        WITH(an_included_report_is_enough),
        WITH(a_study_without_a_report_is_left_out_once_there_was_screening),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    included_effect(NULL, false);
    effect_of(NULL, NULL, NULL);
    return failed;
}
