#include <config.h>

#include "tests/refs/said_support.h"

#define HEAD "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:z=\"http://www.zotero.org/namespaces/export#\"" \
    " xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:bib=\"http://purl.org/net/biblio#\" xmlns:f=\"http://xmlns.com/foaf/0.1/\"" \
    " xmlns:link=\"http://purl.org/rss/1.0/modules/link/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"" \
    " xmlns:vcard=\"http://nwalsh.com/rdf/vCard#\" xmlns:prism=\"http://prismstandard.org/namespaces/1.2/basic/\"" \
    " xmlns:bibo=\"http://purl.org/ontology/bibo/\">\n"
#define TAIL "</rdf:RDF>\n"

static void an_article_of_zotero_points_at_journal_note_and_file(void **state)
{
    (void)state;
    assert_said(HEAD "<bib:Article rdf:about=\"https://a.example/1\"><z:itemType>journalArticle</z:itemType>"
                "<dcterms:isPartOf rdf:resource=\"urn:issn:1234-5679\"/><bib:authors><rdf:Seq><rdf:li><f:Person><f:surname>van der Berg"
                "</f:surname><f:givenName>Ann</f:givenName></f:Person></rdf:li><rdf:li><f:Person><f:surname>Youth Group</f:surname></f:Person>"
                "</rdf:li></rdf:Seq></bib:authors><dcterms:isReferencedBy rdf:resource=\"#item_6\"/><link:link rdf:resource=\"#item_5\"/>"
                "<dc:subject>youth</dc:subject><dc:subject><z:AutomaticTag><rdf:value>NEET</rdf:value></z:AutomaticTag></dc:subject>"
                "<dc:title>One</dc:title><dcterms:abstract>Short.</dcterms:abstract><dc:date>2012-03-04</dc:date><z:language>en</z:language>"
                "<z:shortTitle>O</z:shortTitle><z:libraryCatalog>ERIC</z:libraryCatalog><dc:identifier><dcterms:URI><rdf:value>"
                "https://a.example/1</rdf:value></dcterms:URI></dc:identifier><bib:pages>1-10</bib:pages><dc:description>Extra</dc:description>"
                "</bib:Article><bib:Journal rdf:about=\"urn:issn:1234-5679\"><dc:title>Journal of Tests</dc:title><prism:volume>7</prism:volume>"
                "<prism:number>2</prism:number><dcterms:alternative>J Tests</dcterms:alternative><dc:identifier>DOI 10.9999/One</dc:identifier>"
                "<dc:identifier>ISSN 1234-5679</dc:identifier></bib:Journal><z:Attachment rdf:about=\"#item_5\"><z:itemType>attachment"
                "</z:itemType><rdf:resource rdf:resource=\"files/5/a.pdf\"/><dc:title>PDF</dc:title></z:Attachment>"
                "<bib:Memo rdf:about=\"#item_6\"><rdf:value>&lt;p&gt;A note&lt;/p&gt;</rdf:value></bib:Memo>"
                "<z:Collection rdf:about=\"#c\"><dc:title>Mine</dc:title></z:Collection>" TAIL,
                "rdf",
                "type=article-journal|title=One|short_title=O|container=Journal of Tests|abbreviation=J Tests|volume=7|issue=2|pages=1-10|"
                "language=en|abstract=Short.|doi=10.9999/one|database=ERIC|url=https://a.example/1|keyword=youth|keyword=NEET|"
                "file=files/5/a.pdf|note=A note|note=Extra|issn=1234-5679|author=van der Berg, Ann|author=Youth Group|date=2012-3-4|\n");
}

static void a_chapter_stands_in_a_book_in_a_series(void **state)
{
    (void)state;
    assert_said(HEAD "<bib:BookSection><z:itemType>bookSection</z:itemType><dcterms:isPartOf><bib:Book><dcterms:isPartOf><bib:Series>"
                "<dc:title>A series</dc:title></bib:Series></dcterms:isPartOf><dc:identifier>ISBN 9780306406157</dc:identifier>"
                "<prism:volume>3</prism:volume><dc:title>A book</dc:title></bib:Book></dcterms:isPartOf><dc:publisher><f:Organization>"
                "<vcard:adr><vcard:Address><vcard:locality>Paris</vcard:locality></vcard:Address></vcard:adr><f:name>Press</f:name>"
                "</f:Organization></dc:publisher><bib:editors><rdf:Seq><rdf:li><f:Person><f:surname>Hand</f:surname></f:Person></rdf:li>"
                "</rdf:Seq></bib:editors><prism:edition>2</prism:edition><dc:title>One</dc:title><bib:presentedAt><bib:Conference>"
                "<dc:title>Conf</dc:title></bib:Conference></bib:presentedAt></bib:BookSection>" TAIL,
                "rdf",
                "type=chapter|title=One|container=A book|series=A series|event=Conf|volume=3|edition=2|publisher=Press|place=Paris|"
                "isbn=9780306406157|editor=Hand|\n");
}

static void bibo_lists_people_by_reference(void **state)
{
    (void)state;
    assert_said(HEAD "<z:UserItem rdf:about=\"u\"><dc:title>No</dc:title></z:UserItem><bibo:AcademicArticle rdf:about=\"https://a.example/1\">"
                "<dcterms:title>One</dcterms:title><dcterms:creator rdf:nodeID=\"n7\"/><bibo:authorList><rdf:Seq><rdf:li rdf:nodeID=\"n5\"/>"
                "<rdf:li rdf:nodeID=\"n7\"/></rdf:Seq></bibo:authorList><bibo:pageStart>5</bibo:pageStart><bibo:pageEnd>9</bibo:pageEnd>"
                "<bibo:doi>10.9999/One</bibo:doi><dcterms:issued>2015</dcterms:issued><dcterms:publisher>Press</dcterms:publisher>"
                "<dcterms:subject>youth</dcterms:subject><bibo:pmid>123</bibo:pmid><dcterms:isPartOf><bibo:Issue><bibo:issue>29</bibo:issue>"
                "<dcterms:isPartOf><bibo:Journal><dcterms:title>LIB</dcterms:title><bibo:issn>1860-7950</bibo:issn></bibo:Journal>"
                "</dcterms:isPartOf></bibo:Issue></dcterms:isPartOf></bibo:AcademicArticle><f:Person rdf:nodeID=\"n5\"><f:givenname>Tim"
                "</f:givenname><f:surname>Kim</f:surname></f:Person><f:Person rdf:nodeID=\"n7\"><f:name>Jane Roe</f:name></f:Person>" TAIL,
                "rdf",
                "type=article-journal|title=One|container=LIB|issue=29|pages=5-9|publisher=Press|doi=10.9999/one|pmid=123|keyword=youth|"
                "issn=1860-7950|url=https://a.example/1|author=Kim, Tim|author=Roe, Jane|date=2015-0-0|\n");
}

static void plain_dublin_core_has_no_people_of_its_own(void **state)
{
    (void)state;
    assert_said(HEAD "<rdf:Description rdf:about=\"info:doi/10.9999/x\"><rdf:type rdf:resource=\"http://purl.org/ontology/bibo/Report\"/>"
                "<dc:title>One</dc:title><dc:creator>Smith, Bob</dc:creator><dc:creator>Jane Roe</dc:creator><dc:creator>http://a.example/p"
                "</dc:creator><dc:contributor>Help, Al</dc:contributor><dc:identifier>info:doi/10.9999/One</dc:identifier>"
                "<dc:identifier>urn:isbn:9780306406157</dc:identifier><dc:identifier>info:pmid/123</dc:identifier>"
                "<dc:identifier rdf:resource=\"https://a.example/1\"/><prism:number>R7</prism:number><dc:language>en</dc:language>"
                "<prism:publicationName>Where</prism:publicationName></rdf:Description>" TAIL,
                "rdf",
                "type=report|title=One|container=Where|number=R7|language=en|doi=10.9999/one|pmid=123|isbn=9780306406157|"
                "url=https://a.example/1|author=Smith, Bob|author=Roe, Jane|other=Help, Al|\n");
    assert_problems(HEAD "<rdf:Description><dc:title>One</dc:title><prism:issn>none</prism:issn></rdf:Description>" TAIL, "odd-identifier@2 ");
}

static void only_entries_are_records(void **state)
{
    said_result got;
    const char *text = HEAD "<f:Person><f:name>Me</f:name></f:Person><bib:Journal><dc:title>J</dc:title></bib:Journal>" TAIL;

    (void)state;
    said_bytes(&got, text, strlen(text));
    assert_int_equal(got.status, RV_EPARSE);
    assert_non_null(strstr(got.err.message, "(empty-input)"));
    said_free(&got);
}

static void circles_and_strange_references_end(void **state)
{
    (void)state;
    assert_said(HEAD "<bib:Book rdf:about=\"#a\"><dc:title>A</dc:title><dcterms:isPartOf rdf:resource=\"#b\"/></bib:Book>"
                "<bib:Book rdf:about=\"#b\"><dc:title>B</dc:title><dcterms:isPartOf rdf:resource=\"#a\"/></bib:Book>"
                "<bib:Book rdf:ID=\"c\"><dc:title>C</dc:title><dcterms:isPartOf rdf:resource=\"#c\"/><dcterms:isPartOf rdf:resource=\"#none\"/>"
                "</bib:Book>" TAIL,
                "rdf", "type=book|title=A|container=B|\ntype=book|title=B|container=A|\ntype=book|title=C|\n");
}

static void a_large_document_sees_what_stands_near(void **state)
{
    rv_buf      text = RV_BUF_INIT;
    said_result got;
    size_t      i, n = 60000, with = 0;
    const char *at;

    (void)state;
    rv_buf_text(&text, HEAD "<bib:Journal rdf:about=\"first\"><dc:title>First</dc:title></bib:Journal>");
    for (i = 0; i < n; i++)
        rv_buf_printf(&text, "<bib:Article><dc:title>T</dc:title><dcterms:isPartOf rdf:resource=\"j%zu\"/></bib:Article>"
                             "<bib:Journal rdf:about=\"j%zu\"><dc:title>Near</dc:title></bib:Journal>\n", i, i);
    rv_buf_text(&text, "<bib:Article><dc:title>Far</dc:title><dcterms:isPartOf rdf:resource=\"first\"/></bib:Article>" TAIL);
    said_bytes(&got, rv_buf_str(&text), text.length);
    assert_int_equal(got.status, RV_OK);
    assert_int_equal(got.summary.records, n + 1);
    for (at = rv_buf_str(&got.said); (at = strstr(at, "container=Near")); at++)
        with++;
    assert_int_equal(with, n);
    assert_string_equal(rv_buf_str(&got.problems), "record-incomplete@60002 ");
    said_free(&got);
    rv_buf_free(&text);
}

static void one_long_entry_is_not_read_for_each_that_points_at_it(void **state)
{
    rv_buf      text = RV_BUF_INIT;
    said_result got;
    size_t      i;

    (void)state;
    rv_buf_text(&text, HEAD "<bib:Memo rdf:about=\"m\"><rdf:value>");
    for (i = 0; i < 200000; i++)
        rv_buf_text(&text, "long ");
    rv_buf_text(&text, "</rdf:value></bib:Memo>");
    for (i = 0; i < 2000; i++)
        rv_buf_text(&text, "<bib:Book><dc:title>T</dc:title><dcterms:isReferencedBy rdf:resource=\"m\"/></bib:Book>");
    rv_buf_text(&text, TAIL);
    said_bytes(&got, rv_buf_str(&text), text.length);
    assert_int_equal(got.summary.records, 2000);
    assert_true(got.summary.problems > 1900);
    said_free(&got);
    rv_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_article_of_zotero_points_at_journal_note_and_file),
        cmocka_unit_test(a_chapter_stands_in_a_book_in_a_series),
        cmocka_unit_test(bibo_lists_people_by_reference),
        cmocka_unit_test(plain_dublin_core_has_no_people_of_its_own),
        cmocka_unit_test(only_entries_are_records),
        cmocka_unit_test(circles_and_strange_references_end),
        cmocka_unit_test(a_large_document_sees_what_stands_near),
        cmocka_unit_test(one_long_entry_is_not_read_for_each_that_points_at_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
