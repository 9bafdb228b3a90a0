#include <config.h>

#include "tests/store/scratch.h"

#include "store/inside.h"

RV_STATEMENT(requests_all, "SELECT count(*) FROM work_request");
RV_STATEMENT(requests_sources, "SELECT count(*) FROM source");

static int64_t count(scratch *s, rv_store *store, const rv_statement *statement)
{
    int64_t n = -1;
    must(rv_store_int(store, statement, &n, NULL, &s->err, ""));
    return n;
}

/* What a server does with a request that adds a source: look whether it was done, do it, keep the answer, in one write. */
static void carry_out(scratch *s, rv_store *store, const char *person, const char *key, bool keep, char got[64])
{
    char *before = NULL;

    must(rv_store_group_begin(store, &s->err));
    must(rv_store_asked(store, person, key, &before, &s->err));
    if (before) {
        snprintf(got, 64, "%s", before);
    } else {
        snprintf(got, 64, "source %d", (int)add_source(s, store, key));
        must(rv_store_answered(store, person, key, got, &s->err));
    }
    free(before);
    must(rv_store_group_end(store, keep, &s->err));
}

static void a_request_sent_again_is_answered_as_it_was_and_done_once(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    char first[64], again[64], other[64];

    carry_out(s, store, "ann", "k-1_A", true, first);
    carry_out(s, store, "ann", "k-1_A", true, again);
    assert_string_equal(first, again);
    assert_int_equal(count(s, store, &requests_sources), 1);
    carry_out(s, store, "bob", "k-1_A", true, other);        /* another person's key of the same name */
    assert_string_not_equal(first, other);
    assert_int_equal(count(s, store, &requests_sources), 2);
    rv_store_close(store);
    must(rv_store_open(&store, s->path, &s->err));
    carry_out(s, store, "ann", "k-1_A", true, again);
    assert_string_equal(first, again);
    assert_int_equal(count(s, store, &requests_sources), 2);
    rv_store_close(store);
}

static void the_answer_goes_with_the_act_when_the_group_is_undone(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    char answer[64];

    carry_out(s, store, "ann", "k", false, answer);
    assert_int_equal(count(s, store, &requests_all), 0);
    assert_int_equal(count(s, store, &requests_sources), 0);
    carry_out(s, store, "ann", "k", true, answer);
    assert_int_equal(count(s, store, &requests_all), 1);
    assert_int_equal(count(s, store, &requests_sources), 1);
    rv_store_close(store);
}

static void it_works_in_a_plain_write_and_is_refused_outside(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    char *answer;

    refuses(rv_store_asked(store, "ann", "k", &answer, &s->err), RV_EINVAL, "within the write");
    assert_null(answer);
    refuses(rv_store_answered(store, "ann", "k", "x", &s->err), RV_EINVAL, "within the write");
    must(rv_store_work_begin(store, &s->err));
    must(rv_store_answered(store, "ann", "k", "first \xe2\x82\xac \"", &s->err));
    refuses(rv_store_answered(store, "ann", "k", "second", &s->err), RV_EEXIST, "was answered already");
    must(rv_store_asked(store, "ann", "k", &answer, &s->err));
    assert_string_equal(answer, "first \xe2\x82\xac \"");
    free(answer);
    must(rv_store_work_end(store, true, &s->err));
    assert_int_equal(count(s, store, &requests_all), 1);
    rv_store_close(store);
}

static void keys_are_short_and_plain(void **state)
{
    static const char *const wrong[] = { "", "a b", "a'b", "k\n", "\xc3\xa9", "a.b", "../x",
                                         "12345678901234567890123456789012345678901234567890123456789012345" };
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    char *answer, *large = malloc(70000);

    must(rv_store_work_begin(store, &s->err));
    for (size_t i = 0; i < N(wrong); i++) {
        refuses(rv_store_asked(store, "ann", wrong[i], &answer, &s->err), RV_EINVAL, "no key of a request");
        refuses(rv_store_answered(store, "ann", wrong[i], "x", &s->err), RV_EINVAL, "no key of a request");
    }
    refuses(rv_store_asked(store, "", "k", &answer, &s->err), RV_EINVAL, "needs a person");
    must(rv_store_answered(store, "ann", wrong[N(wrong) - 1] + 1, "x", &s->err));
    assert_non_null(large);
    memset(large, 'x', 69999);
    large[69999] = 0;
    refuses(rv_store_answered(store, "ann", "k", large, &s->err), RV_EINVAL, "at most 65536 bytes, not 69999");
    refuses(rv_store_answered(store, "ann", "k", "\xff", &s->err), RV_EINVAL, "UTF-8");
    free(large);
    must(rv_store_work_end(store, true, &s->err));
    rv_store_close(store);
}

static void answers_are_swept_after_thirty_days(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    char answer[64], key[16], day[32];

    for (int i = 0; i < 20; i++) {
        snprintf(key, sizeof key, "old-%d", i);
        carry_out(s, store, "ann", key, true, answer);
    }
    snprintf(day, sizeof day, "%lld", 1767225600LL + 29 * 86400);
    setenv("SOURCE_DATE_EPOCH", day, 1);
    carry_out(s, store, "ann", "young", true, answer);
    assert_int_equal(count(s, store, &requests_all), 21);
    snprintf(day, sizeof day, "%lld", 1767225600LL + 30 * 86400 + 1);
    setenv("SOURCE_DATE_EPOCH", day, 1);
    for (int i = 0; i < 3; i++) {
        snprintf(key, sizeof key, "new-%d", i);
        carry_out(s, store, "ann", key, true, answer);
    }
    assert_int_equal(count(s, store, &requests_all), 4);
    assert_int_equal(count(s, store, &requests_sources), 24);        /* what was done stays */
    rv_store_close(store);
}

static rv_status no_request(void *user, const rv_store_about *about, rv_query *rows, rv_error *err)
{
    (void)user;
    (void)rows;
    (void)err;
    assert_string_not_equal(about->name, "work_request");
    return RV_OK;
}

static void answers_are_neither_exported_nor_merged(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_verification found;
    rv_merged merged;
    char answer[64], command[256];

    add_source(s, store, "ERIC");
    rv_store_close(store);
    snprintf(command, sizeof command, "cp %s %s", s->path, s->other);
    assert_int_equal(system(command), 0);
    must(rv_store_open(&store, s->other, &s->err));
    carry_out(s, store, "bob", "there", true, answer);
    rv_store_close(store);
    must(rv_store_open(&store, s->path, &s->err));
    carry_out(s, store, "ann", "here", true, answer);
    must(rv_store_tables(store, no_request, NULL, &s->err));
    must(rv_store_merge(store, s->other, "ann", false, NULL, 0, &merged, &s->err));
    rv_merged_free(&merged);
    assert_int_equal(count(s, store, &requests_all), 1);
    assert_int_equal(count(s, store, &requests_sources), 3);
    must(rv_store_verify(store, NULL, 0, NULL, &found, &s->err));
    rv_store_close(store);
}

static void a_review_of_an_older_schema_gets_the_table(void **state)
{
    scratch *s = *state;
    rv_migration older[7] = { { NULL, NULL } };
    rv_store *store;
    rv_verification found;
    char answer[64];

    memcpy(older, rv_schema, 6 * sizeof *older);
    must(rv_store_make(s->path, older, &s->err));
    must(rv_store_open(&store, s->path, &s->err));
    carry_out(s, store, "ann", "k", true, answer);
    must(rv_store_verify(store, NULL, 0, NULL, &found, &s->err));
    rv_store_close(store);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)
    const struct CMUnitTest tests[] = {
        T(a_request_sent_again_is_answered_as_it_was_and_done_once), T(the_answer_goes_with_the_act_when_the_group_is_undone),
        T(it_works_in_a_plain_write_and_is_refused_outside), T(keys_are_short_and_plain), T(answers_are_swept_after_thirty_days),
        T(answers_are_neither_exported_nor_merged), T(a_review_of_an_older_schema_gets_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
