/* Cluster-robust variances of a fitted model's coefficients, and the test of each. */
#include <config.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "meta/sandwich.h"

const char *const rv_robust_type_names[] = { "CR0", "CR1", "CR1p", "CR1S", "CR2", "CR3", NULL };
const char *const rv_robust_test_names[] = { "Satterthwaite", "naive-t", "naive-tp", "z", "saddlepoint", NULL };

/* A variance below this share of the model's is the rounding of zero. */
static const double NO_VARIANCE = 1e-24;
/* So is an expected one below this share. */
static const double NO_MEAN = 1e-10;
static const double LOW_DF = 4;
static const size_t FEW_CLUSTERS = 10;

const char *rv_robust_note_text(rv_robust_note note)
{
    switch (note) {
    case RV_ROBUST_NOTE_LOW_DF:
        return "a coefficient has fewer than 4 degrees of freedom; its p-value cannot be trusted";
    case RV_ROBUST_NOTE_FEW_CLUSTERS:
        return "there are fewer than 10 clusters; robust variances are rough then";
    case RV_ROBUST_NOTE_ONE_CLUSTER:
        return "a coefficient rests on one cluster alone; its robust variance leaves out how clusters differ";
    case RV_ROBUST_NOTE_NO_SE:
        return "a coefficient has no robust variance, because it rests on one cluster alone or the residuals are all zero";
    }
    return NULL;
}

static rv_status check(rv_robust *s, const size_t *cluster, rv_error *err)
{
    const rv_robust_options *o = &s->how;
    const bool model_based = o->type == RV_CR2 || o->type == RV_CR3 || o->test == RV_ROBUST_SATTERTHWAITE
                             || o->test == RV_ROBUST_SADDLEPOINT;

    if (!s->whole && model_based)
        return rv_sandwich_split(s, cluster, err);
    if (s->clusters <= s->fit.p && (o->type == RV_CR1P || o->test == RV_ROBUST_NAIVE_TP))
        return rv_fail(err, RV_EINVAL, "%zu clusters are not more than %zu coefficients; %s needs more", s->clusters, s->fit.p,
                       o->type == RV_CR1P ? "CR1p" : "the t test with clusters less coefficients for its degrees of freedom");
    if (s->fit.k <= s->fit.p && o->type == RV_CR1S)
        return rv_fail(err, RV_EINVAL, "%zu effects are not more than %zu coefficients; CR1S needs more", s->fit.k, s->fit.p);
    return RV_OK;
}

/* sum of the clusters' scores, squared. */
static void sandwich(rv_robust *s, double *score)
{
    const size_t p = s->fit.p;

    for (size_t i = 0; i < s->clusters; i++) {
        memset(score, 0, p * sizeof *score);
        for (size_t n = s->start[i]; n < s->start[i + 1]; n++)
            for (size_t a = 0; a < p; a++)
                score[a] += s->est[s->order[n] * p + a] * s->model->e[s->order[n]];
        for (size_t a = 0; a < p; a++)
            for (size_t b = 0; b < p; b++)
                s->vcov_z[a * p + b] += score[a] * score[b];
    }
}

static double quadratic(const double *v, size_t p, const double *a, const double *b)
{
    double sum = 0;

    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++)
            sum += a[i] * v[i * p + j] * b[j];
    return sum;
}

static double inner(size_t p, const double *a, const double *b)
{
    double sum = 0;

    for (size_t i = 0; i < p; i++)
        sum += a[i] * b[i];
    return sum;
}

/* Whether one cluster alone says all there is of a contrast: it lies in the directions that cannot be estimated without it. */
static bool of_one_cluster(const rv_robust *s, const double *turned)
{
    const size_t p = s->fit.p;
    const double all = inner(p, turned, turned);
    double share = 0;

    for (size_t n = 0; n < s->unknowns; n++) {
        const double along = inner(p, turned, s->unknown + n * p);
        if (n == 0 || s->unknown_of[n] != s->unknown_of[n - 1])
            share = 0;
        share += along * along;
        if (share > (1 - 1e-8) * all)
            return true;
    }
    return false;
}

/* c in Z's coordinates, turned[p]. */
static rv_status test_one(const rv_robust *s, const double *turned, rv_meta_coef *out, double *saddlepoint, rv_error *err)
{
    const size_t p = s->fit.p;
    const double v = quadratic(s->vcov_z, p, turned, turned), of_model = inner(p, turned, turned);
    double mean = NAN, df = NAN;
    rv_status st = RV_OK;

    out->df = out->stat = out->p = out->ci_lo = out->ci_hi = NAN;
    out->se = sqrt(v);
    *saddlepoint = NAN;
    if (s->whole)
        st = rv_sandwich_satterthwaite(s, turned, &mean, &df, err);
    if (s->how.test == RV_ROBUST_NAIVE_T)
        out->df = (double)s->clusters - 1;
    else if (s->how.test == RV_ROBUST_NAIVE_TP)
        out->df = (double)s->clusters - (double)p;
    if (!(v > NO_VARIANCE * of_model) || mean <= NO_MEAN * of_model || (!s->how.one_cluster && of_one_cluster(s, turned))) {
        out->se = NAN;
        return st;
    }
    if (s->how.test == RV_ROBUST_SATTERTHWAITE)
        out->df = df;
    rv_sandwich_finish(out, s->how.test, s->how.level);
    if (st == RV_OK && s->how.test == RV_ROBUST_SADDLEPOINT)
        st = rv_sandwich_saddlepoint(s, turned, out->stat, saddlepoint, &out->p, err);
    return st;
}

static rv_status coefficients(rv_robust *s, rv_error *err)
{
    const size_t p = s->fit.p;
    double *turned = calloc(p * p + p, sizeof *turned), *unit = turned + p * p;
    rv_status st = turned ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu coefficients", p);

    for (size_t a = 0; st == RV_OK && a < p; a++) {
        memset(unit, 0, p * sizeof *unit);
        unit[a] = 1;
        rv_sandwich_turn(s, unit, turned + a * p);
        s->coefs[a].estimate = s->model->b[a];
        st = test_one(s, turned + a * p, &s->coefs[a], &s->saddlepoint[a], err);
        if (isnan(s->coefs[a].se))
            s->fit.notes |= RV_ROBUST_NOTE_NO_SE;
        if (s->only_cluster[a] != SIZE_MAX)
            s->fit.notes |= RV_ROBUST_NOTE_ONE_CLUSTER;
        if (s->coefs[a].df < LOW_DF)
            s->fit.notes |= RV_ROBUST_NOTE_LOW_DF;
        s->fit.fewest_df = fmin(s->fit.fewest_df, s->coefs[a].df);
    }
    for (size_t a = 0; st == RV_OK && a < p; a++)
        for (size_t b = 0; b < p; b++)
            s->vcov[a * p + b] = quadratic(s->vcov_z, p, turned + a * p, turned + b * p);
    free(turned);
    return st;
}

static rv_status results_begin(rv_robust *s, rv_error *err)
{
    const size_t p = s->fit.p;

    s->coefs = calloc(p, sizeof *s->coefs);
    s->vcov = calloc(p * p, sizeof *s->vcov);
    s->vcov_z = calloc(p * p + p, sizeof *s->vcov_z);
    s->saddlepoint = calloc(p, sizeof *s->saddlepoint);
    s->only_cluster = calloc(p, sizeof *s->only_cluster);
    if (!s->coefs || !s->vcov || !s->vcov_z || !s->saddlepoint || !s->only_cluster)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu coefficients", p);
    for (size_t a = 0; a < p; a++)
        s->only_cluster[a] = SIZE_MAX;
    s->fit.coefs = s->coefs;
    s->fit.vcov = s->vcov;
    s->fit.saddlepoint = s->saddlepoint;
    s->fit.only_cluster = s->only_cluster;
    return RV_OK;
}

static rv_status run(rv_robust *s, const size_t *cluster, rv_error *err)
{
    const size_t p = s->fit.p;
    rv_status st;

    if (!(s->how.level > 0 && s->how.level < 1))
        return rv_fail(err, RV_EINVAL, "the confidence level is %g; it must lie between 0 and 1", s->how.level);
    if ((st = rv_sandwich_clusters(s, cluster, err)) != RV_OK)
        return st;
    s->fit.clusters = s->clusters;
    if (s->clusters < FEW_CLUSTERS)
        s->fit.notes |= RV_ROBUST_NOTE_FEW_CLUSTERS;
    if ((st = check(s, cluster, err)) == RV_OK && (st = results_begin(s, err)) == RV_OK
        && (st = rv_sandwich_design(s, err)) == RV_OK && (st = rv_sandwich_adjust(s, err)) == RV_OK) {
        sandwich(s, s->vcov_z + p * p);
        st = coefficients(s, err);
    }
    return st;
}

rv_status rv_robust_run(rv_robust **out, const rv_working *working, const size_t *cluster, const rv_robust_options *options,
                        rv_error *err)
{
    rv_robust *s = *out = calloc(1, sizeof *s);
    rv_status st;

    if (!s)
        return rv_fail(err, RV_ENOMEM, "out of memory for a robust variance");
    s->own = *working;
    s->model = &s->own;
    s->how = *options;
    s->fit = (rv_robust_fit){ .k = working->k, .p = working->p, .type = options->type, .test = options->test,
                              .level = options->level, .fewest_df = NAN };
    if ((st = run(s, cluster, err)) != RV_OK) {
        rv_robust_free(s);
        *out = NULL;
    }
    return st;
}

void rv_robust_free(rv_robust *s)
{
    if (!s)
        return;
    free(s->order);
    free(s->start);
    free(s->code);
    free(s->group);
    free(s->group_start);
    free(s->r);
    free(s->z);
    free(s->wz);
    free(s->est);
    free(s->omega);
    free(s->unknown_of);
    free(s->unknown);
    free(s->vcov_z);
    free(s->coefs);
    free(s->vcov);
    free(s->saddlepoint);
    free(s->only_cluster);
    free(s);
}

const rv_robust_fit *rv_robust_result(const rv_robust *s) { return &s->fit; }

rv_status rv_robust_contrast(const rv_robust *s, const double *c, rv_meta_coef *out, rv_error *err)
{
    const size_t p = s->fit.p;
    double *turned = calloc(p, sizeof *turned), saddlepoint;
    rv_status st;

    if (!turned)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu coefficients", p);
    rv_sandwich_turn(s, c, turned);
    out->estimate = inner(p, c, s->model->b);
    st = test_one(s, turned, out, &saddlepoint, err);
    free(turned);
    return st;
}
