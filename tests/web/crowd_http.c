#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/web/crowd_http.h"

enum { LARGEST_ANSWER = 16 << 20 };

bool http_connect(http *h, const struct sockaddr_in *to)
{
    const int one = 1;

    http_close(h);
    if ((h->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) < 0)
        return false;
    setsockopt(h->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(h->fd, (const struct sockaddr *)to, sizeof *to) == 0 || errno == EINPROGRESS)
        return true;
    http_close(h);
    return false;
}

void http_close(http *h)
{
    if (h->fd >= 0)
        close(h->fd);
    h->fd = -1;
}

void http_free(http *h)
{
    http_close(h);
    rv_buf_free(&h->out);
    rv_buf_free(&h->in);
}

void http_ask(http *h, const char *method, const char *path, const char *host, const char *headers, const char *body)
{
    rv_buf_clear(&h->out);
    rv_buf_clear(&h->in);
    h->sent = h->head = h->length = 0;
    rv_buf_printf(&h->out, "%s %s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\n%s", method, path, host, host, headers);
    if (body)
        rv_buf_printf(&h->out, "Content-Length: %zu\r\n\r\n%s", strlen(body), body);
    else
        rv_buf_text(&h->out, "\r\n");
}

/* False when the connection is gone. */
static bool send_rest(http *h)
{
    while (h->sent < h->out.length) {
        const ssize_t n = send(h->fd, h->out.data + h->sent, h->out.length - h->sent, MSG_NOSIGNAL);
        if (n < 0 && (errno == EAGAIN || errno == ENOTCONN))
            return true;
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        h->sent += (size_t)n;
    }
    return true;
}

/* Takes the head apart once it is whole; false when it is none that we can read. */
static bool read_head(http *h)
{
    char value[64];
    const char *end = h->in.length ? strstr(h->in.data, "\r\n\r\n") : NULL;

    if (!end)
        return true;
    h->head = (size_t)(end - h->in.data) + 4;
    if (strncmp(h->in.data, "HTTP/1.1 ", 9) != 0)
        return false;
    h->status = atoi(h->in.data + 9);
    h->close = http_header(h, "Connection", 0, value, sizeof value) && strcasecmp(value, "close") == 0;
    if (http_header(h, "Content-Length", 0, value, sizeof value))
        h->length = strtoul(value, NULL, 10);
    else if (h->status != 204 && h->status != 304)
        return false;
    return h->status >= 200 && h->length < LARGEST_ANSWER;
}

http_state http_go_on(http *h)
{
    char room[16384];
    ssize_t n;

    if (h->fd < 0 || !send_rest(h))
        return HTTP_BROKEN;
    while ((n = recv(h->fd, room, sizeof room, 0)) > 0 || (n < 0 && errno == EINTR))
        if (n > 0)
            rv_buf_add(&h->in, room, (size_t)n);
    if (h->in.failed || (!h->head && !read_head(h)))
        return HTTP_BROKEN;
    if (h->head && h->in.length >= h->head + h->length) {
        h->body = h->in.data + h->head;
        if (n == 0)
            h->close = true;
        return HTTP_ANSWERED;
    }
    return n == 0 || (errno != EAGAIN && errno != ENOTCONN) ? HTTP_BROKEN : HTTP_WAITS;
}

bool http_header(const http *h, const char *name, int skip, char *value, size_t size)
{
    const size_t n = strlen(name);

    for (const char *line = h->in.data; line < h->in.data + h->head;) {
        const char *end = strstr(line, "\r\n");
        if (!end)
            break;
        if (strncasecmp(line, name, n) == 0 && line[n] == ':' && skip-- == 0) {
            const char *from = line + n + 1 + strspn(line + n + 1, " ");
            size_t length = (size_t)(end - from);
            if (length >= size)
                length = size - 1;
            memcpy(value, from, length);
            value[length] = 0;
            return true;
        }
        line = end + 2;
    }
    return false;
}
