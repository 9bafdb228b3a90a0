/* Text of users in HTML. */
#include <config.h>

#include <string.h>

#include "report/html.h"

/* What a character does to the direction of the text around it. */
typedef enum { PLAIN, LEFTWARD, CONTROL } turn;

static turn turn_of(int32_t p)
{
    static const struct { int32_t from, to; turn turn; } ranges[] = {
        { 0x0590, 0x08FF, LEFTWARD },   { 0x200E, 0x200F, CONTROL },    { 0x202A, 0x202E, CONTROL },   { 0x2066, 0x2069, CONTROL },
        { 0xFB1D, 0xFDFF, LEFTWARD },   { 0xFE70, 0xFEFE, LEFTWARD },   { 0x10800, 0x10FFF, LEFTWARD }, { 0x1E800, 0x1EFFF, LEFTWARD },
    };

    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (p >= ranges[i].from && p <= ranges[i].to)
            return ranges[i].turn;
    return PLAIN;
}

static bool turns(const char *text, bool controls_too)
{
    const char *end = text + strlen(text);
    int32_t point;

    while (text < end) {
        if ((unsigned char)*text < 0x80) {
            text++;
            continue;
        }
        text += rv_utf8_point(text, (size_t)(end - text), &point);
        switch (turn_of(point)) {
        case LEFTWARD: return true;
        case CONTROL:  if (controls_too) return true; break;
        case PLAIN:    break;
        }
    }
    return false;
}

void rv_html_text(rv_buf *out, const char *text)
{
    const bool apart = turns(text, true);

    rv_buf_text(out, apart ? "<bdi>" : "");
    rv_xml_escape(out, text);
    rv_buf_text(out, apart ? "</bdi>" : "");
}

void rv_html_direction(rv_buf *out, const char *text)
{
    rv_buf_text(out, turns(text, false) ? " dir=\"auto\"" : "");
}

void rv_html_id(rv_buf *out, rv_anchors *anchors, const char *anchor)
{
    if (!rv_anchors_claim(anchors, anchor))
        return;
    rv_buf_text(out, " id=\"");
    rv_xml_escape(out, anchor);
    rv_buf_char(out, '"');
}

bool rv_html_link(rv_buf *out, const rv_anchors *anchors, const char *target, const char *class_name)
{
    if (!*target || !rv_anchors_lead(anchors, target))
        return false;
    if (*class_name)
        rv_buf_printf(out, "<a class=\"%s\" href=\"", class_name);
    else
        rv_buf_text(out, "<a href=\"");
    rv_xml_escape(out, target);
    rv_buf_text(out, "\">");
    return true;
}
