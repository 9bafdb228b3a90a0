/* HTTP/1.1 over one connection that does not block: what a person's browser does, as cheap as can be. */
#ifndef TESTS_WEB_CROWD_HTTP_H
#define TESTS_WEB_CROWD_HTTP_H

#include <netinet/in.h>

#include "review/base.h"

typedef enum { HTTP_WAITS, HTTP_ANSWERED, HTTP_BROKEN } http_state;

typedef struct {
    int         fd;                      /* -1: not connected */
    rv_buf      out, in;
    size_t      sent;
    int         status;
    const char *body;                    /* within `in`, ended with NUL */
    size_t      head, length;            /* bytes of the head, of the body */
    bool        close;                   /* the server ends the connection after this answer */
} http;

#define HTTP_INIT { .fd = -1, .out = RV_BUF_INIT, .in = RV_BUF_INIT }

/* Begins to connect; false when that cannot even begin. */
bool http_connect(http *h, const struct sockaddr_in *to);
void http_close(http *h);
void http_free(http *h);
/* Puts a request into `out`; `headers` are whole lines with \r\n. NULL body: none. */
void http_ask(http *h, const char *method, const char *path, const char *host, const char *headers, const char *body);
/* Goes on as far as it can without waiting. */
http_state http_go_on(http *h);
/* The value of a header of the answer, copied without line end; false when it has none. The `skip`-th of that name. */
bool http_header(const http *h, const char *name, int skip, char *value, size_t size);

#endif
