/* From checked judgements to facts: each domain's judgement is written beside what the answers propose, and differs only with a reason. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/appraising.h"
#include "extract/check.h"

/* The entries of one appraisal, and what is answered as they are written. */
typedef struct {
    const rv_appraised *rows;
    size_t              n_rows;
    rv_answered        *answers;          /* room for all there can be */
    size_t              n;
} group;

static rv_status fail(const rv_appraising *w, const rv_appraising_entry *e, const char *column, const char *message)
{
    return rv_batch_fail(w->batch, w->err, w->batch->file[0] ? RV_EPARSE : RV_EINVAL, e->j->line, column, message);
}

/* ---- Answers in hand -------------------------------------------------------------------------------------------------- */

size_t rv_appraised_answers(const rv_instrument *instrument, const rv_appraised *rows, size_t n, rv_answered *answers)
{
    size_t known = 0;

    for (size_t i = 0; i < n; i++)
        if (rv_instrument_knows(instrument, rows[i].domain, rows[i].judgement))
            answers[known++] = (rv_answered){ rows[i].domain, rows[i].judgement };
    return known;
}

static void answer(group *g, const char *id, const char *text)
{
    for (size_t i = 0; i < g->n; i++)
        if (strcmp(g->answers[i].id, id) == 0) {
            g->answers[i].answer = text;
            return;
        }
    g->answers[g->n++] = (rv_answered){ id, text };
}

static const rv_appraised *standing(const group *g, const char *domain)
{
    for (size_t i = 0; i < g->n_rows; i++)
        if (strcmp(g->rows[i].domain, domain) == 0)
            return &g->rows[i];
    return NULL;
}

/* ---- Writing ---------------------------------------------------------------------------------------------------------- */

static bool says_the_same(const rv_appraised *old, const rv_batch_judgement *j, const char *judgement, const char *proposed,
                          const char *edition)
{
    return strcmp(old->judgement, judgement) == 0 && strcmp(old->proposed, proposed) == 0 && strcmp(old->edition, edition) == 0
           && (!j->support[0] || strcmp(old->support, j->support) == 0) && (!j->place[0] || strcmp(old->place, j->place) == 0)
           && (!j->quotation[0] || strcmp(old->quotation, j->quotation) == 0);
}

/* What is not said anew is carried over from what stood, unless the answer changed. */
static const char *carried(const char *given, const char *stood, bool same_answer)
{
    const char *text = given[0] || !same_answer ? given : stood;

    return text[0] ? text : NULL;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

/* Tells what is judged anew: a dry run lists it. */
static void tell(rv_appraising *w, const rv_batch_judgement *j, const char *from, const char *to)
{
    char field[200];

    ++*w->written;
    if (!w->batch->changed)
        return;
    snprintf(field, sizeof field, "%.90s %.90s", j->tool, j->domain);
    w->batch->changed(w->batch->changing, &(rv_extract_change){ "judgement", j->study && j->study[0] ? j->study : or_empty(j->body),
                                                                or_empty(j->result), field, from, to });
}

static rv_status write_row(rv_appraising *w, const group *g, const rv_appraising_entry *e, const char *judgement, const char *proposed)
{
    const rv_appraised none = { .support = "", .place = "", .quotation = "" };
    const rv_appraised *old = standing(g, e->j->domain), *from = old ? old : &none;
    const char *edition = e->used->instrument ? e->used->instrument->edition : "";
    const bool same = old && strcmp(old->judgement, judgement) == 0;
    rv_cell cells[15];
    size_t n = 0;
    rv_status st;

    if (old && says_the_same(old, e->j, judgement, proposed, edition)) {
        w->summary->unchanged++;
        return RV_OK;
    }
    if ((st = rv_instruments_keep(&w->instruments, e->used, w->event, w->err)) != RV_OK)
        return st;
    if (e->study)
        cells[n++] = RV_CELL_OF_INT("study", e->study);
    if (e->result)
        cells[n++] = RV_CELL_OF_INT("result", e->result);
    cells[n++] = RV_CELL_OF_TEXT("tool", e->j->tool);
    cells[n++] = RV_CELL_OF_TEXT("domain", e->j->domain);
    cells[n++] = RV_CELL_OF_TEXT("judgement", judgement);
    cells[n++] = RV_CELL_OF_TEXT("support", carried(e->j->support, from->support, same));
    cells[n++] = RV_CELL_OF_TEXT("reviewer", w->who);
    if (old)
        cells[n++] = RV_CELL_OF_INT("supersedes", old->id);
    cells[n++] = RV_CELL_OF_TEXT("body", carried(e->j->body, "", false));
    cells[n++] = RV_CELL_OF_TEXT("edition", carried(edition, "", false));
    cells[n++] = RV_CELL_OF_TEXT("proposed", carried(proposed, "", false));
    cells[n++] = RV_CELL_OF_TEXT("place", carried(e->j->place, from->place, same));
    cells[n++] = RV_CELL_OF_TEXT("quotation", carried(e->j->quotation, from->quotation, same));
    cells[n++] = RV_CELL_OF_TEXT("own", carried(e->key.own, "", false));
    *(old ? &w->summary->corrections : &w->summary->judgements) += 1;
    tell(w, e->j, old ? old->judgement : "", judgement);
    return rv_event_add(w->event, "appraisal", cells, n, NULL, w->err);
}

/* An answer to what is not asked is kept, does not count, and is told. */
static rv_status write_answer(rv_appraising *w, group *g, const rv_appraising_entry *e)
{
    rv_asked asked;
    rv_error why;
    char words[200];

    if (rv_instrument_asks(e->used->instrument, g->answers, g->n, e->j->domain, &asked, &why) != RV_OK)
        return fail(w, e, "judgement", why.message);
    if (asked == RV_ASKED_NOT && strcmp(e->j->judgement, "NA") != 0) {
        snprintf(words, sizeof words, "%.64s is not asked after the other answers; this one does not count", e->j->domain);
        rv_batch_warning(w->batch, e->j->line, "domain", words);
    }
    return write_row(w, g, e, e->j->judgement, "");
}

/* The reason for judging otherwise than proposed: given now, or standing since the same was judged otherwise. */
static bool has_reason(const group *g, const rv_appraising_entry *e, const char *judgement, const char *proposed)
{
    const rv_appraised *old = standing(g, e->j->domain);

    return e->j->support[0] || (old && old->support[0] && strcmp(old->judgement, judgement) == 0 && strcmp(old->proposed, proposed) == 0);
}

static rv_status write_domain(rv_appraising *w, group *g, const rv_appraising_entry *e)
{
    const char *judgement = e->j->judgement, *proposed;
    rv_proposal p;
    rv_error why;
    char words[480];

    if (rv_instrument_judge(e->used->instrument, g->answers, g->n, e->j->domain, &p, &why) != RV_OK)
        return fail(w, e, "domain", why.message);
    proposed = p.judgement ? p.judgement : "";
    if (strcmp(judgement, RV_AS_PROPOSED) == 0) {
        if (!p.judgement) {
            snprintf(words, sizeof words, "nothing is proposed for %.64s yet: %.64s has no answer", e->j->domain, p.next ? p.next : "it");
            return fail(w, e, "judgement", p.next ? words : "the instrument has no rules for this domain; judge it");
        }
        judgement = p.judgement;
    }
    if (proposed[0] && strcmp(judgement, proposed) != 0 && !has_reason(g, e, judgement, proposed)) {
        snprintf(words, sizeof words, "for %.64s the answers lead to '%.64s' (%.150s); to judge it '%.64s' give the reason", e->j->domain,
                 proposed, p.because, judgement);
        return fail(w, e, "support", words);
    }
    answer(g, e->j->domain, judgement);
    return write_row(w, g, e, judgement, proposed);
}

/* Tells, when an appraisal begins, that the instrument is for other studies than this one. */
static void tell_whether_it_applies(rv_appraising *w, const rv_appraising_entry *e)
{
    const char *condition = e->used->instrument->applies_when, *value;
    const rv_fact_value *v;
    char field[80], words[400];

    if (!*condition || !e->study || !rv_condition_field(condition, field, sizeof field)
        || !(v = rv_facts_value(w->facts, e->study, 0, field)))
        return;
    value = strcmp(v->state, "reported") == 0 || strcmp(v->state, "derived") == 0 ? v->value : NULL;
    if (!value || rv_condition_holds(condition, value))
        return;
    snprintf(words, sizeof words, "%.64s is for studies with %.100s; %s is '%.60s' here", e->used->instrument->id, condition, field, value);
    rv_batch_warning(w->batch, e->j->line, "tool", words);
}

/* All entries of one appraisal: first every answer is in hand, then the domains in their order, the overall one last. */
static rv_status write_group(rv_appraising *w, const rv_appraising_entry *entries, size_t n)
{
    const rv_instrument *i = entries->used->instrument;
    group g = { .n = 0 };
    rv_status st = RV_OK;

    g.rows = rv_appraised_of(&w->standing, &entries->key, &g.n_rows);
    if (!(g.answers = calloc(g.n_rows + n + 1, sizeof *g.answers)))
        return rv_fail(w->err, RV_ENOMEM, "out of memory");
    if (i && !g.n_rows)
        tell_whether_it_applies(w, entries);
    if (i)
        g.n = rv_appraised_answers(i, g.rows, g.n_rows, g.answers);
    for (size_t k = 0; k < n && i; k++)
        if (entries[k].rank == 0 && entries[k].j->judgement[0])
            answer(&g, entries[k].j->domain, entries[k].j->judgement);
    for (size_t k = 0; st == RV_OK && k < n; k++) {
        const rv_appraising_entry *e = &entries[k];
        const bool again = k > 0 && strcmp(entries[k - 1].j->domain, e->j->domain) == 0;

        if (again && strcmp(entries[k - 1].j->judgement, e->j->judgement) != 0)
            st = fail(w, e, "domain", "it stands twice, with different judgements");
        else if (again || (i && !e->j->judgement[0]))
            continue;
        else if (!i)
            st = write_row(w, &g, e, e->j->judgement, "");
        else
            st = e->rank == 0 ? write_answer(w, &g, e) : write_domain(w, &g, e);
    }
    free(g.answers);
    return st;
}

rv_status rv_appraisals_write(rv_batch *batch, rv_store *store, rv_event *event, const rv_facts *facts, const char *who,
                              rv_extract_summary *summary, size_t *written, rv_error *err)
{
    rv_appraising w = { .batch = batch, .store = store, .event = event, .facts = facts, .who = who, .summary = summary, .written = written,
               .err = err };
    rv_appraising_entry *entries = calloc(batch->n_judgements + 1, sizeof *entries);
    rv_status st = entries ? rv_appraised_load(store, &w.standing, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; st == RV_OK && i < batch->n_judgements; i++)
        st = rv_appraising_prepare(&w, &batch->judgements[i], &entries[i]);
    if (st == RV_OK)
        qsort(entries, batch->n_judgements, sizeof *entries, rv_appraising_order);
    for (size_t i = 0, end; st == RV_OK && i < batch->n_judgements; i = end) {
        for (end = i + 1; end < batch->n_judgements && rv_appraised_together(&entries[i].key, &entries[end].key); end++)
            ;
        st = write_group(&w, entries + i, end - i);
    }
    summary->warnings = batch->warnings;
    free(entries);
    rv_appraised_free(&w.standing);
    rv_instruments_free(&w.instruments);
    return st;
}
