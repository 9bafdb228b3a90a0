/* The table of an evidence map: row, column, study, and perhaps size and level. */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "review/meta_frame.h"
#include "review/plot_map.h"

/* What rv_evidence_map_read() hands out, and the memory behind it. */
typedef struct {
    rv_evidence_map map;
    rv_map_item    *item;
    rv_frame       *frame;
} owned;

void rv_evidence_map_free(rv_evidence_map *map)
{
    owned *own = (owned *)map;

    if (!own)
        return;
    free(own->item);
    rv_frame_free(own->frame);
    free(own);
}

static rv_status find(const owned *own, const char *name, const char *other, int *at, rv_error *err)
{
    *at = rv_frame_find(own->frame, name);
    if (*at < 0)
        *at = rv_frame_find(own->frame, other);
    return *at >= 0 ? RV_OK
                    : rv_fail(err, RV_EPARSE, "%s:1: there is no column '%s'; a map has row, column, study, and perhaps size and level",
                              rv_frame_file(own->frame), name);
}

static const char *text(const owned *own, size_t i, int column)
{
    return column < 0 ? "" : rv_frame_text(own->frame, i, (size_t)column);
}

static rv_status fill(owned *own, rv_error *err)
{
    const int size = rv_frame_find(own->frame, "size"), level = rv_frame_find(own->frame, "level");
    const size_t n = rv_frame_rows(own->frame);
    const double *sizes = NULL;
    char place[200];
    int row, column, study;
    rv_status st;

    if ((st = find(own, "row", "intervention", &row, err)) != RV_OK || (st = find(own, "column", "outcome", &column, err)) != RV_OK
        || (st = find(own, "study", "study", &study, err)) != RV_OK
        || (size >= 0 && (st = rv_frame_reals(own->frame, (size_t)size, &sizes, err)) != RV_OK))
        return st;
    if (!(own->item = calloc(n + 1, sizeof *own->item)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", n);
    for (size_t i = 0; i < n; i++) {
        rv_map_item *item = &own->item[i];
        *item = (rv_map_item){ text(own, i, row), text(own, i, column), text(own, i, study), sizes ? sizes[i] : NAN, text(own, i, level) };
        if (*item->study && (!*item->row || !*item->column))
            return rv_fail(err, RV_EPARSE, "%s: the study %.60s has no %s", rv_frame_place(own->frame, i, place), item->study,
                           *item->row ? "column" : "row");
        if (item->size < 0)
            return rv_fail(err, RV_EPARSE, "%s: the size is %s; it must be a number from 0", rv_frame_place(own->frame, i, place),
                           text(own, i, size));
    }
    own->map = (rv_evidence_map){ "", n, own->item, 0, NULL };
    return RV_OK;
}

rv_status rv_evidence_map_read(rv_evidence_map **out, const char *path, rv_error *err)
{
    owned *own = calloc(1, sizeof *own);
    rv_status st = own ? rv_frame_read(&own->frame, path, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    *out = NULL;
    if (st == RV_OK)
        st = fill(own, err);
    if (st == RV_OK)
        *out = &own->map;
    else
        rv_evidence_map_free(own ? &own->map : NULL);
    return st;
}
