#include <config.h>

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/web/crowd_times.h"

void crowd_times_add(crowd_times *t, double seconds)
{
    if (t->n == t->room) {
        const size_t room = t->room ? 2 * t->room : 1024;
        float *more = realloc(t->seconds, room * sizeof *more);
        if (!more)
            abort();
        t->seconds = more;
        t->room = room;
    }
    t->seconds[t->n++] = (float)seconds;
}

static int by_size(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;

    return (x > y) - (x < y);
}

void crowd_times_print(crowd_times *t, const char *name)
{
    static const struct { const char *name; double share; } marks[] = { { "p50", 0.5 }, { "p95", 0.95 }, { "p99", 0.99 }, { "max", 1 } };

    if (t->n)
        qsort(t->seconds, t->n, sizeof *t->seconds, by_size);
    printf("\"%s_ms\": {\"n\": %zu", name, t->n);
    for (size_t i = 0; i < 4 && t->n; i++) {
        size_t at = (size_t)((double)t->n * marks[i].share);
        printf(", \"%s\": %.1f", marks[i].name, (double)t->seconds[at < t->n ? at : t->n - 1] * 1e3);
    }
    printf("}, ");
}

void crowd_times_free(crowd_times *t)
{
    free(t->seconds);
}

/* ---- Slow ones ---------------------------------------------------------------------------------------------------------------- */

struct crowd_slow {
    struct sockaddr_in to;
    char       head[160];
    pthread_t  thread;
    atomic_bool stop;
    int        n, open, refused, ended;
    int       *fds;
};

static int connect_one(crowd_slow *s)
{
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd >= 0 && connect(fd, (const struct sockaddr *)&s->to, sizeof s->to) == 0
        && send(fd, s->head, strlen(s->head), MSG_NOSIGNAL) > 0)
        return fd;
    if (fd >= 0)
        close(fd);
    s->refused++;
    return -1;
}

/* Is ended by the server, sooner or later; then it comes anew. */
static void drip(crowd_slow *s, int i)
{
    char room[256];
    ssize_t n = s->fds[i] >= 0 ? send(s->fds[i], "a", 1, MSG_NOSIGNAL) : -1;

    if (n == 1 && ((n = recv(s->fds[i], room, sizeof room, MSG_DONTWAIT)) > 0 || (n < 0 && errno == EAGAIN)))
        return;
    if (s->fds[i] >= 0) {
        close(s->fds[i]);
        s->ended++;
    }
    s->fds[i] = connect_one(s);
}

static void *hold(void *argument)
{
    crowd_slow *s = argument;

    while (!atomic_load(&s->stop))
        for (int i = 0; i < s->n && !atomic_load(&s->stop); i++) {
            drip(s, i);
            usleep((useconds_t)(5000000 / s->n));         /* each a byte in five seconds */
        }
    return NULL;
}

crowd_slow *crowd_slow_start(const struct sockaddr_in *to, const char *host, int n)
{
    crowd_slow *s = calloc(1, sizeof *s);

    if (!s || !(s->fds = malloc((size_t)n * sizeof *s->fds)))
        return NULL;
    s->to = *to;
    s->n = n;
    snprintf(s->head, sizeof s->head, "GET / HTTP/1.1\r\nHost: %s\r\nX-Slow: ", host);
    for (int i = 0; i < n; i++)
        s->fds[i] = connect_one(s);
    if (pthread_create(&s->thread, NULL, hold, s) != 0)
        return NULL;
    return s;
}

void crowd_slow_stop(crowd_slow *s)
{
    int open = 0;

    atomic_store(&s->stop, true);
    pthread_join(s->thread, NULL);
    for (int i = 0; i < s->n; i++)
        if (s->fds[i] >= 0) {
            open++;
            close(s->fds[i]);
        }
    fprintf(stderr, "slow connections: %d of %d open at last, %d ended by the server meanwhile, %d not let in\n", open, s->n, s->ended,
            s->refused);
    free(s->fds);
    free(s);
}
