/* A folder for each test, and what tests of the review file do again and again. */
#ifndef TESTS_STORE_SCRATCH_H
#define TESTS_STORE_SCRATCH_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support.h"

#include <sqlite3.h>

#include "review/store.h"

#define N(array) (sizeof(array) / sizeof *(array))

typedef struct {
    char folder[64], path[96], other[96];
    rv_error err;
} scratch;

static inline int scratch_up(void **state)
{
    scratch *s = calloc(1, sizeof *s);
    strcpy(s->folder, "/tmp/review-store-XXXXXX");
    if (!mkdtemp(s->folder))
        return -1;
    snprintf(s->path, sizeof s->path, "%s/a.review", s->folder);
    snprintf(s->other, sizeof s->other, "%s/b.review", s->folder);
    setenv("SOURCE_DATE_EPOCH", "1767225600", 1);
    unsetenv("REVIEW_SEED");
    *state = s;
    return 0;
}

static inline int scratch_down(void **state)
{
    scratch *s = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", s->folder);
    free(s);
    return system(command) == 0 ? 0 : -1;
}

/* Fails with the message when a call failed. */
#define must(call) do { rv_status must_ = (call); if (must_ != RV_OK) fail_msg("%s: %s", #call, s->err.message); } while (0)
/* The call fails with `code`, and the message has `words` in it. */
#define refuses(call, code, words) do { \
        rv_status refuses_ = (call); \
        if (refuses_ != (code) || !strstr(s->err.message, words)) \
            fail_msg("%s: status %s, message '%s'", #call, rv_status_name(refuses_), s->err.message); \
    } while (0)

static inline rv_store *scratch_review(scratch *s)
{
    rv_store *store;
    must(rv_store_create(&store, s->path, &s->err));
    return store;
}

/* A source, as most tests need one. */
static inline int64_t add_source(scratch *s, rv_store *store, const char *name)
{
    rv_event *event;
    int64_t id = 0;
    const rv_cell cells[] = { RV_CELL_OF_TEXT("name", name), RV_CELL_OF_TEXT("kind", "database") };
    must(rv_event_begin(&event, store, "source.add", "ann", false, &s->err));
    must(rv_event_add(event, "source", cells, N(cells), &id, &s->err));
    must(rv_event_commit(event, NULL, &s->err));
    return id;
}

/* Changes the file behind the store's back, as an attacker or another program would. */
static inline void tamper(const char *path, const char *sql)
{
    sqlite3 *db;
    char *message = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_exec(db, "PRAGMA synchronous=OFF", NULL, NULL, NULL);
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
    sqlite3_close(db);
}

/* The bytes of a file, as a digest. */
static inline void digest_of(const char *path, char hex[RV_DIGEST_HEX])
{
    rv_sha256 state;
    uint8_t digest[RV_DIGEST];
    char bytes[4096];
    FILE *f = fopen(path, "rb");
    size_t n;
    assert_non_null(f);
    rv_sha256_start(&state);
    while ((n = fread(bytes, 1, sizeof bytes, f)) > 0)
        rv_sha256_add(&state, bytes, n);
    fclose(f);
    rv_sha256_end(&state, digest);
    rv_hex(digest, RV_DIGEST, hex);
}

static inline void write_file(const char *path, const void *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

#endif
