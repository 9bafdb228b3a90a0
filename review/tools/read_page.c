/* The screen on which a record is read: everything has its place, whatever the record says. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tools/read.h"

#define NBSP "\xc2\xa0"
enum { MEASURE = 88, WIDE = 120, MOST_LINES = 500 };

/* How many lines each part has: the same for every record at a size of the terminal. */
typedef struct {
    size_t left, panel;          /* columns; panel 0: none */
    size_t title, names, keywords, blank, body, criteria, reasons;
    bool   labels;               /* reasons with their labels; else their ids */
} plan;

static const rv_look plain = { false, "" };

static rv_look look_of(const rv_page *page, const char *base)
{
    return (rv_look){ page->colour, page->colour ? base : "" };
}

void rv_reasons_at(rv_reasons *out, const rv_protocol *protocol, const char *stage)
{
    out->n = 0;
    for (size_t i = 0; i < protocol->n_reasons && out->n < sizeof out->items / sizeof *out->items; i++)
        if (!*protocol->reasons[i].stage || strcmp(protocol->reasons[i].stage, stage) == 0)
            out->items[out->n++] = &protocol->reasons[i];
}

/* ---- Where things are ---------------------------------------------------------------------------------------------------------------- */

/* Two blanks part the reasons, and none parts a key from its reason. */
static void reasons_text(const rv_page *page, bool labels, rv_buf *out)
{
    rv_buf clean = RV_BUF_INIT;

    for (size_t i = 0; i < page->reasons->n; i++) {
        const rv_reason *r = page->reasons->items[i];
        rv_buf_clear(&clean);
        rv_show_clean(&clean, labels && *r->label ? r->label : r->id);
        rv_buf_printf(out, "%s%c%s" NBSP "%s", i ? "  " : "", rv_reason_key(i) ? rv_reason_key(i) : '-', page->chosen >> i & 1 ? "*" : "", rv_buf_str(&clean));
    }
    rv_buf_free(&clean);
}

static size_t reasons_lines(const rv_page *page, bool labels)
{
    rv_buf text = RV_BUF_INIT;
    rv_page_lines lines = { 0 };
    size_t n;

    reasons_text(page, labels, &text);
    rv_show_wrap(&lines, rv_buf_str(&text), page->columns, 0, &plain);
    n = lines.n;
    rv_page_lines_free(&lines);
    rv_buf_free(&text);
    return n;
}

static plan plan_of(const rv_page *page)
{
    const size_t h = page->lines, room = h >= 28 ? 2 : 1;
    plan p = { .left = page->columns, .title = h >= 24 ? 3 : h >= 12 ? 2 : 1, .names = h >= 26 ? 2 : 1, .keywords = h >= 20, .blank = h >= 28 };
    size_t fixed;

    if (page->columns >= WIDE) {
        p.panel = page->columns >= 140 ? 50 : 40;
        p.left = page->columns - p.panel - 3;
    }
    p.criteria = p.panel ? 0 : h >= 28 ? 2 : h >= 22 ? 1 : 0;
    p.labels = reasons_lines(page, true) <= room;
    p.reasons = reasons_lines(page, p.labels);
    if (p.reasons > h / 6)
        p.reasons = h / 6 ? h / 6 : 1;
    fixed = 2 + p.title + p.names + p.keywords + p.blank + 1 + p.criteria + p.reasons + 2;
    p.body = h > fixed ? h - fixed : 1;
    if (page->choosing) {                        /* the list of reasons says it all, and may need the room */
        p.body += p.criteria + p.reasons;
        p.criteria = p.reasons = 0;
    }
    return p;
}

/* Adds exactly `n` lines of a clean or marked text; false when something was cut. */
static bool put(rv_page_lines *lines, const char *text, size_t width, size_t n, const rv_look *look)
{
    const size_t first = lines->n;
    const bool whole = rv_show_wrap(lines, text, width, n, look);

    while (lines->n < first + n && !lines->failed)
        rv_page_lines_add(lines, "");
    return whole;
}

/* ---- The head ------------------------------------------------------------------------------------------------------------------------ */

static void time_left(const rv_page *page, rv_buf *out)
{
    const double minutes = isfinite(page->pace) && page->pace > 0 ? 60 * (double)page->progress.waiting / page->pace : NAN;

    if (!isfinite(minutes))
        return;
    rv_buf_printf(out, " \xc2\xb7 %.0f an hour", page->pace);
    if (minutes >= 1 && minutes < 90)
        rv_buf_printf(out, " \xc2\xb7 %.0f min left", minutes);
    else if (minutes >= 90)
        rv_buf_printf(out, " \xc2\xb7 %.0f h left", minutes / 60);
}

/* Stage and report to the left; how far one is to the right, where there is room. */
static void put_header(const rv_page *page, rv_page_lines *lines)
{
    const rv_look look = look_of(page, "\033[7m");
    rv_buf left = RV_BUF_INIT, right = RV_BUF_INIT, fewer = RV_BUF_INIT;
    size_t used;

    rv_show_clean(&left, *page->stage->label ? page->stage->label : page->stage->id);
    if (page->card)
        rv_buf_printf(&left, " \xc2\xb7 report %lld", (long long)page->card->report);
    if (page->card && *page->served)
        rv_buf_printf(&left, " \xc2\xb7 %s", page->served);
    rv_buf_printf(&fewer, "%lld decided \xc2\xb7 %lld wait", (long long)page->progress.decided, (long long)page->progress.waiting);
    rv_buf_text(&right, rv_buf_str(&fewer));
    time_left(page, &right);
    used = rv_utf8_width(rv_buf_str(&left));
    if (used + rv_utf8_width(rv_buf_str(&right)) + 2 > page->columns) {
        rv_buf_clear(&right);
        rv_buf_text(&right, rv_buf_str(&fewer));
    }
    while (used + rv_utf8_width(rv_buf_str(&right)) < page->columns) {
        rv_buf_text(&left, NBSP);
        used++;
    }
    rv_buf_text(&left, rv_buf_str(&right));
    put(lines, rv_buf_str(&left), page->columns, 1, &look);
    rv_buf_free(&left);
    rv_buf_free(&right);
    rv_buf_free(&fewer);
}

static rv_status put_marked(const rv_page *page, rv_page_lines *lines, const char *before, const char *text, size_t width, size_t n,
                            const char *base, bool *whole, rv_error *err)
{
    const rv_look look = look_of(page, base);
    rv_buf marked = RV_BUF_INIT;
    rv_status st;

    rv_buf_text(&marked, before);
    if ((st = rv_show_marked(&marked, page->protocol, text, err)) == RV_OK) {
        const bool all = n ? put(lines, rv_buf_str(&marked), width, n, &look) : rv_show_wrap(lines, rv_buf_str(&marked), width, 0, &look);
        if (whole)
            *whole = all;
    }
    rv_buf_free(&marked);
    return st;
}

static void put_clean(rv_page_lines *lines, const char *text, size_t width, size_t n, const rv_look *look)
{
    rv_buf clean = RV_BUF_INIT;

    rv_show_clean(&clean, text);
    put(lines, rv_buf_str(&clean), width, n, look);
    rv_buf_free(&clean);
}

static void put_names(const rv_page *page, const plan *p, rv_page_lines *lines)
{
    const rv_look look = look_of(page, "");
    rv_buf both = RV_BUF_INIT;
    size_t place, most;

    if (p->names == 2) {
        put_clean(lines, page->card->authors, p->left, 1, &look);
        put_clean(lines, page->card->place, p->left, 1, &look);
        return;
    }
    /* Where it stands is short; the names get what is left of the line. */
    rv_show_clean(&both, page->card->authors);
    place = rv_utf8_width(page->card->place) + 2;
    most = place + p->left / 2 < p->left ? p->left - place : p->left / 2;
    if (rv_utf8_width(rv_buf_str(&both)) > most) {
        rv_page_lines cut = { 0 };
        rv_show_wrap(&cut, rv_buf_str(&both), most, 1, &plain);
        rv_buf_clear(&both);
        rv_buf_text(&both, cut.n ? cut.items[0] : "");
        rv_page_lines_free(&cut);
        rv_buf_text(&both, *page->card->place ? " " : "");
    } else if (both.length && *page->card->place) {
        rv_buf_text(&both, both.data[both.length - 1] == '.' ? " " : ". ");
    }
    rv_show_clean(&both, page->card->place);
    put(lines, rv_buf_str(&both), p->left, 1, &look);
    rv_buf_free(&both);
}

/* ---- What can be scrolled -------------------------------------------------------------------------------------------------------------- */

static size_t measure(const plan *p)
{
    return p->left < MEASURE ? p->left : MEASURE;
}

static rv_status body_of_card(const rv_page *page, const plan *p, bool title_whole, bool keywords_whole, rv_page_lines *body, rv_error *err)
{
    const rv_card *card = page->card;
    const rv_look look = look_of(page, "");
    rv_status st = RV_OK;

    if (!title_whole && (st = put_marked(page, body, "", card->title, measure(p), 0, "\033[1m", NULL, err)) == RV_OK)
        rv_page_lines_add(body, "");
    if (st == RV_OK && *card->abstract)
        st = put_marked(page, body, "", card->abstract, measure(p), 0, "", NULL, err);
    else if (st == RV_OK)
        rv_show_wrap(body, "No abstract. a: type or paste it. o: where the report is.", measure(p), 0, &look);
    if (st == RV_OK && *card->keywords && !keywords_whole) {
        rv_page_lines_add(body, "");
        st = put_marked(page, body, "Keywords: ", card->keywords, measure(p), 0, "", NULL, err);
    }
    return st;
}

/* Each line of an overlay is wrapped by itself, with what is wrapped moved in under its text: after "i  include". */
static void body_of_overlay(const rv_page *page, const plan *p, rv_page_lines *body)
{
    const rv_look look = look_of(page, "");
    const size_t width = p->left < MEASURE + 12 ? p->left : MEASURE + 12;

    for (const char *at = page->overlay, *end; *at; at = *end ? end + 1 : end) {
        rv_buf one = RV_BUF_INIT;
        end = at + strcspn(at, "\n");
        rv_buf_add(&one, at, (size_t)(end - at));
        rv_show_wrap(body, rv_buf_str(&one), width, 0, &look);
        rv_buf_free(&one);
    }
}

/* Reasons to choose from, over the end of what is read: one a line, else two a line, else only their ids. */
static void put_choice(const rv_page *page, const plan *p, rv_page_lines *shown)
{
    const rv_look strong = look_of(page, "\033[1m"), look = look_of(page, "");
    const size_t n = page->reasons->n, body = p->body, rows = n + 1 <= body ? n : (n + 1) / 2;
    const bool two = rows < n;
    rv_page_lines list = { 0 };
    size_t from;

    put(&list, "Reasons: choose, then Enter; Escape leaves", p->left, 1, &strong);
    for (size_t i = 0; rows + 1 <= body && i < rows; i++) {
        rv_buf line = RV_BUF_INIT;
        for (size_t k = i; k < n; k += rows) {
            rv_page_lines cell = { 0 };
            rv_buf text = RV_BUF_INIT;
            const rv_reason *r = page->reasons->items[k];
            rv_buf_printf(&text, "[%c]" NBSP "%c" NBSP, page->chosen >> k & 1 ? 'x' : ' ', rv_reason_key(k) ? rv_reason_key(k) : '-');
            rv_show_clean(&text, *r->label ? r->label : r->id);
            rv_show_wrap(&cell, rv_buf_str(&text), two ? p->left / 2 - 2 : p->left, 1, &plain);
            for (size_t used = rv_utf8_width(rv_buf_str(&line)), k2 = used; k >= rows && k2 < p->left / 2; k2++)
                rv_buf_char(&line, ' ');
            rv_buf_text(&line, cell.n ? cell.items[0] : "");
            rv_page_lines_free(&cell);
            rv_buf_free(&text);
        }
        rv_page_lines_add(&list, rv_buf_str(&line));
        rv_buf_free(&line);
    }
    if (rows + 1 > body) {
        rv_buf text = RV_BUF_INIT;
        reasons_text(page, false, &text);
        rv_show_wrap(&list, rv_buf_str(&text), p->left, body > 1 ? body - 1 : 1, &look);
        rv_buf_free(&text);
    }
    from = shown->n > list.n ? shown->n - list.n : 0;
    for (size_t i = 0; i < list.n && from + i < shown->n; i++) {
        char *line = strdup(list.items[i]);
        if (!line) {
            shown->failed = true;
            break;
        }
        free(shown->items[from + i]);
        shown->items[from + i] = line;
    }
    rv_page_lines_free(&list);
}

/* The part that is scrolled to. */
static void put_body(rv_page *page, const plan *p, const rv_page_lines *body, rv_drawn *out)
{
    rv_page_lines shown = { 0 };

    out->body = p->body;
    out->longest = body->n;
    if (page->top + p->body > body->n)
        page->top = body->n > p->body ? body->n - p->body : 0;
    for (size_t i = 0; i < p->body; i++)
        rv_page_lines_add(&shown, page->top + i < body->n ? body->items[page->top + i] : "");
    if (page->choosing && !shown.failed)
        put_choice(page, p, &shown);
    for (size_t i = 0; i < shown.n; i++)
        rv_page_lines_add(&out->lines, shown.items[i]);
    out->lines.failed = out->lines.failed || shown.failed || body->failed;
    rv_page_lines_free(&shown);
}

/* ---- Criteria ---------------------------------------------------------------------------------------------------------------------- */

static bool any(const rv_protocol *protocol, bool include)
{
    for (size_t i = 0; i < protocol->n_criteria; i++)
        if (protocol->criteria[i].include == include)
            return true;
    return false;
}

/* The criteria in full, each with at most `most` lines (0: whole). */
static void panel_lines(const rv_page *page, size_t width, size_t most, rv_page_lines *out)
{
    const rv_look strong = look_of(page, "\033[1m"), look = look_of(page, "");
    const rv_protocol *protocol = page->protocol;

    for (int include = 1; include >= 0; include--) {
        if (!any(protocol, include))
            continue;
        if (out->n)
            rv_page_lines_add(out, "");
        rv_show_wrap(out, include ? "Include when" : "Exclude when", width, 1, &strong);
        for (size_t i = 0; i < protocol->n_criteria; i++)
            if (protocol->criteria[i].include == (bool)include) {
                rv_buf text = RV_BUF_INIT;
                rv_buf_text(&text, include ? "+ " : "- ");
                rv_show_clean(&text, protocol->criteria[i].text);
                rv_show_wrap(out, rv_buf_str(&text), width, most, &look);
                rv_buf_free(&text);
            }
    }
}

/* As much of each criterion as lets all of them stand there. */
static void panel_of(const rv_page *page, const plan *p, size_t rows, rv_page_lines *out)
{
    static const size_t tries[] = { 0, 4, 3, 2, 1 };

    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        rv_page_lines_free(out);
        panel_lines(page, p->panel, tries[i], out);
        if (out->n <= rows)
            return;
    }
}

/* Puts the criteria beside lines [from, to). */
static void put_panel(const rv_page *page, const plan *p, rv_page_lines *lines, size_t from)
{
    rv_page_lines panel = { 0 };

    panel_of(page, p, lines->n - from, &panel);
    for (size_t i = from; i < lines->n; i++) {
        rv_buf line = RV_BUF_INIT;
        char *both;
        rv_buf_text(&line, lines->items[i]);
        for (size_t used = rv_show_width(lines->items[i]); used < p->left; used++)
            rv_buf_char(&line, ' ');
        rv_buf_printf(&line, " \xe2\x94\x82 %s", i - from < panel.n ? panel.items[i - from] : "");
        if (line.failed || !(both = strdup(rv_buf_str(&line)))) {
            lines->failed = true;
        } else {
            free(lines->items[i]);
            lines->items[i] = both;
        }
        rv_buf_free(&line);
    }
    lines->failed = lines->failed || panel.failed;
    rv_page_lines_free(&panel);
}

/* Their ids, in a line or two; the texts are a key away. */
static void put_criteria(const rv_page *page, size_t n, rv_page_lines *lines)
{
    const rv_look look = look_of(page, "");
    rv_buf text = RV_BUF_INIT;

    for (int include = 1; include >= 0; include--) {
        size_t k = 0;
        for (size_t i = 0; i < page->protocol->n_criteria; i++)
            if (page->protocol->criteria[i].include == (bool)include) {
                rv_buf_text(&text, k++ ? ", " : include ? "Criteria (c): + " : text.length ? "; - " : "Criteria (c): - ");
                rv_show_clean(&text, page->protocol->criteria[i].id);
            }
    }
    put(lines, rv_buf_str(&text), page->columns, n, &look);
    rv_buf_free(&text);
}

/* ---- The foot ------------------------------------------------------------------------------------------------------------------------ */

static void put_rule(const rv_page *page, const rv_drawn *drawn, rv_page_lines *lines)
{
    const size_t below = drawn->longest > page->top + drawn->body ? drawn->longest - page->top - drawn->body : 0;
    rv_buf text = RV_BUF_INIT;
    size_t used;

    if (below || page->top)
        rv_buf_printf(&text, "\xe2\x94\x80\xe2\x94\x80 %zu more line%s below (space)%s ", below, below == 1 ? "" : "s", page->top ? ", above (b)" : "");
    if (!below && page->top) {
        rv_buf_clear(&text);
        rv_buf_text(&text, "\xe2\x94\x80\xe2\x94\x80 end (b: back up) ");
    }
    if ((used = rv_utf8_width(rv_buf_str(&text))) > page->columns) {
        rv_buf_clear(&text);
        used = 0;
    }
    for (; used < page->columns; used++)
        rv_buf_text(&text, "\xe2\x94\x80");
    rv_page_lines_add(lines, rv_buf_str(&text));
    lines->failed = lines->failed || text.failed;
    rv_buf_free(&text);
}

static void put_said(const rv_page *page, rv_drawn *out)
{
    const rv_look strong = look_of(page, "\033[1m");
    rv_buf text = RV_BUF_INIT;
    size_t prompt;

    if (!page->prompt) {
        put_clean(&out->lines, page->said, page->columns, 1, &strong);
        return;
    }
    rv_buf_text(&text, page->prompt);
    prompt = rv_utf8_width(page->prompt);
    out->row = out->lines.n;
    if (prompt + 8 <= page->columns) {
        rv_typing_show(page->typing, page->columns - prompt, &text, &out->column);
        out->column += prompt;
    }
    rv_page_lines_add(&out->lines, rv_buf_str(&text));
    out->lines.failed = out->lines.failed || text.failed;
    rv_buf_free(&text);
}

static void put_keys(const rv_page *page, rv_page_lines *lines)
{
    rv_buf text = RV_BUF_INIT;

    if (page->choosing)
        rv_buf_text(&text, "1-9 choose  Enter exclude  Esc leave");
    else if (page->prompt)
        rv_buf_text(&text, "Enter keep  Esc leave  ^U empty");
    else if (page->overlay)
        rv_buf_text(&text, "space b scroll  any other key: back");
    else if (!page->card)
        rv_buf_text(&text, "Enter look again  z undo  ? help  q quit");
    else
        rv_read_keys_line(&text, page->columns, page->reasons->n, page->full_text);
    put(lines, rv_buf_str(&text), page->columns, 1, &plain);
    rv_buf_free(&text);
}

static void put_foot(const rv_page *page, const plan *p, rv_drawn *out)
{
    const rv_look look = look_of(page, "");
    rv_buf text = RV_BUF_INIT;

    put_rule(page, out, &out->lines);
    if (p->criteria)
        put_criteria(page, p->criteria, &out->lines);
    reasons_text(page, p->labels, &text);
    if (p->reasons)
        put(&out->lines, rv_buf_str(&text), page->columns, p->reasons, &look);
    rv_buf_free(&text);
    put_said(page, out);
    put_keys(page, &out->lines);
}

/* ---- All of it ------------------------------------------------------------------------------------------------------------------------- */

/* A terminal too low for the fixed lines keeps the first and the last ones. */
static void fit(rv_drawn *out, size_t n)
{
    rv_page_lines *lines = &out->lines;
    const size_t over = lines->n > n ? lines->n - n : 0, keep = n < 2 ? n : 2;

    if (!over)
        return;
    for (size_t i = n - keep; i < n - keep + over; i++)
        free(lines->items[i]);
    memmove(lines->items + n - keep, lines->items + lines->n - keep, keep * sizeof *lines->items);
    lines->n = n;
    out->row = out->row > over ? out->row - over : 0;
}

static rv_status put_record(rv_page *page, const plan *p, rv_drawn *out, rv_page_lines *body, rv_error *err)
{
    const rv_look look = look_of(page, "");
    bool title = true, keywords = false;
    rv_status st;

    put_clean(&out->lines, page->flags, p->left, 1, &look);
    if ((st = put_marked(page, &out->lines, "", *page->card->title ? page->card->title : "(no title)", p->left, p->title, "\033[1m", &title,
                         err)) != RV_OK)
        return st;
    put_names(page, p, &out->lines);
    if (p->keywords)
        st = put_marked(page, &out->lines, *page->card->keywords ? "Keywords: " : "", page->card->keywords, p->left, 1, "", &keywords, err);
    if (st == RV_OK && p->blank)
        rv_page_lines_add(&out->lines, "");
    return st == RV_OK ? body_of_card(page, p, title, keywords, body, err) : st;
}

rv_status rv_page_draw(rv_page *page, rv_drawn *out, rv_error *err)
{
    const rv_look strong = look_of(page, "\033[1m"), look = look_of(page, "");
    const size_t columns = page->columns, lines = page->lines;
    rv_page_lines body = { 0 };
    rv_status st = RV_OK;
    plan p;

    *out = (rv_drawn){ 0 };
    page->columns = columns < 20 ? 20 : columns;
    page->lines = lines < 6 ? 6 : lines > MOST_LINES ? MOST_LINES : lines;
    p = plan_of(page);
    put_header(page, &out->lines);
    if (page->card && !page->overlay) {
        st = put_record(page, &p, out, &body, err);
    } else {
        rv_page_lines_add(&out->lines, "");
        put_clean(&out->lines, page->overlay ? page->overlay_head : "Nothing waits for you here.", p.left, 1, &strong);
        rv_page_lines_add(&out->lines, "");
        p.body += p.title + p.names + p.keywords + p.blank > 2 ? p.title + p.names + p.keywords + p.blank - 2 : 0;
        if (page->overlay)
            body_of_overlay(page, &p, &body);
        else
            rv_show_wrap(&body, "Enter looks again: others may have given something back. What you put off comes again when all else is done.",
                         measure(&p), 0, &look);
    }
    if (st == RV_OK) {
        put_body(page, &p, &body, out);
        if (p.panel)
            put_panel(page, &p, &out->lines, 1);
        put_foot(page, &p, out);
        fit(out, page->lines);
        if (out->lines.failed || body.failed)
            st = rv_fail(err, RV_ENOMEM, "out of memory");
    }
    rv_page_lines_free(&body);
    if (st != RV_OK)
        rv_drawn_free(out);
    return st;
}

void rv_drawn_free(rv_drawn *drawn)
{
    rv_page_lines_free(&drawn->lines);
    *drawn = (rv_drawn){ 0 };
}
