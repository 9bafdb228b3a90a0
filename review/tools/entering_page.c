#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tools/entering.h"

/*
 * The study and how far it is; what the question is of; the fields around it with what stands; the question with its help, unit, range
 * and choices; the lines in which one types; what was answered; the keys.
 */

static const rv_look plain = { false, "" };
static const char *const line_names[RV_LINES] = { "value", "place", "quotation", "note" };

size_t rv_entering_choices(const rv_field *field, const char **room)
{
    static const char *const answers[] = { "yes", "no", "unclear" };
    const bool yes_no = field->type == RV_FIELD_YESNO || field->type == RV_FIELD_UNCLEAR;
    size_t n = yes_no ? (field->type == RV_FIELD_YESNO ? 2 : 3) : field->n_choices;

    n = n < 63 ? n : 63;
    for (size_t i = 0; i < n; i++)
        room[i] = yes_no ? answers[i] : field->choices[i];
    return n;
}

/* As much of a text as fits `width` columns; blanks are kept, as they keep columns apart. */
static void add_cut(rv_buf *out, const char *text, size_t width)
{
    rv_buf clean = RV_BUF_INIT;
    size_t used = 0;

    rv_utf8_printable(&clean, text, strlen(text));
    for (const char *at = rv_buf_str(&clean); *at;) {
        char one[8] = "";
        size_t n = 1;
        while (n < 7 && ((unsigned char)at[n] & 0xC0) == 0x80)
            n++;
        memcpy(one, at, n);
        if ((used += rv_utf8_width(one)) > width)
            break;
        rv_buf_add(out, at, n);
        at += n;
    }
    rv_buf_free(&clean);
}

/* One line, cut where the screen ends; `weight` is a sequence around it, "" for none. */
static void put(const rv_entering_page *p, rv_page_lines *lines, const char *text, const char *weight)
{
    rv_buf line = RV_BUF_INIT;

    rv_buf_text(&line, p->colour ? weight : "");
    add_cut(&line, text, p->columns);
    rv_buf_text(&line, p->colour && *weight ? "\033[0m" : "");
    rv_page_lines_add(lines, rv_buf_str(&line));
    rv_buf_free(&line);
}

static void put_wrapped(const rv_entering_page *p, rv_page_lines *lines, const char *text, size_t most)
{
    rv_buf clean = RV_BUF_INIT;

    rv_show_clean(&clean, text);
    rv_show_wrap(lines, rv_buf_str(&clean), p->columns, most, &plain);
    rv_buf_free(&clean);
}

static void put_head(const rv_entering_page *p, rv_page_lines *lines)
{
    rv_buf text = RV_BUF_INIT;

    rv_buf_printf(&text, "%s: %zu of %zu, %zu answered, %zu still asked for", p->study, p->at + 1, p->list->n, p->list->said, p->list->lacks);
    put(p, lines, rv_buf_str(&text), "\033[1m");
    rv_buf_clear(&text);
    rv_buf_text(&text, p->list->items[p->at].about);
    put(p, lines, rv_buf_str(&text), "\033[36m");
    rv_buf_free(&text);
}

/* A field of the list: its sign, its id, what stands. */
static void put_row(const rv_entering_page *p, size_t i, rv_page_lines *lines)
{
    const rv_entering_item *a = &p->list->items[i];
    const char *value = a->value[0] ? a->value : a->state[0] && strcmp(a->state, "calculated") != 0 ? a->state : "";
    rv_buf text = RV_BUF_INIT;

    rv_buf_printf(&text, "%s %s %-22s %s%s%s", i == p->at ? ">" : " ", a->field->compute[0] ? "=" : a->state[0] ? "+" : a->field->required ? "!" : ".",
                  a->field->id, value, a->place[0] ? "   " : "", a->place);
    put(p, lines, rv_buf_str(&text), i == p->at ? "\033[7m" : "");
    rv_buf_free(&text);
}

/* As many fields of the same part or result as there is room for, the question's in the middle. */
static void put_list(const rv_entering_page *p, size_t room, rv_page_lines *lines)
{
    const char *about = p->list->items[p->at].about;
    size_t first = p->at, last = p->at, from;

    while (first > 0 && strcmp(p->list->items[first - 1].about, about) == 0)
        first--;
    while (last + 1 < p->list->n && strcmp(p->list->items[last + 1].about, about) == 0)
        last++;
    from = p->at - first > room / 2 ? p->at - room / 2 : first;
    if (last + 1 - first > room && from + room > last + 1)
        from = last + 1 - room;
    for (size_t i = from; i <= last && i < from + room; i++)
        put_row(p, i, lines);
}

/* "a whole number from 0 to 99, years; needs its place". */
static void say_kind(const rv_field *f, rv_buf *out)
{
    static const char *const kinds[] = { "text", "a whole number", "a number", "a percentage, 0 to 100", "a date, as 2026-11-24",
                                         "one of the choices", "yes or no", "any of the choices", "yes, no or unclear", "a table" };

    rv_buf_text(out, f->compute[0] ? "calculated: " : kinds[f->type]);
    rv_buf_text(out, f->compute);
    if (f->type != RV_FIELD_PERCENT && !isnan(f->min))
        rv_buf_printf(out, "%s%g", isnan(f->max) ? " not below " : " from ", f->min);
    if (f->type != RV_FIELD_PERCENT && !isnan(f->max))
        rv_buf_printf(out, "%s%g", isnan(f->min) ? " not above " : " to ", f->max);
    if (f->unit[0])
        rv_buf_printf(out, ", %s", f->unit);
    for (size_t i = 0; i < f->n_columns; i++)
        rv_buf_printf(out, "%s%s", i ? ", " : " of ", f->columns[i].id);
    if (f->place)
        rv_buf_text(out, "; needs its place");
    if (f->required)
        rv_buf_text(out, "; asked for");
}

static void put_question(const rv_entering_page *p, rv_page_lines *lines)
{
    const rv_entering_item *a = &p->list->items[p->at];
    const char *choices[64];
    const size_t n = rv_entering_choices(a->field, choices);
    rv_buf text = RV_BUF_INIT;

    put(p, lines, a->field->label, "\033[1m");
    say_kind(a->field, &text);
    put(p, lines, rv_buf_str(&text), "\033[2m");
    if (a->field->help[0])
        put_wrapped(p, lines, a->field->help, 3);
    rv_buf_clear(&text);
    for (size_t i = 0; i < n; i++)
        rv_buf_printf(&text, "%s[%zu] %s", i ? " " : "", i + 1, choices[i]);
    if (n)
        put_wrapped(p, lines, rv_buf_str(&text), 4);
    rv_buf_clear(&text);
    if (a->reviewer[0]) {
        rv_buf_printf(&text, "stands: %s%s%s%s (%s, %.10s)", a->value[0] ? a->value : a->state, a->place[0] ? ", " : "", a->place,
                      strcmp(a->state, "derived") == 0 ? ", derived" : "", a->reviewer, a->at);
        put(p, lines, rv_buf_str(&text), "");
    }
    rv_buf_free(&text);
}

/* The lines in which one types; the one at hand holds the cursor. */
static void put_lines(const rv_entering_page *p, rv_entering_drawn *out)
{
    for (int i = 0; i < RV_LINES; i++) {
        const rv_typing *t = &p->typing[i];
        const bool carries = i == RV_LINE_PLACE && !t->text.length && p->carried[0];
        rv_buf text = RV_BUF_INIT, line = RV_BUF_INIT;
        size_t column = 0;

        rv_typing_show(t, p->columns > 13 ? p->columns - 13 : 1, &text, &column);
        rv_buf_printf(&line, "%-10s| %s", i == RV_LINE_VALUE && p->making ? "new" : line_names[i], carries ? p->carried : rv_buf_str(&text));
        if (carries)
            rv_buf_text(&line, "  (carried over)");
        if (i == (int)p->line) {
            out->row = out->lines.n;
            out->column = 12 + column;
        }
        put(p, &out->lines, rv_buf_str(&line), carries ? "\033[2m" : "");
        rv_buf_free(&text);
        rv_buf_free(&line);
    }
}

rv_status rv_entering_draw(const rv_entering_page *p, rv_entering_drawn *out, rv_error *err)
{
    rv_page_lines question = { 0 }, foot = { 0 };
    size_t used;

    *out = (rv_entering_drawn){ 0 };
    put_question(p, &question);
    if (p->effect[0])
        put_wrapped(p, &foot, p->effect, 4);
    put(p, &foot, p->said, p->wrong ? "\033[31m" : "\033[32m");
    put(p, &foot, "Enter saves  - not reported  ? unclear  Tab place, quotation, note  ^O editor", "\033[2m");
    put(p, &foot, "Arrows: field  PgUp PgDn: part or result  ^G: lacks  ^N: new  Esc ends", "\033[2m");
    put_head(p, &out->lines);
    used = out->lines.n + question.n + foot.n + RV_LINES + 2;
    put_list(p, used + 3 < p->lines ? p->lines - used : 3, &out->lines);
    rv_page_lines_add(&out->lines, "");
    for (size_t i = 0; i < question.n; i++)
        rv_page_lines_add(&out->lines, question.items[i]);
    put_lines(p, out);
    while (out->lines.n + foot.n < p->lines)
        rv_page_lines_add(&out->lines, "");
    for (size_t i = 0; i < foot.n && out->lines.n < p->lines; i++)
        rv_page_lines_add(&out->lines, foot.items[i]);
    used = question.failed || foot.failed || out->lines.failed;
    rv_page_lines_free(&question);
    rv_page_lines_free(&foot);
    if (!used)
        return RV_OK;
    rv_entering_drawn_free(out);
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

void rv_entering_drawn_free(rv_entering_drawn *drawn)
{
    rv_page_lines_free(&drawn->lines);
}
