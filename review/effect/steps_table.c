/* The table of steps, best first. */
#include <config.h>

#include <string.h>

#include "effect/steps.h"

#define HANDBOOK "Higgins et al., Cochrane Handbook for Systematic Reviews of Interventions, "
#define LIPSEY "Lipsey & Wilson (2001) Practical Meta-Analysis, app. B"
#define MEDIANS "the data are about normal (log-normal, with --skewed log)"
#define FROM_MEDIANS "mean or spread from a median, quartiles or a range: the variance knows nothing of their error"
#define LUO "Luo et al. (2018) Stat Methods Med Res 27:1785-1805; Wan et al. (2014) BMC Med Res Methodol 14:135"
#define SHI LUO "; Shi et al. (2020) Res Synth Methods 11:641-654"
#define ONE_SPREAD "the groups have one spread"
#define TIERNEY "Tierney et al. (2007) Trials 8:16"
#define SUPPLEMENT "What Works Clearinghouse (2020) Supplement to the Procedures Handbook, Version 4.1, app. E"

/* Measures of 2x2 tables of groups; of pairs and of reliability ai and ci are something else. */
#define TABLES "OR RR RD PETO AS PBIT OR2D OR2DL OR2DN PHI ZPHI YUQ YUY RTET ZTET SMD"
#define PAIRED "MC SMCC SMCR SMCRH SMCRP SMCRPH ROMC CVRC VRC"

static const rv_effect_step table[] = {
    /* Sizes, directions, bounds: what others need. */
    { "n-from-rest-1", "n1i", "ni n2i", "", "contrasts", "n1 = n - n2", "two groups make up all people", "", "", rv_step_rest, false },
    { "n-from-rest-2", "n2i", "ni n1i", "", "contrasts", "n2 = n - n1", "two groups make up all people", "", "", rv_step_rest, false },
    { "direction-from-means", "dir", "m1i m2i", "", "", "the sign of m1 - m2", "", "", "", rv_step_sign_of_difference, false },
    { "direction-from-percentages", "dir", "p1i p2i", "", "", "the sign of p1 - p2", "", "", "", rv_step_sign_of_difference, false },
    { "direction-from-b", "dir", "b", "", "", "the sign of b", "", "", "", rv_step_sign, false },

    /* Standard deviations and means. */
    { "sd-from-se", "sd#i", "se#i n#i", "", "", "sd = se sqrt(n)", "se is that of the mean", "", HANDBOOK "6.5.2.2", rv_step_sd_from_se, false },
    { "sd-from-se-of-pairs", "sd#i", "se#i ni", "", PAIRED, "sd = se sqrt(n)", "se is that of the mean at one time", "", HANDBOOK "6.5.2.2",
      rv_step_sd_from_se, false },
    { "sd-from-ci", "sd#i", "lo#i hi#i n#i", "level", "", "sd = sqrt(n) (hi - lo) / (2 t), t with n - 1 degrees of freedom",
      "the limits are those of the mean, by Student's t", "", HANDBOOK "6.5.2.2", rv_step_sd_from_ci, false },
    { "mean-from-ci", "m#i", "lo#i hi#i", "", "", "m = (lo + hi) / 2", "the limits are those of the mean", "", HANDBOOK "6.5.2.2",
      rv_step_mean_from_ci, false },
    { "sd-from-pooled", "sd1i sd2i", "sdp", "", "", "sd1 = sd2 = sdp", ONE_SPREAD, "", LIPSEY, rv_step_sd_from_pooled, false },
    { "sd-from-t", "sd1i sd2i", "m1i m2i t n1i n2i", "", "", "sd = |m1 - m2| / (|t| sqrt(1/n1 + 1/n2))",
      ONE_SPREAD "; t compares the two means alone", "", HANDBOOK "6.5.2.3", rv_step_sd_from_t, false },
    { "sd-from-change-sd", "sd#i", "presd#i chsd#i ri", "", "", "sd = r s0 + sqrt(s^2 - (1 - r^2) s0^2), s0 before, s of the change",
      "ri is the correlation of before and after in each group", "", HANDBOOK "6.5.2.8", rv_step_sd_from_change, false },
    { "mean-from-change", "m#i", "pre#i ch#i", "", "", "m = before + change", "the same people before and after", "",
      HANDBOOK "6.5.2.8", rv_step_sum, false },
    { "mean-sd-from-five-numbers", "m#i sd#i", "min#i q1#i med#i q3#i max#i n#i", "", "",
      "Luo's weights of median, mid-quartile and mid-range; Shi's of both ranges", MEDIANS, FROM_MEDIANS, SHI, rv_step_five, false },
    { "mean-sd-from-quartiles", "m#i sd#i", "q1#i med#i q3#i n#i", "", "", "m = w (q1 + q3)/2 + (1 - w) median, sd = (q3 - q1) / (2 z)",
      MEDIANS, FROM_MEDIANS, LUO, rv_step_quartiles, false },
    { "mean-sd-from-range", "m#i sd#i", "min#i med#i max#i n#i", "", "", "m = w (min + max)/2 + (1 - w) median, sd = (max - min) / (2 z)",
      MEDIANS, FROM_MEDIANS, LUO, rv_step_range, false },
    { "sd-from-quartiles", "sd#i", "q1#i q3#i n#i", "", "", "sd = (q3 - q1) / (2 z)", "the data are about normal", FROM_MEDIANS, LUO,
      rv_step_sd_from_quartiles, false },
    { "sd-from-iqr", "sd#i", "iqr#i n#i", "", "", "sd = iqr / (2 z)", "the data are about normal", FROM_MEDIANS, LUO, rv_step_sd_from_iqr, false },
    { "sd-from-range", "sd#i", "min#i max#i n#i", "", "", "sd = (max - min) / (2 z)", "the data are about normal", FROM_MEDIANS, LUO,
      rv_step_sd_from_range, false },
    { "sd-from-baseline", "sd#i", "presd#i", "", "MD SMD SMDH SMD1 SMD1H ROM", "sd = sd before", "people are as different after as before",
      "the standard deviation is that before", HANDBOOK "6.5.2.8", rv_step_same, false },

    /* Changes. */
    { "r-from-change-sd", "ri", "presd1i sd1i chsd1i", "", "contrasts", "r = (s0^2 + s1^2 - s^2) / (2 s0 s1), in group 1",
      "the correlation is the same in both groups", "", HANDBOOK "6.5.2.8", rv_step_r_from_change, false },
    { "r-from-change-sd-of-one-group", "ri", "sd2i sd1i chsd1i", "", PAIRED,
      "r = (s2^2 + s1^2 - s^2) / (2 s1 s2)", "", "", HANDBOOK "6.5.2.8", rv_step_r_from_change, false },
    { "pre-from-change", "pre#i", "m#i ch#i", "", "PPC PPC1 PPC2", "before = after - change", "the same people before and after", "", "",
      rv_step_difference, false },
    { "change-sd-from-se", "chsd#i", "chse#i n#i", "", "", "sd = se sqrt(n)", "se is that of the mean change", "", HANDBOOK "6.5.2.2",
      rv_step_sd_from_se, false },
    { "change-sd-from-r", "chsd#i", "presd#i sd#i ri", "", "", "s^2 = s0^2 + s1^2 - 2 r s0 s1",
      "ri is the correlation of before and after in each group", "", HANDBOOK "6.5.2.8", rv_step_chsd_from_r, false },
    { "change-from-means", "ch#i", "m#i pre#i", "", "", "change = after - before", "the same people before and after", "", "",
      rv_step_difference, false },
    { "md-from-changes", "yi vi", "ch1i chsd1i n1i ch2i chsd2i n2i", "", "MD", "y = ch1 - ch2, v = s1^2/n1 + s2^2/n2",
      "the groups are alike before, so that changes differ as values after do", "", HANDBOOK "10.5.2", rv_step_md_from_changes, false },

    /* Counts. */
    { "cells-from-or", "ai ci", "ori n1i n2i ei", "", TABLES, "(w - 1) a^2 - (w (n1 + e) + n2 - e) a + w n1 e = 0",
      "the odds ratio is not adjusted; counts are rounded", "counts from an odds ratio and the margins", "Bonett (2007) Am Psychol 62:254-255",
      rv_step_cells_from_or, false },
    { "cells-from-phi", "ai ci", "phi n1i n2i ei", "", TABLES, "a = (n1 e + phi sqrt(n1 n2 e (n - e))) / n", "counts are rounded",
      "counts from a phi coefficient and the margins", "Bonett (2007) Am Psychol 62:254-255", rv_step_cells_from_phi, false },
    { "cells-from-chi2", "ai ci", "chi2 n1i n2i ei", "dir", TABLES, "phi = sqrt(chi2 / n), then as cells-from-phi",
      "Pearson's chi-square without correction, with the sign of the effect; counts are rounded", "counts from chi-square and the margins",
      "Fleiss, Levin & Paik (2003) Statistical Methods for Rates and Proportions, 3.1", rv_step_cells_from_chi2, false },
    { "cells-from-chi2-yates", "ai ci", "chi2y n1i n2i ei", "dir", TABLES, "|a d - b c| = sqrt(chi2 n1 n2 e (n - e) / n) + n/2",
      "chi-square with Yates's correction, with the sign of the effect; counts are rounded", "counts from chi-square and the margins",
      "Fleiss, Levin & Paik (2003) Statistical Methods for Rates and Proportions, 3.1", rv_step_cells_from_chi2y, false },
    { "events-from-or", "ai", "ori ci n1i n2i", "", TABLES, "a = n1 w o / (1 + w o), o = c / (n2 - c)",
      "the odds ratio is not adjusted; counts are rounded", "events of group 1 from an odds ratio", "", rv_step_events_from_or, false },

    /* Linear probability models. */
    { "rd-from-points", "yi vi", "pp ppse", "", "RD", "y = pp / 100, v = (ppse / 100)^2", "", "", "", rv_step_rd_from_pp, false },
    { "ratio-from-points", "yi vi", "pp ppse p2i", "n1i n2i", "OR RR",
      "p1 = p2 + impact; the delta method on binomial variances scaled to the printed standard error",
      "covariates and clusters act alike on both groups' risks; equal groups where sizes are not given",
      "a ratio from an impact in percentage points and the mean of the control group",
      "Agresti (2013) Categorical Data Analysis, 3rd ed., 16.1 (delta method)", rv_step_ratio_from_pp, false },
    { "percentage-from-points", "p1i", "p2i pp", "", "", "p1 = p2 + impact", "the impact is that of the raw percentages",
      "a percentage from an impact in points: its precision is that of a raw difference", "", rv_step_percent_from_pp, false },

    /* Regressions. */
    { "b-se-from-ci", "bse", "b_lo b_hi", "df level", "", "se = (hi - lo) / (2 q)", "", "", HANDBOOK "6.3.1", rv_step_bse_from_ci, false },
    { "pooled-from-sds", "sdp", "sd1i sd2i n1i n2i", "", "", "s^2 = ((n1-1) s1^2 + (n2-1) s2^2) / (n1 + n2 - 2)", "", "", LIPSEY,
      rv_step_pooled_from_sds, false },
    { "pooled-from-total", "sdp", "sdy b n1i n2i", "", "", "s^2 = ((n - 1) sdy^2 - b^2 n1 n2 / n) / (n - 2)",
      "sdy is that of all people, not of each group", "", LIPSEY, rv_step_pooled_from_total, false },
    { "smd-from-adjusted", "yi vi", "b bse sdp n1i n2i", "", "SMD", "d = b/s, y = c d, v = c^2 ((bse/s)^2 + d^2 / (2 (n - 2)))",
      "bse allows for covariates and clusters; s is raw, not that of residuals", "", SUPPLEMENT, rv_step_smd_adjusted, false },
    { "smd-from-adjusted-r2", "yi vi", "b sdp r2i n1i n2i", "", "SMD",
      "d = b/s, y = c d, v = c^2 ((1 - R2) (1/n1 + 1/n2) + d^2 / (2 (n - 2)))", "r2i is what covariates explain within groups", "",
      SUPPLEMENT, rv_step_smd_adjusted_r2, false },

    /* Statistics. */
    { "p-at-bound", "p", "pmax", "", "", "p = its bound", "p is at most its bound",
      "p was printed as a bound: the true standard error is at most this", HANDBOOK "6.3.2", rv_step_same, false },
    { "p-of-t-at-bound", "pi", "pmax", "", "", "p = its bound", "p is at most its bound",
      "p was printed as a bound: the true effect is at least this large", HANDBOOK "6.5.2.3", rv_step_same, false },
    { "t-from-f", "t", "fi dir", "", "", "t = sign sqrt(F)", "F compares two groups alone", "", LIPSEY, rv_step_t_from_f, false },
    { "t-from-p", "t", "pi dir n1i n2i", "", "", "t = sign times the quantile of 1 - p/2, n1 + n2 - 2 degrees of freedom",
      "p is exact, two-sided, of a t test of two groups", "", HANDBOOK "6.5.2.3", rv_step_t_from_p, false },
    { "d-from-b", "d", "b sdp n1i n2i", "", "", "d = b/s", "b is hardly adjusted: the variance is that of a raw difference",
      "an adjusted difference with the variance of a raw one", LIPSEY, rv_step_d_from_b, false },
    { "d-from-rpb", "d", "rpb n1i n2i", "", "", "d = r sqrt(m/n1 + m/n2) / sqrt(1 - r^2), m = n1 + n2 - 2", "", "",
      "Jacobs & Viechtbauer (2017) Res Synth Methods 8:161-180", rv_step_d_from_rpb, false },
    { "d-from-beta", "d", "beta n1i n2i", "", "", "as d-from-rpb with beta for r", "little else is in the regression",
      "a standardised coefficient taken as a point-biserial correlation", LIPSEY, rv_step_d_from_beta, false },
    { "r-from-t", "ri", "t ni", "", "COR UCOR ZCOR", "r = t / sqrt(t^2 + n - 2)", "t tests one predictor alone", "", LIPSEY,
      rv_step_r_from_t, false },

    /* Ready-made effects. */
    { "se-from-ci", "se", "ci_lo ci_hi", "df level", "", "se = (hi - lo) / (2 q), on the analysis scale", "", "", HANDBOOK "6.3.1",
      rv_step_se_from_ci, false },
    { "se-from-z", "se", "est z", "", "", "se = |est / z|, on the analysis scale", "z tests that the effect is none", "", HANDBOOK "6.3.2",
      rv_step_se_from_z, false },
    { "se-from-p", "se", "est p", "df", "", "se = |est| / q, on the analysis scale", "p is exact, two-sided, of a test that the effect is none",
      "", HANDBOOK "6.3.2", rv_step_se_from_p, false },
    { "logrank-variance-from-events", "v", "ai ci", "", "HR", "v = e1 e2 / (e1 + e2)", "as many people are followed in each group", "",
      TIERNEY, rv_step_v_from_events, false },
    { "logrank-variance-from-total", "v", "ei n1i n2i", "", "HR", "v = e n1 n2 / (n1 + n2)^2", "the effect is small", "", TIERNEY,
      rv_step_v_from_total, false },
    { "logrank-oe-from-p", "oe", "p v dir", "", "HR", "oe = sign z sqrt(v)", "p is exact, two-sided, of a log-rank test", "", TIERNEY,
      rv_step_oe_from_p, false },
    { "se-from-logrank-variance", "se", "v", "", "HR", "se = 1 / sqrt(v)", "", "", TIERNEY, rv_step_se_from_v, false },

    /* Bridges between kinds of outcome, and guesses, last. */
    { "smd-from-or", "yi vi", "ori or_lo or_hi", "level", "SMD", "y = ln(OR) sqrt(3)/pi, v = se^2 3/pi^2",
      "the events are a cut of a logistic outcome", "a standardised difference from an odds ratio", "Chinn (2000) Stat Med 19:3127-3131",
      rv_step_smd_from_or, true },
    { "smd-from-counts", "yi vi", "ai n1i ci n2i", "", "SMD", "as smd-from-or; one half added to each cell when one is 0",
      "the events are a cut of a logistic outcome", "a standardised difference from counts", "Chinn (2000) Stat Med 19:3127-3131",
      rv_step_smd_from_cells, true },
    { "or-from-smd", "yi vi", "d n1i n2i", "", "OR", "y = d pi/sqrt(3), v = (1/n1 + 1/n2 + d^2 / (2 n)) pi^2/3",
      "the events are a cut of a logistic outcome", "an odds ratio from a standardised difference", "Chinn (2000) Stat Med 19:3127-3131",
      rv_step_or_from_d, true },
    { "n-from-halves", "n1i n2i", "ni", "", "contrasts", "n1 = n2 = n/2", "the groups are equal", "groups taken as equal in size", "", rv_step_halves, false },
};
enum { N = sizeof table / sizeof *table };

const rv_effect_step *rv_effect_step_at(size_t i)
{
    return i < N ? &table[i] : NULL;
}

const rv_effect_step *rv_effect_step_find(const char *id)
{
    for (size_t i = 0; i < N; i++)
        if (strcmp(table[i].id, id) == 0)
            return &table[i];
    return NULL;
}
