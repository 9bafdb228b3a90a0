/* A grid as data: CSV. */
#include <config.h>

#include <string.h>

#include "report/grid.h"
#include "report/grid_cells.h"

static void csv_cell(rv_table *table, const rv_grid *g, const rv_grid_cell *cell)
{
    switch (cell->type) {
    case RV_GRID_TEXT: rv_table_text(table, cell->text ? rv_grid_kept(g, cell->text) : NULL); break;
    case RV_GRID_REAL: rv_table_real(table, cell->x); break;
    case RV_GRID_INT:  rv_table_int(table, (int64_t)cell->x); break;
    }
}

rv_status rv_grid_csv_to(const rv_grid *g, rv_output *out, rv_error *err)
{
    const char *names[RV_GRID_COLUMNS];
    rv_table *table = NULL;
    rv_status st;

    for (size_t i = 0; i < g->n_columns; i++)
        names[i] = g->columns[i].name;
    if ((st = rv_table_open(&table, out, RV_FORMAT_CSV, names, g->n_columns, err)) != RV_OK)
        return st;
    for (size_t r = 0; r < g->n_rows; r++) {
        if (g->rows[r].section)
            continue;
        for (size_t c = 0; c < g->n_columns; c++)
            csv_cell(table, g, rv_grid_at(g, r, c));
        rv_table_row(table);
    }
    return rv_table_close(table, err);
}

rv_status rv_grid_csv(const rv_grid *g, const char *path, rv_error *err)
{
    rv_output *out = NULL;
    rv_status st = rv_output_open(&out, path, err);

    if (st != RV_OK)
        return st;
    if ((st = rv_grid_csv_to(g, out, err)) == RV_OK)
        return rv_output_close(out, err);
    rv_output_drop(out);
    return st;
}
