#include <config.h>

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zlib.h>

#include "review/store.h"

#include "store/inside.h"

enum {
    FLUSH_ROWS   = RV_CHUNK_ROWS,        /* rows, or bytes of text, staged in one short transaction */
    FLUSH_BYTES  = 2 * 1024 * 1024,
    FLUSH_BLOCKS = 8
};

/* The columns of `record` from `type` on, in the order of the schema. */
static const struct { const char *name; size_t at; } texts[] = {
#define TEXT(name) { #name, offsetof(rv_bulk_record, name) }
    TEXT(type), TEXT(title), TEXT(authors), { "year", offsetof(rv_bulk_record, year) }, TEXT(container), TEXT(volume),
    TEXT(issue), TEXT(pages), TEXT(doi), TEXT(pmid), TEXT(isbn), TEXT(issn), TEXT(accession), TEXT(publisher), TEXT(url),
    TEXT(abstract), TEXT(keywords), TEXT(language), TEXT(note)
#undef TEXT
};
enum { TEXTS = sizeof texts / sizeof *texts, YEAR = 3 };

/* A record that waits to be written; its texts lie one after the other in `words`. */
struct waiting {
    uint64_t offset, length, line;
    int64_t  year;
    uint32_t size[TEXTS];                /* bytes + 1, 0 for NULL */
};

/* The digests of the rows of one table. */
struct subject {
    const char *name;
    int64_t     rows, chunks;
    rv_buf      digests;                 /* of rows that wait, 16 bytes each */
    rv_buf      hashes;                  /* of chunks written: "\"hex\",..." */
};

struct rv_bulk {
    rv_store      *store;
    int64_t        file;
    int            alive;                /* holds byte `file` of FILE.lock */
    rv_sha256      state;
    uint64_t       bytes;
    bool           ended, attached;
    uint8_t        digest[RV_DIGEST];
    struct subject block, record;
    rv_buf         raw;                  /* of the block being filled */
    z_stream       deflate;              /* kept from block to block, with room for one compressed in `zipped` */
    bool           deflates;
    Bytef         *zipped;
    uLong          room;
    rv_buf         packed;               /* blocks that wait, one after the other */
    uint32_t       packed_size[FLUSH_BLOCKS], raw_size[FLUSH_BLOCKS];
    int            blocks;               /* that wait */
    uint64_t       block_offset;         /* of the first that waits */
    struct waiting *waiting;
    size_t         waits;
    rv_buf         words, row;
    sqlite3_stmt  *insert_block, *insert_record, *insert_chunk;
};

RV_STATEMENT(import_reserve, "INSERT INTO work_import(file, started, pid) VALUES(?1, ?2, ?3)");
RV_STATEMENT(import_next, "SELECT max((SELECT coalesce(max(id), 0) FROM file), (SELECT coalesce(max(file), 0) FROM work_import)) + 1");

/* Reserves an id for the file: the first that no living import holds. */
static rv_status reserve(rv_bulk *bulk, rv_error *err)
{
    rv_store *store = bulk->store;
    char now[RV_TIME_TEXT];
    rv_status st = rv_write_begin(store, err);

    if (st != RV_OK)
        return st;
    st = rv_store_int(store, &import_next, &bulk->file, NULL, err, "");
    while (st == RV_OK && (st = rv_queue_hold(store->real, bulk->file, &bulk->alive, err)) == RV_OK && bulk->alive < 0)
        bulk->file++;
    if (st == RV_OK)
        st = rv_store_run(store, &import_reserve, err, "iti", bulk->file, rv_now(now), (int64_t)getpid());
    if (st != RV_OK) {
        (void)rv_write_end(store, false, NULL);
        return st;
    }
    return rv_write_end(store, true, err);
}

static rv_status prepare(rv_bulk *bulk, rv_error *err)
{
    rv_store *store = bulk->store;
    rv_buf sql = RV_BUF_INIT;
    rv_status st;

    rv_buf_text(&sql, "INSERT INTO record(file, seq, offset, length, line");
    for (size_t i = 0; i < TEXTS; i++)
        rv_buf_printf(&sql, ", %s", texts[i].name);
    rv_buf_text(&sql, ") VALUES(?1, ?2, ?3, ?4, ?5");
    for (size_t i = 0; i < TEXTS; i++)
        rv_buf_printf(&sql, ", ?%zu", 6 + i);
    rv_buf_text(&sql, ")");
    if ((st = rv_buf_check(&sql, err)) == RV_OK
        && (st = rv_store_prepare(store, &bulk->insert_record, rv_buf_str(&sql), err)) == RV_OK
        && (st = rv_store_prepare(store, &bulk->insert_block, "INSERT INTO block(file, seq, offset, length, data)"
                                  " VALUES(?1, ?2, ?3, ?4, ?5)", err)) == RV_OK)
        st = rv_store_prepare(store, &bulk->insert_chunk, "INSERT INTO digest_chunk(file, subject, chunk, first, digests)"
                              " VALUES(?1, ?2, ?3, ?4, ?5)", err);
    rv_buf_free(&sql);
    return st;
}

rv_status rv_bulk_begin(rv_bulk **out, rv_store *store, rv_error *err)
{
    rv_bulk *bulk;
    rv_status st;

    *out = NULL;
    if ((st = rv_write_alone(store, "an import", err)) != RV_OK)
        return st;
    if (!(bulk = calloc(1, sizeof *bulk)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    bulk->store = store;
    bulk->alive = -1;
    bulk->block.name = "block";
    bulk->record.name = "record";
    rv_sha256_start(&bulk->state);
    bulk->waiting = malloc(FLUSH_ROWS * sizeof *bulk->waiting);
    if (!bulk->waiting)
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    else if ((st = rv_sweep_dead(store, err)) == RV_OK && (st = reserve(bulk, err)) == RV_OK)
        st = prepare(bulk, err);
    if (st != RV_OK) {
        rv_bulk_free(bulk);
        return st;
    }
    *out = bulk;
    return RV_OK;
}

static rv_status step(rv_bulk *bulk, sqlite3_stmt *insert, rv_error *err)
{
    int code = rv_store_step(bulk->store, insert);
    rv_status st = code == SQLITE_DONE ? RV_OK : rv_store_fail(bulk->store, "staging", err);

    sqlite3_reset(insert);
    return st;
}

/* Writes the digests of `n` rows just inserted, the first of which has the local id `first`. */
static rv_status write_chunk(rv_bulk *bulk, struct subject *subject, size_t at, size_t n, int64_t first, rv_error *err)
{
    const char *digests = subject->digests.data + at * RV_ROW_DIGEST;
    uint8_t hash[RV_DIGEST];
    char hex[RV_DIGEST_HEX];

    rv_sha256_of(digests, n * RV_ROW_DIGEST, hash);
    rv_hex(hash, RV_DIGEST, hex);
    rv_buf_printf(&subject->hashes, "%s\"%s\"", subject->chunks ? "," : "", hex);
    sqlite3_bind_int64(bulk->insert_chunk, 1, bulk->file);
    sqlite3_bind_text(bulk->insert_chunk, 2, subject->name, -1, SQLITE_STATIC);
    sqlite3_bind_int64(bulk->insert_chunk, 3, subject->chunks++);
    sqlite3_bind_int64(bulk->insert_chunk, 4, first);
    sqlite3_bind_blob64(bulk->insert_chunk, 5, digests, n * RV_ROW_DIGEST, SQLITE_STATIC);
    return step(bulk, bulk->insert_chunk, err);
}

static rv_status write_blocks(rv_bulk *bulk, rv_error *err)
{
    int64_t first = 0;
    size_t at = 0;
    rv_status st = RV_OK;

    for (int i = 0; i < bulk->blocks && st == RV_OK; i++) {
        sqlite3_bind_int64(bulk->insert_block, 1, bulk->file);
        sqlite3_bind_int64(bulk->insert_block, 2, bulk->block.rows + i);
        sqlite3_bind_int64(bulk->insert_block, 3, (int64_t)bulk->block_offset);
        sqlite3_bind_int64(bulk->insert_block, 4, bulk->raw_size[i]);
        sqlite3_bind_blob(bulk->insert_block, 5, bulk->packed.data + at, (int)bulk->packed_size[i], SQLITE_STATIC);
        st = step(bulk, bulk->insert_block, err);
        if (i == 0)
            first = sqlite3_last_insert_rowid(bulk->store->db);
        at += bulk->packed_size[i];
        bulk->block_offset += bulk->raw_size[i];
    }
    if (st == RV_OK && bulk->blocks)
        st = write_chunk(bulk, &bulk->block, 0, (size_t)bulk->blocks, first, err);
    bulk->block.rows += bulk->blocks;
    return st;
}

static rv_status write_record(rv_bulk *bulk, const struct waiting *w, int64_t seq, const char **word, rv_error *err)
{
    sqlite3_stmt *insert = bulk->insert_record;

    sqlite3_bind_int64(insert, 1, bulk->file);
    sqlite3_bind_int64(insert, 2, seq);
    sqlite3_bind_int64(insert, 3, (int64_t)w->offset);
    sqlite3_bind_int64(insert, 4, (int64_t)w->length);
    sqlite3_bind_int64(insert, 5, (int64_t)w->line);
    for (int i = 0; i < TEXTS; i++) {
        if (i == YEAR && w->year) {
            sqlite3_bind_int64(insert, 6 + i, w->year);
        } else if (!w->size[i]) {
            sqlite3_bind_null(insert, 6 + i);
        } else {
            sqlite3_bind_text(insert, 6 + i, *word, (int)(w->size[i] - 1), SQLITE_STATIC);
            *word += w->size[i] - 1;
        }
    }
    return step(bulk, insert, err);
}

static rv_status write_records(rv_bulk *bulk, rv_error *err)
{
    const char *word = rv_buf_str(&bulk->words);
    int64_t first = 0;
    rv_status st = RV_OK;

    for (size_t i = 0; i < bulk->waits && st == RV_OK; i++) {
        size_t in_chunk = i % RV_CHUNK_ROWS + 1;
        st = write_record(bulk, &bulk->waiting[i], bulk->record.rows + (int64_t)i, &word, err);
        if (in_chunk == 1)
            first = sqlite3_last_insert_rowid(bulk->store->db);
        if (st == RV_OK && (in_chunk == RV_CHUNK_ROWS || i + 1 == bulk->waits))
            st = write_chunk(bulk, &bulk->record, i + 1 - in_chunk, in_chunk, first, err);
    }
    bulk->record.rows += (int64_t)bulk->waits;
    return st;
}

/* Everything that waits, in one short transaction. */
static rv_status flush(rv_bulk *bulk, rv_error *err)
{
    rv_status st;

    if (!bulk->blocks && !bulk->waits)
        return RV_OK;
    if ((st = rv_buf_check(&bulk->words, err)) != RV_OK || (st = rv_buf_check(&bulk->packed, err)) != RV_OK
        || (st = rv_buf_check(&bulk->block.digests, err)) != RV_OK || (st = rv_buf_check(&bulk->record.digests, err)) != RV_OK
        || (st = rv_write_begin(bulk->store, err)) != RV_OK)
        return st;
    if ((st = write_blocks(bulk, err)) == RV_OK && (st = write_records(bulk, err)) == RV_OK)
        st = rv_write_end(bulk->store, true, err);
    else
        (void)rv_write_end(bulk->store, false, NULL);
    rv_buf_clear(&bulk->packed);
    rv_buf_clear(&bulk->words);
    rv_buf_clear(&bulk->block.digests);
    rv_buf_clear(&bulk->record.digests);
    bulk->blocks = 0;
    bulk->waits = 0;
    return st;
}

/* Compresses what is in `raw` into `zipped`. Level 1: the higher ones cost three times the time for a tenth of the room. */
static rv_status compress_raw(rv_bulk *bulk, size_t *size, rv_error *err)
{
    z_stream *z = &bulk->deflate;

    if (!bulk->deflates) {
        if (deflateInit(z, 1) != Z_OK)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        bulk->deflates = true;
        bulk->room = deflateBound(z, RV_BLOCK_BYTES);
        bulk->zipped = malloc(bulk->room);
        if (!bulk->zipped)
            return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    deflateReset(z);
    z->next_in = (Bytef *)rv_buf_str(&bulk->raw);
    z->avail_in = (uInt)bulk->raw.length;
    z->next_out = bulk->zipped;
    z->avail_out = (uInt)bulk->room;
    if (deflate(z, Z_FINISH) != Z_STREAM_END)
        return rv_fail(err, RV_ESTORE, "a block cannot be compressed");
    *size = bulk->room - z->avail_out;
    return RV_OK;
}

/* Compresses what is in `raw` and lets it wait. */
static rv_status pack(rv_bulk *bulk, rv_error *err)
{
    uint8_t digest[RV_ROW_DIGEST];
    uint64_t offset = bulk->bytes - bulk->raw.length;
    size_t size = 0;
    rv_status st = compress_raw(bulk, &size, err);

    if (st != RV_OK)
        return st;
    rv_buf_clear(&bulk->row);
    rv_row_int(&bulk->row, bulk->block.rows + bulk->blocks);
    rv_row_int(&bulk->row, (int64_t)offset);
    rv_row_int(&bulk->row, (int64_t)bulk->raw.length);
    rv_row_blob(&bulk->row, bulk->zipped, size);
    if ((st = rv_buf_check(&bulk->row, err)) != RV_OK)
        return st;
    rv_row_digest(&bulk->row, digest);
    rv_buf_add(&bulk->block.digests, digest, sizeof digest);
    bulk->packed_size[bulk->blocks] = (uint32_t)size;
    bulk->raw_size[bulk->blocks++] = (uint32_t)bulk->raw.length;
    rv_buf_add(&bulk->packed, bulk->zipped, size);
    rv_buf_clear(&bulk->raw);
    return bulk->blocks == FLUSH_BLOCKS ? flush(bulk, err) : RV_OK;
}

rv_status rv_bulk_bytes(rv_bulk *bulk, const void *bytes, size_t n, rv_error *err)
{
    const char *from = bytes;
    rv_status st = RV_OK;

    if (bulk->ended)
        return rv_fail(err, RV_EINVAL, "bytes after the end");
    rv_sha256_add(&bulk->state, bytes, n);
    while (n > 0 && st == RV_OK) {
        size_t room = RV_BLOCK_BYTES - bulk->raw.length, take = n < room ? n : room;
        rv_buf_add(&bulk->raw, from, take);
        if ((st = rv_buf_check(&bulk->raw, err)) != RV_OK)
            break;
        bulk->bytes += take;
        from += take;
        n -= take;
        if (bulk->raw.length == RV_BLOCK_BYTES)
            st = pack(bulk, err);
    }
    return st;
}

static rv_status add_text(rv_bulk *bulk, const char *name, const char *text, uint32_t *size, rv_error *err)
{
    size_t n = text ? strlen(text) : 0;

    *size = 0;
    if (text && (n > 64 * 1024 * 1024 || !rv_utf8_valid(text, n, NULL)))
        return rv_fail(err, RV_EINVAL, "record %lld: %s is not UTF-8 or too long",
                       (long long)(bulk->record.rows + (int64_t)bulk->waits + 1), name);
    rv_row_text(&bulk->row, text, n);
    if (text) {
        *size = (uint32_t)n + 1;
        rv_buf_add(&bulk->words, text, n);
    }
    return RV_OK;
}

rv_status rv_bulk_add(rv_bulk *bulk, const rv_bulk_record *record, rv_error *err)
{
    struct waiting *w = &bulk->waiting[bulk->waits];
    uint8_t digest[RV_ROW_DIGEST];
    size_t before = bulk->words.length;
    rv_status st = RV_OK;

    if (bulk->ended)
        return rv_fail(err, RV_EINVAL, "a record after the end");
    w->offset = record->offset;
    w->length = record->length;
    w->line = record->line;
    w->year = record->year;
    rv_buf_clear(&bulk->row);
    rv_row_int(&bulk->row, bulk->record.rows + (int64_t)bulk->waits);
    rv_row_int(&bulk->row, (int64_t)record->offset);
    rv_row_int(&bulk->row, (int64_t)record->length);
    rv_row_int(&bulk->row, (int64_t)record->line);
    for (int i = 0; i < TEXTS && st == RV_OK; i++) {
        if (i == YEAR && record->year) {
            w->size[i] = 0;
            rv_row_int(&bulk->row, record->year);
        } else {
            const char *const *field = (const void *)((const char *)record + texts[i].at);
            st = add_text(bulk, texts[i].name, i == YEAR ? NULL : *field, &w->size[i], err);
        }
    }
    if (st != RV_OK || (st = rv_buf_check(&bulk->row, err)) != RV_OK) {
        bulk->words.length = before;
        return st;
    }
    rv_row_digest(&bulk->row, digest);
    rv_buf_add(&bulk->record.digests, digest, sizeof digest);
    bulk->waits++;
    return bulk->waits == FLUSH_ROWS || bulk->words.length >= FLUSH_BYTES ? flush(bulk, err) : RV_OK;
}

uint64_t rv_bulk_records(const rv_bulk *bulk)
{
    return (uint64_t)bulk->record.rows + bulk->waits;
}

rv_status rv_bulk_end(rv_bulk *bulk, char digest_hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_status st = RV_OK;

    if (bulk->ended)
        return rv_fail(err, RV_EINVAL, "the file has ended already");
    if (bulk->raw.length || bulk->bytes == 0)    /* an empty file has an empty block */
        st = pack(bulk, err);
    if (st == RV_OK)
        st = flush(bulk, err);
    if (st != RV_OK)
        return st;
    bulk->ended = true;
    rv_sha256_end(&bulk->state, bulk->digest);
    rv_hex(bulk->digest, RV_DIGEST, digest_hex);
    return RV_OK;
}

/* What the event says of the rows of one table; `columns` are those hashed, in order. */
static void say_subject(rv_buf *out, const struct subject *subject, int64_t fact, const char *const *columns, size_t n)
{
    rv_buf_printf(out, "%s{\"chunks\":[%s],\"columns\":[", out->length ? "," : "", rv_buf_str(&subject->hashes));
    for (size_t i = 0; i < n; i++)
        rv_buf_printf(out, "%s\"%s\"", i ? "," : "", columns[i]);
    rv_buf_printf(out, "],\"fact\":%lld,\"rows\":%lld,\"subject\":\"%s\"}", (long long)fact, (long long)subject->rows,
                  subject->name);
}

RV_STATEMENT(file_by_digest, "SELECT name FROM file WHERE digest = ?1");
RV_STATEMENT(import_done, "DELETE FROM work_import WHERE file = ?1");
RV_STATEMENT(file_there, "SELECT 1 FROM file WHERE id = ?1");

static rv_status refuse_twice(rv_store *store, const char *digest, rv_error *err)
{
    rv_query *query;
    bool more = false;
    rv_status st = rv_query_start(&query, store, &file_by_digest, err, "t", digest);

    if (st == RV_OK && (st = rv_query_next(query, &more, err)) == RV_OK && more)
        st = rv_fail(err, RV_EEXIST, "a file with the same bytes is in the review already, as %s", rv_query_text(query, 0));
    rv_query_end(query);
    return st;
}

rv_status rv_bulk_attach(rv_bulk *bulk, rv_event *event, int64_t source, const char *name, const char *format,
                         const char *encoding, rv_error *err)
{
    static const char *const of_block[] = { "seq", "offset", "length", "data" };
    const char *of_record[4 + TEXTS] = { "seq", "offset", "length", "line" };
    char hex[RV_DIGEST_HEX];
    const char *digest = hex;
    int64_t fact = rv_event_ordinal(event);
    const rv_cell cells[] = {
        RV_CELL_OF_INT("source", source), RV_CELL_OF_TEXT("name", name), RV_CELL_OF_TEXT("digest", digest),
        RV_CELL_OF_INT("bytes", (int64_t)bulk->bytes), RV_CELL_OF_TEXT("format", format), RV_CELL_OF_TEXT("encoding", encoding),
        RV_CELL_OF_INT("records", bulk->record.rows), RV_CELL_OF_INT("blocks", bulk->block.rows),
    };
    rv_status st;

    if (!bulk->ended || bulk->attached)
        return rv_fail(err, RV_EINVAL, bulk->ended ? "the file is attached already" : "the file has not ended");
    for (size_t i = 0; i < TEXTS; i++)
        of_record[4 + i] = texts[i].name;
    rv_hex(bulk->digest, RV_DIGEST, hex);
    if ((st = rv_buf_check(&bulk->block.hashes, err)) != RV_OK || (st = rv_buf_check(&bulk->record.hashes, err)) != RV_OK
        || (st = refuse_twice(bulk->store, hex, err)) != RV_OK
        || (st = rv_event_add_as(event, bulk->file, "file", cells, sizeof cells / sizeof *cells, err)) != RV_OK)
        return st;
    say_subject(rv_event_bulk(event), &bulk->block, fact, of_block, 4);
    say_subject(rv_event_bulk(event), &bulk->record, fact, of_record, 4 + TEXTS);
    bulk->attached = true;
    return rv_store_run(bulk->store, &import_done, err, "i", bulk->file);
}

/* True when the staged rows belong to no file and nobody will make one of them. */
static bool left_over(rv_bulk *bulk)
{
    int64_t there = 0;

    if (bulk->alive < 0 || bulk->store->writing || bulk->store->grouped)
        return false;
    return rv_store_int(bulk->store, &file_there, &there, NULL, NULL, "i", bulk->file) == RV_OK && !there;
}

void rv_bulk_free(rv_bulk *bulk)
{
    if (!bulk)
        return;
    sqlite3_finalize(bulk->insert_block);
    sqlite3_finalize(bulk->insert_record);
    sqlite3_finalize(bulk->insert_chunk);
    if (left_over(bulk))
        (void)rv_sweep_file(bulk->store, bulk->file, NULL);      /* else the next import does */
    if (bulk->alive >= 0)
        close(bulk->alive);
    rv_buf_free(&bulk->block.digests);
    rv_buf_free(&bulk->block.hashes);
    rv_buf_free(&bulk->record.digests);
    rv_buf_free(&bulk->record.hashes);
    if (bulk->deflates)
        deflateEnd(&bulk->deflate);
    free(bulk->zipped);
    rv_buf_free(&bulk->raw);
    rv_buf_free(&bulk->packed);
    rv_buf_free(&bulk->words);
    rv_buf_free(&bulk->row);
    free(bulk->waiting);
    free(bulk);
}
