/* Training in the background: one thread, which always learns from the labels fed last. */
#include <config.h>

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "screen/trainer.h"

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
    pthread_mutex_t guard;               /* of all that follows up to `index` */
    pthread_cond_t  change;
    bool            running, stop, failed;
    rv_error        failure;
    sheet           fed, scored;         /* what was fed last; what was found last */
    unsigned long   turn_fed, turn_scored, turn_taken;
    sheet           index;               /* the thread's own: reports in the ranker, labels it learns from */
    sheet           taken;               /* the caller's own */
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

static bool is_to_stop(void *user)
{
    rv_trainer *t = user;
    bool stop;

    pthread_mutex_lock(&t->guard);
    stop = t->stop;
    pthread_mutex_unlock(&t->guard);
    return stop;
}

/* Waits for labels and copies them; false at the end. `*other` when they are of other reports than before. */
static bool wait_for_labels(rv_trainer *t, unsigned long *turn, bool *other, rv_status *st, rv_error *err)
{
    bool stop;

    pthread_mutex_lock(&t->guard);
    while (!t->stop && t->turn_fed == *turn)
        pthread_cond_wait(&t->change, &t->guard);
    if (!(stop = t->stop)) {
        *turn = t->turn_fed;
        *other = !same_reports(&t->index, &t->fed);
        if ((*st = room_for(&t->index, t->fed.n, err)) == RV_OK && t->fed.n) {
            memcpy(t->index.ids, t->fed.ids, t->fed.n * sizeof *t->fed.ids);
            memcpy(t->index.labels, t->fed.labels, t->fed.n);
        }
        t->index.n = *st == RV_OK ? t->fed.n : 0;
    }
    pthread_mutex_unlock(&t->guard);
    return !stop;
}

static rv_status make_index(rv_trainer *t, rv_store *store, rv_ranker **ranker, rv_error *err)
{
    rv_trainer_texts texts = { .store = store, .ids = t->index.ids, .n = t->index.n, .bytes = RV_BUF_INIT, .stop = is_to_stop, .user = t };
    const rv_rank_text hint = { rv_buf_str(&t->title), rv_buf_str(&t->abstract), NULL };
    rv_status st;

    rv_ranker_free(*ranker);
    *ranker = NULL;
    if ((st = rv_ranker_open(ranker, t->model, t->index.n, rv_trainer_read, &texts, err)) == RV_OK)
        st = rv_ranker_hint(*ranker, &hint, err);
    rv_trainer_texts_free(&texts);
    return st;
}

static rv_status publish(rv_trainer *t, const rv_ranker *ranker, unsigned long turn, rv_error *err)
{
    rv_status st;

    pthread_mutex_lock(&t->guard);
    if ((st = room_for(&t->scored, t->index.n, err)) == RV_OK) {
        memcpy(t->scored.ids, t->index.ids, t->index.n * sizeof *t->index.ids);
        memcpy(t->scored.scores, rv_ranker_scores(ranker), t->index.n * sizeof *t->scored.scores);
        t->scored.n = t->index.n;
        t->turn_scored = turn;
        pthread_cond_broadcast(&t->change);
    }
    pthread_mutex_unlock(&t->guard);
    return st;
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

static void *work(void *argument)
{
    rv_trainer *t = argument;
    rv_ranker *ranker = NULL;
    rv_store *store = NULL;
    rv_error err = { .code = RV_OK };
    unsigned long turn = 0;
    bool other = true;
    rv_status st = RV_OK;

#ifdef __linux__
    (void)setpriority(PRIO_PROCESS, 0, 10);     /* of this thread alone: people come first */
#endif
    while (wait_for_labels(t, &turn, &other, &st, &err)) {
        if (st == RV_OK && !store)
            st = rv_store_open(&store, t->path, &err);
        if (st == RV_OK && t->index.n && (other || !ranker))
            st = make_index(t, store, &ranker, &err);
        if (st == RV_OK && t->index.n && (st = rv_ranker_train(ranker, t->index.labels, &err)) == RV_OK)
            st = publish(t, ranker, turn, &err);
        if (st != RV_OK) {                      /* the next labels begin anew */
            tell_failure(t, turn, &err);
            rv_ranker_free(ranker);
            ranker = NULL;
            st = RV_OK;
        }
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
    rv_status st;

    pthread_mutex_lock(&t->guard);
    if ((st = room_for(&t->fed, n, err)) == RV_OK) {
        if (n) {
            memcpy(t->fed.ids, ids, n * sizeof *ids);
            memcpy(t->fed.labels, labels, n);
        }
        t->fed.n = n;
        t->turn_fed++;
        pthread_cond_broadcast(&t->change);
    }
    pthread_mutex_unlock(&t->guard);
    return st;
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
        st = rv_fail(err, t->failure.code, "%s", t->failure.message);
    } else if (t->turn_taken != t->turn_scored) {
        const sheet free_one = t->taken;        /* no copy: the two change places */
        t->taken = t->scored;
        t->scored = free_one;
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
        t->stop = true;
        pthread_cond_broadcast(&t->change);
        pthread_mutex_unlock(&t->guard);
        pthread_join(t->thread, NULL);
    }
    pthread_mutex_destroy(&t->guard);
    pthread_cond_destroy(&t->change);
    sheet_free(&t->fed);
    sheet_free(&t->scored);
    sheet_free(&t->index);
    sheet_free(&t->taken);
    rv_buf_free(&t->title);
    rv_buf_free(&t->abstract);
    free(t->path);
    free(t->model);
    free(t);
}
