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
