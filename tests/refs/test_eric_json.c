#include <config.h>

#include "tests/refs/convert_support.h"

static void docs_of_the_answer_are_records(void **state)
{
    (void)state;
    expect_csl(
        "{\"response\": {\"numFound\": 1, \"docs\": [{\"id\": \"EJ1\", \"title\": \"T\", \"author\": [\"A, B\"], "
        "\"description\": \"D\", \"subject\": [\"x\", \"y\"], \"publicationtype\": [\"Journal Articles\", \"Reports - "
        "Research\"], \"publicationdateyear\": 2012, \"language\": [\"English\"], \"issn\": [\"ISSN-1234-5679\", "
        "\"EISSN-2618-6586\"], \"source\": \"Journal of Tests, v4 n1 p62-76 2012\", \"peerreviewed\": \"T\"}]}}",
        "eric-json", "",
        "[\n {\"id\": \"record-1\", \"type\": \"article-journal\", \"title\": \"T\", \"container-title\": \"Journal of "
        "Tests\", \"volume\": \"4\", \"issue\": \"1\", \"page\": \"62-76\", \"language\": \"English\", \"abstract\": \"D\", "
        "\"author\": [{\"family\": \"A\", \"given\": \"B\"}], \"issued\": {\"date-parts\": [[2012]]}, \"ISSN\": "
        "\"1234-5679 2618-6586\", \"keyword\": [\"x\", \"y\"], \"custom\": {\"accession\": \"EJ1\"}}\n]\n");
}

static void types_come_from_kinds_where_it_is_no_journal(void **state)
{
    (void)state;
    expect_csl(
        "{\"response\": {\"docs\": [{\"id\": \"ED1\", \"title\": \"t\", \"publicationtype\": [\"Dissertations/Theses - "
        "Doctoral Dissertations\"]}, {\"id\": \"ED2\", \"title\": \"t\", \"source\": \"Online Submission\"}, {\"id\": "
        "\"ED3\", \"title\": \"t\", \"publicationtype\": \"Books\", \"isbn\": [\"ISBN-978-3-16-148410-0\", \"N/A\"], "
        "\"issn\": [\"ISSN-12\"]}]}}",
        "eric-json", "odd-identifier@1 ",
        "[\n {\"id\": \"record-1\", \"type\": \"thesis\", \"genre\": \"Dissertations/Theses - Doctoral "
        "Dissertations\", \"title\": \"t\", \"custom\": {\"accession\": \"ED1\"}},\n {\"id\": \"record-2\", \"type\": "
        "\"report\", \"title\": \"t\", \"custom\": {\"accession\": \"ED2\"}},\n {\"id\": \"record-3\", \"type\": \"book\", "
        "\"genre\": \"Books\", \"title\": \"t\", \"ISBN\": \"9783161484100\", \"custom\": {\"accession\": \"ED3\"}}\n]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(docs_of_the_answer_are_records),
        cmocka_unit_test(types_come_from_kinds_where_it_is_no_journal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
