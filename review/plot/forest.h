/* A forest plot on its way from numbers to marks. */
#ifndef RV_PLOT_FOREST_H
#define RV_PLOT_FOREST_H

#include "review/plot.h"

#include "plot/axis.h"
#include "plot/scene.h"
#include "plot/text.h"

/* One row of the figure: a row of the forest, or the heading of a subgroup (`row` NULL). */
typedef struct {
    const rv_forest_row *row;
    rv_lines label;
    rv_line  estimate, lo, hi, weight;        /* "1.30", "[0.85,", "1.99]", "12.4"; empty where there is none */
    bool     bold;
    double   indent, gap;                     /* points; `gap` is kept free above */
    double   top, height;
} rv_forest_line;

typedef struct {
    const rv_forest         *forest;
    const rv_forest_options *options;
    rv_type   *type;
    rv_scene  *scene;
    rv_axis    axis;
    double     null;                          /* the no-effect value on the analysis scale */
    int        decimals;
    size_t     model_row;                     /* the pooled row that is the model's; SIZE_MAX for none */
    bool       weights, cut;                  /* some row has a weight; some interval is cut */
    size_t     n;
    rv_forest_line *lines;
    /* columns: left edges and widths, right edges of the three number columns */
    double     label_x, label_w, plot_x, plot_w, estimate_r, lo_r, hi_r, block_w, weight_r, weight_w, gap;
    rv_lines   heads[3];                      /* over labels, numbers, weights */
} rv_forest_figure;

/* What is common to the three files that lay the figure out. */
extern const rv_face rv_forest_plain, rv_forest_bold, rv_forest_title, rv_forest_small;
enum { RV_FOREST_MARGIN = 9, RV_FOREST_PITCH = 13, RV_FOREST_INDENT = 8 };

/* forest_rows.c: the texts of the rows, and how high they stand. */
RV_MUST_CHECK rv_status rv_forest_texts(rv_forest_figure *figure, rv_error *err);
/* Breaks the labels to `label_w` and stacks the rows from `top`; the lower edge comes back in `*bottom`. */
RV_MUST_CHECK rv_status rv_forest_stack(rv_forest_figure *figure, double top, double *bottom, rv_error *err);
void rv_forest_lines_free(rv_forest_figure *figure);

/* forest_words.c */
const char *rv_forest_measure_name(const char *measure);      /* "OR" -> "Odds ratio"; others as they are */
bool rv_forest_is_ratio(const char *measure);
void rv_forest_interval_name(rv_buf *out, double level, const char *what);     /* "95 % CI" */
void rv_forest_notes(const rv_forest_figure *figure, rv_buf *model, rv_buf *heterogeneity, rv_buf *key);
void rv_forest_describe(const rv_forest_figure *figure, rv_buf *out);
/* The number as printed: exp() where the scale is logarithmic. */
double rv_forest_printed(const rv_forest *forest, double x);

/* forest_marks.c: squares, lines, diamonds, the bar, axis and guide lines. Returns the lower edge of the tick labels. */
void rv_forest_marks(rv_forest_figure *figure);
double rv_forest_axis(rv_forest_figure *figure, double top, double bottom);
double rv_forest_x(const rv_forest_figure *figure, double at);

#endif
