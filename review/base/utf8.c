#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "review/base.h"

/* Bytes of the well-formed UTF-8 sequence at `s`, 0 when there is none (Unicode 15, table 3-7: no overlong forms, no
   surrogates, nothing above U+10FFFF). */
static size_t sequence(const unsigned char *s, size_t n)
{
    size_t        length = s[0] < 0x80 ? 1 : s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : s[0] < 0xF5 ? 4 : 0;
    unsigned char low = s[0] == 0xE0 ? 0xA0 : s[0] == 0xF0 ? 0x90 : 0x80;
    unsigned char high = s[0] == 0xED ? 0x9F : s[0] == 0xF4 ? 0x8F : 0xBF;
    size_t        i;

    if (length == 0 || length > n)
        return 0;
    if (length > 1 && (s[1] < low || s[1] > high))
        return 0;
    for (i = 2; i < length; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    return length;
}

bool rv_utf8_valid(const char *bytes, size_t n, size_t *bad)
{
    const unsigned char *s = (const unsigned char *)bytes;
    size_t               at = 0, length;
    uint64_t             word;

    while (at < n) {
        if (n - at >= sizeof word) {
            memcpy(&word, s + at, sizeof word);
            if (!(word & UINT64_C(0x8080808080808080))) {
                at += sizeof word;
                continue;
            }
        }
        length = sequence(s + at, n - at);
        if (!length) {
            if (bad)
                *bad = at;
            return false;
        }
        at += length;
    }
    return true;
}

static rv_status refuse(const char *text, size_t n, rv_error *err)
{
    size_t bad = 0;

    if (rv_utf8_valid(text, n, &bad))
        return RV_OK;
    return rv_fail(err, RV_EPARSE, "byte %zu (0x%02X) is not UTF-8", bad + 1, (unsigned char)text[bad]);
}

static bool is_ascii(const char *text, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        if ((unsigned char)text[i] >= 0x80)
            return false;
    return true;
}

static void add_point(rv_buf *out, utf8proc_int32_t point)
{
    utf8proc_uint8_t   bytes[4];
    utf8proc_ssize_t n = utf8proc_encode_char(point, bytes);

    rv_buf_add(out, bytes, (size_t)n);
}

rv_status rv_utf8_nfc(rv_buf *out, const char *text, size_t n, rv_error *err)
{
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t  length;
    rv_status         st;

    if (is_ascii(text, n)) {
        rv_buf_add(out, text, n);
        return rv_buf_check(out, err);
    }
    if ((st = refuse(text, n, err)) != RV_OK)
        return st;
    length = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)n, &mapped, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (length < 0)
        return rv_fail(err, length == UTF8PROC_ERROR_NOMEM ? RV_ENOMEM : RV_EPARSE, "cannot compose text: %s",
                       utf8proc_errmsg(length));
    rv_buf_add(out, mapped, (size_t)length);
    free(mapped);
    return rv_buf_check(out, err);
}

/* Adds one letter or digit, with the blank owed for what stood before it; anything else only owes a blank. */
static void fold_point(rv_buf *out, utf8proc_int32_t point, size_t start, bool *owed)
{
    utf8proc_category_t category = utf8proc_category(point);
    bool mark = category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC || category == UTF8PROC_CATEGORY_ME;
    bool kept = (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO)
                || (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);

    if (mark || category == UTF8PROC_CATEGORY_CF)
        return;
    if (!kept) {
        *owed = true;
        return;
    }
    if (*owed && out->length > start)
        rv_buf_char(out, ' ');
    *owed = false;
    add_point(out, point);
}

/* The same for a lower-case ASCII character, without the tables. */
static void fold_ascii(rv_buf *out, char c, size_t start, bool *owed)
{
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
        *owed = true;
        return;
    }
    if (*owed && out->length > start)
        rv_buf_char(out, ' ');
    *owed = false;
    rv_buf_char(out, c);
}

rv_status rv_utf8_fold(rv_buf *out, const char *text, size_t n, rv_error *err)
{
    size_t    start = out->length, at = 0;
    bool      owed = false;
    rv_status st;

    if ((st = refuse(text, n, err)) != RV_OK)
        return st;
    while (at < n) {
        utf8proc_int32_t point, points[32];
        utf8proc_ssize_t used, count, i;
        int              boundary = 0;

        used = utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(n - at), &point);
        if (used <= 0)
            return rv_fail(err, RV_EPARSE, "byte %zu is not UTF-8", at + 1);
        at += (size_t)used;
        if (point < 0x80) {
            fold_ascii(out, (char)(point >= 'A' && point <= 'Z' ? point + 32 : point), start, &owed);
            continue;
        }
        count = utf8proc_decompose_char(point, points, 32, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD,
                                        &boundary);
        if (count < 0 || count > 32)
            return rv_fail(err, RV_EPARSE, "cannot fold U+%04X: %s", (unsigned)point, utf8proc_errmsg(count));
        for (i = 0; i < count; i++)
            fold_point(out, points[i], start, &owed);
    }
    return rv_buf_check(out, err);
}

/* What could move the cursor, or turn the direction of the text round. */
static bool is_unprintable(utf8proc_int32_t p)
{
    return p < 0x20 || (p >= 0x7F && p < 0xA0) || p == 0x061C || p == 0x200E || p == 0x200F
           || (p >= 0x2028 && p <= 0x202E) || (p >= 0x2066 && p <= 0x2069) || p == 0xFEFF || (p >= 0xFFF9 && p <= 0xFFFB)
           || (p >= 0xE0000 && p <= 0xE007F);
}

void rv_utf8_printable(rv_buf *out, const char *text, size_t n)
{
    size_t at = 0, length;

    while (at < n) {
        utf8proc_int32_t point;

        length = sequence((const unsigned char *)text + at, n - at);
        if (!length) {
            rv_buf_printf(out, "\\x%02X", (unsigned char)text[at++]);
            continue;
        }
        utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)length, &point);
        if (!is_unprintable(point))
            rv_buf_add(out, text + at, length);
        else if (point < 0x100)
            rv_buf_printf(out, "\\x%02X", (unsigned)point);
        else
            rv_buf_printf(out, "\\u{%04X}", (unsigned)point);
        at += length;
    }
}

size_t rv_utf8_width(const char *text)
{
    size_t n = strlen(text), at = 0, columns = 0, length;

    while (at < n) {
        utf8proc_int32_t point;
        int              width;

        length = sequence((const unsigned char *)text + at, n - at);
        if (!length) {                                  /* terminals show one replacement character */
            columns++;
            at++;
            continue;
        }
        utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)length, &point);
        width = utf8proc_charwidth(point);
        columns += width > 0 ? (size_t)width : 0;
        at += length;
    }
    return columns;
}
