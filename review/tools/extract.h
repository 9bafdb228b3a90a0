/* What the files of review-extract share: the review under work with all options, and what its verbs do. */
#ifndef RV_TOOLS_EXTRACT_H
#define RV_TOOLS_EXTRACT_H

#include "review/extract.h"
#include "tools/number.h"
#include "tools/opts.h"

/* The review, and the options as they were given: NULL, false, -1 where not. */
typedef struct {
    rv_store    *store;
    rv_protocol *protocol;
    const char  *who;             /* NULL when nobody said who looks */
    const char  *output;
    int          format;
    bool         porcelain;
    /* Of values. */
    const char  *state, *place, *quotation, *note, *record, *support;
    /* Of appraisals. */
    bool         as_proposed, agreed;
    bool         history, own, confirm;
    /* Of warnings. */
    const char  *because;
    bool         open;
    /* Of two versions, and of verification. */
    const char  *answers;
    int          which;           /* an rv_which */
    bool         take_back;
    int64_t      seed;
    /* Of studies and results. */
    const char  *role, *study, *contrast, *domain, *outcome, *months;
    /* Of files: indices in rv_extract_formats and rv_extract_formats_written, -1 where not given. */
    int          from, to;
    rv_texts     map;
    bool         dry_run;
    const char  *arm, *time, *group1, *group2;
    const char  *folder;
} rv_extraction;

/* ---- For every verb ----------------------------------------------------------------------------------------------------------- */

/* An act is durable: acknowledges it, or says that nothing changed ("" for its digest). */
rv_status extract_done(const rv_extraction *work, const char *event, const char *hex);
/* What an import or a sheet did, in words. */
void extract_say_what(const char *file, const rv_extract_summary *summary);
/* Prints warnings and faults; `user` is a size_t that counts the faults. The first fault comes back as the error. */
void extract_warn(void *user, const rv_extract_warning *warning);
/* One table, in the format asked for (else `format`), that `fill` fills. */
rv_status extract_table(const rv_extraction *work, rv_format format, const char *const *columns, size_t n,
                        rv_status (*fill)(rv_table *table, void *user, rv_error *err), void *user, rv_error *err);
/* A cell; nothing for NULL and "". */
void extract_text(rv_table *table, const char *text);
/* The version to look at: one's own with --own, else NULL, the review's. */
const char *extract_own(const rv_extraction *work);
/* Whether `key` is a result's; `*is` false: take it for a study's name. */
rv_status extract_is_result(rv_store *store, const char *key, bool *is, rv_error *err);
/* The same in the version that an extractor keeps. */
rv_status extract_is_own_result(rv_store *store, const char *own, const char *key, bool *is, rv_error *err);

/* ---- Verbs, each with its operands -------------------------------------------------------------------------------------------- */

rv_status extract_import(rv_extraction *work, char **operands, rv_error *err);
/* The form to be filled in. */
rv_status extract_sheet(rv_extraction *work, char **operands, rv_error *err);
/* The review in another program's format. */
rv_status extract_give(rv_extraction *work, rv_error *err);
rv_status extract_value(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_result(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_study(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_part(rv_extraction *work, char **operands, rv_error *err);
/* The form of a study on a terminal. */
rv_status extract_enter(rv_extraction *work, char **operands, rv_error *err);
/* The parts of studies. */
rv_status extract_parts(rv_extraction *work, char **operands, rv_error *err);
/* What the form as it is now puts in question, and what it lacks. */
rv_status extract_again(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_appraise(rv_extraction *work, char **operands, rv_error *err);
/* Every result with what is known of it. */
rv_status extract_list(rv_extraction *work, char **operands, rv_error *err);
/* The values of a result, or of a study and all its results, with their places; of all. */
rv_status extract_show(rv_extraction *work, char **operands, rv_error *err);
/* Values, studies, parts or results in the columns that an import takes; with --folder all of them, each in its file. */
rv_status extract_export(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_judgements(rv_extraction *work, char **operands, rv_error *err);
/* One appraisal, line by line; all of them as an import takes them; what is to be looked at again; the table for robvis. */
rv_status extract_appraisal(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_answers(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_appraisal_again(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_robvis(rv_extraction *work, char **operands, rv_error *err);
/* Two people's. */
rv_status extract_appraisal_agree(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_appraisal_differences(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_appraisal_agreement(rv_extraction *work, char **operands, rv_error *err);
/* Instruments. */
rv_status extract_instruments(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_instrument_add(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_instrument_check(rv_extraction *work, char **operands, rv_error *err);
/* What speaks against the numbers, with the reasons given; the rules; a reason for some of them. */
rv_status extract_warnings(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_rules(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_reason(rv_extraction *work, char **operands, rv_error *err);
/* What the protocol asks for. */
rv_status extract_form(rv_extraction *work, char **operands, rv_error *err);

/* Two people extract, blind, and agree; or one, and a second verifies. */
rv_status extract_assign(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_deal(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_finish(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_reopen(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_extractors(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_align(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_match(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_unmatch(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_differences(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_agree(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_settle(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_agreement(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_verify(rv_extraction *work, char **operands, rv_error *err);
rv_status extract_unverified(rv_extraction *work, char **operands, rv_error *err);
/* Prints a fault of an answer. */
void extract_say_fault(void *user, size_t line, const char *message);

#endif
