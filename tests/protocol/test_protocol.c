#include <config.h>

#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/protocol.h"

static rv_error err;

static const char *path_of(const char *name)
{
    static char path[4096];
    const char *top = getenv("top_srcdir");

    snprintf(path, sizeof path, "%s/%s", top ? top : ".", name);
    return path;
}

static rv_protocol *small(void)
{
    rv_protocol *p = NULL;

    if (rv_protocol_read(&p, path_of("tests/data/protocol/small.xml"), &err) != RV_OK)
        fail_msg("%s", err.message);
    return p;
}

/* The small protocol with the first `from` in it changed to `to`; ended with free(). */
static char *changed(const char *from, const char *to)
{
    rv_buf xml = RV_BUF_INIT, out = RV_BUF_INIT;
    char  *at;

    assert_int_equal(rv_file_read(path_of("tests/data/protocol/small.xml"), 1 << 20, &xml, &err), RV_OK);
    at = strstr(xml.data, from);
    assert_non_null(at);
    rv_buf_add(&out, xml.data, (size_t)(at - xml.data));
    rv_buf_text(&out, to);
    rv_buf_text(&out, at + strlen(from));
    rv_buf_free(&xml);
    return out.data;
}

static rv_status note(void *user, const rv_protocol_change *change, rv_error *e)
{
    (void)e;
    rv_buf_printf(user, "%s %s %s\n", change->part, change->id, change->change);
    return RV_OK;
}

static void everything_planned_is_read(void **state)
{
    (void)state;
    rv_protocol *p = small();

    assert_string_equal(p->id, "small");
    assert_string_equal(p->title, "A small review");
    assert_string_equal(p->comparison, "Usual services");
    assert_string_equal(p->registration, "");
    assert_int_equal(p->n_authors, 0);
    assert_int_equal(p->n_criteria, 1);
    assert_true(p->criteria[0].include);
    assert_int_equal(p->n_reasons, 2);
    assert_string_equal(p->reasons[0].stage, "");
    assert_string_equal(rv_protocol_reason(p, "no-data")->stage, "full-text");
    assert_string_equal(p->searches[0].kind, "database");
    assert_string_equal(p->searches[0].strategy, "S1 youth\nS2 work");
    assert_int_equal(rv_protocol_stage(p, "full-text")->reviewers, 2);
    assert_true(rv_protocol_stage(p, "title-abstract")->blind);
    assert_null(rv_protocol_stage(p, "none"));
    rv_protocol_free(p);
}

static void what_counts_as_one_report_is_read_and_has_defaults(void **state)
{
    static const struct { const char *element; rv_one_report want; const char *changes; } cases[] = {
        { "", { false, false, false }, "" },
        { "<deduplication/>", { false, false, false }, "" },
        { "<deduplication versions='one' preprints='apart' editions='apart'/>", { false, false, false }, "" },
        { "<deduplication versions='apart'/>", { true, false, false }, "deduplication versions changed\n" },
        { "<deduplication preprints='one' editions='one'/>", { false, true, true },
          "deduplication preprints changed\ndeduplication editions changed\n" },
    };
    rv_protocol *plain = small();
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rv_protocol *p = NULL;
        rv_buf element = RV_BUF_INIT, told = RV_BUF_INIT;
        char *xml;

        rv_buf_printf(&element, "%s<screening>", cases[i].element);
        xml = changed("<screening>", rv_buf_str(&element));
        assert_int_equal(rv_protocol_parse(&p, "p", xml, strlen(xml), &err), RV_OK);
        assert_int_equal(p->dedup.versions_apart, cases[i].want.versions_apart);
        assert_int_equal(p->dedup.preprints_one, cases[i].want.preprints_one);
        assert_int_equal(p->dedup.editions_one, cases[i].want.editions_one);
        assert_int_equal(rv_protocol_compare(plain, p, note, &told, &err), RV_OK);
        assert_string_equal(rv_buf_str(&told), cases[i].changes);
        rv_buf_free(&element);
        rv_buf_free(&told);
        rv_protocol_free(p);
        free(xml);
    }
    rv_protocol_free(plain);
}

static void the_form_is_read(void **state)
{
    (void)state;
    rv_protocol *p = small();
    const rv_field *design = rv_protocol_field(p, "design"), *age = rv_protocol_field(p, "age_min"),
                   *value = rv_protocol_field(p, "treat_value");

    assert_int_equal(design->type, RV_FIELD_CHOICE);
    assert_int_equal(design->level, RV_LEVEL_STUDY);
    assert_true(design->required && !design->place);
    assert_int_equal(design->n_choices, 2);
    assert_string_equal(design->choices[1], "matched");
    assert_close(age->max, 99, 0);
    assert_string_equal(age->unit, "years");
    assert_close(value->min, 0, 0);
    assert_close(value->max, 100, 0);
    assert_true(value->place);
    assert_true(isnan(design->min));
    rv_protocol_free(p);
}

static void the_plan_is_read_with_its_defaults(void **state)
{
    (void)state;
    rv_protocol *p = small();
    const rv_plan *plan = rv_protocol_analysis(p, "main");
    const rv_domain *work = rv_protocol_domain(p, "work");

    assert_string_equal(plan->method, "REML");
    assert_string_equal(plan->test, "adhoc");
    assert_close(plan->level, 0.95, 0);
    assert_true(plan->prediction);
    assert_int_equal(plan->n_select, 2);
    assert_string_equal(plan->select[1], "design=randomised|matched");
    assert_string_equal(plan->moderators[0], "months");
    assert_string_equal(plan->sensitivity[0].leave_out, "design=matched");
    assert_string_equal(plan->sensitivity[0].measure, "");
    assert_close(work->min_months, 6, 0);
    assert_true(isnan(work->max_months));
    assert_int_equal(work->time, RV_TIME_LATEST);
    assert_true(work->last_on_ties);
    assert_int_equal(work->kinds[0].n_words, 2);
    assert_string_equal(work->kinds[0].words[1], "has a job");
    assert_string_equal(rv_protocol_appraisal(p, "rob2")->domains[0].judgements[1], "high");
    rv_protocol_free(p);
}

static void a_fault_is_named_with_its_line_and_what_would_be_right(void **state)
{
    (void)state;
    static const struct { const char *from, *to, *message; } cases[] = {
        { "<topics>", "<themes/><topics>",
          "p:56: the element <themes> is not known in <protocol>; allowed: title, author, registration, background, question, "
          "eligibility, sources, deduplication, screening, form, appraisal, outcomes, analyses, topics" },
        { " label=\"No trial\"", "", "p:15: reason 'design': the attribute 'label' is missing; write label=\"...\"" },
        { "level=\"study\" type=\"choice\"", "level=\"study\" sort=\"1\" type=\"choice\"",
          "p:31: field 'design': the attribute 'sort' is not known here; allowed: id, label, level, type, unit, min, max, required, place, as, when, compute, tolerance" },
        { "id=\"no-data\"", "id=\"design\"",
          "p:16: reason 'design': the id 'design' stands already in line 15; each id must be different" },
        { "stage=\"full-text\"", "stage=\"final\"",
          "p:16: reason 'no-data': stage 'final' is not there; name a <stage> of <screening>, or leave it out for every stage" },
        { "type=\"percent\"", "type=\"words\"",
          "p:35: field 'treat_value': type is 'words'; it must be one of text, integer, number, percent, date, choice, yesno, choices, yesnounclear, table" },
        { "min=\"0\"", "min=\"none\"", "p:34: field 'age_min': min is 'none'; it must be a number" },
        { "min=\"0\"", "min=\"100\"", "p:34: field 'age_min': min is 100 and max 99; min must not be above max" },
        { "id=\"treat_value\"", "id=\"months\"",
          "p:35: field 'months': 'months' is a column that every table has; choose another id" },
        { "reviewers=\"2\"", "reviewers=\"1.5\"",
          "p:27: stage 'title-abstract': reviewers is 1.5; it must be a whole number from 1 to 9" },
        { "domain=\"work\"", "domain=\"education\"",
          "p:48: analysis 'main': the domain 'education' is not there; name a <domain> of <outcomes>" },
        { "age_min>=15", "age>=15", "p:49: select: the field 'age' is not there; name a <field> of the <form>, or months" },
        { "age_min>=15", "age_min>15",
          "p:49: select: 'age_min>15' is no condition; write field>=value, field<=value or field=value|value" },
        { "age_min>=15", "months<=soon", NULL },
        { "age_min>=15", "months&lt;=soon", "p:49: select: months are a number, not 'soon'" },
        { "design=randomised|matched", "design=RCT", "p:50: select: 'RCT' is no choice of the field 'design'" },
        { " leave-out=\"design=matched\"", "",
          "p:53: sensitivity 'randomised': changes nothing; give measure, model, method, test, leave-out, leave-one-out=\"yes\" or all-effects=\"yes\"" },
        { "platform=\"EBSCOhost\"", "searched=\"2026-02-30\"",
          "p:19: source 'ERIC': searched is '2026-02-30'; it must be a day that exists, as 2026-11-24" },
        { "words=\"employed|has a job\"", "words=\"employed|\"",
          "p:44: kind 'employed': an empty word between | and |; each must say something" },
        { "<title>A small review</title>", "<title> </title>",
          "p:4: title: is empty; put its text between the tags, or take it out" },
        { "<screening>", "<deduplication preprints=\"together\"/><screening>",
          "p:26: deduplication: preprints is 'together'; it must be one of one, apart" },
        { "<screening>", "<deduplication articles=\"one\"/><screening>",
          "p:26: deduplication: the attribute 'articles' is not known here; allowed: versions, preprints, editions" },
        { "<screening>", "<deduplication/><deduplication/><screening>", "p:26: deduplication: stands 2 times in <protocol>; once is right" },
        { "<protocol id", "<plan id", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rv_protocol *p = NULL;
        char *xml = changed(cases[i].from, cases[i].to);

        assert_int_equal(rv_protocol_parse(&p, "p", xml, strlen(xml), &err), RV_EPARSE);
        assert_null(p);
        if (cases[i].message)
            assert_string_equal(err.message, cases[i].message);
        free(xml);
    }
}

static void a_newer_version_tells_what_to_look_at_again(void **state)
{
    (void)state;
    rv_protocol *from = small(), *to = NULL;
    rv_buf told = RV_BUF_INIT;

    assert_int_equal(rv_protocol_compare(from, from, note, &told, &err), RV_OK);
    assert_string_equal(rv_buf_str(&told), "");
    assert_int_equal(rv_protocol_read(&to, path_of("tests/data/protocol/changed.xml"), &err), RV_OK);
    assert_int_equal(rv_protocol_compare(from, to, note, &told, &err), RV_OK);
    assert_string_equal(rv_buf_str(&told), "question comparison changed\nstage full-text changed\nfield age_max added\n"
                                           "field age_min removed\nanalysis main changed\n");
    rv_protocol_free(from);
    rv_protocol_free(to);
    rv_buf_free(&told);
}

static void the_protocol_of_the_running_example_is_whole(void **state)
{
    (void)state;
    static const char *const kinds[] = { "database", "register", "website", "organisation", "citation", "contact" };
    rv_protocol *p = NULL;

    if (rv_protocol_read(&p, path_of("protocols/disengagement-15-24.xml"), &err) != RV_OK)
        fail_msg("%s", err.message);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t n = 0;
        for (size_t i = 0; i < p->n_searches; i++)
            n += strcmp(p->searches[i].kind, kinds[k]) == 0 && *p->searches[i].strategy;
        assert_true(n > 0);
    }
    for (size_t i = 0; i < p->n_stages; i++)
        assert_int_equal(p->stages[i].reviewers, 2);
    assert_string_equal(rv_protocol_appraisal(p, "rob2")->unit, "result");
    assert_string_equal(rv_protocol_appraisal(p, "sms")->unit, "study");
    assert_string_equal(rv_protocol_domain(p, "education")->kinds[0].id, "diploma");
    assert_non_null(rv_protocol_domain(p, "work"));
    assert_string_equal(rv_protocol_analysis(p, "education")->measure, "OR");
    assert_int_equal(p->n_topics, 13);
    rv_protocol_free(p);
}

static void a_tool_may_name_its_instrument(void **state)
{
    (void)state;
    char        *xml = changed("<appraisal>", "<appraisal><tool instrument='rob2-adhering'/>"
                                              "<tool id='reviews' instrument='amstar2' critical='2 4 9' label='Ours'/>"
                                              "<tool instrument='our-own' label='Own' unit='study'/>");
    rv_protocol *p = NULL;
    const rv_appraisal_tool *t;

    if (rv_protocol_parse(&p, "p", xml, strlen(xml), &err) != RV_OK)
        fail_msg("%s", err.message);
    t = rv_protocol_appraisal(p, "rob2-adhering");
    assert_non_null(t);
    assert_string_equal(t->instrument, "rob2-adhering");
    assert_string_equal(t->label, "RoB 2, effect of adhering");
    assert_string_equal(t->unit, "result");
    assert_string_equal(t->url, "https://www.riskofbias.info");
    assert_int_equal(t->n_domains, 6);
    assert_string_equal(t->domains[5].judgements[2], "high");
    t = rv_protocol_appraisal(p, "reviews");
    assert_string_equal(t->label, "Ours");
    assert_string_equal(t->unit, "review");
    assert_string_equal(t->critical, "2 4 9");
    t = rv_protocol_appraisal(p, "our-own");
    assert_int_equal(t->n_domains, 0);
    assert_string_equal(rv_protocol_appraisal(p, "rob2")->instrument, "");
    rv_protocol_free(p);
    free(xml);
}

static void a_tool_that_is_no_instrument_nor_whole_is_refused(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "<tool instrument='none-such'/>", "no instrument 'none-such' comes with the toolkit" },
        { "<tool instrument='rob2-assignment' unit='study'/>", "unit is study; the instrument 'rob2-assignment' judges result" },
        { "<tool instrument='amstar2' critical='2 99'/>", "amstar2 has no question '99' that could be critical" },
        { "<tool instrument='amstar2'/><tool instrument='amstar2'/>", "the tool 'amstar2' stands already" },
        { "<tool id='x' label='X'/>", "a tool has id, label and unit, or names its instrument" },
        { "<tool id='x' label='X' unit='study'/>", "the element <domain> is missing" },
        { "<tool instrument='grade'><domain id='d' label='D'><judgement>a</judgement><judgement>b</judgement></domain></tool>",
          "the domains come from the instrument 'grade'" },
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char         put[600];
        char        *xml;
        rv_protocol *p = NULL;

        snprintf(put, sizeof put, "<appraisal>%s", cases[k][0]);
        xml = changed("<appraisal>", put);
        assert_int_equal(rv_protocol_parse(&p, "p", xml, strlen(xml), &err), RV_EPARSE);
        if (!strstr(err.message, cases[k][1]))
            fail_msg("'%s' does not say '%s'", err.message, cases[k][1]);
        free(xml);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_planned_is_read),
        cmocka_unit_test(what_counts_as_one_report_is_read_and_has_defaults),
        cmocka_unit_test(the_form_is_read),
        cmocka_unit_test(the_plan_is_read_with_its_defaults),
        cmocka_unit_test(a_fault_is_named_with_its_line_and_what_would_be_right),
        cmocka_unit_test(a_newer_version_tells_what_to_look_at_again),
        cmocka_unit_test(the_protocol_of_the_running_example_is_whole),
        cmocka_unit_test(a_tool_may_name_its_instrument),
        cmocka_unit_test(a_tool_that_is_no_instrument_nor_whole_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
