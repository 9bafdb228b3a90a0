/* Single acts from the command line: a value, a result, a judgement. */
#include <config.h>

#include <string.h>

#include "extract/batch.h"

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static rv_status carry_out(rv_batch *batch, rv_status st, rv_store *store, const char *kind, const char *who,
                           char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_extract_summary summary;

    if (st == RV_OK)
        st = rv_batch_carry_out(batch, store, kind, who, &summary, err);
    if (st == RV_OK)
        memcpy(hex, summary.event, RV_DIGEST_HEX);
    rv_batch_free(batch);
    return st;
}

/* What `entry` says; RV_EINVAL when it says nothing, or of nothing. */
static rv_status read_entry(const rv_value_entry *entry, rv_batch_value *v, rv_error *err)
{
    *v = (rv_batch_value){ .study = or_empty(entry->study), .result = or_empty(entry->result), .field = entry->field,
                           .value = or_empty(entry->value), .state = or_empty(entry->state),
                           .record_key = or_empty(entry->record), .place = or_empty(entry->place),
                           .quotation = or_empty(entry->quotation), .note = or_empty(entry->note),
                           .part_kind = or_empty(entry->part_kind), .part = or_empty(entry->part) };
    if (!v->study[0] && !v->result[0])
        return rv_fail(err, RV_EINVAL, "a value is of a result or of a study");
    if (!v->value[0] && !v->state[0])
        return rv_fail(err, RV_EINVAL, "there is no value; its state can be \"not reported\" or \"unclear\"");
    return RV_OK;
}

/* Whether the form takes it; `why` says why not. */
static rv_status check_one(const rv_protocol *protocol, const rv_batch_value *v, rv_error *why)
{
    rv_batch batch;
    rv_status st;

    rv_batch_start(&batch, protocol, "", NULL, NULL);
    st = rv_batch_add_value(&batch, v, why);
    if (st == RV_OK && batch.faults)
        st = rv_fail(why, RV_EINVAL, "%s", batch.first.message);
    rv_batch_free(&batch);
    return st;
}

rv_status rv_extract_enter(rv_store *store, const rv_protocol *protocol, const char *who, const rv_value_entry *entries, size_t n,
                           void (*refused)(void *user, size_t entry, const char *message), void *user, char hex[RV_DIGEST_HEX],
                           rv_error *err)
{
    rv_batch batch;
    rv_status st = RV_OK;

    hex[0] = 0;
    rv_batch_start(&batch, protocol, "", NULL, NULL);
    for (size_t i = 0; st == RV_OK && i < n; i++) {
        rv_error why = { 0 };
        rv_batch_value v;
        if ((st = read_entry(&entries[i], &v, &why)) == RV_OK)
            st = check_one(protocol, &v, &why);
        if (st == RV_OK) {
            st = rv_batch_add_value(&batch, &v, err);
        } else if (st == RV_EINVAL) {
            refused(user, i, why.message);
            st = RV_OK;
        } else {
            st = rv_fail(err, st, "%s", why.message);
        }
    }
    if (st == RV_OK && !batch.n_values) {
        rv_batch_free(&batch);
        return RV_OK;
    }
    return carry_out(&batch, st, store, "extract.values", who, hex, err);
}

rv_status rv_extract_value(rv_store *store, const rv_protocol *protocol, const char *who, const rv_value_entry *entry,
                           char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_batch_value v;
    rv_batch batch;
    rv_status st = read_entry(entry, &v, err);

    if (st != RV_OK)
        return st;
    rv_batch_start(&batch, protocol, "", NULL, NULL);
    batch.confirm = entry->confirm;
    return carry_out(&batch, rv_batch_add_value(&batch, &v, err), store, "extract.value", who, hex, err);
}

rv_status rv_extract_result(rv_store *store, const rv_protocol *protocol, const char *who, const rv_result_entry *entry,
                            char hex[RV_DIGEST_HEX], rv_error *err)
{
    const rv_batch_result r = { .result = or_empty(entry->result), .study = or_empty(entry->study),
                                .record_key = or_empty(entry->record),
                                .arm = or_empty(entry->arm),
                                .contrast = entry->contrast && *entry->contrast ? entry->contrast
                                            : entry->arm && *entry->arm ? "" : "programme v control",
                                .domain = or_empty(entry->domain), .outcome = or_empty(entry->outcome),
                                .months = or_empty(entry->months) };
    rv_batch batch;

    if (!r.result[0] || !r.study[0])
        return rv_fail(err, RV_EINVAL, "a result needs its key and its study");
    rv_batch_start(&batch, protocol, "", NULL, NULL);
    return carry_out(&batch, rv_batch_add_result(&batch, &r, err), store, "extract.result", who, hex, err);
}

rv_status rv_extract_study(rv_store *store, const rv_protocol *protocol, const char *who, const char *study, const char *record,
                           const char *role, char hex[RV_DIGEST_HEX], rv_error *err)
{
    const rv_batch_study s = { .study = study, .record_key = or_empty(record), .role = role && *role ? role : "primary" };
    rv_batch batch;

    rv_batch_start(&batch, protocol, "", NULL, NULL);
    return carry_out(&batch, rv_batch_add_study(&batch, &s, err), store, "extract.study", who, hex, err);
}

rv_status rv_extract_part(rv_store *store, const rv_protocol *protocol, const char *who, const char *study, const char *kind,
                          const char *key, const char *group1, const char *group2, char hex[RV_DIGEST_HEX], rv_error *err)
{
    const rv_batch_part part = { .study = study, .kind = kind, .key = key };
    const char *const groups[] = { or_empty(group1), or_empty(group2) };
    rv_batch batch;
    rv_status st;

    if ((groups[0][0] || groups[1][0]) && strcmp(kind, "contrast") != 0)
        return rv_fail(err, RV_EINVAL, "only a contrast compares two groups; here it is: %s", kind);
    rv_batch_start(&batch, protocol, "", NULL, NULL);
    st = rv_batch_add_part(&batch, &part, err);
    for (size_t i = 0; st == RV_OK && rv_contrast_columns[i]; i++)
        if (groups[i][0])
            st = rv_batch_add_value(&batch, &(rv_batch_value){ .study = study, .result = "", .part_kind = kind, .part = key,
                                                               .field = rv_contrast_columns[i], .value = groups[i], .state = "",
                                                               .record_key = "", .place = "", .quotation = "", .note = "" }, err);
    return carry_out(&batch, st, store, "extract.part", who, hex, err);
}
