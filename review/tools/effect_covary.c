/* review-effect covariance: how the effects of each study hang together. */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "review/report.h"
#include "tools/effect.h"

/* The chosen effects and their covariances as rows: each pair of one study, a variance among them as a pair of itself. */
static void add_pairs(rv_table *table, const rv_effects *effects, const double *v)
{
    const size_t n = effects->n_chosen;

    for (size_t i = 0, a = 0; i < effects->n; i++) {
        if (!effects->effects[i].chosen)
            continue;
        for (size_t j = 0, b = 0; j <= i; j++) {
            const rv_review_effect *x = &effects->effects[i], *y = &effects->effects[j];
            if (!y->chosen)
                continue;
            if (x->study_id == y->study_id) {
                rv_table_text(table, x->study);
                rv_table_text(table, x->result);
                rv_table_text(table, y->result);
                rv_table_real(table, x->yi);
                rv_table_real(table, v[a * n + b]);
                rv_table_real(table, v[a * n + b] / sqrt(x->vi * y->vi));
                rv_table_row(table);
            }
            b++;
        }
        a++;
    }
}

rv_status effect_covariance(rv_store *store, const rv_protocol *protocol, const char *analysis, const rv_dependence *dependence,
                            rv_format format, rv_output *to, rv_error *err)
{
    static const char *const columns[] = { "study", "result", "with", "yi", "covariance", "correlation" };
    const rv_plan *plan = analysis ? rv_protocol_analysis(protocol, analysis) : NULL;
    rv_effects effects = { 0 };
    rv_table *table = NULL;
    double *v = NULL;
    rv_status st, ended;

    if (!analysis)
        return rv_fail(err, RV_EUSAGE, "of which analysis? give --analysis ID");
    if (!plan)
        return rv_fail(err, RV_ENOTFOUND, "the protocol has no analysis '%s'", analysis);
    if ((st = rv_report_effects(store, protocol, plan->domain, plan->measure, plan->select, plan->n_select, NULL, true, &effects, err))
            == RV_OK && !(v = calloc(effects.n_chosen * effects.n_chosen + 1, sizeof *v)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    if (st == RV_OK && (st = rv_effects_covariance(&effects, dependence, v, err)) == RV_OK
        && (st = rv_table_open(&table, to, format, columns, 6, err)) == RV_OK) {
        add_pairs(table, &effects, v);
        ended = rv_table_close(table, err);
        st = ended;
    }
    free(v);
    rv_effects_free(&effects);
    return st;
}
