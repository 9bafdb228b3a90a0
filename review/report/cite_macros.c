/* Macros: each there, once, and none that calls itself. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "report/cite_style.h"

typedef enum { UNSEEN, UNDER_WAY, DONE } progress;

typedef struct {
    rv_cite_tree  *tree;
    rv_cite_node **macros;
    progress      *seen;
    size_t         n, depth;
} walk;

enum { MACROS_IN_MACROS = 200 };

static size_t find(const walk *w, const char *name)
{
    size_t i = 0;

    while (i < w->n && strcmp(rv_cite_attr(w->macros[i], "name"), name) != 0)
        i++;
    return i;
}

static rv_status follow(walk *w, size_t i, rv_error *err);

/* Says in each node below which macro it calls, and follows it. */
static rv_status visit(walk *w, rv_cite_node *node, rv_error *err)
{
    rv_status st = RV_OK;

    for (; st == RV_OK && node; node = node->next) {
        const char *name = node->tag == CITE_TEXT || node->tag == CITE_KEY ? rv_cite_attr(node, "macro") : NULL;

        if (name) {
            const size_t i = find(w, name);

            if (i == w->n)
                return rv_fail(err, RV_EPARSE, "%s:%zu: there is no macro called '%.60s'", w->tree->name, node->line, name);
            if (w->seen[i] == UNDER_WAY)
                return rv_fail(err, RV_EPARSE, "%s:%zu: the macro '%.60s' calls itself", w->tree->name, node->line, name);
            node->macro = w->macros[i];
            st = follow(w, i, err);
        }
        if (st == RV_OK)
            st = visit(w, node->child, err);
    }
    return st;
}

static rv_status follow(walk *w, size_t i, rv_error *err)
{
    rv_status st;

    if (w->seen[i] == DONE)
        return RV_OK;
    if (w->depth >= MACROS_IN_MACROS)
        return rv_fail(err, RV_EPARSE, "%s:%zu: macros call each other more than %d deep", w->tree->name, w->macros[i]->line,
                       MACROS_IN_MACROS);
    w->seen[i] = UNDER_WAY;
    w->depth++;
    st = visit(w, w->macros[i]->child, err);
    w->depth--;
    w->seen[i] = DONE;
    return st;
}

static rv_status gather(walk *w, rv_error *err)
{
    size_t room = 0;

    for (rv_cite_node *node = w->tree->root->child; node; node = node->next) {
        const char *name = node->tag == CITE_MACRO ? rv_cite_attr(node, "name") : NULL;
        size_t      i;

        if (!name)
            continue;
        if ((i = find(w, name)) < w->n)
            return rv_fail(err, RV_EPARSE, "%s:%zu: the macro '%.60s' stands in line %zu already", w->tree->name, node->line, name,
                           w->macros[i]->line);
        if (!rv_grow(&w->macros, w->n, &room, sizeof *w->macros))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        w->macros[w->n++] = node;
        if (w->n > 5000)
            return rv_fail(err, RV_EPARSE, "%s:%zu: more than 5000 macros", w->tree->name, node->line);
    }
    return RV_OK;
}

rv_status rv_cite_check_macros(rv_cite_tree *tree, rv_error *err)
{
    walk      w = { tree, NULL, NULL, 0, 0 };
    rv_status st = gather(&w, err);

    if (st == RV_OK && !(w.seen = calloc(w.n + 1, sizeof *w.seen)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < w.n; i++)
        st = follow(&w, i, err);
    for (rv_cite_node *node = tree->root->child; st == RV_OK && node; node = node->next)
        if (node->tag == CITE_CITATION || node->tag == CITE_BIBLIOGRAPHY)
            st = visit(&w, node->child, err);
    free(w.macros);
    free(w.seen);
    return st;
}
