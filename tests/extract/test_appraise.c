/* Appraisal with instruments: answers, proposals, reasons, editions, two people who judge blind. */
#include <config.h>

#include "tests/extract/review.h"

static char hex[RV_DIGEST_HEX];
static rv_appraisal shown;

/* The review of review.h, with a protocol that has these tools too. */
static void use_tools(const char *tools)
{
    rv_buf xml = RV_BUF_INIT, put = RV_BUF_INIT;
    char  *at;

    must(rv_file_read(data("protocol.xml"), 1 << 20, &xml, &err));
    at = strstr(xml.data, "<appraisal>");
    rv_buf_add(&put, xml.data, (size_t)(at - xml.data));
    rv_buf_printf(&put, "<appraisal>%s%s", tools, at + strlen("<appraisal>"));
    rv_protocol_free(protocol);
    must(rv_protocol_parse(&protocol, "protocol", rv_buf_str(&put), put.length, &err));
    rv_buf_free(&xml);
    rv_buf_free(&put);
}

static int with_instruments(void **state)
{
    if (full_review(state) != 0)
        return -1;
    use_tools("<tool instrument='rob2-assignment'/><tool instrument='grade'/><tool instrument='maryland-sms'/>"
              "<tool id='both' instrument='maryland-sms' twice='yes'/>");
    return 0;
}

static int end(void **state)
{
    rv_appraisal_free(&shown);
    return end_review(state);
}

static const rv_appraisal *show(const char *tool, rv_appraisal_subject subject, const char *own)
{
    rv_appraisal_free(&shown);
    must(rv_extract_appraisal(store, protocol, tool, &subject, own, &shown, &err));
    return &shown;
}

static const rv_appraisal *show_rob2(void)
{
    return show("rob2-assignment", (rv_appraisal_subject){ .result = "R1" }, NULL);
}

static const rv_appraisal_line *line_of(const rv_appraisal *a, const char *id)
{
    for (size_t i = 0; i < a->n; i++)
        if (strcmp(a->lines[i].id, id) == 0)
            return &a->lines[i];
    fail_msg("no line %s", id);
    return NULL;
}

static rv_status say(const char *id, const char *answer, const char *support)
{
    return rv_extract_appraise(store, protocol, "ada",
                               &(rv_judgement_entry){ .result = "R1", .tool = "rob2-assignment", .domain = id, .judgement = answer,
                                                      .support = support }, hex, &err);
}

static void answers_lead_to_a_proposal_that_is_kept_when_agreed(void **state)
{
    (void)state;
    const rv_appraisal *a = show_rob2();

    assert_int_equal(a->due, 6);
    assert_int_equal(a->judged, 0);
    assert_string_equal(a->next, "1.1");
    assert_string_equal(a->subject.study, "Jobs Now");
    must(rv_extract_appraise(store, protocol, "ada",
                             &(rv_judgement_entry){ .result = "R1", .tool = "rob2-assignment", .domain = "1.1", .judgement = "Y",
                                                    .support = "drawn by computer", .place = "p. 4", .quotation = "random numbers" },
                             hex, &err));
    assert_int_equal(say("randomisation", RV_AS_PROPOSED, NULL), RV_EINVAL);
    assert_string_equal(err.message, "judgement: nothing is proposed for randomisation yet: 1.2 has no answer");
    must(say("1.2", "PY", NULL));
    must(say("1.3", "N", NULL));
    a = show_rob2();
    assert_string_equal(line_of(a, "1.1")->place, "p. 4");
    assert_string_equal(line_of(a, "1.1")->quotation, "random numbers");
    assert_string_equal(line_of(a, "1.1")->reviewer, "ada");
    assert_string_equal(line_of(a, "randomisation")->now, "low");
    assert_string_equal(line_of(a, "randomisation")->answer, "");
    assert_string_equal(a->next, "randomisation");
    must(say("randomisation", RV_AS_PROPOSED, NULL));
    a = show_rob2();
    assert_string_equal(line_of(a, "randomisation")->answer, "low");
    assert_string_equal(line_of(a, "randomisation")->proposed, "low");
    assert_string_equal(line_of(a, "randomisation")->edition, "2019");
    assert_int_equal(a->judged, 1);
    assert_int_equal(a->again, 0);
    assert_string_equal(a->next, "2.1");
}

static void a_judgement_differs_from_the_proposal_only_with_a_reason(void **state)
{
    (void)state;
    must(say("1.1", "Y", NULL));
    must(say("1.2", "Y", NULL));
    must(say("1.3", "N", NULL));
    assert_int_equal(say("randomisation", "high", NULL), RV_EINVAL);
    assert_string_equal(err.message, "support: for randomisation the answers lead to 'low' (1.2 in {Y, PY} and 1.1 in {Y, PY, NI} and 1.3 in"
                                     " {N, PN, NI}); to judge it 'high' give the reason");
    must(say("randomisation", "high", "the list was seen, as the authors wrote to us"));
    assert_true(hex[0]);
    assert_string_equal(line_of(show_rob2(), "randomisation")->answer, "high");
    assert_string_equal(line_of(&shown, "randomisation")->proposed, "low");
    /* The same again, with the reason that stands. */
    must(say("randomisation", "high", NULL));
    assert_false(hex[0]);
}

static void a_changed_answer_that_changes_the_proposal_asks_for_another_look(void **state)
{
    (void)state;
    must(say("1.1", "Y", NULL));
    must(say("1.2", "Y", NULL));
    must(say("1.3", "N", NULL));
    must(say("randomisation", RV_AS_PROPOSED, NULL));
    must(say("1.1", "PY", NULL));
    assert_int_equal(show_rob2()->again, 0);
    must(say("1.2", "N", NULL));
    assert_int_equal(show_rob2()->again, 1);
    assert_string_equal(line_of(&shown, "randomisation")->again,
                        "the answers lead to 'high' now; they led to 'low' when it was judged");
    must(say("randomisation", RV_AS_PROPOSED, NULL));
    assert_int_equal(show_rob2()->again, 0);
    assert_string_equal(line_of(&shown, "randomisation")->answer, "high");
}

static void the_overall_judgement_is_proposed_from_the_domains_as_judged(void **state)
{
    (void)state;
    static const char text[] =
        "result,tool,domain,judgement,support\n"
        "R1,rob2-assignment,overall,as proposed,\n"
        "R1,rob2-assignment,1.1,Y,\nR1,rob2-assignment,1.2,Y,\nR1,rob2-assignment,1.3,N,\n"
        "R1,rob2-assignment,randomisation,as proposed,\n"
        "R1,rob2-assignment,2.1,N,\nR1,rob2-assignment,2.2,N,\nR1,rob2-assignment,2.3,NA,\nR1,rob2-assignment,2.6,Y,\n"
        "R1,rob2-assignment,2.7,,\nR1,rob2-assignment,deviations,low,\n"
        "R1,rob2-assignment,missing,some concerns,a fifth were lost\n"
        "R1,rob2-assignment,measurement,low,\nR1,rob2-assignment,selection,low,\n";

    must(import_text(text));
    assert_string_equal(warned, "");
    assert_string_equal(line_of(show_rob2(), "overall")->answer, "some concerns");
    assert_string_equal(line_of(&shown, "missing")->proposed, "");
    assert_int_equal(shown.judged, 6);
    assert_string_equal(line_of(&shown, "2.3")->answer, "NA");
    assert_int_equal(line_of(&shown, "2.3")->asked, RV_ASKED_NOT);
    assert_int_equal(shown.again, 0);
    must(import_text(text));
    assert_string_equal(did.event, "");
}

static void an_answer_to_what_is_not_asked_is_told(void **state)
{
    (void)state;
    must(import_text("result,tool,domain,judgement\nR1,rob2-assignment,2.1,N\nR1,rob2-assignment,2.2,PN\nR1,rob2-assignment,2.3,Y\n"));
    assert_string_equal(warned, "4 domain: 2.3 is not asked after the other answers; this one does not count\n");
    assert_int_equal(did.warnings, 1);
    assert_string_equal(line_of(show_rob2(), "2.3")->again, "it is not asked after the other answers, and does not count");
    assert_int_equal(shown.again, 1);
}

static void a_study_that_the_instrument_is_not_for_is_told_once(void **state)
{
    (void)state;
    must(import_text("result,study,domain,outcome\nR50,Next Step,work,employed\n"));
    must(import_text("result,tool,domain,judgement\nR50,rob2-assignment,1.1,N\nR50,rob2-assignment,1.2,N\n"));
    assert_string_equal(warned, "2 tool: rob2-assignment is for studies with design=randomised|cluster randomised; design is 'matched' here\n");
    must(import_text("result,tool,domain,judgement\nR50,rob2-assignment,1.3,N\n"));
    assert_string_equal(warned, "");
}

static void every_fault_of_a_table_is_named_by_line(void **state)
{
    (void)state;
    assert_int_equal(import_text("result,study,body,tool,domain,judgement\n"
                                 "R1,,,rob2-assignment,1.1,perhaps\n"
                                 "R1,,,rob2-assignment,9.9,Y\n"
                                 ",Jobs Now,,rob2-assignment,1.1,Y\n"
                                 ",,main,grade,start,randomised trials\n"
                                 ",,nothing,grade,start,randomised trials\n"
                                 ",Jobs Now,,grade,start,randomised trials\n"
                                 "R1,,,none,1.1,Y\n"), RV_EPARSE);
    assert_string_equal(warned,
                        "! 2 judgement: the question has the answers Y, PY, PN, N, NI\n"
                        "! 3 domain: edition 2019 of rob2-assignment has no such domain or question\n"
                        "! 4 result: the tool judges each result\n"
                        "! 6 body: the protocol has no such analysis\n"
                        "! 7 body: the tool judges what an analysis pools; name the analysis\n"
                        "! 8 tool: the protocol has no such appraisal tool\n");
}

static void grade_judges_what_an_analysis_pools(void **state)
{
    (void)state;
    static const char *const answers[][2] = { { "start", "randomised trials" }, { "risk-of-bias", "serious" },
        { "inconsistency", "not serious" }, { "indirectness", "not serious" }, { "imprecision", "serious" },
        { "publication-bias", "not suspected" }, { "overall", RV_AS_PROPOSED } };
    rv_judgement_entry entries[7];
    rv_extract_summary summary;

    for (size_t i = 0; i < 7; i++)
        entries[i] = (rv_judgement_entry){ .body = "main", .tool = "grade", .domain = answers[i][0], .judgement = answers[i][1],
                                           .support = i == 1 ? "half the weight is at high risk" : NULL };
    must(rv_extract_appraise_all(store, protocol, "ada", entries, 7, NULL, NULL, &summary, &err));
    assert_int_equal(summary.judgements, 7);
    show("grade", (rv_appraisal_subject){ .body = "main" }, NULL);
    assert_string_equal(line_of(&shown, "overall")->answer, "low");
    assert_string_equal(line_of(&shown, "risk-of-bias")->support, "half the weight is at high risk");
    assert_string_equal(shown.next, "");
}

static const char sms_2[] = "<instrument id='maryland-sms' edition='2027' label='SMS, ours' unit='study' judgements='good|bad' answers='yes|no'>"
                            "<domain id='level' label='Level'><question id='design'><text>Good?</text></question>"
                            "<rule judgement='good' when='design in {yes}'/><rule judgement='bad' when='design in {no}'/></domain></instrument>";

static rv_status count_editions(void *user, const char *name, const char *edition, const char *xml, rv_error *e)
{
    (void)e;
    (void)xml;
    rv_buf_printf(user, "%s %s\n", name, edition);
    return RV_OK;
}

static void a_new_edition_counts_and_older_appraisals_are_to_be_looked_at_again(void **state)
{
    (void)state;
    rv_judgement_entry e = { .study = "Jobs Now", .tool = "maryland-sms", .domain = "design", .judgement = "randomised" };
    rv_buf editions = RV_BUF_INIT;
    rv_instrument *i = NULL;

    must(rv_extract_appraise(store, protocol, "ada", &e, hex, &err));
    e.domain = "randomised-kept";
    e.judgement = "yes";
    must(rv_extract_appraise(store, protocol, "ada", &e, hex, &err));
    e.domain = "level";
    e.judgement = RV_AS_PROPOSED;
    must(rv_extract_appraise(store, protocol, "ada", &e, hex, &err));
    assert_int_equal(show("maryland-sms", (rv_appraisal_subject){ .study = "Jobs Now" }, NULL)->again, 0);
    assert_string_equal(line_of(&shown, "level")->answer, "5");
    must(rv_extract_instrument_add(store, "ada", "ours.xml", sms_2, strlen(sms_2), hex, &err));
    assert_true(hex[0]);
    must(rv_extract_instrument_add(store, "ada", "ours.xml", sms_2, strlen(sms_2), hex, &err));
    assert_false(hex[0]);
    /* The one first used was kept, though nobody added it. */
    must(rv_extract_each_instrument(store, count_editions, &editions, &err));
    assert_string_equal(rv_buf_str(&editions), "maryland-sms 2016\nmaryland-sms 2027\n");
    must(rv_extract_instrument(store, "maryland-sms", &i, &err));
    assert_string_equal(i->label, "SMS, ours");
    rv_instrument_free(i);
    rv_buf_free(&editions);
    show("maryland-sms", (rv_appraisal_subject){ .study = "Jobs Now" }, NULL);
    assert_string_equal(line_of(&shown, "level")->again, "edition 2027 has no judgement '5'");
    assert_string_equal(line_of(&shown, "design")->again, "edition 2027 has no answer 'randomised'");
    assert_string_equal(line_of(&shown, "randomised-kept")->again, "edition 2027 has no randomised-kept");
    assert_string_equal(line_of(&shown, "level")->edition, "2016");
    e.domain = "design";
    e.judgement = "yes";
    must(rv_extract_appraise(store, protocol, "ada", &e, hex, &err));
    e.domain = "level";
    e.judgement = "good";
    must(rv_extract_appraise(store, protocol, "ada", &e, hex, &err));
    show("maryland-sms", (rv_appraisal_subject){ .study = "Jobs Now" }, NULL);
    assert_string_equal(line_of(&shown, "level")->again, "");
    assert_string_equal(line_of(&shown, "level")->edition, "2027");
}

static void an_instrument_that_does_not_judge_every_way_once_is_refused(void **state)
{
    (void)state;
    static const char gap[] = "<instrument id='maryland-sms' edition='3' label='L' unit='study' judgements='good|bad' answers='yes|no'>"
                              "<domain id='level' label='Level'><question id='q'><text>Good?</text></question>"
                              "<rule judgement='good' when='q in {yes}'/></domain></instrument>";
    static const char other[] = "<instrument id='x' edition='1' label='L' unit='study' judgements='good|bad' answers='yes|no'>"
                                "<domain id='level' label='%s'><question id='q'><text>Good?</text></question></domain></instrument>";

    assert_int_equal(rv_extract_instrument_add(store, "ada", "gap.xml", gap, strlen(gap), hex, &err), RV_EINVAL);
    assert_string_equal(err.message, "maryland-sms, domain level: no rule holds with the answers q no");
    must(rv_extract_instrument_add(store, "ada", "x.xml", other, strlen(other), hex, &err));
    char changed[600];
    snprintf(changed, sizeof changed, "%s<!-- reworded -->", other);
    assert_int_equal(rv_extract_instrument_add(store, "ada", "x.xml", changed, strlen(changed), hex, &err), RV_EEXIST);
    assert_string_equal(err.message, "the review holds another file as edition '1' of x; give the new one an edition of its own");
}

static void the_protocol_says_which_questions_are_critical(void **state)
{
    (void)state;
    rv_judgement_entry entries[17];
    char ids[16][4];
    rv_extract_summary summary;

    use_tools("<tool instrument='amstar2'/><tool id='ours' instrument='amstar2' critical='2 4 9'/>");
    rv_buf editions = RV_BUF_INIT;
    must(import_text("study,tool,domain,judgement\nJobs Now,amstar2,1,no\nJobs Now,ours,1,no\n"));
    must(rv_extract_each_instrument(store, count_editions, &editions, &err));
    assert_string_equal(rv_buf_str(&editions), "amstar2 2017\n");
    rv_buf_free(&editions);
    for (int tool = 0; tool < 2; tool++) {
        for (int i = 0; i < 16; i++) {
            snprintf(ids[i], sizeof ids[i], "%d", (i + 1) % 100);
            entries[i] = (rv_judgement_entry){ .study = "Jobs Now", .tool = tool ? "ours" : "amstar2", .domain = ids[i],
                                               .judgement = i == 6 || i == 12 ? "no" : "yes" };
        }
        entries[16] = (rv_judgement_entry){ .study = "Jobs Now", .tool = tool ? "ours" : "amstar2", .domain = "overall",
                                            .judgement = RV_AS_PROPOSED };
        must(rv_extract_appraise_all(store, protocol, "ada", entries, 17, NULL, NULL, &summary, &err));
    }
    assert_string_equal(line_of(show("amstar2", (rv_appraisal_subject){ .study = "Jobs Now" }, NULL), "overall")->answer, "critically low");
    assert_string_equal(line_of(show("ours", (rv_appraisal_subject){ .study = "Jobs Now" }, NULL), "overall")->answer, "moderate");
    assert_false(line_of(&shown, "7")->critical);
}

/* ---- Two people -------------------------------------------------------------------------------------------------------- */

static rv_status judge_both(const char *who, const char *id, const char *answer, const char *support, bool agreed)
{
    return rv_extract_appraise(store, protocol, who,
                               &(rv_judgement_entry){ .study = "Jobs Now", .tool = "both", .domain = id, .judgement = answer,
                                                      .support = support, .agreed = agreed }, hex, &err);
}

static rv_status agree(size_t *taken, size_t *differ)
{
    return rv_extract_appraisal_agree(store, protocol, "eve", "both", &(rv_appraisal_subject){ .study = "Jobs Now" }, taken, differ, hex,
                                      &err);
}

static void two_people_judge_blind_and_then_agree(void **state)
{
    (void)state;
    const rv_appraisal_subject study = { .study = "Jobs Now" };
    size_t taken, differ;

    must(judge_both("ada", "design", "randomised", "p. 3 says so", false));
    must(judge_both("ada", "randomised-kept", "yes", NULL, false));
    must(judge_both("ada", "level", RV_AS_PROPOSED, NULL, false));
    assert_int_equal(agree(&taken, &differ), RV_EINVAL);
    assert_string_equal(err.message, "1 of two people have appraised it; both must before they agree");
    assert_string_equal(line_of(show("both", study, NULL), "design")->answer, "");
    assert_string_equal(line_of(show("both", study, "ben"), "design")->answer, "");
    assert_string_equal(line_of(show("both", study, "ada"), "design")->answer, "randomised");
    must(judge_both("ben", "design", "randomised", "table 1", false));
    assert_int_equal(agree(&taken, &differ), RV_EINVAL);
    assert_string_equal(err.message, "ben has judged 0 of 1 domains; what both said is compared when both are done");
    must(judge_both("ben", "randomised-kept", "partly", NULL, false));
    must(judge_both("ben", "level", "4", NULL, false));
    must(agree(&taken, &differ));
    assert_int_equal(taken, 1);
    assert_int_equal(differ, 2);
    show("both", study, NULL);
    assert_string_equal(line_of(&shown, "design")->answer, "randomised");
    assert_string_equal(line_of(&shown, "design")->support, "ada: p. 3 says so; ben: table 1");
    assert_string_equal(line_of(&shown, "design")->reviewer, "eve");
    assert_string_equal(line_of(&shown, "level")->answer, "");
    must(judge_both("eve", "randomised-kept", "partly", "a tenth crossed over", true));
    must(judge_both("eve", "level", RV_AS_PROPOSED, NULL, true));
    assert_string_equal(line_of(show("both", study, NULL), "level")->answer, "4");
    /* Both originals stay, and nothing is left to agree on. */
    assert_string_equal(line_of(show("both", study, "ada"), "level")->answer, "5");
    assert_string_equal(line_of(show("both", study, "ben"), "level")->answer, "4");
    must(agree(&taken, &differ));
    assert_int_equal(taken + differ, 0);
    assert_false(hex[0]);
}

static rv_status count_differences(void *user, const rv_appraisal *versions, size_t n, size_t line, const rv_appraisal *review, rv_error *e)
{
    (void)review;
    (void)e;
    for (size_t i = 0; i < n; i++)
        rv_buf_printf(user, "%s %s %s\n", versions[i].own, versions[i].lines[line].id, versions[i].lines[line].answer);
    return RV_OK;
}

static void where_two_people_extract_they_appraise_their_own_results_by_key(void **state)
{
    (void)state;
    static const char *const people[][2] = { { "ada", "5" }, { "ben", "4" } };
    const rv_appraisal_subject subject = { .result = "X1" };
    rv_buf out = RV_BUF_INIT;
    size_t taken, differ;

    use_tools("<tool id='scale' label='Scale' unit='result'><domain id='level' label='Level'><judgement>4</judgement><judgement>5</judgement>"
              "</domain></tool>");
    protocol->extraction = RV_EXTRACT_DOUBLE;
    for (size_t i = 0; i < 2; i++) {
        must(rv_extract_result(store, protocol, people[i][0],
                               &(rv_result_entry){ .result = "X1", .study = "Jobs Now", .domain = "work", .outcome = "employed", .months = "12" }, hex, &err));
        must(rv_extract_appraise(store, protocol, people[i][0],
                                 &(rv_judgement_entry){ .result = "X1", .tool = "scale", .domain = "level", .judgement = people[i][1] },
                                 hex, &err));
    }
    must(rv_extract_appraisal_differences(store, protocol, "scale", &subject, count_differences, &out, &err));
    assert_string_equal(rv_buf_str(&out), "ada level 5\nben level 4\n");
    rv_buf_free(&out);
    must(rv_extract_appraisal_agree(store, protocol, "eve", "scale", &subject, &taken, &differ, hex, &err));
    assert_int_equal(taken, 0);
    assert_int_equal(differ, 1);
    /* The review's judgement is of the review's result: that must be agreed on first. */
    assert_int_equal(rv_extract_appraise(store, protocol, "eve",
                                         &(rv_judgement_entry){ .result = "X1", .tool = "scale", .domain = "level", .judgement = "4",
                                                                .agreed = true }, hex, &err), RV_ENOTFOUND);
}

static rv_status list(void *user, const rv_appraisal *a, rv_error *e)
{
    (void)e;
    rv_buf_printf(user, "%s %s %s%s%s %zu/%zu\n", a->tool->id, a->own[0] ? a->own : "-", a->subject.study, a->subject.result[0] ? " " : "",
                  a->subject.result, a->judged, a->due);
    return RV_OK;
}

static void every_appraisal_is_walked_by_version(void **state)
{
    (void)state;
    rv_buf out = RV_BUF_INIT;

    must(import_file(data("judgements.csv")));
    must(say("1.1", "Y", NULL));
    must(judge_both("ben", "design", "randomised", NULL, false));
    must(rv_extract_each_appraisal(store, protocol, NULL, false, list, &out, &err));
    assert_string_equal(rv_buf_str(&out), "rob - Jobs Now R1 1/1\nrob2-assignment - Jobs Now R1 0/6\nsms - Jobs Now 1/1\n");
    rv_buf_clear(&out);
    must(rv_extract_each_appraisal(store, protocol, NULL, true, list, &out, &err));
    assert_string_equal(rv_buf_str(&out), "both ben Jobs Now 0/1\n");
    rv_buf_free(&out);
}

static void an_instrument_of_the_team_alone_must_be_added_first(void **state)
{
    (void)state;
    static const char ours[] = "<instrument id='ours' edition='1' label='Ours' unit='study' judgements='good|bad' answers='yes|no'>"
                               "<domain id='d' label='D'><question id='q'><text>Good?</text></question>"
                               "<rule judgement='good' when='q in {yes}'/><otherwise judgement='bad'/></domain></instrument>";
    const rv_judgement_entry e = { .study = "Jobs Now", .tool = "ours", .domain = "d", .judgement = "good" };

    use_tools("<tool instrument='ours' label='Ours' unit='study'/>");
    assert_int_equal(rv_extract_appraise(store, protocol, "ada", &e, hex, &err), RV_ENOTFOUND);
    assert_string_equal(err.message, "there is no instrument 'ours' in the review or in the toolkit; add its file with review-extract"
                                     " instrument-add FILE");
    must(rv_extract_instrument_add(store, "ada", "ours.xml", ours, strlen(ours), hex, &err));
    must(rv_extract_appraise(store, protocol, "ada", &e, hex, &err));
    assert_true(hex[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define IN_REVIEW(f) cmocka_unit_test_setup_teardown(f, with_instruments, end)
        IN_REVIEW(answers_lead_to_a_proposal_that_is_kept_when_agreed),
        IN_REVIEW(a_judgement_differs_from_the_proposal_only_with_a_reason),
        IN_REVIEW(a_changed_answer_that_changes_the_proposal_asks_for_another_look),
        IN_REVIEW(the_overall_judgement_is_proposed_from_the_domains_as_judged),
        IN_REVIEW(an_answer_to_what_is_not_asked_is_told),
        IN_REVIEW(a_study_that_the_instrument_is_not_for_is_told_once),
        IN_REVIEW(every_fault_of_a_table_is_named_by_line),
        IN_REVIEW(grade_judges_what_an_analysis_pools),
        IN_REVIEW(a_new_edition_counts_and_older_appraisals_are_to_be_looked_at_again),
        IN_REVIEW(an_instrument_that_does_not_judge_every_way_once_is_refused),
        IN_REVIEW(the_protocol_says_which_questions_are_critical),
        IN_REVIEW(two_people_judge_blind_and_then_agree),
        IN_REVIEW(where_two_people_extract_they_appraise_their_own_results_by_key),
        IN_REVIEW(every_appraisal_is_walked_by_version),
        IN_REVIEW(an_instrument_of_the_team_alone_must_be_added_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
