#ifndef RV_WEB_DOORMAN_H
#define RV_WEB_DOORMAN_H

/*
 * The head of a connection's first request is looked at before libmicrohttpd reads it, which takes a carriage return alone for a line end,
 * ends values at a NUL and answers some lengths twice: what two programs could read differently goes no further. Without TLS only.
 */

#include <stddef.h>

#include "web/take.h"

typedef enum { RV_HEAD_MORE, RV_HEAD_GOOD, RV_HEAD_BAD, RV_HEAD_LONG } rv_head;
enum { RV_HEAD_BYTES = 20 << 10 };
/* What the bytes from the first on are: all of a sound head (and perhaps more), the beginning of one, or none, as soon as that shows. */
rv_head rv_head_look(const char *bytes, size_t n);

typedef struct rv_doorman rv_doorman;
/* Takes connections from the listening socket `fd`, which is its own from now on, also on failure; at most `most` wait here. */
RV_MUST_CHECK rv_status rv_doorman_start(rv_doorman **out, int fd, struct MHD_Daemon *daemon, size_t most, rv_error *err);
/* Takes no more, and ends those that wait. NULL is allowed. */
void rv_doorman_stop(rv_doorman *doorman);

#endif
