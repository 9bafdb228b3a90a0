/* rma.mv: mixed models from random formulas, and their numbers under metafor's names. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tests/reference/driver.h"

/* ---- Levels: a number for each row, in R's order of a factor -------------------------------------------------------- */

typedef struct { const char *text; double x; size_t row; bool numeric; } entry;

static int by_level(const void *a, const void *b)
{
    const entry *p = a, *q = b;

    return p->numeric ? (p->x > q->x) - (p->x < q->x) : strcmp(p->text, q->text);
}

/* Codes 0 to n - 1 of rows[k] of a column; values (NULL: not wanted) are those of numeric levels. "row" is each row by itself. */
static bool levels(run *r, const char *name, const size_t *rows, size_t k, size_t *code, size_t *n, double *values)
{
    const column *c = frame_find(&r->data, name);
    entry *e = calloc(k + 1, sizeof *e);
    bool numeric = true, text = c && c->text;

    *n = 0;
    if (!c && strcmp(name, "row") != 0) {
        free(e);
        return cannot(r, "there is no column %s", name);
    }
    for (size_t i = 0; i < k; i++) {
        e[i] = (entry){ text ? c->text[rows[i]] : "", c ? c->x[rows[i]] : (double)rows[i], i, false };
        numeric &= !isnan(e[i].x);
    }
    for (size_t i = 0; i < k; i++)
        e[i].numeric = numeric || !text;
    qsort(e, k, sizeof *e, by_level);
    for (size_t i = 0; i < k; i++) {
        *n += i == 0 || by_level(&e[i - 1], &e[i]) != 0;
        code[e[i].row] = *n - 1;
        if (values)
            values[*n - 1] = e[i].x;
    }
    free(e);
    return true;
}

/* (a, b) as one code, in the order of a, then b. */
static void combine(size_t *a, const size_t *b, size_t k, size_t *n)
{
    size_t *all = calloc(k + 1, sizeof *all), most = 0, different = 0;

    for (size_t i = 0; i < k; i++)
        most = b[i] + 1 > most ? b[i] + 1 : most;
    size_t *seen = calloc((*n) * most + 1, sizeof *seen);
    for (size_t i = 0; i < k; i++)
        seen[a[i] * most + b[i]] = 1;
    for (size_t i = 0; i < (*n) * most; i++)
        if (seen[i])
            seen[i] = different++;
    for (size_t i = 0; i < k; i++)
        all[i] = seen[a[i] * most + b[i]];
    memcpy(a, all, k * sizeof *a);
    *n = different;
    free(seen);
    free(all);
}

/* ---- The model ------------------------------------------------------------------------------------------------------ */

enum { PARTS = 16 };

typedef struct {
    rv_mixed_data    data;
    rv_mixed_options options;
    rv_mixed_part    part[PARTS];
    size_t *rows;                 /* [k] of the current data */
    double *y, *v, *x, *fixed;
    char  **names;
    rv_blocks *blocks;
    size_t k_all;
} model;

static void model_free(model *m)
{
    for (size_t j = 0; j < m->data.parts; j++) {
        free((size_t *)m->part[j].group);
        free((size_t *)m->part[j].inner);
        free((double *)m->part[j].times);
        free((char *)m->part[j].name);
    }
    for (size_t i = 0; m->names && i < m->data.data.p; i++)
        free(m->names[i]);
    free(m->names);
    free(m->rows);
    free(m->y);
    free(m->v);
    free(m->x);
    free(m->fixed);
    rv_blocks_free(m->blocks);
}

static bool missing(const run *r, const char *name, size_t row)
{
    const column *c = frame_find(&r->data, name);

    return c && (c->text ? rv_text_missing(c->text[row]) : isnan(c->x[row]));
}

/* Rows with everything that the formula's columns need. */
static void drop_rows(const run *r, const json_t *formula, bool *keep)
{
    const json_t *one, *term, *group = json_object_get(formula, "group");
    size_t i, j;

    for (size_t row = 0; row < r->data.k; row++) {
        json_array_foreach(group, i, one)
            keep[row] &= !missing(r, json_string_value(one), row);
        json_array_foreach(json_object_get(formula, "terms"), i, term)
            json_array_foreach(term, j, one)
                if (json_object_get(one, "col"))
                    keep[row] &= !missing(r, json_string_value(json_object_get(one, "col")), row);
    }
}

/* A row of V without a hole, but for those of rows that have no variance at all. */
static bool known(const double *v, size_t row, size_t k)
{
    for (size_t j = 0; j < k; j++)
        if (isnan(v[row * k + j]) && !(j != row && isnan(v[j * k + j])))
            return false;
    return true;
}

/* y, v or V, design; the rows that have all of it. */
static bool read_rows(run *r, const json_t *args, const json_t *random, size_t n_random, model *m)
{
    const json_t *mods = json_object_get(args, "mods"), *var = json_object_get(args, "arg2") ? json_object_get(args, "arg2")
                                                                                              : json_object_get(args, "V");
    const size_t k = r->data.k;
    const bool matrix = json_object_get(var, "obj") != NULL;
    bool *keep = calloc(k + 1, sizeof *keep), intercept = true, ok = true;
    double *y = calloc(k + 1, sizeof *y), *v = calloc(k + 1, sizeof *v), *x = NULL;
    size_t p = 0, left = 0;

    if (matrix && !r->kept)
        ok = cannot(r, "a covariance matrix that no step made");
    ok = ok && arg_numbers(r, json_object_get(args, "arg1"), y) && (matrix || arg_numbers(r, var, v));
    if (ok && mods)
        ok = design(r, json_object_get(mods, "formula"), &x, &m->names, &p, &intercept);
    for (size_t i = 0; ok && i < k; i++) {
        keep[i] = !isnan(y[i]) && (matrix ? known(r->kept, i, k) : !isnan(v[i]));
        for (size_t j = 0; j < p; j++)
            keep[i] = keep[i] && !isnan(x[i * p + j]);
    }
    for (size_t j = 0; ok && j < n_random; j++)
        drop_rows(r, n_random == 1 && !json_is_array(random) ? random : json_array_get(random, j), keep);
    m->rows = calloc(k + 1, sizeof *m->rows);
    for (size_t i = 0; ok && i < k; i++) {
        if (!keep[i])
            continue;
        y[left] = y[i];
        v[left] = v[i];
        for (size_t j = 0; j < p; j++)
            x[left * p + j] = x[i * p + j];
        m->rows[left++] = i;
    }
    if (ok && matrix) {
        double *s = calloc(left * left + 1, sizeof *s);
        for (size_t i = 0; i < left * left; i++)
            s[i] = r->kept[m->rows[i / left] * k + m->rows[i % left]];
        ok = rv_blocks_of_matrix(&m->blocks, s, left, &r->err) == RV_OK;
        free(s);
    }
    m->y = y;
    m->v = v;
    m->x = x;
    m->data.data = (rv_meta_data){ .k = left, .yi = y, .vi = v, .p = p, .x = x, .names = (const char *const *)m->names,
                                   .intercept = intercept };
    m->data.v = m->blocks;
    free(keep);
    return ok;
}

static rv_mixed_part *new_part(model *m, rv_mixed_struct kind, const char *name)
{
    rv_mixed_part *p = &m->part[m->data.parts++];

    *p = (rv_mixed_part){ .kind = kind, .name = strdup(name) };
    return p;
}

/* ~ 1 | a/b/c: a part for a, one for a and b together, ... */
static bool nested(run *r, const json_t *group, model *m)
{
    const size_t k = m->data.data.k;
    size_t *so_far = NULL, n = 0, i;
    char name[256] = "";
    json_t *one;

    json_array_foreach(group, i, one) {
        size_t *code = calloc(k + 1, sizeof *code), own;
        if (m->data.parts == PARTS || !levels(r, json_string_value(one), m->rows, k, code, &own, NULL)) {
            free(code);
            return *r->why ? false : cannot(r, "so many random parts");
        }
        if (so_far) {
            size_t *both = calloc(k + 1, sizeof *both);
            memcpy(both, so_far, k * sizeof *both);
            combine(both, code, k, &n);
            free(code);
            code = both;
        } else {
            n = own;
        }
        snprintf(name + strlen(name), sizeof name - strlen(name), "%s%s", *name ? "/" : "", json_string_value(one));
        rv_mixed_part *p = new_part(m, RV_MIXED_INTERCEPT, name);
        p->group = so_far = code;
        p->groups = n;
    }
    return true;
}

static bool structured(run *r, const json_t *formula, const char *word, model *m)
{
    const json_t *terms = json_object_get(formula, "terms"), *group = json_object_get(formula, "group");
    const char *inner = json_string_value(json_object_get(json_array_get(json_array_get(terms, 0), 0), "col"));
    const size_t k = m->data.data.k;
    size_t kind = 0, *code = calloc(k + 1, sizeof *code), *outer = calloc(k + 1, sizeof *outer), n, groups;
    double *times = calloc(k + 1, sizeof *times);
    char name[256];

    while (rv_mixed_struct_names[kind] && strcmp(rv_mixed_struct_names[kind], word) != 0)
        kind++;
    if (!rv_mixed_struct_names[kind] || json_array_size(terms) != 1 || json_array_size(json_array_get(terms, 0)) != 1
        || json_array_size(group) != 1 || !inner || m->data.parts == PARTS
        || !levels(r, inner, m->rows, k, code, &n, times)
        || !levels(r, json_string_value(json_array_get(group, 0)), m->rows, k, outer, &groups, NULL)) {
        free(code);
        free(outer);
        free(times);
        return *r->why ? false : cannot(r, "a random part of struct %s like this", word);
    }
    snprintf(name, sizeof name, "%s | %s", inner, json_string_value(json_array_get(group, 0)));
    rv_mixed_part *p = new_part(m, (rv_mixed_struct)kind, name);
    p->group = outer;
    p->groups = groups;
    p->inner = code;
    p->inners = n;
    p->times = times;
    return true;
}

/* metafor's order: all intercepts, then the structured parts. */
static bool read_random(run *r, const json_t *args, const json_t *random, size_t n, model *m)
{
    const json_t *words = json_object_get(json_object_get(args, "struct"), "lit");
    size_t structures = 0;
    bool ok = true;

    for (int pass = 0; ok && pass < 2; pass++)
        for (size_t j = 0; ok && j < n; j++) {
            const json_t *f = json_is_array(random) ? json_array_get(random, j) : random;
            const bool plain = json_array_size(json_object_get(f, "terms")) == 0;
            if (plain && pass == 0)
                ok = nested(r, json_object_get(f, "group"), m);
            if (plain || pass == 0)
                continue;
            const json_t *word = json_is_array(words) ? json_array_get(words, structures) : words;
            ok = structured(r, f, word ? json_string_value(word) : "CS", m);
            structures++;
        }
    m->data.part = m->part;
    return ok;
}

/* The numbers of an argument in turn into the parameters of a sort. */
static void fix(const json_t *args, const char *name, const model *m, bool intercepts, bool correlation, size_t which, double *fixed)
{
    const json_t *num = json_object_get(json_object_get(args, name), "num");
    size_t at = 0, structures = 0, next = 0;

    for (size_t j = 0; num && j < m->data.parts; j++) {
        const rv_mixed_part *p = &m->part[j];
        const bool plain = p->kind == RV_MIXED_INTERCEPT;
        const size_t params = rv_mixed_part_params(p);
        for (size_t i = 0; i < params; i++, at++) {
            const json_t *one = json_is_array(num) ? json_array_get(num, next) : num;
            if (plain != intercepts || (!plain && (structures != which || rv_mixed_part_correlation(p, i) != correlation)))
                continue;
            fixed[at] = json_is_number(one) ? json_number_value(one) : NAN;
            next++;
        }
        structures += !plain;
    }
}

static void read_fixed(const json_t *args, model *m)
{
    size_t n = 0;

    for (size_t j = 0; j < m->data.parts; j++)
        n += rv_mixed_part_params(&m->part[j]);
    m->fixed = calloc(n + 1, sizeof *m->fixed);
    for (size_t i = 0; i < n; i++)
        m->fixed[i] = NAN;
    fix(args, "sigma2", m, true, false, 0, m->fixed);
    fix(args, "tau2", m, false, false, 0, m->fixed);
    fix(args, "rho", m, false, true, 0, m->fixed);
    fix(args, "gamma2", m, false, false, 1, m->fixed);
    fix(args, "phi", m, false, true, 1, m->fixed);
    m->options.fixed = m->fixed;
}

static bool read_options(run *r, const json_t *args, model *m)
{
    const char *method = arg_word(args, "method", "REML"), *test = arg_word(args, "test", "z"), *dfs = arg_word(args, "dfs", "residual");

    m->options = (rv_mixed_options)RV_MIXED_OPTIONS_INIT;
    m->options.ml = strcmp(method, "ML") == 0;
    m->options.t = strcmp(test, "t") == 0 || strcmp(dfs, "contain") == 0;
    m->options.df = strcmp(dfs, "contain") == 0 ? RV_MIXED_DF_CONTAIN : RV_MIXED_DF_RESIDUAL;
    m->options.level = arg_number(args, "level", 95) / 100;
    if (!m->options.ml && strcmp(method, "REML") != 0)
        return cannot(r, "rma.mv by %s", method);
    return true;
}

/* ---- The report ----------------------------------------------------------------------------------------------------- */

static json_t *statistics(const rv_meta_fitstats *s)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "logLik", rv_json_real(s->loglik), "deviance", rv_json_real(s->deviance), "AIC",
                     rv_json_real(s->aic), "BIC", rv_json_real(s->bic), "AICc", rv_json_real(s->aicc));
}

static void coefficients(json_t *o, const rv_mixed_fit *f)
{
    static const struct { const char *name; size_t at; } fields[] = {
        { "estimate", offsetof(rv_meta_coef, estimate) }, { "se", offsetof(rv_meta_coef, se) }, { "stat", offsetof(rv_meta_coef, stat) },
        { "df", offsetof(rv_meta_coef, df) }, { "pval", offsetof(rv_meta_coef, p) }, { "ci.lb", offsetof(rv_meta_coef, ci_lo) },
        { "ci.ub", offsetof(rv_meta_coef, ci_hi) } };
    json_t *rows = json_array();

    for (size_t n = 0; n < sizeof fields / sizeof *fields; n++) {
        json_t *list = json_array();
        bool same = fields[n].at == offsetof(rv_meta_coef, df);
        for (size_t i = 0; i < f->p; i++) {
            json_array_append_new(list, rv_json_real(*(const double *)((const char *)&f->coefs[i] + fields[n].at)));
            same = same && f->coefs[i].df == f->coefs[0].df;
        }
        json_object_set_new(o, fields[n].name, list);
    }
    for (size_t i = 0; i < f->p; i++)
        json_array_append_new(rows, numbers(f->vcov + i * f->p, f->p));
    json_object_set_new(o, "vcov", rows);
}

/* Variances and correlations by metafor's names; what was left out is 0, the value that was used, and so is a correlation that the
   structure does not have. */
static void parameters(json_t *o, const rv_mixed *m)
{
    static const char *const names[2][2] = { { "tau2", "rho" }, { "gamma2", "phi" } };
    const rv_mixed_fit *f = rv_mixed_result(m);
    const rv_mixed_data *d = rv_mixed_of(m);
    size_t structures = 0;

    for (size_t i = 0, part = 0; i < f->params; i++) {
        const rv_mixed_param *p = &f->param[i];
        const bool plain = d->part[p->part].kind == RV_MIXED_INTERCEPT;
        if (p->part != part) {
            structures += d->part[part].kind != RV_MIXED_INTERCEPT;
            part = p->part;
        }
        const char *name = plain ? "sigma2" : names[structures > 0][p->correlation];
        json_t *list = json_object_get(o, name);
        if (!list)
            json_object_set_new(o, name, list = json_array());
        json_array_append_new(list, rv_json_real(p->identified ? p->estimate : 0));
        if (!plain && !json_object_get(o, names[structures > 0][1]))
            json_object_set_new(o, names[structures > 0][1], json_array());
    }
    for (int s = 0; s < 2; s++) {
        json_t *list = json_object_get(o, names[s][1]);
        if (list && json_array_size(list) == 0)
            json_array_append_new(list, json_integer(0));
    }
}

static json_t *report(const rv_mixed *m)
{
    const rv_mixed_fit *f = rv_mixed_result(m);
    json_t *o = json_object(), *df = json_array();

    coefficients(o, f);
    parameters(o, m);
    json_object_set_new(o, "k", json_integer((json_int_t)f->k));
    json_object_set_new(o, "QE", rv_json_real(f->q));
    json_object_set_new(o, "QEp", rv_json_real(f->q_p));
    json_object_set_new(o, "QM", rv_json_real(f->qm));
    json_object_set_new(o, "QMp", rv_json_real(f->qm_p));
    json_array_append_new(df, rv_json_real(f->qm_df1));
    json_array_append_new(df, rv_json_real(f->qm_df2));
    json_object_set_new(o, "QMdf", df);
    json_object_set_new(o, "ML", statistics(&f->ml));
    json_object_set_new(o, "REML", statistics(&f->reml));
    return o;
}

bool step_mixed(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "arg2", "V", "mods", "random", "struct", "method", "test", "dfs", "level", "sigma2",
                                         "tau2", "rho", "gamma2", "phi", "sparse", NULL };
    const json_t *random = json_object_get(json_object_get(args, "random"), "formula"),
                 *several = json_object_get(json_object_get(args, "random"), "formulas");
    const size_t n = several ? json_array_size(several) : random != NULL;
    model m = { .k_all = r->data.k };
    bool ok = only_arguments(r, args, known) && read_options(r, args, &m);

    if (ok && n == 0)
        ok = cannot(r, "rma.mv without random effects");
    random = several ? several : random;
    ok = ok && read_rows(r, args, random, n, &m) && read_random(r, args, random, n, &m);
    if (ok) {
        read_fixed(args, &m);
        rv_mixed_free(r->mixed);
        r->mixed = NULL;
        ok = rv_mixed_run(&r->mixed, &m.data, &m.options, &r->err) == RV_OK || refused(r);
    }
    if (ok) {
        free(r->used);
        r->used = m.rows;
        m.rows = NULL;
        r->fitted = false;
        r->of_model = args;
        give(r, report(r->mixed));
        mixed_i2(r);
    }
    model_free(&m);
    return ok;
}
