#include <config.h>

#include "tests/refs/neutral_support.h"

static void read_string(neutral_result *got, const char *text)
{
    neutral_read(got, text, strlen(text));
}

static void a_record_says_all_its_fields(void **state)
{
    neutral_result got;

    (void)state;
    read_string(&got, "RefWorks Export Tagged Format\n\nTag legend\n*****\nRT=Reference Type\n\nBEGIN EXPORTED REFERENCES\n\n\n"
                      "RT Journal Article\nSR Electronic(1)\nID 271\nA1 Allan,Steven\nA1 Gilbert,Paul,Jr\nA2 Roe,Bo\nT1 Anger and rank\nJF Personality\nJO Pers\nYR 2002\nFD Feb\n"
                      "VO 32\nIS 3\nSP 551\nOP 565\nK1 Anger\nK1 Status; Rank\nAB Text that\nUS writers break\nNO doi: 10.1086/374030\nPB Elsevier\nPP Oxford\nSN 0191-8869\n"
                      "AN 2002-00282\nLA English\nLK http://a.example/1\nLK none\nPMID 123\nPMCID PMC7\nU10 kept\nOT Original\nDS PsycINFO\n");
    assert_int_equal(got.status, RV_OK);
    assert_string_equal(got.summary.format, "refworks");
    assert_string_equal(rv_buf_str(&got.problems), "");
    assert_string_equal(rv_buf_str(&got.said),
                        "type=article-journal\ntitle=Anger and rank\noriginal_title=Original\ncontainer=Personality\nabbreviation=Pers\nvolume=32\nissue=3\n"
                        "pages=551-565\npublisher=Elsevier\nplace=Oxford\nlanguage=English\nabstract=Text that US writers break\n"
                        "doi=10.1086/374030\npmid=123\npmcid=PMC7\naccession=2002-00282\ndatabase=PsycINFO\nissn=0191-8869\nkeyword=Anger\n"
                        "keyword=Status\nkeyword=Rank\nnote=doi: 10.1086/374030\nurl=http://a.example/1\nauthor=Allan|Steven|\n"
                        "author=Gilbert|Paul|Jr\neditor=Roe|Bo|\ndate=2002-2-0|2002\n\n");
    assert_non_null(strstr(rv_buf_str(&got.tags), "U10=kept\n"));
    neutral_free(&got);
}

static void types_and_dates_are_understood(void **state)
{
    neutral_result got;

    (void)state;
    read_string(&got, "RT Book, Section\nT1 One\nT2 The book\nT3 The series\nYR 2003\nFD 01/15\n\n"
                      "RT Dissertation/Thesis\nT1 Two\nSP 141\nT2 Theses\nYR 2000\n\nRT Abstract\nT1 Three\nYR soon\nRT Odd\nT1 Four\n");
    assert_int_equal(got.summary.records, 4);
    assert_string_equal(rv_buf_str(&got.said),
                        "type=chapter\ntitle=One\ncontainer=The book\nseries=The series\ndate=2003-1-15|2003/01/15\n\n"
                        "type=thesis\ntitle=Two\nseries=Theses\ndate=2000-0-0|2000\n\n"
                        "type=article-journal\ngenre=Abstract\ntitle=Three\ndate=0-0-0|soon\n\n"
                        "type=document\ntitle=Four\n\n");
    assert_string_equal(rv_buf_str(&got.problems), "missing-separator@17 odd-date@14 unknown-type@17 ");
    neutral_free(&got);
}

static void another_format_behind_it_is_told(void **state)
{
    neutral_result got;

    (void)state;
    read_string(&got, "RT Journal Article\nT1 One\n\n<?xml version=\"1.0\"?>\n<x/>\n\nRT Journal Article\nT1 Two\n");
    assert_int_equal(got.summary.records, 2);
    assert_string_equal(rv_buf_str(&got.problems), "mixed-formats@4 markup-in-text@5 ");
    neutral_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_says_all_its_fields),
        cmocka_unit_test(types_and_dates_are_understood),
        cmocka_unit_test(another_format_behind_it_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
