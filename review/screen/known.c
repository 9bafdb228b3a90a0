/* The records of the review while entries of a file are matched to them: found by identifier or by title without a look at the others. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "screen/incoming.h"
#include "screen/known.h"

uint64_t rv_known_hash(int kind, const char *text, size_t n)
{
    uint64_t hash = UINT64_C(14695981039346656037) + (uint64_t)kind;      /* FNV-1a */

    for (size_t i = 0; i < n; i++)
        hash = (hash ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
    return hash;
}

static size_t keep(rv_known *known, const char *text)
{
    const size_t at = known->texts.length;

    if (!text || !*text)
        return 0;
    rv_buf_add(&known->texts, text, strlen(text) + 1);
    return at;
}

static rv_status grow(void **items, size_t n, size_t *room, size_t size, rv_error *err)
{
    const size_t wider = *room ? *room * 2 : 1024;
    void *more;

    if (n < *room)
        return RV_OK;
    if (!(more = realloc(*items, wider * size)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    *items = more;
    *room = wider;
    return RV_OK;
}

static rv_status add_name(rv_known *known, int kind, const char *text, rv_error *err)
{
    rv_status st;

    if (!text || !*text)
        return RV_OK;
    if ((st = grow((void **)&known->names, known->n_names, &known->room_names, sizeof *known->names, err)) == RV_OK)
        known->names[known->n_names++] = (rv_known_name){ rv_known_hash(kind, text, strlen(text)), known->n };
    return st;
}

/* The title for comparing, "" when there is none. */
const char *rv_title_fold(rv_buf *out, const char *title)
{
    rv_buf_clear(out);
    if (title && rv_utf8_fold(out, title, strlen(title), NULL) != RV_OK)
        rv_buf_clear(out);
    return rv_buf_str(out);
}

static rv_status take_record(void *user, const rv_stored_record *r, rv_error *err)
{
    rv_known *known = user;
    rv_status st = grow((void **)&known->items, known->n, &known->room, sizeof *known->items, err);
    rv_known_item *item;

    if (st != RV_OK)
        return st;
    item = &known->items[known->n];
    *item = (rv_known_item){ .record = r->id, .report = r->report, .year = r->fields.year };
    item->title = keep(known, r->fields.title);
    item->authors = keep(known, r->fields.authors);
    item->doi = keep(known, r->fields.doi);
    item->pmid = keep(known, r->fields.pmid);
    item->accession = keep(known, r->fields.accession);
    if ((st = add_name(known, RV_NAMED_DOI, r->fields.doi, err)) == RV_OK
        && (st = add_name(known, RV_NAMED_PMID, r->fields.pmid, err)) == RV_OK
        && (st = add_name(known, RV_NAMED_ACCESSION, r->fields.accession, err)) == RV_OK)
        st = add_name(known, RV_NAMED_TITLE, rv_title_fold(&known->fold, r->fields.title), err);
    known->n++;
    return st == RV_OK ? rv_buf_check(&known->texts, err) : st;
}

static int by_hash(const void *a, const void *b)
{
    const rv_known_name *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->item < y->item ? -1 : x->item > y->item;
}

rv_status rv_known_load(rv_known **out, rv_store *store, rv_error *err)
{
    rv_known *known = calloc(1, sizeof *known);
    rv_status st;

    if (!(*out = known))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    rv_buf_add(&known->texts, "", 1);
    if ((st = rv_records_each(store, 0, INT64_MAX, take_record, known, err)) == RV_OK) {
        if (known->n_names)
            qsort(known->names, known->n_names, sizeof *known->names, by_hash);
        return RV_OK;
    }
    rv_known_free(known);
    *out = NULL;
    return st;
}

void rv_known_free(rv_known *known)
{
    if (!known)
        return;
    free(known->items);
    free(known->names);
    rv_buf_free(&known->texts);
    rv_buf_free(&known->fold);
    free(known);
}

const char *rv_known_text(const rv_known *known, size_t at)
{
    return known->texts.data + at;
}

size_t rv_known_find(const rv_known *known, uint64_t hash)
{
    size_t low = 0, high = known->n_names;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (known->names[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t rv_known_count(const rv_known *known) { return known->n; }
int64_t rv_known_record(const rv_known *known, size_t at) { return known->items[at].record; }
int64_t rv_known_report(const rv_known *known, size_t at) { return known->items[at].report; }

/* Records come in order of id. */
const rv_known_item *rv_known_of(const rv_known *known, int64_t record)
{
    size_t low = 0, high = known->n;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (known->items[middle].record < record)
            low = middle + 1;
        else
            high = middle;
    }
    return low < known->n && known->items[low].record == record ? &known->items[low] : NULL;
}

void rv_known_show(const rv_known *known, int64_t record, rv_bulk_record *fields)
{
    const rv_known_item *item = rv_known_of(known, record);

    *fields = (rv_bulk_record){ .year = item ? item->year : 0 };
    if (!item)
        return;
    fields->title = item->title ? rv_known_text(known, item->title) : NULL;
    fields->authors = item->authors ? rv_known_text(known, item->authors) : NULL;
    fields->doi = item->doi ? rv_known_text(known, item->doi) : NULL;
}

/* ---- Titles ---------------------------------------------------------------------------------------------------------------- */

static size_t words_of(const char *text)
{
    size_t n = *text != '\0';

    for (; *text; text++)
        n += *text == ' ';
    return n;
}

static bool holds_word(const char *text, const char *word, size_t n)
{
    for (; *text; text += strcspn(text, " "), text += *text == ' ')
        if (strncmp(text, word, n) == 0 && (text[n] == ' ' || text[n] == '\0'))
            return true;
    return false;
}

bool rv_titles_near(const char *a, const char *b)
{
    rv_buf x = RV_BUF_INIT, y = RV_BUF_INIT;
    const char *s = rv_title_fold(&x, a), *t = rv_title_fold(&y, b), *swap;
    size_t shared = 0, n;
    bool near;

    if (strlen(s) > strlen(t)) {
        swap = s;
        s = t;
        t = swap;
    }
    near = !*s || strcmp(s, t) == 0 || (strlen(s) >= 20 && strncmp(s, t, strlen(s)) == 0);
    if (!near) {                                 /* seven of ten words of the shorter */
        for (const char *w = s; *w; w += n, w += *w == ' ') {
            n = strcspn(w, " ");
            shared += holds_word(t, w, n);
        }
        near = 10 * shared >= 7 * words_of(s);
    }
    rv_buf_free(&x);
    rv_buf_free(&y);
    return near;
}

static bool differ(const char *a, const char *b)
{
    return a && b && *a && *b && strcmp(a, b) != 0;
}

/* The first author's family name, folded. */
static const char *first_author(rv_buf *out, const char *authors)
{
    const size_t n = authors ? strcspn(authors, ",;") : 0;

    rv_buf_clear(out);
    if (n && rv_utf8_fold(out, authors, n, NULL) != RV_OK)
        rv_buf_clear(out);
    return rv_buf_str(out);
}

static bool contradicts(const rv_known *known, const rv_known_item *item, const rv_bulk_record *entry)
{
    rv_buf a = RV_BUF_INIT, b = RV_BUF_INIT;
    bool no = (item->year && entry->year && llabs(item->year - entry->year) > 1)
              || differ(rv_known_text(known, item->doi), entry->doi) || differ(rv_known_text(known, item->pmid), entry->pmid)
              || differ(first_author(&a, rv_known_text(known, item->authors)), first_author(&b, entry->authors));

    rv_buf_free(&a);
    rv_buf_free(&b);
    return no;
}

rv_status rv_known_titled(const rv_known *known, rv_incoming *in, size_t entry, int64_t *record, rv_error *err)
{
    enum { FEW = 5, SHOWN = 8 };
    const rv_bulk_record *fields = &in->entries[entry].fields;
    rv_buf fold = RV_BUF_INIT, other = RV_BUF_INIT;
    const char *title = rv_title_fold(&fold, fields->title);
    const uint64_t hash = rv_known_hash(RV_NAMED_TITLE, title, strlen(title));
    bool sure = words_of(title) >= FEW;
    size_t shown = 0;
    int64_t report = 0;
    rv_status st = RV_OK;

    *record = 0;
    for (int pass = 0; pass < 2 && st == RV_OK && *title; pass++)      /* first whether there is one, then, if not, which there are */
        for (size_t i = rv_known_find(known, hash); i < known->n_names && known->names[i].hash == hash && st == RV_OK; i++) {
            if ((pass == 0 && report && !sure) || (pass == 1 && (sure || shown == SHOWN)))
                break;
            const rv_known_item *item = &known->items[known->names[i].item];
            if (strcmp(rv_title_fold(&other, rv_known_text(known, item->title)), title) != 0)
                continue;
            if (pass == 0) {
                sure = sure && (!report || report == item->report) && !contradicts(known, item, fields);
                *record = report ? *record : item->record;
                report = item->report;
            } else {
                shown++;
                st = rv_incoming_doubt_add(in, &(rv_incoming_doubt){ entry, item->record, item->report, NAN, "the same title" }, err);
            }
        }
    if (!sure)
        *record = 0;
    rv_buf_free(&fold);
    rv_buf_free(&other);
    return st;
}
