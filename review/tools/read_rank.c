/* Ranking in a session: the trainer learns in the background, and no record waits for it but the first. */
#include <config.h>

#include <stdio.h>

#include "tools/read_session.h"

/* Seconds that the first record may wait for scores from the protocol's own words. */
enum { FIRST = 5 };

static void take(rv_session *s, double wait)
{
    const int64_t *ids;
    const double *scores;
    rv_error fault = { 0 };
    size_t n = 0;

    if (rv_trainer_take(s->trainer, wait, &ids, &scores, &n, &fault) != RV_OK
        || (n && rv_desk_rank(s->desk, ids, scores, n, &fault) != RV_OK))
        rv_session_say(s, "Ranking failed: %s", fault.message);
    else
        s->ranked = s->ranked || n;
}

static void feed(rv_session *s)
{
    const int64_t *ids;
    const signed char *labels;
    rv_error fault = { 0 };
    size_t n;

    s->news = false;
    if (rv_desk_labels(s->desk, &ids, &labels, &n, &fault) != RV_OK || rv_trainer_feed(s->trainer, ids, labels, n, &fault) != RV_OK)
        rv_session_say(s, "Ranking failed: %s", fault.message);
}

void rv_session_rank(rv_session *s)
{
    if (!s->trainer)
        return;
    if (s->news)
        feed(s);
    take(s, 0);
}

rv_status rv_session_rank_begin(rv_session *s, const char *model, rv_error *err)
{
    const rv_status st = rv_trainer_open(&s->trainer, rv_store_path(s->work->store), s->work->protocol, model, err);

    if (st != RV_OK)
        return st;
    printf("Ranking ...\n");
    fflush(stdout);
    feed(s);
    take(s, FIRST);
    if (!s->ranked)
        rv_session_say(s, "Ranking is still learning; until then reports come in order of import.");
    return RV_OK;
}
