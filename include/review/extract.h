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
    const char *study, *result;   /**< result "": of the study; "arm control": of that part */
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
/** Imports judgements and answers from CSV: `study`, `result` or `body`, `tool`, `domain` (or a question), `judgement` (or answer),
    `support`, `place`, `quotation`. */
RV_API RV_MUST_CHECK
rv_status rv_extract_appraisals(rv_store *store, const rv_protocol *protocol, const char *who, const char *path,
                                rv_extract_warn warn, void *user, rv_extract_summary *summary, rv_error *err);

/** One value entered by hand; a standing one of the same field is superseded. `result` NULL: of the study. Texts may be NULL
    except study or result, and field. The columns contrast, domain, outcome, months and record of a result are corrected in the
    same way. `hex` is the event's digest, "" when the value stood already. */
typedef struct {
    const char *study, *result, *field, *value, *state, *record, *place, *quotation, *note;
    const char *part_kind, *part;   /**< of an arm, outcome, time or contrast of the study: "arm", "control"; else NULL */
    bool        confirm;            /**< a value that stands is entered again: looked at again under another version of the form */
} rv_value_entry;
RV_API RV_MUST_CHECK
rv_status rv_extract_value(rv_store *store, const rv_protocol *protocol, const char *who, const rv_value_entry *entry,
                           char hex[RV_DIGEST_HEX], rv_error *err);

/**
 * Several values entered by hand, as one act "extract.values". One that the form refuses is told (by its number from 0) and left out; what
 * else stands in the way (no such study, part or result; who enters is done) refuses all. `hex` is "" when all that was left stood already.
 */
RV_API RV_MUST_CHECK
rv_status rv_extract_enter(rv_store *store, const rv_protocol *protocol, const char *who, const rv_value_entry *entries, size_t n,
                           void (*refused)(void *user, size_t entry, const char *message), void *user, char hex[RV_DIGEST_HEX],
                           rv_error *err);

/**
 * The place that an entry without one takes over: that of the value that it replaces; else of the person's last entry for the same
 * report (the record; where none is known, the result or study). Only for a value that needs a place; "" in `place` when there is none.
 */
RV_API RV_MUST_CHECK
rv_status rv_extract_carried_place(rv_store *store, const rv_protocol *protocol, const char *who, const rv_value_entry *entry,
                                   rv_buf *place, rv_error *err);

/** An arm, outcome, time or contrast of a study; act "extract.part". Of a contrast, the arms that it compares (NULL: not said, or as
    they stand). */
RV_API RV_MUST_CHECK
rv_status rv_extract_part(rv_store *store, const rv_protocol *protocol, const char *who, const char *study, const char *kind,
                          const char *key, const char *group1, const char *group2, char hex[RV_DIGEST_HEX], rv_error *err);

/** One result entered by hand; entered again under its key, what differs is corrected. Texts may be NULL, except result, study,
    domain and outcome. */
typedef struct {
    const char *result, *study, *record, *contrast, *domain, *outcome, *months;
    const char *arm;              /**< of an arm of the study, which has no contrast; NULL: of a contrast */
} rv_result_entry;
RV_API RV_MUST_CHECK
rv_status rv_extract_result(rv_store *store, const rv_protocol *protocol, const char *who, const rv_result_entry *entry,
                            char hex[RV_DIGEST_HEX], rv_error *err);

/** One judgement of a domain, or (tool is an instrument) one answer: then `domain` is the question's id. `result`, `study` or `body` (an
    analysis of the protocol) is said, by the tool's unit. The judgement RV_AS_PROPOSED of an instrument's domain takes what its rules say; an empty one says nothing.
    `support` is what it rests on, and the reason where it differs from the proposal. */
#define RV_AS_PROPOSED "as proposed"
typedef struct {
    const char *study, *result, *tool, *domain, *judgement, *support;
    const char *body, *place, *quotation;
    bool        agreed;           /**< the review's, although two people judge blind */
} rv_judgement_entry;
RV_API RV_MUST_CHECK
rv_status rv_extract_appraise(rv_store *store, const rv_protocol *protocol, const char *who, const rv_judgement_entry *entry,
                              char hex[RV_DIGEST_HEX], rv_error *err);

/* ---- Appraisal by instruments -------------------------------------------------------------------------------------- */

/** What is appraised: a result, a study (also one that is a review), or what an analysis pools. The others are NULL or "". */
typedef struct { const char *study, *result, *body; } rv_appraisal_subject;

/** A question or a domain of an appraisal. Texts are "" where nothing was said. */
typedef struct {
    const char *id, *domain, *text, *help;
    bool        question, critical, optional;
    size_t      n_choices;
    const char *const *choices;     /**< what may be said: answers or judgements */
    const char *const *labels;      /**< of the choices; of judgements the same texts */
    rv_asked    asked;              /**< of a domain always RV_ASKED */
    const char *answer;             /**< or judgement */
    const char *support, *place, *quotation, *reviewer, *edition;
    const char *proposed;           /**< what the rules said when the domain was judged */
    const char *now, *because;      /**< what they say now, and which rule; "" while answers lack */
    const char *waits;              /**< what they wait for: an id; "" for nothing */
    const char *again;              /**< why it is to be looked at again; "" when it is not */
} rv_appraisal_line;

/** What the review, or one person (`own`), says of a subject by a tool. */
typedef struct {
    rv_appraisal_subject     subject;    /**< texts never NULL; the study of a result too */
    const char              *own;        /**< "" for the review's */
    const rv_appraisal_tool *tool;
    const rv_instrument     *instrument; /**< NULL: the tool stands in the protocol */
    size_t                   n;
    const rv_appraisal_line *lines;      /**< of each domain its questions, then the domain */
    size_t                   due, judged;   /**< domains that are not optional */
    size_t                   again;      /**< lines to be looked at again */
    const char              *next;       /**< the first line without an answer that is asked or due; "" for none */
    void                    *memory;
} rv_appraisal;
RV_API void rv_appraisal_free(rv_appraisal *appraisal);

/** One appraisal as it stands, also where nothing was said yet. `own` NULL: the review's. A result's study is looked up where it is not
    said. RV_ENOTFOUND no such tool, instrument or result. */
RV_API RV_MUST_CHECK
rv_status rv_extract_appraisal(rv_store *store, const rv_protocol *protocol, const char *tool, const rv_appraisal_subject *subject,
                               const char *own, rv_appraisal *out, rv_error *err);
/** Walks the appraisals in which something was said, by version, subject and tool; `tool` NULL: all. `own`: those of single people,
    else the review's. They live until the callback returns. */
RV_API RV_MUST_CHECK
rv_status rv_extract_each_appraisal(rv_store *store, const rv_protocol *protocol, const char *tool, bool own,
                                    rv_status (*appraisal)(void *user, const rv_appraisal *appraisal, rv_error *err), void *user,
                                    rv_error *err);
/** Several entries as one act, "extract.appraise". Errors name the entry by its id. */
RV_API RV_MUST_CHECK
rv_status rv_extract_appraise_all(rv_store *store, const rv_protocol *protocol, const char *who, const rv_judgement_entry *entries,
                                  size_t n, rv_extract_warn warn, void *user, rv_extract_summary *summary, rv_error *err);
/** Whether two people judge by this tool, each blind, before they agree. */
RV_API bool rv_appraised_twice(const rv_protocol *protocol, const rv_appraisal_tool *tool);
/** Takes into the review what the own versions of a subject say alike; `*taken` and `*differ` count lines.
    Errors  RV_EINVAL fewer than two people, or one of them is not done: what both said is shown only then. */
RV_API RV_MUST_CHECK
rv_status rv_extract_appraisal_agree(rv_store *store, const rv_protocol *protocol, const char *who, const char *tool,
                                     const rv_appraisal_subject *subject, size_t *taken, size_t *differ, char hex[RV_DIGEST_HEX],
                                     rv_error *err);

/** Walks the lines of a subject that its people said differently, and how the review settled them (an empty answer: not yet);
    `versions[i].lines[line]` is what each of n people said. Errors as above. */
RV_API RV_MUST_CHECK
rv_status rv_extract_appraisal_differences(rv_store *store, const rv_protocol *protocol, const char *tool,
                                           const rv_appraisal_subject *subject,
                                           rv_status (*line)(void *user, const rv_appraisal *versions, size_t n, size_t line,
                                                             const rv_appraisal *review, rv_error *err),
                                           void *user, rv_error *err);

/** The instrument as the review has it: the newest it holds, else the one that comes with the toolkit. Ended with
    rv_instrument_free(). RV_ENOTFOUND neither. */
RV_API RV_MUST_CHECK rv_status rv_extract_instrument(rv_store *store, const char *name, rv_instrument **out, rv_error *err);
/** Keeps an instrument in the review, checked whole (rv_instrument_check()): act "extract.instrument". `xml` named `file` in messages.
    RV_EEXIST another file with this id and edition is there; the same again changes nothing (`hex` is ""). */
RV_API RV_MUST_CHECK
rv_status rv_extract_instrument_add(rv_store *store, const char *who, const char *file, const char *xml, size_t n,
                                    char hex[RV_DIGEST_HEX], rv_error *err);
/** Walks the editions that the review holds, oldest first. */
RV_API RV_MUST_CHECK
rv_status rv_extract_each_instrument(rv_store *store, rv_status (*instrument)(void *user, const char *name, const char *edition,
                                                                              const char *xml, rv_error *err),
                                     void *user, rv_error *err);

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
    const char *kind, *part;      /**< "arm", "control": of this part of the study; "" for none */
    const char *at;               /**< when it was entered, ISO 8601 UTC */
} rv_value;
/** Which values; zeroed: all that stand in the review's version. */
typedef struct {
    const char *study, *result;   /**< of these alone; NULL: any */
    const char *own;              /**< the version that this extractor keeps until it is agreed; NULL: the review's */
    bool        history;          /**< superseded ones too */
    const rv_protocol *calculated;  /**< with what its form calculates, state "calculated"; NULL: without */
} rv_value_filter;
/** Walks values: of each study itself, then of its parts, then of its results; by field, oldest first. */
RV_API RV_MUST_CHECK
rv_status rv_extract_walk(rv_store *store, const rv_value_filter *filter,
                          rv_status (*value)(void *user, const rv_value *value, rv_error *err), void *user, rv_error *err);
/** Walks values by study, result and field, oldest first; `study` and `result` NULL for all; `history` shows superseded ones too. */
RV_API RV_MUST_CHECK
rv_status rv_extract_each(rv_store *store, const char *study, const char *result, bool history,
                          rv_status (*value)(void *user, const rv_value *value, rv_error *err), void *user, rv_error *err);

/** Whether the roles that the form's fields name (`as`) are there, and fit the fields' types and levels. RV_EINVAL names the first that
    is not. */
RV_API RV_MUST_CHECK rv_status rv_extract_form_check(const rv_protocol *protocol, rv_error *err);

/** Something to look at again under the form as it is now. Texts live until the callback returns, "" for none. */
typedef struct {
    const char *study, *kind, *part, *result;   /**< of the study; of its part; of the result */
    const char *field, *label;
    const char *value, *state, *reviewer, *at;  /**< as it stands; "" where nothing was said */
    const char *why;
} rv_again;
/**
 * Walks what the newest form puts in question: values of fields that are gone, are asked elsewhere, are calculated now, are not asked
 * where their condition does not hold; values that do not fit type, range or choices any more, or lack a place now; values entered under
 * a version in which the field's label, help, unit, type, range, choices or columns were others; and required fields, asked where they
 * stand, of which nothing was said. What was entered stays as it is. `study` NULL: all; `own` as in rv_value_filter.
 */
RV_API RV_MUST_CHECK
rv_status rv_extract_each_again(rv_store *store, const rv_protocol *protocol, const char *own, const char *study,
                                rv_status (*again)(void *user, const rv_again *again, rv_error *err), void *user, rv_error *err);
/** The last kind alone: required, and nothing was said. */
RV_API RV_MUST_CHECK
rv_status rv_extract_each_lack(rv_store *store, const rv_protocol *protocol, const char *own, const char *study,
                               rv_status (*lack)(void *user, const rv_again *lack, rv_error *err), void *user, rv_error *err);

/** A field of the form put to a study, a part or a result of it, with what stands. Texts live until the callback returns. */
typedef struct {
    const char     *kind, *part, *result;   /**< of a part of the study, of a result; "" of the study itself */
    const char     *about;        /**< what of: "result A1: employed, 12 months, arm programme" */
    const rv_field *field;
    bool            asked;        /**< its condition holds */
    const char     *value, *state;   /**< state "" while nothing was said, "calculated" for what the form calculates */
    const char     *place, *quotation, *note, *reviewer, *at;
} rv_asking;
/** Walks every question of a study, in the order of the form: the study's, those of each part, those of each result. `own` as in
    rv_value_filter. RV_ENOTFOUND no such study. */
RV_API RV_MUST_CHECK
rv_status rv_extract_each_asking(rv_store *store, const rv_protocol *protocol, const char *own, const char *study,
                                   rv_status (*question)(void *user, const rv_asking *question, rv_error *err), void *user, rv_error *err);

/** A result as it stands, corrections in place. */
typedef struct {
    int64_t     id, study_id, record;   /**< record 0: not known */
    const char *study, *result, *contrast, *domain, *outcome;
    double      months;                 /**< NaN: not shown */
    const char *arm;                    /**< "": of the contrast */
} rv_result;
/** A part of a study: "arm", "control". Texts live until the callback returns. */
typedef struct {
    const char *study, *kind, *key, *reviewer;
} rv_part;
/** Walks the parts of all studies, or of one; `own` as in rv_value_filter. */
RV_API RV_MUST_CHECK
rv_status rv_extract_each_part(rv_store *store, const char *own, const char *study,
                               rv_status (*part)(void *user, const rv_part *part, rv_error *err), void *user, rv_error *err);
/** Walks studies with their reports; record 0 for a study without. */
RV_API RV_MUST_CHECK
rv_status rv_extract_each_study(rv_store *store, rv_status (*study)(void *user, const char *label, int64_t record, const char *role,
                                                                   rv_error *err), void *user, rv_error *err);
/** Walks the results by key; `study` NULL for all; `own` as in rv_value_filter. */
RV_API RV_MUST_CHECK
rv_status rv_extract_each_own_result(rv_store *store, const char *own, const char *study,
                                     rv_status (*result)(void *user, const rv_result *result, rv_error *err), void *user, rv_error *err);
/** The same of the review's version. */
RV_API RV_MUST_CHECK
rv_status rv_extract_each_result(rv_store *store, const char *study,
                                 rv_status (*result)(void *user, const rv_result *result, rv_error *err), void *user,
                                 rv_error *err);

/* ---- Two people extract: who, and blind until both are done -------------------------------------------------------- */

/** Words for what a person does with a study: extract, verify, reconcile; NULL at the end. */
RV_API extern const char *const rv_extractor_roles[];
/** Words for how far they are: given, done, again (done, then taken up once more), none (taken back); NULL at the end. */
RV_API extern const char *const rv_extractor_states[];

typedef struct {
    const char *study, *person;
} rv_extract_gift;
/**
 * Gives studies to people, or takes them back (`given` false); one act "extraction.give". What is so already adds nothing; `hex` is
 * then "".
 * Errors  RV_ENOTFOUND no such study. RV_EINVAL no such role; a third extractor; an extractor of a study that is open, as their version
 *         would not be blind; one who extracts is to verify or reconcile too.
 */
RV_API RV_MUST_CHECK
rv_status rv_extract_give(rv_store *store, const char *who, const rv_extract_gift *gifts, size_t n, const char *role, bool given,
                          char hex[RV_DIGEST_HEX], rv_error *err);
/** One person's part of what is dealt. */
typedef struct {
    const char *person;
    double      share;            /**< of the sum of all; above 0 */
    int64_t     given;            /**< filled: studies newly given */
} rv_extract_share;
/** Deals all studies that lack extractors (two where the protocol says double, else one) by lot, in proportion to the shares, never twice
    to one person; the same seed, the same lot. RV_EINVAL a share not above 0, a person twice, fewer people than a study needs. */
RV_API RV_MUST_CHECK
rv_status rv_extract_deal(rv_store *store, const rv_protocol *protocol, const char *who, rv_extract_share *shares, size_t n, uint64_t seed,
                          char hex[RV_DIGEST_HEX], rv_error *err);
/**
 * Says that one's part of the studies is done, or (`done` false) takes it up again; act "extraction.done" or "extraction.again". A study
 * opens at the first moment at which all who extract it, two at least, are done; it stays open. Who is done enters nothing more before
 * they take it up again.
 */
RV_API RV_MUST_CHECK
rv_status rv_extract_done(rv_store *store, const char *who, const char *const *studies, size_t n, bool done, char hex[RV_DIGEST_HEX],
                          rv_error *err);
/** A person and a study. Texts live until the callback returns. */
typedef struct {
    const char *study, *person, *role;
    const char *state;            /**< of rv_extractor_states; "begun", "late": entered something unasked, before or after it opened */
    const char *waits_for;        /**< names, while this person is done and others are not */
    bool        open;             /**< the versions of the study may be seen */
} rv_extractor;
RV_API RV_MUST_CHECK
rv_status rv_extract_each_extractor(rv_store *store, const char *study,
                                    rv_status (*tell)(void *user, const rv_extractor *row, rv_error *err), void *user, rv_error *err);
/** Event and ordinal of each fact that `viewer` (NULL: nobody) may not see: others' own versions of studies that are not open, their
    reasons for warnings there, and their appraisals of what the review has no judgement on by the same tool.
    `*places` is the caller's to free(). */
RV_API RV_MUST_CHECK
rv_status rv_extract_blind(rv_store *store, const char *viewer, int64_t (**places)[2], size_t *n, rv_error *err);

/* ---- Two versions side by side --------------------------------------------------------------------------------------- */

/** How two people's values of one field compare. The first five agree. */
typedef enum {
    RV_TWO_SAME,
    RV_TWO_SPELLING,             /**< the same but for case, marks, punctuation; numbers written otherwise; sets in another order */
    RV_TWO_WITHIN,               /**< numbers within the tolerance of the field, else of the protocol */
    RV_TWO_DERIVED,              /**< the same, reported for one and derived for the other */
    RV_TWO_NAME,                 /**< rows that are one have other names */
    RV_TWO_OTHER,
    RV_TWO_STATE,                /**< a value, "not reported" or "unclear", and not the same */
    RV_TWO_ALONE,                /**< one of them said nothing */
    RV_TWO_NO_FIELD,             /**< the form has no such field now */
    RV_TWO_NO_ROW                /**< of a row without counterpart */
} rv_compared;
/** The words for them, in their order: "same", "spelling", ...; NULL at the end. */
RV_API extern const char *const rv_compared_words[];
static inline bool rv_says_agree(rv_compared how) { return how <= RV_TWO_NAME; }

/** A row of two versions (an arm, outcome, time point, contrast or result), or of one alone ("" for the other's key). Texts live until
    the callback returns. */
typedef struct {
    const char *study, *names[2], *row, *keys[2];
    size_t      values[2];
    double      likeness;         /**< 0 to 1 */
    const char *by;               /**< who matched or unmatched it by hand; "" the program */
    const char *taken;            /**< of a row alone: "yes" it enters the review, "no" it is left out, "" open */
} rv_aligned;
/**
 * Tells which rows of the two versions of a study (NULL: of all that are open) are one. By hand first; then rows of which each is the
 * only one that says the same of itself; then the pairing of the rest that makes the sum of likenesses greatest (names by words, domain,
 * months, contrast, arm, values in common), no pair less like than 0.4.
 * Errors  RV_EINVAL the study is blind still, or not extracted by two.
 */
RV_API RV_MUST_CHECK
rv_status rv_extract_align(rv_store *store, const rv_protocol *protocol, const char *study,
                           rv_status (*tell)(void *user, const rv_aligned *row, rv_error *err), void *user, rv_error *err);
/** Says that two rows are one; or (`b` NULL) that the row has no counterpart, and what becomes of it: `taken` "yes", "no" or NULL. A row
    is named by its key or as "KIND:KEY", `a` of either version, `b` of the other. Act "extract.match" or "extract.unmatch". */
RV_API RV_MUST_CHECK
rv_status rv_extract_match(rv_store *store, const rv_protocol *protocol, const char *who, const char *study, const char *a, const char *b,
                           const char *taken, char hex[RV_DIGEST_HEX], rv_error *err);

/** Which cells are wanted: open and to be looked at again; all that do not agree, settled or not; those whose places differ; those that
    were agreed from what was corrected since; all. */
typedef enum { RV_WHICH_OPEN, RV_WHICH_DIFFERENT, RV_WHICH_PLACES, RV_WHICH_AGAIN, RV_WHICH_ALL } rv_which;

/** What two people say in one cell. Texts live until the callback returns. */
typedef struct {
    const char *study, *names[2];
    const char *row, *rows[2];    /**< "study", "arm", ...; their keys for it, "" where one has none */
    const char *field;            /**< "" the row itself; a field of the form; contrast, domain, outcome, months, arm of a result */
    const char *texts[2], *states[2], *places[2];
    rv_compared compared;
    bool        place_differs;    /**< is no disagreement of the value */
    const char *hint;             /**< what it looks like: "opposite signs"; "" */
    const char *standing;         /**< agreed, to take over, open, settled, again, left out */
    const char *has, *by;         /**< what the review has, and who said so */
} rv_difference;
/** Values: told in each way exactly once. Rows alone, and what waits for somebody: cells and rows. */
typedef struct {
    size_t studies, blind;        /**< compared; of which somebody extracts something, and which are not open */
    size_t agree, differ, alone, places, rows_alone;
    size_t open, waits, again;
} rv_difference_count;
/** Tells the differences of a study (NULL: of all that are open); `count` may be NULL. Errors as rv_extract_align(). */
RV_API RV_MUST_CHECK
rv_status rv_extract_differences(rv_store *store, const rv_protocol *protocol, const char *study, rv_which which,
                                 rv_difference_count *count, rv_status (*tell)(void *user, const rv_difference *difference, rv_error *err),
                                 void *user, rv_error *err);

/* ---- Agreeing -------------------------------------------------------------------------------------------------------------- */

/** How one difference is settled. Texts may be NULL except study, row and settled. */
typedef struct {
    const char *study, *row, *rows[2], *field;   /**< as in rv_difference */
    const char *settled;          /**< "a" or "b", or the person's name: what that one says; any other text is the value itself ("=a" the
                                       text "a"), "not reported", "unclear"; of a row alone "take" or "leave" */
    const char *place, *note;
    const char *texts[2];         /**< what the two said when it was settled; when they say otherwise now it is a fault. NULL: not checked */
    size_t      line;             /**< of the file it stands in; 0: none */
} rv_settlement;

typedef struct {
    size_t studies, parts, results, values, corrections, settled;
    size_t open;                  /**< differences that are left */
    size_t acts;
    char   event[RV_DIGEST_HEX];  /**< of the last act; "" when nothing was to be done */
} rv_agreed;
/**
 * Takes what the two versions of each study agree on over into the review, and what is settled; acts "extract.agree", of some thousand
 * values at most. Each part, result and value of the review names the two it comes from; both originals stay. Of agreeing values the
 * first extractor's is taken (by name), of numbers within tolerance the one with more digits, of reported and derived the reported one.
 * A row without partner enters when it is taken. A result whose domain or months differ waits until these are settled.
 *
 * Who settles: a third person who may adjudicate (`third`) or was given the study to reconcile; or one of the two, who then can only give way: take what the other says,
 * take the other's row, leave their own out. What neither said needs a third, or both correct their versions ("again") and then agree.
 *
 * `studies` NULL: all that are open. All or nothing of the settlements' faults; `fault` (may be NULL) is told each.
 * Errors  RV_EINVAL a settlement that fits no difference, or is not this person's to make; a value that the form does not take.
 */
RV_API RV_MUST_CHECK
rv_status rv_extract_agree(rv_store *store, const rv_protocol *protocol, const char *who, bool third, const char *const *studies, size_t n,
                           const rv_settlement *settlements, size_t n_settlements, void (*fault)(void *user, size_t line, const char *message),
                           void *user, rv_agreed *out, rv_error *err);
/** Reads settlements from CSV as the list of differences has it, with the column `settled` (rows where it is empty are passed over) and
    optional `place`, `note`; then as rv_extract_agree(). */
RV_API RV_MUST_CHECK
rv_status rv_extract_agree_file(rv_store *store, const rv_protocol *protocol, const char *who, bool third, const char *path,
                                void (*fault)(void *user, size_t line, const char *message), void *user, rv_agreed *out, rv_error *err);

/** Agreement on one field over all open studies, as it was when each opened: before the two could speak of it. */
typedef struct {
    const char *field, *level;    /**< field "": of level "all fields"; else of the rows of that kind, which agree when they are matched */
    size_t both, agree, alone;    /**< cells that both answered, of them in agreement; that one left empty */
    size_t places;                /**< of both, in different places: no disagreement */
    double share, share_lo, share_hi;     /**< agree / (both + alone), its 95 % interval by Wilson; of numbers: within tolerance */
    double kappa, kappa_lo, kappa_hi;     /**< of fields with choices, of what both answered, with 95 % interval; NaN elsewhere */
} rv_field_agreement;
/** Tells each field of which anything was said, in the order of the form; then all; then the kinds of rows. The rows are matched as now. */
RV_API RV_MUST_CHECK
rv_status rv_extract_agreement(rv_store *store, const rv_protocol *protocol,
                               rv_status (*row)(void *user, const rv_field_agreement *row, rv_error *err), void *user, rv_error *err);

/* ---- One extracts, another verifies ------------------------------------------------------------------------------------------ */

/** Words for what a second person found: right, wrong, unclear; NULL at the end. */
RV_API extern const char *const rv_verdict_words[];

/** A standing value of the review and what became of its check. Texts live until the callback returns. */
typedef struct {
    const char *study, *row, *key;        /**< "study", "arm", ..., "result" and its key */
    const char *field, *value, *state, *place, *quotation, *by;
    const char *checked;          /**< right, wrong, unclear; "corrected": it is the correction of one found wrong; "" not checked */
    const char *checker, *note;
    bool        bears;            /**< an effect may rest on it: the form asks for its place */
} rv_checked;
/** Tells the review's values by study and row; `study` NULL: all. `open`: only those not found right or corrected. RV_ENOTFOUND no study. */
RV_API RV_MUST_CHECK
rv_status rv_extract_each_checked(rv_store *store, const rv_protocol *protocol, const char *study, bool open,
                                  rv_status (*tell)(void *user, const rv_checked *value, rv_error *err), void *user, rv_error *err);

/** What somebody found of one value. Texts may be NULL except study, row, key, field and verdict. */
typedef struct {
    const char *study, *row, *key, *field, *verdict;
    const char *value, *place, *note;     /**< value: of a wrong one what is right, "not reported", "unclear"; NULL: not said */
    const char *was;              /**< the value that was looked at; when another stands now it is a fault. NULL: not checked */
    size_t      line;
} rv_check;
typedef struct {
    size_t right, wrong, unclear, corrections, unchanged;
    char   event[RV_DIGEST_HEX];
} rv_verified;
/**
 * Keeps what a second person found, as one act "extract.verify": all or nothing. A wrong value with what is right is superseded.
 * Errors  RV_EINVAL the value is one's own, nothing stands there, no such verdict, or what is right does not fit the field.
 */
RV_API RV_MUST_CHECK
rv_status rv_extract_verify(rv_store *store, const rv_protocol *protocol, const char *who, const rv_check *checks, size_t n,
                            void (*fault)(void *user, size_t line, const char *message), void *user, rv_verified *out, rv_error *err);
/** Reads checks from CSV as the list of values has it (study, row, key, field, value), with the columns `verdict` and optional `right`,
    `right_place`, `note`; rows without a verdict are passed over. */
RV_API RV_MUST_CHECK
rv_status rv_extract_verify_file(rv_store *store, const rv_protocol *protocol, const char *who, const char *path,
                                 void (*fault)(void *user, size_t line, const char *message), void *user, rv_verified *out, rv_error *err);
/** Figures of verification, field by field, then all (field ""). */
typedef struct {
    const char *field;
    size_t standing, checked, right, wrong, unclear;
    double share, share_lo, share_hi;     /**< right / (right + wrong) with its 95 % interval */
} rv_field_checks;
RV_API RV_MUST_CHECK
rv_status rv_extract_each_field_checks(rv_store *store, const rv_protocol *protocol,
                                       rv_status (*tell)(void *user, const rv_field_checks *row, rv_error *err), void *user, rv_error *err);
/** An effect of which values that bear it were not found right: their fields, with blanks between. */
typedef struct {
    const char *result, *study, *measure, *fields;
    double      yi, vi;
    size_t      unchecked;
} rv_unverified;
RV_API RV_MUST_CHECK
rv_status rv_extract_each_unverified(rv_store *store, const rv_protocol *protocol,
                                     rv_status (*tell)(void *user, const rv_unverified *effect, rv_error *err), void *user, rv_error *err);

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

/** Names of the formats of other programs that are read: "revman", "cochrane-package", ...; and of those that are written. NULL at the
    end. */
RV_API extern const char *const rv_extract_formats[];
RV_API extern const char *const rv_extract_formats_written[];

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
rv_status rv_extract_write(rv_store *store, const rv_protocol *protocol, const char *format, rv_output *to, rv_extract_warn warn, void *user,
                          rv_error *err);

/* ---- Effects of the review --------------------------------------------------------------------------------------- */

/*
 * From the standing values of a result to its effect. A field of the form is read for what its `as` says: an input of
 * RV_EFFECT_INPUTS ("n1i", "est", "icc"), or one of
 *
 *   given              what the groups' values are: percent, count, mean; impact: there is an estimate alone
 *   value1, value2     the groups' values
 *   unit               of the estimate: percentage points, %, proportion (RD); odds ratio, log odds ratio (OR); risk ratio, log
 *                      risk ratio (RR); standard deviations (SMD); anything else is the outcome's own (MD)
 *   direction          higher... or lower... is better; else the domain's `better`. Lower: the sign is turned.
 *   split              how a total is divided: "... halves ...", "... ratio ..." by randomised1, randomised2
 *   cluster-adjusted   yes: what is printed allows for clusters already (the input adjusted is then 1)
 *   covariate-adjusted yes, no, unclear: of the estimate; for the warnings
 *   randomised, randomised1, randomised2, design, scale-min, scale-max, scale-items, scale-whole (yes: whole numbers): for the warnings
 *
 * Fields that say nothing are read by their ids, all optional:
 *
 *   measure_reported, treat_value, control_value, sd_treat, sd_control, events_treat, events_control, unit, direction
 *   n_treat, n_control; or n_total with split_basis, randomised_treat, randomised_control
 *   estimate with se, ci_low and ci_high (ci_level) or p; ci_low and ci_high alone
 *   n_randomised, adjusted, design, cluster_adjusted, scale_min, scale_max, scale_items, scale_whole
 *   any other input under its own name: icc, csize, df, ...
 *
 * A field of any level holds for a result: its own, or of its arm, contrast, outcome, time point or study. Numbers of groups come
 * from the results of the contrast's two arms where the contrast itself has none. Values of "not reported" or "unclear" count as
 * missing. The groups' values go before an estimate. A measure that the numbers do not give is made from another only where an
 * analysis of the domain says convert="yes" (OR and SMD).
 */

/** One effect of one result, as derived, with what a model or table asks of it. Owned by the rv_effects it stands in. */
typedef struct {
    int64_t     result_id, study_id, record;
    const char *result, *study, *domain, *outcome, *contrast, *measure, *route, *gap, *place;
    double      months, yi, vi;   /**< NaN: none */
    bool        chosen;           /**< the study's one by the protocol's order of choice */
    const char *left_out;         /**< why not, "" when chosen */
    const char *subgroup;         /**< value of the analysis's first subgroup field, "" for none */
    const char *group1, *group2;  /**< the arms of its contrast, "" where it does not say */
    rv_effect_input input;        /**< the numbers that it was made from, with what steps made */
    bool        turned;           /**< its sign was turned, because lower is better */
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
 * first kind of outcome is chosen, then the time the domain prefers (a time not shown comes last), then what its <prefer> elements
 * say, in their order, then the first or last entered. Screening is not looked at: rv_report_effects() does.
 * Ended with rv_effects_free(), which takes what a failed call leaves.
 */
RV_API RV_MUST_CHECK
rv_status rv_extract_effects(rv_store *store, const rv_protocol *protocol, const char *domain, const char *measure,
                             const char *const *select, size_t n_select, const char *subgroup_field, rv_effects *out,
                             rv_error *err);
/** The same, but of several that a study has to offer none is left out for another: for models of several effects a study. */
RV_API RV_MUST_CHECK
rv_status rv_extract_every_effect(rv_store *store, const rv_protocol *protocol, const char *domain, const char *measure,
                                  const char *const *select, size_t n_select, const char *subgroup_field, rv_effects *out,
                                  rv_error *err);
/** Leaves every effect of a study out, for a reason that goes before any other. Errors  RV_EINVAL no reason; RV_ENOMEM. */
RV_API RV_MUST_CHECK
rv_status rv_effects_leave_out(rv_effects *effects, int64_t study, const char *why, rv_error *err);
/** How effects of one study hang together where their numbers do not say. */
typedef struct {
    double rho;                   /**< correlation of the sampling errors of two outcomes of the same people */
    double phi;                   /**< the same of one outcome a year later; over t years phi^t. NaN: rho for other times too */
} rv_dependence;
#define RV_DEPENDENCE_INIT { 0.6, NAN }
/**
 * The sampling covariances of the chosen effects, in their order.
 *
 *     v_ii = vi        v_ij = 0 for different studies
 *     one contrast     v_ij = c sqrt(vi vj)
 *     contrasts that share an arm     v_ij = c s_ij, minus where the arm is the programme of one and the control of the other;
 *                      s_ij by rv_shared_control(), half of sqrt(vi vj) where the arm's numbers are not there
 *     contrasts without a common arm  v_ij = 0
 *     c = rho where outcome or time differ, 1 where neither does; with phi: (outcomes differ: rho, else 1) phi^|t_i - t_j|, t in
 *     years, the same where one is not shown. Two results of one outcome, time and contrast (of two reports, say) have rho.
 *
 * Shapes  v[n n] for n = effects->n_chosen, row by row.
 * Errors  RV_EINVAL  rho or phi beyond 1. RV_EDOMAIN "JOBSTART: ..." the block of a study is not positive definite.
 * Source  Gleser & Olkin (2009) in Handbook of Research Synthesis, 2nd ed., 357-376; Hedges, Tipton & Johnson (2010) Res Synth Methods
 *         1:39-65.
 */
RV_API RV_MUST_CHECK
rv_status rv_effects_covariance(const rv_effects *effects, const rv_dependence *dependence, double *v, rv_error *err);
/**
 * The same for some effects of one study, those at places row[n] of `effects`, chosen or not; v[n n]. Errors as above.
 */
RV_API RV_MUST_CHECK
rv_status rv_effects_covariance_block(const rv_effects *effects, const size_t *row, size_t n, const rv_dependence *dependence, double *v,
                                      rv_error *err);
RV_API void rv_effects_free(rv_effects *effects);
/* ---- Warnings -------------------------------------------------------------------------------------------------------- */

/** What speaks against the numbers of a result. A reason may let it stand: for these very numbers, and no longer. Texts live until
    the callback returns. */
typedef struct {
    int64_t     study_id, result_id;
    const char *study, *result;
    const char *rule;             /**< its id: "ci-not-centred" */
    const char *title, *words;    /**< of the rule; what it found */
    const char *numbers;          /**< what it looked at, as "field=value; field=value" */
    const char *reason, *reviewer;   /**< "" while nobody gave one */
} rv_value_warning;
/** Looks at the numbers by every rule, by result and rule. `own` NULL: the review's version, else that extractor's own; `study`
    and `result` (a key) NULL: of all. */
RV_API RV_MUST_CHECK
rv_status rv_extract_warnings(rv_store *store, const rv_protocol *protocol, const char *own, const char *study, const char *result,
                              rv_status (*warning)(void *user, const rv_value_warning *warning, rv_error *err), void *user,
                              rv_error *err);
/**
 * Gives one reason for the warnings `rules` ("all": whatever there is) of each of the results, as one act "extract.reason"; `hex` is
 * "" when it stood already. Errors  RV_ENOTFOUND a result that has no such warning; RV_EINVAL no reason.
 */
RV_API RV_MUST_CHECK
rv_status rv_extract_reason(rv_store *store, const rv_protocol *protocol, const char *who, const char *const *rules, size_t n_rules,
                            const char *const *results, size_t n_results, const char *reason, char hex[RV_DIGEST_HEX], rv_error *err);
/** Rule `i` of the table: its id, what is wrong, how it is found. False after the last. Static texts. */
RV_API bool rv_extract_rule(size_t i, const char **id, const char **title, const char **how);

/* ---- While it is typed ------------------------------------------------------------------------------------------------------- */

/** The effect of a result by a measure that the protocol asks for in its domain. NaN and a `gap` where there is none. Texts live until the
    callback returns. */
typedef struct {
    const char *result, *domain, *measure, *title;
    double      yi, vi;                           /**< on the analysis scale */
    double      estimate, ci_lo, ci_hi;           /**< as people read it (exp of a log), with its 95 % interval */
    bool        log_scale;                        /**< yi is the logarithm of the estimate */
    const char *route, *gap;
} rv_tried_effect;
/** Who is told; any may be NULL. */
typedef struct {
    rv_status (*fault)(void *user, size_t entry, const char *message, rv_error *err);    /**< an entry (from 0) that would be refused */
    rv_status (*effect)(void *user, const rv_tried_effect *effect, rv_error *err);
    rv_status (*warning)(void *user, const rv_value_warning *warning, rv_error *err);
    void       *user;
} rv_trying;
/**
 * What the numbers of a study come to, if these values were entered besides what stands: each result's effects, by result and measure, and
 * the warnings, as the review would have them. Reads only, keeps nothing. Entries of other studies, and those that would be refused, count
 * for nothing; an entry without value and state leaves what stands. `own` as in rv_value_filter; `result` NULL: all of the study.
 * Errors  RV_ENOTFOUND no such study.
 */
RV_API RV_MUST_CHECK
rv_status rv_extract_try(rv_store *store, const rv_protocol *protocol, const char *own, const char *study, const char *result,
                         const rv_value_entry *entries, size_t n, const rv_trying *trying, rv_error *err);

/* ---- From page to number ------------------------------------------------------------------------------------------- */

/** One line of the way of a result. Texts live until the callback returns, "" for none. */
typedef struct {
    const char *part;             /**< "document", "value", "by" (a measure begins), "number", "step", "measure", "effect", "warning",
                                       "choice", "pooled" */
    const char *name, *value;     /**< "n_treat" "988"; of a step its id and the numbers in it */
    const char *where;            /**< place and quotation of a value; formula and source of a step; reason of a warning */
    const char *by;               /**< who and when, what stood before, who looked it up */
    double      number;           /**< the value as a number; NaN for words */
} rv_way_line;
/**
 * Tells the way of a result: its values with places, persons and events; for each measure that the protocol asks for, the numbers it
 * was given, the steps, the formula with the numbers in it, yi and vi; warnings with their reasons. (rv_report_way() adds the
 * document before, and behind choice and weight.)
 * Errors  RV_ENOTFOUND no such result.
 */
RV_API RV_MUST_CHECK
rv_status rv_extract_way(rv_store *store, const rv_protocol *protocol, const char *result,
                         rv_status (*line)(void *user, const rv_way_line *line, rv_error *err), void *user, rv_error *err);

/* ---- Effects made anew ------------------------------------------------------------------------------------------------ */

/** In what an effect that is made now differs from the one that the review keeps. Texts live until the callback returns. */
typedef struct {
    const char *result, *study, *measure;
    const char *column;           /**< "yi", "vi", "route", "steps", "reported", "options", "warnings", "gap" */
    const char *kept, *now;       /**< "no row" when it is not kept at all */
} rv_effect_difference;
typedef struct { size_t made, kept, differences; } rv_recomputed;
/** Makes each effect of the review by each measure the protocol asks for, and tells every column that is not what is kept. (A review
    whose protocol was exchanged keeps other effects until the next act or review-log rebuild.) `difference` may be NULL. */
RV_API RV_MUST_CHECK
rv_status rv_extract_recompute(rv_store *store, const rv_protocol *protocol,
                               rv_status (*difference)(void *user, const rv_effect_difference *d, rv_error *err), void *user,
                               rv_recomputed *out, rv_error *err);

/** An effect under what is assumed: the values that were used, NaN for none. */
typedef struct {
    double icc, r, yi, vi;
    const char *route, *gap;
} rv_grid_point;
/** The effect of a result over intra-class correlations and correlations of first and second time; none of one: as reported. */
RV_API RV_MUST_CHECK
rv_status rv_extract_grid(rv_store *store, const rv_protocol *protocol, const char *result, const char *measure, const double *icc,
                          size_t n_icc, const double *r, size_t n_r,
                          rv_status (*point)(void *user, const rv_grid_point *point, rv_error *err), void *user, rv_error *err);

/** The derived table effect. Reads the newest protocol of the review. */
RV_API extern const rv_derivation rv_extract_derivation;

#ifdef __cplusplus
}
#endif

#endif
