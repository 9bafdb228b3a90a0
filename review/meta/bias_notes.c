/* Sentences that stand beside the numbers of funnel tests and selection models. */
#include <config.h>

#include "review/meta_bias.h"

const char *rv_bias_note_text(rv_bias_note note)
{
    switch (note) {
    case RV_BIAS_FEW:
        return "fewer than 10 effects: a test of funnel asymmetry seldom finds what is there, and its estimates move with each effect";
    case RV_BIAS_TIES:
        return "ties: the p-value of the rank test is from the normal approximation";
    case RV_BIAS_LARGE:
        return "too many effects to count permutations of: the p-value of the rank test is from the normal approximation";
    case RV_BIAS_SIDE_CHOSEN:
        return "the side with missing studies was taken from the slope of the effects on their standard errors";
    case RV_BIAS_ONE_SIDED:
        return "selection by one-sided p-values: its direction is an assumption of the analyst";
    case RV_BIAS_TAU2_ZERO:
        return "tau2 is estimated as 0, the least it can be; standard errors are those with tau2 = 0 known";
    case RV_BIAS_DELTA_BOUND:
        return "a selection parameter is at its bound and has no standard error; the others' are those with it known";
    case RV_BIAS_NO_SE:
        return "the likelihood is not curved enough at its maximum for standard errors";
    case RV_BIAS_SEVERAL:
        return "different starts ended in different maxima of the likelihood; the highest was taken";
    case RV_BIAS_MERGED:
        return "intervals without a p-value were merged with their neighbours";
    case RV_BIAS_THIN:
        return "an interval holds fewer than 3 p-values: its weight is hardly determined";
    case RV_BIAS_NEVER:
        return "there is nothing to undo: the result as it is does not meet the aim, or no number of studies would change it";
    case RV_BIAS_FEW_CLUSTERS:
        return "fewer than 4 degrees of freedom: the p-value cannot be trusted";
    }
    return NULL;
}
