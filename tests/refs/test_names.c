#include <config.h>

#include "tests/refs/neutral_support.h"

static void is_author(const char *written, const char *said)
{
    char           text[400];
    neutral_result got;

    snprintf(text, sizeof text, "TY  - JOUR\nTI  - One\nAU  - %s\nER  - \n", written);
    neutral_read(&got, text, strlen(text));
    neutral_holds(&got, said);
    neutral_free(&got);
}

static void a_comma_parts_family_and_given_names(void **state)
{
    (void)state;
    is_author("Adams, Ann", "author=Adams|Ann|");
    is_author("Adams,A.B.", "author=Adams|A.B.|");
    is_author("van der Berg, H", "author=van der Berg|H|");
    is_author("*Adams, Ann;", "author=Adams|Ann|");
    is_author("Adams, Ann, Jr.", "author=Adams|Ann|Jr.");
    is_author("Adams, III, Ann", "author=Adams|Ann|III");
    is_author("Adams, , Jr", "author=Adams||Jr");
    is_author("Adams, Ann, PhD, MSc", "author=Adams|Ann, PhD, MSc|");
}

static void initials_behind_a_family_name_are_given_names(void **state)
{
    (void)state;
    is_author("Liu RC", "author=Liu|RC|");
    is_author("van der Berg H.J.", "author=van der Berg|H.J.|");
    is_author("SMITH J", "author=SMITH|J|");
    is_author("NHS UK", "author=NHS UK||");
    is_author("Ministry of Health UK", "author=Ministry of Health UK||");
}

static void an_organisation_stays_whole(void **state)
{
    (void)state;
    is_author("World Health Organization", "author=World Health Organization||");
    is_author("Group A,", "author=Group A||");
    is_author("Department of Health,, London", "author=Department of Health, London||");
    is_author("Smith,, John", "author=Smith|John|");
    is_author("Madonna", "author=Madonna||");
}

static void several_people_in_a_line_are_parted_at_semicolons(void **state)
{
    static const char text[] = "TY  - JOUR\nAU  - Adams, Ann; Brown, Bo\nAU  - Clark, Cy and Dean, Di\nAU  - ,\nER  - \n";
    neutral_result    got;

    (void)state;
    neutral_read(&got, text, sizeof text - 1);
    neutral_holds(&got, "author=Adams|Ann|\nauthor=Brown|Bo|\nauthor=Clark|Cy and Dean, Di|");
    assert_string_equal(rv_buf_str(&got.problems), "odd-author@1 odd-author@1 odd-author@1 ");
    neutral_free(&got);
}

static void given_names_stand_first_where_no_author_has_a_comma(void **state)
{
    static const char people[] = "TY  - JOUR\nAU  - A. Adams-Brown\nAU  - Ludwig van Beethoven\nAU  - Sam Clark Jr\nER  - \n";
    static const char mixed[] = "TY  - JOUR\nAU  - Ann Adams\nAU  - World Bank\nER  - \n";
    static const char ieee[] = "TY  - JOUR\nAU  - Ann Adams\nUR  - https://ieeexplore.ieee.org/1\nER  - \n";
    neutral_result    got;

    (void)state;
    neutral_read(&got, people, sizeof people - 1);
    neutral_holds(&got, "author=Adams-Brown|A.|\nauthor=van Beethoven|Ludwig|\nauthor=Clark|Sam|Jr");
    neutral_free(&got);
    neutral_read(&got, mixed, sizeof mixed - 1);
    neutral_holds(&got, "author=Ann Adams||\nauthor=World Bank||");
    neutral_free(&got);
    neutral_read(&got, ieee, sizeof ieee - 1);
    neutral_holds(&got, "author=Adams|Ann|");
    neutral_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_comma_parts_family_and_given_names),
        cmocka_unit_test(initials_behind_a_family_name_are_given_names),
        cmocka_unit_test(an_organisation_stays_whole),
        cmocka_unit_test(several_people_in_a_line_are_parted_at_semicolons),
        cmocka_unit_test(given_names_stand_first_where_no_author_has_a_comma),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
