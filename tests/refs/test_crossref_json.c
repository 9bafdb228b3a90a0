#include <config.h>

#include "tests/refs/convert_support.h"

static void a_list_of_works_gives_a_record_each(void **state)
{
    (void)state;
    expect_csl(
        "{\"status\": \"ok\", \"message-type\": \"work-list\", \"message\": {\"facets\": {}, \"items\": [{\"DOI\": "
        "\"10.1000/ABC\", \"type\": \"journal-article\", \"title\": [\"One\"], \"subtitle\": [\"two\"], "
        "\"container-title\": [\"Journal\"], \"short-container-title\": [\"J\"], \"volume\": \"1\", \"issue\": \"2\", "
        "\"article-number\": \"e3\", \"author\": [{\"family\": \"A\", \"given\": \"B\", \"sequence\": \"first\"}, {\"name\": "
        "\"Group\"}], \"issued\": {\"date-parts\": [[2012, 3]]}, \"ISSN\": [\"1234-5679\"], \"subject\": [\"x\", \"y\"], "
        "\"abstract\": \"<jats:title>Abstract</jats:title><jats:sec><jats:p>Text.</jats:p></jats:sec>\", "
        "\"URL\": \"http://dx.doi.org/10.1000/abc\", \"resource\": {\"primary\": {\"URL\": \"http://a.b\"}}}, "
        "{\"DOI\": \"10.1000/x\", \"type\": \"posted-content\", \"subtype\": \"preprint\", \"title\": [\"P\"], "
        "\"institution\": [{\"name\": \"bioRxiv\"}], \"posted\": {\"date-parts\": [[2020, 1, 2]]}}]}}",
        "crossref-json", "",
        "[\n {\"id\": \"record-1\", \"type\": \"article-journal\", \"title\": \"One: two\", \"container-title\": "
        "\"Journal\", \"container-title-short\": \"J\", \"volume\": \"1\", \"issue\": \"2\", \"page\": \"e3\", \"abstract\": "
        "\"Text.\", \"DOI\": \"10.1000/abc\", \"URL\": \"http://a.b\", \"author\": [{\"family\": \"A\", \"given\": \"B\"}, "
        "{\"literal\": \"Group\"}], \"issued\": {\"date-parts\": [[2012, 3]]}, \"ISSN\": \"1234-5679\", \"keyword\": "
        "[\"x\", \"y\"]},\n {\"id\": \"record-2\", \"type\": \"article\", \"genre\": \"Preprint\", \"title\": \"P\", "
        "\"publisher\": \"bioRxiv\", \"DOI\": \"10.1000/x\", \"issued\": {\"date-parts\": [[2020, 1, 2]]}}\n]\n");
}

static void one_work_may_stand_alone(void **state)
{
    (void)state;
    expect_csl(
        "{\"message-type\": \"work\", \"message\": {\"DOI\": \"10.1000/x\", \"type\": \"book-chapter\", \"title\": "
        "[\"C\"], \"container-title\": [\"B\"], \"editor\": [{\"family\": \"E\"}], \"ISBN\": "
        "[\"http://id.crossref.org/isbn/9783161484100\"], \"published-print\": {\"date-parts\": [[2001]]}, "
        "\"issued\": {\"date-parts\": [[null]]}}}",
        "crossref-json", "",
        "[\n {\"id\": \"record-1\", \"type\": \"chapter\", \"title\": \"C\", \"container-title\": \"B\", \"DOI\": "
        "\"10.1000/x\", \"editor\": [{\"literal\": \"E\"}], \"issued\": {\"date-parts\": [[2001]]}, \"ISBN\": "
        "\"9783161484100\"}\n]\n");
    expect_csl(
        "{\"DOI\": \"10.1000/x\", \"is-referenced-by-count\": 0, \"type\": \"article-journal\", \"title\": \"As CSL\", "
        "\"container-title\": \"J\"}\n{\"DOI\": \"10.1000/y\", \"type\": \"nope\", \"title\": []}",
        "crossref-json", "unknown-type@2 ",
        "[\n {\"id\": \"record-1\", \"type\": \"article-journal\", \"title\": \"As CSL\", \"container-title\": \"J\", "
        "\"DOI\": \"10.1000/x\"},\n {\"id\": \"record-2\", \"type\": \"document\", \"DOI\": \"10.1000/y\"}\n]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_of_works_gives_a_record_each),
        cmocka_unit_test(one_work_may_stand_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
