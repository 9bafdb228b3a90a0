/* The description of /api/v1, made from the table of routes. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "web/web.h"

static json_t *word(const char *text)
{
    return json_string(text);
}

static const char *json_kind(const rv_web_field *f)
{
    static const char *const kinds[][2] = { { "integer", "integer" }, { "number", "number" }, { "yes", "boolean" }, { "object", "object" },
                                            { "list", "array" } };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(f->type, kinds[i][0]) == 0)
            return kinds[i][1];
    return "string";
}

static json_t *schema_of(const rv_web_field *f)
{
    json_t *schema = json_pack("{s:s}", "type", json_kind(f));

    if (strcmp(f->type, "list") == 0)
        json_object_set_new(schema, "items", json_pack("{s:s}", "type", "string"));
    if (strcmp(f->type, "file") == 0)
        json_object_set_new(schema, "format", word("binary"));
    json_object_set_new(schema, "description", word(f->about));
    return schema;
}

static json_t *parameter(const char *name, size_t n, const char *in, bool required, json_t *schema)
{
    return json_pack("{s:s#,s:s,s:b,s:o}", "name", name, (int)n, "in", in, "required", required, "schema", schema);
}

/* "{stage}" and "{name*}" of a path. */
static json_t *parameters(const rv_route *route)
{
    json_t *list = json_array();

    for (const char *at = strchr(route->path, '{'); at; at = strchr(at + 1, '{')) {
        const size_t n = strcspn(at + 1, "*}");
        json_array_append_new(list, parameter(at + 1, n, "path", true, json_pack("{s:s}", "type", "string")));
    }
    for (const rv_web_field *f = strcmp(route->method, "GET") == 0 ? route->fields : NULL; f && f->name; f++)
        json_array_append_new(list, parameter(f->name, strlen(f->name), "query", f->required, schema_of(f)));
    return list;
}

static json_t *body(const rv_route *route)
{
    json_t *properties = json_object(), *required = json_array(), *schema;
    const char *type = "application/json";

    for (const rv_web_field *f = route->fields; f && f->name; f++) {
        if (strcmp(f->type, "file") == 0)
            type = "multipart/form-data";
        json_object_set_new(properties, f->name, schema_of(f));
        if (f->required)
            json_array_append_new(required, word(f->name));
    }
    json_object_set_new(properties, "key", json_pack("{s:s,s:s}", "type", "string", "description",
                                                     "sent again under the same key, the same request is carried out once"));
    json_object_set_new(properties, "seen", json_pack("{s:s,s:s}", "type", "string", "description",
                                                      "what was seen (as If-Match): refused with 412 when it changed since"));
    schema = json_pack("{s:s,s:o,s:o}", "type", "object", "properties", properties, "required", required);
    return json_pack("{s:{s:{s:o}}}", "content", type, "schema", schema);
}

static json_t *answers(const rv_route *route)
{
    json_t *all = json_pack("{s:{s:s}}", "200", "description", "done");

    json_object_set_new(all, "default", json_pack("{s:s,s:{s:{s:{s:s,s:{s:{s:s}}}}}}", "description", "why not", "content", "application/json",
                                                  "schema", "type", "object", "properties", "error", "type", "string"));
    if (route->right != RV_WEB_ANYBODY)
        json_object_set_new(all, "403", json_pack("{s:s}", "description", "the role has not this right"));
    return all;
}

static json_t *operation(const rv_route *route)
{
    json_t *op = json_object();

    json_object_set_new(op, "summary", word(route->about));
    json_object_set_new(op, "x-right", word(rv_web_rights[route->right]));
    json_object_set_new(op, "parameters", parameters(route));
    if (strcmp(route->method, "POST") == 0)
        json_object_set_new(op, "requestBody", body(route));
    json_object_set_new(op, "responses", answers(route));
    if (route->right == RV_WEB_ANYBODY)
        json_object_set_new(op, "security", json_array());
    return op;
}

/* A path as OpenAPI writes it: "{name*}" is "{name}". */
static void plain_path(const char *path, char *out, size_t size)
{
    size_t n = 0;

    for (; *path && n + 1 < size; path++)
        if (*path != '*')
            out[n++] = *path;
    out[n] = 0;
}

rv_status rv_web_openapi(rv_buf *out, rv_error *err)
{
    json_t *paths = json_object(), *all;
    char *text;

    for (size_t i = 0; i < rv_routes_count; i++) {
        char path[200];
        json_t *item;
        plain_path(rv_routes[i].path, path, sizeof path);
        if (!(item = json_object_get(paths, path))) {
            item = json_object();
            json_object_set_new(paths, path, item);
        }
        json_object_set_new(item, strcmp(rv_routes[i].method, "GET") == 0 ? "get" : "post", operation(&rv_routes[i]));
    }
    all = json_pack("{s:s,s:{s:s,s:s},s:[{s:s}],s:[{s:[]}],s:{s:{s:{s:s,s:s}}},s:o}", "openapi", "3.1.0", "info", "title", "review-serve",
                    "version", "1", "servers", "url", "/api/v1", "security", "token", "components", "securitySchemes", "token", "type", "http",
                    "scheme", "bearer", "paths", paths);
    text = all ? json_dumps(all, JSON_INDENT(2)) : NULL;
    json_decref(all);
    if (!text)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    rv_buf_text(out, text);
    rv_buf_char(out, '\n');
    free(text);
    return rv_buf_check(out, err);
}
