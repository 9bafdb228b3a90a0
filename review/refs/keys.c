#include <config.h>

#include <stdlib.h>

#include "keys.h"

RV_STATEMENT(keys_state, "SELECT COUNT(*) + (SELECT COUNT(*) FROM record_edit), MAX(id) FROM file");
RV_STATEMENT(keys_all, "SELECT r.id, r.doi, r.pmid, r.accession FROM record_now r JOIN file f ON f.id = r.file");

typedef struct {
    uint64_t hash;
    int64_t  id;
} key;

typedef struct {
    int64_t  files, newest;              /* what there was when it was made: files and edits, the newest file */
    key     *keys;                       /* by hash, then id */
    size_t   n, room;
    int64_t *ids;                        /* of the last answer */
    size_t   room_ids;
} key_index;

static const char name[] = "refs.keys";

static void drop(void *thing)
{
    key_index *index = thing;

    free(index->keys);
    free(index->ids);
    free(index);
}

/* FNV-1a over the kind and the text. */
static uint64_t hash_of(rv_key_kind kind, const char *text)
{
    uint64_t hash = (UINT64_C(14695981039346656037) ^ (uint64_t)kind) * UINT64_C(1099511628211);

    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return hash;
}

static int by_hash(const void *a, const void *b)
{
    const key *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

static rv_status add(key_index *index, rv_key_kind kind, const char *text, int64_t id, rv_error *err)
{
    if (!text)
        return RV_OK;
    if (index->n == index->room) {
        size_t room = index->room ? 2 * index->room : 1024;
        key   *keys = realloc(index->keys, room * sizeof *keys);

        if (!keys)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        index->keys = keys;
        index->room = room;
    }
    index->keys[index->n++] = (key){ hash_of(kind, text), id };
    return RV_OK;
}

static rv_status make(rv_store *store, int64_t files, int64_t newest, key_index **out, rv_error *err)
{
    key_index *index = calloc(1, sizeof *index);
    rv_query  *rows = NULL;
    bool       more = false;
    rv_status  st;
    int        kind;

    if (!index)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    index->files = files;
    index->newest = newest;
    st = rv_query_start(&rows, store, &keys_all, err, "");
    while (st == RV_OK && (st = rv_query_next(rows, &more, err)) == RV_OK && more)
        for (kind = RV_KEY_DOI; st == RV_OK && kind <= RV_KEY_ACCESSION; kind++)
            st = add(index, (rv_key_kind)kind, rv_query_text(rows, 1 + kind), rv_query_int(rows, 0), err);
    rv_query_end(rows);
    if (st == RV_OK && index->n)
        qsort(index->keys, index->n, sizeof *index->keys, by_hash);
    if (st == RV_OK)
        st = rv_store_keep(store, name, index, drop, err);
    if (st != RV_OK)
        drop(index);
    *out = st == RV_OK ? index : NULL;
    return st;
}

static rv_status present(rv_store *store, key_index **out, rv_error *err)
{
    key_index *index = rv_store_kept(store, name);
    rv_query  *row = NULL;
    bool       more = false;
    int64_t    files = 0, newest = 0;
    rv_status  st = rv_query_start(&row, store, &keys_state, err, "");

    if (st == RV_OK && (st = rv_query_next(row, &more, err)) == RV_OK && more) {
        files = rv_query_int(row, 0);
        newest = rv_query_int(row, 1);
    }
    rv_query_end(row);
    *out = index;
    if (st == RV_OK && (!index || index->files != files || index->newest != newest))
        st = make(store, files, newest, out, err);
    return st;
}

rv_status rv_keys_find(rv_store *store, rv_key_kind kind, const char *value, const int64_t **ids, size_t *n, rv_error *err)
{
    uint64_t   hash = hash_of(kind, value);
    key_index *index;
    size_t     low = 0, high, i;
    rv_status  st = present(store, &index, err);

    *n = 0;
    *ids = NULL;
    if (st != RV_OK)
        return st;
    for (high = index->n; low < high;) {
        size_t middle = low + (high - low) / 2;

        if (index->keys[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    for (high = low; high < index->n && index->keys[high].hash == hash; high++)
        ;
    if (high - low > index->room_ids) {
        int64_t *wider = realloc(index->ids, (high - low) * sizeof *wider);

        if (!wider)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        index->ids = wider;
        index->room_ids = high - low;
    }
    for (i = low; i < high; i++)
        index->ids[i - low] = index->keys[i].id;
    *ids = index->ids;
    *n = high - low;
    return RV_OK;
}
