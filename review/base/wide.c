/* UTF-16 and UTF-32 to UTF-8, piece by piece. */
#include <config.h>

#include <string.h>

#include "review/base.h"

/* One code point at `s`; `*used` units. What is none (a lone surrogate, beyond U+10FFFF) is U+FFFD. */
static uint32_t point_at(size_t unit, bool big, const unsigned char *s, size_t units, size_t *used)
{
    uint32_t a, b;

    *used = 1;
    if (unit == 4) {
        a = big ? (uint32_t)s[0] << 24 | (uint32_t)s[1] << 16 | (uint32_t)s[2] << 8 | s[3]
                : (uint32_t)s[3] << 24 | (uint32_t)s[2] << 16 | (uint32_t)s[1] << 8 | s[0];
        return a > 0x10FFFF || (a >= 0xD800 && a < 0xE000) ? 0xFFFD : a;
    }
    a = big ? (uint32_t)s[0] << 8 | s[1] : (uint32_t)s[1] << 8 | s[0];
    if (a < 0xD800 || a >= 0xE000)
        return a;
    if (a >= 0xDC00 || units < 2)
        return 0xFFFD;
    b = big ? (uint32_t)s[2] << 8 | s[3] : (uint32_t)s[3] << 8 | s[2];
    if (b < 0xDC00 || b >= 0xE000)
        return 0xFFFD;
    *used = 2;
    return 0x10000 + ((a - 0xD800) << 10) + (b - 0xDC00);
}

static char *put_point(char *to, uint32_t p)
{
    if (p < 0x80) {
        *to++ = (char)p;
    } else if (p < 0x800) {
        *to++ = (char)(0xC0 | p >> 6);
        *to++ = (char)(0x80 | (p & 0x3F));
    } else if (p < 0x10000) {
        *to++ = (char)(0xE0 | p >> 12);
        *to++ = (char)(0x80 | (p >> 6 & 0x3F));
        *to++ = (char)(0x80 | (p & 0x3F));
    } else {
        *to++ = (char)(0xF0 | p >> 18);
        *to++ = (char)(0x80 | (p >> 12 & 0x3F));
        *to++ = (char)(0x80 | (p >> 6 & 0x3F));
        *to++ = (char)(0x80 | (p & 0x3F));
    }
    return to;
}

size_t rv_wide_unit(const char *charset)
{
    return strncmp(charset, "UTF-16", 6) == 0 ? 2 : strncmp(charset, "UTF-32", 6) == 0 ? 4 : 1;
}

size_t rv_wide_decode(const char *charset, const char *bytes, size_t n, bool last, char *out, size_t *used)
{
    const unsigned char *s = (const unsigned char *)bytes;
    const size_t         unit = rv_wide_unit(charset), units = n / unit;
    const bool           big = charset[6] == 'B';
    char                *to = out;
    size_t               i = 0, taken;

    while (i < units) {
        uint32_t point = point_at(unit, big, s + i * unit, units - i, &taken);

        if (point == 0xFFFD && unit == 2 && i + 1 == units && !last && (s[i * 2 + !big] & 0xFC) == 0xD8)
            break;                                      /* its other half comes later */
        to = put_point(to, point);
        i += taken;
    }
    *used = last ? n : i * unit;                        /* half a unit at the very end is no character */
    return (size_t)(to - out);
}

uint64_t rv_wide_bytes(const char *charset, const char *text, size_t n)
{
    const size_t unit = rv_wide_unit(charset);
    uint64_t     units = 0;
    size_t       i;

    if (unit == 1)
        return n;
    for (i = 0; i < n; i++)
        units += ((unsigned char)text[i] & 0xC0) != 0x80 ? 1 + (unit == 2 && (unsigned char)text[i] >= 0xF0) : 0;
    return units * unit;
}
