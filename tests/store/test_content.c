#include <config.h>

#include <sys/wait.h>

#include "tests/store/scratch.h"

#include "store/inside.h"

static const char word[] = "The full text.";

static void digest_text(const char *text, char hex[RV_DIGEST_HEX])
{
    uint8_t digest[RV_DIGEST];
    rv_sha256_of(text, strlen(text), digest);
    rv_hex(digest, RV_DIGEST, hex);
}

RV_STATEMENT(test_blocks, "SELECT count(*) FROM content");
RV_STATEMENT(test_staged, "SELECT count(*) FROM work_content");

static int64_t count(scratch *s, rv_store *store, const rv_statement *statement)
{
    int64_t n;
    must(rv_store_int(store, statement, &n, NULL, &s->err, ""));
    return n;
}

/* A record, as attachments need one. */
static void add_record(scratch *s, rv_store *store)
{
    rv_bulk *bulk;
    rv_event *event;
    char digest[RV_DIGEST_HEX];
    must(rv_bulk_begin(&bulk, store, &s->err));
    must(rv_bulk_bytes(bulk, "x", 1, &s->err));
    must(rv_bulk_add(bulk, &(rv_bulk_record){ .length = 1, .line = 1, .title = "One" }, &s->err));
    must(rv_bulk_end(bulk, digest, &s->err));
    const int64_t source = add_source(s, store, "ERIC");
    must(rv_event_begin(&event, store, "file.import", "ann", false, &s->err));
    must(rv_bulk_attach(bulk, event, source, "a.ris", "ris", "UTF-8", &s->err));
    must(rv_event_commit(event, NULL, &s->err));
    rv_bulk_free(bulk);
}

static rv_content *staged(scratch *s, rv_store *store, const char *text)
{
    rv_content *content;
    char digest[RV_DIGEST_HEX];
    digest_text(text, digest);
    must(rv_content_begin(&content, store, digest, &s->err));
    must(rv_content_add(content, text, strlen(text), &s->err));
    must(rv_content_end(content, &s->err));
    return content;
}

/* True when the act was done; false when the staged bytes were gone. */
static bool settled(scratch *s, rv_store *store, rv_content *content, const char *text)
{
    rv_event *event;
    char hex[RV_DIGEST_HEX];
    const char *digest = hex;
    bool whole;
    digest_text(text, hex);
    const rv_cell cells[] = { RV_CELL_OF_INT("record", 1), RV_CELL_OF_TEXT("digest", digest), RV_CELL_OF_INT("bytes", (int64_t)strlen(text)),
                              RV_CELL_OF_TEXT("name", "a.txt"), RV_CELL_OF_TEXT("media", "text/plain"), RV_CELL_OF_INT("given", 1) };
    must(rv_event_begin(&event, store, "report.attach", "ann", false, &s->err));
    must(rv_content_settle(content, event, &whole, &s->err));
    if (whole) {
        must(rv_event_add(event, "attachment", cells, N(cells), NULL, &s->err));
        must(rv_event_commit(event, NULL, &s->err));
    } else {
        rv_event_abandon(event);
    }
    return whole;
}

static rv_store *furnished(scratch *s)
{
    rv_store *store = scratch_review(s);
    add_record(s, store);
    return store;
}

static void bytes_that_nobody_attaches_go_away(void **state)
{
    scratch *s = *state;
    rv_store *store = furnished(s);
    rv_content *content = staged(s, store, word);
    rv_verification found;
    assert_int_equal(count(s, store, &test_blocks), 1);
    must(rv_store_verify(store, NULL, 0, NULL, &found, &s->err));           /* staged bytes are no fault */
    rv_content_free(content);
    assert_int_equal(count(s, store, &test_blocks), 0);
    assert_int_equal(count(s, store, &test_staged), 0);
    rv_store_close(store);
}

static void what_a_killed_program_staged_is_swept_by_the_next(void **state)
{
    scratch *s = *state;
    rv_store *store;
    rv_content *content;
    int status;
    rv_store_close(furnished(s));
    if (fork() == 0) {
        must(rv_store_open(&store, s->path, &s->err));
        staged(s, store, "left behind");
        _exit(0);
    }
    wait(&status);
    must(rv_store_open(&store, s->path, &s->err));
    assert_int_equal(count(s, store, &test_blocks), 1);
    content = staged(s, store, word);
    assert_int_equal(count(s, store, &test_blocks), 1);
    assert_true(settled(s, store, content, word));
    rv_content_free(content);
    assert_int_equal(count(s, store, &test_blocks), 1);
    assert_int_equal(count(s, store, &test_staged), 0);
    rv_store_close(store);
}

static void two_who_attach_the_same_file_help_each_other(void **state)
{
    scratch *s = *state;
    rv_store *store = furnished(s), *other;
    rv_content *one = staged(s, store, word), *two;
    rv_verification found;
    must(rv_store_open(&other, s->path, &s->err));
    two = staged(s, other, word);
    assert_true(settled(s, other, two, word));
    rv_content_free(two);
    assert_true(settled(s, store, one, word));
    rv_content_free(one);
    assert_int_equal(count(s, store, &test_blocks), 1);
    must(rv_store_verify(store, NULL, 0, NULL, &found, &s->err));
    rv_store_close(other);
    rv_store_close(store);
}

static void bytes_swept_meanwhile_are_staged_again(void **state)
{
    scratch *s = *state;
    rv_store *store = furnished(s);
    rv_content *content = staged(s, store, word);
    char digest[RV_DIGEST_HEX];
    digest_text(word, digest);
    must(rv_sweep_content(store, digest, &s->err));
    assert_false(settled(s, store, content, word));
    rv_content_free(content);
    content = staged(s, store, word);
    assert_true(settled(s, store, content, word));
    rv_content_free(content);
    must(rv_sweep_content(store, digest, &s->err));                          /* what is attached is not swept */
    assert_int_equal(count(s, store, &test_blocks), 1);
    rv_store_close(store);
}

static void other_bytes_than_those_of_the_digest_are_refused(void **state)
{
    scratch *s = *state;
    rv_store *store = furnished(s);
    rv_content *content;
    char digest[RV_DIGEST_HEX];
    digest_text(word, digest);
    must(rv_content_begin(&content, store, digest, &s->err));
    must(rv_content_add(content, "other", 5, &s->err));
    refuses(rv_content_end(content, &s->err), RV_EINVAL, "changed while it was read");
    rv_content_free(content);
    assert_int_equal(count(s, store, &test_blocks), 0);
    refuses(rv_content_begin(&content, store, "12", &s->err), RV_EINVAL, "is no digest");
    rv_store_close(store);
}

static rv_status swallow(void *user, const void *bytes, size_t n, rv_error *err)
{
    (void)bytes;
    (void)err;
    *(size_t *)user += n;
    return RV_OK;
}

static void verification_and_reading_notice_bytes_that_were_altered(void **state)
{
    static const struct { const char *sql, *says; } attacks[] = {
        { "DELETE FROM content", "the bytes of the attached file a.txt were removed" },
        { "UPDATE content SET data = x'00'", "the bytes of the attached file a.txt were altered" },
        { "UPDATE content SET seq = 1", "were altered" },
        { "UPDATE content SET length = 13", "were altered" },
        { "INSERT INTO content(digest, seq, length, data) SELECT digest, 1, length, data FROM content", "were altered" },
        { "INSERT INTO content(digest, seq, length, data) VALUES('ab', 0, 1, x'00')", "bytes of 1 files are there that are not attached" },
    };
    scratch *s = *state;
    rv_store *store = furnished(s);
    rv_content *content = staged(s, store, word);
    char digest[RV_DIGEST_HEX];
    size_t n = 0;
    digest_text(word, digest);
    assert_true(settled(s, store, content, word));
    rv_content_free(content);
    must(rv_content_bytes(store, digest, swallow, &n, &s->err));
    assert_int_equal(n, strlen(word));
    refuses(rv_content_bytes(store, "ab", swallow, &n, &s->err), RV_ENOTFOUND, "no file ab is attached");
    for (size_t i = 0; i < N(attacks); i++) {
        rv_store *copy;
        rv_verification found;
        must(rv_store_backup(store, s->other, NULL, 0, &s->err));
        tamper(s->other, attacks[i].sql);
        must(rv_store_open(&copy, s->other, &s->err));
        refuses(rv_store_verify(copy, NULL, 0, NULL, &found, &s->err), RV_ETAMPER, attacks[i].says);
        if (i < 5)
            assert_int_equal(rv_content_bytes(copy, digest, swallow, &n, &s->err), RV_ETAMPER);
        rv_store_close(copy);
        assert_int_equal(remove(s->other), 0);
    }
    rv_store_close(store);
}

static void merging_a_copy_brings_the_bytes_of_its_attached_files(void **state)
{
    scratch *s = *state;
    rv_store *store = furnished(s), *other;
    rv_content *content;
    rv_verification found;
    rv_merged merged;
    char digest[RV_DIGEST_HEX];
    size_t n = 0;
    digest_text(word, digest);
    must(rv_store_backup(store, s->other, NULL, 0, &s->err));
    must(rv_store_open(&other, s->other, &s->err));
    content = staged(s, other, word);
    assert_true(settled(s, other, content, word));
    rv_content_free(content);
    rv_store_close(other);
    add_source(s, store, "meanwhile");
    must(rv_store_merge(store, s->other, "ann", true, NULL, 0, &merged, &s->err));
    rv_merged_free(&merged);
    assert_int_equal(count(s, store, &test_blocks), 0);                      /* a dry run */
    for (int i = 0; i < 2; i++) {
        must(rv_store_merge(store, s->other, "ann", false, NULL, 0, &merged, &s->err));
        rv_merged_free(&merged);
        must(rv_content_bytes(store, digest, swallow, &n, &s->err));
        assert_int_equal(count(s, store, &test_blocks), 1);
        assert_int_equal(count(s, store, &test_staged), 0);
        must(rv_store_verify(store, NULL, 0, NULL, &found, &s->err));
    }
    rv_store_close(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)
    const struct CMUnitTest tests[] = {
        TEST(bytes_that_nobody_attaches_go_away),
        TEST(what_a_killed_program_staged_is_swept_by_the_next),
        TEST(two_who_attach_the_same_file_help_each_other),
        TEST(bytes_swept_meanwhile_are_staged_again),
        TEST(other_bytes_than_those_of_the_digest_are_refused),
        TEST(verification_and_reading_notice_bytes_that_were_altered),
        TEST(merging_a_copy_brings_the_bytes_of_its_attached_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
