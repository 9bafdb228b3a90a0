/* Every result, with how much was extracted. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/extract.h"

/* What was extracted of a result. */
typedef struct {
    rv_result result;                /* its texts are copies */
    size_t    values, lacks;         /* lacks: required fields, asked there, of which nothing was said */
} counted;

typedef struct {
    const rv_protocol *protocol;
    rv_store *store;
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
    k->result.arm = strdup(r->arm);
    if (!k->result.arm || !k->result.study || !k->result.result || !k->result.domain || !k->result.outcome)
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
    counted *k = c->n ? bsearch(v->result, c->items, c->n, sizeof *k, by_key) : NULL;

    (void)err;
    if (k)
        k->values++;
    return RV_OK;
}

static rv_status count_lack(void *user, const rv_again *lack, rv_error *err)
{
    counting *c = user;
    counted *k = c->n ? bsearch(lack->result, c->items, c->n, sizeof *k, by_key) : NULL;

    (void)err;
    if (k)
        k->lacks++;
    return RV_OK;
}

static void counting_free(counting *c)
{
    for (size_t i = 0; i < c->n; i++) {
        free((char *)c->items[i].result.study);
        free((char *)c->items[i].result.result);
        free((char *)c->items[i].result.domain);
        free((char *)c->items[i].result.outcome);
        free((char *)c->items[i].result.arm);
    }
    free(c->items);
}

RV_STATEMENT(tool_effects_of_result, "SELECT measure, yi FROM effect WHERE result = ?1 ORDER BY id");

static rv_status add_measures(rv_table *table, rv_store *store, int64_t result, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    char made[64] = "";
    size_t used = 0;
    rv_status st = rv_query_start(&q, store, &tool_effects_of_result, err, "i", result);

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        if (!rv_query_null(q, 1) && used + 8 < sizeof made)
            used += (size_t)snprintf(made + used, sizeof made - used, "%s%.5s", used ? " " : "", rv_query_text(q, 0));
    rv_query_end(q);
    extract_text(table, made);
    return st;
}

static rv_status add_counted(rv_table *table, const counting *c, const counted *k, rv_error *err)
{
    rv_status st;

    extract_text(table, k->result.result);
    extract_text(table, k->result.study);
    extract_text(table, k->result.arm);
    extract_text(table, k->result.domain);
    extract_text(table, k->result.outcome);
    rv_tool_put_number(table, k->result.months);
    rv_table_int(table, (int64_t)k->values);
    rv_table_int(table, (int64_t)k->lacks);
    st = add_measures(table, c->store, k->result.id, err);
    rv_table_row(table);
    return st;
}

static rv_status fill_list(rv_table *table, void *user, rv_error *err)
{
    const counting *c = user;
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < c->n; i++)
        st = add_counted(table, c, &c->items[i], err);
    return st;
}

rv_status extract_list(rv_extraction *work, char **operands, rv_error *err)
{
    static const char *const columns[] = { "result", "study", "arm", "domain", "outcome", "months", "values", "asked_for", "effects" };
    counting c = { .protocol = work->protocol, .store = work->store };
    rv_status st;

    (void)operands;
    if ((st = rv_extract_each_own_result(work->store, extract_own(work), NULL, take_result, &c, err)) == RV_OK
        && (st = rv_extract_walk(work->store, &(rv_value_filter){ .own = extract_own(work) }, count_value, &c, err)) == RV_OK
        && (st = rv_extract_each_lack(work->store, work->protocol, extract_own(work), NULL, count_lack, &c, err)) == RV_OK)
        st = extract_table(work, RV_FORMAT_TEXT, columns, 9, fill_list, &c, err);
    if (st == RV_OK && !c.n && work->protocol->extraction == RV_EXTRACT_DOUBLE && !extract_own(work))
        rv_tool_say("nothing is agreed yet; --own lists your version");
    counting_free(&c);
    return st;
}

typedef struct {
    const char *key;
    bool        found;
} sought;

static rv_status find_key(void *user, const rv_result *r, rv_error *err)
{
    sought *s = user;

    (void)err;
    s->found = s->found || strcmp(r->result, s->key) == 0;
    return RV_OK;
}

rv_status extract_is_own_result(rv_store *store, const char *own, const char *key, bool *is, rv_error *err)
{
    sought s = { .key = key };
    const rv_status st = rv_extract_each_own_result(store, own, NULL, find_key, &s, err);

    *is = s.found;
    return st;
}

rv_status extract_is_result(rv_store *store, const char *key, bool *is, rv_error *err)
{
    return extract_is_own_result(store, NULL, key, is, err);
}
