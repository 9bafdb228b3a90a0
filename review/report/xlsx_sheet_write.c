/* One table as a sheet: numbers are numbers, texts are texts and never formulas, links lead to the row they name. */
#include <config.h>

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/xlsx_book.h"

enum { MOST_LINKS = 60000, LEAST_WIDTH = 8, MOST_WIDTH = 60 };

void rv_book_fault(rv_book *b, lxw_error code, const char *sheet, size_t row, size_t column)
{
    char cell[RV_XLSX_CELL_NAME];

    if (code != LXW_NO_ERROR && b->fault.code == RV_OK)
        rv_fail(&b->fault, code == LXW_ERROR_MEMORY_MALLOC_FAILED ? RV_ENOMEM : RV_EINVAL, "the workbook cannot hold %s!%s: %s", sheet,
                rv_xlsx_cell_name((uint32_t)row, (uint32_t)column, cell), lxw_strerror(code));
}

/* "_x0041_" in a text would be read as a letter: Excel writes characters that XML cannot hold so. */
static bool looks_escaped(const char *c)
{
    return c[0] == '_' && c[1] == 'x' && isxdigit((unsigned char)c[2]) && isxdigit((unsigned char)c[3]) && isxdigit((unsigned char)c[4])
           && isxdigit((unsigned char)c[5]) && c[6] == '_';
}

bool rv_book_text(rv_book *b, const char *text)
{
    static const char mark[] = " \u2026 [cut: a cell holds no more]";
    const size_t most = RV_BOOK_TEXT - sizeof mark;
    size_t letters = 0, step;
    int32_t point;

    rv_buf_clear(&b->room);
    for (size_t n = strlen(text); n; text += step, n -= step) {
        step = rv_utf8_point(text, n, &point);
        letters += looks_escaped(text) ? 7 : point > 0xFFFF ? 2 : 1;
        if (letters > most) {
            rv_buf_text(&b->room, mark);
            return true;
        }
        if (point < 0 || (point < 0x20 && point != '\n' && point != '\t') || point == 0xFFFE || point == 0xFFFF)
            rv_buf_text(&b->room, point == '\r' ? "" : "\uFFFD");
        else
            rv_buf_add(&b->room, text, step);
        if (looks_escaped(text))
            rv_buf_text(&b->room, "x005F_");
    }
    return false;
}

static void write_text(rv_book *b, rv_book_sheet *s, lxw_worksheet *sheet, size_t row, size_t column, const char *text, lxw_format *format)
{
    s->cut += rv_book_text(b, text);
    if (b->room.length)
        rv_book_fault(b, worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column, rv_buf_str(&b->room), format), s->name, row, column);
}

/* A text that leads to a row of this workbook; other links stay text. */
static void write_link(rv_book *b, rv_book_sheet *s, lxw_worksheet *sheet, size_t row, size_t column, const char *text, const char *anchor,
                       size_t *links)
{
    const rv_book_place *place = rv_book_find(b, anchor);
    char target[100];

    if (!place || *links >= MOST_LINKS) {
        write_text(b, s, sheet, row, column, text, b->text);
        return;
    }
    ++*links;
    snprintf(target, sizeof target, "internal:'%s'!A%zu", b->sheets[place->sheet].name, place->row + 1);
    rv_book_fault(b, worksheet_write_url(sheet, (lxw_row_t)row, (lxw_col_t)column, target, b->link), s->name, row, column);
    write_text(b, s, sheet, row, column, text, b->link);
}

static void write_cell(rv_book *b, rv_book_sheet *s, lxw_worksheet *sheet, size_t r, size_t c, size_t *links)
{
    const rv_grid *g = s->grid;
    const rv_grid_cell *cell = rv_grid_at(g, r, c);
    const size_t row = RV_BOOK_HEAD + 1 + r;
    const int decimals = cell->type == RV_GRID_INT ? 0 : g->columns[c].decimals;

    if (cell->type != RV_GRID_TEXT) {
        if (isfinite(cell->x))
            rv_book_fault(b, worksheet_write_number(sheet, (lxw_row_t)row, (lxw_col_t)c, cell->x, b->number[decimals > 17 ? 18 : decimals + 1]),
                          s->name, row, c);
    } else if (cell->link && cell->text) {
        write_link(b, s, sheet, row, c, rv_grid_kept(g, cell->text), rv_grid_kept(g, cell->link), links);
    } else {
        write_text(b, s, sheet, row, c, rv_grid_kept(g, cell->text), b->text);
    }
    if (!cell->footnote)
        return;
    s->cut += rv_book_text(b, rv_grid_kept(g, g->footnotes[cell->footnote - 1]));
    if (b->room.length)
        rv_book_fault(b, worksheet_write_comment(sheet, (lxw_row_t)row, (lxw_col_t)c, rv_buf_str(&b->room)), s->name, row, c);
}

static void set_width(rv_book *b, const rv_book_sheet *s, lxw_worksheet *sheet, size_t c)
{
    rv_buf shown = RV_BUF_INIT;
    size_t most = rv_utf8_width(s->grid->columns[c].head);

    for (size_t r = 0; r < s->grid->n_rows; r++) {
        size_t width;

        rv_grid_shown(s->grid, rv_grid_at(s->grid, r, c), c, &shown);
        width = s->grid->rows[r].section || shown.length > 4000 ? 0 : rv_utf8_width(rv_buf_str(&shown));
        most = width > most ? width : most;
    }
    most = most < LEAST_WIDTH ? LEAST_WIDTH : most > MOST_WIDTH ? MOST_WIDTH : most;
    rv_book_fault(b, worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c, (double)most + 2, NULL), s->name, 0, c);
    rv_buf_free(&shown);
}

static void notes(rv_book *b, rv_book_sheet *s, lxw_worksheet *sheet)
{
    const rv_grid *g = s->grid;
    size_t row = RV_BOOK_HEAD + 2 + g->n_rows;

    if (g->note.length)
        write_text(b, s, sheet, row++, 0, rv_buf_str(&g->note), b->note);
    for (int i = 0; i < g->n_footnotes; i++)
        write_text(b, s, sheet, row++, 0, rv_grid_kept(g, g->footnotes[i]), b->note);
    if (s->cut)
        write_text(b, s, sheet, row, 0, "Texts that a cell cannot hold were cut; they are whole in the CSV file of this table.", b->note);
}

void rv_book_sheet_write(rv_book *b, rv_book_sheet *s)
{
    lxw_worksheet *sheet = workbook_add_worksheet(b->book, s->name);
    const rv_grid *g = s->grid;
    size_t links = 1;

    if (!sheet) {
        rv_book_fault(b, LXW_ERROR_SHEETNAME_ALREADY_USED, s->name, 0, 0);
        return;
    }
    write_text(b, s, sheet, 0, 0, rv_grid_caption(g), b->title);
    rv_book_fault(b, worksheet_write_url(sheet, 1, 0, "internal:'Contents'!A1", b->link), s->name, 1, 0);
    write_text(b, s, sheet, 1, 0, "Contents", b->link);
    for (size_t c = 0; c < g->n_columns; c++) {
        write_text(b, s, sheet, RV_BOOK_HEAD, c, g->columns[c].head, b->head);
        set_width(b, s, sheet, c);
    }
    for (size_t r = 0; r < g->n_rows; r++) {
        if (g->rows[r].section) {
            write_text(b, s, sheet, RV_BOOK_HEAD + 1 + r, 0, rv_grid_kept(g, g->rows[r].section), b->section);
            continue;
        }
        for (size_t c = 0; c < g->n_columns; c++)
            write_cell(b, s, sheet, r, c, &links);
    }
    worksheet_freeze_panes(sheet, RV_BOOK_HEAD + 1, 1);
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_repeat_rows(sheet, RV_BOOK_HEAD, RV_BOOK_HEAD);
    notes(b, s, sheet);
}
