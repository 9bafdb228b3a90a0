/* What a handler asks of a call, and what it answers. */
#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "web/take.h"

const char *const rv_web_rights[] = { "none", "anybody", "person", "read", "screen", "extract", "adjudicate", "lead", NULL };

/* ---- What was asked --------------------------------------------------------------------------------------------------------- */

const char *rv_call_item(const rv_call *call, const char *name, size_t i)
{
    const json_t *value = json_object_get(call->in, name);

    if (json_is_array(value))
        value = json_array_get(value, i);
    else if (i > 0)
        return NULL;
    return json_string_value(value);
}

const char *rv_call_text(const rv_call *call, const char *name)
{
    return rv_call_item(call, name, 0);
}

const char *rv_call_word(const rv_call *call, const char *name)
{
    const char *text = rv_call_text(call, name);

    return text ? text : "";
}

rv_status rv_call_int(const rv_call *call, const char *name, int64_t *value, rv_error *err)
{
    const json_t *given = json_object_get(call->in, name);
    const char *text = rv_call_text(call, name);

    if (json_is_integer(given)) {
        *value = json_integer_value(given);
        return RV_OK;
    }
    if (!text || !*text)
        return rv_fail(err, RV_EINVAL, "%s is missing", name);
    if (rv_int_parse(text, value, NULL) != RV_OK)
        return rv_fail(err, RV_EINVAL, "%s is '%.60s'; it must be a whole number", name, text);
    return RV_OK;
}

rv_status rv_call_real(const rv_call *call, const char *name, double *value, rv_error *err)
{
    const json_t *given = json_object_get(call->in, name);
    const char *text = rv_call_text(call, name);

    if (json_is_number(given)) {
        *value = json_number_value(given);
        return RV_OK;
    }
    if (!text || !*text)
        return rv_fail(err, RV_EINVAL, "%s is missing", name);
    if (rv_real_parse(text, value, NULL) != RV_OK)
        return rv_fail(err, RV_EINVAL, "%s is '%.60s'; it must be a number", name, text);
    return RV_OK;
}

bool rv_call_yes(const rv_call *call, const char *name)
{
    static const char *const words[] = { "1", "yes", "on", "true" };
    const char *text = rv_call_text(call, name);

    if (json_is_true(json_object_get(call->in, name)))
        return true;
    for (size_t i = 0; text && i < sizeof words / sizeof *words; i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    return false;
}

const rv_web_file *rv_call_file(const rv_call *call, const char *field)
{
    for (size_t i = 0; i < call->n_files; i++)
        if (strcmp(call->files[i].field, field) == 0)
            return &call->files[i];
    return NULL;
}

/* ---- What is answered ------------------------------------------------------------------------------------------------------- */

static json_t *text_value(const char *text)
{
    static const char mark[] = "\xEF\xBF\xBD";
    rv_buf clean = RV_BUF_INIT;
    json_t *value;
    size_t bad;

    if (!text)
        return json_null();
    while (!rv_utf8_valid(text, strlen(text), &bad)) {
        rv_buf_add(&clean, text, bad);
        rv_buf_text(&clean, mark);
        text += bad + 1;
    }
    if (!clean.length && !clean.failed)
        return json_string_nocheck(text);
    rv_buf_text(&clean, text);
    value = clean.failed ? NULL : json_string_nocheck(rv_buf_str(&clean));
    rv_buf_free(&clean);
    return value;
}

/* A member that could not be made is found missing by rv_call_put(): the object then has no room for the mark either. */
void rv_json_put_text(json_t *object, const char *name, const char *text)
{
    json_object_set_new_nocheck(object, name, text_value(text));
}

void rv_json_put_int(json_t *object, const char *name, int64_t x)
{
    json_object_set_new_nocheck(object, name, json_integer(x));
}

void rv_json_put_real(json_t *object, const char *name, double x)
{
    json_object_set_new_nocheck(object, name, rv_json_real(x));
}

void rv_json_put_yes(json_t *object, const char *name, bool yes)
{
    json_object_set_new_nocheck(object, name, json_boolean(yes));
}

void rv_call_put(rv_call *call, const char *name, json_t *value)
{
    if (json_object_set_new_nocheck(call->out, name, value) != 0)
        call->body.failed = true;
}

void rv_call_put_text(rv_call *call, const char *name, const char *text)
{
    rv_call_put(call, name, text_value(text));
}

void rv_call_put_int(rv_call *call, const char *name, int64_t x)
{
    rv_call_put(call, name, json_integer(x));
}

void rv_call_put_yes(rv_call *call, const char *name, bool yes)
{
    rv_call_put(call, name, json_boolean(yes));
}

rv_status rv_call_refuse(rv_call *call, int http, rv_error *err, const char *format, ...)
{
    char words[400];
    va_list list;

    va_start(list, format);
    vsnprintf(words, sizeof words, format, list);
    va_end(list);
    call->status = http;
    return rv_fail(err, RV_EINVAL, "%s", words);
}

rv_status rv_call_may(rv_call *call, rv_web_right right, rv_error *err)
{
    if (call->may >= right)
        return RV_OK;
    if (!*call->person)
        return rv_call_refuse(call, 401, err, "log in first");
    return rv_call_refuse(call, 403, err, "%s may not do this: it needs the right to %s, and the role %s has it not", call->person,
                          rv_web_rights[right], *call->role ? call->role : "(none)");
}

void rv_call_free(rv_call *call)
{
    json_decref(call->in);
    json_decref(call->out);
    rv_buf_free(&call->then);
    rv_buf_free(&call->say);
    rv_buf_free(&call->headers);
    rv_buf_free(&call->body);
    if (call->fd >= 0)
        close(call->fd);
}

static void tag_of(const char *version, char tag[RV_DIGEST_HEX + 2])
{
    uint8_t digest[RV_DIGEST];

    rv_sha256_of(version, strlen(version), digest);
    tag[0] = '"';
    rv_hex(digest, 12, tag + 1);
    strcat(tag, "\"");
}

void rv_call_tag(rv_call *call, const char *version)
{
    tag_of(version, call->tag);
    json_object_set_new_nocheck(call->out, "seen", json_stringn(call->tag + 1, strlen(call->tag) - 2));
}

rv_status rv_call_check_tag(rv_call *call, const char *version, rv_error *err)
{
    const char *seen = rv_call_text(call, "seen");
    char tag[RV_DIGEST_HEX + 2];
    size_t n;

    tag_of(version, tag);
    if (!seen || !*seen)
        return RV_OK;
    if (*seen == '"')
        seen++;
    n = strcspn(seen, "\"");
    if (n == strlen(tag) - 2 && memcmp(tag + 1, seen, n) == 0)
        return RV_OK;
    return rv_call_refuse(call, 412, err, "somebody changed this since you saw it; nothing was saved, look at it as it is now");
}

void rv_call_header(rv_call *call, const char *name, const char *value)
{
    rv_buf_printf(&call->headers, "%s: %s\n", name, value);
}

void rv_call_send(rv_call *call, const char *type, const char *name)
{
    rv_buf coded = RV_BUF_INIT;

    call->type = type;
    if (!name)
        return;
    rv_path_part(&coded, name);
    rv_buf_printf(&call->headers, "Content-Disposition: attachment; filename*=UTF-8''%s\n", rv_buf_str(&coded));
    rv_buf_free(&coded);
}

static void say(rv_buf *to, const char *format, va_list list)
{
    char *text;

    rv_buf_clear(to);
    if (vasprintf(&text, format, list) < 0)
        return;
    rv_buf_text(to, text);
    free(text);
}

void rv_call_then(rv_call *call, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    say(&call->then, format, list);
    va_end(list);
}

void rv_call_say(rv_call *call, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    say(&call->say, format, list);
    va_end(list);
}

void rv_path_part(rv_buf *out, const char *text)
{
    for (; *text; text++) {
        const unsigned char c = (unsigned char)*text;
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-._~", c))
            rv_buf_char(out, (char)c);
        else
            rv_buf_printf(out, "%%%02X", c);
    }
}
