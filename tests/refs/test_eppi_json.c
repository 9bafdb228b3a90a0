#include <config.h>

#include "tests/refs/convert_support.h"

static void codes_that_include_or_exclude_are_decisions(void **state)
{
    (void)state;
    expect_csl(
        "{\"CodeSets\": [{\"SetName\": \"Screen on Title & Abstract\", \"Attributes\": {\"AttributesList\": "
        "[{\"AttributeId\": 11, \"AttributeType\": \"Include\", \"AttributeName\": \"INCLUDE\"}, {\"AttributeId\": "
        "12, \"AttributeType\": \"Exclude\", \"AttributeName\": \"EXCLUDE\", \"Attributes\": {\"AttributesList\": "
        "[{\"AttributeId\": 13, \"AttributeType\": \"Exclude\", \"AttributeName\": \"EXCLUDE on full "
        "text\"}]}}]}}], \"References\": [{\"Codes\": [{\"AttributeId\": 11, \"AdditionalText\": \"\"}, "
        "{\"AttributeId\": 13, \"AdditionalText\": \"too short\"}, {\"AttributeId\": 99}], \"ItemId\": 7, \"Title\": "
        "\"T\", \"ParentTitle\": \"J\", \"Year\": \"2012\", \"Month\": \"March\", \"StandardNumber\": \"1234-5679\", "
        "\"Authors\": \"Fang Ferric C ; van der Berg Jan; Smith, Ann; Plato;\", \"ParentAuthors\": \"E F\", "
        "\"Keywords\": \"a\\nb;c\", \"TypeName\": \"Journal, Article\", \"ItemStatus\": \"I\", \"DOI\": \"10.1000/ABC\", "
        "\"Abstract\": \"A\", \"Comments\": \"C\"}]}",
        "eppi-json", "",
        "[\n {\"id\": \"7\", \"type\": \"article-journal\", \"title\": \"T\", \"container-title\": \"J\", \"abstract\": "
        "\"A\", \"DOI\": \"10.1000/abc\", \"note\": \"C\", \"author\": [{\"family\": \"Fang\", \"given\": \"Ferric C\"}, "
        "{\"family\": \"van der Berg\", \"given\": \"Jan\"}, {\"family\": \"Smith\", \"given\": \"Ann\"}, {\"literal\": "
        "\"Plato\"}], \"editor\": [{\"family\": \"E\", \"given\": \"F\"}], \"issued\": {\"date-parts\": [[2012, 3]]}, "
        "\"ISSN\": \"1234-5679\", \"keyword\": [\"a\", \"b\", \"c\"], \"custom\": {\"date\": \"2012\", \"decisions\": "
        "[{\"stage\": \"title-abstract\", \"verdict\": \"include\", \"raw\": \"Screen on Title & Abstract: "
        "INCLUDE\"}, {\"stage\": \"full-text\", \"verdict\": \"exclude\", \"reason\": \"too short\", \"raw\": \"Screen "
        "on Title & Abstract: EXCLUDE on full text\"}]}}\n]\n");
}

static void without_codes_the_status_may_say_excluded(void **state)
{
    (void)state;
    expect_csl(
        "{\"References\": [{\"ItemId\": 1, \"Title\": \"t\", \"ParentTitle\": \"\", \"ItemStatus\": \"E\", \"TypeName\": "
        "\"Odd\"}]}",
        "eppi-json", "unknown-type@1 ",
        "[\n {\"id\": \"1\", \"type\": \"document\", \"title\": \"t\", \"custom\": {\"decisions\": [{\"verdict\": "
        "\"exclude\", \"raw\": \"ItemStatus: E\"}]}}\n]\n");
}

static void decisions_and_people_are_written_as_eppi_has_them(void **state)
{
    converted got;

    (void)state;
    convert(&got, "[{\"title\": \"T\", \"type\": \"thesis\", \"author\": [{\"family\": \"van Berg\", \"given\": \"A\"}, {\"family\": \"B\", "
                  "\"given\": \"C\"}], \"issued\": {\"date-parts\": [[2012, 3]]}, \"custom\": {\"decisions\": [{\"stage\": \"full-text\", "
                  "\"verdict\": \"exclude\", \"reason\": \"wrong\"}]}}]", NULL, "eppi-json");
    assert_int_equal(got.status, RV_OK);
    assert_non_null(strstr(rv_buf_str(&got.text), "\"References\": [\n{\"Codes\": [{\"AttributeId\": 5, \"AdditionalText\": \"wrong\", "));
    assert_non_null(strstr(rv_buf_str(&got.text), "\"Authors\": \"van Berg, A; B C; \""));
    assert_non_null(strstr(rv_buf_str(&got.text), "\"Year\": \"2012\", \"Month\": \"March\""));
    assert_non_null(strstr(rv_buf_str(&got.text), "\"TypeName\": \"Dissertation\""));
    assert_non_null(strstr(rv_buf_str(&got.text), "\"ItemStatus\": \"E\""));
    convert_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_that_include_or_exclude_are_decisions),
        cmocka_unit_test(without_codes_the_status_may_say_excluded),
        cmocka_unit_test(decisions_and_people_are_written_as_eppi_has_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
