/* Screening: several records on a page. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "web/handlers.h"
#include "web/screen_desk.h"

enum { PAGE = 20 };

/* ---- What waits: the records of the desk, which are kept from others meanwhile ---------------------------------------------------- */

rv_status rv_get_screen_list(rv_call *call, rv_error *err)
{
    const char *stage = rv_call_word(call, "stage");
    rv_desk *desk;
    rv_status st;

    if ((st = rv_go_to_desk(call, stage, &desk, err)) != RV_OK)
        return st;
    rv_call_put_yes(call, "show_waiting", true);
    rv_call_put_text(call, "then", "list");
    return rv_put_desk_list(call, stage, desk, err);
}

/* ---- What the person said or put off ----------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t report;
    char    at[32];
} own;

typedef struct {
    rv_call    *call;
    const char *stage;
    bool        postponed;
    own        *items;
    size_t      n, room;
} own_list;

static rv_status add(own_list *list, int64_t report, const char *at, rv_error *err)
{
    own *o;

    if (!rv_grow(&list->items, list->n, &list->room, sizeof *list->items))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    o = &list->items[list->n++];
    *o = (own){ .report = report };
    snprintf(o->at, sizeof o->at, "%s", at);
    return RV_OK;
}

static rv_status add_decision(void *user, const rv_standing_decision *d, rv_error *err)
{
    own_list *list = user;
    int64_t report;
    rv_status st;

    if (strcmp(d->stage, list->stage) != 0 || strcmp(d->reviewer, list->call->person) != 0 || strcmp(d->role, "vote") != 0)
        return RV_OK;
    if ((st = rv_record_report(list->call->store, d->record, &report, err)) != RV_OK)
        return st;
    for (size_t i = list->n; i-- > 0 && list->items[i].report >= report; )
        if (list->items[i].report == report)                 /* on records that were joined since */
            return RV_OK;
    return add(list, report, d->at, err);
}

static rv_status add_postponed(void *user, const rv_screen_status *row, rv_error *err)
{
    own_list *list = user;

    return row->postponed && strcmp(row->stage, list->stage) == 0 ? add(list, row->report, "", err) : RV_OK;
}

static int newest_first(const void *a, const void *b)
{
    const own *x = a, *y = b;
    const int order = strcmp(y->at, x->at);

    return order ? order : x->report < y->report ? -1 : x->report > y->report;
}

static rv_status gather(own_list *list, rv_error *err)
{
    rv_call *call = list->call;
    const rv_status st = list->postponed ? rv_screen_each(call->store, call->protocol, call->person, add_postponed, list, err)
                                         : rv_screen_decisions(call->store, call->protocol, call->person, add_decision, list, err);

    if (st == RV_OK && list->n)
        qsort(list->items, list->n, sizeof *list->items, newest_first);
    return st;
}

static rv_status put_page(own_list *list, size_t from, rv_error *err)
{
    rv_call *call = list->call;
    json_t *records = json_array(), *one;
    rv_status st = RV_OK;

    rv_call_put(call, "records", records);
    for (size_t i = from; i < list->n && i < from + PAGE && st == RV_OK; i++)
        if ((st = rv_screen_record_json(call, list->items[i].report, list->stage, &one, err)) == RV_OK) {
            if (list->items[i].at[0])
                rv_json_put_text(one, "at", list->items[i].at);
            json_array_append_new(records, one);
        }
    rv_call_put_int(call, "total", (int64_t)list->n);
    rv_call_put_int(call, "first", list->n > from ? (int64_t)from + 1 : 0);
    rv_call_put_int(call, "last", (int64_t)(list->n < from + PAGE ? list->n : from + PAGE));
    if (from)
        rv_call_put_int(call, "earlier", (int64_t)(from > PAGE ? from - PAGE : 0) + 1);
    if (from + PAGE < list->n)
        rv_call_put_int(call, "later", (int64_t)from + PAGE + 1);
    return st;
}

rv_status rv_get_screen_mine(rv_call *call, rv_error *err)
{
    own_list list = { .call = call, .stage = rv_call_word(call, "stage"), .postponed = strcmp(rv_call_word(call, "show"), "postponed") == 0 };
    int64_t from = 1;
    rv_status st;

    if (*rv_call_word(call, "show") && !list.postponed && strcmp(rv_call_word(call, "show"), "decided") != 0)
        return rv_call_refuse(call, 400, err, "show is '%.40s'; it must be decided or postponed", rv_call_word(call, "show"));
    if ((rv_call_text(call, "from") && (st = rv_call_int(call, "from", &from, err)) != RV_OK) || (st = rv_put_stage(call, list.stage, err)) != RV_OK)
        return st;
    rv_call_put_text(call, "title", json_string_value(json_object_get(json_object_get(call->out, "stage"), "label")));
    rv_call_put_yes(call, list.postponed ? "show_postponed" : "show_mine", true);
    rv_call_put_text(call, "then", list.postponed ? "postponed" : "mine");
    rv_call_put_text(call, "show", list.postponed ? "postponed" : "decided");
    if ((st = rv_store_read_begin(call->store, err)) != RV_OK)
        return st;
    if ((st = gather(&list, err)) == RV_OK)
        st = put_page(&list, from > 0 ? (size_t)from - 1 : 0, err);
    rv_store_read_end(call->store);
    free(list.items);
    return st;
}
