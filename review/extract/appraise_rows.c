/* Answers and judgements as they stand. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "extract/appraise.h"

RV_STATEMENT(appraise_rows,
             "SELECT a.id, a.own, s.label, r.key, a.body, a.tool, a.domain, a.judgement, a.support, a.reviewer, a.edition, a.proposed,"
             " a.place, a.quotation FROM appraisal a LEFT JOIN study s ON s.id = a.study LEFT JOIN result r ON r.id = a.result"
             " ORDER BY a.id");

static int group_order(const rv_appraised *x, const rv_appraised *y)
{
    int c;

    if ((c = strcmp(x->own, y->own)) == 0 && (c = strcmp(x->tool, y->tool)) == 0 && (c = strcmp(x->body, y->body)) == 0
        && (c = strcmp(x->study, y->study)) == 0)
        c = strcmp(x->result, y->result);
    return c;
}

static int by_id(const rv_appraised *x, const rv_appraised *y)
{
    return x->id < y->id ? -1 : x->id > y->id;
}

/* Newest first within a domain. */
static int domain_order(const void *a, const void *b)
{
    const rv_appraised *x = a, *y = b;
    int c;

    if ((c = group_order(x, y)) == 0 && (c = strcmp(x->domain, y->domain)) == 0)
        c = by_id(y, x);
    return c;
}

static int entry_order(const void *a, const void *b)
{
    const int c = group_order(a, b);

    return c ? c : by_id(a, b);
}

bool rv_appraised_together(const rv_appraised *a, const rv_appraised *b)
{
    return group_order(a, b) == 0;
}

static void keep_newest(rv_appraised_rows *rows)
{
    size_t kept = 0;

    qsort(rows->rows, rows->n, sizeof *rows->rows, domain_order);
    for (size_t i = 0; i < rows->n; i++)
        if (kept == 0 || !rv_appraised_together(&rows->rows[kept - 1], &rows->rows[i])
            || strcmp(rows->rows[kept - 1].domain, rows->rows[i].domain) != 0)
            rows->rows[kept++] = rows->rows[i];
    rows->n = kept;
    qsort(rows->rows, rows->n, sizeof *rows->rows, entry_order);
}

rv_status rv_appraised_load(rv_store *store, rv_appraised_rows *rows, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, store, &appraise_rows, err, "");

    *rows = (rv_appraised_rows){ .memory = RV_HOARD_INIT };
    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const char *t[14] = { 0 };

        for (int i = 1; i < 14; i++)
            t[i] = rv_hoard_text(&rows->memory, rv_query_text(q, i));
        if (rows->memory.failed || !rv_grow(&rows->rows, rows->n, &rows->room, sizeof *rows->rows))
            st = rv_fail(err, RV_ENOMEM, "out of memory");
        else
            rows->rows[rows->n++] = (rv_appraised){ rv_query_int(q, 0), t[1], t[2], t[3], t[4], t[5], t[6], t[7], t[8], t[9], t[10],
                                                    t[11], t[12], t[13] };
    }
    rv_query_end(q);
    if (st == RV_OK && rows->n)
        keep_newest(rows);
    return st;
}

void rv_appraised_free(rv_appraised_rows *rows)
{
    free(rows->rows);
    rv_hoard_free(&rows->memory);
    *rows = (rv_appraised_rows){ .memory = RV_HOARD_INIT };
}

const rv_appraised *rv_appraised_of(const rv_appraised_rows *rows, const rv_appraised *of, size_t *n)
{
    size_t lo = 0, hi = rows->n, end;

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (group_order(&rows->rows[mid], of) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (end = lo; end < rows->n && group_order(&rows->rows[end], of) == 0; end++)
        ;
    *n = end - lo;
    return *n ? &rows->rows[lo] : NULL;
}
