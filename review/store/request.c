#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/store.h"

#include "store/inside.h"

enum { DAYS_KEPT = 30, ANSWER_LIMIT = 64 * 1024 };

RV_STATEMENT(request_answer, "SELECT answer FROM work_request WHERE person = ?1 AND key = ?2");
RV_STATEMENT(request_add, "INSERT INTO work_request(person, key, answer, at) VALUES(?1, ?2, ?3, ?4)"
             " ON CONFLICT(person, key) DO NOTHING RETURNING 1");
/* A few at a time: no request pays for all that became old overnight. */
RV_STATEMENT(request_sweep, "DELETE FROM work_request WHERE (person, key) IN"
             " (SELECT o.person, o.key FROM work_request o WHERE o.at < ?1 ORDER BY o.at LIMIT 8)");

bool rv_request_key_valid(const char *key)
{
    const size_t n = strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    return n > 0 && n <= RV_REQUEST_KEY && key[n] == 0;
}

static rv_status check(const rv_store *store, const char *person, const char *key, rv_error *err)
{
    if (!store->writing && !store->grouped)
        return rv_fail(err, RV_EINVAL, "requests are looked up within the write that carries them out");
    if (!person || !*person || !rv_utf8_valid(person, strlen(person), NULL))
        return rv_fail(err, RV_EINVAL, "a request needs a person, in UTF-8");
    if (!key || !rv_request_key_valid(key))
        return rv_fail(err, RV_EINVAL, "'%.80s' is no key of a request; it must be 1 to %d of A-Z a-z 0-9 _ -", key ? key : "",
                       RV_REQUEST_KEY);
    return RV_OK;
}

rv_status rv_store_asked(rv_store *store, const char *person, const char *key, char **answer, rv_error *err)
{
    rv_query *query = NULL;
    bool more = false;
    rv_status st;

    *answer = NULL;
    if ((st = check(store, person, key, err)) != RV_OK || (st = rv_query_start(&query, store, &request_answer, err, "tt", person, key)) != RV_OK)
        return st;
    if ((st = rv_query_next(query, &more, err)) == RV_OK && more && !(*answer = strdup(rv_query_text(query, 0))))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    rv_query_end(query);
    return st;
}

static rv_status add(rv_store *store, const char *person, const char *key, const char *answer, rv_error *err)
{
    char now[RV_TIME_TEXT], old[RV_TIME_TEXT];
    int64_t one;
    bool added = false;
    rv_status st = rv_store_int(store, &request_add, &one, &added, err, "tttt", person, key, answer, rv_now(now));

    if (st == RV_OK && !added)
        st = rv_fail(err, RV_EEXIST, "request %s of %s was answered already", key, person);
    if (st == RV_OK)
        st = rv_store_run(store, &request_sweep, err, "t", rv_now_after(old, -INT64_C(86400) * DAYS_KEPT));
    return st;
}

rv_status rv_store_answered(rv_store *store, const char *person, const char *key, const char *answer, rv_error *err)
{
    const bool own = !store->writing;            /* between the acts of a group */
    rv_status st;

    if ((st = check(store, person, key, err)) != RV_OK)
        return st;
    if (strlen(answer) > ANSWER_LIMIT || !rv_utf8_valid(answer, strlen(answer), NULL))
        return rv_fail(err, RV_EINVAL, "an answer that is to be kept must be UTF-8 of at most %d bytes, not %zu", ANSWER_LIMIT,
                       strlen(answer));
    if (own && (st = rv_write_begin(store, err)) != RV_OK)
        return st;
    st = add(store, person, key, answer, err);
    if (own && st == RV_OK)
        return rv_write_end(store, true, err);
    if (own)
        (void)rv_write_end(store, false, NULL);
    return st;
}
