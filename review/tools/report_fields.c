/* review-report fields: what the report states, by name. */
#include <config.h>

#include <math.h>

#include "tools/listing.h"
#include "tools/report.h"

typedef struct {
    const rv_review_report *made;
    bool                    people;   /* what people read comes first, and numbers are not printed twice */
} listing;

static rv_status fill(rv_table *table, void *user, rv_error *err)
{
    const listing *l = user;
    const rv_review_field *f;

    (void)err;
    for (size_t i = 0; (f = rv_review_report_field(l->made, i)); i++) {
        rv_table_text(table, f->key);
        rv_table_text(table, f->text);
        if (!l->people) {
            if (isfinite(f->value))
                rv_table_real(table, f->value);
            else
                rv_table_missing(table);
        }
        rv_table_text(table, f->meaning);
        rv_table_text(table, f->origin);
        rv_table_text(table, *f->anchor ? f->anchor : NULL);
        rv_table_row(table);
    }
    return RV_OK;
}

rv_status report_fields(char **operands, rv_error *err)
{
    static const char *const all[] = { "field", "text", "value", "meaning", "origin", "table" },
                      *const people[] = { "field", "text", "meaning", "origin", "table" };
    report_opened o;
    int format;
    rv_status st;

    (void)operands;
    if ((st = report_data_format(&format, err)) != RV_OK)
        return st;
    if ((st = report_open(&o, err)) == RV_OK) {
        listing l = { o.made, format == RV_FORMAT_TEXT };
        st = rv_tool_table(report.output, format, l.people ? people : all, l.people ? 5 : 6, fill, &l, err);
    }
    report_close(&o);
    return st;
}
