/* rma.mh, rma.peto and labbe: tables pooled from their counts, under metafor's names. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/meta_tables.h"
#include "tests/reference/driver.h"

/* ---- The tables of a call ---------------------------------------------------------------------------------------- */

typedef struct { double *x[4]; rv_tables t; } cells;

static void forget(cells *c)
{
    for (int i = 0; i < 4; i++)
        free(c->x[i]);
}

/* One column; where it is not given, the whole less the part. */
static double *one(run *r, const json_t *args, const char *name, const char *whole, const double *part, size_t *k)
{
    double *x;

    if (json_object_get(args, name))
        return arg_own_numbers(r, json_object_get(args, name), k);
    if (!whole || !part || !json_object_get(args, whole)) {
        cannot(r, "no argument %s", name);
        return NULL;
    }
    if ((x = arg_own_numbers(r, json_object_get(args, whole), k)))
        for (size_t i = 0; i < *k; i++)
            x[i] -= part[i];
    return x;
}

static bool read_cells(run *r, const json_t *args, bool rates, cells *c)
{
    static const char *const names[2][4] = { { "ai", "bi", "ci", "di" }, { "x1i", "t1i", "x2i", "t2i" } };
    static const char *const whole[4] = { NULL, "n1i", NULL, "n2i" };

    *c = (cells){ .t = { 0 } };
    for (int i = 0; i < 4; i++) {
        size_t k = 0;
        if (!(c->x[i] = one(r, args, names[rates][i], rates ? NULL : whole[i], i ? c->x[i - 1] : NULL, &k)))
            return false;
        if (i && k != c->t.k)
            return cannot(r, "%s has %zu numbers, %s has %zu", names[rates][i], k, names[rates][0], c->t.k);
        c->t.k = k;
    }
    c->t.ai = c->x[0];
    c->t.bi = c->x[1];
    c->t.ci = c->x[2];
    c->t.di = c->x[3];
    return true;
}

static bool word_of(const char *const *names, const char *word, int *i)
{
    for (*i = 0; names[*i]; ++*i)
        if (word && strcmp(names[*i], word) == 0)
            return true;
    return false;
}

/* add and to may be one (for the studies; then the pooled effect goes without) or two. */
static bool read_adding(run *r, const json_t *args, rv_mh_options *o)
{
    const json_t *add = json_object_get(json_object_get(args, "add"), "num"), *to = json_object_get(json_object_get(args, "to"), "lit");
    int one, two;

    if (json_is_number(add))
        o->add = json_number_value(add);
    if (json_is_array(add) && json_array_size(add) > 0)
        o->add = json_number_value(json_array_get(add, 0));
    if (json_is_array(add) && json_array_size(add) > 1)
        o->add_pooled = json_number_value(json_array_get(add, 1));
    one = (int)o->to;
    two = (int)o->to_pooled;
    if (to && !word_of(rv_zero_names, json_string_value(json_is_array(to) ? json_array_get(to, 0) : to), &one))
        return cannot(r, "to as given");
    if (json_is_array(to) && json_array_size(to) > 1 && !word_of(rv_zero_names, json_string_value(json_array_get(to, 1)), &two))
        return cannot(r, "to as given");
    o->to = (rv_zero_to)one;
    o->to_pooled = (rv_zero_to)two;
    return true;
}

static bool read_dropping(const json_t *args, rv_mh_options *o)
{
    const json_t *drop = json_object_get(json_object_get(args, "drop00"), "flag");

    if (json_is_boolean(drop))
        o->drop00 = json_is_true(drop);
    if (json_is_array(drop) && json_array_size(drop) > 0) {
        o->drop00 = json_is_true(json_array_get(drop, 0));
        o->drop00_pooled = json_is_true(json_array_get(drop, 1));
    }
    return true;
}

/* ---- Results ----------------------------------------------------------------------------------------------------- */

/* Infinity and "not a number" as the reference writes them, where it does. */
static void put_exact(json_t *o, const char *name, double x)
{
    json_object_set_new(o, name, isinf(x) ? json_string(x > 0 ? "Inf" : "-Inf") : isnan(x) ? json_string("NaN") : json_real(x));
}

static json_t *statistics(const rv_meta_fitstats *s)
{
    json_t *o = json_object();

    put_exact(o, "logLik", s->loglik);
    put_exact(o, "deviance", s->deviance);
    put_exact(o, "AIC", s->aic);
    put_exact(o, "BIC", s->bic);
    put_exact(o, "AICc", s->aicc);
    return o;
}

static json_t *report(const rv_tables_fit *f)
{
    json_t *o = json_object();

    put(o, "estimate", f->pooled.estimate);
    put(o, "se", f->pooled.se);
    put(o, "stat", f->pooled.stat);
    put(o, "pval", f->pooled.p);
    put(o, "ci.lb", f->pooled.ci_lo);
    put(o, "ci.ub", f->pooled.ci_hi);
    put(o, "k", (double)f->k);
    put(o, "k.yi", (double)f->k_yi);
    put(o, "k.pos", (double)f->k_pos);
    put_exact(o, "QE", f->q);
    put(o, "QEp", f->q_p);
    put_exact(o, "I2", 100 * f->i2);
    put_exact(o, "H2", f->h2);
    put(o, "MH", f->cmh.x);
    put(o, "MHp", f->cmh.p);
    put(o, "TA", f->tarone.x);
    put(o, "TAp", f->tarone.p);
    put(o, "BD", f->breslow_day.x);
    put(o, "BDp", f->breslow_day.p);
    json_object_set_new(o, "ML", statistics(&f->ml));
    return o;
}

bool step_mh(run *r, const json_t *args)
{
    static const char *const known[] = { "measure", "ai",  "bi",  "ci", "di", "n1i",    "n2i",     "x1i",   "t1i",
                                         "x2i",     "t2i", "add", "to", "drop00", "correct", "level", NULL };
    rv_mh_options o = RV_MH_OPTIONS_INIT;
    rv_tables_fit f;
    cells c;
    int measure;
    bool ok;

    if (!only_arguments(r, args, known))
        return false;
    if (!word_of(rv_tables_measure_names, arg_word(args, "measure", "OR"), &measure))
        return cannot(r, "Mantel-Haenszel of %s", arg_word(args, "measure", "OR"));
    o.measure = (rv_tables_measure)measure;
    o.correct = arg_flag(args, "correct", true);
    o.level = arg_number(args, "level", 95) / 100;
    if (!(ok = read_adding(r, args, &o) && read_dropping(args, &o)
               && read_cells(r, args, o.measure == RV_TABLES_IRR || o.measure == RV_TABLES_IRD, &c)))
        return forget(&c), false;
    /* Where no effect can be pooled, metafor leaves it out and gives the rest; so does the library, beside its error. */
    if (rv_mh_run(&c.t, &o, &f, NULL, &r->err) != RV_OK && f.k == 0)
        ok = refused(r);
    if (ok) {
        give(r, report(&f));
    }
    forget(&c);
    return ok;
}

bool step_peto(run *r, const json_t *args)
{
    static const char *const known[] = { "ai", "bi", "ci", "di", "n1i", "n2i", "add", "to", "drop00", "level", NULL };
    rv_mh_options o = RV_MH_OPTIONS_INIT;
    rv_tables_fit f;
    cells c = { .t = { 0 } };
    bool ok;

    o.level = arg_number(args, "level", 95) / 100;
    if (!(ok = only_arguments(r, args, known) && read_adding(r, args, &o) && read_dropping(args, &o) && read_cells(r, args, false, &c)))
        return forget(&c), false;
    if (rv_peto_run(&c.t, &o, &f, NULL, &r->err) != RV_OK) {
        ok = refused(r);
    } else {
        give(r, report(&f));
    }
    forget(&c);
    return ok;
}

/* The points of the last model; those that it did not use are not shown. */
bool step_labbe(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", NULL };
    rv_mh_options o = RV_MH_OPTIONS_INIT;
    cells c = { .t = { 0 } };
    int measure;
    double *x, *y;
    size_t left = 0;
    bool ok;

    if (!only_arguments(r, args, known))
        return false;
    if (!r->of_model || !word_of(rv_tables_measure_names, arg_word(r->of_model, "measure", ""), &measure))
        return cannot(r, "labbe of a model that is not of tables");
    if (!(ok = read_adding(r, r->of_model, &o) && read_cells(r, r->of_model, measure >= RV_TABLES_IRR, &c)))
        return forget(&c), false;
    x = calloc(c.t.k + 1, sizeof *x);
    y = calloc(c.t.k + 1, sizeof *y);
    if (rv_labbe(&c.t, (rv_tables_measure)measure, o.add, o.to, x, y, NULL, &r->err) != RV_OK) {
        ok = refused(r);
    } else {
        for (size_t i = 0; i < c.t.k; i++)
            if (!isnan(x[i]))
                x[left] = x[i], y[left++] = y[i];
        give(r, json_pack("{s:o, s:o}", "x", numbers(x, left), "y", numbers(y, left)));
    }
    free(x);
    free(y);
    forget(&c);
    return ok;
}
