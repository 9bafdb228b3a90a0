/* One row by one measure, for the tests of this layer. */
#ifndef TESTS_EFFECT_ONE_H
#define TESTS_EFFECT_ONE_H

#include <stdio.h>
#include <string.h>

#include "review/effect.h"
#include "tests/support.h"

static rv_error err;

static inline rv_effect one(const char *measure, rv_effect_input in, const rv_effect_options *options)
{
    const rv_effect_options usual = RV_EFFECT_OPTIONS_INIT;
    rv_effect out;

    err.message[0] = 0;
    if (rv_effect_make(rv_measure_find(measure), &in, 1, options ? options : &usual, &out, &err) != RV_OK)
        fail_msg("%s", err.message);
    return out;
}

/* The row is refused with this message. */
static inline void refused(const char *measure, rv_effect_input in, const char *message)
{
    const rv_effect_options usual = RV_EFFECT_OPTIONS_INIT;
    rv_effect out;

    assert_int_equal(rv_effect_make(rv_measure_find(measure), &in, 1, &usual, &out, &err), RV_EDOMAIN);
    assert_string_equal(err.message, message);
}

/* Inputs by name: given("ri 0.5 ni 20"). */
static inline rv_effect_input given(const char *words)
{
    rv_effect_input in = RV_EFFECT_INPUT_INIT;
    char name[16];
    double x;
    int n;

    for (; sscanf(words, " %15s %lf%n", name, &x, &n) == 2; words += n) {
        if (!rv_effect_column(&in, name))
            fail_msg("there is no input %s", name);
        *rv_effect_column(&in, name) = x;
    }
    return in;
}

/* Both numbers of one row by the usual options. */
#define assert_effect(measure, words, y, v, tol) \
    do { \
        const rv_effect e_ = one(measure, given(words), NULL); \
        assert_close(e_.yi, y, tol); \
        assert_close(e_.vi, v, tol); \
    } while (0)

static inline rv_effect_input table(double ai, double bi, double ci, double di)
{
    rv_effect_input in = RV_EFFECT_INPUT_INIT;

    in.ai = ai;
    in.bi = bi;
    in.ci = ci;
    in.di = di;
    return in;
}

static inline rv_effect_input means(double m1i, double sd1i, double n1i, double m2i, double sd2i, double n2i)
{
    rv_effect_input in = RV_EFFECT_INPUT_INIT;

    in.m1i = m1i;
    in.sd1i = sd1i;
    in.n1i = n1i;
    in.m2i = m2i;
    in.sd2i = sd2i;
    in.n2i = n2i;
    return in;
}

#endif
