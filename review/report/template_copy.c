/* Blocks of the report in another document. */
#include <config.h>

#include <string.h>

#include "report/template.h"

static rv_status copy_figure(const rv_page *from, const rv_block *b, rv_page *to, rv_error *err)
{
    rv_status st = rv_page_figure(to, b->id, "", b->scene, err);

    for (size_t i = 0; st == RV_OK && i < b->n; i++)
        rv_page_run(to, &from->runs[b->first + i]);
    return st == RV_OK && b->grid ? rv_page_figure_data(to, b->grid, err) : st;
}

rv_status rv_template_copy(const rv_page *from, const rv_block *b, bool closed, rv_page *to, rv_error *err)
{
    rv_status st = RV_OK;

    switch (b->kind) {
    case RV_BLOCK_GRID:
        st = rv_page_grid(to, b->grid, closed, err);
        break;
    case RV_BLOCK_FIGURE:
        st = copy_figure(from, b, to, err);
        break;
    case RV_BLOCK_LIST_BEGIN:
        rv_page_list_begin(to);
        break;
    case RV_BLOCK_LIST_END:
        rv_page_list_end(to);
        break;
    case RV_BLOCK_HEADING:
        rv_page_heading(to, b->level, b->id, "");
        for (size_t i = 0; i < b->n; i++)
            rv_page_run(to, &from->runs[b->first + i]);
        break;
    case RV_BLOCK_PARAGRAPH:
    case RV_BLOCK_ITEM:
        rv_page_begin(to, b->kind);
        for (size_t i = 0; i < b->n; i++)
            rv_page_run(to, &from->runs[b->first + i]);
        break;
    }
    if (st == RV_OK && *b->role)
        rv_page_role(to, b->role);
    return st == RV_OK ? rv_page_check(to, err) : st;
}
