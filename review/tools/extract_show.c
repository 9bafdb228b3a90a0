#include <config.h>

#include <stdio.h>
#include <string.h>

#include "tools/extract.h"

/* A table being written, and what the rows need. */
typedef struct {
    rv_table *table;
    rv_store *store;
    const rv_protocol *protocol;
    const char *study, *key;
    size_t    values, missing, n;
} list;

static rv_status open_table(list *l, rv_store *store, rv_output *to, rv_format format, const char *const *columns, size_t n,
                            rv_error *err)
{
    l->store = store;
    return rv_table_open(&l->table, to, format, columns, n, err);
}

static rv_status close_table(list *l, rv_status st, rv_error *err)
{
    const rv_status ended = l->table ? rv_table_close(l->table, st == RV_OK ? err : NULL) : RV_OK;

    return st == RV_OK ? ended : st;
}

static void text(list *l, const char *words)
{
    rv_table_text(l->table, words && *words ? words : NULL);
}

/* ---- Results ------------------------------------------------------------------------------------------------------- */

static rv_status count_value(void *user, const rv_value *v, rv_error *err)
{
    list *l = user;
    const rv_field *field = rv_protocol_field(l->protocol, v->field);

    (void)err;
    l->values++;
    l->missing -= field && field->required && l->missing;
    return RV_OK;
}

RV_STATEMENT(tool_effects_of_result, "SELECT measure, yi FROM effect WHERE result = ?1 ORDER BY id");

static rv_status add_measures(list *l, int64_t result, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    char made[64] = "";
    size_t used = 0;
    rv_status st = rv_query_start(&q, l->store, &tool_effects_of_result, err, "i", result);

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        if (!rv_query_null(q, 1) && used + 8 < sizeof made)
            used += (size_t)snprintf(made + used, sizeof made - used, "%s%.5s", used ? " " : "", rv_query_text(q, 0));
    rv_query_end(q);
    text(l, made);
    return st;
}

static rv_status add_result(void *user, const rv_result *r, rv_error *err)
{
    list *l = user;
    rv_status st;

    l->values = l->missing = 0;
    for (size_t i = 0; i < l->protocol->n_fields; i++)
        l->missing += l->protocol->fields[i].level == RV_LEVEL_RESULT && l->protocol->fields[i].required;
    text(l, r->result);
    text(l, r->study);
    text(l, r->domain);
    text(l, r->outcome);
    rv_tool_put_number(l->table, r->months);
    if ((st = rv_extract_each(l->store, NULL, r->result, false, count_value, l, err)) != RV_OK)
        return st;
    rv_table_int(l->table, (int64_t)l->values);
    rv_table_int(l->table, (int64_t)l->missing);
    st = add_measures(l, r->id, err);
    rv_table_row(l->table);
    return st;
}

rv_status extract_list(rv_store *store, const rv_protocol *protocol, rv_format format, rv_output *to, rv_error *err)
{
    static const char *const columns[] = { "result", "study", "domain", "outcome", "months", "values", "asked_for", "effects" };
    list l = { .protocol = protocol };
    rv_status st = open_table(&l, store, to, format, columns, 8, err);

    if (st == RV_OK)
        st = rv_extract_each_result(store, NULL, add_result, &l, err);
    return close_table(&l, st, err);
}

static rv_status find_key(void *user, const rv_result *r, rv_error *err)
{
    list *l = user;

    (void)err;
    l->n += strcmp(r->result, l->key) == 0;
    return RV_OK;
}

rv_status extract_is_result(rv_store *store, const char *key, bool *is, rv_error *err)
{
    list l = { .key = key };
    const rv_status st = rv_extract_each_result(store, NULL, find_key, &l, err);

    *is = l.n > 0;
    return st;
}

/* ---- Values -------------------------------------------------------------------------------------------------------- */

static rv_status add_value(void *user, const rv_value *v, rv_error *err)
{
    list *l = user;

    (void)err;
    l->n++;
    text(l, v->study);
    text(l, v->result);
    text(l, v->field);
    text(l, v->value);
    text(l, v->state);
    text(l, v->place);
    text(l, v->quotation);
    text(l, v->note);
    text(l, v->reviewer);
    text(l, v->stands ? "yes" : "superseded");
    rv_table_row(l->table);
    return RV_OK;
}

rv_status extract_show(rv_store *store, const char *subject, bool history, rv_format format, rv_output *to, rv_error *err)
{
    static const char *const columns[] = { "study", "result", "field", "value", "state", "place", "quotation", "note", "reviewer",
                                           "stands" };
    list l = { 0 };
    bool is_result = false;
    rv_status st;

    if (subject && (st = extract_is_result(store, subject, &is_result, err)) != RV_OK)
        return st;
    if ((st = open_table(&l, store, to, format, columns, 10, err)) == RV_OK)
        st = rv_extract_each(store, is_result ? NULL : subject, is_result ? subject : NULL, history, add_value, &l, err);
    if (st == RV_OK && l.n == 0 && subject)
        st = rv_fail(err, RV_ENOTFOUND, "nothing was extracted of '%s'; it is no result and no study with values", subject);
    return close_table(&l, st, err);
}

static rv_status export_value(void *user, const rv_value *v, rv_error *err)
{
    list *l = user;
    rv_buf key = RV_BUF_INIT;
    rv_status st = v->record ? rv_record_key(l->store, v->record, &key, err) : RV_OK;

    text(l, v->study);
    text(l, v->result);
    text(l, v->field);
    text(l, v->value);
    text(l, v->state);
    text(l, rv_buf_str(&key));
    text(l, v->place);
    text(l, v->quotation);
    text(l, v->note);
    rv_table_row(l->table);
    rv_buf_free(&key);
    return st;
}

rv_status extract_export(rv_store *store, rv_format format, rv_output *to, rv_error *err)
{
    static const char *const columns[] = { "study", "result", "field", "value", "state", "record", "place", "quotation", "note" };
    list l = { 0 };
    rv_status st = open_table(&l, store, to, format, columns, 9, err);

    if (st == RV_OK)
        st = rv_extract_each(store, NULL, NULL, false, export_value, &l, err);
    return close_table(&l, st, err);
}

/* ---- Judgements and the form --------------------------------------------------------------------------------------- */

static rv_status add_judgement(void *user, const rv_judgement *j, rv_error *err)
{
    list *l = user;

    (void)err;
    text(l, j->study);
    text(l, j->result);
    text(l, j->tool);
    text(l, j->domain);
    text(l, j->judgement);
    text(l, j->support);
    text(l, j->reviewer);
    rv_table_row(l->table);
    return RV_OK;
}

rv_status extract_judgements(rv_store *store, const char *study, rv_format format, rv_output *to, rv_error *err)
{
    static const char *const columns[] = { "study", "result", "tool", "domain", "judgement", "support", "reviewer" };
    list l = { 0 };
    rv_status st = open_table(&l, store, to, format, columns, 7, err);

    if (st == RV_OK)
        st = rv_extract_each_judgement(store, study, add_judgement, &l, err);
    return close_table(&l, st, err);
}

rv_status extract_form(const rv_protocol *protocol, rv_format format, rv_output *to, rv_error *err)
{
    static const char *const columns[] = { "field", "level", "type", "required", "place", "unit", "choices", "label" };
    static const char *const types[] = { "text", "integer", "number", "percent", "date", "choice", "yesno" };
    list l = { 0 };
    rv_status st = open_table(&l, NULL, to, format, columns, 8, err);

    for (size_t i = 0; st == RV_OK && i < protocol->n_fields; i++) {
        const rv_field *f = &protocol->fields[i];
        rv_buf choices = RV_BUF_INIT;

        for (size_t c = 0; c < f->n_choices; c++)
            rv_buf_printf(&choices, "%s%s", c ? "|" : "", f->choices[c]);
        text(&l, f->id);
        text(&l, f->level == RV_LEVEL_STUDY ? "study" : "result");
        text(&l, types[f->type]);
        text(&l, f->required ? "yes" : "no");
        text(&l, f->place ? "yes" : "no");
        text(&l, f->unit);
        text(&l, rv_buf_str(&choices));
        text(&l, f->label);
        rv_table_row(l.table);
        rv_buf_free(&choices);
    }
    return close_table(&l, st, err);
}
