/* Guessing is slow, whoever guesses and from wherever; the person themselves comes in. */
#include <config.h>

#include <time.h>

#include "tests/web/people_support.h"

/* Guesses for `seconds`, one each `step`; how many were tried, that is hashed. */
static int guesses(house *h, const char *name, const char *address, int seconds, int step)
{
    int tried = 0, t;

    for (t = 0; t < seconds; t += step) {
        tried += login(h, name, "a guess", address) == RV_EINVAL;
        pass(step);
    }
    return tried;
}

static void a_thousand_guesses_from_one_place_are_five_in_a_quarter_of_an_hour(void **state)
{
    house *h = *state;
    char id[RV_SESSION_ID];
    int i, tried = 0;

    joined(h, "Ada", id);
    for (i = 0; i < 1000; i++)
        tried += login(h, "Ada", "a guess", "198.51.100.1") == RV_EINVAL;
    assert_int_equal(tried, 2);                  /* without waiting */
    refuses(login(h, "Ada", "a guess", "198.51.100.1"), RV_EDOMAIN, "too many attempts; try again in 2 seconds");
    assert_in_range(tried + guesses(h, "Ada", "198.51.100.1", 899, 1), 5, 5);
    must(login(h, "Ada", good, home));
    refuses(login(h, "Ada", good, "198.51.100.1"), RV_EDOMAIN, "try again in ");   /* the good one waits too */
    pass(900);
    must(login(h, "Ada", good, "198.51.100.1"));                       /* and is not locked out */
}

static void many_places_together_guess_twenty_times_and_the_person_comes_in_from_home(void **state)
{
    house *h = *state;
    char id[RV_SESSION_ID], address[32];
    int i, tried = 0;

    joined(h, "Ada", id);
    for (i = 0; i < 1000; i++) {
        snprintf(address, sizeof address, "198.51.%d.%d", i / 250, i % 250 + 1);
        tried += login(h, "Ada", "a guess", address) == RV_EINVAL;
    }
    assert_int_equal(tried, 20);
    refuses(login(h, "Ada", good, "203.0.113.5"), RV_EDOMAIN, "try again in 900 seconds");
    must(login(h, "Ada", good, home));
    pass(901);
    must(login(h, "Ada", good, "203.0.113.5"));
}

static void one_place_tries_twenty_of_ten_thousand_people(void **state)
{
    house *h = *state;
    char id[RV_SESSION_ID], name[32];
    int i, tried = 0;

    joined(h, "Ada", id);
    for (i = 0; i < 10000; i++) {
        snprintf(name, sizeof name, "person %d", i);
        tried += login(h, name, "a guess", "198.51.100.1") == RV_EINVAL;
    }
    assert_int_equal(tried, 20);
    must(login(h, "Ada", good, home));
    pass(900);
    assert_int_equal(login(h, "Ada", "a guess", "198.51.100.1"), RV_EINVAL);
}

static void the_addresses_of_one_household_are_one_place(void **state)
{
    house *h = *state;
    char name[32], address[64];
    int i, tried = 0;

    for (i = 0; i < 100; i++) {
        snprintf(address, sizeof address, "2001:db8:1:2::%x", i + 1);
        snprintf(name, sizeof name, "person %d", i);
        tried += login(h, name, "a guess", address) == RV_EINVAL;
    }
    assert_int_equal(tried, 20);
    assert_int_equal(login(h, "x", "a guess", "2001:db8:1:3::1"), RV_EINVAL);
    for (i = 0, tried = 0; i < 30; i++) {
        snprintf(name, sizeof name, "other %d", i);
        tried += login(h, name, "a guess", i % 2 ? "198.51.100.9" : "::ffff:198.51.100.9") == RV_EINVAL;
    }
    assert_int_equal(tried, 20);
}

static void who_mistypes_and_then_gets_it_right_begins_anew(void **state)
{
    house *h = *state;
    char id[RV_SESSION_ID];
    int i;

    joined(h, "Ada", id);
    for (i = 0; i < 30; i++) {
        assert_int_equal(login(h, "Ada", "mistyped", home), RV_EINVAL);
        assert_int_equal(login(h, "Ada", "mistyped", home), RV_EINVAL);
        pass(2);
        must(login(h, "Ada", good, home));
    }
}

static void a_flood_of_failures_takes_no_more_memory(void **state)
{
    house *h = *state;
    char address[64];
    int i;

    for (i = 0; i < RV_FAILURES + 5000; i++) {
        snprintf(address, sizeof address, "2001:db8:%x:%x::1", i >> 16, i & 0xffff);
        pthread_mutex_lock(&h->people->lock);
        assert_int_equal(rv_throttle_try(&h->people->throttle, "nobody", "x", true, -1e9 + 1000 * i), 0);
        pthread_mutex_unlock(&h->people->lock);
    }
    assert_int_equal(h->people->throttle.n, RV_FAILURES);
}

static void a_new_password_is_no_way_around(void **state)
{
    house *h = *state;
    char id[RV_SESSION_ID];
    rv_session session = joined(h, "Ada", id);
    int i, tried = 0;

    for (i = 0; i < 100; i++)
        tried += rv_people_password(h->people, &session, "a guess", "quite another one", "198.51.100.1", &h->err) == RV_EINVAL;
    assert_int_equal(tried, 2);
    assert_int_equal(rv_people_password(h->people, &session, good, "quite another one", "198.51.100.1", &h->err), RV_EDOMAIN);
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double seconds_of(house *h, const char *name)
{
    struct timespec from, to;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
    assert_int_equal(login(h, name, "a guess", "198.51.100.1"), RV_EINVAL);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
    pass(1000);
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* By the processor's clock, as this machine has others to serve; what remains is the work itself. */
static void known_and_unknown_names_cost_the_same(void **state)
{
    enum { TRIES = 31 };
    house *h = *state;
    char id[RV_SESSION_ID];
    double known[TRIES], unknown[TRIES], difference = 1;
    int i, round;

    rv_people_close(h->people);
    h->options.plain_people = false;
    house_open(h);
    joined(h, "Ada", id);
    for (round = 0; round < 3 && difference >= 0.05; round++) {     /* a disturbed machine gets two more chances */
        for (i = 0; i < TRIES; i++) {
            known[i] = seconds_of(h, "Ada");
            unknown[i] = seconds_of(h, "Eve");
        }
        qsort(known, TRIES, sizeof *known, by_size);
        qsort(unknown, TRIES, sizeof *unknown, by_size);
        difference = fabs(known[TRIES / 2] - unknown[TRIES / 2]) / known[TRIES / 2];
    }
    print_message("median %.1f ms known, %.1f ms unknown: %.2f %%\n", 1e3 * known[TRIES / 2], 1e3 * unknown[TRIES / 2], 100 * difference);
    if (difference >= 0.05)
        fail_msg("known %.4f s, unknown %.4f s", known[TRIES / 2], unknown[TRIES / 2]);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, house_up, house_down)
    const struct CMUnitTest tests[] = {
        T(a_thousand_guesses_from_one_place_are_five_in_a_quarter_of_an_hour),
        T(many_places_together_guess_twenty_times_and_the_person_comes_in_from_home),
        T(one_place_tries_twenty_of_ten_thousand_people), T(the_addresses_of_one_household_are_one_place),
        T(who_mistypes_and_then_gets_it_right_begins_anew), T(a_flood_of_failures_takes_no_more_memory),
        T(a_new_password_is_no_way_around), T(known_and_unknown_names_cost_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
