#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/entering.h"

static void free_one(rv_entering_item *a)
{
    char *const texts[] = { a->kind, a->part, a->result, a->about, a->value, a->state, a->place, a->quotation, a->note, a->reviewer, a->at };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
}

void rv_entering_list_free(rv_entering_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        free_one(&list->items[i]);
    free(list->items);
    *list = (rv_entering_list){ 0 };
}

/* What is not asked is left out, unless something was said to it. */
static rv_status take(void *user, const rv_asking *q, rv_error *err)
{
    rv_entering_list *list = user;
    rv_entering_item *a;

    if (!q->asked && (!q->state[0] || q->field->compute[0]))
        return RV_OK;
    if (list->n == list->room) {
        const size_t room = list->room ? 2 * list->room : 64;
        rv_entering_item *more = realloc(list->items, room * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        list->items = more;
        list->room = room;
    }
    a = &list->items[list->n++];
    *a = (rv_entering_item){ .field = q->field };
    const struct { char **to; const char *from; } texts[] = {
        { &a->kind, q->kind }, { &a->part, q->part }, { &a->result, q->result }, { &a->about, q->about }, { &a->value, q->value },
        { &a->state, q->state }, { &a->place, q->place }, { &a->quotation, q->quotation }, { &a->note, q->note },
        { &a->reviewer, q->reviewer }, { &a->at, q->at },
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!(*texts[i].to = strdup(texts[i].from)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
    list->lacks += q->asked && q->field->required && !q->state[0];
    list->said += q->state[0] && !q->field->compute[0];
    return RV_OK;
}

rv_status rv_entering_list_read(rv_entering_list *list, rv_store *store, const rv_protocol *protocol, const char *own, const char *study, rv_error *err)
{
    *list = (rv_entering_list){ 0 };
    return rv_extract_each_asking(store, protocol, own, study, take, list, err);
}

size_t rv_entering_list_find(const rv_entering_list *list, const rv_entering_item *like, size_t near)
{
    for (size_t i = 0; i < list->n; i++) {
        const rv_entering_item *a = &list->items[i];
        if (a->field == like->field && strcmp(a->part, like->part) == 0 && strcmp(a->kind, like->kind) == 0
            && strcmp(a->result, like->result) == 0)
            return i;
    }
    return near < list->n ? near : list->n ? list->n - 1 : 0;
}

size_t rv_entering_list_next_open(const rv_entering_list *list, size_t from)
{
    for (int required = 1; required >= 0; required--)
        for (size_t k = 1; k <= list->n; k++) {
            const rv_entering_item *a = &list->items[(from + k) % list->n];
            if (!a->state[0] && a->field->required >= required)
                return (from + k) % list->n;
        }
    return from;
}
