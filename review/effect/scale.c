/* Scales of measures: how people read yi. */
#include <config.h>

#include <math.h>

#include "effect/how.h"
#include "review/numer.h"

static double itself(double y) { return y; }
static double logistic(double y) { return 1 / (1 + exp(-y)); }
static double normal(double y) { return rv_normal_upper(-y); }
static double square(double y) { return y < 0 ? 0 : y * y; }
static double alpha_of_cube_root(double y) { return 1 - pow(1 - y, 3); }
static double alpha_of_log(double y) { return 1 - exp(-y); }
static double square_of_tanh(double y) { return y < 0 ? 0 : tanh(y) * tanh(y); }

/* An angle is between 0 and a right one. */
static double sine_square(double y)
{
    const double right = acos(0);

    return y < 0 ? 0 : y > right ? 1 : sin(y) * sin(y);
}

static const struct {
    const char *name, *words;
    double (*back)(double y);
} scales[] = {
    [RV_SCALE_PLAIN] = { "plain", "yi", itself },
    [RV_SCALE_LOG] = { "log", "exp(yi)", exp },
    [RV_SCALE_FISHER_Z] = { "Fisher z", "tanh(yi)", tanh },
    [RV_SCALE_LOGIT] = { "logit", "1 / (1 + exp(-yi))", logistic },
    [RV_SCALE_PROBIT] = { "probit", "Phi(yi)", normal },
    [RV_SCALE_ARCSINE] = { "arcsine root", "sin(yi)^2", sine_square },
    [RV_SCALE_ROOT] = { "root", "yi^2", square },
    [RV_SCALE_FREEMAN_TUKEY] = { "Freeman-Tukey", "sin(yi)^2 where people are many", sine_square },
    [RV_SCALE_FREEMAN_TUKEY_RATE] = { "Freeman-Tukey rate", "yi^2 where time is long", square },
    [RV_SCALE_CUBE_ROOT_ALPHA] = { "cube root", "1 - (1 - yi)^3", alpha_of_cube_root },
    [RV_SCALE_LOG_ALPHA] = { "log of 1 - alpha", "1 - exp(-yi)", alpha_of_log },
    [RV_SCALE_FISHER_Z_ROOT] = { "Fisher z of the root", "tanh(yi)^2", square_of_tanh },
};

const char *rv_scale_name(rv_scale scale)
{
    return scales[scale].name;
}

const char *rv_scale_back_words(rv_scale scale)
{
    return scales[scale].words;
}

double rv_scale_back(rv_scale scale, double yi)
{
    return isnan(yi) ? yi : scales[scale].back(yi);
}

double rv_measure_back(const rv_measure *measure, double yi)
{
    return rv_scale_back(measure->scale, yi);
}
