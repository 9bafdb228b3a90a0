#include <config.h>

#include "tests/refs/convert_support.h"

static void attributes_and_the_work_it_appeared_in_make_a_record(void **state)
{
    (void)state;
    expect_csl(
        "{\"data\": [{\"id\": \"1\", \"type\": \"dois\", \"attributes\": {\"doi\": \"10.1000/ABC\", \"url\": \"http://a.b\", "
        "\"types\": {\"resourceTypeGeneral\": \"BookChapter\", \"citeproc\": \"article\"}, \"creators\": "
        "[{\"nameType\": \"Personal\", \"name\": \"A, B\", \"familyName\": \"A\", \"givenName\": \"B\"}, {\"nameType\": "
        "\"Organizational\", \"name\": \"Org, Ltd\"}, {\"name\": \"C, D\"}], \"contributors\": [{\"contributorType\": "
        "\"Editor\", \"name\": \"H, I\"}, {\"contributorType\": \"DataManager\", \"name\": \"L\"}], \"titles\": "
        "[{\"title\": \"T\", \"titleType\": \"TranslatedTitle\"}, {\"title\": \"Main\"}, {\"title\": \"Sub\", "
        "\"titleType\": \"Subtitle\"}], \"publisher\": {\"name\": \"P\"}, \"subjects\": [{\"subject\": \"k\"}], \"dates\": "
        "[{\"date\": \"2024-03-05\", \"dateType\": \"Issued\"}], \"publicationYear\": 2024, \"language\": \"de\", "
        "\"descriptions\": [{\"description\": \"A\", \"descriptionType\": \"Abstract\", \"lang\": \"en\"}, "
        "{\"description\": \"B\", \"descriptionType\": \"Abstract\", \"lang\": \"de\"}], \"relatedItems\": [{\"titles\": "
        "[{\"title\": \"Book\"}], \"relationType\": \"IsPublishedIn\", \"publicationYear\": \"2022\", \"firstPage\": "
        "\"109\", \"lastPage\": \"128\", \"relatedItemIdentifier\": {\"relatedItemIdentifier\": \"9783161484100\", "
        "\"relatedItemIdentifierType\": \"ISBN\"}}]}}]}",
        "datacite-json", "",
        "[\n {\"id\": \"record-1\", \"type\": \"chapter\", \"title\": \"Main: Sub\", \"container-title\": \"Book\", "
        "\"page\": \"109-128\", \"publisher\": \"P\", \"language\": \"de\", \"abstract\": \"B\", \"DOI\": \"10.1000/abc\", "
        "\"URL\": \"http://a.b\", \"author\": [{\"family\": \"A\", \"given\": \"B\"}, {\"literal\": \"Org, Ltd\"}, "
        "{\"family\": \"C\", \"given\": \"D\"}], \"editor\": [{\"family\": \"H\", \"given\": \"I\"}], \"issued\": "
        "{\"date-parts\": [[2022]]}, \"ISBN\": \"9783161484100\", \"keyword\": [\"k\"]}\n]\n");
}

static void containers_and_sizes_give_pages(void **state)
{
    (void)state;
    expect_csl(
        "[{\"doi\": \"10.1000/x\", \"titles\": [{\"title\": \"t\"}], \"creators\": [], \"publicationYear\": \"2018\", "
        "\"types\": {\"resourceTypeGeneral\": \"Text\", \"citeproc\": \"article-journal\"}, \"container\": {\"type\": "
        "\"Series\", \"title\": \"J\", \"firstPage\": \"No 1\", \"identifier\": \"1234-5679\", \"identifierType\": "
        "\"ISSN\"}, \"sizes\": [\"12 kB\", \"33–52 Pages\"], \"publisher\": \"P\"}, {\"doi\": \"10.1000/y\", \"titles\": "
        "[{\"title\": \"t\"}], \"types\": {\"resourceTypeGeneral\": \"Dataset\"}, \"container\": {\"type\": "
        "\"DataRepository\", \"title\": \"no journal\", \"firstPage\": \"e1\", \"lastPage\": \"e4\"}}]",
        "datacite-json", "",
        "[\n {\"id\": \"record-1\", \"type\": \"article-journal\", \"title\": \"t\", \"container-title\": \"J\", \"page\": "
        "\"33-52\", \"publisher\": \"P\", \"DOI\": \"10.1000/x\", \"issued\": {\"date-parts\": [[2018]]}, \"ISSN\": "
        "\"1234-5679\"},\n {\"id\": \"record-2\", \"type\": \"dataset\", \"title\": \"t\", \"page\": \"e1-e4\", \"DOI\": "
        "\"10.1000/y\"}\n]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attributes_and_the_work_it_appeared_in_make_a_record),
        cmocka_unit_test(containers_and_sizes_give_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
