#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/plot_swim.h"
#include "tests/support.h"

static rv_swim *read_text(const char *csv, const rv_light_scale *scale, rv_error *err)
{
    char path[] = "swim-XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    rv_swim *swim;

    fputs(csv, file);
    fclose(file);
    if (rv_swim_read(&swim, path, scale, err) != RV_OK)
        assert_null(swim);
    unlink(path);
    return swim;
}

static const char *refusal(const char *csv)
{
    static rv_error err;

    assert_null(read_text(csv, NULL, &err));
    return strchr(err.message, ':');
}

/* 4 of 5 outcomes up make A's direction in Employment, 1 of 2 nobody's in Crime. */
static const char table[] = "study,domain,direction,n,bias\nA,Employment,up,400,low\nA,Employment,+,400,Low\nA,Employment,1,400,\nA,Employment,better,,\n"
                            "A,Employment,none,400,\nA,Crime,up,400,\nA,Crime,down,400,\nB,Employment,down,20,High\nC,Crime,mixed,,\n";

static char *svg(rv_status plot(rv_scene **, const rv_swim *, const rv_swim_options *, rv_error *), const rv_swim *swim, const rv_swim_options *o)
{
    rv_buf out = RV_BUF_INIT;
    rv_scene *scene;
    rv_error err = { 0 };

    if (plot(&scene, swim, o, &err) != RV_OK)
        fail_msg("%s", err.message);
    assert_int_equal(rv_plot_svg(scene, NULL, &out, NULL), RV_OK);
    rv_scene_free(scene);
    return out.data;
}

static void words_say_a_way(void **state)
{
    (void)state;
    assert_int_equal(rv_swim_way_of("UP"), RV_SWIM_UP);
    assert_int_equal(rv_swim_way_of("-1"), RV_SWIM_DOWN);
    assert_int_equal(rv_swim_way_of("\u2212"), RV_SWIM_DOWN);
    assert_int_equal(rv_swim_way_of("0"), RV_SWIM_NONE);
    assert_int_equal(rv_swim_way_of("Conflicting"), RV_SWIM_MIXED);
    assert_int_equal(rv_swim_way_of("2"), -1);
    assert_int_equal(rv_swim_way_of(""), -1);
}

static void a_study_points_where_enough_of_its_outcomes_do(void **state)
{
    rv_swim_options o = RV_SWIM_OPTIONS_INIT;
    rv_error err = { 0 };
    rv_swim *swim = read_text(table, NULL, &err);
    char *out;
    (void)state;

    assert_non_null(swim);
    out = svg(rv_plot_effect_direction, swim, &o);
    assert_non_null(strstr(out, "Employment: 1 up, 1 down, 0 no difference, 0 mixed."));
    assert_non_null(strstr(out, "Crime: 0 up, 0 down, 0 no difference, 2 mixed."));
    assert_non_null(strstr(out, "A, Employment: Up."));
    assert_non_null(strstr(out, ">5</text>"));
    free(out);
    o.agreement = 0.9;
    out = svg(rv_plot_effect_direction, swim, &o);
    assert_non_null(strstr(out, "Employment: 0 up, 1 down, 0 no difference, 1 mixed."));
    free(out);
    rv_swim_free(swim);
}

static void harvest_bars_stand_in_rows_of_domains_or_groups(void **state)
{
    const rv_swim_options o = RV_SWIM_OPTIONS_INIT;
    rv_error err = { 0 };
    rv_swim *swim = read_text(table, NULL, &err);
    char *out = svg(rv_plot_harvest, swim, &o);
    (void)state;

    assert_non_null(strstr(out, "Employment: 4 favour, 1 show no difference or are mixed, 1 are against."));
    assert_null(strstr(out, "a: Employment"));
    free(out);
    rv_swim_free(swim);
    swim = read_text("study,outcome,direction,group,height\nA,Employment,up,Men,3\nB,Crime,down,Women,1\n", NULL, &err);
    assert_non_null(swim);
    out = svg(rv_plot_harvest, swim, &o);
    assert_non_null(strstr(out, "Men: 1 favour, 0 show no difference or are mixed, 0 are against."));
    assert_non_null(strstr(out, ">b: Crime</text>"));
    assert_non_null(strstr(out, "(1 to 3)"));
    free(out);
    rv_swim_free(swim);
}

static void effects_without_words_point_by_their_sign(void **state)
{
    rv_error err = { 0 };
    rv_swim *swim = read_text("study,yi\nA,0.3\nB,-2\nC,0\n", NULL, &err);
    (void)state;

    assert_non_null(swim);
    assert_int_equal(swim->item[0].way, RV_SWIM_UP);
    assert_int_equal(swim->item[1].way, RV_SWIM_DOWN);
    assert_int_equal(swim->item[2].way, RV_SWIM_NONE);
    rv_swim_free(swim);
    assert_string_equal(refusal("study,yi\nA,0.3\nB,\n"), ":3: there is neither a direction nor an effect yi");
}

static void a_bad_line_is_named(void **state)
{
    (void)state;
    assert_string_equal(refusal("study,direction\nA,up\nB,sideways\n"),
                        ":3: the direction is 'sideways'; it is up (or 1, favours), down (or -1, against), none (or 0) or mixed");
    assert_string_equal(refusal("study,n\nA,1\n"),
                        ":1: there is no column 'direction'; directions have study, direction (or yi), and perhaps domain, n, bias, group, height");
    assert_string_equal(refusal("study,direction\n,up\n"), ":2: the study has no name");
    assert_string_equal(refusal("study,direction,height\nA,up,7\n"), ":2: the height is 7; it is 1 to 6");
    assert_string_equal(refusal("study,direction,n\nA,up,-1\n"), ":2: n is -1; it must be a number from 0");
    assert_string_equal(refusal("study,direction,bias\nA,up,purple\n"),
                        ": no tool known here has all judgements of the column bias; say which there are, from the best to the worst");
}

static void options_out_of_range_are_refused(void **state)
{
    rv_swim_options o = RV_SWIM_OPTIONS_INIT;
    rv_error err = { 0 };
    rv_swim *swim = read_text(table, NULL, &err);
    rv_scene *scene;
    (void)state;

    o.agreement = 0.5;
    assert_int_equal(rv_plot_effect_direction(&scene, swim, &o, &err), RV_EINVAL);
    assert_null(scene);
    assert_string_equal(err.message, "an agreement of 0.5 is out of range; it is above 0.5, up to 1");
    o.agreement = 0.7;
    o.large = 10;
    assert_int_equal(rv_plot_harvest(&scene, swim, &o, &err), RV_EINVAL);
    assert_int_equal(rv_plot_harvest(&scene, &(rv_swim){ .title = "" }, &(rv_swim_options)RV_SWIM_OPTIONS_INIT, &err), RV_EINVAL);
    rv_swim_free(swim);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_say_a_way), cmocka_unit_test(a_study_points_where_enough_of_its_outcomes_do),
        cmocka_unit_test(harvest_bars_stand_in_rows_of_domains_or_groups), cmocka_unit_test(effects_without_words_point_by_their_sign), cmocka_unit_test(a_bad_line_is_named),
        cmocka_unit_test(options_out_of_range_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
