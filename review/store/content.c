/* The bytes of attached files, kept under their digest: staged in short transactions, settled by the act that attaches them. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zlib.h>

#include "review/store.h"

#include "store/inside.h"

enum { FLUSH_BLOCKS = 8, BLOCK_LIMIT = 64 * 1024 * 1024 };

struct rv_content {
    rv_store *store;
    char      digest[RV_DIGEST_HEX];
    int       alive;                     /* holds the digest's byte of FILE.lock; -1 when another does */
    bool      settled;
    rv_sha256 state;
    int64_t   bytes, blocks;             /* written, and those that wait */
    rv_buf    raw;                       /* of the block being filled */
    rv_buf    packed;                    /* blocks that wait, one after the other */
    uint32_t  packed_size[FLUSH_BLOCKS], raw_size[FLUSH_BLOCKS];
    int       waits;
};

RV_STATEMENT(content_reserve, "INSERT INTO work_content(digest, started, pid) VALUES(?1, ?2, ?3)"
                              " ON CONFLICT(digest) DO UPDATE SET started = excluded.started, pid = excluded.pid");
/* Who attaches the same file at the same time writes the same bytes. */
RV_STATEMENT(content_add, "INSERT INTO content(digest, seq, length, data) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(digest, seq) DO NOTHING");
RV_STATEMENT(content_blocks, "SELECT count(*) FROM content WHERE digest = ?1");
RV_STATEMENT(content_size, "SELECT sum(length) FROM content WHERE digest = ?1");
RV_STATEMENT(content_done, "DELETE FROM work_content WHERE digest = ?1");
RV_STATEMENT(content_attached, "SELECT 1 FROM attachment WHERE digest = ?1 ORDER BY id LIMIT 1");
RV_STATEMENT(content_all, "SELECT seq, length, data FROM content WHERE digest = ?1 ORDER BY seq");

/* Imports hold low bytes; the digests lie far above them. Two that share a byte only sweep later. */
rv_status rv_content_hold(rv_store *store, const char *digest, int *fd, rv_error *err)
{
    uint8_t bytes[4] = { 0 };
    char first[9];

    memcpy(first, digest, 8);
    first[8] = 0;
    if (!rv_unhex(first, bytes, sizeof bytes))
        return rv_fail(err, RV_EINVAL, "'%.80s' is no digest", digest);
    return rv_queue_hold(store->real, (INT64_C(1) << 60) + ((int64_t)bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3]), fd, err);
}

static rv_status reserve(rv_content *content, rv_error *err)
{
    rv_store *store = content->store;
    char now[RV_TIME_TEXT];
    rv_status st = rv_write_begin(store, err);

    if (st != RV_OK)
        return st;
    if ((st = rv_store_run(store, &content_reserve, err, "tti", content->digest, rv_now(now), (int64_t)getpid())) == RV_OK)
        return rv_write_end(store, true, err);
    (void)rv_write_end(store, false, NULL);
    return st;
}

rv_status rv_content_begin(rv_content **out, rv_store *store, const char *digest, rv_error *err)
{
    rv_content *content;
    rv_status st;

    *out = NULL;
    if (strlen(digest) != RV_DIGEST_HEX - 1 || strspn(digest, "0123456789abcdef") != RV_DIGEST_HEX - 1)
        return rv_fail(err, RV_EINVAL, "'%.80s' is no digest; it must be 64 hexadecimal digits", digest);
    if (!(content = calloc(1, sizeof *content)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    content->store = store;
    content->alive = -1;
    memcpy(content->digest, digest, sizeof content->digest);
    rv_sha256_start(&content->state);
    if ((st = rv_sweep_contents(store, err)) != RV_OK || (st = rv_content_hold(store, digest, &content->alive, err)) != RV_OK
        || (st = reserve(content, err)) != RV_OK) {
        rv_content_free(content);
        return st;
    }
    *out = content;
    return RV_OK;
}

static rv_status write_blocks(rv_content *content, rv_error *err)
{
    size_t at = 0;
    rv_status st = RV_OK;

    content->store->inside = true;
    for (int i = 0; i < content->waits && st == RV_OK; i++) {
        st = rv_store_run(content->store, &content_add, err, "tiib", content->digest, content->blocks - content->waits + i,
                          (int64_t)content->raw_size[i], content->packed.data + at, (size_t)content->packed_size[i]);
        at += content->packed_size[i];
    }
    content->store->inside = false;
    return st;
}

/* Everything that waits, in one short transaction. */
static rv_status flush(rv_content *content, rv_error *err)
{
    rv_status st;

    if (!content->waits)
        return RV_OK;
    if ((st = rv_buf_check(&content->packed, err)) != RV_OK || (st = rv_write_begin(content->store, err)) != RV_OK)
        return st;
    if ((st = write_blocks(content, err)) == RV_OK)
        st = rv_write_end(content->store, true, err);
    else
        (void)rv_write_end(content->store, false, NULL);
    rv_buf_clear(&content->packed);
    content->waits = 0;
    return st;
}

/* Compresses what is in `raw` and lets it wait. Level 1, as for source files: most full texts are compressed already. */
static rv_status pack(rv_content *content, rv_error *err)
{
    uLongf size = compressBound((uLong)content->raw.length);
    Bytef *room = malloc(size);
    rv_status st = room ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    if (st == RV_OK && compress2(room, &size, (const Bytef *)content->raw.data, (uLong)content->raw.length, 1) != Z_OK)
        st = rv_fail(err, RV_ESTORE, "a block cannot be compressed");
    if (st == RV_OK) {
        rv_buf_add(&content->packed, (const char *)room, size);
        content->packed_size[content->waits] = (uint32_t)size;
        content->raw_size[content->waits++] = (uint32_t)content->raw.length;
        content->blocks++;
        rv_buf_clear(&content->raw);
    }
    free(room);
    return st == RV_OK && content->waits == FLUSH_BLOCKS ? flush(content, err) : st;
}

rv_status rv_content_add(rv_content *content, const void *bytes, size_t n, rv_error *err)
{
    const char *from = bytes;
    rv_status st = RV_OK;

    rv_sha256_add(&content->state, bytes, n);
    content->bytes += (int64_t)n;
    while (n > 0 && st == RV_OK) {
        const size_t room = RV_BLOCK_BYTES - content->raw.length, take = n < room ? n : room;
        rv_buf_add(&content->raw, from, take);
        if ((st = rv_buf_check(&content->raw, err)) != RV_OK)
            break;
        from += take;
        n -= take;
        if (content->raw.length == RV_BLOCK_BYTES)
            st = pack(content, err);
    }
    return st;
}

rv_status rv_content_end(rv_content *content, rv_error *err)
{
    uint8_t digest[RV_DIGEST];
    char hex[RV_DIGEST_HEX];
    rv_status st = content->raw.length ? pack(content, err) : RV_OK;

    if (st != RV_OK || (st = flush(content, err)) != RV_OK)
        return st;
    rv_sha256_end(&content->state, digest);
    rv_hex(digest, RV_DIGEST, hex);
    return strcmp(hex, content->digest) == 0 ? RV_OK : rv_fail(err, RV_EINVAL, "the file changed while it was read; try again");
}

rv_status rv_content_settle(rv_content *content, rv_event *event, bool *whole, rv_error *err)
{
    (void)event;                                 /* whose write it is */
    return rv_content_settle_now(content, whole, err);
}

rv_status rv_content_settle_now(rv_content *content, bool *whole, rv_error *err)
{
    rv_store *store = content->store;
    int64_t blocks = 0, bytes = 0;
    rv_status st;

    *whole = false;
    if ((st = rv_store_int(store, &content_blocks, &blocks, NULL, err, "t", content->digest)) != RV_OK
        || (st = rv_store_int(store, &content_size, &bytes, NULL, err, "t", content->digest)) != RV_OK
        || blocks != content->blocks || bytes != content->bytes)
        return st;
    *whole = true;
    content->settled = true;
    return rv_store_run(store, &content_done, err, "t", content->digest);
}

void rv_content_free(rv_content *content)
{
    bool there = true;

    if (!content)
        return;
    /* else the next attachment sweeps */
    if (content->alive >= 0 && !content->store->writing && !content->store->grouped && rv_content_there(content->store, content->digest, &there, NULL) == RV_OK && !there)
        (void)rv_sweep_content(content->store, content->digest, NULL);
    if (content->alive >= 0)
        close(content->alive);
    rv_buf_free(&content->raw);
    rv_buf_free(&content->packed);
    free(content);
}

rv_status rv_content_there(rv_store *store, const char *digest, bool *there, rv_error *err)
{
    int64_t one = 0;

    return rv_store_int(store, &content_attached, &one, there, err, "t", digest);
}

/* One block, expanded into `raw`. */
static rv_status expand(rv_query *query, rv_buf *raw, rv_error *err)
{
    const int64_t length = rv_query_int(query, 1);
    size_t n;
    const void *data = rv_query_blob(query, 2, &n);

    if (length <= 0 || length > BLOCK_LIMIT)
        return rv_fail(err, RV_ETAMPER, "a block of an attached file is damaged");
    if (raw->capacity < (size_t)length) {
        rv_buf_free(raw);
        *raw = (rv_buf){ malloc((size_t)length), 0, (size_t)length, false };
        if (!raw->data) {
            raw->capacity = 0;
            return rv_fail(err, RV_ENOMEM, "out of memory");
        }
    }
    if (rv_block_expand(data, n, raw->data, (size_t)length, NULL) != RV_OK)
        return rv_fail(err, RV_ETAMPER, "a block of an attached file is damaged");
    raw->length = (size_t)length;
    return RV_OK;
}

rv_status rv_content_walk(rv_store *store, const char *digest, int64_t *blocks, rv_content_piece piece, void *user, rv_error *err)
{
    rv_query *query = NULL;
    rv_buf raw = RV_BUF_INIT;
    bool more;
    rv_status st = rv_query_start(&query, store, &content_all, err, "t", digest);

    *blocks = 0;
    while (st == RV_OK && (st = rv_query_next(query, &more, err)) == RV_OK && more) {
        if (rv_query_int(query, 0) != *blocks)
            st = rv_fail(err, RV_ETAMPER, "block %lld of an attached file is missing", (long long)*blocks + 1);
        else if ((st = expand(query, &raw, err)) == RV_OK)
            st = piece(user, raw.data, raw.length, err);
        ++*blocks;
    }
    rv_query_end(query);
    rv_buf_free(&raw);
    return st;
}

typedef struct {
    rv_sha256        state;
    rv_content_piece piece;
    void            *user;
} hashing;

static rv_status pass_on(void *user, const void *bytes, size_t n, rv_error *err)
{
    hashing *h = user;

    rv_sha256_add(&h->state, bytes, n);
    return h->piece(h->user, bytes, n, err);
}

rv_status rv_content_bytes(rv_store *store, const char *digest, rv_content_piece piece, void *user, rv_error *err)
{
    hashing h = { .piece = piece, .user = user };
    uint8_t sum[RV_DIGEST];
    char hex[RV_DIGEST_HEX];
    int64_t blocks;
    bool there = false;
    rv_status st = rv_content_there(store, digest, &there, err);

    rv_sha256_start(&h.state);
    if (st == RV_OK && !there)
        return rv_fail(err, RV_ENOTFOUND, "no file %.80s is attached", digest);
    if (st != RV_OK || (st = rv_content_walk(store, digest, &blocks, pass_on, &h, err)) != RV_OK)
        return st;
    rv_sha256_end(&h.state, sum);
    rv_hex(sum, RV_DIGEST, hex);
    return strcmp(hex, digest) == 0 ? RV_OK : rv_fail(err, RV_ETAMPER, "the bytes of the attached file %.12s do not have its digest", digest);
}
