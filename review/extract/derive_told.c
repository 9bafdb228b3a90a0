/* What is kept beside an effect: the steps that led to it, the numbers it was made from, options that are not the defaults. */
#include <config.h>

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "extract/derive.h"

rv_status rv_derived_steps(const rv_derived *d, rv_buf *out, rv_error *err)
{
    rv_buf_clear(out);
    if (!d->made)
        return RV_OK;
    /* The measure stands before what is done to what it gave. */
    for (size_t i = 0; i < d->n_steps; i++)
        if (!rv_derive_step_after(d->steps[i].id))
            rv_buf_printf(out, "%s ", d->steps[i].id);
    rv_buf_text(out, d->made->name);
    for (size_t i = 0; i < d->n_steps; i++)
        if (rv_derive_step_after(d->steps[i].id))
            rv_buf_printf(out, " %s", d->steps[i].id);
    return rv_buf_check(out, err);
}

/* Writes the object, which it takes, without its braces when it is empty. */
static rv_status write(json_t *object, rv_buf *out, rv_error *err)
{
    rv_status st;

    rv_buf_clear(out);
    if (!object)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    st = json_object_size(object) ? rv_json_compact(out, object, err) : RV_OK;
    json_decref(object);
    return st;
}

rv_status rv_derived_reported(const rv_derived *d, rv_buf *out, rv_error *err)
{
    json_t *object = json_object(), *values = json_object();
    const double *in = &d->input.ai;
    bool failed = !object || !values;

    for (int i = 0; d->made && !failed && i < RV_AS_GIVEN; i++)
        if (!isnan(in[i]))
            failed = json_object_set_new(object, rv_role_name((rv_role)i), rv_json_real(in[i])) != 0;
    for (int role = 0; !failed && role < RV_AS_N; role++)
        if (d->used[role])
            failed = json_object_set_new(values, rv_role_name((rv_role)role),
                                         json_pack("[ss]", d->used[role]->field, d->used[role]->value)) != 0;
    if (!failed && json_object_size(values))
        failed = json_object_set(object, "values", values) != 0;
    json_decref(values);
    if (failed) {
        json_decref(object);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    return write(object, out, err);
}

rv_status rv_derived_options(const rv_derived *d, rv_buf *out, rv_error *err)
{
    json_t *object = json_object();

    if (object && d->options.ratio && !isnan(d->input.est))
        json_object_set_new(object, "ratio", json_true());
    if (object && d->turned)
        json_object_set_new(object, "better", json_string("lower"));
    if (object && d->made && !isnan(d->input.icc))
        json_object_set_new(object, "icc", rv_json_real(d->input.icc));
    return write(object, out, err);
}
