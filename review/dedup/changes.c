/* What a run says otherwise than the links that stand. */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "dedup/dedup_run.h"

void rv_edges_unsaid(const rv_entries *set, const rv_links *links, rv_edge *edges, size_t *n, size_t *kept_apart)
{
    size_t kept = 0;

    for (size_t i = 0; i < *n; i++) {
        const rv_link *l = links->n ? rv_links_of(links, set->items[edges[i].a].id, set->items[edges[i].b].id) : NULL;
        if (!l || !l->person || l->silent)
            edges[kept++] = edges[i];
        else if (edges[i].verdict == RV_DEDUP_SAME && l->verdict != RV_LINK_SAME)
            (*kept_apart)++;
    }
    *n = kept;
}

typedef struct {
    rv_changes       *out;
    const rv_entries *set;
    const rv_links   *links;
    const bool       *afresh;
    bool             *answered;  /* by link: what it says is said again, or something else is said of its pair */
} comparison;

static rv_status add(comparison *c, rv_change change, rv_error *err)
{
    rv_changes *to = c->out;

    if (to->n == to->capacity) {
        const size_t capacity = to->capacity ? to->capacity * 2 : 256;
        rv_change *more = realloc(to->items, capacity * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        to->items = more;
        to->capacity = capacity;
    }
    to->items[to->n++] = change;
    return RV_OK;
}

/* A link of a run, of records that are looked at afresh. */
static bool open_to_change(const comparison *c, const rv_link *l, uint32_t *a, uint32_t *b)
{
    const int64_t x = rv_entries_find(c->set, l->record), y = rv_entries_find(c->set, l->other);

    if (l->person || x < 0 || y < 0 || !c->afresh[x] || !c->afresh[y])
        return false;
    *a = (uint32_t)x;
    *b = (uint32_t)y;
    return true;
}

/* A merge that still holds goes on standing, though an equal one may have been found between others of the report. */
static void keep_merges(const comparison *c, const rv_standing *settled, rv_standing *kept)
{
    uint32_t a, b;

    for (size_t from = 0, to; from < c->links->n; from = to) {
        const rv_link *l;
        to = rv_links_pair_end(c->links, from);
        l = rv_links_standing(c->links, from, to, INT64_MAX);
        if (l->verdict != RV_LINK_SAME || !open_to_change(c, l, &a, &b)
            || rv_groups_of(settled->groups, a) != rv_groups_of(settled->groups, b))
            continue;
        rv_groups_join(kept->groups, a, b, NULL, NULL);
        c->answered[l - c->links->items] = true;
    }
}

static rv_status say(comparison *c, rv_standing *kept, const rv_edge *e, rv_error *err)
{
    const int64_t record = c->set->items[e->a].id, other = c->set->items[e->b].id;
    const rv_link *l = c->links->n ? rv_links_of(c->links, record, other) : NULL;
    const rv_link_verdict verdict = e->verdict == RV_DEDUP_SAME ? RV_LINK_SAME
                                    : e->verdict == RV_DEDUP_STUDY ? RV_LINK_STUDY : RV_LINK_UNSURE;

    if (verdict == RV_LINK_SAME) {
        if (rv_groups_of(kept->groups, e->a) == rv_groups_of(kept->groups, e->b))
            return RV_OK;
        rv_groups_join(kept->groups, e->a, e->b, NULL, NULL);
    }
    if (l)
        c->answered[l - c->links->items] = true;
    if (l && l->verdict == verdict && l->probability == e->probability)
        return RV_OK;
    return add(c, (rv_change){ record, other, verdict, l ? l->verdict : RV_LINK_NONE, e }, err);
}

/* What is not said again no longer holds; but what a merge or a person's word has answered since stays as it is, so that taking that
   back brings the question back too. */
static rv_status withdraw(comparison *c, const rv_standing *settled, rv_error *err)
{
    uint32_t a, b;
    rv_status st = RV_OK;

    for (size_t from = 0, to; from < c->links->n && st == RV_OK; from = to) {
        const rv_link *l;
        to = rv_links_pair_end(c->links, from);
        l = rv_links_standing(c->links, from, to, INT64_MAX);
        if (l->verdict == RV_LINK_NONE || c->answered[l - c->links->items] || !open_to_change(c, l, &a, &b))
            continue;
        if (l->verdict == RV_LINK_SAME || (rv_groups_of(settled->groups, a) != rv_groups_of(settled->groups, b)
                                           && !rv_groups_parted(settled->groups, a, b)))
            st = add(c, (rv_change){ l->record, l->other, RV_LINK_NONE, l->verdict, NULL }, err);
    }
    return st;
}

rv_status rv_changes_find(rv_changes *out, const rv_entries *set, const rv_links *links, const rv_standing *settled, rv_standing *kept,
                          const bool *afresh, const rv_edge *edges, size_t n, rv_error *err)
{
    comparison c = { out, set, links, afresh, calloc(links->n + 1, sizeof *c.answered) };
    rv_status st = c.answered ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    *out = (rv_changes){ 0 };
    if (st == RV_OK)
        keep_merges(&c, settled, kept);
    for (size_t i = 0; i < n && st == RV_OK; i++)
        st = say(&c, kept, &edges[i], err);
    if (st == RV_OK)
        st = withdraw(&c, settled, err);
    free(c.answered);
    return st;
}

const char *rv_change_rule(const rv_change *change)
{
    if (!change->edge)
        return "run";
    return change->edge->rule ? change->edge->rule : rv_dedup_verdicts[change->edge->verdict];
}

void rv_change_words(const rv_entries *set, const rv_change *change, const rv_dedup_policy *policy, rv_buf *out)
{
    static const char *const reasons[] = {
        [RV_LINK_UNSURE] = "no question any more", [RV_LINK_STUDY] = "no longer found to be of one study",
        [RV_LINK_SAME] = "no longer found to be one report", [RV_LINK_APART] = "no longer found to be two reports",
    };

    if (change->edge)
        rv_edge_words(set, change->edge, policy, out);
    else
        rv_buf_text(out, reasons[change->was]);
}

double rv_change_probability(const rv_change *change)
{
    return change->edge ? change->edge->probability : NAN;
}

void rv_changes_free(rv_changes *changes)
{
    free(changes->items);
    *changes = (rv_changes){ 0 };
}
