/* Any bytes as decisions, our own table and whatever they look like, for a review of a few records: they are refused with words, or taken
   as the trial run said; taken again they add nothing; and the review stays sound. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/screen.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define N(array) (sizeof(array) / sizeof *(array))
#define MUST(call) do { if ((call) != RV_OK) { fprintf(stderr, "%s: %s\n", #call, err.message); abort(); } } while (0)

/* Those that the files of tests/data/votes are about. */
static const rv_bulk_record records[] = {
    { .title = "Mentoring for young people out of work: a randomised trial", .authors = "Abel, Ann; Berg, Bo", .year = 2011,
      .container = "Journal of Youth Work", .volume = "12", .pages = "101-119", .doi = "10.5555/mentor.1", .accession = "EJ900001" },
    { .title = "Wage subsidies and school leavers: evidence from a reform", .authors = "Clark, Cy", .year = 2014,
      .container = "Labour Studies", .volume = "3", .pages = "7-31", .accession = "EJ900002" },
    { .title = "A second chance: intensive case management in vocational schools", .authors = "Dahl, Dora", .year = 2016,
      .container = "Labour Studies", .doi = "10.5555/chance.2", .pmid = "23456789" },
    { .title = "Annual report", .authors = "Office for Work", .year = 2015 },
    { .title = "Does coaching help? Two-year results of a pilot with dropouts", .authors = "Eder, Eva", .year = 2019 },
};

static const char *const reviewers[] = { "Ann A.=ann", "Bob=bob", "=cara", NULL };
static const char *const reasons[] = { "=design", "wrong study design=design", "country=design", "No outcome data=no-data", NULL };

static char          folder[64], empty[80], path[80], given[80];
static rv_protocol  *protocol;
static rv_store     *review;                 /* nothing is ever written to it */
static rv_buf        image;

static void remove_all(void)
{
    static const char *const left[] = { "empty", "a", "given" }, *const ends[] = { "", "-wal", "-shm", ".lock" };
    char name[96];

    rv_store_close(review);
    rv_protocol_free(protocol);
    rv_buf_free(&image);
    for (size_t i = 0; i < N(left) * N(ends); i++) {
        snprintf(name, sizeof name, "%s/%s%s", folder, left[i / N(ends)], ends[i % N(ends)]);
        unlink(name);
    }
    rmdir(folder);
}

static void fill(rv_store *store)
{
    const rv_cell cells[] = { RV_CELL_OF_TEXT("name", "ERIC"), RV_CELL_OF_TEXT("kind", "database") };
    char      digest[RV_DIGEST_HEX], bytes[32];
    rv_error  err;
    rv_event *event;
    rv_bulk  *bulk;
    int64_t   source;

    MUST(rv_event_begin(&event, store, "source.add", "ann", false, &err));
    MUST(rv_event_add(event, "source", cells, N(cells), &source, &err));
    MUST(rv_event_commit(event, NULL, &err));
    MUST(rv_bulk_begin(&bulk, store, &err));
    for (size_t i = 0; i < N(records); i++) {
        rv_bulk_record record = records[i];
        record.offset = i * 8;
        record.length = 8;
        record.line = i + 1;
        snprintf(bytes, sizeof bytes, "TI - %02zu\n", i);
        MUST(rv_bulk_bytes(bulk, bytes, 8, &err));
        MUST(rv_bulk_add(bulk, &record, &err));
    }
    MUST(rv_bulk_end(bulk, digest, &err));
    MUST(rv_event_begin(&event, store, "file.import", "ann", false, &err));
    MUST(rv_bulk_attach(bulk, event, source, "a.ris", "ris", "UTF-8", &err));
    MUST(rv_event_commit(event, NULL, &err));
    rv_bulk_free(bulk);
}

/* The review to begin with, once a process. */
static void begin(void)
{
    const char *top = getenv("top_srcdir");
    rv_error err;
    char plan[1024];

    snprintf(plan, sizeof plan, "%s/tests/data/protocol/small.xml", top ? top : ".");
    MUST(rv_protocol_read(&protocol, plan, &err));
    snprintf(folder, sizeof folder, "%s/fuzz-decisions-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (!mkdtemp(folder) || atexit(remove_all) != 0)
        abort();
    snprintf(empty, sizeof empty, "%s/empty", folder);
    snprintf(path, sizeof path, "%s/a", folder);
    snprintf(given, sizeof given, "%s/given", folder);
    MUST(rv_store_create(&review, empty, &err));
    fill(review);
    rv_store_close(review);
    MUST(rv_file_read(empty, (size_t)1 << 30, &image, &err));
    MUST(rv_store_open(&review, empty, &err));
}

static void write_to(const char *name, const void *bytes, size_t n)
{
    FILE *out = fopen(name, "wb");

    if (!out || (n && fwrite(bytes, n, 1, out) != 1) || fclose(out) != 0)
        abort();
}

static void tell_fault(void *user, const rv_problem *fault)
{
    (void)user;
    if (!*fault->message || !rv_utf8_valid(fault->message, strlen(fault->message), NULL))
        abort();
}

static rv_status tell_doubt(void *user, const rv_screen_doubt *doubt, rv_error *err)
{
    (void)user;
    (void)err;
    if (!doubt->decisions || doubt->decisions[0] != '[' || !doubt->line || (doubt->candidates && (!doubt->record || !doubt->key)))
        abort();
    return RV_OK;
}

static rv_status take(rv_store *store, rv_screen_import_options options, bool dry, rv_screen_import_summary *sum)
{
    rv_error  err = { .code = RV_OK };
    rv_status st;

    options.dry = dry;
    options.fault = tell_fault;
    options.doubt = tell_doubt;
    st = rv_screen_import_file(store, protocol, "ann", given, &options, sum, &err);
    if (st != RV_OK && (!err.message[0] || st == RV_ESTORE || st == RV_ETAMPER)) {
        fprintf(stderr, "%s: '%s'\n", rv_status_name(st), err.message);
        abort();
    }
    return st;
}

static void try(const rv_screen_import_options *options)
{
    rv_screen_import_summary dry, wet, again;
    rv_verification found;
    rv_store *store;
    rv_error err;

    if (take(review, *options, true, &dry) != RV_OK || !dry.taken)
        return;
    write_to(path, image.data, image.length);
    MUST(rv_store_open(&store, path, &err));
    /* What is refused only when it is written, as a vote at a stage that the report has not come to, writes the stages before it. */
    if (take(store, *options, false, &wet) == RV_OK
        && (wet.taken != dry.taken || take(store, *options, false, &again) != RV_OK || again.taken)) {
        fprintf(stderr, "%zu would be taken, %zu were\n", dry.taken, wet.taken);
        abort();
    }
    MUST(rv_store_verify(store, NULL, 0, NULL, &found, &err));
    rv_store_close(store);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const rv_screen_import_options plain = { .reviewers = reviewers, .reasons = reasons },
                                   ours = { .format = "decisions" },
                                   included = { .verdict = "include", .change = true };

    if (!*folder)
        begin();
    write_to(given, data, size);
    try(&plain);
    try(&ours);
    try(&included);
    return 0;
}
