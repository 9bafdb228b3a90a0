#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/store.h"

#include "store/verify.h"

/* A file whose rows are being checked. */
struct file {
    int64_t id, bytes, records, blocks;
    char    name[256], digest[RV_DIGEST_HEX];
    int64_t chunks;                      /* seen, of both subjects */
};

/* The rows of one table of that file. */
struct walk {
    const char     *subject;
    rv_store_table *table;
    sqlite3_stmt   *rows;                /* id, then the hashed columns, then those that must be NULL */
    int             hashed, columns;
    bool            shared;              /* they are those of an earlier file */
    int64_t         seen;
    rv_sha256       state;               /* of the uncompressed blocks */
    int64_t         offset;
    rv_buf          row, raw;
};

RV_STATEMENT(bulk_file, "SELECT id, bytes, records, blocks, name, digest FROM file WHERE event = ?1 AND ordinal = ?2");
RV_STATEMENT(bulk_chunk, "SELECT first, digests FROM digest_chunk WHERE file = ?1 AND subject = ?2 AND chunk = ?3");
RV_STATEMENT(bulk_chunks, "SELECT count(*) FROM digest_chunk WHERE file = ?1");
RV_STATEMENT(bulk_same_bytes, "SELECT o.id FROM file f JOIN file o ON o.digest = f.digest WHERE f.id = ?1 AND (o.event < f.event OR"
                              " (o.event = f.event AND o.ordinal < f.ordinal)) ORDER BY o.event, o.ordinal");
RV_STATEMENT(bulk_own_records, "SELECT count(*) FROM record WHERE file = ?1");
RV_STATEMENT(bulk_own_blocks, "SELECT count(*) FROM block WHERE file = ?1");

static rv_status find_file(rv_verify *v, int64_t event, int64_t fact, struct file *file, bool *found, rv_error *err)
{
    rv_query *query;
    rv_status st = rv_query_start(&query, v->store, &bulk_file, err, "ii", event, fact);

    *found = false;
    if (st == RV_OK && (st = rv_query_next(query, found, err)) == RV_OK && *found) {
        const char *name = rv_query_text(query, 4), *digest = rv_query_text(query, 5);
        file->id = rv_query_int(query, 0);
        file->bytes = rv_query_int(query, 1);
        file->records = rv_query_int(query, 2);
        file->blocks = rv_query_int(query, 3);
        strncat(file->name, name ? name : "", sizeof file->name - 1);
        strncat(file->digest, digest ? digest : "", sizeof file->digest - 1);
    }
    rv_query_end(query);
    return st;
}

/* The file whose rows they are: the first with the same bytes, and the same digests of rows (both copies of a review that were merged
   had imported it). Nearly always there is none but the file itself. */
static rv_status find_owner(rv_verify *v, const char *subject, int64_t file, int64_t *owner, rv_error *err)
{
    uint8_t here[RV_DIGEST], there[RV_DIGEST];
    int64_t candidate;
    rv_query *query;
    bool more;
    rv_status st = rv_query_start(&query, v->store, &bulk_same_bytes, err, "i", file);

    *owner = file;
    while (st == RV_OK && *owner == file && (st = rv_query_next(query, &more, err)) == RV_OK && more) {
        candidate = rv_query_int(query, 0);
        if ((st = rv_rows_digest(v->store, file, subject, here, err)) == RV_OK
            && (st = rv_rows_digest(v->store, candidate, subject, there, err)) == RV_OK && memcmp(here, there, RV_DIGEST) == 0)
            *owner = candidate;
    }
    rv_query_end(query);
    return st;
}

static rv_status check_owner(rv_verify *v, struct walk *walk, const struct file *file, int64_t *owner, rv_error *err)
{
    int64_t own = 0;
    rv_status st = find_owner(v, walk->subject, file->id, owner, err);

    walk->shared = st == RV_OK && *owner != file->id;
    if (!walk->shared)
        return st;
    st = rv_store_int(v->store, walk->subject[0] == 'b' ? &bulk_own_blocks : &bulk_own_records, &own, NULL, err, "i", file->id);
    if (st == RV_OK && own)
        rv_verify_wrong(v->found, "the %ss of file %s stand twice", walk->subject, file->name);
    return st;
}

static bool listed(const json_t *columns, const char *name)
{
    for (size_t i = 0; i < json_array_size(columns); i++)
        if (json_is_string(json_array_get(columns, i)) && strcmp(json_string_value(json_array_get(columns, i)), name) == 0)
            return true;
    return false;
}

static rv_status begin(rv_verify *v, struct walk *walk, const struct file *file, const json_t *columns, rv_error *err)
{
    rv_buf sql = RV_BUF_INIT;
    int64_t owner;
    rv_status st = check_owner(v, walk, file, &owner, err);

    if (st != RV_OK)
        return st;
    rv_sha256_start(&walk->state);
    rv_buf_text(&sql, "SELECT id");
    for (size_t i = 0; i < json_array_size(columns); i++) {
        const char *name = json_string_value(json_array_get(columns, i));
        if (!name || rv_tables_column(walk->table, name) < 0) {
            rv_buf_free(&sql);
            return rv_fail(err, RV_ESTORE, "the digests of file %s cover a column that is not there", file->name);
        }
        rv_buf_printf(&sql, ", \"%s\"", name);
        walk->hashed++;
    }
    walk->columns = walk->hashed;
    for (size_t i = 0; i < walk->table->count; i++) {
        const char *name = walk->table->columns[i].name;
        if (strcmp(name, "id") != 0 && strcmp(name, "file") != 0 && !listed(columns, name)) {
            rv_buf_printf(&sql, ", \"%s\"", name);
            walk->columns++;
        }
    }
    rv_buf_printf(&sql, " FROM %s WHERE file = ?1 ORDER BY %s", walk->subject,
                  strcmp(walk->subject, "block") == 0 ? "offset, seq" : "seq");
    if ((st = rv_buf_check(&sql, err)) == RV_OK && (st = rv_store_prepare(v->store, &walk->rows, rv_buf_str(&sql), err)) == RV_OK)
        sqlite3_bind_int64(walk->rows, 1, owner);
    rv_buf_free(&sql);
    return st;
}

static bool digest_row(struct walk *walk, uint8_t digest[RV_ROW_DIGEST])
{
    rv_buf_clear(&walk->row);
    for (int i = 1; i <= walk->columns; i++) {
        int type = sqlite3_column_type(walk->rows, i);
        size_t n;
        if (i > walk->hashed) {
            if (type != SQLITE_NULL)
                return false;
            continue;
        }
        switch (type) {
        case SQLITE_NULL:
            rv_row_text(&walk->row, NULL, 0);
            break;
        case SQLITE_INTEGER:
            rv_row_int(&walk->row, sqlite3_column_int64(walk->rows, i));
            break;
        case SQLITE_TEXT: {
            const char *text = (const char *)sqlite3_column_text(walk->rows, i);
            n = (size_t)sqlite3_column_bytes(walk->rows, i);
            rv_row_text(&walk->row, text ? text : "", n);
            break;
        }
        case SQLITE_BLOB: {
            const void *blob = sqlite3_column_blob(walk->rows, i);
            n = (size_t)sqlite3_column_bytes(walk->rows, i);
            rv_row_blob(&walk->row, blob, n);
            break;
        }
        default:
            return false;
        }
    }
    rv_row_digest(&walk->row, digest);
    return !walk->row.failed;
}

/* The block's bytes follow those before and add to the digest of the file. Its columns are seq, offset, length, data. */
static rv_status check_block(struct walk *walk, rv_error *err)
{
    int64_t offset = sqlite3_column_int64(walk->rows, 2), length = sqlite3_column_int64(walk->rows, 3);
    const void *data = sqlite3_column_blob(walk->rows, 4);
    size_t n = (size_t)sqlite3_column_bytes(walk->rows, 4);
    rv_status st;

    if (length < 0 || length > 64 * 1024 * 1024 || offset != walk->offset)
        return rv_fail(err, RV_ESTORE, "a block of the source file is damaged");
    if (walk->raw.capacity < (size_t)length) {
        rv_buf_free(&walk->raw);
        walk->raw.data = malloc((size_t)length);
        if (!walk->raw.data)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        walk->raw.capacity = (size_t)length;
    }
    if (length > 0 && (st = rv_block_expand(data, n, walk->raw.data, (size_t)length, err)) != RV_OK)
        return st;
    rv_sha256_add(&walk->state, walk->raw.data ? walk->raw.data : "", (size_t)length);
    walk->offset += length;
    return RV_OK;
}

static rv_status check_row(rv_verify *v, struct walk *walk, const struct file *file, int64_t id, const uint8_t *want, rv_error *err)
{
    uint8_t digest[RV_ROW_DIGEST];
    int code = rv_store_step(v->store, walk->rows);
    bool block = walk->subject[0] == 'b';

    walk->seen++;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return rv_store_fail(v->store, "reading rows", err);
    if (code == SQLITE_DONE) {
        rv_verify_wrong(v->found, "%s %lld (number %lld of file %s) was removed", walk->subject, (long long)id,
                        (long long)walk->seen, file->name);
        return RV_OK;
    }
    *(block ? &v->found->blocks : &v->found->records) += !walk->shared;
    if (!digest_row(walk, digest) || memcmp(digest, want, RV_ROW_DIGEST) != 0)
        rv_verify_wrong(v->found, "%s %lld (number %lld of file %s) was altered", walk->subject, (long long)id,
                        (long long)walk->seen, file->name);
    else if (!walk->shared && sqlite3_column_int64(walk->rows, 0) != id)
        rv_verify_wrong(v->found, "%s %lld (number %lld of file %s) had its number altered to %lld", walk->subject, (long long)id,
                        (long long)walk->seen, file->name, (long long)sqlite3_column_int64(walk->rows, 0));
    else if (block)
        return check_block(walk, err);
    else if (sqlite3_column_int64(walk->rows, 2) + sqlite3_column_int64(walk->rows, 3) > file->bytes)
        rv_verify_wrong(v->found, "record %lld lies beyond the end of file %s", (long long)id, file->name);
    return RV_OK;
}

static rv_status check_chunk(rv_verify *v, struct walk *walk, struct file *file, int64_t chunk, const char *want, rv_error *err)
{
    rv_query *query;
    bool more = false;
    rv_status st = rv_query_start(&query, v->store, &bulk_chunk, err, "iti", file->id, walk->subject, chunk);

    if (st == RV_OK && (st = rv_query_next(query, &more, err)) == RV_OK) {
        size_t n = 0;
        const uint8_t *digests = more ? rv_query_blob(query, 1, &n) : NULL;
        int64_t first = more ? rv_query_int(query, 0) : 0;
        uint8_t hash[RV_DIGEST];
        char hex[RV_DIGEST_HEX] = "";
        if (digests) {
            rv_sha256_of(digests, n, hash);
            rv_hex(hash, RV_DIGEST, hex);
        }
        file->chunks += more;
        if (!want || strcmp(hex, want) != 0)
            rv_verify_wrong(v->found, "the digests of the %ss of file %s, part %lld, were %s", walk->subject, file->name,
                            (long long)chunk + 1, more ? "altered" : "removed");
        for (size_t i = 0; i < n / RV_ROW_DIGEST && st == RV_OK; i++)
            st = check_row(v, walk, file, first + (int64_t)i, digests + i * RV_ROW_DIGEST, err);
    }
    rv_query_end(query);
    return st;
}

/* What only shows when all rows were seen. */
static rv_status check_end(rv_verify *v, struct walk *walk, const struct file *file, int64_t rows, rv_error *err)
{
    int code = rv_store_step(v->store, walk->rows);
    bool block = walk->subject[0] == 'b';

    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return rv_store_fail(v->store, "reading rows", err);
    if (code == SQLITE_ROW)
        rv_verify_wrong(v->found, "%s %lld was added to file %s", walk->subject, (long long)sqlite3_column_int64(walk->rows, 0),
                        file->name);
    if (walk->seen != rows || rows != (block ? file->blocks : file->records))
        rv_verify_wrong(v->found, "file %s should have %lld %ss, %lld are covered", file->name,
                        (long long)(block ? file->blocks : file->records), walk->subject, (long long)walk->seen);
    if (block && !v->found->wrong) {
        uint8_t digest[RV_DIGEST];
        char hex[RV_DIGEST_HEX];
        rv_sha256_end(&walk->state, digest);
        rv_hex(digest, RV_DIGEST, hex);
        if (walk->offset != file->bytes || strcmp(hex, file->digest) != 0)
            rv_verify_wrong(v->found, "the bytes of file %s do not have its digest", file->name);
    }
    return RV_OK;
}

static rv_status check_subject(rv_verify *v, struct file *file, const json_t *covered, rv_error *err)
{
    struct walk walk = { .subject = json_string_value(json_object_get(covered, "subject")) };
    const json_t *chunks = json_object_get(covered, "chunks");
    rv_status st;

    walk.table = walk.subject ? rv_tables_find(v->store, walk.subject) : NULL;
    if (!walk.table || walk.table->kind != RV_TABLE_BULK)
        return rv_fail(err, RV_ESTORE, "the digests of file %s cover a table that is not there", file->name);
    st = begin(v, &walk, file, json_object_get(covered, "columns"), err);
    for (size_t i = 0; i < json_array_size(chunks) && st == RV_OK; i++)
        st = check_chunk(v, &walk, file, (int64_t)i, json_string_value(json_array_get(chunks, i)), err);
    if (st == RV_OK)
        st = check_end(v, &walk, file, json_integer_value(json_object_get(covered, "rows")), err);
    sqlite3_finalize(walk.rows);
    rv_buf_free(&walk.row);
    rv_buf_free(&walk.raw);
    return st;
}

rv_status rv_verify_bulk(rv_verify *v, int64_t event, const json_t *bulk, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i + 1 < json_array_size(bulk) && st == RV_OK; i += 2) {      /* blocks, then records, of each file */
        int64_t fact = json_integer_value(json_object_get(json_array_get(bulk, i), "fact")), chunks = 0;
        struct file file = { 0 };
        bool found;
        if ((st = find_file(v, event, fact, &file, &found, err)) != RV_OK)
            break;
        if (!found) {
            rv_verify_wrong(v->found, "the file of event %lld was removed", (long long)event);
            continue;
        }
        if ((st = check_subject(v, &file, json_array_get(bulk, i), err)) == RV_OK
            && (st = check_subject(v, &file, json_array_get(bulk, i + 1), err)) == RV_OK
            && (st = rv_store_int(v->store, &bulk_chunks, &chunks, NULL, err, "i", file.id)) == RV_OK && chunks != file.chunks)
            rv_verify_wrong(v->found, "digests were added to file %s", file.name);
    }
    return st;
}

/* Rows that belong to no file are those of an import under way, or of one that died; nothing else may be there. */
rv_status rv_verify_staged(rv_verify *v, rv_error *err)
{
    static const char *const tables[] = { "record", "block", "digest_chunk" };
    rv_status st = RV_OK;

    for (size_t i = 0; i < sizeof tables / sizeof *tables && st == RV_OK; i++) {
        char *sql = sqlite3_mprintf("SELECT coalesce(min(file), 0) FROM (SELECT DISTINCT file FROM %s) WHERE file NOT IN"
                                    " (SELECT id FROM file UNION SELECT file FROM work_import)", tables[i]);
        int64_t file = 0;
        if (!sql)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        st = rv_store_pragma(v->store, sql, &file, err);
        sqlite3_free(sql);
        if (st == RV_OK && file != 0)
            rv_verify_wrong(v->found, "rows of %s belong to file %lld, which is not there", tables[i], (long long)file);
    }
    return st;
}
