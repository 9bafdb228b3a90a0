/* Pages from files: escaping, sections, what is refused. */
#include <config.h>

#include <string.h>

#include "tests/support.h"
#include "web/web.h"

static rv_buf out = RV_BUF_INIT;
static rv_error err;

static const char *render(const char *text, json_t *data)
{
    rv_buf_clear(&out);
    err.message[0] = 0;
    const rv_status st = rv_template_text(&out, "test", text, strlen(text), data, &err);
    json_decref(data);
    return st == RV_OK ? rv_buf_str(&out) : err.message;
}

static void text_is_escaped_wherever_it_stands(void **state)
{
    (void)state;
    assert_string_equal(render("<a title=\"{{t}}\">{{t}}</a>", json_pack("{s:s}", "t", "<b>\"'&")),
                        "<a title=\"&lt;b&gt;&quot;&#39;&amp;\">&lt;b&gt;&quot;&#39;&amp;</a>");
}

static void only_what_our_writers_made_is_not_escaped(void **state)
{
    (void)state;
    assert_string_equal(render("{{&figure_html}}", json_pack("{s:s}", "figure_html", "<b>")), "<b>");
    assert_string_equal(render("{{&figure}}", json_pack("{s:s}", "figure", "<b>")),
                        "test.html: {{&figure}} is not escaped; only names that end in _html may be");
}

static void a_section_stands_for_each_item_and_looks_outwards(void **state)
{
    (void)state;
    assert_string_equal(render("{{#rows}}{{name}}-{{who}};{{/rows}}", json_pack("{s:[{s:s},{s:s}],s:s}", "rows", "name", "a", "name", "b",
                                                                               "who", "us")),
                        "a-us;b-us;");
    assert_string_equal(render("{{#words}}{{.}},{{/words}}", json_pack("{s:[s,s]}", "words", "x", "<")), "x,&lt;,");
    assert_string_equal(render("{{a.b.c}}", json_pack("{s:{s:{s:i}}}", "a", "b", "c", 7)), "7");
}

static void nothing_zero_and_empty_are_not_said(void **state)
{
    (void)state;
    assert_string_equal(render("{{#a}}A{{/a}}{{^a}}no{{/a}}{{#b}}B{{/b}}{{^c}}none{{/c}}{{#d}}D{{/d}}",
                               json_pack("{s:s,s:[],s:i,s:b}", "a", "", "b", "c", 0, "d", 1)), "nononeD");
    assert_string_equal(render("[{{lost}}]", json_object()), "[]");
}

static void a_tag_alone_on_its_line_takes_the_line_with_it(void **state)
{
    (void)state;
    assert_string_equal(render("a\n  {{#x}}\nb\n  {{/x}}\nc\n", json_pack("{s:b}", "x", 1)), "a\nb\nc\n");
    assert_string_equal(render("a\n{{! a remark }}\nb {{x}}\n", json_pack("{s:i}", "x", 5)), "a\nb 5\n");
}

static void a_section_within_one_of_the_same_name_is_closed_by_its_own(void **state)
{
    (void)state;
    assert_string_equal(render("{{#x}}({{#x}}in{{/x}}){{/x}}", json_pack("{s:b}", "x", 1)), "(in)");
}

static void what_is_not_closed_is_refused(void **state)
{
    (void)state;
    assert_string_equal(render("a {{#x}} b", json_object()), "test.html: {{#x}} is not closed");
    assert_string_equal(render("a {{/x}} b", json_object()), "test.html: {{/x}} closes nothing");
    assert_string_equal(render("a {{x", json_object()), "test.html: a tag is not closed: {{x");
    assert_string_equal(render("{{>nowhere}}", json_object()), "there is no page file nowhere.html");
}

static void every_page_can_be_made_of_nothing(void **state)
{
    (void)state;
    for (const rv_web_asset *a = rv_web_assets; a->name; a++) {
        const char *end = strstr(a->name, ".html");
        char name[100] = "";
        if (!end || strcmp(a->name, "shell.html") == 0)
            continue;
        strncat(name, a->name, (size_t)(end - a->name));
        json_t *data = json_pack("{s:s}", "content_file", name);
        rv_buf_clear(&out);
        if (rv_template_render(&out, "shell", data, &err) != RV_OK)
            fail_msg("%s", err.message);
        json_decref(data);
    }
}

static int end(void **state)
{
    (void)state;
    rv_buf_free(&out);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped_wherever_it_stands),
        cmocka_unit_test(only_what_our_writers_made_is_not_escaped),
        cmocka_unit_test(a_section_stands_for_each_item_and_looks_outwards),
        cmocka_unit_test(nothing_zero_and_empty_are_not_said),
        cmocka_unit_test(a_tag_alone_on_its_line_takes_the_line_with_it),
        cmocka_unit_test(a_section_within_one_of_the_same_name_is_closed_by_its_own),
        cmocka_unit_test(what_is_not_closed_is_refused),
        cmocka_unit_test(every_page_can_be_made_of_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, end);
}
