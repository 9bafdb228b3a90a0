/* The instruments of a review: those it holds, the team's own among them, before those that come with the toolkit. */
#include <config.h>

#include <string.h>

#include "extract/appraise.h"

RV_STATEMENT(instrument_newest, "SELECT xml FROM instrument WHERE name = ?1 ORDER BY id DESC LIMIT 1");
RV_STATEMENT(instrument_edition, "SELECT xml FROM instrument WHERE name = ?1 AND edition = ?2 ORDER BY id DESC LIMIT 1");
/* Copies that were merged may each have kept an edition: the newest row of it counts. */
RV_STATEMENT(instrument_all,
             "SELECT name, edition, xml FROM instrument i WHERE NOT EXISTS (SELECT 1 FROM instrument j WHERE j.name = i.name"
             " AND j.edition = i.edition AND j.id > i.id) ORDER BY id");

/* From the review, else from the toolkit; `*kept` says which. */
static rv_status get(rv_store *store, const char *name, rv_instrument **out, bool *kept, rv_error *err)
{
    const char *shipped = rv_instrument_shipped(name), *xml;
    rv_query   *q = NULL;
    rv_status   st = rv_query_start(&q, store, &instrument_newest, err, "t", name);

    *out = NULL;
    *kept = false;
    if (st == RV_OK && (st = rv_query_next(q, kept, err)) == RV_OK) {
        xml = *kept ? rv_query_text(q, 0) : shipped;
        if (xml)
            st = rv_instrument_parse(out, name, xml, strlen(xml), err);
        else
            st = rv_fail(err, RV_ENOTFOUND, "there is no instrument '%.60s' in the review or in the toolkit; add its file with"
                         " review-extract instrument-add FILE", name);
    }
    rv_query_end(q);
    return st;
}

rv_status rv_extract_instrument(rv_store *store, const char *name, rv_instrument **out, rv_error *err)
{
    bool kept;

    return get(store, name, out, &kept, err);
}

rv_status rv_instruments_get(rv_instruments *instruments, rv_store *store, const rv_appraisal_tool *tool,
                             rv_instrument_in_use **out, rv_error *err)
{
    rv_instrument_in_use *used;
    rv_status st = RV_OK;

    for (size_t i = 0; i < instruments->n; i++)
        if (instruments->in_use[i].tool == tool) {
            *out = &instruments->in_use[i];
            return RV_OK;
        }
    if (instruments->n == RV_INSTRUMENTS_IN_USE)
        return rv_fail(err, RV_EINVAL, "more than %d tools at once", RV_INSTRUMENTS_IN_USE);
    used = &instruments->in_use[instruments->n];
    *used = (rv_instrument_in_use){ .tool = tool };
    if (*tool->instrument && (st = get(store, tool->instrument, &used->instrument, &used->kept, err)) == RV_OK && *tool->critical)
        st = rv_instrument_critical(used->instrument, tool->critical, err);
    if (st == RV_OK && used->instrument && strcmp(used->instrument->unit, tool->unit) != 0)
        st = rv_fail(err, RV_EINVAL, "the protocol has %s judge each %s, its instrument judges each %s", tool->id, tool->unit,
                     used->instrument->unit);
    if (st != RV_OK) {
        rv_instrument_free(used->instrument);
        return st;
    }
    instruments->n++;
    *out = used;
    return RV_OK;
}

void rv_instruments_free(rv_instruments *instruments)
{
    for (size_t i = 0; i < instruments->n; i++)
        rv_instrument_free(instruments->in_use[i].instrument);
    instruments->n = 0;
}

static rv_status add_fact(rv_event *event, const char *name, const char *edition, const char *xml, rv_error *err)
{
    const rv_cell cells[] = { RV_CELL_OF_TEXT("name", name), RV_CELL_OF_TEXT("edition", edition), RV_CELL_OF_TEXT("xml", xml) };

    return rv_event_add(event, "instrument", cells, sizeof cells / sizeof *cells, NULL, err);
}

rv_status rv_instruments_keep(rv_instruments *instruments, rv_instrument_in_use *used, rv_event *event, rv_error *err)
{
    const char *name = used->tool->instrument;
    rv_status st;

    if (!used->instrument || used->kept)
        return RV_OK;
    if ((st = add_fact(event, name, used->instrument->edition, rv_instrument_shipped(name), err)) != RV_OK)
        return st;
    for (size_t i = 0; i < instruments->n; i++)
        if (strcmp(instruments->in_use[i].tool->instrument, name) == 0)
            instruments->in_use[i].kept = true;
    return RV_OK;
}

/* What is to be done with a file: nothing when the same stands, refused when another one has its edition. */
static rv_status compare(rv_store *store, const rv_instrument *i, const char *xml, bool *stands, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, store, &instrument_edition, err, "tt", i->id, i->edition);

    *stands = false;
    if (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        *stands = strcmp(rv_query_text(q, 0), xml) == 0;
        if (!*stands)
            st = rv_fail(err, RV_EEXIST, "the review holds another file as edition '%.60s' of %.60s; give the new one an edition of its own",
                         i->edition, i->id);
    }
    rv_query_end(q);
    return st;
}

rv_status rv_extract_instrument_add(rv_store *store, const char *who, const char *file, const char *xml, size_t n,
                                    char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_instrument *i = NULL;
    rv_event *event = NULL;
    uint64_t paths;
    bool stands = false;
    rv_status st;

    hex[0] = '\0';
    if ((st = rv_instrument_parse(&i, file, xml, n, err)) == RV_OK && (st = rv_instrument_check(i, &paths, err)) == RV_OK
        && (st = compare(store, i, xml, &stands, err)) == RV_OK && !stands
        && (st = rv_event_begin(&event, store, "extract.instrument", who, false, err)) == RV_OK) {
        if ((st = compare(store, i, xml, &stands, err)) == RV_OK && !stands && (st = add_fact(event, i->id, i->edition, xml, err)) == RV_OK)
            st = rv_event_commit(event, hex, err);
        else
            rv_event_abandon(event);
    }
    rv_instrument_free(i);
    return st;
}

rv_status rv_extract_each_instrument(rv_store *store, rv_status (*instrument)(void *user, const char *name, const char *edition,
                                                                              const char *xml, rv_error *err),
                                     void *user, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, store, &instrument_all, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        st = instrument(user, rv_query_text(q, 0), rv_query_text(q, 1), rv_query_text(q, 2), err);
    rv_query_end(q);
    return st;
}
