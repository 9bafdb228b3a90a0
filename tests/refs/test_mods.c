#include <config.h>

#include "tests/refs/said_support.h"

#define HEAD "<?xml version=\"1.0\"?>\n<modsCollection xmlns=\"http://www.loc.gov/mods/v3\">"
#define TAIL "</modsCollection>\n"
#define RECORD(inner) HEAD "<mods>" inner "</mods>" TAIL
#define TITLE "<titleInfo><title>One</title></titleInfo>"

static void an_article_takes_its_journal_from_the_host(void **state)
{
    (void)state;
    assert_said(RECORD("<titleInfo><nonSort>The</nonSort><title>effects</title><subTitle>a trial</subTitle></titleInfo>"
                       "<name type=\"personal\"><namePart type=\"family\">Adams</namePart><namePart type=\"given\">Ann</namePart>"
                       "<role><roleTerm type=\"text\">author</roleTerm></role></name>"
                       "<name type=\"corporate\"><namePart>Library</namePart><namePart>Music Division.</namePart></name>"
                       "<language><languageTerm type=\"text\">English</languageTerm><languageTerm type=\"code\">eng</languageTerm></language>"
                       "<abstract>Short.</abstract><subject><topic>youth</topic><geographic>Spain</geographic><topic>work</topic></subject>"
                       "<identifier type=\"doi\">10.9999/One</identifier><identifier type=\"citekey\">Adams2012</identifier>"
                       "<relatedItem type=\"host\"><titleInfo><title>Journal of Tests</title></titleInfo>"
                       "<titleInfo type=\"abbreviated\"><title>J Tests</title></titleInfo><genre>academic journal</genre>"
                       "<originInfo><dateIssued>2012-03</dateIssued><publisher>The Press</publisher><place><placeTerm type=\"code\">enk"
                       "</placeTerm><placeTerm type=\"text\">London</placeTerm></place></originInfo>"
                       "<part><detail type=\"volume\"><number>7</number></detail><detail type=\"issue\"><number>2</number></detail>"
                       "<extent unit=\"page\"><start>123</start><end>129</end></extent></part>"
                       "<identifier type=\"issn\">1234-5679</identifier></relatedItem>"),
                "mods",
                "type=article-journal|title=The effects: a trial|container=Journal of Tests|abbreviation=J Tests|volume=7|issue=2|"
                "pages=123-129|publisher=The Press|place=London|language=eng|abstract=Short.|doi=10.9999/one|key=Adams2012|"
                "keyword=youth|keyword=work|issn=1234-5679|author=Adams, Ann|author=Library. Music Division|date=2012-3-0|\n");
}

static void titles_of_other_kinds_are_not_the_title(void **state)
{
    (void)state;
    assert_said(RECORD("<titleInfo type=\"translated\"><title>Uno</title></titleInfo><titleInfo type=\"alternative\"><title>1</title>"
                       "</titleInfo><titleInfo type=\"abbreviated\"><title>O.</title></titleInfo><titleInfo><title>One :</title>"
                       "<subTitle>two</subTitle><partNumber>B. 4</partNumber><partName>Three</partName></titleInfo>"),
                "mods",
                "type=document|title=One : two. B. 4: Three|short_title=O.|note=Translated title: Uno|note=Alternative title: 1|\n");
    assert_said(RECORD("<titleInfo type=\"uniform\"><title>Works</title></titleInfo>"), "mods", "type=document|title=Works|\n");
}

static void people_have_their_roles(void **state)
{
    (void)state;
    assert_said(RECORD(TITLE "<name><namePart>Holberg, Ludvig, 1684-1754</namePart></name>"
                       "<name><namePart>Alleman, Tillie [1848-1914]</namePart><role><roleTerm type=\"code\">edt</roleTerm></role></name>"
                       "<name><namePart type=\"family\">Roe</namePart><namePart type=\"given\">Jane</namePart>"
                       "<namePart type=\"termsOfAddress\">Jr</namePart><role><roleTerm>Translator</roleTerm></role></name>"
                       "<name><displayForm>Ray, Bo</displayForm><role><roleTerm>series editor</roleTerm></role></name>"
                       "<name><namePart>Fan, Ann</namePart><role><roleTerm>recipient</roleTerm></role></name>"
                       "<name type=\"corporate\"><namePart>Printers</namePart><role><roleTerm>pbl</roleTerm></role></name>"
                       "<name type=\"conference\"><namePart>Workshop on Tests</namePart></name>"
                       "<name type=\"corporate\"><namePart>A University</namePart><role><roleTerm>degree grantor</roleTerm></role></name>"
                       "<genre>Ph.D. thesis</genre>"),
                "mods",
                "type=thesis|genre=Ph.D. thesis|title=One|event=Workshop on Tests|publisher=A University|author=Holberg, Ludvig|"
                "editor=Alleman, Tillie|translator=Roe, Jane, Jr|series-editor=Ray, Bo|other=Fan, Ann|\n");
}

static void the_kind_is_told_by_genre_then_host_then_resource(void **state)
{
    static const struct { const char *inner, *type; } rows[] = {
        { "<genre>web site</genre><typeOfResource>text</typeOfResource>", "webpage" },
        { "<relatedItem type=\"host\"><genre>newspaper</genre></relatedItem>", "article-newspaper" },
        { "<relatedItem type=\"host\"><genre>conference publication</genre></relatedItem>", "paper-conference" },
        { "<relatedItem type=\"host\"><originInfo><issuance>continuing</issuance></originInfo></relatedItem>", "article-journal" },
        { "<relatedItem type=\"host\"><identifier type=\"isbn\">9780306406157</identifier></relatedItem>", "chapter" },
        { "<typeOfResource>still image</typeOfResource>", "graphic" },
        { "<typeOfResource>text</typeOfResource><originInfo><issuance>monographic</issuance></originInfo>", "book" },
        { "<typeOfResource>text</typeOfResource><physicalDescription><internetMediaType>text/html</internetMediaType>"
          "</physicalDescription>", "webpage" },
        { "<typeOfResource>text</typeOfResource>", "document" },
        { "<identifier type=\"isbn\">9780306406157</identifier>", "book" },
        { "<genre>government publication</genre><extension><collectionCode>BILLS</collectionCode></extension>", "bill" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        said_result got;
        rv_buf      text = RV_BUF_INIT;
        char        want[80];

        rv_buf_printf(&text, HEAD "<mods>" TITLE "%s</mods>" TAIL, rows[i].inner);
        said_bytes(&got, rv_buf_str(&text), text.length);
        snprintf(want, sizeof want, "type=%s|", rows[i].type);
        assert_memory_equal(rv_buf_str(&got.said), want, strlen(want));
        said_free(&got);
        rv_buf_free(&text);
    }
}

static void the_date_of_issue_counts_and_the_end_of_a_span_does_not(void **state)
{
    (void)state;
    assert_said(RECORD(TITLE "<originInfo><place><placeTerm>Innsbruck</placeTerm></place><dateCreated keyDate=\"yes\">1930</dateCreated>"
                       "</originInfo><originInfo><publisher>Press</publisher><place><placeTerm>Aachen</placeTerm></place><edition>2nd"
                       "</edition><dateIssued>-1988</dateIssued><dateIssued encoding=\"marc\" point=\"end\">1988</dateIssued>"
                       "<dateIssued encoding=\"marc\" point=\"start\">1985</dateIssued><copyrightDate>1990</copyrightDate></originInfo>"),
                "mods", "type=document|title=One|edition=2nd|publisher=Press|place=Aachen|date=1985-0-0|\n");
    assert_said(RECORD(TITLE "<originInfo><dateCaptured>2002</dateCaptured><dateCreated>1930-01-14</dateCreated></originInfo>"), "mods",
                "type=document|title=One|date=1930-1-14|\n");
    assert_said(RECORD(TITLE "<part><date>Jan. 2003</date></part>"), "mods", "type=document|title=One|date=2003-1-0|\n");
}

static void numbers_and_addresses_are_sorted_out(void **state)
{
    (void)state;
    assert_said(RECORD(TITLE "<identifier type=\"isbn\">0-306-40615-2</identifier><identifier type=\"isbn\" invalid=\"yes\">1</identifier>"
                       "<identifier type=\"pmid\">123</identifier><identifier type=\"pmc\">PMC9</identifier>"
                       "<identifier type=\"accessnum\">A1</identifier><identifier type=\"report number\">R7</identifier>"
                       "<identifier type=\"local\">x</identifier><identifier type=\"uri\">https://doi.org/10.9999/One</identifier>"
                       "<location><url access=\"preview\">http://a.example/small</url><url>http://a.example/2</url></location>"
                       "<location><url usage=\"primary display\">http://a.example/1</url></location>"
                       "<note>Plain.</note><note type=\"funding\">Kind.</note><tableOfContents>A -- B</tableOfContents>"
                       "<relatedItem type=\"series\"><titleInfo><title>A series</title><partNumber>12</partNumber></titleInfo></relatedItem>"
                       "<relatedItem type=\"constituent\"><titleInfo><title>Not it</title></titleInfo></relatedItem>"
                       "<recordInfo><recordIdentifier>rec1</recordIdentifier></recordInfo>"),
                "mods",
                "type=book|title=One|series=A series|volume=12|number=R7|doi=10.9999/one|pmid=123|pmcid=PMC9|accession=A1|"
                "isbn=0306406152|note=Plain.|note=funding: Kind.|note=Table of Contents: A -- B|url=http://a.example/1|"
                "url=http://a.example/2|url=https://doi.org/10.9999/One|\n");
    assert_problems(RECORD(TITLE "<identifier type=\"issn\">none</identifier>"), "odd-identifier@2 ");
}

static void hosts_have_editors_a_series_and_a_conference(void **state)
{
    (void)state;
    assert_said(RECORD(TITLE "<relatedItem type=\"host\"><titleInfo type=\"uniform\"><title>Papers</title></titleInfo>"
                       "<name><namePart>Good, Tom</namePart><role><roleTerm>editor</roleTerm></role></name>"
                       "<name><namePart>Bad, Tom</namePart></name><name type=\"conference\"><namePart>Conf</namePart></name>"
                       "<relatedItem type=\"series\"><titleInfo><title>Notes</title></titleInfo></relatedItem>"
                       "<part><extent unit=\"pages\"><list>pp. 5-9</list></extent></part></relatedItem>"
                       "<relatedItem type=\"host\"><titleInfo><title>Second</title></titleInfo></relatedItem><genre>book chapter</genre>"),
                "mods",
                "type=chapter|title=One|container=Papers|series=Notes|event=Conf|pages=5-9|editor=Good, Tom|\n");
}

static void tags_are_paths_with_attributes(void **state)
{
    (void)state;
    assert_tags(HEAD "<m:mods xmlns:m=\"http://www.loc.gov/mods/v3\" ID=\"a\"><m:titleInfo type=\"alternative\"><m:title>CO<m:sub>2"
                "</m:sub> up</m:title></m:titleInfo><m:genre/><m:x y=\"1\"/></m:mods>" TAIL,
                "@ID=a|titleInfo[@type='alternative']/title=CO2 up|x[@y='1']=|");
}

static void records_have_their_places_and_empty_ones_are_told(void **state)
{
    said_result got;
    const char *text = HEAD "\n<mods>" TITLE "</mods><mods/>\n<mods>" TITLE "</mods>" TAIL;

    (void)state;
    said_bytes(&got, text, strlen(text));
    assert_string_equal(rv_buf_str(&got.places), "74+54:3 136+54:4 ");
    assert_string_equal(rv_buf_str(&got.problems), "record-incomplete@3 ");
    said_free(&got);
    text = HEAD "<mods version=\"3.6\"></mods>" TAIL;
    said_bytes(&got, text, strlen(text));
    assert_int_equal(got.status, RV_EPARSE);
    assert_non_null(strstr(got.err.message, "(empty-input)"));
    said_free(&got);
}

static void what_is_too_deep_or_too_long_is_left_out_and_told(void **state)
{
    rv_buf      text = RV_BUF_INIT;
    said_result got;
    size_t      i;

    (void)state;
    rv_buf_text(&text, HEAD "<mods>" TITLE);
    for (i = 0; i < 100; i++)
        rv_buf_text(&text, "<extension>");
    for (i = 0; i < 100; i++)
        rv_buf_text(&text, "</extension>");
    rv_buf_text(&text, "<note>Behind</note></mods><mods>" TITLE);
    for (i = 0; i < 200000; i++)
        rv_buf_text(&text, "<subject><topic>x</topic></subject>");
    rv_buf_text(&text, "<note>Beyond</note></mods><mods>" TITLE "</mods>" TAIL);
    said_bytes(&got, rv_buf_str(&text), text.length);
    assert_int_equal(got.status, RV_OK);
    assert_string_equal(rv_buf_str(&got.said), "type=document|title=One|note=Behind|\ntype=document|title=One|keyword=x|\n"
                                               "type=document|title=One|\n");
    assert_string_equal(rv_buf_str(&got.problems), "record-incomplete@2 record-incomplete@2 ");
    said_free(&got);
    rv_buf_free(&text);
}

static void records_before_a_break_are_kept(void **state)
{
    said_result got;
    const char *text = HEAD "<mods>" TITLE "</mods>\n<mods>" TITLE;

    (void)state;
    said_bytes(&got, text, strlen(text));
    assert_int_equal(got.status, RV_OK);
    assert_int_equal(got.summary.records, 1);
    assert_memory_equal(rv_buf_str(&got.problems), "xml-malformed@3 ", 16);
    said_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_article_takes_its_journal_from_the_host),
        cmocka_unit_test(titles_of_other_kinds_are_not_the_title),
        cmocka_unit_test(people_have_their_roles),
        cmocka_unit_test(the_kind_is_told_by_genre_then_host_then_resource),
        cmocka_unit_test(the_date_of_issue_counts_and_the_end_of_a_span_does_not),
        cmocka_unit_test(numbers_and_addresses_are_sorted_out),
        cmocka_unit_test(hosts_have_editors_a_series_and_a_conference),
        cmocka_unit_test(tags_are_paths_with_attributes),
        cmocka_unit_test(records_have_their_places_and_empty_ones_are_told),
        cmocka_unit_test(what_is_too_deep_or_too_long_is_left_out_and_told),
        cmocka_unit_test(records_before_a_break_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
