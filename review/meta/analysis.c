/* An analysis: from rows to the numbers of the whole, of subgroups, and without each effect in turn. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "meta/names.h"
#include "review/meta.h"

/* ---- The steps ------------------------------------------------------------------------------------------------- */

typedef struct {
    rv_analysis *a;
    double *yi, *vi;
    rv_meta_data data;
} work;

static rv_status gather(work *w, rv_error *err)
{
    rv_analysis *a = w->a;
    const size_t n = rv_meta_set_count(a->set);

    a->rows = calloc(n ? n : 1, sizeof *a->rows);
    a->weights = calloc(n ? n : 1, sizeof *a->weights);
    w->yi = calloc(n ? 2 * n : 1, sizeof *w->yi);
    if (!a->rows || !a->weights || !w->yi)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", n);
    w->vi = w->yi + n;
    for (size_t i = 0; i < n; i++) {
        const rv_meta_row *row = rv_meta_set_row(a->set, i);
        if (row->excluded) {
            a->excluded++;
            continue;
        }
        w->yi[a->k] = row->yi;
        w->vi[a->k] = row->vi;
        a->rows[a->k++] = row;
    }
    w->data = (rv_meta_data){ .k = a->k, .yi = w->yi, .vi = w->vi };
    if (a->k == 0)
        return rv_fail(err, RV_EINVAL,
                       a->excluded ? "all %zu rows are left out; there is nothing to pool"
                                   : "there are no effects to pool",
                       a->excluded);
    return RV_OK;
}

/* What went in, so that anyone can tell whether two analyses had the same rows. */
static void digest(rv_analysis *a)
{
    rv_sha256 state;
    uint8_t bytes[RV_DIGEST];
    char numbers[64];

    rv_sha256_start(&state);
    for (size_t i = 0; i < a->k; i++) {
        const rv_meta_row *r = a->rows[i];
        const int n = snprintf(numbers, sizeof numbers, "%.17g %.17g\n", r->yi, r->vi);
        rv_sha256_add(&state, r->label, strlen(r->label) + 1);
        rv_sha256_add(&state, r->study, strlen(r->study) + 1);
        rv_sha256_add(&state, r->subgroup, strlen(r->subgroup) + 1);
        rv_sha256_add(&state, numbers, (size_t)n);
    }
    rv_sha256_end(&state, bytes);
    rv_hex(bytes, RV_DIGEST, a->digest);
}

/* Several effects of one study are dependent; to pool them as if they were not takes an explicit word. */
static rv_status independence(work *w, rv_error *err)
{
    rv_analysis *a = w->a;
    rv_names t;
    size_t *count = calloc(a->k, sizeof *count), several = 0, worst = 0, alone = 0;
    rv_status st = rv_names_begin(&t, a->k, err);

    if (st == RV_OK && !count)
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu studies", a->k);
    for (size_t i = 0; st == RV_OK && i < a->k; i++) {
        size_t s;
        if (!*a->rows[i]->study) {
            alone++;
            continue;
        }
        s = rv_names_number(&t, a->rows[i]->study);
        several += ++count[s] == 2;
        worst = count[s] > count[worst] ? s : worst;
    }
    if (st == RV_OK) {
        a->studies = t.n + alone;
        a->most_effects = t.n && count[worst] > 1 ? count[worst] : 1;
        if (several)
            a->notes |= RV_NOTE_DEPENDENT;
        if (several && !a->options.assume_independent)
            st = rv_fail(
                err, RV_EINVAL,
                "study %.60s has %zu effects, and %zu of %zu studies have several; they are not independent, and "
                "are pooled as if they were only with assume-independent",
                t.name[worst], count[worst], several, a->studies);
    }
    free(count);
    rv_names_end(&t);
    return st;
}

static rv_status subgroups(work *w, rv_error *err)
{
    rv_analysis *a = w->a;
    rv_meta_fit *fits = NULL;
    rv_names t;
    rv_status st = rv_names_begin(&t, a->k, err);

    if (st == RV_OK && !(a->group_of = calloc(a->k, sizeof *a->group_of)))
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", a->k);
    for (size_t i = 0; st == RV_OK && i < a->k; i++)
        a->group_of[i] = rv_names_number(&t, *a->rows[i]->subgroup ? a->rows[i]->subgroup : "not stated");
    if (st == RV_OK && (!(a->group = calloc(t.n, sizeof *a->group)) || !(fits = calloc(t.n, sizeof *fits))))
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu subgroups", t.n);
    if (st == RV_OK
        && (st = rv_meta_subgroups(&w->data, a->group_of, t.n, &a->options.model, a->options.common_tau2, fits, NULL,
                                   &a->between, err))
               == RV_OK)
        for (a->groups = 0; a->groups < t.n; a->groups++)
            a->group[a->groups] = (rv_meta_group){ t.name[a->groups], fits[a->groups] };
    free(fits);
    rv_names_end(&t);
    return st;
}

/* Plain Hartung-Knapp to stand beside the default: the same tau2, so that nothing is estimated twice. */
static rv_status beside(work *w, rv_error *err)
{
    rv_meta_options plain = w->a->options.model;

    if (w->a->fit.test != RV_TEST_ADHOC)
        return RV_OK;
    plain.test = RV_TEST_KNHA;
    plain.tau2 = w->a->fit.tau2;
    plain.skip_interval = true;
    return rv_meta_run(&w->data, &plain, &w->a->plain, NULL, NULL, NULL, err);
}

static rv_status leave_one_out(work *w, rv_error *err)
{
    rv_analysis *a = w->a;
    rv_meta_options o = a->options.model;

    if (!(a->without = calloc(a->k, sizeof *a->without)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", a->k);
    o.skip_interval = true;
    return rv_meta_leave_one_out(&w->data, &o, a->without, err);
}

rv_status rv_analysis_run(rv_analysis **out, const rv_meta_set *set, const rv_analysis_options *options, rv_error *err)
{
    work w = { .a = calloc(1, sizeof *w.a) };
    rv_analysis *a = w.a;
    rv_status st;

    *out = NULL;
    if (!a)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    a->set = set;
    a->options = *options;
    if ((st = gather(&w, err)) == RV_OK && (st = independence(&w, err)) == RV_OK
        && (st = rv_meta_run(&w.data, &options->model, &a->fit, NULL, NULL, a->weights, err)) == RV_OK
        && (st = beside(&w, err)) == RV_OK && (!options->by_subgroup || (st = subgroups(&w, err)) == RV_OK)
        && (!options->leave_one_out || (st = leave_one_out(&w, err)) == RV_OK)) {
        a->notes |= a->fit.notes;
        digest(a);
        *out = a;
    } else {
        rv_analysis_free(a);
    }
    free(w.yi);
    return st;
}

void rv_analysis_free(rv_analysis *a)
{
    if (!a)
        return;
    free(a->rows);
    free(a->weights);
    free(a->group);
    free(a->group_of);
    free(a->without);
    free(a);
}
