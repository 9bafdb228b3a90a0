/* The overview: how far each stage is, and what may be said of stopping there. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "review/screen.h"

#include "web/overview.h"
#include "web/shown.h"

static const double target = 0.95, confidence = 0.95;
static const double cost_targets[] = { 0.90, 0.95, 0.99 };
enum { COSTS = sizeof cost_targets / sizeof *cost_targets, LEAST_RANDOM = 20 };

/* What stopping now would leave, claimed and estimated; and what it costs to be surer. */
static void say_claim(json_t *to, const rv_stop_order *o, const rv_stop_claim *claim, const rv_stop_p *p)
{
    char words[400], text[RV_SHOWN];

    if (isnan(claim->recall))
        snprintf(words, sizeof words, "Nothing can be claimed: no relevant report was found yet, and up to %zu may be left.", claim->missed);
    else
        snprintf(words, sizeof words, "At %g %% confidence recall is %s or more: at most %zu relevant reports are left among the %zu that are not decided.",
                 100 * confidence, rv_shown(claim->recall, 3, text), claim->missed, o->total - o->screened);
    rv_json_put_text(to, "claim", words);
    snprintf(words, sizeof words, "That recall is still below %g is %s (p = %s).", target,
             p->p < 1 - confidence ? "hardly possible by this criterion" : "not ruled out", rv_shown(p->p, 4, text));
    rv_json_put_text(to, "below", words);
}

static rv_status put_costs(json_t *to, const rv_stop_order *o, size_t found, rv_error *err)
{
    json_t *list = json_array();
    rv_status st = RV_OK;

    for (int i = 0; i < COSTS && st == RV_OK; i++) {
        size_t ranked = 0, random = 0;
        json_t *row = json_object();
        if ((st = rv_stop_cost(o, cost_targets[i], confidence, 1, &ranked, err)) == RV_OK)
            st = rv_stop_zero_hits(found, o->total - o->screened, cost_targets[i], confidence, &random, err);
        rv_json_put_shown(row, "recall", cost_targets[i], 2);
        rv_json_put_int(row, "ranked", (int64_t)ranked);
        rv_json_put_int(row, "random", (int64_t)random);
        json_array_append_new(list, row);
    }
    json_object_set_new(to, "costs", list);
    return st;
}

static rv_status put_estimate(json_t *to, const rv_stop_order *o, rv_error *err)
{
    char words[500], a[RV_SHOWN], b[RV_SHOWN];
    rv_recall recall;
    const rv_status st = rv_recall_of_order(o, LEAST_RANDOM, confidence, &recall, err);

    if (st == RV_ENOTFOUND)
        snprintf(words, sizeof words, "Recall cannot be estimated: fewer than %d reports came up at random.", LEAST_RANDOM);
    else if (st == RV_OK && isnan(recall.recall))
        snprintf(words, sizeof words, "Recall cannot be estimated: nothing was found (%s).", recall.method);
    else if (st == RV_OK)
        snprintf(words, sizeof words, "Estimated recall %s (%s), %.0f relevant in all (%.0f to %.0f): %s.", rv_shown(recall.recall, 3, a),
                 rv_shown_range(recall.recall_lo, recall.recall_hi, 3, b), recall.total, recall.total_lo, recall.total_hi, recall.method);
    if (st == RV_OK || st == RV_ENOTFOUND)
        rv_json_put_text(to, "estimate", words);
    return st == RV_ENOTFOUND ? RV_OK : st;
}

/* On reports that are decided alone: the same for every viewer. Of later stages all is to be read, and nothing is said of stopping. */
static rv_status put_stopping(json_t *to, rv_call *call, const char *stage, bool first, rv_error *err)
{
    rv_screen_order order;
    rv_stop_claim claim;
    rv_stop_p p;
    json_t *stopping = json_object();
    rv_status st = rv_screen_order_load(&order, call->store, call->protocol, stage, NULL, err);
    const rv_stop_order *o = &order.order;

    if (st == RV_OK && first && o->screened && o->screened < o->total) {
        const size_t found = rv_stop_found(o);
        rv_json_put_int(stopping, "screened", (int64_t)o->screened);
        rv_json_put_int(stopping, "total", (int64_t)o->total);
        rv_json_put_int(stopping, "found", (int64_t)found);
        rv_json_put_int(stopping, "in_a_row", (int64_t)rv_stop_run_now(o));
        if ((st = rv_stop_hypergeometric(o, target, 1, &p, err)) == RV_OK && (st = rv_stop_claimed(o, confidence, 1, &claim, err)) == RV_OK
            && (st = put_costs(stopping, o, found, err)) == RV_OK && (st = put_estimate(stopping, o, err)) == RV_OK) {
            say_claim(stopping, o, &claim, &p);
            rv_json_put_text(stopping, "honest", rv_stop_words_hypergeometric);
            rv_json_put_text(stopping, "honest_run", rv_stop_words_run);
            json_object_set(to, "stopping", stopping);
        }
    }
    if (st == RV_OK)
        rv_json_put_yes(to, "curve", o->screened > 0);
    rv_screen_order_free(&order);
    json_decref(stopping);
    return st;
}

static rv_status add_stage(rv_call *call, json_t *list, const rv_stage *stage, rv_error *err)
{
    rv_screen_counts n;
    json_t *row = json_object();
    rv_status st = rv_screen_count(call->store, call->protocol, stage->id, &n, err);

    if (st == RV_OK) {
        rv_json_put_text(row, "id", stage->id);
        rv_json_put_text(row, "label", *stage->label ? stage->label : stage->id);
        rv_json_put_int(row, "reviewers", stage->reviewers);
        rv_json_put_int(row, "reports", n.reports);
        rv_json_put_int(row, "waiting", n.waiting);
        rv_json_put_int(row, "conflicts", n.conflicts);
        rv_json_put_int(row, "included", n.included);
        rv_json_put_int(row, "excluded", n.excluded);
        rv_json_put_int(row, "set_aside", n.set_aside);
        rv_json_put_int(row, "decided", n.included + n.excluded);
        st = put_stopping(row, call, stage->id, stage == call->protocol->stages, err);
    }
    json_array_append_new(list, row);
    return st;
}

rv_status rv_overview_stages(rv_call *call, rv_error *err)
{
    json_t *list = json_array();
    rv_status st = RV_OK;

    for (size_t i = 0; i < call->protocol->n_stages && st == RV_OK; i++)
        st = add_stage(call, list, &call->protocol->stages[i], err);
    rv_put_list(call, "stages", list);
    return st;
}
