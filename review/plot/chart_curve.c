/* Curves of chart data: rows of the kind line. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/chart_data.h"

bool rv_chart_next_curve(const rv_chart_data *d, size_t *from, size_t *to)
{
    for (*from = *to; *from < d->n && d->rows[*from].kind != RV_CHART_LINE; ++*from)
        ;
    for (*to = *from; *to < d->n && d->rows[*to].kind == RV_CHART_LINE && strcmp(d->rows[*to].text, d->rows[*from].text) == 0; ++*to)
        ;
    return *from < *to;
}

void rv_chart_curve_of(const rv_chart_data *d, size_t from, size_t to, size_t member, double *out)
{
    for (size_t i = from; i < to; i++)
        out[i - from] = *(const double *)((const char *)&d->rows[i] + member);
}

static double member_of(const rv_chart_row *row, size_t member)
{
    return *(const double *)((const char *)row + member);
}

double rv_chart_curve_at(const rv_chart_data *d, size_t from, size_t to, size_t member, double x)
{
    for (size_t i = from; i + 1 < to; i++) {
        const rv_chart_row *a = &d->rows[i], *b = &d->rows[i + 1];
        if (x >= a->x && x <= b->x) {
            const double share = b->x > a->x ? (x - a->x) / (b->x - a->x) : 0;
            return member_of(a, member) + share * (member_of(b, member) - member_of(a, member));
        }
    }
    return NAN;
}

static void no_memory(rv_chart *c)
{
    rv_error err;

    rv_chart_fail(c, rv_fail(&err, RV_ENOMEM, "out of memory"), &err);
}

void rv_chart_draw_curve(rv_chart *c, const rv_chart_data *d, size_t from, size_t to, size_t member, rv_look look)
{
    const size_t n = to - from;
    double *x = malloc((2 * n + 1) * sizeof *x);

    if (!x) {
        no_memory(c);
        return;
    }
    rv_chart_curve_of(d, from, to, offsetof(rv_chart_row, x), x);
    rv_chart_curve_of(d, from, to, member, x + n);
    rv_chart_curve(c, x, x + n, n, look);
    free(x);
}

void rv_chart_draw_band(rv_chart *c, const rv_chart_data *d, size_t from, size_t to, size_t below, size_t above, rv_look look)
{
    const size_t n = to - from;
    double *x = malloc((4 * n + 1) * sizeof *x), *y = x + 2 * n;
    size_t m = 0;

    if (!x) {
        no_memory(c);
        return;
    }
    for (size_t i = from; i < to; i++)
        if (isfinite(d->rows[i].x) && isfinite(member_of(&d->rows[i], below)) && isfinite(member_of(&d->rows[i], above)))
            x[m] = d->rows[i].x, y[m++] = member_of(&d->rows[i], below);
    for (size_t i = to; i-- > from;)
        if (isfinite(d->rows[i].x) && isfinite(member_of(&d->rows[i], below)) && isfinite(member_of(&d->rows[i], above)))
            x[m] = d->rows[i].x, y[m++] = member_of(&d->rows[i], above);
    rv_chart_area(c, x, y, m, look);
    free(x);
}
