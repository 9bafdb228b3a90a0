/* The answer to a request, as libmicrohttpd sends it. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "web/exchange.h"

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

enum MHD_Result rv_exchange_send(rv_exchange *x)
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

enum MHD_Result rv_exchange_answer(rv_exchange *x)
{
    x->carried = true;
    return x->length || x->through ? rv_exchange_send(x) : MHD_YES;
}

enum MHD_Result rv_exchange_refuse(rv_exchange *x, int status, const char *why)
{
    rv_reply_error(&x->reply, x->web, status, x->job.call.api, why);
    return rv_exchange_answer(x);
}

enum MHD_Result rv_exchange_refuse_and_close(rv_exchange *x, int status, const char *why)
{
    rv_reply_error(&x->reply, x->web, status, x->job.call.api, why);
    rv_buf_text(&x->reply.headers, "Connection: close\n");
    x->carried = true;
    return rv_exchange_send(x);
}
