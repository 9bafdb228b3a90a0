/* rcalc: correlations of the same people as effects, with their covariances. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/reference/driver.h"

/* The column var1.var2 of "a.b". */
static void name_pairs(frame *f, const column *one, const column *two)
{
    column *c;
    const size_t a = (size_t)(one - f->columns), b = (size_t)(two - f->columns);

    f->columns = realloc(f->columns, (f->n + 1) * sizeof *f->columns);
    c = &f->columns[f->n++];
    *c = (column){ strdup("var1.var2"), calloc(f->k + 1, sizeof *c->text), calloc(f->k + 1, sizeof *c->x) };
    for (size_t i = 0; i < f->k; i++) {
        char text[256];
        snprintf(text, sizeof text, "%.120s.%.120s", f->columns[a].text[i], f->columns[b].text[i]);
        c->text[i] = strdup(text);
        c->x[i] = NAN;
    }
}

/* A code for each word of two columns. */
static void code_words(const column *one, const column *two, size_t k, size_t *code)
{
    for (size_t i = 0; i < 2 * k; i++) {
        const char *word = i < k ? one->text[i] : two->text[i - k];
        code[i] = i;
        for (size_t j = 0; j < i && code[i] == i; j++)
            if (strcmp(word, j < k ? one->text[j] : two->text[j - k]) == 0)
                code[i] = code[j];
    }
}

/* Blocks of V, group by group; first[first_n] becomes the rows of the first group. */
static bool fill(run *r, const double *ri, const double *ni, const size_t *group, const size_t *code, double *v, size_t *first_n)
{
    const size_t k = r->data.k;
    size_t *rows = calloc(k + 1, sizeof *rows), *one = calloc(2 * k + 1, sizeof *one), *two = one + k;
    double *own = calloc(k * k + 1, sizeof *own), *y = calloc(k + 1, sizeof *y);
    bool ok = true;

    for (size_t i = 0; ok && i < k; i++) {
        size_t n = 0;
        if (group[i] != i)   /* a group is called by its first row */
            continue;
        for (size_t j = i; j < k; j++)
            if (group[j] == i) {
                rows[n] = j;
                y[n] = ri[j];
                one[n] = code[j];
                two[n++] = code[k + j];
            }
        *first_n = i == 0 ? n : *first_n;
        ok = rv_correlations_covariance(y, one, two, n, ni[i], own, &r->err) == RV_OK;
        for (size_t e = 0; ok && e < n * n; e++)
            v[rows[e / n] * k + rows[e % n]] = own[e];
    }
    free(rows);
    free(one);
    free(own);
    free(y);
    return ok;
}

static json_t *report(const double *ri, const double *v, size_t k, size_t lead)
{
    json_t *o = json_object(), *block = json_array(), *diagonal = json_array();
    double sum = 0;

    for (size_t i = 0; i < k; i++) {
        json_array_append_new(diagonal, rv_json_real(v[i * k + i]));
        if (i < lead)
            json_array_append_new(block, numbers(v + i * k, lead));
    }
    for (size_t i = 0; i < k * k; i++)
        sum += v[i];
    json_object_set_new(o, "yi", numbers(ri, k));
    json_object_set_new(o, "V_diag", diagonal);
    json_object_set_new(o, "V_block1", block);
    json_object_set_new(o, "V_sum", rv_json_real(sum));
    return o;
}

bool step_rcalc(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "ni", NULL };
    const json_t *f = json_object_get(json_object_get(args, "arg1"), "formula"), *terms = json_object_get(f, "terms");
    const char *a = json_string_value(json_object_get(json_array_get(json_array_get(terms, 0), 0), "col")),
               *b = json_string_value(json_object_get(json_array_get(json_array_get(terms, 1), 0), "col"));
    const column *one = a ? frame_find(&r->data, a) : NULL, *two = b ? frame_find(&r->data, b) : NULL;
    const size_t k = r->data.k;
    double *ri = calloc(k + 1, sizeof *ri), *ni = calloc(k + 1, sizeof *ni), *v = calloc(k * k + 1, sizeof *v);
    size_t *code = calloc(2 * k + 1, sizeof *code), *group = NULL, lead = 0;
    json_t *by = json_pack("{s:O?}", "col", json_array_get(json_object_get(f, "group"), 0));
    bool ok = only_arguments(r, args, known);

    if (ok && (!one || !two || !one->text || !two->text || json_array_size(json_object_get(f, "group")) != 1))
        ok = cannot(r, "rcalc with a formula like this");
    ok = ok && arg_numbers(r, json_object_get(f, "lhs"), ri) && arg_numbers(r, json_object_get(args, "ni"), ni)
         && arg_codes(r, by, &group);
    if (ok) {
        code_words(one, two, k, code);
        ok = fill(r, ri, ni, group, code, v, &lead) || refused(r);
    }
    if (ok) {
        json_decref(r->got);
        r->got = report(ri, v, k, lead);
        name_pairs(&r->data, one, two);
        frame_set(&r->data, "yi", ri);
        free(r->kept);
        r->kept = v;
        v = NULL;
    }
    json_decref(by);
    free(ri);
    free(ni);
    free(v);
    free(code);
    free(group);
    return ok;
}
