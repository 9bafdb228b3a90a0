#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/store.h"

#include "store/inside.h"

RV_STATEMENT(stream_next,
    "SELECT b.seq, b.length, b.data FROM block b JOIN file f ON f.id = b.file WHERE b.file = ?1 AND b.offset = ?2 AND b.length > 0");
RV_STATEMENT(stream_size, "SELECT bytes FROM file WHERE id = ?1");

enum { LIMIT = 64 << 20 };                   /* of one block, as it is written */

struct rv_store_stream {
    rv_store *store;
    int64_t   file, size, at;                /* `at`: bytes of the blocks loaded so far */
    char     *block;
    size_t    length, given, room;
};

rv_status rv_store_stream_open(rv_store_stream **out, rv_store *store, int64_t file, rv_error *err)
{
    bool      found = false;
    rv_status st;

    if (!(*out = calloc(1, sizeof **out)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    (*out)->store = store;
    (*out)->file = file;
    st = rv_store_int(store, &stream_size, &(*out)->size, &found, err, "i", file);
    if (st == RV_OK && !found)
        st = rv_fail(err, RV_ENOTFOUND, "there is no file %lld", (long long)file);
    if (st == RV_OK)
        st = rv_block_owner(store, file, &(*out)->file, err);
    if (st != RV_OK) {
        rv_store_stream_close(*out);
        *out = NULL;
    }
    return st;
}

static rv_status expand(rv_store_stream *stream, rv_query *row, rv_error *err)
{
    int64_t     length = rv_query_int(row, 1);
    size_t      n;
    const void *data = rv_query_blob(row, 2, &n);

    if (length > LIMIT)
        return rv_fail(err, RV_ESTORE, "a block of the source file is damaged");
    if ((size_t)length > stream->room) {
        free(stream->block);
        stream->room = 0;
        if (!(stream->block = malloc((size_t)length)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        stream->room = (size_t)length;
    }
    stream->length = (size_t)length;
    stream->given = 0;
    stream->at += length;
    return rv_block_expand(data, n, stream->block, (size_t)length, err);
}

static rv_status load(rv_store_stream *stream, rv_error *err)
{
    rv_query *row = NULL;
    bool      more = false;
    rv_status st = rv_query_start(&row, stream->store, &stream_next, err, "ii", stream->file, stream->at);

    if (st == RV_OK && (st = rv_query_next(row, &more, err)) == RV_OK)
        st = more ? expand(stream, row, err)
                  : rv_fail(err, RV_ESTORE, "bytes of the source file from %lld on are missing", (long long)stream->at);
    rv_query_end(row);
    return st;
}

rv_status rv_store_stream_read(void *user, void *bytes, size_t n, size_t *got, rv_error *err)
{
    rv_store_stream *stream = user;
    rv_status        st;

    *got = 0;
    if (stream->given == stream->length) {
        if (stream->at >= stream->size)
            return RV_OK;
        if ((st = load(stream, err)) != RV_OK)
            return st;
    }
    *got = stream->length - stream->given < n ? stream->length - stream->given : n;
    memcpy(bytes, stream->block + stream->given, *got);
    stream->given += *got;
    return RV_OK;
}

void rv_store_stream_close(rv_store_stream *stream)
{
    if (stream)
        free(stream->block);
    free(stream);
}
