#include <config.h>

#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/refs.h"

static const char ris[] = "TY  - JOUR\nTI  - One\nAU  - Adams, Ann\nAU  - Brown, Bo\nPY  - 2001\nDO  - 10.9999/one\nAN  - ED1\nER  - \n"
                          "TY  - RPRT\nTI  - Two\nAU  - Adams, Ann\nDO  - 10.9999/two\nU1  - 77 [PMID]\nZZ  - kept\nER  - \n";
static const char csv[] = "title,authors,year,doi\nOne again,\"Adams, Ann\",2001,10.9999/ONE\n";

static char      folder[32], path[3][48], review[48];
static rv_store *store;
static rv_error  err;

static void put(const char *name, const char *text)
{
    FILE *out = fopen(name, "wb");

    assert_non_null(out);
    fputs(text, out);
    fclose(out);
}

static int set_up(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/test-import.XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path[0], sizeof path[0], "%s/a.ris", folder);
    snprintf(path[1], sizeof path[1], "%s/b.csv", folder);
    snprintf(path[2], sizeof path[2], "%s/c.pdf", folder);
    snprintf(review, sizeof review, "%s/x.review", folder);
    put(path[0], ris);
    put(path[1], csv);
    put(path[2], "%PDF-1.4");
    return rv_store_create(&store, review, &err) == RV_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    char command[64];

    (void)state;
    rv_store_close(store);
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    return system(command);
}

static rv_status import(const char *name, size_t first, size_t n, rv_import_file *files, char *hex)
{
    const char *const paths[] = { path[0], path[1], path[2] };
    const rv_source   source = { .name = name, .kind = "database" };

    return rv_refs_import(store, "Ada", &source, paths + first, n, NULL, NULL, NULL, NULL, NULL, files, hex, &err);
}

RV_STATEMENT(test_count_events, "SELECT COUNT(*) FROM event");
RV_STATEMENT(test_count_sources, "SELECT COUNT(*) FROM source");
RV_STATEMENT(test_count_staged, "SELECT COUNT(*) FROM record WHERE file NOT IN (SELECT id FROM file)");

static int64_t count(const rv_statement *statement)
{
    int64_t n = -1;

    assert_int_equal(rv_store_int(store, statement, &n, NULL, &err, ""), RV_OK);
    return n;
}

static rv_status add_line(void *user, const rv_stored_record *record, rv_error *e)
{
    (void)e;
    rv_buf_printf(user, "%lld %s %s %s;", (long long)record->id, record->fields.title, record->source, record->file);
    return RV_OK;
}

static void files_of_one_call_become_records_of_one_act(void **state)
{
    rv_import_file files[2];
    rv_buf         list = RV_BUF_INIT, bytes = RV_BUF_INIT;
    char           hex[RV_DIGEST_HEX];

    (void)state;
    assert_int_equal(import("ERIC", 0, 2, files, hex), RV_OK);
    assert_int_equal(count(&test_count_events), 1);
    assert_int_equal(files[0].records, 2);
    assert_int_equal(files[1].records, 1);
    assert_string_equal(files[1].summary.format, "csv");
    assert_int_equal(rv_records_each(store, 0, INT64_MAX, add_line, &list, &err), RV_OK);
    assert_string_equal(rv_buf_str(&list), "1 One ERIC a.ris;2 Two ERIC a.ris;3 One again ERIC b.csv;");
    assert_int_equal(rv_store_record_bytes(store, 2, &bytes, &err), RV_OK);
    assert_string_equal(rv_buf_str(&bytes), strstr(ris, "TY  - RPRT"));
    rv_buf_free(&list);
    rv_buf_free(&bytes);
}

static void the_same_bytes_are_noticed(void **state)
{
    rv_import_file files[2];
    char           hex[RV_DIGEST_HEX], message[300];
    const char *const twice[] = { path[1], path[1] };
    const rv_source   source = { .name = "X", .kind = "website" };

    (void)state;
    setenv("SOURCE_DATE_EPOCH", "1767225600", 1);
    assert_int_equal(import("ERIC", 0, 1, files, hex), RV_OK);
    unsetenv("SOURCE_DATE_EPOCH");
    assert_int_equal(import("PsycINFO", 0, 2, files, hex), RV_EEXIST);
    snprintf(message, sizeof message, "%s was imported before, as a.ris on 2026-01-01 by Ada; nothing was added", path[0]);
    assert_string_equal(err.message, message);
    assert_int_equal(rv_refs_import(store, "Ada", &source, twice, 2, NULL, NULL, NULL, NULL, NULL, files, hex, &err), RV_EEXIST);
    assert_non_null(strstr(err.message, "is the same file as the 1st of this import"));
    assert_int_equal(count(&test_count_events), 1);
    assert_int_equal(count(&test_count_staged), 0);
}

static void one_bad_file_keeps_all_out(void **state)
{
    rv_import_file files[3];
    char           hex[RV_DIGEST_HEX];

    (void)state;
    assert_int_equal(import("ERIC", 0, 3, files, hex), RV_EPARSE);
    assert_non_null(strstr(err.message, "looks like a PDF"));
    assert_int_equal(count(&test_count_events), 0);
    assert_int_equal(count(&test_count_staged), 0);
    assert_int_equal(import("ERIC", 0, 2, files, hex), RV_OK);
}

static void a_source_is_used_again_until_the_search_is_another(void **state)
{
    rv_import_file    file;
    char              hex[RV_DIGEST_HEX];
    const char *const one[] = { path[2] };
    const rv_source   later = { .name = "ERIC", .kind = "database", .searched = "2026-11-20" };
    const rv_source   wrong = { .name = "ERIC", .kind = "shop" }, undated = { .name = "E", .kind = "contact", .searched = "2026-02-30" };

    (void)state;
    assert_int_equal(import("ERIC", 0, 1, &file, hex), RV_OK);
    assert_int_equal(import("ERIC", 1, 1, &file, hex), RV_OK);
    assert_int_equal(count(&test_count_sources), 1);
    put(path[2], "title\nThree\n");
    assert_int_equal(rv_refs_import(store, "Ada", &later, one, 1, NULL, NULL, NULL, NULL, NULL, &file, hex, &err), RV_OK);
    assert_int_equal(count(&test_count_sources), 2);
    assert_int_equal(rv_refs_import(store, "Ada", &wrong, one, 1, NULL, NULL, NULL, NULL, NULL, &file, hex, &err), RV_EINVAL);
    assert_int_equal(rv_refs_import(store, "Ada", &undated, one, 1, NULL, NULL, NULL, NULL, NULL, &file, hex, &err), RV_EINVAL);
    assert_string_equal(err.message, "'2026-02-30' is not the date of a search; write it as 2026-11-24");
}

static void expect_key(const char *key, int64_t want)
{
    int64_t record = -1;

    assert_int_equal(rv_record_find(store, key, &record, &err), RV_OK);
    assert_int_equal(record, want);
}

static void records_are_found_by_every_key(void **state)
{
    rv_import_file files[2];
    rv_buf         key = RV_BUF_INIT;
    char           hex[RV_DIGEST_HEX], place[64];
    int64_t        record;

    (void)state;
    assert_int_equal(import("ERIC", 0, 2, files, hex), RV_OK);
    expect_key("2", 2);
    expect_key("#2", 2);
    expect_key("doi:10.9999/two", 2);
    expect_key("DOI: https://doi.org/10.9999/TWO", 2);
    expect_key("pmid:77", 2);
    expect_key("acc:ED1", 1);
    assert_int_equal(rv_record_key(store, 2, &key, &err), RV_OK);
    expect_key(rv_buf_str(&key), 2);
    snprintf(place, sizeof place, "%.8s:0", files[0].digest);
    expect_key(place, 1);
    assert_int_equal(rv_record_find(store, "doi:10.9999/one", &record, &err), RV_EINVAL);
    assert_string_equal(err.message, "'doi:10.9999/one' is the key of records of several reports (#1, #3); name one by its number");
    assert_int_equal(rv_record_find(store, "99", &record, &err), RV_ENOTFOUND);
    assert_int_equal(rv_record_find(store, "pmid:5", &record, &err), RV_ENOTFOUND);
    assert_int_equal(rv_record_find(store, "doi:one", &record, &err), RV_EINVAL);
    assert_int_equal(rv_record_find(store, "abc:12", &record, &err), RV_EINVAL);
    assert_int_equal(rv_record_find(store, "one", &record, &err), RV_EINVAL);
    assert_int_equal(rv_record_find(store, "", &record, &err), RV_EINVAL);
    assert_int_equal(rv_record_report(store, 3, &record, &err), RV_OK);
    assert_int_equal(record, 3);
    rv_buf_free(&key);
}

static void a_later_import_is_found_too(void **state)
{
    rv_import_file file;
    char           hex[RV_DIGEST_HEX];
    int64_t        record;

    (void)state;
    assert_int_equal(rv_record_find(store, "doi:10.9999/one", &record, &err), RV_ENOTFOUND);
    assert_int_equal(import("ERIC", 1, 1, &file, hex), RV_OK);
    expect_key("doi:10.9999/one", 1);
    assert_int_equal(import("ERIC", 0, 1, &file, hex), RV_OK);
    expect_key("doi:10.9999/two", 3);
    assert_int_equal(rv_record_find(store, "doi:10.9999/one", &record, &err), RV_EINVAL);
}

/* Some formats are for other tools only. */
static bool is_read(const char *format)
{
    for (size_t i = 0; rv_refs_formats[i]; i++)
        if (strcmp(rv_refs_formats[i], format) == 0)
            return true;
    return false;
}

static void what_is_exported_reads_back(void **state)
{
    rv_import_file  files[2];
    char            hex[RV_DIGEST_HEX], out_path[64];
    const rv_refs_sink none = { NULL, NULL, NULL, NULL };
    rv_refs_summary summary;
    uint64_t        n;

    (void)state;
    assert_int_equal(import("ERIC", 0, 2, files, hex), RV_OK);
    for (size_t i = 0; rv_refs_written[i]; i++) {
        rv_output *out;

        if (!is_read(rv_refs_written[i]))
            continue;
        snprintf(out_path, sizeof out_path, "%s/out.%s", folder, rv_refs_written[i]);
        assert_int_equal(rv_output_open(&out, out_path, &err), RV_OK);
        assert_int_equal(rv_refs_export(store, rv_refs_written[i], NULL, out, &n, &err), RV_OK);
        assert_int_equal(rv_output_close(out, &err), RV_OK);
        assert_int_equal(n, 3);
        assert_int_equal(rv_refs_read(out_path, NULL, NULL, &none, &summary, &err), RV_OK);
        assert_string_equal(summary.format, rv_refs_written[i]);
        assert_int_equal(summary.records, 3);
        assert_int_equal(summary.problems, 0);
    }
}

static void lists_name_a_record_by_people_year_and_title(void **state)
{
    static const struct { const char *authors; int64_t year; const char *title, *want; } rows[] = {
        { "Cave, George", 2006, "Quantum", "Cave 2006. Quantum" },
        { "Cave, George; Quint, Janet", 2006, "Q", "Cave & Quint 2006. Q" },
        { "Cave, G; Quint, J; Doe, K", 0, NULL, "Cave et al. No title" },
        { NULL, 0, "Q", "No author. Q" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const rv_bulk_record fields = { .authors = rows[i].authors, .year = rows[i].year, .title = rows[i].title };
        rv_buf               label = RV_BUF_INIT;

        rv_record_label(&fields, &label);
        assert_string_equal(rv_buf_str(&label), rows[i].want);
        rv_buf_free(&label);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(files_of_one_call_become_records_of_one_act, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_same_bytes_are_noticed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_bad_file_keeps_all_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_source_is_used_again_until_the_search_is_another, set_up, tear_down),
        cmocka_unit_test_setup_teardown(records_are_found_by_every_key, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_later_import_is_found_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_exported_reads_back, set_up, tear_down),
        cmocka_unit_test(lists_name_a_record_by_people_year_and_title),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
