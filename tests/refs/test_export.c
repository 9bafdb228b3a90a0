#include <config.h>

#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/refs.h"

#include "refs/inside.h"

static const char ris[] = "TY  - JOUR\nTI  - One\nAU  - Adams, Ann\nED  - Brown, Bo\nPY  - 2001\nDO  - 10.9999/one\nKW  - a, b\nKW  - c\nER  - \n"
                          "TY  - RPRT\nTI  - Two\nAU  - Adams, Ann\nZZ  - kept\nER  - \n";

static char      folder[32], path[48], review[48];
static rv_store *store;
static rv_error  err;

static int set_up(void **state)
{
    const rv_source   source = { .name = "ERIC", .kind = "database" };
    const char *const paths[] = { path };
    rv_import_file    file;
    char              hex[RV_DIGEST_HEX];
    FILE             *out;

    (void)state;
    strcpy(folder, "/tmp/test-export.XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/a.ris", folder);
    snprintf(review, sizeof review, "%s/x.review", folder);
    if (!(out = fopen(path, "wb")) || fputs(ris, out) < 0 || fclose(out) != 0)
        return -1;
    if (rv_store_create(&store, review, &err) != RV_OK)
        return -1;
    return rv_refs_import(store, "Ada", &source, paths, 1, NULL, NULL, NULL, NULL, NULL, &file, hex, &err) == RV_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    char command[64];

    (void)state;
    rv_store_close(store);
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    return system(command);
}

/* The export as text; the caller frees. */
static char *exported(const char *format, const rv_export_choice *choice, uint64_t *n)
{
    char       out_path[64];
    rv_output *out;
    rv_buf     text = RV_BUF_INIT;

    snprintf(out_path, sizeof out_path, "%s/out", folder);
    assert_int_equal(rv_output_open(&out, out_path, &err), RV_OK);
    assert_int_equal(rv_refs_export(store, format, choice, out, n, &err), RV_OK);
    assert_int_equal(rv_output_close(out, &err), RV_OK);
    assert_int_equal(rv_file_read(out_path, 1 << 20, &text, &err), RV_OK);
    return text.data;
}

static void expects(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("'%s' is not in:\n%s", part, text);
}

static rv_status edit(int64_t record, const char *field, const char *value)
{
    char hex[RV_DIGEST_HEX];

    return rv_record_edit(store, "Ada", record, field, value, "for the test", hex, &err);
}

static void a_record_is_exported_with_what_the_review_has_no_column_for(void **state)
{
    uint64_t n;
    char    *text = exported("csl-json", NULL, &n);

    (void)state;
    assert_int_equal(n, 2);
    expects(text, "\"editor\": [{\"family\": \"Brown\", \"given\": \"Bo\"}]");
    expects(text, "\"keyword\": [\"a, b\", \"c\"]");
    free(text);
}

/* What is written when a later reader does not find a record in its place. */
static void what_the_review_keeps_makes_a_record(void **state)
{
    const rv_bulk_record kept = { .type = "report", .title = "One", .authors = "Adams, Ann; Department of Tests", .year = 2001,
                                  .issn = "1234-5679; 1234-5680", .keywords = "a; b", .note = "c; d", .url = "http://x.example/a;b" };
    rv_refs_summary summary = { .format = NULL };
    rv_reading      reading = { .name = "test", .summary = &summary };
    const rv_record *record = &reading.record;

    (void)state;
    rv_reading_stored(&reading, &kept);
    assert_string_equal(record->text[RV_REF_TYPE], "report");
    assert_string_equal(record->text[RV_REF_TITLE], "One");
    assert_int_equal(record->date.year, 2001);
    assert_int_equal(record->n_names, 2);
    assert_string_equal(record->names[0].given, "Ann");
    assert_string_equal(record->names[1].family, "Department of Tests");
    assert_int_equal(record->n_values, 6);              /* notes and addresses are not parted */
    assert_string_equal(record->text[RV_REF_NOTE], "c; d");
    assert_string_equal(record->text[RV_REF_URL], "http://x.example/a;b");
    assert_string_equal(record->fields.keywords, "a; b");
    rv_reading_free(&reading);
}

static bool keeps_the_second(void *user, const rv_ref_origin *origin)
{
    assert_string_equal(origin->source, "ERIC");
    assert_string_equal(origin->file, "a.ris");
    return origin->id == *(int64_t *)user;
}

static void only_chosen_records_are_written(void **state)
{
    int64_t                second = 2;
    const rv_export_choice choice = { .keep = keeps_the_second, .user = &second };
    uint64_t               n;
    char                  *text = exported("csl-json", &choice, &n);

    (void)state;
    assert_int_equal(n, 1);
    expects(text, "Two");
    assert_null(strstr(text, "One"));
    free(text);
}

static rv_status keep_fields(void *user, const rv_stored_record *record, rv_error *e)
{
    (void)e;
    if (record->id == 1)
        rv_buf_printf(user, "%s|%s|%lld|%s", record->fields.title, record->fields.authors, (long long)record->fields.year,
                      record->fields.abstract ? record->fields.abstract : "-");
    return RV_OK;
}

static void reads(const char *want)
{
    rv_buf text = RV_BUF_INIT;

    assert_int_equal(rv_records_each(store, 1, 1, keep_fields, &text, &err), RV_OK);
    assert_string_equal(rv_buf_str(&text), want);
    rv_buf_free(&text);
}

static void an_edit_lies_over_the_original_which_stands_again_when_it_is_taken_back(void **state)
{
    rv_buf   bytes = RV_BUF_INIT;
    uint64_t n;
    char    *text;
    int64_t  record;

    (void)state;
    reads("One|Adams, Ann|2001|-");
    assert_int_equal(edit(1, "abstract", "Typed in."), RV_OK);
    assert_int_equal(edit(1, "authors", "Adams, Ann; Clark, Cy"), RV_OK);
    assert_int_equal(edit(1, "year", "2002"), RV_OK);
    assert_int_equal(edit(1, "doi", "https://doi.org/10.9999/NEW"), RV_OK);
    reads("One|Adams, Ann; Clark, Cy|2002|Typed in.");
    text = exported("csl-json", NULL, &n);
    expects(text, "\"abstract\": \"Typed in.\"");
    expects(text, "{\"family\": \"Clark\", \"given\": \"Cy\"}");
    expects(text, "\"date-parts\": [[2002]]");
    expects(text, "\"editor\": [{\"family\": \"Brown\"");
    free(text);
    assert_int_equal(rv_record_find(store, "doi:10.9999/new", &record, &err), RV_OK);
    assert_int_equal(record, 1);
    assert_int_equal(rv_record_find(store, "doi:10.9999/one", &record, &err), RV_ENOTFOUND);
    assert_int_equal(edit(1, "title", ""), RV_OK);
    assert_int_equal(edit(1, "year", NULL), RV_OK);
    assert_int_equal(rv_store_record_bytes(store, 1, &bytes, &err), RV_OK);
    assert_non_null(strstr(rv_buf_str(&bytes), "TI  - One"));
    rv_buf_free(&bytes);
    assert_int_equal(edit(1, "title", NULL), RV_OK);
    assert_int_equal(edit(1, "authors", NULL), RV_OK);
    assert_int_equal(edit(1, "abstract", NULL), RV_OK);
    reads("One|Adams, Ann|2001|-");
}

static void an_edit_that_cannot_be_is_refused(void **state)
{
    char hex[RV_DIGEST_HEX];

    (void)state;
    assert_int_equal(edit(1, "colour", "red"), RV_EINVAL);
    assert_int_equal(edit(1, "year", "soon"), RV_EINVAL);
    assert_int_equal(edit(1, "doi", "none"), RV_EINVAL);
    assert_int_equal(edit(1, "type", "novel"), RV_EINVAL);
    assert_int_equal(edit(99, "title", "X"), RV_ENOTFOUND);
    assert_int_equal(rv_record_edit(store, "Ada", 1, "title", "X", "", hex, &err), RV_EINVAL);
    reads("One|Adams, Ann|2001|-");
}

static void edits_are_part_of_what_is_verified_and_rebuilt(void **state)
{
    rv_verification found;

    (void)state;
    assert_int_equal(edit(2, "title", "Two, better"), RV_OK);
    assert_int_equal(rv_store_verify(store, &rv_refs_derivation, 1, NULL, &found, &err), RV_OK);
    assert_int_equal(rv_store_rebuild(store, &rv_refs_derivation, 1, &err), RV_OK);
    assert_int_equal(rv_store_verify(store, &rv_refs_derivation, 1, NULL, &found, &err), RV_OK);
}

static rv_status import(const rv_source *source, const char *text)
{
    const char *const paths[] = { path };
    rv_import_file    file;
    char              hex[RV_DIGEST_HEX];
    FILE             *out = fopen(path, "wb");

    assert_non_null(out);
    fputs(text, out);
    fclose(out);
    return rv_refs_import(store, "Ada", source, paths, 1, NULL, NULL, NULL, NULL, NULL, &file, hex, &err);
}

RV_STATEMENT(test_seed_record, "SELECT record FROM citation_search WHERE seed = ?1");
RV_STATEMENT(test_seeds, "SELECT COUNT(*) FROM citation_search");

static void a_citation_search_says_where_it_began(void **state)
{
    rv_source source = { .name = "Citations", .kind = "citation", .seed = "#1", .direction = "forward" };
    int64_t   value;

    (void)state;
    assert_int_equal(import(&source, "TY  - JOUR\nTI  - Three\nER  - \n"), RV_OK);
    assert_int_equal(import(&source, "TY  - JOUR\nTI  - Four\nER  - \n"), RV_OK);      /* the same search again */
    assert_int_equal(rv_store_int(store, &test_seed_record, &value, NULL, &err, "t", "#1"), RV_OK);
    assert_int_equal(value, 1);
    source.seed = "A review of 2015, in words";
    assert_int_equal(import(&source, "TY  - JOUR\nTI  - Five\nER  - \n"), RV_OK);
    assert_int_equal(rv_store_int(store, &test_seeds, &value, NULL, &err, ""), RV_OK);
    assert_int_equal(value, 2);
    source.direction = "sideways";
    assert_int_equal(import(&source, "TY  - JOUR\nTI  - Six\nER  - \n"), RV_EINVAL);
    source = (rv_source){ .name = "ERIC", .kind = "database", .seed = "#1", .direction = "forward" };
    assert_int_equal(import(&source, "TY  - JOUR\nTI  - Seven\nER  - \n"), RV_EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_record_is_exported_with_what_the_review_has_no_column_for, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_the_review_keeps_makes_a_record, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_chosen_records_are_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_edit_lies_over_the_original_which_stands_again_when_it_is_taken_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_edit_that_cannot_be_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(edits_are_part_of_what_is_verified_and_rebuilt, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_citation_search_says_where_it_began, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
