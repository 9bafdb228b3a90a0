/* The orders in which facts lie, for reading and finding. */
#ifndef RV_EXTRACT_FACTS_ORDER_H
#define RV_EXTRACT_FACTS_ORDER_H

#include "extract/facts.h"

/* Of two int64_t, for qsort and bsearch. */
int rv_id_order(const void *a, const void *b);
/* By what a value is of, and its field. */
int rv_fact_place(const rv_fact_value *x, const rv_fact_value *y);
/* By what names a part; of two of one name (copies that were merged) the first stands for both. */
int rv_fact_part_place(const rv_fact_part *x, const rv_fact_part *y);

/* Lets `values`, which stay the caller's and stand, lie over what was read, as the newest of their fields; a result's own columns are
   corrected by them. Later ones go before earlier ones. The facts point to them until they are freed. RV_ENOMEM. */
rv_status rv_facts_suppose(rv_facts *facts, rv_fact_value *values, size_t n, rv_error *err);

#endif
