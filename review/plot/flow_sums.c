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

enum { NONE = RV_FLOW_NONE };

/* A box is its plus boxes less its minus boxes. NONE as the box: only that the remainder is not negative. In reading order. */
static const rv_flow_sum sums[] = {
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

/* What the rows of a box say: a row without a label is the total of those with one. */
static int64_t stated_total(const rv_flow *flow, rv_flow_box box, int64_t *parts, bool *both)
{
    int64_t whole = 0, labelled = 0;
    bool some_whole = false, some_part = false;

    for (size_t i = 0; i < flow->n; i++)
        if (flow->rows[i].box == box) {
            const bool part = *flow->rows[i].label != 0;
            *(part ? &labelled : &whole) += flow->rows[i].n;
            *(part ? &some_part : &some_whole) = true;
        }
    *parts = labelled;
    *both = some_whole && some_part;
    return some_whole ? whole : labelled;
}

bool rv_flow_parts(const rv_flow *flow, rv_flow_box box, long long *whole, long long *parts)
{
    int64_t labelled;
    bool both;

    *whole = stated_total(flow, box, &labelled, &both);
    *parts = labelled;
    return !both || *whole == *parts;
}

const rv_flow_sum *rv_flow_sums(size_t *n)
{
    *n = SUMS;
    return sums;
}

int64_t rv_flow_left(const rv_flow *flow, const rv_flow_sum *sum)
{
    int64_t left = 0;

    for (int i = 0; i < 4 && sum->plus[i] != NONE; i++)
        left += rv_flow_total(flow, (rv_flow_box)sum->plus[i]);
    for (int i = 0; sum->minus[i] != NONE; i++)
        left -= rv_flow_total(flow, (rv_flow_box)sum->minus[i]);
    return left;
}

/* Two boxes follow from what comes after them: records not sought, where the diagram says only how many reports were; and the
   reports of the previous version, where it says only how many there are in all. */
static int64_t from_later(const rv_flow *flow, rv_flow_box box)
{
    int64_t all = 0;

    if (box == RV_FLOW_O_REMOVED && rv_flow_stated(flow, RV_FLOW_Q)) {
        for (int other = RV_FLOW_O1; other <= RV_FLOW_O4; other++)
            all += rv_flow_total(flow, (rv_flow_box)other);
        all -= rv_flow_total(flow, RV_FLOW_Q);
    } else if (box == RV_FLOW_P2 && rv_flow_stated(flow, RV_FLOW_P1) && rv_flow_stated(flow, RV_FLOW_W2)) {
        all = rv_flow_total(flow, RV_FLOW_W2) - rv_flow_total(flow, RV_FLOW_U);
    }
    return all > 0 ? all : 0;
}

int64_t rv_flow_total(const rv_flow *flow, rv_flow_box box)
{
    int64_t parts;
    bool both;

    if (rv_flow_stated(flow, box))
        return stated_total(flow, box, &parts, &both);
    for (size_t i = 0; i < SUMS; i++)
        if (sums[i].box == (int)box)
            return rv_flow_left(flow, &sums[i]);
    return from_later(flow, box);
}
