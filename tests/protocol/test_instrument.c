/* Instruments read, and asked for judgements with whole and partial answers. */
#include <config.h>

#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/protocol.h"

static rv_error err;

#define ANSWERED(list) (list), sizeof (list) / sizeof *(list)

static rv_instrument *parse(const char *xml)
{
    rv_instrument *i = NULL;

    if (rv_instrument_parse(&i, "t", xml, strlen(xml), &err) != RV_OK)
        fail_msg("%s", err.message);
    return i;
}

static rv_instrument *shipped(const char *id)
{
    const char *xml = rv_instrument_shipped(id);

    assert_non_null(xml);
    return parse(xml);
}

/* An instrument of one domain with this inside. */
static rv_status of_domain(rv_instrument **out, const char *inside)
{
    char xml[4000];

    snprintf(xml, sizeof xml, "<instrument id='t' edition='1' label='T' unit='study' judgements='good|bad' answers='yes|no'>\n"
             "<domain id='d' label='D'>\n%s</domain></instrument>", inside);
    return rv_instrument_parse(out, "t", xml, strlen(xml), &err);
}

static void is_refused(const char *inside, const char *words)
{
    rv_instrument *i = NULL;

    assert_int_equal(of_domain(&i, inside), RV_EPARSE);
    assert_null(i);
    if (!strstr(err.message, words))
        fail_msg("'%s' does not say '%s'", err.message, words);
}

static rv_proposal judge(const rv_instrument *i, const rv_answered *answers, size_t n, const char *domain)
{
    rv_proposal p;

    if (rv_instrument_judge(i, answers, n, domain, &p, &err) != RV_OK)
        fail_msg("%s", err.message);
    return p;
}

static void an_instrument_says_what_it_is(void **state)
{
    (void)state;
    rv_instrument *i = shipped("rob2-assignment");
    const rv_question *q = rv_instrument_question(i, "2.3");

    assert_string_equal(i->id, "rob2-assignment");
    assert_string_equal(i->unit, "result");
    assert_string_equal(i->url, "https://www.riskofbias.info");
    assert_int_equal(i->n_domains, 6);
    assert_string_equal(i->domains[5].id, "overall");
    assert_int_equal(i->domains[5].n_needs, 5);
    assert_non_null(q);
    assert_int_equal(q->n_answers, 5);
    assert_string_equal(rv_question_answer(q, "PY")->label, "probably yes");
    assert_null(rv_question_answer(q, "perhaps"));
    assert_null(rv_instrument_question(i, "9.9"));
    rv_instrument_free(i);
}

static void partial_answers_give_the_next_question(void **state)
{
    (void)state;
    rv_instrument *i = shipped("rob2-assignment");
    const rv_answered some[] = { { "1.2", "Y" } }, more[] = { { "1.2", "Y" }, { "1.1", "PY" } },
                      whole[] = { { "1.2", "Y" }, { "1.1", "PY" }, { "1.3", "N" } };
    rv_proposal p = judge(i, NULL, 0, "randomisation");

    assert_null(p.judgement);
    assert_string_equal(p.next, "1.1");
    p = judge(i, ANSWERED(some), "randomisation");
    assert_null(p.judgement);
    assert_string_equal(p.next, "1.1");
    assert_int_equal(p.answered, 1);
    p = judge(i, ANSWERED(more), "randomisation");
    assert_string_equal(p.next, "1.3");
    p = judge(i, ANSWERED(whole), "randomisation");
    assert_string_equal(p.judgement, "low");
    assert_null(p.next);
    assert_int_equal(p.rule, 2);
    assert_string_equal(p.because, "1.2 in {Y, PY} and 1.1 in {Y, PY, NI} and 1.3 in {N, PN, NI}");
    rv_instrument_free(i);
}

static void a_question_is_asked_only_where_its_condition_holds(void **state)
{
    (void)state;
    rv_instrument *i = shipped("rob2-assignment");
    const rv_answered nobody[] = { { "2.1", "N" }, { "2.2", "PN" } }, one[] = { { "2.1", "N" } },
                      somebody[] = { { "2.1", "NI" } };
    rv_asked asked;

    assert_int_equal(rv_instrument_asks(i, ANSWERED(nobody), "2.3", &asked, &err), RV_OK);
    assert_int_equal(asked, RV_ASKED_NOT);
    assert_int_equal(rv_instrument_asks(i, ANSWERED(one), "2.3", &asked, &err), RV_OK);
    assert_int_equal(asked, RV_ASKED_UNSETTLED);
    assert_int_equal(rv_instrument_asks(i, ANSWERED(somebody), "2.3", &asked, &err), RV_OK);
    assert_int_equal(asked, RV_ASKED);
    assert_int_equal(rv_instrument_asks(i, ANSWERED(nobody), "2.5", &asked, &err), RV_OK);
    assert_int_equal(asked, RV_ASKED_NOT);
    rv_instrument_free(i);
}

static void an_answer_to_what_is_not_asked_is_told_and_does_not_count(void **state)
{
    (void)state;
    rv_instrument *i = shipped("rob2-assignment");
    const rv_answered answers[] = { { "2.1", "N" }, { "2.2", "N" }, { "2.3", "Y" }, { "2.4", "Y" }, { "2.5", "N" }, { "2.6", "Y" } };
    const rv_answered by_hand[] = { { "2.1", "N" }, { "2.2", "N" }, { "2.3", "NA" }, { "2.6", "Y" } };
    rv_proposal p = judge(i, ANSWERED(answers), "deviations");

    assert_string_equal(p.judgement, "low");
    assert_int_equal(p.astray, 3);
    assert_string_equal(p.first_astray, "2.3");
    p = judge(i, ANSWERED(by_hand), "deviations");
    assert_string_equal(p.judgement, "low");
    assert_int_equal(p.astray, 0);
    rv_instrument_free(i);
}

static void no_information_on_missing_data_goes_on_to_whether_it_matters(void **state)
{
    (void)state;
    rv_instrument *i = shipped("rob2-adhering");
    const rv_answered open[] = { { "3.1", "N" }, { "3.2", "NI" } };
    const rv_answered harmless[] = { { "3.1", "N" }, { "3.2", "NI" }, { "3.3", "PN" } };

    assert_string_equal(judge(i, ANSWERED(open), "missing").next, "3.3");
    assert_string_equal(judge(i, ANSWERED(harmless), "missing").judgement, "low");
    rv_instrument_free(i);
}

static void wrong_answers_are_named(void **state)
{
    (void)state;
    rv_instrument *i = shipped("rob2-assignment");
    const struct { rv_answered answers[2]; size_t n; rv_status code; const char *words; } cases[] = {
        { { { "1.1", "maybe" } }, 1, RV_EINVAL, "'maybe' is no answer to question 1.1; there are Y, PY, PN, N, NI" },
        { { { "1.1", "Y" }, { "1.1", "N" } }, 2, RV_EINVAL, "question 1.1 is answered twice" },
        { { { "9.1", "Y" } }, 1, RV_ENOTFOUND, "rob2-assignment has no question or domain '9.1'" },
        { { { "1.1", "NA" } }, 1, RV_EINVAL, "question 1.1 is asked; NA is no answer to it" },
        { { { "missing", "fine" } }, 1, RV_EINVAL, "'fine' is no judgement of domain missing" },
    };
    rv_proposal p;

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        assert_int_equal(rv_instrument_judge(i, cases[k].answers, cases[k].n, "randomisation", &p, &err), cases[k].code);
        assert_string_equal(err.message, cases[k].words);
    }
    assert_int_equal(rv_instrument_judge(i, NULL, 0, "nothing", &p, &err), RV_ENOTFOUND);
    rv_instrument_free(i);
}

static void the_overall_judgement_waits_for_the_domains(void **state)
{
    (void)state;
    rv_instrument *i = shipped("rob2-assignment");
    rv_answered all[] = { { "randomisation", "low" }, { "deviations", "low" }, { "missing", "low" }, { "measurement", "low" },
                          { "selection", "low" } };
    rv_proposal p = judge(i, all, 4, "overall");

    assert_null(p.judgement);
    assert_string_equal(p.next, "selection");
    assert_string_equal(judge(i, all, 5, "overall").judgement, "low");
    all[2].answer = "some concerns";
    assert_string_equal(judge(i, all, 5, "overall").judgement, "some concerns");
    all[4].answer = "high";
    assert_string_equal(judge(i, all, 5, "overall").judgement, "high");
    rv_instrument_free(i);
}

static void a_team_says_which_items_are_critical(void **state)
{
    (void)state;
    rv_instrument *i = shipped("amstar2");
    rv_answered answers[16];
    static const char *const ids[] = { "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16" };

    for (size_t k = 0; k < 16; k++)
        answers[k] = (rv_answered){ ids[k], k == 6 ? "no" : "yes" };
    assert_string_equal(judge(i, answers, 16, "overall").judgement, "low");
    assert_int_equal(rv_instrument_critical(i, "2 4 9", &err), RV_OK);
    assert_string_equal(judge(i, answers, 16, "overall").judgement, "high");
    assert_int_equal(rv_instrument_critical(i, "2 44", &err), RV_ENOTFOUND);
    assert_string_equal(err.message, "amstar2 has no question '44' that could be critical");
    rv_instrument_free(i);
}

static void grade_counts_steps_from_where_the_designs_start(void **state)
{
    (void)state;
    rv_instrument *i = shipped("grade");
    rv_answered trials[] = { { "start", "randomised trials" }, { "risk-of-bias", "serious" }, { "inconsistency", "not serious" },
                             { "indirectness", "not serious" }, { "imprecision", "very serious" },
                             { "publication-bias", "strongly suspected" } };
    const rv_answered others[] = { { "start", "other designs" }, { "risk-of-bias", "not serious" },
                                   { "inconsistency", "not serious" }, { "indirectness", "not serious" },
                                   { "imprecision", "not serious" }, { "publication-bias", "not suspected" },
                                   { "large-effect", "large" }, { "dose-response", "yes" }, { "opposing-confounding", "no" } };

    assert_string_equal(judge(i, ANSWERED(trials), "overall").judgement, "very low");
    trials[4].answer = "serious";
    trials[5].answer = "not suspected";
    assert_string_equal(judge(i, ANSWERED(trials), "overall").judgement, "low");
    assert_string_equal(judge(i, others, 6, "overall").next, "large-effect");
    assert_string_equal(judge(i, ANSWERED(others), "overall").judgement, "high");
    rv_instrument_free(i);
}

static void a_domain_without_rules_is_left_to_the_reviewer(void **state)
{
    (void)state;
    rv_instrument *i = NULL;
    const rv_answered answers[] = { { "q", "yes" } };
    rv_proposal p;

    assert_int_equal(of_domain(&i, "<question id='q'><text>Q?</text></question>"), RV_OK);
    p = judge(i, ANSWERED(answers), "d");
    assert_null(p.judgement);
    assert_null(p.next);
    rv_instrument_free(i);
}

static void what_is_wrong_in_an_instrument_is_named_with_its_line(void **state)
{
    (void)state;
    is_refused("<question id='q'><text>Q?</text></question><rule judgement='good' when='r in {yes}'/>\n",
               "t:3: rule: when: 'r' where the id of an earlier question of the domain, or of an earlier domain was expected");
    is_refused("<question id='q'><text>Q?</text></question><rule judgement='good' when='q in {perhaps}'/>",
               "'perhaps' is neither an answer nor a judgement of what stands before 'in'");
    is_refused("<question id='q'><text>Q?</text></question><rule judgement='fair' when='q in {yes}'/>", "'fair' is no judgement of the domain");
    is_refused("<question id='q' asked-when='s in {yes}'><text>Q?</text></question><question id='s'><text>S?</text></question>",
               "t:3: question 'q': asked-when: 's' where");
    is_refused("<question id='q' asked-when='q in {yes}'><text>Q?</text></question>", "'q' where");
    is_refused("<question id='any'><text>Q?</text></question>", "no word of the conditions");
    is_refused("<question id='d'><text>Q?</text></question>", "stands already");
    is_refused("<question id='q' answers='yes|yes'><text>Q?</text></question>", "the answer 'yes' stands twice");
    is_refused("<question id='q' answers='yes'><text>Q?</text></question>", "1 answers; a question has 2 to 60");
    is_refused("<question id='q'><text>Q?</text></question><rule judgement='good' when='q in {yes'/>", "end with }");
    is_refused("<question id='q'><text>Q?</text></question><rule judgement='good' when='(q in {yes}'/>", "'the end' where ) was expected");
    is_refused("<question id='q'><text>Q?</text></question><rule judgement='good' when='q in {yes} q'/>", "'q' where 'and', 'or' or the end");
    is_refused("<question id='q'><text>Q?</text></question><rule judgement='good' when='at least two of q in {yes}'/>", "'two' where a number");
    is_refused("<question id='q'><text>Q?</text></question><rule judgement='good' when='any of domains in {good}'/>", "nothing that it could stand for");
    is_refused("<otherwise judgement='good'/>", "comes after rules");
    is_refused("<answer code='x'/>", "the element <answer> is not known in <domain>");
}

static void rules_that_overlap_or_leave_a_gap_are_found(void **state)
{
    (void)state;
    rv_instrument *i = NULL;
    uint64_t n;
    static const char questions[] = "<question id='q'><text>Q?</text></question><question id='s'><text>S?</text></question>";
    const struct { const char *rules, *words; } cases[] = {
        { "<rule judgement='good' when='q in {yes}'/><rule judgement='bad' when='s in {no}'/>",
          "t, domain d: rules 1 and 2 both hold with the answers q yes, s no" },
        { "<rule judgement='good' when='q in {yes}'/><rule judgement='bad' when='q in {no} and s in {no}'/>",
          "t, domain d: no rule holds with the answers q no, s yes" },
        { "<rule judgement='good' when='any of q, s in {yes, no}'/><otherwise judgement='bad'/>",
          "t, domain d: no answers lead to rule 2 (otherwise)" },
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char inside[1000];
        snprintf(inside, sizeof inside, "%s%s", questions, cases[k].rules);
        assert_int_equal(of_domain(&i, inside), RV_OK);
        assert_int_equal(rv_instrument_check(i, &n, &err), RV_EINVAL);
        assert_string_equal(err.message, cases[k].words);
        rv_instrument_free(i);
    }
}

static void conditions_mean_what_they_say(void **state)
{
    (void)state;
    /* Truth by the number of yes among three questions: 0, 1, 2, 3. */
    static const struct { const char *when; const char *truth; } cases[] = {
        { "all of a, b, c in {yes}", "0001" },          { "any of a, b, c in {yes}", "0111" },
        { "none of a, b, c in {yes}", "1000" },         { "at least 2 of questions in {yes}", "0011" },
        { "at most 1 of questions in {yes}", "1100" },  { "exactly 2 of questions in {yes}", "0010" },
        { "not any of questions in {yes}", "1000" },    { "not (at least 1 of questions in {yes} and at most 2 of questions in {yes})", "1001" },
        { "none of questions in {yes} or exactly 3 of questions in {yes}", "1001" },
        { "any of critical in {yes}", "0111" },         { "any of others in {yes}", "0011" },
        { "at least 1 of questions in {no} and a in {yes} or c in {yes}", "0111" },
        { "points at least 2", "0011" },                { "points exactly -1", "0000" },
    };
    static const char *const ids[] = { "a", "b", "c" };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        rv_instrument *i = NULL;
        char inside[1500];

        snprintf(inside, sizeof inside, "<question id='a' critical='yes'><text>A</text><answer code='yes' points='1'/><answer code='no'/></question>"
                 "<question id='b'><text>B</text><answer code='yes' points='1'/><answer code='no'/></question>"
                 "<question id='c'><text>C</text><answer code='yes' points='1'/><answer code='no'/></question>"
                 "<rule judgement='good' when='%s'/><otherwise judgement='bad'/>", cases[k].when);
        if (of_domain(&i, inside) != RV_OK)
            fail_msg("%s: %s", cases[k].when, err.message);
        for (size_t yes = 0; yes <= 3; yes++) {
            rv_answered answers[3];
            for (size_t q = 0; q < 3; q++)
                answers[q] = (rv_answered){ ids[q], q < yes ? "yes" : "no" };
            if (strcmp(judge(i, answers, 3, "d").judgement, cases[k].truth[yes] == '1' ? "good" : "bad") != 0)
                fail_msg("%s with %zu yes", cases[k].when, yes);
        }
        rv_instrument_free(i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_instrument_says_what_it_is),
        cmocka_unit_test(partial_answers_give_the_next_question),
        cmocka_unit_test(a_question_is_asked_only_where_its_condition_holds),
        cmocka_unit_test(an_answer_to_what_is_not_asked_is_told_and_does_not_count),
        cmocka_unit_test(no_information_on_missing_data_goes_on_to_whether_it_matters),
        cmocka_unit_test(wrong_answers_are_named),
        cmocka_unit_test(the_overall_judgement_waits_for_the_domains),
        cmocka_unit_test(a_team_says_which_items_are_critical),
        cmocka_unit_test(grade_counts_steps_from_where_the_designs_start),
        cmocka_unit_test(a_domain_without_rules_is_left_to_the_reviewer),
        cmocka_unit_test(what_is_wrong_in_an_instrument_is_named_with_its_line),
        cmocka_unit_test(rules_that_overlap_or_leave_a_gap_are_found),
        cmocka_unit_test(conditions_mean_what_they_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
