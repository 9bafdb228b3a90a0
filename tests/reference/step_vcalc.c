/* vcalc: the covariance matrix of the sampling errors. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/numer.h"
#include "tests/reference/driver.h"

/* Equal values of a column, text or number, get equal codes. */
bool arg_codes(run *r, const json_t *arg, size_t **codes)
{
    const char *name = json_string_value(json_object_get(arg, "col"));
    const column *c = name ? frame_find(&r->data, name) : NULL;
    const size_t k = r->data.k;
    double *x;
    bool ok;

    *codes = NULL;
    if (!arg)
        return true;
    x = calloc(k + 1, sizeof *x);
    ok = (c && c->text) || arg_numbers(r, arg, x);
    *codes = calloc(k + 1, sizeof **codes);
    for (size_t i = 0; ok && i < k; i++) {
        (*codes)[i] = i;
        for (size_t j = 0; j < i; j++)
            if (c && c->text ? strcmp(c->text[i], c->text[j]) == 0 : x[i] == x[j]) {
                (*codes)[i] = (*codes)[j];
                break;
            }
    }
    free(x);
    return ok;
}

static bool column_of(run *r, const json_t *arg, double **x)
{
    *x = NULL;
    if (!arg)
        return true;
    *x = calloc(r->data.k + 1, sizeof **x);
    return arg_numbers(r, arg, *x);
}

/* The matrix; a row without a variance is NaN throughout, as in metafor. */
static bool matrix_of(run *r, rv_covariance *c, double *vi, double *v)
{
    const size_t k = c->k;
    bool *gap = calloc(k + 1, sizeof *gap), ok;

    for (size_t i = 0; i < k; i++)
        if ((gap[i] = isnan(vi[i])))
            vi[i] = 1;
    ok = rv_covariance_matrix(c, v, &r->err) == RV_OK || refused(r);
    for (size_t i = 0; ok && i < k * k; i++)
        if (gap[i / k] || gap[i % k])
            v[i] = NAN;
    free(gap);
    return ok;
}

static json_t *report(const double *v, size_t k)
{
    const size_t lead = k < 20 ? k : 20;
    double sum = 0, trace = 0, *factor = malloc((k * k + 1) * sizeof *factor);
    json_t *o = json_object(), *rows = json_array(), *block = json_array();

    memcpy(factor, v, k * k * sizeof *v);
    for (size_t i = 0; i < k * k; i++)
        sum += v[i];
    for (size_t i = 0; i < k; i++) {
        trace += v[i * k + i];
        json_array_append_new(rows, numbers(v + i * k, k));
        if (i < lead)
            json_array_append_new(block, numbers(v + i * k, lead));
    }
    json_object_set_new(o, "n", json_integer((json_int_t)k));
    json_object_set_new(o, "matrix", rows);
    json_object_set_new(o, "block1", block);
    json_object_set_new(o, "trace", rv_json_real(trace));
    json_object_set_new(o, "sum", rv_json_real(sum));
    if (rv_cholesky(factor, k, NULL) == RV_OK)
        json_object_set_new(o, "logdet", rv_json_real(rv_cholesky_log_det(factor, k)));
    free(factor);
    return o;
}

static bool correlations(run *r, const json_t *args, rv_covariance *c)
{
    const json_t *rho = json_object_get(json_object_get(args, "rho"), "num");

    if (json_object_get(args, "rho") && !rho)
        return cannot(r, "vcalc with rho that is not numbers");
    if (json_is_array(rho) && json_array_size(rho) == 2) {
        c->rho = json_number_value(json_array_get(rho, 0));
        c->rho_types = json_number_value(json_array_get(rho, 1));
    } else {
        c->rho = c->rho_types = arg_number(args, "rho", 0);
    }
    c->phi = arg_number(args, "phi", 1);
    return true;
}

bool step_vcalc(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "vi", "cluster", "subgroup", "obs", "type", "time1", "time2", "grp1", "grp2", "w1",
                                         "w2", "rho", "phi", "rvars", NULL };
    const json_t *vi = json_object_get(args, "vi") ? json_object_get(args, "vi") : json_object_get(args, "arg1");
    const json_t *names = json_object_get(json_object_get(args, "rvars"), "cols");
    const size_t k = r->data.k, n = json_array_size(names);
    const double **rvars = calloc(n + 1, sizeof *rvars);
    double *x[5] = { NULL }, *v = calloc(k * k + 1, sizeof *v);
    size_t *codes[6] = { NULL };
    static const char *const reals[] = { "time1", "time2", "w1", "w2" };
    static const char *const words[] = { "cluster", "subgroup", "obs", "type", "grp1", "grp2" };
    rv_covariance c = RV_COVARIANCE_INIT;
    bool ok = only_arguments(r, args, known) && correlations(r, args, &c) && column_of(r, vi, &x[4]);

    for (int i = 0; ok && i < 4; i++)
        ok = column_of(r, json_object_get(args, reals[i]), &x[i]);
    for (int i = 0; ok && i < 6; i++)
        ok = arg_codes(r, json_object_get(args, words[i]), &codes[i]);
    for (size_t j = 0; ok && j < n; j++) {
        const column *at = frame_find(&r->data, json_string_value(json_array_get(names, j)));
        ok = at ? (rvars[j] = at->x) != NULL : cannot(r, "vcalc with a column that is not there");
    }
    c.k = k;
    c.vi = x[4];
    c.time1 = x[0]; c.time2 = x[1]; c.w1 = x[2]; c.w2 = x[3];
    c.cluster = codes[0]; c.subgroup = codes[1]; c.obs = codes[2]; c.type = codes[3]; c.grp1 = codes[4]; c.grp2 = codes[5];
    c.rvars = n ? rvars : NULL;
    c.n_rvars = n;
    ok = ok && matrix_of(r, &c, x[4], v);
    if (ok) {
        give(r, report(v, k));
        free(r->kept);
        r->kept = v;
        v = NULL;
    }
    for (int i = 0; i < 5; i++)
        free(x[i]);
    for (int i = 0; i < 6; i++)
        free(codes[i]);
    free(v);
    free(rvars);
    return ok;
}

/* clubSandwich::impute_covariance_matrix: one correlation r within each cluster. */
bool step_impute(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "vi", "cluster", "r", "return_list", NULL };
    const size_t k = r->data.k;
    size_t *each = calloc(k + 1, sizeof *each), *cluster = NULL;
    double *vi = calloc(k + 1, sizeof *vi), *v = calloc(k * k + 1, sizeof *v);
    rv_covariance c = RV_COVARIANCE_INIT;
    bool ok = only_arguments(r, args, known) && arg_codes(r, json_object_get(args, "cluster"), &cluster)
              && arg_numbers(r, json_object_get(args, "vi") ? json_object_get(args, "vi") : json_object_get(args, "arg1"), vi);

    for (size_t i = 0; i < k; i++)
        each[i] = i;
    c.k = k;
    c.vi = vi;
    c.cluster = cluster;
    c.obs = each;
    c.rho = c.rho_types = arg_number(args, "r", 0);
    ok = ok && matrix_of(r, &c, vi, v);
    if (ok) {
        give(r, report(v, k));
        free(r->kept);
        r->kept = v;
        v = NULL;
    }
    free(each);
    free(cluster);
    free(vi);
    free(v);
    return ok;
}
