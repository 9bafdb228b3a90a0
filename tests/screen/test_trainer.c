#include <config.h>

#include "tests/screen/world.h"

enum { HALF = 20 };

/* The first half is of dogs, the second of jobs. */
static void two_subjects(world *w)
{
    rv_bulk_record records[2 * HALF];
    static char titles[2 * HALF][64];
    for (size_t i = 0; i < 2 * HALF; i++) {
        snprintf(titles[i], sizeof titles[i], i < HALF ? "Feeding dogs and puppies of kind %zu" : "Training young people for jobs, site %zu", i);
        records[i] = (rv_bulk_record){ .title = titles[i], .year = 2000,
                                       .abstract = i < HALF ? "Dogs were fed meat." : "Youth were trained and employed in jobs." };
    }
    import_records(w->s, w->store, records, N(records), 9);
}

static void train(world *w, rv_trainer *trainer, rv_desk *desk, size_t want)
{
    scratch *s = w->s;
    const int64_t *ids;
    const signed char *labels;
    const double *scores;
    size_t n;
    must(rv_desk_labels(desk, &ids, &labels, &n, &s->err));
    must(rv_trainer_feed(trainer, ids, labels, n, &s->err));
    must(rv_trainer_take(trainer, 30, &ids, &scores, &n, &s->err));
    assert_int_equal(n, want);
    must(rv_desk_rank(desk, ids, scores, n, &s->err));
}

static void what_is_like_the_included_comes_first(void **state)
{
    scratch *s = *state;
    world w;
    rv_trainer *trainer;
    rv_desk *ann;
    rv_desk_item item;
    world_up(&w, s, 1);
    two_subjects(&w);
    must(rv_trainer_open(&trainer, s->path, w.p, NULL, &s->err));
    ann = desk_of(&w, w.store, "ann", RV_DESK_RANKED, 0);
    (void)says(&w, ann, 2, "exclude");
    (void)says(&w, ann, 30, "include");
    train(&w, trainer, ann, 2 * HALF + 1);
    (void)says(&w, ann, next_of(&w, ann), "later");  /* it lay on the desk before */
    for (int i = 0; i < 10; i++) {
        must(rv_desk_next(ann, &item, &s->err));
        assert_string_equal(item.served, "ranked");
        assert_true(item.report > HALF + 1);
        (void)says(&w, ann, item.report, "include");
        train(&w, trainer, ann, 2 * HALF + 1);
    }
    rv_desk_close(ann);
    rv_trainer_close(trainer);
    world_down(&w);
}

static void without_labels_the_words_of_the_protocol_rank(void **state)
{
    scratch *s = *state;
    world w;
    rv_trainer *trainer;
    rv_protocol p;
    rv_desk *ann;
    world_up(&w, s, 1);
    two_subjects(&w);
    p = *w.p;
    p.question = "Are young people who are trained employed in jobs?";
    must(rv_trainer_open(&trainer, s->path, &p, NULL, &s->err));
    ann = desk_of(&w, w.store, "ann", RV_DESK_RANKED, 0);
    train(&w, trainer, ann, 2 * HALF + 1);
    assert_true(next_of(&w, ann) > HALF + 1);
    rv_desk_close(ann);
    rv_trainer_close(trainer);
    world_down(&w);
}

static void records_imported_meanwhile_are_ranked_too(void **state)
{
    scratch *s = *state;
    world w;
    rv_trainer *trainer;
    rv_desk *ann;
    world_up(&w, s, 3);
    must(rv_trainer_open(&trainer, s->path, w.p, "u4", &s->err));
    ann = desk_of(&w, w.store, "ann", RV_DESK_RANKED, 0);
    (void)says(&w, ann, 1, "include");
    train(&w, trainer, ann, 3);
    two_subjects(&w);
    (void)next_of(&w, ann);
    train(&w, trainer, ann, 3 + 2 * HALF);
    rv_desk_close(ann);
    rv_trainer_close(trainer);
    world_down(&w);
}

static void an_abstract_edited_meanwhile_is_read_again(void **state)
{
    scratch *s = *state;
    world w;
    rv_trainer *trainer;
    const int64_t ids[] = { 2, 3, 4, 30, 31 }, *found;
    const signed char labels[] = { 0, -1, -1, 1, -1 };
    const double *scores;
    double before;
    char hex[RV_DIGEST_HEX];
    size_t n;
    world_up(&w, s, 1);
    two_subjects(&w);
    must(rv_trainer_open(&trainer, s->path, w.p, NULL, &s->err));
    must(rv_trainer_feed(trainer, ids, labels, 5, &s->err));
    must(rv_trainer_take(trainer, 30, &found, &scores, &n, &s->err));
    assert_int_equal(n, 5);
    assert_true(scores[1] < scores[4]);
    before = scores[1];
    must(rv_record_edit(w.store, "ann", 3, "abstract", "Youth were trained and employed in jobs.", "typed in", hex, &s->err));
    must(rv_trainer_feed(trainer, ids, labels, 5, &s->err));
    must(rv_trainer_take(trainer, 30, &found, &scores, &n, &s->err));
    assert_int_equal(n, 5);
    assert_true(scores[1] > before + .01);
    rv_trainer_close(trainer);
    world_down(&w);
}

static void after_a_failure_no_older_scores_come_as_new_ones(void **state)
{
    scratch *s = *state;
    world w;
    rv_trainer *trainer;
    const int64_t ids[] = { 1, 2, 3 }, *found;
    const signed char labels[] = { 0, 1, -1 }, wrong[] = { 0, 1, 7 };
    const double *scores;
    size_t n;
    world_up(&w, s, 3);
    must(rv_trainer_open(&trainer, s->path, w.p, NULL, &s->err));
    for (int i = 0; i < 2; i++) {
        must(rv_trainer_feed(trainer, ids, labels, 3, &s->err));
        must(rv_trainer_take(trainer, 30, &found, &scores, &n, &s->err));
        assert_int_equal(n, 3);
    }
    must(rv_trainer_feed(trainer, ids, wrong, 3, &s->err));
    assert_true(rv_trainer_take(trainer, 30, &found, &scores, &n, &s->err) != RV_OK);
    must(rv_trainer_take(trainer, 0, &found, &scores, &n, &s->err));
    assert_int_equal(n, 0);
    must(rv_trainer_feed(trainer, ids, labels, 3, &s->err));
    must(rv_trainer_take(trainer, 30, &found, &scores, &n, &s->err));
    assert_int_equal(n, 3);
    rv_trainer_close(trainer);
    world_down(&w);
}

static void nothing_waits_for_it_and_it_ends_at_once(void **state)
{
    scratch *s = *state;
    world w;
    rv_trainer *trainer;
    rv_desk *ann;
    const int64_t *ids;
    const signed char *labels;
    const double *scores;
    size_t n;
    double begin;
    world_up(&w, s, 1);
    two_subjects(&w);
    ann = desk_of(&w, w.store, "ann", RV_DESK_RANKED, 0);
    must(rv_desk_labels(ann, &ids, &labels, &n, &s->err));
    begin = rv_clock();
    for (int i = 0; i < 20; i++) {
        must(rv_trainer_open(&trainer, s->path, w.p, NULL, &s->err));
        if (i % 2)
            must(rv_trainer_feed(trainer, ids, labels, n, &s->err));
        must(rv_trainer_take(trainer, 0, &ids, &scores, &n, &s->err));
        must(rv_desk_labels(ann, &ids, &labels, &n, &s->err));
        rv_trainer_close(trainer);
    }
    assert_true(rv_clock() - begin < 20);
    rv_desk_close(ann);
    world_down(&w);
}

static void what_fails_in_the_background_is_told_and_a_model_must_exist(void **state)
{
    scratch *s = *state;
    world w;
    rv_trainer *trainer;
    const int64_t one = 1, *ids;
    const signed char label = -1;
    const double *scores;
    size_t n;
    world_up(&w, s, 1);
    refuses(rv_trainer_open(&trainer, s->path, w.p, "oracle", &s->err), RV_EINVAL, "oracle");
    must(rv_trainer_open(&trainer, s->other, w.p, NULL, &s->err));
    must(rv_trainer_feed(trainer, &one, &label, 1, &s->err));
    refuses(rv_trainer_take(trainer, 30, &ids, &scores, &n, &s->err), RV_ENOTFOUND, s->other);
    must(rv_trainer_take(trainer, 0, &ids, &scores, &n, &s->err));
    assert_int_equal(n, 0);
    rv_trainer_close(trainer);
    world_down(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(what_is_like_the_included_comes_first),
        world_test(without_labels_the_words_of_the_protocol_rank),
        world_test(records_imported_meanwhile_are_ranked_too),
        world_test(an_abstract_edited_meanwhile_is_read_again),
        world_test(after_a_failure_no_older_scores_come_as_new_ones),
        world_test(nothing_waits_for_it_and_it_ends_at_once),
        world_test(what_fails_in_the_background_is_told_and_a_model_must_exist),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
