/* influence: what each effect, or of dependent effects each study, does to the model, by leaving it out. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>

#include "review/meta_multilevel.h"
#include "review/numer.h"
#include "tools/meta_diagnose.h"

enum { NAME = 128 };

/* Columns: the fixed ones, then dfbetas by coefficient. `columns` and `names` belong to the caller; both NULL when there is no memory. */
static size_t name_columns(const meta_input *in, const char *const *fixed, size_t n, size_t p, const char ***columns, char **names)
{
    *columns = calloc(n + p, sizeof **columns);
    *names = calloc(p, NAME);
    for (size_t c = 0; *columns && *names && c < n + p; c++) {
        if (c >= n)
            snprintf(*names + (c - n) * NAME, NAME, "dfbetas_%s", meta_coefficient(in, c - n));
        (*columns)[c] = c < n ? fixed[c] : *names + (c - n) * NAME;
    }
    return *columns && *names ? n + p : 0;
}

static void notes(meta_writer *w, const char *label, bool influential, bool exists)
{
    if (influential)
        meta_note(w, "influential", "%s is influential by the rules of review-meta(1)", label);
    if (!exists)
        meta_note(w, "no-model-without", "without %s a coefficient cannot be estimated; its deletion numbers do not exist", label);
}

/* ---- Independent effects ----------------------------------------------------------------------------------------- */

static const char *const by_effect[] = { "label", "rstudent", "dffits", "cook_d", "cov_ratio", "tau2_without", "q_without", "hat",
                                         "weight_percent", "influential" };

static void effect_rows(meta_writer *w, const meta_input *in, const rv_influence *rows, const double *dfbetas, size_t p)
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
        notes(w, in->label[i], r->influential, !isnan(r->resid));
    }
}

static rv_status of_effects(const meta_input *in, const rv_analysis *a, rv_error *err)
{
    const size_t fixed = sizeof by_effect / sizeof *by_effect;
    rv_influence *rows = calloc(in->k + 1, sizeof *rows);
    double *dfbetas = calloc(in->k * a->p + 1, sizeof *dfbetas);
    const char **columns = NULL;
    char *names = NULL;
    rv_status st;

    if (!rows || !dfbetas || !name_columns(in, by_effect, fixed, a->p, &columns, &names)) {
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", in->k);
    } else if ((st = rv_meta_influence(&in->data, &in->options, rows, dfbetas, err)) == RV_OK) {
        meta_writer *w = meta_writer_new("influence");
        meta_fact_model(w, in, a);
        meta_table(w, "influence", "Influence: each effect left out", columns, fixed + a->p);
        effect_rows(w, in, rows, dfbetas, a->p);
        st = meta_written(w, err);
    }
    free(rows);
    free(dfbetas);
    free(columns);
    free(names);
    return st;
}

/* ---- Dependent effects, by study --------------------------------------------------------------------------------- */

static const char *const by_study[] = { "study", "k", "cook_d", "cov_ratio", "x2", "x2_p", "q_without", "influential" };

/* The rules of single effects that hold for a cluster: Cook's distance and DFBETAS. */
static bool influential(const rv_mixed_influence_row *r, const double *dfbetas, size_t p)
{
    for (size_t j = 0; j < p; j++)
        if (fabs(dfbetas[j]) > 1)
            return true;
    return r->cook_d > 0 && rv_chi2_lower(r->cook_d, (double)p) > .5;
}

static void study_rows(meta_writer *w, const meta_clusters *c, const rv_mixed_influence_row *rows, const double *dfbetas, size_t p)
{
    for (size_t i = 0; i < c->n; i++) {
        const rv_mixed_influence_row *r = &rows[i];
        const bool conspicuous = influential(r, dfbetas + i * p, p);
        meta_cell_text(w, c->names[i]);
        meta_cell_count(w, r->k);
        meta_cell_real(w, r->cook_d);
        meta_cell_real(w, r->cov_ratio);
        meta_cell_real(w, r->x2);
        meta_cell_real(w, rv_chi2_upper(r->x2, (double)r->k));
        meta_cell_real(w, r->q_del);
        meta_cell_flag(w, conspicuous);
        for (size_t j = 0; j < p; j++)
            meta_cell_real(w, dfbetas[i * p + j]);
        meta_row(w);
        notes(w, c->names[i], conspicuous, !isnan(r->cook_d));
    }
}

static rv_status of_studies(const meta_input *in, const rv_analysis *a, rv_error *err)
{
    const size_t fixed = sizeof by_study / sizeof *by_study;
    meta_clusters c;
    rv_mixed_influence_row *rows = NULL;
    double *dfbetas = NULL;
    const char **columns = NULL;
    char *names = NULL;
    rv_status st = meta_clusters_of(in, &c, err);

    if (st == RV_OK) {
        rows = calloc(c.n + 1, sizeof *rows);
        dfbetas = calloc(c.n * a->p + 1, sizeof *dfbetas);
        if (!rows || !dfbetas || !name_columns(in, by_study, fixed, a->p, &columns, &names))
            st = rv_fail(err, RV_ENOMEM, "out of memory for %zu studies", c.n);
    }
    if (st == RV_OK) {
        const rv_mixed_influence_table t = { .rows = rows, .dfbetas = dfbetas };
        if ((st = rv_mixed_influence(a->mixed, c.code, c.n, &t, err)) == RV_OK) {
            meta_writer *w = meta_writer_new("influence");
            meta_fact_model(w, in, a);
            meta_table(w, "influence", "Influence: each study left out with all its effects; variances are the model's own", columns,
                       fixed + a->p);
            study_rows(w, &c, rows, dfbetas, a->p);
            st = meta_written(w, err);
        }
    }
    free(c.names);
    free(rows);
    free(dfbetas);
    free(columns);
    free(names);
    return st;
}

rv_status meta_influence(rv_error *err)
{
    meta_input in;
    rv_analysis *a;
    rv_status st = meta_diagnose(&in, &a, err);

    if (st == RV_OK)
        st = a->mixed ? of_studies(&in, a, err) : of_effects(&in, a, err);
    rv_analysis_free(a);
    meta_free(&in);
    return st;
}
