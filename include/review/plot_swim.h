#ifndef REVIEW_PLOT_SWIM_H
#define REVIEW_PLOT_SWIM_H

#include "review/plot_lights.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Figures for syntheses without pooling (SWiM): which way effects point, study by study. They count, and compute nothing else; a sign test
 * is review-meta direction's.
 */

/** Which way. RV_SWIM_NONE is no difference, RV_SWIM_MIXED both ways, or not clear. */
typedef enum { RV_SWIM_UP, RV_SWIM_DOWN, RV_SWIM_NONE, RV_SWIM_MIXED, RV_SWIM_WAYS } rv_swim_way;

/** The way a word says, whatever its case: up, +, 1, favours, improved, better, positive, beneficial; down, a minus, -1, against, worsened, worse,
    negative, harmful; none, 0, =, no difference, no change, null; mixed, +/-, conflicting, unclear. -1: none of them. */
RV_API int rv_swim_way_of(const char *word);

/** One outcome of one study. Texts are never NULL. */
typedef struct {
    const char *study, *domain;   /**< the outcome domain */
    rv_swim_way way;
    double      n;                /**< participants; NaN: not known */
    const char *bias;             /**< judgement of the study; "": none */
    const char *group;            /**< harvest plot: the row in which the bar stands; "" : by domain */
    double      height;           /**< harvest plot: of the bar, 1 to 6 by appraisal or design; NaN: 1 */
} rv_swim_item;

typedef struct {
    const char         *title;    /**< "" for none */
    size_t              n;
    const rv_swim_item *item;
    rv_light_scale      scale;    /**< of `bias`; n 0 where no study has any */
} rv_swim;

/**
 * Reads columns `study`, `direction`, and perhaps `domain` (or `outcome`), `n`, `bias`, `group`, `height`. Without `direction`, an effect `yi`
 * above 0 points up, one below 0 down. `scale` NULL: the first of
 * rv_light_tools that has all words of `bias`. On success `*out` is the caller's, ended with rv_swim_free(); on failure it is NULL.
 * Errors  RV_EPARSE "file:line: ..." a column that lacks, a study without a name, a word that is no direction or judgement, a height that is
 *         not 1 to 6.
 */
RV_API RV_MUST_CHECK rv_status rv_swim_read(rv_swim **out, const char *path, const rv_light_scale *scale, rv_error *err);
RV_API void rv_swim_free(rv_swim *swim);                /**< what rv_swim_read() made; NULL is allowed */

typedef struct {
    double      width;            /**< mm */
    const char *title;            /**< NULL: the data's; "" for none */
    int         palette;          /**< a place in rv_light_palettes */
    double      agreement;        /**< of a study's outcomes in a domain, the share that makes their way the study's, above 0.5 to 1 */
    double      small, large;     /**< participants: below `small` an arrow is small, from `large` on it is large */
    const char *favours, *against;   /**< harvest plot: heads of the first and last column; NULL: "Favours", "Against" */
} rv_swim_options;
#define RV_SWIM_OPTIONS_INIT { 175, NULL, 0, 0.7, 50, 300, NULL, NULL }

/**
 * Effect direction plot: a row a study, a column an outcome domain. An arrow up or down, level arrows for no difference, arrows both ways for
 * mixed outcomes; its size by participants, its colour by the judgement of bias, which stands in a disc of its own too; how many outcomes it
 * stands for, where more than one. Below, the studies each way.
 *
 * Source  Thomson & Thomas (2013) Res Synth Methods 4:95-101; Boon & Thomson (2021) Res Synth Methods 12:29-33 (the share of 0.7).
 * Errors  RV_EINVAL  nothing to draw, more than 10,000 outcomes, an option out of range, or the page is too narrow (the message says how wide
 *         it must be).
 */
RV_API RV_MUST_CHECK rv_status rv_plot_effect_direction(rv_scene **out, const rv_swim *swim, const rv_swim_options *options, rv_error *err);

/**
 * Harvest plot: a row a group (or an outcome domain), columns for favours, no difference (or mixed) and against; a bar an outcome of a study,
 * as high as its appraisal or design says, numbered by its study. Where rows are groups, the fill says the domain, and a letter on the bar too.
 *
 * Source  Ogilvie et al. (2008) BMC Med Res Methodol 8:8.
 * Errors  RV_EINVAL  nothing to draw, more than 10,000 outcomes, more than eight domains to be told apart, or the width.
 */
RV_API RV_MUST_CHECK rv_status rv_plot_harvest(rv_scene **out, const rv_swim *swim, const rv_swim_options *options, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
