/* What each analysis found: participants, absolute effects, how sure the reviewers are. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "review/effect.h"

#include "report/findings.h"

/* ---- Numbers of people ------------------------------------------------------------------------------------------------ */

static double both_groups(const rv_effect_input *in)
{
    const double n = in->n1i + in->n2i, cells = in->ai + in->bi + in->ci + in->di;

    return isfinite(n) ? n : cells;
}

/* The share of the comparison group that has the event which the domain names. */
static double comparison_risk(const rv_review_effect *e, bool lower)
{
    const double n = isfinite(e->input.n2i) ? e->input.n2i : e->input.ci + e->input.di;
    const double risk = isfinite(e->input.ci) ? e->input.ci / n : e->input.p2i / 100;

    return e->turned != lower ? 1 - risk : risk;      /* a result that counts the opposite of the domain's event */
}

static void participants(rv_found *f)
{
    f->participants = NAN;
    for (size_t i = 0; i < f->synthesis->effects.n; i++) {
        const rv_review_effect *e = &f->synthesis->effects.effects[i];
        const double n = e->chosen ? both_groups(&e->input) : NAN;

        if (!isfinite(n))
            continue;
        f->participants = (f->with_participants++ ? f->participants : 0) + n;
    }
}

/* ---- Absolute effects --------------------------------------------------------------------------------------------------- */

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The middle one of the comparison groups; NaN when no study shows its events. */
static double middle_risk(const rv_found *f, size_t *n, rv_memory *memory)
{
    const rv_effects *effects = &f->synthesis->effects;
    double *risks = rv_memory_room(memory, (effects->n + 1) * sizeof *risks);

    *n = 0;
    for (size_t i = 0; risks && i < effects->n; i++) {
        const double risk = effects->effects[i].chosen ? comparison_risk(&effects->effects[i], f->lower) : NAN;
        if (risk >= 0 && risk <= 1)
            risks[(*n)++] = risk;
    }
    if (!risks || !*n)
        return NAN;
    qsort(risks, *n, sizeof *risks, ascending);
    return (risks[(*n - 1) / 2] + risks[*n / 2]) / 2;
}

static rv_absolute absolute(const rv_found *f, double risk)
{
    const char *measure = f->synthesis->run.measure;
    rv_absolute a = { risk, NAN, NAN, NAN, false };

    if (rv_absolute_risk(measure, f->y, risk, &a.with, &a.bounded)) {
        rv_absolute_risk(measure, f->y_lo, risk, &a.with_lo, &a.bounded);
        rv_absolute_risk(measure, f->y_hi, risk, &a.with_hi, &a.bounded);
    }
    return a;
}

static void risks(rv_found *f, rv_memory *memory)
{
    const rv_plan *plan = f->synthesis->planned;
    const size_t n = plan->n_baselines ? plan->n_baselines : 1;
    rv_found_risk *out = rv_memory_room(memory, n * sizeof *out);
    double middle;

    if (!out)
        return;
    for (size_t i = 0; i < plan->n_baselines; i++)
        out[i] = (rv_found_risk){ plan->baselines[i].label, plan->baselines[i].source, absolute(f, plan->baselines[i].risk) };
    if (!plan->n_baselines) {
        middle = middle_risk(f, &f->risk_studies, memory);
        out[0] = (rv_found_risk){ f->risk_studies > 1   ? "The middle one of the comparison groups"
                                      : f->risk_studies == 1 ? "The comparison group of the one study"
                                                             : "", "", absolute(f, middle) };
    }
    for (f->n_risks = 0; f->n_risks < n && isfinite(out[f->n_risks].risk.with);)
        f->n_risks++;
    f->risks = out;
}

/* The effect on the event: effects are kept so that positive is good. */
static void effect(rv_found *f)
{
    const rv_analysis *a = f->synthesis->analysis;
    const double sign = f->lower ? -1 : 1;

    f->y = a ? sign * a->fit.pooled.estimate : NAN;
    f->y_lo = a ? sign * (f->lower ? a->fit.pooled.ci_hi : a->fit.pooled.ci_lo) : NAN;
    f->y_hi = a ? sign * (f->lower ? a->fit.pooled.ci_lo : a->fit.pooled.ci_hi) : NAN;
}

/* ---- How sure ------------------------------------------------------------------------------------------------------------ */

/* The tool by which bodies of evidence are graded: GRADE where the protocol has it, else the first of its unit with a domain of one
   judgement and no padlocks. */
static const rv_appraisal_tool *certainty_tool(const rv_protocol *protocol)
{
    for (size_t i = 0; i < protocol->n_appraisals; i++)
        if (strcmp(protocol->appraisals[i].instrument, "grade") == 0)
            return &protocol->appraisals[i];
    for (size_t i = 0; i < protocol->n_appraisals; i++)
        if (strcmp(protocol->appraisals[i].unit, "body") == 0 && strcmp(protocol->appraisals[i].instrument, "eef-padlocks") != 0)
            return &protocol->appraisals[i];
    return NULL;
}

static double points_of(const rv_appraisal *a, const rv_appraisal_line *line)
{
    const rv_question *q = a->instrument && line->question ? rv_instrument_question(a->instrument, line->id) : NULL;
    const rv_instrument_answer *answer = q ? rv_question_answer(q, line->answer) : NULL;

    return answer ? answer->points : 0;
}

static void keep_lines(rv_certainty *to, const rv_appraisal *a, rv_memory *memory)
{
    rv_certainty_factor *factors = rv_memory_room(memory, (a->n + 1) * sizeof *factors);

    if (!factors)
        return;
    for (size_t i = 0; i < a->n; i++) {
        const rv_appraisal_line *line = &a->lines[i];

        if (!line->question) {                        /* the last domain is the overall one */
            to->judgement = rv_memory_text(memory, line->answer);
            to->proposed = rv_memory_text(memory, line->now);
            to->support = rv_memory_text(memory, line->support);
        } else if (*line->answer) {
            factors[to->n++] = (rv_certainty_factor){ rv_memory_text(memory, line->id), rv_memory_text(memory, line->text),
                                                      rv_memory_text(memory, line->answer), rv_memory_text(memory, line->support),
                                                      points_of(a, line) };
        }
    }
    to->factors = factors;
}

static rv_status certainty(rv_store *store, const rv_protocol *protocol, rv_found *f, rv_memory *memory, rv_error *err)
{
    const rv_appraisal_tool *tool = certainty_tool(protocol);
    const rv_appraisal_subject subject = { NULL, NULL, f->synthesis->planned->id };
    rv_appraisal a = { 0 };
    rv_status st;

    f->certainty = (rv_certainty){ .tool = "", .judgement = "", .proposed = "", .support = "" };
    if (!tool)
        return RV_OK;
    f->certainty.tool = tool->label;
    if ((st = rv_extract_appraisal(store, protocol, tool->id, &subject, NULL, &a, err)) == RV_OK)
        keep_lines(&f->certainty, &a, memory);
    rv_appraisal_free(&a);
    return st;
}

rv_status rv_findings_read(rv_store *store, const rv_protocol *protocol, const rv_synthesis *syntheses, rv_memory *memory,
                           rv_found **out, rv_error *err)
{
    rv_found *all = rv_memory_room(memory, (protocol->n_analyses + 1) * sizeof *all);
    rv_status st = all ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for the findings");

    for (size_t i = 0; st == RV_OK && i < protocol->n_analyses; i++) {
        all[i].synthesis = &syntheses[i];
        all[i].lower = strcmp(syntheses[i].domain->better, "lower") == 0;
        effect(&all[i]);
        participants(&all[i]);
        risks(&all[i], memory);
        st = certainty(store, protocol, &all[i], memory, err);
    }
    *out = all;
    return st == RV_OK && rv_memory_failed(memory) ? rv_fail(err, RV_ENOMEM, "out of memory for the findings") : st;
}
