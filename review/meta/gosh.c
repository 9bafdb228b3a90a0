/* The model of every subset of the effects, or of many. */
#include <config.h>

#include <stdlib.h>

#include "review/meta_diagnose.h"
#include "review/numer.h"
#include "meta/deletion.h"

enum { TICK = 1024 };

typedef struct {
    rv_deletion fits;
    bool       *in;
    size_t      k;
    bool        all;
    rv_random  *random;
} subsets;

/* The next one, `i` from 0: the bits of i + 1, or drawn; never the empty one. */
static size_t next(subsets *s, uint64_t i)
{
    size_t n = 0;

    do {
        n = 0;
        for (size_t j = 0; j < s->k; j++) {
            s->in[j] = s->all ? (i + 1) >> j & 1 : rv_random_below(s->random, 2) == 1;
            n += s->in[j];
        }
    } while (n == 0);
    return n;
}

static rv_status look(subsets *s, uint64_t i, rv_status (*tell)(void *user, const rv_subset *subset, rv_error *err), void *user,
                      rv_gosh_extent *extent, rv_error *err)
{
    rv_subset subset = { .in = s->in, .k = next(s, i) };
    const rv_meta_fit *f = &s->fits.fit;
    rv_status st = rv_deletion_keep(&s->fits, s->in, err);

    if (st != RV_OK)
        return st;
    if (!s->fits.exists) {
        extent->failed++;
        return RV_OK;
    }
    subset.estimate = f->pooled.estimate;
    subset.q = f->q;
    subset.tau2 = f->tau2;
    subset.i2 = f->i2;
    subset.h2 = f->h2;
    extent->told++;
    return tell(user, &subset, err);
}

rv_status rv_meta_gosh(const rv_meta_data *data, const rv_meta_options *options, uint64_t most, uint64_t seed,
                       rv_status (*tell)(void *user, const rv_subset *subset, rv_error *err), void *user, const rv_progress *progress,
                       rv_gosh_extent *extent, rv_error *err)
{
    subsets s = { .k = data->k };
    rv_meta_options once = *options;
    rv_meta_fit whole;
    uint64_t n;
    rv_status st;

    if (data->p)
        return rv_fail(err, RV_EINVAL, "subsets are not looked at with moderators");
    if (most < 1 || most > UINT64_C(1000000000))
        return rv_fail(err, RV_EINVAL, "%llu subsets at most are asked for; 1 to 1000000000 can be had", (unsigned long long)most);
    once.skip_interval = true;
    if ((st = rv_meta_run(data, &once, &whole, NULL, NULL, NULL, err)) != RV_OK)
        return st;
    s.all = data->k < 63 && (UINT64_C(1) << data->k) - 1 <= most;
    n = s.all ? (UINT64_C(1) << data->k) - 1 : most;
    *extent = (rv_gosh_extent){ .all = s.all };
    if (!(s.in = calloc(data->k + 1, sizeof *s.in)))
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", data->k);
    if (st == RV_OK && (st = rv_random_open(&s.random, seed, err)) == RV_OK)
        st = rv_deletion_begin(&s.fits, data, options, err);
    for (uint64_t i = 0; st == RV_OK && i < n; i++) {
        st = look(&s, i, tell, user, extent, err);
        if (i % TICK == 0)
            rv_progress_tick(progress, i, n);
    }
    rv_deletion_end(&s.fits);
    rv_random_free(s.random);
    free(s.in);
    return st;
}
