#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "extract/role.h"
#include "extract/subject.h"

#define NAME(name, id) id,
static const char *const other_names[] = { RV_OTHER_ROLES(NAME) };
enum { INPUTS = (int)RV_AS_GIVEN };

/* The fields that hold a role in forms that do not say so. */
static const struct { rv_role role; const char *field; } defaults[] = {
    { RV_IN_n1i, "n_treat" }, { RV_IN_n2i, "n_control" }, { RV_IN_ni, "n_total" }, { RV_IN_sd1i, "sd_treat" },
    { RV_IN_sd2i, "sd_control" }, { RV_IN_ai, "events_treat" }, { RV_IN_ci, "events_control" }, { RV_IN_est, "estimate" },
    { RV_IN_se, "se" }, { RV_IN_ci_lo, "ci_low" }, { RV_IN_ci_hi, "ci_high" }, { RV_IN_p, "p" }, { RV_IN_level, "ci_level" },
    { RV_AS_GIVEN, "measure_reported" }, { RV_AS_VALUE1, "treat_value" }, { RV_AS_VALUE2, "control_value" },
    { RV_AS_UNIT, "unit" }, { RV_AS_DIRECTION, "direction" }, { RV_AS_SPLIT, "split_basis" },
    { RV_AS_RANDOMISED, "n_randomised" }, { RV_AS_RANDOMISED1, "randomised_treat" },
    { RV_AS_RANDOMISED2, "randomised_control" }, { RV_AS_ADJUSTED, "adjusted" }, { RV_AS_DESIGN, "design" },
    { RV_AS_CLUSTERED, "cluster_adjusted" }, { RV_AS_CLUSTERS, "clustered" }, { RV_AS_SCALE_MIN, "scale_min" }, { RV_AS_SCALE_MAX, "scale_max" },
    { RV_AS_SCALE_ITEMS, "scale_items" }, { RV_AS_SCALE_WHOLE, "scale_whole" },
};

/* Inputs of group 2 beside those of group 1; where names differ in more than a digit. */
static const struct { rv_role first, second; } twins[] = {
    { RV_IN_ai, RV_IN_ci }, { RV_IN_bi, RV_IN_di }, { RV_IN_p1i, RV_IN_p2i }, { RV_IN_m1i, RV_IN_m2i }, { RV_IN_sd1i, RV_IN_sd2i },
    { RV_IN_n1i, RV_IN_n2i }, { RV_IN_x1i, RV_IN_x2i }, { RV_IN_t1i, RV_IN_t2i }, { RV_IN_se1i, RV_IN_se2i },
    { RV_IN_lo1i, RV_IN_lo2i }, { RV_IN_hi1i, RV_IN_hi2i }, { RV_IN_min1i, RV_IN_min2i }, { RV_IN_q11i, RV_IN_q12i },
    { RV_IN_med1i, RV_IN_med2i }, { RV_IN_q31i, RV_IN_q32i }, { RV_IN_max1i, RV_IN_max2i }, { RV_IN_pre1i, RV_IN_pre2i },
    { RV_IN_presd1i, RV_IN_presd2i }, { RV_IN_ch1i, RV_IN_ch2i }, { RV_IN_chsd1i, RV_IN_chsd2i }, { RV_IN_k1i, RV_IN_k2i },
    { RV_AS_VALUE1, RV_AS_VALUE2 }, { RV_AS_RANDOMISED1, RV_AS_RANDOMISED2 },
};

const char *rv_role_name(rv_role role)
{
    return (int)role < INPUTS ? rv_effect_columns[role] : other_names[(int)role - INPUTS];
}

rv_role rv_role_find(const char *name)
{
    int role = 0;

    while (role < RV_AS_N && strcmp(rv_role_name((rv_role)role), name) != 0)
        role++;
    return (rv_role)role;
}

static void add(const rv_protocol *protocol, rv_roles *out, rv_role role, const char *field)
{
    const rv_field *f = rv_protocol_field(protocol, field);
    size_t n = 0;

    if (f && f->compute[0] && !out->computed[role])
        out->computed[role] = field;

    while (n < RV_AS_FIELDS && out->fields[role][n] && strcmp(out->fields[role][n], field) != 0)
        n++;
    if (n < RV_AS_FIELDS)
        out->fields[role][n] = field;
}

static rv_role twin(rv_role first)
{
    for (size_t i = 0; i < sizeof twins / sizeof *twins; i++)
        if (twins[i].first == first)
            return twins[i].second;
    return RV_AS_N;
}

/* A field of arms holds the input of either group. */
static void say_direct(rv_roles *out, const rv_field *field, rv_role role)
{
    const bool of_arms = field->level == RV_LEVEL_ARM || field->level == RV_LEVEL_ARM_RESULT;

    out->direct[role] = true;
    if (of_arms && twin(role) < RV_AS_N)
        out->direct[twin(role)] = true;
}

void rv_roles_read(const rv_protocol *protocol, rv_roles *out)
{
    *out = (rv_roles){ 0 };
    for (size_t i = 0; i < protocol->n_fields; i++) {
        const rv_role role = protocol->fields[i].as[0] ? rv_role_find(protocol->fields[i].as) : RV_AS_N;
        if (role < RV_AS_N) {
            add(protocol, out, role, protocol->fields[i].id);
            say_direct(out, &protocol->fields[i], role);
        }
    }
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
        add(protocol, out, defaults[i].role, defaults[i].field);
    for (size_t i = 0; i < protocol->n_fields; i++) {
        const rv_role role = protocol->fields[i].as[0] ? RV_AS_N : rv_role_find(protocol->fields[i].id);
        /* A field called adjusted says something of covariates, not of clusters. */
        if (role < RV_AS_N && role != RV_IN_adjusted) {
            add(protocol, out, role, protocol->fields[i].id);
            say_direct(out, &protocol->fields[i], role);
        }
    }
}

/* ---- Arms ----------------------------------------------------------------------------------------------------------- */

bool rv_contrast_arms(const rv_facts *facts, const rv_fact_result *r, char keys[2][200])
{
    static const char *const between[] = { " v ", " vs ", " versus ", " vs. " };
    const char *first = rv_facts_text(facts, r, "group1"), *second = rv_facts_text(facts, r, "group2");

    if (first && second) {
        snprintf(keys[0], 200, "%s", first);
        snprintf(keys[1], 200, "%s", second);
        return true;
    }
    for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
        const char *at = strstr(r->contrast, between[i]);
        if (at) {
            snprintf(keys[0], 200, "%.*s", (int)(at - r->contrast), r->contrast);
            snprintf(keys[1], 200, "%s", at + strlen(between[i]));
            return true;
        }
    }
    return false;
}

static bool same_time(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

void rv_arm_pair_find(const rv_facts *facts, const rv_fact_result *result, rv_arm_pair *out)
{
    char keys[2][200];

    *out = (rv_arm_pair){ .has = { false, false } };
    if (result->arm[0] || facts->n_parts == 0 || !rv_contrast_arms(facts, result, keys))
        return;
    for (int g = 0; g < 2; g++) {
        const rv_fact_part *arm = rv_facts_part(facts, result->study, "arm", keys[g]);
        if (!arm)
            continue;
        /* Without a result of its own an arm still has what was said of the arm. */
        out->arms[g] = *result;
        out->arms[g].id = -1;
        out->arms[g].arm = arm->key;
        out->has[g] = true;
        for (size_t i = 0; i < facts->n_results; i++) {
            const rv_fact_result *r = &facts->results[i];
            if (r->study == result->study && strcmp(r->arm, arm->key) == 0 && strcmp(r->domain, result->domain) == 0
                && strcmp(r->outcome, result->outcome) == 0 && same_time(r->months, result->months))
                out->arms[g] = *r;
        }
    }
}

rv_effect_input rv_input_turned(const rv_effect_input *input)
{
    rv_effect_input out = *input;
    const double *from = &input->ai;
    double *to = &out.ai;

    for (size_t i = 0; i < sizeof twins / sizeof *twins; i++)
        if ((int)twins[i].first < INPUTS) {
            to[twins[i].first] = from[twins[i].second];
            to[twins[i].second] = from[twins[i].first];
        }
    return out;
}

/* ---- Values --------------------------------------------------------------------------------------------------------- */

static bool was_reported(const rv_fact_value *v)
{
    return v && (strcmp(v->state, "reported") == 0 || strcmp(v->state, "derived") == 0);
}

/* Said of the arm, or of its result: what holds for the whole study is no number of one arm. */
static bool is_of_arm(const rv_facts *facts, const rv_fact_value *v, const rv_fact_result *arm)
{
    const rv_fact_part *part = v->part ? rv_facts_part_by_id(facts, v->part) : NULL;

    return v->result ? v->result == arm->id : part && strcmp(part->kind, "arm") == 0;
}

const rv_fact_value *rv_role_value(const rv_facts *facts, const rv_roles *roles, const rv_fact_result *result,
                                   const rv_arm_pair *arms, rv_role role)
{
    for (const char *const *id = roles->fields[role]; *id; id++) {
        const rv_fact_value *v = rv_facts_holds(facts, result, *id);
        if (was_reported(v))
            return v;
    }
    for (size_t i = 0; i < sizeof twins / sizeof *twins; i++) {
        const int g = twins[i].second == role;
        if (!(g || twins[i].first == role) || !arms->has[g])
            continue;
        for (const char *const *id = roles->fields[twins[i].first]; *id; id++) {
            const rv_fact_value *v = rv_facts_holds(facts, &arms->arms[g], *id);
            if (was_reported(v) && is_of_arm(facts, v, &arms->arms[g]))
                return v;
        }
    }
    return NULL;
}

double rv_role_number(const rv_facts *facts, const rv_protocol *protocol, const rv_roles *roles, const rv_fact_result *result,
                      const rv_arm_pair *arms, rv_role role, const rv_fact_value **value)
{
    double x;

    *value = rv_role_value(facts, roles, result, arms, role);
    if (!*value && roles->computed[role])
        return rv_subject_number(facts, protocol, (rv_subject){ result->study, result->id, 0 }, roles->computed[role]);
    return *value && rv_real_parse((*value)->value, &x, NULL) == RV_OK ? x : NAN;
}
