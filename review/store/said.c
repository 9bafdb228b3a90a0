/* What an act says of itself, read back from its body. */
#include <config.h>

#include <string.h>

#include <jansson.h>

#include "review/store.h"

#include "store/inside.h"

RV_STATEMENT(event_body, "SELECT body FROM event WHERE id = ?1");

/* Where the sayings begin, with the comma before them; NULL when there are none. The facts before them may be many megabytes and are
   not read. What is looked for cannot be part of a text: a quotation mark in one stands behind a backslash. */
static const char *tail(const char *body, size_t n)
{
    static const char mark[] = ",\"say\":{";
    const size_t length = sizeof mark - 1;

    for (size_t at = n >= length ? n - length + 1 : 0; at-- > 0;)
        if (body[at] == ',' && memcmp(body + at, mark, length) == 0)
            return body + at;
    return NULL;
}

static rv_status tell(const char *body, size_t n, rv_status (*said)(void *user, const char *key, const char *text, rv_error *err),
                      void *user, rv_error *err)
{
    const char *from = tail(body, n), *key;
    rv_buf text = RV_BUF_INIT;
    json_t *whole = NULL, *value;
    rv_status st;

    if (!from)
        return RV_OK;
    rv_buf_char(&text, '{');
    rv_buf_add(&text, from + 1, n - (size_t)(from + 1 - body));
    if ((st = rv_buf_check(&text, err)) == RV_OK
        && (st = rv_json_parse("event", rv_buf_str(&text), text.length, &whole, err)) == RV_OK)
        json_object_foreach(json_object_get(whole, "say"), key, value)
            if (st == RV_OK && json_is_string(value))
                st = said(user, key, json_string_value(value), err);
    json_decref(whole);
    rv_buf_free(&text);
    return st;
}

rv_status rv_event_said(rv_store *store, int64_t event, rv_status (*said)(void *user, const char *key, const char *text, rv_error *err),
                        void *user, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    size_t n;
    rv_status st;

    if ((st = rv_query_start(&q, store, &event_body, err, "i", event)) == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK) {
        const char *body = more ? rv_query_blob(q, 0, &n) : NULL;
        st = body ? tell(body, n, said, user, err) : rv_fail(err, RV_ENOTFOUND, "there is no event %lld", (long long)event);
    }
    rv_query_end(q);
    return st;
}
