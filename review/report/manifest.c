/* What a report was made from, by what, and the digest of every file of it. */
#include <config.h>

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "report/manifest.h"

RV_STATEMENT(manifest_files, "SELECT name, digest, bytes, format, records FROM file ORDER BY id");
RV_STATEMENT(manifest_protocol, "SELECT version, digest, xml FROM protocol ORDER BY version DESC LIMIT 1");

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

/* The protocol in force, as a file beside the report too. */
static rv_status protocol(rv_document *d, json_t *manifest, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, d->store, &manifest_protocol, err, "");

    if (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const char *xml = rv_query_text(q, 2);

        json_object_set_new(manifest, "protocol", json_pack("{s:I, s:s, s:s}", "version", (json_int_t)rv_query_int(q, 0), "sha256",
                                                            rv_query_text(q, 1), "file", "protocol.xml"));
        st = rv_page_write(d->page, "protocol.xml", xml, strlen(xml), err);
    }
    rv_query_end(q);
    return st;
}

static json_t *analyses(const rv_document *d)
{
    json_t *list = json_array();

    for (size_t i = 0; i < d->protocol->n_analyses; i++) {
        const rv_synthesis *s = &d->syntheses[i];
        const rv_analysis *a = s->analysis;
        json_t *one;

        if (!a || a->mixed)
            continue;
        one = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:I}", "id", s->planned->id, "label", s->planned->label, "measure",
                        a->options.measure, "estimator", a->options.model.estimator ? a->options.model.estimator->name : "REML", "test",
                        rv_meta_test_names[a->options.model.test], "pi", rv_meta_pi_names[a->options.model.pi], "k",
                        (json_int_t)a->k);
        json_object_set_new(one, "data", json_sprintf("data_%s.csv", s->planned->id));
        json_object_set_new(one, "level", rv_json_real(a->options.model.level));
        json_object_set_new(one, "beta", rv_json_real(a->fit.pooled.estimate));
        json_object_set_new(one, "se", rv_json_real(a->fit.pooled.se));
        json_object_set_new(one, "tau2", rv_json_real(a->fit.tau2));
        json_array_append_new(list, one);
    }
    return list;
}

static json_t *outputs(const rv_page *page)
{
    json_t *list = json_array();

    for (size_t i = 0; i < page->n_files; i++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:I}", "name", page->files[i].name, "sha256", page->files[i].digest, "bytes",
                                              (json_int_t)page->files[i].bytes));
    return list;
}

static json_t *settings(const rv_report_options *options)
{
    json_t *list = json_array();

    for (size_t i = 0; options->otherwise && i < options->otherwise->n; i++)
        json_array_append_new(list, json_string(options->otherwise->items[i]));
    return list;
}

static rv_status keep_template(rv_document *d, json_t *manifest, rv_error *err)
{
    rv_buf bytes = RV_BUF_INIT;
    rv_status st = RV_OK;

    if (d->options->docx_template && (st = rv_file_read(d->options->docx_template, SIZE_MAX, &bytes, err)) == RV_OK
        && (st = rv_page_write(d->page, RV_KEPT_TEMPLATE, rv_buf_str(&bytes), bytes.length, err)) == RV_OK)
        json_object_set_new(manifest, "template", json_string(RV_KEPT_TEMPLATE));
    rv_buf_free(&bytes);
    return st;
}

rv_status rv_manifest_write(rv_document *d, rv_error *err)
{
    json_t *manifest = json_object(), *in = json_array();
    char *text = NULL;
    rv_status st;

    json_object_set_new(manifest, "schema", json_string("review-manifest/2"));
    json_object_set_new(manifest, "software", json_string("review " VERSION));
    json_object_set_new(manifest, "command", json_string(d->options->command));
    json_object_set_new(manifest, "made", json_string(d->page->made));
    json_object_set_new(manifest, "head", json_string(d->head));
    json_object_set_new(manifest, "set", settings(d->options));
    if (d->options->formats)
        json_object_set_new(manifest, "formats", json_string(d->options->formats));
    if ((st = keep_template(d, manifest, err)) == RV_OK && (st = protocol(d, manifest, err)) == RV_OK && (st = inputs(d->store, in, err)) == RV_OK)
        st = rv_crate_write(d, in, err);
    json_object_set_new(manifest, "inputs", in);
    json_object_set_new(manifest, "analyses", analyses(d));
    json_object_set_new(manifest, "outputs", outputs(d->page));
    if (st == RV_OK && !(text = json_dumps(manifest, JSON_INDENT(2))))
        st = rv_fail(err, RV_ENOMEM, "out of memory for the manifest");
    if (st == RV_OK)
        st = rv_page_write(d->page, "manifest.json", text, strlen(text), err);
    free(text);
    json_decref(manifest);
    return st;
}
