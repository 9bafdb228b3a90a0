/* The texts of the columns, their heads, and how wide they would like to be. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/forest.h"
#include "review/plot_lights.h"

/* Texts wrap down to this; heads of numbers break into words. */
enum { LEAST_TEXT = 30, LEAST_LABEL = 48, HEAD = 33, HEAD_WORD = 80 };

static const char *further_text(const rv_forest_figure *g, const rv_forest_col *col, size_t row)
{
    return g->given->cells[g->source[row] * g->given->columns + col->at];
}

/* Whether all that stands in a further column are numbers. */
static bool numbers(const rv_forest_figure *g, const rv_forest_col *col)
{
    bool any = false;
    double x;

    for (size_t i = 0; i < g->forest.n; i++) {
        const char *text = further_text(g, col, i);
        if (rv_text_missing(text))
            continue;
        if (rv_real_parse(text, &x, NULL) != RV_OK || !isfinite(x))
            return false;
        any = true;
    }
    return any;
}

/* A number as it was written, with a true minus and the style's decimal mark; with `digits` rounded to them. */
static void number_text(const rv_forest_figure *g, const char *text, int digits, rv_buf *out)
{
    double x;

    if (rv_real_parse(text, &x, NULL) != RV_OK) {
        rv_buf_text(out, text);
        return;
    }
    if (digits >= 0 || fabs(x) >= 1e6 || strpbrk(text, "eExX")) {
        rv_forest_number(g, out, x, digits >= 0 ? digits : fabs(x) < 1e6 && x == floor(x) ? 0 : 3);
        return;
    }
    text += strspn(text, " \t+");
    if (*text == '-') {
        rv_buf_text(out, "\u2212");
        text++;
    }
    for (; *text && *text != ' '; text++)
        if (*text == '.')
            rv_buf_text(out, g->style->point);
        else
            rv_buf_char(out, *text);
}

static void cell_text(const rv_forest_figure *g, const rv_forest_col *col, size_t row, size_t part, rv_buf *out)
{
    rv_buf_clear(out);
    if (col->kind == RV_COL_FIELD)
        rv_forest_field_text(g, (int)col->at, row, part, col->digits, out);
    else if (col->kind == RV_COL_ARM)
        rv_forest_arm_text(g, col->at, row, out);
    else if (!rv_text_missing(further_text(g, col, row)))
        number_text(g, further_text(g, col, row), col->digits, out);
}

/* Numbers of one line. `before` is what must stand left of a decimal point in its place. */
static rv_status fill_part(rv_forest_figure *g, rv_forest_col *col, size_t p, rv_error *err)
{
    rv_forest_part *part = &col->part[p];
    const size_t mark = strlen(g->style->point);
    double right = 0;
    rv_buf text = RV_BUF_INIT;
    rv_status st = RV_OK;

    if (!(part->cell = calloc(g->n + 1, sizeof *part->cell)) || !(part->before = calloc(g->n + 1, sizeof *part->before)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < g->n; i++) {
        const rv_face *face = g->lines[i].bold ? &g->bold : &g->plain;
        char *point;

        if (g->lines[i].kind != RV_LINE_ROW)
            continue;
        cell_text(g, col, g->lines[i].row, p, &text);
        if ((st = rv_buf_check(&text, err)) != RV_OK || !text.length
            || (st = rv_type_wrap(g->type, face, text.data, 1e5, 1, &part->cell[i], err)) != RV_OK)
            continue;
        part->before[i] = part->cell[i].width;
        if (col->align == RV_ALIGN_POINT && (point = strstr(text.data, g->style->point)) && !strstr(point + mark, g->style->point)) {
            *point = 0;
            part->before[i] = *text.data ? rv_type_width(g->type, face, text.data) : 0;
        }
        part->left = fmax(part->left, part->before[i]);
        right = fmax(right, part->cell[i].width - part->before[i]);
        part->width = fmax(part->width, part->cell[i].width);
    }
    if (col->align == RV_ALIGN_POINT)
        part->width = part->left + right;
    rv_buf_free(&text);
    return st;
}

/* Texts that will be wrapped to the width that is found for them. */
static rv_status keep_texts(rv_forest_figure *g, rv_forest_col *col, rv_error *err)
{
    rv_status st = RV_OK;

    if (!(col->texts = calloc(g->n + 1, sizeof *col->texts)) || !(col->part[0].cell = calloc(g->n + 1, sizeof *col->part[0].cell)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < g->n; i++) {
        const char *text = g->lines[i].kind == RV_LINE_ROW ? further_text(g, col, g->lines[i].row) : "";
        rv_lines whole = { 0 };

        if (!*text)
            continue;
        if (!(col->texts[i] = strdup(text)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        st = rv_type_wrap(g->type, g->lines[i].bold ? &g->bold : &g->plain, text, 400, 1, &whole, err);
        col->content = fmax(col->content, whole.width);
        rv_lines_free(&whole);
    }
    return st;
}

static rv_status measure_labels(rv_forest_figure *g, rv_forest_col *col, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < g->n; i++) {
        rv_lines whole;
        if (g->lines[i].kind == RV_LINE_NOTE)
            continue;
        st = rv_type_wrap(g->type, g->lines[i].bold ? &g->bold : &g->plain, g->lines[i].text, 600, 1, &whole, err);
        col->content = fmax(col->content, whole.width + g->lines[i].indent);
        rv_lines_free(&whole);
    }
    return st;
}

/* ---- Heads ------------------------------------------------------------------------------------------------------- */

static void head_words(const rv_forest_figure *g, const rv_forest_col *col, rv_buf *out)
{
    const char *asked = NULL;

    for (size_t i = 0; i < g->options->n_columns; i++)
        if (strcmp(g->options->columns[i].name, col->name) == 0)
            asked = g->options->columns[i].head;
    if (asked && col->kind != RV_COL_ARM)
        rv_buf_text(out, asked);
    else if (col->kind == RV_COL_LABEL)
        rv_buf_text(out, g->forest.label_head && *g->forest.label_head ? g->forest.label_head : g->style->study);
    else if (col->kind == RV_COL_FURTHER)
        rv_buf_text(out, g->given->column[col->at]);
    else if (col->kind == RV_COL_FIELD)
        rv_forest_field_head(g, (int)col->at, out);
    else if (col->kind == RV_COL_ARM)
        rv_forest_arm_head(g, col->at, out);
    else if (col->kind == RV_COL_PLOT && g->style->plot_head) {
        rv_buf_printf(out, "%s\n", rv_forest_measure_name(g->forest.measure));
        rv_forest_interval_name(g, out, g->style->interval);
    }
}

/* The widest word, so that no head is broken within one; very long words are. */
double rv_forest_widest_word(rv_forest_figure *g, const char *words)
{
    rv_buf clean = RV_BUF_INIT, word = RV_BUF_INIT;
    double widest = 0;

    rv_type_clean(&clean, words);
    for (const char *p = rv_buf_str(&clean); *p && widest < HEAD_WORD; p += strspn(p, " ")) {
        const size_t n = strcspn(p, " ");
        rv_buf_clear(&word);
        rv_buf_add(&word, p, n < 80 ? n : 80);
        widest = fmax(widest, rv_type_width(g->type, &g->bold, rv_buf_str(&word)));
        p += n;
    }
    rv_buf_free(&clean);
    rv_buf_free(&word);
    return fmin(widest + 0.1, HEAD_WORD);
}

static rv_status fill_head(rv_forest_figure *g, rv_forest_col *col, rv_error *err)
{
    rv_buf words = RV_BUF_INIT;
    rv_status st;

    head_words(g, col, &words);
    if ((st = rv_buf_check(&words, err)) == RV_OK && !(col->words = strdup(rv_buf_str(&words))))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    rv_buf_free(&words);
    return st;
}

/* ---- All ---------------------------------------------------------------------------------------------------------- */

static rv_status fill(rv_forest_figure *g, rv_forest_col *col, rv_error *err)
{
    rv_status st = fill_head(g, col, err);
    double head;

    if (st != RV_OK || col->kind == RV_COL_PLOT)
        return st;
    head = *col->words ? rv_forest_widest_word(g, col->words) : 0;
    col->parts = 1;
    if (col->kind == RV_COL_FURTHER && (col->wraps = !numbers(g, col))) {
        if (col->align == RV_ALIGN_AUTO || col->align == RV_ALIGN_POINT)
            col->align = RV_ALIGN_LEFT;
        st = keep_texts(g, col, err);
        col->content = fmax(col->content, head);
        col->least = fmin(col->content, fmax(head, LEAST_TEXT));
        return st;
    }
    if (col->kind == RV_COL_LABEL) {
        col->wraps = true;
        st = measure_labels(g, col, err);
        col->content = fmax(col->content, head);
        col->least = fmin(fmax(col->content, LEAST_LABEL), fmax(head, LEAST_LABEL));
        return st;
    }
    if (col->kind == RV_COL_LIGHTS) {
        col->parts = 0;
        col->least = col->content = RV_FOREST_LIGHT * (double)g->options->lights->domains;
        return RV_OK;
    }
    if (col->kind == RV_COL_FIELD)
        col->parts = rv_forest_field_parts(g, (int)col->at);
    if (col->align == RV_ALIGN_AUTO)
        col->align = col->parts > 1 ? RV_ALIGN_RIGHT : RV_ALIGN_POINT;
    for (size_t p = 0; st == RV_OK && p < col->parts; p++) {
        st = fill_part(g, col, p, err);
        col->content += col->part[p].width + (p ? 2.5 : 0);
    }
    col->least = fmax(col->content, col->parts > 1 ? fmin(fmax(64, head), rv_type_width(g->type, &g->bold, col->words)) : head);
    return st;
}

rv_status rv_forest_cells(rv_forest_figure *g, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < g->n_cols; i++)
        st = fill(g, &g->col[i], err);
    return st;
}
