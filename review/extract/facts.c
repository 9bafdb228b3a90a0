/* Facts found by what names them. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/facts_order.h"

const char *const rv_value_states[] = { "reported", "not reported", "unclear", "derived", NULL };
const char *const rv_result_columns[] = { "contrast", "domain", "outcome", "months", "arm", "record", NULL };
const char *const rv_part_kinds[] = { "arm", "outcome", "time", "contrast", NULL };

bool rv_result_column(const char *field)
{
    for (size_t i = 0; rv_result_columns[i]; i++)
        if (strcmp(field, rv_result_columns[i]) == 0)
            return true;
    return false;
}

const rv_fact_study *rv_facts_study(const rv_facts *facts, const char *label)
{
    size_t lo = 0, hi = facts->n_studies;

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (strcmp(facts->studies[mid].label, label) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < facts->n_studies && strcmp(facts->studies[lo].label, label) == 0 ? &facts->studies[lo] : NULL;
}

static int study_by_id(const void *key, const void *study)
{
    return rv_id_order(key, &(*(rv_fact_study *const *)study)->id);
}

const rv_fact_study *rv_facts_study_by_id(const rv_facts *facts, int64_t id)
{
    rv_fact_study **found = bsearch(&id, facts->by_id, facts->n_studies, sizeof *found, study_by_id);

    return found ? *found : NULL;
}

const rv_fact_result *rv_facts_result(const rv_facts *facts, const char *key)
{
    size_t lo = 0, hi = facts->n_results;

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (strcmp(facts->by_key[mid]->key, key) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < facts->n_results && strcmp(facts->by_key[lo]->key, key) == 0 ? facts->by_key[lo] : NULL;
}

const rv_fact_result *rv_facts_result_by_id(const rv_facts *facts, int64_t id)
{
    size_t lo = 0, hi = facts->n_results;

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (facts->results[mid].id < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < facts->n_results && facts->results[lo].id == id ? &facts->results[lo] : NULL;
}

const rv_fact_part *rv_facts_part(const rv_facts *facts, int64_t study, const char *kind, const char *key)
{
    const rv_fact_part wanted = { .study = study, .kind = kind, .key = key };
    size_t lo = 0, hi = facts->n_parts;

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (rv_fact_part_place(&facts->parts[mid], &wanted) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < facts->n_parts && rv_fact_part_place(&facts->parts[lo], &wanted) == 0 ? &facts->parts[lo] : NULL;
}

static int part_by_id(const void *key, const void *part)
{
    return rv_id_order(key, &(*(rv_fact_part *const *)part)->id);
}

const rv_fact_part *rv_facts_part_by_id(const rv_facts *facts, int64_t id)
{
    rv_fact_part **found = bsearch(&id, facts->parts_by_id, facts->n_parts, sizeof *found, part_by_id);

    return found ? *found : NULL;
}

const char *rv_facts_time_key(const rv_fact_result *result, char text[RV_REAL_TEXT])
{
    return isnan(result->months) ? "" : rv_real_text(result->months, text);
}

static const rv_fact_value *find(const rv_facts *facts, const rv_fact_value *key)
{
    size_t lo = 0, hi = facts->n_standing;

    /* The first that comes after the field's: the one before it is the field's newest. */
    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (rv_fact_place(facts->standing[mid], key) <= 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo > 0 && rv_fact_place(facts->standing[lo - 1], key) == 0 ? facts->standing[lo - 1] : NULL;
}

const rv_fact_value *rv_facts_value(const rv_facts *facts, int64_t study, int64_t result, const char *field)
{
    return find(facts, &(rv_fact_value){ .study = study, .result = result, .field = field });
}

const rv_fact_value *rv_facts_part_value(const rv_facts *facts, int64_t study, int64_t part, const char *field)
{
    return find(facts, &(rv_fact_value){ .study = study, .part = part, .field = field });
}

const rv_fact_value *rv_facts_holds(const rv_facts *facts, const rv_fact_result *result, const char *field)
{
    const rv_fact_value *value = rv_facts_value(facts, result->study, result->id, field);
    char time[RV_REAL_TEXT];
    const struct { const char *kind, *key; } parts[] = {
        { "arm", result->arm }, { "contrast", result->contrast }, { "outcome", result->outcome },
        { "time", rv_facts_time_key(result, time) },
    };

    for (size_t i = 0; !value && i < sizeof parts / sizeof *parts; i++) {
        const rv_fact_part *part = parts[i].key[0] ? rv_facts_part(facts, result->study, parts[i].kind, parts[i].key) : NULL;
        if (part)
            value = rv_facts_part_value(facts, result->study, part->id, field);
    }
    return value ? value : rv_facts_value(facts, result->study, 0, field);
}

static bool was_reported(const rv_fact_value *value)
{
    return value && (strcmp(value->state, "reported") == 0 || strcmp(value->state, "derived") == 0);
}

const char *rv_facts_text(const rv_facts *facts, const rv_fact_result *result, const char *field)
{
    const rv_fact_value *value = rv_facts_holds(facts, result, field);

    return was_reported(value) ? value->value : NULL;
}
