#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "xml_inside.h"

static const char replacement[] = "\xEF\xBF\xBD";

/* ---- What is clean ---------------------------------------------------------------------------------------------------- */

/* Bytes of the UTF-8 sequence at `s` that XML allows, beyond ASCII; 0: there is none. */
static size_t sequence(const unsigned char *s, size_t n)
{
    size_t        length = s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : s[0] < 0xF5 ? 4 : 0;
    unsigned char low = s[0] == 0xE0 ? 0xA0 : s[0] == 0xF0 ? 0x90 : 0x80;
    unsigned char high = s[0] == 0xED ? 0x9F : s[0] == 0xF4 ? 0x8F : 0xBF;

    if (length == 0 || length > n || s[1] < low || s[1] > high)
        return 0;
    if (length > 2 && (s[2] & 0xC0) != 0x80)
        return 0;
    if (length > 3 && (s[3] & 0xC0) != 0x80)
        return 0;
    return s[0] == 0xEF && s[1] == 0xBF && s[2] >= 0xBE ? 0 : length;
}

static bool is_control(unsigned char c)
{
    return c < ' ' && c != '\t' && c != '\n' && c != '\r';
}

size_t rv_xml_clean(const char *bytes, size_t n)
{
    const uint64_t       high = UINT64_C(0x8080808080808080), blank = UINT64_C(0x2020202020202020);
    const unsigned char *s = (const unsigned char *)bytes;
    size_t               at = 0, length;
    uint64_t             word;

    while (at < n) {
        if (n - at >= sizeof word) {
            memcpy(&word, s + at, sizeof word);
            if (!((word | (word - blank)) & high)) {     /* neither beyond ASCII nor below blank */
                at += sizeof word;
                continue;
            }
        }
        if (s[at] < 0x80) {
            if (is_control(s[at]))
                break;
            at++;
        } else if ((length = sequence(s + at, n - at)) > 0) {
            at += length;
        } else {
            break;
        }
    }
    return at;
}

/* True when the bytes are the beginning of a sequence of which the rest may follow. */
static bool is_cut_off(const char *bytes, size_t n)
{
    static const char *const rests[] = { "\x80\x80\x80", "\xA0\x80\x80", "\x90\x80\x80", "\xBF\x80\x80" };
    unsigned char whole[4];

    if (n >= 4 || (unsigned char)*bytes < 0x80)
        return false;
    for (size_t i = 0; i < 4; i++) {
        memcpy(whole + 1, rests[i], 3);
        memcpy(whole, bytes, n);
        if (sequence(whole, 4) > n)
            return true;
    }
    return false;
}

static void not_in_encoding(rv_xml_decoder *d)
{
    if (strncmp(d->name, "UTF-", 4) != 0 && !*d->words)
        snprintf(d->words, sizeof d->words, "bytes that are not %s, the encoding named, are replaced by U+FFFD", d->name);
    rv_xml_decoder_fault(d, strncmp(d->name, "UTF-", 4) == 0 ? RV_XML_NOT_UTF8 : RV_XML_ENCODING);
}

/* ---- Characters ------------------------------------------------------------------------------------------------------- */

/* True when places can be counted through a character of `length` bytes that stood in `own`. */
static bool is_regular(const rv_xml_decoder *d, size_t length, size_t own)
{
    switch (d->coding) {
    case RV_XML_TABLE:
        return length > 0 && own == 1;
    case RV_XML_WIDE:
        return length > 0 && own == d->unit * (d->unit == 2 && length == 4 ? 2u : 1u);
    default:
        return own == length;
    }
}

/* One character, `own` bytes long in the document; what XML forbids is left out or replaced. False: it must not go on. */
static bool put(rv_xml_decoder *d, char *to, size_t *n, const char *s, size_t length, size_t own, rv_error *err)
{
    if (length == 1 && is_control((unsigned char)*s)) {
        rv_xml_decoder_fault(d, RV_XML_CONTROL);
        length = 0;
    } else if (length == 3 && s[0] == '\xEF' && s[1] == '\xBF' && (unsigned char)s[2] >= 0xBE) {
        rv_xml_decoder_fault(d, RV_XML_CONTROL);
        s = replacement;
    }
    if (d->stopped != RV_XML_FAULTS)
        return false;
    if (length > 0 && d->broken && rv_xml_decoder_run(d, err) != RV_OK)
        return false;
    memcpy(to + *n, s, length);
    *n += length;
    d->at += length;
    d->own += own;
    d->from += own;
    d->broken = d->broken || !is_regular(d, length, own);
    return true;
}

size_t rv_xml_put_point(char *to, uint32_t p)
{
    size_t n = p < 0x80 ? 1 : p < 0x800 ? 2 : p < 0x10000 ? 3 : 4;

    for (size_t i = n; i-- > 1; p >>= 6)
        to[i] = (char)(0x80 | (p & 0x3F));
    to[0] = (char)(n == 1 ? p : (0xF00u >> n & 0xFF) | p);
    return n;
}

/* A single byte that is not UTF-8 hardly ever is anything but Windows-1252. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
    0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
};

/* What stands where UTF-8 should: the two halves that some programs make of one character beyond U+FFFF, the remains of a
   character, or a byte of another character set. */
static bool repair(rv_xml_decoder *d, char *to, size_t *n, rv_error *err)
{
    const unsigned char *s = (const unsigned char *)d->raw + d->from;
    size_t               left = d->to - d->from, used = 1, length;
    char                 character[4];

    if (*s < 0x80 || (left >= 3 && s[0] == 0xEF && s[1] == 0xBF && s[2] >= 0xBE))
        return put(d, to, n, (const char *)s, *s < 0x80 ? 1 : 3, *s < 0x80 ? 1 : 3, err);
    rv_xml_decoder_fault(d, RV_XML_NOT_UTF8);
    if (d->stopped != RV_XML_FAULTS)
        return false;
    while (*s >= 0xC0 && used < left && used < 4 && (s[used] & 0xC0) == 0x80)
        used++;
    if (left >= 6 && s[0] == 0xED && s[1] >= 0xA0 && s[1] < 0xB0 && s[3] == 0xED && s[4] >= 0xB0 && s[4] < 0xC0
        && used == 3 && (s[5] & 0xC0) == 0x80) {
        length = rv_xml_put_point(character, 0x10000 + ((s[1] & 0xFu) << 16 | (s[2] & 0x3Fu) << 10 | (s[4] & 0xFu) << 6 | (s[5] & 0x3Fu)));
        return put(d, to, n, character, length, 6, err);
    }
    length = rv_xml_put_point(character, used > 1 ? 0xFFFD : *s < 0xA0 ? windows_1252[*s - 0x80] : *s);
    return put(d, to, n, character, length, used, err);
}

bool rv_xml_from_utf8(rv_xml_decoder *d, char *to, size_t room, size_t *n, rv_error *err)
{
    while (d->from < d->to && room - *n >= RV_XML_TURN) {
        size_t left = d->to - d->from, some = left < room - *n ? left : room - *n;

        some = rv_xml_clean(d->raw + d->from, some);
        if (some > 0) {
            if (d->broken && rv_xml_decoder_run(d, err) != RV_OK)
                return false;
            memcpy(to + *n, d->raw + d->from, some);
            *n += some;
            d->at += some;
            d->own += some;
            d->from += some;
        } else if (!d->exhausted && left < RV_XML_TURN && is_cut_off(d->raw + d->from, left < 4 ? left : 4)) {
            break;
        } else if (!repair(d, to, n, err)) {
            return false;
        }
    }
    return true;
}

static uint32_t unit_at(const rv_xml_decoder *d, const unsigned char *s)
{
    if (d->unit == 2)
        return d->big ? (uint32_t)s[0] << 8 | s[1] : (uint32_t)s[1] << 8 | s[0];
    return d->big ? (uint32_t)s[0] << 24 | (uint32_t)s[1] << 16 | (uint32_t)s[2] << 8 | s[3]
                  : (uint32_t)s[3] << 24 | (uint32_t)s[2] << 16 | (uint32_t)s[1] << 8 | s[0];
}

bool rv_xml_from_wide(rv_xml_decoder *d, char *to, size_t room, size_t *n, rv_error *err)
{
    while (d->from < d->to && room - *n >= RV_XML_TURN) {
        const unsigned char *s = (const unsigned char *)d->raw + d->from;
        size_t               left = d->to - d->from, used = d->unit;
        uint32_t             point, low;
        char                 character[4];

        if (left < d->unit || (left < 4 && d->unit == 2 && (unit_at(d, s) & 0xFC00) == 0xD800)) {
            if (!d->exhausted)
                break;
            used = left < d->unit ? left : d->unit;
        }
        point = left < d->unit ? 0xD800 : unit_at(d, s);
        if (d->unit == 2 && left >= 4 && (point & 0xFC00) == 0xD800 && ((low = unit_at(d, s + 2)) & 0xFC00) == 0xDC00) {
            point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
            used = 4;
        }
        if (point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) {
            rv_xml_decoder_fault(d, RV_XML_NOT_UTF8);
            point = 0xFFFD;
        }
        if (!put(d, to, n, character, rv_xml_put_point(character, point), used, err))
            return false;
    }
    return true;
}

bool rv_xml_from_table(rv_xml_decoder *d, char *to, size_t room, size_t *n, rv_error *err)
{
    while (d->from < d->to && room - *n >= RV_XML_TURN) {
        const char *character = d->table[(unsigned char)d->raw[d->from]];

        if (!character[3])
            not_in_encoding(d);
        if (!put(d, to, n, character[3] ? character : replacement, character[3] ? (size_t)character[3] : 3, 1, err))
            return false;
    }
    return true;
}

/* The next character by iconv, which is given one byte more until it has one. 0: more bytes are needed to tell. */
static size_t next_character(rv_xml_decoder *d, char *character, size_t *length, bool *bad)
{
    size_t left = d->to - d->from, most = left < RV_XML_TURN ? left : RV_XML_TURN;

    *bad = false;
    for (size_t some = 1; some <= most; some++) {
        char  *in = d->raw + d->from, *out = character;
        size_t in_left = some, out_left = RV_XML_TURN - 4, got = iconv(d->conversion, &in, &in_left, &out, &out_left);

        *length = RV_XML_TURN - 4 - out_left;
        if (some > in_left)
            return some - in_left;
        if (got == (size_t)-1 && errno != EINVAL)
            break;
    }
    if (most < RV_XML_TURN && !d->exhausted && errno == EINVAL)
        return 0;
    *bad = true;
    return 1;
}

bool rv_xml_from_multi(rv_xml_decoder *d, char *to, size_t room, size_t *n, rv_error *err)
{
    char   character[RV_XML_TURN];
    size_t used, length = 0;
    bool   bad;

    while (d->from < d->to && room - *n >= RV_XML_TURN) {
        unsigned char c = (unsigned char)d->raw[d->from];

        if (d->stateless && c >= ' ' && c < 0x7F && d->table[c][3]) {
            if (!put(d, to, n, d->raw + d->from, 1, 1, err))
                return false;
            continue;
        }
        if ((used = next_character(d, character, &length, &bad)) == 0)
            break;
        if (!bad && length > 1 && is_control((unsigned char)*character))           /* a shift that is none, and what is behind it */
            used = length = 1;
        if (bad || (length > 1 && rv_xml_clean(character, length) < length)) {
            not_in_encoding(d);
            memcpy(character, replacement, 3);
            length = 3;
        }
        if (length == 0) {                                /* a shift between character sets */
            d->own += used;
            d->from += used;
            d->broken = true;
        } else if (!put(d, to, n, character, length, used, err)) {
            return false;
        }
    }
    return true;
}
