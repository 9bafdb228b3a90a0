#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "inside.h"

RV_STATEMENT(find_id, "SELECT r.id FROM record r JOIN file f ON f.id = r.file WHERE r.id = ?1");
RV_STATEMENT(find_doi,
    "SELECT r.id, COALESCE(m.report, r.id) FROM record r JOIN file f ON f.id = r.file"
    " LEFT JOIN report_member m ON m.record = r.id WHERE r.doi = ?1 ORDER BY r.id");
RV_STATEMENT(find_pmid,
    "SELECT r.id, COALESCE(m.report, r.id) FROM record r JOIN file f ON f.id = r.file"
    " LEFT JOIN report_member m ON m.record = r.id WHERE r.pmid = ?1 ORDER BY r.id");
RV_STATEMENT(find_accession,
    "SELECT r.id, COALESCE(m.report, r.id) FROM record r JOIN file f ON f.id = r.file"
    " LEFT JOIN report_member m ON m.record = r.id WHERE r.accession = ?1 ORDER BY r.id");
/* Digests are lower-case hexadecimal, so every text that begins with ?1 lies between it and it followed by 'g'. */
RV_STATEMENT(find_place,
    "SELECT r.id, r.id FROM record r JOIN file f ON f.id = r.file"
    " WHERE f.digest >= ?1 AND f.digest < ?2 AND r.offset = ?3 ORDER BY r.id");

/* Takes the least id of what was found; several reports are a question back to the person. */
static rv_status only_report(rv_query *rows, const char *key, int64_t *record, rv_error *err)
{
    rv_buf    list = RV_BUF_INIT;
    int64_t   report = 0, n = 0;
    bool      more = false, several = false;
    rv_status st;

    while ((st = rv_query_next(rows, &more, err)) == RV_OK && more) {
        if (n++ == 0) {
            *record = rv_query_int(rows, 0);
            report = rv_query_int(rows, 1);
        }
        several = several || rv_query_int(rows, 1) != report;
        if (n <= 8)
            rv_buf_printf(&list, "%s#%lld", n > 1 ? ", " : "", (long long)rv_query_int(rows, 0));
        else if (n == 9)
            rv_buf_text(&list, ", ...");
    }
    if (st == RV_OK && n == 0)
        st = rv_fail(err, RV_ENOTFOUND, "no record has the key '%.100s'", key);
    else if (st == RV_OK && several)
        st = rv_fail(err, RV_EINVAL, "'%.100s' is the key of records of several reports (%s); name one by its number", key,
                     rv_buf_str(&list));
    rv_buf_free(&list);
    return st;
}

static rv_status by_identifier(rv_store *store, const rv_statement *statement, const char *value, const char *key,
                               int64_t *record, rv_error *err)
{
    rv_query *rows = NULL;
    rv_status st = rv_query_start(&rows, store, statement, err, "t", value);

    if (st == RV_OK)
        st = only_report(rows, key, record, err);
    rv_query_end(rows);
    return st;
}

static rv_status by_doi(rv_store *store, const char *value, const char *key, int64_t *record, rv_error *err)
{
    rv_refs_sink    sink = { .user = NULL };
    rv_refs_summary summary;
    rv_reading      reading = { .name = key, .sink = &sink, .summary = &summary };
    const char     *doi = rv_field_doi(&reading, value);
    rv_status       st;

    if (!doi)
        st = rv_fail(err, RV_EINVAL, "'%.100s' is not a DOI, which begins with 10. and has a slash", value);
    else
        st = by_identifier(store, &find_doi, doi, key, record, err);
    rv_reading_free(&reading);
    return st;
}

static rv_status by_place(rv_store *store, const char *key, int64_t *record, rv_error *err)
{
    const char *colon = strchr(key, ':');
    size_t      n = (size_t)(colon - key), i;
    char        low[RV_DIGEST_HEX + 1], high[RV_DIGEST_HEX + 1];
    int64_t     offset;
    rv_query   *rows = NULL;
    rv_status   st;

    if (n < 8 || n > RV_DIGEST_HEX - 1 || strspn(key, "0123456789abcdefABCDEF") != n || rv_int_parse(colon + 1, &offset, NULL) != RV_OK)
        return rv_fail(err, RV_EINVAL, "'%.100s' is not a record's key; it is a number (12), doi:..., pmid:..., acc:... or "
                       "at least 8 digits of the file's digest, a colon and the offset", key);
    for (i = 0; i < n; i++)
        low[i] = key[i] >= 'A' && key[i] <= 'F' ? (char)(key[i] + 32) : key[i];
    low[n] = '\0';
    memcpy(high, low, n);
    high[n] = 'g';
    high[n + 1] = '\0';
    st = rv_query_start(&rows, store, &find_place, err, "tti", low, high, offset);
    if (st == RV_OK)
        st = only_report(rows, key, record, err);
    rv_query_end(rows);
    return st;
}

static const char *after(const char *key, const char *prefix)
{
    for (; *prefix; key++, prefix++)
        if ((*key >= 'A' && *key <= 'Z' ? *key + 32 : *key) != *prefix)
            return NULL;
    return key + strspn(key, " ");
}

rv_status rv_record_find(rv_store *store, const char *key, int64_t *record, rv_error *err)
{
    const char *value;
    int64_t     id;
    bool        found = false;
    rv_status   st;

    *record = 0;
    key += strspn(key, " \t");
    if (rv_int_parse(*key == '#' ? key + 1 : key, &id, NULL) == RV_OK) {
        if ((st = rv_store_int(store, &find_id, record, &found, err, "i", id)) == RV_OK && !found)
            st = rv_fail(err, RV_ENOTFOUND, "there is no record %lld", (long long)id);
        return st;
    }
    if ((value = after(key, "doi:")))
        return by_doi(store, value, key, record, err);
    if ((value = after(key, "pmid:")))
        return by_identifier(store, &find_pmid, value, key, record, err);
    if ((value = after(key, "acc:")))
        return by_identifier(store, &find_accession, value, key, record, err);
    if (strchr(key, ':'))
        return by_place(store, key, record, err);
    return rv_fail(err, RV_EINVAL, "'%.100s' is not a record's key; it is a number (12), doi:..., pmid:..., acc:... or "
                   "digits of the file's digest, a colon and the offset", key);
}
