/*
 * A linear support vector machine with squared hinge loss, by Newton's method in the space of the rows it is trained on.
 *
 *     min_w,b  (|w|^2 + b^2) / 2 + sum C_i max(0, 1 - y_i f_i)^2,   f_i = w x_i + b
 *
 * The solution is w = sum beta_i x_i, b = sum beta_i, and with Q_ij = x_i x_j + 1, f = Q beta and A the rows with y_i f_i < 1:
 *
 *     (Q_AA + D_A) beta_A = y_A,  beta_i = 0 elsewhere,             D_i = 1 / (2 C_i)
 *
 * A step solves this for the present A by conjugate gradients, and goes to the lowest point of the objective on the way there; A is
 * right after a few steps, and the solution is unique. The next training begins with the beta of the last one, so that where a row came
 * or costs moved a little little is left to do. (Dual coordinate descent of one row after another, Hsieh et al. 2008, took 165 passes a
 * training where this takes about ten products: the bias ties all rows together.)
 * Source  Keerthi & DeCoste (2005) J Mach Learn Res 6:341-361; Mangasarian (2002) Optim Methods Softw 17:913-929.
 */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rank.h"

static const double tolerance = 1e-6;       /* of y_i - f_i - D_i beta_i, which is as large as a score */
enum { MOST_STEPS = 200, MOST_PRODUCTS = 5000 };

rv_status rv_rank_svm_open(rv_rank_svm *svm, const rv_rank_index *index, rv_error *err)
{
    const size_t rows = index->rows + 1;

    memset(svm, 0, sizeof *svm);
    svm->index = index;
    svm->w = calloc(index->n_terms + 1, sizeof *svm->w);
    svm->rows = calloc(rows, sizeof *svm->rows);
    svm->place = malloc(rows * sizeof *svm->place);
    svm->memory = calloc(RV_RANK_SVM_LISTS * rows, sizeof *svm->memory);
    if (!svm->w || !svm->rows || !svm->place || !svm->memory) {
        rv_rank_svm_close(svm);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    memset(svm->place, 0xff, rows * sizeof *svm->place);
    for (int k = 0; k < RV_RANK_SVM_LISTS; k++)
        svm->list[k] = svm->memory + (size_t)k * rows;
    return RV_OK;
}

void rv_rank_svm_close(rv_rank_svm *svm)
{
    free(svm->w);
    free(svm->rows);
    free(svm->place);
    free(svm->memory);
    rv_rank_gram_close(&svm->gram);
    memset(svm, 0, sizeof *svm);
}

void rv_rank_svm_set(rv_rank_svm *svm, size_t row, int side, double cost)
{
    double *y = svm->list[RV_RANK_Y], *d = svm->list[RV_RANK_D], *beta = svm->list[RV_RANK_BETA];
    size_t i = svm->place[row];

    if (i == rv_rank_none && side) {
        i = svm->place[row] = (uint32_t)svm->n;
        svm->rows[svm->n++] = (uint32_t)row;
        beta[i] = 0;
    } else if (i != rv_rank_none && !side) {
        const size_t last = --svm->n;
        if (i < svm->gram.n && svm->gram.n == svm->n + 1)
            rv_rank_gram_drop(&svm->gram, i);
        else if (i < svm->gram.n)
            svm->gram.n = 0;
        svm->rows[i] = svm->rows[last];
        y[i] = y[last];
        d[i] = d[last];
        beta[i] = beta[last];
        svm->place[svm->rows[i]] = (uint32_t)i;
        svm->place[row] = rv_rank_none;
    }
    if (side) {
        y[i] = side;
        d[i] = 1 / (2 * cost);
    }
}

/* w = sum v_i x_i; returns sum v_i. */
static double combine(const rv_rank_svm *svm, const double *v)
{
    double sum = 0;

    memset(svm->w, 0, svm->index->n_terms * sizeof *svm->w);
    for (size_t i = 0; i < svm->n; i++) {
        sum += v[i];
        if (v[i] != 0)
            rv_rank_index_axpy(svm->index, svm->rows[i], v[i], svm->w);
    }
    return sum;
}

/* out = Q v */
static void times(rv_rank_svm *svm, const double *v, double *out)
{
    double sum;

    svm->products++;
    if (svm->gram.n == svm->n) {
        rv_rank_gram_times(&svm->gram, v, out);
        return;
    }
    sum = combine(svm, v);
    for (size_t i = 0; i < svm->n; i++)
        out[i] = rv_rank_index_dot(svm->index, svm->rows[i], svm->w) + sum + v[i] * svm->index->single[svm->rows[i]];
}

/* The next residual, 0 outside A, and the largest of it. */
static double residual(const rv_rank_svm *svm, double *r)
{
    const double *y = svm->list[RV_RANK_Y], *d = svm->list[RV_RANK_D], *beta = svm->list[RV_RANK_NEXT], *f = svm->list[RV_RANK_NEXT_F];
    const double *active = svm->list[RV_RANK_ACTIVE];
    double worst = 0;

    for (size_t i = 0; i < svm->n; i++) {
        r[i] = active[i] > 0 ? y[i] - f[i] - d[i] * beta[i] : 0;
        worst = fmax(worst, fabs(r[i]));
    }
    return worst;
}

/* z = r divided by the diagonal of Q + D (rows are of length 1, or empty: 1 or 2 with the bias); returns r z. */
static double precondition(const rv_rank_svm *svm, const double *r, double *z)
{
    const double *d = svm->list[RV_RANK_D];
    double sum = 0;

    for (size_t i = 0; i < svm->n; i++) {
        z[i] = r[i] / (2 + d[i]);
        sum += r[i] * z[i];
    }
    return sum;
}

/* Solves for NEXT on the active rows, beginning with what stands there; NEXT_F = Q NEXT is kept for all rows. */
static rv_status solve(rv_rank_svm *svm, rv_error *err)
{
    double *beta = svm->list[RV_RANK_NEXT], *f = svm->list[RV_RANK_NEXT_F], *r = svm->list[RV_RANK_R], *z = svm->list[RV_RANK_Z];
    double *p = svm->list[RV_RANK_P], *q = svm->list[RV_RANK_Q];
    const double *d = svm->list[RV_RANK_D], *active = svm->list[RV_RANK_ACTIVE];
    double rz = 0, worst = residual(svm, r);

    for (int k = 0; worst > tolerance; k++) {
        const double old = rz;
        double curvature = 0, a;

        if (k == MOST_PRODUCTS)
            return rv_fail(err, RV_ENOCONV, "ranking has not converged after %d products: the gradient is %g, it must be below %g",
                           MOST_PRODUCTS, worst, tolerance);
        rz = precondition(svm, r, z);
        for (size_t i = 0; i < svm->n; i++)
            p[i] = z[i] + (k ? rz / old * p[i] : 0);
        times(svm, p, q);
        for (size_t i = 0; i < svm->n; i++)
            curvature += p[i] * (q[i] + d[i] * p[i]);
        a = rz / curvature;
        for (size_t i = 0; i < svm->n; i++) {
            beta[i] += a * p[i];
            f[i] += a * q[i];
            r[i] -= active[i] > 0 ? a * (q[i] + d[i] * p[i]) : 0;
        }
        worst = 0;
        for (size_t i = 0; i < svm->n; i++)
            worst = fmax(worst, fabs(r[i]));
    }
    return RV_OK;
}

/* The slope of the objective at beta + t (next - beta). */
static double slope(const rv_rank_svm *svm, double t)
{
    const double *y = svm->list[RV_RANK_Y], *d = svm->list[RV_RANK_D];
    const double *beta = svm->list[RV_RANK_BETA], *next = svm->list[RV_RANK_NEXT];
    const double *f = svm->list[RV_RANK_F], *next_f = svm->list[RV_RANK_NEXT_F];
    double sum = 0;

    for (size_t i = 0; i < svm->n; i++) {
        const double here = f[i] + t * (next_f[i] - f[i]), margin = 1 - y[i] * here;
        sum += (next[i] - beta[i]) * here;
        if (margin > 0)
            sum -= margin * y[i] * (next_f[i] - f[i]) / d[i];
    }
    return sum;
}

/* Goes to the lowest point between beta and next. */
static void go(rv_rank_svm *svm)
{
    double *beta = svm->list[RV_RANK_BETA], *f = svm->list[RV_RANK_F];
    const double *next = svm->list[RV_RANK_NEXT], *next_f = svm->list[RV_RANK_NEXT_F];
    double low = 0, high = 1;

    if (slope(svm, 1) > 0) {
        for (int k = 0; k < 40; k++)
            *(slope(svm, (low + high) / 2) > 0 ? &high : &low) = (low + high) / 2;
    } else {
        low = 1;
    }
    for (size_t i = 0; i < svm->n; i++) {
        beta[i] += low * (next[i] - beta[i]);
        f[i] += low * (next_f[i] - f[i]);
    }
}

/* Finds A by `f`; returns how many rows came or went. One within the tolerance of the margin may be on either side of it. */
static size_t activate(rv_rank_svm *svm, const double *f)
{
    const double *y = svm->list[RV_RANK_Y];
    double *active = svm->list[RV_RANK_ACTIVE];
    size_t changed = 0;

    for (size_t i = 0; i < svm->n; i++) {
        const double margin = 1 - y[i] * f[i], now = fabs(margin) <= tolerance ? active[i] : margin > 0;
        changed += now != active[i];
        active[i] = now;
    }
    return changed;
}

/* NEXT begins where BETA is, without what is not active. */
static void begin_step(rv_rank_svm *svm)
{
    const double *beta = svm->list[RV_RANK_BETA], *active = svm->list[RV_RANK_ACTIVE];
    double *next = svm->list[RV_RANK_NEXT];
    bool same = true;

    for (size_t i = 0; i < svm->n; i++) {
        next[i] = active[i] > 0 ? beta[i] : 0;
        same = same && next[i] == beta[i];
    }
    if (same)
        memcpy(svm->list[RV_RANK_NEXT_F], svm->list[RV_RANK_F], svm->n * sizeof *next);
    else
        times(svm, next, svm->list[RV_RANK_NEXT_F]);
}

rv_status rv_rank_svm_train(rv_rank_svm *svm, rv_error *err)
{
    double *beta = svm->list[RV_RANK_BETA], *f = svm->list[RV_RANK_F], *active = svm->list[RV_RANK_ACTIVE];
    bool done = false;
    rv_status st = RV_OK;

    memset(svm->w, 0, svm->index->n_terms * sizeof *svm->w);
    rv_rank_gram_complete(&svm->gram, svm->index, svm->rows, svm->n, svm->w);
    svm->steps = svm->products = 0;
    times(svm, beta, f);
    for (size_t i = 0; i < svm->n; i++)
        active[i] = 1;
    activate(svm, f);
    while (st == RV_OK && !done) {
        if (svm->steps++ == MOST_STEPS)
            return rv_fail(err, RV_ENOCONV, "ranking has not converged after %d steps", MOST_STEPS);
        begin_step(svm);
        if ((st = solve(svm, err)) != RV_OK)
            break;
        done = activate(svm, svm->list[RV_RANK_NEXT_F]) == 0;
        if (done)
            memcpy(beta, svm->list[RV_RANK_NEXT], svm->n * sizeof *beta);
        else {
            go(svm);
            activate(svm, f);
        }
    }
    svm->bias = combine(svm, beta);
    return st;
}

double rv_rank_svm_score(const rv_rank_svm *svm, size_t row)
{
    const uint32_t i = svm->place[row];
    const double own = i == rv_rank_none ? 0 : svm->list[RV_RANK_BETA][i] * svm->index->single[row];

    return rv_rank_index_dot(svm->index, row, svm->w) + svm->bias + own;
}

double rv_rank_svm_score_apart(const rv_rank_svm *svm, size_t row)
{
    const uint32_t i = svm->place[row];
    const rv_rank_index *index = svm->index;
    const bool empty = index->start[row + 1] == index->start[row] && index->single[row] <= 0;

    return rv_rank_svm_score(svm, row) - (i == rv_rank_none || empty ? 0 : svm->list[RV_RANK_BETA][i]);
}
