/* The questions and domains of an appraisal: what was said, what the rules say now, and what is to be looked at again. */
#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "extract/appraise.h"

/* What lines are made from. */
typedef struct {
    rv_appraisal        *a;
    rv_appraisal_line   *lines;
    rv_hoard            *memory;
    const rv_appraised  *rows;
    size_t               n_rows;
    bool                *told;      /* by row: it has its line */
    rv_answered         *answers;
    size_t               n_answers;
} making;

static const char *words(making *m, const char *format, ...) RV_PRINTF(2, 3);
static const char *words(making *m, const char *format, ...)
{
    char    text[400];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return rv_hoard_text(m->memory, text);
}

static void fill_from_row(making *m, rv_appraisal_line *line)
{
    line->answer = line->support = line->place = line->quotation = line->reviewer = line->edition = line->proposed = "";
    line->now = line->because = line->waits = line->again = "";
    for (size_t i = 0; i < m->n_rows; i++) {
        const rv_appraised *r = &m->rows[i];

        if (strcmp(r->domain, line->id) != 0)
            continue;
        m->told[i] = true;
        line->answer = r->judgement;
        line->support = r->support;
        line->place = r->place;
        line->quotation = r->quotation;
        line->reviewer = r->reviewer;
        line->edition = r->edition;
        line->proposed = r->proposed;
    }
}

static bool waits(const rv_appraisal_line *line)
{
    return !line->answer[0] && line->asked == RV_ASKED && !line->optional;
}

static void count_line(rv_appraisal *a, const rv_appraisal_line *line)
{
    if (waits(line) && !a->next[0])
        a->next = line->id;
    a->again += line->again[0] != 0;
    if (!line->question && !line->optional) {
        a->due++;
        a->judged += line->answer[0] != 0;
    }
}

/* ---- Why again -------------------------------------------------------------------------------------------------------- */

static const char *edition_changed(making *m, const rv_appraisal_line *line)
{
    const char *now = m->a->instrument->edition;

    if (!line->answer[0] || strcmp(line->edition, now) == 0)
        return "";
    return line->edition[0] ? words(m, "made with edition %s; edition %s counts now", line->edition, now)
                            : words(m, "made before the tool was an instrument; edition %s counts now", now);
}

static const char *question_again(making *m, const rv_appraisal_line *line)
{
    if (!line->answer[0])
        return "";
    if (!rv_instrument_knows(m->a->instrument, line->id, line->answer))
        return words(m, "edition %s has no answer '%s'", m->a->instrument->edition, line->answer);
    if (line->asked == RV_ASKED_NOT && strcmp(line->answer, "NA") != 0)
        return "it is not asked after the other answers, and does not count";
    return edition_changed(m, line);
}

static const char *domain_again(making *m, const rv_appraisal_line *line, const rv_proposal *p)
{
    const char *edition = edition_changed(m, line);

    if (!line->answer[0])
        return "";
    if (!rv_instrument_knows(m->a->instrument, line->id, line->answer))
        return words(m, "edition %s has no judgement '%s'", m->a->instrument->edition, line->answer);
    if (*edition)
        return edition;
    if (p->judgement && line->proposed[0] && strcmp(p->judgement, line->proposed) != 0)
        return words(m, "the answers lead to '%s' now; they led to '%s' when it was judged", p->judgement, line->proposed);
    if (p->judgement && !line->proposed[0] && strcmp(p->judgement, line->answer) != 0)
        return words(m, "the answers lead to '%s'; it was judged without them", p->judgement);
    if (!p->judgement && line->proposed[0] && p->next)
        return words(m, "the answers changed, and %s has none now", p->next);
    return "";
}

/* ---- Lines ------------------------------------------------------------------------------------------------------------ */

static const char **texts(making *m, size_t n)
{
    return rv_hoard_bytes(m->memory, (n + 1) * sizeof(const char *));
}

static rv_status question_line(making *m, const rv_instrument_domain *d, const rv_question *q, rv_error *err)
{
    rv_appraisal_line *line = &m->lines[m->a->n++];
    const char **codes = texts(m, q->n_answers), **labels = texts(m, q->n_answers);
    rv_status st;

    if (!codes || !labels)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < q->n_answers; i++) {
        codes[i] = q->answers[i].code;
        labels[i] = q->answers[i].label;
    }
    *line = (rv_appraisal_line){ .id = q->id, .domain = d->id, .text = q->text, .help = q->help, .question = true,
                                 .critical = q->critical, .n_choices = q->n_answers, .choices = codes, .labels = labels };
    fill_from_row(m, line);
    if ((st = rv_instrument_asks(m->a->instrument, m->answers, m->n_answers, q->id, &line->asked, err)) != RV_OK)
        return st;
    line->again = question_again(m, line);
    count_line(m->a, line);
    /* An optional domain is not asked for; one that was begun is. */
    return RV_OK;
}

static rv_status domain_line(making *m, const rv_instrument_domain *d, rv_error *err)
{
    rv_appraisal_line *line = &m->lines[m->a->n++];
    rv_proposal p;
    rv_status st;

    *line = (rv_appraisal_line){ .id = d->id, .domain = d->id, .text = d->label, .help = d->help, .optional = d->optional,
                                 .n_choices = d->n_judgements, .choices = d->judgements, .labels = d->judgements, .asked = RV_ASKED };
    fill_from_row(m, line);
    if ((st = rv_instrument_judge(m->a->instrument, m->answers, m->n_answers, d->id, &p, err)) != RV_OK)
        return st;
    line->now = p.judgement ? p.judgement : "";
    line->because = p.because;
    line->waits = p.next ? p.next : "";
    line->again = domain_again(m, line, &p);
    count_line(m->a, line);
    return RV_OK;
}

/* What older editions asked and this one does not. */
static void old_lines(making *m)
{
    for (size_t i = 0; i < m->n_rows; i++)
        if (!m->told[i]) {
            rv_appraisal_line *line = &m->lines[m->a->n++];

            *line = (rv_appraisal_line){ .id = m->rows[i].domain, .domain = "", .text = "", .help = "", .question = true,
                                         .asked = RV_ASKED_NOT };
            fill_from_row(m, line);
            line->again = m->a->instrument ? words(m, "edition %s has no %s", m->a->instrument->edition, line->id)
                                           : "the tool has no such domain";
            count_line(m->a, line);
        }
}

static rv_status instrument_lines(making *m, rv_error *err)
{
    const rv_instrument *instrument = m->a->instrument;
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < instrument->n_domains; i++) {
        const rv_instrument_domain *d = &instrument->domains[i];
        const char *next = m->a->next;

        for (size_t k = 0; st == RV_OK && k < d->n_questions; k++)
            st = question_line(m, d, &d->questions[k], err);
        if (d->optional)
            m->a->next = next;      /* what may be left out is not waited for */
        if (st == RV_OK)
            st = domain_line(m, d, err);
    }
    return st;
}

static void inline_lines(making *m)
{
    for (size_t i = 0; i < m->a->tool->n_domains; i++) {
        const rv_appraisal_domain *d = &m->a->tool->domains[i];
        rv_appraisal_line *line = &m->lines[m->a->n++];

        *line = (rv_appraisal_line){ .id = d->id, .domain = d->id, .text = d->label, .help = "", .n_choices = d->n_judgements,
                                     .choices = d->judgements, .labels = d->judgements, .asked = RV_ASKED };
        fill_from_row(m, line);
        count_line(m->a, line);
    }
}

rv_status rv_appraisal_lines(rv_appraisal *a, rv_hoard *memory, const rv_appraised *rows, size_t n_rows, rv_error *err)
{
    making m = { .a = a, .memory = memory, .rows = rows, .n_rows = n_rows };
    const size_t most = n_rows + (a->instrument ? a->instrument->n_slots : a->tool->n_domains);
    rv_status st = RV_OK;

    m.lines = rv_hoard_bytes(memory, (most + 1) * sizeof *m.lines);
    m.told = rv_hoard_bytes(memory, n_rows + 1);
    m.answers = rv_hoard_bytes(memory, (n_rows + 1) * sizeof *m.answers);
    if (!m.lines || !m.told || !m.answers)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    a->lines = m.lines;
    a->next = "";
    if (a->instrument) {
        m.n_answers = rv_appraised_answers(a->instrument, rows, n_rows, m.answers);
        st = instrument_lines(&m, err);
    } else {
        inline_lines(&m);
    }
    if (st == RV_OK)
        old_lines(&m);
    return st == RV_OK && memory->failed ? rv_fail(err, RV_ENOMEM, "out of memory") : st;
}
