/* Which way the effects of planned analyses point, with how each study was judged. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "review/extract.h"
#include "review/report.h"

#include "report/drawn.h"

typedef struct {
    rv_drawn          *drawn;
    const rv_protocol *protocol;
    rv_drawn_judged    studies, results;
    const rv_drawn_judged *shown;      /* whose words are the scale */
    rv_drawn_class    *classes;
    size_t             n_classes, n, room;
    rv_swim_item      *item;
    bool               graded;         /* some effect is judged */
} pointing;

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory for the directions of effect");
}

/* Grades from the best: the best is the highest of six bars at most. */
static double height(const rv_drawn_judged *judged, const char *answer)
{
    for (size_t i = 0; i < judged->n_scale; i++)
        if (strcmp(judged->scale[i], answer) == 0)
            return judged->n_scale - i > 6 ? 6 : (double)(judged->n_scale - i);
    return NAN;
}

static const char *judged_as(const pointing *p, const rv_review_effect *e)
{
    if (p->shown == &p->results)
        return rv_drawn_judgement_of(&p->results, e->study, e->result);
    return rv_drawn_judgement_of(&p->studies, e->study, NULL);
}

static rv_status add(pointing *p, const rv_plan *plan, const rv_review_effect *e, rv_error *err)
{
    const char *answer = judged_as(p, e), *class = rv_drawn_class_of(p->classes, p->n_classes, e->study);

    if (!rv_grow(&p->item, p->n, &p->room, sizeof *p->item))
        return no_memory(err);
    p->graded |= *answer != 0;
    p->item[p->n++] = (rv_swim_item){
        .study = rv_memory_text(p->drawn->memory, e->study), .domain = rv_memory_text(p->drawn->memory, plan->label),
        .way = e->yi > 0 ? RV_SWIM_UP : e->yi < 0 ? RV_SWIM_DOWN : RV_SWIM_NONE, .n = e->input.n1i + e->input.n2i, .bias = answer,
        .group = !p->classes ? "" : *class ? class : "not told", .height = height(p->shown, answer),
    };
    return RV_OK;
}

static rv_status add_analysis(pointing *p, rv_store *store, const rv_plan *plan, rv_error *err)
{
    rv_effects all = { 0 };
    rv_status st = rv_report_effects(store, p->protocol, plan->domain, plan->measure, plan->select, plan->n_select, NULL, true, &all, err);

    for (size_t i = 0; st == RV_OK && i < all.n; i++)
        if (all.effects[i].chosen && isfinite(all.effects[i].yi))
            st = add(p, plan, &all.effects[i], err);
    rv_effects_free(&all);
    return st;
}

/* ---- Which analyses ----------------------------------------------------------------------------------------------------- */

static bool first_of_domain(const rv_protocol *protocol, size_t analysis)
{
    for (size_t i = 0; i < analysis; i++)
        if (strcmp(protocol->analyses[i].domain, protocol->analyses[analysis].domain) == 0)
            return false;
    return true;
}

static rv_status strange(const rv_protocol *protocol, const char *id, rv_error *err)
{
    rv_buf known = RV_BUF_INIT;
    rv_status st;

    for (size_t i = 0; i < protocol->n_analyses; i++)
        rv_buf_printf(&known, "%s%s", i ? ", " : "", protocol->analyses[i].id);
    st = rv_fail(err, RV_ENOTFOUND, "the protocol plans no analysis '%s'; it has %s", id, known.length ? rv_buf_str(&known) : "none");
    rv_buf_free(&known);
    return st;
}

static rv_status named(pointing *p, rv_store *store, const char *list, rv_error *err)
{
    rv_buf id = RV_BUF_INIT;
    rv_status st = RV_OK;

    while (st == RV_OK && *list) {
        const rv_plan *plan;
        const size_t n = strcspn(list, ",");

        rv_buf_clear(&id);
        rv_buf_add(&id, list, n);
        plan = rv_protocol_analysis(p->protocol, rv_buf_str(&id));
        st = plan ? add_analysis(p, store, plan, err) : strange(p->protocol, rv_buf_str(&id), err);
        list += n + (list[n] == ',');
        list += strspn(list, " ");
    }
    rv_buf_free(&id);
    return st;
}

static rv_status gather(pointing *p, rv_store *store, const char *analyses, const char *by, rv_error *err)
{
    const rv_field *field;
    rv_status st;

    if ((st = rv_drawn_judgements(p->drawn, store, p->protocol, "result", &p->results, err)) != RV_OK
        || (st = rv_drawn_judgements(p->drawn, store, p->protocol, "study", &p->studies, err)) != RV_OK)
        return st;
    p->shown = p->results.n ? &p->results : &p->studies;
    if (by && ((st = rv_drawn_field(p->protocol, by, &field, err)) != RV_OK
               || (st = rv_drawn_classes(p->drawn, store, field, &p->classes, &p->n_classes, err)) != RV_OK))
        return st;
    if (analyses)
        return named(p, store, analyses, err);
    for (size_t i = 0; st == RV_OK && i < p->protocol->n_analyses; i++)
        if (first_of_domain(p->protocol, i))
            st = add_analysis(p, store, &p->protocol->analyses[i], err);
    return st;
}

rv_status rv_drawn_directions(rv_drawn *drawn, rv_store *store, const rv_protocol *protocol, const char *analyses, const char *by,
                              rv_swim *swim, rv_error *err)
{
    pointing p = { .drawn = drawn, .protocol = protocol };
    rv_error none = { 0 };
    rv_status st = gather(&p, store, analyses, by, err);

    *swim = (rv_swim){ .title = "Direction of effect", .n = p.n, .item = rv_drawn_keep(drawn, p.item, p.n * sizeof *p.item) };
    if (st == RV_OK && (!swim->item || rv_memory_failed(drawn->memory)))
        st = no_memory(err);
    if (st == RV_OK && !p.n)
        st = rv_fail(err, RV_ENOTFOUND, "no study gives an effect yet");
    /* A tool whose words make no scale is left out of the figure. */
    if (st == RV_OK && p.graded && rv_light_scale_of(&swim->scale, p.shown->scale, p.shown->n_scale, &none) != RV_OK) {
        swim->scale = (rv_light_scale){ 0 };
        for (size_t i = 0; i < swim->n; i++)
            ((rv_swim_item *)swim->item)[i].bias = "";
    }
    return st;
}
