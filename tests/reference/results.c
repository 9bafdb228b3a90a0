/* What steps give back, and what they are about. */
#include <config.h>

#include <string.h>

#include "tests/reference/driver.h"

bool give(run *r, json_t *got)
{
    json_decref(r->got);
    r->got = got;
    return true;
}

static bool of_last(run *r, bool there, const json_t *args, const char *const *known)
{
    const char *object = json_string_value(json_object_get(json_object_get(args, "arg1"), "obj"));

    if (!there || !object || strcmp(object, "fit") != 0)
        return cannot(r, "a function of something else than the last model");
    return only_arguments(r, args, known);
}

bool of_last_model(run *r, const json_t *args, const char *const *known)
{
    return of_last(r, r->fitted, args, known);
}

bool of_last_mixed(run *r, const json_t *args, const char *const *known)
{
    return of_last(r, r->mixed, args, known);
}

json_t *numbers(const double *x, size_t n)
{
    return field_of(x, n, sizeof *x, 0);
}

void put(json_t *o, const char *name, double x)
{
    json_object_set_new(o, name, rv_json_real(x));
}

json_t *field_of(const void *rows, size_t k, size_t size, size_t offset)
{
    json_t *list = json_array();

    for (size_t i = 0; i < k; i++)
        json_array_append_new(list, rv_json_real(*(const double *)((const char *)rows + i * size + offset)));
    return list;
}
