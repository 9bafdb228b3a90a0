#include <config.h>

#include "tests/support.h"

#include <string.h>

#include "review/base.h"

/* FIPS 180-4 examples. */
static void digests_are_those_of_the_standard(void **state)
{
    uint8_t   digest[RV_DIGEST];
    char      hex[RV_DIGEST_HEX], piece[1000];
    rv_sha256 sum;
    int       i;

    (void)state;
    rv_sha256_of("abc", 3, digest);
    rv_hex(digest, RV_DIGEST, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    rv_sha256_of(NULL, 0, digest);
    rv_hex(digest, RV_DIGEST, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    memset(piece, 'a', sizeof piece);
    rv_sha256_start(&sum);
    for (i = 0; i < 1000; i++)
        rv_sha256_add(&sum, piece, sizeof piece);
    rv_sha256_end(&sum, digest);
    rv_hex(digest, RV_DIGEST, hex);
    assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void hexadecimal_goes_both_ways_and_refuses_what_it_is_not(void **state)
{
    uint8_t bytes[3] = { 0, 0, 0 };
    char    text[7];

    (void)state;
    assert_true(rv_unhex("00aFff", bytes, 3));
    rv_hex(bytes, 3, text);
    assert_string_equal(text, "00afff");
    assert_false(rv_unhex("00af", bytes, 3));
    assert_false(rv_unhex("00afff0", bytes, 3));
    assert_false(rv_unhex("00afg0", bytes, 3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_are_those_of_the_standard),
        cmocka_unit_test(hexadecimal_goes_both_ways_and_refuses_what_it_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
