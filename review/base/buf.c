#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/base.h"

/* Room for `n` more bytes and the NUL. Grows by half again at least, so that a long series of additions stays linear. */
static bool reserve(rv_buf *buf, size_t n)
{
    size_t need, capacity;
    char  *data;

    if (buf->failed)
        return false;
    if (n >= SIZE_MAX - buf->length) {
        buf->failed = true;
        return false;
    }
    need = buf->length + n + 1;
    if (need <= buf->capacity)
        return true;
    capacity = buf->capacity + buf->capacity / 2;
    if (capacity < need)
        capacity = need < 64 ? 64 : need;
    data = realloc(buf->data, capacity);
    if (!data) {
        buf->failed = true;
        return false;
    }
    buf->data = data;
    buf->capacity = capacity;
    return true;
}

void rv_buf_add(rv_buf *buf, const void *bytes, size_t n)
{
    if (!reserve(buf, n))
        return;
    if (n)
        memcpy(buf->data + buf->length, bytes, n);
    buf->length += n;
    buf->data[buf->length] = '\0';
}

void rv_buf_text(rv_buf *buf, const char *text)
{
    rv_buf_add(buf, text, strlen(text));
}

void rv_buf_char(rv_buf *buf, char c)
{
    rv_buf_add(buf, &c, 1);
}

void rv_buf_printf(rv_buf *buf, const char *format, ...)
{
    va_list args, again;
    int     n;

    va_start(args, format);
    va_copy(again, args);
    n = vsnprintf(NULL, 0, format, args);
    if (n < 0)
        buf->failed = true;
    else if (reserve(buf, (size_t)n)) {
        vsnprintf(buf->data + buf->length, (size_t)n + 1, format, again);
        buf->length += (size_t)n;
    }
    va_end(again);
    va_end(args);
}

void rv_buf_clear(rv_buf *buf)
{
    buf->length = 0;
    buf->failed = false;
    if (buf->data)
        buf->data[0] = '\0';
}

void rv_buf_free(rv_buf *buf)
{
    free(buf->data);
    *buf = (rv_buf)RV_BUF_INIT;
}

rv_status rv_buf_check(const rv_buf *buf, rv_error *err)
{
    return buf->failed ? rv_fail(err, RV_ENOMEM, "out of memory after %zu bytes of text", buf->length) : RV_OK;
}

const char *rv_buf_str(const rv_buf *buf)
{
    return buf->data ? buf->data : "";
}
