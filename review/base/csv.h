#ifndef RV_BASE_CSV_H
#define RV_BASE_CSV_H

#include <csv.h>

#include "review/base.h"

/* Where the bytes of a delimited text come from, always as UTF-8. */
typedef struct {
    rv_input   *in;              /* NULL once everything is in `window` */
    rv_buf      window;          /* what was read and not yet handed out begins at `at` */
    size_t      at;
    uint64_t    offset;          /* of `at` in the UTF-8 stream */
} rv_csv_source;

/* Opens a file: streamed when it is well-formed UTF-8 throughout, else read whole and converted. */
rv_status rv_csv_source_open(rv_csv_source *source, const char *path, rv_error *err);
/* Takes bytes that are in memory; they are copied. */
rv_status rv_csv_source_bytes(rv_csv_source *source, const char *name, const char *bytes, size_t n, rv_error *err);
/* Makes sure that `want` bytes lie in the window, unless the text ends first; `*got` is how many there are. */
rv_status rv_csv_source_fill(rv_csv_source *source, size_t want, size_t *got, rv_error *err);
/* The next piece of text: up to and with a line end (CR, LF or CRLF), or, when the line is long, a part of it. `*n` is 0 at the
   end. It lives until the next call. */
rv_status rv_csv_source_piece(rv_csv_source *source, const char **piece, size_t *n, rv_error *err);
/* Goes `n` bytes on. */
void rv_csv_source_skip(rv_csv_source *source, size_t n);
void rv_csv_source_close(rv_csv_source *source);

/* The separator: the character of a "sep=" line (whose length is then in `*skip`), else the one among comma, semicolon and
   tab that stands most often, outside quotes, in the first line. */
char rv_csv_separator(const char *text, size_t n, size_t *skip);

#endif
