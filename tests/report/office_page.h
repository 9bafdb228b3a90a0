/* A page with one of everything, and what hostile people would put into it. */
#ifndef TESTS_REPORT_OFFICE_PAGE_H
#define TESTS_REPORT_OFFICE_PAGE_H

#include <stdlib.h>
#include <string.h>

#include "review/plot.h"

#include "report/page.h"

static const rv_grid_column office_columns[] = {
    { "study", "Study", -1 }, { "what", "What was tried & how", -1 }, { "k", "k", 0 }, { "g", "g [95 % CI]", 2 },
    { "lo", "lower", 2 }, { "hi", "upper", 2 }, { "p", "p", 3 }, { NULL, NULL, 0 }
};

static inline void office_row(rv_grid *g, const char *anchor, const char *study, const char *what, int k, double y, double lo, double hi)
{
    rv_grid_row(g, anchor);
    rv_grid_link(g, study, "references");
    rv_grid_text(g, what);
    rv_grid_int(g, k);
    rv_grid_real(g, y);
    rv_grid_real(g, lo);
    rv_grid_real(g, hi);
    rv_grid_real(g, 0.034);
}

static inline rv_grid *office_grid(const char *id, const char *caption)
{
    rv_grid *g = rv_grid_new(id, caption, office_columns);

    rv_grid_span(g, "Effect on school years", "g", "p");
    rv_grid_range(g, "g", "lo", "hi");
    rv_grid_section(g, "Randomised trials");
    office_row(g, "result-1", "Ames 2011", "Mentoring by older students in the last two years of school, one hour a week", 3, -0.32, -0.52, -0.12);
    rv_grid_footnote(g, "The standard error is from p.");
    office_row(g, "result-2", "Bo & Cy 2012", "Letters to parents", 12, 0.1, -0.05, 0.25);
    rv_grid_section(g, "Others");
    office_row(g, "result-3", "\u0645\u062B\u0627\u0644 2014", "\u5B66\u6821\u306E\u6307\u5C0E", 1, 10.5, 9.25, 11.75);
    rv_grid_note(g, "g: standardised mean difference.");
    return g;
}

/* A small figure. */
static inline rv_scene *office_scene(void)
{
    static const rv_flow_row rows[] = { { RV_FLOW_A1, "MEDLINE", 120 }, { RV_FLOW_B1, "", 20 }, { RV_FLOW_D1, "", 80 }, { RV_FLOW_F, "", 2 },
                                        { RV_FLOW_H, "Wrong population", 8 }, { RV_FLOW_V, "", 10 } };
    const rv_flow flow = { "Flow", sizeof rows / sizeof *rows, rows };
    const rv_flow_options options = RV_FLOW_OPTIONS_INIT;
    rv_scene *scene = NULL;
    rv_error err;

    if (rv_plot_flow(&scene, &flow, &options, &err) != RV_OK)
        fail_msg("%s", err.message);
    return scene;
}

static inline void office_page(rv_page *page, const char *folder)
{
    rv_error err;
    rv_grid *grid, *closed, *data;
    rv_scene *scene = office_scene();

    if (rv_page_new(page, folder, &err) != RV_OK)
        fail_msg("%s", err.message);
    grid = office_grid("results", "Results by study");
    closed = office_grid("values", "All values");
    data = office_grid("flow_numbers", "Numbers of the flow");
    rv_page_front_set(page, &(rv_page_front){ "Mentoring & letters <b>", "A. Author, B. Author", "1.2", "PROSPERO 1", "abc", "en" });
    rv_page_heading(page, 2, "summary", "Summary");
    rv_page_begin(page, RV_BLOCK_PARAGRAPH);
    rv_page_say(page, "The estimate is ");
    rv_page_run(page, &(rv_run){ .text = "0.32", .field = "education.estimate", .link = "#result-1", .style = RV_RUN_BOLD });
    rv_page_say(page, " and x < y");
    rv_page_run(page, &(rv_run){ .text = "2", .style = RV_RUN_RAISED });
    rv_page_link(page, "a page", "https://example.org/\u00FC?c=<d>");
    rv_page_link(page, "no page", "javascript:alert(1)");
    rv_page_end(page);
    rv_page_role(page, "headline");
    rv_page_list_begin(page);
    rv_page_item(page, "First", "of two");
    rv_page_item(page, "", "second");
    rv_page_list_end(page);
    if (rv_page_grid(page, grid, false, &err) != RV_OK || rv_page_grid(page, closed, true, &err) != RV_OK
        || rv_page_figure(page, "flow", "The flow of records", scene, &err) != RV_OK || rv_page_figure_data(page, data, &err) != RV_OK)
        fail_msg("%s", err.message);
    rv_page_heading(page, 2, "references", "References");
    rv_page_text(page, "Ames 2011.");
    rv_grid_free(grid);
    rv_grid_free(closed);
    rv_grid_free(data);
    rv_scene_free(scene);
}

#endif
