#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "extract/derive.h"

void rv_deriving_start(rv_deriving *deriving, const rv_facts *facts, const rv_protocol *protocol)
{
    deriving->facts = facts;
    deriving->protocol = protocol;
    rv_roles_read(protocol, &deriving->roles);
}

static rv_gives what_is_given(rv_way *w)
{
    static const struct { const char *word; rv_gives what; } known[] = {
        { "percent", RV_GIVES_PERCENT }, { "count", RV_GIVES_COUNT }, { "mean", RV_GIVES_MEAN }, { "impact", RV_GIVES_IMPACT },
    };
    const char *word = rv_way_words(w, RV_AS_GIVEN);

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].word, word) == 0)
            return known[i].what;
    return RV_GIVES_NOTHING;
}

/* Whether more is better, "higher..." or "lower..."; the result's word goes before the domain's. */
static bool lower_is_better(rv_way *w)
{
    const rv_domain *domain = rv_protocol_domain(w->of->protocol, w->result->domain);
    const char *direction = rv_way_words(w, RV_AS_DIRECTION);

    if (!direction[0] && domain)
        direction = domain->better;
    return strncmp(direction, "lower", 5) == 0;
}

/* The place of the first number that the effect rests on. */
static const char *find_place(rv_way *w)
{
    static const rv_role bearing[] = { RV_AS_VALUE1, RV_IN_ai, RV_IN_est, RV_IN_ci_lo, RV_AS_VALUE2 };

    for (size_t i = 0; i < sizeof bearing / sizeof *bearing; i++) {
        const rv_fact_value *v = rv_role_value(w->of->facts, &w->of->roles, w->result, &w->arms, bearing[i]);
        if (v && v->place[0])
            return v->place;
    }
    for (int role = 0; role < RV_AS_N; role++)
        if (w->out->used[role] && w->out->used[role]->place[0] && w->out->used[role]->result)
            return w->out->used[role]->place;
    return "";
}

/* The form's field for an input of an effect, called by its name: the one that was read, else one that could be; NULL when `word` is no
   input or the form has none. */
static const char *field_for(const rv_way *w, const char *word, size_t n)
{
    static const struct { rv_role input, value; } shared[] = {
        { RV_IN_p1i, RV_AS_VALUE1 }, { RV_IN_p2i, RV_AS_VALUE2 }, { RV_IN_m1i, RV_AS_VALUE1 }, { RV_IN_m2i, RV_AS_VALUE2 },
        { RV_IN_ai, RV_AS_VALUE1 }, { RV_IN_ci, RV_AS_VALUE2 },
    };
    const rv_roles *roles = &w->of->roles;
    char name[16];
    rv_role role, other = RV_AS_N;

    snprintf(name, sizeof name, "%.*s", n < sizeof name ? (int)n : 0, word);
    if (!name[0] || !name[1] || strcmp(name, "level") == 0 || (role = rv_role_find(name)) == RV_AS_N)
        return NULL;                                 /* also words of sentences: "t", "level" */
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
        if (shared[i].input == role)
            other = shared[i].value;
    if (w->out->used[role] || (other != RV_AS_N && w->out->used[other]))
        return w->out->used[w->out->used[role] ? role : other]->field;
    for (size_t i = 0; i < RV_AS_FIELDS && roles->fields[role][i]; i++)
        if (rv_protocol_field(w->of->protocol, roles->fields[role][i]))
            return roles->fields[role][i];
    return other != RV_AS_N && rv_protocol_field(w->of->protocol, roles->fields[other][0] ? roles->fields[other][0] : "")
           ? roles->fields[other][0] : NULL;
}

/* Messages of the effect layer name its columns; people know the form's. */
static void in_the_forms_words(const rv_way *w, const char *message, char out[RV_DERIVED_WORDS])
{
    size_t used = 0;

    if (strncmp(message, "row 1: ", 7) == 0)
        message += 7;
    out[0] = 0;
    while (*message && used + 1 < RV_DERIVED_WORDS) {
        const size_t n = strcspn(message, " ,;:");
        const char *word = field_for(w, message, n);
        used += (size_t)snprintf(out + used, RV_DERIVED_WORDS - used, "%.*s%.1s", word ? (int)strlen(word) : (int)n,
                                 word ? word : message, message + n);
        message += n + (message[n] != 0);
    }
}

/* Clusters that were allocated: what a report has corrected already is not corrected again. */
static void consider_clusters(rv_way *w, const rv_derive_assume *assume)
{
    rv_effect_input *in = &w->out->input;

    if (strcmp(rv_way_words(w, RV_AS_CLUSTERED), "yes") == 0)
        in->adjusted = 1;
    else if (assume && !isnan(assume->icc))
        in->icc = assume->icc;
    if (assume && !isnan(assume->ri))
        in->ri = assume->ri;
}

/* The effect by one measure, without the sign; false and a gap when there is none. */
static bool make(rv_way *w, const rv_measure *m, const rv_derive_assume *assume)
{
    rv_derived *d = w->out;
    rv_effect effect;
    rv_error why;

    d->input = (rv_effect_input)RV_EFFECT_INPUT_INIT;
    d->options = (rv_effect_options)RV_EFFECT_OPTIONS_INIT;
    d->options.fractions = true;      /* of a divided total, and of rounded percentages */
    d->n_steps = 0;
    w->lacks[0] = w->sizes[0] = 0;
    rv_way_groups(w, m);
    rv_way_estimate(w, m);
    rv_way_direct(w);
    consider_clusters(w, assume);
    d->filled = d->input;
    if (rv_effect_make(m, &d->input, 1, &d->options, &effect, &why) != RV_OK) {
        in_the_forms_words(w, why.message, d->gap);
        return false;
    }
    if (!(effect.vi > 0)) {
        if (w->lacks[0])
            snprintf(d->gap, sizeof d->gap, "%s", w->lacks);
        else
            in_the_forms_words(w, effect.reason, d->gap);
        return false;
    }
    rv_way_note_steps(w, m, &effect);
    d->gap[0] = 0;
    d->made = m;
    d->yi = d->made_yi = effect.yi;
    d->vi = d->made_vi = effect.vi;
    snprintf(d->route, sizeof d->route, "%s%s%s%s", effect.route, isnan(d->input.n1i) ? "" : w->sizes,
             effect.reason[0] ? "; beware: " : "", effect.reason);
    return true;
}

static void add_to_route(rv_derived *d, const char *words)
{
    const size_t used = strlen(d->route);

    snprintf(d->route + used, sizeof d->route - used, "%s", words);
}

/*
 * A standardised difference and a log odds ratio are made into each other by the ratio of the standard deviations of the logistic
 * and the normal distribution, log OR = SMD pi/sqrt(3): Hasselblad & Hedges (1995) Psychol Bull 117:167-178; Chinn (2000) Stat Med
 * 19:3127-3131.
 */
static bool convert(rv_way *w, const rv_measure *wanted, const rv_derive_assume *assume)
{
    const bool to_smd = strcmp(wanted->name, "SMD") == 0;
    const double factor = to_smd ? sqrt(3) / M_PI : M_PI / sqrt(3);
    rv_derived *d = w->out;
    char gap[RV_DERIVED_WORDS];

    if (!to_smd && strcmp(wanted->name, "OR") != 0)
        return false;
    memcpy(gap, d->gap, sizeof gap);
    if (!make(w, rv_measure_find(to_smd ? "OR" : "SMD"), assume)) {
        memcpy(d->gap, gap, sizeof gap);
        return false;
    }
    d->yi *= factor;
    d->vi *= factor * factor;
    rv_way_step(w, to_smd ? "smd-from-or" : "or-from-smd", to_smd ? "%.6g x sqrt(3)/pi = %.6g" : "%.6g x pi/sqrt(3) = %.6g", d->made_yi,
                d->yi);
    add_to_route(d, to_smd ? "; made from the odds ratio (logistic)" : "; made from the standardised difference (logistic)");
    return true;
}

void rv_derive(const rv_deriving *deriving, const rv_fact_result *result, const rv_measure *measure,
               const rv_derive_assume *assume, rv_derived *out)
{
    rv_way w = { .of = deriving, .result = result, .n1 = NAN, .n2 = NAN, .total = NAN, .out = out };
    bool made;

    *out = (rv_derived){ .yi = NAN, .vi = NAN, .made_yi = NAN, .made_vi = NAN };
    rv_arm_pair_find(deriving->facts, result, &w.arms);
    w.what = what_is_given(&w);
    made = make(&w, measure, assume);
    if (!made && rv_derive_converts(deriving->protocol, result->domain))
        made = convert(&w, measure, assume);
    out->place = find_place(&w);
    /* Turned about the value of no difference: 0, or one half of a probability. The level of a single group favours nobody. */
    if (made && !isnan(measure->null_value) && (out->turned = lower_is_better(&w))) {
        const double turned = 2 * measure->null_value - out->yi;
        rv_way_step(&w, "sign-turned", "lower is better: %.6g becomes %.6g", out->yi, turned);
        out->yi = turned;
        add_to_route(out, "; sign turned, lower is better");
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

bool rv_derive_converts(const rv_protocol *protocol, const char *domain)
{
    for (size_t i = 0; i < protocol->n_analyses; i++)
        if (protocol->analyses[i].convert && strcmp(protocol->analyses[i].domain, domain) == 0)
            return true;
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
