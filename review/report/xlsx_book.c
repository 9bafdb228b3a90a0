/* All tables of a page as one workbook: a sheet a table, and a sheet of contents before them. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xlsx_inside.h"
#include "report/xlsx_book.h"

static const size_t file_limit = (size_t)256 << 20, unpacked_limit = (size_t)4 << 30;

/* A number with `decimals` places and a true minus, as the number it is. */
static lxw_format *number_format(lxw_workbook *book, int decimals)
{
    lxw_format *format = workbook_add_format(book);
    char places[24] = "0", whole[60];

    if (!format)
        return NULL;
    if (decimals > 0)
        snprintf(places, sizeof places, "0.%.*s", decimals, "00000000000000000");
    snprintf(whole, sizeof whole, decimals < 0 ? "General" : "%s;\u2212%s", places, places);
    format_set_num_format(format, whole);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    return format;
}

static bool make_formats(rv_book *b)
{
    lxw_format **const all[] = { &b->title, &b->head, &b->text, &b->link, &b->note, &b->section };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (!(*all[i] = workbook_add_format(b->book)))
            return false;
    for (int d = -1; d < 18; d++)
        if (!(b->number[d + 1] = number_format(b->book, d)))
            return false;
    format_set_bold(b->title);
    format_set_font_size(b->title, 13);
    format_set_bold(b->head);
    format_set_bottom(b->head, LXW_BORDER_THIN);
    format_set_text_wrap(b->head);
    format_set_align(b->head, LXW_ALIGN_VERTICAL_BOTTOM);
    format_set_text_wrap(b->text);
    format_set_align(b->text, LXW_ALIGN_VERTICAL_TOP);
    format_set_num_format_index(b->text, 49);             /* text, also when it is typed over */
    format_set_font_color(b->link, 0x0B4F8A);
    format_set_underline(b->link, LXW_UNDERLINE_SINGLE);
    format_set_align(b->link, LXW_ALIGN_VERTICAL_TOP);
    format_set_italic(b->note);
    format_set_bold(b->section);
    return true;
}

/* At most 250 bytes, cut at a character: libxlsxwriter takes 255 letters. */
static int short_of(const rv_buf *text)
{
    const char *bytes = rv_buf_str(text);
    size_t n = strlen(bytes);

    if (n > 250)
        for (n = 250; n > 0 && ((unsigned char)bytes[n] & 0xC0) == 0x80; n--)
            ;
    return (int)n;
}

static void properties(rv_book *b, const rv_page *page)
{
    char title[256], authors[256];
    lxw_doc_properties p = { .title = title, .author = authors };
    int64_t seconds;

    rv_book_text(b, page->front.title);
    snprintf(title, sizeof title, "%.*s", short_of(&b->room), rv_buf_str(&b->room));
    rv_book_text(b, page->front.authors);
    snprintf(authors, sizeof authors, "%.*s", short_of(&b->room), rv_buf_str(&b->room));
    if (rv_time_parse(page->made, &seconds))
        p.created = (time_t)seconds;
    workbook_set_properties(b->book, &p);
}

static void put(rv_book *b, lxw_worksheet *sheet, size_t row, size_t column, const char *text, lxw_format *format)
{
    rv_book_text(b, text);
    rv_book_fault(b, worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column, rv_buf_str(&b->room), format), "Contents", row, column);
}

static void contents(rv_book *b, lxw_worksheet *sheet, const rv_page *page)
{
    static const char *const heads[] = { "Table", "Sheet", "What it shows", "Rows", "Data" };
    static const double widths[] = { 8, 32, 90, 8, 36 };
    char text[400];

    put(b, sheet, 0, 0, page->front.title, b->title);
    snprintf(text, sizeof text, "State of the review: %.300s", page->front.head);
    put(b, sheet, 1, 0, text, b->note);
    for (size_t c = 0; c < 5; c++) {
        put(b, sheet, RV_BOOK_HEAD, c, heads[c], b->head);
        rv_book_fault(b, worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c, widths[c], NULL), "Contents", 0, c);
    }
    for (size_t i = 0; i < b->n_sheets; i++) {
        const rv_book_sheet *s = &b->sheets[i];
        const size_t row = RV_BOOK_HEAD + 1 + i;

        if (s->number)
            worksheet_write_number(sheet, (lxw_row_t)row, 0, (double)s->number, b->number[1]);
        else
            put(b, sheet, row, 0, "figure", b->text);
        snprintf(text, sizeof text, "internal:'%s'!A1", s->name);
        rv_book_fault(b, worksheet_write_url(sheet, (lxw_row_t)row, 1, text, b->link), "Contents", row, 1);
        put(b, sheet, row, 1, s->name, b->link);
        put(b, sheet, row, 2, rv_grid_caption(s->grid), b->text);
        worksheet_write_number(sheet, (lxw_row_t)row, 3, (double)rv_grid_rows(s->grid), b->number[1]);
        snprintf(text, sizeof text, "%.300s.csv", rv_grid_id(s->grid));
        put(b, sheet, row, 4, text, b->text);
    }
    worksheet_freeze_panes(sheet, RV_BOOK_HEAD + 1, 0);
}

static rv_status fill(rv_book *b, const rv_page *page, rv_error *err)
{
    lxw_worksheet *first;
    rv_status st;

    if (!make_formats(b) || !(first = workbook_add_worksheet(b->book, "Contents")))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = rv_book_plan(b, page, err)) != RV_OK)
        return st;
    properties(b, page);
    contents(b, first, page);
    for (size_t i = 0; i < b->n_sheets && b->fault.code == RV_OK; i++)
        rv_book_sheet_write(b, &b->sheets[i]);
    if (b->fault.code != RV_OK && err)
        *err = b->fault;
    return b->fault.code != RV_OK ? b->fault.code : rv_buf_check(&b->room, err);
}

/* What libxlsxwriter wrote, if it is whole. */
static rv_status collect(const char *path, rv_buf *out, rv_error *err)
{
    rv_buf bytes = RV_BUF_INIT;
    rv_status st;

    if ((st = rv_file_read(path, file_limit, &bytes, err)) == RV_OK
        && (st = rv_xlsx_whole(bytes.data, bytes.length, unpacked_limit, err)) == RV_OK) {
        rv_buf_add(out, bytes.data, bytes.length);
        st = rv_buf_check(out, err);
    }
    rv_buf_free(&bytes);
    return st;
}

rv_status rv_page_xlsx(const rv_page *page, rv_buf *out, rv_error *err)
{
    rv_book b = { .room = RV_BUF_INIT };
    char path[RV_XLSX_PATH];
    lxw_error code;
    rv_status st;

    if ((st = rv_xlsx_temporary(path, err)) != RV_OK)
        return st;
    if (!(b.book = workbook_new(path)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    else if ((st = fill(&b, page, err)) != RV_OK)
        lxw_workbook_free(b.book);
    else if ((code = (lxw_error)rv_xlsx_save(b.book)) != LXW_NO_ERROR)
        st = rv_fail(err, RV_EIO, "cannot write the workbook: %s", lxw_strerror(code));
    else
        st = collect(path, out, err);
    unlink(path);
    free(b.sheets);
    free(b.places);
    rv_buf_free(&b.room);
    return st;
}
