/* A record made ready for comparing. */
#include <config.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "dedup/entry.h"

static rv_status keep(rv_heap *heap, const char **to, const char *text, size_t n, rv_error *err)
{
    return (*to = rv_heap_text(heap, text, n)) ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

static rv_status fold(rv_heap *heap, const char **to, const char *text, rv_error *err)
{
    rv_buf buf = RV_BUF_INIT;
    rv_status st;

    text = text ? text : "";
    if ((st = rv_utf8_fold(&buf, text, strlen(text), err)) == RV_OK)
        st = keep(heap, to, rv_buf_str(&buf), buf.length, err);
    rv_buf_free(&buf);
    return st;
}

/* "https://doi.org/10.1/X." as "10.1/x"; "" when it is none. */
static rv_status read_doi(rv_heap *heap, const char **to, const char *text, rv_error *err)
{
    const char *from = text ? strstr(text, "10.") : NULL;
    size_t n = from ? strcspn(from, " \t\n;\"<>") : 0;
    char *doi;

    while (n && strchr(".,)]", from[n - 1]))
        n--;
    if (n < 7 || !memchr(from, '/', n))
        return keep(heap, to, "", 0, err);
    if (!(doi = rv_heap_text(heap, from, n)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (char *c = doi; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    *to = doi;
    return RV_OK;
}

/* "65 SUPPL. 2" is volume 65; a supplement without a volume has none. */
static rv_status read_volume(rv_heap *heap, const char **to, const char *text, rv_error *err)
{
    const char *c = text ? text : "";
    size_t n;

    while (*c && !isdigit((unsigned char)*c) && tolower((unsigned char)*c) != 's')
        c++;
    while (*c == '0')
        c++;
    n = strspn(c, "0123456789");
    return keep(heap, to, c, n, err);
}

/* Reviews of the Cochrane library come in versions under one number: "10.1002/14651858.CD001234.pub2". */
static void read_version(rv_entry *entry)
{
    const char *at;

    if (strncmp(entry->doi, "10.1002/14651858.", 17) != 0)
        return;
    entry->versioned = true;
    entry->version = (at = strstr(entry->doi, ".pub")) ? atoi(at + 4) : 1;
}

static uint64_t digest_of(const rv_bulk_record *f)
{
    const char *const texts[] = { f->type, f->title, f->authors, f->container, f->volume, f->issue, f->pages, f->doi, f->pmid,
                                  f->isbn, f->accession, f->publisher };
    uint64_t h = (uint64_t)f->year + 1;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        h = rv_hash_mix(h * UINT64_C(0x9E3779B97F4A7C15) + (texts[i] ? rv_hash(texts[i], strlen(texts[i])) : 0));
    return h;
}

/* What is called "other" is called nothing. */
static const char *kind_of(const rv_bulk_record *fields)
{
    return fields->type && strcmp(fields->type, "other") != 0 && strcmp(fields->type, "webpage") != 0 ? fields->type : NULL;
}

static rv_status fill(rv_heap *heap, rv_entry *entry, const rv_bulk_record *fields, rv_error *err)
{
    rv_status st;

    if ((st = rv_title_read(heap, &entry->title, fields->title, err)) != RV_OK
        || (st = rv_names_read(heap, entry, fields->authors, err)) != RV_OK
        || (st = rv_pages_read(heap, &entry->pages, fields->pages, err)) != RV_OK
        || (st = fold(heap, &entry->type, kind_of(fields), err)) != RV_OK
        || (st = fold(heap, &entry->container, fields->container ? fields->container : fields->publisher, err)) != RV_OK
        || (st = read_volume(heap, &entry->volume, fields->volume, err)) != RV_OK
        || (st = fold(heap, &entry->issue, fields->issue, err)) != RV_OK
        || (st = read_doi(heap, &entry->doi, fields->doi, err)) != RV_OK
        || (st = fold(heap, &entry->pmid, fields->pmid, err)) != RV_OK
        || (st = fold(heap, &entry->accession, fields->accession, err)) != RV_OK
        || (st = fold(heap, &entry->isbn, fields->isbn, err)) != RV_OK)
        return st;
    entry->year = fields->year > 0 ? fields->year : 0;
    entry->digest = digest_of(fields);
    read_version(entry);
    return RV_OK;
}

rv_status rv_entries_add(rv_entries *set, int64_t id, const rv_bulk_record *fields, rv_error *err)
{
    rv_entry *more;
    rv_status st;

    if (set->n == UINT32_MAX - 1)
        return rv_fail(err, RV_EINVAL, "more than %zu records", set->n);
    if (set->n == set->capacity) {
        const size_t capacity = set->capacity ? set->capacity * 2 : 256;
        if (!(more = realloc(set->items, capacity * sizeof *more)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        set->items = more;
        set->capacity = capacity;
    }
    set->items[set->n] = (rv_entry){ .id = id };
    if ((st = fill(&set->heap, &set->items[set->n], fields, err)) != RV_OK)
        return rv_within(err, st, "record %lld", (long long)id);
    set->n++;
    return RV_OK;
}

void rv_entries_free(rv_entries *set)
{
    rv_heap_free(&set->heap);
    free(set->items);
    *set = (rv_entries){ 0 };
}
