/* One call, within the thread that carries it out: who may, once, and what is shown after a failure. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "web/take.h"

/* Roles stand in the review and count at once. */
static rv_status find_role(rv_call *call, rv_error *err)
{
    static const rv_web_right most[] = { RV_WEB_READ, RV_WEB_SCREEN, RV_WEB_EXTRACT, RV_WEB_ADJUDICATE, RV_WEB_LEAD };
    const char *role = NULL;
    rv_status st;

    call->role = "";
    call->may = *call->person ? RV_WEB_PERSON : RV_WEB_ANYBODY;
    if (!*call->person)
        return RV_OK;
    if ((st = rv_person_role(call->store, call->person, &role, err)) != RV_OK || !role)
        return st;
    call->role = role;
    for (size_t i = 0; rv_roles[i]; i++)
        if (strcmp(rv_roles[i], role) == 0)
            call->may = most[i];
    return RV_OK;
}

/* After a change that failed, the page of its form is made again, with what was sent. */
static void make_back(rv_call *call)
{
    rv_buf path = RV_BUF_INIT;
    json_t *in = json_object(), *sent = call->in;
    const rv_route *route = NULL;
    const int status = call->status;

    if (in && call->route->back) {
        rv_route_fill(&path, call->route->back, sent);
        route = rv_route_find("GET", rv_buf_str(&path), in, NULL);
        rv_buf_free(&path);
    }
    if (route && route->page && route->where == call->route->where && call->may >= route->right) {
        json_object_clear(call->out);
        call->in = in;
        call->sent = sent;
        if (route->handler(call, NULL) == RV_OK && !call->type) {
            json_object_set(call->out, "sent", sent);
            call->shown = route;
        }
        call->in = sent;
        call->sent = NULL;
        call->type = NULL;
        call->status = status ? status : 422;
    }
    json_decref(in);
}

/* The name of a request: what its sender calls it, and all that it says, so that another one under the same key is another one. */
static rv_status name_request(const rv_call *call, char name[RV_DIGEST_HEX], rv_error *err)
{
    char *said = json_dumps(call->in, JSON_COMPACT | JSON_SORT_KEYS);
    uint8_t digest[RV_DIGEST];
    rv_sha256 state;

    if (!said)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    rv_sha256_start(&state);
    rv_sha256_add(&state, call->route->path, strlen(call->route->path) + 1);
    rv_sha256_add(&state, said, strlen(said));
    rv_sha256_end(&state, digest);
    rv_hex(digest, RV_REQUEST_KEY / 2, name);
    free(said);
    return RV_OK;
}

/* A request that was carried out before is answered as it was. */
static rv_status answer_again(rv_call *call, const char *answer, rv_error *err)
{
    json_t *kept = json_loads(answer, 0, NULL);

    if (!kept)
        return rv_fail(err, RV_ESTORE, "the kept answer is no JSON");
    rv_buf_text(&call->then, json_string_value(json_object_get(kept, "then")));
    rv_buf_text(&call->say, json_string_value(json_object_get(kept, "say")));
    rv_call_put_yes(call, "again", true);
    rv_call_put_text(call, "event", json_string_value(json_object_get(kept, "event")));
    json_decref(kept);
    return RV_OK;
}

static rv_status keep_answer(rv_call *call, const char *name, rv_error *err)
{
    json_t *kept = json_object();
    char *text;
    rv_status st;

    rv_json_put_text(kept, "then", rv_buf_str(&call->then));
    rv_json_put_text(kept, "say", rv_buf_str(&call->say));
    rv_json_put_text(kept, "event", call->event);
    text = json_dumps(kept, JSON_COMPACT);
    json_decref(kept);
    if (!text)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    st = rv_store_answered(call->store, call->person, name, text, err);
    free(text);
    return st;
}

/* In the transaction of the act itself, on the writer. */
static rv_status handle_once(rv_call *call, rv_error *err)
{
    char name[RV_DIGEST_HEX], *answer = NULL;
    rv_status st;

    if ((st = name_request(call, name, err)) != RV_OK || (st = rv_store_work_begin(call->store, err)) != RV_OK)
        return st;
    st = rv_store_asked(call->store, call->person, name, &answer, err);
    if (rv_store_work_end(call->store, false, st == RV_OK ? err : NULL) != RV_OK || st != RV_OK)
        return st == RV_OK ? RV_ESTORE : st;
    if (answer) {
        st = answer_again(call, answer, err);
        free(answer);
        return st;
    }
    if ((st = call->route->handler(call, err)) != RV_OK || (st = rv_store_work_begin(call->store, err)) != RV_OK)
        return st;
    st = keep_answer(call, name, err);
    return rv_store_work_end(call->store, st == RV_OK, st == RV_OK ? err : NULL) == RV_OK ? st : RV_ESTORE;
}

static rv_status handle(rv_call *call, rv_error *err)
{
    rv_status st;

    if ((st = find_role(call, err)) != RV_OK || (st = rv_call_may(call, call->route->right, err)) != RV_OK)
        return st;
    if ((st = rv_route_check(call, err)) != RV_OK) {
        call->status = 400;
        return st;
    }
    if (*rv_call_word(call, "key") && *call->person)
        return handle_once(call, err);
    return call->route->handler(call, err);
}

rv_status rv_call_carry_out(rv_call *call, rv_error *err)
{
    const rv_status st = handle(call, err);

    if (st == RV_OK)
        call->shown = call->route->page ? call->route : NULL;
    else if (call->store && !call->api && strcmp(call->route->method, "POST") == 0)
        make_back(call);
    return st;
}
