/* Rows sorted by a code that need not be small or dense: a study, a cluster. */
#ifndef RV_META_ROWS_BY_CODE_H
#define RV_META_ROWS_BY_CODE_H

#include <stddef.h>

#include "review/base.h"

/* Rows of equal code[k] together, in the order of the codes and rising within: order[k], start[*n + 1] (room for k + 1), and where it is
   not NULL index[k], the number of each row's code. */
rv_status rv_rows_by_code(const size_t *code, size_t k, size_t *order, size_t *start, size_t *index, size_t *n, rv_error *err);

#endif
