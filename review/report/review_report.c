/* A report in memory: its fields, tables and figures by name. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "report/document.h"
#include "report/fields.h"
#include "report/template.h"

rv_status rv_review_report_make(rv_review_report **out, rv_store *store, const rv_protocol *protocol,
                                const rv_report_options *options, rv_error *err)
{
    rv_review_report *r = calloc(1, sizeof *r);
    rv_status st;

    *out = NULL;
    if (!r)
        return rv_fail(err, RV_ENOMEM, "out of memory for the report");
    r->options = *options;
    r->d = (rv_document){ .store = store, .protocol = protocol, .options = &r->options, .page = &r->page, .included = RV_INCLUDED_INIT };
    if ((st = rv_page_new(&r->page, NULL, err)) == RV_OK && (st = rv_store_read_begin(store, err)) == RV_OK) {
        r->page.docx_template = options->docx_template;
        st = rv_document_make(&r->d, err);
        rv_store_read_end(store);
    }
    if (st == RV_OK)
        *out = r;
    else
        rv_review_report_free(r);
    return st;
}

void rv_review_report_free(rv_review_report *r)
{
    if (!r)
        return;
    rv_document_end(&r->d);
    rv_page_free(&r->page);
    free(r);
}

const rv_review_field *rv_review_report_field(const rv_review_report *r, size_t i)
{
    return rv_fields_at(r->d.fields, i);
}

rv_status rv_review_report_find(const rv_review_report *r, const char *key, const rv_review_field **out, rv_error *err)
{
    rv_nearest nearest = { .asked = key };
    rv_buf words = RV_BUF_INIT;
    rv_status st;

    if ((*out = rv_fields_find(r->d.fields, key)))
        return RV_OK;
    for (size_t i = 0; i < rv_fields_count(r->d.fields); i++)
        rv_nearest_offer(&nearest, rv_fields_at(r->d.fields, i)->key);
    rv_nearest_words(&nearest, &words);
    st = rv_fail(err, RV_ENOTFOUND, "there is no field '%s'%s", key, rv_buf_str(&words));
    rv_buf_free(&words);
    return st;
}

/* ---- Tables and figures --------------------------------------------------------------------------------------------- */

const rv_block *rv_page_find(const rv_page *page, rv_block_kind kind, const char *id)
{
    for (size_t i = 0; i < page->n_blocks; i++)
        if (page->blocks[i].kind == kind && strcmp(page->blocks[i].id, id) == 0)
            return &page->blocks[i];
    return NULL;
}

rv_status rv_review_report_block(const rv_review_report *r, rv_block_kind kind, const char *id, const rv_block **out, rv_error *err)
{
    const char *what = kind == RV_BLOCK_GRID ? "table" : kind == RV_BLOCK_FIGURE ? "figure" : "part";
    rv_nearest nearest = { .asked = id };
    rv_buf words = RV_BUF_INIT;
    rv_status st;

    if ((*out = rv_page_find(&r->page, kind, id)))
        return RV_OK;
    for (size_t i = 0; i < r->page.n_blocks; i++)
        if (r->page.blocks[i].kind == kind)
            rv_nearest_offer(&nearest, r->page.blocks[i].id);
    rv_nearest_words(&nearest, &words);
    st = rv_fail(err, RV_ENOTFOUND, "the report has no %s '%s'%s", what, id, rv_buf_str(&words));
    rv_buf_free(&words);
    return st;
}

static const rv_block *nth(const rv_page *page, rv_block_kind kind, size_t i)
{
    for (size_t b = 0; b < page->n_blocks; b++)
        if (page->blocks[b].kind == kind && i-- == 0)
            return &page->blocks[b];
    return NULL;
}

bool rv_review_report_table(const rv_review_report *r, size_t i, const char **id, const char **caption)
{
    const rv_block *b = nth(&r->page, RV_BLOCK_GRID, i);

    if (!b)
        return false;
    *id = b->id;
    *caption = rv_grid_caption(b->grid);
    return true;
}

bool rv_review_report_figure(const rv_review_report *r, size_t i, const char **name, const char **caption)
{
    const rv_block *b = nth(&r->page, RV_BLOCK_FIGURE, i);

    if (!b)
        return false;
    *name = b->id;
    *caption = b->n ? r->page.runs[b->first].text : "";
    return true;
}

rv_status rv_review_report_scene(const rv_review_report *r, const char *name, const rv_scene **out, rv_error *err)
{
    const rv_block *b;
    rv_status st = rv_review_report_block(r, RV_BLOCK_FIGURE, name, &b, err);

    *out = st == RV_OK ? b->scene : NULL;
    return st;
}

const rv_page_writer *rv_page_writer_of(const char *format)
{
    for (const rv_page_writer *w = rv_page_writers; w->name; w++)
        if (strcmp(w->name, format) == 0 || strcmp(strrchr(w->file, '.') + 1, format) == 0)
            return w;
    return NULL;
}

const char *rv_review_report_ending(const char *format)
{
    const rv_page_writer *w = rv_page_writer_of(format);

    return w ? strrchr(w->file, '.') + 1 : NULL;
}

/* The table alone in a document of its own. */
static rv_status alone(const rv_review_report *r, rv_grid *grid, const rv_page_writer *w, rv_output *out, rv_error *err)
{
    rv_page page;
    rv_buf bytes = RV_BUF_INIT;
    rv_page_front front = r->page.front;
    rv_status st = rv_page_new(&page, NULL, err);

    front.title = rv_grid_caption(grid);
    if (st == RV_OK) {
        rv_page_front_set(&page, &front);
        st = rv_page_grid(&page, grid, false, err);
    }
    if (st == RV_OK && (st = w->write(&page, &bytes, err)) == RV_OK)
        rv_output_add(out, rv_buf_str(&bytes), bytes.length);
    rv_buf_free(&bytes);
    rv_page_free(&page);
    return st;
}

/* The numbers beside a figure, by the name of their file; NULL when no figure has such. */
static rv_grid *figure_data(const rv_page *page, const char *id)
{
    for (size_t i = 0; i < page->n_blocks; i++) {
        const rv_block *b = &page->blocks[i];
        if (b->kind == RV_BLOCK_FIGURE && b->grid && strcmp(rv_grid_id(b->grid), id) == 0)
            return b->grid;
    }
    return NULL;
}

rv_status rv_review_report_table_write(const rv_review_report *r, const char *id, const char *format, rv_output *out, rv_error *err)
{
    rv_grid *grid = figure_data(&r->page, id);
    const rv_block *b;
    rv_status st;

    if (!grid && (st = rv_review_report_block(r, RV_BLOCK_GRID, id, &b, err)) != RV_OK)
        return st;
    if (!grid)
        grid = b->grid;
    if (strcmp(format, "csv") == 0)
        return rv_grid_csv_to(grid, out, err);
    return rv_page_writer_of(format) ? alone(r, grid, rv_page_writer_of(format), out, err) : rv_page_formats_check(format, err);
}
