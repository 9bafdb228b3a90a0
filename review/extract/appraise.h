/* Appraisal: what stands, and how more is written. */
#ifndef RV_EXTRACT_APPRAISE_H
#define RV_EXTRACT_APPRAISE_H

#include "extract/batch.h"

/* What stands: the newest row of its version, subject, tool and domain (or question). Texts are "" where the row has NULL. */
typedef struct {
    int64_t     id;
    const char *own, *study, *result, *body, *tool, *domain, *judgement, *support, *reviewer, *edition, *proposed, *place, *quotation;
} rv_appraised;

typedef struct {
    rv_appraised *rows;             /* by own, tool, body, study, result; then as entered */
    size_t        n, room;
    rv_hoard      memory;
} rv_appraised_rows;

rv_status rv_appraised_load(rv_store *store, rv_appraised_rows *rows, rv_error *err);
void rv_appraised_free(rv_appraised_rows *rows);
/* Whether two rows are of one appraisal: version, tool and subject. */
bool rv_appraised_together(const rv_appraised *a, const rv_appraised *b);
/* The rows of one appraisal: the first, and how many; NULL and 0 for none. `of` says own, tool and subject. */
const rv_appraised *rv_appraised_of(const rv_appraised_rows *rows, const rv_appraised *of, size_t *n);

/* Instruments in use, each read once; `instrument` NULL: the tool stands in the protocol. */
typedef struct {
    const rv_appraisal_tool *tool;
    rv_instrument           *instrument;
    bool                     kept;   /* the review holds it already */
} rv_instrument_in_use;

enum { RV_INSTRUMENTS_IN_USE = 64 };
typedef struct {
    rv_instrument_in_use in_use[RV_INSTRUMENTS_IN_USE];
    size_t               n;
} rv_instruments;

rv_status rv_instruments_get(rv_instruments *instruments, rv_store *store, const rv_appraisal_tool *tool,
                             rv_instrument_in_use **out, rv_error *err);
void rv_instruments_free(rv_instruments *instruments);
/* Keeps a shipped instrument with the review when it is first used, within the act, once for all tools that are it. */
rv_status rv_instruments_keep(rv_instruments *instruments, rv_instrument_in_use *used, rv_event *event, rv_error *err);

/* What the rows that the instrument still knows answer, into answers[]; returns how many. `answers` has room for n. */
size_t rv_appraised_answers(const rv_instrument *instrument, const rv_appraised *rows, size_t n, rv_answered *answers);
/* Whether the instrument has this question or domain, and it may be answered or judged so. */
bool rv_instrument_knows(const rv_instrument *instrument, const char *id, const char *answer);

/* The lines of an appraisal from its n rows; tool, instrument and subject are set. They and their texts lie in `memory` and the rows. */
rv_status rv_appraisal_lines(rv_appraisal *a, rv_hoard *memory, const rv_appraised *rows, size_t n_rows, rv_error *err);

/* Counts the faults of a batch's judgements: tools, domains, questions, answers, units. */
rv_status rv_appraisals_check(rv_batch *batch, rv_store *store, rv_error *err);
/* Writes the batch's judgements and answers, each judgement beside what its instrument proposes. */
rv_status rv_appraisals_write(rv_batch *batch, rv_store *store, rv_event *event, const rv_facts *facts, const char *who,
                              rv_extract_summary *summary, size_t *written, rv_error *err);

#endif
