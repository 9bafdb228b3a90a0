/* Findings in sentences that need no statistics: so many of so many people, how much, how sure. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/findings.h"

const char *rv_words_people(const rv_protocol *p)
{
    return *p->people ? p->people : "people";
}

const char *rv_words_programmes(const rv_protocol *p)
{
    return *p->programmes ? p->programmes : "the intervention";
}

const char *rv_words_without(const rv_protocol *p)
{
    return *p->without ? p->without : "the comparison";
}

void rv_words_number(rv_buf *out, long n)
{
    static const char *const words[] = { "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten" };

    if (n >= 0 && n <= 10)
        rv_buf_text(out, words[n]);
    else
        rv_buf_printf(out, "%ld", n);
}

/* ---- Natural frequencies ---------------------------------------------------------------------------------------------- */

/* A number of people out of `of`: in tens by words; some that round to nobody, or to everybody, are called so. */
static void count(rv_buf *out, double share, long of)
{
    const long n = lround(share * (double)of);

    if (n == 0 && share > 0)
        rv_buf_text(out, "fewer than one");
    else if (n == of && share < 1)
        rv_buf_text(out, "nearly all");
    else {
        rv_buf_text(out, share > 0 && share < 1 ? "about " : "");
        if (of == 10 && n > 0)
            rv_words_number(out, n);
        else
            rv_buf_printf(out, n ? "%ld" : "none", n);
    }
}

static long steps(const rv_absolute *r, double with, long of)
{
    return lround(with * (double)of) - lround(r->without * (double)of);
}

/* Neither nobody nor everybody, unless it is so. */
static bool within(double share, long of)
{
    const long n = lround(share * (double)of);

    return (n > 0 || share == 0) && (n < of || share == 1);
}

static long counted_in(const rv_absolute *r)
{
    const double d = r->with - r->without;

    for (long of = 10; of < 1000; of *= 10) {
        const long n = steps(r, r->with, of);
        if (n && fabs((double)n / (double)of - d) <= fabs(d) / 5 && within(r->without, of) && within(r->with, of))
            return of;
    }
    return 1000;
}

/* "3 more", "2 fewer", "less than one more": n people of `of`, d of all. */
static void difference(rv_buf *out, long n, double d, long of, bool sign)
{
    if (d == 0)
        rv_buf_text(out, "no difference");
    else if (n == 0)
        rv_buf_text(out, "less than one");
    else if (of == 10)
        rv_words_number(out, labs(n));
    else
        rv_buf_printf(out, "%ld", labs(n));
    if (d != 0 && sign)
        rv_buf_text(out, d > 0 ? " more" : " fewer");
}

static void interval(rv_buf *out, const rv_absolute *r, long of)
{
    double from = r->with_lo - r->without, to = r->with_hi - r->without;
    const bool apart = from * to <= 0, down = to < 0;
    long a, b;

    if (!isfinite(from) || !isfinite(to))
        return;
    if (down) {                                       /* fewer: the smaller number of people first */
        const double swap = from;
        from = to;
        to = swap;
    }
    a = lround(from * (double)of);
    b = lround(to * (double)of);
    rv_buf_text(out, apart ? " (likely range: from " : a == b ? " (likely range: about " : " (likely range: ");
    if (apart || a != b) {
        difference(out, a, from, of, apart);
        rv_buf_text(out, " to ");
    }
    difference(out, b, to, of, true);
    rv_buf_text(out, ")");
}

void rv_words_frequencies(rv_buf *out, const rv_protocol *p, const rv_found *f, const rv_absolute *r)
{
    const char *event = *f->synthesis->domain->event ? f->synthesis->domain->event : "have this outcome";
    long of;

    if (!isfinite(r->with) || !isfinite(r->without))
        return;
    of = counted_in(r);
    rv_buf_text(out, "Of every ");
    rv_buf_text(out, of == 1000 ? "1,000" : of == 100 ? "100" : "10");
    rv_buf_printf(out, " %s, ", rv_words_people(p));
    count(out, r->without, of);
    rv_buf_printf(out, " %s with %s and ", event, rv_words_without(p));
    count(out, r->with, of);
    rv_buf_printf(out, " with %s: ", rv_words_programmes(p));
    difference(out, steps(r, r->with, of), r->with - r->without, of, true);
    interval(out, r, of);
    rv_buf_text(out, ".");
}

/* ---- How much, how sure ------------------------------------------------------------------------------------------------- */

static const struct { const char *judgement, *before; } sure[] = {
    { "high", "" },
    { "moderate", "probably " },
    { "low", "it may be that " },
};

const char *rv_words_certainty(const rv_certainty *c)
{
    return *c->judgement ? c->judgement : "not judged";
}

static void capital(rv_buf *out, size_t at)
{
    if (at < out->length && out->data[at] >= 'a' && out->data[at] <= 'z')
        out->data[at] = (char)(out->data[at] - 'a' + 'A');
}

static const char *size_word(double d)
{
    return !isfinite(d) ? "" : fabs(d) < 0.2 ? "slightly " : fabs(d) >= 0.8 ? "many " : "";
}

/* "slightly more young people complete school", or of an outcome without words "the outcome is slightly better". */
static void what(rv_buf *out, const rv_protocol *p, const rv_found *f)
{
    const bool more = f->y > 0;
    const char *size = size_word(rv_standardised(f->synthesis->run.measure, f->y, f->n_risks ? f->risks[0].risk.without : NAN));

    if (*f->synthesis->domain->event)
        rv_buf_printf(out, "%s%s %s %s with %s than with %s", size, more ? "more" : "fewer", rv_words_people(p),
                      f->synthesis->domain->event, rv_words_programmes(p), rv_words_without(p));
    else
        rv_buf_printf(out, "this outcome is %s%s with %s than with %s", *size == 'm' ? "much " : size,
                      more != f->lower ? "better" : "worse", rv_words_programmes(p), rv_words_without(p));
}

void rv_words_statement(rv_buf *out, const rv_protocol *p, const rv_found *f)
{
    const size_t at = out->length;
    const char *before = NULL;

    if (!isfinite(f->y)) {
        rv_buf_text(out, "No study gives a number from which an effect can be made.");
        return;
    }
    for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
        if (strcmp(sure[i].judgement, f->certainty.judgement) == 0)
            before = sure[i].before;
    if (!before && *f->certainty.judgement) {
        rv_buf_printf(out, "It is very uncertain whether there is a difference between %s and %s.", rv_words_programmes(p),
                      rv_words_without(p));
        return;
    }
    if (f->y == 0) {
        rv_buf_printf(out, "%sthere is no difference between %s and %s%s.", before ? before : "In these studies ",
                      rv_words_programmes(p), rv_words_without(p), f->y_lo < 0 && f->y_hi > 0 ? "; a gain or a loss is not ruled out" : "");
    } else {
        rv_buf_text(out, before ? before : "in these studies, on average, ");
        what(out, p, f);
        rv_buf_text(out, f->y_lo * f->y_hi <= 0 ? "; no difference, or the opposite, is not ruled out." : ".");
    }
    capital(out, at);
}

void rv_words_reasons(rv_buf *out, const rv_certainty *c)
{
    for (size_t i = 0; i < c->n; i++) {
        const rv_certainty_factor *f = &c->factors[i];
        const double steps_down = fabs(f->points);
        rv_buf name = RV_BUF_INIT;

        if (strcmp(f->id, "start") == 0) {
            rv_buf_printf(out, "Starts from %s", f->answer);
        } else if (f->points != 0) {
            for (const char *s = f->id; *s; s++)
                rv_buf_char(&name, *s == '-' ? ' ' : *s);
            rv_buf_printf(out, "%s ", f->points < 0 ? "Lowered" : "Raised");
            rv_words_number(out, lround(steps_down));
            rv_buf_printf(out, " level%s for %s", steps_down > 1 ? "s" : "", rv_buf_str(&name));
        }
        if (strcmp(f->id, "start") == 0 || f->points != 0)
            rv_buf_printf(out, "%s%s. ", *f->support ? ": " : "", f->support);
        rv_buf_free(&name);
    }
    if (out->length && out->data[out->length - 1] == ' ')
        out->data[--out->length] = 0;
}
