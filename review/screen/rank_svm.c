/*
 * A linear support vector machine with squared hinge loss, by dual coordinate descent.
 *
 *     min_w,b  (|w|^2 + b^2) / 2 + sum C_i max(0, 1 - y_i (w x_i + b))^2
 *
 * dual:  min_{a >= 0}  a' (Q + D) a / 2 - sum a,   Q_ij = y_i y_j (x_i x_j + 1),  D_ii = 1 / (2 C_i),  w = sum a_i y_i x_i,  b = sum a_i y_i
 *
 * One coordinate after another is put at its minimum. The next training begins with the a and w of the last one: where a few rows came
 * or the costs moved a little, a few passes are enough. The solution is unique, so that where it began does not count, up to `tolerance`.
 * Source  Hsieh, Chang, Lin, Keerthi & Sundararajan (2008) A dual coordinate descent method for large-scale linear SVM, ICML.
 */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rank.h"

static const double tolerance = 1e-5;       /* of the gradient of the dual, which is as large as a score */
enum { MOST_PASSES = 20000 };

rv_status rv_rank_svm_open(rv_rank_svm *svm, const rv_rank_index *index, rv_error *err)
{
    const size_t rows = index->rows + 1;

    memset(svm, 0, sizeof *svm);
    svm->index = index;
    svm->w = calloc(index->n_terms + 1, sizeof *svm->w);
    svm->alpha = calloc(rows, sizeof *svm->alpha);
    svm->side = calloc(rows, sizeof *svm->side);
    svm->cost = calloc(rows, sizeof *svm->cost);
    svm->order = calloc(rows, sizeof *svm->order);
    if (svm->w && svm->alpha && svm->side && svm->cost && svm->order)
        return RV_OK;
    rv_rank_svm_close(svm);
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

void rv_rank_svm_close(rv_rank_svm *svm)
{
    free(svm->w);
    free(svm->alpha);
    free(svm->side);
    free(svm->cost);
    free(svm->order);
    memset(svm, 0, sizeof *svm);
}

static void move(rv_rank_svm *svm, size_t row, double alpha)
{
    const double step = (alpha - svm->alpha[row]) * svm->side[row];

    svm->alpha[row] = alpha;
    svm->bias += step;
    rv_rank_index_axpy(svm->index, row, step, svm->w);
}

void rv_rank_svm_set(rv_rank_svm *svm, size_t row, int side, double cost)
{
    if (svm->alpha[row] > 0 && svm->side[row] != side)
        move(svm, row, 0);
    svm->side[row] = (signed char)side;
    svm->cost[row] = cost;
}

double rv_rank_svm_score(const rv_rank_svm *svm, size_t row)
{
    return rv_rank_index_dot(svm->index, row, svm->w) + svm->bias + svm->alpha[row] * svm->side[row] * svm->index->single[row];
}

/* Rows are of length 1, or empty. */
static double square(const rv_rank_index *index, size_t row)
{
    return index->start[row + 1] > index->start[row] || index->single[row] > 0;
}

/* Puts one coordinate at its minimum; returns how far the gradient was from it. */
static double improve(rv_rank_svm *svm, size_t row)
{
    const double alpha = svm->alpha[row], d = 1 / (2 * svm->cost[row]);
    const double gradient = svm->side[row] * rv_rank_svm_score(svm, row) - 1 + d * alpha;
    double better;

    if (alpha <= 0 && gradient >= 0)
        return 0;
    better = alpha - gradient / (square(svm->index, row) + 1 + d);
    move(svm, row, better > 0 ? better : 0);
    return fabs(gradient);
}

rv_status rv_rank_svm_train(rv_rank_svm *svm, rv_error *err)
{
    double worst = INFINITY;

    svm->n = 0;
    for (size_t row = 0; row < svm->index->rows; row++)
        if (svm->side[row])
            svm->order[svm->n++] = (uint32_t)row;
    for (svm->passes = 0; svm->n && worst > tolerance; svm->passes++) {
        if (svm->passes == MOST_PASSES)
            return rv_fail(err, RV_ENOCONV, "ranking has not converged after %d passes: the gradient is %g, it must be below %g",
                           MOST_PASSES, worst, tolerance);
        worst = 0;
        for (size_t k = 0; k < svm->n; k++)
            worst = fmax(worst, improve(svm, svm->order[svm->passes % 2 ? svm->n - 1 - k : k]));
    }
    return RV_OK;
}
