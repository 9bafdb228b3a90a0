/* review-extract enter: the form of one study, field after field, on a terminal; each value is durable at once. */
#include <config.h>

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/entering.h"
#include "tools/entering_save.h"
#include "tools/terminal.h"

enum { CTRL_G = 7, TAB = 9, CTRL_N = 14, CTRL_O = 15 };

typedef struct {
    rv_entering entering;
    rv_entering_page page;
    rv_typing   typing[RV_LINES];
    bool        over, leave;         /* leave: the next arrow leaves what was typed */
} session;

static rv_entering_item *asked(session *s)
{
    return &s->entering.list.items[s->page.at];
}

static void say(session *s, bool wrong, const char *format, ...) RV_PRINTF(3, 4);
static void say(session *s, bool wrong, const char *format, ...)
{
    char text[600];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    rv_buf_clear(&s->entering.said);
    rv_buf_text(&s->entering.said, text);
    s->page.wrong = wrong;
}

/* Begins a question: what stands is there to be changed. */
static rv_status begin(session *s, size_t at, rv_error *err)
{
    const rv_entering_item *a;

    s->page.at = at;
    s->page.line = RV_LINE_VALUE;
    s->page.making = false;
    s->leave = false;
    a = asked(s);
    rv_typing_begin(&s->typing[RV_LINE_VALUE], a->field->compute[0] ? "" : rv_entering_stands(a));
    rv_typing_begin(&s->typing[RV_LINE_PLACE], a->place);
    rv_typing_begin(&s->typing[RV_LINE_QUOTATION], a->quotation);
    rv_typing_begin(&s->typing[RV_LINE_NOTE], a->note);
    return rv_entering_carry(&s->entering, a, err);
}

static bool unsaved(session *s)
{
    const rv_entering_item *a = asked(s);
    const char *const stands[RV_LINES] = { a->field->compute[0] ? "" : rv_entering_stands(a), a->place, a->quotation, a->note };

    for (int i = 0; i < RV_LINES; i++)
        if (strcmp(rv_buf_str(&s->typing[i].text), stands[i]) != 0)
            return true;
    return false;
}

/* To another question; what was typed and not saved is not lost by one key. */
static rv_status go(session *s, size_t at, rv_error *err)
{
    if (unsaved(s) && !s->leave) {
        s->leave = true;
        say(s, true, "not saved yet: Enter saves it, the same key again leaves it");
        return RV_OK;
    }
    rv_buf_clear(&s->entering.said);
    rv_buf_clear(&s->entering.effect);
    return begin(s, at, err);
}

/* The first question of the next part or result, or of the one before. */
static size_t next_group(const session *s, bool down)
{
    const rv_entering_list *l = &s->entering.list;
    size_t i = s->page.at;
    const char *about = l->items[i].about;

    if (down) {
        while (i + 1 < l->n && strcmp(l->items[i].about, about) == 0)
            i++;
        return i;
    }
    while (i > 0 && strcmp(l->items[i].about, about) == 0)
        i--;
    about = l->items[i].about;
    while (i > 0 && strcmp(l->items[i - 1].about, about) == 0)
        i--;
    return i;
}

/* The next question that somebody can answer. */
static size_t next_of(const session *s, size_t at)
{
    const rv_entering_list *l = &s->entering.list;

    for (size_t i = at + 1; i < l->n; i++)
        if (!l->items[i].field->compute[0])
            return i;
    return at;
}

/* Enter: what stands in the lines is saved, and the next question comes. */
static rv_status save(session *s, rv_error *err)
{
    const rv_entry_lines lines = { rv_buf_str(&s->typing[RV_LINE_VALUE].text), rv_buf_str(&s->typing[RV_LINE_PLACE].text),
                                   rv_buf_str(&s->typing[RV_LINE_QUOTATION].text), rv_buf_str(&s->typing[RV_LINE_NOTE].text) };
    size_t at = s->page.at;
    rv_status st;

    if (!unsaved(s))
        return go(s, next_of(s, at), err);
    if ((st = rv_entering_save(&s->entering, &at, &lines, &s->page.wrong, err)) != RV_OK || s->page.wrong)
        return st;
    return begin(s, next_of(s, at), err);
}

/* A digit is a choice: the one, at once; of several, put in or taken out. */
static rv_status choose(session *s, const char *choice, rv_error *err)
{
    rv_buf text = RV_BUF_INIT;
    rv_typing *t = &s->typing[RV_LINE_VALUE];

    if (asked(s)->field->type != RV_FIELD_CHOICES) {
        rv_typing_begin(t, choice);
        return save(s, err);
    }
    rv_entering_toggle(asked(s)->field, rv_buf_str(&t->text), choice, &text);
    rv_typing_begin(t, rv_buf_str(&text));
    rv_buf_free(&text);
    return RV_OK;
}

/* A text that is longer than a line, and tables, in the person's editor. */
static rv_status edit(session *s, rv_error *err)
{
    const char *editor = rv_read_editor();
    rv_buf out = RV_BUF_INIT;
    rv_error fault = { 0 };

    (void)err;
    if (!editor) {
        say(s, true, "there is no editor: set VISUAL or EDITOR");
        return RV_OK;
    }
    if (rv_read_edit(editor, rv_buf_str(&s->typing[s->page.line].text), &out, &fault) == RV_OK)
        rv_typing_begin(&s->typing[s->page.line], rv_buf_str(&out));
    else
        say(s, true, "%s", fault.message);
    rv_buf_free(&out);
    return RV_OK;
}

/* The value line takes what the study lacks, until it is made or left. */
static rv_status ask_new(session *s, rv_error *err)
{
    rv_status st = RV_OK;

    if (unsaved(s)) {
        say(s, true, "not saved yet: Enter saves it");
        return RV_OK;
    }
    if ((st = begin(s, s->page.at, err)) != RV_OK)
        return st;
    s->page.making = true;
    rv_typing_begin(&s->typing[RV_LINE_VALUE], "");
    rv_buf_clear(&s->entering.said);
    rv_buf_clear(&s->entering.effect);
    rv_buf_text(&s->entering.effect, rv_entering_new_help);
    s->page.wrong = false;
    return RV_OK;
}

static rv_status make_new(session *s, int k, rv_error *err)
{
    size_t at = s->page.at;
    rv_status st;

    switch (rv_typing_key(&s->typing[RV_LINE_VALUE], k)) {
    case RV_TYPING_LEFT:
        rv_buf_clear(&s->entering.effect);
        return begin(s, at, err);
    case RV_TYPING_DONE:
        st = rv_entering_new(&s->entering, rv_buf_str(&s->typing[RV_LINE_VALUE].text), &at, &s->page.wrong, err);
        if (st != RV_OK || s->page.wrong)
            return st;
        rv_buf_clear(&s->entering.effect);
        return begin(s, at, err);
    default:
        return RV_OK;
    }
}

static rv_status key(session *s, int k, rv_error *err)
{
    const size_t n = s->entering.list.n, at = s->page.at;
    const char *choices[64];
    const size_t n_choices = s->page.line == RV_LINE_VALUE ? rv_entering_choices(asked(s)->field, choices) : 0;

    if (s->page.making)
        return k == RV_KEY_REDRAW ? RV_OK : make_new(s, k, err);
    switch (k) {
    case RV_KEY_REDRAW:    return RV_OK;
    case RV_KEY_UP:        return go(s, at ? at - 1 : 0, err);
    case RV_KEY_DOWN:      return go(s, at + 1 < n ? at + 1 : at, err);
    case RV_KEY_PAGE_UP:   return go(s, next_group(s, false), err);
    case RV_KEY_PAGE_DOWN: return go(s, next_group(s, true), err);
    case CTRL_G:           return go(s, rv_entering_list_next_open(&s->entering.list, at), err);
    case CTRL_N:           return ask_new(s, err);
    case CTRL_O:           return edit(s, err);
    case TAB:
        s->page.line = (s->page.line + 1) % RV_LINES;
        return RV_OK;
    default:
        break;
    }
    s->leave = false;
    if (k >= '1' && k <= '9' && n_choices < 10 && (size_t)(k - '1') < n_choices && !s->typing[RV_LINE_VALUE].pasting)
        return choose(s, choices[k - '1'], err);
    switch (rv_typing_key(&s->typing[s->page.line], k)) {
    case RV_TYPING_DONE: return save(s, err);
    case RV_TYPING_LEFT: s->over = true; return RV_OK;
    default:             return RV_OK;
    }
}

static rv_status show(session *s, rv_error *err)
{
    rv_entering_drawn drawn;
    rv_buf out = RV_BUF_INIT;
    rv_status st;

    s->page.list = &s->entering.list;
    s->page.carried = rv_buf_str(&s->entering.carried);
    s->page.said = rv_buf_str(&s->entering.said);
    s->page.effect = rv_buf_str(&s->entering.effect);
    rv_terminal_size(&s->page.columns, &s->page.lines);
    if ((st = rv_entering_draw(&s->page, &drawn, err)) != RV_OK)
        return st;
    rv_buf_text(&out, "\033[?25l\033[H");
    for (size_t i = 0; i < drawn.lines.n; i++)
        rv_buf_printf(&out, "%s%s\033[K", i ? "\n" : "", drawn.lines.items[i]);
    rv_buf_printf(&out, "\033[J\033[%zu;%zuH\033[?25h", drawn.row + 1, drawn.column + 1);
    fwrite(rv_buf_str(&out), 1, out.length, stdout);
    fflush(stdout);
    rv_buf_free(&out);
    rv_entering_drawn_free(&drawn);
    return RV_OK;
}

/* Line after line, where the cursor cannot move. An empty line goes on. */
static rv_status by_lines(session *s, rv_error *err)
{
    rv_buf line = RV_BUF_INIT;
    rv_status st = rv_terminal_begin(false, err);

    for (size_t at = 0; st == RV_OK && at < s->entering.list.n; at++) {
        rv_buf text = RV_BUF_INIT;
        s->page.at = at;
        if (asked(s)->field->compute[0])
            continue;
        rv_entering_describe(asked(s), &text);
        printf("%s\n? ", rv_buf_str(&text));
        fflush(stdout);
        rv_buf_free(&text);
        rv_buf_clear(&line);
        if (!rv_terminal_line(&line))
            break;
        if ((st = rv_entering_carry(&s->entering, asked(s), err)) != RV_OK || !line.length)
            continue;
        st = rv_entering_save(&s->entering, &at, &(rv_entry_lines){ rv_buf_str(&line), "", "", "" }, &s->page.wrong, err);
        printf("%s\n", rv_buf_str(&s->entering.said));
        if (s->page.wrong && at > 0)
            at--;                        /* the same again */
    }
    rv_buf_free(&line);
    return st;
}

static rv_status on_screen(session *s, rv_error *err)
{
    rv_status st = rv_terminal_begin(true, err);

    if (st == RV_OK)
        st = begin(s, 0, err);
    while (st == RV_OK && !s->over && (st = show(s, err)) == RV_OK)
        st = key(s, rv_terminal_key(), err);
    rv_terminal_lend();
    if (st == RV_OK)
        rv_tool_say("%zu saved; %zu still asked for in %s", s->entering.saved, s->entering.list.lacks, s->page.study);
    return st;
}

rv_status extract_enter(rv_extraction *work, char **operands, rv_error *err)
{
    session s = { .entering = { .work = work, .study = operands[0] } };
    const bool moves = rv_terminal_moves();
    rv_status st;

    if (!rv_terminal_here())
        return rv_fail(err, RV_EUSAGE, "enter: it takes a person at a terminal; value and import take values from programs");
    s.entering.own = work->protocol->extraction == RV_EXTRACT_DOUBLE ? work->who : NULL;
    s.page = (rv_entering_page){ .study = operands[0], .who = work->who, .typing = s.typing, .colour = rv_terminal_colour() && moves };
    if ((st = rv_entering_list_read(&s.entering.list, work->store, work->protocol, s.entering.own, operands[0], err)) == RV_OK) {
        if (s.entering.list.n == 0)
            st = rv_fail(err, RV_ENOTFOUND, "the form asks nothing of '%s'; make its arms and results with review-extract part and result", operands[0]);
        else
            st = moves ? on_screen(&s, err) : by_lines(&s, err);
    }
    for (int i = 0; i < RV_LINES; i++)
        rv_typing_free(&s.typing[i]);
    rv_entering_free(&s.entering);
    rv_terminal_end();
    return st;
}
