/* What CR2 with Satterthwaite df and an HTZ test cost, five dependent effects a cluster, and growth with the clusters. Prints; fails on
   ratios alone. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "review/meta_robust.h"
#include "review/numer.h"

enum { EFFECTS = 5 };

/* Blocks with `own` on the diagonal and `shared` beside it. */
static rv_blocks blocks_of(size_t n, double own, double shared, size_t *at)
{
    rv_blocks b = { n * EFFECTS, n, at, at + n + 1, at + n + 1 + n * EFFECTS, malloc(n * EFFECTS * EFFECTS * sizeof(double)) };

    for (size_t g = 0; g <= n; g++) {
        b.start[g] = g * EFFECTS;
        b.at[g] = g * EFFECTS * EFFECTS;
    }
    for (size_t i = 0; i < b.k; i++)
        b.row[i] = i;
    for (size_t i = 0; i < n * EFFECTS * EFFECTS; i++)
        b.block[i] = i % (EFFECTS * EFFECTS) % (EFFECTS + 1) == 0 ? own : shared;
    return b;
}

/* Milliseconds of processor time of the fastest of some calls. */
static double fastest(size_t clusters, size_t p, int calls)
{
    const size_t k = clusters * EFFECTS;
    const double own = 0.3, shared = 0.1, whole = own + (EFFECTS - 1) * shared;   /* eigenvalues own - shared and whole */
    const double w_shared = (1 / whole - 1 / (own - shared)) / EFFECTS, w_own = 1 / (own - shared) + w_shared;
    size_t *at = calloc(3 * k + 3 * clusters, sizeof *at), *cluster = calloc(k, sizeof *cluster);
    double *x = calloc(k * p, sizeof *x), *e = calloc(k, sizeof *e), *b = calloc(p, sizeof *b), best = INFINITY;
    rv_blocks v, w;
    rv_random *r;
    rv_error err;

    if (!at || !cluster || !x || !e || !b || rv_random_open(&r, 1, &err) != RV_OK)
        exit(99);
    v = blocks_of(clusters, own, shared, at);
    w = v;
    w.block = blocks_of(clusters, w_own, w_shared, at).block;
    for (size_t i = 0; i < k; i++) {
        cluster[i] = i / EFFECTS;
        e[i] = rv_random_normal(r);
        for (size_t c = 0; c < p; c++)
            x[i * p + c] = c == 0 ? 1 : rv_random_normal(r);
    }
    for (int i = 0; i < calls; i++) {
        const rv_working model = { k, p, x, e, e, b, NULL, true, &v, &w, NULL };
        const rv_robust_options o = RV_ROBUST_OPTIONS_INIT;
        const clock_t start = clock();
        rv_robust *robust;
        rv_wald_result wald;
        if (rv_robust_run(&robust, &model, cluster, &o, &err) != RV_OK
            || (p > 1 && rv_robust_wald_zero(robust, 1, p - 1, RV_WALD_HTZ, &wald, &err) != RV_OK)) {
            fprintf(stderr, "%s\n", err.message);
            exit(1);
        }
        best = fmin(best, 1e3 * (double)(clock() - start) / CLOCKS_PER_SEC);
        rv_robust_free(robust);
    }
    rv_random_free(r);
    free(v.block);
    free(w.block);
    free(at);
    free(cluster);
    free(x);
    free(e);
    free(b);
    return best;
}

int main(void)
{
    double growth = 0;

    for (size_t p = 1; p <= 10; p += p == 1 ? 4 : 5) {
        const double small = fastest(200, p, 10), middle = fastest(2000, p, 5), large = fastest(20000, p, 2);
        printf("%2zu coefficients: %.2f ms for 1,000 effects in 200 clusters, %.1f for 10,000, %.0f for 100,000; growth %.0f for 10 times "
               "the clusters\n", p, small, middle, large, large / middle);
        growth = fmax(growth, large / middle);
    }
    return growth > 40;   /* 10 when proportional, 100 when quadratic; the larger does not fit the cache */
}
