/* aggregate: one effect per cluster of the current data. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tests/reference/driver.h"

static bool structure(run *r, const json_t *args, rv_covariance *c, size_t *each)
{
    const char *word = arg_word(args, "struct", "CS");
    const bool id = strcmp(word, "ID") == 0, cs = strcmp(word, "CS") == 0, car = strcmp(word, "CAR") == 0,
               plus = strcmp(word, "CS+CAR") == 0, times = strcmp(word, "CS*CAR") == 0;

    if (!id && !cs && !car && !plus && !times)
        return cannot(r, "aggregate with struct = %s", word);
    c->rho = c->rho_types = id ? 0 : arg_number(args, "rho", 0);
    c->phi = arg_number(args, "phi", 1);
    c->additive = plus;
    if (id || cs || plus)
        c->obs = each;
    if (id || cs)
        c->time1 = NULL;
    return true;
}

/* Rows without an effect go before clusters are counted, as in metafor: a cluster of such rows alone is none. */
static void drop_missing(frame *data)
{
    const column *yi = frame_find(data, "yi"), *vi = frame_find(data, "vi");
    bool *keep = calloc(data->k + 1, sizeof *keep);

    for (size_t i = 0; yi && vi && i < data->k; i++)
        keep[i] = !isnan(yi->x[i]) && !isnan(vi->x[i]);
    if (yi && vi)
        frame_keep(data, keep);
    free(keep);
}

bool step_aggregate(run *r, const json_t *args)
{
    static const char *const known[] = { "arg1", "cluster", "struct", "rho", "phi", "time", "obs", "V", "weighted", "checkpd", NULL };
    const bool matrix = json_object_get(args, "V") != NULL;

    if (!matrix)
        drop_missing(&r->data);
    const size_t k = r->data.k;
    const column *yi = frame_find(&r->data, "yi"), *vi = frame_find(&r->data, "vi");
    size_t *cluster = NULL, *obs = NULL, *each = calloc(k + 1, sizeof *each), n = 0;
    double *time = calloc(k + 1, sizeof *time), *y = calloc(k + 1, sizeof *y), *v = calloc(k + 1, sizeof *v);
    rv_aggregate *out = calloc(k + 1, sizeof *out);
    rv_covariance c = RV_COVARIANCE_INIT;
    bool ok = only_arguments(r, args, known) && arg_codes(r, json_object_get(args, "cluster"), &cluster)
              && arg_codes(r, json_object_get(args, "obs"), &obs);

    for (size_t i = 0; i < k; i++)
        each[i] = i;
    if (ok && (!yi || !vi))
        ok = cannot(r, "aggregate before escalc");
    if (ok && json_object_get(args, "time") && (ok = arg_numbers(r, json_object_get(args, "time"), time)))
        c.time1 = time;
    if (ok && matrix && !r->kept)
        ok = cannot(r, "aggregate with a V that no step made");
    c.k = k;
    c.vi = vi ? vi->x : NULL;
    c.cluster = cluster;
    c.obs = obs;
    if (ok && structure(r, args, &c, each)
        && rv_aggregate_effects(&c, yi->x, matrix ? r->kept : NULL, arg_flag(args, "weighted", true), out, &n, &r->err) == RV_OK) {
        for (size_t i = 0; i < n; i++) {
            y[i] = out[i].yi;
            v[i] = out[i].vi;
        }
        give(r, json_pack("{s:o, s:o}", "yi", numbers(y, n), "vi", numbers(v, n)));
    } else {
        ok = false;
    }
    free(cluster);
    free(obs);
    free(each);
    free(time);
    free(y);
    free(v);
    free(out);
    return ok;
}
