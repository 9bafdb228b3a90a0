/* rcalc: correlations of several variables a study, with their covariances. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/reference/driver.h"

typedef struct {
    const column *ri, *one, *two, *study;
    double *ni;
    size_t *cluster;
} given;

static const column *named(run *r, const json_t *of)
{
    return frame_find(&r->data, json_string_value(json_object_get(of, "col")));
}

static bool read_formula(run *r, const json_t *formula, given *g)
{
    const json_t *terms = json_object_get(formula, "terms");
    const char *group = json_string_value(json_array_get(json_object_get(formula, "group"), 0));

    g->ri = named(r, json_object_get(formula, "lhs"));
    g->one = named(r, json_array_get(json_array_get(terms, 0), 0));
    g->two = named(r, json_array_get(json_array_get(terms, 1), 0));
    g->study = group ? frame_find(&r->data, group) : NULL;
    return g->ri && g->one && g->one->text && g->two && g->two->text && g->study ? true : cannot(r, "rcalc of other columns");
}

/* The place of a variable among those seen. */
static size_t variable(const char **seen, size_t *n, const char *name)
{
    for (size_t i = 0; i < *n; i++)
        if (strcmp(seen[i], name) == 0)
            return i;
    seen[(*n)++] = name;
    return *n - 1;
}

/* The covariances of the rows of one study into v[k k]. */
static bool study_block(run *r, const given *g, const size_t *rows, size_t n, double *v)
{
    const char **seen = calloc(2 * n, sizeof *seen);
    size_t *pairs = calloc(2 * n, sizeof *pairs), m = 0, k = r->data.k;
    double *table, *block = calloc(n * n, sizeof *block);
    bool ok;

    for (size_t i = 0; i < n; i++) {
        pairs[2 * i] = variable(seen, &m, g->one->text[rows[i]]);
        pairs[2 * i + 1] = variable(seen, &m, g->two->text[rows[i]]);
    }
    table = malloc(m * m * sizeof *table);
    for (size_t i = 0; i < m * m; i++)
        table[i] = NAN;
    for (size_t i = 0; i < n; i++)
        table[pairs[2 * i] * m + pairs[2 * i + 1]] = table[pairs[2 * i + 1] * m + pairs[2 * i]] = g->ri->x[rows[i]];
    ok = rv_correlations_covariance(table, m, g->ni[rows[0]], pairs, n, block, &r->err) == RV_OK || refused(r);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            v[rows[i] * k + rows[j]] = block[i * n + j];
    free(seen);
    free(pairs);
    free(table);
    free(block);
    return ok;
}

static void replace_data(run *r, const given *g)
{
    const size_t k = r->data.k;
    double *yi = malloc((k + 1) * sizeof *yi);
    char **label = calloc(k + 1, sizeof *label);

    memcpy(yi, g->ri->x, k * sizeof *yi);
    for (size_t i = 0; i < k; i++) {
        const char *a = g->one->text[i], *b = g->two->text[i];
        const size_t size = strlen(a) + strlen(b) + 2;
        label[i] = malloc(size);
        snprintf(label[i], size, "%s.%s", strcmp(a, b) < 0 ? a : b, strcmp(a, b) < 0 ? b : a);
    }
    frame_set_text(&r->data, "var1.var2", (const char *const *)label);
    frame_set(&r->data, "yi", yi);
    for (size_t i = 0; i < k; i++)
        free(label[i]);
    free(label);
    free(yi);
}

static json_t *report(run *r, const double *yi, const double *v)
{
    const size_t k = r->data.k, lead = k < 6 ? k : 6;
    double *diagonal = malloc((k + 1) * sizeof *diagonal), sum = 0;
    json_t *block = json_array();

    for (size_t i = 0; i < k * k; i++)
        sum += v[i];
    for (size_t i = 0; i < k; i++)
        diagonal[i] = v[i * k + i];
    for (size_t i = 0; i < lead; i++)
        json_array_append_new(block, numbers(v + i * k, lead));
    block = json_pack("{s:o, s:o, s:o, s:o}", "yi", numbers(yi, k), "V_diag", numbers(diagonal, k), "V_block1", block, "V_sum",
                      rv_json_real(sum));
    free(diagonal);
    return block;
}

bool step_rcalc(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "ni", NULL };
    const size_t k = r->data.k;
    const json_t *group;
    given g = { NULL };
    double *v = calloc(k * k + 1, sizeof *v);
    size_t *rows = calloc(k + 1, sizeof *rows);
    bool ok = only_arguments(r, args, known)
              && read_formula(r, json_object_get(json_object_get(args, "arg1"), "formula"), &g);

    g.ni = calloc(k + 1, sizeof *g.ni);
    group = ok ? json_pack("{s:s}", "col", g.study->name) : NULL;
    ok = ok && arg_numbers(r, json_object_get(args, "ni"), g.ni) && arg_codes(r, group, &g.cluster);
    for (size_t i = 0; ok && i < k; i++) {
        size_t n = 0;
        for (size_t j = i; g.cluster[i] == i && j < k; j++)
            if (g.cluster[j] == i)
                rows[n++] = j;
        ok = n == 0 || study_block(r, &g, rows, n, v);
    }
    if (ok) {
        give(r, report(r, g.ri->x, v));
        replace_data(r, &g);
        free(r->kept);
        r->kept = v;
        v = NULL;
    }
    json_decref((json_t *)group);
    free(g.ni);
    free(g.cluster);
    free(rows);
    free(v);
    return ok;
}
