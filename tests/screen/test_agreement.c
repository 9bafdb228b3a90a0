#include <config.h>

#include "tests/screen/votes.h"

/* Pairs and tables as text: "ann bob 1 0 0 0 0 0 0 0 2;", then "all 3 reports 2 people". */
static rv_status write_pair(void *user, const rv_agreement_pair *pair, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%s %s", pair->first, pair->second);
    for (int i = 0; i < 9; i++)
        rv_buf_printf(user, " %lld", (long long)pair->table[i / 3][i % 3]);
    rv_buf_char(user, ';');
    return RV_OK;
}

static rv_status write_all(void *user, const rv_agreement_all *all, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "all %zu reports %zu people %lld/%lld/%lld", all->reports, all->people, (long long)all->include,
                  (long long)all->unsure, (long long)all->exclude);
    return RV_OK;
}

static void is(scratch *s, rv_store *store, const rv_protocol *p, rv_agreement_query query, const char *want)
{
    rv_buf text = RV_BUF_INIT;
    query.stage = TA;
    must(rv_screen_agreements(store, p, &query, write_pair, write_all, &text, &s->err));
    assert_string_equal(rv_buf_str(&text), want);
    rv_buf_free(&text);
}

static void every_pair_has_its_table(void **state)
{
    scratch *s = *state;
    rv_store *store = votes_review(s);
    rv_protocol *p = votes_plan(s);
    votes_cast(s, store, p, "bob", 1, "include", 0, NULL);
    votes_cast(s, store, p, "ann", 1, "unsure", 0, NULL);
    votes_cast(s, store, p, "cara", 1, "exclude", 0, NULL);
    votes_cast(s, store, p, "ann", 2, "exclude", 0, NULL);
    votes_cast(s, store, p, "bob", 2, "exclude", 0, NULL);
    votes_cast(s, store, p, "ann", 3, "include", 0, NULL);            /* alone: shows nowhere */
    is(s, store, p, (rv_agreement_query){ 0 },
       "ann bob 0 0 0 1 0 0 0 0 1;ann cara 0 0 0 0 0 1 0 0 0;bob cara 0 0 1 0 0 0 0 0 0;all 2 reports 3 people 1/1/3");
    is(s, store, p, (rv_agreement_query){ .first = "bob", .second = "ann" }, "bob ann 0 1 0 0 0 0 0 0 1;all 2 reports 3 people 1/1/3");
    is(s, store, p, (rv_agreement_query){ .first = "ann", .second = "dora" }, "ann dora 0 0 0 0 0 0 0 0 0;all 2 reports 3 people 1/1/3");
    rv_protocol_free(p);
    rv_store_close(store);
}

/* The same votes on one report by ann's copy and by bob's order of writing. */
static void a_change_of_mind_counts_only_before_the_report_is_open(void **state)
{
    scratch *s = *state;
    rv_store *store = votes_review(s);
    rv_protocol *p = votes_plan(s);
    votes_cast(s, store, p, "ann", 1, "exclude", 0, NULL);
    votes_cast(s, store, p, "ann", 1, "include", 1, NULL);            /* before bob: counts */
    votes_cast(s, store, p, "bob", 1, "exclude", 2, NULL);
    is(s, store, p, (rv_agreement_query){ 0 }, "ann bob 0 0 1 0 0 0 0 0 0;all 1 reports 2 people 1/0/1");
    votes_cast(s, store, p, "bob", 1, "include", 3, NULL);            /* having seen ann's */
    is(s, store, p, (rv_agreement_query){ 0 }, "ann bob 0 0 1 0 0 0 0 0 0;all 1 reports 2 people 1/0/1");
    ((rv_stage *)&p->stages[0])->blind = false;                       /* where nothing is blind what stands counts */
    is(s, store, p, (rv_agreement_query){ 0 }, "ann bob 1 0 0 0 0 0 0 0 0;all 1 reports 2 people 2/0/0");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void a_vote_taken_back_closes_the_report(void **state)
{
    scratch *s = *state;
    rv_store *store = votes_review(s);
    rv_protocol *p = votes_plan(s);
    votes_cast(s, store, p, "ann", 1, "include", 0, NULL);
    votes_cast(s, store, p, "bob", 1, "include", 1, NULL);
    votes_cast(s, store, p, "bob", 1, "none", 2, NULL);
    is(s, store, p, (rv_agreement_query){ 0 }, "all 0 reports 0 people 0/0/0");
    rv_protocol_free(p);
    rv_store_close(store);
}

static void a_period_takes_votes_of_its_days(void **state)
{
    scratch *s = *state;
    rv_store *store = votes_review(s);
    rv_protocol *p = votes_plan(s);
    for (int i = 0; i < 4; i++) {
        votes_cast(s, store, p, "ann", i + 1, "include", 2 * i, NULL);
        votes_cast(s, store, p, "bob", i + 1, i % 2 ? "exclude" : "include", 2 * i, NULL);
    }
    is(s, store, p, (rv_agreement_query){ .from = "2026-01-03", .to = "2026-01-05" }, "ann bob 1 0 1 0 0 0 0 0 0;all 2 reports 2 people 3/0/1");
    is(s, store, p, (rv_agreement_query){ .to = "2026-01-02" }, "ann bob 1 0 0 0 0 0 0 0 0;all 1 reports 2 people 2/0/0");
    is(s, store, p, (rv_agreement_query){ .from = "2027-01-01" }, "all 0 reports 0 people 0/0/0");
    refuses(rv_screen_agreements(store, p, &(rv_agreement_query){ .stage = TA, .from = "2026-02-30" }, NULL, NULL, NULL, &s->err), RV_EINVAL,
            "'2026-02-30' is not a day");
    refuses(rv_screen_agreements(store, p, &(rv_agreement_query){ .stage = "x" }, NULL, NULL, NULL, &s->err), RV_EINVAL, "not a stage");
    refuses(rv_screen_agreements(store, p, &(rv_agreement_query){ .stage = TA, .first = "a", .second = "a" }, NULL, NULL, NULL, &s->err),
            RV_EINVAL, "given twice");
    refuses(rv_screen_agreements(store, p, &(rv_agreement_query){ .stage = TA, .first = "a" }, NULL, NULL, NULL, &s->err), RV_EINVAL,
            "one is given");
    rv_protocol_free(p);
    rv_store_close(store);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)
    const struct CMUnitTest tests[] = {
        T(every_pair_has_its_table), T(a_change_of_mind_counts_only_before_the_report_is_open), T(a_vote_taken_back_closes_the_report),
        T(a_period_takes_votes_of_its_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
