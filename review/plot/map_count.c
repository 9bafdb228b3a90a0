/* How many studies, and how certain, are in each cell of an evidence map. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "review/meta_frame.h"

#include "plot/map.h"

enum { MOST_CELLS = 200000 };

/* Codes of a text of all items; those of "" are left out. */
typedef struct { size_t *code, n; const char **name; } coded;

static void end(coded *c)
{
    free(c->code);
    free(c->name);
}

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

static const char *text_of(const rv_map_item *item, int what)
{
    return what == 0 ? item->row : what == 1 ? item->column : item->study;
}

static rv_status encode(coded *c, const rv_evidence_map *map, int what, rv_error *err)
{
    const char **texts = calloc(map->n + 1, sizeof *texts);
    size_t all;
    rv_status st;

    c->code = calloc(map->n + 1, sizeof *c->code);
    c->name = calloc(map->n + 1, sizeof *c->name);
    if (!texts || !c->code || !c->name) {
        free(texts);
        return no_memory(err);
    }
    for (size_t i = 0; i < map->n; i++)
        texts[i] = text_of(&map->item[i], what);
    if ((st = rv_codes_of(texts, map->n, c->code, &all, err)) == RV_OK)
        for (size_t i = 0; i < map->n; i++)
            if (*texts[i]) {
                c->name[c->code[i]] = texts[i];
                c->n = c->code[i] >= c->n ? c->code[i] + 1 : c->n;
            }
    free(texts);
    return st;
}

/* ---- Levels -------------------------------------------------------------------------------------------------------- */

static size_t level_of(const rv_map_counts *g, const char *level)
{
    for (size_t i = 0; i < g->levels; i++)
        if (strcasecmp(g->level[i], level) == 0)
            return i;
    return RV_MAP_LEVELS;
}

static rv_status add_level(rv_map_counts *g, const char *level, rv_error *err)
{
    if (!*level || level_of(g, level) < RV_MAP_LEVELS)
        return RV_OK;
    if (g->levels == RV_MAP_LEVELS)
        return rv_fail(err, RV_EINVAL, "'%.40s' is level %d; up to %d can be told apart by their shade", level, RV_MAP_LEVELS + 1, RV_MAP_LEVELS);
    g->level[g->levels++] = level;
    return RV_OK;
}

/* Levels that are said; else those of GRADE in their order, if all are of them; else as they appear. */
static rv_status find_levels(rv_map_counts *g, const rv_evidence_map *map, rv_error *err)
{
    static const char *const grade[] = { "High", "Moderate", "Low", "Very low" };
    bool all = true, any = false;
    rv_status st = RV_OK;

    for (size_t i = 0; i < map->levels && st == RV_OK; i++)
        st = add_level(g, map->level[i], err);
    for (size_t i = 0; i < map->n; i++) {
        bool found = !*map->item[i].level;
        for (size_t k = 0; k < 4; k++)
            found |= strcasecmp(map->item[i].level, grade[k]) == 0;
        all &= found;
        any |= *map->item[i].level != 0;
    }
    for (size_t k = 0; k < 4 && all && any && !map->levels; k++)
        g->level[g->levels++] = grade[k];
    for (size_t i = 0; i < map->n && st == RV_OK; i++)
        st = add_level(g, map->item[i].level, err);
    return st;
}

/* ---- Cells --------------------------------------------------------------------------------------------------------- */

typedef struct { size_t cell, study, item; } place;

static int by_cell(const void *a, const void *b)
{
    const place *p = a, *q = b;

    if (p->cell != q->cell)
        return p->cell < q->cell ? -1 : 1;
    if (p->study != q->study)
        return p->study < q->study ? -1 : 1;
    return p->item < q->item ? -1 : p->item > q->item;
}

/* One study in one cell: items from `from` to `to`. */
static void add_study(rv_map_counts *g, const rv_evidence_map *map, const place *at, size_t from, size_t to)
{
    rv_map_cell *cell = &g->cell[at[from].cell];
    double size = g->sized ? 0 : 1;

    for (size_t i = from; i < to && g->sized; i++)
        if (map->item[at[i].item].size > size)
            size = map->item[at[i].item].size;
    cell->studies++;
    cell->effects += to - from;
    cell->size += size;
    for (size_t i = from; i < to; i++)
        cell->part[level_of(g, map->item[at[i].item].level)] += size / (double)(to - from);
}

static void fill(rv_map_counts *g, const rv_evidence_map *map, place *at, size_t n)
{
    qsort(at, n, sizeof *at, by_cell);
    for (size_t i = 0, to; i < n; i = to) {
        for (to = i + 1; to < n && at[to].cell == at[i].cell && at[to].study == at[i].study;)
            to++;
        add_study(g, map, at, i, to);
    }
    for (size_t i = 0; i < g->rows * g->columns; i++) {
        g->most = fmax(g->most, g->cell[i].size);
        g->most_studies = g->cell[i].studies > g->most_studies ? g->cell[i].studies : g->most_studies;
    }
}

/* Different studies of each row, or column: `line` of an item. */
static bool count_lines(size_t *count, const place *at, size_t n, size_t divide, size_t modulo, size_t studies)
{
    size_t *seen = calloc(studies + 1, sizeof *seen);      /* the line in which a study was seen last, from 1; lines come in order */
    place *sorted = malloc((n + 1) * sizeof *sorted);
    const bool whole = seen && sorted;

    if (whole) {
        for (size_t i = 0; i < n; i++)
            sorted[i] = (place){ modulo ? at[i].cell % modulo : at[i].cell / divide, at[i].study, i };
        qsort(sorted, n, sizeof *sorted, by_cell);
        for (size_t i = 0; i < n; i++)
            if (seen[sorted[i].study] != sorted[i].cell + 1) {
                seen[sorted[i].study] = sorted[i].cell + 1;
                count[sorted[i].cell]++;
            }
    }
    free(seen);
    free(sorted);
    return whole;
}

static rv_status count_all(rv_map_counts *g, const rv_evidence_map *map, const coded c[3], rv_error *err)
{
    place *at = malloc((map->n + 1) * sizeof *at);
    size_t n = 0;
    bool whole = at && (g->cell = calloc(g->rows * g->columns, sizeof *g->cell)) && (g->row_studies = calloc(g->rows, sizeof *g->row_studies))
                 && (g->column_studies = calloc(g->columns, sizeof *g->column_studies));

    for (size_t i = 0; i < map->n && whole; i++)
        if (*map->item[i].study) {
            at[n++] = (place){ c[0].code[i] * g->columns + c[1].code[i], c[2].code[i], i };
            g->sized |= !isnan(map->item[i].size);
            g->unstated |= !*map->item[i].level && g->levels;
        }
    if (whole) {
        fill(g, map, at, n);
        whole = count_lines(g->row_studies, at, n, g->columns, 0, g->studies) && count_lines(g->column_studies, at, n, 1, g->columns, g->studies);
    }
    free(at);
    return whole ? RV_OK : no_memory(err);
}

static rv_status check(const rv_evidence_map *map, rv_error *err)
{
    for (size_t i = 0; i < map->n; i++) {
        const rv_map_item *item = &map->item[i];
        if (*item->study && (!*item->row || !*item->column))
            return rv_fail(err, RV_EINVAL, "item %zu (%.60s) has no %s", i + 1, item->study, *item->row ? "column" : "row");
        if (item->size < 0 || item->size > 1e15)
            return rv_fail(err, RV_EDOMAIN, "item %zu (%.60s): the size is %g; it must be a number from 0", i + 1, item->study, item->size);
    }
    return RV_OK;
}

rv_status rv_map_count(rv_map_counts *g, const rv_evidence_map *map, rv_error *err)
{
    coded c[3] = { { 0 } };
    rv_status st = check(map, err);

    *g = (rv_map_counts){ 0 };
    for (int what = 0; what < 3 && st == RV_OK; what++)
        st = encode(&c[what], map, what, err);
    if (st == RV_OK) {
        g->rows = c[0].n, g->columns = c[1].n, g->studies = c[2].n;
        g->row = c[0].name, g->column = c[1].name;
        c[0].name = c[1].name = NULL;
        if (!g->rows || !g->columns)
            st = rv_fail(err, RV_EINVAL, "there is nothing to draw: %zu rows, %zu columns", g->rows, g->columns);
        else if (g->columns > MOST_CELLS / g->rows)
            st = rv_fail(err, RV_EINVAL, "%zu rows by %zu columns; up to %d cells can be drawn", g->rows, g->columns, MOST_CELLS);
        else if ((st = find_levels(g, map, err)) == RV_OK)
            st = count_all(g, map, c, err);
    }
    for (int what = 0; what < 3; what++)
        end(&c[what]);
    return st;
}

void rv_map_counts_end(rv_map_counts *g)
{
    free(g->row);
    free(g->column);
    free(g->cell);
    free(g->row_studies);
    free(g->column_studies);
}
