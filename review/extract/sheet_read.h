/* Reading a workbook that was filled in, into a batch. */
#ifndef RV_EXTRACT_SHEET_READ_H
#define RV_EXTRACT_SHEET_READ_H

#include "extract/batch.h"

typedef struct rv_sheet_reading rv_sheet_reading;
/* Adds what the sheets hold to the batch, whose messages name sheets and cells from now on: until rv_sheet_read_end(), which is called
   when the batch is done with, also after a failure. */
rv_status rv_sheet_read(rv_sheet_reading **out, rv_batch *batch, rv_store *store, const char *bytes, size_t n, rv_error *err);
void rv_sheet_read_end(rv_sheet_reading *reading);

#endif
