/* What a report ends with: deviations from the protocol, references, and the manifest that repeats it. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/parts.h"

/* ---- Deviations ----------------------------------------------------------------------------------------------------- */

typedef struct {
    rv_grid *g;
    rv_buf   reason;               /* of the row before */
} deviating;

/* One reason mostly stands behind many deviations: people read it once, over them. */
static rv_status add_deviation(void *user, const rv_deviation *v, rv_error *err)
{
    deviating *before = user;
    rv_grid *g = before->g;
    const char *reason = v->recorded ? v->reason : "(no reason given)";

    if (!rv_grid_rows(g) || strcmp(rv_buf_str(&before->reason), reason) != 0) {
        rv_buf_clear(&before->reason);
        rv_buf_printf(&before->reason, "Reason: %s", reason);
        rv_grid_section(g, rv_buf_str(&before->reason));
        rv_buf_clear(&before->reason);
        rv_buf_text(&before->reason, reason);
    }
    rv_grid_row(g, NULL);
    rv_grid_text(g, v->step);
    rv_grid_text(g, v->planned);
    rv_grid_text(g, v->done);
    rv_grid_text(g, reason);
    return rv_buf_check(&before->reason, err);
}

rv_status rv_part_deviations(rv_document *d, rv_error *err)
{
    static const rv_grid_column columns[] = {
        { "step", "Step", -1 }, { "planned", "Planned", -1 }, { "done", "Done", -1 }, { "reason", "Reason", -1 }, { NULL, NULL, 0 },
    };
    rv_grid *g = rv_grid_new("deviations", "What was done otherwise than the protocol plans", columns);
    deviating to = { g, RV_BUF_INIT };
    rv_status st = rv_report_deviations(d->store, d->protocol, d->options->otherwise, add_deviation, &to, err);

    rv_page_heading(d->page, 2, "deviations-all", "Deviations from the protocol");
    if (g)
        rv_grid_hide(g, "reason");
    if (st == RV_OK && !rv_grid_rows(g))
        rv_page_text(d->page, "Nothing was done otherwise than planned.");
    if (st == RV_OK)
        st = rv_page_grid(d->page, g, false, err);
    rv_buf_free(&to.reason);
    rv_grid_free(g);
    return st;
}

/* ---- References ----------------------------------------------------------------------------------------------------- */

static bool is_included(const rv_included *included, int64_t report)
{
    for (size_t i = 0; i < included->n_reports; i++)
        if (included->reports[i].report == report)
            return true;
    for (size_t i = 0; i < included->n_loose; i++)
        if (included->loose[i] == report)
            return true;
    return false;
}

static void put_item(rv_page *page, const rv_cite_text *text)
{
    static const struct { unsigned cited, run; } styles[] = {
        { RV_CITE_ITALIC, RV_RUN_ITALIC }, { RV_CITE_BOLD, RV_RUN_BOLD }, { RV_CITE_SUPERSCRIPT, RV_RUN_RAISED },
        { RV_CITE_SMALL_CAPS, RV_RUN_SMALL_CAPS },
    };

    rv_page_begin(page, RV_BLOCK_ITEM);
    for (size_t i = 0; i < text->n; i++) {
        rv_run run = { text->runs[i].text, text->runs[i].link, NULL, 0 };

        for (size_t k = 0; k < sizeof styles / sizeof *styles; k++)
            run.style |= text->runs[i].style & styles[k].cited ? styles[k].run : 0;
        rv_page_run(page, &run);
    }
    rv_page_end(page);
}

/* Every report of an included study, in the order of the style; one that was never screened joins them first. */
rv_status rv_part_references(rv_document *d, rv_error *err)
{
    const rv_included *in = &d->included;
    rv_cite_text text = RV_CITE_TEXT_INIT;
    const char *key = "";
    rv_status st = rv_document_cites(d, err);

    for (size_t i = 0; st == RV_OK && i < in->n_reports + in->n_loose; i++)
        st = rv_document_reference(d, i < in->n_reports ? in->reports[i].report : in->loose[i - in->n_reports], &text, err);
    rv_page_heading(d->page, 2, "references", "Reports of the included studies");
    rv_page_list_begin(d->page);
    for (size_t i = 0; st == RV_OK && (st = rv_cite_entry_key(d->cite, i, &key, err)) == RV_OK && key; i++)
        if (is_included(in, atoll(key)) && (st = rv_cite_entry(d->cite, i, &text, err)) == RV_OK)
            put_item(d->page, &text);
    rv_page_list_end(d->page);
    rv_cite_text_free(&text);
    return st;
}

/* ---- Manifest ------------------------------------------------------------------------------------------------------- */

rv_status rv_part_manifest(rv_document *d, rv_error *err)
{
    rv_page_heading(d->page, 2, "manifest", "How to repeat this report");
    rv_page_list_begin(d->page);
    rv_page_item(d->page, "Software", "review " VERSION);
    rv_page_item(d->page, "Command", d->options->command);
    rv_page_item(d->page, "Head of the audit trail (check with review-log FILE verify --expect DIGEST)", d->head);
    rv_page_item(d->page, "Made", d->page->made);
    rv_page_item(d->page, "Inputs, versions, analyses and the digest of every file", "manifest.json beside this page; review-report "
                 "verify recomputes and compares them. ro-crate-metadata.json says what each file is.");
    rv_page_list_end(d->page);
    return rv_page_check(d->page, err);
}
