#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/plot_screening.h"
#include "tests/support.h"

static char path[] = "screening-XXXXXX";

static const char *file_of(const char *csv)
{
    FILE *file;

    strcpy(path, "screening-XXXXXX");
    file = fdopen(mkstemp(path), "w");
    fputs(csv, file);
    fclose(file);
    return path;
}

static const char *refusal(const char *csv, bool recall)
{
    static rv_error err;
    rv_agreement_course *course = NULL;
    rv_recall_curve *curve = NULL;
    const rv_status st = recall ? rv_recall_read(&curve, file_of(csv), NAN, &err) : rv_agreement_course_read(&course, file_of(csv), &err);

    assert_int_equal(st, RV_EPARSE);
    assert_null(course);
    assert_null(curve);
    unlink(path);
    return strchr(err.message, ':');
}

static const char two[] = "period,n,kappa,kappa_lo,kappa_hi,ac1\nMonday,50,0.4,0.1,0.7,0.8\nTuesday,30,,,,0.9\n";

static void periods_are_told_with_their_limits(void **state)
{
    const rv_agreement_options o = RV_AGREEMENT_OPTIONS_INIT;
    rv_agreement_course *course;
    rv_scene *scene;
    (void)state;

    assert_int_equal(rv_agreement_course_read(&course, file_of(two), NULL), RV_OK);
    unlink(path);
    assert_int_equal(course->n, 2);
    assert_true(isnan(course->period[1].kappa));
    assert_int_equal(rv_plot_agreement(&scene, course, &o, NULL), RV_OK);
    assert_non_null(strstr(rv_scene_description(scene), "Monday: 50 reports, kappa 0.40 (0.10 to 0.70), AC1 0.80."));
    assert_non_null(strstr(rv_scene_description(scene), "Tuesday: 30 reports, kappa not defined, AC1 0.90."));
    rv_scene_free(scene);
    rv_agreement_course_free(course);
}

static void periods_without_agreement_are_refused(void **state)
{
    const rv_agreement_options o = RV_AGREEMENT_OPTIONS_INIT;
    const rv_agreement_period none = { "a", 5, NAN, NAN, NAN, NAN, NAN, NAN }, empty = { "a", 0, 1, NAN, NAN, NAN, NAN, NAN },
                              far = { "a", 5, 2, NAN, NAN, NAN, NAN, NAN };
    rv_scene *scene;
    (void)state;

    assert_int_equal(rv_plot_agreement(&scene, &(rv_agreement_course){ "", 1, &none }, &o, NULL), RV_EINVAL);
    assert_null(scene);
    assert_int_equal(rv_plot_agreement(&scene, &(rv_agreement_course){ "", 1, &empty }, &o, NULL), RV_EDOMAIN);
    assert_int_equal(rv_plot_agreement(&scene, &(rv_agreement_course){ "", 1, &far }, &o, NULL), RV_EDOMAIN);
}

static void a_bad_line_of_agreement_is_named(void **state)
{
    (void)state;
    assert_non_null(strstr(refusal("period,kappa\na,1\n", false), ":1: there is no column 'reports'"));
    assert_string_equal(refusal("reports,kappa\n0,1\n", false), ":2: there are 0 reports; each period has one or more");
    assert_string_equal(refusal("reports,kappa\n5,1\n5,1.5\n", false), ":3: kappa is 1.5; it is -1 to 1");
    assert_string_equal(refusal("reports,kappa,kappa_lo,kappa_hi\n5,0.5,0.6,0.7\n", false), ":2: kappa is 0.5, outside its limits 0.6 to 0.7");
}

static void a_curve_is_read_as_ranks_and_what_is_expected(void **state)
{
    const double want[] = { 1, 4, 5, 10 };
    rv_recall_curve *curve;
    (void)state;

    assert_int_equal(rv_recall_read(&curve, file_of("screened,found,recall_lo,recall_hi\n1,1,,\n5,3,,\n10,4,0.5,0.8\n"), 40, NULL), RV_OK);
    unlink(path);
    assert_int_equal(curve->n, 4);
    assert_memory_equal(curve->found_at, want, sizeof want);
    assert_close(curve->screened, 10, 0);
    assert_close(curve->total, 40, 0);
    assert_close(curve->expected_lo, 5, 1e-12);
    assert_close(curve->expected_hi, 8, 1e-12);
    rv_recall_free(curve);
}

static void a_bad_line_of_a_curve_is_named(void **state)
{
    (void)state;
    assert_non_null(strstr(refusal("screened,seen\n1,1\n", true), ":1: there is no column 'found'"));
    assert_string_equal(refusal("screened,found\n1,1\n1,1\n", true), ":3: screened is 1 after 1; whole numbers must rise");
    assert_string_equal(refusal("screened,found\n1,1\n2,0\n3,1\n", true), ":3: found is 0 after 1, with 1 records more; it cannot fall, nor rise by more");
    assert_string_equal(refusal("screened,found\n1,1\n2,4\n", true), ":3: found is 4 after 1, with 1 records more; it cannot fall, nor rise by more");
    assert_non_null(strstr(refusal("screened,found,recall_lo,recall_hi\n1,1,0.9,0.5\n", true), "recall is 0.9 to 0.5 in the last row"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods_are_told_with_their_limits), cmocka_unit_test(periods_without_agreement_are_refused),
        cmocka_unit_test(a_bad_line_of_agreement_is_named), cmocka_unit_test(a_curve_is_read_as_ranks_and_what_is_expected),
        cmocka_unit_test(a_bad_line_of_a_curve_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
