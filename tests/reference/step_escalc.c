/* escalc: effects by layer effect; columns yi and vi, and the sizes that were given, join the data. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tests/reference/driver.h"

/* The names that mean options rather than inputs. */
static bool is_option(const char *key)
{
    static const char *const options[] = { "measure", "add", "to", "drop00", "vtype", "correct", "data", NULL };

    for (const char *const *o = options; *o; o++)
        if (strcmp(*o, key) == 0)
            return true;
    return false;
}

static bool word_index(const char *const *names, const char *word, int *i)
{
    for (*i = 0; names[*i]; ++*i)
        if (strcmp(names[*i], word) == 0)
            return true;
    return false;
}

static bool read_options(run *r, const json_t *args, const rv_measure *measure, rv_effect_options *o)
{
    int to, vtype;

    if (!word_index(rv_zero_names, arg_word(args, "to", "only0"), &to))
        return cannot(r, "escalc with to = %s", arg_word(args, "to", ""));
    if (!word_index(rv_vtype_names, arg_word(args, "vtype", "LS"), &vtype))
        return cannot(r, "escalc with vtype = %s", arg_word(args, "vtype", ""));
    o->to = (rv_zero_to)to;
    if (strstr(r->engine, "metafor 3.") && vtype == RV_VTYPE_AV && (strcmp(measure->name, "OR") == 0 || strcmp(measure->name, "RR") == 0))
        vtype = RV_VTYPE_LS;          /* metafor 3 has no other for these */
    /* metafor passes over a variance type that the measure does not know; the library refuses it. */
    o->vtype = measure->vtypes & 1u << vtype ? (rv_vtype)vtype : RV_VTYPE_LS;
    o->add = arg_number(args, "add", NAN);
    o->drop00 = arg_flag(args, "drop00", false);
    o->correct = arg_flag(args, "correct", true);
    o->fractions = true;
    o->convention = strstr(r->engine, "metafor 3.") ? RV_CONVENTION_3 : RV_CONVENTION_5;
    return true;
}

/* The sizes join the data once all is read: n1i may have been read from a column called n2i. */
static void keep_sizes(run *r, const json_t *args, rv_effect_input *input, double *x)
{
    static const char *const sizes[] = { "n1i", "n2i", "ni", NULL };

    for (const char *const *name = sizes; *name; name++) {
        if (!json_object_get(args, *name))
            continue;
        for (size_t i = 0; i < r->data.k; i++)
            x[i] = *rv_effect_column(&input[i], *name);
        frame_set(&r->data, *name, x);
    }
}

/* The size of a study by all its groups, as metafor keeps it with the effects. */
static double total_size(const rv_effect_input *in)
{
    const double given[] = { in->ai + in->bi + in->ci + in->di, in->n1i + in->n2i, in->t1i + in->t2i, in->ni, in->xi + in->mi, in->ti };

    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        if (!isnan(given[i]))
            return given[i];
    return NAN;
}

static bool read_inputs(run *r, const json_t *args, rv_effect_input *input)
{
    const size_t k = r->data.k;
    double *x = calloc(k + 1, sizeof *x);
    const char *key;
    json_t *value;
    bool ok = true;

    json_object_foreach((json_t *)args, key, value) {
        if (!ok || is_option(key))
            continue;
        if (!rv_effect_column(&input[0], key)) {
            ok = cannot(r, "escalc with input %s", key);
            continue;
        }
        ok = arg_numbers(r, value, x);
        for (size_t i = 0; ok && i < k; i++)
            *rv_effect_column(&input[i], key) = x[i];
    }
    keep_sizes(r, args, input, x);
    free(x);
    return ok;
}

/* metafor's drop00 leaves IRSD its variance, which hangs on the time alone; ours gives neither number. */
static void variances_of_dropped(const rv_measure *measure, const rv_effect_input *input, size_t k, const rv_effect_options *o,
                                 double *vi)
{
    rv_effect_options kept = *o;
    rv_effect effect;

    kept.drop00 = false;
    for (size_t i = 0; o->drop00 && strcmp(measure->name, "IRSD") == 0 && i < k; i++)
        if (isnan(vi[i]) && rv_effect_make(measure, &input[i], 1, &kept, &effect, NULL) == RV_OK)
            vi[i] = effect.vi;
}

/* metafor gives Fisher's z also where its variance does not exist; ours gives neither number. */
static void estimates_without_variance(const rv_measure *measure, const rv_effect_input *input, size_t k, double *yi)
{
    for (size_t i = 0; strcmp(measure->name, "ZCOR") == 0 && i < k; i++)
        if (isnan(yi[i]) && fabs(input[i].ri) < 1 && !isnan(input[i].ni))
            yi[i] = atanh(input[i].ri);
}

static void raise_cell(double *x, double by)
{
    if (!isnan(*x))
        *x += by;
}

/* metafor adds to all tables before it looks at them, so that a group without people becomes one of two halves; the library refuses
   such a group. Cells are raised here then, and nothing is added there. */
static void fill_empty_groups(rv_effect_input *input, size_t k, rv_effect_options *o)
{
    const double add = isnan(o->add) ? 0.5 : o->add;
    bool empty = false;

    for (size_t i = 0; i < k; i++)
        empty |= input[i].ai + input[i].bi == 0 || input[i].ci + input[i].di == 0 || input[i].n1i == 0 || input[i].n2i == 0;
    if (o->to != RV_ZERO_ALL || !empty)
        return;
    for (size_t i = 0; i < k; i++) {
        double *cells[] = { &input[i].ai, &input[i].bi, &input[i].ci, &input[i].di };
        for (int c = 0; c < 4; c++)
            raise_cell(cells[c], add);
        raise_cell(&input[i].n1i, 2 * add);
        raise_cell(&input[i].n2i, 2 * add);
    }
    o->to = RV_ZERO_NONE;
}

bool step_escalc(run *r, const json_t *args)
{
    const rv_measure *measure = rv_measure_find(arg_word(args, "measure", ""));
    const size_t k = r->data.k;
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect_input *input;
    rv_effect *effect;
    double *yi, *vi;
    bool ok;

    if (!measure)
        return cannot(r, "measure %s", arg_word(args, "measure", ""));
    input = calloc(k + 1, sizeof *input);
    effect = calloc(k + 1, sizeof *effect);
    yi = calloc(k + 1, sizeof *yi);
    vi = calloc(k + 1, sizeof *vi);
    for (size_t i = 0; i <= k; i++)
        input[i] = (rv_effect_input)RV_EFFECT_INPUT_INIT;
    ok = read_options(r, args, measure, &o) && read_inputs(r, args, input);
    if (ok && (strcmp(measure->name, "OR") == 0 || strcmp(measure->name, "RR") == 0))
        fill_empty_groups(input, k, &o);
    if (ok && rv_effect_make(measure, input, k, &o, effect, &r->err) != RV_OK)
        ok = refused(r);
    for (size_t i = 0; ok && i < k; i++) {
        yi[i] = effect[i].yi;
        vi[i] = effect[i].vi;
    }
    if (ok) {
        variances_of_dropped(measure, input, k, &o, vi);
        estimates_without_variance(measure, input, k, yi);
        frame_set(&r->data, "yi", yi);
        frame_set(&r->data, "vi", vi);
        give(r, json_pack("{s:o, s:o}", "yi", numbers(yi, k), "vi", numbers(vi, k)));
        for (size_t i = 0; i < k; i++)
            yi[i] = total_size(&input[i]);
        frame_set(&r->data, ".ni", yi);
    }
    free(input);
    free(effect);
    free(yi);
    free(vi);
    return ok;
}
