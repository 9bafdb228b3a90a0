#include <config.h>

#include <string.h>

#include "inside.h"
#include "keys.h"

RV_STATEMENT(find_id, "SELECT r.id FROM record r JOIN file f ON f.id = r.file WHERE r.id = ?1");
RV_STATEMENT(find_row,
    "SELECT COALESCE(m.report, r.id), r.doi, r.pmid, r.accession FROM record_now r LEFT JOIN report_member m ON m.record = r.id"
    " WHERE r.id = ?1");
/* Digests are lower-case hexadecimal, so every text that begins with ?1 lies between it and it followed by 'g'. */
RV_STATEMENT(find_files, "SELECT id, records FROM file WHERE digest >= ?1 AND digest < ?2 ORDER BY id");
RV_STATEMENT(find_place, "SELECT offset, id FROM record WHERE file = ?1 AND seq = ?2");

/* The records that bear a key. */
typedef struct {
    int64_t first, report, n;            /* the least record and its report */
    bool    several;                     /* they are of several reports */
    rv_buf  list;                        /* "#1, #3" for the message */
} found_records;

static void take(found_records *found, int64_t record, int64_t report)
{
    if (found->n++ == 0) {
        found->first = record;
        found->report = report;
    }
    found->several = found->several || report != found->report;
    if (found->n <= 8)
        rv_buf_printf(&found->list, "%s#%lld", found->n > 1 ? ", " : "", (long long)record);
    else if (found->n == 9)
        rv_buf_text(&found->list, ", ...");
}

/* The least record; several reports are a question back to the person. */
static rv_status only_report(found_records *found, const char *key, int64_t *record, rv_error *err)
{
    rv_status st = RV_OK;

    *record = found->first;
    if (found->n == 0)
        st = rv_fail(err, RV_ENOTFOUND, "no record has the key '%.100s'", key);
    else if (found->several)
        st = rv_fail(err, RV_EINVAL, "'%.100s' is the key of records of several reports (%s); name one by its number", key,
                     rv_buf_str(&found->list));
    rv_buf_free(&found->list);
    return st;
}

/* The index knows hashes only, so each candidate is looked at. */
static rv_status check(rv_store *store, int64_t id, rv_key_kind kind, const char *value, found_records *found, rv_error *err)
{
    rv_query *row = NULL;
    bool      more = false;
    rv_status st = rv_query_start(&row, store, &find_row, err, "i", id);

    if (st == RV_OK && (st = rv_query_next(row, &more, err)) == RV_OK && more) {
        const char *text = rv_query_text(row, 1 + (int)kind);

        if (text && strcmp(text, value) == 0)
            take(found, id, rv_query_int(row, 0));
    }
    rv_query_end(row);
    return st;
}

static rv_status by_identifier(rv_store *store, rv_key_kind kind, const char *value, const char *key, int64_t *record,
                               rv_error *err)
{
    found_records  found = { .list = RV_BUF_INIT };
    const int64_t *ids;
    size_t         n, i;
    rv_status      st = rv_keys_find(store, kind, value, &ids, &n, err);

    for (i = 0; st == RV_OK && i < n; i++)
        st = check(store, ids[i], kind, value, &found, err);
    if (st == RV_OK)
        return only_report(&found, key, record, err);
    rv_buf_free(&found.list);
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
        st = by_identifier(store, RV_KEY_DOI, doi, key, record, err);
    rv_reading_free(&reading);
    return st;
}

/* Records stand in their file in order, so offsets grow with seq: the record at `offset`, 0 when none begins there. */
static rv_status search_file(rv_store *store, int64_t file, int64_t records, int64_t offset, int64_t *record, rv_error *err)
{
    int64_t   low = 0, high = records - 1;
    rv_status st = RV_OK;

    *record = 0;
    while (st == RV_OK && low <= high && !*record) {
        int64_t   middle = low + (high - low) / 2, here;
        bool      more = false;
        rv_query *row = NULL;

        if ((st = rv_query_start(&row, store, &find_place, err, "ii", file, middle)) == RV_OK
            && (st = rv_query_next(row, &more, err)) == RV_OK && more) {
            here = rv_query_int(row, 0);
            if (here == offset)
                *record = rv_query_int(row, 1);
            else if (here < offset)
                low = middle + 1;
            else
                high = middle - 1;
        }
        rv_query_end(row);
        if (!more)
            break;
    }
    return st;
}

static rv_status by_place(rv_store *store, const char *low, const char *high, int64_t offset, const char *key, int64_t *record,
                          rv_error *err)
{
    found_records found = { .list = RV_BUF_INIT };
    rv_query     *files = NULL;
    bool          more = false;
    int64_t       id;
    rv_status     st = rv_query_start(&files, store, &find_files, err, "tt", low, high);

    while (st == RV_OK && (st = rv_query_next(files, &more, err)) == RV_OK && more)
        if ((st = search_file(store, rv_query_int(files, 0), rv_query_int(files, 1), offset, &id, err)) == RV_OK && id)
            take(&found, id, id);
    rv_query_end(files);
    if (st == RV_OK)
        return only_report(&found, key, record, err);
    rv_buf_free(&found.list);
    return st;
}

static rv_status no_key(const char *key, rv_error *err)
{
    return rv_fail(err, RV_EINVAL, "'%.100s' is not a record's key; it is a number (12), doi:..., pmid:..., acc:... or at least 8 "
                   "digits of the file's digest, a colon and the offset", key);
}

static rv_status by_digest(rv_store *store, const char *key, int64_t *record, rv_error *err)
{
    const char *colon = strchr(key, ':');
    size_t      n = (size_t)(colon - key), i;
    char        low[RV_DIGEST_HEX], high[RV_DIGEST_HEX + 1];
    int64_t     offset;

    if (n < 8 || n >= RV_DIGEST_HEX || strspn(key, "0123456789abcdefABCDEF") != n
        || rv_int_parse(colon + 1, &offset, NULL) != RV_OK)
        return no_key(key, err);
    for (i = 0; i < n; i++)
        low[i] = key[i] >= 'A' && key[i] <= 'F' ? (char)(key[i] + 32) : key[i];
    low[n] = '\0';
    memcpy(high, low, n);
    memcpy(high + n, "g", 2);
    return by_place(store, low, high, offset, key, record, err);
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
        return by_identifier(store, RV_KEY_PMID, value, key, record, err);
    if ((value = after(key, "acc:")))
        return by_identifier(store, RV_KEY_ACCESSION, value, key, record, err);
    return strchr(key, ':') ? by_digest(store, key, record, err) : no_key(key, err);
}
