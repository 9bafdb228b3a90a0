#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plot/map.h"
#include "tests/support.h"

static const rv_map_item items[] = {
    { "Training", "Employment", "A", NAN, "High" }, { "Training", "Employment", "A", NAN, "Low" }, { "Training", "Employment", "B", NAN, "Low" },
    { "Training", "Earnings", "A", NAN, "High" },   { "Subsidy", "Employment", "C", NAN, "" },     { "Subsidy", "Crime", "", NAN, "" },
};
enum { N = sizeof items / sizeof *items };
static const rv_evidence_map map = { "", N, items, 0, NULL };

static void studies_are_counted_once_a_cell_and_once_a_line(void **state)
{
    rv_map_counts g;
    (void)state;

    assert_int_equal(rv_map_count(&g, &map, NULL), RV_OK);
    assert_int_equal(g.rows, 2);
    assert_int_equal(g.columns, 3);
    assert_int_equal(g.studies, 3);
    assert_int_equal(g.cell[0].studies, 2);
    assert_int_equal(g.cell[0].effects, 3);
    assert_int_equal(g.cell[2].studies, 0);
    assert_int_equal(g.row_studies[0], 2);
    assert_int_equal(g.row_studies[1], 1);
    assert_int_equal(g.column_studies[0], 3);
    assert_int_equal(g.column_studies[1], 1);
    assert_int_equal(g.column_studies[2], 0);
    rv_map_counts_end(&g);
}

static void levels_share_a_study_s_part_in_the_order_of_grade(void **state)
{
    rv_map_counts g;
    (void)state;

    assert_int_equal(rv_map_count(&g, &map, NULL), RV_OK);
    assert_int_equal(g.levels, 4);
    assert_string_equal(g.level[2], "Low");
    assert_close(g.cell[0].part[0], 0.5, 0);
    assert_close(g.cell[0].part[2], 1.5, 0);
    assert_true(g.unstated);
    assert_close(g.cell[3].part[RV_MAP_LEVELS], 1, 0);
    rv_map_counts_end(&g);
}

static void sizes_are_those_of_studies(void **state)
{
    const rv_map_item sized[] = { { "R", "C", "A", 100, "" }, { "R", "C", "A", 120, "" }, { "R", "C", "B", 30, "" } };
    const rv_evidence_map m = { "", 3, sized, 0, NULL };
    rv_map_counts g;
    (void)state;

    assert_int_equal(rv_map_count(&g, &m, NULL), RV_OK);
    assert_close(g.cell[0].size, 150, 0);
    assert_int_equal(g.levels, 0);
    rv_map_counts_end(&g);
}

static void what_cannot_be_told_apart_is_refused(void **state)
{
    const rv_map_item five[] = { { "R", "C", "A", NAN, "1" }, { "R", "C", "A", NAN, "2" }, { "R", "C", "A", NAN, "3" }, { "R", "C", "A", NAN, "4" },
                                 { "R", "C", "A", NAN, "5" } };
    const rv_map_item lost = { "R", "", "A", NAN, "" }, small = { "R", "C", "A", -1, "" };
    const rv_evidence_map_options o = RV_EVIDENCE_MAP_OPTIONS_INIT;
    rv_scene *scene;
    rv_error err;
    (void)state;

    assert_int_equal(rv_plot_evidence_map(&scene, &(rv_evidence_map){ "", 5, five, 0, NULL }, &o, &err), RV_EINVAL);
    assert_null(scene);
    assert_string_equal(err.message, "'5' is level 5; up to 4 can be told apart by their shade");
    assert_int_equal(rv_plot_evidence_map(&scene, &(rv_evidence_map){ "", 1, &lost, 0, NULL }, &o, &err), RV_EINVAL);
    assert_string_equal(err.message, "item 1 (A) has no column");
    assert_int_equal(rv_plot_evidence_map(&scene, &(rv_evidence_map){ "", 1, &small, 0, NULL }, &o, &err), RV_EDOMAIN);
    assert_int_equal(rv_plot_evidence_map(&scene, &(rv_evidence_map){ "", 0, NULL, 0, NULL }, &o, &err), RV_EINVAL);
}

static void the_map_says_where_nothing_is(void **state)
{
    const rv_evidence_map_options o = RV_EVIDENCE_MAP_OPTIONS_INIT;
    rv_scene *scene;
    (void)state;

    assert_int_equal(rv_plot_evidence_map(&scene, &map, &o, NULL), RV_OK);
    assert_non_null(strstr(rv_scene_description(scene), "3 studies in 2 rows by 3 columns; 3 of 6 cells have no study."));
    assert_non_null(strstr(rv_scene_description(scene), "Training, Employment: 2 studies, 3 effects."));
    rv_scene_free(scene);
}

static void counts_are_written_with_their_sums(void **state)
{
    rv_buf text = RV_BUF_INIT;
    rv_output *out;
    (void)state;

    assert_int_equal(rv_output_memory(&out, &text, NULL), RV_OK);
    assert_int_equal(rv_evidence_map_table(&map, out, NULL), RV_OK);
    assert_int_equal(rv_output_close(out, NULL), RV_OK);
    assert_string_equal(rv_buf_str(&text), "row,column,studies,effects\nTraining,Employment,2,3\nTraining,Earnings,1,1\nTraining,Crime,0,0\n"
                                           "Subsidy,Employment,1,1\nSubsidy,Earnings,0,0\nSubsidy,Crime,0,0\nTraining,,2,4\nSubsidy,,1,1\n"
                                           ",Employment,3,4\n,Earnings,1,1\n,Crime,0,0\n,,3,5\n");
    rv_buf_free(&text);
}

static const char *refusal(const char *csv)
{
    static rv_error err;
    char path[] = "map-XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    rv_evidence_map *m;

    fputs(csv, file);
    fclose(file);
    assert_int_equal(rv_evidence_map_read(&m, path, &err), RV_EPARSE);
    assert_null(m);
    unlink(path);
    return strchr(err.message, ':');
}

static void a_bad_line_is_named(void **state)
{
    (void)state;
    assert_string_equal(refusal("row,study\nA,B\n"), ":1: there is no column 'column'; a map has row, column, study, and perhaps size and level");
    assert_string_equal(refusal("intervention,outcome,study\nA,B,C\n,B,C\n"), ":3: the study C has no row");
    assert_string_equal(refusal("row,column,study,size\nA,B,C,-4\n"), ":2: the size is -4; it must be a number from 0");
    assert_non_null(strstr(refusal("row,column,study,size\nA,B,C,many\n"), "'many'"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(studies_are_counted_once_a_cell_and_once_a_line), cmocka_unit_test(levels_share_a_study_s_part_in_the_order_of_grade),
        cmocka_unit_test(sizes_are_those_of_studies), cmocka_unit_test(what_cannot_be_told_apart_is_refused),
        cmocka_unit_test(the_map_says_where_nothing_is), cmocka_unit_test(counts_are_written_with_their_sums), cmocka_unit_test(a_bad_line_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
