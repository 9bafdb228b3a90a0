/* What was done otherwise than the protocol plans. Each check is one function in one table; each tells what it finds. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/dedup.h"
#include "review/extract.h"
#include "review/report.h"
#include "review/screen.h"

#include "report/included.h"
#include "report/settings.h"

RV_STATEMENT(deviation_sources,
    "SELECT s.name, s.kind FROM source s WHERE EXISTS (SELECT 1 FROM file f WHERE f.source = s.id) ORDER BY s.id");
RV_STATEMENT(deviation_results, "SELECT COUNT(*) FROM result WHERE study = ?1 AND own IS NULL");
RV_STATEMENT(deviation_recorded,
    "SELECT reason FROM deviation WHERE step = ?1 AND planned = ?2 AND done = ?3 ORDER BY id DESC LIMIT 1");

typedef struct {
    rv_store          *store;
    const rv_protocol *protocol;
    const rv_words    *otherwise;
    rv_included        included;
    rv_status (*tell)(void *user, const rv_deviation *deviation, rv_error *err);
    void              *user;
    rv_buf             step, planned, done;
} checking;

/* Tells the deviation that stands in step, planned and done, with its reason when the same was recorded before. */
static rv_status found(checking *c, rv_error *err)
{
    rv_deviation d = { rv_buf_str(&c->step), rv_buf_str(&c->planned), rv_buf_str(&c->done), "", false };
    rv_query *q = NULL;
    rv_buf reason = RV_BUF_INIT;
    bool more = false;
    rv_status st;

    if ((st = rv_buf_check(&c->step, err)) == RV_OK && (st = rv_buf_check(&c->done, err)) == RV_OK
        && (st = rv_query_start(&q, c->store, &deviation_recorded, err, "ttt", d.step, d.planned, d.done)) == RV_OK
        && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        rv_buf_text(&reason, rv_query_text(q, 0));
    rv_query_end(q);
    if (st == RV_OK && (st = rv_buf_check(&reason, err)) == RV_OK) {
        d.reason = rv_buf_str(&reason);
        d.recorded = more;
        st = c->tell(c->user, &d, err);
    }
    rv_buf_free(&reason);
    rv_buf_clear(&c->step);
    rv_buf_clear(&c->planned);
    rv_buf_clear(&c->done);
    return st;
}

/* ---- Sources ------------------------------------------------------------------------------------------------------- */

static bool same_name(const char *a, const char *b)
{
    rv_buf x = RV_BUF_INIT, y = RV_BUF_INIT;
    const bool same = rv_utf8_fold(&x, a, strlen(a), NULL) == RV_OK && rv_utf8_fold(&y, b, strlen(b), NULL) == RV_OK
                      && strcmp(rv_buf_str(&x), rv_buf_str(&y)) == 0;
    rv_buf_free(&x);
    rv_buf_free(&y);
    return same;
}

static rv_status compare_source(checking *c, const char *name, const char *kind, bool *seen, rv_error *err)
{
    const rv_protocol *p = c->protocol;

    for (size_t i = 0; i < p->n_searches; i++)
        if (same_name(p->searches[i].name, name)) {
            const bool first = !seen[i];
            seen[i] = true;
            if (!first || strcmp(p->searches[i].kind, kind) == 0)
                return RV_OK;
            rv_buf_printf(&c->step, "search/%s", p->searches[i].name);
            rv_buf_printf(&c->planned, "searched as %s", p->searches[i].kind);
            rv_buf_printf(&c->done, "searched as %s", kind);
            return found(c, err);
        }
    rv_buf_printf(&c->step, "search/%s", name);
    rv_buf_text(&c->planned, "not searched");
    rv_buf_printf(&c->done, "searched as %s", kind);
    return found(c, err);
}

static rv_status check_sources(checking *c, rv_error *err)
{
    const rv_protocol *p = c->protocol;
    bool *seen = calloc(p->n_searches + 1, sizeof *seen), more;
    rv_query *q = NULL;
    rv_status st = seen ? rv_query_start(&q, c->store, &deviation_sources, err, "") : rv_fail(err, RV_ENOMEM, "out of memory");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        st = compare_source(c, rv_query_text(q, 0), rv_query_text(q, 1), seen, err);
    rv_query_end(q);
    for (size_t i = 0; st == RV_OK && i < p->n_searches; i++)
        if (!seen[i]) {
            rv_buf_printf(&c->step, "search/%s", p->searches[i].name);
            rv_buf_printf(&c->planned, "searched as %s", p->searches[i].kind);
            rv_buf_text(&c->done, "not searched");
            st = found(c, err);
        }
    free(seen);
    return st;
}

/* ---- Deduplication ----------------------------------------------------------------------------------------------- */

static rv_status check_deduplication(checking *c, rv_error *err)
{
    const rv_one_report *planned = &c->protocol->dedup;
    rv_dedup_policy used;
    bool found_run;
    rv_status st = rv_dedup_policy_used(c->store, &used, &found_run, err);
    const struct { const char *name, *what; bool planned_one, one; } policies[] = {
        { "versions", "versions of a Cochrane review", !planned->versions_apart, !used.versions_apart },
        { "preprints", "a preprint and its article", planned->preprints_one, used.preprints_one },
        { "editions", "working paper and article, and editions of a report", planned->editions_one, used.editions_one },
    };

    for (size_t i = 0; st == RV_OK && found_run && i < sizeof policies / sizeof *policies; i++)
        if (policies[i].planned_one != policies[i].one) {
            rv_buf_printf(&c->step, "dedup/%s", policies[i].name);
            rv_buf_printf(&c->planned, "%s are %s", policies[i].what, policies[i].planned_one ? "one report" : "kept apart");
            rv_buf_printf(&c->done, "%s are %s", policies[i].what, policies[i].one ? "one report" : "kept apart");
            st = found(c, err);
        }
    return st;
}

/* ---- Screening ------------------------------------------------------------------------------------------------------ */

static rv_status check_screening(checking *c, rv_error *err)
{
    for (size_t i = 0; i < c->protocol->n_stages; i++) {
        const rv_stage *stage = &c->protocol->stages[i];
        rv_screen_counts n;
        rv_status st = rv_screen_count(c->store, c->protocol, stage->id, &n, err);

        if (st != RV_OK)
            return st;
        if (!n.waiting && !n.conflicts)
            continue;
        rv_buf_printf(&c->step, "screen/%s", stage->id);
        rv_buf_printf(&c->planned, "%d reviewers decide on every report", stage->reviewers);
        rv_buf_printf(&c->done, "%lld reports wait for a decision, %lld conflicts are open", (long long)n.waiting,
                      (long long)n.conflicts);
        if ((st = found(c, err)) != RV_OK)
            return st;
    }
    return RV_OK;
}

/* ---- Studies, extraction, appraisal --------------------------------------------------------------------------------- */

static rv_status check_studies(checking *c, rv_error *err)
{
    if (!c->included.n_loose)
        return RV_OK;
    rv_buf_text(&c->step, "studies");
    rv_buf_text(&c->planned, "every included report belongs to a study");
    rv_buf_printf(&c->done, "%zu included reports belong to none", c->included.n_loose);
    return found(c, err);
}

static rv_status check_extraction(checking *c, rv_error *err)
{
    size_t without = 0;

    for (size_t i = 0; i < c->included.n_studies; i++) {
        int64_t n;
        rv_status st = rv_store_int(c->store, &deviation_results, &n, NULL, err, "i", c->included.studies[i].study);
        if (st != RV_OK)
            return st;
        without += n == 0;
    }
    if (!without)
        return RV_OK;
    rv_buf_text(&c->step, "extract");
    rv_buf_text(&c->planned, "the results of every included study");
    rv_buf_printf(&c->done, "%zu of %zu included studies have no result", without, c->included.n_studies);
    return found(c, err);
}

typedef struct {
    const rv_included *included;
    int64_t judged, domains;      /* domains: of one unit, as far as is known */
} judging;

static rv_status count_appraisal(void *user, const rv_appraisal *appraisal, rv_error *err)
{
    judging *j = user;

    (void)err;
    j->domains = (int64_t)appraisal->due;
    for (size_t i = 0; i < j->included->n_studies; i++)
        if (strcmp(j->included->studies[i].label, appraisal->subject.study) == 0)
            j->judged += (int64_t)appraisal->judged;
    return RV_OK;
}

/* Domains judged of those that should be, over the included studies. */
static rv_status count_judged(checking *c, const rv_appraisal_tool *tool, int64_t *judged, int64_t *due, rv_error *err)
{
    const bool results = strcmp(tool->unit, "result") == 0;
    judging j = { &c->included, 0, (int64_t)tool->n_domains };
    rv_status st = rv_extract_each_appraisal(c->store, c->protocol, tool->id, false, count_appraisal, &j, err);

    *due = 0;
    for (size_t i = 0; st == RV_OK && i < c->included.n_studies; i++) {
        int64_t units = 1;
        if (results)
            st = rv_store_int(c->store, &deviation_results, &units, NULL, err, "i", c->included.studies[i].study);
        *due += units * j.domains;
    }
    *judged = j.judged;
    return st;
}

static rv_status check_appraisal(checking *c, rv_error *err)
{
    for (size_t i = 0; i < c->protocol->n_appraisals; i++) {
        const rv_appraisal_tool *tool = &c->protocol->appraisals[i];
        int64_t judged, due;
        rv_status st;

        if (strcmp(tool->unit, "study") != 0 && strcmp(tool->unit, "result") != 0)
            continue;
        if ((st = count_judged(c, tool, &judged, &due, err)) != RV_OK)
            return st;
        if (judged >= due)
            continue;
        rv_buf_printf(&c->step, "appraise/%s", tool->id);
        rv_buf_printf(&c->planned, "%s for every %s", tool->label, tool->unit);
        if (judged)
            rv_buf_printf(&c->done, "%lld of %lld domains judged", (long long)judged, (long long)due);
        else
            rv_buf_text(&c->done, "not done");
        if ((st = found(c, err)) != RV_OK)
            return st;
    }
    return RV_OK;
}

/* ---- Synthesis ------------------------------------------------------------------------------------------------------ */

static rv_status check_settings(checking *c, rv_error *err)
{
    for (size_t i = 0; c->otherwise && i < c->otherwise->n; i++) {
        rv_setting s;
        rv_status st = rv_setting_parse(c->protocol, c->otherwise->items[i], &s, err);

        if (st != RV_OK)
            return st;
        if (strcmp(s.planned, s.value) == 0)
            continue;
        rv_buf_printf(&c->step, "synthesis/%s/%s", s.analysis->id, s.name);
        rv_buf_text(&c->planned, s.planned);
        rv_buf_text(&c->done, s.value);
        if ((st = found(c, err)) != RV_OK)
            return st;
    }
    return RV_OK;
}

static rv_status check_synthesis(checking *c, rv_error *err)
{
    rv_status st = check_settings(c, err);

    for (size_t i = 0; st == RV_OK && i < c->protocol->n_analyses; i++) {
        const rv_plan *a = &c->protocol->analyses[i];
        rv_effects effects = { 0 };

        st = rv_extract_effects(c->store, c->protocol, a->domain, a->measure, a->select, a->n_select, NULL, &effects, err);
        if (st == RV_OK)
            st = rv_included_leave_out(&c->included, &effects, err);
        if (st == RV_OK && !effects.n_chosen) {
            rv_buf_printf(&c->step, "synthesis/%s", a->id);
            rv_buf_text(&c->planned, a->label);
            rv_buf_text(&c->done, "no study gives an effect");
            st = found(c, err);
        }
        rv_effects_free(&effects);
    }
    return st;
}

static rv_status (*const checks[])(checking *c, rv_error *err) = {
    check_sources, check_deduplication, check_screening, check_studies, check_extraction, check_appraisal, check_synthesis,
};

rv_status rv_report_deviations(rv_store *store, const rv_protocol *protocol, const rv_words *otherwise,
                               rv_status (*deviation)(void *user, const rv_deviation *deviation, rv_error *err), void *user,
                               rv_error *err)
{
    checking c = { store, protocol, otherwise, RV_INCLUDED_INIT, deviation, user, RV_BUF_INIT, RV_BUF_INIT, RV_BUF_INIT };
    rv_status st = rv_included_read(store, protocol, &c.included, err);

    for (size_t i = 0; st == RV_OK && i < sizeof checks / sizeof *checks; i++)
        st = checks[i](&c, err);
    rv_included_free(&c.included);
    rv_buf_free(&c.step);
    rv_buf_free(&c.planned);
    rv_buf_free(&c.done);
    return st;
}
