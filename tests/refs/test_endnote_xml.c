#include <config.h>

#include "tests/refs/neutral_support.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<xml><records>"
#define TAIL "</records></xml>"
#define STYLE "<style face=\"normal\" font=\"default\" size=\"100%\">"
#define JOURNAL "<ref-type name=\"Journal Article\">17</ref-type>"

/* A record with `inner` in it. */
static void read_record(neutral_result *got, const char *inner)
{
    rv_buf text = RV_BUF_INIT;

    rv_buf_printf(&text, HEAD "<record>%s</record>" TAIL, inner);
    neutral_read(got, text.data, text.length);
    assert_int_equal(got->status, RV_OK);
    rv_buf_free(&text);
}

static void an_export_of_endnote_is_read_whole(void **state)
{
    static const char text[] = HEAD
        "<record><database name=\"My.enl\" path=\"C:\\My.enl\">My.enl</database><source-app name=\"EndNote\" version=\"20.2\">EndNote"
        "</source-app><rec-number>895</rec-number><foreign-keys><key app=\"EN\" db-id=\"x\">895</key></foreign-keys>" JOURNAL
        "<contributors><authors><author>" STYLE "Adams, Ann B.</style></author><author>" STYLE "World Health Organization,</style>"
        "</author><author>" STYLE "Lee, C., Jr.</style></author></authors></contributors><auth-address>" STYLE "Here</style>"
        "</auth-address><titles><title>" STYLE "Effects of </style><style face=\"italic\" font=\"default\" size=\"100%\">E. coli</style>"
        STYLE " on CO</style><style face=\"subscript\">2</style></title><secondary-title>" STYLE "J Tests</style></secondary-title>"
        "<short-title>" STYLE "Effects</style></short-title></titles><periodical><full-title>" STYLE "J Tests</style></full-title>"
        "<abbr-1>" STYLE "J. T.</style></abbr-1></periodical><pages>" STYLE "21\xE2\x80\x93" "28</style></pages><volume>" STYLE
        "7</style></volume><number>" STYLE "2</style></number><edition>" STYLE "20180327</style></edition><keywords><keyword>" STYLE
        "Acne</style></keyword><keyword>" STYLE "Aged, 80 and over; old</style></keyword></keywords><dates><year>" STYLE
        "2018</style></year><pub-dates><date>" STYLE "Mar 3</style></date></pub-dates></dates><isbn>" STYLE
        "2277-9175 (Print)&#xD;1234-5678</style></isbn><accession-num>" STYLE "29657938</style></accession-num><abstract>" STYLE
        "One.&#xD;Two.</style></abstract><notes>" STYLE "First&#xD;still first&#xD;&#xD;Second</style></notes><urls><related-urls><url>"
        STYLE "https://www.ncbi.nlm.nih.gov/pubmed/29657938&#xD;http://two.org/b</style></url><url>" STYLE
        "&lt;Go to ISI&gt;://000200148800007</style></url></related-urls><pdf-urls><url>internal-pdf://a b.pdf</url></pdf-urls></urls>"
        "<custom2>" STYLE "PMC2923948</style></custom2><custom1>Conflict: none</custom1><electronic-resource-num>" STYLE
        "https://doi.org/10.9999/One</style></electronic-resource-num><remote-database-provider>" STYLE
        "NLM</style></remote-database-provider><language>" STYLE "eng</style></language><orig-pub>Eins</orig-pub></record>" TAIL;
    neutral_result got;

    (void)state;
    neutral_read(&got, text, sizeof text - 1);
    assert_string_equal(got.summary.format, "endnote-xml");
    assert_string_equal(rv_buf_str(&got.said),
        "type=article-journal\ntitle=Effects of E. coli on CO2\nshort_title=Effects\noriginal_title=Eins\ncontainer=J Tests\n"
        "abbreviation=J. T.\nvolume=7\nissue=2\npages=21-28\nlanguage=eng\nabstract=One. Two.\ndoi=10.9999/one\npmid=29657938\n"
        "pmcid=PMC2923948\nissn=2277-9175\nissn=1234-5678\nkeyword=Acne\nkeyword=Aged, 80 and over; old\nnote=First still first\n"
        "note=Second\nurl=https://www.ncbi.nlm.nih.gov/pubmed/29657938\nurl=http://two.org/b\nfile=internal-pdf://a b.pdf\n"
        "author=Adams|Ann B.|\nauthor=World Health Organization||\nauthor=Lee|C.|Jr.\ndate=2018-3-3|2018 Mar 3\n\n");
    assert_string_equal(rv_buf_str(&got.problems), "");
    assert_non_null(strstr(rv_buf_str(&got.tags), "foreign-keys/key[@app='EN'][@db-id='x']=895\nref-type[@name='Journal Article']=17\n"));
    assert_non_null(strstr(rv_buf_str(&got.tags), "custom1=Conflict: none\n"));
    neutral_free(&got);
}

static void the_name_of_the_type_counts_before_its_number(void **state)
{
    static const struct { const char *xml, *said, *problems; } cases[] = {
        { "<ref-type name=\"Journal Article\">0</ref-type>", "type=article-journal", "" },
        { "<ref-type name=\"book\">1</ref-type>", "type=book", "" },
        { "<ref-type>27</ref-type>", "type=report", "" },
        { "<ref-type name=\"Thesis\"/>", "type=thesis", "" },
        { "<ref-type name=\"Strange\">32</ref-type>", "type=thesis", "" },
        { "<ref-type name=\"Strange\">99</ref-type>", "type=document", "unknown-type@2 " },
        { "<ref-type name=\"Journal Article\">17</ref-type><work-type>Preprint</work-type>", "type=article\ngenre=Preprint", "" },
        { "<titles><title>One</title></titles>", "type=document", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        neutral_result got;
        char           xml[200];

        snprintf(xml, sizeof xml, "%s<volume>1</volume>", cases[i].xml);
        read_record(&got, xml);
        neutral_holds(&got, cases[i].said);
        assert_string_equal(rv_buf_str(&got.problems), cases[i].problems);
        neutral_free(&got);
    }
}

static void what_lesser_names_hold_depends_on_the_type(void **state)
{
    static const struct { const char *xml, *said; } cases[] = {
        { "<ref-type name=\"Book\"/><titles><secondary-title>S</secondary-title></titles>", "series=S" },
        { "<ref-type name=\"Book\"/><titles><secondary-title>S</secondary-title></titles><periodical><full-title>S</full-title>"
          "</periodical>", "container=S" },
        { "<ref-type name=\"Book Section\"/><titles><secondary-title>B</secondary-title><tertiary-title>S</tertiary-title></titles>",
          "container=B\nseries=S" },
        { "<ref-type name=\"Conference Proceedings\"/><titles><secondary-title>E</secondary-title></titles><custom3>P</custom3>",
          "container=P\nevent=E" },
        { "<ref-type name=\"Web Page\"/><periodical><full-title>Site</full-title></periodical>", "container=Site" },
        { "<ref-type name=\"Report\"/><number>12</number>", "number=12" },
        { "<ref-type name=\"Report\"/><isbn>ED 12</isbn>", "number=ED 12" },
        { "<ref-type name=\"Patent\"/><isbn>WO2011US30214</isbn>", "number=WO2011US30214" },
        { JOURNAL "<number>12</number><issue>13</issue>", "issue=12" },
        { JOURNAL "<issue>13</issue>", "issue=13" },
        { "<ref-type name=\"Book\"/><edition>20180327</edition>", "edition=20180327" },
        { JOURNAL "<edition>2nd</edition>", "edition=2nd" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        neutral_result got;

        read_record(&got, cases[i].xml);
        neutral_holds(&got, cases[i].said);
        neutral_free(&got);
    }
}

static void people_have_the_roles_that_the_type_gives_them(void **state)
{
#define EACH "<contributors><authors><author>A, a</author></authors><secondary-authors><author>B, b</author></secondary-authors>" \
             "<tertiary-authors><author>C, c</author></tertiary-authors><subsidiary-authors><author>D, d</author></subsidiary-authors>" \
             "<translated-authors><author>E, e</author></translated-authors></contributors>"
    static const struct { const char *xml, *said; } cases[] = {
        { "<ref-type name=\"Book\"/>" EACH, "author=A|a|\ntranslator=D|d|\ntranslator=E|e|\nseries_editor=B|b|\nseries_editor=C|c|" },
        { "<ref-type name=\"Book Section\"/>" EACH, "author=A|a|\neditor=B|b|\ntranslator=D|d|\ntranslator=E|e|\nseries_editor=C|c|" },
        { "<ref-type name=\"Thesis\"/>" EACH, "author=A|a|\ntranslator=E|e|\nother=B|b|\nother=C|c|\nother=D|d|" },
        { JOURNAL EACH, "author=A|a|\neditor=B|b|\ntranslator=E|e|\nseries_editor=C|c|\nother=D|d|" },
        { "<ref-type name=\"Book\"/><contributors><secondary-authors><author>B, b</author></secondary-authors></contributors>",
          "editor=B|b|" },
        { JOURNAL "<contributors><authors><author>A, a&#xD;B, b</author><author>, .</author></authors></contributors>",
          "author=A|a|\nauthor=B|b|" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        neutral_result got;

        read_record(&got, cases[i].xml);
        neutral_holds(&got, cases[i].said);
        if (i == 5)
            assert_string_equal(rv_buf_str(&got.problems), "odd-author@2 ");
        neutral_free(&got);
    }
}

static void keywords_may_stand_in_one_text(void **state)
{
    neutral_result got;

    (void)state;
    read_record(&got, "<keywords>\n <keyword />\n <keyword>\n  <style face=\"bold\"/>\n  <style>anxiety; craving;health\n   restoration"
                      "</style>\n </keyword></keywords>");
    neutral_holds(&got, "keyword=anxiety\nkeyword=craving\nkeyword=health restoration");
    neutral_free(&got);
    read_record(&got, "<keywords><keyword>a&#xD;b; c&#10;d</keyword></keywords>");
    neutral_holds(&got, "keyword=a\nkeyword=b; c\nkeyword=d");
    neutral_free(&got);
}

static void blanks_around_styles_are_layout(void **state)
{
    neutral_result got;

    (void)state;
    read_record(&got, "<titles>\n <title>\n  <style>Bio</style>\n  <style>logy of </style>\n  <style>H</style><style>2</style>\n </title>\n"
                      "</titles>");
    neutral_holds(&got, "title=Biology of H2");
    neutral_free(&got);
}

static void a_pubmed_number_is_known_by_its_source(void **state)
{
    static const struct { const char *xml, *said; } cases[] = {
        { "<accession-num>12</accession-num><remote-database-name>PubMed</remote-database-name>",
          "pmid=12\naccession=12\ndatabase=PubMed" },
        { "<accession-num>12</accession-num><remote-database-provider>NLM</remote-database-provider>", "pmid=12" },
        { "<accession-num>12</accession-num><remote-database-provider>Ovid</remote-database-provider>", "accession=12\ndatabase=Ovid" },
        { "<accession-num>ISI:0001</accession-num>", "accession=ISI:0001" },
        { "<urls><web-urls><url>https://pubmed.ncbi.nlm.nih.gov/123/</url></web-urls></urls>", "pmid=123" },
        { "<urls><related-urls><url>https://dx.doi.org/10.9999/a%2Fb</url></related-urls></urls>", "doi=10.9999/a/b" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        neutral_result got;

        read_record(&got, cases[i].xml);
        neutral_holds(&got, cases[i].said);
        neutral_free(&got);
    }
}

static void what_is_odd_is_told(void **state)
{
    neutral_result got;

    (void)state;
    read_record(&got, "<isbn>none</isbn><electronic-resource-num>12</electronic-resource-num><research-notes>review:colour=red"
                      "</research-notes>");
    assert_string_equal(rv_buf_str(&got.problems), "odd-identifier@2 odd-identifier@2 unknown-tag@2 ");
    neutral_free(&got);
}

static void dates_are_joined_from_their_parts(void **state)
{
    static const struct { const char *xml, *said; } cases[] = {
        { "<year>2022</year><pub-dates><date>2022 May</date></pub-dates>", "date=2022-5-0|2022 May" },
        { "<year>2015</year><pub-dates><date>Mar 3</date></pub-dates>", "date=2015-3-3|2015 Mar 3" },
        { "<year>2015</year><pub-dates><date>2014 Dec</date></pub-dates>", "date=2015-0-0|2015" },
        { "<year>In press</year>", "date=0-0-0|In press" },
        { "<pub-dates><date>2014 Dec</date></pub-dates>", "date=2014-12-0|2014 Dec" },
        { "<year>2003//</year>", "date=2003-0-0|2003//" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        neutral_result got;
        char           xml[200];

        snprintf(xml, sizeof xml, "<dates>%s</dates>", cases[i].xml);
        read_record(&got, xml);
        neutral_holds(&got, cases[i].said);
        neutral_free(&got);
    }
}

static void notes_of_ours_put_right_what_stands_elsewhere(void **state)
{
    neutral_result got;

    (void)state;
    read_record(&got, JOURNAL "<titles><title>One</title></titles><keywords><keyword>a; b</keyword></keywords><contributors><authors>"
                      "<author>A, a</author></authors></contributors><research-notes>review:type=treaty&#xD;review:keyword=a; b&#xD;"
                      "review:keyword=c&#xD;review:title=&#xD;review:event=50%25 %7C x&#xD;my own words&#xD;review:author=Lee|Ann|Jr&#xD;"
                      "review:author=WHO&#xD;review:date=2012-03-05|Spring%0A2012</research-notes>");
    assert_string_equal(rv_buf_str(&got.said),
                        "type=treaty\nevent=50% | x\nkeyword=a; b\nkeyword=c\nnote=my own words\nauthor=Lee|Ann|Jr\nauthor=WHO||\n"
                        "date=2012-3-5|Spring\n2012\n\n");
    neutral_free(&got);
    read_record(&got, JOURNAL "<research-notes>review:type=nonsense&#xD;review:date=2012-99-99|</research-notes>");
    neutral_holds(&got, "type=document");
    neutral_lacks(&got, "date=2012");
    neutral_free(&got);
    read_record(&got, JOURNAL "<research-notes>Read again</research-notes>");
    neutral_holds(&got, "note=Read again");
    neutral_free(&got);
}

static void records_of_other_xml_are_not_endnotes(void **state)
{
    static const char text[] = "<?xml version=\"1.0\"?><export><records><record><title>One</title></record></records></export>";
    neutral_result got;

    (void)state;
    neutral_read(&got, text, sizeof text - 1);
    assert_int_equal(got.status, RV_EPARSE);
    neutral_free(&got);
}

static rv_status keep_places(void *user, const rv_record *record, rv_error *err)
{
    (void)err;
    rv_buf_printf(user, "%llu+%llu:%llu ", (unsigned long long)record->fields.offset, (unsigned long long)record->fields.length,
                  (unsigned long long)record->fields.line);
    return RV_OK;
}

static void records_have_their_places_in_the_file(void **state)
{
    static const char  text[] = "<xml><records>\n<record><volume>1</volume></record>\n <record><volume>2</volume></record>" TAIL;
    rv_buf             places = RV_BUF_INIT;
    const rv_refs_sink sink = { NULL, keep_places, NULL, &places };

    (void)state;
    assert_int_equal(rv_refs_read_bytes("test", text, sizeof text - 1, NULL, NULL, &sink, NULL, NULL), RV_OK);
    assert_string_equal(rv_buf_str(&places), "15+35:2 52+35:3 ");
    rv_buf_free(&places);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_export_of_endnote_is_read_whole),
        cmocka_unit_test(the_name_of_the_type_counts_before_its_number),
        cmocka_unit_test(what_lesser_names_hold_depends_on_the_type),
        cmocka_unit_test(people_have_the_roles_that_the_type_gives_them),
        cmocka_unit_test(keywords_may_stand_in_one_text),
        cmocka_unit_test(blanks_around_styles_are_layout),
        cmocka_unit_test(a_pubmed_number_is_known_by_its_source),
        cmocka_unit_test(what_is_odd_is_told),
        cmocka_unit_test(dates_are_joined_from_their_parts),
        cmocka_unit_test(notes_of_ours_put_right_what_stands_elsewhere),
        cmocka_unit_test(records_of_other_xml_are_not_endnotes),
        cmocka_unit_test(records_have_their_places_in_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
