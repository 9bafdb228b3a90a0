/* The included studies: those with a report that was included at the last stage. */
#ifndef RV_REPORT_INCLUDED_H
#define RV_REPORT_INCLUDED_H

#include "review/extract.h"
#include "review/protocol.h"
#include "review/store.h"

#include "report/memory.h"

typedef struct {
    int64_t report, record;
    bool    included, primary;
} rv_included_report;

typedef struct {
    int64_t     study;
    const char *label;
    size_t      first, n;          /* its reports in rv_included.reports */
} rv_included_study;

/* A study with none of its reports included, and where they stand instead. */
typedef struct {
    int64_t     study;
    const char *why;
} rv_included_not;

typedef struct {
    rv_included_study  *studies;   /* by label */
    size_t              n_studies;
    rv_included_report *reports;
    size_t              n_reports;
    int64_t            *loose;     /* included reports of no study, ascending */
    size_t              n_loose;
    size_t              n_included;   /* included reports, each once */
    bool                screened;     /* somebody has voted on something */
    rv_included_not    *missing;      /* by label; none when nothing was screened */
    size_t              n_missing;
    rv_memory          *memory;
} rv_included;
#define RV_INCLUDED_INIT { NULL, 0, NULL, 0, NULL, 0, 0, false, NULL, 0, NULL }

/* Fills `out`, which rv_included_free() ends whatever the status. A protocol without a stage of screening includes nothing, and leaves
   nobody out. */
rv_status rv_included_read(rv_store *store, const rv_protocol *protocol, rv_included *out, rv_error *err);
void rv_included_free(rv_included *included);
/* The study by its local id; NULL when it is not included. */
const rv_included_study *rv_included_find(const rv_included *included, int64_t study);
/* Leaves the effects of studies that are not included out, each for its reason. */
rv_status rv_included_leave_out(const rv_included *included, rv_effects *effects, rv_error *err);

#endif
