/* What a report ends with: deviations from the protocol, references, and the manifest that repeats it. */
#include <config.h>

#include <jansson.h>
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

RV_STATEMENT(manifest_files, "SELECT name, digest, bytes, format, records FROM file ORDER BY id");
RV_STATEMENT(manifest_protocol, "SELECT version, digest FROM protocol ORDER BY version DESC LIMIT 1");

static rv_status inputs(rv_store *store, json_t *list, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st = rv_query_start(&q, store, &manifest_files, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        json_array_append_new(list, json_pack("{s:s, s:s, s:I, s:s, s:I}", "name", rv_query_text(q, 0), "sha256",
                                              rv_query_text(q, 1), "bytes", (json_int_t)rv_query_int(q, 2), "format",
                                              rv_query_text(q, 3), "records", (json_int_t)rv_query_int(q, 4)));
    rv_query_end(q);
    return st;
}

static rv_status protocol_digest(rv_store *store, json_t *manifest, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, store, &manifest_protocol, err, "");

    if (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        json_object_set_new(manifest, "protocol", json_pack("{s:I, s:s}", "version", (json_int_t)rv_query_int(q, 0), "sha256",
                                                            rv_query_text(q, 1)));
    rv_query_end(q);
    return st;
}

static void show_manifest(rv_document *d, const char *now)
{
    rv_page_heading(d->page, 2, "manifest", "How to repeat this report");
    rv_page_list_begin(d->page);
    rv_page_item(d->page, "Software", "review " VERSION);
    rv_page_item(d->page, "Command", d->options->command);
    rv_page_item(d->page, "Head of the audit trail (check with review-log FILE verify --expect DIGEST)", d->head);
    rv_page_item(d->page, "Made", now);
    rv_page_item(d->page, "Inputs, versions and the digest of every file", "manifest.json beside this page");
    rv_page_list_end(d->page);
}

rv_status rv_part_manifest(rv_document *d, rv_error *err)
{
    char now[RV_TIME_TEXT];
    json_t *manifest = json_object(), *in = json_array(), *out = json_array();
    char *text = NULL;
    rv_status st;

    rv_now(now);
    show_manifest(d, now);
    json_object_set_new(manifest, "schema", json_string("review-manifest/1"));
    json_object_set_new(manifest, "software", json_string("review " VERSION));
    json_object_set_new(manifest, "command", json_string(d->options->command));
    json_object_set_new(manifest, "made", json_string(now));
    json_object_set_new(manifest, "head", json_string(d->head));
    st = protocol_digest(d->store, manifest, err);
    if (st == RV_OK)
        st = inputs(d->store, in, err);
    json_object_set_new(manifest, "inputs", in);
    for (size_t i = 0; i < d->page->n_files; i++)
        json_array_append_new(out, json_pack("{s:s, s:s, s:I}", "name", d->page->files[i].name, "sha256", d->page->files[i].digest,
                                             "bytes", (json_int_t)d->page->files[i].bytes));
    json_object_set_new(manifest, "outputs", out);
    if (st == RV_OK && !(text = json_dumps(manifest, JSON_INDENT(2))))
        st = rv_fail(err, RV_ENOMEM, "out of memory for the manifest");
    if (st == RV_OK)
        st = rv_page_write(d->page, "manifest.json", text, strlen(text), err);
    free(text);
    json_decref(manifest);
    return st;
}
