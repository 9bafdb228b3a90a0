/*
 * review-report: what its verbs share.
 *
 * How to add a verb
 *   1. A file report_VERB.c with  rv_status report_VERB(char **operands, rv_error *err).
 *   2. Its declaration below, and a row in `verbs` of review-report.c.
 *   3. Options of its own: a member of report_asked below, and a row in `options` of review-report.c that names the verbs it is for;
 *      with others it is refused.
 *   4. Its file in review/tools/local.mk, a paragraph in review-report.1, cases in tests/tools/review-report.cases.
 */
#ifndef RV_TOOLS_REPORT_H
#define RV_TOOLS_REPORT_H

#include "review/report_fields.h"
#include "tools/opts.h"

/* What the command line says. Texts are NULL where nothing was said. */
typedef struct {
    const char *review, *output, *format, *since, *docx_template;
    rv_texts    set, where;
    const char *style, *locale;
    double      dpi;
    bool        dry_run;
} report_asked;
extern report_asked report;

typedef rv_status report_run(char **operands, rv_error *err);

typedef struct {
    const char *name, *words;
    const char *operand;          /* what it needs: "TABLE"; "[FILE...]": what it can take; NULL: nothing */
    report_run *run;
} report_verb;

report_run report_write, report_fields, report_table, report_figure, report_verify, report_references,
    report_refresh, report_fill, report_manuscript;

/* The review and its report in memory; ended with report_close(), also after a failure. */
typedef struct {
    rv_store         *store;
    rv_protocol      *protocol;
    rv_review_report *made;
} report_opened;
rv_status report_open(report_opened *opened, rv_error *err);
void report_close(report_opened *opened);

/* Calls `write` with --output; what it writes appears whole or not at all. */
rv_status report_to_output(rv_status (*write)(rv_output *out, void *user, rv_error *err), void *user, rv_error *err);
/* --format as one of data's formats, text where nothing was said. */
rv_status report_data_format(int *format, rv_error *err);
/* The ending of a file's name, as the name of its format: "docx", and "latex" of .tex; "" for none. */
const char *report_ending(const char *path);

#endif
