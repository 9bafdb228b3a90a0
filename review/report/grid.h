/* One table, many writers: named columns, rows of cells that know their number, their anchor and their target. */
#ifndef RV_REPORT_GRID_H
#define RV_REPORT_GRID_H

#include "review/base.h"

typedef struct rv_grid rv_grid;

/* One column: its name in data ("ci_lo"), its head for people ("95 % CI, lower"), decimals for people (-1: text). */
typedef struct {
    const char *name, *head;
    int         decimals;
} rv_grid_column;

/* `id` names the table's files and anchors; `caption` stands over it; both are copied. `columns` ends with a NULL name and must outlive
   the grid. NULL when memory is short; every later call takes that, and rv_grid_check() tells. */
rv_grid *rv_grid_new(const char *id, const char *caption, const rv_grid_column *columns);
/* One more holder, each of whom calls rv_grid_free(). */
rv_grid *rv_grid_keep(rv_grid *grid);
void rv_grid_free(rv_grid *grid);
rv_status rv_grid_check(const rv_grid *grid, rv_error *err);
/* Words under the table. */
void rv_grid_note(rv_grid *grid, const char *note);

/* How people see columns; data have every column by itself. Columns are named.
   `span`: one head over neighbouring columns. `range`: the limits stand with the estimate in its column, "0.32 [0.12, 0.52]" (in other
   words where the writer's style has others). `hide`: a column for data only. `wide`: the table wants a page on its side. */
void rv_grid_span(rv_grid *grid, const char *head, const char *first, const char *last);
void rv_grid_range(rv_grid *grid, const char *estimate, const char *lo, const char *hi);
void rv_grid_hide(rv_grid *grid, const char *column);
void rv_grid_wide(rv_grid *grid);

/* A row across all columns that names those below it; no row of the data. */
void rv_grid_section(rv_grid *grid, const char *text);
/* Begins a row; `anchor` (may be NULL) is where links to it point: "result-R002". */
void rv_grid_row(rv_grid *grid, const char *anchor);
void rv_grid_text(rv_grid *grid, const char *text);                        /* NULL or "": nothing */
void rv_grid_link(rv_grid *grid, const char *text, const char *anchor);    /* text that leads to another row */
void rv_grid_real(rv_grid *grid, double x);                                /* not finite: nothing */
void rv_grid_int(rv_grid *grid, int64_t x);
/* A word under the table that explains the cell last added; the same words share one mark. */
void rv_grid_footnote(rv_grid *grid, const char *words);

size_t rv_grid_rows(const rv_grid *grid);
const char *rv_grid_id(const rv_grid *grid);
const char *rv_grid_caption(const rv_grid *grid);

/* The writers. CSV holds data (every column, 17 digits), the others what people read (grid_view.h): HTML is in html.h. A Markdown table
   has the words of `number`, its own in the document, before its caption; 0 for none. */
rv_status rv_grid_csv(const rv_grid *grid, const char *path, rv_error *err);
rv_status rv_grid_csv_to(const rv_grid *grid, rv_output *out, rv_error *err);
void rv_grid_markdown(const rv_grid *grid, size_t number, rv_buf *out);
/* Text in Markdown: what would be markup is escaped, a line end is a blank (it would end the row or paragraph), what would move the
   cursor or turn the text round stands as its code. */
void rv_markdown_text(rv_buf *out, const char *text);
/* The same at the beginning of a line, where "1." or "-" would begin a list. */
void rv_markdown_line(rv_buf *out, const char *text);

/* A number for people: `decimals` places, true minus, no negative zero. */
void rv_grid_number(rv_buf *out, double x, int decimals);

#endif
