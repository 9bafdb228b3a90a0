#include <config.h>

#include "tests/screen/world.h"

static rv_status write_state(void *user, const rv_report_state *state, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%lld %lld %s '%s' %s;", (long long)state->report, (long long)state->record, state->state, state->note, state->who);
    return RV_OK;
}

static void states_are(world *w, int64_t report, const char *want)
{
    scratch *s = w->s;
    rv_buf text = RV_BUF_INIT;
    must(rv_screen_states(w->store, report, write_state, &text, &s->err));
    assert_string_equal(rv_buf_str(&text), want);
    rv_buf_free(&text);
}

static void say(world *w, const char *who, int64_t record, const char *state, const char *note)
{
    scratch *s = w->s;
    char hex[RV_DIGEST_HEX];
    must(rv_screen_state(w->store, who, record, state, note, hex, &s->err));
}

static void the_newest_state_of_each_report_counts(void **state)
{
    scratch *s = *state;
    world w;
    world_up(&w, s, 3);
    states_are(&w, 0, "");
    say(&w, "ann", 2, "awaiting", "asked the authors");
    say(&w, "ben", 1, "sought", NULL);
    say(&w, "ben", 2, "unobtainable", NULL);
    states_are(&w, 0, "1 1 sought '' ben;2 2 unobtainable '' ben;");
    states_are(&w, 2, "2 2 unobtainable '' ben;");
    states_are(&w, 3, "");
    world_down(&w);
}

static void records_of_one_report_have_one_state(void **state)
{
    scratch *s = *state;
    world w;
    world_up(&w, s, 3);
    say(&w, "ann", 1, "awaiting", "first");
    say(&w, "ann", 3, "ongoing", "second");
    merge(&w, 1, 3);
    states_are(&w, 0, "1 3 ongoing 'second' ann;");
    states_are(&w, 3, "1 3 ongoing 'second' ann;");
    world_down(&w);
}

static void a_report_of_which_nothing_was_said_tells_nothing(void **state)
{
    scratch *s = *state;
    world w;
    world_up(&w, s, 2);
    say(&w, "ann", 1, "sought", NULL);
    states_are(&w, 2, "");
    states_are(&w, 9, "");
    world_down(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(the_newest_state_of_each_report_counts),
        world_test(records_of_one_report_have_one_state),
        world_test(a_report_of_which_nothing_was_said_tells_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
