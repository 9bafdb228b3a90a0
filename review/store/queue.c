#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "review/store.h"

#include "store/inside.h"

/*
 * Writers wait for byte 0 of FILE.lock, asleep in the kernel, before they ask SQLite for its write lock: SQLite's own busy
 * handler polls, and who polls at the right moment wins. The kernel's wait has no time limit, so a contended wait happens in a
 * thread of its own that the caller watches; when the caller gives up, the thread stays behind and lets go as soon as it gets
 * the lock. Locks are open-file-description locks: they belong to the descriptor, not to the process.
 */
struct rv_queue {
    pthread_mutex_t guard;
    pthread_cond_t  change;
    int             fd;
    bool            done, given_up;
    int             error;               /* errno of a failed wait */
};

static int open_lock(const char *path, rv_error *err)
{
    char *name = rv_store_beside(path, ".lock");
    int fd;

    if (!name) {
        rv_fail(err, RV_ENOMEM, "out of memory");
        return -1;
    }
    fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0)
        rv_fail(err, RV_EIO, "%s: %s", name, strerror(errno));
    free(name);
    return fd;
}

static int lock_byte(int fd, off_t byte, bool wait)
{
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1 };
    int got;

    do
        got = fcntl(fd, wait ? F_OFD_SETLKW : F_OFD_SETLK, &lock);
    while (got != 0 && errno == EINTR);
    return got == 0 ? 0 : errno;
}

static void queue_free(rv_queue *queue)
{
    close(queue->fd);
    pthread_mutex_destroy(&queue->guard);
    pthread_cond_destroy(&queue->change);
    free(queue);
}

static void *wait_in_queue(void *argument)
{
    rv_queue *queue = argument;
    int error = lock_byte(queue->fd, 0, true);
    bool alone;

    pthread_mutex_lock(&queue->guard);
    queue->done = true;
    queue->error = error;
    alone = queue->given_up;
    pthread_cond_signal(&queue->change);
    pthread_mutex_unlock(&queue->guard);
    if (alone)
        queue_free(queue);
    return NULL;
}

/* Waits with a limit. On RV_OK the lock is held; otherwise the queue is freed, here or by the thread. */
static rv_status wait_watched(rv_queue *queue, const char *path, rv_error *err)
{
    pthread_t thread;
    pthread_attr_t detached;
    struct timespec until;
    sigset_t all, before;
    bool done;
    int error;

    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&detached, 256 * 1024);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    error = pthread_create(&thread, &detached, wait_in_queue, queue);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&detached);
    if (error != 0) {                            /* no thread to be had: wait without a limit */
        queue->error = lock_byte(queue->fd, 0, true);
        queue->done = true;
    }

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += RV_WAIT_SECONDS;
    pthread_mutex_lock(&queue->guard);
    while (!queue->done && pthread_cond_timedwait(&queue->change, &queue->guard, &until) != ETIMEDOUT)
        ;
    done = queue->done;
    error = queue->error;
    queue->given_up = !done;
    pthread_mutex_unlock(&queue->guard);

    if (!done)
        return rv_fail(err, RV_ESTORE, "%s: another program has been writing for %d seconds; try again when it is done", path,
                       RV_WAIT_SECONDS);
    if (error != 0) {
        queue_free(queue);
        return rv_fail(err, RV_EIO, "%s.lock: %s", path, strerror(error));
    }
    return RV_OK;
}

rv_status rv_queue_enter(rv_queue **out, const char *path, rv_error *err)
{
    rv_queue *queue = calloc(1, sizeof *queue);
    pthread_condattr_t monotonic;
    rv_status st = RV_OK;
    int error;

    *out = NULL;
    if (!queue)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    queue->fd = open_lock(path, err);
    if (queue->fd < 0) {
        free(queue);
        return RV_EIO;
    }
    pthread_mutex_init(&queue->guard, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&queue->change, &monotonic);
    pthread_condattr_destroy(&monotonic);

    error = lock_byte(queue->fd, 0, false);
    if (error == EAGAIN || error == EACCES) {
        st = wait_watched(queue, path, err);
    } else if (error != 0) {
        queue_free(queue);
        st = rv_fail(err, RV_EIO, "%s.lock: %s", path, strerror(error));
    }
    if (st == RV_OK)
        *out = queue;
    return st;
}

void rv_queue_leave(rv_queue *queue)
{
    if (queue)
        queue_free(queue);
}

rv_status rv_queue_hold(const char *path, int64_t n, int *fd, rv_error *err)
{
    int error;

    *fd = open_lock(path, err);
    if (*fd < 0)
        return RV_EIO;
    error = lock_byte(*fd, (off_t)n, false);
    if (error == 0)
        return RV_OK;
    close(*fd);
    *fd = -1;
    if (error == EAGAIN || error == EACCES)
        return RV_OK;
    return rv_fail(err, RV_EIO, "%s.lock: %s", path, strerror(error));
}
