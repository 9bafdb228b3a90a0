/* How long people waited; and connections that are held open to hurt. */
#ifndef TESTS_WEB_CROWD_TIMES_H
#define TESTS_WEB_CROWD_TIMES_H

#include <netinet/in.h>
#include <stddef.h>

typedef struct {
    float *seconds;
    size_t n, room;
} crowd_times;

void crowd_times_add(crowd_times *t, double seconds);
/* "NAME": {"n": 1, "p50": 1.0, ...}, in milliseconds, with a comma behind. */
void crowd_times_print(crowd_times *t, const char *name);
void crowd_times_free(crowd_times *t);

/* N connections that send a byte of a request's head now and then, in a thread of their own. */
typedef struct crowd_slow crowd_slow;
crowd_slow *crowd_slow_start(const struct sockaddr_in *to, const char *host, int n);
/* Ends them, and says on stderr how many were open at last. */
void crowd_slow_stop(crowd_slow *slow);

#endif
