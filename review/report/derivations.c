/* What of a review can be made anew. */
#include <config.h>

#include "review/dedup.h"
#include "review/report.h"

size_t rv_review_derivations(rv_derivation all[RV_REVIEW_DERIVATIONS])
{
    const rv_derivation each[RV_REVIEW_DERIVATIONS] = { rv_refs_derivation, rv_dedup_derivation, rv_heads_derivation, rv_extract_derivation };

    for (size_t i = 0; i < RV_REVIEW_DERIVATIONS; i++)
        all[i] = each[i];
    return RV_REVIEW_DERIVATIONS;
}
