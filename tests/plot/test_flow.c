#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/plot.h"
#include "tests/support.h"

enum { N = 16 };

/* A small diagram that adds up: 100 + 20 - 30 = 90, - 60 = 30, - 2 = 28, - 20 = 8 reports; 5 other, - 1, - 1 = 3. */
static const rv_flow_row sound[N] = {
    { RV_FLOW_A1, "ERIC", 70 }, { RV_FLOW_A1, "PsycINFO", 30 }, { RV_FLOW_A2, "ClinicalTrials.gov", 20 }, { RV_FLOW_B1, "", 30 },
    { RV_FLOW_C, "", 90 }, { RV_FLOW_D1, "", 60 }, { RV_FLOW_E, "", 30 }, { RV_FLOW_F, "", 2 }, { RV_FLOW_G, "", 28 },
    { RV_FLOW_H, "Wrong population", 12 }, { RV_FLOW_H, "No comparison", 8 }, { RV_FLOW_O3, "", 5 }, { RV_FLOW_R, "", 1 },
    { RV_FLOW_T, "No comparison", 1 }, { RV_FLOW_U, "", 11 }, { RV_FLOW_V, "", 9 },
};

static const char *checked(const rv_flow_row *rows, size_t n)
{
    static rv_error err;
    const rv_flow flow = { "", n, rows };

    return rv_flow_check(&flow, &err) == RV_OK ? "" : err.message;
}

/* `sound` with one count changed. */
static const char *changed(rv_flow_box box, int64_t n)
{
    rv_flow_row rows[N + 1];
    size_t last = N;

    memcpy(rows, sound, sizeof sound);
    for (size_t i = 0; i < N; i++)
        if (rows[i].box == box)
            last = i;
    rows[last] = (rv_flow_row){ box, "", n };
    return checked(rows, last == N ? N + 1 : N);
}

static void a_diagram_that_adds_up_passes(void **state)
{
    (void)state;
    assert_string_equal(checked(sound, N), "");
}

static void what_is_not_stated_is_computed(void **state)
{
    const rv_flow flow = { "", N, sound };
    (void)state;

    assert_int_equal(rv_flow_total(&flow, RV_FLOW_A1), 100);
    assert_int_equal(rv_flow_total(&flow, RV_FLOW_S), 4);
    assert_int_equal(rv_flow_total(&flow, RV_FLOW_W1), 9);
    assert_int_equal(rv_flow_total(&flow, RV_FLOW_W2), 11);
    assert_false(rv_flow_stated(&flow, RV_FLOW_S));
}

/* Prints as given: 2 + 3888 records, 400 + 50 + 673 removed, 2765 screened, ...; two records are lost before screening. */
static void a_published_diagram_that_loses_two_records_is_caught(void **state)
{
    const rv_flow_row rows[] = {
        { RV_FLOW_A1, "", 3888 }, { RV_FLOW_A2, "", 2 }, { RV_FLOW_B1, "", 400 }, { RV_FLOW_B2, "", 50 }, { RV_FLOW_B3, "", 673 },
        { RV_FLOW_C, "", 2765 }, { RV_FLOW_D1, "", 1840 }, { RV_FLOW_E, "", 925 }, { RV_FLOW_F, "", 885 }, { RV_FLOW_G, "", 40 },
        { RV_FLOW_H, "a", 25 }, { RV_FLOW_H, "b", 5 }, { RV_FLOW_H, "c", 5 }, { RV_FLOW_U, "", 5 }, { RV_FLOW_V, "", 5 },
    };
    const rv_flow flow = { "", sizeof rows / sizeof *rows, rows };
    const rv_flow_options options = RV_FLOW_OPTIONS_INIT;
    rv_scene *scene;
    (void)state;

    assert_string_equal(checked(rows, flow.n),
                        "C (records screened) is 2765, but A1 3888 + A2 2 - B1 400 - B2 50 - B3 673 gives 2767");
    assert_int_equal(rv_plot_flow(&scene, &flow, &options, NULL), RV_EDOMAIN);
    assert_null(scene);
}

static void the_first_sum_that_fails_is_named(void **state)
{
    (void)state;
    assert_string_equal(changed(RV_FLOW_E, 31), "E (reports sought for retrieval) is 31, but C 90 - D1 60 gives 30; and 1 more fault");
    assert_string_equal(changed(RV_FLOW_G, 27), "G (reports assessed for eligibility) is 27, but E 30 - F 2 gives 28; and 1 more fault");
    assert_string_equal(changed(RV_FLOW_U, 12),
                        "U (reports of new included studies) is 12, but G 28 + S 4 - H 20 - T 1 gives 11");
    assert_string_equal(changed(RV_FLOW_Q, 6), "Q (reports from other methods sought) is 6, but O1 0 + O2 0 + O3 5 + O4 0 gives 5; and 1 more fault");
    assert_string_equal(changed(RV_FLOW_T, 9), "more is taken away than there is: S 4 - T 9 gives -5; and 1 more fault");
    assert_string_equal(changed(RV_FLOW_V, 12), "V (new studies included) is 12, but there are only 11 reports of them (U)");
    assert_string_equal(changed(RV_FLOW_V, 0), "V (new studies included) is 0, but 11 reports are included (U)");
    assert_string_equal(changed(RV_FLOW_M, 10), "M (studies in the meta-analysis) is 10, but the review has only 9 studies (W1)");
    assert_string_equal(changed(RV_FLOW_W1, 10), "W1 (studies in all) is 10, but P1 0 + V 9 gives 9");
    assert_string_equal(changed(RV_FLOW_B1, -1), "B1 (duplicate records removed) is -1; a count is a whole number from 0");
}

static void what_still_waits_is_part_of_the_sums(void **state)
{
    const rv_flow_row rows[] = { { RV_FLOW_A1, "", 10 }, { RV_FLOW_C_WAITING, "", 4 }, { RV_FLOW_C, "", 6 }, { RV_FLOW_D1, "", 3 },
                                 { RV_FLOW_G_WAITING, "", 2 }, { RV_FLOW_H_ONGOING, "", 1 } };
    const rv_flow flow = { "", 6, rows };
    (void)state;

    assert_string_equal(checked(rows, 6), "");
    assert_int_equal(rv_flow_total(&flow, RV_FLOW_G), 1);
    assert_int_equal(rv_flow_total(&flow, RV_FLOW_U), 0);
}

static void numbers_written_as_csv_are_read_back(void **state)
{
    const rv_flow flow = { "A title, with comma", N, sound };
    char path[] = "flow-XXXXXX";
    rv_output *out;
    rv_flow *back;
    (void)state;

    close(mkstemp(path));
    assert_int_equal(rv_output_open(&out, path, NULL), RV_OK);
    assert_int_equal(rv_flow_write(&flow, out, NULL), RV_OK);
    assert_int_equal(rv_output_close(out, NULL), RV_OK);
    assert_int_equal(rv_flow_read(&back, path, NULL), RV_OK);
    assert_string_equal(back->title, flow.title);
    assert_int_equal(back->n, N);
    for (size_t i = 0; i < N; i++) {
        assert_int_equal(back->rows[i].box, sound[i].box);
        assert_string_equal(back->rows[i].label, sound[i].label);
        assert_int_equal(back->rows[i].n, sound[i].n);
    }
    rv_flow_free(back);
    unlink(path);
}

static const char *read_error(const char *csv)
{
    static rv_error err;
    char path[] = "flow-XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    rv_flow *flow;

    fputs(csv, file);
    fclose(file);
    assert_int_equal(rv_flow_read(&flow, path, &err), RV_EPARSE);
    assert_null(flow);
    unlink(path);
    return strchr(err.message, ':');
}

static void a_bad_line_is_named(void **state)
{
    (void)state;
    assert_string_equal(read_error("id,label,n\nA1,,5\nZ9,,4\n"),
                        ":3: 'Z9' is not a box of the flow diagram; the boxes are P1, P2, A1, A2, B1, ... M");
    assert_string_equal(read_error("id,label,n\nA1,,five\n"), ":2: the count of A1 is 'five'; it must be a whole number from 0");
    assert_string_equal(read_error("id,n\nA1,-5\n"), ":2: the count of A1 is '-5'; it must be a whole number from 0");
    assert_string_equal(read_error("id,label\nA1,x\n"), ":1: there is no column 'n'; flow numbers have id, label, n");
    assert_string_equal(read_error("id,label,n\n"), ": there are no flow numbers in it");
}

static size_t faults_of(const rv_flow_row *rows, size_t n, rv_buf *out)
{
    const rv_flow flow = { "", n, rows };

    rv_buf_clear(out);
    return rv_flow_faults(&flow, out);
}

static void all_faults_are_named_and_none_twice(void **state)
{
    const rv_flow_row rows[] = {
        { RV_FLOW_P1, "", 7 },  { RV_FLOW_P2, "", 5 },   { RV_FLOW_A1, "", 200 },        { RV_FLOW_A1, "ERIC", 120 },
        { RV_FLOW_A1, "Scopus", 70 }, { RV_FLOW_B1, "", 30 }, { RV_FLOW_C, "", 171 },    { RV_FLOW_D1, "", 150 },
        { RV_FLOW_F, "", 30 },  { RV_FLOW_H, "", 2 },    { RV_FLOW_M, "", 40 },          { RV_FLOW_V, "", 0 },
    };
    rv_buf told = RV_BUF_INIT;
    (void)state;

    assert_int_equal(faults_of(rows, sizeof rows / sizeof *rows, &told), 5);
    assert_string_equal(rv_buf_str(&told),
                        "A1 (records from databases) is 200, but its parts give 190\n"
                        "P2 (reports of studies in the previous version) is 5, less than the 7 studies they report (P1)\n"
                        "C (records screened) is 171, but A1 200 + A2 0 - B1 30 gives 170\n"
                        "more is taken away than there is: E 21 - F 30 gives -9\n"
                        "M (studies in the meta-analysis) is 40, but the review has only 7 studies (W1)\n");
    rv_buf_free(&told);
}

/* The rules of the diagram one by one: a small flow that comes out, and one number of it that breaks one rule alone. */
static void each_rule_is_checked(void **state)
{
    static const rv_flow_row fine[] = {
        { RV_FLOW_P1, "", 2 },  { RV_FLOW_P2, "", 3 }, { RV_FLOW_A1, "", 10 }, { RV_FLOW_B1, "", 2 }, { RV_FLOW_B2, "", 1 }, { RV_FLOW_B3, "", 1 },
        { RV_FLOW_D1, "", 1 },  { RV_FLOW_D2, "", 1 }, { RV_FLOW_F, "", 1 },   { RV_FLOW_H, "", 1 },  { RV_FLOW_O1, "", 3 }, { RV_FLOW_Q, "", 3 },
        { RV_FLOW_R, "", 1 },   { RV_FLOW_T, "", 1 },  { RV_FLOW_V, "", 2 },   { RV_FLOW_W2, "", 6 },
    };
    static const struct { rv_flow_box box; int64_t n; const char *fault; } cases[] = {
        { RV_FLOW_P2, 1, "P2 (reports of studies in the previous version) is 1, less than the 2 studies they report (P1)" },
        { RV_FLOW_B1, 9, "more is taken away than there is: A1 10 + A2 0 - B1 9 - B2 1 - B3 1 gives -1" },
        { RV_FLOW_D2, 6, "more is taken away than there is: C 6 - D1 1 - D2 6 gives -1" },
        { RV_FLOW_F, 5, "more is taken away than there is: E 4 - F 5 gives -1" },
        { RV_FLOW_H, 4, "more is taken away than there is: G 3 - H 4 gives -1" },
        { RV_FLOW_Q, 4, "Q (reports from other methods sought) is 4, but O1 3 + O2 0 + O3 0 + O4 0 gives 3" },
        { RV_FLOW_R, 4, "more is taken away than there is: Q 3 - R 4 gives -1" },
        { RV_FLOW_T, 3, "more is taken away than there is: S 2 - T 3 gives -1" },
        { RV_FLOW_V, 4, "V (new studies included) is 4, but there are only 3 reports of them (U)" },
        { RV_FLOW_V, 0, "V (new studies included) is 0, but 3 reports are included (U)" },
        { RV_FLOW_W2, 7, "W2 (reports in all) is 7, but P2 3 + U 3 gives 6" },
    };
    enum { ROWS = sizeof fine / sizeof *fine };
    (void)state;

    assert_string_equal(checked(fine, ROWS), "");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rv_flow_row rows[ROWS];
        memcpy(rows, fine, sizeof fine);
        for (size_t k = 0; k < ROWS; k++)
            if (rows[k].box == cases[i].box)
                rows[k].n = cases[i].n;
        if (strncmp(checked(rows, ROWS), cases[i].fault, strlen(cases[i].fault)) != 0)
            fail_msg("rule %zu: '%s', not '%s'", i + 1, checked(rows, ROWS), cases[i].fault);
    }
}

static void records_of_other_methods_that_were_not_sought_are_what_is_left(void **state)
{
    const rv_flow_row rows[] = { { RV_FLOW_A1, "", 1 }, { RV_FLOW_D1, "", 1 }, { RV_FLOW_O3, "", 9 }, { RV_FLOW_Q, "", 6 },
                                 { RV_FLOW_T, "late", 6 } };
    const rv_flow flow = { "", 5, rows };
    (void)state;

    assert_string_equal(checked(rows, 5), "");
    assert_int_equal(rv_flow_total(&flow, RV_FLOW_O_REMOVED), 3);
}

static void reports_of_the_previous_version_follow_from_those_in_all(void **state)
{
    const rv_flow_row rows[] = { { RV_FLOW_P1, "", 4 }, { RV_FLOW_A1, "", 3 }, { RV_FLOW_V, "", 2 }, { RV_FLOW_W1, "", 6 },
                                 { RV_FLOW_W2, "", 8 } };
    rv_flow_row fewer[5];
    const rv_flow flow = { "", 5, rows };
    (void)state;

    assert_string_equal(checked(rows, 5), "");
    assert_int_equal(rv_flow_total(&flow, RV_FLOW_P2), 5);
    memcpy(fewer, rows, sizeof fewer);
    fewer[4].n = 5;
    assert_string_equal(checked(fewer, 5), "W2 (reports in all) is 5, less than the 6 studies they report (W1)");
}

static rv_flow *read_text(const char *csv)
{
    char path[] = "flow-XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    rv_error err = { 0 };
    rv_flow *flow;

    fputs(csv, file);
    fclose(file);
    if (rv_flow_read(&flow, path, &err) != RV_OK)
        fail_msg("%s", err.message);
    unlink(path);
    return flow;
}

static void the_table_of_the_package_prisma2020_is_read(void **state)
{
    rv_flow *flow = read_text("data,node,box,description,boxtext,tooltips,url,n\n"
                              "NA,node4,prevstud,Grey title box,Previous studies,,x.html,0\n"
                              "database_results,node7,box2,,Databases,,x.html,100\n"
                              "database_specific_results,,box2,,,,,\"ERIC, 70; PsycINFO, Ovid, 30\"\n"
                              "register_results,,box2,,,,,xxx\n"
                              "duplicates,,,,,,,20\nrecords_screened,,,,,,,80\nrecords_excluded,,,,,,,70\n"
                              "dbr_sought_reports,,,,,,,10\ndbr_notretrieved_reports,,,,,,,0\ndbr_assessed,,,,,,,10\n"
                              "dbr_excluded,node14,box9,,Reports excluded,,,\"Wrong population, 5; No comparison, 2\"\n"
                              "other_excluded,,,,,,,\"Reason1, xxx; Reason2, xxx\"\n"
                              "new_studies,,,,,,,2\nnew_reports,,,,,,,3\nidentification,node1,,,,,,0\n");
    (void)state;

    assert_int_equal(rv_flow_check(flow, NULL), RV_OK);
    assert_int_equal(rv_flow_total(flow, RV_FLOW_A1), 100);
    assert_string_equal(flow->rows[2].label, "PsycINFO, Ovid");
    assert_int_equal(rv_flow_total(flow, RV_FLOW_H), 7);
    assert_int_equal(rv_flow_total(flow, RV_FLOW_U), 3);
    assert_false(rv_flow_stated(flow, RV_FLOW_A2));
    assert_false(rv_flow_stated(flow, RV_FLOW_T));
    rv_flow_free(flow);
}

static void a_bad_row_of_the_package_is_named(void **state)
{
    (void)state;
    assert_string_equal(read_error("data,n\nduplicates,12.5\n"),
                        ":2: the count of duplicates is '12.5'; it must be a whole number from 0, or 'Reason, 12; Another, 3'");
    assert_string_equal(read_error("data,n\nduplicates,1\ndbr_excluded,\"No comparison, many\"\n"),
                        ":3: the count of dbr_excluded is 'No comparison, many'; it must be a whole number from 0, or 'Reason, 12; Another, 3'");
    assert_non_null(strstr(read_error("data,n\nrecords_seen,1\n"), "'records_seen' is not a row of the PRISMA2020 table"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_diagram_that_adds_up_passes),
        cmocka_unit_test(what_is_not_stated_is_computed),
        cmocka_unit_test(a_published_diagram_that_loses_two_records_is_caught),
        cmocka_unit_test(the_first_sum_that_fails_is_named),
        cmocka_unit_test(what_still_waits_is_part_of_the_sums),
        cmocka_unit_test(numbers_written_as_csv_are_read_back),
        cmocka_unit_test(a_bad_line_is_named),
        cmocka_unit_test(all_faults_are_named_and_none_twice),
        cmocka_unit_test(each_rule_is_checked),
        cmocka_unit_test(records_of_other_methods_that_were_not_sought_are_what_is_left),
        cmocka_unit_test(reports_of_the_previous_version_follow_from_those_in_all),
        cmocka_unit_test(the_table_of_the_package_prisma2020_is_read),
        cmocka_unit_test(a_bad_row_of_the_package_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
