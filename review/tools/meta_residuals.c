/* residuals and blups: what the model says of each effect. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>

#include "review/meta_multilevel.h"
#include "tools/meta_diagnose.h"

rv_status meta_residuals(rv_error *err)
{
    static const char *const columns[] = { "label", "yi", "vi", "fitted", "residual", "se", "z", "pearson", "cholesky", "hat" };
    meta_input in;
    rv_analysis *a;
    rv_residual *rows = NULL;
    rv_status st = meta_diagnose(&in, &a, err);

    if (st == RV_OK && !(rows = calloc(in.k + 1, sizeof *rows)))
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", in.k);
    if (st == RV_OK)
        st = a->mixed ? rv_mixed_residuals(a->mixed, rows, err) : rv_meta_residuals(&in.data, &in.options, rows, err);
    if (st == RV_OK) {
        meta_writer *w = meta_writer_new("residuals");
        meta_fact_model(w, &in, a);
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
    rv_analysis_free(a);
    meta_free(&in);
    return st;
}

/* ---- Predicted effects ------------------------------------------------------------------------------------------- */

static rv_status of_effects(const meta_input *in, const rv_analysis *a, rv_error *err)
{
    static const char *const columns[] = { "label", "yi", "vi", "effect", "effect_se", "effect_pi_lo", "effect_pi_hi",
                                           "deviation", "deviation_se", "deviation_pi_lo", "deviation_pi_hi" };
    rv_blup *rows = calloc(2 * in->k + 1, sizeof *rows);
    rv_status st = rows ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", in->k);

    if (st == RV_OK && (st = rv_meta_blups(&in->data, &in->options, rows, rows + in->k, err)) == RV_OK) {
        meta_writer *w = meta_writer_new("blups");
        meta_fact_model(w, in, a);
        meta_table(w, "blups", "Predicted effects of the studies", columns, sizeof columns / sizeof *columns);
        for (size_t i = 0; i < in->k; i++) {
            const rv_blup *e = &rows[i], *d = &rows[in->k + i];
            const double numbers[] = { in->yi[i], in->vi[i], e->pred, e->se, e->pi_lo, e->pi_hi, d->pred, d->se, d->pi_lo, d->pi_hi };
            meta_cell_text(w, in->label[i]);
            for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++)
                meta_cell_real(w, numbers[n]);
            meta_row(w);
        }
        st = meta_written(w, err);
    }
    free(rows);
    return st;
}

/* What a level is called: its effect where it has one alone, else the study of its first one; and the inner level. */
static void level_name(const meta_input *in, const rv_mixed_part *part, const rv_mixed_blup *b, char *name, size_t size)
{
    size_t first = in->k, count = 0;

    for (size_t i = in->k; i-- > 0;)
        if (part->group[i] == b->group && (!part->inner || part->inner[i] == b->inner)) {
            first = i;
            count++;
        }
    if (!part->inner)
        snprintf(name, size, "%s", count == 1 && part->groups == in->k ? in->label[first] : in->study_name[first]);
    else if (part->inner_names)
        snprintf(name, size, "%s: %s", in->study_name[first], part->inner_names[b->inner]);
    else
        snprintf(name, size, "%s: %zu", in->study_name[first], b->inner + 1);
}

static rv_status of_levels(const meta_input *in, const rv_analysis *a, rv_error *err)
{
    static const char *const columns[] = { "part", "level", "deviation", "deviation_se", "deviation_pi_lo", "deviation_pi_hi" };
    const rv_mixed_data *d = rv_mixed_of(a->mixed);
    rv_mixed_blup *rows = calloc(in->k + 1, sizeof *rows);
    meta_writer *w = meta_writer_new("blups");
    rv_status st = rows ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", in->k);

    meta_fact_model(w, in, a);
    meta_table(w, "blups", "Predicted random effects of the working model", columns, sizeof columns / sizeof *columns);
    for (size_t j = 0; st == RV_OK && j < d->parts; j++) {
        size_t n;
        if ((st = rv_mixed_blups(a->mixed, j, rows, &n, err)) != RV_OK)
            break;
        for (size_t i = 0; i < n; i++) {
            char name[256];
            level_name(in, &d->part[j], &rows[i], name, sizeof name);
            meta_cell_text(w, d->part[j].name ? d->part[j].name : "");
            meta_cell_text(w, name);
            meta_cell_real(w, rows[i].pred);
            meta_cell_real(w, rows[i].se);
            meta_cell_real(w, rows[i].pi_lo);
            meta_cell_real(w, rows[i].pi_hi);
            meta_row(w);
        }
    }
    free(rows);
    if (st == RV_OK)
        return meta_written(w, err);
    meta_writer_drop(w);
    return st;
}

rv_status meta_blups(rv_error *err)
{
    meta_input in;
    rv_analysis *a;
    rv_status st = meta_diagnose(&in, &a, err);

    if (st == RV_OK)
        st = a->mixed ? of_levels(&in, a, err) : of_effects(&in, a, err);
    rv_analysis_free(a);
    meta_free(&in);
    return st;
}
