#include <config.h>

#include "tests/dedup/records.h"

#include "review/dedup.h"
#include "review/screen.h"
#include "screen/media.h"

static const rv_bulk_record three[] = { { .title = "One" }, { .title = "Two" }, { .title = "Three" } };

RV_STATEMENT(test_contents, "SELECT count(*) FROM content");
RV_STATEMENT(test_under_way, "SELECT count(*) FROM work_content");

static rv_store *records(scratch *s)
{
    rv_store *store = scratch_review(s);
    import_records(s, store, three, N(three), 1);
    return store;
}

static const char *path_of(scratch *s, const char *name)
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/%s", s->folder, name);
    return path;
}

static rv_status attach(scratch *s, rv_store *store, int64_t record, const char *name, char digest[RV_DIGEST_HEX])
{
    char hex[RV_DIGEST_HEX];
    return rv_report_attach(store, "ann", record, path_of(s, name), digest, hex, &s->err);
}

static rv_status write_file_row(void *user, const rv_attachment *a, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%lld %lld %.6s %s %s %lld %s;", (long long)a->report, (long long)a->record, a->digest, a->name, a->media,
                  (long long)a->bytes, a->who);
    return RV_OK;
}

static void files_are(scratch *s, rv_store *store, int64_t report, const char *want)
{
    rv_buf text = RV_BUF_INIT;
    must(rv_report_attachments(store, report, write_file_row, &text, &s->err));
    assert_string_equal(rv_buf_str(&text), want);
    rv_buf_free(&text);
}

static int64_t count(scratch *s, rv_store *store, const rv_statement *statement)
{
    int64_t n;
    must(rv_store_int(store, statement, &n, NULL, &s->err, ""));
    return n;
}

static rv_status gather(void *user, const void *bytes, size_t n, rv_error *err)
{
    rv_buf_add(user, bytes, n);
    return rv_buf_check(user, err);
}

static void sound(scratch *s, rv_store *store, int64_t blocks)
{
    rv_verification found;
    must(rv_store_verify(store, NULL, 0, NULL, &found, &s->err));
    assert_int_equal(found.blocks, blocks);
}

/* Bytes that hardly compress, the same for a seed. */
static void make_file(scratch *s, const char *name, size_t n, unsigned seed)
{
    char *bytes = malloc(n ? n : 1);
    assert_non_null(bytes);
    for (size_t i = 0; i < n; i++)
        bytes[i] = (char)((seed = seed * 1103515245u + 12345u) >> 16);
    if (n > 8)
        memcpy(bytes, "%PDF-1.7", 8);
    write_file(path_of(s, name), bytes, n);
    free(bytes);
}

static void a_file_is_attached_listed_read_and_taken_off(void **state)
{
    scratch *s = *state;
    rv_store *store = records(s);
    char digest[RV_DIGEST_HEX], again[RV_DIGEST_HEX], hex[RV_DIGEST_HEX], want[200];
    rv_buf bytes = RV_BUF_INIT;
    make_file(s, "a.pdf", 700000, 7);
    must(attach(s, store, 2, "a.pdf", digest));
    digest_of(path_of(s, "a.pdf"), again);
    assert_string_equal(digest, again);
    snprintf(want, sizeof want, "2 2 %.6s a.pdf application/pdf 700000 ann;", digest);
    files_are(s, store, 0, want);
    files_are(s, store, 2, want);
    files_are(s, store, 1, "");
    must(rv_report_file_bytes(store, digest, gather, &bytes, &s->err));
    write_file(path_of(s, "out"), bytes.data, bytes.length);
    digest_of(path_of(s, "out"), again);
    assert_string_equal(digest, again);
    sound(s, store, 1 + 3);
    refuses(attach(s, store, 2, "a.pdf", digest), RV_EEXIST, "report 2 has this file already, as a.pdf");
    must(rv_report_detach(store, "ann", 2, digest, hex, &s->err));
    files_are(s, store, 0, "");
    refuses(rv_report_detach(store, "ann", 2, digest, hex, &s->err), RV_ENOTFOUND, "has no file");
    must(rv_report_file_bytes(store, digest, gather, &bytes, &s->err));      /* the bytes stay */
    sound(s, store, 1 + 3);
    must(attach(s, store, 2, "a.pdf", digest));
    files_are(s, store, 0, want);
    rv_buf_free(&bytes);
    rv_store_close(store);
}

static void what_several_reports_share_is_kept_once(void **state)
{
    scratch *s = *state;
    rv_store *store = records(s);
    char digest[RV_DIGEST_HEX], hex[RV_DIGEST_HEX];
    make_file(s, "a.pdf", 300000, 7);
    make_file(s, "b.pdf", 300000, 7);
    must(attach(s, store, 1, "a.pdf", digest));
    must(attach(s, store, 3, "b.pdf", digest));
    assert_int_equal(count(s, store, &test_contents), 2);
    assert_int_equal(count(s, store, &test_under_way), 0);
    must(rv_dedup_judge(store, "ann", &(rv_dedup_judgement){ 1, 3, RV_DEDUP_SAME, "one" }, hex, &s->err));
    {
        char want[100];
        snprintf(want, sizeof want, "1 3 %.6s b.pdf application/pdf 300000 ann;", digest);
        files_are(s, store, 3, want);                                       /* the newest of the merged report, once */
    }
    must(rv_report_detach(store, "ann", 1, digest, hex, &s->err));
    files_are(s, store, 0, "");
    rv_store_close(store);
}

static rv_status keep_state(void *user, const rv_screen_status *row, rv_error *err)
{
    (void)err;
    if (row->stage[0] == 't')
        rv_buf_printf(user, "%s;", row->state);
    return RV_OK;
}

static void a_report_sought_becomes_retrieved_and_other_states_stay(void **state)
{
    scratch *s = *state;
    rv_store *store = records(s);
    rv_protocol *p;
    rv_buf text = RV_BUF_INIT;
    char digest[RV_DIGEST_HEX], hex[RV_DIGEST_HEX], plan[512];
    snprintf(plan, sizeof plan, "%s/tests/data/protocol/small.xml", getenv("top_srcdir") ? getenv("top_srcdir") : ".");
    must(rv_protocol_read(&p, plan, &s->err));
    make_file(s, "a.pdf", 100, 1);
    must(rv_screen_state(store, "ann", 1, "sought", NULL, hex, &s->err));
    must(rv_screen_state(store, "ann", 3, "awaiting", NULL, hex, &s->err));
    for (int i = 1; i <= 3; i++)
        must(attach(s, store, i, "a.pdf", digest));
    must(rv_screen_each(store, p, "ann", keep_state, &text, &s->err));
    assert_string_equal(rv_buf_str(&text), "retrieved;retrieved;awaiting;");
    sound(s, store, 2);
    rv_buf_free(&text);
    rv_protocol_free(p);
    rv_store_close(store);
}

static void what_is_no_file_is_refused_and_leaves_nothing(void **state)
{
    scratch *s = *state;
    rv_store *store = records(s);
    char digest[RV_DIGEST_HEX];
    make_file(s, "empty", 0, 0);
    make_file(s, "a.pdf", 600000, 3);
    assert_int_equal(mkfifo(path_of(s, "pipe"), 0600), 0);
    refuses(attach(s, store, 1, "empty", digest), RV_EINVAL, "is empty");
    refuses(attach(s, store, 1, "", digest), RV_EINVAL, "is a folder, not a file");
    refuses(attach(s, store, 1, "pipe", digest), RV_EINVAL, "is a pipe or device, not a file");
    refuses(attach(s, store, 1, "none", digest), RV_ENOTFOUND, "No such file");
    refuses(attach(s, store, 99, "a.pdf", digest), RV_ENOTFOUND, "99");
    assert_int_equal(truncate(path_of(s, "empty"), (off_t)5 << 30), 0);
    refuses(attach(s, store, 1, "empty", digest), RV_EINVAL, "5368709120 bytes; 2147483648 are the most");
    assert_int_equal(count(s, store, &test_contents), 0);
    assert_int_equal(count(s, store, &test_under_way), 0);
    sound(s, store, 1);
    rv_store_close(store);
}

static void a_name_loses_its_path_and_what_cannot_be_shown(void **state)
{
    static const struct { const char *given, *kept; } names[] = {
        { "C:\\papers\\a.pdf", "a.pdf" }, { "a\nb\x1b[31m.pdf", "a\\x0Ab\\x1B[31m.pdf" }, { "\xff.pdf", "\\xFF.pdf" },
        { "Stra\xc3\x9f" "e.pdf", "Stra\xc3\x9f" "e.pdf" }, { "..\\", "unnamed" },
    };
    scratch *s = *state;
    rv_store *store = records(s);
    for (size_t i = 0; i < N(names); i++) {
        char digest[RV_DIGEST_HEX], hex[RV_DIGEST_HEX], want[200];
        make_file(s, names[i].given, 20, (unsigned)i);
        must(attach(s, store, 1, names[i].given, digest));
        snprintf(want, sizeof want, "1 1 %.6s %s application/pdf 20 ann;", digest, names[i].kept);
        files_are(s, store, 1, want);
        must(rv_report_detach(store, "ann", 1, digest, hex, &s->err));
    }
    rv_store_close(store);
}

static void the_kind_is_told_from_the_bytes(void **state)
{
    static const struct { const char *bytes, *media; } kinds[] = {
        { "%PDF-1.4\n", "application/pdf" }, { "junk\n%PDF-1.4\n", "application/pdf" }, { "  <!DOCTYPE HTML>", "text/html" },
        { "\xEF\xBB\xBF<html lang='en'>", "text/html" }, { "<?xml version='1.0'?><article/>", "application/xml" },
        { "<?xml version='1.0'?><html/>", "application/xhtml+xml" }, { "Plain words.\n", "text/plain" },
        { "Caf\xc3\xa9", "text/plain" }, { "\x01\x02", "application/octet-stream" }, { "{\\rtf1", "application/rtf" },
        { "PK\x03\x04[Content_Types].xml word/document.xml",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document" }, { "PK\x03\x04 a.txt", "application/zip" },
        { "\xff\xfe\xfd\xfc", "application/octet-stream" }, { "", "text/plain" },
        { "\x89PNG\r\n\x1a\n...", "image/png" }, { "\xff\xd8\xff\xe0..JFIF", "image/jpeg" }, { "GIF89a...", "image/gif" },
        { "RIFF....WEBPVP8 ", "image/webp" }, { "RIFF....WAVEfmt ", "text/plain" }, { "<svg onload='x()'/>", "text/plain" },
    };
    (void)state;
    for (size_t i = 0; i < N(kinds); i++)
        assert_string_equal(rv_media_of((const unsigned char *)kinds[i].bytes, strlen(kinds[i].bytes)), kinds[i].media);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)
    const struct CMUnitTest tests[] = {
        TEST(a_file_is_attached_listed_read_and_taken_off),
        TEST(what_several_reports_share_is_kept_once),
        TEST(a_report_sought_becomes_retrieved_and_other_states_stay),
        TEST(what_is_no_file_is_refused_and_leaves_nothing),
        TEST(a_name_loses_its_path_and_what_cannot_be_shown),
        TEST(the_kind_is_told_from_the_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
