/* Rows in clusters, random effects numbered within them, and the data on the model's own scale. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/mixed.h"

enum { SMALL = 8 };   /* rows up to which a cluster is always added whole */

/* Rows that share a level or a covariance belong together. */
static rv_status find_clusters(rv_mixed_layout *l, const rv_mixed_data *d, rv_error *err)
{
    size_t *above = calloc(l->k + 1, sizeof *above), most = 0, *first;
    rv_status st;

    for (size_t j = 0; j < d->parts; j++)
        most = d->part[j].groups > most ? d->part[j].groups : most;
    first = calloc(most + 1, sizeof *first);
    if (!above || !first) {
        free(above);
        free(first);
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", l->k);
    }
    for (size_t i = 0; i < l->k; i++)
        above[i] = i;
    for (size_t j = 0; j < d->parts; j++) {
        memset(first, 0, most * sizeof *first);
        for (size_t i = 0; i < l->k; i++) {
            size_t *f = &first[d->part[j].group[i]];
            if (*f == 0)
                *f = i + 1;
            rv_join(above, *f - 1, i);
        }
    }
    for (size_t g = 0; d->v && g < d->v->n; g++)
        for (size_t i = d->v->start[g]; i < d->v->start[g + 1]; i++)
            rv_join(above, d->v->row[d->v->start[g]], d->v->row[i]);
    for (size_t i = 0; i < l->k; i++)
        above[i] = rv_join_find(above, i);
    st = rv_gather(above, NULL, l->k, &l->n, l->start, l->row, err);
    free(above);
    free(first);
    return st;
}

typedef struct { size_t group, inner, place; } member;

static int by_group(const void *a, const void *b)
{
    const member *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->inner != y->inner)
        return x->inner < y->inner ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

/* The random effects of part j in cluster c, numbered from *number on; those of a group stand together. */
static void number_effects(rv_mixed_layout *l, const rv_mixed_part *part, size_t j, size_t c, member *m, size_t *number)
{
    const size_t rows = l->start[c + 1] - l->start[c], base = l->at[c];
    size_t opened = *number, levels = 0;

    for (size_t i = 0; i < rows; i++) {
        const size_t place = l->start[c] + i, row = l->row[place];
        m[i] = (member){ part->group[row], part->kind == RV_MIXED_INTERCEPT ? 0 : part->inner[row], place };
    }
    qsort(m, rows, sizeof *m, by_group);
    l->from[c * (l->parts + 1) + j] = *number;
    for (size_t i = 0; i < rows; i++) {
        if (i == 0 || m[i].group != m[i - 1].group || m[i].inner != m[i - 1].inner) {
            if (i == 0 || m[i].group != m[i - 1].group) {
                for (; opened < *number; opened++)
                    l->end[base + opened] = *number;
                levels = 0;
            }
            l->level[base + *number] = m[i].inner;
            ++*number;
            if (++levels > l->cov[j].most)
                l->cov[j].most = levels;
        }
        l->group[j * l->k + m[i].place] = m[i].group;
        l->inner[j * l->k + m[i].place] = m[i].inner;
        l->effect[j * l->k + m[i].place] = *number - 1;
    }
    for (; opened < *number; opened++)
        l->end[base + opened] = *number;
}

static rv_status find_effects(rv_mixed_layout *l, const rv_mixed_data *d, rv_error *err)
{
    member *m;

    for (size_t c = 0; c < l->n; c++)
        l->most_rows = l->start[c + 1] - l->start[c] > l->most_rows ? l->start[c + 1] - l->start[c] : l->most_rows;
    if (!(m = calloc(l->most_rows + 1, sizeof *m)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", l->most_rows);
    for (size_t c = 0; c < l->n; c++) {
        size_t number = 0;
        for (size_t j = 0; j < l->parts; j++)
            number_effects(l, &d->part[j], j, c, m, &number);
        l->from[c * (l->parts + 1) + l->parts] = number;
        l->at[c + 1] = l->at[c] + number;
        l->most_effects = number > l->most_effects ? number : l->most_effects;
    }
    free(m);
    return RV_OK;
}

static void find_params(rv_mixed_layout *l, const rv_mixed_data *d)
{
    for (size_t j = 0; j < l->parts; j++) {
        const rv_mixed_part *p = &d->part[j];
        l->cov[j] = (rv_mixed_cov){ .kind = p->kind, .n = p->kind == RV_MIXED_INTERCEPT ? 1 : p->inners, .times = p->times };
        l->cov[j].params = rv_mixed_cov_params(p->kind, l->cov[j].n);
        l->first[j] = l->params;
        l->params += l->cov[j].params;
    }
    l->first[l->parts] = l->params;
}

/* Rows of a cell stand side by side: by the first row of their cell, then by row. */
static rv_status order_rows(rv_mixed_layout *l, const size_t *cell_of, rv_error *err)
{
    member *m = calloc(l->k + 1, sizeof *m);

    if (!m)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", l->k);
    for (size_t c = 0; c < l->n; c++) {
        const size_t n = l->start[c + 1] - l->start[c];
        for (size_t i = 0; i < n; i++)
            m[i] = (member){ cell_of[l->row[l->start[c] + i]], l->row[l->start[c] + i], 0 };
        qsort(m, n, sizeof *m, by_group);
        l->cell[c] = l->cells;
        for (size_t i = 0; i < n; i++) {
            l->row[l->start[c] + i] = m[i].inner;
            if (i == 0 || m[i].group != m[i - 1].group)
                l->cell_start[l->cells++] = l->start[c] + i;
        }
    }
    l->cell[l->n] = l->cells;
    l->cell_start[l->cells] = l->k;
    free(m);
    return RV_OK;
}

/* Parts whose groups lie within cells, and the clusters that pay to be added by cells: large, with few effects beside those. */
static rv_status find_within(rv_mixed_layout *l, rv_error *err)
{
    size_t *cell = calloc(l->most_rows + l->most_effects + 1, sizeof *cell), *seen = cell + l->most_rows;

    if (!cell)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", l->most_rows);
    for (size_t c = 0; c < l->n; c++) {
        const size_t first = l->start[c], m = l->start[c + 1] - first, *from = l->from + c * (l->parts + 1);
        size_t outer = 0;
        for (size_t b = l->cell[c]; b < l->cell[c + 1]; b++)
            for (size_t i = l->cell_start[b]; i < l->cell_start[b + 1]; i++)
                cell[i - first] = b + 1;
        for (size_t j = 0; j < l->parts; j++) {
            bool within = true;
            memset(seen, 0, l->most_effects * sizeof *seen);
            for (size_t i = 0; i < m; i++) {   /* the last effect of a group stands for the group */
                size_t *s = &seen[l->end[l->at[c] + l->effect[j * l->k + first + i]] - 1];
                within = within && (*s == 0 || *s == cell[i]);
                *s = cell[i];
            }
            l->within[c * l->parts + j] = within;
            outer += within ? 0 : from[j + 1] - from[j];
        }
        l->sparse[c] = m > SMALL && 3 * outer <= 2 * m;
    }
    free(cell);
    return RV_OK;
}

static rv_status take_room(rv_mixed_layout *l, rv_error *err)
{
    const size_t k = l->k, p = l->p, parts = l->parts;

    l->cov = calloc(parts, sizeof *l->cov);
    l->first = calloc(parts + 1, sizeof *l->first);
    l->start = calloc(k + 1, sizeof *l->start);
    l->row = calloc(k + 1, sizeof *l->row);
    l->at = calloc(k + 1, sizeof *l->at);
    l->group = calloc(parts * k, sizeof *l->group);
    l->inner = calloc(parts * k, sizeof *l->inner);
    l->effect = calloc(parts * k, sizeof *l->effect);
    l->from = calloc(k * (parts + 1), sizeof *l->from);
    l->level = calloc(parts * k, sizeof *l->level);
    l->end = calloc(parts * k, sizeof *l->end);
    l->cell = calloc(k + 1, sizeof *l->cell);
    l->cell_start = calloc(k + 1, sizeof *l->cell_start);
    l->s_at = calloc(k + 1, sizeof *l->s_at);
    l->within = calloc(k * parts, sizeof *l->within);
    l->sparse = calloc(k, sizeof *l->sparse);
    l->xy = calloc(k * (p + 1), sizeof *l->xy);
    l->r = calloc(p * p, sizeof *l->r);
    l->b0 = calloc(p, sizeof *l->b0);
    if (l->cov && l->first && l->start && l->row && l->at && l->group && l->inner && l->effect && l->from && l->level && l->end
        && l->cell && l->cell_start && l->s_at && l->within && l->sparse && l->xy && l->r && l->b0)
        return RV_OK;
    return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects and %zu random parts", k, parts);
}

rv_status rv_mixed_layout_new(rv_mixed_layout *l, const rv_mixed_data *d, rv_error *err)
{
    size_t *cell_of = calloc(d->data.k + 1, sizeof *cell_of);
    rv_status st;

    *l = (rv_mixed_layout){ .k = d->data.k, .p = d->data.p ? d->data.p : 1, .parts = d->parts };
    if ((st = take_room(l, err)) == RV_OK && !cell_of)
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", l->k);
    if (st == RV_OK)
        find_params(l, d);
    if (st == RV_OK && (st = find_clusters(l, d, err)) == RV_OK && (st = rv_mixed_partition(l, d, cell_of, err)) == RV_OK
        && (st = order_rows(l, cell_of, err)) == RV_OK
        && (st = find_effects(l, d, err)) == RV_OK && (st = find_within(l, err)) == RV_OK
        && (st = rv_mixed_lay_covariances(l, d, err)) == RV_OK && (st = rv_mixed_check_covariances(l, d, err)) == RV_OK)
        st = rv_mixed_lay_rows(l, &d->data, err);
    free(cell_of);
    return st;
}

void rv_mixed_layout_free(rv_mixed_layout *l)
{
    free(l->cov);
    free(l->first);
    free(l->start);
    free(l->row);
    free(l->at);
    free(l->group);
    free(l->inner);
    free(l->effect);
    free(l->from);
    free(l->level);
    free(l->end);
    free(l->cell);
    free(l->cell_start);
    free(l->s);
    free(l->s_at);
    free(l->within);
    free(l->sparse);
    free(l->xy);
    free(l->r);
    free(l->b0);
}
