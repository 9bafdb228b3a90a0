/*
 * What may be said of each rule: no more than was measured. The numbers are those of tests/reference/screen-coverage over 75 ranked
 * screenings of 15 labelled reviews (5 pairs of priors each; model ELAS u4), target 0.95 at 95 % confidence, asked after each record (with
 * a bias, each 1 %). Ranked by our own model, one pair of priors each, the criterion was right in 15 of 15. The interval given is
 * binomial over the 75 as if they were independent; runs of one review are not, so that it is too narrow. Measure again, and write
 * again, when a rule or the ranking changes.
 */
#include <config.h>

#include "review/screen.h"

const char *const rv_stop_words_hypergeometric =
    "In simulated screening of 15 labelled reviews (ranked by the reference model), stopping at the first p < 0.05 had found 95 % of the "
    "relevant records in 74 of 75 runs (99 %; 93 to 100 %) and left 16 % of the records unread. p is the least of many and is looked at "
    "again and again, so it is evidence, not a guarantee: where the rest was read in random order instead, it was right in 93 %, and in "
    "83 % for the worst of the reviews.";
const char *const rv_stop_words_biased =
    "With a bias the criterion trusts the ranking to the end. With bias 2 it had found 95 % of the relevant records in 61 of 75 runs (81 %; "
    "71 to 89 %), with bias 5 in 42 (56 %): less than it says. Do not rest a review on it alone.";
const char *const rv_stop_words_knee =
    "The knee said stop in 16 of 75 runs, as it asks for 1,000 screened, and in 9 of the 16 before 95 % of the relevant records were found.";
const char *const rv_stop_words_run =
    "50 irrelevant records in a row are no evidence: stopping there had found 95 % of the relevant records in 20 of 75 runs, 85 % of them on "
    "average and 6 % in the worst; after 100 in a row in 48 of 75.";
const char *const rv_stop_words_safe =
    "Of SAFE the thresholds of phase 2 alone were measured: met, 95 % of the relevant records had been found in 24 of 75 runs. The other "
    "phases, another model and people who check what was excluded, were not.";
const char *const rv_stop_words_random =
    "When the rest is read in random order and that stretch alone is judged after each record, stopping was right in 97 % of 1,500 simulated "
    "runs, 92 % for the worst of the reviews. One look, after a sample of the size given and fixed beforehand, stopped 252 of them and was "
    "wrong in 3; if a relevant record turns up in the sample it was too small, and more is due.";
