/* The table of rules, and those about sizes, directions, units, times and the review's other results. */
#include <config.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "extract/warn.h"

static double x(const rv_look *k, rv_role role)
{
    return k->seen->x[role];
}

bool rv_look_say(rv_look *look, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(look->words, sizeof look->words, format, args);
    va_end(args);
    return true;
}

/* ---- Sizes ---------------------------------------------------------------------------------------------------------- */

static bool n_against_total(rv_look *k)
{
    const double n1 = x(k, RV_IN_n1i), n2 = x(k, RV_IN_n2i), total = x(k, RV_IN_ni);

    if (n1 + n2 != total && !isnan(n1 + n2 + total))
        return rv_look_say(k, "the groups have %g and %g people, %g together; the total is %g", n1, n2, n1 + n2, total);
    if (n1 > total || n2 > total)
        return rv_look_say(k, "a group has %g people, the total is %g", n1 > total ? n1 : n2, total);
    return false;
}

static bool n_against_randomised(rv_look *k)
{
    const double all = x(k, RV_AS_RANDOMISED), parts = x(k, RV_AS_RANDOMISED1) + x(k, RV_AS_RANDOMISED2);
    const double total = isnan(x(k, RV_IN_ni)) ? x(k, RV_IN_n1i) + x(k, RV_IN_n2i) : x(k, RV_IN_ni);

    if (x(k, RV_IN_n1i) > x(k, RV_AS_RANDOMISED1))
        return rv_look_say(k, "%g people of the programme group, but %g were allocated to it", x(k, RV_IN_n1i), x(k, RV_AS_RANDOMISED1));
    if (x(k, RV_IN_n2i) > x(k, RV_AS_RANDOMISED2))
        return rv_look_say(k, "%g people of the control group, but %g were allocated to it", x(k, RV_IN_n2i), x(k, RV_AS_RANDOMISED2));
    if (total > (isnan(all) ? parts : all))
        return rv_look_say(k, "%g people analysed, but %g were allocated", total, isnan(all) ? parts : all);
    if (!isnan(all) && !isnan(parts) && all != parts)
        return rv_look_say(k, "%g were allocated, but %g by the two groups", all, parts);
    return false;
}

/* ---- Direction, size, time -------------------------------------------------------------------------------------------- */

/* What the groups give for the estimate, in its unit; NaN when they do not. */
static double difference_of_groups(const rv_look *k)
{
    const rv_unit u = rv_unit_find(rv_look_text(k, RV_AS_UNIT));
    const bool percent = strcmp(rv_look_text(k, RV_AS_GIVEN), "percent") == 0, mean = strcmp(rv_look_text(k, RV_AS_GIVEN), "mean") == 0;

    if ((percent && strcmp(u.measure, "RD") == 0) || (mean && strcmp(u.measure, "MD") == 0))
        return (x(k, RV_AS_VALUE1) - x(k, RV_AS_VALUE2)) * (percent ? .01 / u.factor : 1);
    return NAN;
}

static bool direction_flips(rv_look *k)
{
    const double d = difference_of_groups(k), est = x(k, RV_IN_est), room = rv_look_half(k, RV_AS_VALUE1) + rv_look_half(k, RV_AS_VALUE2);

    return est * d < 0 && fabs(d) > room && fabs(est) > rv_look_half(k, RV_IN_est)
           && rv_look_say(k, "the groups differ by %g, the estimate is %g: its sign is turned", d, est);
}

static bool estimate_against_groups(rv_look *k)
{
    const double d = difference_of_groups(k), est = x(k, RV_IN_est);
    const double room = rv_look_half(k, RV_AS_VALUE1) + rv_look_half(k, RV_AS_VALUE2) + rv_look_half(k, RV_IN_est);

    return strcmp(rv_look_text(k, RV_AS_ADJUSTED), "yes") != 0 && est * d > 0 && fabs(est - d) > room + 0.1 * fabs(d)
           && rv_look_say(k, "the groups differ by %g, the estimate is %g", d, est);
}

static bool direction_differs(rv_look *k)
{
    const rv_seen *all = k->all->seen;
    const char *own = rv_look_text(k, RV_AS_DIRECTION);

    for (size_t i = 0; *own && i < k->all->n; i++) {
        const rv_fact_value *other = all[i].of[RV_AS_DIRECTION];
        if (other && strcmp(other->value, own) != 0 && strcmp(all[i].result->domain, k->seen->result->domain) == 0
            && strcmp(all[i].result->outcome, k->seen->result->outcome) == 0)
            return rv_look_say(k, "better is %s, but %s for the same outcome in %s", own, other->value, all[i].result->key);
    }
    return false;
}

/* The most that an effect is believed to be, by measure, on its analysis scale. */
static const struct { const char *measure; double most; const char *words; } plausible[] = {
    { "SMD", 3, "3 standard deviations" }, { "OR", 2.995732273553991, "an odds ratio of 20" },
    { "RR", 2.995732273553991, "a risk ratio of 20" }, { "HR", 2.995732273553991, "a hazard ratio of 20" },
    { "IRR", 2.995732273553991, "a rate ratio of 20" }, { "RD", .7, "a difference of 70 percentage points" },
    { "ROM", 2.302585092994046, "a ratio of means of 10" },
};

static bool implausible_size(rv_look *k)
{
    for (size_t i = 0; i < sizeof plausible / sizeof *plausible; i++) {
        const rv_measure *m = rv_measure_find(plausible[i].measure);
        rv_derived d;
        if (!m || !rv_derive_wanted(k->all->deriving.protocol, k->seen->result->domain, m->name))
            continue;
        rv_derive(&k->all->deriving, k->seen->result, m, NULL, &d);
        if (fabs(d.yi) > plausible[i].most)
            return rv_look_say(k, "%s is %.3g, beyond %s", m->title, rv_measure_back(m, d.yi), plausible[i].words);
    }
    return false;
}

/* Two ways to one effect from what is given: half a standard error, or half as much variance again, is too far. */
static bool far_apart(const rv_effect *a, const rv_effect *b)
{
    return fabs(a->yi - b->yi) > .5 * sqrt(a->vi) + .01 || a->vi > 1.5 * b->vi || b->vi > 1.5 * a->vi;
}

/* What other rules say of an estimate beside groups' numbers; estimate, interval and p-value alone are theirs too. */
static bool said_already(rv_look *k)
{
    static const rv_role of_groups[] = { RV_IN_m1i, RV_IN_ai, RV_IN_p1i, RV_IN_x1i, RV_IN_d, RV_IN_t, RV_AS_VALUE1 };
    bool groups = false;

    for (size_t i = 0; i < sizeof of_groups / sizeof *of_groups; i++)
        groups |= !isnan(x(k, of_groups[i]));
    return !groups || direction_flips(k) || estimate_against_groups(k) || rv_rule_se_is_sd(k) || rv_rule_p_against_groups(k);
}

static bool routes_differ(rv_look *k)
{
    enum { WAYS = 8 };
    rv_effect ways[WAYS];

    if (strcmp(rv_look_text(k, RV_AS_ADJUSTED), "yes") == 0 || said_already(k))
        return false;
    for (size_t i = 0; rv_measure_at(i); i++) {
        const rv_measure *m = rv_measure_at(i);
        size_t n = 0;
        rv_derived d;
        if (!rv_derive_wanted(k->all->deriving.protocol, k->seen->result->domain, m->name))
            continue;
        rv_derive(&k->all->deriving, k->seen->result, m, NULL, &d);
        if (d.made != m || rv_effect_routes(m, &d.input, &d.options, ways, WAYS, &n, NULL) != RV_OK)
            continue;
        for (size_t j = 1; j < n; j++)
            if (far_apart(&ways[0], &ways[j]))
                return rv_look_say(k, "%s is %.3g (variance %.3g) by %.90s, but %.3g (variance %.3g) by %.90s", m->title, ways[0].yi,
                                   ways[0].vi, ways[0].route, ways[j].yi, ways[j].vi, ways[j].route);
    }
    return false;
}

static bool before_start(rv_look *k)
{
    return k->seen->result->months < 0 && rv_look_say(k, "measured at %g months; time is counted from the start", k->seen->result->months);
}

static bool clusters_ignored(rv_look *k)
{
    const bool clusters = strncmp(rv_look_text(k, RV_AS_DESIGN), "cluster", 7) == 0 || strcmp(rv_look_text(k, RV_AS_CLUSTERS), "yes") == 0;

    if (!clusters || strcmp(rv_look_text(k, RV_AS_CLUSTERED), "yes") == 0 || !isnan(x(k, RV_IN_deff)))
        return false;
    if (isnan(x(k, RV_IN_icc)))
        return rv_look_say(k, "groups of people were allocated, and neither an intra-class correlation nor a design effect is there");
    return isnan(x(k, RV_IN_csize)) && isnan(x(k, RV_IN_k1i) + x(k, RV_IN_k2i))
           && rv_look_say(k, "the intra-class correlation %g is not used: how many people are in a cluster is not there", x(k, RV_IN_icc));
}

/* ---- Units ---------------------------------------------------------------------------------------------------------- */

static bool unit_against_kind(rv_look *k)
{
    const char *unit = rv_look_text(k, RV_AS_UNIT), *given = rv_look_text(k, RV_AS_GIVEN);
    const bool difference = *unit && strcmp(rv_unit_find(unit).measure, "RD") == 0;

    if (strcmp(given, "percent") == 0 && *unit && !difference && !rv_unit_find(unit).ratio && isnan(x(k, RV_IN_est)))
        return rv_look_say(k, "percentages in the unit '%s'", unit);
    if (strcmp(given, "mean") == 0 && strcmp(unit, "%") == 0)
        return rv_look_say(k, "means in the unit %%");
    return false;
}

static bool unit_differs(rv_look *k)
{
    const rv_seen *all = k->all->seen;
    const char *own = rv_look_text(k, RV_AS_UNIT);
    const bool pooled_raw = rv_derive_wanted(k->all->deriving.protocol, k->seen->result->domain, "MD");

    for (size_t i = 0; *own && i < k->all->n; i++) {
        const rv_fact_result *r = all[i].result;
        const rv_fact_value *unit = all[i].of[RV_AS_UNIT];
        const bool raw = unit && strcmp(rv_unit_find(unit->value).measure, "MD") == 0 && strcmp(rv_unit_find(own).measure, "MD") == 0;
        if (!raw || strcmp(unit->value, own) == 0 || strcmp(r->domain, k->seen->result->domain) != 0)
            continue;
        if (pooled_raw || (r->study == k->seen->result->study && strcmp(r->outcome, k->seen->result->outcome) == 0))
            return rv_look_say(k, "in %s, but %s is in %s", own, r->key, unit->value);
    }
    return false;
}

/* ---- The same numbers twice --------------------------------------------------------------------------------------------- */

static bool duplicate(rv_look *k)
{
    const rv_seen *other = rv_looking_twin(k->all, k->seen);

    return other && rv_look_say(k, "the same numbers as %s (%s, %s)", other->result->key, other->result->label, other->result->outcome);
}

/* ---- The table ------------------------------------------------------------------------------------------------------ */

#define GROUPS RV_AS_GIVEN, RV_AS_VALUE1, RV_AS_VALUE2, RV_IN_n1i, RV_IN_n2i
#define MEANS GROUPS, RV_IN_sd1i, RV_IN_sd2i
#define INTERVAL RV_IN_est, RV_IN_ci_lo, RV_IN_ci_hi, RV_AS_UNIT

static const rv_warn_rule rules[] = {
    { "ci-not-centred", "the estimate is not in the middle of its interval",
      "off by more than 5 % of the half-width beyond rounding, on the logarithm for ratios", rv_rule_ci_not_centred,
      { INTERVAL, RV_AS_N } },
    { "estimate-outside-ci", "the estimate is outside its interval", "or the limits are in the wrong order", rv_rule_estimate_outside,
      { INTERVAL, RV_AS_N } },
    { "se-against-ci", "standard error and interval do not agree", "half-width below 0.95 normal or above 1.05 t standard errors",
      rv_rule_se_against_ci, { INTERVAL, RV_IN_se, RV_IN_level, RV_AS_N } },
    { "p-against-ci", "p-value and interval or standard error do not agree", "their z differ by more than 15 % beyond rounding",
      rv_rule_p_against_ci, { INTERVAL, RV_IN_se, RV_IN_p, RV_AS_N } },
    { "p-against-groups", "p-value and the groups' numbers do not agree",
      "their z differ by more than 40 % beyond rounding; not where adjusted=yes", rv_rule_p_against_groups,
      { MEANS, RV_IN_p, RV_AS_N } },
    { "sd-is-se", "a standard deviation looks like a standard error",
      "the groups differ by more than 2 of it, and by less than 1 if it were a standard error", rv_rule_sd_is_se, { MEANS, RV_AS_N } },
    { "se-is-sd", "a standard error looks like a standard deviation", "three times what is expected, and near the outcome's own",
      rv_rule_se_is_sd, { MEANS, RV_IN_se, RV_AS_N } },
    { "sds-differ", "the groups' standard deviations differ much", "one is more than 3 times the other", rv_rule_sds_differ,
      { RV_IN_sd1i, RV_IN_sd2i, RV_AS_N } },
    { "n-against-total", "groups and total do not agree", "the sum of the groups is not the total", n_against_total,
      { RV_IN_n1i, RV_IN_n2i, RV_IN_ni, RV_AS_N } },
    { "n-against-randomised", "more people than were allocated", "in a group, or in all; or the groups are not all", n_against_randomised,
      { RV_IN_n1i, RV_IN_n2i, RV_IN_ni, RV_AS_RANDOMISED, RV_AS_RANDOMISED1, RV_AS_RANDOMISED2, RV_AS_N } },
    { "percent-beyond", "a percentage beyond 0 to 100", "of a group, or a difference beyond 100", rv_rule_percent_beyond,
      { GROUPS, RV_IN_p1i, RV_IN_p2i, RV_IN_est, RV_AS_UNIT, RV_AS_N } },
    { "percent-is-proportion", "percentages look like proportions", "both are above 0 and not above 1", rv_rule_percent_proportion,
      { RV_AS_GIVEN, RV_AS_VALUE1, RV_AS_VALUE2, RV_IN_p1i, RV_IN_p2i, RV_AS_N } },
    { "percent-impossible", "no count of people gives the percentage",
      "GRIM; not where adjusted=yes or the group's size was not shown", rv_rule_percent_impossible,
      { GROUPS, RV_IN_p1i, RV_IN_p2i, RV_AS_SPLIT, RV_AS_ADJUSTED, RV_AS_N } },
    { "mean-impossible", "no whole numbers give the mean", "GRIM, where scale-whole=yes", rv_rule_mean_impossible,
      { GROUPS, RV_AS_SCALE_WHOLE, RV_AS_SCALE_ITEMS, RV_AS_N } },
    { "sd-impossible", "no whole numbers give the standard deviation", "GRIMMER, where scale-whole=yes", rv_rule_sd_impossible,
      { MEANS, RV_AS_SCALE_WHOLE, RV_AS_SCALE_ITEMS, RV_AS_N } },
    { "outside-scale", "a mean or standard deviation the scale cannot have", "by scale-min and scale-max", rv_rule_outside_scale,
      { MEANS, RV_AS_SCALE_MIN, RV_AS_SCALE_MAX, RV_AS_N } },
    { "events-beyond-n", "more events than people", "in a group", rv_rule_events_beyond, { GROUPS, RV_IN_ai, RV_IN_ci, RV_AS_N } },
    { "implausible-size", "an effect beyond what is believed", "SMD 3; OR, RR, HR and IRR 20; RD 0.7; ratio of means 10", implausible_size,
      { GROUPS, RV_IN_est, RV_IN_ci_lo, RV_IN_ci_hi, RV_AS_UNIT, RV_AS_N } },
    { "direction-flips", "the estimate has the other sign than the groups", "beyond rounding", direction_flips,
      { RV_AS_GIVEN, RV_AS_VALUE1, RV_AS_VALUE2, RV_IN_est, RV_AS_UNIT, RV_AS_N } },
    { "estimate-against-groups", "estimate and groups do not agree", "by more than 10 % beyond rounding; not where adjusted=yes",
      estimate_against_groups, { RV_AS_GIVEN, RV_AS_VALUE1, RV_AS_VALUE2, RV_IN_est, RV_AS_UNIT, RV_AS_N } },
    { "routes-differ", "two ways to the effect do not agree",
      "by half a standard error or half of the variance, where no rule above says why; not where adjusted=yes", routes_differ,
      { MEANS, RV_IN_est, RV_IN_p, RV_AS_N } },
    { "direction-differs", "the same outcome is better in another direction elsewhere", "results of one domain and outcome text",
      direction_differs, { RV_AS_DIRECTION, RV_AS_N } },
    { "duplicate", "the same numbers twice", "two results have the same three numbers or more; said of the later one", duplicate,
      { GROUPS, RV_IN_est, RV_IN_se, RV_IN_ci_lo, RV_IN_ci_hi, RV_AS_N } },
    { "unit-against-kind", "the unit does not fit what is given", "percentages or means", unit_against_kind,
      { RV_AS_GIVEN, RV_AS_UNIT, RV_AS_N } },
    { "unit-differs", "another unit than its like", "of one outcome of a study; of a domain whose mean differences are pooled", unit_differs,
      { RV_AS_UNIT, RV_AS_N } },
    { "before-start", "a time before the start", "months below 0", before_start, { RV_AS_N } },
    { "clusters-ignored", "clusters are not allowed for", "clusters were allocated, without icc and their size, deff or cluster-adjusted=yes", clusters_ignored,
      { RV_AS_DESIGN, RV_AS_CLUSTERS, RV_AS_CLUSTERED, RV_IN_icc, RV_IN_deff, RV_IN_csize, RV_IN_k1i, RV_IN_k2i, RV_AS_N } },
};

const rv_warn_rule *rv_rule_at(size_t i)
{
    return i < sizeof rules / sizeof *rules ? &rules[i] : NULL;
}
