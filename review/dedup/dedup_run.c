/* A run: what the rules find among all records and is not said yet becomes links, as one act. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "dedup/links.h"

/* The columns that tell records apart; long texts (abstract, note) stay where they are. */
RV_STATEMENT(record_compared,
    "SELECT r.id, r.type, r.title, r.authors, r.year, r.container, r.volume, r.issue, r.pages, r.doi, r.pmid, r.isbn, r.accession, r.publisher, r.abstract"
    " FROM record_now r JOIN file f ON f.id = r.file ORDER BY r.id");
RV_STATEMENT(link_newest, "SELECT MAX(id) FROM link");
RV_STATEMENT(files_not_compared,
    "SELECT COUNT(*) FROM file f WHERE f.event > COALESCE((SELECT MAX(e.id) FROM event e WHERE e.kind = 'dedup.run'), 0)");

enum { TRIES = 5 };

typedef struct {
    rv_entries  set;
    rv_links    links;
    rv_standing standing;
    rv_edge    *edges;           /* found, and to be added: edges[0, n_new) */
    size_t      n_edges, n_new;
} work;

static void release(work *w)
{
    rv_entries_free(&w->set);
    rv_links_free(&w->links);
    rv_standing_free(&w->standing);
    free(w->edges);
    *w = (work){ 0 };
}

static rv_status load_records(rv_store *store, rv_entries *set, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st;

    if ((st = rv_query_start(&q, store, &record_compared, err, "")) == RV_OK)
        while ((st = rv_query_next(q, &more, err)) == RV_OK && more) {
            const rv_bulk_record fields = {
                .type = rv_query_text(q, 1), .title = rv_query_text(q, 2), .authors = rv_query_text(q, 3),
                .year = rv_query_int(q, 4), .container = rv_query_text(q, 5), .volume = rv_query_text(q, 6),
                .issue = rv_query_text(q, 7), .pages = rv_query_text(q, 8), .doi = rv_query_text(q, 9),
                .pmid = rv_query_text(q, 10), .isbn = rv_query_text(q, 11), .accession = rv_query_text(q, 12),
                .publisher = rv_query_text(q, 13), .abstract = rv_query_text(q, 14),
            };
            if ((st = rv_entries_add(set, rv_query_int(q, 0), &fields, err)) != RV_OK)
                break;
        }
    rv_query_end(q);
    return st;
}

static rv_status find(rv_store *store, work *w, rv_dedup_summary *summary, rv_error *err)
{
    const rv_how how = { 0 };
    rv_weights used;
    int64_t *ids = NULL;
    rv_status st;

    *summary = (rv_dedup_summary){ 0 };
    if ((st = rv_store_read_begin(store, err)) != RV_OK)
        return st;
    if ((st = load_records(store, &w->set, err)) == RV_OK)
        st = rv_links_load(store, &w->links, err);
    rv_store_read_end(store);
    if (st == RV_OK && !(ids = malloc((w->set.n + 1) * sizeof *ids)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < w->set.n; i++)
        ids[i] = w->set.items[i].id;
    if (st == RV_OK && (st = rv_standing_make(&w->standing, &w->links, ids, w->set.n, err)) == RV_OK
        && (st = rv_entries_edges(&w->set, &how, &used, &w->edges, &w->n_edges, &summary->compared, err)) == RV_OK
        && (st = rv_edges_settle(&w->set, &how.policy, w->standing.groups, w->standing.undone, w->edges, &w->n_edges,
                                 &summary->kept_apart, err)) == RV_OK) {
        while (w->n_new < w->n_edges && w->edges[w->n_new].verdict == RV_DEDUP_SAME)
            w->n_new++;
        summary->records = w->set.n;
        summary->merged = w->n_new;
    }
    free(ids);
    return st;
}

static rv_status add_links(rv_store *store, const work *w, rv_event *event, rv_error *err)
{
    rv_buf reason = RV_BUF_INIT;
    rv_status st = RV_OK;

    for (size_t i = 0; i < w->n_new && st == RV_OK; i++) {
        const rv_entry *a = &w->set.items[w->edges[i].a], *b = &w->set.items[w->edges[i].b];
        rv_buf_clear(&reason);
        rv_edge_words(&w->set, &w->edges[i], &(rv_dedup_policy){ 0 }, &reason);
        if ((st = rv_buf_check(&reason, err)) == RV_OK)
            st = rv_link_add(event, a->id, b->id, "same", w->edges[i].rule, rv_buf_str(&reason), err);
    }
    rv_buf_free(&reason);
    return st == RV_OK ? rv_members_make(store, err) : st;
}

/* Writes what was found; `*stale` when links came in between, and nothing is written. */
static rv_status write_links(rv_store *store, const char *who, const work *w, bool *stale, char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_event *event = NULL;
    int64_t newest;
    rv_status st;

    *stale = false;
    if ((st = rv_event_begin(&event, store, "dedup.run", who, false, err)) != RV_OK)
        return st;
    if ((st = rv_store_int(store, &link_newest, &newest, NULL, err, "")) == RV_OK) {
        *stale = newest != w->links.newest;
        if (!*stale && (st = add_links(store, w, event, err)) == RV_OK)
            return rv_event_commit(event, hex, err);
    }
    rv_event_abandon(event);
    return st;
}

static rv_status tell(const work *w, const char *who, const char *hex,
                      rv_status (*found)(void *user, const rv_dedup_link *link, rv_error *err), void *user, rv_error *err)
{
    rv_buf reason = RV_BUF_INIT;
    rv_status st = RV_OK;

    for (size_t i = 0; found && i < w->n_new && st == RV_OK; i++) {
        const rv_entry *a = &w->set.items[w->edges[i].a], *b = &w->set.items[w->edges[i].b];
        const int64_t x = a->id < b->id ? a->id : b->id, y = a->id < b->id ? b->id : a->id;
        rv_buf_clear(&reason);
        rv_edge_words(&w->set, &w->edges[i], &(rv_dedup_policy){ 0 }, &reason);
        if ((st = rv_buf_check(&reason, err)) == RV_OK)
            st = found(user, &(rv_dedup_link){ x, y, "same", w->edges[i].rule, rv_buf_str(&reason), who, hex, true }, err);
    }
    rv_buf_free(&reason);
    return st;
}

rv_status rv_dedup_run(rv_store *store, const char *who, bool dry,
                       rv_status (*found)(void *user, const rv_dedup_link *link, rv_error *err), void *user,
                       rv_dedup_summary *summary, rv_error *err)
{
    work w = { 0 };
    bool stale = true;
    int64_t files = 0;
    rv_status st = RV_OK;

    /* That new records were compared is a fact of the review, also when none was a duplicate. */
    for (int i = 0; i < TRIES && stale && st == RV_OK; i++) {
        release(&w);
        stale = false;
        if ((st = find(store, &w, summary, err)) == RV_OK && !dry
            && (st = rv_store_int(store, &files_not_compared, &files, NULL, err, "")) == RV_OK && (w.n_new || files))
            st = write_links(store, who, &w, &stale, summary->event, err);
    }
    if (st == RV_OK && stale)
        st = rv_fail(err, RV_ESTORE, "others kept merging and splitting meanwhile; run it again");
    if (st == RV_OK)
        st = tell(&w, who, summary->event, found, user, err);
    release(&w);
    return st;
}
