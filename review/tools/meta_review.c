/* Effects of a review as a frame. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "review/extract.h"
#include "tools/meta_review.h"
#include "tools/opts.h"
#include "tools/review_file.h"

/* The planned analysis: the one that was named, or the domain's first, for its defaults. NULL: none is planned for
   the domain. */
static rv_status find_plan(const rv_protocol *p, const meta_request *r, const rv_plan **plan,
                           const rv_domain **domain, rv_error *err)
{
    const char *id = r->domain;

    *plan = NULL;
    if (r->analysis) {
        if (!(*plan = rv_protocol_analysis(p, r->analysis)))
            return rv_fail(err, RV_ENOTFOUND, "the protocol plans no analysis %s", r->analysis);
        if (id && strcmp(id, (*plan)->domain) != 0)
            return rv_fail(err, RV_EUSAGE, "analysis %s is of domain %s, not %s", r->analysis, (*plan)->domain, id);
        id = (*plan)->domain;
    }
    for (size_t i = 0; !*plan && i < p->n_analyses; i++)
        if (strcmp(p->analyses[i].domain, id) == 0)
            *plan = &p->analyses[i];
    if (!(*domain = rv_protocol_domain(p, id)))
        return rv_fail(err, RV_ENOTFOUND, "the protocol has no outcome domain %s", id);
    return RV_OK;
}

static void fill(meta_plan *to, const rv_plan *plan, const rv_domain *domain, const meta_request *r)
{
    *to = (meta_plan){ .level = NAN, .prediction = true };
    snprintf(to->title, sizeof to->title, "%s", r->analysis ? plan->label : domain->label);
    snprintf(to->favours_left, sizeof to->favours_left, "%s", domain->favours_left);
    snprintf(to->favours_right, sizeof to->favours_right, "%s", domain->favours_right);
    if (plan) {
        to->known = true;
        snprintf(to->measure, sizeof to->measure, "%s", plan->measure);
        snprintf(to->method, sizeof to->method, "%s", plan->method);
        snprintf(to->test, sizeof to->test, "%s", plan->test);
        to->level = plan->level;
        to->common = strcmp(plan->model, "common") == 0;
        to->prediction = plan->prediction;
    }
    if (r->measure)
        snprintf(to->measure, sizeof to->measure, "%s", r->measure);
}

static rv_status add_rows(rv_frame *frame, const rv_effects *effects, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < effects->n; i++) {
        const rv_review_effect *e = &effects->effects[i];
        char label[256], y[RV_REAL_TEXT], v[RV_REAL_TEXT], months[RV_REAL_TEXT];
        const char *const cells[] = { label, e->study, e->result, e->outcome, rv_real_text(e->months, months),
                                      rv_real_text(e->yi, y), rv_real_text(e->vi, v), e->subgroup, e->left_out };
        snprintf(label, sizeof label, e->chosen ? "%.200s" : "%.200s, %.40s", e->study, e->result);
        st = rv_frame_add(frame, cells, sizeof cells / sizeof *cells, 0, err);
    }
    return st;
}

static rv_status frame_of(rv_frame **out, const char *path, const rv_effects *effects, rv_error *err)
{
    static const char *const columns[] = { "label", "study", "result", "outcome", "months", "yi", "vi", "subgroup", "left_out" };
    rv_status st = rv_frame_new(out, path, columns, sizeof columns / sizeof *columns, err);

    if (st == RV_OK && (st = add_rows(*out, effects, err)) != RV_OK) {
        rv_frame_free(*out);
        *out = NULL;
    }
    return st;
}

rv_status meta_frame_of_review(rv_frame **out, const meta_request *r, meta_plan *to, rv_error *err)
{
    const char *path;
    rv_store *store = NULL;
    rv_protocol *protocol = NULL;
    rv_effects effects = { 0 };
    const rv_plan *plan;
    const rv_domain *domain;
    rv_status st;

    *out = NULL;
    if ((st = rv_tool_review(r->review, &path, err)) == RV_OK && (st = rv_store_open(&store, path, err)) == RV_OK
        && (st = rv_tool_protocol(store, &protocol, err)) == RV_OK
        && (st = find_plan(protocol, r, &plan, &domain, err)) == RV_OK) {
        fill(to, plan, domain, r);
        if (!*to->measure)
            st = rv_fail(err, RV_EUSAGE, "no analysis is planned for domain %s; say the measure with --measure",
                         domain->id);
        else
            st = rv_extract_effects(store, protocol, domain->id, to->measure, r->analysis ? plan->select : NULL,
                                    r->analysis ? plan->n_select : 0, r->subgroup, &effects, err);
        if (st == RV_OK)
            st = frame_of(out, path, &effects, err);
    }
    rv_effects_free(&effects);
    rv_protocol_free(protocol);
    rv_store_close(store);
    return st;
}
