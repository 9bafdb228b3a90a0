#include <config.h>

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

#include "compressed.h"

enum { CHUNK = 64 << 10, ENTRIES = 1000 };
/* A file that grows more than a thousandfold beyond 64 MiB, or beyond 4 GiB, is made to fill memory or time, not to be read. */
static const uint64_t fine = UINT64_C(64) << 20, ratio = 1000, most = UINT64_C(4) << 30;

struct rv_unpacking {
    struct archive *archive;
    const char     *name;
    rv_unpack_pull *pull;
    void           *user;
    rv_error        fault;               /* of `pull` */
    uint64_t        packed, unpacked;
    size_t          entries;
    bool            looked, ended;       /* at the first bytes inside; the file inside is over */
    char            bytes[CHUNK];
};

static const struct { const char *begins; size_t n; const char *refused; } kinds[] = {
    { "\x1F\x8B", 2, NULL },             { "BZh", 3, NULL },              { "\xFD" "7zXZ\0", 6, NULL },
    { "\x28\xB5\x2F\xFD", 4, NULL },     { "\x04\x22\x4D\x18", 4, NULL }, { "\x1F\x9D", 2, NULL },
    { "LZIP", 4, NULL },                 { "PK\3\4", 4, NULL },           { "PK\5\6", 4, "an empty ZIP archive" },
    { "7z\xBC\xAF\x27\x1C", 6, "a 7z archive" }, { "Rar!\x1A\7", 6, "a RAR archive" },
};

static size_t kind_of(const char *head, size_t n)
{
    size_t i;

    for (i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (n >= kinds[i].n && memcmp(head, kinds[i].begins, kinds[i].n) == 0)
            return i;
    return i;
}

bool rv_is_compressed(const char *head, size_t n)
{
    return kind_of(head, n) < sizeof kinds / sizeof *kinds || (n >= 262 && memcmp(head + 257, "ustar", 5) == 0);
}

static rv_status refuse(const rv_unpacking *unpacking, rv_error *err, const char *words)
{
    return rv_fail(err, RV_EPARSE, "%s:1: %s (compressed-input)", unpacking->name, words);
}

/* What libarchive says, unless the file itself could not be read. */
static rv_status fault(const rv_unpacking *unpacking, rv_error *err)
{
    const char *words = archive_error_string(unpacking->archive);

    if (unpacking->fault.code != RV_OK) {
        if (err)
            *err = unpacking->fault;
        return unpacking->fault.code;
    }
    return rv_fail(err, RV_EPARSE, "%s:1: it is compressed and damaged, or cut off: %.200s (compressed-input)", unpacking->name,
                   words ? words : "it cannot be unpacked");
}

static la_ssize_t read_packed(struct archive *archive, void *user, const void **bytes)
{
    rv_unpacking *unpacking = user;
    size_t        got = 0;

    if (unpacking->pull(unpacking->user, unpacking->bytes, CHUNK, &got, &unpacking->fault) != RV_OK) {
        archive_set_error(archive, -1, "cannot be read");
        return -1;
    }
    unpacking->packed += got;
    *bytes = unpacking->bytes;
    return (la_ssize_t)got;
}

/* The name inside without its folders. */
static const char *base(const char *path)
{
    const char *slash = path ? strrchr(path, '/') : NULL;

    return !path ? "" : slash ? slash + 1 : path;
}

static bool is_passed_over(struct archive_entry *entry)
{
    const char *path = archive_entry_pathname(entry);

    return archive_entry_filetype(entry) != AE_IFREG || *base(path) == '.' || (path && strncmp(path, "__MACOSX/", 9) == 0);
}

/* The next file inside; `*more` is false at the end. */
static rv_status next_file(rv_unpacking *unpacking, bool *more, const char **called, rv_error *err)
{
    struct archive_entry *entry;
    int                   code;

    *more = false;
    *called = "";
    while ((code = archive_read_next_header(unpacking->archive, &entry)) == ARCHIVE_OK || code == ARCHIVE_WARN) {
        *called = base(archive_entry_pathname(entry));
        if (++unpacking->entries > ENTRIES)
            return refuse(unpacking, err, "the archive holds more than a thousand things; unpack it and give the files one by one");
        if (strcmp(*called, "[Content_Types].xml") == 0 || strcmp(*called, "mimetype") == 0)
            return rv_fail(err, RV_EPARSE, "%s:1: it looks like a spreadsheet or document; save it as CSV (not-references)",
                           unpacking->name);
        if (is_passed_over(entry))
            continue;
        if (archive_entry_is_encrypted(entry))
            return refuse(unpacking, err, "it is encrypted; unpack it first");
        *more = true;
        return RV_OK;
    }
    return code == ARCHIVE_EOF ? RV_OK : fault(unpacking, err);
}

static rv_status open_archive(rv_unpacking *unpacking, rv_error *err)
{
    struct archive *archive = unpacking->archive = archive_read_new();

    if (!archive)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    archive_read_support_filter_gzip(archive);
    archive_read_support_filter_bzip2(archive);
    archive_read_support_filter_xz(archive);
    archive_read_support_filter_lzip(archive);
    archive_read_support_filter_zstd(archive);
    archive_read_support_filter_lz4(archive);
    archive_read_support_filter_compress(archive);
    archive_read_support_format_zip_streamable(archive);
    archive_read_support_format_tar(archive);
    archive_read_support_format_raw(archive);
    return archive_read_open(archive, unpacking, NULL, read_packed, NULL) == ARCHIVE_OK ? RV_OK : fault(unpacking, err);
}

rv_status rv_unpack_begin(rv_unpacking **out, const char *name, const char *head, size_t n, rv_unpack_pull *pull, void *user,
                          rv_error *err)
{
    const size_t  kind = kind_of(head, n);
    rv_unpacking *unpacking;
    const char   *called;
    bool          more;
    rv_status     st;

    *out = NULL;
    if (kind < sizeof kinds / sizeof *kinds && kinds[kind].refused)
        return rv_fail(err, RV_EPARSE, "%s:1: it is %s, which is not read here; unpack it first (compressed-input)", name,
                       kinds[kind].refused);
    if (!(unpacking = *out = calloc(1, sizeof *unpacking)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    unpacking->name = name;
    unpacking->pull = pull;
    unpacking->user = user;
    if ((st = open_archive(unpacking, err)) == RV_OK && (st = next_file(unpacking, &more, &called, err)) == RV_OK && !more)
        st = rv_fail(err, RV_EPARSE, "%s:1: the archive holds no file (empty-input)", name);
    return st;
}

static rv_status check_growth(rv_unpacking *unpacking, rv_error *err)
{
    if (unpacking->unpacked > most || (unpacking->unpacked > fine && unpacking->unpacked / ratio > unpacking->packed))
        return refuse(unpacking, err, "it grows more than a thousandfold, or beyond 4 GiB, when unpacked; unpack it first if it is meant so");
    return RV_OK;
}

/* What begins like a compressed file is one within another. */
static rv_status check_head(rv_unpacking *unpacking, const char *bytes, size_t n, rv_error *err)
{
    size_t kind;

    if (unpacking->looked)
        return RV_OK;
    unpacking->looked = true;
    kind = kind_of(bytes, n);
    return kind == sizeof kinds / sizeof *kinds ? RV_OK
           : refuse(unpacking, err, "a compressed file lies within a compressed file; unpack it first");
}

rv_status rv_unpack_read(rv_unpacking *unpacking, void *bytes, size_t n, size_t *got, rv_error *err)
{
    la_ssize_t  count;
    const char *called;
    bool        more;
    rv_status   st;

    *got = 0;
    if (unpacking->ended)
        return RV_OK;
    if ((count = archive_read_data(unpacking->archive, bytes, n)) < 0)
        return fault(unpacking, err);
    if (count > 0) {
        *got = (size_t)count;
        unpacking->unpacked += (uint64_t)count;
        st = check_head(unpacking, bytes, *got, err);
        return st == RV_OK ? check_growth(unpacking, err) : st;
    }
    unpacking->ended = true;
    if ((st = next_file(unpacking, &more, &called, err)) == RV_OK && more)
        st = rv_fail(err, RV_EPARSE, "%s:1: the archive holds a second file, '%.100s'; unpack it and give the files one by one "
                     "(compressed-input)", unpacking->name, called);
    return st;
}

void rv_unpack_end(rv_unpacking *unpacking)
{
    if (!unpacking)
        return;
    archive_read_free(unpacking->archive);
    free(unpacking);
}
