/* The order of a printed document: front, contents, text; what HTML folds away stands in an appendix. */
#include <config.h>

#include <stdlib.h>

#include "report/anchors.h"
#include "report/office.h"

/* Rows of a table that nobody would print: it is read as a file. */
enum { MOST_ROWS = 200, LOOK_AHEAD = 4 };

typedef struct {
    const rv_page          *page;
    const rv_office_writer *kind;
    void                   *writer;
    bool                    landscape;
} rv_office_walking;

static void direct(rv_office_walking *w, bool landscape)
{
    if (w->landscape != landscape)
        w->kind->turn(w->writer, landscape);
    w->landscape = landscape;
}

static rv_status grid(rv_office_walking *w, const rv_grid *g, size_t number, rv_error *err)
{
    const double *width = w->kind->width;

    direct(w, rv_office_is_wide(g, width[0], width[1]));
    return w->kind->grid(w->writer, g, number, width[w->landscape], err);
}

static rv_status figure(rv_office_walking *w, const rv_block *b, rv_error *err)
{
    /* A figure and its caption share a page. */
    const double caption = 72;

    direct(w, false);
    return w->kind->figure(w->writer, w->page, b, w->kind->width[0], w->kind->height[0] - caption, err);
}

/* The table of a block that stands in the appendix; NULL for none. */
static const rv_grid *appended(const rv_block *b)
{
    return b->grid && (b->kind == RV_BLOCK_FIGURE || b->closed) && rv_grid_rows(b->grid) <= MOST_ROWS ? b->grid : NULL;
}

/* A heading goes with the table below it, so that no page ends in it. */
static bool leads_aside(const rv_office_walking *w, const rv_block *b)
{
    const rv_block *end = w->page->blocks + w->page->n_blocks;

    for (int i = 0; i < LOOK_AHEAD && b < end && (b->kind == RV_BLOCK_HEADING || b->kind == RV_BLOCK_PARAGRAPH); i++)
        b++;
    return b < end && b->kind == RV_BLOCK_GRID && !b->closed && rv_office_is_wide(b->grid, w->kind->width[0], w->kind->width[1]);
}

static rv_status block(rv_office_walking *w, const rv_block *b, rv_error *err)
{
    if (b->kind == RV_BLOCK_HEADING)
        direct(w, leads_aside(w, b));
    else if (b->kind != RV_BLOCK_GRID && b->kind != RV_BLOCK_FIGURE)
        direct(w, w->landscape && leads_aside(w, b));
    switch (b->kind) {
    case RV_BLOCK_HEADING:    w->kind->heading(w->writer, w->page, b); break;
    case RV_BLOCK_PARAGRAPH:  w->kind->paragraph(w->writer, w->page, b); break;
    case RV_BLOCK_LIST_BEGIN: w->kind->list(w->writer, true); break;
    case RV_BLOCK_ITEM:       w->kind->item(w->writer, w->page, b); break;
    case RV_BLOCK_LIST_END:   w->kind->list(w->writer, false); break;
    case RV_BLOCK_FIGURE:     return figure(w, b, err);
    case RV_BLOCK_GRID:
        if (!b->closed)
            return grid(w, b->grid, b->number, err);
        direct(w, false);
        w->kind->elsewhere(w->writer, b->grid, b->number, appended(b) != NULL);
    }
    return RV_OK;
}

static rv_status appendix(rv_office_walking *w, rv_error *err)
{
    rv_status st = RV_OK;
    bool begun = false;

    direct(w, false);
    for (size_t i = 0; st == RV_OK && i < w->page->n_blocks; i++) {
        const rv_block *b = &w->page->blocks[i];

        if (!appended(b))
            continue;
        if (!begun)
            w->kind->appendix(w->writer);
        begun = true;
        st = grid(w, appended(b), b->kind == RV_BLOCK_GRID ? b->number : 0, err);
    }
    return st;
}

bool rv_office_has_appendix(const rv_page *page)
{
    for (size_t i = 0; i < page->n_blocks; i++)
        if (appended(&page->blocks[i]))
            return true;
    return false;
}

void rv_office_elsewhere(const rv_grid *grid, bool here, rv_buf *out)
{
    if (here)
        rv_buf_printf(out, " in the appendix: %s (%zu rows).", rv_grid_caption(grid), rv_grid_rows(grid));
    else
        rv_buf_printf(out, " (%zu rows) is in the file %s.csv beside this document: %s.", rv_grid_rows(grid), rv_grid_id(grid),
                      rv_grid_caption(grid));
}

rv_anchors *rv_office_anchors(const rv_page *page)
{
    rv_page here = *page;
    rv_block *blocks = calloc(page->n_blocks + 1, sizeof *blocks);
    rv_anchors *anchors;

    if (!blocks)
        return NULL;
    for (size_t i = 0; i < page->n_blocks; i++) {
        blocks[i] = page->blocks[i];
        if (blocks[i].grid && (blocks[i].closed || blocks[i].kind == RV_BLOCK_FIGURE) && !appended(&blocks[i])) {
            blocks[i].grid = NULL;
            blocks[i].id = blocks[i].kind == RV_BLOCK_FIGURE ? blocks[i].id : "";
        }
    }
    here.blocks = blocks;
    anchors = rv_anchors_of(&here);
    free(blocks);
    return anchors;
}

rv_status rv_office_walk(const rv_page *page, const rv_office_writer *kind, void *writer, rv_error *err)
{
    rv_office_walking w = { page, kind, writer, false };
    rv_status st = RV_OK;

    kind->title(writer, page);
    kind->contents(writer, page);
    for (size_t i = 0; st == RV_OK && i < page->n_blocks; i++)
        st = block(&w, &page->blocks[i], err);
    return st == RV_OK ? appendix(&w, err) : st;
}
