#include <config.h>

#include "tests/refs/neutral_support.h"

static void read_string(neutral_result *got, const char *text)
{
    neutral_read(got, text, strlen(text));
}

/* Reads one record with these lines, and looks for what it says. */
static void says(const char *lines, const char *said)
{
    neutral_result got;
    char           text[2000];

    snprintf(text, sizeof text, "PT J\n%s\nER\n", lines);
    read_string(&got, text + (strncmp(lines, "PT ", 3) == 0 ? 5 : 0));
    assert_int_equal(got.status, RV_OK);
    neutral_holds(&got, said);
    neutral_free(&got);
}

static void an_article_says_all_its_fields(void **state)
{
    neutral_result got;

    (void)state;
    read_string(&got, "\xEF\xBB\xBF" "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Okafor, A\n   Roe, B\nAF Okafor, Ada\n   Roe, Bo C.\nCA The Group\n"
                      "TI A title over\n   two lines\nFT Der Titel\nSO JOURNAL OF TESTS\nLA English\nDT Article\nDE mentoring; young\n   people\nID YOUTH\nAB Text.\n"
                      "C1 [Okafor, Ada] Univ A.\n   [Roe, Bo C.] Univ B.\nCR A B, 2001, J\n   C D, 2002, J\nPU PRESS\nPI LONDON\nSN 1234-5678\nEI 8765-4321\nJ9 J TESTS\nJI J. Tests\n"
                      "PD SEP 5\nPY 2001\nVL 3\nIS 2\nBP 10\nEP 19\nAR e5\nDI 10.1000/ABC\nPM 77\nUT WOS:0001\nZ7 kept\nDA 2021-07-21\nER\n\nEF\n");
    assert_int_equal(got.status, RV_OK);
    assert_string_equal(got.summary.format, "wos");
    assert_string_equal(rv_buf_str(&got.problems), "");
    assert_string_equal(rv_buf_str(&got.said),
                        "type=article-journal\ntitle=A title over two lines\noriginal_title=Der Titel\ncontainer=JOURNAL OF TESTS\nabbreviation=J. Tests\nvolume=3\nissue=2\npages=10-19\n"
                        "publisher=PRESS\nplace=LONDON\nlanguage=English\nabstract=Text.\ndoi=10.1000/abc\npmid=77\naccession=WOS:0001\n"
                        "database=Web of Science\nissn=1234-5678\nissn=8765-4321\nkeyword=mentoring\nkeyword=young people\nkeyword=YOUTH\n"
                        "author=Okafor|Ada|\nauthor=Roe|Bo C.|\nauthor=The Group||\ndate=2001-9-5|SEP 5 2001\n\n");
    assert_non_null(strstr(rv_buf_str(&got.tags), "AU=Okafor, A\nAU=Roe, B\nAF=Okafor, Ada\n"));
    assert_non_null(strstr(rv_buf_str(&got.tags), "CR=A B, 2001, J\nCR=C D, 2002, J\n"));
    assert_non_null(strstr(rv_buf_str(&got.tags), "C1=[Okafor, Ada] Univ A.\n[Roe, Bo C.] Univ B.\n"));
    assert_non_null(strstr(rv_buf_str(&got.tags), "Z7=kept\n"));
    neutral_free(&got);
}

static void medium_and_document_type_say_what_it_is(void **state)
{
    (void)state;
    says("PT S\nTI x\nSO BOOKS, VOL 32\nSE Books\nDT Review", "type=chapter");
    says("PT B\nTI x\nSO CONF\nDT Proceedings Paper", "type=paper-conference");
    says("PT S\nTI x\nCT Meeting", "type=paper-conference");
    says("PT S\nTI x\nCT Meeting", "event=Meeting");
    says("PT B\nTI The book.\nSO The Book", "type=book");
    says("PT B\nTI x\nSO The Book\nBE Fielding, JE", "type=chapter");
    says("PT B\nTI x\nSO The Book\nBE Fielding, JE", "editor=Fielding|JE|");
    says("PT P\nPN US 1\nAU YANG Y\n   LI WX", "number=US 1");
    says("PT P\nAU YANG Y\n   LI WX", "author=LI|WX|");
    says("PT Q\nDT Preprint", "type=article");
    says("PT J\nDT Book Review", "type=review-book");
    says("PT J\nDT Article; Proceedings Paper", "type=article-journal");
    says("PT J\nDT Editorial Material", "genre=Editorial Material");
    says("PT Q", "type=article-journal");
}

static void dates_and_pages_are_put_together(void **state)
{
    (void)state;
    says("PD FEB 2011\nPY 2011", "date=2011-2-0|FEB 2011");
    says("PD JUN 28 2011\nPY 2011", "date=2011-6-28|JUN 28 2011");
    says("PD SPR\nPY 2011", "date=2011-0-0|SPR 2011");
    says("PD JAN-FEB\nPY 2011", "date=2011-1-0|JAN-FEB 2011");
    says("PD 1998, thesis publ. 1997\nPY 1998", "date=1998-0-0|1998, thesis publ. 1997");
    says("PY 2012", "date=2012-0-0|2012");
    says("PS 2457-71", "pages=2457-2471");
    says("AR e5", "pages=e5");
    says("BP 82\nEP 82", "pages=82");
    says("SU 1", "issue=Suppl. 1");
    says("IS 3\nSU 1", "issue=3");
}

static void names_are_cleaned_of_addresses(void **state)
{
    (void)state;
    says("AU Okafor, Ada (ada@a.example) \n   Roe, B.", "author=Okafor|Ada|");
    says("AU Joffe, Hadine; Hall, Janet E", "author=Hall|Janet E|");
    says("BA Book, Author", "author=Book|Author|");
    says("UT ZOOREC:ZOOR1\nOR dogs\nBD Canis; Canidae", "keyword=Canidae");
    says("AN ZOOR1", "accession=ZOOR1");
}

static void ends_and_beginnings_may_be_missing(void **state)
{
    neutral_result got;

    (void)state;
    read_string(&got, "FN Web of Science\nVR 1.0\nPT J\nTI One\nER\n\nPT J\nTI Two\nPT J\nTI Three\n");
    assert_int_equal(got.summary.records, 3);
    assert_string_equal(rv_buf_str(&got.problems), "missing-er@9 missing-er@10 ");
    neutral_free(&got);
    read_string(&got, "PT J\nTI One\nEF\nER\nTI Two\nER\n");
    assert_int_equal(got.summary.records, 2);
    assert_string_equal(rv_buf_str(&got.problems), "missing-er@3 missing-ty@5 ");
    neutral_free(&got);
    read_string(&got, "PT J\nTI On");
    assert_string_equal(rv_buf_str(&got.problems), "record-incomplete@2 ");
    neutral_free(&got);
    read_string(&got, "XX Thomson Reuters Web of Science\nVR 1.0\nPT J\nTI One\nER\n\nPMID- 1\nTI  - x\n\nPT J\nTI Two\nER\n");
    assert_int_equal(got.summary.records, 2);
    assert_string_equal(rv_buf_str(&got.problems), "mixed-formats@7 ");
    neutral_free(&got);
}

static void text_that_is_not_set_in_goes_on(void **state)
{
    neutral_result got;

    (void)state;
    read_string(&got, "PT J\nTI Importance of carbon for two\nconsumers in arctic lakes\nAU Medvedeff, A\nHershey, B\nAB Text about\nUS lakes\nSO Hydrobiologia\nER\n");
    neutral_holds(&got, "title=Importance of carbon for two consumers in arctic lakes");
    neutral_holds(&got, "author=Hershey|B|");
    neutral_holds(&got, "abstract=Text about US lakes");
    neutral_free(&got);
}

static void what_is_odd_is_told(void **state)
{
    neutral_result got;

    (void)state;
    read_string(&got, "PT J\nAU ,\nTI One <b>x</b>\nDI none\nPM x\nSN q\nPY soon\nER\n");
    assert_string_equal(rv_buf_str(&got.problems),
                        "odd-identifier@1 odd-identifier@1 odd-identifier@1 odd-author@1 odd-date@1 markup-in-text@1 ");
    neutral_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_article_says_all_its_fields),
        cmocka_unit_test(medium_and_document_type_say_what_it_is),
        cmocka_unit_test(dates_and_pages_are_put_together),
        cmocka_unit_test(names_are_cleaned_of_addresses),
        cmocka_unit_test(ends_and_beginnings_may_be_missing),
        cmocka_unit_test(text_that_is_not_set_in_goes_on),
        cmocka_unit_test(what_is_odd_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
