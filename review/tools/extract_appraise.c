/* Appraisal by the tools of the protocol: entering, showing, and what is to be looked at again. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/extract.h"
#include "tools/extract_appraise.h"

/* ---- Subjects and versions -------------------------------------------------------------------------------------------- */

rv_status appraise_subject(const rv_extraction *work, const char *tool, const char *subject, rv_appraisal_subject *out, rv_error *err)
{
    const rv_appraisal_tool *t = rv_protocol_appraisal(work->protocol, tool);
    rv_buf known = RV_BUF_INIT;

    *out = (rv_appraisal_subject){ NULL, NULL, NULL };
    if (t) {
        *(strcmp(t->unit, "result") == 0 ? &out->result : strcmp(t->unit, "body") == 0 ? &out->body : &out->study) = subject;
        return RV_OK;
    }
    for (size_t i = 0; i < work->protocol->n_appraisals; i++)
        rv_buf_printf(&known, "%s%s", i ? ", " : "", work->protocol->appraisals[i].id);
    rv_fail(err, RV_ENOTFOUND, "the protocol has no appraisal tool '%.80s'; there are %.300s", tool, known.length ? rv_buf_str(&known) : "none");
    rv_buf_free(&known);
    return RV_ENOTFOUND;
}

const char *appraise_version(const rv_extraction *work, const char *tool)
{
    const rv_appraisal_tool *t = rv_protocol_appraisal(work->protocol, tool);

    return t && !work->agreed && rv_appraised_twice(work->protocol, t) ? work->who : NULL;
}

rv_judgement_entry appraise_entry(const rv_extraction *work, const char *tool, const rv_appraisal_subject *subject, const char *id,
                                  const char *answer)
{
    return (rv_judgement_entry){ .study = subject->study, .result = subject->result, .body = subject->body, .tool = tool, .domain = id,
                                 .judgement = answer, .support = work->support, .place = work->place, .quotation = work->quotation,
                                 .agreed = work->agreed };
}

/* ---- Entering --------------------------------------------------------------------------------------------------------- */

void appraise_warn(void *user, const rv_extract_warning *w)
{
    (void)user;
    if (!w->fault)
        rv_tool_say("%s", w->message);
}

static rv_status enter(rv_extraction *work, const rv_judgement_entry *entries, size_t n, rv_error *err)
{
    rv_extract_summary summary;
    rv_status st = rv_extract_appraise_all(work->store, work->protocol, work->who, entries, n, appraise_warn, NULL, &summary, err);

    return st == RV_OK ? extract_done(work, "extract.appraise", summary.event) : st;
}

/* Every domain that has a proposal and is not judged as it says, or was judged before it changed. */
static rv_status keep_proposals(rv_extraction *work, const char *tool, const rv_appraisal_subject *subject, rv_error *err)
{
    rv_appraisal a;
    rv_judgement_entry *entries = NULL;
    bool whole = true;               /* every domain so far is judged, or will be */
    size_t n = 0;
    rv_status st = rv_extract_appraisal(work->store, work->protocol, tool, subject, appraise_version(work, tool), &a, err);

    if (st == RV_OK && !(entries = calloc(a.n + 1, sizeof *entries)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < a.n; i++) {
        const rv_appraisal_line *l = &a.lines[i];
        const rv_instrument_domain *d = l->question || !a.instrument ? NULL : rv_instrument_domain_of(a.instrument, l->id);
        /* The overall proposal may come of those kept here, before it. */
        const bool follows = d && d->n_needs > 0 && n > 0 && whole;

        if (!d)
            continue;
        if ((l->now[0] || follows) && (!l->answer[0] || l->again[0]))
            entries[n++] = appraise_entry(work, tool, subject, l->id, RV_AS_PROPOSED);
        else
            whole = whole && (l->answer[0] || l->optional);
    }
    if (st == RV_OK && n == 0)
        rv_tool_say("nothing is proposed that is not kept already%s%s", a.next[0] ? "; next is " : "", a.next);
    else if (st == RV_OK)
        st = enter(work, entries, n, err);
    free(entries);
    rv_appraisal_free(&a);
    return st;
}

rv_status extract_appraise(rv_extraction *work, char **o, rv_error *err)
{
    rv_appraisal_subject subject;
    rv_judgement_entry entry;
    rv_status st = appraise_subject(work, o[1], o[0], &subject, err);

    if (st != RV_OK)
        return st;
    if (!o[2])
        return work->as_proposed ? keep_proposals(work, o[1], &subject, err) : appraise_ask(work, o[1], &subject, err);
    if (!o[3] && !work->as_proposed)
        return rv_fail(err, RV_EUSAGE, "give the answer to %s, or its judgement, or --as-proposed", o[2]);
    entry = appraise_entry(work, o[1], &subject, o[2], o[3] ? o[3] : RV_AS_PROPOSED);
    return enter(work, &entry, 1, err);
}

/* ---- Showing ---------------------------------------------------------------------------------------------------------- */

typedef struct {
    const rv_extraction *work;
    const char          *tool, *study;       /* NULL: all */
    rv_appraisal_subject subject;
    rv_table            *table;
} listing;

/* Tables filled line by line of each appraisal: which versions, and what a line becomes. */
static rv_status fill_each(listing *l, rv_status (*each)(void *user, const rv_appraisal *a, rv_error *err), rv_error *err)
{
    return rv_extract_each_appraisal(l->work->store, l->work->protocol, l->tool, false, each, l, err);
}

static void put(rv_table *table, const char *const *cells, size_t n)
{
    for (size_t i = 0; i < n; i++)
        extract_text(table, cells[i]);
    rv_table_row(table);
}

static const char *whether_asked(const rv_appraisal_line *l)
{
    return !l->question ? "" : l->asked == RV_ASKED ? "yes" : l->asked == RV_ASKED_NOT ? "no" : "not yet known";
}

static rv_status fill_appraisal(rv_table *table, void *user, rv_error *err)
{
    listing *l = user;
    rv_appraisal a;
    rv_status st = rv_extract_appraisal(l->work->store, l->work->protocol, l->tool, &l->subject, appraise_version(l->work, l->tool), &a,
                                        err);

    for (size_t i = 0; st == RV_OK && i < a.n; i++) {
        const rv_appraisal_line *line = &a.lines[i];
        const char *const cells[] = { line->domain, line->question ? line->id : "", line->text, whether_asked(line), line->answer, line->now,
                                      line->now[0] ? line->because : "", line->support, line->place, line->quotation, line->reviewer,
                                      line->again };
        put(table, cells, sizeof cells / sizeof *cells);
    }
    if (st == RV_OK)
        rv_appraisal_free(&a);
    return st;
}

rv_status extract_appraisal(rv_extraction *work, char **o, rv_error *err)
{
    static const char *const columns[] = { "domain", "question", "text", "asked", "answer", "proposed", "because", "support", "place",
                                           "quotation", "reviewer", "again" };
    listing l = { .work = work, .tool = o[1] };
    rv_status st = appraise_subject(work, o[1], o[0], &l.subject, err);

    return st == RV_OK ? extract_table(work, RV_FORMAT_TEXT, columns, sizeof columns / sizeof *columns, fill_appraisal, &l, err) : st;
}

static rv_status add_judgements(void *user, const rv_appraisal *a, rv_error *err)
{
    const listing *l = user;

    (void)err;
    for (size_t i = 0; i < a->n; i++) {
        const rv_appraisal_line *line = &a->lines[i];
        const char *const cells[] = { a->subject.study, a->subject.result, a->tool->id, line->id, line->answer, line->support,
                                      line->reviewer, a->subject.body, line->proposed, line->again };
        if (!line->question && line->answer[0] && (!l->study || strcmp(l->study, a->subject.study) == 0))
            put(l->table, cells, sizeof cells / sizeof *cells);
    }
    return RV_OK;
}

static rv_status fill_judgements(rv_table *table, void *user, rv_error *err)
{
    ((listing *)user)->table = table;
    return fill_each(user, add_judgements, err);
}

rv_status extract_judgements(rv_extraction *work, char **operands, rv_error *err)
{
    static const char *const columns[] = { "study", "result", "tool", "domain", "judgement", "support", "reviewer", "body", "proposed",
                                           "again" };
    listing l = { .work = work, .study = operands[0] };

    return extract_table(work, RV_FORMAT_TEXT, columns, sizeof columns / sizeof *columns, fill_judgements, &l, err);
}

/* Also one's own, where two judge: a person may take away what they said. */
static rv_status add_answers(void *user, const rv_appraisal *a, rv_error *err)
{
    const listing *l = user;

    (void)err;
    if (a->own[0] && (!l->work->who || l->work->agreed || strcmp(a->own, l->work->who) != 0))
        return RV_OK;
    for (size_t i = 0; i < a->n; i++) {
        const rv_appraisal_line *line = &a->lines[i];
        const char *const cells[] = { a->subject.study, a->subject.result, a->subject.body, a->tool->id, line->id, line->answer,
                                      line->support, line->place, line->quotation };
        if (line->answer[0])
            put(l->table, cells, sizeof cells / sizeof *cells);
    }
    return RV_OK;
}

static rv_status fill_answers(rv_table *table, void *user, rv_error *err)
{
    listing *l = user;
    const bool own = l->tool && appraise_version(l->work, l->tool);

    l->table = table;
    return rv_extract_each_appraisal(l->work->store, l->work->protocol, l->tool, own, add_answers, l, err);
}

rv_status extract_answers(rv_extraction *work, char **operands, rv_error *err)
{
    static const char *const columns[] = { "study", "result", "body", "tool", "domain", "judgement", "support", "place", "quotation" };
    listing l = { .work = work, .tool = operands[0] };
    rv_appraisal_subject none;
    rv_status st = l.tool ? appraise_subject(work, l.tool, "", &none, err) : RV_OK;

    return st == RV_OK ? extract_table(work, RV_FORMAT_CSV, columns, sizeof columns / sizeof *columns, fill_answers, &l, err) : st;
}

/* The review's, and one's own where two judge. */
static rv_status add_again(void *user, const rv_appraisal *a, rv_error *err)
{
    const listing *l = user;

    (void)err;
    if (a->own[0] && (!l->work->who || l->work->agreed || strcmp(a->own, l->work->who) != 0))
        return RV_OK;
    for (size_t i = 0; i < a->n; i++) {
        const rv_appraisal_line *line = &a->lines[i];
        const char *const cells[] = { a->subject.study, a->subject.result, a->subject.body, a->tool->id, line->id, line->answer,
                                      line->again };
        if (line->again[0])
            put(l->table, cells, sizeof cells / sizeof *cells);
    }
    return RV_OK;
}

static rv_status fill_again(rv_table *table, void *user, rv_error *err)
{
    listing *l = user;
    rv_status st;

    l->table = table;
    if ((st = fill_each(l, add_again, err)) == RV_OK)
        st = rv_extract_each_appraisal(l->work->store, l->work->protocol, l->tool, true, add_again, l, err);
    return st;
}

rv_status extract_appraisal_again(rv_extraction *work, char **operands, rv_error *err)
{
    static const char *const columns[] = { "study", "result", "body", "tool", "domain", "judgement", "why" };
    listing l = { .work = work, .tool = operands[0] };
    rv_appraisal_subject none;
    rv_status st = l.tool ? appraise_subject(work, l.tool, "", &none, err) : RV_OK;

    return st == RV_OK ? extract_table(work, RV_FORMAT_TEXT, columns, sizeof columns / sizeof *columns, fill_again, &l, err) : st;
}
