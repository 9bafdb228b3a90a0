/* Connections that send too slowly are ended: libmicrohttpd's own timeout begins anew with every byte. */
#include <config.h>

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "web/take.h"

enum { HEAD_SECONDS = 60 };

struct rv_watched {
    int         fd;
    double      until;                /* 0: it waits for us */
    rv_watched *before, *after;
};

struct rv_watch {
    pthread_mutex_t guard;
    pthread_cond_t  change;
    pthread_t       thread;
    bool            stop;
    rv_watched     *first;
};

static void *watch_over(void *argument)
{
    rv_watch *watch = argument;
    struct timespec until;

    pthread_mutex_lock(&watch->guard);
    while (!watch->stop) {
        const double now = rv_clock();
        for (rv_watched *w = watch->first; w; w = w->after)
            if (w->until > 0 && w->until < now) {
                shutdown(w->fd, SHUT_RDWR);       /* libmicrohttpd closes it */
                w->until = 0;
            }
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec++;
        pthread_cond_timedwait(&watch->change, &watch->guard, &until);
    }
    pthread_mutex_unlock(&watch->guard);
    return NULL;
}

rv_status rv_watch_start(rv_watch **out, rv_error *err)
{
    rv_watch *watch = calloc(1, sizeof *watch);

    *out = NULL;
    if (!watch)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    pthread_mutex_init(&watch->guard, NULL);
    pthread_cond_init(&watch->change, NULL);
    if (pthread_create(&watch->thread, NULL, watch_over, watch) != 0) {
        free(watch);
        return rv_fail(err, RV_EIO, "no thread can be begun");
    }
    *out = watch;
    return RV_OK;
}

void rv_watch_stop(rv_watch *watch)
{
    if (!watch)
        return;
    pthread_mutex_lock(&watch->guard);
    watch->stop = true;
    pthread_cond_signal(&watch->change);
    pthread_mutex_unlock(&watch->guard);
    pthread_join(watch->thread, NULL);
    while (watch->first) {
        rv_watched *next = watch->first->after;
        free(watch->first);
        watch->first = next;
    }
    pthread_mutex_destroy(&watch->guard);
    pthread_cond_destroy(&watch->change);
    free(watch);
}

rv_watched *rv_watch_add(rv_watch *watch, int fd)
{
    rv_watched *one = calloc(1, sizeof *one);

    if (!one)
        return NULL;
    one->fd = fd;
    one->until = rv_clock() + HEAD_SECONDS;
    pthread_mutex_lock(&watch->guard);
    one->after = watch->first;
    if (watch->first)
        watch->first->before = one;
    watch->first = one;
    pthread_mutex_unlock(&watch->guard);
    return one;
}

void rv_watch_drop(rv_watch *watch, rv_watched *one)
{
    if (!one)
        return;
    pthread_mutex_lock(&watch->guard);
    if (one->before)
        one->before->after = one->after;
    else
        watch->first = one->after;
    if (one->after)
        one->after->before = one->before;
    pthread_mutex_unlock(&watch->guard);
    free(one);
}

void rv_watch_give(rv_watch *watch, rv_watched *one, int seconds)
{
    if (!one)
        return;
    pthread_mutex_lock(&watch->guard);
    one->until = seconds == 0 ? 0 : rv_clock() + (seconds < 0 ? HEAD_SECONDS : seconds);
    pthread_mutex_unlock(&watch->guard);
}
