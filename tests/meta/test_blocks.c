/* Block-diagonal matrices. */
#include <config.h>

#include <string.h>

#include "tests/support.h"
#include "review/meta_mixed.h"

static rv_error err;

static void rows_of_a_group_are_together_in_the_order_of_first_rows(void **state)
{
    const size_t group[] = { 9, 4, 9, 1, 4, 9 }, rows[] = { 0, 2, 5, 1, 4, 3 };
    rv_blocks *b;

    (void)state;
    assert_int_equal(rv_blocks_new(&b, group, 6, &err), RV_OK);
    assert_int_equal(b->n, 3);
    assert_memory_equal(b->row, rows, sizeof rows);
    assert_int_equal(b->start[1], 3);
    assert_int_equal(b->start[3], 6);
    assert_int_equal(b->at[1], 9);
    assert_int_equal(b->at[3], 9 + 4 + 1);
    assert_close(b->block[13], 0, 0);
    rv_blocks_free(b);
}

static void rows_that_a_chain_of_elements_joins_are_one_block(void **state)
{
    const double v[] = { 4, 0, 1, 0, 0,   0, 3, 0, 0, 0,   1, 0, 5, 0, 2,   0, 0, 0, 6, 0,   0, 0, 2, 0, 7 };
    const size_t rows[] = { 0, 2, 4, 1, 3 };
    rv_blocks *b;

    (void)state;
    assert_int_equal(rv_blocks_of_matrix(&b, v, 5, &err), RV_OK);
    assert_int_equal(b->n, 3);
    assert_memory_equal(b->row, rows, sizeof rows);
    assert_close(b->block[1], 1, 0);
    assert_close(b->block[2], 0, 0);
    assert_close(b->block[5], 2, 0);
    assert_close(b->block[b->at[1]], 3, 0);
    rv_blocks_free(b);
}

static void a_matrix_that_is_not_symmetric_is_refused_with_the_element(void **state)
{
    const double v[] = { 1, 0.1, 0.2, 1 };
    rv_blocks *b;

    (void)state;
    assert_int_equal(rv_blocks_of_matrix(&b, v, 2, &err), RV_EDOMAIN);
    assert_null(b);
    assert_string_equal(err.message, "element (2, 1) is 0.2 and (1, 2) is 0.1; the matrix must be symmetric");
}

static void a_covariance_is_the_blocks_of_its_whole_matrix(void **state)
{
    const double vi[] = { 1, 2, 3, 4, 5 };
    const size_t cluster[] = { 0, 1, 0, 1, 0 }, subgroup[] = { 0, 0, 0, 0, 1 }, obs[] = { 0, 1, 2, 3, 4 };
    rv_covariance c = RV_COVARIANCE_INIT;
    double whole[25];
    rv_blocks *b;

    (void)state;
    c.k = 5;
    c.vi = vi;
    c.cluster = cluster;
    c.subgroup = subgroup;
    c.obs = obs;
    c.rho = 0.5;
    assert_int_equal(rv_covariance_matrix(&c, whole, &err), RV_OK);
    assert_int_equal(rv_blocks_of_covariance(&b, &c, &err), RV_OK);
    assert_int_equal(b->n, 3);
    for (size_t g = 0; g < b->n; g++)
        for (size_t i = b->start[g], m = b->start[g + 1] - i, e = 0; e < m * m; e++)
            assert_close(b->block[b->at[g] + e], whole[b->row[i + e / m] * 5 + b->row[i + e % m]], 0);
    rv_blocks_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_a_group_are_together_in_the_order_of_first_rows),
        cmocka_unit_test(rows_that_a_chain_of_elements_joins_are_one_block),
        cmocka_unit_test(a_matrix_that_is_not_symmetric_is_refused_with_the_element),
        cmocka_unit_test(a_covariance_is_the_blocks_of_its_whole_matrix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
