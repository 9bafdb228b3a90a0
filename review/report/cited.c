/* The references of a report of a review: every report that reached the last stage of screening, with all that its records say. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/screen.h"

#include "report/cite_list.h"
#include "report/parts.h"

typedef struct {
    const char *last;             /* the last stage */
    int64_t    *reports;          /* ascending */
    size_t      n, room;
} chosen;

static rv_status choose(void *user, const rv_screen_status *s, rv_error *err)
{
    chosen *c = user;

    if (s->outcome == RV_SCREEN_NOT_REACHED || strcmp(s->stage, c->last) != 0 || (c->n && c->reports[c->n - 1] == s->report))
        return RV_OK;
    if (!rv_grow(&c->reports, c->n, &c->room, sizeof *c->reports))
        return rv_fail(err, RV_ENOMEM, "out of memory for the references");
    c->reports[c->n++] = s->report;
    return RV_OK;
}

static int by_number(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static bool is_chosen(void *user, const rv_ref_origin *origin)
{
    const chosen *c = user;

    return c->n && bsearch(&origin->report, c->reports, c->n, sizeof *c->reports, by_number);
}

static rv_status gather(rv_document *d, rv_error *err)
{
    chosen    c = { d->protocol->stages[d->protocol->n_stages - 1].id, NULL, 0, 0 };
    rv_status st = rv_screen_each(d->store, d->protocol, NULL, choose, &c, err);

    if (st == RV_OK) {
        if (c.n)
            qsort(c.reports, c.n, sizeof *c.reports, by_number);
        st = rv_cite_add_reports(d->cite, d->store, is_chosen, &c, NULL, err);
    }
    free(c.reports);
    return st;
}

rv_status rv_document_cites(rv_document *d, rv_error *err)
{
    rv_status st;

    if (d->cite)
        return RV_OK;
    if ((st = rv_cite_style_open(&d->cite_style, "apa", NULL, err)) == RV_OK && (st = rv_cite_open(&d->cite, d->cite_style, err)) == RV_OK)
        st = gather(d, err);
    return st;
}

/* A report that was never screened at that stage is known by what the review keeps of it. */
static rv_status add_missing(rv_document *d, int64_t report, const char *key, rv_error *err)
{
    json_t   *item = NULL;
    rv_status st = rv_report_item(d->store, report, &item, err);

    if (st == RV_OK)
        st = rv_cite_add(d->cite, key, item, err);
    json_decref(item);
    return st;
}

rv_status rv_document_reference(rv_document *d, int64_t report, rv_cite_text *text, rv_error *err)
{
    char      key[32];
    rv_status st = rv_document_cites(d, err);

    snprintf(key, sizeof key, "%lld", (long long)report);
    if (st == RV_OK && !json_object_get(d->cite->index, key))
        st = add_missing(d, report, key, err);
    return st == RV_OK ? rv_cite_entry_of(d->cite, key, text, err) : st;
}

/* In tables the accession number says which record is meant. */
static const char *accession_of(const rv_document *d, int64_t report)
{
    const json_t *found;
    char          key[32];

    snprintf(key, sizeof key, "%lld", (long long)report);
    found = json_object_get(d->cite->index, key);
    return found ? rv_cite_value(d->cite->items[json_integer_value(found)], CITE_ACCESSION, false) : NULL;
}

rv_status rv_document_reference_text(rv_document *d, int64_t report, rv_buf *out, rv_error *err)
{
    rv_cite_text text = RV_CITE_TEXT_INIT;
    rv_status    st = rv_document_reference(d, report, &text, err);
    const char  *accession = st == RV_OK ? accession_of(d, report) : NULL;

    if (st == RV_OK)
        rv_cite_plain(out, &text);
    if (accession)
        rv_buf_printf(out, " [%s]", accession);
    rv_cite_text_free(&text);
    return st == RV_OK ? rv_buf_check(out, err) : st;
}
