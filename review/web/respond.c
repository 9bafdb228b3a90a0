/* What a call that was carried out answers: JSON, a page, or where to go. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "web/take.h"

static const char page_type[] = "text/html; charset=utf-8", api_type[] = "application/json";

/* What a failure of the library comes to, where the handler said nothing else. */
static int http_of(rv_status st)
{
    switch (st) {
    case RV_OK:        return 200;
    case RV_ENOTFOUND: return 404;
    case RV_EEXIST:    return 409;
    case RV_EINVAL:
    case RV_EUSAGE:
    case RV_EDOMAIN:
    case RV_ENOCONV:
    case RV_EPARSE:    return 422;
    case RV_ESTORE:    return 503;
    default:           return 500;
    }
}

static void put_json(rv_buf *out, const json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(17));

    if (text)
        rv_buf_text(out, text);
    else
        out->failed = true;
    rv_buf_char(out, '\n');
    free(text);
}

static void put_error_json(rv_buf *out, const char *message)
{
    json_t *object = json_object();

    rv_json_put_text(object, "error", message);
    put_json(out, object);
    json_decref(object);
}

void rv_reply_error(rv_reply *reply, rv_web *web, int status, bool api, const char *message)
{
    rv_reply_free(reply);
    *reply = (rv_reply){ .status = status, .type = api ? api_type : page_type, .fd = -1 };
    if (api) {
        put_error_json(&reply->body, message);
    } else {
        rv_call call = { .web = web, .person = "", .role = "", .csrf = "", .fd = -1 };
        if ((call.out = json_object()) && rv_shell_render(&reply->body, &call, "error", message, NULL) != RV_OK)
            rv_buf_clear(&reply->body);
        json_decref(call.out);
    }
    rv_buf_text(&reply->headers, "Cache-Control: no-store\n");
    rv_security_headers(&reply->headers, web);
}

static void make_page(rv_reply *reply, rv_call *call, const char *error)
{
    rv_error err = { 0 };

    reply->type = page_type;
    if (rv_shell_render(&reply->body, call, call->shown && call->shown->page ? call->shown->page : "error", error, &err) == RV_OK)
        return;
    rv_web_log(call->web, "%s: %s", call->route->path, err.message);
    rv_buf_clear(&reply->body);
    rv_buf_text(&reply->body, "<!doctype html><title>Error</title><p>This page could not be made.\n");
    reply->status = 500;
}

/* After a change the browser asks anew, so that loading again sends nothing twice. */
static void go_on(rv_reply *reply, rv_call *call)
{
    if (call->session && call->say.length)
        rv_people_say(call->web->people, call->session, rv_buf_str(&call->say));
    reply->status = 303;
    rv_buf_text(&reply->headers, "Location: ");
    if (call->then.length)
        rv_buf_text(&reply->headers, rv_buf_str(&call->then));
    else
        rv_route_fill(&reply->headers, call->route->back ? call->route->back : "/", call->in);
    rv_buf_char(&reply->headers, '\n');
}

static void make_good(rv_reply *reply, rv_call *call)
{
    if (call->type) {
        reply->type = call->type;
        reply->fd = call->fd;
        call->fd = -1;
        reply->body = call->body;
        call->body = (rv_buf)RV_BUF_INIT;
    } else if (call->api || (!call->shown && !call->route->back)) {
        reply->type = api_type;
        if (call->say.length)
            rv_call_put_text(call, "message", rv_buf_str(&call->say));
        put_json(&reply->body, call->out);
    } else if (strcmp(call->route->method, "POST") == 0) {
        go_on(reply, call);
    } else {
        make_page(reply, call, NULL);
    }
}

void rv_reply_make(rv_reply *reply, rv_call *call, rv_status st, const rv_error *err)
{
    if (st == RV_OK && call->body.failed) {
        rv_reply_error(reply, call->web, 500, call->api, "out of memory");
        return;
    }
    *reply = (rv_reply){ .status = call->status ? call->status : http_of(st), .fd = -1 };
    if (st == RV_OK) {
        make_good(reply, call);
    } else if (call->api) {
        reply->type = api_type;
        put_error_json(&reply->body, err->message);
    } else {
        make_page(reply, call, err->message);     /* the page of the form again, where work.c made its data; else the error alone */
    }
    if (call->tag[0])
        rv_buf_printf(&reply->headers, "ETag: %s\n", call->tag);
    rv_buf_add(&reply->headers, rv_buf_str(&call->headers), call->headers.length);
    if (!strstr(rv_buf_str(&reply->headers), "Cache-Control: "))
        rv_buf_text(&reply->headers, "Cache-Control: no-store\n");
    rv_security_headers(&reply->headers, call->web);
    if (reply->body.failed || reply->headers.failed)
        rv_reply_error(reply, call->web, 500, call->api, "out of memory");
}

void rv_reply_free(rv_reply *reply)
{
    rv_buf_free(&reply->body);
    rv_buf_free(&reply->headers);
    if (reply->fd >= 0)
        close(reply->fd);
    reply->fd = -1;
}
