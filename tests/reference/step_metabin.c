/* metabin and metabias: tables by the conventions of the R package meta, under its names. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/meta_tables.h"
#include "review/numer.h"
#include "tests/reference/driver.h"

enum { META = 1 };   /* of rv_tables_program_names */

static bool choose(run *r, const json_t *args, const char *name, const char *otherwise, const char *const *names, int *i)
{
    const char *word = arg_word(args, name, otherwise);

    for (*i = 0; names[*i]; ++*i)
        if (strcmp(names[*i], word) == 0)
            return true;
    return cannot(r, "%s = %s", name, word);
}

/* ---- The call ---------------------------------------------------------------------------------------------------- */

static bool read_test(run *r, const json_t *args, rv_meta_options *o)
{
    static const char *const cis[] = { "classic", "HK", "KR", NULL }, *const adhocs[] = { "", "se", "ci", "IQWiG6", NULL };
    static const char *const predicts[] = { "HTS", "HK", "KR", "S", "V", NULL };
    static const rv_meta_test hks[] = { RV_TEST_KNHA, RV_TEST_ADHOC, RV_TEST_KNHA_CI, RV_TEST_IQWIG6 };
    static const rv_meta_pi pis[] = { RV_PI_HTS, RV_PI_HK_PR, RV_PI_KR_PR, RV_PI_NORMAL, RV_PI_V };
    int ci, adhoc, predict;

    if (!choose(r, args, "method.random.ci", "classic", cis, &ci) || !choose(r, args, "adhoc.hakn.ci", "", adhocs, &adhoc))
        return false;
    /* meta's own default follows the test. */
    if (!choose(r, args, "method.predict", "HTS", predicts, &predict))
        return false;
    o->test = ci == 0 ? RV_TEST_Z : ci == 1 ? hks[adhoc] : RV_TEST_KR;
    o->pi = pis[predict];
    return true;
}

static bool read_options(run *r, const json_t *args, rv_tables_options *o)
{
    int measure, method, to;
    const bool common = arg_flag(args, "tau.common", false);

    rv_tables_options_set(o, META);
    if (!choose(r, args, "sm", "RR", rv_tables_measure_names, &measure)
        || !choose(r, args, "method", common ? "Inverse" : "MH", rv_tables_method_names, &method) || !read_test(r, args, &o->random))
        return false;
    o->measure = (rv_tables_measure)measure;
    o->method = (rv_tables_method)method;
    o->add = arg_number(args, "incr", 0.5);
    if (!choose(r, args, "method.incr", "only0", rv_zero_names, &to))
        return false;
    o->to = (rv_zero_to)to;
    o->add_pooled = !arg_flag(args, "MH.exact", false);
    o->once_to_sizes = !arg_flag(args, "RR.Cochrane", false);
    if (!(o->random.estimator = rv_estimator_find(arg_word(args, "method.tau", "REML"))))
        return cannot(r, "method.tau = %s", arg_word(args, "method.tau", ""));
    o->dl_about_mh = arg_flag(args, "Q.Cochrane", true);
    o->random.level = arg_number(args, "level.ma", arg_number(args, "level", 0.95));
    return true;
}

static bool read_tables(run *r, const json_t *args, rv_tables *t, double *x[4])
{
    static const char *const positions[] = { "arg1", "arg2", "arg3", "arg4" };
    static const char *const names[] = { "event.e", "n.e", "event.c", "n.c" };
    size_t k = r->data.k;

    for (int c = 0; c < 4; c++) {
        const json_t *arg = json_object_get(args, positions[c]) ? json_object_get(args, positions[c]) : json_object_get(args, names[c]);
        if (!arg)
            return cannot(r, "no argument %s", names[c]);
        if (!(x[c] = arg_own_numbers(r, arg, &k)))
            return false;
        if (c && k != t->k)
            return cannot(r, "%s has %zu numbers", names[c], k);
        t->k = k;
    }
    for (size_t i = 0; i < k; i++) {
        x[1][i] -= x[0][i];
        x[3][i] -= x[2][i];
    }
    t->ai = x[0];
    t->bi = x[1];
    t->ci = x[2];
    t->di = x[3];
    return true;
}

/* ---- Results ----------------------------------------------------------------------------------------------------- */

static void put_coef(json_t *o, const char *of, const rv_meta_coef *c)
{
    const char *const names[] = { "TE", "seTE", "lower", "upper", "pval" };
    const double x[] = { c->estimate, c->se, c->ci_lo, c->ci_hi, c->p };
    char name[40];

    for (int i = 0; i < 5; i++) {
        snprintf(name, sizeof name, "%s.%s", names[i], of);
        put(o, name, x[i]);
    }
}

static void put_limits(json_t *o, const char *name, rv_limits x)
{
    char text[40];

    put(o, name, x.x);
    snprintf(text, sizeof text, "lower.%s", name);
    put(o, text, x.lo);
    snprintf(text, sizeof text, "upper.%s", name);
    put(o, text, x.hi);
}

static json_t *report(const rv_tables_pool *p, const double *w_common, const double *w_random, size_t k, double level)
{
    const rv_meta_fit *f = &p->random;
    const double quantile = isnan(f->pi_df) ? rv_normal_upper_quantile((1 - level) / 2) : rv_t_upper_quantile((1 - level) / 2, f->pi_df);
    json_t *o = json_object();

    put_coef(o, "common", &p->common);
    put_coef(o, "random", &f->pooled);
    put(o, "seTE.predict", (f->pi_hi - f->pi_lo) / 2 / quantile);
    put(o, "lower.predict", f->pi_lo);
    put(o, "upper.predict", f->pi_hi);
    put(o, "df.predict", f->pi_df);
    put(o, "tau2", f->tau2);
    put(o, "se.tau2", f->tau2_se);
    put(o, "lower.tau2", f->tau2_lo);
    put(o, "upper.tau2", f->tau2_hi);
    put(o, "Q", p->q);
    put(o, "df.Q", p->q_df);
    put(o, "pval.Q", p->q_p);
    put_limits(o, "I2", p->i2);
    put_limits(o, "H", p->h);
    put_limits(o, "Rb", p->rb);
    json_object_set_new(o, "w.common", numbers(w_common, k));
    json_object_set_new(o, "w.random", numbers(w_random, k));
    return o;
}

/* The subgroup of each row, numbered in the order of their first rows. */
static bool levels(run *r, const json_t *arg, size_t *group, size_t *groups)
{
    const char *name = json_string_value(json_object_get(arg, "col"));
    const column *c = name ? frame_find(&r->data, name) : NULL;
    size_t *first = calloc(r->data.k + 1, sizeof *first);

    *groups = 0;
    for (size_t i = 0; c && i < r->data.k; i++) {
        size_t g = 0;
        while (g < *groups && (c->text ? strcmp(c->text[i], c->text[first[g]]) != 0 : c->x[i] != c->x[first[g]]))
            g++;
        if (g == *groups)
            first[(*groups)++] = i;
        group[i] = g;
    }
    free(first);
    return c ? true : cannot(r, "subgroups that are not a column");
}

static bool subgroups(run *r, const json_t *args, const rv_tables *t, const rv_tables_options *o, json_t *got)
{
    rv_tables_between between;
    rv_tables_pool *p;
    size_t *group = calloc(t->k + 1, sizeof *group), groups = 0;
    json_t *lists[4] = { json_array(), json_array(), json_array(), json_array() };
    static const char *const names[] = { "TE.random.w", "seTE.random.w", "tau2.w", "I2.w" };
    bool ok = levels(r, json_object_get(args, "subgroup"), group, &groups);

    p = calloc(groups + 1, sizeof *p);
    if (ok && rv_tables_subgroups(t, group, groups, o, arg_flag(args, "tau.common", false), p, &between, &r->err) != RV_OK)
        ok = refused(r);
    for (size_t g = 0; ok && g < groups; g++) {
        const double x[] = { p[g].random.pooled.estimate, p[g].random.pooled.se, p[g].random.tau2, p[g].i2.x };
        for (int i = 0; i < 4; i++)
            json_array_append_new(lists[i], rv_json_real(x[i]));
    }
    for (int i = 0; i < 4; i++)
        json_object_set_new(got, names[i], lists[i]);
    if (ok) {
        put(got, "Q.b.common", between.common.x);
        put(got, "Q.b.random", between.random.x);
        put(got, "df.Q.b", between.common.df);
        put(got, "pval.Q.b.common", between.common.p);
        put(got, "pval.Q.b.random", between.random.p);
    }
    free(group);
    free(p);
    return ok;
}

static bool pool(run *r, const json_t *args, const rv_tables *t, const rv_tables_options *o)
{
    double *w = calloc(2 * t->k + 1, sizeof *w);
    rv_tables_pool p;
    bool ok = true;

    if (rv_tables_pool_run(t, o, &p, NULL, w, w + t->k, &r->err) != RV_OK) {
        ok = refused(r);
    } else {
        json_t *got = report(&p, w, w + t->k, t->k, o->random.level);
        if (json_object_get(args, "subgroup"))
            ok = subgroups(r, args, t, o, got);
        give(r, got);
    }
    free(w);
    return ok;
}

static const char *const known[] = { "arg1", "arg2", "arg3", "arg4", "event.e", "n.e", "event.c", "n.c", "sm", "method", "method.tau",
                                     "method.random.ci", "method.predict", "adhoc.hakn.ci", "subgroup", "tau.common", "incr", "method.incr", "MH.exact",
                                     "RR.Cochrane", "Q.Cochrane", "level", "level.ma", NULL };

bool step_metabin(run *r, const json_t *args)
{
    rv_tables_options o;
    rv_tables t = { 0 };
    double *x[4] = { NULL, NULL, NULL, NULL };
    const bool ok = only_arguments(r, args, known) && read_options(r, args, &o) && read_tables(r, args, &t, x) && pool(r, args, &t, &o);

    r->of_model = args;
    for (int c = 0; c < 4; c++)
        free(x[c]);
    return ok;
}

bool step_metabias(run *r, const json_t *args)
{
    static const char *const names[] = { "arg1", "method.bias", "k.min", "correct", NULL };
    rv_tables_options o;
    rv_tables t = { 0 };
    rv_asymmetry_test test;
    double *x[4] = { NULL, NULL, NULL, NULL };
    int which;
    bool ok;

    if (!r->of_model || !json_object_get(r->of_model, "arg4"))
        return cannot(r, "metabias of what is not from metabin");
    ok = only_arguments(r, args, names) && read_options(r, r->of_model, &o) && read_tables(r, r->of_model, &t, x)
         && choose(r, args, "method.bias", o.measure == RV_TABLES_OR ? "Harbord" : "Egger", rv_asymmetry_names, &which);
    if (ok && rv_asymmetry_run(&t, &o, (rv_asymmetry)which, arg_flag(args, "correct", false), &test, &r->err) != RV_OK) {
        ok = refused(r);
    } else if (ok) {
        const double estimate[] = { test.bias, test.se };
        give(r, json_object());
        put(r->got, "statistic", test.stat);
        put(r->got, "df", test.df);
        put(r->got, "pval", test.p);
        json_object_set_new(r->got, "estimate", numbers(estimate, 2));
    }
    for (int c = 0; c < 4; c++)
        free(x[c]);
    return ok;
}
