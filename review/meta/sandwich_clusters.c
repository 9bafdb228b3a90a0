/* Which rows and which groups of dependent rows belong to which cluster. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "meta/rows_by_code.h"
#include "meta/sandwich.h"

/* Lists the groups of each cluster by counting; whole is false when a group lies in two. */
static void list_groups(rv_robust *s, const size_t *index)
{
    const rv_blocks *v = s->model->v;

    s->whole = true;
    for (size_t g = 0; g < v->n; g++) {
        const size_t first = index[v->row[v->start[g]]];
        for (size_t r = v->start[g] + 1; r < v->start[g + 1]; r++)
            s->whole = s->whole && index[v->row[r]] == first;
        s->group_start[first + 1]++;
    }
    for (size_t c = 0; c < s->clusters; c++)
        s->group_start[c + 1] += s->group_start[c];
    for (size_t g = v->n; g-- > 0;) {   /* from behind: each start then stands at its first again */
        const size_t c = index[v->row[v->start[g]]];
        s->group[--s->group_start[c + 1]] = g;
    }
    for (size_t c = 0; c < s->clusters; c++)
        s->group_start[c] = s->group_start[c + 1];
    s->group_start[s->clusters] = v->n;
}

rv_status rv_sandwich_clusters(rv_robust *s, const size_t *cluster, rv_error *err)
{
    const size_t k = s->model->k, n = s->model->v->n;
    size_t *index = calloc(k + 1, sizeof *index);
    rv_status st;

    s->order = calloc(k + 1, sizeof *s->order);
    s->start = calloc(k + 1, sizeof *s->start);
    s->code = calloc(k + 1, sizeof *s->code);
    s->group = calloc(n + 1, sizeof *s->group);
    s->group_start = calloc(k + 2, sizeof *s->group_start);
    if (!index || !s->order || !s->start || !s->code || !s->group || !s->group_start)
        st = rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", k);
    else if ((st = rv_rows_by_code(cluster, k, s->order, s->start, index, &s->clusters, err)) == RV_OK) {
        for (size_t c = 0; c < s->clusters; c++) {
            s->code[c] = cluster[s->order[s->start[c]]];
            s->largest = s->start[c + 1] - s->start[c] > s->largest ? s->start[c + 1] - s->start[c] : s->largest;
        }
        list_groups(s, index);
    }
    free(index);
    if (st == RV_OK && s->clusters < 2)
        st = rv_fail(err, RV_EINVAL, "all %zu effects are of one cluster; a robust variance needs at least two", k);
    return st;
}

const char *rv_sandwich_name(const rv_robust *s, size_t cluster, char *text, size_t n)
{
    if (s->how.cluster_names && s->how.cluster_names[s->code[cluster]])
        snprintf(text, n, "cluster %s", s->how.cluster_names[s->code[cluster]]);
    else
        snprintf(text, n, "cluster %zu", cluster + 1);
    return text;
}

static size_t cluster_of_code(const rv_robust *s, size_t code)
{
    size_t lo = 0, hi = s->clusters;

    while (hi - lo > 1) {
        const size_t mid = (lo + hi) / 2;
        if (s->code[mid] <= code)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

rv_status rv_sandwich_split(const rv_robust *s, const size_t *cluster, rv_error *err)
{
    const rv_blocks *v = s->model->v;
    char one[128], other[128];

    for (size_t g = 0; g < v->n; g++)
        for (size_t r = v->start[g] + 1; r < v->start[g + 1]; r++) {
            const size_t a = v->row[v->start[g]], b = v->row[r];
            if (cluster[a] != cluster[b])
                return rv_fail(err, RV_EINVAL,
                               "rows %zu and %zu depend on each other in the model but lie in %s and %s; clusters must hold "
                               "whole groups of dependent effects", a + 1, b + 1,
                               rv_sandwich_name(s, cluster_of_code(s, cluster[a]), one, sizeof one),
                               rv_sandwich_name(s, cluster_of_code(s, cluster[b]), other, sizeof other));
        }
    return RV_OK;
}

void rv_sandwich_block(const rv_robust *s, size_t i, const rv_blocks *of, double *dense)
{
    const size_t n = s->start[i + 1] - s->start[i], *rows = s->order + s->start[i];

    if (s->group_start[i + 1] - s->group_start[i] == 1) {   /* both list their rows rising */
        memcpy(dense, of->block + of->at[s->group[s->group_start[i]]], n * n * sizeof *dense);
        return;
    }
    memset(dense, 0, n * n * sizeof *dense);
    for (size_t g = s->group_start[i]; g < s->group_start[i + 1]; g++) {
        const size_t group = s->group[g], m = of->start[group + 1] - of->start[group];
        const double *block = of->block + of->at[group];
        for (size_t a = 0, at_a = 0; a < m; a++) {
            while (rows[at_a] != of->row[of->start[group] + a])
                at_a++;
            for (size_t b = 0, at_b = 0; b < m; b++) {
                while (rows[at_b] != of->row[of->start[group] + b])
                    at_b++;
                dense[at_a * n + at_b] = block[a * m + b];
            }
        }
    }
}
