#include <config.h>

#include <stdlib.h>

#include "tools/meta_diagnose.h"

rv_status meta_diagnose(meta_input *in, rv_analysis **a, rv_error *err)
{
    rv_analysis_options o;
    rv_status st = meta_read(in, err);

    *a = NULL;
    if (st != RV_OK)
        return st;
    meta_analysis_asked(in, &o);
    o.bare = true;
    o.working.grid = NULL;   /* what is left out is looked at with one correlation */
    o.working.grids = 0;
    return rv_analysis_run(a, in->set, &o, err);
}

rv_status meta_only_independent(const rv_analysis *a, const char *what, rv_error *err)
{
    if (!a->mixed)
        return RV_OK;
    return rv_fail(err, RV_EINVAL, "%s is not made of dependent effects (a study has %zu); --assume-independent takes them as if they were "
                   "not", what, a->most_effects);
}

static void note(void *user, const char *name, const char *text)
{
    meta_note(user, name, "%s", text);
}

void meta_fact_model(meta_writer *w, const meta_input *in, const rv_analysis *a)
{
    rv_buf words = RV_BUF_INIT;

    rv_analysis_words(a, &words);
    meta_fact_text(w, "measure", NULL, meta_measure(in, NULL));
    meta_fact_text(w, "model", "Model", rv_buf_str(&words));
    if (!a->mixed)
        meta_fact_text(w, "test", NULL, rv_meta_test_title(a->fit.test));
    meta_fact_real(w, "level", NULL, a->fit.level);
    meta_fact_count(w, "k", "Effects", a->k);
    meta_fact_count(w, "studies", a->mixed ? "Studies" : NULL, a->studies);
    meta_fact_real(w, "estimate", a->p == 1 ? "Pooled effect" : NULL, a->coefs[0].estimate);
    if (!a->mixed || isfinite(a->fit.tau2))
        meta_fact_real(w, "tau2", "tau2", a->fit.tau2);
    rv_analysis_tell(a, note, w);
    rv_buf_free(&words);
}

const char *meta_coefficient(const meta_input *in, size_t j)
{
    return in->data.p == 0 ? "intercept" : in->data.names && in->data.names[j] ? in->data.names[j] : "coefficient";
}

rv_status meta_clusters_of(const meta_input *in, meta_clusters *out, rv_error *err)
{
    size_t column = 0;

    *out = (meta_clusters){ .code = in->cluster ? in->cluster : in->study };
    for (size_t i = 0; i < in->k; i++)
        out->n = out->code[i] + 1 > out->n ? out->code[i] + 1 : out->n;
    if (!(out->names = calloc(out->n + 1, sizeof *out->names)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu clusters", out->n);
    if (in->cluster && rv_frame_want(in->frame, asked.cluster, &column, err) != RV_OK)
        return RV_ENOTFOUND;
    for (size_t i = in->k; i-- > 0;)
        out->names[out->code[i]] = in->cluster ? rv_frame_text(in->frame, in->row[i], column) : in->study_name[i];
    return RV_OK;
}
