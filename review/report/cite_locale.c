/* The words, dates and habits of a language. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "report/cite_locale.h"

const char *rv_cite_file(const char *name)
{
    for (const rv_cite_built_in *file = rv_cite_files; file->name; file++)
        if (strcmp(file->name, name) == 0)
            return file->bytes;
    return NULL;
}

static bool same_language(const char *a, const char *b)
{
    return strlen(a) >= 2 && strncasecmp(a, b, 2) == 0 && (!a[2] || a[2] == '-' || a[2] == '_') && (!b[2] || b[2] == '-' || b[2] == '_');
}

static void add(rv_cite_locale *locale, const rv_cite_node *node)
{
    if (node && locale->n_sources < sizeof locale->sources / sizeof *locale->sources)
        locale->sources[locale->n_sources++] = node;
}

/* Of the style's own locale elements those for this very language, then for its family, then for any. */
static void add_of_style(rv_cite_locale *locale, const rv_cite_node *root)
{
    for (int pass = 0; pass < 3; pass++)
        for (const rv_cite_node *node = root->child; node; node = node->next) {
            const char *lang = node->tag == CITE_LOCALE ? rv_cite_attr(node, "xml:lang") : NULL;

            if (node->tag != CITE_LOCALE)
                continue;
            if (pass == 0 ? lang && strlen(lang) > 2 && strcasecmp(lang, locale->lang) == 0
                : pass == 1 ? lang && same_language(lang, locale->lang) && strlen(lang) == 2 : !lang)
                add(locale, node);
        }
}

static rv_status read_shipped(rv_cite_tree *tree, const char *name, rv_error *err)
{
    const char *bytes = rv_cite_file(name);

    return bytes ? rv_cite_tree_read(tree, name, bytes, strlen(bytes), err)
                 : rv_fail(err, RV_ENOTFOUND, "%s is not built in", name);
}

static rv_status read_file(rv_cite_locale *locale, const char *path, rv_error *err)
{
    rv_buf    bytes = RV_BUF_INIT;
    rv_status st = rv_file_read(path, RV_CITE_BYTES, &bytes, err);

    if (st == RV_OK)
        st = rv_cite_tree_read(&locale->file, path, rv_buf_str(&bytes), bytes.length, err);
    rv_buf_free(&bytes);
    if (st == RV_OK && locale->file.root->tag != CITE_LOCALE)
        st = rv_fail(err, RV_EPARSE, "%s:%zu: <%.40s> is not a CSL locale; <locale> is", path, locale->file.root->line,
                     locale->file.root->name);
    return st;
}

/* A term is its own text, or has single and multiple. */
static rv_status index_terms(rv_cite_locale *locale, rv_error *err)
{
    size_t room = 0;

    for (size_t i = 0; i < locale->n_sources; i++)
        for (const rv_cite_node *terms = locale->sources[i]->child; terms; terms = terms->next)
            for (const rv_cite_node *term = terms->tag == CITE_TERMS ? terms->child : NULL; term; term = term->next) {
                const char *name = rv_cite_attr(term, "name"), *form = rv_cite_attr(term, "form");

                if (term->tag != CITE_TERM || !name || rv_cite_attr(term, "gender-form"))
                    continue;
                if (!rv_grow(&locale->terms, locale->n_terms, &room, sizeof *locale->terms))
                    return rv_fail(err, RV_ENOMEM, "out of memory");
                locale->terms[locale->n_terms++] = (rv_cite_term_row){ name, form ? form : "long", term, i };
            }
    return RV_OK;
}

/* An option as the most wanted locale that has it says. */
static bool option(const rv_cite_locale *locale, const char *name)
{
    for (size_t i = 0; i < locale->n_sources; i++) {
        const char *value = rv_cite_attr(rv_cite_child(locale->sources[i], CITE_STYLE_OPTIONS), name);

        if (value)
            return strcmp(value, "true") == 0;
    }
    return false;
}

rv_status rv_cite_locale_open(rv_cite_locale *locale, const rv_cite_node *root, const char *path, rv_error *err)
{
    const char *lang = rv_cite_attr(root, "default-locale"), *given;
    rv_status   st = RV_OK;

    if (path && (st = read_file(locale, path, err)) != RV_OK)
        return st;
    given = locale->file.root ? rv_cite_attr(locale->file.root, "xml:lang") : NULL;
    snprintf(locale->lang, sizeof locale->lang, "%s", given && *given ? given : lang && *lang ? lang : "en-US");
    add_of_style(locale, root);
    add(locale, locale->file.root);
    if ((st = read_shipped(&locale->british, "locale-en-GB.xml", err)) != RV_OK
        || (st = read_shipped(&locale->english, "locale-en.xml", err)) != RV_OK)
        return st;
    if (strcasecmp(locale->lang, "en-GB") == 0)
        add(locale, locale->british.root);
    add(locale, locale->english.root);
    locale->foreign = !locale->file.root && !same_language(locale->lang, "en");
    if ((st = index_terms(locale, err)) != RV_OK)
        return st;
    locale->punctuation_in_quote = option(locale, "punctuation-in-quote");
    locale->only_first_day_ordinal = option(locale, "limit-day-ordinals-to-day-1");
    return RV_OK;
}

void rv_cite_locale_close(rv_cite_locale *locale)
{
    free(locale->terms);
    rv_cite_tree_free(&locale->file);
    rv_cite_tree_free(&locale->british);
    rv_cite_tree_free(&locale->english);
}

static const char *words(const rv_cite_node *term, bool plural)
{
    const rv_cite_node *child = rv_cite_child(term, plural ? CITE_MULTIPLE : CITE_SINGLE);

    return child ? child->text : rv_cite_child(term, CITE_SINGLE) ? "" : term->text;
}

static const char *find(const rv_cite_locale *locale, const char *name, const char *form, bool plural)
{
    for (size_t i = 0; i < locale->n_terms; i++)
        if (strcmp(locale->terms[i].name, name) == 0 && strcmp(locale->terms[i].form, form) == 0)
            return words(locale->terms[i].node, plural);
    return NULL;
}

const char *rv_cite_term(const rv_cite_locale *locale, const char *name, const char *form, bool plural)
{
    static const struct { const char *form, *next; } instead[] = {
        { "verb-short", "verb" }, { "verb", "long" }, { "symbol", "short" }, { "short", "long" },
    };

    for (form = form ? form : "long"; form;) {
        const char *text = find(locale, name, form, plural), *next = NULL;

        if (text)
            return text;
        for (size_t i = 0; i < sizeof instead / sizeof *instead; i++)
            if (strcmp(instead[i].form, form) == 0)
                next = instead[i].next;
        form = next;
    }
    return NULL;
}

/* A locale that has ordinals of its own has all it needs. */
static const char *ordinal_of(const rv_cite_locale *locale, size_t source, const char *name, bool last_digit)
{
    for (size_t i = 0; i < locale->n_terms; i++) {
        const rv_cite_term_row *row = &locale->terms[i];

        if (row->source == source && strcmp(row->name, name) == 0
            && (!last_digit || !rv_cite_attr(row->node, "match") || rv_cite_attr_is(row->node, "match", "last-digit")))
            return words(row->node, false);
    }
    return NULL;
}

const char *rv_cite_ordinal(const rv_cite_locale *locale, long n)
{
    char        name[24];
    const char *found;
    size_t      source = SIZE_MAX;

    for (size_t i = 0; i < locale->n_terms && source == SIZE_MAX; i++)
        if (strncmp(locale->terms[i].name, "ordinal", 7) == 0)
            source = locale->terms[i].source;
    if (n < 0 || source == SIZE_MAX)
        return "";
    snprintf(name, sizeof name, "ordinal-%02ld", n % 100);
    if ((n < 100 || n % 100 >= 10) && (found = ordinal_of(locale, source, name, false)))
        return found;
    snprintf(name, sizeof name, "ordinal-%02ld", n % 10);
    if ((found = ordinal_of(locale, source, name, true)) || (found = ordinal_of(locale, source, "ordinal", false)))
        return found;
    return "";
}

const rv_cite_node *rv_cite_locale_date(const rv_cite_locale *locale, const char *form)
{
    for (size_t i = 0; i < locale->n_sources; i++)
        for (const rv_cite_node *node = locale->sources[i]->child; node; node = node->next)
            if (node->tag == CITE_DATE && rv_cite_attr_is(node, "form", form))
                return node;
    return NULL;
}

bool rv_cite_english(const rv_cite_locale *locale, const char *lang)
{
    if (!lang || !*lang)
        lang = locale->lang;
    return same_language(lang, "en") || strcasecmp(lang, "eng") == 0 || strncasecmp(lang, "english", 7) == 0;
}
