/* What stands in each box of the flow diagram. The wording is that of the PRISMA 2020 template. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "plot/flow.h"

enum { LABEL_LETTERS = 160, INDENT = 8 };

static void add(rv_flow_grid *grid, rv_flow_cell *cell, double indent, const char *text, const char *whole)
{
    rv_flow_paragraph *p;

    if (cell->n == cell->capacity) {
        const size_t more = cell->capacity ? 2 * cell->capacity : 8;
        if (!(p = realloc(cell->paragraphs, more * sizeof *p))) {
            grid->failed = true;
            return;
        }
        cell->paragraphs = p;
        cell->capacity = more;
    }
    p = &cell->paragraphs[cell->n++];
    memset(p, 0, sizeof *p);
    p->indent = indent;
    p->text = strdup(text);
    p->whole = whole ? strdup(whole) : NULL;
    grid->failed |= !p->text || (whole && !p->whole);
}

/* "words (n = 12)", kept together from the bracket on; of absurdly long words the beginning, so that the number stays in sight. */
static void count(rv_flow_grid *grid, rv_flow_cell *cell, double indent, const char *words, int64_t n)
{
    rv_buf text = RV_BUF_INIT, whole = RV_BUF_INIT;
    bool cut;

    rv_type_clean(&whole, words);
    cut = rv_type_cut(&text, rv_buf_str(&whole), LABEL_LETTERS);
    rv_buf_printf(&text, "%s(n\u00A0=\u00A0%lld)", text.length ? " " : "", (long long)n);
    rv_buf_printf(&whole, " (n\u00A0=\u00A0%lld)", (long long)n);
    grid->failed |= text.failed || whole.failed;
    if (!grid->failed)
        add(grid, cell, indent, text.data, cut ? whole.data : NULL);
    rv_buf_free(&text);
    rv_buf_free(&whole);
}

/* The rows of a box that have a label, one line each. */
static void items(rv_flow_grid *grid, rv_flow_cell *cell, double indent, const rv_flow *flow, rv_flow_box box)
{
    for (size_t i = 0; i < flow->n; i++)
        if (flow->rows[i].box == box && *flow->rows[i].label)
            count(grid, cell, indent, flow->rows[i].label, flow->rows[i].n);
}

/* The sum of a box, and below it what it is made of. */
static void with_items(rv_flow_grid *grid, rv_flow_cell *cell, double indent, const char *words, const rv_flow *flow,
                       rv_flow_box box)
{
    count(grid, cell, indent, words, rv_flow_total(flow, box));
    items(grid, cell, indent + INDENT, flow, box);
}

static void if_any(rv_flow_grid *grid, rv_flow_cell *cell, double indent, const char *words, const rv_flow *flow, rv_flow_box box)
{
    if (rv_flow_total(flow, box) > 0)
        with_items(grid, cell, indent, words, flow, box);
}

static void if_stated(rv_flow_grid *grid, rv_flow_cell *cell, const char *words, const rv_flow *flow, rv_flow_box box)
{
    if (rv_flow_stated(flow, box))
        with_items(grid, cell, INDENT, words, flow, box);
}

/* Boxes of the reports of one side, from those sought to those excluded. */
typedef struct {
    int         column, side;
    rv_flow_box sought, missing, assessed, unread, excluded, awaiting, ongoing;
} report_boxes;

static void from_reports(rv_flow_grid *g, const rv_flow *flow, const report_boxes *b)
{
    rv_flow_cell *cell = &g->cell[RV_FLOW_ASSESSED][b->column];

    count(g, &g->cell[RV_FLOW_SOUGHT][b->column], 0, "Reports sought for retrieval", rv_flow_total(flow, b->sought));
    with_items(g, &g->cell[RV_FLOW_SOUGHT][b->side], 0, "Reports not retrieved", flow, b->missing);
    count(g, cell, 0, "Reports assessed for eligibility", rv_flow_total(flow, b->assessed));
    if_any(g, cell, 0, "Not yet assessed", flow, b->unread);
    cell = &g->cell[RV_FLOW_ASSESSED][b->side];
    with_items(g, cell, 0, "Reports excluded", flow, b->excluded);
    if_any(g, cell, 0, "Reports awaiting classification", flow, b->awaiting);
    if_any(g, cell, 0, "Reports of ongoing studies", flow, b->ongoing);
}

static void main_column(rv_flow_grid *g, const rv_flow *flow)
{
    static const report_boxes boxes = { RV_FLOW_MAIN, RV_FLOW_MAIN_SIDE, RV_FLOW_E, RV_FLOW_F, RV_FLOW_G, RV_FLOW_G_WAITING, RV_FLOW_H,
                                        RV_FLOW_H_WAITING, RV_FLOW_H_ONGOING };
    rv_flow_cell *cell = &g->cell[RV_FLOW_HEAD][RV_FLOW_MAIN];

    add(g, cell, 0, g->previous ? "Identification of new studies via databases and registers"
                                : "Identification of studies via databases and registers", NULL);
    cell = &g->cell[RV_FLOW_IDENTIFIED][RV_FLOW_MAIN];
    add(g, cell, 0, "Records identified from:", NULL);
    with_items(g, cell, INDENT, "Databases", flow, RV_FLOW_A1);
    with_items(g, cell, INDENT, "Registers", flow, RV_FLOW_A2);
    cell = &g->cell[RV_FLOW_IDENTIFIED][RV_FLOW_MAIN_SIDE];
    add(g, cell, 0, "Records removed before screening:", NULL);
    with_items(g, cell, INDENT, "Duplicate records removed", flow, RV_FLOW_B1);
    if_stated(g, cell, "Records marked as ineligible by automation tools", flow, RV_FLOW_B2);
    if_stated(g, cell, "Records removed for other reasons", flow, RV_FLOW_B3);

    cell = &g->cell[RV_FLOW_SCREENED][RV_FLOW_MAIN];
    count(g, cell, 0, "Records screened", rv_flow_total(flow, RV_FLOW_C));
    if_any(g, cell, 0, "Not yet screened", flow, RV_FLOW_C_WAITING);
    cell = &g->cell[RV_FLOW_SCREENED][RV_FLOW_MAIN_SIDE];
    count(g, cell, 0, "Records excluded", rv_flow_total(flow, RV_FLOW_D1) + rv_flow_total(flow, RV_FLOW_D2));
    if (rv_flow_total(flow, RV_FLOW_D2) > 0) {
        with_items(g, cell, INDENT, "By people", flow, RV_FLOW_D1);
        with_items(g, cell, INDENT, "By automation tools", flow, RV_FLOW_D2);
    } else {
        items(g, cell, INDENT, flow, RV_FLOW_D1);
    }

    from_reports(g, flow, &boxes);
}

static void other_column(rv_flow_grid *g, const rv_flow *flow)
{
    static const report_boxes boxes = { RV_FLOW_OTHER, RV_FLOW_OTHER_SIDE, RV_FLOW_Q, RV_FLOW_R, RV_FLOW_S, RV_FLOW_S_WAITING, RV_FLOW_T,
                                        RV_FLOW_T_WAITING, RV_FLOW_T_ONGOING };
    rv_flow_cell *cell = &g->cell[RV_FLOW_HEAD][RV_FLOW_OTHER];

    add(g, cell, 0, g->previous ? "Identification of new studies via other methods"
                                : "Identification of studies via other methods", NULL);
    cell = &g->cell[RV_FLOW_IDENTIFIED][RV_FLOW_OTHER];
    add(g, cell, 0, "Records identified from:", NULL);
    if_stated(g, cell, "Websites", flow, RV_FLOW_O1);
    if_stated(g, cell, "Organisations", flow, RV_FLOW_O2);
    if_stated(g, cell, "Citation searching", flow, RV_FLOW_O3);
    if_stated(g, cell, "Other sources", flow, RV_FLOW_O4);
    if_any(g, cell, 0, "Not sought", flow, RV_FLOW_O_REMOVED);
    from_reports(g, flow, &boxes);
}

static void previous_column(rv_flow_grid *g, const rv_flow *flow)
{
    rv_flow_cell *cell = &g->cell[RV_FLOW_IDENTIFIED][RV_FLOW_PREVIOUS];
    const bool reports = rv_flow_total(flow, RV_FLOW_P2) > 0;      /* their number is often not known */

    add(g, &g->cell[RV_FLOW_HEAD][RV_FLOW_PREVIOUS], 0, "Previous studies", NULL);
    count(g, cell, 0, "Studies included in previous version of review", rv_flow_total(flow, RV_FLOW_P1));
    if (reports)
        count(g, cell, 0, "Reports of studies included in previous version of review", rv_flow_total(flow, RV_FLOW_P2));
    cell = &g->cell[RV_FLOW_ALL][RV_FLOW_MAIN];
    count(g, cell, 0, "Total studies included in review", rv_flow_total(flow, RV_FLOW_W1));
    if (reports)
        count(g, cell, 0, "Reports of total included studies", rv_flow_total(flow, RV_FLOW_W2));
}

rv_status rv_flow_grid_fill(rv_flow_grid *g, const rv_flow *flow, rv_error *err)
{
    rv_flow_cell *cell = &g->cell[RV_FLOW_INCLUDED][RV_FLOW_MAIN];

    g->previous = rv_flow_total(flow, RV_FLOW_P1) > 0 || rv_flow_total(flow, RV_FLOW_P2) > 0;
    for (int box = RV_FLOW_O1; box <= RV_FLOW_T_ONGOING; box++)
        g->other |= rv_flow_stated(flow, (rv_flow_box)box) && rv_flow_total(flow, (rv_flow_box)box) > 0;
    main_column(g, flow);
    if (g->other)
        other_column(g, flow);
    count(g, cell, 0, g->previous ? "New studies included in review" : "Studies included in review",
          rv_flow_total(flow, RV_FLOW_V));
    count(g, cell, 0, g->previous ? "Reports of new included studies" : "Reports of included studies",
          rv_flow_total(flow, RV_FLOW_U));
    if (g->previous)
        previous_column(g, flow);
    if (rv_flow_stated(flow, RV_FLOW_M))
        count(g, &g->cell[RV_FLOW_POOLED][RV_FLOW_MAIN], 0, "Studies included in meta-analysis", rv_flow_total(flow, RV_FLOW_M));
    return g->failed ? rv_fail(err, RV_ENOMEM, "out of memory") : RV_OK;
}

void rv_flow_grid_free(rv_flow_grid *g)
{
    for (int i = 0; i < RV_FLOW_ROWS; i++)
        for (int j = 0; j < RV_FLOW_COLUMNS; j++) {
            rv_flow_cell *cell = &g->cell[i][j];
            for (size_t k = 0; k < cell->n; k++) {
                free(cell->paragraphs[k].text);
                free(cell->paragraphs[k].whole);
                rv_lines_free(&cell->paragraphs[k].lines);
            }
            free(cell->paragraphs);
        }
}

void rv_flow_describe(const rv_flow_grid *g, rv_buf *out)
{
    rv_buf_text(out, "PRISMA 2020 flow diagram.");
    for (int j = 0; j < RV_FLOW_COLUMNS; j += j == 0 ? 1 : 2)
        for (int i = 0; i < RV_FLOW_ROWS; i++)
            for (int side = 0; side < (j == 0 ? 1 : 2); side++) {
                const rv_flow_cell *cell = &g->cell[i][j + side];
                for (size_t k = 0; k < cell->n; k++)
                    rv_buf_printf(out, "%s%s", k == 0 ? " " : k == 1 && strchr(cell->paragraphs[0].text, ':') ? " " : "; ",
                                  cell->paragraphs[k].text);
                if (cell->n)
                    rv_buf_text(out, i == RV_FLOW_HEAD ? ":" : ".");
            }
}
