/* Sessions, links and tokens: what begins them, what ends them, and what the file has of them. */
#include <config.h>

#include "tests/web/people_support.h"

/* ---- Links and passwords ---------------------------------------------------------------------------------------------------- */

static void a_link_gives_a_password_and_a_session_once(void **state)
{
    house *h = *state;
    char secret[RV_SESSION_ID], id[RV_SESSION_ID], name[256];
    rv_session session, again;

    assert_true(rv_people_empty(h->people));
    must(rv_people_invite(h->people, "Ada", 72, secret, &h->err));
    assert_true(rv_people_empty(h->people));
    assert_true(rv_people_invited(h->people, secret, name));
    assert_string_equal(name, "Ada");
    must(rv_people_join(h->people, secret, good, home, id, &session, &h->err));
    assert_string_equal(session.person, "Ada");
    assert_true(rv_people_session(h->people, id, &again));
    assert_string_equal(again.csrf, session.csrf);
    assert_int_equal(strlen(session.csrf), RV_SESSION_ID - 1);
    assert_string_not_equal(session.csrf, id);
    assert_false(rv_people_empty(h->people));
    assert_false(rv_people_invited(h->people, secret, name));
    refuses(rv_people_join(h->people, secret, good, home, id, &session, &h->err), RV_ENOTFOUND, "no longer good");
}

static void a_newer_link_ends_the_one_before_and_time_ends_both(void **state)
{
    house *h = *state;
    char one[RV_SESSION_ID], two[RV_SESSION_ID], name[256], text[64];

    must(rv_people_invite(h->people, "Ada", 72, one, &h->err));
    must(rv_people_invite(h->people, "Ada", 1, two, &h->err));
    assert_false(rv_people_invited(h->people, one, name));
    assert_true(rv_people_invited(h->people, two, name));
    rv_people_state(h->people, "Ada", text);
    assert_memory_equal(text, "link until 20", 13);
    pass(3601);
    assert_false(rv_people_invited(h->people, two, name));
    rv_people_state(h->people, "Ada", text);
    assert_string_equal(text, "");
    refuses(rv_people_invite(h->people, "Ada", 0, one, &h->err), RV_EINVAL, "1 to 744 hours, not 0");
    refuses(rv_people_invite(h->people, "", 1, one, &h->err), RV_EINVAL, "1 to 255 bytes");
    refuses(rv_people_invite(h->people, "A\nB", 1, one, &h->err), RV_EINVAL, "control character at byte 2");
}

static void a_password_that_is_refused_leaves_the_link_good(void **state)
{
    house *h = *state;
    char secret[RV_SESSION_ID], id[RV_SESSION_ID], name[256];
    rv_session session;

    must(rv_people_invite(h->people, "Ada", 72, secret, &h->err));
    refuses(rv_people_join(h->people, secret, "short", home, id, &session, &h->err), RV_EINVAL, "5 characters; 8 at least");
    assert_true(rv_people_invited(h->people, secret, name));
}

static void a_link_made_by_another_program_is_known_at_once_and_survives_our_writes(void **state)
{
    house *h = *state;
    char secret[RV_SESSION_ID], id[RV_SESSION_ID], name[256];
    rv_people *beside;
    rv_session session = joined(h, "Ada", id), found;

    must(rv_people_open_beside(&beside, h->path, &h->options, &h->err));
    must(rv_people_invite(beside, "Ben", 72, secret, &h->err));
    rv_people_close(beside);
    assert_true(rv_people_invited(h->people, secret, name));
    assert_string_equal(name, "Ben");
    rv_people_end_all(h->people, "Ada", &session);
    assert_true(rv_people_session(h->people, id, &found));
    house_again(h);
    assert_true(rv_people_invited(h->people, secret, name));
}

static void a_second_server_on_one_file_is_refused(void **state)
{
    house *h = *state;
    rv_people *second;

    refuses(rv_people_open(&second, h->path, &h->options, &h->err), RV_EIO, "another server");
    assert_null(second);
}

/* ---- What ends a session ------------------------------------------------------------------------------------------------------ */

static void login_gives_a_new_session_each_time_and_logout_ends_it_for_good(void **state)
{
    house *h = *state;
    char first[RV_SESSION_ID], second[RV_SESSION_ID];
    rv_session one = joined(h, "Ada", first), two, found;

    must(rv_people_login(h->people, "Ada", good, home, second, &two, &h->err));
    assert_string_not_equal(first, second);
    assert_string_not_equal(one.csrf, two.csrf);
    rv_people_logout(h->people, &one);
    assert_false(rv_people_session(h->people, first, &found));
    assert_true(rv_people_session(h->people, second, &found));
    house_again(h);
    assert_false(rv_people_session(h->people, first, &found));
    rv_people_logout(h->people, &one);
}

static void a_new_password_ends_all_other_sessions_and_tokens(void **state)
{
    house *h = *state;
    char here[RV_SESSION_ID], there[RV_SESSION_ID], token[RV_SESSION_ID];
    rv_session mine = joined(h, "Ada", here), found;

    must(rv_people_login(h->people, "Ada", good, "192.0.2.9", there, &found, &h->err));
    must(rv_people_token_make(h->people, "Ada", "a script", token, &h->err));
    refuses(rv_people_password(h->people, &mine, "wrong", "quite another one", home, &h->err), RV_EINVAL, "old password is wrong");
    refuses(rv_people_password(h->people, &mine, good, "ada12345", home, &h->err), RV_EINVAL, "person's own name");
    must(rv_people_password(h->people, &mine, good, "quite another one", home, &h->err));
    assert_true(rv_people_session(h->people, here, &found));
    assert_false(rv_people_session(h->people, there, &found));
    assert_false(rv_people_token(h->people, token, &found));
    refuses(login(h, "Ada", good, home), RV_EINVAL, "name or password is wrong");
    must(login(h, "Ada", "quite another one", home));
}

static void a_new_link_that_is_taken_ends_everything_that_the_old_password_let_in(void **state)
{
    house *h = *state;
    char before[RV_SESSION_ID], after[RV_SESSION_ID], secret[RV_SESSION_ID];
    rv_session session;

    joined(h, "Ada", before);
    must(rv_people_invite(h->people, "Ada", 1, secret, &h->err));
    assert_true(rv_people_session(h->people, before, &session));
    must(rv_people_join(h->people, secret, "quite another one", home, after, &session, &h->err));
    assert_false(rv_people_session(h->people, before, &session));
    assert_true(rv_people_session(h->people, after, &session));
}

static void a_session_ends_when_it_is_idle_or_old(void **state)
{
    house *h = *state;
    char id[RV_SESSION_ID], other[RV_SESSION_ID];
    rv_session found;
    int i;

    joined(h, "Ada", id);
    pass(3600);
    assert_true(rv_people_session(h->people, id, &found));
    pass(3601);
    assert_false(rv_people_session(h->people, id, &found));
    joined(h, "Ben", other);
    for (i = 0; i < 23; i++) {
        pass(1800);
        assert_true(rv_people_session(h->people, other, &found));
    }
    pass(1801);
    assert_false(rv_people_session(h->people, other, &found));
}

static void no_clock_that_jumps_revives_a_session(void **state)
{
    house *h = *state;
    char id[RV_SESSION_ID], other[RV_SESSION_ID], third[RV_SESSION_ID];
    rv_session found;

    joined(h, "Ada", id);
    move_clocks(13 * 3600, 0);                 /* forward: it is over */
    assert_false(rv_people_session(h->people, id, &found));
    move_clocks(-13 * 3600, 0);                 /* and stays over */
    assert_false(rv_people_session(h->people, id, &found));

    joined(h, "Ben", other);
    move_clocks(-5 * 365 * 86400, 0);           /* back: the steady clock goes on counting */
    assert_true(rv_people_session(h->people, other, &found));
    move_clocks(0, 3601);
    assert_false(rv_people_session(h->people, other, &found));

    set_clocks_right();
    move_clocks(86400, 0);                     /* begun under a clock that was wrong, which is right again at the next start */
    joined(h, "Cem", third);
    set_clocks_right();
    house_again(h);
    assert_false(rv_people_session(h->people, third, &found));
}

static void sessions_and_their_times_outlive_a_stop(void **state)
{
    house *h = *state;
    char id[RV_SESSION_ID], old[RV_SESSION_ID], *text;
    rv_session found, kept;

    pass(-3000);
    joined(h, "Ada", old);
    pass(2000);
    assert_true(rv_people_session(h->people, old, &found));
    pass(1000);
    kept = joined(h, "Ben", id);
    house_again(h);
    assert_true(rv_people_session(h->people, id, &found));
    assert_string_equal(found.csrf, kept.csrf);
    pass(2500);                                  /* 3,500 s after its last use */
    assert_true(rv_people_session(h->people, old, &found));
    pass(3601);
    assert_false(rv_people_session(h->people, id, &found));
    text = content(h);
    assert_null(strstr(text, id));
    free(text);
}

/* ---- Tokens, lists, sentences --------------------------------------------------------------------------------------------------- */

static void a_token_is_no_cookie_and_a_cookie_no_token(void **state)
{
    house *h = *state;
    char id[RV_SESSION_ID], token[RV_SESSION_ID];
    rv_session found;

    joined(h, "Ada", id);
    must(rv_people_token_make(h->people, "Ada", "nightly export", token, &h->err));
    assert_true(rv_people_token(h->people, token, &found));
    assert_true(found.token);
    assert_string_equal(found.csrf, "");
    assert_false(rv_people_session(h->people, token, &found));
    assert_false(rv_people_token(h->people, id, &found));
    pass(365.0 * 86400);
    assert_true(rv_people_token(h->people, token, &found));
    refuses(rv_people_token_make(h->people, "Ben", "x", token, &h->err), RV_ENOTFOUND, "no password yet");
    refuses(rv_people_token_make(h->people, "Ada", "", token, &h->err), RV_EINVAL, "say what the token is for");
    assert_false(rv_people_token(h->people, "x", &found));
    assert_false(rv_people_session(h->people, "", &found));
    assert_false(rv_people_session(h->people, "../../../../../../../../../../../../etc/pass", &found));
}

typedef struct { int sessions, tokens; char hash[RV_DIGEST_HEX]; } seen;

static rv_status see(void *user, const rv_people_row *row, rv_error *err)
{
    seen *s = user;
    int64_t when;

    *(strcmp(row->kind, "token") == 0 ? &s->tokens : &s->sessions) += 1;
    if (!rv_time_parse(row->begun, &when) || !rv_time_parse(row->used, &when))
        return rv_fail(err, RV_EPARSE, "no time");
    if (strcmp(row->label, "nightly export") == 0)
        strcpy(s->hash, row->id_hash);
    return RV_OK;
}

static void a_person_sees_their_own_sessions_and_tokens_and_ends_them(void **state)
{
    house *h = *state;
    char id[RV_SESSION_ID], bens[RV_SESSION_ID], token[RV_SESSION_ID];
    rv_session session = joined(h, "Ada", id), found;
    seen s = { 0 };

    joined(h, "Ben", bens);
    must(rv_people_token_make(h->people, "Ada", "nightly export", token, &h->err));
    must(rv_people_each_session(h->people, "Ada", see, &s, &h->err));
    assert_int_equal(s.sessions, 1);
    assert_int_equal(s.tokens, 1);
    refuses(rv_people_end(h->people, "Ben", s.hash, &h->err), RV_ENOTFOUND, "no such session or token");
    assert_true(rv_people_token(h->people, token, &found));
    must(rv_people_end(h->people, "Ada", s.hash, &h->err));
    assert_false(rv_people_token(h->people, token, &found));
    refuses(rv_people_end(h->people, "Ada", "xyz", &h->err), RV_EINVAL, "64 hexadecimal digits");
    rv_people_end_all(h->people, "Ada", NULL);
    assert_false(rv_people_session(h->people, id, &found));
    assert_true(rv_people_session(h->people, bens, &found));
    (void)session;
}

static void the_oldest_of_fifty_one_sessions_ends(void **state)
{
    house *h = *state;
    char first[RV_SESSION_ID], id[RV_SESSION_ID];
    rv_session found;
    int i;

    joined(h, "Ada", first);
    for (i = 0; i < 49; i++) {
        pass(1);
        must(rv_people_login(h->people, "Ada", good, home, id, &found, &h->err));
    }
    assert_true(rv_people_session(h->people, first, &found));
    pass(1);
    assert_true(rv_people_session(h->people, id, &found));
    must(login(h, "Ada", good, home));
    assert_true(rv_people_session(h->people, first, &found));    /* it was just used; the second was not */
    assert_true(rv_people_session(h->people, id, &found));
}

static void a_sentence_is_said_once(void **state)
{
    house *h = *state;
    char id[RV_SESSION_ID], sentence[512], *text;
    rv_session session = joined(h, "Ada", id);

    rv_people_say(h->people, &session, "Saved");
    rv_people_said(h->people, &session, sentence);
    assert_string_equal(sentence, "Saved");
    rv_people_said(h->people, &session, sentence);
    assert_string_equal(sentence, "");
    rv_people_say(h->people, &session, "Never in the file");
    house_again(h);
    text = content(h);
    assert_null(strstr(text, "Never in the file"));
    free(text);
}

static void a_visitor_has_a_token_that_only_their_cookie_makes(void **state)
{
    house *h = *state;
    char id[RV_SESSION_ID], csrf[RV_SESSION_ID], again[RV_SESSION_ID], other[RV_SESSION_ID], theirs[RV_SESSION_ID];

    must(rv_people_visitor(h->people, id, csrf, &h->err));
    must(rv_people_visitor(h->people, other, theirs, &h->err));
    assert_true(rv_people_visitor_csrf(h->people, id, again));
    assert_string_equal(csrf, again);
    assert_string_not_equal(csrf, theirs);
    assert_false(rv_people_visitor_csrf(h->people, "x", again));
}

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void a_hundred_thousand_identifiers_are_all_different(void **state)
{
    enum { MANY = 100000 };
    char (*ids)[RV_SESSION_ID] = malloc(MANY * sizeof *ids);
    house *h = *state;
    size_t i;

    assert_non_null(ids);
    for (i = 0; i < MANY; i++) {
        must(rv_random_id(ids[i], &h->err));
        assert_int_equal(strlen(ids[i]), RV_SESSION_ID - 1);
    }
    qsort(ids, MANY, sizeof *ids, by_text);
    for (i = 1; i < MANY; i++)
        assert_string_not_equal(ids[i - 1], ids[i]);
    free(ids);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, house_up, house_down)
    const struct CMUnitTest tests[] = {
        T(a_link_gives_a_password_and_a_session_once), T(a_newer_link_ends_the_one_before_and_time_ends_both),
        T(a_password_that_is_refused_leaves_the_link_good),
        T(a_link_made_by_another_program_is_known_at_once_and_survives_our_writes), T(a_second_server_on_one_file_is_refused),
        T(login_gives_a_new_session_each_time_and_logout_ends_it_for_good),
        T(a_new_password_ends_all_other_sessions_and_tokens),
        T(a_new_link_that_is_taken_ends_everything_that_the_old_password_let_in),
        T(a_session_ends_when_it_is_idle_or_old), T(no_clock_that_jumps_revives_a_session),
        T(sessions_and_their_times_outlive_a_stop), T(a_token_is_no_cookie_and_a_cookie_no_token),
        T(a_person_sees_their_own_sessions_and_tokens_and_ends_them), T(the_oldest_of_fifty_one_sessions_ends),
        T(a_sentence_is_said_once), T(a_visitor_has_a_token_that_only_their_cookie_makes),
        T(a_hundred_thousand_identifiers_are_all_different),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
