/* Carrying calls out: one thread writes short acts, many in one commit; two read, or write long; two hash passwords. */
#include <config.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "review/report.h"

#include "web/desks.h"
#include "web/take.h"

/* Calls that wait at most; and how long the writer goes on with one commit. */
enum { MAX_WAITING = 4096, READERS = 2, LOGINS = 2, THREADS = 1 + READERS + LOGINS };
static const double commit_seconds = 0.05;

typedef struct {
    pthread_cond_t change;
    rv_job        *first, **last;
    size_t         n;
} lane;

/* What a thread has of its own. */
typedef struct {
    rv_work     *work;
    int          lane;
    pthread_t    thread;
    rv_store    *store;
    rv_protocol *protocol;
    int64_t      plan;                /* row of the protocol */
    rv_desks    *desks;               /* the writer's */
    bool         plan_known;
} worker;

struct rv_work {
    rv_web         *web;
    pthread_mutex_t guard;
    lane            lanes[3];         /* by rv_web_where */
    worker          workers[THREADS];
    size_t          n_workers;
    bool            stop;
};

/* ---- A thread's own view of the review ------------------------------------------------------------------------------------------ */

RV_STATEMENT(work_newest_plan, "SELECT coalesce(max(id), 0) FROM protocol");

static void forget(worker *w)
{
    rv_desks_free(w->desks);
    w->desks = NULL;
    rv_protocol_free(w->protocol);
    w->protocol = NULL;
    w->plan_known = false;
    rv_store_close(w->store);
    w->store = NULL;
}

static rv_status newest_plan(const worker *w, int64_t *plan, rv_error *err)
{
    return rv_store_int(w->store, &work_newest_plan, plan, NULL, err, "");
}

static rv_status make_ready(worker *w, rv_error *err)
{
    int64_t plan = 0;
    rv_status st;

    if (!w->store && (st = rv_store_open(&w->store, w->work->web->review, err)) != RV_OK)
        return st;
    if ((st = newest_plan(w, &plan, err)) != RV_OK)
        return st;
    if (!w->plan_known || plan != w->plan) {
        rv_desks_free(w->desks);              /* they hold on to the plan */
        w->desks = NULL;
        rv_protocol_free(w->protocol);
        w->protocol = NULL;
        if (plan && (st = rv_review_protocol(w->store, &w->protocol, NULL, NULL, err)) != RV_OK)
            return st;
        w->plan = plan;
        w->plan_known = true;
    }
    if (w->lane == RV_ON_WRITER && !w->desks && w->protocol)
        return rv_desks_make(&w->desks, w->work->web, w->store, w->protocol, err);
    return RV_OK;
}

static void carry_out(worker *w, rv_job *job)
{
    job->call.store = w->store;
    job->call.protocol = w->protocol;
    job->st = rv_call_carry_out(&job->call, &job->err);
}

/* ---- The writer ------------------------------------------------------------------------------------------------------------------- */

/* Begins the transaction of a batch. After a merge by another program the file is opened anew. */
static rv_status begin_group(worker *w, rv_error *err)
{
    rv_status st = make_ready(w, err);

    if (st != RV_OK || (st = rv_store_group_begin(w->store, err)) == RV_OK)
        return st;
    forget(w);
    return (st = make_ready(w, err)) == RV_OK ? rv_store_group_begin(w->store, err) : st;
}

static void fail_all(rv_job *jobs, rv_status st, const rv_error *err)
{
    for (rv_job *j = jobs; j; j = j->next)
        if (j->st == RV_OK) {
            j->st = st;
            j->err = *err;
            j->call.status = 503;
            j->call.type = NULL;
            j->call.shown = NULL;
            j->call.event[0] = 0;
        }
}

/* The protocol was changed: calls hold on to the old one until they are answered. */
static bool plan_changed(const worker *w)
{
    int64_t plan = 0;

    return newest_plan(w, &plan, NULL) == RV_OK && plan != w->plan;
}

/* As many as fit into one commit, leases that a GET takes among them; what is left comes next. Nothing is answered before the commit. */
static rv_job *write_some(worker *w, rv_job *jobs)
{
    const double begun = rv_clock();
    rv_error err = { 0 };
    rv_job *rest = jobs, *last = NULL, *next;
    const rv_status began = begin_group(w, &err);
    rv_status st = began;

    do {
        if (st == RV_OK)
            carry_out(w, rest);
        last = rest;
        rest = rest->next;
    } while (rest && (st != RV_OK || (rv_clock() - begun < commit_seconds && !plan_changed(w))));
    last->next = NULL;
    if (st == RV_OK)
        st = rv_store_group_end(w->store, true, &err);
    if (st != RV_OK) {
        rv_web_log(w->work->web, "a commit failed: %s", err.message);
        fail_all(jobs, st, &err);
    }
    for (; jobs; jobs = next) {
        next = jobs->next;
        if (jobs->st == RV_OK && jobs->call.event[0])
            rv_web_ack(w->work->web, jobs->call.event, rv_call_word(&jobs->call, "key"));
        jobs->done(jobs);
    }
    if (began != RV_OK)
        forget(w);
    else if (st != RV_OK)
        rv_desks_forget(w->desks);            /* what they believe was undone */
    return rest;
}

static void write_batch(worker *w, rv_job *jobs)
{
    while (jobs)
        jobs = write_some(w, jobs);
}

/* ---- Threads ------------------------------------------------------------------------------------------------------------------------ */

static rv_job *take(rv_work *work, lane *l, bool all)
{
    rv_job *jobs;

    pthread_mutex_lock(&work->guard);
    while (!l->first && !work->stop)
        pthread_cond_wait(&l->change, &work->guard);
    jobs = l->first;
    if (jobs && all) {
        l->first = NULL;
        l->last = &l->first;
        l->n = 0;
    } else if (jobs) {
        if (!(l->first = jobs->next))
            l->last = &l->first;
        l->n--;
        jobs->next = NULL;
    }
    pthread_mutex_unlock(&work->guard);
    return jobs;
}

/* Outside of any commit of ours: what only reads, what writes long. */
static void read_one(worker *w, rv_job *job)
{
    bool anew;

    if ((job->st = make_ready(w, &job->err)) == RV_OK)
        carry_out(w, job);
    anew = job->st == RV_ESTORE;              /* merged meanwhile, or damaged: the next call opens it anew */
    if (job->st == RV_OK && job->call.event[0])
        rv_web_ack(w->work->web, job->call.event, rv_call_word(&job->call, "key"));
    job->done(job);
    if (anew)
        forget(w);
}

static void *run(void *argument)
{
    worker *w = argument;
    rv_work *work = w->work;
    lane *l = &work->lanes[w->lane];
    rv_job *job;

    if (w->lane == RV_ON_LOGIN)
        (void)setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), 10);
    while ((job = take(work, l, w->lane == RV_ON_WRITER))) {
        if (w->lane == RV_ON_WRITER) {
            write_batch(w, job);
            continue;
        }
        read_one(w, job);
    }
    forget(w);
    return NULL;
}

bool rv_work_give(rv_work *work, rv_job *job)
{
    lane *l = &work->lanes[job->call.route->where];
    bool taken;

    pthread_mutex_lock(&work->guard);
    taken = !work->stop && l->n < MAX_WAITING;
    if (taken) {
        job->next = NULL;
        *l->last = job;
        l->last = &job->next;
        l->n++;
        pthread_cond_signal(&l->change);
    }
    pthread_mutex_unlock(&work->guard);
    return taken;
}

void rv_work_stop(rv_work *work)
{
    if (!work)
        return;
    pthread_mutex_lock(&work->guard);
    work->stop = true;
    for (int i = 0; i < 3; i++)
        pthread_cond_broadcast(&work->lanes[i].change);
    pthread_mutex_unlock(&work->guard);
    for (size_t i = 0; i < work->n_workers; i++)
        pthread_join(work->workers[i].thread, NULL);
    work->n_workers = 0;
}

void rv_work_free(rv_work *work)
{
    if (!work)
        return;
    for (int i = 0; i < 3; i++)
        pthread_cond_destroy(&work->lanes[i].change);
    pthread_mutex_destroy(&work->guard);
    free(work);
}

rv_status rv_work_start(rv_work **out, rv_web *web, rv_error *err)
{
    rv_work *work = calloc(1, sizeof *work);

    *out = NULL;
    if (!work)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    work->web = web;
    pthread_mutex_init(&work->guard, NULL);
    for (int i = 0; i < 3; i++) {
        pthread_cond_init(&work->lanes[i].change, NULL);
        work->lanes[i].last = &work->lanes[i].first;
    }
    for (size_t i = 0; i < THREADS; i++) {
        worker *w = &work->workers[i];
        *w = (worker){ .work = work, .lane = i == 0 ? RV_ON_WRITER : i <= READERS ? RV_ON_READER : RV_ON_LOGIN };
        if (pthread_create(&w->thread, NULL, run, w) != 0) {
            rv_work_stop(work);
            rv_work_free(work);
            return rv_fail(err, RV_EIO, "no thread can be begun");
        }
        work->n_workers++;
    }
    *out = work;
    return RV_OK;
}

rv_status rv_call_desk(rv_call *call, const char *stage, rv_desk **desk, rv_error *err)
{
    worker *w = &call->web->work->workers[0];

    if (!pthread_equal(pthread_self(), w->thread) || !w->desks)
        return rv_fail(err, RV_EINVAL, w->desks ? "a desk is the writer's" : "the review has no protocol yet");
    return rv_desks_of(w->desks, call->person, stage, desk, err);
}
