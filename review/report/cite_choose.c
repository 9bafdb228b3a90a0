/* cs:choose: which branch holds. */
#include <config.h>

#include <string.h>

#include "report/cite_render.h"

static bool is_numeric(rv_cite_render *r, const char *variable)
{
    rv_buf      scratch = RV_BUF_INIT;
    const char *value = rv_cite_variable(r, variable, false, &scratch);
    const bool  numeric = value && rv_cite_is_numeric(value);

    rv_buf_free(&scratch);
    return numeric;
}

static bool is_there(rv_cite_render *r, const char *variable)
{
    if (strcmp(variable, "locator") == 0)
        return r->place && r->place->locator && *r->place->locator;
    if (strcmp(variable, "year-suffix") == 0)
        return !r->no_suffix && r->item->year_suffix > 0;
    if (strcmp(variable, "citation-number") == 0)
        return r->item->number > 0;
    if (strcmp(variable, "page-first") == 0)
        variable = "page";
    return rv_cite_item_has(r->item, variable);
}

static bool has_position(rv_cite_render *r, const char *word)
{
    if (!r->place)
        return false;
    if (strcmp(word, "first") == 0)
        return r->position == CITE_FIRST;
    if (strcmp(word, "subsequent") == 0)
        return r->position != CITE_FIRST;
    if (strcmp(word, "ibid") == 0)
        return r->position == CITE_IBID || r->position == CITE_IBID_WITH_LOCATOR;
    return strcmp(word, "ibid-with-locator") == 0 && r->position == CITE_IBID_WITH_LOCATOR;
}

static const char *locator_label(const rv_cite_render *r)
{
    if (!r->place || !r->place->locator || !*r->place->locator)
        return "";
    return r->place->label && *r->place->label ? r->place->label : "page";
}

static bool holds_one(rv_cite_render *r, const char *attribute, const char *word)
{
    if (strcmp(attribute, "type") == 0)
        return strcmp(rv_cite_item_type(r->item), word) == 0;
    if (strcmp(attribute, "variable") == 0)
        return is_there(r, word);
    if (strcmp(attribute, "is-numeric") == 0)
        return is_numeric(r, word);
    if (strcmp(attribute, "is-uncertain-date") == 0)
        return rv_cite_item_date(r->item, word).circa;
    if (strcmp(attribute, "locator") == 0)
        return strcmp(locator_label(r), word) == 0;
    if (strcmp(attribute, "position") == 0)
        return has_position(r, word);
    return strcmp(attribute, "disambiguate") == 0 && r->item->ambiguous == (strcmp(word, "true") == 0);
}

/* Each word of each attribute is a test. */
static bool holds(rv_cite_render *r, const rv_cite_node *node)
{
    const char *match = rv_cite_attr(node, "match");
    size_t      tests = 0, held = 0;

    for (const char *const *a = node->attributes; *a; a += 2) {
        const char *word = a[1];

        if (strcmp(a[0], "match") == 0)
            continue;
        for (word += strspn(word, " \t\n"); *word; word += strspn(word, " \t\n")) {
            char   one[64];
            size_t n = strcspn(word, " \t\n");

            memcpy(one, word, n < sizeof one ? n : sizeof one - 1);
            one[n < sizeof one ? n : sizeof one - 1] = '\0';
            tests++;
            held += holds_one(r, a[0], one);
            word += n;
        }
    }
    if (match && strcmp(match, "any") == 0)
        return held > 0;
    if (match && strcmp(match, "none") == 0)
        return held == 0;
    return held == tests;
}

const rv_cite_node *rv_cite_branch(rv_cite_render *r, const rv_cite_node *choose)
{
    for (const rv_cite_node *node = choose->child; node; node = node->next)
        if (node->tag == CITE_ELSE || holds(r, node))
            return node;
    return NULL;
}
