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
    lines->unit = (int)rv_wide_unit(charset);
    if (lines->unit == 1)
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

/* Converts what was read of a wide text into the window; a surrogate without its other half waits for it. */
static void widen(rv_lines *lines, size_t n)
{
    size_t used;

    lines->end += rv_wide_decode(lines->charset, lines->wide, n, lines->finished, lines->window + lines->end, &used);
    lines->wide_left = n - used;
    memmove(lines->wide, lines->wide + used, lines->wide_left);
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

static uint64_t own_bytes(const rv_lines *lines, const char *text, size_t n)
{
    return lines->unit == 1 ? n : rv_wide_bytes(lines->charset, text, n);
}

uint64_t rv_lines_own(const rv_lines *lines, const char *text, size_t n, bool exact)
{
    uint64_t characters = 0;
    size_t   i;

    if (lines->unit > 1)
        return own_bytes(lines, text, n);
    if (exact)
        return n;
    for (i = 0; i < n; i++)
        characters += ((unsigned char)text[i] & 0xC0) != 0x80;
    return characters;
}

bool rv_line_mojibake(const char *s, size_t n)
{
    const char *end = s + n;

    while ((s = memchr(s, 0xC3, (size_t)(end - s))) && end - s >= 4) {
        if (memcmp(s, "\xC3\x83\xC2", 3) == 0 || memcmp(s, "\xC3\x82\xC2", 3) == 0
            || memcmp(s, "\xC3\xA2\xE2\x82\xAC", end - s < 5 ? 4 : 5) == 0)
            return true;
        s++;
    }
    return false;
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
