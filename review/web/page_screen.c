/* Screening: the stages, and the record that lies on one's desk. */
#include <config.h>

#include <string.h>

#include "web/handlers.h"
#include "web/screen_desk.h"

/* ---- The stages ------------------------------------------------------------------------------------------------------------------ */

typedef struct {
    rv_call *call;
    json_t  *stages;              /* in the protocol's order */
} stage_list;

static json_t *stage_named(const stage_list *list, const char *id)
{
    const size_t n = json_array_size(list->stages);

    for (size_t i = 0; i < n; i++)
        if (strcmp(json_string_value(json_object_get(json_array_get(list->stages, i), "stage")), id) == 0)
            return json_array_get(list->stages, i);
    return NULL;
}

static void count_more(json_t *stage, const char *name)
{
    rv_json_put_int(stage, name, json_integer_value(json_object_get(stage, name)) + 1);
}

/* What waits for the person alone; that others have begun is told, never what they said. */
static rv_status add_waits(void *user, const rv_waits *w, rv_error *err)
{
    const stage_list *list = user;
    json_t *stage = strcmp(w->reviewer, list->call->person) == 0 ? stage_named(list, w->stage) : NULL;

    (void)err;
    if (!stage)
        return RV_OK;
    rv_json_put_int(stage, "given", w->given);
    rv_json_put_int(stage, "common", w->common);
    rv_json_put_int(stage, "waiting", w->given + w->common);
    rv_json_put_int(stage, "conflicts", w->conflicts);
    return RV_OK;
}

static rv_status add_status(void *user, const rv_screen_status *row, rv_error *err)
{
    json_t *stage = stage_named(user, row->stage);

    (void)err;
    if (row->outcome == RV_SCREEN_NOT_REACHED)
        return RV_OK;
    count_more(stage, "reports");
    if (*row->verdict)
        count_more(stage, "mine");
    if (row->outcome == RV_SCREEN_INCLUDED || row->outcome == RV_SCREEN_EXCLUDED)
        count_more(stage, "decided");
    return RV_OK;
}

static rv_status fill_stages(rv_call *call, stage_list *list, rv_error *err)
{
    const rv_protocol *p = call->protocol;

    for (size_t i = 0; i < p->n_stages; i++) {
        json_t *stage = json_object();
        rv_json_put_text(stage, "stage", p->stages[i].id);
        rv_json_put_text(stage, "label", *p->stages[i].label ? p->stages[i].label : p->stages[i].id);
        rv_json_put_int(stage, "reports", 0);
        rv_json_put_int(stage, "mine", 0);
        rv_json_put_int(stage, "decided", 0);
        json_array_append_new(list->stages, stage);
    }
    const rv_status st = rv_screen_waits(call->store, p, NULL, add_waits, list, err);
    return st == RV_OK ? rv_screen_each(call->store, p, call->person, add_status, list, err) : st;
}

rv_status rv_get_screen(rv_call *call, rv_error *err)
{
    stage_list list = { call, json_array() };
    rv_status st;

    rv_call_put(call, "stages", list.stages);
    rv_call_put_text(call, "title", "Screening");
    if (!call->protocol)
        return RV_OK;
    if ((st = rv_store_read_begin(call->store, err)) != RV_OK)
        return st;
    st = fill_stages(call, &list, err);
    rv_store_read_end(call->store);
    return st;
}

/* ---- The desk -------------------------------------------------------------------------------------------------------------------- */

rv_status rv_get_screen_stage(rv_call *call, rv_error *err)
{
    const char *stage = rv_call_word(call, "stage");
    rv_desk *desk;
    rv_status st;

    if ((st = rv_go_to_desk(call, stage, &desk, err)) != RV_OK)
        return st;
    rv_call_put_yes(call, "show_desk", true);
    return rv_put_desk(call, stage, desk, err);
}

/* The records of the desk one after the other, for the page that shows them one by one and for reading ahead. */
rv_status rv_get_screen_ahead(rv_call *call, rv_error *err)
{
    const char *stage = rv_call_word(call, "stage");
    rv_desk *desk;
    rv_status st;

    if ((st = rv_go_to_desk(call, stage, &desk, err)) != RV_OK)
        return st;
    return rv_put_desk_list(call, stage, desk, err);
}
