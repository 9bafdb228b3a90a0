/* A record made ready for comparing. */
#include <config.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

    while (n && strchr(".,)]/", from[n - 1]))
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

/* "65 SUPPL. 2" is volume 65; a supplement without a volume has none, nor has what is left of one, "2)". */
static rv_status read_volume(rv_heap *heap, const char **to, const char *text, int64_t year, rv_error *err)
{
    const char *c = text ? text : "";
    size_t n;

    if (strchr(c, ')') && !strchr(c, '('))
        c = "";
    while (*c && !isdigit((unsigned char)*c) && tolower((unsigned char)*c) != 's')
        c++;
    while (*c == '0')
        c++;
    n = strspn(c, "0123456789");
    if (n == 4 && year == strtoll(c, NULL, 10))          /* the year in place of a volume */
        n = 0;
    return keep(heap, to, c, n, err);
}

/* Issues are also named by their month. */
static rv_status read_issue(rv_heap *heap, const char **to, const char *text, rv_error *err)
{
    static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    char number[12];

    for (int i = 0; text && strlen(text) >= 3 && i < 12; i++)
        if (strncasecmp(months + 3 * i, text, 3) == 0) {
            snprintf(number, sizeof number, "%d", i + 1);
            return keep(heap, to, number, strlen(number), err);
        }
    return fold(heap, to, text, err);
}

/* ---- What kind of text it is ---------------------------------------------------------------------------------------------- */

/* Reviews of the Cochrane library come in versions under one number: "10.1002/14651858.CD001234.pub2", page "CD001234". */
static rv_status read_cochrane(rv_heap *heap, rv_entry *entry, rv_error *err)
{
    const bool by_doi = strncmp(entry->doi, "10.1002/14651858.", 17) == 0;
    const char *number = by_doi ? entry->doi + 17 : entry->pages.first, *at;
    size_t n = 0;

    if (!by_doi && !strstr(entry->container, "cochrane database"))
        return RV_OK;
    if (strncmp(number, "cd", 2) == 0)
        n = 2 + strspn(number + 2, "0123456789");
    entry->version = !by_doi ? 0 : (at = strstr(entry->doi, ".pub")) ? atoi(at + 4) : 1;
    return keep(heap, &entry->cochrane, number, n > 4 ? n : 0, err);
}

static bool any_of(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (strstr(text, *words))
            return true;
    return false;
}

static void read_kind(rv_entry *entry)
{
    static const char *const preprints[] = { "arxiv", "biorxiv", "medrxiv", "preprint", "ssrn", "research square", "psyarxiv", "osf", NULL },
        *const registrants[] = { "10.1101/", "10.2139/ssrn", "10.21203/rs", "10.48550/arxiv", "10.31234/osf", "10.31219/osf", "10.20944/preprints",
                                 "10.35542/osf", "10.31235/osf", NULL },
        *const papers[] = { "working paper", "discussion paper", "technical report", "research report", NULL },
        *const theses[] = { "dissertation", "thesis", "theses", NULL },
        *const meetings[] = { "abstract", "meeting", "congress", "supplement", NULL };

    entry->preprint = strcmp(entry->type, "preprint") == 0 || any_of(entry->container, preprints);
    for (const char *const *r = registrants; *r; r++)
        entry->preprint |= strncmp(entry->doi, *r, strlen(*r)) == 0;
    entry->working = any_of(entry->container, papers);
    entry->thesis = strcmp(entry->type, "thesis") == 0 || any_of(entry->container, theses);
    entry->meeting = strcmp(entry->type, "conference") == 0 || any_of(entry->container, meetings)
                     || (*entry->pages.first && !isdigit((unsigned char)*entry->pages.first) && entry->pages.from > 0 && !entry->cochrane);
}

/* ---- The abstract, in a few numbers ---------------------------------------------------------------------------------------- */

enum { ABSTRACT_WORDS = 100, ABSTRACT_LEAST = 12, KEY_FROM = 4, KEY_TO = 15 };

/* One-permutation minhash of the triples of words at the beginning: equal slots tell how much two abstracts share, also when one
   was cut off. Letters beyond ASCII count as they are. */
static void read_abstract(rv_entry *entry, const char *text)
{
    uint32_t words[ABSTRACT_WORDS];
    uint64_t key = 0;
    size_t n = 0;

    while (text && *text && n < ABSTRACT_WORDS) {
        uint32_t h = 2166136261u;
        const char *from = text;
        for (; isalnum((unsigned char)*text) || (unsigned char)*text >= 0x80; text++)
            h = (h ^ (uint32_t)(unsigned char)(*text >= 'A' && *text <= 'Z' ? *text + 32 : *text)) * 16777619u;
        if (text == from)
            text++;
        else
            words[n++] = h;
    }
    if (n < ABSTRACT_LEAST)
        return;
    for (size_t i = 0; i + 2 < n; i++) {
        const uint64_t h = rv_hash_mix((uint64_t)words[i] * UINT64_C(0x9E3779B97F4A7C15) + ((uint64_t)words[i + 1] << 21) + words[i + 2]);
        uint32_t *slot = &entry->sketch[h & 15];
        const uint32_t value = (uint32_t)(h >> 32) | 1;
        if (!*slot || value < *slot)
            *slot = value;
    }
    for (size_t i = KEY_FROM; i < KEY_TO && i < n; i++)
        key = rv_hash_mix(key + words[i]);
    entry->abstract = key;
}

static uint64_t digest_of(const rv_bulk_record *f)
{
    const char *const texts[] = { f->type, f->title, f->authors, f->container, f->volume, f->issue, f->pages, f->doi, f->pmid,
                                  f->isbn, f->accession, f->publisher, f->abstract };
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
        || (st = read_volume(heap, &entry->volume, fields->volume, fields->year, err)) != RV_OK
        || (st = read_issue(heap, &entry->issue, fields->issue, err)) != RV_OK
        || (st = read_doi(heap, &entry->doi, fields->doi, err)) != RV_OK
        || (st = fold(heap, &entry->pmid, fields->pmid, err)) != RV_OK
        || (st = fold(heap, &entry->accession, fields->accession, err)) != RV_OK
        || (st = fold(heap, &entry->isbn, fields->isbn, err)) != RV_OK)
        return st;
    entry->year = fields->year > 0 ? fields->year : 0;
    entry->digest = digest_of(fields);
    read_abstract(entry, fields->abstract);
    if ((st = read_cochrane(heap, entry, err)) == RV_OK)
        read_kind(entry);
    return st;
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
