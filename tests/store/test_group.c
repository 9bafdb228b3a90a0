#include <config.h>

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "tests/store/scratch.h"

#include "store/inside.h"

RV_STATEMENT(group_sources, "SELECT count(*) FROM source");
RV_STATEMENT(group_named, "SELECT count(*) FROM source WHERE name = ?1");
RV_STATEMENT(group_lease, "INSERT INTO work_lease(stage, report, reviewer, until) VALUES('x', ?1, 'ann', '2026')");
RV_STATEMENT(group_leases, "SELECT count(*) FROM work_lease");
RV_STATEMENT(group_chain, "SELECT count(*) FROM event e JOIN event_parent p ON p.event = e.id WHERE p.parent = e.id - 1");

static int64_t count(scratch *s, rv_store *store, const rv_statement *statement)
{
    int64_t n = -1;
    must(rv_store_int(store, statement, &n, NULL, &s->err, ""));
    return n;
}

static int64_t named(scratch *s, rv_store *store, const char *name)
{
    int64_t n = -1;
    must(rv_store_int(store, &group_named, &n, NULL, &s->err, "t", name));
    return n;
}

/* One act, told how it went. */
static rv_status try_source(rv_store *store, const char *name, rv_error *err)
{
    rv_event *event;
    const rv_cell cells[] = { RV_CELL_OF_TEXT("name", name), RV_CELL_OF_TEXT("kind", "database") };
    rv_status st = rv_event_begin(&event, store, "source.add", "ann", false, err);

    if (st != RV_OK)
        return st;
    if ((st = rv_event_add(event, "source", cells, N(cells), NULL, err)) != RV_OK) {
        rv_event_abandon(event);
        return st;
    }
    return rv_event_commit(event, NULL, err);
}

static void verified(scratch *s, rv_store *store, int64_t events)
{
    rv_verification found;
    must(rv_store_verify(store, NULL, 0, NULL, &found, &s->err));
    assert_int_equal(found.events, events);
}

/* What another program sees. */
static int64_t seen_by_another(scratch *s)
{
    rv_store *other;
    int64_t n;
    must(rv_store_open(&other, s->path, &s->err));
    n = count(s, other, &group_sources);
    rv_store_close(other);
    return n;
}

static int commits;

static int count_commit(void *user, sqlite3 *db, const char *database, int pages)
{
    commits++;
    return rv_write_counted(user, db, database, pages);
}

static void the_acts_of_a_group_are_kept_by_one_commit_and_follow_each_other(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    char head[RV_DIGEST_HEX], last[RV_DIGEST_HEX];
    rv_event *event;

    sqlite3_wal_hook(store->db, count_commit, store);
    commits = 0;
    must(rv_store_group_begin(store, &s->err));
    for (int i = 0; i < 50; i++)
        add_source(s, store, "ERIC");
    must(rv_event_begin(&event, store, "note.add", "bob", true, &s->err));
    must(rv_event_commit(event, last, &s->err));
    assert_int_equal(commits, 0);
    assert_int_equal(seen_by_another(s), 0);
    must(rv_store_group_end(store, true, &s->err));
    assert_int_equal(commits, 1);
    assert_int_equal(seen_by_another(s), 50);
    assert_int_equal(count(s, store, &group_chain), 50);
    must(rv_store_head(store, head, &s->err));
    assert_string_equal(head, last);
    verified(s, store, 51);
    add_source(s, store, "after");
    assert_int_equal(commits, 2);
    verified(s, store, 52);
    rv_store_close(store);
}

static void a_group_that_is_not_kept_leaves_nothing(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    char before[RV_DIGEST_HEX], after[RV_DIGEST_HEX];

    add_source(s, store, "before");
    must(rv_store_head(store, before, &s->err));
    must(rv_store_group_begin(store, &s->err));
    add_source(s, store, "one");
    must(rv_store_work_begin(store, &s->err));
    must(rv_store_run(store, &group_lease, &s->err, "i", (int64_t)7));
    must(rv_store_work_end(store, true, &s->err));
    assert_int_equal(count(s, store, &group_sources), 2);
    must(rv_store_group_end(store, false, &s->err));
    assert_int_equal(count(s, store, &group_sources), 1);
    assert_int_equal(count(s, store, &group_leases), 0);
    must(rv_store_head(store, after, &s->err));
    assert_string_equal(before, after);
    add_source(s, store, "two");
    verified(s, store, 2);
    rv_store_close(store);
}

static void an_act_that_fails_or_is_abandoned_leaves_the_others(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_event *event;
    const rv_cell name = RV_CELL_OF_TEXT("name", "half"), wrong = RV_CELL_OF_TEXT("none", "x");

    must(rv_store_group_begin(store, &s->err));
    add_source(s, store, "first");
    must(rv_event_begin(&event, store, "source.add", "ann", false, &s->err));
    refuses(rv_event_add(event, "source", &name, 1, NULL, &s->err), RV_ESTORE, "kind");      /* which may not be NULL */
    rv_event_abandon(event);
    must(rv_event_begin(&event, store, "source.add", "ann", false, &s->err));
    refuses(rv_event_add(event, "source", &wrong, 1, NULL, &s->err), RV_EINVAL, "column");
    rv_event_abandon(event);
    must(rv_store_work_begin(store, &s->err));
    must(rv_store_run(store, &group_lease, &s->err, "i", (int64_t)1));
    must(rv_store_work_end(store, false, &s->err));
    must(rv_store_work_begin(store, &s->err));
    must(rv_store_run(store, &group_lease, &s->err, "i", (int64_t)2));
    must(rv_store_work_end(store, true, &s->err));
    add_source(s, store, "last");
    must(rv_store_group_end(store, true, &s->err));
    assert_int_equal(count(s, store, &group_sources), 2);
    assert_int_equal(named(s, store, "first") + named(s, store, "last"), 2);
    assert_int_equal(count(s, store, &group_leases), 1);
    verified(s, store, 2);
    rv_store_close(store);
}

static void what_is_wrong_in_a_group_is_refused_in_words(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_event *event;
    rv_bulk *bulk;
    rv_merged merged;

    refuses(rv_store_group_end(store, true, &s->err), RV_EINVAL, "no group of acts is under way");
    must(rv_store_read_begin(store, &s->err));
    refuses(rv_store_group_begin(store, &s->err), RV_EINVAL, "a read is under way already");
    rv_store_read_end(store);
    must(rv_store_work_begin(store, &s->err));
    refuses(rv_store_group_begin(store, &s->err), RV_EINVAL, "a write is under way already");
    must(rv_store_work_end(store, true, &s->err));

    must(rv_store_group_begin(store, &s->err));
    refuses(rv_store_group_begin(store, &s->err), RV_EINVAL, "a group of acts is under way already");
    refuses(rv_store_run(store, &group_lease, &s->err, "i", (int64_t)1), RV_EINVAL, "writing outside a write");
    refuses(rv_bulk_begin(&bulk, store, &s->err), RV_EINVAL, "an import cannot be part of a group");
    refuses(rv_store_backup(store, s->other, NULL, 0, &s->err), RV_EINVAL, "a backup cannot be part of a group");
    refuses(rv_store_merge(store, s->other, "ann", false, NULL, 0, &merged, &s->err), RV_EINVAL, "merging cannot be part of a group");
    must(rv_event_begin(&event, store, "source.add", "ann", false, &s->err));
    refuses(rv_store_work_begin(store, &s->err), RV_EINVAL, "a write is under way already");
    refuses(rv_store_read_begin(store, &s->err), RV_EINVAL, "a write is under way already");
    refuses(rv_store_group_end(store, true, &s->err), RV_EINVAL, "an act of the group is still under way");
    rv_event_abandon(event);                             /* its group was ended before it: nothing more to undo */
    refuses(rv_store_group_end(store, true, &s->err), RV_EINVAL, "no group");
    add_source(s, store, "after");
    verified(s, store, 1);
    rv_store_close(store);
}

static void reads_in_a_group_see_its_acts_and_end_with_it(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_verification found;

    must(rv_store_group_begin(store, &s->err));
    add_source(s, store, "one");
    must(rv_store_read_begin(store, &s->err));
    assert_int_equal(count(s, store, &group_sources), 1);
    refuses(rv_store_work_begin(store, &s->err), RV_EINVAL, "a read is under way already");
    rv_store_read_end(store);
    must(rv_store_verify(store, NULL, 0, NULL, &found, &s->err));
    add_source(s, store, "two");
    must(rv_store_read_begin(store, &s->err));
    must(rv_store_group_end(store, true, &s->err));
    rv_store_read_end(store);
    assert_int_equal(count(s, store, &group_sources), 2);
    verified(s, store, 2);
    rv_store_close(store);
}

static void a_review_closed_in_a_group_loses_it_whole(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);

    must(rv_store_group_begin(store, &s->err));
    add_source(s, store, "one");
    rv_store_close(store);
    must(rv_store_open(&store, s->path, &s->err));
    assert_int_equal(count(s, store, &group_sources), 0);
    add_source(s, store, "two");
    rv_store_close(store);
}

static int64_t log_size(const scratch *s)
{
    struct stat about;
    char name[128];
    snprintf(name, sizeof name, "%s-wal", s->path);
    return stat(name, &about) == 0 ? (int64_t)about.st_size : 0;
}

/* The log may not grow: what the group wrote cannot be committed. */
static void a_full_disk_at_the_end_undoes_the_whole_group(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    struct rlimit limit, before;
    rv_status st;

    add_source(s, store, "before");
    getrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_IGN);
    must(rv_store_group_begin(store, &s->err));
    for (int i = 0; i < 20; i++)
        add_source(s, store, "one");
    limit = before;
    limit.rlim_cur = (rlim_t)log_size(s) + 4096;
    setrlimit(RLIMIT_FSIZE, &limit);
    st = rv_store_group_end(store, true, &s->err);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_int_equal(st, RV_EIO);
    assert_non_null(strstr(s->err.message, s->path));
    assert_int_equal(count(s, store, &group_sources), 1);
    assert_int_equal(seen_by_another(s), 1);
    verified(s, store, 1);
    must(rv_store_group_begin(store, &s->err));          /* there is room again */
    add_source(s, store, "two");
    must(rv_store_group_end(store, true, &s->err));
    verified(s, store, 2);
    rv_store_close(store);
}

/* On a full file SQLite undoes the transaction by itself; acts that come after may not stand alone. */
static void a_group_that_was_undone_midway_refuses_what_follows(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_event *event;
    char room[16000], full[64], *long_name = room;
    const rv_cell cells[] = { RV_CELL_OF_TEXT("name", long_name), RV_CELL_OF_TEXT("kind", "database") };
    int64_t pages;
    rv_status st = RV_OK;

    memset(room, 'x', sizeof room - 1);
    room[sizeof room - 1] = 0;
    must(rv_store_pragma(store, "PRAGMA page_count", &pages, &s->err));
    snprintf(full, sizeof full, "PRAGMA max_page_count=%d", (int)pages + 20);
    must(rv_store_exec(store, full, &s->err));
    must(rv_store_group_begin(store, &s->err));
    must(try_source(store, "first", &s->err));
    must(rv_event_begin(&event, store, "source.add", "ann", false, &s->err));
    for (int i = 0; i < 20 && st == RV_OK; i++)
        st = rv_event_add(event, "source", cells, N(cells), NULL, &s->err);
    assert_int_equal(st, RV_EIO);
    assert_int_equal(sqlite3_get_autocommit(store->db), 1);          /* else this test shows nothing */
    refuses(rv_event_add(event, "source", cells, N(cells), NULL, &s->err), RV_ESTORE, "was undone");
    refuses(rv_event_commit(event, NULL, &s->err), RV_ESTORE, "the whole group of acts was undone");
    refuses(try_source(store, "later", &s->err), RV_ESTORE, "nothing of it stands");
    refuses(rv_store_work_begin(store, &s->err), RV_ESTORE, "nothing of it stands");
    refuses(rv_store_read_begin(store, &s->err), RV_ESTORE, "nothing of it stands");
    refuses(rv_store_group_end(store, true, &s->err), RV_ESTORE, "nothing of it stands");
    must(rv_store_exec(store, "PRAGMA max_page_count=1000000", &s->err));
    assert_int_equal(count(s, store, &group_sources), 0);
    must(try_source(store, "again", &s->err));
    verified(s, store, 1);
    rv_store_close(store);
}

static int dropped;

static void drop(void *thing)
{
    (void)thing;
    dropped++;
}

static void what_was_kept_within_an_undone_group_is_dropped(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    int thing;

    dropped = 0;
    must(rv_store_keep(store, "early", &thing, drop, &s->err));
    must(rv_store_group_begin(store, &s->err));
    add_source(s, store, "one");
    must(rv_store_group_end(store, false, &s->err));
    assert_ptr_equal(rv_store_kept(store, "early"), &thing);
    must(rv_store_group_begin(store, &s->err));
    must(rv_store_keep(store, "within", &thing, drop, &s->err));
    add_source(s, store, "one");
    must(rv_store_group_end(store, true, &s->err));
    assert_ptr_equal(rv_store_kept(store, "within"), &thing);
    assert_int_equal(dropped, 0);
    must(rv_store_group_begin(store, &s->err));
    must(rv_store_keep(store, "late", &thing, drop, &s->err));
    must(rv_store_group_end(store, false, &s->err));
    assert_null(rv_store_kept(store, "late"));
    assert_null(rv_store_kept(store, "early"));
    assert_int_equal(dropped, 3);
    rv_store_close(store);
}

/* Another process writes meanwhile: it waits until the group is ended, and both stand. */
static void another_process_waits_for_the_group(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    int pipe_in[2], status;
    char byte;

    assert_int_equal(pipe(pipe_in), 0);
    rv_store_close(store);
    if (fork() == 0) {
        rv_store *own;
        rv_status st = rv_store_open(&own, s->path, &s->err);
        if (read(pipe_in[0], &byte, 1) != 1)
            _exit(2);
        if (st == RV_OK)
            st = try_source(own, "child", &s->err);
        rv_store_close(own);
        _exit(st != RV_OK);
    }
    must(rv_store_open(&store, s->path, &s->err));
    must(rv_store_group_begin(store, &s->err));
    assert_int_equal(write(pipe_in[1], "x", 1), 1);
    for (int i = 0; i < 5; i++) {
        add_source(s, store, "parent");
        usleep(40000);
        assert_int_equal(named(s, store, "child"), 0);
    }
    assert_int_equal(waitpid(-1, &status, WNOHANG), 0);
    must(rv_store_group_end(store, true, &s->err));
    assert_true(wait(&status) > 0);
    assert_int_equal(status, 0);
    assert_int_equal(count(s, store, &group_sources), 6);
    verified(s, store, 6);
    close(pipe_in[0]);
    close(pipe_in[1]);
    rv_store_close(store);
}

/* Four processes write groups of different sizes, with acts that are abandoned in between. */
static void groups_of_many_processes_lose_and_double_nothing(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_store_close(store);
    for (int who = 1; who <= 4; who++)
        if (fork() == 0) {
            rv_status st = rv_store_open(&store, s->path, &s->err);
            for (int g = 0; g < 10 && st == RV_OK; g++) {
                if ((st = rv_store_group_begin(store, &s->err)) != RV_OK)
                    break;
                for (int n = 0; n < who * 2 && st == RV_OK; n++) {
                    rv_event *event;
                    st = try_source(store, "kept", &s->err);
                    if (st == RV_OK && (st = rv_event_begin(&event, store, "source.add", "bob", false, &s->err)) == RV_OK)
                        rv_event_abandon(event);
                }
                rv_status end = rv_store_group_end(store, st == RV_OK && g % 5 != 4, &s->err);
                st = st == RV_OK ? end : st;
            }
            rv_store_close(store);
            if (st != RV_OK)
                fprintf(stderr, "%s\n", s->err.message);
            _exit(st != RV_OK);
        }
    for (int i = 0; i < 4; i++) {
        int status;
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    must(rv_store_open(&store, s->path, &s->err));
    assert_int_equal(count(s, store, &group_sources), 8 * (2 + 4 + 6 + 8));
    verified(s, store, 160);
    rv_store_close(store);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)
    const struct CMUnitTest tests[] = {
        T(the_acts_of_a_group_are_kept_by_one_commit_and_follow_each_other), T(a_group_that_is_not_kept_leaves_nothing),
        T(an_act_that_fails_or_is_abandoned_leaves_the_others), T(what_is_wrong_in_a_group_is_refused_in_words),
        T(reads_in_a_group_see_its_acts_and_end_with_it), T(a_review_closed_in_a_group_loses_it_whole),
        T(a_full_disk_at_the_end_undoes_the_whole_group), T(a_group_that_was_undone_midway_refuses_what_follows),
        T(what_was_kept_within_an_undone_group_is_dropped), T(another_process_waits_for_the_group),
        T(groups_of_many_processes_lose_and_double_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
