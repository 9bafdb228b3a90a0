/* A session on the terminal: on a screen of its own, or line after line where the cursor cannot move. */
#include <config.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tools/read_session.h"
#include "tools/terminal.h"

enum { TOLD = 6 };                   /* votes before a pace says anything */
enum { ROLL = 480 };                 /* lines of a page that is printed below; what is empty of them is not */

void rv_session_say(rv_session *s, const char *format, ...)
{
    char text[1024];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    rv_buf_clear(&s->said);
    rv_buf_text(&s->said, text);
}

/* What is particular to the record. */
static void tell_flags(rv_session *s)
{
    size_t first, twins;

    rv_buf_clear(&s->flags);
    if (!s->item.report)
        return;
    twins = rv_twins_of(&s->twins, s->item.report, &first);
    if (s->item.again)
        rv_buf_text(&s->flags, "your votes on its records differ; ");
    if (s->item.postponed)
        rv_buf_text(&s->flags, "put off before; ");
    if (twins)
        rv_buf_printf(&s->flags, "%zu near-duplicate%s (d); ", twins, twins == 1 ? "" : "s");
    if (s->page.full_text)
        rv_buf_printf(&s->flags, "%s (o); ", s->files == 0 ? "no file attached" : s->files == 1 ? "a file attached" : "files attached");
    if (s->labels.length)
        rv_buf_printf(&s->flags, "labels: %s; ", rv_buf_str(&s->labels));
    if (s->note.length)
        rv_buf_printf(&s->flags, "note: %s; ", rv_buf_str(&s->note));
    if (s->flags.length)
        s->flags.data[s->flags.length -= 2] = '\0';
}

static void fill_page(rv_session *s)
{
    tell_flags(s);
    rv_desk_progress_get(s->desk, &s->page.progress);
    s->page.card = s->item.report ? &s->card : NULL;
    s->page.served = s->item.report && s->item.served && strcmp(s->item.served, "order") != 0 ? s->item.served : "";
    s->page.pace = s->pace.n < TOLD ? NAN : rv_pace_hourly(&s->pace);
    s->page.flags = rv_buf_str(&s->flags);
    s->page.said = rv_buf_str(&s->said);
    rv_terminal_size(&s->page.columns, &s->page.lines);
}

/* From the top left corner, each line cleared to its end: what does not change does not flicker. */
static void show_screen(const rv_session *s, const rv_drawn *drawn)
{
    rv_buf out = RV_BUF_INIT;

    rv_buf_text(&out, "\033[?25l\033[H");
    for (size_t i = 0; i < drawn->lines.n; i++)
        rv_buf_printf(&out, "%s%s\033[K", i ? "\n" : "", drawn->lines.items[i]);
    rv_buf_text(&out, "\033[J");
    if (s->page.prompt)
        rv_buf_printf(&out, "\033[%zu;%zuH\033[?25h", drawn->row + 1, drawn->column + 1);
    fwrite(rv_buf_str(&out), 1, out.length, stdout);
    fflush(stdout);
    rv_buf_free(&out);
}

/* The whole page when there is something new to read; else what is asked or was answered. */
static void show_roll(const rv_session *s, const rv_drawn *drawn)
{
    const rv_page_lines *l = &drawn->lines;
    size_t from = 0;

    if (!s->fresh)
        for (from = l->n - 2; s->page.choosing && from && l->n - from < s->reasons.n + 3; from--)
            ;
    for (size_t i = from; i < l->n; i++)
        if (*l->items[i] && !(i > 0 && i + 1 < l->n && strspn(l->items[i], " ") == strlen(l->items[i])))
            printf("%s\n", l->items[i]);
    printf("? ");
    fflush(stdout);
}

rv_status rv_session_show(rv_session *s, rv_error *err)
{
    rv_drawn drawn;
    rv_status st;

    fill_page(s);
    if (!s->moves) {
        s->page.lines = ROLL;
        s->page.top = 0;
    }
    if ((st = rv_page_draw(&s->page, &drawn, err)) != RV_OK)
        return st;
    if (s->moves)
        show_screen(s, &drawn);
    else
        show_roll(s, &drawn);
    s->fresh = false;
    s->page.body = drawn.body;
    rv_drawn_free(&drawn);
    return RV_OK;
}
