/* review-screen read: one record after another on a terminal. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/opts.h"
#include "tools/read_session.h"
#include "tools/screen_read.h"
#include "tools/terminal.h"

static void session_free(rv_session *s)
{
    rv_trainer_close(s->trainer);
    rv_desk_close(s->desk);
    rv_card_free(&s->card);
    rv_card_free(&s->ready);
    rv_twins_free(&s->twins);
    rv_typing_free(&s->typing);
    rv_buf_free(&s->note);
    rv_buf_free(&s->labels);
    rv_buf_free(&s->own);
    rv_buf_free(&s->flags);
    rv_buf_free(&s->said);
    rv_buf_free(&s->overlay);
    rv_buf_free(&s->done);
}

/* The desk of the stage asked for, else of the first stage at which something waits, else of the first. */
static rv_status open_desk(rv_session *s, const rv_desk_options *options, rv_error *err)
{
    const rv_protocol *protocol = s->work->protocol;
    rv_status st = RV_OK;

    for (size_t i = 0, tries = 0; st == RV_OK && tries <= protocol->n_stages; i++, tries++) {
        const bool last = s->work->stage || tries == protocol->n_stages;
        const rv_stage *stage = s->work->stage ? rv_protocol_stage(protocol, s->work->stage) : &protocol->stages[i % protocol->n_stages];
        rv_desk_options o = *options;
        rv_desk_progress p;
        o.reviewer = s->work->who;
        o.stage = stage->id;
        s->page.stage = stage;
        s->page.full_text = stage != &protocol->stages[0];
        if ((st = rv_desk_open(&s->desk, s->work->store, protocol, &o, err)) != RV_OK
            || (rv_desk_progress_get(s->desk, &p), p.waiting) || last)
            break;
        rv_desk_close(s->desk);
        s->desk = NULL;
    }
    return st;
}

/* Makes the record that comes next ready while this one is read. A fault here is told when its turn comes. */
static void make_ready(rv_session *s)
{
    rv_desk_item next;

    if (!s->item.report || rv_desk_peek(s->desk, &next, NULL) != RV_OK || !next.report || next.report == s->ready.report)
        return;
    rv_card_free(&s->ready);
    if (rv_card_load(&s->ready, s->work->store, next.report, NULL) != RV_OK)
        rv_card_free(&s->ready);
}

static void summarise(const rv_session *s)
{
    static const struct { char letter; const char *words; } kinds[] = { { 'i', "included" }, { 'e', "excluded" }, { 'u', "unsure" }, { 'l', "put off" } };
    const double minutes = (rv_clock() - s->began) / 60, pace = rv_pace_hourly(&s->pace);
    rv_desk_progress p;
    rv_buf text = RV_BUF_INIT;

    rv_desk_progress_get(s->desk, &p);
    rv_buf_printf(&text, "%lld vote%s in %.0f %s", (long long)p.session, p.session == 1 ? "" : "s", minutes < 2 ? 60 * minutes : minutes,
                  minutes < 2 ? "s" : "min");
    if (isfinite(pace))
        rv_buf_printf(&text, " (lately %.0f an hour)", pace);
    for (size_t k = 0, told = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t n = 0;
        for (size_t i = 0; i < s->done.length; i++)
            n += s->done.data[i] == kinds[k].letter;
        if (n)
            rv_buf_printf(&text, "%s%zu %s", told++ ? ", " : ": ", n, kinds[k].words);
    }
    rv_tool_say("%s; %lld %s for you at %s", rv_buf_str(&text), (long long)p.waiting, p.waiting == 1 ? "waits" : "wait", s->page.stage->id);
    rv_buf_free(&text);
}

/* A note without a decision is kept as a remark, so that nothing typed is lost. */
static void keep_note(rv_session *s)
{
    char hex[RV_DIGEST_HEX];
    rv_error fault = { 0 };

    if (s->note.length && s->item.report
        && rv_screen_remark(s->work->store, s->work->protocol, s->work->who, s->item.report, s->page.stage->id, rv_buf_str(&s->note), hex,
                            &fault) != RV_OK)
        rv_tool_say("the note on report %lld is not kept: %s", (long long)s->item.report, fault.message);
}

static rv_status run(rv_session *s, const rv_desk_options *options, const char *model, rv_error *err)
{
    rv_status st = RV_OK;

    if (options->mode == RV_DESK_RANKED || options->mode == RV_DESK_UNCERTAIN)
        st = rv_session_rank_begin(s, model, err);
    if (st == RV_OK && (st = rv_desk_next(s->desk, &s->item, err)) == RV_OK)
        st = rv_session_load(s, err);
    while (st == RV_OK && !s->over && (st = rv_session_show(s, err)) == RV_OK) {
        rv_session_rank(s);
        make_ready(s);
        st = rv_session_key(s, rv_terminal_key(), err);
    }
    return st;
}

static rv_status check(const rv_screening *work, const rv_reading *reading, rv_error *err)
{
    if (!(reading->random_share >= 0 && reading->random_share <= 1))
        return rv_fail(err, RV_EUSAGE, "--random is %g; it must be a share from 0 to 1", reading->random_share);
    if (reading->seed < 0)
        return rv_fail(err, RV_EUSAGE, "--seed is %lld; it must not be below 0", (long long)reading->seed);
    if (work->porcelain)
        return rv_fail(err, RV_EUSAGE, "read: --porcelain is for programs, and read for a person");
    if (!rv_terminal_here())
        return rv_fail(err, RV_EUSAGE, "read: it takes a person at a terminal; review-screen next shows what waits, and decide and import "
                       "take decisions from programs");
    return RV_OK;
}

rv_status rv_screening_read(rv_screening *work, const rv_reading *reading, rv_error *err)
{
    rv_session s = { .work = work, .began = rv_clock(), .moves = !reading->plain && rv_terminal_moves() };
    rv_desk_options options = RV_DESK_OPTIONS_INIT;
    rv_status st = check(work, reading, err);

    if (st != RV_OK)
        return st;
    options.mode = (rv_desk_mode)reading->order;
    options.random_share = reading->random_share;
    options.seed = (uint64_t)reading->seed;
    s.page = (rv_page){ .protocol = work->protocol, .reasons = &s.reasons, .colour = rv_terminal_colour() && s.moves, .pace = NAN };
    if ((st = open_desk(&s, &options, err)) == RV_OK && (st = rv_twins_read(&s.twins, work->store, err)) == RV_OK
        && (st = rv_terminal_begin(s.moves, err)) == RV_OK) {
        rv_reasons_at(&s.reasons, work->protocol, s.page.stage->id);
        st = run(&s, &options, reading->model, err);
        rv_terminal_lend();
        if (!s.moves)
            printf("\n");
        keep_note(&s);
        summarise(&s);
    }
    session_free(&s);
    rv_terminal_end();
    return st;
}
