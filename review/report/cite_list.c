/* Works cited together: adding them, their order, and the entries of the reference list. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/cite_list.h"

rv_status rv_cite_open(rv_cite **out, const rv_cite_style *style, rv_error *err)
{
    *out = calloc(1, sizeof **out);
    if (!*out || !((*out)->index = json_object())) {
        free(*out);
        *out = NULL;
        return rv_fail(err, RV_ENOMEM, "out of memory for references");
    }
    (*out)->style = style;
    return RV_OK;
}

static void unsettle(rv_cite *cite)
{
    for (size_t i = 0; cite->names && i < cite->n; i++)
        free(cite->names[i]);
    free(cite->names);
    free(cite->order);
    cite->names = NULL;
    cite->order = NULL;
}

void rv_cite_close(rv_cite *cite)
{
    if (!cite)
        return;
    unsettle(cite);
    for (size_t i = 0; i < cite->n; i++) {
        rv_cite_item_free(cite->items[i]);
        free(cite->items[i]);
    }
    free(cite->items);
    json_decref(cite->index);
    free(cite->last);
    free(cite->last_locator);
    free(cite);
}

size_t rv_cite_count(const rv_cite *cite)
{
    return cite->n;
}

rv_status rv_cite_add(rv_cite *cite, const char *key, const json_t *data, rv_error *err)
{
    const json_t *id = json_object_get(data, "id");
    char          number[32];
    rv_cite_item *item;
    rv_status     st;

    if (!json_is_object(data))
        return rv_fail(err, RV_EINVAL, "a work to cite must be an object of CSL-JSON");
    if (!key && json_is_integer(id))
        snprintf(number, sizeof number, "%lld", (long long)json_integer_value(id));
    else
        snprintf(number, sizeof number, "work-%zu", cite->n + 1);
    if (!key)
        key = json_is_string(id) ? json_string_value(id) : number;
    if (json_object_get(cite->index, key))
        return rv_fail(err, RV_EEXIST, "two works have the key '%.80s'", key);
    unsettle(cite);
    if (!rv_grow(&cite->items, cite->n, &cite->room, sizeof *cite->items) || !(item = calloc(1, sizeof *item)))
        return rv_fail(err, RV_ENOMEM, "out of memory for references");
    if ((st = rv_cite_item_make(item, key, data, err)) == RV_OK
        && json_object_set_new(cite->index, key, json_integer((json_int_t)cite->n)) != 0)
        st = rv_fail(err, RV_EINVAL, "the key of a work is not UTF-8");
    if (st != RV_OK) {
        rv_cite_item_free(item);
        free(item);
        return st;
    }
    item->order = cite->n;
    cite->items[cite->n++] = item;
    return RV_OK;
}

rv_status rv_cite_add_json(rv_cite *cite, const char *name, const char *bytes, size_t n, rv_error *err)
{
    json_t   *whole = NULL;
    rv_status st = rv_json_parse(name, bytes, n, &whole, err);

    if (st == RV_OK && !json_is_array(whole))
        st = rv_fail(err, RV_EPARSE, "%s:1: CSL-JSON is an array of works", name);
    for (size_t i = 0; st == RV_OK && i < json_array_size(whole); i++)
        if ((st = rv_cite_add(cite, NULL, json_array_get(whole, i), err)) != RV_OK)
            st = rv_within(err, st, "%s: work %zu", name, i + 1);
    json_decref(whole);
    return st;
}

rv_status rv_cite_settle(rv_cite *cite, rv_error *err)
{
    rv_status st;

    if (cite->order)
        return RV_OK;
    cite->order = calloc(cite->n + 1, sizeof *cite->order);
    cite->names = calloc(cite->n + 1, sizeof *cite->names);
    if (!cite->order || !cite->names) {
        unsettle(cite);
        return rv_fail(err, RV_ENOMEM, "out of memory for references");
    }
    for (size_t i = 0; i < cite->n; i++) {
        cite->order[i] = cite->items[i];
        cite->items[i]->number = i + 1;
    }
    if ((st = rv_cite_sort(cite, cite->style->bibliography, cite->order, cite->n, err)) != RV_OK) {
        unsettle(cite);
        return st;
    }
    for (size_t i = 0; i < cite->n; i++)
        cite->order[i]->number = i + 1;
    if ((st = rv_cite_tell_apart(cite, err)) != RV_OK)
        unsettle(cite);
    return st;
}

rv_status rv_cite_words(rv_cite_render *r, const rv_cite_node *area, size_t *first, rv_error *err)
{
    const rv_cite_node *layout = rv_cite_child(area, CITE_LAYOUT);

    r->area = area;
    r->err = err;
    r->status = RV_OK;
    for (const rv_cite_node *node = layout->child; node && r->status == RV_OK; node = node->next) {
        rv_cite_element(r, node);
        if (first && node == layout->child)
            *first = r->out->n;
    }
    if (r->status == RV_OK && r->out->failed)
        r->status = rv_fail(err, RV_ENOMEM, "out of memory for a reference");
    return r->status == RV_OK ? RV_OK : rv_within(err, r->status, "%.60s", r->item->key);
}

/* ---- Entries --------------------------------------------------------------------------------------------------------------------------- */

/* The first field stands in a column of its own. */
static void align(rv_cite_out *out, const rv_cite_node *area, size_t from, size_t first)
{
    if (!rv_cite_attr(area, "second-field-align"))
        return;
    for (size_t i = from; i < out->n; i++)
        if (out->pieces[i].display == RV_CITE_INLINE)
            out->pieces[i].display = i < first ? RV_CITE_LEFT_MARGIN : RV_CITE_RIGHT_INLINE;
}

/* Writes entry i; `before` are the first names of the entry before it, or NULL. */
static rv_status put_entry(rv_cite *cite, size_t i, const char *before, rv_cite_out *out, rv_error *err)
{
    const rv_cite_node *area = cite->style->bibliography, *layout = rv_cite_child(area, CITE_LAYOUT);
    rv_buf              names = RV_BUF_INIT;
    size_t              first = 0;
    rv_cite_render      r = { .style = cite->style, .item = cite->order[i], .out = out, .first_names = &names, .same_names = before,
                              .instead = rv_cite_attr(area, "subsequent-author-substitute") };
    rv_status           st;

    if (!r.instead)
        r.same_names = NULL;
    rv_cite_out_say(out, rv_cite_attr(layout, "prefix"));
    if ((st = rv_cite_words(&r, area, &first, err)) == RV_OK) {
        if (r.told == 0)
            rv_cite_out_say(out, " [nothing is known of this work]");
        rv_cite_out_say(out, rv_cite_attr(layout, "suffix"));
        rv_cite_out_format(out, (rv_cite_mark){ 0, 0 }, layout);
        align(out, area, 0, first);
        if (!cite->names[i] && !(cite->names[i] = strdup(rv_buf_str(&names))))
            st = rv_fail(err, RV_ENOMEM, "out of memory for references");
    }
    rv_buf_free(&names);
    return st;
}

/* The first names of entry i, made when it was not asked for yet. */
static rv_status names_of(rv_cite *cite, size_t i, const char **names, rv_error *err)
{
    rv_cite_out out = RV_CITE_OUT_INIT;
    rv_status   st = cite->names[i] ? RV_OK : put_entry(cite, i, NULL, &out, err);

    rv_cite_out_free(&out);
    *names = st == RV_OK ? cite->names[i] : NULL;
    return st;
}

rv_status rv_cite_entry(rv_cite *cite, size_t i, rv_cite_text *text, rv_error *err)
{
    rv_cite_out out = RV_CITE_OUT_INIT;
    const char *before = NULL;
    rv_status   st;

    if (!cite->style->bibliography)
        return rv_fail(err, RV_EINVAL, "the style '%.80s' has no bibliography", cite->style->title);
    if (i >= cite->n)
        return rv_fail(err, RV_EINVAL, "there is no entry %zu among %zu", i + 1, cite->n);
    if ((st = rv_cite_settle(cite, err)) != RV_OK)
        return st;
    if (i > 0 && rv_cite_attr(cite->style->bibliography, "subsequent-author-substitute"))
        st = names_of(cite, i - 1, &before, err);
    if (st == RV_OK && (st = put_entry(cite, i, before && *before ? before : NULL, &out, err)) == RV_OK)
        st = rv_cite_finish(&out, &cite->style->locale, text, err);
    rv_cite_out_free(&out);
    return st;
}

rv_status rv_cite_entry_of(rv_cite *cite, const char *key, rv_cite_text *text, rv_error *err)
{
    const json_t *found = json_object_get(cite->index, key);
    rv_status     st;

    if (!found)
        return rv_fail(err, RV_ENOTFOUND, "no work has the key '%.80s'", key);
    if ((st = rv_cite_settle(cite, err)) != RV_OK)
        return st;
    return rv_cite_entry(cite, cite->items[json_integer_value(found)]->number - 1, text, err);
}

rv_status rv_cite_entry_key(rv_cite *cite, size_t i, const char **key, rv_error *err)
{
    const rv_status st = rv_cite_settle(cite, err);

    *key = st == RV_OK && i < cite->n ? cite->order[i]->key : NULL;
    return st;
}
