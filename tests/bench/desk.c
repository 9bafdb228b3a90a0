/*
 * How long a person waits for the next record.
 *
 *   desk make FILE N                                        makes FILE with N records of words drawn by rank
 *   desk decide FILE PROTOCOL PEOPLE DECISIONS THINK MODE   PEOPLE processes decide through a desk each, with THINK milliseconds between,
 *                                                           in the order MODE; with "ranked" each has its trainer
 *
 * A wait begins with the decision and ends when the next report is known: the vote is durable, the lease taken, labels fed and new
 * scores, if there are any, put in order. Prints one JSON line; fails when a decision failed or a report has more votes than asked for.
 */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "review/screen.h"

enum { WAITS = 200000, WORDS = 60000 };

/* Shared by the processes. */
typedef struct {
    double waits[WAITS], opened;
    size_t count, failed, ranked;
    long   peak_kb;
} tally;

RV_STATEMENT(bench_votes, "SELECT COUNT(*) FROM decision");
RV_STATEMENT(bench_most,
    "SELECT MAX(n) FROM (SELECT record, COUNT(*) AS n FROM decision WHERE verdict <> 'none' GROUP BY record, stage) AS t");

static int say(const rv_error *err)
{
    fprintf(stderr, "%s\n", err->message);
    return 1;
}

static double draw(uint64_t *x)
{
    *x = *x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*x >> 11) / 9007199254740992.0;
}

/* Frequent words often, as in a language: ranks log-uniform. */
static void write_words(rv_buf *text, int n, uint64_t *x)
{
    rv_buf_clear(text);
    for (int i = 0; i < n; i++)
        rv_buf_printf(text, "w%dx ", (int)pow(WORDS, draw(x)));
}

static rv_status add_file(rv_store *store, rv_bulk *bulk, rv_error *err)
{
    const rv_cell source[] = { RV_CELL_OF_TEXT("name", "Bench"), RV_CELL_OF_TEXT("kind", "database") };
    char digest[RV_DIGEST_HEX];
    rv_event *event = NULL;
    int64_t id;
    rv_status st;

    if ((st = rv_bulk_end(bulk, digest, err)) != RV_OK || (st = rv_event_begin(&event, store, "file.import", "bench", false, err)) != RV_OK)
        return st;
    if ((st = rv_event_add(event, "source", source, 2, &id, err)) == RV_OK
        && (st = rv_bulk_attach(bulk, event, id, "bench.ris", "ris", "UTF-8", err)) == RV_OK)
        return rv_event_commit(event, NULL, err);
    rv_event_abandon(event);
    return st;
}

static int make(const char *path, long n)
{
    rv_buf title = RV_BUF_INIT, abstract = RV_BUF_INIT;
    rv_store *store = NULL;
    rv_bulk *bulk = NULL;
    rv_error err;
    uint64_t x = 1;
    rv_status st = rv_store_create(&store, path, &err);

    if (st == RV_OK)
        st = rv_bulk_begin(&bulk, store, &err);
    for (long i = 0; i < n && st == RV_OK; i++) {
        write_words(&title, 12, &x);
        write_words(&abstract, 200, &x);
        if ((st = rv_bulk_bytes(bulk, "0123456789", 10, &err)) == RV_OK)
            st = rv_bulk_add(bulk, &(rv_bulk_record){ .offset = (uint64_t)i * 10, .length = 10, .line = (uint64_t)i + 1, .type = "article",
                             .title = rv_buf_str(&title), .abstract = rv_buf_str(&abstract), .year = 2000 }, &err);
    }
    if (st == RV_OK)
        st = add_file(store, bulk, &err);
    rv_bulk_free(bulk);
    rv_store_close(store);
    rv_buf_free(&title);
    rv_buf_free(&abstract);
    return st == RV_OK ? 0 : say(&err);
}

/* Labels to the trainer, and what it has found to the desk. */
static rv_status rank(rv_desk *desk, rv_trainer *trainer, double wait, tally *all, rv_error *err)
{
    const int64_t *ids;
    const signed char *labels;
    const double *scores;
    size_t n;
    rv_status st;

    if ((st = rv_desk_labels(desk, &ids, &labels, &n, err)) != RV_OK || (st = rv_trainer_feed(trainer, ids, labels, n, err)) != RV_OK
        || (st = rv_trainer_take(trainer, wait, &ids, &scores, &n, err)) != RV_OK || !n)
        return st;
    __atomic_fetch_add(&all->ranked, 1, __ATOMIC_SEQ_CST);
    return rv_desk_rank(desk, ids, scores, n, err);
}

static rv_status screen(rv_desk *desk, rv_trainer *trainer, int decisions, int think, tally *all, rv_error *err)
{
    rv_desk_item item;
    char hex[RV_DIGEST_HEX];
    rv_status st = rv_desk_next(desk, &item, err);

    for (int i = 0; i < decisions && item.report && st == RV_OK; i++) {
        const rv_decision d = { .record = item.report, .verdict = item.report % 20 ? "exclude" : "include",
                                .reason = item.report % 20 ? "design" : NULL };
        double asked;
        if (think)
            usleep((useconds_t)(think * (500 + rand() % 1000)));
        asked = rv_clock();
        if ((st = rv_desk_decide(desk, &d, &item, hex, err)) == RV_OK && trainer)
            st = rank(desk, trainer, 0, all, err);
        const size_t at = __atomic_fetch_add(&all->count, 1, __ATOMIC_SEQ_CST);
        if (at < WAITS)
            all->waits[at] = rv_clock() - asked;
    }
    return st;
}

static void person(const char *path, const char *plan, int who, int decisions, int think, rv_desk_mode mode, tally *all)
{
    rv_desk_options o = RV_DESK_OPTIONS_INIT;
    rv_protocol *protocol = NULL;
    rv_trainer *trainer = NULL;
    rv_store *store = NULL;
    rv_desk *desk = NULL;
    struct rusage use;
    rv_error err;
    char name[32];
    const double begin = rv_clock();
    rv_status st;

    snprintf(name, sizeof name, "person-%d", who);
    o.reviewer = name;
    o.mode = mode;
    srand((unsigned)who);
    if ((st = rv_protocol_read(&protocol, plan, &err)) == RV_OK && (st = rv_store_open(&store, path, &err)) == RV_OK) {
        o.stage = protocol->stages[0].id;
        st = rv_desk_open(&desk, store, protocol, &o, &err);
    }
    if (st == RV_OK)
        all->opened = rv_clock() - begin;
    if (st == RV_OK && mode == RV_DESK_RANKED && (st = rv_trainer_open(&trainer, path, protocol, NULL, &err)) == RV_OK)
        st = rank(desk, trainer, 60, all, &err);
    if (st == RV_OK)
        st = screen(desk, trainer, decisions, think, all, &err);
    rv_desk_close(desk);
    rv_trainer_close(trainer);
    rv_store_close(store);
    rv_protocol_free(protocol);
    getrusage(RUSAGE_SELF, &use);
    all->peak_kb = use.ru_maxrss > all->peak_kb ? use.ru_maxrss : all->peak_kb;
    if (st != RV_OK) {
        __atomic_fetch_add(&all->failed, 1, __ATOMIC_SEQ_CST);
        (void)say(&err);
    }
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Votes in the file, and the most on one report. */
static int count(const char *path, int64_t *votes, int64_t *most)
{
    rv_store *store;
    rv_error err;
    rv_status st = rv_store_open(&store, path, &err);

    if (st == RV_OK && (st = rv_store_int(store, &bench_votes, votes, NULL, &err, "")) == RV_OK)
        st = rv_store_int(store, &bench_most, most, NULL, &err, "");
    rv_store_close(store);
    return st == RV_OK ? 0 : say(&err);
}

static int decide(const char *path, const char *plan, int people, int decisions, int think, const char *word)
{
    tally *all = mmap(NULL, sizeof *all, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int64_t votes = 0, most = 0, before = 0;
    int mode = 0;
    size_t n;

    while (rv_desk_modes[mode] && strcmp(rv_desk_modes[mode], word) != 0)
        mode++;
    if (all == MAP_FAILED || !rv_desk_modes[mode] || count(path, &before, &most))
        return 1;
    const double begin = rv_clock();
    for (int i = 0; i < people; i++)
        if (fork() == 0) {
            person(path, plan, i, decisions, think, (rv_desk_mode)mode, all);
            _exit(0);
        }
    while (wait(NULL) > 0)
        ;
    const double seconds = rv_clock() - begin;
    n = all->count < WAITS ? all->count : WAITS;
    if (n == 0 || count(path, &votes, &most))
        return 1;
    qsort(all->waits, n, sizeof *all->waits, by_size);
    printf("{\"people\": %d, \"mode\": \"%s\", \"think_ms\": %d, \"decisions\": %zu, \"failed\": %zu, \"seconds\": %.1f, \"open_s\": %.2f,"
           " \"ranked\": %zu, \"peak_mb\": %ld, \"median_ms\": %.1f, \"p95_ms\": %.1f, \"p99_ms\": %.1f, \"worst_ms\": %.1f, \"votes\": %lld,"
           " \"most_votes_on_a_report\": %lld}\n", people, word, think, all->count, all->failed, seconds, all->opened, all->ranked,
           all->peak_kb / 1024, all->waits[n / 2] * 1e3, all->waits[n * 95 / 100] * 1e3, all->waits[n * 99 / 100] * 1e3,
           all->waits[n - 1] * 1e3, (long long)(votes - before), (long long)most);
    return all->failed != 0 || most > 2 || votes - before != (int64_t)all->count;
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "make") == 0)
        return make(argv[2], atol(argv[3]));
    if (argc == 8 && strcmp(argv[1], "decide") == 0)
        return decide(argv[2], argv[3], atoi(argv[4]), atoi(argv[5]), atoi(argv[6]), argv[7]);
    fprintf(stderr, "usage: desk make FILE N | desk decide FILE PROTOCOL PEOPLE DECISIONS THINK MODE\n");
    return 2;
}
