#include <config.h>

#include <stdio.h>
#include <string.h>

#include "extract/there.h"

rv_status rv_no_such_arm(const rv_batch *batch, const rv_facts *facts, int64_t study, const char *arm, size_t line, const char *column, rv_error *err)
{
    char message[300], known[200] = "";
    size_t used = 0;

    for (size_t i = 0; i < facts->n_parts; i++)
        if (facts->parts[i].study == study && strcmp(facts->parts[i].kind, "arm") == 0 && used < sizeof known)
            used += (size_t)snprintf(known + used, sizeof known - used, "%s%s", used ? ", " : "", facts->parts[i].key);
    snprintf(message, sizeof message, "the study has no arm '%.60s'; it has %s", arm, used ? known : "none; name its arms first");
    return rv_batch_fail(batch, err, RV_ENOTFOUND, line, column, message);
}

rv_status rv_value_fits_there(const rv_batch *batch, const rv_facts *facts, rv_subject of, const rv_batch_value *v, rv_error *err)
{
    const rv_field *field = rv_protocol_field(batch->protocol, v->field);
    const rv_field_level level = rv_subject_level(facts, of);

    if (!field && of.part && v->value[0] && !rv_facts_part(facts, of.study, "arm", v->value))
        return rv_no_such_arm(batch, facts, of.study, v->value, v->line, v->field, err);
    if (field && of.result && field->level != level)
        return rv_batch_fail(batch, err, RV_EINVAL, v->line, v->field,
                             level == RV_LEVEL_RESULT ? "the form asks this of each result of an arm; this one is of a contrast"
                                                      : "the form asks this of each result of a contrast; this one is of an arm");
    return RV_OK;
}

void rv_made_key(const rv_facts *facts, const rv_arm_contrast *made, char *key, size_t size)
{
    size_t n = 1 + made->twins;

    do
        if (n == 1)
            snprintf(key, size, "%.80s-v-%.80s", made->group1->key, made->group2->key);
        else
            snprintf(key, size, "%.80s-v-%.80s-%zu", made->group1->key, made->group2->key, n);
    while (n++, rv_facts_result(facts, key));
}
