#ifndef REVIEW_PLOT_LIGHTS_H
#define REVIEW_PLOT_LIGHTS_H

#include "review/plot.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Appraisals as traffic lights and as bars: of studies (or results) by the domains of any tool. The judgements of a tool are data: words
 * from the best to the worst, and words that are no grade.
 */

/** How a judgement looks: a colour, from the best to the worst. RV_LIGHT_UNKNOWN is for "no information". */
typedef enum {
    RV_LIGHT_BEST, RV_LIGHT_FAIR, RV_LIGHT_MIDDLE, RV_LIGHT_POOR, RV_LIGHT_BAD, RV_LIGHT_WORST, RV_LIGHT_UNKNOWN, RV_LIGHT_COLOURS
} rv_light_colour;

/** "ours" (told apart without red and green, and in grey), "cochrane" (green, yellow, red), NULL. */
RV_API extern const char *const rv_light_palettes[];

/** A judgement: its word, its colour, and the sign (one or two letters) that stands in the disc, so that no colour is needed. */
enum { RV_LIGHT_LEVELS = 8, RV_LIGHT_SIGN = 12 };
typedef struct {
    const char     *word;
    rv_light_colour colour;
    char            sign[RV_LIGHT_SIGN];
} rv_light;

/** The judgements of a tool, best first. */
typedef struct {
    size_t   n;
    rv_light light[RV_LIGHT_LEVELS];
} rv_light_scale;

/**
 * A scale of words from the best to the worst: one to six grades, and after them words that are no grade ("no information"; "unclear" where it
 * comes last). Words of one or two letters (1 to 5) are their own signs, else the signs are + for the best, then a minus, a cross, an
 * exclamation mark; ? for what is no grade. The words stay the caller's.
 * Errors  RV_EINVAL  no word, more than six grades, or a word twice.
 */
RV_API RV_MUST_CHECK rv_status rv_light_scale_of(rv_light_scale *scale, const char *const *words, size_t n, rv_error *err);

/** A tool that is known here: its judgements from the best, and the names of its domains, with '|' between. */
typedef struct { const char *id, *label, *judgements, *domains; } rv_light_tool;
/** Ends with a NULL id. */
RV_API extern const rv_light_tool rv_light_tools[];
RV_API const rv_light_tool *rv_light_tool_of(const char *id);         /**< case ignored; NULL for none */

typedef struct {
    const char *id, *name;        /**< "D1", "Randomisation process"; the name "" where only the id is known */
    const char *group;            /**< domains of one group stand under its name: "Applicability"; "" for none */
    bool        overall;
} rv_light_domain;

/** Texts are never NULL. */
typedef struct rv_lights {
    const char            *title;
    rv_light_scale         scale;
    size_t                 domains, studies;
    const rv_light_domain *domain;
    const char *const     *study;
    const double          *weight;       /**< [studies] from 0; NULL: all the same */
    const int             *judgement;    /**< [studies domains], by study: a place in the scale; -1: not judged */
} rv_lights;

/**
 * Reads the table of robvis (McGuinness & Higgins 2020): a column of studies first, then one a domain, at their end perhaps "Overall" and
 * "Weight". A heading of more than eight letters is the domain's name, and it is then called D1, D2, ... A heading "Group: name" puts the
 * domain into a group. A cell is a judgement or as many letters of it as tell it from the others, whatever their case; or empty.
 *
 * `scale` NULL: the first of rv_light_tools that has all words of the table. `names` (may be NULL; `n_names` of them) are the names of the
 * domains without Overall, where the headings are short. Both must live as long as `*out`.
 * On success `*out` is the caller's, ended with rv_lights_free(); on failure it is NULL.
 * Errors  RV_EPARSE "file:line: ..." a study without a name, a word that is no judgement, a weight that is no number from 0.
 */
RV_API RV_MUST_CHECK
rv_status rv_lights_read(rv_lights **out, const char *path, const rv_light_scale *scale, const char *const *names, size_t n_names, rv_error *err);
RV_API void rv_lights_free(rv_lights *lights);          /**< what rv_lights_read() made; NULL is allowed */

typedef struct {
    double      width;            /**< mm */
    const char *title;            /**< NULL: the data's; "" for none */
    int         palette;          /**< a place in rv_light_palettes */
    bool        counts;           /**< bars: numbers of studies, not percent */
    bool        unweighted;       /**< bars: each study counts the same */
} rv_lights_options;
#define RV_LIGHTS_OPTIONS_INIT { 175, NULL, 0, false, false }

/**
 * Traffic lights: a row a study, a column a domain, a disc a judgement (its sign in it, an outline around it), the names of domains and
 * judgements below.
 * Errors  RV_EINVAL  nothing to draw, or the page is too narrow for the domains (the message says how wide it must be).
 */
RV_API RV_MUST_CHECK rv_status rv_plot_lights(rv_scene **out, const rv_lights *lights, const rv_lights_options *options, rv_error *err);

/**
 * Summary: a bar a domain, its parts the judgements from the best to the worst, as shares of studies or of their weight.
 * Errors  RV_EINVAL  nothing to draw; RV_EDOMAIN a weight that is negative or not finite, or no weight in all.
 */
RV_API RV_MUST_CHECK
rv_status rv_plot_light_bars(rv_scene **out, const rv_lights *lights, const rv_lights_options *options, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
