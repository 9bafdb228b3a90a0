#include <config.h>

#include "tests/refs/read_support.h"

#define HEAD "<?xml version=\"1.0\"?>\n<PubmedArticleSet>"
#define TAIL "</PubmedArticleSet>\n"
static const char article[] =
    "<PubmedArticle><MedlineCitation><PMID Version=\"1\">123</PMID><Article><Journal><ISSN>1234-5678</ISSN><JournalIssue><Volume>7"
    "</Volume><Issue>2</Issue><PubDate><Year>2012</Year></PubDate></JournalIssue><Title>Journal of Tests</Title></Journal>"
    "<ArticleTitle>Effects of <i>E. coli</i> on CO<sub>2</sub>: a trial.</ArticleTitle><Pagination><MedlinePgn>123-9</MedlinePgn>"
    "</Pagination><Abstract><AbstractText Label=\"AIM\">One.</AbstractText><AbstractText>Two &lt; 3.</AbstractText></Abstract>"
    "<AuthorList><Author><LastName>Adams</LastName><ForeName>Ann</ForeName></Author><Author ValidYN=\"N\"><LastName>Adms</LastName>"
    "</Author><Author><CollectiveName>Tests Group</CollectiveName></Author></AuthorList><Language>eng</Language></Article>"
    "<KeywordList><Keyword>youth</Keyword></KeywordList></MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType=\"doi\">"
    "10.9999/One</ArticleId></ArticleIdList><ReferenceList><Reference><ArticleIdList><ArticleId IdType=\"doi\">10.9999/other"
    "</ArticleId></ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle>";

static void an_article_has_its_place_and_its_fields(void **state)
{
    rv_buf      text = RV_BUF_INIT;
    read_result got;
    char        want[400];
    size_t      n = strlen(article);

    (void)state;
    rv_buf_printf(&text, "%s%s\n%s%s", HEAD, article, article, TAIL);
    read_text(&got, rv_buf_str(&text));
    assert_int_equal(got.status, RV_OK);
    assert_string_equal(got.summary.format, "pubmed-xml");
    snprintf(want, sizeof want, "40+%zu:2 Effects of E. coli on CO2: a trial.|Adams, Ann; Tests Group|2012|10.9999/one;"
             "%zu+%zu:3 Effects of E. coli on CO2: a trial.|Adams, Ann; Tests Group|2012|10.9999/one;", n, 40 + n + 1, n);
    assert_string_equal(rv_buf_str(&got.records), want);
    assert_string_equal(got.last.pmid, "123");
    assert_string_equal(got.last.container, "Journal of Tests");
    assert_string_equal(got.last.pages, "123-129");
    assert_string_equal(got.last.abstract, "AIM: One. Two < 3.");
    assert_string_equal(got.last.keywords, "youth");
    assert_string_equal(got.last.issn, "1234-5678");
    assert_non_null(strstr(rv_buf_str(&got.tags), "|MedlineCitation/Article/Abstract/AbstractText[@Label='AIM']=One.|"));
    assert_non_null(strstr(rv_buf_str(&got.tags),
                           "PubmedData/ReferenceList/Reference/ArticleIdList/ArticleId[@IdType='doi']=10.9999/other|"));
    read_free(&got);
    rv_buf_free(&text);
}

static void an_article_number_stands_for_pages(void **state)
{
    read_result got;

    (void)state;
    read_text(&got, HEAD "<PubmedArticle><MedlineCitation><Article><ArticleTitle>One</ArticleTitle><ELocationID EIdType=\"pii\">S0001-2"
                         "</ELocationID><ELocationID EIdType=\"pii\">e42</ELocationID></Article></MedlineCitation></PubmedArticle>" TAIL);
    assert_string_equal(got.last.pages, "e42");
    read_free(&got);
}

static void a_chapter_stands_in_its_book(void **state)
{
    read_result got;

    (void)state;
    read_text(&got, HEAD "<PubmedBookArticle><BookDocument><PMID>5</PMID><Book><Publisher><PublisherName>Tests</PublisherName></Publisher>"
                         "<BookTitle>A book</BookTitle><PubDate><Year>2002</Year></PubDate></Book><ArticleTitle>A chapter</ArticleTitle>"
                         "</BookDocument></PubmedBookArticle>" TAIL);
    assert_string_equal(got.last.type, "chapter");
    assert_string_equal(got.last.title, "A chapter");
    assert_string_equal(got.last.container, "A book");
    assert_string_equal(got.last.publisher, "Tests");
    read_free(&got);
}

static void records_before_a_break_are_kept_and_it_is_told(void **state)
{
    rv_buf      text = RV_BUF_INIT;
    read_result got;

    (void)state;
    rv_buf_printf(&text, "%s%s\n<PubmedArticle><MedlineCitation>", HEAD, article);
    read_text(&got, rv_buf_str(&text));
    assert_int_equal(got.status, RV_OK);
    assert_int_equal(got.summary.records, 1);
    assert_string_equal(rv_buf_str(&got.problems), "xml-malformed@3 ");
    read_free(&got);
    rv_buf_free(&text);
    read_text(&got, HEAD "<PubmedArticle>");
    assert_int_equal(got.status, RV_EPARSE);
    assert_memory_equal(got.err.message, "test:2: ", 8);
    read_free(&got);
}

static void an_empty_set_holds_no_record(void **state)
{
    read_result got;

    (void)state;
    read_text(&got, HEAD TAIL);
    assert_int_equal(got.status, RV_EPARSE);
    assert_string_equal(got.err.message, "test:1: the file holds no record (empty-input)");
    read_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_article_has_its_place_and_its_fields),
        cmocka_unit_test(an_article_number_stands_for_pages),
        cmocka_unit_test(a_chapter_stands_in_its_book),
        cmocka_unit_test(records_before_a_break_are_kept_and_it_is_told),
        cmocka_unit_test(an_empty_set_holds_no_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
