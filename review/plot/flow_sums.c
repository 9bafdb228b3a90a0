/* The boxes of the PRISMA 2020 flow diagram and the sums between them. */
#include <config.h>

#include <string.h>
#include <strings.h>

#include "plot/flow.h"

static const struct { const char *id, *meaning; } boxes[RV_FLOW_BOXES] = {
    [RV_FLOW_P1] = { "P1", "studies in the previous version" },
    [RV_FLOW_P2] = { "P2", "reports of studies in the previous version" },
    [RV_FLOW_A1] = { "A1", "records from databases" },
    [RV_FLOW_A2] = { "A2", "records from registers" },
    [RV_FLOW_B1] = { "B1", "duplicate records removed" },
    [RV_FLOW_B2] = { "B2", "records marked as ineligible by automation tools" },
    [RV_FLOW_B3] = { "B3", "records removed for other reasons" },
    [RV_FLOW_C] = { "C", "records screened" },
    [RV_FLOW_C_WAITING] = { "CW", "records not yet screened" },
    [RV_FLOW_D1] = { "D1", "records excluded by people" },
    [RV_FLOW_D2] = { "D2", "records excluded by automation tools" },
    [RV_FLOW_E] = { "E", "reports sought for retrieval" },
    [RV_FLOW_F] = { "F", "reports not retrieved" },
    [RV_FLOW_G] = { "G", "reports assessed for eligibility" },
    [RV_FLOW_G_WAITING] = { "GW", "reports not yet assessed" },
    [RV_FLOW_H] = { "H", "reports excluded" },
    [RV_FLOW_H_WAITING] = { "HW", "reports awaiting classification" },
    [RV_FLOW_H_ONGOING] = { "HO", "reports of ongoing studies" },
    [RV_FLOW_O1] = { "O1", "records from websites" },
    [RV_FLOW_O2] = { "O2", "records from organisations" },
    [RV_FLOW_O3] = { "O3", "records from citation searching" },
    [RV_FLOW_O4] = { "O4", "records from other sources" },
    [RV_FLOW_O_REMOVED] = { "OX", "records from other methods not sought" },
    [RV_FLOW_Q] = { "Q", "reports from other methods sought" },
    [RV_FLOW_R] = { "R", "reports from other methods not retrieved" },
    [RV_FLOW_S] = { "S", "reports from other methods assessed" },
    [RV_FLOW_S_WAITING] = { "SW", "reports from other methods not yet assessed" },
    [RV_FLOW_T] = { "T", "reports from other methods excluded" },
    [RV_FLOW_T_WAITING] = { "TW", "reports from other methods awaiting classification" },
    [RV_FLOW_T_ONGOING] = { "TO", "reports from other methods of ongoing studies" },
    [RV_FLOW_U] = { "U", "reports of new included studies" },
    [RV_FLOW_V] = { "V", "new studies included" },
    [RV_FLOW_W1] = { "W1", "studies in all" },
    [RV_FLOW_W2] = { "W2", "reports in all" },
    [RV_FLOW_M] = { "M", "studies in the meta-analysis" },
};

enum { TERMS = 6, NONE = -1 };

/* A box is its plus boxes less its minus boxes. NONE as the box: only that the remainder is not negative. In reading order. */
static const struct { int box, plus[4], minus[TERMS + 1]; } sums[] = {
    { RV_FLOW_C, { RV_FLOW_A1, RV_FLOW_A2, NONE },
      { RV_FLOW_B1, RV_FLOW_B2, RV_FLOW_B3, RV_FLOW_C_WAITING, NONE } },
    { RV_FLOW_E, { RV_FLOW_C, NONE }, { RV_FLOW_D1, RV_FLOW_D2, NONE } },
    { RV_FLOW_G, { RV_FLOW_E, NONE }, { RV_FLOW_F, RV_FLOW_G_WAITING, NONE } },
    { NONE, { RV_FLOW_G, NONE }, { RV_FLOW_H, RV_FLOW_H_WAITING, RV_FLOW_H_ONGOING, NONE } },
    { RV_FLOW_Q, { RV_FLOW_O1, RV_FLOW_O2, RV_FLOW_O3, RV_FLOW_O4 }, { RV_FLOW_O_REMOVED, NONE } },
    { RV_FLOW_S, { RV_FLOW_Q, NONE }, { RV_FLOW_R, RV_FLOW_S_WAITING, NONE } },
    { NONE, { RV_FLOW_S, NONE }, { RV_FLOW_T, RV_FLOW_T_WAITING, RV_FLOW_T_ONGOING, NONE } },
    { RV_FLOW_U, { RV_FLOW_G, RV_FLOW_S, NONE },
      { RV_FLOW_H, RV_FLOW_H_WAITING, RV_FLOW_H_ONGOING, RV_FLOW_T, RV_FLOW_T_WAITING, RV_FLOW_T_ONGOING, NONE } },
    { RV_FLOW_W1, { RV_FLOW_P1, RV_FLOW_V, NONE }, { NONE } },
    { RV_FLOW_W2, { RV_FLOW_P2, RV_FLOW_U, NONE }, { NONE } },
};
enum { SUMS = sizeof sums / sizeof *sums };
static const int64_t MOST = 1000000000000;

const char *rv_flow_id(rv_flow_box box)
{
    return (size_t)box < RV_FLOW_BOXES ? boxes[box].id : "?";
}

const char *rv_flow_meaning(rv_flow_box box)
{
    return (size_t)box < RV_FLOW_BOXES ? boxes[box].meaning : "?";
}

int rv_flow_box_of(const char *id)
{
    for (int i = 0; i < RV_FLOW_BOXES; i++)
        if (strcasecmp(boxes[i].id, id) == 0)
            return i;
    return NONE;
}

bool rv_flow_stated(const rv_flow *flow, rv_flow_box box)
{
    for (size_t i = 0; i < flow->n; i++)
        if (flow->rows[i].box == box)
            return true;
    return false;
}

static int64_t remainder_of(const rv_flow *flow, size_t sum)
{
    int64_t left = 0;

    for (int i = 0; i < 4 && sums[sum].plus[i] != NONE; i++)
        left += rv_flow_total(flow, (rv_flow_box)sums[sum].plus[i]);
    for (int i = 0; sums[sum].minus[i] != NONE; i++)
        left -= rv_flow_total(flow, (rv_flow_box)sums[sum].minus[i]);
    return left;
}

int64_t rv_flow_total(const rv_flow *flow, rv_flow_box box)
{
    int64_t total = 0;

    if (!rv_flow_stated(flow, box)) {
        for (size_t i = 0; i < SUMS; i++)
            if (sums[i].box == (int)box)
                return remainder_of(flow, i);
        return 0;
    }
    for (size_t i = 0; i < flow->n; i++)
        if (flow->rows[i].box == box)
            total += flow->rows[i].n;
    return total;
}

/* "A1 3888 + A2 2 - B1 400": the terms that count. */
static const char *terms(const rv_flow *flow, size_t sum, rv_buf *out)
{
    rv_buf_clear(out);
    for (int i = 0; i < 4 && sums[sum].plus[i] != NONE; i++)
        rv_buf_printf(out, "%s%s %lld", i ? " + " : "", boxes[sums[sum].plus[i]].id,
                      (long long)rv_flow_total(flow, (rv_flow_box)sums[sum].plus[i]));
    for (int i = 0; sums[sum].minus[i] != NONE; i++)
        if (rv_flow_stated(flow, (rv_flow_box)sums[sum].minus[i]))
            rv_buf_printf(out, " - %s %lld", boxes[sums[sum].minus[i]].id,
                          (long long)rv_flow_total(flow, (rv_flow_box)sums[sum].minus[i]));
    return rv_buf_str(out);
}

static rv_status check_sum(const rv_flow *flow, size_t i, rv_error *err)
{
    const int64_t left = remainder_of(flow, i);
    rv_buf words = RV_BUF_INIT;
    rv_status st = RV_OK;

    if (left < 0)
        st = rv_fail(err, RV_EDOMAIN, "more is taken away than there is: %s gives %lld", terms(flow, i, &words), (long long)left);
    else if (sums[i].box != NONE && rv_flow_total(flow, (rv_flow_box)sums[i].box) != left)
        st = rv_fail(err, RV_EDOMAIN, "%s (%s) is %lld, but %s gives %lld", boxes[sums[i].box].id, boxes[sums[i].box].meaning,
                     (long long)rv_flow_total(flow, (rv_flow_box)sums[i].box), terms(flow, i, &words), (long long)left);
    rv_buf_free(&words);
    return st;
}

static rv_status check_studies(const rv_flow *flow, rv_error *err)
{
    const long long reports = rv_flow_total(flow, RV_FLOW_U), studies = rv_flow_total(flow, RV_FLOW_V);
    const long long all = rv_flow_total(flow, RV_FLOW_W1), pooled = rv_flow_total(flow, RV_FLOW_M);

    if (studies > reports)
        return rv_fail(err, RV_EDOMAIN, "V (%s) is %lld, but there are only %lld reports of them (U)", boxes[RV_FLOW_V].meaning,
                       studies, reports);
    if (reports > 0 && studies < 1)
        return rv_fail(err, RV_EDOMAIN, "V (%s) is %lld, but %lld reports are included (U)", boxes[RV_FLOW_V].meaning, studies,
                       reports);
    if (pooled > all)
        return rv_fail(err, RV_EDOMAIN, "M (%s) is %lld, but the review has only %lld studies (W1)", boxes[RV_FLOW_M].meaning,
                       pooled, all);
    return RV_OK;
}

rv_status rv_flow_check(const rv_flow *flow, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i < flow->n; i++) {
        const rv_flow_row *row = &flow->rows[i];
        if ((size_t)row->box >= RV_FLOW_BOXES)
            return rv_fail(err, RV_EINVAL, "row %zu names no box of the diagram", i + 1);
        if (row->n < 0 || row->n > MOST)
            return rv_fail(err, RV_EDOMAIN, "%s (%s) is %lld; a count is a whole number from 0", boxes[row->box].id,
                           *row->label ? row->label : boxes[row->box].meaning, (long long)row->n);
    }
    if (rv_flow_stated(flow, RV_FLOW_P2) && rv_flow_total(flow, RV_FLOW_P2) < rv_flow_total(flow, RV_FLOW_P1))
        return rv_fail(err, RV_EDOMAIN, "P2 (%s) is %lld, less than the %lld studies they report (P1)", boxes[RV_FLOW_P2].meaning,
                       (long long)rv_flow_total(flow, RV_FLOW_P2), (long long)rv_flow_total(flow, RV_FLOW_P1));
    for (size_t i = 0; i < SUMS && st == RV_OK; i++) {
        if (sums[i].box == RV_FLOW_W1)
            st = check_studies(flow, err);
        if (st == RV_OK)
            st = check_sum(flow, i, err);
    }
    return st;
}
