/* Diagnoses of the last mixed model: random effects, residuals, influence, profiles, intervals, predictions. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/meta_multilevel.h"
#include "tests/reference/driver.h"

/* ---- Random effects ---------------------------------------------------------------------------------------------- */

/* What metafor calls part j: "district/school" for nested intercepts, "~outcome | trial" for a structure. */
static void part_name(const run *r, size_t j, char *name, size_t size)
{
    const json_t *random = json_object_get(json_object_get(r->of_model, "random"), "formula"),
                 *several = json_object_get(json_object_get(r->of_model, "random"), "formulas");
    const size_t n = several ? json_array_size(several) : 1;
    size_t at = 0;

    *name = 0;
    for (int structured = 0; structured < 2; structured++)   /* intercepts come first */
        for (size_t f = 0; f < n; f++) {
            const json_t *formula = several ? json_array_get(several, f) : random, *terms = json_object_get(formula, "terms"),
                         *group = json_object_get(formula, "group"), *one;
            size_t i;
            if ((json_array_size(terms) > 0) != structured)
                continue;
            if (structured && at++ == j)
                snprintf(name, size, "~%s | %s", json_string_value(json_object_get(json_array_get(json_array_get(terms, 0), 0), "col")),
                         json_string_value(json_array_get(group, 0)));
            json_array_foreach(group, i, one) {
                if (structured || at++ != j)
                    continue;
                for (size_t g = 0; g <= i; g++)
                    snprintf(name + strlen(name), size - strlen(name), "%s%s", g ? "/" : "", json_string_value(json_array_get(group, g)));
            }
        }
}

bool mixed_ranef(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", NULL };
    const size_t k = rv_mixed_result(r->mixed)->k, parts = rv_mixed_of(r->mixed)->parts;
    rv_mixed_blup *rows;
    json_t *got;
    bool ok = true;

    if (!of_last_mixed(r, args, known))
        return false;
    rows = calloc(k + 1, sizeof *rows);
    got = json_object();
    for (size_t j = 0; ok && j < parts; j++) {
        char name[256];
        size_t n;
        part_name(r, j, name, sizeof name);
        if ((ok = rv_mixed_blups(r->mixed, j, rows, &n, &r->err) == RV_OK))
            json_object_set_new(got, name, json_pack("{s:o, s:o, s:o, s:o}", "intrcpt", FIELD(rv_mixed_blup, rows, n, pred), "se",
                                                     FIELD(rv_mixed_blup, rows, n, se), "pi.lb", FIELD(rv_mixed_blup, rows, n, pi_lo),
                                                     "pi.ub", FIELD(rv_mixed_blup, rows, n, pi_hi)));
    }
    free(rows);
    if (ok)
        return give(r, got);
    json_decref(got);
    return refused(r);
}

/* ---- Residuals --------------------------------------------------------------------------------------------------- */

bool mixed_residuals(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "type", NULL };
    const char *type = strcmp(r->fn, "hatvalues") == 0 ? "hat" : strcmp(r->fn, "rstandard") == 0 ? "table"
                       : arg_word(args, "type", "response");
    static const struct { const char *type; size_t at; } columns[] = {
        { "hat", offsetof(rv_residual, hat) },         { "response", offsetof(rv_residual, resid) },
        { "pearson", offsetof(rv_residual, pearson) }, { "cholesky", offsetof(rv_residual, cholesky) },
        { "rstandard", offsetof(rv_residual, z) } };
    const size_t k = rv_mixed_result(r->mixed)->k;
    rv_residual *rows;
    bool ok = false;

    if (!of_last_mixed(r, args, known))
        return false;
    rows = calloc(k + 1, sizeof *rows);
    if (rv_mixed_residuals(r->mixed, rows, &r->err) != RV_OK) {
        free(rows);
        return refused(r);
    }
    if (strcmp(type, "table") == 0)
        ok = give(r, json_pack("{s:o, s:o, s:o}", "resid", FIELD(rv_residual, rows, k, resid), "se", FIELD(rv_residual, rows, k, se), "z",
                               FIELD(rv_residual, rows, k, z)));
    for (size_t c = 0; !ok && c < sizeof columns / sizeof *columns; c++)
        if (strcmp(type, columns[c].type) == 0)
            ok = give(r, json_pack("{s:o}", "value", field_of(rows, k, sizeof *rows, columns[c].at)));
    free(rows);
    return ok || cannot(r, "residuals of type %s", type);
}

/* ---- Influence --------------------------------------------------------------------------------------------------- */

typedef struct { const char *text; double x; size_t row; bool numeric; } entry;

static int by_level(const void *a, const void *b)
{
    const entry *p = a, *q = b;

    return p->numeric ? (p->x > q->x) - (p->x < q->x) : strcmp(p->text, q->text);
}

/* The clusters in the order of their names, numbers by size. */
static bool clusters(run *r, const char *name, size_t k, size_t *code, size_t *n)
{
    const column *c = frame_find(&r->data, name);
    entry *e;
    bool numeric = true;

    *n = 0;
    if (!c)
        return cannot(r, "there is no column %s", name ? name : "for the clusters");
    e = calloc(k + 1, sizeof *e);
    for (size_t i = 0; i < k; i++) {
        e[i] = (entry){ c->text ? c->text[r->used[i]] : "", c->x[r->used[i]], i, false };
        numeric = numeric && !isnan(e[i].x);
    }
    for (size_t i = 0; i < k; i++)
        e[i].numeric = numeric || !c->text;
    qsort(e, k, sizeof *e, by_level);
    for (size_t i = 0; i < k; i++) {
        *n += i == 0 || by_level(&e[i - 1], &e[i]) != 0;
        code[e[i].row] = *n - 1;
    }
    free(e);
    return true;
}

static json_t *influence_answer(const run *r, const rv_mixed_influence_table *t, size_t n, bool clustered)
{
    const size_t k = rv_mixed_result(r->mixed)->k, p = rv_mixed_result(r->mixed)->p;
    json_t *table, *x2;

    if (strcmp(r->fn, "cooks.distance") == 0)
        return json_pack("{s:o}", "value", FIELD(rv_mixed_influence_row, t->rows, n, cook_d));
    if (strcmp(r->fn, "dfbetas") == 0) {
        table = json_object();
        for (size_t j = 0; j < p; j++) {
            char name[32];
            snprintf(name, sizeof name, "b%zu", j + 1);
            json_object_set_new(table, p == 1 ? "intrcpt" : name, field_of(t->dfbetas, n, p * sizeof(double), j * sizeof(double)));
        }
        return table;
    }
    table = json_pack("{s:o, s:o, s:o}", "resid", numbers(t->resid, k), "se", numbers(t->resid_se, k), "z", numbers(t->rstudent, k));
    if (!clustered)
        return table;
    x2 = json_array();
    for (size_t i = 0; i < n; i++)
        json_array_append_new(x2, json_integer((json_int_t)t->rows[i].k));
    return json_pack("{s:o, s:{s:o, s:o}}", "obs", table, "cluster", "X2", FIELD(rv_mixed_influence_row, t->rows, n, x2), "k", x2);
}

/* cooks.distance, rstudent, dfbetas */
bool mixed_influence(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "cluster", NULL };
    const json_t *cluster = json_object_get(args, "cluster");
    const size_t k = rv_mixed_result(r->mixed)->k, p = rv_mixed_result(r->mixed)->p;
    rv_mixed_influence_table t;
    size_t *code, n = k;
    double *room;
    bool ok;

    if (!of_last_mixed(r, args, known))
        return false;
    code = calloc(k + 1, sizeof *code);
    room = calloc(k * (3 + p) + 1, sizeof *room);
    t = (rv_mixed_influence_table){ .rows = calloc(k + 1, sizeof *t.rows), .resid = room, .resid_se = room + k, .rstudent = room + 2 * k,
                                    .dfbetas = strcmp(r->fn, "dfbetas") == 0 ? room + 3 * k : NULL };
    ok = !cluster || clusters(r, json_string_value(json_object_get(cluster, "col")), k, code, &n);
    if (ok && rv_mixed_influence(r->mixed, cluster ? code : NULL, n, &t, &r->err) != RV_OK)
        ok = refused(r);
    if (ok)
        give(r, influence_answer(r, &t, n, cluster != NULL));
    free(t.rows);
    free(room);
    free(code);
    return ok;
}

/* ---- Profiles and intervals -------------------------------------------------------------------------------------- */

/* metafor's sort of component i: sigma^2, tau^2, rho, gamma^2, phi; its place among them from 1, and how many there are. */
static const char *sort_of(const rv_mixed *m, size_t i, size_t *place, size_t *all)
{
    static const char *const sorts[] = { "sigma", "tau", "rho", "gamma", "phi" };
    const rv_mixed_fit *f = rv_mixed_result(m);
    const rv_mixed_data *d = rv_mixed_of(m);
    const char *mine = NULL;
    size_t seen[5] = { 0 }, at = 0;

    for (int pass = 0; pass < 2; pass++)
        for (size_t j = 0; j < f->params; j++) {
            size_t structures = 0, s;
            for (size_t n = 0; n < f->param[j].part; n++)
                structures += d->part[n].kind != RV_MIXED_INTERCEPT;
            s = d->part[f->param[j].part].kind == RV_MIXED_INTERCEPT ? 0 : (structures ? 3 : 1) + f->param[j].correlation;
            seen[s] += pass == 0;
            if (pass == 0 && j == i) {
                mine = sorts[s];
                *place = seen[s];
                at = s;
            }
        }
    *all = seen[at];
    return mine;
}

bool mixed_profile(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "xlim", "steps", "plot", "sigma2", "tau2", "rho", "gamma2", "phi", NULL };
    const rv_mixed_fit *f = rv_mixed_result(r->mixed);
    const size_t n = (size_t)arg_number(args, "steps", 20);
    size_t ends = 0, which = f->params;
    double *lim, *x;
    json_t *got = NULL;

    if (!of_last_mixed(r, args, known))
        return false;
    for (size_t i = 0; i < f->params; i++) {
        size_t place, all;
        char name[16];
        const char *sort = sort_of(r->mixed, i, &place, &all);
        snprintf(name, sizeof name, "%s%s", sort, f->param[i].correlation ? "" : "2");
        if ((double)place == arg_number(args, name, 0) || (which == f->params && f->params == 1))
            which = i;
    }
    lim = arg_own_numbers(r, json_object_get(args, "xlim"), &ends);
    if (which == f->params || !lim || ends != 2 || n < 2) {
        free(lim);
        return cannot(r, "a profile without a component or bounds");
    }
    x = calloc(2 * n, sizeof *x);
    for (size_t i = 0; i < n; i++)
        x[i] = lim[0] + (lim[1] - lim[0]) * (double)i / (double)(n - 1);
    if (rv_mixed_profile(r->mixed, which, x, n, x + n, &r->err) == RV_OK) {
        const double best = rv_mixed_how(r->mixed)->ml ? f->ml.loglik : f->reml.loglik;
        double lo = best, hi = best;
        size_t place, all;
        char name[16];
        snprintf(name, sizeof name, "%s%s", sort_of(r->mixed, which, &place, &all), f->param[which].correlation ? "" : "2");
        for (size_t i = 0; i < n; i++) {
            lo = fmin(lo, x[n + i]);
            hi = fmax(hi, x[n + i]);
        }
        got = json_pack("{s:o, s:o, s:i, s:o, s:o, s:o}", name, numbers(x, n), "ll", numbers(x + n, n), "comps", 1, "ylim",
                        json_pack("[o, o]", rv_json_real(lo - .1), rv_json_real(hi + .1)), "vc", rv_json_real(f->param[which].estimate),
                        "maxll", rv_json_real(best));
    }
    free(x);
    free(lim);
    return got ? give(r, got) : refused(r);
}

static void put_interval(json_t *o, const char *name, double estimate, double lo, double hi)
{
    json_object_set_new(o, name, json_pack("{s:o, s:o, s:o}", "estimate", rv_json_real(estimate), "ci.lb", rv_json_real(lo), "ci.ub",
                                           rv_json_real(hi)));
}

/* The intervals stand at the top and, as the reference has them, those of the last component under "". */
bool mixed_confint(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "level", NULL };
    const rv_mixed_fit *f = rv_mixed_result(r->mixed);
    const double level = arg_number(args, "level", 100 * f->level) / 100;
    json_t *got, *last = NULL;

    if (!of_last_mixed(r, args, known))
        return false;
    got = json_object();
    for (size_t i = 0; i < f->params; i++) {
        const rv_mixed_param *p = &f->param[i];
        rv_mixed_interval in;
        size_t place, all;
        char name[32], number[24] = "";
        const char *sort = sort_of(r->mixed, i, &place, &all);
        if (p->fixed || !p->identified)
            continue;
        if (rv_mixed_profile_interval(r->mixed, i, level, &in, &r->err) != RV_OK) {
            json_decref(last);
            json_decref(got);
            return refused(r);
        }
        json_decref(last);
        last = json_object();
        if (all > 1)
            snprintf(number, sizeof number, ".%zu", place);
        snprintf(name, sizeof name, p->correlation ? "%s%s" : "%s^2%s", sort, number);
        put_interval(last, name, p->estimate, in.lo, in.hi);
        snprintf(name, sizeof name, "%s%s", sort, number);
        if (!p->correlation)
            put_interval(last, name, sqrt(p->estimate), sqrt(in.lo), sqrt(in.hi));
        json_object_update(got, last);
    }
    json_object_set_new(got, "", last ? last : json_object());
    return give(r, got);
}

/* ---- Predictions ------------------------------------------------------------------------------------------------- */

/* Rows of a matrix, or numbers of one moderator, into x[n p], the intercept before them. */
static double *new_rows(const run *r, const json_t *newmods, size_t *n)
{
    const json_t *matrix = json_object_get(newmods, "matrix"), *num = json_object_get(newmods, "num");
    const size_t p = rv_mixed_result(r->mixed)->p, first = rv_mixed_of(r->mixed)->data.intercept;
    double *x;

    *n = matrix ? json_array_size(matrix) : json_is_array(num) ? json_array_size(num) : 1;
    x = calloc(*n * p + 1, sizeof *x);
    for (size_t i = 0; i < *n; i++) {
        x[i * p] = 1;
        for (size_t c = first; c < p; c++) {
            const json_t *one = matrix ? json_array_get(json_array_get(matrix, i), c - first)
                                       : json_is_array(num) ? json_array_get(num, i) : num;
            x[i * p + c] = json_number_value(one);
        }
    }
    return x;
}

/* The inner level of a structure with a variance for each: metafor predicts for each of them when no rows are given. */
static size_t inner_levels(const rv_mixed *m, size_t *part)
{
    const rv_mixed_data *d = rv_mixed_of(m);

    for (*part = 0; *part < d->parts; ++*part) {
        const rv_mixed_part *p = &d->part[*part];
        if (p->inner && p->inners > 1 && !rv_mixed_part_correlation(p, 1))
            return p->inners;
    }
    return 1;
}

static json_t *predictions(const rv_mixed_prediction *rows, size_t n)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "pred", FIELD(rv_mixed_prediction, rows, n, pred), "se",
                     FIELD(rv_mixed_prediction, rows, n, se), "ci.lb", FIELD(rv_mixed_prediction, rows, n, ci_lo), "ci.ub",
                     FIELD(rv_mixed_prediction, rows, n, ci_hi), "pi.lb", FIELD(rv_mixed_prediction, rows, n, pi_lo), "pi.ub",
                     FIELD(rv_mixed_prediction, rows, n, pi_hi), "ddf", FIELD(rv_mixed_prediction, rows, n, df), "pi.ddf",
                     FIELD(rv_mixed_prediction, rows, n, df));
}

/* One row for each of x[n p], or of the average for each inner level. */
static bool predict_rows(run *r, const double *x, size_t n, double level, rv_mixed_prediction *rows)
{
    rv_mixed_prediction_options o = RV_MIXED_PREDICTION_OPTIONS_INIT;
    const size_t parts = rv_mixed_of(r->mixed)->parts;
    size_t part, *inner = calloc(parts + 1, sizeof *inner);
    const size_t levels = inner_levels(r->mixed, &part);
    bool ok = true;

    o.level = level;
    if (x || levels == 1)
        ok = rv_mixed_predict(r->mixed, x, n, &o, rows, &r->err) == RV_OK;
    for (size_t i = 0; ok && !x && levels > 1 && i < levels; i++) {
        inner[part] = i;
        o.inner = inner;
        ok = rv_mixed_predict(r->mixed, NULL, 1, &o, &rows[i], &r->err) == RV_OK;
    }
    free(inner);
    return ok;
}

bool mixed_predict(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "newmods", "level", "addx", "transf", NULL };
    const rv_mixed_data *d = rv_mixed_of(r->mixed);
    const char *transf = arg_word(args, "transf", NULL);
    rv_mixed_prediction *rows;
    double *x = NULL;
    size_t n = 1, part;
    bool ok;

    if (!of_last_mixed(r, args, known))
        return false;
    if (transf && strcmp(transf, "exp") != 0)
        return cannot(r, "predict with %s", transf);
    if (json_object_get(args, "newmods"))
        x = new_rows(r, json_object_get(args, "newmods"), &n);
    else
        n = d->data.p ? d->data.k : inner_levels(r->mixed, &part);
    rows = calloc(n + 1, sizeof *rows);
    ok = predict_rows(r, x ? x : d->data.p ? d->data.x : NULL, n, arg_number(args, "level", NAN) / 100, rows);
    for (size_t i = 0; ok && transf && i < n; i++)
        rows[i] = (rv_mixed_prediction){ exp(rows[i].pred), NAN, rows[i].df, exp(rows[i].ci_lo), exp(rows[i].ci_hi), exp(rows[i].pi_lo),
                                         exp(rows[i].pi_hi) };
    if (ok)
        give(r, predictions(rows, n));
    free(rows);
    free(x);
    return ok || refused(r);
}

/* What the group I2.multilevel asks of a model, beside its numbers. */
void mixed_i2(run *r)
{
    const size_t parts = rv_mixed_of(r->mixed)->parts;
    double *share = calloc(parts + 1, sizeof *share), typical, total;

    if (rv_mixed_i2(r->mixed, &typical, &total, share, NULL) == RV_OK) {
        for (size_t j = 0; j < parts; j++)
            share[j] *= 100;
        json_object_set_new(r->got, "typical_v", rv_json_real(typical));
        json_object_set_new(r->got, "I2_total", rv_json_real(100 * total));
        json_object_set_new(r->got, "I2_levels", numbers(share, parts));
    }
    free(share);
}
