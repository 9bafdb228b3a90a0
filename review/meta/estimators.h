/* The estimators of tau2. Each finds the model begun, k > p, and no weights in place. */
#ifndef RV_META_ESTIMATORS_H
#define RV_META_ESTIMATORS_H

#include "meta/model.h"

typedef struct {
    double   tau2, se;            /* se NaN where there is no formula */
    size_t   iterations;
    unsigned notes;
} rv_tau2;

typedef rv_status (*rv_tau2_fit)(rv_model *model, const rv_meta_data *data, rv_tau2 *out, rv_error *err);

struct rv_estimator_how { rv_tau2_fit fit; };

rv_status rv_tau2_dl(rv_model *model, const rv_meta_data *data, rv_tau2 *out, rv_error *err);
rv_status rv_tau2_he(rv_model *model, const rv_meta_data *data, rv_tau2 *out, rv_error *err);
rv_status rv_tau2_hs(rv_model *model, const rv_meta_data *data, rv_tau2 *out, rv_error *err);
rv_status rv_tau2_hsk(rv_model *model, const rv_meta_data *data, rv_tau2 *out, rv_error *err);
rv_status rv_tau2_sj(rv_model *model, const rv_meta_data *data, rv_tau2 *out, rv_error *err);
rv_status rv_tau2_genq(rv_model *model, const rv_meta_data *data, rv_tau2 *out, rv_error *err);
rv_status rv_tau2_genqm(rv_model *model, const rv_meta_data *data, rv_tau2 *out, rv_error *err);
rv_status rv_tau2_ml(rv_model *model, const rv_meta_data *data, rv_tau2 *out, rv_error *err);
rv_status rv_tau2_reml(rv_model *model, const rv_meta_data *data, rv_tau2 *out, rv_error *err);
rv_status rv_tau2_pm(rv_model *model, const rv_meta_data *data, rv_tau2 *out, rv_error *err);
rv_status rv_tau2_pmm(rv_model *model, const rv_meta_data *data, rv_tau2 *out, rv_error *err);
rv_status rv_tau2_eb(rv_model *model, const rv_meta_data *data, rv_tau2 *out, rv_error *err);
rv_status rv_tau2_dlit(rv_model *model, const rv_meta_data *data, rv_tau2 *out, rv_error *err);
rv_status rv_tau2_dlit3(rv_model *model, const rv_meta_data *data, rv_tau2 *out, rv_error *err);
rv_status rv_tau2_sjit(rv_model *model, const rv_meta_data *data, rv_tau2 *out, rv_error *err);

/* The standard errors that ML and REML give to a tau2 taken as known (metafor shows them). */
rv_status rv_tau2_likelihood_se(rv_model *model, bool restricted, double tau2, double *se, rv_error *err);

/* The log-likelihood (restricted) of tau2, but for its constant. */
rv_status rv_tau2_loglik(rv_model *model, bool restricted, double tau2, double *loglik, rv_error *err);

/* The standard error of a moment estimator tau2 = (y' P y - ...) / scale, for true variance tau2:
   sqrt(2 tr(PVPV) + 4 tau2 tr(PVP) + 2 tau2^2 tr(PP)) / scale. */
double rv_tau2_moment_se(rv_model *model, double tau2, double scale);

/* The tau2 >= 0 at which Q(tau2) = y' P y with weights 1 / (v + tau2) is `target`; 0 when Q(0) is below it. */
rv_status rv_tau2_for_q(rv_model *model, double target, double *tau2, size_t *iterations, rv_error *err);

#endif
