#include <config.h>

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "web/person_pages.h"

rv_status rv_page_now(rv_call *call, const char *page, rv_handler *make, const char *wrong, rv_error *err)
{
    rv_status st = make ? make(call, err) : RV_OK;

    if (st == RV_OK)
        st = rv_shell_render(&call->body, call, page, wrong, err);
    if (st == RV_OK)
        call->type = "text/html; charset=utf-8";
    return st;
}

rv_status rv_page_again(rv_call *call, const char *page, rv_handler *make, rv_status st, rv_error *err)
{
    char wrong[sizeof err->message];

    if (!call->status)
        call->status = st == RV_EINVAL ? 422 : st == RV_EDOMAIN ? 429 : st == RV_ENOTFOUND ? 404 : 500;
    if (call->api)
        return st;
    snprintf(wrong, sizeof wrong, "%s", err->message);
    return rv_page_now(call, page, make, wrong, err);
}

void rv_call_wipe(rv_call *call, const char *name)
{
    const char *text;
    size_t i;

    for (i = 0; (text = rv_call_item(call, name, i)); i++)
        sodium_memzero((void *)(uintptr_t)text, strlen(text));     /* the call owns it, and nothing reads it any more */
    json_object_del(call->in, name);
}

rv_status rv_same_twice(const rv_call *call, const char *first, const char *second, rv_error *err)
{
    const char *again = rv_call_text(call, second);

    return !again || strcmp(again, rv_call_word(call, first)) == 0
               ? RV_OK : rv_fail(err, RV_EINVAL, "the two passwords differ; type the same one twice");
}

rv_status rv_typed_name(const rv_call *call, const char *field, rv_buf *name, rv_error *err)
{
    const char *text = rv_call_word(call, field);
    size_t n;

    text += strspn(text, " ");
    n = strlen(text);
    while (n > 0 && text[n - 1] == ' ')
        n--;
    return rv_utf8_nfc(name, text, n, err);
}

rv_status rv_call_in_person(rv_call *call, rv_error *err)
{
    const rv_session *session = call->session;

    return session && session->token ? rv_call_refuse(call, 403, err, "a token may not do this; log in for it") : RV_OK;
}

/* The name that was given for browsers goes before the one that the server hears on. */
void rv_public_address(rv_buf *out, const rv_web *web, const char *path)
{
    const char *host = web->options.hosts ? web->options.hosts[0] : NULL;

    if (host && web->options.behind_proxy)
        rv_buf_printf(out, "https://%s%s", host, path);
    else if (host)
        rv_buf_printf(out, "%s://%s%s%s", web->options.cert ? "https" : "http", host, strrchr(web->address, ':'), path);
    else
        rv_buf_printf(out, "%s%s", web->address, path);
}

void rv_json_put_when(json_t *object, const char *name, const char *time)
{
    static const char *const months[] = { "January", "February", "March", "April", "May", "June", "July", "August", "September",
                                          "October", "November", "December" };
    int year, month, day, hour, minute;
    char text[64];

    if (sscanf(time, "%4d-%2d-%2dT%2d:%2d:", &year, &month, &day, &hour, &minute) == 5 && month >= 1 && month <= 12) {
        snprintf(text, sizeof text, "%d %s %d, %02d:%02d UTC", day, months[month - 1], year, hour, minute);
        rv_json_put_text(object, name, text);
    } else
        rv_json_put_text(object, name, time);
}
