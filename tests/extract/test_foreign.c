#include <config.h>

#include "tests/base/zip_made.h"
#include "tests/extract/foreign_review.h"

static size_t n_results;

static rv_status count_result(void *user, const rv_result *r, rv_error *e)
{
    (void)user;
    (void)r;
    (void)e;
    n_results++;
    return RV_OK;
}

static size_t results(void)
{
    n_results = 0;
    must(rv_extract_each_result(store, NULL, count_result, NULL, &err));
    return n_results;
}

/* All that stands, but for where it came from. */
static rv_status add_fact(void *user, const rv_value *v, rv_error *e)
{
    (void)e;
    rv_buf_printf(user, "%s|%s|%s|%s|%s\n", v->study, v->result, v->field, v->value, v->state);
    return RV_OK;
}

static rv_status add_result(void *user, const rv_result *r, rv_error *e)
{
    (void)e;
    rv_buf_printf(user, "%s|%s|%s|%s|%s|%g\n", r->study, r->result, r->contrast, r->domain, r->outcome, r->months);
    return RV_OK;
}

static rv_status add_appraisal(void *user, const rv_appraisal *a, rv_error *e)
{
    (void)e;
    for (size_t i = 0; i < a->n; i++)
        rv_buf_printf(user, "%s|%s|%s|%s\n", a->subject.study, a->lines[i].id, a->lines[i].answer, a->lines[i].support);
    return RV_OK;
}

static void gather(rv_buf *facts)
{
    must(rv_extract_each(store, NULL, NULL, false, add_fact, facts, &err));
    must(rv_extract_each_result(store, NULL, add_result, facts, &err));
    must(rv_extract_each_appraisal(store, protocol, NULL, false, add_appraisal, facts, &err));
}

/* Gives the review in a format, takes the file into a new one, and compares the two. */
static void comes_back(const char *format, const char *file, const char *said)
{
    rv_buf before = RV_BUF_INIT, after = RV_BUF_INIT;
    rv_output *to = NULL;
    char path[4300];

    gather(&before);
    rv_buf_clear(&warned);
    snprintf(path, sizeof path, "%s", scratch(file));
    must(rv_output_open(&to, path, &err));
    must(rv_extract_write(store, protocol, format, to, note_warning, NULL, &err));
    must(rv_output_close(to, &err));
    assert_string_equal(rv_buf_str(&warned), said);
    begin_review("again.review");
    must(take(path, NULL));
    gather(&after);
    assert_string_equal(rv_buf_str(&after), rv_buf_str(&before));
    assert_true(before.length > 500);
    rv_buf_free(&before);
    rv_buf_free(&after);
}

/* ---- RevMan ---------------------------------------------------------------------------------------------------------------- */

static void revman_numbers_reach_the_fields_that_say_what_they_are(void **state)
{
    (void)state;
    must(take(data("jobs.rm5"), NULL));
    assert_string_equal(did.kind, "extract.file");
    assert_int_equal(did.studies, 2);
    assert_int_equal(results(), 5);
    assert_string_equal(value(NULL, "CMP-001.01.01 STD-Ames-2011", "e1"), "40 @ jobs.rm5, CMP-001.01.01, STD-Ames-2011, EVENTS_1");
    assert_string_equal(value(NULL, "CMP-001.02 STD-Ames-2011", "s2"), "3.8 @ jobs.rm5, CMP-001.02, STD-Ames-2011, SD_2");
    assert_string_equal(value(NULL, "CMP-001.03 STD-Birk_x002d_2", "yi"), "0.25 @ jobs.rm5, CMP-001.03, STD-Birk_x002d_2, ESTIMATE");
    assert_string_equal(value(NULL, "CMP-003.01 STD-Ames-2011", "v"), "11.2 @ jobs.rm5, CMP-003.01, STD-Ames-2011, VAR");
    assert_string_equal(value(NULL, "CMP-001.01.02 STD-Birk_x002d_2", "v"), "");     /* of events it is RevMan's own sum */
}

static void what_revman_says_beyond_the_form_is_told_and_kept(void **state)
{
    (void)state;
    must(take(data("jobs.rm5"), NULL));
    assert_non_null(strstr(rv_buf_str(&warned), "Participants: the form has no field for it"));
    assert_non_null(strstr(rv_buf_str(&warned), "STUDY: studies that are not included are not taken"));
    assert_non_null(strstr(rv_buf_str(&warned), "STD-Nobody: the data name a study that is not among"));
    assert_non_null(strstr(rv_buf_str(&warned), "Something else: no appraisal tool"));
    assert_non_null(strstr(rv_buf_str(&warned), "CMP-001.01.02: there is nobody in either group"));
    assert_non_null(strstr(value("Ames 2011", NULL, "methods"), "# the file also says: Participants: Young people"));
}

static void the_same_file_again_changes_nothing(void **state)
{
    static const char *const files[] = { "jobs.rm5", "eppi.json", "covidence.csv", "metapsy.csv", "study-results.csv" };

    (void)state;
    for (size_t i = 0; i < 5; i++) {
        must(take(data(files[i]), NULL));
        assert_int_equal(strlen(did.event), 64);
        must(take(data(files[i]), NULL));
        assert_string_equal(did.event, "");
    }
}

static void a_revman_file_comes_back_with_the_same_facts(void **state)
{
    (void)state;
    must(take(data("jobs.rm5"), NULL));
    comes_back("revman", "out.rm5", "");
}

static void a_dry_run_tells_what_would_change_and_keeps_nothing(void **state)
{
    rv_extract_options options = RV_EXTRACT_OPTIONS_INIT;
    char head[RV_DIGEST_HEX], later[RV_DIGEST_HEX];

    (void)state;
    must(rv_store_head(store, head, &err));
    options.dry_run = true;
    options.changed = note_change;
    must(take(data("jobs.rm5"), &options));
    must(rv_store_head(store, later, &err));
    assert_string_equal(later, head);
    assert_int_equal(did.studies, 2);
    assert_non_null(strstr(rv_buf_str(&changed), "study Ames 2011||:  -> Ames 2011\n"));
    assert_non_null(strstr(rv_buf_str(&changed), "|CMP-001.01.01 STD-Ames-2011|e1:  -> 40\n"));
    assert_int_equal(results(), 0);
}

static void an_outcome_of_no_domain_is_a_fault_until_somebody_says_which(void **state)
{
    static const char *const map[] = { "Weeks in work=", "Time to first job=mood" };
    static const char text[] = "study,condition_arm1,condition_arm2,instrument,n_arm1\nA,x,y,Height,10\n";
    rv_extract_options options = RV_EXTRACT_OPTIONS_INIT;

    (void)state;
    write_file("t.csv", text, sizeof text - 1);
    assert_int_equal(take(scratch("t.csv"), NULL), RV_EPARSE);
    assert_non_null(strstr(err.message, "domain: no outcome domain of the protocol has a word of 'Height'; say which it is by --map"));
    options.domain = "mood";
    must(take(scratch("t.csv"), &options));
    options = (rv_extract_options)RV_EXTRACT_OPTIONS_INIT;
    options.map = map;
    options.n_map = 2;
    must(take(data("jobs.rm5"), &options));
    assert_int_equal(did.results, 4);                    /* one was left out on purpose */
    assert_string_equal(value(NULL, "CMP-001.03 STD-Birk_x002d_2", "yi"), "");
}

/* ---- EPPI-Reviewer --------------------------------------------------------------------------------------------------------- */

static void eppi_codes_become_answers_and_outcomes_results(void **state)
{
    (void)state;
    must(take(data("eppi.json"), NULL));
    assert_int_equal(did.studies, 2);                    /* the third was only screened */
    assert_int_equal(results(), 3);
    assert_string_equal(value("Ames (2011)", NULL, "parts"), "advice; wage subsidy @ eppi.json, reference 9001, code Wage subsidy");
    assert_string_equal(value("Ames (2011)", NULL, "funder"), "The Ministry @ eppi.json, reference 9001, code Funder");
    assert_non_null(strstr(value("Ames (2011)", NULL, "country"), "England @ eppi.json, reference 9001, code England, ames.pdf # three towns"));
    assert_string_equal(value(NULL, "EPPI 9001/501", "f2"), "80 @ eppi.json, reference 9001, outcome 501, Data4");
    assert_string_equal(value(NULL, "EPPI 9001/501", "icc"), "0.05 @ eppi.json, reference 9001, outcome 501, Data10");
    assert_string_equal(value(NULL, "EPPI 9001/502", "icc"), "");
    assert_string_equal(value(NULL, "EPPI 9002/503", "estimate"),
                        "1.5 @ eppi.json, reference 9002, outcome 503, Data5 # the file also says: TimepointDisplayValue: later");
    assert_non_null(strstr(rv_buf_str(&warned), "reference 2: Diagnostic test: 2 x 2 table: outcomes of this type are not taken"));
    assert_non_null(strstr(rv_buf_str(&warned), "reference 1: Data Extraction: the form has no field for it"));
    assert_non_null(strstr(rv_buf_str(&warned), "What country?: it does not fit the field 'country': 'Atlantis' is no choice"));
}

static void eppi_times_are_months(void **state)
{
    rv_buf facts = RV_BUF_INIT;

    (void)state;
    must(take(data("eppi.json"), NULL));
    gather(&facts);
    assert_non_null(strstr(rv_buf_str(&facts), "Ames (2011)|EPPI 9001/501|Programme v Nothing|work|Employed|12\n"));
    assert_non_null(strstr(rv_buf_str(&facts), "Ames (2011)|EPPI 9001/502|Programme v Nothing|mood|Low mood|5.98\n"));
    rv_buf_free(&facts);
}

static void an_eppi_file_comes_back_with_the_same_facts(void **state)
{
    (void)state;
    must(take(data("eppi.json"), NULL));
    comes_back("eppi-json", "out.json", "");
}

/* ---- Covidence, Metapsy, Cochrane ------------------------------------------------------------------------------------------ */

static void covidence_gives_the_consensus_or_the_only_row(void **state)
{
    (void)state;
    must(take(data("covidence.csv"), NULL));
    assert_int_equal(did.studies, 2);
    assert_string_equal(value("Ames 2011", NULL, "methods"),
                        "By lot, \nin two sites @ covidence.csv, line 4, Methods # in Covidence: Consensus; the file also says: Sample size: 210");
    assert_string_equal(value("Birk 2013", NULL, "country"), "Norway @ covidence.csv, line 6, What country? # in Covidence: Ada");
    assert_non_null(strstr(rv_buf_str(&warned), "14: several reviewers extracted it, and there is no consensus; it is not taken"));
    assert_non_null(strstr(rv_buf_str(&warned), "Sample size: the form has no field for it"));
}

static void metapsy_rows_are_results(void **state)
{
    static const char first[] = "Ames, 2011; cbt (group) v wl; mood, BDI (self-report); post 12";

    (void)state;
    must(take(data("metapsy.csv"), NULL));
    assert_int_equal(did.studies, 2);
    assert_int_equal(results(), 3);
    assert_string_equal(value(NULL, first, "m2"), "6.5 @ metapsy.csv, line 2, mean_arm2");
    assert_string_equal(value(NULL, "Ames, 2011; cbt (group) v wl; job, register; post 52", "n1"), "100 @ metapsy.csv, line 3, totaln_arm1");
    assert_string_equal(value(NULL, "Dahl, 2016; cbt v cau; mood, HAM-D (clinician); fu 26", "yi"),
                        "0.31 @ metapsy.csv, line 4, precalc_g # the file also says: time: fu; year: 2016; country: no");
}

/* An archive within the archive, as the Cochrane Library offers it. */
static void a_cochrane_package_is_read_through_both_archives(void **state)
{
    rv_buf rows = RV_BUF_INIT, settings = RV_BUF_INIT, bias = RV_BUF_INIT, studies = RV_BUF_INIT;
    static char inner[100000], outer[100000];
    struct archive *a = archive_write_new();
    struct archive_entry *entry = archive_entry_new();
    size_t n, used = 0;

    (void)state;
    must(rv_file_read(data("data-rows.csv"), 1 << 20, &rows, &err));
    must(rv_file_read(data("settings.csv"), 1 << 20, &settings, &err));
    must(rv_file_read(data("risk-of-bias.csv"), 1 << 20, &bias, &err));
    must(rv_file_read(data("study-information.csv"), 1 << 20, &studies, &err));
    n = make_zip((zip_part[]){ { "CD0-study-data/CD0-study-information.csv", studies.data }, { "CD0-analysis-data/CD0-data-rows.csv", rows.data },
                               { "CD0-analysis-data/CD0-overall-estimates-and-settings.csv", settings.data },
                               { "CD0-study-data/CD0-risk-of-bias.csv", bias.data }, { NULL, NULL } }, inner, sizeof inner);
    archive_write_set_format_zip(a);
    archive_write_open_memory(a, outer, sizeof outer, &used);
    archive_entry_set_pathname(entry, "CD0-files/CD0-data.zip");
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_size(entry, (la_int64_t)n);
    archive_write_header(a, entry);
    archive_write_data(a, inner, n);
    archive_entry_free(entry);
    archive_write_close(a);
    archive_write_free(a);
    write_file("CD0.zip", outer, used);
    must(take(scratch("CD0.zip"), NULL));
    assert_int_equal(did.studies, 2);
    assert_int_equal(results(), 4);
    assert_string_equal(value(NULL, "1.1 Adults Ames 2011", "e2"), "30 @ CD0.zip, data-rows.csv, analysis 1.1, line 2, Control cases");
    assert_string_equal(value(NULL, "1.1 Adults Ames 2011", "m1"), "");          /* 0 in a column of another type */
    assert_string_equal(value(NULL, "2.1 Ames 2011", "yi"), "0.25 @ CD0.zip, data-rows.csv, analysis 2.1, line 5, GIV Mean");
    assert_int_equal(did.judgements, 2);
    assert_string_equal(value("Ames 2011", NULL, "methods"),
                        "By lot two sites @ CD0.zip, study-information.csv, line 2, Char: Methods # the file also says: Participants: Young people");
    rv_buf_free(&studies);
    rv_buf_free(&rows);
    rv_buf_free(&settings);
    rv_buf_free(&bias);
}

static void revman_arms_are_compared_with_the_last_and_contrasts_taken_as_they_are(void **state)
{
    (void)state;
    must(take(data("study-results.csv"), NULL));
    assert_int_equal(results(), 3);
    assert_string_equal(value(NULL, "Ames 2011; Employed; Programme v Nothing", "e1"), "40 @ study-results.csv, line 2, Cases # the file also"
                        " says: Footnotes: from the authors");
    assert_string_equal(value(NULL, "Ames 2011; Employed; Programme v Nothing", "n2"), "110 @ study-results.csv, line 3, Sample size");
    assert_string_equal(value(NULL, "Birk 2013; Employed; Programme v Advice", "sei"), "0.1 @ study-results.csv, line 6, SE");
    assert_non_null(strstr(rv_buf_str(&warned), "Arm: the file does not say which arm is the control"));
}

static void revman_results_come_back_with_the_same_facts(void **state)
{
    (void)state;
    must(take(data("study-results.csv"), NULL));
    comes_back("revman-results", "out.csv", "");
}

static void studies_find_their_records_by_doi_or_title(void **state)
{
    static const char *path;
    rv_import_file file;
    const rv_source source = { .name = "ERIC", .kind = "database" };
    char hex[RV_DIGEST_HEX];

    (void)state;
    path = data("records.ris");
    must(rv_refs_import(store, "ada", &source, &path, 1, NULL, NULL, NULL, NULL, NULL, &file, hex, &err));
    must(take(data("eppi.json"), NULL));
    assert_null(strstr(rv_buf_str(&warned), "found no record"));                 /* one by its DOI, one by its title */
    begin_review("other.review");
    must(take(data("eppi.json"), NULL));
    assert_non_null(strstr(rv_buf_str(&warned), "2 of 2 studies found no record by DOI, PubMed number or title"));
}

static void what_is_no_export_is_named(void **state)
{
    static const struct { const char *from, *text, *message; } cases[] = {
        { "revman", "<COCHRANE_REVIEW></COCHRANE_REVIEW>", "t: there is no STUDY in it; it is no RevMan file with studies" },
        { "eppi-json", "{\"a\": 1}", "t: there is no list \"References\"; EPPI-Reviewer's export has one, beside \"CodeSets\"" },
        { "covidence", "a,b\n1,2\n", "t:1: the column 'Study ID' is missing" },
        { "metapsy", "study\nx\n", "t:1: the column 'condition_arm1' is missing" },
        { "word", "x", "'word' is no format that is read" },
    };

    (void)state;
    if (chdir(folder) != 0)
        fail_msg("no scratch folder");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rv_extract_options options = RV_EXTRACT_OPTIONS_INIT;
        options.from = cases[i].from;
        write_file("t", cases[i].text, strlen(cases[i].text));
        assert_int_not_equal(take("t", &options), RV_OK);
        assert_string_equal(err.message, cases[i].message);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, new_review, end_review)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(revman_numbers_reach_the_fields_that_say_what_they_are),
        TEST(what_revman_says_beyond_the_form_is_told_and_kept),
        TEST(the_same_file_again_changes_nothing),
        TEST(a_revman_file_comes_back_with_the_same_facts),
        TEST(a_dry_run_tells_what_would_change_and_keeps_nothing),
        TEST(an_outcome_of_no_domain_is_a_fault_until_somebody_says_which),
        TEST(eppi_codes_become_answers_and_outcomes_results),
        TEST(eppi_times_are_months),
        TEST(an_eppi_file_comes_back_with_the_same_facts),
        TEST(covidence_gives_the_consensus_or_the_only_row),
        TEST(metapsy_rows_are_results),
        TEST(a_cochrane_package_is_read_through_both_archives),
        TEST(revman_arms_are_compared_with_the_last_and_contrasts_taken_as_they_are),
        TEST(revman_results_come_back_with_the_same_facts),
        TEST(studies_find_their_records_by_doi_or_title),
        TEST(what_is_no_export_is_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
