/* The way of a result from its values to its effects. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "extract/way.h"

rv_status rv_tell(rv_telling *t, const char *part, const char *name, const char *value, double number, const char *where, const char *by,
                  rv_error *err)
{
    const rv_way_line line = { part, name ? name : "", value ? value : "", where ? where : "", by ? by : "", number };

    return t->line(t->user, &line, err);
}

/* ---- Values --------------------------------------------------------------------------------------------------------- */

static bool is_used(const rv_derived *d, const rv_fact_value *v)
{
    for (int role = 0; role < RV_AS_N; role++)
        if (d->used[role] == v)
            return true;
    return false;
}

/* The roles as one reads them: what is given and the groups' values before sizes and the rest. */
static rv_role order(int i)
{
    const int others = RV_AS_N - RV_AS_GIVEN;

    return (rv_role)(i < others ? RV_AS_GIVEN + i : i - others);
}

static bool first_use(const rv_derived *d, int i)
{
    for (int j = 0; j < i; j++)
        if (d->used[order(j)] == d->used[order(i)])
            return false;
    return true;
}

/* First what the effect was made from, then what else was said of the result. */
static rv_status tell_values(rv_telling *t, const rv_derived *d, rv_error *err)
{
    rv_status st = RV_OK;

    for (int i = 0; st == RV_OK && i < RV_AS_N; i++)
        if (d->used[order(i)] && first_use(d, i))
            st = rv_tell_value(t, d->used[order(i)], err);
    for (size_t i = 0; st == RV_OK && i < t->facts->n_standing; i++) {
        const rv_fact_value *v = t->facts->standing[i];
        if (v->result == t->result->id && !is_used(d, v)
            && rv_facts_value(t->facts, v->study, v->result, v->field) == v)
            st = rv_tell_value(t, v, err);
    }
    return st;
}

/* ---- An effect ------------------------------------------------------------------------------------------------------- */

static rv_status tell_numbers(rv_telling *t, const rv_derived *d, rv_error *err)
{
    const double *in = &d->input.ai;
    char words[RV_REAL_TEXT];
    rv_status st = RV_OK;

    for (int i = 0; st == RV_OK && rv_effect_columns[i]; i++)
        if (!isnan(in[i]))
            st = rv_tell(t, "number", rv_effect_columns[i], rv_real_text(in[i], words), in[i], rv_effect_column_words[i], NULL, err);
    return st;
}

static rv_status tell_steps(rv_telling *t, const rv_derived *d, bool after, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < d->n_steps; i++)
        if (rv_derive_step_after(d->steps[i].id) == after) {
            const char *assumes = rv_derive_step_assumes(d->steps[i].id);
            rv_buf_clear(&t->where);
            rv_buf_printf(&t->where, "%s%s%s [%s]", rv_derive_step_formula(d->steps[i].id), *assumes ? "; assumes " : "", assumes,
                          rv_derive_step_source(d->steps[i].id));
            if ((st = rv_buf_check(&t->where, err)) == RV_OK)
                st = rv_tell(t, "step", d->steps[i].id, d->steps[i].words, NAN, rv_buf_str(&t->where), NULL, err);
        }
    return st;
}

/* On the scale that people read, with its 95 % interval. */
static rv_status tell_read(rv_telling *t, const rv_measure *m, const rv_derived *d, rv_error *err)
{
    const double half = rv_expect_width(.95, NAN) * sqrt(d->vi), lo = rv_measure_back(m, d->yi - half), hi = rv_measure_back(m, d->yi + half);
    rv_status st;

    rv_buf_clear(&t->value);
    rv_buf_printf(&t->value, "%.4g, 95 %% interval %.4g to %.4g", rv_measure_back(m, d->yi), fmin(lo, hi), fmax(lo, hi));
    if ((st = rv_buf_check(&t->value, err)) != RV_OK)
        return st;
    return rv_tell(t, "effect", m->title, rv_buf_str(&t->value), rv_measure_back(m, d->yi), m->log_scale ? "exp of yi" : "", NULL, err);
}

RV_STATEMENT(way_stored, "SELECT yi, vi FROM effect WHERE result = ?1 AND measure = ?2");

/* Whether what is made now is what the review keeps. */
static rv_status tell_stored(rv_telling *t, const rv_measure *m, const rv_derived *d, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false, same;
    rv_status st = rv_query_start(&q, t->store, &way_stored, err, "it", t->result->id, m->name);

    if (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        same = rv_query_real(q, 0) == d->yi && rv_query_real(q, 1) == d->vi;
        st = rv_tell(t, "effect", "kept in the review", same ? "the same numbers" : "other numbers: review-log rebuild makes them anew",
                     NAN, NULL, NULL, err);
    }
    rv_query_end(q);
    return st;
}

static rv_status tell_effect(rv_telling *t, const rv_measure *m, const rv_derived *d, rv_error *err)
{
    char words[RV_REAL_TEXT];
    rv_status st;

    if ((st = rv_tell(t, "by", m->name, m->title, NAN, NULL, NULL, err)) != RV_OK)
        return st;
    if (isnan(d->yi))
        return rv_tell(t, "effect", "none", d->gap, NAN, NULL, NULL, err);
    if ((st = tell_steps(t, d, false, err)) != RV_OK || (st = tell_numbers(t, d, err)) != RV_OK || (st = rv_tell_measure(t, d, err)) != RV_OK
        || (st = tell_steps(t, d, true, err)) != RV_OK
        || (st = rv_tell(t, "effect", "yi", rv_real_text(d->yi, words), d->yi, d->route, NULL, err)) != RV_OK
        || (st = rv_tell(t, "effect", "vi", rv_real_text(d->vi, words), d->vi, "its sampling variance", NULL, err)) != RV_OK
        || (st = rv_tell(t, "effect", "se", rv_real_text(sqrt(d->vi), words), sqrt(d->vi), "its standard error", NULL, err)) != RV_OK
        || (st = tell_read(t, m, d, err)) != RV_OK)
        return st;
    return tell_stored(t, m, d, err);
}

/* ---- The whole ------------------------------------------------------------------------------------------------------- */

static rv_status tell_warning(void *user, const rv_value_warning *w, rv_error *err)
{
    return rv_tell(user, "warning", w->rule, w->words, NAN, *w->reason ? w->reason : "nobody has said why it may stand", w->reviewer, err);
}

static rv_status tell_all(rv_telling *t, const rv_deriving *deriving, rv_error *err)
{
    bool values = false;
    rv_derived d;
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && rv_measure_at(i); i++) {
        const rv_measure *m = rv_measure_at(i);
        if (!rv_derive_wanted(deriving->protocol, t->result->domain, m->name))
            continue;
        rv_derive(deriving, t->result, m, NULL, &d);
        if (!values)
            st = tell_values(t, &d, err);
        values = true;
        if (st == RV_OK)
            st = tell_effect(t, m, &d, err);
    }
    /* No analysis asks for anything of the domain: the values alone. */
    if (st == RV_OK && !values) {
        d = (rv_derived){ 0 };
        st = tell_values(t, &d, err);
    }
    return st == RV_OK ? rv_extract_warnings(t->store, deriving->protocol, NULL, NULL, t->result->key, tell_warning, t, err) : st;
}

rv_status rv_extract_way(rv_store *store, const rv_protocol *protocol, const char *result,
                         rv_status (*line)(void *user, const rv_way_line *line, rv_error *err), void *user, rv_error *err)
{
    rv_facts facts = { .memory = RV_HOARD_INIT };
    rv_deriving deriving;
    rv_telling t = { .store = store, .facts = &facts, .line = line, .user = user, .name = RV_BUF_INIT, .value = RV_BUF_INIT,
                     .where = RV_BUF_INIT, .by = RV_BUF_INIT };
    rv_status st = rv_facts_load(store, NULL, &facts, err);

    if (st == RV_OK && !(t.result = rv_facts_result(&facts, result)))
        st = rv_fail(err, RV_ENOTFOUND, "there is no result '%s'", result);
    if (st == RV_OK) {
        rv_deriving_start(&deriving, &facts, protocol);
        st = tell_all(&t, &deriving, err);
    }
    rv_buf_free(&t.name);
    rv_buf_free(&t.value);
    rv_buf_free(&t.where);
    rv_buf_free(&t.by);
    rv_facts_free(&facts);
    return st;
}
