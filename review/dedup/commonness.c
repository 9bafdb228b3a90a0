/* How common titles, first authors and journals are in the import that weights are estimated from: agreement on what many share says
   little. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dedup/entry.h"

typedef struct {
    uint64_t hash;
    uint32_t entry;
    int32_t  year;
} bearer;

static int by_hash(const void *a, const void *b)
{
    const bearer *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->year < y->year ? -1 : x->year > y->year;
}

static uint64_t title_of(const rv_entry *e)
{
    return e->title.hash;
}

static uint64_t name_of(const rv_entry *e)
{
    return e->n_names ? rv_hash(e->names[0].family, strlen(e->names[0].family)) : 0;
}

static uint64_t container_of(const rv_entry *e)
{
    return *e->container ? rv_hash(e->container, strlen(e->container)) : 0;
}

/* Years in which records bear one title; a year and the next are one, as online first and print are. */
static void mark_title(rv_entries *set, const bearer *from, size_t n)
{
    uint16_t years = 0;
    int32_t last = -10;

    for (size_t i = 0; i < n; i++)
        if (!set->items[from[i].entry].uncounted && from[i].year && from[i].year > last + (years == 1 ? 1 : 0)) {
            last = from[i].year;
            years += years < UINT16_MAX;
        }
    for (size_t i = 0; i < n; i++)
        set->items[from[i].entry].title_years = years;
}

/* Where a value stands against the usual one: sum f^2 is how often two records agree by chance. */
typedef struct {
    double all, squares;
} usual;

static float bits_of(const usual *u, size_t counted)
{
    const double f = ((double)counted + 1) / (u->all + 1);

    return (float)log2((u->squares + u->all) / (u->all * u->all + 1) / f + 1e-9);
}

/* The end of the run of bearers of one value, and how many of them count. */
static size_t run_end(const bearer *rows, size_t n, size_t from, const rv_entries *set, size_t *counted)
{
    size_t to = from;

    for (*counted = 0; to < n && rows[to].hash == rows[from].hash; to++)
        *counted += !set->items[rows[to].entry].uncounted;
    return to;
}

static void count(rv_entries *set, bearer *rows, uint64_t (*value)(const rv_entry *), int what)
{
    size_t n = 0, counted;
    usual u = { 0 };

    for (size_t i = 0; i < set->n; i++) {
        const uint64_t hash = value(&set->items[i]);
        if (hash)
            rows[n++] = (bearer){ hash, (uint32_t)i, (int32_t)set->items[i].year };
    }
    if (n)
        qsort(rows, n, sizeof *rows, by_hash);
    for (size_t i = 0; i < n; i = run_end(rows, n, i, set, &counted)) {
        run_end(rows, n, i, set, &counted);
        u.all += (double)counted;
        u.squares += (double)counted * (double)counted;
    }
    for (size_t i = 0, to; i < n; i = to) {
        to = run_end(rows, n, i, set, &counted);
        if (what == 0) {
            mark_title(set, rows + i, to - i);
            continue;
        }
        for (size_t k = i; k < to; k++)
            *(what == 1 ? &set->items[rows[k].entry].rare_name : &set->items[rows[k].entry].rare_container) = bits_of(&u, counted);
    }
}

rv_status rv_entries_count(rv_entries *set, rv_error *err)
{
    bearer *rows = malloc((set->n + 1) * sizeof *rows);

    if (!rows)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu records", set->n);
    count(set, rows, title_of, 0);
    count(set, rows, name_of, 1);
    count(set, rows, container_of, 2);
    free(rows);
    return RV_OK;
}
