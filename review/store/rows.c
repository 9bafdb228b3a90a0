#include <config.h>

#include <stdio.h>
#include <string.h>

#include "review/store.h"

#include "store/inside.h"

void rv_row_int(rv_buf *row, int64_t x)
{
    char text[32];
    int n = snprintf(text, sizeof text, "i%lld;", (long long)x);

    rv_buf_add(row, text, (size_t)n);
}

static void sized(rv_buf *row, char kind, const void *bytes, size_t n)
{
    char text[32];
    int m = snprintf(text, sizeof text, "%c%zu:", kind, n);

    rv_buf_add(row, text, (size_t)m);
    rv_buf_add(row, bytes, n);
}

void rv_row_text(rv_buf *row, const char *text, size_t n)
{
    if (text)
        sized(row, 't', text, n);
    else
        rv_buf_char(row, 'n');
}

void rv_row_blob(rv_buf *row, const void *bytes, size_t n)
{
    sized(row, 'b', bytes ? bytes : "", n);
}

void rv_row_digest(const rv_buf *row, uint8_t digest[RV_ROW_DIGEST])
{
    uint8_t whole[RV_DIGEST];

    rv_sha256_of(row->data, row->length, whole);
    memcpy(digest, whole, RV_ROW_DIGEST);
}

RV_STATEMENT(rows_chunks, "SELECT digests FROM digest_chunk WHERE file = ?1 AND subject = ?2 ORDER BY chunk");

rv_status rv_rows_digest(rv_store *store, int64_t file, const char *subject, uint8_t digest[RV_DIGEST], rv_error *err)
{
    rv_sha256 state;
    rv_query *row = NULL;
    bool more;
    rv_status st = rv_query_start(&row, store, &rows_chunks, err, "it", file, subject);

    rv_sha256_start(&state);
    while (st == RV_OK && (st = rv_query_next(row, &more, err)) == RV_OK && more) {
        size_t n;
        const void *digests = rv_query_blob(row, 0, &n);
        rv_sha256_add(&state, digests ? digests : "", n);
    }
    rv_query_end(row);
    rv_sha256_end(&state, digest);
    return st;
}
