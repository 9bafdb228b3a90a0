/* Fields of each analysis as it was carried out: "education.estimate". The sentences are made of the other fields. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/fields.h"
#include "report/sentences.h"

const char rv_sentence_pooled[] = "{k} {studies_noun}; {measure} {estimate} ({level} CI {ci}; {p})";
const char rv_sentence_prediction[] = "; in a new study between {pi_lo} and {pi_hi} (prediction interval)";
const char rv_sentence_tau2[] = "Between studies: tau\u00b2 {tau2}";
const char rv_sentence_tau2_ci[] = " (Q-profile interval {tau2_ci})";
const char rv_sentence_i2[] = ", I\u00b2 {i2}; ";
const char rv_sentence_no_tau2[] = "tau\u00b2 not estimable; ";
const char rv_sentence_q[] = "Q {q} ({q_df} df, {q_p}).";

typedef struct {
    rv_fields            *to;
    const rv_field_place *place;
    const rv_analysis    *a;
} stating;

static double back(const rv_analysis *a, double x)
{
    return a->options.log_scale ? exp(x) : x;
}

static void pooled(const stating *s, const rv_meta_fit *f)
{
    char percent[40];

    snprintf(percent, sizeof percent, "%g\u202f%%", 100 * f->level);
    rv_fields_real(s->to, s->place, "estimate", back(s->a, f->pooled.estimate), 2, "", "pooled estimate");
    rv_fields_range(s->to, s->place, "ci", back(s->a, f->pooled.ci_lo), back(s->a, f->pooled.ci_hi), 2, "its confidence interval");
    rv_fields_real(s->to, s->place, "ci_lo", back(s->a, f->pooled.ci_lo), 2, "", "lower confidence limit");
    rv_fields_real(s->to, s->place, "ci_hi", back(s->a, f->pooled.ci_hi), 2, "", "upper confidence limit");
    rv_fields_text(s->to, s->place, "level", percent, "confidence level");
    rv_fields_p(s->to, s->place, "p", f->pooled.p, "test of no effect");
    if (isfinite(f->pi_lo) && isfinite(f->pi_hi)) {
        rv_fields_range(s->to, s->place, "pi", back(s->a, f->pi_lo), back(s->a, f->pi_hi), 2, "prediction interval of a new study");
        rv_fields_real(s->to, s->place, "pi_lo", back(s->a, f->pi_lo), 2, "", "lower prediction limit");
        rv_fields_real(s->to, s->place, "pi_hi", back(s->a, f->pi_hi), 2, "", "upper prediction limit");
    }
    rv_fields_real(s->to, s->place, "beta", f->pooled.estimate, 4, "", "pooled estimate on the scale of the analysis");
    rv_fields_real(s->to, s->place, "se", f->pooled.se, 4, "", "its standard error");
}

static void spread(const stating *s, const rv_meta_fit *f)
{
    rv_fields_real(s->to, s->place, "tau2", f->tau2, 4, "", "variance between true effects");
    rv_fields_real(s->to, s->place, "tau", isfinite(f->tau2) ? sqrt(f->tau2) : NAN, 4, "", "their standard deviation");
    rv_fields_range(s->to, s->place, "tau2_ci", f->tau2_lo, f->tau2_hi, 4, "Q-profile interval of tau\u00b2");
    rv_fields_real(s->to, s->place, "i2", 100 * f->i2, 1, "\u202f%", "I\u00b2: share of the variance that is between studies");
    rv_fields_real(s->to, s->place, "q", f->q, 2, "", "Cochran's Q");
    rv_fields_real(s->to, s->place, "q_df", f->q_df, 0, "", "degrees of freedom of Q");
    rv_fields_p(s->to, s->place, "q_p", f->q_p, "test of homogeneity");
}

static void model(const stating *s, const rv_synthesis *synthesis)
{
    const rv_measure *measure = rv_measure_find(synthesis->run.measure);
    const rv_meta_fit *f = &s->a->fit;

    rv_fields_text(s->to, s->place, "measure", measure ? measure->title : synthesis->run.measure, "effect measure");
    rv_fields_text(s->to, s->place, "measure_short", synthesis->run.measure, "effect measure in short");
    rv_fields_text(s->to, s->place, "model", strcmp(synthesis->run.model, "common") == 0 ? "common effect" : "random effects", "model");
    rv_fields_text(s->to, s->place, "estimator", f->estimator ? f->estimator->name : "", "estimator of tau\u00b2");
    rv_fields_text(s->to, s->place, "test", rv_meta_test_title(f->test), "test and interval");
    rv_fields_text(s->to, s->place, "method", rv_synthesis_method(synthesis), "model, estimator, test and measure in a sentence");
}

static void sentences(const stating *s)
{
    const rv_meta_fit *f = &s->a->fit;
    rv_buf text = RV_BUF_INIT;

    rv_fields_words(s->to, s->place->prefix, rv_sentence_pooled, &text);
    rv_fields_words(s->to, s->place->prefix, isfinite(f->pi_lo) ? rv_sentence_prediction : "", &text);
    rv_fields_text(s->to, s->place, "sentence", rv_buf_str(&text), "the result in words");
    rv_buf_clear(&text);
    for (size_t i = 0; i < RV_SENTENCES; i++)
        rv_fields_words(s->to, s->place->prefix, rv_sentence_heterogeneity(f, i), &text);
    rv_fields_text(s->to, s->place, "heterogeneity", rv_buf_str(&text), "the differences between studies in words");
    rv_buf_free(&text);
}

/* What stands at place `i` of the sentence on differences between studies; "" for nothing. */
const char *rv_sentence_heterogeneity(const rv_meta_fit *f, size_t i)
{
    const bool tau2 = isfinite(f->tau2);

    switch (i) {
    case 0:  return tau2 ? rv_sentence_tau2 : rv_sentence_no_tau2;
    case 1:  return tau2 && isfinite(f->tau2_lo) && isfinite(f->tau2_hi) ? rv_sentence_tau2_ci : "";
    case 2:  return tau2 ? rv_sentence_i2 : "";
    default: return rv_sentence_q;
    }
}

static void one(rv_document *d, const rv_synthesis *synthesis)
{
    char origin[200], anchor[120];
    const rv_field_place place = { synthesis->planned->id, origin, anchor };
    const stating s = { d->fields, &place, synthesis->analysis };

    snprintf(origin, sizeof origin, "analysis %.150s", synthesis->planned->id);
    snprintf(anchor, sizeof anchor, "estimates_%.100s", synthesis->planned->id);
    if (!s.a)
        anchor[0] = 0;
    rv_fields_text(s.to, &place, "label", synthesis->planned->label, "name of the analysis");
    rv_fields_int(s.to, &place, "k", s.a ? (int64_t)s.a->k : 0, "effects pooled");
    rv_fields_int(s.to, &place, "effects", (int64_t)synthesis->effects.n, "effects of the outcome, pooled or not");
    rv_fields_int(s.to, &place, "studies", s.a ? (int64_t)s.a->studies : 0, "studies pooled");
    rv_fields_text(s.to, &place, "studies_noun", s.a && s.a->k == 1 ? "study" : "studies", "\"study\" or \"studies\"");
    if (!s.a) {
        rv_fields_text(s.to, &place, "sentence", "no study gives an effect", "the result in words");
        return;
    }
    pooled(&s, &s.a->fit);
    spread(&s, &s.a->fit);
    model(&s, synthesis);
    sentences(&s);
}

rv_status rv_fields_of_syntheses(rv_document *d, rv_error *err)
{
    for (size_t i = 0; i < d->protocol->n_analyses; i++)
        one(d, &d->syntheses[i]);
    return rv_fields_check(d->fields, err);
}
