/* Forest-plot data are read back as they were written, and refused where a drawing program could not rely on them. */
#include <config.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/support.h"
#include "review/meta.h"

static rv_error err;
static char path[64];

static int in_a_file_of_our_own(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "forest.%ld.csv", (long)getpid());
    return 0;
}

static int removed_afterwards(void **state)
{
    (void)state;
    return remove(path);
}

static void put(const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

static void what_is_written_is_read_back(void **state)
{
    const rv_forest_row rows[] = {
        { RV_FOREST_STUDY, "Smith, \"A\" 2019", "girls", 0.25, 0.04, -0.142, 0.642, NAN, NAN, 40, NAN },
        { RV_FOREST_STUDY, "=1+1", "girls", -0.1, 1e-5, -0.2, 0.1, NAN, NAN, 60, NAN },
        { RV_FOREST_SUBGROUP, "girls", "girls", 0.1, NAN, -0.3, 0.4, -1, 1.5, 100, 2 },
        { RV_FOREST_POOLED, "Random effects (REML)", "", 1.0 / 3, NAN, -0.5, 1, NAN, NAN, 100, 2 },
        { RV_FOREST_PREDICTION, "Prediction interval", "", NAN, NAN, NAN, NAN, -2, 3, NAN, 2 } };
    const rv_forest f = { "Education: diploma",
                          "OR",
                          1,
                          "favours control",
                          "favours programme",
                          "random effects",
                          "REML",
                          "z",
                          "t, k-1 df",
                          0.9,
                          0.125,
                          0.5,
                          4.5,
                          3,
                          0.21,
                          5,
                          rows, NULL, NULL, NULL, NULL, 0, NULL, NULL };
    rv_output *to;
    rv_forest *got;

    (void)state;
    assert_int_equal(rv_output_open(&to, path, &err), RV_OK);
    assert_int_equal(rv_forest_write(to, RV_FORMAT_CSV, &f, &err), RV_OK);
    assert_int_equal(rv_output_close(to, &err), RV_OK);
    assert_int_equal(rv_forest_read(&got, path, &err), RV_OK);
    assert_int_equal(got->n, 5);
    for (size_t i = 0; i < 5; i++) {
        const rv_forest_row *r = &got->rows[i];
        assert_int_equal(r->kind, rows[i].kind);
        assert_string_equal(r->label, rows[i].label);
        assert_string_equal(r->subgroup, rows[i].subgroup);
        assert_close(r->yi, rows[i].yi, 0);
        assert_close(r->vi, rows[i].vi, 0);
        assert_close(r->ci_lo, rows[i].ci_lo, 0);
        assert_close(r->pi_hi, rows[i].pi_hi, 0);
        assert_close(r->weight, rows[i].weight, 0);
        assert_close(r->k, rows[i].k, 0);
    }
    assert_string_equal(got->title, f.title);
    assert_string_equal(got->favours_right, f.favours_right);
    assert_string_equal(got->pi_method, f.pi_method);
    assert_int_equal(got->log_scale, 1);
    assert_close(got->level, 0.9, 0);
    assert_close(got->i2, 0.5, 1e-15);
    assert_close(got->q_p, 0.21, 0);
    rv_forest_free(got);
    rv_forest_free(NULL);
}

static const char HEAD[] = "version,kind,label,subgroup,yi,vi,ci_lo,ci_hi,pi_lo,pi_hi,weight,k,title,measure,log_scale,"
    "favours_left,favours_right,model,tau2_method,test,pi_method,level,tau2,i2_percent,q,q_df,q_p\n";
#define REST ",t,OR,1,,,m,REML,z,,0.95,0,0,1,1,0.5\n"

static void what_a_plot_cannot_rely_on_is_refused_with_its_line(void **state)
{
    const struct { const char *row, *says;
    } cases[] = { { "2,study,A,,1,1,0,2,,,50," REST,
                    ":2: the forest-plot data are version '2'; this program reads version 1" },
                  { "1,trial,A,,1,1,0,2,,,50," REST,
                    ":2: the kind of row is 'trial'; there are study, subgroup, pooled, prediction and step" },
                  { "1,study,A,,1,1,3,2,,,50," REST, ":2: the lower limit is above the upper one" },
                  { "1,study,A,,x,1,0,2,,,50," REST, ":2: column yi: " },
                  { "1,study,A,,1,0,0,2,,,50," REST, ":2: vi must be positive" },
                  { "1,study,A,,,1,0,2,,,50," REST, ":2: a study row needs yi, ci_lo and ci_hi" },
                  { "1,prediction,A,,,,,,1,,," REST, ":2: a prediction row needs pi_lo and pi_hi" },
                  { "", ": there are no rows" } };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[600];
        rv_forest *got;
        snprintf(text, sizeof text, "%s%s", HEAD, cases[i].row);
        put(text);
        assert_int_equal(rv_forest_read(&got, path, &err), RV_EPARSE);
        assert_null(got);
        if (!strstr(err.message, cases[i].says))
            assert_string_equal(err.message, cases[i].says);
    }
    put("version,kind\n1,study\n");
    assert_int_equal(rv_forest_read(&(rv_forest *){ NULL }, path, &err), RV_EPARSE);
    assert_non_null(strstr(err.message, "there is no column label"));
}

static void further_columns_and_statistics_are_kept(void **state)
{
    const rv_forest_row rows[] = { { RV_FOREST_STUDY, "Smith", "", 0.25, 0.04, -0.142, 0.642, NAN, NAN, 40, NAN },
                                   { RV_FOREST_STEP, "Jones", "", 0.1, 0.01, -0.1, 0.3, NAN, NAN, NAN, 2 } };
    const rv_forest_fit fits[] = { { NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN }, { 2.5, 7, 0.04, 0.125, 0.5, 9, 7, 0.25 } };
    const rv_forest_between between = { 3, 2, NAN, 0.2 };
    const char *const column[] = { "Place", "n" }, *const cells[] = { "=Leeds", "12", "", "3.50" };
    const rv_forest f = { "", "SMD", 0, "", "", "m", "", "z", "", 0.95, NAN, NAN, NAN, NAN, NAN, 2, rows, fits, &between, "Study added",
                          "A \"note\"", 2, column, cells };
    rv_output *to;
    rv_forest *got;

    (void)state;
    assert_int_equal(rv_output_open(&to, path, &err), RV_OK);
    assert_int_equal(rv_forest_write(to, RV_FORMAT_CSV, &f, &err), RV_OK);
    assert_int_equal(rv_output_close(to, &err), RV_OK);
    assert_int_equal(rv_forest_read(&got, path, &err), RV_OK);
    assert_int_equal(got->columns, 2);
    assert_string_equal(got->column[1], "n");
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(got->cells[i], cells[i]);
    assert_true(isnan(got->fits[0].p));
    assert_close(got->fits[1].stat, 2.5, 0);
    assert_close(got->fits[1].i2, 0.5, 1e-15);
    assert_close(got->fits[1].q_p, 0.25, 0);
    assert_close(got->between->stat, 3, 0);
    assert_true(isnan(got->between->df2));
    assert_string_equal(got->label_head, "Study added");
    assert_string_equal(got->notes, "A \"note\"");
    assert_int_equal(got->rows[1].kind, RV_FOREST_STEP);
    rv_forest_free(got);
}

static void a_table_is_joined_by_the_names_of_studies(void **state)
{
    char other[80];
    rv_forest *got;

    (void)state;
    snprintf(other, sizeof other, "%s.join", path);
    put("author,Place,yi,n\nJONES,York,9,3\nNobody,Rome,9,4\n");
    assert_int_equal(rename(path, other), 0);
    put("version,kind,label,subgroup,yi,vi,ci_lo,ci_hi,pi_lo,pi_hi,weight,k,title,measure,log_scale,favours_left,favours_right,model,"
        "tau2_method,test,pi_method,level,tau2,i2_percent,q,q_df,q_p,n\n"
        "1,study,Smith,,1,1,0,2,,,50,,t,SMD,0,,,m,REML,z,,0.95,0,0,1,1,0.5,10\n1,study,Jones,,1,1,0,2,,,50,,t,SMD,0,,,m,REML,z,,0.95,0,0,1,1,0.5,20\n");
    assert_int_equal(rv_forest_read(&got, path, &err), RV_OK);
    assert_int_equal(rv_forest_join(got, other, &err), RV_OK);
    assert_int_equal(got->columns, 2);                        /* n is the forest's own, yi means something else */
    assert_string_equal(got->column[1], "Place");
    assert_string_equal(got->cells[1], "");
    assert_string_equal(got->cells[2], "20");
    assert_string_equal(got->cells[3], "York");
    rv_forest_free(got);
    assert_int_equal(remove(other), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(further_columns_and_statistics_are_kept),
        cmocka_unit_test(a_table_is_joined_by_the_names_of_studies),
        cmocka_unit_test(what_a_plot_cannot_rely_on_is_refused_with_its_line),
    };
    return cmocka_run_group_tests(tests, in_a_file_of_our_own, removed_afterwards);
}
