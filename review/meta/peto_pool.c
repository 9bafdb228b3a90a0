/* Peto's one-step odds ratio. */
#include <config.h>

#include <stdlib.h>

#include "meta/strata.h"
#include "review/numer.h"

typedef struct { rv_sum excess, v, squares; } sums;

/* O - E and V by table; tables without V are in none of the sums. */
static sums add_up(const rv_stratum *s, size_t k, rv_tables_row *rows, rv_tables_fit *f)
{
    sums x = { { 0, 0 }, { 0, 0 }, { 0, 0 } };

    for (size_t i = 0; i < k; i++) {
        const double events = s[i].a + s[i].c, others = s[i].b + s[i].d;
        const double off = s[i].a - events * (s[i].n1 / s[i].n);
        const double v = s[i].n > 1 ? events * others * (s[i].n1 / s[i].n) * (s[i].n2 / s[i].n) / (s[i].n - 1) : 0;
        rows[s[i].row].weight = v;
        if (!(v > 0))
            continue;
        rows[s[i].row].fate &= ~(unsigned)RV_TABLES_NO_WEIGHT;
        f->k_pos++;
        rv_sum_add(&x.excess, off);
        rv_sum_add(&x.v, v);
        rv_sum_add(&x.squares, off * off / v);
    }
    return x;
}

static void finish(const sums *x, const rv_mh_options *o, rv_tables_row *rows, size_t k, rv_tables_fit *f)
{
    const double v = rv_sum_get(&x->v), off = rv_sum_get(&x->excess);

    f->pooled = rv_coef_normal(off / v, sqrt(1 / v), o->level);
    for (size_t i = 0; i < k; i++)
        rows[i].weight = rows[i].fate & RV_TABLES_NO_WEIGHT ? 0 : 100 * rows[i].weight / v;
    f->q = fmax(0, rv_sum_get(&x->squares) - off * off / v);
    f->q_df = f->k_pos > 1 ? (double)f->k_yi - 1 : 0;
    rv_tables_heterogeneity(f);
    rv_tables_statistics(rows, k, rv_tables_squares(rows, k, f->pooled.estimate), f);
}

rv_status rv_peto_run(const rv_tables *t, const rv_mh_options *o, rv_tables_fit *f, rv_tables_row *given, rv_error *err)
{
    rv_stratum *s = malloc((t->k + 1) * sizeof *s);
    rv_tables_row *rows = given ? given : malloc((t->k + 1) * sizeof *rows);
    size_t k = 0;
    rv_status st = s && rows ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    rv_tables_clear(f);
    if (st == RV_OK && !(o->level > 0 && o->level < 1))
        st = rv_fail(err, RV_EINVAL, "the confidence level is %g; it must lie between 0 and 1", o->level);
    if (st == RV_OK && (st = rv_strata_make(t, RV_TABLES_OR, 0, RV_ZERO_NONE, false, s, &k, err)) == RV_OK
        && (st = rv_tables_effects(t, "PETO", false, o->add, o->to, o->drop00, rows, err)) == RV_OK) {
        sums x;
        f->k = k;
        for (size_t i = 0; i < t->k; i++) {
            f->k_yi += !(rows[i].fate & RV_TABLES_NO_EFFECT);
            rows[i].fate |= RV_TABLES_NO_WEIGHT;
        }
        x = add_up(s, k, rows, f);
        if (rv_sum_get(&x.v) > 0)
            finish(&x, o, rows, t->k, f);
        else
            st = rv_fail(err, RV_EDOMAIN, "no odds ratio can be pooled: in every table one of the two outcomes does not occur");
    }
    if (rows != given)
        free(rows);
    free(s);
    return st;
}
