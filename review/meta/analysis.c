/* An analysis: from rows to the numbers of the whole, of subgroups, and without each effect in turn. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "meta/analysis.h"
#include "meta/name_codes.h"
#include "review/meta_analysis.h"

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

/* Which rows are of one study. */
static rv_status studies(work *w, rv_error *err)
{
    rv_analysis *a = w->a;
    const char **name = calloc(a->k, sizeof *name);
    size_t *count = calloc(a->k, sizeof *count);
    rv_status st = RV_OK;

    if (!name || !count || !(a->study = calloc(a->k, sizeof *a->study)))
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu studies", a->k);
    for (size_t i = 0; st == RV_OK && i < a->k; i++)
        name[i] = a->rows[i]->study;
    if (st == RV_OK && (st = rv_codes_of(name, a->k, a->study, &a->studies, err)) == RV_OK) {
        a->most_effects = 1;
        for (size_t i = 0; i < a->k; i++)
            if (++count[a->study[i]] > a->most_effects)
                a->most_effects = count[a->study[i]];
        if (a->most_effects > 1 && a->options.assume_independent)
            a->notes |= RV_NOTE_DEPENDENT;
    }
    free(name);
    free(count);
    return st;
}

static bool is_dependent(const rv_analysis *a)
{
    return a->options.random || (!a->options.assume_independent && (a->options.dependent || a->most_effects > 1));
}

static rv_status take_design(work *w, rv_error *err)
{
    rv_analysis *a = w->a;
    const rv_design *d = a->options.design;

    if (d && d->k != a->k)
        return rv_fail(err, RV_EINVAL, "the design matrix has %zu rows, but %zu effects are pooled", d->k, a->k);
    if (d && a->options.by_subgroup)
        return rv_fail(err, RV_EINVAL, "subgroups and moderators do not go together; a subgroup may be a moderator");
    if (a->options.weights && is_dependent(a))
        return rv_fail(err, RV_EINVAL, "weights of one's own are of independent effects, one of each study; dependent effects have those of "
                       "their model");
    w->data.weights = a->options.weights;
    a->p = 1;
    if (d && !(d->p == 1 && d->intercept)) {
        a->p = w->data.p = d->p;
        w->data.x = d->x;
        w->data.names = a->names = d->names;
        w->data.intercept = d->intercept;
    }
    a->moderators = (rv_meta_joint){ NAN, NAN, NAN, NAN };
    a->coefs = calloc(a->p, sizeof *a->coefs);
    a->vcov = calloc(a->p * a->p, sizeof *a->vcov);
    return a->coefs && a->vcov ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu coefficients", a->p);
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
    if (st == RV_OK)
        st = a->mixed ? rv_analysis_dependent_groups(a, &w->data, t.name, t.n, fits, err)
                      : rv_meta_subgroups(&w->data, a->group_of, t.n, &a->options.model, a->options.common_tau2, fits, NULL,
                                          &a->between, err);
    for (a->groups = 0; st == RV_OK && a->groups < t.n; a->groups++)
        a->group[a->groups] = (rv_meta_group){ t.name[a->groups], fits[a->groups] };
    free(fits);
    rv_names_end(&t);
    return st;
}

/* Plain Hartung-Knapp to stand beside the default: the same tau2, so that nothing is estimated twice. */
static rv_status beside(work *w, rv_error *err)
{
    rv_meta_options plain = w->a->options.model;

    if (w->a->fit.test != RV_TEST_ADHOC || w->a->names || w->a->options.bare)
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

    if (a->mixed || a->names)
        return rv_fail(err, RV_EINVAL, "leave-one-out is of the univariate model without moderators; review-meta has a verb for others");
    if (!(a->without = calloc(a->k, sizeof *a->without)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", a->k);
    o.skip_interval = true;
    return rv_meta_leave_one_out(&w->data, &o, a->without, err);
}

static rv_status univariate(work *w, rv_error *err)
{
    rv_analysis *a = w->a;
    rv_status st = rv_meta_run(&w->data, &a->options.model, &a->fit, a->coefs, a->vcov, a->weights, err);

    if (st != RV_OK)
        return st;
    a->notes |= a->fit.notes;
    if (a->names && a->p > (size_t)a->options.design->intercept)
        a->moderators = (rv_meta_joint){ a->fit.qm, a->fit.qm_df1, a->fit.qm_df2, a->fit.qm_p };
    return beside(w, err);
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
    if ((st = gather(&w, err)) == RV_OK && (st = studies(&w, err)) == RV_OK && (st = take_design(&w, err)) == RV_OK
        && (st = is_dependent(a) ? rv_analysis_dependent(a, &w.data, err) : univariate(&w, err)) == RV_OK
        && (!options->by_subgroup || (st = subgroups(&w, err)) == RV_OK)
        && (!options->leave_one_out || (st = leave_one_out(&w, err)) == RV_OK)) {
        if (!options->bare)
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
    rv_working_model_free(a->working);
    rv_robust_free(a->own_robust);
    rv_mixed_free(a->own_mixed);
    free(a->rows);
    free(a->weights);
    free(a->coefs);
    free(a->vcov);
    free(a->i2_part);
    free(a->study);
    free(a->subgroup_names);
    free(a->group);
    free(a->group_of);
    free(a->without);
    free(a);
}
