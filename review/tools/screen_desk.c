/* review-screen work: a person's desk for a program at the other end of a pipe, a line a decision. */
#define _GNU_SOURCE           /* getline */
#include <config.h>

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/opts.h"
#include "tools/screen.h"

typedef struct {
    rv_screening *work;
    rv_desk      *desk;
    rv_trainer   *trainer;        /* NULL: nothing is ranked */
    rv_desk_item  item;
    json_t       *line;           /* being made */
} session;

static void put(json_t *line, const char *key, const char *text)
{
    if (text && *text)
        json_object_set_new(line, key, json_string(text));
}

static rv_status put_record(void *user, const rv_stored_record *record, rv_error *err)
{
    session *s = user;
    const rv_bulk_record *f = &record->fields;

    (void)err;
    put(s->line, "title", f->title);
    put(s->line, "authors", f->authors);
    if (f->year)
        json_object_set_new(s->line, "year", json_integer(f->year));
    put(s->line, "container", f->container);
    put(s->line, "doi", f->doi);
    put(s->line, "pmid", f->pmid);
    put(s->line, "url", f->url);
    put(s->line, "abstract", f->abstract);
    put(s->line, "keywords", f->keywords);
    return RV_OK;
}

/* One line of JSON: what lies on the desk, and where the person stands. */
static rv_status show(session *s, rv_error *err)
{
    rv_buf text = RV_BUF_INIT;
    rv_desk_progress p;
    rv_status st = RV_OK;

    rv_desk_progress_get(s->desk, &p);
    s->line = json_pack("{s:s, s:o, s:I, s:I, s:I}", "stage", rv_screening_stage(s->work), "report",
                        s->item.report ? json_integer(s->item.report) : json_null(), "decided", (json_int_t)p.decided,
                        "waiting", (json_int_t)p.waiting, "postponed", (json_int_t)p.postponed);
    if (!s->line)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if (s->item.report) {
        put(s->line, "served", s->item.served);
        json_object_set_new(s->line, "again", json_boolean(s->item.again));
        json_object_set_new(s->line, "put_off", json_boolean(s->item.postponed));
        st = rv_reports_each(s->work->store, s->item.report, s->item.report, put_record, s, err);
    }
    if (st == RV_OK && (st = rv_json_compact(&text, s->line, err)) == RV_OK
        && (printf("%s\n", rv_buf_str(&text)) < 0 || fflush(stdout) != 0))
        st = rv_fail(err, RV_EIO, "standard output cannot be written to");
    json_decref(s->line);
    rv_buf_free(&text);
    return st;
}

/* Feeds the trainer, and ranks by what it has found. */
static rv_status rank(session *s, double wait, rv_error *err)
{
    const int64_t *ids;
    const signed char *labels;
    const double *scores;
    size_t n;
    rv_status st;

    if (!s->trainer)
        return RV_OK;
    if ((st = rv_desk_labels(s->desk, &ids, &labels, &n, err)) != RV_OK || (st = rv_trainer_feed(s->trainer, ids, labels, n, err)) != RV_OK
        || (st = rv_trainer_take(s->trainer, wait, &ids, &scores, &n, err)) != RV_OK)
        return st;
    return n ? rv_desk_rank(s->desk, ids, scores, n, err) : RV_OK;
}

/* The same after an act, which stands whatever becomes of the ranking. */
static void rank_on(session *s)
{
    rv_error fault = { 0 };

    if (rank(s, 0, &fault) != RV_OK)
        rv_tool_say("ranking failed, and goes on by what it found before: %s", fault.message);
}

static rv_status decide(session *s, char *line, rv_error *err)
{
    char hex[RV_DIGEST_HEX], *note = strchr(line, '\t'), *reason;
    rv_decision d = { .record = s->item.report, .verdict = line };
    rv_status st;

    if (!s->item.report)
        return rv_fail(err, RV_EINVAL, "nothing waits that '%s' could be said of", line);
    if (note)
        *note++ = 0;
    if ((reason = strchr(line, ' ')) != NULL)
        *reason++ = 0;
    d.reason = reason;
    d.note = note;
    if ((st = rv_desk_decide(s->desk, &d, &s->item, hex, err)) != RV_OK)
        return st;
    rv_tool_ack(s->work->porcelain, "decision.vote", hex);
    rank_on(s);
    return s->item.report ? RV_OK : rv_desk_next(s->desk, &s->item, err);
}

static rv_status undo(session *s, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    rv_desk_item item;
    const rv_status st = rv_desk_undo(s->desk, &item, hex, err);

    if (st != RV_OK)
        return st;
    s->item = item;
    rv_tool_ack(s->work->porcelain, "decision.vote", hex);
    rank_on(s);
    return RV_OK;
}

/* A line that cannot be taken is told of and changes nothing; what a person could mend is no reason to end. */
static rv_status take(session *s, char *line, size_t number, bool *wrong, rv_error *err)
{
    rv_status st;

    if (!*line || strcmp(line, "next") == 0)
        st = rv_desk_next(s->desk, &s->item, err);
    else
        st = strcmp(line, "undo") == 0 ? undo(s, err) : decide(s, line, err);
    if (st == RV_EINVAL || st == RV_ENOTFOUND) {
        rv_tool_say("line %zu: %s", number, err->message);
        *wrong = true;
        st = RV_OK;
    }
    return st == RV_OK ? show(s, err) : st;
}

static rv_status serve(session *s, rv_error *err)
{
    char *line = NULL;
    size_t room = 0, number = 0;
    ssize_t n;
    bool wrong = false;
    rv_status st = rv_desk_next(s->desk, &s->item, err);

    if (st == RV_OK)
        st = show(s, err);
    while (st == RV_OK && (n = getline(&line, &room, stdin)) >= 0) {
        while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
            line[--n] = 0;
        st = take(s, line, ++number, &wrong, err);
    }
    free(line);
    return st == RV_OK && wrong ? rv_fail(err, RV_EINVAL, "not every line could be taken") : st;
}

rv_status rv_screening_desk(rv_screening *work, int order, double random_share, int64_t seed, const char *model, rv_error *err)
{
    rv_desk_options o = RV_DESK_OPTIONS_INIT;
    session s = { .work = work };
    rv_status st;

    o.reviewer = work->who;
    o.stage = rv_screening_stage(work);
    o.mode = (rv_desk_mode)order;
    o.random_share = random_share;
    o.seed = (uint64_t)seed;
    if ((st = rv_desk_open(&s.desk, work->store, work->protocol, &o, err)) == RV_OK
        && (o.mode == RV_DESK_RANKED || o.mode == RV_DESK_UNCERTAIN))
        st = rv_trainer_open(&s.trainer, rv_store_path(work->store), work->protocol, model, err);
    if (st == RV_OK && (st = rank(&s, 30, err)) == RV_OK)      /* the first record is worth a wait; no other waits */
        st = serve(&s, err);
    rv_desk_close(s.desk);
    rv_trainer_close(s.trainer);
    return st;
}
