/* The table of estimators: --method, its help and the tests walk it. */
#include <config.h>

#include <string.h>

#include "meta/estimators.h"

#define HOW(name) &(const struct rv_estimator_how){ name }

static const char TEXT_HT[] = "Hedges & Olkin (1985) Statistical Methods for Meta-Analysis, ch. 6";

static const rv_estimator table[] = {
    { "REML", "restricted maximum likelihood",
      "Harville (1977) J Am Stat Assoc 72:320-338; Viechtbauer (2005) J Educ Behav Stat "
      "30:261-293",
      false, HOW(rv_tau2_reml) },
    { "DL", "DerSimonian-Laird", "DerSimonian & Laird (1986) Control Clin Trials 7:177-188", false, HOW(rv_tau2_dl) },
    { "ML", "maximum likelihood", "Hardy & Thompson (1996) Stat Med 15:619-629", false, HOW(rv_tau2_ml) },
    { "PM", "Paule-Mandel", "Paule & Mandel (1982) J Res Natl Bur Stand 87:377-385", false, HOW(rv_tau2_pm) },
    { "EB", "empirical Bayes", "Morris (1983) J Am Stat Assoc 78:47-55", false, HOW(rv_tau2_eb) },
    { "HE", "Hedges", "Hedges & Olkin (1985) Statistical Methods for Meta-Analysis, ch. 9", false, HOW(rv_tau2_he) },
    { "SJ", "Sidik-Jonkman", "Sidik & Jonkman (2005) J R Stat Soc C 54:367-384", false, HOW(rv_tau2_sj) },
    { "HS", "Hunter-Schmidt", "Hunter & Schmidt (2004) Methods of Meta-Analysis", false, HOW(rv_tau2_hs) },
    { "HSk", "Hunter-Schmidt with small-sample correction", "Viechtbauer et al. (2015) Psychol Methods 20:360-374",
      false, HOW(rv_tau2_hsk) },
    { "PMM", "median-unbiased Paule-Mandel",
      "Viechtbauer (2021), in Schmid et al., Handbook of Meta-Analysis, ch. 11", false, HOW(rv_tau2_pmm) },
    { "GENQ", "generalised Q", "DerSimonian & Kacker (2007) Contemp Clin Trials 28:105-114", false,
      HOW(rv_tau2_genq) },
    { "GENQM", "generalised Q, median-unbiased", "Viechtbauer (2021), in Schmid et al., Handbook of Meta-Analysis, ch. 11", false,
      HOW(rv_tau2_genqm) },
    { "DLIT", "iterated DerSimonian-Laird", "DerSimonian & Kacker (2007) Contemp Clin Trials 28:105-114", false,
      HOW(rv_tau2_dlit) },
    { "DLIT3", "iterated DerSimonian-Laird as metafor before version 5 has it", "metafor 3.8-1, rma.uni()", false,
      HOW(rv_tau2_dlit3) },
    { "SJIT", "iterated Sidik-Jonkman", "Sidik & Jonkman (2005) J R Stat Soc C 54:367-384", false,
      HOW(rv_tau2_sjit) },
    { "CE", "common effect", TEXT_HT, true, HOW(NULL) },
    { "EE", "equal effects (the common effect, as metafor names it)", TEXT_HT, true, HOW(NULL) },
    { "FE", "fixed effects (the same numbers; inference to these studies only)", TEXT_HT, true, HOW(NULL) },
};

const char *const rv_estimator_names[] = { "REML", "DL",   "ML",   "PM",   "EB", "HE", "SJ", "HS", "HSk",
                                           "PMM",  "GENQ", "GENQM", "DLIT", "DLIT3", "SJIT", "CE", "EE", "FE", NULL };

const rv_estimator *rv_estimator_at(size_t i)
{
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

const rv_estimator *rv_estimator_find(const char *name)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(table[i].name, name) == 0)
            return &table[i];
    return NULL;
}
