#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/read.h"

static char *copy(const char *text)
{
    return strdup(text ? text : "");
}

static bool given(const char *text)
{
    return text && *text;
}

static char *taken(rv_buf *buf)
{
    char *text = buf->failed ? NULL : copy(rv_buf_str(buf));

    rv_buf_free(buf);
    return text;
}

/* "2008. American Economic Review 98(5), 1864-1886. ERIC" */
static char *place_of(const rv_stored_record *record)
{
    const rv_bulk_record *f = &record->fields;
    rv_buf out = RV_BUF_INIT;

    if (f->year)
        rv_buf_printf(&out, "%lld", (long long)f->year);
    if (given(f->container) || given(f->publisher))
        rv_buf_printf(&out, "%s%s", out.length ? ". " : "", given(f->container) ? f->container : f->publisher);
    if (given(f->volume))
        rv_buf_printf(&out, " %s", f->volume);
    if (given(f->issue))
        rv_buf_printf(&out, "(%s)", f->issue);
    if (given(f->pages))
        rv_buf_printf(&out, ", %s", f->pages);
    if (given(record->source))
        rv_buf_printf(&out, "%s%s", out.length ? ". " : "", record->source);
    return taken(&out);
}

static char *link_of(const rv_bulk_record *f)
{
    rv_buf out = RV_BUF_INIT;

    if (given(f->doi))
        rv_buf_printf(&out, "https://doi.org/%s", f->doi);
    if (given(f->url))
        rv_buf_printf(&out, "%s%s", out.length ? "  " : "", f->url);
    if (given(f->pmid))
        rv_buf_printf(&out, "%spmid %s", out.length ? "  " : "", f->pmid);
    return taken(&out);
}

static rv_status fill(void *user, const rv_stored_record *record, rv_error *err)
{
    const rv_bulk_record *f = &record->fields;
    rv_card *card = user;

    *card = (rv_card){ .report = record->id, .title = copy(f->title), .authors = copy(f->authors), .place = place_of(record),
                       .abstract = copy(f->abstract), .keywords = copy(f->keywords), .link = link_of(f) };
    return card->title && card->authors && card->place && card->abstract && card->keywords && card->link
               ? RV_OK
               : rv_fail(err, RV_ENOMEM, "out of memory");
}

rv_status rv_card_load(rv_card *card, rv_store *store, int64_t report, rv_error *err)
{
    rv_status st;

    *card = (rv_card){ 0 };
    if ((st = rv_reports_each(store, report, report, fill, card, err)) == RV_OK && !card->report)
        st = rv_fail(err, RV_ENOTFOUND, "there is no report %lld", (long long)report);
    if (st != RV_OK)
        rv_card_free(card);
    return st;
}

void rv_card_free(rv_card *card)
{
    free(card->title);
    free(card->authors);
    free(card->place);
    free(card->abstract);
    free(card->keywords);
    free(card->link);
    *card = (rv_card){ 0 };
}
