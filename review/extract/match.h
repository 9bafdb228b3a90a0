/* The best pairing of two sets of rows, and how like two names are. */
#ifndef RV_EXTRACT_MATCH_H
#define RV_EXTRACT_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "review/status.h"

/*
 * Pairs rows with columns so that the sum of the gains of the pairs is the greatest; who gains by nobody stays alone.
 *
 * Shapes  gain[n m]; what is not above 0 is no pair. to[n]: the column of each row, or SIZE_MAX.
 * Errors  RV_ENOMEM.
 * Source  the Hungarian method by shortest augmenting paths: Kuhn (1955) Nav Res Logist Q 2:83-97; Jonker & Volgenant (1987)
 *         Computing 38:325-340. Each row has a column of its own besides, at gain 0. O(n^2 (n + m)).
 */
rv_status rv_match(const double *gain, size_t n, size_t m, size_t *to, rv_error *err);

/*
 * How like two names are, 0 to 1: twice the words in common by the words in both, after folding; words that say nothing ("group",
 * "the") are left out, the field's words for one thing ("control", "comparison") are one, and a word that begins another counts .8.
 */
double rv_name_likeness(const char *a, const char *b);
/* Whether two texts are the same but for case, marks and punctuation. */
bool rv_same_folded(const char *a, const char *b);
/* How like two times are, 0 to 1: 1 - 2 |a - b| / max(a, b), not below 0. */
double rv_time_likeness(double a, double b);

#endif
