/* The whole report: the parts in their order, then the page around them. */
#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/document.h"
#include "report/docx_inside.h"
#include "report/fields.h"
#include "report/manifest.h"
#include "report/parts.h"

static rv_status (*const parts[])(rv_document *d, rv_error *err) = {
    rv_part_summary,  rv_part_plain,    rv_part_findings, rv_part_headline,
    rv_part_question, rv_part_methods, rv_part_selection,  rv_part_studies,  rv_part_appraisal, rv_part_outcomes, rv_part_syntheses,
    rv_part_explore, rv_part_missing,
    rv_part_deviations, rv_part_results, rv_part_warnings, rv_part_values, rv_part_references,
    rv_part_since, rv_part_checklist, rv_part_manifest,
};

/* What the parts read, gathered once. */
static rv_status prepare(rv_document *d, rv_error *err)
{
    const rv_protocol *p = d->protocol;
    rv_status st;

    if (!(d->memory = rv_memory_new()) || !(d->syntheses = calloc(p->n_analyses + 1, sizeof *d->syntheses))
        || !(d->fields = rv_fields_new()))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if (d->options->since) {                          /* before anything is written, as it may be the same folder */
        if (!(d->earlier = rv_memory_room(d->memory, sizeof *d->earlier)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        if ((st = rv_earlier_read(d->options->since, d->options->since_kept, d->memory, d->earlier, err)) != RV_OK)
            return st;
    }
    if ((st = rv_store_head(d->store, d->head, err)) != RV_OK
        || (st = rv_included_read(d->store, p, &d->included, err)) != RV_OK
        || (st = rv_report_flow(d->store, p, &d->flow, err)) != RV_OK)
        return st;
    for (size_t i = 0; st == RV_OK && i < p->n_analyses; i++)
        st = rv_synthesis_run(&d->syntheses[i], d->store, p, &d->included, &p->analyses[i], d->options->otherwise, err);
    if (st == RV_OK)
        st = rv_findings_read(d->store, p, d->syntheses, d->memory, &d->findings, err);
    if (st == RV_OK && (st = rv_fields_of_review(d, err)) == RV_OK && (st = rv_fields_of_flow(d, err)) == RV_OK
        && (st = rv_fields_of_syntheses(d, err)) == RV_OK)
        st = rv_fields_of_findings(d, err);
    return st;
}

void rv_document_end(rv_document *d)
{
    for (size_t i = 0; d->syntheses && i < d->protocol->n_analyses; i++)
        rv_synthesis_end(&d->syntheses[i]);
    free(d->syntheses);
    rv_fields_free(d->fields);
    rv_cite_close(d->cite);
    rv_cite_style_close(d->cite_style);
    rv_review_flow_free(d->flow);
    rv_included_free(&d->included);
    rv_memory_free(d->memory);
}

static rv_status front(rv_document *d, rv_error *err)
{
    const rv_protocol *p = d->protocol;
    rv_buf authors = RV_BUF_INIT;
    rv_status st;

    for (size_t i = 0; i < p->n_authors; i++)
        rv_buf_printf(&authors, "%s%s", i ? ", " : "", p->authors[i]);
    if ((st = rv_buf_check(&authors, err)) == RV_OK)
        rv_page_front_set(d->page, &(rv_page_front){ p->title, rv_buf_str(&authors), p->version, p->registration, d->head, "en" });
    rv_buf_free(&authors);
    return st;
}

rv_status rv_document_make(rv_document *d, rv_error *err)
{
    rv_status st = prepare(d, err);

    if (st == RV_OK)
        st = front(d, err);
    for (size_t i = 0; st == RV_OK && i < sizeof parts / sizeof *parts; i++)
        st = parts[i](d, err);
    return st == RV_OK ? rv_page_check(d->page, err) : st;
}

/* Whether `name` is one of `list`, which has commas between; NULL lists all. */
static bool listed(const char *list, const char *name)
{
    const size_t n = strlen(name);

    for (; list && *list; list += strspn(list, ",")) {
        const size_t word = strcspn(list, ",");
        if (word == n && strncmp(list, name, n) == 0)
            return true;
        list += word;
    }
    return !list;
}

rv_status rv_page_formats_check(const char *list, rv_error *err)
{
    rv_buf known = RV_BUF_INIT, name = RV_BUF_INIT;
    rv_status st = RV_OK;

    for (const rv_page_writer *w = rv_page_writers; w->name; w++)
        rv_buf_printf(&known, "%s%s", w == rv_page_writers ? "" : ",", w->name);
    for (size_t n; st == RV_OK && list && *list; list += n + (list[n] == ',')) {
        n = strcspn(list, ",");
        rv_buf_clear(&name);
        rv_buf_add(&name, list, n);
        if (!n || !listed(rv_buf_str(&known), rv_buf_str(&name)))
            st = rv_fail(err, RV_EUSAGE, "there is no format '%s' of a report; there are %s", rv_buf_str(&name), rv_buf_str(&known));
    }
    rv_buf_free(&known);
    rv_buf_free(&name);
    return st;
}

static rv_status write_all(rv_document *d, rv_error *err)
{
    rv_status st = RV_OK;

    for (const rv_page_writer *w = rv_page_writers; st == RV_OK && w->name; w++) {
        rv_buf bytes = RV_BUF_INIT;

        if (!listed(d->options->formats, w->name))
            continue;
        if ((st = w->write(d->page, &bytes, err)) == RV_OK)
            st = rv_page_write(d->page, w->file, rv_buf_str(&bytes), bytes.length, err);
        if (st == RV_OK && w->beside)
            st = w->beside(d->page, err);
        rv_buf_free(&bytes);
    }
    return st;
}

/* That a template can be read is known before anything is written. */
static rv_status template_check(const char *path, rv_error *err)
{
    rv_zip *zip = NULL;
    rv_status st = path ? rv_docx_package(path, &zip, err) : RV_OK;

    rv_zip_free(zip);
    return st;
}

rv_status rv_report_write(rv_store *store, const rv_protocol *protocol, const rv_report_options *options, rv_error *err)
{
    rv_page page;
    rv_document d = { .store = store, .protocol = protocol, .options = options, .page = &page, .included = RV_INCLUDED_INIT };
    bool fresh;
    rv_status st;

    if ((st = rv_page_formats_check(options->formats, err)) != RV_OK || (st = template_check(options->docx_template, err)) != RV_OK)
        return st;
    if (!(fresh = mkdir(options->folder, 0777) == 0) && errno != EEXIST)
        return rv_fail(err, RV_EIO, "%s: cannot make the folder: %s", options->folder, strerror(errno));
    if ((st = rv_page_new(&page, options->folder, err)) != RV_OK || (st = rv_store_read_begin(store, err)) != RV_OK) {
        rv_page_free(&page);
        return st;
    }
    page.docx_template = options->docx_template;
    if ((st = rv_document_make(&d, err)) == RV_OK && (st = write_all(&d, err)) == RV_OK)
        st = rv_manifest_write(&d, err);
    rv_store_read_end(store);
    rv_document_end(&d);
    rv_page_free(&page);
    if (st != RV_OK && fresh)
        rmdir(options->folder);                               /* when nothing was written to it */
    return st;
}
