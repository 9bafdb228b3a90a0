/* Text and addresses as word processors take them. */
#include <config.h>

#include <ctype.h>
#include <string.h>

#include "report/anchors.h"
#include "report/office.h"

enum { LONG_ADDRESS = 2000 };
#define NO_BREAK "\u00A0"
#define FIGURE_SPACE "\u2007"

bool rv_office_runs_left(const char *text)
{
    int32_t point;

    for (size_t n = strlen(text), step; n; text += step, n -= step) {
        step = rv_utf8_point(text, n, &point);
        if ((point >= 0x590 && point <= 0x8FF) || (point >= 0xFB1D && point <= 0xFDFF) || (point >= 0xFE70 && point <= 0xFEFC))
            return true;
        if (rv_utf8_is_word(point))
            return false;
    }
    return false;
}

/* RFC 3986: what may stand in an address; the rest, and a percent sign that begins no code, is written as its code. */
bool rv_office_address(const char *link, rv_buf *out)
{
    const size_t before = out->length;

    if (*link == '#' || !rv_anchors_lead(NULL, link) || strlen(link) > LONG_ADDRESS)
        return false;
    for (const unsigned char *c = (const unsigned char *)link; *c; c++) {
        const bool code = *c == '%' && isxdigit(c[1]) && isxdigit(c[2]);

        if (code || (*c < 0x80 && (isalnum(*c) || strchr("-._~:/?#@!$&'()*+,;=", *c))))
            rv_buf_char(out, (char)*c);
        else
            rv_buf_printf(out, "%%%02X", *c);
    }
    return out->length - before <= LONG_ADDRESS;
}

static size_t characters(const rv_buf *text)
{
    size_t n = 0;

    for (const char *c = rv_buf_str(text); *c; c++)
        n += ((unsigned char)*c & 0xC0) != 0x80;
    return n;
}

static void padded(const rv_grid_seen_column *column, const rv_grid_seen *seen, int part, rv_buf *out)
{
    for (size_t n = characters(&seen->part[part]); n < column->width[part]; n++)
        rv_buf_text(out, FIGURE_SPACE);
    rv_buf_text(out, rv_buf_str(&seen->part[part]));
}

void rv_office_cell(const rv_grid_seen_column *column, const rv_grid_seen *seen, rv_buf *out)
{
    if (!seen->range) {
        rv_buf_text(out, rv_buf_str(&seen->text));
        return;
    }
    rv_buf_text(out, rv_buf_str(&seen->part[RV_GRID_ESTIMATE]));
    rv_buf_text(out, seen->part[RV_GRID_ESTIMATE].length ? NO_BREAK "[" : "[");
    padded(column, seen, RV_GRID_LOWER, out);
    rv_buf_text(out, "," NO_BREAK);
    padded(column, seen, RV_GRID_UPPER, out);
    rv_buf_char(out, ']');
}
