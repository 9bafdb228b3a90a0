/* conv.fivenum: means and standard deviations from five-number summaries. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tests/reference/driver.h"

static const char *const inputs[] = { "min", "q1", "median", "q3", "max", "n" };

static bool find_method(run *r, const json_t *args, rv_five_method *method)
{
    const char *word = arg_word(args, "method", "default");

    *method = RV_FIVE_LUO;
    if (strcmp(word, "default") == 0)
        return true;
    for (int i = 0; rv_five_method_names[i]; i++)
        if (strcmp(rv_five_method_names[i], word) == 0) {
            *method = (rv_five_method)i;
            return true;
        }
    return cannot(r, "conv.fivenum with method = %s", word);
}

bool step_fivenum(run *r, const json_t *args)
{
    static const char *const known[] = { "min", "q1", "median", "q3", "max", "n", "test", "dist", "method", NULL };
    const char *dist = arg_word(args, "dist", "norm");
    const bool test = arg_flag(args, "test", true), logs = strcmp(dist, "lnorm") == 0;
    size_t sizes[6] = { 0 }, k = 0;
    double *x[6] = { NULL }, *mean, *sd;
    rv_five_method method;
    bool ok = only_arguments(r, args, known) && find_method(r, args, &method);

    for (int i = 0; ok && i < 6; i++) {
        const json_t *arg = json_object_get(args, inputs[i]);
        if (arg)
            ok = (x[i] = arg_own_numbers(r, arg, &sizes[i])) != NULL;
        k = sizes[i] > k ? sizes[i] : k;
    }
    mean = calloc(k + 1, sizeof *mean);
    sd = calloc(k + 1, sizeof *sd);
    for (size_t i = 0; ok && i < k; i++) {
        double at[6];
        rv_five_result out;
        for (int c = 0; c < 6; c++)
            at[c] = x[c] ? x[c][i % sizes[c]] : NAN;
        const rv_five five = { at[0], at[1], at[2], at[3], at[4], at[5] };
        if (rv_five_to_mean(&five, method, logs, &out, &r->err) != RV_OK)
            ok = refused(r);
        mean[i] = test && out.skewed ? NAN : out.mean;
        sd[i] = test && out.skewed ? NAN : out.sd;
    }
    if (ok) {
        json_decref(r->got);
        r->got = json_pack("{s:o, s:o}", "mean", numbers(mean, k), "sd", numbers(sd, k));
    }
    for (int i = 0; i < 6; i++)
        free(x[i]);
    free(mean);
    free(sd);
    return ok;
}
