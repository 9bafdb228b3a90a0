/* agreement, recall: how screening went, from tables, or of what a review holds. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/plot_screening.h"

#include "tools/plot.h"
#include "tools/plot_review.h"

static rv_status draw(const rv_agreement_course *course, rv_scene **scene, rv_error *err)
{
    const rv_agreement_options o = { plot.width, plot.title };

    return rv_plot_agreement(scene, course, &o, err);
}

static rv_status draw_recall(rv_recall_curve *curve, rv_scene **scene, rv_error *err)
{
    const rv_recall_curve_options o = { plot.width };

    curve->title = plot.title ? plot.title : curve->title;
    return rv_plot_recall(scene, curve, &o, err);
}

/* ---- Of a review ---------------------------------------------------------------------------------------------------- */

/* "ann,bob" of --people. */
static rv_status people(char *words, const char **first, const char **second, rv_error *err)
{
    *first = words ? strsep(&words, ",") : NULL;
    *second = words;
    if (*first && (!words || strchr(words, ',')))
        return rv_fail(err, RV_EUSAGE, "--people names two, with a comma between");
    if (words)
        *second += strspn(words, " ");
    return RV_OK;
}

static rv_status agreement_of_review(rv_scene **scene, rv_error *err)
{
    const char *first = NULL, *second = NULL;
    char *words = plot.people ? strdup(plot.people) : NULL;
    plot_review r = { 0 };
    rv_agreement_course course;
    rv_status st = plot.people && !words ? rv_fail(err, RV_ENOMEM, "out of memory") : people(words, &first, &second, err);

    if (st == RV_OK && (st = plot_review_open(&r, err)) == RV_OK
        && (st = rv_drawn_agreement(r.drawn, r.store, r.protocol, plot.stage, first, second, &course, err)) == RV_OK)
        st = draw(&course, scene, err);
    plot_review_end(&r);
    free(words);
    return st;
}

static rv_status recall_of_review(rv_scene **scene, rv_error *err)
{
    plot_review r;
    rv_recall_curve curve;
    rv_status st = plot_review_open(&r, err);

    if (st == RV_OK && (st = rv_drawn_recall(r.drawn, r.store, r.protocol, plot.stage, 0.95, &curve, err)) == RV_OK)
        st = draw_recall(&curve, scene, err);
    plot_review_end(&r);
    return st;
}

/* ---- Of a table ----------------------------------------------------------------------------------------------------- */

rv_status rv_plot_make_agreement(const char *path, rv_scene **scene, rv_error *err)
{
    rv_agreement_course *course = NULL;
    rv_status st;

    if (!path)
        return agreement_of_review(scene, err);
    if (plot.people || plot.stage)
        return rv_fail(err, RV_EUSAGE, "--%s is for an agreement without a FILE", plot.people ? "people" : "stage");
    if ((st = rv_agreement_course_read(&course, path, err)) == RV_OK)
        st = draw(course, scene, err);
    rv_agreement_course_free(course);
    return st;
}

rv_status rv_plot_make_recall(const char *path, rv_scene **scene, rv_error *err)
{
    rv_recall_curve *curve = NULL;
    rv_status st;

    if (!path && !isnan(plot.total))
        return rv_fail(err, RV_EUSAGE, "--total is for a recall curve of a FILE; a review says itself how many records there are");
    if (!path)
        return recall_of_review(scene, err);
    if (plot.stage)
        return rv_fail(err, RV_EUSAGE, "--stage is for a recall curve without a FILE");
    if ((st = rv_recall_read(&curve, path, plot.total, err)) == RV_OK)
        st = draw_recall(curve, scene, err);
    rv_recall_free(curve);
    return st;
}
