#include <config.h>

#include "json_write.h"

void rv_json_put_string(rv_json_object *object, const char *text)
{
    rv_output  *out = object->out;
    const char *run = text, *s = text;
    bool        markup = false, odd = *s == ' ';

    rv_output_add(out, "\"", 1);
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;

        markup = markup || c == '<' || c == '&';
        odd = odd || c < ' ' || c == 0x7F || (c == ' ' && (s[1] == ' ' || !s[1]));
        if (c >= ' ' && c != '"' && c != '\\')
            continue;
        rv_output_add(out, run, (size_t)(s - run));
        run = s + 1;
        if (c == '"' || c == '\\')
            rv_output_printf(out, "\\%c", c);
        else if (c == '\n')
            rv_output_add(out, "\\n", 2);
        else
            rv_output_printf(out, "\\u%04x", c);
    }
    rv_output_add(out, run, (size_t)(s - run));
    rv_output_add(out, "\"", 1);
    if (odd || (markup && rv_field_has_markup(text)))
        object->odd = true;
}

void rv_json_put_key(rv_json_object *object, const char *key)
{
    rv_output_text(object->out, object->before);
    object->before = ", ";
    rv_output_add(object->out, "\"", 1);
    rv_output_text(object->out, key);
    rv_output_add(object->out, "\": ", 3);
}

void rv_json_write_text(rv_json_object *object, const char *key, const char *text)
{
    if (!text)
        return;
    rv_json_put_key(object, key);
    rv_json_put_string(object, text);
}
