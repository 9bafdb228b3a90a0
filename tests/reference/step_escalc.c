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

static bool read_options(run *r, const json_t *args, rv_effect_options *o)
{
    int to, vtype;

    if (!word_index(rv_zero_names, arg_word(args, "to", "only0"), &to))
        return cannot(r, "escalc with to = %s", arg_word(args, "to", ""));
    if (!word_index(rv_vtype_names, arg_word(args, "vtype", "LS"), &vtype))
        return cannot(r, "escalc with vtype = %s", arg_word(args, "vtype", ""));
    o->to = (rv_zero_to)to;
    o->vtype = (rv_vtype)vtype;
    o->add = arg_number(args, "add", 0.5);
    o->drop00 = arg_flag(args, "drop00", false);
    o->correct = arg_flag(args, "correct", true);
    return true;
}

static bool read_inputs(run *r, const json_t *args, rv_effect_input *input)
{
    const bool difference = strncmp(arg_word(args, "measure", ""), "SMD", 3) == 0;
    const size_t k = r->data.k;
    double *x = calloc(k + 1, sizeof *x);
    const char *key;
    json_t *value;
    bool ok = true;

    json_object_foreach((json_t *)args, key, value) {
        /* metafor's di is a standardised difference or the events' complement; ours say d and di. */
        const char *ours = strcmp(key, "ti") == 0 ? "t" : strcmp(key, "di") == 0 && difference ? "d" : key;
        if (!ok || is_option(key))
            continue;
        if (!rv_effect_column(&input[0], ours)) {
            ok = cannot(r, "escalc with input %s", key);
            continue;
        }
        ok = arg_numbers(r, value, x);
        for (size_t i = 0; ok && i < k; i++)
            *rv_effect_column(&input[i], ours) = x[i];
        if (ok && (!strcmp(key, "n1i") || !strcmp(key, "n2i") || !strcmp(key, "ni")))
            frame_set(&r->data, key, x);
    }
    free(x);
    return ok;
}

bool step_escalc(run *r, const json_t *args)
{
    const rv_measure *measure = rv_measure_find(arg_word(args, "measure", ""));
    const size_t k = r->data.k;
    rv_effect_options o = RV_EFFECT_OPTIONS_INIT;
    rv_effect_input *input;
    rv_effect *effect;
    double *yi, *vi;
    int vtype;
    bool ok;

    if (!measure)
        return cannot(r, "measure %s", arg_word(args, "measure", ""));
    if (word_index(rv_vtype_names, arg_word(args, "vtype", "LS"), &vtype) && !(measure->vtypes & (1u << vtype)))
        return cannot(r, "%s with vtype = %s", measure->name, rv_vtype_names[vtype]);
    input = calloc(k + 1, sizeof *input);
    effect = calloc(k + 1, sizeof *effect);
    yi = calloc(k + 1, sizeof *yi);
    vi = calloc(k + 1, sizeof *vi);
    for (size_t i = 0; i <= k; i++)
        input[i] = (rv_effect_input)RV_EFFECT_INPUT_INIT;
    ok = read_options(r, args, &o) && read_inputs(r, args, input);
    if (ok && rv_effect_make(measure, input, k, &o, effect, &r->err) != RV_OK)
        ok = refused(r);
    for (size_t i = 0; ok && i < k; i++) {
        yi[i] = effect[i].yi;
        vi[i] = effect[i].vi;
    }
    if (ok) {
        frame_set(&r->data, "yi", yi);
        frame_set(&r->data, "vi", vi);
        json_decref(r->got);
        r->got = json_pack("{s:o, s:o}", "yi", numbers(yi, k), "vi", numbers(vi, k));
    }
    free(input);
    free(effect);
    free(yi);
    free(vi);
    return ok;
}
