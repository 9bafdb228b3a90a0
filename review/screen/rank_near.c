/*
 * How like the relevant records that are most like it each record is: the largest products of its row with theirs. A new relevant record
 * costs one pass over the index, as few as eight of them: the terms of those get small numbers, so that what is multiplied stays near.
 */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rank.h"

enum { TOGETHER = 8 };

rv_status rv_rank_near_open(rv_rank_near *near, const rv_rank_index *index, rv_error *err)
{
    near->index = index;
    near->nearest = index->how.nearest > 1 ? (size_t)index->how.nearest : 1;
    near->best = calloc(index->n * near->nearest + 1, sizeof *near->best);
    near->counted = calloc(index->n + 1, sizeof *near->counted);
    if (near->best && near->counted)
        return RV_OK;
    rv_rank_near_close(near);
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

void rv_rank_near_close(rv_rank_near *near)
{
    free(near->best);
    free(near->counted);
    memset(near, 0, sizeof *near);
}

/* Some relevant rows, term by term. */
typedef struct {
    uint32_t *number;                  /* [n_terms] which of `value` a term has: 0 for one that none of the rows has */
    float   (*value)[TOGETHER];
    size_t    n, room;
} spread_rows;

static rv_status spread(spread_rows *s, const rv_rank_index *index, const size_t *rows, size_t n, rv_error *err)
{
    size_t entries = 1;

    for (size_t k = 0; k < n; k++)
        entries += index->start[rows[k] + 1] - index->start[rows[k]];
    if (entries > s->room) {
        free(s->value);
        s->room = 0;
        if (!(s->value = malloc(entries * sizeof *s->value)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        s->room = entries;
    }
    memset(s->value, 0, entries * sizeof *s->value);
    s->n = 1;
    for (size_t k = 0; k < n; k++)
        for (size_t e = index->start[rows[k]]; e < index->start[rows[k] + 1]; e++) {
            uint32_t *number = &s->number[index->term[e]];
            if (!*number)
                *number = (uint32_t)s->n++;
            s->value[*number][k] = index->value[e];
        }
    return RV_OK;
}

/* Puts a likeness among the largest of a record. */
static void place(float *best, size_t n, float likeness)
{
    size_t k = n;

    for (; k > 0 && likeness > best[k - 1]; k--)
        if (k < n)
            best[k] = best[k - 1];
    if (k < n)
        best[k] = likeness;
}

/* Compares all records with up to TOGETHER relevant ones. */
static rv_status compare(rv_rank_near *near, const size_t *rows, size_t n, spread_rows *s, rv_error *err)
{
    const rv_rank_index *index = near->index;
    rv_status st = spread(s, index, rows, n, err);

    if (st != RV_OK)
        return st;
    for (size_t i = 0; i < index->n; i++) {
        float sum[TOGETHER] = { 0 };
        for (size_t e = index->start[i]; e < index->start[i + 1]; e++) {
            const float *v = s->value[s->number[index->term[e]]], x = index->value[e];
            for (int k = 0; k < TOGETHER; k++)
                sum[k] += x * v[k];
        }
        for (size_t k = 0; k < n; k++)
            place(near->best + i * near->nearest, near->nearest, sum[k]);
    }
    for (size_t k = 0; k < n; k++)
        for (size_t e = index->start[rows[k]]; e < index->start[rows[k] + 1]; e++)
            s->number[index->term[e]] = 0;
    return RV_OK;
}

/* Forgets all when a record is relevant no more. Returns how many relevant ones are new. */
static size_t find_new(rv_rank_near *near, const signed char *labels)
{
    const size_t n = near->index->n;
    size_t added = 0;

    for (size_t i = 0; i < n; i++)
        if (near->counted[i] && labels[i] != 1) {
            memset(near->best, 0, n * near->nearest * sizeof *near->best);
            memset(near->counted, 0, n * sizeof *near->counted);
            break;
        }
    for (size_t i = 0; i < n; i++)
        added += labels[i] == 1 && !near->counted[i];
    return added;
}

rv_status rv_rank_near_train(rv_rank_near *near, const signed char *labels, rv_error *err)
{
    size_t rows[TOGETHER], waiting = 0, added = find_new(near, labels);
    spread_rows s = { NULL, NULL, 0, 0 };
    rv_status st = RV_OK;

    if (!added)
        return RV_OK;
    if (!(s.number = calloc(near->index->n_terms + 1, sizeof *s.number)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < near->index->n && st == RV_OK && added; i++) {
        if (labels[i] != 1 || near->counted[i])
            continue;
        near->counted[i] = true;
        rows[waiting++] = i;
        added--;
        if (waiting == TOGETHER || !added) {
            st = compare(near, rows, waiting, &s, err);
            waiting = 0;
        }
    }
    if (st != RV_OK)                   /* what was counted and not compared is found again */
        memset(near->counted, 0, near->index->n * sizeof *near->counted);
    free(s.number);
    free(s.value);
    return st;
}

static double likeness(const rv_rank_near *near, size_t record)
{
    const float *best = near->best + record * near->nearest;
    double sum = 0;

    for (size_t k = 0; k < near->nearest; k++)
        sum += best[k];
    return sum;
}

typedef struct { double mean, deviation; } centre;

/* Of the scores, or without them of the likeness, of the records that are not known. */
static centre centre_of(const rv_rank_near *near, const signed char *labels, const double *scores)
{
    double sum = 0, squares = 0, count = 0;

    for (size_t i = 0; i < near->index->n; i++)
        if (labels[i] < 0) {
            sum += scores ? scores[i] : likeness(near, i);
            count++;
        }
    for (size_t i = 0; i < near->index->n; i++)
        if (labels[i] < 0) {
            const double off = (scores ? scores[i] : likeness(near, i)) - sum / count;
            squares += off * off;
        }
    return (centre){ count > 0 ? sum / count : 0, count > 0 ? sqrt(squares / count) : 0 };
}

void rv_rank_near_add(const rv_rank_near *near, const signed char *labels, double share, double *scores)
{
    const centre s = centre_of(near, labels, scores), r = centre_of(near, labels, NULL);

    for (size_t i = 0; i < near->index->n && r.deviation > 0; i++)
        scores[i] += share * s.deviation * (likeness(near, i) - r.mean) / r.deviation;
}
