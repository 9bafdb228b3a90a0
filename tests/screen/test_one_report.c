#include <config.h>

#include <string.h>

#include "tests/support.h"
#include "tests/screen/world.h"

/* What is told of one report, as a line. */
typedef struct { rv_buf line; } telling;

static rv_status add_row(void *user, const rv_screen_status *row, rv_error *err)
{
    telling *t = user;
    (void)err;
    rv_buf_printf(&t->line, "%s:%d %d %s%s ", row->stage, (int)row->outcome, row->votes, row->verdict, row->postponed ? " put off" : "");
    return RV_OK;
}

static rv_status add_decision(void *user, const rv_standing_decision *d, rv_error *err)
{
    telling *t = user;
    (void)err;
    rv_buf_printf(&t->line, "[%s %s %s]", d->stage, d->reviewer, d->verdict);
    return RV_OK;
}

static void is_told(world *w, const char *viewer, int64_t report, const char *want)
{
    scratch *s = w->s;
    telling t = { RV_BUF_INIT };
    must(rv_screen_report(w->store, w->p, report, viewer, add_row, add_decision, &t, &s->err));
    assert_string_equal(rv_buf_str(&t.line), want);
    rv_buf_free(&t.line);
}

static void anothers_vote_is_told_when_both_have_voted(void **state)
{
    world w;
    world_up(&w, *state, 3);
    world_vote(&w, "bob", 2, "include");
    is_told(&w, "ann", 2, TA ":0 0  " FT ":4 0  ");
    is_told(&w, "bob", 2, TA ":0 1 include " FT ":4 0  [" TA " bob include]");
    world_vote(&w, "ann", 2, "include");
    is_told(&w, "ann", 2, TA ":2 2 include " FT ":0 0  [" TA " ann include][" TA " bob include]");
    world_down(&w);
}

static void a_report_alone_is_told_as_among_all(void **state)
{
    scratch *s = *state;
    telling all = { RV_BUF_INIT }, one = { RV_BUF_INIT };
    world w;
    world_up(&w, s, 4);
    world_vote(&w, "bob", 1, "include");
    world_vote(&w, "ann", 1, "exclude");
    world_vote(&w, "ann", 3, "unsure");
    merge(&w, 3, 4);
    must(rv_screen_each(w.store, w.p, "ann", add_row, &all, &s->err));
    must(rv_screen_report(w.store, w.p, 1, "ann", add_row, NULL, &one, &s->err));
    must(rv_screen_report(w.store, w.p, 2, "ann", add_row, NULL, &one, &s->err));
    must(rv_screen_report(w.store, w.p, 3, "ann", add_row, NULL, &one, &s->err));
    assert_string_equal(rv_buf_str(&one.line), rv_buf_str(&all.line));
    rv_buf_free(&all.line);
    rv_buf_free(&one.line);
    world_down(&w);
}

static void what_a_person_put_off_is_told_to_them_until_they_vote(void **state)
{
    world w;
    world_up(&w, *state, 2);
    world_vote(&w, "ann", 1, "later");
    is_told(&w, "ann", 1, TA ":0 0  put off " FT ":4 0  ");
    is_told(&w, "bob", 1, TA ":0 0  " FT ":4 0  ");
    world_vote(&w, "ann", 1, "unsure");
    is_told(&w, "ann", 1, TA ":0 1 unsure " FT ":4 0  [" TA " ann unsure]");
    world_down(&w);
}

static void a_record_that_names_no_report_is_not_found(void **state)
{
    scratch *s = *state;
    telling t = { RV_BUF_INIT };
    world w;
    world_up(&w, s, 2);
    merge(&w, 1, 2);
    assert_int_equal(rv_screen_report(w.store, w.p, 2, "ann", add_row, NULL, &t, &s->err), RV_ENOTFOUND);
    assert_string_equal(s->err.message, "there is no report 2");
    assert_int_equal(rv_screen_report(w.store, w.p, 77, "ann", add_row, NULL, &t, &s->err), RV_ENOTFOUND);
    rv_buf_free(&t.line);
    world_down(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(anothers_vote_is_told_when_both_have_voted),
        world_test(a_report_alone_is_told_as_among_all),
        world_test(what_a_person_put_off_is_told_to_them_until_they_vote),
        world_test(a_record_that_names_no_report_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
