/* An earlier report of the same review, as far as a later one compares itself with it. */
#ifndef RV_REPORT_EARLIER_H
#define RV_REPORT_EARLIER_H

#include <stdbool.h>

#include "review/base.h"

#include "report/memory.h"

enum { RV_EARLIER_COLUMNS = 8 };

/* A row of one of its tables. */
typedef struct {
    const char *key;                          /* what it is about: a study, an analysis, a box with its label */
    const char *value[RV_EARLIER_COLUMNS];    /* as in the file; "" for none */
} rv_earlier_row;

typedef struct {
    bool                  there;              /* false: that report has no such table */
    size_t                n;
    const rv_earlier_row *rows;
} rv_earlier_table;

/* The tables that are compared. */
typedef enum { RV_EARLIER_STUDIES, RV_EARLIER_FINDINGS, RV_EARLIER_FLOW, RV_EARLIER_TABLES } rv_earlier_what;
/* "characteristics.csv", ... in their order. */
extern const char *const rv_earlier_files[];

typedef struct {
    const char      *made, *head;
    rv_earlier_table tables[RV_EARLIER_TABLES];
    const char      *bytes[RV_EARLIER_TABLES + 1];   /* the files as they are; the manifest last. They are kept beside the later report */
    size_t           lengths[RV_EARLIER_TABLES + 1];
} rv_earlier;

/*
 * Reads FOLDER/manifest.json and the tables beside it into `memory`; with `kept` those that a later report keeps of it
 * ("earlier_manifest.json", ...).
 * Errors  RV_EIO there is no manifest; RV_EPARSE it is none, or a table lacks a column.
 */
rv_status rv_earlier_read(const char *folder, bool kept, rv_memory *memory, rv_earlier *out, rv_error *err);
/* The same table of a report being written into `folder`. */
rv_status rv_earlier_table_read(const char *folder, rv_earlier_what what, rv_memory *memory, rv_earlier_table *out, rv_error *err);
/* The two from bytes; `path` is for messages. Errors  RV_EPARSE; RV_ENOMEM. */
rv_status rv_earlier_table_parse(const char *path, const char *bytes, size_t n, rv_earlier_what what, rv_memory *memory,
                                 rv_earlier_table *out, rv_error *err);
rv_status rv_earlier_manifest_parse(const char *path, const char *bytes, size_t n, rv_memory *memory, rv_earlier *out, rv_error *err);
/* The row of this key; NULL when there is none. */
const rv_earlier_row *rv_earlier_find(const rv_earlier_table *table, const char *key);

#endif
