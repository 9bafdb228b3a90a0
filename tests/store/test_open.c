#include <config.h>

#include <sys/resource.h>
#include <signal.h>

#include "tests/store/scratch.h"

#include "store/inside.h"

static void a_new_review_opens_again_and_has_no_head(void **state)
{
    scratch *s = *state;
    char head[RV_DIGEST_HEX] = "x";
    rv_store *store = scratch_review(s);
    must(rv_store_head(store, head, &s->err));
    assert_string_equal(head, "");
    assert_string_equal(rv_store_path(store), s->path);
    rv_store_close(store);
    must(rv_store_open(&store, s->path, &s->err));
    rv_store_close(store);
}

static void creating_over_anything_is_refused(void **state)
{
    scratch *s = *state;
    rv_store *store;
    char name[128];
    write_file(s->path, "mine", 4);
    refuses(rv_store_create(&store, s->path, &s->err), RV_EEXIST, "is there already");
    assert_null(store);
    snprintf(name, sizeof name, "%s-wal", s->other);
    write_file(name, "old", 3);
    refuses(rv_store_create(&store, s->other, &s->err), RV_EEXIST, "left of an earlier review");
}

static void what_is_no_review_is_refused_and_not_changed(void **state)
{
    scratch *s = *state;
    rv_store *store;
    char before[RV_DIGEST_HEX], after[RV_DIGEST_HEX], page[4096] = "SQLite format 3";

    refuses(rv_store_open(&store, s->path, &s->err), RV_ENOTFOUND, "No such file");
    refuses(rv_store_open(&store, s->folder, &s->err), RV_ESTORE, "is a folder");
    write_file(s->path, "", 0);
    refuses(rv_store_open(&store, s->path, &s->err), RV_ESTORE, "is empty");
    write_file(s->path, "TY  - JOUR\n", 11);
    refuses(rv_store_open(&store, s->path, &s->err), RV_ESTORE, "is not a review file");
    write_file(s->path, page, sizeof page);
    refuses(rv_store_open(&store, s->path, &s->err), RV_ESTORE, "another program");
    assert_int_equal(unlink(s->path), 0);

    tamper(s->path, "CREATE TABLE zotero(a); INSERT INTO zotero VALUES(1)");
    digest_of(s->path, before);
    refuses(rv_store_open(&store, s->path, &s->err), RV_ESTORE, "another program");
    digest_of(s->path, after);
    assert_string_equal(before, after);
}

static void a_newer_review_is_refused_and_not_changed(void **state)
{
    scratch *s = *state;
    char before[RV_DIGEST_HEX], after[RV_DIGEST_HEX];
    rv_store *store = scratch_review(s);
    rv_store_close(store);
    tamper(s->path, "PRAGMA user_version=99");
    digest_of(s->path, before);
    refuses(rv_store_open(&store, s->path, &s->err), RV_ESTORE, "its schema is 99");
    digest_of(s->path, after);
    assert_string_equal(before, after);
}

/* The newer version stands only in the log: SQLite tells, after the header passed. */
static void a_newer_review_whose_version_is_in_the_log_is_refused(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    sqlite3 *db;
    char before[RV_DIGEST_HEX], after[RV_DIGEST_HEX];
    rv_store_close(store);
    assert_int_equal(sqlite3_open(s->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA user_version=99", NULL, NULL, NULL), SQLITE_OK);
    digest_of(s->path, before);
    refuses(rv_store_open(&store, s->path, &s->err), RV_ESTORE, "its schema is 99");
    digest_of(s->path, after);
    assert_string_equal(before, after);
    sqlite3_close(db);
}

static void a_damaged_file_is_named(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    char junk[4096];
    FILE *f;
    rv_store_close(store);
    memset(junk, 0x5a, sizeof junk);
    f = fopen(s->path, "r+b");
    assert_non_null(f);
    fseek(f, 100, SEEK_SET);
    assert_int_equal(fwrite(junk, 1, 3996, f), 3996);
    fclose(f);
    refuses(rv_store_open(&store, s->path, &s->err), RV_ESTORE, "damaged");
    assert_int_equal(truncate(s->path, 8192), 0);
    refuses(rv_store_open(&store, s->path, &s->err), RV_ESTORE, "damaged");
}

static void a_read_only_file_is_refused(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_store_close(store);
    if (geteuid() == 0)
        skip();
    assert_int_equal(chmod(s->path, 0444), 0);
    refuses(rv_store_open(&store, s->path, &s->err), RV_EIO, "cannot be written");
}

static void a_full_disk_leaves_no_new_review(void **state)
{
    scratch *s = *state;
    rv_store *store;
    struct rlimit limit, before;
    getrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_IGN);
    limit = before;
    limit.rlim_cur = 20000;
    setrlimit(RLIMIT_FSIZE, &limit);
    rv_status st = rv_store_create(&store, s->path, &s->err);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_int_equal(st, RV_EIO);
    assert_non_null(strstr(s->err.message, s->path));
    assert_int_equal(access(s->path, F_OK), -1);
    assert_int_equal(rmdir(s->folder), 0);               /* nothing is left in it */
    assert_int_equal(mkdir(s->folder, 0700), 0);
}

static void two_handles_in_one_process_keep_their_locks(void **state)
{
    scratch *s = *state;
    rv_store *one = scratch_review(s), *two;
    must(rv_store_open(&two, s->path, &s->err));
    add_source(s, two, "ERIC");
    rv_store_close(two);
    add_source(s, one, "Campbell");
    must(rv_store_open(&two, s->path, &s->err));
    rv_store_close(one);
    add_source(s, two, "PsycInfo");
    rv_store_close(two);
}

/* ---- Migration ---- */

static const rv_migration *with_step(const char *sql)
{
    static rv_migration steps[16];
    const int released = rv_schema_steps(rv_schema);

    assert_true(released < 15);
    memcpy(steps, rv_schema, (size_t)released * sizeof *steps);
    steps[released] = (rv_migration){ "9999-test", sql };
    steps[released + 1] = (rv_migration){ NULL, NULL };
    return steps;
}

static void an_older_review_is_backed_up_and_brought_up_to_date(void **state)
{
    scratch *s = *state;
    char backup[128], newer[32];
    rv_store *store = scratch_review(s);
    add_source(s, store, "ERIC");
    rv_store_close(store);
    must(rv_store_open_with(&store, s->path, with_step("CREATE TABLE work_note(id INTEGER PRIMARY KEY);"), true, &s->err));
    assert_non_null(rv_tables_find(store, "work_note"));
    rv_store_close(store);
    snprintf(backup, sizeof backup, "%s.schema-%d", s->path, rv_schema_steps(rv_schema));
    must(rv_store_open(&store, backup, &s->err));
    assert_null(rv_tables_find(store, "work_note"));
    rv_store_close(store);
    snprintf(newer, sizeof newer, "its schema is %d", rv_schema_steps(rv_schema) + 1);
    refuses(rv_store_open(&store, s->path, &s->err), RV_ESTORE, newer);
}

static void a_review_of_the_first_schema_can_be_edited(void **state)
{
    scratch *s = *state;
    const rv_migration first[] = { rv_schema[0], { NULL, NULL } };
    rv_store *store;

    must(rv_store_make(s->path, first, &s->err));
    must(rv_store_open(&store, s->path, &s->err));
    assert_non_null(rv_tables_find(store, "record_edit"));
    add_source(s, store, "ERIC");
    rv_store_close(store);
}

static void a_step_that_fails_leaves_the_review_as_it_was(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_store_close(store);
    refuses(rv_store_open_with(&store, s->path, with_step("CREATE TABLE work_note(id INTEGER); SELECT broken;"), true, &s->err),
            RV_ESTORE, "schema step 9999-test");
    must(rv_store_open(&store, s->path, &s->err));
    assert_null(rv_tables_find(store, "work_note"));
    rv_store_close(store);
}

static int dropped;

static void drop(void *thing)
{
    dropped += *(int *)thing;
}

static void what_is_kept_with_a_review_ends_with_it(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    int one = 1, ten = 10, hundred = 100;
    dropped = 0;
    assert_null(rv_store_kept(store, "a"));
    must(rv_store_keep(store, "a", &one, drop, &s->err));
    must(rv_store_keep(store, "b", &ten, drop, &s->err));
    assert_ptr_equal(rv_store_kept(store, "a"), &one);
    must(rv_store_keep(store, "a", &hundred, drop, &s->err));
    assert_int_equal(dropped, 1);
    assert_ptr_equal(rv_store_kept(store, "a"), &hundred);
    rv_store_close(store);
    assert_int_equal(dropped, 111);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)
    const struct CMUnitTest tests[] = {
        T(a_new_review_opens_again_and_has_no_head), T(creating_over_anything_is_refused),
        T(what_is_no_review_is_refused_and_not_changed), T(a_newer_review_is_refused_and_not_changed),
        T(a_newer_review_whose_version_is_in_the_log_is_refused), T(a_damaged_file_is_named), T(a_read_only_file_is_refused),
        T(a_full_disk_leaves_no_new_review), T(two_handles_in_one_process_keep_their_locks),
        T(a_review_of_the_first_schema_can_be_edited),
        T(an_older_review_is_backed_up_and_brought_up_to_date), T(a_step_that_fails_leaves_the_review_as_it_was),
        T(what_is_kept_with_a_review_ends_with_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
