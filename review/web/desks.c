#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "web/desks.h"

typedef struct {
    char    *person, *stage;
    rv_desk *desk;
    double   used;
} one;

struct rv_desks {
    rv_web            *web;
    rv_store          *store;
    const rv_protocol *protocol;
    one               *items;
    size_t             n, room;
};

rv_status rv_desks_make(rv_desks **out, rv_web *web, rv_store *store, const rv_protocol *protocol, rv_error *err)
{
    if (!(*out = calloc(1, sizeof **out)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    **out = (rv_desks){ .web = web, .store = store, .protocol = protocol };
    return RV_OK;
}

static void end_one(one *o)
{
    rv_desk_close(o->desk);
    free(o->person);
    free(o->stage);
}

rv_status rv_desks_of(rv_desks *desks, const char *person, const char *stage, rv_desk **desk, rv_error *err)
{
    rv_desk_options options = RV_DESK_OPTIONS_INIT;
    one *o;
    rv_status st;

    for (size_t i = 0; i < desks->n; i++)
        if (strcmp(desks->items[i].person, person) == 0 && strcmp(desks->items[i].stage, stage) == 0) {
            desks->items[i].used = rv_clock();
            *desk = desks->items[i].desk;
            return RV_OK;
        }
    if (!rv_grow(&desks->items, desks->n, &desks->room, sizeof *desks->items))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    o = &desks->items[desks->n];
    options.reviewer = person;
    options.stage = stage;
    options.lease_seconds = desks->web->options.lease_seconds;
    *o = (one){ .person = strdup(person), .stage = strdup(stage), .used = rv_clock() };
    st = o->person && o->stage ? rv_desk_open(&o->desk, desks->store, desks->protocol, &options, err)
                               : rv_fail(err, RV_ENOMEM, "out of memory");
    if (st != RV_OK) {
        end_one(o);
        return st;
    }
    desks->n++;
    *desk = o->desk;
    return RV_OK;
}

void rv_desks_free(rv_desks *desks)
{
    for (size_t i = 0; desks && i < desks->n; i++)
        end_one(&desks->items[i]);
    if (desks)
        free(desks->items);
    free(desks);
}
