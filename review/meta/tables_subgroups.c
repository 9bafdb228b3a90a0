/* Tables pooled within subgroups, and the subgroups compared. */
#include <config.h>

#include <stdlib.h>

#include "meta/metafor_stops.h"
#include "meta/strata.h"
#include "review/numer.h"

/* tau2 of one model with a mean for each subgroup. */
static rv_status one_tau2(const rv_tables *t, const size_t *group, size_t groups, const rv_tables_options *o, double *tau2, rv_error *err)
{
    rv_tables_row *rows = malloc((t->k + 1) * sizeof *rows);
    double *room = calloc(t->k * (groups + 2) + 1, sizeof *room), *y = room, *v = room + t->k, *x = room + 2 * t->k;
    rv_meta_options once = o->random;
    rv_meta_fit fit;
    size_t all, k = 0;
    rv_status st = rows && room ? rv_pool_effects(t, o, rows, NULL, NULL, &all, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    if (st == RV_OK) {
        for (size_t i = 0; i < t->k; i++)
            if (!(rows[i].fate & RV_TABLES_NO_EFFECT)) {
                y[k] = rows[i].yi;
                v[k] = rows[i].vi;
                x[k++ * groups + group[i]] = 1;
            }
        const rv_meta_data data = { .k = k, .yi = y, .vi = v, .p = groups, .x = x };
        once.skip_interval = true;
        once.test = RV_TEST_Z;
        once.pi = RV_PI_NONE;
        if (o->metafor_stops)
            once.estimator = rv_estimator_stopped(once.estimator ? once.estimator : rv_estimator_find("REML"));
        if ((st = rv_meta_run(&data, &once, &fit, NULL, NULL, NULL, err)) == RV_OK)
            *tau2 = isnan(fit.tau2) ? 0 : fit.tau2;
    }
    free(rows);
    free(room);
    return st == RV_OK ? st : rv_within(err, st, "tau2 of all subgroups together");
}

/* Q of the groups' effects about their weighted mean. */
static rv_chi2_test compare(const rv_tables_pool *p, size_t groups, bool random)
{
    double w = 0, wy = 0;
    rv_sum q = { 0, 0 };

    for (size_t g = 0; g < groups; g++) {
        const rv_meta_coef *c = random ? &p[g].random.pooled : &p[g].common;
        w += 1 / (c->se * c->se);
        wy += c->estimate / (c->se * c->se);
    }
    for (size_t g = 0; g < groups; g++) {
        const rv_meta_coef *c = random ? &p[g].random.pooled : &p[g].common;
        rv_sum_add(&q, (c->estimate - wy / w) * (c->estimate - wy / w) / (c->se * c->se));
    }
    return rv_chi2_of(rv_sum_get(&q), (double)groups - 1);
}

/* The tables of group g, by reference; all but those are left away. */
static rv_tables only(const rv_tables *t, const size_t *group, size_t g, double *cells, const char **labels)
{
    double *at[4] = { cells, cells + t->k, cells + 2 * t->k, cells + 3 * t->k };
    const double *const from[4] = { t->ai, t->bi, t->ci, t->di };
    size_t k = 0;

    for (size_t i = 0; i < t->k; i++)
        if (group[i] == g) {
            for (int c = 0; c < 4; c++)
                at[c][k] = from[c][i];
            labels[k++] = t->labels ? t->labels[i] : NULL;
        }
    return (rv_tables){ k, at[0], at[1], at[2], at[3], t->labels ? labels : NULL };
}

rv_status rv_tables_subgroups(const rv_tables *t, const size_t *group, size_t groups, const rv_tables_options *o, bool common_tau2,
                              rv_tables_pool *out, rv_tables_between *between, rv_error *err)
{
    double *cells = malloc((4 * t->k + 1) * sizeof *cells);
    const char **labels = malloc((t->k + 1) * sizeof *labels);
    rv_tables_options each = *o;
    rv_status st = cells && labels ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    between->tau2 = NAN;
    if (st == RV_OK && common_tau2 && (st = one_tau2(t, group, groups, o, &between->tau2, err)) == RV_OK)
        each.random.tau2 = between->tau2;
    for (size_t g = 0; st == RV_OK && g < groups; g++) {
        const rv_tables part = only(t, group, g, cells, labels);
        if ((st = rv_tables_pool_run(&part, &each, &out[g], NULL, NULL, NULL, err)) != RV_OK)
            st = rv_within(err, st, "subgroup %zu", g + 1);
    }
    if (st == RV_OK) {
        between->common = compare(out, groups, false);
        between->random = compare(out, groups, true);
    }
    free(cells);
    free(labels);
    return st;
}
