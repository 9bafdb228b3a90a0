#ifndef REVIEW_EXTRACT_H
#define REVIEW_EXTRACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "review/effect.h"
#include "review/protocol.h"
#include "review/refs.h"
#include "review/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What an act did: rows added; `unchanged` values and judgements stood already. */
typedef struct {
    size_t studies, parts, results, values, judgements, corrections, unchanged, warnings;
    const char *kind;             /**< of the act: "extract.studies", "extract.results", ...; static */
    char   event[RV_DIGEST_HEX];  /**< its digest, "" when nothing changed */
} rv_extract_summary;

/** Something to look at: a required field left empty; or a fault, for which nothing will be taken. Lines from 1. */
typedef struct {
    const char *file, *column, *message;
    size_t      line;
    bool        fault;
    const char *where;            /**< of a sheet: "results!F7"; NULL: the line says it */
} rv_extract_warning;

/** What an act changes, or would. Texts are "" where there is none and live until the callback returns. */
typedef struct {
    const char *what;             /**< "study", "report", "part", "result", "value", "judgement" */
    const char *study, *result;   /**< result "": of the study */
    const char *field;            /**< of values; the tool and domain of judgements */
    const char *from, *to;        /**< what stood, "" for nothing; what is said now */
} rv_extract_change;

typedef void (*rv_extract_warn)(void *user, const rv_extract_warning *warning);

/**
 * Imports studies from CSV, one row a (study, report): `study`, `record` (a record key, may be empty), `role` (primary, secondary)
 * and the study-level fields of the protocol's form. All or nothing, one act "extract.studies". The same value again changes
 * nothing; another supersedes; nothing is overwritten.
 * Errors  RV_EPARSE "file:line: column: ..."; RV_ENOTFOUND a record that is not there.
 */
RV_API RV_MUST_CHECK
rv_status rv_extract_studies(rv_store *store, const rv_protocol *protocol, const char *who, const char *path, rv_extract_warn warn,
                             void *user, rv_extract_summary *summary, rv_error *err);
/** Imports results from CSV, one row a result: `result` (key), `study`, `record`, `contrast`, `domain`, `outcome`, `months`, the
    result-level fields, `place`, `quotation`, `note`. As above; act "extract.results". */
RV_API RV_MUST_CHECK
rv_status rv_extract_results(rv_store *store, const rv_protocol *protocol, const char *who, const char *path, rv_extract_warn warn,
                             void *user, rv_extract_summary *summary, rv_error *err);
/** Imports single values from CSV: `result` or `study`, `field`, `value`, `state`, `record`, `place`, `quotation`, `note`. */
RV_API RV_MUST_CHECK
rv_status rv_extract_values(rv_store *store, const rv_protocol *protocol, const char *who, const char *path, rv_extract_warn warn,
                            void *user, rv_extract_summary *summary, rv_error *err);
/** Imports a table whose kind its header tells: results have result, study, domain and outcome; judgements tool, domain and
    judgement; values field and value; studies study. */
RV_API RV_MUST_CHECK
rv_status rv_extract_import(rv_store *store, const rv_protocol *protocol, const char *who, const char *path, rv_extract_warn warn,
                            void *user, rv_extract_summary *summary, rv_error *err);
/** Imports judgements from CSV: `study`, `result` (may be empty), `tool`, `domain`, `judgement`, `support`. */
RV_API RV_MUST_CHECK
rv_status rv_extract_appraisals(rv_store *store, const rv_protocol *protocol, const char *who, const char *path,
                                rv_extract_warn warn, void *user, rv_extract_summary *summary, rv_error *err);

/** One value entered by hand; a standing one of the same field is superseded. `result` NULL: of the study. Texts may be NULL
    except study or result, and field. The columns contrast, domain, outcome, months and record of a result are corrected in the
    same way. `hex` is the event's digest, "" when the value stood already. */
typedef struct {
    const char *study, *result, *field, *value, *state, *record, *place, *quotation, *note;
} rv_value_entry;
RV_API RV_MUST_CHECK
rv_status rv_extract_value(rv_store *store, const rv_protocol *protocol, const char *who, const rv_value_entry *entry,
                           char hex[RV_DIGEST_HEX], rv_error *err);

/** One result entered by hand; entered again under its key, what differs is corrected. Texts may be NULL, except result, study,
    domain and outcome. */
typedef struct {
    const char *result, *study, *record, *contrast, *domain, *outcome, *months;
} rv_result_entry;
RV_API RV_MUST_CHECK
rv_status rv_extract_result(rv_store *store, const rv_protocol *protocol, const char *who, const rv_result_entry *entry,
                            char hex[RV_DIGEST_HEX], rv_error *err);

/** One judgement; `result` or `study` is NULL by the tool's unit. */
typedef struct {
    const char *study, *result, *tool, *domain, *judgement, *support;
} rv_judgement_entry;
RV_API RV_MUST_CHECK
rv_status rv_extract_appraise(rv_store *store, const rv_protocol *protocol, const char *who, const rv_judgement_entry *entry,
                              char hex[RV_DIGEST_HEX], rv_error *err);

/** A study, and what the report of `record` (a key, NULL for none) is to it: primary (NULL), secondary, none. */
RV_API RV_MUST_CHECK
rv_status rv_extract_study(rv_store *store, const rv_protocol *protocol, const char *who, const char *study, const char *record,
                           const char *role, char hex[RV_DIGEST_HEX], rv_error *err);

/** A standing value with its place. Texts live until the callback returns, "" for none. */
typedef struct {
    int64_t     id;
    const char *study, *result, *field, *value, *state, *reviewer, *place, *quotation, *note, *event;
    int64_t     record;
    bool        stands;           /**< false: superseded */
} rv_value;
/** Walks values by study, result and field, oldest first; `study` and `result` NULL for all; `history` shows superseded ones too. */
RV_API RV_MUST_CHECK
rv_status rv_extract_each(rv_store *store, const char *study, const char *result, bool history,
                          rv_status (*value)(void *user, const rv_value *value, rv_error *err), void *user, rv_error *err);

/** A result as it stands, corrections in place. */
typedef struct {
    int64_t     id, study_id, record;   /**< record 0: not known */
    const char *study, *result, *contrast, *domain, *outcome;
    double      months;                 /**< NaN: not shown */
} rv_result;
/** Walks the results by key; `study` NULL for all. */
RV_API RV_MUST_CHECK
rv_status rv_extract_each_result(rv_store *store, const char *study,
                                 rv_status (*result)(void *user, const rv_result *result, rv_error *err), void *user,
                                 rv_error *err);

/* ---- Sheets, and other people's files ----------------------------------------------------------------------------- */

/** A report that is of no study yet, and the name its study may get. */
typedef struct {
    const char *study;
    int64_t     record;
} rv_sheet_report;

/**
 * Writes the form to be filled in: a workbook (.xlsx) with a sheet for studies, for each level that the form asks for and for results,
 * filled with what is known (where two people extract, with the version of `who`) and with `reports[n]`; or, with `level` ("studies",
 * "results", "arms", ...), that table alone as CSV. What is not touched changes nothing when the file is imported again. A hidden sheet
 * says which version of the form it is. The same bytes for the same review and SOURCE_DATE_EPOCH.
 * Errors  RV_EINVAL the form has no such level.
 */
RV_API RV_MUST_CHECK
rv_status rv_extract_sheet(rv_store *store, const rv_protocol *protocol, const char *who, const char *level,
                           const rv_sheet_report *reports, size_t n, rv_output *to, rv_error *err);

/** Names of the formats of other programs that are read: "revman", "cochrane-package", ...; NULL at the end. Those that are written
    as well are told by rv_extract_written(). */
RV_API extern const char *const rv_extract_formats[];
/** Whether rv_extract_give() writes the format. */
RV_API bool rv_extract_written(const char *format);

/** How a file is taken. RV_EXTRACT_FILE_INIT, then set what there is to say. */
typedef struct {
    const char *from;             /**< one of rv_extract_formats; NULL: as the file shows, else a sheet, else our own CSV */
    const char *const *map;       /**< "NAME=FIELD" or "OUTCOME=DOMAIN": where what a file calls NAME goes; "NAME=" leaves it out */
    size_t      n_map;
    const char *domain;           /**< for results whose outcome has none of the protocol's words; NULL: that is a fault */
    bool        dry_run;          /**< all is checked and told, nothing kept */
    void      (*changed)(void *user, const rv_extract_change *change);   /**< may be NULL; `user` is rv_extract_file()'s */
} rv_extract_options;
#define RV_EXTRACT_OPTIONS_INIT { NULL, NULL, 0, NULL, false, NULL }

/**
 * Takes a file in one act: a workbook made by rv_extract_sheet() ("extract.sheet"), a table as rv_extract_import() takes it, or an export
 * of RevMan 5, Cochrane, EPPI-Reviewer, Covidence or in Metapsy's columns ("extract.file"). All or nothing; adds and corrects, never takes
 * away. Numbers of other programs go to the field whose `as` is what they are (EVENTS_1 is ai), texts and codes to the field that has their
 * name as id or label; their place is the file and the element in it. What finds no field is told, and kept in the note of a value beside it.
 * Studies find their records by DOI, PubMed number, or a title that one report alone has.
 * Errors  RV_EPARSE "extraction.xlsx: results!F7: n_treat: 'twelve' is not a number" (`warn` is told each fault).
 */
RV_API RV_MUST_CHECK
rv_status rv_extract_file(rv_store *store, const rv_protocol *protocol, const char *who, const char *path,
                          const rv_extract_options *options, rv_extract_warn warn, void *user, rv_extract_summary *summary, rv_error *err);

/** Writes the review's studies, values, judgements and results in the format of another program. `warn` is told what it has no place for. */
RV_API RV_MUST_CHECK
rv_status rv_extract_give(rv_store *store, const rv_protocol *protocol, const char *format, rv_output *to, rv_extract_warn warn, void *user,
                          rv_error *err);

/* ---- Effects of the review --------------------------------------------------------------------------------------- */

/** A standing judgement. Texts live until the callback returns, "" for none. */
typedef struct {
    const char *study, *result, *tool, *domain, *judgement, *support, *reviewer;
} rv_judgement;
/** Walks the judgements by study, result and tool; `study` NULL for all. */
RV_API RV_MUST_CHECK
rv_status rv_extract_each_judgement(rv_store *store, const char *study,
                                    rv_status (*judgement)(void *user, const rv_judgement *judgement, rv_error *err), void *user,
                                    rv_error *err);

/*
 * From the standing values of a result to its effect. The form's fields that are read, all optional:
 *
 *   measure_reported   what the groups' values are: percent, count, mean; impact: there is an estimate alone
 *   treat_value, control_value, sd_treat, sd_control, events_treat, events_control
 *   n_treat, n_control; or n_total with split_basis ("... halves ...", "... ratio ..." by randomised_treat, randomised_control)
 *   estimate with se, ci_low and ci_high (ci_level) or p; ci_low and ci_high alone
 *   unit               of the estimate: percentage points, %, proportion (RD); odds ratio, log odds ratio (OR); risk ratio, log
 *                      risk ratio (RR); standard deviations (SMD); anything else is the outcome's own (MD)
 *   direction          higher... or lower... is better; else the domain's `better`. Lower: the sign is turned.
 *
 * Values of "not reported" or "unclear" count as missing. The groups' values go before an estimate.
 */

/** One effect of one result, as derived, with what a model or table asks of it. Owned by the rv_effects it stands in. */
typedef struct {
    int64_t     result_id, study_id, record;
    const char *result, *study, *domain, *outcome, *contrast, *measure, *route, *gap, *place;
    double      months, yi, vi;   /**< NaN: none */
    bool        chosen;           /**< the study's one by the protocol's order of choice */
    const char *left_out;         /**< why not, "" when chosen */
    const char *subgroup;         /**< value of the analysis's first subgroup field, "" for none */
} rv_review_effect;

typedef struct {
    rv_review_effect *effects;    /**< by study label, then result key */
    size_t            n, n_chosen;
    void             *memory;
} rv_effects;

/**
 * The effects of a domain by one measure, each marked as chosen or left out with its reason. Left out is first what the analysis
 * does not ask for: `select` (NULL: none) holds conditions on fields of the result or its study, "age_min>=15", "age_max<=24",
 * "design=RCT|matched", "split_basis!=equal halves assumed"; a field that was not reported satisfies only the last kind. Then
 * what is none of the domain's outcomes or outside its time window, and what has no effect. Among the rest of one study the
 * first kind of outcome is chosen, then the time the domain prefers (a time not shown comes last), then the first or last entered.
 * Ended with rv_effects_free(), which takes what a failed call leaves.
 */
RV_API RV_MUST_CHECK
rv_status rv_extract_effects(rv_store *store, const rv_protocol *protocol, const char *domain, const char *measure,
                             const char *const *select, size_t n_select, const char *subgroup_field, rv_effects *out,
                             rv_error *err);
RV_API void rv_effects_free(rv_effects *effects);
/** The derived table effect. Reads the newest protocol of the review. */
RV_API extern const rv_derivation rv_extract_derivation;

#ifdef __cplusplus
}
#endif

#endif
