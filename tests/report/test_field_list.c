/* Fields: what people read of a number, words made of fields, names that people get wrong; a manuscript bound to a report made by hand. */
#include <config.h>

#include <string.h>

#include "tests/support.h"

#include "review/report_refresh.h"
#include "tests/report/bound_report.h"

static const rv_field_place place = { "a", "by hand", "t" };

static void says(const rv_fields *f, const char *key, const char *text)
{
    const rv_review_field *field = rv_fields_find(f, key);

    assert_non_null(field);
    assert_string_equal(field->text, text);
}

static void numbers_are_said_as_people_read_them(void **state)
{
    rv_fields *f = rv_fields_new();

    (void)state;
    rv_fields_real(f, &place, "minus", -0.125, 2, "", "");
    rv_fields_real(f, &place, "zero", -0.0001, 2, "", "");
    rv_fields_real(f, &place, "nothing", NAN, 2, "", "");
    rv_fields_range(f, &place, "range", -0.5, 0.25, 2, "");
    rv_fields_range(f, &place, "open", -0.5, INFINITY, 2, "");
    rv_fields_p(f, &place, "p", 0.0004, "");
    rv_fields_p(f, &place, "q", 0.0456, "");
    says(f, "a.minus", "\u22120.12");
    says(f, "a.zero", "0.00");
    says(f, "a.range", "\u22120.50 to 0.25");
    says(f, "a.p", "p\u00a0<\u00a00.001");
    says(f, "a.p_value", "<\u00a00.001");
    says(f, "a.q", "p\u00a0=\u00a00.046");
    says(f, "a.q_value", "0.046");
    assert_null(rv_fields_find(f, "a.nothing"));
    assert_null(rv_fields_find(f, "a.open"));
    assert_close(rv_fields_find(f, "a.minus")->value, -0.125, 0);
    rv_fields_free(f);
}

static void the_first_of_a_key_stays(void **state)
{
    rv_fields *f = rv_fields_new();

    (void)state;
    rv_fields_text(f, &place, "x", "one", "");
    rv_fields_text(f, &place, "x", "two", "");
    assert_int_equal(rv_fields_count(f), 1);
    says(f, "a.x", "one");
    rv_fields_free(f);
}

static void words_are_made_of_fields(void **state)
{
    rv_fields *f = rv_fields_new();
    rv_buf out = RV_BUF_INIT;

    (void)state;
    rv_fields_text(f, &place, "x", "one", "");
    rv_fields_words(f, "a", "{x} and {nothing}{x}, { open", &out);
    assert_string_equal(rv_buf_str(&out), "one and one, { open");
    rv_buf_free(&out);
    rv_fields_free(f);
}

static void near_names_are_offered_nearest_first(void **state)
{
    rv_nearest near = { .asked = "education.estimat" };
    rv_buf out = RV_BUF_INIT;

    (void)state;
    rv_nearest_offer(&near, "education.estimator");
    rv_nearest_offer(&near, "title");
    rv_nearest_offer(&near, "education.estimate");
    rv_nearest_words(&near, &out);
    assert_string_equal(rv_buf_str(&out), "; near are education.estimate, education.estimator");
    rv_buf_free(&out);
}

/* ---- A manuscript ----------------------------------------------------------------------------------------------------- */

typedef struct {
    size_t n[RV_REFRESH_UNKNOWN + 1];
    char   was[80];
} telling;

static rv_status count_place(void *user, const rv_refresh_place *p, rv_error *err)
{
    telling *t = user;

    (void)err;
    t->n[p->state]++;
    if (p->state == RV_REFRESH_EDITED)
        strncpy(t->was, p->was, sizeof t->was - 1);
    return RV_OK;
}

/* The document as bytes: the template filled in by the report. */
static void fill(const rv_review_report *r, const char *text, rv_buf *out)
{
    rv_output *to = NULL;
    rv_error err = { 0 };

    assert_int_equal(rv_output_memory(&to, out, &err), RV_OK);
    assert_int_equal(rv_review_report_fill(r, "t.md", text, strlen(text), "docx", to, &err), RV_OK);
    assert_int_equal(rv_output_close(to, &err), RV_OK);
}

static void a_manuscript_follows_the_numbers_and_back(void **state)
{
    rv_review_report *one = bound_report(0.2), *two = bound_report(-0.7);
    rv_buf first = RV_BUF_INIT, second = RV_BUF_INIT, third = RV_BUF_INIT;
    telling told = { { 0 }, "" }, back = { { 0 }, "" };
    rv_error err = { 0 };

    (void)state;
    fill(one, "# A title\n\n{{a.x}} is {{a.words}}.\n\n{{table:t}}\n\n{{figure:f}}\n", &first);
    assert_int_equal(rv_review_report_refresh(two, "m.docx", first.data, first.length, &second, count_place, &told, &err), RV_OK);
    assert_int_equal(told.n[RV_REFRESH_CHANGED], 2);                   /* the number, the table */
    assert_int_equal(told.n[RV_REFRESH_SAME], 2);                      /* the words, the figure */
    assert_int_equal(rv_review_report_refresh(one, "m.docx", second.data, second.length, &third, count_place, &back, &err), RV_OK);
    assert_int_equal(back.n[RV_REFRESH_CHANGED], 2);
    assert_int_equal(third.length, first.length);
    assert_memory_equal(third.data, first.data, first.length);
    rv_buf_free(&first);
    rv_buf_free(&second);
    rv_buf_free(&third);
    rv_review_report_free(one);
    rv_review_report_free(two);
}

/* One part of a document with one text put in the place of another. */
static void edit(rv_buf *document, const char *part, const char *old, const char *new)
{
    rv_zip *zip = NULL;
    rv_error err = { 0 };
    rv_buf text = RV_BUF_INIT;
    const char *bytes, *at;
    size_t n;

    assert_int_equal(rv_zip_read(&zip, "m.docx", document->data, document->length, 1 << 24, &err), RV_OK);
    assert_true(rv_zip_get(zip, part, &bytes, &n));
    at = strstr(bytes, old);
    assert_non_null(at);
    rv_buf_add(&text, bytes, (size_t)(at - bytes));
    rv_buf_text(&text, new);
    rv_buf_text(&text, at + strlen(old));
    assert_int_equal(rv_zip_set(zip, part, rv_buf_str(&text), text.length, &err), RV_OK);
    rv_buf_clear(document);
    assert_int_equal(rv_zip_write(zip, document, &err), RV_OK);
    rv_buf_free(&text);
    rv_zip_free(zip);
}

static void what_was_edited_by_hand_is_told_with_what_was_written(void **state)
{
    rv_review_report *one = bound_report(0.2);
    rv_buf first = RV_BUF_INIT, second = RV_BUF_INIT;
    telling told = { { 0 }, "" };
    rv_error err = { 0 };

    (void)state;
    fill(one, "It is {{a.x}}.\n", &first);
    edit(&first, "word/document.xml", ">0.20<", ">0.99<");
    assert_int_equal(rv_review_report_refresh(one, "m.docx", first.data, first.length, &second, count_place, &told, &err), RV_OK);
    assert_int_equal(told.n[RV_REFRESH_EDITED], 1);
    assert_string_equal(told.was, "0.20");
    rv_buf_free(&first);
    rv_buf_free(&second);
    rv_review_report_free(one);
}

static void a_picture_put_in_the_place_of_ours_becomes_ours(void **state)
{
    rv_review_report *one = bound_report(0.2);
    rv_buf first = RV_BUF_INIT, changed = RV_BUF_INIT, second = RV_BUF_INIT;
    telling told = { { 0 }, "" };
    rv_error err = { 0 };

    (void)state;
    fill(one, "{{figure:f}}\n", &first);
    rv_buf_add(&changed, first.data, first.length);
    edit(&changed, "word/media/review1.svg", "<svg", "<svg data-x='1'");
    assert_int_equal(rv_review_report_refresh(one, "m.docx", changed.data, changed.length, &second, count_place, &told, &err), RV_OK);
    assert_int_equal(told.n[RV_REFRESH_CHANGED], 1);
    assert_int_equal(second.length, first.length);
    assert_memory_equal(second.data, first.data, first.length);
    rv_buf_free(&first);
    rv_buf_free(&changed);
    rv_buf_free(&second);
    rv_review_report_free(one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_said_as_people_read_them),
        cmocka_unit_test(the_first_of_a_key_stays),
        cmocka_unit_test(words_are_made_of_fields),
        cmocka_unit_test(near_names_are_offered_nearest_first),
        cmocka_unit_test(a_manuscript_follows_the_numbers_and_back),
        cmocka_unit_test(what_was_edited_by_hand_is_told_with_what_was_written),
        cmocka_unit_test(a_picture_put_in_the_place_of_ours_becomes_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
