#include <config.h>

#include "tests/support.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "tools/dedup_side.h"

static char *shown(const rv_side_field *fields, size_t n, size_t width, bool colour)
{
    rv_buf out = RV_BUF_INIT;
    rv_error err = { 0 };

    if (rv_side_by_side(&out, fields, n, width, colour, &err) != RV_OK)
        fail_msg("%s", err.message);
    return out.data;
}

static void what_differs_stands_between_stars_and_the_field_is_marked(void **state)
{
    const rv_side_field fields[] = { { "title", "Youth programme: interim report", "Youth programme: final report", false },
                                     { "authors", "Miller, C.", "MILLER C", false },
                                     { "year", "2016", NULL, false },
                                     { "doi", NULL, "", false } };
    char *text = shown(fields, 4, 95, false);

    (void)state;
    assert_string_equal(text, "* title     Youth programme: *interim* report        | Youth programme: *final* report\n"
                              "= authors   Miller, C.                               | MILLER C\n"
                              "+ year      2016                                     |\n");
    free(text);
}

static void colour_takes_the_place_of_the_stars(void **state)
{
    const rv_side_field fields[] = { { "pages", "1-9 10", "1-9 11", false } };
    char *text = shown(fields, 1, 60, true);

    (void)state;
    assert_non_null(strstr(text, "1-9 \033[1;33m10\033[0m"));
    assert_null(strchr(text + 1, '*'));
    free(text);
}

/* Every line is as wide as the terminal at most, whatever the letters and however long the words. */
static void no_line_is_wider_than_the_terminal(void **state)
{
    const rv_side_field fields[] = {
        { "title", "Donaudampfschifffahrtselektrizit\xc3\xa4tenhauptbetriebswerkbauunterbeamtengesellschaft in Wien und anderswo",
          "\xe6\x95\x99\xe8\x82\xb2\xe3\x81\xa8\xe8\xa8\x93\xe7\xb7\xb4\xe3\x81\xae\xe5\x8a\xb9\xe6\x9e\x9c\xe3\x81\xab\xe9\x96\xa2\xe3\x81\x99\xe3\x82\x8b\xe7\xa0\x94\xe7\xa9\xb6", false },
        { "journal", "Revista e\xcc\x81" "ducative de l'enseignement et de la formation", "Rev \xc3\xa9" "duc ens form", false },
        { "url", "https://example.org/a/very/long/address/that/no/column/can/hold/in/one/line", "https://example.org/b", false },
    };

    (void)state;
    for (size_t width = 30; width < 140; width += 7) {
        const size_t limit = width < 44 ? 44 : width;
        char *text = shown(fields, 3, width, false), *line, *next = text;
        while ((line = next) && *line) {
            if ((next = strchr(line, '\n')))
                *next++ = '\0';
            if (rv_utf8_width(line) > limit)
                fail_msg("width %zu: '%s' takes %zu columns", width, line, rv_utf8_width(line));
        }
        free(text);
    }
}

static void control_characters_of_a_record_do_not_reach_the_terminal(void **state)
{
    const rv_side_field fields[] = { { "title", "red \033[31m alert", "red\nalert", false } };
    char *text = shown(fields, 1, 80, false);

    (void)state;
    assert_null(strchr(text, '\033'));
    assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
    free(text);
}

static void a_long_abstract_ends_with_dots(void **state)
{
    rv_buf words = RV_BUF_INIT;
    char *text;

    (void)state;
    for (int i = 0; i < 5000; i++)
        rv_buf_printf(&words, "word%d ", i);
    text = shown(&(rv_side_field){ "abstract", rv_buf_str(&words), rv_buf_str(&words), false }, 1, 100, false);
    assert_int_equal(*text, '=');
    assert_non_null(strstr(text, "word118 ..."));
    assert_null(strstr(text, "word120"));
    free(text);
    rv_buf_free(&words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_differs_stands_between_stars_and_the_field_is_marked),
        cmocka_unit_test(colour_takes_the_place_of_the_stars),
        cmocka_unit_test(no_line_is_wider_than_the_terminal),
        cmocka_unit_test(control_characters_of_a_record_do_not_reach_the_terminal),
        cmocka_unit_test(a_long_abstract_ends_with_dots),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
