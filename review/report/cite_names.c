/* cs:names: people in their roles, labelled, or others in their place. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "report/cite_name.h"

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

    if (!delimiter && !(delimiter = rv_cite_attr(r->area, "names-delimiter")))
        delimiter = rv_cite_attr(r->style->tree.root, "names-delimiter");
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
