/* A run: what is found among all records and is not said yet becomes links, as one act. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "dedup/dedup_run.h"

/* The columns that tell records apart; long texts beside the abstract stay where they are. */
RV_STATEMENT(record_compared,
    "SELECT r.id, r.type, r.title, r.authors, r.year, r.container, r.volume, r.issue, r.pages, r.doi, r.pmid, r.isbn, r.accession,"
    " r.publisher, r.abstract, f.event FROM record_now r JOIN file f ON f.id = r.file ORDER BY r.id");
RV_STATEMENT(edit_event, "SELECT record, event FROM record_edit ORDER BY id");
RV_STATEMENT(link_newest, "SELECT MAX(id) FROM link");
RV_STATEMENT(file_newest, "SELECT MAX(event) FROM file");
RV_STATEMENT(edit_newest, "SELECT MAX(id) FROM record_edit");
RV_STATEMENT(edit_newest_event, "SELECT MAX(event) FROM record_edit");
RV_STATEMENT(records_visible, "SELECT COUNT(*) FROM record r JOIN file f ON f.id = r.file");

enum { TRIES = 5 };

typedef struct {
    rv_entries  set;
    int64_t    *ids;             /* of the entries, ascending */
    bool       *afresh;          /* by entry: what runs said of it is looked at again */
    size_t      fresh;           /* entries that no run has compared, or not as they now read */
    rv_links    links;
    rv_last_run last;
    rv_past     past, frozen;    /* what the last run knew of, and the one that estimated the weights */
    int64_t     newest_file, newest_edit, visible;
    bool        quiet;           /* nothing came since the last run: no record was read */
    rv_standing settled, kept;
    rv_weights  used;
    rv_dedup_policy policy;
    rv_edge    *edges;
    size_t      n_edges;
    rv_changes  changes;
} work;

static void release(work *w)
{
    rv_entries_free(&w->set);
    free(w->ids);
    free(w->afresh);
    rv_links_free(&w->links);
    rv_past_free(&w->past);
    rv_past_free(&w->frozen);
    rv_standing_free(&w->settled);
    rv_standing_free(&w->kept);
    free(w->edges);
    rv_changes_free(&w->changes);
    *w = (work){ 0 };
}

/* ---- Reading ------------------------------------------------------------------------------------------------------------- */

static rv_status load_records(rv_store *store, work *w, rv_error *err)
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
            const int64_t arrived = rv_query_int(q, 15);
            rv_entry *e;
            if ((st = rv_entries_add(&w->set, rv_query_int(q, 0), &fields, err)) != RV_OK)
                break;
            e = &w->set.items[w->set.n - 1];
            e->old = w->last.known && rv_past_has(&w->past, arrived);
            e->uncounted = w->last.known && !rv_past_has(&w->frozen, arrived);
        }
    rv_query_end(q);
    return st;
}

/* A record that was edited since the last run is compared as if it were new. */
static rv_status load_edits(rv_store *store, work *w, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st;

    if ((st = rv_query_start(&q, store, &edit_event, err, "")) == RV_OK)
        while ((st = rv_query_next(q, &more, err)) == RV_OK && more) {
            const int64_t at = rv_entries_find(&w->set, rv_query_int(q, 0));
            if (at >= 0 && !rv_past_has(&w->past, rv_query_int(q, 1)))
                w->set.items[at].old = false;
        }
    rv_query_end(q);
    return st;
}

/* True when no file, edit or person's word came since the last run; copies that were merged are always looked at. */
static rv_status quiet(rv_store *store, work *w, bool *yes, rv_error *err)
{
    int64_t file = 0, edit = 0;
    rv_status st;

    *yes = w->last.known && !w->past.known;
    if (!*yes)
        return RV_OK;
    if ((st = rv_store_int(store, &file_newest, &file, NULL, err, "")) != RV_OK
        || (st = rv_store_int(store, &edit_newest_event, &edit, NULL, err, "")) != RV_OK)
        return st;
    *yes = rv_past_has(&w->past, file) && rv_past_has(&w->past, edit);
    for (size_t i = 0; i < w->links.n && *yes; i++)
        *yes = !w->links.items[i].person || rv_past_has(&w->past, w->links.items[i].event);
    return RV_OK;
}

static rv_status load(rv_store *store, const rv_dedup_run_options *options, work *w, rv_error *err)
{
    bool rest = false;
    rv_status st;

    if ((st = rv_last_run_read(store, &w->last, err)) != RV_OK || (st = rv_past_read(store, w->last.event, &w->past, err)) != RV_OK
        || (st = rv_links_load(store, &w->links, err)) != RV_OK || (st = quiet(store, w, &rest, err)) != RV_OK)
        return st;
    w->quiet = rest && !options->estimate && rv_policy_same(&w->last.policy, &options->policy);
    if (w->quiet)
        return rv_store_int(store, &records_visible, &w->visible, NULL, err, "");
    if ((st = rv_past_read(store, w->last.frozen, &w->frozen, err)) != RV_OK || (st = load_records(store, w, err)) != RV_OK
        || (st = load_edits(store, w, err)) != RV_OK
        || (st = rv_store_int(store, &file_newest, &w->newest_file, NULL, err, "")) != RV_OK
        || (st = rv_store_int(store, &edit_newest, &w->newest_edit, NULL, err, "")) != RV_OK)
        return st;
    w->ids = malloc((w->set.n + 1) * sizeof *w->ids);
    w->afresh = calloc(w->set.n + 1, sizeof *w->afresh);
    if (!w->ids || !w->afresh)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < w->set.n; i++) {
        w->ids[i] = w->set.items[i].id;
        w->fresh += !w->set.items[i].old;
    }
    return RV_OK;
}

/* ---- Comparing ----------------------------------------------------------------------------------------------------------- */

static rv_status compare(work *w, const rv_how *how, rv_dedup_summary *summary, rv_error *err)
{
    size_t compared = 0;
    rv_status st;

    free(w->edges);
    w->edges = NULL;
    st = rv_entries_edges(&w->set, how, &w->used, &w->edges, &w->n_edges, &compared, err);
    summary->compared += compared;
    return st;
}

static rv_status compare_all(work *w, const rv_how *how, rv_dedup_summary *summary, rv_error *err)
{
    for (size_t i = 0; i < w->set.n; i++) {
        w->set.items[i].old = false;
        w->set.items[i].uncounted &= how->weights != NULL;
        w->afresh[i] = true;
    }
    return compare(w, how, summary, err);
}

/* First what is new with all; then, where that or a person touches what stands, all that is connected with it, so that it comes out
   as if all had been compared at once. */
static rv_status compare_new(work *w, const rv_how *how, rv_dedup_summary *summary, rv_error *err)
{
    bool any;
    rv_status st = RV_OK;

    w->used = *how->weights;
    if ((w->fresh && (st = compare(w, how, summary, err)) != RV_OK)
        || (st = rv_touched(&w->set, &w->links, &w->past, w->edges, w->n_edges, w->afresh, &any, err)) != RV_OK || !any)
        return st;
    for (size_t i = 0; i < w->set.n; i++)
        w->set.items[i].old = !w->afresh[i];
    return compare(w, how, summary, err);
}

static rv_status settle(work *w, const rv_how *how, rv_dedup_summary *summary, rv_error *err)
{
    rv_status st;

    rv_edges_unsaid(&w->set, &w->links, w->edges, &w->n_edges, &summary->kept_apart);
    if ((st = rv_standing_make(&w->settled, &w->links, w->ids, w->set.n, w->afresh, err)) != RV_OK
        || (st = rv_standing_make(&w->kept, &w->links, w->ids, w->set.n, w->afresh, err)) != RV_OK)
        return st;
    rv_groups_scatter(w->settled.groups, w->settled.undone);
    if ((st = rv_edges_settle(&w->set, &how->policy, w->settled.groups, NULL, w->edges, &w->n_edges, &summary->kept_apart, err)) == RV_OK)
        st = rv_changes_find(&w->changes, &w->set, &w->links, &w->settled, &w->kept, w->afresh, w->edges, w->n_edges, err);
    return st;
}

static void count(const work *w, rv_dedup_summary *summary)
{
    for (size_t i = 0; i < w->changes.n; i++) {
        const rv_link_verdict verdict = w->changes.items[i].verdict;
        summary->merged += verdict == RV_LINK_SAME;
        summary->queued += verdict == RV_LINK_UNSURE;
        summary->studies += verdict == RV_LINK_STUDY;
        summary->withdrawn += verdict == RV_LINK_NONE;
    }
}

static rv_status find(rv_store *store, const rv_dedup_run_options *options, work *w, rv_dedup_summary *summary, rv_error *err)
{
    rv_how how = { .policy = options->policy, .threads = options->threads };
    rv_status st;

    *summary = (rv_dedup_summary){ 0 };
    w->policy = options->policy;
    if ((st = rv_store_read_begin(store, err)) != RV_OK)
        return st;
    st = load(store, options, w, err);
    rv_store_read_end(store);
    summary->records = w->quiet ? (size_t)w->visible : w->set.n;
    if (st != RV_OK || w->quiet)
        return st;
    summary->estimated = !w->last.known || options->estimate;
    summary->anew = summary->estimated || !rv_policy_same(&w->last.policy, &options->policy);
    how.weights = summary->estimated ? NULL : &w->last.weights;
    st = summary->anew ? compare_all(w, &how, summary, err) : compare_new(w, &how, summary, err);
    if (st == RV_OK && (st = settle(w, &how, summary, err)) == RV_OK)
        count(w, summary);
    return st;
}

/* ---- Writing ------------------------------------------------------------------------------------------------------------- */

static rv_status say(rv_event *event, const work *w, const rv_dedup_run_options *options, bool estimated, rv_error *err)
{
    char policy[RV_DEDUP_POLICY_TEXT];
    rv_buf weights = RV_BUF_INIT;
    rv_status st;

    rv_weights_write(&w->used, &weights);
    if ((st = rv_buf_check(&weights, err)) == RV_OK && (st = rv_event_say(event, "weights", rv_buf_str(&weights), err)) == RV_OK)
        st = rv_event_say(event, "policy", rv_dedup_policy_words(&options->policy, policy), err);
    if (st == RV_OK && !estimated)
        st = rv_event_say(event, "weights-of", w->last.frozen_hex, err);
    rv_buf_free(&weights);
    return st;
}

static rv_status add_links(rv_store *store, const work *w, rv_event *event, rv_error *err)
{
    rv_buf reason = RV_BUF_INIT;
    rv_status st = RV_OK;

    for (size_t i = 0; i < w->changes.n && st == RV_OK; i++) {
        const rv_change *c = &w->changes.items[i];
        rv_buf_clear(&reason);
        rv_change_words(&w->set, c, &w->policy, &reason);
        if ((st = rv_buf_check(&reason, err)) == RV_OK)
            st = rv_link_add(event, c->record, c->other, c->verdict, rv_change_rule(c), rv_buf_str(&reason), rv_change_probability(c),
                             err);
    }
    rv_buf_free(&reason);
    return st == RV_OK && w->changes.n ? rv_members_make(store, err) : st;
}

/* True when links, records or edits came in since all was read. */
static rv_status came_between(rv_store *store, const work *w, bool *stale, rv_error *err)
{
    int64_t link, file, edit;
    rv_status st;

    *stale = false;
    if ((st = rv_store_int(store, &link_newest, &link, NULL, err, "")) == RV_OK
        && (st = rv_store_int(store, &file_newest, &file, NULL, err, "")) == RV_OK
        && (st = rv_store_int(store, &edit_newest, &edit, NULL, err, "")) == RV_OK)
        *stale = link != w->links.newest || file != w->newest_file || edit != w->newest_edit;
    return st;
}

/* Writes what was found; `*stale` when something came in between, and nothing is written. */
static rv_status write_links(rv_store *store, const char *who, const work *w, const rv_dedup_run_options *options,
                             rv_dedup_summary *summary, bool *stale, rv_error *err)
{
    rv_event *event = NULL;
    rv_status st;

    if ((st = rv_event_begin(&event, store, "dedup.run", who, false, err)) != RV_OK)
        return st;
    if ((st = came_between(store, w, stale, err)) == RV_OK && !*stale
        && (st = say(event, w, options, summary->estimated, err)) == RV_OK && (st = add_links(store, w, event, err)) == RV_OK)
        return rv_event_commit(event, summary->event, err);
    rv_event_abandon(event);
    return st;
}

static rv_status tell(const work *w, const char *who, const char *hex,
                      rv_status (*found)(void *user, const rv_dedup_link *link, rv_error *err), void *user, rv_error *err)
{
    rv_buf reason = RV_BUF_INIT;
    rv_status st = RV_OK;

    for (size_t i = 0; found && i < w->changes.n && st == RV_OK; i++) {
        const rv_change *c = &w->changes.items[i];
        rv_buf_clear(&reason);
        rv_change_words(&w->set, c, &w->policy, &reason);
        if ((st = rv_buf_check(&reason, err)) == RV_OK)
            st = found(user, &(rv_dedup_link){ c->record < c->other ? c->record : c->other, c->record < c->other ? c->other : c->record,
                                               rv_link_verdicts[c->verdict], rv_change_probability(c), rv_change_rule(c),
                                               rv_buf_str(&reason), who, hex, true }, err);
    }
    rv_buf_free(&reason);
    return st;
}

rv_status rv_dedup_run(rv_store *store, const char *who, const rv_dedup_run_options *options,
                       rv_status (*found)(void *user, const rv_dedup_link *link, rv_error *err), void *user,
                       rv_dedup_summary *summary, rv_error *err)
{
    work w = { 0 };
    bool stale = true;
    rv_status st = RV_OK;

    /* That new records were compared is a fact of the review, also when none was a duplicate. */
    for (int i = 0; i < TRIES && stale && st == RV_OK; i++) {
        release(&w);
        stale = false;
        if ((st = find(store, options, &w, summary, err)) == RV_OK && !options->dry && w.set.n
            && (w.changes.n || w.fresh || summary->anew))
            st = write_links(store, who, &w, options, summary, &stale, err);
    }
    if (st == RV_OK && stale)
        st = rv_fail(err, RV_ESTORE, "others kept importing, merging or splitting meanwhile; run it again");
    if (st == RV_OK)
        st = tell(&w, who, summary->event, found, user, err);
    release(&w);
    return st;
}
