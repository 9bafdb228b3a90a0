#include <config.h>

#include "tests/dedup/records.h"

#include "review/screen.h"

#define TA "title-abstract"

static const rv_bulk_record three[] = { { .title = "One" }, { .title = "Two" }, { .title = "Three" } };

/* The small protocol with one text changed. */
static char *amended(scratch *s, const char *base, const char *from, const char *to)
{
    char path[512], *at, *text;
    rv_buf bytes = RV_BUF_INIT, out = RV_BUF_INIT;
    snprintf(path, sizeof path, "%s/tests/data/protocol/small.xml", getenv("top_srcdir") ? getenv("top_srcdir") : ".");
    if (!base)
        must(rv_file_read(path, 1 << 20, &bytes, &s->err));
    text = strdup(base ? base : rv_buf_str(&bytes));
    at = strstr(text, from);
    assert_non_null(at);
    rv_buf_add(&out, text, (size_t)(at - text));
    rv_buf_text(&out, to);
    rv_buf_text(&out, at + strlen(from));
    free(text);
    rv_buf_free(&bytes);
    return out.data;
}

static rv_protocol *adopt(scratch *s, rv_store *store, int version, const char *xml)
{
    const rv_cell cells[] = { RV_CELL_OF_INT("version", version), RV_CELL_OF_TEXT("digest", "00"), RV_CELL_OF_TEXT("xml", xml) };
    rv_protocol *p;
    rv_event *event;
    must(rv_event_begin(&event, store, "protocol.set", "ann", false, &s->err));
    must(rv_event_add(event, "protocol", cells, N(cells), NULL, &s->err));
    must(rv_event_commit(event, NULL, &s->err));
    must(rv_protocol_parse(&p, "protocol", xml, strlen(xml), &s->err));
    return p;
}

static void vote(scratch *s, rv_store *store, const rv_protocol *p, const char *who, int64_t record, const char *verdict)
{
    const rv_decision d = { record, TA, who, verdict, *verdict == 'e' ? "design" : NULL, NULL, NULL };
    must(rv_screen_vote(store, p, who, &d, 1, NULL, &s->err));
}

static rv_status write_row(void *user, const rv_reconsidered *r, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%lld %s %s %s %s %s %d-%d;", (long long)r->report, r->reviewer, r->verdict, r->part, r->id, r->change, r->from, r->to);
    return RV_OK;
}

static void asks(scratch *s, rv_store *store, const rv_protocol *p, const char *viewer, const char *want)
{
    rv_buf text = RV_BUF_INIT;
    must(rv_screen_reconsider(store, p, viewer, write_row, &text, &s->err));
    assert_string_equal(rv_buf_str(&text), want);
    rv_buf_free(&text);
}

/* Version 1; report 1 included by both, 2 excluded by both, 3 included by ann alone. */
static rv_store *screened(scratch *s)
{
    rv_store *store = scratch_review(s);
    char *xml = amended(s, NULL, "version=\"1\"", "version=\"1\"");
    rv_protocol *p = adopt(s, store, 1, xml);
    import_records(s, store, three, N(three), 1);
    vote(s, store, p, "ann", 1, "include");
    vote(s, store, p, "bob", 1, "include");
    vote(s, store, p, "ann", 2, "exclude");
    vote(s, store, p, "bob", 2, "exclude");
    vote(s, store, p, "ann", 3, "include");
    vote(s, store, p, "bob", 3, "unsure");
    vote(s, store, p, "bob", 3, "none");
    asks(s, store, p, "ann", "");
    rv_protocol_free(p);
    free(xml);
    return store;
}

static void each_change_asks_for_what_rests_on_it(void **state)
{
    static const struct { const char *from, *to, *ann; } cases[] = {
        { "<reason id=\"design\"", "<exclude id=\"old\">Before 1990.</exclude><reason id=\"design\"",
          "1 ann include criterion old added 1-2;1 bob include criterion old added 1-2;3 ann include criterion old added 1-2;" },
        { "Randomised.", "Randomised, two arms.",
          "1 ann include criterion trial changed 1-2;1 bob include criterion trial changed 1-2;2 ann exclude criterion trial changed 1-2;"
          "2 bob exclude criterion trial changed 1-2;3 ann include criterion trial changed 1-2;" },
        { "No trial", "Not randomised", "2 ann exclude reason design changed 1-2;2 bob exclude reason design changed 1-2;" },
        { "No numbers", "No figures", "" },
        { "Title and abstract\" reviewers=\"2\"", "Title and abstract\" reviewers=\"3\"",
          "1 ann include stage title-abstract changed 1-2;2 ann exclude stage title-abstract changed 1-2;"
          "3 ann include stage title-abstract changed 1-2;" },
        { "A small review", "A smaller review", "" },
        { "<population>People", "<population>Young people",
          "1 ann include question population changed 1-2;1 bob include question population changed 1-2;"
          "2 ann exclude question population changed 1-2;2 bob exclude question population changed 1-2;"
          "3 ann include question population changed 1-2;" },
    };
    scratch *s = *state;
    for (size_t i = 0; i < N(cases); i++) {
        rv_store *store = screened(s);
        char *xml = amended(s, NULL, cases[i].from, cases[i].to);
        rv_protocol *p = adopt(s, store, 2, xml);
        asks(s, store, p, "ann", cases[i].ann);
        rv_protocol_free(p);
        free(xml);
        rv_store_close(store);
        assert_int_equal(remove(s->path), 0);
    }
}

static void a_criterion_removed_asks_for_exclusions(void **state)
{
    scratch *s = *state;
    rv_store *store = screened(s);
    char *two = amended(s, NULL, "<include id=\"trial\">Randomised.</include>", "<include id=\"any\">Any design.</include>");
    rv_protocol *p = adopt(s, store, 2, two);
    asks(s, store, p, "dan", "1 ann include criterion any added 1-2;1 bob include criterion any added 1-2;"
                             "2 ann exclude criterion trial removed 1-2;2 bob exclude criterion trial removed 1-2;");
    rv_protocol_free(p);
    free(two);
    rv_store_close(store);
}

static void what_is_decided_again_drops_out_and_what_was_changed_back_is_none(void **state)
{
    scratch *s = *state;
    rv_store *store = screened(s);
    char *two = amended(s, NULL, "Randomised.", "Randomised, two arms."), *three_ = amended(s, two, "No trial", "Not randomised"),
         *four = amended(s, three_, "Randomised, two arms.", "Randomised.");
    rv_protocol *p = adopt(s, store, 2, two);
    vote(s, store, p, "ann", 1, "include");                                  /* confirmed */
    asks(s, store, p, "bob", "1 bob include criterion trial changed 1-2;2 ann exclude criterion trial changed 1-2;"
                             "2 bob exclude criterion trial changed 1-2;");
    rv_protocol_free(p);
    p = adopt(s, store, 3, three_);
    vote(s, store, p, "ann", 2, "exclude");
    asks(s, store, p, "ann", "1 bob include criterion trial changed 1-2;2 bob exclude criterion trial changed 1-2;"
                             "2 bob exclude reason design changed 1-3;3 ann include criterion trial changed 1-2;");
    rv_protocol_free(p);
    p = adopt(s, store, 4, four);
    asks(s, store, p, "ann", "1 ann include criterion trial changed 2-4;2 ann exclude criterion trial changed 3-4;"
                             "2 bob exclude reason design changed 1-3;");
    rv_protocol_free(p);
    free(two);
    free(three_);
    free(four);
    rv_store_close(store);
}

static void another_s_vote_shows_only_on_reports_that_are_decided(void **state)
{
    scratch *s = *state;
    rv_store *store = screened(s);
    char *two = amended(s, NULL, "Randomised.", "Randomised, two arms.");
    rv_protocol *p = adopt(s, store, 2, two);
    static const char decided[] = "1 ann include criterion trial changed 1-2;1 bob include criterion trial changed 1-2;"
                                  "2 ann exclude criterion trial changed 1-2;2 bob exclude criterion trial changed 1-2;";
    asks(s, store, p, "bob", decided);                                       /* not ann's on 3 */
    asks(s, store, p, NULL, decided);
    rv_protocol_free(p);
    free(two);
    rv_store_close(store);
}

static void the_resolution_of_a_conflict_is_asked_for_alone(void **state)
{
    scratch *s = *state;
    rv_store *store = screened(s);
    char *one = amended(s, NULL, "version=\"1\"", "version=\"1\""), *two = amended(s, NULL, "Randomised.", "Randomised, two arms.");
    rv_protocol *p;
    const rv_decision d = { 3, TA, "cara", "include", NULL, NULL, NULL };
    must(rv_protocol_parse(&p, "protocol", one, strlen(one), &s->err));
    vote(s, store, p, "bob", 3, "exclude");
    must(rv_screen_resolve(store, p, "cara", &d, 1, NULL, &s->err));
    rv_protocol_free(p);
    p = adopt(s, store, 2, two);
    vote(s, store, p, "ann", 1, "include");
    vote(s, store, p, "bob", 1, "include");
    vote(s, store, p, "ann", 2, "exclude");
    vote(s, store, p, "bob", 2, "exclude");
    asks(s, store, p, "ann", "3 cara include criterion trial changed 1-2;");
    rv_protocol_free(p);
    free(one);
    free(two);
    rv_store_close(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)
    const struct CMUnitTest tests[] = {
        TEST(each_change_asks_for_what_rests_on_it),
        TEST(a_criterion_removed_asks_for_exclusions),
        TEST(what_is_decided_again_drops_out_and_what_was_changed_back_is_none),
        TEST(another_s_vote_shows_only_on_reports_that_are_decided),
        TEST(the_resolution_of_a_conflict_is_asked_for_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
