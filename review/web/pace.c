#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "web/pace.h"

enum { LAST = 30, LEAST = 6 };            /* decisions that are looked at; before which a pace says nothing */
static const double pause = 300;          /* seconds: who takes longer does something else */

typedef struct {
    char  *person, *stage;
    double at[LAST];                      /* a ring */
    size_t n;                             /* of all */
} walker;

typedef struct {
    walker *items;
    size_t  n, room;
} walkers;

static void drop(void *thing)
{
    walkers *all = thing;

    for (size_t i = 0; i < all->n; i++) {
        free(all->items[i].person);
        free(all->items[i].stage);
    }
    free(all->items);
    free(all);
}

static walker *find(walkers *all, const char *person, const char *stage)
{
    for (size_t i = 0; all && i < all->n; i++)
        if (strcmp(all->items[i].person, person) == 0 && strcmp(all->items[i].stage, stage) == 0)
            return &all->items[i];
    return NULL;
}

static walker *add(walkers *all, const char *person, const char *stage)
{
    walker w = { .person = strdup(person), .stage = strdup(stage) };

    if (!w.person || !w.stage || !rv_grow(&all->items, all->n, &all->room, sizeof *all->items)) {
        free(w.person);
        free(w.stage);
        return NULL;
    }
    all->items[all->n] = w;
    return &all->items[all->n++];
}

static walkers *all_of(rv_store *store)
{
    walkers *all = rv_store_kept(store, "web.pace");

    if (!all && (all = calloc(1, sizeof *all)) && rv_store_keep(store, "web.pace", all, drop, NULL) != RV_OK) {
        drop(all);
        all = NULL;
    }
    return all;
}

void rv_pace_note(rv_store *store, const char *person, const char *stage)
{
    walkers *all = all_of(store);
    walker *w = find(all, person, stage);

    if (all && !w)
        w = add(all, person, stage);
    if (w)
        w->at[w->n++ % LAST] = rv_clock();
}

double rv_pace_hour(rv_store *store, const char *person, const char *stage)
{
    const walker *w = find(rv_store_kept(store, "web.pace"), person, stage);
    const size_t first = w && w->n > LAST ? w->n - LAST : 0;
    double taken = 0;
    size_t steps = 0;

    if (!w || w->n < LEAST)
        return NAN;
    for (size_t i = first + 1; i < w->n; i++) {
        const double since = w->at[i % LAST] - w->at[(i - 1) % LAST];
        if (since <= pause) {
            taken += since;
            steps++;
        }
    }
    return steps && taken > 0 ? 3600 * (double)steps / taken : NAN;
}
