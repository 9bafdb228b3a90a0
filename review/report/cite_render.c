/* The elements of a layout, and what they have in common: affixes, formatting, groups. */
#include <config.h>

#include <string.h>

#include "report/cite_render.h"

bool rv_cite_hidden(const rv_cite_render *r, const char *variable)
{
    for (size_t i = 0; i < r->n_hidden; i++)
        if (strcmp(r->hidden[i], variable) == 0)
            return true;
    return false;
}

void rv_cite_called(rv_cite_render *r, const char *variable, bool there)
{
    r->called++;
    r->filled += there;
    r->told += there && strcmp(variable, "citation-number") != 0 && strcmp(variable, "year-suffix") != 0;
    if (there && r->substituting && r->n_hidden + r->n_used < CITE_HIDDEN)
        r->hidden[r->n_hidden + r->n_used++] = variable;
}

/* ---- What elements have in common -------------------------------------------------------------------------------------------------- */

void rv_cite_wrapped(rv_cite_render *r, const rv_cite_node *node, void (*content)(rv_cite_render *r, const rv_cite_node *node))
{
    const rv_cite_mark outer = rv_cite_out_mark(r->out);
    const bool         quotes = rv_cite_attr_is(node, "quotes", "true");
    rv_cite_mark       inner, said;

    rv_cite_out_say(r->out, rv_cite_attr(node, "prefix"));
    said = rv_cite_out_mark(r->out);
    if (quotes)
        rv_cite_out_add(r->out, "\"", 1, CITE_QUOTE_OPEN, 0);
    inner = rv_cite_out_mark(r->out);
    content(r, node);
    if (!rv_cite_out_since(r->out, inner)) {
        rv_cite_out_back(r->out, outer);
        return;
    }
    if (rv_cite_attr_is(node, "strip-periods", "true"))
        rv_cite_out_strip(r->out, inner);
    rv_cite_out_case(r->out, inner, rv_cite_attr(node, "text-case"),
                     rv_cite_english(&r->style->locale, rv_cite_value(r->item, "language", false)));
    if (quotes)
        rv_cite_out_add(r->out, "\"", 1, CITE_QUOTE_CLOSE, 0);
    rv_cite_out_format(r->out, said, node);
    rv_cite_out_say(r->out, rv_cite_attr(node, "suffix"));
    for (size_t i = outer.n; rv_cite_attr(node, "display") && i < r->out->n; i++)
        r->out->pieces[i].display = r->out->pieces[said.n].display;       /* the affixes stand with what they belong to */
}

static void group_content(rv_cite_render *r, const rv_cite_node *node)
{
    rv_cite_children(r, node, rv_cite_attr(node, "delimiter"), rv_cite_out_mark(r->out));
}

/* A group that calls variables says something only when one of them does; it is then itself as a variable to the group around it. */
static void group_element(rv_cite_render *r, const rv_cite_node *node)
{
    const rv_cite_mark mark = rv_cite_out_mark(r->out);
    const size_t       called = r->called, filled = r->filled;

    r->called = r->filled = 0;
    rv_cite_wrapped(r, node, group_content);
    if (r->called && !r->filled)
        rv_cite_out_back(r->out, mark);
    r->called = called + (r->called > 0);
    r->filled = filled + (r->filled > 0);
}

/* ---- Walking ------------------------------------------------------------------------------------------------------------------------ */

static bool goes_on(rv_cite_render *r, const rv_cite_node *node)
{
    if (r->status != RV_OK)
        return false;
    if (++r->steps > CITE_STEPS || r->depth > CITE_CALLS || r->out->text.length > CITE_LENGTH)
        r->status = rv_fail(r->err, RV_EDOMAIN, "%s:%zu: the style takes more than %d steps, %d calls within calls or %d bytes for one "
                            "reference", r->style->tree.name, node->line, CITE_STEPS, CITE_CALLS, CITE_LENGTH);
    return r->status == RV_OK;
}

void rv_cite_element(rv_cite_render *r, const rv_cite_node *node)
{
    const rv_cite_node *branch;

    if (!goes_on(r, node))
        return;
    r->depth++;
    switch (node->tag) {
    case CITE_TEXT:
        rv_cite_text_element(r, node);
        break;
    case CITE_GROUP:
        group_element(r, node);
        break;
    case CITE_NAMES:
        rv_cite_names_element(r, node);
        break;
    case CITE_DATE:
        rv_cite_date_element(r, node);
        break;
    case CITE_NUMBER:
        rv_cite_number_element(r, node);
        break;
    case CITE_LABEL:
        rv_cite_label_element(r, node);
        break;
    case CITE_CHOOSE:
        if ((branch = rv_cite_branch(r, node)))
            rv_cite_children(r, branch, NULL, rv_cite_out_mark(r->out));
        break;
    default:
        break;
    }
    r->depth--;
}

/* A cs:choose is as if the children of its branch stood in its place. */
void rv_cite_children(rv_cite_render *r, const rv_cite_node *parent, const char *delimiter, rv_cite_mark base)
{
    for (const rv_cite_node *node = parent->child; node && goes_on(r, node); node = node->next) {
        const rv_cite_mark before = rv_cite_out_mark(r->out);
        rv_cite_mark       after;

        if (node->tag == CITE_CHOOSE) {
            const rv_cite_node *branch = rv_cite_branch(r, node);

            r->depth++;
            if (branch)
                rv_cite_children(r, branch, delimiter, base);
            r->depth--;
            continue;
        }
        if (delimiter && rv_cite_out_since(r->out, base))
            rv_cite_out_say(r->out, delimiter);
        after = rv_cite_out_mark(r->out);
        rv_cite_element(r, node);
        if (!rv_cite_out_since(r->out, after))
            rv_cite_out_back(r->out, before);
    }
}

rv_status rv_cite_render_layout(rv_cite_render *r, const rv_cite_node *parent, rv_error *err)
{
    r->err = err;
    r->status = RV_OK;
    rv_cite_children(r, parent, NULL, rv_cite_out_mark(r->out));
    if (r->status == RV_OK && r->out->failed)
        r->status = rv_fail(err, RV_ENOMEM, "out of memory for a reference");
    return r->status;
}
