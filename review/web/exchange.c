/* One request: read with doubt, checked, carried out by another thread, answered. Runs in libmicrohttpd's thread. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "web/take.h"

enum { JSON_BYTES = 4 << 20, BODY_SECONDS = 30, BYTES_A_SECOND = 20000 };

/* The job is first, so that its thread finds the exchange. */
typedef struct {
    rv_job      job;
    rv_web     *web;
    struct MHD_Connection *connection;
    rv_watched *watched;
    rv_session  session;
    bool        has_session;
    bool        through;              /* the request was read whole */
    bool        carried;              /* the answer is made */
    rv_upload  *upload;
    rv_buf      json;
    bool        is_json;
    bool        csrf_said;            /* by header, and right */
    int64_t     length, limit, came;
    char       *path;
    char        address[80];
    rv_reply    reply;
    double      begun;
} exchange;

/* ---- Answering ---------------------------------------------------------------------------------------------------------------- */

/* No line ends in names or values, whatever they were made of. */
static void add_headers(struct MHD_Response *response, const rv_buf *headers)
{
    const char *at = rv_buf_str(headers);
    char name[64], value[2048];

    while (*at) {
        const char *end = strchr(at, '\n'), *colon = strstr(at, ": ");
        if (!end)
            break;
        if (colon && colon < end && (size_t)(colon - at) < sizeof name && (size_t)(end - colon) - 2 < sizeof value) {
            snprintf(name, sizeof name, "%.*s", (int)(colon - at), at);
            snprintf(value, sizeof value, "%.*s", (int)(end - colon - 2), colon + 2);
            if (!value[strcspn(value, "\r\n")])
                (void)MHD_add_response_header(response, name, value);
        }
        at = end + 1;
    }
}

static enum MHD_Result send_reply(exchange *x)
{
    rv_reply *reply = &x->reply;
    struct MHD_Response *response;
    enum MHD_Result sent;

    if (reply->fd >= 0) {
        const off_t n = lseek(reply->fd, 0, SEEK_END);
        response = n >= 0 ? MHD_create_response_from_fd64((uint64_t)n, reply->fd) : NULL;
        reply->fd = response ? -1 : reply->fd;      /* it closes it */
    } else if (reply->body.length) {
        response = MHD_create_response_from_buffer(reply->body.length, reply->body.data, MHD_RESPMEM_MUST_FREE);
        if (response)
            reply->body = (rv_buf)RV_BUF_INIT;
    } else {
        response = MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);
    }
    if (!response)
        return MHD_NO;
    if (reply->type)
        (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->type);
    add_headers(response, &reply->headers);
    sent = MHD_queue_response(x->connection, (unsigned)reply->status, response);
    MHD_destroy_response(response);
    return sent;
}

/* The answer is made already. With a body still to come it is sent at once, and libmicrohttpd closes; else when it asks again, so that
   the connection lives on. */
static enum MHD_Result answer(exchange *x)
{
    x->carried = true;
    return x->length || x->through ? send_reply(x) : MHD_YES;
}

static enum MHD_Result refuse(exchange *x, int status, const char *why)
{
    rv_reply_error(&x->reply, x->web, status, x->job.call.api, why);
    return answer(x);
}

/* Where the next request would begin is not known. */
static enum MHD_Result refuse_and_close(exchange *x, int status, const char *why)
{
    rv_reply_error(&x->reply, x->web, status, x->job.call.api, why);
    rv_buf_text(&x->reply.headers, "Connection: close\n");
    x->carried = true;
    return send_reply(x);
}

/* ---- Reading the head ---------------------------------------------------------------------------------------------------------- */

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

static const char *header(const exchange *x, const char *name)
{
    return MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, name);
}

/* Anything that two programs on the way could read differently is refused. */
static const char *framing_fault(exchange *x, const char *method, const char *version, int *status)
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

static void find_address(exchange *x)
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
static void find_person(exchange *x)
{
    const char *bearer = header(x, "Authorization");
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

/* Compares in a time that does not depend on where they differ. */
static bool same_token(const char *a, const char *b)
{
    const size_t n = strlen(b);
    unsigned differ = !n || !a || strlen(a) != n;

    for (size_t i = 0; !differ && i < n; i++)
        differ |= (unsigned)(a[i] ^ b[i]);
    return !differ;
}

static enum MHD_Result ask_to_log_in(exchange *x, const char *method)
{
    if (x->job.call.api || strcmp(method, "GET") != 0)
        return refuse(x, 401, "log in first");
    x->reply = (rv_reply){ .status = 303, .fd = -1 };
    rv_buf_text(&x->reply.headers, "Location: /login?then=");
    rv_path_part(&x->reply.headers, x->path);
    rv_buf_text(&x->reply.headers, "\nCache-Control: no-store\n");
    rv_security_headers(&x->reply.headers, x->web);
    return answer(x);
}

static enum MHD_Result send_asset(exchange *x, const char *path)
{
    const char *name = strrchr(path, '/') + 1;
    const rv_web_asset *asset = rv_web_asset_find(name);

    if (!asset || strstr(name, ".html") || strstr(name, ".txt"))
        return refuse(x, 404, "there is no such file");
    x->reply = (rv_reply){ .status = 200, .type = asset->type, .fd = -1 };
    rv_buf_add(&x->reply.body, asset->bytes, asset->n);
    rv_buf_text(&x->reply.headers, "Cache-Control: public, max-age=31536000, immutable\n");
    rv_security_headers(&x->reply.headers, x->web);
    return answer(x);
}

/* One argument of the query, as it came: decoded by rv_query_take() from the whole. */
static enum MHD_Result join_argument(void *user, enum MHD_ValueKind kind, const char *name, const char *value)
{
    rv_buf *query = user;

    (void)kind;
    rv_buf_printf(query, "%s%s=%s", query->length ? "&" : "", name, value ? value : "");
    return MHD_YES;
}

static const char *take_query(exchange *x)
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
static const char *change_fault(exchange *x, int *status)
{
    const char *type = header(x, "Content-Type"), *said = header(x, "X-CSRF-Token"), *fault;
    rv_call *call = &x->job.call;

    *status = 403;
    if ((fault = rv_origin_fault(x->web, header(x, "Origin"), header(x, "Sec-Fetch-Site"))))
        return fault;
    if (said && !(x->csrf_said = same_token(said, x->session.csrf)))
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

static enum MHD_Result begin(exchange *x, const char *url, const char *method, const char *version)
{
    rv_call *call = &x->job.call;
    const char *fault, *asked = strcmp(method, "HEAD") == 0 ? "GET" : method;
    bool other;
    int status;

    call->api = strncmp(url, "/api/v1/", 8) == 0;
    if ((fault = framing_fault(x, method, version, &status)))
        return refuse_and_close(x, status, fault);
    if (*url != '/')
        return refuse(x, 400, "the request must name a path");
    if (strcmp(asked, "GET") != 0 && strcmp(asked, "POST") != 0)
        return refuse(x, 405, "only GET, HEAD and POST are taken here");
    if (strncmp(url, "/assets/", 8) == 0)
        return strcmp(asked, "GET") == 0 ? send_asset(x, url) : refuse(x, 405, "nothing can be sent here");
    if (!(x->path = strdup(url)) || !(call->in = json_object()) || !(call->out = json_object()))
        return MHD_NO;
    find_address(x);
    call->address = x->address;
    find_person(x);
    if ((fault = take_query(x)))
        return refuse(x, 400, fault);
    call->route = rv_route_find(asked, call->api ? url + 7 : url, call->in, &other);
    if (!call->route)
        return refuse(x, other ? 405 : 404, other ? "this is not done so; see review-serve routes" : "there is no such page");
    if (call->route->right != RV_WEB_ANYBODY && !x->has_session)
        return ask_to_log_in(x, asked);
    if (strcmp(asked, "POST") == 0 && (fault = change_fault(x, &status)))
        return refuse(x, status, fault);
    rv_watch_give(x->web->watch, x->watched, x->length ? BODY_SECONDS + (int)(x->length / BYTES_A_SECOND) : 0);
    return MHD_YES;
}

/* ---- The body, and carrying out --------------------------------------------------------------------------------------------------- */

static const char *take_json(exchange *x)
{
    json_t *body = NULL, *value;
    const char *name;
    json_error_t fault;

    if (!(body = json_loadb(rv_buf_str(&x->json), x->json.length, JSON_REJECT_DUPLICATES, &fault)) || !json_is_object(body)) {
        json_decref(body);
        return "the body is no JSON object";
    }
    json_object_foreach(body, name, value)
        if (!json_object_get(x->job.call.in, name))      /* the path goes before */
            json_object_set(x->job.call.in, name, value);
    json_decref(body);
    return NULL;
}

static enum MHD_Result take_bytes(exchange *x, const char *bytes, size_t *n)
{
    const char *why;

    x->came += (int64_t)*n;
    if (x->carried || x->came > x->length) {
        *n = 0;
        return MHD_YES;
    }
    if (x->is_json)
        rv_buf_add(&x->json, bytes, *n);
    else if (x->upload && !rv_upload_add(x->upload, bytes, *n, &why)) {
        x->carried = true;                    /* told when the body is through: nothing can be queued here */
        rv_reply_error(&x->reply, x->web, 400, x->job.call.api, why);
    }
    *n = 0;
    return MHD_YES;
}

/* The working thread is done. */
static void resume(rv_job *job)
{
    exchange *x = (exchange *)job;

    rv_reply_make(&x->reply, &job->call, job->st, &job->err);
    x->carried = true;
    MHD_resume_connection(x->connection);
}

static enum MHD_Result carry_out(exchange *x)
{
    rv_call *call = &x->job.call;
    const char *why = NULL;

    x->through = true;
    rv_watch_give(x->web->watch, x->watched, 0);
    if (x->is_json && x->length)
        why = take_json(x);
    else if (x->upload && !rv_upload_end(x->upload, &why))
        ;
    else
        why = NULL;
    if (why)
        return refuse(x, 400, why);
    if (strcmp(call->route->method, "POST") == 0 && !x->csrf_said && !same_token(rv_call_word(call, "csrf"), x->session.csrf))
        return refuse(x, 403, "the anti-forgery token is missing or not that of this session; load the page anew");
    json_object_del(call->in, "csrf");
    if (!json_object_get(call->in, "seen") && header(x, "If-Match"))
        json_object_set_new(call->in, "seen", json_string(header(x, "If-Match")));
    x->job.done = resume;
    MHD_suspend_connection(x->connection);
    if (!rv_work_give(x->web->work, &x->job)) {
        rv_reply_error(&x->reply, x->web, 503, call->api, "the server is busy or ends; try again in a moment");
        x->carried = true;
        MHD_resume_connection(x->connection);
    }
    return MHD_YES;
}

static exchange *make(rv_web *web, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    exchange *x = calloc(1, sizeof *x);

    if (!x)
        return NULL;
    x->web = x->job.call.web = web;
    x->connection = connection;
    x->watched = info ? info->socket_context : NULL;
    x->job.call.person = x->job.call.role = x->job.call.csrf = "";
    x->job.call.fd = x->reply.fd = -1;
    x->begun = rv_clock();
    return x;
}

enum MHD_Result rv_exchange_access(void *web, struct MHD_Connection *connection, const char *url, const char *method,
                                   const char *version, const char *bytes, size_t *n, void **context)
{
    exchange *x = *context;

    if (!x) {
        if (!(x = *context = make(web, connection)))
            return MHD_NO;
        return begin(x, url, method, version);
    }
    if (*n)
        return take_bytes(x, bytes, n);
    return x->carried ? send_reply(x) : carry_out(x);
}

void rv_exchange_completed(void *user, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode code)
{
    exchange *x = *context;
    rv_web *web = user;

    (void)connection;
    (void)code;
    *context = NULL;
    if (!x)
        return;
    rv_watch_give(web->watch, x->watched, -1);
    rv_web_log(web, "%s %s %d %.1f ms", x->job.call.route ? x->job.call.route->method : "-",
               x->job.call.route ? x->job.call.route->path : "-", x->reply.status, (rv_clock() - x->begun) * 1e3);
    rv_upload_free(x->upload);
    rv_files_remove(&x->job.call);
    rv_buf_free(&x->json);
    rv_reply_free(&x->reply);
    rv_call_free(&x->job.call);
    free(x->path);
    free(x);
}
