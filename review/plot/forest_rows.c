/* The rows of a forest plot: headings, studies with their effects, pooled rows with what is below them; and the room they need. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/forest.h"

/* A label of a study may be anything; what names a pooled estimate is short but must be whole. */
enum { STUDY_LINES = 3, POOLED_LINES = 6, NOTE_LINES = 4 };

/* ---- Which rows ---------------------------------------------------------------------------------------------------- */

/* Two decimals, unless the numbers of a difference are so small that two would say little. */
static int decimals(const rv_forest_figure *g)
{
    double size = 0;

    if (g->options->decimals >= 0)
        return g->options->decimals < 10 ? g->options->decimals : 10;
    for (size_t i = 0; i < g->forest.n; i++)
        if (isfinite(g->forest.rows[i].yi))
            size = fmax(size, fabs(g->forest.rows[i].yi));
    return !g->forest.log_scale && size < 0.1 ? 3 : 2;
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

/* What names the study that an effect belongs to; "" where the data do not say. */
static const char *study_of(const rv_forest_figure *g, int column, size_t row)
{
    if (column < 0 || g->forest.rows[row].kind != RV_FOREST_STUDY)
        return "";
    return g->given->cells[g->source[row] * g->given->columns + (size_t)column];
}

/* Rows from this one on that are effects of one study in one subgroup. */
static size_t effects_of(const rv_forest_figure *g, int column, size_t row)
{
    const char *study = study_of(g, column, row);
    size_t n = 1;

    while (*study && row + n < g->forest.n && strcmp(study_of(g, column, row + n), study) == 0
           && strcmp(g->forest.rows[row + n].subgroup, g->forest.rows[row].subgroup) == 0)
        n++;
    return n;
}

/* The label of an effect below the name of its study, without that name: "Smith 2019, grades" is "grades" there. */
static void effect_label(const char *label, const char *study, size_t which, rv_buf *out)
{
    const size_t n = strlen(study);

    if (strncmp(label, study, n) == 0) {
        label += n;
        label += strspn(label, " ,;:.-");
    }
    if (*label)
        rv_buf_text(out, label);
    else
        rv_buf_printf(out, "effect %zu", which);
}

static rv_status add(rv_forest_figure *g, rv_forest_line line, const rv_buf *text, rv_error *err)
{
    rv_status st = rv_buf_check(text, err);

    if (st != RV_OK)
        return st;
    if (!(line.text = strdup(rv_buf_str(text))))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    g->lines[g->n++] = line;
    return RV_OK;
}

static bool only_pooled(const rv_forest_figure *g)
{
    size_t n = 0;

    for (size_t i = 0; i < g->forest.n; i++)
        n += g->forest.rows[i].kind == RV_FOREST_POOLED;
    return n == 1;
}

/* A style's own name of a pooled row. */
static void own_label(const rv_forest_figure *g, const char *form, rv_buf *out)
{
    const char *at = strstr(form, "%i");

    rv_buf_add(out, form, at ? (size_t)(at - form) : strlen(form));
    if (at) {
        rv_forest_interval_name(g, out, g->style->interval);
        rv_buf_text(out, at + 2);
    }
}

/* In a sequence k is a column. */
static bool steps(const rv_forest_figure *g)
{
    return g->forest.rows[0].kind == RV_FOREST_STEP;
}

static void label_of(const rv_forest_figure *g, size_t i, rv_buf *out)
{
    const rv_forest_row *row = &g->forest.rows[i];

    if (row->kind == RV_FOREST_SUBGROUP && g->style->subgroup)
        own_label(g, g->style->subgroup, out);
    else if (row->kind == RV_FOREST_POOLED && g->style->pooled && only_pooled(g))
        own_label(g, g->style->pooled, out);
    else
        /* Under its heading a subgroup's own name would say nothing. */
        rv_buf_text(out, row->kind == RV_FOREST_SUBGROUP && strcmp(row->label, row->subgroup) == 0 ? "Pooled" : row->label);
    if ((row->kind == RV_FOREST_SUBGROUP || row->kind == RV_FOREST_POOLED) && isfinite(row->k) && !strstr(row->label, "k =") && !steps(g))
        rv_buf_printf(out, ", k\u00A0=\u00A0%.10g", row->k);
}

/* What stands below a pooled row of a subgroup: its heterogeneity. */
static rv_status add_note(rv_forest_figure *g, size_t i, rv_buf *text, rv_error *err)
{
    rv_buf_clear(text);
    if (g->forest.rows[i].kind == RV_FOREST_SUBGROUP)
        rv_forest_row_heterogeneity(g, i, text);
    if (!text->length)
        return rv_buf_check(text, err);
    return add(g, (rv_forest_line){ .kind = RV_LINE_NOTE, .row = i, .indent = RV_FOREST_INDENT }, text, err);
}

static rv_status add_heading(rv_forest_figure *g, rv_forest_line_kind kind, size_t i, const char *words, rv_buf *text, rv_error *err)
{
    const bool group = kind == RV_LINE_GROUP;

    rv_buf_clear(text);
    rv_buf_text(text, words);
    return add(g, (rv_forest_line){ .kind = kind, .row = i, .bold = group, .gap = group && g->n ? 5 : 0,
                                    .indent = !group && *g->forest.rows[i].subgroup ? RV_FOREST_INDENT : 0 }, text, err);
}

rv_status rv_forest_lines(rv_forest_figure *g, rv_error *err)
{
    const rv_forest *f = &g->forest;
    const int column = rv_forest_further(g->given, "study");
    const char *subgroup = "", *study = "";
    size_t left = 0, which = 0;       /* effects of the study still to come; of this one the number */
    rv_forest_kind before = RV_FOREST_STUDY;
    bool dependent = false;
    rv_buf text = RV_BUF_INIT;
    rv_status st = RV_OK;

    for (size_t i = 0; i < f->n && !dependent; i++)
        dependent = effects_of(g, column, i) > 1;
    if (!(g->lines = calloc(4 * f->n + 1, sizeof *g->lines)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    g->decimals = decimals(g);
    g->model_row = model_row(f);
    for (size_t i = 0; i < f->n && st == RV_OK; i++) {
        const rv_forest_row *row = &f->rows[i];
        const bool pooled = row->kind == RV_FOREST_POOLED;
        rv_forest_line line = { .kind = RV_LINE_ROW, .row = i, .bold = row->kind == RV_FOREST_SUBGROUP || pooled,
                                .indent = *row->subgroup ? RV_FOREST_INDENT : 0,
                                .gap = pooled && before != RV_FOREST_POOLED && i ? 6 : 0 };

        if (strcmp(row->subgroup, subgroup) != 0 && *row->subgroup)
            st = add_heading(g, RV_LINE_GROUP, i, row->subgroup, &text, err);
        subgroup = row->subgroup;
        before = row->kind;
        if (st == RV_OK && !left && (left = effects_of(g, column, i)) > 1) {
            which = 0;
            study = study_of(g, column, i);
            st = add_heading(g, RV_LINE_STUDY, i, study, &text, err);
        }
        rv_buf_clear(&text);
        if (*study) {
            line.indent += RV_FOREST_INDENT;
            line.effect = true;
            effect_label(row->label, study, ++which, &text);
        } else if (dependent && *study_of(g, column, i) && !strstr(row->label, study_of(g, column, i))) {
            rv_buf_printf(&text, "%s, %s", study_of(g, column, i), row->label);
        } else {
            label_of(g, i, &text);
        }
        if (--left == 0) {
            study = "";
            which = 0;
        }
        if (st == RV_OK && (st = add(g, line, &text, err)) == RV_OK)
            st = add_note(g, i, &text, err);
    }
    rv_buf_free(&text);
    return st;
}

/* ---- Room ---------------------------------------------------------------------------------------------------------- */

/* Where the words below a row may reach: to the plot, over the columns before it. */
static double note_room(const rv_forest_figure *g, const rv_forest_line *line)
{
    return g->col[g->plot_col].x - g->gap / 2 - g->col[g->label_col].x - line->indent;
}

static rv_status break_texts(rv_forest_figure *g, size_t i, double *height, rv_error *err)
{
    rv_forest_line *line = &g->lines[i];
    const rv_face *face = line->bold ? &g->bold : &g->plain;
    const bool note = line->kind == RV_LINE_NOTE;
    rv_status st;

    const char *text = line->text, *rest = note ? strstr(text, ": ") : NULL;

    rv_lines_free(&line->label);
    /* On one line rather than with its first word. */
    if (rest && rv_type_width(g->type, &g->small, text) > note_room(g, line))
        text = rest + 2;
    st = rv_type_wrap(g->type, note ? &g->small : face, text,
                      note ? note_room(g, line) : g->col[g->label_col].width - line->indent,
                      note ? NOTE_LINES : line->bold ? POOLED_LINES : STUDY_LINES, &line->label, err);
    *height = line->label.height;
    for (size_t c = 0; st == RV_OK && c < g->n_cols; c++) {
        rv_forest_col *col = &g->col[c];
        if (!col->texts || !col->texts[i])
            continue;
        rv_lines_free(&col->part[0].cell[i]);
        st = rv_type_wrap(g->type, face, col->texts[i], col->width, STUDY_LINES, &col->part[0].cell[i], err);
        *height = fmax(*height, col->part[0].cell[i].height);
    }
    return st;
}

rv_status rv_forest_stack(rv_forest_figure *g, double top, double *bottom, rv_error *err)
{
    const double pitch = g->options->lights ? fmax(RV_FOREST_PITCH, RV_FOREST_LIGHT) : RV_FOREST_PITCH;
    size_t odd = 0;
    rv_status st = RV_OK;

    for (size_t i = 0; i < g->n && st == RV_OK; i++) {
        rv_forest_line *line = &g->lines[i];
        const bool note = line->kind == RV_LINE_NOTE;
        double height = 0;

        st = break_texts(g, i, &height, err);
        line->top = top + line->gap;
        line->height = note ? height + 3 : fmax(pitch, height + 3);
        top = line->top + line->height;
        if (line->kind == RV_LINE_ROW)
            line->shade = g->options->shade && odd++ % 2 == 0;
    }
    *bottom = top;
    return st;
}
