/* What a protocol says of screening: rules of a stage, and terms to be marked. */
#include <config.h>

#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/protocol.h"

static rv_error err;

/* The small protocol with this in <screening>; its first line is 27. */
static rv_status parse(rv_protocol **p, const char *inside)
{
    static const char opens[] = "<screening>\n", closes[] = "  </screening>";
    const char *top = getenv("top_srcdir"), *from, *to;
    rv_buf small = RV_BUF_INIT, xml = RV_BUF_INIT;
    char path[4096];
    rv_status st;

    snprintf(path, sizeof path, "%s/tests/data/protocol/small.xml", top ? top : ".");
    assert_int_equal(rv_file_read(path, 1 << 20, &small, &err), RV_OK);
    from = strstr(small.data, opens);
    to = strstr(small.data, closes);
    assert_true(from && to);
    rv_buf_add(&xml, small.data, (size_t)(from - small.data) + strlen(opens));
    rv_buf_text(&xml, inside);
    rv_buf_text(&xml, to);
    st = rv_protocol_parse(p, "p", xml.data, xml.length, &err);
    rv_buf_free(&small);
    rv_buf_free(&xml);
    return st;
}

static rv_protocol *must_parse(const char *inside)
{
    rv_protocol *p = NULL;

    if (parse(&p, inside) != RV_OK)
        fail_msg("%s", err.message);
    return p;
}

#define STAGE(more) "<stage id=\"full-text\" label=\"First\" reviewers=\"2\"" more "/>\n"

static void a_stage_has_rules_for_votes_that_differ(void **state)
{
    static const struct { const char *xml; bool wins, agree; } cases[] = {
        { STAGE(""), false, false },
        { STAGE(" conflicts=\"resolved\" reasons=\"differ\""), false, false },
        { STAGE(" conflicts=\"included\""), true, false },
        { STAGE(" reasons=\"agree\""), false, true },
        { STAGE(" conflicts=\"included\" reasons=\"agree\""), true, true },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rv_protocol *p = must_parse(cases[i].xml);
        assert_int_equal(p->stages[0].include_wins, cases[i].wins);
        assert_int_equal(p->stages[0].reasons_agree, cases[i].agree);
        rv_protocol_free(p);
    }
}

static void terms_are_read_those_for_before_those_against(void **state)
{
    rv_protocol *p = must_parse(STAGE("") "<for>random*</for><for> drop*\n out </for><against>protocol</against>\n");

    (void)state;
    assert_int_equal(p->n_terms, 3);
    assert_string_equal(p->terms[0].text, "random*");
    assert_string_equal(p->terms[1].text, "drop* out");
    assert_false(p->terms[1].against);
    assert_string_equal(p->terms[2].text, "protocol");
    assert_true(p->terms[2].against);
    rv_protocol_free(p);
}

static void faults_are_named_with_what_would_be_right(void **state)
{
    static const struct { const char *xml, *message; } cases[] = {
        { STAGE(" conflicts=\"excluded\""), "p:27: stage 'full-text': conflicts is 'excluded'; it must be one of resolved, included" },
        { STAGE(" reasons=\"same\""), "p:27: stage 'full-text': reasons is 'same'; it must be one of differ, agree" },
        { STAGE("") "<for> * </for>", "p:28: for: there is no term; give the word or phrase to be marked, as 'drop* out'" },
        { STAGE("") "<for></for>", "p:28: for: is empty; put its text between the tags, or take it out" },
        { STAGE("") "<for>trial</for>\n<against>trial</against>", "p:29: against: the term 'trial' stands already; each term must be different" },
        { STAGE("") "<mark>trial</mark>", "p:28: the element <mark> is not known in <screening>; allowed: stage, for, against" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rv_protocol *p = NULL;
        assert_int_equal(parse(&p, cases[i].xml), RV_EPARSE);
        assert_null(p);
        assert_string_equal(err.message, cases[i].message);
    }
}

static rv_status note(void *user, const rv_protocol_change *change, rv_error *e)
{
    (void)e;
    rv_buf_printf(user, "%s %s %s;", change->part, change->id, change->change);
    return RV_OK;
}

static void a_changed_rule_or_term_is_told(void **state)
{
    static const struct { const char *from, *to, *want; } cases[] = {
        { STAGE(""), STAGE(" conflicts=\"resolved\""), "" },
        { STAGE(""), STAGE(" conflicts=\"included\""), "stage full-text changed;" },
        { STAGE(""), STAGE(" reasons=\"agree\""), "stage full-text changed;" },
        { STAGE("") "<for>a</for>", STAGE("") "<for>a</for><for>b</for>", "term b added;" },
        { STAGE("") "<for>a</for>", STAGE("") "<against>a</against>", "term a changed;" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rv_protocol *from = must_parse(cases[i].from), *to = must_parse(cases[i].to);
        rv_buf told = RV_BUF_INIT;
        assert_int_equal(rv_protocol_compare(from, to, note, &told, &err), RV_OK);
        assert_string_equal(rv_buf_str(&told), cases[i].want);
        rv_buf_free(&told);
        rv_protocol_free(from);
        rv_protocol_free(to);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stage_has_rules_for_votes_that_differ), cmocka_unit_test(terms_are_read_those_for_before_those_against),
        cmocka_unit_test(faults_are_named_with_what_would_be_right), cmocka_unit_test(a_changed_rule_or_term_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
