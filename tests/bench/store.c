/*
 * What the review file costs.
 *
 *   store rows FILE N              makes FILE and stages N records: rows a second
 *   store writers FILE P SECONDS   P processes write decisions into FILE all the time; how long each act waited
 *   store groups FILE N SECONDS    one process writes decisions into FILE, N with one commit: decisions a second, and how long a commit
 *                                  holds the others up. FILE must have records: tests/bench/desk make
 *
 * Prints one JSON line. `writers` fails when any act failed.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "review/store.h"

enum { WAITS = 100000 };

/* Shared by the processes. */
typedef struct {
    double waits[WAITS];                 /* seconds from asking to acknowledged */
    size_t count, failed;
} tally;

RV_STATEMENT(bench_record, "SELECT min(r.id) FROM record r JOIN file f ON f.id = r.file");

static int say(const rv_error *err)
{
    fprintf(stderr, "%s\n", err->message);
    return 1;
}

static int rows(const char *path, long n)
{
    rv_store *store = NULL;
    rv_bulk *bulk = NULL;
    rv_error err;
    struct rusage use;
    char digest[RV_DIGEST_HEX], title[200], abstract[800];
    double start = rv_clock(), seconds;
    rv_status st = rv_store_create(&store, path, &err);

    memset(abstract, 'a', sizeof abstract - 1);
    abstract[sizeof abstract - 1] = 0;
    if (st == RV_OK)
        st = rv_bulk_begin(&bulk, store, &err);
    for (long i = 0; i < n && st == RV_OK; i++) {
        snprintf(title, sizeof title, "Effects of programme %ld on the employment of young people: a randomised trial", i);
        st = rv_bulk_add(bulk, &(rv_bulk_record){ .offset = (uint64_t)i, .length = 1, .line = (uint64_t)i + 1, .type = "article",
                         .title = title, .authors = "Smith, Ann; Jones, Bob", .year = 1999, .container = "Journal of Youth",
                         .doi = "10.1000/182", .abstract = abstract }, &err);
    }
    if (st == RV_OK)
        st = rv_bulk_end(bulk, digest, &err);
    seconds = rv_clock() - start;
    getrusage(RUSAGE_SELF, &use);
    rv_bulk_free(bulk);
    rv_store_close(store);
    if (st != RV_OK)
        return say(&err);
    printf("{\"rows\": %ld, \"seconds\": %.2f, \"rows_per_second\": %.0f, \"cpu_seconds\": %.2f, \"peak_kb\": %ld}\n", n, seconds,
           (double)n / seconds, (double)use.ru_utime.tv_sec + (double)use.ru_utime.tv_usec / 1e6 + (double)use.ru_stime.tv_sec
           + (double)use.ru_stime.tv_usec / 1e6, use.ru_maxrss);
    return 0;
}

static rv_status vote(rv_store *store, int64_t record, const char *who, rv_error *err)
{
    const rv_cell cells[] = { RV_CELL_OF_INT("record", record), RV_CELL_OF_TEXT("stage", "title-abstract"),
                              RV_CELL_OF_TEXT("reviewer", who), RV_CELL_OF_TEXT("role", "vote"),
                              RV_CELL_OF_TEXT("verdict", "include") };
    rv_event *event;
    rv_status st = rv_event_begin(&event, store, "decision.vote", who, true, err);

    if (st != RV_OK)
        return st;
    if ((st = rv_event_add(event, "decision", cells, sizeof cells / sizeof *cells, NULL, err)) != RV_OK) {
        rv_event_abandon(event);
        return st;
    }
    return rv_event_commit(event, NULL, err);
}

static void write_votes(const char *path, int who, double seconds, tally *all)
{
    rv_store *store;
    rv_error err;
    char name[32];
    int64_t record = 0;
    double end = rv_clock() + seconds;
    rv_status st = rv_store_open(&store, path, &err);

    snprintf(name, sizeof name, "writer-%d", who);
    if (st == RV_OK)
        st = rv_store_int(store, &bench_record, &record, NULL, &err, "");
    while (st == RV_OK && rv_clock() < end) {
        double asked = rv_clock();
        st = vote(store, record, name, &err);
        size_t at = __atomic_fetch_add(&all->count, 1, __ATOMIC_SEQ_CST);
        if (at < WAITS)
            all->waits[at] = rv_clock() - asked;
        usleep(20000);                           /* a person would take longer */
    }
    rv_store_close(store);
    if (st != RV_OK) {
        __atomic_fetch_add(&all->failed, 1, __ATOMIC_SEQ_CST);
        (void)say(&err);
    }
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int writers(const char *path, int processes, double seconds)
{
    tally *all = mmap(NULL, sizeof *all, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    size_t n;

    if (all == MAP_FAILED)
        return 1;
    for (int i = 0; i < processes; i++)
        if (fork() == 0) {
            write_votes(path, i, seconds, all);
            _exit(0);
        }
    while (wait(NULL) > 0)
        ;
    n = all->count < WAITS ? all->count : WAITS;
    if (n == 0)
        return 1;
    qsort(all->waits, n, sizeof *all->waits, by_size);
    printf("{\"processes\": %d, \"acts\": %zu, \"failed\": %zu, \"median_ms\": %.0f, \"p99_ms\": %.0f, \"worst_ms\": %.0f}\n",
           processes, all->count, all->failed, all->waits[n / 2] * 1e3, all->waits[n * 99 / 100] * 1e3, all->waits[n - 1] * 1e3);
    return all->failed != 0;
}

static rv_status write_group(rv_store *store, int64_t record, int n, rv_error *err)
{
    rv_status end, st = rv_store_group_begin(store, err);

    if (st != RV_OK)
        return st;
    for (int i = 0; i < n && st == RV_OK; i++)
        st = vote(store, record, "writer", err);
    end = rv_store_group_end(store, st == RV_OK, st == RV_OK ? err : NULL);
    return st == RV_OK ? end : st;
}

static int groups(const char *path, int n, double seconds)
{
    static double waits[WAITS];
    rv_store *store;
    rv_error err;
    struct rusage use;
    int64_t record = 0;
    size_t done = 0;
    double start, all;
    rv_status st = rv_store_open(&store, path, &err);

    if (st == RV_OK)
        st = rv_store_int(store, &bench_record, &record, NULL, &err, "");
    start = rv_clock();
    while (st == RV_OK && done < WAITS && rv_clock() - start < seconds) {
        double asked = rv_clock();
        st = write_group(store, record, n, &err);
        waits[done++] = rv_clock() - asked;
    }
    all = rv_clock() - start;
    rv_store_close(store);
    if (st != RV_OK || !done)
        return say(&err);
    getrusage(RUSAGE_SELF, &use);
    qsort(waits, done, sizeof *waits, by_size);
    printf("{\"group\": %d, \"acts\": %zu, \"acts_per_second\": %.0f, \"cpu_ms_per_act\": %.3f, \"median_ms\": %.1f, \"p99_ms\": %.1f}\n", n,
           done * (size_t)n, (double)done * n / all, ((double)use.ru_utime.tv_sec + (double)use.ru_utime.tv_usec / 1e6
           + (double)use.ru_stime.tv_sec + (double)use.ru_stime.tv_usec / 1e6) * 1e3 / (double)(done * (size_t)n), waits[done / 2] * 1e3,
           waits[done * 99 / 100] * 1e3);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 5 && strcmp(argv[1], "groups") == 0)
        return groups(argv[2], atoi(argv[3]), atof(argv[4]));
    if (argc == 4 && strcmp(argv[1], "rows") == 0)
        return rows(argv[2], atol(argv[3]));
    if (argc == 5 && strcmp(argv[1], "writers") == 0)
        return writers(argv[2], atoi(argv[3]), atof(argv[4]));
    fprintf(stderr, "usage: store rows FILE N | store writers FILE PROCESSES SECONDS | store groups FILE N SECONDS\n");
    return 2;
}
