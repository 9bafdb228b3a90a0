#include <config.h>

#include "tests/refs/said_support.h"

#define RECORD(work) "<?xml version=\"1.0\"?>\n<doi_records><doi_record><crossref>" work "</crossref></doi_record></doi_records>\n"
#define NAMES "<contributors><person_name sequence=\"first\" contributor_role=\"author\"><given_name>Ann</given_name><surname>Adams</surname>" \
    "<suffix>Jr</suffix><ORCID>https://orcid.org/0</ORCID></person_name><organization contributor_role=\"author\">Tests Group</organization>" \
    "</contributors>"
#define TITLE "<titles><title>One</title></titles>"
#define DOI "<doi_data><doi>10.9999/One</doi><resource>https://a.example/1</resource></doi_data>"

static void an_article_stands_in_its_journal_and_print_counts(void **state)
{
    (void)state;
    assert_said(RECORD("<journal><journal_metadata language=\"en\"><full_title>Journal of Tests</full_title><abbrev_title>J Tests</abbrev_title>"
                       "<issn media_type=\"print\">12345679</issn><doi_data><doi>10.9999/journal</doi></doi_data></journal_metadata>"
                       "<journal_issue><publication_date><year>2011</year></publication_date><journal_volume><volume>7</volume></journal_volume>"
                       "<issue>2</issue></journal_issue><journal_article><titles><title>CO<sub>2</sub> up:</title><subtitle>a trial</subtitle>"
                       "<original_language_title>Auf</original_language_title></titles>" NAMES
                       "<jats:abstract xmlns:jats=\"http://www.ncbi.nlm.nih.gov/JATS1\"><jats:title>Abstract</jats:title><jats:sec><jats:title>Aim"
                       "</jats:title><jats:p>To.</jats:p></jats:sec></jats:abstract>"
                       "<publication_date media_type=\"online\"><month>10</month><day>25</day><year>2012</year></publication_date>"
                       "<publication_date media_type=\"print\"><month>22</month><year>2013</year></publication_date>"
                       "<pages><first_page>5</first_page><last_page>25</last_page></pages>" DOI
                       "<citation_list><citation><doi>10.9999/cited</doi></citation></citation_list></journal_article></journal>"),
                "crossref-xml",
                "type=article-journal|title=CO2 up: a trial|original_title=Auf|container=Journal of Tests|abbreviation=J Tests|volume=7|"
                "issue=2|pages=5-25|language=en|abstract=Aim: To.|doi=10.9999/one|url=https://a.example/1|issn=1234-5679|"
                "author=Adams, Ann, Jr|author=Tests Group|date=2013-0-0|\n");
}

static void a_chapter_stands_in_its_book_and_a_book_alone(void **state)
{
#define BOOK "<book_series_metadata><series_metadata><titles><title>A series</title></titles><issn>1234-5679</issn></series_metadata>" \
    "<contributors><person_name contributor_role=\"editor\"><given_name>Eve</given_name><surname>Hand</surname></person_name>" \
    "<person_name contributor_role=\"author\"><surname>Whole</surname></person_name></contributors><titles><title>A book</title></titles>" \
    "<volume>3</volume><edition_number>2</edition_number><publication_date><year>2001</year></publication_date><isbn>9780306406157</isbn>" \
    "<publisher><publisher_name>Press</publisher_name><publisher_place>Paris</publisher_place></publisher>" \
    "<doi_data><doi>10.9999/book</doi></doi_data></book_series_metadata>"
    (void)state;
    assert_said(RECORD("<book>" BOOK "<content_item component_type=\"reference_entry\" language=\"fr\">" TITLE NAMES DOI "</content_item></book>"),
                "crossref-xml",
                "type=entry|title=One|container=A book|series=A series|volume=3|edition=2|publisher=Press|place=Paris|language=fr|"
                "doi=10.9999/one|url=https://a.example/1|isbn=9780306406157|issn=1234-5679|author=Adams, Ann, Jr|author=Tests Group|"
                "editor=Hand, Eve|date=2001-0-0|\n");
    assert_said(RECORD("<book>" BOOK "</book>"), "crossref-xml",
                "type=book|title=A book|series=A series|volume=3|edition=2|publisher=Press|place=Paris|doi=10.9999/book|isbn=9780306406157|"
                "issn=1234-5679|editor=Hand, Eve|author=Whole|date=2001-0-0|\n");
}

static void each_kind_of_work_has_its_type(void **state)
{
    (void)state;
    assert_said(RECORD("<conference><event_metadata><conference_name>Conf</conference_name><conference_location>Rome</conference_location>"
                       "</event_metadata><proceedings_metadata><proceedings_title>Papers</proceedings_title></proceedings_metadata>"
                       "<conference_paper>" TITLE "<publisher_item><item_number item_number_type=\"article_number\">42</item_number></publisher_item>"
                       "</conference_paper></conference>"),
                "crossref-xml", "type=paper-conference|title=One|container=Papers|event=Conf|pages=42|place=Rome|\n");
    assert_said(RECORD("<conference><event_metadata>" NAMES "</event_metadata><proceedings_metadata><proceedings_title>Papers</proceedings_title>"
                       "</proceedings_metadata></conference>"),
                "crossref-xml", "type=book|title=Papers|author=Adams, Ann, Jr|author=Tests Group|\n");
    assert_said(RECORD("<dissertation><person_name contributor_role=\"author\"><surname>Adams</surname></person_name>" TITLE
                       "<approval_date><year>1999</year></approval_date><institution><institution_name>A University</institution_name>"
                       "<institution_place>Here</institution_place></institution><degree>PhD</degree></dissertation>"),
                "crossref-xml", "type=thesis|genre=PhD|title=One|publisher=A University|place=Here|author=Adams|date=1999-0-0|\n");
    assert_said(RECORD("<posted_content type=\"preprint\">" TITLE "<posted_date><month>07</month><day>03</day><year>2018</year></posted_date>"
                       DOI "</posted_content>"),
                "crossref-xml", "type=article|title=One|doi=10.9999/one|url=https://a.example/1|date=2018-7-3|\n");
    assert_said(RECORD("<posted_content type=\"report\">" TITLE "</posted_content>"), "crossref-xml", "type=report|title=One|\n");
    assert_said(RECORD("<report-paper><report-paper_metadata>" TITLE "<institution><institution_name>Agency</institution_name></institution>"
                       "<publisher_item><item_number>R7</item_number></publisher_item>" DOI "</report-paper_metadata></report-paper>"),
                "crossref-xml",
                "type=report|title=One|number=R7|publisher=Agency|doi=10.9999/one|url=https://a.example/1|\n");
    assert_said(RECORD("<database><database_metadata><titles><title>Base</title></titles></database_metadata><dataset>" TITLE
                       "<database_date><creation_date><year>2005</year></creation_date></database_date></dataset></database>"),
                "crossref-xml", "type=dataset|title=One|container=Base|date=2005-0-0|\n");
    assert_said(RECORD("<peer_review><contributors><anonymous contributor_role=\"reviewer\"/></contributors>" TITLE
                       "<program><related_item><inter_work_relation relationship-type=\"isReviewOf\">10.9999/Two</inter_work_relation>"
                       "</related_item></program></peer_review>"),
                "crossref-xml", "type=review|title=One|note=Review of https://doi.org/10.9999/two|\n");
    assert_said(RECORD("<journal><journal_metadata><full_title>Journal of Tests</full_title></journal_metadata></journal>"), "crossref-xml",
                "type=periodical|title=Journal of Tests|\n");
    assert_said(RECORD("<standard><standard_metadata>" TITLE "</standard_metadata></standard>"), "crossref-xml", "type=standard|title=One|\n");
    assert_problems(RECORD("<journal><journal_metadata><issn>none</issn></journal_metadata></journal>"), "odd-identifier@2 ");
}

static void what_crossref_does_not_know_is_told(void **state)
{
    said_result got;
    const char *text = "<crossref_result><query_result><body><query status=\"unresolved\"><doi>10.9999/x</doi><msg>DOI not found</msg></query>"
                       "<query status=\"resolved\"><doi type=\"journal_article\">10.9999/One</doi><crm-item name=\"publisher-name\">Press</crm-item>"
                       "<doi_record><crossref><journal><journal_article>" TITLE "</journal_article></journal></crossref></doi_record></query>\n"
                       "<query status=\"resolved\"><doi_record><crossref><error>Malformed DOI</error></crossref></doi_record></query>"
                       "</body></query_result></crossref_result>";

    (void)state;
    said_bytes(&got, text, strlen(text));
    assert_string_equal(rv_buf_str(&got.said), "type=article-journal|title=One|publisher=Press|doi=10.9999/one|\n");
    assert_string_equal(rv_buf_str(&got.problems), "odd-identifier@1 odd-identifier@2 ");
    assert_string_equal(rv_buf_str(&got.words), "Crossref has no record of 10.9999/x: DOI not found\n"
                                                "Crossref has no record of what was asked: Malformed DOI\n");
    said_free(&got);
}

static void older_answers_are_flat(void **state)
{
    (void)state;
    assert_said("<crossref_result><query_result><body><query status=\"resolved\"><doi type=\"journal_article\">10.9999/One</doi>"
                "<issn type=\"print\">12345679</issn><journal_title>Journal of Tests</journal_title><contributors><contributor sequence=\"first\">"
                "<given_name>Ann</given_name><surname>Adams</surname></contributor></contributors><volume>7</volume><issue>2</issue>"
                "<first_page>5</first_page><year media_type=\"print\">2012</year><article_title>One</article_title></query>"
                "<query status=\"resolved\"><doi type=\"book_title\">10.9999/b</doi><isbn>9780306406157</isbn><volume_title>A book</volume_title>"
                "<author>Roe</author></query></body></query_result></crossref_result>",
                "crossref-xml",
                "type=article-journal|title=One|container=Journal of Tests|volume=7|issue=2|pages=5|doi=10.9999/one|issn=1234-5679|"
                "author=Adams, Ann|date=2012-0-0|\ntype=book|title=A book|doi=10.9999/b|isbn=9780306406157|author=Roe|\n");
}

static void a_deposit_holds_many_parts_of_one_whole(void **state)
{
    said_result got;
    const char *text = "<doi_batch><head/><body><journal><journal_metadata><full_title>J</full_title></journal_metadata>\n"
                       "<journal_article>" TITLE "</journal_article>\n<journal_article><titles><title>Two</title></titles></journal_article>"
                       "<journal_issue><issue>4</issue></journal_issue></journal></body></doi_batch>";

    (void)state;
    said_bytes(&got, text, strlen(text));
    assert_string_equal(rv_buf_str(&got.said), "type=article-journal|title=One|container=J|issue=4|\n"
                                               "type=article-journal|title=Two|container=J|issue=4|\n");
    assert_string_equal(rv_buf_str(&got.places), "97+70:2 168+70:3 ");
    assert_string_equal(rv_buf_str(&got.tags), "titles/title=Two|journal/journal_metadata/full_title=J|journal/journal_issue/issue=4|");
    said_free(&got);
}

static void a_long_whole_is_not_repeated_for_many_parts(void **state)
{
    rv_buf      text = RV_BUF_INIT;
    said_result got;
    size_t      i;

    (void)state;
    rv_buf_text(&text, "<doi_batch><body><journal><journal_metadata><full_title>J");
    for (i = 0; i < 100000; i++)
        rv_buf_text(&text, " word");
    rv_buf_text(&text, "</full_title></journal_metadata>");
    for (i = 0; i < 1000; i++)
        rv_buf_text(&text, "<journal_article>" TITLE "</journal_article>");
    rv_buf_text(&text, "</journal></body></doi_batch>");
    said_bytes(&got, rv_buf_str(&text), text.length);
    assert_int_equal(got.summary.records, 1000);
    assert_string_equal(rv_buf_str(&got.problems), "record-incomplete@1 ");
    said_free(&got);
    rv_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_article_stands_in_its_journal_and_print_counts),
        cmocka_unit_test(a_chapter_stands_in_its_book_and_a_book_alone),
        cmocka_unit_test(each_kind_of_work_has_its_type),
        cmocka_unit_test(what_crossref_does_not_know_is_told),
        cmocka_unit_test(older_answers_are_flat),
        cmocka_unit_test(a_deposit_holds_many_parts_of_one_whole),
        cmocka_unit_test(a_long_whole_is_not_repeated_for_many_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
