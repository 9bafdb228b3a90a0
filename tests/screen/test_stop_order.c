#include <config.h>

#include "tests/screen/votes.h"

/* "of 6: 2+ 1- 3+r, 1 undecided" */
static char *order_of(scratch *s, rv_store *store, const rv_protocol *p, const char *viewer)
{
    rv_screen_order o;
    rv_buf text = RV_BUF_INIT;
    must(rv_screen_order_load(&o, store, p, TA, viewer, &s->err));
    rv_buf_printf(&text, "of %zu:", o.order.total);
    for (size_t i = 0; i < o.order.screened; i++)
        rv_buf_printf(&text, " %lld%s%s", (long long)o.reports[i], o.order.relevant[i] ? "+" : "-", o.order.random[i] ? "r" : "");
    rv_buf_printf(&text, ", %zu undecided", o.undecided);
    rv_screen_order_free(&o);
    return text.data;
}

static void is(scratch *s, rv_store *store, const rv_protocol *p, const char *viewer, const char *want)
{
    char *text = order_of(s, store, p, viewer);
    assert_string_equal(text, want);
    free(text);
}

static void reports_stand_in_the_order_of_their_first_vote(void **state)
{
    scratch *s = *state;
    rv_store *store = votes_review(s);
    rv_protocol *p = votes_plan(s);
    is(s, store, p, "ann", "of 6:, 0 undecided");
    votes_cast(s, store, p, "ann", 3, "include", 1, "ranked");
    votes_cast(s, store, p, "ann", 1, "exclude", 2, "random");
    votes_cast(s, store, p, "bob", 1, "exclude", 3, "ranked");
    votes_cast(s, store, p, "bob", 2, "include", 0, "ranked");
    is(s, store, p, "ann", "of 6: 3+ 1-r, 1 undecided");
    is(s, store, p, "bob", "of 6: 2+ 1-r, 1 undecided");
    is(s, store, p, NULL, "of 6: 1-r, 0 undecided");
    votes_cast(s, store, p, "ann", 3, "exclude", 5, NULL);            /* a change of mind keeps its place */
    votes_cast(s, store, p, "ann", 2, "include", 6, NULL);
    votes_cast(s, store, p, "ann", 4, "later", 7, NULL);
    is(s, store, p, "ann", "of 6: 2+ 3- 1-r, 1 undecided");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void a_conflict_counts_by_one_s_own_vote_until_it_is_resolved(void **state)
{
    scratch *s = *state;
    rv_store *store = votes_review(s);
    rv_protocol *p = votes_plan(s);
    const rv_decision d = { 1, TA, "cara", "exclude", "design", NULL, NULL };
    char hex[RV_DIGEST_HEX];
    votes_cast(s, store, p, "ann", 1, "unsure", 1, NULL);
    votes_cast(s, store, p, "bob", 1, "exclude", 2, NULL);
    is(s, store, p, "ann", "of 6: 1+, 1 undecided");
    is(s, store, p, "bob", "of 6: 1-, 1 undecided");
    is(s, store, p, "dora", "of 6:, 0 undecided");
    must(rv_screen_resolve(store, p, "cara", &d, 1, hex, &s->err));
    is(s, store, p, "ann", "of 6: 1-, 0 undecided");
    is(s, store, p, "dora", "of 6: 1-, 0 undecided");
    rv_protocol_free(p);
    rv_store_close(store);
}

/* Whatever bob says of reports that ann has not voted on, or says alone, ann's order stays byte for byte. */
static void another_s_blind_votes_change_nothing(void **state)
{
    static const char *const verdicts[] = { "include", "exclude", "unsure", "later" };
    scratch *s = *state;
    rv_protocol *p = votes_plan(s);
    char *first = NULL;
    for (size_t i = 0; i < N(verdicts); i++) {
        rv_store *store = votes_review(s);
        char *now;
        votes_cast(s, store, p, "ann", 1, "include", 1, NULL);
        votes_cast(s, store, p, "bob", 1, "include", 1, NULL);
        votes_cast(s, store, p, "ann", 2, "exclude", 2, NULL);
        votes_cast(s, store, p, "bob", 3, verdicts[i], (int)i, i % 2 ? "random" : "ranked");
        votes_cast(s, store, p, "bob", 4, verdicts[3 - i], 0, NULL);
        now = order_of(s, store, p, "ann");
        if (first)
            assert_string_equal(now, first);
        if (first)
            free(now);
        else
            first = now;
        rv_store_close(store);
        must(remove(s->path) == 0 ? RV_OK : RV_EIO);
    }
    free(first);
    rv_protocol_free(p);
}

static void a_stage_that_is_none_is_refused(void **state)
{
    scratch *s = *state;
    rv_store *store = votes_review(s);
    rv_protocol *p = votes_plan(s);
    rv_screen_order o;
    refuses(rv_screen_order_load(&o, store, p, "abstract", "ann", &s->err), RV_EINVAL, "'abstract' is not a stage");
    assert_null(o.reports);
    rv_screen_order_free(&o);
    must(rv_screen_order_load(&o, store, p, "full-text", "ann", &s->err));
    assert_int_equal(o.order.total, 0);
    rv_screen_order_free(&o);
    rv_protocol_free(p);
    rv_store_close(store);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)
    const struct CMUnitTest tests[] = {
        T(reports_stand_in_the_order_of_their_first_vote), T(a_conflict_counts_by_one_s_own_vote_until_it_is_resolved),
        T(another_s_blind_votes_change_nothing), T(a_stage_that_is_none_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
