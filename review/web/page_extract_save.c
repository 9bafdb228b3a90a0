/* Cells saved: only what was touched, each as an act of its own, so that one that is refused keeps no other back. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "web/extract_page.h"
#include "web/handlers.h"

typedef enum { FREE, TOUCHED, STANDS, SAVED, REFUSED, OTHERWISE } fate;
static const char *const fates[] = { "free", "touched", "stands", "saved", "refused", "changed" };

typedef struct {
    rv_call      *call;
    const char   *study;
    rv_typed_list typed;
    fate         *fates;
    json_t       *cells;         /* what became of each that was touched */
    json_t       *faults;        /* by name, for the page that is shown again */
    json_t       *calculated;
    rv_shape      shape;
    size_t        saved, bad;
    char          first[400];    /* the first fault */
    bool          otherwise;     /* somebody entered something meanwhile */
} saving;

static rv_typed *find(saving *s, const char *name, fate **of)
{
    for (size_t i = 0; i < s->typed.n; i++)
        if (strcmp(s->typed.cells[i].name, name) == 0) {
            *of = &s->fates[i];
            return &s->typed.cells[i];
        }
    return NULL;
}

static void note_fault(saving *s, const rv_typed *t, fate *of, fate to, const char *message)
{
    *of = to;
    s->otherwise |= to == OTHERWISE;
    if (s->bad++ == 0) {
        const bool of_row = t->cell.key.length != 0;
        rv_buf text = RV_BUF_INIT;
        rv_buf_printf(&text, "%.100s%s%.100s: %s", t->field->label, of_row ? " of " : "", of_row ? rv_buf_str(&t->cell.key) : "", message);
        strncat(s->first, rv_buf_str(&text), sizeof s->first - 1);
        rv_buf_free(&text);
    }
    rv_json_put_text(s->faults, t->name, message);
}

/* ---- What stands, before ------------------------------------------------------------------------------------------------------------ */

/* A cell that another version of the page touched is saved only where it says the same by now. */
static rv_status compare(void *user, const rv_asking *q, rv_error *err)
{
    const rv_said said = { q->value, strcmp(q->state, "calculated") == 0 ? "" : q->state, q->place, q->quotation, q->note };
    saving *s = user;
    rv_buf name = RV_BUF_INIT;
    char stands[RV_CELL_WAS], typed[RV_CELL_WAS];
    rv_typed *t;
    fate *of;

    (void)err;
    rv_cell_name_put(&name, rv_asking_kind(q), rv_asking_key(q), q->field->id);
    t = find(s, rv_buf_str(&name), &of);
    rv_buf_free(&name);
    if (!t || *of != TOUCHED || !*t->was)
        return RV_OK;
    rv_said_was(&said, stands);
    if (strcmp(stands, t->was) == 0)
        return RV_OK;
    rv_said_was(&t->said, typed);
    if (strncmp(stands, typed, 16) == 0 && (!t->rest || strcmp(stands, typed) == 0)) {
        *of = STANDS;
    } else if (strncmp(stands, t->was, 16) != 0 || t->rest) {
        rv_error why;
        (void)rv_fail(&why, RV_EINVAL, "%.80s entered '%.120s' since you saw it; look at both, and save yours again if it is right",
                      q->reviewer[0] ? q->reviewer : "somebody", q->value[0] ? q->value : q->state);
        note_fault(s, t, of, OTHERWISE, why.message);
    }
    return RV_OK;
}

/* ---- Saving --------------------------------------------------------------------------------------------------------------------------- */

static rv_status save_one(saving *s, const rv_typed *t, char hex[RV_DIGEST_HEX], rv_error *err)
{
    const char *record = rv_call_word(s->call, "record");
    rv_value_entry entry = rv_typed_entry(t, s->study, *record ? record : NULL);
    rv_buf place = RV_BUF_INIT, note = RV_BUF_INIT;
    rv_status st = RV_OK;

    if (!*entry.place && (st = rv_extract_carried_place(s->call->store, s->call->protocol, s->call->person, &entry, &place, err)) == RV_OK
        && place.length) {
        rv_buf_printf(&note, "%s%splace carried over", entry.note, *entry.note ? "; " : "");
        entry.place = rv_buf_str(&place);
        entry.note = rv_buf_str(&note);
    }
    if (st == RV_OK)
        st = rv_extract_value(s->call->store, s->call->protocol, s->call->person, &entry, hex, err);
    rv_buf_free(&place);
    rv_buf_free(&note);
    return st;
}

static rv_status save_touched(saving *s, rv_error *err)
{
    for (size_t i = 0; i < s->typed.n; i++) {
        const rv_typed *t = &s->typed.cells[i];
        char hex[RV_DIGEST_HEX] = "";
        rv_error why = { 0 };
        rv_status st;
        if (s->fates[i] != TOUCHED)
            continue;
        st = save_one(s, t, hex, &why);
        if (st == RV_OK) {
            s->fates[i] = *hex ? SAVED : STANDS;
            s->saved += *hex != 0;
            if (*hex)
                memcpy(s->call->event, hex, sizeof hex);
        } else if (st == RV_EINVAL || st == RV_ENOTFOUND || st == RV_EPARSE || st == RV_EEXIST) {
            note_fault(s, t, &s->fates[i], REFUSED, why.message);
        } else {
            return rv_fail(err, st, "%s", why.message);
        }
    }
    return RV_OK;
}

/* What stands is compared and all is saved under one lock, made durable at once; what was saved before a failure stays saved. */
static rv_status save_all(saving *s, rv_error *err)
{
    rv_call *call = s->call;
    rv_status st = rv_store_group_begin(call->store, err), ended;

    if (st != RV_OK)
        return st;
    st = rv_extract_each_asking(call->store, call->protocol, rv_extract_own(call), s->study, compare, s, err);
    if (st == RV_OK)
        st = save_touched(s, err);
    ended = rv_store_group_end(call->store, true, st == RV_OK ? err : NULL);
    if (ended != RV_OK)
        call->event[0] = 0;
    return st == RV_OK ? ended : st;
}

/* ---- What stands, after ----------------------------------------------------------------------------------------------------------------- */

static rv_status tell_cell(void *user, const rv_asking *q, rv_error *err)
{
    saving *s = user;
    json_t *cell, *told;
    rv_buf name = RV_BUF_INIT;
    fate *of = NULL;
    const rv_typed *t;

    (void)err;
    rv_shape_add(&s->shape, q);
    rv_cell_name_put(&name, rv_asking_kind(q), rv_asking_key(q), q->field->id);
    if ((t = find(s, rv_buf_str(&name), &of)) && *of != FREE) {
        cell = rv_cell_json(q);
        told = json_object();
        rv_json_put_text(told, "name", t->name);
        rv_json_put_text(told, "result", fates[*of]);
        json_object_set(told, "was", json_object_get(cell, "was"));
        json_object_set(told, "value", json_object_get(cell, "value"));
        json_object_set(told, "state", json_object_get(cell, "state"));
        json_object_set(told, "place", json_object_get(cell, "place"));
        if (json_object_get(s->faults, t->name))
            json_object_set(told, "message", json_object_get(s->faults, t->name));
        json_array_append_new(s->cells, told);
        json_decref(cell);
    }
    if (q->field->compute[0]) {
        told = json_object();
        rv_json_put_text(told, "name", rv_buf_str(&name));
        rv_json_put_text(told, "value", q->value);
        json_array_append_new(s->calculated, told);
    }
    rv_buf_free(&name);
    return RV_OK;
}

static rv_status answer(saving *s, rv_error *err)
{
    rv_call *call = s->call;
    char shape[33];
    rv_status st;

    rv_shape_start(&s->shape);
    rv_call_put(call, "cells", json_incref(s->cells));
    rv_call_put(call, "calculated", json_incref(s->calculated));
    rv_call_put(call, "faults", json_incref(s->faults));
    rv_call_put_int(call, "saved", (int64_t)s->saved);
    if ((st = rv_extract_each_asking(call->store, call->protocol, rv_extract_own(call), s->study, tell_cell, s, err)) != RV_OK)
        return st;
    rv_shape_end(&s->shape, shape);
    rv_call_put_text(call, "shape", shape);
    if (s->bad && !call->api) {
        json_object_set(call->in, "faults", s->faults);
        return rv_call_refuse(call, s->otherwise ? 412 : 422, err, "%zu saved, %zu not: %s%s", s->saved, s->bad, s->first,
                              s->bad > 1 ? "; the others are marked in their places" : "");
    }
    if (s->bad)
        call->status = s->otherwise ? 412 : 422;
    rv_call_say(call, s->saved ? "%zu saved" : "Nothing was changed", s->saved);
    return RV_OK;
}

rv_status rv_post_extract_values(rv_call *call, rv_error *err)
{
    saving s = { .call = call, .study = rv_call_word(call, "study"), .cells = json_array(), .faults = json_object(),
                 .calculated = json_array() };
    rv_status st = rv_extract_study_there(call, s.study, err);

    if (st == RV_OK && (st = rv_typed_read(&s.typed, call, err)) == RV_OK && !(s.fates = calloc(s.typed.n + 1, sizeof *s.fates)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < s.typed.n; i++)
        s.fates[i] = rv_typed_touched(&s.typed.cells[i]) ? TOUCHED : FREE;
    if (st == RV_OK && (st = save_all(&s, err)) == RV_OK)
        st = answer(&s, err);
    if (st == RV_OK)
        rv_extract_go_back(call, s.study);
    rv_typed_free(&s.typed);
    free(s.fates);
    json_decref(s.cells);
    json_decref(s.faults);
    json_decref(s.calculated);
    return st;
}
