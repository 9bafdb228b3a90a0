/* What speaks against the numbers of results, and why each may stand. */
#include <config.h>

#include <string.h>

#include "review/extract.h"

#include "report/parts.h"

typedef struct {
    rv_grid *grid;
    rv_buf   link;
    size_t   n, open;
} listing;

static rv_status add_warning(void *user, const rv_value_warning *w, rv_error *err)
{
    listing *l = user;

    l->n++;
    l->open += !*w->reason;
    rv_grid_row(l->grid, NULL);
    rv_grid_link(l->grid, w->result, rv_report_anchor(&l->link, "value", w->result));
    rv_grid_text(l->grid, w->study);
    rv_grid_text(l->grid, w->rule);
    rv_grid_text(l->grid, w->words);
    rv_grid_text(l->grid, w->reason);
    rv_grid_text(l->grid, w->reviewer);
    return rv_buf_check(&l->link, err);
}

rv_status rv_part_warnings(rv_document *d, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "result", "Result", -1 }, { "study", "Study", -1 },               { "rule", "Rule", -1 },
        { "what", "What was found", -1 }, { "reason", "Why it may stand", -1 }, { "reviewer", "By", -1 },
        { NULL, NULL, 0 },
    };
    listing l = { rv_grid_new("warnings", "Numbers that were questioned", columns), RV_BUF_INIT, 0, 0 };
    rv_buf words = RV_BUF_INIT;
    rv_status st;

    rv_page_heading(d->page, 2, "warnings-all", "Warnings about numbers");
    if ((st = rv_extract_warnings(d->store, d->protocol, NULL, NULL, NULL, add_warning, &l, err)) == RV_OK) {
        if (!l.n)
            rv_buf_text(&words, "Every number was looked at by the rules that review-extract rules lists, and none was questioned.");
        else
            rv_buf_printf(&words, "Every number was looked at by the rules that review-extract rules lists; %zu %s given. ", l.n,
                          l.n == 1 ? "warning was" : "warnings were");
        if (l.n && l.open)
            rv_buf_printf(&words, "For %zu nobody has said why it may stand.", l.open);
        else if (l.n)
            rv_buf_text(&words, "Each has its reason.");
        rv_page_text(d->page, rv_buf_str(&words));
        if (l.n)
            st = rv_page_grid(d->page, l.grid, false, err);
    }
    rv_grid_free(l.grid);
    rv_buf_free(&l.link);
    rv_buf_free(&words);
    return st;
}
