/* The bytes of a full text, as a PDF or picture that the browser shows or as a download. They are hostile: nothing here looks into them. */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "web/handlers.h"

/* What a browser may show by itself: it has a viewer of its own for these, which runs no script of the page. */
static const char *const shown[] = { "application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp" };

/* Not `sandbox`: Chromium shows a PDF all the same, as it applies no policy to its viewer, but Safari and Firefox then show none. For the
   same reason the frame around it has no sandbox attribute. */
static const char csp_shown[] = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; object-src 'self'; base-uri 'none'; "
                                "form-action 'none'; frame-ancestors 'self'";
static const char csp_kept[] = "default-src 'none'; sandbox; frame-ancestors 'none'";

typedef struct {
    const char *digest, *type;
    char        name[1024];
    bool        found;
} wanted;

static rv_status look(void *user, const rv_attachment *file, rv_error *err)
{
    wanted *w = user;

    (void)err;
    if (w->found || strcmp(file->digest, w->digest) != 0)
        return RV_OK;
    w->found = true;
    snprintf(w->name, sizeof w->name, "%s", file->name);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        if (strcmp(file->media, shown[i]) == 0)
            w->type = shown[i];
    return RV_OK;
}

/* A file without a name, gone when it is closed. */
static int nameless(void)
{
    const char *base = getenv("TMPDIR");
    char path[4096];
    int fd;

    snprintf(path, sizeof path, "%s", base && *base ? base : "/var/tmp");
    fd = open(path, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || snprintf(path, sizeof path, "%s/review-file-XXXXXX", base && *base ? base : "/var/tmp") >= (int)sizeof path)
        return fd;
    fd = mkostemp(path, O_CLOEXEC);           /* some file systems have only named ones */
    if (fd >= 0)
        unlink(path);
    return fd;
}

static rv_status keep(void *user, const void *bytes, size_t n, rv_error *err)
{
    const int fd = *(const int *)user;

    for (size_t at = 0; at < n; ) {
        const ssize_t wrote = write(fd, (const char *)bytes + at, n - at);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return rv_fail(err, RV_EIO, "the file could not be read: %s", strerror(errno));
        at += (size_t)wrote;
    }
    return RV_OK;
}

/* Shown in the page, and kept under its name when it is saved from there. */
static void send_shown(rv_call *call, const wanted *w)
{
    rv_buf name = RV_BUF_INIT, value = RV_BUF_INIT;

    rv_call_send(call, w->type, NULL);
    rv_path_part(&name, w->name);
    rv_buf_printf(&value, "inline; filename*=UTF-8''%s", rv_buf_str(&name));
    rv_call_header(call, "Content-Disposition", rv_buf_str(&value));
    rv_call_header(call, "Content-Security-Policy", csp_shown);
    rv_buf_free(&name);
    rv_buf_free(&value);
}

rv_status rv_get_file(rv_call *call, rv_error *err)
{
    wanted w = { .digest = rv_call_word(call, "digest") };
    rv_status st;

    if (strlen(w.digest) != RV_DIGEST_HEX - 1 || strspn(w.digest, "0123456789abcdef") != RV_DIGEST_HEX - 1)
        return rv_fail(err, RV_ENOTFOUND, "'%.70s' is no digest of a file: 64 hexadecimal digits", w.digest);
    if ((st = rv_report_attachments(call->store, 0, look, &w, err)) != RV_OK)
        return st;
    if (!w.found)
        return rv_fail(err, RV_ENOTFOUND, "no report has the file %.12s", w.digest);
    if ((call->fd = nameless()) < 0)
        return rv_fail(err, RV_EIO, "no room for the file: %s", strerror(errno));
    if ((st = rv_report_file_bytes(call->store, w.digest, keep, &call->fd, err)) != RV_OK)
        return st;
    if (w.type) {
        send_shown(call, &w);
    } else {
        rv_call_send(call, "application/octet-stream", w.name);
        rv_call_header(call, "Content-Security-Policy", csp_kept);
    }
    rv_call_header(call, "Cache-Control", "private, max-age=3600");      /* its name says its bytes */
    return RV_OK;
}
