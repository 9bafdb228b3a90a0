/* A Word document's package opened for writing into, and put together again. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/docx_inside.h"

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static bool ends_with(const char *text, const char *end)
{
    const size_t n = strlen(text), m = strlen(end);

    return n >= m && strcmp(text + n - m, end) == 0;
}

/* The main part by the package's own references, and the folder it lies in. */
static rv_status find_main(rv_docx *d, rv_error *err)
{
    rv_docx_references package = { 0 };
    const char *slash, *bytes;
    char folder[90];
    rv_status st;
    size_t n;

    d->folder = d->main = "";
    st = rv_docx_references_read(d, &package, "_rels/.rels", err);
    for (size_t i = 0; i < package.n; i++)
        if (ends_with(package.items[i].type, "/officeDocument"))
            d->main = rv_docx_part_of(d, package.items[i].target);
    free(package.items);
    if (st != RV_OK)
        return st;
    if (!*d->main || !rv_zip_get(d->zip, d->main, &bytes, &n) || strlen(d->main) >= sizeof folder)
        return rv_fail(err, RV_EPARSE, "%s: it has no main document; a Word document (.docx) is needed", d->name);
    slash = strrchr(d->main, '/');
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - d->main + 1) : 0, d->main);
    d->folder = rv_memory_text(d->memory, folder);
    return RV_OK;
}

/* The part that the main document refers to by a type; "" for none. */
static const char *part_by_type(rv_docx *d, const char *type)
{
    for (size_t i = 0; i < d->references.n; i++)
        if (!d->references.items[i].external && ends_with(d->references.items[i].type, type))
            return rv_docx_part_of(d, d->references.items[i].target);
    return "";
}

static rv_status find_references(rv_docx *d, rv_error *err)
{
    char part[200];
    rv_status st;

    snprintf(part, sizeof part, "%s_rels/%s.rels", d->folder, d->main + strlen(d->folder));
    if ((st = rv_docx_references_read(d, &d->references, rv_memory_text(d->memory, part), err)) != RV_OK)
        return st;
    d->styles_part = part_by_type(d, "/styles");
    d->numbering_part = part_by_type(d, "/numbering");
    return RV_OK;
}

rv_status rv_docx_open(rv_docx **out, const char *name, rv_zip *zip, rv_error *err)
{
    rv_docx *d = calloc(1, sizeof *d);
    rv_status st;

    *out = NULL;
    if (!d || !(d->memory = rv_memory_new())) {
        free(d);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    d->name = rv_memory_text(d->memory, name);
    d->zip = zip;
    if ((st = rv_docx_types_read(d, err)) == RV_OK && (st = find_main(d, err)) == RV_OK && (st = find_references(d, err)) == RV_OK
        && (st = rv_docx_styles_read(d, err)) == RV_OK && (st = rv_docx_body_read(d, err)) == RV_OK && rv_memory_failed(d->memory))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    d->next_id = d->body.last_id + 1;
    if (st == RV_OK)
        *out = d;
    else
        rv_docx_free(d);
    return st;
}

void rv_docx_free(rv_docx *d)
{
    if (!d)
        return;
    free(d->references.items);
    free(d->types);
    rv_memory_free(d->memory);
    free(d);
}

rv_status rv_docx_finish(rv_docx *d, rv_error *err)
{
    rv_status st;

    if (d->failed || rv_memory_failed(d->memory))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = rv_docx_styles_write(d, err)) != RV_OK || (st = rv_docx_references_write(d, &d->references, err)) != RV_OK)
        return st;
    return rv_docx_types_write(d, err);
}

const char *rv_docx_main(const rv_docx *d)
{
    return d->main;
}

double rv_docx_width(const rv_docx *d, bool landscape)
{
    const rv_docx_page *p = &d->body.page;
    const double side = landscape && !p->on_side ? p->height : p->width, text = (side - p->left - p->right) / 20;

    return p->n_columns > 1 && !landscape ? (text - 36.0 * (p->n_columns - 1)) / p->n_columns : text;
}

double rv_docx_height(const rv_docx *d, bool landscape)
{
    const rv_docx_page *p = &d->body.page;

    return ((landscape && !p->on_side ? p->width : p->height) - p->top - p->bottom) / 20;
}
