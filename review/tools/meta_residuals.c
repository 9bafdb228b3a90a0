/* residuals and blups: what the model says of each effect. */
#include <config.h>

#include <stdlib.h>

#include "review/meta_diagnose.h"
#include "tools/meta_diagnose.h"

rv_status meta_residuals(rv_error *err)
{
    static const char *const columns[] = { "label", "yi", "vi", "fitted", "residual", "se", "z", "pearson", "cholesky", "hat" };
    meta_input in;
    rv_meta_fit fit;
    rv_residual *rows = NULL;
    rv_status st = meta_read_independent(&in, err);

    if (st == RV_OK && !(rows = calloc(in.k + 1, sizeof *rows)))
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", in.k);
    if (st == RV_OK && (st = rv_meta_run(&in.data, &in.options, &fit, NULL, NULL, NULL, err)) == RV_OK
        && (st = rv_meta_residuals(&in.data, &in.options, rows, err)) == RV_OK) {
        meta_writer *w = meta_writer_new("residuals");
        meta_fact_model(w, &in, &fit);
        meta_table(w, "residuals", "Residuals", columns, sizeof columns / sizeof *columns);
        for (size_t i = 0; i < in.k; i++) {
            const rv_residual *r = &rows[i];
            const double numbers[] = { in.yi[i], in.vi[i], r->fitted, r->resid, r->se, r->z, r->pearson, r->cholesky, r->hat };
            meta_cell_text(w, in.label[i]);
            for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++)
                meta_cell_real(w, numbers[n]);
            meta_row(w);
        }
        st = meta_written(w, err);
    }
    free(rows);
    meta_free(&in);
    return st;
}

rv_status meta_blups(rv_error *err)
{
    static const char *const columns[] = { "label", "yi", "vi", "effect", "effect_se", "effect_pi_lo", "effect_pi_hi",
                                           "deviation", "deviation_se", "deviation_pi_lo", "deviation_pi_hi" };
    meta_input in;
    rv_meta_fit fit;
    rv_blup *rows = NULL;
    rv_status st = meta_read_independent(&in, err);

    if (st == RV_OK && !(rows = calloc(2 * in.k + 1, sizeof *rows)))
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", in.k);
    if (st == RV_OK && (st = rv_meta_run(&in.data, &in.options, &fit, NULL, NULL, NULL, err)) == RV_OK
        && (st = rv_meta_blups(&in.data, &in.options, rows, rows + in.k, err)) == RV_OK) {
        meta_writer *w = meta_writer_new("blups");
        meta_fact_model(w, &in, &fit);
        meta_table(w, "blups", "Predicted effects of the studies", columns, sizeof columns / sizeof *columns);
        for (size_t i = 0; i < in.k; i++) {
            const rv_blup *e = &rows[i], *d = &rows[in.k + i];
            const double numbers[] = { in.yi[i], in.vi[i], e->pred, e->se, e->pi_lo, e->pi_hi, d->pred, d->se, d->pi_lo, d->pi_hi };
            meta_cell_text(w, in.label[i]);
            for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++)
                meta_cell_real(w, numbers[n]);
            meta_row(w);
        }
        st = meta_written(w, err);
    }
    free(rows);
    meta_free(&in);
    return st;
}
