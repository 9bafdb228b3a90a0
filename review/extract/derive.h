/* From the standing values of a result to its effect. */
#ifndef RV_EXTRACT_DERIVE_H
#define RV_EXTRACT_DERIVE_H

#include "extract/facts.h"
#include "extract/role.h"
#include "review/effect.h"
#include "review/extract.h"
#include "review/protocol.h"

enum { RV_DERIVED_WORDS = 700, RV_DERIVED_STEPS = 12, RV_STEP_WORDS = 200 };

/* What effects of a version are made from. Set up once by rv_deriving_start(). */
typedef struct {
    const rv_facts    *facts;
    const rv_protocol *protocol;
    rv_roles           roles;
} rv_deriving;
void rv_deriving_start(rv_deriving *deriving, const rv_facts *facts, const rv_protocol *protocol);

/* A step that was taken: its row of the table, and the numbers in it. */
typedef struct {
    const char *id;
    char        words[RV_STEP_WORDS];
} rv_step_taken;

/* Instead of what was reported, for a grid: NaN keeps it. */
typedef struct { double icc, ri; } rv_derive_assume;
#define RV_DERIVE_ASSUME_NOTHING { NAN, NAN }

typedef struct {
    double yi, vi;                       /* NaN: none; positive favours the programme */
    char   route[RV_DERIVED_WORDS];      /* "" when there is none */
    char   gap[RV_DERIVED_WORDS];        /* why there is none; "" beside an effect */
    const char *place;                   /* of what it rests on, "" when it was not said; the facts' memory */
    rv_effect_input   input;             /* as read */
    rv_effect_input   filled;            /* with what steps made of it */
    rv_effect_options options;
    const rv_measure *made;              /* the measure that the numbers gave, before a conversion */
    double            made_yi, made_vi;
    bool              turned;            /* the sign, because lower is better */
    rv_step_taken     steps[RV_DERIVED_STEPS];
    size_t            n_steps;
    const rv_fact_value *used[RV_AS_N]; /* the values that were read, by role */
} rv_derived;

/* `assume` NULL: nothing. */
void rv_derive(const rv_deriving *deriving, const rv_fact_result *result, const rv_measure *measure,
               const rv_derive_assume *assume, rv_derived *out);

/* For the table effect: ids of steps and measure; the numbers, {"n1i":988,...,"values":{"n1i":["n_treat","988"],...}} with the field
   and text of each value that was read, by role; options that are not the defaults ("" for none). Errors  RV_ENOMEM. */
rv_status rv_derived_steps(const rv_derived *d, rv_buf *out, rv_error *err);
rv_status rv_derived_reported(const rv_derived *d, rv_buf *out, rv_error *err);
rv_status rv_derived_options(const rv_derived *d, rv_buf *out, rv_error *err);

/* What a step is: its formula in one line, and its source; "" for one that is not in the table. */
const char *rv_derive_step_formula(const char *id);
const char *rv_derive_step_source(const char *id);
const char *rv_derive_step_assumes(const char *id);
/* Whether the step is taken with what the measure gave; else it comes before the measure. */
bool rv_derive_step_after(const char *id);

/* Whether the protocol asks for this measure in the domain: in an analysis or in its sensitivity analyses. */
bool rv_derive_wanted(const rv_protocol *protocol, const char *domain, const char *measure);
/* Whether an analysis of the domain allows a measure to be made from another. */
bool rv_derive_converts(const rv_protocol *protocol, const char *domain);
/* The newest protocol of the review; `*out` NULL when it has none. */
rv_status rv_newest_protocol(rv_store *store, rv_protocol **out, rv_error *err);

/* ---- Internal to derive*.c -------------------------------------------------------------------------------------------- */

/* What treat_value and control_value are. */
typedef enum { RV_GIVES_NOTHING, RV_GIVES_PERCENT, RV_GIVES_COUNT, RV_GIVES_MEAN, RV_GIVES_IMPACT } rv_gives;

/* The result's numbers as read, and what is made of them on the way. */
typedef struct {
    const rv_deriving *of;
    const rv_fact_result *result;
    rv_arm_pair arms;
    rv_gives what;
    double n1, n2, total;
    char   sizes[160];                   /* how the group sizes were got, for the route; "" when they are shown */
    char   lacks[200];                   /* what the result lacks, in the form's words; "" for nothing found */
    rv_derived *out;
} rv_way;

double rv_way_number(rv_way *w, rv_role role);
const char *rv_way_words(rv_way *w, rv_role role);
void rv_way_lacks(rv_way *w, const char *format, ...) RV_PRINTF(2, 3);
void rv_way_step(rv_way *w, const char *id, const char *format, ...) RV_PRINTF(3, 4);
/* The steps that the effect layer took, with the numbers that they made. */
void rv_way_note_steps(rv_way *w, const rv_measure *m, const rv_effect *effect);
/* The groups' numbers and sizes, where the measure is made from such. */
void rv_way_groups(rv_way *w, const rv_measure *measure);
/* The estimate with its uncertainty, where it is of the measure. */
void rv_way_estimate(rv_way *w, const rv_measure *measure);
/* Inputs that the form names as such. */
void rv_way_direct(rv_way *w);
/* The measure that an estimate in this unit is of, and what makes a number of the measure of it. */
typedef struct { const char *unit, *measure; double factor; bool ratio; const char *step; } rv_unit;
rv_unit rv_unit_find(const char *unit);

#endif
