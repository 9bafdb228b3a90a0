/* Conditions, formulas and form parts. */
#include <config.h>

#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/protocol.h"

static rv_error err;

/* The small protocol whose form is `fields`. */
static rv_status read_form(const char *fields, rv_protocol **out)
{
    rv_buf xml = RV_BUF_INIT, with = RV_BUF_INIT;
    char path[4096];
    const char *begin, *end;
    rv_status st;

    snprintf(path, sizeof path, "%s/tests/data/protocol/small.xml", getenv("top_srcdir"));
    assert_int_equal(rv_file_read(path, 1 << 20, &xml, &err), RV_OK);
    begin = strstr(xml.data, "<field id=\"design\"");
    end = strstr(xml.data, "</form>");
    assert_true(begin && end);
    begin = strstr(begin, "<field id=\"treat_value\"");
    rv_buf_add(&with, xml.data, (size_t)(begin - xml.data));
    rv_buf_text(&with, fields);
    rv_buf_text(&with, end);
    st = rv_protocol_parse(out, "p", rv_buf_str(&with), with.length, &err);
    rv_buf_free(&xml);
    rv_buf_free(&with);
    return st;
}

static double known(void *user, const char *field)
{
    const double *ab = user;

    return strcmp(field, "a") == 0 ? ab[0] : strcmp(field, "b") == 0 ? ab[1] : NAN;
}

static void a_formula_is_worked_out_by_the_rules_of_arithmetic(void **state)
{
    const double ab[] = { 6, 4 };
    static const struct { const char *text; double want; } cases[] = {
        { "a + b", 10 }, { "a - b - 1", 1 }, { "a + b * 2", 14 }, { "(a + b) * 2", 20 }, { "a / b", 1.5 }, { "-a + 2", -4 },
        { "a - -b", 10 }, { "min(a, b, 5)", 4 }, { "max(a,b)+1", 7 }, { "100 * a / (a + b)", 60 }, { " a ", 6 }, { "2.5", 2.5 },
        { "a / (b - 4)", NAN }, { "a + unknown", NAN }, { "max(a, unknown)", NAN }, { "min(unknown, a)", NAN },
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double x = 99;
        if (rv_formula_value(cases[i].text, known, (void *)ab, &x, &err) != RV_OK)
            fail_msg("%s: %s", cases[i].text, err.message);
        if (isnan(cases[i].want))
            assert_true(isnan(x));
        else
            assert_close(x, cases[i].want, 1e-12);
    }
}

static void what_is_no_formula_is_refused_with_what_is_expected(void **state)
{
    const double ab[] = { 6, 4 };
    static const char *const cases[][2] = {
        { "a +", "'a +' ends where a number, a field, min(, max( or ( is expected" },
        { "a b", "in 'a b', at 'b': +, -, * or / is expected" },
        { "(a", "'(a' ends where a ) is expected" },
        { "sum(a, b)", "in 'sum(a, b)', at 'sum(a, b)': only min and max stand before a (" },
        { "min(a; b)", "in 'min(a; b)', at '; b)': a , or ) is expected" },
        { "1.2.3", "in '1.2.3', at '1.2.3': this is no number" },
        { "", "'' ends where a number, a field, min(, max( or ( is expected" },
    };
    char deep[200] = "";
    double x;
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(rv_formula_value(cases[i][0], known, (void *)ab, &x, &err), RV_EINVAL);
        assert_string_equal(err.message, cases[i][1]);
        assert_true(isnan(x));
    }
    memset(deep, '(', 150);
    assert_int_equal(rv_formula_value(deep, known, (void *)ab, &x, &err), RV_EINVAL);
}

#define NUMBER(id, more) "<field id='" id "' label='L' level='result' type='number' " more "/>"

static void conditions_and_formulas_must_fit_the_form(void **state)
{
    static const char *const cases[][2] = {
        { NUMBER("n", "when='colour=red'"), "p:35: field 'n': when of 'n' names 'colour'; the form has no such field" },
        { NUMBER("n", "when='design=random'"), "p:35: field 'n': 'random' is no choice of the field 'design'" },
        { NUMBER("n", "when='design>=3'"), "p:35: field 'n': 'design>=3' compares sizes, and 'design' is no number" },
        { NUMBER("n", "when='age_min>=x'"), "p:35: field 'n': 'x' is no number, as needed of the field 'age_min'" },
        { NUMBER("n", "when='age_min'"),
          "p:35: field 'n': when of 'n': 'age_min' is no condition; write field=value|value, field!=value, field>=number or field<=number" },
        { NUMBER("n", "when='n>=1'"), "p:35: field 'n': when of 'n' names the field itself" },
        { NUMBER("n", "") "<field id='s' label='L' level='study' type='text' when='n>=1'/>",
          "p:35: field 's': when of 's' names 'n', which is asked of a result; of a study, not one but many may be there" },
        { NUMBER("n", "compute='age_min +'"), NULL },
        { NUMBER("n", "compute='design + 1'"), "p:35: field 'n': the formula of 'n' names 'design', which is no number" },
        { NUMBER("n", "compute='age_min' required='yes'"),
          "p:35: field 'n': 'n' is calculated; nobody enters it, so it cannot be required or have a place" },
        { "<field id='t' label='L' level='study' type='text' compute='age_min'/>",
          "p:35: field 't': 't' is calculated; its type must be integer, number or percent" },
        { NUMBER("a", "compute='b'") NUMBER("b", "compute='c + 1'") NUMBER("c", "compute='2 * a'"),
          "p:35: field 'a': the formula of 'a' needs itself in the end" },
        { "<use part='costs' version='1'/>", NULL },
        { "<use part='cost' version='9'/>", NULL },
        { "<use part='cost' version='1'/><use part='cost' version='1'/>",
          "p:35: use: the part 'cost' stands already in line 35; each part must be different" },
        { "<field id='cost_amount' label='L' level='study' type='text'/><use part='cost' version='1'/>",
          "p:35: use: the field 'cost_amount' is in line 35 already; each id must be different" },
        { "<use part='cost' version='1'/><field id='cost_amount' label='L' level='study' type='text'/>",
          "p:35: field 'cost_amount': the field 'cost_amount' is in line 35 already, with the part cost; each id must be different" },
        { NUMBER("group1", ""), "p:35: field 'group1': 'group1' is a column that every table has; choose another id" },
        { NUMBER("n", "tolerance='-1'"), "p:35: field 'n': tolerance is -1; it must not be below 0" },
        { "<field id='t' label='L' level='study' type='text'><column id='c'/></field>",
          "p:35: field 't': only a field of type table has <column> elements" },
        { "<field id='t' label='L' level='study' type='table'><column id='c' type='table'/></field>",
          "p:35: column 'c': a column is of type text, integer, number, percent, date, yesno or yesnounclear" },
        { "<field id='t' label='L' level='study' type='choices'><choice>a; b</choice><choice>c</choice></field>",
          "p:35: field 't': the choice 'a; b' has a ; which stands between several choices; write it otherwise" },
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rv_protocol *p = NULL;
        if (read_form(cases[i][0], &p) != RV_EPARSE)
            fail_msg("taken: %s", cases[i][0]);
        if (cases[i][1])
            assert_string_equal(err.message, cases[i][1]);
    }
}

static void formulas_over_formulas_have_an_end(void **state)
{
    rv_buf fields = RV_BUF_INIT;
    rv_protocol *p = NULL;
    (void)state;

    rv_buf_text(&fields, NUMBER("f0", ""));
    for (int i = 1; i <= 12; i++)
        rv_buf_printf(&fields, "<field id='f%d' label='L' level='result' type='number' compute='f%d + f%d'/>", i, i - 1, i - 1);
    assert_int_equal(read_form(rv_buf_str(&fields), &p), RV_EPARSE);
    assert_non_null(strstr(err.message, "is calculated by way of more than 8 other formulas"));
    rv_buf_free(&fields);
}

static void every_form_part_can_be_used_alone_and_all_together(void **state)
{
    rv_buf all = RV_BUF_INIT;
    rv_protocol *p = NULL;
    const rv_form_part *part;
    size_t i;
    (void)state;

    for (i = 0; (part = rv_form_part_at(i)); i++) {
        char use[200];
        snprintf(use, sizeof use, "<use part='%s' version='%s'/>", part->id, part->version);
        rv_buf_text(&all, use);
        if (read_form(use, &p) != RV_OK)
            fail_msg("%s: %s", part->id, err.message);
        assert_string_equal(p->fields[p->n_fields - 1].from, part->id);
        assert_true(part->label[0]);
        rv_protocol_free(p);
    }
    assert_true(i >= 9);
    if (read_form(rv_buf_str(&all), &p) != RV_OK)
        fail_msg("%s", err.message);
    assert_string_equal(rv_protocol_field(p, "n_programme")->as, "n1i");
    assert_string_equal(rv_protocol_field(p, "icc")->from, "cluster");
    assert_int_equal(rv_protocol_field(p, "arm_mean")->level, RV_LEVEL_ARM_RESULT);
    assert_int_equal(rv_protocol_field(p, "people_baseline")->n_columns, 6);
    assert_string_equal(rv_protocol_field(p, "cost_currency")->when, "cost_reported=yes");
    rv_protocol_free(p);
    rv_buf_free(&all);
}

/* The digest of each part that was ever shipped. A part that must change becomes a new version, in a file of its own. */
static void a_version_of_a_form_part_never_changes(void **state)
{
    static const char *const shipped[][3] = {
        { "cluster", "1", "925df5e2b145367bbd197c6b4ff9f43d0d9144197d41c44a0d13ac29865c723d" },
        { "cost", "1", "1bc6834bce7c0bfaab8083a7b98591187bbf43daac566193f4c0a07c8aa52190" },
        { "implementation", "1", "5e8bbce68e043a17b145723094f4c9d1f7316c534a20d70a19fee0cbffcecd3c" },
        { "participants", "1", "3572db81354bd1b07f0884ef3834892934df318be209c97b400f57202f62d3f5" },
        { "progress-plus", "1", "836679e72f7d720ef1d98879fa88836c795ad7717b2b894ec9690d41e1badc9c" },
        { "results-arms", "1", "2854d63f4228342b41f2e25a393d662ba90f9e29fc827c1d5d92add2bcbe1e91" },
        { "results-continuous", "1", "44e5d745f6e13bb0337ef8cd7b263cb0f2a4596dbf1acd29a5cd0a36bf60e9db" },
        { "results-dichotomous", "1", "2259a733d16971ed28c413e6d9900859e0897dfc4e2727cf98ad254f7cc309d9" },
        { "results-estimate", "1", "6831133f69e57b4ead2dc85f582ec43c0a05efd8172d9608f4d7b98452ee95ed" },
    };
    (void)state;

    for (size_t i = 0; i < sizeof shipped / sizeof *shipped; i++) {
        const rv_form_part *part = NULL;
        uint8_t digest[RV_DIGEST];
        char hex[RV_DIGEST_HEX];
        for (size_t k = 0; (part = rv_form_part_at(k)) != NULL; k++)
            if (strcmp(part->id, shipped[i][0]) == 0 && strcmp(part->version, shipped[i][1]) == 0)
                break;
        if (!part)
            fail_msg("the part %s %s is gone", shipped[i][0], shipped[i][1]);
        rv_sha256_of(part->xml, strlen(part->xml), digest);
        rv_hex(digest, RV_DIGEST, hex);
        if (strcmp(hex, shipped[i][2]) != 0)
            fail_msg("the part %s %s has changed: %s", shipped[i][0], shipped[i][1], hex);
    }
}

static rv_status gather(void *user, const rv_clause *c, rv_error *e)
{
    char word[100];
    size_t at = 0;

    (void)e;
    rv_buf_printf(user, "%s %c", c->field, c->sign);
    while (rv_clause_word(c, &at, word, sizeof word))
        rv_buf_printf(user, " [%s]", word);
    rv_buf_text(user, "\n");
    return RV_OK;
}

static void a_condition_is_clauses_that_must_all_hold(void **state)
{
    rv_buf told = RV_BUF_INIT;
    (void)state;

    assert_int_equal(rv_condition_each("design=cluster randomised | matched; icc>=0;x!=no", gather, &told, &err), RV_OK);
    assert_string_equal(rv_buf_str(&told), "design = [cluster randomised] [matched]\nicc > [0]\nx ! [no]\n");
    assert_int_equal(rv_condition_each("design=a;; b=c", gather, &told, &err), RV_EINVAL);
    assert_string_equal(err.message, "a condition is empty");
    assert_int_equal(rv_condition_each("design=", gather, &told, &err), RV_EINVAL);
    assert_string_equal(err.message, "'design=' names no value");
    rv_buf_free(&told);
}

static void what_of_a_field_differs_is_said(void **state)
{
    rv_protocol *a = NULL, *b = NULL;
    char words[100];
    (void)state;

    assert_int_equal(read_form(NUMBER("n", "unit='people' min='0'"), &a), RV_OK);
    assert_int_equal(read_form(NUMBER("n", "unit='persons' min='1' when='age_min>=3'"), &b), RV_OK);
    assert_true(rv_field_changes(rv_protocol_field(a, "n"), rv_protocol_field(b, "n"), words, sizeof words));
    assert_string_equal(words, "unit, range, when");
    assert_false(rv_field_changes(rv_protocol_field(a, "n"), rv_protocol_field(a, "n"), words, sizeof words));
    assert_string_equal(words, "");
    rv_protocol_free(a);
    rv_protocol_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_formula_is_worked_out_by_the_rules_of_arithmetic),
        cmocka_unit_test(what_is_no_formula_is_refused_with_what_is_expected),
        cmocka_unit_test(conditions_and_formulas_must_fit_the_form),
        cmocka_unit_test(formulas_over_formulas_have_an_end),
        cmocka_unit_test(every_form_part_can_be_used_alone_and_all_together),
        cmocka_unit_test(a_version_of_a_form_part_never_changes),
        cmocka_unit_test(a_condition_is_clauses_that_must_all_hold),
        cmocka_unit_test(what_of_a_field_differs_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
