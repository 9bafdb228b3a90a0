/* The random parts and sampling covariances of working models. */
#include <config.h>

#include <stdlib.h>

#include "meta/rows_by_code.h"
#include "meta/working_models.h"

/* What makes a kind: in one table, as the paper has it. */
static const struct {
    const char *title;
    bool by_subgroup;             /* random effects of subgroups within studies, else of studies */
    bool correlated;              /* UN, else DIAG */
    bool own;                     /* a random effect of each effect besides */
    bool rho, rho_between;        /* correlated errors within a sample; also between its subgroups */
} kinds[] = {
    [RV_WORKING_CHE]      = { "correlated and hierarchical effects", false, false, true, true, true },
    [RV_WORKING_CE]       = { "correlated effects", false, false, false, true, true },
    [RV_WORKING_HE]       = { "hierarchical effects", false, false, true, false, false },
    [RV_WORKING_SCE]      = { "subgroup correlated effects", true, false, false, true, false },
    [RV_WORKING_SCE_PLUS] = { "subgroup correlated effects with effects of their own", true, false, true, true, false },
    [RV_WORKING_CMVE]     = { "correlated multivariate effects", true, true, false, true, true }
};

const char *const rv_working_kind_names[] = { "CHE", "CE", "HE", "SCE", "SCE+", "CMVE", NULL };

const char *rv_working_kind_title(rv_working_kind kind) { return kinds[kind].title; }

/* The numbers 0 to n - 1 of codes, and where each code's rows start. */
static rv_status number(const size_t *code, size_t k, size_t **index, size_t *n, size_t *most, rv_error *err)
{
    size_t *order = calloc(2 * k + 2, sizeof *order), *start = order ? order + k : NULL;
    rv_status st;

    *index = calloc(k + 1, sizeof **index);
    if (!order || !*index)
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", k);
    else
        st = rv_rows_by_code(code, k, order, start, *index, n, err);
    for (size_t i = 0; st == RV_OK && most && i < *n; i++)
        *most = start[i + 1] - start[i] > *most ? start[i + 1] - start[i] : *most;
    free(order);
    return st;
}

/* The first two rows of a sample that lie in different studies are named. */
static rv_status check_samples(const rv_working_layout *l, rv_error *err)
{
    size_t *first = calloc(l->samples, sizeof *first);   /* row + 1 */
    rv_status st = first ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu samples", l->samples);

    for (size_t i = 0; st == RV_OK && i < l->k; i++) {
        const size_t s = l->sample[i];
        if (first[s] == 0)
            first[s] = i + 1;
        else if (l->study[first[s] - 1] != l->study[i])
            st = rv_fail(err, RV_EINVAL, "effects %zu and %zu are of one sample but of two studies; a sample must lie within a study",
                         first[s], i + 1);
    }
    free(first);
    return st;
}

static rv_status subgroups(rv_working_layout *l, rv_working_kind kind, rv_error *err)
{
    const rv_working_model_data *d = l->data;
    rv_status st;

    if (!kinds[kind].by_subgroup)
        return RV_OK;
    if (!d->subgroup)
        return rv_fail(err, RV_EINVAL, "%s needs a subgroup of each effect (an outcome, a time)", rv_working_kind_names[kind]);
    if ((st = number(d->subgroup, l->k, &l->inner, &l->inners, NULL, err)) != RV_OK || !d->subgroup_names)
        return st;
    if (!(l->inner_names = calloc(l->inners, sizeof *l->inner_names)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu subgroups", l->inners);
    for (size_t i = 0; i < l->k; i++)
        l->inner_names[l->inner[i]] = d->subgroup_names[d->subgroup[i]];
    return RV_OK;
}

rv_status rv_working_layout_begin(rv_working_layout *l, const rv_working_model_data *d, rv_working_kind kind, rv_error *err)
{
    rv_status st;

    *l = (rv_working_layout){ .data = d, .k = d->data.k };
    if (l->k == 0)
        return rv_fail(err, RV_EINVAL, "there are no effects to pool");
    if (!d->study)
        return rv_fail(err, RV_EINVAL, "a working model needs the study of each effect");
    if (!(l->each = calloc(l->k, sizeof *l->each)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", l->k);
    for (size_t i = 0; i < l->k; i++)
        l->each[i] = i;
    if ((st = number(d->study, l->k, &l->study, &l->studies, &l->most_effects, err)) == RV_OK
        && (st = number(d->sample ? d->sample : d->study, l->k, &l->sample, &l->samples, NULL, err)) == RV_OK
        && (st = check_samples(l, err)) == RV_OK)
        st = subgroups(l, kind, err);
    if (st == RV_OK && l->studies < 2)
        st = rv_fail(err, RV_EINVAL, "all %zu effects are of one study; how studies differ cannot be seen from it", l->k);
    return st;
}

void rv_working_layout_end(rv_working_layout *l)
{
    free(l->study);
    free(l->sample);
    free(l->inner);
    free(l->each);
    free(l->inner_names);
}

bool rv_working_layout_repeats(const rv_working_layout *l, rv_working_kind kind)
{
    size_t *cell, *order = NULL, cells = 0;
    bool repeats = l->most_effects > 1;

    if (!kinds[kind].by_subgroup || !repeats || !(cell = calloc(3 * l->k + 3, sizeof *cell)))
        return repeats;
    order = cell + l->k;
    for (size_t i = 0; i < l->k; i++)
        cell[i] = l->study[i] * l->inners + l->inner[i];
    if (rv_rows_by_code(cell, l->k, order, order + l->k, NULL, &cells, NULL) == RV_OK)
        repeats = cells < l->k;
    free(cell);
    return repeats;
}

void rv_working_layout_parts(rv_working_layout *l, rv_working_kind kind)
{
    l->parts = 0;
    if (kinds[kind].by_subgroup)
        l->part[l->parts++] = (rv_mixed_part){ .kind = kinds[kind].correlated ? RV_MIXED_UN : RV_MIXED_DIAG, .name = "subgroup | study",
                                               .group = l->study, .groups = l->studies, .inner = l->inner, .inners = l->inners,
                                               .inner_names = l->inner_names };
    else
        l->part[l->parts++] = (rv_mixed_part){ .kind = RV_MIXED_INTERCEPT, .name = "study", .group = l->study, .groups = l->studies };
    if (kinds[kind].own)
        l->part[l->parts++] = (rv_mixed_part){ .kind = RV_MIXED_INTERCEPT, .name = "study/effect", .group = l->each, .groups = l->k };
}

/* What hangs together at random by subgroup does so by errors within one alone. */
static void only_within_subgroups(const rv_working_layout *l, rv_blocks *b)
{
    for (size_t g = 0; g < b->n; g++) {
        const size_t m = b->start[g + 1] - b->start[g], *const row = b->row + b->start[g];
        for (size_t i = 0; i < m * m; i++)
            if (l->inner[row[i / m]] != l->inner[row[i % m]])
                b->block[b->at[g] + i] = 0;
    }
}

static rv_status given(const rv_working_layout *l, rv_working_kind kind, double rho, rv_blocks **out, rv_error *err)
{
    const rv_sampling *const s = l->data->sampling;
    const rv_status st = s->make(s->user, rho, out, err);

    if (st != RV_OK)
        return st;
    if ((*out)->k != l->k) {
        const size_t k = (*out)->k;
        rv_blocks_free(*out);
        *out = NULL;
        return rv_fail(err, RV_EINVAL, "the sampling covariances are of %zu effects; there are %zu", k, l->k);
    }
    if (!kinds[kind].rho_between)
        only_within_subgroups(l, *out);
    return RV_OK;
}

rv_status rv_working_layout_covariance(const rv_working_layout *l, rv_working_kind kind, double rho, rv_blocks **out, rv_error *err)
{
    rv_covariance c = RV_COVARIANCE_INIT;

    *out = NULL;
    if (!kinds[kind].rho)
        return RV_OK;
    if (l->data->sampling)        /* a shared arm counts also where outcomes are independent */
        return given(l, kind, rho, out, err);
    if (rho == 0)
        return RV_OK;
    c.k = l->k;
    c.vi = l->data->data.vi;
    c.cluster = l->sample;
    c.subgroup = kinds[kind].rho_between ? NULL : l->inner;
    c.obs = l->each;
    c.rho = c.rho_types = rho;
    return rv_blocks_of_covariance(out, &c, err);
}
