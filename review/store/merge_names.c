/* What a name in the body of an event means in this copy. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/store.h"

#include "store/merge.h"

rv_status rv_merge_names_begin(rv_merge_names *names, const rv_union *u, rv_merge_files *files, rv_store *store, rv_error *err)
{
    rv_status st = RV_OK;

    *names = (rv_merge_names){ u, files, store, calloc(store->table_count, sizeof *names->places),
                               calloc(store->table_count, sizeof *names->counts) };
    if (!names->places || !names->counts)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < store->table_count && st == RV_OK; i++) {
        char *sql;
        if (store->tables[i].kind != RV_TABLE_FACT)
            continue;
        if (!(sql = sqlite3_mprintf("SELECT coalesce(max(id), 0) FROM \"%w\"", store->tables[i].name)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        st = rv_store_pragma(store, sql, &names->counts[i], err);
        sqlite3_free(sql);
    }
    return st;
}

void rv_merge_names_end(rv_merge_names *names)
{
    for (size_t i = 0; names->places && i < names->store->table_count; i++)
        sqlite3_finalize(names->places[i]);
    free(names->places);
    free(names->counts);
    *names = (rv_merge_names){ 0 };
}

static rv_status unknown(const char *name, rv_error *err)
{
    return rv_fail(err, RV_ETAMPER, "'%.100s' names nothing that is there", name);
}

/* ---- Facts: their ids go up with event and ordinal --------------------------------------------------------------------------- */

static rv_status place_of(rv_merge_names *names, size_t table, int64_t id, int64_t *event, int64_t *ordinal, rv_error *err)
{
    sqlite3_stmt *place = names->places[table];
    rv_status st = RV_OK;

    sqlite3_bind_int64(place, 1, id);
    if (rv_store_step(names->store, place) == SQLITE_ROW) {
        *event = sqlite3_column_int64(place, 0);
        *ordinal = sqlite3_column_int64(place, 1);
    } else {
        st = rv_fail(err, RV_ETAMPER, "%s %lld is missing", names->store->tables[table].name, (long long)id);
    }
    sqlite3_reset(place);
    return st;
}

static rv_status find_fact(rv_merge_names *names, size_t table, int64_t event, int64_t ordinal, int64_t *id, rv_error *err)
{
    int64_t low = 1, high = names->counts[table];
    rv_status st = RV_OK;

    *id = 0;
    if (!names->places[table]) {
        char *sql = sqlite3_mprintf("SELECT event, ordinal FROM \"%w\" WHERE id = ?1", names->store->tables[table].name);
        if (!sql)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        st = rv_store_prepare(names->store, &names->places[table], sql, err);
        sqlite3_free(sql);
    }
    while (st == RV_OK && low <= high && !*id) {
        const int64_t middle = low + (high - low) / 2;
        int64_t e = 0, o = 0;
        if ((st = place_of(names, table, middle, &e, &o, err)) != RV_OK)
            break;
        if (e == event && o == ordinal)
            *id = middle;
        else if (e < event || (e == event && o < ordinal))
            low = middle + 1;
        else
            high = middle - 1;
    }
    return st;
}

/* "digest/ordinal", or "/ordinal" of the same event. */
static rv_status name_fact(rv_merge_names *names, size_t table, const char *name, int64_t event, int64_t *id, rv_error *err)
{
    const char *slash = strchr(name, '/');
    uint8_t digest[RV_DIGEST];
    int64_t ordinal = 0;
    rv_status st;

    if (!slash || rv_int_parse(slash + 1, &ordinal, NULL) != RV_OK)
        return unknown(name, err);
    if (slash != name) {
        char hex[RV_DIGEST_HEX] = "";
        size_t index;
        if (slash - name != RV_DIGEST_HEX - 1)
            return unknown(name, err);
        memcpy(hex, name, RV_DIGEST_HEX - 1);
        if (!rv_unhex(hex, digest, RV_DIGEST) || (index = rv_union_find(names->u, digest)) == SIZE_MAX)
            return unknown(name, err);
        event = names->u->place[index];
    }
    if (strcmp(names->store->tables[table].name, "file") == 0) {     /* the one fact whose id does not go with its place */
        *id = rv_merge_file_id(names->files, event, ordinal);
        st = RV_OK;
    } else {
        st = find_fact(names, table, event, ordinal, id, err);
    }
    return st == RV_OK && !*id ? unknown(name, err) : st;
}

/* ---- Records: by the digest of their file and the offset ---------------------------------------------------------------------- */

RV_STATEMENT(merge_record_places, "SELECT offset, id FROM record WHERE file = ?1 ORDER BY seq");

/* Offsets grow with seq. */
static rv_status load_places(rv_merge_names *names, rv_merge_file *file, rv_error *err)
{
    rv_query *row = NULL;
    int64_t n = 0;
    bool more;
    rv_status st;

    file->offsets = malloc(((size_t)file->records + 1) * sizeof *file->offsets);
    file->ids = malloc(((size_t)file->records + 1) * sizeof *file->ids);
    if (!file->offsets || !file->ids)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    st = rv_query_start(&row, names->store, &merge_record_places, err, "i", file->id);
    while (st == RV_OK && (st = rv_query_next(row, &more, err)) == RV_OK && more && n < file->records) {
        file->offsets[n] = rv_query_int(row, 0);
        file->ids[n++] = rv_query_int(row, 1);
    }
    rv_query_end(row);
    return st == RV_OK && n != file->records ? rv_fail(err, RV_ETAMPER, "records of a file are missing") : st;
}

static int64_t search(const rv_merge_file *file, int64_t offset)
{
    int64_t low = 0, high = file->records - 1;

    while (low <= high) {
        const int64_t middle = low + (high - low) / 2;
        if (file->offsets[middle] == offset)
            return file->ids[middle];
        if (file->offsets[middle] < offset)
            low = middle + 1;
        else
            high = middle - 1;
    }
    return 0;
}

static rv_status name_record(rv_merge_names *names, const char *name, int64_t *id, rv_error *err)
{
    const char *colon = strchr(name, ':');
    int64_t offset;
    rv_status st = RV_OK;

    *id = 0;
    if (!colon || colon - name != RV_DIGEST_HEX - 1 || rv_int_parse(colon + 1, &offset, NULL) != RV_OK)
        return unknown(name, err);
    for (size_t i = 0; i < names->files->n && st == RV_OK && !*id; i++) {
        rv_merge_file *file = &names->files->items[i];
        if (file->owner[RV_MERGE_RECORDS] != i || strncmp(file->digest, name, RV_DIGEST_HEX - 1) != 0)
            continue;
        if (!file->offsets)
            st = load_places(names, file, err);
        if (st == RV_OK)
            *id = search(file, offset);
    }
    return st == RV_OK && !*id ? unknown(name, err) : st;
}

rv_status rv_merge_name(rv_merge_names *names, const char *table, const char *name, int64_t event, int64_t *id, rv_error *err)
{
    const rv_store_table *of = rv_tables_find(names->store, table);

    *id = 0;
    if (!of || (of->kind != RV_TABLE_FACT && strcmp(table, "record") != 0))
        return rv_fail(err, RV_EINVAL, "facts cannot refer to table %s", table);
    if (of->kind != RV_TABLE_FACT)
        return name_record(names, name, id, err);
    return name_fact(names, (size_t)(of - names->store->tables), name, event, id, err);
}
