/* What one extracted, looked up by another: right, wrong, unclear. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/extract_page.h"
#include "web/handlers.h"

typedef struct {
    rv_call *call;
    json_t  *list;
    size_t   n, open;
} listing;

static const char *sent_word(const json_t *sent, const char *what, size_t i)
{
    char name[40];

    snprintf(name, sizeof name, "%s.%zu", what, i);
    return json_string_value(json_object_get(sent, name));
}

static rv_status add_value(void *user, const rv_checked *v, rv_error *err)
{
    listing *l = user;
    const rv_field *field = rv_protocol_field(l->call->protocol, v->field);
    const struct { const char *name, *text; } texts[] = {
        { "row", v->row }, { "key", v->key }, { "field", v->field }, { "label", field ? field->label : v->field },
        { "value", v->value[0] ? v->value : v->state }, { "place", v->place }, { "quotation", v->quotation }, { "by", v->by },
        { "checked", v->checked }, { "checker", v->checker }, { "note", v->note },
    };
    json_t *row = json_object();
    const char *verdict = sent_word(l->call->sent, "verdict", l->n);

    (void)err;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        rv_json_put_text(row, texts[i].name, texts[i].text);
    rv_json_put_int(row, "number", (int64_t)l->n);
    rv_json_put_yes(row, "bears", v->bears);
    rv_json_put_yes(row, "mine", strcmp(v->by, l->call->person) == 0);
    for (size_t i = 0; rv_verdict_words[i]; i++) {
        char name[20];
        snprintf(name, sizeof name, "chose_%s", rv_verdict_words[i]);
        rv_json_put_yes(row, name, verdict && strcmp(verdict, rv_verdict_words[i]) == 0);
    }
    rv_json_put_text(row, "right", sent_word(l->call->sent, "value", l->n));
    rv_json_put_text(row, "right_place", sent_word(l->call->sent, "place", l->n));
    rv_json_put_text(row, "remark", sent_word(l->call->sent, "note", l->n));
    l->open += strcmp(v->checked, "right") != 0 && strcmp(v->checked, "corrected") != 0;
    l->n++;
    json_array_append_new(l->list, row);
    return RV_OK;
}

rv_status rv_get_extract_verify(rv_call *call, rv_error *err)
{
    const char *study = rv_call_word(call, "study");
    const bool all = strcmp(rv_call_word(call, "which"), "all") == 0;
    listing l = { call, json_array(), 0, 0 };
    rv_my_part mine = { .waits_for = RV_BUF_INIT };
    rv_status st = rv_extract_study_there(call, study, err);

    rv_call_put(call, "values", l.list);
    if (st == RV_OK && (st = rv_extract_my_part(call, study, &mine, err)) == RV_OK) {
        rv_extract_put_head(call, study, "Verify", &mine);
        rv_call_put_yes(call, "all", all);
        st = rv_extract_each_checked(call->store, call->protocol, study, !all, add_value, &l, err);
        rv_call_put_yes(call, "values_any", l.n > 0);
        rv_call_put_int(call, "to_check", (int64_t)l.open);
    }
    rv_buf_free(&mine.waits_for);
    return st;
}

/* ---- What was found ---------------------------------------------------------------------------------------------------------------------- */

static rv_status read_checks(const rv_call *call, const char *study, rv_check *checks, size_t *n, rv_error *err)
{
    const char *name;
    json_t *value;

    json_object_foreach(call->in, name, value) {
        int64_t at;
        if (strncmp(name, "verdict.", 8) != 0 || !*rv_call_word(call, name))
            continue;
        if (rv_int_parse(name + 8, &at, NULL) != RV_OK || at < 0)
            return rv_fail(err, RV_EINVAL, "'%.60s' is no numbered verdict", name);
        const size_t i = (size_t)at;
        const char *right = sent_word(call->in, "value", i), *row = sent_word(call->in, "row", i), *key = sent_word(call->in, "key", i),
                   *field = sent_word(call->in, "field", i);
        if (!row || !key || !field)
            return rv_fail(err, RV_EINVAL, "verdict.%zu: row.%zu, key.%zu or field.%zu is missing: what the verdict is about", i, i, i, i);
        checks[(*n)++] = (rv_check){ .study = study, .row = row, .key = key, .field = field, .verdict = rv_call_word(call, name),
                                     .value = right && *right ? right : NULL, .place = sent_word(call->in, "place", i),
                                     .note = sent_word(call->in, "note", i), .was = sent_word(call->in, "was", i) };
    }
    return RV_OK;
}

static void count_fault(void *user, size_t line, const char *message)
{
    size_t *more = user;

    (void)line;
    (void)message;
    ++*more;
}

rv_status rv_post_extract_verify(rv_call *call, rv_error *err)
{
    const char *study = rv_call_word(call, "study");
    rv_check *checks = calloc(json_object_size(call->in) + 1, sizeof *checks);
    rv_verified v;
    size_t n = 0, more = 0;
    rv_status st = checks ? rv_extract_study_there(call, study, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    if (st == RV_OK && (st = read_checks(call, study, checks, &n, err)) == RV_OK && !n)
        st = rv_fail(err, RV_EINVAL, "say of at least one value whether it is right, wrong or unclear");
    if (st == RV_OK
        && (st = rv_extract_verify(call->store, call->protocol, call->person, checks, n, count_fault, &more, &v, err)) == RV_OK) {
        memcpy(call->event, v.event, sizeof v.event);
        rv_call_say(call, "%zu right, %zu wrong (%zu corrected), %zu unclear", v.right, v.wrong, v.corrections, v.unclear);
    }
    free(checks);
    return st;
}
