#include <config.h>

#include <sys/wait.h>
#include <time.h>

#include "tests/store/scratch.h"

RV_STATEMENT(count_sources, "SELECT count(*) FROM source");
RV_STATEMENT(source_named, "SELECT id, name, platform FROM source WHERE name = ?1");
RV_STATEMENT(body_of, "SELECT body FROM event WHERE id = ?1");
RV_STATEMENT(forge, "UPDATE source SET name = 'other'");
RV_STATEMENT(forget, "DELETE FROM event");
RV_STATEMENT(set_member, "INSERT INTO report_member(record, report) VALUES(?1, ?2)");
RV_STATEMENT(count_members, "SELECT count(*) FROM report_member");
RV_STATEMENT(two_parts, "SELECT ?1; SELECT ?2");
RV_STATEMENT(echo_all, "SELECT ?1, ?2, ?3, ?4, ?5, ?6");

static int64_t count(scratch *s, rv_store *store, const rv_statement *statement)
{
    int64_t n = -1;
    must(rv_store_int(store, statement, &n, NULL, &s->err, ""));
    return n;
}

static void values_come_back_as_they_were_bound(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_query *q;
    bool more;
    size_t n;
    must(rv_query_start(&q, store, &echo_all, &s->err, "tidbtd", "a\"b", (int64_t)1 << 60, 0.1, "\0x", (size_t)2, NULL, NAN));
    must(rv_query_next(q, &more, &s->err));
    assert_true(more);
    assert_int_equal(rv_query_columns(q), 6);
    assert_string_equal(rv_query_text(q, 0), "a\"b");
    assert_true(rv_query_int(q, 1) == (int64_t)1 << 60);
    assert_true(rv_query_real(q, 2) == 0.1);
    assert_memory_equal(rv_query_blob(q, 3, &n), "\0x", 2);
    assert_int_equal(n, 2);
    assert_null(rv_query_text(q, 4));
    assert_true(isnan(rv_query_real(q, 5)) && rv_query_null(q, 5));
    must(rv_query_next(q, &more, &s->err));
    assert_false(more);
    rv_query_end(q);
    rv_store_close(store);
}

static void a_statement_may_be_under_way_twice(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_query *one, *two;
    bool more;
    add_source(s, store, "ERIC");
    must(rv_query_start(&one, store, &source_named, &s->err, "t", "ERIC"));
    must(rv_query_start(&two, store, &source_named, &s->err, "t", "none"));
    must(rv_query_next(two, &more, &s->err));
    assert_false(more);
    must(rv_query_next(one, &more, &s->err));
    assert_true(more);
    rv_query_end(one);
    rv_query_end(two);
    refuses(rv_query_start(&one, store, &source_named, &s->err, ""), RV_EINVAL, "1 values wanted, 0 given");
    refuses(rv_query_start(&one, store, &two_parts, &s->err, "t", "x"), RV_EINVAL, "one statement");
    rv_store_close(store);
}

static void an_event_adds_facts_and_becomes_the_head(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    char first[RV_DIGEST_HEX], hex[RV_DIGEST_HEX], head[RV_DIGEST_HEX], want[1024];
    rv_event *event;
    rv_query *q;
    int64_t study = 0, value = 0, n;
    bool more;
    const rv_cell label = RV_CELL_OF_TEXT("label", "Job \"Corps\"\n");

    must(rv_event_begin(&event, store, "study.add", "ann", false, &s->err));
    must(rv_event_add(event, "study", &label, 1, &study, &s->err));
    must(rv_event_commit(event, first, &s->err));
    must(rv_store_head(store, head, &s->err));
    assert_string_equal(head, first);

    must(rv_event_begin(&event, store, "value.add", "ann", false, &s->err));
    for (int i = 0; i < 2; i++) {
        const rv_cell cells[] = { RV_CELL_OF_INT("study", study), RV_CELL_OF_TEXT("field", "n"), RV_CELL_OF_TEXT("value", "12"),
                                  RV_CELL_OF_TEXT("state", "reported"), RV_CELL_OF_TEXT("reviewer", "ann"),
                                  i ? RV_CELL_OF_INT("supersedes", value) : RV_CELL_OF_NULL("supersedes"),
                                  RV_CELL_OF_TEXT("place", NULL) };
        must(rv_event_add(event, "value", cells, N(cells), &value, &s->err));
    }
    must(rv_event_say(event, "why", "typo", &s->err));
    must(rv_event_commit(event, hex, &s->err));
    snprintf(want, sizeof want,
             "{\"at\":\"2026-01-01T00:00:00Z\",\"facts\":["
             "{\"row\":{\"field\":\"n\",\"reviewer\":\"ann\",\"state\":\"reported\",\"study\":\"%s/0\",\"value\":\"12\"},"
             "\"table\":\"value\"},"
             "{\"row\":{\"field\":\"n\",\"reviewer\":\"ann\",\"state\":\"reported\",\"study\":\"%s/0\",\"supersedes\":\"/0\","
             "\"value\":\"12\"},\"table\":\"value\"}],"
             "\"kind\":\"value.add\",\"parents\":[\"%s\"],\"say\":{\"why\":\"typo\"},\"version\":1,\"who\":\"ann\"}",
             first, first, first);
    must(rv_query_start(&q, store, &body_of, &s->err, "i", (int64_t)2));
    must(rv_query_next(q, &more, &s->err));
    assert_string_equal(rv_query_text(q, 0), want);
    rv_query_end(q);
    must(rv_store_int(store, &count_sources, &n, NULL, &s->err, ""));
    rv_store_close(store);
}

static void an_abandoned_event_leaves_nothing(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_event *event;
    int64_t id = 0;
    const rv_cell cells[] = { RV_CELL_OF_TEXT("name", "ERIC"), RV_CELL_OF_TEXT("kind", "database") };
    must(rv_event_begin(&event, store, "source.add", "ann", false, &s->err));
    must(rv_event_add(event, "source", cells, N(cells), &id, &s->err));
    assert_int_equal(count(s, store, &count_sources), 1);
    rv_event_abandon(event);
    assert_int_equal(count(s, store, &count_sources), 0);
    add_source(s, store, "ERIC");
    assert_int_equal(count(s, store, &count_sources), 1);
    rv_store_close(store);
}

static void a_fact_that_cannot_be_kept_as_hashed_is_refused(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_event *event;
    const rv_cell number = RV_CELL_OF_INT("label", 5), wrong = RV_CELL_OF_TEXT("lable", "x"),
                  bytes = RV_CELL_OF_TEXT("label", "caf\xe9"),
                  twice[] = { RV_CELL_OF_TEXT("label", "x"), RV_CELL_OF_TEXT("label", "y") },
                  result[] = { RV_CELL_OF_INT("study", 7), RV_CELL_OF_TEXT("key", "R1"), RV_CELL_OF_TEXT("contrast", "c"),
                               RV_CELL_OF_TEXT("domain", "d"), RV_CELL_OF_TEXT("outcome", "o"),
                               RV_CELL_OF_REAL("months", INFINITY) };
    must(rv_event_begin(&event, store, "study.add", "ann", false, &s->err));
    refuses(rv_event_add(event, "study", &number, 1, NULL, &s->err), RV_EINVAL, "study.label is TEXT, not INTEGER");
    refuses(rv_event_add(event, "study", &wrong, 1, NULL, &s->err), RV_EINVAL, "does not have");
    refuses(rv_event_add(event, "study", &bytes, 1, NULL, &s->err), RV_EINVAL, "not UTF-8");
    refuses(rv_event_add(event, "study", twice, 2, NULL, &s->err), RV_EINVAL, "one twice");
    refuses(rv_event_add(event, "study", NULL, 0, NULL, &s->err), RV_ESTORE, "NOT NULL");
    refuses(rv_event_add(event, "event", &number, 1, NULL, &s->err), RV_EINVAL, "no table of facts");
    refuses(rv_event_add(event, "result", result, N(result), NULL, &s->err), RV_EINVAL, "infinite");
    refuses(rv_event_add(event, "result", result, N(result) - 1, NULL, &s->err), RV_ENOTFOUND, "there is no study 7");
    must(rv_event_say(event, "a", "b", &s->err));
    refuses(rv_event_say(event, "a", "c", &s->err), RV_EINVAL, "said already");
    must(rv_event_commit(event, NULL, &s->err));
    refuses(rv_event_begin(&event, store, "vote", "ann", false, &s->err), RV_EINVAL, "no kind of act");
    refuses(rv_event_begin(&event, store, "a.b", "", false, &s->err), RV_EINVAL, "needs a person");
    rv_store_close(store);
}

static void facts_cannot_be_changed_by_statements(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    add_source(s, store, "ERIC");
    refuses(rv_store_run(store, &set_member, &s->err, "ii", (int64_t)1, (int64_t)1), RV_EINVAL, "outside a write");
    must(rv_store_work_begin(store, &s->err));
    refuses(rv_store_run(store, &forge, &s->err, ""), RV_ESTORE, "not authorized");
    refuses(rv_store_run(store, &forget, &s->err, ""), RV_ESTORE, "not authorized");
    must(rv_store_run(store, &set_member, &s->err, "ii", (int64_t)1, (int64_t)1));
    must(rv_store_work_end(store, false, &s->err));
    assert_int_equal(count(s, store, &count_members), 0);
    must(rv_store_work_begin(store, &s->err));
    must(rv_store_run(store, &set_member, &s->err, "ii", (int64_t)1, (int64_t)1));
    must(rv_store_work_end(store, true, &s->err));
    assert_int_equal(count(s, store, &count_members), 1);
    rv_store_close(store);
}

static void a_read_sees_one_moment(void **state)
{
    scratch *s = *state;
    rv_store *one = scratch_review(s), *two;
    must(rv_store_open(&two, s->path, &s->err));
    must(rv_store_read_begin(one, &s->err));
    add_source(s, two, "ERIC");
    assert_int_equal(count(s, one, &count_sources), 0);
    refuses(rv_store_work_begin(one, &s->err), RV_EINVAL, "a read is under way");
    rv_store_read_end(one);
    assert_int_equal(count(s, one, &count_sources), 1);
    rv_store_close(one);
    rv_store_close(two);
}

static void salts_differ_and_repeat_with_a_seed(void **state)
{
    scratch *s = *state;
    char hex[4][RV_DIGEST_HEX];
    for (int i = 0; i < 4; i++) {
        rv_store *store = scratch_review(s);
        rv_event *event;
        if (i == 2)
            setenv("REVIEW_SEED", "seed", 1);
        must(rv_event_begin(&event, store, "decision.vote", "ann", true, &s->err));
        must(rv_event_commit(event, hex[i], &s->err));
        rv_store_close(store);
        unlink(s->path);
    }
    unsetenv("REVIEW_SEED");
    assert_string_not_equal(hex[0], hex[1]);
    assert_string_equal(hex[2], hex[3]);
}

/* Eight processes write at once; each act is kept and none fails. */
static void writers_queue(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_store_close(store);
    for (int i = 0; i < 8; i++)
        if (fork() == 0) {
            rv_status st = rv_store_open(&store, s->path, &s->err);
            for (int n = 0; n < 20 && st == RV_OK; n++) {
                rv_event *event;
                const rv_cell cells[] = { RV_CELL_OF_TEXT("name", "x"), RV_CELL_OF_TEXT("kind", "database") };
                if ((st = rv_event_begin(&event, store, "source.add", "ann", false, &s->err)) == RV_OK
                    && (st = rv_event_add(event, "source", cells, N(cells), NULL, &s->err)) == RV_OK)
                    st = rv_event_commit(event, NULL, &s->err);
            }
            rv_store_close(store);
            if (st != RV_OK)
                fprintf(stderr, "%s\n", s->err.message);
            _exit(st != RV_OK);
        }
    for (int i = 0; i < 8; i++) {
        int status;
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    must(rv_store_open(&store, s->path, &s->err));
    assert_int_equal(count(s, store, &count_sources), 160);
    rv_store_close(store);
}

static void a_child_may_not_use_its_parents_review(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    int status;
    if (fork() == 0) {
        int64_t n;
        rv_status st = rv_store_int(store, &count_sources, &n, NULL, &s->err, "");
        rv_store_close(store);
        _exit(st == RV_EINVAL ? 0 : 1);
    }
    assert_true(wait(&status) > 0);
    assert_int_equal(status, 0);
    add_source(s, store, "ERIC");
    rv_store_close(store);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)
    const struct CMUnitTest tests[] = {
        T(values_come_back_as_they_were_bound), T(a_statement_may_be_under_way_twice),
        T(an_event_adds_facts_and_becomes_the_head), T(an_abandoned_event_leaves_nothing),
        T(a_fact_that_cannot_be_kept_as_hashed_is_refused), T(facts_cannot_be_changed_by_statements), T(a_read_sees_one_moment),
        T(salts_differ_and_repeat_with_a_seed), T(writers_queue), T(a_child_may_not_use_its_parents_review),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
