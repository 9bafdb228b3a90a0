/* Effects made anew: compared with what the review keeps; over a grid of what is assumed. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "extract/warn.h"
#include "review/extract.h"

/* The columns that are compared, in the order of the statement behind result and measure. */
static const char *const columns[] = { "yi", "vi", "route", "steps", "reported", "options", "warnings", "gap" };
enum { COLUMNS = sizeof columns / sizeof *columns };

RV_STATEMENT(recompute_kept, "SELECT yi, vi, route, steps, reported, options, warnings, gap FROM effect WHERE result = ?1 AND measure = ?2");
RV_STATEMENT(recompute_all, "SELECT count(*) FROM effect");

typedef struct {
    rv_store *store;
    const rv_looking *looking;
    rv_status (*difference)(void *user, const rv_effect_difference *d, rv_error *err);
    void     *user;
    size_t    n, made;
    rv_buf    now[COLUMNS];
} comparing;

static rv_status write_now(comparing *c, const rv_fact_result *r, const rv_derived *d, rv_error *err)
{
    char text[RV_REAL_TEXT];
    rv_status st;

    for (int i = 0; i < COLUMNS; i++)
        rv_buf_clear(&c->now[i]);
    if (!isnan(d->yi)) {
        rv_buf_text(&c->now[0], rv_real_text(d->yi, text));
        rv_buf_text(&c->now[1], rv_real_text(d->vi, text));
    }
    rv_buf_text(&c->now[2], d->route);
    rv_buf_text(&c->now[7], d->gap);
    if ((st = rv_derived_steps(d, &c->now[3], err)) != RV_OK || (st = rv_derived_reported(d, &c->now[4], err)) != RV_OK
        || (st = rv_derived_options(d, &c->now[5], err)) != RV_OK)
        return st;
    return rv_warnings_told(c->looking, r->id, &c->now[6], err);
}

static rv_status tell(comparing *c, const rv_fact_result *r, const rv_measure *m, const char *column, const char *kept, const char *now,
                      rv_error *err)
{
    c->n++;
    return c->difference ? c->difference(c->user, &(rv_effect_difference){ r->key, r->label, m->name, column, kept, now }, err) : RV_OK;
}

static rv_status compare_row(comparing *c, const rv_fact_result *r, const rv_measure *m, rv_query *q, rv_error *err)
{
    rv_status st = RV_OK;

    for (int i = 0; st == RV_OK && i < COLUMNS; i++) {
        char text[RV_REAL_TEXT];
        const char *kept = rv_query_null(q, i) ? "" : i < 2 ? rv_real_text(rv_query_real(q, i), text) : rv_query_text(q, i);
        if (strcmp(kept, rv_buf_str(&c->now[i])) != 0)
            st = tell(c, r, m, columns[i], kept, rv_buf_str(&c->now[i]), err);
    }
    return st;
}

static rv_status compare(comparing *c, const rv_fact_result *r, const rv_measure *m, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_derived d;
    rv_status st;

    rv_derive(&c->looking->deriving, r, m, NULL, &d);
    c->made++;
    if ((st = write_now(c, r, &d, err)) != RV_OK
        || (st = rv_query_start(&q, c->store, &recompute_kept, err, "it", r->id, m->name)) != RV_OK)
        return st;
    if ((st = rv_query_next(q, &more, err)) == RV_OK)
        st = more ? compare_row(c, r, m, q, err) : tell(c, r, m, "yi", "no row", rv_buf_str(&c->now[0]), err);
    rv_query_end(q);
    return st;
}

static rv_status count_kept(comparing *c, size_t *kept, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, c->store, &recompute_all, err, "");

    if (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        *kept = (size_t)rv_query_int(q, 0);
    rv_query_end(q);
    return st;
}

rv_status rv_extract_recompute(rv_store *store, const rv_protocol *protocol,
                               rv_status (*difference)(void *user, const rv_effect_difference *d, rv_error *err), void *user,
                               rv_recomputed *out, rv_error *err)
{
    rv_facts facts = { .memory = RV_HOARD_INIT };
    rv_looking looking = { 0 };
    comparing c = { .store = store, .looking = &looking, .difference = difference, .user = user };
    rv_status st;

    *out = (rv_recomputed){ 0 };
    for (int i = 0; i < COLUMNS; i++)
        c.now[i] = (rv_buf)RV_BUF_INIT;
    if ((st = rv_facts_load(store, NULL, &facts, err)) == RV_OK && (st = rv_looking_start(&looking, &facts, protocol, err)) == RV_OK)
        for (size_t i = 0; st == RV_OK && i < facts.n_results; i++)
            for (size_t j = 0; st == RV_OK && rv_measure_at(j); j++)
                if (!facts.results[i].arm[0] && rv_derive_wanted(protocol, facts.results[i].domain, rv_measure_at(j)->name))
                    st = compare(&c, &facts.results[i], rv_measure_at(j), err);
    if (st == RV_OK)
        st = count_kept(&c, &out->kept, err);
    out->made = c.made;
    out->differences = c.n;
    for (int i = 0; i < COLUMNS; i++)
        rv_buf_free(&c.now[i]);
    rv_looking_end(&looking);
    rv_facts_free(&facts);
    return st;
}

/* ---- A grid --------------------------------------------------------------------------------------------------------- */

/* An intra-class correlation says nothing without the size of clusters. */
static bool sizeless(const rv_effect_input *in)
{
    return isnan(in->csize) && isnan(in->k1i + in->k2i) && isnan(in->deff);
}

rv_status rv_extract_grid(rv_store *store, const rv_protocol *protocol, const char *result, const char *measure, const double *icc,
                          size_t n_icc, const double *r, size_t n_r,
                          rv_status (*point)(void *user, const rv_grid_point *point, rv_error *err), void *user, rv_error *err)
{
    static const double as_reported[] = { NAN };
    const rv_measure *m = rv_measure_find(measure);
    rv_facts facts = { .memory = RV_HOARD_INIT };
    const rv_fact_result *of;
    rv_deriving deriving;
    rv_status st;

    if (!m)
        return rv_fail(err, RV_EINVAL, "there is no measure '%s'", measure);
    if (!n_icc)
        icc = as_reported, n_icc = 1;
    if (!n_r)
        r = as_reported, n_r = 1;
    if ((st = rv_facts_load(store, NULL, &facts, err)) == RV_OK && !(of = rv_facts_result(&facts, result)))
        st = rv_fail(err, RV_ENOTFOUND, "there is no result '%s'", result);
    if (st == RV_OK)
        rv_deriving_start(&deriving, &facts, protocol);
    for (size_t i = 0; st == RV_OK && i < n_icc; i++)
        for (size_t j = 0; st == RV_OK && j < n_r; j++) {
            rv_derived d;
            rv_derive(&deriving, of, m, &(rv_derive_assume){ icc[i], r[j] }, &d);
            if (!isnan(icc[i]) && sizeless(&d.input)) {
                d.yi = d.vi = NAN;
                d.route[0] = 0;
                snprintf(d.gap, sizeof d.gap, "how many people are in a cluster (csize, or k1i and k2i) is not given");
            }
            st = point(user, &(rv_grid_point){ d.input.icc, d.input.ri, d.yi, d.vi, d.route, d.gap }, err);
        }
    rv_facts_free(&facts);
    return st;
}
