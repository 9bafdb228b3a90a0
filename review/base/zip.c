/* The files inside a ZIP archive that lies in memory, with limits against archives made to fill memory. */
#include <config.h>

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <string.h>

#include "review/base.h"

enum { ENTRIES = 10000, CHUNK = 64 << 10 };
/* What grows more than a thousandfold beyond 16 MiB is made so, not written by people. */
static const size_t fine = (size_t)16 << 20, ratio = 1000;

typedef struct {
    struct archive *archive;
    const char     *name;
    size_t          packed, unpacked, limit;
    rv_buf          file;
} unpacking;

static rv_status fault(const unpacking *u, rv_error *err)
{
    const char *words = archive_error_string(u->archive);

    return rv_fail(err, RV_EPARSE, "%s: the archive is damaged or cut off: %.200s", u->name, words ? words : "it cannot be unpacked");
}

/* The whole of the file inside, into u->file. */
static rv_status unpack(unpacking *u, const char *path, rv_error *err)
{
    char chunk[CHUNK];
    la_ssize_t got;

    rv_buf_clear(&u->file);
    while ((got = archive_read_data(u->archive, chunk, sizeof chunk)) > 0) {
        u->unpacked += (size_t)got;
        if (u->unpacked > u->limit)
            return rv_fail(err, RV_EPARSE, "%s: unpacked it is longer than %zu MiB, at %.100s; it is too large to be read", u->name,
                           u->limit >> 20, path);
        if (u->unpacked > fine && u->unpacked / ratio > u->packed)
            return rv_fail(err, RV_EPARSE, "%s: it grows more than a thousandfold when unpacked, at %.100s; it is not read", u->name,
                           path);
        rv_buf_add(&u->file, chunk, (size_t)got);
    }
    if (got < 0)
        return fault(u, err);
    return rv_buf_check(&u->file, err);
}

static rv_status each(unpacking *u, bool (*wanted)(void *user, const char *path),
                      rv_status (*file)(void *user, const char *path, const char *bytes, size_t n, rv_error *err), void *user,
                      rv_error *err)
{
    struct archive_entry *entry;
    size_t    n = 0;
    rv_status st = RV_OK;
    int       code = ARCHIVE_EOF;

    while (st == RV_OK && ((code = archive_read_next_header(u->archive, &entry)) == ARCHIVE_OK || code == ARCHIVE_WARN)) {
        const char *path = archive_entry_pathname(entry);
        if (++n > ENTRIES)
            return rv_fail(err, RV_EPARSE, "%s: the archive holds more than %d files", u->name, ENTRIES);
        if (!path && !wanted)
            return rv_fail(err, RV_EPARSE, "%s: the name of file %zu inside cannot be read", u->name, n);
        if (!path || archive_entry_filetype(entry) != AE_IFREG || (wanted && !wanted(user, path)))
            continue;
        if (archive_entry_is_encrypted(entry))
            return rv_fail(err, RV_EPARSE, "%s: %.100s is encrypted; save it without a password", u->name, path);
        if ((st = unpack(u, path, err)) == RV_OK)
            st = file(user, path, rv_buf_str(&u->file), u->file.length, err);
    }
    return st != RV_OK || code == ARCHIVE_EOF ? st : fault(u, err);
}

bool rv_is_zip(const char *bytes, size_t n)
{
    return n >= 4 && memcmp(bytes, "PK\3\4", 4) == 0;
}

rv_status rv_zip_each(const char *name, const char *bytes, size_t n, size_t limit, bool (*wanted)(void *user, const char *path),
                      rv_status (*file)(void *user, const char *path, const char *file_bytes, size_t file_n, rv_error *err),
                      void *user, rv_error *err)
{
    unpacking u = { .archive = archive_read_new(), .name = name, .packed = n, .limit = limit, .file = RV_BUF_INIT };
    /* libarchive gives names in the locale's code, which in "C" has no form for most of them. */
    const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0), before = utf8 ? uselocale(utf8) : (locale_t)0;
    rv_status st;

    if (!u.archive)
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    else if (archive_read_support_format_zip_seekable(u.archive), archive_read_open_memory(u.archive, bytes, n) == ARCHIVE_OK)
        st = each(&u, wanted, file, user, err);
    else
        st = fault(&u, err);
    archive_read_free(u.archive);
    rv_buf_free(&u.file);
    if (utf8) {
        uselocale(before);
        freelocale(utf8);
    }
    return st;
}
