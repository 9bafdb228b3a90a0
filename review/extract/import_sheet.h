/* A table being read into a batch: its columns, and the row at hand. */
#ifndef RV_EXTRACT_IMPORT_SHEET_H
#define RV_EXTRACT_IMPORT_SHEET_H

#include "extract/batch.h"

/* What a column says of a field: its value, or (FIELD:place, ...) something about it. */
typedef enum { RV_SAYS_VALUE, RV_SAYS_STATE, RV_SAYS_PLACE, RV_SAYS_QUOTATION, RV_SAYS_NOTE, RV_SAYS_ALL } rv_column_says;
/* "value", "state", ... */
extern const char *const rv_column_words[];

/* A field of the form that the table asks for, and its columns; -1 where there is none. */
typedef struct {
    const rv_field *field;
    long            column[RV_SAYS_ALL];
} rv_sheet_field;

typedef struct {
    rv_csv         *csv;
    rv_batch       *batch;
    rv_sheet_field *fields;
    size_t          n_fields, n_columns, line;
} rv_sheet;

/* What every table of a kind has, the form's fields aside; the first `n_needed` must be there. */
typedef struct {
    const char        *event, *name;
    const char *const *columns;
    size_t             n_needed;
    unsigned           levels;      /* bit 1 << rv_field_level for the fields that it may hold; 0: none */
    rv_status        (*row)(rv_sheet *s, rv_error *err);
} rv_table_kind;
/* In the order in which a header is compared with them: what more columns are needed for comes first. */
enum { RV_TABLE_RESULTS, RV_TABLE_APPRAISALS, RV_TABLE_PARTS, RV_TABLE_VALUES, RV_TABLE_ARMS, RV_TABLE_OUTCOMES, RV_TABLE_TIMES,
       RV_TABLE_CONTRASTS, RV_TABLE_STUDIES, RV_TABLE_KINDS };
extern const rv_table_kind rv_table_kinds[RV_TABLE_KINDS];

/* The text of a column in this row, "" where it is missing or there is no such column; the batch's memory. */
const char *rv_sheet_text(const rv_sheet *s, const char *column);

#endif
