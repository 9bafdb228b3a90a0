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

rv_status rv_forest_add(rv_forest_owner *o, const rv_forest_row *row, rv_error *err)
{
    rv_forest_row copy = *row, *more = grow(o->rows, o->forest.n, &o->room, sizeof *more);
    rv_status st;

    if (!more)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    o->forest.rows = o->rows = more;
    if ((st = rv_forest_keep(o, row->label, &copy.label, err)) == RV_OK
        && (st = rv_forest_keep(o, row->subgroup, &copy.subgroup, err)) == RV_OK)
        o->rows[o->forest.n++] = copy;
    return st;
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
    free(o);
}
