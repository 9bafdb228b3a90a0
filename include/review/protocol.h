#ifndef REVIEW_PROTOCOL_H
#define REVIEW_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "review/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The plan of a review, executable: what tools take their defaults from. Plain data; texts are owned by the protocol, are NUL-
   terminated UTF-8 and never NULL ("" where nothing was said); numbers are NaN where nothing was said. */

/** What a field is asked of: a study; a result of a contrast; an arm, outcome, time point or contrast of a study; a result of an arm. */
typedef enum {
    RV_LEVEL_STUDY, RV_LEVEL_RESULT, RV_LEVEL_ARM, RV_LEVEL_OUTCOME, RV_LEVEL_TIME, RV_LEVEL_CONTRAST, RV_LEVEL_ARM_RESULT
} rv_field_level;
/** The words of the levels, in their order: "study", "result", ..., "arm-result"; NULL at the end. */
RV_API extern const char *const rv_level_names[];
typedef enum {
    RV_FIELD_TEXT, RV_FIELD_INTEGER, RV_FIELD_NUMBER, RV_FIELD_PERCENT, RV_FIELD_DATE, RV_FIELD_CHOICE, RV_FIELD_YESNO,
    RV_FIELD_CHOICES,             /**< several of the choices, as "a; b" in the order of the form */
    RV_FIELD_UNCLEAR,             /**< yes, no or unclear */
    RV_FIELD_TABLE                /**< rows and columns, as delimited text under a header */
} rv_field_type;
/** The words of the types, in their order: "text", ..., "table"; NULL at the end. */
RV_API extern const char *const rv_type_names[];

typedef struct {
    const char *id, *text;
    bool        include;          /**< an inclusion criterion; false: an exclusion criterion */
} rv_criterion;

/** A reason for exclusion, in the team's order. */
typedef struct {
    const char *id, *label;
    const char *stage;            /**< stage id, "" for every stage */
} rv_reason;

typedef struct {
    const char *name, *kind;      /**< kind: database, register, website, organisation, citation, contact */
    const char *platform, *searched, *strategy, *limits;
} rv_search;

/** What counts as one report when records are deduplicated. False is the default of each. */
typedef struct {
    bool versions_apart;          /**< each version of a Cochrane review is a report (default: one report) */
    bool preprints_one;           /**< a preprint and its article are one report (default: two of one study) */
    bool editions_one;            /**< working paper and article, and editions of a report, are one report (default: two of one study) */
} rv_one_report;

typedef struct {
    const char *id, *label;       /**< "title-abstract", "full-text" */
    int         reviewers;        /**< votes each record needs */
    bool        blind;
    bool        include_wins;     /**< votes that differ include the report (default: a conflict, resolved by another person) */
    bool        reasons_agree;    /**< exclusions for different reasons are a conflict (default: the first reason in the team's order counts) */
} rv_stage;

/** A word or phrase to be marked in what is screened; "*" at the end of a word stands for any ending. */
typedef struct {
    const char *text;
    bool        against;          /**< it speaks against inclusion; false: for it */
} rv_term;

/** A column of a field of type table. */
typedef struct {
    const char   *id;
    rv_field_type type;           /**< text, integer, number, percent, date or yesno */
} rv_column;

typedef struct {
    const char    *id, *label, *help, *unit;
    rv_field_level level;
    rv_field_type  type;
    double         min, max;
    bool           required;      /**< asked for; its lack is a warning */
    bool           place;         /**< bears an effect: needs its place in the report */
    size_t         n_choices;
    const char *const *choices;
    const char    *as;            /**< the input of an effect that it holds: "n1i"; "" for none, or as its id says */
    const char    *when;          /**< asked only where this holds: "design=cluster randomised"; "" always */
    const char    *compute;       /**< calculated from other fields: "n_treat + n_control"; "" entered */
    double         tolerance;     /**< numbers that differ by no more agree; NaN: as rv_protocol.tolerance says */
    const char    *from;          /**< the form part it came with: "progress-plus"; "" the protocol's own */
    size_t         n_columns;     /**< of a table; 0: the entry names its own */
    const rv_column *columns;
} rv_field;

/** Whether a field asked at level `from` can be asked for, or calculated, by what stands at level `of`: its own level, the study; of a
    result also its outcome, time and contrast; of an arm's result its outcome, time and arm. */
RV_API bool rv_level_sees(rv_field_level from, rv_field_level of);

/**
 * Works out a formula over fields: numbers, ids of fields, + - * / ( ), min(a, b, ...), max(a, b, ...). `number` gives the number of a
 * field, NaN where there is none: the formula then has none (nor by a division by 0), which is no error.
 * Errors  RV_EINVAL it is no formula; says where and what is expected.
 */
RV_API RV_MUST_CHECK
rv_status rv_formula_value(const char *text, double (*number)(void *user, const char *field), void *user, double *value, rv_error *err);

/** One clause of a condition: "design=cluster randomised|matched". */
typedef struct {
    char        text[400];        /**< the clause alone */
    char        field[65];
    char        sign;             /**< '=' one of the words, '!' none of them, '>' at least, '<' at most */
    const char *words;            /**< within text */
} rv_clause;
/** Walks the clauses of a condition, which stand with ; between and all must hold. RV_EINVAL for what is none. */
RV_API RV_MUST_CHECK
rv_status rv_condition_each(const char *condition, rv_status (*clause)(void *user, const rv_clause *clause, rv_error *err), void *user,
                            rv_error *err);
/** The next word of a clause, blanks around it cut, into word[size]; `*at` begins with 0. False after the last. */
RV_API bool rv_clause_word(const rv_clause *clause, size_t *at, char *word, size_t size);

/** A form part that comes with the toolkit; <use part= version=> brings in its fields. A version of a part never changes. */
typedef struct {
    const char *id, *version, *label;
    const char *xml;
} rv_form_part;
/** Part `i` in the order of names, NULL after the last. */
RV_API const rv_form_part *rv_form_part_at(size_t i);

/** How values are got: by one person; by two, blind, who then agree; by one, whom another verifies. */
typedef enum { RV_EXTRACT_SINGLE, RV_EXTRACT_DOUBLE, RV_EXTRACT_VERIFY } rv_extract_mode;

typedef struct {
    const char *id, *label;
    size_t      n_judgements;
    const char *const *judgements;
} rv_appraisal_domain;

typedef struct {
    const char *id, *label, *unit;   /**< unit: result, study, review, body (of evidence) */
    const char *url;
    size_t      n_domains;           /**< 0: of an instrument that the team loads */
    const rv_appraisal_domain *domains;
    const char *instrument;          /**< the instrument that it is, "" for a tool that stands in the protocol itself */
    const char *critical;            /**< of an instrument: its critical questions, blanks between; "" as it says itself */
    bool        twice;               /**< two people judge blind, and then agree */
} rv_appraisal_tool;

/** How a domain's many results become one a study. */
typedef enum { RV_TIME_LATEST, RV_TIME_EARLIEST, RV_TIME_NEAREST } rv_time_choice;

/** One kind of outcome in a domain; the first kind of the domain is preferred. A result is of the first kind one of whose words
    its outcome text holds (case and punctuation folded); `words` are separated in the XML by "|". */
typedef struct {
    const char *id, *label;
    size_t      n_words;
    const char *const *words;
} rv_outcome_kind;

/** One step of the order of choice: a result whose field has the first of the words goes before one that has the second; one that
    has none of them, or nothing reported, comes last. The fields "kind" and "time" stand for the domain's own order of kinds and
    times; where they are not named they come first, kind before time. */
typedef struct {
    const char *field;            /**< "population" */
    size_t      n_order;
    const char *const *order;     /**< "ITT", "TOT"; in the XML "ITT|TOT"; none for kind and time */
} rv_preference;

typedef struct {
    const char *id, *label;       /**< "education", "Education: diploma, graduation or still enrolled" */
    const char *better;           /**< "higher" or "lower" where the result does not say */
    const char *event;            /**< what those do who have the outcome, of several people: "complete school"; "" not said */
    const char *favours_left, *favours_right;
    double      min_months, max_months;   /**< time window; NaN for open */
    rv_time_choice time;
    double      near_months;      /**< for RV_TIME_NEAREST */
    bool        last_on_ties;
    size_t      n_kinds;
    const rv_outcome_kind *kinds;
    size_t      n_preferences;
    const rv_preference *preferences;
} rv_domain;

/** The measures that an analysis may ask for: all that effects can be made by; NULL at the end. */
RV_API extern const char *const rv_protocol_measures[];

typedef struct {
    const char *id, *label;
    const char *measure;          /**< "" as the analysis; else "RD" ... */
    const char *model;            /**< "" as the analysis; "common", "random" */
    const char *method, *test;    /**< "" as the analysis */
    const char *leave_out;        /**< "field=value": results (or studies) left out; "" none */
    bool        leave_one_out;
    bool        all_effects;      /**< every effect of a study that fits, in a model of dependent effects, not the one of the order of choice */
} rv_sensitivity;

/** How many of those without the intervention have the event that the domain names: what absolute effects start from. */
typedef struct {
    double      risk;             /**< between 0 and 1 */
    const char *label;            /**< whom it is of: "Young people without a qualification" */
    const char *source;           /**< where it is from; "" not said */
} rv_baseline;

/** One analysis as planned. (rv_analysis, in meta, is one carried out.) */
typedef struct {
    const char *id, *label, *domain;
    const char *measure;          /**< "OR", "SMD", ... of rv_protocol_measures */
    const char *model;            /**< "random" or "common" */
    const char *method;           /**< tau2 estimator: REML, DL, ML, PM */
    const char *test;             /**< "z", "knha", "adhoc" (Hartung-Knapp with variance factor not below 1) */
    double      level;            /**< 0.95 */
    bool        prediction;
    bool        convert;          /**< a result of another measure may be made into this one (default: it is left out) */
    size_t      n_select;         /**< what a study must satisfy: "age_min>=15", "age_max<=24", "design=RCT|matched" */
    const char *const *select;
    size_t      n_subgroups;
    const char *const *subgroups; /**< field ids */
    size_t      n_moderators;
    const char *const *moderators;
    size_t      n_sensitivity;
    const rv_sensitivity *sensitivity;
    size_t      n_baselines;      /**< risks for absolute effects; none: the middle one of the comparison groups */
    const rv_baseline *baselines;
} rv_plan;

typedef struct { const char *id, *label, *text; } rv_topic;

typedef struct rv_protocol {
    const char *id, *title, *version, *registration, *background, *question;
    const char *population, *intervention, *comparison, *outcomes, *designs;
    size_t n_authors;     const char *const *authors;
    size_t n_criteria;    const rv_criterion *criteria;
    size_t n_reasons;     const rv_reason *reasons;
    size_t n_searches;    const rv_search *searches;
    rv_one_report dedup;
    size_t n_stages;      const rv_stage *stages;
    size_t n_terms;       const rv_term *terms;
    size_t n_fields;      const rv_field *fields;
    rv_extract_mode extraction;
    double tolerance;     /**< relative difference up to which two people's numbers agree; 0 unless said */
    size_t n_appraisals;  const rv_appraisal_tool *appraisals;
    size_t n_domains;     const rv_domain *domains;
    size_t n_analyses;    const rv_plan *analyses;
    size_t n_topics;      const rv_topic *topics;
    const char *people, *programmes, *without;   /**< population, intervention and comparison in a word or two, for sentences: "young
                                                      people", "the programmes", "usual services"; "" not said */
} rv_protocol;

/**
 * Reads a protocol. `*out` is owned by the caller, who ends it with rv_protocol_free(); NULL on failure.
 * Errors  RV_EIO the file cannot be read. RV_EPARSE "file:line: element: what is wrong; what would be right".
 */
RV_API RV_MUST_CHECK rv_status rv_protocol_read(rv_protocol **out, const char *path, rv_error *err);
RV_API RV_MUST_CHECK
rv_status rv_protocol_parse(rv_protocol **out, const char *name, const char *bytes, size_t n, rv_error *err);
RV_API void rv_protocol_free(rv_protocol *protocol);

/* Lookups by id; NULL when there is none. */
RV_API const rv_stage *rv_protocol_stage(const rv_protocol *protocol, const char *id);
RV_API const rv_reason *rv_protocol_reason(const rv_protocol *protocol, const char *id);
RV_API const rv_field *rv_protocol_field(const rv_protocol *protocol, const char *id);
RV_API const rv_domain *rv_protocol_domain(const rv_protocol *protocol, const char *id);
RV_API const rv_plan *rv_protocol_analysis(const rv_protocol *protocol, const char *id);
RV_API const rv_appraisal_tool *rv_protocol_appraisal(const rv_protocol *protocol, const char *id);

/** One thing in which a newer version differs. Static texts, and texts of the protocols compared. */
typedef struct {
    const char *part;             /**< "criterion", "reason", "source", "deduplication", "stage", "field", "appraisal", "domain", ... */
    const char *id;               /**< its id, or the name of a source; of the question, its part */
    const char *change;           /**< "added", "removed", "changed" */
    const char *again;            /**< what must be looked at again, in words */
} rv_protocol_change;

/** What of a field differs, as "unit, choices", into words[size] ("" where nothing does). Of two versions of one field. */
RV_API bool rv_field_changes(const rv_field *from, const rv_field *to, char *words, size_t size);

/** Tells each difference of `to` from `from`, in the order of the protocol: what a new version asks to be looked at again. A
    callback that fails ends it. */
RV_API RV_MUST_CHECK
rv_status rv_protocol_compare(const rv_protocol *from, const rv_protocol *to,
                              rv_status (*change)(void *user, const rv_protocol_change *change, rv_error *err), void *user,
                              rv_error *err);

/* ---- Instruments: appraisal tools as data -------------------------------------------------------------------------- */

/** What may be answered. `points` are 0 where the instrument gives none. */
typedef struct {
    const char *code, *label;     /**< "PY", "probably yes"; the label may be the code itself */
    double      points;
} rv_instrument_answer;

typedef struct {
    const char *id, *text, *help; /**< "2.3"; our own paraphrase; "" no help */
    const char *asked_when;       /**< condition over earlier questions of the domain, "" always */
    bool        critical;
    size_t      n_answers;
    const rv_instrument_answer *answers;     /**< "NA" among them: may be answered even when it is asked */
    size_t      slot;             /**< its place among all that can have an answer */
    const struct rv_premise *asked;
} rv_question;

typedef struct {
    const char *judgement, *when; /**< when: the condition as written, "otherwise" */
    const struct rv_premise *holds;
} rv_rule;

typedef struct {
    const char *id, *label, *help;
    size_t      n_judgements;
    const char *const *judgements;   /**< best first; what is no grade ("no information") last */
    bool        optional;         /**< may be left out of an appraisal */
    bool        in_order;         /**< the first rule that holds counts; else one alone may hold */
    size_t      n_questions;
    const rv_question *questions;
    size_t      n_rules;          /**< 0: the reviewer judges without a proposal */
    const rv_rule *rules;
    size_t      slot;
    size_t      n_needs;          /**< earlier domains whose judgements its rules ask for */
    const size_t *needs;
} rv_instrument_domain;

/**
 * An appraisal tool: what is asked, what may be answered, and the rules from answers to judgements. Plain data; texts are never
 * NULL. In XML (protocols/instruments/instrument.rng) a condition reads
 *
 *     2.1 in {N, PN}          all of 2.1, 2.2 in {N, PN}      any of ...     none of ...
 *     at least 2 of critical in {no}      at most 1 of ...    exactly 1 of ...
 *     points at least 4       points at most 1                points exactly 3
 *
 * joined by `and`, `or`, `not` and parentheses. `questions`, `critical` and `others` stand for the questions of the domain, those
 * that are critical and those that are not; `domains` for the domains before it; single ids may be of either. A question that is
 * not asked counts as NA.
 */
typedef struct rv_instrument {
    const char *id, *edition, *label, *unit, *url, *about;
    const char *applies_when;     /**< "design=randomised|cluster randomised", a condition over the form's fields; "" always */
    size_t      n_domains;
    const rv_instrument_domain *domains;
    size_t      n_slots;          /**< questions and domains together */
} rv_instrument;

/**
 * Reads an instrument. `*out` is ended with rv_instrument_free(); NULL on failure.
 * Errors  RV_EPARSE "file:line: element: ..."; a condition that names a question, answer or judgement that is not there.
 */
RV_API RV_MUST_CHECK
rv_status rv_instrument_parse(rv_instrument **out, const char *name, const char *bytes, size_t n, rv_error *err);
RV_API RV_MUST_CHECK rv_status rv_instrument_read(rv_instrument **out, const char *path, rv_error *err);
RV_API void rv_instrument_free(rv_instrument *instrument);
/** Makes these questions the critical ones, and no others; ids with blanks between. RV_ENOTFOUND. */
RV_API RV_MUST_CHECK rv_status rv_instrument_critical(rv_instrument *instrument, const char *ids, rv_error *err);

/** Lookups; NULL when there is none. Questions are found in every domain. */
RV_API const rv_instrument_domain *rv_instrument_domain_of(const rv_instrument *instrument, const char *id);
RV_API const rv_question *rv_instrument_question(const rv_instrument *instrument, const char *id);
RV_API const rv_instrument_answer *rv_question_answer(const rv_question *question, const char *code);

/** The instruments that come with the toolkit; ends with a NULL id. */
typedef struct { const char *id, *xml; } rv_shipped_instrument;
RV_API extern const rv_shipped_instrument rv_shipped_instruments[];
/** One of them as XML, NULL when there is none of that name. */
RV_API const char *rv_instrument_shipped(const char *id);

/** What was answered: a question with its answer, or a domain with its judgement. */
typedef struct { const char *id, *answer; } rv_answered;

/** What the rules say of one domain. Texts are the instrument's. */
typedef struct {
    const char *judgement;        /**< NULL: not yet, or there are no rules */
    const char *because;          /**< the rule, as written; "" for none */
    size_t      rule;             /**< from 1; 0 for none */
    const char *next;             /**< the first question asked that has no answer, or domain without a judgement; NULL */
    size_t      asked, answered;  /**< questions that are asked, and those of them that have an answer */
    size_t      astray;           /**< questions that have an answer although they are not asked */
    const char *first_astray;     /**< NULL for none */
} rv_proposal;

/**
 * Judges one domain by its rules. Partial answers give no judgement but the next question; answers of other domains are passed
 * over, except judgements that the rules ask for.
 * Errors  RV_ENOTFOUND no such domain, question or domain answered. RV_EINVAL an answer that may not be given, or two of one
 *         question, or (a fault of the instrument) no rule or two rules hold.
 */
RV_API RV_MUST_CHECK
rv_status rv_instrument_judge(const rv_instrument *instrument, const rv_answered *answers, size_t n, const char *domain,
                              rv_proposal *out, rv_error *err);

typedef enum { RV_ASKED_NOT, RV_ASKED_UNSETTLED, RV_ASKED } rv_asked;
/** Whether a question is asked, as far as the answers tell. Errors as above. */
RV_API RV_MUST_CHECK
rv_status rv_instrument_asks(const rv_instrument *instrument, const rv_answered *answers, size_t n, const char *question,
                             rv_asked *asked, rv_error *err);

/**
 * Goes through every way in which a domain can be answered: each question that is asked with each of its answers, each judgement
 * of an earlier domain that its rules need. The callback (may be NULL) gets the answers and what follows; a question that is not
 * asked is not among them. `*n` is the number of ways.
 * Errors  RV_EINVAL no rule or two rules hold, with the answers; or there are more ways than 20 million.
 */
RV_API RV_MUST_CHECK
rv_status rv_instrument_paths(const rv_instrument *instrument, const char *domain,
                              rv_status (*path)(void *user, const rv_answered *answers, size_t n, const rv_proposal *proposal,
                                                rv_error *err),
                              void *user, uint64_t *n, rv_error *err);
/** The same over all domains: each path must come to exactly one judgement, and each judgement's rule must be reached. */
RV_API RV_MUST_CHECK rv_status rv_instrument_check(const rv_instrument *instrument, uint64_t *n, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
