#include <config.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "extract/derive.h"

/* What treat_value and control_value are. */
typedef enum { GIVES_NOTHING, GIVES_PERCENT, GIVES_COUNT, GIVES_MEAN, GIVES_IMPACT } gives;

/* The result's numbers as read, and what is made of them on the way. */
typedef struct {
    const rv_facts *facts;
    const rv_fact_result *result;
    gives  what;
    double treat, control, n_treat, n_control, n_total;
    rv_effect_input input;
    rv_effect_options options;
    char   sizes[160];                   /* how the group sizes were got, for the route; "" when they are shown */
    char   lacks[200];                   /* what the result lacks, in the form's words; "" for nothing found */
} way;

static double number(const way *w, const char *field)
{
    const char *text = rv_facts_text(w->facts, w->result, field);
    double x;

    return text && rv_real_parse(text, &x, NULL) == RV_OK ? x : NAN;
}

static const char *words(const way *w, const char *field)
{
    const char *text = rv_facts_text(w->facts, w->result, field);

    return text ? text : "";
}

static void lacks(way *w, const char *format, ...) RV_PRINTF(2, 3);
static void lacks(way *w, const char *format, ...)
{
    va_list args;

    if (w->lacks[0])
        return;
    va_start(args, format);
    vsnprintf(w->lacks, sizeof w->lacks, format, args);
    va_end(args);
}

static gives what_is_given(const way *w)
{
    static const struct { const char *word; gives what; } known[] = {
        { "percent", GIVES_PERCENT }, { "count", GIVES_COUNT }, { "mean", GIVES_MEAN }, { "impact", GIVES_IMPACT },
    };
    const char *word = words(w, "measure_reported");

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].word, word) == 0)
            return known[i].what;
    return GIVES_NOTHING;
}

/*
 * Group sizes: as shown; the rest of the total where one is shown; else the total divided as split_basis says, in halves or as
 * people were randomised (randomised_treat to randomised_control). Parts of people are left as they come.
 */
static void find_sizes(way *w)
{
    const char *basis = words(w, "split_basis");
    const double a = number(w, "randomised_treat"), b = number(w, "randomised_control");

    w->n_treat = number(w, "n_treat");
    w->n_control = number(w, "n_control");
    w->n_total = number(w, "n_total");
    if (!isnan(w->n_treat) && !isnan(w->n_control)) {
        if (basis[0] && strcmp(basis, "shown") != 0)
            snprintf(w->sizes, sizeof w->sizes, ", group sizes: %.100s", basis);
    } else if (isnan(w->n_total)) {
        lacks(w, "the group sizes are not shown");
    } else if (!isnan(w->n_treat) || !isnan(w->n_control)) {
        if (isnan(w->n_treat))
            w->n_treat = w->n_total - w->n_control;
        else
            w->n_control = w->n_total - w->n_treat;
        snprintf(w->sizes, sizeof w->sizes, ", one group is the rest of the total");
    } else if (strstr(basis, "halves")) {
        w->n_treat = w->n_control = w->n_total / 2;
        snprintf(w->sizes, sizeof w->sizes, ", group sizes: %.100s", basis);
    } else if (strstr(basis, "ratio") && a > 0 && b > 0) {
        w->n_treat = w->n_total * (a / (a + b));
        w->n_control = w->n_total * (1 - a / (a + b));
        snprintf(w->sizes, sizeof w->sizes, ", group sizes: %.80s (%g to %g)", basis, a, b);
    } else if (strstr(basis, "ratio")) {
        lacks(w, "only the total of %g is shown, and randomised_treat and randomised_control are missing", w->n_total);
    } else {
        lacks(w, "only the total of %g is shown, and split_basis does not say how to divide it", w->n_total);
    }
}

/* What the two groups show, for measures that are made from it. */
static void take_groups(way *w, const rv_measure *m)
{
    const bool cells = strcmp(m->name, "OR") == 0 || strcmp(m->name, "RR") == 0 || strcmp(m->name, "RD") == 0;
    const bool means = strcmp(m->name, "MD") == 0 || strcmp(m->name, "SMD") == 0;
    const double treat = number(w, "treat_value"), control = number(w, "control_value");
    rv_effect_input *in = &w->input;

    if (cells && w->what == GIVES_PERCENT) {
        in->p1i = treat;
        in->p2i = control;
    } else if (cells && (w->what == GIVES_COUNT || w->what == GIVES_NOTHING)) {
        in->ai = isnan(treat) ? number(w, "events_treat") : treat;
        in->ci = isnan(control) ? number(w, "events_control") : control;
    } else if (means && w->what == GIVES_MEAN) {
        in->m1i = treat;
        in->m2i = control;
        in->sd1i = number(w, "sd_treat");
        in->sd2i = number(w, "sd_control");
        if (isnan(in->sd1i) || isnan(in->sd2i))
            lacks(w, "no standard deviations, standard error, confidence interval or p-value are shown");
    } else {
        return;
    }
    if (isnan(treat) && isnan(in->ai))
        lacks(w, "the programme group's value is not shown");
    if (isnan(control) && isnan(in->ci))
        lacks(w, "the control group's value is not shown");
    find_sizes(w);
    in->n1i = w->n_treat;
    in->n2i = w->n_control;
}

/* The unit of an estimate says which measure it is. What is not here is in the unit of the outcome: a difference of means. */
static const struct unit { const char *unit, *measure; double factor; bool ratio; } units[] = {
    { "percentage points", "RD", .01, false },
    { "%", "RD", .01, false },
    { "proportion", "RD", 1, false },
    { "odds ratio", "OR", 1, true },
    { "log odds ratio", "OR", 1, false },
    { "risk ratio", "RR", 1, true },
    { "log risk ratio", "RR", 1, false },
    { "hazard ratio", "HR", 1, true },
    { "standard deviations", "SMD", 1, false },
};

/* The estimate with its standard error, limits or p-value, where it is of this measure. */
static void take_estimate(way *w, const rv_measure *m)
{
    const char *unit = words(w, "unit");
    struct unit u = { unit, "MD", 1, false };
    rv_effect_input *in = &w->input;
    const bool generic = strcmp(m->name, "GEN") == 0;

    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(units[i].unit, unit) == 0)
            u = units[i];
    if (!generic && strcmp(u.measure, m->name) != 0) {
        if (w->what == GIVES_IMPACT)
            lacks(w, "an estimate%s%.60s is not made into %s", unit[0] ? " in " : "", unit, m->title);
        else if (w->what == GIVES_MEAN || w->what == GIVES_PERCENT)
            lacks(w, "%s are not made into %s", w->what == GIVES_MEAN ? "means" : "percentages", m->title);
        return;
    }
    if (generic)
        u.factor = 1;
    w->options.ratio = u.ratio;
    in->est = u.factor * number(w, "estimate");
    in->ci_lo = u.factor * number(w, "ci_low");
    in->ci_hi = u.factor * number(w, "ci_high");
    in->se = u.factor * number(w, "se");
    in->p = number(w, "p");
    in->level = number(w, "ci_level");
    if (in->level > 1)
        in->level /= 100;
    if (isnan(in->est) && isnan(in->ci_lo) && w->what == GIVES_IMPACT)
        lacks(w, "no estimate is shown");
    else if (isnan(in->se) && isnan(in->p) && isnan(in->ci_lo))
        lacks(w, "the estimate has no standard error, confidence interval or p-value");
}

/* Whether more is better, "higher..." or "lower..."; the result's word goes before the domain's. */
static bool lower_is_better(const way *w, const rv_protocol *protocol)
{
    const rv_domain *domain = rv_protocol_domain(protocol, w->result->domain);
    const char *direction = words(w, "direction");

    if (!direction[0] && domain)
        direction = domain->better;
    return strncmp(direction, "lower", 5) == 0;
}

static const char *find_place(const way *w)
{
    static const char *const bearing[] = { "treat_value", "events_treat", "estimate", "ci_low", "control_value" };

    for (size_t i = 0; i < sizeof bearing / sizeof *bearing; i++) {
        const rv_fact_value *v = rv_facts_value(w->facts, w->result->study, w->result->id, bearing[i]);
        if (v && v->place[0])
            return v->place;
    }
    return "";
}

/* Messages of the effect layer name its columns; people know the form's. */
static void in_the_forms_words(const char *message, char out[RV_DERIVED_WORDS])
{
    static const char *const names[][2] = {
        { "n1i", "n_treat" }, { "n2i", "n_control" }, { "p1i", "treat_value" }, { "p2i", "control_value" },
        { "m1i", "treat_value" }, { "m2i", "control_value" }, { "sd1i", "sd_treat" }, { "sd2i", "sd_control" },
        { "ai", "events of the programme group" }, { "ci", "events of the control group" }, { "est", "estimate" },
        { "ci_lo", "ci_low" }, { "ci_hi", "ci_high" },
    };
    size_t used = 0;

    if (strncmp(message, "row 1: ", 7) == 0)
        message += 7;
    out[0] = 0;
    while (*message && used + 1 < RV_DERIVED_WORDS) {
        const size_t n = strcspn(message, " ,;:");
        const char *word = NULL;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (strlen(names[i][0]) == n && strncmp(names[i][0], message, n) == 0)
                word = names[i][1];
        used += (size_t)snprintf(out + used, RV_DERIVED_WORDS - used, "%.*s%.1s", word ? (int)strlen(word) : (int)n,
                                 word ? word : message, message + n);
        message += n + (message[n] != 0);
    }
}

void rv_derive(const rv_facts *facts, const rv_protocol *protocol, const rv_fact_result *result, const rv_measure *measure,
               rv_derived *out)
{
    way w = { .facts = facts, .result = result, .input = RV_EFFECT_INPUT_INIT, .options = RV_EFFECT_OPTIONS_INIT,
              .n_treat = NAN, .n_control = NAN, .n_total = NAN };
    rv_effect effect;
    rv_error why;

    *out = (rv_derived){ .yi = NAN, .vi = NAN };
    w.what = what_is_given(&w);
    out->place = find_place(&w);
    take_groups(&w, measure);
    take_estimate(&w, measure);
    if (rv_effect_make(measure, &w.input, 1, &w.options, &effect, &why) != RV_OK) {
        in_the_forms_words(why.message, out->gap);
        return;
    }
    if (!(effect.vi > 0)) {
        if (w.lacks[0])
            snprintf(out->gap, sizeof out->gap, "%s", w.lacks);
        else
            in_the_forms_words(effect.reason, out->gap);
        return;
    }
    out->yi = effect.yi;
    out->vi = effect.vi;
    snprintf(out->route, sizeof out->route, "%s%s%s%s", effect.route, isnan(w.input.n1i) ? "" : w.sizes,
             effect.reason[0] ? "; beware: " : "", effect.reason);
    if (lower_is_better(&w, protocol)) {
        const size_t used = strlen(out->route);
        out->yi = -out->yi;
        snprintf(out->route + used, sizeof out->route - used, "; sign turned, lower is better");
    }
}

bool rv_derive_wanted(const rv_protocol *protocol, const char *domain, const char *measure)
{
    for (size_t i = 0; i < protocol->n_analyses; i++) {
        const rv_plan *plan = &protocol->analyses[i];
        if (strcmp(plan->domain, domain) != 0)
            continue;
        if (strcmp(plan->measure, measure) == 0)
            return true;
        for (size_t j = 0; j < plan->n_sensitivity; j++)
            if (strcmp(plan->sensitivity[j].measure, measure) == 0)
                return true;
    }
    return false;
}

RV_STATEMENT(extract_protocol, "SELECT xml FROM protocol ORDER BY version DESC, id DESC");

rv_status rv_newest_protocol(rv_store *store, rv_protocol **out, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, store, &extract_protocol, err, "");

    *out = NULL;
    if (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const char *xml = rv_query_text(q, 0);
        st = rv_protocol_parse(out, "the review's protocol", xml, strlen(xml), err);
    }
    rv_query_end(q);
    return st;
}
