#include <config.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "review/base.h"

#include "web/people.h"

/*
 * Uses of sessions change each second and are worth a write a minute; a login is worth one within a second, together with the others of
 * that second. A machine that dies in between makes people log in again, and takes back nothing that ended: ends are written at once.
 */
enum { RARELY = 60, SOON = 1 };

void rv_people_touch(rv_people *people, bool soon)
{
    people->dirty = true;
    if (soon && !people->soon) {
        people->soon = true;
        pthread_cond_signal(&people->wake);
    }
}

static void wait_for(rv_people *people, int seconds)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += seconds;
    pthread_cond_timedwait(&people->wake, &people->lock, &until);
}

void rv_people_write_now(rv_people *people)
{
    rv_error err = { RV_OK, "" };
    rv_status st = rv_people_begin(people, &err);

    if (st == RV_OK) {
        rv_people_tidy(people);
        st = rv_people_commit(people, &err);
    }
    pthread_mutex_lock(&people->lock);
    people->fault = err;
    people->fault.code = st;
    pthread_mutex_unlock(&people->lock);
}

bool rv_people_fault(rv_people *people, char words[512])
{
    bool is;

    pthread_mutex_lock(&people->lock);
    is = people->fault.code != RV_OK;
    snprintf(words, 512, "%s", is ? people->fault.message : "");
    pthread_mutex_unlock(&people->lock);
    return is;
}

static void *keeper(void *argument)
{
    rv_people *people = argument;
    double last = rv_clock();

    pthread_mutex_lock(&people->lock);
    while (!people->stop) {
        bool gathering = people->soon;

        wait_for(people, gathering ? SOON : RARELY);
        if (people->stop || (people->soon && !gathering))
            continue;
        if (people->dirty && (gathering || rv_clock() - last >= RARELY)) {
            pthread_mutex_unlock(&people->lock);
            rv_people_write_now(people);
            last = rv_clock();
            pthread_mutex_lock(&people->lock);
            people->soon = false;
        }
    }
    pthread_mutex_unlock(&people->lock);
    return NULL;
}

rv_status rv_keeper_start(rv_people *people, rv_error *err)
{
    int error = pthread_create(&people->keeper, NULL, keeper, people);

    if (error)
        return rv_fail(err, RV_EIO, "cannot start a thread: %s", strerror(error));
    people->keeping = true;
    return RV_OK;
}

void rv_keeper_stop(rv_people *people)
{
    if (!people->keeping)
        return;
    pthread_mutex_lock(&people->lock);
    people->stop = true;
    pthread_cond_signal(&people->wake);
    pthread_mutex_unlock(&people->lock);
    pthread_join(people->keeper, NULL);
    if (people->dirty)
        rv_people_write_now(people);
}
