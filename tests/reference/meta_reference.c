/*
 * meta-reference DIR [GROUP...]: carries out the cases of DIR/cases/GROUP.json (all groups without one) on DIR/data,
 * and prints a JSON object a line: {"id", "got"}, or {"id", "error"} where the library refuses, or {"id",
 * "unsupported"} where a case asks for what is not here yet.
 */
#include <config.h>

#include "tests/reference/driver.h"

static const step_row steps[] = {
    { "escalc", step_escalc, false },
    { "rma", step_rma, true },
    { "leave1out", step_leave1out, false },
    { "confint", step_confint, false },
    { "predict", step_predict, false },
    { "influence", step_influence, false },
    { "rstudent", step_influence, false },
    { "cooks.distance", step_influence, false },
    { "dfbetas", step_influence, false },
    { "rstandard", step_residuals, false },
    { "residuals", step_residuals, false },
    { "hatvalues", step_residuals, false },
    { "blup", step_blup, false },
    { "ranef", step_blup, false },
    { "cumul", step_cumul, false },
    { "baujat", step_points, false },
    { "radial", step_points, false },
    { "funnel", step_points, false },
    { "qqnorm", step_points, false },
    { "profile", step_profile, false },
    { "regtest", step_regtest, false },
    { "ranktest", step_ranktest, false },
    { "trimfill", step_trimfill, false },
    { "fsn", step_fsn, false },
    { "lm", step_lm, false },
    { "rma.mh", step_mh, false },
    { "rma.peto", step_peto, false },
    { "labbe", step_labbe, false },
    { "metabin", step_metabin, false },
    { "metabias", step_metabias, false },
    { "rma.mv", step_mixed, false },
    { "vcalc", step_vcalc, true },
    { "clubSandwich::impute_covariance_matrix", step_impute, true },
    { "aggregate", step_aggregate, true },
    { "clubSandwich::vcovCR", step_vcov_cr, false },
    { "clubSandwich::coef_test", step_coef_test, false },
    { "clubSandwich::conf_int", step_conf_int, false },
    { "clubSandwich::Wald_test", step_wald_test, false },
    { "robust", step_robust, false },
    { "robumeta::robu", step_robu, false },
    { "selmodel", step_selmodel, false },
    { "weightr::weightfunct", step_weightfunct, false },
    { "hc", step_hc, false },
    { "anova", step_anova, false },
    { "fitstats", step_fitstats, false },
    { "rcalc", step_rcalc, true },
    { NULL, NULL, false }
};

int main(int argc, char **argv)
{
    return cases_main("meta-reference", steps, argc, argv);
}
