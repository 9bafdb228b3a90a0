#include <config.h>

#include <math.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot/text.h"

struct rv_type {
    PangoContext         *context;
    PangoLayout          *layout;
    PangoFontDescription *font;
    double                size;
    bool                  bold;
};

/* What is laid out at most: more could not show in three lines, and Pango is slow on a megabyte. */
enum { MOST_BYTES = 4096 };

rv_type *rv_type_new(void)
{
    rv_type *type = calloc(1, sizeof *type);
    cairo_font_options_t *plain;

    if (!type)
        return NULL;
    type->context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    type->font = pango_font_description_from_string(RV_FONT_FAMILY);
    /* Widths as the outline has them, not as a screen would round them. */
    plain = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(plain, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(plain, CAIRO_HINT_STYLE_NONE);
    pango_cairo_context_set_font_options(type->context, plain);
    cairo_font_options_destroy(plain);
    pango_context_set_round_glyph_positions(type->context, FALSE);
    type->layout = pango_layout_new(type->context);
    pango_layout_set_wrap(type->layout, PANGO_WRAP_WORD_CHAR);
    return type;
}

void rv_type_free(rv_type *type)
{
    if (!type)
        return;
    g_object_unref(type->layout);
    g_object_unref(type->context);
    pango_font_description_free(type->font);
    free(type);
}

/* `width` < 0: one line. */
static void lay_out(rv_type *type, const rv_face *face, const char *text, size_t n, double width)
{
    if (face->size != type->size || face->bold != type->bold) {
        type->size = face->size;
        type->bold = face->bold;
        pango_font_description_set_absolute_size(type->font, face->size * PANGO_SCALE);
        pango_font_description_set_weight(type->font, face->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_layout_set_font_description(type->layout, type->font);
    }
    pango_layout_set_width(type->layout, width < 0 ? -1 : (int)(width * PANGO_SCALE));
    pango_layout_set_text(type->layout, text, (int)n);
}

/* The room of `text` as one line. */
static void measure(rv_type *type, const rv_face *face, const char *text, size_t n, rv_line *line)
{
    PangoLayoutLine *first;
    PangoRectangle ink, room;

    lay_out(type, face, text, n, -1);
    first = pango_layout_get_line_readonly(type->layout, 0);
    pango_layout_line_get_extents(first, &ink, &room);
    line->width = (double)room.width / PANGO_SCALE;
    line->ascent = (double)MAX(PANGO_ASCENT(room), PANGO_ASCENT(ink)) / PANGO_SCALE;
    line->descent = (double)MAX(PANGO_DESCENT(room), PANGO_DESCENT(ink)) / PANGO_SCALE;
    line->rtl = pango_layout_line_get_resolved_direction(first) == PANGO_DIRECTION_RTL;
}

double rv_type_width(rv_type *type, const rv_face *face, const char *text)
{
    rv_line line;

    measure(type, face, text, strlen(text), &line);
    return line.width;
}

static bool keep(rv_line *line, const char *text, size_t n, const char *ending)
{
    const size_t more = strlen(ending);

    if (!(line->text = malloc(n + more + 1)))
        return false;
    memcpy(line->text, text, n);
    memcpy(line->text + n, ending, more + 1);
    return true;
}

/* The longest beginning of `text` that fits with an ellipsis, cut between what a reader takes for characters. */
static bool shorten(rv_type *type, const rv_face *face, const char *text, size_t n, double width, rv_line *line)
{
    size_t *cuts = NULL, count = 0, low = 0, high;
    const PangoLogAttr *attrs;
    const char *p = text;
    int length;

    lay_out(type, face, text, n, -1);
    attrs = pango_layout_get_log_attrs_readonly(type->layout, &length);
    if (!(cuts = malloc(((size_t)length + 1) * sizeof *cuts)))
        return false;
    for (int i = 0; i < length && p <= text + n; i++) {
        if (attrs[i].is_cursor_position)
            cuts[count++] = (size_t)(p - text);
        if (p < text + n)
            p = g_utf8_next_char(p);
    }
    for (high = count; low + 1 < high;) {
        const size_t middle = (low + high) / 2;
        if (!keep(line, text, cuts[middle], "\u2026"))
            break;
        measure(type, face, line->text, strlen(line->text), line);
        *(line->width <= width ? &low : &high) = middle;
        free(line->text);
        line->text = NULL;
    }
    n = count ? cuts[low] : 0;
    while (n && text[n - 1] == ' ')
        n--;
    free(cuts);
    if (!keep(line, text, n, "\u2026"))
        return false;
    measure(type, face, line->text, strlen(line->text), line);
    return true;
}

static bool add_line(rv_type *type, const rv_face *face, const char *text, size_t n, double width, bool cut, rv_lines *out)
{
    rv_line *line = &out->line[out->n];

    while (n && text[n - 1] == ' ')
        n--;
    while (n && *text == ' ')
        text++, n--;
    if (!n)
        return true;
    measure(type, face, text, n, line);
    if (cut || line->width > width + 0.01) {
        if (!shorten(type, face, text, n, width, line))
            return false;
        cut = true;
    } else if (!keep(line, text, n, "")) {
        return false;
    }
    out->n++;
    out->width = fmax(out->width, line->width);
    out->height += line->ascent + line->descent;
    return !cut || out->whole || (out->whole = strdup(""));
}

typedef struct { size_t start, length; } span;

/* Where the lines of what lay_out() was given begin and end, at most `most` of them. */
static size_t spans(rv_type *type, span *at, size_t most)
{
    const size_t n = (size_t)pango_layout_get_line_count(type->layout);

    for (size_t i = 0; i < n && i < most; i++) {
        const PangoLayoutLine *line = pango_layout_get_line_readonly(type->layout, (int)i);
        at[i] = (span){ (size_t)line->start_index, (size_t)line->length };
    }
    return n;
}

rv_status rv_type_wrap(rv_type *type, const rv_face *face, const char *text, double width, size_t most, rv_lines *out,
                       rv_error *err)
{
    rv_buf clean = RV_BUF_INIT;
    span *at = NULL;
    size_t length, lines;
    bool ok = true, long_text;

    memset(out, 0, sizeof *out);
    rv_type_clean(&clean, text);
    length = clean.length;
    if ((long_text = length > MOST_BYTES))
        for (length = MOST_BYTES; ((unsigned char)clean.data[length] & 0xC0) == 0x80;)
            length--;
    if (length && !clean.failed) {
        at = calloc(most, sizeof *at);
        out->line = calloc(most, sizeof *out->line);
        ok = at && out->line;
        lay_out(type, face, clean.data, length, width);
        lines = ok ? spans(type, at, most) : 0;
        for (size_t i = 0; ok && i < lines && i < most; i++) {
            const bool last = i + 1 == most && (lines > most || long_text);
            ok = add_line(type, face, clean.data + at[i].start, last ? length - at[i].start : at[i].length, width, last, out);
        }
        if (ok && out->whole) {
            free(out->whole);
            ok = (out->whole = strdup(clean.data)) != NULL;
        }
    }
    ok = ok && !clean.failed;
    free(at);
    rv_buf_free(&clean);
    return ok ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

void rv_lines_free(rv_lines *lines)
{
    for (size_t i = 0; i < lines->n; i++)
        free(lines->line[i].text);
    free(lines->line);
    free(lines->whole);
    memset(lines, 0, sizeof *lines);
}

void rv_type_clean(rv_buf *out, const char *text)
{
    const size_t n = strlen(text);
    bool blank = true;             /* what comes before is white space, or nothing */

    for (size_t i = 0; i < n;) {
        const gunichar c = g_utf8_get_char_validated(text + i, (gssize)(n - i));
        const bool good = c != (gunichar)-1 && c != (gunichar)-2;
        const size_t bytes = good ? (size_t)(g_utf8_next_char(text + i) - (text + i)) : 1;

        if (good && (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == ' ' || c == 0x2028 || c == 0x2029)) {
            if (!blank)
                rv_buf_char(out, ' ');
            blank = true;
        } else if (!good || c == 0xFFFE || c == 0xFFFF) {
            rv_buf_text(out, "\uFFFD");
            blank = false;
        } else if (!(c >= 0x202A && c <= 0x202E)) {
            rv_buf_add(out, text + i, bytes);
            blank = false;
        }
        i += bytes;
    }
    if (out->length && out->data[out->length - 1] == ' ')
        out->data[--out->length] = 0;
}

bool rv_type_cut(rv_buf *out, const char *text, size_t most)
{
    const char *p = text;

    for (size_t letters = 0; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        if (g_unichar_ismark(c) || g_unichar_iszerowidth(c))
            continue;
        if (letters++ == most)
            break;
    }
    rv_buf_add(out, text, (size_t)(p - text));
    if (*p)
        rv_buf_text(out, "\u2026");
    return *p != 0;
}

void rv_type_number(rv_buf *out, double x, int decimals)
{
    char digits[64];
    const char *text = digits;

    if (isnan(x))
        return;
    if (isinf(x)) {
        rv_buf_text(out, x < 0 ? "\u2212\u221E" : "\u221E");
        return;
    }
    snprintf(digits, sizeof digits, fabs(x) < 1e6 ? "%.*f" : "%.*e", fabs(x) < 1e6 ? decimals : 1, x);
    if (*text == '-') {
        text++;
        if (strspn(text, "0.") != strlen(text))
            rv_buf_text(out, "\u2212");
    }
    rv_buf_text(out, text);
}

char *rv_type_format(const char *format, va_list args)
{
    va_list again;
    char *own;
    int n;

    va_copy(again, args);
    n = vsnprintf(NULL, 0, format, args);
    if ((own = n < 0 ? NULL : malloc((size_t)n + 1)))
        vsnprintf(own, (size_t)n + 1, format, again);
    va_end(again);
    return own;
}
