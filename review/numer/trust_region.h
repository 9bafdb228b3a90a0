/* A search for a maximum under way, and the steps it may take. Everything is in units in which the information has ones on its diagonal. */
#ifndef RV_NUMER_TRUST_REGION_H
#define RV_NUMER_TRUST_REGION_H

#include <gsl/gsl_eigen.h>

#include "review/numer.h"

/* A point; h = -hessian and e = information, both in units, the scale of each parameter. */
typedef struct { double value, *x, *g, *h, *e, *unit; } rv_trust_point;

typedef struct {
    size_t n, free;
    const double *lo, *hi;
    rv_trust_point at, trial;              /* where we stand, and where the step leads */
    double *step;                 /* [n] in units */
    size_t *which;                /* [free] */
    double *lambda, *along;       /* [free] eigenvalues; the gradient along each direction */
    gsl_matrix *matrix, *vectors;
    gsl_vector *values;
    gsl_eigen_symmv_workspace *eigen;
    double radius, gain;          /* gain that the quadratic model promises for `step` */
    bool flat;
    bool by_information;          /* the model of the last step */
    bool upwards;                 /* curvatures that are negative count as positive: they bend away, but as strongly */
    int  distrust;                /* steps for which the information is left aside, as its promises were not kept */
    void *room;
} rv_trust_search;

/* Finds the parameters that do not rest on a bound: which[free]. Returns the largest slope among them. */
double rv_trust_free(rv_trust_search *s);
/* The eigenvalues, rising, of `from` over the free parameters, and the gradient along its vectors. */
rv_status rv_trust_directions(rv_trust_search *s, const double *from, rv_error *err);
/* The best step of the quadratic model with curvatures `from` within the radius and the bounds, to s->step and s->trial.x. */
rv_status rv_trust_step(rv_trust_search *s, const double *from, rv_error *err);
/* The step along the slope alone. */
void rv_trust_slope_step(rv_trust_search *s);
double rv_trust_length(const rv_trust_search *s);
/* What the quadratic model promises for the step, into s->gain. */
void rv_trust_promise(rv_trust_search *s, const double *from);

#endif
