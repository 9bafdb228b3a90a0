/* Effects and warnings of a study, as it stands or with what is being typed. Nothing is changed. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "web/extract_page.h"
#include "web/handlers.h"

typedef struct {
    json_t *effects, *warnings, *faults;
    const char *const *names;
} telling;

static rv_status add_fault(void *user, size_t entry, const char *message, rv_error *err)
{
    const telling *t = user;
    json_t *fault = json_object();

    (void)err;
    rv_json_put_text(fault, "name", t->names[entry]);
    rv_json_put_text(fault, "message", message);
    json_array_append_new(t->faults, fault);
    return RV_OK;
}

/* "0.86, 95 % interval 0.71 to 1.04", rounded for people. */
static rv_status add_effect(void *user, const rv_tried_effect *e, rv_error *err)
{
    const telling *t = user;
    json_t *effect = json_object();
    rv_buf words = RV_BUF_INIT;

    (void)err;
    rv_json_put_text(effect, "result", e->result);
    rv_json_put_text(effect, "measure", e->measure);
    rv_json_put_text(effect, "title", e->title);
    rv_json_put_real(effect, "yi", e->yi);
    rv_json_put_real(effect, "vi", e->vi);
    rv_json_put_real(effect, "estimate", e->estimate);
    rv_json_put_real(effect, "ci_lo", e->ci_lo);
    rv_json_put_real(effect, "ci_hi", e->ci_hi);
    rv_json_put_text(effect, "route", e->route);
    rv_json_put_text(effect, "gap", e->gap);
    if (!isnan(e->yi)) {
        rv_buf_printf(&words, "%.4g (95 %% CI %.4g to %.4g)", e->estimate, e->ci_lo, e->ci_hi);
        rv_json_put_text(effect, "words", rv_buf_str(&words));
        rv_buf_clear(&words);
        rv_buf_printf(&words, "%s%.4f, variance %.4f", e->log_scale ? "log " : "", e->yi, e->vi);
        rv_json_put_text(effect, "scale", rv_buf_str(&words));
    }
    json_array_append_new(t->effects, effect);
    rv_buf_free(&words);
    return RV_OK;
}

static rv_status add_warning(void *user, const rv_value_warning *w, rv_error *err)
{
    const struct { const char *name, *text; } texts[] = {
        { "result", w->result }, { "rule", w->rule }, { "title", w->title }, { "words", w->words }, { "numbers", w->numbers },
        { "reason", w->reason }, { "reviewer", w->reviewer },
    };
    const telling *t = user;
    json_t *warning = json_object();

    (void)err;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        rv_json_put_text(warning, texts[i].name, texts[i].text);
    json_array_append_new(t->warnings, warning);
    return RV_OK;
}

rv_status rv_extract_put_tried(const rv_call *call, json_t *out, const char *own, const char *study, const char *result,
                               const rv_value_entry *entries, const char *const *names, size_t n, rv_error *err)
{
    telling t = { json_array(), json_array(), json_array(), names };
    const rv_trying trying = { add_fault, add_effect, add_warning, &t };

    json_object_set_new(out, "effects", t.effects);
    json_object_set_new(out, "warnings", t.warnings);
    json_object_set_new(out, "faults", t.faults);
    return rv_extract_try(call->store, call->protocol, own, study, result, entries, n, &trying, err);
}

rv_status rv_post_extract_try(rv_call *call, rv_error *err)
{
    const char *study = rv_call_word(call, "study"), *result = rv_call_text(call, "result");
    rv_typed_list typed = { 0 };
    rv_value_entry *entries = NULL;
    const char **names = NULL;
    rv_status st = rv_extract_study_there(call, study, err);

    if (st == RV_OK && (st = rv_typed_read(&typed, call, err)) == RV_OK) {
        entries = calloc(typed.n + 1, sizeof *entries);
        names = calloc(typed.n + 1, sizeof *names);
        if (!entries || !names)
            st = rv_fail(err, RV_ENOMEM, "out of memory");
    }
    for (size_t i = 0; st == RV_OK && i < typed.n; i++) {
        entries[i] = rv_typed_entry(&typed.cells[i], study, NULL);
        names[i] = typed.cells[i].name;
    }
    if (st == RV_OK)
        st = rv_extract_put_tried(call, call->out, rv_extract_own(call), study, result && *result ? result : NULL, entries, names,
                                  typed.n, err);
    rv_typed_free(&typed);
    free(entries);
    free(names);
    return st;
}
