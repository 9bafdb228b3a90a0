/* Arms, outcomes, times and contrasts; results of arms and what they make; conditions and formulas where they hold. */
#include <config.h>

#include "tests/extract/review.h"

#include <math.h>

#include "extract/check.h"
#include "extract/facts.h"
#include "extract/subject.h"

static rv_facts facts;

static int forms_review(void **state)
{
    static const char *const tables[] = { "studies", "arms", "outcomes", "times", "contrasts", "results" };

    data_folder = "forms";
    if (new_review(state) != 0)
        return -1;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char name[40];
        snprintf(name, sizeof name, "%s.csv", tables[i]);
        must(import_file(data(name)));
    }
    must(rv_facts_load(store, NULL, &facts, &err));
    return 0;
}

static int empty_review(void **state)
{
    data_folder = "forms";
    return new_review(state);
}

static int end_facts(void **state)
{
    rv_facts_free(&facts);
    return end_review(state);
}

static void reload(void)
{
    rv_facts_free(&facts);
    must(rv_facts_load(store, NULL, &facts, &err));
}

static rv_subject part(const char *kind, const char *key)
{
    const rv_fact_study *s = rv_facts_study(&facts, "Jobs Now");
    const rv_fact_part *p = s ? rv_facts_part(&facts, s->id, kind, key) : NULL;

    if (!p)
        fail_msg("no %s %s", kind, key);
    return (rv_subject){ s->id, 0, p->id };
}

static rv_subject result(const char *key)
{
    const rv_fact_result *r = rv_facts_result(&facts, key);

    if (!r)
        fail_msg("no result %s", key);
    return (rv_subject){ r->study, r->id, 0 };
}

static void parts_and_their_fields_are_taken_by_the_headers_of_their_tables(void **state)
{
    const rv_fact_value *lost;
    (void)state;

    assert_int_equal(facts.n_parts, 7);
    assert_string_equal(rv_subject_value(&facts, part("arm", "programme"), "offers")->value, "training; money");
    assert_string_equal(rv_subject_value(&facts, part("contrast", "bonus v control"), "group1")->value, "bonus");
    lost = rv_subject_value(&facts, part("time", "12"), "lost");
    assert_string_equal(lost->place, "p. 8");
    assert_string_equal(lost->note, "both groups together");
    assert_null(rv_subject_value(&facts, part("arm", "control"), "lost"));
}

static void each_field_of_a_row_may_have_its_own_place(void **state)
{
    (void)state;

    assert_string_equal(rv_subject_value(&facts, result("A1"), "n_arm")->place, "p. 9, table 2");
    assert_string_equal(rv_subject_value(&facts, result("A1"), "events")->place, "p. 10, table 3");
    assert_string_equal(rv_subject_value(&facts, result("A1"), "events")->quotation, "forty were");
    assert_string_equal(rv_subject_value(&facts, result("R9"), "n_treat")->place, "p. 3");
}

static void a_contrast_has_a_result_once_both_its_arms_have_theirs(void **state)
{
    const rv_fact_result *r, *a, *b;
    (void)state;

    r = rv_facts_result(&facts, "A1-v-A2");
    assert_non_null(r);
    assert_string_equal(r->contrast, "programme v control");
    assert_string_equal(r->outcome, "employed");
    assert_close(r->months, 12, 0);
    assert_true(rv_facts_arm_results(&facts, r, &a, &b));
    assert_string_equal(a->key, "A1");
    assert_string_equal(b->key, "A2");
    assert_int_equal(facts.n_results, 5);
    must(import_text("result,study,domain,outcome,months,arm,n_arm,place\nA4,Jobs Now,work,employed,24,control,80,p. 12\n"));
    assert_int_equal(did.results, 2);
    reload();
    assert_true(rv_facts_arm_results(&facts, rv_facts_result(&facts, "A3-v-A4"), &a, &b));
    assert_false(rv_facts_arm_results(&facts, rv_facts_result(&facts, "R9"), &a, &b));
    assert_null(a);
    must(import_text("result,study,domain,outcome,months,arm,n_arm,place\nA4,Jobs Now,work,employed,24,control,80,p. 12\n"));
    assert_string_equal(did.event, "");
}

static void contrasts_named_after_the_results_make_them_too(void **state)
{
    (void)state;

    must(import_text("result,study,domain,outcome,months,arm,n_arm,place\nB1,Jobs Now,work,employed,12,bonus,80,p. 12\n"));
    must(import_text("study,contrast,group1,group2\nJobs Now,programme v bonus,programme,bonus\nJobs Now,again,programme,bonus\n"));
    reload();
    assert_non_null(rv_facts_result(&facts, "B1-v-A2"));
    assert_non_null(rv_facts_result(&facts, "A1-v-B1"));
    assert_non_null(rv_facts_result(&facts, "A1-v-B1-2"));
}

static void an_arm_that_the_study_has_not_is_refused_with_those_it_has(void **state)
{
    (void)state;

    assert_int_equal(import_text("result,study,domain,outcome,months,arm,n_arm,place\nX,Jobs Now,work,employed,12,contrl,80,p. 1\n"),
                     RV_ENOTFOUND);
    assert_string_equal(err.message, "t.csv:2: arm: the study has no arm 'contrl'; it has bonus, control, programme");
    assert_int_equal(import_text("study,contrast,group1,group2\nJobs Now,c,programme,contrl\n"), RV_ENOTFOUND);
    assert_string_equal(err.message, "t.csv:2: group2: the study has no arm 'contrl'; it has bonus, control, programme");
}

static void a_field_of_another_kind_of_result_is_a_fault(void **state)
{
    (void)state;

    assert_int_equal(import_file(data("faults.csv")), RV_EPARSE);
    assert_string_equal(warned, "! 2 n_treat: the form asks this of each result of a contrast; this row is of an arm\n"
                                "! 3 n_arm: the form asks this of each result of an arm; this row names no arm\n");
    assert_int_equal(import_text("result,field,value,place\nA1,n_treat,5,p. 1\n"), RV_EINVAL);
    assert_string_equal(err.message, "t.csv:2: n_treat: the form asks this of each result of a contrast; this one is of an arm");
}

static void columns_of_a_field_need_the_field_and_a_known_word(void **state)
{
    (void)state;

    assert_int_equal(import_text("study,time,lost:place\nJobs Now,12,p. 1\n"), RV_EPARSE);
    assert_string_equal(warned, "! 1 lost: its place, quotation, note or state has a column, it itself has none\n");
    assert_int_equal(import_text("study,time,lost,lost:page\nJobs Now,12,2,p. 1\n"), RV_EPARSE);
    assert_string_equal(warned, "! 1 lost:page: there is no such column, and no field of that name in the protocol's form\n");
    assert_int_equal(import_text("study,arm,lost\nJobs Now,control,3\n"), RV_EPARSE);
    assert_string_equal(warned, "! 1 lost: the form asks this of time points\n");
}

static void what_is_calculated_is_entered_by_nobody(void **state)
{
    (void)state;

    assert_int_equal(import_text("result,field,value,place\nA1,share,40,p. 1\n"), RV_EPARSE);
    assert_string_equal(err.message, "t.csv:2: share: it is calculated (100 * events / n_arm), nobody enters it");
    assert_close(rv_subject_number(&facts, protocol, result("A1"), "share"), 40, 1e-12);
    assert_close(rv_subject_number(&facts, protocol, result("A2"), "share"), 30, 1e-12);
    assert_true(isnan(rv_subject_number(&facts, protocol, result("R9"), "n_both")));
    must(import_text("result,field,value,place\nR9,n_control,70,p. 3\n"));
    reload();
    assert_close(rv_subject_number(&facts, protocol, result("R9"), "n_both"), 120, 0);
}

static void a_field_is_asked_where_its_condition_holds(void **state)
{
    const rv_field *icc = rv_protocol_field(protocol, "icc"), *paid = rv_protocol_field(protocol, "sum_paid");
    (void)state;

    assert_true(rv_subject_asked(&facts, protocol, result("R9"), icc));
    assert_false(rv_subject_asked(&facts, protocol, result("A1"), icc));
    assert_true(rv_subject_asked(&facts, protocol, part("arm", "bonus"), paid));
    assert_true(rv_subject_asked(&facts, protocol, part("arm", "programme"), paid));
    assert_false(rv_subject_asked(&facts, protocol, part("arm", "control"), paid));
    must(import_text("study,field,value\nJobs Now,clusters,no\n"));
    reload();
    assert_false(rv_subject_asked(&facts, protocol, result("R9"), icc));
}

static rv_status note_lack(void *user, rv_subject of, const rv_field *field, rv_error *e)
{
    const rv_fact_part *p = of.part ? rv_facts_part_by_id(&facts, of.part) : NULL;
    const rv_fact_result *r = of.result ? rv_facts_result_by_id(&facts, of.result) : NULL;

    (void)e;
    rv_buf_printf(user, "%s %s; ", r ? r->key : p ? p->key : "study", field->id);
    return RV_OK;
}

static void what_is_required_and_lacking_is_listed_where_it_is_asked(void **state)
{
    rv_buf lacks = RV_BUF_INIT;
    (void)state;

    must(rv_lacks_each(&facts, protocol, rv_facts_study(&facts, "Jobs Now")->id, note_lack, &lacks, &err));
    assert_string_equal(rv_buf_str(&lacks), "bonus sum_paid; R9 icc; A1-v-A2 icc; ");
    rv_buf_free(&lacks);
}

static void a_conditional_field_is_warned_for_only_where_the_row_says_that_it_holds(void **state)
{
    (void)state;

    must(import_text("study,design\nThird Way,matched\n"));
    must(import_text("study,arm,offers,sum_paid\nThird Way,a,money,\nThird Way,b,work,\n"));
    assert_string_equal(warned, "2 sum_paid: the form asks for it; say \"not reported\" when the report does not\n");
}

static void values_of_every_level_go_in_one_long_table(void **state)
{
    (void)state;

    must(import_text("study,arm,time,result,field,value,note\nJobs Now,control,,,offers,not reported,\nJobs Now,,12,,lost,25,misread\n"));
    assert_int_equal(did.corrections, 2);
    reload();
    assert_string_equal(rv_subject_value(&facts, part("arm", "control"), "offers")->state, "not reported");
    assert_int_equal(import_text("study,arm,time,field,value\nJobs Now,control,12,lost,3\n"), RV_EPARSE);
    assert_string_equal(err.message, "t.csv:2: time: a value is of a result, or of one arm, outcome, time or contrast, or of the study");
    assert_int_equal(import_text("study,arm,field,value\nJobs Now,nobody,offers,work\n"), RV_ENOTFOUND);
}

static void a_table_as_a_value_has_the_columns_of_the_form(void **state)
{
    const rv_field *f = rv_protocol_field(protocol, "balance");
    (void)state;

    must(rv_field_check(f, "variable,mean\nage,17.2\nmale,not reported\n", &err));
    assert_int_equal(rv_field_check(f, "variable,sd\nage,17.2\n", &err), RV_EINVAL);
    assert_string_equal(err.message, "column 2 of the table is 'sd', the form asks for 'mean'");
    assert_int_equal(rv_field_check(f, "variable,mean\nage,young\n", &err), RV_EINVAL);
    assert_string_equal(err.message, "row 2 of the table, mean: 'young' is not a number");
    assert_int_equal(rv_field_check(f, "variable\nage\n", &err), RV_EINVAL);
}

static void an_input_of_one_group_has_its_counterpart(void **state)
{
    static const char *const pairs[][2] = { { "n1i", "n2i" }, { "ai", "ci" }, { "bi", "di" }, { "q11i", "q12i" }, { "q31i", "q32i" },
                                            { "presd1i", "presd2i" }, { "m1i", "m2i" } };
    char name[16];
    (void)state;

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_true(rv_arm_input(pairs[i][0], 1, name));
        assert_string_equal(name, pairs[i][0]);
        assert_true(rv_arm_input(pairs[i][0], 2, name));
        assert_string_equal(name, pairs[i][1]);
    }
    assert_false(rv_arm_input("est", 2, name));
    assert_false(rv_arm_input("icc", 2, name));
    assert_false(rv_arm_input("n2i", 2, name));
}

int main(void)
{
#define ON_FULL(test) cmocka_unit_test_setup_teardown(test, forms_review, end_facts)
    const struct CMUnitTest tests[] = {
        ON_FULL(parts_and_their_fields_are_taken_by_the_headers_of_their_tables),
        ON_FULL(each_field_of_a_row_may_have_its_own_place),
        ON_FULL(a_contrast_has_a_result_once_both_its_arms_have_theirs),
        ON_FULL(contrasts_named_after_the_results_make_them_too),
        ON_FULL(an_arm_that_the_study_has_not_is_refused_with_those_it_has),
        ON_FULL(a_field_of_another_kind_of_result_is_a_fault),
        ON_FULL(columns_of_a_field_need_the_field_and_a_known_word),
        ON_FULL(what_is_calculated_is_entered_by_nobody),
        ON_FULL(a_field_is_asked_where_its_condition_holds),
        ON_FULL(what_is_required_and_lacking_is_listed_where_it_is_asked),
        cmocka_unit_test_setup_teardown(a_conditional_field_is_warned_for_only_where_the_row_says_that_it_holds, empty_review, end_review),
        ON_FULL(values_of_every_level_go_in_one_long_table),
        ON_FULL(a_table_as_a_value_has_the_columns_of_the_form),
        cmocka_unit_test(an_input_of_one_group_has_its_counterpart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
