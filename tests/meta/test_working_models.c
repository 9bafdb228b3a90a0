/* Working models in one call: the dropout-prevention example whole, each kind against its parts, and the edges. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support.h"
#include "tests/meta/education_effects.h"
#include "review/meta_frame.h"
#include "review/meta_robust.h"
#include "review/numer.h"

static rv_error err;

static rv_working_model *fitted(const rv_working_model_data *d, const rv_working_model_options *o)
{
    rv_working_model *m;

    if (rv_working_model_run(&m, d, o, &err) != RV_OK)
        fail_msg("%s", err.message);
    return m;
}

/* ---- 385 effects of programmes against school dropout (Wilson et al. 2011), as in examples/dropout-prevention ------------------- */

typedef struct {
    rv_frame *frame;
    rv_factor study, sample, outcome, design;
    rv_working_model_data data;
    double *x;                    /* study design: treatment contrasts against its first level */
} dropout;

static void dropout_begin(dropout *d)
{
    const char *top = getenv("top_srcdir");
    const double *yi, *vi;
    char path[4096];
    size_t at[6];
    static const char *const columns[] = { "LOR1", "varLOR", "studyID", "studySample", "outcome", "study_design" };

    snprintf(path, sizeof path, "%s/examples/dropout-prevention/dropout_prevention.csv", top ? top : ".");
    assert_int_equal(rv_frame_read(&d->frame, path, &err), RV_OK);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(rv_frame_want(d->frame, columns[i], &at[i], &err), RV_OK);
    assert_int_equal(rv_frame_reals(d->frame, at[0], &yi, &err), RV_OK);
    assert_int_equal(rv_frame_reals(d->frame, at[1], &vi, &err), RV_OK);
    assert_int_equal(rv_factor_make(&d->study, d->frame, at[2], &err), RV_OK);
    assert_int_equal(rv_factor_make(&d->sample, d->frame, at[3], &err), RV_OK);
    assert_int_equal(rv_factor_make(&d->outcome, d->frame, at[4], &err), RV_OK);
    assert_int_equal(rv_factor_make(&d->design, d->frame, at[5], &err), RV_OK);
    d->x = calloc(385 * 3, sizeof *d->x);
    for (size_t i = 0; i < 385; i++) {
        d->x[i * 3] = 1;
        d->x[i * 3 + 1] = d->design.code[i] == 1;
        d->x[i * 3 + 2] = d->design.code[i] == 2;
    }
    d->data = (rv_working_model_data){ .data = { .k = 385, .yi = yi, .vi = vi }, .study = d->study.code, .sample = d->sample.code,
                                       .subgroup = d->outcome.code, .study_names = d->study.level, .subgroup_names = d->outcome.level };
    assert_int_equal(rv_frame_rows(d->frame), 385);
}

static void dropout_end(dropout *d)
{
    free(d->x);
    rv_factor_end(&d->study);
    rv_factor_end(&d->sample);
    rv_factor_end(&d->outcome);
    rv_factor_end(&d->design);
    rv_frame_free(d->frame);
}

/* Numbers from metafor 3.8-1 and clubSandwich 0.5.8: rma.mv with vcalc(rho) within samples, ~ 1 | study/effect, CR2 by study. */
static void dropout_prevention_by_default_is_the_correlated_and_hierarchical_model(void **state)
{
    const rv_working_model_options o = RV_WORKING_MODEL_OPTIONS_INIT;
    rv_working_model *m;
    dropout d;

    (void)state;
    dropout_begin(&d);
    m = fitted(&d.data, &o);
    assert_int_equal(m->studies, 152);
    assert_int_equal(m->samples, 317);
    assert_close(m->coefs[0].estimate, 0.5172681, 5e-8);
    assert_close(m->coefs[0].se, 0.0614206, 5e-8);
    assert_close(m->coefs[0].df, 119.93, 5e-3 / 119.93);
    assert_int_equal(m->points, 6);
    assert_close(m->point[3].coefs[0].estimate, m->coefs[0].estimate, 0);   /* .6 is in the grid */
    assert_true(m->point[0].coefs[0].estimate != m->coefs[0].estimate);
    assert_int_equal(m->notes, 0);
    assert_int_equal(m->q, 0);
    assert_true(m->pi_lo < m->coefs[0].ci_lo && m->pi_hi > m->coefs[0].ci_hi);
    assert_close(m->pi_df, m->coefs[0].df, 0);
    rv_working_model_free(m);
    dropout_end(&d);
}

/* Numbers from metafor 3.8-1 (three levels) and clubSandwich 0.5.8. */
static void education_of_the_running_example_by_three_levels_and_by_default(void **state)
{
    enum { ALL = sizeof education_effects / sizeof *education_effects };
    double y[ALL], v[ALL];
    size_t programme[ALL];
    const rv_working_model_data data = { .data = { .k = ALL, .yi = y, .vi = v }, .study = programme };
    rv_working_model_options o = RV_WORKING_MODEL_OPTIONS_INIT;
    const rv_mixed_fit *f;
    rv_working_model *m;

    (void)state;
    for (size_t i = 0; i < ALL; i++) {
        y[i] = education_effects[i].yi;
        v[i] = education_effects[i].vi;
        programme[i] = education_effects[i].programme;
    }
    o.kind = RV_WORKING_HE;
    m = fitted(&data, &o);
    f = rv_mixed_result(m->mixed);
    assert_int_equal(f->k, 52);
    assert_close(f->coefs[0].estimate, 0.3370002, 5e-8);
    assert_close(f->coefs[0].se, 0.0793777, 5e-8);
    assert_close(f->param[0].estimate, 0.0838111, 5e-8);
    assert_close(f->param[1].estimate, 0.0618172, 5e-8);
    assert_int_equal(m->points, 0);
    rv_working_model_free(m);
    o.kind = RV_WORKING_CHE;
    m = fitted(&data, &o);
    assert_int_equal(m->studies, 25);
    assert_close(m->coefs[0].estimate, 0.3206173, 5e-8);
    assert_close(m->coefs[0].se, 0.0785617, 5e-8);
    assert_close(m->coefs[0].df, 20.20607, 1e-6);
    rv_working_model_free(m);
}

/* ---- Made-up reviews -------------------------------------------------------------------------------------------------------- */

enum { K = 60 };

typedef struct {
    double y[K], v[K], x[K * 2];
    size_t study[K], sample[K], subgroup[K];
    rv_working_model_data data;
} review;

/* Studies of 1 to 4 effects with codes that are neither dense nor in order; two subgroups, a moderator of effects. */
static void made_up(review *r, uint64_t seed)
{
    rv_random *random;
    size_t study = 0, left = 0;
    double u = 0;

    assert_int_equal(rv_random_open(&random, seed, &err), RV_OK);
    for (size_t i = 0; i < K; i++) {
        if (left == 0) {
            left = 1 + (study * 7 + 3) % 4;
            u = 0.3 * rv_random_normal(random);
            study++;
        }
        left--;
        r->study[i] = 1000 - 13 * study;
        r->sample[i] = r->study[i] * 10 + i % 2;
        r->subgroup[i] = 5 + i % 3 / 2;
        r->v[i] = 0.02 + 0.1 * rv_random_uniform(random);
        r->x[i * 2] = 1;
        r->x[i * 2 + 1] = rv_random_normal(random);
        r->y[i] = 0.2 + u + 0.15 * rv_random_normal(random) + sqrt(r->v[i]) * rv_random_normal(random);
    }
    rv_random_free(random);
    r->data = (rv_working_model_data){ .data = { .k = K, .yi = r->y, .vi = r->v }, .study = r->study };
}

/* The same by hand: covariances, a mixed model, a robust variance. */
static void expect_parts(const review *r, const rv_working_model *m, const rv_mixed_part *part, size_t parts, const size_t *within,
                         const size_t *subgroup)
{
    rv_covariance c = RV_COVARIANCE_INIT;
    rv_mixed_options mo = RV_MIXED_OPTIONS_INIT;
    rv_robust_options ro = RV_ROBUST_OPTIONS_INIT;
    rv_mixed_data data = { .data = r->data.data, .parts = parts, .part = part };
    size_t each[K];
    rv_blocks *v = NULL;
    rv_mixed *mixed;
    rv_robust *robust;
    rv_working view;

    for (size_t i = 0; i < K; i++)
        each[i] = i;
    c.k = K;
    c.vi = r->v;
    c.cluster = within;
    c.subgroup = subgroup;
    c.obs = each;
    c.rho = c.rho_types = m->options.rho;
    if (within)
        assert_int_equal(rv_blocks_of_covariance(&v, &c, &err), RV_OK);
    data.v = v;
    assert_int_equal(rv_mixed_run(&mixed, &data, &mo, &err), RV_OK);
    rv_mixed_working(mixed, &view);
    assert_int_equal(rv_robust_run(&robust, &view, r->study, &ro, &err), RV_OK);
    assert_close(m->coefs[0].estimate, rv_robust_result(robust)->coefs[0].estimate, 1e-9);
    assert_close(m->coefs[0].se, rv_robust_result(robust)->coefs[0].se, 1e-9);
    assert_close(m->coefs[0].df, rv_robust_result(robust)->coefs[0].df, 1e-7);
    rv_robust_free(robust);
    rv_mixed_free(mixed);
    rv_blocks_free(v);
}

static void each_kind_is_the_sum_of_its_parts(void **state)
{
    static review r;
    size_t group[K], groups = 0, each[K], inner[K];
    rv_working_model_options o = RV_WORKING_MODEL_OPTIONS_INIT;
    rv_mixed_part part[2] = { { .kind = RV_MIXED_INTERCEPT, .name = "study", .group = group },
                              { .kind = RV_MIXED_INTERCEPT, .name = "effect", .group = each, .groups = K } };

    (void)state;
    made_up(&r, 3);
    for (size_t i = 0; i < K; i++) {
        each[i] = i;
        inner[i] = r.subgroup[i] - 5;
        group[i] = i && r.study[i] == r.study[i - 1] ? groups - 1 : groups++;
    }
    part[0].groups = groups;
    o.grids = 0;
    for (size_t kind = RV_WORKING_CHE; kind <= RV_WORKING_CMVE; kind++) {
        const bool own = kind == RV_WORKING_CHE || kind == RV_WORKING_HE || kind == RV_WORKING_SCE_PLUS;
        rv_working_model *m;
        o.kind = (rv_working_kind)kind;
        if (kind >= RV_WORKING_SCE) {
            r.data.subgroup = r.subgroup;
            part[0].kind = kind == RV_WORKING_CMVE ? RV_MIXED_UN : RV_MIXED_DIAG;
            part[0].inner = inner;
            part[0].inners = 2;
        }
        m = fitted(&r.data, &o);
        assert_int_equal(m->fitted, kind);
        assert_int_equal(m->studies, groups);
        expect_parts(&r, m, part, own ? 2 : 1, kind == RV_WORKING_HE ? NULL : r.study,
                     kind == RV_WORKING_SCE || kind == RV_WORKING_SCE_PLUS ? r.subgroup : NULL);
        assert_int_equal(isnan(m->tau2), kind >= RV_WORKING_SCE);
        rv_working_model_free(m);
    }
}

static void moderators_are_tested_together_and_over_the_grid(void **state)
{
    static review r;
    const rv_working_model_options o = RV_WORKING_MODEL_OPTIONS_INIT;
    rv_wald_result w;
    rv_working_model *m;

    (void)state;
    made_up(&r, 4);
    r.data.sample = r.sample;
    r.data.data.p = 2;
    r.data.data.x = r.x;
    r.data.data.intercept = true;
    m = fitted(&r.data, &o);
    assert_int_equal(m->q, 1);
    assert_int_equal(rv_robust_wald_zero(m->robust, 1, 1, RV_WALD_HTZ, &w, &err), RV_OK);
    assert_close(m->moderators.p, w.p, 0);
    assert_close(m->moderators.p, m->coefs[1].p, 1e-10);
    assert_true(isnan(m->pi_lo));
    for (size_t i = 0; i < m->points; i++) {
        rv_working_model_options alone = o;
        rv_working_model *n;
        alone.rho = m->point[i].rho;
        alone.grids = 0;
        n = fitted(&r.data, &alone);
        assert_close(m->point[i].coefs[1].se, n->coefs[1].se, 1e-9);
        assert_close(m->point[i].moderators.p, n->moderators.p, 1e-8);
        assert_close(m->point[i].loglik, rv_mixed_result(n->mixed)->reml.loglik, 1e-9);
        rv_working_model_free(n);
    }
    rv_working_model_free(m);
}

static void one_effect_a_study_is_a_random_effects_model_and_says_so(void **state)
{
    static review r;
    const rv_working_model_options o = RV_WORKING_MODEL_OPTIONS_INIT;
    rv_meta_options plain = RV_META_OPTIONS_INIT;
    rv_meta_fit f;
    rv_working_model *m;

    (void)state;
    made_up(&r, 5);
    for (size_t i = 0; i < K; i++)
        r.study[i] = i;
    m = fitted(&r.data, &o);
    assert_true(m->notes & RV_WORKING_NOTE_NO_DEPENDENCE);
    assert_int_equal(m->fitted, RV_WORKING_CE);
    assert_int_equal(rv_meta_run(&r.data.data, &plain, &f, NULL, NULL, NULL, &err), RV_OK);
    assert_close(m->coefs[0].estimate, f.pooled.estimate, 1e-8);
    assert_close(m->tau2, f.tau2, 1e-7);
    rv_working_model_free(m);
}

static void few_studies_take_the_p_value_out_of_the_headline(void **state)
{
    static review r;
    const rv_working_model_options o = RV_WORKING_MODEL_OPTIONS_INIT;
    rv_working_model *m;

    (void)state;
    made_up(&r, 6);
    for (size_t i = 0; i < K; i++)
        r.study[i] = i / 20;
    m = fitted(&r.data, &o);
    assert_true(m->coefs[0].df <= 2);
    assert_true(m->notes & RV_WORKING_NOTE_NO_P);
    assert_non_null(strstr(rv_working_note_text(RV_WORKING_NOTE_NO_P), "fewer than 4 degrees of freedom"));
    rv_working_model_free(m);
}

static void expect_refusal(const rv_working_model_data *d, const rv_working_model_options *o, rv_status status, const char *message)
{
    rv_working_model *m;

    assert_int_equal(rv_working_model_run(&m, d, o, &err), status);
    assert_null(m);
    assert_string_equal(err.message, message);
}

static void what_cannot_be_is_refused_in_words(void **state)
{
    static review r;
    const rv_working_model_options o = RV_WORKING_MODEL_OPTIONS_INIT;
    rv_working_model_options other = o;
    const double grid[] = { 0.2, 1 };

    (void)state;
    made_up(&r, 7);
    other.rho = 1;
    expect_refusal(&r.data, &other, RV_EINVAL, "rho is 1; it must lie between 0 and 1, 1 excluded");
    other = o;
    other.grid = grid;
    other.grids = 2;
    expect_refusal(&r.data, &other, RV_EINVAL, "value 2 of the grid of rho is 1; it must lie between 0 and 1, 1 excluded");
    other = o;
    other.kind = RV_WORKING_SCE_PLUS;
    expect_refusal(&r.data, &other, RV_EINVAL, "SCE+ needs a subgroup of each effect (an outcome, a time)");
    r.data.sample = r.sample;
    for (size_t i = 0; i < K; i++)
        r.sample[i] = i / 20;
    expect_refusal(&r.data, &o, RV_EINVAL, "effects 1 and 5 are of one sample but of two studies; a sample must lie within a study");
    r.data.sample = NULL;
    r.v[8] = 0;
    expect_refusal(&r.data, &o, RV_EDOMAIN, "variance 9 is 0; it must be positive");
    for (size_t i = 0; i < K; i++)
        r.study[i] = 4;
    r.v[8] = 1;
    expect_refusal(&r.data, &o, RV_EINVAL, "all 60 effects are of one study; how studies differ cannot be seen from it");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dropout_prevention_by_default_is_the_correlated_and_hierarchical_model),
        cmocka_unit_test(education_of_the_running_example_by_three_levels_and_by_default),
        cmocka_unit_test(each_kind_is_the_sum_of_its_parts),
        cmocka_unit_test(moderators_are_tested_together_and_over_the_grid),
        cmocka_unit_test(one_effect_a_study_is_a_random_effects_model_and_says_so),
        cmocka_unit_test(few_studies_take_the_p_value_out_of_the_headline),
        cmocka_unit_test(what_cannot_be_is_refused_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
