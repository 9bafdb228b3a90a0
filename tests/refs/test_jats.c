#include <config.h>

#include "tests/refs/said_support.h"

#define ARTICLE(meta) "<?xml version=\"1.0\"?>\n<article article-type=\"research-article\"><front><journal-meta/><article-meta>" meta \
    "</article-meta></front></article>\n"
#define TITLE "<title-group><article-title>One</article-title></title-group>"

static void an_article_is_read_and_what_it_cites_is_not(void **state)
{
    (void)state;
    assert_said("<!DOCTYPE article PUBLIC \"-//NLM//DTD JATS (Z39.96) Journal Archiving DTD v1.0 20120330//EN\" \"JATS.dtd\">\n"
                "<article xmlns:xlink=\"http://www.w3.org/1999/xlink\" article-type=\"review-article\" xml:lang=\"en\"><front><journal-meta>"
                "<journal-id journal-id-type=\"nlm-ta\">J Tests</journal-id><journal-title-group><journal-title>Journal of Tests</journal-title>"
                "</journal-title-group><issn pub-type=\"ppub\">1234-5679</issn><publisher><publisher-name>Press</publisher-name>"
                "<publisher-loc>London</publisher-loc></publisher></journal-meta><article-meta>"
                "<article-id pub-id-type=\"pmid\">123</article-id><article-id pub-id-type=\"pmc\">456</article-id>"
                "<article-id pub-id-type=\"doi\">10.9999/One</article-id><article-id pub-id-type=\"publisher-id\">p1</article-id>"
                "<title-group><article-title>Effects of <italic>E. coli</italic> on CO<sub>2</sub><xref ref-type=\"fn\">*</xref></article-title>"
                "<subtitle>a trial</subtitle><alt-title alt-title-type=\"running-head\">E. coli</alt-title>"
                "<trans-title-group><trans-title>Wirkung</trans-title></trans-title-group></title-group>"
                "<contrib-group><contrib contrib-type=\"author\"><name><surname>Adams</surname><given-names>Ann B</given-names><suffix>Jr</suffix>"
                "</name><xref>1</xref></contrib><contrib contrib-type=\"author\"><collab>Tests Group, <contrib-group><contrib><name><surname>In"
                "</surname></name></contrib></contrib-group></collab></contrib></contrib-group>"
                "<contrib-group><contrib contrib-type=\"editor\"><name><surname>Hand</surname><given-names>Eve</given-names></name></contrib>"
                "</contrib-group><pub-date pub-type=\"epub\"><day>28</day><month>2</month><year>2013</year></pub-date>"
                "<pub-date pub-type=\"pmc-release\"><year>2014</year></pub-date><pub-date pub-type=\"collection\"><year>2013</year></pub-date>"
                "<volume>7</volume><issue>2</issue><fpage>123</fpage><lpage>129</lpage><self-uri xlink:href=\"https://a.example/1\"/>"
                "<abstract abstract-type=\"graphical\"><p>Picture</p></abstract><abstract><sec><title>Aim</title><p>One &lt; two.</p></sec>"
                "<sec><title>Methods.</title><p>Three.</p><p>Four.</p></sec></abstract>"
                "<kwd-group><title>Keywords</title><kwd>youth</kwd><kwd>work</kwd></kwd-group><kwd-group kwd-group-type=\"abbreviations\"><kwd>x"
                "</kwd></kwd-group></article-meta></front><body><p>Text <xref>1</xref></p></body><back><ref-list><ref><article-title>Cited"
                "</article-title></ref></ref-list></back><sub-article><front-stub><article-id pub-id-type=\"doi\">10.9999/sub</article-id>"
                "</front-stub></sub-article></article>\n",
                "jats",
                "type=article-journal|genre=review-article|title=Effects of E. coli on CO2: a trial|short_title=E. coli|"
                "container=Journal of Tests|abbreviation=J Tests|volume=7|issue=2|pages=123-129|publisher=Press|place=London|language=en|"
                "abstract=Aim: One < two. Methods. Three. Four.|doi=10.9999/one|pmid=123|pmcid=PMC456|accession=p1|"
                "note=Translated title: Wirkung|keyword=youth|keyword=work|url=https://a.example/1|issn=1234-5679|"
                "author=Adams, Ann B, Jr|author=Tests Group|other=Hand, Eve|date=2013-2-28|\n");
}

static void names_come_in_many_ways(void **state)
{
    (void)state;
    assert_said(ARTICLE(TITLE "<contrib-group><contrib><name-alternatives><name name-style=\"eastern\" xml:lang=\"ja\"><surname>A</surname></name>"
                        "<name name-style=\"western\" xml:lang=\"en\"><surname>Abe</surname><given-names>Jun</given-names></name>"
                        "</name-alternatives></contrib><contrib><string-name>Ann van der Berg</string-name></contrib>"
                        "<contrib><string-name><surname>Roe</surname>, <given-names>Jane</given-names></string-name></contrib>"
                        "<contrib><name><given-names>Plato</given-names></name></contrib>"
                        "<contrib><collab-alternatives><collab><institution>An Institute</institution></collab></collab-alternatives></contrib>"
                        "<contrib><name-alternatives><string-name>Bo Ray</string-name></name-alternatives></contrib>"
                        "<contrib contrib-type=\"translator\"><name><surname>Tongue</surname></name></contrib><contrib><anonymous/></contrib>"
                        "<on-behalf-of>The Group</on-behalf-of><collab>The Team</collab></contrib-group>"
                        "<contrib-group content-type=\"reviewers\"><contrib><name><surname>Ref</surname></name></contrib></contrib-group>"),
                "jats",
                "type=article-journal|title=One|author=Abe, Jun|author=van der Berg, Ann|author=Roe, Jane|author=Plato|author=An Institute|"
                "author=Ray, Bo|translator=Tongue|author=The Group|author=The Team|other=Ref|\n");
    assert_problems(ARTICLE(TITLE "<contrib-group><contrib><xref/></contrib></contrib-group>"), "odd-author@2 ");
}

static void the_year_of_the_issue_counts(void **state)
{
    (void)state;
    assert_said(ARTICLE(TITLE "<pub-date pub-type=\"epub\"><day>10</day><month>12</month><year>2012</year></pub-date>"
                        "<pub-date pub-type=\"ppub\"><month>April</month><year>2013</year></pub-date>"),
                "jats", "type=article-journal|title=One|date=2013-4-0|\n");
    assert_said(ARTICLE(TITLE "<pub-date date-type=\"pub\" publication-format=\"electronic\"><year>2011</year></pub-date>"
                        "<pub-date date-type=\"pub\" publication-format=\"print\"><year>2012</year><season>Spring</season></pub-date>"),
                "jats", "type=article-journal|title=One|date=2012-0-0|\n");
    assert_said(ARTICLE(TITLE "<pub-date publication-format=\"electronic\"><string-date>3 May 2010</string-date></pub-date>"
                        "<pub-date pub-type=\"collection\"><year>2009</year></pub-date>"),
                "jats", "type=article-journal|title=One|date=2009-0-0|\n");
    assert_said(ARTICLE(TITLE "<pub-date pub-type=\"pmc-release\"><day>1</day><month>2</month><year>2014</year></pub-date>"), "jats",
                "type=article-journal|title=One|date=2014-2-1|\n");
}

static void what_stands_for_pages_keywords_and_abstract(void **state)
{
    (void)state;
    assert_said(ARTICLE(TITLE "<elocation-id>e42</elocation-id><issue>3</issue><supplement>1</supplement>"
                        "<conference><conf-name>Conf</conf-name></conference><isbn>9780306406157</isbn>"
                        "<kwd-group><compound-kwd><compound-kwd-part>a</compound-kwd-part><compound-kwd-part>b</compound-kwd-part></compound-kwd>"
                        "<nested-kwd><kwd>c</kwd></nested-kwd></kwd-group><trans-abstract><p>Other.</p></trans-abstract>"),
                "jats",
                "type=article-journal|title=One|event=Conf|issue=3 Suppl 1|pages=e42|abstract=Other.|isbn=9780306406157|keyword=a b|"
                "keyword=c|\n");
    assert_said(ARTICLE("<title-group><article-title>What?</article-title><subtitle>That</subtitle><trans-title>Was?</trans-title>"
                        "</title-group><page-range>5-9, 12</page-range><abstract>Bare <bold>text</bold>.</abstract>"),
                "jats", "type=article-journal|title=What? That|pages=5-9, 12|abstract=Bare text.|note=Translated title: Was?|\n");
    assert_problems(ARTICLE(TITLE "<article-id pub-id-type=\"doi\">none</article-id><isbn>1</isbn>"), "odd-identifier@2 odd-identifier@2 ");
}

static void a_set_holds_many_and_docbook_is_none(void **state)
{
    said_result got;
    const char *text = "<pmc-articleset><article article-type=\"book-review\"><front><article-meta>" TITLE "</article-meta></front></article>"
                       "<article><front><journal-meta><journal-title>J</journal-title><abbrev-journal-title>Jo</abbrev-journal-title>"
                       "</journal-meta></front></article></pmc-articleset>";

    (void)state;
    assert_said(text, "jats", "type=review-book|genre=book-review|title=One|\ntype=article-journal|container=J|abbreviation=Jo|\n");
    text = "<?xml version=\"1.0\"?><article xmlns=\"http://docbook.org/ns/docbook\"><title>One</title></article>";
    said_bytes(&got, text, strlen(text));
    assert_int_equal(got.status, RV_EPARSE);
    assert_non_null(strstr(got.err.message, "(unknown-format)"));
    said_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_article_is_read_and_what_it_cites_is_not),
        cmocka_unit_test(names_come_in_many_ways),
        cmocka_unit_test(the_year_of_the_issue_counts),
        cmocka_unit_test(what_stands_for_pages_keywords_and_abstract),
        cmocka_unit_test(a_set_holds_many_and_docbook_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
