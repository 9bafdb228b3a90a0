#include <config.h>

#include "tests/store/scratch.h"

#include "store/inside.h"

/* A derived table as dedup would make it: each record of an even number with the record before. */
RV_STATEMENT(members_clear, "DELETE FROM report_member");
RV_STATEMENT(members_make, "INSERT INTO report_member(record, report) SELECT r.id, r.id - 1 FROM record r JOIN file f"
                           " ON f.id = r.file WHERE r.id % 2 = 0");
RV_STATEMENT(count_members, "SELECT count(*) FROM report_member");

static rv_status rebuild_members(rv_store *store, rv_error *err)
{
    rv_status st = rv_store_run(store, &members_clear, err, "");
    return st == RV_OK ? rv_store_run(store, &members_make, err, "") : st;
}

static const rv_derivation derivations[] = { { "report_member", rebuild_members } };

static rv_status verify(rv_store *store, const char *expect, rv_verification *found, rv_error *err)
{
    return rv_store_verify(store, derivations, N(derivations), expect, found, err);
}

static void import(scratch *s, rv_store *store, int64_t source, const char *name, int n, const char *title)
{
    rv_bulk *bulk;
    rv_event *event;
    char digest[RV_DIGEST_HEX], bytes[64];
    must(rv_bulk_begin(&bulk, store, &s->err));
    for (int i = 0; i < n; i++) {
        snprintf(bytes, sizeof bytes, "%-15.15s %04d %4s\r\n\r\n", title, i, n > 1 ? "full" : "one");
        must(rv_bulk_bytes(bulk, bytes, strlen(bytes), &s->err));
        must(rv_bulk_add(bulk, &(rv_bulk_record){ .offset = (uint64_t)i * strlen(bytes), .length = strlen(bytes),
                                                  .line = 2 * (uint64_t)i + 1, .title = title, .year = 1990 + i }, &s->err));
    }
    must(rv_bulk_end(bulk, digest, &s->err));
    must(rv_event_begin(&event, store, "file.import", "ann", false, &s->err));
    must(rv_bulk_attach(bulk, event, source, name, "ris", "UTF-8", &s->err));
    must(rv_event_commit(event, NULL, &s->err));
    rv_bulk_free(bulk);
}

static int64_t fact(scratch *s, rv_store *store, const char *kind, const char *table, const rv_cell *cells, size_t n)
{
    rv_event *event;
    int64_t id = 0;
    must(rv_event_begin(&event, store, kind, "bob", true, &s->err));
    must(rv_event_add(event, table, cells, n, &id, &s->err));
    must(rv_event_commit(event, NULL, &s->err));
    return id;
}

/* A review with something in most tables. */
static rv_store *furnished(scratch *s)
{
    rv_store *store = scratch_review(s);
    int64_t source = add_source(s, store, "ERIC"), study, result, vote = 0, value = 0;
    add_source(s, store, "Campbell");
    import(s, store, source, "a.ris", 1500, "Job Corps");
    import(s, store, source, "b.ris", 1, "JOBSTART");
    import(s, store, source, "empty.ris", 0, "none");
    for (int i = 0; i < 3; i++)
        study = fact(s, store, "study.add", "study", (rv_cell[]){ RV_CELL_OF_TEXT("label", i ? "JOBSTART" : "Job Corps") }, 1);
    for (int i = 0; i < 5; i++)
        vote = fact(s, store, "decision.vote", "decision",
                    (rv_cell[]){ RV_CELL_OF_INT("record", 7 + i), RV_CELL_OF_TEXT("stage", "title-abstract"),
                                 RV_CELL_OF_TEXT("reviewer", "bob"), RV_CELL_OF_TEXT("role", "vote"),
                                 RV_CELL_OF_TEXT("verdict", i % 2 ? "exclude" : "include"),
                                 vote ? RV_CELL_OF_INT("supersedes", vote) : RV_CELL_OF_NULL("supersedes") }, 6);
    for (int i = 0; i < 3; i++) {
        result = fact(s, store, "result.add", "result",
                      (rv_cell[]){ RV_CELL_OF_INT("study", study), RV_CELL_OF_TEXT("key", "R001"),
                                   RV_CELL_OF_TEXT("contrast", "programme v control"), RV_CELL_OF_TEXT("domain", "education"),
                                   RV_CELL_OF_TEXT("outcome", "GED"), RV_CELL_OF_REAL("months", 12.5 * i) }, 6);
        value = fact(s, store, "value.add", "value",
                     (rv_cell[]){ RV_CELL_OF_INT("study", study), RV_CELL_OF_INT("result", result),
                                  RV_CELL_OF_TEXT("field", "n"), RV_CELL_OF_TEXT("value", "12"),
                                  RV_CELL_OF_TEXT("state", "reported"), RV_CELL_OF_TEXT("reviewer", "bob"),
                                  value ? RV_CELL_OF_INT("supersedes", value) : RV_CELL_OF_NULL("supersedes") }, 7);
    }
    fact(s, store, "link.add", "link",
         (rv_cell[]){ RV_CELL_OF_INT("record", 1), RV_CELL_OF_INT("other", 1501), RV_CELL_OF_TEXT("verdict", "same"),
                      RV_CELL_OF_TEXT("rule", "person"), RV_CELL_OF_TEXT("reason", "title"),
                      RV_CELL_OF_REAL("probability", 0.1) }, 6);
    must(rv_store_rebuild(store, derivations, N(derivations), &s->err));
    return store;
}

static void copy_file(const char *from, const char *to)
{
    rv_buf bytes = RV_BUF_INIT;
    rv_error err;
    assert_int_equal(rv_file_read(from, 1 << 26, &bytes, &err), RV_OK);
    write_file(to, bytes.data, bytes.length);
    rv_buf_free(&bytes);
}

/* Verification after `sql` was done to a copy; RV_ESTORE when it does not even open. */
static rv_status after(scratch *s, const char *sql, rv_verification *found)
{
    rv_store *store;
    rv_status st;
    copy_file(s->path, s->other);
    tamper(s->other, sql);
    st = rv_store_open(&store, s->other, &s->err);
    if (st == RV_OK)
        st = verify(store, NULL, found, &s->err);
    else
        memset(found, 0, sizeof *found);
    rv_store_close(store);
    return st;
}

static void a_sound_review_verifies_and_counts(void **state)
{
    scratch *s = *state;
    rv_store *store = furnished(s);
    rv_verification found;
    char head[RV_DIGEST_HEX];
    must(verify(store, NULL, &found, &s->err));
    must(rv_store_head(store, head, &s->err));
    assert_string_equal(found.head, head);
    assert_string_equal(found.first, "");
    assert_int_equal(found.events, 20);
    assert_int_equal(found.facts, 20);
    assert_int_equal(found.records, 1501);
    assert_int_equal(found.blocks, 3);
    must(verify(store, NULL, &found, &s->err));          /* twice: the temporary tables are gone */
    add_source(s, store, "after");
    rv_store_close(store);
}

static void the_first_thing_wrong_is_named(void **state)
{
    static const struct { const char *sql, *says; } attacks[] = {
        { "UPDATE decision SET verdict='include' WHERE id=2", "decision 2: verdict was altered (event 10 says otherwise)" },
        { "UPDATE decision SET supersedes=1 WHERE id=3", "decision 3: supersedes was altered" },
        { "DELETE FROM decision WHERE id=3", "decision 4 stands where 3 should" },
        { "DELETE FROM decision WHERE id=5", "fact 0 of event 13, a decision, was removed" },
        { "INSERT INTO decision SELECT 6, event, ordinal, record, stage, reviewer, role, verdict, reason, note, supersedes, served"
          " FROM decision WHERE id=5", "decision 6 was added" },
        { "UPDATE event SET body=replace(body, 'JOBSTART', 'JOBSTAR2') WHERE id=7", "event 7 (study.add by bob" },
        { "UPDATE event SET who='eve' WHERE id=7", "event 7 was altered" },
        { "DELETE FROM event WHERE id=20; DELETE FROM event_parent WHERE event=20", "was cut off" },
        { "UPDATE head SET events=9", "the head counts 9 events" },
        { "DELETE FROM head", "the head does not name the newest event" },
        { "UPDATE event_parent SET parent=1 WHERE event=5", "event 5: parent 1 is not" },
        { "UPDATE record SET title='other' WHERE id=1400", "record 1400 (number 1400 of file a.ris) was altered" },
        { "DELETE FROM record WHERE id=1500", "record 1500 (number 1500 of file a.ris) was removed" },
        { "INSERT INTO record(file, seq, offset, length, line) VALUES(1, 1500, 1, 1, 1)", "was added to file a.ris" },
        { "INSERT INTO record(file, seq, offset, length, line) VALUES(77, 0, 1, 1, 1)", "belong to file 77" },
        { "UPDATE record SET id=9000 WHERE id=1400", "had its number altered to 9000" },
        { "UPDATE block SET data=x'00' WHERE id=1", "block 1 (number 1 of file a.ris) was altered" },
        { "UPDATE digest_chunk SET digests=x'00' WHERE subject='record' AND chunk=1", "digests of the records of file a.ris" },
        { "UPDATE file SET name='c.ris' WHERE id=1", "file 1: name was altered" },
        { "DELETE FROM report_member WHERE record=12", "report_member 12 is missing; review-log rebuild" },
        { "UPDATE report_member SET report=1 WHERE record=12", "report_member 12 is not what the facts give" },
        { "DROP INDEX decision_record", "index decision_record is missing" },
        { "CREATE TABLE extra(a)", "table extra is not part of a review" },
        { "CREATE TRIGGER t AFTER INSERT ON decision BEGIN SELECT 1; END", "trigger t is not part of a review" },
    };
    scratch *s = *state;
    rv_verification found;
    rv_store_close(furnished(s));
    for (size_t i = 0; i < N(attacks); i++) {
        refuses(after(s, attacks[i].sql, &found), RV_ETAMPER, attacks[i].says);
        assert_string_equal(found.first, s->err.message);
        assert_true(found.wrong > 0);
    }
    assert_int_equal(after(s, "SELECT 1", &found), RV_OK);
}

/* Every column of first, middle and last row of every table is edited; rows are deleted and swapped. */
static void every_tampering_is_noticed(void **state)
{
    scratch *s = *state;
    rv_verification found;
    sqlite3 *db;
    sqlite3_stmt *q;
    int attacks = 0, missed = 0;
    rv_store_close(furnished(s));
    assert_int_equal(sqlite3_open(s->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db,
        "SELECT m.name, p.name, m.sql LIKE '%WITHOUT ROWID%', p.cid FROM sqlite_schema m JOIN pragma_table_info(m.name) p"
        " WHERE m.type='table' AND m.name NOT LIKE 'work^_%' ESCAPE '^' AND m.name <> 'effect'", -1, &q, NULL), SQLITE_OK);
    while (sqlite3_step(q) == SQLITE_ROW) {
        const char *table = (const char *)sqlite3_column_text(q, 0), *column = (const char *)sqlite3_column_text(q, 1);
        for (int place = 0; place < 4; place++) {
            char sql[1024], where[512];
            sqlite3 *probe;
            char *message = NULL;
            snprintf(where, sizeof where, sqlite3_column_int(q, 2)
                     ? "(%s) = (SELECT %s FROM %s ORDER BY 1, 2, 3 LIMIT 1 OFFSET (SELECT (count(*) - 1) * %d / 3 FROM %s))"
                     : "(%s) = (SELECT %s FROM %s ORDER BY rowid LIMIT 1 OFFSET (SELECT (count(*) - 1) * %d / 3 FROM %s))",
                     sqlite3_column_int(q, 2) ? (strcmp(table, "digest_chunk") ? "event, ordinal" : "file, subject, chunk") : "rowid",
                     sqlite3_column_int(q, 2) ? (strcmp(table, "digest_chunk") ? "event, ordinal" : "file, subject, chunk") : "rowid",
                     table, place, table);
            for (int kind = 0; kind < (sqlite3_column_int(q, 3) == 0 ? 2 : 1); kind++) {
                if (kind == 0)
                    snprintf(sql, sizeof sql, "PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; UPDATE %s SET %s = CASE typeof(%s) WHEN 'integer' THEN %s + 1"
                             " WHEN 'real' THEN %s + 1 WHEN 'null' THEN 'x' WHEN 'blob' THEN cast(%s || x'00' AS BLOB)"
                             " ELSE %s || 'x' END WHERE %s", table, column, column, column, column, column, column, where);
                else
                    snprintf(sql, sizeof sql, "PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; DELETE FROM %s WHERE %s", table, where);
                copy_file(s->path, s->other);
                assert_int_equal(sqlite3_open(s->other, &probe), SQLITE_OK);
                bool done = sqlite3_exec(probe, sql, NULL, NULL, &message) == SQLITE_OK && sqlite3_changes(probe) > 0;
                sqlite3_free(message);
                sqlite3_close(probe);
                if (!done)
                    continue;
                attacks++;
                rv_store *store;
                rv_status st = rv_store_open(&store, s->other, &s->err);
                if (st == RV_OK)
                    st = verify(store, NULL, &found, &s->err);
                rv_store_close(store);
                if (st != RV_ETAMPER || found.first[0] == 0) {
                    print_error("%s: %s (%s)\n", sql, rv_status_name(st), st == RV_OK ? "" : s->err.message);
                    missed++;
                }
            }
        }
    }
    sqlite3_finalize(q);
    sqlite3_close(db);
    assert_true(attacks > 300);
    assert_int_equal(missed, 0);
}

static void a_head_noted_elsewhere_must_be_in_the_trail(void **state)
{
    scratch *s = *state;
    rv_store *store = furnished(s);
    rv_verification found;
    char old[RV_DIGEST_HEX], upper[RV_DIGEST_HEX];
    must(rv_store_head(store, old, &s->err));
    add_source(s, store, "more");
    must(verify(store, old, &found, &s->err));
    must(verify(store, found.head, &found, &s->err));
    for (size_t i = 0; i < sizeof old; i++)
        upper[i] = old[i] >= 'a' && old[i] <= 'f' ? (char)(old[i] - 32) : old[i];
    must(verify(store, upper, &found, &s->err));
    old[3] = old[3] == '0' ? '1' : '0';
    refuses(verify(store, old, &found, &s->err), RV_ETAMPER, "noted elsewhere, is not in this trail");
    refuses(verify(store, "abc", &found, &s->err), RV_EINVAL, "64 hexadecimal digits");
    rv_store_close(store);
}

/* Attackers who cut the newest event and mend the head are found by a head noted elsewhere alone. */
static void a_clean_cut_is_found_by_a_head_noted_elsewhere(void **state)
{
    scratch *s = *state;
    rv_store *store = furnished(s);
    rv_verification found;
    char head[RV_DIGEST_HEX];
    must(rv_store_head(store, head, &s->err));
    rv_store_close(store);
    copy_file(s->path, s->other);
    tamper(s->other, "DELETE FROM link; DELETE FROM event_parent WHERE event=20; DELETE FROM event WHERE id=20;"
                     "UPDATE head SET events=19, digest=(SELECT digest FROM event WHERE id=19)");
    must(rv_store_open(&store, s->other, &s->err));
    must(verify(store, NULL, &found, &s->err));
    refuses(verify(store, head, &found, &s->err), RV_ETAMPER, "not in this trail");
    rv_store_close(store);
}

static void rebuild_mends_derived_tables(void **state)
{
    scratch *s = *state;
    rv_store *store = furnished(s);
    rv_verification found;
    int64_t n;
    rv_store_close(store);
    tamper(s->path, "DELETE FROM report_member");
    must(rv_store_open(&store, s->path, &s->err));
    refuses(verify(store, NULL, &found, &s->err), RV_ETAMPER, "report_member 2 is missing");
    must(rv_store_int(store, &count_members, &n, NULL, &s->err, ""));
    assert_int_equal(n, 0);                              /* verification only looked */
    must(rv_store_rebuild(store, derivations, N(derivations), &s->err));
    must(verify(store, NULL, &found, &s->err));
    rv_store_close(store);
}

static void a_backup_is_whole_and_comes_back(void **state)
{
    scratch *s = *state;
    rv_store *store = furnished(s), *copy;
    rv_verification found;
    char third[128], head[RV_DIGEST_HEX];
    must(rv_store_backup(store, s->other, derivations, N(derivations), &s->err));
    must(rv_store_head(store, head, &s->err));
    refuses(rv_store_backup(store, s->other, derivations, N(derivations), &s->err), RV_EEXIST, "is there already");
    add_source(s, store, "later");
    rv_store_close(store);
    snprintf(third, sizeof third, "%s/c.review", s->folder);
    must(rv_store_restore(s->other, third, derivations, N(derivations), &s->err));
    must(rv_store_open(&copy, third, &s->err));
    must(verify(copy, NULL, &found, &s->err));
    assert_string_equal(found.head, head);
    rv_store_close(copy);

    assert_int_equal(unlink(third), 0);
    tamper(s->other, "UPDATE decision SET verdict='include'");
    refuses(rv_store_restore(s->other, third, derivations, N(derivations), &s->err), RV_ETAMPER, "decision 2: verdict");
    assert_int_equal(access(third, F_OK), -1);
}

static void a_damaged_page_is_named(void **state)
{
    scratch *s = *state;
    rv_store *store;
    rv_verification found;
    FILE *f;
    char junk[512];
    rv_store_close(furnished(s));
    memset(junk, 0xa5, sizeof junk);
    f = fopen(s->path, "r+b");
    assert_non_null(f);
    fseek(f, 4096 * 40, SEEK_SET);
    assert_int_equal(fwrite(junk, 1, sizeof junk, f), sizeof junk);
    fclose(f);
    must(rv_store_open(&store, s->path, &s->err));
    refuses(verify(store, NULL, &found, &s->err), RV_ETAMPER, "damaged");
    rv_store_close(store);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)
    const struct CMUnitTest tests[] = {
        T(a_sound_review_verifies_and_counts), T(the_first_thing_wrong_is_named), T(every_tampering_is_noticed),
        T(a_head_noted_elsewhere_must_be_in_the_trail), T(a_clean_cut_is_found_by_a_head_noted_elsewhere),
        T(rebuild_mends_derived_tables), T(a_backup_is_whole_and_comes_back), T(a_damaged_page_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
