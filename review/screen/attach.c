/* Files of reports: the fact that a report has one, and its bytes, kept under their digest. */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "screen/board.h"
#include "screen/media.h"

enum { PIECE = 256 * 1024, NAME_BYTES = 200, TRIES = 3 };
static const int64_t largest = INT64_C(1) << 31;       /* bytes of one file */

/* A file being attached; read twice: for its digest and kind, then for the review. */
typedef struct {
    const char *path;
    int         fd;
    int64_t     bytes;
    char        digest[RV_DIGEST_HEX];
    const char *media;
    rv_buf      name;
    char       *piece;
} source;

RV_STATEMENT(attachment_newest,
    "SELECT given, name FROM attachment WHERE digest = ?2 AND (record = ?1 OR record IN (SELECT record FROM report_member WHERE report = ?1))"
    " ORDER BY id DESC LIMIT 1");
RV_STATEMENT(report_state_newest,
    "SELECT state FROM report_state WHERE record = ?1 OR record IN (SELECT record FROM report_member WHERE report = ?1)"
    " ORDER BY id DESC LIMIT 1");
RV_STATEMENT(attachments_standing,
    "SELECT x.report, x.record, x.digest, x.name, x.media, e.who, e.at, x.bytes FROM (SELECT coalesce(m.report, a.record) AS report, a.id,"
    " a.record, a.digest, a.name, a.media, a.bytes, a.event, a.given, row_number() OVER (PARTITION BY coalesce(m.report, a.record), a.digest"
    " ORDER BY a.id DESC) AS nth FROM attachment a LEFT JOIN report_member m ON m.record = a.record) AS x JOIN event e ON e.id = x.event"
    " WHERE x.nth = 1 AND x.given = 1 AND (?1 = 0 OR x.report = ?1) ORDER BY x.report, x.id");

/* The base name, whatever system it comes from, in valid UTF-8 with what cannot be shown made visible. */
static void take_name(rv_buf *name, const char *path)
{
    const char *base = path;

    for (const char *at = path; *at; at++)
        if (*at == '/' || *at == '\\')
            base = at + 1;
    rv_utf8_printable(name, base, strlen(base));
    if (name->length > NAME_BYTES && name->data) {
        size_t n = NAME_BYTES;
        while (n > 0 && ((unsigned char)name->data[n] & 0xC0) == 0x80)
            n--;
        name->length = n;
        name->data[n] = 0;
    }
    if (!name->length)
        rv_buf_text(name, "unnamed");
}

/* Calls `take` with each piece of the file from its beginning. */
static rv_status each_piece(source *s, rv_status (*take)(void *user, const void *bytes, size_t n, rv_error *err), void *user, rv_error *err)
{
    rv_status st = RV_OK;
    ssize_t got = 1;

    if (lseek(s->fd, 0, SEEK_SET) != 0)
        return rv_fail(err, RV_EIO, "%s: %s", s->path, strerror(errno));
    while (st == RV_OK && got > 0) {
        do
            got = read(s->fd, s->piece, PIECE);
        while (got < 0 && errno == EINTR);
        if (got < 0)
            st = rv_fail(err, RV_EIO, "%s: %s", s->path, strerror(errno));
        else if (got > 0)
            st = take(user, s->piece, (size_t)got, err);
    }
    return st;
}

typedef struct {
    source   *s;
    rv_sha256 state;
    int64_t   bytes;
    size_t    head;
    unsigned char first[RV_MEDIA_BYTES];
} look;

static rv_status look_at(void *user, const void *bytes, size_t n, rv_error *err)
{
    look *l = user;
    const size_t room = sizeof l->first - l->head;

    memcpy(l->first + l->head, bytes, n < room ? n : room);
    l->head += n < room ? n : room;
    rv_sha256_add(&l->state, bytes, n);
    l->bytes += (int64_t)n;
    return l->bytes <= largest ? RV_OK : rv_fail(err, RV_EINVAL, "%s is longer than %lld bytes, which is the most", l->s->path,
                                                 (long long)largest);
}

/* First reading: length, digest, kind. */
static rv_status know(source *s, rv_error *err)
{
    look *l = malloc(sizeof *l);
    uint8_t digest[RV_DIGEST];
    rv_status st;

    if (!l)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    l->s = s;
    l->bytes = 0;
    l->head = 0;
    rv_sha256_start(&l->state);
    st = each_piece(s, look_at, l, err);
    if (st == RV_OK && !l->bytes)
        st = rv_fail(err, RV_EINVAL, "%s is empty", s->path);
    if (st == RV_OK) {
        rv_sha256_end(&l->state, digest);
        rv_hex(digest, RV_DIGEST, s->digest);
        s->bytes = l->bytes;
        s->media = rv_media_of(l->first, l->head);
    }
    free(l);
    return st;
}

static rv_status open_source(source *s, const char *path, rv_error *err)
{
    struct stat about;

    *s = (source){ .path = path, .fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC), .name = RV_BUF_INIT };
    if (s->fd < 0 || fstat(s->fd, &about) != 0)
        return rv_fail(err, errno == ENOENT ? RV_ENOTFOUND : RV_EIO, "%s: %s", path, strerror(errno));
    if (!S_ISREG(about.st_mode))
        return rv_fail(err, RV_EINVAL, "%s is %s, not a file", path, S_ISDIR(about.st_mode) ? "a folder" : "a pipe or device");
    if (about.st_size > largest)
        return rv_fail(err, RV_EINVAL, "%s has %lld bytes; %lld are the most", path, (long long)about.st_size, (long long)largest);
    if (!(s->piece = malloc(PIECE)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    take_name(&s->name, path);
    return rv_buf_check(&s->name, err);
}

static void close_source(source *s)
{
    if (s->fd >= 0)
        close(s->fd);
    free(s->piece);
    rv_buf_free(&s->name);
}

static rv_status stage_piece(void *user, const void *bytes, size_t n, rv_error *err)
{
    return rv_content_add(user, bytes, n, err);
}

/* Second reading: into the review, unless it has these bytes. */
static rv_status stage(source *s, rv_store *store, rv_content **content, rv_error *err)
{
    bool there = false;
    rv_status st = rv_content_there(store, s->digest, &there, err);

    if (st != RV_OK || there)
        return st;
    if ((st = rv_content_begin(content, store, s->digest, err)) == RV_OK && (st = each_piece(s, stage_piece, *content, err)) == RV_OK)
        st = rv_content_end(*content, err);
    return st == RV_OK ? st : rv_within(err, st, "%s", s->path);
}

static rv_status refuse_twice(rv_store *store, int64_t report, const char *digest, bool giving, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st;

    if ((st = rv_query_start(&q, store, &attachment_newest, err, "it", report, digest)) == RV_OK
        && (st = rv_query_next(q, &more, err)) == RV_OK) {
        const bool stands = more && rv_query_int(q, 0) != 0;
        if (giving && stands)
            st = rv_fail(err, RV_EEXIST, "report %lld has this file already, as %s", (long long)report, rv_query_text(q, 1));
        else if (!giving && !stands)
            st = rv_fail(err, RV_ENOTFOUND, "report %lld has no file %.12s", (long long)report, digest);
    }
    rv_query_end(q);
    return st;
}

static rv_status add_fact(rv_event *event, int64_t record, const source *s, bool given, rv_error *err)
{
    const char *digest = s->digest;
    const rv_cell cells[] = {
        RV_CELL_OF_INT("record", record),         RV_CELL_OF_TEXT("digest", digest),       RV_CELL_OF_INT("bytes", s->bytes),
        RV_CELL_OF_TEXT("name", rv_buf_str(&s->name)), RV_CELL_OF_TEXT("media", s->media),    RV_CELL_OF_INT("given", given),
    };

    return rv_event_add(event, "attachment", cells, sizeof cells / sizeof *cells, NULL, err);
}

/* What has a file was retrieved; what else is said of the report stays. */
static rv_status add_state(rv_event *event, rv_store *store, int64_t record, int64_t report, rv_error *err)
{
    const rv_cell cells[] = { RV_CELL_OF_INT("record", record), RV_CELL_OF_TEXT("state", "retrieved") };
    rv_query *q = NULL;
    bool more = false, needed = false;
    rv_status st;

    if ((st = rv_query_start(&q, store, &report_state_newest, err, "i", report)) == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK)
        needed = !more || strcmp(rv_query_text(q, 0), "sought") == 0;
    rv_query_end(q);
    return st == RV_OK && needed ? rv_event_add(event, "report_state", cells, 2, NULL, err) : st;
}

/* The act; `*whole` false: the staged bytes are gone, and nothing was done. */
static rv_status write_attachment(rv_store *store, const char *who, int64_t record, const source *s, rv_content *content, bool *whole,
                                  char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_event *event = NULL;
    int64_t report;
    rv_status st;

    *whole = true;
    if ((st = rv_event_begin(&event, store, "report.attach", who, false, err)) != RV_OK)
        return st;
    if ((st = rv_record_report(store, record, &report, err)) == RV_OK && (st = refuse_twice(store, report, s->digest, true, err)) == RV_OK
        && (!content || (st = rv_content_settle(content, event, whole, err)) == RV_OK) && *whole
        && (st = add_fact(event, record, s, true, err)) == RV_OK && (st = add_state(event, store, record, report, err)) == RV_OK)
        return rv_event_commit(event, hex, err);
    rv_event_abandon(event);
    return st;
}

rv_status rv_report_attach(rv_store *store, const char *who, int64_t record, const char *path, char digest[RV_DIGEST_HEX],
                           char hex[RV_DIGEST_HEX], rv_error *err)
{
    source s;
    int64_t report;
    bool whole = false;
    rv_status st = open_source(&s, path, err);

    if (st == RV_OK && (st = know(&s, err)) == RV_OK && (st = rv_record_report(store, record, &report, err)) == RV_OK)
        st = refuse_twice(store, report, s.digest, true, err);
    for (int i = 0; i < TRIES && st == RV_OK && !whole; i++) {
        rv_content *content = NULL;
        if ((st = stage(&s, store, &content, err)) == RV_OK)
            st = write_attachment(store, who, record, &s, content, &whole, hex, err);
        rv_content_free(content);
    }
    if (st == RV_OK && !whole)
        st = rv_fail(err, RV_ESTORE, "%s: others keep removing what is staged; try again", path);
    if (st == RV_OK)
        memcpy(digest, s.digest, RV_DIGEST_HEX);
    close_source(&s);
    return st;
}

/* ---- Taking off, listing, reading ------------------------------------------------------------------------------------------- */

typedef struct {
    const char *digest;
    source      found;
    bool        there;
} wanted;

static rv_status find_file(void *user, const rv_attachment *file, rv_error *err)
{
    wanted *w = user;

    if (w->there || strcmp(file->digest, w->digest) != 0)
        return RV_OK;
    w->there = true;
    memcpy(w->found.digest, w->digest, RV_DIGEST_HEX);
    w->found.bytes = file->bytes;
    rv_buf_text(&w->found.name, file->name);
    w->found.media = strdup(file->media);
    return w->found.media ? rv_buf_check(&w->found.name, err) : rv_fail(err, RV_ENOMEM, "out of memory");
}

rv_status rv_report_detach(rv_store *store, const char *who, int64_t record, const char *digest, char hex[RV_DIGEST_HEX], rv_error *err)
{
    wanted w = { .digest = digest, .found = { .fd = -1, .name = RV_BUF_INIT } };
    rv_event *event = NULL;
    int64_t report;
    rv_status st;

    if (strlen(digest) != RV_DIGEST_HEX - 1)
        return rv_fail(err, RV_EINVAL, "'%.80s' is no digest; it must be 64 hexadecimal digits", digest);
    if ((st = rv_event_begin(&event, store, "report.detach", who, false, err)) != RV_OK)
        return st;
    if ((st = rv_record_report(store, record, &report, err)) == RV_OK && (st = refuse_twice(store, report, digest, false, err)) == RV_OK
        && (st = rv_report_attachments(store, report, find_file, &w, err)) == RV_OK)
        st = add_fact(event, record, &w.found, false, err);
    rv_buf_free(&w.found.name);
    free((char *)w.found.media);
    if (st == RV_OK)
        return rv_event_commit(event, hex, err);
    rv_event_abandon(event);
    return st;
}

rv_status rv_report_attachments(rv_store *store, int64_t report,
                                rv_status (*file)(void *user, const rv_attachment *file, rv_error *err), void *user, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st = RV_OK;

    if (report)
        st = rv_record_report(store, report, &report, err);
    if (st == RV_OK && (st = rv_query_start(&q, store, &attachments_standing, err, "i", report)) == RV_OK)
        while ((st = rv_query_next(q, &more, err)) == RV_OK && more) {
            const rv_attachment a = { rv_query_int(q, 0),  rv_query_int(q, 1),  rv_query_text(q, 2), rv_query_text(q, 3),
                                      rv_query_text(q, 4), rv_query_text(q, 5), rv_query_text(q, 6), rv_query_int(q, 7) };
            if ((st = file(user, &a, err)) != RV_OK)
                break;
        }
    rv_query_end(q);
    return st;
}

rv_status rv_report_file_bytes(rv_store *store, const char *digest,
                               rv_status (*piece)(void *user, const void *bytes, size_t n, rv_error *err), void *user, rv_error *err)
{
    return rv_content_bytes(store, digest, piece, user, err);
}
