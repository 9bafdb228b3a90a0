/* Studies follow links: a report of no study that is linked with a report of one study becomes a report of that study. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "dedup/siblings.h"
#include "review/refs.h"

enum { SEVERAL = RV_NO_STUDY - 1 };     /* a report of several studies leads nowhere */

typedef struct {
    const rv_siblings *s;
    uint32_t *study;             /* of each node: the one study, RV_NO_STUDY, SEVERAL */
    uint32_t *led;               /* of each node of no study: where its links lead, likewise */
    uint32_t *because;           /* the node that leads there */
    rv_dedup_followed *found;
    size_t    n;
} following;

/* Where a link leads the node at one end of it. */
static void lead(following *f, uint32_t node, uint32_t other)
{
    const uint32_t to = f->study[other];

    if (f->study[node] != RV_NO_STUDY || to == RV_NO_STUDY)
        return;
    if (f->led[node] == RV_NO_STUDY) {
        f->led[node] = to;
        f->because[node] = other;
    } else if (f->led[node] != to) {
        f->led[node] = SEVERAL;
    } else if (other < f->because[node]) {
        f->because[node] = other;
    }
}

/* One step from reports with a study along their links; false when nothing followed. */
static bool step(following *f)
{
    const size_t before = f->n;

    for (size_t i = 0; i < f->s->n; i++)
        f->led[i] = RV_NO_STUDY;
    for (size_t i = 0; i < f->s->n_edges; i++) {
        lead(f, f->s->edges[i].a, f->s->edges[i].b);
        lead(f, f->s->edges[i].b, f->s->edges[i].a);
    }
    for (size_t i = 0; i < f->s->n; i++) {
        const uint32_t to = f->led[i];
        if (f->study[i] != RV_NO_STUDY || to == RV_NO_STUDY || to == SEVERAL || rv_siblings_left(f->s, f->s->reports[i], to))
            continue;
        f->study[i] = to;
        f->found[f->n++] = (rv_dedup_followed){ f->s->reports[i], f->s->reports[f->because[i]], f->s->labels[to] };
    }
    return f->n > before;
}

static rv_status follow(following *f, size_t *unclear, rv_error *err)
{
    const size_t room = f->s->n + 1;

    f->study = malloc(room * sizeof *f->study);
    f->led = malloc(room * sizeof *f->led);
    f->because = malloc(room * sizeof *f->because);
    f->found = malloc(room * sizeof *f->found);
    if (!f->study || !f->led || !f->because || !f->found)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < f->s->n; i++) {
        size_t n;
        const rv_belonging *has = rv_siblings_studies(f->s, f->s->reports[i], &n);
        f->study[i] = !n ? RV_NO_STUDY : n == 1 ? has->study : SEVERAL;
    }
    while (step(f))
        ;
    *unclear = 0;
    for (size_t i = 0; i < f->s->n; i++)
        *unclear += f->study[i] == RV_NO_STUDY && f->led[i] == SEVERAL;
    return RV_OK;
}

static rv_status write_links(rv_store *store, rv_event *event, const following *f, rv_error *err)
{
    int64_t study;
    rv_status st = rv_event_say(event, "because", "links of reports of one study", err);

    for (size_t i = 0; i < f->n && st == RV_OK; i++)
        if ((st = rv_study_find(store, NULL, f->found[i].study, &study, err)) == RV_OK)
            st = rv_study_link(event, study, f->found[i].report, "secondary", err);
    return st;
}

rv_status rv_dedup_studies_follow(rv_store *store, const char *who, bool dry,
                                  rv_status (*followed)(void *user, const rv_dedup_followed *followed, rv_error *err), void *user,
                                  rv_dedup_follow_summary *summary, rv_error *err)
{
    rv_siblings s = { 0 };
    following f = { .s = &s };
    rv_event *event = NULL;
    rv_status st = RV_OK;

    *summary = (rv_dedup_follow_summary){ 0 };
    if ((dry || (st = rv_event_begin(&event, store, "study.link", who, false, err)) == RV_OK)
        && (st = rv_siblings_load(store, &s, err)) == RV_OK && (st = follow(&f, &summary->unclear, err)) == RV_OK
        && event && f.n && (st = write_links(store, event, &f, err)) == RV_OK) {
        st = rv_event_commit(event, summary->event, err);
        event = NULL;
    }
    rv_event_abandon(event);
    summary->linked = st == RV_OK ? f.n : 0;
    for (size_t i = 0; i < f.n && followed && st == RV_OK; i++)
        st = followed(user, &f.found[i], err);
    free(f.study);
    free(f.led);
    free(f.because);
    free(f.found);
    rv_siblings_free(&s);
    return st;
}
