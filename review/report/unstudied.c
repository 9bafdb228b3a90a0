/* Reports that the last stage of screening included and that are of no study yet. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/report.h"
#include "review/screen.h"

typedef struct {
    const char *stage;
    int64_t    *included;         /* by id */
    size_t      n_included, room;
    rv_sheet_report *reports;
    size_t      n;
} waiting;

static bool grow(waiting *w)
{
    int64_t *more;

    if (w->n_included < w->room)
        return true;
    if (!(more = realloc(w->included, (2 * w->room + 64) * sizeof *more)))
        return false;
    w->included = more;
    w->room = 2 * w->room + 64;
    return true;
}

static rv_status take_status(void *user, const rv_screen_status *row, rv_error *err)
{
    waiting *w = user;

    if (row->outcome != RV_SCREEN_INCLUDED || strcmp(row->stage, w->stage) != 0)
        return RV_OK;
    if (!grow(w))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    w->included[w->n_included++] = row->report;
    return RV_OK;
}

static int by_id(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

static rv_status leave_out(void *user, const rv_study_report *row, rv_error *err)
{
    waiting *w = user;
    int64_t *found = w->n_included ? bsearch(&row->report, w->included, w->n_included, sizeof *found, by_id) : NULL;

    (void)err;
    if (found) {
        memmove(found, found + 1, (size_t)(w->included + w->n_included - found - 1) * sizeof *found);
        w->n_included--;
    }
    return RV_OK;
}

/* "Smith 2019": the first author's family name and the year; of two the same, the second has its record's number. */
static rv_status name_report(void *user, const rv_stored_record *report, rv_error *err)
{
    waiting *w = user;
    const char *authors = report->fields.authors ? report->fields.authors : "";
    char name[200], year[16] = "";
    char *kept;

    if (report->fields.year)
        snprintf(year, sizeof year, " %d", (int)report->fields.year);
    if (*authors)
        snprintf(name, sizeof name, "%.*s%s", (int)(strcspn(authors, ",;") < 80 ? strcspn(authors, ",;") : 80), authors, year);
    else
        snprintf(name, sizeof name, "report %lld", (long long)report->id);
    for (size_t i = 0; i < w->n; i++)
        if (strcmp(w->reports[i].study, name) == 0) {
            snprintf(name + strlen(name), sizeof name - strlen(name), " (%lld)", (long long)report->id);
            break;
        }
    if (!(kept = strdup(name)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    w->reports[w->n++] = (rv_sheet_report){ kept, report->id };
    return RV_OK;
}

void rv_reports_unstudied_free(rv_sheet_report *reports, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free((char *)reports[i].study);
    free(reports);
}

static rv_status find_all(waiting *w, rv_store *store, const rv_protocol *protocol, rv_error *err)
{
    rv_status st = rv_screen_each(store, protocol, NULL, take_status, w, err);

    if (st != RV_OK)
        return st;
    if (w->n_included)
        qsort(w->included, w->n_included, sizeof *w->included, by_id);
    if ((st = rv_study_reports(store, leave_out, w, err)) != RV_OK)
        return st;
    if (!(w->reports = calloc(w->n_included + 1, sizeof *w->reports)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < w->n_included; i++)
        st = rv_reports_each(store, w->included[i], w->included[i], name_report, w, err);
    return st;
}

rv_status rv_reports_unstudied(rv_store *store, const rv_protocol *protocol, rv_sheet_report **reports, size_t *n, rv_error *err)
{
    waiting w = { 0 };
    rv_status st = RV_OK;

    *reports = NULL;
    *n = 0;
    if (protocol->n_stages) {
        w.stage = protocol->stages[protocol->n_stages - 1].id;
        st = find_all(&w, store, protocol, err);
    }
    free(w.included);
    if (st == RV_OK) {
        *reports = w.reports;
        *n = w.n;
    } else {
        rv_reports_unstudied_free(w.reports, w.n);
    }
    return st;
}
