#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "review/base.h"

enum { BUFFER = 65536, TRIES = 100 };

struct rv_output {
    int    fd;
    rv_buf *memory;          /* written to instead of a file; NULL: to `fd` */
    bool   plain;            /* standard output, a device or a pipe: written as it comes, nothing to put in place */
    char  *name;             /* for messages */
    char  *target;           /* what the file will be called, symbolic links followed */
    char  *temporary;
    rv_error failure;        /* the first */
    size_t used;
    char   buffer[BUFFER];
};

static void fail(rv_output *out, const char *doing)
{
    if (out->failure.code == RV_OK)
        rv_fail(&out->failure, RV_EIO, "cannot %s %s: %s", doing, out->name, strerror(errno));
}

/* A reader that went away is an error to report like a full disk, not a reason to die without a word: the signal is held back
   from this thread and, if the write raised it, taken. */
static ssize_t write_without_signal(int fd, const char *bytes, size_t n)
{
    const struct timespec at_once = { 0, 0 };
    sigset_t              broken, pending, before;
    ssize_t               wrote;
    int                   saved;

    sigemptyset(&broken);
    sigaddset(&broken, SIGPIPE);
    sigpending(&pending);
    pthread_sigmask(SIG_BLOCK, &broken, &before);
    wrote = write(fd, bytes, n);
    saved = errno;
    if (wrote < 0 && saved == EPIPE && !sigismember(&pending, SIGPIPE))
        while (sigtimedwait(&broken, NULL, &at_once) < 0 && errno == EINTR)
            ;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = saved;
    return wrote;
}

static void put(rv_output *out, const char *bytes, size_t n)
{
    if (out->memory) {
        rv_buf_add(out->memory, bytes, n);
        if (out->memory->failed && out->failure.code == RV_OK)
            rv_fail(&out->failure, RV_ENOMEM, "out of memory writing %s", out->name);
        return;
    }
    while (n > 0 && out->failure.code == RV_OK) {
        ssize_t wrote = write_without_signal(out->fd, bytes, n);

        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0) {
            fail(out, "write");
            return;
        }
        bytes += wrote;
        n -= (size_t)wrote;
    }
}

static void flush(rv_output *out)
{
    put(out, out->buffer, out->used);
    out->used = 0;
}

static void release(rv_output *out)
{
    free(out->name);
    free(out->target);
    free(out->temporary);
    free(out);
}

/* A file beside the target that nobody else has; the mode is what open() with the person's umask gives, or that of the file
   which is to be replaced. */
static rv_status open_temporary(rv_output *out, rv_error *err)
{
    static _Atomic unsigned counter;                 /* of all threads */
    struct stat     before;
    size_t          size = strlen(out->target) + 48;
    int             i;

    out->temporary = malloc(size);
    if (!out->temporary)
        return rv_fail(err, RV_ENOMEM, "out of memory opening %s", out->name);
    for (i = 0; i < TRIES; i++) {
        snprintf(out->temporary, size, "%s.%ld.%u.tmp", out->target, (long)getpid(), counter++);
        out->fd = open(out->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (out->fd >= 0 || errno != EEXIST)
            break;
    }
    if (out->fd < 0) {
        rv_fail(err, RV_EIO, "cannot write %s: %s", out->name, strerror(errno));
        return RV_EIO;
    }
    if (stat(out->target, &before) == 0 && fchmod(out->fd, before.st_mode & 07777) != 0) {
        rv_fail(err, RV_EIO, "cannot set the mode of %s: %s", out->name, strerror(errno));
        close(out->fd);
        unlink(out->temporary);
        return RV_EIO;
    }
    return RV_OK;
}

/* Devices, pipes and sockets are written in place: renaming over /dev/null would be a bad surprise. */
static rv_status open_target(rv_output *out, const char *path, rv_error *err)
{
    struct stat status;

    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
        if (S_ISDIR(status.st_mode))
            return rv_fail(err, RV_EIO, "cannot write %s: it is a folder", path);
        out->plain = true;
        out->fd = open(path, O_WRONLY | O_CLOEXEC);
        return out->fd >= 0 ? RV_OK : rv_fail(err, RV_EIO, "cannot write %s: %s", path, strerror(errno));
    }
    out->target = realpath(path, NULL);                 /* through a link, the file it points to is replaced */
    if (!out->target)
        out->target = strdup(path);
    if (!out->target)
        return rv_fail(err, RV_ENOMEM, "out of memory opening %s", path);
    return open_temporary(out, err);
}

rv_status rv_output_open(rv_output **handle, const char *path, rv_error *err)
{
    bool       standard = !path || strcmp(path, "-") == 0;
    rv_output *out = calloc(1, sizeof *out);
    rv_status  st = RV_OK;

    *handle = NULL;
    if (!out || !(out->name = strdup(standard ? "standard output" : path))) {
        free(out);
        return rv_fail(err, RV_ENOMEM, "out of memory opening %s", standard ? "standard output" : path);
    }
    if (standard) {
        out->plain = true;
        out->fd = STDOUT_FILENO;
    } else if ((st = open_target(out, path, err)) != RV_OK) {
        release(out);
        return st;
    }
    *handle = out;
    return st;
}

rv_status rv_output_memory(rv_output **handle, rv_buf *to, rv_error *err)
{
    rv_status st = rv_output_open(handle, NULL, err);

    if (st == RV_OK)
        (*handle)->memory = to;
    return st;
}

void rv_output_add(rv_output *out, const void *bytes, size_t n)
{
    if (out->failure.code != RV_OK)
        return;
    if (n > BUFFER - out->used)
        flush(out);
    if (n >= BUFFER) {
        put(out, bytes, n);
        return;
    }
    if (n)
        memcpy(out->buffer + out->used, bytes, n);
    out->used += n;
}

void rv_output_text(rv_output *out, const char *text)
{
    rv_output_add(out, text, strlen(text));
}

void rv_output_printf(rv_output *out, const char *format, ...)
{
    char    small[512], *text = small;
    va_list args, again;
    int     n;

    va_start(args, format);
    va_copy(again, args);
    n = vsnprintf(small, sizeof small, format, args);
    if (n >= (int)sizeof small && (text = malloc((size_t)n + 1)))
        vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    va_end(args);
    if (n < 0 || !text) {
        if (out->failure.code == RV_OK)
            rv_fail(&out->failure, RV_ENOMEM, "out of memory writing %s", out->name);
        return;
    }
    rv_output_add(out, text, (size_t)n);
    if (text != small)
        free(text);
}

/* The rename itself is durable only when the folder is. Some file systems cannot sync a folder, and say EINVAL. */
static void sync_folder(rv_output *out)
{
    char *slash = strrchr(out->target, '/');
    int   fd;

    if (slash == out->target)
        slash++;
    if (slash)
        *slash = '\0';
    fd = open(slash ? out->target : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || (fsync(fd) != 0 && errno != EINVAL))
        fail(out, "make durable");
    if (fd >= 0)
        close(fd);
}

static void put_in_place(rv_output *out)
{
    if (out->failure.code == RV_OK && fsync(out->fd) != 0)
        fail(out, "write");
    if (close(out->fd) != 0)
        fail(out, "write");
    if (out->failure.code == RV_OK && rename(out->temporary, out->target) != 0)
        fail(out, "put in place");
    if (out->failure.code != RV_OK) {
        unlink(out->temporary);
        return;
    }
    sync_folder(out);
}

/* A device or pipe: standard output stays open for its process, but a delayed error (a full disk on a network file system) is
   asked for. */
static void finish_plain(rv_output *out)
{
    bool owned = out->fd != STDOUT_FILENO;
    int  fd = owned ? out->fd : fcntl(out->fd, F_DUPFD_CLOEXEC, 3);

    if (fd < 0 || (close(fd) != 0 && errno != EINTR))
        fail(out, "write");
}

rv_status rv_output_close(rv_output *out, rv_error *err)
{
    rv_status st;

    if (!out)
        return RV_OK;
    flush(out);
    if (out->plain && !out->memory)
        finish_plain(out);
    else if (!out->plain)
        put_in_place(out);
    st = out->failure.code;
    if (st != RV_OK && err)
        *err = out->failure;
    release(out);
    return st;
}

void rv_output_drop(rv_output *out)
{
    if (!out)
        return;
    if (!out->plain || out->fd != STDOUT_FILENO)
        close(out->fd);
    if (out->temporary)
        unlink(out->temporary);
    release(out);
}
