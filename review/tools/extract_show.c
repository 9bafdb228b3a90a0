#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/extract.h"

/* A table being written, and what the rows need. */
typedef struct {
    rv_table *table;
    rv_store *store;
    const char *key;
    size_t    n;
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

/* What was extracted of a result. */
typedef struct {
    rv_result result;                /* its texts are copies */
    size_t    values, answered;      /* answered: of the fields that the form requires */
} counted;

typedef struct {
    const rv_protocol *protocol;
    counted *items;
    size_t   n, room;
} counting;

static rv_status take_result(void *user, const rv_result *r, rv_error *err)
{
    counting *c = user;
    counted *k;

    if (c->n == c->room) {
        const size_t room = c->room ? 2 * c->room : 64;
        counted *more = realloc(c->items, room * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        c->items = more;
        c->room = room;
    }
    k = &c->items[c->n++];
    *k = (counted){ .result = *r };
    k->result.study = strdup(r->study);
    k->result.result = strdup(r->result);
    k->result.domain = strdup(r->domain);
    k->result.outcome = strdup(r->outcome);
    if (!k->result.study || !k->result.result || !k->result.domain || !k->result.outcome)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    return RV_OK;
}

static int by_key(const void *key, const void *item)
{
    return strcmp(key, ((const counted *)item)->result.result);
}

static rv_status count_value(void *user, const rv_value *v, rv_error *err)
{
    counting *c = user;
    const rv_field *field = rv_protocol_field(c->protocol, v->field);
    counted *k = c->n ? bsearch(v->result, c->items, c->n, sizeof *k, by_key) : NULL;

    (void)err;
    if (k) {
        k->values++;
        k->answered += field && field->required;
    }
    return RV_OK;
}

static void counting_free(counting *c)
{
    for (size_t i = 0; i < c->n; i++) {
        free((char *)c->items[i].result.study);
        free((char *)c->items[i].result.result);
        free((char *)c->items[i].result.domain);
        free((char *)c->items[i].result.outcome);
    }
    free(c->items);
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

static rv_status add_counted(list *l, const counted *k, size_t required, rv_error *err)
{
    rv_status st;

    text(l, k->result.result);
    text(l, k->result.study);
    text(l, k->result.domain);
    text(l, k->result.outcome);
    rv_tool_put_number(l->table, k->result.months);
    rv_table_int(l->table, (int64_t)k->values);
    rv_table_int(l->table, (int64_t)(required - k->answered));
    st = add_measures(l, k->result.id, err);
    rv_table_row(l->table);
    return st;
}

rv_status extract_list(rv_store *store, const rv_protocol *protocol, rv_format format, rv_output *to, rv_error *err)
{
    static const char *const columns[] = { "result", "study", "domain", "outcome", "months", "values", "asked_for", "effects" };
    counting c = { .protocol = protocol };
    list l = { 0 };
    size_t required = 0;
    rv_status st;

    for (size_t i = 0; i < protocol->n_fields; i++)
        required += protocol->fields[i].level == RV_LEVEL_RESULT && protocol->fields[i].required;
    if ((st = rv_extract_each_result(store, NULL, take_result, &c, err)) == RV_OK
        && (st = rv_extract_each(store, NULL, NULL, false, count_value, &c, err)) == RV_OK)
        st = open_table(&l, store, to, format, columns, 8, err);
    for (size_t i = 0; st == RV_OK && i < c.n; i++)
        st = add_counted(&l, &c.items[i], required, err);
    counting_free(&c);
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
