/* What is said of names, by cs:name or around it, and a list of names with what stands between them. */
#include <config.h>

#include <string.h>

#include "report/cite_name.h"

/* ---- What is said of names, and where ----------------------------------------------------------------------------------------------- */

static const char *inherited(rv_cite_render *r, const rv_cite_node *name, const char *attribute, const char *above)
{
    const char *value = rv_cite_attr(name, attribute);

    if (!value)
        value = rv_cite_attr(r->area, above);
    return value ? value : rv_cite_attr(r->style->tree.root, above);
}

static int number(rv_cite_render *r, const rv_cite_node *name, const char *attribute)
{
    const char *value = inherited(r, name, attribute, attribute);
    int         n = 0;

    for (; value && *value >= '0' && *value <= '9'; value++)
        n = 10 * n + (*value - '0');
    return n;
}

static const char *or_else(const char *value, const char *otherwise)
{
    return value ? value : otherwise;
}

/* Where a work was cited before, fewer names may do; a sort key can say how many it takes. */
static void shorten(rv_cite_render *r, const rv_cite_node *name, rv_cite_naming *how)
{
    int n;

    how->et_al_min = number(r, name, "et-al-min");
    how->use_first = number(r, name, "et-al-use-first");
    how->use_last = strcmp(or_else(inherited(r, name, "et-al-use-last", "et-al-use-last"), "false"), "true") == 0;
    if (r->place && r->position != CITE_FIRST) {
        if ((n = number(r, name, "et-al-subsequent-min")))
            how->et_al_min = n;
        if ((n = number(r, name, "et-al-subsequent-use-first")))
            how->use_first = n;
    }
    if (r->key) {
        how->et_al_min = rv_cite_attr_int(r->key, "names-min", how->et_al_min);
        how->use_first = rv_cite_attr_int(r->key, "names-use-first", how->use_first);
        if (rv_cite_attr(r->key, "names-use-last"))
            how->use_last = rv_cite_attr_is(r->key, "names-use-last", "true");
    }
    how->use_first += r->place ? r->item->more_names : 0;
}

rv_cite_naming rv_cite_naming_of(rv_cite_render *r, const rv_cite_node *name)
{
    rv_cite_naming how = {
        .form = or_else(inherited(r, name, "form", "name-form"), "long"),
        .initialize_with = inherited(r, name, "initialize-with", "initialize-with"),
        .initialize = strcmp(or_else(inherited(r, name, "initialize", "initialize"), "true"), "false") != 0,
        .hyphen = !rv_cite_attr_is(r->style->tree.root, "initialize-with-hyphen", "false"),
        .sort_separator = or_else(inherited(r, name, "sort-separator", "sort-separator"), ", "),
        .demote = or_else(rv_cite_attr(r->style->tree.root, "demote-non-dropping-particle"), "display-and-sort"),
        .delimiter = or_else(inherited(r, name, "delimiter", "name-delimiter"), ", "),
        .and = inherited(r, name, "and", "and"),
        .precedes_et_al = or_else(inherited(r, name, "delimiter-precedes-et-al", "delimiter-precedes-et-al"), "contextual"),
        .precedes_last = or_else(inherited(r, name, "delimiter-precedes-last", "delimiter-precedes-last"), "contextual"),
        .inverted = or_else(inherited(r, name, "name-as-sort-order", "name-as-sort-order"), ""),
        .node = name,
    };

    if (r->key)
        how.inverted = "all";
    shorten(r, name, &how);
    for (const rv_cite_node *part = name ? name->child : NULL; part; part = part->next)
        if (rv_cite_attr_is(part, "name", "family"))
            how.family = part;
        else
            how.given = part;
    return how;
}

/* ---- A list of names ------------------------------------------------------------------------------------------------------------------ */

static bool inverts(const rv_cite_naming *how, size_t i)
{
    return strcmp(how->inverted, "all") == 0 || (i == 0 && strcmp(how->inverted, "first") == 0);
}

static bool precedes(const char *rule, const rv_cite_naming *how, size_t before, size_t least)
{
    if (strcmp(rule, "always") == 0)
        return true;
    if (strcmp(rule, "after-inverted-name") == 0)
        return before > 0 && inverts(how, before - 1);
    return strcmp(rule, "never") != 0 && before >= least;
}

static void put_et_al(rv_cite_render *r, const rv_cite_naming *how, const rv_cite_node *et_al, size_t before)
{
    const char  *term = or_else(rv_cite_attr(et_al, "term"), "et-al");
    const char  *words = rv_cite_term(&r->style->locale, term, NULL, false);
    rv_cite_mark mark;

    if (!words || !*words)
        return;
    rv_cite_out_say(r->out, precedes(how->precedes_et_al, how, before, 2) ? how->delimiter : " ");
    mark = rv_cite_out_mark(r->out);
    rv_cite_out_say(r->out, words);
    rv_cite_out_format(r->out, mark, et_al);
}

static void put_and(rv_cite_render *r, const rv_cite_naming *how, size_t before)
{
    const bool  symbol = how->and && strcmp(how->and, "symbol") == 0;
    const char *words = rv_cite_term(&r->style->locale, "and", symbol ? "symbol" : NULL, false);

    if (!how->and || r->key) {
        rv_cite_out_say(r->out, how->delimiter);
        return;
    }
    if (precedes(how->precedes_last, how, before, 2))
        rv_cite_out_say(r->out, how->delimiter);
    else
        rv_cite_out_say(r->out, " ");
    rv_cite_out_say(r->out, words);
    rv_cite_out_say(r->out, " ");
}

static void put_one(rv_cite_render *r, const rv_cite_naming *how, const rv_cite_people *who, size_t i)
{
    const int given = r->place && i < CITE_DISTINCT_NAMES ? r->item->given[i] : 0;

    rv_cite_person_put(r, how, &who->persons[i], inverts(how, i), given);
}

void rv_cite_people_put(rv_cite_render *r, const rv_cite_naming *how, const rv_cite_people *who, const rv_cite_node *et_al)
{
    const size_t n = who->n;
    const bool   cuts = how->et_al_min > 0 && n >= (size_t)how->et_al_min && (size_t)how->use_first < n;
    const bool   last = cuts && how->use_last && (size_t)how->use_first + 2 <= n;
    const size_t shown = cuts ? (size_t)how->use_first : n;

    for (size_t i = 0; i < shown; i++) {
        if (i > 0 && i + 1 == shown && !cuts && !who->others)
            put_and(r, how, i);
        else if (i > 0)
            rv_cite_out_say(r->out, how->delimiter);
        put_one(r, how, who, i);
    }
    if (last) {
        rv_cite_out_say(r->out, how->delimiter);
        rv_cite_out_say(r->out, "\u2026 ");
        put_one(r, how, who, n - 1);
    } else if (shown && (cuts || who->others)) {
        put_et_al(r, how, et_al, shown);
    }
}
