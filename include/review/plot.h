#ifndef REVIEW_PLOT_H
#define REVIEW_PLOT_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "review/base.h"
#include "review/meta.h"
#include "review/plot_forest.h"
#include "review/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- A figure that has been laid out --------------------------------------------------------------------------- */

/** Lines, boxes and texts, each at its place in points (1/72 inch) from the upper left corner. Made by rv_plot_forest() and
    its like, written by rv_plot_write() as often as wanted, ended with rv_scene_free(). */
typedef struct rv_scene rv_scene;
RV_API void rv_scene_free(rv_scene *scene);                 /**< NULL is allowed */
RV_API rv_scene *rv_scene_keep(rv_scene *scene);            /**< one more holder, each of whom calls rv_scene_free() */
/** The date that its PDF bears, as rv_now() writes it; that of its making where none is set. */
RV_API void rv_scene_date(rv_scene *scene, const char *made);
RV_API double rv_scene_width(const rv_scene *scene);        /**< points */
RV_API double rv_scene_height(const rv_scene *scene);       /**< points */
/** What the figure says, in sentences, for those who cannot see it: the `<desc>` of the SVG. Lives as long as the scene. */
RV_API const char *rv_scene_description(const rv_scene *scene);

/** On white paper; on a dark page; or as the reader's screen is set (SVG only: light where that cannot be known, and on paper). */
typedef enum { RV_THEME_LIGHT, RV_THEME_DARK, RV_THEME_AUTO } rv_plot_theme;
/** "light", "dark", "auto", NULL: the words for a `--theme` option, in the order of rv_plot_theme. */
RV_API extern const char *const rv_plot_theme_names[];
/** A new scene is light. */
RV_API void rv_scene_theme(rv_scene *scene, rv_plot_theme theme);

typedef enum { RV_PLOT_SVG, RV_PLOT_PDF, RV_PLOT_PNG } rv_plot_format;
/** "svg", "pdf", "png", NULL: the words for a `--format` option, in the order of rv_plot_format. */
RV_API extern const char *const rv_plot_format_names[];
/** The format that the ending of a file's name asks for (case ignored), or -1. */
RV_API int rv_plot_format_of(const char *path);

/**
 * Appends the figure as SVG. Text is text (`<text>`, never outlines), with `role="img"`, a `<title>` and a `<desc>`; a text that
 * had to be shortened carries the whole of it in a `<title>` of its own. `id` begins every id in the SVG ("forest" gives
 * "forest-title"), so that several figures can stand in one HTML page; NULL for "figure".
 * The same scene gives the same bytes.
 */
RV_API RV_MUST_CHECK rv_status rv_plot_svg(const rv_scene *scene, const char *id, rv_buf *out, rv_error *err);

/**
 * Writes the figure. PDF and PNG are drawn by cairo and Pango from the same marks at the same places as the SVG: fonts are embedded
 * in the PDF and its date is that of the scene, so SOURCE_DATE_EPOCH makes the bytes repeatable; a PNG holds its resolution, no time.
 *
 * Units   dpi: dots per inch of a PNG, 36 to 1200; not used by the others.
 * Errors  RV_EINVAL  a PNG would be longer than 32767 dots on a side, or dpi is out of its range.
 *         RV_ENOMEM, RV_EIO.
 */
RV_API RV_MUST_CHECK
rv_status rv_plot_write(const rv_scene *scene, rv_plot_format format, double dpi, rv_output *out, rv_error *err);

/* ---- PRISMA 2020 flow diagram ------------------------------------------------------------------------------------ */

/** The boxes of the PRISMA 2020 flow diagram (Page et al. 2021, doi 10.1136/bmj.n71) by the short ids of the flow CSV. The
    rows "_WAITING" and "_ONGOING" are what Cochrane reviews add; "M" is the optional count of the meta-analysis. */
typedef enum {
    RV_FLOW_P1,         /**< studies in the previous version of the review */
    RV_FLOW_P2,         /**< reports of those */
    RV_FLOW_A1,         /**< records from databases, one count each */
    RV_FLOW_A2,         /**< records from registers, one count each */
    RV_FLOW_B1,         /**< duplicate records removed before screening */
    RV_FLOW_B2,         /**< records marked as ineligible by automation tools */
    RV_FLOW_B3,         /**< records removed for other reasons */
    RV_FLOW_C,          /**< records screened */
    RV_FLOW_C_WAITING,  /**< "CW": records not yet screened */
    RV_FLOW_D1,         /**< records excluded by people; with a label each: by reason */
    RV_FLOW_D2,         /**< records excluded by automation tools */
    RV_FLOW_E,          /**< reports sought for retrieval */
    RV_FLOW_F,          /**< reports not retrieved */
    RV_FLOW_G,          /**< reports assessed for eligibility */
    RV_FLOW_G_WAITING,  /**< "GW": reports not yet assessed */
    RV_FLOW_H,          /**< reports excluded, one count a reason */
    RV_FLOW_H_WAITING,  /**< "HW": reports awaiting classification */
    RV_FLOW_H_ONGOING,  /**< "HO": reports of ongoing studies */
    RV_FLOW_O1,         /**< records from websites */
    RV_FLOW_O2,         /**< records from organisations */
    RV_FLOW_O3,         /**< records from citation searching */
    RV_FLOW_O4,         /**< records from contacts and anything else, with its label */
    RV_FLOW_O_REMOVED,  /**< "OX": of those, not sought: duplicates, excluded on title and abstract */
    RV_FLOW_Q,          /**< other methods: reports sought */
    RV_FLOW_R,          /**< other methods: reports not retrieved */
    RV_FLOW_S,          /**< other methods: reports assessed */
    RV_FLOW_S_WAITING,  /**< "SW": other methods: reports not yet assessed */
    RV_FLOW_T,          /**< other methods: reports excluded, one count a reason */
    RV_FLOW_T_WAITING,  /**< "TW": other methods: awaiting classification */
    RV_FLOW_T_ONGOING,  /**< "TO": other methods: reports of ongoing studies */
    RV_FLOW_U,          /**< reports of new included studies */
    RV_FLOW_V,          /**< new studies included */
    RV_FLOW_W1,         /**< studies in all */
    RV_FLOW_W2,         /**< reports in all */
    RV_FLOW_M,          /**< studies in the meta-analysis */
    RV_FLOW_BOXES
} rv_flow_box;

/** The id of a box in the flow CSV, "A1"; and what it counts, "records from databases". Static. */
RV_API const char *rv_flow_id(rv_flow_box box);
RV_API const char *rv_flow_meaning(rv_flow_box box);

/** One count. Several rows may name one box (a row a database, a row a reason); the box holds their sum. Where a box has a row without a
    label too, that row is the total, and the labelled ones are its parts. */
typedef struct {
    rv_flow_box box;
    const char *label;            /**< "MEDLINE", "Wrong population"; "" for none, never NULL */
    int64_t     n;
} rv_flow_row;

/** The numbers of a flow diagram. A box without a row was not stated: C, E, G, Q, S, U, W1 and W2 are then computed, the rest
    are taken as nothing and left out of the figure where PRISMA lets them be. */
typedef struct {
    const char        *title;     /**< "" for none */
    size_t             n;
    const rv_flow_row *rows;
} rv_flow;

/** True when some row states the box. */
RV_API bool rv_flow_stated(const rv_flow *flow, rv_flow_box box);
/** The number in a box: the sum of its rows, or what the boxes before it leave when none states it. OX is what Q leaves of the records
    from other methods when only Q is stated, and P2 what W2 leaves when only P1 and W2 are. */
RV_API int64_t rv_flow_total(const rv_flow *flow, rv_flow_box box);

/**
 * Does every sum of the diagram come out?
 *
 *     C = A1 + A2 - B1 - B2 - B3 - CW     E = C - D1 - D2       G = E - F - GW
 *     Q = O1 + O2 + O3 + O4 - OX          S = Q - R - SW
 *     U = (G - H - HW - HO) + (S - T - TW - TO)
 *     V <= U, V >= 1 if U >= 1            P1 <= P2 (when stated)
 *     W1 = P1 + V      W2 = P2 + U        M <= W1
 *
 * and no count and no remainder is negative. A review that is still going on uses the counts of what waits (CW, GW, SW).
 * Errors  RV_EDOMAIN naming the first box, in the order of reading, whose number is not what the others give, and how many more there are.
 */
RV_API RV_MUST_CHECK rv_status rv_flow_check(const rv_flow *flow, rv_error *err);
/** All that rv_flow_check() finds, a line each ("C (records screened) is 90, but A1 100 - B1 8 gives 92\n"), each with what would be right.
    What follows only from another fault is not told again. Returns how many. */
RV_API size_t rv_flow_faults(const rv_flow *flow, rv_buf *out);

/** Flow numbers as CSV: columns `id` (a box), `label`, `n`; a row `title` may give the title as its label. Also the table of the R package
    PRISMA2020, known by its columns `data` and `n` (rows "database_results", "dbr_excluded", ...; reasons as "Reason, 12; Another, 3").
    On success `*out` is the caller's, ended with rv_flow_free(); on failure it is NULL. Messages are "file:line: ...". */
RV_API RV_MUST_CHECK rv_status rv_flow_read(rv_flow **out, const char *path, rv_error *err);
RV_API void rv_flow_free(rv_flow *flow);                    /**< what rv_flow_read() made; NULL is allowed */
/** Writes the rows as rv_flow_read() reads them. */
RV_API RV_MUST_CHECK rv_status rv_flow_write(const rv_flow *flow, rv_output *out, rv_error *err);

typedef struct {
    double      width;            /**< mm */
    const char *title;            /**< NULL: the flow's own; "" for none */
} rv_flow_options;
#define RV_FLOW_OPTIONS_INIT { 175, NULL }

/**
 * Lays the PRISMA 2020 flow diagram out: previous studies (if stated) | databases and registers | other methods (if stated), in
 * the bands identification, screening, included; boxes as high as their text.
 *
 * Errors  RV_EDOMAIN the sums do not come out (rv_flow_check()): such a diagram is not drawn.
 *         RV_EINVAL  the page is too narrow for the columns.
 * On failure `*out` is NULL.
 */
RV_API RV_MUST_CHECK
rv_status rv_plot_flow(rv_scene **out, const rv_flow *flow, const rv_flow_options *options, rv_error *err);

/* ---- Recall curve ---------------------------------------------------------------------------------------------- */

/** How screening went, and how much there may be. */
typedef struct {
    const char   *title, *how;    /**< "" for none; `how` the expected numbers were got */
    const double *found_at;       /**< [n]: ranks at which relevant records were found, from 1, rising */
    size_t        n;
    double        screened, total;
    double        expected;       /**< relevant records in all; NaN where there is no estimate */
    double        expected_lo, expected_hi;   /**< its limits; NaN for none */
} rv_recall_curve;

typedef struct {
    double width;                 /**< mm */
} rv_recall_curve_options;
#define RV_RECALL_CURVE_OPTIONS_INIT { 150 }

/**
 * Lays the curve of found against screened records out, with the line that random order would give, a diamond where screening stands,
 * and the expected number of relevant records as a band.
 * Errors  RV_EINVAL  the width, or more screened than there are; RV_EDOMAIN ranks that do not rise, limits upside down.
 * On failure `*out` is NULL.
 */
RV_API RV_MUST_CHECK
rv_status rv_plot_recall(rv_scene **out, const rv_recall_curve *curve, const rv_recall_curve_options *options, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
