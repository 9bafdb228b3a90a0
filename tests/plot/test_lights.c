#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/plot_lights.h"
#include "tests/support.h"

static rv_lights *read_text(const char *csv, const rv_light_scale *scale, rv_error *err)
{
    char path[] = "lights-XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    rv_lights *lights;

    fputs(csv, file);
    fclose(file);
    if (rv_lights_read(&lights, path, scale, NULL, 0, err) != RV_OK)
        assert_null(lights);
    unlink(path);
    return lights;
}

static const char *refusal(const char *csv, const rv_light_scale *scale)
{
    static rv_error err;
    rv_lights *lights = read_text(csv, scale, &err);

    assert_null(lights);
    return strchr(err.message, ':');
}

static char *svg(rv_status plot(rv_scene **, const rv_lights *, const rv_lights_options *, rv_error *), const rv_lights *lights,
                 const rv_lights_options *o)
{
    rv_buf out = RV_BUF_INIT;
    rv_scene *scene;
    rv_error err = { 0 };

    if (plot(&scene, lights, o, &err) != RV_OK)
        fail_msg("%s", err.message);
    assert_int_equal(rv_plot_svg(scene, NULL, &out, NULL), RV_OK);
    rv_scene_free(scene);
    return out.data;
}

static const char three[] = "Study,D1,D2,Overall,Weight\nA 2001,Low,High,High,1\nB 2002,low risk of bias,S,Some concerns,3\nC 2003,LOW,,,4\n";

static void words_are_found_whole_or_by_their_beginning(void **state)
{
    rv_error err = { 0 };
    rv_lights *l = read_text(three, NULL, &err);
    const int want[] = { 0, 2, 2, 0, 1, 1, 0, -1, -1 };
    (void)state;

    assert_non_null(l);
    assert_int_equal(l->studies, 3);
    assert_int_equal(l->domains, 3);
    assert_true(l->domain[2].overall && !l->domain[1].overall);
    assert_memory_equal(l->judgement, want, sizeof want);
    assert_true(l->weight && l->weight[2] == 4);
    rv_lights_free(l);
}

static void headings_of_r_become_names(void **state)
{
    rv_error err = { 0 };
    rv_lights *l = read_text("Study,Random.sequence.generation.,Applicability: Patient selection,Overall\nA,Low,Unclear,High\n", NULL, &err);
    (void)state;

    assert_non_null(l);
    assert_string_equal(l->domain[0].id, "D1");
    assert_string_equal(l->domain[0].name, "Random sequence generation");
    assert_string_equal(l->domain[1].id, "D2");
    assert_string_equal(l->domain[1].group, "Applicability");
    assert_string_equal(l->domain[1].name, "Patient selection");
    assert_string_equal(l->domain[2].id, "Overall");
    assert_string_equal(l->scale.light[1].sign, "?");
    rv_lights_free(l);
}

static void a_scale_spreads_its_grades_from_best_to_worst(void **state)
{
    static const char *const five[] = { "Low", "Moderate", "Serious", "Critical", "No information" }, *const padlocks[] = { "5", "4", "3", "2", "1", "0" },
                             *const answers[] = { "Yes", "No", "Unclear" };
    rv_light_scale s;
    (void)state;

    assert_int_equal(rv_light_scale_of(&s, five, 5, NULL), RV_OK);
    assert_int_equal(s.light[0].colour, RV_LIGHT_BEST);
    assert_int_equal(s.light[3].colour, RV_LIGHT_WORST);
    assert_int_equal(s.light[4].colour, RV_LIGHT_UNKNOWN);
    assert_string_equal(s.light[4].sign, "?");
    assert_int_equal(rv_light_scale_of(&s, padlocks, 6, NULL), RV_OK);
    assert_string_equal(s.light[5].sign, "0");
    assert_int_equal(s.light[5].colour, RV_LIGHT_WORST);
    assert_int_equal(rv_light_scale_of(&s, answers, 3, NULL), RV_OK);
    assert_int_equal(s.light[1].colour, RV_LIGHT_BAD);
    assert_int_equal(s.light[2].colour, RV_LIGHT_UNKNOWN);
}

static void a_scale_that_is_none_is_refused(void **state)
{
    static const char *const twice[] = { "Low", "low" }, *const seven[] = { "1", "2", "3", "4", "5", "6", "7" };
    rv_light_scale s;
    rv_error err;
    (void)state;

    assert_int_equal(rv_light_scale_of(&s, twice, 0, NULL), RV_EINVAL);
    assert_int_equal(rv_light_scale_of(&s, twice, 2, &err), RV_EINVAL);
    assert_string_equal(err.message, "the judgement 'low' stands twice in the scale");
    assert_int_equal(rv_light_scale_of(&s, seven, 7, &err), RV_EINVAL);
    assert_non_null(strstr(err.message, "up to six grades, not 7"));
}

static void each_known_tool_is_a_scale(void **state)
{
    (void)state;
    for (const rv_light_tool *tool = rv_light_tools; tool->id; tool++) {
        const char *word[RV_LIGHT_LEVELS + 1];
        char *words = strdup(tool->judgements), *rest = words;
        rv_light_scale s;
        size_t n = 0;
        while ((word[n] = strsep(&rest, "|")))
            n++;
        assert_int_equal(rv_light_scale_of(&s, word, n, NULL), RV_OK);
        assert_int_equal(s.light[0].colour, RV_LIGHT_BEST);
        assert_ptr_equal(rv_light_tool_of(tool->id), tool);
        free(words);
    }
    assert_null(rv_light_tool_of("rob"));
}

static void a_bad_cell_is_named(void **state)
{
    static const char *const ab[] = { "Good", "Bad" };
    rv_light_scale s;
    (void)state;

    assert_int_equal(rv_light_scale_of(&s, ab, 2, NULL), RV_OK);
    assert_string_equal(refusal("Study,D1,D2\nA,Good,Bad\nB,Good,Lowish\n", &s), ":3: D2 is 'Lowish'; the judgements are Good, Bad");
    assert_string_equal(refusal("Study,D1\n,Good\n", &s), ":2: the study has no name");
    assert_string_equal(refusal("Study,D1,Weight\nA,Good,-1\n", &s), ":2: the weight is '-1'; it must be a number from 0");
    assert_string_equal(refusal("Study,D1,Weight\nA,Good,\n", &s), ":2: the weight is ''; it must be a number from 0");
    assert_string_equal(refusal("Study,Weight\nA,1\n", &s),
                        ":1: there is no domain; a table of judgements has Study, D1, D2, ... and perhaps Overall and Weight");
    assert_string_equal(refusal("Study,D1\nA,Purple\n", NULL),
                        ": no tool known here has all these judgements; say which there are, from the best to the worst");
}

static void the_lights_say_who_was_judged_how(void **state)
{
    const rv_lights_options o = RV_LIGHTS_OPTIONS_INIT;
    rv_error err = { 0 };
    rv_lights *l = read_text(three, NULL, &err);
    char *out = svg(rv_plot_lights, l, &o);
    (void)state;

    assert_non_null(strstr(out, "Overall: 1 Some concerns (B 2002), 1 High (A 2001), 1 not judged (C 2003)."));
    assert_non_null(strstr(out, "D1: 3 Low."));
    assert_non_null(strstr(out, ">\u00D7</text>"));
    assert_non_null(strstr(out, ">Not judged</text>"));
    free(out);
    rv_lights_free(l);
}

static void bars_are_shares_of_weight_unless_asked(void **state)
{
    rv_lights_options o = RV_LIGHTS_OPTIONS_INIT;
    rv_error err = { 0 };
    rv_lights *l = read_text(three, NULL, &err);
    char *out = svg(rv_plot_light_bars, l, &o);
    (void)state;

    assert_non_null(strstr(out, "D2: 38\u202F% Some concerns, 12\u202F% High, 50\u202F% not judged."));
    free(out);
    o.unweighted = true;
    out = svg(rv_plot_light_bars, l, &o);
    assert_non_null(strstr(out, "D2: 33\u202F% Some concerns, 33\u202F% High, 33\u202F% not judged."));
    free(out);
    o.counts = true;
    out = svg(rv_plot_light_bars, l, &o);
    assert_non_null(strstr(out, "D2: 1 Some concerns, 1 High, 1 not judged."));
    free(out);
    rv_lights_free(l);
}

static void the_palette_changes_colours_only(void **state)
{
    rv_lights_options o = RV_LIGHTS_OPTIONS_INIT;
    rv_error err = { 0 };
    rv_lights *l = read_text(three, NULL, &err);
    char *ours = svg(rv_plot_lights, l, &o), *cochrane;
    (void)state;

    o.palette = 1;
    cochrane = svg(rv_plot_lights, l, &o);
    assert_non_null(strstr(cochrane, "#02c100"));
    assert_null(strstr(ours, "#02c100"));
    assert_int_equal(strlen(ours), strlen(cochrane));
    free(ours);
    free(cochrane);
    rv_lights_free(l);
}

static void what_cannot_be_drawn_is_refused(void **state)
{
    rv_lights_options o = RV_LIGHTS_OPTIONS_INIT;
    const double none[] = { 0, 0, 0 };
    const rv_lights nothing = { .title = "" };
    rv_error err = { 0 };
    rv_lights *l = read_text(three, NULL, &err), many = *l;
    rv_light_domain wide[40];
    int judgement[40] = { 0 };
    rv_scene *scene;
    (void)state;

    assert_int_equal(rv_plot_lights(&scene, &nothing, &o, &err), RV_EINVAL);
    assert_null(scene);
    many.weight = none;
    assert_int_equal(rv_plot_light_bars(&scene, &many, &o, &err), RV_EDOMAIN);
    assert_string_equal(err.message, "no study has any weight");
    for (size_t d = 0; d < 40; d++)
        wide[d] = (rv_light_domain){ "D", "", "", false };
    many.domain = wide;
    many.domains = 40;
    many.studies = 1;
    many.judgement = judgement;
    assert_int_equal(rv_plot_lights(&scene, &many, &o, &err), RV_EINVAL);
    assert_non_null(strstr(err.message, "too narrow for 40 domains; give at least"));
    o.width = 400;
    assert_int_equal(rv_plot_lights(&scene, &many, &o, &err), RV_OK);
    rv_scene_free(scene);
    rv_lights_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_whole_or_by_their_beginning), cmocka_unit_test(headings_of_r_become_names),
        cmocka_unit_test(a_scale_spreads_its_grades_from_best_to_worst), cmocka_unit_test(a_scale_that_is_none_is_refused),
        cmocka_unit_test(each_known_tool_is_a_scale), cmocka_unit_test(a_bad_cell_is_named),
        cmocka_unit_test(the_lights_say_who_was_judged_how), cmocka_unit_test(bars_are_shares_of_weight_unless_asked),
        cmocka_unit_test(the_palette_changes_colours_only), cmocka_unit_test(what_cannot_be_drawn_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
