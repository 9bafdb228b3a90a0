/* review-effect explain: the way of a result from page to number, for people, as Markdown or as data. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "review/report.h"
#include "tools/effect.h"

enum { WIDTH = 100, INDENT = 6 };

typedef struct {
    rv_table  *table;                /* data; NULL: `out` */
    rv_output *out;
    bool       markdown;
    char       part[20];             /* of the line before */
    rv_buf     where, by;            /* of the line before: what is the same is not said again */
} writing;

static const struct { const char *part, *heading; } headings[] = {
    { "document", "The document" }, { "value", "What was taken from it" }, { "warning", "Warnings" }, { "choice", "Choice and weight" },
};

/* `text` in lines of at most WIDTH, each indented. A word longer than a line stays whole. */
static void wrapped(rv_output *out, const char *text, int indent)
{
    while (*text) {
        size_t n = 0, end = 0;
        while (text[end] && rv_utf8_width(text) > 0) {
            const size_t word = end + strcspn(text + end, " ");
            if (n > 0 && word > (size_t)(WIDTH - indent))
                break;
            n = word;
            end = word + strspn(text + word, " ");
        }
        rv_output_printf(out, "%*s%.*s\n", indent, "", (int)n, text);
        text += n + strspn(text + n, " ");
    }
}

/* A new part gets its heading; a new measure a part of its own. */
static void begin(writing *w, const rv_way_line *l)
{
    const bool same = strcmp(w->part, l->part) == 0 || strcmp(l->part, "pooled") == 0;
    const char *heading = NULL;

    for (size_t i = 0; !same && i < sizeof headings / sizeof *headings; i++)
        if (strcmp(headings[i].part, l->part) == 0)
            heading = headings[i].heading;
    if (heading && !(strcmp(l->part, "choice") == 0 && strcmp(w->part, "pooled") == 0))
        rv_output_printf(w->out, w->markdown ? "%s## %s\n\n" : "%s%s\n", w->part[0] ? "\n" : "", heading);
    snprintf(w->part, sizeof w->part, "%s", l->part);
}

/* Values of one place follow each other; elsewhere everything is said. */
static bool again(const writing *w, rv_buf *before, const char *text)
{
    const bool same = *text && strcmp(w->part, "value") == 0 && strcmp(rv_buf_str(before), text) == 0;

    rv_buf_clear(before);
    rv_buf_text(before, text);
    return same;
}

/* What stands on the line of its value, as it explains it and is short. */
static bool beside(const rv_way_line *l)
{
    return strcmp(l->part, "number") == 0 || strcmp(l->part, "effect") == 0;
}

/* Numbers that were computed are rounded for people. */
static const char *rounded(const rv_way_line *l, char room[64])
{
    if (!isfinite(l->number) || !beside(l) || strlen(l->value) <= 12 || strchr(l->value, ','))
        return l->value;
    snprintf(room, 64, "%.6g", l->number);
    return room;
}

static void write_text(writing *w, const rv_way_line *l)
{
    const bool same_where = again(w, &w->where, l->where), same_by = again(w, &w->by, l->by);
    char room[64];
    const char *value = rounded(l, room);

    if (strcmp(l->part, "measure") == 0)
        rv_output_printf(w->out, "  %s = %s = %.6g\n", l->name, l->value, l->number);
    else if (beside(l) && *l->where)
        rv_output_printf(w->out, "  %-22s %-12s %s\n", l->name, value, l->where);
    else if (strlen(l->name) > 22)
        rv_output_printf(w->out, "  %s\n", l->name), wrapped(w->out, value, INDENT);
    else
        rv_output_printf(w->out, "  %-22s %s\n", l->name, value);
    if (*l->where && !same_where && !beside(l))
        wrapped(w->out, l->where, INDENT);
    if (*l->by && !same_by)
        wrapped(w->out, l->by, INDENT);
}

static void markdown(rv_output *out, const char *text)
{
    for (; *text; text++) {
        if (strchr("\\`*_[]<>|#", *text))
            rv_output_text(out, "\\");
        rv_output_add(out, text, 1);
    }
}

static void write_markdown(writing *w, const rv_way_line *l)
{
    const bool same_where = again(w, &w->where, l->where), same_by = again(w, &w->by, l->by);
    char room[64];

    rv_output_text(w->out, "- **");
    markdown(w->out, l->name);
    rv_output_text(w->out, "** ");
    markdown(w->out, rounded(l, room));
    if (strcmp(l->part, "measure") == 0)
        rv_output_printf(w->out, " = %.6g", l->number);
    if (*l->where && !same_where) {
        rv_output_text(w->out, "  \n  ");
        markdown(w->out, l->where);
    }
    if (*l->by && !same_by) {
        rv_output_text(w->out, "  \n  ");
        markdown(w->out, l->by);
    }
    rv_output_text(w->out, "\n");
}

static void cell(rv_table *table, const char *text)
{
    rv_table_text(table, *text ? text : NULL);
}

/* Names and words of reports as a terminal, or a page, may show them: nothing in them moves the cursor or turns the text round. */
static rv_status write_plain(writing *w, const rv_way_line *given, rv_error *err)
{
    const char *const texts[] = { given->name, given->value, given->where, given->by };
    size_t starts[4];
    rv_way_line plain = *given;
    const rv_way_line *l = &plain;
    rv_buf room = RV_BUF_INIT;
    rv_status st;

    for (size_t i = 0; i < 4; i++) {
        starts[i] = room.length;
        rv_utf8_printable(&room, texts[i], strlen(texts[i]));
        rv_buf_char(&room, '\0');
    }
    if ((st = rv_buf_check(&room, err)) == RV_OK) {
        plain.name = room.data + starts[0];
        plain.value = room.data + starts[1];
        plain.where = room.data + starts[2];
        plain.by = room.data + starts[3];
        begin(w, l);
        if (strcmp(l->part, "by") == 0)
            rv_output_printf(w->out, w->markdown ? "\n## %s: %s\n\n" : "\n%s: %s\n", l->name, l->value);
        else if (w->markdown)
            write_markdown(w, l);
        else
            write_text(w, l);
        st = rv_buf_check(&w->where, err);
    }
    rv_buf_free(&room);
    return st;
}

static void write_heading(const writing *w, const char *result)
{
    rv_buf name = RV_BUF_INIT;

    rv_utf8_printable(&name, result, strlen(result));
    rv_output_text(w->out, w->markdown ? "# The way of " : "The way of ");
    if (w->markdown)
        markdown(w->out, rv_buf_str(&name));
    else
        rv_output_text(w->out, rv_buf_str(&name));
    rv_output_text(w->out, "\n\n");
    rv_buf_free(&name);
}

static rv_status write_line(void *user, const rv_way_line *l, rv_error *err)
{
    writing *w = user;

    if (w->table) {
        cell(w->table, l->part);
        cell(w->table, l->name);
        cell(w->table, l->value);
        rv_table_real(w->table, l->number);
        cell(w->table, l->where);
        cell(w->table, l->by);
        rv_table_row(w->table);
        return RV_OK;
    }
    return write_plain(w, l, err);
}

rv_status effect_explain(rv_store *store, const rv_protocol *protocol, const char *result, effect_format format, rv_output *to,
                         rv_error *err)
{
    static const char *const columns[] = { "part", "name", "value", "number", "where", "by" };
    writing w = { .out = to, .markdown = format == EFFECT_MARKDOWN, .where = RV_BUF_INIT, .by = RV_BUF_INIT };
    rv_status st = RV_OK, ended;

    if (format != EFFECT_MARKDOWN && format != EFFECT_TEXT)
        st = rv_table_open(&w.table, to, (rv_format)format, columns, 6, err);
    else
        write_heading(&w, result);
    if (st == RV_OK)
        st = rv_report_way(store, protocol, result, write_line, &w, err);
    if (w.table) {
        ended = rv_table_close(w.table, st == RV_OK ? err : NULL);
        st = st == RV_OK ? ended : st;
    }
    rv_buf_free(&w.where);
    rv_buf_free(&w.by);
    return st;
}
