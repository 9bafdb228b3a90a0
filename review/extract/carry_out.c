/* From a checked batch to facts: one act, all or nothing, nothing overwritten. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/appraise.h"
#include "extract/extractors.h"
#include "extract/there.h"

/* The act under way. */
typedef struct {
    rv_batch *batch;
    rv_store *store;
    rv_event *event;
    rv_facts  facts;
    rv_extract_summary *summary;
    const char *own;                /* whose version is written; NULL: the review's */
    const char *study;              /* the one study that it is about, by name; NULL: facts of all are needed */
    size_t    written;
} act;

static void put_version(const act *a, int64_t from_a, int64_t from_b, rv_cell *cells, size_t *n)
{
    if (a->own)
        cells[(*n)++] = RV_CELL_OF_TEXT("own", a->own);
    if (from_a)
        cells[(*n)++] = RV_CELL_OF_INT("from_a", from_a);
    if (from_b)
        cells[(*n)++] = RV_CELL_OF_INT("from_b", from_b);
}

static void tell(act *a, const char *what, const char *study, const char *result, const char *field, const char *from, const char *to)
{
    a->written++;
    if (a->batch->changed)
        a->batch->changed(a->batch->changing, &(rv_extract_change){ what, study ? study : "", result ? result : "", field, from, to });
}

static const char *or_null(const char *text)
{
    return text[0] ? text : NULL;
}

/* ---- Records: found before the write lock is taken ------------------------------------------------------------------ */

static rv_status find_record(rv_batch *batch, rv_store *store, const char *key, size_t line, int64_t *record, rv_error *err)
{
    rv_error why;
    rv_status st;

    *record = 0;
    if (!key[0])
        return RV_OK;
    if ((st = rv_record_find(store, key, record, &why)) != RV_OK)
        return rv_batch_fail(batch, err, st, line, "record", why.message);
    return RV_OK;
}

/* Values of a wide row share its record key, and stand together: the last answer is kept. */
static rv_status find_records(rv_batch *batch, rv_store *store, rv_error *err)
{
    const char *last = "";
    int64_t record = 0;
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < batch->n_studies; i++)
        st = find_record(batch, store, batch->studies[i].record_key, batch->studies[i].line, &batch->studies[i].record, err);
    for (size_t i = 0; st == RV_OK && i < batch->n_results; i++)
        st = find_record(batch, store, batch->results[i].record_key, batch->results[i].line, &batch->results[i].record, err);
    for (size_t i = 0; st == RV_OK && i < batch->n_values; i++) {
        rv_batch_value *v = &batch->values[i];
        if (strcmp(v->record_key, last) != 0 || i == 0) {
            st = find_record(batch, store, v->record_key, v->line, &record, err);
            last = v->record_key;
        }
        v->record = record;
    }
    return st;
}

/* ---- Studies -------------------------------------------------------------------------------------------------------- */

RV_STATEMENT(extract_link, "SELECT role FROM study_report WHERE study = ?1 AND record = ?2 ORDER BY id DESC");

static rv_status standing_role(rv_store *store, int64_t study, int64_t record, char role[16], rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, store, &extract_link, err, "ii", study, record);

    role[0] = 0;
    if (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        strncat(role, rv_query_text(q, 0), 15);
    rv_query_end(q);
    return st;
}

static rv_status write_study(act *a, const rv_batch_study *s, rv_error *err)
{
    char role[16];
    int64_t study;
    rv_error why;
    rv_status st = rv_study_find(a->store, NULL, s->study, &study, &why);

    if (st == RV_ENOTFOUND) {
        a->summary->studies++;
        tell(a, "study", s->study, "", "", "", s->study);
        st = rv_study_find(a->store, a->event, s->study, &study, &why);
    }
    if (st != RV_OK)
        return rv_fail(err, st, "%s", why.message);
    if (!s->record || (st = standing_role(a->store, study, s->record, role, err)) != RV_OK || strcmp(role, s->role) == 0)
        return st;
    tell(a, "report", s->study, "", "", role, s->role);
    return rv_study_link(a->event, study, s->record, s->role, err);
}

/* ---- Values --------------------------------------------------------------------------------------------------------- */

static bool says_the_same(const rv_fact_value *old, const rv_batch_value *v)
{
    return strcmp(old->value, v->value) == 0 && strcmp(old->state, v->state) == 0
           && (!v->record || v->record == old->record) && (!v->place[0] || strcmp(old->place, v->place) == 0)
           && (!v->quotation[0] || strcmp(old->quotation, v->quotation) == 0)
           && (!v->note[0] || strcmp(old->note, v->note) == 0)
           && (!v->from_a || v->from_a == old->from_a) && (!v->from_b || v->from_b == old->from_b);
}

/* A value: new, a correction, or nothing when it stands already. */
static rv_status write_value(act *a, rv_subject of, const rv_batch_value *v, const char *who, rv_error *err)
{
    const rv_fact_value *old = of.part ? rv_facts_part_value(&a->facts, of.study, of.part, v->field)
                                       : rv_facts_value(&a->facts, of.study, of.result, v->field);
    char about[200];
    rv_cell cells[15];
    size_t n = 0;

    if (old && says_the_same(old, v) && !a->batch->confirm) {
        a->summary->unchanged++;
        return RV_OK;
    }
    cells[n++] = RV_CELL_OF_INT("study", of.study);
    if (of.result)
        cells[n++] = RV_CELL_OF_INT("result", of.result);
    if (of.part)
        cells[n++] = RV_CELL_OF_INT("part", of.part);
    cells[n++] = RV_CELL_OF_TEXT("field", v->field);
    cells[n++] = RV_CELL_OF_TEXT("value", or_null(v->value));
    cells[n++] = RV_CELL_OF_TEXT("state", v->state);
    cells[n++] = RV_CELL_OF_TEXT("reviewer", who);
    if (v->record)
        cells[n++] = RV_CELL_OF_INT("record", v->record);
    cells[n++] = RV_CELL_OF_TEXT("place", or_null(v->place));
    cells[n++] = RV_CELL_OF_TEXT("quotation", or_null(v->quotation));
    cells[n++] = RV_CELL_OF_TEXT("note", or_null(v->note));
    if (old)
        cells[n++] = RV_CELL_OF_INT("supersedes", old->id);
    put_version(a, v->from_a, v->from_b, cells, &n);
    if (of.part)
        snprintf(about, sizeof about, "%.16s %.180s", v->part_kind, v->part);
    *(old ? &a->summary->corrections : &a->summary->values) += 1;
    tell(a, "value", v->study, of.part ? about : v->result, v->field, !old ? "" : old->value[0] ? old->value : old->state, v->value[0] ? v->value : v->state);
    return rv_event_add(a->event, "value", cells, n, NULL, err);
}

/* ---- Results -------------------------------------------------------------------------------------------------------- */

/* What a result says of itself was said otherwise before: the correction is a value, the result stays the fact it was. */
static rv_status correct_result(act *a, const rv_fact_result *old, const rv_batch_result *r, const char *who, rv_error *err)
{
    double months = NAN;
    rv_batch_value v = { .study = r->study, .result = r->result, .state = "reported", .place = "", .quotation = "", .note = "",
                         .record_key = r->record_key, .record = r->record, .line = r->line };
    rv_status st = RV_OK;

    if (r->months[0] && (st = rv_real_parse(r->months, &months, err)) != RV_OK)
        return st;
    const struct { const char *field, *value; bool differs; } columns[] = {
        { "contrast", r->contrast, strcmp(r->contrast, old->contrast) != 0 },
        { "domain", r->domain, strcmp(r->domain, old->domain) != 0 },
        { "outcome", r->outcome, strcmp(r->outcome, old->outcome) != 0 },
        { "months", r->months, r->months[0] && months != old->months },
        { "arm", r->arm ? r->arm : "", r->arm && strcmp(r->arm, old->arm) != 0 },
        { "record", "", r->record && r->record != old->record },
    };
    for (size_t i = 0; st == RV_OK && i < sizeof columns / sizeof *columns; i++) {
        if (!columns[i].differs)
            continue;
        v.field = columns[i].field;
        v.value = columns[i].value;
        st = write_value(a, (rv_subject){ old->study, old->id, 0 }, &v, who, err);
    }
    return st;
}

static rv_status write_result(act *a, const rv_batch_result *r, const char *who, rv_error *err)
{
    const rv_fact_study *study = rv_facts_study(&a->facts, r->study);
    const rv_fact_result *old = rv_facts_result(&a->facts, r->result);
    double months = NAN;
    rv_cell cells[12];
    size_t n = 0;

    if (!study)
        return rv_batch_fail(a->batch, err, RV_ENOTFOUND, r->line, "study",
                             "there is no study of that name; import studies first");
    if (old && old->study != study->id)
        return rv_batch_fail(a->batch, err, RV_EEXIST, r->line, "result", "a result of another study has this key");
    if (r->arm && r->arm[0] && !rv_facts_part(&a->facts, study->id, "arm", r->arm))
        return rv_no_such_arm(a->batch, &a->facts, study->id, r->arm, r->line, "arm", err);
    if (old)
        return correct_result(a, old, r, who, err);
    if (r->months[0] && rv_real_parse(r->months, &months, err) != RV_OK)
        return RV_EPARSE;
    cells[n++] = RV_CELL_OF_INT("study", study->id);
    if (r->record)
        cells[n++] = RV_CELL_OF_INT("record", r->record);
    cells[n++] = RV_CELL_OF_TEXT("key", r->result);
    cells[n++] = RV_CELL_OF_TEXT("contrast", r->contrast);
    cells[n++] = RV_CELL_OF_TEXT("domain", r->domain);
    cells[n++] = RV_CELL_OF_TEXT("outcome", r->outcome);
    cells[n++] = RV_CELL_OF_REAL("months", months);
    if (r->arm && r->arm[0])
        cells[n++] = RV_CELL_OF_TEXT("arm", r->arm);
    cells[n++] = RV_CELL_OF_TEXT("reviewer", who);
    put_version(a, r->from_a, r->from_b, cells, &n);
    a->summary->results++;
    tell(a, "result", r->study, r->result, "", "", r->outcome);
    return rv_event_add(a->event, "result", cells, n, NULL, err);
}

/* ---- Parts ---------------------------------------------------------------------------------------------------------- */

static rv_status write_part(act *a, const rv_batch_part *p, const char *who, rv_error *err)
{
    const rv_fact_study *study = rv_facts_study(&a->facts, p->study);
    rv_cell cells[7];
    size_t n = 0;

    if (!study)
        return rv_batch_fail(a->batch, err, RV_ENOTFOUND, p->line, "study", "there is no study of that name; import studies first");
    if (rv_facts_part(&a->facts, study->id, p->kind, p->key))
        return RV_OK;
    cells[n++] = RV_CELL_OF_INT("study", study->id);
    cells[n++] = RV_CELL_OF_TEXT("kind", p->kind);
    cells[n++] = RV_CELL_OF_TEXT("key", p->key);
    cells[n++] = RV_CELL_OF_TEXT("reviewer", who);
    put_version(a, p->from_a, p->from_b, cells, &n);
    a->summary->parts++;
    tell(a, "part", p->study, "", p->kind, "", p->key);
    return rv_event_add(a->event, "part", cells, n, NULL, err);
}

/* The study, and the result or part of it, that a value or judgement is about. */
static rv_status find_subject(act *a, const rv_batch_value *v, rv_subject *of, rv_error *err)
{
    const rv_fact_result *r = v->result[0] ? rv_facts_result(&a->facts, v->result) : NULL;
    const rv_fact_study *s = v->study[0] ? rv_facts_study(&a->facts, v->study) : NULL;
    const bool wants_part = v->part_kind && v->part_kind[0];
    const rv_fact_part *p = s && wants_part ? rv_facts_part(&a->facts, s->id, v->part_kind, v->part) : NULL;

    if (v->result[0] && !r)
        return rv_batch_fail(a->batch, err, RV_ENOTFOUND, v->line, "result", "there is no result with this key");
    if (v->study[0] && !s)
        return rv_batch_fail(a->batch, err, RV_ENOTFOUND, v->line, "study", "there is no study of that name");
    if (r && s && r->study != s->id)
        return rv_batch_fail(a->batch, err, RV_EINVAL, v->line, "result", "the result belongs to another study");
    if (wants_part && !p)
        return rv_batch_fail(a->batch, err, RV_ENOTFOUND, v->line, v->part_kind, "the study has none of this name");
    *of = (rv_subject){ r ? r->study : s->id, r ? r->id : 0, p ? p->id : 0 };
    return RV_OK;
}

/* ---- The act -------------------------------------------------------------------------------------------------------- */

/* What stands is read within the act, after what it may refer to has been written. */
static rv_status read_facts(act *a, rv_error *err)
{
    rv_facts_free(&a->facts);
    return rv_facts_load_study(a->store, a->own, a->study, &a->facts, err);
}

/* ---- Results that two results of arms make ---------------------------------------------------------------------------- */

typedef struct {
    act        *a;
    const char *who;
} making;

static rv_status make_result(void *user, const rv_arm_contrast *made, rv_error *err)
{
    const making *m = user;
    char key[200], months[RV_REAL_TEXT];
    rv_batch_result r = { .result = key, .study = made->contrast->label, .contrast = made->contrast->key, .record_key = "",
                          .domain = made->group1->domain, .outcome = made->group1->outcome, .record = made->group1->record };

    rv_made_key(&m->a->facts, made, key, sizeof key);
    r.months = rv_facts_time_key(made->group1, months);
    return write_result(m->a, &r, m->who, err);
}

/* The results of contrasts whose arms both have theirs by now. */
static rv_status make_results(act *a, const char *who, rv_error *err)
{
    const rv_batch *b = a->batch;
    bool about = false;
    rv_status st;

    for (size_t i = 0; i < b->n_results && !about; i++)
        about = b->results[i].arm && b->results[i].arm[0];
    for (size_t i = 0; i < b->n_values && !about; i++)
        about = !rv_protocol_field(b->protocol, b->values[i].field);
    if (!about || a->written == 0)
        return RV_OK;
    if ((st = read_facts(a, err)) != RV_OK)
        return st;
    return rv_arm_contrasts(&a->facts, make_result, &(making){ a, who }, err);
}

static rv_status write_all(act *a, const char *who, rv_error *err)
{
    const rv_batch *b = a->batch;
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < b->n_studies; i++)
        st = write_study(a, &b->studies[i], err);
    if (st == RV_OK && (st = rv_batch_one_study(a->batch, a->store, a->own, &a->study, err)) == RV_OK)
        st = read_facts(a, err);
    for (size_t i = 0; st == RV_OK && i < b->n_parts; i++)
        st = write_part(a, &b->parts[i], who, err);
    if (st == RV_OK && b->n_parts && b->n_results)
        st = read_facts(a, err);
    for (size_t i = 0; st == RV_OK && i < b->n_results; i++)
        st = write_result(a, &b->results[i], who, err);
    if (st == RV_OK && (b->n_results || b->n_parts))
        st = read_facts(a, err);
    for (size_t i = 0; st == RV_OK && i < b->n_values; i++) {
        rv_subject of;
        if ((st = find_subject(a, &b->values[i], &of, err)) == RV_OK
            && (st = rv_value_fits_there(b, &a->facts, of, &b->values[i], err)) == RV_OK)
            st = write_value(a, of, &b->values[i], who, err);
    }
    if (st == RV_OK)
        st = make_results(a, who, err);
    if (st == RV_OK && b->n_judgements)
        st = rv_appraisals_write(a->batch, a->store, a->event, &a->facts, who, a->summary, &a->written, err);
    return st;
}

rv_status rv_batch_carry_out(rv_batch *batch, rv_store *store, const char *kind, const char *who, rv_extract_summary *summary,
                             rv_error *err)
{
    act a = { .batch = batch, .store = store, .facts = { .memory = RV_HOARD_INIT }, .summary = summary,
              .own = !batch->agreed && batch->protocol->extraction == RV_EXTRACT_DOUBLE ? who : NULL };
    const bool salted = a.own || batch->n_judgements;   /* one of few answers, which others must not guess from its digest */
    rv_status st;

    *summary = (rv_extract_summary){ .warnings = batch->warnings, .kind = kind };
    if ((st = rv_appraisals_check(batch, store, err)) != RV_OK || (st = rv_batch_check(batch, err)) != RV_OK || (st = find_records(batch, store, err)) != RV_OK
        || (st = rv_event_begin(&a.event, store, kind, who, salted, err)) != RV_OK)
        return st;
    if (!a.own || (st = rv_extractors_may_enter(store, batch, who, err)) == RV_OK)
        st = write_all(&a, who, err);
    if (st == RV_OK && batch->also)
        st = batch->also(batch->also_user, store, a.event, &a.written, err);
    rv_facts_free(&a.facts);
    if (st == RV_OK && a.written && batch->file[0]) {
        const char *slash = strrchr(batch->file, '/');
        st = rv_event_say(a.event, "file", slash ? slash + 1 : batch->file, err);
    }
    if (st == RV_OK && batch->dry) {
        rv_event_abandon(a.event);
        return RV_OK;
    }
    if (st == RV_OK && a.written && !a.own)
        st = rv_effects_renew(store, a.study, err);
    if (st == RV_OK && a.written)
        return rv_event_commit(a.event, summary->event, err);
    rv_event_abandon(a.event);
    return st;
}
