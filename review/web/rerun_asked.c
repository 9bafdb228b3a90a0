/* An analysis as it is asked for and told: shared by the list, the page of one, and the figure. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "web/rerun_asked.h"
#include "web/shown.h"

static const char *said(const rv_call *call, const char *name)
{
    const char *text = rv_call_text(call, name);

    return text && *text ? text : NULL;
}

rv_status rv_rerun_ask(const rv_call *call, rv_rerun_asked *asked, rv_error *err)
{
    rv_rerun_options *o = &asked->options;
    const char *study;

    *asked = (rv_rerun_asked){ .options = RV_RERUN_INIT };
    o->analysis = rv_call_word(call, "analysis");
    o->measure = said(call, "measure");
    o->method = said(call, "method");
    o->test = said(call, "test");
    o->prediction = said(call, "prediction");
    o->subgroup = said(call, "subgroup");
    o->all_effects = rv_call_yes(call, "all_effects");
    if (said(call, "level") && rv_call_real(call, "level", &o->level, err) != RV_OK)
        return RV_EINVAL;
    for (size_t i = 0; (study = rv_call_item(call, "leave_out", i)); i++) {
        if (o->n_leave_out == RV_RERUN_STUDIES)
            return rv_fail(err, RV_EINVAL, "leave_out: more than %d studies", RV_RERUN_STUDIES);
        if (*study)
            asked->leave_out[o->n_leave_out++] = study;
    }
    o->leave_out = asked->leave_out;
    asked->otherwise = o->measure || o->method || o->test || o->prediction || o->subgroup || o->all_effects || !isnan(o->level) || o->n_leave_out;
    return RV_OK;
}

static void add(rv_buf *out, const char *name, const char *value)
{
    if (!value)
        return;
    rv_buf_printf(out, "%c%s=", out->length ? '&' : '?', name);
    rv_path_part(out, value);
}

void rv_rerun_query(rv_buf *out, const rv_rerun_asked *asked)
{
    const rv_rerun_options *o = &asked->options;
    char level[RV_REAL_TEXT];

    rv_buf_clear(out);
    add(out, "measure", o->measure);
    add(out, "method", o->method);
    add(out, "test", o->test);
    add(out, "prediction", o->prediction);
    add(out, "level", isnan(o->level) ? NULL : rv_real_text(o->level, level));
    add(out, "subgroup", o->subgroup);
    add(out, "all_effects", o->all_effects ? "yes" : NULL);
    for (size_t i = 0; i < o->n_leave_out; i++)
        add(out, "leave_out", o->leave_out[i]);
}

/* Heterogeneity in a sentence, with what is not estimable left out. */
static void put_heterogeneity(json_t *to, const rv_meta_fit *f)
{
    rv_buf words = RV_BUF_INIT;
    char text[RV_SHOWN];

    if (f->k > 1 && isfinite(f->q)) {
        rv_buf_printf(&words, "Q = %s", rv_shown(f->q, 2, text));
        rv_buf_printf(&words, " (df %s", rv_shown(f->q_df, 0, text));
        rv_buf_printf(&words, ", p %s%s)", f->q_p < 0.001 ? "" : "= ", rv_shown_p(f->q_p, text));
        if (isfinite(f->i2))
            rv_buf_printf(&words, "; I\u00b2 = %s\u2009%%", rv_shown(100 * f->i2, 1, text));
        if (isfinite(f->tau2) && !f->estimator->common)
            rv_buf_printf(&words, "; \u03c4\u00b2 = %s", rv_shown(f->tau2, 4, text));
    } else {
        rv_buf_text(&words, "not estimable");
    }
    rv_json_put_text(to, "heterogeneity", rv_buf_str(&words));
    rv_buf_free(&words);
}

void rv_rerun_tell(json_t *to, const rv_rerun *r)
{
    const rv_analysis *a = r->analysis;
    const rv_meta_fit *f = &a->fit;
    const rv_shown_scale scale = rv_shown_scale_of(a->options.log_scale, f->pooled.ci_lo, f->pooled.ci_hi);
    char text[RV_SHOWN];

    rv_json_put_int(to, "k", (int64_t)a->k);
    rv_json_put_int(to, "studies", (int64_t)a->studies);
    rv_json_put_int(to, "left_out", (int64_t)(r->effects.n - a->k));
    rv_json_put_real(to, "estimate", f->pooled.estimate);
    rv_json_put_real(to, "se", f->pooled.se);
    rv_json_put_real(to, "ci_lo", f->pooled.ci_lo);
    rv_json_put_real(to, "ci_hi", f->pooled.ci_hi);
    rv_json_put_real(to, "p", f->pooled.p);
    rv_json_put_text(to, "effect", rv_shown_effect(scale, f->pooled.estimate, f->pooled.ci_lo, f->pooled.ci_hi, text));
    rv_json_put_text(to, "p_text", rv_shown_p(f->pooled.p, text));
    rv_json_put_text(to, "prediction", isfinite(f->pi_lo) ? rv_shown_interval(scale, f->pi_lo, f->pi_hi, text) : "");
    put_heterogeneity(to, f);
}
