#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xml_inside.h"

enum { LONGEST = 16 };             /* bytes that one turn of a conversion may write */

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

/* ---- Places ------------------------------------------------------------------------------------------------------------ */

static rv_status add_run(rv_xml_decoder *d, rv_error *err)
{
    d->broken = false;
    if (d->n_runs > 0 && d->runs[d->n_runs - 1].at == d->at)
        d->n_runs--;
    if (d->n_runs == d->room_runs) {
        size_t      room = d->room_runs ? 2 * d->room_runs : 16;
        rv_xml_run *runs = realloc(d->runs, room * sizeof *runs);

        if (!runs)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        d->runs = runs;
        d->room_runs = room;
    }
    d->runs[d->n_runs++] = (rv_xml_run){ d->at, d->own, d->coding == RV_XML_WIDE || d->coding == RV_XML_TABLE ? d->unit : 0 };
    return RV_OK;
}

/* Runs that all places asked for have left behind. */
static void forget_runs(rv_xml_decoder *d)
{
    if (d->run > 0) {
        d->n_runs -= d->run;
        memmove(d->runs, d->runs + d->run, d->n_runs * sizeof *d->runs);
        d->run = 0;
    }
}

bool rv_xml_decoder_is_plain(const rv_xml_decoder *d, uint64_t *shift)
{
    *shift = d->told_own - d->told_at;
    return d->run + 1 == d->n_runs && d->runs[d->run].unit == 0;
}

uint64_t rv_xml_decoder_place(rv_xml_decoder *d, uint64_t at, const char *window, uint64_t window_at)
{
    unsigned unit;
    uint64_t units = 0;

    while (d->run + 1 < d->n_runs && d->runs[d->run + 1].at <= at) {
        d->run++;
        d->told_at = d->runs[d->run].at;
        d->told_own = d->runs[d->run].own;
    }
    unit = d->runs[d->run].unit;
    if (unit == 0) {
        units = at - d->told_at;
    } else {
        for (const char *s = window + (d->told_at - window_at), *end = window + (at - window_at); s < end; s++)
            units += ((unsigned char)*s & 0xC0) != 0x80 ? 1 + (unit == 2 && (unsigned char)*s >= 0xF0) : 0;
        units *= unit;
    }
    d->told_at = at;
    d->told_own += units;
    return d->told_own;
}

/* ---- Faults ------------------------------------------------------------------------------------------------------------ */

void rv_xml_decoder_fault(rv_xml_decoder *d, rv_xml_fault fault)
{
    if (d->first[fault] == UINT64_MAX)
        d->first[fault] = d->at;
    if (!d->forgiving)
        d->stopped = (int)fault;
}

static void not_in_encoding(rv_xml_decoder *d)
{
    if (strncmp(d->name, "UTF-", 4) != 0 && !*d->words)
        snprintf(d->words, sizeof d->words, "bytes that are not %s, the encoding named, are replaced by U+FFFD", d->name);
    rv_xml_decoder_fault(d, strncmp(d->name, "UTF-", 4) == 0 ? RV_XML_NOT_UTF8 : RV_XML_ENCODING);
}

/* ---- Converting: each gives characters at `to`, and takes their bytes from `raw` ------------------------------------------ */

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
    if (length > 0 && d->broken && add_run(d, err) != RV_OK)
        return false;
    memcpy(to + *n, s, length);
    *n += length;
    d->at += length;
    d->own += own;
    d->from += own;
    d->broken = d->broken || !is_regular(d, length, own);
    return true;
}

static size_t put_point(char *to, uint32_t p)
{
    if (p < 0x80) {
        to[0] = (char)p;
        return 1;
    }
    if (p < 0x800) {
        to[0] = (char)(0xC0 | p >> 6);
        to[1] = (char)(0x80 | (p & 0x3F));
        return 2;
    }
    if (p < 0x10000) {
        to[0] = (char)(0xE0 | p >> 12);
        to[1] = (char)(0x80 | (p >> 6 & 0x3F));
        to[2] = (char)(0x80 | (p & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | p >> 18);
    to[1] = (char)(0x80 | (p >> 12 & 0x3F));
    to[2] = (char)(0x80 | (p >> 6 & 0x3F));
    to[3] = (char)(0x80 | (p & 0x3F));
    return 4;
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
        length = put_point(character, 0x10000 + ((s[1] & 0xFu) << 16 | (s[2] & 0x3Fu) << 10 | (s[4] & 0xFu) << 6 | (s[5] & 0x3Fu)));
        return put(d, to, n, character, length, 6, err);
    }
    length = put_point(character, used > 1 ? 0xFFFD : *s < 0xA0 ? windows_1252[*s - 0x80] : *s);
    return put(d, to, n, character, length, used, err);
}

static bool from_utf8(rv_xml_decoder *d, char *to, size_t room, size_t *n, rv_error *err)
{
    while (d->from < d->to && room - *n >= LONGEST) {
        size_t left = d->to - d->from, some = left < room - *n ? left : room - *n;

        some = rv_xml_clean(d->raw + d->from, some);
        if (some > 0) {
            if (d->broken && add_run(d, err) != RV_OK)
                return false;
            memcpy(to + *n, d->raw + d->from, some);
            *n += some;
            d->at += some;
            d->own += some;
            d->from += some;
        } else if (!d->exhausted && left < LONGEST && is_cut_off(d->raw + d->from, left < 4 ? left : 4)) {
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

static bool from_wide(rv_xml_decoder *d, char *to, size_t room, size_t *n, rv_error *err)
{
    while (d->from < d->to && room - *n >= LONGEST) {
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
        if (!put(d, to, n, character, put_point(character, point), used, err))
            return false;
    }
    return true;
}

static bool from_table(rv_xml_decoder *d, char *to, size_t room, size_t *n, rv_error *err)
{
    while (d->from < d->to && room - *n >= LONGEST) {
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
    size_t left = d->to - d->from, most = left < LONGEST ? left : LONGEST;

    *bad = false;
    for (size_t some = 1; some <= most; some++) {
        char  *in = d->raw + d->from, *out = character;
        size_t in_left = some, out_left = LONGEST - 4, got = iconv(d->conversion, &in, &in_left, &out, &out_left);

        *length = LONGEST - 4 - out_left;
        if (some > in_left)
            return some - in_left;
        if (got == (size_t)-1 && errno != EINVAL)
            break;
    }
    if (most < LONGEST && !d->exhausted && errno == EINVAL)
        return 0;
    *bad = true;
    return 1;
}

static bool from_multi(rv_xml_decoder *d, char *to, size_t room, size_t *n, rv_error *err)
{
    char   character[LONGEST];
    size_t used, length = 0;
    bool   bad;

    while (d->from < d->to && room - *n >= LONGEST) {
        unsigned char c = (unsigned char)d->raw[d->from];

        if (d->stateless && c >= ' ' && c < 0x7F && d->table[c][3]) {
            if (!put(d, to, n, d->raw + d->from, 1, 1, err))
                return false;
            continue;
        }
        if ((used = next_character(d, character, &length, &bad)) == 0)
            break;
        if (bad)
            not_in_encoding(d);
        if (bad || (length > 0 && rv_xml_clean(character, length) < length && !is_control((unsigned char)*character))) {
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

/* ---- Filling ------------------------------------------------------------------------------------------------------------- */

static rv_status take(rv_xml_decoder *d, char *to, size_t room, size_t *got, rv_error *err)
{
    rv_status st = RV_OK;

    *got = 0;
    if (d->in) {
        st = rv_input_read(d->in, to, room, got, err);
    } else {
        *got = d->left < room ? d->left : room;
        if (*got > 0)
            memcpy(to, d->bytes, *got);
        d->bytes += *got;
        d->left -= *got;
    }
    d->exhausted = st == RV_OK && *got == 0;
    return st;
}

/* Reads until there is something to convert, or the end. */
static rv_status take_raw(rv_xml_decoder *d, size_t enough, rv_error *err)
{
    rv_status st = RV_OK;
    size_t    got;

    d->to -= d->from;
    memmove(d->raw, d->raw + d->from, d->to);
    d->from = 0;
    while (st == RV_OK && d->to < enough && !d->exhausted) {
        st = take(d, d->raw + d->to, RV_XML_RAW - d->to, &got, err);
        d->to += got;
    }
    return st;
}

/* UTF-8 without a fault is not copied. */
static rv_status take_utf8(rv_xml_decoder *d, char *to, size_t room, size_t *n, rv_error *err)
{
    size_t    left = d->to - d->from, got, clean;
    rv_status st;

    memcpy(to + *n, d->raw + d->from, left);
    room = room - *n - left < RV_XML_RAW - LONGEST ? room - *n - left : RV_XML_RAW - LONGEST;
    if ((st = take(d, to + *n + left, room, &got, err)) != RV_OK)
        return st;
    clean = rv_xml_clean(to + *n, left + got);
    if (clean > 0 && d->broken && (st = add_run(d, err)) != RV_OK)
        return st;
    memcpy(d->raw, to + *n + clean, left + got - clean);
    d->from = 0;
    d->to = left + got - clean;
    *n += clean;
    d->at += clean;
    d->own += clean;
    return RV_OK;
}

static bool has_high(const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)bytes[i] >= 0x80)
            return true;
    return false;
}

static bool convert(rv_xml_decoder *d, char *to, size_t room, size_t *n, rv_error *err)
{
    static bool (*const from[])(rv_xml_decoder *, char *, size_t, size_t *, rv_error *) = {
        [RV_XML_UTF8] = from_utf8, [RV_XML_WIDE] = from_wide, [RV_XML_TABLE] = from_table, [RV_XML_MULTI] = from_multi,
    };

    if (d->undecided && has_high(d->raw + d->from, d->to - d->from)) {
        d->undecided = false;
        rv_xml_encoding_doubt(d);
    }
    return d->stopped == RV_XML_FAULTS && from[d->coding](d, to, room, n, err);
}

rv_status rv_xml_decoder_fill(rv_xml_decoder *d, char *to, size_t room, size_t *n, rv_error *err)
{
    rv_error  fault = { .code = RV_OK };
    rv_status st = RV_OK;

    *n = 0;
    forget_runs(d);
    while (st == RV_OK && !d->finished && d->stopped == RV_XML_FAULTS && room - *n >= 2 * LONGEST) {
        if (d->to - d->from < LONGEST && !d->exhausted) {
            st = d->coding == RV_XML_UTF8 ? take_utf8(d, to, room, n, err) : take_raw(d, LONGEST, err);
        } else if (!convert(d, to, room, n, &fault)) {
            if ((st = fault.code) != RV_OK && err)
                *err = fault;
        }
        d->finished = d->exhausted && d->from == d->to;
    }
    return st;
}

rv_status rv_xml_decoder_start(rv_xml_decoder *d, const char *asked, rv_error *err)
{
    rv_status st;

    d->stopped = RV_XML_FAULTS;
    d->conversion = (iconv_t)-1;
    for (size_t i = 0; i < RV_XML_FROM_BYTES; i++)
        d->first[i] = UINT64_MAX;
    if (!(d->raw = malloc(RV_XML_RAW)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = take_raw(d, RV_XML_RAW / 2, err)) != RV_OK || (st = rv_xml_encoding_find(d, asked, err)) != RV_OK)
        return st;
    d->finished = d->exhausted && d->from == d->to;
    d->told_own = d->own;
    return add_run(d, err);
}

void rv_xml_decoder_end(rv_xml_decoder *d)
{
    if (d->conversion != (iconv_t)-1)
        iconv_close(d->conversion);
    free(d->raw);
    free(d->runs);
    free(d->table);
    *d = (rv_xml_decoder){ .conversion = (iconv_t)-1 };
}
