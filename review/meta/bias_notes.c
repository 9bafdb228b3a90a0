/* Names and sentences that stand beside the numbers of funnel tests and selection models. */
#include <config.h>

#include "review/meta_bias.h"

static const struct { rv_bias_note note; const char *name, *text; } notes[] = {
    { RV_BIAS_FEW, "few-effects",
      "fewer than 10 effects: a test of funnel asymmetry seldom finds what is there, and its estimates move with each effect" },
    { RV_BIAS_TIES, "ties",
      "ties: the p-value of the rank test is from the normal approximation" },
    { RV_BIAS_LARGE, "approximate-ranks",
      "too many effects to count permutations of: the p-value of the rank test is from the normal approximation" },
    { RV_BIAS_SIDE_CHOSEN, "side-chosen",
      "the side with missing studies was taken from the slope of the effects on their standard errors" },
    { RV_BIAS_ONE_SIDED, "one-sided-selection",
      "selection by one-sided p-values: its direction is an assumption of the analyst" },
    { RV_BIAS_TAU2_ZERO, "selection-boundary",
      "tau2 is estimated as 0, the least it can be; standard errors are those with tau2 = 0 known" },
    { RV_BIAS_DELTA_BOUND, "selection-bound",
      "a selection parameter is at its bound and has no standard error; the others' are those with it known" },
    { RV_BIAS_NO_SE, "no-standard-errors",
      "the likelihood is not curved enough at its maximum for standard errors" },
    { RV_BIAS_SEVERAL, "several-maxima",
      "different starts ended in different maxima of the likelihood; the highest was taken" },
    { RV_BIAS_MERGED, "intervals-merged",
      "intervals without a p-value were merged with their neighbours" },
    { RV_BIAS_THIN, "thin-interval",
      "an interval holds fewer than 3 p-values: its weight is hardly determined" },
    { RV_BIAS_NEVER, "nothing-to-undo",
      "there is nothing to undo: the result as it is does not meet the aim, or no number of studies would change it" },
    { RV_BIAS_FEW_CLUSTERS, "few-df",
      "fewer than 4 degrees of freedom: the p-value cannot be trusted" },
};

const char *rv_bias_note_text(rv_bias_note note)
{
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (notes[i].note == note)
            return notes[i].text;
    return NULL;
}

const char *rv_bias_note_name(rv_bias_note note)
{
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (notes[i].note == note)
            return notes[i].name;
    return NULL;
}
