#ifndef RV_TOOLS_DERIVATIONS_H
#define RV_TOOLS_DERIVATIONS_H

#include "review/store.h"

/* Every derived table of a review, in the order in which they are made anew. */
const rv_derivation *rv_tool_derivations(size_t *n);

#endif
