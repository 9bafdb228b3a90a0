/* Whose decisions these are: first by what names a record, then by what the entry says of it. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "review/dedup.h"

#include "screen/incoming.h"
#include "screen/known.h"

/* ---- By identifiers -------------------------------------------------------------------------------------------------------- */

enum { MOST = 16 };                   /* reports that are looked at when many bear one identifier */

/* The reports that bear an identifier. */
typedef struct {
    int64_t record[MOST], report[MOST];
    size_t  n;
} bearers;

static void add_bearer(bearers *all, const rv_known_item *item)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->report[i] == item->report)
            return;
    if (all->n < MOST) {
        all->record[all->n] = item->record;
        all->report[all->n++] = item->report;
    }
}

static bearers find_bearers(const rv_known *known, int kind, const char *value)
{
    bearers all = { .n = 0 };
    const uint64_t hash = value ? rv_known_hash(kind, value, strlen(value)) : 0;

    for (size_t i = value ? rv_known_find(known, hash) : known->n_names; i < known->n_names && known->names[i].hash == hash; i++) {
        const rv_known_item *item = &known->items[known->names[i].item];
        const size_t text = kind == RV_NAMED_DOI ? item->doi : kind == RV_NAMED_PMID ? item->pmid : item->accession;
        if (strcmp(rv_known_text(known, text), value) == 0)
            add_bearer(&all, item);
    }
    return all;
}

static bool bears(const bearers *all, int64_t report)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->report[i] == report)
            return true;
    return false;
}

/* Those of both; of one alone when the other has none. */
static bearers both(const bearers *a, const bearers *b)
{
    bearers all = { .n = 0 };

    if (!a->n || !b->n)
        return a->n ? *a : *b;
    for (size_t i = 0; i < a->n; i++)
        if (bears(b, a->report[i])) {
            all.record[all.n] = a->record[i];
            all.report[all.n++] = a->report[i];
        }
    return all;
}

static const char *title_of(const rv_known *known, int64_t record)
{
    const rv_known_item *item = rv_known_of(known, record);

    return item && item->title ? rv_known_text(known, item->title) : NULL;
}

/* Of several reports the one whose title reads the same, if one alone does. */
static void narrow(const rv_known *known, const rv_incoming_entry *entry, bearers *all)
{
    rv_buf a = RV_BUF_INIT, b = RV_BUF_INIT;
    const char *title = rv_title_fold(&a, entry->fields.title);
    size_t same = 0, which = 0;

    for (size_t i = 0; i < all->n && *title; i++)
        if (strcmp(title, rv_title_fold(&b, title_of(known, all->record[i]))) == 0) {
            same++;
            which = i;
        }
    if (same == 1) {
        all->record[0] = all->record[which];
        all->report[0] = all->report[which];
        all->n = 1;
    }
    rv_buf_free(&a);
    rv_buf_free(&b);
}

static rv_status doubt_all(rv_incoming *in, size_t i, const bearers *all, const char *why, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t k = 0; k < all->n && st == RV_OK; k++)
        st = rv_incoming_doubt_add(in, &(rv_incoming_doubt){ i, all->record[k], all->report[k], NAN, why }, err);
    return st;
}

/* By DOI and PubMed number together; by accession number where these say nothing. */
static rv_status by_identifiers(rv_incoming *in, size_t i, const rv_known *known, rv_faults *faults, rv_error *err)
{
    rv_incoming_entry *entry = &in->entries[i];
    const rv_bulk_record *f = &entry->fields;
    const bearers doi = find_bearers(known, RV_NAMED_DOI, f->doi), pmid = find_bearers(known, RV_NAMED_PMID, f->pmid);
    bearers all = both(&doi, &pmid);

    if (doi.n && pmid.n && !all.n) {
        rv_faults_add(faults, (size_t)f->line, RV_EINVAL, "its identifiers conflict: DOI %.100s is of report %lld, PubMed number %.20s of %lld",
                      f->doi, (long long)doi.report[0], f->pmid, (long long)pmid.report[0]);
        return RV_OK;
    }
    if (!doi.n && !pmid.n)
        all = find_bearers(known, RV_NAMED_ACCESSION, f->accession);
    if (all.n > 1)
        narrow(known, entry, &all);
    if (all.n > 1)
        return doubt_all(in, i, &all, "the same identifier, of several reports", err);
    if (all.n == 1 && !rv_titles_near(f->title, title_of(known, all.record[0])))
        return doubt_all(in, i, &all, "the same identifier, another title", err);
    entry->record = all.n ? all.record[0] : 0;
    return RV_OK;
}

/* A key is taken at its word, but not against the identifiers beside it. */
static rv_status by_key(rv_incoming *in, size_t i, rv_store *store, const rv_known *known, rv_faults *faults, rv_error *err)
{
    rv_incoming_entry *entry = &in->entries[i];
    const bearers doi = find_bearers(known, RV_NAMED_DOI, entry->fields.doi), pmid = find_bearers(known, RV_NAMED_PMID, entry->fields.pmid);
    const rv_known_item *item;
    rv_error fault;
    rv_status st = rv_record_find(store, entry->key, &entry->record, &fault);

    if (st == RV_ENOMEM || st == RV_ESTORE)
        return rv_fail(err, st, "%s", fault.message);
    if (st != RV_OK && (!in->ours || (strchr(entry->key, ':') && (entry->fields.title || entry->fields.doi || entry->fields.pmid)))) {
        entry->record = 0;                       /* a name in another review, or of several: what else it says counts */
        return by_identifiers(in, i, known, faults, err);
    }
    if (st != RV_OK) {
        rv_faults_add(faults, (size_t)entry->fields.line, st, "%s", fault.message);
        return RV_OK;
    }
    if ((item = rv_known_of(known, entry->record)) != NULL)
        for (int k = 0; k < 2; k++) {
            const bearers *all = k ? &pmid : &doi;
            if (all->n && !bears(all, item->report))
                rv_faults_add(faults, (size_t)entry->fields.line, RV_EINVAL, "its identifiers conflict: '%.100s' is of report %lld, %s %.100s "
                              "of %lld", entry->key, (long long)item->report, k ? "PubMed number" : "DOI",
                              k ? entry->fields.pmid : entry->fields.doi, (long long)all->report[0]);
        }
    return RV_OK;
}

rv_status rv_incoming_identify(rv_incoming *in, rv_store *store, const rv_known *known, rv_faults *faults, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i < in->n_entries && st == RV_OK; i++) {
        if (in->entries[i].asks && in->entries[i].answer != RV_ANSWER_YES)
            continue;
        st = in->entries[i].key ? by_key(in, i, store, known, faults, err) : by_identifiers(in, i, known, faults, err);
    }
    return st;
}

/* ---- By what they say ---------------------------------------------------------------------------------------------------------- */

typedef struct {
    rv_incoming    *in;
    const rv_known *known;
    rv_dedup_set   *set;
    size_t         *entries;          /* those that nothing names */
    size_t          n;
    int64_t        *of;               /* by position of a cluster: its report, -1 several */
    int64_t        *record;
    size_t         *next;             /* the next record of the same cluster, from 1; 0 at the end */
} comparing;

static rv_status add_record(void *user, const rv_stored_record *record, rv_error *err)
{
    comparing *c = user;

    return rv_dedup_set_add(c->set, &record->fields, err);
}

/* The set of all records, and behind them the entries. */
static rv_status fill(comparing *c, rv_store *store, rv_error *err)
{
    rv_status st = rv_records_each(store, 0, INT64_MAX, add_record, c, err);

    for (size_t i = 0; i < c->n && st == RV_OK; i++)
        st = rv_dedup_set_add(c->set, &c->in->entries[c->entries[i]].fields, err);
    return st;
}

static void name_clusters(comparing *c)
{
    for (size_t i = c->known->n; i-- > 0;) {
        const size_t cluster = rv_dedup_set_cluster(c->set, i);
        if (i != cluster) {
            c->next[i] = c->next[cluster];
            c->next[cluster] = i + 1;
        }
    }
    for (size_t i = 0; i < c->known->n; i++) {
        const size_t cluster = rv_dedup_set_cluster(c->set, i);
        if (!c->of[cluster]) {
            c->of[cluster] = c->known->items[i].report;
            c->record[cluster] = c->known->items[i].record;
        } else if (c->of[cluster] != c->known->items[i].report) {
            c->of[cluster] = -1;
        }
    }
}

/* What stands in a cluster of one report is that; the reports of a cluster that holds several are doubts of the entries in it. */
static rv_status take_clusters(comparing *c, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i < c->n && st == RV_OK; i++) {
        const size_t cluster = rv_dedup_set_cluster(c->set, c->known->n + i);
        size_t shown = 0;

        if (c->of[cluster] > 0)
            c->in->entries[c->entries[i]].record = c->record[cluster];
        for (size_t k = cluster + 1; c->of[cluster] < 0 && k && shown < MOST && st == RV_OK; k = c->next[k - 1], shown++)
            st = rv_incoming_doubt_add(c->in, &(rv_incoming_doubt){ c->entries[i], c->known->items[k - 1].record,
                                                                    c->known->items[k - 1].report, NAN,
                                                                    "one of several reports that read the same" }, err);
    }
    return st;
}

static rv_status take_pair(void *user, const rv_dedup_found *pair, rv_error *err)
{
    comparing *c = user;
    const size_t records = c->known->n;
    const rv_known_item *item;

    if (pair->a >= records || pair->b < records || (pair->verdict != RV_DEDUP_UNSURE && pair->verdict != RV_DEDUP_STUDY))
        return RV_OK;
    if (c->in->entries[c->entries[pair->b - records]].record)
        return RV_OK;
    item = &c->known->items[pair->a];
    return rv_incoming_doubt_add(c->in, &(rv_incoming_doubt){ c->entries[pair->b - records], item->record, item->report, pair->probability,
                                                              pair->verdict == RV_DEDUP_STUDY ? "another report of one study"
                                                              : "reads nearly the same" }, err);
}

static rv_status compare(comparing *c, rv_store *store, const rv_protocol *protocol, rv_error *err)
{
    const rv_dedup_policy policy = { protocol->dedup.versions_apart, protocol->dedup.preprints_one, protocol->dedup.editions_one };
    const size_t all = c->known->n + c->n;
    rv_status st;

    c->of = calloc(all, sizeof *c->of);
    c->record = calloc(all, sizeof *c->record);
    c->next = calloc(all, sizeof *c->next);
    if (!c->of || !c->record || !c->next)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = rv_dedup_set_new(&c->set, err)) != RV_OK || (st = fill(c, store, err)) != RV_OK
        || (st = rv_dedup_set_find(c->set, &policy, 0, err)) != RV_OK)
        return st;
    name_clusters(c);
    if ((st = take_clusters(c, err)) == RV_OK)
        st = rv_dedup_set_each(c->set, take_pair, c, err);
    for (size_t i = 0; i < c->n && st == RV_OK; i++)
        if (!c->in->entries[c->entries[i]].record)
            st = rv_known_titled(c->known, c->in, c->entries[i], &c->in->entries[c->entries[i]].record, err);
    return st;
}

rv_status rv_incoming_alike(rv_incoming *in, rv_store *store, const rv_known *known, const rv_protocol *protocol, rv_error *err)
{
    comparing c = { .in = in, .known = known, .entries = malloc((in->n_entries + 1) * sizeof *c.entries) };
    rv_status st = c.entries ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; i < in->n_entries && st == RV_OK; i++)
        if (!in->entries[i].record && !in->entries[i].n_doubts && in->entries[i].fields.title && !in->entries[i].asks)
            c.entries[c.n++] = i;
    if (c.n && known->n)
        st = compare(&c, store, protocol, err);
    rv_dedup_set_free(c.set);
    free(c.entries);
    free(c.of);
    free(c.record);
    free(c.next);
    return st;
}
