/* The table of routes, and what a request may say. */
#include <config.h>

#include <string.h>

#include "tests/support.h"
#include "web/take.h"

static void every_route_says_who_may_and_who_carries_it_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < rv_routes_count; i++) {
        const rv_route *r = &rv_routes[i];
        const bool changes = strcmp(r->method, "POST") == 0;
        if (r->right <= RV_WEB_NONE || r->right > RV_WEB_LEAD || !r->handler || !r->about || !*r->about || *r->path != '/')
            fail_msg("%s %s lacks something", r->method, r->path);
        if (!changes && strcmp(r->method, "GET") != 0)
            fail_msg("%s %s: only GET and POST", r->method, r->path);
        if (changes ? r->page != NULL : r->back != NULL)
            fail_msg("%s %s: a GET has a page, a POST a page to go back to", r->method, r->path);
        for (size_t j = 0; j < i; j++)
            if (strcmp(r->method, rv_routes[j].method) == 0 && strcmp(r->path, rv_routes[j].path) == 0)
                fail_msg("%s %s stands twice", r->method, r->path);
    }
}

static void every_page_that_is_named_is_there(void **state)
{
    (void)state;
    for (size_t i = 0; i < rv_routes_count; i++) {
        char name[100];
        if (!rv_routes[i].page)
            continue;
        snprintf(name, sizeof name, "%s.html", rv_routes[i].page);
        if (!rv_web_asset_find(name))
            fail_msg("%s: there is no %s", rv_routes[i].path, name);
    }
}

static void every_page_to_go_back_to_is_a_route(void **state)
{
    (void)state;
    for (size_t i = 0; i < rv_routes_count; i++) {
        bool there = false;
        for (size_t j = 0; j < rv_routes_count && rv_routes[i].back && !there; j++)
            there = strcmp(rv_routes[j].method, "GET") == 0 && strcmp(rv_routes[j].path, rv_routes[i].back) == 0;
        if (rv_routes[i].back && !there)
            fail_msg("%s goes back to %s, which is none", rv_routes[i].path, rv_routes[i].back);
    }
}

static void parts_are_decoded_and_hostile_ones_refused(void **state)
{
    static const struct { const char *method, *path; } bad[] = {
        { "GET", "/%00" }, { "GET", "/join/%" }, { "GET", "/join/%4" }, { "GET", "/join/%ff" }, { "GET", "/join/a%0ab" },
        { "GET", "/join/" }, { "GET", "/join/a/b" }, { "GET", "" }, { "GET", "/nowhere" }, { "GET", "/../etc/passwd" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        json_t *in = json_object();
        if (rv_route_find(bad[i].method, bad[i].path, in, NULL))
            fail_msg("%s was taken", bad[i].path);
        json_decref(in);
    }
}

static void a_path_is_filled_with_encoded_parts(void **state)
{
    json_t *in = json_pack("{s:s}", "study", "A/B <2019>?#");
    rv_buf out = RV_BUF_INIT;

    (void)state;
    rv_route_fill(&out, "/extract/{study}/agree", in);
    assert_string_equal(rv_buf_str(&out), "/extract/A%2FB%20%3C2019%3E%3F%23/agree");
    rv_buf_free(&out);
    json_decref(in);
}

static void a_query_gives_lists_where_a_name_stands_again(void **state)
{
    json_t *in = json_object();

    (void)state;
    assert_true(rv_query_take(in, "a=1&b=x+y%21&a=2&c"));
    assert_string_equal(json_string_value(json_object_get(in, "b")), "x y!");
    assert_int_equal(json_array_size(json_object_get(in, "a")), 2);
    assert_string_equal(json_string_value(json_object_get(in, "c")), "");
    assert_false(rv_query_take(in, "a=%zz"));
    assert_false(rv_query_take(in, "a=%00"));
    assert_false(rv_query_take(in, "a=%ff"));
    assert_false(rv_query_take(in, "=x"));
    json_decref(in);
}

static rv_status nothing(rv_call *call, rv_error *err)
{
    (void)call;
    (void)err;
    return RV_OK;
}

static void only_what_a_route_takes_is_taken(void **state)
{
    static const rv_web_field fields[] = {
        { "record", "integer", true, "the record" }, { "reason", "list", false, "reasons" }, { "value.*", "text", false, "values" }, { 0 }
    };
    static const rv_route route = RV_ROUTE("POST", "/screen/{stage}", SCREEN, WRITER, nothing, NULL, "/screen/{stage}", "x", fields);
    static const struct { const char *json, *fault; } cases[] = {
        { "{\"stage\":\"s\",\"record\":\"7\",\"csrf\":\"c\",\"key\":\"k\"}", NULL },
        { "{\"record\":7,\"reason\":[\"a\",\"b\"],\"value.x\":\"1\"}", NULL },
        { "{\"record\":\"x\"}", "record is 'x'; it must be a whole number" },
        { "{}", "record is missing: the record" },
        { "{\"record\":\"\"}", "record is missing: the record" },
        { "{\"record\":7,\"other\":\"1\"}", "'other' is nothing that POST /screen/{stage} takes" },
        { "{\"record\":7,\"reason\":[1]}", "reason: item 1 is no text" },
        { "{\"record\":[\"7\",\"8\"]}", "record is 'no number'; it must be a whole number" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rv_call call = { .route = &route, .in = json_loads(cases[i].json, 0, NULL) };
        rv_error err = { 0 };
        const rv_status st = rv_route_check(&call, &err);
        if (cases[i].fault)
            assert_string_equal(err.message, cases[i].fault);
        else
            assert_int_equal(st, RV_OK);
        json_decref(call.in);
    }
}

static void only_our_own_hosts_and_origins_are_known(void **state)
{
    char *hosts[] = { "127.0.0.1:8080", "localhost:8080" };
    const rv_web web = { .hosts = hosts, .n_hosts = 2 };

    (void)state;
    assert_true(rv_host_known(&web, "LOCALHOST:8080"));
    assert_false(rv_host_known(&web, "localhost"));
    assert_false(rv_host_known(&web, "127.0.0.1.evil.example:8080"));
    assert_false(rv_host_known(&web, NULL));
    assert_null(rv_origin_fault(&web, "http://localhost:8080", "same-origin"));
    assert_null(rv_origin_fault(&web, NULL, NULL));
    assert_non_null(rv_origin_fault(&web, "https://localhost:8080", NULL));
    assert_non_null(rv_origin_fault(&web, "null", NULL));
    assert_non_null(rv_origin_fault(&web, NULL, "cross-site"));
    assert_non_null(rv_origin_fault(&web, NULL, "same-site"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_route_says_who_may_and_who_carries_it_out),
        cmocka_unit_test(every_page_that_is_named_is_there),
        cmocka_unit_test(every_page_to_go_back_to_is_a_route),
        cmocka_unit_test(parts_are_decoded_and_hostile_ones_refused),
        cmocka_unit_test(a_path_is_filled_with_encoded_parts),
        cmocka_unit_test(a_query_gives_lists_where_a_name_stands_again),
        cmocka_unit_test(only_what_a_route_takes_is_taken),
        cmocka_unit_test(only_our_own_hosts_and_origins_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
