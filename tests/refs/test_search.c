#include <config.h>

#include <string.h>

#include "tests/support.h"
#include "tests/dedup/records.h"

#include "review/refs.h"

#define search_test(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)

static const rv_bulk_record records[] = {
    { .title = "Second-chance apprenticeships", .authors = "Ødegård, Ü.; García-Márquez, J.", .year = 2019, .doi = "10.1016/j.adolescence.2018.12.007",
      .abstract = "Young people who leave school early. Drop-out fell." },
    { .title = "青少年就業輔導方案之成效", .authors = "王, 小明", .year = 2020, .abstract = "隨機對照試驗" },
    { .title = "Job clubs", .authors = "Baker, A.", .year = 2011, .pmid = "12345678", .abstract = NULL },
    { .title = "Youth <b>clubs</b> & jobs", .abstract = "apprenticeship; early" },
};
enum { N = sizeof records / sizeof *records };

typedef struct { int64_t ids[N + 1]; size_t n; } found;

static rv_status keep(void *user, const rv_stored_record *report, rv_error *err)
{
    found *f = user;
    (void)err;
    f->ids[f->n++] = report->id;
    return RV_OK;
}

static void finds(scratch *s, rv_store *store, const char *words, const char *want)
{
    char got[64] = "";
    found f = { .n = 0 };

    must(rv_reports_search(store, words, 0, N, keep, &f, &s->err));
    for (size_t i = 0; i < f.n; i++)
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s%lld", i ? " " : "", (long long)f.ids[i]);
    if (strcmp(got, want) != 0)
        fail_msg("'%s' finds '%s', not '%s'", words, got, want);
}

static void words_find_whatever_case_marks_and_order(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);

    import_records(s, store, records, N, 1);
    finds(s, store, "apprentice", "1 4");
    finds(s, store, "EARLY apprenticeship", "1 4");
    finds(s, store, "ØDEGARD", "1");                    /* Ø is a letter of its own */
    rv_store_close(store);
}

static void a_word_is_found_where_a_word_begins_and_a_phrase_as_it_stands(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);

    import_records(s, store, records, N, 1);
    finds(s, store, "lubs", "");
    finds(s, store, "job clubs", "3 4");
    finds(s, store, "\"job clubs\"", "3");
    finds(s, store, "\"clubs baker\"", "");             /* from one field into the next */
    finds(s, store, "drop-out", "1");
    finds(s, store, "garcia", "1");
    finds(s, store, "10.1016/j.adolescence.2018.12.007", "1");
    finds(s, store, "12345678", "3");
    finds(s, store, "2011", "3");
    finds(s, store, "就業", "2");
    finds(s, store, "\"unclosed clubs", "");
    rv_store_close(store);
}

static void a_search_goes_on_behind_what_was_found(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    found f = { .n = 0 };

    import_records(s, store, records, N, 1);
    must(rv_reports_search(store, "clubs", 0, 1, keep, &f, &s->err));
    assert_int_equal(f.n, 1);
    assert_int_equal(f.ids[0], 3);
    must(rv_reports_search(store, "clubs", 3, 1, keep, &f, &s->err));
    assert_int_equal(f.n, 2);
    assert_int_equal(f.ids[1], 4);
    rv_store_close(store);
}

static void nothing_to_look_for_is_refused(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    found f = { .n = 0 };
    char many[100] = "";

    assert_int_equal(rv_reports_search(store, " \" - % ", 0, 1, keep, &f, &s->err), RV_EINVAL);
    assert_string_equal(s->err.message, "there is nothing to look for; give a word of the title, abstract or authors, a year or a DOI");
    for (int i = 0; i < 21; i++)
        strcat(many, "a ");
    assert_int_equal(rv_reports_search(store, many, 0, 1, keep, &f, &s->err), RV_EINVAL);
    assert_string_equal(s->err.message, "more than 20 words to look for; fewer find more");
    rv_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        search_test(words_find_whatever_case_marks_and_order),
        search_test(a_word_is_found_where_a_word_begins_and_a_phrase_as_it_stands),
        search_test(a_search_goes_on_behind_what_was_found),
        search_test(nothing_to_look_for_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
