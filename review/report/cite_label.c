/* cs:number and cs:label. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/cite_render.h"

/* ---- Numbers ------------------------------------------------------------------------------------------------------------------------ */

static void put_number(rv_cite_render *r, const char *form, const char *value, rv_buf *out)
{
    const rv_cite_locale *locale = &r->style->locale;
    const char *dash = rv_cite_term(locale, "page-range-delimiter", NULL, false), *words = NULL;
    const bool  whole = strspn(value, "0123456789") == strlen(value) && strlen(value) < 6;
    const long  n = whole ? atol(value) : 0;
    char        name[32];

    if (whole && form && strcmp(form, "long-ordinal") == 0) {
        snprintf(name, sizeof name, "long-ordinal-%02ld", n);
        words = rv_cite_term(locale, name, NULL, false);
    }
    if (words)
        rv_buf_text(out, words);
    else if (whole && form && strcmp(form, "roman") == 0 && n > 0 && n < 4000)
        rv_cite_roman(out, n);
    else if (whole && form && (strcmp(form, "ordinal") == 0 || strcmp(form, "long-ordinal") == 0))
        rv_buf_printf(out, "%ld%s", n, rv_cite_ordinal(locale, n));
    else
        rv_cite_even(out, value, dash ? dash : "\u2013");
}

static void number_content(rv_cite_render *r, const rv_cite_node *node)
{
    const char *variable = rv_cite_attr(node, "variable");
    rv_buf      scratch = RV_BUF_INIT, text = RV_BUF_INIT;
    const char *value = rv_cite_variable(r, variable, false, &scratch);

    rv_cite_called(r, variable, value != NULL);
    if (value) {
        if (r->key && strspn(value, "0123456789") == strlen(value))
            rv_buf_printf(&text, "%020lld", strtoll(value, NULL, 10));
        else if (strcmp(variable, "page") == 0)
            rv_cite_pages(&text, value, rv_cite_attr(r->style->tree.root, "page-range-format"), "\u2013");
        else
            put_number(r, rv_cite_attr(node, "form"), value, &text);
        rv_cite_out_rich(r->out, rv_buf_str(&text));
        r->out->failed = r->out->failed || text.failed;
    }
    rv_buf_free(&scratch);
    rv_buf_free(&text);
}

void rv_cite_number_element(rv_cite_render *r, const rv_cite_node *node)
{
    rv_cite_wrapped(r, node, number_content);
}

/* ---- Labels -------------------------------------------------------------------------------------------------------------------------- */

static bool several(const rv_cite_node *node, const char *variable, const char *value)
{
    const char *plural = rv_cite_attr(node, "plural");

    if (plural && strcmp(plural, "contextual") != 0)
        return strcmp(plural, "always") == 0;
    if (strncmp(variable, "number-of-", 10) == 0)
        return rv_cite_is_numeric(value) && atol(value) > 1;
    return rv_cite_is_plural(value);
}

static void label_content(rv_cite_render *r, const rv_cite_node *node)
{
    const char *variable = rv_cite_attr(node, "variable"), *term = variable, *value;
    rv_buf      scratch = RV_BUF_INIT;

    value = rv_cite_variable(r, variable, false, &scratch);
    if (strcmp(variable, "locator") == 0) {
        term = r->place && r->place->label && *r->place->label ? r->place->label : "page";
        if (strcmp(term, "sub verbo") == 0)
            term = "sub-verbo";
    }
    if (value)
        rv_cite_out_say(r->out, rv_cite_term(&r->style->locale, term, rv_cite_attr(node, "form"), several(node, variable, value)));
    rv_buf_free(&scratch);
}

void rv_cite_label_element(rv_cite_render *r, const rv_cite_node *node)
{
    rv_cite_wrapped(r, node, label_content);
}

void rv_cite_names_label(rv_cite_render *r, const rv_cite_node *node, const char *variable, bool plural)
{
    const rv_cite_mark outer = rv_cite_out_mark(r->out);
    const char        *said = rv_cite_attr(node, "plural");
    rv_cite_mark       inner;

    if (said && strcmp(said, "contextual") != 0)
        plural = strcmp(said, "always") == 0;
    rv_cite_out_say(r->out, rv_cite_attr(node, "prefix"));
    inner = rv_cite_out_mark(r->out);
    rv_cite_out_say(r->out, rv_cite_term(&r->style->locale, variable, rv_cite_attr(node, "form"), plural));
    if (!rv_cite_out_since(r->out, inner)) {
        rv_cite_out_back(r->out, outer);
        return;
    }
    if (rv_cite_attr_is(node, "strip-periods", "true"))
        rv_cite_out_strip(r->out, inner);
    rv_cite_out_case(r->out, inner, rv_cite_attr(node, "text-case"), true);
    rv_cite_out_format(r->out, inner, node);
    rv_cite_out_say(r->out, rv_cite_attr(node, "suffix"));
}
