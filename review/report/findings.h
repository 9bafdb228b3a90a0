/* What each analysis found, as people can use it: absolute effects from baseline risks, how sure the reviewers are and why, and the
   sentences that say so. Summary of findings and plain-language summary are made of these. */
#ifndef RV_REPORT_FINDINGS_H
#define RV_REPORT_FINDINGS_H

#include "review/extract.h"
#include "review/protocol.h"

#include "report/memory.h"
#include "report/synthesis.h"

/* Of people: how many have the event with and without, 0 to 1; NaN where it cannot be said. The event is what the domain names, which
   is the bad one where lower is better. */
typedef struct {
    double without, with, with_lo, with_hi;
    bool   bounded;               /* a risk beyond 0 or 1 was taken as 0 or 1 */
} rv_absolute;

/*
 * The risk with the intervention, from the risk p without and an effect of one of these measures (y positive: more of the event):
 *
 *     OR, PETO, PBIT's kin by OR    o = exp(y) p / (1 - p), o / (1 + o)
 *     RR                            p exp(y)
 *     RD                            p + y
 *     HR                            1 - (1 - p)^exp(y)
 *     SMD and its kin               as OR with exp(y pi / sqrt(3)): the outcome is taken as logistic and cut at a threshold that a share
 *                                   p of those without the intervention pass
 *
 * Source  Schuenemann et al. (2023) Cochrane Handbook ch. 14 and 15; Chinn (2000) Stat Med 19:3127-3131 for pi / sqrt(3).
 * False for a measure that says nothing of risks.
 */
bool rv_absolute_risk(const char *measure, double y, double p, double *with, bool *bounded);
/* An effect as a standardised difference, for words of size: odds by sqrt(3) / pi; of risks by way of the odds at p. NaN: not known. */
double rv_standardised(const char *measure, double y, double p);

/* One factor of certainty as judged. */
typedef struct {
    const char *id, *text, *answer, *support;
    double      points;           /* steps: below 0 lowers */
} rv_certainty_factor;

/* How sure the reviewers are of what one analysis found, by a tool that judges bodies of evidence. */
typedef struct {
    const char                *tool, *judgement;   /* judgement "": not judged */
    const char                *proposed;           /* what the rules say; "" nothing */
    const char                *support;
    size_t                     n;
    const rv_certainty_factor *factors;
} rv_certainty;

typedef struct {
    const char *label, *source;   /* of the baseline */
    rv_absolute risk;
} rv_found_risk;

typedef struct {
    const rv_synthesis *synthesis;
    rv_certainty        certainty;
    double              participants;     /* of the effects that say how many; NaN: none says */
    size_t              with_participants;
    bool                lower;            /* the event is a bad one */
    double              y, y_lo, y_hi;    /* effect on the event, analysis scale; NaN: none */
    size_t              n_risks;          /* one a baseline */
    const rv_found_risk *risks;
    size_t              risk_studies;     /* comparison groups behind the middle one; 0: the protocol gives the risks */
} rv_found;

/* The findings of all syntheses, in `memory`. Errors  those of the store. */
rv_status rv_findings_read(rv_store *store, const rv_protocol *protocol, const rv_synthesis *syntheses, rv_memory *memory,
                           rv_found **out, rv_error *err);

/* ---- In words --------------------------------------------------------------------------------------------------------- */

/* Short words of the protocol, or usual ones: "young people", "the programmes", "usual services". */
const char *rv_words_people(const rv_protocol *protocol);
const char *rv_words_programmes(const rv_protocol *protocol);
const char *rv_words_without(const rv_protocol *protocol);
/* "one" to "ten", else digits. */
void rv_words_number(rv_buf *out, long n);

/*
 * "Of every 100 young people, about 34 complete school with usual services and about 46 with the programmes: 12 more
 * (likely range: 3 to 21 more)." Counted in tens, hundreds or thousands: the smallest at which rounding moves the difference by at
 * most a fifth and neither share becomes nobody or everybody. A difference that rounds to nothing in a thousand is called so, never 0.
 */
void rv_words_frequencies(rv_buf *out, const rv_protocol *protocol, const rv_found *finding, const rv_absolute *risk);
/*
 * "Probably slightly more young people complete school with the programmes than with usual services." The verb follows the certainty
 * (high: plain, moderate: probably, low: it may be that, very low: it is very uncertain whether), the size the standardised difference
 * (below 0.2 slightly, from 0.8 on much). Where certainty is not judged only what the studies show is said.
 */
void rv_words_statement(rv_buf *out, const rv_protocol *protocol, const rv_found *finding);
/* "moderate", or "not judged". */
const char *rv_words_certainty(const rv_certainty *certainty);
/* "Lowered one level for risk of bias: ...; lowered ..." Nothing where nothing was judged. */
void rv_words_reasons(rv_buf *out, const rv_certainty *certainty);

#endif
