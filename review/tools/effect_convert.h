/* The verb convert of review-effect: from whatever a paper gives. */
#ifndef RV_TOOLS_EFFECT_CONVERT_H
#define RV_TOOLS_EFFECT_CONVERT_H

#include "tools/effect.h"

typedef struct {
    const char              *data;           /* rows; NULL: numbers on the command line */
    const rv_measure        *measure;        /* NULL: none named */
    const rv_effect_options *how;
    const char *const       *given;          /* [EFFECT_INPUTS] what stands behind each input's option: a number, or a column */
    const char *const       *wanted;         /* operands: columns to make, or numbers to transform; NULL at the end */
    const char              *transform, *grid;
    bool                     steps, transforms;
    int                      format;         /* -1: the usual one */
} effect_conversion;

/*
 * What is asked for, in this order:
 *     steps, transforms   the table of steps, or of transformations
 *     transform           numbers (operands) by a transformation; with --vi their variances
 *     data                rows with the inputs that steps make, for the measure or as named (operands)
 *     grid                the effect over values of one input: "icc=0,0.05,0.1"
 *     measure             the effect by all ways to it
 *     operands            columns, by all ways to each
 */
rv_status effect_convert(const effect_conversion *c, rv_output *to, rv_error *err);
rv_status effect_convert_rows(const effect_conversion *c, rv_format format, rv_output *to, rv_error *err);
rv_status effect_convert_lists(const effect_conversion *c, rv_format format, rv_output *to, rv_error *err);
/* A number of a command line, under the name of what it stands for. */
rv_status effect_convert_number(const char *text, const char *name, double *x, rv_error *err);

#endif
