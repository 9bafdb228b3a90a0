/* Facts read, and put in the orders in which they are looked up. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/facts_order.h"

RV_STATEMENT(facts_studies, "SELECT id, label FROM study ORDER BY id");
#define OF_STUDY(column) " AND " column " IN (SELECT id FROM study WHERE label = ?2)"
#define PARTS "SELECT p.id, p.study, p.kind, p.key, p.reviewer, p.from_a, p.from_b, s.label FROM part p JOIN study s ON s.id = p.study" \
              " WHERE coalesce(p.own, '') = ?1"
#define RESULTS "SELECT r.id, r.study, r.record, r.key, r.contrast, r.domain, r.outcome, r.months, s.label, r.arm, r.reviewer, r.from_a," \
                " r.from_b FROM result r JOIN study s ON s.id = r.study WHERE coalesce(r.own, '') = ?1"
/* In an act under way the event's own row is written last: its values have no digest yet. */
#define VALUES "SELECT v.id, v.study, v.result, v.record, v.field, v.value, v.state, v.reviewer, v.place, v.quotation, v.note," \
               " e.digest, v.supersedes, v.part, v.from_a, v.from_b, v.event, e.at FROM value v LEFT JOIN event e ON e.id = v.event" \
               " WHERE coalesce(v.own, '') = ?1"
RV_STATEMENT(facts_parts, PARTS " ORDER BY p.id");
RV_STATEMENT(facts_results, RESULTS " ORDER BY r.id");
RV_STATEMENT(facts_values, VALUES " ORDER BY v.id");
RV_STATEMENT(facts_study_parts, PARTS OF_STUDY("p.study") " ORDER BY p.id");
RV_STATEMENT(facts_study_results, RESULTS OF_STUDY("r.study") " ORDER BY r.id");
RV_STATEMENT(facts_study_values, VALUES OF_STUDY("v.study") " ORDER BY v.id");

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

typedef rv_status (*take_row)(rv_facts *f, rv_query *q, size_t *room, rv_error *err);

/* `own` NULL: the statement asks for no version; `study` NULL: for no study. */
static rv_status walk(rv_store *store, const rv_statement *statement, const char *own, const char *study, rv_facts *f, take_row take,
                      rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    size_t room = 0;
    rv_status st = study ? rv_query_start(&q, store, statement, err, "tt", own, study)
                   : own ? rv_query_start(&q, store, statement, err, "t", own) : rv_query_start(&q, store, statement, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        st = take(f, q, &room, err);
    rv_query_end(q);
    if (st == RV_OK && f->memory.failed)
        st = no_memory(err);
    return st;
}

static rv_status take_study(rv_facts *f, rv_query *q, size_t *room, rv_error *err)
{
    if (!rv_grow(&f->studies, f->n_studies, room, sizeof *f->studies))
        return no_memory(err);
    f->studies[f->n_studies++] = (rv_fact_study){ rv_query_int(q, 0), rv_hoard_text(&f->memory, rv_query_text(q, 1)) };
    return RV_OK;
}

static rv_status take_part(rv_facts *f, rv_query *q, size_t *room, rv_error *err)
{
    if (!rv_grow(&f->parts, f->n_parts, room, sizeof *f->parts))
        return no_memory(err);
    f->parts[f->n_parts++] = (rv_fact_part){
        .id = rv_query_int(q, 0), .study = rv_query_int(q, 1), .from_a = rv_query_int(q, 5), .from_b = rv_query_int(q, 6),
        .label = rv_hoard_text(&f->memory, rv_query_text(q, 7)),
        .kind = rv_hoard_text(&f->memory, rv_query_text(q, 2)),
        .key = rv_hoard_text(&f->memory, rv_query_text(q, 3)),
        .reviewer = rv_hoard_text(&f->memory, rv_query_text(q, 4)),
    };
    return RV_OK;
}

static rv_status take_result(rv_facts *f, rv_query *q, size_t *room, rv_error *err)
{
    if (!rv_grow(&f->results, f->n_results, room, sizeof *f->results))
        return no_memory(err);
    f->results[f->n_results++] = (rv_fact_result){
        .id = rv_query_int(q, 0), .study = rv_query_int(q, 1), .record = rv_query_int(q, 2),
        .label = rv_hoard_text(&f->memory, rv_query_text(q, 8)),
        .key = rv_hoard_text(&f->memory, rv_query_text(q, 3)),
        .contrast = rv_hoard_text(&f->memory, rv_query_text(q, 4)),
        .domain = rv_hoard_text(&f->memory, rv_query_text(q, 5)),
        .outcome = rv_hoard_text(&f->memory, rv_query_text(q, 6)),
        .months = rv_query_real(q, 7),
        .arm = rv_hoard_text(&f->memory, rv_query_text(q, 9)),
        .reviewer = rv_hoard_text(&f->memory, rv_query_text(q, 10)),
        .from_a = rv_query_int(q, 11), .from_b = rv_query_int(q, 12),
    };
    return RV_OK;
}

static int value_by_id(const void *key, const void *value)
{
    const int64_t id = *(const int64_t *)key, other = ((const rv_fact_value *)value)->id;

    return id < other ? -1 : id > other;
}

static rv_status take_value(rv_facts *f, rv_query *q, size_t *room, rv_error *err)
{
    const int64_t superseded = rv_query_int(q, 12);
    rv_fact_value *v;
    const void *digest;
    size_t n;

    if (!rv_grow(&f->values, f->n_values, room, sizeof *f->values))
        return no_memory(err);
    if (superseded && (v = bsearch(&superseded, f->values, f->n_values, sizeof *v, value_by_id)))
        v->stands = false;
    v = &f->values[f->n_values++];
    *v = (rv_fact_value){
        .id = rv_query_int(q, 0), .study = rv_query_int(q, 1), .result = rv_query_int(q, 2), .record = rv_query_int(q, 3),
        .field = rv_hoard_text(&f->memory, rv_query_text(q, 4)),
        .value = rv_hoard_text(&f->memory, rv_query_text(q, 5)),
        .state = rv_hoard_text(&f->memory, rv_query_text(q, 6)),
        .reviewer = rv_hoard_text(&f->memory, rv_query_text(q, 7)),
        .place = rv_hoard_text(&f->memory, rv_query_text(q, 8)),
        .quotation = rv_hoard_text(&f->memory, rv_query_text(q, 9)),
        .note = rv_hoard_text(&f->memory, rv_query_text(q, 10)),
        .part = rv_query_int(q, 13), .from_a = rv_query_int(q, 14), .from_b = rv_query_int(q, 15),
        .act = rv_query_int(q, 16), .at = rv_hoard_text(&f->memory, rv_query_text(q, 17)),
        .stands = true,
    };
    if ((digest = rv_query_blob(q, 11, &n)) && n == RV_DIGEST)
        rv_hex(digest, n, v->event);
    return RV_OK;
}

static int study_order(const void *a, const void *b)
{
    const rv_fact_study *x = a, *y = b;
    const int c = strcmp(x->label, y->label);

    return c ? c : x->id < y->id ? -1 : x->id > y->id;
}

int rv_id_order(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

/* Copies of a review that made a study each, under one label, mean one study: the least id stands for it. */
static rv_status join_studies(rv_facts *f, rv_error *err)
{
    int64_t (*names)[2] = calloc(f->n_studies + 1, sizeof *names), (*pair)[2];

    if (!names)
        return no_memory(err);
    if (f->n_studies)
        qsort(f->studies, f->n_studies, sizeof *f->studies, study_order);
    for (size_t i = 0; i < f->n_studies; i++) {
        const bool again = i > 0 && strcmp(f->studies[i].label, f->studies[i - 1].label) == 0;
        names[i][0] = f->studies[i].id;
        names[i][1] = again ? names[i - 1][1] : f->studies[i].id;
    }
    qsort(names, f->n_studies, sizeof *names, rv_id_order);
    for (size_t i = 0; i < f->n_results; i++)
        if ((pair = bsearch(&f->results[i].study, names, f->n_studies, sizeof *names, rv_id_order)))
            f->results[i].study = (*pair)[1];
    for (size_t i = 0; i < f->n_parts; i++)
        if ((pair = bsearch(&f->parts[i].study, names, f->n_studies, sizeof *names, rv_id_order)))
            f->parts[i].study = (*pair)[1];
    for (size_t i = 0; i < f->n_values; i++)
        if ((pair = bsearch(&f->values[i].study, names, f->n_studies, sizeof *names, rv_id_order)))
            f->values[i].study = (*pair)[1];
    free(names);
    return RV_OK;
}

static int key_order(const void *a, const void *b)
{
    const rv_fact_result *x = *(rv_fact_result *const *)a, *y = *(rv_fact_result *const *)b;
    const int c = strcmp(x->key, y->key);

    return c ? c : x->id < y->id ? -1 : x->id > y->id;
}

int rv_fact_place(const rv_fact_value *x, const rv_fact_value *y)
{
    if (x->study != y->study)
        return x->study < y->study ? -1 : 1;
    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    if (x->result != y->result)
        return x->result < y->result ? -1 : 1;
    return strcmp(x->field, y->field);
}

/* Parts by what names them; of two of one name (copies that were merged) the first stands for both. */
int rv_fact_part_place(const rv_fact_part *x, const rv_fact_part *y)
{
    int c;

    if (x->study != y->study)
        return x->study < y->study ? -1 : 1;
    return (c = strcmp(x->kind, y->kind)) ? c : strcmp(x->key, y->key);
}

static int part_order(const void *a, const void *b)
{
    const rv_fact_part *x = a, *y = b;
    const int c = rv_fact_part_place(x, y);

    return c ? c : x->id < y->id ? -1 : x->id > y->id;
}

static int part_id_order(const void *a, const void *b)
{
    return rv_id_order(&(*(rv_fact_part *const *)a)->id, &(*(rv_fact_part *const *)b)->id);
}

static int study_id_order(const void *a, const void *b)
{
    return rv_id_order(&(*(rv_fact_study *const *)a)->id, &(*(rv_fact_study *const *)b)->id);
}

static int standing_order(const void *a, const void *b)
{
    const rv_fact_value *x = *(rv_fact_value *const *)a, *y = *(rv_fact_value *const *)b;
    const int c = rv_fact_place(x, y);

    return c ? c : x->id < y->id ? -1 : x->id > y->id;
}

/* Puts the corrections of a result's own columns in place. */
static void correct(rv_facts *f, rv_fact_result *r)
{
    const rv_fact_value *v;
    double months;

    if ((v = rv_facts_value(f, r->study, r->id, "contrast")))
        r->contrast = v->value;
    if ((v = rv_facts_value(f, r->study, r->id, "domain")))
        r->domain = v->value;
    if ((v = rv_facts_value(f, r->study, r->id, "outcome")))
        r->outcome = v->value;
    if ((v = rv_facts_value(f, r->study, r->id, "arm")))
        r->arm = v->value;
    if ((v = rv_facts_value(f, r->study, r->id, "months")))
        r->months = rv_real_parse(v->value, &months, NULL) == RV_OK ? months : NAN;
    if ((v = rv_facts_value(f, r->study, r->id, "record")))
        r->record = v->record;
}

/* Values of a part that stands for nothing of its own move to the one that does. */
static rv_status join_parts(rv_facts *f, rv_error *err)
{
    int64_t (*names)[2] = calloc(f->n_parts + 1, sizeof *names), (*pair)[2];

    if (!names)
        return no_memory(err);
    for (size_t i = 0; i < f->n_parts; i++) {
        const bool again = i > 0 && rv_fact_part_place(&f->parts[i], &f->parts[i - 1]) == 0;
        names[i][0] = f->parts[i].id;
        names[i][1] = again ? names[i - 1][1] : f->parts[i].id;
    }
    qsort(names, f->n_parts, sizeof *names, rv_id_order);
    for (size_t i = 0; i < f->n_values; i++)
        if (f->values[i].part && (pair = bsearch(&f->values[i].part, names, f->n_parts, sizeof *names, rv_id_order)))
            f->values[i].part = (*pair)[1];
    free(names);
    return RV_OK;
}

static rv_status make_order(rv_facts *f, rv_error *err)
{
    rv_status st;

    if ((st = join_studies(f, err)) != RV_OK)
        return st;
    f->standing = calloc(f->n_values + 1, sizeof *f->standing);
    f->by_key = calloc(f->n_results + 1, sizeof *f->by_key);
    f->by_id = calloc(f->n_studies + 1, sizeof *f->by_id);
    f->parts_by_id = calloc(f->n_parts + 1, sizeof *f->parts_by_id);
    if (!f->standing || !f->by_key || !f->by_id || !f->parts_by_id)
        return no_memory(err);
    for (size_t i = 0; i < f->n_studies; i++)
        f->by_id[i] = &f->studies[i];
    qsort(f->by_id, f->n_studies, sizeof *f->by_id, study_id_order);
    for (size_t i = 0; i < f->n_values; i++)
        if (f->values[i].stands)
            f->standing[f->n_standing++] = &f->values[i];
    for (size_t i = 0; i < f->n_results; i++)
        f->by_key[i] = &f->results[i];
    if (f->n_parts)
        qsort(f->parts, f->n_parts, sizeof *f->parts, part_order);
    for (size_t i = 0; i < f->n_parts; i++)
        f->parts_by_id[i] = &f->parts[i];
    qsort(f->parts_by_id, f->n_parts, sizeof *f->parts_by_id, part_id_order);
    if ((st = join_parts(f, err)) != RV_OK)
        return st;
    qsort(f->standing, f->n_standing, sizeof *f->standing, standing_order);
    qsort(f->by_key, f->n_results, sizeof *f->by_key, key_order);
    for (size_t i = 0; i < f->n_results; i++)
        correct(f, &f->results[i]);
    return RV_OK;
}

rv_status rv_facts_suppose(rv_facts *facts, rv_fact_value *values, size_t n, rv_error *err)
{
    rv_fact_value **more = realloc(facts->standing, (facts->n_standing + n + 1) * sizeof *more);

    if (!more)
        return no_memory(err);
    facts->standing = more;
    for (size_t i = 0; i < n; i++) {
        values[i].id = INT64_MAX - (int64_t)(n - i);
        values[i].stands = true;
        more[facts->n_standing++] = &values[i];
    }
    qsort(more, facts->n_standing, sizeof *more, standing_order);
    for (size_t i = 0; i < facts->n_results; i++)
        correct(facts, &facts->results[i]);
    return RV_OK;
}

rv_status rv_facts_load_study(rv_store *store, const char *own, const char *study, rv_facts *facts, rv_error *err)
{
    rv_status st;

    if (!own)
        own = "";
    *facts = (rv_facts){ .memory = RV_HOARD_INIT };
    if ((st = walk(store, &facts_studies, NULL, NULL, facts, take_study, err)) == RV_OK
        && (st = walk(store, study ? &facts_study_parts : &facts_parts, own, study, facts, take_part, err)) == RV_OK
        && (st = walk(store, study ? &facts_study_results : &facts_results, own, study, facts, take_result, err)) == RV_OK
        && (st = walk(store, study ? &facts_study_values : &facts_values, own, study, facts, take_value, err)) == RV_OK)
        st = make_order(facts, err);
    return st;
}

rv_status rv_facts_load(rv_store *store, const char *own, rv_facts *facts, rv_error *err)
{
    return rv_facts_load_study(store, own, NULL, facts, err);
}

void rv_facts_free(rv_facts *facts)
{
    free(facts->studies);
    free(facts->parts);
    free(facts->results);
    free(facts->values);
    free(facts->standing);
    free(facts->by_key);
    free(facts->by_id);
    free(facts->parts_by_id);
    rv_hoard_free(&facts->memory);
    *facts = (rv_facts){ .memory = RV_HOARD_INIT };
}
