/* One character at a time. */
#include <config.h>

#include <utf8proc.h>

#include "review/base.h"

size_t rv_utf8_point(const char *bytes, size_t n, int32_t *point)
{
    const unsigned char first = (unsigned char)bytes[0];
    utf8proc_int32_t    found;
    utf8proc_ssize_t    used;

    if (first < 0x80) {
        *point = first;
        return 1;
    }
    used = utf8proc_iterate((const utf8proc_uint8_t *)bytes, n < 4 ? (utf8proc_ssize_t)n : 4, &found);
    *point = used > 0 ? found : -1;
    return used > 0 ? (size_t)used : 1;
}

int32_t rv_utf8_lower(int32_t point)
{
    if (point < 0x80)
        return point >= 'A' && point <= 'Z' ? point + 32 : point;
    return utf8proc_tolower(point);
}

bool rv_utf8_is_word(int32_t point)
{
    utf8proc_category_t category;

    if (point < 0x80)
        return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') || (point >= '0' && point <= '9') || point == '_';
    category = utf8proc_category(point);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO)
           || (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

size_t rv_utf8_put(int32_t point, char *bytes)
{
    return (size_t)utf8proc_encode_char(point, (utf8proc_uint8_t *)bytes);
}
