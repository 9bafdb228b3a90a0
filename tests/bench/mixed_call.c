/* What a mixed model costs: three levels, correlated sampling errors, crossed effects, and growth with the number of clusters. Prints;
   fails on ratios alone. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "review/meta_mixed.h"
#include "review/numer.h"

static rv_error err;

typedef struct { size_t k; double *y, *v; size_t *study, *effect, *year; } set;

static set make(size_t k, size_t per_study, size_t years)
{
    set s = { k, calloc(k, sizeof(double)), calloc(k, sizeof(double)), calloc(k, sizeof(size_t)), calloc(k, sizeof(size_t)),
              calloc(k, sizeof(size_t)) };
    double u = 0;
    rv_random *r;

    if (!s.y || !s.v || !s.study || !s.effect || !s.year || rv_random_open(&r, 1, &err) != RV_OK)
        exit(99);
    for (size_t i = 0; i < k; i++) {
        if (i % per_study == 0)
            u = 0.3 * rv_random_normal(r);
        s.study[i] = i / per_study;
        s.effect[i] = i;
        s.year[i] = rv_random_below(r, years);
        s.v[i] = 0.01 + 0.1 * rv_random_uniform(r);
        s.y[i] = 0.3 + u + sqrt(0.05 + s.v[i]) * rv_random_normal(r);
    }
    rv_random_free(r);
    return s;
}

static void let_go(set *s)
{
    free(s->y);
    free(s->v);
    free(s->study);
    free(s->effect);
    free(s->year);
}

/* Milliseconds of processor time of the fastest of some fits; `crossed` adds the years, rho covariances within studies. */
static double fastest(const set *s, bool crossed, double rho, int calls)
{
    const rv_mixed_part parts[] = { { RV_MIXED_INTERCEPT, "study", s->study, s->k, NULL, 0, NULL, NULL },
                                    { RV_MIXED_INTERCEPT, "study/effect", s->effect, s->k, NULL, 0, NULL, NULL },
                                    { RV_MIXED_INTERCEPT, "year", s->year, s->k, NULL, 0, NULL, NULL } };
    rv_mixed_data d = { { .k = s->k, .yi = s->y, .vi = s->v }, NULL, crossed ? 3 : 2, parts };
    const rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    rv_covariance c = RV_COVARIANCE_INIT;
    rv_blocks *v = NULL;
    double best = INFINITY;

    c.k = s->k;
    c.vi = s->v;
    c.cluster = s->study;
    c.obs = s->effect;
    c.rho = rho;
    if (rho != 0 && rv_blocks_of_covariance(&v, &c, &err) != RV_OK)
        exit(99);
    d.v = v;
    for (int i = 0; i < calls; i++) {
        const clock_t start = clock();
        rv_mixed *m;
        if (rv_mixed_run(&m, &d, &o, &err) != RV_OK) {
            fprintf(stderr, "%s\n", err.message);
            exit(1);
        }
        best = fmin(best, 1e3 * (double)(clock() - start) / CLOCKS_PER_SEC);
        if (i == 0) {
            printf("  %zu effects: variances %.5f %.5f, %zu starts, %zu steps, slope %.1e\n", s->k, rv_mixed_result(m)->param[0].estimate,
                   rv_mixed_result(m)->param[1].estimate, rv_mixed_result(m)->starts, rv_mixed_result(m)->iterations,
                   rv_mixed_result(m)->gradient);
            fflush(stdout);
        }
        rv_mixed_free(m);
    }
    rv_blocks_free(v);
    return best;
}

int main(int argc, char **argv)
{
    const bool large = argc > 1 && argv[1] != NULL;   /* also what takes seconds */
    set small = make(1000, 5, 10), big = make(100000, 5, 10), wide = make(2000, 40, 10);
    struct rusage use;
    const double three = fastest(&small, false, 0, 10), che = fastest(&small, false, 0.6, 10), huge = fastest(&big, false, 0, 1),
                 blocks = fastest(&big, false, 0.6, 1), heavy = fastest(&wide, false, 0, 3);

    getrusage(RUSAGE_SELF, &use);
    printf("one fit: 1000 effects in 200 studies %.2f ms, with covariances %.2f ms; 100000 in 20000 %.0f ms, with covariances %.0f ms; "
           "2000 in 50 %.1f ms; growth %.0f for 100 times the studies; peak memory %ld MB\n", three, che, huge, blocks, heavy, huge / three,
           use.ru_maxrss / 1024);
    if (large) {
        set crossed = make(5000, 10, 12);
        const double some = fastest(&small, true, 0, 3), many = fastest(&crossed, true, 0, 1);
        printf("1000 effects crossed with 10 years %.0f ms, 5000 with 12 years %.0f ms\n", some, many);
        let_go(&crossed);
    }
    let_go(&small);
    let_go(&big);
    let_go(&wide);
    return huge / three > 1000;   /* 100 when proportional, 10000 when quadratic */
}
