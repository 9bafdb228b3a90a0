/* A second person looks values up in the report: right, wrong with what is right, unclear. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/check.h"
#include "extract/looked_up.h"
#include "extract/record_key.h"

typedef struct {
    rv_checks       checks;
    const char     *who;
    const rv_check *all;
    const rv_fact_value **values;        /* what each is about */
    size_t          n, faults;
    bool           *stood;               /* the same was found before */
    rv_error        first;
    void          (*fault)(void *user, size_t line, const char *message);
    void           *user;
} verifying;

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static void add_fault(verifying *v, const rv_check *check, const char *message)
{
    rv_buf at = RV_BUF_INIT;

    if (check->line)
        rv_buf_printf(&at, "line %zu: ", check->line);
    rv_buf_printf(&at, "%.120s, %.80s: %s", check->key, check->field, message);
    if (!v->faults++)
        (void)rv_fail(&v->first, RV_EINVAL, "%.480s", rv_buf_str(&at));
    else if (v->fault)
        v->fault(v->user, check->line, rv_buf_str(&at));
    rv_buf_free(&at);
}

/* The value that a check is about, NULL with a fault. */
static const rv_fact_value *find(verifying *v, const rv_check *c)
{
    const rv_facts *f = &v->checks.review.facts;
    const rv_fact_study *study = rv_facts_study(f, c->study);
    const rv_fact_value *value = NULL;

    if (!study) {
        add_fault(v, c, "there is no such study");
        return NULL;
    }
    if (strcmp(c->row, "study") == 0) {
        value = rv_facts_value(f, study->id, 0, c->field);
    } else if (strcmp(c->row, "result") == 0) {
        const rv_fact_result *result = rv_facts_result(f, c->key);
        value = result && result->study == study->id ? rv_facts_value(f, study->id, result->id, c->field) : NULL;
    } else {
        const rv_fact_part *part = rv_facts_part(f, study->id, c->row, c->key);
        value = part ? rv_facts_part_value(f, study->id, part->id, c->field) : NULL;
    }
    if (!value)
        add_fault(v, c, "nothing stands there to be checked");
    return value;
}

static void look_at(verifying *v, size_t i)
{
    const rv_check *c = &v->all[i];
    const rv_fact_value *value = v->values[i] = find(v, c);
    const rv_check_fact *found = value ? rv_checks_of(&v->checks, value->id) : NULL;
    const rv_field *field = rv_protocol_field(v->checks.protocol, c->field);
    rv_error why;
    bool known = false;

    for (size_t k = 0; rv_verdict_words[k]; k++)
        known |= strcmp(c->verdict, rv_verdict_words[k]) == 0;
    if (!value)
        return;
    if (!known)
        add_fault(v, c, "a value is right, wrong or unclear");
    else if (strcmp(value->reviewer, v->who) == 0)
        add_fault(v, c, "who entered a value does not check it");
    else if (c->was && strcmp(c->was, value->value) != 0 && strcmp(c->was, value->state) != 0)
        add_fault(v, c, "another value stands there now; list the values again");
    else if (or_empty(c->value)[0] && strcmp(c->verdict, "wrong") != 0)
        add_fault(v, c, "only for a wrong value it is said what is right");
    else if (or_empty(c->value)[0] && field && !rv_state_of(field, c->value) && rv_field_check(field, c->value, &why) != RV_OK)
        add_fault(v, c, why.message);
    else if (or_empty(c->value)[0] && !rv_state_of(field, c->value) && strcmp(c->value, value->value) == 0)
        add_fault(v, c, "what is said to be right is what stands");
    v->stood[i] = found && strcmp(found->verdict, c->verdict) == 0 && strcmp(found->who, v->who) == 0 && !or_empty(c->value)[0]
                  && strcmp(found->note, or_empty(c->note)) == 0;
}

static rv_status add_correction(const verifying *v, rv_batch *batch, size_t i, rv_error *err)
{
    const rv_check *c = &v->all[i];
    const rv_fact_value *was = v->values[i];
    const bool is_result = strcmp(c->row, "result") == 0, is_study = strcmp(c->row, "study") == 0;
    rv_last_record last = { 0, NULL };
    const char *record;
    const rv_status st = rv_record_name(v->checks.store, was->record, &last, &batch->memory, &record, err);

    return st != RV_OK ? st : rv_batch_add_value(batch, &(rv_batch_value){
        .study = is_result ? "" : c->study, .result = is_result ? c->key : "", .part_kind = is_result || is_study ? "" : c->row,
        .part = is_result || is_study ? "" : c->key, .field = c->field, .value = c->value, .state = "", .record_key = record, .place = or_empty(c->place)[0] ? c->place : was->place, .quotation = "", .note = or_empty(c->note) }, err);
}

/* Within the act, after the corrections. */
static rv_status add_findings(void *user, rv_store *store, rv_event *event, size_t *written, rv_error *err)
{
    const verifying *v = user;
    rv_status st = RV_OK;

    (void)store;
    for (size_t i = 0; st == RV_OK && i < v->n; i++) {
        const rv_cell cells[] = { RV_CELL_OF_INT("value", v->values[i]->id), RV_CELL_OF_TEXT("reviewer", v->who),
                                  RV_CELL_OF_TEXT("verdict", v->all[i].verdict),
                                  RV_CELL_OF_TEXT("note", or_empty(v->all[i].note)[0] ? v->all[i].note : NULL) };
        if (v->stood[i])
            continue;
        st = rv_event_add(event, "verification", cells, 4, NULL, err);
        ++*written;
    }
    return st;
}

static rv_status write(verifying *v, rv_verified *out, rv_error *err)
{
    rv_batch batch;
    rv_extract_summary did;
    rv_status st = RV_OK;

    rv_batch_start(&batch, v->checks.protocol, "", NULL, NULL);
    batch.agreed = true;
    batch.also = add_findings;
    batch.also_user = v;
    for (size_t i = 0; st == RV_OK && i < v->n; i++)
        if (or_empty(v->all[i].value)[0])
            st = add_correction(v, &batch, i, err);
    if (st == RV_OK && (st = rv_batch_carry_out(&batch, v->checks.store, "extract.verify", v->who, &did, err)) == RV_OK) {
        memcpy(out->event, did.event, sizeof did.event);
        out->corrections = did.corrections;
        for (size_t i = 0; i < v->n; i++)
            *(v->stood[i] ? &out->unchanged : v->all[i].verdict[0] == 'r' ? &out->right : v->all[i].verdict[0] == 'w' ? &out->wrong
                                                                                                                 : &out->unclear) += 1;
    }
    rv_batch_free(&batch);
    return st;
}

rv_status rv_extract_verify(rv_store *store, const rv_protocol *protocol, const char *who, const rv_check *checks, size_t n,
                            void (*fault)(void *user, size_t line, const char *message), void *user, rv_verified *out, rv_error *err)
{
    verifying v = { .who = who, .all = checks, .n = n, .fault = fault, .user = user };
    rv_status st;

    *out = (rv_verified){ 0 };
    v.values = calloc(n + 1, sizeof *v.values);
    v.stood = calloc(n + 1, sizeof *v.stood);
    if ((st = rv_checks_load(&v.checks, store, protocol, err)) == RV_OK && (!v.values || !v.stood))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < n; i++)
        look_at(&v, i);
    if (st == RV_OK && v.faults > 1)
        st = rv_fail(err, RV_EINVAL, "%.440s (the first of %zu faults; nothing was taken)", v.first.message, v.faults);
    else if (st == RV_OK && v.faults)
        st = rv_fail(err, RV_EINVAL, "%s", v.first.message);
    if (st == RV_OK)
        st = write(&v, out, err);
    rv_checks_free(&v.checks);
    free(v.values);
    free(v.stood);
    return st;
}

/* ---- From a file ----------------------------------------------------------------------------------------------------------------------- */

typedef struct {
    rv_check *items;
    size_t    n, room;
    rv_hoard  texts;
} sheet;

static const char *copy(sheet *s, const rv_csv *csv, const char *column)
{
    return rv_hoard_text(&s->texts, rv_table_unguarded(rv_csv_get(csv, column)));
}

static rv_status read_sheet(sheet *s, const char *path, rv_error *err)
{
    static const char *const needed[] = { "study", "row", "key", "field", "verdict" };
    const rv_csv_row *row;
    rv_csv *csv = NULL;
    rv_status st = rv_csv_open(&csv, path, 0, err);

    if (st == RV_OK)
        st = rv_csv_header(csv, err);
    for (size_t i = 0; st == RV_OK && i < sizeof needed / sizeof *needed; i++)
        if (rv_csv_column(csv, needed[i]) < 0)
            st = rv_fail(err, RV_EPARSE, "%s: there is no column '%s'; take the list of values as CSV and add verdict", rv_csv_name(csv), needed[i]);
    while (st == RV_OK && (st = rv_csv_next(csv, &row, err)) == RV_OK && row) {
        if (!rv_csv_get(csv, "verdict")[0])
            continue;
        if (!rv_grow(&s->items, s->n, &s->room, sizeof *s->items)) {
            st = rv_fail(err, RV_ENOMEM, "out of memory");
            break;
        }
        s->items[s->n++] = (rv_check){ copy(s, csv, "study"), copy(s, csv, "row"), copy(s, csv, "key"), copy(s, csv, "field"),
                                       copy(s, csv, "verdict"), copy(s, csv, "right"), copy(s, csv, "right_place"), copy(s, csv, "note"),
                                       rv_csv_column(csv, "value") >= 0 ? copy(s, csv, "value") : NULL, row->line };
    }
    if (st == RV_OK && s->texts.failed)
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    if (st == RV_OK && !s->n)
        st = rv_fail(err, RV_EINVAL, "%s says nothing: its column verdict is empty", rv_csv_name(csv));
    rv_csv_close(csv);
    return st;
}

rv_status rv_extract_verify_file(rv_store *store, const rv_protocol *protocol, const char *who, const char *path,
                                 void (*fault)(void *user, size_t line, const char *message), void *user, rv_verified *out, rv_error *err)
{
    sheet s = { .texts = RV_HOARD_INIT };
    rv_status st = read_sheet(&s, path, err);

    if (st == RV_OK)
        st = rv_extract_verify(store, protocol, who, s.items, s.n, fault, user, out, err);
    free(s.items);
    rv_hoard_free(&s.texts);
    return st;
}
