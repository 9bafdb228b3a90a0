/* Which report the name of a file names. */
#include <config.h>

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "review/refs.h"

typedef struct {
    rv_store *store;
    int64_t   record, report;     /* found so far; 0 for none */
    bool      several;
} search;

/* Tries one way of reading the name; what it does not name is no fault. */
static rv_status try_key(search *s, const char *prefix, const char *key, rv_error *err)
{
    rv_buf whole = RV_BUF_INIT;
    int64_t record = 0, report = 0;
    rv_status st;

    rv_buf_printf(&whole, "%s%s", prefix, key);
    if ((st = rv_buf_check(&whole, err)) == RV_OK && (st = rv_record_find(s->store, rv_buf_str(&whole), &record, err)) == RV_OK
        && (st = rv_record_report(s->store, record, &report, err)) == RV_OK) {
        s->several |= s->report && s->report != report;
        s->record = s->report ? s->record : record;
        s->report = report;
    }
    rv_buf_free(&whole);
    return st == RV_ENOTFOUND || st == RV_EINVAL ? RV_OK : st;
}

/* "10.1257_aer.98" with `sign` for slashes: the first alone (the one every DOI has), or all of them. */
static rv_status try_doi(search *s, const char *name, const char *sign, bool every, rv_error *err)
{
    const size_t n = strlen(sign);
    rv_buf doi = RV_BUF_INIT;
    bool done = false;
    rv_status st;

    for (const char *at = name; *at;) {
        if ((every || !done) && strncasecmp(at, sign, n) == 0) {
            rv_buf_char(&doi, '/');
            at += n;
            done = true;
        } else {
            rv_buf_char(&doi, *at++);
        }
    }
    st = rv_buf_check(&doi, err);
    if (st == RV_OK && done)
        st = try_key(s, "doi:", rv_buf_str(&doi), err);
    rv_buf_free(&doi);
    return st;
}

static rv_status try_dois(search *s, const char *name, rv_error *err)
{
    static const char *const signs[] = { "_", "-", "%2F", "@", "+", "\xE2\x88\x95", " " };
    rv_status st = RV_OK;

    for (size_t i = 0; i < sizeof signs / sizeof *signs && st == RV_OK && !s->report; i++)
        if ((st = try_doi(s, name, signs[i], false, err)) == RV_OK)
            st = try_doi(s, name, signs[i], true, err);
    return st;
}

/* "doi_10..." or "pmid-123": what stands behind the word and a sign, NULL when the name does not begin so. */
static const char *behind(const char *name, const char *word)
{
    const size_t n = strlen(word);

    if (strncasecmp(name, word, n) != 0)
        return NULL;
    return name + n + (name[n] && strchr("_-:= ", name[n]) ? 1 : 0);
}

/* "3fa9c1d2_1045": a record's name in every copy. */
static rv_status try_name(search *s, const char *name, rv_error *err)
{
    const size_t n = strspn(name, "0123456789abcdef");
    rv_buf key = RV_BUF_INIT;
    rv_status st;

    if (n < 8 || !name[n] || !strchr("_-:", name[n]) || !isdigit((unsigned char)name[n + 1]))
        return RV_OK;
    rv_buf_printf(&key, "%.*s:%s", (int)n, name, name + n + 1);
    st = rv_buf_check(&key, err);
    if (st == RV_OK)
        st = try_key(s, "", rv_buf_str(&key), err);
    rv_buf_free(&key);
    return st;
}

static rv_status try_all(search *s, const char *name, rv_error *err)
{
    const char *rest;
    rv_status st = RV_OK;

    if ((rest = behind(name, "pmid")) != NULL && isdigit((unsigned char)*rest))
        return try_key(s, "pmid:", rest, err);
    if ((rest = behind(name, "doi")) != NULL && strncmp(rest, "10.", 3) == 0)
        return try_dois(s, rest, err);
    if (strncmp(name, "10.", 3) == 0)
        return try_dois(s, name, err);
    if (*name == '#')
        return try_key(s, "", name, err);
    if (strspn(name, "0123456789") == strlen(name) && (st = try_key(s, "pmid:", name, err)) == RV_OK)
        st = try_key(s, "#", name, err);
    if (st == RV_OK && (st = try_key(s, "acc:", name, err)) == RV_OK)
        st = try_name(s, name, err);
    return st;
}

rv_status rv_file_name_record(rv_store *store, const char *file, int64_t *record, rv_error *err)
{
    search s = { .store = store };
    rv_buf name = RV_BUF_INIT;
    const char *dot = strrchr(file, '.');
    rv_status st;

    rv_buf_add(&name, file, dot && dot != file && strlen(dot) <= 6 ? (size_t)(dot - file) : strlen(file));
    if ((st = rv_buf_check(&name, err)) == RV_OK && name.length)
        st = try_all(&s, rv_buf_str(&name), err);
    if (st == RV_OK && !s.report)
        st = rv_fail(err, RV_ENOTFOUND, "its name is no DOI, PubMed or accession number, record number or key of this review");
    else if (st == RV_OK && s.several)
        st = rv_fail(err, RV_EINVAL, "its name fits several reports");
    *record = st == RV_OK ? s.record : 0;
    rv_buf_free(&name);
    return st;
}
