#ifndef RV_WEB_TAKE_H
#define RV_WEB_TAKE_H

/* Taking a request in: what server.c, exchange.c and the files about its parts share. */

#include <microhttpd.h>

#include "web/session.h"

/* ---- watch.c: who takes too long ------------------------------------------------------------------------------------------------ */

typedef struct rv_watch rv_watch;
typedef struct rv_watched rv_watched;
RV_MUST_CHECK rv_status rv_watch_start(rv_watch **out, rv_error *err);
void rv_watch_stop(rv_watch *watch);
/* A connection came; it has a minute for each request's head. */
rv_watched *rv_watch_add(rv_watch *watch, int fd);
void rv_watch_drop(rv_watch *watch, rv_watched *one);
/* Its head is there, and it has `seconds` for the rest; 0: it waits for us; -1: it is free for the next request. */
void rv_watch_give(rv_watch *watch, rv_watched *one, int seconds);

/* ---- origin.c ------------------------------------------------------------------------------------------------------------------- */

/* Whether a Host header is one of ours: "127.0.0.1:8080". */
bool rv_host_known(const rv_web *web, const char *host);
/* Whether a change comes from our own pages, as far as the browser says: NULL, or why not. */
const char *rv_origin_fault(const rv_web *web, const char *origin, const char *site);

/* Text of a socket's address; 0 when it has one. */
struct sockaddr;
int rv_address_text(const struct sockaddr *from, char *text, size_t size);
/* The address that stands last in X-Forwarded-For (last_hop.c), without a port. */
void rv_last_hop(const char *forwarded, char *text, size_t size);
/* What every answer carries. */
void rv_security_headers(rv_buf *headers, const rv_web *web);
void rv_call_free(rv_call *call);

/* ---- upload.c: fields and files of a body ---------------------------------------------------------------------------------------- */

/* Adds a value to a field of `in`; of one that is there already a list is made. False: no memory, or no UTF-8. */
bool rv_field_add(json_t *in, const char *name, const char *value, size_t n);
/* name=value&...; false for what is none. */
bool rv_query_take(json_t *in, const char *text);

typedef struct rv_upload rv_upload;
/* Takes urlencoded and multipart bodies; NULL when memory is short or the type is another. */
rv_upload *rv_upload_begin(struct MHD_Connection *connection, rv_call *call);
/* False when it must be refused; `why` is a static text. */
bool rv_upload_add(rv_upload *upload, const char *bytes, size_t n, const char **why);
/* The last piece came. */
bool rv_upload_end(rv_upload *upload, const char **why);
void rv_upload_free(rv_upload *upload);
/* Removes the files of a call. */
void rv_files_remove(rv_call *call);

/* ---- route_fields.c --------------------------------------------------------------------------------------------------------------------- */

RV_MUST_CHECK rv_status rv_route_check(const rv_call *call, rv_error *err);

/* ---- exchange.c: one request and its answer ------------------------------------------------------------------------------------- */

enum MHD_Result rv_exchange_access(void *web, struct MHD_Connection *connection, const char *url, const char *method,
                                   const char *version, const char *bytes, size_t *n, void **context);
void rv_exchange_completed(void *web, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode code);

/* login cookies: exchange.c reads, pages set */
const char *rv_cookie_name(const rv_web *web);
const char *rv_visitor_cookie_name(const rv_web *web);
/* Adds Set-Cookie to the answer; NULL id: the cookie ends. */
void rv_call_cookie(rv_call *call, const char *name, const char *id);

#endif
