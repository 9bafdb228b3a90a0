#include <config.h>

#include "tests/support.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/read.h"
#include "tools/terminal.h"

/* ---- A record, and what is seen of it ------------------------------------------------------------------------------------------ */

static const rv_criterion criteria[] = {
    { "age", "The stated age range at entry lies within 15 to 24 years; where a school grade is stated, its usual age counts.", true },
    { "programme", "The study evaluates a programme that aims at engagement in education, training or work.", true },
    { "sick-leave", "Vocational rehabilitation after illness or injury of people who had work.", false },
};
static const rv_term terms[] = { { "youth", false }, { "random*", false }, { "\xe9\x9d\x92\xe5\xb9\xb4", false }, { "a review", true } };
static rv_reason some_reasons[30];
static char ids[30][24], labels[30][80];

static rv_protocol protocol_with(size_t n_reasons)
{
    for (size_t i = 0; i < n_reasons; i++) {
        snprintf(ids[i], sizeof ids[i], "reason-%zu", i + 1);
        snprintf(labels[i], sizeof labels[i], "Not what reason %zu asks for, said in some words", i + 1);
        some_reasons[i] = (rv_reason){ ids[i], labels[i], "" };
    }
    return (rv_protocol){ .n_criteria = 3, .criteria = criteria, .n_terms = 4, .terms = terms, .n_reasons = n_reasons, .reasons = some_reasons };
}

static const rv_stage stage = { .id = "title-abstract", .label = "Title and abstract", .reviewers = 2 };

typedef struct {
    rv_protocol protocol;
    rv_reasons  reasons;
    rv_card     card;
    rv_page     page;
    rv_drawn    drawn;
} seen;

static void set(seen *s, const char *title, const char *abstract, size_t n_reasons)
{
    *s = (seen){ .protocol = protocol_with(n_reasons) };
    rv_reasons_at(&s->reasons, &s->protocol, stage.id);
    s->card = (rv_card){ 17, (char *)title, (char *)"Miller, Ann; Smith, Bo", (char *)"2008. American Economic Review 98(5), 1864-1886. ERIC",
                         (char *)abstract, (char *)"Dropouts; Youth; Mentoring", (char *)"https://doi.org/10.1/x" };
    s->page = (rv_page){ .protocol = &s->protocol, .stage = &stage, .reasons = &s->reasons, .card = &s->card, .pace = NAN, .served = "",
                         .flags = "", .said = "", .progress = { 12, 3, 99, 1 } };
}

static void draw(seen *s, size_t columns, size_t lines)
{
    rv_error err = { 0 };

    rv_drawn_free(&s->drawn);
    s->page.columns = columns;
    s->page.lines = lines;
    if (rv_page_draw(&s->page, &s->drawn, &err) != RV_OK)
        fail_msg("%s", err.message);
}

static bool has(const seen *s, const char *words)
{
    for (size_t i = 0; i < s->drawn.lines.n; i++)
        if (strstr(s->drawn.lines.items[i], words))
            return true;
    return false;
}

static long line_with(const seen *s, const char *words)
{
    for (size_t i = 0; i < s->drawn.lines.n; i++)
        if (strstr(s->drawn.lines.items[i], words))
            return (long)i;
    return -1;
}

/* As many lines as the terminal has, none wider, the keys last, nothing that steers the terminal but colour. */
static void check_fits(seen *s, size_t columns, size_t lines)
{
    draw(s, columns, lines);
    assert_int_equal(s->drawn.lines.n, lines);
    for (size_t i = 0; i < lines; i++) {
        const char *line = s->drawn.lines.items[i];
        if (rv_show_width(line) > columns)
            fail_msg("%zux%zu: line %zu takes %zu columns: '%s'", columns, lines, i + 1, rv_show_width(line), line);
        for (const char *at = line; *at; at++)
            if ((unsigned char)*at < ' ' && !(s->page.colour && *at == 033 && at[1] == '['))
                fail_msg("%zux%zu: line %zu holds the byte %d", columns, lines, i + 1, *at);
        if (strrchr(line, 033) && strncmp(strrchr(line, 033), "\033[0m", 4) != 0)
            fail_msg("%zux%zu: line %zu leaves colour on: '%s'", columns, lines, i + 1, line);
    }
    assert_non_null(strstr(s->drawn.lines.items[lines - 1], s->page.choosing ? "Esc" : "quit"));
}

static void check_sizes(seen *s)
{
    for (int colour = 0; colour < 2; colour++) {
        s->page.colour = colour;
        for (size_t columns = 40; columns < 200; columns += 13)
            for (size_t lines = 10; lines < 60; lines += 7)
                check_fits(s, columns, lines);
        check_fits(s, 80, 24);
        check_fits(s, 120, 40);
        check_fits(s, 60, 15);
    }
    rv_drawn_free(&s->drawn);
}

static char *repeated(const char *text, size_t n)
{
    rv_buf out = RV_BUF_INIT;

    while (n--)
        rv_buf_text(&out, text);
    return out.data;
}

/* ---- Tests ---------------------------------------------------------------------------------------------------------------------- */

static void everything_fits_at_any_size(void **state)
{
    seen s;

    (void)state;
    set(&s, "Youth programmes: a randomised trial", "Young people were followed. It is a review of youth work.", 6);
    s.page.flags = "put off before";
    s.page.pace = 64;
    check_sizes(&s);
}

static void the_abstract_and_the_keys_stand_at_the_same_place_for_every_record(void **state)
{
    char *words = repeated("some words of an abstract ", 1000), *title = repeated("A long title ", 100);
    seen a, b, c;

    (void)state;
    set(&a, "Short", "MARK begins the abstract", 6);
    set(&b, "Short", words, 6);
    memcpy(words, "MARK", 4);
    set(&c, title, "", 6);
    draw(&a, 80, 24);
    draw(&b, 80, 24);
    draw(&c, 80, 24);
    assert_true(line_with(&a, "MARK") > 0);
    assert_int_equal(line_with(&a, "MARK"), line_with(&b, "MARK"));
    assert_int_equal(line_with(&a, "1\xc2\xa0reason-1"), line_with(&b, "1\xc2\xa0reason-1"));
    assert_int_equal(line_with(&a, "1\xc2\xa0reason-1"), line_with(&c, "1\xc2\xa0reason-1"));
    assert_int_equal(line_with(&a, "i include"), 23);
    assert_int_equal(line_with(&b, "i include"), 23);
    rv_drawn_free(&a.drawn);
    rv_drawn_free(&b.drawn);
    rv_drawn_free(&c.drawn);
    free(words);
    free(title);
}

static void terms_are_marked_without_colour_and_with_it(void **state)
{
    seen s;

    (void)state;
    set(&s, "Youth", "A randomised trial among youth; a review", 2);
    draw(&s, 80, 24);
    assert_true(has(&s, "A [+randomised] trial among [+youth]; [-a review]"));
    assert_true(has(&s, "Keywords: Dropouts; [+Youth]; Mentoring"));
    s.page.colour = true;
    draw(&s, 80, 24);
    assert_true(has(&s, "A \033[1;4;32m+randomised\033[0m trial among \033[1;4;32m+youth\033[0m; \033[1;7;35m-a review\033[0m"));
    rv_drawn_free(&s.drawn);
}

static void a_mark_across_lines_is_ended_and_begun_again(void **state)
{
    const rv_term phrase[] = { { "one two three four five six", true } };
    const rv_protocol protocol = { .n_terms = 1, .terms = phrase };
    const rv_look look = { true, "" }, plain = { false, "" };
    rv_buf marked = RV_BUF_INIT;
    rv_page_lines lines = { 0 }, bare = { 0 };

    (void)state;
    assert_int_equal(rv_show_marked(&marked, &protocol, "one two three four five six seven", NULL), RV_OK);
    rv_show_wrap(&lines, rv_buf_str(&marked), 14, 0, &look);
    assert_string_equal(lines.items[0], "\033[1;7;35m-one two three\033[0m");
    assert_string_equal(lines.items[1], "\033[1;7;35mfour five six\033[0m");
    assert_string_equal(lines.items[2], "seven");
    rv_show_wrap(&bare, rv_buf_str(&marked), 14, 0, &plain);
    assert_string_equal(bare.items[0], "[-one two");
    assert_string_equal(bare.items[2], "five six]");
    rv_page_lines_free(&lines);
    rv_page_lines_free(&bare);
    rv_buf_free(&marked);
}

static void absurd_titles_and_abstracts_fit(void **state)
{
    char *title = repeated("Donaudampfschifffahrtselektrizit\xc3\xa4tenhauptbetriebswerk", 40), *abstract = repeated("word youth ", 2500);
    char *cjk = repeated("\xe5\xaf\xb9\xe9\x9d\x92\xe5\xb9\xb4\xe5\xb0\xb1\xe4\xb8\x9a\xe3\x80\x82", 300);
    char *combining = repeated("e\xcc\x81\xcc\xa7", 500), *rtl = repeated("\xd9\x85\xd8\xb1\xd8\xa7\xd8\xac\xd8\xb9\xd8\xa9 ", 200);
    const char *const texts[] = { abstract, cjk, combining, rtl, "", "one\n\ntwo\r\nthree" };
    seen s;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        set(&s, i % 2 ? title : texts[i], texts[i], 6);
        check_sizes(&s);
    }
    free(title);
    free(abstract);
    free(cjk);
    free(combining);
    free(rtl);
}

static void a_title_that_is_cut_stands_whole_above_the_abstract(void **state)
{
    char *title = repeated("many words ", 30);
    seen s;

    (void)state;
    memcpy(title + strlen(title) - 5, "end.", 5);
    set(&s, title, "The abstract", 6);
    draw(&s, 80, 24);
    assert_true(has(&s, "\xe2\x80\xa6"));
    assert_true(has(&s, "end."));
    rv_drawn_free(&s.drawn);
    free(title);
}

static void a_missing_abstract_is_said(void **state)
{
    seen s;

    (void)state;
    set(&s, "", "", 6);
    draw(&s, 80, 24);
    assert_true(has(&s, "No abstract. a: type or paste it"));
    assert_true(has(&s, "(no title)"));
    rv_drawn_free(&s.drawn);
}

static void long_abstracts_scroll_within_bounds(void **state)
{
    char *abstract = repeated("word ", 5000);
    seen s;

    (void)state;
    memcpy(abstract, "FIRST", 5);
    memcpy(abstract + strlen(abstract) - 5, "LAST.", 5);
    set(&s, "Title", abstract, 6);
    draw(&s, 80, 24);
    assert_true(has(&s, "FIRST"));
    assert_true(has(&s, "more lines below (space)"));
    s.page.top = 100000;
    draw(&s, 80, 24);
    assert_true(has(&s, "LAST."));
    assert_true(has(&s, "end (b: back up)"));
    assert_int_equal(s.page.top, s.drawn.longest - s.drawn.body);
    rv_drawn_free(&s.drawn);
    free(abstract);
}

static void control_characters_do_not_reach_the_terminal(void **state)
{
    seen s;

    (void)state;
    set(&s, "red \033[31m alert \001\002\003 \xe2\x80\xaeturned \x9b", "a\033]0;title\007b\x7f", 6);
    check_sizes(&s);
    draw(&s, 80, 24);
    assert_true(has(&s, "red \xc2\xb7[31m alert \xc2\xb7\xc2\xb7\xc2\xb7 \xc2\xb7turned"));
    assert_true(has(&s, "a\xc2\xb7]0;title\xc2\xb7" "b\xc2\xb7"));
    rv_drawn_free(&s.drawn);
}

static void twenty_reasons_have_keys_and_room(void **state)
{
    seen s;

    (void)state;
    set(&s, "Title", "Abstract", 20);
    s.page.choosing = true;
    s.page.chosen = 1 << 1 | 1 << 19;
    check_sizes(&s);
    draw(&s, 80, 24);
    assert_true(has(&s, "[x]\xc2\xa0" "2\xc2\xa0Not what reason 2"));
    assert_true(has(&s, "[x]\xc2\xa0j\xc2\xa0Not what reason 20"));
    assert_int_equal(rv_reason_of_key('j', 20), 19);
    assert_int_equal(rv_reason_of_key('k', 20), -1);
    assert_int_equal(rv_reason_of_key('0', 20), 9);
    rv_drawn_free(&s.drawn);
}

static void criteria_stand_beside_the_record_when_there_is_room(void **state)
{
    seen s;

    (void)state;
    set(&s, "Title", "Abstract", 6);
    draw(&s, 120, 40);
    assert_true(has(&s, "Include when"));
    assert_true(has(&s, "Vocational rehabilitation"));
    draw(&s, 80, 24);
    assert_true(has(&s, "Criteria (c): + age, programme; - sick-leave"));
    rv_drawn_free(&s.drawn);
}

static void what_is_typed_is_shown_where_the_cursor_is(void **state)
{
    rv_typing typing = { .text = RV_BUF_INIT };
    seen s;

    (void)state;
    set(&s, "Title", "Abstract", 6);
    rv_typing_begin(&typing, "na\xc3\xaf" "ve");
    s.page.prompt = "Note: ";
    s.page.typing = &typing;
    draw(&s, 80, 24);
    assert_true(has(&s, "Note: na\xc3\xaf" "ve"));
    assert_int_equal(s.drawn.row, 22);
    assert_int_equal(s.drawn.column, 11);
    for (int i = 0; i < 200; i++)
        rv_typing_key(&typing, 0xE9);
    draw(&s, 80, 24);
    assert_true(s.drawn.column < 80);
    assert_true(rv_show_width(s.drawn.lines.items[22]) <= 80);
    rv_drawn_free(&s.drawn);
    rv_typing_free(&typing);
}

static void keys_edit_a_line(void **state)
{
    static const int keys[] = { 'a', 0xE9, 0x9752, ' ', 'b', RV_KEY_LEFT, RV_KEY_LEFT, 127, RV_KEY_HOME, 'X', RV_KEY_LAST, '!', RV_KEY_DELETE };
    rv_typing t = { .text = RV_BUF_INIT };

    (void)state;
    rv_typing_begin(&t, "");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        assert_int_equal(rv_typing_key(&t, keys[i]), RV_TYPING_GOES_ON);
    assert_string_equal(rv_buf_str(&t.text), "Xa\xc3\xa9 b!");
    rv_typing_key(&t, 23);
    assert_string_equal(rv_buf_str(&t.text), "Xa\xc3\xa9 ");
    rv_typing_key(&t, RV_KEY_PASTE);
    assert_int_equal(rv_typing_key(&t, '\n'), RV_TYPING_GOES_ON);
    rv_typing_key(&t, RV_KEY_PASTED);
    assert_string_equal(rv_buf_str(&t.text), "Xa\xc3\xa9  ");
    assert_int_equal(rv_typing_key(&t, '\n'), RV_TYPING_DONE);
    assert_int_equal(rv_typing_key(&t, RV_KEY_ESCAPE), RV_TYPING_LEFT);
    rv_typing_free(&t);
}

static void pace_leaves_pauses_out(void **state)
{
    rv_pace pace = { .n = 0 };

    (void)state;
    assert_close(rv_pace_hourly(&pace), NAN, 0);
    rv_pace_add(&pace, 0);
    assert_close(rv_pace_hourly(&pace), NAN, 0);
    rv_pace_add(&pace, 30);
    rv_pace_add(&pace, 60);
    assert_close(rv_pace_hourly(&pace), 120, 1e-12);
    rv_pace_add(&pace, 3600);                    /* lunch */
    rv_pace_add(&pace, 3630);
    assert_close(rv_pace_hourly(&pace), 120, 1e-12);
    for (int i = 1; i <= 40; i++)
        rv_pace_add(&pace, 3630 + 10 * i);
    assert_close(rv_pace_hourly(&pace), 360, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_fits_at_any_size),
        cmocka_unit_test(the_abstract_and_the_keys_stand_at_the_same_place_for_every_record),
        cmocka_unit_test(terms_are_marked_without_colour_and_with_it),
        cmocka_unit_test(a_mark_across_lines_is_ended_and_begun_again),
        cmocka_unit_test(absurd_titles_and_abstracts_fit),
        cmocka_unit_test(a_title_that_is_cut_stands_whole_above_the_abstract),
        cmocka_unit_test(a_missing_abstract_is_said),
        cmocka_unit_test(long_abstracts_scroll_within_bounds),
        cmocka_unit_test(control_characters_do_not_reach_the_terminal),
        cmocka_unit_test(twenty_reasons_have_keys_and_room),
        cmocka_unit_test(criteria_stand_beside_the_record_when_there_is_room),
        cmocka_unit_test(what_is_typed_is_shown_where_the_cursor_is),
        cmocka_unit_test(keys_edit_a_line),
        cmocka_unit_test(pace_leaves_pauses_out),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
