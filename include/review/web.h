#ifndef REVIEW_WEB_H
#define REVIEW_WEB_H

#include <stdbool.h>
#include <stdint.h>

#include "review/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The team in the browser: one review, served. Only review-serve links this layer. */

/** How a review is served. RV_WEB_OPTIONS_INIT, then set what there is to say. */
typedef struct {
    const char *review;           /**< the review file */
    const char *address;          /**< to listen on; beyond loopback only with TLS or behind a proxy */
    int         port;             /**< 0: any that is free */
    const char *cert, *key;       /**< PEM files; NULL: no TLS */
    bool        behind_proxy;     /**< a proxy on the way ends TLS: cookies are for HTTPS alone */
    const char *const *hosts;     /**< further names under which the server may be asked ("review.example.org"); NULL at the end */
    int         idle_minutes;     /**< a session ends when nothing was asked for so long */
    int         absolute_hours;   /**< and in any case after so long */
    int64_t     max_upload;       /**< bytes of one request */
    int         lease_seconds;    /**< how long a record served is kept from others */
    int         order;            /**< how records come: an rv_desk_mode; ranked by what the team has decided */
    double      random_share;     /**< 0 to 1: of ranked records so many are drawn at random */
    uint64_t    seed;             /**< of what comes by lot */
    const char *model;            /**< of ranking; NULL: the default */
    bool        plain_people;     /**< passwords cost little: for tests of load */
    /** Told each durable act after it was committed, and each line of the log; may be NULL. Called by any thread, one at a time. */
    void      (*ack)(void *user, const char *event, const char *key);
    void      (*log)(void *user, const char *line);
    void       *user;
} rv_web_options;
#define RV_WEB_OPTIONS_INIT { NULL, "127.0.0.1", 8080, NULL, NULL, false, NULL, 60, 12, 512 << 20, 1800, 0, 0, 1, NULL, false, NULL, NULL, NULL }

typedef struct rv_web rv_web;

/**
 * Opens the review and serves it until rv_web_stop(). The people with their passwords and sessions are in `REVIEW.people`, mode 0600.
 * Errors  RV_EUSAGE an address beyond this machine without TLS or proxy; RV_EIO the address is taken, a certificate cannot be read;
 *         as rv_store_open(). On failure `*out` is NULL.
 */
RV_MUST_CHECK rv_status rv_web_start(rv_web **out, const rv_web_options *options, rv_error *err);
/** "http://127.0.0.1:8080": where it is asked. Lives as long as the server. */
const char *rv_web_address(const rv_web *web);
/** Answers what has come, takes nothing new, ends sessions of the desk (leases are given back), frees. NULL is allowed. */
void rv_web_stop(rv_web *web);

/** One route, for `review-serve routes` and tests. Static texts. */
typedef struct {
    const char *method, *path, *right, *about;
    bool        page;             /**< there is a page besides the JSON */
} rv_web_route;
/** Route `i` of the table; false after the last. */
bool rv_web_route_at(size_t i, rv_web_route *route);
/** The description of /api/v1 as OpenAPI 3.1, made from the table of routes. */
RV_MUST_CHECK rv_status rv_web_openapi(rv_buf *out, rv_error *err);

/** Makes a one-time link by which `name` gets a password (path only: "/join/..."), good for `hours`; people are in REVIEW.people. */
RV_MUST_CHECK
rv_status rv_web_invite(const char *review, const char *name, int hours, rv_buf *path, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
