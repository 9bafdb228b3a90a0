#include <config.h>

#include "tests/screen/team.h"

static rv_status write_mark(void *user, const rv_screen_mark *m, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%lld %c %s %s%s;", (long long)m->report, m->stage[0], *m->reviewer ? m->reviewer : "-", m->label ? "#" : "",
                  m->label ? m->label : m->text);
    return RV_OK;
}

static void marks_are(scratch *s, rv_store *store, rv_protocol *p, const char *viewer, const char *want)
{
    rv_buf text = RV_BUF_INIT;

    must(rv_screen_marks(store, p, 0, viewer, write_mark, &text, &s->err));
    assert_string_equal(rv_buf_str(&text), want);
    rv_buf_free(&text);
}

static void remark(scratch *s, rv_store *store, rv_protocol *p, const char *who, int64_t record, const char *text)
{
    char hex[RV_DIGEST_HEX];

    must(rv_screen_remark(store, p, who, record, TA, text, hex, &s->err));
}

static rv_status label(scratch *s, rv_store *store, rv_protocol *p, const char *who, int64_t record, const char *text, bool given)
{
    char hex[RV_DIGEST_HEX];

    return rv_screen_label(store, p, who, record, TA, text, given, hex, &s->err);
}

static void a_mark_is_blind_as_a_vote_is(void **state)
{
    scratch *s = *state;
    rv_store *store = review_of(s, 2);
    rv_protocol *p = plan(s);

    remark(s, store, p, "bob", 1, "Check the authors' site.");
    must(label(s, store, p, "ann", 1, "background", true));
    marks_are(s, store, p, "bob", "1 t bob Check the authors' site.;");
    marks_are(s, store, p, "ann", "1 t ann #background;");
    marks_are(s, store, p, NULL, "");
    must(vote(s, store, p, "ann", 1, TA, "include", NULL));
    must(vote(s, store, p, "bob", 1, TA, "exclude", "design"));
    /* in conflict: as its votes are, without names, and not in the order they were made */
    marks_are(s, store, p, "cara", "1 t - Check the authors' site.;1 t - #background;");
    marks_are(s, store, p, "ann", "1 t ann #background;1 t - Check the authors' site.;");
    marks_are(s, store, p, NULL, "");
    must(resolve(s, store, p, "cara", 1, "include", NULL));
    marks_are(s, store, p, "ann", "1 t bob Check the authors' site.;1 t ann #background;");
    marks_are(s, store, p, NULL, "1 t bob Check the authors' site.;1 t ann #background;");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void where_votes_are_open_marks_are(void **state)
{
    scratch *s = *state;
    rv_store *store = review_of(s, 1);
    rv_protocol *p = plan(s);

    stage_of(p, 0)->blind = false;
    remark(s, store, p, "bob", 1, "Odd.");
    marks_are(s, store, p, "ann", "1 t bob Odd.;");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void a_label_is_taken_off_by_who_put_it(void **state)
{
    scratch *s = *state;
    rv_store *store = review_of(s, 2);
    rv_protocol *p = plan(s);

    must(label(s, store, p, "ann", 1, "pilot", true));
    must(label(s, store, p, "ann", 1, "pilot", true));               /* twice is once */
    marks_are(s, store, p, "ann", "1 t ann #pilot;");
    refuses(label(s, store, p, "bob", 1, "pilot", false), RV_EINVAL, "bob has not put the label 'pilot' on this report");
    must(label(s, store, p, "ann", 1, "pilot", false));
    marks_are(s, store, p, "ann", "");
    must(label(s, store, p, "ann", 1, "pilot", true));
    marks_are(s, store, p, "ann", "1 t ann #pilot;");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void marks_stay_with_records_merged_later(void **state)
{
    scratch *s = *state;
    rv_store *store = review_of(s, 2);
    rv_protocol *p = plan(s);
    char hex[RV_DIGEST_HEX];

    must(label(s, store, p, "ann", 2, "pilot", true));
    remark(s, store, p, "ann", 1, "A first look.");
    must(rv_dedup_judge(store, "ann", &(rv_dedup_judgement){ 1, 2, RV_DEDUP_SAME, "one" }, hex, &s->err));
    marks_are(s, store, p, "ann", "1 t ann #pilot;1 t ann A first look.;");
    must(label(s, store, p, "ann", 1, "pilot", false));
    marks_are(s, store, p, "ann", "1 t ann A first look.;");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void marks_that_say_nothing_are_refused(void **state)
{
    scratch *s = *state;
    rv_store *store = review_of(s, 1);
    rv_protocol *p = plan(s);
    char hex[RV_DIGEST_HEX];

    refuses(rv_screen_remark(store, p, "ann", 1, TA, " ", hex, &s->err), RV_EINVAL, "the remark is empty");
    refuses(rv_screen_remark(store, p, "ann", 9, TA, "Hm.", hex, &s->err), RV_ENOTFOUND, "9");
    refuses(rv_screen_remark(store, p, "ann", 1, "abstract", "Hm.", hex, &s->err), RV_EINVAL, "'abstract' is not a stage");
    refuses(label(s, store, p, "ann", 1, "two\nlines", true), RV_EINVAL, "a label is one line");
    rv_protocol_free(p);
    rv_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_mark_is_blind_as_a_vote_is), T(where_votes_are_open_marks_are), T(a_label_is_taken_off_by_who_put_it),
        T(marks_stay_with_records_merged_later), T(marks_that_say_nothing_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
