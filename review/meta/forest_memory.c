/* A forest that owns what it points to. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/forest.h"

rv_status rv_forest_new(rv_forest_owner **out, rv_error *err)
{
    rv_forest *f;

    if (!(*out = calloc(1, sizeof **out)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    f = &(*out)->forest;
    f->title = f->measure = f->favours_left = f->favours_right = f->model = f->tau2_method = f->test = f->pi_method =
        "";
    f->level = f->tau2 = f->i2 = f->q = f->q_df = f->q_p = NAN;
    return RV_OK;
}

/* Room for one more of `size` bytes in an array of n that has room for *room. */
static void *grow(void *array, size_t n, size_t *room, size_t size)
{
    void *more;

    if (n < *room)
        return array;
    if ((more = realloc(array, (*room ? *room * 2 : 64) * size)))
        *room = *room ? *room * 2 : 64;
    return more;
}

rv_status rv_forest_keep(rv_forest_owner *o, const char *text, const char **to, rv_error *err)
{
    char **more;

    *to = "";
    if (!text || !*text)
        return RV_OK;
    /* The same text as the one before is common (subgroups, empty notes) and is kept once. */
    if (o->n_texts && strcmp(o->texts[o->n_texts - 1], text) == 0) {
        *to = o->texts[o->n_texts - 1];
        return RV_OK;
    }
    if (!(more = grow(o->texts, o->n_texts, &o->text_room, sizeof *more)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    o->texts = more;
    if (!(o->texts[o->n_texts] = strdup(text)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    *to = o->texts[o->n_texts++];
    return RV_OK;
}

rv_status rv_forest_name_columns(rv_forest_owner *o, const char *const *names, size_t n, rv_error *err)
{
    rv_status st = RV_OK;

    if (!(o->column = calloc(n + 1, sizeof *o->column)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    o->forest.column = o->column;
    for (size_t i = 0; st == RV_OK && i < n; i++)
        if ((st = rv_forest_keep(o, names[i], &o->column[i], err)) == RV_OK)
            o->forest.columns++;
    return st;
}

/* Empty cells for one more row. */
static bool more_cells(rv_forest_owner *o)
{
    const size_t columns = o->forest.columns, first = o->forest.n * columns;
    const char **more;

    while (first + columns > o->cell_room) {
        if (!(more = grow(o->cells, o->cell_room, &o->cell_room, sizeof *more)))
            return false;
        o->forest.cells = o->cells = more;
    }
    for (size_t i = 0; i < columns; i++)
        o->cells[first + i] = "";
    return true;
}

rv_status rv_forest_add(rv_forest_owner *o, const rv_forest_row *row, const rv_forest_fit *fit, rv_error *err)
{
    static const rv_forest_fit unknown = { NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN };
    rv_forest_row copy = *row, *more = grow(o->rows, o->forest.n, &o->room, sizeof *more);
    rv_forest_fit *fits = grow(o->fits, o->forest.n, &o->fit_room, sizeof *fits);
    rv_status st;

    if (more)
        o->forest.rows = o->rows = more;
    if (fits)
        o->fits = fits;
    if (!more || !fits || !more_cells(o))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if (fit || o->forest.fits)        /* which may have moved */
        o->forest.fits = o->fits;
    o->fits[o->forest.n] = fit ? *fit : unknown;
    if ((st = rv_forest_keep(o, row->label, &copy.label, err)) == RV_OK
        && (st = rv_forest_keep(o, row->subgroup, &copy.subgroup, err)) == RV_OK)
        o->rows[o->forest.n++] = copy;
    return st;
}

rv_status rv_forest_put(rv_forest_owner *o, size_t column, const char *text, rv_error *err)
{
    return rv_forest_keep(o, text, &o->cells[(o->forest.n - 1) * o->forest.columns + column], err);
}

void rv_forest_free(rv_forest *forest)
{
    rv_forest_owner *o = (rv_forest_owner *)forest;

    if (!o)
        return;
    for (size_t i = 0; i < o->n_texts; i++)
        free(o->texts[i]);
    free(o->texts);
    free(o->rows);
    free(o->fits);
    free(o->column);
    free(o->cells);
    free(o);
}
