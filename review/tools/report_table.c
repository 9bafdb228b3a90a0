/* review-report table: one table, as data or as people read it. */
#include <config.h>

#include "tools/report.h"

typedef struct {
    const rv_review_report *made;
    const char             *id, *format;
} asking;

static rv_status write_table(rv_output *out, void *user, rv_error *err)
{
    const asking *a = user;

    return rv_review_report_table_write(a->made, a->id, a->format, out, err);
}

rv_status report_table(char **operands, rv_error *err)
{
    const char *ending = report_ending(report.output);
    report_opened o;
    rv_status st = report_open(&o, err);

    if (st == RV_OK) {
        asking a = { o.made, operands[0], report.format ? report.format : *ending ? ending : "csv" };
        st = report_to_output(write_table, &a, err);
    }
    report_close(&o);
    return st;
}
