/* --forest of leave-one-out and cumulative: a row a step. */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "tools/meta_diagnose.h"

meta_step meta_step_of_fit(const char *label, const rv_meta_fit *f)
{
    const rv_meta_coef *c = &f->pooled;

    return (meta_step){ label, f->k, c->estimate, c->se, c->ci_lo, c->ci_hi, f->pi_lo, f->pi_hi,
                        { c->stat, c->df, c->p, f->estimator->common ? NAN : f->tau2, f->i2, f->q, f->q_df, f->q_p } };
}

meta_step meta_step_of_coef(const char *label, size_t k, const rv_meta_coef *c, bool robust)
{
    return (meta_step){ label, k, c->estimate, c->se, c->ci_lo, c->ci_hi, NAN, NAN,
                        { c->stat, c->df, robust && c->df < 4 ? NAN : c->p, NAN, NAN, NAN, NAN, NAN } };
}

/* The steps, then the rows of the whole that are no studies. */
static size_t gather(const rv_forest *whole, const meta_step *steps, size_t n, rv_forest_row *rows, rv_forest_fit *fits)
{
    static const rv_forest_fit unknown = { NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN };
    size_t used = 0;

    for (size_t i = 0; i < n; i++) {
        const meta_step *s = &steps[i];
        rows[used] = (rv_forest_row){ RV_FOREST_STEP, s->label, "", s->estimate, s->se * s->se, s->ci_lo, s->ci_hi, s->pi_lo, s->pi_hi,
                                      NAN, (double)s->k };
        fits[used++] = s->fit;
    }
    for (size_t i = 0; i < whole->n; i++)
        if (whole->rows[i].kind != RV_FOREST_STUDY) {
            rows[used] = whole->rows[i];
            rows[used].weight = NAN;
            fits[used++] = whole->fits ? whole->fits[i] : unknown;
        }
    return used;
}

rv_status meta_steps_possible(const rv_analysis *a, rv_error *err)
{
    return asked.forest && a->p > 1
               ? rv_fail(err, RV_EUSAGE, "--forest shows one pooled effect; a model with moderators has several coefficients") : RV_OK;
}

rv_status meta_write_steps(const rv_analysis *a, const char *head, const meta_step *steps, size_t n, rv_error *err)
{
    rv_forest *whole = NULL, forest;
    rv_forest_row *rows = NULL;
    rv_forest_fit *fits = NULL;
    rv_output *to = NULL;
    rv_status st;

    if ((st = rv_analysis_forest(&whole, a, err)) == RV_OK) {
        rows = calloc(n + whole->n, sizeof *rows);
        fits = calloc(n + whole->n, sizeof *fits);
        st = rows && fits ? rv_output_open(&to, asked.forest, err) : rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", n);
    }
    if (st == RV_OK) {
        forest = *whole;
        forest.n = gather(whole, steps, n, rows, fits);
        forest.rows = rows;
        forest.fits = fits;
        forest.between = NULL;
        forest.columns = 0;
        forest.label_head = head;
        if ((st = rv_forest_write(to, RV_FORMAT_CSV, &forest, err)) == RV_OK) {
            st = rv_output_close(to, err);
            to = NULL;
        }
    }
    rv_output_drop(to);
    free(rows);
    free(fits);
    rv_forest_free(whole);
    return st;
}
