#include <config.h>

#include "tests/refs/convert_support.h"

static void works_have_their_abstract_put_together_again(void **state)
{
    (void)state;
    expect_csl(
        "{\"meta\": {}, \"results\": [{\"id\": \"https://openalex.org/W1\", \"doi\": "
        "\"https://doi.org/10.1000/ABC\", \"title\": \"One\", \"publication_date\": \"2012-03-05\", \"ids\": "
        "{\"pmid\": \"https://pubmed.ncbi.nlm.nih.gov/123\", \"pmcid\": "
        "\"https://www.ncbi.nlm.nih.gov/pmc/articles/45\"}, \"language\": \"en\", \"type\": \"article\", "
        "\"authorships\": [{\"author\": {\"display_name\": \"Ludwig van Beethoven\"}}, {\"raw_author_name\": "
        "\"Plato\"}], \"biblio\": {\"volume\": \"1\", \"issue\": \"2\", \"first_page\": \"3\", \"last_page\": \"4\"}, "
        "\"primary_location\": {\"landing_page_url\": \"http://a.b\", \"source\": {\"display_name\": \"J\", \"issn\": "
        "[\"1234-5679\"], \"type\": \"journal\", \"host_organization_name\": \"P\"}}, \"keywords\": "
        "[{\"display_name\": \"k\"}, {\"keyword\": \"l\"}], \"abstract_inverted_index\": {\"to\": [0, 4], \"be\": [1, "
        "5], \"or\": [2], \"not\": [3]}}]}",
        "openalex-json", "",
        "[\n {\"id\": \"record-1\", \"type\": \"article-journal\", \"title\": \"One\", \"container-title\": \"J\", "
        "\"volume\": \"1\", \"issue\": \"2\", \"page\": \"3-4\", \"publisher\": \"P\", \"language\": \"en\", \"abstract\": \"to "
        "be or not to be\", \"DOI\": \"10.1000/abc\", \"PMID\": \"123\", \"PMCID\": \"PMC45\", \"URL\": \"http://a.b\", "
        "\"author\": [{\"family\": \"van Beethoven\", \"given\": \"Ludwig\"}, {\"literal\": \"Plato\"}], \"issued\": "
        "{\"date-parts\": [[2012, 3, 5]]}, \"ISSN\": \"1234-5679\", \"keyword\": [\"k\", \"l\"], \"custom\": "
        "{\"accession\": \"W1\"}}\n]\n");
}

static void types_follow_source_and_crossref(void **state)
{
    (void)state;
    expect_csl(
        "[{\"id\": \"https://openalex.org/W2\", \"title\": \"t\", \"authorships\": [], \"type\": \"preprint\", "
        "\"type_crossref\": \"journal-article\", \"primary_location\": {\"source\": {\"display_name\": \"S\", "
        "\"type\": \"repository\"}}}, {\"id\": \"https://openalex.org/W2\", \"title\": \"t\", \"authorships\": [], "
        "\"type\": \"article\", \"type_crossref\": \"proceedings-article\", \"primary_location\": {\"source\": "
        "{\"display_name\": \"S\", \"type\": \"journal\"}}}, {\"id\": \"https://openalex.org/W2\", \"title\": \"t\", "
        "\"authorships\": [], \"type\": \"article\", \"type_crossref\": null, \"primary_location\": {\"source\": "
        "{\"display_name\": \"S\", \"type\": \"conference\"}}}, {\"id\": \"https://openalex.org/W2\", \"title\": \"t\", "
        "\"authorships\": [], \"type\": \"dissertation\", \"type_crossref\": null, \"primary_location\": "
        "{\"source\": {\"display_name\": \"S\", \"type\": \"repository\"}}}, {\"id\": \"https://openalex.org/W2\", "
        "\"title\": \"t\", \"authorships\": [], \"type\": \"review\", \"type_crossref\": null, \"primary_location\": "
        "{\"source\": {\"display_name\": \"S\", \"type\": \"journal\"}}}, {\"id\": \"https://openalex.org/W2\", "
        "\"title\": \"t\", \"authorships\": [], \"type\": \"nope\", \"type_crossref\": null, \"primary_location\": "
        "{\"source\": {\"display_name\": \"S\", \"type\": null}}}]",
        "openalex-json", "unknown-type@1 ",
        "[\n {\"id\": \"record-1\", \"type\": \"article\", \"title\": \"t\", \"custom\": {\"accession\": \"W2\"}},\n {\"id\": "
        "\"record-2\", \"type\": \"paper-conference\", \"title\": \"t\", \"container-title\": \"S\", \"custom\": "
        "{\"accession\": \"W2\"}},\n {\"id\": \"record-3\", \"type\": \"paper-conference\", \"title\": \"t\", "
        "\"container-title\": \"S\", \"custom\": {\"accession\": \"W2\"}},\n {\"id\": \"record-4\", \"type\": \"thesis\", "
        "\"title\": \"t\", \"custom\": {\"accession\": \"W2\"}},\n {\"id\": \"record-5\", \"type\": \"article-journal\", "
        "\"title\": \"t\", \"container-title\": \"S\", \"custom\": {\"accession\": \"W2\"}},\n {\"id\": \"record-6\", "
        "\"type\": \"document\", \"title\": \"t\", \"container-title\": \"S\", \"custom\": {\"accession\": \"W2\"}}\n]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(works_have_their_abstract_put_together_again),
        cmocka_unit_test(types_follow_source_and_crossref),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
