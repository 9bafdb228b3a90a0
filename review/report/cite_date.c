/* cs:date: dates and ranges of dates, in the form the style says or in the language's own. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/cite_render.h"

/* A part of a date: as the language has it, and what the style says otherwise (NULL for nothing). */
typedef struct {
    const rv_cite_node *base, *over;
    const char         *name;
} part;

enum { PARTS = 6 };

typedef struct {
    part        parts[PARTS];
    size_t      n;
    const char *delimiter, *variable;
    rv_cite_render *r;
} shape;

static const char *say(const part *p, const char *attribute)
{
    const char *value = p->over ? rv_cite_attr(p->over, attribute) : NULL;

    return value ? value : rv_cite_attr(p->base, attribute);
}

static int rank(const char *name)
{
    return strcmp(name, "year") == 0 ? 3 : strcmp(name, "month") == 0 ? 2 : 1;
}

static bool wanted(const rv_cite_node *date, const char *name)
{
    const char *parts = rv_cite_attr(date, "date-parts");
    const int   least = !parts || strcmp(parts, "year-month-day") == 0 ? 1 : strcmp(parts, "year-month") == 0 ? 2 : 3;

    return rank(name) >= least;
}

static void gather(shape *s, const rv_cite_node *node)
{
    const char         *form = rv_cite_attr(node, "form");
    const rv_cite_node *base = form ? rv_cite_locale_date(&s->r->style->locale, form) : node;

    s->delimiter = rv_cite_attr(base, "delimiter");
    for (const rv_cite_node *child = base ? base->child : NULL; child && s->n < PARTS; child = child->next) {
        part p = { child, NULL, rv_cite_attr(child, "name") };

        if (form && !wanted(node, p.name))
            continue;
        for (const rv_cite_node *own = form ? node->child : NULL; own; own = own->next)
            if (rv_cite_attr_is(own, "name", p.name))
                p.over = own;
        s->parts[s->n++] = p;
    }
}

/* ---- One part ------------------------------------------------------------------------------------------------------------------------- */

static void put_year(shape *s, const part *p, const rv_cite_day *day)
{
    rv_cite_render *r = s->r;
    const char     *form = say(p, "form");
    char            text[24];
    rv_buf          letters = RV_BUF_INIT;

    if (form && strcmp(form, "short") == 0 && day->year > 0)
        snprintf(text, sizeof text, "%02d", day->year % 100);
    else
        snprintf(text, sizeof text, "%d", abs(day->year));
    rv_cite_out_add(r->out, text, strlen(text), CITE_LITERAL, 0);
    if (day->year < 0)
        rv_cite_out_say(r->out, rv_cite_term(&r->style->locale, "bc", NULL, false));
    else if (day->year < 1000)
        rv_cite_out_say(r->out, rv_cite_term(&r->style->locale, "ad", NULL, false));
    if (!r->no_suffix && !r->suffix_done && !r->style->suffix_is_said && strcmp(s->variable, "issued") == 0) {
        rv_cite_letters(&letters, r->item->year_suffix);
        rv_cite_out_say(r->out, rv_buf_str(&letters));
        rv_buf_free(&letters);
        r->suffix_done = true;
    }
}

static void put_month(shape *s, const part *p, const rv_cite_day *day)
{
    const rv_cite_locale *locale = &s->r->style->locale;
    const char           *form = say(p, "form");
    char                  name[24];

    if (day->month && form && strncmp(form, "numeric", 7) == 0) {
        snprintf(name, sizeof name, strcmp(form, "numeric") == 0 ? "%d" : "%02d", day->month);
        rv_cite_out_add(s->r->out, name, strlen(name), CITE_LITERAL, 0);
        return;
    }
    if (day->month)
        snprintf(name, sizeof name, "month-%02d", day->month);
    else if (day->season && !(form && strncmp(form, "numeric", 7) == 0))
        snprintf(name, sizeof name, "season-%02d", day->season);
    else
        return;
    rv_cite_out_say(s->r->out, rv_cite_term(locale, name, form, false));
}

static void put_day(shape *s, const part *p, const rv_cite_day *day)
{
    const rv_cite_locale *locale = &s->r->style->locale;
    const char           *form = say(p, "form");
    char                  text[48];

    if (!day->day)
        return;
    if (form && strcmp(form, "ordinal") == 0 && (day->day == 1 || !locale->only_first_day_ordinal))
        snprintf(text, sizeof text, "%d%.30s", day->day, rv_cite_ordinal(locale, day->day));
    else
        snprintf(text, sizeof text, form && strcmp(form, "numeric-leading-zeros") == 0 ? "%02d" : "%d", day->day);
    rv_cite_out_add(s->r->out, text, strlen(text), CITE_LITERAL, 0);
}

/* False when it says nothing. Affixes are the language's, formatting the style's. */
static bool put_part(shape *s, const part *p, const rv_cite_day *day, bool prefix, bool suffix)
{
    rv_cite_out       *out = s->r->out;
    const rv_cite_mark outer = rv_cite_out_mark(out);
    rv_cite_mark       inner;
    const char        *strip = say(p, "strip-periods");

    if (prefix)
        rv_cite_out_say(out, rv_cite_attr(p->base, "prefix"));
    inner = rv_cite_out_mark(out);
    if (rank(p->name) == 3)
        put_year(s, p, day);
    else if (rank(p->name) == 2)
        put_month(s, p, day);
    else
        put_day(s, p, day);
    if (!rv_cite_out_since(out, inner)) {
        rv_cite_out_back(out, outer);
        return false;
    }
    if (strip && strcmp(strip, "true") == 0)
        rv_cite_out_strip(out, inner);
    rv_cite_out_case(out, inner, say(p, "text-case"), true);
    rv_cite_out_format(out, inner, p->over);
    rv_cite_out_format(out, inner, p->base);
    if (suffix)
        rv_cite_out_say(out, rv_cite_attr(p->base, "suffix"));
    return true;
}

/* ---- Dates and ranges --------------------------------------------------------------------------------------------------------------- */

static bool says(const part *p, const rv_cite_day *day)
{
    return rank(p->name) == 3 || (rank(p->name) == 2 ? day->month || day->season : day->day);
}

/* Parts from..to (not included) of one day; `last_suffix` false leaves out what follows the last of them. */
static void put_parts(shape *s, size_t from, size_t to, const rv_cite_day *day, bool first_prefix, bool last_suffix, bool *any)
{
    size_t last = from;

    for (size_t i = from; i < to; i++)
        if (says(&s->parts[i], day))
            last = i;
    for (size_t i = from; i < to; i++) {
        const rv_cite_mark before = rv_cite_out_mark(s->r->out);

        if (*any && s->delimiter)
            rv_cite_out_say(s->r->out, s->delimiter);
        if (put_part(s, &s->parts[i], day, first_prefix || i > from, last_suffix || i < last))
            *any = true;
        else
            rv_cite_out_back(s->r->out, before);
    }
}

/* What both days have in common is said once: "1–4 May 2008", "May 2008–June 2009". */
static void put_range(shape *s, const rv_cite_date *date)
{
    const int   level = date->from.year != date->to.year ? 3 : date->from.month != date->to.month
                        || date->from.season != date->to.season ? 2 : date->from.day != date->to.day ? 1 : 0;
    const char *between = "\u2013";
    size_t      from = s->n, to = 0;
    bool        any = false, none = false;

    for (size_t i = 0; i < s->n; i++)
        if (rank(s->parts[i].name) <= level) {
            from = i < from ? i : from;
            to = i + 1;
        }
    for (size_t i = 0; i < s->n; i++)
        if (rank(s->parts[i].name) == level && say(&s->parts[i], "range-delimiter"))
            between = say(&s->parts[i], "range-delimiter");
    put_parts(s, 0, from, &date->from, true, true, &any);
    if (from >= to)
        return;
    put_parts(s, from, to, &date->from, true, false, &any);
    rv_cite_out_say(s->r->out, between);
    put_parts(s, from, to, &date->to, false, to < s->n, &none);
    put_parts(s, to, s->n, &date->to, true, true, &any);
}

/* For sorting: year, month and day as digits, the year so that older ones come first. */
static void put_key(shape *s, const rv_cite_date *date)
{
    const rv_cite_day *day = &date->from;
    char text[64];

    snprintf(text, sizeof text, "%06d%02d%02d", day->year + 100000, day->month ? day->month : day->season ? 3 * day->season - 1 : 0,
             day->day);
    rv_cite_out_add(s->r->out, text, strlen(text), CITE_LITERAL, 0);
}

static void date_content(rv_cite_render *r, const rv_cite_node *node)
{
    const char        *variable = rv_cite_attr(node, "variable");
    const rv_cite_date date = rv_cite_hidden(r, variable) ? (rv_cite_date){ 0 } : rv_cite_item_date(r->item, variable);
    shape              s = { .variable = variable, .r = r };
    bool               any = false;

    rv_cite_called(r, variable, date.there || date.literal);
    if (date.literal) {
        rv_cite_out_rich(r->out, date.literal);
        return;
    }
    if (!date.there)
        return;
    if (r->key) {
        put_key(&s, &date);
        return;
    }
    gather(&s, node);
    if (date.range)
        put_range(&s, &date);
    else
        put_parts(&s, 0, s.n, &date.from, true, true, &any);
}

void rv_cite_date_element(rv_cite_render *r, const rv_cite_node *node)
{
    rv_cite_wrapped(r, node, date_content);
}
