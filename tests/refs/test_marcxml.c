#include <config.h>

#include "tests/refs/said_support.h"

#define HEAD "<?xml version=\"1.0\"?>\n<collection xmlns=\"http://www.loc.gov/MARC21/slim\">"
#define TAIL "</collection>\n"
#define LEADER "<leader>00000nam a2200000 c 4500</leader>"
#define FIELD(tag, inner) "<datafield tag=\"" tag "\" ind1=\"1\" ind2=\" \">" inner "</datafield>"
#define S(code, text) "<subfield code=\"" code "\">" text "</subfield>"
#define RECORD(inner) HEAD "<record>" LEADER inner "</record>" TAIL
#define TITLE FIELD("245", S("a", "One"))

static void a_book_loses_its_isbd_punctuation(void **state)
{
    (void)state;
    assert_said(RECORD("<controlfield tag=\"001\">123</controlfield>"
                       FIELD("020", S("a", "0306406152 (pbk.)")) FIELD("041", S("a", "engfre") S("a", "ger"))
                       FIELD("100", S("a", "Charles, Ray,") S("d", "1930-"))
                       FIELD("245", S("a", "The title :") S("h", "[electronic resource] /") S("b", "a subtitle ;") S("n", "Band 2.")
                             S("p", "the part /") S("c", "by Ray."))
                       FIELD("250", S("a", "2012 ed."))
                       FIELD("260", S("a", "New York, N.Y. :") S("b", "Atlantic,") S("c", "c1984.")) FIELD("490", S("a", "Series ;") S("v", "12"))
                       FIELD("500", S("a", "A note.")) FIELD("520", S("a", "Abstract one.")) FIELD("520", S("a", "Two."))
                       FIELD("650", S("a", "Jazz") S("y", "1951-1960.") S("2", "lcsh")) FIELD("655", S("a", "Biography."))
                       FIELD("856", S("u", "https://a.example/1")) FIELD("856", S("u", "urn:x"))),
                "marcxml",
                "type=book|genre=Biography|title=The title: a subtitle. Band 2: the part|series=Series|volume=12|edition=2012 ed.|"
                "publisher=Atlantic|place=New York, N.Y.|language=eng; fre; ger|abstract=Abstract one. Two.|accession=123|"
                "isbn=0306406152|note=A note.|keyword=Jazz|keyword=1951-1960|url=https://a.example/1|author=Charles, Ray|date=1984-0-0|\n");
}

static void added_names_are_authors_only_beside_a_main_entry(void **state)
{
    (void)state;
    assert_said(RECORD(FIELD("100", S("a", "First, Ann")) FIELD("700", S("a", "Second, Bob")) FIELD("700", S("a", "Hand, Eve") S("e", "Hrsg."))
                       FIELD("700", S("a", "Tongue, Al") S("4", "trl")) FIELD("700", S("a", "Other, Work") S("t", "Another title"))
                       FIELD("700", S("a", "Paint, Joe") S("4", "ill")) FIELD("710", S("a", "United States.") S("b", "Congress."))
                       FIELD("711", S("a", "Workshop on Tests")) TITLE),
                "marcxml",
                "type=book|title=One|event=Workshop on Tests|author=First, Ann|author=Second, Bob|editor=Hand, Eve|translator=Tongue, Al|"
                "other=Paint, Joe|author=United States. Congress|\n");
    assert_said(RECORD(TITLE FIELD("700", S("a", "Second, Bob,") S("c", "Jr.")) FIELD("710", S("a", "A body")) FIELD("700", S("a", "Play, Ed") S("4", "prf"))
                       "<datafield tag=\"700\" ind1=\"0\" ind2=\" \">" S("a", "Joseph") S("b", "II") "</datafield>"),
                "marcxml", "type=book|title=One|editor=Second, Bob, Jr.|editor=A body|author=Play, Ed|editor=Joseph II|\n");
}

static void an_article_stands_in_its_host(void **state)
{
    (void)state;
    assert_said(RECORD(TITLE FIELD("773", S("t", "Journal of Tests.") S("g", "Vol. 24, no. 9 (Sept. 1993), p. 235-48") S("x", "1234-5679"))),
                "marcxml",
                "type=article-journal|title=One|container=Journal of Tests|volume=24|issue=9|pages=235-48|issn=1234-5679|date=1993-9-0|\n");
    assert_said(RECORD(TITLE FIELD("773", S("g", "volume:50") S("g", "number:2") S("g", "year:2023") S("g", "pages:1-20"))
                       FIELD("773", S("t", "In situ") S("d", "Paris, 2023") S("g", "50 (2023)") S("x", "1630-7305"))),
                "marcxml",
                "type=article-journal|title=One|container=In situ|volume=50|issue=2|pages=1-20|issn=1630-7305|date=2023-0-0|\n");
    assert_said(RECORD(TITLE FIELD("773", S("t", "A book") S("d", "Paris, 2001") S("z", "9780306406157"))), "marcxml",
                "type=chapter|title=One|container=A book|isbn=9780306406157|date=2001-0-0|\n");
}

static void a_thesis_says_so_and_the_fixed_field_fills_gaps(void **state)
{
    (void)state;
    assert_said(RECORD("<controlfield tag=\"008\">230607s1991    gl a     m    000 0 eng d</controlfield>" TITLE
                       FIELD("502", S("b", "Dissertation") S("c", "A University") S("d", "1988"))),
                "marcxml", "type=thesis|genre=Dissertation|title=One|publisher=A University|language=eng|date=1988-0-0|\n");
    assert_said(RECORD("<controlfield tag=\"008\">230607s1991    gl a          000 0 und d</controlfield>" TITLE
                       FIELD("710", S("a", "A University") S("4", "dgg"))),
                "marcxml", "type=book|title=One|publisher=A University|date=1991-0-0|\n");
}

static void the_leader_tells_the_kind(void **state)
{
    static const struct { const char *leader, *type; } rows[] = {
        { "00000nas a22", "periodical" }, { "00000nab a22", "article-journal" }, { "00000ncm a22", "musical_score" },
        { "00000nem a22", "map" },  { "00000ngm a22", "motion_picture" }, { "00000njm a22", "song" },   { "00000nkm a22", "graphic" },
        { "00000npc a22", "document" }, { "00000ntm a22", "manuscript" }, { "00000nmm a22", "document" }, { "nm 22", "book" },
        { "00000naa a22", "chapter" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        rv_buf text = RV_BUF_INIT;
        char   want[80];

        rv_buf_printf(&text, HEAD "<record><leader>%s</leader>" TITLE "</record>" TAIL, rows[i].leader);
        snprintf(want, sizeof want, "type=%s|title=One|\n", rows[i].type);
        assert_said(rv_buf_str(&text), "marcxml", want);
        rv_buf_free(&text);
    }
    assert_said(HEAD "<record><leader>00000nmm a22</leader>" TITLE FIELD("336", S("b", "txt")) "</record>" TAIL, "marcxml",
                "type=book|title=One|\n");
}

static void numbers_are_sorted_out(void **state)
{
    (void)state;
    assert_said(RECORD(TITLE FIELD("022", S("a", "1234-5679")) FIELD("024", S("a", "10.9999/One") S("2", "doi"))
                       FIELD("024", S("a", "x") S("2", "urn")) FIELD("210", S("a", "J Tests"))
                       "<datafield tag=\"264\" ind1=\" \" ind2=\"4\">" S("c", "2020") "</datafield>"
                       "<datafield tag=\"264\" ind1=\" \" ind2=\"1\">" S("a", "Paris") S("b", "Press") S("c", "2023") "</datafield>"),
                "marcxml",
                "type=book|title=One|abbreviation=J Tests|publisher=Press|place=Paris|doi=10.9999/one|issn=1234-5679|date=2023-0-0|\n");
    assert_said(RECORD(FIELD("245", S("a", "&#152;Die&#156; Frau &lt;&lt;the&gt;&gt; woman")) FIELD("856", S("u", "https://doi.org/10.9999/Two"))),
                "marcxml", "type=book|title=Die Frau the woman|doi=10.9999/two|url=https://doi.org/10.9999/Two|\n");
    assert_problems(RECORD(TITLE FIELD("020", S("a", "none"))), "odd-identifier@2 ");
}

static void a_wrapper_called_record_is_none(void **state)
{
    said_result got;
    const char *text = "<searchRetrieveResponse><records><record><recordSchema>marcxml</recordSchema><recordData>"
                       "<m:record xmlns:m=\"http://www.loc.gov/MARC21/slim\"><m:datafield tag=\"245\"><m:subfield code=\"a\">One</m:subfield>"
                       "</m:datafield></m:record></recordData><recordPosition>1</recordPosition></record>"
                       "<record><recordData><record><datafield tag=\"245\"><subfield code=\"a\">Two</subfield></datafield></record></recordData>"
                       "</record></records></searchRetrieveResponse>";

    (void)state;
    said_bytes(&got, text, strlen(text));
    assert_string_equal(rv_buf_str(&got.said), "type=book|title=One|\ntype=book|title=Two|\n");
    assert_string_equal(rv_buf_str(&got.tags), "datafield[@tag='245']/subfield[@code='a']=Two|");
    said_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_book_loses_its_isbd_punctuation),
        cmocka_unit_test(added_names_are_authors_only_beside_a_main_entry),
        cmocka_unit_test(an_article_stands_in_its_host),
        cmocka_unit_test(a_thesis_says_so_and_the_fixed_field_fills_gaps),
        cmocka_unit_test(the_leader_tells_the_kind),
        cmocka_unit_test(numbers_are_sorted_out),
        cmocka_unit_test(a_wrapper_called_record_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
