/* The overview: who waits for whom, what waits for the viewer, and how far people agree. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "review/screen.h"

#include "web/overview.h"
#include "web/shown.h"

static const char *stage_label(const rv_call *call, const char *id)
{
    const rv_stage *stage = rv_protocol_stage(call->protocol, id);

    return stage && *stage->label ? stage->label : id;
}

/* ---- Waiting -------------------------------------------------------------------------------------------------------------------- */

typedef struct { rv_call *call; json_t *all, *mine; bool open; } waiting;

static rv_status add_waits(void *user, const rv_waits *w, rv_error *err)
{
    waiting *to = user;
    const bool mine = strcmp(w->reviewer, to->call->person) == 0;
    json_t *row;

    (void)err;
    if (to->call->may < RV_WEB_LEAD && !mine)
        return RV_OK;
    row = json_object();
    rv_json_put_text(row, "stage", w->stage);
    rv_json_put_text(row, "stage_label", stage_label(to->call, w->stage));
    rv_json_put_text(row, "reviewer", w->reviewer);
    rv_json_put_int(row, "given", w->given);
    rv_json_put_int(row, "common", w->common);
    rv_json_put_int(row, "conflicts", w->conflicts);
    if (mine && w->given + w->common + w->conflicts > 0)
        json_array_append(to->mine, row);
    if (to->call->may >= RV_WEB_LEAD) {
        rv_json_put_int(row, "begun", w->begun);
        rv_json_put_yes(row, "anything", w->given + w->common + w->conflicts > 0);
        to->open |= w->given + w->common + w->conflicts > 0;
        json_array_append(to->all, row);
    }
    json_decref(row);
    return RV_OK;
}

rv_status rv_overview_waits(rv_call *call, rv_error *err)
{
    waiting w = { call, json_array(), json_array(), false };
    const rv_status st = rv_screen_waits(call->store, call->protocol, NULL, add_waits, &w, err);

    rv_put_list(call, "waits", w.all);
    rv_put_list(call, "mine", w.mine);
    rv_call_put_yes(call, "waits_open", w.open);
    return st;
}

/* ---- Agreement ------------------------------------------------------------------------------------------------------------------ */

/* From this prevalence index on kappa misleads. */
static const double rare = 0.8;

typedef struct { rv_call *call; json_t *list; const char *stage; } agreeing;

/* "0.84 (0.76 to 0.91)", cut at the ends of the scale. */
static void put_measure(json_t *row, const char *name, double x, double lo, double hi)
{
    char at[RV_SHOWN], range[RV_SHOWN], both[2 * RV_SHOWN];

    snprintf(both, sizeof both, "%s", isfinite(x) ? rv_shown(x, 2, at) : "not defined");
    if (isfinite(x) && isfinite(lo))
        snprintf(both, sizeof both, "%s (%s)", at, rv_shown_range(fmax(-1, lo), fmin(1, hi), 2, range));
    rv_json_put_text(row, name, both);
}

static rv_status add_pair(void *user, const rv_agreement_pair *p, rv_error *err)
{
    agreeing *to = user;
    const rv_agree_two *a = &p->two;
    json_t *row;

    (void)err;
    if (!(a->n > 0) || (to->call->may < RV_WEB_LEAD && strcmp(p->first, to->call->person) != 0 && strcmp(p->second, to->call->person) != 0))
        return RV_OK;
    row = json_object();
    rv_json_put_text(row, "stage", to->stage);
    rv_json_put_text(row, "stage_label", stage_label(to->call, to->stage));
    rv_json_put_text(row, "first", p->first);
    rv_json_put_text(row, "second", p->second);
    rv_json_put_int(row, "reports", (int64_t)a->n);
    rv_json_put_real(row, "kappa", a->kappa.kappa);
    rv_json_put_real(row, "kappa_lo", a->kappa.ci_lo);
    rv_json_put_real(row, "kappa_hi", a->kappa.ci_hi);
    rv_json_put_real(row, "ac1", a->ac1);
    rv_json_put_real(row, "ac1_lo", a->ac1_lo);
    rv_json_put_real(row, "ac1_hi", a->ac1_hi);
    put_measure(row, "kappa_text", a->kappa.kappa, a->kappa.ci_lo, a->kappa.ci_hi);
    put_measure(row, "ac1_text", a->ac1, a->ac1_lo, a->ac1_hi);
    put_measure(row, "positive_text", a->positive, NAN, NAN);
    rv_json_put_text(row, "why", *a->why ? a->why
                                 : fabs(a->prevalence_index) < rare ? ""
                                 : a->prevalence_index < 0 ? "nearly all were excluded: kappa is low for that alone; read AC1 and the agreement on includes with it"
                                                           : "nearly all were included: kappa is low for that alone; read AC1 with it");
    json_array_append_new(to->list, row);
    return RV_OK;
}

rv_status rv_overview_agreement(rv_call *call, rv_error *err)
{
    agreeing to = { call, json_array(), NULL };
    rv_status st = RV_OK;

    for (size_t i = 0; i < call->protocol->n_stages && st == RV_OK; i++) {
        const rv_agreement_query query = { .stage = to.stage = call->protocol->stages[i].id, .level = 0.95 };
        st = rv_screen_agreements(call->store, call->protocol, &query, add_pair, NULL, &to, err);
    }
    rv_put_list(call, "agreement", to.list);
    return st;
}
