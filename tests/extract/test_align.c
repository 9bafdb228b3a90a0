#include <config.h>

/* Which rows of two versions are one, for whatever versions there are. */
#include "extract/match.h"
#include "tests/extract/double.h"

static uint64_t seed = 11;

static size_t below(size_t n)
{
    uint64_t z = (seed += UINT64_C(0x9E3779B97F4A7C15));

    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return (size_t)((z ^ z >> 31) % n);
}

/* ---- The pairing ------------------------------------------------------------------------------------------------------------------- */

/* The greatest sum by trying everything. */
static double best_of(const double *gain, size_t n, size_t m, size_t i, unsigned used)
{
    double best = i < n ? best_of(gain, n, m, i + 1, used) : 0;

    for (size_t j = 0; i < n && j < m; j++)
        if (!(used & 1u << j) && gain[i * m + j] > 0)
            best = fmax(best, gain[i * m + j] + best_of(gain, n, m, i + 1, used | 1u << j));
    return best;
}

static void the_pairing_gains_as_much_as_any(void **state)
{
    (void)state;
    for (int round = 0; round < 2000; round++) {
        const size_t n = below(7), m = below(7);
        double gain[49], sum = 0;
        size_t to[7] = { 0 };
        unsigned used = 0;
        for (size_t i = 0; i < n * m; i++)
            gain[i] = ((double)below(100) - 40) / (round % 2 ? 100 : 10000);
        must(rv_match(gain, n, m, to, &err));
        for (size_t i = 0; i < n; i++) {
            if (to[i] == SIZE_MAX)
                continue;
            assert_true(to[i] < m && !(used & 1u << to[i]));
            used |= 1u << to[i];
            assert_true(gain[i * m + to[i]] > 0);
            sum += gain[i * m + to[i]];
        }
        assert_close(sum, best_of(gain, n, m, 0, 0), 1e-12);
    }
}

static void names_are_compared_by_their_words(void **state)
{
    (void)state;
    assert_close(rv_name_likeness("Control group", "the control"), 1, 1e-12);
    assert_close(rv_name_likeness("control", "Comparison arm"), 1, 1e-12);
    assert_close(rv_name_likeness("training group", "control group"), 0, 1e-12);
    assert_close(rv_name_likeness("job training", "job placement"), .5, 1e-12);
    assert_close(rv_name_likeness("trained", "train"), .8, 1e-12);
    assert_close(rv_name_likeness("6 months", "60 months"), .5, 1e-12);
    assert_close(rv_name_likeness("the group", "group"), 2. / 3, 1e-12);
    assert_close(rv_time_likeness(12, 13), 1 - 2. / 13, 1e-12);
    assert_close(rv_time_likeness(12, 24), 0, 1e-12);
    assert_true(rv_same_folded("Café 3", "cafe-3"));
    assert_false(rv_same_folded("+", "-"));
}

/* ---- Whole versions ---------------------------------------------------------------------------------------------------------------- */

enum { ROWS = 7 };

static const char *const arms[ROWS] = { "programme", "control", "waiting list", "job search only", "mentoring", "subsidy low", "subsidy high" };
static const char *const outcomes[ROWS] = { "employed", "hours worked", "earnings per week", "in education", "NEET", "wages", "has a degree" };

static void shuffle(size_t order[ROWS])
{
    for (size_t i = 0; i < ROWS; i++)
        order[i] = i;
    for (size_t i = ROWS; i > 1; i--) {
        const size_t j = below(i), was = order[i - 1];
        order[i - 1] = order[j];
        order[j] = was;
    }
}

static const char *text(const char *format, ...)
{
    char out[100];
    va_list list;

    va_start(list, format);
    vsnprintf(out, sizeof out, format, list);
    va_end(list);
    return rv_hoard_text(&entry.memory, out);
}

static void the_same_version_in_another_order_is_the_same(void **state)
{
    char want[2000] = "";

    (void)state;
    for (size_t k = 0; k < 2; k++) {
        size_t order[ROWS];
        shuffle(order);
        enter();
        study("S");
        for (size_t i = 0; i < ROWS; i++) {
            const size_t r = order[i];
            part("S", "arm", arms[r]);
            part("S", "outcome", outcomes[r]);
            /* two results of one outcome and time: what they say tells them apart */
            for (size_t twin = 0; twin < 2; twin++) {
                const char *key = text("%s%zu.%zu", k ? "b" : "a", r, twin);
                result("S", key, "programme v control", r % 2 ? "work" : "pay", outcomes[r], text("%zu", 6 + 6 * (r / 2)));
                value("S", "result", key, "n_treat", text("%zu", 100 + 10 * r + twin));
                value("S", "result", key, "treat_value", text("%zu.5", 3 * r + 7 * twin));
            }
        }
        must(entered_by(k ? "bob" : "ann"));
        done(k ? "bob" : "ann", "S");
    }
    aligned("S");
    for (size_t r = 0; r < ROWS; r++) {
        snprintf(want, sizeof want, "arm %s=%s\n", arms[r], arms[r]);
        assert_non_null(strstr(rv_buf_str(&told), want));
        for (size_t twin = 0; twin < 2; twin++) {
            snprintf(want, sizeof want, "result a%zu.%zu=b%zu.%zu\n", r, twin, r, twin);
            if (!strstr(rv_buf_str(&told), want))
                fail_msg("%s is not in\n%s", want, rv_buf_str(&told));
        }
    }
    assert_string_equal(differences(RV_WHICH_OPEN, NULL), "");
}

/* Any version of anything: some parts and results, some values, some of them alike. */
static size_t random_version(const char *who, const char *label)
{
    static const char *const kinds[] = { "arm", "outcome", "time", "contrast" };
    static const char *const fields[] = { "randomised", "scale", "followed", "basis" };
    size_t values = 0;

    enter();
    study(label);
    for (size_t i = 0; i < 3; i++)
        if (below(2)) {
            value(label, "", "", i == 0 ? "design" : i == 1 ? "country" : "settings",
                  i == 0 ? below(2) ? "randomised" : "matched" : i == 1 ? text("land %zu", below(2)) : below(2) ? "school" : "work; home");
            values++;
        }
    for (size_t i = 0; i < 6; i++) {
        const size_t k = below(4);
        const char *key = k == 2 ? text("%zu", 6 + below(3)) : text("%s%s", arms[below(ROWS)], below(2) ? " group" : "");
        part(label, kinds[k], key);
    }
    for (size_t i = 0; i < entry.n_parts; i++) {
        bool again = false;
        const char *kind = entry.parts[i].kind;
        const size_t k = strcmp(kind, "arm") == 0 ? 0 : strcmp(kind, "outcome") == 0 ? 1 : strcmp(kind, "time") == 0 ? 2 : 3;
        for (size_t j = 0; j < i; j++)
            again |= strcmp(entry.parts[j].kind, kind) == 0 && strcmp(entry.parts[j].key, entry.parts[i].key) == 0;
        if (again || below(3) == 0)
            continue;
        value(label, kind, entry.parts[i].key, fields[k],
              k == 3 ? below(2) ? "assigned" : "not reported" : k == 1 ? text("scale %zu", below(3)) : text("%zu", below(4)));
        values++;
    }
    for (size_t i = 0; i < below(7); i++) {
        const char *key = text("%s-%s-%zu", label, who, i);
        result(label, key, below(2) ? "a v b" : "b v c", below(2) ? "work" : "pay", outcomes[below(ROWS)], below(3) ? text("%zu", 6 * below(4)) : "");
        for (size_t f = 0; f < 2; f++)
            if (below(4)) {
                value(label, "result", key, f ? "n_treat" : "treat_value", text("%zu", 1 + below(3)));
                values++;
            }
    }
    must(entered_by(who));
    done(who, label);
    return values;
}

/* Rows of each side told so far, as "side kind key". */
static rv_status each_row_once(void *user, const rv_aligned *r, rv_error *e)
{
    rv_buf *seen = user;

    (void)e;
    for (int k = 0; k < 2; k++) {
        char mark[200];
        if (!r->keys[k][0])
            continue;
        snprintf(mark, sizeof mark, "\n%d %s %s\n", k, r->row, r->keys[k]);
        if (strstr(rv_buf_str(seen), mark))
            fail_msg("twice:%s", mark);
        rv_buf_text(seen, mark);
    }
    return RV_OK;
}

static int64_t rows_of(const char *who)
{
    static const rv_statement parts = { "test_parts", "SELECT COUNT(*) FROM (SELECT DISTINCT study, kind, key FROM part WHERE own = ?1) p" };
    static const rv_statement results = { "test_results", "SELECT COUNT(*) FROM result WHERE own = ?1" };
    int64_t n, m;

    must(rv_store_int(store, &parts, &n, NULL, &err, "t", who));
    must(rv_store_int(store, &results, &m, NULL, &err, "t", who));
    return n + m;
}

static size_t count_marks(const rv_buf *seen)
{
    size_t n = 0;

    for (const char *at = rv_buf_str(seen); (at = strchr(at, '\n')); at++)
        n++;
    return n / 2;
}

/* ann has row and bob has row: a pair counts for two values, a value alone for one. */
static rv_status count_sides(void *user, const rv_difference *d, rv_error *e)
{
    size_t *n = user;
    const bool column = strcmp(d->field, "contrast") == 0 || strcmp(d->field, "domain") == 0 || strcmp(d->field, "outcome") == 0
                        || strcmp(d->field, "months") == 0;

    (void)e;
    if (d->field[0] && !column)
        *n += (d->states[0][0] != 0) + (d->states[1][0] != 0);
    return RV_OK;
}

static void every_row_and_value_of_both_is_somewhere_exactly_once(void **state)
{
    (void)state;
    for (int round = 0; round < 12; round++) {
        rv_buf seen = RV_BUF_INIT;
        rv_difference_count count;
        rv_agreed agreed;
        char label[20];
        size_t entered, told_values = 0;
        const int64_t before = rows_of("ann") + rows_of("bob");

        snprintf(label, sizeof label, "S%d", round);
        entered = random_version("ann", label) + random_version("bob", label);
        must(rv_extract_align(store, protocol, label, each_row_once, &seen, &err));
        assert_int_equal(count_marks(&seen), rows_of("ann") + rows_of("bob") - before);
        must(rv_extract_differences(store, protocol, label, RV_WHICH_ALL, &count, count_sides, &told_values, &err));
        if (told_values != entered)
            fail_msg("%zu of %zu values are in\n%s", told_values, entered, differences(RV_WHICH_ALL, NULL));
        must(rv_extract_agree(store, protocol, "eve", true, (const char *const[]){ label }, 1, NULL, 0, NULL, NULL, &agreed, &err));
        must(rv_extract_agree(store, protocol, "eve", true, (const char *const[]){ label }, 1, NULL, 0, NULL, NULL, &agreed, &err));
        assert_string_equal(agreed.event, "");         /* nothing is taken over twice */
        rv_buf_free(&seen);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_pairing_gains_as_much_as_any),
        cmocka_unit_test(names_are_compared_by_their_words),
        cmocka_unit_test_setup_teardown(the_same_version_in_another_order_is_the_same, new_review, end_review),
        cmocka_unit_test_setup_teardown(every_row_and_value_of_both_is_somewhere_exactly_once, new_review, end_review),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
