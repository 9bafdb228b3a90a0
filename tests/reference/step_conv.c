/* conv.wald and conv.2x2: variances from intervals and tests, tables from their margins. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tests/reference/driver.h"

enum { MOST = 8 };

/* Arguments by name as columns of their own; k is the longest. */
typedef struct {
    const char *const *names;
    double *x[MOST];
    size_t n[MOST], k;
} inputs;

static bool read_inputs(run *r, const json_t *args, inputs *in)
{
    in->k = 0;
    for (int i = 0; in->names[i]; i++) {
        const json_t *arg = json_object_get(args, in->names[i]);
        in->x[i] = NULL;
        in->n[i] = 0;
        if (arg && !(in->x[i] = arg_own_numbers(r, arg, &in->n[i])))
            return false;
        in->k = in->n[i] > in->k ? in->n[i] : in->k;
    }
    return true;
}

static double at(const inputs *in, int c, size_t i)
{
    return in->x[c] && in->n[c] ? in->x[c][i % in->n[c]] : NAN;
}

static void drop(inputs *in)
{
    for (int i = 0; in->names[i]; i++)
        free(in->x[i]);
}

bool step_wald(run *r, const json_t *args)
{
    static const char *const names[] = { "out", "ci.lb", "ci.ub", "zval", "pval", "level", "n", NULL };
    static const char *const known[] = { "out", "ci.lb", "ci.ub", "zval", "pval", "level", "n", "transf", "check", NULL };
    const char *word = arg_word(args, "transf", NULL);
    const rv_transform *t = word ? rv_transform_find(word) : NULL;
    const rv_transform_args none = RV_TRANSFORM_ARGS_INIT;
    inputs in = { .names = names };
    double *y, *v;
    bool ok = only_arguments(r, args, known) && (!word || t || cannot(r, "conv.wald with transf = %s", word)) && read_inputs(r, args, &in);

    y = calloc(in.k + 1, sizeof *y);
    v = calloc(in.k + 1, sizeof *v);
    for (size_t i = 0; ok && i < in.k; i++) {
        rv_wald w = RV_WALD_INIT;
        w.est = t ? t->apply(at(&in, 0, i), &none) : at(&in, 0, i);
        w.lo = t ? t->apply(at(&in, 1, i), &none) : at(&in, 1, i);
        w.hi = t ? t->apply(at(&in, 2, i), &none) : at(&in, 2, i);
        w.z = at(&in, 3, i);
        w.p = at(&in, 4, i);
        w.level = isnan(at(&in, 5, i)) ? 0.95 : at(&in, 5, i) > 1 ? at(&in, 5, i) / 100 : at(&in, 5, i);
        y[i] = w.est;
        if (rv_wald_se(&w, &v[i], &r->err) != RV_OK)
            ok = refused(r);
        v[i] *= v[i];
    }
    if (ok) {
        frame_set(&r->data, "yi", y);
        frame_set(&r->data, "vi", v);
        json_decref(r->got);
        r->got = json_pack("{s:o, s:o}", "yi", numbers(y, in.k), "vi", numbers(v, in.k));
    }
    drop(&in);
    free(y);
    free(v);
    return ok;
}

bool step_2x2(run *r, const json_t *args)
{
    static const char *const names[] = { "ori", "ri", "x2i", "ni", "n1i", "n2i", NULL };
    static const char *const known[] = { "ori", "ri", "x2i", "ni", "n1i", "n2i", "correct", NULL };
    const bool yates = arg_flag(args, "correct", true);
    inputs in = { .names = names };
    double *out[4];
    bool ok = only_arguments(r, args, known) && read_inputs(r, args, &in);

    for (int c = 0; c < 4; c++)
        out[c] = calloc(in.k + 1, sizeof *out[c]);
    for (size_t i = 0; ok && i < in.k; i++) {
        const double n = at(&in, 3, i), n1 = at(&in, 4, i), e = at(&in, 5, i);
        double cells[4] = { NAN, NAN, NAN, NAN };
        rv_status st = RV_OK;
        if (isnan(n + n1 + e))
            ;                         /* a margin is missing: no table */
        else if (!isnan(at(&in, 0, i)))
            st = rv_cells_from_or(at(&in, 0, i), n, n1, e, cells, &r->err);
        else if (!isnan(at(&in, 1, i)))
            st = rv_cells_from_phi(at(&in, 1, i), n, n1, e, cells, &r->err);
        else if (!isnan(at(&in, 2, i)))
            st = rv_cells_from_chi2(at(&in, 2, i), yates, n, n1, e, cells, &r->err);
        if (st != RV_OK)
            ok = refused(r);
        for (int c = 0; c < 4; c++)
            out[c][i] = cells[c];
    }
    if (ok) {
        json_decref(r->got);
        r->got = json_pack("{s:o, s:o, s:o, s:o}", "ai", numbers(out[0], in.k), "bi", numbers(out[1], in.k), "ci",
                           numbers(out[2], in.k), "di", numbers(out[3], in.k));
    }
    drop(&in);
    for (int c = 0; c < 4; c++)
        free(out[c]);
    return ok;
}
