#include <config.h>

#include "tests/screen/world.h"

static rv_status write_mark(void *user, const rv_screen_mark *m, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%lld %s '%s';", (long long)m->report, m->text ? m->text : m->label, m->reviewer);
    return RV_OK;
}

static void marks_are(world *w, const char *viewer, const char *want)
{
    scratch *s = w->s;
    rv_buf text = RV_BUF_INIT;
    must(rv_screen_marks(w->store, w->p, 0, viewer, write_mark, &text, &s->err));
    assert_string_equal(rv_buf_str(&text), want);
    rv_buf_free(&text);
}

static void counts_are(world *w, int64_t waiting, int64_t conflicts)
{
    scratch *s = w->s;
    rv_screen_counts c;
    must(rv_screen_count(w->store, w->p, TA, &c, &s->err));
    assert_int_equal(c.waiting, waiting);
    assert_int_equal(c.conflicts, conflicts);
}

static rv_status send_back(world *w, const char *who, int64_t record, const char *remark)
{
    char hex[RV_DIGEST_HEX];
    return rv_screen_send_back(w->store, w->p, who, record, TA, remark, hex, &w->s->err);
}

static void a_conflict_sent_back_waits_for_the_same_two_again(void **state)
{
    scratch *s = *state;
    world w;
    rv_desk *ann, *cleo;
    world_up(&w, s, 1);
    world_vote(&w, "ann", 1, "include");
    world_vote(&w, "ben", 1, "exclude");
    counts_are(&w, 0, 1);
    must(send_back(&w, "eve", 1, "look at the age once more"));
    counts_are(&w, 1, 0);
    ann = desk_of(&w, w.store, "ann", RV_DESK_ORDER, 0);
    cleo = desk_of(&w, w.store, "cleo", RV_DESK_ORDER, 0);
    assert_int_equal(next_of(&w, ann), 1);
    assert_int_equal(next_of(&w, cleo), 0);          /* it is theirs, not a third person's */
    rv_desk_close(ann);
    rv_desk_close(cleo);
    world_vote(&w, "ann", 1, "exclude");
    counts_are(&w, 1, 0);
    world_vote(&w, "ben", 1, "exclude");
    counts_are(&w, 0, 0);
    world_down(&w);
}

static void the_remark_is_read_at_once_without_a_name(void **state)
{
    scratch *s = *state;
    world w;
    char hex[RV_DIGEST_HEX];
    world_up(&w, s, 1);
    must(rv_screen_remark(w.store, w.p, "ben", 1, TA, "a secret of ben", hex, &s->err));
    world_vote(&w, "ann", 1, "include");
    world_vote(&w, "ben", 1, "exclude");
    must(send_back(&w, "eve", 1, "look at the age once more"));
    marks_are(&w, "ann", "1 look at the age once more '';");
    marks_are(&w, "ben", "1 a secret of ben 'ben';1 look at the age once more '';");
    marks_are(&w, NULL, "");
    world_vote(&w, "ann", 1, "exclude");
    world_vote(&w, "ben", 1, "exclude");
    marks_are(&w, "ann", "1 a secret of ben 'ben';1 look at the age once more 'eve';");
    world_down(&w);
}

static void only_a_conflict_of_others_is_sent_back_and_with_a_word(void **state)
{
    scratch *s = *state;
    world w;
    world_up(&w, s, 2);
    world_vote(&w, "ann", 1, "include");
    assert_int_equal(send_back(&w, "eve", 1, "why"), RV_EINVAL);
    assert_string_equal(s->err.message, "there is no conflict on report 1 at title-abstract that could be sent back");
    world_vote(&w, "ben", 1, "exclude");
    assert_int_equal(send_back(&w, "ann", 1, "why"), RV_EINVAL);
    assert_string_equal(s->err.message, "ann has voted on report 1 at title-abstract; a conflict is sent back by another person");
    assert_int_equal(send_back(&w, "eve", 1, " "), RV_EINVAL);
    assert_int_equal(send_back(&w, "eve", 77, "why"), RV_ENOTFOUND);
    counts_are(&w, 1, 1);
    world_down(&w);
}

static void a_review_with_a_conflict_sent_back_is_sound(void **state)
{
    scratch *s = *state;
    world w;
    rv_verification found;
    world_up(&w, s, 1);
    world_vote(&w, "ann", 1, "include");
    world_vote(&w, "ben", 1, "unsure");
    must(send_back(&w, "eve", 1, "please say yes or no"));
    must(rv_store_verify(w.store, NULL, 0, NULL, &found, &s->err));
    assert_string_equal(verdict_of(&w, "ann", 1), "none");
    world_down(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(a_conflict_sent_back_waits_for_the_same_two_again),
        world_test(the_remark_is_read_at_once_without_a_name),
        world_test(only_a_conflict_of_others_is_sent_back_and_with_a_word),
        world_test(a_review_with_a_conflict_sent_back_is_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
