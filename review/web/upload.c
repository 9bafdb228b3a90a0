/* Bodies of forms: fields into the call, files into a folder of their own. */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "web/take.h"

enum { FIELD_BYTES = 2 << 20, MAX_FIELDS = 20000, MAX_FILES = 200, NAME_BYTES = 200 };

struct rv_upload {
    struct MHD_PostProcessor *reader;
    rv_call    *call;
    rv_buf      value;                /* of the field that is coming in */
    char       *name;                 /* its name; NULL: none */
    int         fd;                   /* of the file that is coming in; -1 */
    size_t      n_fields;
    size_t      total;
    char       *folder;
    bool        parts, empty;         /* multipart; the last piece was empty */
    const char *why;                  /* it must be refused */
};

/* ---- Fields ------------------------------------------------------------------------------------------------------------------ */

bool rv_field_add(json_t *in, const char *name, const char *value, size_t n)
{
    json_t *there = json_object_get(in, name), *item, *list;

    if (memchr(value, 0, n) || !rv_utf8_valid(value, n, NULL) || !rv_utf8_valid(name, strlen(name), NULL)
        || !(item = json_stringn_nocheck(value, n)))
        return false;
    if (!there)
        return json_object_set_new_nocheck(in, name, item) == 0;
    if (json_is_array(there))
        return json_array_append_new(there, item) == 0;
    list = json_array();
    if (!list || json_array_append(list, there) != 0) {
        json_decref(list);
        json_decref(item);
        return false;
    }
    return json_array_append_new(list, item) == 0 && json_object_set_new_nocheck(in, name, list) == 0;
}

/* One name or value of a query: + is a blank, %xx a byte. */
static bool decode(rv_buf *out, const char *text, size_t n)
{
    rv_buf_clear(out);
    for (size_t i = 0; i < n; i++) {
        uint8_t byte = text[i] == '+' ? ' ' : (uint8_t)text[i];
        if (text[i] == '%') {
            char hex[3] = "";
            if (n - i < 3)
                return false;
            memcpy(hex, text + i + 1, 2);
            if (!rv_unhex(hex, &byte, 1))
                return false;
            i += 2;
        }
        rv_buf_char(out, (char)byte);
    }
    return !out->failed;
}

bool rv_query_take(json_t *in, const char *text)
{
    rv_buf name = RV_BUF_INIT, value = RV_BUF_INIT;
    bool good = true;

    while (text && *text && good) {
        const size_t n = strcspn(text, "&"), equals = strcspn(text, "=&");
        if (n) {
            good = equals && decode(&name, text, equals) && !memchr(rv_buf_str(&name), 0, name.length)
                   && decode(&value, text + (equals < n ? equals + 1 : n), equals < n ? n - equals - 1 : 0)
                   && rv_field_add(in, rv_buf_str(&name), rv_buf_str(&value), value.length);
        }
        text += n + (text[n] == '&');
    }
    rv_buf_free(&name);
    rv_buf_free(&value);
    return good;
}

static bool refuse(rv_upload *u, const char *why)
{
    if (!u->why)
        u->why = why;
    return false;
}

static bool end_field(rv_upload *u)
{
    bool good = true;

    if (u->name && u->fd < 0)
        good = rv_field_add(u->call->in, u->name, rv_buf_str(&u->value), u->value.length)
               || refuse(u, "a field is not text in UTF-8");
    if (u->fd >= 0 && close(u->fd) != 0)
        good = refuse(u, "the file could not be kept");
    u->fd = -1;
    free(u->name);
    u->name = NULL;
    rv_buf_clear(&u->value);
    return good;
}

/* ---- Files -------------------------------------------------------------------------------------------------------------------- */

/* The name without folders and control characters, short, and never hidden or empty. */
static char *plain_name(const char *given)
{
    rv_buf name = RV_BUF_INIT;
    const char *at = given;
    char *out;

    for (const char *p = given; *p; p++)
        if (*p == '/' || *p == '\\')
            at = p + 1;
    while (*at == '.')
        at++;
    while (*at && name.length < NAME_BYTES) {
        int32_t point;
        const size_t n = rv_utf8_point(at, strlen(at), &point);
        if (point >= 32 && point != 127 && !strchr(":*?\"<>|", *at))
            rv_buf_add(&name, at, n);
        else
            rv_buf_char(&name, '_');
        at += n;
    }
    if (!name.length)
        rv_buf_text(&name, "file");
    out = name.failed ? NULL : strdup(rv_buf_str(&name));
    rv_buf_free(&name);
    return out;
}

static bool make_folder(rv_upload *u)
{
    const char *base = getenv("TMPDIR");

    if (u->folder)
        return true;
    if (asprintf(&u->folder, "%s/review-upload-XXXXXX", base && *base ? base : "/var/tmp") < 0) {
        u->folder = NULL;
        return false;
    }
    if (mkdtemp(u->folder))
        return true;
    free(u->folder);
    u->folder = NULL;
    return false;
}

/* Each file in a folder of its own, so that it keeps its name. */
static bool begin_file(rv_upload *u, const char *field, const char *given)
{
    rv_web_file *more, *file;
    char *folder = NULL;

    if (u->call->n_files == MAX_FILES)
        return refuse(u, "too many files");
    if (!make_folder(u) || !(more = realloc(u->call->files, (u->call->n_files + 1) * sizeof *more)))
        return refuse(u, "the file could not be kept");
    u->call->files = more;
    file = &more[u->call->n_files];
    *file = (rv_web_file){ .field = strdup(field), .name = plain_name(given) };
    u->call->n_files++;
    if (!file->field || !file->name || asprintf(&folder, "%s/%zu", u->folder, u->call->n_files) < 0)
        return refuse(u, "the file could not be kept");
    if (mkdir(folder, 0700) != 0 || asprintf(&file->path, "%s/%s", folder, file->name) < 0) {
        free(folder);
        return refuse(u, "the file could not be kept");
    }
    free(folder);
    u->fd = open(file->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    return u->fd >= 0 || refuse(u, "the file could not be kept");
}

static bool add_to_file(rv_upload *u, const char *bytes, size_t n)
{
    rv_web_file *file = &u->call->files[u->call->n_files - 1];

    for (size_t at = 0; at < n; ) {
        const ssize_t wrote = write(u->fd, bytes + at, n - at);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return refuse(u, errno == ENOSPC ? "the disk of the server is full" : "the file could not be kept");
        at += (size_t)wrote;
    }
    file->bytes += (int64_t)n;
    return true;
}

void rv_files_remove(rv_call *call)
{
    for (size_t i = 0; i < call->n_files; i++) {
        rv_web_file *f = &call->files[i];
        char *slash;
        if (f->path) {
            unlink(f->path);
            for (int level = 0; level < 2 && (slash = strrchr(f->path, '/')); level++) {
                *slash = 0;
                rmdir(f->path);       /* the common one goes with the last */
            }
        }
        free(f->field);
        free(f->name);
        free(f->path);
    }
    free(call->files);
    call->files = NULL;
    call->n_files = 0;
}

/* ---- The whole body ------------------------------------------------------------------------------------------------------------- */

static enum MHD_Result piece(void *user, enum MHD_ValueKind kind, const char *key, const char *filename, const char *type,
                             const char *encoding, const char *data, uint64_t offset, size_t n)
{
    rv_upload *u = user;

    (void)kind;
    (void)type;
    (void)encoding;
    if (!key || !*key || u->why)
        return u->why ? MHD_NO : MHD_YES;
    /* of a multipart field the first piece may be empty, and the next begins at 0 again */
    if (offset == 0 && !(u->parts && u->empty && n && u->name && strcmp(u->name, key) == 0)) {
        if (!end_field(u))
            return MHD_NO;
        if (++u->n_fields > MAX_FIELDS)
            return refuse(u, "too many fields") ? MHD_YES : MHD_NO;
        if (!(u->name = strdup(key)))
            return refuse(u, "out of memory") ? MHD_YES : MHD_NO;
        if (filename && *filename && !begin_file(u, key, filename))
            return MHD_NO;
    }
    u->empty = n == 0;
    if (u->fd >= 0)
        return add_to_file(u, data, n) ? MHD_YES : MHD_NO;
    u->total += n;
    if (u->total > FIELD_BYTES)
        return refuse(u, "the fields are too long") ? MHD_YES : MHD_NO;
    rv_buf_add(&u->value, data, n);
    return u->value.failed ? MHD_NO : MHD_YES;
}

rv_upload *rv_upload_begin(struct MHD_Connection *connection, rv_call *call)
{
    const char *type = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_TYPE);
    rv_upload *u = calloc(1, sizeof *u);

    if (!u)
        return NULL;
    u->parts = type && strncasecmp(type, "multipart/", 10) == 0;
    u->call = call;
    u->fd = -1;
    u->value = (rv_buf)RV_BUF_INIT;
    if (!(u->reader = MHD_create_post_processor(connection, 16384, piece, u))) {
        free(u);
        return NULL;
    }
    return u;
}

bool rv_upload_add(rv_upload *u, const char *bytes, size_t n, const char **why)
{
    const bool good = MHD_post_process(u->reader, bytes, n) == MHD_YES && !u->why;

    *why = u->why ? u->why : "the form is malformed";
    return good;
}

bool rv_upload_end(rv_upload *u, const char **why)
{
    bool good = MHD_destroy_post_processor(u->reader) == MHD_YES;

    u->reader = NULL;
    good = end_field(u) && good && !u->why;
    *why = u->why ? u->why : "the form is malformed";
    return good;
}

void rv_upload_free(rv_upload *u)
{
    if (!u)
        return;
    if (u->reader)
        MHD_destroy_post_processor(u->reader);
    if (u->fd >= 0)
        close(u->fd);
    rv_buf_free(&u->value);
    free(u->name);
    free(u->folder);
    free(u);
}
