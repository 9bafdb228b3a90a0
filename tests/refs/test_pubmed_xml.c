#include <config.h>

#include "tests/refs/neutral_support.h"
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

/* An article with `inner` in its Article element and `after` behind that. */
static void read_article(neutral_result *got, const char *inner, const char *after)
{
    rv_buf text = RV_BUF_INIT;

    rv_buf_printf(&text, HEAD "<PubmedArticle><MedlineCitation><PMID>7</PMID><Article>%s</Article>%s</PubmedArticle>" TAIL, inner,
                  after);
    neutral_read(got, text.data, text.length);
    rv_buf_free(&text);
}

static void dates_are_told_as_pubmed_writes_them(void **state)
{
    static const struct { const char *xml, *said; } cases[] = {
        { "<Year>2008</Year><Month>Feb</Month><Day>9</Day>", "date=2008-2-9|2008 Feb 9" },
        { "<Year>2008</Year><Month>02</Month><Day>09</Day>", "date=2008-2-9|2008-02-09" },
        { "<Year>2008</Year><Season>Spring</Season>", "date=2008-0-0|2008 Spring" },
        { "<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", "date=1998-12-0|1998 Dec-1999 Jan" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        neutral_result got;
        char           xml[300];

        snprintf(xml, sizeof xml, "<Journal><JournalIssue><PubDate>%s</PubDate></JournalIssue></Journal><ArticleDate><Year>2007</Year>"
                 "<Month>12</Month></ArticleDate>", cases[i].xml);
        read_article(&got, xml, "</MedlineCitation>");
        neutral_holds(&got, cases[i].said);
        neutral_free(&got);
    }
}

static void the_day_online_counts_where_there_is_no_other(void **state)
{
    neutral_result got;

    (void)state;
    read_article(&got, "<ArticleDate><Year>2007</Year><Month>12</Month><Day>23</Day></ArticleDate>", "</MedlineCitation>");
    neutral_holds(&got, "date=2007-12-23|2007-12-23");
    neutral_free(&got);
}

static void identifiers_that_are_not_valid_and_those_of_references_are_left(void **state)
{
    neutral_result got;

    (void)state;
    read_article(&got, "<ELocationID EIdType=\"doi\" ValidYN=\"N\">10.9999/wrong</ELocationID>",
                 "</MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType=\"pmc\">PMC123</ArticleId>"
                 "<ArticleId IdType=\"doi\">10.9999/right</ArticleId><ArticleId IdType=\"mid\">NIHMS1</ArticleId></ArticleIdList>"
                 "<ReferenceList><Reference><ArticleIdList><ArticleId IdType=\"pmc\">PMC9</ArticleId></ArticleIdList></Reference>"
                 "</ReferenceList></PubmedData>");
    neutral_holds(&got, "doi=10.9999/right");
    neutral_holds(&got, "pmcid=PMC123");
    neutral_holds(&got, "pmid=7");
    neutral_free(&got);
}

static void headings_and_keywords_are_keywords(void **state)
{
    neutral_result got;

    (void)state;
    read_article(&got, "<ArticleTitle>One</ArticleTitle>",
                 "<MeshHeadingList><MeshHeading><DescriptorName UI=\"D1\" MajorTopicYN=\"Y\">Models, Theoretical</DescriptorName>"
                 "<QualifierName UI=\"Q1\">methods</QualifierName></MeshHeading></MeshHeadingList><KeywordList Owner=\"NOTNLM\">"
                 "<Keyword>young; old</Keyword></KeywordList></MedlineCitation>");
    neutral_holds(&got, "keyword=Models, Theoretical\nkeyword=young; old");
    assert_non_null(strstr(rv_buf_str(&got.tags), "MedlineCitation/MeshHeadingList/MeshHeading/DescriptorName[@UI='D1'][@MajorTopicYN='Y']="
                           "Models, Theoretical\nMedlineCitation/MeshHeadingList/MeshHeading/QualifierName[@UI='Q1']=methods\n"));
    neutral_free(&got);
}

static void the_kind_of_publication_tells_type_and_genre(void **state)
{
    neutral_result got;

    (void)state;
    read_article(&got, "<PublicationTypeList><PublicationType>Journal Article</PublicationType><PublicationType>Review</PublicationType>"
                       "<PublicationType>Preprint</PublicationType></PublicationTypeList>", "</MedlineCitation>");
    neutral_holds(&got, "type=article\ngenre=Preprint");
    neutral_free(&got);
    read_article(&got, "<PublicationTypeList><PublicationType>Journal Article</PublicationType><PublicationType>Research Support, U.S. "
                       "Gov't</PublicationType><PublicationType>Randomized Controlled Trial</PublicationType></PublicationTypeList>",
                 "</MedlineCitation>");
    neutral_holds(&got, "type=article-journal\ngenre=Randomized Controlled Trial");
    neutral_free(&got);
}

static void the_linking_issn_stands_in_where_the_journal_gives_none(void **state)
{
    static const char after[] = "<MedlineJournalInfo><ISSNLinking>0000-0019</ISSNLinking></MedlineJournalInfo></MedlineCitation>";
    neutral_result got;

    (void)state;
    read_article(&got, "<Journal><ISSN>1234-5678</ISSN></Journal>", after);
    neutral_holds(&got, "issn=1234-5678");
    neutral_lacks(&got, "0000-0019");
    neutral_free(&got);
    read_article(&got, "<ArticleTitle>One</ArticleTitle>", after);
    neutral_holds(&got, "issn=0000-0019");
    neutral_free(&got);
    read_article(&got, "<Journal><ISSN>none</ISSN></Journal>", "</MedlineCitation>");
    assert_string_equal(rv_buf_str(&got.problems), "odd-identifier@2 ");
    neutral_free(&got);
}

static void pages_are_told_whole(void **state)
{
    static const struct { const char *xml, *said; } cases[] = {
        { "<StartPage>123</StartPage><EndPage>9</EndPage><MedlinePgn>123-9</MedlinePgn>", "pages=123-129" },
        { "<MedlinePgn>123-9; discussion 130</MedlinePgn>", "pages=123-129; discussion 130" },
        { "<StartPage>e12516</StartPage>", "pages=e12516" },
        { "<MedlinePgn>S12-S5</MedlinePgn>", "pages=S12-S5" },
        { "<MedlinePgn>99-101</MedlinePgn>", "pages=99-101" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        neutral_result got;
        char           xml[200];

        snprintf(xml, sizeof xml, "<Pagination>%s</Pagination>", cases[i].xml);
        read_article(&got, xml, "</MedlineCitation>");
        neutral_holds(&got, cases[i].said);
        neutral_free(&got);
    }
}

static void a_book_has_editors_place_and_series(void **state)
{
    static const char text[] = HEAD
        "<PubmedBookArticle><BookDocument><PMID>5</PMID><ArticleIdList><ArticleId IdType=\"bookaccession\">NBK22</ArticleId>"
        "</ArticleIdList><Book><Publisher><PublisherName>Tests</PublisherName><PublisherLocation>Oxford</PublisherLocation></Publisher>"
        "<BookTitle>A book</BookTitle><PubDate><Year>2002</Year><Month>02</Month></PubDate><AuthorList Type=\"authors\"><Author>"
        "<LastName>Lee</LastName><Initials>A</Initials><Suffix>Jr</Suffix></Author></AuthorList><AuthorList Type=\"editors\"><Author>"
        "<LastName>Ito</LastName></Author></AuthorList><CollectionTitle>Guides</CollectionTitle><Edition>2</Edition>"
        "<Isbn>1859962521</Isbn></Book><Language>eng</Language><Abstract><AbstractText>One.</AbstractText><AbstractText "
        "Label=\"UNLABELLED\">Two.</AbstractText></Abstract></BookDocument></PubmedBookArticle>" TAIL;
    neutral_result got;

    (void)state;
    neutral_read(&got, text, sizeof text - 1);
    assert_string_equal(rv_buf_str(&got.said),
                        "type=book\ntitle=A book\nseries=Guides\nedition=2\npublisher=Tests\nplace=Oxford\nlanguage=eng\n"
                        "abstract=One. Two.\npmid=5\naccession=NBK22\nisbn=1859962521\nauthor=Lee|A|Jr\neditor=Ito||\n"
                        "date=2002-2-0|2002-02\n\n");
    neutral_free(&got);
}

static void formulas_and_unknown_elements_are_text_of_the_title(void **state)
{
    neutral_result got;

    (void)state;
    read_article(&got, "<ArticleTitle><i>E. coli</i> and <mml:math><mml:mi>x</mml:mi></mml:math> in <new>a <b>new</b></new> dress"
                       "</ArticleTitle><VernacularTitle>[Not Available].</VernacularTitle>", "</MedlineCitation>");
    neutral_holds(&got, "title=E. coli and x in a new dress");
    neutral_free(&got);
    read_article(&got, "<ArticleTitle>[Not Available].</ArticleTitle><VernacularTitle>Eins</VernacularTitle>", "</MedlineCitation>");
    neutral_holds(&got, "title=Eins\noriginal_title=Eins");
    neutral_free(&got);
}

static void no_text_is_lost_among_elements(void **state)
{
    neutral_result got;

    (void)state;
    read_article(&got, "before <ArticleTitle>One</ArticleTitle> after", "<New a='1' b=\"it's\"><In/>late <x>and</x> later</New></MedlineCitation>");
    assert_string_equal(rv_buf_str(&got.tags), "MedlineCitation/PMID=7\nMedlineCitation/Article=before\n"
                        "MedlineCitation/Article/ArticleTitle=One\nMedlineCitation/Article=after\n"
                        "MedlineCitation/New[@a='1'][@b='it's']=late and later\n");
    neutral_free(&got);
}

static void paths_stay_right_when_there_are_more_than_any_program_writes(void **state)
{
    rv_buf         text = RV_BUF_INIT;
    neutral_result got;

    (void)state;
    for (int i = 0; i < 1500; i++)
        rv_buf_printf(&text, "<n%d><m p='%d'><i>t</i></m></n%d>", i, i, i);
    read_article(&got, text.data, "</MedlineCitation>");
    assert_non_null(strstr(rv_buf_str(&got.tags), "MedlineCitation/Article/n7/m[@p='7']=t\n"));
    assert_non_null(strstr(rv_buf_str(&got.tags), "MedlineCitation/Article/n1499/m[@p='1499']=t\n"));
    neutral_free(&got);
    rv_buf_free(&text);
}

static void a_record_longer_than_any_is_refused(void **state)
{
    rv_buf         text = RV_BUF_INIT;
    neutral_result got;

    (void)state;
    for (int i = 0; i < 600000; i++)
        rv_buf_text(&text, "<n>t</n>");
    read_article(&got, text.data, "</MedlineCitation>");
    assert_int_equal(got.status, RV_EPARSE);
    assert_non_null(strstr(got.err.message, "test:2: the record that begins here is longer than 16 MiB"));
    neutral_free(&got);
    rv_buf_free(&text);
}

static void single_citations_and_several_on_one_line_are_records(void **state)
{
    static const char text[] = "<?xml version=\"1.0\"?><MedlineCitationSet><MedlineCitation><PMID>1</PMID></MedlineCitation>"
                               "<MedlineCitation><PMID>2</PMID></MedlineCitation></MedlineCitationSet>";
    neutral_result got;

    (void)state;
    neutral_read(&got, text, sizeof text - 1);
    assert_string_equal(rv_buf_str(&got.said), "type=article-journal\npmid=1\n\ntype=article-journal\npmid=2\n\n");
    neutral_free(&got);
}

static void deleted_and_empty_records_are_told_and_passed_over(void **state)
{
    static const char text[] = HEAD "<PubmedArticle></PubmedArticle>\n<PubmedArticle><MedlineCitation><PMID>1</PMID></MedlineCitation>"
                               "</PubmedArticle>\n<DeleteCitation><PMID Version=\"1\">12</PMID></DeleteCitation>" TAIL;
    neutral_result got;

    (void)state;
    neutral_read(&got, text, sizeof text - 1);
    assert_int_equal(got.summary.records, 1);
    assert_string_equal(rv_buf_str(&got.problems), "empty-record@2 deleted-record@4 ");
    neutral_free(&got);
}

static void what_efetch_says_is_passed_on(void **state)
{
    static const char text[] = "<?xml version=\"1.0\"?>\n<eFetchResult>\n<ERROR>Empty id list</ERROR>\n</eFetchResult>\n";
    neutral_result got;

    (void)state;
    neutral_read(&got, text, sizeof text - 1);
    assert_int_equal(got.status, RV_EPARSE);
    assert_string_equal(rv_buf_str(&got.problems), "not-references@3 ");
    neutral_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_article_has_its_place_and_its_fields),
        cmocka_unit_test(an_article_number_stands_for_pages),
        cmocka_unit_test(a_chapter_stands_in_its_book),
        cmocka_unit_test(records_before_a_break_are_kept_and_it_is_told),
        cmocka_unit_test(an_empty_set_holds_no_record),
        cmocka_unit_test(dates_are_told_as_pubmed_writes_them),
        cmocka_unit_test(the_day_online_counts_where_there_is_no_other),
        cmocka_unit_test(identifiers_that_are_not_valid_and_those_of_references_are_left),
        cmocka_unit_test(headings_and_keywords_are_keywords),
        cmocka_unit_test(the_kind_of_publication_tells_type_and_genre),
        cmocka_unit_test(the_linking_issn_stands_in_where_the_journal_gives_none),
        cmocka_unit_test(pages_are_told_whole),
        cmocka_unit_test(a_book_has_editors_place_and_series),
        cmocka_unit_test(formulas_and_unknown_elements_are_text_of_the_title),
        cmocka_unit_test(no_text_is_lost_among_elements),
        cmocka_unit_test(paths_stay_right_when_there_are_more_than_any_program_writes),
        cmocka_unit_test(a_record_longer_than_any_is_refused),
        cmocka_unit_test(single_citations_and_several_on_one_line_are_records),
        cmocka_unit_test(deleted_and_empty_records_are_told_and_passed_over),
        cmocka_unit_test(what_efetch_says_is_passed_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
