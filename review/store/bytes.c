#include <config.h>

#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "review/store.h"

#include "store/inside.h"

RV_STATEMENT(record_place, "SELECT r.file, r.offset, r.length FROM record r JOIN file f ON f.id = r.file WHERE r.id = ?1");
RV_STATEMENT(blocks_of, "SELECT id, offset, length, data FROM block WHERE file = ?1 AND offset < ?3 AND offset >="
                        " (SELECT coalesce(max(offset), 0) FROM block WHERE file = ?1 AND offset <= ?2) ORDER BY offset");

/* Two files with the same bytes may share their blocks. */
RV_STATEMENT(file_with_blocks, "SELECT o.id FROM file f JOIN file o ON o.digest = f.digest WHERE f.id = ?1 AND EXISTS"
                               " (SELECT 1 FROM block b WHERE b.file = o.id) ORDER BY CASE WHEN o.id = f.id THEN 0 ELSE 1 END, o.id"
                               " LIMIT 1");

rv_status rv_block_owner(rv_store *store, int64_t file, int64_t *owner, rv_error *err)
{
    bool found;
    rv_status st = rv_store_int(store, &file_with_blocks, owner, &found, err, "i", file);

    if (st == RV_OK && !found)
        *owner = file;
    return st;
}

rv_status rv_block_expand(const void *data, size_t n, void *raw, size_t length, rv_error *err)
{
    uLongf got = (uLongf)length;

    if (uncompress(raw, &got, data, (uLong)n) != Z_OK || got != length)
        return rv_fail(err, RV_ESTORE, "a block of the source file is damaged");
    return RV_OK;
}

/* Uncompresses the block of the present row into store->raw, unless it is there. */
static rv_status load_block(rv_store *store, rv_query *query, rv_error *err)
{
    int64_t id = rv_query_int(query, 0), length = rv_query_int(query, 2);
    size_t n;
    const void *data;
    rv_status st;

    if (store->block == id)
        return RV_OK;
    if (length < 0 || length > 64 * 1024 * 1024)
        return rv_fail(err, RV_ESTORE, "a block of the source file is damaged");
    store->block = 0;
    if ((size_t)length > store->raw.capacity) {
        rv_buf_free(&store->raw);
        store->raw = (rv_buf){ malloc((size_t)length), 0, (size_t)length, false };
        if (!store->raw.data) {
            store->raw.capacity = 0;
            return rv_fail(err, RV_ENOMEM, "out of memory");
        }
    }
    data = rv_query_blob(query, 3, &n);
    if ((st = rv_block_expand(data, n, store->raw.data, (size_t)length, err)) != RV_OK)
        return st;
    store->raw.length = (size_t)length;
    store->block = id;
    return RV_OK;
}

static rv_status gather(rv_store *store, int64_t file, int64_t from, int64_t to, rv_buf *out, rv_error *err)
{
    rv_query *query;
    bool more, any = false;
    int64_t owner = file;
    rv_status st = rv_query_start(&query, store, &blocks_of, err, "iii", file, from, to);

    while (st == RV_OK && (st = rv_query_next(query, &more, err)) == RV_OK && more) {
        int64_t start = rv_query_int(query, 1), end;
        any = true;
        if ((st = load_block(store, query, err)) != RV_OK)
            break;
        end = start + (int64_t)store->raw.length;
        if (start > from || end <= from)
            break;
        if (end > to)
            end = to;
        rv_buf_add(out, store->raw.data + (from - start), (size_t)(end - from));
        from = end;
    }
    rv_query_end(query);
    if (st == RV_OK && !any && (st = rv_block_owner(store, file, &owner, err)) == RV_OK && owner != file)
        return gather(store, owner, from, to, out, err);
    if (st == RV_OK && from != to)
        st = rv_fail(err, RV_ESTORE, "bytes %lld to %lld of the source file are missing", (long long)from, (long long)to);
    return st == RV_OK ? rv_buf_check(out, err) : st;
}

rv_status rv_store_record_bytes(rv_store *store, int64_t record, rv_buf *out, rv_error *err)
{
    rv_query *query;
    bool more = false;
    int64_t file = 0, offset = 0, length = 0;
    rv_status st = rv_query_start(&query, store, &record_place, err, "i", record);

    if (st == RV_OK && (st = rv_query_next(query, &more, err)) == RV_OK && more) {
        file = rv_query_int(query, 0);
        offset = rv_query_int(query, 1);
        length = rv_query_int(query, 2);
    }
    rv_query_end(query);
    if (st == RV_OK && !more)
        st = rv_fail(err, RV_ENOTFOUND, "there is no record %lld", (long long)record);
    if (st == RV_OK && length > 0)
        st = gather(store, file, offset, offset + length, out, err);
    return st == RV_OK ? RV_OK : rv_within(err, st, "record %lld", (long long)record);
}

RV_STATEMENT(blocks_all, "SELECT b.id, b.offset, b.length, b.data FROM block b JOIN file f ON f.id = b.file WHERE f.id = ?1"
                         " ORDER BY b.offset");

rv_status rv_store_file_bytes(rv_store *store, int64_t file, rv_status (*piece)(void *user, const void *bytes, size_t n, rv_error *err),
                              void *user, rv_error *err)
{
    rv_query *query = NULL;
    bool more = false;
    int64_t blocks = 0, owner = file;
    rv_status st = rv_block_owner(store, file, &owner, err);

    if (st == RV_OK)
        st = rv_query_start(&query, store, &blocks_all, err, "i", owner);
    while (st == RV_OK && (st = rv_query_next(query, &more, err)) == RV_OK && more) {
        blocks++;
        if (rv_query_int(query, 2) > 0 && (st = load_block(store, query, err)) == RV_OK)
            st = piece(user, store->raw.data, store->raw.length, err);
    }
    rv_query_end(query);
    if (st == RV_OK && blocks == 0)
        st = rv_fail(err, RV_ENOTFOUND, "there is no file %lld", (long long)file);
    return st;
}
