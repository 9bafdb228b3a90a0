/* Gathers the included studies from the decisions and the links of studies and reports, and why the others are not. O(n log n). */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/refs.h"
#include "review/screen.h"

#include "report/included.h"

/* How far a report came: at which stage, and what was said there. */
typedef struct {
    int64_t           report;
    rv_screen_outcome outcome;
    const char       *stage, *reason;   /* labels of the protocol */
} standing;

typedef struct {
    rv_included       *to;
    const rv_protocol *protocol;
    const char        *last;
    standing          *stood;      /* reports, ascending */
    int64_t           *included;   /* likewise */
    bool              *linked;
    size_t             n_stood, n, stood_room, room, study_room, report_room, missing_room;
} gathering;

/* Makes room for one more in a doubling array. */
static bool grow(void **array, size_t n, size_t *room, size_t size)
{
    void *more;

    if (n < *room)
        return true;
    if (!(more = realloc(*array, (*room ? 2 * *room : 64) * size)))
        return false;
    *array = more;
    *room = *room ? 2 * *room : 64;
    return true;
}

static rv_status note_standing(gathering *g, const rv_screen_status *s, rv_error *err)
{
    const rv_stage *stage = rv_protocol_stage(g->protocol, s->stage);
    const rv_reason *reason = rv_protocol_reason(g->protocol, s->reason);

    g->to->screened |= s->votes > 0 || s->resolved;
    if (s->outcome == RV_SCREEN_NOT_REACHED)
        return RV_OK;
    if (!g->n_stood || g->stood[g->n_stood - 1].report != s->report) {
        if (!grow((void **)&g->stood, g->n_stood, &g->stood_room, sizeof *g->stood))
            return rv_fail(err, RV_ENOMEM, "out of memory for %zu reports", g->n_stood);
        g->n_stood++;
    }
    g->stood[g->n_stood - 1] = (standing){ s->report, s->outcome, stage ? stage->label : s->stage, reason ? reason->label : "" };
    return RV_OK;
}

static rv_status note_included(void *user, const rv_screen_status *s, rv_error *err)
{
    gathering *g = user;
    rv_status st = note_standing(g, s, err);

    if (st != RV_OK)
        return st;
    if (s->outcome != RV_SCREEN_INCLUDED || strcmp(s->stage, g->last) != 0)
        return RV_OK;
    if (!grow((void **)&g->included, g->n, &g->room, sizeof *g->included))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu reports", g->n);
    g->included[g->n++] = s->report;
    return RV_OK;
}

static int ascending(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int by_report(const void *key, const void *item)
{
    return ascending(key, &((const standing *)item)->report);
}

static void say_standing(const gathering *g, int64_t report, rv_buf *words)
{
    const standing *s = g->n_stood ? bsearch(&report, g->stood, g->n_stood, sizeof *s, by_report) : NULL;

    if (!s)
        rv_buf_text(words, "not screened");
    else if (s->outcome == RV_SCREEN_EXCLUDED)
        rv_buf_printf(words, "excluded at %s%s%s%s", s->stage, *s->reason ? " (" : "", s->reason, *s->reason ? ")" : "");
    else
        rv_buf_printf(words, s->outcome == RV_SCREEN_SET_ASIDE ? "set aside at %s" : "not decided at %s", s->stage);
}

/* Notes that no report of the study is included, and where they stand instead. */
static rv_status add_missing(gathering *g, const rv_included_study *s, rv_error *err)
{
    rv_included *to = g->to;
    rv_buf words = RV_BUF_INIT;
    rv_status st;

    if (!grow((void **)&to->missing, to->n_missing, &g->missing_room, sizeof *to->missing))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu studies", to->n_missing);
    if (s->n)
        rv_buf_printf(&words, "not included: its %s ", s->n > 1 ? "reports are" : "report is");
    else
        rv_buf_text(&words, "not included: no report belongs to the study");
    for (size_t i = 0; i < s->n; i++) {
        rv_buf_text(&words, i ? "; " : "");
        say_standing(g, to->reports[s->first + i].report, &words);
    }
    if ((st = rv_buf_check(&words, err)) == RV_OK)
        to->missing[to->n_missing++] = (rv_included_not){ s->study, rv_memory_text(to->memory, rv_buf_str(&words)) };
    rv_buf_free(&words);
    return st;
}

/* Rows come study by study; a study stays only when one of its reports was included. */
static rv_status drop_last_unless_included(gathering *g, rv_error *err)
{
    rv_included *to = g->to;
    rv_included_study *s = to->n_studies ? &to->studies[to->n_studies - 1] : NULL;
    rv_status st = RV_OK;

    for (size_t i = 0; s && i < s->n; i++)
        if (to->reports[s->first + i].included)
            return RV_OK;
    if (s) {
        st = to->screened ? add_missing(g, s, err) : RV_OK;
        to->n_reports = s->first;
        to->n_studies--;
    }
    return st;
}

static rv_status note_link(void *user, const rv_study_report *row, rv_error *err)
{
    gathering *g = user;
    rv_included *to = g->to;
    const int64_t *found = row->report && g->n ? bsearch(&row->report, g->included, g->n, sizeof row->report, ascending) : NULL;

    if (!to->n_studies || to->studies[to->n_studies - 1].study != row->study) {
        const rv_status st = drop_last_unless_included(g, err);
        if (st != RV_OK)
            return st;
        if (!grow((void **)&to->studies, to->n_studies, &g->study_room, sizeof *to->studies))
            return rv_fail(err, RV_ENOMEM, "out of memory for %zu studies", to->n_studies);
        to->studies[to->n_studies++] = (rv_included_study){ row->study, rv_memory_text(to->memory, row->label), to->n_reports, 0 };
    }
    if (!row->report)
        return RV_OK;
    if (!grow((void **)&to->reports, to->n_reports, &g->report_room, sizeof *to->reports))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu reports", to->n_reports);
    to->reports[to->n_reports++] = (rv_included_report){ row->report, row->record, found != NULL,
                                                         strcmp(row->role, "primary") == 0 };
    to->studies[to->n_studies - 1].n++;
    if (found)
        g->linked[found - g->included] = true;
    return RV_OK;
}

static rv_status gather(gathering *g, rv_store *store, const rv_protocol *protocol, rv_error *err)
{
    rv_included *to = g->to;
    rv_status st;

    if ((st = rv_screen_each(store, protocol, NULL, note_included, g, err)) != RV_OK)
        return st;
    if (!(g->linked = calloc(g->n + 1, sizeof *g->linked)) || !(to->loose = calloc(g->n + 1, sizeof *to->loose)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu reports", g->n);
    if ((st = rv_study_reports(store, note_link, g, err)) != RV_OK)
        return st;
    if ((st = drop_last_unless_included(g, err)) != RV_OK)
        return st;
    to->n_included = g->n;
    for (size_t i = 0; i < g->n; i++)
        if (!g->linked[i])
            to->loose[to->n_loose++] = g->included[i];
    return rv_memory_failed(to->memory) ? rv_fail(err, RV_ENOMEM, "out of memory") : RV_OK;
}

rv_status rv_included_read(rv_store *store, const rv_protocol *protocol, rv_included *out, rv_error *err)
{
    gathering g = { .to = out, .protocol = protocol };
    rv_status st;

    *out = (rv_included)RV_INCLUDED_INIT;
    if (!protocol->n_stages)
        return RV_OK;
    g.last = protocol->stages[protocol->n_stages - 1].id;
    if (!(out->memory = rv_memory_new()))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    st = gather(&g, store, protocol, err);
    free(g.stood);
    free(g.included);
    free(g.linked);
    return st;
}

void rv_included_free(rv_included *included)
{
    free(included->studies);
    free(included->reports);
    free(included->loose);
    free(included->missing);
    rv_memory_free(included->memory);
    *included = (rv_included)RV_INCLUDED_INIT;
}

const rv_included_study *rv_included_find(const rv_included *included, int64_t study)
{
    for (size_t i = 0; i < included->n_studies; i++)
        if (included->studies[i].study == study)
            return &included->studies[i];
    return NULL;
}
