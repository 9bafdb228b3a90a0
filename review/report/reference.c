/* References: what a report says of itself, the best of the records that describe it. */
#include <config.h>

#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "refs/inside.h"
#include "report/parts.h"

enum { AUTHORS, YEAR, TITLE, CONTAINER, VOLUME, ISSUE, PAGES, PUBLISHER, DOI, PMID, URL, TYPE, N_FIELDS };

RV_STATEMENT(reference_records,
    "SELECT r.authors, r.year, r.title, r.container, r.volume, r.issue, r.pages, r.publisher, r.doi, r.pmid, r.url, r.type"
    " FROM report_now r JOIN file f ON f.id = r.file"
    " WHERE r.id = COALESCE((SELECT report FROM report_member WHERE record = ?1), ?1)");

static rv_status gather(rv_store *store, int64_t report, char *fields[N_FIELDS], rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st = rv_query_start(&q, store, &reference_records, err, "i", report);

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        for (int i = 0; i < N_FIELDS; i++)
            if (!fields[i] && !rv_query_null(q, i) && !(fields[i] = strdup(rv_query_text(q, i))))
                st = rv_fail(err, RV_ENOMEM, "out of memory for a reference");
    rv_query_end(q);
    return st;
}

/* "Cave, G; Doolittle, F" is called Cave and Doolittle; three or more, the first et al. */
static void call_by(rv_buf *label, const char *authors, const char *year)
{
    const char *second = authors ? strchr(authors, ';') : NULL;
    const bool more = second && (strchr(second + 1, ';') || strncmp(second + 1 + strspn(second + 1, " "), "et al", 5) == 0);

    if (!authors)
        rv_buf_text(label, "Anonymous");
    else
        rv_buf_add(label, authors, strcspn(authors, ",;"));
    if (more) {
        rv_buf_text(label, " et al.");
    } else if (second) {
        second += 1 + strspn(second + 1, " ");
        rv_buf_text(label, " and ");
        rv_buf_add(label, second, strcspn(second, ",;"));
    }
    rv_buf_printf(label, " %s", year ? year : "(no year)");
}

/* "Cave, G; Doolittle, F; Department for Education" as CSL has people. */
static json_t *people(const char *authors)
{
    json_t *list = json_array();

    while (authors && *authors) {
        const size_t n = strcspn(authors, ";"), family = strcspn(authors, ",;");
        const char  *given = authors + family + (family < n) + (family < n ? strspn(authors + family + 1, " ") : 0);

        if (family < n)
            json_array_append_new(list, json_pack("{s:s%, s:s%}", "family", authors, family, "given", given,
                                                  (size_t)(authors + n - given)));
        else if (n)
            json_array_append_new(list, json_pack("{s:s%}", "literal", authors, n));
        authors += n + (authors[n] != '\0');
        authors += strspn(authors, " ");
    }
    return list;
}

static json_t *item_of(char *const f[N_FIELDS])
{
    static const struct { const char *variable; int field; } texts[] = {
        { "title", TITLE }, { "container-title", CONTAINER }, { "volume", VOLUME }, { "issue", ISSUE }, { "page", PAGES },
        { "publisher", PUBLISHER }, { "DOI", DOI }, { "PMID", PMID }, { "URL", URL },
    };
    const char *type = rv_ref_type_of(f[TYPE]);
    json_t     *item = json_object();

    json_object_set_new(item, "type", json_string(type ? type : "document"));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (f[texts[i].field])
            json_object_set_new(item, texts[i].variable, json_string(f[texts[i].field]));
    if (f[AUTHORS])
        json_object_set_new(item, "author", people(f[AUTHORS]));
    if (f[YEAR])
        json_object_set_new(item, "issued", json_pack("{s:[[i]]}", "date-parts", atoi(f[YEAR])));
    return item;
}

rv_status rv_report_item(rv_store *store, int64_t report, json_t **item, rv_error *err)
{
    char *fields[N_FIELDS] = { NULL };
    rv_status st = gather(store, report, fields, err);

    *item = st == RV_OK ? item_of(fields) : NULL;
    for (int i = 0; i < N_FIELDS; i++)
        free(fields[i]);
    return st;
}

static rv_status compose(rv_buf *out, char *const fields[N_FIELDS], rv_error *err)
{
    rv_cite_style *style = NULL;
    rv_cite *cite = NULL;
    rv_cite_text text = RV_CITE_TEXT_INIT;
    json_t *item = item_of(fields);
    rv_status st;

    if ((st = rv_cite_style_open(&style, "apa", NULL, err)) == RV_OK && (st = rv_cite_open(&cite, style, err)) == RV_OK
        && (st = rv_cite_add(cite, "report", item, err)) == RV_OK && (st = rv_cite_entry(cite, 0, &text, err)) == RV_OK)
        rv_cite_plain(out, &text);
    rv_cite_text_free(&text);
    rv_cite_close(cite);
    rv_cite_style_close(style);
    json_decref(item);
    return st;
}

rv_status rv_report_reference(rv_store *store, int64_t report, rv_buf *out, rv_buf *label, rv_error *err)
{
    char *fields[N_FIELDS] = { NULL };
    rv_status st = gather(store, report, fields, err);

    if (st == RV_OK && out && (st = compose(out, fields, err)) == RV_OK)
        st = rv_buf_check(out, err);
    if (st == RV_OK && label)
        call_by(label, fields[AUTHORS], fields[YEAR]);
    for (int i = 0; i < N_FIELDS; i++)
        free(fields[i]);
    return st;
}

const char *rv_report_anchor(rv_buf *out, const char *kind, const char *name)
{
    rv_buf_clear(out);
    rv_buf_printf(out, "%s-", kind);
    for (const unsigned char *c = (const unsigned char *)name; *c; c++)
        if (isalnum(*c) && *c < 128)
            rv_buf_char(out, (char)*c);
        else
            rv_buf_printf(out, "_%02x", *c);
    return rv_buf_str(out);
}
