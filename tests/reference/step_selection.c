/* Selection models: selmodel of the last model, and weightr's weightfunct. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/meta_selection.h"
#include "tests/reference/driver.h"

enum { MOST = 64 };

typedef struct { double steps[MOST], delta[MOST]; size_t n_steps, n_delta; } lists;

static bool read_list(const json_t *arg, double *x, size_t *n)
{
    const json_t *num = json_object_get(arg, "num");

    *n = 0;
    if (!num)
        return arg == NULL;
    for (size_t i = 0; i < (json_is_array(num) ? json_array_size(num) : 1); i++) {
        const json_t *one = json_is_array(num) ? json_array_get(num, i) : num;
        if (*n == MOST)
            return false;
        x[(*n)++] = json_is_number(one) ? json_number_value(one) : NAN;
    }
    return true;
}

static bool word_at(const char *const *names, const char *word, int *at)
{
    for (*at = 0; names[*at]; ++*at)
        if (strcmp(names[*at], word) == 0)
            return true;
    return false;
}

static bool read_options(run *r, const json_t *args, lists *l, rv_selection_options *o)
{
    const char *prec = arg_word(args, "prec", NULL);
    int kind, side, predictor = 0;

    if (!word_at(rv_selection_names, arg_word(args, "type", ""), &kind))
        return cannot(r, "selection of type %s", arg_word(args, "type", ""));
    if (!word_at(rv_selection_side_names, arg_word(args, "alternative", "greater"), &side)
        || (prec && !word_at(rv_predictor_names, prec, &predictor)))
        return cannot(r, "this alternative or prec");
    if (!read_list(json_object_get(args, "steps"), l->steps, &l->n_steps)
        || !read_list(json_object_get(args, "delta"), l->delta, &l->n_delta))
        return cannot(r, "steps or delta of this form");
    *o = (rv_selection_options)RV_SELECTION_OPTIONS_INIT;
    o->kind = (rv_selection_kind)kind;
    o->side = (rv_selection_side)side;
    o->steps = l->n_steps ? l->steps : NULL;
    o->n_steps = l->n_steps;
    o->delta = l->n_delta ? l->delta : NULL;
    o->n_delta = l->n_delta;
    o->by_precision = prec != NULL;
    o->precision = (rv_predictor)predictor;
    o->decreasing = arg_flag(args, "decreasing", false);
    o->empty = strstr(r->engine, "metafor 3.") ? RV_EMPTY_FIRST : RV_EMPTY_FIT;
    o->level = r->options.level;
    o->tau2 = r->fit.estimator->common ? 0 : r->options.tau2;
    return true;
}

typedef struct { const char *name; size_t at; } field;

static void put_fields(json_t *o, const field *f, const void *rows, size_t size, size_t n)
{
    for (; f->name; f++) {
        json_t *list = json_array();
        for (size_t i = 0; i < n; i++)
            json_array_append_new(list, rv_json_real(*(const double *)((const char *)rows + i * size + f->at)));
        json_object_set_new(o, f->name, list);
    }
}

static json_t *report(const rv_selection_fit *f)
{
    static const field of_coef[] = {
        { "estimate", offsetof(rv_meta_coef, estimate) }, { "se", offsetof(rv_meta_coef, se) },
        { "stat", offsetof(rv_meta_coef, stat) }, { "pval", offsetof(rv_meta_coef, p) },
        { "ci.lb", offsetof(rv_meta_coef, ci_lo) }, { "ci.ub", offsetof(rv_meta_coef, ci_hi) }, { NULL, 0 } };
    static const field of_delta[] = {
        { "delta", offsetof(rv_selection_delta, estimate) }, { "se.delta", offsetof(rv_selection_delta, se) },
        { "zval.delta", offsetof(rv_selection_delta, stat) }, { "pval.delta", offsetof(rv_selection_delta, p) },
        { "ci.lb.delta", offsetof(rv_selection_delta, ci_lo) }, { "ci.ub.delta", offsetof(rv_selection_delta, ci_hi) }, { NULL, 0 } };
    json_t *o = json_object();

    put_fields(o, of_coef, f->coefs, sizeof *f->coefs, f->p);
    put_fields(o, of_delta, f->delta, sizeof *f->delta, f->deltas);
    put(o, "tau2", f->tau2);
    put(o, "se.tau2", f->tau2_se);
    put(o, "ci.lb.tau2", f->tau2_lo);
    put(o, "ci.ub.tau2", f->tau2_hi);
    put(o, "LRT", f->lrt);
    put(o, "LRTdf", f->lrt_df);
    put(o, "LRTp", f->lrt_p);
    put(o, "LRT.tau2", f->tau2_lrt);
    put(o, "LRTp.tau2", f->tau2_lrt_p);
    put(o, "QM", f->qm);
    put(o, "QMp", f->qm_p);
    put(o, "k", (double)f->k);
    json_object_set_new(o, "ML", json_pack("{s:o, s:o, s:o, s:o, s:o}", "logLik", rv_json_real(f->ml.loglik), "deviance",
                                           rv_json_real(f->ml.deviance), "AIC", rv_json_real(f->ml.aic), "BIC", rv_json_real(f->ml.bic),
                                           "AICc", rv_json_real(f->ml.aicc)));
    return o;
}

bool step_selmodel(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "type", "steps", "delta", "prec", "alternative", "decreasing", NULL };
    const char *object = json_string_value(json_object_get(json_object_get(args, "arg1"), "obj"));
    const column *c = r->used ? frame_find(&r->data, ".ni") : NULL;
    rv_selection_options o;
    rv_selection *s;
    double *ni = NULL;
    lists l;
    rv_status st;

    if (!r->fitted || !object || strcmp(object, "fit") != 0)
        return cannot(r, "selmodel of something else than the last model");
    if (!only_arguments(r, args, known) || !read_options(r, args, &l, &o))
        return false;
    if (c)
        o.ni = ni = calloc(r->model.k + 1, sizeof *ni);
    for (size_t i = 0; c && i < r->model.k; i++)
        ni[i] = c->x[r->used[i]];
    st = rv_selection_run(&s, &r->model, &o, &r->err);
    free(ni);
    if (st != RV_OK)
        return refused(r);
    give(r, report(rv_selection_result(s)));
    rv_selection_free(s);
    return true;
}

/* tau2 first, then the coefficients, then weights relative to the first interval; the likelihood without its constant. */
static json_t *weightr_report(const rv_selection_fit *f)
{
    const double constant = 0.5 * (double)f->k * log(2 * M_PI);
    json_t *o = json_object(), *plain = json_array(), *with = json_array();

    json_array_append_new(plain, rv_json_real(f->plain_tau2));
    json_array_append_new(with, rv_json_real(f->tau2));
    for (size_t j = 0; j < f->p; j++) {
        json_array_append_new(plain, rv_json_real(f->plain[j].estimate));
        json_array_append_new(with, rv_json_real(f->coefs[j].estimate));
    }
    for (size_t j = 1; j < f->deltas; j++)
        json_array_append_new(with, rv_json_real(f->delta[j].estimate));
    json_object_set_new(o, "unadj", plain);
    json_object_set_new(o, "adj", with);
    put(o, "negll_unadj", -f->plain_loglik - constant);
    put(o, "negll_adj", -f->loglik - constant);
    return o;
}

bool step_weightfunct(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "arg2", "steps", NULL };
    double *yi = calloc(r->data.k + 1, sizeof *yi), *vi = calloc(r->data.k + 1, sizeof *vi);
    rv_selection_options o = RV_SELECTION_OPTIONS_INIT;
    rv_meta_data d = { .k = 0, .yi = yi, .vi = vi };
    rv_selection *s;
    lists l;
    bool ok = only_arguments(r, args, known) && arg_numbers(r, json_object_get(args, "arg1"), yi)
              && arg_numbers(r, json_object_get(args, "arg2"), vi);

    if (ok && !read_list(json_object_get(args, "steps"), l.steps, &l.n_steps))
        ok = cannot(r, "steps of this form");
    for (size_t i = 0; ok && i < r->data.k; i++)
        if (!isnan(yi[i]) && !isnan(vi[i]))
            yi[d.k] = yi[i], vi[d.k++] = vi[i];
    if (ok) {
        o.steps = l.n_steps ? l.steps : NULL;
        o.n_steps = l.n_steps;
        if (rv_selection_run(&s, &d, &o, &r->err) != RV_OK) {
            ok = refused(r);
        } else {
            give(r, weightr_report(rv_selection_result(s)));
            rv_selection_free(s);
        }
    }
    free(yi);
    free(vi);
    return ok;
}
