/* The files in a folder of the shelf, and files that are answered as downloads. */
#include <config.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "web/shelf.h"

/* The one file of "FOLDER/i", NULL when there is none. */
static char *file_in(const char *folder, size_t i, rv_error *err, rv_status *st)
{
    char *path = NULL, *file = NULL;
    DIR *dir;
    const struct dirent *entry;

    if (asprintf(&path, "%s/%zu", folder, i) < 0) {
        *st = rv_fail(err, RV_ENOMEM, "out of memory");
        return NULL;
    }
    if ((dir = opendir(path))) {
        while (!file && *st == RV_OK && (entry = readdir(dir)))
            if (*entry->d_name != '.' && asprintf(&file, "%s/%s", path, entry->d_name) < 0) {
                file = NULL;
                *st = rv_fail(err, RV_ENOMEM, "out of memory");
            }
        closedir(dir);
    }
    free(path);
    return file;
}

rv_status rv_shelf_files_read(const char *folder, rv_shelf_files *files, rv_error *err)
{
    rv_status st = RV_OK;
    char *path, **more;

    *files = (rv_shelf_files){ 0 };
    while (st == RV_OK && (path = file_in(folder, files->n + 1, err, &st))) {
        if (!(more = realloc(files->path, (files->n + 2) * sizeof *more))) {
            free(path);
            st = rv_fail(err, RV_ENOMEM, "out of memory");
            break;
        }
        files->path = more;
        files->path[files->n++] = path;
        files->path[files->n] = NULL;
    }
    if (st == RV_OK && !files->n)
        return rv_fail(err, RV_ENOTFOUND, "these files are not kept any more; send them again");
    return st;
}

void rv_shelf_files_free(rv_shelf_files *files)
{
    for (size_t i = 0; i < files->n; i++)
        free(files->path[i]);
    free(files->path);
    *files = (rv_shelf_files){ 0 };
}

const char *rv_shelf_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash && slash[1] ? slash + 1 : path;
}

void rv_shelf_clean(const char *folder, rv_error *err)
{
    const size_t n = strlen(folder);
    char *at;

    while (err && n && (at = strstr(err->message, folder))) {
        const char *rest = at + n;
        rest += *rest == '/';
        rest += strspn(rest, "0123456789");
        rest += *rest == '/';
        memmove(at, rest, strlen(rest) + 1);
    }
}

/* ---- Downloads --------------------------------------------------------------------------------------------------------------------- */

static rv_status open_and_forget(const char *path, int *fd, rv_error *err)
{
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    unlink(path);
    return *fd >= 0 ? RV_OK : rv_fail(err, RV_EIO, "the file to be sent cannot be read: %m");
}

rv_status rv_call_download(rv_call *call, const char *type, const char *name, rv_status (*write)(void *user, rv_output *out, rv_error *err),
                           void *user, rv_error *err)
{
    const char *base = getenv("TMPDIR");
    char *folder = NULL, *path = NULL;
    rv_output *out = NULL;
    rv_status st;

    if (asprintf(&folder, "%s/review-download-XXXXXX", base && *base ? base : "/var/tmp") < 0)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if (!mkdtemp(folder)) {
        free(folder);
        return rv_fail(err, RV_EIO, "the server can write no files: %m");
    }
    if (asprintf(&path, "%s/file", folder) < 0) {
        path = NULL;
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    } else if ((st = rv_output_open(&out, path, err)) == RV_OK && (st = write(user, out, err)) == RV_OK) {
        st = rv_output_close(out, err);
        out = NULL;
    }
    rv_output_drop(out);
    if (st == RV_OK && (st = open_and_forget(path, &call->fd, err)) == RV_OK)
        rv_call_send(call, type, name);
    else if (path)
        unlink(path);
    rmdir(folder);
    free(path);
    free(folder);
    return st;
}
