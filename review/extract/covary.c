/* Sampling covariances of the effects of one study: outcomes and times of the same people, contrasts that share an arm. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/role.h"
#include "review/extract.h"

/* How outcomes and times of two results go together, apart from whose they are. */
static double together(const rv_review_effect *a, const rv_review_effect *b, const rv_dependence *d)
{
    const double years = isnan(a->months) || isnan(b->months) ? 0 : fabs(a->months - b->months) / 12;
    const bool outcome = strcmp(a->outcome, b->outcome) == 0, contrast = strcmp(a->contrast, b->contrast) == 0;

    if (outcome && years == 0)
        return contrast ? d->rho : 1;
    if (isnan(d->phi))
        return d->rho;
    return (outcome ? 1 : d->rho) * pow(d->phi, years);
}

static bool is_arm(const char *a, const char *b)
{
    return *a && strcmp(a, b) == 0;
}

/* The covariance that a common arm brings, for one outcome and time. `turned`: the arm is group 1. */
static double shared(const rv_review_effect *a, bool a_turned, const rv_review_effect *b, bool b_turned)
{
    const rv_effect_input one = a_turned ? rv_input_turned(&a->input) : a->input, two = b_turned ? rv_input_turned(&b->input) : b->input;
    const double arms = one.n1i + one.n2i + two.n1i, half = sqrt(a->vi * b->vi) / 2;
    /* Effects as they were made, group 1 the arm that is not shared. */
    const double y1 = (a->turned != a_turned ? -1 : 1) * a->yi, y2 = (b->turned != b_turned ? -1 : 1) * b->yi;
    double s;

    if (rv_shared_control(rv_measure_find(a->measure), &one, &two, y1, y2, arms, &s, NULL) != RV_OK || !isfinite(s))
        s = half;
    return (a_turned == b_turned ? 1 : -1) * (a->turned == b->turned ? 1 : -1) * s;
}

static double covariance(const rv_review_effect *a, const rv_review_effect *b, const rv_dependence *d)
{
    const double c = together(a, b, d);

    if (strcmp(a->contrast, b->contrast) == 0)
        return c * sqrt(a->vi * b->vi);
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++)
            if (is_arm(i ? a->group1 : a->group2, j ? b->group1 : b->group2))
                return c * shared(a, i, b, j);
    return 0;
}

/* Is v[n n] positive definite? By Cholesky, in room l[n n]. */
static bool definite(const double *v, size_t n, double *l)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) {
            double s = v[i * n + j];
            for (size_t k = 0; k < j; k++)
                s -= l[i * n + k] * l[j * n + k];
            if (i == j && !(s > 1e-12 * v[i * n + i]))
                return false;
            l[i * n + j] = i == j ? sqrt(s) : s / l[j * n + j];
        }
    return true;
}

static rv_status check(const rv_dependence *d, rv_error *err)
{
    if (!(fabs(d->rho) <= 1))
        return rv_fail(err, RV_EINVAL, "rho is %g; a correlation is from -1 to 1", d->rho);
    if (d->phi < 0 || d->phi > 1)
        return rv_fail(err, RV_EINVAL, "phi is %g; it is from 0 to 1", d->phi);
    return RV_OK;
}

rv_status rv_effects_covariance_block(const rv_effects *effects, const size_t *row, size_t n, const rv_dependence *dependence, double *v,
                                      rv_error *err)
{
    double *room = NULL;
    rv_status st = check(dependence, err);

    if (st == RV_OK && !(room = calloc(n * n + 1, sizeof *room)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < n; i++)
        for (size_t j = 0; j < n; j++) {
            const rv_review_effect *const a = &effects->effects[row[i]], *const b = &effects->effects[row[j]];
            v[i * n + j] = i == j ? a->vi : covariance(a, b, dependence);
        }
    if (st == RV_OK && !definite(v, n, room))
        st = rv_fail(err, RV_EDOMAIN, "%s: the covariances of its %zu effects are not positive definite; a lower rho or phi is possible",
                     effects->effects[row[0]].study, n);
    free(room);
    return st;
}

rv_status rv_effects_covariance(const rv_effects *effects, const rv_dependence *dependence, double *v, rv_error *err)
{
    const size_t n = effects->n_chosen;
    size_t *const row = calloc(n + 1, sizeof *row), k = 0;
    double *const block = calloc(n * n + 1, sizeof *block);
    rv_status st = check(dependence, err);

    if (st == RV_OK && (!row || !block))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < effects->n; i++)
        if (effects->effects[i].chosen)
            row[k++] = i;
    memset(v, 0, n * n * sizeof *v);
    for (size_t i = 0, end; st == RV_OK && i < k; i = end) {
        for (end = i + 1; end < k && effects->effects[row[end]].study_id == effects->effects[row[i]].study_id; )
            end++;
        st = rv_effects_covariance_block(effects, row + i, end - i, dependence, block, err);
        for (size_t a = i; st == RV_OK && a < end; a++)
            memcpy(v + a * n + i, block + (a - i) * (end - i), (end - i) * sizeof *v);
    }
    free(row);
    free(block);
    return st;
}
