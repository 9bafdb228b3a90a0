/* The head of a request, read with doubt: framing, who asks, for what, and whether a change may come from there. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "web/exchange.h"

enum { JSON_BYTES = 4 << 20, BODY_SECONDS = 30, BYTES_A_SECOND = 20000 };

typedef struct {
    int  hosts, lengths, cookies, authorizations, transfer, expects;
    bool odd;
    const char *length, *host;
} heads;

static enum MHD_Result look_at_head(void *user, enum MHD_ValueKind kind, const char *name, const char *value)
{
    heads *h = user;

    (void)kind;
    if (strcasecmp(name, "Host") == 0) {
        h->hosts++;
        h->host = value;
    } else if (strcasecmp(name, "Content-Length") == 0) {
        h->lengths++;
        h->length = value;
    } else if (strcasecmp(name, "Transfer-Encoding") == 0) {
        h->transfer++;
    } else if (strcasecmp(name, "Cookie") == 0) {
        h->cookies++;
    } else if (strcasecmp(name, "Authorization") == 0) {
        h->authorizations++;
    } else if (strcasecmp(name, "Expect") == 0) {
        h->expects += strcasecmp(value ? value : "", "100-continue") != 0;
    }
    for (const unsigned char *p = (const unsigned char *)name; *p; p++)
        h->odd |= *p <= 32 || *p >= 127 || strchr("()<>@,;:\\\"/[]?={}", *p) != NULL;
    for (const unsigned char *p = (const unsigned char *)(value ? value : ""); *p; p++)
        h->odd |= (*p < 32 && *p != '\t') || *p == 127;
    return MHD_YES;
}

const char *rv_exchange_header(const rv_exchange *x, const char *name)
{
    return MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, name);
}

/* Anything that two programs on the way could read differently is refused. */
static const char *framing_fault(rv_exchange *x, const char *method, const char *version, int *status)
{
    heads h = { 0 };

    MHD_get_connection_values(x->connection, MHD_HEADER_KIND, look_at_head, &h);
    *status = 400;
    if (strcmp(version, "HTTP/1.1") != 0 && strcmp(version, "HTTP/1.0") != 0) {
        *status = 505;
        return "only HTTP/1.0 and 1.1 are spoken here";
    }
    if (h.transfer) {
        *status = 501;
        return "a body must come with its length";
    }
    if (h.odd || h.lengths > 1 || h.cookies > 1 || h.authorizations > 1 || h.expects)
        return "the head of the request is malformed";
    if (h.length && (!*h.length || h.length[strspn(h.length, "0123456789")] || strlen(h.length) > 15))
        return "the length of the body is malformed";
    x->length = h.length ? atoll(h.length) : 0;
    if (h.hosts != 1 || !rv_host_known(x->web, h.host)) {
        *status = 421;
        return "this server is not asked under that name; see --host";
    }
    if (x->length && strcmp(method, "POST") != 0)
        return "only a POST has a body";
    return NULL;
}

/* Of several lines the last: some proxies add one of their own below what the sender wrote. */
static enum MHD_Result take_forwarded(void *user, enum MHD_ValueKind kind, const char *name, const char *value)
{
    (void)kind;
    if (strcasecmp(name, "X-Forwarded-For") == 0)
        *(const char **)user = value;
    return MHD_YES;
}

static void find_address(rv_exchange *x)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const char *forwarded = NULL;

    if (x->web->options.behind_proxy)
        MHD_get_connection_values(x->connection, MHD_HEADER_KIND, take_forwarded, &forwarded);
    if (forwarded)
        rv_last_hop(forwarded, x->address, sizeof x->address);
    else if (!info || rv_address_text(info->client_addr, x->address, sizeof x->address) != 0)
        snprintf(x->address, sizeof x->address, "unknown");
}

/* Who asks: by cookie, or by a token that a program sends. */
static void find_person(rv_exchange *x)
{
    const char *bearer = rv_exchange_header(x, "Authorization");
    const char *id = MHD_lookup_connection_value(x->connection, MHD_COOKIE_KIND, rv_cookie_name(x->web));

    if (bearer && strncasecmp(bearer, "Bearer ", 7) == 0)
        x->has_session = x->job.call.api && rv_people_token(x->web->people, bearer + 7, &x->session);
    else if (id)
        x->has_session = rv_people_session(x->web->people, id, &x->session);
    x->job.call.person = x->has_session ? x->session.person : "";
    x->job.call.session = x->has_session ? &x->session : NULL;
    if (!x->has_session) {
        id = MHD_lookup_connection_value(x->connection, MHD_COOKIE_KIND, rv_visitor_cookie_name(x->web));
        if (!id || !rv_people_visitor_csrf(x->web->people, id, x->session.csrf))
            x->session.csrf[0] = 0;
    }
    x->job.call.csrf = x->session.csrf;
}

bool rv_token_same(const char *a, const char *b)
{
    const size_t n = strlen(b);
    unsigned differ = !n || !a || strlen(a) != n;

    for (size_t i = 0; !differ && i < n; i++)
        differ |= (unsigned)(a[i] ^ b[i]);
    return !differ;
}

static enum MHD_Result ask_to_log_in(rv_exchange *x, const char *method)
{
    if (x->job.call.api || strcmp(method, "GET") != 0)
        return rv_exchange_refuse(x, 401, "log in first");
    x->reply = (rv_reply){ .status = 303, .fd = -1 };
    rv_buf_text(&x->reply.headers, "Location: /login?then=");
    rv_path_part(&x->reply.headers, x->path);
    rv_buf_text(&x->reply.headers, "\nCache-Control: no-store\n");
    rv_security_headers(&x->reply.headers, x->web);
    return rv_exchange_answer(x);
}

static enum MHD_Result send_asset(rv_exchange *x, const char *path)
{
    const char *name = strrchr(path, '/') + 1;
    const rv_web_asset *asset = rv_web_asset_find(name);

    if (!asset || strstr(name, ".html") || strstr(name, ".txt"))
        return rv_exchange_refuse(x, 404, "there is no such file");
    x->reply = (rv_reply){ .status = 200, .type = asset->type, .fd = -1 };
    rv_buf_add(&x->reply.body, asset->bytes, asset->n);
    rv_buf_text(&x->reply.headers, "Cache-Control: public, max-age=31536000, immutable\n");
    rv_security_headers(&x->reply.headers, x->web);
    return rv_exchange_answer(x);
}

/* One argument of the query, as it came: decoded by rv_query_take() from the whole. */
static enum MHD_Result join_argument(void *user, enum MHD_ValueKind kind, const char *name, const char *value)
{
    rv_buf *query = user;

    (void)kind;
    rv_buf_printf(query, "%s%s=%s", query->length ? "&" : "", name, value ? value : "");
    return MHD_YES;
}

static const char *take_query(rv_exchange *x)
{
    rv_buf query = RV_BUF_INIT;
    bool good;

    MHD_get_connection_values(x->connection, MHD_GET_ARGUMENT_KIND, join_argument, &query);
    good = !query.failed && rv_query_take(x->job.call.in, rv_buf_str(&query));
    rv_buf_free(&query);
    return good ? NULL : "the query is malformed";
}

static bool takes_files(const rv_route *route)
{
    for (const rv_web_field *f = route->fields; f && f->name; f++)
        if (strcmp(f->type, "file") == 0)
            return true;
    return false;
}

/* What a change must show before its body is read. */
static const char *change_fault(rv_exchange *x, int *status)
{
    const char *type = rv_exchange_header(x, "Content-Type"), *said = rv_exchange_header(x, "X-CSRF-Token"), *fault;
    rv_call *call = &x->job.call;

    *status = 403;
    if ((fault = rv_origin_fault(x->web, rv_exchange_header(x, "Origin"), rv_exchange_header(x, "Sec-Fetch-Site"))))
        return fault;
    if (said && !(x->csrf_said = rv_token_same(said, x->session.csrf)))
        return "the anti-forgery token is not that of this session; load the page anew";
    x->csrf_said |= x->has_session && x->session.token;
    x->limit = takes_files(call->route) ? x->web->options.max_upload : JSON_BYTES;
    *status = 413;
    if (x->length > x->limit)
        return "this is more than is taken in one request";
    *status = 415;
    x->is_json = type && strncasecmp(type, "application/json", 16) == 0 && (!type[16] || type[16] == ';');
    if (x->length && x->is_json && !call->api)
        return "JSON is taken by /api/v1 alone";
    if (x->length && !x->is_json && !(x->upload = rv_upload_begin(x->connection, call)))
        return "a body must be a form or, for /api/v1, JSON";
    *status = 403;
    if (!x->length && !x->csrf_said)
        return "the anti-forgery token is missing";
    return NULL;
}

enum MHD_Result rv_exchange_begin(rv_exchange *x, const char *url, const char *method, const char *version)
{
    rv_call *call = &x->job.call;
    const char *fault, *asked = strcmp(method, "HEAD") == 0 ? "GET" : method;
    bool other;
    int status;

    call->api = strncmp(url, "/api/v1/", 8) == 0;
    if ((fault = framing_fault(x, method, version, &status)))
        return rv_exchange_refuse_and_close(x, status, fault);
    if (*url != '/')
        return rv_exchange_refuse(x, 400, "the request must name a path");
    if (strcmp(asked, "GET") != 0 && strcmp(asked, "POST") != 0)
        return rv_exchange_refuse(x, 405, "only GET, HEAD and POST are taken here");
    if (strncmp(url, "/assets/", 8) == 0)
        return strcmp(asked, "GET") == 0 ? send_asset(x, url) : rv_exchange_refuse(x, 405, "nothing can be sent here");
    if (!(x->path = strdup(url)) || !(call->in = json_object()) || !(call->out = json_object()))
        return MHD_NO;
    find_address(x);
    call->address = x->address;
    find_person(x);
    if ((fault = take_query(x)))
        return rv_exchange_refuse(x, 400, fault);
    call->route = rv_route_find(asked, call->api ? url + 7 : url, call->in, &other);
    if (!call->route)
        return rv_exchange_refuse(x, other ? 405 : 404, other ? "this is not done so; see review-serve routes" : "there is no such page");
    if (call->route->right != RV_WEB_ANYBODY && !x->has_session)
        return ask_to_log_in(x, asked);
    if (strcmp(asked, "POST") == 0 && (fault = change_fault(x, &status)))
        return rv_exchange_refuse(x, status, fault);
    rv_watch_give(x->web->watch, x->watched, x->length ? BODY_SECONDS + (int)(x->length / BYTES_A_SECOND) : 0);
    return MHD_YES;
}
