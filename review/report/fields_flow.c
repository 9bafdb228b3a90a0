/* Fields of the flow diagram: each box by its PRISMA letter and by a word. */
#include <config.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "report/fields.h"

static const char *const words[RV_FLOW_BOXES] = {
    [RV_FLOW_P1] = "previous_studies",      [RV_FLOW_P2] = "previous_reports",       [RV_FLOW_A1] = "databases",
    [RV_FLOW_A2] = "registers",             [RV_FLOW_B1] = "duplicates",             [RV_FLOW_B2] = "removed_by_automation",
    [RV_FLOW_B3] = "removed_otherwise",     [RV_FLOW_C] = "screened",                [RV_FLOW_C_WAITING] = "waiting",
    [RV_FLOW_D1] = "excluded",              [RV_FLOW_D2] = "excluded_by_automation", [RV_FLOW_E] = "sought",
    [RV_FLOW_F] = "not_retrieved",          [RV_FLOW_G] = "assessed",                [RV_FLOW_G_WAITING] = "assessment_waiting",
    [RV_FLOW_H] = "excluded_full_text",     [RV_FLOW_H_WAITING] = "awaiting",        [RV_FLOW_H_ONGOING] = "ongoing",
    [RV_FLOW_O1] = "websites",              [RV_FLOW_O2] = "organisations",          [RV_FLOW_O3] = "citations",
    [RV_FLOW_O4] = "others",                [RV_FLOW_O_REMOVED] = "others_removed",  [RV_FLOW_Q] = "others_sought",
    [RV_FLOW_R] = "others_not_retrieved",   [RV_FLOW_S] = "others_assessed",         [RV_FLOW_S_WAITING] = "others_waiting",
    [RV_FLOW_T] = "others_excluded",        [RV_FLOW_T_WAITING] = "others_awaiting", [RV_FLOW_T_ONGOING] = "others_ongoing",
    [RV_FLOW_U] = "reports",                [RV_FLOW_V] = "studies",                 [RV_FLOW_W1] = "all_studies",
    [RV_FLOW_W2] = "all_reports",           [RV_FLOW_M] = "pooled_studies",
};

/* What the diagram leaves out unless someone states it. */
static bool optional(rv_flow_box box)
{
    return box == RV_FLOW_P1 || box == RV_FLOW_P2 || box == RV_FLOW_M;
}

/* "H.wrong_population": the box and the label in small letters, with everything else as one underscore. */
static void part_name(rv_flow_box box, const char *label, char name[80])
{
    size_t n = (size_t)snprintf(name, 40, "%s.", rv_flow_id(box));

    for (; *label && n < 76; label++)
        if (isalnum((unsigned char)*label))
            name[n++] = (char)tolower((unsigned char)*label);
        else if (name[n - 1] != '_' && name[n - 1] != '.')
            name[n++] = '_';
    while (n && name[n - 1] == '_')
        n--;
    name[n] = 0;
}

rv_status rv_fields_of_flow(rv_document *d, rv_error *err)
{
    static const rv_field_place place = { "flow", "the flow diagram, computed from the audit trail", "flow_numbers" };
    const rv_flow *flow = rv_review_flow_of(d->flow);
    char name[80], meaning[400];

    for (int i = 0; i < RV_FLOW_BOXES; i++) {
        const rv_flow_box box = (rv_flow_box)i;
        const int64_t n = rv_flow_total(flow, box);

        if (!words[box] || (optional(box) && !rv_flow_stated(flow, box)))
            continue;
        rv_fields_int(d->fields, &place, words[box], n, rv_flow_meaning(box));
        rv_fields_int(d->fields, &place, rv_flow_id(box), n, rv_flow_meaning(box));
    }
    rv_fields_int(d->fields, &place, "identified", rv_flow_total(flow, RV_FLOW_A1) + rv_flow_total(flow, RV_FLOW_A2),
                  "records from databases and registers");
    for (size_t i = 0; i < flow->n; i++)
        if (*flow->rows[i].label) {
            part_name(flow->rows[i].box, flow->rows[i].label, name);
            snprintf(meaning, sizeof meaning, "%s: %.300s", rv_flow_meaning(flow->rows[i].box), flow->rows[i].label);
            rv_fields_int(d->fields, &place, name, flow->rows[i].n, meaning);
        }
    return rv_fields_check(d->fields, err);
}
