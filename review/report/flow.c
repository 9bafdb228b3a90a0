/* The PRISMA 2020 flow, computed from the facts: sources, records, links, decisions, states. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/report.h"
#include "review/screen.h"

#include "report/included.h"
#include "report/memory.h"

RV_STATEMENT(flow_sources,
    "SELECT s.name, s.kind, COUNT(r.id) FROM source s JOIN file f ON f.source = s.id JOIN record r ON r.file = f.id"
    " GROUP BY s.name, s.kind ORDER BY MIN(s.id)");
RV_STATEMENT(flow_records,
    "SELECT COALESCE(m.report, r.id), CASE WHEN s.kind IN ('database', 'register') THEN 1 ELSE 0 END"
    " FROM record r JOIN file f ON f.id = r.file JOIN source s ON s.id = f.source"
    " LEFT JOIN report_member m ON m.record = r.id ORDER BY COALESCE(m.report, r.id), r.id");

/* One report: whether a database or register had it. */
typedef struct {
    int64_t report;
    bool    left;
} one;

struct rv_review_flow {
    rv_flow      flow;
    rv_flow_row *rows;
    size_t       room;
    rv_memory   *memory;
    bool         failed;
};

/* What the counting needs on its way. */
typedef struct {
    rv_review_flow    *to;
    const rv_protocol *protocol;
    one               *reports;
    size_t             n, at;
    int64_t            left_records, right_records;
    const char        *first, *last;
} counting;

const rv_flow *rv_review_flow_of(const rv_review_flow *flow)
{
    return &flow->flow;
}

void rv_review_flow_free(rv_review_flow *flow)
{
    if (!flow)
        return;
    rv_memory_free(flow->memory);
    free(flow->rows);
    free(flow);
}

/* Adds `n` to the row of box and label, made at its first use; `n` 0 states the box. */
static void count(rv_review_flow *to, rv_flow_box box, const char *label, int64_t n)
{
    for (size_t i = 0; i < to->flow.n; i++)
        if (to->rows[i].box == box && strcmp(to->rows[i].label, label) == 0) {
            to->rows[i].n += n;
            return;
        }
    if (to->flow.n == to->room) {
        rv_flow_row *more = realloc(to->rows, (to->room ? 2 * to->room : 64) * sizeof *more);
        if (!more) {
            to->failed = true;
            return;
        }
        to->rows = more;
        to->room = to->room ? 2 * to->room : 64;
    }
    to->rows[to->flow.n++] = (rv_flow_row){ box, rv_memory_text(to->memory, label), n };
    to->flow.rows = to->rows;
}

static rv_flow_box box_of_kind(const char *kind)
{
    static const struct { const char *kind; rv_flow_box box; } kinds[] = {
        { "database", RV_FLOW_A1 },     { "register", RV_FLOW_A2 }, { "website", RV_FLOW_O1 },
        { "organisation", RV_FLOW_O2 }, { "citation", RV_FLOW_O3 },
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].kind, kind) == 0)
            return kinds[i].box;
    return RV_FLOW_O4;
}

static rv_status count_sources(counting *c, rv_store *store, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st = rv_query_start(&q, store, &flow_sources, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const rv_flow_box box = box_of_kind(rv_query_text(q, 1));
        const int64_t n = rv_query_int(q, 2);

        count(c->to, box, rv_query_text(q, 0), n);
        *(box == RV_FLOW_A1 || box == RV_FLOW_A2 ? &c->left_records : &c->right_records) += n;
    }
    rv_query_end(q);
    return st;
}

static rv_status read_reports(counting *c, rv_store *store, rv_error *err)
{
    rv_query *q = NULL;
    size_t room = 0;
    bool more;
    rv_status st = rv_query_start(&q, store, &flow_records, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const int64_t report = rv_query_int(q, 0);

        if (!c->n || c->reports[c->n - 1].report != report) {
            if (c->n == room) {
                one *bigger = realloc(c->reports, (room = room ? 2 * room : 1024) * sizeof *bigger);
                if (!bigger) {
                    st = rv_fail(err, RV_ENOMEM, "out of memory for %zu reports", c->n);
                    break;
                }
                c->reports = bigger;
            }
            c->reports[c->n++] = (one){ report, false };
        }
        c->reports[c->n - 1].left |= rv_query_int(q, 1) != 0;
    }
    rv_query_end(q);
    return st;
}

/* The boxes a report can end in at full text, by column. */
typedef struct {
    rv_flow_box not_retrieved, waiting, excluded, awaiting, ongoing;
} column;
static const column left_boxes = { RV_FLOW_F, RV_FLOW_G_WAITING, RV_FLOW_H, RV_FLOW_H_WAITING, RV_FLOW_H_ONGOING };
static const column right_boxes = { RV_FLOW_R, RV_FLOW_S_WAITING, RV_FLOW_T, RV_FLOW_T_WAITING, RV_FLOW_T_ONGOING };

static void count_first(counting *c, const one *report, const rv_screen_status *s)
{
    const bool waits = s->outcome == RV_SCREEN_WAITING || s->outcome == RV_SCREEN_CONFLICT;

    if (report->left) {
        if (waits)
            count(c->to, RV_FLOW_C_WAITING, "", 1);
        else if (s->outcome == RV_SCREEN_EXCLUDED)
            count(c->to, RV_FLOW_D1, "", 1);
    } else if (waits) {
        count(c->to, RV_FLOW_O_REMOVED, "not yet screened", 1);
    } else if (s->outcome == RV_SCREEN_EXCLUDED) {
        count(c->to, RV_FLOW_O_REMOVED, "excluded on title and abstract", 1);
    }
}

static void count_last(counting *c, const one *report, const rv_screen_status *s)
{
    const column *boxes = report->left ? &left_boxes : &right_boxes;
    const rv_reason *reason;

    switch (s->outcome) {
    case RV_SCREEN_INCLUDED:
        count(c->to, RV_FLOW_U, "", 1);
        break;
    case RV_SCREEN_EXCLUDED:
        reason = rv_protocol_reason(c->protocol, s->reason);
        count(c->to, boxes->excluded, reason ? reason->label : *s->reason ? s->reason : "no reason given", 1);
        break;
    case RV_SCREEN_WAITING:
    case RV_SCREEN_CONFLICT:
    case RV_SCREEN_SET_ASIDE:
        count(c->to, strcmp(s->state, "unobtainable") == 0 ? boxes->not_retrieved
                     : strcmp(s->state, "awaiting") == 0   ? boxes->awaiting
                     : strcmp(s->state, "ongoing") == 0    ? boxes->ongoing
                                                           : boxes->waiting, "", 1);
        break;
    case RV_SCREEN_NOT_REACHED:
        break;
    }
}

static rv_status count_status(void *user, const rv_screen_status *s, rv_error *err)
{
    counting *c = user;

    while (c->at < c->n && c->reports[c->at].report < s->report)
        c->at++;
    if (c->at == c->n || c->reports[c->at].report != s->report)
        return rv_fail(err, RV_EDOMAIN, "report %lld has a decision but no record", (long long)s->report);
    /* A review of one stage screens full texts: nothing is left out before them. */
    if (strcmp(c->first, c->last) != 0 && strcmp(s->stage, c->first) == 0)
        count_first(c, &c->reports[c->at], s);
    if (strcmp(s->stage, c->last) == 0)
        count_last(c, &c->reports[c->at], s);
    return RV_OK;
}

/* An included report of no study counts as a study of its own. */
static rv_status count_studies(counting *c, rv_store *store, rv_error *err)
{
    rv_included included;
    rv_status st = rv_included_read(store, c->protocol, &included, err);

    if (st == RV_OK)
        count(c->to, RV_FLOW_V, "", (int64_t)(included.n_studies + included.n_loose));
    rv_included_free(&included);
    return st;
}

/* States the boxes that follow from records alone, in the diagram's order, and those that must read 0. */
static void count_duplicates(counting *c)
{
    int64_t left = 0;

    for (size_t i = 0; i < c->n; i++)
        left += c->reports[i].left;
    count(c->to, RV_FLOW_B1, "", c->left_records - left);
    count(c->to, RV_FLOW_D1, "", 0);
    count(c->to, RV_FLOW_F, "", 0);
    if (c->right_records) {
        count(c->to, RV_FLOW_O_REMOVED, "duplicates", c->right_records - ((int64_t)c->n - left));
        count(c->to, RV_FLOW_R, "", 0);
    }
    count(c->to, RV_FLOW_U, "", 0);
}

/* Place of a label among the protocol's reasons; what is none of them comes last. */
static size_t order_of(const rv_protocol *protocol, const char *label)
{
    size_t i = 0;

    while (i < protocol->n_reasons && strcmp(protocol->reasons[i].label, label) != 0)
        i++;
    return i;
}

/* Reasons for exclusion stand in the team's order in both columns, not in that of the reports. */
static void order_reasons(counting *c)
{
    rv_flow_row *rows = c->to->rows;

    for (size_t i = 0; i < c->to->flow.n; i++)
        for (size_t k = i + 1; (rows[i].box == RV_FLOW_H || rows[i].box == RV_FLOW_T) && k < c->to->flow.n; k++)
            if (rows[k].box == rows[i].box && order_of(c->protocol, rows[k].label) < order_of(c->protocol, rows[i].label)) {
                const rv_flow_row earlier = rows[k];
                rows[k] = rows[i];
                rows[i] = earlier;
            }
}

rv_status rv_report_flow(rv_store *store, const rv_protocol *protocol, rv_review_flow **out, rv_error *err)
{
    counting c = { .protocol = protocol };
    rv_status st;

    *out = NULL;
    if (!protocol->n_stages)
        return rv_fail(err, RV_EINVAL, "the protocol has no screening stage");
    c.first = protocol->stages[0].id;
    c.last = protocol->stages[protocol->n_stages - 1].id;
    if (!(c.to = calloc(1, sizeof *c.to)) || !(c.to->memory = rv_memory_new())) {
        rv_review_flow_free(c.to);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    c.to->flow.title = rv_memory_text(c.to->memory, protocol->title);
    if ((st = count_sources(&c, store, err)) == RV_OK && (st = read_reports(&c, store, err)) == RV_OK) {
        count_duplicates(&c);
        if ((st = rv_screen_each(store, protocol, NULL, count_status, &c, err)) == RV_OK)
            st = count_studies(&c, store, err);
        order_reasons(&c);
    }
    free(c.reports);
    if (st == RV_OK && (c.to->failed || rv_memory_failed(c.to->memory)))
        st = rv_fail(err, RV_ENOMEM, "out of memory for the flow");
    if (st == RV_OK)
        st = rv_flow_check(&c.to->flow, err);
    if (st == RV_OK)
        *out = c.to;
    else
        rv_review_flow_free(c.to);
    return st;
}
