/* What a verb works on: the table, the rows that are pooled, and the model that is asked for. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/effect.h"
#include "tools/meta.h"

/* To the cells of a table with a zero: more than this is no correction any longer. */
static const double MOST_ADDED = 10;

static rv_status check_words(rv_error *err)
{
    if (asked.measure && !rv_measure_find(asked.measure))
        return rv_fail(err, RV_EUSAGE, "there is no measure %s; review-effect --help lists them", asked.measure);
    if (!isnan(asked.level) && !(asked.level > 0 && asked.level < 1))
        return rv_fail(err, RV_EUSAGE, "--level is %g; it must lie between 0 and 1", asked.level);
    if (asked.tau2 < 0)
        return rv_fail(err, RV_EUSAGE, "--tau2 is %g; it must not be negative", asked.tau2);
    if (asked.tau2 > RV_META_LARGEST)
        return rv_fail(err, RV_EUSAGE, "--tau2 is %g; it must not be above %g", asked.tau2, RV_META_LARGEST);
    if (asked.add < 0 || asked.add > MOST_ADDED)
        return rv_fail(err, RV_EUSAGE, "--add is %g; it must lie between 0 and %g", asked.add, MOST_ADDED);
    if (!isnan(asked.agreement) && !(asked.agreement > 0 && asked.agreement <= 1))
        return rv_fail(err, RV_EUSAGE, "--agreement is %g; it must lie above 0 and not above 1", asked.agreement);
    if (!isnan(asked.truncation) && !(asked.truncation > 0 && asked.truncation <= 1))
        return rv_fail(err, RV_EUSAGE, "--truncation is %g; it must lie above 0 and not above 1", asked.truncation);
    if (asked.common_tau2 && !asked.subgroup)
        return rv_fail(err, RV_EUSAGE, "--common-tau2 needs --subgroup");
    if (!isnan(asked.rho) && !(asked.rho >= 0 && asked.rho < 1))
        return rv_fail(err, RV_EUSAGE, "--rho is %g; it must be at least 0 and below 1", asked.rho);
    if (!isnan(asked.phi) && !(asked.phi >= 0 && asked.phi <= 1))
        return rv_fail(err, RV_EUSAGE, "--phi is %g; it must lie between 0 and 1", asked.phi);
    if (!isnan(asked.phi) && asked.data)
        return rv_fail(err, RV_EUSAGE, "--phi needs the times of a review's effects; --data does not go with it");
    if (!isnan(asked.phi) && asked.sample)
        return rv_fail(err, RV_EUSAGE, "--sample says that samples have one correlation; --phi does not go with it");
    if (asked.random.count && asked.independent)
        return rv_fail(err, RV_EUSAGE, "--random is for dependent effects; --assume-independent does not go with it");
    if (asked.random.count && asked.working_model >= 0)
        return rv_fail(err, RV_EUSAGE, "--random and --working-model are two ways to say how effects hang together; give one");
    if (asked.working_model >= RV_WORKING_SCE && !asked.subgroup)
        return rv_fail(err, RV_EUSAGE, "--working-model %s needs --subgroup: which outcome, say, an effect is of",
                       rv_working_kind_names[asked.working_model]);
    if (asked.structure.count && !asked.random.count)
        return rv_fail(err, RV_EUSAGE, "--struct is of --random, which is not given");
    if ((asked.model_based || asked.covariance) && !asked.random.count)
        return rv_fail(err, RV_EUSAGE, "--%s needs --random", asked.model_based ? "model-based" : "covariance");
    return RV_OK;
}

/* A review gives the columns that the command line names. */
static void add_field(meta_request *to, const char *name)
{
    if (name && to->fields < RV_META_FIELDS)
        to->field[to->fields++] = name;
}

static rv_status ask_review(meta_input *in, rv_error *err)
{
    meta_request q = { .review = asked.review, .analysis = asked.analysis, .domain = asked.domain, .measure = asked.measure,
                       .all = asked.all_effects, .leave_out = (const char *const *)asked.leave_out.items,
                       .n_leave_out = asked.leave_out.count, .argv = asked.argv };
    rv_model_formula *mods = NULL, *against = NULL;
    rv_status st = RV_OK;

    add_field(&q, asked.subgroup);
    add_field(&q, asked.sample);
    add_field(&q, asked.cluster);
    add_field(&q, asked.many);
    if (asked.mods && (st = rv_model_formula_parse(&mods, asked.mods, err)) != RV_OK)
        st = rv_within(err, RV_EUSAGE, "--mods");
    if (st == RV_OK && asked.against && (st = rv_model_formula_parse(&against, asked.against, err)) != RV_OK)
        st = rv_within(err, RV_EUSAGE, "--against");
    for (size_t i = 0; mods && i < rv_model_formula_columns(mods); i++)
        add_field(&q, rv_model_formula_column(mods, i));
    for (size_t i = 0; against && i < rv_model_formula_columns(against); i++)
        add_field(&q, rv_model_formula_column(against, i));
    if (st == RV_OK)
        st = meta_frame_of_review(&in->frame, &q, &in->plan, &in->known, err);
    rv_model_formula_free(mods);
    rv_model_formula_free(against);
    return st;
}

rv_status meta_open(meta_input *in, rv_error *err)
{
    rv_status st;

    *in = (meta_input){ .plan = { .level = NAN } };
    if ((st = check_words(err)) != RV_OK)
        return st;
    if (!asked.data && (asked.analysis || asked.domain))
        return ask_review(in, err);
    if (asked.all_effects)
        return rv_fail(err, RV_EUSAGE, "--all-effects is of a review: every effect of a study instead of the one that is chosen");
    if (asked.leave_out.count)
        return rv_fail(err, RV_EUSAGE, "--leave-out is of a review; in a table say why in a column left_out");
    if (!asked.data)
        return rv_fail(err, RV_EUSAGE,
                       "no effects: give --data FILE (- for standard input), or --analysis or --domain of a review");
    if (asked.analysis || asked.domain || asked.review)
        return rv_fail(err, RV_EUSAGE, "--data stands for itself; --review, --analysis and --domain do not go with it");
    return rv_frame_read(&in->frame, asked.data, err);
}

/* ---- The model that is asked for --------------------------------------------------------------------------------- */

static int place_in(const char *const *words, const char *word)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    return -1;
}

/* The command line first, then the plan, then the house's defaults. */
static void model_of(rv_meta_options *o, const meta_plan *plan)
{
    const char *const planned = plan->common ? "CE" : plan->method;

    *o = (rv_meta_options)RV_META_OPTIONS_INIT;
    if (asked.method >= 0)
        o->estimator = rv_estimator_at((size_t)asked.method);
    else
        o->estimator = *planned ? rv_estimator_find(planned) : NULL;
    o->test = (rv_meta_test)(asked.test >= 0                         ? asked.test
                             : *plan->test && asked.method < 0 ? place_in(rv_meta_test_names, plan->test)
                                                                     : RV_TEST_DEFAULT);
    o->pi = (rv_meta_pi)(asked.prediction >= 0                ? asked.prediction
                         : plan->known && !plan->prediction ? RV_PI_NONE
                                                              : RV_PI_T_K1);
    o->level = !isnan(asked.level) ? asked.level : plan->known && !isnan(plan->level) ? plan->level : 0.95;
    o->tau2 = asked.tau2;
}

const char *meta_measure(const meta_input *in, bool *log_scale)
{
    const char *const name = asked.measure ? asked.measure : *in->plan.measure ? in->plan.measure : NULL;
    const rv_measure *const m = name ? rv_measure_find(name) : NULL;

    if (log_scale)
        *log_scale = m && m->log_scale;
    return name ? name : "GEN";
}

/* ---- The rows ---------------------------------------------------------------------------------------------------- */

static bool make_room(meta_input *in, size_t n)
{
    in->row = calloc(n + 1, sizeof *in->row);
    in->label = calloc(n + 1, sizeof *in->label);
    in->study_name = calloc(n + 1, sizeof *in->study_name);
    in->yi = calloc(n + 1, sizeof *in->yi);
    in->vi = calloc(n + 1, sizeof *in->vi);
    in->study = calloc(n + 1, sizeof *in->study);
    return in->row && in->label && in->study_name && in->yi && in->vi && in->study;
}

static rv_status use_rows(meta_input *in, rv_error *err)
{
    const size_t n = rv_meta_set_count(in->set);

    if (!make_room(in, n))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", n);
    for (size_t i = 0; i < n; i++) {
        const rv_meta_row *const row = rv_meta_set_row(in->set, i);
        if (row->excluded)
            continue;
        in->row[in->k] = i;
        in->label[in->k] = row->label;
        in->study_name[in->k] = row->study;
        in->yi[in->k] = row->yi;
        in->vi[in->k++] = row->vi;
    }
    if (in->k == 0)
        return rv_fail(err, RV_EINVAL, n ? "all %zu rows are left out; there is nothing to pool" : "there are no effects to pool",
                       n);
    in->data = (rv_meta_data){ .k = in->k, .yi = in->yi, .vi = in->vi };
    return rv_codes_of(in->study_name, in->k, in->study, &in->studies, err);
}

/* ---- Columns that the model needs --------------------------------------------------------------------------------- */

typedef struct { size_t column[200], n; } needed;

static rv_status need(const meta_input *in, const char *name, needed *to, rv_error *err)
{
    const rv_status st = rv_frame_want(in->frame, name, &to->column[to->n], err);

    to->n += st == RV_OK && to->n + 1 < sizeof to->column / sizeof *to->column;
    return st;
}

/* The columns of a formula of random effects that are there; what is wrong with the others is said when it is read. */
static void need_random(const meta_input *in, const char *formula, needed *to)
{
    char name[100];

    for (const char *at = formula; *at; at += *at != 0) {
        const size_t n = strcspn(at, "~|/ ");
        snprintf(name, sizeof name, "%.*s", n < sizeof name ? (int)n : 0, at);
        if (*name && rv_frame_find(in->frame, name) >= 0 && need(in, name, to, NULL) != RV_OK)
            return;
        at += n;
    }
}

static rv_status require_columns(meta_input *in, rv_error *err)
{
    needed all = { .n = 0 };
    rv_status st = RV_OK;

    if (asked.mods && (st = rv_model_formula_parse(&in->formula, asked.mods, err)) != RV_OK)
        return rv_within(err, RV_EUSAGE, "--mods");
    for (size_t i = 0; st == RV_OK && in->formula && i < rv_model_formula_columns(in->formula); i++)
        st = need(in, rv_model_formula_column(in->formula, i), &all, err);
    if (st == RV_OK && asked.sample)
        st = need(in, asked.sample, &all, err);
    if (st == RV_OK && asked.cluster)
        st = need(in, asked.cluster, &all, err);
    if (st == RV_OK && asked.weights)
        st = need(in, asked.weights, &all, err);
    for (size_t i = 0; st == RV_OK && i < asked.random.count; i++)
        need_random(in, asked.random.items[i], &all);
    return st == RV_OK && all.n ? rv_meta_set_require(in->set, in->frame, all.column, all.n, asked.missing == 1, err) : st;
}

/* Codes of the rows used by a column. */
static rv_status codes_of(const meta_input *in, const char *name, size_t **code, rv_error *err)
{
    const char **text = calloc(in->k + 1, sizeof *text);
    size_t column, n;
    rv_status st = RV_OK;

    if (!text || !(*code = calloc(in->k + 1, sizeof **code)))
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", in->k);
    if (st == RV_OK && (st = rv_frame_want(in->frame, name, &column, err)) == RV_OK) {
        for (size_t i = 0; i < in->k; i++)
            text[i] = rv_frame_text(in->frame, in->row[i], column);
        st = rv_codes_of(text, in->k, *code, &n, err);
    }
    free(text);
    return st;
}

static rv_status take_weights(meta_input *in, rv_error *err)
{
    const double *x;
    char place[200];
    const rv_status st = meta_column(in, asked.weights, &x, err);

    if (st != RV_OK)
        return st;
    if (!(in->weights = calloc(in->k + 1, sizeof *in->weights)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", in->k);
    for (size_t i = 0; i < in->k; i++) {
        in->weights[i] = x[in->row[i]];
        if (!(in->weights[i] > 0 && in->weights[i] <= RV_META_LARGEST))
            return rv_fail(err, RV_EDOMAIN, "%s: the weight (column %s) is %g; it must be above 0, at most 1e50",
                           rv_frame_place(in->frame, in->row[i], place), asked.weights, in->weights[i]);
    }
    in->data.weights = in->weights;
    return RV_OK;
}

/* Sampling covariances by what the review says of arms, outcomes and times; --sample says something else. */
static rv_status take_known(meta_input *in, rv_error *err)
{
    if (!in->known.make || in->sample)
        return RV_OK;
    if (!(in->effect = calloc(in->k + 1, sizeof *in->effect)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", in->k);
    for (size_t i = 0; i < in->k; i++)
        in->effect[i] = in->whole ? in->whole[in->row[i]] : in->row[i];
    in->by_facts = (rv_review_sampling){ &in->known.effects, in->effect, in->k, asked.phi };
    snprintf(in->by_words, sizeof in->by_words, isnan(asked.phi) ? "%.60s" : "%.60s (phi %g a year)", in->known.words, asked.phi);
    in->sampling = (rv_sampling){ in->known.make, &in->by_facts, in->by_words };
    return RV_OK;
}

static rv_status make_model(meta_input *in, rv_error *err)
{
    const rv_design_options how = { asked.reference.items, asked.reference.count, asked.drop_empty };
    rv_status st = RV_OK;

    if (in->formula) {
        if ((st = rv_design_make(&in->design, in->formula, in->frame, in->row, in->k, &how, err)) != RV_OK)
            return st;
        if (in->design->p > 1 || !in->design->intercept) {
            in->data.p = in->design->p;
            in->data.x = in->design->x;
            in->data.names = in->design->names;
            in->data.intercept = in->design->intercept;
        }
    } else if (asked.reference.count) {
        return rv_fail(err, RV_EUSAGE, "--reference is of a factor in --mods, which is not given");
    }
    if (asked.random.count)
        st = rv_random_effects_make(&in->random, asked.random.items, asked.random.count, asked.structure.items,
                                    asked.structure.count, in->frame, in->row, in->k, err);
    if (asked.random.count && st == RV_EINVAL)   /* the words are wrong, not the data */
        st = rv_within(err, RV_EUSAGE, "--random");
    if (st == RV_OK && asked.covariance && (st = meta_covariance(in, &in->covariance, err)) == RV_OK)
        rv_random_effects_parts(in->random)->v = in->covariance;
    if (st == RV_OK && asked.weights)
        st = take_weights(in, err);
    if (st == RV_OK && asked.sample)
        st = codes_of(in, asked.sample, &in->sample, err);
    if (st == RV_OK && asked.cluster)
        st = codes_of(in, asked.cluster, &in->cluster, err);
    return st == RV_OK ? take_known(in, err) : st;
}

void meta_analysis_asked(const meta_input *in, rv_analysis_options *o)
{
    *o = (rv_analysis_options)RV_ANALYSIS_OPTIONS_INIT;
    o->measure = meta_measure(in, &o->log_scale);
    o->model = in->options;
    o->assume_independent = asked.independent;
    o->design = in->design;
    o->dependent = asked.working_model >= 0;
    if (asked.working_model >= 0)
        o->working.kind = (rv_working_kind)asked.working_model;
    if (!isnan(asked.rho))
        o->working.rho = asked.rho;
    if (asked.robust >= 0)
        o->working.type = (rv_robust_type)asked.robust;
    if (asked.robust_test >= 0)
        o->working.test = (rv_robust_test)asked.robust_test;
    o->sample = in->sample;
    o->sampling = in->sampling.make ? &in->sampling : NULL;
    o->weights = in->weights;
    o->cluster = in->cluster;
    o->random = in->random ? rv_random_effects_parts(in->random) : NULL;
    o->model_based = asked.model_based;
    o->title = asked.title ? asked.title : in->plan.title;
    o->favours_left = asked.left ? asked.left : in->plan.favours_left;
    o->favours_right = asked.right ? asked.right : in->plan.favours_right;
}

rv_status meta_rows(meta_input *in, rv_error *err)
{
    const rv_meta_columns columns = { asked.yi,    asked.vi,       asked.sei,
                                      asked.slab,  asked.study,    asked.subgroup,
                                      asked.missing == 1 };
    rv_status st;

    model_of(&in->options, &in->plan);
    if ((st = rv_meta_set_new(&in->set, err)) == RV_OK
        && (st = rv_meta_set_of_frame(in->set, in->frame, &columns, err)) == RV_OK
        && (st = require_columns(in, err)) == RV_OK && (st = use_rows(in, err)) == RV_OK)
        st = make_model(in, err);
    return st;
}

rv_status meta_read(meta_input *in, rv_error *err)
{
    const rv_status st = meta_open(in, err);

    return st == RV_OK ? meta_rows(in, err) : st;
}

rv_status meta_column(const meta_input *in, const char *name, const double **x, rv_error *err)
{
    size_t column;
    const rv_status st = rv_frame_want(in->frame, name, &column, err);

    return st == RV_OK ? rv_frame_reals(in->frame, column, x, err) : st;
}

void meta_free(meta_input *in)
{
    rv_random_effects_free(in->random);
    rv_blocks_free(in->covariance);
    free(in->weights);
    rv_design_free(in->design);
    rv_model_formula_free(in->formula);
    rv_meta_set_free(in->set);
    rv_frame_free(in->frame);
    if (in->known.free && !in->whole)
        in->known.free(&in->known.effects);
    free(in->effect);
    free(in->sample);
    free(in->cluster);
    free(in->row);
    free(in->label);
    free(in->study_name);
    free(in->yi);
    free(in->vi);
    free(in->study);
    *in = (meta_input){ 0 };
}
