/* Rows on their way into an analysis, with their texts. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "meta/range.h"
#include "review/meta.h"

enum { BLOCK = 1 << 16 };

/* Texts lie in blocks that never move. */
typedef struct block { struct block *next; char bytes[]; } block;

struct rv_meta_set {
    rv_meta_row *rows;
    size_t n, room;
    block *blocks;
    char *at, *end;
};

rv_status rv_meta_set_new(rv_meta_set **out, rv_error *err)
{
    *out = calloc(1, sizeof **out);
    return *out ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

void rv_meta_set_free(rv_meta_set *set)
{
    if (!set)
        return;
    for (block *b = set->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    free(set->rows);
    free(set);
}

static const char *keep(rv_meta_set *s, const char *text)
{
    const size_t n = text ? strlen(text) + 1 : 0;
    char *to;

    if (n <= 1)
        return "";
    if ((size_t)(s->end - s->at) < n) {
        const size_t size = n > BLOCK ? n : BLOCK;
        block *b = malloc(sizeof *b + size);
        if (!b)
            return NULL;
        b->next = s->blocks;
        s->blocks = b;
        s->at = b->bytes;
        s->end = b->bytes + size;
    }
    to = s->at;
    memcpy(to, text, n);
    s->at += n;
    return to;
}

static rv_status check(const rv_meta_row *row, rv_error *err)
{
    const char *const label = row->label && *row->label ? row->label : "an effect without a label";

    if (!row->excluded && !rv_effect_fits(row->yi))
        return rv_fail(err, RV_EDOMAIN, "%s: the effect is %g; it must be %s", label, row->yi, rv_effect_wanted(row->yi));
    if (!row->excluded && !rv_variance_fits(row->vi))
        return rv_fail(err, RV_EDOMAIN, "%s: the variance is %g; it must be %s", label, row->vi, rv_variance_wanted(row->vi));
    return RV_OK;
}

rv_status rv_meta_set_add(rv_meta_set *s, const rv_meta_row *row, rv_error *err)
{
    rv_meta_row copy = *row, *more;
    const rv_status st = check(row, err);

    if (st != RV_OK)
        return st;
    if (s->n == s->room) {
        if (!(more = realloc(s->rows, (s->room ? 2 * s->room : 64) * sizeof *more)))
            return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", s->n);
        s->rows = more;
        s->room = s->room ? 2 * s->room : 64;
    }
    copy.label = keep(s, row->label);
    copy.study = row->study && copy.label && strcmp(row->study, copy.label) == 0 ? copy.label : keep(s, row->study);
    copy.subgroup = keep(s, row->subgroup);
    copy.reason = keep(s, row->reason);
    if (!copy.label || !copy.study || !copy.subgroup || !copy.reason)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", s->n);
    s->rows[s->n++] = copy;
    return RV_OK;
}

rv_status rv_meta_set_exclude(rv_meta_set *s, size_t i, const char *reason, rv_error *err)
{
    const char *const kept = s->rows[i].excluded ? s->rows[i].reason : keep(s, reason);

    if (!kept)
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu rows", s->n);
    s->rows[i].excluded = true;
    s->rows[i].reason = kept;
    return RV_OK;
}

size_t rv_meta_set_count(const rv_meta_set *s)
{
    return s->n;
}

const rv_meta_row *rv_meta_set_row(const rv_meta_set *s, size_t i)
{
    return &s->rows[i];
}
