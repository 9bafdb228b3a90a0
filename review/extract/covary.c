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

/* Is the block of rows `first` to before `end` of v[n n] positive definite? By Cholesky, in room of its own. */
static bool definite(const double *v, size_t n, size_t first, size_t end, double *l)
{
    const size_t m = end - first;

    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j <= i; j++) {
            double s = v[(first + i) * n + first + j];
            for (size_t k = 0; k < j; k++)
                s -= l[i * m + k] * l[j * m + k];
            if (i == j && !(s > 1e-12 * v[(first + i) * n + first + i]))
                return false;
            l[i * m + j] = i == j ? sqrt(s) : s / l[j * m + j];
        }
    return true;
}

rv_status rv_effects_covariance(const rv_effects *effects, const rv_dependence *dependence, double *v, rv_error *err)
{
    const size_t n = effects->n_chosen;
    const rv_review_effect **chosen;
    double *room;
    size_t k = 0;
    rv_status st = RV_OK;

    if (!(fabs(dependence->rho) <= 1))
        return rv_fail(err, RV_EINVAL, "rho is %g; a correlation is from -1 to 1", dependence->rho);
    if (dependence->phi < 0 || dependence->phi > 1)
        return rv_fail(err, RV_EINVAL, "phi is %g; it is from 0 to 1", dependence->phi);
    chosen = calloc(n + 1, sizeof *chosen);
    room = calloc(n * n + 1, sizeof *room);
    if (!chosen || !room)
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < effects->n; i++)
        if (effects->effects[i].chosen)
            chosen[k++] = &effects->effects[i];
    for (size_t i = 0; st == RV_OK && i < n; i++)
        for (size_t j = 0; j < n; j++)
            v[i * n + j] = i == j ? chosen[i]->vi : chosen[i]->study_id == chosen[j]->study_id ? covariance(chosen[i], chosen[j], dependence) : 0;
    for (size_t i = 0, end; st == RV_OK && i < n; i = end) {
        for (end = i + 1; end < n && chosen[end]->study_id == chosen[i]->study_id; )
            end++;
        if (!definite(v, n, i, end, room))
            st = rv_fail(err, RV_EDOMAIN, "%s: the covariances of its %zu effects are not positive definite; a lower rho or phi is possible",
                         chosen[i]->study, end - i);
    }
    free(chosen);
    free(room);
    return st;
}
