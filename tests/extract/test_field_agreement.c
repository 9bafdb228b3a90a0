#include <config.h>

/* How far two people agreed, and the intervals of it. */
#include "extract/kappa.h"
#include "review/screen.h"
#include "tests/extract/double.h"

/* Newcombe (1998) Stat Med 17:857-872, table I, score method, as printed to four digits. */
static void shares_have_the_score_interval(void **state)
{
    static const struct { size_t hits, n; double lo, hi; } printed[] = {
        { 81, 263, .2553, .3662 }, { 15, 148, .0624, .1605 }, { 0, 20, 0, .1611 }, { 1, 29, .0061, .1718 },
    };
    double lo, hi;

    (void)state;
    for (size_t i = 0; i < sizeof printed / sizeof *printed; i++) {
        rv_share_interval(printed[i].hits, printed[i].n, &lo, &hi);
        assert_close(lo, printed[i].lo, 5e-5);
        assert_close(hi, printed[i].hi, 5e-5);
        rv_share_interval(printed[i].n - printed[i].hits, printed[i].n, &lo, &hi);
        assert_close(lo, 1 - printed[i].hi, 5e-5);
        assert_close(hi, 1 - printed[i].lo, 5e-5);
    }
    rv_share_interval(0, 0, &lo, &hi);
    assert_true(isnan(lo) && isnan(hi));
}

/* The second route is the agreement of screening, which has the same formula from other code. */
static void kappa_is_that_of_screening(void **state)
{
    uint64_t seed = 5;

    (void)state;
    for (int round = 0; round < 200; round++) {
        const size_t k = 2 + (size_t)(round % 2);
        size_t table[9];
        int64_t same[9];
        rv_agree_two want;
        double kappa, lo, hi;
        for (size_t i = 0; i < k * k; i++) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
            table[i] = (seed >> 33) % 12 + (i % (k + 1) == 0 ? 5 : 0);
            same[i] = (int64_t)table[i];
        }
        must(rv_kappa_of(table, k, &kappa, &lo, &hi, &err));
        must(rv_agree_table(same, k, .95, &want, &err));
        assert_close(kappa, want.kappa.kappa, 1e-12);
        assert_close(lo, want.kappa.ci_lo, 1e-9);
        assert_close(hi, fmin(1, want.kappa.ci_hi), 1e-9);
    }
}

static void kappa_is_not_defined_where_both_always_say_one_thing(void **state)
{
    const size_t one[] = { 7, 0, 0, 0 }, none[] = { 0, 0, 0, 0 }, all[] = { 3, 0, 0, 4 };
    double kappa, lo, hi;

    (void)state;
    must(rv_kappa_of(one, 2, &kappa, &lo, &hi, &err));
    assert_true(isnan(kappa) && isnan(lo) && isnan(hi));
    must(rv_kappa_of(none, 2, &kappa, &lo, &hi, &err));
    assert_true(isnan(kappa));
    must(rv_kappa_of(all, 2, &kappa, &lo, &hi, &err));
    assert_close(kappa, 1, 1e-12);
    assert_true(isnan(lo) && isnan(hi));       /* no spread is no certainty */
}

/* ---- Of a review --------------------------------------------------------------------------------------------------------------------- */

static rv_status note_row(void *user, const rv_field_agreement *a, rv_error *e)
{
    (void)user;
    (void)e;
    rv_buf_printf(&told, "%s%s%s %zu of %zu + %zu", a->field, a->field[0] ? ":" : "", a->level, a->agree, a->both, a->alone);
    if (!isnan(a->kappa))
        rv_buf_printf(&told, " kappa %.4f", a->kappa);
    rv_buf_text(&told, "\n");
    return RV_OK;
}

static const char *agreement(void)
{
    told.length = 0;
    rv_buf_text(&told, "");
    must(rv_extract_agreement(store, protocol, note_row, NULL, &err));
    return rv_buf_str(&told);
}

/* Ten studies: of design they say alike in eight; bob leaves one country empty; of the rest they say alike. */
static int ten_studies(void **state)
{
    char label[20];

    if (new_review(state) != 0)
        return -1;
    for (int k = 0; k < 2; k++)
        for (int i = 0; i < 10; i++) {
            snprintf(label, sizeof label, "S%d", i);
            enter();
            study(label);
            value(label, "", "", "design", i < 5 && !(k && i == 0) ? "randomised" : k && i == 9 ? "unclear" : "matched");
            if (!(k && i == 3))
                value(label, "", "", "country", "Peru");
            must(entered_by(k ? "bob" : "ann"));
            done(k ? "bob" : "ann", label);
        }
    return 0;
}

static const char *const before_consensus = "design:study 8 of 10 + 0 kappa 0.6364\ncountry:study 9 of 9 + 1\nall fields 17 of 19 + 1\n";

static void agreement_counts_what_was_said_before_the_study_was_open(void **state)
{
    (void)state;
    assert_string_equal(agreement(), before_consensus);
    must(rv_extract_done(store, "bob", (const char *const[]){ "S0", "S3" }, 2, false, hex, &err));
    enter();
    value("S0", "", "", "design", "randomised");
    value("S3", "", "", "country", "Peru");
    must(entered_by("bob"));
    done("bob", "S0");
    done("bob", "S3");
    assert_string_equal(differences(RV_WHICH_OPEN, NULL), "study S9|S9 design: matched / unclear (state) open=\n");
    assert_string_equal(agreement(), before_consensus);
    enter();
    study("T");
    value("T", "", "", "country", "Chile");
    must(entered_by("ann"));
    assert_string_equal(agreement(), before_consensus);       /* a study that is blind still counts nowhere */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_have_the_score_interval),
        cmocka_unit_test(kappa_is_that_of_screening),
        cmocka_unit_test(kappa_is_not_defined_where_both_always_say_one_thing),
        cmocka_unit_test_setup_teardown(agreement_counts_what_was_said_before_the_study_was_open, ten_studies, end_review),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
