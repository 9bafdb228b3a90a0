#include <config.h>

#include "tests/refs/neutral_support.h"

static void read_string(neutral_result *got, const char *text)
{
    neutral_read(got, text, strlen(text));
}

/* Reads one tagged record with these lines, and looks for what it says. */
static void says(const char *lines, const char *said)
{
    neutral_result got;
    char           text[2000];

    snprintf(text, sizeof text, "<1. >\nVN  - Ovid Technologies\n%s\n", lines);
    read_string(&got, text);
    assert_int_equal(got.status, RV_OK);
    neutral_holds(&got, said);
    neutral_free(&got);
}

static void a_tagged_record_says_all_its_fields(void **state)
{
    neutral_result got;

    (void)state;
    read_string(&got, " <7. >\n VN  - Ovid Technologies\n DB  - PsycINFO\n AN  - Peer Reviewed Journal: 2015-33942-012.\n"
                      " TI  - Reassurance seeking. [References].\n DP  - Sep 2015\n YR  - 2015\n LG  - English\n AU  - Kobori, Osamu\n AU  - Iyo, Masaomi MD, PhD 1,*\n"
                      " IN  - Kobori, Osamu: Chiba University\n \n       Iyo, Masaomi: Chiba University\n"
                      " SO  - Behavioural Psychotherapy. Vol.43(5), Sep 2015, pp. 623-634. \n IS  - 1352-4658 (ISSN print)\n IT  - 1469-1833\n"
                      " PU  - Cambridge University Press; United Kingdom\n PT  - Journal\n DT  - Journal Article\n AB  - Text.\n"
                      " DO  - http://dx.doi.org/10.1017/S1\n PM  - 24892981\n ID  - cognitive model, depression\n MH  - *Major Depression\n KW  - a;  b.\n"
                      " GS  - <b>Sponsor: </b>Society\n <b>Other: </b>x\n ZZ  - kept\n PG  - 623-34\n\n");
    assert_int_equal(got.status, RV_OK);
    assert_string_equal(got.summary.format, "ovid");
    assert_string_equal(rv_buf_str(&got.problems), "");
    assert_string_equal(rv_buf_str(&got.said),
                        "type=article-journal\ntitle=Reassurance seeking.\ncontainer=Behavioural Psychotherapy\nvolume=43\nissue=5\npages=623-634\n"
                        "publisher=Cambridge University Press\nlanguage=English\nabstract=Text.\ndoi=10.1017/s1\npmid=24892981\n"
                        "accession=2015-33942-012\ndatabase=PsycINFO\nissn=1352-4658\nissn=1469-1833\nkeyword=cognitive model\n"
                        "keyword=depression\nkeyword=Major Depression\nkeyword=a\nkeyword=b\nauthor=Kobori|Osamu|\nauthor=Iyo|Masaomi|\n"
                        "date=2015-9-0|Sep 2015\n\n");
    assert_non_null(strstr(rv_buf_str(&got.tags), "GS=<b>Sponsor: </b>Society\n<b>Other: </b>x\nZZ=kept\n"));
    neutral_free(&got);
}

static void a_record_with_names_of_fields_says_them_too(void **state)
{
    neutral_result got;

    (void)state;
    read_string(&got, "Database: Journals\nSearch Strategy:\n1 x\n\n<8>\nScore\n  *****\nAccession Number\n  01445406-201509000-00006.\nAuthor\n"
                      "  Kohler, Lars 1;  Bunkers, Sandra RN; PhD; FAAN 1\nInstitution\n  (1) Plant Ecology\nTitle\n  Cloud water.[Article]\n"
                      "Source\n  Ecohydrology.   8(6):1048-1064, September 2015.\nAbstract\n  Text\nAuthor Keywords\n  treeline;  fog.\n"
                      "References\n  One.\n\n  Two.\nLanguage\n  English.\nISSN\n  1936-0584\nDOI Number\n  10.1002/eco.1563\n\n\n"
                      "<1335>\nAuthor\n  Max [Ed]\nPublication Type\n  Book\n\nChapter Title\n  Test\n\nSource \n  Very Long Title. Vol 28(2) April 2015, 103-106.\n");
    assert_int_equal(got.summary.records, 2);
    assert_string_equal(rv_buf_str(&got.problems), "");
    assert_string_equal(rv_buf_str(&got.said),
                        "type=article-journal\ntitle=Cloud water.\ncontainer=Ecohydrology\nvolume=8\nissue=6\npages=1048-1064\nlanguage=English\n"
                        "abstract=Text\ndoi=10.1002/eco.1563\naccession=01445406-201509000-00006\nissn=1936-0584\nkeyword=treeline\nkeyword=fog\n"
                        "author=Kohler|Lars|\nauthor=Bunkers|Sandra|\ndate=2015-9-0|September 2015\n\n"
                        "type=chapter\ntitle=Test\ncontainer=Very Long Title\nvolume=28\nissue=2\npages=103-106\neditor=Max||\n"
                        "date=2015-4-0|April 2015\n\n");
    neutral_free(&got);
}

static void sources_are_taken_apart(void **state)
{
    static const struct { const char *source, *said[5]; } rows[] = {
        { "Forest Ecology & Management. 201(2-3):327-334, November 15, 2004.",
          { "container=Forest Ecology & Management", "volume=201", "issue=2-3", "pages=327-334", "date=2004-11-15|November 15, 2004" } },
        { "BMJ. 340:c1234, 2010 May 4.", { "container=BMJ", "volume=340", "pages=c1234", "date=2010-5-4|2010 May 4", NULL } },
        { "Lancet. 375 (9723) (pp 1023-1030), 2010. Date of Publication: 20100320.",
          { "volume=375", "issue=9723", "pages=1023-1030", "date=2010-3-20|20100320", NULL } },
        { "Trials. 2 (1) (no pagination), 2016. Article Number: 45. Date of Publication: 2016.", { "volume=2", "issue=1", "pages=45", NULL, NULL } },
        { "ACSM'S Health & Fitness Journal January/February 2010;14(1):56",
          { "container=ACSM'S Health & Fitness Journal", "volume=14", "issue=1", "pages=56", "date=2010-1-0|January/February 2010" } },
        { "Marriage and Family: With a Subtitle 5 June 2019;1(6):123-456", { "container=Marriage and Family: With a Subtitle", "date=2019-6-5|5 June 2019", NULL, NULL, NULL } },
        { "Hydrobiologia. 2007 15 June; 433-441.", { "container=Hydrobiologia", "pages=433-441", "date=2007-6-15|2007 15 June", NULL, NULL } },
        { "Proceedings. 2005; 9pp..", { "container=Proceedings", "date=2005-0-0|2005", NULL, NULL, NULL } },
        { "Dissertation Abstracts. Vol.75(2-A(E)),2014, pp. No Pagination Specified.", { "volume=75", "issue=2-A(E)", "date=2014-0-0|2014", NULL, NULL } },
        { "Roe, Bo [Ed]; Coe, Al [Ed]. (2012). Coaching in practice. (pp. 11-31). xvii, 254 pp. New York, NY, US: Routledge",
          { "editor=Coe|Al|", "container=Coaching in practice", "pages=11-31", "place=New York, NY, US", "publisher=Routledge" } },
        { "(2014). Titel 58 pp. Test: TestPublisher.", { "container=Titel", "place=Test", "publisher=TestPublisher", NULL, NULL } },
        { "Kamp, Roza [Editor, Reprint Author], Calvete, Juan J. [Editor]. Methods in analysis.:359-370, 2004.\nSeries Information:  Principles.",
          { "editor=Calvete|Juan J.|", "container=Methods in analysis", "pages=359-370", "series=Principles", "date=2004-0-0|2004" } },
        { "Journal of Orthopaedic Trauma. ", { "container=Journal of Orthopaedic Trauma", NULL, NULL, NULL, NULL } },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t j = 0; j < 5 && rows[i].said[j]; j++) {
            char lines[400];

            snprintf(lines, sizeof lines, "TI  - x\nSO  - %s", rows[i].source);
            says(lines, rows[i].said[j]);
        }
}

static void names_lose_degrees_and_marks(void **state)
{
    (void)state;
    says("AU  - Peterson, James A. Ph.D., FACSM", "author=Peterson|James A.|");
    says("AU  - Shedko, MB", "author=Shedko|MB|");
    says("AU  - Smith JA.", "author=Smith|JA|");
    says("AU  - Werner, S. M. [Author, Reprint Author; E-mail: a@b.example]", "author=Werner|S. M.|");
    says("FA  - Smith, John\nAU  - Smith J", "author=Smith|John|");
    says("CA  - The Group", "author=The Group||");
    says("ED  - Roe, Bo", "editor=Roe|Bo|");
}

static void types_titles_and_books_are_understood(void **state)
{
    (void)state;
    says("TI  - [A translated title.]", "title=[A translated title.]");
    says("TI  - Uptake of Ca [Mg]", "title=Uptake of Ca [Mg]");
    says("PT  - Edited Book\nDT  - Chapter", "type=chapter");
    says("PT  - Dissertation Abstract\nIN  - Roe, Bo: St. John's U., US\nPU  - ProQuest; US", "publisher=St. John's U., US");
    says("PT  - Patent\nSO  - Gazette. 1288(3), Nov. 16, 2004.", "type=patent");
    says("PT  - Article\nPT  - Meeting paper", "type=article-journal");
    says("PT  - Book\nBT  - The book. Press, Suva. 2006.\nPB  - Press, Suva", "title=The book.");
    says("PT  - Book\nBT  - The book. Press, Suva. 2006.\nPB  - Press, Suva", "place=Suva");
    says("TI  - x\nBT  - Guliaev, V.D. [Ed.]. [The book.] Press, Town. 2002: 1-234. Chapter pagination: 214-218.\nPB  - Press, Town", "editor=Guliaev|V.D.|");
    says("TI  - x\nBT  - Guliaev, V.D. [Ed.]. [The book.] Press, Town. 2002: 1-234. Chapter pagination: 214-218.\nPB  - Press, Town", "pages=214-218");
    says("TI  - x\nBT  - Guliaev, V.D. [Ed.]. [The book.] Press, Town. 2002: 1-234.\nPB  - Press, Town", "container=[The book.]");
    says("DB  - Ovid MEDLINE(R)\nUI  - 12345678", "pmid=12345678");
    says("DB  - Embase\nUI  - 12345678", "accession=12345678");
    says("SO  - (2014). Titel 58 pp. Test: Press.", "title=Titel");
}

static void records_are_found_without_their_numbers(void **state)
{
    neutral_result got;

    (void)state;
    read_string(&got, "<1>\nVN  - Ovid\nTI  - One\nVN  - Ovid\nTI  - Two\n<3>\nTI  - Three\n");
    assert_int_equal(got.summary.records, 3);
    assert_string_equal(rv_buf_str(&got.problems), "missing-separator@4 ");
    neutral_free(&got);
    read_string(&got, "<1>\nTitle\n  One\nStatus\n  Publish Ahead of Print, 30 November 2015\nISSN\n  none\nAuthor\n  ,,\n");
    neutral_holds(&got, "date=2015-11-30|Publish Ahead of Print, 30 November 2015");
    assert_string_equal(rv_buf_str(&got.problems), "odd-identifier@1 ");
    neutral_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tagged_record_says_all_its_fields),
        cmocka_unit_test(a_record_with_names_of_fields_says_them_too),
        cmocka_unit_test(sources_are_taken_apart),
        cmocka_unit_test(names_lose_degrees_and_marks),
        cmocka_unit_test(types_titles_and_books_are_understood),
        cmocka_unit_test(records_are_found_without_their_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
