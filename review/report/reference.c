/* References: what a report says of itself, the best of the records that describe it. */
#include <config.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/parts.h"

enum { AUTHORS, YEAR, TITLE, CONTAINER, VOLUME, ISSUE, PAGES, PUBLISHER, DOI, PMID, URL, ACCESSION, N_FIELDS };

RV_STATEMENT(reference_records,
    "SELECT r.authors, r.year, r.title, r.container, r.volume, r.issue, r.pages, r.publisher, r.doi, r.pmid, r.url, r.accession"
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

static void sentence(rv_buf *out, const char *text)
{
    const size_t n = strlen(text);

    rv_buf_text(out, text);
    rv_buf_text(out, n && strchr(".?!", text[n - 1]) ? " " : ". ");
}

static void compose(rv_buf *out, char *const f[N_FIELDS])
{
    sentence(out, f[AUTHORS] ? f[AUTHORS] : "Anonymous");
    rv_buf_printf(out, "(%s). ", f[YEAR] ? f[YEAR] : "no year");
    sentence(out, f[TITLE] ? f[TITLE] : "(no title)");
    if (f[CONTAINER]) {
        rv_buf_text(out, f[CONTAINER]);
        if (f[VOLUME])
            rv_buf_printf(out, " %s", f[VOLUME]);
        if (f[ISSUE])
            rv_buf_printf(out, "(%s)", f[ISSUE]);
        if (f[PAGES])
            rv_buf_printf(out, ":%s", f[PAGES]);
        rv_buf_text(out, ". ");
    }
    if (f[PUBLISHER])
        sentence(out, f[PUBLISHER]);
    if (f[DOI])
        rv_buf_printf(out, "doi:%s. ", f[DOI]);
    if (f[PMID])
        rv_buf_printf(out, "PMID %s. ", f[PMID]);
    if (f[URL] && !f[DOI])
        rv_buf_printf(out, "%s ", f[URL]);
    if (f[ACCESSION])
        rv_buf_printf(out, "[%s]", f[ACCESSION]);
}

rv_status rv_report_reference(rv_store *store, int64_t report, rv_buf *out, rv_buf *label, rv_error *err)
{
    char *fields[N_FIELDS] = { NULL };
    rv_status st = gather(store, report, fields, err);

    if (st == RV_OK) {
        compose(out, fields);
        if (label)
            call_by(label, fields[AUTHORS], fields[YEAR]);
        st = rv_buf_check(out, err);
    }
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
