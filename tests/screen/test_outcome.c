#include <config.h>

#include "tests/screen/team.h"

/* So many votes on one report, then what they come to: "included", "excluded REASON", "conflict", "waiting". */
typedef struct {
    const char *votes[4];         /* "include", "exclude design" ... by ann, bob, cara, dora */
    const char *want;
} case_row;

static const char *const voters[] = { "ann", "bob", "cara", "dora" };

static rv_status write_outcome(void *user, const rv_screen_status *row, rv_error *err)
{
    static const char *const words[] = { "waiting", "conflict", "included", "excluded", "", "aside" };

    (void)err;
    if (strcmp(row->stage, TA) == 0)
        rv_buf_printf(user, "%s%s%s", words[row->outcome], *row->reason ? " " : "", row->reason);
    return RV_OK;
}

static void cast(scratch *s, rv_store *store, rv_protocol *p, const char *who, const char *says)
{
    char verdict[16];
    const size_t n = strcspn(says, " ");

    snprintf(verdict, sizeof verdict, "%.*s", (int)n, says);
    must(vote(s, store, p, who, 1, TA, verdict, says[n] ? says + n + 1 : NULL));
}

static void come_to(scratch *s, rv_protocol *p, const case_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        rv_store *store = review_of(s, 1);
        rv_buf text = RV_BUF_INIT;
        for (int k = 0; k < 4 && rows[i].votes[k]; k++)
            cast(s, store, p, voters[k], rows[i].votes[k]);
        must(rv_screen_each(store, p, NULL, write_outcome, &text, &s->err));
        if (strcmp(rv_buf_str(&text), rows[i].want) != 0)
            fail_msg("row %zu is '%s', expected '%s'", i + 1, rv_buf_str(&text), rows[i].want);
        rv_buf_free(&text);
        rv_store_close(store);
        must(remove(s->path) == 0 ? RV_OK : RV_EIO);
    }
}

/* Three reasons in the team's order, for the first stage. */
static rv_protocol *with_reasons(scratch *s)
{
    static const rv_reason reasons[] = { { "age", "Other age", "" }, { "design", "No trial", "" }, { "outcome", "Other outcome", "" } };
    rv_protocol *p = plan(s);

    p->reasons = reasons;
    p->n_reasons = N(reasons);
    return p;
}

static void as_a_rule_votes_that_differ_are_a_conflict(void **state)
{
    static const case_row rows[] = {
        { { "include" }, "waiting" }, { { "include", "include" }, "included" }, { { "exclude age", "exclude age" }, "excluded age" },
        { { "include", "exclude age" }, "conflict" }, { { "include", "unsure" }, "conflict" }, { { "unsure", "unsure" }, "conflict" },
        { { "exclude age", "unsure" }, "conflict" }, { { "include", "later" }, "waiting" }, { { "later", "later" }, "waiting" },
        { { "exclude age", "later", "exclude age" }, "excluded age" },
    };
    scratch *s = *state;
    rv_protocol *p = with_reasons(s);

    come_to(s, p, rows, N(rows));
    rv_protocol_free(p);
}

static void include_wins_only_when_all_votes_are_there(void **state)
{
    static const case_row rows[] = {
        { { "include" }, "waiting" }, { { "include", "later" }, "waiting" }, { { "include", "exclude age" }, "included" },
        { { "exclude age", "include" }, "included" }, { { "unsure", "exclude age" }, "included" }, { { "unsure", "unsure" }, "included" },
        { { "exclude age", "exclude design" }, "excluded age" },
    };
    scratch *s = *state;
    rv_protocol *p = with_reasons(s);

    stage_of(p, 0)->include_wins = true;
    come_to(s, p, rows, N(rows));
    rv_protocol_free(p);
}

static void the_first_reason_in_the_team_s_order_counts(void **state)
{
    static const case_row rows[] = {
        { { "exclude outcome", "exclude age" }, "excluded age" }, { { "exclude outcome design", "exclude outcome" }, "excluded design" },
        { { "exclude outcome", "exclude outcome" }, "excluded outcome" },
    };
    scratch *s = *state;
    rv_protocol *p = with_reasons(s);

    come_to(s, p, rows, N(rows));
    rv_protocol_free(p);
}

static rv_status write_reasons(void *user, const rv_screen_status *row, rv_error *err)
{
    (void)err;
    if (strcmp(row->stage, TA) == 0)
        rv_buf_printf(user, "%s|%s", row->reason, row->reasons);
    return RV_OK;
}

static void tells_all_reasons(scratch *s, rv_store *store, rv_protocol *p, const char *want)
{
    rv_buf text = RV_BUF_INIT;

    must(rv_screen_each(store, p, NULL, write_reasons, &text, &s->err));
    assert_string_equal(rv_buf_str(&text), want);
    rv_buf_free(&text);
}

static void all_reasons_of_those_who_excluded_are_told_the_one_that_counts_first(void **state)
{
    scratch *s = *state;
    rv_protocol *p = with_reasons(s);
    rv_store *store = review_of(s, 1);

    cast(s, store, p, "ann", "exclude outcome design");
    tells_all_reasons(s, store, p, "|");                                 /* waits: nothing is told */
    cast(s, store, p, "bob", "exclude outcome age");
    tells_all_reasons(s, store, p, "age|age design outcome");
    p->n_reasons = 2;                                                    /* the protocol gave outcome up */
    tells_all_reasons(s, store, p, "age|age design outcome");
    p->n_reasons = 3;
    cast(s, store, p, "bob", "include");
    tells_all_reasons(s, store, p, "|");
    must(resolve(s, store, p, "cara", 1, "exclude", "outcome design"));  /* of the resolution alone */
    tells_all_reasons(s, store, p, "design|design outcome");
    rv_store_close(store);
    rv_protocol_free(p);
}

static void reasons_that_must_agree_are_the_first_of_each(void **state)
{
    static const case_row rows[] = {
        { { "exclude age", "exclude age" }, "excluded age" }, { { "exclude age", "exclude design" }, "conflict" },
        { { "exclude design outcome", "exclude design" }, "excluded design" }, { { "exclude outcome design", "exclude outcome" }, "conflict" },
        { { "exclude age" }, "waiting" }, { { "include", "exclude age" }, "conflict" }, { { "include", "include" }, "included" },
    };
    scratch *s = *state;
    rv_protocol *p = with_reasons(s);

    stage_of(p, 0)->reasons_agree = true;
    come_to(s, p, rows, N(rows));
    stage_of(p, 0)->include_wins = true;
    come_to(s, p, (const case_row[]){ { { "exclude age", "exclude design" }, "conflict" }, { { "include", "exclude age" }, "included" } }, 2);
    stage_of(p, 0)->include_wins = stage_of(p, 0)->reasons_agree = false;
    stage_of(p, 0)->reviewers = 3;
    stage_of(p, 0)->reasons_agree = true;
    come_to(s, p, (const case_row[]){ { { "exclude age", "exclude age" }, "waiting" },
                                 { { "exclude age", "exclude age", "exclude design" }, "conflict" },
                                 { { "exclude design", "exclude age", "exclude age" }, "conflict" } }, 3);
    rv_protocol_free(p);
}

static void no_resolution_is_needed_where_include_wins_and_one_settles_reasons(void **state)
{
    scratch *s = *state;
    rv_protocol *p = with_reasons(s);
    rv_store *store = review_of(s, 1);
    rv_buf text = RV_BUF_INIT;

    stage_of(p, 0)->include_wins = true;
    cast(s, store, p, "ann", "include");
    cast(s, store, p, "bob", "exclude age");
    refuses(resolve(s, store, p, "cara", 1, "exclude", "age"), RV_EINVAL, "there is no conflict on report 1");
    stage_of(p, 0)->reasons_agree = true;
    cast(s, store, p, "ann", "exclude design");
    must(resolve(s, store, p, "cara", 1, "exclude", "design"));
    must(rv_screen_each(store, p, NULL, write_outcome, &text, &s->err));
    assert_string_equal(rv_buf_str(&text), "excluded design");
    rv_buf_free(&text);
    rv_store_close(store);
    rv_protocol_free(p);
}

/* One person's two votes, on records merged later, are for people to settle, whatever the rule. */
static void include_does_not_win_over_oneself(void **state)
{
    scratch *s = *state;
    rv_protocol *p = with_reasons(s);
    rv_store *store = review_of(s, 2);
    rv_buf text = RV_BUF_INIT;
    char hex[RV_DIGEST_HEX];

    stage_of(p, 0)->include_wins = true;
    cast(s, store, p, "ann", "include");
    must(vote(s, store, p, "ann", 2, TA, "exclude", "age"));
    cast(s, store, p, "bob", "include");
    must(rv_dedup_judge(store, "ann", &(rv_dedup_judgement){ 1, 2, RV_DEDUP_SAME, "one" }, hex, &s->err));
    must(rv_screen_each(store, p, NULL, write_outcome, &text, &s->err));
    assert_string_equal(rv_buf_str(&text), "conflict");
    rv_buf_free(&text);
    rv_store_close(store);
    rv_protocol_free(p);
}

static void putting_off_takes_an_earlier_vote_back(void **state)
{
    scratch *s = *state;
    rv_protocol *p = with_reasons(s);
    rv_store *store = review_of(s, 1);
    rv_buf text = RV_BUF_INIT;

    cast(s, store, p, "ann", "include");
    cast(s, store, p, "bob", "include");
    cast(s, store, p, "bob", "later");
    must(rv_screen_each(store, p, NULL, write_outcome, &text, &s->err));
    assert_string_equal(rv_buf_str(&text), "waiting");
    rv_buf_clear(&text);
    cast(s, store, p, "bob", "include");
    must(rv_screen_each(store, p, NULL, write_outcome, &text, &s->err));
    assert_string_equal(rv_buf_str(&text), "included");
    refuses(vote(s, store, p, "bob", 1, TA, "later", "age"), RV_EINVAL, "only an exclusion has a reason");
    rv_buf_free(&text);
    rv_store_close(store);
    rv_protocol_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(as_a_rule_votes_that_differ_are_a_conflict), T(include_wins_only_when_all_votes_are_there),
        T(the_first_reason_in_the_team_s_order_counts),
        T(all_reasons_of_those_who_excluded_are_told_the_one_that_counts_first),
        T(reasons_that_must_agree_are_the_first_of_each),
        T(no_resolution_is_needed_where_include_wins_and_one_settles_reasons), T(include_does_not_win_over_oneself),
        T(putting_off_takes_an_earlier_vote_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
