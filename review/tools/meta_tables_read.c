/* The cells of tables, from columns by name. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/meta_tables.h"

enum { CELLS = 4 };
/* The usual names, and whether the second and fourth are sizes. */
static const struct { bool rates, sizes; const char *names[CELLS]; } usual[] = {
    { false, false, { "ai", "bi", "ci", "di" } },
    { false, true, { "ai", "n1i", "ci", "n2i" } },
    { true, false, { "x1i", "t1i", "x2i", "t2i" } } };

/* "a,b,c,d" into four names; the text is the caller's, and is cut up. */
static rv_status named(char *text, const char *names[CELLS], rv_error *err)
{
    size_t n = 0;

    for (char *at = text; at && n <= CELLS; n++) {
        char *const comma = strchr(at, ',');
        if (comma)
            *comma = 0;
        if (n < CELLS)
            names[n] = at;
        at = comma ? comma + 1 : NULL;
    }
    for (size_t i = 0; n == CELLS && i < CELLS; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(names[i], names[j]) == 0)
                return rv_fail(err, RV_EUSAGE, "--cells names %s twice; each cell has a column of its own", names[i]);
    return n == CELLS ? RV_OK : rv_fail(err, RV_EUSAGE, "--cells names %s than four columns, as ai,bi,ci,di", n < CELLS ? "fewer" : "more");
}

/* The names of the columns, from the command line or by what is there. */
static rv_status choose(const meta_tables_work *w, char *text, const char *names[CELLS], bool *sizes, rv_error *err)
{
    size_t which = w->rates ? 2 : 0;

    *sizes = asked.sizes;
    if (asked.sizes && w->rates)
        return rv_fail(err, RV_EUSAGE, "--sizes is of tables; rates have person-times");
    if (text)
        return named(text, names, err);
    if (!w->rates && rv_frame_find(w->in.frame, "bi") < 0 && rv_frame_find(w->in.frame, "n1i") >= 0)
        which = 1;
    memcpy(names, usual[which].names, sizeof usual[which].names);
    *sizes = usual[which].sizes;
    return RV_OK;
}

/* Non-events from sizes; a group with more events than people is named. */
static rv_status less_events(meta_tables_work *w, const char *const names[CELLS], rv_error *err)
{
    const size_t k = w->tables.k;
    char place[200];

    for (int group = 0; group < 2; group++)
        for (size_t i = 0; i < k; i++) {
            const double events = w->cells[(size_t)(2 * group) * k + i];
            double *const n = &w->cells[(size_t)(2 * group + 1) * k + i];
            if (events > *n)
                return rv_fail(err, RV_EDOMAIN, "%s: %s is %g, more than %s %g", rv_frame_place(w->in.frame, i, place), names[2 * group],
                               events, names[2 * group + 1], *n);
            *n -= events;
        }
    return RV_OK;
}

static rv_status read_cells(meta_tables_work *w, const char *const names[CELLS], rv_error *err)
{
    const size_t k = rv_frame_rows(w->in.frame);
    char place[200];

    for (size_t c = 0; c < CELLS; c++) {
        const double *x;
        const rv_status st = meta_column(&w->in, names[c], &x, err);
        if (st != RV_OK)
            return st;
        memcpy(w->cells + c * k, x, k * sizeof *x);
        for (size_t i = 0; i < k && asked.missing != 1; i++)
            if (isnan(x[i]))
                return rv_fail(err, RV_EPARSE, "%s: column %s is missing; --missing exclude leaves the study out and names it",
                               rv_frame_place(w->in.frame, i, place), names[c]);
    }
    w->tables = (rv_tables){ k, w->cells, w->cells + k, w->cells + 2 * k, w->cells + 3 * k, w->labels };
    return RV_OK;
}

static rv_status read_labels(meta_tables_work *w, rv_error *err)
{
    static const char *const labels[] = { "slab", "label", "study", "author", NULL };
    size_t column = 0;
    int at = -1;
    rv_status st;

    if (asked.slab) {
        if ((st = rv_frame_want(w->in.frame, asked.slab, &column, err)) != RV_OK)
            return st;
        at = (int)column;
    }
    for (const char *const *name = labels; at < 0 && *name; name++)
        at = rv_frame_find(w->in.frame, *name);
    for (size_t i = 0; i < w->tables.k; i++)
        w->labels[i] = at >= 0 ? rv_frame_text(w->in.frame, i, (size_t)at) : "";
    return RV_OK;
}

static rv_status read_groups(meta_tables_work *w, rv_error *err)
{
    const size_t k = w->tables.k;
    size_t column;
    const char **names;
    char place[200];
    rv_status st;

    if (!asked.subgroup)
        return RV_OK;
    if (w->rates)
        return rv_fail(err, RV_EUSAGE, "subgroups of rates are fitted by review-meta fit");
    if ((st = rv_frame_want(w->in.frame, asked.subgroup, &column, err)) != RV_OK)
        return st;
    names = malloc((k + 1) * sizeof *names);
    w->group = calloc(k + 1, sizeof *w->group);
    w->group_name = calloc(k + 1, sizeof *w->group_name);
    if (!names || !w->group || !w->group_name)
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", k);
    for (size_t i = 0; st == RV_OK && i < k; i++) {
        names[i] = rv_frame_text(w->in.frame, i, column);
        if (!*names[i])
            st = rv_fail(err, RV_EPARSE, "%s: column %s is missing", rv_frame_place(w->in.frame, i, place), asked.subgroup);
    }
    if (st == RV_OK)
        st = rv_codes_of(names, k, w->group, &w->groups, err);
    for (size_t i = k; st == RV_OK && i-- > 0;)
        w->group_name[w->group[i]] = names[i];
    if (st == RV_OK && !(w->part = calloc(w->groups + 1, sizeof *w->part)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    free(names);
    return st;
}

rv_status meta_tables_read(meta_tables_work *w, rv_error *err)
{
    const char *names[CELLS];
    bool sizes;
    char *text = NULL;
    rv_status st = meta_open(&w->in, err);

    if (st != RV_OK)
        return st;
    w->tables.k = rv_frame_rows(w->in.frame);
    w->cells = malloc((CELLS * w->tables.k + 1) * sizeof *w->cells);
    w->labels = calloc(w->tables.k + 1, sizeof *w->labels);
    w->rows = calloc(w->tables.k + 1, sizeof *w->rows);
    if (!w->cells || !w->labels || !w->rows || (asked.cells && !(text = strdup(asked.cells))))
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", w->tables.k);
    if (st == RV_OK && (st = choose(w, text, names, &sizes, err)) == RV_OK && (st = read_cells(w, names, err)) == RV_OK
        && (!sizes || (st = less_events(w, names, err)) == RV_OK) && (st = read_labels(w, err)) == RV_OK)
        st = read_groups(w, err);
    free(text);
    return st;
}
