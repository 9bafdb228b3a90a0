/* Citations in the text: order, grouping and collapsing of the works in one pair of parentheses. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "report/cite_list.h"

/* One work of the citation. */
typedef struct {
    const rv_cite_place *place;
    rv_cite_item        *item;
    rv_cite_position     position;
    rv_cite_out          out;
    rv_buf               names;
    bool                 again;       /* it follows a work of the same names, which are left out */
    bool                 plain;       /* nothing but the work: it may be collapsed */
    size_t               span;        /* this and how many after it are one range; 0 when it is within one */
} cited;

/* ---- Which works, where ------------------------------------------------------------------------------------------------------------------ */

static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static rv_cite_position position_of(const rv_cite *cite, const cited *c, size_t i)
{
    const cited *now = &c[i];
    const char  *before = i ? c[i - 1].item->key : cite->last, *locator = i ? c[i - 1].place->locator : cite->last_locator;

    if (!now->item->cited && !(i && before && strcmp(before, now->item->key) == 0))
        return CITE_FIRST;
    if (!before || strcmp(before, now->item->key) != 0)
        return CITE_SUBSEQUENT;
    if (same_text(locator, now->place->locator))
        return CITE_IBID;
    return now->place->locator ? CITE_IBID_WITH_LOCATOR : CITE_SUBSEQUENT;
}

static rv_status look_up(rv_cite *cite, const rv_cite_place *places, size_t n, cited *c, rv_error *err)
{
    for (size_t i = 0; i < n; i++) {
        const json_t *found = json_object_get(cite->index, places[i].key);

        if (!found)
            return rv_fail(err, RV_ENOTFOUND, "no work has the key '%.80s'", places[i].key);
        c[i] = (cited){ .place = &places[i], .item = cite->items[json_integer_value(found)], .out = RV_CITE_OUT_INIT,
                        .names = RV_BUF_INIT, .span = 1 };
        c[i].plain = !places[i].locator && !places[i].prefix && !places[i].suffix && !places[i].without_author;
        c[i].position = position_of(cite, c, i);
    }
    return RV_OK;
}

/* Where a work is introduced by words of its own, the order is the author's. */
static rv_status sort(const rv_cite *cite, cited *c, size_t n, rv_error *err)
{
    rv_cite_item **items;
    cited         *copy;
    rv_status      st;

    for (size_t i = 0; i < n; i++)
        if (c[i].place->prefix && i > 0)
            return RV_OK;
    items = calloc(n + 1, sizeof *items);
    copy = calloc(n + 1, sizeof *copy);
    for (size_t i = 0; items && copy && i < n; i++) {
        items[i] = c[i].item;
        copy[i] = c[i];
    }
    st = items && copy ? rv_cite_sort(cite, cite->style->citation, items, n, err) : rv_fail(err, RV_ENOMEM, "out of memory for a citation");
    for (size_t i = 0; st == RV_OK && i < n; i++)
        for (size_t k = 0; k < n; k++)
            if (copy[k].item == items[i]) {
                c[i] = copy[k];
                copy[k].item = NULL;
                break;
            }
    free(items);
    free(copy);
    return st;
}

static rv_status put_words(const rv_cite *cite, cited *c, rv_error *err)
{
    rv_cite_render r = { .style = cite->style, .item = c->item, .out = &c->out, .place = c->place, .position = c->position,
                         .no_names = c->again || c->place->without_author, .first_names = &c->names };

    rv_status      st;

    rv_cite_out_clear(&c->out);
    st = rv_cite_words(&r, cite->style->citation, NULL, err);
    if (st == RV_OK && !r.no_names && c->out.n == 0) {          /* a work of which nothing is known is called by its key */
        rv_cite_out_say(&c->out, "[");
        rv_cite_out_add(&c->out, c->item->key, strlen(c->item->key), CITE_LITERAL, 0);
        rv_cite_out_say(&c->out, "]");
    }
    return st;
}

/* ---- Grouping and collapsing --------------------------------------------------------------------------------------------------------------- */

/* Works of the same names come to stand together. */
static void group(cited *c, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++)
        for (size_t k = i + 1, to = i + 1; k < n; k++)
            if (c[i].names.length && strcmp(rv_buf_str(&c[k].names), rv_buf_str(&c[i].names)) == 0) {
                const cited moved = c[k];

                memmove(&c[to + 1], &c[to], (k - to) * sizeof *c);
                c[to++] = moved;
            }
}

static rv_status drop_names(const rv_cite *cite, cited *c, size_t n, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 1; i < n && st == RV_OK; i++) {
        const bool own_words = c[i].place->prefix || c[i - 1].place->suffix;

        c[i].again = !own_words && c[i].names.length && strcmp(rv_buf_str(&c[i].names), rv_buf_str(&c[i - 1].names)) == 0;
        if (c[i].again)
            st = put_words(cite, &c[i], err);
    }
    return st;
}

static bool same_year(const rv_cite_item *a, const rv_cite_item *b)
{
    const rv_cite_date one = rv_cite_item_date(a, "issued"), other = rv_cite_item_date(b, "issued");

    return one.there == other.there && one.from.year == other.from.year;
}

/* "1999a, b": of a work of the same names and year the letter alone. */
static void only_letters(cited *c, size_t n, bool ranges)
{
    for (size_t i = 1; i < n; i++)
        if (c[i].again && c[i].plain && c[i - 1].plain && c[i].item->year_suffix && c[i - 1].item->year_suffix
            && same_year(c[i].item, c[i - 1].item)) {
            rv_buf letters = RV_BUF_INIT;

            rv_cite_letters(&letters, c[i].item->year_suffix);
            rv_cite_out_clear(&c[i].out);
            rv_cite_out_say(&c[i].out, rv_buf_str(&letters));
            rv_buf_free(&letters);
        }
    for (size_t i = 0; ranges && i < n; i += c[i].span) {
        size_t span = 1;

        while (i + span < n && c[i + span].again && c[i + span].plain && same_year(c[i].item, c[i + span].item)
               && c[i].item->year_suffix && c[i + span].item->year_suffix == c[i].item->year_suffix + span)
            span++;
        c[i].span = span > 2 ? span : 1;
    }
}

/* "1-3": numbers that follow each other. */
static void collapse_numbers(cited *c, size_t n)
{
    for (size_t i = 0; i < n; i += c[i].span) {
        size_t span = 1;

        while (i + span < n && c[i].plain && c[i + span].plain && c[i + span].item->number == c[i].item->number + span)
            span++;
        c[i].span = span > 2 ? span : 1;
    }
}

static rv_status collapse(const rv_cite *cite, cited *c, size_t n, rv_error *err)
{
    const rv_cite_node *area = cite->style->citation;
    const char         *how = rv_cite_attr(area, "collapse");
    rv_status           st = RV_OK;

    if (how && strcmp(how, "citation-number") == 0) {
        collapse_numbers(c, n);
    } else if (how || rv_cite_attr(area, "cite-group-delimiter")) {
        group(c, n);
        if (how && (st = drop_names(cite, c, n, err)) == RV_OK && strncmp(how, "year-suffix", 11) == 0)
            only_letters(c, n, strcmp(how, "year-suffix-ranged") == 0);
    }
    return st;
}

/* ---- Together --------------------------------------------------------------------------------------------------------------------------------- */

/* What parts work i from the one before it. */
static const char *between(const rv_cite *cite, const cited *c, size_t i)
{
    const rv_cite_node *area = cite->style->citation, *layout = rv_cite_child(area, CITE_LAYOUT);
    const char *plain = rv_cite_attr(layout, "delimiter"), *within = rv_cite_attr(area, "cite-group-delimiter"),
               *letters = rv_cite_attr(area, "year-suffix-delimiter"), *after = rv_cite_attr(area, "after-collapse-delimiter");
    const char *how = rv_cite_attr(area, "collapse");

    if (c[i].again && how && strncmp(how, "year-suffix", 11) == 0 && c[i].item->year_suffix && same_year(c[i].item, c[i - 1].item))
        return letters ? letters : plain;
    if (c[i].again || (!how && within && c[i].names.length && strcmp(rv_buf_str(&c[i].names), rv_buf_str(&c[i - 1].names)) == 0))
        return within ? within : ", ";
    return c[i - 1].again && after ? after : plain;
}

static void join(const rv_cite *cite, const cited *c, size_t n, rv_cite_out *out)
{
    const rv_cite_node *layout = rv_cite_child(cite->style->citation, CITE_LAYOUT);
    const rv_cite_mark  all = { 0, 0 };

    rv_cite_out_say(out, rv_cite_attr(layout, "prefix"));
    for (size_t i = 0; i < n; i += c[i].span) {
        const cited *last = &c[i + c[i].span - 1];

        if (i > 0)
            rv_cite_out_say(out, between(cite, c, i));
        if (c[i].place->prefix)
            rv_cite_out_add(out, c[i].place->prefix, strlen(c[i].place->prefix), 0, 0);
        rv_cite_out_join(out, &c[i].out);
        if (c[i].place->suffix)
            rv_cite_out_add(out, c[i].place->suffix, strlen(c[i].place->suffix), 0, 0);
        if (c[i].span > 1) {
            rv_cite_out_say(out, "\u2013");
            rv_cite_out_join(out, &last->out);
        }
    }
    rv_cite_out_say(out, rv_cite_attr(layout, "suffix"));
    rv_cite_out_format(out, all, layout);
}

/* What the next citation asks of this one. */
static rv_status remember(rv_cite *cite, const cited *c, size_t n, rv_error *err)
{
    free(cite->last);
    free(cite->last_locator);
    cite->last = n == 1 ? strdup(c[0].item->key) : NULL;
    cite->last_locator = n == 1 && c[0].place->locator ? strdup(c[0].place->locator) : NULL;
    for (size_t i = 0; i < n; i++)
        c[i].item->cited = true;
    return n == 1 && !cite->last ? rv_fail(err, RV_ENOMEM, "out of memory for a citation") : RV_OK;
}

rv_status rv_cite_cluster(rv_cite *cite, const rv_cite_place *places, size_t n, rv_cite_text *text, rv_error *err)
{
    rv_cite_out out = RV_CITE_OUT_INIT;
    cited      *c;
    rv_status   st = rv_cite_settle(cite, err);

    if (st != RV_OK)
        return st;
    if (!(c = calloc(n + 1, sizeof *c)))
        return rv_fail(err, RV_ENOMEM, "out of memory for a citation");
    if ((st = look_up(cite, places, n, c, err)) == RV_OK)
        st = sort(cite, c, n, err);
    for (size_t i = 0; st == RV_OK && i < n; i++)
        st = put_words(cite, &c[i], err);
    if (st == RV_OK && (st = collapse(cite, c, n, err)) == RV_OK) {
        join(cite, c, n, &out);
        if ((st = rv_cite_finish(&out, &cite->style->locale, text, err)) == RV_OK)
            st = remember(cite, c, n, err);
    }
    for (size_t i = 0; i < n; i++) {
        rv_cite_out_free(&c[i].out);
        rv_buf_free(&c[i].names);
    }
    free(c);
    rv_cite_out_free(&out);
    return st;
}
