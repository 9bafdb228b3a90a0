#ifndef RV_WEB_WEB_H
#define RV_WEB_WEB_H

/*
 * What the files of this layer share.
 *
 * A request comes in by libmicrohttpd's thread (server.c), which only reads it (exchange.c), finds its route (routes.c) and who asks
 * (session.h), and checks right, host, origin and anti-forgery token. It is then carried out as a *call* by one of two kinds of thread
 * (work.c), each with a review file open of its own: the writer, where short acts of many people share one commit, and readers for
 * everything that takes longer. A call is given what was asked (`in`, a JSON object) and makes what is answered (`out`, a JSON object);
 * the same object is the answer of /api/v1/PATH and, through a template (mustache.c, assets/NAME.html), the page PATH. An answer to a
 * change leaves only after the commit.
 */

#include <jansson.h>

#include "review/screen.h"
#include "review/web.h"

/* ---- Rights and routes ----------------------------------------------------------------------------------------------------- */

/* Who may. The order is that of growing rights after RV_WEB_PERSON. */
typedef enum {
    RV_WEB_NONE,                  /* no right was said: no such route exists */
    RV_WEB_ANYBODY,               /* also who is not logged in */
    RV_WEB_PERSON,                /* who is logged in, whatever their role */
    RV_WEB_READ, RV_WEB_SCREEN, RV_WEB_EXTRACT, RV_WEB_ADJUDICATE, RV_WEB_LEAD
} rv_web_right;
extern const char *const rv_web_rights[];       /* their words: "none", "anybody", ... */

/* Where a call is carried out. */
typedef enum {
    RV_ON_WRITER,                 /* short acts, and what needs a person's desk: many share one commit */
    RV_ON_READER,                 /* what only reads, and long writes, which bring their own transactions */
    RV_ON_LOGIN                   /* what hashes passwords: two at once at most, and last in line for the processor */
} rv_web_where;

typedef struct rv_call rv_call;
typedef rv_status rv_handler(rv_call *call, rv_error *err);

/* What a route takes, besides the parts of its path. */
typedef struct {
    const char *name;             /* "*" at the end stands for any ending: "value.*" */
    const char *type;             /* "text", "integer", "number", "yes" (a box that is ticked), "list", "file", "object" (JSON alone) */
    bool        required;
    const char *about;
} rv_web_field;

typedef struct {
    const char   *method;         /* GET or POST; HEAD is GET; nothing is changed by GET */
    const char   *path;           /* "/screen/{stage}"; a last part {name*} takes the rest, slashes too */
    rv_web_right  right;
    rv_web_where  where;
    rv_handler   *handler;
    const char   *page;           /* template of the page, "screen" of assets/screen.html; NULL: JSON alone, or bytes of its own */
    const char   *back;           /* of a change: the page that is shown after it ("/screen/{stage}"), or with its error; NULL: none */
    const char   *about;          /* one line, for people and OpenAPI */
    const rv_web_field *fields;   /* ends with a NULL name; NULL: none */
} rv_route;

/* A row of the table; a row without a right is no C. */
#define RV_ROUTE(method, path, right, where, handler, page, back, about, fields) \
    { method, path, RV_WEB_##right, RV_ON_##where, handler, page, back, about, fields }
extern const rv_route rv_routes[];
extern const size_t rv_routes_count;

/* The route of a method and path ("/api/v1" taken off already), its parts put into `in`; NULL when there is none. `*other` is set when
   the path has another method (may be NULL). */
const rv_route *rv_route_find(const char *method, const char *path, json_t *in, bool *other);
/* A pattern of a path with its parts taken from `in`, each percent-encoded. */
void rv_route_fill(rv_buf *out, const char *pattern, const json_t *in);

/* ---- A call ---------------------------------------------------------------------------------------------------------------- */

/* A file that came with the request: kept in a folder of its own until the call ends. */
typedef struct {
    char   *field, *name;         /* name: as the sender calls it, without folders */
    char   *path;                 /* where it lies */
    int64_t bytes;
} rv_web_file;

struct rv_call {
    rv_web             *web;
    const rv_route     *route;
    const rv_route     *shown;    /* whose page is the answer: of a GET the same; NULL: none, or that of an error */
    rv_store           *store;    /* of this thread */
    const rv_protocol  *protocol; /* the review's newest; NULL when it has none */
    const char         *person;   /* "" for nobody */
    const char         *role;     /* of rv_roles, "" for nobody; in a review that names no people "lead" */
    rv_web_right        may;      /* the most that the role may */
    bool                api;      /* asked as /api/v1/... */
    const char         *csrf;     /* the anti-forgery token of the session, "" for none */
    const char         *address;  /* of who asks */
    json_t             *in;       /* parts of the path, query, form (a field that stands several times is an array) or JSON */
    rv_web_file        *files;
    size_t              n_files;
    const json_t       *sent;     /* while a page is made again after an error: what was sent, and what the handler added to `in`; else NULL */
    const void         *session;  /* for session.h */

    /* what is answered */
    json_t             *out;
    int                 status;   /* 0: 200, or what the handler's failure comes to */
    char                event[RV_DIGEST_HEX];   /* the act, for --porcelain; "" for none */
    rv_buf              then;     /* where the browser goes after a change; "": route->back */
    rv_buf              say;      /* a sentence for the next page */
    rv_buf              headers;  /* further ones, "Name: value\n" each; names and values are checked on the way out */
    char                tag[RV_DIGEST_HEX + 2];   /* ETag, "" for none */
    const char         *type;     /* bytes of its own instead of JSON or page: their media type, static */
    rv_buf              body;
    int                 fd;       /* or a file of its own, closed when sent; -1 */
};

/* What was asked under `name`: NULL when it was not. Of a list the first. */
const char *rv_call_text(const rv_call *call, const char *name);
/* The same, "" when it was not. */
const char *rv_call_word(const rv_call *call, const char *name);
/* A whole number; RV_EINVAL "record: 'x' is no whole number" or that it is missing. */
RV_MUST_CHECK rv_status rv_call_int(const rv_call *call, const char *name, int64_t *value, rv_error *err);
RV_MUST_CHECK rv_status rv_call_real(const rv_call *call, const char *name, double *value, rv_error *err);
/* Ticked: "1", "yes", "on", "true", or JSON true. */
bool rv_call_yes(const rv_call *call, const char *name);
/* Item `i` of a field that may stand several times; NULL after the last. */
const char *rv_call_item(const rv_call *call, const char *name, size_t i);
/* The file of that field, NULL for none. */
const rv_web_file *rv_call_file(const rv_call *call, const char *field);

/* Sets a member of `call->out`; a memory failure sticks and comes out at the end. NULL text is JSON null. */
void rv_call_put(rv_call *call, const char *name, json_t *value);          /* takes the reference */
void rv_call_put_text(rv_call *call, const char *name, const char *text);
void rv_call_put_int(rv_call *call, const char *name, int64_t x);
void rv_call_put_yes(rv_call *call, const char *name, bool yes);
/* The same for any object: bytes that are no UTF-8 become U+FFFD. */
void rv_json_put_text(json_t *object, const char *name, const char *text);
void rv_json_put_int(json_t *object, const char *name, int64_t x);
void rv_json_put_real(json_t *object, const char *name, double x);         /* not finite: null */
void rv_json_put_yes(json_t *object, const char *name, bool yes);

/* A failure with an HTTP status of its own. */
RV_MUST_CHECK rv_status rv_call_refuse(rv_call *call, int http, rv_error *err, const char *format, ...) RV_PRINTF(4, 5);
/* RV_OK when the role has the right; else 403. For what a route leaves to its handler. */
RV_MUST_CHECK rv_status rv_call_may(rv_call *call, rv_web_right right, rv_error *err);
/* The version of what is shown, any text: an ETag, and `seen` in forms. A change that says what it has seen (If-Match, or the field
   `seen`) and saw another is refused with 412. */
void rv_call_tag(rv_call *call, const char *version);
RV_MUST_CHECK rv_status rv_call_check_tag(rv_call *call, const char *version, rv_error *err);
/* Bytes of its own: put them into call->body (or call->fd) and say what they are; `name` (may be NULL) makes it a download. */
void rv_call_send(rv_call *call, const char *type, const char *name);
void rv_call_header(rv_call *call, const char *name, const char *value);
/* Where the browser goes after a change, instead of route->back; printf. Parts must be encoded: rv_path_part(). */
void rv_call_then(rv_call *call, const char *format, ...) RV_PRINTF(2, 3);
void rv_call_say(rv_call *call, const char *format, ...) RV_PRINTF(2, 3);
/* Percent-encodes what is to be one part of a path or one value of a query. */
void rv_path_part(rv_buf *out, const char *text);

/* The desk of the person at a stage; on the writer alone. Lives until the call ends. */
RV_MUST_CHECK rv_status rv_call_desk(rv_call *call, const char *stage, rv_desk **desk, rv_error *err);

/* ---- Templates --------------------------------------------------------------------------------------------------------------- */

/*
 * Pages are files with the placeholders of Mustache, a part of it: {{name}} escaped text, {{a.b}} a member of a member, {{.}} the item,
 * {{#name}}..{{/name}} for each item of an array, once for an object (whose members then come first) or what is true and not empty,
 * {{^name}}..{{/name}} when it is not, {{>name}} another file, {{! a remark}}. {{&name}} is text as it is: only for members whose name
 * ends in _html, which our own writers made. Blank lines that a tag alone stands on vanish.
 */
RV_MUST_CHECK rv_status rv_template_render(rv_buf *out, const char *name, const json_t *data, rv_error *err);
/* The same of a text that is no file; `name` is for messages. */
RV_MUST_CHECK
rv_status rv_template_text(rv_buf *out, const char *name, const char *text, size_t n, const json_t *data, rv_error *err);
/* A file of assets/ by name, NULL when there is none: bytes, and its media type. */
typedef struct { const char *name, *type, *bytes; size_t n; } rv_web_asset;
const rv_web_asset *rv_web_asset_find(const char *name);
extern const rv_web_asset rv_web_assets[];      /* ends with a NULL name */
/* Digest of all assets, hex: part of their address, so that browsers may keep them for ever. */
const char *rv_web_assets_digest(void);

/* ---- The server inside ------------------------------------------------------------------------------------------------------- */

typedef struct rv_people rv_people;
typedef struct rv_work rv_work;

struct rv_web {
    rv_web_options  options;      /* texts copied */
    char           *review, *address, *origin;
    char          **hosts;        /* "127.0.0.1:8080", ...: what Host may say */
    size_t          n_hosts;
    bool            secure;       /* cookies are for HTTPS alone */
    rv_people      *people;
    rv_work        *work;
    struct MHD_Daemon *daemon;
    struct rv_watch   *watch;
    struct rv_doorman *doorman;   /* takes connections in; NULL with TLS */
    struct rv_shelf   *shelf;      /* shelf.h: files between two pages */
};
/* A line of the log, and an act committed; by any thread. */
void rv_web_log(rv_web *web, const char *format, ...) RV_PRINTF(2, 3);
void rv_web_ack(rv_web *web, const char *event, const char *key);

/* work.c: carries calls out. `done` is called by the working thread when the answer may leave. */
typedef struct rv_job {
    rv_call        call;
    void         (*done)(struct rv_job *job);
    rv_error       err;
    rv_status      st;
    struct rv_job *next;
} rv_job;
RV_MUST_CHECK rv_status rv_work_start(rv_work **out, rv_web *web, rv_error *err);
/* False when too many wait: the request is then refused with 503. */
bool rv_work_give(rv_work *work, rv_job *job);
void rv_work_stop(rv_work *work);        /* carries out what waits and takes nothing more */
void rv_work_free(rv_work *work);

/* respond.c: what a call that was carried out answers, as bytes. */
typedef struct {
    int         status;
    const char *type;
    rv_buf      body;
    int         fd;               /* -1: none */
    rv_buf      headers;          /* "Name: value\n" each */
} rv_reply;
void rv_reply_make(rv_reply *reply, rv_call *call, rv_status st, const rv_error *err);
void rv_reply_error(rv_reply *reply, rv_web *web, int status, bool api, const char *message);
void rv_reply_free(rv_reply *reply);
/* shell.c: the page around: `call->out` and what every page shows. */
RV_MUST_CHECK rv_status rv_shell_render(rv_buf *out, rv_call *call, const char *page, const char *error, rv_error *err);

#endif
