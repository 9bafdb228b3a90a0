/* From method and path to a row of the table, and back. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "web/web.h"

/* A part of a path with its %xx undone: UTF-8 without NUL and control characters, or NULL. */
static char *decode(const char *text, size_t n)
{
    char *out = malloc(n + 1);
    size_t at = 0;

    for (size_t i = 0; out && i < n; i++) {
        uint8_t byte = (uint8_t)text[i];
        if (text[i] == '%') {
            char hex[3] = "";
            if (n - i < 3) {
                free(out);
                return NULL;
            }
            memcpy(hex, text + i + 1, 2);
            if (!rv_unhex(hex, &byte, 1)) {
                free(out);
                return NULL;
            }
            i += 2;
        }
        if (byte < 32 || byte == 127) {
            free(out);
            return NULL;
        }
        out[at++] = (char)byte;
    }
    if (!out || !rv_utf8_valid(out, at, NULL)) {
        free(out);
        return NULL;
    }
    out[at] = 0;
    return out;
}

/* Matches and, with `in`, keeps the parts. */
static bool matches(const char *pattern, const char *path, json_t *in)
{
    while (*pattern) {
        if (*pattern != '{') {
            if (*pattern++ != *path++)
                return false;
            continue;
        }
        const char *end = strchr(pattern, '}');
        const bool rest = end[-1] == '*';
        const size_t n = rest ? strlen(path) : strcspn(path, "/");
        if (!n)
            return false;
        if (in) {
            char name[64];
            char *text = decode(path, n);
            const size_t length = (size_t)(end - pattern - 1 - rest);
            if (!text || length >= sizeof name) {
                free(text);
                return false;
            }
            memcpy(name, pattern + 1, length);
            name[length] = 0;
            json_object_set_new(in, name, json_string(text));
            free(text);
        }
        path += n;
        pattern = end + 1;
    }
    return !*path;
}

const rv_route *rv_route_find(const char *method, const char *path, json_t *in, bool *other)
{
    if (other)
        *other = false;
    for (size_t i = 0; i < rv_routes_count; i++) {
        const rv_route *r = &rv_routes[i];
        if (!matches(r->path, path, NULL))
            continue;
        if (strcmp(r->method, method) == 0)
            return matches(r->path, path, in) ? r : NULL;
        if (other)
            *other = true;
    }
    return NULL;
}

void rv_route_fill(rv_buf *out, const char *pattern, const json_t *in)
{
    while (*pattern) {
        const size_t plain = strcspn(pattern, "{");
        const char *end;
        char name[64];

        rv_buf_add(out, pattern, plain);
        pattern += plain;
        if (!*pattern)
            break;
        end = strchr(pattern, '}');
        const size_t n = (size_t)(end - pattern - 1 - (end[-1] == '*'));
        if (n < sizeof name) {
            const char *value;
            memcpy(name, pattern + 1, n);
            name[n] = 0;
            if ((value = json_string_value(json_object_get(in, name))))
                rv_path_part(out, value);
        }
        pattern = end + 1;
    }
}

bool rv_web_route_at(size_t i, rv_web_route *route)
{
    if (i >= rv_routes_count)
        return false;
    *route = (rv_web_route){ rv_routes[i].method, rv_routes[i].path, rv_web_rights[rv_routes[i].right], rv_routes[i].about,
                             rv_routes[i].page != NULL || rv_routes[i].back != NULL };
    return true;
}
