/*
 * Maximum likelihood and restricted maximum likelihood. With w_i = 1 / (v_i + tau2), e the weighted residuals and P
 * as in model.h, the score in tau2 and its expectation are
 *
 *     ML     U = (e' W^2 e - sum w) / 2     I = sum w^2 / 2
 *     REML   U = (e' W^2 e - tr P) / 2      I = tr(P P) / 2       observed: y'PPPy - I
 *
 * Newton steps (Fisher's where the observed information is not positive), kept inside a bracket that always holds a maximum: its
 * left end has a positive score, its right end a negative one. A step that leaves the bracket is replaced by its middle, so that the
 * search ends at a maximum wherever one exists. The likelihood may have several (precise studies that agree, and imprecise ones far
 * from them): a coarse grid of the score brackets each, the boundary 0 counts where the score there is not positive, and the highest
 * is the estimate.
 * Source  Harville (1977) JASA 72:320; Raudenbush (2009); the safeguard is ours.
 */
#include <config.h>

#include "meta/estimators.h"

enum { STEPS = 300 };

/* From one point of the grid to the next. Between two such points the weights change by less than this factor. */
static const double GRID_STEP = 3;

typedef struct { double score, fisher, observed; } slope;

static rv_status score_at(rv_model *m, bool restricted, double tau2, double *score, rv_error *err)
{
    const rv_status st = rv_model_weigh(m, tau2, err);

    if (st == RV_OK)
        *score = (rv_model_ypp(m) - (restricted ? rv_model_trace(m, 0) : rv_model_sum(m, 1, 0))) / 2;
    return st;
}

static rv_status slope_at(rv_model *m, bool restricted, double tau2, slope *s, rv_error *err)
{
    const rv_status st = score_at(m, restricted, tau2, &s->score, err);

    if (st != RV_OK)
        return st;
    s->fisher = (restricted ? rv_model_trace2(m, 0, 0) : rv_model_sum(m, 2, 0)) / 2;
    s->observed = rv_model_yppp(m) - s->fisher;
    return RV_OK;
}

/* The log-likelihood without its constants. */
rv_status rv_tau2_loglik(rv_model *m, bool restricted, double tau2, double *loglik, rv_error *err)
{
    const rv_status st = rv_model_weigh(m, tau2, err);

    *loglik = st == RV_OK ? -(rv_log_sum(m->v, m->k, tau2) + m->rss + (restricted ? m->log_det : 0)) / 2 : NAN;
    return st;
}

/* A tau2 from which on the score is negative: doubled until it is, and until the residual variation cannot carry more. */
static rv_status right_end(rv_model *m, bool restricted, double from, double *hi, rv_error *err)
{
    double score;
    rv_status st;

    for (*hi = fmax(2 * from, m->mean_v); (st = score_at(m, restricted, *hi, &score, err)) == RV_OK && score >= 0;
         *hi *= 4)
        if (!isfinite(*hi))
            return rv_fail(err, RV_ENOCONV, "the likelihood rises without end");
    return st;
}

/* A maximum between lo, where the score is positive, and hi, where it is negative. */
static rv_status climb(rv_model *m, bool restricted, double lo, double hi, double start, double *tau2,
                       rv_tau2 *out, rv_error *err)
{
    slope at;
    double t = start > lo && start < hi ? start : (lo + hi) / 2;
    rv_status st;

    for (int n = 0; n < STEPS; n++, out->iterations++) {
        double step, next;
        if ((st = slope_at(m, restricted, t, &at, err)) != RV_OK)
            return st;
        if (at.score > 0)
            lo = t;
        else
            hi = t;
        step = at.score / (at.observed > 0 ? at.observed : at.fisher);
        next = t + step;
        /* Newton's error after a step this small is far below rounding, so the step is taken and is the last. */
        if (fabs(step) <= 1e-10 * (t + 1e-3 * m->least_v) || hi - lo <= 4e-16 * hi) {
            *tau2 = fmin(fmax(next, lo), hi);
            return RV_OK;
        }
        if (!(next > lo && next < hi)) {
            next = lo > 0 && hi > 16 * lo ? sqrt(lo * hi) : (lo + hi) / 2;
            out->notes |= n > 20 ? RV_NOTE_SEARCHED : 0;
        }
        /* Scoring that still moves after many steps is circling: halve from here on. */
        if (n > 100) {
            next = (lo + hi) / 2;
            out->notes |= RV_NOTE_SEARCHED;
        }
        t = next;
    }
    return rv_fail(err, RV_ENOCONV, "tau2 lies between %.17g and %.17g, not closer after %d steps", lo, hi, (int)STEPS);
}

/* The maxima between 0, where the score is known, and hi, where the score is negative; the highest into out->tau2. `start` is a guess. */
static rv_status highest(rv_model *m, bool restricted, double score, double hi, double start, rv_tau2 *out, rv_error *err)
{
    bool rising = score > 0, several = false, found = !rising;
    double left = 0, best = NAN, t = m->least_v / GRID_STEP;
    rv_status st;

    out->tau2 = 0;
    for (bool last = false; !last; t *= GRID_STEP) {
        last = t >= hi;
        t = fmin(t, hi);
        if ((st = score_at(m, restricted, t, &score, err)) != RV_OK)
            return st;
        if (rising && score <= 0) {
            double tau2 = NAN, loglik;
            if ((st = climb(m, restricted, left, t, start, &tau2, out, err)) != RV_OK)
                return st;
            several = found;
            if (several && isnan(best) && (st = rv_tau2_loglik(m, restricted, out->tau2, &best, err)) != RV_OK)
                return st;
            if (several && (st = rv_tau2_loglik(m, restricted, tau2, &loglik, err)) != RV_OK)
                return st;
            if (!several || loglik > best) {
                out->tau2 = tau2;
                best = several ? loglik : NAN;
            }
            found = true;
        }
        rising = score > 0;
        left = t;
    }
    return RV_OK;
}

static rv_status maximise(rv_model *m, bool restricted, const rv_meta_data *data, rv_tau2 *out, rv_error *err)
{
    double score, start, hi;
    rv_status st = rv_tau2_he(m, data, out, err);

    start = out->tau2;
    if (st != RV_OK || (st = score_at(m, restricted, 0, &score, err)) != RV_OK
        || (st = right_end(m, restricted, start, &hi, err)) != RV_OK
        || (st = highest(m, restricted, score, hi, start, out, err)) != RV_OK)
        return st;
    return rv_tau2_likelihood_se(m, restricted, out->tau2, &out->se, err);
}

rv_status rv_tau2_likelihood_se(rv_model *m, bool restricted, double tau2, double *se, rv_error *err)
{
    slope s;
    const rv_status st = slope_at(m, restricted, tau2, &s, err);

    *se = st == RV_OK ? 1 / sqrt(s.fisher) : NAN;
    return st;
}

rv_status rv_tau2_ml(rv_model *m, const rv_meta_data *data, rv_tau2 *out, rv_error *err)
{
    return maximise(m, false, data, out, err);
}

rv_status rv_tau2_reml(rv_model *m, const rv_meta_data *data, rv_tau2 *out, rv_error *err)
{
    return maximise(m, true, data, out, err);
}
