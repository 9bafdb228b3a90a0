/* The file of people: private, whole, ours; and what is refused. */
#include <config.h>

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#include "tests/web/people_support.h"

static struct stat about(const char *path)
{
    struct stat s;

    if (lstat(path, &s) != 0)
        fail_msg("%s: %s", path, strerror(errno));
    return s;
}

static void the_file_is_private_from_the_beginning_and_whatever_the_mask(void **state)
{
    house *h = *state;
    char id[RV_SESSION_ID], name[256];
    mode_t before = umask(0);

    assert_int_equal(about(h->path).st_mode & 07777, 0600);
    joined(h, "Ada", id);
    assert_int_equal(about(h->path).st_mode & 07777, 0600);
    snprintf(name, sizeof name, "%s.lock", h->path);
    assert_int_equal(about(name).st_mode & 077, 0);
    snprintf(name, sizeof name, "%s.tmp", h->path);
    assert_int_equal(access(name, F_OK), -1);
    umask(before);
}

static void a_file_that_others_can_read_is_refused_with_the_remedy(void **state)
{
    house *h = *state;

    rv_people_close(h->people);
    assert_int_equal(chmod(h->path, 0644), 0);
    refuses(rv_people_open(&h->people, h->path, &h->options, &h->err), RV_EIO, "mode 644); 'chmod 600' it");
    assert_null(h->people);
    assert_int_equal(chmod(h->path, 0600), 0);
    house_open(h);
}

static void a_link_in_the_place_of_the_file_is_refused(void **state)
{
    house *h = *state;
    char real[128];

    rv_people_close(h->people);
    snprintf(real, sizeof real, "%s/elsewhere", h->folder);
    assert_int_equal(rename(h->path, real), 0);
    assert_int_equal(symlink(real, h->path), 0);
    refuses(rv_people_open(&h->people, h->path, &h->options, &h->err), RV_EIO, "is a symbolic link");
    assert_int_equal(unlink(h->path), 0);
    assert_int_equal(link(real, h->path), 0);
    refuses(rv_people_open(&h->people, h->path, &h->options, &h->err), RV_EIO, "has 2 names");
    assert_int_equal(unlink(h->path), 0);
    assert_int_equal(mkfifo(h->path, 0600), 0);
    refuses(rv_people_open(&h->people, h->path, &h->options, &h->err), RV_EIO, "is no plain file");
    assert_int_equal(unlink(h->path), 0);
    house_open(h);
}

static void a_file_of_somebody_else_is_refused(void **state)
{
    house *h = *state;

    if (geteuid() != 0)
        skip();
    rv_people_close(h->people);
    assert_int_equal(chown(h->path, 12345, (gid_t)-1), 0);
    refuses(rv_people_open(&h->people, h->path, &h->options, &h->err), RV_EIO, "belongs to user 12345, not to 0");
    assert_int_equal(chown(h->path, 0, (gid_t)-1), 0);
    house_open(h);
}

static void what_is_no_file_of_people_is_refused_and_not_changed(void **state)
{
    static const struct { const char *text, *words; } bad[] = {
        { "", "" }, { "{", "" }, { "[]", "format is ''" }, { "{\"format\":\"review people 2\",\"people\":{}}", "this program reads 'review people 1'" },
        { "{\"format\":\"review people 1\"}", "must be an object" },
        { "{\"format\":\"review people 1\",\"people\":{\"A\":1}}", "A: a person must be an object" },
        { "{\"format\":\"review people 1\",\"people\":{\"\":{}}}", "1 to 255 bytes" },
        { "{\"format\":\"review people 1\",\"people\":{\"A\\n\":{}}}", "control character" },
        { "{\"format\":\"review people 1\",\"people\":{\"A\":{\"password\":\"plain\",\"changed\":\"2026-01-01T00:00:00Z\"}}}", "hash by argon2id" },
        { "{\"format\":\"review people 1\",\"people\":{\"A\":{\"link\":{\"hash\":\"00\",\"until\":\"2026-01-01T00:00:00Z\"}}}}", "64 hexadecimal" },
        { "{\"format\":\"review people 1\",\"people\":{\"A\":{\"tickets\":{}}}}", "must be an array" },
        { "{\"format\":\"review people 1\",\"people\":{\"A\":{\"tickets\":[{\"kind\":\"king\"}]}}}", "\"session\" or \"token\"" },
    };
    house *h = *state;
    struct stat before, after;
    size_t i;

    rv_people_close(h->people);
    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        FILE *f = fopen(h->path, "w");

        assert_non_null(f);
        fputs(bad[i].text, f);
        fclose(f);
        before = about(h->path);
        refuses(rv_people_open(&h->people, h->path, &h->options, &h->err), RV_EPARSE, bad[i].words);
        assert_non_null(strstr(h->err.message, "a.review.people"));
        after = about(h->path);
        assert_int_equal(before.st_ino, after.st_ino);
        assert_int_equal(before.st_size, after.st_size);
    }
    assert_int_equal(unlink(h->path), 0);
    house_open(h);
}

static void using_sessions_writes_nothing(void **state)
{
    house *h = *state;
    char id[RV_SESSION_ID];
    struct stat before, after;
    rv_session found;
    int i;

    joined(h, "Ada", id);
    before = about(h->path);
    for (i = 0; i < 10000; i++)
        assert_true(rv_people_session(h->people, id, &found));
    after = about(h->path);
    assert_int_equal(before.st_ino, after.st_ino);
}

static void a_login_is_in_the_file_after_a_second_or_two(void **state)
{
    house *h = *state;
    char id[RV_SESSION_ID], hash[RV_DIGEST_HEX], *text = NULL;
    rv_session session;
    int tries;

    joined(h, "Ada", id);
    must(rv_people_login(h->people, "Ada", good, home, id, &session, &h->err));
    rv_hash_id(id, hash);
    assert_string_equal(hash, session.id_hash);
    for (tries = 0; tries < 100; tries++) {
        free(text);
        text = content(h);
        if (strstr(text, hash))
            break;
        usleep(100000);
    }
    assert_non_null(strstr(text, hash));
    free(text);
}

/* A full disk, by the limit of this process on the size of files. */
static void what_cannot_be_written_is_refused_and_taken_back(void **state)
{
    house *h = *state;
    char id[RV_SESSION_ID], secret[RV_SESSION_ID], token[RV_SESSION_ID], name[256], words[512];
    rv_session session = joined(h, "Ada", id), found;
    struct rlimit before, none = { 0, RLIM_INFINITY };

    must(rv_people_invite(h->people, "Ben", 72, secret, &h->err));
    getrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_IGN);
    none.rlim_max = before.rlim_max;
    setrlimit(RLIMIT_FSIZE, &none);
    assert_int_equal(rv_people_invite(h->people, "Cem", 72, token, &h->err), RV_EIO);
    assert_int_equal(rv_people_token_make(h->people, "Ada", "x", token, &h->err), RV_EIO);
    assert_int_equal(rv_people_password(h->people, &session, good, "quite another one", home, &h->err), RV_EIO);
    assert_int_equal(rv_people_join(h->people, secret, good, home, token, &found, &h->err), RV_EIO);
    assert_true(rv_people_session(h->people, id, &found));
    rv_people_logout(h->people, &session);
    assert_true(rv_people_fault(h->people, words));
    assert_non_null(strstr(words, "a.review.people"));
    setrlimit(RLIMIT_FSIZE, &before);
    assert_false(rv_people_token(h->people, token, &found));
    assert_false(rv_people_session(h->people, id, &found));           /* what ended stays ended */
    assert_true(rv_people_invited(h->people, secret, name));
    must(login(h, "Ada", good, home));
    house_again(h);
    assert_false(rv_people_session(h->people, id, &found));
    assert_true(rv_people_invited(h->people, secret, name));
    must(login(h, "Ada", good, home));
    assert_false(rv_people_fault(h->people, words));
}

typedef struct { house *h; int number; } worker;

static void *use(void *argument)
{
    worker *w = argument;
    house *h = w->h;
    char name[32], id[RV_SESSION_ID], secret[RV_SESSION_ID], state[64];
    rv_session session;
    rv_error err;
    int i;

    for (i = 0; i < 20; i++) {
        snprintf(name, sizeof name, "person %d.%d", w->number, i);
        if (rv_people_invite(h->people, name, 1, secret, &err) != RV_OK
            || rv_people_join(h->people, secret, good, home, id, &session, &err) != RV_OK
            || rv_people_login(h->people, name, good, home, id, &session, &err) != RV_OK || !rv_people_session(h->people, id, &session))
            return "a step failed";
        rv_people_say(h->people, &session, "x");
        rv_people_state(h->people, name, state);
        if (i % 2)
            rv_people_logout(h->people, &session);
        if (rv_people_session(h->people, id, &session) != (i % 2 == 0))
            return "a session is not as it was left";
    }
    return NULL;
}

static void four_threads_leave_what_each_did(void **state)
{
    enum { THREADS = 4 };
    house *h = *state;
    pthread_t threads[THREADS];
    worker workers[THREADS];
    char name[32];
    void *fault;
    int i, j;

    for (i = 0; i < THREADS; i++) {
        workers[i] = (worker){ h, i };
        assert_int_equal(pthread_create(&threads[i], NULL, use, &workers[i]), 0);
    }
    for (i = 0; i < THREADS; i++) {
        pthread_join(threads[i], &fault);
        if (fault)
            fail_msg("thread %d: %s", i, (char *)fault);
    }
    house_again(h);
    for (i = 0; i < THREADS; i++)
        for (j = 0; j < 20; j++) {
            snprintf(name, sizeof name, "person %d.%d", i, j);
            must(login(h, name, good, home));
        }
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, house_up, house_down)
    const struct CMUnitTest tests[] = {
        T(the_file_is_private_from_the_beginning_and_whatever_the_mask), T(a_file_that_others_can_read_is_refused_with_the_remedy),
        T(a_link_in_the_place_of_the_file_is_refused), T(a_file_of_somebody_else_is_refused),
        T(what_is_no_file_of_people_is_refused_and_not_changed), T(using_sessions_writes_nothing),
        T(a_login_is_in_the_file_after_a_second_or_two), T(what_cannot_be_written_is_refused_and_taken_back),
        T(four_threads_leave_what_each_did),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
