/* Can a printed mean, percentage or standard deviation come from whole numbers of so many people? */
#ifndef RV_EXTRACT_GRIM_H
#define RV_EXTRACT_GRIM_H

#include <stdbool.h>
#include <stdint.h>

/* A number as printed: 3.48 is 348 with 2 decimals. */
typedef struct { int64_t digits; int decimals; } rv_printed;
/* False for what is not plain digits with at most 6 decimals. */
bool rv_printed_read(const char *text, rv_printed *out);
/* Half a unit of the last place that is printed: 0.005 for "3.48"; 0 for what rv_printed_read() does not take. */
double rv_printed_half(const char *text);

/*
 * GRIM: the mean of n people on a scale of whole numbers, averaged over `items` items (1: the scale itself), is a fraction
 * S/(n items). Possible when a whole S gives what is printed, rounding of halves up or down. `factor` is 1 for a mean and 100 for a
 * percentage of people. Whole numbers throughout. Numbers too large to check are possible.
 * Source  Brown & Heathers (2017) Soc Psychol Personal Sci 8:363-369.
 */
bool rv_grim(const rv_printed *mean, int64_t n, int64_t items, int64_t factor);

/*
 * GRIMMER: with the sum S of GRIM, the sum of squares Q of whole numbers is whole, and even where S is even;
 * sd^2 = (Q - S^2/n) / (n - 1), in units of one item. Possible when some S and such a Q give both as printed.
 * Source  Anaya (2016) PeerJ Preprints 4:e2400v1; Allard (2018) "Analytic-GRIMMER: a new way of testing the possibility of standard
 *         deviations".
 */
bool rv_grimmer(const rv_printed *mean, const rv_printed *sd, int64_t n, int64_t items);

#endif
