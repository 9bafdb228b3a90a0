#ifndef REVIEW_STORE_H
#define REVIEW_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "review/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- The review file ---------------------------------------------------------------------------------------------- */

/** One review on disk. Opaque; one per thread and process, never across fork. */
typedef struct rv_store rv_store;

/** Makes a new review file at `path`; RV_EEXIST when something is there. Durable on return. */
RV_API RV_MUST_CHECK rv_status rv_store_create(rv_store **out, const char *path, rv_error *err);
/**
 * Opens the review at `path` for reading and writing, and brings an older schema up to date after a checked backup.
 * `*out` is ended with rv_store_close(); NULL on failure.
 * Errors  RV_ENOTFOUND no such file. RV_ESTORE not a review, newer than this program, damaged, or on a network file system
 *         ($REVIEW_ALLOW_NETWORK=1 allows): refused untouched.
 */
RV_API RV_MUST_CHECK rv_status rv_store_open(rv_store **out, const char *path, rv_error *err);
RV_API void rv_store_close(rv_store *store);
RV_API const char *rv_store_path(const rv_store *store);
/** The newest event's digest, hex: what reports print. "" in a review without events. */
RV_API RV_MUST_CHECK rv_status rv_store_head(rv_store *store, char hex[RV_DIGEST_HEX], rv_error *err);

/** Keeps something of an upper layer with the open review, under a static name, until the review is closed or something else is
    kept under that name; then `drop` (may be NULL) ends it. It must not outlive what it was read from unnoticed: who keeps checks. */
RV_API RV_MUST_CHECK
rv_status rv_store_keep(rv_store *store, const char *name, void *thing, void (*drop)(void *thing), rv_error *err);
/** What is kept under `name`, or NULL. */
RV_API void *rv_store_kept(const rv_store *store, const char *name);

/** A number that changes when another connection, of this program or another, wrote to the review; what this one writes does not change
    it. It is asked for within a read or a write, whose view it is of. */
RV_API RV_MUST_CHECK rv_status rv_store_others(rv_store *store, int64_t *version, rv_error *err);

/* ---- Statements --------------------------------------------------------------------------------------------------- */

/** One SQL statement, standing beside the function that uses it; values are always bound, as ?1, ?2, ... */
typedef struct {
    const char *name;
    const char *sql;
} rv_statement;

/** Registers a statement: `RV_STATEMENT(study_by_label, "SELECT id FROM study WHERE label = ?1");` then
    `rv_query_start(&q, store, &study_by_label, err, "t", label)`. A test walks all of them and prepares each. */
#define RV_STATEMENT(ident, text) \
    static const rv_statement ident = { #ident, text }; \
    static const rv_statement *const ident##_entry __attribute__((used, section("rv_statements"))) = &ident

/** Statement `i` of the registry, NULL after the last. Order is the linker's. */
RV_API const rv_statement *rv_statement_at(size_t i);

typedef struct rv_query rv_query;
/** Prepares (or takes from the cache) and binds: one letter a value in `types`: t text (const char *, NULL is NULL), i int64_t,
    d double (NaN is NULL), b blob (const void *, size_t), n NULL. End it with rv_query_end() before starting the same
    statement again. */
RV_API RV_MUST_CHECK
rv_status rv_query_start(rv_query **out, rv_store *store, const rv_statement *statement, rv_error *err, const char *types, ...);
/** Next row; `*more` false at the end. */
RV_API RV_MUST_CHECK rv_status rv_query_next(rv_query *query, bool *more, rv_error *err);
RV_API const char *rv_query_text(rv_query *query, int column);      /**< NULL for NULL; lives until the next row */
RV_API int64_t rv_query_int(rv_query *query, int column);
RV_API double rv_query_real(rv_query *query, int column);           /**< NaN for NULL */
RV_API const void *rv_query_blob(rv_query *query, int column, size_t *n);
RV_API bool rv_query_null(rv_query *query, int column);
RV_API int rv_query_columns(rv_query *query);
RV_API const char *rv_query_column_name(rv_query *query, int column);
RV_API void rv_query_end(rv_query *query);                          /**< NULL is allowed */

/** Runs a statement that returns nothing; only inside a write (an event, or rv_store_work()). */
RV_API RV_MUST_CHECK
rv_status rv_store_run(rv_store *store, const rv_statement *statement, rv_error *err, const char *types, ...);
/** The one integer that a statement returns; `*found` (may be NULL) is false, and `*value` 0, when it returns no row or NULL. */
RV_API RV_MUST_CHECK
rv_status rv_store_int(rv_store *store, const rv_statement *statement, int64_t *value, bool *found, rv_error *err,
                       const char *types, ...);

/** A consistent view over several reads: begin and end a read transaction. */
RV_API RV_MUST_CHECK rv_status rv_store_read_begin(rv_store *store, rv_error *err);
RV_API void rv_store_read_end(rv_store *store);
/** A short write to working or derived tables, without an event: queue, BEGIN IMMEDIATE ... COMMIT. */
RV_API RV_MUST_CHECK rv_status rv_store_work_begin(rv_store *store, rv_error *err);
RV_API RV_MUST_CHECK rv_status rv_store_work_end(rv_store *store, bool keep, rv_error *err);

/**
 * Many acts made durable at once: waits in the writers' queue and begins one transaction. Until rv_store_group_end(), acts
 * (rv_event_begin() ... rv_event_commit() or rv_event_abandon()), work and reads are begun and ended as ever, one at a time. Each act
 * stays an event of its own, whose parent is the act before; one that fails or is abandoned leaves the others. A read sees the acts so
 * far. Nothing may be acknowledged before the group was ended: rv_event_commit() and rv_store_work_end() are not durable in it.
 * The group holds the write lock: whoever forms it gathers first and keeps it under 200 ms. Not in a group: another group, an import
 * (rv_bulk_attach() is an act as any other), a merge, a backup.
 * Errors  RV_EINVAL a group, write or read is under way; another process opened the review. RV_ESTORE others write for too long.
 */
RV_API RV_MUST_CHECK rv_status rv_store_group_begin(rv_store *store, rv_error *err);
/**
 * Ends the group, always. With `keep` all acts that were committed in it are durable on RV_OK, and on any error none of them stands.
 * Without, none stands either. When none stands, what was read in the group, its ids above all, is no longer true.
 * Errors  RV_EINVAL no group is under way, or an act of it still is. RV_EIO the disk is full or fails. RV_ESTORE an earlier failure, which
 *         was told to the act that met it, undid the whole group.
 */
RV_API RV_MUST_CHECK rv_status rv_store_group_end(rv_store *store, bool keep, rv_error *err);

/* A request whose answer was lost is sent again, under the same key: it is to be answered as it was, and done once. */
enum { RV_REQUEST_KEY = 64 };
/** True for 1 to RV_REQUEST_KEY of A-Z a-z 0-9 _ -. */
RV_API bool rv_request_key_valid(const char *key);
/** What the request `key` of `person` was answered, which the caller frees; NULL when it was not answered in the last 30 days. Within the
    write or group that carries it out. RV_EINVAL otherwise, or the key is none. */
RV_API RV_MUST_CHECK rv_status rv_store_asked(rv_store *store, const char *person, const char *key, char **answer, rv_error *err);
/** Keeps the answer, UTF-8 of at most 64 KiB, in the write or group that carries the request out: both stand or neither.
    RV_EEXIST it was answered already. */
RV_API RV_MUST_CHECK
rv_status rv_store_answered(rv_store *store, const char *person, const char *key, const char *answer, rv_error *err);

/* ---- Events and facts --------------------------------------------------------------------------------------------- */

/** One act, with the facts it adds. Waits in the writers' queue, then holds the write lock until committed or abandoned: gather
    what is needed first, keep it under 200 ms. */
typedef struct rv_event rv_event;

typedef enum { RV_CELL_NULL, RV_CELL_INT, RV_CELL_REAL, RV_CELL_TEXT } rv_cell_type;
/** One column of a fact. References are given as local ids (RV_CELL_INT); the event's bytes hold their global names. */
typedef struct {
    const char  *column;
    rv_cell_type type;
    int64_t      integer;
    double       real;
    const char  *text;
} rv_cell;
#define RV_CELL_OF_INT(c, x)  ((rv_cell){ (c), RV_CELL_INT, (x), 0, NULL })
#define RV_CELL_OF_REAL(c, x) ((rv_cell){ (c), RV_CELL_REAL, 0, (x), NULL })
/** NULL text is a NULL cell. */
#define RV_CELL_OF_TEXT(c, x) ((rv_cell){ (c), (x) ? RV_CELL_TEXT : RV_CELL_NULL, 0, 0, (x) })
#define RV_CELL_OF_NULL(c)    ((rv_cell){ (c), RV_CELL_NULL, 0, 0, NULL })

/** Begins an act of `who`; `kind` is "subject.verb". `salted` for content that could be guessed (votes). */
RV_API RV_MUST_CHECK
rv_status rv_event_begin(rv_event **out, rv_store *store, const char *kind, const char *who, bool salted, rv_error *err);
/** Adds one fact row; `*id` (may be NULL) is its local id, visible to statements at once. A column left out is NULL. */
RV_API RV_MUST_CHECK
rv_status rv_event_add(rv_event *event, const char *table, const rv_cell *cells, size_t n, int64_t *id, rv_error *err);
/** Puts a word about the act into its body: rv_event_say(e, "command", "..."). */
RV_API RV_MUST_CHECK rv_status rv_event_say(rv_event *event, const char *key, const char *text, rv_error *err);
/** Tells what the act with the local id `event` says of itself, each key with its text. RV_ENOTFOUND no such event. */
RV_API RV_MUST_CHECK
rv_status rv_event_said(rv_store *store, int64_t event, rv_status (*said)(void *user, const char *key, const char *text, rv_error *err),
                        void *user, rv_error *err);
/** Hashes, writes, commits (durable on return) and frees; `hex` (may be NULL) is the event's digest. On failure nothing of
    the act remains, and the event is freed too. */
RV_API RV_MUST_CHECK rv_status rv_event_commit(rv_event *event, char hex[RV_DIGEST_HEX], rv_error *err);
/** Rolls back and frees; NULL is allowed. */
RV_API void rv_event_abandon(rv_event *event);

/* ---- Bulk: a file and its records --------------------------------------------------------------------------------- */

/** Stages the bytes and records of one source file in short transactions; they become visible by one event. */
typedef struct rv_bulk rv_bulk;

/** A record's normalised fields, in the order of the columns of `record` from `type` on; NULL or 0 (year): not given. */
typedef struct {
    uint64_t offset, length;
    uint64_t line;
    int64_t  year;
    const char *type, *title, *authors, *container, *volume, *issue, *pages, *doi, *pmid, *isbn, *issn, *accession,
               *publisher, *url, *abstract, *keywords, *language, *note;
} rv_bulk_record;

RV_API RV_MUST_CHECK rv_status rv_bulk_begin(rv_bulk **out, rv_store *store, rv_error *err);
/** The next bytes of the file, in order; kept compressed, hashed. */
RV_API RV_MUST_CHECK rv_status rv_bulk_bytes(rv_bulk *bulk, const void *bytes, size_t n, rv_error *err);
/** The next record; texts are copied. */
RV_API RV_MUST_CHECK rv_status rv_bulk_add(rv_bulk *bulk, const rv_bulk_record *record, rv_error *err);
RV_API uint64_t rv_bulk_records(const rv_bulk *bulk);
/** Flushes what is staged and gives the digest of the bytes; then the file can be looked for (imported before?). */
RV_API RV_MUST_CHECK rv_status rv_bulk_end(rv_bulk *bulk, char digest_hex[RV_DIGEST_HEX], rv_error *err);
/** Adds the `file` fact that makes the staged rows visible, and their digests, to the act. */
RV_API RV_MUST_CHECK
rv_status rv_bulk_attach(rv_bulk *bulk, rv_event *event, int64_t source, const char *name, const char *format,
                         const char *encoding, rv_error *err);
/** Frees; staged rows that were not attached and committed are removed. NULL is allowed. */
RV_API void rv_bulk_free(rv_bulk *bulk);
/** The bytes of a record as they came. */
RV_API RV_MUST_CHECK rv_status rv_store_record_bytes(rv_store *store, int64_t record, rv_buf *out, rv_error *err);

/** The bytes of a source file as a stream, for rv_input_open_pull(): `read` is rv_store_stream_read() with the stream as `user`. */
typedef struct rv_store_stream rv_store_stream;
RV_API RV_MUST_CHECK rv_status rv_store_stream_open(rv_store_stream **out, rv_store *store, int64_t file, rv_error *err);
RV_API RV_MUST_CHECK rv_status rv_store_stream_read(void *stream, void *bytes, size_t n, size_t *got, rv_error *err);
RV_API void rv_store_stream_close(rv_store_stream *stream);       /**< NULL is allowed */

/* ---- Contents: bytes kept by their digest ----------------------------------------------------------------------------- */

/**
 * Keeps the bytes of an attached file under their SHA-256, staged in short transactions. The digest is known before: who attaches
 * reads the file twice, so that bytes that are here already are not kept again, and two who attach the same file help each other.
 */
typedef struct rv_content rv_content;
RV_API RV_MUST_CHECK rv_status rv_content_begin(rv_content **out, rv_store *store, const char *digest, rv_error *err);
/** The next bytes, in order. */
RV_API RV_MUST_CHECK rv_status rv_content_add(rv_content *content, const void *bytes, size_t n, rv_error *err);
/** Writes what waits. RV_EINVAL the bytes are not those of the digest: the file changed meanwhile. */
RV_API RV_MUST_CHECK rv_status rv_content_end(rv_content *content, rv_error *err);
/** Within the act that adds the attachment: `*whole` is false when staged bytes are gone (swept by another process), and they must be
    staged again; else they are settled. */
RV_API RV_MUST_CHECK rv_status rv_content_settle(rv_content *content, rv_event *event, bool *whole, rv_error *err);
/** Frees; staged bytes that no attachment has are removed. NULL is allowed. */
RV_API void rv_content_free(rv_content *content);
/** True when an attachment of the review has these bytes: they need not be staged. */
RV_API RV_MUST_CHECK rv_status rv_content_there(rv_store *store, const char *digest, bool *there, rv_error *err);
/** Calls `piece` with the bytes from the beginning. RV_ENOTFOUND no attachment has the digest; RV_ETAMPER, after the last piece, when
    they are not its bytes. */
RV_API RV_MUST_CHECK
rv_status rv_content_bytes(rv_store *store, const char *digest,
                           rv_status (*piece)(void *user, const void *bytes, size_t n, rv_error *err), void *user, rv_error *err);

/* ---- Keeping it whole --------------------------------------------------------------------------------------------- */

/** A derived table and what makes it anew from facts (it deletes and fills; runs inside a write). */
typedef struct {
    const char *table;
    rv_status (*rebuild)(rv_store *store, rv_error *err);
} rv_derivation;

/** Registers a derivation: when the schema of an older review is brought up to date, tables that are new are filled at once, if the
    program has the means. Order is the linker's, so that no such table may need another that is as new. */
#define RV_DERIVATION(ident) \
    static const rv_derivation *const ident##_entry __attribute__((used, section("rv_derivations"))) = &ident

/** What verification found. */
typedef struct {
    int64_t events, facts, records, blocks;   /**< checked */
    char    head[RV_DIGEST_HEX];
    char    first[512];                       /**< the first thing wrong, in words; "" when sound */
    int64_t wrong;                            /**< things wrong */
} rv_verification;

/**
 * Checks the file: SQLite's own integrity, schema, each event's bytes against its digest, parents, head, each fact against its
 * event, each bulk row against its digest, no row too many, events in the order of the trail, derived tables against a rebuild.
 * `expect` (may be NULL): a head noted elsewhere that must be this one or an ancestor. Reads only.
 * Errors  RV_ETAMPER something is wrong; `*found` says what first.
 */
RV_API RV_MUST_CHECK
rv_status rv_store_verify(rv_store *store, const rv_derivation *derivations, size_t n, const char *expect,
                          rv_verification *found, rv_error *err);
/** Makes the derived tables anew. */
RV_API RV_MUST_CHECK
rv_status rv_store_rebuild(rv_store *store, const rv_derivation *derivations, size_t n, rv_error *err);
/** A copy made while others work, then checked; appears whole or not at all. RV_EEXIST when `path` is there. */
RV_API RV_MUST_CHECK
rv_status rv_store_backup(rv_store *store, const char *path, const rv_derivation *derivations, size_t n, rv_error *err);
/** Checks a backup and puts it at `path` (RV_EEXIST when something is there). */
RV_API RV_MUST_CHECK
rv_status rv_store_restore(const char *backup, const char *path, const rv_derivation *derivations, size_t n, rv_error *err);

/** What two copies say differently of one thing, each since they parted; votes also when they say the same, as that is blind. Both acts
    stay in the trail. */
typedef struct {
    const char *what;               /**< "vote", "resolution", "assignment", "edit", "link", "state", "study", "protocol", "file", ... */
    char       *record;             /**< "digest of its file:offset"; NULL when it is of no record */
    char       *about;              /**< stage, field, label, version, ... ; never what was said */
    char       *mine, *theirs;      /**< the person in this copy, and in the other */
    bool        both;               /**< both count: two votes of one person, two studies; else the newer alone */
    bool        newer;              /**< the other copy's is the newer */
} rv_merge_twofold;

/** What a merge brought, or would bring. */
typedef struct {
    int64_t           events, facts, files, records;     /**< that this copy lacked */
    int64_t           away;                              /**< events that the other copy lacks */
    char              event[RV_DIGEST_HEX];              /**< the act of merging; "" when there was none to be made */
    char              head[RV_DIGEST_HEX];               /**< of this copy, after it */
    bool              renumbered;                        /**< rows that were there got other local ids */
    rv_merge_twofold *twofold;
    size_t            n;
} rv_merged;
RV_API void rv_merged_free(rv_merged *merged);

/**
 * Adds to this copy of a review all that the copy at `other` has and this one lacks: events with their bytes, parents, facts, source
 * files and records; all of it or nothing. Both are verified first; the other is only read. Ends with an event "log.merge" of `who` whose
 * parents are both heads, unless one of them knows the other: then the head moves, or nothing is to be done. Afterwards local ids are in
 * the order that the events alone determine, so that whatever the order of merging the same facts count; who had the review open before
 * must open it again when `renumbered`; what is kept with `store` is dropped. `dry`: nothing is done, only told. Others wait for their
 * turn to write while the events that the copies do not share are written. `*out` is ended with rv_merged_free(), also on failure.
 * Errors  RV_EINVAL the same file, or another review. RV_ETAMPER one of them is not sound. RV_ESTORE not a review, newer than this
 *         program, or an import into this one is under way. RV_ENOTFOUND no such file.
 */
RV_API RV_MUST_CHECK
rv_status rv_store_merge(rv_store *store, const char *other, const char *who, bool dry, const rv_derivation *derivations, size_t n,
                         rv_merged *out, rv_error *err);

/* ---- Everything in it, to write it out ---------------------------------------------------------------------------- */

typedef struct {
    const char *name;
    const char *type;       /**< "INTEGER", "REAL" or "TEXT"; what SQLite keeps as a BLOB is given as hexadecimal text */
    const char *refers;     /**< the table whose `id` this is, or NULL */
    const char *about;      /**< what the schema says of it, or NULL */
    bool        required;   /**< never NULL */
    int         key;        /**< 1, 2, ... of the primary key; 0: not part of it */
} rv_store_column;

typedef enum { RV_STORE_TRAIL, RV_STORE_FACT, RV_STORE_BULK, RV_STORE_DERIVED } rv_store_kind;

typedef struct {
    const char            *name;
    rv_store_kind          kind;
    const rv_store_column *columns;
    size_t                 count;
} rv_store_about;

/**
 * Calls `table` for each table with its rows, in the order of their primary keys; all see one moment when the caller has begun
 * a read. Left out: working tables, staged records, and `block` and `content`, whose bytes rv_store_file_bytes() and
 * rv_content_bytes() give. An event's body comes as
 * the text it is.
 */
RV_API RV_MUST_CHECK
rv_status rv_store_tables(rv_store *store, rv_status (*table)(void *user, const rv_store_about *about, rv_query *rows, rv_error *err),
                          void *user, rv_error *err);
/** Calls `piece` with the bytes of a source file as it came, from the beginning. */
RV_API RV_MUST_CHECK
rv_status rv_store_file_bytes(rv_store *store, int64_t file, rv_status (*piece)(void *user, const void *bytes, size_t n, rv_error *err),
                              void *user, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
