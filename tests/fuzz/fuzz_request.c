/* Any bytes, as what a request asks: "METHOD PATH?QUERY", then fields; taken whole or refused, and what was taken is text. A path that was
   matched, filled again, is matched by the same route. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "web/take.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void must_be_text(const json_t *value)
{
    if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++)
            must_be_text(json_array_get(value, i));
        return;
    }
    if (!json_is_string(value) || strlen(json_string_value(value)) != json_string_length(value)
        || !rv_utf8_valid(json_string_value(value), json_string_length(value), NULL))
        abort();
}

static void check_route(const rv_route *route, json_t *in)
{
    json_t *again = json_object();
    rv_buf path = RV_BUF_INIT;
    rv_call call = { .route = route, .in = in };
    rv_error err;

    rv_route_fill(&path, route->path, in);
    if (rv_route_find(route->method, rv_buf_str(&path), again, NULL) != route || !json_equal(in, again))
        abort();
    (void)!rv_route_check(&call, &err);
    rv_buf_free(&path);
    json_decref(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    char *text = malloc(n + 1), *query;
    json_t *in = json_object();
    const rv_route *route;
    const char *name;
    json_t *value;
    bool other;

    memcpy(text, bytes, n);
    text[n] = 0;
    if ((query = strchr(text, '?')))
        *query++ = 0;
    for (int post = 0; post < 2; post++)
        if ((route = rv_route_find(post ? "POST" : "GET", text, in, &other)))
            check_route(route, in);
    (void)!rv_query_take(in, query);
    json_object_foreach(in, name, value)
        must_be_text(value);
    json_decref(in);
    free(text);
    return 0;
}
