/* The counts of an evidence map as a table. */
#include <config.h>

#include "plot/map.h"

static void line(rv_table *table, const char *row, const char *column, size_t studies, size_t effects)
{
    rv_table_text(table, row);
    rv_table_text(table, column);
    rv_table_int(table, (int64_t)studies);
    rv_table_int(table, (int64_t)effects);
    rv_table_row(table);
}

static size_t effects_of(const rv_map_counts *g, size_t first, size_t n, size_t step)
{
    size_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += g->cell[first + i * step].effects;
    return sum;
}

rv_status rv_evidence_map_table(const rv_evidence_map *map, rv_output *out, rv_error *err)
{
    static const char *const columns[] = { "row", "column", "studies", "effects" };
    rv_map_counts g;
    rv_table *table = NULL;
    rv_status st = rv_map_count(&g, map, err);

    if (st == RV_OK && (st = rv_table_open(&table, out, RV_FORMAT_CSV, columns, 4, err)) == RV_OK) {
        for (size_t i = 0; i < g.rows; i++)
            for (size_t j = 0; j < g.columns; j++)
                line(table, g.row[i], g.column[j], g.cell[i * g.columns + j].studies, g.cell[i * g.columns + j].effects);
        for (size_t i = 0; i < g.rows; i++)
            line(table, g.row[i], "", g.row_studies[i], effects_of(&g, i * g.columns, g.columns, 1));
        for (size_t j = 0; j < g.columns; j++)
            line(table, "", g.column[j], g.column_studies[j], effects_of(&g, j, g.rows, g.columns));
        line(table, "", "", g.studies, effects_of(&g, 0, g.rows * g.columns, 1));
        st = rv_table_close(table, err);
    }
    rv_map_counts_end(&g);
    return st;
}
