/* Two copies of a review, worked on apart, become one. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/store.h"

#include "store/merge.h"

RV_STATEMENT(merge_heads, "SELECT digest FROM head ORDER BY digest");
RV_STATEMENT(merge_head_clear, "DELETE FROM head");
RV_STATEMENT(merge_head_insert, "INSERT INTO head(digest, events) VALUES(?1, ?2)");
RV_STATEMENT(merge_newest, "SELECT max(id) FROM event");
RV_STATEMENT(merge_imports, "SELECT count(*) FROM work_import");
RV_STATEMENT(numbering_next, "INSERT INTO work_numbering(generation) SELECT coalesce(max(generation), 0) + 1 FROM work_numbering"
                             " RETURNING generation");
RV_STATEMENT(numbering_old, "DELETE FROM work_numbering WHERE generation < ?1");

/* Looked at again when somebody wrote to the review between reading and writing; the last time while nobody can. */
enum { TRIES = 3 };

typedef struct {
    rv_union       u;
    rv_merge_files files;
    const rv_merge_contents *contents;
    int64_t        newest;               /* the id of this copy's newest event, when it was read */
    rv_buf         heads, theirs;        /* digests, one after the other */
} plan;

static void plan_free(plan *p)
{
    rv_union_free(&p->u);
    rv_merge_files_free(&p->files);
    rv_buf_free(&p->heads);
    rv_buf_free(&p->theirs);
    *p = (plan){ 0 };
}

static rv_status read_heads(rv_store *store, rv_buf *heads, rv_error *err)
{
    rv_query *row = NULL;
    bool more;
    rv_status st = rv_query_start(&row, store, &merge_heads, err, "");

    while (st == RV_OK && (st = rv_query_next(row, &more, err)) == RV_OK && more) {
        size_t n;
        const void *digest = rv_query_blob(row, 0, &n);
        if (n == RV_DIGEST)
            rv_buf_add(heads, digest, n);
    }
    rv_query_end(row);
    return st == RV_OK ? rv_buf_check(heads, err) : st;
}

/* Copies of one review share its first event. */
static rv_status check_same_review(const rv_union *u, const char *path, rv_error *err)
{
    if (!u->mine_count || !u->theirs_count)
        return rv_fail(err, RV_EINVAL, "%s has no event yet: it is not a copy of this review", path);
    if (u->events[u->mine[1]].theirs != 1)
        return rv_fail(err, RV_EINVAL, "%s is not a copy of this review: it began with another event", path);
    return RV_OK;
}

static void count_files(const rv_merge_files *files, rv_merged *out)
{
    for (size_t i = 0; i < files->n; i++) {
        const rv_merge_file *file = &files->items[i];
        if (file->mine)
            continue;
        out->files++;
        out->records += file->owner[RV_MERGE_RECORDS] == i ? file->records : 0;
    }
}

static rv_status make_plan(plan *p, rv_store *store, rv_store *theirs, const char *path, rv_merged *out, rv_error *err)
{
    rv_union *u = &p->u;
    rv_status st;

    if ((st = rv_store_int(store, &merge_newest, &p->newest, NULL, err, "")) != RV_OK
        || (st = read_heads(store, &p->heads, err)) != RV_OK || (st = read_heads(theirs, &p->theirs, err)) != RV_OK
        || (st = rv_union_add(u, store, true, err)) != RV_OK || (st = rv_union_add(u, theirs, false, err)) != RV_OK
        || (st = check_same_review(u, path, err)) != RV_OK || (st = rv_union_sort(u, err)) != RV_OK
        || (st = rv_merge_files_plan(&p->files, u, store, theirs, err)) != RV_OK
        || (st = rv_merge_compare(u, store, theirs, out, err)) != RV_OK)
        return st;
    count_files(&p->files, out);
    out->renumbered = p->files.moved || u->kept < u->mine_count;
    return rv_store_head(store, out->head, err);
}

/* ---- Doing it ------------------------------------------------------------------------------------------------------------------------ */

/* What stands in working tables about rows that got other ids means something else now. */
static rv_status forget_work(rv_store *store, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i < store->table_count && st == RV_OK; i++) {
        const rv_store_table *table = &store->tables[i];
        bool refers = rv_tables_column(table, "record") >= 0 || rv_tables_column(table, "report") >= 0;
        char *sql;
        for (size_t c = 0; c < table->count; c++)
            refers = refers || table->columns[c].refers;
        if (table->kind != RV_TABLE_WORK || !refers)
            continue;
        if (!(sql = sqlite3_mprintf("DELETE FROM \"%w\"", table->name)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        st = rv_store_exec(store, sql, err);
        sqlite3_free(sql);
    }
    return st;
}

static rv_status renumber(rv_store *store, int64_t *generation, rv_error *err)
{
    rv_status st = forget_work(store, err);

    if (st == RV_OK && (st = rv_store_int(store, &numbering_next, generation, NULL, err, "")) == RV_OK)
        st = rv_store_run(store, &numbering_old, err, "i", *generation);
    return st;
}

/* The heads are those that no other event of the merged trail follows: of this copy when it lacks nothing, of the other when that
   lacks nothing, else both. */
static rv_status write_heads(const plan *p, rv_store *store, const rv_merged *out, rv_error *err)
{
    const rv_buf *lists[] = { out->away || !out->events ? &p->heads : NULL, out->events ? &p->theirs : NULL };
    rv_status st = rv_store_run(store, &merge_head_clear, err, "");

    for (size_t l = 0; l < 2 && st == RV_OK; l++)
        for (size_t at = 0; lists[l] && at + RV_DIGEST <= lists[l]->length && st == RV_OK; at += RV_DIGEST) {
            const char *digest = lists[l]->data + at;
            const size_t index = rv_union_find(&p->u, (const uint8_t *)digest);
            if (index != SIZE_MAX)
                st = rv_store_run(store, &merge_head_insert, err, "bi", digest, (size_t)RV_DIGEST, p->u.place[index]);
        }
    return st;
}

static rv_status rebuild(rv_store *store, const rv_derivation *derivations, size_t n, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i < n && st == RV_OK; i++)
        if ((st = derivations[i].rebuild(store, err)) != RV_OK)
            rv_within(err, st, "making %s anew", derivations[i].table);
    return st;
}

static rv_status write_all(plan *p, rv_store *store, rv_store *theirs, const rv_merged *out, int64_t *generation, rv_error *err)
{
    rv_status st;

    store->inside = true;
    if ((st = rv_merge_rows(&p->files, store, theirs, err)) == RV_OK
        && (st = rv_merge_events(&p->u, &p->files, store, theirs, err)) == RV_OK
        && (st = rv_merge_contents_settle(p->contents, err)) == RV_OK
        && (st = write_heads(p, store, out, err)) == RV_OK && out->renumbered)
        st = renumber(store, generation, err);
    store->inside = false;
    store->block = 0;
    rv_kept_free(store);
    return st;
}

/* The act of merging, in the write that is under way; that ends with it. */
static rv_status sign(rv_store *store, const char *who, rv_merged *out, rv_error *err)
{
    rv_event *event = NULL;
    rv_status st;

    store->merging = true;
    st = rv_event_begin(&event, store, "log.merge", who, false, err);
    store->merging = false;
    return st == RV_OK ? rv_event_commit(event, out->event, err) : st;
}

/* Within the write; whoever calls ends it when this fails. */
static rv_status carry_out(plan *p, rv_store *store, rv_store *theirs, const char *who, const rv_derivation *derivations, size_t n,
                           rv_merged *out, rv_error *err)
{
    int64_t imports = 0, generation = store->numbering;
    rv_status st = rv_store_int(store, &merge_imports, &imports, NULL, err, "");

    if (st == RV_OK && imports)
        st = rv_fail(err, RV_ESTORE, "an import into %s is under way; merge when it has ended", rv_store_path(store));
    if (st == RV_OK && (st = write_all(p, store, theirs, out, &generation, err)) == RV_OK
        && (st = rebuild(store, derivations, n, err)) == RV_OK)
        st = out->events && out->away ? sign(store, who, out, err) : rv_write_end(store, true, err);
    if (st == RV_OK)
        store->numbering = generation;
    return st;
}

static rv_status unchanged(const plan *p, rv_store *store, bool *same, rv_error *err)
{
    int64_t newest;
    rv_buf heads = RV_BUF_INIT;
    rv_status st;

    if ((st = rv_store_int(store, &merge_newest, &newest, NULL, err, "")) == RV_OK)
        st = read_heads(store, &heads, err);
    *same = st == RV_OK && newest == p->newest && heads.length == p->heads.length
            && memcmp(rv_buf_str(&heads), rv_buf_str(&p->heads), heads.length) == 0;
    rv_buf_free(&heads);
    return st;
}

/* Within the write that was begun; ends it. */
static rv_status write_down(plan *p, rv_store *store, rv_store *theirs, const char *who, const rv_derivation *derivations, size_t n,
                            rv_merged *out, bool *again, rv_error *err)
{
    bool same;
    rv_status st = unchanged(p, store, &same, err);

    *again = st == RV_OK && !same;
    if (st == RV_OK && same)
        st = carry_out(p, store, theirs, who, derivations, n, out, err);
    if (store->writing)
        (void)rv_write_end(store, false, NULL);
    return st == RV_OK && !*again ? rv_store_head(store, out->head, err) : st;
}

/* `held`: all of it while others wait, so that nobody comes between; else they wait for the writing alone. */
static rv_status attempt(plan *p, rv_store *store, rv_store *theirs, const char *path, const char *who, bool dry, bool held,
                         const rv_derivation *derivations, size_t n, rv_merged *out, bool *again, rv_error *err)
{
    rv_status st = held ? rv_write_begin(store, err) : rv_store_read_begin(store, err);

    *again = false;
    if (st != RV_OK)
        return st;
    st = make_plan(p, store, theirs, path, out, err);
    if (!held)
        rv_store_read_end(store);
    if (st != RV_OK || dry || (!out->events && !out->renumbered)) {
        if (held)
            (void)rv_write_end(store, false, NULL);
        return st;
    }
    if (!held && (st = rv_write_begin(store, err)) != RV_OK)
        return st;
    return write_down(p, store, theirs, who, derivations, n, out, again, err);
}

static rv_status merge(rv_store *store, rv_store *theirs, const char *path, const char *who, bool dry,
                       const rv_derivation *derivations, size_t n, rv_merged *out, rv_error *err)
{
    rv_merge_contents contents = { 0 };
    bool again = true;
    rv_status st = dry ? RV_OK : rv_merge_contents_stage(&contents, store, theirs, err);

    for (int i = 0; i < TRIES && again && st == RV_OK; i++) {
        plan p = { .contents = &contents };
        rv_merged_free(out);
        st = attempt(&p, store, theirs, path, who, dry, i + 1 == TRIES, derivations, n, out, &again, err);
        plan_free(&p);
    }
    rv_merge_contents_free(&contents);
    return st;
}

/* Rows move about before what refers to them does; that all refer to what is there is seen when names are looked up. */
static rv_status without_keys(rv_store *store, rv_store *theirs, const char *path, const char *who, bool dry,
                              const rv_derivation *derivations, size_t n, rv_merged *out, rv_error *err)
{
    rv_status st = rv_store_exec(store, "PRAGMA foreign_keys=OFF", err);

    if (st == RV_OK)
        st = merge(store, theirs, path, who, dry, derivations, n, out, err);
    if (rv_store_exec(store, "PRAGMA foreign_keys=ON", st == RV_OK ? err : NULL) != RV_OK && st == RV_OK)
        st = RV_ESTORE;
    return st;
}

rv_status rv_store_merge(rv_store *store, const char *path, const char *who, bool dry, const rv_derivation *derivations, size_t n,
                         rv_merged *out, rv_error *err)
{
    rv_merge_other theirs;
    rv_verification found;
    rv_status st;

    *out = (rv_merged){ 0 };
    if ((st = rv_write_alone(store, "merging", err)) != RV_OK)
        return st;
    if (store->writing || store->reading)
        return rv_fail(err, RV_EINVAL, "a %s is under way already", store->writing ? "write" : "read");
    if ((st = rv_merge_other_open(&theirs, store, path, err)) == RV_OK
        && (st = rv_store_verify(store, NULL, 0, NULL, &found, err)) != RV_OK)
        rv_within(err, st, "%s", rv_store_path(store));
    if (st == RV_OK && !dry)
        st = rv_sweep_dead(store, err);
    if (st == RV_OK)
        st = without_keys(store, theirs.store, path, who, dry, derivations, n, out, err);
    rv_merge_other_close(&theirs);
    return st;
}
