#include <config.h>

#include <stdio.h>
#include <string.h>

#include "screen/rank.h"
#include "tests/support.h"

/* The words of a text with a blank after each. */
static const char *words_of(const char *text)
{
    static char found[4000];
    rv_rank_words words = { 0 };
    size_t n = 0;

    rv_rank_words_start(&words, text);
    while (rv_rank_words_next(&words)) {
        memcpy(found + n, words.word, words.length);
        n += words.length;
        found[n++] = ' ';
    }
    found[n] = '\0';
    rv_rank_words_end(&words);
    return found;
}

static void words_are_two_or_more_word_characters_in_lower_case(void **state)
{
    (void)state;
    assert_string_equal(words_of("A cat's PAW, x_1 (2b) 7 - well-known__"), "cat paw x_1 2b well known__ ");
}

static void letters_and_numerals_of_any_script_make_words(void **state)
{
    (void)state;
    assert_string_equal(words_of("ÉTÉ é Straße ЖИЗНЬ Ωμέγα 学校 ½½ m² \xF0\x9F\x98\x80\xF0\x9F\x98\x80 日"), "été straße жизнь ωμέγα 学校 ½½ m² ");
}

/* As in Python, a combining mark is no word character. */
static void a_combining_mark_parts_words(void **state)
{
    (void)state;
    assert_string_equal(words_of("cafe\xCC\x81s"), "cafe ");
}

static void nothing_gives_no_words(void **state)
{
    (void)state;
    assert_string_equal(words_of(NULL), "");
    assert_string_equal(words_of(""), "");
    assert_string_equal(words_of(" . a , b "), "");
}

static void bytes_that_are_not_utf8_part_words(void **state)
{
    (void)state;
    assert_string_equal(words_of("ab\xFF" "cd \xC3"), "ab cd ");
}

static void a_word_may_be_long(void **state)
{
    char text[1001], want[1003];

    (void)state;
    memset(text, 'A', 1000);
    text[1000] = '\0';
    memset(want, 'a', 1000);
    strcpy(want + 1000, " ");
    assert_string_equal(words_of(text), want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_two_or_more_word_characters_in_lower_case),
        cmocka_unit_test(letters_and_numerals_of_any_script_make_words),
        cmocka_unit_test(a_combining_mark_parts_words),
        cmocka_unit_test(nothing_gives_no_words),
        cmocka_unit_test(bytes_that_are_not_utf8_part_words),
        cmocka_unit_test(a_word_may_be_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
