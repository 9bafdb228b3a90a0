#include <config.h>

#include "tests/store/scratch.h"

#include "store/inside.h"

/* ---- Copies of a small review -------------------------------------------------------------------------------------------------- */

static void at(const char *seconds)
{
    setenv("SOURCE_DATE_EPOCH", seconds, 1);
}

/* `n` records of a file; what differs is the bytes by `name`, and how they were read by `title`. */
static void stage(scratch *s, rv_bulk *bulk, const char *name, int n, const char *title)
{
    char bytes[64];
    for (int i = 0; i < n; i++) {
        snprintf(bytes, sizeof bytes, "%-12.12s %05d\n", name, i);
        must(rv_bulk_bytes(bulk, bytes, strlen(bytes), &s->err));
        must(rv_bulk_add(bulk, &(rv_bulk_record){ .offset = (uint64_t)i * strlen(bytes), .length = strlen(bytes), .line = 1 + (uint64_t)i,
                                                  .title = title, .year = 2000 + i % 20 }, &s->err));
    }
}

static void attach(scratch *s, rv_store *store, rv_bulk *bulk, const char *name, const char *who)
{
    char digest[RV_DIGEST_HEX];
    rv_event *event;
    must(rv_bulk_end(bulk, digest, &s->err));
    must(rv_event_begin(&event, store, "file.import", who, false, &s->err));
    must(rv_bulk_attach(bulk, event, 1, name, "ris", "UTF-8", &s->err));
    must(rv_event_commit(event, NULL, &s->err));
    rv_bulk_free(bulk);
}

static void import(scratch *s, rv_store *store, const char *name, int n, const char *title, const char *who)
{
    rv_bulk *bulk;
    must(rv_bulk_begin(&bulk, store, &s->err));
    stage(s, bulk, name, n, title);
    attach(s, store, bulk, name, who);
}

static void vote(scratch *s, rv_store *store, int64_t record, const char *who, const char *verdict)
{
    rv_event *event;
    const rv_cell cells[] = { RV_CELL_OF_INT("record", record), RV_CELL_OF_TEXT("stage", "title-abstract"), RV_CELL_OF_TEXT("reviewer", who),
                              { "role", RV_CELL_TEXT, 0, 0, "vote" }, RV_CELL_OF_TEXT("verdict", verdict) };
    must(rv_event_begin(&event, store, "decision.vote", who, true, &s->err));
    must(rv_event_add(event, "decision", cells, N(cells), NULL, &s->err));
    must(rv_event_commit(event, NULL, &s->err));
}

static int64_t ask(scratch *s, rv_store *store, const char *sql)
{
    int64_t value;
    must(rv_store_pragma(store, sql, &value, &s->err));
    return value;
}

static void copy_file(const char *from, const char *to)
{
    rv_buf bytes = RV_BUF_INIT;
    rv_error err;
    assert_int_equal(rv_file_read(from, 1 << 27, &bytes, &err), RV_OK);
    write_file(to, bytes.data, bytes.length);
    rv_buf_free(&bytes);
}

static rv_store *opened(scratch *s, const char *path)
{
    rv_store *store;
    must(rv_store_open(&store, path, &s->err));
    return store;
}

/* Two copies of a review with a source and three records. */
static void two_copies(scratch *s)
{
    rv_store *store;
    at("1767225600");
    store = scratch_review(s);
    add_source(s, store, "ERIC");
    import(s, store, "first.ris", 3, "Job Corps", "ann");
    rv_store_close(store);
    copy_file(s->path, s->other);
}

static rv_status merge(scratch *s, rv_store *store, const char *other, rv_merged *merged)
{
    return rv_store_merge(store, other, "ann", false, NULL, 0, merged, &s->err);
}

static void sound(scratch *s, rv_store *store)
{
    rv_verification found;
    must(rv_store_verify(store, NULL, 0, NULL, &found, &s->err));
}

/* Merges one file into another, verifies, and gives it open. */
static rv_store *merged(scratch *s, const char *into, const char *from)
{
    rv_merged what;
    rv_store *store = opened(s, into);
    must(merge(s, store, from, &what));
    sound(s, store);
    rv_merged_free(&what);
    return store;
}

static void bytes_of(scratch *s, rv_store *store, int64_t record, const char *want)
{
    rv_buf bytes = RV_BUF_INIT;
    must(rv_store_record_bytes(store, record, &bytes, &s->err));
    assert_string_equal(rv_buf_str(&bytes), want);
    rv_buf_free(&bytes);
}

static rv_status count_bytes(void *user, const void *bytes, size_t n, rv_error *err)
{
    (void)bytes;
    (void)err;
    *(size_t *)user += n;
    return RV_OK;
}

/* ---- What merging does ---------------------------------------------------------------------------------------------------------- */

static bool there(scratch *s, const char *end, bool make)
{
    char name[128];
    snprintf(name, sizeof name, "%s%s", s->path, end);
    if (make)
        close(open(name, O_WRONLY | O_CREAT | O_EXCL, 0600));
    return access(name, F_OK) == 0;
}

static void the_copy_of_a_merge_that_was_killed_goes_with_the_next_writer(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    int alive = -1;
    add_source(s, store, "ERIC");
    assert_true(there(s, ".new-0000abcd", true) && there(s, ".new-0000abcd-wal", true));
    assert_true(there(s, ".new-ffffffff", true) && there(s, ".new-1", true) && there(s, ".new-0000abcg", true));
    must(rv_temporary_hold(s->path, 0xffffffff, &alive, &s->err));
    assert_true(alive >= 0);
    import(s, store, "a.ris", 3, "A", "ann");
    assert_false(there(s, ".new-0000abcd", false) || there(s, ".new-0000abcd-wal", false));
    assert_true(there(s, ".new-ffffffff", false));         /* its program lives */
    assert_true(there(s, ".new-1", false) && there(s, ".new-0000abcg", false));
    close(alive);
    import(s, store, "b.ris", 3, "B", "ann");
    assert_false(there(s, ".new-ffffffff", false));
    rv_store_close(store);
}

static void a_copy_that_lacks_nothing_of_its_own_takes_the_others_head(void **state)
{
    scratch *s = *state;
    rv_store *mine, *theirs;
    rv_merged what;
    char head[RV_DIGEST_HEX];
    two_copies(s);
    theirs = opened(s, s->other);
    vote(s, theirs, 1, "bob", "include");
    must(rv_store_head(theirs, head, &s->err));
    rv_store_close(theirs);
    mine = opened(s, s->path);
    must(merge(s, mine, s->other, &what));
    sound(s, mine);
    assert_int_equal(what.events, 1);
    assert_int_equal(what.facts, 1);
    assert_string_equal(what.event, "");
    assert_string_equal(what.head, head);
    assert_false(what.renumbered);
    rv_merged_free(&what);
    must(merge(s, mine, s->other, &what));
    assert_int_equal(what.events, 0);
    assert_string_equal(what.head, head);
    rv_merged_free(&what);
    rv_store_close(mine);
}

static void an_earlier_act_goes_before_and_both_copies_number_alike(void **state)
{
    scratch *s = *state;
    rv_store *mine, *theirs;
    rv_merged what;
    two_copies(s);
    mine = opened(s, s->path);
    theirs = opened(s, s->other);
    at("1767225700");
    vote(s, mine, 1, "bob", "include");
    import(s, mine, "here.ris", 4, "JOBSTART", "bob");
    vote(s, mine, 7, "bob", "exclude");
    at("1767225650");
    vote(s, theirs, 2, "eve", "include");
    import(s, theirs, "there.ris", 2, "ACE", "eve");
    vote(s, theirs, 5, "eve", "include");
    rv_store_close(mine);
    rv_store_close(theirs);
    mine = opened(s, s->path);
    must(merge(s, mine, s->other, &what));
    assert_true(what.renumbered);
    assert_int_equal(what.records, 2);
    assert_int_equal(what.n, 0);
    rv_merged_free(&what);
    sound(s, mine);
    /* The other's acts were earlier: its records and votes stand before those that were here. */
    assert_int_equal(ask(s, mine, "SELECT record FROM decision WHERE id = 1"), 2);
    assert_int_equal(ask(s, mine, "SELECT record FROM decision WHERE id = 2"), 5);
    assert_int_equal(ask(s, mine, "SELECT record FROM decision WHERE id = 3"), 1);
    assert_int_equal(ask(s, mine, "SELECT record FROM decision WHERE id = 4"), 9);
    bytes_of(s, mine, 5, "there.ris    00001\n");
    bytes_of(s, mine, 9, "here.ris     00003\n");
    rv_store_close(mine);
    theirs = merged(s, s->other, s->path);
    bytes_of(s, theirs, 5, "there.ris    00001\n");
    bytes_of(s, theirs, 9, "here.ris     00003\n");
    assert_int_equal(ask(s, theirs, "SELECT record FROM decision WHERE id = 4"), 9);
    assert_int_equal(ask(s, theirs, "SELECT count(*) FROM event WHERE kind = 'log.merge'"), 1);
    vote(s, theirs, 9, "eve", "exclude");
    rv_store_close(theirs);
}

/* The other copy's import is earlier or later than this one's; `title` is how it was read there. */
static void import_in_both(scratch *s, const char *time, const char *title)
{
    rv_store *store;
    two_copies(s);
    store = opened(s, s->path);
    at("1767225700");
    import(s, store, "same.ris", 1500, "JOBSTART", "bob");
    vote(s, store, 1500, "bob", "include");
    rv_store_close(store);
    store = opened(s, s->other);
    at(time);
    import(s, store, "same.ris", 1500, title, "eve");
    vote(s, store, 1500, "eve", "include");
    rv_store_close(store);
}

static void a_file_that_both_imported_has_its_records_once(void **state)
{
    scratch *s = *state;
    static const char *const times[] = { "1767225650", "1767225750" };
    for (size_t i = 0; i < N(times); i++) {
        rv_store *store;
        size_t n = 0;
        import_in_both(s, times[i], "JOBSTART");
        for (int round = 0; round < 2; round++) {
            store = round ? merged(s, s->other, s->path) : merged(s, s->path, s->other);
            assert_int_equal(ask(s, store, "SELECT count(*) FROM file WHERE name = 'same.ris'"), 2);
            assert_int_equal(ask(s, store, "SELECT count(*) FROM record"), 1503);
            assert_int_equal(ask(s, store, "SELECT count(*) FROM block"), 2);
            assert_int_equal(ask(s, store, "SELECT count(DISTINCT record) FROM decision"), 1);
            bytes_of(s, store, 1500, "same.ris     01496\n");
            for (int64_t file = 2; file <= 3; file++) {
                must(rv_store_file_bytes(store, file, count_bytes, &n, &s->err));
                assert_int_equal(n, 1500 * 19);
                n = 0;
            }
            rv_store_close(store);
        }
        unlink(s->path);
        unlink(s->other);
    }
}

static void records_added_to_a_file_that_has_them_of_another_are_found(void **state)
{
    scratch *s = *state;
    rv_verification found;
    rv_store *store;
    import_in_both(s, "1767225650", "JOBSTART");
    rv_store_close(merged(s, s->path, s->other));
    tamper(s->path, "INSERT INTO record(file, seq, offset, length, line, title, year) SELECT 3, seq, offset, length, line, title, year"
                    " FROM record WHERE file = 2 ORDER BY seq");
    store = opened(s, s->path);
    refuses(rv_store_verify(store, NULL, 0, NULL, &found, &s->err), RV_ETAMPER, "stand twice");
    rv_store_close(store);
}

static void a_file_that_was_read_differently_keeps_both_readings(void **state)
{
    scratch *s = *state;
    rv_store *store;
    import_in_both(s, "1767225650", "Jobstart, read otherwise");
    for (int round = 0; round < 2; round++) {
        store = round ? merged(s, s->other, s->path) : merged(s, s->path, s->other);
        assert_int_equal(ask(s, store, "SELECT count(*) FROM record"), 3003);
        assert_int_equal(ask(s, store, "SELECT count(*) FROM block"), 2);
        /* A name means the first reading, which was eve's. */
        assert_int_equal(ask(s, store, "SELECT count(*) FROM decision WHERE record = 1500"), 2);
        bytes_of(s, store, 3003, "same.ris     01499\n");
        rv_store_close(store);
    }
}

static void imports_that_ran_at_once_have_their_records_in_one_order(void **state)
{
    scratch *s = *state;
    rv_store *one, *two;
    rv_bulk *a, *b;
    two_copies(s);
    one = opened(s, s->path);
    two = opened(s, s->path);
    at("1767225700");
    must(rv_bulk_begin(&a, one, &s->err));
    must(rv_bulk_begin(&b, two, &s->err));
    stage(s, a, "a.ris", 2500, "A");             /* each flushes after 1024 records */
    stage(s, b, "b.ris", 2500, "B");
    attach(s, two, b, "b.ris", "bob");
    vote(s, two, ask(s, two, "SELECT id FROM record WHERE title = 'B' AND seq = 2499"), "bob", "include");
    attach(s, one, a, "a.ris", "ann");
    rv_store_close(one);
    rv_store_close(two);
    rv_store_close(merged(s, s->other, s->path));
    one = opened(s, s->other);
    vote(s, one, 1, "eve", "exclude");
    rv_store_close(one);
    one = merged(s, s->path, s->other);
    two = opened(s, s->other);
    for (int i = 0; i < 2; i++) {
        rv_store *store = i ? one : two;         /* b's event was the first */
        assert_int_equal(ask(s, store, "SELECT max(id) FROM record WHERE title = 'B'") + 1,
                         ask(s, store, "SELECT min(id) FROM record WHERE title = 'A'"));
        assert_int_equal(ask(s, store, "SELECT max(id) - min(id) FROM record WHERE title = 'A'"), 2499);
        assert_int_equal(ask(s, store, "SELECT record FROM decision WHERE reviewer = 'bob'"),
                         ask(s, store, "SELECT max(id) FROM record WHERE title = 'B'"));
    }
    rv_store_close(one);
    rv_store_close(two);
}

static void who_had_it_open_must_open_it_again_when_numbers_changed(void **state)
{
    scratch *s = *state;
    rv_store *before, *store;
    rv_event *event;
    rv_merged what;
    two_copies(s);
    store = opened(s, s->other);
    at("1767225650");
    vote(s, store, 2, "eve", "include");
    rv_store_close(store);
    before = opened(s, s->path);
    store = opened(s, s->path);
    at("1767225700");
    vote(s, store, 1, "bob", "include");
    must(merge(s, store, s->other, &what));
    assert_true(what.renumbered);
    rv_merged_free(&what);
    refuses(rv_event_begin(&event, before, "study.add", "bob", false, &s->err), RV_ESTORE, "open it again");
    vote(s, store, 3, "bob", "include");
    rv_store_close(before);
    before = opened(s, s->path);
    vote(s, before, 3, "ann", "include");
    sound(s, before);
    rv_store_close(before);
    rv_store_close(store);
}

static void what_one_person_said_in_both_is_listed_and_stays(void **state)
{
    scratch *s = *state;
    rv_store *store;
    rv_merged what;
    two_copies(s);
    store = opened(s, s->other);
    at("1767225650");
    vote(s, store, 2, "eve", "include");
    vote(s, store, 1, "eve", "include");
    vote(s, store, 3, "bob", "unsure");
    vote(s, store, 3, "bob", "include");
    rv_store_close(store);
    store = opened(s, s->path);
    at("1767225700");
    vote(s, store, 2, "eve", "exclude");
    vote(s, store, 1, "eve", "include");         /* the same in both */
    vote(s, store, 3, "bob", "include");         /* the same in the end */
    must(rv_store_merge(store, s->other, "ann", true, NULL, 0, &what, &s->err));
    assert_int_equal(what.n, 3);                  /* also the same twice: what is listed must not tell what was voted */
    assert_int_equal(what.away, 3);
    assert_string_equal(what.twofold[0].what, "vote");
    assert_string_equal(what.twofold[0].about, "title-abstract");
    assert_string_equal(what.twofold[0].mine, what.twofold[0].theirs);
    assert_true(what.twofold[0].both);
    rv_merged_free(&what);
    assert_int_equal(ask(s, store, "SELECT count(*) FROM decision"), 3);     /* that was dry */
    must(merge(s, store, s->other, &what));
    assert_int_equal(what.n, 3);
    assert_int_equal(ask(s, store, "SELECT count(*) FROM decision"), 7);
    rv_merged_free(&what);
    sound(s, store);
    rv_store_close(store);
}

static void a_copy_that_is_open_and_written_to_gives_what_is_committed(void **state)
{
    scratch *s = *state;
    rv_store *mine, *theirs;
    rv_event *event;
    two_copies(s);
    theirs = opened(s, s->other);
    vote(s, theirs, 1, "bob", "include");
    must(rv_event_begin(&event, theirs, "study.add", "bob", false, &s->err));
    must(rv_event_add(event, "study", (rv_cell[]){ { "label", RV_CELL_TEXT, 0, 0, "ACE" } }, 1, NULL, &s->err));
    mine = merged(s, s->path, s->other);
    assert_int_equal(ask(s, mine, "SELECT count(*) FROM decision"), 1);
    assert_int_equal(ask(s, mine, "SELECT count(*) FROM study"), 0);
    must(rv_event_commit(event, NULL, &s->err));
    sound(s, theirs);
    rv_store_close(mine);
    rv_store_close(theirs);
}

static void a_copy_of_an_older_schema_is_taken_in_and_stays_as_it_is(void **state)
{
    scratch *s = *state;
    rv_migration old[] = { rv_schema[0], rv_schema[1], rv_schema[2], { NULL, NULL } };
    rv_store *store;
    char before[RV_DIGEST_HEX], after[RV_DIGEST_HEX];
    at("1767225600");
    must(rv_store_make(s->path, old, &s->err));
    must(rv_store_open_with(&store, s->path, old, true, &s->err));
    add_source(s, store, "ERIC");
    import(s, store, "first.ris", 3, "Job Corps", "ann");
    rv_store_close(store);
    copy_file(s->path, s->other);
    must(rv_store_open_with(&store, s->other, old, true, &s->err));
    vote(s, store, 1, "bob", "include");
    import(s, store, "there.ris", 3, "ACE", "bob");
    rv_store_close(store);
    digest_of(s->other, before);
    store = merged(s, s->path, s->other);
    assert_int_equal(ask(s, store, "SELECT count(*) FROM record"), 6);
    rv_store_close(store);
    digest_of(s->other, after);
    assert_string_equal(before, after);
}

/* ---- What it refuses --------------------------------------------------------------------------------------------------------------- */

/* The merge fails with these words, and neither file changes. */
static void refused(scratch *s, const char *other, rv_status status, const char *words)
{
    rv_store *store = opened(s, s->path);
    rv_merged what;
    char before[RV_DIGEST_HEX], after[RV_DIGEST_HEX], here[RV_DIGEST_HEX], now[RV_DIGEST_HEX];
    must(rv_store_head(store, here, &s->err));
    digest_of(other, before);
    refuses(merge(s, store, other, &what), status, words);
    digest_of(other, after);
    assert_string_equal(before, after);
    rv_merged_free(&what);
    must(rv_store_head(store, now, &s->err));
    assert_string_equal(here, now);
    sound(s, store);
    rv_store_close(store);
}

static void itself_under_any_name_is_refused(void **state)
{
    scratch *s = *state;
    two_copies(s);
    unlink(s->other);
    assert_int_equal(symlink(s->path, s->other), 0);
    refused(s, s->other, RV_EINVAL, "is this review itself");
    unlink(s->other);
    assert_int_equal(link(s->path, s->other), 0);
    refused(s, s->other, RV_EINVAL, "is this review itself");
}

static void another_review_or_none_is_refused(void **state)
{
    scratch *s = *state;
    rv_store *store;
    two_copies(s);
    unlink(s->other);
    must(rv_store_create(&store, s->other, &s->err));
    rv_store_close(store);
    refused(s, s->other, RV_EINVAL, "not a copy of this review");
    store = opened(s, s->other);
    at("1767225601");
    add_source(s, store, "Scopus");
    rv_store_close(store);
    refused(s, s->other, RV_EINVAL, "began with another event");
    write_file(s->other, "not a database", 14);
    refused(s, s->other, RV_ESTORE, "is not a review file");
    write_file(s->other, "", 0);
    refused(s, s->other, RV_ESTORE, "is empty");
}

static void an_altered_copy_is_refused_and_said_where(void **state)
{
    static const struct { const char *sql, *words; rv_status status; } cases[] = {
        { "UPDATE decision SET verdict = 'exclude'", "decision 1: verdict was altered", RV_ETAMPER },
        { "UPDATE event SET body = replace(body, 'include', 'exclude')", "was altered", RV_ETAMPER },
        { "UPDATE event SET who = 'eve' WHERE id = 3", "was altered", RV_ETAMPER },
        { "UPDATE event_parent SET parent = 3 WHERE event = 2", "event 2", RV_ETAMPER },
        { "UPDATE event_parent SET parent = 2 WHERE event = 2", "event 2", RV_ETAMPER },
        { "DELETE FROM event_parent WHERE event = 2", "event 2", RV_ETAMPER },
        { "DELETE FROM head", "head", RV_ETAMPER },
        { "DELETE FROM record WHERE id = 2", "record 2", RV_ETAMPER },
        { "UPDATE record SET title = 'x' WHERE id = 2", "record 2", RV_ETAMPER },
        { "INSERT INTO decision(event, ordinal, record, stage, reviewer, role, verdict) VALUES(3, 1, 1, 's', 'r', 'vote', 'include')",
          "decision 2 was added", RV_ETAMPER },
        { "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM head; END", "trigger t is not part of a review", RV_ETAMPER },
        { "PRAGMA user_version = 99", "newer review", RV_ESTORE },
        { "PRAGMA application_id = 7", "another program", RV_ESTORE },
    };
    scratch *s = *state;
    for (size_t i = 0; i < N(cases); i++) {
        rv_store *store;
        two_copies(s);
        store = opened(s, s->other);
        vote(s, store, 1, "bob", "include");
        rv_store_close(store);
        tamper(s->other, cases[i].sql);
        refused(s, s->other, cases[i].status, cases[i].words);
        unlink(s->path);
        unlink(s->other);
    }
}

/* An event made outside the tools, with its right digest, in place of the newest one. */
static void forge(const char *path, const char *from, const char *to)
{
    rv_buf sql = RV_BUF_INIT, body = RV_BUF_INIT;
    sqlite3_stmt *row;
    sqlite3 *db;
    uint8_t digest[RV_DIGEST];
    char hex[RV_DIGEST_HEX];
    const char *old, *found;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT CAST(body AS TEXT) FROM event ORDER BY id DESC LIMIT 1", -1, &row, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    old = (const char *)sqlite3_column_text(row, 0);
    found = strstr(old, from);
    assert_non_null(found);
    rv_buf_add(&body, old, (size_t)(found - old));
    rv_buf_printf(&body, "%s%s", to, found + strlen(from));
    sqlite3_finalize(row);
    sqlite3_close(db);
    rv_sha256_of(body.data, body.length, digest);
    rv_hex(digest, RV_DIGEST, hex);
    rv_buf_printf(&sql, "UPDATE event SET digest = x'%s', body = CAST('", hex);
    for (const char *c = rv_buf_str(&body); *c; c++)
        rv_buf_printf(&sql, *c == '\'' ? "''" : "%c", *c);
    rv_buf_printf(&sql, "' AS BLOB) WHERE id = (SELECT max(id) FROM event); UPDATE head SET digest = x'%s'", hex);
    tamper(path, rv_buf_str(&sql));
    rv_buf_free(&sql);
    rv_buf_free(&body);
}

static void a_forged_event_that_says_what_cannot_be_is_refused(void **state)
{
    static const struct { const char *from, *to, *words; } cases[] = {
        { "\"table\":\"decision\"", "\"table\":\"event\"", "of a table that is not there" },
        { "\"table\":\"decision\"", "\"table\":\"work_import\"", "of a table that is not there" },
        { "\"table\":\"decision\"", "\"table\":\"decision; DROP TABLE head\"", "of a table that is not there" },
        { ":19\"", ":20\"", "decision 1: record was altered" },
        { "\"stage\"", "\"id\":7,\"stage\"", "columns that the table does not have" },
        { "\"version\":1", "\"version\":2", "a version that is not known" },
    };
    scratch *s = *state;
    for (size_t i = 0; i < N(cases); i++) {
        rv_store *store;
        two_copies(s);
        store = opened(s, s->other);
        vote(s, store, 2, "bob", "include");
        rv_store_close(store);
        forge(s->other, cases[i].from, cases[i].to);
        refused(s, s->other, RV_ETAMPER, cases[i].words);
        unlink(s->path);
        unlink(s->other);
    }
}

static void a_copy_that_is_not_sound_itself_takes_nothing_in(void **state)
{
    scratch *s = *state;
    rv_store *store;
    rv_merged what;
    two_copies(s);
    store = opened(s, s->other);
    vote(s, store, 1, "bob", "include");
    rv_store_close(store);
    tamper(s->path, "UPDATE source SET name = 'x'");
    store = opened(s, s->path);
    refuses(merge(s, store, s->other, &what), RV_ETAMPER, "source 1: name was altered");
    rv_merged_free(&what);
    rv_store_close(store);
}

static void an_import_under_way_is_waited_for(void **state)
{
    scratch *s = *state;
    rv_store *store, *importing;
    rv_bulk *bulk;
    rv_merged what;
    two_copies(s);
    store = opened(s, s->other);
    vote(s, store, 1, "bob", "include");
    rv_store_close(store);
    importing = opened(s, s->path);
    store = opened(s, s->path);
    must(rv_bulk_begin(&bulk, importing, &s->err));
    stage(s, bulk, "here.ris", 1100, "JOBSTART");
    refuses(merge(s, store, s->other, &what), RV_ESTORE, "an import into");
    rv_merged_free(&what);
    attach(s, importing, bulk, "here.ris", "ann");
    must(merge(s, store, s->other, &what));
    sound(s, store);
    rv_merged_free(&what);
    rv_store_close(importing);
    rv_store_close(store);
}

static void events_put_in_another_order_are_found(void **state)
{
    scratch *s = *state;
    rv_store *store;
    rv_verification found;
    two_copies(s);
    store = opened(s, s->other);
    at("1767225650");
    vote(s, store, 2, "eve", "include");
    rv_store_close(store);
    store = opened(s, s->path);
    at("1767225700");
    add_source(s, store, "Scopus");
    rv_store_close(store);
    rv_store_close(merged(s, s->path, s->other));
    tamper(s->path, "UPDATE event SET id = -id WHERE id IN (3, 4); UPDATE event SET id = 7 + id WHERE id < 0;"
                    "UPDATE event_parent SET event = -event WHERE event IN (3, 4); UPDATE event_parent SET event = 7 + event WHERE event < 0;"
                    "UPDATE event_parent SET parent = 7 - parent WHERE parent IN (3, 4); UPDATE decision SET event = 4;"
                    "UPDATE source SET event = 3 WHERE event = 4");
    store = opened(s, s->path);
    refuses(rv_store_verify(store, NULL, 0, NULL, &found, &s->err), RV_ETAMPER, "event 3 does not stand where the trail puts it");
    rv_store_close(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)
    const struct CMUnitTest tests[] = {
        TEST(a_copy_that_lacks_nothing_of_its_own_takes_the_others_head),
        TEST(an_earlier_act_goes_before_and_both_copies_number_alike),
        TEST(a_file_that_both_imported_has_its_records_once),
        TEST(records_added_to_a_file_that_has_them_of_another_are_found),
        TEST(a_file_that_was_read_differently_keeps_both_readings),
        TEST(imports_that_ran_at_once_have_their_records_in_one_order),
        TEST(who_had_it_open_must_open_it_again_when_numbers_changed),
        TEST(what_one_person_said_in_both_is_listed_and_stays),
        TEST(a_copy_that_is_open_and_written_to_gives_what_is_committed),
        TEST(a_copy_of_an_older_schema_is_taken_in_and_stays_as_it_is),
        TEST(itself_under_any_name_is_refused),
        TEST(another_review_or_none_is_refused),
        TEST(an_altered_copy_is_refused_and_said_where),
        TEST(a_forged_event_that_says_what_cannot_be_is_refused),
        TEST(a_copy_that_is_not_sound_itself_takes_nothing_in),
        TEST(an_import_under_way_is_waited_for),
        TEST(the_copy_of_a_merge_that_was_killed_goes_with_the_next_writer),
        TEST(events_put_in_another_order_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
