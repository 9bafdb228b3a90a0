/* A model for each subgroup, and the test that they are the same. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/meta_regression.h"
#include "review/numer.h"

/* Room for the effects of one group at a time. */
typedef struct {
    double *yi, *vi, *weights, *percent;
    size_t *at;                   /* where each stood */
    size_t  k;
} part;

static rv_status part_begin(part *p, size_t k, rv_error *err)
{
    *p = (part){ .yi = calloc(4 * k, sizeof *p->yi), .at = calloc(k, sizeof *p->at) };
    if (!p->yi || !p->at)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", k);
    p->vi = p->yi + k;
    p->weights = p->vi + k;
    p->percent = p->weights + k;
    return RV_OK;
}

static void part_end(part *p)
{
    free(p->yi);
    free(p->at);
}

static rv_status take(part *p, const rv_meta_data *d, const size_t *group, size_t g, rv_error *err)
{
    p->k = 0;
    for (size_t i = 0; i < d->k; i++) {
        if (group[i] != g)
            continue;
        p->yi[p->k] = d->yi[i];
        p->vi[p->k] = d->vi[i];
        p->weights[p->k] = d->weights ? d->weights[i] : 1;
        p->at[p->k++] = i;
    }
    return p->k ? RV_OK : rv_fail(err, RV_EINVAL, "subgroup %zu has no effects", g + 1);
}

static rv_status fit_each(const rv_meta_data *d, const size_t *group, size_t groups, const rv_meta_options *o,
                          rv_meta_fit *out, double *weights, rv_error *err)
{
    part p;
    rv_status st = part_begin(&p, d->k, err);

    for (size_t g = 0; st == RV_OK && g < groups; g++) {
        if ((st = take(&p, d, group, g, err)) != RV_OK)
            break;
        const rv_meta_data one = { .k = p.k, .yi = p.yi, .vi = p.vi, .weights = d->weights ? p.weights : NULL };
        if ((st = rv_meta_run(&one, o, &out[g], NULL, NULL, p.percent, err)) != RV_OK)
            st = rv_within(err, st, "subgroup %zu", g + 1);
        for (size_t i = 0; st == RV_OK && weights && i < p.k; i++)
            weights[p.at[i]] = p.percent[i];
    }
    part_end(&p);
    return st;
}

/* Q_B = sum w_g (b_g - b)^2 with w_g = 1 / se_g^2, chi-square. */
static void compare(const rv_meta_fit *fits, size_t groups, rv_meta_between *b)
{
    double w = 0, wb = 0, mean;

    for (size_t g = 0; g < groups; g++) {
        const double wg = 1 / (fits[g].pooled.se * fits[g].pooled.se);
        w += wg;
        wb += wg * fits[g].pooled.estimate;
    }
    mean = wb / w;
    *b = (rv_meta_between){ 0, (double)groups - 1, NAN, NAN };
    for (size_t g = 0; g < groups; g++)
        b->q += pow((fits[g].pooled.estimate - mean) / fits[g].pooled.se, 2);
    if (groups > 1)
        b->p = rv_chi2_upper(b->q, b->df1);
}

/* That the means of one model are all the first one: as its test has it, chi-square or F. */
static rv_status compare_means(const rv_meta_data *model, size_t groups, const rv_meta_options *o, rv_meta_between *b, rv_error *err)
{
    const size_t n = groups - 1;
    double *l = calloc(n * groups + 1, sizeof *l);
    rv_meta_joint j = { NAN, NAN, NAN, NAN };
    rv_status st = l ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu subgroups", groups);

    *b = (rv_meta_between){ 0, (double)n, NAN, NAN };
    for (size_t g = 0; l && g < n; g++) {
        l[g * groups] = -1;
        l[g * groups + g + 1] = 1;
    }
    if (st == RV_OK && n && (st = rv_meta_contrasts(model, o, l, n, NULL, &j, err)) == RV_OK)
        *b = (rv_meta_between){ j.stat, (double)n, j.df2, j.p };
    free(l);
    return st;
}

/* The means of all subgroups in one model, which estimates one tau2. */
static rv_status fit_together(const rv_meta_data *d, const size_t *group, size_t groups, const rv_meta_options *o,
                              rv_meta_fit *all, rv_meta_coef *coefs, rv_meta_between *b, rv_error *err)
{
    rv_meta_data model = *d;
    double *x = calloc(d->k * groups, sizeof *x);
    rv_status st;

    if (!x)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu subgroups", groups);
    for (size_t i = 0; i < d->k; i++)
        x[i * groups + group[i]] = 1;
    model.p = groups;
    model.x = x;
    model.names = NULL;
    model.intercept = false;
    if ((st = rv_meta_run(&model, o, all, coefs, NULL, NULL, err)) == RV_OK)
        st = compare_means(&model, groups, o, b, err);
    free(x);
    return st;
}

/* The subgroup's coefficient is the one of the common model; its prediction interval goes along. */
static void put_coefficient(rv_meta_fit *f, const rv_meta_coef *c, const rv_meta_fit *all)
{
    const double tail = (1 - f->level) / 2, spread = sqrt(all->tau2 + c->se * c->se);

    f->pooled = *c;
    f->test = all->test;
    f->hk_factor = all->hk_factor;
    f->tau2 = all->tau2;
    f->tau2_se = all->tau2_se;
    if (isnan(f->pi_lo))
        return;
    const double reach = isnan(f->pi_df) ? rv_normal_upper_quantile(tail) : rv_t_upper_quantile(tail, f->pi_df);
    f->pi_lo = c->estimate - reach * spread;
    f->pi_hi = c->estimate + reach * spread;
}

rv_status rv_meta_subgroups(const rv_meta_data *d, const size_t *group, size_t groups, const rv_meta_options *o,
                            bool common_tau2, rv_meta_fit *out, double *weights, rv_meta_between *between,
                            rv_error *err)
{
    rv_meta_options known = *o;
    rv_meta_fit all;
    rv_meta_coef *coefs;
    rv_status st;

    if (!common_tau2) {
        if ((st = fit_each(d, group, groups, o, out, weights, err)) == RV_OK)
            compare(out, groups, between);
        return st;
    }
    if (!(coefs = calloc(groups, sizeof *coefs)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu subgroups", groups);
    if ((st = fit_together(d, group, groups, o, &all, coefs, between, err)) == RV_OK) {
        known.tau2 = all.tau2;   /* NaN when each subgroup has one effect: then nothing is common */
        known.test = known.test == RV_TEST_KR || known.test == RV_TEST_KR_1997 ? RV_TEST_Z : known.test;   /* it is put in */
        if ((st = fit_each(d, group, groups, &known, out, weights, err)) == RV_OK)
            for (size_t g = 0; g < groups; g++)
                put_coefficient(&out[g], &coefs[g], &all);
    }
    free(coefs);
    return st;
}
