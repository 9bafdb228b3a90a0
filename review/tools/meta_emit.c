/* --emit-r: the R script that repeats an analysis with metafor and compares every number. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/meta.h"

/* A text as R reads it between quotes. */
static void quoted(rv_output *to, const char *text)
{
    rv_output_text(to, "\"");
    for (; *text; text++) {
        const unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            rv_output_printf(to, "\\%c", c);
        else if (c < 0x20 || c == 0x7f)
            rv_output_printf(to, "\\%03o", c);
        else
            rv_output_add(to, text, 1);
    }
    rv_output_text(to, "\"");
}

static void number(rv_output *to, double x)
{
    if (isnan(x))
        rv_output_text(to, "NA");
    else if (isinf(x))
        rv_output_text(to, x > 0 ? "Inf" : "-Inf");
    else
        rv_output_printf(to, "%.17g", x);
}

/* "name <- c(...)", some numbers a line. */
static void numbers(rv_output *to, const char *name, const double *x, size_t n, size_t stride)
{
    rv_output_printf(to, "%s <- c(", name);
    for (size_t i = 0; i < n; i++) {
        rv_output_text(to, i % 6 || !i ? "" : "\n  ");
        number(to, x[i * stride]);
        rv_output_text(to, i + 1 < n ? ", " : "");
    }
    rv_output_text(to, ")\n");
}

static void codes(rv_output *to, const char *name, const size_t *code, size_t n)
{
    rv_output_printf(to, "%s <- factor(c(", name);
    for (size_t i = 0; i < n; i++)
        rv_output_printf(to, "%s%zu%s", i % 20 || !i ? "" : "\n  ", code[i] + 1, i + 1 < n ? ", " : "");
    rv_output_text(to, "))\n");
}

/* ---- Data --------------------------------------------------------------------------------------------------------- */

static void data(rv_output *to, const meta_input *in, const rv_analysis *a)
{
    numbers(to, "yi", in->yi, in->k, 1);
    numbers(to, "vi", in->vi, in->k, 1);
    rv_output_text(to, "slab <- c(");
    for (size_t i = 0; i < in->k; i++) {
        quoted(to, in->label[i]);
        rv_output_text(to, i + 1 < in->k ? ",\n  " : ")\n");
    }
    if (in->weights)
        numbers(to, "weights", in->weights, in->k, 1);
    if (a->names) {
        rv_output_printf(to, "# the design matrix of %s\nX <- matrix(0, %zu, %zu)\n", asked.mods, a->k, a->p);
        for (size_t c = 0; c < a->p; c++) {
            char name[40];
            snprintf(name, sizeof name, "X[, %zu]", c + 1);
            numbers(to, name, in->design->x + c, in->k, in->design->p);
        }
        if (!in->design->intercept)
            rv_output_text(to, "# metafor (3.8) centres the effects: where no combination of the columns is 1 throughout, its Q and tau2 are off;\n"
                               "# sum(resid(lm(yi ~ 0 + X, weights = 1/vi))^2 / vi) is Q.\n");
        rv_output_text(to, "colnames(X) <- c(");
        for (size_t c = 0; c < a->p; c++) {
            quoted(to, a->names[c]);
            rv_output_text(to, c + 1 < a->p ? ", " : ")\n");
        }
    }
}

/* ---- Models ------------------------------------------------------------------------------------------------------- */

/* Our words that metafor has too, with its own. */
static const char *metafor_test(rv_meta_test test)
{
    switch (test) {
    case RV_TEST_Z: return "z";
    case RV_TEST_T: return "t";
    case RV_TEST_KNHA: return "knha";
    case RV_TEST_ADHOC: return "adhoc";
    default: return NULL;
    }
}

static const char *metafor_method(const rv_estimator *estimator)
{
    static const char *const same[] = { "REML", "ML", "DL", "PM", "EB", "HE", "SJ", "HS", "HSk", "PMM", "SJIT", "DLIT", "GENQ", NULL };

    if (estimator->common)
        return "EE";
    if (strcmp(estimator->name, "DLIT3") == 0)
        return "DLIT";
    for (size_t i = 0; same[i]; i++)
        if (strcmp(same[i], estimator->name) == 0)
            return same[i];
    return NULL;
}

static const char *mods(const rv_analysis *a)
{
    return !a->names                     ? ""
           : a->options.design->intercept ? ", mods = X[, -1, drop = FALSE]"
                                          : ", mods = X, intercept = FALSE";
}

static rv_status univariate(rv_output *to, const rv_analysis *a, rv_error *err)
{
    const char *const test = metafor_test(a->fit.test), *const method = metafor_method(a->fit.estimator);

    if (!test || !method)
        return rv_fail(err, RV_EUSAGE, "--emit-r: metafor's rma() has no %s %s", test ? "estimator" : "test",
                       test ? a->fit.estimator->name : rv_meta_test_names[a->fit.test]);
    if (strncmp(a->fit.estimator->name, "DLIT", 4) == 0)
        rv_output_printf(to, "if (packageVersion(\"metafor\") %s \"5\")\n  stop(\"metafor before version 5 iterates DLIT differently: "
                             "--method DLIT3 of review-meta is that, DLIT is metafor 5's\")\n",
                         strcmp(a->fit.estimator->name, "DLIT") == 0 ? "<" : ">=");
    rv_output_printf(to, "fit <- rma(yi, vi%s, slab = slab, method = \"%s\", test = \"%s\", level = %.17g", mods(a), method, test,
                     100 * a->fit.level);
    if (a->options.weights)
        rv_output_text(to, ", weights = weights");
    if (!isnan(a->options.model.tau2))
        rv_output_printf(to, ", tau2 = %.17g", a->options.model.tau2);
    rv_output_text(to, ",\n           control = list(threshold = 1e-13, tol = 1e-13, maxiter = 10000, tau2.max = 1e6))\n");
    return RV_OK;
}

/* Given covariances element by element, else the variances. */
static void write_blocks(rv_output *to, const rv_analysis *a)
{
    const rv_blocks *const v = rv_mixed_of(a->mixed)->v;

    rv_output_text(to, v ? "V <- diag(vi)\n" : "V <- vi\n");
    for (size_t g = 0; v && g < v->n; g++) {
        const size_t m = v->start[g + 1] - v->start[g], *const row = v->row + v->start[g];
        for (size_t i = 1; i < m; i++)
            for (size_t j = 0; j < i; j++)
                if (v->block[v->at[g] + i * m + j] != 0)
                    rv_output_printf(to, "V[%zu, %zu] <- V[%zu, %zu] <- %.17g\n", row[i] + 1, row[j] + 1, row[j] + 1, row[i] + 1,
                                     v->block[v->at[g] + i * m + j]);
    }
}

/* Sampling covariances: of a working model from rho, else the variances. */
static void covariances(rv_output *to, const rv_analysis *a)
{
    if (!a->working || rv_analysis_sampling_words(a)) {
        write_blocks(to, a);
        return;
    }
    switch (a->working->fitted) {
    case RV_WORKING_HE:
        rv_output_text(to, "V <- vi\n");
        return;
    case RV_WORKING_CHE:
    case RV_WORKING_CE:
    case RV_WORKING_CMVE:
        codes(to, "sample", a->options.sample ? a->options.sample : a->study, a->k);
        rv_output_printf(to, "V <- vcalc(vi, cluster = sample, obs = seq_along(yi), rho = %.17g)\n", a->working->options.rho);
        return;
    case RV_WORKING_SCE:
    case RV_WORKING_SCE_PLUS:
        codes(to, "sample", a->options.sample ? a->options.sample : a->study, a->k);
        codes(to, "subgroup", rv_mixed_of(a->mixed)->part[0].inner, a->k);
        rv_output_printf(to, "V <- vcalc(vi, cluster = interaction(sample, subgroup, drop = TRUE), obs = seq_along(yi), rho = %.17g)\n",
                         a->working->options.rho);
        return;
    }
}

static void random_parts(rv_output *to, const rv_analysis *a)
{
    const rv_mixed_data *const d = rv_mixed_of(a->mixed);
    const char *before = "";

    for (size_t i = 0; i < d->parts; i++) {
        char name[40];
        rv_output_printf(to, "# %s\n", d->part[i].name);
        snprintf(name, sizeof name, "group%zu", i + 1);
        codes(to, name, d->part[i].group, a->k);
        snprintf(name, sizeof name, "inner%zu", i + 1);
        if (d->part[i].inner)
            codes(to, name, d->part[i].inner, a->k);
    }
    rv_output_text(to, "random <- list(");
    for (size_t i = 0; i < d->parts; i++, before = ", ")
        rv_output_printf(to, d->part[i].inner ? "%s~ inner%zu | group%zu" : "%s~ 1 | group%zu", before, i + 1, i + 1);
    rv_output_text(to, ")\n");
}

/* ", struct = c(...)": of the parts with inner levels, where there are any. */
static void structures(rv_output *to, const rv_analysis *a)
{
    const rv_mixed_data *const d = rv_mixed_of(a->mixed);
    const char *before = ", struct = c(";

    for (size_t i = 0; i < d->parts; i++)
        if (d->part[i].inner) {
            rv_output_printf(to, "%s\"%s\"", before, rv_mixed_struct_names[d->part[i].kind]);
            before = ", ";
        }
    rv_output_text(to, *before == ',' && before[1] == ' ' && !before[2] ? ")" : "");
}

/* ", sigma2 = c(...), tau2 = c(...), rho = c(...)": the components that were found. What is not identified is 0, as metafor has it. The
   second part with inner levels has gamma2 and phi. */
static void components(rv_output *to, const rv_analysis *a)
{
    static const char *const names[3][2] = { { "sigma2", NULL }, { "tau2", "rho" }, { "gamma2", "phi" } };
    const rv_mixed_data *const d = rv_mixed_of(a->mixed);
    const rv_mixed_fit *const m = rv_mixed_result(a->mixed);
    const char *before;

    for (size_t kind = 0; kind < 3; kind++)
        for (int correlation = 0; correlation < 2; correlation++) {
            before = "";
            for (size_t i = 0; i < m->params; i++) {
                const rv_mixed_param *const p = &m->param[i];
                size_t place = d->part[p->part].inner != NULL;
                for (size_t j = 0; place && j < p->part; j++)
                    place += d->part[j].inner != NULL;
                if (place != kind || p->correlation != (bool)correlation)
                    continue;
                if (!*before)
                    rv_output_printf(to, ",\n             %s = c(", names[kind][correlation]);
                rv_output_text(to, before);
                number(to, isnan(p->estimate) ? 0 : p->estimate);
                before = ", ";
            }
            rv_output_text(to, *before ? ")" : "");
        }
}

static void robust(rv_output *to, const rv_robust_fit *r, const char *name, const char *fit)
{
    rv_output_printf(to, "%s <- clubSandwich::coef_test(%s, vcov = \"%s\", cluster = cluster, test = \"Satterthwaite\")\n", name, fit,
                     r->type == RV_CR1P ? "CR1p" : rv_robust_type_names[r->type]);
}

static rv_status mixed(rv_output *to, const rv_analysis *a, rv_error *err)
{
    const rv_robust_fit *const r = a->robust ? rv_robust_result(a->robust) : NULL;

    if (r && r->test != RV_ROBUST_SATTERTHWAITE)
        return rv_fail(err, RV_EUSAGE, "--emit-r compares the Satterthwaite test, not %s", rv_robust_test_names[r->test]);
    covariances(to, a);
    random_parts(to, a);
    rv_output_printf(to, "run <- function(control, ...)\n  rma.mv(yi, V%s, random = random", mods(a));
    structures(to, a);
    rv_output_printf(to, ", method = \"%s\", test = \"%s\", level = %.17g, sparse = TRUE, control = control, ...)\n",
                     rv_mixed_how(a->mixed)->ml ? "ML" : "REML", rv_mixed_how(a->mixed)->t ? "t" : "z", 100 * a->fit.level);
    rv_output_text(to, "# An optimiser may give up at a tight tolerance although it is there: then another is tried.\n"
                       "for (control in list(list(rel.tol = 1e-12), list(optimizer = \"Nelder-Mead\", reltol = 1e-15, maxit = 20000),\n"
                       "                     list(optimizer = \"BFGS\", reltol = 1e-14), list())) {\n"
                       "  fit <- tryCatch(run(control), error = function(e) NULL)\n"
                       "  if (!is.null(fit)) break\n"
                       "}\n"
                       "if (is.null(fit)) stop(\"metafor found no maximum of the likelihood\")\n"
                       "# The same model where review-meta found the maximum: nothing is searched.\n"
                       "there <- run(list()");
    components(to, a);
    rv_output_text(to, ")\n");
    if (r) {
        codes(to, "cluster", a->options.cluster ? a->options.cluster : a->study, a->k);
        robust(to, r, "robust", "fit");
        robust(to, r, "robust_there", "there");
    }
    return RV_OK;
}

/* ---- Comparison --------------------------------------------------------------------------------------------------- */

static const char compare_function[] =
    "compare <- function(what, ours, theirs, tolerance) {\n"
    "  theirs <- as.numeric(theirs)\n"
    "  if (length(ours) == length(theirs)) {\n"
    "    theirs <- theirs[!is.na(ours)]   # what does not exist for review-meta is not compared\n"
    "    ours <- ours[!is.na(ours)]\n"
    "  }\n"
    "  off <- abs(ours - theirs) > tolerance * pmax(abs(ours), abs(theirs)) + 1e-10\n"
    "  if (length(ours) != length(theirs) || any(is.na(off)) || any(off))\n"
    "    stop(what, \": review-meta has \", paste(format(ours, digits = 15), collapse = \" \"), \", metafor \",\n"
    "         paste(format(theirs, digits = 15), collapse = \" \"), call. = FALSE)\n"
    "  cat(sprintf(\"%-12s agrees: %s\\n\", what, paste(format(ours, digits = 8), collapse = \" \")))\n"
    "}\n";

static void check(rv_output *to, const char *what, const double *x, size_t n, size_t stride, const char *theirs, const char *tolerance)
{
    numbers(to, "ours", x, n, stride);
    rv_output_printf(to, "compare(\"%s\", ours, %s, %s)\n", what, theirs, tolerance);
}

/* Prediction intervals whose se is that of the estimate; the others are of the R package meta. */
static void check_prediction(rv_output *to, const rv_analysis *a, const char *tau2, const char *se)
{
    const rv_meta_fit *const f = &a->fit;

    if (isnan(f->pi_lo) || f->pi > RV_PI_RILEY)
        return;
    rv_output_printf(to, "reach <- %s(%.17g", isnan(f->pi_df) ? "qnorm" : "qt", 1 - (1 - f->level) / 2);
    if (!isnan(f->pi_df))
        rv_output_printf(to, ", %.17g", f->pi_df);
    rv_output_printf(to, ") * sqrt(%s + %s^2)\n", tau2, se);
    check(to, "pi_lo", &f->pi_lo, 1, 1, "as.numeric(fit$beta) - reach", "tolerance");
    check(to, "pi_hi", &f->pi_hi, 1, 1, "as.numeric(fit$beta) + reach", "tolerance");
}

static void check_univariate(rv_output *to, const rv_analysis *a)
{
    const size_t stride = sizeof(rv_meta_coef) / sizeof(double);
    const rv_meta_fit *const f = &a->fit;

    check(to, "estimate", &a->coefs[0].estimate, a->p, stride, "fit$beta", "1e-6");
    check(to, "se", &a->coefs[0].se, a->p, stride, "fit$se", "1e-6");
    check(to, "p", &a->coefs[0].p, a->p, stride, "fit$pval", "1e-6");
    check(to, "ci_lo", &a->coefs[0].ci_lo, a->p, stride, "fit$ci.lb", "1e-6");
    check(to, "ci_hi", &a->coefs[0].ci_hi, a->p, stride, "fit$ci.ub", "1e-6");
    if (!isnan(f->tau2))
        check(to, "tau2", &f->tau2, 1, 1, "fit$tau2", "1e-6");
    check(to, "Q", &f->q, 1, 1, "fit$QE", "1e-6");
    if (!isnan(f->i2) && f->q_df > 0) {
        const double i2 = 100 * f->i2;
        check(to, "I2", &i2, 1, 1, "fit$I2", "1e-6");
    }
    if (!isnan(a->moderators.stat))
        check(to, "moderators", &a->moderators.stat, 1, 1, "fit$QM", "1e-6");
    if (!a->names)
        check_prediction(to, a, "fit$tau2", "fit$se");
}

/* What metafor finds by itself to its own exactness, and what it says at our components to 1e-6. */
static void check_mixed(rv_output *to, const rv_analysis *a)
{
    const size_t stride = sizeof(rv_meta_coef) / sizeof(double);
    const rv_mixed_fit *const m = rv_mixed_result(a->mixed);
    const double *const loglik = rv_mixed_how(a->mixed)->ml ? &m->ml.loglik : &m->reml.loglik;

    check(to, "loglik", loglik, 1, 1, "logLik(fit)", "1e-7");
    check(to, "estimate", &a->coefs[0].estimate, a->p, stride, a->robust ? "robust$beta" : "fit$beta", "tolerance");
    check(to, "se", &a->coefs[0].se, a->p, stride, a->robust ? "robust$SE" : "fit$se", "tolerance");
    check_prediction(to, a, "(sum(fit$sigma2) + if (fit$withG) fit$tau2 else 0)", a->robust ? "robust$SE" : "fit$se");
    rv_output_text(to, "cat(\"At the components that review-meta found:\\n\")\n");
    check(to, "loglik", loglik, 1, 1, "logLik(there)", "1e-9");
    check(to, "estimate", &a->coefs[0].estimate, a->p, stride, a->robust ? "robust_there$beta" : "there$beta", "1e-6");
    check(to, "se", &a->coefs[0].se, a->p, stride, a->robust ? "robust_there$SE" : "there$se", "1e-6");
    if (a->robust) {
        check(to, "df", &a->coefs[0].df, a->p, stride, "robust_there$df_Satt", "1e-6");
        check(to, "p", &a->coefs[0].p, a->p, stride, "robust_there$p_Satt", "1e-6");
    } else {
        check(to, "p", &a->coefs[0].p, a->p, stride, "there$pval", "1e-6");
    }
    check(to, "Q", &m->q, 1, 1, "fit$QE", "1e-6");
}

static rv_status script(rv_output *to, const meta_input *in, const rv_analysis *a, rv_error *err)
{
    rv_buf words = RV_BUF_INIT;
    rv_status st;

    rv_analysis_words(a, &words);
    rv_output_printf(to, "# %s, by review-meta (%s): once more with metafor.\n# It stops where a number differs.\n",
                     rv_buf_str(&words), PACKAGE_STRING);
    rv_buf_free(&words);
    rv_output_text(to, "suppressMessages(library(metafor))\n");
    if (a->mixed)
        rv_output_text(to, "# rma.mv() ends where its optimiser cannot tell points apart: coefficients are good to about five digits.\n"
                           "tolerance <- 2e-5\n");
    else
        rv_output_text(to, "tolerance <- 1e-6\n");
    if (a->robust)
        rv_output_text(to, "if (!requireNamespace(\"clubSandwich\", quietly = TRUE))\n"
                           "  stop(\"robust variances need the R package clubSandwich: install.packages(\\\"clubSandwich\\\")\")\n");
    rv_output_text(to, "\n");
    data(to, in, a);
    rv_output_text(to, "\n");
    if ((st = a->mixed ? mixed(to, a, err) : univariate(to, a, err)) != RV_OK)
        return st;
    rv_output_printf(to, "print(fit)\n%s\n%s", a->robust ? "print(robust)\n" : "", compare_function);
    if (a->mixed)
        check_mixed(to, a);
    else
        check_univariate(to, a);
    rv_output_text(to, "cat(\"review-meta and metafor agree.\\n\")\n");
    return RV_OK;
}

rv_status meta_emit_r(const meta_input *in, const rv_analysis *a, rv_error *err)
{
    rv_output *to;
    rv_status st;

    if ((st = rv_output_open(&to, asked.emit_r, err)) != RV_OK)
        return st;
    if ((st = script(to, in, a, err)) == RV_OK)
        return rv_output_close(to, err);
    rv_output_drop(to);
    return st;
}
