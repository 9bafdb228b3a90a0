#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "review/base.h"

#include "web/people.h"

static const size_t largest = (size_t)64 << 20;
enum { PATIENCE = 500 };                 /* times 10 ms that another program's change is waited for */

static rv_status failed(const rv_people *people, const char *doing, rv_error *err)
{
    return rv_fail(err, RV_EIO, "cannot %s %s: %s", doing, people->path, strerror(errno));
}

/* ---- Reading --------------------------------------------------------------------------------------------------------------- */

/* What an attacker on this machine could have put there, or could read, is not used. */
static rv_status must_be_ours(const rv_people *people, const struct stat *about, rv_error *err)
{
    if (!S_ISREG(about->st_mode))
        return rv_fail(err, RV_EIO, "%s is no plain file; move it away", people->path);
    if (about->st_uid != geteuid())
        return rv_fail(err, RV_EIO, "%s belongs to user %ld, not to %ld, who runs this; 'chown' it or run as its owner", people->path,
                       (long)about->st_uid, (long)geteuid());
    if (about->st_mode & 077)
        return rv_fail(err, RV_EIO, "%s may be read by others (mode %03o); 'chmod 600' it, and let people set new passwords if others "
                       "have had the chance", people->path, (unsigned)about->st_mode & 0777);
    if (about->st_nlink > 1)
        return rv_fail(err, RV_EIO, "%s has %ld names (hard links); remove the others", people->path, (long)about->st_nlink);
    if ((uintmax_t)about->st_size > largest)
        return rv_fail(err, RV_EIO, "%s has %jd bytes; %zu at most", people->path, (intmax_t)about->st_size, largest);
    return RV_OK;
}

static void note_seen(rv_people *people, const struct stat *about)
{
    people->seen_dev = about->st_dev;
    people->seen_ino = about->st_ino;
    people->seen_size = about->st_size;
    people->seen_time = about->st_mtim;
}

static bool seen(const rv_people *people, const struct stat *about)
{
    return people->seen_dev == about->st_dev && people->seen_ino == about->st_ino && people->seen_size == about->st_size
           && people->seen_time.tv_sec == about->st_mtim.tv_sec && people->seen_time.tv_nsec == about->st_mtim.tv_nsec;
}

static rv_status read_bytes(const rv_people *people, int fd, rv_buf *out, rv_error *err)
{
    char block[65536];
    ssize_t n;

    while ((n = read(fd, block, sizeof block)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return failed(people, "read", err);
        rv_buf_add(out, block, (size_t)n);
        if (out->length > largest)
            return rv_fail(err, RV_EIO, "%s has more than %zu bytes", people->path, largest);
    }
    return rv_buf_check(out, err);
}

/* RV_ENOTFOUND when it is not there. */
static rv_status read_file(rv_people *people, rv_buf *out, rv_error *err)
{
    int fd = openat(people->folder_fd, people->file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    struct stat about;
    rv_status st;

    if (fd < 0 && errno == ENOENT)
        return rv_fail(err, RV_ENOTFOUND, "%s is not there", people->path);
    if (fd < 0 && errno == ELOOP)
        return rv_fail(err, RV_EIO, "%s is a symbolic link; put the file itself there", people->path);
    if (fd < 0)
        return failed(people, "open", err);
    if (fstat(fd, &about) != 0)
        st = failed(people, "examine", err);
    else if ((st = must_be_ours(people, &about, err)) == RV_OK && (st = read_bytes(people, fd, out, err)) == RV_OK)
        note_seen(people, &about);
    close(fd);
    return st;
}

/* ---- Writing --------------------------------------------------------------------------------------------------------------- */

static rv_status write_bytes(rv_people *people, int fd, const rv_buf *text, rv_error *err)
{
    const char *bytes = rv_buf_str(text);
    size_t left = text->length;
    struct stat about;

    while (left > 0) {
        ssize_t n = write(fd, bytes, left);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return failed(people, "write", err);
        bytes += n;
        left -= (size_t)n;
    }
    if (fsync(fd) != 0 || fstat(fd, &about) != 0)
        return failed(people, "write", err);
    note_seen(people, &about);
    return RV_OK;
}

/* Under a name of its own that nobody but us writes, as the lock is held; then renamed. Never readable by others, from the first byte. */
static rv_status write_file(rv_people *people, const rv_buf *text, rv_error *err)
{
    char name[300];
    rv_status st;
    int fd;

    snprintf(name, sizeof name, "%s.tmp", people->file);
    unlinkat(people->folder_fd, name, 0);
    fd = openat(people->folder_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return failed(people, "write", err);
    st = fchmod(fd, 0600) == 0 ? write_bytes(people, fd, text, err) : failed(people, "set the mode of", err);
    if (close(fd) != 0 && st == RV_OK)
        st = failed(people, "write", err);
    if (st == RV_OK && renameat(people->folder_fd, name, people->folder_fd, people->file) != 0)
        st = failed(people, "put in place", err);
    if (st != RV_OK)
        unlinkat(people->folder_fd, name, 0);
    else if (fsync(people->folder_fd) != 0 && errno != EINVAL)
        st = failed(people, "make durable", err);
    return st;
}

/* ---- Changes --------------------------------------------------------------------------------------------------------------- */

/* Byte 0 of the lock file: who changes. A program that hangs with it makes changes fail, and nothing else. */
static rv_status take_file(rv_people *people, rv_error *err)
{
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };
    const struct timespec pause = { 0, 10000000 };
    int tries;

    for (tries = 0; fcntl(people->lock_fd, F_OFD_SETLK, &lock) != 0; tries++) {
        if (errno != EAGAIN && errno != EACCES && errno != EINTR)
            return failed(people, "lock", err);
        if (tries == PATIENCE)
            return rv_fail(err, RV_EIO, "another program has been changing %s for 5 seconds; try again", people->path);
        nanosleep(&pause, NULL);
    }
    return RV_OK;
}

static void give_file(rv_people *people)
{
    struct flock lock = { .l_type = F_UNLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };

    fcntl(people->lock_fd, F_OFD_SETLK, &lock);
}

/* The server knows all but the links that were made beside it; a program beside the server knows nothing better than the file. */
static rv_status read_others(rv_people *people, rv_error *err)
{
    rv_buf text = RV_BUF_INIT;
    struct stat about;
    rv_status st;
    size_t i;

    if (fstatat(people->folder_fd, people->file, &about, AT_SYMLINK_NOFOLLOW) == 0 && seen(people, &about))
        return RV_OK;
    st = read_file(people, &text, err);
    if (st == RV_OK) {
        pthread_mutex_lock(&people->lock);
        if (people->keeping) {
            for (i = 0; i < people->n_accounts; i++)
                people->accounts[i]->linked = false;
            st = rv_people_read_links(people, people->path, rv_buf_str(&text), text.length, err);
        } else {
            rv_people_forget(people);
            st = rv_people_read_text(people, people->path, rv_buf_str(&text), text.length, err);
        }
        pthread_mutex_unlock(&people->lock);
    }
    rv_buf_free(&text);
    return st == RV_ENOTFOUND ? RV_OK : st;     /* it was taken away while we ran: written anew */
}

rv_status rv_people_begin(rv_people *people, rv_error *err)
{
    rv_status st;

    pthread_mutex_lock(&people->change);
    if ((st = take_file(people, err)) == RV_OK && (st = read_others(people, err)) != RV_OK)
        give_file(people);
    if (st != RV_OK) {
        pthread_mutex_unlock(&people->change);
        return st;
    }
    pthread_mutex_lock(&people->lock);
    return RV_OK;
}

void rv_people_abandon(rv_people *people)
{
    pthread_mutex_unlock(&people->lock);
    give_file(people);
    pthread_mutex_unlock(&people->change);
}

rv_status rv_people_commit(rv_people *people, rv_error *err)
{
    rv_buf text = RV_BUF_INIT;
    rv_status st = rv_people_write_text(people, &text, err);

    people->dirty = people->soon = false;
    pthread_mutex_unlock(&people->lock);
    if (st == RV_OK)
        st = write_file(people, &text, err);
    rv_buf_free(&text);
    if (st != RV_OK) {
        pthread_mutex_lock(&people->lock);
        people->dirty = true;
        pthread_mutex_unlock(&people->lock);
    }
    give_file(people);
    pthread_mutex_unlock(&people->change);
    return st;
}

rv_status rv_people_load(rv_people *people, rv_error *err)
{
    rv_buf text = RV_BUF_INIT;
    rv_status st;

    pthread_mutex_lock(&people->change);
    if ((st = take_file(people, err)) == RV_OK) {
        st = read_file(people, &text, err);
        if (st == RV_OK)
            st = rv_people_read_text(people, people->path, rv_buf_str(&text), text.length, err);
        else if (st == RV_ENOTFOUND && (st = rv_people_write_text(people, &text, err)) == RV_OK)
            st = write_file(people, &text, err);
        give_file(people);
    }
    pthread_mutex_unlock(&people->change);
    rv_buf_free(&text);
    return st;
}

void rv_people_look(rv_people *people)
{
    if (rv_people_begin(people, NULL) == RV_OK)
        rv_people_abandon(people);
}
