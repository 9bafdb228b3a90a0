/* cs:names: people in their roles, shortened, labelled, or others in their place. */
#include <config.h>

#include <stdio.h>
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

/* ---- The element ------------------------------------------------------------------------------------------------------------------------ */

typedef struct {
    const rv_cite_node *name, *et_al, *label, *substitute;
    bool                label_first;
} parts;

static parts parts_of(const rv_cite_node *node)
{
    parts p = { rv_cite_child(node, CITE_NAME), rv_cite_child(node, CITE_ET_AL), rv_cite_child(node, CITE_LABEL),
                rv_cite_child(node, CITE_SUBSTITUTE), false };

    for (const rv_cite_node *child = node->child; child && child->tag != CITE_NAME; child = child->next)
        if (child->tag == CITE_LABEL)
            p.label_first = true;
    p.label_first = p.label_first && p.name;
    return p;
}

static void put_role(rv_cite_render *r, const parts *p, const char *variable, const rv_cite_people *who)
{
    const rv_cite_naming how = rv_cite_naming_of(r, p->name);
    const rv_cite_mark   mark = rv_cite_out_mark(r->out);
    char                 count[24];

    if (strcmp(how.form, "count") == 0) {
        const bool cuts = how.et_al_min > 0 && who->n >= (size_t)how.et_al_min;

        snprintf(count, sizeof count, r->key ? "%06zu" : "%zu", cuts && (size_t)how.use_first < who->n ? (size_t)how.use_first : who->n);
        rv_cite_out_say(r->out, count);
        return;
    }
    if (p->label && p->label_first && !r->key)
        rv_cite_names_label(r, p->label, variable, who->n > 1 || who->others);
    rv_cite_people_put(r, &how, who, p->et_al);
    rv_cite_out_format(r->out, mark, p->name);
    if (p->label && !p->label_first && !r->key)
        rv_cite_names_label(r, p->label, variable, who->n > 1 || who->others);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_people(const rv_cite_people *a, const rv_cite_people *b)
{
    if (!a || !b || a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (!same_text(a->persons[i].family, b->persons[i].family) || !same_text(a->persons[i].given, b->persons[i].given)
            || !same_text(a->persons[i].literal, b->persons[i].literal))
            return false;
    return true;
}

static const rv_cite_people *who_of(rv_cite_render *r, const char *variable)
{
    return rv_cite_hidden(r, variable) ? NULL : rv_cite_item_who(r->item, variable);
}

/* The variables of the element, each with its people; those who edit and translate stand once. */
static void put_roles(rv_cite_render *r, const parts *p, const rv_cite_node *node)
{
    const char *list = rv_cite_attr(node, "variable"), *delimiter = rv_cite_attr(node, "delimiter");
    const bool  one = rv_cite_word_in(list, "editor") && rv_cite_word_in(list, "translator")
                      && same_people(who_of(r, "editor"), who_of(r, "translator"));
    bool        any = false;

    if (!delimiter)
        delimiter = inherited(r, NULL, "", "names-delimiter");
    for (list += strspn(list, " \t\n"); *list; list += strspn(list, " \t\n")) {
        const size_t n = strcspn(list, " \t\n");

        for (size_t i = 0; i <= r->item->n_people; i++) {
            const rv_cite_people *who = i < r->item->n_people ? &r->item->people[i] : NULL;

            if (!who || strlen(who->variable) != n || memcmp(who->variable, list, n) != 0 || rv_cite_hidden(r, who->variable)
                || (one && strcmp(who->variable, "translator") == 0))
                continue;
            if (any)
                rv_cite_out_say(r->out, delimiter ? delimiter : ", ");
            put_role(r, p, one && strcmp(who->variable, "editor") == 0 ? "editortranslator" : who->variable, who);
            rv_cite_called(r, who->variable, true);
            if (one)
                rv_cite_called(r, "translator", true);
            any = true;
        }
        list += n;
    }
    if (!any)
        r->called++;
}

/* The first of the substitutes that says something; what it says is not said again. */
static void put_substitute(rv_cite_render *r, const rv_cite_node *node, const rv_cite_node *substitute)
{
    const rv_cite_node *heir = r->heir;
    const rv_cite_mark  mark = rv_cite_out_mark(r->out);

    r->heir = node;
    r->substituting++;
    for (const rv_cite_node *child = substitute->child; child && r->status == RV_OK; child = child->next) {
        const size_t called = r->called, filled = r->filled, used = r->n_used;

        rv_cite_element(r, child);
        if (rv_cite_out_since(r->out, mark)) {
            r->called = called + 1;
            r->filled = filled + 1;
            break;
        }
        r->n_used = used;
    }
    r->heir = heir;
    if (--r->substituting == 0) {
        r->n_hidden += r->n_used;
        r->n_used = 0;
    }
}

static void names_content(rv_cite_render *r, const rv_cite_node *node)
{
    const rv_cite_mark mark = rv_cite_out_mark(r->out);
    parts              p = parts_of(node);

    if (!node->child && r->heir) {
        const parts all = parts_of(r->heir);

        p = (parts){ all.name, all.et_al, all.label, NULL, all.label_first };
    }
    put_roles(r, &p, node);
    if (!rv_cite_out_since(r->out, mark) && p.substitute)
        put_substitute(r, node, p.substitute);
}

/* The first names of a work: kept for comparing, and taken away or replaced where they were just said. */
static void settle_first(rv_cite_render *r, rv_cite_mark mark, size_t filled)
{
    const char *names = r->out->text.data ? r->out->text.data + mark.text : "";

    r->names_done = true;
    if (r->first_names) {
        rv_buf_clear(r->first_names);
        rv_buf_text(r->first_names, names);
    }
    if (r->no_names) {
        rv_cite_out_back(r->out, mark);
        r->filled = filled;
    } else if (r->same_names && strcmp(r->same_names, names) == 0) {
        rv_cite_out_back(r->out, mark);
        rv_cite_out_say(r->out, r->instead);
    }
}

void rv_cite_names_element(rv_cite_render *r, const rv_cite_node *node)
{
    const rv_cite_mark mark = rv_cite_out_mark(r->out);
    const size_t       filled = r->filled;

    r->in_names++;
    rv_cite_wrapped(r, node, names_content);
    r->in_names--;
    if (r->in_names == 0 && !r->key && !r->names_done && rv_cite_out_since(r->out, mark))
        settle_first(r, mark, filled);
}
