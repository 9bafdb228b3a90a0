/* agreement, recall: how screening went, from tables, or of what a review holds. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/plot_screening.h"
#include "review/screen.h"
#include "review/store.h"

#include "tools/plot.h"
#include "tools/review_file.h"

RV_STATEMENT(plot_decision_days,
    "SELECT DISTINCT substr(e.at, 1, 10) FROM decision d JOIN event e ON e.id = d.event WHERE d.stage = ?1 ORDER BY 1");

enum { PERIODS = 12, DAY = 11, NAME = 2 * DAY + 4, MOST_DAYS = 20000 };

static rv_status draw(const rv_agreement_course *course, rv_scene **scene, rv_error *err)
{
    const rv_agreement_options o = { plot.width, plot.title };

    return rv_plot_agreement(scene, course, &o, err);
}

/* ---- Of a review ---------------------------------------------------------------------------------------------------- */

typedef struct {
    char  (*day)[DAY];
    size_t  days;
    char    name[PERIODS][NAME];
    rv_agreement_period period[PERIODS];
    size_t  n;
    size_t  pairs;                     /* seen in the present period */
    char   *first, *second;            /* the people, once known */
} gathering;

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

static rv_status find_days(gathering *g, rv_store *store, const char *stage, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st = rv_query_start(&q, store, &plot_decision_days, err, "t", stage);

    if (!(g->day = calloc(MOST_DAYS, sizeof *g->day)))
        st = st == RV_OK ? no_memory(err) : st;
    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more && g->days < MOST_DAYS)
        snprintf(g->day[g->days++], DAY, "%s", rv_query_text(q, 0));
    rv_query_end(q);
    return st;
}

/* The pair that was asked for, or the only one there is. */
static rv_status take(void *user, const rv_agreement_pair *pair, rv_error *err)
{
    gathering *g = user;
    rv_agreement_period *p = &g->period[g->n];

    if (!(pair->two.n > 0))
        return RV_OK;
    if (g->first && (strcmp(g->first, pair->first) != 0 || strcmp(g->second, pair->second) != 0))
        return rv_fail(err, RV_EUSAGE, "more than two people judged the same reports (%s and %s, %s and %s); say which two by --people", g->first,
                       g->second, pair->first, pair->second);
    if (!g->first && (!(g->first = strdup(pair->first)) || !(g->second = strdup(pair->second))))
        return no_memory(err);
    *p = (rv_agreement_period){ g->name[g->n], pair->two.n, pair->two.kappa.kappa, pair->two.kappa.ci_lo, pair->two.kappa.ci_hi, pair->two.ac1,
                                pair->two.ac1_lo, pair->two.ac1_hi };
    g->pairs++;
    return RV_OK;
}

/* Up to twelve periods of as many days with decisions each. */
static rv_status gather(gathering *g, rv_store *store, const rv_protocol *protocol, rv_agreement_query query, rv_error *err)
{
    const size_t step = (g->days + PERIODS - 1) / PERIODS;
    rv_status st = RV_OK;

    for (size_t i = 0; i < g->days && st == RV_OK; i += step) {
        const size_t last = i + step < g->days ? i + step - 1 : g->days - 1;
        query.from = g->day[i];
        query.to = g->day[last];
        snprintf(g->name[g->n], NAME, "%s%s%s", query.from, last > i ? " to " : "", last > i ? query.to : "");
        g->pairs = 0;
        if ((st = rv_screen_agreements(store, protocol, &query, take, NULL, g, err)) == RV_OK)
            g->n += g->pairs > 0;
    }
    if (st == RV_OK && !g->n)
        st = rv_fail(err, RV_ENOTFOUND, "no two people have judged the same reports at %s yet", query.stage);
    return st;
}

/* "ann,bob" of --people. */
static rv_status people(rv_agreement_query *query, char *words, rv_error *err)
{
    query->first = strsep(&words, ",");
    query->second = words;
    if (!query->second || strchr(query->second, ','))
        return rv_fail(err, RV_EUSAGE, "--people names two, with a comma between");
    query->second += strspn(query->second, " ");
    return RV_OK;
}

static rv_status of_store(gathering *g, rv_store *store, const rv_protocol *protocol, rv_scene **scene, rv_error *err)
{
    rv_agreement_query query = { .stage = plot.stage ? plot.stage : protocol->n_stages ? protocol->stages[0].id : "" };
    char *words = plot.people ? strdup(plot.people) : NULL, title[400];
    rv_status st = plot.people && !words ? no_memory(err) : RV_OK;

    if (st == RV_OK && !rv_protocol_stage(protocol, query.stage))
        st = rv_fail(err, RV_ENOTFOUND, "the protocol has no stage '%s'", query.stage);
    if (st == RV_OK && words)
        st = people(&query, words, err);
    if (st == RV_OK && (st = find_days(g, store, query.stage, err)) == RV_OK && (st = gather(g, store, protocol, query, err)) == RV_OK) {
        snprintf(title, sizeof title, "Agreement of %s and %s, %s", g->first, g->second, query.stage);
        st = draw(&(rv_agreement_course){ title, g->n, g->period }, scene, err);
    }
    free(words);
    return st;
}

static rv_status of_review(rv_scene **scene, rv_error *err)
{
    gathering *g = calloc(1, sizeof *g);
    rv_store *store = NULL;
    rv_protocol *protocol = NULL;
    const char *path;
    rv_status st = g ? RV_OK : no_memory(err);

    if (st == RV_OK && (st = rv_tool_review(plot.review, &path, err)) == RV_OK && (st = rv_store_open(&store, path, err)) == RV_OK
        && (st = rv_tool_protocol(store, &protocol, err)) == RV_OK)
        st = of_store(g, store, protocol, scene, err);
    if (g) {
        free(g->day);
        free(g->first);
        free(g->second);
    }
    free(g);
    rv_protocol_free(protocol);
    rv_store_close(store);
    return st;
}

/* ---- Of a table ----------------------------------------------------------------------------------------------------- */

rv_status rv_plot_make_agreement(const char *path, rv_scene **scene, rv_error *err)
{
    rv_agreement_course *course = NULL;
    rv_status st;

    if (!path)
        return of_review(scene, err);
    if (plot.people || plot.stage)
        return rv_fail(err, RV_EUSAGE, "--%s is for an agreement without a FILE", plot.people ? "people" : "stage");
    if ((st = rv_agreement_course_read(&course, path, err)) == RV_OK)
        st = draw(course, scene, err);
    rv_agreement_course_free(course);
    return st;
}

rv_status rv_plot_make_recall(const char *path, rv_scene **scene, rv_error *err)
{
    const rv_recall_curve_options o = { plot.width };
    rv_recall_curve *curve = NULL;
    rv_status st = rv_recall_read(&curve, path, plot.total, err);

    if (st == RV_OK) {
        curve->title = plot.title ? plot.title : curve->title;
        st = rv_plot_recall(scene, curve, &o, err);
    }
    rv_recall_free(curve);
    return st;
}
