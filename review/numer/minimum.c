/* Minima: Brent's method along a line; BFGS and Nelder-Mead over several parameters. */
#include <config.h>

#include <string.h>

#include <gsl/gsl_blas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_min.h>
#include <gsl/gsl_multimin.h>

#include "numer/guard.h"

enum { STEPS = 500, RESTARTS = 20 };

rv_status rv_minimum(rv_function f, void *data, double lo, double mid, double hi, double tol, double *x, double *fx,
                     rv_error *err)
{
    gsl_function g = { f, data };
    gsl_min_fminimizer *solver;
    const double at[3] = { f(lo, data), f(mid, data), f(hi, data) };
    rv_status st = RV_OK;

    if (!(lo < mid && mid < hi && at[1] < at[0] && at[1] < at[2]))
        return rv_fail(err, RV_EINVAL, "no minimum is enclosed by %g, %g, %g with values %g, %g, %g", lo, mid, hi,
                       at[0], at[1], at[2]);
    rv_numer_guard();
    if (!(solver = gsl_min_fminimizer_alloc(gsl_min_fminimizer_brent)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    st = rv_numer_status(gsl_min_fminimizer_set_with_values(solver, &g, mid, at[1], lo, at[0], hi, at[2]), "minimum",
                         err);
    for (int i = 0; st == RV_OK; i++) {
        const double a = gsl_min_fminimizer_x_lower(solver), b = gsl_min_fminimizer_x_upper(solver);
        *x = gsl_min_fminimizer_x_minimum(solver);
        *fx = gsl_min_fminimizer_f_minimum(solver);
        /* A minimum is only known to the square root of the working precision. */
        if (b - a <= tol + 3e-8 * fabs(*x))
            break;
        if (i == STEPS)
            st = rv_fail(err, RV_ENOCONV, "no minimum to %g within %d steps", tol, (int)STEPS);
        else
            st = rv_numer_status(gsl_min_fminimizer_iterate(solver), "minimum", err);
    }
    gsl_min_fminimizer_free(solver);
    return st;
}

typedef struct {
    rv_objective f;
    void        *data;
} objective;

static double value(const gsl_vector *x, void *o)
{
    const objective *to = o;
    return to->f(x->data, NULL, to->data);
}

static void gradient(const gsl_vector *x, void *o, gsl_vector *g)
{
    const objective *to = o;
    to->f(x->data, g->data, to->data);
}

static void both(const gsl_vector *x, void *o, double *fx, gsl_vector *g)
{
    const objective *to = o;
    *fx = to->f(x->data, g->data, to->data);
}

static rv_status bfgs(objective *o, gsl_vector *x, const rv_minimise_options *options, double *fx, size_t *used,
                      rv_error *err)
{
    gsl_multimin_function_fdf g = { value, gradient, both, x->size, o };
    gsl_multimin_fdfminimizer *solver = gsl_multimin_fdfminimizer_alloc(gsl_multimin_fdfminimizer_vector_bfgs2,
                                                                        x->size);
    rv_status st;
    int code = GSL_CONTINUE;

    if (!solver)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    st = rv_numer_status(gsl_multimin_fdfminimizer_set(solver, &g, x, options->step, 0.1), "BFGS", err);
    for (*used = 0; st == RV_OK; ++*used) {
        if (gsl_multimin_test_gradient(solver->gradient, options->tol) == GSL_SUCCESS)
            break;
        if (code == GSL_ENOPROG || *used == options->limit)
            st = rv_fail(err, RV_ENOCONV, "the gradient is %g after %zu steps, not below %g",
                         gsl_blas_dnrm2(solver->gradient), *used, options->tol);
        else if ((code = gsl_multimin_fdfminimizer_iterate(solver)) != GSL_SUCCESS && code != GSL_ENOPROG)
            st = rv_numer_status(code, "BFGS", err);
    }
    *fx = solver->f;
    gsl_vector_memcpy(x, solver->x);
    gsl_multimin_fdfminimizer_free(solver);
    return st;
}

/* A collapsed simplex looks like a minimum; so each end is a new start, until one gains nothing. */
static rv_status nelder_mead(objective *o, gsl_vector *x, const rv_minimise_options *options, double *fx, size_t *used,
                             rv_error *err)
{
    gsl_multimin_function g = { value, x->size, o };
    gsl_multimin_fminimizer *solver = gsl_multimin_fminimizer_alloc(gsl_multimin_fminimizer_nmsimplex2, x->size);
    gsl_vector *steps = gsl_vector_alloc(x->size);
    rv_status st = solver && steps ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
    double before = value(x, o);

    *used = 0;
    for (int start = 0; st == RV_OK; start++) {
        gsl_vector_set_all(steps, options->step);
        st = rv_numer_status(gsl_multimin_fminimizer_set(solver, &g, x, steps), "Nelder-Mead", err);
        while (st == RV_OK && gsl_multimin_fminimizer_size(solver) > options->tol) {
            if (++*used > options->limit)
                st = rv_fail(err, RV_ENOCONV, "the simplex is still %g wide after %zu steps, not below %g",
                             gsl_multimin_fminimizer_size(solver), options->limit, options->tol);
            else
                st = rv_numer_status(gsl_multimin_fminimizer_iterate(solver), "Nelder-Mead", err);
        }
        *fx = solver->fval;
        gsl_vector_memcpy(x, solver->x);
        if (st != RV_OK || fabs(before - *fx) <= 1e-12 * (1 + fabs(*fx)))
            break;
        if (start == RESTARTS)
            st = rv_fail(err, RV_ENOCONV, "the minimum still moved after %d restarts", (int)RESTARTS);
        before = *fx;
    }
    gsl_vector_free(steps);
    gsl_multimin_fminimizer_free(solver);
    return st;
}

rv_status rv_minimise(rv_objective f, void *data, size_t n, const rv_minimise_options *options, double *x, double *fx,
                      size_t *iterations, rv_error *err)
{
    static const rv_minimise_options defaults = RV_MINIMISE_OPTIONS_INIT;
    objective o = { f, data };
    gsl_vector *point;
    size_t used = 0;
    rv_status st;

    if (n == 0 || !isfinite(f(x, NULL, data)))
        return rv_fail(err, RV_EINVAL, "the start is not inside the domain of the function");
    if (!options)
        options = &defaults;
    rv_numer_guard();
    if (!(point = gsl_vector_alloc(n)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    memcpy(point->data, x, n * sizeof *x);
    st = (options->has_gradient ? bfgs : nelder_mead)(&o, point, options, fx, &used, err);
    memcpy(x, point->data, n * sizeof *x);
    if (iterations)
        *iterations = used;
    gsl_vector_free(point);
    return st;
}
