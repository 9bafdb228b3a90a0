#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/read_text.h"

void rv_page_lines_add(rv_page_lines *lines, const char *text)
{
    if (lines->n == lines->capacity) {
        const size_t capacity = lines->capacity ? lines->capacity * 2 : 64;
        char **more = realloc(lines->items, capacity * sizeof *more);
        if (!more) {
            lines->failed = true;
            return;
        }
        lines->items = more;
        lines->capacity = capacity;
    }
    if ((lines->items[lines->n] = strdup(text)))
        lines->n++;
    else
        lines->failed = true;
}

void rv_page_lines_free(rv_page_lines *lines)
{
    for (size_t i = 0; i < lines->n; i++)
        free(lines->items[i]);
    free(lines->items);
    *lines = (rv_page_lines){ 0 };
}

/* ---- Characters ---------------------------------------------------------------------------------------------------------------- */

static size_t bytes_of(const char *text)
{
    size_t n = 1;

    while (((unsigned char)text[n] & 0xC0) == 0x80)
        n++;
    return n;
}

static size_t columns_of(const char *text, size_t n)
{
    char one[8] = "";

    if (n == 1)
        return (unsigned char)*text >= ' ';
    if (n >= sizeof one)
        return 1;
    memcpy(one, text, n);
    return rv_utf8_width(one);
}

/* ---- Clean and marked ---------------------------------------------------------------------------------------------------------- */

static bool is_end(char c)
{
    return c == '\n' || c == '\r';
}

/* A run of line ends and blanks: one blank, or a paragraph when a line was empty. */
static const char *clean_ends(rv_buf *out, const char *at)
{
    size_t ends = 0;

    for (; is_end(*at) || *at == ' ' || *at == '\t'; at++)
        ends += *at == '\n' || (*at == '\r' && at[1] != '\n');
    rv_buf_char(out, ends > 1 ? '\n' : ' ');
    return at;
}

void rv_show_clean(rv_buf *out, const char *text)
{
    rv_buf shown = RV_BUF_INIT;

    while (text && *text) {
        const size_t n = bytes_of(text);
        if (*text == ' ' || *text == '\t' || is_end(*text)) {
            text = clean_ends(out, text);
            continue;
        }
        if (n == 1 && *text > ' ' && *text < 0x7F) {
            rv_buf_char(out, *text++);
            continue;
        }
        rv_buf_clear(&shown);
        rv_utf8_printable(&shown, text, n);
        if (shown.length == n && memcmp(rv_buf_str(&shown), text, n) == 0)
            rv_buf_add(out, text, n);
        else
            rv_buf_text(out, "\xc2\xb7");
        text += n;
    }
    rv_buf_free(&shown);
}

rv_status rv_show_marked(rv_buf *out, const rv_protocol *protocol, const char *text, rv_error *err)
{
    rv_buf clean = RV_BUF_INIT;
    rv_highlight *marks = NULL;
    size_t n = 0, at = 0;
    rv_status st;

    rv_show_clean(&clean, text);
    if ((st = rv_buf_check(&clean, err)) == RV_OK && (st = rv_highlights(protocol, rv_buf_str(&clean), &marks, &n, err)) == RV_OK) {
        for (size_t i = 0; i < n; i++) {
            rv_buf_add(out, clean.data + at, marks[i].from - at);
            rv_buf_char(out, marks[i].against ? RV_MARK_AGAINST : RV_MARK_FOR);
            rv_buf_add(out, clean.data + marks[i].from, marks[i].to - marks[i].from);
            rv_buf_char(out, RV_MARK_END);
            at = marks[i].to;
        }
        rv_buf_text(out, rv_buf_str(&clean) + at);
        st = rv_buf_check(out, err);
    }
    free(marks);
    rv_buf_free(&clean);
    return st;
}

/* ---- Lines --------------------------------------------------------------------------------------------------------------------- */

/* The line being filled. */
typedef struct {
    rv_page_lines      *lines;
    const rv_look *look;
    rv_buf         text;
    size_t         width, used, most, first;     /* first: lines that were there before */
    char           open;         /* the mark that is open, 0 for none */
    bool           cut;
} filling;

static const char *paint(char mark)
{
    return mark == RV_MARK_FOR ? "\033[1;4;32m" : "\033[1;7;35m";
}

static size_t mark_columns(const rv_look *look, char mark)
{
    return look->colour ? mark != RV_MARK_END : mark == RV_MARK_END ? 1 : 2;
}

static void put_mark(filling *f, char mark)
{
    const bool colour = f->look->colour;

    f->open = mark == RV_MARK_END ? 0 : mark;
    f->used += mark_columns(f->look, mark);
    if (mark == RV_MARK_END)
        rv_buf_printf(&f->text, "%s%s", colour ? "\033[0m" : "]", colour ? f->look->base : "");
    else
        rv_buf_printf(&f->text, "%s%s", colour ? paint(mark) : "[", mark == RV_MARK_FOR ? "+" : "-");
}

static bool full(const filling *f)
{
    return f->most && f->lines->n - f->first >= f->most;
}

static void begin_line(filling *f)
{
    rv_buf_clear(&f->text);
    f->used = 0;
    if (f->look->colour)
        rv_buf_printf(&f->text, "%s%s", f->look->base, f->open ? paint(f->open) : "");
}

static void end_line(filling *f)
{
    if (f->look->colour && (f->open || *f->look->base))
        rv_buf_text(&f->text, "\033[0m");
    if (f->text.failed)
        f->lines->failed = true;
    if (!full(f))
        rv_page_lines_add(f->lines, rv_buf_str(&f->text));
    else
        f->cut = true;
    begin_line(f);
}

/* The columns of a stretch with its marks. */
static size_t stretch_columns(const filling *f, const char *text, size_t n)
{
    size_t columns = 0;

    for (size_t at = 0, used; at < n; at += used) {
        used = bytes_of(text + at);
        columns += text[at] <= RV_MARK_END && text[at] > 0 ? mark_columns(f->look, text[at]) : columns_of(text + at, used);
    }
    return columns;
}

/* Bytes that stay together: a word, or one wide character with the marks around it. */
static size_t stretch(const char *text)
{
    size_t n = 0;
    bool wide = false;

    while (text[n] && text[n] != ' ' && text[n] != '\n') {
        const size_t used = bytes_of(text + n), columns = columns_of(text + n, used);
        const bool opens = text[n] == RV_MARK_FOR || text[n] == RV_MARK_AGAINST;
        if (n && wide && (columns > 0 || opens))
            break;
        if (n && columns == 2 && text[n - 1] != RV_MARK_FOR && text[n - 1] != RV_MARK_AGAINST)
            break;
        wide = wide || columns == 2;
        n += used;
    }
    return n;
}

/* True when all of `rest` fits the line that is being filled. */
static bool fits(const filling *f, const char *rest, size_t blanks)
{
    size_t columns = f->used + blanks;

    for (size_t used; *rest && columns <= f->width; rest += used) {
        used = bytes_of(rest);
        columns += *rest == '\n' ? f->width : *rest <= RV_MARK_END && *rest > 0 ? mark_columns(f->look, *rest) : columns_of(rest, used);
    }
    return columns <= f->width;
}

/* The last line of what may be cut leaves a column for an ellipsis, when more follows than fits. */
static size_t room(const filling *f, const char *rest, size_t blanks)
{
    const bool last = f->most && f->lines->n - f->first + 1 == f->most;

    return last && !fits(f, rest, blanks) ? f->width - 1 : f->width;
}

static void put_stretch(filling *f, const char *text, size_t n, size_t blanks)
{
    const size_t columns = stretch_columns(f, text, n);

    if (f->used && f->used + blanks + columns > room(f, text, blanks)) {
        end_line(f);
        blanks = 0;
    }
    if (full(f)) {
        f->cut = true;
        return;
    }
    for (blanks = f->used ? blanks : 0; blanks; blanks--, f->used++)
        rv_buf_char(&f->text, ' ');
    for (size_t at = 0, used; at < n && !full(f); at += used) {
        const bool mark = text[at] > 0 && text[at] <= RV_MARK_END;
        const size_t wide = mark ? mark_columns(f->look, text[at]) : columns_of(text + at, bytes_of(text + at));
        used = bytes_of(text + at);
        if (wide && f->used && f->used + wide > room(f, text + at, 0))
            end_line(f);
        if (full(f)) {
            f->cut = true;
        } else if (mark) {
            put_mark(f, text[at]);
        } else {
            rv_buf_add(&f->text, text + at, used);
            f->used += wide;
        }
    }
}

/* Puts an ellipsis at the end of the last line, before the sequence that ends it. */
static void end_cut(filling *f)
{
    static const char reset[] = "\033[0m";
    char **last = &f->lines->items[f->lines->n - 1];
    size_t n = strlen(*last);
    rv_buf text = RV_BUF_INIT;
    char *more;

    if (n >= sizeof reset - 1 && strcmp(*last + n - (sizeof reset - 1), reset) == 0)
        n -= sizeof reset - 1;
    rv_buf_add(&text, *last, n);
    rv_buf_printf(&text, "\xe2\x80\xa6%s", *last + n);
    if ((more = text.failed ? NULL : strdup(rv_buf_str(&text)))) {
        free(*last);
        *last = more;
    }
    rv_buf_free(&text);
}

bool rv_show_wrap(rv_page_lines *lines, const char *text, size_t width, size_t most, const rv_look *look)
{
    filling f = { .lines = lines, .look = look, .width = width < 4 ? 4 : width, .most = most, .first = lines->n };
    size_t blanks = 0;

    begin_line(&f);
    while (*text && !f.cut) {
        if (*text == '\n') {
            end_line(&f);
            if (!full(&f))
                end_line(&f);
            text++;
            blanks = 0;
        } else if (*text == ' ') {
            blanks++;
            text++;
        } else {
            const size_t n = stretch(text);
            put_stretch(&f, text, n, blanks);
            text += n;
            blanks = 0;
        }
    }
    if (!full(&f) && (f.used || lines->n == f.first))
        end_line(&f);
    if (f.cut && lines->n > f.first)
        end_cut(&f);
    rv_buf_free(&f.text);
    return !f.cut;
}

size_t rv_show_width(const char *line)
{
    rv_buf plain = RV_BUF_INIT;
    size_t columns;

    for (; *line; line++)
        if (*line == 033 && line[1] == '[')
            line += strcspn(line, "mK");
        else
            rv_buf_char(&plain, *line);
    columns = rv_utf8_width(rv_buf_str(&plain));
    rv_buf_free(&plain);
    return columns;
}
