/* A folder with a file of people, a clock that the test moves, and two words for what must and what must not work. */
#ifndef TESTS_WEB_PEOPLE_SUPPORT_H
#define TESTS_WEB_PEOPLE_SUPPORT_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support.h"

#include "web/people.h"

typedef struct {
    char folder[64], path[96];
    rv_web_options options;
    rv_people *people;
    rv_error err;
} house;

/* The keeper's thread asks for the time too. */
static rv_moment clock_now;
static pthread_mutex_t clock_guard = PTHREAD_MUTEX_INITIALIZER;

static inline rv_moment moved_clock(void)
{
    rv_moment now;

    pthread_mutex_lock(&clock_guard);
    now = clock_now;
    pthread_mutex_unlock(&clock_guard);
    return now;
}

static inline void move_clocks(int64_t wall, double steady)
{
    pthread_mutex_lock(&clock_guard);
    clock_now.wall += wall;
    clock_now.steady += steady;
    pthread_mutex_unlock(&clock_guard);
}

static inline void pass(double seconds)
{
    move_clocks((int64_t)seconds, seconds);
}

static inline void set_clocks_right(void)
{
    pthread_mutex_lock(&clock_guard);
    clock_now = rv_moment_now();
    pthread_mutex_unlock(&clock_guard);
}

#define must(call) do { rv_status must_ = (call); if (must_ != RV_OK) fail_msg("%s: %s", #call, h->err.message); } while (0)
#define refuses(call, code, words) do { \
        rv_status refuses_ = (call); \
        if (refuses_ != (code) || !strstr(h->err.message, words)) \
            fail_msg("%s: status %s, message '%s'", #call, rv_status_name(refuses_), h->err.message); \
    } while (0)

static inline void house_open(house *h)
{
    must(rv_people_open(&h->people, h->path, &h->options, &h->err));
    pthread_mutex_lock(&h->people->lock);
    h->people->now = moved_clock;
    pthread_mutex_unlock(&h->people->lock);
}

/* What a stop and a start leave. Tickets that were read are given the moved clock's time. */
static inline void house_again(house *h)
{
    rv_people_close(h->people);
    house_open(h);
}

static inline int house_up(void **state)
{
    house *h = calloc(1, sizeof *h);

    strcpy(h->folder, "/tmp/review-people-XXXXXX");
    if (!mkdtemp(h->folder))
        return -1;
    snprintf(h->path, sizeof h->path, "%s/a.review.people", h->folder);
    h->options = (rv_web_options)RV_WEB_OPTIONS_INIT;
    h->options.review = "disengagement.review";
    h->options.plain_people = true;
    set_clocks_right();
    house_open(h);
    *state = h;
    return 0;
}

static inline int house_down(void **state)
{
    house *h = *state;
    char command[128];

    rv_people_close(h->people);
    snprintf(command, sizeof command, "rm -rf %s", h->folder);
    free(h);
    return system(command) == 0 ? 0 : -1;
}

static const char good[] = "correct horse battery", home[] = "192.0.2.7";

/* Somebody with a password, and their first session. */
static inline rv_session joined(house *h, const char *name, char id[RV_SESSION_ID])
{
    char secret[RV_SESSION_ID];
    rv_session session;

    must(rv_people_invite(h->people, name, 72, secret, &h->err));
    must(rv_people_join(h->people, secret, good, home, id, &session, &h->err));
    return session;
}

static inline rv_status login(house *h, const char *name, const char *password, const char *address)
{
    char id[RV_SESSION_ID];
    rv_session session;

    return rv_people_login(h->people, name, password, address, id, &session, &h->err);
}

static inline char *content(house *h)
{
    rv_buf text = RV_BUF_INIT;

    must(rv_file_read(h->path, 1 << 24, &text, &h->err));
    return text.data;
}

#endif
