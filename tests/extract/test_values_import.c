#include <config.h>

#include "tests/extract/review.h"

#include "store/inside.h"

/* How many values stand, and the last one seen. */
typedef struct {
    size_t n, superseded;
    char   value[100], state[20], place[100], reviewer[20];
} seen;

static rv_status see(void *user, const rv_value *v, rv_error *e)
{
    seen *s = user;

    (void)e;
    s->n++;
    s->superseded += !v->stands;
    snprintf(s->value, sizeof s->value, "%s", v->value);
    snprintf(s->state, sizeof s->state, "%s", v->state);
    snprintf(s->place, sizeof s->place, "%s", v->place);
    snprintf(s->reviewer, sizeof s->reviewer, "%s", v->reviewer);
    return RV_OK;
}

static seen look(const char *study, const char *result, bool history)
{
    seen s = { 0 };

    must(rv_extract_each(store, study, result, history, see, &s, &err));
    return s;
}

static void tables_are_taken_by_their_headers(void **state)
{
    (void)state;
    must(import_file(data("studies.csv")));
    assert_string_equal(did.kind, "extract.studies");
    assert_int_equal(did.studies, 2);
    assert_int_equal(did.values, 6);
    must(import_file(data("results.csv")));
    assert_string_equal(did.kind, "extract.results");
    assert_int_equal(did.results, 8);
    assert_int_equal(strlen(did.event), 64);
    must(import_file(data("judgements.csv")));
    assert_int_equal(did.judgements, 2);
}

static void names_that_could_look_like_another_are_refused(void **state)
{
    static const struct { const char *name, *fault; } rows[] = {
        { "ACE ", "a blank stands before or behind the name; without it, it may be another's" },
        { " ACE", "a blank stands before or behind the name; without it, it may be another's" },
        { "AC\nE", "a name is one line of characters that can be seen; a line end, tab, control or direction character stands in it" },
        { "\x1B[31mACE", "a name is one line of characters that can be seen; a line end, tab, control or direction character stands in it" },
        { "AC\u202EE", "a name is one line of characters that can be seen; a line end, tab, control or direction character stands in it" },
    };
    char expected[300], hex[RV_DIGEST_HEX];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        snprintf(expected, sizeof expected, "study: %s", rows[i].fault);
        assert_int_equal(rv_extract_study(store, protocol, "ann", rows[i].name, "", "primary", hex, &err), RV_EINVAL);
        assert_string_equal(err.message, expected);
    }
    must(rv_extract_study(store, protocol, "ann", "L'\xC3\x89tude, 2", "", "primary", hex, &err));
}

static void the_same_again_changes_nothing(void **state)
{
    char head[RV_DIGEST_HEX], later[RV_DIGEST_HEX];

    (void)state;
    must(import_file(data("judgements.csv")));
    must(rv_store_head(store, head, &err));
    must(import_file(data("studies.csv")));
    must(import_file(data("results.csv")));
    must(import_file(data("judgements.csv")));
    assert_string_equal(did.event, "");
    assert_int_equal(did.unchanged, 2);
    must(rv_store_head(store, later, &err));
    assert_string_equal(later, head);
}

static void a_correction_supersedes_and_the_old_value_stays(void **state)
{
    seen s;

    (void)state;
    s = look(NULL, "R1", false);
    must(import_file(data("correction.csv")));
    assert_int_equal(did.corrections, 2);
    assert_int_equal(did.values, 1);
    assert_int_equal(look(NULL, "R1", false).n, s.n + 1);          /* the outcome is a value now too */
    s = look(NULL, "R1", true);
    assert_int_equal(s.superseded, 1);
    assert_string_equal(effect_of("work", "OR", "R1")->outcome, "in work at 12 months: has a job");
    assert_close(effect_of("work", "OR", "R1")->yi, log(.6 * .75 / (.4 * .25)), 1e-12);
    assert_string_equal(effect_of("work", "OR", "R2")->gap, "the programme group's value is not shown");
}

static void every_fault_is_named_and_nothing_is_taken(void **state)
{
    (void)state;
    assert_int_equal(import_file(data("faults.csv")), RV_EPARSE);
    assert_non_null(strstr(err.message, "faults.csv:2: months: the months after the start are a number (the first of 10 faults; nothing was taken)"));
    assert_string_equal(warned,
        "! 2 months: the months after the start are a number\n"
        "! 2 direction: 'up' is no choice; there are higher, lower\n"
        "! 2 n_treat: an effect rests on it: say its place in the report (page, table or figure)\n"
        "! 2 n_control: 0 is below 1, the least it may be\n"
        "! 2 n_control: an effect rests on it: say its place in the report (page, table or figure)\n"
        "! 2 treat_value: 'half' is not a number\n"
        "! 2 treat_value: an effect rests on it: say its place in the report (page, table or figure)\n"
        "! 3 domain: the protocol has no outcome domain 'school'\n"
        "! 4 result: a result needs its key, as R002\n"
        "! 3 result: 'R9' stands in line 2 already; each result has its own key\n");
    assert_int_equal(look(NULL, "R9", true).n, 0);
}

static void unknown_columns_and_tables_are_faults(void **state)
{
    (void)state;
    assert_int_equal(import_text("study,colour\nJobs Now,red\n"), RV_EPARSE);
    assert_string_equal(err.message, "t.csv:1: colour: there is no such column, and no field of that name in the protocol's form");
    assert_int_equal(import_text("study,n_treat\nJobs Now,3\n"), RV_EPARSE);
    assert_string_equal(err.message, "t.csv:1: n_treat: the form asks this of results");
    assert_int_equal(import_text("name,size\nx,3\n"), RV_EPARSE);
    assert_non_null(strstr(err.message, "t.csv:1: this is no table of studies"));
    assert_int_equal(import_text("study\nJobs Now,3\n"), RV_EPARSE);
    assert_string_equal(err.message, "t.csv:2: 2 fields, but 1 columns are named");
}

static void one_file_says_each_thing_once(void **state)
{
    (void)state;
    must(import_text("study,record,role,age_min\nJobs Now,,primary,17\nJobs Now,,primary,17\n"));
    assert_int_equal(did.corrections, 1);
    assert_int_equal(import_text("study,age_min\nJobs Now,17\nJobs Now,18\n"), RV_EPARSE);
    assert_string_equal(err.message, "t.csv:3: age_min: '18' is '17' in line 2");
}

static void what_is_not_there_is_named(void **state)
{
    (void)state;
    assert_int_equal(import_text("result,study,domain,outcome\nR9,Nobody,work,employed\n"), RV_ENOTFOUND);
    assert_string_equal(err.message, "t.csv:2: study: there is no study of that name; import studies first");
    assert_int_equal(import_text("result,study,domain,outcome\nR1,Next Step,work,employed\n"), RV_EEXIST);
    assert_string_equal(err.message, "t.csv:2: result: a result of another study has this key");
    assert_int_equal(import_text("result,field,value\nR77,unit,USD\n"), RV_ENOTFOUND);
    assert_string_equal(err.message, "t.csv:2: result: there is no result with this key");
    assert_int_equal(import_text("study,record\nJobs Now,12\n"), RV_ENOTFOUND);
    assert_int_equal(strncmp(err.message, "t.csv:2: record: ", 17), 0);
}

static void not_reported_is_an_answer_and_unclear_may_be_a_choice(void **state)
{
    (void)state;
    must(import_text("result,field,value,place\nR1,n_total,not reported,\nR1,adjusted,unclear,\nR1,n_treat,unclear,\n"));
    assert_string_equal(look("Next Step", "", false).state, "reported");
    assert_string_equal(effect_of("work", "OR", "R1")->gap, "the group sizes are not shown");
    assert_int_equal(did.unchanged, 1);                              /* "unclear" stood as a choice of the field */
}

static void required_fields_left_empty_are_warned_of(void **state)
{
    (void)state;
    must(import_text("study,role,design\nThird,primary,\nThird,secondary,\n"));
    assert_string_equal(warned, "2 design: the form asks for it; say \"not reported\" when the report does not\n");
    assert_int_equal(did.warnings, 1);
}

static void a_value_by_hand_needs_its_place(void **state)
{
    const rv_value_entry without = { .result = "R5", .field = "n_treat", .value = "100" };
    rv_value_entry with = without;
    char hex[RV_DIGEST_HEX];

    (void)state;
    assert_int_equal(rv_extract_value(store, protocol, "ada", &without, hex, &err), RV_EINVAL);
    assert_string_equal(err.message, "n_treat: an effect rests on it: say its place in the report (page, table or figure)");
    with.place = "p. 2";
    must(rv_extract_value(store, protocol, "ada", &with, hex, &err));
    assert_int_equal(strlen(hex), 64);
    with.field = "n_control";
    must(rv_extract_value(store, protocol, "ada", &with, hex, &err));
    assert_close(effect_of("work", "OR", "R5")->yi, log(.431 * .7 / (.569 * .3)), 1e-12);
    must(rv_extract_value(store, protocol, "ben", &with, hex, &err));
    assert_string_equal(hex, "");
}

static void results_and_judgements_by_hand(void **state)
{
    const rv_result_entry result = { .result = "R20", .study = "Jobs Now", .domain = "work", .outcome = "employed", .months = "9" };
    rv_result_entry later = result;
    rv_judgement_entry judgement = { .result = "R20", .tool = "rob", .domain = "missing", .judgement = "none" };
    char hex[RV_DIGEST_HEX];

    (void)state;
    must(rv_extract_result(store, protocol, "ada", &result, hex, &err));
    assert_close(effect_of("work", "OR", "R20")->months, 9, 0);
    later.months = "10";
    must(rv_extract_result(store, protocol, "ada", &later, hex, &err));
    assert_close(effect_of("work", "OR", "R20")->months, 10, 0);
    assert_int_equal(rv_extract_appraise(store, protocol, "ada", &judgement, hex, &err), RV_EINVAL);
    assert_string_equal(err.message, "judgement: the domain has no such judgement");
    judgement.judgement = "high";
    must(rv_extract_appraise(store, protocol, "ada", &judgement, hex, &err));
    judgement.tool = "sms";
    assert_int_equal(rv_extract_appraise(store, protocol, "ada", &judgement, hex, &err), RV_EINVAL);
}

static void the_derived_effects_are_those_of_a_rebuild(void **state)
{
    rv_verification found;

    (void)state;
    must(import_file(data("correction.csv")));
    must(rv_store_verify(store, &rv_extract_derivation, 1, NULL, &found, &err));
    assert_int_equal(found.wrong, 0);
}

/* An entry makes only its study's effects anew: whatever was entered in whatever order, all are as if made at once. */
static void entries_in_turn_leave_every_effect_as_if_made_at_once(void **state)
{
    static const struct { const char *study, *result, *field, *value; } turns[] = {
        { NULL, "R5", "n_treat", "61" }, { "Jobs Now", "R1", "treat_value", "47" }, { "Next Step", NULL, "randomised_treat", "90" },
        { NULL, "R2", "direction", "lower" }, { "Jobs Now", NULL, "randomised_control", "150" }, { NULL, "R1", "outcome", "has a job" },
        { "Jobs Now", "R3", "n_total", "81" }, { NULL, "R5", "n_treat", "60" },
    };
    rv_verification found;
    char hex[RV_DIGEST_HEX];

    (void)state;
    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
        const rv_value_entry entry = { .study = turns[i].study, .result = turns[i].result, .field = turns[i].field,
                                       .value = turns[i].value, .place = "p. 2" };
        must(rv_extract_value(store, protocol, "ada", &entry, hex, &err));
        must(rv_store_verify(store, &rv_extract_derivation, 1, NULL, &found, &err));
        assert_int_equal(found.wrong, 0);
    }
}

static void what_belongs_to_another_study_is_named_in_a_large_review_too(void **state)
{
    const rv_value_entry value = { .study = "Next Step", .result = "R1", .field = "n_treat", .value = "5", .place = "p. 2" };
    const rv_result_entry result = { .result = "R1", .study = "Next Step", .domain = "work", .outcome = "employed" };
    char hex[RV_DIGEST_HEX];

    (void)state;
    assert_int_equal(rv_extract_value(store, protocol, "ada", &value, hex, &err), RV_EINVAL);
    assert_string_equal(err.message, "result: the result belongs to another study");
    assert_int_equal(rv_extract_result(store, protocol, "ada", &result, hex, &err), RV_EEXIST);
    assert_string_equal(err.message, "result: a result of another study has this key");
}

RV_STATEMENT(test_effects_made, "SELECT COUNT(*) FROM effect WHERE yi IS NOT NULL");

static int64_t effects_made(void)
{
    rv_query *q = NULL;
    bool more = false;
    int64_t n;

    must(rv_query_start(&q, store, &test_effects_made, &err, ""));
    must(rv_query_next(q, &more, &err));
    n = rv_query_int(q, 0);
    rv_query_end(q);
    return n;
}

/* A schema step that makes the table of effects anew leaves no review without its effects. */
static void effects_are_there_after_a_schema_step_that_dropped_them(void **state)
{
    static rv_migration steps[16];
    const int released = rv_schema_steps(rv_schema);
    const int64_t before = effects_made();
    char path[4300];

    (void)state;
    assert_true(released < 15);
    memcpy(steps, rv_schema, (size_t)released * sizeof *steps);
    steps[released] = (rv_migration){ "9999-test",
        "DROP TABLE effect; CREATE TABLE effect(id INTEGER PRIMARY KEY, result INTEGER, study INTEGER, measure TEXT, yi REAL, vi REAL,"
        " route TEXT, steps TEXT, reported TEXT, options TEXT, warnings TEXT, gap TEXT, more TEXT);" };
    snprintf(path, sizeof path, "%s", rv_store_path(store));
    rv_store_close(store);
    must(rv_store_open_with(&store, path, steps, true, &err));
    assert_true(before > 0);
    assert_int_equal(effects_made(), before);
}

int main(void)
{
#define WITH(f, setup) cmocka_unit_test_setup_teardown(f, setup, end_review)
    const struct CMUnitTest tests[] = {
        WITH(tables_are_taken_by_their_headers, new_review),
        WITH(names_that_could_look_like_another_are_refused, new_review),
        WITH(the_same_again_changes_nothing, full_review),
        WITH(a_correction_supersedes_and_the_old_value_stays, full_review),
        WITH(every_fault_is_named_and_nothing_is_taken, full_review),
        WITH(unknown_columns_and_tables_are_faults, full_review),
        WITH(one_file_says_each_thing_once, full_review),
        WITH(what_is_not_there_is_named, full_review),
        WITH(not_reported_is_an_answer_and_unclear_may_be_a_choice, full_review),
        WITH(required_fields_left_empty_are_warned_of, full_review),
        WITH(a_value_by_hand_needs_its_place, full_review),
        WITH(results_and_judgements_by_hand, full_review),
        WITH(the_derived_effects_are_those_of_a_rebuild, full_review),
        WITH(entries_in_turn_leave_every_effect_as_if_made_at_once, full_review),
        WITH(effects_are_there_after_a_schema_step_that_dropped_them, full_review),
        WITH(what_belongs_to_another_study_is_named_in_a_large_review_too, full_review),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    effect_of(NULL, NULL, NULL);
    return failed;
}
