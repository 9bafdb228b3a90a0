/* Cells saved: only what was touched; one that is refused keeps no other back. */
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

/* A cell that was seen otherwise than it stands is saved only where it says the same by now. */
static rv_status compare(void *user, const rv_asking *q, rv_error *err)
{
    const rv_said said = { q->value, strcmp(q->state, "calculated") == 0 ? "" : q->state, q->place, q->quotation, q->note };
    saving *s = user;
    rv_buf name = RV_BUF_INIT;
    char stands[RV_CELL_WAS], typed[RV_CELL_WAS];
    rv_typed *t;
    fate *of;

    rv_cell_name_put(&name, rv_asking_kind(q), rv_asking_key(q), q->field->id);
    t = find(s, rv_buf_str(&name), &of);
    rv_buf_free(&name);
    if (!t || *of != TOUCHED)
        return RV_OK;
    rv_said_was(&said, stands);
    rv_said_was(&t->said, typed);
    if (strncmp(stands, typed, 16) == 0 && (!t->rest || strcmp(stands, typed) == 0)) {
        *of = STANDS;
    } else if (*t->was && (t->rest ? strcmp(stands, t->was) : strncmp(stands, t->was, 16)) != 0) {
        rv_error why;
        (void)rv_fail(&why, RV_EINVAL, "%.80s entered '%.120s' since you saw it; look at both, and save yours again if it is right",
                      q->reviewer[0] ? q->reviewer : "somebody", q->value[0] ? q->value : q->state);
        note_fault(s, t, of, OTHERWISE, why.message);
    } else if (!*t->said.place && q->place[0]) {
        rv_buf_text(&t->place, q->place);         /* of the value that it replaces */
    }
    return rv_buf_check(&t->place, err);
}

/* ---- Saving --------------------------------------------------------------------------------------------------------------------------- */

/* Cells of one row take over one place: that of the person's last entry for the report. */
static rv_status carry(saving *s, size_t i, const rv_value_entry *entry, rv_error *err)
{
    rv_typed *t = &s->typed.cells[i];

    for (size_t k = 0; k < i; k++) {
        const rv_typed *before = &s->typed.cells[k];
        if (before->carried && strcmp(before->cell.kind, t->cell.kind) == 0
            && strcmp(rv_buf_str(&before->cell.key), rv_buf_str(&t->cell.key)) == 0) {
            rv_buf_text(&t->place, rv_buf_str(&before->place));
            t->carried = true;
            return rv_buf_check(&t->place, err);
        }
    }
    t->carried = true;
    return rv_extract_carried_place(s->call->store, s->call->protocol, s->call->person, entry, &t->place, err);
}

/* The entry of a cell, with the place that it takes over, which its note says. */
static rv_status make_entry(saving *s, size_t i, rv_value_entry *entry, rv_error *err)
{
    const char *record = rv_call_word(s->call, "record");
    rv_typed *t = &s->typed.cells[i];
    const bool needs = t->field->place && (strcmp(t->said.state, "reported") == 0 || strcmp(t->said.state, "derived") == 0);
    rv_status st = RV_OK;

    *entry = rv_typed_entry(t, s->study, *record ? record : NULL);
    if (*entry->place || !needs)
        return RV_OK;
    if (!t->place.length && (st = carry(s, i, entry, err)) != RV_OK)
        return st;
    if (t->place.length) {
        rv_buf_printf(&t->note, "%s%splace carried over", entry->note, *entry->note ? "; " : "");
        entry->place = rv_buf_str(&t->place);
        entry->note = rv_buf_str(&t->note);
    }
    return rv_buf_check(&t->note, err);
}

typedef struct {
    saving *s;
    size_t *of;                      /* entry -> cell */
} refusing;

static void refuse(void *user, size_t entry, const char *message)
{
    const refusing *r = user;
    const size_t i = r->of[entry];

    note_fault(r->s, &r->s->typed.cells[i], &r->s->fates[i], REFUSED, message);
}

static bool is_fault(rv_status st)
{
    return st == RV_EINVAL || st == RV_ENOTFOUND || st == RV_EPARSE || st == RV_EEXIST;
}

static void keep_fate(saving *s, size_t i, const char hex[RV_DIGEST_HEX])
{
    s->fates[i] = *hex ? SAVED : STANDS;
    s->saved += *hex != 0;
    if (*hex)
        memcpy(s->call->event, hex, RV_DIGEST_HEX);
}

/* Each by itself, so that one that is refused keeps no other back. */
static rv_status save_singly(saving *s, const rv_value_entry *entries, const size_t *of, size_t n, rv_error *err)
{
    for (size_t k = 0; k < n; k++) {
        char hex[RV_DIGEST_HEX] = "";
        rv_error why = { 0 };
        const rv_status st = s->fates[of[k]] == TOUCHED
                                 ? rv_extract_value(s->call->store, s->call->protocol, s->call->person, &entries[k], hex, &why) : RV_OK;
        if (st != RV_OK && !is_fault(st))
            return rv_fail(err, st, "%s", why.message);
        if (st != RV_OK)
            note_fault(s, &s->typed.cells[of[k]], &s->fates[of[k]], REFUSED, why.message);
        else if (s->fates[of[k]] == TOUCHED)
            keep_fate(s, of[k], hex);
    }
    return RV_OK;
}

static rv_status save_entries(saving *s, const rv_value_entry *entries, size_t *of, size_t n, rv_error *err)
{
    refusing r = { s, of };
    char hex[RV_DIGEST_HEX] = "";
    rv_error why = { 0 };
    rv_status st = rv_extract_enter(s->call->store, s->call->protocol, s->call->person, entries, n, refuse, &r, hex, &why);

    if (is_fault(st))
        return save_singly(s, entries, of, n, err);
    if (st != RV_OK)
        return rv_fail(err, st, "%s", why.message);
    for (size_t k = 0; k < n; k++)
        if (s->fates[of[k]] == TOUCHED)
            keep_fate(s, of[k], hex);
    return RV_OK;
}

static rv_status save_touched(saving *s, rv_error *err)
{
    rv_value_entry *entries = calloc(s->typed.n + 1, sizeof *entries);
    size_t *of = calloc(s->typed.n + 1, sizeof *of), n = 0;
    rv_status st = entries && of ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; st == RV_OK && i < s->typed.n; i++)
        if (s->fates[i] == TOUCHED) {
            of[n] = i;
            st = make_entry(s, i, &entries[n++], err);
        }
    if (st == RV_OK && n)
        st = save_entries(s, entries, of, n, err);
    free(entries);
    free(of);
    return st;
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
