#include <config.h>

#include "extract/role.h"
#include "review/extract.h"

/* Whether the fields of a form name roles that there are. The protocol layer knows no effects, so it cannot look itself. */

static bool is_number(const rv_field *f)
{
    return f->type == RV_FIELD_INTEGER || f->type == RV_FIELD_NUMBER || f->type == RV_FIELD_PERCENT;
}

static rv_status check_field(const rv_field *f, rv_error *err)
{
    const rv_role role = rv_role_find(f->as);
    char name[16];

    if (role == RV_AS_N)
        return rv_fail(err, RV_EINVAL, "field '%s': as=\"%.40s\" is no input of an effect, as n1i, ci_lo or est (review-effect --help has all, with - for _), "
                       "and no role as direction or unit", f->id, f->as);
    if (rv_arm_input(f->as, 1, name) && !is_number(f))
        return rv_fail(err, RV_EINVAL, "field '%s': as=\"%s\" is an input of an effect; its type must be integer, number or percent", f->id,
                       f->as);
    if (f->level == RV_LEVEL_ARM_RESULT && role < RV_AS_GIVEN && !rv_arm_input(f->as, 1, name))
        return rv_fail(err, RV_EINVAL, "field '%s': of an arm, as=\"%s\" cannot be known; name an input of group 1, as n1i, ai or m1i, which "
                       "becomes that of group 2 where the arm is the second", f->id, f->as);
    return RV_OK;
}

rv_status rv_extract_form_check(const rv_protocol *protocol, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < protocol->n_fields; i++)
        if (protocol->fields[i].as[0])
            st = check_field(&protocol->fields[i], err);
    return st;
}
