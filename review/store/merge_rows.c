/* The rows of source files when two copies become one: those that are there are moved, those that are not are copied. */
#include <config.h>

#include <string.h>

#include "review/store.h"

#include "store/merge.h"

/* Rows on the move have negative ids meanwhile, out of the way of those that are still to move. */
RV_STATEMENT(move_records, "UPDATE record SET id = -(?2 + seq), file = -?3 WHERE file = ?1");
RV_STATEMENT(move_record_chunks, "UPDATE digest_chunk SET first = ?2 + (SELECT r.seq FROM record r WHERE r.id = digest_chunk.first)"
                                 " WHERE file = ?1 AND subject = 'record'");
RV_STATEMENT(move_blocks, "UPDATE block SET file = -?2 WHERE file = ?1");
RV_STATEMENT(move_chunks, "UPDATE digest_chunk SET file = -?2 WHERE file = ?1");
RV_STATEMENT(land_records, "UPDATE record SET id = -id, file = -file WHERE file < 0");
RV_STATEMENT(land_blocks, "UPDATE block SET file = -file WHERE file < 0");
RV_STATEMENT(land_chunks, "UPDATE digest_chunk SET file = -file WHERE file < 0");
RV_STATEMENT(drop_records, "DELETE FROM record WHERE file = ?1");
RV_STATEMENT(drop_blocks, "DELETE FROM block WHERE file = ?1");
RV_STATEMENT(shared_chunks, "UPDATE digest_chunk SET first = 0 WHERE file = ?1 AND subject = ?2");
RV_STATEMENT(other_chunks, "SELECT subject, chunk, digests FROM digest_chunk WHERE file = ?1 ORDER BY subject, chunk");
RV_STATEMENT(copy_chunk, "INSERT INTO digest_chunk(file, subject, chunk, first, digests) VALUES(?1, ?2, ?3, ?4, ?5)");
RV_STATEMENT(other_blocks, "SELECT seq, offset, length, data FROM block WHERE file = ?1 ORDER BY offset, seq");
RV_STATEMENT(copy_block, "INSERT INTO block(id, file, seq, offset, length, data) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
RV_STATEMENT(block_next, "SELECT coalesce(max(id), 0) + 1 FROM block");

/* Rows that are those of a file that came from the other copy, and stands before, go: that file brings its own. */
static rv_status give_up(rv_merge_file *file, size_t index, rv_store *store, rv_error *err)
{
    static const char *const subjects[] = { "block", "record" };
    rv_status st = RV_OK;

    for (int s = 0; s < RV_MERGE_SUBJECTS && st == RV_OK; s++) {
        if (file->owner[s] == index || !file->held[s])
            continue;
        st = rv_store_run(store, s == RV_MERGE_BLOCKS ? &drop_blocks : &drop_records, err, "i", file->mine);
        if (st == RV_OK)
            st = rv_store_run(store, &shared_chunks, err, "it", file->mine, subjects[s]);
        file->held[s] = 0;
    }
    return st;
}

static rv_status move(const rv_merge_file *file, rv_store *store, rv_error *err)
{
    const bool records = file->held[RV_MERGE_RECORDS] > 0 && (file->first != file->lowest || !file->together);
    rv_status st = RV_OK;

    if (!records && file->id == file->mine)
        return RV_OK;
    if (file->held[RV_MERGE_RECORDS] > 0
        && (st = rv_store_run(store, &move_record_chunks, err, "ii", file->mine, file->first)) == RV_OK)
        st = rv_store_run(store, &move_records, err, "iii", file->mine, file->first, file->id);
    if (st == RV_OK && (st = rv_store_run(store, &move_blocks, err, "ii", file->mine, file->id)) == RV_OK)
        st = rv_store_run(store, &move_chunks, err, "ii", file->mine, file->id);
    return st;
}

/* ---- Copying --------------------------------------------------------------------------------------------------------------------- */

static rv_status copy_chunks(const rv_merge_file *file, size_t index, int64_t first_block, rv_store *mine, rv_store *theirs,
                             rv_error *err)
{
    int64_t rows[RV_MERGE_SUBJECTS] = { 0 };
    rv_query *row = NULL;
    bool more;
    rv_status st = rv_query_start(&row, theirs, &other_chunks, err, "i", file->theirs);

    while (st == RV_OK && (st = rv_query_next(row, &more, err)) == RV_OK && more) {
        const int s = strcmp(rv_query_text(row, 0), "block") == 0 ? RV_MERGE_BLOCKS : RV_MERGE_RECORDS;
        const int64_t from = s == RV_MERGE_BLOCKS ? first_block : file->first;
        size_t n;
        const void *digests = rv_query_blob(row, 2, &n);
        st = rv_store_run(mine, &copy_chunk, err, "itiib", file->id, rv_query_text(row, 0), rv_query_int(row, 1),
                          file->owner[s] == index ? from + rows[s] : 0, digests, n);
        rows[s] += (int64_t)(n / RV_ROW_DIGEST);
    }
    rv_query_end(row);
    return st;
}

static rv_status copy_blocks(const rv_merge_file *file, int64_t first, rv_store *mine, rv_store *theirs, rv_error *err)
{
    rv_query *row = NULL;
    bool more;
    rv_status st = rv_query_start(&row, theirs, &other_blocks, err, "i", file->theirs);

    while (st == RV_OK && (st = rv_query_next(row, &more, err)) == RV_OK && more) {
        size_t n;
        const void *data = rv_query_blob(row, 3, &n);
        st = rv_store_run(mine, &copy_block, err, "iiiiib", first++, file->id, rv_query_int(row, 0), rv_query_int(row, 1),
                          rv_query_int(row, 2), data, n);
    }
    rv_query_end(row);
    return st;
}

/* All columns but id and file, which come first; a copy with an older schema may lack some. */
static rv_status prepare_records(rv_store *mine, rv_store *theirs, sqlite3_stmt **from, sqlite3_stmt **to, rv_error *err)
{
    const rv_store_table *here = rv_tables_find(mine, "record"), *there = rv_tables_find(theirs, "record");
    rv_buf select = RV_BUF_INIT, insert = RV_BUF_INIT, values = RV_BUF_INIT;
    int n = 2;
    rv_status st;

    if (!here || !there)
        return rv_fail(err, RV_ESTORE, "there is no table record");
    rv_buf_text(&select, "SELECT seq");
    rv_buf_text(&insert, "INSERT INTO record(id, file");
    for (size_t i = 0; i < here->count; i++) {
        const char *name = here->columns[i].name;
        if (strcmp(name, "id") == 0 || strcmp(name, "file") == 0 || rv_tables_column(there, name) < 0)
            continue;
        rv_buf_printf(&select, ", \"%s\"", name);
        rv_buf_printf(&insert, ", \"%s\"", name);
        rv_buf_printf(&values, ", ?%d", ++n);
    }
    rv_buf_printf(&select, " FROM record WHERE file = ?1 ORDER BY seq");
    rv_buf_printf(&insert, ") VALUES(?1, ?2%s)", rv_buf_str(&values));
    if ((st = rv_buf_check(&select, err)) == RV_OK && (st = rv_buf_check(&insert, err)) == RV_OK
        && (st = rv_buf_check(&values, err)) == RV_OK && (st = rv_store_prepare(theirs, from, rv_buf_str(&select), err)) == RV_OK)
        st = rv_store_prepare(mine, to, rv_buf_str(&insert), err);
    rv_buf_free(&select);
    rv_buf_free(&insert);
    rv_buf_free(&values);
    return st;
}

static rv_status copy_records(const rv_merge_file *file, rv_store *mine, rv_store *theirs, rv_error *err)
{
    sqlite3_stmt *from = NULL, *to = NULL;
    int code = SQLITE_DONE;
    rv_status st = prepare_records(mine, theirs, &from, &to, err);

    if (st == RV_OK)
        sqlite3_bind_int64(from, 1, file->theirs);
    while (st == RV_OK && (code = rv_store_step(theirs, from)) == SQLITE_ROW) {
        sqlite3_bind_int64(to, 1, file->first + sqlite3_column_int64(from, 0));
        sqlite3_bind_int64(to, 2, file->id);
        for (int i = 1; i < sqlite3_column_count(from); i++)
            sqlite3_bind_value(to, i + 2, sqlite3_column_value(from, i));
        if (rv_store_step(mine, to) != SQLITE_DONE)
            st = rv_store_fail(mine, "copying records", err);
        sqlite3_reset(to);
    }
    if (st == RV_OK && code != SQLITE_DONE)
        st = rv_store_fail(theirs, "reading records", err);
    sqlite3_finalize(from);
    sqlite3_finalize(to);
    return st;
}

static rv_status copy(const rv_merge_file *file, size_t index, rv_store *mine, rv_store *theirs, rv_error *err)
{
    int64_t block = 0;
    rv_status st = rv_store_int(mine, &block_next, &block, NULL, err, "");

    if (st == RV_OK && (st = copy_chunks(file, index, block, mine, theirs, err)) == RV_OK
        && file->owner[RV_MERGE_BLOCKS] == index)
        st = copy_blocks(file, block, mine, theirs, err);
    if (st == RV_OK && file->owner[RV_MERGE_RECORDS] == index)
        st = copy_records(file, mine, theirs, err);
    return st;
}

rv_status rv_merge_rows(rv_merge_files *files, rv_store *mine, rv_store *theirs, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i < files->n && st == RV_OK; i++)
        if (files->items[i].mine && (st = give_up(&files->items[i], i, mine, err)) == RV_OK)
            st = move(&files->items[i], mine, err);
    if (st == RV_OK && (st = rv_store_run(mine, &land_records, err, "")) == RV_OK
        && (st = rv_store_run(mine, &land_blocks, err, "")) == RV_OK)
        st = rv_store_run(mine, &land_chunks, err, "");
    for (size_t i = 0; i < files->n && st == RV_OK; i++)
        if (!files->items[i].mine)
            st = copy(&files->items[i], i, mine, theirs, err);
    return st;
}
