/* Reasons for deviations, recorded as facts. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/report.h"

#include "report/memory.h"

typedef struct {
    const rv_words *because;
    rv_memory      *memory;
    rv_deviation   *list;
    size_t          n, room, unexplained;
    char            first[200];
    rv_status (*lacking)(void *user, const rv_deviation *deviation, rv_error *err);
    void           *user;
} explaining;

/* The reason given for the step itself, else for the steps it is one of: "search" for "search/ERIC". */
static const char *reason_for(const rv_words *because, const char *step)
{
    for (size_t n = strlen(step); because && n > 0; n--) {
        if (step[n] != '\0' && step[n] != '/')
            continue;
        for (size_t i = 0; i < because->n; i++)
            if (strncmp(because->items[i], step, n) == 0 && because->items[i][n] == '=' && because->items[i][n + 1])
                return because->items[i] + n + 1;
    }
    return NULL;
}

static rv_status explain(void *user, const rv_deviation *d, rv_error *err)
{
    explaining *e = user;
    const char *reason = reason_for(e->because, d->step);

    if (d->recorded && (!reason || strcmp(reason, d->reason) == 0))
        return RV_OK;
    if (!reason) {
        if (!e->unexplained++)
            snprintf(e->first, sizeof e->first, "%s", d->step);
        return e->lacking ? e->lacking(e->user, d, err) : RV_OK;
    }
    if (e->n == e->room) {
        rv_deviation *more = realloc(e->list, (e->room = e->room ? 2 * e->room : 32) * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        e->list = more;
    }
    e->list[e->n++] = (rv_deviation){ rv_memory_text(e->memory, d->step), rv_memory_text(e->memory, d->planned),
                                      rv_memory_text(e->memory, d->done), rv_memory_text(e->memory, reason), false };
    return rv_memory_failed(e->memory) ? rv_fail(err, RV_ENOMEM, "out of memory") : RV_OK;
}

static rv_status record(rv_store *store, const char *who, const explaining *e, char *hex, rv_error *err)
{
    rv_event *event = NULL;
    rv_status st = rv_event_begin(&event, store, "deviation.record", who, false, err);

    for (size_t i = 0; st == RV_OK && i < e->n; i++) {
        const rv_cell cells[] = {
            RV_CELL_OF_TEXT("step", e->list[i].step), RV_CELL_OF_TEXT("planned", e->list[i].planned),
            RV_CELL_OF_TEXT("done", e->list[i].done), RV_CELL_OF_TEXT("reason", e->list[i].reason),
        };
        st = rv_event_add(event, "deviation", cells, sizeof cells / sizeof *cells, NULL, err);
    }
    if (st == RV_OK)
        return rv_event_commit(event, hex, err);
    rv_event_abandon(event);
    return st;
}

rv_status rv_report_explain(rv_store *store, const rv_protocol *protocol, const char *who, const rv_words *otherwise,
                            const rv_words *because,
                            rv_status (*lacking)(void *user, const rv_deviation *deviation, rv_error *err), void *user,
                            char hex[RV_DIGEST_HEX], rv_error *err)
{
    explaining e = { .because = because, .lacking = lacking, .user = user };
    rv_status st;

    *hex = 0;
    if (!(e.memory = rv_memory_new()))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    st = rv_report_deviations(store, protocol, otherwise, explain, &e, err);
    if (st == RV_OK && e.unexplained)
        st = rv_fail(err, RV_EDOMAIN, "%zu deviation%s from the protocol without a reason, the first %s; give --because '%s=REASON'",
                     e.unexplained, e.unexplained == 1 ? "" : "s", e.first, e.first);
    if (st == RV_OK && e.n)
        st = record(store, who, &e, hex, err);
    free(e.list);
    rv_memory_free(e.memory);
    return st;
}
