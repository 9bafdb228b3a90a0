#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "inside.h"

enum { CHUNK = 1 << 18 };
static const size_t nowhere = (size_t)-1;

rv_status rv_lines_begin(rv_lines *lines, rv_raw *raw, const char *name, const char *charset, rv_error *err)
{
    *lines = (rv_lines){ .raw = raw, .name = name, .charset = charset, .unit = 1 };
    lines->lf.at = lines->cr.at = nowhere;
    if (strncmp(charset, "UTF-16", 6) == 0)
        lines->unit = 2;
    else if (strncmp(charset, "UTF-32", 6) == 0)
        lines->unit = 4;
    else
        lines->legacy = strcmp(charset, "UTF-8") != 0;
    lines->room = 2 * CHUNK;
    lines->window = malloc(lines->room);
    if (lines->unit > 1)
        lines->wide = malloc(CHUNK);
    if (!lines->window || (lines->unit > 1 && !lines->wide)) {
        rv_lines_end(lines);
        return rv_fail(err, RV_ENOMEM, "out of memory reading %s", name);
    }
    return RV_OK;
}

/* The window moved `n` bytes down. */
static void shift(rv_next *next, size_t n)
{
    next->at = next->at == nowhere || next->at < n ? nowhere : next->at - n;
    next->to = next->to < n ? 0 : next->to - n;
}

static rv_status make_room(rv_lines *lines, size_t n, rv_error *err)
{
    char *window;

    if (lines->at > 0) {
        lines->end -= lines->at;
        memmove(lines->window, lines->window + lines->at, lines->end);
        shift(&lines->lf, lines->at);
        shift(&lines->cr, lines->at);
        lines->at = 0;
    }
    if (lines->end + n <= lines->room)
        return RV_OK;
    if (lines->end > RV_RECORD_LIMIT)
        return rv_fail(err, RV_EPARSE, "%s:%zu: the line is longer than %d MiB", lines->name, lines->number + 1,
                       RV_RECORD_LIMIT >> 20);
    if (!(window = realloc(lines->window, 2 * lines->room)))
        return rv_fail(err, RV_ENOMEM, "out of memory reading %s", lines->name);
    lines->window = window;
    lines->room *= 2;
    return RV_OK;
}

/* One code point of the wide text at `s`; `*used` units. What is none (a lone surrogate, beyond U+10FFFF) is U+FFFD. */
static uint32_t wide_point(const rv_lines *lines, const unsigned char *s, size_t units, size_t *used)
{
    bool     big = lines->charset[6] == 'B';
    uint32_t a, b;

    *used = 1;
    if (lines->unit == 4) {
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

/* Converts what was read of a wide text into the window; a surrogate without its other half waits for it. */
static void widen(rv_lines *lines, size_t n)
{
    const unsigned char *s = (const unsigned char *)lines->wide;
    size_t               unit = (size_t)lines->unit, units = n / unit, i = 0, used;
    char                *to = lines->window + lines->end;

    while (i < units) {
        uint32_t point = wide_point(lines, s + i * unit, units - i, &used);

        if (point == 0xFFFD && unit == 2 && i + 1 == units && !lines->finished && (s[i * 2 + (lines->charset[6] != 'B')] & 0xFC) == 0xD8)
            break;
        to = put_point(to, point);
        i += used;
    }
    lines->end = (size_t)(to - lines->window);
    lines->wide_left = n - i * unit;
    memmove(lines->wide, lines->wide + i * unit, lines->wide_left);
    if (lines->finished)                                /* half a unit at the very end is no character */
        lines->wide_left = 0;
}

static rv_status fill(rv_lines *lines, rv_error *err)
{
    size_t    got;
    rv_status st;

    if (lines->unit == 1) {
        if ((st = make_room(lines, CHUNK, err)) == RV_OK
            && (st = rv_raw_read(lines->raw, lines->window + lines->end, CHUNK, &got, err)) == RV_OK) {
            lines->end += got;
            lines->finished = got == 0;
        }
        return st;
    }
    if ((st = make_room(lines, 2 * CHUNK, err)) != RV_OK)      /* at most three bytes for two */
        return st;
    if ((st = rv_raw_read(lines->raw, lines->wide + lines->wide_left, CHUNK - lines->wide_left, &got, err)) != RV_OK)
        return st;
    lines->finished = got == 0;
    widen(lines, lines->wide_left + got);
    return RV_OK;
}

/* Each byte is looked at once, whatever the line ends are. */
static size_t look(const rv_lines *lines, rv_next *next, char c)
{
    size_t      from = next->to > lines->at ? next->to : lines->at;
    const char *found;

    if (next->at != nowhere && next->at >= lines->at)
        return next->at;
    found = from < lines->end ? memchr(lines->window + from, c, lines->end - from) : NULL;
    next->at = found ? (size_t)(found - lines->window) : nowhere;
    next->to = found ? next->at + 1 : lines->end;
    return next->at;
}

/* Bytes of the line end at `at`: LF, CRLF, CR, and the CRCRLF that a twice converted file has. 0: more must be read to tell. */
static size_t line_end(const rv_lines *lines, size_t at)
{
    const char *s = lines->window + at;
    size_t      left = lines->end - at;

    if (*s == '\n')
        return 1;
    if (left < 3 && !lines->finished)
        return 0;
    if (left >= 2 && s[1] == '\n')
        return 2;
    return left >= 3 && s[1] == '\r' && s[2] == '\n' ? 3 : 1;
}

/* Bytes of the file that a piece of the window was made of. Each character but those of four bytes was one unit. */
static uint64_t own_bytes(const rv_lines *lines, const char *text, size_t n)
{
    uint64_t units = 0;
    size_t   i;

    if (lines->unit == 1)
        return n;
    for (i = 0; i < n; i++)
        units += ((unsigned char)text[i] & 0xC0) != 0x80 ? 1 + (lines->unit == 2 && (unsigned char)text[i] >= 0xF0) : 0;
    return units * (uint64_t)lines->unit;
}

static void look_at_characters(rv_line *line)
{
    const uint64_t high = UINT64_C(0x8080808080808080), ones = UINT64_C(0x0101010101010101);
    uint64_t       word, highs = 0, lows = 0;
    size_t         i = 0;

    for (; i + sizeof word <= line->n; i += sizeof word) {
        memcpy(&word, line->bytes + i, sizeof word);
        highs |= word & high;
        lows |= (word - ones * 0x20) & ~word & high;    /* a byte below 0x20; may overstate beside another */
    }
    for (; i < line->n; i++) {
        highs |= (unsigned char)line->bytes[i] & 0x80;
        lows |= (unsigned char)line->bytes[i] < 0x20;
    }
    line->high = highs != 0;
    line->control = lows != 0;
}

/* True when a character beyond ASCII is well-formed: then the line is UTF-8 with a fault, not another character set. */
static bool has_utf8(const char *bytes, size_t n)
{
    size_t at = 0, bad, i;

    while (at < n) {
        bad = n - at;
        rv_utf8_valid(bytes + at, n - at, &bad);
        for (i = at; i < at + bad; i++)
            if ((unsigned char)bytes[i] >= 0x80)
                return true;
        at += bad + 1;
    }
    return false;
}

static rv_status make_utf8(rv_lines *lines, rv_line *line, rv_error *err)
{
    const char *charset = lines->charset;
    size_t      replaced = 0;
    rv_status   st;

    if (lines->legacy) {
        if (!line->high && !(line->control && strncmp(charset, "ISO-2022", 8) == 0))
            return RV_OK;
    } else {
        if (!line->high || rv_utf8_valid(line->bytes, line->n, NULL))
            return RV_OK;
        charset = has_utf8(line->bytes, line->n) ? "UTF-8" : "WINDOWS-1252";
        line->repaired = true;
    }
    rv_buf_clear(&lines->scratch);
    if ((st = rv_charset_decode(&lines->scratch, line->bytes, line->n, charset, &replaced, err)) != RV_OK)
        return rv_within(err, st, "%s:%zu", lines->name, line->number);
    line->bytes = rv_buf_str(&lines->scratch);
    line->n = lines->scratch.length;
    line->repaired = line->repaired || replaced > 0;
    return RV_OK;
}

static const char mark[] = "\xEF\xBB\xBF";

rv_status rv_lines_next(rv_lines *lines, rv_line *line, bool *more, rv_error *err)
{
    size_t    lf, cr, end = 0, eol = 0;
    rv_status st;

    *more = false;
    for (;;) {
        lf = look(lines, &lines->lf, '\n');
        cr = look(lines, &lines->cr, '\r');
        end = lf < cr ? lf : cr;
        if (end != nowhere && (eol = line_end(lines, end)) > 0)
            break;
        if (lines->finished) {
            end = lines->end;
            break;
        }
        if ((st = fill(lines, err)) != RV_OK)
            return st;
    }
    if (end == lines->at && eol == 0)
        return RV_OK;
    *more = true;
    while (end - lines->at >= 3 && memcmp(lines->window + lines->at, mark, 3) == 0) {   /* of the file, or of one joined to it */
        lines->offset += own_bytes(lines, mark, 3);
        lines->at += 3;
    }
    *line = (rv_line){ .bytes = lines->window + lines->at, .n = end - lines->at, .number = ++lines->number,
                       .offset = lines->offset, .ended = eol > 0 };
    lines->offset += own_bytes(lines, line->bytes, line->n + eol);
    line->next = lines->offset;
    lines->at = end + eol;
    look_at_characters(line);
    return make_utf8(lines, line, err);
}

void rv_lines_end(rv_lines *lines)
{
    free(lines->window);
    free(lines->wide);
    rv_buf_free(&lines->scratch);
    lines->window = lines->wide = NULL;
}
