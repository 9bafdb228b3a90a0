/* cs:sort: the order of a bibliography, or within a citation. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/cite_list.h"
#include "report/cite_name.h"

enum { KEYS = 12 };

typedef struct {
    rv_cite_item *item;
    char         *keys[KEYS];         /* folded; NULL where there is none */
    size_t        place;              /* as it stood */
    const bool   *down;               /* which keys descend */
    size_t        n_keys;
} row;

/* A variable as it sorts: names family first, dates and numbers as digits of one length. */
static void put_variable(rv_cite_render *r, const char *variable)
{
    const rv_cite_people *who;
    const rv_cite_node    number = { .tag = CITE_NUMBER, .attributes = (const char *const[]){ "variable", variable, NULL }, .text = "" };
    const rv_cite_node    date = { .tag = CITE_DATE, .attributes = number.attributes, .text = "" };
    const rv_cite_node    text = { .tag = CITE_TEXT, .attributes = number.attributes, .text = "" };
    rv_cite_naming        how;

    switch (rv_cite_variable_kind(variable)) {
    case CITE_IS_NAMES:
        if ((who = rv_cite_item_who(r->item, variable))) {
            how = rv_cite_naming_of(r, NULL);
            rv_cite_people_put(r, &how, who, NULL);
        }
        break;
    case CITE_IS_DATE:
        rv_cite_element(r, &date);
        break;
    case CITE_IS_NUMBER:
        rv_cite_element(r, &number);
        break;
    default:
        rv_cite_element(r, &text);
    }
}

static rv_status make_key(const rv_cite *cite, const rv_cite_node *area, const rv_cite_node *key, row *one, size_t k, rv_error *err)
{
    rv_cite_out    out = RV_CITE_OUT_INIT;
    rv_buf         folded = RV_BUF_INIT;
    rv_cite_render r = { .style = cite->style, .item = one->item, .area = area, .out = &out, .key = key, .err = err, .no_suffix = true };
    rv_status      st = RV_OK;

    if (key->macro)
        st = rv_cite_render_layout(&r, key->macro, err);
    else
        put_variable(&r, rv_cite_attr(key, "variable"));
    if (st == RV_OK && (st = r.status) == RV_OK && out.text.length
        && (st = rv_utf8_fold(&folded, rv_buf_str(&out.text), out.text.length, err)) == RV_OK && folded.length
        && !(one->keys[k] = strdup(rv_buf_str(&folded))))
        st = rv_fail(err, RV_ENOMEM, "out of memory for sorting references");
    rv_buf_free(&folded);
    rv_cite_out_free(&out);
    return st;
}

static int compare(const void *one, const void *other)
{
    const row *a = one, *b = other;

    for (size_t k = 0; k < a->n_keys; k++) {
        int way;

        if (!a->keys[k] || !b->keys[k]) {
            if (a->keys[k] || b->keys[k])
                return a->keys[k] ? -1 : 1;            /* what has no key stands last, whichever way */
            continue;
        }
        if ((way = strcmp(a->keys[k], b->keys[k])) != 0)
            return a->down[k] ? -way : way;
    }
    return a->place < b->place ? -1 : a->place > b->place;
}

rv_status rv_cite_sort(const rv_cite *cite, const rv_cite_node *area, rv_cite_item **items, size_t n, rv_error *err)
{
    const rv_cite_node *sort = rv_cite_child(area, CITE_SORT);
    bool                down[KEYS] = { false };
    row                *rows;
    size_t              keys = 0;
    rv_status           st = RV_OK;

    if (!sort || n < 2)
        return RV_OK;
    if (!(rows = calloc(n, sizeof *rows)))
        return rv_fail(err, RV_ENOMEM, "out of memory for sorting references");
    for (const rv_cite_node *key = sort->child; key && keys < KEYS; key = key->next, keys++)
        down[keys] = rv_cite_attr_is(key, "sort", "descending");
    for (size_t i = 0; i < n && st == RV_OK; i++) {
        size_t k = 0;

        rows[i] = (row){ .item = items[i], .place = i, .down = down, .n_keys = keys };
        for (const rv_cite_node *key = sort->child; key && k < keys && st == RV_OK; key = key->next)
            st = make_key(cite, area, key, &rows[i], k++, err);
    }
    if (st == RV_OK) {
        qsort(rows, n, sizeof *rows, compare);
        for (size_t i = 0; i < n; i++)
            items[i] = rows[i].item;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < keys; k++)
            free(rows[i].keys[k]);
    free(rows);
    return st;
}
