/* What may stand where in a style, and what attributes can say. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "report/cite_style.h"

#define BIT(tag) (UINT64_C(1) << (tag))
#define RENDERING (BIT(CITE_TEXT) | BIT(CITE_NUMBER) | BIT(CITE_LABEL) | BIT(CITE_DATE) | BIT(CITE_NAMES) | BIT(CITE_GROUP) \
                   | BIT(CITE_CHOOSE))

static const uint64_t children[CITE_TAGS] = {
    [CITE_OTHER] = BIT(CITE_OTHER), [CITE_INFO] = BIT(CITE_OTHER),
    [CITE_ROOT] = BIT(CITE_INFO) | BIT(CITE_LOCALE) | BIT(CITE_MACRO) | BIT(CITE_CITATION) | BIT(CITE_BIBLIOGRAPHY),
    [CITE_LOCALE] = BIT(CITE_INFO) | BIT(CITE_TERMS) | BIT(CITE_DATE) | BIT(CITE_STYLE_OPTIONS),
    [CITE_TERMS] = BIT(CITE_TERM), [CITE_TERM] = BIT(CITE_SINGLE) | BIT(CITE_MULTIPLE),
    [CITE_MACRO] = RENDERING, [CITE_LAYOUT] = RENDERING, [CITE_GROUP] = RENDERING, [CITE_IF] = RENDERING, [CITE_ELSE_IF] = RENDERING,
    [CITE_ELSE] = RENDERING, [CITE_SUBSTITUTE] = RENDERING,
    [CITE_CITATION] = BIT(CITE_SORT) | BIT(CITE_LAYOUT), [CITE_BIBLIOGRAPHY] = BIT(CITE_SORT) | BIT(CITE_LAYOUT),
    [CITE_SORT] = BIT(CITE_KEY), [CITE_CHOOSE] = BIT(CITE_IF) | BIT(CITE_ELSE_IF) | BIT(CITE_ELSE),
    [CITE_DATE] = BIT(CITE_DATE_PART), [CITE_NAME] = BIT(CITE_NAME_PART),
    [CITE_NAMES] = BIT(CITE_NAME) | BIT(CITE_ET_AL) | BIT(CITE_LABEL) | BIT(CITE_SUBSTITUTE),
};

#define NAMING (BIT(CITE_NAME) | BIT(CITE_ROOT) | BIT(CITE_CITATION) | BIT(CITE_BIBLIOGRAPHY))
#define BOTH_AREAS (BIT(CITE_CITATION) | BIT(CITE_BIBLIOGRAPHY))
#define ANYWHERE (~UINT64_C(0))
#define NUMBER_WORD "0..."

/* What attributes can say, where they stand; words parted by blanks, or a whole number. */
static const struct { const char *attribute; uint64_t where; const char *words; } values[] = {
    { "text-case", ANYWHERE, "lowercase uppercase capitalize-first capitalize-all sentence title" },
    { "font-style", ANYWHERE, "normal italic oblique" },
    { "font-variant", ANYWHERE, "normal small-caps" },
    { "font-weight", ANYWHERE, "normal bold light" },
    { "text-decoration", ANYWHERE, "none underline" },
    { "vertical-align", ANYWHERE, "baseline sup sub" },
    { "display", ANYWHERE, "block left-margin right-inline indent" },
    { "quotes", ANYWHERE, "true false" },
    { "strip-periods", ANYWHERE, "true false" },
    { "class", BIT(CITE_ROOT), "in-text note" },
    { "match", BIT(CITE_IF) | BIT(CITE_ELSE_IF), "all any none" },
    { "match", BIT(CITE_TERM), "last-digit last-two-digits whole-number" },
    { "disambiguate", BIT(CITE_IF) | BIT(CITE_ELSE_IF), "true false" },
    { "form", BIT(CITE_TEXT), "long short verb verb-short symbol" },
    { "form", BIT(CITE_LABEL), "long short verb verb-short symbol" },
    { "form", BIT(CITE_NUMBER), "numeric ordinal long-ordinal roman" },
    { "form", BIT(CITE_DATE), "text numeric" },
    { "form", BIT(CITE_NAME), "long short count" },
    { "form", BIT(CITE_DATE_PART), "long short numeric numeric-leading-zeros ordinal" },
    { "form", BIT(CITE_TERM), "long short verb verb-short symbol" },
    { "name", BIT(CITE_DATE_PART), "year month day" },
    { "name", BIT(CITE_NAME_PART), "family given" },
    { "date-parts", BIT(CITE_DATE), "year-month-day year-month year" },
    { "plural", BIT(CITE_LABEL), "contextual always never" },
    { "plural", BIT(CITE_TEXT), "true false" },
    { "and", NAMING, "text symbol" },
    { "delimiter-precedes-et-al", NAMING, "contextual always never after-inverted-name" },
    { "delimiter-precedes-last", NAMING, "contextual always never after-inverted-name" },
    { "et-al-min", NAMING, NUMBER_WORD },
    { "et-al-use-first", NAMING, NUMBER_WORD },
    { "et-al-subsequent-min", NAMING, NUMBER_WORD },
    { "et-al-subsequent-use-first", NAMING, NUMBER_WORD },
    { "et-al-use-last", NAMING, "true false" },
    { "initialize", NAMING, "true false" },
    { "initialize-with-hyphen", BIT(CITE_ROOT), "true false" },
    { "name-as-sort-order", NAMING, "first all" },
    { "name-form", ANYWHERE, "long short count" },
    { "demote-non-dropping-particle", BIT(CITE_ROOT), "never sort-only display-and-sort" },
    { "page-range-format", BIT(CITE_ROOT), "expanded minimal minimal-two chicago chicago-15 chicago-16" },
    { "sort", BIT(CITE_KEY), "ascending descending" },
    { "names-min", BIT(CITE_KEY), NUMBER_WORD },
    { "names-use-first", BIT(CITE_KEY), NUMBER_WORD },
    { "names-use-last", BIT(CITE_KEY), "true false" },
    { "collapse", BOTH_AREAS, "citation-number year year-suffix year-suffix-ranged" },
    { "disambiguate-add-names", BOTH_AREAS, "true false" },
    { "disambiguate-add-givenname", BOTH_AREAS, "true false" },
    { "disambiguate-add-year-suffix", BOTH_AREAS, "true false" },
    { "givenname-disambiguation-rule", BOTH_AREAS,
      "all-names all-names-with-initials primary-name primary-name-with-initials by-cite" },
    { "hanging-indent", BOTH_AREAS, "true false" },
    { "second-field-align", BOTH_AREAS, "flush margin" },
    { "line-spacing", BOTH_AREAS, NUMBER_WORD },
    { "entry-spacing", BOTH_AREAS, NUMBER_WORD },
    { "near-note-distance", BOTH_AREAS, NUMBER_WORD },
    { "subsequent-author-substitute-rule", BOTH_AREAS, "complete-all complete-each partial-each partial-first" },
    { "punctuation-in-quote", BIT(CITE_STYLE_OPTIONS), "true false" },
    { "limit-day-ordinals-to-day-1", BIT(CITE_STYLE_OPTIONS), "true false" },
};

static rv_status check_value(const rv_cite_tree *tree, const rv_cite_node *node, const char *attribute, const char *value, rv_error *err)
{
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (strcmp(values[i].attribute, attribute) != 0 || !(values[i].where & BIT(node->tag)))
            continue;
        if (strcmp(values[i].words, NUMBER_WORD) == 0) {
            if (!*value || strspn(value, "0123456789") != strlen(value) || strlen(value) > 6)
                return rv_fail(err, RV_EPARSE, "%s:%zu: %s of <%s> is '%.40s'; it must be a whole number, at most 999999", tree->name,
                               node->line, attribute, node->name, value);
        } else if (!rv_cite_word_in(values[i].words, value)) {
            return rv_fail(err, RV_EPARSE, "%s:%zu: %s of <%s> is '%.40s'; it must be one of: %s", tree->name, node->line, attribute,
                           node->name, value, values[i].words);
        }
        return RV_OK;
    }
    return RV_OK;
}

/* What an element cannot be without. */
static rv_status check_needs(const rv_cite_tree *tree, const rv_cite_node *node, rv_error *err)
{
    static const struct { rv_cite_tag tag; const char *attribute; } needs[] = {
        { CITE_MACRO, "name" }, { CITE_NUMBER, "variable" }, { CITE_DATE_PART, "name" }, { CITE_NAME_PART, "name" }, { CITE_TERM, "name" },
    };

    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
        if (node->tag == needs[i].tag && !rv_cite_attr(node, needs[i].attribute))
            return rv_fail(err, RV_EPARSE, "%s:%zu: <%s> has no attribute %s", tree->name, node->line, node->name, needs[i].attribute);
    if (node->tag == CITE_TEXT) {
        const int said = !!rv_cite_attr(node, "variable") + !!rv_cite_attr(node, "macro") + !!rv_cite_attr(node, "term")
                         + !!rv_cite_attr(node, "value");

        if (said != 1)
            return rv_fail(err, RV_EPARSE, "%s:%zu: <text> has %s of the attributes variable, macro, term and value; it needs one",
                           tree->name, node->line, said ? "several" : "none");
    }
    if (node->tag == CITE_KEY && !rv_cite_attr(node, "variable") == !rv_cite_attr(node, "macro"))
        return rv_fail(err, RV_EPARSE, "%s:%zu: <key> needs one of the attributes variable and macro", tree->name, node->line);
    if ((node->tag == CITE_NAMES || (node->tag == CITE_DATE && node->parent && node->parent->tag != CITE_LOCALE)
         || (node->tag == CITE_LABEL && node->parent && node->parent->tag != CITE_NAMES)) && !rv_cite_attr(node, "variable"))
        return rv_fail(err, RV_EPARSE, "%s:%zu: <%s> has no attribute variable", tree->name, node->line, node->name);
    if ((node->tag == CITE_CITATION || node->tag == CITE_BIBLIOGRAPHY) && !rv_cite_child(node, CITE_LAYOUT))
        return rv_fail(err, RV_EPARSE, "%s:%zu: <%s> has no <layout>", tree->name, node->line, node->name);
    return RV_OK;
}

static rv_status check_node(const rv_cite_tree *tree, const rv_cite_node *node, rv_error *err)
{
    rv_status st = check_needs(tree, node, err);

    for (const char *const *a = node->attributes; st == RV_OK && *a; a += 2)
        st = check_value(tree, node, a[0], a[1], err);
    for (const rv_cite_node *child = node->child; st == RV_OK && child; child = child->next) {
        if (!(children[node->tag] & BIT(child->tag)))
            return rv_fail(err, RV_EPARSE, "%s:%zu: <%.40s> does not belong in <%.40s>", tree->name, child->line, child->name, node->name);
        st = check_node(tree, child, err);
    }
    return st;
}

rv_status rv_cite_check(const rv_cite_tree *tree, rv_error *err)
{
    return check_node(tree, tree->root, err);
}
