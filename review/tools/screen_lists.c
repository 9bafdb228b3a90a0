/* What review-screen shows. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/listing.h"
#include "tools/opts.h"
#include "tools/screen.h"

static rv_status keep_title(void *user, const rv_stored_record *record, rv_error *err)
{
    rv_screening *work = user;
    const size_t id = (size_t)record->id;

    if (id >= work->n_titles) {
        const size_t n = id + id / 2 + 64;
        char **more = realloc(work->titles, n * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        memset(more + work->n_titles, 0, (n - work->n_titles) * sizeof *more);
        work->titles = more;
        work->n_titles = n;
    }
    if (record->fields.title && !(work->titles[id] = strdup(record->fields.title)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    return RV_OK;
}

rv_status rv_screening_table(rv_screening *work, const char *const *columns, size_t n,
                             rv_status (*fill)(rv_table *table, void *user, rv_error *err), rv_error *err)
{
    rv_status st = rv_reports_each(work->store, 0, INT64_MAX, keep_title, work, err);

    if (st == RV_OK)
        st = rv_tool_table(work->output, work->format, columns, n, fill, work, err);
    for (size_t i = 0; i < work->n_titles; i++)
        free(work->titles[i]);
    free(work->titles);
    work->titles = NULL;
    work->n_titles = 0;
    return st;
}

const char *rv_screening_title(const rv_screening *work, int64_t record)
{
    return (size_t)record < work->n_titles ? work->titles[record] : NULL;
}

const char *rv_screening_stage(const rv_screening *work)
{
    return work->stage ? work->stage : work->protocol->stages[0].id;
}

static bool of_stage(const rv_screening *work, const char *stage)
{
    return !work->stage || strcmp(work->stage, stage) == 0;
}

static const char *some(const char *text)
{
    return *text ? text : NULL;
}

/* ---- list, states -------------------------------------------------------------------------------------------------------- */

static const char *const outcomes[] = { "waiting", "conflict", "included", "excluded", "not reached", "set aside" };

static rv_status add_status(void *user, const rv_screen_status *row, rv_error *err)
{
    rv_screening *work = user;

    (void)err;
    if (row->outcome == RV_SCREEN_NOT_REACHED || !of_stage(work, row->stage))
        return RV_OK;
    rv_table_int(work->table, row->report);
    rv_table_text(work->table, row->stage);
    rv_table_text(work->table, outcomes[row->outcome]);
    rv_table_int(work->table, row->votes);
    rv_table_text(work->table, some(row->verdict));
    rv_table_text(work->table, some(row->reason));
    rv_table_text(work->table, row->resolved ? "yes" : "no");
    rv_table_text(work->table, some(row->state));
    rv_table_text(work->table, rv_screening_title(work, row->report));
    rv_screening_marks_add(work, row->report, row->stage);
    rv_table_row(work->table);
    return RV_OK;
}

/* One line a report that has a state: its first stage's row is enough. */
static rv_status add_state(void *user, const rv_screen_status *row, rv_error *err)
{
    rv_screening *work = user;

    (void)err;
    if (!*row->state || strcmp(row->stage, work->protocol->stages[0].id) != 0)
        return RV_OK;
    rv_table_int(work->table, row->report);
    rv_table_text(work->table, row->state);
    rv_table_text(work->table, rv_screening_title(work, row->report));
    rv_table_row(work->table);
    return RV_OK;
}

static rv_status fill_list(rv_table *table, void *user, rv_error *err)
{
    rv_screening *work = user;

    work->table = table;
    return rv_screen_each(work->store, work->protocol, work->who, add_status, work, err);
}

static rv_status fill_states(rv_table *table, void *user, rv_error *err)
{
    rv_screening *work = user;

    work->table = table;
    return rv_screen_each(work->store, work->protocol, work->who, add_state, work, err);
}

rv_status rv_screening_list(rv_screening *work, bool states_only, rv_error *err)
{
    static const char *const columns[] = { "report", "stage", "outcome", "votes", "own_verdict", "reason", "resolved", "state", "title",
                                           "labels", "notes" };
    static const char *const states[] = { "report", "state", "title" };

    rv_status st;

    if (states_only)
        return rv_screening_table(work, states, 3, fill_states, err);
    if ((st = rv_screening_marks_begin(work, err)) == RV_OK)
        st = rv_screening_table(work, columns, 11, fill_list, err);
    rv_screening_marks_end(work);
    return st;
}

/* ---- conflicts, export --------------------------------------------------------------------------------------------------- */

static rv_status add_conflict(void *user, const rv_conflict *conflict, rv_error *err)
{
    rv_screening *work = user;
    rv_buf says = RV_BUF_INIT;
    rv_status st;

    for (size_t i = 0; i < conflict->n_votes; i++) {
        rv_buf_printf(&says, "%s%s", i ? "; " : "", conflict->verdicts[i]);
        if (*conflict->reasons[i])
            rv_buf_printf(&says, " (%s)", conflict->reasons[i]);
        if (*conflict->notes[i])
            rv_buf_printf(&says, " \"%s\"", conflict->notes[i]);
    }
    if ((st = rv_buf_check(&says, err)) == RV_OK) {
        rv_table_int(work->table, conflict->report);
        rv_table_text(work->table, conflict->stage);
        rv_table_text(work->table, rv_buf_str(&says));
        rv_table_text(work->table, rv_screening_title(work, conflict->report));
        rv_screening_marks_add(work, conflict->report, conflict->stage);
        rv_table_row(work->table);
    }
    rv_buf_free(&says);
    return st;
}

static rv_status fill_conflicts(rv_table *table, void *user, rv_error *err)
{
    rv_screening *work = user;

    work->table = table;
    return rv_screen_conflicts(work->store, work->protocol, work->stage, add_conflict, work, err);
}

rv_status rv_screening_conflicts(rv_screening *work, rv_error *err)
{
    static const char *const columns[] = { "report", "stage", "votes", "title", "labels", "notes" };
    rv_status st = rv_screening_marks_begin(work, err);

    if (st == RV_OK)
        st = rv_screening_table(work, columns, 6, fill_conflicts, err);
    rv_screening_marks_end(work);
    return st;
}

static rv_status add_decision(void *user, const rv_standing_decision *d, rv_error *err)
{
    rv_screening *work = user;
    rv_buf key = RV_BUF_INIT;
    rv_status st;

    if (!of_stage(work, d->stage))
        return RV_OK;
    if ((st = rv_record_key(work->store, d->record, &key, err)) == RV_OK) {
        rv_table_text(work->table, rv_buf_str(&key));
        rv_table_text(work->table, d->stage);
        rv_table_text(work->table, d->reviewer);
        rv_table_text(work->table, d->verdict);
        rv_table_text(work->table, some(d->reason));
        rv_table_text(work->table, some(d->note));
        rv_table_text(work->table, d->role);
        rv_table_text(work->table, some(d->at));
        rv_table_row(work->table);
    }
    rv_buf_free(&key);
    return st;
}

static rv_status fill_decisions(rv_table *table, void *user, rv_error *err)
{
    rv_screening *work = user;

    work->table = table;
    return rv_screen_decisions(work->store, work->protocol, work->who, add_decision, work, err);
}

rv_status rv_screening_export(rv_screening *work, rv_error *err)
{
    static const char *const columns[] = { "record", "stage", "reviewer", "verdict", "reason", "note", "role", "at" };

    return rv_tool_table(work->output, work->format, columns, 8, fill_decisions, work, err);
}

/* ---- next ------------------------------------------------------------------------------------------------------------------ */

typedef struct {
    rv_screening *work;
    const char   *stage;
    rv_output    *out;
} card;

static void line(rv_output *out, const char *label, const char *text)
{
    rv_buf clean = RV_BUF_INIT;

    if (!text || !*text)
        return;
    rv_utf8_printable(&clean, text, strlen(text));
    rv_output_printf(out, "%s%s\n", label, rv_buf_str(&clean));
    rv_buf_free(&clean);
}

static void write_plan(rv_output *out, const rv_protocol *protocol, const char *stage)
{
    for (size_t i = 0; i < protocol->n_criteria; i++)
        rv_output_printf(out, "%s%s: %s\n", i == 0 || protocol->criteria[i].include != protocol->criteria[i - 1].include
                         ? protocol->criteria[i].include ? "\nInclude when\n  " : "\nExclude when\n  " : "  ",
                         protocol->criteria[i].id, protocol->criteria[i].text);
    for (size_t i = 0, n = 0; i < protocol->n_reasons; i++)
        if (!*protocol->reasons[i].stage || strcmp(protocol->reasons[i].stage, stage) == 0)
            rv_output_printf(out, "%s%s: %s\n", n++ ? "  " : "\nReasons for exclusion\n  ", protocol->reasons[i].id,
                             protocol->reasons[i].label);
}

static rv_status write_card(void *user, const rv_stored_record *record, rv_error *err)
{
    card *c = user;
    const rv_bulk_record *f = &record->fields;

    (void)err;
    rv_output_printf(c->out, "Report %lld at %s\n\n", (long long)record->id, c->stage);
    line(c->out, "", f->title);
    line(c->out, "", f->authors);
    if (f->year)
        rv_output_printf(c->out, "%lld\n", (long long)f->year);
    line(c->out, "", f->container);
    line(c->out, "doi:", f->doi);
    line(c->out, "pmid:", f->pmid);
    line(c->out, "", f->url);
    line(c->out, "\n", f->abstract);
    line(c->out, "\nKeywords: ", f->keywords);
    write_plan(c->out, c->work->protocol, c->stage);
    rv_output_printf(c->out, "\nreview-screen decide %lld include|exclude|unsure --stage %s\n", (long long)record->id, c->stage);
    return RV_OK;
}

static rv_status add_card(void *user, const rv_stored_record *record, rv_error *err)
{
    card *c = user;
    const rv_bulk_record *f = &record->fields;
    const char *const texts[] = { f->container, f->volume, f->issue, f->pages, f->doi, f->pmid, f->url, f->abstract, f->keywords };
    rv_table *table = c->work->table;

    (void)err;
    rv_table_int(table, record->id);
    rv_table_text(table, c->stage);
    rv_table_text(table, f->title);
    rv_table_text(table, f->authors);
    if (f->year)
        rv_table_int(table, f->year);
    else
        rv_table_missing(table);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        rv_table_text(table, texts[i]);
    rv_table_row(table);
    return RV_OK;
}

/* The first stage at which something waits, or the stage asked for. */
static rv_status find_next(rv_screening *work, int64_t *report, const char **stage, rv_error *err)
{
    rv_status st = RV_OK;

    *report = 0;
    for (size_t i = 0; i < work->protocol->n_stages && !*report && st == RV_OK; i++) {
        *stage = work->stage ? work->stage : work->protocol->stages[i].id;
        st = rv_screen_next(work->store, work->protocol, work->who, *stage, report, err);
        if (work->stage)
            break;
    }
    return st;
}

typedef struct {
    card    card;
    int64_t report;
} served;

static rv_status fill_next(rv_table *table, void *user, rv_error *err)
{
    served *s = user;

    s->card.work->table = table;
    return s->report ? rv_reports_each(s->card.work->store, s->report, s->report, add_card, &s->card, err) : RV_OK;
}

rv_status rv_screening_next(rv_screening *work, rv_error *err)
{
    static const char *const columns[] = { "report", "stage", "title", "authors", "year", "container", "volume", "issue", "pages",
                                           "doi", "pmid", "url", "abstract", "keywords" };
    served s = { .card = { .work = work } };
    rv_status st;

    if ((st = find_next(work, &s.report, &s.card.stage, err)) != RV_OK)
        return st;
    if (!s.report)
        rv_tool_say("nothing waits for %s", work->who);
    if (work->format != RV_FORMAT_TEXT)
        return rv_tool_table(work->output, work->format, columns, 14, fill_next, &s, err);
    if (!s.report)
        return RV_OK;
    if ((st = rv_output_open(&s.card.out, work->output, err)) != RV_OK)
        return st;
    if ((st = rv_reports_each(work->store, s.report, s.report, write_card, &s.card, err)) == RV_OK)
        return rv_output_close(s.card.out, err);
    rv_output_drop(s.card.out);
    return st;
}
