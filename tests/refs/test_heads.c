#include <config.h>

#include <string.h>

#include "tests/support.h"

#include "refs/heads.h"

typedef rv_bulk_record R;

enum { MAX = 8 };

/* The heads of records in this order; a record's key is its offset. `whole` < 0: nobody prefers one. */
static void heads(const R *records, size_t n, int whole, uint32_t but, const int64_t *edited, rv_head_field edited_field,
                  size_t from[RV_HEAD_FIELDS])
{
    rv_head_member members[MAX] = { { 0 } };
    rv_error err;

    for (size_t i = 0; i < n; i++) {
        members[i] = (rv_head_member){ .id = (int64_t)i + 1, .file = 7, .offset = records[i].offset, .fields = records[i] };
        if (edited)
            members[i].edited[edited_field] = edited[i];
    }
    if (rv_heads_best(members, n, whole < 0 ? n : (size_t)whole, but, from, &err) != RV_OK)
        fail_msg("%s", err.message);
}

static const char *said(const R *records, size_t n, rv_head_field f, rv_year_text year)
{
    size_t from[RV_HEAD_FIELDS];

    heads(records, n, -1, 0, NULL, RV_HEAD_FIELDS, from);
    return from[f] < n ? rv_head_value(&records[from[f]], f, year) : "";
}

/* The head says `want` in every order of two or three records. */
static void says(const char *want, const char *field, const R *given, size_t n)
{
    static const int orders[6][3] = { { 0, 1, 2 }, { 1, 0, 2 }, { 0, 2, 1 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
    const rv_head_field f = rv_head_named(field);

    assert_int_not_equal(f, RV_HEAD_FIELDS);
    for (size_t o = 0; o < (n == 3 ? 6 : 2); o++) {
        R records[3];
        rv_year_text year;
        for (size_t i = 0; i < n; i++)
            records[i] = given[orders[o][i]];
        assert_string_equal(said(records, n, f, year), want);
    }
}

#define SAYS(want, field, ...) do { \
        R given_[] = { __VA_ARGS__ }; \
        for (size_t i_ = 0; i_ < sizeof given_ / sizeof *given_; i_++) \
            given_[i_].offset = 100 + i_; \
        says(want, #field, given_, sizeof given_ / sizeof *given_); \
    } while (0)
#define ONE(field, text) { .field = text }

/* ---- One text ------------------------------------------------------------------------------------------------------------------ */

static void a_title_in_capitals_gives_way_to_one_that_is_not(void **state)
{
    (void)state;
    SAYS("Effects of mentoring on attendance", title, ONE(title, "Effects of mentoring on attendance"),
         ONE(title, "EFFECTS OF MENTORING ON ATTENDANCE"), ONE(title, "EFFECTS OF MENTORING ON ATTENDANCE."));
    SAYS("Влияние наставничества на посещаемость", title, ONE(title, "Влияние наставничества на посещаемость"),
         ONE(title, "ВЛИЯНИЕ НАСТАВНИЧЕСТВА НА ПОСЕЩАЕМОСТЬ"));
}

static void a_title_that_is_cut_gives_way_to_the_whole(void **state)
{
    (void)state;
    SAYS("Effects of mentoring", title, ONE(title, "Effects of mentoring"), ONE(title, "Effects of mentoring on the attendance of young..."));
    SAYS("Effects of mentoring", title, ONE(title, "Effects of mentoring"), ONE(title, "Effects of mentoring on the attend\xE2\x80\xA6"));
}

static void a_subtitle_is_kept_though_most_leave_it_out(void **state)
{
    (void)state;
    SAYS("Effects of mentoring: a randomised trial", title, ONE(title, "Effects of mentoring"), ONE(title, "Effects of mentoring."),
         ONE(title, "Effects of mentoring: a randomised trial"));
}

static void of_two_spellings_the_majority_is_right(void **state)
{
    (void)state;
    SAYS("Effects on attendance", title, ONE(title, "Effects on attendance"), ONE(title, "Effects on attendance"),
         ONE(title, "Effectss on attendence"));
}

static void a_damaged_title_gives_way(void **state)
{
    (void)state;
    SAYS("Annales fran\xC3\xA7" "aises", title, ONE(title, "Annales fran?aises"), ONE(title, "Annales fran\xC3\xA7" "aises"));
    SAYS("Annales fran\xC3\xA7" "aises", title, ONE(title, "Annales fran\xC3\x83\xC2\xA7" "aises"), ONE(title, "Annales fran\xC3\xA7" "aises"));
    SAYS("Food and drink", title, ONE(title, "Food &amp; drink and more"), ONE(title, "Food and drink"));
    SAYS("Annales fran\xC3\xA7" "aises", title, ONE(title, "Annales francaises"), ONE(title, "Annales fran\xC3\xA7" "aises"));
    SAYS("Who cares? The young", title, ONE(title, "Who cares? The young"), ONE(title, "Who cares"));
}

static void an_original_title_goes_before_its_translation_in_brackets(void **state)
{
    (void)state;
    SAYS("Wirkung von Mentoren", title, ONE(title, "Wirkung von Mentoren"), ONE(title, "[The effect of mentors on all of the young]."));
    SAYS("Effects of mentoring", title, ONE(title, "Effects of mentoring [see comment]"), ONE(title, "Effects of mentoring"));
}

static void the_fullest_names_are_taken(void **state)
{
    (void)state;
    SAYS("Smith, John; Garcia Lopez, Ana", authors, ONE(authors, "Smith, J.; Garcia Lopez, A."),
         ONE(authors, "Smith, John; Garcia Lopez, Ana"), ONE(authors, "Smith, JM; Garcia Lopez, AB"));
    SAYS("Smith, J.; Garcia, A.; Li, B.", authors, ONE(authors, "Smith, John; Garcia, Ana"), ONE(authors, "Smith, J.; Garcia, A.; Li, B."));
    SAYS("Smith, J.; Garcia, A.", authors, ONE(authors, "Smith, John; Garcia, Ana; Li, Bo; et al."), ONE(authors, "Smith, J.; Garcia, A."));
    SAYS("Smith, John", authors, ONE(authors, "SMITH, JOHNATHAN"), ONE(authors, "Smith, John"));
    SAYS("Smith, J.", authors, ONE(authors, "Anonymous"), ONE(authors, "Smith, J."));
}

static void the_longest_whole_abstract_is_taken(void **state)
{
    (void)state;
    SAYS("We tested mentors in forty schools.", abstract, ONE(abstract, "We tested mentors in forty schools."),
         ONE(abstract, "We tested mentors in forty schools and found (ABSTRACT TRUNCATED AT 250 WORDS)"), ONE(abstract, "We tested."));
    SAYS("We tested.", abstract, ONE(abstract, "We tested mentors in forty schools and found..."), ONE(abstract, "We tested."));
    SAYS("Short.", abstract, ONE(abstract, "No abstract is available for this article."), ONE(abstract, "Short."));
}

static void the_longest_list_of_keywords_is_taken(void **state)
{
    (void)state;
    SAYS("a; b; c", keywords, ONE(keywords, "mentoring of the young; schools"), ONE(keywords, "a; b; c"));
}

static void a_type_that_says_nothing_gives_way(void **state)
{
    (void)state;
    SAYS("report", type, ONE(type, "webpage"), ONE(type, "report"), ONE(type, "other"));
    SAYS("chapter", type, ONE(type, "book"), ONE(type, "chapter"));
    SAYS("article", type, ONE(type, "article"), ONE(type, "article"), ONE(type, "conference"));
}

static void a_note_that_tells_of_a_retraction_is_not_lost(void **state)
{
    (void)state;
    SAYS("Retracted in 2012", note, ONE(note, "Many tables, figures and a long appendix"), ONE(note, "Retracted in 2012"));
}

static void a_link_that_anyone_can_follow_is_taken(void **state)
{
    (void)state;
    SAYS("https://eric.ed.gov/x", url, ONE(url, "http://search.ebscohost.com/login.aspx?x"), ONE(url, "https://eric.ed.gov/x"));
}

/* ---- What they say together ------------------------------------------------------------------------------------------------------ */

static void of_identifiers_that_conflict_the_majority_is_right(void **state)
{
    (void)state;
    SAYS("10.1/a", doi, ONE(doi, "10.1/a"), ONE(doi, "10.1/b"), ONE(doi, "10.1/a"));
    SAYS("22", pmid, ONE(pmid, "22"), ONE(pmid, "22"), ONE(pmid, "11"));
}

static void of_two_identifiers_that_of_the_citation_is_taken(void **state)
{
    (void)state;
    SAYS("10.1/zz", doi, { .doi = "10.1/aa", .year = 2010 },
         { .doi = "10.1/zz", .year = 2010, .volume = "12", .issue = "3", .pages = "221-228" });
    SAYS("10.1/aa", doi, { .doi = "10.1/aa", .year = 2010, .volume = "12", .issue = "3", .pages = "221-228" },
         { .doi = "10.1/zz", .year = 2010 });
}

static const R online = { .type = "article", .year = 2009, .container = "J Youth Stud", .pages = "1-12" };
static const R final = { .type = "article", .year = 2010, .container = "Journal of Youth Studies", .volume = "12", .issue = "3",
                         .pages = "221-228" };

static void the_final_publication_gives_the_citation_whole(void **state)
{
    (void)state;
    SAYS("2010", year, online, final);
    SAYS("12", volume, online, final);
    SAYS("221-228", pages, online, final);
    SAYS("Journal of Youth Studies", container, online, final);
    SAYS("12", volume, { .year = 2009, .volume = "99", .pages = "in press" }, final);
    SAYS("2010", year, { .year = 2009, .volume = "Online first", .pages = "1-12", .issue = "1" }, { .year = 2010, .volume = "12" });
}

static void volume_and_pages_never_come_from_two_places(void **state)
{
    const R halves[] = { { .year = 2001, .volume = "7", .pages = "S12" }, { .year = 2003, .issue = "4", .pages = "90-99" } };
    (void)state;
    SAYS("7", volume, halves[0], halves[1]);
    SAYS("S12", pages, halves[0], halves[1]);
    SAYS("", issue, halves[0], halves[1]);
    SAYS("2001", year, halves[0], halves[1]);
}

static void gaps_of_the_citation_are_filled_from_what_agrees(void **state)
{
    R a = final, b = { .year = 2010, .volume = "12", .issue = "3", .pages = "221-8" }, c = { .year = 2010, .issue = "9", .volume = "13" };
    (void)state;
    a.issue = NULL;
    a.pages = "pp. 221-228";
    SAYS("3", issue, a, b, c);
    SAYS("221-228", pages, { .year = 2010, .volume = "12" }, { .year = 2010, .pages = "221-228" });
    SAYS("2010", year, { .volume = "12", .pages = "221-228" }, { .year = 2010 });
    SAYS("1219-1223", pages, { .year = 2010, .volume = "12", .pages = "1219-23" }, { .year = 2010, .volume = "12", .pages = "1219-1223" },
         { .year = 2010, .volume = "12", .pages = "pp. 1219" });
}

static void where_a_place_is_mistyped_the_majority_is_right(void **state)
{
    (void)state;
    SAYS("12", volume, { .year = 2010, .volume = "21", .issue = "3", .pages = "221-228" },
         { .year = 2010, .volume = "12", .pages = "221-8" }, { .year = 2010, .volume = "12", .pages = "221" });
}

static void what_a_spreadsheet_made_of_pages_is_not_taken(void **state)
{
    (void)state;
    SAYS("1-9", pages, { .year = 2010, .volume = "65", .pages = "01-Sep" }, { .year = 2010, .volume = "65", .pages = "1-9" });
    SAYS("65 SUPPL. 2", volume, { .year = 2010, .volume = "2)", .pages = "A12" }, { .year = 2010, .volume = "65 SUPPL. 2", .pages = "A12" });
    SAYS("", pages, { .volume = "5", .pages = "No pagination specified" }, ONE(title, "x"));
    SAYS("12-19", pages, { .year = 2010, .volume = "5", .pages = "[No Pagination Specified]" }, { .year = 2010, .pages = "12-19" });
}

static const R preprint = { .type = "preprint", .title = "Mentoring of the very young", .year = 2019, .container = "medRxiv",
                            .doi = "10.1101/2019.01.01.1", .authors = "Smith, John; Li, Bo; Wu, Ai", .abstract = "Long and whole." };

static void a_preprint_does_not_lend_its_citation_to_the_article(void **state)
{
    R a = final;
    (void)state;
    a.title = "Mentoring the young";
    a.doi = "10.1/a";
    a.authors = "Smith, J.; Li, B.";
    SAYS("10.1/a", doi, preprint, preprint, a);
    SAYS("article", type, preprint, preprint, a);
    SAYS("Journal of Youth Studies", container, preprint, preprint, a);
    SAYS("2010", year, preprint, preprint, a);
    SAYS("Mentoring the young", title, preprint, preprint, a);
    SAYS("Smith, J.; Li, B.", authors, preprint, a);
    SAYS("Long and whole.", abstract, preprint, a);
    SAYS("12", volume, { .type = "report", .container = "NBER Working Paper Series", .volume = "1", .issue = "2", .pages = "1-60" }, a);
}

static void the_full_name_of_the_journal_is_taken_and_of_no_other(void **state)
{
    R brief = final, other = { .container = "International Journal of Something Else Altogether" };
    (void)state;
    brief.container = "J. Youth Stud.";
    SAYS("Journal of Youth Studies", container, brief, final);
    SAYS("J. Youth Stud.", container, brief, other);
    SAYS("The Lancet", container, ONE(container, "Lancet (London, England)"), ONE(container, "The Lancet"));
    SAYS("Journal of Youth Studies", container, ONE(container, "JOURNAL OF YOUTH STUDIES"), ONE(container, "Journal of Youth Studies"));
    assert_true(rv_worth_journals("jama", "journal of the american medical association"));
    assert_true(rv_worth_journals("journal of youth studies", "j youth stud"));
    assert_false(rv_worth_journals("nature", "nature medicine"));
    assert_false(rv_worth_journals("j youth stud", "journal of young students abroad"));
}

/* ---- What persons say --------------------------------------------------------------------------------------------------------------- */

static void what_a_person_typed_goes_before_all(void **state)
{
    const R records[] = { { .title = "Short" }, { .title = "A much longer title" }, { .title = "A much longer title" } };
    const R places[] = { { .volume = "21" }, { .volume = "12", .pages = "1-9" } };
    const int64_t edits[] = { 4, 0, 0 }, newer[] = { 4, 0, 5 }, volumes[] = { 1, 0 };
    size_t from[RV_HEAD_FIELDS];

    (void)state;
    heads(records, 3, -1, 0, edits, RV_HEAD_TITLE, from);
    assert_int_equal(from[RV_HEAD_TITLE], 0);
    heads(records, 3, -1, 0, newer, RV_HEAD_TITLE, from);
    assert_int_equal(from[RV_HEAD_TITLE], 2);
    heads(places, 2, -1, 0, volumes, RV_HEAD_VOLUME, from);
    assert_int_equal(from[RV_HEAD_VOLUME], 0);
    assert_int_equal(from[RV_HEAD_PAGES], 1);
}

static void a_record_preferred_as_a_whole_gives_what_it_has(void **state)
{
    const R records[] = { { .title = "Short", .year = 2001, .volume = "1", .pages = "5" },
                          { .title = "A longer title", .year = 2009, .volume = "12", .issue = "3", .pages = "7-9", .abstract = "Text." } };
    size_t from[RV_HEAD_FIELDS];

    (void)state;
    heads(records, 2, 0, 0, NULL, RV_HEAD_FIELDS, from);
    assert_int_equal(from[RV_HEAD_TITLE], 0);
    assert_int_equal(from[RV_HEAD_ABSTRACT], 1);
    assert_int_equal(from[RV_HEAD_PAGES], 0);
    assert_int_equal(from[RV_HEAD_ISSUE], 2);        /* of another place */
    heads(records, 2, 0, UINT32_C(1) << RV_HEAD_TITLE, NULL, RV_HEAD_FIELDS, from);
    assert_int_equal(from[RV_HEAD_TITLE], 1);
}

static void records_that_say_the_same_are_told_apart_by_their_keys(void **state)
{
    R records[] = { { .offset = 900, .title = "One" }, { .offset = 20, .title = "One" } };
    size_t from[RV_HEAD_FIELDS];

    (void)state;
    heads(records, 2, -1, 0, NULL, RV_HEAD_FIELDS, from);
    assert_int_equal(from[RV_HEAD_TITLE], 1);
    assert_int_equal(from[RV_HEAD_DOI], 2);
}

static void names_of_columns_are_the_fields(void **state)
{
    (void)state;
    for (int f = 0; f < RV_HEAD_FIELDS; f++)
        assert_int_equal(rv_head_named(rv_head_name((rv_head_field)f)), f);
    assert_int_equal(rv_head_named("colour"), RV_HEAD_FIELDS);
}

int main(void)
{
#define T(name) cmocka_unit_test(name)
    const struct CMUnitTest tests[] = {
        T(a_title_in_capitals_gives_way_to_one_that_is_not), T(a_title_that_is_cut_gives_way_to_the_whole),
        T(a_subtitle_is_kept_though_most_leave_it_out), T(of_two_spellings_the_majority_is_right), T(a_damaged_title_gives_way),
        T(an_original_title_goes_before_its_translation_in_brackets), T(the_fullest_names_are_taken),
        T(the_longest_whole_abstract_is_taken), T(the_longest_list_of_keywords_is_taken), T(a_type_that_says_nothing_gives_way),
        T(a_note_that_tells_of_a_retraction_is_not_lost), T(a_link_that_anyone_can_follow_is_taken),
        T(of_identifiers_that_conflict_the_majority_is_right), T(of_two_identifiers_that_of_the_citation_is_taken),
        T(the_final_publication_gives_the_citation_whole), T(volume_and_pages_never_come_from_two_places),
        T(gaps_of_the_citation_are_filled_from_what_agrees), T(where_a_place_is_mistyped_the_majority_is_right),
        T(what_a_spreadsheet_made_of_pages_is_not_taken), T(a_preprint_does_not_lend_its_citation_to_the_article),
        T(the_full_name_of_the_journal_is_taken_and_of_no_other), T(what_a_person_typed_goes_before_all),
        T(a_record_preferred_as_a_whole_gives_what_it_has), T(records_that_say_the_same_are_told_apart_by_their_keys),
        T(names_of_columns_are_the_fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
