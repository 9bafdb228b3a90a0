/*
 * What the intervals are worth, by simulation: how often those of 95 % hold the truth, and how wide they are.
 *
 *     coverage [REPLICATES [PART [THREADS]]]     PART: effects, dependent, rare, all
 *
 * Each cell has a stream of random numbers of its own, so the table is the same whatever the number of threads. * marks the defaults. The
 * table in review-meta-methods(7) is this program's, 10,000 replicates.
 */
#include <config.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/simulate/coverage.h"

static const coverage_part *const parts[] = { &coverage_effects, &coverage_dependent, &coverage_rare };
static const char *const names[] = { "effects", "dependent", "rare" };
enum { PARTS = sizeof parts / sizeof *parts, MOST_CELLS = 64 };

typedef struct { coverage_tally of[COVERAGE_METHODS]; size_t failed; char message[512]; } cell_result;

typedef struct {
    const coverage_part *part;
    size_t replicates;
    atomic_size_t next;
    cell_result result[MOST_CELLS];
} work;

static void one_cell(const coverage_part *part, size_t cell, size_t replicates, cell_result *out)
{
    rv_random *r;
    rv_error err = { RV_OK, "" };

    if (rv_random_open(&r, rv_random_seed(part->title) + cell, &err) != RV_OK) {
        out->failed = replicates;
        return;
    }
    for (size_t i = 0; i < replicates; i++)
        if (part->replicate(&part->cells[cell], r, out->of, &err) != RV_OK && !out->failed++)
            memcpy(out->message, err.message, sizeof out->message);
    rv_random_free(r);
}

static void *worker(void *data)
{
    work *w = data;

    for (size_t cell; (cell = atomic_fetch_add(&w->next, 1)) < w->part->n;)
        one_cell(w->part, cell, w->replicates, &w->result[cell]);
    return NULL;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_width(const coverage_tally *t)
{
    if (t->n == 0)
        return NAN;
    qsort(t->width, t->n, sizeof *t->width, by_size);
    return (t->width[(t->n - 1) / 2] + t->width[t->n / 2]) / 2;
}

/* A line a cell: coverage in percent and median width of each method; below it the largest Monte Carlo error of a coverage. */
static size_t print_part(const work *w)
{
    size_t failed = 0;
    double worst = 0;

    printf("\n%s, %zu replicates\n%4s %5s %5s", w->part->title, w->replicates, "k", "tau2", w->part->extra ? w->part->extra : "");
    for (int m = 0; w->part->methods[m]; m++)
        printf(" %11s", w->part->methods[m]);
    printf("\n");
    for (size_t c = 0; c < w->part->n; c++) {
        const coverage_cell *cell = &w->part->cells[c];
        printf("%4zu %5g ", cell->k, cell->tau2);
        if (w->part->extra)
            printf("%5g", cell->extra);
        else
            printf("%5s", "");
        for (int m = 0; w->part->methods[m]; m++) {
            const coverage_tally *t = &w->result[c].of[m];
            const double n = (double)t->n, p = t->hits / n;
            printf("  %4.1f %5.2f", 100 * p, median_width(t));
            worst = fmax(worst, sqrt((t->hits2 / n - p * p) / n));
        }
        printf("\n");
        failed += w->result[c].failed;
        if (w->result[c].failed)
            fprintf(stderr, "%zu replicates failed, the first: %s\n", w->result[c].failed, w->result[c].message);
    }
    printf("Coverage in percent, median width. Monte Carlo error of a coverage at most %.2f points.\n", 100 * worst);
    return failed;
}

static bool make_room(work *w)
{
    for (size_t c = 0; c < w->part->n; c++)
        for (int m = 0; w->part->methods[m]; m++)
            if (!(w->result[c].of[m].width = calloc(w->replicates, sizeof(double))))
                return false;
    return true;
}

static void give_room_back(work *w)
{
    for (size_t c = 0; c < w->part->n; c++)
        for (int m = 0; m < COVERAGE_METHODS; m++)
            free(w->result[c].of[m].width);
}

int main(int argc, char **argv)
{
    const size_t replicates = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000;
    const char *only = argc > 2 ? argv[2] : "all";
    const size_t threads = argc > 3 && strtoul(argv[3], NULL, 10) == 1 ? 1 : 2;
    size_t failed = 0;

    for (int p = 0; p < PARTS; p++) {
        pthread_t other;
        work *w;
        if (strcmp(only, "all") != 0 && strcmp(only, names[p]) != 0)
            continue;
        if (parts[p]->n > MOST_CELLS || !(w = calloc(1, sizeof *w)))
            return 99;
        w->part = parts[p];
        w->replicates = replicates;
        if (!make_room(w))
            return 99;
        if (threads > 1 && pthread_create(&other, NULL, worker, w) != 0)
            return 99;
        worker(w);
        if (threads > 1)
            pthread_join(other, NULL);
        failed += print_part(w);
        give_room_back(w);
        free(w);
    }
    return failed > 0;
}
