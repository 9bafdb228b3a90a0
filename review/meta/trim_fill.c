/* Trim and fill: how many studies one side of the funnel lacks, and the effect with their mirror images. */
#include <config.h>

#include <stdlib.h>

#include "review/meta_bias.h"
#include "review/numer.h"
#include "meta/metafor_stops.h"

enum { FEW = 10 };

const char *const rv_trim_estimator_names[] = { "L0", "R0", "Q0", NULL };
const char *const rv_trim_side_names[] = { "auto", "left", "right", NULL };

typedef struct { double y, v, w; size_t at; } effect;

typedef struct {
    size_t k;
    effect *sorted;               /* [k] rising; mirrored when the right side lacks studies */
    effect *ranked;               /* [k] room: distances from the centre */
    double *y, *v, *w;            /* [2 k] room for the effects of a fit */
    const rv_meta_data *data;
    rv_meta_options model;        /* for the centre: the estimate alone */
} trimming;

static int by_effect(const void *a, const void *b)
{
    const effect *x = a, *y = b;

    return x->y != y->y ? (x->y > y->y) - (x->y < y->y) : (x->at > y->at) - (x->at < y->at);
}

/* Missing on the left unless small studies have the smaller effects. */
static rv_status find_side(const rv_meta_data *d, const rv_meta_options *o, rv_trim *out, rv_error *err)
{
    const rv_regression_test_options slope = RV_REGRESSION_TEST_OPTIONS_INIT;
    rv_regression_test found;
    rv_status st = rv_regression_test_run(d, NULL, o, &slope, &found, err);

    if (st != RV_OK)
        return rv_within(err, st, "the side cannot be found from the standard errors; give left or right");
    out->side = found.slope.estimate < 0 ? RV_TRIM_RIGHT : RV_TRIM_LEFT;
    out->notes |= RV_BIAS_SIDE_CHOSEN;
    return RV_OK;
}

static rv_status centre(trimming *t, size_t k0, double *mu, rv_error *err)
{
    rv_meta_data d = *t->data;
    rv_meta_fit fit;
    rv_status st;

    d.k = t->k - k0;
    for (size_t i = 0; i < d.k; i++) {
        t->y[i] = t->sorted[i].y;
        t->v[i] = t->sorted[i].v;
        t->w[i] = t->sorted[i].w;
    }
    d.yi = t->y;
    d.vi = t->v;
    d.weights = t->data->weights ? t->w : NULL;
    if ((st = rv_meta_run(&d, &t->model, &fit, NULL, NULL, NULL, err)) == RV_OK)
        *mu = fit.pooled.estimate;
    return st;
}

/* The sum of the ranks of distances on the far side, and the largest rank on the near side; equal distances in rising order. */
static void ranks(trimming *t, double mu, double *far, double *nearest)
{
    for (size_t i = 0; i < t->k; i++)
        t->ranked[i] = (effect){ fabs(t->sorted[i].y - mu), 0, 0, i };
    qsort(t->ranked, t->k, sizeof *t->ranked, by_effect);
    *far = *nearest = 0;
    for (size_t r = 0; r < t->k; r++) {
        const double y = t->sorted[t->ranked[r].at].y, from = y - mu;
        if (fabs(from) <= 1e-14 * fabs(mu))   /* at the centre, but for rounding */
            continue;
        if (from > 0)
            *far += (double)(r + 1);
        else if (from < 0)
            *nearest = (double)(r + 1);
    }
}

/* Duval & Tweedie (2000), k0 before rounding and its standard error; the variance of the sum of ranks is theirs for L0 and Q0. */
static void count_missing(rv_trim_estimator how, double k, double far, double nearest, double *k0, double *se)
{
    double x, var;

    if (how == RV_TRIM_R0) {
        *k0 = nearest > 0 ? k - nearest - 1 : 0;   /* no distance at all: equal effects lack nothing */
        *se = sqrt(2 * fmax(0, *k0) + 2);
        return;
    }
    *k0 = x = how == RV_TRIM_L0 ? (4 * far - k * (k + 1)) / (2 * k - 1) : k - 0.5 - sqrt(2 * k * k - 4 * far + 0.25);
    var = (k * (k + 1) * (2 * k + 1) + 10 * x * x * x + 27 * x * x + 17 * x - 18 * k * x * x - 18 * k * x + 6 * k * k * x) / 24;
    if (how == RV_TRIM_L0)
        *se = 4 * sqrt(var) / (2 * k - 1);
    else
        *se = 2 * sqrt(var) / sqrt((k - 0.5) * (k - 0.5) - x * (2 * k - x - 1));
}

static rv_status trim(trimming *t, size_t limit, rv_trim *out, double *mu, rv_error *err)
{
    size_t before = t->k;
    rv_status st;

    for (out->iterations = 0; out->k0 != before; ) {
        double far, nearest, k0;
        before = out->k0;
        if (++out->iterations > limit)
            return rv_fail(err, RV_ENOCONV, "the number of missing studies did not stand after %zu iterations", limit);
        if ((st = centre(t, out->k0, mu, err)) != RV_OK)
            return st;
        ranks(t, *mu, &far, &nearest);
        count_missing(out->estimator, (double)t->k, far, nearest, &k0, &out->k0_se);
        if (!(k0 < (double)t->k - 0.5))
            return rv_fail(err, RV_EDOMAIN, "%s gives %g missing studies for %zu effects; take another estimator",
                           rv_trim_estimator_names[out->estimator], k0, t->k);
        out->k0 = k0 > 0 ? (size_t)nearbyint(k0) : 0;   /* halves to even, as R */
    }
    return RV_OK;
}

/* The effects as they came, then the mirror images of those trimmed. */
static rv_status fill(trimming *t, const rv_meta_options *options, double mu, rv_trim *out, rv_error *err)
{
    const double turn = out->side == RV_TRIM_RIGHT ? -1 : 1;
    rv_meta_data d = *t->data;

    for (size_t i = 0; i < t->k; i++) {
        t->y[i] = t->data->yi[i];
        t->v[i] = t->data->vi[i];
        t->w[i] = t->data->weights ? t->data->weights[i] : 1;
    }
    for (size_t i = 0; i < out->k0; i++) {
        const effect *far = &t->sorted[t->k - out->k0 + i];
        t->y[t->k + i] = turn * (2 * mu - far->y);
        t->v[t->k + i] = far->v;
        t->w[t->k + i] = far->w;
    }
    d.k = t->k + out->k0;
    d.yi = t->y;
    d.vi = t->v;
    d.weights = t->data->weights ? t->w : NULL;
    return rv_meta_run(&d, options, &out->fit, NULL, NULL, NULL, err);
}

static rv_status begin(trimming *t, const rv_meta_data *d, const rv_meta_options *options, const rv_trim *out, rv_error *err)
{
    *t = (trimming){ .k = d->k, .data = d, .model = *options };
    t->model.skip_interval = true;
    t->model.pi = RV_PI_NONE;
    t->sorted = calloc(2 * d->k, sizeof *t->sorted);
    t->y = calloc(6 * d->k, sizeof *t->y);
    if (!t->sorted || !t->y)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", d->k);
    t->ranked = t->sorted + d->k;
    t->v = t->y + 2 * d->k;
    t->w = t->v + 2 * d->k;
    for (size_t i = 0; i < d->k; i++)
        t->sorted[i] = (effect){ out->side == RV_TRIM_RIGHT ? -d->yi[i] : d->yi[i], d->vi[i], d->weights ? d->weights[i] : 1, i };
    qsort(t->sorted, d->k, sizeof *t->sorted, by_effect);
    return RV_OK;
}

rv_status rv_trim_run(const rv_meta_data *d, const rv_meta_options *options, const rv_trim_options *how, rv_trim *out, double *yi,
                      double *vi, rv_error *err)
{
    trimming t = { .k = 0 };
    rv_meta_options model = *options;
    rv_meta_fit fit;
    double mu = NAN;
    rv_status st;

    if (d->k < 2)
        return rv_fail(err, RV_EINVAL, "trim and fill needs two effects or more; there %s %zu", d->k == 1 ? "is" : "are", d->k);
    if (d->p > 1 || (d->p == 1 && !d->intercept))
        return rv_fail(err, RV_EINVAL, "trim and fill is for models without moderators");
    *out = (rv_trim){ .estimator = how->estimator, .side = how->side, .k = d->k, .k0_se = NAN, .k0_p = NAN,
                      .notes = d->k < FEW ? RV_BIAS_FEW : 0 };
    rv_meta_data plain = *d;
    plain.p = 0;
    if (how->metafor_stops)
        model.estimator = rv_estimator_stopped(model.estimator ? model.estimator : rv_estimator_find("REML"));
    if ((st = rv_meta_run(&plain, &model, &fit, NULL, NULL, NULL, err)) == RV_OK   /* the data are sound before they are sorted */
        && (how->side != RV_TRIM_AUTO || (st = find_side(&plain, &model, out, err)) == RV_OK)
        && (st = begin(&t, &plain, &model, out, err)) == RV_OK && (st = trim(&t, how->limit, out, &mu, err)) == RV_OK
        && (st = fill(&t, out->k0 ? &model : options, mu, out, err)) == RV_OK) {
        if (out->estimator == RV_TRIM_R0)
            out->k0_p = pow(0.5, (double)out->k0 + 1);
        for (size_t i = 0; yi && i < d->k + out->k0; i++)
            yi[i] = t.y[i];
        for (size_t i = 0; vi && i < d->k + out->k0; i++)
            vi[i] = t.v[i];
    }
    free(t.sorted);
    free(t.y);
    return st;
}
