/* How screening of a review went: agreement from period to period, and the recall curve. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/screen.h"

#include "report/drawn.h"

RV_STATEMENT(drawn_decision_days,
    "SELECT DISTINCT substr(e.at, 1, 10) FROM decision d JOIN event e ON e.id = d.event WHERE d.stage = ?1 ORDER BY 1");

enum { PERIODS = 12, DAY = 11, LEAST_RANDOM = 20 };

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory for the course of screening");
}

/* The stage of this name; NULL: the first. */
static rv_status find_stage(const rv_protocol *protocol, const char *id, const rv_stage **out, rv_error *err)
{
    *out = id ? rv_protocol_stage(protocol, id) : protocol->n_stages ? &protocol->stages[0] : NULL;
    if (*out)
        return RV_OK;
    return id ? rv_fail(err, RV_ENOTFOUND, "the protocol has no stage '%s'", id)
              : rv_fail(err, RV_ENOTFOUND, "the protocol has no stage of screening");
}

/* ---- Agreement -------------------------------------------------------------------------------------------------------- */

typedef struct {
    rv_memory  *memory;
    char      (*day)[DAY];
    size_t      days, room, n, pairs;  /* pairs: seen in the present period */
    const char *name;                  /* of the present period */
    const char *first, *second;        /* the people, once known */
    rv_agreement_period *period;       /* [PERIODS] */
} gathering;

static rv_status find_days(gathering *g, rv_store *store, const char *stage, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st = rv_query_start(&q, store, &drawn_decision_days, err, "t", stage);

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        if (!rv_grow(&g->day, g->days, &g->room, sizeof *g->day))
            st = no_memory(err);
        else
            snprintf(g->day[g->days++], DAY, "%s", rv_query_text(q, 0));
    }
    rv_query_end(q);
    return st;
}

/* The pair that was asked for, or the only one there is. */
static rv_status take(void *user, const rv_agreement_pair *pair, rv_error *err)
{
    gathering *g = user;
    const rv_agree_two *two = &pair->two;

    if (!(two->n > 0))
        return RV_OK;
    if (g->first && (strcmp(g->first, pair->first) != 0 || strcmp(g->second, pair->second) != 0))
        return rv_fail(err, RV_EUSAGE, "more than two people judged the same reports (%s and %s, %s and %s); say which two by --people", g->first,
                       g->second, pair->first, pair->second);
    if (!g->first) {
        g->first = rv_memory_text(g->memory, pair->first);
        g->second = rv_memory_text(g->memory, pair->second);
    }
    g->period[g->n] = (rv_agreement_period){ g->name, two->n, two->kappa.kappa, two->kappa.ci_lo, two->kappa.ci_hi, two->ac1, two->ac1_lo,
                                             two->ac1_hi };
    g->pairs++;
    return RV_OK;
}

static rv_status gather(gathering *g, rv_store *store, const rv_protocol *protocol, rv_agreement_query query, rv_error *err)
{
    const size_t step = (g->days + PERIODS - 1) / PERIODS;
    char name[2 * DAY + 4];
    rv_status st = RV_OK;

    for (size_t i = 0; i < g->days && st == RV_OK; i += step) {
        const size_t last = i + step < g->days ? i + step - 1 : g->days - 1;

        query.from = g->day[i];
        query.to = g->day[last];
        snprintf(name, sizeof name, "%s%s%s", query.from, last > i ? " to " : "", last > i ? query.to : "");
        g->name = rv_memory_text(g->memory, name);
        g->pairs = 0;
        if ((st = rv_screen_agreements(store, protocol, &query, take, NULL, g, err)) == RV_OK)
            g->n += g->pairs > 0;
    }
    if (st == RV_OK && !g->n)
        st = rv_fail(err, RV_ENOTFOUND, "no two people have judged the same reports at %s yet", query.stage);
    return st;
}

rv_status rv_drawn_agreement(rv_drawn *drawn, rv_store *store, const rv_protocol *protocol, const char *stage, const char *first,
                             const char *second, rv_agreement_course *course, rv_error *err)
{
    gathering g = { .memory = drawn->memory, .period = rv_memory_room(drawn->memory, PERIODS * sizeof *g.period) };
    const rv_stage *at;
    rv_buf title = RV_BUF_INIT;
    rv_status st = find_stage(protocol, stage, &at, err);

    *course = (rv_agreement_course){ .title = "" };
    if (st == RV_OK && !g.period)
        st = no_memory(err);
    if (st == RV_OK && (st = find_days(&g, store, at->id, err)) == RV_OK
        && (st = gather(&g, store, protocol, (rv_agreement_query){ .stage = at->id, .first = first, .second = second }, err)) == RV_OK) {
        rv_buf_printf(&title, "Agreement of %s and %s, %s", g.first, g.second, at->label);
        *course = (rv_agreement_course){ rv_memory_text(drawn->memory, rv_buf_str(&title)), g.n, g.period };
        st = rv_memory_failed(drawn->memory) ? no_memory(err) : RV_OK;
    }
    rv_buf_free(&title);
    free(g.day);
    return st;
}

/* ---- Recall ------------------------------------------------------------------------------------------------------------ */

/* Limits from the random sample where there is one, else what the criterion leaves open. */
static rv_status expect(rv_drawn *drawn, const rv_stop_order *o, double confidence, rv_recall_curve *c, rv_error *err)
{
    rv_stop_claim claim;
    rv_recall recall;
    rv_error why = { 0 };
    rv_buf how = RV_BUF_INIT;
    rv_status st = rv_recall_of_order(o, LEAST_RANDOM, confidence, &recall, &why);

    if (st == RV_OK) {
        c->expected = recall.total;
        c->expected_lo = recall.total_lo;
        c->expected_hi = recall.total_hi;
    } else if (st != RV_ENOTFOUND) {
        return rv_fail(err, st, "%s", why.message);
    } else if ((st = rv_stop_claimed(o, confidence, 1, &claim, err)) == RV_OK) {
        c->expected_lo = (double)c->n;
        c->expected_hi = (double)(c->n + claim.missed);
    }
    rv_buf_printf(&how, "at %g\u202f%% confidence (%s)", 100 * confidence, isfinite(c->expected) ? recall.method : "hypergeometric criterion");
    c->how = rv_memory_text(drawn->memory, rv_buf_str(&how));
    rv_buf_free(&how);
    return st;
}

rv_status rv_drawn_recall(rv_drawn *drawn, rv_store *store, const rv_protocol *protocol, const char *stage, double confidence,
                          rv_recall_curve *curve, rv_error *err)
{
    rv_screen_order order = { 0 };
    const rv_stop_order *o = &order.order;
    const rv_stage *at;
    double *rank = NULL;
    rv_status st = find_stage(protocol, stage, &at, err);

    *curve = (rv_recall_curve){ .title = "", .how = "", .expected = NAN, .expected_lo = NAN, .expected_hi = NAN };
    if (st == RV_OK && (st = rv_screen_order_load(&order, store, protocol, at->id, NULL, err)) == RV_OK && !o->screened)
        st = rv_fail(err, RV_ENOTFOUND, "nothing is decided at %s yet", at->id);
    if (st == RV_OK && !(rank = rv_memory_room(drawn->memory, (o->screened + 1) * sizeof *rank)))
        st = no_memory(err);
    for (size_t i = 0; st == RV_OK && i < o->screened; i++)
        if (o->relevant[i])
            rank[curve->n++] = (double)i + 1;
    curve->title = st == RV_OK ? rv_memory_text(drawn->memory, at->label) : "";
    curve->found_at = rank;
    curve->screened = (double)o->screened;
    curve->total = (double)o->total;
    if (st == RV_OK)
        st = expect(drawn, o, confidence, curve, err);
    rv_screen_order_free(&order);
    return st;
}
