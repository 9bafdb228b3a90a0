/* Which tables become which sheets of a workbook, and where links between them lead. */
#include <config.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "report/xlsx_book.h"

static bool is_name_taken(const rv_book *b, const char *name)
{
    for (size_t i = 0; i < b->n_sheets; i++)
        if (strcasecmp(b->sheets[i].name, name) == 0)
            return true;
    return strcasecmp(name, "Contents") == 0 || strcasecmp(name, "History") == 0;   /* Excel keeps the second for itself */
}

/* The table's id as a sheet may be called: 31 letters, none of []:*?/\, each name once. */
static void name_sheet(rv_book *b, rv_book_sheet *sheet, const char *id)
{
    char plain[RV_BOOK_NAME];
    size_t n = 0;

    for (; *id && n < RV_BOOK_NAME - 1; id++)
        plain[n++] = isalnum((unsigned char)*id) && (unsigned char)*id < 0x80 ? *id : *id == '-' ? '-' : '_';
    plain[n] = '\0';
    snprintf(sheet->name, sizeof sheet->name, "%s", n ? plain : "table");
    for (int i = 2; is_name_taken(b, sheet->name); i++) {
        char mark[12];

        snprintf(mark, sizeof mark, "_%d", i);
        snprintf(sheet->name, sizeof sheet->name, "%.*s%s", (int)(RV_BOOK_NAME - 1 - strlen(mark)), n ? plain : "table", mark);
    }
}

static bool add_place(rv_book *b, const char *anchor, size_t row)
{
    if (!*anchor)
        return true;
    if (!rv_grow(&b->places, b->n_places, &b->place_room, sizeof *b->places))
        return false;
    b->places[b->n_places++] = (rv_book_place){ anchor, b->n_sheets - 1, row };
    return true;
}

static bool add_places(rv_book *b, const rv_grid *g)
{
    bool whole = add_place(b, rv_grid_id(g), 0);

    for (size_t r = 0; whole && r < g->n_rows; r++)
        whole = add_place(b, rv_grid_kept(g, g->rows[r].anchor), RV_BOOK_HEAD + 1 + r);
    return whole;
}

static int by_anchor(const void *one, const void *two)
{
    const rv_book_place *a = one, *b = two;
    const int order = strcmp(a->anchor, b->anchor);

    return order ? order : a->sheet != b->sheet ? (a->sheet > b->sheet) - (a->sheet < b->sheet) : (a->row > b->row) - (a->row < b->row);
}

rv_status rv_book_plan(rv_book *b, const rv_page *page, rv_error *err)
{
    bool whole = (b->sheets = calloc(page->n_blocks + 1, sizeof *b->sheets)) != NULL;

    for (size_t i = 0; whole && i < page->n_blocks; i++) {
        const rv_block *block = &page->blocks[i];
        rv_book_sheet *sheet = &b->sheets[b->n_sheets];

        if (!block->grid)
            continue;
        *sheet = (rv_book_sheet){ .grid = block->grid, .number = block->kind == RV_BLOCK_GRID ? block->number : 0 };
        name_sheet(b, sheet, rv_grid_id(block->grid));
        b->n_sheets++;
        whole = add_places(b, block->grid);
    }
    if (!whole)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if (b->n_places)
        qsort(b->places, b->n_places, sizeof *b->places, by_anchor);
    return RV_OK;
}

/* The first of its name. */
const rv_book_place *rv_book_find(const rv_book *b, const char *anchor)
{
    size_t from = 0, to = b->n_places;

    while (from < to) {
        const size_t middle = from + (to - from) / 2;

        if (strcmp(b->places[middle].anchor, anchor) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from < b->n_places && strcmp(b->places[from].anchor, anchor) == 0 ? &b->places[from] : NULL;
}
