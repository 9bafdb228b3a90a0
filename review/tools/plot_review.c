/* Opens the review that is drawn. */
#include <config.h>

#include "tools/plot.h"
#include "tools/plot_review.h"
#include "tools/review_file.h"

rv_status plot_review_open(plot_review *r, rv_error *err)
{
    const char *path;
    rv_status st;

    *r = (plot_review){ .drawn = rv_drawn_new() };
    if (!r->drawn)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = rv_tool_review(plot.review, &path, err)) != RV_OK || (st = rv_store_open(&r->store, path, err)) != RV_OK
        || (st = rv_tool_protocol(r->store, &r->protocol, err)) != RV_OK)
        return st;
    st = rv_store_read_begin(r->store, err);
    r->reading = st == RV_OK;
    return st;
}

void plot_review_end(plot_review *r)
{
    if (r->reading)
        rv_store_read_end(r->store);
    rv_drawn_free(r->drawn);
    rv_protocol_free(r->protocol);
    rv_store_close(r->store);
}
