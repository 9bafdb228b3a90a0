/* Where the review stands: each step counted from the facts, and the command that goes on. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "review/report.h"
#include "review/screen.h"

#include "report/standing.h"

RV_STATEMENT(standing_sources, "SELECT COUNT(DISTINCT s.name) FROM source s WHERE EXISTS (SELECT 1 FROM file f WHERE f.source = s.id)");
RV_STATEMENT(standing_records, "SELECT COUNT(*) FROM record r JOIN file f ON f.id = r.file");
RV_STATEMENT(standing_since_dedup,
    "SELECT COUNT(*) FROM record r JOIN file f ON f.id = r.file WHERE f.event >"
    " COALESCE((SELECT MAX(e.id) FROM event e WHERE e.kind = 'dedup.run'), 0)");
RV_STATEMENT(standing_results, "SELECT COUNT(*) FROM result WHERE own IS NULL");
RV_STATEMENT(standing_effects, "SELECT COUNT(DISTINCT result) FROM effect WHERE yi IS NOT NULL");

rv_status rv_stand_tell(const rv_stand *s, const char *step, const char *what, int64_t done, int64_t total, const char *next, rv_error *err)
{
    const rv_standing row = { step, what, done, total, done < total ? next : "" };
    return s->step(s->user, &row, err);
}

static rv_status stand_sources(const rv_stand *s, rv_error *err)
{
    int64_t n;
    rv_status st = rv_store_int(s->store, &standing_sources, &n, NULL, err, "");

    return st != RV_OK ? st : rv_stand_tell(s, "search", "sources imported, of those planned", n, (int64_t)s->protocol->n_searches,
                                   "review-import --source NAME --kind KIND FILE", err);
}

static rv_status stand_records(const rv_stand *s, rv_error *err)
{
    int64_t records, open;
    rv_status st;

    if ((st = rv_store_int(s->store, &standing_records, &records, NULL, err, "")) != RV_OK
        || (st = rv_store_int(s->store, &standing_since_dedup, &open, NULL, err, "")) != RV_OK)
        return st;
    return rv_stand_tell(s, "dedup", "records compared for duplicates", records - open, records, "review-dedup", err);
}

/* ---- Who waits for whom ---------------------------------------------------------------------------------------------------- */

typedef struct {
    rv_buf votes, conflicts;
    bool   named;                 /* the review names its people, or has given reports to some */
} waiting;

static rv_status add_waits(void *user, const rv_waits *w, rv_error *err)
{
    waiting *all = user;

    (void)err;
    all->named |= w->given > 0;
    if (w->given + w->common) {
        rv_buf_printf(&all->votes, "%s%s %lld", all->votes.length ? ", " : "", w->reviewer, (long long)(w->given + w->common));
        if (w->given)
            rv_buf_printf(&all->votes, " (%lld given)", (long long)w->given);
    }
    if (w->conflicts)
        rv_buf_printf(&all->conflicts, "%s%s %lld", all->conflicts.length ? ", " : "", w->reviewer, (long long)w->conflicts);
    return RV_OK;
}

static rv_status see_person(void *user, const rv_person *person, rv_error *err)
{
    (void)person;
    (void)err;
    ((waiting *)user)->named = true;
    return RV_OK;
}

/* One line for a stage at which something waits; none where nobody was named or given anything. */
static rv_status stand_waits(const rv_stand *s, const char *stage, int64_t open, rv_error *err)
{
    waiting all = { RV_BUF_INIT, RV_BUF_INIT, false };
    rv_buf what = RV_BUF_INIT;
    char step[120], next[160];
    rv_status st;

    snprintf(step, sizeof step, "screen/%s", stage);
    snprintf(next, sizeof next, "review-screen waits --stage %s", stage);
    if ((st = rv_people_each(s->store, see_person, &all, err)) == RV_OK
        && (st = rv_screen_waits(s->store, s->protocol, stage, add_waits, &all, err)) == RV_OK && all.named) {
        if (all.votes.length)
            rv_buf_printf(&what, "votes wait for %s", rv_buf_str(&all.votes));
        if (all.conflicts.length)
            rv_buf_printf(&what, "%sconflicts for %s", what.length ? "; " : "", rv_buf_str(&all.conflicts));
        if (what.length && (st = rv_buf_check(&what, err)) == RV_OK)
            st = rv_stand_tell(s, step, rv_buf_str(&what), 0, open, next, err);
    }
    rv_buf_free(&all.votes);
    rv_buf_free(&all.conflicts);
    rv_buf_free(&what);
    return st;
}

static rv_status stand_stages(const rv_stand *s, rv_error *err)
{
    for (size_t i = 0; i < s->protocol->n_stages; i++) {
        const rv_stage *stage = &s->protocol->stages[i];
        rv_screen_counts n;
        char step[120], next[160];
        rv_status st = rv_screen_count(s->store, s->protocol, stage->id, &n, err);

        if (st != RV_OK)
            return st;
        snprintf(step, sizeof step, "screen/%s", stage->id);
        snprintf(next, sizeof next, n.conflicts ? "review-screen conflicts --stage %s" : "review-screen next --stage %s", stage->id);
        if ((st = rv_stand_tell(s, step, "reports decided", n.reports - n.waiting - n.conflicts, n.reports, next, err)) != RV_OK
            || (n.waiting + n.conflicts && (st = stand_waits(s, stage->id, n.waiting + n.conflicts, err)) != RV_OK))
            return st;
    }
    return RV_OK;
}

static rv_status stand_studies(const rv_stand *s, const rv_included *included, rv_error *err)
{
    return rv_stand_tell(s, "studies", "included reports that belong to a study", (int64_t)(included->n_included - included->n_loose),
                         (int64_t)included->n_included, "review-dedup study link STUDY RECORD", err);
}

static rv_status stand_effects(const rv_stand *s, rv_error *err)
{
    int64_t results, effects;
    rv_status st;

    if ((st = rv_store_int(s->store, &standing_results, &results, NULL, err, "")) != RV_OK
        || (st = rv_store_int(s->store, &standing_effects, &effects, NULL, err, "")) != RV_OK)
        return st;
    return rv_stand_tell(s, "effect", "results that give an effect", effects, results, "review-effect", err);
}

rv_status rv_report_standing(rv_store *store, const rv_protocol *protocol,
                             rv_status (*step)(void *user, const rv_standing *step, rv_error *err), void *user, rv_error *err)
{
    const rv_stand s = { store, protocol, step, user };
    rv_included included = RV_INCLUDED_INIT;
    rv_status st;

    if ((st = stand_sources(&s, err)) == RV_OK && (st = stand_records(&s, err)) == RV_OK
        && (st = stand_stages(&s, err)) == RV_OK && (st = rv_included_read(store, protocol, &included, err)) == RV_OK
        && (st = stand_studies(&s, &included, err)) == RV_OK && (st = rv_stand_extraction(&s, &included, err)) == RV_OK)
        st = stand_effects(&s, err);
    rv_included_free(&included);
    return st;
}
