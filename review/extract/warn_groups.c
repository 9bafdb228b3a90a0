/* Rules about the numbers of the two groups: percentages, means, standard deviations, events. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "extract/grim.h"
#include "extract/warn.h"

static double x(const rv_look *k, rv_role role)
{
    return k->seen->x[role];
}

static bool gives(const rv_look *k, const char *what)
{
    return strcmp(rv_look_text(k, RV_AS_GIVEN), what) == 0;
}

/* The two groups, by what holds their value, size, standard deviation, mean, events and percentage. */
static const struct { rv_role value, n, sd, mean, events, percent; const char *name; } groups[2] = {
    { RV_AS_VALUE1, RV_IN_n1i, RV_IN_sd1i, RV_IN_m1i, RV_IN_ai, RV_IN_p1i, "programme" },
    { RV_AS_VALUE2, RV_IN_n2i, RV_IN_sd2i, RV_IN_m2i, RV_IN_ci, RV_IN_p2i, "control" },
};

/* What holds the percentage of a group; RV_AS_N when none is given. */
static rv_role percent_of(const rv_look *k, int g)
{
    if (gives(k, "percent") && !isnan(x(k, groups[g].value)))
        return groups[g].value;
    return isnan(x(k, groups[g].percent)) ? RV_AS_N : groups[g].percent;
}

/* What holds the mean of a group; RV_AS_N when none is given. */
static rv_role mean_of(const rv_look *k, int g)
{
    if (gives(k, "mean") && !isnan(x(k, groups[g].value)))
        return groups[g].value;
    return isnan(x(k, groups[g].mean)) ? RV_AS_N : groups[g].mean;
}

/* A number of people that can be counted; 0 for none. */
static int64_t people(const rv_look *k, rv_role role)
{
    const double n = x(k, role);

    return n >= 1 && n <= 1e7 && n == floor(n) ? (int64_t)n : 0;
}

bool rv_rule_percent_beyond(rv_look *k)
{
    const rv_unit u = rv_unit_find(rv_look_text(k, RV_AS_UNIT));

    for (int g = 0; g < 2; g++) {
        const rv_role role = percent_of(k, g);
        if (role != RV_AS_N && (x(k, role) < 0 || x(k, role) > 100))
            return rv_look_say(k, "%g %% of the %s group; a percentage is from 0 to 100", x(k, role), groups[g].name);
    }
    return strcmp(u.measure, "RD") == 0 && fabs(x(k, RV_IN_est) * u.factor) > 1
           && rv_look_say(k, "a difference of %g %s is more than the whole", x(k, RV_IN_est), rv_look_text(k, RV_AS_UNIT));
}

bool rv_rule_percent_proportion(rv_look *k)
{
    const rv_role r1 = percent_of(k, 0), r2 = percent_of(k, 1);
    const double a = r1 == RV_AS_N ? NAN : x(k, r1), b = r2 == RV_AS_N ? NAN : x(k, r2);

    return a > 0 && a <= 1 && b > 0 && b <= 1
           && rv_look_say(k, "%g and %g %%: if these are proportions, they are %g and %g %%", a, b, 100 * a, 100 * b);
}

/* A value as printed, less zeros that end the other group's value too: a table that prints 41.90 and 43.00 rounded to one decimal. */
static bool read_less_zeros(const rv_look *k, int g, rv_printed *out)
{
    const rv_role own = percent_of(k, g), its = percent_of(k, 1 - g);
    rv_printed other;

    if (own == RV_AS_N || !rv_printed_read(rv_look_text(k, own), out))
        return false;
    if (its == RV_AS_N || !rv_printed_read(rv_look_text(k, its), &other))
        return true;
    while (out->decimals > 0 && out->decimals == other.decimals && out->digits % 10 == 0 && other.digits % 10 == 0) {
        out->digits /= 10;
        other.digits /= 10;
        out->decimals--;
        other.decimals--;
    }
    return true;
}

bool rv_rule_percent_impossible(rv_look *k)
{
    const char *split = rv_look_text(k, RV_AS_SPLIT);

    /* An adjusted percentage, or one of a group whose size was not shown, is no count of people. */
    if (strcmp(rv_look_text(k, RV_AS_ADJUSTED), "yes") == 0 || (*split && strcmp(split, "shown") != 0))
        return false;
    for (int g = 0; g < 2; g++) {
        const int64_t n = people(k, groups[g].n);
        rv_printed p;
        if (n && read_less_zeros(k, g, &p) && !rv_grim(&p, n, 1, 100))
            return rv_look_say(k, "no number of %lld people is %s %% (%s group)", (long long)n, rv_look_text(k, percent_of(k, g)),
                               groups[g].name);
    }
    return false;
}

static bool whole_scale(const rv_look *k)
{
    return strcmp(rv_look_text(k, RV_AS_SCALE_WHOLE), "yes") == 0;
}

static int64_t items(const rv_look *k)
{
    const int64_t n = people(k, RV_AS_SCALE_ITEMS);

    return n ? n : 1;
}

bool rv_rule_mean_impossible(rv_look *k)
{
    for (int g = 0; whole_scale(k) && g < 2; g++) {
        const rv_role mean = mean_of(k, g);
        const int64_t n = people(k, groups[g].n);
        rv_printed m;
        if (mean != RV_AS_N && n && rv_printed_read(rv_look_text(k, mean), &m) && !rv_grim(&m, n, items(k), 1))
            return rv_look_say(k, "no whole numbers of %lld people have the mean %s (%s group)", (long long)n, rv_look_text(k, mean),
                               groups[g].name);
    }
    return false;
}

bool rv_rule_sd_impossible(rv_look *k)
{
    for (int g = 0; whole_scale(k) && g < 2; g++) {
        const rv_role mean = mean_of(k, g);
        const int64_t n = people(k, groups[g].n);
        rv_printed m, s;
        if (mean != RV_AS_N && n && rv_printed_read(rv_look_text(k, mean), &m) && rv_printed_read(rv_look_text(k, groups[g].sd), &s)
            && rv_grim(&m, n, items(k), 1) && !rv_grimmer(&m, &s, n, items(k)))
            return rv_look_say(k, "no whole numbers of %lld people have the mean %s and the standard deviation %s (%s group)", (long long)n,
                               rv_look_text(k, mean), rv_look_text(k, groups[g].sd), groups[g].name);
    }
    return false;
}

/* A mean outside the scale; a standard deviation above what people at both ends of the scale would have. */
bool rv_rule_outside_scale(rv_look *k)
{
    const double min = x(k, RV_AS_SCALE_MIN), max = x(k, RV_AS_SCALE_MAX);

    for (int g = 0; g < 2; g++) {
        const rv_role role = mean_of(k, g);
        const double mean = role == RV_AS_N ? NAN : x(k, role), sd = x(k, groups[g].sd), n = x(k, groups[g].n);
        const double most = sqrt((mean - min) * (max - mean) * (n > 1 ? n / (n - 1) : 1));
        if (mean < min || mean > max)
            return rv_look_say(k, "the mean %g is outside the scale, %g to %g", mean, min, max);
        if (sd > most + rv_look_half(k, groups[g].sd) + 1e-9 * most)
            return rv_look_say(k, "the standard deviation %g is above %.4g, the most for a mean of %g on a scale of %g to %g", sd, most, mean,
                               min, max);
    }
    return false;
}

bool rv_rule_sd_is_se(rv_look *k)
{
    const rv_role r1 = mean_of(k, 0), r2 = mean_of(k, 1);
    const double m1 = r1 == RV_AS_N ? NAN : x(k, r1), m2 = r2 == RV_AS_N ? NAN : x(k, r2);
    const double sd = sqrt((pow(x(k, RV_IN_sd1i), 2) + pow(x(k, RV_IN_sd2i), 2)) / 2);
    const double n = (x(k, RV_IN_n1i) + x(k, RV_IN_n2i)) / 2, d = fabs(m1 - m2) / sd;

    return n >= 10 && d > 2 && d / sqrt(n) < 1
           && rv_look_say(k, "the groups differ by %.1f standard deviations; as standard errors they would give a difference of %.2f", d,
                          d / sqrt(n));
}

bool rv_rule_sds_differ(rv_look *k)
{
    const double a = x(k, RV_IN_sd1i), b = x(k, RV_IN_sd2i), ratio = fmax(a / b, b / a);

    return a > 0 && b > 0 && ratio > 3 && isfinite(ratio)
           && rv_look_say(k, "one standard deviation is %.1f times the other: %g and %g", ratio, a, b);
}

bool rv_rule_events_beyond(rv_look *k)
{
    for (int g = 0; g < 2; g++) {
        const double events = gives(k, "count") && !isnan(x(k, groups[g].value)) ? x(k, groups[g].value) : x(k, groups[g].events);
        if (events > x(k, groups[g].n))
            return rv_look_say(k, "%g events among %g people of the %s group", events, x(k, groups[g].n), groups[g].name);
    }
    return false;
}
