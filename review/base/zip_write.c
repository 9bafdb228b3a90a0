/* A package as a ZIP archive with nothing in it that depends on the day, the machine or the zone.

   Not by libarchive, which reads them: it gives every file an extra field with times and puts sizes and checksum behind the data;
   OpenDocument forbids the first for "mimetype" (ODF 1.3 part 2, 3.3), and signs by which programs know a file are then not where
   they are looked for. The format itself is three fixed records (APPNOTE.TXT 6.3, 4.3); zlib does the work. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "review/base.h"
#include "zip_inside.h"

enum { STORED = 0, DEFLATED = 8, NEEDED = 20, UTF8_NAME = 1 << 11, TIME = 0, DATE = 0x21 /* 1980-01-01, the first there is */ };
enum { MOST_FILES = 65535 };
static const size_t most_bytes = (size_t)UINT32_MAX - (64 << 20);

/* What the records at the file and in the directory both say. */
typedef struct {
    const char *name;
    uint32_t    crc, packed, size, at;
    uint16_t    method, flags;
} zip_entry;

static void put16(rv_buf *out, unsigned x)
{
    rv_buf_add(out, (const unsigned char[]){ x & 0xFF, x >> 8 & 0xFF }, 2);
}

static void put32(rv_buf *out, uint32_t x)
{
    put16(out, x & 0xFFFF);
    put16(out, x >> 16);
}

/* The fields from "version needed" to "length of the extra field". */
static void common(rv_buf *out, const zip_entry *e)
{
    put16(out, NEEDED);
    put16(out, e->flags);
    put16(out, e->method);
    put16(out, TIME);
    put16(out, DATE);
    put32(out, e->crc);
    put32(out, e->packed);
    put32(out, e->size);
    put16(out, (unsigned)strlen(e->name));
    put16(out, 0);
}

static void local_record(rv_buf *out, const zip_entry *e)
{
    rv_buf_add(out, "PK\3\4", 4);
    common(out, e);
    rv_buf_text(out, e->name);
}

static void directory_record(rv_buf *out, const zip_entry *e)
{
    rv_buf_add(out, "PK\1\2", 4);
    put16(out, NEEDED);
    common(out, e);
    for (int i = 0; i < 3; i++)                           /* comment, disk, text or not */
        put16(out, 0);
    put32(out, 0);
    put32(out, e->at);
    rv_buf_text(out, e->name);
}

static void end_record(rv_buf *out, size_t n, size_t directory, size_t length)
{
    rv_buf_add(out, "PK\5\6", 4);
    put32(out, 0);
    put16(out, (unsigned)n);
    put16(out, (unsigned)n);
    put32(out, (uint32_t)length);
    put32(out, (uint32_t)directory);
    put16(out, 0);
}

/* Raw deflate into `packed`; false where that is no shorter. */
static rv_status shrink(const rv_zip_part *part, rv_buf *packed, bool *shorter, rv_error *err)
{
    z_stream z = { 0 };
    unsigned char *room;
    rv_status st = RV_OK;

    *shorter = false;
    if (deflateInit2(&z, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if (!(room = malloc(part->n + 1))) {
        deflateEnd(&z);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    z.next_in = (unsigned char *)part->bytes;
    z.avail_in = (uInt)part->n;
    z.next_out = room;
    z.avail_out = (uInt)part->n;
    if (deflate(&z, Z_FINISH) == Z_STREAM_END) {
        rv_buf_clear(packed);
        rv_buf_add(packed, room, z.total_out);
        *shorter = true;
        st = rv_buf_check(packed, err);
    }
    deflateEnd(&z);
    free(room);
    return st;
}

static rv_status one(const rv_zip_part *part, bool first, zip_entry *e, rv_buf *packed, rv_buf *out, rv_error *err)
{
    bool shorter = false;
    rv_status st = RV_OK;

    *e = (zip_entry){ .name = part->name, .crc = (uint32_t)crc32_z(0, (const Bytef *)part->bytes, part->n), .packed = (uint32_t)part->n,
                      .size = (uint32_t)part->n, .at = (uint32_t)out->length, .method = STORED };
    for (const char *c = part->name; *c; c++)
        if ((unsigned char)*c >= 0x80)
            e->flags = UTF8_NAME;
    /* pictures are compressed already */
    if (!(first && strcmp(part->name, "mimetype") == 0) && !(part->n > 4 && memcmp(part->bytes, "\x89PNG", 4) == 0))
        st = shrink(part, packed, &shorter, err);
    if (shorter) {
        e->method = DEFLATED;
        e->packed = (uint32_t)packed->length;
    }
    local_record(out, e);
    rv_buf_add(out, shorter ? packed->data : part->bytes, e->packed);
    return st;
}

rv_status rv_zip_write(const rv_zip *zip, rv_buf *out, rv_error *err)
{
    rv_buf archive = RV_BUF_INIT, packed = RV_BUF_INIT;
    zip_entry *entries = calloc(zip->n + 1, sizeof *entries);
    rv_status st = entries ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
    size_t total = 0, directory;

    for (size_t i = 0; i < zip->n; i++)
        total += zip->parts[i].n;
    if (st == RV_OK && (zip->n > MOST_FILES || total > most_bytes))
        st = rv_fail(err, RV_EINVAL, "a package of %zu files and %zu MiB is too large to be written", zip->n, total >> 20);
    for (size_t i = 0; st == RV_OK && i < zip->n; i++)
        st = one(&zip->parts[i], i == 0, &entries[i], &packed, &archive, err);
    directory = archive.length;
    for (size_t i = 0; st == RV_OK && i < zip->n; i++)
        directory_record(&archive, &entries[i]);
    if (st == RV_OK)
        end_record(&archive, zip->n, directory, archive.length - directory);
    if (st == RV_OK && (st = rv_buf_check(&archive, err)) == RV_OK) {
        rv_buf_add(out, archive.data, archive.length);
        st = rv_buf_check(out, err);
    }
    free(entries);
    rv_buf_free(&archive);
    rv_buf_free(&packed);
    return st;
}
