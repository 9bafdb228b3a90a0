#include <config.h>

#include "tests/dedup/links_support.h"

/* ---- Records at random, with duplicates of every kind -------------------------------------------------------------------- */

enum { BATCHES = 5, BATCH = 60, ALL = BATCHES * BATCH, TEXT = 200 };

typedef struct {
    uint64_t       state;
    rv_bulk_record records[ALL];
    char           titles[ALL][TEXT], people[ALL][TEXT], places[ALL][4][24];
} world;

static uint32_t draw(world *w, uint32_t n)
{
    w->state = w->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(w->state >> 33) % n;
}

static void invent(world *w, size_t i)
{
    static const char *const words[] = {
        "mentoring", "young", "people", "employment", "training", "trial", "effects", "programme", "dropout", "school", "attendance",
        "wages", "longterm", "community", "residential", "coaching", "benefits", "migrants", "rural", "apprentices",
    };
    static const char *const names[] = { "Smith, John", "Garcia, Ana", "Lee, Kim", "Okafor, Ngozi", "Meyer, Ulf", "Rossi, Carla" };
    rv_bulk_record *r = &w->records[i];

    for (size_t k = 0, n = 6 + draw(w, 5); k < n; k++)
        snprintf(w->titles[i] + strlen(w->titles[i]), TEXT - strlen(w->titles[i]), "%s%s", k ? " " : "", words[draw(w, N(words))]);
    for (size_t k = 0, n = 1 + draw(w, 3), first = draw(w, N(names)); k < n; k++)
        snprintf(w->people[i] + strlen(w->people[i]), TEXT - strlen(w->people[i]), "%s%s", k ? "; " : "", names[(first + k) % N(names)]);
    snprintf(w->places[i][0], 24, "%u", 1 + draw(w, 40));
    snprintf(w->places[i][1], 24, "%u", 1 + draw(w, 4));
    snprintf(w->places[i][2], 24, "%u-%u", 10 + draw(w, 500), 520 + draw(w, 30));
    snprintf(w->places[i][3], 24, "10.1000/%u", draw(w, 100000));
    *r = (rv_bulk_record){ .type = "article", .title = w->titles[i], .authors = w->people[i], .year = 1990 + draw(w, 30),
                           .container = "Journal of Youth Studies", .volume = w->places[i][0], .issue = w->places[i][1],
                           .pages = w->places[i][2], .doi = w->places[i][3] };
}

/* An earlier record again, as another source would have it, or as something near it that is not the same. */
static void repeat(world *w, size_t i, size_t of)
{
    rv_bulk_record *r = &w->records[i];

    *r = w->records[of];
    switch (draw(w, 9)) {
    case 0: r->doi = NULL; break;
    case 1: r->doi = NULL; r->pages = NULL; break;
    case 2: r->authors = NULL; break;
    case 3: r->year++; break;
    case 4: r->volume = NULL; r->issue = NULL; r->doi = NULL; break;
    case 5: r->container = NULL; r->pages = NULL; break;
    case 6: snprintf(w->titles[i], TEXT, "Erratum: %s", w->titles[of]); r->title = w->titles[i]; break;
    case 7: r->type = "conference"; r->container = "Annual meeting"; r->doi = NULL; r->pages = "S12"; break;
    default: break;
    }
}

static world *make_world(uint64_t seed)
{
    world *w = calloc(1, sizeof *w);

    assert_non_null(w);
    w->state = seed * 7919 + 17;
    for (size_t i = 0; i < ALL; i++) {
        invent(w, i);
        if (i && draw(w, 2))
            repeat(w, i, draw(w, (uint32_t)i));
    }
    return w;
}

static rv_dedup_summary run(scratch *s, rv_store *store, rv_dedup_run_options how)
{
    rv_dedup_summary summary;
    must(rv_dedup_run(store, "ann", &how, NULL, NULL, &summary, &s->err));
    return summary;
}

static rv_status write_sibling(void *user, const rv_dedup_sibling *sibling, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%zu:%lld;", sibling->group, (long long)sibling->report);
    return RV_OK;
}

/* What the links come to: the reports, the queue, the reports of one study; the caller frees. */
static char *outcome(scratch *s, rv_store *store)
{
    rv_buf text = RV_BUF_INIT;

    for (int64_t i = 1; i <= ALL; i++) {
        int64_t report;
        must(rv_record_report(store, i, &report, &s->err));
        rv_buf_printf(&text, "%lld ", (long long)report);
    }
    must(rv_dedup_queue(store, write_doubt, &text, &s->err));
    must(rv_dedup_study_groups(store, write_sibling, &text, &s->err));
    return text.data;
}

/* The records in batches; a run after the first, and after each other one if `often`, else after the last. */
static rv_store *grow(scratch *s, const char *path, const world *w, bool often)
{
    rv_store *store;

    must(rv_store_create(&store, path, &s->err));
    for (size_t b = 0; b < BATCHES; b++) {
        import_records(s, store, w->records + b * BATCH, BATCH, (int)b);
        if (b == 0 || often || b + 1 == BATCHES) {
            const rv_dedup_summary summary = run(s, store, (rv_dedup_run_options){ 0 });
            assert_int_equal(summary.anew, b == 0);
            assert_int_equal(summary.estimated, b == 0);
            assert_int_equal(strlen(summary.event), 64);
        }
    }
    return store;
}

static void record_by_record_comes_to_the_same_as_all_at_once(void **state)
{
    scratch *s = *state;
    for (uint64_t seed = 1; seed <= 8; seed++) {
        world *w = make_world(seed);
        rv_store *little = grow(s, s->path, w, true), *once = grow(s, s->other, w, false);
        char *a = outcome(s, little), *b = outcome(s, once), *again;
        rv_dedup_summary summary;
        assert_string_equal(a, b);
        summary = run(s, little, (rv_dedup_run_options){ .policy = { .versions_apart = true } });
        assert_true(summary.anew && !summary.estimated);
        run(s, little, (rv_dedup_run_options){ 0 });
        again = outcome(s, little);
        assert_string_equal(a, again);
        free(a);
        free(b);
        free(again);
        rv_store_close(little);
        rv_store_close(once);
        must(remove(s->path) == 0 && remove(s->other) == 0 ? RV_OK : RV_EIO);
        free(w);
    }
}

/* People merge, split and undo between the runs; what they said last stands after every run. */
static void no_run_takes_back_what_people_said(void **state)
{
    scratch *s = *state;
    world *w = make_world(99);
    rv_store *store = scratch_review(s);
    struct { int64_t a, b; bool same; } said[40];
    size_t n = 0;

    for (size_t b = 0; b < BATCHES; b++) {
        import_records(s, store, w->records + b * BATCH, BATCH, (int)b);
        run(s, store, (rv_dedup_run_options){ .estimate = b == 3 });
        for (size_t i = 0; i < n; i++) {
            int64_t x, y;
            must(rv_record_report(store, said[i].a, &x, &s->err));
            must(rv_record_report(store, said[i].b, &y, &s->err));
            assert_int_equal(x == y, said[i].same);
        }
        for (size_t i = 0; i < 6 && n < N(said); i++) {
            const int64_t x = 1 + draw(w, (uint32_t)((b + 1) * BATCH)), y = 1 + draw(w, (uint32_t)((b + 1) * BATCH));
            int64_t p, q;
            char hex[RV_DIGEST_HEX];
            must(rv_record_report(store, x, &p, &s->err));
            must(rv_record_report(store, y, &q, &s->err));
            if (x == y || (p == q && p != x && p != y))
                continue;
            must(judge(s, store, x, y, p == q ? RV_DEDUP_NONE : RV_DEDUP_SAME, hex));
            if (i % 3 == 2) {
                must(rv_dedup_undo(store, "ann", hex, "no", hex, &s->err));
                if (p == q)
                    continue;
            }
            said[n].a = x;
            said[n].b = y;
            said[n++].same = p != q && i % 3 != 2;
        }
    }
    assert_true(n > 10);
    rv_store_close(store);
    free(w);
}

/* ---- One thing at a time -------------------------------------------------------------------------------------------------- */

#define TITLE "Effects of mentoring on school attendance among young people"
#define SMITH .type = "article", .title = TITLE, .authors = "Smith, John", .year = 2010
static const rv_bulk_record first[] = { { SMITH, .doi = "10.1000/x" }, { SMITH }, { .title = "Cash transfers and crime: a field trial" } };
static const rv_bulk_record third[] = { { SMITH, .doi = "10.1000/x", .volume = "3" } };

static void only_what_is_new_is_compared(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_dedup_summary summary;
    import_records(s, store, first, N(first), 1);
    assert_int_equal(run(s, store, (rv_dedup_run_options){ 0 }).merged, 1);
    summary = run(s, store, (rv_dedup_run_options){ 0 });
    assert_int_equal(summary.compared, 0);
    assert_string_equal(summary.event, "");
    import_records(s, store, third, N(third), 2);
    summary = run(s, store, (rv_dedup_run_options){ 0 });
    assert_int_equal(summary.merged, 1);
    assert_false(summary.anew);
    assert_true(summary.compared > 0);
    rv_store_close(store);
}

static void what_a_run_knew_is_read_back(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_dedup_policy policy;
    char words[RV_DEDUP_POLICY_TEXT];
    bool found;
    must(rv_dedup_policy_used(store, &policy, &found, &s->err));
    assert_false(found);
    import_records(s, store, first, N(first), 1);
    run(s, store, (rv_dedup_run_options){ .policy = { .preprints_one = true } });
    must(rv_dedup_policy_used(store, &policy, &found, &s->err));
    assert_true(found);
    assert_string_equal(rv_dedup_policy_words(&policy, words), "versions one, preprints one, editions apart");
    assert_true(run(s, store, (rv_dedup_run_options){ 0 }).anew);
    assert_false(run(s, store, (rv_dedup_run_options){ 0 }).anew);
    assert_true(run(s, store, (rv_dedup_run_options){ .estimate = true }).estimated);
    rv_store_close(store);
}

static void a_run_that_compares_anew_takes_back_what_no_longer_holds(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    char hex[RV_DIGEST_HEX];
    rv_dedup_summary summary;
    import_records(s, store, first, N(first), 1);
    run_said(s, store, 1, 3, "same", .9, hex);
    run_said(s, store, 2, 3, "unsure", .5, hex);
    stands(s, store, 3, "1-3 same;2-3 unsure; 1 2 1");
    summary = run(s, store, (rv_dedup_run_options){ 0 });
    assert_int_equal(summary.withdrawn, 2);
    stands(s, store, 3, "1-2 same; 1 1 3");
    must(rv_dedup_undo(store, "ann", summary.event, "as it was", hex, &s->err));
    stands(s, store, 3, "1-3 same;2-3 unsure; 1 2 1");
    rv_store_close(store);
}

static void an_edited_record_is_compared_again(void **state)
{
    static const rv_bulk_record two[] = { { SMITH, .doi = "10.1000/x" }, { .title = "Wages", .authors = "Smith, John", .year = 2010 } };
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    char hex[RV_DIGEST_HEX];
    rv_dedup_summary summary;
    import_records(s, store, two, N(two), 1);
    assert_int_equal(run(s, store, (rv_dedup_run_options){ 0 }).merged, 0);
    must(rv_record_edit(store, "ann", 2, "title", TITLE, "typed by hand", hex, &s->err));
    assert_int_equal(run(s, store, (rv_dedup_run_options){ 0 }).merged, 1);
    must(rv_record_edit(store, "ann", 2, "title", "Wages", "it was right", hex, &s->err));
    summary = run(s, store, (rv_dedup_run_options){ 0 });
    assert_int_equal(summary.withdrawn, 1);
    stands(s, store, 2, " 1 2");
    rv_store_close(store);
}

/* What a person took back stays apart also by way of a third. */
static void what_was_undone_is_not_joined_by_way_of_a_new_record(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    char hex[RV_DIGEST_HEX];
    rv_dedup_summary summary;
    import_records(s, store, first, N(first), 1);
    summary = run(s, store, (rv_dedup_run_options){ 0 });
    must(rv_dedup_undo(store, "ann", summary.event, "two editions", hex, &s->err));
    import_records(s, store, third, N(third), 2);
    summary = run(s, store, (rv_dedup_run_options){ 0 });
    assert_int_equal(summary.merged, 1);
    assert_true(summary.kept_apart > 0);
    stands(s, store, 4, "1-4 same; 1 2 3 1");
    rv_store_close(store);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)
    const struct CMUnitTest tests[] = {
        T(record_by_record_comes_to_the_same_as_all_at_once), T(no_run_takes_back_what_people_said), T(only_what_is_new_is_compared),
        T(what_a_run_knew_is_read_back), T(a_run_that_compares_anew_takes_back_what_no_longer_holds),
        T(an_edited_record_is_compared_again), T(what_was_undone_is_not_joined_by_way_of_a_new_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
