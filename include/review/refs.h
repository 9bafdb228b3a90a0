#ifndef REVIEW_REFS_H
#define REVIEW_REFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "review/base.h"
#include "review/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- A record -------------------------------------------------------------------------------------------------- */

/** A value as it came: its tag (RIS tag, XML path, CSV column, BibTeX field) and text. `bare`: it stood without its tag, as more of the
    one before (an untagged line among RIS keywords). */
typedef struct {
    const char *tag, *value;
    bool        bare;
} rv_tag;

/** What a record can say, neutral of any format. rv_ref_fields[] names them. */
typedef enum {
    RV_REF_TYPE,                  /**< a CSL 1.0.2 type: "article-journal" */
    RV_REF_GENRE,                 /**< the kind of work in words: "Working paper", "Preprint", "Doctoral dissertation" */
    RV_REF_TITLE, RV_REF_SHORT_TITLE,
    RV_REF_ORIGINAL_TITLE,        /**< in the language of the work, when the title is a translation */
    RV_REF_CONTAINER,             /**< journal, or book of a chapter, or proceedings */
    RV_REF_ABBREVIATION,          /**< of the container */
    RV_REF_SERIES, RV_REF_EVENT,  /**< book series; conference */
    RV_REF_VOLUME, RV_REF_ISSUE,
    RV_REF_PAGES,                 /**< "1864-1886"; an article number where there are none */
    RV_REF_NUMBER,                /**< of a report, patent, thesis */
    RV_REF_EDITION, RV_REF_PUBLISHER, RV_REF_PLACE, RV_REF_LANGUAGE, RV_REF_ABSTRACT,
    RV_REF_DOI,                   /**< lower case, without resolver */
    RV_REF_PMID, RV_REF_PMCID,
    RV_REF_ACCESSION,             /**< the source's own number: "ED457358" */
    RV_REF_DATABASE,              /**< the source as the record says */
    RV_REF_KEY,                   /**< the record's name in its file: a BibTeX key, a CSL id */
    RV_REF_LISTS,                 /**< those before stand once; those from here on are lists */
    RV_REF_ISBN = RV_REF_LISTS, RV_REF_ISSN, RV_REF_KEYWORD, RV_REF_NOTE, RV_REF_URL,
    RV_REF_FILE,                  /**< an attachment's name, never opened */
    RV_REF_FIELDS
} rv_ref_field;

/** A field's name in our own tables ("container"). */
RV_API extern const char *const rv_ref_fields[RV_REF_FIELDS];

typedef struct {
    rv_ref_field field;
    const char  *text;
} rv_ref_value;

typedef enum { RV_ROLE_AUTHOR, RV_ROLE_EDITOR, RV_ROLE_TRANSLATOR, RV_ROLE_SERIES_EDITOR, RV_ROLE_OTHER, RV_ROLES } rv_ref_role;

/** A person, or an organisation (given NULL). `family` holds particles: "van der Berg". */
typedef struct {
    rv_ref_role role;
    const char *family, *given, *suffix;
} rv_ref_name;

/** 0: not given. `raw` is the date as it came, NULL when none did. */
typedef struct {
    int         year, month, day;
    const char *raw;
} rv_ref_date;

/** A screening decision that an export of another tool carries. Texts other than verdict may be NULL. */
typedef struct {
    const char *stage;            /**< "title-abstract", "full-text" */
    const char *reviewer;
    const char *verdict;          /**< "include", "exclude", "unsure", "later" */
    const char *reason;
    const char *raw;              /**< what the file says */
    const char *note;             /**< the reviewer's words on it */
    const char *labels;           /**< parted by "; " */
    const char *role;             /**< "resolution" of a conflict; NULL: a vote */
} rv_ref_decision;

/** Bits of rv_record.changed beside those of the fields. */
#define RV_REF_CHANGED_AUTHORS (UINT32_C(1) << 31)
#define RV_REF_CHANGED_DATE    (UINT32_C(1) << 30)

/** Where a record of a review stands; for writers. */
typedef struct {
    int64_t     id, report;
    const char *source, *kind, *file;
    const char *key;              /**< the record's name in every copy; NULL: its number is written */
} rv_ref_origin;

/** One bibliographic entry. Texts live until the next record, are UTF-8 without markup, and are NULL where nothing was given. */
typedef struct {
    const char            *format;                   /**< static; the file's */
    const char            *text[RV_REF_FIELDS];      /**< the value; the first of a list */
    const rv_ref_value    *values;                   /**< all values of lists, in their order */
    size_t                 n_values;
    const rv_ref_name     *names;
    size_t                 n_names;
    rv_ref_date            date;
    const rv_ref_decision *decisions;
    size_t                 n_decisions;
    rv_bulk_record         fields;                   /**< the same for comparing; with offset, length and line in the file's own bytes */
    const rv_tag          *tags;                     /**< as it came, unknown tags and order included */
    size_t                 n_tags;
    size_t                 number;                   /**< from 1 in its file */
    uint32_t               changed;                  /**< bit 1 << field: changed by a person or taken from another record of the report,
                                                          so that `tags` no longer say it */
    const rv_ref_origin   *origin;                   /**< NULL when it does not come from a review */
} rv_record;

/* ---- Reading files --------------------------------------------------------------------------------------------- */

/** Something odd in a file. `kind` is a stable word ("missing-er", "unknown-tag", ...). */
typedef struct {
    const char *file, *kind, *message;
    size_t      line, record;     /**< from 1; 0 when not of a record */
} rv_problem;

/** What a reader tells. A callback that fails ends the reading with its status. `bytes` (may be NULL) gets the file's own bytes
    in order, `record` each record, `problem` (may be NULL) what was odd. */
typedef struct {
    rv_status (*bytes)(void *user, const void *bytes, size_t n, rv_error *err);
    rv_status (*record)(void *user, const rv_record *record, rv_error *err);
    void      (*problem)(void *user, const rv_problem *problem);
    void *user;
} rv_refs_sink;

/** The names of the formats read ("ris", "pubmed-xml", "csv"), NULL at the end; rv_refs_written are those written. */
RV_API extern const char *const rv_refs_formats[];
RV_API extern const char *const rv_refs_written[];

/** What reading found. */
typedef struct {
    const char *format;           /**< static */
    char        encoding[32];
    size_t      records, problems;
    size_t      decisions;        /**< records that carry screening decisions */
} rv_refs_summary;

/**
 * Reads a reference file as a stream: memory does not grow with the file. `format` and `encoding` NULL: found from the content.
 * Errors  RV_EIO, RV_EPARSE "file:line: ..." when it is no reference file, or holds no record; whatever the sink returns.
 */
RV_API RV_MUST_CHECK
rv_status rv_refs_read(const char *path, const char *format, const char *encoding, const rv_refs_sink *sink,
                       rv_refs_summary *summary, rv_error *err);
RV_API RV_MUST_CHECK
rv_status rv_refs_read_bytes(const char *name, const void *bytes, size_t n, const char *format, const char *encoding,
                             const rv_refs_sink *sink, rv_refs_summary *summary, rv_error *err);

/* ---- Writing files --------------------------------------------------------------------------------------------- */

/** Writes records as a reference file, as a stream. */
typedef struct rv_refs_writer rv_refs_writer;
/** `review` is true when the records come from a review (their origin is written where the format has room for it). `out` stays
    the caller's. RV_EINVAL a format that is not written. */
RV_API RV_MUST_CHECK
rv_status rv_refs_writer_open(rv_refs_writer **writer, const char *format, bool review, rv_output *out, rv_error *err);
RV_API RV_MUST_CHECK
rv_status rv_refs_writer_add(rv_refs_writer *writer, const rv_record *record, rv_error *err);
/** Records written so far. */
RV_API uint64_t rv_refs_writer_count(const rv_refs_writer *writer);
/** Ends the file and frees. NULL is allowed. */
RV_API RV_MUST_CHECK
rv_status rv_refs_writer_close(rv_refs_writer *writer, rv_error *err);
/** Frees, and writes nothing more. NULL is allowed. */
RV_API void rv_refs_writer_drop(rv_refs_writer *writer);

/* ---- Records in the review ------------------------------------------------------------------------------------- */

/** Where records come from. Texts may be NULL, except name and kind. */
typedef struct {
    const char *name;             /**< "ERIC" */
    const char *kind;             /**< database, register, website, organisation, citation, contact */
    const char *platform, *searched, *strategy;
    const char *seed;             /**< of a citation search: the study it began from (label, record key, or a reference in words) */
    const char *direction;        /**< "backward" (what it cites) or "forward" (what cites it) */
} rv_source;

/** Words for rv_source.kind, NULL at the end; the first two fill the left column of the flow diagram. */
RV_API extern const char *const rv_source_kinds[];

/** One file imported. */
typedef struct {
    char     digest[RV_DIGEST_HEX];
    uint64_t records;
    rv_refs_summary summary;
} rv_import_file;

/**
 * Imports files as one act "file.import" of one source: all or nothing. `files[n]` is filled as far as read; `problem` may be
 * NULL. `hex` is the event's digest. A source of the same name and kind is used again when its details are the same or none are
 * given. A record's offset counts bytes of the file as it came, whatever its encoding.
 * Errors  RV_EEXIST these bytes were imported before (the message says when and under which name); RV_EINVAL a kind or date
 *         that is none; those of rv_refs_read().
 */
RV_API RV_MUST_CHECK
rv_status rv_refs_import(rv_store *store, const char *who, const rv_source *source, const char *const *paths, size_t n,
                         const char *format, const char *encoding, void (*problem)(void *user, const rv_problem *), void *user,
                         const rv_progress *progress, rv_import_file *files, char hex[RV_DIGEST_HEX], rv_error *err);

/** A record of the review with its source. Texts live until the next row. */
typedef struct {
    int64_t        id, report;    /**< report: its report's name (least record id) */
    rv_bulk_record fields;
    const char    *file, *source, *kind;
} rv_stored_record;

/** Walks the visible records in order of id; `from` and `to` bound the ids (0, INT64_MAX for all); edits lie over them. */
RV_API RV_MUST_CHECK
rv_status rv_records_each(rv_store *store, int64_t from, int64_t to,
                          rv_status (*record)(void *user, const rv_stored_record *record, rv_error *err), void *user,
                          rv_error *err);

/** The same for reports: each once, under the id of the record that names it, with the best of its records field by field (its head).
    File, source and place are those of the record that names it. */
RV_API RV_MUST_CHECK
rv_status rv_reports_each(rv_store *store, int64_t from, int64_t to,
                          rv_status (*report)(void *user, const rv_stored_record *report, rv_error *err), void *user, rv_error *err);

/**
 * Finds reports by words: each word must begin a word of the report's title, abstract, authors, container, keywords, year, DOI, PubMed or
 * accession number, whatever the case and the marks on letters; a phrase in "quotes" is found as it stands. One pass over the reports behind
 * `after` (0: from the first), which ends with the `most`-th found: O(bytes read).
 * Errors  RV_EINVAL nothing to look for, or more than 20 words.
 */
RV_API RV_MUST_CHECK
rv_status rv_reports_search(rv_store *store, const char *words, int64_t after, size_t most,
                            rv_status (*report)(void *user, const rv_stored_record *report, rv_error *err), void *user, rv_error *err);

/**
 * Finds the record that a person names: "12" or "#12" (local number), "doi:10....", "pmid:123", "acc:ED457358" (accession number),
 * or "HEX:OFFSET" (digest of the file, at least 8 digits, and byte offset: its name in every copy). Identifiers that several
 * records bear are fine when these are one report: the least id.
 * Errors  RV_ENOTFOUND none; RV_EINVAL not a key, or records of several reports (the message lists them).
 */
RV_API RV_MUST_CHECK rv_status rv_record_find(rv_store *store, const char *key, int64_t *record, rv_error *err);
/** Finds the record that the name of a file names, by what people call files of full texts: a DOI with another character for each slash,
    a PubMed or accession number, a record's number or key, before the ending. RV_ENOTFOUND none; RV_EINVAL several reports. On failure
    `*record` is 0. */
RV_API RV_MUST_CHECK rv_status rv_file_name_record(rv_store *store, const char *name, int64_t *record, rv_error *err);
/** Which records are written; NULL: all. */
typedef struct {
    bool  reports;                /**< of each report the record that names it, alone, with the report's head lying over it */
    bool (*keep)(void *user, const rv_ref_origin *origin);      /**< NULL: every one */
    void *user;
    /** The decisions that are written instead of those that the file carries, and whose notes that say such; they live until the next
        call. `key` gets the record's name where it is to be written as that. NULL: what the file says. */
    const rv_ref_decision *(*decisions)(void *user, rv_ref_origin *origin, size_t *n);
} rv_export_choice;
/**
 * Writes the visible records, file by file, each with all that its file says: the bytes are read again by the reader they came through,
 * so that unknown tags survive where the format has room for them; edits lie over it. `*n` is how many. A record that the reader does
 * not find in its place again is written with the fields that the review keeps.
 * Errors  RV_EINVAL a format that is not written.
 */
RV_API RV_MUST_CHECK
rv_status rv_refs_export(rv_store *store, const char *format, const rv_export_choice *choice, rv_output *out, uint64_t *n, rv_error *err);
/**
 * Says in one act "record.edit" how a field of a record ("abstract", "authors", ... the columns of the review) should read. `value` ""
 * empties it, NULL lets the original stand again.
 * Errors  RV_EINVAL no such field, a value that it cannot have, no reason; RV_ENOTFOUND no such record.
 */
RV_API RV_MUST_CHECK
rv_status rv_record_edit(rv_store *store, const char *who, int64_t record, const char *field, const char *value, const char *reason,
                         char hex[RV_DIGEST_HEX], rv_error *err);
/** How the edited records are made anew. */
RV_API extern const rv_derivation rv_refs_derivation;
/** The name of a record in every copy, "3fa9c1d2...:1045" (16 digits of the digest). */
RV_API RV_MUST_CHECK rv_status rv_record_key(rv_store *store, int64_t record, rv_buf *out, rv_error *err);
/** The report of a record: the least id of its cluster, itself when alone. */
RV_API RV_MUST_CHECK rv_status rv_record_report(rv_store *store, int64_t record, int64_t *report, rv_error *err);
/** "Cave 2006. Quantum Opportunity Program demonstration": how lists name a record. */
RV_API void rv_record_label(const rv_bulk_record *fields, rv_buf *out);

/* ---- The head of a report ------------------------------------------------------------------------------------------ */

/** What a record of a report says in one field. Texts live until the callback returns. */
typedef struct {
    const char *field, *value;    /**< value NULL: a person chose a record that does not say */
    int64_t     record;
    const char *source, *file;    /**< the record's */
    bool        taken;            /**< this is what the report says */
    bool        edited;           /**< a person typed it */
    bool        chosen;           /**< taken because a person chose it: */
    const char *who, *reason;     /**< NULL when none did */
} rv_report_field;
/** Walks the fields of a report (of any of its records) that anyone gives, in the order of the columns: first what the report says, then
    what its other records say. RV_ENOTFOUND no such record. */
RV_API RV_MUST_CHECK
rv_status rv_report_fields(rv_store *store, int64_t report,
                           rv_status (*field)(void *user, const rv_report_field *field, rv_error *err), void *user, rv_error *err);
/**
 * Says in one act "report.choose" from which record the report of `record` takes a field: a column of the review, "place" for year, volume,
 * issue and pages together, NULL for all that `chosen` gives. `chosen` 0 takes the choice back. It holds while `chosen` is of the report;
 * the newest counts.
 * Errors  RV_EINVAL no such field, no reason, `chosen` of another report, a report of one record, nothing to take back; RV_ENOTFOUND no
 *         such record.
 */
RV_API RV_MUST_CHECK
rv_status rv_report_choose(rv_store *store, const char *who, int64_t record, const char *field, int64_t chosen, const char *reason,
                           char hex[RV_DIGEST_HEX], rv_error *err);
/** Makes the heads of these reports anew, whose records or members changed, writing only what differs; inside a write. */
RV_API RV_MUST_CHECK
rv_status rv_reports_changed(rv_store *store, const int64_t *reports, size_t n, rv_error *err);
/** How all heads are made anew; after the records that were edited and the members of reports. */
RV_API extern const rv_derivation rv_heads_derivation;

/* ---- Studies and reports: many to many --------------------------------------------------------------------------- */

/** Finds the study called `label`; makes it within the act when `event` is not NULL. RV_ENOTFOUND otherwise. */
RV_API RV_MUST_CHECK
rv_status rv_study_find(rv_store *store, rv_event *event, const char *label, int64_t *study, rv_error *err);
/** Says within an act what a report is to a study: "primary", "secondary", "none" (taken back). */
RV_API RV_MUST_CHECK
rv_status rv_study_link(rv_event *event, int64_t study, int64_t record, const char *role, rv_error *err);
/** Says in one act "study.link" what the report of `record` is to the study called `label`, made when new. */
RV_API RV_MUST_CHECK
rv_status rv_study_give(rv_store *store, const char *who, const char *label, int64_t record, const char *role,
                        char hex[RV_DIGEST_HEX], rv_error *err);
/** Moves every report of `from` to `into` in one act "study.merge"; results stay with the study that has them until moved. */
RV_API RV_MUST_CHECK
rv_status rv_study_merge(rv_store *store, const char *who, const char *from, const char *into, const char *reason,
                         char hex[RV_DIGEST_HEX], rv_error *err);
/** Moves the report of `record` from one study to another (made when new) in one act "study.split". */
RV_API RV_MUST_CHECK
rv_status rv_study_split(rv_store *store, const char *who, const char *study, int64_t record, const char *into,
                         const char *reason, char hex[RV_DIGEST_HEX], rv_error *err);

/** A study with one of its reports; a study without reports has report 0. */
typedef struct {
    int64_t     study;
    const char *label;
    int64_t     record, report;   /**< the record that was linked; its report */
    const char *role;
} rv_study_report;
/** Walks the standing links, by label, primary reports first. */
RV_API RV_MUST_CHECK
rv_status rv_study_reports(rv_store *store, rv_status (*row)(void *user, const rv_study_report *row, rv_error *err), void *user,
                           rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
