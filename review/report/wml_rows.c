/* Reads the rows of tables, and pairs those of two. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "report/wml_rows.h"

bool rv_wml_rows_read(rv_wml_rows *t, const rv_wml *wml, size_t table)
{
    size_t row = table, cell, room;

    *t = (rv_wml_rows){ .wml = wml, .table = table, .texts = RV_BUF_INIT };
    room = wml->nodes[table].last - table + 1;
    if (!(t->rows = calloc(room, sizeof *t->rows)) || !(t->cells = calloc(room, sizeof *t->cells)))
        return false;
    while ((row = rv_wml_next(wml, table, row, RV_WML_TR))) {
        rv_wml_row *r = &t->rows[t->n];
        const size_t properties = rv_wml_child(wml, row, RV_WML_TR_PR);

        if (rv_wml_around(wml, row, RV_WML_TBL, table))
            continue;
        *r = (rv_wml_row){ row, t->n_cells, 0, properties && rv_wml_child(wml, properties, RV_WML_TBL_HEADER) };
        for (cell = row; (cell = rv_wml_next(wml, row, cell, RV_WML_TC)); cell = wml->nodes[cell].last) {
            t->cells[t->n_cells] = (rv_wml_cell){ cell, t->texts.length };
            rv_wml_text(wml, cell, false, &t->texts);
            rv_buf_char(&t->texts, 0);
            t->n_cells++;
            r->n++;
        }
        t->header += r->header && t->header == t->n;
        t->columns = r->n > t->columns ? r->n : t->columns;
        t->n++;
    }
    return !t->texts.failed;
}

void rv_wml_rows_free(rv_wml_rows *t)
{
    free(t->rows);
    free(t->cells);
    rv_buf_free(&t->texts);
}

const rv_wml_cell *rv_wml_cell_at(const rv_wml_rows *t, size_t row, size_t c)
{
    return &t->cells[t->rows[row].first + c];
}

const char *rv_wml_text_at(const rv_wml_rows *t, size_t row, size_t c)
{
    return rv_buf_str(&t->texts) + rv_wml_cell_at(t, row, c)->text;
}

/* ---- Which row is which --------------------------------------------------------------------------------------------- */

/* How alike two rows are; 0: not the same row. What stands first names a row. */
static int likeness(const rv_wml_merging *m, size_t o, size_t n)
{
    const rv_wml_row *a = &m->old.rows[o], *b = &m->made.rows[n];
    int score = 1;

    if (a->n != b->n || !a->n || strcmp(rv_wml_text_at(&m->old, o, 0), rv_wml_text_at(&m->made, n, 0)) != 0)
        return 0;
    for (size_t c = 1; c < a->n; c++)
        score += strcmp(rv_wml_text_at(&m->old, o, c), rv_wml_text_at(&m->made, n, c)) == 0;
    return score;
}

static int *score_at(const rv_wml_merging *m, size_t o, size_t n)
{
    return &m->scores[(o - m->old.header) * (m->made.n - m->made.header + 1) + n - m->made.header];
}

/* The pairs, in order, that are most alike in all. */
void rv_wml_rows_align(rv_wml_merging *m)
{
    size_t o, n;

    for (n = 0; n < m->made.n; n++)
        m->pair[n] = SIZE_MAX;
    for (o = m->old.n; o-- > m->old.header;)
        for (n = m->made.n; n-- > m->made.header;) {
            const int like = likeness(m, o, n), both = like ? like + *score_at(m, o + 1, n + 1) : 0;
            const int below = *score_at(m, o + 1, n), beside = *score_at(m, o, n + 1), either = below > beside ? below : beside;

            *score_at(m, o, n) = both > either ? both : either;
        }
    for (o = m->old.header, n = m->made.header; o < m->old.n && n < m->made.n;) {
        const int like = likeness(m, o, n);

        if (like && *score_at(m, o, n) == like + *score_at(m, o + 1, n + 1))
            m->pair[n++] = o++;
        else if (*score_at(m, o, n) == *score_at(m, o + 1, n))
            o++;
        else
            n++;
    }
}
