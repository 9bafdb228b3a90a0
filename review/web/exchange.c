/* One request: its head is checked, its body read, another thread carries it out, it is answered. Runs in libmicrohttpd's thread. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "web/exchange.h"

static const char *take_json(rv_exchange *x)
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

static enum MHD_Result take_bytes(rv_exchange *x, const char *bytes, size_t *n)
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
    rv_exchange *x = (rv_exchange *)job;

    rv_reply_make(&x->reply, &job->call, job->st, &job->err);
    x->carried = true;
    MHD_resume_connection(x->connection);
}

static enum MHD_Result carry_out(rv_exchange *x)
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
        return rv_exchange_refuse(x, 400, why);
    if (strcmp(call->route->method, "POST") == 0 && !x->csrf_said && !rv_token_same(rv_call_word(call, "csrf"), x->session.csrf))
        return rv_exchange_refuse(x, 403, "the anti-forgery token is missing or not that of this session; load the page anew");
    json_object_del(call->in, "csrf");
    if (!json_object_get(call->in, "seen") && rv_exchange_header(x, "If-Match"))
        json_object_set_new(call->in, "seen", json_string(rv_exchange_header(x, "If-Match")));
    x->job.done = resume;
    MHD_suspend_connection(x->connection);
    if (!rv_work_give(x->web->work, &x->job)) {
        rv_reply_error(&x->reply, x->web, 503, call->api, "the server is busy or ends; try again in a moment");
        x->carried = true;
        MHD_resume_connection(x->connection);
    }
    return MHD_YES;
}

static rv_exchange *make(rv_web *web, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    rv_exchange *x = calloc(1, sizeof *x);

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
    rv_exchange *x = *context;

    if (!x) {
        if (!(x = *context = make(web, connection)))
            return MHD_NO;
        return rv_exchange_begin(x, url, method, version);
    }
    if (*n)
        return take_bytes(x, bytes, n);
    return x->carried ? rv_exchange_send(x) : carry_out(x);
}

void rv_exchange_completed(void *user, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode code)
{
    rv_exchange *x = *context;
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
