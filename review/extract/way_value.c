/* A value as the way tells it: where it stands, who entered it and when, what was there before. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "extract/way.h"

RV_STATEMENT(way_event, "SELECT e.at, e.kind, hex(e.digest) FROM value v JOIN event e ON e.id = v.event WHERE v.id = ?1");
RV_STATEMENT(way_own, "SELECT value, state, reviewer FROM value WHERE id = ?1");
RV_STATEMENT(way_verified, "SELECT reviewer, verdict, note FROM verification WHERE value = ?1 ORDER BY id");

static const char *shown(const char *value, const char *state)
{
    return value && *value ? value : state;
}

/* "ada, 2026-11-24T10:00:00Z, event 1a2b3c4d (extract.results)" */
static rv_status add_event(rv_telling *t, const rv_fact_value *v, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, t->store, &way_event, err, "i", v->id);

    rv_buf_printf(&t->by, "%s%s", t->by.length ? "; " : "", v->reviewer);
    if (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        rv_buf_printf(&t->by, ", %s, event %.12s (%s)", rv_query_text(q, 0), v->event[0] ? v->event : rv_query_text(q, 2),
                      rv_query_text(q, 1));
    rv_query_end(q);
    return st;
}

static rv_status add_own(rv_telling *t, int64_t id, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st;

    if (!id)
        return RV_OK;
    if ((st = rv_query_start(&q, t->store, &way_own, err, "i", id)) == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        rv_buf_printf(&t->by, "; %s had %s", rv_query_text(q, 2), shown(rv_query_text(q, 0), rv_query_text(q, 1)));
    rv_query_end(q);
    return st;
}

static rv_status add_verified(rv_telling *t, const rv_fact_value *v, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, t->store, &way_verified, err, "i", v->id);

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        rv_buf_printf(&t->by, "; looked up by %s: %s", rv_query_text(q, 0), rv_query_text(q, 1));
        if (!rv_query_null(q, 2))
            rv_buf_printf(&t->by, " (%s)", rv_query_text(q, 2));
    }
    rv_query_end(q);
    return st;
}

/* What stood in its place earlier. */
static void add_before(rv_telling *t, const rv_fact_value *v)
{
    for (size_t i = 0; i < t->facts->n_values; i++) {
        const rv_fact_value *o = &t->facts->values[i];
        if (o->id < v->id && o->study == v->study && o->result == v->result && o->part == v->part && strcmp(o->field, v->field) == 0)
            rv_buf_printf(&t->by, "; before: %s (%s)", shown(o->value, o->state), o->reviewer);
    }
}

rv_status rv_tell_value(rv_telling *t, const rv_fact_value *v, rv_error *err)
{
    double number;
    rv_status st;

    rv_buf_clear(&t->name);
    rv_buf_clear(&t->where);
    rv_buf_clear(&t->by);
    rv_buf_text(&t->name, v->field);
    if (v->part) {
        const rv_fact_part *part = rv_facts_part_by_id(t->facts, v->part);
        rv_buf_printf(&t->name, " (%s %s)", part ? part->kind : "", part ? part->key : "");
    } else if (!v->result) {
        rv_buf_text(&t->name, " (of the study)");
    } else if (v->result != t->result->id) {
        const rv_fact_result *r = rv_facts_result_by_id(t->facts, v->result);
        rv_buf_printf(&t->name, " (%s)", r ? r->key : "");
    }
    rv_buf_text(&t->where, v->place);
    if (v->quotation[0])
        rv_buf_printf(&t->where, "%s\"%s\"", t->where.length ? ": " : "", v->quotation);
    if (v->note[0])
        rv_buf_printf(&t->where, "%snote: %s", t->where.length ? "; " : "", v->note);
    if ((st = add_event(t, v, err)) != RV_OK || (st = add_own(t, v->from_a, err)) != RV_OK || (st = add_own(t, v->from_b, err)) != RV_OK
        || (st = add_verified(t, v, err)) != RV_OK)
        return st;
    add_before(t, v);
    if (rv_real_parse(v->value, &number, NULL) != RV_OK)
        number = NAN;
    if ((st = rv_buf_check(&t->name, err)) != RV_OK || (st = rv_buf_check(&t->where, err)) != RV_OK
        || (st = rv_buf_check(&t->by, err)) != RV_OK)
        return st;
    return rv_tell(t, "value", rv_buf_str(&t->name), shown(v->value, v->state), number, rv_buf_str(&t->where), rv_buf_str(&t->by), err);
}
