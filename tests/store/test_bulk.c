#include <config.h>

#include <signal.h>
#include <sys/wait.h>

#include "tests/store/scratch.h"

RV_STATEMENT(visible, "SELECT count(*) FROM record r JOIN file f ON f.id = r.file");
RV_STATEMENT(staged, "SELECT (SELECT count(*) FROM record) + (SELECT count(*) FROM block) + (SELECT count(*) FROM digest_chunk)");
RV_STATEMENT(imports_open, "SELECT count(*) FROM work_import");
RV_STATEMENT(last_record, "SELECT id, title, year, doi FROM record ORDER BY id DESC LIMIT 1");

static int64_t count(scratch *s, rv_store *store, const rv_statement *statement)
{
    int64_t n = -1;
    must(rv_store_int(store, statement, &n, NULL, &s->err, ""));
    return n;
}

/* `n` records of 20 bytes each, no two files alike. */
static void fill(scratch *s, rv_bulk *bulk, int n, int kind)
{
    for (int i = 0; i < n; i++) {
        char bytes[32], title[32];
        snprintf(bytes, sizeof bytes, "TI  - %03d-%06d \r\n\n", kind, i);
        snprintf(title, sizeof title, "Study %d", i);
        must(rv_bulk_bytes(bulk, bytes, 20, &s->err));
        must(rv_bulk_add(bulk, &(rv_bulk_record){ .offset = (uint64_t)i * 20, .length = 20, .line = 2 * (uint64_t)i + 1,
                                                  .type = "article", .title = title, .year = i % 7 ? 2000 + i % 7 : 0 }, &s->err));
    }
}

static void import(scratch *s, rv_store *store, int n, int kind)
{
    rv_bulk *bulk;
    rv_event *event;
    char digest[RV_DIGEST_HEX];
    int64_t source = add_source(s, store, "ERIC");
    must(rv_bulk_begin(&bulk, store, &s->err));
    fill(s, bulk, n, kind);
    must(rv_bulk_end(bulk, digest, &s->err));
    assert_int_equal(rv_bulk_records(bulk), n);
    must(rv_event_begin(&event, store, "file.import", "ann", false, &s->err));
    must(rv_bulk_attach(bulk, event, source, "a.ris", "ris", "UTF-8", &s->err));
    must(rv_event_commit(event, NULL, &s->err));
    rv_bulk_free(bulk);
}

static void records_become_visible_by_the_event(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_bulk *bulk;
    rv_event *event;
    rv_query *q;
    bool more;
    char digest[RV_DIGEST_HEX];
    int64_t source = add_source(s, store, "ERIC");
    must(rv_bulk_begin(&bulk, store, &s->err));
    fill(s, bulk, 5000, 1);
    must(rv_bulk_end(bulk, digest, &s->err));
    assert_int_equal(count(s, store, &visible), 0);
    must(rv_event_begin(&event, store, "file.import", "ann", false, &s->err));
    must(rv_bulk_attach(bulk, event, source, "a.ris", "ris", "UTF-8", &s->err));
    must(rv_event_commit(event, NULL, &s->err));
    rv_bulk_free(bulk);
    assert_int_equal(count(s, store, &visible), 5000);
    assert_int_equal(count(s, store, &imports_open), 0);
    must(rv_query_start(&q, store, &last_record, &s->err, ""));
    must(rv_query_next(q, &more, &s->err));
    assert_string_equal(rv_query_text(q, 1), "Study 4999");
    assert_int_equal(rv_query_int(q, 2), 2000 + 4999 % 7);
    assert_true(rv_query_null(q, 3));
    rv_query_end(q);
    rv_store_close(store);
}

static void the_bytes_of_a_record_come_back(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_buf bytes = RV_BUF_INIT;
    import(s, store, 60000, 2);                           /* several blocks; some records lie across two */
    for (int64_t id = 1; id <= 60000; id += id % 1000 < 5 ? 1 : 991) {
        char want[32];
        snprintf(want, sizeof want, "TI  - %03d-%06d \r\n\n", 2, (int)id - 1);
        rv_buf_clear(&bytes);
        must(rv_store_record_bytes(store, id, &bytes, &s->err));
        assert_string_equal(rv_buf_str(&bytes), want);
    }
    refuses(rv_store_record_bytes(store, 60001, &bytes, &s->err), RV_ENOTFOUND, "no record 60001");
    rv_buf_free(&bytes);
    rv_store_close(store);
}

static void an_import_that_is_given_up_leaves_nothing(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_bulk *bulk;
    rv_event *event;
    char digest[RV_DIGEST_HEX];
    int64_t source = add_source(s, store, "ERIC");
    must(rv_bulk_begin(&bulk, store, &s->err));
    fill(s, bulk, 20000, 1);
    assert_true(count(s, store, &staged) > 0);
    rv_bulk_free(bulk);
    assert_int_equal(count(s, store, &staged), 0);
    assert_int_equal(count(s, store, &imports_open), 0);

    must(rv_bulk_begin(&bulk, store, &s->err));
    fill(s, bulk, 10, 1);
    must(rv_bulk_end(bulk, digest, &s->err));
    must(rv_event_begin(&event, store, "file.import", "ann", false, &s->err));
    must(rv_bulk_attach(bulk, event, source, "a.ris", "ris", "UTF-8", &s->err));
    rv_event_abandon(event);
    rv_bulk_free(bulk);
    assert_int_equal(count(s, store, &staged), 0);
    import(s, store, 10, 1);                              /* and nothing stands in the way of the same file */
    assert_int_equal(count(s, store, &visible), 10);
    rv_store_close(store);
}

static void the_same_bytes_are_refused_a_second_time(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_bulk *bulk;
    rv_event *event;
    char digest[RV_DIGEST_HEX];
    import(s, store, 10, 1);
    must(rv_bulk_begin(&bulk, store, &s->err));
    fill(s, bulk, 10, 1);
    must(rv_bulk_end(bulk, digest, &s->err));
    must(rv_event_begin(&event, store, "file.import", "ann", false, &s->err));
    refuses(rv_bulk_attach(bulk, event, 1, "b.ris", "ris", "UTF-8", &s->err), RV_EEXIST, "as a.ris");
    rv_event_abandon(event);
    rv_bulk_free(bulk);
    assert_int_equal(count(s, store, &visible), 10);
    rv_store_close(store);
}

static void an_import_that_died_is_swept_by_the_next_and_a_living_one_is_not(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_bulk *alive, *next;
    rv_store_close(store);
    pid_t child = fork();
    if (child == 0) {
        rv_bulk *bulk;
        must(rv_store_open(&store, s->path, &s->err));
        must(rv_bulk_begin(&bulk, store, &s->err));
        fill(s, bulk, 9000, 1);
        raise(SIGKILL);
    }
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status));

    must(rv_store_open(&store, s->path, &s->err));
    assert_int_equal(count(s, store, &imports_open), 1);
    assert_true(count(s, store, &staged) >= 8192);
    must(rv_bulk_begin(&alive, store, &s->err));
    assert_int_equal(count(s, store, &staged), 0);
    fill(s, alive, 3000, 1);
    must(rv_bulk_begin(&next, store, &s->err));
    assert_int_equal(count(s, store, &imports_open), 2);
    assert_true(count(s, store, &staged) >= 2048);
    rv_bulk_free(next);
    rv_bulk_free(alive);
    assert_int_equal(count(s, store, &staged), 0);
    rv_store_close(store);
}

static void texts_that_are_not_utf8_are_refused_and_the_rest_goes_on(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_bulk *bulk;
    must(rv_bulk_begin(&bulk, store, &s->err));
    refuses(rv_bulk_add(bulk, &(rv_bulk_record){ .title = "good", .authors = "caf\xe9" }, &s->err), RV_EINVAL,
            "record 1: authors is not UTF-8");
    must(rv_bulk_add(bulk, &(rv_bulk_record){ .title = "good" }, &s->err));
    assert_int_equal(rv_bulk_records(bulk), 1);
    rv_bulk_free(bulk);
    rv_store_close(store);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)
    const struct CMUnitTest tests[] = {
        T(records_become_visible_by_the_event), T(the_bytes_of_a_record_come_back), T(an_import_that_is_given_up_leaves_nothing),
        T(the_same_bytes_are_refused_a_second_time), T(an_import_that_died_is_swept_by_the_next_and_a_living_one_is_not),
        T(texts_that_are_not_utf8_are_refused_and_the_rest_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
