#include <config.h>

#include "tests/dedup/records.h"

#include "review/screen.h"

#define TA "title-abstract"

static const rv_bulk_record two[] = { { .title = "One" }, { .title = "Two" } };
RV_STATEMENT(test_newest_event, "SELECT max(id) FROM event");

static rv_protocol *plan(scratch *s)
{
    rv_protocol *protocol;
    char path[512];
    snprintf(path, sizeof path, "%s/tests/data/protocol/small.xml", getenv("top_srcdir") ? getenv("top_srcdir") : ".");
    must(rv_protocol_read(&protocol, path, &s->err));
    return protocol;
}

/* The local id of the act. */
static int64_t vote(scratch *s, rv_store *store, const rv_protocol *p, const char *who, int64_t record, const char *verdict)
{
    const rv_decision d = { record, TA, who, verdict, *verdict == 'e' ? "design" : NULL, NULL, NULL };
    int64_t id;
    must(rv_screen_vote(store, p, who, &d, 1, NULL, &s->err));
    must(rv_store_int(store, &test_newest_event, &id, NULL, &s->err, ""));
    return id;
}

static bool hidden(scratch *s, rv_store *store, const rv_protocol *p, const char *viewer, int64_t event)
{
    rv_blind *blind;
    bool yes;
    must(rv_blind_load(&blind, store, p, viewer, &s->err));
    yes = rv_blind_fact(blind, event, 0);
    assert_int_equal(rv_blind_event(blind, event), yes);
    rv_blind_free(blind);
    return yes;
}

static void a_vote_is_hidden_from_others_until_the_report_is_decided(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_protocol *p = plan(s);
    int64_t first, ann, bob;
    import_records(s, store, two, N(two), 1);
    first = vote(s, store, p, "ann", 1, "unsure");
    ann = vote(s, store, p, "ann", 1, "include");
    assert_false(hidden(s, store, p, "ann", ann));
    assert_true(hidden(s, store, p, "bob", ann));
    assert_true(hidden(s, store, p, "bob", first));                          /* superseded, and as telling */
    assert_true(hidden(s, store, p, NULL, ann));
    assert_true(hidden(s, store, NULL, "bob", ann));
    bob = vote(s, store, p, "bob", 1, "exclude");
    assert_true(hidden(s, store, p, "bob", ann));                            /* a conflict has no names */
    vote(s, store, p, "bob", 1, "include");
    assert_false(hidden(s, store, p, "bob", ann));
    assert_false(hidden(s, store, p, NULL, bob));
    rv_protocol_free(p);
    rv_store_close(store);
}

static void a_stage_the_protocol_has_no_more_is_hidden_while_its_report_waits(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_protocol *p = plan(s), *later = plan(s);
    int64_t ann;
    import_records(s, store, two, N(two), 1);
    ann = vote(s, store, p, "ann", 1, "include");
    ((rv_stage *)later->stages)[0].id = "abstract";
    assert_true(hidden(s, store, later, "bob", ann));
    later->n_stages = 0;
    assert_false(hidden(s, store, later, "bob", ann));
    later->n_stages = 2;
    rv_protocol_free(later);
    rv_protocol_free(p);
    rv_store_close(store);
}

static void what_is_blind_is_counted_by_facts_and_events(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_protocol *p = plan(s);
    rv_blind *blind;
    size_t events;
    const rv_decision both[] = { { 1, TA, "ann", "include", NULL, NULL, NULL }, { 2, TA, "ann", "include", NULL, NULL, NULL } };
    import_records(s, store, two, N(two), 1);
    must(rv_screen_vote(store, p, "ann", both, 2, NULL, &s->err));
    must(rv_blind_load(&blind, store, p, "bob", &s->err));
    assert_int_equal(rv_blind_count(blind, &events), 2);
    assert_int_equal(events, 1);
    rv_blind_free(blind);
    vote(s, store, p, "bob", 2, "include");
    must(rv_blind_load(&blind, store, p, "bob", &s->err));
    assert_int_equal(rv_blind_count(blind, NULL), 1);
    rv_blind_free(blind);
    rv_protocol_free(p);
    rv_store_close(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)
    const struct CMUnitTest tests[] = {
        TEST(a_vote_is_hidden_from_others_until_the_report_is_decided),
        TEST(a_stage_the_protocol_has_no_more_is_hidden_while_its_report_waits),
        TEST(what_is_blind_is_counted_by_facts_and_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
