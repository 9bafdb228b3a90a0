/*
 * What a room of many desks costs: the processor's time of a decision, and memory.
 *
 *   room FILE PROTOCOL DESKS DECISIONS GROUP AHEAD
 *
 * DESKS people, all of the review's people, take turns in one program until there are DECISIONS; GROUP decisions are made durable by one
 * commit, and AHEAD reports are kept ahead for each. FILE is made by `desk make`. Prints one JSON line; fails when a decision failed or a
 * report has more votes than asked for.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "review/screen.h"

RV_STATEMENT(room_bench_votes, "SELECT COUNT(*) FROM decision");
RV_STATEMENT(room_bench_most,
    "SELECT MAX(n) FROM (SELECT record, COUNT(*) AS n FROM decision WHERE verdict <> 'none' GROUP BY record, stage) AS t");

typedef struct {
    rv_store    *store;
    rv_protocol *protocol;
    rv_room     *room;
    rv_desk    **desks;
    size_t       n;
    double      *cpu;                    /* of each decision */
    double       seconds, all_cpu, opened, seated, ranked, commits;
} bench;

static double cpu_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Of what is in memory now, kB; 0 when the system does not tell. */
static long memory(void)
{
    FILE *f = fopen("/proc/self/statm", "r");
    long total = 0, resident = 0;

    if (f && fscanf(f, "%ld %ld", &total, &resident) != 2)
        resident = 0;
    if (f)
        fclose(f);
    return resident * 4;
}

static rv_status add_people(bench *b, rv_error *err)
{
    char name[32], hex[RV_DIGEST_HEX];
    rv_status st = rv_store_group_begin(b->store, err);

    if (st != RV_OK)
        return st;
    st = rv_person_set(b->store, "lead", "lead", "lead", hex, err);
    for (size_t i = 0; i < b->n && st == RV_OK; i++) {
        snprintf(name, sizeof name, "person-%zu", i);
        st = rv_person_set(b->store, "lead", name, "screener", hex, err);
    }
    const rv_status end = rv_store_group_end(b->store, st == RV_OK, st == RV_OK ? err : NULL);
    return st == RV_OK ? end : st;
}

static rv_status seat_people(bench *b, size_t ahead, rv_error *err)
{
    rv_desk_options o = RV_DESK_OPTIONS_INIT;
    rv_desk_item items[RV_DESK_AHEAD];
    char name[32];
    size_t n;
    rv_status st = rv_store_group_begin(b->store, err);

    if (st != RV_OK)
        return st;
    o.reviewer = name;
    for (size_t i = 0; i < b->n && st == RV_OK; i++) {
        snprintf(name, sizeof name, "person-%zu", i);
        o.mode = i % 2 ? RV_DESK_RANKED : RV_DESK_ORDER;
        o.random_share = i % 3 ? 0 : .1;
        if ((st = rv_desk_open_in(&b->desks[i], b->room, &o, err)) == RV_OK)
            st = rv_desk_ahead(b->desks[i], ahead, items, &n, err);
    }
    const rv_status end = rv_store_group_end(b->store, st == RV_OK, st == RV_OK ? err : NULL);
    return st == RV_OK ? end : st;
}

static rv_status rank(bench *b, rv_error *err)
{
    const int64_t *ids;
    const signed char *labels;
    double *scores, begin;
    size_t n;
    rv_status st = rv_room_labels(b->room, &ids, &labels, &n, err);

    if (st != RV_OK || !(scores = malloc((n + 1) * sizeof *scores)))
        return st;
    for (size_t i = 0; i < n; i++)
        scores[i] = (double)rand() / RAND_MAX;
    begin = cpu_now();
    st = rv_room_rank(b->room, ids, scores, n, err);
    b->ranked = cpu_now() - begin;
    free(scores);
    return st;
}

static rv_status decide(bench *b, size_t k, rv_error *err)
{
    rv_desk *desk = b->desks[k % b->n];
    rv_desk_item item;
    char hex[RV_DIGEST_HEX];
    rv_status st = rv_desk_next(desk, &item, err);
    const rv_decision d = { .record = item.report, .verdict = item.report % 20 ? "exclude" : "include",
                            .reason = item.report % 20 ? "design" : NULL };

    if (st == RV_OK && !item.report)
        return rv_fail(err, RV_ENOTFOUND, "nothing waits for person-%zu after %zu decisions", k % b->n, k);
    const double begin = cpu_now();
    if (st == RV_OK)
        st = rv_desk_decide(desk, &d, &item, hex, err);
    b->cpu[k] = cpu_now() - begin;
    return st;
}

static rv_status decide_all(bench *b, size_t decisions, size_t group, rv_error *err)
{
    const double begin = rv_clock(), cpu = cpu_now();
    rv_status st = RV_OK;

    for (size_t k = 0; k < decisions && st == RV_OK; ) {
        double commit;
        if ((st = rv_store_group_begin(b->store, err)) != RV_OK)
            return st;
        for (size_t i = 0; i < group && k < decisions && st == RV_OK; i++)
            st = decide(b, k++, err);
        commit = cpu_now();
        const rv_status end = rv_store_group_end(b->store, st == RV_OK, st == RV_OK ? err : NULL);
        b->commits += cpu_now() - commit;
        st = st == RV_OK ? end : st;
    }
    b->seconds = rv_clock() - begin;
    b->all_cpu = cpu_now() - cpu;
    return st;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void tell(bench *b, size_t decisions, size_t group, size_t ahead, long before, int64_t most)
{
    struct rusage use;
    double sum = 0;

    getrusage(RUSAGE_SELF, &use);
    for (size_t i = 0; i < decisions; i++)
        sum += b->cpu[i];
    qsort(b->cpu, decisions, sizeof *b->cpu, by_size);
    printf("{\"desks\": %zu, \"decisions\": %zu, \"group\": %zu, \"ahead\": %zu, \"votes_a_second\": %.0f, \"cpu_mean_ms\": %.3f,"
           " \"cpu_median_ms\": %.3f, \"cpu_p99_ms\": %.3f, \"cpu_commit_ms\": %.3f, \"cpu_all_ms\": %.3f, \"open_room_s\": %.2f, \"open_desk_ms\": %.2f,"
           " \"rank_ms\": %.1f, \"room_mb\": %ld, \"now_mb\": %ld, \"peak_mb\": %ld, \"most_votes_on_a_report\": %lld}\n",
           b->n, decisions, group, ahead, (double)decisions / b->seconds, sum / (double)decisions * 1e3, b->cpu[decisions / 2] * 1e3,
           b->cpu[decisions * 99 / 100] * 1e3, b->commits / (double)decisions * 1e3,
           b->all_cpu / (double)decisions * 1e3, b->opened, b->seated / (double)b->n * 1e3,
           b->ranked * 1e3, before / 1024, memory() / 1024, use.ru_maxrss / 1024, (long long)most);
}

static rv_status run(bench *b, size_t decisions, size_t group, size_t ahead, rv_error *err)
{
    int64_t before, votes, most;
    long room;
    double begin;
    rv_status st;

    if ((st = rv_store_int(b->store, &room_bench_votes, &before, NULL, err, "")) != RV_OK || (st = add_people(b, err)) != RV_OK)
        return st;
    begin = cpu_now();
    if ((st = rv_room_open(&b->room, b->store, b->protocol, b->protocol->stages[0].id, err)) != RV_OK)
        return st;
    b->opened = cpu_now() - begin;
    room = memory();
    begin = cpu_now();
    if ((st = seat_people(b, ahead, err)) != RV_OK)
        return st;
    b->seated = cpu_now() - begin;
    if ((st = rank(b, err)) != RV_OK || (st = decide_all(b, decisions, group, err)) != RV_OK
        || (st = rv_store_int(b->store, &room_bench_votes, &votes, NULL, err, "")) != RV_OK
        || (st = rv_store_int(b->store, &room_bench_most, &most, NULL, err, "")) != RV_OK)
        return st;
    tell(b, decisions, group, ahead, room, most);
    if (votes - before != (int64_t)decisions || most > 2)
        return rv_fail(err, RV_EINVAL, "%zu decisions, but %lld votes, at most %lld on a report", decisions, (long long)(votes - before), (long long)most);
    return RV_OK;
}

int main(int argc, char **argv)
{
    bench b = { 0 };
    rv_error err;
    rv_status st;

    if (argc != 7 || atol(argv[3]) < 1 || atol(argv[4]) < 1 || atol(argv[5]) < 1) {
        fprintf(stderr, "usage: room FILE PROTOCOL DESKS DECISIONS GROUP AHEAD\n");
        return 2;
    }
    b.n = (size_t)atol(argv[3]);
    b.desks = calloc(b.n, sizeof *b.desks);
    b.cpu = calloc((size_t)atol(argv[4]) + 1, sizeof *b.cpu);
    if (!b.desks || !b.cpu)
        return 1;
    if ((st = rv_protocol_read(&b.protocol, argv[2], &err)) == RV_OK && (st = rv_store_open(&b.store, argv[1], &err)) == RV_OK)
        st = run(&b, (size_t)atol(argv[4]), (size_t)atol(argv[5]), (size_t)atol(argv[6]), &err);
    if (st != RV_OK)
        fprintf(stderr, "%s\n", err.message);
    for (size_t i = 0; b.store && i < b.n; i++)
        rv_desk_close(b.desks[i]);
    rv_room_close(b.room);
    rv_store_close(b.store);
    rv_protocol_free(b.protocol);
    free(b.desks);
    free(b.cpu);
    return st != RV_OK;
}
