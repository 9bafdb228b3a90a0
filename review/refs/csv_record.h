/* A record out of a row of which the columns are known. */
#ifndef RV_REFS_CSV_RECORD_H
#define RV_REFS_CSV_RECORD_H

#include "csv_people.h"

typedef struct {
    const char *const *names;
    const csv_column  *columns;
    size_t             n;
    csv_vendor         vendor;
    bool               container;        /* a column names the journal, so that "source" is the database */
} csv_header;

/* Sets the fields of the record from its tags, of which the first header->n are the row's cells. */
void rv_csv_assemble(rv_reading *reading, const csv_header *header);

#endif
