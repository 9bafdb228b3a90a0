#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/looked_up.h"
#include "extract/kappa.h"

const char *const rv_verdict_words[] = { "right", "wrong", "unclear", NULL };

RV_STATEMENT(checks_all, "SELECT value, verdict, reviewer, note FROM verification ORDER BY value, id");
RV_STATEMENT(checks_corrections,
             "SELECT c.id, c.reviewer FROM value c JOIN verification v ON v.value = c.supersedes AND v.event = c.event ORDER BY c.id");

/* ---- Loading ----------------------------------------------------------------------------------------------------------------------------- */

static rv_status take(rv_checks *c, rv_query *q, bool corrections, size_t *room, rv_error *err)
{
    if (!rv_grow(&c->items, c->n, room, sizeof *c->items))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    c->items[c->n++] = corrections
        ? (rv_check_fact){ rv_query_int(q, 0), "corrected", rv_hoard_text(&c->texts, rv_query_text(q, 1)), "" }
        : (rv_check_fact){ rv_query_int(q, 0), rv_hoard_text(&c->texts, rv_query_text(q, 1)), rv_hoard_text(&c->texts, rv_query_text(q, 2)),
                           rv_hoard_text(&c->texts, rv_query_text(q, 3)) };
    return c->texts.failed ? rv_fail(err, RV_ENOMEM, "out of memory") : RV_OK;
}

static rv_status walk(rv_checks *c, const rv_statement *statement, bool corrections, size_t *room, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, c->store, statement, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        st = take(c, q, corrections, room, err);
    rv_query_end(q);
    return st;
}

static int by_value(const void *a, const void *b)
{
    const rv_check_fact *x = a, *y = b;
    const bool p = strcmp(x->verdict, "corrected") == 0, q = strcmp(y->verdict, "corrected") == 0;

    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    if (p != q)                                   /* what was found of a correction later counts before its being one */
        return p ? -1 : 1;
    return x < y ? -1 : x > y;
}

rv_status rv_checks_load(rv_checks *c, rv_store *store, const rv_protocol *protocol, rv_error *err)
{
    size_t room = 0;
    rv_status st;

    *c = (rv_checks){ .store = store, .protocol = protocol, .review = { .facts = { .memory = RV_HOARD_INIT } }, .texts = RV_HOARD_INIT };
    if ((st = rv_version_load(&c->review, store, NULL, err)) == RV_OK && (st = walk(c, &checks_all, false, &room, err)) == RV_OK)
        st = walk(c, &checks_corrections, true, &room, err);
    if (c->n)
        qsort(c->items, c->n, sizeof *c->items, by_value);
    return st;
}

void rv_checks_free(rv_checks *c)
{
    rv_version_free(&c->review);
    free(c->items);
    rv_hoard_free(&c->texts);
}

const rv_check_fact *rv_checks_of(const rv_checks *c, int64_t value)
{
    size_t lo = 0, hi = c->n;

    while (lo < hi) {                             /* the first after it: the one before is the newest of it */
        const size_t mid = lo + (hi - lo) / 2;
        if (c->items[mid].value <= value)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo && c->items[lo - 1].value == value ? &c->items[lo - 1] : NULL;
}

const char *rv_checks_word(const rv_checks *c, const rv_fact_value *value)
{
    const rv_check_fact *found = rv_checks_of(c, value->id);

    return found ? found->verdict : "";
}

bool rv_field_bears(const rv_field *field)
{
    return field->place || field->as[0];
}

/* ---- Values, one by one ------------------------------------------------------------------------------------------------------------------ */

typedef struct {
    const rv_checks *checks;
    bool             open;
    rv_status      (*tell)(void *user, const rv_checked *value, rv_error *err);
    void            *user;
} telling;

static rv_status tell_row(const telling *t, const char *study, const rv_row *row, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < row->n_values; i++) {
        const rv_fact_value *v = row->values[i];
        const rv_field *field = rv_protocol_field(t->checks->protocol, v->field);
        const rv_check_fact *found = rv_checks_of(t->checks, v->id);
        const char *word = found ? found->verdict : "";
        if ((i + 1 < row->n_values && strcmp(row->values[i + 1]->field, v->field) == 0)
            || (t->open && (strcmp(word, "right") == 0 || strcmp(word, "corrected") == 0)))
            continue;
        st = t->tell(t->user, &(rv_checked){ study, rv_row_words[row->kind], row->key, v->field, v->value, v->state, v->place, v->quotation,
                                             v->reviewer, word, found ? found->who : "", found ? found->note : "",
                                             field && rv_field_bears(field) }, err);
    }
    return st;
}

rv_status rv_extract_each_checked(rv_store *store, const rv_protocol *protocol, const char *study, bool open,
                                  rv_status (*tell)(void *user, const rv_checked *value, rv_error *err), void *user, rv_error *err)
{
    rv_checks checks;
    const telling t = { &checks, open, tell, user };
    rv_rows rows = { 0 };
    rv_status st = rv_checks_load(&checks, store, protocol, err);

    if (st == RV_OK && study && !rv_facts_study(&checks.review.facts, study))
        st = rv_fail(err, RV_ENOTFOUND, "there is no study '%s'", study);
    for (size_t i = 0; st == RV_OK && i < checks.review.facts.n_studies; i++) {
        const rv_fact_study *s = &checks.review.facts.studies[i];
        if ((study && strcmp(study, s->label) != 0) || (i && strcmp(s->label, s[-1].label) == 0))
            continue;
        st = rv_rows_fill(&rows, &checks.review, s->id, s->label, err);
        for (size_t k = 0; st == RV_OK && k < rows.n; k++)
            st = tell_row(&t, s->label, &rows.rows[k], err);
    }
    free(rows.rows);
    rv_checks_free(&checks);
    return st;
}

/* ---- Figures --------------------------------------------------------------------------------------------------------------------------- */

/* First findings count, as agreement is of the value that the one entered and the other looked up: a wrong value that was corrected
   stays wrong here. */
static void count(const rv_checks *c, const rv_fact_value *v, rv_field_checks *row)
{
    const rv_check_fact *found = rv_checks_of(c, v->id);
    const char *word = found ? found->verdict : "";

    row->standing += v->stands;
    if (!word[0] || strcmp(word, "corrected") == 0)
        return;
    row->checked++;
    row->right += strcmp(word, "right") == 0;
    row->wrong += strcmp(word, "wrong") == 0;
    row->unclear += strcmp(word, "unclear") == 0;
}

static rv_status tell_figures(rv_field_checks *row, rv_status (*tell)(void *user, const rv_field_checks *row, rv_error *err), void *user,
                              rv_error *err)
{
    const size_t n = row->right + row->wrong;

    row->share = n ? (double)row->right / (double)n : NAN;
    rv_share_interval(row->right, n, &row->share_lo, &row->share_hi);
    return row->standing + row->checked ? tell(user, row, err) : RV_OK;
}

static int field_order(const void *id, const void *row)
{
    return strcmp(id, ((const rv_field_checks *)row)->field);
}

static int row_order(const void *a, const void *b)
{
    return strcmp(((const rv_field_checks *)a)->field, ((const rv_field_checks *)b)->field);
}

rv_status rv_extract_each_field_checks(rv_store *store, const rv_protocol *protocol,
                                       rv_status (*tell)(void *user, const rv_field_checks *row, rv_error *err), void *user, rv_error *err)
{
    rv_checks checks;
    rv_field_checks *rows = calloc(protocol->n_fields + 1, sizeof *rows), all = { .field = "" };
    rv_status st = rv_checks_load(&checks, store, protocol, err);

    if (!rows && st == RV_OK)
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < protocol->n_fields; i++)
        rows[i].field = protocol->fields[i].id;
    if (st == RV_OK)
        qsort(rows, protocol->n_fields, sizeof *rows, row_order);
    for (size_t i = 0; st == RV_OK && i < checks.review.facts.n_values; i++) {
        const rv_fact_value *v = &checks.review.facts.values[i];
        rv_field_checks *row = bsearch(v->field, rows, protocol->n_fields, sizeof *rows, field_order);
        if (row)
            count(&checks, v, row);
        if (row)
            count(&checks, v, &all);
    }
    for (size_t i = 0; st == RV_OK && i < protocol->n_fields; i++)        /* as the form has them */
        st = tell_figures(bsearch(protocol->fields[i].id, rows, protocol->n_fields, sizeof *rows, field_order), tell, user, err);
    if (st == RV_OK)
        st = tell_figures(&all, tell, user, err);
    free(rows);
    rv_checks_free(&checks);
    return st;
}
