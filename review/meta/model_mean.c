/*
 * The model of one mean at weights w = 1 / (v + tau2), in two passes over the data and without cancellation, however far apart the
 * variances are. One study may hold nearly all the weight: it (m->ref, the smallest variance, called M here) is kept out of the sums
 *
 *     T_j = sum over i != M of w_i^j      S = T_1 + w_M
 *
 * so that 1 - w_M / S is T_1 / S and not a difference of equal numbers:
 *
 *     tr P = T_1 - T_2 / S + w_M T_1 / S          tr P P = T_2 - 2 T_3 / S + (w_M^2 T_1^2 + 2 w_M^2 T_2 + T_2^2) / S^2
 *
 * Effects are taken relative to y_M for the same reason. Sums run in blocks, and the blocks' sums are compensated: the cost of plain sums,
 * the error of a block's.
 */
#include <config.h>

#include "meta/model.h"

enum { BLOCK = 256 };

typedef struct { rv_sum w, w2, w3, wy; } first_sums;
typedef struct { rv_sum rss, ypp, yppp, wz; } second_sums;

/* Rows from `from` to `to`, two at a time so that additions need not wait for each other. */
static void first_block(rv_model *m, double tau2, size_t from, size_t to, first_sums *s)
{
    const double *y = m->y, *v = m->v, centre = m->y[m->ref];
    double *a = m->a, w[2] = { 0, 0 }, w2[2] = { 0, 0 }, w3[2] = { 0, 0 }, wy[2] = { 0, 0 };

    if ((to - from) % 2) {
        a[from] = w[0] = 1 / (v[from] + tau2);
        w2[0] = w[0] * w[0];
        w3[0] = w2[0] * w[0];
        wy[0] = w[0] * (y[from] - centre);
        from++;
    }
    for (size_t n = from; n < to; n += 2) {
        const double b = 1 / (v[n] + tau2), c = 1 / (v[n + 1] + tau2), b2 = b * b, c2 = c * c;
        a[n] = b, a[n + 1] = c;
        w[0] += b, w[1] += c;
        w2[0] += b2, w2[1] += c2;
        w3[0] += b2 * b, w3[1] += c2 * c;
        wy[0] += b * (y[n] - centre), wy[1] += c * (y[n + 1] - centre);
    }
    rv_sum_add(&s->w, w[0] + w[1]);
    rv_sum_add(&s->w2, w2[0] + w2[1]);
    rv_sum_add(&s->w3, w3[0] + w3[1]);
    rv_sum_add(&s->wy, wy[0] + wy[1]);
}

/* Residuals e from the mean, z = w e, and sum e z, z^2, w z^2, w z. */
static void second_block(rv_model *m, double mean, size_t from, size_t to, second_sums *s)
{
    const double *y = m->y, *a = m->a, centre = m->y[m->ref];
    double *e = m->e, rss[2] = { 0, 0 }, ypp[2] = { 0, 0 }, yppp[2] = { 0, 0 }, wz[2] = { 0, 0 };

    if ((to - from) % 2) {
        const double x = y[from] - centre - mean, z = a[from] * x;
        e[from] = x;
        rss[0] = x * z;
        ypp[0] = z * z;
        yppp[0] = a[from] * (z * z);
        wz[0] = a[from] * z;
        from++;
    }
    for (size_t n = from; n < to; n += 2) {
        const double b = y[n] - centre - mean, c = y[n + 1] - centre - mean, zb = a[n] * b, zc = a[n + 1] * c, zb2 = zb * zb,
                     zc2 = zc * zc;
        e[n] = b, e[n + 1] = c;
        rss[0] += b * zb, rss[1] += c * zc;
        ypp[0] += zb2, ypp[1] += zc2;
        yppp[0] += a[n] * zb2, yppp[1] += a[n + 1] * zc2;
        wz[0] += a[n] * zb, wz[1] += a[n + 1] * zc;
    }
    rv_sum_add(&s->rss, rss[0] + rss[1]);
    rv_sum_add(&s->ypp, ypp[0] + ypp[1]);
    rv_sum_add(&s->yppp, yppp[0] + yppp[1]);
    rv_sum_add(&s->wz, wz[0] + wz[1]);
}

static size_t end_of(size_t from, size_t end)
{
    return end - from > BLOCK ? from + BLOCK : end;
}

void rv_model_weigh_mean(rv_model *m, double tau2)
{
    const size_t bounds[3] = { 0, m->ref + 1, m->k };
    first_sums f = { { 0, 0 }, { 0, 0 }, { 0, 0 }, { 0, 0 } };
    second_sums s = { { 0, 0 }, { 0, 0 }, { 0, 0 }, { 0, 0 } };
    const double wm = m->a[m->ref] = 1 / (m->v[m->ref] + tau2);
    double t1, t2, t3, sum, mean, wz;

    /* Before M, and after it. */
    for (int part = 0; part < 2; part++)
        for (size_t from = bounds[part], end = bounds[part + 1] - (part == 0); from < end; from = end_of(from, end))
            first_block(m, tau2, from, end_of(from, end), &f);
    t1 = rv_sum_get(&f.w);
    t2 = rv_sum_get(&f.w2);
    t3 = rv_sum_get(&f.w3);
    sum = t1 + wm;
    mean = rv_sum_get(&f.wy) / sum;
    for (size_t from = 0; from < m->k; from = end_of(from, m->k))
        second_block(m, mean, from, end_of(from, m->k), &s);
    wz = rv_sum_get(&s.wz);
    m->l[0] = sqrt(sum);
    m->m[0] = 1 / sum;
    m->log_det = log(sum);
    m->gamma[0] = m->y[m->ref] + mean;
    m->rss = rv_sum_get(&s.rss);
    m->ypp = rv_sum_get(&s.ypp);
    m->yppp = rv_sum_get(&s.yppp) - wz * wz / sum;
    m->trace = t1 - t2 / sum + wm / sum * t1;
    m->trace2 = t2 - 2 * t3 / sum + (wm / sum) * (wm / sum) * (t1 * t1 + 2 * t2) + t2 / sum * (t2 / sum);
}
