#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tests/support.h"

#include "dedup/entry.h"

typedef rv_bulk_record R;

static rv_dedup_policy policy;

/* The rule that joins the two, "" when none does: by the shipped weights. */
static const char *rule_of(R a, R b, rv_dedup_verdict verdict)
{
    rv_entries set = { 0 };
    rv_weights weights;
    rv_error err;
    rv_match forth, back;

    rv_weights_ship(&weights);
    if (rv_entries_add(&set, 1, &a, &err) != RV_OK || rv_entries_add(&set, 2, &b, &err) != RV_OK)
        fail_msg("%s", err.message);
    forth = rv_entries_match(&set.items[0], &set.items[1], &weights, &policy);
    back = rv_entries_match(&set.items[1], &set.items[0], &weights, &policy);
    assert_int_equal(forth.verdict, back.verdict);
    assert_true(forth.probability == back.probability);
    rv_entries_free(&set);
    return forth.verdict == verdict ? forth.rule : "";
}

static const char *rule(R a, R b)
{
    return rule_of(a, b, RV_DEDUP_SAME);
}

static const R paper = { .type = "article", .title = "Effects of mentoring on school attendance among young people",
                         .authors = "Smith, John; Garcia Lopez, Ana", .year = 2010, .container = "Journal of Youth Studies",
                         .volume = "12", .issue = "3", .pages = "221-228", .doi = "10.1000/x" };

static R with_title(R r, const char *title)  { r.title = title; return r; }
static R with_doi(R r, const char *doi)      { r.doi = doi; return r; }
static R with_year(R r, int64_t year)        { r.year = year; return r; }
static R with_place(R r, const char *volume, const char *pages) { r.volume = volume; r.pages = pages; return r; }

static void same_doi_and_title_join(void **state)
{
    R other = paper;
    (void)state;
    other.title = "EFFECTS OF MENTORING ON SCHOOL ATTENDANCE AMONG YOUNG PEOPLE.";
    other.authors = "Smith J";
    other.doi = "https://doi.org/10.1000/X";
    assert_string_equal(rule(paper, other), "doi");
}

static void a_doi_alone_joins_nothing(void **state)
{
    (void)state;
    assert_string_equal(rule(paper, with_title(with_place(paper, NULL, NULL), "Cash transfers and crime in Chicago")), "");
}

static void other_identifiers_keep_apart(void **state)
{
    R a = paper, b = paper;
    (void)state;
    a.pmid = "1";
    b.pmid = "2";
    assert_string_equal(rule(a, b), "");
    assert_string_equal(rule(with_place(paper, NULL, NULL), with_doi(with_place(paper, NULL, NULL), "10.1000/y")), "");
}

static void place_and_title_join_however_the_journal_is_called(void **state)
{
    R other = with_doi(paper, NULL);
    (void)state;
    other.container = "J Youth Stud";
    other.pages = "221-8";
    assert_string_equal(rule(paper, other), "title-place");
}

static void title_author_and_year_join_when_nothing_speaks_against(void **state)
{
    R bare = { .title = paper.title, .authors = "J. Smith", .year = 2010 };
    R venue = bare;
    (void)state;
    assert_string_equal(rule(paper, bare), "title-author-year");
    venue.container = "Workshop on Youth Studies";
    assert_string_equal(rule(with_place(with_doi(paper, NULL), NULL, NULL), venue), "");
}

static void a_year_apart_needs_the_container(void **state)
{
    const R online = with_doi(with_place(paper, NULL, NULL), NULL);
    R bare = with_year(online, 2009);
    (void)state;
    assert_string_equal(rule(online, bare), "title-author-year");
    bare.container = NULL;
    assert_string_equal(rule(online, bare), "");
    assert_string_equal(rule(online, with_year(online, 2007)), "");
}

static void texts_about_a_text_stay_apart(void **state)
{
    static const char *const titles[] = {
        "Erratum: Effects of mentoring on school attendance among young people",
        "Reply to: Effects of mentoring on school attendance among young people",
        "Comment on effects of mentoring on school attendance among young people",
        "Effects of mentoring on school attendance among young people: protocol",
        "Effects of mentoring on school attendance among young people: interim report",
        "Effects of mentoring on school attendance among young people: final report",
        "Effects of mentoring on school attendance among young people, part 2",
        "Effects of mentoring on school attendance among young people: an update",
    };
    (void)state;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        assert_string_equal(rule(paper, with_title(paper, titles[i])), "");
    assert_string_equal(rule(with_title(paper, "Mentoring and school, part I"), with_title(paper, "Mentoring and school, part II")), "");
    assert_string_equal(rule(with_title(paper, "Mentoring trial: interim report"), with_title(paper, "Mentoring trial: final report")), "");
}

static void one_word_that_matters_keeps_apart(void **state)
{
    const R a = with_doi(paper, NULL);
    (void)state;
    assert_string_equal(rule(with_title(a, "Treatment of hypertension in young men of the city"),
                             with_title(with_place(a, "12", "300-310"), "Treatment of hypotension in young men of the city")), "");
    assert_string_equal(rule(with_title(a, "Results after 12 months of training for young people"),
                             with_title(a, "Results after 24 months of training for young people")), "");
}

static void small_edits_do_not(void **state)
{
    const R a = with_place(with_doi(paper, NULL), NULL, NULL);
    (void)state;
    assert_string_equal(rule(a, with_title(a, "The effects of mentoring on school attendence among young people")), "near-title");
    assert_string_equal(rule(with_title(a, "Phase II of a mentoring programme for young people"),
                             with_title(a, "Phase 2 of a mentoring programme for young people")), "near-title");
}

static void a_subtitle_may_be_cut_when_all_else_agrees(void **state)
{
    const R whole = with_title(with_doi(paper, NULL), "Effects of mentoring on attendance: a randomised trial in city schools");
    R brief = with_title(whole, "Effects of mentoring on attendance");
    (void)state;
    assert_string_equal(rule(whole, brief), "title-place");
    assert_string_equal(rule(with_place(whole, NULL, NULL), with_place(brief, NULL, NULL)), "cut-title");
    brief.authors = "Smith, John";
    assert_string_equal(rule(with_place(whole, NULL, NULL), with_place(brief, NULL, NULL)), "");
}

static void a_translated_title_is_known_by_its_place_and_people(void **state)
{
    const R a = with_doi(paper, NULL);
    (void)state;
    assert_string_equal(rule(a, with_title(a, "[Wirkung von Mentoren auf den Schulbesuch Jugendlicher]")), "place-authors");
    assert_string_equal(rule(a, with_title(with_place(a, "12", "221"), "Cash transfers and crime in Chicago")), "");
}

static void yearly_editorials_stay_apart(void **state)
{
    R a = { .type = "conference", .title = "Introduction to the Minitrack on Crowdsourcing", .authors = "Deng, X.", .year = 2021,
            .container = "HICSS" };
    (void)state;
    assert_string_equal(rule(a, with_year(a, 2022)), "");
    assert_string_equal(rule(a, a), "title-author-year");          /* one file imported under two names */
    a.authors = NULL;
    assert_string_equal(rule(a, a), "");
    assert_string_equal(rule(with_title(with_place(with_doi(paper, NULL), "24", NULL), "Remarks from the editor"),
                             with_title(with_place(with_doi(paper, NULL), NULL, NULL), "Remarks from the editor")), "");
}

static void versions_of_a_cochrane_review_are_one_report_unless_the_policy_says_apart(void **state)
{
    R a = with_place(with_doi(paper, "10.1002/14651858.CD001234.pub2"), NULL, NULL);
    R b = with_year(with_doi(a, "10.1002/14651858.CD001234.pub3"), 2011);
    (void)state;
    a.container = b.container = "Cochrane Database of Systematic Reviews";
    assert_string_equal(rule(a, b), "cochrane-review");
    policy.versions_apart = true;
    assert_string_equal(rule(a, b), "");
    assert_string_equal(rule_of(a, b, RV_DEDUP_STUDY), "same-work");
    b = a;
    b.container = "Cochrane Database Syst Rev";                    /* the same version from another database */
    assert_string_equal(rule(a, b), "doi");
    policy.versions_apart = false;
}

static void two_abstracts_on_one_page_stay_apart(void **state)
{
    const R a = with_place(paper, "56 SUPPL. 1", "S69");
    (void)state;
    assert_string_equal(rule(a, with_title(a, "Sitagliptin and ischaemic brain damage in diabetic rats after stroke")), "");
    assert_string_equal(rule(a, with_doi(with_place(a, "1)", "S69"), NULL)), "title-author-year");
}

static void two_abstracts_under_the_doi_of_a_supplement_wait_for_a_person(void **state)
{
    R a = with_place(paper, "12", "51"), b = with_place(paper, "12", "52");
    (void)state;
    a.abstract = "We gave one group of young people a mentor for two years and followed their attendance at school by its registers.";
    b.abstract = "Incretin lowered the area of lesions in mice that were fed a diet rich in fat while controls showed no change at all.";
    assert_string_equal(rule(a, b), "");
    assert_string_equal(rule_of(a, b, RV_DEDUP_UNSURE), "doi");
}

static void names_are_known_in_other_dress(void **state)
{
    R a = with_place(with_doi(paper, NULL), NULL, NULL), b = a;
    (void)state;
    a.authors = "Kang, Si Hyun; de Goicoechea, Jorge";
    b.authors = "Si Hyun, Kang; Goicoechea de, J.";
    assert_string_equal(rule(a, b), "title-author-year");
    a.authors = "S\xC3\xB8rensen, \xC3\x85se";
    b.authors = "Sorensen A";
    assert_string_equal(rule(a, b), "title-author-year");
    b.authors = "Sorensen B";
    assert_string_equal(rule(a, b), "");
}

static void what_databases_add_to_titles_is_taken_off(void **state)
{
    const R a = with_place(with_doi(paper, NULL), NULL, NULL);
    (void)state;
    assert_string_equal(rule(with_title(a, "[Effects of &amp; in <i>mentoring</i> among young people]. [Chinese]"),
                             with_title(a, "Effects of and in mentoring among young people [see comment]")), "title-author-year");
    assert_string_equal(rule(a, with_title(a, "Effects of mentoring on school attendance among young people.[Erratum appears in "
                                              "J Youth Stud. 2011;13(2):99 Note: Small, S [added]]")), "title-author-year");
}

static void pages_are_read_as_people_write_them(void **state)
{
    static const struct { const char *text, *first; int64_t to; } cases[] = {
        { "221-8", "221", 228 }, { "pp. 221--228", "221", 228 }, { "2243-5; author reply 2246", "2243", 2245 }, { "01-Sep", "1", 9 },
        { "9-Jan", "9", 1 }, { "S69-S70", "s69", 70 }, { "e1234", "e1234", 0 }, { "", "", 0 }, { "--", "", 0 }, { "p. 5", "5", 0 },
    };
    rv_heap heap = { 0 };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rv_pages pages;
        assert_int_equal(rv_pages_read(&heap, &pages, cases[i].text, NULL), RV_OK);
        assert_string_equal(pages.first, cases[i].first);
        assert_int_equal(pages.to, cases[i].to);
    }
    rv_heap_free(&heap);
}

static void containers_agree_by_abbreviation_and_acronym(void **state)
{
    static const struct { const char *a, *b; rv_agreement_of want; } cases[] = {
        { "curr opin lipidol", "current opinion in lipidology", RV_FIELD_AGREES },
        { "amcis 2017 proceedings", "americas conference on information systems", RV_FIELD_AGREES },
        { "lancet", "stroke", RV_FIELD_DIFFERS }, { "journal of digital studies", "workshop of digital studies", RV_FIELD_DIFFERS },
        { "research of career", "research of psychology", RV_FIELD_UNKNOWN }, { "", "lancet", RV_FIELD_UNKNOWN },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(rv_containers_compare(cases[i].a, cases[i].b), cases[i].want);
}

static void the_reason_is_in_words(void **state)
{
    rv_entries set = { 0 };
    rv_buf words = RV_BUF_INIT;
    (void)state;
    assert_int_equal(rv_entries_add(&set, 1, &paper, NULL), RV_OK);
    assert_int_equal(rv_entries_add(&set, 2, &paper, NULL), RV_OK);
    rv_match_words(&set.items[0], &set.items[1], &(rv_dedup_policy){ 0 }, &words);
    assert_string_equal(rv_buf_str(&words), "alike in every field; same DOI; titles equal; same authors; year 2010; volume 12; issue 3; "
                                            "same pages; same container");
    rv_buf_free(&words);
    rv_entries_free(&set);
}

static void a_footnote_mark_and_a_heading_are_no_other_title(void **state)
{
    const R a = with_doi(paper, NULL);
    (void)state;
    assert_string_equal(rule(a, with_title(a, "Effects of mentoring on school attendance among young people 1, 2")), "title-place");
    assert_string_equal(rule(a, with_title(a, "Special issue: Effects of mentoring on school attendance among young people")), "title-place");
}

static void a_year_that_differs_is_a_slip_where_the_place_agrees(void **state)
{
    const R a = with_doi(paper, NULL);
    (void)state;
    assert_string_equal(rule(a, with_year(a, 2013)), "title-author-year");
    assert_string_equal(rule(with_place(a, NULL, NULL), with_year(with_place(a, NULL, NULL), 2013)), "");
}

static void another_journal_needs_more_than_one_agreement_of_place(void **state)
{
    R a = with_doi(with_place(paper, "12", NULL), NULL), b = a;
    (void)state;
    b.container = "Criminal Justice Review";
    b.issue = NULL;
    assert_string_equal(rule(a, b), "");
    assert_string_equal(rule_of(a, b, RV_DEDUP_UNSURE), "title-author-year");
    b.issue = a.issue;
    assert_string_equal(rule(a, b), "title-author-year");
}

static void letter_and_reply_on_one_page_range_wait_for_a_person(void **state)
{
    R a = with_doi(paper, NULL), b = a;
    (void)state;
    b.authors = "Bouros, Demosthenes";
    assert_string_equal(rule(a, b), "");
    assert_string_equal(rule_of(a, b, RV_DEDUP_UNSURE), "title-place");
}

static void a_preprint_and_its_article_are_of_one_study_unless_the_policy_says_one(void **state)
{
    R article = paper, preprint = { .type = "preprint", .title = paper.title, .authors = paper.authors, .year = 2009, .container = "medRxiv",
                                    .doi = "10.1101/2009.01.01" };
    (void)state;
    assert_string_equal(rule(article, preprint), "");
    assert_string_equal(rule_of(article, preprint, RV_DEDUP_STUDY), "same-work");
    preprint.container = NULL;                   /* also where little is given */
    assert_string_equal(rule_of(with_year(with_doi(article, NULL), 2009), preprint, RV_DEDUP_STUDY), "same-work");
    policy.preprints_one = true;
    assert_string_equal(rule(article, preprint), "title-author-year");
    policy.preprints_one = false;
}

static void a_working_paper_and_its_article_are_of_one_study_unless_the_policy_says_one(void **state)
{
    const R article = with_doi(paper, NULL);
    R first = { .type = "report", .title = paper.title, .authors = paper.authors, .year = 2010, .publisher = "NBER Working Paper" };
    (void)state;
    assert_string_equal(rule_of(article, first, RV_DEDUP_STUDY), "same-work");
    policy.editions_one = true;
    assert_string_equal(rule(article, first), "title-author-year");
    policy.editions_one = false;
}

static void a_retracted_article_keeps_its_number(void **state)
{
    (void)state;
    assert_string_equal(rule(paper, with_title(paper, "RETRACTED: Effects of mentoring on school attendance among young people")), "doi");
    assert_string_equal(rule(with_doi(paper, NULL), with_doi(with_title(paper, "RETRACTED: Effects of mentoring on school attendance among "
                                                                               "young people"), NULL)), "");
}

/* One DOI for a whole supplement says nothing, and the partition does not know the order of the records. */
static void a_doi_of_many_titles_is_passed_over_in_any_order(void **state)
{
    static const char *const titles[] = { "Alpha blockers in rats after surgery", "Beta agonists in mice with asthma",
                                          "Gamma rays and the growth of maize plants", "Delta waves during sleep in old age" };
    (void)state;
    for (size_t turn = 0; turn < 8; turn++) {
        rv_entries set = { 0 };
        rv_edge *edges;
        rv_weights used;
        size_t n, compared;
        for (size_t i = 0; i < 8; i++) {
            const size_t k = (i * 3 + turn) % 8;
            const R r = { .title = titles[k % 4], .authors = "Lee, K", .year = 2012, .doi = "10.1/supplement" };
            assert_int_equal(rv_entries_add(&set, (int64_t)k, &r, NULL), RV_OK);
        }
        assert_int_equal(rv_entries_edges(&set, &(rv_how){ 0 }, &used, &edges, &n, &compared, NULL), RV_OK);
        assert_int_equal(n, 4);
        for (size_t i = 0; i < n; i++) {
            assert_string_equal(edges[i].rule, "title-author-year");
            assert_int_equal(set.items[edges[i].a].id % 4, set.items[edges[i].b].id % 4);
        }
        free(edges);
        rv_entries_free(&set);
    }
}

static rv_objection forbids_0_and_2(const void *user, uint32_t a, uint32_t b)
{
    (void)user;
    return (a == 0 && b == 2) || (a == 2 && b == 0) ? RV_OBJECTION_HARD : RV_OBJECTION_NONE;
}

static void groups_refuse_a_union_that_any_pair_forbids(void **state)
{
    rv_groups *g;
    (void)state;
    assert_int_equal(rv_groups_new(&g, 4, NULL), RV_OK);
    assert_true(rv_groups_join(g, 0, 1, forbids_0_and_2, NULL));
    assert_false(rv_groups_join(g, 1, 2, forbids_0_and_2, NULL));
    assert_int_equal(rv_groups_part(g, 3, 0, NULL), RV_OK);
    assert_true(rv_groups_parted(g, 1, 3));
    assert_false(rv_groups_join(g, 1, 3, NULL, NULL));
    assert_int_equal(rv_groups_of(g, 0), rv_groups_of(g, 1));
    rv_groups_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_doi_and_title_join), cmocka_unit_test(a_doi_alone_joins_nothing),
        cmocka_unit_test(other_identifiers_keep_apart), cmocka_unit_test(place_and_title_join_however_the_journal_is_called),
        cmocka_unit_test(title_author_and_year_join_when_nothing_speaks_against), cmocka_unit_test(a_year_apart_needs_the_container),
        cmocka_unit_test(texts_about_a_text_stay_apart), cmocka_unit_test(one_word_that_matters_keeps_apart),
        cmocka_unit_test(small_edits_do_not), cmocka_unit_test(a_subtitle_may_be_cut_when_all_else_agrees),
        cmocka_unit_test(a_translated_title_is_known_by_its_place_and_people), cmocka_unit_test(yearly_editorials_stay_apart),
        cmocka_unit_test(a_footnote_mark_and_a_heading_are_no_other_title), cmocka_unit_test(a_year_that_differs_is_a_slip_where_the_place_agrees),
        cmocka_unit_test(another_journal_needs_more_than_one_agreement_of_place), cmocka_unit_test(a_retracted_article_keeps_its_number),
        cmocka_unit_test(letter_and_reply_on_one_page_range_wait_for_a_person),
        cmocka_unit_test(a_working_paper_and_its_article_are_of_one_study_unless_the_policy_says_one),
        cmocka_unit_test(two_abstracts_under_the_doi_of_a_supplement_wait_for_a_person),
        cmocka_unit_test(a_preprint_and_its_article_are_of_one_study_unless_the_policy_says_one),
        cmocka_unit_test(versions_of_a_cochrane_review_are_one_report_unless_the_policy_says_apart), cmocka_unit_test(two_abstracts_on_one_page_stay_apart),
        cmocka_unit_test(names_are_known_in_other_dress), cmocka_unit_test(what_databases_add_to_titles_is_taken_off),
        cmocka_unit_test(pages_are_read_as_people_write_them), cmocka_unit_test(containers_agree_by_abbreviation_and_acronym),
        cmocka_unit_test(the_reason_is_in_words), cmocka_unit_test(a_doi_of_many_titles_is_passed_over_in_any_order),
        cmocka_unit_test(groups_refuse_a_union_that_any_pair_forbids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
