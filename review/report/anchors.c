/* The places of a document, and which links may be followed. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "report/anchors.h"
#include "report/grid_view.h"

typedef struct {
    const char *name;
    bool        claimed;
} place;

struct rv_anchors {
    place *places;                         /* sorted by name, each once */
    size_t n, room;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const place *)a)->name, ((const place *)b)->name);
}

static bool add(rv_anchors *a, const char *name)
{
    if (!*name)
        return true;
    if (!rv_grow(&a->places, a->n, &a->room, sizeof *a->places))
        return false;
    a->places[a->n++] = (place){ name, false };
    return true;
}

static bool add_rows(rv_anchors *a, const rv_grid *g)
{
    bool whole = add(a, rv_grid_id(g));

    for (size_t r = 0; whole && r < g->n_rows; r++)
        whole = add(a, rv_grid_row_anchor(g, r));
    return whole;
}

rv_anchors *rv_anchors_of(const rv_page *page)
{
    rv_anchors *a = calloc(1, sizeof *a);
    bool whole = a != NULL;
    size_t n = 0;

    for (size_t i = 0; whole && i < page->n_blocks; i++)
        whole = add(a, page->blocks[i].id) && (!page->blocks[i].grid || add_rows(a, page->blocks[i].grid));
    if (!whole) {
        rv_anchors_free(a);
        return NULL;
    }
    if (a->n)
        qsort(a->places, a->n, sizeof *a->places, by_name);
    for (size_t i = 0; i < a->n; i++)
        if (!i || strcmp(a->places[i].name, a->places[i - 1].name) != 0)
            a->places[n++] = a->places[i];
    a->n = n;
    return a;
}

void rv_anchors_free(rv_anchors *a)
{
    if (a)
        free(a->places);
    free(a);
}

static place *find(const rv_anchors *a, const char *name)
{
    const place wanted = { name, false };

    return a && a->n ? bsearch(&wanted, a->places, a->n, sizeof wanted, by_name) : NULL;
}

bool rv_anchors_claim(rv_anchors *a, const char *anchor)
{
    place *p = find(a, anchor);

    if (!*anchor || (a && (!p || p->claimed)))
        return false;
    if (p)
        p->claimed = true;
    return true;
}

static bool has_control(const char *target)
{
    for (const unsigned char *c = (const unsigned char *)target; *c; c++)
        if (*c <= ' ' || *c == 127 || *c == '\\')
            return true;
    return false;
}

bool rv_anchors_is_file(const char *target)
{
    return *target && *target != '#' && *target != '/' && *target != '?' && !has_control(target) && !strchr(target, ':')
           && strncmp(target, "..", 2) != 0 && !strstr(target, "/..");
}

bool rv_anchors_lead(const rv_anchors *a, const char *target)
{
    static const char *const schemes[] = { "https://", "http://", "mailto:" };

    if (*target == '#')
        return target[1] && (!a || find(a, target + 1));
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strncasecmp(target, schemes[i], strlen(schemes[i])) == 0)
            return !has_control(target) && target[strlen(schemes[i])];
    return rv_anchors_is_file(target);
}
