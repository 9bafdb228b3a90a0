/* Votes at the desk, and taking them back: one commit for the vote and the lease on what comes next. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/desk.h"

/* The lease on what was decided ends and the next begins, in the transaction of the vote. */
static rv_status along(void *user, rv_error *err)
{
    rv_desk *desk = user;
    bool anew;
    rv_status st;

    if ((st = rv_lease_drop(desk->store, desk->stage_id, desk->deciding, desk->reviewer, err)) != RV_OK
        || (st = rv_desk_news_inside(desk, &anew, err)) != RV_OK || anew)
        return st;
    return rv_desk_lease(desk, desk->ahead ? 2 : 1, err);
}

static rv_status copy(char **to, const char *text, rv_error *err)
{
    *to = text ? strdup(text) : NULL;
    return !text || *to ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

static void free_done(rv_desk_done *done)
{
    free(done->verdict);
    free(done->reason);
    free(done->note);
}

/* What the person said of the report until now, and room to note it. */
static rv_status remember(rv_desk *desk, const rv_board_report *report, const rv_decision *d, rv_desk_done *done, rv_error *err)
{
    const rv_vote *vote = rv_vote_of(&desk->board, report, desk->stage, desk->reviewer);
    const rv_vote *own = vote ? vote : rv_desk_later(desk, report);
    rv_status st = RV_OK;

    *done = (rv_desk_done){ .record = report->id, .served = d->served,
                            .vote = strcmp(d->verdict, "later") != 0 && strcmp(d->verdict, "none") != 0 };
    if (desk->n_done == desk->room_done) {
        const size_t room = desk->room_done ? desk->room_done * 2 : 64;
        rv_desk_done *more = realloc(desk->done, room * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        desk->done = more;
        desk->room_done = room;
    }
    if (own && ((st = copy(&done->verdict, rv_verdicts[own->verdict], err)) != RV_OK
                || (st = copy(&done->reason, rv_board_text(&desk->board, own->reason), err)) != RV_OK
                || (st = copy(&done->note, rv_board_text(&desk->board, own->note), err)) != RV_OK))
        free_done(done);
    return st;
}

/* Place of the report among those held, n_held when it is not. */
static size_t place_of(const rv_desk *desk, int64_t report)
{
    size_t at = 0;

    while (at < desk->n_held && desk->held[at].report != report)
        at++;
    return at;
}

static rv_status write(rv_desk *desk, const rv_decision *d, int64_t report, rv_status (*with)(void *user, rv_error *err),
                       char hex[RV_DIGEST_HEX], rv_error *err)
{
    const rv_decisions all = { .items = d, .n = 1, .along = with, .along_user = desk };
    const size_t before = desk->n_held;
    rv_status st;

    desk->deciding = report;
    st = rv_decisions_act(desk->store, desk->protocol, desk->reviewer, &all, NULL, NULL, hex, err);
    desk->deciding = 0;
    if (st != RV_OK) {                        /* what was leased along with it is not */
        desk->n_held = desk->n_held < before ? desk->n_held : before;
        desk->until[0] = 0;
    }
    return st;
}

rv_status rv_desk_decide(rv_desk *desk, const rv_decision *decision, rv_desk_item *next, char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_decision d = *decision;
    const rv_board_report *report;
    rv_desk_done done;
    int64_t id;
    size_t at;
    rv_status st;

    if ((st = rv_desk_news(desk, err)) != RV_OK)
        return st;
    if (!(report = rv_board_find(&desk->board, d.record)))
        return rv_fail(err, RV_ENOTFOUND, "there is no record %lld", (long long)d.record);
    id = report->id;
    at = place_of(desk, id);
    d.reviewer = desk->reviewer;
    d.stage = desk->stage_id;
    d.served = at < desk->n_held ? desk->held[at].served : NULL;
    if ((st = remember(desk, report, &d, &done, err)) != RV_OK)
        return st;
    if ((st = write(desk, &d, id, along, hex, err)) != RV_OK) {
        free_done(&done);
        return st;
    }
    if ((at = place_of(desk, id)) < desk->n_held)
        rv_desk_let_go(desk, at);
    desk->done[desk->n_done++] = done;
    desk->session += done.vote;
    /* the vote stands: what fails from here on, the next call will tell */
    if ((next ? rv_desk_next(desk, next, NULL) : rv_desk_news(desk, NULL)) != RV_OK)
        desk->loaded = false;
    return RV_OK;
}

/* The report is the person's again, in the transaction that takes the vote back: nobody else can have been given its place before. */
static rv_status along_undo(void *user, rv_error *err)
{
    rv_desk *desk = user;
    char until[RV_TIME_TEXT];

    return rv_lease_take(desk->store, desk->stage_id, desk->deciding, desk->reviewer, rv_now_after(until, desk->lease_seconds), err);
}

rv_status rv_desk_undo(rv_desk *desk, rv_desk_item *item, char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_desk_done *done = desk->n_done ? &desk->done[desk->n_done - 1] : NULL;
    rv_desk_held held = { .undone = true };
    rv_decision d = { 0 };
    const rv_board_report *report;
    size_t at;
    rv_status st;

    if (!done)
        return rv_fail(err, RV_ENOTFOUND, "nothing was decided at this desk that could be taken back");
    if ((st = rv_desk_news(desk, err)) != RV_OK)
        return st;
    if (!(report = rv_board_find(&desk->board, done->record)))
        return rv_fail(err, RV_ENOTFOUND, "there is no record %lld", (long long)done->record);
    held.report = report->id;
    held.served = done->served ? done->served : rv_served_words[0];
    held.postponed = done->verdict && strcmp(done->verdict, "later") == 0;
    d = (rv_decision){ done->record, desk->stage_id, desk->reviewer, done->verdict ? done->verdict : "none", done->reason, done->note,
                       held.postponed ? done->served : NULL };        /* a random one that is put off again stays a random one */
    if ((st = rv_desk_hold(desk, desk->n_held, &held, err)) != RV_OK)        /* room for it; its place follows */
        return st;
    rv_desk_let_go(desk, desk->n_held - 1);
    if ((st = write(desk, &d, held.report, along_undo, hex, err)) != RV_OK)
        return st;
    if ((at = place_of(desk, held.report)) < desk->n_held)
        rv_desk_let_go(desk, at);
    if ((st = rv_desk_hold(desk, 0, &held, err)) != RV_OK)
        return st;
    desk->session -= done->vote;
    free_done(done);
    desk->n_done--;
    *item = rv_desk_item_of(desk, 0);
    if (rv_desk_news(desk, NULL) != RV_OK)
        desk->loaded = false;
    return RV_OK;
}
