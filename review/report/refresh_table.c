/* A table of a manuscript: what the report's table would say in this document, put into the table that stands there. */
#include <config.h>

#include <string.h>

#include "report/refresh.h"
#include "report/wml_table.h"

#define NAMESPACES "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" " \
                   "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""

/* The cells of a table as one text: what its tag remembers a digest of. */
static void whole_text(const rv_wml *w, size_t table, rv_buf *out)
{
    for (size_t cell = table; (cell = rv_wml_next(w, table, cell, RV_WML_TC)); cell = w->nodes[cell].last) {
        rv_wml_text(w, cell, false, out);
        rv_buf_char(out, '\t');
    }
}

/* How wide the table stands there, in points; 0 where it does not say. */
static double width_of(const rv_wml *w, size_t table)
{
    rv_buf text = RV_BUF_INIT;
    double sum = 0, twips;

    for (size_t i = table; (i = rv_wml_next(w, table, i, RV_WML_GRID_COL));) {
        if (rv_wml_around(w, i, RV_WML_TBL, table))
            continue;
        rv_buf_clear(&text);
        rv_wml_value(w, i, "w", &text);
        sum += rv_real_parse(rv_buf_str(&text), &twips, NULL) == RV_OK && twips > 0 && twips < 40000 ? twips / 20 : 0;
    }
    rv_buf_free(&text);
    return sum;
}

/* The report's table as a part of its own, as wide as the one that stands there. */
static rv_status render(rv_refreshing *r, const rv_grid *grid, double width, rv_buf *bytes, rv_wml *made, size_t *table, rv_error *err)
{
    rv_status st = RV_OK;

    if (!r->docx)
        st = rv_docx_open(&r->docx, r->name, r->zip, err);
    rv_buf_text(bytes, "<w:document " NAMESPACES ">");
    if (st == RV_OK)
        st = rv_docx_table(r->docx, grid, width >= 72 ? width : rv_docx_width(r->docx, false), bytes, err);
    rv_buf_text(bytes, "</w:document>");
    if (st == RV_OK && (st = rv_buf_check(bytes, err)) == RV_OK)
        st = rv_wml_read(made, r->name, rv_buf_str(bytes), bytes->length, err);
    if (st == RV_OK)
        *table = rv_wml_next(made, 0, 0, RV_WML_TBL);
    return st;
}

static void tell(const rv_wml_merge *m, rv_refresh_found *f)
{
    rv_buf_clear(&f->now);
    if (m->whole) {
        rv_buf_text(&f->now, "made anew, for its columns are others");
        return;
    }
    rv_buf_printf(&f->now, "%zu cell%s changed", m->cells, m->cells == 1 ? "" : "s");
    if (m->added)
        rv_buf_printf(&f->now, ", %zu row%s added", m->added, m->added == 1 ? "" : "s");
    if (m->removed)
        rv_buf_printf(&f->now, ", %zu row%s taken out", m->removed, m->removed == 1 ? "" : "s");
}

static rv_status merge(rv_refresh_part *part, const rv_bound *b, size_t table, const rv_wml *made, size_t made_table, rv_refresh_found *f,
                       rv_error *err)
{
    rv_buf now = RV_BUF_INIT;
    rv_wml_merge told;
    bool unedited;
    rv_status st;

    whole_text(&part->wml, table, &now);
    whole_text(made, made_table, &f->written);
    unedited = rv_bound_unedited(b, rv_buf_str(&now));
    if (strcmp(rv_buf_str(&now), rv_buf_str(&f->written)) == 0) {
        f->state = RV_REFRESH_SAME;
        rv_buf_free(&now);
        return RV_OK;
    }
    /* Words that an author gave the heads stay theirs. */
    st = rv_wml_table_merge(&part->wml, table, made, made_table, unedited, &part->changes, &told, err);
    if (st == RV_OK) {
        part->of->styled |= told.whole;
        f->state = !told.whole && !told.cells && !told.added && !told.removed ? RV_REFRESH_SAME
                   : unedited                                                ? RV_REFRESH_CHANGED
                                                                             : RV_REFRESH_EDITED;
        tell(&told, f);
        if (!unedited) {
            rv_buf_text(&f->note, told.whole ? "its columns were not ours" : "the heads stay as they are");
            rv_buf_clear(&f->written);
        }
    }
    rv_buf_free(&now);
    return st;
}

rv_status rv_refresh_table(rv_refresh_part *part, const rv_bound *b, rv_refresh_found *f, rv_error *err)
{
    const size_t table = part->wml.nodes[b->content].kind == RV_WML_TBL ? b->content
                                                                       : rv_wml_next(&part->wml, b->content, b->content, RV_WML_TBL);
    rv_buf bytes = RV_BUF_INIT;
    rv_wml made = { 0 };
    size_t made_table = 0;
    rv_status st = RV_OK;

    f->state = RV_REFRESH_KEPT;
    if (!table)
        rv_buf_text(&f->note, "there is no table in it any more");
    else if (rv_wml_gone(&part->wml, b->sdt, 0))
        rv_buf_text(&f->note, "it stands in text that is tracked as deleted");
    else if (strcmp(part->wml.prefix, "w:") != 0)
        rv_buf_text(&f->note, "the document calls its elements otherwise than w:; save it again from Word");
    else if ((st = render(part->of, b->block->grid, width_of(&part->wml, table), &bytes, &made, &made_table, err)) == RV_OK)
        st = merge(part, b, table, &made, made_table, f, err);
    rv_wml_free(&made);
    rv_buf_free(&bytes);
    return st;
}
