/* Agreement of two people on one field, with its uncertainty. */
#ifndef RV_EXTRACT_KAPPA_H
#define RV_EXTRACT_KAPPA_H

#include <stddef.h>

#include "review/status.h"

/*
 * Interval of a share of `hits` out of `n` at 95 %: (p + z2/2n -+ z sqrt(p (1 - p) / n + z2/4n2)) / (1 + z2/n), z2 = z z. NaN when n is 0.
 * Source  Wilson (1927) J Am Stat Assoc 22:209-212.
 */
void rv_share_interval(size_t hits, size_t n, double *lo, double *hi);

/*
 * Chance-corrected agreement of two people whose answers are among k categories: kappa = (po - pe) / (1 - pe), with its 95 % interval
 * from the large-sample variance
 *
 *     V / (n (1 - pe)^4),   V = sum_ij p_ij ([i = j] (1 - pe) - (p_.i + p_j.)(1 - po) - (po pe - 2 pe + po))^2
 *
 * Shapes  table[k k], counts; rows the first person's.
 * NaN where nothing was answered or both always said the same one thing; limits are NaN where the variance is 0, as when all agree.
 * Source  Cohen (1960) Educ Psychol Meas 20:37-46; Fleiss, Cohen & Everitt (1969) Psychol Bull 72:323-327.
 * Errors  RV_ENOMEM.
 */
rv_status rv_kappa_of(const size_t *table, size_t k, double *kappa, double *lo, double *hi, rv_error *err);

#endif
