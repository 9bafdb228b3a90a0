/* Which columns a forest plot has, in which order, and the heads over several of them. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "plot/forest.h"

const char *const rv_forest_align_names[] = { "auto", "left", "right", "centre", "point", NULL };

int rv_forest_further(const rv_forest *f, const char *name)
{
    for (size_t i = 0; i < f->columns; i++)
        if (strcmp(f->column[i], name) == 0)
            return (int)i;
    for (size_t i = 0; i < f->columns; i++)
        if (strcasecmp(f->column[i], name) == 0)
            return (int)i;
    return -1;
}

/* How a column was asked for, NULL when only its name was given. */
static const rv_forest_column *asked_for(const rv_forest_figure *g, const char *name)
{
    for (size_t i = 0; i < g->options->n_columns; i++)
        if (strcmp(g->options->columns[i].name, name) == 0)
            return &g->options->columns[i];
    return NULL;
}

static rv_status add(rv_forest_figure *g, rv_forest_col col, rv_error *err)
{
    if (g->n_cols == RV_FOREST_COLS)
        return rv_fail(err, RV_EINVAL, "a forest plot has at most %d columns", RV_FOREST_COLS);
    g->col[g->n_cols++] = col;
    return RV_OK;
}

static rv_status unknown(const rv_forest_figure *g, const char *name, rv_error *err)
{
    rv_buf there = RV_BUF_INIT;
    rv_status st;

    for (size_t i = 0; i < g->given->columns && there.length < 200; i++)
        rv_buf_printf(&there, "%s, ", g->given->column[i]);
    for (size_t i = 0; rv_forest_field(i); i++)
        rv_buf_printf(&there, "%s%s", i ? ", " : "", rv_forest_field(i));
    st = rv_fail(err, RV_ENOTFOUND, "there is no column '%.80s'; there are %.380s", name, rv_buf_str(&there));
    rv_buf_free(&there);
    return st;
}

static rv_status add_arms(rv_forest_figure *g, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < rv_forest_arm_pieces(g); i++)
        st = add(g, (rv_forest_col){ .kind = RV_COL_ARM, .at = i, .name = "arms", .align = RV_ALIGN_RIGHT, .digits = -1 }, err);
    return st;
}

/* A field of results, whatever the data call theirs. */
static rv_status add_field(rv_forest_figure *g, const char *name, const rv_forest_column *how, rv_error *err)
{
    const int field = rv_forest_field_of(name);

    if (field == RV_FIELD_WEIGHT && !g->weights)
        return RV_OK;
    return add(g, (rv_forest_col){ .kind = RV_COL_FIELD, .at = (size_t)field, .name = name, .align = how ? how->align : RV_ALIGN_AUTO,
                                   .digits = how ? how->digits : -1 }, err);
}

/* A column by its name: a further column of the data, else a field. */
static rv_status add_named(rv_forest_figure *g, const char *name, rv_error *err)
{
    const rv_forest_column *how = asked_for(g, name);
    const int at = rv_forest_further(g->given, name);

    if (at >= 0)
        return add(g, (rv_forest_col){ .kind = RV_COL_FURTHER, .at = (size_t)at, .name = name, .align = how ? how->align : RV_ALIGN_AUTO,
                                       .digits = how ? how->digits : -1 }, err);
    if (strcmp(name, "arms") == 0)
        return add_arms(g, err);
    return rv_forest_field_of(name) >= 0 ? add_field(g, name, how, err) : unknown(g, name, err);
}

static bool in_list(const char *const *names, const char *name)
{
    for (; names && *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

/* Those asked for whose place nothing says. */
static rv_status add_asked(rv_forest_figure *g, rv_error *err)
{
    const rv_forest_options *o = g->options;
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < o->n_columns; i++) {
        const char *name = o->columns[i].name;
        const int field = rv_forest_further(g->given, name) < 0 ? rv_forest_field_of(name) : -1;
        if (in_list(o->left, name) || in_list(o->right, name) || field == RV_FIELD_EFFECT || field == RV_FIELD_WEIGHT)
            continue;
        st = add_named(g, name, err);
    }
    return st;
}

/* One word of a style's order. */
static rv_status add_word(rv_forest_figure *g, const char *word, size_t n, rv_error *err)
{
    if (n == 5 && strncmp(word, "label", n) == 0)
        return add(g, (rv_forest_col){ .kind = RV_COL_LABEL, .name = "label", .align = RV_ALIGN_LEFT, .digits = -1 }, err);
    if (n == 1 && *word == '+')
        return add_asked(g, err);
    if (n == 4 && strncmp(word, "arms", n) == 0)
        return add_arms(g, err);
    word = n == 6 && *word == 'w' ? "weight" : "effect";
    return add_field(g, word, rv_forest_further(g->given, word) < 0 ? asked_for(g, word) : NULL, err);
}

static rv_status add_side(rv_forest_figure *g, const char *usual, const char *const *names, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && names && names[i]; i++)
        if (strcmp(names[i], "label") != 0)
            st = add_named(g, names[i], err);
    for (size_t n; st == RV_OK && !names && *usual; usual += n + (usual[n] == ' ')) {
        n = strcspn(usual, " ");
        st = add_word(g, usual, n, err);
    }
    return st;
}

/* ---- Heads over several columns ------------------------------------------------------------------------------------ */

static rv_status add_head(rv_forest_figure *g, const char *words, size_t first, size_t last, rv_error *err)
{
    rv_forest_head *head = &g->head[g->n_heads];

    if (g->n_heads == RV_FOREST_HEADS)
        return rv_fail(err, RV_EINVAL, "a forest plot has at most %d heads over several columns", RV_FOREST_HEADS);
    for (size_t i = 0; i < g->n_heads; i++)
        if (first <= g->head[i].last && last >= g->head[i].first)
            return rv_fail(err, RV_EINVAL, "the heads '%.80s' and '%.80s' would stand over the same column", g->head[i].words, words);
    if (!(head->words = strdup(words)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    head->first = first;
    head->last = last;
    g->n_heads++;
    return RV_OK;
}

static rv_status add_span(rv_forest_figure *g, const rv_forest_span *span, rv_error *err)
{
    size_t first = SIZE_MAX, last = 0, found = 0;

    for (size_t i = 0; i < span->n; i++) {
        size_t at = 0;
        while (at < g->n_cols && (g->col[at].kind == RV_COL_ARM || strcmp(g->col[at].name, span->columns[i]) != 0))
            at++;
        if (at == g->n_cols)
            return rv_fail(err, RV_ENOTFOUND, "the head '%.80s' is to stand over column '%.80s', which the figure does not have",
                           span->head, span->columns[i]);
        first = at < first ? at : first;
        last = at > last ? at : last;
        found++;
    }
    if (!found || last - first + 1 != found)
        return rv_fail(err, RV_EINVAL, "the columns under the head '%.80s' do not stand side by side; --left and --right order them",
                       span->head);
    return add_head(g, span->head, first, last, err);
}

/* The arms are named over their columns; where both are one column each, what these hold is. */
static rv_status add_arm_heads(rv_forest_figure *g, rv_error *err)
{
    static const char *const usual[] = { "Intervention", "Control" };
    rv_status st = RV_OK;

    for (size_t arm = 0; st == RV_OK && arm < 2; arm++) {
        size_t first = SIZE_MAX, last = 0;
        for (size_t i = 0; i < g->n_cols; i++)
            if (g->col[i].kind == RV_COL_ARM && rv_forest_arm_of(g, g->col[i].at) == arm) {
                first = i < first ? i : first;
                last = i;
            }
        if (first != SIZE_MAX)
            st = add_head(g, g->options->arm[arm] ? g->options->arm[arm] : usual[arm], first, last, err);
    }
    return st;
}

/* What a sequence of pooled estimates is looked at for, where the data have it. */
static rv_status add_of_steps(rv_forest_figure *g, const char *const *names, rv_error *err)
{
    rv_status st = RV_OK;

    for (; st == RV_OK && *names; names++) {
        const int field = rv_forest_field_of(*names);
        bool any = false;
        for (size_t i = 0; !any && i < g->forest.n; i++) {
            rv_buf text = RV_BUF_INIT;
            rv_forest_field_text(g, field, i, 0, -1, &text);
            any = text.length > 0;
            rv_buf_free(&text);
        }
        if (any)
            st = add_field(g, *names, rv_forest_further(g->given, *names) < 0 ? asked_for(g, *names) : NULL, err);
    }
    return st;
}

static bool any_step(const rv_forest *f)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->rows[i].kind == RV_FOREST_STEP)
            return true;
    return false;
}

static bool any_weight(const rv_forest *f)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->rows[i].kind != RV_FOREST_PREDICTION && !isnan(f->rows[i].weight))
            return true;
    return false;
}

rv_status rv_forest_choose(rv_forest_figure *g, rv_error *err)
{
    static const char *const before[] = { "k", NULL }, *const after[] = { "p", "tau2", "i2", NULL };
    const rv_forest_options *o = g->options;
    rv_status st;

    g->steps = any_step(&g->forest);
    g->weights = any_weight(&g->forest);
    if (o->arms == RV_ARMS_HIDE)
        g->arms.kind = RV_ARMS_NONE;
    else
        rv_forest_arms_find(g);
    if (o->arms == RV_ARMS_SHOW && g->arms.kind == RV_ARMS_NONE)
        return rv_fail(err, RV_ENOTFOUND, "there is nothing of the arms to show: that takes columns ai, n1i, ci, n2i, or ai, bi, ci, di, or "
                       "m1i, sd1i, n1i, m2i, sd2i, n2i");
    g->label_col = 0;
    st = o->left ? add(g, (rv_forest_col){ .kind = RV_COL_LABEL, .name = "label", .align = RV_ALIGN_LEFT, .digits = -1 }, err) : RV_OK;
    if (st == RV_OK && (st = add_side(g, g->style->left, o->left, err)) == RV_OK) {
        if (g->steps && !g->narrow && !o->left)
            st = add_of_steps(g, before, err);
        g->plot_col = g->n_cols;
        if (st == RV_OK && (st = add(g, (rv_forest_col){ .kind = RV_COL_PLOT, .name = "plot" }, err)) == RV_OK)
            st = add_side(g, g->style->right, o->right, err);
        if (st == RV_OK && g->steps && !g->narrow && !o->right)
            st = add_of_steps(g, after, err);
    }
    if (st == RV_OK && o->lights)
        st = add(g, (rv_forest_col){ .kind = RV_COL_LIGHTS, .name = "lights" }, err);
    if (st == RV_OK && o->lights)
        st = add_head(g, "Risk of bias", g->n_cols - 1, g->n_cols - 1, err);
    if (st == RV_OK)
        st = add_arm_heads(g, err);
    for (size_t i = 0; st == RV_OK && i < o->n_spans; i++)
        st = add_span(g, &o->spans[i], err);
    return st;
}

void rv_forest_columns_free(rv_forest_figure *g)
{
    for (size_t i = 0; i < g->n_cols; i++) {
        rv_forest_col *col = &g->col[i];
        for (size_t p = 0; p < col->parts; p++) {
            for (size_t j = 0; col->part[p].cell && j < g->n; j++)
                rv_lines_free(&col->part[p].cell[j]);
            free(col->part[p].cell);
            free(col->part[p].before);
        }
        for (size_t j = 0; col->texts && j < g->n; j++)
            free(col->texts[j]);
        free(col->texts);
        free(col->words);
        rv_lines_free(&col->head);
    }
    for (size_t i = 0; i < g->n_heads; i++) {
        free(g->head[i].words);
        rv_lines_free(&g->head[i].lines);
    }
    g->n_cols = g->n_heads = 0;
}
