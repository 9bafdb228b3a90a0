/* Training in the background: one thread, which always learns from the labels fed last. */
#include <config.h>

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "screen/trainer.h"

/* Facts are only added to, so that both numbers only grow. */
RV_STATEMENT(text_changes,
    "SELECT COALESCE((SELECT MAX(id) FROM record_edit), 0) + COALESCE((SELECT MAX(id) FROM report_choice), 0)");

/* Reports with a label or a score each. */
typedef struct {
    int64_t     *ids;
    signed char *labels;
    double      *scores;
    size_t       n, room;
} sheet;

struct rv_trainer {
    char           *path, *model;
    rv_buf          title, abstract;     /* what the protocol says */
    pthread_t       thread;
    atomic_bool     stop;
    bool            running;
    /* Held only while sheets change places, never while one is copied: the thread runs at low priority, and may be put to sleep. */
    pthread_mutex_t guard;
    pthread_cond_t  change;
    sheet           fed, scored;         /* what was fed last; what was found last */
    unsigned long   turn_fed, turn_scored, turn_taken;
    bool            failed;
    rv_error        failure;
    sheet           labels, index, found;    /* the thread's own: what it was given, what is in the ranker, what it hands out */
    int64_t         stamp;               /* of the texts in the ranker; the thread's own */
    sheet           feed, taken;         /* the caller's own */
};

static void sheet_free(sheet *s)
{
    free(s->ids);
    free(s->labels);
    free(s->scores);
}

static rv_status room_for(sheet *s, size_t n, rv_error *err)
{
    if (n <= s->room)
        return RV_OK;
    sheet_free(s);
    *s = (sheet){ .ids = malloc(n * sizeof *s->ids), .labels = malloc(n), .scores = malloc(n * sizeof *s->scores), .room = n };
    return s->ids && s->labels && s->scores ? RV_OK : (s->room = 0, rv_fail(err, RV_ENOMEM, "out of memory"));
}

static bool same_reports(const sheet *a, const sheet *b)
{
    return a->n == b->n && (!a->n || memcmp(a->ids, b->ids, a->n * sizeof *a->ids) == 0);
}

static void change_places(sheet *a, sheet *b)
{
    const sheet kept = *a;

    *a = *b;
    *b = kept;
}

static bool is_to_stop(void *user)
{
    return atomic_load(&((rv_trainer *)user)->stop);
}

/* Waits for labels; false at the end. */
static bool wait_for_labels(rv_trainer *t, unsigned long *turn)
{
    pthread_mutex_lock(&t->guard);
    while (!is_to_stop(t) && t->turn_fed == *turn)
        pthread_cond_wait(&t->change, &t->guard);
    *turn = t->turn_fed;
    change_places(&t->fed, &t->labels);
    pthread_mutex_unlock(&t->guard);
    return !is_to_stop(t);
}

static rv_status make_index(rv_trainer *t, rv_store *store, rv_ranker **ranker, rv_error *err)
{
    rv_trainer_texts texts = { .store = store, .ids = t->labels.ids, .n = t->labels.n, .bytes = RV_BUF_INIT, .stop = is_to_stop, .user = t };
    const rv_rank_text hint = { rv_buf_str(&t->title), rv_buf_str(&t->abstract), NULL };
    rv_status st;

    rv_ranker_free(*ranker);
    *ranker = NULL;
    if ((st = rv_ranker_open(ranker, t->model, t->labels.n, rv_trainer_read, &texts, err)) == RV_OK)
        st = rv_ranker_hint(*ranker, &hint, err);
    rv_trainer_texts_free(&texts);
    return st;
}

static rv_status publish(rv_trainer *t, const rv_ranker *ranker, unsigned long turn, rv_error *err)
{
    const rv_status st = room_for(&t->found, t->labels.n, err);

    if (st != RV_OK)
        return st;
    memcpy(t->found.ids, t->labels.ids, t->labels.n * sizeof *t->labels.ids);
    memcpy(t->found.scores, rv_ranker_scores(ranker), t->labels.n * sizeof *t->found.scores);
    t->found.n = t->labels.n;
    pthread_mutex_lock(&t->guard);
    change_places(&t->found, &t->scored);
    t->turn_scored = turn;
    pthread_cond_broadcast(&t->change);
    pthread_mutex_unlock(&t->guard);
    return RV_OK;
}

static void tell_failure(rv_trainer *t, unsigned long turn, const rv_error *err)
{
    pthread_mutex_lock(&t->guard);
    t->failed = true;
    t->failure = *err;
    t->turn_scored = turn;
    pthread_cond_broadcast(&t->change);
    pthread_mutex_unlock(&t->guard);
}

/* A number that changes when what a text says does, though the reports are the same. */
static rv_status texts_of(rv_store *store, int64_t *stamp, rv_error *err)
{
    rv_query *q = NULL;
    bool more;
    rv_status st = rv_query_start(&q, store, &text_changes, err, "");

    if (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK)
        *stamp = rv_query_int(q, 0);
    rv_query_end(q);
    return st;
}

/* Reads the texts when there is no ranker, or one of other reports or other words; then learns. */
static rv_status learn(rv_trainer *t, rv_store **store, rv_ranker **ranker, unsigned long turn, rv_error *err)
{
    int64_t stamp = 0;
    rv_status st = RV_OK;

    if (!t->labels.n)
        return RV_OK;
    if (!*store && (st = rv_store_open(store, t->path, err)) != RV_OK)
        return st;
    if ((st = texts_of(*store, &stamp, err)) != RV_OK)
        return st;
    if (!*ranker || stamp != t->stamp || !same_reports(&t->index, &t->labels)) {
        if ((st = room_for(&t->index, t->labels.n, err)) != RV_OK || (st = make_index(t, *store, ranker, err)) != RV_OK)
            return st;
        memcpy(t->index.ids, t->labels.ids, t->labels.n * sizeof *t->labels.ids);
        t->index.n = t->labels.n;
        t->stamp = stamp;                       /* read before the texts: what is edited meanwhile is read again */
    }
    st = rv_ranker_train(*ranker, t->labels.labels, err);
    return st == RV_OK ? publish(t, *ranker, turn, err) : st;
}

static void *work(void *argument)
{
    rv_trainer *t = argument;
    rv_ranker *ranker = NULL;
    rv_store *store = NULL;
    rv_error err = { .code = RV_OK };
    unsigned long turn = 0;

#ifdef __linux__
    (void)setpriority(PRIO_PROCESS, 0, 10);     /* of this thread alone: people come first */
#endif
    while (wait_for_labels(t, &turn))
        if (learn(t, &store, &ranker, turn, &err) != RV_OK) {
            tell_failure(t, turn, &err);
            rv_ranker_free(ranker);             /* the next labels begin anew */
            ranker = NULL;
        }
    rv_ranker_free(ranker);
    rv_store_close(store);
    return NULL;
}

/* ---- From outside -------------------------------------------------------------------------------------------------------------- */

static rv_status check_model(const char *model, rv_error *err)
{
    for (size_t i = 0; model && rv_rank_models[i].name; i++)
        if (strcmp(rv_rank_models[i].name, model) == 0)
            return RV_OK;
    return model ? rv_fail(err, RV_EINVAL, "'%s' is no ranking model", model) : RV_OK;
}

static rv_status start(rv_trainer *t, rv_error *err)
{
    sigset_t all, before;
    int error;

    sigfillset(&all);                           /* signals are the program's own */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    error = pthread_create(&t->thread, NULL, work, t);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    t->running = error == 0;
    return error ? rv_fail(err, RV_EIO, "no thread to rank in: %s", strerror(error)) : RV_OK;
}

rv_status rv_trainer_open(rv_trainer **out, const char *path, const rv_protocol *protocol, const char *model, rv_error *err)
{
    rv_trainer *t;
    pthread_condattr_t monotonic;
    rv_status st = check_model(model, err);

    *out = NULL;
    if (st != RV_OK)
        return st;
    if (!(t = calloc(1, sizeof *t)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    pthread_mutex_init(&t->guard, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&t->change, &monotonic);
    pthread_condattr_destroy(&monotonic);
    t->path = strdup(path);
    t->model = model ? strdup(model) : NULL;
    rv_trainer_hint(protocol, &t->title, &t->abstract);
    if (!t->path || (model && !t->model))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    if (st == RV_OK && (st = rv_buf_check(&t->title, err)) == RV_OK && (st = rv_buf_check(&t->abstract, err)) == RV_OK)
        st = start(t, err);
    if (st == RV_OK)
        *out = t;
    else
        rv_trainer_close(t);
    return st;
}

rv_status rv_trainer_feed(rv_trainer *t, const int64_t *ids, const signed char *labels, size_t n, rv_error *err)
{
    const rv_status st = room_for(&t->feed, n, err);

    if (st != RV_OK)
        return st;
    if (n) {
        memcpy(t->feed.ids, ids, n * sizeof *ids);
        memcpy(t->feed.labels, labels, n);
    }
    t->feed.n = n;
    pthread_mutex_lock(&t->guard);
    change_places(&t->feed, &t->fed);
    t->turn_fed++;
    pthread_cond_broadcast(&t->change);
    pthread_mutex_unlock(&t->guard);
    return RV_OK;
}

static void wait_for_scores(rv_trainer *t, double seconds)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (time_t)seconds;
    until.tv_nsec += (long)((seconds - (double)(time_t)seconds) * 1e9);
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    while (t->turn_scored != t->turn_fed && pthread_cond_timedwait(&t->change, &t->guard, &until) != ETIMEDOUT)
        ;
}

rv_status rv_trainer_take(rv_trainer *t, double wait, const int64_t **ids, const double **scores, size_t *n, rv_error *err)
{
    rv_status st = RV_OK;

    *n = 0;
    pthread_mutex_lock(&t->guard);
    if (wait > 0)
        wait_for_scores(t, wait);
    if (t->failed) {
        t->failed = false;
        t->turn_taken = t->turn_scored;         /* what lies there is older than what was taken */
        st = rv_fail(err, t->failure.code, "%s", t->failure.message);
    } else if (t->turn_taken != t->turn_scored) {
        change_places(&t->taken, &t->scored);
        t->turn_taken = t->turn_scored;
        *ids = t->taken.ids;
        *scores = t->taken.scores;
        *n = t->taken.n;
    }
    pthread_mutex_unlock(&t->guard);
    return st;
}

void rv_trainer_close(rv_trainer *t)
{
    if (!t)
        return;
    if (t->running) {
        pthread_mutex_lock(&t->guard);
        atomic_store(&t->stop, true);
        pthread_cond_broadcast(&t->change);
        pthread_mutex_unlock(&t->guard);
        pthread_join(t->thread, NULL);
    }
    pthread_mutex_destroy(&t->guard);
    pthread_cond_destroy(&t->change);
    sheet_free(&t->fed);
    sheet_free(&t->scored);
    sheet_free(&t->labels);
    sheet_free(&t->index);
    sheet_free(&t->found);
    sheet_free(&t->feed);
    sheet_free(&t->taken);
    rv_buf_free(&t->title);
    rv_buf_free(&t->abstract);
    free(t->path);
    free(t->model);
    free(t);
}
