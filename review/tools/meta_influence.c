/* influence: what each effect does to the model, by leaving it out. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>

#include "review/meta_diagnose.h"
#include "tools/meta_diagnose.h"

static const char *const fixed[] = { "label", "rstudent", "dffits", "cook_d", "cov_ratio", "tau2_without", "q_without", "hat",
                                     "weight_percent", "influential" };
enum { FIXED = sizeof fixed / sizeof *fixed };

/* The columns, those of DFBETAS by coefficient at the end; names belongs to the caller. */
static void name_columns(const meta_input *in, size_t p, const char **columns, char *names, size_t size)
{
    for (size_t c = 0; c < FIXED; c++)
        columns[c] = fixed[c];
    for (size_t j = 0; j < p; j++, names += size) {
        snprintf(names, size, "dfbetas_%s", meta_coefficient(in, j));
        columns[FIXED + j] = names;
    }
}

static void write_rows(meta_writer *w, const meta_input *in, const rv_influence *rows, const double *dfbetas, size_t p)
{
    for (size_t i = 0; i < in->k; i++) {
        const rv_influence *r = &rows[i];
        const double numbers[] = { r->rstudent, r->dffits, r->cook_d, r->cov_ratio, r->tau2_del, r->q_del, r->hat, r->weight };
        meta_cell_text(w, in->label[i]);
        for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++)
            meta_cell_real(w, numbers[n]);
        meta_cell_flag(w, r->influential);
        for (size_t j = 0; j < p; j++)
            meta_cell_real(w, dfbetas[i * p + j]);
        meta_row(w);
        if (r->influential)
            meta_note(w, "influential", "%s is influential by the rules of review-meta(1)", in->label[i]);
        if (isnan(r->rstudent))
            meta_note(w, "no-model-without", "without %s a coefficient cannot be estimated; its deletion numbers do not exist",
                      in->label[i]);
    }
}

static rv_status write_table(const meta_input *in, const rv_meta_fit *fit, const rv_influence *rows, const double *dfbetas,
                             rv_error *err)
{
    enum { NAME = 128 };
    const size_t p = fit->p;
    const char **columns = calloc(FIXED + p, sizeof *columns);
    char *names = calloc(p, NAME);
    meta_writer *w = NULL;
    rv_status st;

    if (columns && names && (w = meta_writer_new("influence"))) {
        name_columns(in, p, columns, names, NAME);
        meta_fact_model(w, in, fit);
        meta_table(w, "influence", "Influence: each effect left out", columns, FIXED + p);
        write_rows(w, in, rows, dfbetas, p);
    }
    st = meta_written(w, err);
    free(columns);
    free(names);
    return st;
}

rv_status meta_influence(rv_error *err)
{
    meta_input in;
    rv_meta_fit fit;
    rv_influence *rows = NULL;
    double *dfbetas = NULL;
    rv_status st = meta_read_independent(&in, err);

    if (st == RV_OK && (st = rv_meta_run(&in.data, &in.options, &fit, NULL, NULL, NULL, err)) == RV_OK) {
        rows = calloc(in.k + 1, sizeof *rows);
        dfbetas = calloc(in.k * fit.p + 1, sizeof *dfbetas);
        if (!rows || !dfbetas)
            st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", in.k);
        else if ((st = rv_meta_influence(&in.data, &in.options, rows, dfbetas, err)) == RV_OK)
            st = write_table(&in, &fit, rows, dfbetas, err);
    }
    free(rows);
    free(dfbetas);
    meta_free(&in);
    return st;
}
