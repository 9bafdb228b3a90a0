/* The plain-language summary: what was asked, what was looked for, what was found, how sure that is, what is not known. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "report/parts.h"

static void say(rv_document *d, const char *text)
{
    rv_page_text(d->page, text);
    rv_page_role(d->page, "plain-language");
}

RV_STATEMENT(plain_searches,
    "SELECT COUNT(DISTINCT s.id), MAX(COALESCE(s.searched, '')), COUNT(r.id) FROM source s JOIN file f ON f.source = s.id"
    " LEFT JOIN record r ON r.file = f.id");

static void count_of(rv_buf *out, int64_t n, const char *one, const char *many)
{
    rv_words_number(out, (long)n);
    rv_buf_printf(out, " %s", n == 1 ? one : many);
}

static void capital(rv_buf *text)
{
    if (text->length && text->data[0] >= 'a' && text->data[0] <= 'z')
        text->data[0] = (char)(text->data[0] - 'a' + 'A');
}

static rv_status looked_for(rv_document *d, rv_error *err)
{
    rv_buf text = RV_BUF_INIT;
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, d->store, &plain_searches, err, "");

    if (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const char *last = rv_query_text(q, 1);

        rv_buf_text(&text, "We looked through ");
        count_of(&text, rv_query_int(q, 2), "record", "records");
        rv_buf_text(&text, " from ");
        count_of(&text, rv_query_int(q, 0), "source", "sources");
        if (last && *last)
            rv_buf_printf(&text, ", last searched on %s", last);
        rv_buf_text(&text, ", and found ");
        count_of(&text, (int64_t)(d->included.n_studies + d->included.n_loose), "study", "studies");
        rv_buf_text(&text, " that fit the question.");
        say(d, rv_buf_str(&text));
    }
    rv_query_end(q);
    rv_buf_free(&text);
    return st;
}

static void how_sure(rv_buf *out, const rv_certainty *c)
{
    static const struct { const char *judgement, *words; } sure[] = {
        { "high", "We are confident of this." },
        { "moderate", "We are fairly confident of this; further studies could change it somewhat." },
        { "low", "We have little confidence in this; further studies may well change it." },
        { "very low", "We have very little confidence in any number here." },
    };

    if (!*c->judgement) {
        rv_buf_text(out, " How sure this is has not been judged.");
        return;
    }
    for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
        if (strcmp(sure[i].judgement, c->judgement) == 0) {
            rv_buf_printf(out, " %s", sure[i].words);
            return;
        }
    rv_buf_printf(out, " The certainty was judged as: %s.", c->judgement);
}

static void found(rv_document *d, const rv_found *f)
{
    const rv_analysis *a = f->synthesis->analysis;
    rv_buf text = RV_BUF_INIT;

    if (!a)
        return;
    count_of(&text, (int64_t)a->studies, "study", "studies");
    capital(&text);
    rv_buf_text(&text, a->studies == 1 ? " gives a number. " : " give numbers. ");
    rv_words_statement(&text, d->protocol, f);
    if (strcmp(f->certainty.judgement, "very low") != 0 && f->n_risks) {
        rv_buf_char(&text, ' ');
        rv_words_frequencies(&text, d->protocol, f, &f->risks[0].risk);
    }
    how_sure(&text, &f->certainty);
    rv_page_item(d->page, f->synthesis->planned->label, rv_buf_str(&text));
    rv_page_role(d->page, "plain-language");
    rv_buf_free(&text);
}

/* An item of the last list, which begins with its first. */
static void lacking(rv_document *d, bool *any, const char *term, const char *text)
{
    if (!*any)
        rv_page_list_begin(d->page);
    *any = true;
    rv_page_item(d->page, term, text);
    rv_page_role(d->page, "plain-language");
}

/* How far what was found holds for the next place. */
static const char *elsewhere(const rv_analysis *a)
{
    if (!a)
        return "No study gives a number, so nothing can be said.";
    if (a->studies == 1)
        return "There is a single study, so it is not known whether it would be the same elsewhere.";
    if (isfinite(a->fit.tau2) && a->fit.tau2 < 1e-8)
        return "There is no sign that results differ between places, but with so few studies that might not show.";
    if (isfinite(a->fit.pi_lo) && a->fit.pi_lo * a->fit.pi_hi < 0)
        return "Results differ so much from place to place that the next programme could also do the opposite.";
    if (isfinite(a->fit.pi_lo))
        return "Results differ between places, but would be expected to point the same way in the next one.";
    return "";
}

/* Included studies of which no effect is pooled anywhere. */
static size_t unpooled(const rv_document *d)
{
    size_t n = 0;

    for (size_t i = 0; i < d->included.n_studies; i++) {
        bool pooled = false;

        for (size_t k = 0; !pooled && k < d->protocol->n_analyses; k++)
            for (size_t e = 0; !pooled && e < d->syntheses[k].effects.n; e++)
                pooled = d->syntheses[k].effects.effects[e].chosen
                         && d->syntheses[k].effects.effects[e].study_id == d->included.studies[i].study;
        n += !pooled;
    }
    return n;
}

/* What a reader must not conclude. */
static void not_known(rv_document *d)
{
    rv_buf text = RV_BUF_INIT;
    const size_t without = unpooled(d);
    bool any = false;

    for (size_t i = 0; i < d->protocol->n_analyses; i++)
        if (*elsewhere(d->syntheses[i].analysis))
            lacking(d, &any, d->protocol->analyses[i].label, elsewhere(d->syntheses[i].analysis));
    if (without) {
        count_of(&text, (int64_t)without, "study that fits", "studies that fit");
        rv_buf_text(&text, " the question could not be counted in, because no number of the kind that is needed was found.");
        capital(&text);
        lacking(d, &any, "Left out of the numbers", rv_buf_str(&text));
    }
    if (any)
        rv_page_list_end(d->page);
    else
        say(d, "Nothing that was asked is without an answer.");
    rv_buf_free(&text);
}

rv_status rv_part_plain(rv_document *d, rv_error *err)
{
    rv_status st;

    rv_page_heading(d->page, 2, "plain", "In plain language");
    rv_page_role(d->page, "plain-language");
    rv_page_heading(d->page, 3, "plain-asked", "What was asked");
    say(d, d->protocol->question);
    rv_page_heading(d->page, 3, "plain-looked", "What was looked for");
    if ((st = looked_for(d, err)) != RV_OK)
        return st;
    rv_page_heading(d->page, 3, "plain-found", "What was found");
    rv_page_list_begin(d->page);
    for (size_t i = 0; i < d->protocol->n_analyses; i++)
        found(d, &d->findings[i]);
    rv_page_list_end(d->page);
    rv_page_heading(d->page, 3, "plain-unknown", "What is not known");
    not_known(d);
    rv_page_textf(d->page, "State of %.10s. The numbers behind each sentence stand in the summary of findings.", d->page->made);
    rv_page_role(d->page, "plain-language");
    return rv_page_check(d->page, err);
}
