#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "review/base.h"

struct rv_input {
    rv_status (*read)(void *user, void *bytes, size_t n, size_t *got, rv_error *err);   /* NULL: from `fd` */
    void *user;
    int   fd;
    bool  owned;
    char *name;
};

rv_status rv_input_open(rv_input **out, const char *path, rv_error *err)
{
    bool        standard = strcmp(path, "-") == 0;
    struct stat status;
    rv_input   *in;
    int         fd;

    *out = NULL;
    fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return rv_fail(err, errno == ENOENT || errno == ENOTDIR ? RV_ENOTFOUND : RV_EIO, "cannot read %s: %s", path,
                       strerror(errno));
    if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
        if (!standard)
            close(fd);
        return rv_fail(err, RV_EIO, "cannot read %s: it is a folder", path);
    }
    in = calloc(1, sizeof *in);
    if (in)
        in->name = strdup(standard ? "standard input" : path);
    if (!in || !in->name) {
        free(in);
        if (!standard)
            close(fd);
        return rv_fail(err, RV_ENOMEM, "out of memory opening %s", path);
    }
    in->fd = fd;
    in->owned = !standard;
    *out = in;
    return RV_OK;
}

rv_status rv_input_open_pull(rv_input **out, const char *name,
                             rv_status (*read_some)(void *user, void *bytes, size_t n, size_t *got, rv_error *err), void *user,
                             rv_error *err)
{
    rv_input *in = calloc(1, sizeof *in);

    *out = NULL;
    if (!in || !(in->name = strdup(name))) {
        free(in);
        return rv_fail(err, RV_ENOMEM, "out of memory opening %s", name);
    }
    in->read = read_some;
    in->user = user;
    in->fd = -1;
    *out = in;
    return RV_OK;
}

rv_status rv_input_read(rv_input *in, void *bytes, size_t n, size_t *got, rv_error *err)
{
    ssize_t some;

    if (in->read)
        return in->read(in->user, bytes, n, got, err);
    do
        some = read(in->fd, bytes, n);
    while (some < 0 && errno == EINTR);
    if (some < 0) {
        *got = 0;
        return rv_fail(err, RV_EIO, "cannot read %s: %s", in->name, strerror(errno));
    }
    *got = (size_t)some;
    return RV_OK;
}

const char *rv_input_name(const rv_input *in)
{
    return in->name;
}

void rv_input_close(rv_input *in)
{
    if (!in)
        return;
    if (in->owned)
        close(in->fd);
    free(in->name);
    free(in);
}

rv_status rv_file_read(const char *path, size_t limit, rv_buf *out, rv_error *err)
{
    char      piece[16384];
    rv_input *in;
    size_t    got, total = 0;
    rv_status st;

    if ((st = rv_input_open(&in, path, err)) != RV_OK)
        return st;
    while ((st = rv_input_read(in, piece, sizeof piece, &got, err)) == RV_OK && got > 0) {
        total += got;
        if (total > limit) {
            st = rv_fail(err, RV_EIO, "%s is longer than the %zu bytes allowed", rv_input_name(in), limit);
            break;
        }
        rv_buf_add(out, piece, got);
        if ((st = rv_buf_check(out, err)) != RV_OK)
            break;
    }
    rv_input_close(in);
    return st;
}
