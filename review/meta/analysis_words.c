/* The model of an analysis in words. */
#include <config.h>

#include "review/meta_analysis.h"

static void univariate(const rv_analysis *a, rv_buf *text)
{
    const rv_meta_fit *f = &a->fit;

    if (f->estimator->common)
        rv_buf_printf(text, "Common effect %s (inverse variance)", a->names ? "meta-regression" : "model");
    else
        rv_buf_printf(text, "%s; tau2 by %s (%s)%s", a->names ? "Mixed effects meta-regression" : "Random effects model",
                      f->estimator->name, f->estimator->title, isnan(a->options.model.tau2) ? "" : ", taken as given");
    rv_buf_printf(text, "%s; test: %s", a->options.weights ? "; weights of one's own" : "", rv_meta_test_title(f->test));
}

const char *rv_analysis_sampling_words(const rv_analysis *a)
{
    const bool told = a->working && a->working->fitted != RV_WORKING_HE && a->options.sampling && !a->options.sample;

    return told ? a->options.sampling->words : NULL;
}

void rv_analysis_words(const rv_analysis *a, rv_buf *text)
{
    const rv_mixed_data *d;

    if (!a->mixed) {
        univariate(a, text);
        return;
    }
    if (a->working) {
        const rv_working_kind kind = a->working->fitted;
        const char *const title = rv_working_kind_title(kind);
        rv_buf_printf(text, "%c%s model (%s)", *title >= 'a' && *title <= 'z' ? *title - 'a' + 'A' : *title, title + 1,
                      rv_working_kind_names[kind]);
        if (rv_analysis_sampling_words(a))
            rv_buf_printf(text, "; sampling covariances from %s; rho %g", rv_analysis_sampling_words(a), a->working->options.rho);
        else if (kind != RV_WORKING_HE)
            rv_buf_printf(text, "; sampling correlation %g within a %s", a->working->options.rho,
                          kind == RV_WORKING_SCE || kind == RV_WORKING_SCE_PLUS ? "subgroup of a study"
                          : a->options.sample                                   ? "sample"
                                                                                : "study");
    } else {
        rv_buf_text(text, "Mixed model; random effects:");
        d = rv_mixed_of(a->mixed);
        for (size_t i = 0; i < d->parts; i++)
            rv_buf_printf(text, "%s %s%s%s", i ? "," : "", d->part[i].name,
                          d->part[i].kind == RV_MIXED_INTERCEPT ? "" : " ",
                          d->part[i].kind == RV_MIXED_INTERCEPT ? "" : rv_mixed_struct_names[d->part[i].kind]);
    }
    rv_buf_printf(text, "; %s", rv_mixed_how(a->mixed)->ml ? "ML" : "REML");
    if (a->robust)
        rv_buf_printf(text, "; robust by study (%s, %s)", rv_robust_type_names[rv_robust_result(a->robust)->type],
                      rv_robust_test_names[rv_robust_result(a->robust)->test]);
    else
        rv_buf_printf(text, "; test: %s", rv_mixed_how(a->mixed)->t ? "t" : "z");
}

static void level_of(const rv_mixed_part *part, size_t i, rv_buf *text)
{
    if (part->inner_names)
        rv_buf_text(text, part->inner_names[i]);
    else
        rv_buf_printf(text, "%zu", i + 1);
}

void rv_analysis_param_words(const rv_mixed *mixed, size_t param, rv_buf *text)
{
    const rv_mixed_param *const p = &rv_mixed_result(mixed)->param[param];
    const rv_mixed_part *const part = &rv_mixed_of(mixed)->part[p->part];
    const bool each = part->kind == RV_MIXED_HCS || part->kind == RV_MIXED_UN || part->kind == RV_MIXED_DIAG
                      || part->kind == RV_MIXED_HAR;

    rv_buf_printf(text, "%s of %s", p->correlation ? "rho" : part->kind == RV_MIXED_INTERCEPT ? "sigma2" : "tau2", part->name);
    if (part->kind == RV_MIXED_INTERCEPT || (p->correlation ? part->kind != RV_MIXED_UN : !each))
        return;
    rv_buf_text(text, " ");
    level_of(part, p->i, text);
    if (p->correlation) {
        rv_buf_text(text, ", ");
        level_of(part, p->j, text);
    }
}
