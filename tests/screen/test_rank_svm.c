#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/screen/rank_support.h"

/* ---- The index, by hand ---------------------------------------------------------------------------------------------------- */

enum { N = 4 };
static rv_rank_text animals[N] = { { "cat dog", "cat", NULL }, { "cat fish", "", NULL }, { NULL, "dog fish bird", NULL }, { "", NULL, NULL } };

/*
 * Terms (df): cat, dog, fish (2), "cat dog", "dog cat", "cat fish", "dog fish", "fish bird", bird (1); N = 4.
 *     idf(2) = ln(5 / 3) + 1, idf(1) = ln(5 / 2) + 1
 */
static void weights_are_sublinear_frequencies_times_idf_in_rows_of_length_one(void **state)
{
    const double two = log(5 / 3.) + 1, one = log(5 / 2.) + 1, cat = (1 + log(2)) * two;
    const double length2[] = { cat * cat + two * two + 2 * one * one, 2 * two * two + one * one, 2 * two * two + 3 * one * one };
    const double w[] = { 1, 10, 100 };            /* cat, dog, fish: as often, so in the order they are met */
    rv_rank_index *index;
    rv_error err;

    (void)state;
    assert_int_equal(rv_rank_index_open(&index, rv_rank_models[1].how, N, read_text_of, animals, &err), RV_OK);
    assert_int_equal(index->n_terms, 3);
    assert_close(rv_rank_index_dot(index, 0, w), (cat + 10 * two) / sqrt(length2[0]), 1e-6);
    assert_close(rv_rank_index_dot(index, 1, w), (two + 100 * two) / sqrt(length2[1]), 1e-6);
    assert_close(rv_rank_index_dot(index, 2, w), (10 * two + 100 * two) / sqrt(length2[2]), 1e-6);
    assert_close(index->single[0], 2 * one * one / length2[0], 1e-12);
    assert_close(index->single[2], 3 * one * one / length2[2], 1e-12);
    assert_close(rv_rank_index_dot(index, 3, w), 0, 0);
    assert_close(index->single[3], 0, 0);
    rv_rank_index_free(index);
}

static void with_a_saturation_a_second_time_counts_less(void **state)
{
    struct rv_rank_how how = *rv_rank_models[1].how;
    const double two = log(5 / 3.) + 1, one = log(5 / 2.) + 1, k = 1.5, cat = 2 * (k + 1) / (2 + k) * two;
    const double length2 = cat * cat + two * two + 2 * one * one, w[] = { 1, 10, 100 };
    rv_rank_index *index;
    rv_error err;

    (void)state;
    how.saturation = k;
    assert_int_equal(rv_rank_index_open(&index, &how, N, read_text_of, animals, &err), RV_OK);
    assert_close(rv_rank_index_dot(index, 0, w), (cat + 10 * two) / sqrt(length2), 1e-6);
    rv_rank_index_free(index);
}

static void likenesses_to_the_nearest_relevant_records_are_kept_largest_first(void **state)
{
    static rv_rank_text texts[] = { { "red oak", "", NULL }, { "red oak leaf", "", NULL }, { "red", "", NULL }, { "leaf oak", "", NULL },
                                    { "stone", "", NULL }, { "stone", "", NULL } };
    enum { COUNT = sizeof texts / sizeof *texts };
    const signed char one[COUNT] = { -1, 1, 0, -1, -1, -1 }, three[COUNT] = { -1, 1, 1, 1, -1, -1 }, none[COUNT] = { -1, 0, 0, 0, -1, -1 };
    struct rv_rank_how how = *rv_rank_models[1].how;
    rv_rank_index *index;
    rv_rank_near near;
    rv_error err;

    (void)state;
    how.nearest = 2;
    assert_int_equal(rv_rank_index_open(&index, &how, COUNT, read_text_of, texts, &err), RV_OK);
    assert_int_equal(rv_rank_near_open(&near, index, &err), RV_OK);
    assert_int_equal(rv_rank_near_train(&near, one, &err), RV_OK);
    assert_true(near.best[0] > 0.5 && near.best[0] < 1);
    assert_close(near.best[1], 0, 0);
    assert_int_equal(rv_rank_near_train(&near, three, &err), RV_OK);
    assert_true(near.best[0] > near.best[1] && near.best[1] > 0.3);       /* the two most like it, of three */
    assert_close(near.best[8], 0, 0);                                     /* stones are like none */
    assert_int_equal(rv_rank_near_train(&near, none, &err), RV_OK);
    assert_close(near.best[0], 0, 0);                                     /* what is relevant no more is forgotten */
    rv_rank_near_close(&near);
    rv_rank_index_free(index);
}

static void a_term_of_more_than_95_in_100_records_is_left_out(void **state)
{
    rv_rank_text same[20];
    rv_rank_index *index;
    rv_error err;

    (void)state;
    for (int i = 0; i < 20; i++)
        same[i] = (rv_rank_text){ "everywhere", i < 19 ? "nearly" : "rare", NULL };
    assert_int_equal(rv_rank_index_open(&index, rv_rank_models[1].how, 20, read_text_of, same, &err), RV_OK);
    assert_int_equal(index->n_terms, 2);           /* "nearly" and "everywhere nearly", which 19 have */
    assert_close(index->single[19], 1, 1e-12);     /* "rare" and "everywhere rare" are all that is left */
    rv_rank_index_free(index);
}

/* ---- The machine, by a second route ------------------------------------------------------------------------------------------ */

/* Products of rows from a list of all terms, none folded or left out but those of more than 95 in 100 records. */
enum { MOST_TERMS = 4000 };
static char terms[MOST_TERMS][80];
static double rows[MANY][MOST_TERMS];
static int n_terms;

static int term_number(const char *term)
{
    for (int t = 0; t < n_terms; t++)
        if (strcmp(terms[t], term) == 0)
            return t;
    strcpy(terms[n_terms], term);
    return n_terms++;
}

static void count_terms(double *row, const char *text)
{
    char copy[200], pair[80], last[40] = "", *rest = copy, *word;

    snprintf(copy, sizeof copy, "%s", text);
    while ((word = strsep(&rest, " "))) {
        if (strlen(word) < 2)
            continue;
        row[term_number(word)]++;
        if (*last) {
            snprintf(pair, sizeof pair, "%s %s", last, word);
            row[term_number(pair)]++;
        }
        snprintf(last, sizeof last, "%.39s", word);
    }
}

static void make_rows(void)
{
    char text[200];

    n_terms = 0;
    memset(rows, 0, sizeof rows);
    for (int i = 0; i < MANY; i++) {
        snprintf(text, sizeof text, "%s %s", many[i].title, many[i].abstract);
        count_terms(rows[i], text);
    }
    for (int t = 0; t < n_terms; t++) {
        int df = 0;
        for (int i = 0; i < MANY; i++)
            df += rows[i][t] > 0;
        for (int i = 0; i < MANY; i++)
            rows[i][t] = rows[i][t] > 0 && df <= .95 * MANY ? (1 + log(rows[i][t])) * (log((1. + MANY) / (1 + df)) + 1) : 0;
    }
    for (int i = 0; i < MANY; i++) {
        double length2 = 0;
        for (int t = 0; t < n_terms; t++)
            length2 += rows[i][t] * rows[i][t];
        for (int t = 0; t < n_terms; t++)
            rows[i][t] /= sqrt(length2);
    }
}

/* Dual coordinate descent over dense rows (Hsieh et al. 2008), to the end. */
static void dense_scores(const signed char *labels, double c, double ratio, double *scores)
{
    static double w[MOST_TERMS];
    double alpha[MANY] = { 0 }, cost[2], n[2] = { 0, 0 }, b = 0;

    memset(w, 0, sizeof w);
    for (int i = 0; i < MANY; i++)
        if (labels[i] >= 0)
            n[labels[i]]++;
    cost[1] = c * (n[0] + n[1]) / (n[1] * (1 + 1 / ratio));
    cost[0] = cost[1] * n[1] / (ratio * n[0]);
    for (int pass = 0; pass < 3000; pass++)
        for (int i = 0; i < MANY; i++) {
            const double y = labels[i] > 0 ? 1 : -1;
            double f = b, old = alpha[i];
            if (labels[i] < 0)
                continue;
            for (int t = 0; t < n_terms; t++)
                f += w[t] * rows[i][t];
            alpha[i] = fmax(0, old - (y * f - 1 + old / (2 * cost[labels[i]])) / (2 + 1 / (2 * cost[labels[i]])));
            for (int t = 0; t < n_terms; t++)
                w[t] += (alpha[i] - old) * y * rows[i][t];
            b += (alpha[i] - old) * y;
        }
    for (int i = 0; i < MANY; i++) {
        scores[i] = b;
        for (int t = 0; t < n_terms; t++)
            scores[i] += w[t] * rows[i][t];
    }
}

static void scores_are_those_of_coordinate_descent_over_dense_rows_with_no_term_folded(void **state)
{
    signed char labels[MANY];
    double want[MANY];
    rv_ranker *ranker;
    rv_error err;

    (void)state;
    make_many();
    make_rows();
    assert_int_equal(rv_ranker_open(&ranker, "u4", MANY, read_text_of, many, &err), RV_OK);
    for (int i = 0; i < MANY; i++)
        labels[i] = i % 2 ? -1 : many_labels[i];
    assert_int_equal(rv_ranker_train(ranker, labels, &err), RV_OK);
    dense_scores(labels, 0.11, 9.8, want);
    for (int i = 0; i < MANY; i++)
        assert_close(rv_ranker_scores(ranker)[i], want[i], 1e-6);
    rv_ranker_free(ranker);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_are_sublinear_frequencies_times_idf_in_rows_of_length_one),
        cmocka_unit_test(with_a_saturation_a_second_time_counts_less),
        cmocka_unit_test(likenesses_to_the_nearest_relevant_records_are_kept_largest_first),
        cmocka_unit_test(a_term_of_more_than_95_in_100_records_is_left_out),
        cmocka_unit_test(scores_are_those_of_coordinate_descent_over_dense_rows_with_no_term_folded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
