/* What each arm gave, from further columns with the names that metafor uses, and its sums over studies. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "plot/forest.h"

const char *const rv_forest_arms_names[] = { "auto", "show", "hide", NULL };

/* The columns of both arms by name. */
static const struct {
    rv_forest_arm_kind kind;
    bool               others;
    const char        *name[6];
} known[] = {
    { RV_ARMS_EVENTS, false, { "ai", "n1i", "ci", "n2i", NULL, NULL } },
    { RV_ARMS_EVENTS, true, { "ai", "bi", "ci", "di", NULL, NULL } },
    { RV_ARMS_MEANS, false, { "m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i" } },
};

static double number(const rv_forest_figure *g, size_t row, size_t column)
{
    const char *text = g->given->cells[g->source[row] * g->given->columns + g->arms.column[column]];
    double x;

    return rv_text_missing(text) || rv_real_parse(text, &x, NULL) != RV_OK ? NAN : x;
}

/* One for all means and deviations, so that their points stand below each other. */
static int digits_of_means(const rv_forest_figure *g)
{
    for (size_t i = 0; i < g->forest.n; i++)
        if (fabs(number(g, i, 0)) >= 10 || fabs(number(g, i, 3)) >= 10)
            return 1;
    return 2;
}

void rv_forest_arms_find(rv_forest_figure *g)
{
    g->arms.kind = RV_ARMS_NONE;
    for (size_t i = 0; i < sizeof known / sizeof *known && g->arms.kind == RV_ARMS_NONE; i++) {
        size_t n = 0;
        for (; n < 6 && known[i].name[n]; n++) {
            const int at = rv_forest_further(g->given, known[i].name[n]);
            if (at < 0)
                break;
            g->arms.column[n] = (size_t)at;
        }
        if (n == 6 || !known[i].name[n]) {
            g->arms.kind = known[i].kind;
            g->arms.others = known[i].others;
        }
    }
    g->arms.digits = g->arms.kind == RV_ARMS_MEANS ? digits_of_means(g) : 0;
}

/* What stands in an arm of a study: events or mean, standard deviation, size. */
static double of_study(const rv_forest_figure *g, size_t row, size_t arm, size_t which)
{
    if (g->arms.kind == RV_ARMS_MEANS)
        return number(g, row, 3 * arm + which);
    if (which == 0)
        return number(g, row, 2 * arm);
    return number(g, row, 2 * arm + 1) + (g->arms.others ? number(g, row, 2 * arm) : 0);
}

/* Several effects of a study share people, who would be counted more than once. */
static bool dependent(const rv_forest_figure *g)
{
    for (size_t i = 0; i < g->n; i++)
        if (g->lines[i].kind == RV_LINE_STUDY)
            return true;
    return false;
}

static bool first_pooled(const rv_forest_figure *g, size_t row)
{
    for (size_t i = 0; i < row; i++)
        if (g->forest.rows[i].kind == RV_FOREST_POOLED)
            return false;
    return true;
}

/* Over the studies that a pooled row pools; NaN where nothing can be summed. */
static double sum(const rv_forest_figure *g, size_t row, size_t arm, size_t which)
{
    const rv_forest_row *pooled = &g->forest.rows[row];
    double total = NAN;

    if (dependent(g) || (pooled->kind == RV_FOREST_POOLED && !first_pooled(g, row)))
        return NAN;
    for (size_t i = 0; i < g->forest.n; i++) {
        const rv_forest_row *r = &g->forest.rows[i];
        const double x = of_study(g, i, arm, which);
        if (r->kind == RV_FOREST_STUDY && isfinite(x)
            && (pooled->kind == RV_FOREST_POOLED || strcmp(r->subgroup, pooled->subgroup) == 0))
            total = isnan(total) ? x : total + x;
    }
    return total;
}

static double value(const rv_forest_figure *g, size_t row, size_t arm, size_t which)
{
    const rv_forest_kind kind = g->forest.rows[row].kind;
    const bool size = which == (g->arms.kind == RV_ARMS_MEANS ? 2 : 1);

    if (kind == RV_FOREST_STUDY)
        return of_study(g, row, arm, which);
    if ((kind != RV_FOREST_POOLED && kind != RV_FOREST_SUBGROUP) || (g->arms.kind == RV_ARMS_MEANS && !size))
        return NAN;
    return sum(g, row, arm, which);
}

static size_t of_each(const rv_forest_figure *g)
{
    return g->arms.kind == RV_ARMS_NONE ? 0 : (g->arms.kind == RV_ARMS_MEANS ? 3 : 2) - (size_t)g->style->together;
}

size_t rv_forest_arm_pieces(const rv_forest_figure *g)
{
    return 2 * of_each(g);
}

size_t rv_forest_arm_of(const rv_forest_figure *g, size_t piece)
{
    return piece / of_each(g);
}

void rv_forest_arm_head(const rv_forest_figure *g, size_t piece, rv_buf *out)
{
    static const char *const means[2][3] = { { "Mean", "SD", "Total" }, { "Mean\u00A0(SD)", "n", "" } };
    static const char *const events[2] = { "Events", "Total" };
    const size_t at = piece % of_each(g);

    if (g->arms.kind == RV_ARMS_MEANS)
        rv_buf_text(out, means[g->style->together][at]);
    else
        rv_buf_text(out, g->style->together ? "n/N" : events[at]);
}

/* A count, or another number without needless digits. */
static void count(const rv_forest_figure *g, double x, rv_buf *out)
{
    rv_forest_number(g, out, x, x == floor(x) ? 0 : 1);
}

void rv_forest_arm_text(const rv_forest_figure *g, size_t piece, size_t row, rv_buf *out)
{
    const size_t arm = rv_forest_arm_of(g, piece), at = piece % of_each(g);
    const bool together = g->style->together, means = g->arms.kind == RV_ARMS_MEANS;
    const size_t which = means && together && at == 1 ? 2 : at;
    const double x = value(g, row, arm, which), second = together && at == 0 ? value(g, row, arm, 1) : NAN;

    if (isnan(x))
        return;
    if (means && which < 2)
        rv_forest_number(g, out, x, g->arms.digits);
    else
        count(g, x, out);
    if (isnan(second))
        return;
    rv_buf_text(out, means ? " (" : "/");
    if (means)
        rv_forest_number(g, out, second, g->arms.digits);
    else
        count(g, second, out);
    rv_buf_text(out, means ? ")" : "");
}
