#ifndef REVIEW_META_H
#define REVIEW_META_H

#include <stddef.h>

#include "review/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- What a forest plot draws: version 1 of the forest-plot data -------------------------------------------------- */

typedef enum {
    RV_FOREST_STUDY,        /**< one effect of one study */
    RV_FOREST_SUBGROUP,     /**< pooled within a subgroup */
    RV_FOREST_POOLED,       /**< pooled over all; there may be several (common and random effects) */
    RV_FOREST_PREDICTION    /**< prediction interval only: pi_lo, pi_hi */
} rv_forest_kind;

/** One row. Numbers are on the analysis scale; NaN where there is none. Texts may be "" but never NULL. */
typedef struct {
    rv_forest_kind kind;
    const char *label;            /**< "JOBSTART 1993", "Random effects (REML)", ... */
    const char *subgroup;         /**< the subgroup the row belongs to; "" for none */
    double yi, vi, ci_lo, ci_hi, pi_lo, pi_hi;
    double weight;                /**< percent of the model's weight */
    double k;                     /**< effects behind a pooled row */
} rv_forest_row;

/** Everything a forest plot shows, made by the model, drawn by plot. */
typedef struct {
    const char *title;            /**< "Education: diploma, graduation or still enrolled" */
    const char *measure;          /**< "OR", "RR", "RD", "MD", "SMD", "GEN" */
    int         log_scale;        /**< yi is a logarithm; axes and printed numbers are exp(yi) */
    const char *favours_left, *favours_right;   /**< axis words; may be "" */
    const char *model;            /**< "random effects", "common effect" */
    const char *tau2_method;      /**< "REML", ...; "" for common effect */
    const char *test;             /**< "z", "Hartung-Knapp (variance factor not below 1)" */
    const char *pi_method;        /**< "t, k-1 df"; "" for none */
    double level;                 /**< 0.95 */
    double tau2, i2, q, q_df, q_p;   /**< i2 a fraction; NaN where not estimable */
    size_t n;
    const rv_forest_row *rows;    /**< in drawing order; a subgroup's studies stand together, its pooled row after them */
} rv_forest;

#ifdef __cplusplus
}
#endif

#endif
