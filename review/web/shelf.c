/* Folders that outlive a call: random names, one person's each, limited in number, size and age. */
#include <config.h>

#include <errno.h>
#include <ftw.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "web/session.h"
#include "web/shelf.h"

enum { MOST_FOLDERS = 64, MOST_OF_A_PERSON = 8, NAME = 80 };
static const double kept_seconds = 3600;

typedef struct {
    char    id[RV_SHELF_ID], what[NAME];
    char   *person;               /* NULL: the place is free */
    double  used;                 /* when it was asked for last */
    int64_t bytes;
} folder;

struct rv_shelf {
    pthread_mutex_t guard;
    char           *base;         /* NULL until the first folder */
    int64_t         most, total;
    folder          folders[MOST_FOLDERS];
};

rv_shelf *rv_shelf_new(int64_t most)
{
    rv_shelf *shelf = calloc(1, sizeof *shelf);

    if (shelf) {
        pthread_mutex_init(&shelf->guard, NULL);
        shelf->most = most;
    }
    return shelf;
}

static int remove_one(const char *path, const struct stat *about, int sort, struct FTW *at)
{
    (void)about;
    (void)sort;
    (void)at;
    (void)remove(path);
    return 0;
}

static void remove_all(const char *path)
{
    (void)nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

static void path_of(const rv_shelf *shelf, const char *id, rv_buf *path)
{
    rv_buf_clear(path);
    rv_buf_printf(path, "%s/%s", shelf->base, id);
}

static void empty(rv_shelf *shelf, folder *f)
{
    rv_buf path = RV_BUF_INIT;

    if (!f->person)
        return;
    path_of(shelf, f->id, &path);
    if (!path.failed)
        remove_all(rv_buf_str(&path));
    rv_buf_free(&path);
    shelf->total -= f->bytes;
    free(f->person);
    *f = (folder){ 0 };
}

void rv_shelf_free(rv_shelf *shelf)
{
    if (!shelf)
        return;
    for (int i = 0; i < MOST_FOLDERS; i++)
        empty(shelf, &shelf->folders[i]);
    if (shelf->base)
        remove_all(shelf->base);
    free(shelf->base);
    pthread_mutex_destroy(&shelf->guard);
    free(shelf);
}

/* ---- With the lock held --------------------------------------------------------------------------------------------------------- */

static rv_status make_base(rv_shelf *shelf, rv_error *err)
{
    const char *base = getenv("TMPDIR");

    if (shelf->base)
        return RV_OK;
    if (asprintf(&shelf->base, "%s/review-shelf-XXXXXX", base && *base ? base : "/var/tmp") < 0) {
        shelf->base = NULL;
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    if (mkdtemp(shelf->base))
        return RV_OK;
    free(shelf->base);
    shelf->base = NULL;
    return rv_fail(err, RV_EIO, "the server can keep no files: %m");
}

/* What is old goes; then the person's oldest where they have too many. The place for one more. */
static folder *make_place(rv_shelf *shelf, const char *person)
{
    const double now = rv_clock();
    folder *place = NULL, *oldest = NULL, *own = NULL;
    int n = 0;

    for (int i = 0; i < MOST_FOLDERS; i++) {
        folder *f = &shelf->folders[i];
        if (f->person && now - f->used > kept_seconds)
            empty(shelf, f);
        if (!f->person) {
            place = f;
            continue;
        }
        if (!oldest || f->used < oldest->used)
            oldest = f;
        if (strcmp(f->person, person) == 0 && ++n && (!own || f->used < own->used))
            own = f;
    }
    if (n >= MOST_OF_A_PERSON || !place) {
        place = n >= MOST_OF_A_PERSON ? own : oldest;
        empty(shelf, place);
    }
    return place;
}

static folder *find(rv_shelf *shelf, const char *id)
{
    for (int i = 0; i < MOST_FOLDERS; i++)
        if (shelf->folders[i].person && strcmp(shelf->folders[i].id, id) == 0)
            return &shelf->folders[i];
    return NULL;
}

static rv_status make_folder(rv_shelf *shelf, const char *person, const char *what, char id[RV_SHELF_ID], rv_buf *path, rv_error *err)
{
    folder *f;
    rv_status st;

    if ((st = make_base(shelf, err)) != RV_OK || (st = rv_random_id(id, err)) != RV_OK)
        return st;
    path_of(shelf, id, path);
    if ((st = rv_buf_check(path, err)) != RV_OK)
        return st;
    f = make_place(shelf, person);
    if (mkdir(rv_buf_str(path), 0700) != 0)
        return rv_fail(err, RV_EIO, "the server can keep no files: %m");
    if (!(f->person = strdup(person)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    snprintf(f->id, sizeof f->id, "%s", id);
    snprintf(f->what, sizeof f->what, "%s", what);
    f->used = rv_clock();
    return RV_OK;
}

/* ---- What is asked of it --------------------------------------------------------------------------------------------------------- */

rv_status rv_shelf_add(rv_shelf *shelf, const char *person, const char *what, char id[RV_SHELF_ID], rv_buf *path, rv_error *err)
{
    rv_status st;

    if (!shelf)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    pthread_mutex_lock(&shelf->guard);
    st = make_folder(shelf, person, what, id, path, err);
    pthread_mutex_unlock(&shelf->guard);
    return st;
}

static rv_status move_file(const char *from, const char *folder_path, size_t i, const char *name, rv_error *err)
{
    rv_buf to = RV_BUF_INIT;
    rv_status st;

    rv_buf_printf(&to, "%s/%zu", folder_path, i);
    if ((st = rv_buf_check(&to, err)) == RV_OK && mkdir(rv_buf_str(&to), 0700) != 0)
        st = rv_fail(err, RV_EIO, "the file could not be kept: %m");
    rv_buf_printf(&to, "/%s", name);
    if (st == RV_OK && (st = rv_buf_check(&to, err)) == RV_OK && rename(from, rv_buf_str(&to)) != 0)
        st = rv_fail(err, RV_EIO, "%s could not be kept: %m", name);
    rv_buf_free(&to);
    return st;
}

rv_status rv_shelf_take(rv_shelf *shelf, const char *id, rv_call *call, rv_error *err)
{
    rv_buf path = RV_BUF_INIT;
    int64_t bytes = 0;
    folder *f;
    rv_status st = RV_OK;

    for (size_t i = 0; i < call->n_files; i++)
        bytes += call->files[i].bytes;
    pthread_mutex_lock(&shelf->guard);
    if (!(f = find(shelf, id)))
        st = rv_fail(err, RV_ENOTFOUND, "the folder is gone");
    else if (shelf->total + bytes > shelf->most)
        st = rv_fail(err, RV_EINVAL, "the server keeps too many files that wait for a confirmation; confirm or give up others first");
    if (st == RV_OK) {
        f->bytes += bytes;
        shelf->total += bytes;
        path_of(shelf, id, &path);
    } else if (f) {
        empty(shelf, f);
    }
    pthread_mutex_unlock(&shelf->guard);
    for (size_t i = 0; st == RV_OK && i < call->n_files; i++)
        st = move_file(call->files[i].path, rv_buf_str(&path), i + 1, call->files[i].name, err);
    rv_buf_free(&path);
    return st;
}

rv_status rv_shelf_find(rv_shelf *shelf, const char *person, const char *what, const char *id, rv_buf *path, rv_error *err)
{
    folder *f = NULL;

    rv_buf_clear(path);
    if (shelf) {
        pthread_mutex_lock(&shelf->guard);
        f = find(shelf, id);
        if (f && (strcmp(f->person, person) != 0 || strcmp(f->what, what) != 0))
            f = NULL;
        if (f) {
            f->used = rv_clock();
            path_of(shelf, id, path);
        }
        pthread_mutex_unlock(&shelf->guard);
    }
    return f ? rv_buf_check(path, err) : rv_fail(err, RV_ENOTFOUND, "these files are not kept any more; send them again");
}

void rv_shelf_becomes(rv_shelf *shelf, const char *id, const char *what)
{
    folder *f;

    pthread_mutex_lock(&shelf->guard);
    if ((f = find(shelf, id)))
        snprintf(f->what, sizeof f->what, "%s", what);
    pthread_mutex_unlock(&shelf->guard);
}

bool rv_shelf_newest(rv_shelf *shelf, const char *person, const char *what, char id[RV_SHELF_ID], rv_buf *path)
{
    folder *newest = NULL;

    pthread_mutex_lock(&shelf->guard);
    for (int i = 0; i < MOST_FOLDERS; i++) {
        folder *f = &shelf->folders[i];
        if (f->person && strcmp(f->person, person) == 0 && strcmp(f->what, what) == 0 && (!newest || f->used > newest->used))
            newest = f;
    }
    if (newest) {
        newest->used = rv_clock();
        snprintf(id, RV_SHELF_ID, "%s", newest->id);
        path_of(shelf, id, path);
    }
    pthread_mutex_unlock(&shelf->guard);
    return newest && !path->failed;
}

void rv_shelf_drop(rv_shelf *shelf, const char *id)
{
    folder *f;

    pthread_mutex_lock(&shelf->guard);
    if ((f = find(shelf, id)))
        empty(shelf, f);
    pthread_mutex_unlock(&shelf->guard);
}
