/* Effects of a review as a frame. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "review/extract.h"
#include "review/report.h"
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

/* ---- The frame ---------------------------------------------------------------------------------------------------- */

static const char *const own[] = { "label", "study", "result", "outcome", "months", "yi", "vi", "left_out" };
enum { OWN = sizeof own / sizeof *own };

/* What is read of the review, once for the effects and once more for each field. */
typedef struct {
    rv_store *store;
    const rv_protocol *protocol;
    const rv_plan *plan;          /* whose selection holds; NULL */
    const char *domain, *measure;
    bool        all;
    size_t      n;                /* of fields */
    const char *name[RV_META_FIELDS];
    rv_effects  effects[RV_META_FIELDS + 1];   /* the first also without a field */
} reading;

static rv_status read_effects(reading *r, const char *field, rv_effects *to, rv_error *err)
{
    const char *const *const select = r->plan ? r->plan->select : NULL;
    const size_t n = r->plan ? r->plan->n_select : 0;

    return rv_report_effects(r->store, r->protocol, r->domain, r->measure, select, n, field, r->all, to, err);
}

static bool is_own(const char *name)
{
    for (size_t i = 0; i < OWN; i++)
        if (strcmp(own[i], name) == 0)
            return true;
    return false;
}

static rv_status leave_out(rv_effects *effects, const char *label, rv_error *err)
{
    for (size_t i = 0; i < effects->n; i++)
        if (strcmp(effects->effects[i].study, label) == 0)
            return rv_effects_leave_out(effects, effects->effects[i].study_id, "left out on request", err);
    return rv_fail(err, RV_ENOTFOUND, "--leave-out: no study '%.100s' has an effect here", label);
}

static rv_status read_fields(reading *r, const meta_request *q, rv_error *err)
{
    rv_status st = read_effects(r, NULL, &r->effects[0], err);

    for (size_t i = 0; st == RV_OK && i < q->n_leave_out; i++)
        st = leave_out(&r->effects[0], q->leave_out[i], err);
    for (size_t i = 0; st == RV_OK && i < q->fields; i++) {
        bool known = is_own(q->field[i]) || !rv_protocol_field(r->protocol, q->field[i]);
        for (size_t j = 0; j < r->n; j++)
            known |= strcmp(r->name[j], q->field[i]) == 0;
        if (known)
            continue;
        r->name[r->n++] = q->field[i];
        st = read_effects(r, q->field[i], &r->effects[r->n], err);
        if (st == RV_OK && r->effects[r->n].n != r->effects[0].n)
            st = rv_fail(err, RV_ESTORE, "the review changed while it was read");
    }
    return st;
}

static rv_status add_row(rv_frame *frame, const reading *r, size_t i, rv_error *err)
{
    const rv_review_effect *const e = &r->effects[0].effects[i];
    char label[256], y[RV_REAL_TEXT], v[RV_REAL_TEXT], months[RV_REAL_TEXT];
    const char *cells[OWN + RV_META_FIELDS] = { label, e->study, e->result, e->outcome, rv_real_text(e->months, months),
                                                rv_real_text(e->yi, y), rv_real_text(e->vi, v), e->left_out };

    snprintf(label, sizeof label, e->chosen && !r->all ? "%.200s" : "%.200s, %.40s", e->study, e->result);
    for (size_t f = 0; f < r->n; f++)
        cells[OWN + f] = r->effects[f + 1].effects[i].subgroup;
    return rv_frame_add(frame, cells, OWN + r->n, 0, err);
}

static rv_status frame_of(rv_frame **out, const char *path, const reading *r, rv_error *err)
{
    const char *columns[OWN + RV_META_FIELDS];
    rv_status st;

    memcpy(columns, own, sizeof own);
    memcpy(columns + OWN, r->name, r->n * sizeof *columns);
    st = rv_frame_new(out, path, columns, OWN + r->n, err);
    for (size_t i = 0; st == RV_OK && i < r->effects[0].n; i++)
        if ((st = add_row(*out, r, i, err)) != RV_OK) {
            rv_frame_free(*out);
            *out = NULL;
        }
    return st;
}

rv_status meta_frame_of_review(rv_frame **out, const meta_request *q, meta_plan *to, meta_known *known, rv_error *err)
{
    const char *path;
    rv_store *store = NULL;
    rv_protocol *protocol = NULL;
    reading r = { .all = q->all };
    const rv_plan *plan;
    const rv_domain *domain;
    rv_status st;

    *out = NULL;
    if ((st = rv_tool_review(q->review, &path, err)) == RV_OK && (st = rv_store_open(&store, path, err)) == RV_OK
        && (st = rv_tool_protocol(store, &protocol, err)) == RV_OK
        && (st = find_plan(protocol, q, &plan, &domain, err)) == RV_OK) {
        fill(to, plan, domain, q);
        r.store = store;
        r.protocol = protocol;
        r.plan = q->analysis ? plan : NULL;
        r.domain = domain->id;
        r.measure = to->measure;
        if (!*to->measure)
            st = rv_fail(err, RV_EUSAGE, "no analysis is planned for domain %s; say the measure with --measure",
                         domain->id);
        else if ((st = read_fields(&r, q, err)) == RV_OK)
            st = frame_of(out, path, &r, err);
    }
    if (st == RV_OK) {
        *known = (meta_known){ r.effects[0], rv_review_sampling_make, rv_effects_free, rv_review_sampling_words };
        r.effects[0] = (rv_effects){ 0 };
    }
    for (size_t i = 0; i <= r.n; i++)
        rv_effects_free(&r.effects[i]);
    rv_protocol_free(protocol);
    rv_store_close(store);
    return st;
}
