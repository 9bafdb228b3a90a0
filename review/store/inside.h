#ifndef RV_STORE_INSIDE_H
#define RV_STORE_INSIDE_H

/* What the files of this layer share; nothing here leaves it. */

#include <sys/types.h>

#include <sqlite3.h>

#include "review/store.h"
#include "store/schema.h"

enum {
    RV_STORE_APPLICATION = 0x52765777,   /* application_id: "RvWw" */
    RV_ROW_DIGEST        = 16,           /* bytes kept of the SHA-256 of a bulk row */
    RV_CHUNK_ROWS        = 1024,         /* rows of one digest_chunk */
    RV_BLOCK_BYTES       = 256 * 1024,   /* of a source file, compressed together */
    RV_WAIT_SECONDS      = 30            /* in the writers' queue, before giving up */
};

/* ---- judge.c: what may be opened at all --------------------------------------------------------------------------- */

/* A place in the list of files this process has open. */
typedef struct rv_claim rv_claim;

/* Judges `path` by its header bytes, read before SQLite opens it, and notes it as open in this process: while it is,
   nobody reads it but SQLite, because closing a second descriptor would drop SQLite's locks. `newest` is the last schema
   step known. */
rv_status rv_judge(rv_claim **out, const char *path, int newest, rv_error *err);
void rv_judge_release(rv_claim *claim);
/* RV_ESTORE when the folder of `path` is on a network file system and $REVIEW_ALLOW_NETWORK is not 1. */
rv_status rv_judge_place(const char *path, rv_error *err);
/* RV_EEXIST when `path`, or a journal left of an earlier file of that name, is there. */
rv_status rv_judge_free(const char *path, rv_error *err);

/* ---- queue.c: locks on FILE.lock ---------------------------------------------------------------------------------- */

/* Byte 0 of FILE.lock is the writers' queue; byte n is held by the living import of file n. */
typedef struct rv_queue rv_queue;
rv_status rv_queue_enter(rv_queue **out, const char *path, rv_error *err);
void rv_queue_leave(rv_queue *queue);
/* Holds byte `n`: `*fd` is -1 when somebody else does; closing it lets go. */
rv_status rv_queue_hold(const char *path, int64_t n, int *fd, rv_error *err);

/* ---- tables.c: what the schema says of each table ----------------------------------------------------------------- */

typedef enum { RV_TABLE_TRAIL, RV_TABLE_FACT, RV_TABLE_BULK, RV_TABLE_DERIVED, RV_TABLE_WORK } rv_table_kind;

typedef struct {
    char *name;
    char *type;                          /* as declared: INTEGER, REAL, TEXT, BLOB */
    char *refers;                        /* table referred to, or NULL */
    bool  required;                      /* NOT NULL */
    int   key;                           /* place in the primary key, from 1 */
} rv_schema_column;

typedef struct {
    char          *name;
    rv_table_kind  kind;
    rv_schema_column     *columns;
    size_t         count;
    size_t        *sorted;               /* columns by name */
    sqlite3_stmt  *insert;               /* all columns but id; facts only */
    sqlite3_stmt  *global;               /* id to global name; what others refer to only */
} rv_store_table;

rv_status rv_tables_load(rv_store *store, rv_error *err);
void rv_tables_free(rv_store *store);
rv_store_table *rv_tables_find(rv_store *store, const char *name);
int rv_tables_column(const rv_store_table *table, const char *name);
/* True for what statements may write to: working and derived tables. */
bool rv_tables_writable(rv_store *store, const char *name);

/* ---- open.c, migrate.c -------------------------------------------------------------------------------------------- */

struct rv_store {
    sqlite3            *db;
    char               *path;            /* as given */
    char               *real;            /* resolved: what SQLite opened */
    rv_claim           *claim;
    const rv_migration *schema;
    pid_t               owner;           /* the process that opened it */
    rv_store_table     *tables;
    size_t              table_count;
    struct rv_cached   *cache;           /* prepared statements, see statement.c */
    size_t              cache_size, cache_used;
    rv_queue           *queue;           /* while writing */
    bool                writing, reading;
    bool                grouped;         /* a group of acts is under way; `writing` then says that an act of it is */
    bool                kept_unsure;     /* something was kept within the write: it may have seen what will be undone */
    bool                merging;         /* an event that is begun joins the write that is under way */
    int64_t             numbering;       /* work_numbering when it was opened */
    int64_t             block;           /* the block last read, uncompressed in `raw`; 0 for none */
    rv_buf              raw;
    int                 log_pages;       /* in the write-ahead log after the last commit */
    bool                inside;          /* this layer's own statements: may write to facts */
    struct rv_kept     *kept;            /* what upper layers keep with the open review, see keep.c */
};

/* Opens with another schema (for tests), or without bringing it up to date. */
rv_status rv_store_open_with(rv_store **out, const char *path, const rv_migration *schema, bool migrate, rv_error *err);
int rv_schema_steps(const rv_migration *schema);
void rv_kept_free(rv_store *store);
/* A write was undone: drops what is kept when some of it was kept within that write. */
void rv_kept_undone(rv_store *store);
/* "doing: what SQLite says", naming the file; RV_ENOMEM and RV_EIO where SQLite means that. */
rv_status rv_store_fail(rv_store *store, const char *doing, rv_error *err);
rv_status rv_store_exec(rv_store *store, const char *sql, rv_error *err);
rv_status rv_store_prepare(rv_store *store, sqlite3_stmt **out, const char *sql, rv_error *err);
/* sqlite3_step() on a statement of this layer. SQLite prepares anew when the schema changed, and asks the authorizer again. */
int rv_store_step(rv_store *store, sqlite3_stmt *statement);
/* The first column of the first row, as an integer. */
rv_status rv_store_pragma(rv_store *store, const char *sql, int64_t *value, rv_error *err);
/* Runs steps `from` .. of `schema` on `db`; sets user_version; inside one transaction. */
rv_status rv_schema_apply(rv_store *store, int from, rv_error *err);
/* Brings an older file up to date, after a checked backup beside it. */
rv_status rv_store_migrate(rv_store *store, int version, rv_error *err);
/* Copies page by page, in one step: a view of one moment, while others write on. `temporary` is an empty file. */
rv_status rv_store_copy_pages(rv_store *from, const char *temporary, rv_error *err);
/* Makes an empty review at `path`, whole or not at all. */
rv_status rv_store_make(const char *path, const rv_migration *schema, rv_error *err);
/* `path` with `suffix`; the caller frees. */
char *rv_store_beside(const char *path, const char *suffix);
/* A new empty file in the folder of `path`, PATH.new-XXXXXXXX; ended with rv_store_discard(), which removes what is left of it and frees.
   With `alive` (may be NULL) it is held until that descriptor is closed, so that rv_sweep_dead() knows those of programs that died. */
enum { RV_TEMPORARY_DIGITS = 8 };
#define RV_TEMPORARY_MARK ".new-"
char *rv_store_temporary(const char *path, int *alive, rv_error *err);
/* Holds the temporary file of that number; `*alive` is -1 when a living program has it. */
rv_status rv_temporary_hold(const char *path, uint32_t number, int *alive, rv_error *err);
void rv_store_discard(char *temporary);
/* A checked copy of what is committed now; RV_EEXIST when `path` is there. */
rv_status rv_store_copy(rv_store *store, const char *path, const rv_derivation *derivations, size_t n, rv_error *err);
/* fsync of a file nobody has open, rename to `path` where nothing may be, fsync of the folder. */
rv_status rv_store_place(const char *temporary, const char *path, rv_error *err);

/* ---- write.c, statement.c ------------------------------------------------------------------------------------------------------ */

rv_status rv_write_begin(rv_store *store, rv_error *err);
/* How often a merge gave rows other ids. */
rv_status rv_write_numbering(rv_store *store, int64_t *generation, rv_error *err);
/* How many pages the write-ahead log has, told by SQLite after each commit. */
int rv_write_counted(void *store, sqlite3 *db, const char *database, int pages);
/* Ends the write, keeping it or not; always leaves the queue, unless it is an act of a group: the group keeps its place. */
rv_status rv_write_end(rv_store *store, bool keep, rv_error *err);
/* Undoes whatever write or group is under way. */
void rv_write_drop(rv_store *store);
/* RV_ESTORE when SQLite undid the transaction by itself, as it does on a full disk: what is written next would stand alone. */
rv_status rv_write_lost(const rv_store *store, rv_error *err);
/* RV_EINVAL within a group: `what` works with transactions of its own, or for long. */
rv_status rv_write_alone(const rv_store *store, const char *what, rv_error *err);
/* A query that is made on the spot; `name` lives as long as it. */
rv_status rv_query_start_sql(rv_query **out, rv_store *store, const char *name, const char *sql, rv_error *err);
/* Forgets every prepared statement. */
void rv_statements_free(rv_store *store);

/* ---- event.c, body.c ---------------------------------------------------------------------------------------------- */

/* Adds a fact whose local id was reserved. */
rv_status rv_event_add_as(rv_event *event, int64_t id, const char *table, const rv_cell *cells, size_t n, rv_error *err);
/* Prepares table->insert, all columns in the table's order. */
rv_status rv_event_prepare(rv_store *store, rv_store_table *table, rv_error *err);
int64_t rv_event_ordinal(const rv_event *event);      /* of the fact added next */
/* What the body says of the bulk rows of a file: one JSON object. */
rv_buf *rv_event_bulk(rv_event *event);
rv_store *rv_event_store(const rv_event *event);

/* ---- rows.c, sweep.c: bulk ---------------------------------------------------------------------------------------- */

/* A bulk row as it is hashed: each column as 'n' (NULL), 'i<decimal>;', 't<length>:<bytes>' or 'b<length>:<bytes>'. */
void rv_row_int(rv_buf *row, int64_t x);
void rv_row_text(rv_buf *row, const char *text, size_t n);       /* NULL is NULL */
void rv_row_blob(rv_buf *row, const void *bytes, size_t n);
void rv_row_digest(const rv_buf *row, uint8_t digest[RV_ROW_DIGEST]);
/* The digest over the digests of all rows of a file ("block" or "record"): it does not depend on how they lie in chunks. */
rv_status rv_rows_digest(rv_store *store, int64_t file, const char *subject, uint8_t digest[RV_DIGEST], rv_error *err);

/* Removes the staged rows of a file that will never be one, in short transactions; then its row in work_import. */
rv_status rv_sweep_file(rv_store *store, int64_t file, rv_error *err);
/* The same for each import that is not alive; and removes the copies of merges that are not. */
rv_status rv_sweep_dead(rv_store *store, rv_error *err);
/* The file that has the blocks of the bytes of `file`: itself, or another with the same digest. */
rv_status rv_block_owner(rv_store *store, int64_t file, int64_t *owner, rv_error *err);
/* Uncompresses into `raw`, which has room for `length` bytes. */
rv_status rv_block_expand(const void *data, size_t n, void *raw, size_t length, rv_error *err);

/* rv_content_settle() in whatever write is under way. */
rv_status rv_content_settle_now(rv_content *content, bool *whole, rv_error *err);
/* Reads the blocks of a content in order into `raw`, telling each; nothing is checked but that each can be expanded. */
typedef rv_status (*rv_content_piece)(void *user, const void *bytes, size_t n, rv_error *err);
rv_status rv_content_walk(rv_store *store, const char *digest, int64_t *blocks, rv_content_piece piece, void *user, rv_error *err);
/* Holds the lock that an attachment under way of `digest` holds: `*fd` is -1 when somebody else does. */
rv_status rv_content_hold(rv_store *store, const char *digest, int *fd, rv_error *err);
/* Removes the staged bytes of a digest, in short transactions, then its row in work_content; nothing when it is attached. */
rv_status rv_sweep_content(rv_store *store, const char *digest, rv_error *err);
/* The same for each that is not alive. */
rv_status rv_sweep_contents(rv_store *store, rv_error *err);

/* JSON as the body has it: shortest escapes, characters beyond ASCII as they are. */
void rv_body_text(rv_buf *out, const char *text);
void rv_body_real(rv_buf *out, double x);
/* Appends the global name of row `id` of `table`, quoted: "digest/ordinal", "/ordinal" within event `present`, or for a
   record "digest:offset". */
rv_status rv_body_name(rv_store *store, rv_buf *out, const char *table, int64_t id, int64_t present, rv_error *err);

#endif
