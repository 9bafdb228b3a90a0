#include <config.h>

/* Two people extract blind; what they say is compared, and becomes the review's. */
#include "tests/extract/double.h"

/* What both say of one study, but for the names and values given. */
static void enter_study(const char *who, const char *treated, const char *control, const char *key, const char *n_treat, const char *value_text)
{
    char contrast[100];

    snprintf(contrast, sizeof contrast, "%s v %s", treated, control);
    enter();
    study("ACE");
    part("ACE", "arm", treated);
    part("ACE", "arm", control);
    value("ACE", "", "", "design", "randomised");
    value("ACE", "", "", "country", strcmp(who, "ann") == 0 ? "United States" : "united  states");
    value("ACE", "arm", treated, "randomised", "120");
    value("ACE", "arm", control, "randomised", "118");
    value("ACE", "arm", control, "dose", strcmp(who, "ann") == 0 ? "40" : "41.5");
    result("ACE", key, contrast, "work", "employed", "12");
    value("ACE", "result", key, "n_treat", n_treat);
    value("ACE", "result", key, "treat_value", value_text);
    must(entered_by(who));
}

static int two_versions(void **state)
{
    if (new_review(state) != 0)
        return -1;
    enter_study("ann", "programme", "control", "R1", "120", "42.5");
    enter_study("bob", "treatment", "comparison", "first", "102", "42.51");
    return 0;
}

static int two_done(void **state)
{
    if (two_versions(state) != 0)
        return -1;
    done("ann", "ACE");
    done("bob", "ACE");
    return 0;
}

static rv_agreed agreed;

static rv_status settle(const char *who, bool third, const rv_settlement *answers, size_t n)
{
    return rv_extract_agree(store, protocol, who, third, NULL, 0, answers, n, NULL, NULL, &agreed, &err);
}

static rv_status agree_all(const char *who)
{
    return settle(who, false, NULL, 0);
}

/* ---- Blind ------------------------------------------------------------------------------------------------------------------------- */

static size_t blind_to(const char *viewer)
{
    int64_t (*places)[2];
    size_t n;

    must(rv_extract_blind(store, viewer, &places, &n, &err));
    free(places);
    return n;
}

static void nobody_sees_a_version_before_all_are_done(void **state)
{
    (void)state;
    assert_string_equal(review_has(), "");
    assert_int_equal(rv_extract_differences(store, protocol, "ACE", RV_WHICH_ALL, NULL, tell_difference, NULL, &err), RV_EINVAL);
    assert_string_equal(err.message, "ACE is blind until all who extract it are done; not yet: ann, bob");
    done("ann", "ACE");
    assert_string_equal(differences(RV_WHICH_ALL, NULL), "");
    assert_true(blind_to("ann") == blind_to("bob"));
    assert_true(blind_to(NULL) == 2 * blind_to("ann"));
    assert_true(blind_to("ann") > 5);
    done("bob", "ACE");
    assert_true(blind_to(NULL) == 0);
}

static void who_is_done_enters_nothing_more_before_taking_it_up_again(void **state)
{
    (void)state;
    done("ann", "ACE");
    enter();
    value("ACE", "", "", "country", "Peru");
    assert_int_equal(entered_by("ann"), RV_EINVAL);
    assert_string_equal(err.message, "ann is done with ACE; take it up again first");
    enter();
    value("", "result", "R1", "n_treat", "7");
    assert_int_equal(entered_by("ann"), RV_EINVAL);
    must(rv_extract_done(store, "ann", (const char *const[]){ "ACE" }, 1, false, hex, &err));
    enter();
    value("ACE", "", "", "country", "Peru");
    must(entered_by("ann"));
    done("bob", "ACE");
    assert_int_not_equal(blind_to("bob"), 0);          /* ann is at it again: not open yet */
    done("ann", "ACE");
    assert_int_equal(blind_to("bob"), 0);
}

static void a_third_extractor_is_refused(void **state)
{
    (void)state;
    assert_int_equal(rv_extract_give(store, "lead", &(rv_extract_gift){ "ACE", "eve" }, 1, "extract", true, hex, &err), RV_EINVAL);
    assert_string_equal(err.message, "ann and bob extract ACE; take it back from one first");
    done("ann", "ACE");
    done("bob", "ACE");
    assert_int_equal(rv_extract_give(store, "lead", &(rv_extract_gift){ "ACE", "eve" }, 1, "extract", true, hex, &err), RV_EINVAL);
    assert_non_null(strstr(err.message, "ACE is open"));
    enter();
    value("ACE", "", "", "country", "Peru");
    assert_int_equal(entered_by("eve"), RV_EINVAL);
    assert_string_equal(err.message, "ann and bob have extracted ACE: settle what they say instead of entering it anew");
}

/* As when a copy comes in by a merge in which eve had begun, and did not know. */
static void a_version_that_comes_in_late_is_compared_with_none_and_stays_blind(void **state)
{
    static const rv_statement find = { "test_study", "SELECT id FROM study WHERE label = 'ACE'" };
    rv_event *event;
    int64_t id;

    (void)state;
    must(rv_store_int(store, &find, &id, NULL, &err, ""));
    const rv_cell cells[] = { RV_CELL_OF_INT("study", id), RV_CELL_OF_TEXT("field", "country"), RV_CELL_OF_TEXT("value", "Peru"),
                              RV_CELL_OF_TEXT("state", "reported"), RV_CELL_OF_TEXT("reviewer", "eve"), RV_CELL_OF_TEXT("own", "eve") };
    must(rv_event_begin(&event, store, "extract.value", "eve", false, &err));
    must(rv_event_add(event, "value", cells, 6, NULL, &err));
    must(rv_event_commit(event, NULL, &err));
    assert_non_null(strstr(differences(RV_WHICH_ALL, NULL), "n_treat: 120 / 102"));
    assert_int_equal(blind_to("ann"), 1);
    assert_int_equal(blind_to("eve"), 0);
    assert_int_equal(rv_extract_done(store, "eve", (const char *const[]){ "ACE" }, 1, true, hex, &err), RV_EINVAL);
}

static void a_third_person_corrects_what_both_got_wrong(void **state)
{
    const rv_settlement s = { .study = "ACE", .row = "study", .rows = { "ACE", "ACE" }, .field = "design", .settled = "matched" };

    (void)state;
    must(agree_all("eve"));
    assert_int_equal(settle("ann", false, &s, 1), RV_EINVAL);
    must(settle("eve", true, &s, 1));
    assert_non_null(strstr(review_has(), "design=matched\n"));
    must(agree_all("eve"));
    assert_non_null(strstr(review_has(), "design=matched\n"));
    assert_non_null(strstr(differences(RV_WHICH_DIFFERENT, NULL), "design: randomised / randomised (same) settled=matched\n"));
}

static int32_t count_given(const char *person, const rv_extract_share *shares, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(shares[i].person, person) == 0)
            return (int32_t)shares[i].given;
    return -1;
}

static rv_status two_each(void *user, const rv_extractor *row, rv_error *e)
{
    (void)e;
    ++*(size_t *)user;
    assert_string_equal(row->state, "given");
    assert_false(row->open);
    return RV_OK;
}

static void studies_are_dealt_by_lot_in_proportion_and_two_for_each(void **state)
{
    rv_extract_share shares[] = { { "ann", 2, 0 }, { "bob", 1, 0 }, { "eve", 1, 0 } };
    size_t n = 0;
    char label[20];

    (void)state;
    enter();
    for (int i = 0; i < 40; i++) {
        snprintf(label, sizeof label, "S%02d", i);
        study(rv_hoard_text(&entry.memory, label));
    }
    must(entered_by("lead"));
    must(rv_extract_deal(store, protocol, "lead", shares, 3, 7, hex, &err));
    assert_int_equal(count_given("ann", shares, 3), 40);
    assert_int_equal(count_given("bob", shares, 3), 20);
    assert_int_equal(count_given("eve", shares, 3), 20);
    must(rv_extract_each_extractor(store, NULL, two_each, &n, &err));
    assert_int_equal(n, 80);
    must(rv_extract_deal(store, protocol, "lead", shares, 3, 8, hex, &err));
    assert_string_equal(hex, "");
    assert_int_equal(rv_extract_deal(store, protocol, "lead", shares, 1, 7, hex, &err), RV_EINVAL);
}

/* ---- Differences ------------------------------------------------------------------------------------------------------------------- */

static void rows_of_other_names_are_aligned_and_differences_listed_value_by_value(void **state)
{
    rv_difference_count count;

    (void)state;
    assert_string_equal(aligned("ACE"), "arm control=comparison\narm programme=treatment\nresult R1=first\n");
    assert_string_equal(differences(RV_WHICH_OPEN, &count), "result R1|first n_treat: 120 / 102 (differs) open=\n");
    assert_int_equal(count.agree, 6);
    assert_int_equal(count.differ, 1);
    assert_int_equal(count.alone, 0);
    assert_non_null(strstr(differences(RV_WHICH_ALL, NULL), "study ACE|ACE country: United States / united  states (spelling)"));
    assert_non_null(strstr(rv_buf_str(&told), "arm control|comparison dose: 40 / 41.5 (within tolerance)"));
    assert_non_null(strstr(rv_buf_str(&told), "result R1|first treat_value: 42.5 / 42.51 (within tolerance)"));
}

static void each_type_differs_in_its_own_way(void **state)
{
    static const struct { const char *field, *a, *b, *line; } cases[] = {
        { "settings", "school; work", "work; school", "" },
        { "settings", "school; work", "work; home", "settings: school; work / work; home (differs)" },
        { "schedule", "week,hours\n1,20\n2,30", "week,hours\n1,20.1\n2,30", "" },
        { "schedule", "week,hours\n1,20\n2,30", "week,hours\n1,20\n2,40", "(differs; 1 cell; the first in row 3, column 2)" },
        { "schedule", "week,hours\n1,20", "week,hours\n1,20\n2,30", "(differs; not the same number of rows)" },
        { "started", "2001-02-03", "2001-03-02", "started: 2001-02-03 / 2001-03-02 (differs)" },
        { "design", "randomised", "not reported", "design: randomised / not reported (state)" },
        { "design", "unclear", "unclear", "" },
        { "country", "Peru", "", "country: Peru /  (one only)" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char label[20];
        snprintf(label, sizeof label, "S%zu", i);
        for (int k = 0; k < 2; k++) {
            enter();
            study(label);
            value(label, "", "", cases[i].field, k ? cases[i].b : cases[i].a);
            value(label, "", "", "country", "x");
            entry.n_values -= strcmp(cases[i].field, "country") == 0;
            must(entered_by(k ? "bob" : "ann"));
            must(rv_extract_give(store, "lead", &(rv_extract_gift){ label, k ? "bob" : "ann" }, 1, "extract", true, hex, &err));
            done(k ? "bob" : "ann", label);
        }
        told.length = 0;
        rv_buf_text(&told, "");
        must(rv_extract_differences(store, protocol, label, RV_WHICH_OPEN, NULL, tell_difference, NULL, &err));
        if (cases[i].line[0] ? !strstr(rv_buf_str(&told), cases[i].line) : told.length > 0)
            fail_msg("case %zu: %s, expected %s", i, rv_buf_str(&told), cases[i].line);
    }
}

static void numbers_in_other_units_are_suspected(void **state)
{
    (void)state;
    for (int k = 0; k < 2; k++) {
        enter();
        study("S");
        result("S", "R", "a v b", "pay", "earnings", "");
        value("S", "result", "R", "treat_value", k ? "0.25" : "25");
        value("S", "result", "R", "control_value", k ? "-3" : "3");
        must(entered_by(k ? "bob" : "ann"));
        done(k ? "bob" : "ann", "S");
    }
    assert_string_equal(differences(RV_WHICH_OPEN, NULL),
                        "result R|R treat_value: 25 / 0.25 (differs; the first is 100 times the second: percent and proportion?) open=\n"
                        "result R|R control_value: 3 / -3 (differs; opposite signs) open=\n");
}

static void a_row_alone_is_shown_and_matched_by_hand(void **state)
{
    (void)state;
    for (int k = 0; k < 2; k++) {
        enter();
        study("S");
        part("S", "arm", k ? "Job Corps" : "Youth Build");
        part("S", "arm", "control");
        must(entered_by(k ? "bob" : "ann"));
        done(k ? "bob" : "ann", "S");
    }
    assert_string_equal(aligned("S"), "arm Youth Build=-\narm control=control\narm -=Job Corps\n");
    must(rv_extract_match(store, protocol, "eve", "S", "Youth Build", "Job Corps", NULL, hex, &err));
    assert_string_equal(aligned("S"), "arm Youth Build=Job Corps\narm control=control\n");
    must(rv_extract_match(store, protocol, "eve", "S", "Youth Build", "Job Corps", NULL, hex, &err));
    assert_string_equal(hex, "");
    must(rv_extract_match(store, protocol, "eve", "S", "Job Corps", NULL, NULL, hex, &err));
    assert_string_equal(aligned("S"), "arm Youth Build=-\narm control=control\narm -=Job Corps\n");
    assert_int_equal(rv_extract_match(store, protocol, "eve", "S", "nobody", "Job Corps", NULL, hex, &err), RV_ENOTFOUND);
    assert_string_equal(err.message, "S: there is no row 'nobody' in either version; see the list of rows");
}

/* ---- Agreeing ---------------------------------------------------------------------------------------------------------------------- */

static void what_agrees_is_taken_over_in_one_act_and_what_differs_waits(void **state)
{
    (void)state;
    must(agree_all("ann"));
    assert_int_equal(agreed.acts, 1);
    assert_int_equal(agreed.open, 1);
    assert_int_equal(agreed.values, 6);
    assert_int_equal(agreed.parts, 2);
    assert_string_equal(review_has(), "ACE  country=United States\nACE  design=randomised\nACE  dose=41.5\nACE  randomised=118\n"
                                      "ACE  randomised=120\nACE R1 treat_value=42.51\n");
    must(agree_all("ann"));
    assert_string_equal(agreed.event, "");
    assert_string_equal(differences(RV_WHICH_OPEN, NULL), "result R1|first n_treat: 120 / 102 (differs) open=\n");
}

static void a_third_person_settles_and_one_of_the_two_can_only_give_way(void **state)
{
    rv_settlement s = { .study = "ACE", .row = "result", .rows = { "R1", "first" }, .field = "n_treat", .settled = "a", .texts = { "120", "102" } };

    (void)state;
    assert_int_equal(settle("ann", true, &s, 1), RV_EINVAL);
    assert_string_equal(err.message, "ACE, R1, n_treat: ann extracted it, and can only agree to what bob says; else a third person decides");
    assert_int_equal(settle("eve", false, &s, 1), RV_EINVAL);
    assert_string_equal(err.message, "ACE, R1, n_treat: to settle what two differ on takes somebody who may adjudicate, or was "
                                     "given the study to reconcile");
    must(rv_extract_give(store, "lead", &(rv_extract_gift){ "ACE", "eve" }, 1, "reconcile", true, hex, &err));
    must(settle("eve", false, &s, 1));
    assert_non_null(strstr(review_has(), "ACE R1 n_treat=120\n"));
    s.settled = "b";
    must(settle("ann", false, &s, 1));
    assert_non_null(strstr(review_has(), "ACE R1 n_treat=102\n"));
    assert_string_equal(differences(RV_WHICH_OPEN, NULL), "");
    assert_string_equal(differences(RV_WHICH_DIFFERENT, NULL), "result R1|first n_treat: 120 / 102 (differs) settled=102\n");
    s.settled = "119";
    must(settle("eve", true, &s, 1));
    assert_non_null(strstr(review_has(), "ACE R1 n_treat=119\n"));
    must(agree_all("eve"));
    assert_non_null(strstr(review_has(), "ACE R1 n_treat=119\n"));
}

static void a_settlement_that_fits_no_difference_takes_nothing(void **state)
{
    const rv_settlement s[] = {
        { .study = "ACE", .row = "result", .rows = { "R1", "first" }, .field = "n_treat", .settled = "b" },
        { .study = "ACE", .row = "result", .rows = { "R9", "first" }, .field = "n_treat", .settled = "b", .line = 3 },
    };
    const rv_settlement stale = { .study = "ACE", .row = "result", .rows = { "R1", "first" }, .field = "n_treat", .settled = "b",
                                  .texts = { "120", "100" } };
    const rv_settlement wrong = { .study = "ACE", .row = "result", .rows = { "R1", "first" }, .field = "n_treat", .settled = "twelve" };

    (void)state;
    assert_int_equal(settle("eve", true, s, 2), RV_EINVAL);
    assert_string_equal(err.message, "line 3: ACE, R9, n_treat: there is no such difference in a study that two have done; list the "
                                     "differences again");
    assert_string_equal(review_has(), "");
    assert_int_equal(settle("eve", true, &stale, 1), RV_EINVAL);
    assert_string_equal(err.message, "ACE, R1, n_treat: bob says '102' now, not '100'; list the differences again");
    assert_int_equal(settle("eve", true, &wrong, 1), RV_EINVAL);
    assert_string_equal(err.message, "ACE, R1, n_treat: 'twelve' is not a number");
    assert_string_equal(review_has(), "");
}

static void what_was_agreed_from_a_version_corrected_since_is_looked_at_again(void **state)
{
    (void)state;
    must(agree_all("eve"));
    must(rv_extract_done(store, "bob", (const char *const[]){ "ACE" }, 1, false, hex, &err));
    enter();
    value("ACE", "", "", "design", "matched");
    value("", "result", "first", "n_treat", "120");
    must(entered_by("bob"));
    done("bob", "ACE");
    assert_string_equal(differences(RV_WHICH_AGAIN, NULL), "study ACE|ACE design: randomised / matched (differs) again=randomised\n");
    must(agree_all("eve"));
    assert_non_null(strstr(review_has(), "ACE R1 n_treat=120\n"));
    assert_non_null(strstr(review_has(), "design=randomised\n"));
    assert_int_equal(agreed.open, 1);
    must(settle("ann", false, &(rv_settlement){ .study = "ACE", .row = "study", .rows = { "ACE", "ACE" }, .field = "design", .settled = "bob" }, 1));
    assert_non_null(strstr(review_has(), "design=matched\n"));
    assert_string_equal(differences(RV_WHICH_AGAIN, NULL), "");
}

static void a_row_without_partner_enters_when_it_is_taken(void **state)
{
    const rv_settlement take = { .study = "S", .row = "result", .rows = { "", "R2" }, .field = "", .settled = "take" };
    rv_settlement leave = { .study = "S", .row = "arm", .rows = { "waiting list", "" }, .field = "", .settled = "leave" };

    (void)state;
    for (int k = 0; k < 2; k++) {
        enter();
        study("S");
        result("S", "R1", "a v b", "work", "employed", "6");
        value("S", "result", "R1", "n_treat", "10");
        if (k) {
            result("S", "R2", "a v b", "pay", "earnings per week", "60");
            value("S", "result", "R2", "n_treat", "11");
        } else {
            part("S", "arm", "waiting list");
        }
        must(entered_by(k ? "bob" : "ann"));
        done(k ? "bob" : "ann", "S");
    }
    assert_string_equal(differences(RV_WHICH_OPEN, NULL), "arm waiting list| : waiting list /  (no partner) open=\n"
                                                          "result |R2 :  / R2 (no partner) open=\n");
    must(agree_all("eve"));
    assert_int_equal(agreed.open, 2);
    assert_string_equal(review_has(), "S R1 n_treat=10\n");
    assert_int_equal(settle("bob", false, &take, 1), RV_EINVAL);
    must(settle("ann", false, &take, 1));
    assert_string_equal(review_has(), "S R1 n_treat=10\nS R2 n_treat=11\n");
    assert_int_equal(settle("bob", false, &leave, 1), RV_EINVAL);
    must(settle("ann", false, &leave, 1));
    assert_string_equal(differences(RV_WHICH_OPEN, NULL), "");
    leave.settled = "take";
    must(settle("bob", false, &leave, 1));
    assert_int_equal(agreed.parts, 1);
}

static void a_result_waits_until_its_months_are_settled(void **state)
{
    const rv_settlement months = { .study = "S", .row = "result", .rows = { "R1", "R1" }, .field = "months", .settled = "12" };

    (void)state;
    for (int k = 0; k < 2; k++) {
        enter();
        study("S");
        result("S", "R1", k ? "jobs v none" : "a v b", "work", "employed", k ? "13" : "12");
        value("S", "result", "R1", "n_treat", "10");
        must(entered_by(k ? "bob" : "ann"));
        done(k ? "bob" : "ann", "S");
    }
    assert_string_equal(differences(RV_WHICH_OPEN, NULL), "result R1|R1 months: 12 / 13 (differs) open=\n");
    must(agree_all("eve"));
    assert_string_equal(review_has(), "");
    must(settle("eve", true, &months, 1));
    assert_string_equal(review_has(), "S R1 n_treat=10\n");
    assert_string_equal(differences(RV_WHICH_OPEN, NULL), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nobody_sees_a_version_before_all_are_done, two_versions, end_review),
        cmocka_unit_test_setup_teardown(who_is_done_enters_nothing_more_before_taking_it_up_again, two_versions, end_review),
        cmocka_unit_test_setup_teardown(a_third_extractor_is_refused, two_versions, end_review),
        cmocka_unit_test_setup_teardown(a_version_that_comes_in_late_is_compared_with_none_and_stays_blind, two_done, end_review),
        cmocka_unit_test_setup_teardown(a_third_person_corrects_what_both_got_wrong, two_done, end_review),
        cmocka_unit_test_setup_teardown(studies_are_dealt_by_lot_in_proportion_and_two_for_each, new_review, end_review),
        cmocka_unit_test_setup_teardown(rows_of_other_names_are_aligned_and_differences_listed_value_by_value, two_done, end_review),
        cmocka_unit_test_setup_teardown(each_type_differs_in_its_own_way, new_review, end_review),
        cmocka_unit_test_setup_teardown(numbers_in_other_units_are_suspected, new_review, end_review),
        cmocka_unit_test_setup_teardown(a_row_alone_is_shown_and_matched_by_hand, new_review, end_review),
        cmocka_unit_test_setup_teardown(what_agrees_is_taken_over_in_one_act_and_what_differs_waits, two_done, end_review),
        cmocka_unit_test_setup_teardown(a_third_person_settles_and_one_of_the_two_can_only_give_way, two_done, end_review),
        cmocka_unit_test_setup_teardown(a_settlement_that_fits_no_difference_takes_nothing, two_done, end_review),
        cmocka_unit_test_setup_teardown(what_was_agreed_from_a_version_corrected_since_is_looked_at_again, two_done, end_review),
        cmocka_unit_test_setup_teardown(a_row_without_partner_enters_when_it_is_taken, new_review, end_review),
        cmocka_unit_test_setup_teardown(a_result_waits_until_its_months_are_settled, new_review, end_review),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
