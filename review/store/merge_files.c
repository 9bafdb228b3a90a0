/* Which rows belong to which file once two copies are one, and what numbers they get. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/store.h"

#include "store/merge.h"

/*
 * A record is named by the digest of its file and its offset. A file that both copies imported is two facts with the same bytes: when
 * it was also read in the same way (the digests of the rows are equal, one by one), the rows are kept once and are those of the file
 * that comes first in the order of events. Files that were read differently keep both readings, and a name means the first that has a
 * record there.
 */
RV_STATEMENT(merge_file_rows, "SELECT id, event, ordinal, digest, records FROM file ORDER BY event, ordinal");
RV_STATEMENT(merge_file_span, "SELECT count(*), coalesce(min(id), 0), coalesce(max(id), 0) FROM record WHERE file = ?1");
RV_STATEMENT(merge_file_blocks, "SELECT count(*) FROM block WHERE file = ?1");

static const char *const subjects[RV_MERGE_SUBJECTS] = { "block", "record" };

static rv_merge_file *find(rv_merge_files *files, int64_t event, int64_t ordinal)
{
    for (size_t i = 0; i < files->n; i++)
        if (files->items[i].event == event && files->items[i].ordinal == ordinal)
            return &files->items[i];
    return NULL;
}

int64_t rv_merge_file_id(const rv_merge_files *files, int64_t event, int64_t ordinal)
{
    for (size_t i = 0; i < files->n; i++)
        if (files->items[i].event == event && files->items[i].ordinal == ordinal)
            return files->items[i].id;
    return 0;
}

static rv_status add(rv_merge_files *files, const rv_union *u, rv_query *row, bool mine, rv_error *err)
{
    const int64_t id = rv_query_int(row, 0), local = rv_query_int(row, 1), ordinal = rv_query_int(row, 2);
    const size_t *at = mine ? u->mine : u->theirs, count = mine ? u->mine_count : u->theirs_count;
    const char *digest = rv_query_text(row, 3);
    rv_merge_file *file, *grown;

    if (local < 1 || (size_t)local > count)
        return rv_fail(err, RV_ETAMPER, "file %lld belongs to no event", (long long)id);
    if ((file = find(files, u->place[at[local]], ordinal))) {
        *(mine ? &file->mine : &file->theirs) = id;
        return RV_OK;
    }
    if (files->n == files->room) {
        size_t room = files->room ? 2 * files->room : 16;
        if (!(grown = realloc(files->items, room * sizeof *grown)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        files->items = grown;
        files->room = room;
    }
    file = &files->items[files->n++];
    *file = (rv_merge_file){ .event = u->place[at[local]], .ordinal = ordinal, .records = rv_query_int(row, 4) };
    *(mine ? &file->mine : &file->theirs) = id;
    snprintf(file->digest, sizeof file->digest, "%s", digest ? digest : "");
    return RV_OK;
}

static rv_status read_all(rv_merge_files *files, const rv_union *u, rv_store *store, bool mine, rv_error *err)
{
    rv_query *row = NULL;
    bool more;
    rv_status st = rv_query_start(&row, store, &merge_file_rows, err, "");

    while (st == RV_OK && (st = rv_query_next(row, &more, err)) == RV_OK && more)
        st = add(files, u, row, mine, err);
    rv_query_end(row);
    return st;
}

static int in_order(const void *a, const void *b)
{
    const rv_merge_file *x = a, *y = b;

    if (x->event != y->event)
        return x->event < y->event ? -1 : 1;
    return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

static void find_owners(rv_merge_files *files)
{
    for (size_t i = 0; i < files->n; i++)
        for (int s = 0; s < RV_MERGE_SUBJECTS; s++) {
            rv_merge_file *file = &files->items[i];
            size_t of = 0;
            while (of < i && (strcmp(files->items[of].digest, file->digest) != 0
                              || memcmp(files->items[of].rows[s], file->rows[s], RV_DIGEST) != 0))
                of++;
            file->owner[s] = of;
        }
}

static rv_status look(rv_merge_file *file, rv_store *mine, rv_store *theirs, rv_error *err)
{
    rv_query *row = NULL;
    bool more;
    rv_status st = RV_OK;

    for (int s = 0; s < RV_MERGE_SUBJECTS && st == RV_OK; s++)
        st = rv_rows_digest(file->mine ? mine : theirs, file->mine ? file->mine : file->theirs, subjects[s], file->rows[s], err);
    if (st != RV_OK || !file->mine)
        return st;
    if ((st = rv_query_start(&row, mine, &merge_file_span, err, "i", file->mine)) == RV_OK
        && (st = rv_query_next(row, &more, err)) == RV_OK && more) {
        file->held[RV_MERGE_RECORDS] = rv_query_int(row, 0);
        file->lowest = rv_query_int(row, 1);
        file->together = rv_query_int(row, 2) - file->lowest + 1 == file->held[RV_MERGE_RECORDS];
    }
    rv_query_end(row);
    return st == RV_OK ? rv_store_int(mine, &merge_file_blocks, &file->held[RV_MERGE_BLOCKS], NULL, err, "i", file->mine) : st;
}

/* Numbers go up from file to file; who has one that does so keeps it. */
static void number(rv_merge_files *files, rv_union *u)
{
    int64_t next_file = 1, next_record = 1;

    for (size_t i = 0; i < files->n; i++) {
        rv_merge_file *file = &files->items[i];
        bool moved;
        file->id = file->mine >= next_file ? file->mine : next_file;
        next_file = file->id + 1;
        moved = file->mine && file->id != file->mine;
        if (file->owner[RV_MERGE_RECORDS] == i && file->records > 0) {
            const bool stays = file->mine && file->together && file->lowest >= next_record;
            file->first = stays ? file->lowest : next_record;
            next_record = file->first + file->records;
            moved = moved || (file->mine && !stays);
        }
        if (!moved)
            continue;
        files->moved = true;
        if (u->kept >= (size_t)file->event)      /* what refers to its records is said again */
            u->kept = (size_t)file->event - 1;
    }
}

rv_status rv_merge_files_plan(rv_merge_files *files, rv_union *u, rv_store *mine, rv_store *theirs, rv_error *err)
{
    rv_status st = read_all(files, u, mine, true, err);

    if (st == RV_OK)
        st = read_all(files, u, theirs, false, err);
    if (st == RV_OK && files->n)
        qsort(files->items, files->n, sizeof *files->items, in_order);
    for (size_t i = 0; i < files->n && st == RV_OK; i++)
        st = look(&files->items[i], mine, theirs, err);
    if (st == RV_OK) {
        find_owners(files);
        number(files, u);
    }
    return st;
}

void rv_merge_files_free(rv_merge_files *files)
{
    for (size_t i = 0; i < files->n; i++) {
        free(files->items[i].offsets);
        free(files->items[i].ids);
    }
    free(files->items);
    *files = (rv_merge_files){ 0 };
}
