/* Workbooks for people to fill in: a header that stays in sight, comments, drop-down lists, checks of what is typed. */
#include <config.h>

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <xlsxwriter.h>

#include "review/base.h"
#include "xlsx_inside.h"

enum { CHECKED_ROWS = 5000, LISTS = 16000 };

/* A list of choices, which stands in a column of the hidden sheet "lists". */
typedef struct { const char *const *choices; size_t n; bool only; } choice_list;

struct rv_xlsx_writer {
    char path[RV_XLSX_PATH];      /* of the file that libxlsxwriter writes */
    lxw_workbook  *book;
    lxw_worksheet *sheet;
    lxw_format *header, *asked, *dates, *texts;
    const rv_xlsx_column *columns;
    size_t      n_columns, column;
    uint32_t    row;
    const char *const *words;
    choice_list *lists;
    size_t      n_lists;
    bool        shown;            /* a sheet that is not hidden was made */
    rv_error    fault;            /* the first */
};

static void keep_fault(rv_xlsx_writer *w, lxw_error code, const char *what)
{
    char name[RV_XLSX_CELL_NAME];

    if (code != LXW_NO_ERROR && w->fault.code == RV_OK)
        rv_fail(&w->fault, code == LXW_ERROR_MEMORY_MALLOC_FAILED ? RV_ENOMEM : RV_EINVAL, "the workbook cannot hold %s of %.40s!%s: %s",
                what, w->sheet ? w->sheet->name : "", rv_xlsx_cell_name(w->row, (uint32_t)w->column, name), lxw_strerror(code));
}

/* libxlsxwriter writes to a name; its file is read from there when it is whole. */
rv_status rv_xlsx_temporary(char path[RV_XLSX_PATH], rv_error *err)
{
    const char *folder = getenv("TMPDIR");
    int fd;

    snprintf(path, RV_XLSX_PATH, "%.4000s/review-sheet.XXXXXX", folder && *folder ? folder : "/tmp");
    if ((fd = mkstemp(path)) < 0)
        return rv_fail(err, RV_EIO, "cannot write %.200s: %s", path, strerror(errno));
    close(fd);
    return RV_OK;
}

/* The same bytes on each run: the time of the workbook is the one clock's. */
static void set_time(lxw_workbook *book)
{
    char now[RV_TIME_TEXT];
    int64_t seconds;
    lxw_doc_properties properties = { 0 };

    if (rv_time_parse(rv_now(now), &seconds))
        properties.created = (time_t)seconds;
    workbook_set_properties(book, &properties);
}

rv_status rv_xlsx_writer_open(rv_xlsx_writer **out, const char *const *words, rv_error *err)
{
    static const char *const none[] = { NULL };
    rv_xlsx_writer *w = calloc(1, sizeof *w);
    rv_status st;

    *out = NULL;
    if (!w || !(w->lists = calloc(LISTS, sizeof *w->lists))) {
        free(w);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    w->words = words ? words : none;
    if ((st = rv_xlsx_temporary(w->path, err)) != RV_OK) {
        free(w->lists);
        free(w);
        return st;
    }
    if (!(w->book = workbook_new(w->path)) || !(w->header = workbook_add_format(w->book)) || !(w->asked = workbook_add_format(w->book))
        || !(w->dates = workbook_add_format(w->book)) || !(w->texts = workbook_add_format(w->book))) {
        rv_xlsx_writer_drop(w);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    set_time(w->book);
    format_set_bold(w->header);
    format_set_bottom(w->header, LXW_BORDER_THIN);
    format_set_bold(w->asked);
    format_set_bottom(w->asked, LXW_BORDER_THIN);
    format_set_bg_color(w->asked, 0xFFF2CC);
    format_set_num_format(w->dates, "yyyy-mm-dd");
    format_set_num_format_index(w->texts, 49);          /* text as it is typed: 1-2 stays 1-2 */
    *out = w;
    return RV_OK;
}

/* ---- What may be typed --------------------------------------------------------------------------------------------------------------- */

/* "OR(AND(ISNUMBER(F2),F2>=1),F2=\"unclear\")": the range, or one of the words. */
static void number_formula(const rv_xlsx_writer *w, const rv_xlsx_column *c, rv_buf *formula)
{
    char cell[RV_XLSX_CELL_NAME], text[RV_REAL_TEXT];

    rv_xlsx_cell_name(1, (uint32_t)w->column, cell);
    rv_buf_printf(formula, "=OR(AND(ISNUMBER(%s)", cell);
    if (isfinite(c->min))
        rv_buf_printf(formula, ",%s>=%s", cell, rv_real_text(c->min, text));
    if (isfinite(c->max))
        rv_buf_printf(formula, ",%s<=%s", cell, rv_real_text(c->max, text));
    if (c->whole)
        rv_buf_printf(formula, ",%s=INT(%s)", cell, cell);
    rv_buf_char(formula, ')');
    for (size_t i = 0; !c->only && w->words[i]; i++)
        rv_buf_printf(formula, ",%s=\"%s\"", cell, w->words[i]);
    rv_buf_char(formula, ')');
}

static void list_formula(rv_xlsx_writer *w, const rv_xlsx_column *c, rv_buf *formula)
{
    char first[RV_XLSX_CELL_NAME];
    size_t n = c->n_choices, letters;

    for (size_t i = 0; !c->only && w->words[i]; i++)
        n++;
    rv_xlsx_cell_name(0, (uint32_t)w->n_lists, first);
    letters = strcspn(first, "0123456789");
    rv_buf_printf(formula, "=lists!$%.*s$1:$%.*s$%zu", (int)letters, first, (int)letters, first, n);
    w->lists[w->n_lists++] = (choice_list){ c->choices, c->n_choices, c->only };
}

/* At most `most` bytes, cut at a character. */
static void shorten(char *to, const char *from, size_t most)
{
    size_t n = strlen(from);

    if (n > most)
        for (n = most; n > 0 && ((unsigned char)from[n] & 0xC0) == 0x80; n--)
            ;
    memcpy(to, from, n);
    to[n] = '\0';
}

static void check_column(rv_xlsx_writer *w, const rv_xlsx_column *c)
{
    lxw_data_validation check = { .validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA, .ignore_blank = LXW_VALIDATION_ON,
                                  .show_input = LXW_VALIDATION_ON, .show_error = LXW_VALIDATION_ON,
                                  .error_type = LXW_VALIDATION_ERROR_TYPE_STOP, .dropdown = LXW_VALIDATION_ON };
    char said[256] = "", title[33] = "";
    rv_buf formula = RV_BUF_INIT;

    if (c->kind == RV_XLSX_COLUMN_CHOICE && w->n_lists < LISTS) {
        list_formula(w, c, &formula);
        check.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
    } else if (c->kind == RV_XLSX_COLUMN_NUMBER) {
        number_formula(w, c, &formula);
    }
    if (formula.length && !formula.failed && formula.length <= 250) {
        check.value_formula = formula.data;
        shorten(said, c->note ? c->note : "", 200);
        shorten(title, c->name, 30);
        check.error_title = title;
        check.error_message = said;
        keep_fault(w, worksheet_data_validation_range(w->sheet, 1, (lxw_col_t)w->column, CHECKED_ROWS, (lxw_col_t)w->column, &check),
                   "the check");
    }
    rv_buf_free(&formula);
}

/* ---- Sheets and cells ----------------------------------------------------------------------------------------------------------------- */

void rv_xlsx_writer_sheet(rv_xlsx_writer *w, const char *name, const rv_xlsx_column *columns, size_t n, bool hidden)
{
    w->sheet = workbook_add_worksheet(w->book, name);
    w->columns = columns;
    w->n_columns = n;
    w->row = 0;
    w->column = 0;
    if (!w->sheet) {
        rv_fail(&w->fault, RV_EINVAL, "the workbook takes no sheet called '%.60s'", name);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const rv_xlsx_column *c = &columns[i];
        const size_t length = strlen(c->name);
        w->column = i;
        keep_fault(w, worksheet_write_string(w->sheet, 0, (lxw_col_t)i, c->name, c->required ? w->asked : w->header), "the header");
        keep_fault(w, worksheet_set_column(w->sheet, (lxw_col_t)i, (lxw_col_t)i, length < 9 ? 11 : length > 28 ? 30 : (double)length + 2,
                                           c->kind == RV_XLSX_COLUMN_DATE ? w->dates : c->kind == RV_XLSX_COLUMN_TEXT ? w->texts : NULL),
                   "the width");
        if (c->note && *c->note)
            keep_fault(w, worksheet_write_comment(w->sheet, 0, (lxw_col_t)i, c->note), "the comment");
        check_column(w, c);
    }
    worksheet_freeze_panes(w->sheet, 1, 0);
    if (hidden) {
        worksheet_hide(w->sheet);
    } else if (!w->shown) {
        worksheet_activate(w->sheet);
        worksheet_set_first_sheet(w->sheet);
        w->shown = true;
    }
    w->column = 0;
    w->row = 1;
}

void rv_xlsx_writer_text(rv_xlsx_writer *w, const char *text)
{
    if (w->sheet && text && *text)
        keep_fault(w, worksheet_write_string(w->sheet, w->row, (lxw_col_t)w->column, text, NULL), "the text");
    w->column++;
}

void rv_xlsx_writer_number(rv_xlsx_writer *w, double x)
{
    if (w->sheet && isfinite(x))
        keep_fault(w, worksheet_write_number(w->sheet, w->row, (lxw_col_t)w->column, x, NULL), "the number");
    w->column++;
}

void rv_xlsx_writer_date(rv_xlsx_writer *w, const char *text)
{
    lxw_datetime date = { 0 };

    if (w->sheet && rv_date_valid(text) && sscanf(text, "%d-%d-%d", &date.year, &date.month, &date.day) == 3 && date.year >= 1900) {
        keep_fault(w, worksheet_write_datetime(w->sheet, w->row, (lxw_col_t)w->column, &date, w->dates), "the date");
        w->column++;
    } else {
        rv_xlsx_writer_text(w, text);
    }
}

void rv_xlsx_writer_row(rv_xlsx_writer *w)
{
    w->row++;
    w->column = 0;
}

/* ---- The end --------------------------------------------------------------------------------------------------------------------------- */

static void write_lists(rv_xlsx_writer *w)
{
    if (!w->n_lists || !(w->sheet = workbook_add_worksheet(w->book, "lists")))
        return;
    for (w->column = 0; w->column < w->n_lists; w->column++) {
        const choice_list *list = &w->lists[w->column];
        w->row = 0;
        for (size_t i = 0; i < list->n; i++, w->row++)
            keep_fault(w, worksheet_write_string(w->sheet, w->row, (lxw_col_t)w->column, list->choices[i], NULL), "the choice");
        for (size_t i = 0; !list->only && w->words[i]; i++, w->row++)
            keep_fault(w, worksheet_write_string(w->sheet, w->row, (lxw_col_t)w->column, w->words[i], NULL), "the choice");
    }
    worksheet_hide(w->sheet);
}

void rv_xlsx_writer_drop(rv_xlsx_writer *w)
{
    if (!w)
        return;
    if (w->book)
        lxw_workbook_free(w->book);
    unlink(w->path);
    free(w->lists);
    free(w);
}

/* libxlsxwriter asks gmtime(), whose answer all threads share. */
int rv_xlsx_save(void *workbook)
{
    static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
    lxw_error code;

    pthread_mutex_lock(&one_at_a_time);
    code = workbook_close(workbook);
    pthread_mutex_unlock(&one_at_a_time);
    return (int)code;
}

rv_status rv_xlsx_writer_close(rv_xlsx_writer *w, rv_output *to, rv_error *err)
{
    rv_buf bytes = RV_BUF_INIT;
    rv_status st = RV_OK;
    lxw_error code;

    write_lists(w);
    if (w->fault.code == RV_OK) {
        code = (lxw_error)rv_xlsx_save(w->book);          /* frees the workbook too */
        w->book = NULL;
        if (code != LXW_NO_ERROR)
            rv_fail(&w->fault, RV_EIO, "cannot write the workbook: %s", lxw_strerror(code));
    }
    if (w->fault.code != RV_OK) {
        st = w->fault.code;
        if (err)
            *err = w->fault;
    } else if ((st = rv_file_read(w->path, (size_t)256 << 20, &bytes, err)) == RV_OK
               && (st = rv_xlsx_whole(bytes.data, bytes.length, (size_t)4 << 30, err)) == RV_OK) {
        rv_output_add(to, bytes.data, bytes.length);
    }
    rv_buf_free(&bytes);
    rv_xlsx_writer_drop(w);
    return st;
}
