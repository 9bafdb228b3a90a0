/* Formulas: numeric terms, factors with treatment contrasts (levels in byte order), products of them. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/reference/driver.h"

typedef struct {
    size_t   k, p;
    double **column;              /* [p][k] */
    char   **name;
} block;

static void add_column(block *b, double *x, char *name)
{
    b->column = realloc(b->column, (b->p + 1) * sizeof *b->column);
    b->name = realloc(b->name, (b->p + 1) * sizeof *b->name);
    b->column[b->p] = x;
    b->name[b->p++] = name;
}

static void free_block(block *b, bool columns_too)
{
    for (size_t i = 0; columns_too && i < b->p; i++) {
        free(b->column[i]);
        free(b->name[i]);
    }
    free(b->column);
    free(b->name);
    *b = (block){ b->k, 0, NULL, NULL };
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* An indicator for each level, but for the first when `contrasts`. A row without a value is NaN in all of them. */
static bool factor(run *r, const char *name, bool contrasts, block *out)
{
    const column *c = frame_find(&r->data, name);
    const char **levels;
    size_t n = 0, different = 0;

    if (!c || !c->text)
        return cannot(r, "factor %s", name);
    levels = calloc(r->data.k + 1, sizeof *levels);
    for (size_t i = 0; i < r->data.k; i++)
        if (!rv_text_missing(c->text[i]))
            levels[n++] = c->text[i];
    qsort(levels, n, sizeof *levels, by_bytes);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || strcmp(levels[i], levels[different - 1]) != 0)
            levels[different++] = levels[i];
    for (size_t l = contrasts; l < different; l++) {
        double *x = calloc(r->data.k + 1, sizeof *x);
        char label[128];
        for (size_t i = 0; i < r->data.k; i++)
            x[i] = rv_text_missing(c->text[i]) ? NAN : strcmp(c->text[i], levels[l]) == 0;
        snprintf(label, sizeof label, "%s%s", name, levels[l]);
        add_column(out, x, strdup(label));
    }
    free(levels);
    return true;
}

static bool part(run *r, const json_t *p, bool contrasts, block *out)
{
    const char *name = json_string_value(json_object_get(p, "col"));
    double *x;

    if (name && json_is_true(json_object_get(p, "factor")))
        return factor(r, name, contrasts, out);
    x = calloc(r->data.k + 1, sizeof *x);
    if (!arg_numbers(r, p, x)) {
        free(x);
        return false;
    }
    add_column(out, x, strdup(name ? name : "expression"));
    return true;
}

/* All products of a column of `a` with one of `b`; the levels of `a` vary fastest. */
static block product(const block *a, const block *b)
{
    block out = { a->k, 0, NULL, NULL };

    for (size_t j = 0; j < b->p; j++)
        for (size_t i = 0; i < a->p; i++) {
            double *x = calloc(a->k + 1, sizeof *x);
            char label[256];
            for (size_t n = 0; n < a->k; n++)
                x[n] = a->column[i][n] * b->column[j][n];
            snprintf(label, sizeof label, "%.120s:%.120s", a->name[i], b->name[j]);
            add_column(&out, x, strdup(label));
        }
    return out;
}

static bool is_factor(const json_t *part)
{
    return json_object_get(part, "col") && json_is_true(json_object_get(part, "factor"));
}

/* Whether `term` is `parts` without part `without`, in any order. */
static bool is_rest(const json_t *term, const json_t *parts, size_t without)
{
    size_t found = 0;

    for (size_t i = 0; i < json_array_size(parts); i++)
        for (size_t j = 0; i != without && j < json_array_size(term); j++)
            found += json_equal(json_array_get(parts, i), json_array_get(term, j)) != 0;
    return json_array_size(term) == json_array_size(parts) - 1 && found == json_array_size(term);
}

/* R's rule: a factor has contrasts where the term without it is in the model, else an indicator for each level. What stands for the
   empty term is the intercept or, without one, the first factor that stands alone. */
static bool has_contrasts(const json_t *terms, size_t at, size_t part, bool intercept)
{
    const json_t *parts = json_array_get(terms, at);

    if (json_array_size(parts) == 1) {
        for (size_t i = 0; i < at; i++)
            intercept |= json_array_size(json_array_get(terms, i)) == 1 && is_factor(json_array_get(json_array_get(terms, i), 0));
        return intercept;
    }
    for (size_t i = 0; i < json_array_size(terms); i++)
        if (is_rest(json_array_get(terms, i), parts, part))
            return true;
    return false;
}

static bool term(run *r, const json_t *terms, size_t at, bool intercept, block *all)
{
    const json_t *parts = json_array_get(terms, at);
    block so_far = { r->data.k, 0, NULL, NULL };
    bool ok = true;

    for (size_t i = 0; ok && i < json_array_size(parts); i++) {
        block next = { r->data.k, 0, NULL, NULL };
        ok = part(r, json_array_get(parts, i), has_contrasts(terms, at, i, intercept), &next);
        if (i == 0) {
            so_far = next;
        } else {
            block both = product(&so_far, &next);
            free_block(&so_far, true);
            free_block(&next, true);
            so_far = both;
        }
    }
    for (size_t i = 0; ok && i < so_far.p; i++)
        add_column(all, so_far.column[i], so_far.name[i]);
    free_block(&so_far, !ok);
    return ok;
}

bool design(run *r, const json_t *formula, double **x, char ***names, size_t *p, bool *intercept)
{
    const json_t *terms = json_object_get(formula, "terms");
    block all = { r->data.k, 0, NULL, NULL };
    bool ok = true;

    *intercept = json_is_true(json_object_get(formula, "intercept"));
    if (*intercept) {
        double *one = calloc(r->data.k + 1, sizeof *one);
        for (size_t i = 0; i < r->data.k; i++)
            one[i] = 1;
        add_column(&all, one, strdup("intrcpt"));
    }
    for (size_t i = 0; ok && i < json_array_size(terms); i++)
        ok = term(r, terms, i, *intercept, &all);
    *x = ok ? calloc(r->data.k * all.p + 1, sizeof **x) : NULL;
    *names = ok ? calloc(all.p + 1, sizeof **names) : NULL;
    for (size_t c = 0; ok && c < all.p; c++) {
        for (size_t i = 0; i < r->data.k; i++)
            (*x)[i * all.p + c] = all.column[c][i];
        (*names)[c] = strdup(all.name[c]);
    }
    *p = all.p;
    free_block(&all, true);
    return ok;
}
