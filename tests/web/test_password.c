/* Which passwords are taken, and how they are kept. */
#include <config.h>

#include <sodium.h>

#include "tests/web/people_support.h"

static void short_long_and_broken_passwords_are_refused(void **state)
{
    house *h = *state;
    char longest[1026];

    memset(longest, 0, sizeof longest);
    for (size_t i = 0; i < 1025; i++)
        longest[i] = "zebra ocean "[i % 12];
    refuses(rv_password_check(h->people, "Ada", "", &h->err), RV_EINVAL, "0 characters; 8 at least");
    refuses(rv_password_check(h->people, "Ada", "sevenis", &h->err), RV_EINVAL, "7 characters; 8 at least");
    refuses(rv_password_check(h->people, "Ada", longest, &h->err), RV_EINVAL, "1025 bytes; 1024 at most");
    refuses(rv_password_check(h->people, "Ada", "caf\xe9 caf\xe9 caf\xe9", &h->err), RV_EINVAL, "not UTF-8 at byte 4");
    refuses(rv_password_check(h->people, "Ada", "жук жук", &h->err), RV_EINVAL, "7 characters");
    longest[1024] = 0;
    must(rv_password_check(h->people, "Ada", longest, &h->err));
    must(rv_password_check(h->people, "Ada", "пароль-и-жук", &h->err));
    must(rv_password_check(h->people, "Ada", "四个词没有关系", &h->err) == RV_EINVAL ? RV_OK : RV_EINVAL);   /* 7 characters */
    must(rv_password_check(h->people, "Ada", good, &h->err));
}

static void what_is_guessed_first_is_refused(void **state)
{
    static const char *const common[] = { "password", "Password1", "P@ssw0rd!", "qwertyuiop", "12345678", "87654321", "aaaaaaaa", "abcdefgh",
        "Sunshine2024!", "monkey1234", "iloveyou", "Football99", "1q2w3e4r5t", "trustno1", "letmein!!", "Summer2026", "liverpool1",
        "systematicreview1", "00000000", "qazwsxedc" };
    static const char *const fine[] = { "correct horse battery", "violet-cactus-tram", "x7$kQp!mZ2", "monkeys in the moonlit barn" };
    house *h = *state;
    size_t i;

    for (i = 0; i < sizeof common / sizeof *common; i++)
        if (rv_password_check(h->people, "Ada", common[i], &h->err) != RV_EINVAL || !strstr(h->err.message, "guessed first"))
            fail_msg("'%s' was taken", common[i]);
    for (i = 0; i < sizeof fine / sizeof *fine; i++)
        must(rv_password_check(h->people, "Ada", fine[i], &h->err));
}

static void ones_own_name_and_the_reviews_are_refused(void **state)
{
    house *h = *state;

    refuses(rv_password_check(h->people, "Ada Lovelace", "adalovelace1815", &h->err), RV_EINVAL, "person's own name");
    refuses(rv_password_check(h->people, "Ada Lovelace", "Ada.Lovelace!", &h->err), RV_EINVAL, "person's own name");
    refuses(rv_password_check(h->people, "Ada", "Disengagement-1", &h->err), RV_EINVAL, "review's name");
    must(rv_password_check(h->people, "Ada", "adalovelace1815", &h->err));
}

static void the_list_is_sorted_and_long(void **state)
{
    const rv_web_asset *list = rv_web_asset_find("common_passwords.txt");
    size_t lines = 0, usable = 0, before = 0, n = 0;
    const char *at, *end, *last = "";

    (void)state;
    assert_non_null(list);
    for (at = list->bytes; at < list->bytes + list->n; at = end + 1, last = at - n - 1, before = n) {
        end = memchr(at, '\n', (size_t)(list->bytes + list->n - at));
        assert_non_null(end);
        n = (size_t)(end - at);
        if (lines > 0) {
            int order = memcmp(last, at, before < n ? before : n);

            if (order > 0 || (order == 0 && before >= n))
                fail_msg("line %zu '%.*s' stands after '%.*s'", lines + 1, (int)n, at, (int)before, last);
        }
        lines++;
        usable += n >= 8;
    }
    print_message("%zu words, %zu of them of 8 characters or more\n", lines, usable);
    assert_true(usable >= 3000);
}

static void a_password_is_kept_as_argon2id_and_typed_in_either_normal_form(void **state)
{
    house *h = *state;
    char *hash;

    h->people->plain = false;
    must(rv_password_hash(h->people, "cafe\xcc\x81 au lait", &hash, &h->err));
    assert_memory_equal(hash, "$argon2id$v=19$m=32768,t=2,p=1$", 31);
    assert_true(rv_password_is(h->people, hash, "caf\xc3\xa9 au lait"));
    assert_false(rv_password_is(h->people, hash, "cafe au lait"));
    assert_false(rv_password_stale(h->people, hash));
    free(hash);
    h->people->plain = true;
    must(rv_password_hash(h->people, good, &hash, &h->err));
    h->people->plain = false;
    assert_true(rv_password_stale(h->people, hash));
    free(hash);
}

static void a_cheap_hash_is_made_anew_at_login(void **state)
{
    house *h = *state;
    char id[RV_SESSION_ID], *text;

    joined(h, "Ada", id);
    rv_people_close(h->people);
    h->options.plain_people = false;
    house_open(h);
    must(login(h, "Ada", good, home));
    must(login(h, "Ada", good, home));
    house_again(h);
    text = content(h);
    assert_non_null(strstr(text, "$argon2id$v=19$m=32768,t=2,p=1$"));
    assert_null(strstr(text, "m=8,"));
    free(text);
}

/* Whoever asks with the hash of an unknown person is refused, even with the text behind it. */
static void nobody_has_no_password(void **state)
{
    house *h = *state;

    assert_false(rv_password_is(h->people, NULL, good));
    assert_false(rv_password_is(h->people, NULL, ""));
    refuses(login(h, "Nobody", "", home), RV_EINVAL, "name or password is wrong");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, house_up, house_down)
    const struct CMUnitTest tests[] = {
        T(short_long_and_broken_passwords_are_refused), T(what_is_guessed_first_is_refused),
        T(ones_own_name_and_the_reviews_are_refused), T(the_list_is_sorted_and_long),
        T(a_password_is_kept_as_argon2id_and_typed_in_either_normal_form), T(a_cheap_hash_is_made_anew_at_login),
        T(nobody_has_no_password),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
