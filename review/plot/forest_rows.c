/* The rows of a forest plot: their texts, and the room these need. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/forest.h"

/* A label of a study may be anything; what names a pooled estimate is short but must be whole. */
enum { STUDY_LINES = 3, POOLED_LINES = 6 };

/* Takes over what was built. */
static rv_status one_line(rv_forest_figure *g, const rv_face *face, const rv_buf *text, rv_line *line, rv_error *err)
{
    rv_lines lines;
    rv_status st = rv_buf_check(text, err);

    memset(line, 0, sizeof *line);
    if (st != RV_OK || !text->length)
        return st;
    if ((st = rv_type_wrap(g->type, face, text->data, 1e5, 1, &lines, err)) == RV_OK && lines.n) {
        *line = lines.line[0];
        lines.n = 0;
    }
    rv_lines_free(&lines);
    return st;
}

static rv_status number_texts(rv_forest_figure *g, rv_forest_line *line, rv_error *err)
{
    const rv_forest_row *row = line->row;
    const bool prediction = row->kind == RV_FOREST_PREDICTION;
    const double lo = prediction ? row->pi_lo : row->ci_lo, hi = prediction ? row->pi_hi : row->ci_hi;
    const rv_face *face = line->bold ? &rv_forest_bold : &rv_forest_plain;
    rv_buf text = RV_BUF_INIT;
    rv_status st;

    if (!prediction)
        rv_type_number(&text, rv_forest_printed(g->forest, row->yi), g->decimals);
    st = one_line(g, face, &text, &line->estimate, err);
    if (st == RV_OK && !isnan(lo) && !isnan(hi)) {
        rv_buf_clear(&text);
        rv_buf_char(&text, '[');
        rv_type_number(&text, rv_forest_printed(g->forest, lo), g->decimals);
        rv_buf_char(&text, ',');
        st = one_line(g, face, &text, &line->lo, err);
        rv_buf_clear(&text);
        rv_type_number(&text, rv_forest_printed(g->forest, hi), g->decimals);
        rv_buf_char(&text, ']');
        if (st == RV_OK)
            st = one_line(g, face, &text, &line->hi, err);
    }
    if (st == RV_OK && !prediction) {
        rv_buf_clear(&text);
        rv_type_number(&text, row->weight, 1);
        st = one_line(g, face, &text, &line->weight, err);
        g->weights |= line->weight.text != NULL;
    }
    rv_buf_free(&text);
    return st;
}

/* Two decimals, unless the numbers of a difference are so small that two would say little. */
static int decimals(const rv_forest_figure *g)
{
    double size = 0;

    if (g->options->decimals >= 0)
        return g->options->decimals < 10 ? g->options->decimals : 10;
    for (size_t i = 0; i < g->forest->n; i++)
        if (isfinite(g->forest->rows[i].yi))
            size = fmax(size, fabs(g->forest->rows[i].yi));
    return !g->forest->log_scale && size < 0.1 ? 3 : 2;
}

/* The pooled row whose label begins with the model's name ("random effects"), else the first pooled one. */
static size_t model_row(const rv_forest *forest)
{
    const size_t n = strlen(forest->model);
    size_t first = SIZE_MAX;

    for (size_t i = 0; i < forest->n; i++) {
        if (forest->rows[i].kind != RV_FOREST_POOLED)
            continue;
        if (n && strncasecmp(forest->rows[i].label, forest->model, n) == 0)
            return i;
        if (first == SIZE_MAX)
            first = i;
    }
    return first;
}

rv_status rv_forest_texts(rv_forest_figure *g, rv_error *err)
{
    const rv_forest *f = g->forest;
    const char *subgroup = "";
    rv_forest_kind before = RV_FOREST_STUDY;
    rv_status st = RV_OK;

    if (!(g->lines = calloc(2 * f->n, sizeof *g->lines)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    g->decimals = decimals(g);
    g->model_row = model_row(f);
    for (size_t i = 0; i < f->n && st == RV_OK; i++) {
        const rv_forest_row *row = &f->rows[i];
        rv_forest_line *line;

        if (strcmp(row->subgroup, subgroup) != 0 && *row->subgroup) {
            line = &g->lines[g->n++];
            line->bold = true;
            line->gap = g->n > 1 ? 5 : 0;
        }
        line = &g->lines[g->n++];
        line->row = row;
        line->bold = row->kind == RV_FOREST_SUBGROUP || row->kind == RV_FOREST_POOLED;
        line->indent = *row->subgroup ? RV_FOREST_INDENT : 0;
        if (row->kind == RV_FOREST_POOLED && before != RV_FOREST_POOLED)
            line->gap = i ? 6 : 0;
        subgroup = row->subgroup;
        before = row->kind;
        st = number_texts(g, line, err);
    }
    return st;
}

static rv_status label_text(const rv_forest_line *line, const rv_forest_line *next, rv_buf *out, rv_error *err)
{
    rv_buf_clear(out);
    if (!line->row) {
        rv_buf_text(out, next->row->subgroup);
    } else {
        /* Under its heading a subgroup's own name would say nothing. */
        rv_buf_text(out, line->row->kind == RV_FOREST_SUBGROUP && strcmp(line->row->label, line->row->subgroup) == 0
                             ? "Pooled" : line->row->label);
        if (line->bold && isfinite(line->row->k) && !strstr(line->row->label, "k ="))
            rv_buf_printf(out, ", k\u00A0=\u00A0%.10g", line->row->k);
    }
    return rv_buf_check(out, err);
}

rv_status rv_forest_stack(rv_forest_figure *g, double top, double *bottom, rv_error *err)
{
    rv_buf text = RV_BUF_INIT;
    rv_status st = RV_OK;

    for (size_t i = 0; i < g->n && st == RV_OK; i++) {
        rv_forest_line *line = &g->lines[i];

        rv_lines_free(&line->label);
        if ((st = label_text(line, line + 1, &text, err)) == RV_OK)
            st = rv_type_wrap(g->type, line->bold ? &rv_forest_bold : &rv_forest_plain, rv_buf_str(&text),
                              g->label_w - line->indent, line->bold ? POOLED_LINES : STUDY_LINES, &line->label, err);
        line->top = top + line->gap;
        line->height = fmax(RV_FOREST_PITCH, line->label.height + 3);
        top = line->top + line->height;
    }
    *bottom = top;
    rv_buf_free(&text);
    return st;
}

void rv_forest_lines_free(rv_forest_figure *g)
{
    for (size_t i = 0; i < g->n; i++) {
        rv_lines_free(&g->lines[i].label);
        free(g->lines[i].estimate.text);
        free(g->lines[i].lo.text);
        free(g->lines[i].hi.text);
        free(g->lines[i].weight.text);
    }
    free(g->lines);
    for (int i = 0; i < 3; i++)
        rv_lines_free(&g->heads[i]);
}
