#ifndef RV_TOOLS_ARCHIVE_H
#define RV_TOOLS_ARCHIVE_H

#include "review/screen.h"
#include "review/store.h"

/*
 * An archive is a folder: tables/NAME.csv for each table of a review, files/ID-NAME for each source file as it came, attached/DIGEST-NAME
 * for each file of a report, and datapackage.json (Frictionless Data Package) that says what each holds, with types, keys, bytes and digests. Left out, and counted
 * there, is what is still blind: its rows, and the bodies of the events they are of.
 */

/* Writes the review, as the caller's view of it is (rv_store_read_begin() before `blind` was loaded), to a new folder, reads it back and compares; the folder appears whole or not at all.
   RV_EEXIST when something is there. */
rv_status rv_archive_write(rv_store *store, const rv_blind *blind, const char *folder, rv_error *err);
/* Compares an archive with the review, row by row and byte by byte. RV_ETAMPER names the first difference. */
rv_status rv_archive_compare(rv_store *store, const rv_blind *blind, const char *folder, rv_error *err);

/* archive_row.c: what of a table the archive has. The present row of `rows` is left out; or only its column `at`, an event's body. */
bool rv_archive_skips(const rv_blind *blind, const rv_store_about *about, rv_query *rows);
bool rv_archive_withholds(const rv_blind *blind, const rv_store_about *about, rv_query *rows, size_t at);
/* Calls `file` for each content that an attachment has, once, with the name it first had. */
rv_status rv_archive_attached(rv_store *store, rv_status (*file)(void *user, const char *digest, const char *name, rv_error *err),
                              void *user, rv_error *err);

/* archive_csv.c: CSV that keeps the difference between nothing (an empty field) and an empty text (""). */
typedef struct rv_cells rv_cells;
rv_status rv_cells_open(rv_cells **out, const char *path, rv_error *err);
typedef enum { RV_CELLS_FIELD, RV_CELLS_ROW_END, RV_CELLS_END } rv_cells_state;
/* The next field into `field`; `*null` when nothing is there. `*state` says whether it was the last of its row, or, with no
   field, that the file has ended. */
rv_status rv_cells_next(rv_cells *cells, rv_buf *field, bool *null, rv_cells_state *state, rv_error *err);
void rv_cells_close(rv_cells *cells);
void rv_cells_write(rv_buf *out, const char *text);

#endif
