#include <config.h>

#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/report_verify.h"

static char folder[] = "/tmp/verify-XXXXXX";
static rv_manifest *manifest;

static void put(const char *name, const char *text)
{
    char path[200];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_non_null(file = fopen(path, "w"));
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static const char *digest_of(const char *text, char hex[RV_DIGEST_HEX])
{
    uint8_t digest[RV_DIGEST];

    rv_sha256_of(text, strlen(text), digest);
    rv_hex(digest, sizeof digest, hex);
    return hex;
}

/* Weights 10 and 5: the common effect is (10 * 1 + 5 * 2) / 15, its variance 1 / 15. */
static const char data[] = "study,yi,vi\nA,1,0.1\nB,2,0.2\n";

static void write_manifest(const char *name, double beta, const char *estimator)
{
    char hex[RV_DIGEST_HEX], text[2000];

    snprintf(text, sizeof text,
             "{\"schema\": \"review-manifest/2\", \"software\": \"review\", \"command\": \"review-report\", \"made\": "
             "\"2026-01-01T00:00:00Z\", \"head\": \"00\", \"set\": [\"x.test=z\"], \"outputs\": [{\"name\": \"%s\", \"sha256\": \"%s\", "
             "\"bytes\": %zu}], \"analyses\": [{\"id\": \"x\", \"label\": \"X\", \"data\": \"data_x.csv\", \"measure\": \"MD\", "
             "\"estimator\": \"%s\", \"test\": \"z\", \"pi\": \"none\", \"level\": 0.95, \"k\": 2, \"beta\": %.17g, \"se\": %.17g, "
             "\"tau2\": 0}]}", name, digest_of(data, hex), strlen(data), estimator, beta, sqrt(1 / 15.0));
    put("manifest.json", text);
}

static int fresh(void **state)
{
    (void)state;
    memcpy(folder, "/tmp/verify-XXXXXX", sizeof folder);
    return mkdtemp(folder) ? 0 : -1;
}

static int cleared(void **state)
{
    char command[100];

    (void)state;
    rv_manifest_free(manifest);
    manifest = NULL;
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static rv_buf told;
static size_t wrong;

static rv_status note(void *user, const rv_finding *f, rv_error *err)
{
    (void)user;
    (void)err;
    wrong += !f->sound;
    rv_buf_printf(&told, "%s %s: %s\n", f->what, f->name, f->words);
    return RV_OK;
}

static const char *found(void)
{
    rv_error err = { 0 };

    rv_buf_free(&told);
    wrong = 0;
    assert_int_equal(rv_manifest_read(&manifest, folder, &err), RV_OK);
    assert_int_equal(rv_manifest_check(manifest, folder, note, NULL, &err), RV_OK);
    return rv_buf_str(&told);
}

static void a_report_as_written_is_sound(void **state)
{
    (void)state;
    put("data_x.csv", data);
    write_manifest("data_x.csv", 20 / 15.0, "EE");
    assert_string_equal(found(), "file data_x.csv: as written\nanalysis x: fitted again to data_x.csv: the same\n");
    assert_int_equal(wrong, 0);
    assert_string_equal(manifest->set[0], "x.test=z");
}

static void an_altered_number_is_told_of_file_and_analysis(void **state)
{
    (void)state;
    put("data_x.csv", "study,yi,vi\nA,1,0.1\nB,3,0.2\n");
    write_manifest("data_x.csv", 20 / 15.0, "EE");
    assert_string_equal(found(), "file data_x.csv: altered since it was written, its length is the same\n"
                                 "analysis x: estimate was 1.33333333333, is 1.66666666667\n");
    assert_int_equal(wrong, 2);
}

static void a_missing_and_an_unknown_file_are_told(void **state)
{
    (void)state;
    put("notes.txt", "mine");
    put("data_x.csv", data);
    write_manifest("gone.csv", 20 / 15.0, "EE");
    assert_non_null(strstr(found(), "file gone.csv: missing\n"));
    assert_non_null(strstr(rv_buf_str(&told), "file notes.txt: not of the report\n"));
    assert_int_equal(wrong, 1);
}

static void a_model_that_there_is_not_is_wrong(void **state)
{
    (void)state;
    put("data_x.csv", data);
    write_manifest("data_x.csv", 1, "MAGIC");
    assert_non_null(strstr(found(), "analysis x: the manifest names a model that there is not: MAGIC, z, none"));
    assert_int_equal(wrong, 1);
}

static void a_name_that_leads_elsewhere_is_refused(void **state)
{
    static const char *const names[] = { "../../etc/passwd", "/etc/passwd", "", "..", ".hidden" };
    rv_error err = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        write_manifest(names[i], 1, "EE");
        assert_int_equal(rv_manifest_read(&manifest, folder, &err), RV_EPARSE);
        assert_null(manifest);
        assert_non_null(strstr(err.message, "manifest.json: output 1 is called"));
    }
}

static void what_is_no_manifest_is_refused_by_name(void **state)
{
    static const char *const texts[] = { "", "[]", "{}", "{\"schema\": \"review-manifest/9\"}", "{\"schema\": 3}", "\xff" };
    rv_error err = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        put("manifest.json", texts[i]);
        assert_int_equal(rv_manifest_read(&manifest, folder, &err), RV_EPARSE);
        assert_non_null(strstr(err.message, "manifest.json"));
    }
}

static void files_made_again_are_compared_byte_by_byte(void **state)
{
    char again[] = "/tmp/verify-XXXXXX", path[200];
    rv_error err = { 0 };
    FILE *file;

    (void)state;
    put("data_x.csv", data);
    write_manifest("data_x.csv", 20 / 15.0, "EE");
    assert_int_equal(rv_manifest_read(&manifest, folder, &err), RV_OK);
    assert_non_null(mkdtemp(again));
    rv_buf_free(&told);
    assert_int_equal(rv_manifest_compare(manifest, folder, again, note, NULL, &err), RV_OK);
    snprintf(path, sizeof path, "%s/data_x.csv", again);
    assert_non_null(file = fopen(path, "w"));
    fputs("study,yi,vi\nA,1,0.1\nB,2,0.3\n", file);
    fclose(file);
    assert_int_equal(rv_manifest_compare(manifest, folder, again, note, NULL, &err), RV_OK);
    assert_string_equal(rv_buf_str(&told), "again data_x.csv: not made again\nagain data_x.csv: differs from line 3 on when made again\n");
    unlink(path);
    rmdir(again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_report_as_written_is_sound, fresh, cleared),
        cmocka_unit_test_setup_teardown(an_altered_number_is_told_of_file_and_analysis, fresh, cleared),
        cmocka_unit_test_setup_teardown(a_missing_and_an_unknown_file_are_told, fresh, cleared),
        cmocka_unit_test_setup_teardown(a_model_that_there_is_not_is_wrong, fresh, cleared),
        cmocka_unit_test_setup_teardown(a_name_that_leads_elsewhere_is_refused, fresh, cleared),
        cmocka_unit_test_setup_teardown(what_is_no_manifest_is_refused_by_name, fresh, cleared),
        cmocka_unit_test_setup_teardown(files_made_again_are_compared_byte_by_byte, fresh, cleared),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);

    rv_buf_free(&told);
    return failed;
}
