/* The reports whose full texts are wanted. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "web/paper_queue.h"

static int state_index(const char *state)
{
    for (int i = 0; rv_report_states[i]; i++)
        if (strcmp(rv_report_states[i], state) == 0)
            return i;
    return -1;
}

const rv_stage *rv_paper_stage(const rv_protocol *protocol)
{
    return protocol && protocol->n_stages ? &protocol->stages[protocol->n_stages > 1] : NULL;
}

typedef struct {
    rv_papers  *papers;
    const char *stage;
    bool        only;             /* the protocol has no stage before */
} loading;

/* Reports that nobody has to get a text for are kept too: one of them may have a file. */
static rv_status add(void *user, const rv_screen_status *s, rv_error *err)
{
    const loading *l = user;
    rv_papers *p = l->papers;
    const bool open = s->outcome == RV_SCREEN_WAITING || s->outcome == RV_SCREEN_CONFLICT || s->outcome == RV_SCREEN_SET_ASIDE;

    if (strcmp(s->stage, l->stage) != 0 || (s->outcome == RV_SCREEN_NOT_REACHED && !*s->state))
        return RV_OK;
    if (p->n == p->capacity) {
        const size_t capacity = p->capacity ? p->capacity * 2 : 256;
        rv_paper *more = realloc(p->items, capacity * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        p->items = more;
        p->capacity = capacity;
    }
    p->items[p->n++] = (rv_paper){ .report = s->report, .open = open,
                                   .state = *s->state ? state_index(s->state) : open && !l->only ? 0 : -1 };
    return RV_OK;
}

static rv_status mark(void *user, const rv_attachment *file, rv_error *err)
{
    rv_paper *paper = rv_paper_find(user, file->report);

    (void)err;
    if (paper)
        paper->has_file = true;
    return RV_OK;
}

rv_status rv_papers_load(rv_papers *papers, rv_call *call, rv_error *err)
{
    const rv_stage *stage = rv_paper_stage(call->protocol);
    loading l = { papers, stage ? stage->id : "", call->protocol && call->protocol->n_stages < 2 };
    rv_status st;

    *papers = (rv_papers){ NULL, 0, 0 };
    if (!stage)
        return RV_OK;
    if ((st = rv_screen_each(call->store, call->protocol, call->person, add, &l, err)) == RV_OK)
        st = rv_report_attachments(call->store, 0, mark, papers, err);
    if (st != RV_OK)
        rv_papers_free(papers);
    return st;
}

void rv_papers_free(rv_papers *papers)
{
    free(papers->items);
    *papers = (rv_papers){ NULL, 0, 0 };
}

static int by_report(const void *key, const void *item)
{
    const int64_t report = *(const int64_t *)key, other = ((const rv_paper *)item)->report;

    return report < other ? -1 : report > other;
}

rv_paper *rv_paper_find(const rv_papers *papers, int64_t report)
{
    return papers->n ? bsearch(&report, papers->items, papers->n, sizeof *papers->items, by_report) : NULL;
}
