/* What a report ends with: deviations from the protocol, references, and the manifest that repeats it. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/parts.h"

/* ---- Deviations ----------------------------------------------------------------------------------------------------- */

static rv_status add_deviation(void *user, const rv_deviation *v, rv_error *err)
{
    rv_grid *g = user;

    (void)err;
    rv_grid_row(g, NULL);
    rv_grid_text(g, v->step);
    rv_grid_text(g, v->planned);
    rv_grid_text(g, v->done);
    rv_grid_text(g, v->recorded ? v->reason : "(no reason given)");
    return RV_OK;
}

rv_status rv_part_deviations(rv_document *d, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "step", "Step", -1 }, { "planned", "Planned", -1 }, { "done", "Done", -1 }, { "reason", "Reason", -1 }, { NULL, NULL, 0 },
    };
    rv_grid *g = rv_grid_new("deviations", "What was done otherwise than the protocol plans", columns);
    rv_status st = rv_report_deviations(d->store, d->protocol, d->options->otherwise, add_deviation, g, err);

    rv_page_heading(d->page, 2, "deviations-all", "Deviations from the protocol");
    if (st == RV_OK)
        st = rv_page_grid(d->page, g, false, err);
    rv_grid_free(g);
    return st;
}

/* ---- References ----------------------------------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

rv_status rv_part_references(rv_document *d, rv_error *err)
{
    char **list = calloc(d->included.n_reports + d->included.n_loose + 1, sizeof *list);
    rv_buf reference = RV_BUF_INIT;
    size_t n = 0;
    rv_status st = list ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for the references");

    for (size_t i = 0; st == RV_OK && i < d->included.n_reports + d->included.n_loose; i++) {
        const int64_t report = i < d->included.n_reports ? d->included.reports[i].report
                                                         : d->included.loose[i - d->included.n_reports];
        rv_buf_clear(&reference);
        if ((st = rv_report_reference(d->store, report, &reference, NULL, err)) == RV_OK
            && !(list[n++] = strdup(rv_buf_str(&reference))))
            st = rv_fail(err, RV_ENOMEM, "out of memory for the references");
    }
    if (st == RV_OK) {
        qsort(list, n, sizeof *list, by_text);
        rv_page_heading(d->page, 2, "references", "Reports of the included studies");
        rv_page_list_begin(d->page);
        for (size_t i = 0; i < n; i++)
            if (!i || strcmp(list[i], list[i - 1]) != 0)
                rv_page_item(d->page, "", list[i]);
        rv_page_list_end(d->page);
    }
    for (size_t i = 0; i < n; i++)
        free(list[i]);
    free(list);
    rv_buf_free(&reference);
    return st;
}

/* ---- Manifest ------------------------------------------------------------------------------------------------------- */

rv_status rv_part_manifest(rv_document *d, rv_error *err)
{
    char now[RV_TIME_TEXT];

    rv_page_heading(d->page, 2, "manifest", "How to repeat this report");
    rv_page_list_begin(d->page);
    rv_page_item(d->page, "Software", "review " VERSION);
    rv_page_item(d->page, "Command", d->options->command);
    rv_page_item(d->page, "Head of the audit trail (check with review-log FILE verify --expect DIGEST)", d->head);
    rv_page_item(d->page, "Made", rv_now(now));
    rv_page_item(d->page, "Inputs, versions, analyses and the digest of every file", "manifest.json beside this page; review-report "
                 "verify recomputes and compares them. ro-crate-metadata.json says what each file is.");
    rv_page_list_end(d->page);
    return rv_page_check(d->page, err);
}
