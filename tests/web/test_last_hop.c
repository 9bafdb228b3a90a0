/* The address that a proxy vouches for. */
#include <config.h>

#include <string.h>

#include "tests/support.h"

#include "web/take.h"

static void the_last_hop_counts_without_its_port(void **state)
{
    static const struct { const char *said, *is; } hops[] = {
        { "192.0.2.1", "192.0.2.1" }, { "10.0.0.1, 192.0.2.1", "192.0.2.1" }, { "evil,192.0.2.1", "192.0.2.1" }, { "a, b,  192.0.2.1 ", "192.0.2.1" },
        { "192.0.2.1:4711", "192.0.2.1" }, { "[2001:db8::1]:4711", "2001:db8::1" }, { "[2001:db8::1]", "2001:db8::1" }, { "2001:db8::1", "2001:db8::1" },
        { "192.0.2.1,", "" }, { "", "" }, { "[", "[" }, { "::1", "::1" }, { ":", "" },
    };
    char text[64];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof hops / sizeof *hops; i++) {
        rv_last_hop(hops[i].said, text, sizeof text);
        if (strcmp(text, hops[i].is) != 0)
            fail_msg("'%s' is '%s', expected '%s'", hops[i].said, text, hops[i].is);
    }
}

static void a_long_hop_is_cut(void **state)
{
    char said[5000], text[16];

    (void)state;
    memset(said, 'a', sizeof said - 1);
    said[sizeof said - 1] = 0;
    rv_last_hop(said, text, sizeof text);
    assert_string_equal(text, "aaaaaaaaaaaaaaa");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_last_hop_counts_without_its_port), cmocka_unit_test(a_long_hop_is_cut) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
