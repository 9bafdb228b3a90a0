/* Work given out on a review of many reports, and taken from a person who leaves, while another process writes: seconds, and the longest
   that the other waited. `tests/bench/share FOLDER [REPORTS]` makes FOLDER/share.review. */
#include <config.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "review/screen.h"

static rv_error err;

static void must(rv_status st, const char *what)
{
    if (st == RV_OK)
        return;
    fprintf(stderr, "share: %s: %s\n", what, err.message);
    exit(1);
}

static void make(const char *path, size_t n)
{
    rv_store *store;
    rv_bulk *bulk;
    rv_event *event;
    char digest[RV_DIGEST_HEX], bytes[32];
    int64_t source;
    const rv_cell cells[] = { RV_CELL_OF_TEXT("name", "ERIC"), RV_CELL_OF_TEXT("kind", "database") };

    must(rv_store_create(&store, path, &err), "create");
    must(rv_bulk_begin(&bulk, store, &err), "bulk");
    for (size_t i = 0; i < n; i++) {
        const rv_bulk_record record = { .offset = i * 16, .length = 16, .line = i + 1, .title = "A title" };
        snprintf(bytes, sizeof bytes, "TI  - %08zu\r\n", i);
        must(rv_bulk_bytes(bulk, bytes, 16, &err), "bytes");
        must(rv_bulk_add(bulk, &record, &err), "record");
    }
    must(rv_bulk_end(bulk, digest, &err), "end");
    must(rv_event_begin(&event, store, "file.import", "ann", false, &err), "event");
    must(rv_event_add(event, "source", cells, 2, &source, &err), "source");
    must(rv_bulk_attach(bulk, event, source, "a.ris", "ris", "UTF-8", &err), "attach");
    must(rv_event_commit(event, NULL, &err), "commit");
    rv_bulk_free(bulk);
    rv_store_close(store);
}

static volatile sig_atomic_t over;

static void stop(int signal)
{
    (void)signal;
    over = 1;
}

/* Writes again and again until told to stop; its exit code is the longest wait in units of 4 ms. */
static int write_on(const char *path)
{
    rv_store *store;
    double longest = 0;

    signal(SIGTERM, stop);
    must(rv_store_open(&store, path, &err), "open");
    while (!over) {
        const double asked = rv_clock();
        must(rv_store_work_begin(store, &err), "write");
        if (rv_clock() - asked > longest)
            longest = rv_clock() - asked;
        must(rv_store_work_end(store, true, &err), "end of write");
        usleep(2000);
    }
    rv_store_close(store);
    return longest * 250 > 255 ? 255 : (int)(longest * 250 + 0.5);
}

static pid_t start(const char *path)
{
    const pid_t child = fork();

    if (child == 0)
        _exit(write_on(path));
    usleep(100000);
    return child;
}

static int waited(pid_t child)
{
    int status = 0;

    kill(child, SIGTERM);
    waitpid(child, &status, 0);
    return WEXITSTATUS(status) * 4;
}

int main(int argc, char **argv)
{
    const size_t n = argc > 2 ? strtoul(argv[2], NULL, 10) : 50000;
    static const char *const names[] = { "ann", "bob", "cara", "dora" };
    static const rv_stage stage = { .id = "title-abstract", .label = "Title and abstract", .reviewers = 2, .blind = true };
    const rv_protocol protocol = { .n_stages = 1, .stages = &stage };
    rv_share shares[4];
    rv_person_end end;
    rv_store *store;
    char path[512], hex[RV_DIGEST_HEX];
    double from;
    pid_t child;

    snprintf(path, sizeof path, "%s/share.review", argc > 1 ? argv[1] : ".");
    make(path, n);
    child = start(path);
    must(rv_store_open(&store, path, &err), "open");
    for (int i = 0; i < 4; i++) {
        shares[i] = (rv_share){ names[i], 1, 0 };
        must(rv_person_set(store, "ann", names[i], i ? "screener" : "lead", hex, &err), "person");
    }
    from = rv_clock();
    must(rv_screen_share(store, &protocol, "ann", "title-abstract", shares, 4, 1, hex, &err), "share");
    printf("share %zu reports among 4: %.2f s, %lld %lld %lld %lld given", n, rv_clock() - from, (long long)shares[0].given,
           (long long)shares[1].given, (long long)shares[2].given, (long long)shares[3].given);
    printf(", another writer waited %d ms at most\n", waited(child));
    child = start(path);
    from = rv_clock();
    must(rv_person_deactivate(store, &protocol, "ann", "bob", "cara", &end, hex, &err), "deactivate");
    printf("end one's work: %.2f s, %lld given on, %lld given back", rv_clock() - from, (long long)end.given_on, (long long)end.given_back);
    printf(", another writer waited %d ms at most\n", waited(child));
    rv_store_close(store);
    return 0;
}
