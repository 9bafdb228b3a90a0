/* Variances by simulation: what a measure says of its own variance, on average, is how much it varies. Seeded, so that it repeats. */
#include "review/numer.h"
#include "tests/effect/one.h"

enum { RUNS = 8000 };

static rv_random *random_;

/* Mean and variance of both times of one group of n normal people, deviation 1, correlation r; the second time is `shift` higher. */
typedef struct { double pre, presd, post, sd, r; } times;

static times draw(int n, double r, double shift)
{
    double x = 0, y = 0, xx = 0, yy = 0, xy = 0;

    for (int i = 0; i < n; i++) {
        const double a = rv_random_normal(random_), b = shift + r * a + sqrt(1 - r * r) * rv_random_normal(random_);
        x += a;
        y += b;
        xx += a * a;
        yy += b * b;
        xy += a * b;
    }
    xx -= x * x / n;
    yy -= y * y / n;
    xy -= x * y / n;
    return (times){ x / n, sqrt(xx / (n - 1)), y / n, sqrt(yy / (n - 1)), xy / sqrt(xx * yy) };
}

/* The ratio of the variance said to the variance seen, over RUNS draws of two groups. */
static double said_to_seen(const char *measure, double expected, double r)
{
    double sum = 0, squares = 0, said = 0;

    for (int i = 0; i < RUNS; i++) {
        const times g1 = draw(30, r, 0.8), g2 = draw(40, r, 0.2);
        rv_effect_input in = given("n1i 30 n2i 40 ni 30");
        rv_effect e;
        in.pre1i = g1.pre;
        in.presd1i = g1.presd;
        in.pre2i = g2.pre;
        in.presd2i = g2.presd;
        in.m1i = g1.post;
        in.sd1i = g1.sd;
        in.m2i = g2.post;
        in.sd2i = g2.sd;
        in.ri = r;
        if (strncmp(measure, "PPC", 3) != 0 && strchr(measure, 'C')) {     /* change of group 1 alone */
            in.m2i = g1.pre;
            in.sd2i = g1.presd;
            in.ri = g1.r;
        }
        e = one(measure, in, NULL);
        sum += e.yi;
        squares += e.yi * e.yi;
        said += e.vi;
    }
    assert_close(sum / RUNS, expected, 0.02);
    return said / RUNS / (squares / RUNS - sum / RUNS * sum / RUNS);
}

static void standardised_differences_vary_as_they_say(void **state)
{
    (void)state;
    assert_close(said_to_seen("SMD", 0.6, 0.5), 1, 0.06);
    assert_close(said_to_seen("SMDH", 0.6, 0.5), 1, 0.06);
}

static void changes_vary_as_they_say(void **state)
{
    (void)state;
    assert_close(said_to_seen("MC", 0.8, 0.6), 1, 0.06);
    assert_close(said_to_seen("SMCR", 0.8, 0.6), 1, 0.1);
    assert_close(said_to_seen("SMCRP", 0.8, 0.6), 1, 0.06);
}

static void differences_of_changes_vary_as_they_say(void **state)
{
    (void)state;
    assert_close(said_to_seen("PPC", 0.6, 0.6), 1, 0.06);
    assert_close(said_to_seen("PPC1", 0.6, 0.6), 1, 0.1);
    assert_close(said_to_seen("PPC2", 0.6, 0.6), 1, 0.06);
}

static void correlations_vary_as_they_say(void **state)
{
    double sum = 0, squares = 0, said = 0, z = 0, zz = 0;
    rv_effect_options unbiased = RV_EFFECT_OPTIONS_INIT;

    (void)state;
    unbiased.vtype = RV_VTYPE_UB;
    for (int i = 0; i < RUNS; i++) {
        rv_effect_input in = given("ni 40");
        rv_effect r, fisher;
        in.ri = draw(40, 0.5, 0).r;
        r = one("UCOR", in, &unbiased);
        fisher = one("ZCOR", in, NULL);
        sum += r.yi;
        squares += r.yi * r.yi;
        said += r.vi;
        z += fisher.yi;
        zz += fisher.yi * fisher.yi;
    }
    assert_close(sum / RUNS, 0.5, 0.005);                    /* neither the estimate nor its variance has a bias */
    assert_close(said / RUNS / (squares / RUNS - sum / RUNS * sum / RUNS), 1, 0.06);
    assert_close((zz / RUNS - z / RUNS * z / RUNS) * 37, 1, 0.06);
}

static int open_random(void **state)
{
    (void)state;
    return rv_random_open(&random_, 20080701, &err) == RV_OK ? 0 : -1;
}

static int close_random(void **state)
{
    (void)state;
    rv_random_free(random_);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(standardised_differences_vary_as_they_say),
        cmocka_unit_test(changes_vary_as_they_say),
        cmocka_unit_test(differences_of_changes_vary_as_they_say),
        cmocka_unit_test(correlations_vary_as_they_say),
    };
    return cmocka_run_group_tests(tests, open_random, close_random);
}
