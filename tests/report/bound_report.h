/* A small report made by hand: two fields, a table, a figure. What a manuscript or a template may be bound to. */
#ifndef TESTS_REPORT_BOUND_REPORT_H
#define TESTS_REPORT_BOUND_REPORT_H

#include <math.h>
#include <stdlib.h>

#include "report/document.h"
#include "report/fields.h"

static inline void bound_table(rv_page *page, double second)
{
    static const rv_grid_column columns[] = { { "study", "Study", -1 }, { "g", "g", 2 }, { NULL, NULL, 0 } };
    rv_grid *g = rv_grid_new("t", "A table", columns);
    rv_error err;

    rv_grid_row(g, NULL);
    rv_grid_text(g, "Cave");
    rv_grid_real(g, 0.1);
    rv_grid_row(g, "row");
    rv_grid_link(g, "Lima", "row");
    rv_grid_real(g, second);
    if (rv_page_grid(page, g, false, &err) != RV_OK)
        abort();
    rv_grid_free(g);
}

static inline void bound_figure(rv_page *page)
{
    static const double found[] = { 1, 3 };
    const rv_recall_curve curve = { "", "", found, 2, 4, 10, NAN, NAN, NAN };
    const rv_recall_curve_options options = RV_RECALL_CURVE_OPTIONS_INIT;
    rv_scene *scene = NULL;
    rv_error err;

    if (rv_plot_recall(&scene, &curve, &options, &err) != RV_OK || rv_page_figure(page, "f", "A figure", scene, &err) != RV_OK)
        abort();
    rv_scene_free(scene);
}

/* Ended with rv_review_report_free(). `x` is the value of its field "a.x". */
static inline rv_review_report *bound_report(double x)
{
    static const rv_protocol protocol = { .title = "A review" };
    static const rv_field_place place = { "a", "by hand", "t" };
    rv_review_report *r = calloc(1, sizeof *r);
    rv_error err;

    if (!r || rv_page_new(&r->page, NULL, &err) != RV_OK || !(r->d.fields = rv_fields_new()))
        abort();
    r->d.protocol = &protocol;
    r->d.options = &r->options;
    r->d.page = &r->page;
    rv_fields_real(r->d.fields, &place, "x", x, 2, "", "a number");
    rv_fields_text(r->d.fields, &place, "words", "Some <b>words</b> & more, so many that a tag cannot remember them as they stand", "words");
    rv_page_heading(&r->page, 2, "part", "A part");
    rv_page_text(&r->page, "Words of the part.");
    bound_table(&r->page, x);
    bound_figure(&r->page);
    return r;
}

#endif
