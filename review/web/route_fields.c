/* What a route takes: nothing else, of the right kind, and all that it must have. */
#include <config.h>

#include <string.h>

#include "web/take.h"

/* What every change may say besides. */
static const char *const common[] = { "csrf", "key", "seen", NULL };

static const rv_web_field *field_of(const rv_route *route, const char *name)
{
    for (const rv_web_field *f = route->fields; f && f->name; f++) {
        const size_t n = strlen(f->name);
        if (strcmp(f->name, name) == 0 || (f->name[n - 1] == '*' && strncmp(f->name, name, n - 1) == 0))
            return f;
    }
    return NULL;
}

static bool is_path_part(const rv_route *route, const char *name)
{
    const size_t n = strlen(name);

    for (const char *at = strchr(route->path, '{'); at; at = strchr(at + 1, '{'))
        if (strncmp(at + 1, name, n) == 0 && (at[1 + n] == '}' || at[1 + n] == '*'))
            return true;
    return false;
}

static bool is_common(const char *name)
{
    for (size_t i = 0; common[i]; i++)
        if (strcmp(common[i], name) == 0)
            return true;
    return false;
}

static bool is_empty(const json_t *value)
{
    return !value || json_is_null(value) || (json_is_string(value) && !json_string_length(value))
           || (json_is_array(value) && !json_array_size(value));
}

static rv_status check_type(const rv_web_field *f, const char *name, const json_t *value, rv_error *err)
{
    const char *text = json_string_value(value);
    int64_t integer;
    double real;

    if (is_empty(value))
        return RV_OK;
    if (strcmp(f->type, "object") == 0 || (strcmp(f->type, "yes") == 0 && json_is_boolean(value)))
        return RV_OK;
    if (strcmp(f->type, "list") == 0 && json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++)
            if (!json_is_string(json_array_get(value, i)))
                return rv_fail(err, RV_EINVAL, "%s: item %zu is no text", name, i + 1);
        return RV_OK;
    }
    if (strcmp(f->type, "integer") == 0)
        return json_is_integer(value) || (text && rv_int_parse(text, &integer, NULL) == RV_OK)
                   ? RV_OK : rv_fail(err, RV_EINVAL, "%s is '%.60s'; it must be a whole number", name, text ? text : "no number");
    if (strcmp(f->type, "number") == 0)
        return json_is_number(value) || (text && rv_real_parse(text, &real, NULL) == RV_OK)
                   ? RV_OK : rv_fail(err, RV_EINVAL, "%s is '%.60s'; it must be a number", name, text ? text : "no number");
    if (!text)
        return rv_fail(err, RV_EINVAL, "%s must be given once, as text", name);
    return RV_OK;
}

rv_status rv_route_check(const rv_call *call, rv_error *err)
{
    const rv_route *route = call->route;
    const char *name;
    json_t *value;
    rv_status st;

    json_object_foreach(call->in, name, value) {
        const rv_web_field *f = field_of(route, name);
        if (!f && !is_path_part(route, name) && !(is_common(name) && strcmp(route->method, "POST") == 0))
            return rv_fail(err, RV_EINVAL, "'%.60s' is nothing that %s %s takes", name, route->method, route->path);
        if (f && (st = check_type(f, name, value, err)) != RV_OK)
            return st;
    }
    for (const rv_web_field *f = route->fields; f && f->name; f++)
        if (f->required && (strcmp(f->type, "file") == 0 ? !rv_call_file(call, f->name) : is_empty(json_object_get(call->in, f->name))))
            return rv_fail(err, RV_EINVAL, "%s is missing: %s", f->name, f->about);
    return RV_OK;
}
