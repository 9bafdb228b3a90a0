/* Values with their places, for lists and reports. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "extract/subject.h"
#include "review/extract.h"

typedef struct {
    const rv_fact_value *value;
    const rv_fact_part  *part;       /* NULL: none */
    const char *study, *result;      /* "" for none */
    char       *calculated;          /* what the form calculates; NULL: a value that was entered */
    const char *field;
} row;

typedef struct {
    const rv_facts *facts;
    const rv_value_filter *filter;
    rv_hoard *memory;
    row      *rows;
    size_t    n, room;
} listing;

/* The study itself, its parts by kind and key, its results by key. */
static int row_order(const void *a, const void *b)
{
    const row *x = a, *y = b;
    const int64_t i = x->value ? x->value->id : 0, j = y->value ? y->value->id : 0;
    int c;

    if ((c = strcmp(x->study, y->study)) == 0 && (c = strcmp(x->result, y->result)) == 0
        && (c = strcmp(x->part ? x->part->kind : "", y->part ? y->part->kind : "")) == 0
        && (c = strcmp(x->part ? x->part->key : "", y->part ? y->part->key : "")) == 0 && (c = strcmp(x->field, y->field)) == 0)
        c = i < j ? -1 : i > j;
    return c;
}

static rv_status add(listing *l, row r, rv_error *err)
{
    const rv_value_filter *f = l->filter;

    if ((f->study && strcmp(f->study, r.study) != 0) || (f->result && strcmp(f->result, r.result) != 0))
        return RV_OK;
    if (!rv_grow(&l->rows, l->n, &l->room, sizeof r))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    l->rows[l->n++] = r;
    return RV_OK;
}

static rv_status gather(listing *l, rv_error *err)
{
    const rv_facts *facts = l->facts;
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < facts->n_values; i++) {
        const rv_fact_value *v = &facts->values[i];
        const rv_fact_result *r = v->result ? rv_facts_result_by_id(facts, v->result) : NULL;
        const rv_fact_part *p = v->part ? rv_facts_part_by_id(facts, v->part) : NULL;
        const rv_fact_study *s = rv_facts_study_by_id(facts, v->study);

        if (!l->filter->history && (v->part ? rv_facts_part_value(facts, v->study, v->part, v->field)
                                            : rv_facts_value(facts, v->study, v->result, v->field)) != v)
            continue;
        st = add(l, (row){ v, p, s ? s->label : "", r ? r->key : "", NULL, v->field }, err);
    }
    return st;
}

/* What the form calculates for one subject. */
static rv_status gather_calculated(void *user, rv_subject of, rv_error *err)
{
    listing *l = user;
    const rv_protocol *protocol = l->filter->calculated;
    const rv_field_level level = rv_subject_level(l->facts, of);
    const rv_fact_result *r = of.result ? rv_facts_result_by_id(l->facts, of.result) : NULL;
    const rv_fact_part *p = of.part ? rv_facts_part_by_id(l->facts, of.part) : NULL;
    const rv_fact_study *s = rv_facts_study_by_id(l->facts, of.study);
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && s && i < protocol->n_fields; i++) {
        const rv_field *f = &protocol->fields[i];
        char room[RV_REAL_TEXT];
        const char *text = f->compute[0] && f->level == level && rv_subject_asked(l->facts, protocol, of, f)
                               ? rv_subject_text(l->facts, protocol, of, f->id, room) : NULL;
        if (text)
            st = add(l, (row){ NULL, p, s->label, r ? r->key : "", (char *)rv_hoard_text(l->memory, text), f->id }, err);
    }
    return st;
}

static rv_status tell(const row *r, rv_status (*value)(void *user, const rv_value *value, rv_error *err), void *user, rv_error *err)
{
    const rv_fact_value *v = r->value;
    rv_value out = { .study = r->study, .result = r->result, .field = r->field, .kind = r->part ? r->part->kind : "",
                     .part = r->part ? r->part->key : "", .value = r->calculated, .state = "calculated", .reviewer = "", .place = "",
                     .quotation = "", .note = "", .event = "", .at = "", .stands = true };

    if (v) {
        out.id = v->id;
        out.value = v->value;
        out.state = v->state;
        out.reviewer = v->reviewer;
        out.place = v->place;
        out.quotation = v->quotation;
        out.note = v->note;
        out.event = v->event;
        out.record = v->record;
        out.stands = v->stands;
        out.at = v->at;
    }
    return value(user, &out, err);
}

rv_status rv_extract_walk(rv_store *store, const rv_value_filter *filter,
                          rv_status (*value)(void *user, const rv_value *value, rv_error *err), void *user, rv_error *err)
{
    rv_facts facts = { .memory = RV_HOARD_INIT };
    rv_hoard memory = RV_HOARD_INIT;
    listing l = { &facts, filter, &memory, NULL, 0, 0 };
    rv_status st = rv_facts_load(store, filter->own, &facts, err);

    if (st == RV_OK)
        st = gather(&l, err);
    for (size_t i = 0; st == RV_OK && filter->calculated && i < facts.n_studies; i++)
        st = rv_subjects_each(&facts, facts.studies[i].id, gather_calculated, &l, err);
    if (l.n)
        qsort(l.rows, l.n, sizeof *l.rows, row_order);
    if (st == RV_OK && memory.failed)
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < l.n; i++)
        st = tell(&l.rows[i], value, user, err);
    free(l.rows);
    rv_hoard_free(&memory);
    rv_facts_free(&facts);
    return st;
}

rv_status rv_extract_each(rv_store *store, const char *study, const char *result, bool history,
                          rv_status (*value)(void *user, const rv_value *value, rv_error *err), void *user, rv_error *err)
{
    return rv_extract_walk(store, &(rv_value_filter){ .study = study, .result = result, .history = history }, value, user, err);
}

rv_status rv_extract_each_own_result(rv_store *store, const char *own, const char *study,
                                     rv_status (*result)(void *user, const rv_result *result, rv_error *err), void *user, rv_error *err)
{
    rv_facts facts = { .memory = RV_HOARD_INIT };
    rv_status st = rv_facts_load_study(store, own, study, &facts, err);

    for (size_t i = 0; st == RV_OK && i < facts.n_results; i++) {
        const rv_fact_result *r = facts.by_key[i];
        if (!study || strcmp(study, r->label) == 0)
            st = result(user, &(rv_result){ r->id, r->study, r->record, r->label, r->key, r->contrast, r->domain, r->outcome,
                                            r->months, r->arm }, err);
    }
    rv_facts_free(&facts);
    return st;
}

rv_status rv_extract_each_result(rv_store *store, const char *study,
                                 rv_status (*result)(void *user, const rv_result *result, rv_error *err), void *user,
                                 rv_error *err)
{
    return rv_extract_each_own_result(store, NULL, study, result, user, err);
}

static int part_order(const void *a, const void *b)
{
    const rv_fact_part *x = *(rv_fact_part *const *)a, *y = *(rv_fact_part *const *)b;
    int c;

    if ((c = strcmp(x->label, y->label)) == 0 && (c = strcmp(x->kind, y->kind)) == 0)
        c = strcmp(x->key, y->key);
    return c;
}

rv_status rv_extract_each_part(rv_store *store, const char *own, const char *study,
                               rv_status (*part)(void *user, const rv_part *part, rv_error *err), void *user, rv_error *err)
{
    rv_facts facts = { .memory = RV_HOARD_INIT };
    rv_fact_part **order = NULL;
    rv_status st = rv_facts_load_study(store, own, study, &facts, err);

    if (st == RV_OK && !(order = calloc(facts.n_parts + 1, sizeof *order)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; order && i < facts.n_parts; i++)
        order[i] = &facts.parts[i];
    if (order)
        qsort(order, facts.n_parts, sizeof *order, part_order);
    for (size_t i = 0; st == RV_OK && i < facts.n_parts; i++)
        if ((i == 0 || part_order(&order[i], &order[i - 1]) != 0) && (!study || strcmp(study, order[i]->label) == 0))
            st = part(user, &(rv_part){ order[i]->label, order[i]->kind, order[i]->key, order[i]->reviewer }, err);
    free(order);
    rv_facts_free(&facts);
    return st;
}

/* A report that was taken back is told no more; a study of which every report was still is. */
RV_STATEMENT(extract_study_reports,
             "SELECT s.label, r.record, r.role FROM study s LEFT JOIN study_report r ON r.study = s.id AND r.role <> 'none' AND NOT EXISTS"
             " (SELECT 1 FROM study_report l WHERE l.study = r.study AND l.record = r.record AND l.id > r.id)"
             " ORDER BY s.label, s.id, r.id");

rv_status rv_extract_each_study(rv_store *store, rv_status (*study)(void *user, const char *label, int64_t record, const char *role,
                                                                   rv_error *err), void *user, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, store, &extract_study_reports, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        st = study(user, rv_query_text(q, 0), rv_query_int(q, 1), rv_query_null(q, 2) ? "" : rv_query_text(q, 2), err);
    rv_query_end(q);
    return st;
}
