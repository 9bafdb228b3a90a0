#include <config.h>

#include <string.h>

#include "extract/check.h"
#include "extract/subject.h"
#include "review/extract.h"

/* A place that is carried over from entry to entry, as people read a report page by page. */

/* What the entry is of, and the report; false when it is of nothing that is there. */
static bool find_subject(const rv_facts *facts, const rv_value_entry *entry, rv_subject *of, int64_t *record)
{
    const rv_fact_result *r = entry->result && *entry->result ? rv_facts_result(facts, entry->result) : NULL;
    const rv_fact_study *s = entry->study && *entry->study ? rv_facts_study(facts, entry->study) : NULL;
    const rv_fact_part *p = s && entry->part_kind && *entry->part_kind ? rv_facts_part(facts, s->id, entry->part_kind, entry->part) : NULL;

    if (!r && !s)
        return false;
    *of = (rv_subject){ r ? r->study : s->id, r ? r->id : 0, p ? p->id : 0 };
    if (!*record && r)
        *record = r->record;
    return true;
}

/* Where no record says which report it is, the same result or study must do. */
static bool same_report(const rv_facts *facts, const rv_fact_value *v, rv_subject of, int64_t record)
{
    const rv_fact_result *r = v->result ? rv_facts_result_by_id(facts, v->result) : NULL;
    const int64_t its = v->record ? v->record : r ? r->record : 0;

    return record ? its == record : !its && v->study == of.study && v->result == of.result;
}

static const rv_fact_value *last_with_place(const rv_facts *facts, rv_subject of, int64_t record, const char *who)
{
    for (size_t i = facts->n_values; i-- > 0;) {
        const rv_fact_value *v = &facts->values[i];
        if (v->place[0] && strcmp(v->reviewer, who) == 0 && same_report(facts, v, of, record))
            return v;
    }
    return NULL;
}

static bool needs_place(const rv_protocol *protocol, const rv_value_entry *entry)
{
    const rv_field *field = rv_protocol_field(protocol, entry->field);
    const char *state = entry->state && *entry->state ? entry->state : entry->value && field ? rv_state_of(field, entry->value) : NULL;

    return field && field->place && !(entry->place && *entry->place)
           && (!state || strcmp(state, "reported") == 0 || strcmp(state, "derived") == 0);
}

rv_status rv_extract_carried_place(rv_store *store, const rv_protocol *protocol, const char *who, const rv_value_entry *entry,
                                   rv_buf *place, rv_error *err)
{
    rv_facts facts = { .memory = RV_HOARD_INIT };
    int64_t record = 0;
    rv_subject of;
    rv_status st = RV_OK;

    if (!needs_place(protocol, entry))
        return RV_OK;
    if (entry->record && *entry->record)
        st = rv_record_find(store, entry->record, &record, err);
    if (st == RV_OK)
        st = rv_facts_load(store, protocol->extraction == RV_EXTRACT_DOUBLE ? who : NULL, &facts, err);
    if (st == RV_OK && find_subject(&facts, entry, &of, &record)) {
        const rv_fact_value *v = of.part ? rv_facts_part_value(&facts, of.study, of.part, entry->field)
                                         : rv_facts_value(&facts, of.study, of.result, entry->field);
        if (!v || !v->place[0])
            v = last_with_place(&facts, of, record, who);
        if (v)
            rv_buf_text(place, v->place);
    }
    rv_facts_free(&facts);
    return st == RV_OK ? rv_buf_check(place, err) : st;
}
