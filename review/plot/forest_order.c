/* The forest as it is to be drawn: its numbers on the scale of the axis, its studies in the order asked for. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "plot/forest.h"

const char *const rv_forest_scale_names[] = { "auto", "linear", "log", NULL };

/* ---- Scale ------------------------------------------------------------------------------------------------------- */

static rv_status change_scale(rv_forest_figure *g, rv_error *err)
{
    rv_forest *f = &g->forest;
    const bool to_log = g->options->scale == RV_FOREST_SCALE_LOG;

    if (g->options->scale == RV_FOREST_SCALE_AUTO || to_log == (f->log_scale != 0))
        return RV_OK;
    for (size_t i = 0; i < f->n; i++) {
        rv_forest_row *row = &g->rows[i];
        double *const numbers[] = { &row->yi, &row->ci_lo, &row->ci_hi, &row->pi_lo, &row->pi_hi };
        for (size_t j = 0; j < sizeof numbers / sizeof *numbers; j++) {
            if (to_log && *numbers[j] <= 0)
                return rv_fail(err, RV_EINVAL, "a logarithmic axis has no place for %g of row %zu (%.80s); it is for ratios, which "
                               "are above 0", *numbers[j], i + 1, row->label);
            *numbers[j] = to_log ? log(*numbers[j]) : exp(*numbers[j]);
        }
    }
    f->log_scale = to_log;
    return RV_OK;
}

/* ---- Order ------------------------------------------------------------------------------------------------------- */

typedef struct {
    double      number;            /* NaN: sorted by text */
    const char *text;              /* NULL: nothing to sort by, so at the end */
    size_t      at;
} sort_key;

static int compare(const void *a, const void *b)
{
    const sort_key *x = a, *y = b;
    int order;

    if (!x->text || !y->text)
        order = !x->text - !y->text;
    else if (!isnan(x->number) && !isnan(y->number))
        order = (x->number > y->number) - (x->number < y->number);
    else if (isnan(x->number) != isnan(y->number))
        order = isnan(x->number) - isnan(y->number);          /* numbers before words */
    else if (!(order = strcasecmp(x->text, y->text)))
        order = strcmp(x->text, y->text);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

/* From the last: with what has nothing to sort by at the end all the same. */
static int compare_down(const void *a, const void *b)
{
    const sort_key *x = a, *y = b;

    return !x->text || !y->text ? compare(a, b) : compare(b, a);
}

/* The last number of four digits in a label. */
static double year_in(const char *label)
{
    double year = NAN;

    for (const char *p = label; *p; p++) {
        const size_t digits = strspn(p, "0123456789");
        if (digits == 4)
            year = strtol(p, NULL, 10);
        p += digits ? digits - 1 : 0;
    }
    return year;
}

typedef enum { BY_NAME, BY_ESTIMATE, BY_WEIGHT, BY_YEAR, BY_COLUMN } sort_by;

static rv_status what_to_sort_by(const rv_forest *f, const char *name, sort_by *by, int *column, rv_error *err)
{
    static const char *const names[] = { "name", "estimate", "weight", "year" };

    *column = rv_forest_further(f, name);
    if (*column >= 0) {
        *by = BY_COLUMN;
        return RV_OK;
    }
    for (int i = 0; i < BY_COLUMN; i++)
        if (strcmp(name, names[i]) == 0) {
            *by = (sort_by)i;
            return RV_OK;
        }
    return rv_fail(err, RV_ENOTFOUND, "there is no column '%.80s' to sort by; there are name, estimate, weight, year and the further "
                   "columns of the data", name);
}

static sort_key key_of(const rv_forest *f, size_t i, sort_by by, int column)
{
    const rv_forest_row *row = &f->rows[i];
    sort_key key = { NAN, row->label, i };

    if (by == BY_ESTIMATE)
        key.number = row->yi;
    else if (by == BY_WEIGHT)
        key.number = isfinite(row->weight) ? row->weight : 1 / row->vi;
    else if (by == BY_YEAR)
        key.number = year_in(row->label);
    if (by == BY_COLUMN) {
        key.text = f->cells[i * f->columns + (size_t)column];
        if (rv_text_missing(key.text))
            key.text = NULL;
        else if (rv_real_parse(key.text, &key.number, NULL) != RV_OK)
            key.number = NAN;
    } else if (by != BY_NAME && isnan(key.number)) {
        key.text = NULL;
    }
    return key;
}

/* Studies that stand together in one subgroup. */
static size_t run_length(const rv_forest *f, size_t first)
{
    size_t n = 0;

    while (first + n < f->n && f->rows[first + n].kind == RV_FOREST_STUDY
           && strcmp(f->rows[first + n].subgroup, f->rows[first].subgroup) == 0)
        n++;
    return n;
}

/* The effects of a study stay together, behind the first of them. */
static void gather(const rv_forest *f, sort_key *keys, size_t n, int study, sort_key *spare)
{
    size_t used = 0;

    for (size_t i = 0; i < n; i++) {
        if (keys[i].at == SIZE_MAX)
            continue;
        const char *name = f->cells[keys[i].at * f->columns + (size_t)study];
        spare[used++] = keys[i];
        for (size_t j = i + 1; *name && j < n; j++)
            if (keys[j].at != SIZE_MAX && strcmp(name, f->cells[keys[j].at * f->columns + (size_t)study]) == 0) {
                spare[used++] = keys[j];
                keys[j].at = SIZE_MAX;
            }
    }
    memcpy(keys, spare, n * sizeof *keys);
}

static rv_status sort(rv_forest_figure *g, rv_error *err)
{
    const rv_forest *f = g->given;
    const bool down = *g->options->sort == '-';
    const int study = rv_forest_further(f, "study");
    sort_key *keys = malloc(2 * (f->n + 1) * sizeof *keys);
    sort_by by = BY_NAME;
    int column = -1;
    rv_status st = keys ? what_to_sort_by(f, g->options->sort + down, &by, &column, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0, n; st == RV_OK && i < f->n; i += n ? n : 1) {
        n = run_length(f, i);
        for (size_t j = 0; j < n; j++)
            keys[j] = key_of(f, i + j, by, column);
        if (n)
            qsort(keys, n, sizeof *keys, down ? compare_down : compare);
        if (n && study >= 0)
            gather(f, keys, n, study, keys + f->n + 1);
        for (size_t j = 0; j < n; j++)
            g->source[i + j] = keys[j].at;
    }
    free(keys);
    return st;
}

rv_status rv_forest_prepare(rv_forest_figure *g, rv_error *err)
{
    const rv_forest *f = g->given;
    rv_status st = RV_OK;

    g->rows = malloc((f->n + 1) * sizeof *g->rows);
    g->source = malloc((f->n + 1) * sizeof *g->source);
    if (!g->rows || !g->source)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < f->n; i++)
        g->source[i] = i;
    if (g->options->sort && *g->options->sort)
        st = sort(g, err);
    for (size_t i = 0; i < f->n; i++)
        g->rows[i] = f->rows[g->source[i]];
    g->forest = *f;
    g->forest.rows = g->rows;
    return st == RV_OK ? change_scale(g, err) : st;
}
