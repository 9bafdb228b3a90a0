#include <config.h>

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "review/base.h"

#include "json.h"

enum { JSON_DEPTH = 128 };
static const size_t json_size = (size_t)256 << 20;

static int add_bytes(const char *bytes, size_t n, void *user)
{
    rv_buf_add(user, bytes, n);
    return ((rv_buf *)user)->failed ? -1 : 0;
}

rv_status rv_json_compact(rv_buf *out, const json_t *value, rv_error *err)
{
    if (json_dump_callback(value, add_bytes, out,
                           JSON_SORT_KEYS | JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(17)) == 0)
        return rv_buf_check(out, err);
    return out->failed ? rv_buf_check(out, err) : rv_fail(err, RV_EINVAL, "a value cannot be written as JSON");
}

static void write_value(rv_buf *out, const json_t *value, size_t indent);

static void new_line(rv_buf *out, size_t indent)
{
    rv_buf_char(out, '\n');
    for (size_t i = 0; i < indent; i++)
        rv_buf_text(out, "  ");
}

static void write_object(rv_buf *out, const json_t *object, size_t indent)
{
    const char *key;
    json_t     *value;
    size_t      n = 0;

    rv_buf_char(out, '{');
    json_object_foreach((json_t *)object, key, value) {
        rv_buf_text(out, n++ > 0 ? "," : "");
        new_line(out, indent + 1);
        rv_json_string(out, key);
        rv_buf_text(out, ": ");
        write_value(out, value, indent + 1);
    }
    if (n > 0)
        new_line(out, indent);
    rv_buf_char(out, '}');
}

static void write_array(rv_buf *out, const json_t *array, size_t indent)
{
    size_t n = json_array_size(array);

    rv_buf_char(out, '[');
    for (size_t i = 0; i < n; i++) {
        rv_buf_text(out, i > 0 ? "," : "");
        new_line(out, indent + 1);
        write_value(out, json_array_get(array, i), indent + 1);
    }
    if (n > 0)
        new_line(out, indent);
    rv_buf_char(out, ']');
}

/* jansson's own writer gives reals 17 digits where fewer say the same: 0.10000000000000001. */
static void write_value(rv_buf *out, const json_t *value, size_t indent)
{
    char text[RV_REAL_TEXT];

    switch (json_typeof(value)) {
    case JSON_OBJECT:
        write_object(out, value, indent);
        break;
    case JSON_ARRAY:
        write_array(out, value, indent);
        break;
    case JSON_STRING:
        rv_json_string(out, json_string_value(value));
        break;
    case JSON_INTEGER:
        rv_buf_printf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        break;
    case JSON_REAL:
        rv_buf_text(out, rv_real_text(json_real_value(value), text));
        break;
    default:
        rv_buf_text(out, json_is_true(value) ? "true" : json_is_false(value) ? "false" : "null");
    }
}

rv_status rv_json_write(rv_output *out, const json_t *value, rv_error *err)
{
    rv_buf    text = RV_BUF_INIT;
    rv_status st;

    if (!value)
        return rv_fail(err, RV_EINVAL, "there is no value to write as JSON");
    write_value(&text, value, 0);
    rv_buf_char(&text, '\n');
    if ((st = rv_buf_check(&text, err)) == RV_OK)
        rv_output_add(out, rv_buf_str(&text), text.length);
    rv_buf_free(&text);
    return st;
}

/* Brackets deeper than allowed are found before the parser recurses into them; `*line` is where. */
static bool too_deep(const char *bytes, size_t n, size_t *line)
{
    size_t depth = 0;
    bool   quoted = false;

    *line = 1;
    for (size_t i = 0; i < n; i++)
        switch (bytes[i]) {
        case '\n':
            ++*line;
            break;
        case '\\':
            i += quoted;
            break;
        case '"':
            quoted = !quoted;
            break;
        case '[': case '{':
            if (!quoted && ++depth > JSON_DEPTH)
                return true;
            break;
        case ']': case '}':
            depth -= !quoted && depth > 0;
            break;
        default:
            break;
        }
    return false;
}

rv_status rv_json_parse(const char *name, const char *bytes, size_t n, json_t **out, rv_error *err)
{
    json_error_t fault;
    size_t       line;

    *out = NULL;
    if (n > json_size)
        return rv_fail(err, RV_EPARSE, "%s:1: %zu bytes of JSON; at most %zu are read", name, n, json_size);
    if (too_deep(bytes, n, &line))
        return rv_fail(err, RV_EPARSE, "%s:%zu: JSON nested deeper than %d", name, line, (int)JSON_DEPTH);
    *out = json_loadb(bytes, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &fault);
    if (*out)
        return RV_OK;
    if (json_error_code(&fault) == json_error_out_of_memory)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (char *c = fault.text; *c; c++)
        *c = (unsigned char)*c < ' ' ? ' ' : *c;
    return rv_fail(err, RV_EPARSE, "%s:%d: %s", name, fault.line > 0 ? fault.line : 1, fault.text);
}

json_t *rv_json_real(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

/* Length of the UTF-8 character at `text`, 0 when it is none. */
static size_t character(const char *text)
{
    unsigned char c = (unsigned char)*text;
    size_t        n = c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;

    if (n == 0 || strnlen(text, n) < n || !rv_utf8_valid(text, n, NULL))
        return 0;
    return n;
}

void rv_json_string(rv_buf *out, const char *text)
{
    rv_buf_char(out, '"');
    while (*text) {
        size_t n = character(text);

        if (n == 0)
            rv_buf_text(out, "\xEF\xBF\xBD");
        else if (n > 1)
            rv_buf_add(out, text, n);
        else if (*text == '"' || *text == '\\')
            rv_buf_printf(out, "\\%c", *text);
        else if (*text == '\n')
            rv_buf_text(out, "\\n");
        else if (*text == '\t')
            rv_buf_text(out, "\\t");
        else if ((unsigned char)*text < ' ' || *text == 0x7F)
            rv_buf_printf(out, "\\u%04x", (unsigned)*text);
        else
            rv_buf_char(out, *text);
        text += n ? n : 1;
    }
    rv_buf_char(out, '"');
}
