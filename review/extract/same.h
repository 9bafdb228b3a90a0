/* Whether two people's values of one field agree, and if not, how they differ. */
#ifndef RV_EXTRACT_SAME_H
#define RV_EXTRACT_SAME_H

#include "extract/facts.h"
#include "review/extract.h"

/* `hint` (may be empty) says what the difference looks like: "a is 100 times b". `tolerance` is the protocol's. */
rv_compared rv_same_values(const rv_field *field, double tolerance, const rv_fact_value *a, const rv_fact_value *b, char hint[80]);
/* Whether they say another place; one that says none does not differ. */
bool rv_same_place(const rv_fact_value *a, const rv_fact_value *b);
bool rv_has_value(const rv_fact_value *value);

#endif
