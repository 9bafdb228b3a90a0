#include <config.h>

#include "tests/refs/convert_support.h"
#include "tests/refs/read_support.h"

static void names_have_particles_suffixes_and_organisations(void **state)
{
    (void)state;
    expect_csl(
        "[{\"id\": \"k\", \"type\": \"book\", \"title\": \"T\", \"author\": [{\"family\": \"Beethoven\", \"given\": "
        "\"Ludwig\", \"non-dropping-particle\": \"van\"}, {\"family\": \"Alembert\", \"given\": \"J.\", "
        "\"non-dropping-particle\": \"d'\"}, {\"family\": \"Martin\", \"given\": \"Jean\", \"dropping-particle\": "
        "\"de\", \"suffix\": \"Jr\"}, {\"literal\": \"WHO\"}, {\"name\": \"UNESCO\"}, \"Smith, Ann\", {\"given\": "
        "\"Plato\"}, null, 5], \"editor\": {\"family\": \"E\", \"given\": \"F\"}, \"director\": [{\"literal\": \"D\"}]}]",
        "csl-json", "",
        "[\n {\"id\": \"k\", \"type\": \"book\", \"title\": \"T\", \"author\": [{\"family\": \"van Beethoven\", \"given\": "
        "\"Ludwig\"}, {\"family\": \"d'Alembert\", \"given\": \"J.\"}, {\"family\": \"Martin\", \"given\": \"Jean de\", "
        "\"suffix\": \"Jr\"}, {\"literal\": \"WHO\"}, {\"literal\": \"UNESCO\"}, {\"family\": \"Smith\", \"given\": "
        "\"Ann\"}, {\"literal\": \"Plato\"}], \"editor\": [{\"family\": \"E\", \"given\": \"F\"}], "
        "\"contributor\": [{\"literal\": \"D\"}]}\n]\n");
}

static void dates_come_in_many_ways(void **state)
{
    (void)state;
    expect_csl(
        "[{\"title\": \"t\", \"issued\": {\"date-parts\": [[\"2012\", \"3\", 5]]}}, {\"title\": \"t\", \"issued\": "
        "{\"date-parts\": [[2012, 1], [2012, 3]]}}, {\"title\": \"t\", \"issued\": {\"date-parts\": [2012, 5]}}, "
        "{\"title\": \"t\", \"issued\": {\"date-parts\": [[2012]], \"season\": \"2\"}}, {\"title\": \"t\", \"issued\": "
        "{\"raw\": \"May 2001\"}}, {\"title\": \"t\", \"issued\": {\"literal\": \"n.d.\"}}, {\"title\": \"t\", \"issued\": "
        "{\"date-parts\": [[2012, 13]]}}, {\"title\": \"t\", \"issued\": {\"date-parts\": [[2010]], \"raw\": "
        "\"c2010\"}}, {\"title\": \"t\", \"issued\": \"2012-03-05\"}, {\"title\": \"t\", \"issued\": 1999}, {\"title\": "
        "\"t\", \"issued\": null}]",
        "csl-json", "",
        "[\n {\"id\": \"record-1\", \"type\": \"document\", \"title\": \"t\", \"issued\": {\"date-parts\": [[2012, 3, "
        "5]]}},\n {\"id\": \"record-2\", \"type\": \"document\", \"title\": \"t\", \"issued\": {\"date-parts\": [[2012, "
        "1]]}, \"custom\": {\"date\": \"2012-01/2012-03\"}},\n {\"id\": \"record-3\", \"type\": \"document\", \"title\": "
        "\"t\", \"issued\": {\"date-parts\": [[2012, 5]]}},\n {\"id\": \"record-4\", \"type\": \"document\", \"title\": "
        "\"t\", \"issued\": {\"date-parts\": [[2012]]}, \"custom\": {\"date\": \"2012 Summer\"}},\n {\"id\": "
        "\"record-5\", \"type\": \"document\", \"title\": \"t\", \"issued\": {\"date-parts\": [[2001, 5]]}, \"custom\": "
        "{\"date\": \"May 2001\"}},\n {\"id\": \"record-6\", \"type\": \"document\", \"title\": \"t\", \"issued\": {\"raw\": "
        "\"n.d.\"}},\n {\"id\": \"record-7\", \"type\": \"document\", \"title\": \"t\", \"issued\": {\"date-parts\": "
        "[[2012]]}, \"custom\": {\"date\": \"2012-13\"}},\n {\"id\": \"record-8\", \"type\": \"document\", \"title\": "
        "\"t\", \"issued\": {\"date-parts\": [[2010]]}, \"custom\": {\"date\": \"c2010\"}},\n {\"id\": \"record-9\", "
        "\"type\": \"document\", \"title\": \"t\", \"issued\": {\"date-parts\": [[2012, 3, 5]]}},\n {\"id\": "
        "\"record-10\", \"type\": \"document\", \"title\": \"t\", \"issued\": {\"date-parts\": [[1999]]}},\n {\"id\": "
        "\"record-11\", \"type\": \"document\", \"title\": \"t\"}\n]\n");
}

static void notes_keywords_and_numbers_are_taken_apart(void **state)
{
    (void)state;
    expect_csl(
        "[{\"id\": 3, \"title\": \"One <i>two</i> &amp; three\", \"note\": \"PMID: 77\\nAn aside\\nPMCID: "
        "PMC8\\nDOI: 10.1000/X\", \"keyword\": \"a; b, c;\", \"ISSN\": \"1234-5679, 2049-3630\", \"ISBN\": "
        "[\"978-3-16-148410-0\"], \"page\": \"pp. 1–3\", \"journalAbbreviation\": \"J. T.\"}, {\"title\": \"t\", "
        "\"keyword\": \"a, b\", \"PMID\": \"https://pubmed.ncbi.nlm.nih.gov/12/\", \"PMCID\": 123, \"DOI\": "
        "\"https://doi.org/10.1000/ABC\"}]",
        "csl-json", "",
        "[\n {\"id\": \"3\", \"type\": \"document\", \"title\": \"One two & three\", \"container-title-short\": \"J. "
        "T.\", \"page\": \"1-3\", \"DOI\": \"10.1000/x\", \"PMID\": \"77\", \"PMCID\": \"PMC8\", \"note\": \"An aside\", "
        "\"ISBN\": \"9783161484100\", \"ISSN\": \"1234-5679 2049-3630\", \"keyword\": [\"a\", \"b, c\"]},\n {\"id\": "
        "\"record-2\", \"type\": \"document\", \"title\": \"t\", \"DOI\": \"10.1000/abc\", \"PMID\": \"12\", \"PMCID\": "
        "\"PMC123\", \"keyword\": [\"a\", \"b\"]}\n]\n");
}

static void what_is_of_the_wrong_kind_does_no_harm(void **state)
{
    (void)state;
    expect_csl(
        "[{\"title\": [\"First\", \"Second\"], \"type\": \"nope\", \"author\": \"Smith, Ann\", \"volume\": 3, \"issue\": "
        "1.5, \"abstract\": null, \"publisher\": {\"a\": \"b\"}, \"DOI\": \"none\", \"ISSN\": \"x\", \"keyword\": [null, "
        "\"k\", []]}]",
        "csl-json", "unknown-type@1 odd-identifier@1 odd-identifier@1 ",
        "[\n {\"id\": \"record-1\", \"type\": \"document\", \"title\": \"First\", \"volume\": \"3\", \"issue\": \"1.5\", "
        "\"author\": [{\"family\": \"Smith\", \"given\": \"Ann\"}], \"keyword\": [\"k\"]}\n]\n");
}

static void what_csl_has_no_member_for_comes_back(void **state)
{
    (void)state;
    expect_csl(
        "[{\"id\": \"record-1\", \"type\": \"report\", \"title\": \"&lt;b&gt;\", \"note\": \"PMID: 5\", \"URL\": "
        "\"http://a\", \"custom\": {\"accession\": \"ED1\", \"note\": [\"PMID: 5\", \"two\"], \"url\": [\"http://a\", "
        "\"http://b\"], \"file\": [\"x.pdf\"], \"date\": \"2012//\", \"decisions\": [{\"stage\": \"full-text\", "
        "\"reviewer\": \"A\", \"verdict\": \"exclude\", \"reason\": \"r\", \"raw\": \"w\"}], \"exact\": true}, \"issued\": "
        "{\"date-parts\": [[2012]]}}]",
        "csl-json", "",
        "[\n {\"id\": \"record-1\", \"type\": \"report\", \"title\": \"&lt;b&gt;\", \"URL\": \"http://a\", \"note\": \"PMID: "
        "5\", \"issued\": {\"date-parts\": [[2012]]}, \"custom\": {\"accession\": \"ED1\", \"note\": [\"PMID: 5\", "
        "\"two\"], \"url\": [\"http://a\", \"http://b\"], \"file\": [\"x.pdf\"], \"date\": \"2012//\", \"decisions\": "
        "[{\"stage\": \"full-text\", \"reviewer\": \"A\", \"verdict\": \"exclude\", \"reason\": \"r\", \"raw\": \"w\"}], "
        "\"exact\": true}}\n]\n");
}

static void objects_that_are_no_items_are_told(void **state)
{
    (void)state;
    expect_csl(
        "[{\"title\": \"a\"}, {\"b\": 1}, {\"title\": \"c\", \"title\": \"d\\ud800\"}, {\"title\": NaN,}, {\"title\": \"e\"",
        "csl-json", "unknown-format@1 json-surrogate@1 json-duplicate-key@1 json-malformed@1 json-malformed@1 json-malformed@1 ",
        "[\n {\"id\": \"record-1\", \"type\": \"document\", \"title\": \"a\"},\n {\"id\": \"record-2\", \"type\": "
        "\"document\", \"title\": \"d�\"},\n {\"id\": \"record-3\", \"type\": \"document\"}\n]\n");
}

static void a_refusal_names_line_and_kind(void **state)
{
    converted got;

    (void)state;
    convert(&got, "[\n[[1", NULL, "csl-json");
    assert_int_equal(got.status, RV_EPARSE);
    assert_string_equal(got.err.message, "test:2: the file ends within an element (json-malformed)");
    convert_free(&got);
    convert(&got, "[{\"a\": 1}]", NULL, "csl-json");
    assert_int_equal(got.status, RV_EPARSE);
    assert_string_equal(got.err.message, "test:1: the object has nothing that says it is a record (unknown-format)");
    convert_free(&got);
}

static void every_value_is_kept_with_its_path(void **state)
{
    read_result got;

    (void)state;
    read_text(&got, "[{\"title\":\"T\",\"x\":{\"y\":[1.5,true,null,{\"z\":\"\"}]},\"d\":[[2012,3]]}]");
    assert_string_equal(rv_buf_str(&got.tags), "title=T|x.y[0]=1.5|x.y[1]=true|x.y[3].z=|d[0]=[2012,3]|");
    assert_string_equal(rv_buf_str(&got.records), "1+63:1 T||0|;");
    read_free(&got);
}

static void latin_1_and_utf_16_are_read(void **state)
{
    static const char wide[] = "\xFF\xFE[\0{\0\"\0t\0i\0t\0l\0e\0\"\0:\0\"\0\xE9\0\"\0}\0]\0";
    converted got;

    (void)state;
    convert_bytes(&got, wide, sizeof wide - 1, NULL, "csl-json");
    assert_int_equal(got.status, RV_OK);
    assert_non_null(strstr(rv_buf_str(&got.text), "\"title\": \"\xC3\xA9\""));
    convert_free(&got);
    convert(&got, "[{\"title\":\"Caf\xE9 f\xFCr Gr\xFC\xDF" "e und Gr\xF6\xDF" "e\"}]", NULL, "csl-json");
    assert_int_equal(got.status, RV_OK);
    assert_non_null(strstr(rv_buf_str(&got.text), "Caf\xC3\xA9"));
    convert_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_have_particles_suffixes_and_organisations),
        cmocka_unit_test(dates_come_in_many_ways),
        cmocka_unit_test(notes_keywords_and_numbers_are_taken_apart),
        cmocka_unit_test(what_is_of_the_wrong_kind_does_no_harm),
        cmocka_unit_test(what_csl_has_no_member_for_comes_back),
        cmocka_unit_test(objects_that_are_no_items_are_told),
        cmocka_unit_test(a_refusal_names_line_and_kind),
        cmocka_unit_test(every_value_is_kept_with_its_path),
        cmocka_unit_test(latin_1_and_utf_16_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
