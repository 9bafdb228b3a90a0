/* What the files that read a workbook share. */
#ifndef RV_BASE_XLSX_INSIDE_H
#define RV_BASE_XLSX_INSIDE_H

#include "review/base.h"

/* Excel's own bounds, and ours: what a file says is compared with them before it sizes anything. */
enum { RV_XLSX_ROWS = 1 << 20, RV_XLSX_COLUMNS = 1 << 14, RV_XLSX_CELLS = 2000000, RV_XLSX_SHEETS = 1000 };

/* What a number format makes of a number. */
typedef enum { RV_SHOWN_PLAIN, RV_SHOWN_DATE, RV_SHOWN_PERCENT } rv_shown;

typedef struct {
    uint32_t row, column;
    rv_xlsx_kind kind;
    rv_shown shown;
    bool   formula, merged;
    double number;
    size_t text;                  /* where it begins in rv_xlsx.texts */
} rv_xlsx_held;

typedef struct {
    char *name, *relation, *part; /* part: path inside the archive */
    bool  hidden;
    rv_xlsx_held *cells;          /* by row, then column */
    size_t n, room;
    uint32_t rows, columns;       /* used: one more than the last */
} rv_xlsx_sheet;

struct rv_xlsx {
    char *name;                   /* of the file, for messages */
    rv_xlsx_sheet *sheets;
    size_t n_sheets, n_cells;
    bool   from_1904;
    size_t *strings;              /* shared strings: where they begin in texts */
    size_t n_strings, strings_room;
    rv_shown *formats;            /* of the cell styles, by index */
    size_t n_formats, formats_room;
    rv_buf texts;                 /* NUL-terminated, one after another; the first is "" */
};

/* A name without its namespace prefix. */
const char *rv_xlsx_local(const char *name);
/* An attribute by its name without prefix; NULL. */
const char *rv_xlsx_attribute(const char *const *attributes, const char *name);
/* Keeps a text; its place in texts. */
size_t rv_xlsx_keep(rv_xlsx *book, const char *text);
/* The same of a string, in which "_x000D_" stands for a character. */
size_t rv_xlsx_keep_escaped(rv_xlsx *book, const char *text);

rv_status rv_xlsx_read_workbook(rv_xlsx *book, const char *bytes, size_t n, rv_error *err);
/* Fills in `part` of the sheets; `folder` is the workbook's, with its slash. */
rv_status rv_xlsx_read_relations(rv_xlsx *book, const char *folder, const char *bytes, size_t n, rv_error *err);
rv_status rv_xlsx_read_strings(rv_xlsx *book, const char *bytes, size_t n, rv_error *err);
rv_status rv_xlsx_read_styles(rv_xlsx *book, const char *bytes, size_t n, rv_error *err);
rv_status rv_xlsx_read_sheet(rv_xlsx *book, rv_xlsx_sheet *sheet, const char *bytes, size_t n, rv_error *err);

/* "F7" to 6 and 5 (from 0); false when it is no cell of a sheet. `end` (may be NULL) is just behind it. */
bool rv_xlsx_parse_cell(const char *text, uint32_t *row, uint32_t *column, const char **end);
enum { RV_XLSX_DATE_TEXT = 64 };
/* The date of a serial number: "2026-11-24", with a time "2026-11-24T09:30"; false when it is before 1900 or after 9999. */
bool rv_xlsx_date(double serial, bool from_1904, char text[RV_XLSX_DATE_TEXT]);

/* Whether each part of a workbook is well-formed; RV_EIO names the part that is not. `limit`: bytes of all parts, unpacked. */
rv_status rv_xlsx_whole(const char *bytes, size_t n, size_t limit, rv_error *err);
enum { RV_XLSX_PATH = 4096 };
/* Makes an empty file for libxlsxwriter to write to: it takes a name only. */
rv_status rv_xlsx_temporary(char path[RV_XLSX_PATH], rv_error *err);
/* Writes and frees a workbook of libxlsxwriter, one thread at a time; its code, 0 when all is well. */
int rv_xlsx_save(void *workbook);

#endif
