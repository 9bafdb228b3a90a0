/*
 * What a model costs inside the library, on the data that tests/bench/meta_r.sh gives to R as well.
 *
 *     meta-speed data SET     the set as CSV
 *     meta-speed time SET     median microseconds of processor time of a call
 *     meta-speed pass         REML of 100,000 studies, in multiples of one bare pass over effects and variances
 *
 * SET: bcg (13 trials), k1000, k100000, many (10,000 groups of 20), levels1000 (1,000 effects in 200 clusters), levels100000 (in 20,000).
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "review/meta_mixed.h"
#include "review/numer.h"

typedef struct { const char *name; size_t k, per_group; int calls; bool levels; } set;
static const set sets[] = {
    { "bcg", 13, 13, 2001, false },         { "k1000", 1000, 1000, 101, false },      { "k100000", 100000, 100000, 11, false },
    { "many", 200000, 20, 3, false },       { "levels1000", 1000, 5, 11, true },      { "levels100000", 100000, 5, 3, true },
};

/* Log risk ratios of the trials of BCG vaccine, Colditz et al. (1994), to four digits. */
static const double BCG[13][2] = {
    { -.8893, .3256 }, { -1.5854, .1946 }, { -1.3481, .4154 }, { -1.4416, .0200 }, { -.2175, .0512 }, { -.7861, .0069 }, { -1.6209, .2230 },
    { .0120, .0040 },  { -.4694, .0564 },  { -1.3713, .0730 }, { -.3394, .0124 },  { .4459, .5325 },  { -.0173, .0714 } };

static void make(const set *s, double *y, double *v)
{
    rv_random *r;
    double cluster = 0;

    if (rv_random_open(&r, 7, NULL) != RV_OK)
        exit(99);
    for (size_t i = 0; i < s->k; i++) {
        if (s->levels && i % s->per_group == 0)
            cluster = 0.3 * rv_random_normal(r);
        v[i] = 0.01 + 0.2 * rv_random_uniform(r);
        y[i] = 0.3 + cluster + sqrt(v[i] + 0.05) * rv_random_normal(r);
    }
    for (size_t i = 0; s->k == 13 && i < 13; i++)
        y[i] = BCG[i][0], v[i] = BCG[i][1];
    rv_random_free(r);
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return 1e6 * (double)t.tv_sec + (double)t.tv_nsec / 1e3;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *x, size_t n)
{
    qsort(x, n, sizeof *x, by_size);
    return (x[(n - 1) / 2] + x[n / 2]) / 2;
}

static void must(rv_status st, const rv_error *err)
{
    if (st == RV_OK)
        return;
    fprintf(stderr, "%s\n", err->message);
    exit(1);
}

/* Random effects of clusters and of effects within them. */
static void three_levels(const set *s, const double *y, const double *v, const size_t *cluster, const size_t *row)
{
    const rv_mixed_part parts[] = { { .kind = RV_MIXED_INTERCEPT, .name = "cluster", .group = cluster, .groups = s->k / s->per_group },
                                    { .kind = RV_MIXED_INTERCEPT, .name = "cluster/effect", .group = row, .groups = s->k } };
    const rv_mixed_data d = { .data = { .k = s->k, .yi = y, .vi = v }, .parts = 2, .part = parts };
    const rv_mixed_options o = RV_MIXED_OPTIONS_INIT;
    rv_mixed *m;
    rv_error err = { RV_OK, "" };

    must(rv_mixed_run(&m, &d, &o, &err), &err);
    rv_mixed_free(m);
}

static void once(const set *s, const double *y, const double *v, const size_t *cluster, const size_t *row)
{
    const rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit f;
    rv_error err = { RV_OK, "" };

    if (s->levels) {
        three_levels(s, y, v, cluster, row);
        return;
    }
    for (size_t i = 0; i < s->k; i += s->per_group) {
        const rv_meta_data d = { .k = s->per_group, .yi = y + i, .vi = v + i };
        must(rv_meta_run(&d, &o, &f, NULL, NULL, NULL, &err), &err);
    }
}

static double time_set(const set *s)
{
    double *y = calloc(2 * s->k, sizeof *y), *v = y + s->k, took[2001], result;
    size_t *cluster = calloc(2 * s->k, sizeof *cluster), *row = cluster + s->k;

    if (!y || !cluster)
        exit(99);
    make(s, y, v);
    for (size_t i = 0; i < s->k; i++)
        cluster[i] = i / s->per_group, row[i] = i;
    for (int n = 0; n < s->calls; n++) {
        const double start = now();
        once(s, y, v, cluster, row);
        took[n] = now() - start;
    }
    result = median(took, (size_t)s->calls);
    free(cluster);
    free(y);
    return result;
}

static void print_data(const set *s)
{
    double *y = calloc(2 * s->k, sizeof *y), *v = y + s->k;

    if (!y)
        exit(99);
    make(s, y, v);
    puts("row,cluster,yi,vi");
    for (size_t i = 0; i < s->k; i++)
        printf("%zu,%zu,%.17g,%.17g\n", i + 1, i / s->per_group + 1, y[i], v[i]);
    free(y);
}

static void pass(void)
{
    const set *s = &sets[2];
    double *y = calloc(2 * s->k, sizeof *y), *v = y + s->k, took[101], bare, reml;
    volatile double sink;

    if (!y)
        exit(99);
    make(s, y, v);
    for (int n = 0; n < 101; n++) {
        const double start = now();
        double w = 0, wy = 0;
        for (size_t i = 0; i < s->k; i++) {
            const double a = 1 / (v[i] + 0.05);
            w += a, wy += a * y[i];
        }
        sink = wy / w;
        took[n] = now() - start;
    }
    (void)sink;
    bare = median(took, 101);
    reml = time_set(s);
    printf("REML of 100,000 studies %.0f us, a bare pass %.0f us: %.0f passes\n", reml, bare, reml / bare);
    free(y);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "pass") == 0) {
        pass();
        return 0;
    }
    for (size_t i = 0; argc == 3 && i < sizeof sets / sizeof *sets; i++)
        if (strcmp(argv[2], sets[i].name) == 0) {
            if (strcmp(argv[1], "data") == 0)
                print_data(&sets[i]);
            else
                printf("%.2f\n", time_set(&sets[i]));
            return 0;
        }
    fputs("usage: meta-speed data|time SET, or meta-speed pass\n", stderr);
    return 2;
}
