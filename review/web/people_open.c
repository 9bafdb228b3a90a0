#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>

#include "review/base.h"

#include "web/people.h"

enum { FILE_NAME_MOST = 240 };           /* ".lock" and ".tmp" are put behind it */

/* CLOCK_BOOTTIME goes on while the machine sleeps. */
rv_moment rv_moment_now(void)
{
    struct timespec steady;

#ifdef CLOCK_BOOTTIME
    if (clock_gettime(CLOCK_BOOTTIME, &steady) != 0)
#endif
        clock_gettime(CLOCK_MONOTONIC, &steady);
    return (rv_moment){ (int64_t)time(NULL), (double)steady.tv_sec + (double)steady.tv_nsec / 1e9 };
}

/* "reviews/disengagement.review": the name by which people know the review is "disengagement". */
static char *review_name(const char *review)
{
    const char *slash = review ? strrchr(review, '/') : NULL, *base = slash ? slash + 1 : review ? review : "";
    const char *dot = strrchr(base, '.');

    return dot && dot > base ? strndup(base, (size_t)(dot - base)) : strdup(base);
}

static rv_status set_paths(rv_people *people, const char *path, const rv_web_options *options, rv_error *err)
{
    const char *slash = strrchr(path, '/');

    people->path = strdup(path);
    people->folder = !slash ? strdup(".") : slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
    people->file = strdup(slash ? slash + 1 : path);
    people->review = review_name(options->review);
    if (!people->path || !people->folder || !people->file || !people->review)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if (!*people->file || strlen(people->file) > FILE_NAME_MOST)
        return rv_fail(err, RV_EINVAL, "the name of %.100s has %zu bytes; 1 to %d are possible", path, strlen(people->file),
                       FILE_NAME_MOST);
    return RV_OK;
}

/* The folder, and the file that locks are taken on: it is never renamed, and holds nothing. */
static rv_status open_folder(rv_people *people, rv_error *err)
{
    char name[FILE_NAME_MOST + 8];

    people->folder_fd = open(people->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (people->folder_fd < 0)
        return rv_fail(err, RV_EIO, "cannot open the folder %s: %s", people->folder, strerror(errno));
    snprintf(name, sizeof name, "%s.lock", people->file);
    people->lock_fd = openat(people->folder_fd, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (people->lock_fd < 0)
        return rv_fail(err, RV_EIO, "cannot open %s.lock: %s", people->path, strerror(errno));
    return RV_OK;
}

/* Byte 1 of the lock file: one server a review, as each would write over what the other knows. */
static rv_status be_the_server(rv_people *people, rv_error *err)
{
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 1, .l_len = 1 };

    if (fcntl(people->lock_fd, F_OFD_SETLK, &lock) == 0)
        return RV_OK;
    if (errno == EAGAIN || errno == EACCES)
        return rv_fail(err, RV_EIO, "%s is in use by another server of this review; stop that one first", people->path);
    return rv_fail(err, RV_EIO, "cannot lock %s: %s", people->path, strerror(errno));
}

static rv_status init_locks(rv_people *people, rv_error *err)
{
    pthread_condattr_t steady;

    if (pthread_condattr_init(&steady) != 0)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&people->wake, &steady);
    pthread_condattr_destroy(&steady);
    pthread_mutex_init(&people->change, NULL);
    pthread_mutex_init(&people->lock, NULL);
    sem_init(&people->hashing, 0, 2);
    return RV_OK;
}

/* What the password of somebody who is not there is compared with: made at the same cost, of a text that nobody knows. */
static rv_status make_nobody(rv_people *people, rv_error *err)
{
    char secret[RV_SESSION_ID];
    rv_status st = rv_random_id(secret, err);

    if (st == RV_OK)
        st = rv_password_hash(people, secret, &people->nobody, err);
    sodium_memzero(secret, sizeof secret);
    return st;
}

static rv_status open_people(rv_people **out, const char *path, const rv_web_options *options, bool server, rv_error *err)
{
    rv_people *people = calloc(1, sizeof *people);
    rv_status st;

    *out = NULL;
    if (!people)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    people->folder_fd = people->lock_fd = -1;
    people->now = rv_moment_now;
    people->plain = options->plain_people;
    people->idle_seconds = options->idle_minutes * 60;
    people->absolute_seconds = options->absolute_hours * 3600;
    if (sodium_init() < 0) {
        free(people);
        return rv_fail(err, RV_EIO, "this machine gives no random numbers");
    }
    if ((st = init_locks(people, err)) != RV_OK) {
        free(people);
        return st;
    }
    if ((st = rv_throttle_open(&people->throttle, err)) == RV_OK && (st = set_paths(people, path, options, err)) == RV_OK
        && (st = open_folder(people, err)) == RV_OK && (!server || (st = be_the_server(people, err)) == RV_OK)
        && (st = rv_people_load(people, err)) == RV_OK && (!server || (st = make_nobody(people, err)) == RV_OK) && server)
        st = rv_keeper_start(people, err);
    if (st == RV_OK)
        *out = people;
    else
        rv_people_close(people);
    return st;
}

rv_status rv_people_open(rv_people **out, const char *path, const rv_web_options *options, rv_error *err)
{
    return open_people(out, path, options, true, err);
}

rv_status rv_people_open_beside(rv_people **out, const char *path, const rv_web_options *options, rv_error *err)
{
    return open_people(out, path, options, false, err);
}

void rv_people_close(rv_people *people)
{
    if (!people)
        return;
    rv_keeper_stop(people);
    rv_people_forget(people);
    rv_throttle_close(&people->throttle);
    if (people->folder_fd >= 0)
        close(people->folder_fd);
    if (people->lock_fd >= 0)
        close(people->lock_fd);
    pthread_mutex_destroy(&people->change);
    pthread_mutex_destroy(&people->lock);
    pthread_cond_destroy(&people->wake);
    sem_destroy(&people->hashing);
    free(people->path);
    free(people->folder);
    free(people->file);
    free(people->review);
    free(people->nobody);
    free(people);
}

bool rv_people_empty(rv_people *people)
{
    bool empty = true;
    size_t i;

    pthread_mutex_lock(&people->lock);
    for (i = 0; i < people->n_accounts && empty; i++)
        empty = !people->accounts[i]->password;
    pthread_mutex_unlock(&people->lock);
    return empty;
}

void rv_people_state(rv_people *people, const char *name, char state[64])
{
    char until[RV_TIME_TEXT] = "";
    const rv_account *account;
    bool password, linked;

    pthread_mutex_lock(&people->lock);
    account = rv_account_find(people, name);
    password = account && account->password;
    linked = account && account->linked && people->now().wall <= account->link_until;
    if (linked)
        rv_wall_text(account->link_until, until);
    pthread_mutex_unlock(&people->lock);
    snprintf(state, 64, "%s%s%s%s", password ? "password" : "", password && linked ? ", " : "", linked ? "link until " : "", until);
}
