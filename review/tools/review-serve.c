/* review-serve: the review in the browser, for a team. */
#include <config.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/screen.h"
#include "review/store.h"
#include "review/web.h"

#include "tools/opts.h"

static const char *review, *output, *person, *address, *cert, *key, *role, *url;
static rv_texts hosts;
static bool porcelain, behind_proxy, quiet, plain_passwords;
static int format, order;
static double random_share;
static const char *model;
static int64_t seed = 1, port = 8080, idle = 60, hours = 12, lease = 30, upload = 512, valid = 72;

enum { SERVE, INVITE, ROUTES, OPENAPI };
static const rv_verb verbs[] = {
    { "serve", "serve the review until it is interrupted" },
    { "invite", "print a one-time link by which NAME gets a password" },
    { "routes", "list what can be asked, with the right that it needs" },
    { "openapi", "write the description of /api/v1 (OpenAPI 3.1, JSON)" },
    { NULL, NULL }
};

static const rv_verb_opt all_options[] = {
    { { RV_OPT_CHOICE, 'f', "format", &format, "NAME", "output format", rv_format_names }, "routes" },
    { { RV_OPT_TEXT, 'o', "output", &output, "FILE", "write to FILE instead of standard output", NULL }, "routes openapi" },
    { { RV_OPT_TEXT, 'r', "review", &review, "FILE", "the review file (else FILE, $REVIEW_FILE, or the one *.review here)", NULL },
      "serve invite" },
    { { RV_OPT_TEXT, 'a', "as", &person, "NAME", "who is doing this (else $REVIEW_USER)", NULL }, "invite" },
    { { RV_OPT_FLAG, 0, "porcelain", &porcelain, NULL, "print 'ACK EVENT KEY' for each durable act", NULL }, "serve invite" },
    { { RV_OPT_TEXT, 0, "address", &address, "ADDRESS", "listen here (default 127.0.0.1); beyond this machine only with TLS or a proxy", NULL },
      "serve" },
    { { RV_OPT_INT, 'p', "port", &port, "N", "listen on this port (default 8080; 0 any that is free)", NULL }, "serve" },
    { { RV_OPT_TEXT, 0, "tls-cert", &cert, "FILE", "certificate chain in PEM: speak HTTPS", NULL }, "serve" },
    { { RV_OPT_TEXT, 0, "tls-key", &key, "FILE", "its private key in PEM (default: in the same file)", NULL }, "serve" },
    { { RV_OPT_FLAG, 0, "behind-proxy", &behind_proxy, NULL, "a proxy on the way speaks HTTPS", NULL }, "serve" },
    { { RV_OPT_TEXTS, 0, "host", &hosts, "NAME", "a name by which browsers ask for it; may stand several times", NULL }, "serve" },
    { { RV_OPT_INT, 0, "idle", &idle, "MINUTES", "a session ends when nothing was asked for so long (default 60)", NULL }, "serve" },
    { { RV_OPT_INT, 0, "session", &hours, "HOURS", "and in any case after so long (default 12)", NULL }, "serve" },
    { { RV_OPT_INT, 0, "lease", &lease, "MINUTES", "how long a record on somebody's screen is kept from others (default 30)", NULL }, "serve" },
    { { RV_OPT_CHOICE, 0, "order", &order, "NAME", "how records come (default: order, of import); ranked by what the team decided",
        rv_desk_modes }, "serve" },
    { { RV_OPT_REAL, 0, "random", &random_share, "SHARE", "share of ranked records drawn at random, 0 to 1 (default 0)", NULL }, "serve" },
    { { RV_OPT_INT, 0, "seed", &seed, "N", "seed of what comes by lot (default 1)", NULL }, "serve" },
    { { RV_OPT_TEXT, 0, "model", &model, "NAME", "the ranking model, title or u4 (default: title)", NULL }, "serve" },
    { { RV_OPT_INT, 0, "max-upload", &upload, "MB", "the most that is taken in one request (default 512)", NULL }, "serve" },
    { { RV_OPT_FLAG, 'q', "quiet", &quiet, NULL, "no line for each request", NULL }, "serve" },
    { { RV_OPT_FLAG, 0, "test-passwords", &plain_passwords, NULL, "passwords that cost little to check: for tests of load alone", NULL }, "serve" },
    { { RV_OPT_TEXT, 0, "role", &role, "ROLE", "give NAME this role in the review first", NULL }, "invite" },
    { { RV_OPT_INT, 0, "valid", &valid, "HOURS", "how long the link is good (default 72)", NULL }, "invite" },
    { { RV_OPT_TEXT, 0, "url", &url, "URL", "where browsers find the server (default http://127.0.0.1:8080)", NULL }, "invite" },
};
enum { OPTIONS = sizeof all_options / sizeof *all_options };

/* ---- Serving ------------------------------------------------------------------------------------------------------------------ */

static void say_ack(void *user, const char *event, const char *what)
{
    (void)user;
    rv_tool_ack(porcelain, event, what);
}

static void say_line(void *user, const char *line)
{
    char now[RV_TIME_TEXT];

    (void)user;
    fprintf(stderr, "%s %s\n", rv_now(now), line);
}

static rv_status in_range(const char *name, int64_t value, int64_t least, int64_t most, rv_error *err)
{
    if (value >= least && value <= most)
        return RV_OK;
    return rv_fail(err, RV_EUSAGE, "--%s is %lld; it must be from %lld to %lld", name, (long long)value, (long long)least,
                   (long long)most);
}

static rv_status serve(const char *path, rv_error *err)
{
    rv_web_options options = RV_WEB_OPTIONS_INIT;
    const char **names = calloc(hosts.count + 1, sizeof *names);
    rv_web *web = NULL;
    sigset_t ends;
    int signal_number;
    rv_status st;

    if (!names)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < hosts.count; i++)
        names[i] = hosts.items[i];
    options.review = path;
    options.address = address ? address : options.address;
    options.port = (int)port;
    options.cert = cert;
    options.key = key;
    options.behind_proxy = behind_proxy;
    options.hosts = names;
    options.idle_minutes = (int)idle;
    options.absolute_hours = (int)hours;
    options.max_upload = upload << 20;
    options.lease_seconds = (int)lease * 60;
    options.order = order;
    options.random_share = random_share;
    options.seed = (uint64_t)seed;
    options.model = model;
    options.plain_people = plain_passwords;
    options.ack = porcelain ? say_ack : NULL;
    options.log = quiet ? NULL : say_line;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    signal(SIGPIPE, SIG_IGN);
    if (!(random_share >= 0 && random_share <= 1))
        st = rv_fail(err, RV_EUSAGE, "--random is %g; it must be a share from 0 to 1", random_share);
    else if ((st = in_range("port", port, 0, 65535, err)) == RV_OK && (st = in_range("idle", idle, 1, 100000, err)) == RV_OK
        && (st = in_range("session", hours, 1, 10000, err)) == RV_OK && (st = in_range("lease", lease, 1, 100000, err)) == RV_OK
        && (st = in_range("max-upload", upload, 1, 1 << 20, err)) == RV_OK && (st = rv_web_start(&web, &options, err)) == RV_OK) {
        rv_tool_say("%s is served at %s (stop: Ctrl-C)", path, rv_web_address(web));
        sigwait(&ends, &signal_number);
    }
    rv_web_stop(web);
    free(names);
    return st;
}

/* ---- The first link ------------------------------------------------------------------------------------------------------------- */

static rv_status give_role(const char *path, const char *name, rv_error *err)
{
    rv_store *store = NULL;
    char event[RV_DIGEST_HEX];
    const char *who = NULL;
    rv_status st;

    if (!role)
        return RV_OK;
    if ((st = rv_tool_person(person, &who, err)) == RV_OK && (st = rv_store_open(&store, path, err)) == RV_OK
        && (st = rv_person_set(store, who, name, role, event, err)) == RV_OK && event[0])
        rv_tool_ack(porcelain, event, name);
    rv_store_close(store);
    return st;
}

static rv_status invite(const char *path, const char *name, rv_error *err)
{
    rv_buf link = RV_BUF_INIT;
    rv_status st;

    if ((st = in_range("valid", valid, 1, 744, err)) == RV_OK && (st = give_role(path, name, err)) == RV_OK
        && (st = rv_web_invite(path, name, (int)valid, &link, err)) == RV_OK
        && (printf("%s%s\n", url ? url : "http://127.0.0.1:8080", rv_buf_str(&link)) < 0 || fflush(stdout) != 0))
        st = rv_fail(err, RV_EIO, "standard output: %m");
    rv_buf_free(&link);
    return st;
}

/* ---- What it is made of --------------------------------------------------------------------------------------------------------- */

static rv_status print_routes(rv_output *out, rv_error *err)
{
    static const char *const columns[] = { "method", "path", "right", "page", "about" };
    rv_table *table = NULL;
    rv_web_route route;
    rv_status st = rv_table_open(&table, out, (rv_format)format, columns, 5, err);

    if (st != RV_OK)
        return st;
    for (size_t i = 0; rv_web_route_at(i, &route); i++) {
        rv_table_text(table, route.method);
        rv_table_text(table, route.path);
        rv_table_text(table, route.right);
        rv_table_text(table, route.page ? "yes" : "no");
        rv_table_text(table, route.about);
        rv_table_row(table);
    }
    return rv_table_close(table, err);
}

static rv_status print_openapi(rv_output *out, rv_error *err)
{
    rv_buf text = RV_BUF_INIT;
    const rv_status st = rv_web_openapi(&text, err);

    if (st == RV_OK)
        rv_output_add(out, rv_buf_str(&text), text.length);
    rv_buf_free(&text);
    return st;
}

static rv_status describe(int verb, rv_error *err)
{
    rv_output *out = NULL;
    rv_status st = rv_output_open(&out, output, err);

    if (st != RV_OK)
        return st;
    if ((st = verb == ROUTES ? print_routes(out, err) : print_openapi(out, err)) == RV_OK)
        return rv_output_close(out, err);
    rv_output_drop(out);
    return st;
}

static rv_status run(int verb, char **operands, rv_error *err)
{
    const int wanted = verb == INVITE;
    const char *path = NULL;
    rv_status st;

    if ((st = rv_tool_verb_takes(all_options, OPTIONS, verbs[verb].name, err)) != RV_OK)
        return st;
    if (verb == INVITE && !operands[0])
        return rv_fail(err, RV_EUSAGE, "invite whom? Give a NAME");
    if (operands[0] && operands[wanted] && (verb != SERVE || operands[1] || review))
        return rv_fail(err, RV_EUSAGE, "'%s' is one operand too many", operands[verb == SERVE && operands[1] ? 1 : wanted]);
    if (verb == ROUTES || verb == OPENAPI)
        return describe(verb, err);
    if (verb == SERVE && operands[0])
        path = operands[0];
    else if ((st = rv_tool_review(review, &path, err)) != RV_OK)
        return st;
    return verb == SERVE ? serve(path, err) : invite(path, operands[0], err);
}

int main(int argc, char **argv)
{
    rv_opt rows[OPTIONS + 1];
    const rv_command command = { "review-serve", "[FILE | NAME]", "Serves a review to a team's browsers.", rows, verbs };
    rv_error err = { 0 };
    char **operands;
    int verb;

    rv_tool_verb_rows(all_options, OPTIONS, rows);
    operands = rv_tool_start(&command, argc, argv, &verb);
    return run(verb, operands, &err) == RV_OK ? 0 : rv_tool_fail(&err);
}
