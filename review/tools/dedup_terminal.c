/* The queue one by one on a terminal; each answer is durable at once. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/dedup.h"
#include "tools/dedup_side.h"
#include "tools/opts.h"
#include "tools/terminal.h"

typedef enum { ACCEPT, REJECT, STUDY, LATER, BACK, QUIT, KEYS } key;
static const struct { char letter; const char *shown, *done; rv_dedup_verdict verdict; } keys[KEYS] = {
    { 'a', "[a]ccept: one report", "one report", RV_DEDUP_SAME },
    { 'r', "[r]eject: two reports", "two reports", RV_DEDUP_NONE },
    { 's', "[s]ame study", "two reports of one study", RV_DEDUP_STUDY },
    { 'l', "[l]ater", "later", RV_DEDUP_UNSURE },
    { 'b', "[b]ack", "back", RV_DEDUP_UNSURE },
    { 'q', "[q]uit", "the end", RV_DEDUP_UNSURE },
};

/* What was done with a pair; `hex` is "" for one left for later. */
typedef struct {
    int64_t record, other;
    char    hex[RV_DIGEST_HEX];
} step;

typedef struct {
    rv_dedup_work *work;
    bool           colour;
    step          *steps;
    size_t         n, capacity;
    int64_t        again[2];         /* the pair that was gone back to; 0: none */
} session;

/* ---- The terminal ------------------------------------------------------------------------------------------------------------ */

static key ask(void)
{
    for (int i = 0; i < KEYS; i++)
        printf("%s%s", i ? "  " : "", keys[i].shown);
    printf(" ? ");
    fflush(stdout);
    for (;;) {
        const int c = rv_terminal_key();
        if (c == RV_KEY_END)
            return QUIT;
        for (int i = 0; i < KEYS; i++)
            if (c > 0 && (c | 0x20) == keys[i].letter)
                return (key)i;
    }
}

static size_t width_of_terminal(void)
{
    size_t columns, lines;

    rv_terminal_size(&columns, &lines);
    return columns;
}

/* ---- A pair ------------------------------------------------------------------------------------------------------------------ */

static rv_status show(const session *s, const rv_doubt *doubt, size_t waiting, rv_error *err)
{
    rv_side_field fields[RV_SHEET_FIELDS + 1];
    rv_sheet a = { 0 }, b = { 0 };
    rv_buf out = RV_BUF_INIT;
    char left[64], right[64];
    rv_status st;

    if ((st = rv_sheet_read(s->work->store, doubt->record, &a, err)) == RV_OK
        && (st = rv_sheet_read(s->work->store, doubt->other, &b, err)) == RV_OK) {
        snprintf(left, sizeof left, "record %lld of report %lld", (long long)doubt->record, (long long)a.report);
        snprintf(right, sizeof right, "record %lld of report %lld", (long long)doubt->other, (long long)b.report);
        fields[0] = (rv_side_field){ "", left, right, true };
        for (int i = 0; i < RV_SHEET_FIELDS; i++)
            fields[i + 1] = (rv_side_field){ rv_sheet_names[i], a.text[i], b.text[i], i == RV_SHEET_SOURCE };
        rv_buf_printf(&out, "\n%zu pair%s to look at", waiting, waiting == 1 ? "" : "s");
        if (doubt->probability == doubt->probability)
            rv_buf_printf(&out, "; one report with a probability of %.0f %%", 100 * doubt->probability);
        rv_buf_text(&out, "\n");
        rv_utf8_printable(&out, doubt->reason, strlen(doubt->reason));
        rv_buf_text(&out, "\n\n");
        st = rv_side_by_side(&out, fields, RV_SHEET_FIELDS + 1, width_of_terminal(), s->colour, err);
    }
    if (st == RV_OK)
        printf("%s\n", rv_buf_str(&out));
    rv_sheet_free(&a);
    rv_sheet_free(&b);
    rv_buf_free(&out);
    return st;
}

static rv_status remember(session *s, const rv_doubt *doubt, const char *hex, rv_error *err)
{
    if (s->n == s->capacity) {
        const size_t capacity = s->capacity ? s->capacity * 2 : 16;
        step *more = realloc(s->steps, capacity * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        s->steps = more;
        s->capacity = capacity;
    }
    s->steps[s->n] = (step){ .record = doubt->record, .other = doubt->other };
    snprintf(s->steps[s->n++].hex, RV_DIGEST_HEX, "%s", hex);
    return RV_OK;
}

/* An answer that is refused (it would part other records) is told, and the pair asked for again. */
static rv_status answer(session *s, const rv_doubt *doubt, key k, rv_error *err)
{
    const rv_dedup_judgement j = { doubt->record, doubt->other, keys[k].verdict,
                                   s->work->reason ? s->work->reason : "looked at side by side in the queue" };
    char hex[RV_DIGEST_HEX] = "";
    rv_error fault = { 0 };
    rv_status st = RV_OK;

    printf("%s\n", keys[k].done);
    if (k != LATER && (st = rv_dedup_judge(s->work->store, s->work->who, &j, hex, &fault)) == RV_OK)
        rv_tool_ack(s->work->porcelain, "dedup.judge", hex);
    if (st == RV_EINVAL || st == RV_EEXIST) {
        rv_tool_say("%s", fault.message);
        return RV_OK;
    }
    return st == RV_OK ? remember(s, doubt, hex, err) : rv_fail(err, st, "%s", fault.message);
}

/* Takes back the last answer of this session, or only goes back to what was left. */
static rv_status go_back(session *s, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    step *last = s->n ? &s->steps[s->n - 1] : NULL;
    rv_status st = RV_OK;

    if (!last) {
        printf("nothing was answered yet\n");
        return RV_OK;
    }
    if (*last->hex && (st = rv_dedup_undo(s->work->store, s->work->who, last->hex, "taken back in the queue", hex, err)) == RV_OK)
        rv_tool_ack(s->work->porcelain, "dedup.undo", hex);
    printf("%s\n", *last->hex ? "back: the last answer is undone" : "back");
    s->again[0] = last->record;
    s->again[1] = last->other;
    s->n--;
    return st;
}

/* ---- The session --------------------------------------------------------------------------------------------------------------- */

static bool is(const rv_doubt *doubt, int64_t record, int64_t other)
{
    return doubt->record == record && doubt->other == other;
}

static bool left_for_later(const session *s, const rv_doubt *doubt)
{
    for (size_t i = 0; i < s->n; i++)
        if (!*s->steps[i].hex && is(doubt, s->steps[i].record, s->steps[i].other))
            return true;
    return false;
}

/* The pair gone back to, else the likeliest that was not left; NULL at the end. */
static const rv_doubt *next(const session *s, const rv_doubts *doubts)
{
    const rv_doubt *first = NULL;

    for (size_t i = 0; i < doubts->n; i++) {
        if (s->again[0] && is(&doubts->items[i], s->again[0], s->again[1]))
            return &doubts->items[i];
        if (!first && !left_for_later(s, &doubts->items[i]))
            first = &doubts->items[i];
    }
    return first;
}

/* Others may answer meanwhile, and an answer may settle other pairs: the queue is read anew for each. */
static rv_status one(session *s, bool *over, size_t *waiting, rv_error *err)
{
    rv_doubts doubts;
    const rv_doubt *doubt;
    key k;
    rv_status st = rv_doubts_read(s->work->store, &doubts, err);

    *waiting = doubts.n;
    *over = st != RV_OK || !(doubt = next(s, &doubts));
    if (!*over && (st = show(s, doubt, doubts.n, err)) == RV_OK) {
        k = ask();
        *over = k == QUIT;
        if (k == BACK) {
            st = go_back(s, err);
        } else if (k != QUIT) {
            s->again[0] = s->again[1] = 0;
            st = answer(s, doubt, k, err);
        } else {
            printf("\n");
        }
    }
    rv_doubts_free(&doubts);
    return st;
}

rv_status rv_dedup_do_terminal(rv_dedup_work *work, rv_error *err)
{
    session s = { .work = work, .colour = rv_terminal_colour() };
    bool over = false;
    size_t waiting = 0, answered = 0;
    rv_status st = rv_terminal_begin(false, err);

    while (st == RV_OK && !over)
        st = one(&s, &over, &waiting, err);
    for (size_t i = 0; i < s.n; i++)
        answered += *s.steps[i].hex != '\0';
    free(s.steps);
    if (st == RV_OK)
        rv_tool_say("%zu answer%s given; %zu pair%s %s", answered, answered == 1 ? "" : "s", waiting, waiting == 1 ? "" : "s",
                    waiting == 1 ? "waits" : "wait");
    rv_terminal_end();
    return st;
}
