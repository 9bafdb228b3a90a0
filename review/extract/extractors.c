#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "extract/extractors.h"

const char *const rv_extractor_roles[] = { "extract", "verify", "reconcile", NULL };
const char *const rv_extractor_states[] = { "given", "done", "again", "none", NULL };

RV_STATEMENT(extractors_studies, "SELECT label, id FROM study ORDER BY label, id");
RV_STATEMENT(extractors_rows, "SELECT study, reviewer, role, state, event FROM extraction ORDER BY id");
/* Who entered something of their own counts as an extractor, given the study or not: else their version could be blind to nobody. */
RV_STATEMENT(extractors_owners,
             "SELECT study, own FROM value WHERE own IS NOT NULL UNION SELECT study, own FROM result WHERE own IS NOT NULL"
             " UNION SELECT study, own FROM part WHERE own IS NOT NULL ORDER BY 1, 2");
RV_STATEMENT(extractors_begun,
             "SELECT MIN(event) FROM (SELECT event FROM value WHERE study = ?1 AND own = ?2 UNION ALL SELECT event FROM result"
             " WHERE study = ?1 AND own = ?2 UNION ALL SELECT event FROM part WHERE study = ?1 AND own = ?2) t");

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

/* ---- Studies: one for each label, as copies that were merged may have made it twice ---------------------------------------------- */

static int id_order(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

static rv_status load_studies(rv_extractors *all, rv_store *store, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    size_t room = 0, id_room = 0;
    rv_status st = rv_query_start(&q, store, &extractors_studies, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const char *label = rv_query_text(q, 0);
        if (!rv_grow(&all->ids, all->n_ids, &id_room, sizeof *all->ids)
            || !rv_grow(&all->studies, all->n, &room, sizeof *all->studies)) {
            st = no_memory(err);
            break;
        }
        if (!all->n || strcmp(all->studies[all->n - 1].label, label) != 0)
            all->studies[all->n++] = (rv_extractors_study){ .label = rv_hoard_text(&all->memory, label) };
        all->ids[all->n_ids][0] = rv_query_int(q, 1);
        all->ids[all->n_ids++][1] = (int64_t)all->n - 1;
    }
    rv_query_end(q);
    if (all->n_ids)
        qsort(all->ids, all->n_ids, sizeof *all->ids, id_order);
    return st;
}

rv_extractors_study *rv_extractors_of(const rv_extractors *all, int64_t study)
{
    const int64_t (*found)[2] = all->n_ids ? bsearch(&study, all->ids, all->n_ids, sizeof *all->ids, id_order) : NULL;

    return found ? &all->studies[(*found)[1]] : NULL;
}

static int label_order(const void *label, const void *study)
{
    return strcmp(label, ((const rv_extractors_study *)study)->label);
}

rv_extractors_study *rv_extractors_find(const rv_extractors *all, const char *label)
{
    return all->n ? bsearch(label, all->studies, all->n, sizeof *all->studies, label_order) : NULL;
}

/* ---- People ------------------------------------------------------------------------------------------------------------------------ */

rv_extractor_at *rv_extractors_person(const rv_extractors_study *study, const char *name)
{
    for (size_t i = 0; i < study->n; i++)
        if (strcmp(study->people[i].name, name) == 0)
            return &study->people[i];
    return NULL;
}

static bool extracts(const rv_extractor_at *person)
{
    return strcmp(person->role, "extract") == 0 && strcmp(person->state, "none") != 0 && strcmp(person->state, "late") != 0;
}

size_t rv_extractors_pair(const rv_extractors_study *study, const char *pair[2])
{
    size_t n = 0;

    pair[0] = pair[1] = NULL;
    for (size_t i = 0; i < study->n; i++) {
        const char *name = study->people[i].name;
        if (!extracts(&study->people[i]))
            continue;
        n++;
        if (!pair[0] || strcmp(name, pair[0]) < 0) {
            pair[1] = pair[0];
            pair[0] = name;
        } else if (!pair[1] || strcmp(name, pair[1]) < 0) {
            pair[1] = name;
        }
    }
    return n;
}

static rv_status set_person(rv_extractors *all, rv_extractors_study *study, const char *name, const char *role, const char *state,
                            rv_error *err)
{
    rv_extractor_at *person = rv_extractors_person(study, name);

    if (!person) {
        if (!rv_grow(&study->people, study->n, &study->room, sizeof *study->people))
            return no_memory(err);
        person = &study->people[study->n++];
        person->name = rv_hoard_text(&all->memory, name);
    }
    person->role = rv_hoard_text(&all->memory, role);
    person->state = rv_hoard_text(&all->memory, state);
    return all->memory.failed ? no_memory(err) : RV_OK;
}

/* Open from the first moment at which two or more extract, and all of them are done. What was seen once is not blind again. */
static void open_when_done(rv_extractors_study *study, int64_t event)
{
    size_t extracting = 0, done = 0;

    for (size_t i = 0; i < study->n; i++)
        if (extracts(&study->people[i])) {
            extracting++;
            done += strcmp(study->people[i].state, "done") == 0;
        }
    if (!study->opened && extracting > 1 && done == extracting)
        study->opened = event;
}

/* Who entered something without being given the study. */
typedef struct {
    rv_extractors_study *study;
    const char *name;
    int64_t     event;              /* of the first entry */
} owner;

typedef struct {
    owner *items;
    size_t n, room;
} owners;

static int owner_order(const void *a, const void *b)
{
    const owner *x = a, *y = b;

    if (x->study != y->study)
        return x->study < y->study ? -1 : 1;
    if (x->event != y->event)
        return x->event < y->event ? -1 : 1;
    return strcmp(x->name, y->name);
}

static rv_status note_owner(owners *o, rv_extractors *all, rv_store *store, rv_extractors_study *study, int64_t id, const char *name,
                            rv_error *err)
{
    int64_t event;
    rv_status st = rv_store_int(store, &extractors_begun, &event, NULL, err, "it", id, name);

    if (st != RV_OK)
        return st;
    if (!rv_grow(&o->items, o->n, &o->room, sizeof *o->items))
        return no_memory(err);
    o->items[o->n++] = (owner){ study, rv_hoard_text(&all->memory, name), event };
    return RV_OK;
}

/* Those who entered something without being given the study: few, so that only their first entries are looked for. */
static rv_status load_owners(owners *o, rv_extractors *all, rv_store *store, rv_error *err)
{
    struct { int64_t study; const char *name; } *pairs = NULL;
    size_t n = 0, room = 0;
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, store, &extractors_owners, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const rv_extractors_study *study = rv_extractors_of(all, rv_query_int(q, 0));
        if (!study || rv_extractors_person(study, rv_query_text(q, 1)))
            continue;
        if (!rv_grow(&pairs, n, &room, sizeof *pairs)) {
            st = no_memory(err);
            break;
        }
        pairs[n].study = rv_query_int(q, 0);
        pairs[n++].name = rv_hoard_text(&all->memory, rv_query_text(q, 1));
    }
    rv_query_end(q);
    for (size_t i = 0; st == RV_OK && i < n; i++)
        st = note_owner(o, all, store, rv_extractors_of(all, pairs[i].study), pairs[i].study, pairs[i].name, err);
    free(pairs);
    if (o->n)
        qsort(o->items, o->n, sizeof *o->items, owner_order);
    return st;
}

/* Who comes when the study is open already saw what the others have: their version is none of the two. */
static rv_status begin(rv_extractors *all, const owner *o, rv_error *err)
{
    const bool late = o->study->opened && o->event > o->study->opened;

    return set_person(all, o->study, o->name, "extract", late ? "late" : "begun", err);
}

/* Plays what was said of who extracts, in its order. `owners` NULL: only to learn who was given something. */
static rv_status play(rv_extractors *all, rv_store *store, const owners *o, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, store, &extractors_rows, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        rv_extractors_study *study = rv_extractors_of(all, rv_query_int(q, 0));
        const int64_t event = rv_query_int(q, 4);
        if (!study)
            continue;
        for (size_t i = 0; o && st == RV_OK && i < o->n; i++)
            if (o->items[i].study == study && o->items[i].event < event && !rv_extractors_person(study, o->items[i].name))
                st = begin(all, &o->items[i], err);
        if (st == RV_OK)
            st = set_person(all, study, rv_query_text(q, 1), rv_query_text(q, 2), rv_query_text(q, 3), err);
        if (st == RV_OK && o)
            open_when_done(study, event);
    }
    rv_query_end(q);
    return st;
}

static int name_order(const void *a, const void *b)
{
    return strcmp(((const rv_extractor_at *)a)->name, ((const rv_extractor_at *)b)->name);
}

/* Twice: first to learn who was given what, then with those who began unasked in their places. */
rv_status rv_extractors_load(rv_store *store, rv_extractors *all, rv_error *err)
{
    owners o = { 0 };
    rv_status st;

    *all = (rv_extractors){ .memory = RV_HOARD_INIT };
    if ((st = load_studies(all, store, err)) == RV_OK && (st = play(all, store, NULL, err)) == RV_OK
        && (st = load_owners(&o, all, store, err)) == RV_OK) {
        for (size_t i = 0; i < all->n; i++)
            all->studies[i].n = 0;
        st = play(all, store, &o, err);
        for (size_t i = 0; st == RV_OK && i < o.n; i++)
            if (!rv_extractors_person(o.items[i].study, o.items[i].name))
                st = begin(all, &o.items[i], err);
    }
    /* Acts of one second have no order of their own in copies that were merged. */
    for (size_t i = 0; i < all->n; i++)
        if (all->studies[i].n)
            qsort(all->studies[i].people, all->studies[i].n, sizeof *all->studies[i].people, name_order);
    free(o.items);
    return st;
}

void rv_extractors_free(rv_extractors *all)
{
    for (size_t i = 0; i < all->n; i++)
        free(all->studies[i].people);
    free(all->studies);
    free(all->ids);
    rv_hoard_free(&all->memory);
    *all = (rv_extractors){ .memory = RV_HOARD_INIT };
}
