/* What was read, checked against the protocol before anything is written. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/batch.h"
#include "extract/check.h"

void rv_batch_start(rv_batch *batch, const rv_protocol *protocol, const char *file, rv_extract_warn warn, void *user)
{
    *batch = (rv_batch){ .file = file, .protocol = protocol, .memory = RV_HOARD_INIT, .warn = warn, .user = user };
}

void rv_batch_free(rv_batch *batch)
{
    free(batch->studies);
    free(batch->parts);
    free(batch->results);
    free(batch->values);
    free(batch->judgements);
    rv_hoard_free(&batch->memory);
}

rv_status rv_batch_fail(const rv_batch *batch, rv_error *err, rv_status code, size_t line, const char *column, const char *message)
{
    char head[300] = "", spot[RV_BATCH_SPOT];
    const char *where = batch->spot ? batch->spot(batch->spotter, line, column, spot, sizeof spot) : NULL;

    if (where)
        snprintf(head, sizeof head, "%.100s: %.150s: ", batch->file, where);
    else if (batch->file[0])
        snprintf(head, sizeof head, "%.100s:%zu: ", batch->file, line);
    return column[0] ? rv_fail(err, code, "%s%s: %s", head, column, message) : rv_fail(err, code, "%s%s", head, message);
}

static void tell(rv_batch *batch, size_t line, const char *column, const char *message, bool fault)
{
    char spot[RV_BATCH_SPOT];

    if (batch->warn)
        batch->warn(batch->user, &(rv_extract_warning){
            .file = batch->file, .column = column, .message = message, .line = line, .fault = fault,
            .where = batch->spot ? batch->spot(batch->spotter, line, column, spot, sizeof spot) : NULL });
}

void rv_batch_fault(rv_batch *batch, size_t line, const char *column, const char *message)
{
    enum { MOST = 50 };             /* a file of another kind has a fault in every cell */

    if (batch->faults++ == 0)
        rv_batch_fail(batch, &batch->first, batch->file[0] ? RV_EPARSE : RV_EINVAL, line, column, message);
    if (batch->faults <= MOST)
        tell(batch, line, column, message, true);
}

void rv_batch_warning(rv_batch *batch, size_t line, const char *column, const char *message)
{
    batch->warnings++;
    tell(batch, line, column, message, false);
}

rv_status rv_batch_add_study(rv_batch *batch, const rv_batch_study *study, rv_error *err)
{
    rv_batch_name(batch, study->line, "study", study->study);
    if (!rv_grow(&batch->studies, batch->n_studies, &batch->room[0], sizeof *study))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    batch->studies[batch->n_studies++] = *study;
    return RV_OK;
}

static bool is_kind(const char *kind)
{
    for (size_t i = 0; rv_part_kinds[i]; i++)
        if (strcmp(kind, rv_part_kinds[i]) == 0)
            return true;
    return false;
}

rv_status rv_batch_add_part(rv_batch *batch, const rv_batch_part *part, rv_error *err)
{
    if (!is_kind(part->kind))
        rv_batch_fault(batch, part->line, "kind", "a part of a study is an arm, an outcome, a time or a contrast");
    if (!part->key[0])
        rv_batch_fault(batch, part->line, part->kind, "it needs a name");
    rv_batch_name(batch, part->line, "study", part->study);
    rv_batch_name(batch, part->line, part->kind, part->key);
    if (!rv_grow(&batch->parts, batch->n_parts, &batch->room[4], sizeof *part))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    batch->parts[batch->n_parts++] = *part;
    return RV_OK;
}

rv_status rv_batch_add_result(rv_batch *batch, const rv_batch_result *result, rv_error *err)
{
    double months;

    rv_batch_name(batch, result->line, "study", result->study);
    rv_batch_name(batch, result->line, "result", result->result);
    if (!rv_protocol_domain(batch->protocol, result->domain)) {
        char message[200];
        snprintf(message, sizeof message, "the protocol has no outcome domain '%.100s'", result->domain);
        rv_batch_fault(batch, result->line, "domain", message);
    }
    if (!result->outcome[0])
        rv_batch_fault(batch, result->line, "outcome", "a result needs its outcome, as the report calls it");
    if (result->months[0] && rv_real_parse(result->months, &months, NULL) != RV_OK)
        rv_batch_fault(batch, result->line, "months", "the months after the start are a number");
    if (!rv_grow(&batch->results, batch->n_results, &batch->room[1], sizeof *result))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    batch->results[batch->n_results++] = *result;
    return RV_OK;
}

/* The levels at which a value may be asked for, by what it is of. */
static bool level_fits(const rv_field *field, const rv_batch_value *value)
{
    if (value->result[0])
        return field->level == RV_LEVEL_RESULT || field->level == RV_LEVEL_ARM_RESULT;
    if (value->part_kind && value->part_kind[0])
        return strcmp(rv_level_names[field->level], value->part_kind) == 0;
    return field->level == RV_LEVEL_STUDY;
}

static bool group_of_contrast(const rv_batch_value *value)
{
    return value->part_kind && strcmp(value->part_kind, "contrast") == 0 && rv_contrast_column(value->field);
}

/* The level, type and place of a value; its faults are counted. */
static void check_value(rv_batch *batch, const rv_batch_value *value)
{
    const rv_field *field = rv_protocol_field(batch->protocol, value->field);
    const bool of_result = value->result[0] != 0;
    rv_error why;
    char message[200];

    if (of_result && rv_result_column(value->field)) {
        double months;
        if (strcmp(value->field, "months") == 0 && value->value[0] && rv_real_parse(value->value, &months, NULL) != RV_OK)
            rv_batch_fault(batch, value->line, "months", "the months after the start are a number");
        if (strcmp(value->field, "domain") == 0 && !rv_protocol_domain(batch->protocol, value->value))
            rv_batch_fault(batch, value->line, "domain", "the protocol has no such outcome domain");
        return;
    }
    if (group_of_contrast(value))
        return;
    if (!field) {
        snprintf(message, sizeof message, "the form has no field '%.100s'", value->field);
        rv_batch_fault(batch, value->line, "field", message);
    } else if (!level_fits(field, value)) {
        static const char *const words[] = { "the study", "each result", "each arm", "each outcome", "each time point", "each contrast",
                                             "each result of an arm" };
        snprintf(message, sizeof message, "the form asks this of %s", words[field->level]);
        rv_batch_fault(batch, value->line, field->id, message);
    } else if (field->compute[0]) {
        snprintf(message, sizeof message, "it is calculated (%.120s), nobody enters it", field->compute);
        rv_batch_fault(batch, value->line, field->id, message);
    } else if (strcmp(value->state, "reported") == 0 || strcmp(value->state, "derived") == 0) {
        if (rv_field_check(field, value->value, &why) != RV_OK)
            rv_batch_fault(batch, value->line, field->id, why.message);
        if (field->place && !value->place[0])
            rv_batch_fault(batch, value->line, field->id,
                           "an effect rests on it: say its place in the report (page, table or figure)");
    } else if (value->value[0]) {
        rv_batch_fault(batch, value->line, field->id, "a value that was not reported, or is unclear, has no text");
    }
}

static bool is_state(const char *state)
{
    for (size_t i = 0; rv_value_states[i]; i++)
        if (strcmp(state, rv_value_states[i]) == 0)
            return true;
    return false;
}

rv_status rv_batch_add_value(rv_batch *batch, const rv_batch_value *given, rv_error *err)
{
    rv_batch_value value = *given;
    const char *state;

    if (value.result[0] && strcmp(value.field, "record") == 0 && value.value[0]) {
        value.record_key = value.value;
        value.value = "";
        value.state = "reported";
    }
    state = rv_state_of(rv_protocol_field(batch->protocol, value.field), value.value);
    if (!value.value[0] && (!value.state[0] || !is_state(value.state))) {
        if (value.state[0])
            rv_batch_fault(batch, value.line, "state", "a state is reported, not reported, unclear or derived");
        return RV_OK;
    }
    if (state && !value.state[0]) {
        value.state = state;
        value.value = "";
    }
    if (!value.state[0])
        value.state = "reported";
    if (!is_state(value.state))
        rv_batch_fault(batch, value.line, "state", "a state is reported, not reported, unclear or derived");
    else
        check_value(batch, &value);
    if (!rv_grow(&batch->values, batch->n_values, &batch->room[2], sizeof value))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    batch->values[batch->n_values++] = value;
    return RV_OK;
}

/* By what a value is of, and its field. */
static int cell_order(const rv_batch_value *x, const rv_batch_value *y)
{
    const char *const a[] = { x->part_kind ? x->part_kind : "", x->part ? x->part : "" };
    const char *const b[] = { y->part_kind ? y->part_kind : "", y->part ? y->part : "" };
    int c;

    if ((c = strcmp(x->result, y->result)) == 0 && (c = x->result[0] ? 0 : strcmp(x->study, y->study)) == 0
        && (c = strcmp(a[0], b[0])) == 0 && (c = strcmp(a[1], b[1])) == 0)
        c = strcmp(x->field, y->field);
    return c;
}

static int value_order(const void *a, const void *b)
{
    const rv_batch_value *x = a, *y = b;
    const int c = cell_order(x, y);

    return c ? c : x->line < y->line ? -1 : x->line > y->line;
}

/* One file says each thing once: the same cell again is passed over when it says the same, and is a fault otherwise. (In a table
   of results it is the result that stands twice.) */
static void find_doubles(rv_batch *batch)
{
    size_t kept = 0;
    char message[200];

    if (batch->n_values)
        qsort(batch->values, batch->n_values, sizeof *batch->values, value_order);
    for (size_t i = 0; i < batch->n_values; i++) {
        const rv_batch_value *before = kept ? &batch->values[kept - 1] : NULL, *v = &batch->values[i];
        if (before && cell_order(before, v) == 0) {
            if (batch->n_results == 0 && (strcmp(before->value, v->value) != 0 || strcmp(before->state, v->state) != 0)) {
                snprintf(message, sizeof message, "'%.60s' is '%.60s' in line %zu", v->value, before->value, before->line);
                rv_batch_fault(batch, v->line, v->field, message);
            }
            continue;
        }
        batch->values[kept++] = *v;
    }
    batch->n_values = kept;
}

static int result_order(const void *a, const void *b)
{
    const rv_batch_result *x = *(rv_batch_result *const *)a, *y = *(rv_batch_result *const *)b;
    const int c = strcmp(x->result, y->result);

    return c ? c : x->line < y->line ? -1 : x->line > y->line;
}

static rv_status find_double_results(rv_batch *batch, rv_error *err)
{
    rv_batch_result **order = calloc(batch->n_results + 1, sizeof *order);
    char message[200];

    if (!order)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < batch->n_results; i++)
        order[i] = &batch->results[i];
    qsort(order, batch->n_results, sizeof *order, result_order);
    for (size_t i = 1; i < batch->n_results; i++)
        if (strcmp(order[i]->result, order[i - 1]->result) == 0) {
            snprintf(message, sizeof message, "'%.60s' stands in line %zu already; each result has its own key",
                     order[i]->result, order[i - 1]->line);
            rv_batch_fault(batch, order[i]->line, "result", message);
        }
    free(order);
    return RV_OK;
}

rv_status rv_batch_check(rv_batch *batch, rv_error *err)
{
    rv_status st = find_double_results(batch, err);

    find_doubles(batch);
    if (st == RV_OK && batch->memory.failed)
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    if (st != RV_OK || batch->faults == 0)
        return st;
    if (batch->faults == 1)
        return rv_fail(err, batch->first.code, "%s", batch->first.message);
    return rv_fail(err, batch->first.code, "%.300s (the first of %zu faults; nothing was taken)", batch->first.message,
                   batch->faults);
}
