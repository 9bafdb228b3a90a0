/*
 * screen-reference: reads a JSON list of questions on stdin, and prints one JSON answer a line. It is given inputs alone and knows
 * nothing of the expected numbers; screen_numbers.py asks and compares.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "review/numer.h"
#include "review/screen.h"

static double number(const json_t *q, const char *name)
{
    const json_t *x = json_object_get(q, name);
    return json_is_number(x) ? json_number_value(x) : NAN;
}

static size_t count(const json_t *q, const char *name) { return (size_t)number(q, name); }

static json_t *real(double x) { return isfinite(x) ? json_real(x) : json_null(); }

static json_t *kappa(const rv_kappa *k)
{
    return json_pack("{so so so so so so s[oo]}", "po", real(k->observed), "pe", real(k->expected), "kappa", real(k->kappa), "se",
                     real(k->se), "se0", real(k->se0), "z", real(k->z), "ci", real(k->ci_lo), real(k->ci_hi));
}

static json_t *table(const json_t *q, rv_error *err)
{
    const json_t *rows = json_object_get(q, "table");
    const size_t k = json_array_size(rows);
    int64_t cells[RV_AGREE_CATEGORIES * RV_AGREE_CATEGORIES] = { 0 };
    rv_agree_two a;

    for (size_t i = 0; i < k * k && k <= RV_AGREE_CATEGORIES; i++)
        cells[i] = json_integer_value(json_array_get(json_array_get(rows, i / k), i % k));
    if (rv_agree_table(cells, k, 0.95, &a, err) != RV_OK)
        return NULL;
    return json_pack("{so so so so s{so so so so s[oo]} s{so so s[oo] so so so so}}", "cohen", kappa(&a.kappa), "kappa_linear",
                     kappa(&a.linear), "kappa_quadratic", kappa(&a.quadratic), "scott_pi", real(a.scott_pi), "gwet_ac1", "pa",
                     real(a.kappa.observed), "pe",
                     real(a.ac1_expected), "ac1", real(a.ac1), "se", real(a.ac1_se), "ci_z", real(a.ac1_lo), real(a.ac1_hi), "pabak",
                     "pabak", real(a.pabak), "se", real(a.pabak_se), "ci", real(a.pabak_lo), real(a.pabak_hi), "prevalence_index",
                     real(a.prevalence_index), "bias_index", real(a.bias_index), "p_pos", real(a.positive), "p_neg", real(a.negative));
}

static json_t *fleiss(const json_t *q, rv_error *err)
{
    const json_t *rows = json_object_get(q, "counts");
    const size_t n = json_array_size(rows), k = json_array_size(json_array_get(rows, 0));
    int64_t *cells = calloc(n * k + 1, sizeof *cells);
    double *each = calloc(k + 1, sizeof *each);
    json_t *out = NULL, *categories = json_array();
    rv_fleiss f;

    for (size_t i = 0; i < n * k; i++)
        cells[i] = json_integer_value(json_array_get(json_array_get(rows, i / k), i % k));
    if (rv_agree_fleiss(cells, n, k, &f, each, err) == RV_OK) {
        for (size_t j = 0; j < k; j++)
            json_array_append_new(categories, real(each[j]));
        out = json_pack("{so so so so so sO}", "kappa", real(f.kappa), "pbar", real(f.observed), "pe", real(f.expected), "se0",
                        real(f.se0), "z", real(f.z), "category_kappa", categories);
    }
    json_decref(categories);
    free(cells);
    free(each);
    return out;
}

static json_t *krippendorff(const json_t *q, rv_error *err)
{
    static const char *const names[] = { "nominal", "ordinal", "interval" };
    const json_t *rows = json_object_get(q, "data");
    const size_t m = json_array_size(rows), units = json_array_size(json_array_get(rows, 0));
    double *values = calloc(m * units + 1, sizeof *values);
    size_t *ends = calloc(units + 1, sizeof *ends);
    json_t *out = json_object();

    for (size_t u = 0; u < units; u++) {
        for (size_t i = 0; i < m; i++) {
            const json_t *x = json_array_get(json_array_get(rows, i), u);
            values[u * m + i] = json_is_number(x) ? json_number_value(x) : NAN;
        }
        ends[u] = (u + 1) * m;
    }
    for (int metric = 0; metric < 3 && out; metric++) {
        rv_krippendorff k;
        if (rv_agree_krippendorff(values, ends, units, (rv_agree_metric)metric, &k, err) == RV_OK)
            json_object_set_new(out, names[metric], json_pack("{so so so so}", "alpha", real(k.alpha), "Do", real(k.observed), "De",
                                                              real(k.expected), "n_pairable", real((double)k.values)));
    }
    free(values);
    free(ends);
    return out;
}

/* ---- Stopping ---------------------------------------------------------------------------------------------------------- */

static bool *labels(const json_t *q, rv_stop_order *order)
{
    const char *text = json_string_value(json_object_get(q, "labels"));
    bool *relevant;

    text = text ? text : "";
    relevant = calloc(strlen(text) + 1, sizeof *relevant);
    for (size_t i = 0; text[i]; i++)
        relevant[i] = text[i] == '1';
    *order = (rv_stop_order){ relevant, NULL, strlen(text), count(q, "N") };
    return relevant;
}

static json_t *criterion(const json_t *q, rv_error *err)
{
    rv_stop_order order;
    bool *relevant = labels(q, &order);
    json_t *out = NULL;
    rv_stop_p p;

    if (rv_stop_hypergeometric(&order, number(q, "target"), number(q, "bias"), &p, err) == RV_OK)
        out = json_pack("{so so so so so so so}", "p", real(p.p), "urn_size", real((double)p.urn_size), "k_hat", real(p.k_hat),
                        "urn_population", real((double)p.urn_population), "relevant_in_urn", real((double)p.relevant_in_urn),
                        "screened", real((double)order.screened), "relevant", real((double)rv_stop_found(&order)));
    free(relevant);
    return out;
}

/* The first multiple of `every` at which p < alpha. */
static json_t *first(const json_t *q, rv_error *err)
{
    rv_stop_order order;
    bool *relevant = labels(q, &order);
    const size_t screened = order.screened, every = count(q, "every");
    json_t *out = json_null();
    rv_stop_p p;

    for (order.screened = every; order.screened <= screened; order.screened += every)
        if (rv_stop_hypergeometric(&order, number(q, "target"), 1, &p, err) == RV_OK && p.p < number(q, "alpha")) {
            out = json_integer((json_int_t)order.screened);
            break;
        }
    free(relevant);
    return out;
}

static json_t *knee(const json_t *q, rv_error *err)
{
    rv_stop_order order;
    bool *relevant = labels(q, &order);
    rv_stop_knee k;

    (void)err;
    rv_stop_at_knee(&order, &k);
    free(relevant);
    return json_pack("{so so so so sb}", "knee_rank", real((double)k.rank), "relevant_at_knee", real((double)k.found), "rho",
                     real(k.rho), "threshold", real(k.threshold), "stop_rho", k.bent);
}

static json_t *run(const json_t *q, rv_error *err)
{
    rv_stop_order order;
    bool *relevant = labels(q, &order);
    const size_t at = rv_stop_after_run(&order, count(q, "run"));

    (void)err;
    free(relevant);
    return at ? json_integer((json_int_t)at) : json_null();
}

static json_t *cdf(const json_t *q, rv_error *err)
{
    (void)err;
    return real(rv_hypergeometric_lower(number(q, "x"), number(q, "N"), number(q, "K"), number(q, "n")));
}

/* A random last stage: the suffix is the sample. */
static json_t *sample(const json_t *q, rv_error *err)
{
    const double r = number(q, "found_before"), c = number(q, "relevant_in_sample");
    const double k = floor((r + c) / number(q, "target") + 1 - r);

    (void)err;
    return json_pack("{so so}", "k_hat", real(k), "p", real(rv_hypergeometric_lower(c, number(q, "remaining"), k, number(q, "sampled"))));
}

static json_t *zero(const json_t *q, rv_error *err)
{
    size_t s;

    return rv_stop_zero_hits(count(q, "found"), count(q, "remaining"), number(q, "target"), 1 - number(q, "alpha"), &s, err) == RV_OK
           ? json_integer((json_int_t)s) : NULL;
}

static const struct { const char *name; json_t *(*answer)(const json_t *q, rv_error *err); } kinds[] = {
    { "table", table }, { "fleiss", fleiss }, { "krippendorff", krippendorff }, { "criterion", criterion }, { "first", first },
    { "knee", knee }, { "run", run }, { "cdf", cdf }, { "sample", sample }, { "zero", zero },
};

int main(void)
{
    json_error_t fault;
    json_t *questions = json_loadf(stdin, 0, &fault), *q;
    size_t i;

    if (!questions) {
        fprintf(stderr, "screen-reference: %s\n", fault.text);
        return 1;
    }
    json_array_foreach(questions, i, q) {
        const char *kind = json_string_value(json_object_get(q, "kind"));
        rv_error err = { 0 };
        json_t *got = NULL;
        for (size_t k = 0; kind && k < sizeof kinds / sizeof *kinds; k++)
            if (strcmp(kind, kinds[k].name) == 0)
                got = kinds[k].answer(q, &err);
        if (!got)
            got = json_pack("{ss}", "error", err.message);
        json_dumpf(got, stdout, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(17));
        putchar('\n');
        json_decref(got);
    }
    json_decref(questions);
    return 0;
}
