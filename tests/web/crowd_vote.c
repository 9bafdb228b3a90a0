/*
 * crowd vote HOST:PORT TOKENS PEOPLE SECONDS THINK ACKS [cut=P] [patient=S] [slow=N]
 *
 * The first PEOPLE of TOKENS ("name token" a line) screen for SECONDS, with THINK seconds in the mean before each vote; its answer has the
 * next report. Each vote that was answered is a line "ACK name record verdict" of ACKS (- is standard output) at once. `cut`: so many votes in one lose their connection
 * before they are answered, and are sent again under the same key. `patient`: a server that is gone is tried again for so many seconds, and
 * what was not answered is sent again; a vote under way at the end is waited for. `slow`: so many connections send a byte now and then.
 * Prints one JSON line; fails when anything but a good answer came.
 */
#include <config.h>

#include <arpa/inet.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/web/crowd.h"
#include "tests/web/crowd_http.h"
#include "tests/web/crowd_times.h"

#define SCREEN "/api/v1/screen/" CROWD_STAGE

typedef enum { RESTS, ASKS_NEXT, VOTES, IS_DONE } doing;

typedef struct {
    http     h;
    char     name[32], headers[256], key[48];
    doing    doing;
    bool     begun;                      /* the request of `doing` is on its way */
    bool     again;                      /* it was sent before */
    double   due, asked, lost;           /* when to go on; when the person asked; since when the server is gone, 0: it is there */
    double   cut;                        /* when to drop the connection; 0: not */
    int64_t  record;
    const char *verdict;
    unsigned votes;
    uint64_t x;
} person;

typedef struct {
    struct sockaddr_in to;
    const char *host;
    person  *people;
    size_t   n;
    int      epoll;
    double   begin, end, think, cut, patient;
    FILE    *acks;
    crowd_times next, vote;
    size_t   errors, cuts, resent, answered_again, empty, gone;
    int      first_status;
    char     first[160];
} crowd;

static double draw(person *p)
{
    p->x = p->x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(p->x >> 11) / 9007199254740992.0;
}

static void wrong(crowd *c, int status, const char *what)
{
    if (c->errors++ == 0) {
        c->first_status = status;
        snprintf(c->first, sizeof c->first, "%s", what ? what : "");
        for (char *p = c->first; *p; p++)
            if (*p < 32 || *p == '"' || *p == '\\')
                *p = ' ';
    }
}

static void rest(crowd *c, person *p)
{
    p->begun = p->again = false;
    p->doing = rv_clock() >= c->end ? IS_DONE : RESTS;
    p->due = rv_clock() + (c->think > 0 ? -log(1 - draw(p)) * c->think : 0);
}

static void ask(crowd *c, person *p)
{
    char body[256];

    if (p->doing == ASKS_NEXT) {
        http_ask(&p->h, "GET", SCREEN, c->host, p->headers, NULL);
    } else {
        snprintf(body, sizeof body, "{\"record\":%lld,\"verdict\":\"%s\",\"key\":\"%s\"}", (long long)p->record, p->verdict, p->key);
        http_ask(&p->h, "POST", SCREEN, c->host, p->headers, body);
    }
}

/* Sends what is to be sent, over the connection that is there or a new one. */
static void send_it(crowd *c, person *p)
{
    struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = p };

    p->begun = true;
    p->cut = p->doing == VOTES && !p->again && draw(p) < c->cut ? rv_clock() + draw(p) * 0.002 : 0;
    ask(c, p);
    if (p->h.fd < 0 && (!http_connect(&p->h, &c->to) || epoll_ctl(c->epoll, EPOLL_CTL_ADD, p->h.fd, &event) != 0))
        http_close(&p->h);
}

/* The report that an answer has; 0: none. */
static int64_t report_of(const char *body)
{
    json_t *answer = json_loads(body, 0, NULL);
    const int64_t report = json_integer_value(json_object_get(json_object_get(answer, "record"), "report"));

    json_decref(answer);
    return report;
}

static void begin_vote(person *p)
{
    p->doing = VOTES;
    p->verdict = draw(p) < 0.2 ? "include" : "unsure";
    snprintf(p->key, sizeof p->key, "%s-%u-%08x", p->name, p->votes++, (unsigned)(draw(p) * 4294967295.0));
}

static void is_answered(crowd *c, person *p)
{
    const double waited = rv_clock() - p->asked;
    const int status = p->h.status;

    p->lost = 0;
    if (status == 503 && c->patient > 0) {
        p->begun = false;
        p->again = true;
        p->due = rv_clock() + 0.2;
        return;
    }
    if (status != 200) {
        wrong(c, status, p->h.body);
        p->record = 0;
        rest(c, p);
        return;
    }
    if (p->doing == ASKS_NEXT) {
        crowd_times_add(&c->next, waited);
        p->record = report_of(p->h.body);
        c->empty += !p->record;
        rest(c, p);
        if (!p->record)
            p->doing = IS_DONE;
    } else {
        crowd_times_add(&c->vote, waited);
        c->answered_again += strstr(p->h.body, "\"again\"") != NULL;
        fprintf(c->acks, "ACK %s %lld %s\n", p->name, (long long)p->record, p->verdict);
        fflush(c->acks);
        p->record = report_of(p->h.body);
        rest(c, p);
    }
}

/* The connection broke, or we broke it. */
static void is_broken(crowd *c, person *p, bool cut)
{
    const double now = rv_clock();
    const bool reused = p->h.in.length == 0 && p->doing == ASKS_NEXT;     /* a connection that ended while it rested */

    http_close(&p->h);
    if (!p->begun)
        return;
    if (!cut && !reused && p->lost == 0)
        p->lost = now;
    if (!cut && !reused && now - p->lost > c->patient) {
        wrong(c, 0, "the connection broke");
        c->gone++;
        rest(c, p);
        if (c->patient > 0)
            p->doing = IS_DONE;
        return;
    }
    c->resent += p->doing == VOTES;
    p->begun = false;
    p->again = true;
    p->due = cut ? now : now + 0.02 + 0.2 * draw(p);
}

static void go_on(crowd *c, person *p)
{
    http_state state;

    while (p->begun && (state = http_go_on(&p->h)) != HTTP_WAITS) {
        if (state == HTTP_BROKEN) {
            is_broken(c, p, false);
            return;
        }
        if (p->h.close)
            http_close(&p->h);
        is_answered(c, p);
    }
}

static void by_the_clock(crowd *c, person *p, double now)
{
    if (p->begun && p->cut > 0 && now >= p->cut && p->h.sent == p->h.out.length) {
        c->cuts++;
        is_broken(c, p, true);
    }
    if (p->doing == RESTS && now >= c->end)
        p->doing = IS_DONE;
    if (p->begun || p->doing == IS_DONE || now < p->due)
        return;
    if (p->doing == RESTS) {
        if (p->record)
            begin_vote(p);
        else
            p->doing = ASKS_NEXT;
        p->asked = now;
    }
    send_it(c, p);
    go_on(c, p);
}

static void run(crowd *c)
{
    struct epoll_event events[256];
    const double last = c->end + (c->patient > 20 ? c->patient : 20);
    bool busy = true;

    while (busy && rv_clock() < last) {
        const int n = epoll_wait(c->epoll, events, 256, 2);
        const double now = rv_clock();
        for (int i = 0; i < n; i++)
            go_on(c, events[i].data.ptr);
        busy = false;
        for (size_t i = 0; i < c->n; i++) {
            by_the_clock(c, &c->people[i], now);
            busy = busy || c->people[i].doing != IS_DONE;
        }
    }
    for (size_t i = 0; i < c->n; i++)
        if (c->people[i].doing != IS_DONE)
            wrong(c, 0, "no answer came to the end");
}

static bool read_people(crowd *c, const char *tokens, size_t want)
{
    char line[256], token[128];
    FILE *f = fopen(tokens, "r");

    c->people = calloc(want, sizeof *c->people);
    while (f && c->people && c->n < want && fgets(line, sizeof line, f)) {
        person *p = &c->people[c->n];
        *p = (person){ .h = HTTP_INIT, .x = c->n * 7919 + 1 };
        if (sscanf(line, "%31s %127s", p->name, token) != 2)
            break;
        snprintf(p->headers, sizeof p->headers, "Authorization: Bearer %s\r\nContent-Type: application/json\r\n", token);
        p->due = c->begin + draw(p) * (c->think > 0 ? c->think : 0.2);
        c->n++;
    }
    if (f)
        fclose(f);
    if (c->n != want)
        fprintf(stderr, "%s: %zu people, not %zu\n", tokens, c->n, want);
    return c->n == want;
}

static bool find_address(crowd *c, const char *host)
{
    char address[64];
    int port;

    c->host = host;
    c->to.sin_family = AF_INET;
    if (sscanf(host, "%63[0-9.]:%d", address, &port) != 2 || inet_pton(AF_INET, address, &c->to.sin_addr) != 1)
        return false;
    c->to.sin_port = htons((uint16_t)port);
    return true;
}

static void report(crowd *c)
{
    printf("{\"people\": %zu, \"seconds\": %.1f, \"votes\": %zu, \"votes_per_second\": %.1f, ", c->n, rv_clock() - c->begin, c->vote.n,
           (double)c->vote.n / (rv_clock() - c->begin));
    crowd_times_print(&c->next, "next");
    crowd_times_print(&c->vote, "vote");
    printf("\"cut\": %zu, \"sent_again\": %zu, \"answered_again\": %zu, \"empty\": %zu, \"gone\": %zu, \"errors\": %zu, \"first_error\": \"%d %s\"}\n",
           c->cuts, c->resent, c->answered_again, c->empty, c->gone, c->errors, c->first_status, c->first);
}

int crowd_vote(int argc, char **argv)
{
    crowd c = { .begin = rv_clock() };
    struct rlimit files;
    crowd_slow *slow = NULL;
    int slow_ones = 0;

    if (argc < 6 || !find_address(&c, argv[0]))
        return 2;
    c.end = c.begin + atof(argv[3]);
    c.think = atof(argv[4]);
    for (int i = 6; i < argc; i++)
        if (sscanf(argv[i], "cut=%lf", &c.cut) != 1 && sscanf(argv[i], "patient=%lf", &c.patient) != 1
            && sscanf(argv[i], "slow=%d", &slow_ones) != 1)
            return 2;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &files);
    }
    c.epoll = epoll_create1(EPOLL_CLOEXEC);
    c.acks = strcmp(argv[5], "-") == 0 ? stdout : fopen(argv[5], "a");
    if (c.epoll < 0 || !c.acks || !read_people(&c, argv[1], (size_t)atoi(argv[2])))
        return 1;
    if (slow_ones && !(slow = crowd_slow_start(&c.to, c.host, slow_ones)))
        return 1;
    run(&c);
    if (slow)
        crowd_slow_stop(slow);
    report(&c);
    for (size_t i = 0; i < c.n; i++)
        http_free(&c.people[i].h);
    free(c.people);
    crowd_times_free(&c.next);
    crowd_times_free(&c.vote);
    return c.errors || !c.vote.n || fflush(c.acks) != 0;
}
