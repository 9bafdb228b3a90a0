/* Rows of delimited text as a stream, with their places in the file's own bytes. */
#ifndef RV_REFS_CSV_ROWS_H
#define RV_REFS_CSV_ROWS_H

#include <csv.h>

#include "inside.h"

typedef struct {
    rv_reading       *reading;
    rv_lines          lines;
    struct csv_parser parser;
    bool              parsing, ended, complete, no_memory;
    rv_buf            text;              /* of the row, a NUL behind each field */
    size_t           *starts, *lengths, room;

    size_t            count;             /* fields of the row; rv_csv_field() gives them */
    size_t            line;              /* where it begins */
    uint64_t          offset, end;       /* its first byte, and the one behind it */
    bool              apart;             /* a blank line stands before it */
} csv_rows;

rv_status rv_csv_rows_begin(csv_rows *rows, rv_reading *reading, rv_raw *raw, const char *charset, char separator, rv_error *err);
/* The next row that holds anything; `*more` is false at the end. RV_EPARSE when a quote stays open. */
rv_status rv_csv_rows_next(csv_rows *rows, bool *more, rv_error *err);
const char *rv_csv_field(const csv_rows *rows, size_t i);
void rv_csv_rows_end(csv_rows *rows);

#endif
