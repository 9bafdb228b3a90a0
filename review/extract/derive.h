/* From the standing values of a result to its effect. */
#ifndef RV_EXTRACT_DERIVE_H
#define RV_EXTRACT_DERIVE_H

#include "extract/facts.h"
#include "review/effect.h"
#include "review/protocol.h"

enum { RV_DERIVED_WORDS = 700 };
typedef struct {
    double yi, vi;                       /* NaN: none; positive favours the programme */
    char   route[RV_DERIVED_WORDS];      /* "" when there is none */
    char   gap[RV_DERIVED_WORDS];        /* why there is none; "" beside an effect */
    const char *place;                   /* of what it rests on, "" when it was not said; the facts' memory */
} rv_derived;

void rv_derive(const rv_facts *facts, const rv_protocol *protocol, const rv_fact_result *result, const rv_measure *measure,
               rv_derived *out);
/* Whether the protocol asks for this measure in the domain: in an analysis or in its sensitivity analyses. */
bool rv_derive_wanted(const rv_protocol *protocol, const char *domain, const char *measure);
/* The newest protocol of the review; `*out` NULL when it has none. */
rv_status rv_newest_protocol(rv_store *store, rv_protocol **out, rv_error *err);

#endif
