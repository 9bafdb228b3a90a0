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

    if ((st = rv_room_lease_drop(desk->room, desk->deciding, desk->person, err)) != RV_OK
        || (st = rv_room_news_inside(desk->room, &anew, err)) != RV_OK || anew)
        return st;
    return rv_desk_lease(desk, 1 + desk->ahead, err);
}

/* The people as the room knows them, so that they are not read for each vote. */
static rv_status people(void *user, const rv_team **team, rv_error *err)
{
    rv_desk *desk = user;
    bool anew;
    const rv_status st = rv_room_news_inside(desk->room, &anew, err);

    if (st == RV_OK && !anew)
        *team = &desk->room->board.team;
    return st;
}

static rv_status copy(char **to, const char *text, rv_error *err)
{
    *to = text ? strdup(text) : NULL;
    return !text || *to ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

void rv_desk_free_done(rv_desk_done *done)
{
    free(done->verdict);
    free(done->reason);
    free(done->note);
}

/* What the person said of the report until now, and room to note it. */
static rv_status remember(rv_desk *desk, const rv_board_report *report, const rv_decision *d, rv_desk_done *done, rv_error *err)
{
    const rv_board *board = &desk->room->board;
    const rv_vote *vote = rv_vote_of(board, report, desk->room->stage, desk->reviewer);
    const rv_vote *own = vote ? vote : rv_desk_later(desk, (size_t)(report - board->reports));
    rv_status st = RV_OK;

    *done = (rv_desk_done){ .record = report->id, .served = d->served,
                            .vote = strcmp(d->verdict, "later") != 0 && strcmp(d->verdict, "none") != 0 };
    if (desk->n_done == desk->room_done) {
        const size_t room = desk->room_done ? desk->room_done * 2 : 16;
        rv_desk_done *more = realloc(desk->done, room * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        desk->done = more;
        desk->room_done = room;
    }
    if (own && ((st = copy(&done->verdict, rv_verdicts[own->verdict], err)) != RV_OK
                || (st = copy(&done->reason, rv_board_text(board, own->reason), err)) != RV_OK
                || (st = copy(&done->note, rv_board_text(board, own->note), err)) != RV_OK))
        rv_desk_free_done(done);
    return st;
}

static rv_status write(rv_desk *desk, const rv_decision *d, int64_t report, rv_status (*with)(void *user, rv_error *err),
                       char hex[RV_DIGEST_HEX], rv_error *err)
{
    const rv_decisions all = { .items = d, .n = 1, .along = with, .along_user = desk, .team = people };
    const size_t before = desk->n_held;
    rv_status st;

    desk->deciding = report;
    st = rv_decisions_act(desk->room->store, desk->room->protocol, desk->reviewer, &all, NULL, NULL, hex, err);
    desk->deciding = 0;
    if (st != RV_OK) {                        /* what was leased along with it is not */
        desk->n_held = desk->n_held < before ? desk->n_held : before;
        rv_room_doubt(desk->room);
    }
    return st;
}

/* The newest row that the person wrote on the report, 0 when there is none. */
static int64_t newest_row(const rv_desk *desk, int64_t record)
{
    const rv_board *board = &desk->room->board;
    const rv_board_report *report = desk->room->loaded ? rv_board_find(board, record) : NULL;
    int64_t row = 0;

    for (size_t i = report ? report->first : 0; i; i = board->votes[i].next) {
        const rv_vote *v = &board->votes[i];
        if (v->stage == desk->room->stage && !v->resolution && v->id > row && strcmp(rv_board_text(board, v->reviewer), desk->reviewer) == 0)
            row = v->id;
    }
    return row;
}

/* A row that was rolled back is not there, or is another person's. */
static bool stands(const rv_desk *desk, const rv_desk_done *done)
{
    const rv_board *board = &desk->room->board;
    const rv_board_report *report = done->row ? rv_board_find(board, done->record) : NULL;

    for (size_t i = report ? report->first : 0; i; i = board->votes[i].next)
        if (board->votes[i].id == done->row)
            return strcmp(rv_board_text(board, board->votes[i].reviewer), desk->reviewer) == 0;
    return false;
}

void rv_desk_check_done(rv_desk *desk)
{
    for (size_t k = desk->n_done; k-- > 0; ) {
        rv_desk_done *done = &desk->done[k];
        const rv_desk_held held = { .report = done->record, .served = done->served };
        rv_status st = RV_OK;
        if (stands(desk, done))
            continue;
        if (done->served && rv_desk_place(desk, done->record) == desk->n_held)
            st = rv_desk_hold(desk, 0, &held, NULL);      /* the oldest comes to lie first */
        (void)st;                                         /* what there is no memory for is served again in its turn */
        desk->session -= done->vote;
        rv_desk_free_done(done);
        memmove(done, done + 1, (--desk->n_done - k) * sizeof *done);
    }
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
    if (!(report = rv_board_find(&desk->room->board, d.record)))
        return rv_fail(err, RV_ENOTFOUND, "there is no record %lld", (long long)d.record);
    id = report->id;
    at = rv_desk_place(desk, id);
    d.reviewer = desk->reviewer;
    d.stage = desk->room->stage_id;
    d.served = at < desk->n_held ? desk->held[at].served : NULL;
    if ((st = remember(desk, report, &d, &done, err)) != RV_OK)
        return st;
    if ((st = write(desk, &d, id, along, hex, err)) != RV_OK) {
        rv_desk_free_done(&done);
        return st;
    }
    if ((at = rv_desk_place(desk, id)) < desk->n_held)
        rv_desk_let_go(desk, at);
    desk->done[desk->n_done++] = done;
    desk->session += done.vote;
    /* the vote stands: what fails from here on, the next call will tell */
    if ((next ? rv_desk_next(desk, next, NULL) : rv_desk_news(desk, NULL)) != RV_OK)
        desk->room->loaded = false;
    desk->done[desk->n_done - 1].row = newest_row(desk, id);
    return RV_OK;
}

/* The report is the person's again, in the transaction that takes the vote back: nobody else can have been given its place before. */
static rv_status along_undo(void *user, rv_error *err)
{
    rv_desk *desk = user;
    char until[RV_TIME_TEXT];

    return rv_room_lease_take(desk->room, (size_t)(rv_board_find(&desk->room->board, desk->deciding) - desk->room->board.reports), desk->person,
                              rv_now_after(until, desk->lease_seconds), err);
}

rv_status rv_desk_undo(rv_desk *desk, rv_desk_item *item, char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_desk_done *done = desk->n_done ? &desk->done[desk->n_done - 1] : NULL;
    rv_desk_held held = { .stays = true };
    rv_decision d = { 0 };
    const rv_board_report *report;
    size_t at;
    rv_status st;

    if (!done)
        return rv_fail(err, RV_ENOTFOUND, "nothing was decided at this desk that could be taken back");
    if ((st = rv_desk_news(desk, err)) != RV_OK)
        return st;
    if (!(report = rv_board_find(&desk->room->board, done->record)))
        return rv_fail(err, RV_ENOTFOUND, "there is no record %lld", (long long)done->record);
    held.report = report->id;
    held.served = done->served;
    held.postponed = done->verdict && strcmp(done->verdict, "later") == 0;
    d = (rv_decision){ done->record, desk->room->stage_id, desk->reviewer, done->verdict ? done->verdict : "none", done->reason, done->note,
                       held.postponed ? done->served : NULL };        /* a random one that is put off again stays a random one */
    if ((st = rv_desk_hold(desk, desk->n_held, &held, err)) != RV_OK)        /* room for it; its place follows */
        return st;
    rv_desk_let_go(desk, desk->n_held - 1);
    if ((st = write(desk, &d, held.report, along_undo, hex, err)) != RV_OK)
        return st;
    if ((at = rv_desk_place(desk, held.report)) < desk->n_held)
        rv_desk_let_go(desk, at);
    if ((st = rv_desk_hold(desk, 0, &held, err)) != RV_OK)
        return st;
    desk->session -= done->vote;
    rv_desk_free_done(done);
    desk->n_done--;
    *item = rv_desk_item_of(desk, 0);
    if (rv_desk_news(desk, NULL) != RV_OK)
        desk->room->loaded = false;
    return RV_OK;
}
