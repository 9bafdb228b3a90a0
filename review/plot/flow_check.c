/* Which sums of a flow diagram do not come out: all of them, in the order of reading. */
#include <config.h>

#include <string.h>

#include "plot/flow.h"

static const int64_t MOST = 1000000000000;

static long long total(const rv_flow *flow, int box)
{
    return (long long)rv_flow_total(flow, (rv_flow_box)box);
}

/* "C (records screened)". */
static void name(rv_buf *out, int box)
{
    rv_buf_printf(out, "%s (%s)", rv_flow_id((rv_flow_box)box), rv_flow_meaning((rv_flow_box)box));
}

/* "A1 3888 + A2 2 - B1 400": the terms that count. */
static void terms(rv_buf *out, const rv_flow *flow, const rv_flow_sum *sum)
{
    for (int i = 0; i < 4 && sum->plus[i] != RV_FLOW_NONE; i++)
        rv_buf_printf(out, "%s%s %lld", i ? " + " : "", rv_flow_id((rv_flow_box)sum->plus[i]), total(flow, sum->plus[i]));
    for (int i = 0; sum->minus[i] != RV_FLOW_NONE; i++)
        if (rv_flow_stated(flow, (rv_flow_box)sum->minus[i]))
            rv_buf_printf(out, " - %s %lld", rv_flow_id((rv_flow_box)sum->minus[i]), total(flow, sum->minus[i]));
}

static size_t check_sum(const rv_flow *flow, const rv_flow_sum *sum, rv_buf *out)
{
    const long long left = rv_flow_left(flow, sum);

    /* What is computed from a sum that fails already is no fault of its own. */
    for (int i = 0; i < 4 && sum->plus[i] != RV_FLOW_NONE; i++)
        if (total(flow, sum->plus[i]) < 0)
            return 0;
    if (left < 0) {
        rv_buf_text(out, "more is taken away than there is: ");
    } else if (sum->box != RV_FLOW_NONE && total(flow, sum->box) != left) {
        name(out, sum->box);
        rv_buf_printf(out, " is %lld, but ", total(flow, sum->box));
    } else {
        return 0;
    }
    terms(out, flow, sum);
    rv_buf_printf(out, " gives %lld\n", left);
    return 1;
}

static size_t check_rows(const rv_flow *flow, rv_buf *out)
{
    size_t faults = 0;

    for (size_t i = 0; i < flow->n; i++) {
        const rv_flow_row *row = &flow->rows[i];
        if ((size_t)row->box >= RV_FLOW_BOXES) {
            rv_buf_printf(out, "row %zu names no box of the diagram\n", i + 1);
            faults++;
        } else if (row->n < 0 || row->n > MOST) {
            rv_buf_printf(out, "%s (%s) is %lld; a count is a whole number from 0\n", rv_flow_id(row->box),
                          *row->label ? row->label : rv_flow_meaning(row->box), (long long)row->n);
            faults++;
        }
    }
    return faults;
}

static size_t check_parts(const rv_flow *flow, rv_buf *out)
{
    size_t faults = 0;

    for (int box = 0; box < RV_FLOW_BOXES; box++) {
        long long whole, parts;
        if (rv_flow_parts(flow, (rv_flow_box)box, &whole, &parts))
            continue;
        name(out, box);
        rv_buf_printf(out, " is %lld, but its parts give %lld\n", whole, parts);
        faults++;
    }
    return faults;
}

static size_t check_previous(const rv_flow *flow, rv_buf *out)
{
    if (!rv_flow_stated(flow, RV_FLOW_P2) || total(flow, RV_FLOW_P2) >= total(flow, RV_FLOW_P1))
        return 0;
    name(out, RV_FLOW_P2);
    rv_buf_printf(out, " is %lld, less than the %lld studies they report (P1)\n", total(flow, RV_FLOW_P2), total(flow, RV_FLOW_P1));
    return 1;
}

static size_t check_studies(const rv_flow *flow, rv_buf *out)
{
    const long long reports = total(flow, RV_FLOW_U), studies = total(flow, RV_FLOW_V);

    if (reports < 0 || (studies <= reports && (reports == 0 || studies > 0)))
        return 0;
    name(out, RV_FLOW_V);
    if (studies > reports)
        rv_buf_printf(out, " is %lld, but there are only %lld reports of them (U)\n", studies, reports);
    else
        rv_buf_printf(out, " is %lld, but %lld reports are included (U)\n", studies, reports);
    return 1;
}

static size_t check_all(const rv_flow *flow, rv_buf *out)
{
    const long long studies = total(flow, RV_FLOW_W1), reports = total(flow, RV_FLOW_W2), pooled = total(flow, RV_FLOW_M);
    size_t faults = 0;

    /* Where P2 is stated this follows from the other sums. */
    if (rv_flow_stated(flow, RV_FLOW_W2) && !rv_flow_stated(flow, RV_FLOW_P2) && reports < studies) {
        name(out, RV_FLOW_W2);
        rv_buf_printf(out, " is %lld, less than the %lld studies they report (W1)\n", reports, studies);
        faults++;
    }
    if (pooled > studies) {
        name(out, RV_FLOW_M);
        rv_buf_printf(out, " is %lld, but the review has only %lld studies (W1)\n", pooled, studies);
        faults++;
    }
    return faults;
}

size_t rv_flow_faults(const rv_flow *flow, rv_buf *out)
{
    size_t n, faults = check_rows(flow, out);
    const rv_flow_sum *sums = rv_flow_sums(&n);

    if (faults)                                   /* with such counts no sum means anything */
        return faults;
    faults = check_parts(flow, out) + check_previous(flow, out);
    for (size_t i = 0; i < n; i++) {
        if (sums[i].box == RV_FLOW_W1)
            faults += check_studies(flow, out);
        faults += check_sum(flow, &sums[i], out);
    }
    return faults + check_all(flow, out);
}

rv_status rv_flow_check(const rv_flow *flow, rv_error *err)
{
    rv_buf words = RV_BUF_INIT;
    const size_t n = rv_flow_faults(flow, &words);
    rv_status st = rv_buf_check(&words, err);

    if (st == RV_OK && n) {
        const int first = (int)strcspn(rv_buf_str(&words), "\n");
        st = n == 1 ? rv_fail(err, RV_EDOMAIN, "%.*s", first, words.data)
                    : rv_fail(err, RV_EDOMAIN, "%.*s; and %zu more %s", first, words.data, n - 1, n == 2 ? "fault" : "faults");
    }
    rv_buf_free(&words);
    return st;
}
