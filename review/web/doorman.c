#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "web/doorman.h"

enum { HEAD_SECONDS = 30, LEAVE_SECONDS = 2, EVENTS = 256, ACCEPTS = 256 };

/* A connection whose head is not all there, or that was sent away and reads its answer. */
typedef struct guest {
    int fd;
    bool leaving;
    double until;
    struct guest *before, *after;
    struct sockaddr_storage from;
    socklen_t n_from;
} guest;

struct rv_doorman {
    struct MHD_Daemon *daemon;
    pthread_t thread;
    int listening, waiting, wake;     /* sockets; `waiting` is an epoll, `wake` an eventfd */
    guest *first;
    size_t n, most;
    char *head;                       /* what is looked at */
};

#define REFUSAL(status, text) \
    "HTTP/1.1 " status "\r\nContent-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\n" \
    "Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n" \
    "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nCross-Origin-Opener-Policy: same-origin\r\n" \
    "Connection: close\r\n\r\n" text "\n"
static const char bad[] = REFUSAL("400 Bad Request", "the head of the request is malformed");
static const char too_long[] = REFUSAL("431 Request Header Fields Too Large", "the head of the request has more than 20 kB");

static void drop(rv_doorman *d, guest *g)
{
    if (g->before)
        g->before->after = g->after;
    else
        d->first = g->after;
    if (g->after)
        g->after->before = g->before;
    d->n--;
    free(g);
}

static void end(rv_doorman *d, guest *g)
{
    close(g->fd);
    drop(d, g);
}

/* libmicrohttpd closes it from now on, also when it has no room for it. */
static void let_in(rv_doorman *d, guest *g)
{
    (void)epoll_ctl(d->waiting, EPOLL_CTL_DEL, g->fd, NULL);
    (void)MHD_add_connection(d->daemon, g->fd, (struct sockaddr *)&g->from, g->n_from);
    drop(d, g);
}

/* The answer is sent and the rest of what comes thrown away for a moment: a reset would take the answer back. */
static void send_away(guest *g, const char *answer)
{
    (void)!send(g->fd, answer, strlen(answer), MSG_NOSIGNAL | MSG_DONTWAIT);
    (void)shutdown(g->fd, SHUT_WR);
    g->leaving = true;
    g->until = rv_clock() + LEAVE_SECONDS;
}

/* False when it is gone. */
static bool throw_away(rv_doorman *d, guest *g)
{
    ssize_t n;

    while ((n = recv(g->fd, d->head, RV_HEAD_BYTES, MSG_DONTWAIT)) > 0)
        ;
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return true;
    end(d, g);
    return false;
}

/* What there is to read is looked at and left there. */
static void look(rv_doorman *d, guest *g)
{
    ssize_t n;

    if (g->leaving) {
        (void)throw_away(d, g);
        return;
    }
    n = recv(g->fd, d->head, RV_HEAD_BYTES, MSG_PEEK | MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0) {
        end(d, g);
        return;
    }
    switch (rv_head_look(d->head, (size_t)n)) {
    case RV_HEAD_GOOD: let_in(d, g); return;
    case RV_HEAD_MORE: return;
    case RV_HEAD_LONG: send_away(g, too_long); break;
    default:           send_away(g, bad); break;
    }
    (void)throw_away(d, g);
}

/* Edge-triggered: unread bytes would be told again and again. */
static void greet(rv_doorman *d, int fd, const struct sockaddr_storage *from, socklen_t n_from)
{
    struct epoll_event wanted = { .events = EPOLLIN | EPOLLRDHUP | EPOLLET };
    guest *g = d->n < d->most ? calloc(1, sizeof *g) : NULL;

    if (!g) {
        close(fd);
        return;
    }
    *g = (guest){ .fd = fd, .until = rv_clock() + HEAD_SECONDS, .after = d->first, .from = *from, .n_from = n_from };
    if (d->first)
        d->first->before = g;
    d->first = g;
    d->n++;
    wanted.data.ptr = g;
    if (epoll_ctl(d->waiting, EPOLL_CTL_ADD, fd, &wanted) != 0)       /* it tells at once what is there already */
        end(d, g);
}

static void take_new(rv_doorman *d)
{
    struct sockaddr_storage from;
    int i;

    for (i = 0; i < ACCEPTS; i++) {
        socklen_t n = sizeof from;
        const int fd = accept4(d->listening, (struct sockaddr *)&from, &n, SOCK_NONBLOCK | SOCK_CLOEXEC);

        if (fd < 0) {
            if (errno == EMFILE || errno == ENFILE)
                (void)usleep(10000);      /* the same would be told again at once */
            return;
        }
        greet(d, fd, &from, n);
    }
}

static void end_late(rv_doorman *d, double now)
{
    guest *next;

    for (guest *g = d->first; g; g = next) {
        next = g->after;
        if (now > g->until)
            end(d, g);
    }
}

static void *stand(void *argument)
{
    rv_doorman *d = argument;
    struct epoll_event told[EVENTS];
    double swept = rv_clock();

    for (;;) {
        const int n = epoll_wait(d->waiting, told, EVENTS, 1000);
        bool fresh = false;

        for (int i = 0; i < n; i++) {
            if (told[i].data.ptr == &d->wake)
                return NULL;
            if (told[i].data.ptr == &d->listening)
                fresh = true;
            else
                look(d, told[i].data.ptr);
        }
        if (fresh)
            take_new(d);              /* last, so that no event is of a guest who is gone */
        if (rv_clock() - swept >= 1) {
            swept = rv_clock();
            end_late(d, swept);
        }
    }
}

static bool listen_to(rv_doorman *d, int *fd)
{
    struct epoll_event wanted = { .events = EPOLLIN, .data.ptr = fd };

    return fcntl(*fd, F_SETFL, O_NONBLOCK) == 0 && epoll_ctl(d->waiting, EPOLL_CTL_ADD, *fd, &wanted) == 0;
}

static void forget(rv_doorman *d)
{
    while (d->first)
        end(d, d->first);
    if (d->listening >= 0)
        close(d->listening);
    if (d->waiting >= 0)
        close(d->waiting);
    if (d->wake >= 0)
        close(d->wake);
    free(d->head);
    free(d);
}

rv_status rv_doorman_start(rv_doorman **out, int fd, struct MHD_Daemon *daemon, size_t most, rv_error *err)
{
    rv_doorman *d = calloc(1, sizeof *d);

    *out = NULL;
    if (!d) {
        close(fd);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    *d = (rv_doorman){ .daemon = daemon, .listening = fd, .most = most, .waiting = epoll_create1(EPOLL_CLOEXEC),
                       .wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), .head = malloc(RV_HEAD_BYTES) };
    if (!d->head || d->waiting < 0 || d->wake < 0 || !listen_to(d, &d->listening) || !listen_to(d, &d->wake)
        || pthread_create(&d->thread, NULL, stand, d) != 0) {
        forget(d);
        return rv_fail(err, RV_EIO, "no thread can be begun");
    }
    *out = d;
    return RV_OK;
}

void rv_doorman_stop(rv_doorman *d)
{
    const uint64_t one = 1;

    if (!d)
        return;
    while (write(d->wake, &one, sizeof one) < 0 && errno == EINTR)
        ;
    pthread_join(d->thread, NULL);
    forget(d);
}
