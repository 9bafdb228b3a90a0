/* cs:text, and the text of variables: numbers of the list, letters behind years, identifiers that lead somewhere. */
#include <config.h>

#include <string.h>

#include "report/cite_render.h"

void rv_cite_letters(rv_buf *out, unsigned n)
{
    char   letters[12];
    size_t at = sizeof letters - 1;

    letters[at] = '\0';
    for (; n > 0; n = (n - 1) / 26)
        letters[--at] = (char)('a' + (n - 1) % 26);
    rv_buf_text(out, letters + at);
}

/* "Smit99": what some computing styles cite by. */
static void put_label(const rv_cite_item *item, rv_buf *out)
{
    const rv_cite_people *who = rv_cite_item_who(item, "author");
    const rv_cite_date    date = rv_cite_item_date(item, "issued");
    const size_t          n = who ? who->n < 4 ? who->n : 4 : 0;

    for (size_t i = 0; i < n; i++) {
        const char *name = who->persons[i].family ? who->persons[i].family : who->persons[i].literal;

        for (int letters = n == 1 ? 4 : 1; letters > 0 && *name; letters--) {
            int32_t      point;
            const size_t step = rv_utf8_point(name, strlen(name), &point);

            rv_buf_add(out, name, step);
            name += step;
        }
    }
    if (date.there)
        rv_buf_printf(out, "%02d", date.from.year > 0 ? date.from.year % 100 : 0);
}

const char *rv_cite_variable(rv_cite_render *r, const char *variable, bool brief, rv_buf *scratch)
{
    const char *page;

    rv_buf_clear(scratch);
    if (rv_cite_hidden(r, variable))
        return NULL;
    if (strcmp(variable, "locator") == 0)
        return r->place && r->place->locator && *r->place->locator ? r->place->locator : NULL;
    if (strcmp(variable, "citation-number") == 0)
        rv_buf_printf(scratch, r->key ? "%09zu" : "%zu", r->item->number);
    else if (strcmp(variable, "year-suffix") == 0 && !r->no_suffix)
        rv_cite_letters(scratch, r->item->year_suffix);
    else if (strcmp(variable, "citation-label") == 0)
        put_label(r->item, scratch);
    else if (strcmp(variable, "page-first") == 0 && (page = rv_cite_value(r->item, "page", false)))
        rv_buf_add(scratch, page, strcspn(page, "-,;& ") < strcspn(page, "\xe2") ? strcspn(page, "-,;& ") : strcspn(page, "\xe2"));
    else
        return rv_cite_value(r->item, variable, brief);
    return scratch->length ? rv_buf_str(scratch) : NULL;
}

/* ---- Text ------------------------------------------------------------------------------------------------------------------------ */

/* Addresses that may be followed: of the web alone, with no blank or quote in them. */
static bool is_address(const char *text)
{
    return (strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0 || strncmp(text, "ftp://", 6) == 0)
           && !strpbrk(text, " \"<>\\^`{|}\t\n");
}

/* Where an identifier leads; "" for nowhere. */
static void address_of(const char *variable, const char *value, rv_buf *out)
{
    static const struct { const char *variable, *before, *own; } places[] = {
        { "DOI", "https://doi.org/", "10." },
        { "PMID", "https://pubmed.ncbi.nlm.nih.gov/", "" },
        { "PMCID", "https://www.ncbi.nlm.nih.gov/pmc/articles/", "PMC" },
    };

    rv_buf_clear(out);
    if (strcmp(variable, "URL") == 0)
        rv_buf_text(out, value);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (strcmp(variable, places[i].variable) == 0 && strncmp(value, places[i].own, strlen(places[i].own)) == 0)
            rv_buf_printf(out, "%s%s", places[i].before, value);
    if (out->length && !is_address(rv_buf_str(out)))
        rv_buf_clear(out);
}

/* A DOI that came with its resolver is only the DOI. */
static const char *bare(const char *variable, const char *value)
{
    static const char *const before[] = { "https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:" };

    for (size_t i = 0; strcmp(variable, "DOI") == 0 && i < sizeof before / sizeof *before; i++)
        if (strncmp(value, before[i], strlen(before[i])) == 0)
            return value + strlen(before[i]);
    return value;
}

static void put_value(rv_cite_render *r, const char *variable, const char *value)
{
    static const char identifiers[] = "URL DOI PMID PMCID ISBN ISSN";
    const bool  page = strcmp(variable, "page") == 0;
    const char *dash = rv_cite_term(&r->style->locale, "page-range-delimiter", NULL, false);
    const rv_cite_mark mark = rv_cite_out_mark(r->out);
    rv_buf      text = RV_BUF_INIT;

    if (page || strcmp(variable, "locator") == 0)
        rv_cite_pages(&text, value, page || !r->place || !r->place->label || strcmp(r->place->label, "page") == 0
                                        ? rv_cite_attr(r->style->tree.root, "page-range-format") : NULL, dash ? dash : "\u2013");
    else if (strcmp(variable, "volume") == 0 || strcmp(variable, "issue") == 0)
        rv_cite_even(&text, value, dash ? dash : "\u2013");
    else
        rv_buf_text(&text, value);
    r->out->failed = r->out->failed || text.failed;
    if (strcmp(variable, "citation-number") == 0 || strcmp(variable, "year-suffix") == 0)
        rv_cite_out_say(r->out, rv_buf_str(&text));
    else if (rv_cite_word_in(identifiers, variable))
        rv_cite_out_add(r->out, rv_buf_str(&text), text.length, CITE_LITERAL | CITE_NOCASE, 0);
    else
        rv_cite_out_rich(r->out, rv_buf_str(&text));
    address_of(variable, value, &text);
    if (text.length && !r->key)
        rv_cite_out_link(r->out, mark, rv_buf_str(&text));
    rv_buf_free(&text);
}

static void text_content(rv_cite_render *r, const rv_cite_node *node)
{
    const char *variable = rv_cite_attr(node, "variable"), *term = rv_cite_attr(node, "term"), *value;
    rv_buf      scratch = RV_BUF_INIT;

    if (node->macro) {
        rv_cite_children(r, node->macro, NULL, rv_cite_out_mark(r->out));
    } else if (term) {
        rv_cite_out_say(r->out, rv_cite_term(&r->style->locale, term, rv_cite_attr(node, "form"), rv_cite_attr_is(node, "plural", "true")));
    } else if (variable) {
        value = rv_cite_variable(r, variable, rv_cite_attr_is(node, "form", "short"), &scratch);
        if (value)
            value = bare(variable, value);
        if (value || strcmp(variable, "year-suffix") != 0)     /* a work without a letter lacks nothing */
            rv_cite_called(r, variable, value != NULL);
        if (value)
            put_value(r, variable, value);
        if (strcmp(variable, "year-suffix") == 0)
            r->suffix_done = true;
    } else {
        rv_cite_out_say(r->out, rv_cite_attr(node, "value"));
    }
    rv_buf_free(&scratch);
}

/* The link of an identifier covers a prefix that is the beginning of its address. */
void rv_cite_text_element(rv_cite_render *r, const rv_cite_node *node)
{
    const rv_cite_mark outer = rv_cite_out_mark(r->out);
    const char        *prefix = rv_cite_attr(node, "prefix");

    rv_cite_wrapped(r, node, text_content);
    if (prefix && is_address(prefix) && r->out->n > outer.n + 1)
        r->out->pieces[outer.n].link = r->out->pieces[outer.n + 1].link;
}
