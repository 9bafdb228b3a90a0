#ifndef RV_WEB_EXCHANGE_H
#define RV_WEB_EXCHANGE_H

/* One request and its answer: what exchange.c and the files of its parts share. All runs in libmicrohttpd's thread. */

#include "web/take.h"

/* The job is first, so that its thread finds the exchange. */
typedef struct rv_exchange {
    rv_job      job;
    rv_web     *web;
    struct MHD_Connection *connection;
    rv_watched *watched;
    rv_session  session;
    bool        has_session;
    bool        through;              /* the request was read whole */
    bool        carried;              /* the answer is made */
    rv_upload  *upload;
    rv_buf      json;
    bool        is_json;
    bool        csrf_said;            /* by header, and right */
    int64_t     length, limit, came;
    char       *path;
    char        address[80];
    rv_reply    reply;
    double      begun;
} rv_exchange;

/* ---- exchange_reply.c ----------------------------------------------------------------------------------------------------------- */

/* Sends the answer that is made. */
enum MHD_Result rv_exchange_send(rv_exchange *x);
/* The answer is made already. With a body still to come it is sent at once, and libmicrohttpd closes; else when it asks again, so that
   the connection lives on. */
enum MHD_Result rv_exchange_answer(rv_exchange *x);
enum MHD_Result rv_exchange_refuse(rv_exchange *x, int status, const char *why);
/* The same where the next request would begin is not known. */
enum MHD_Result rv_exchange_refuse_and_close(rv_exchange *x, int status, const char *why);

/* ---- exchange_head.c ------------------------------------------------------------------------------------------------------------ */

/* Checks the head, finds route and person; afterwards the body may come, or the answer is made. */
enum MHD_Result rv_exchange_begin(rv_exchange *x, const char *url, const char *method, const char *version);
const char *rv_exchange_header(const rv_exchange *x, const char *name);
/* Compares in a time that does not depend on where they differ; an empty one is nobody's. */
bool rv_token_same(const char *a, const char *b);

#endif
