/* New rows for a table that an author has set: cell by cell in the table that stands there, so that its look, and what hangs on its
   cells, stays. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "report/wml_rows.h"

enum { MOST_PAIRS = 4000000 };    /* of rows compared: 2,000 by 2,000 */

/* ---- Cells ---------------------------------------------------------------------------------------------------------- */

/* A run of the made table with the look of the author's cell where it has none of its own. */
static void add_run(const rv_wml *made, size_t run, const rv_wml *old, size_t look, rv_buf *out)
{
    const rv_wml_node *r = &made->nodes[run];

    if (!look || rv_wml_child(made, run, RV_WML_R_PR) || rv_wml_empty(r)) {
        rv_buf_add(out, made->bytes + r->begin, r->end - r->begin);
        return;
    }
    rv_buf_add(out, made->bytes + r->begin, r->inside - r->begin);
    rv_buf_add(out, old->bytes + old->nodes[look].begin, old->nodes[look].end - old->nodes[look].begin);
    rv_buf_add(out, made->bytes + r->inside, r->end - r->inside);
}

static size_t look_of(const rv_wml *old, size_t cell)
{
    const size_t run = rv_wml_next(old, cell, cell, RV_WML_R);

    return run ? rv_wml_child(old, run, RV_WML_R_PR) : 0;
}

/* What stands in a cell of the made table: its runs and links, with `anchors` also its bookmarks. */
static void content(const rv_wml *made, size_t cell, const rv_wml *old, size_t look, bool anchors, rv_buf *out)
{
    for (size_t i = cell + 1; i <= made->nodes[cell].last; i++) {
        const rv_wml_node *at = &made->nodes[i];

        if (at->kind == RV_WML_R) {
            add_run(made, i, old, look, out);
            i = at->last;
        } else if (at->kind == RV_WML_HYPERLINK) {
            rv_buf_add(out, made->bytes + at->begin, at->inside - at->begin);
            content(made, i, old, look, false, out);
            rv_buf_add(out, made->bytes + at->outside, at->end - at->outside);
            i = at->last;
        } else if (anchors && (at->kind == RV_WML_BOOKMARK_START || at->kind == RV_WML_BOOKMARK_END)) {
            rv_buf_add(out, made->bytes + at->begin, at->end - at->begin);
        }
    }
}

/* One run and no link: a text. */
static bool plain(const rv_wml *wml, size_t cell)
{
    const size_t run = rv_wml_next(wml, cell, cell, RV_WML_R);

    return !rv_wml_next(wml, cell, cell, RV_WML_HYPERLINK) && (!run || !rv_wml_next(wml, cell, run, RV_WML_R));
}

static void change_cell(rv_wml_merging *m, size_t o, size_t n, size_t c)
{
    const size_t old = rv_wml_cell_at(&m->old, o, c)->node, made = rv_wml_cell_at(&m->made, n, c)->node;
    const char *text = rv_wml_text_at(&m->made, n, c);
    rv_buf markup = RV_BUF_INIT;

    if (strcmp(rv_wml_text_at(&m->old, o, c), text) == 0)
        return;
    m->told->cells++;
    if (plain(m->made.wml, made) && !rv_wml_next(m->old.wml, old, old, RV_WML_HYPERLINK)) {
        rv_wml_replace(m->old.wml, old, text, NULL, false, m->changes);
        return;
    }
    content(m->made.wml, made, m->old.wml, look_of(m->old.wml, old), false, &markup);
    rv_wml_replace(m->old.wml, old, text, rv_buf_str(&markup), false, m->changes);
    m->changes->failed |= markup.failed;
    rv_buf_free(&markup);
}

static void change_row(rv_wml_merging *m, size_t o, size_t n)
{
    for (size_t c = 0; c < m->old.rows[o].n && c < m->made.rows[n].n; c++)
        change_cell(m, o, n, c);
}

/* ---- Rows that come and go ------------------------------------------------------------------------------------------ */

static void add_node(const rv_wml *wml, size_t node, rv_buf *out)
{
    if (node)
        rv_buf_add(out, wml->bytes + wml->nodes[node].begin, wml->nodes[node].end - wml->nodes[node].begin);
}

/* The row of the author's whose look a new one takes: the one before it, else any, with as many cells; SIZE_MAX: none. */
static size_t like_row(const rv_wml_merging *m, size_t before, size_t cells)
{
    for (size_t o = before; o-- > m->old.header;)
        if (m->old.rows[o].n == cells)
            return o;
    for (size_t o = m->old.header; o < m->old.n; o++)
        if (m->old.rows[o].n == cells)
            return o;
    return SIZE_MAX;
}

static void new_row(rv_wml_merging *m, size_t n, size_t before, rv_buf *out)
{
    const rv_wml *old = m->old.wml, *made = m->made.wml;
    const size_t like = like_row(m, before, m->made.rows[n].n);
    size_t properties;

    m->told->added++;
    if (like == SIZE_MAX) {
        add_node(made, m->made.rows[n].node, out);
        return;
    }
    properties = rv_wml_child(old, m->old.rows[like].node, RV_WML_TR_PR);
    rv_buf_text(out, "<w:tr>");
    if (properties && !rv_wml_next(old, properties, properties, RV_WML_INS) && !rv_wml_next(old, properties, properties, RV_WML_DEL))
        add_node(old, properties, out);
    for (size_t c = 0; c < m->made.rows[n].n; c++) {
        const size_t cell = rv_wml_cell_at(&m->old, like, c)->node, paragraph = rv_wml_next(old, cell, cell, RV_WML_P);

        rv_buf_text(out, "<w:tc>");
        add_node(old, rv_wml_child(old, cell, RV_WML_TC_PR), out);
        rv_buf_text(out, "<w:p>");
        add_node(old, paragraph ? rv_wml_child(old, paragraph, RV_WML_P_PR) : 0, out);
        content(made, rv_wml_cell_at(&m->made, n, c)->node, old, look_of(old, cell), true, out);
        rv_buf_text(out, "</w:p></w:tc>");
    }
    rv_buf_text(out, "</w:tr>");
}

/* Comments and bookmarks that hang on a row which goes move to the end of the row before it. */
static void move_marks(rv_wml_merging *m, size_t o, rv_buf *out)
{
    const rv_wml *old = m->old.wml;
    const size_t row = m->old.rows[o].node;

    for (size_t i = row + 1; i <= old->nodes[row].last; i++)
        switch (old->nodes[i].kind) {
        case RV_WML_BOOKMARK_START:
        case RV_WML_BOOKMARK_END:
        case RV_WML_COMMENT_START:
        case RV_WML_COMMENT_END:
            add_node(old, i, out);
            break;
        case RV_WML_COMMENT:
            rv_buf_text(out, "<w:r>");
            add_node(old, i, out);
            rv_buf_text(out, "</w:r>");
            break;
        default:
            break;
        }
}

static void old_row_goes(rv_wml_merging *m, size_t o, const bool *stays)
{
    const rv_wml *old = m->old.wml;
    const rv_wml_node *row = &old->nodes[m->old.rows[o].node];
    size_t to = o, last = 0;
    rv_buf marks = RV_BUF_INIT;

    m->told->removed++;
    rv_wml_change_text(m->changes, row->begin, row->end, "");
    move_marks(m, o, &marks);
    while (to > 0 && !stays[to - 1])
        to--;
    if (to > 0)
        for (size_t p = m->old.rows[to - 1].node; (p = rv_wml_next(old, m->old.rows[to - 1].node, p, RV_WML_P));)
            last = p;
    if (marks.length && last && !rv_wml_empty(&old->nodes[last]))
        rv_wml_change_text(m->changes, old->nodes[last].outside, old->nodes[last].outside, rv_buf_str(&marks));
    m->changes->failed |= marks.failed;
    rv_buf_free(&marks);
}

/* ---- The table ------------------------------------------------------------------------------------------------------ */

static void merge_rows(rv_wml_merging *m, bool *stays)
{
    size_t before = m->old.header;          /* rows of the author's that stand before what comes next */
    rv_buf rows = RV_BUF_INIT;

    for (size_t o = 0; o < m->old.header; o++)
        stays[o] = true;
    for (size_t n = m->made.header; n < m->made.n; n++)
        if (m->pair[n] != SIZE_MAX)
            stays[m->pair[n]] = true;
    for (size_t n = m->made.header; n < m->made.n; n++) {
        size_t place;

        if (m->pair[n] != SIZE_MAX) {
            change_row(m, m->pair[n], n);
            before = m->pair[n] + 1;
            continue;
        }
        rv_buf_clear(&rows);
        new_row(m, n, before, &rows);
        place = before ? m->old.wml->nodes[m->old.rows[before - 1].node].end
                       : m->old.n ? m->old.wml->nodes[m->old.rows[0].node].begin : m->old.wml->nodes[m->old.table].outside;
        rv_wml_change_text(m->changes, place, place, rv_buf_str(&rows));
    }
    for (size_t o = m->old.header; o < m->old.n; o++)
        if (!stays[o])
            old_row_goes(m, o, stays);
    m->changes->failed |= rows.failed;
    rv_buf_free(&rows);
}

static bool fits(const rv_wml_merging *m)
{
    return m->old.n && m->old.columns == m->made.columns
           && (m->old.n - m->old.header + 1) * (m->made.n - m->made.header + 1) <= MOST_PAIRS;
}

static void whole(rv_wml_merging *m)
{
    const rv_wml_node *old = &m->old.wml->nodes[m->old.table], *made = &m->made.wml->nodes[m->made.table];

    m->told->whole = true;
    rv_wml_change_add(m->changes, old->begin, old->end, m->made.wml->bytes + made->begin, made->end - made->begin);
}

rv_status rv_wml_table_merge(const rv_wml *wml, size_t table, const rv_wml *made, size_t made_table, bool heads, rv_wml_changes *changes,
                             rv_wml_merge *told, rv_error *err)
{
    rv_wml_merging m = { .changes = changes, .told = told };
    bool *stays = NULL;
    rv_status st = RV_OK;

    *told = (rv_wml_merge){ 0, 0, 0, false };
    if (!rv_wml_rows_read(&m.old, wml, table) || !rv_wml_rows_read(&m.made, made, made_table))
        st = rv_fail(err, RV_ENOMEM, "%s: out of memory for a table", wml->name);
    else if (!fits(&m))
        whole(&m);
    else if (!(stays = calloc(m.old.n + 1, sizeof *stays)) || !(m.pair = calloc(m.made.n + 1, sizeof *m.pair))
             || !(m.scores = calloc((m.old.n - m.old.header + 1) * (m.made.n - m.made.header + 1), sizeof *m.scores)))
        st = rv_fail(err, RV_ENOMEM, "%s: out of memory for a table", wml->name);
    else {
        rv_wml_rows_align(&m);
        for (size_t r = 0; heads && r < m.old.header && m.old.header == m.made.header; r++)
            if (m.old.rows[r].n == m.made.rows[r].n)
                change_row(&m, r, r);
        merge_rows(&m, stays);
    }
    free(stays);
    free(m.pair);
    free(m.scores);
    rv_wml_rows_free(&m.old);
    rv_wml_rows_free(&m.made);
    return st;
}
