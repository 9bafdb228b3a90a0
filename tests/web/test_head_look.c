/* Heads of requests: sound ones, and what two programs could read differently. */
#include <config.h>

#include <string.h>

#include "tests/support.h"

#include "web/doorman.h"

static const char sound[] = "POST /screen/title-abstract?x=%20y HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nCookie: review=a; b=c\r\nX-Odd: \t\xc3\xa9 \r\n"
                            "content-length:  12 \r\nEmpty:\r\n\r\n";

static void a_sound_head_is_good_and_every_part_of_it_a_beginning(void **state)
{
    size_t n;

    (void)state;
    for (n = 0; n < sizeof sound - 1; n++)
        if (rv_head_look(sound, n) != RV_HEAD_MORE)
            fail_msg("the first %zu bytes: %d", n, rv_head_look(sound, n));
    assert_int_equal(rv_head_look(sound, sizeof sound - 1), RV_HEAD_GOOD);
}

static void what_follows_the_head_is_not_looked_at(void **state)
{
    char more[sizeof sound + 20];

    (void)state;
    memcpy(more, sound, sizeof sound - 1);
    memcpy(more + sizeof sound - 1, "\0\r\n\nbody\xff", 9);
    assert_int_equal(rv_head_look(more, sizeof sound - 1 + 9), RV_HEAD_GOOD);
}

static void what_could_be_read_in_two_ways_is_bad(void **state)
{
#define H "GET / HTTP/1.1\r\nHost: h\r\n"
#define BAD(text) { text, sizeof text - 1 }
    static const struct { const char *text; size_t n; } heads[] = {
        BAD("GET / HTTP/1.1\rHost: h\r\r"), BAD("GET / HTTP/1.1\nHost: h\n\n"), BAD(H "X: a\0b\r\n\r\n"), BAD(H "X: a\rb\r\n\r\n"),
        BAD(H "X: a\nb\r\n\r\n"), BAD(H "X: a\r\n b\r\n\r\n"), BAD(H " X: a\r\n\r\n"), BAD(H "X : a\r\n\r\n"), BAD(H "X\r\n\r\n"), BAD(H ": a\r\n\r\n"),
        BAD(H "X\xff: a\r\n\r\n"), BAD(H "Content-Length: 0, 4\r\n\r\n"), BAD(H "Content-Length: +4\r\n\r\n"), BAD(H "Content-Length: -4\r\n\r\n"),
        BAD(H "Content-Length: 0x4\r\n\r\n"), BAD(H "Content-Length: \r\n\r\n"), BAD(H "Content-Length: 4 4\r\n\r\n"),
        BAD(H "Content-Length: 1234567890123456\r\n\r\n"), BAD(H "Content-Length: 4\r\ncontent-length: 4\r\n\r\n"), BAD(H "X: a\x7f\r\n\r\n"),
        BAD("GET /\r\n\r\n"), BAD("GET  / HTTP/1.1\r\n\r\n"), BAD("GET / x HTTP/1.1\r\n\r\n"), BAD("GET / HTTP/1.1 \r\n\r\n"), BAD("get / HTTP/1.1\r\n\r\n"),
        BAD("G\0T / HTTP/1.1\r\n\r\n"), BAD("\r\nGET / HTTP/1.1\r\n\r\n"), BAD("\x16\x03\x01\x02"), BAD(" "), BAD("GET / HTTP/x.1\r\n\r\n"),
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof heads / sizeof *heads; i++)
        if (rv_head_look(heads[i].text, heads[i].n) != RV_HEAD_BAD)
            fail_msg("head %zu is %d: %s", i + 1, rv_head_look(heads[i].text, heads[i].n), heads[i].text);
}

static void a_head_that_does_not_end_is_long(void **state)
{
    static char head[RV_HEAD_BYTES + 100] = "GET /";

    (void)state;
    memset(head + 5, 'a', sizeof head - 5);
    assert_int_equal(rv_head_look(head, RV_HEAD_BYTES - 1), RV_HEAD_MORE);
    assert_int_equal(rv_head_look(head, RV_HEAD_BYTES), RV_HEAD_LONG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_head_is_good_and_every_part_of_it_a_beginning), cmocka_unit_test(what_follows_the_head_is_not_looked_at),
        cmocka_unit_test(what_could_be_read_in_two_ways_is_bad), cmocka_unit_test(a_head_that_does_not_end_is_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
