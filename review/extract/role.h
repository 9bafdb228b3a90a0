/* Which fields of a form hold what an effect is made from. */
#ifndef RV_EXTRACT_ROLE_H
#define RV_EXTRACT_ROLE_H

#include "extract/facts.h"
#include "review/effect.h"
#include "review/protocol.h"

/*
 * What is asked of a form beside the inputs of effects, one row X(NAME, id) a role. A field holds a role that its `as` names; else
 * the field that has the default id (see defaults[] in role.c), or the role's own name, holds it.
 */
#define RV_OTHER_ROLES(X) \
    X(GIVEN, "given") X(VALUE1, "value1") X(VALUE2, "value2") X(UNIT, "unit") X(DIRECTION, "direction") X(SPLIT, "split") \
    X(RANDOMISED, "randomised") X(RANDOMISED1, "randomised1") X(RANDOMISED2, "randomised2") X(ADJUSTED, "covariate-adjusted") \
    X(DESIGN, "design") X(CLUSTERED, "cluster-adjusted") X(CLUSTERS, "clusters") X(SCALE_MIN, "scale-min") X(SCALE_MAX, "scale-max") \
    X(SCALE_ITEMS, "scale-items") X(SCALE_WHOLE, "scale-whole")

#define RV_AS_INPUT(name, words) RV_IN_##name,
#define RV_AS_OTHER(name, id) RV_AS_##name,
typedef enum { RV_EFFECT_INPUTS(RV_AS_INPUT) RV_OTHER_ROLES(RV_AS_OTHER) RV_AS_N } rv_role;

/* The name of a role: an input's "n1i", or "direction". */
const char *rv_role_name(rv_role role);
/* The role of that name; RV_AS_N when there is none. */
rv_role rv_role_find(const char *name);

enum { RV_AS_FIELDS = 6 };
/* The ids of the fields that hold each role, best first; NULL behind the last. Texts of the protocol. */
typedef struct {
    const char *fields[RV_AS_N][RV_AS_FIELDS + 1];
    bool        direct[RV_AS_N];    /* a field of the form says it is this input, by `as` or by its id */
    const char *computed[RV_AS_N];  /* the first of the fields that is calculated; NULL for none */
} rv_roles;
void rv_roles_read(const rv_protocol *protocol, rv_roles *out);

/* The results of the two arms of a contrast, as far as they are there; `has` tells. Their keys are the contrast's values group1 and
   group2, else the two sides of its name: "programme v control". */
typedef struct {
    rv_fact_result arms[2];
    bool           has[2];
} rv_arm_pair;
/* Those keys; false when the contrast does not say. */
bool rv_contrast_arms(const rv_facts *facts, const rv_fact_result *result, char keys[2][200]);
void rv_arm_pair_find(const rv_facts *facts, const rv_fact_result *result, rv_arm_pair *out);

/* The input with the two groups exchanged. */
rv_effect_input rv_input_turned(const rv_effect_input *input);

/* The value that holds a role for a result of a contrast: its own, or of its study, outcome, time or contrast; else, for the input of
   a group, that of the arm. NULL when none was reported. */
const rv_fact_value *rv_role_value(const rv_facts *facts, const rv_roles *roles, const rv_fact_result *result,
                                   const rv_arm_pair *arms, rv_role role);
/* The number that holds a role: of that value, else calculated where the form says so; NaN for none. `*value` is where it stands,
   NULL when it was calculated. */
double rv_role_number(const rv_facts *facts, const rv_protocol *protocol, const rv_roles *roles, const rv_fact_result *result,
                      const rv_arm_pair *arms, rv_role role, const rv_fact_value **value);

#endif
