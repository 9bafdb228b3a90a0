/* A forest plot on its way from numbers to marks. */
#ifndef RV_PLOT_FOREST_H
#define RV_PLOT_FOREST_H

#include "review/plot.h"

#include "plot/axis.h"
#include "plot/forest_style.h"
#include "plot/scene.h"
#include "plot/text.h"

/* ---- Rows of the figure ------------------------------------------------------------------------------------------ */

typedef enum {
    RV_LINE_GROUP,                 /* the heading of a subgroup */
    RV_LINE_STUDY,                 /* the name of a study whose effects follow */
    RV_LINE_ROW,                   /* a row of the forest */
    RV_LINE_NOTE                   /* words below a row */
} rv_forest_line_kind;

typedef struct {
    rv_forest_line_kind kind;
    size_t      row;               /* of the forest: the row, or the one that a heading or note belongs to */
    char       *text;              /* the label */
    rv_lines    label;
    bool        bold, shade, effect;   /* effect: one of several, below the name of their study */
    double      indent, gap;       /* points; `gap` is kept free above */
    double      top, height;
} rv_forest_line;

/* ---- Columns of the figure --------------------------------------------------------------------------------------- */

typedef enum { RV_COL_LABEL, RV_COL_FURTHER, RV_COL_FIELD, RV_COL_ARM, RV_COL_PLOT, RV_COL_LIGHTS } rv_forest_col_kind;

/* The pieces of an "estimate [from, to]" stand below each other, each at its right. */
enum { RV_FOREST_PARTS = 3 };
typedef struct {
    rv_lines *cell;                /* [lines] */
    double   *before;              /* [lines] width of what stands before the decimal point */
    double    x, width, left;      /* left edge, width; the most of `before` */
} rv_forest_part;

typedef struct {
    rv_forest_col_kind kind;
    size_t          at;            /* further column, field, or piece of the arms */
    const char     *name;
    rv_forest_align align;
    int             digits;
    char           *words;         /* of the head */
    rv_lines        head;
    size_t          parts;
    rv_forest_part  part[RV_FOREST_PARTS];
    char          **texts;         /* [lines] of a column that wraps; NULL: numbers */
    bool            wraps;
    double          x, width;      /* where it stands */
    double          least, content;    /* what it must have; what its cells would like */
} rv_forest_col;

typedef struct {
    char    *words;
    rv_lines lines;
    size_t   first, last;          /* columns */
} rv_forest_head;                  /* over several columns */

enum { RV_FOREST_COLS = 64, RV_FOREST_HEADS = 32 };

/* What the arms gave, by the names that further columns have. */
typedef enum { RV_ARMS_NONE, RV_ARMS_EVENTS, RV_ARMS_MEANS } rv_forest_arm_kind;
typedef struct {
    rv_forest_arm_kind kind;
    size_t column[6];              /* of the forest: events and size, or mean, sd and size, of each arm */
    bool   others;                 /* bi and di stand where n1i and n2i would */
    int    digits;                 /* of means and deviations */
} rv_forest_arm_data;

typedef struct {
    rv_forest                forest;       /* as drawn: sorted, on the scale of the axis */
    rv_forest_row           *rows;
    size_t                  *source;       /* [n] rows of the forest that was given */
    const rv_forest         *given;
    const rv_forest_options *options;
    rv_forest_options        bare;         /* the same without the arms, where the page is narrow */
    const rv_forest_style   *style;
    const char *between;                   /* what stands between the limits of an interval */
    rv_face     plain, bold, title, small;
    rv_type    *type;
    rv_scene   *scene;
    rv_axis     axis;
    double      null;                      /* the no-effect value, on the scale of the rows */
    int         decimals;
    size_t      model_row;                 /* the pooled row that is the model's; SIZE_MAX for none */
    bool        weights, cut;              /* some row has a weight; some interval is cut */
    bool        steps, narrow;             /* some row is a step; columns that nobody asked for are left out */
    size_t      n;
    rv_forest_line *lines;
    size_t      n_cols, n_heads, label_col, plot_col;
    rv_forest_col  col[RV_FOREST_COLS];
    rv_forest_head head[RV_FOREST_HEADS];
    rv_forest_arm_data arms;
    size_t     *light;                     /* [n rows] row of the lights; SIZE_MAX for none */
    rv_lines    favour[2];                 /* words for either side of no effect */
    bool        favours_above;             /* over the plot, as the style wants it and there is room */
    double      plot_x, plot_w, gap;
} rv_forest_figure;

enum { RV_FOREST_MARGIN = 9, RV_FOREST_PITCH = 13, RV_FOREST_INDENT = 8, RV_FOREST_LIGHT = 13 };

/* forest_rows.c: the rows of the figure, and how high they stand. */
RV_MUST_CHECK rv_status rv_forest_lines(rv_forest_figure *figure, rv_error *err);
/* Breaks the labels and texts to the widths of their columns and stacks the rows from `top`; the lower edge comes back in `*bottom`. */
RV_MUST_CHECK rv_status rv_forest_stack(rv_forest_figure *figure, double top, double *bottom, rv_error *err);

/* forest_order.c: the forest as it is to be drawn. */
RV_MUST_CHECK rv_status rv_forest_prepare(rv_forest_figure *figure, rv_error *err);

/* forest_columns.c: which columns there are; ended with rv_forest_columns_free(). */
RV_MUST_CHECK rv_status rv_forest_choose(rv_forest_figure *figure, rv_error *err);
void rv_forest_columns_free(rv_forest_figure *figure);
/* The further column of this name (else whatever the case of its letters), or -1. */
int rv_forest_further(const rv_forest *forest, const char *name);

/* forest_fields.c: the fields that every forest has, by the place of their names. */
enum { RV_FIELD_EFFECT, RV_FIELD_WEIGHT };
int rv_forest_field_of(const char *name);
/* Its usual head, appended. */
void rv_forest_field_head(const rv_forest_figure *figure, int field, rv_buf *out);
size_t rv_forest_field_parts(const rv_forest_figure *figure, int field);
/* The text of one part for a row; nothing where there is none. `digits` -1: the style's. */
void rv_forest_field_text(const rv_forest_figure *figure, int field, size_t row, size_t part, int digits, rv_buf *out);

/* forest_arms.c: what the arms gave. */
void rv_forest_arms_find(rv_forest_figure *figure);
size_t rv_forest_arm_pieces(const rv_forest_figure *figure);
void rv_forest_arm_head(const rv_forest_figure *figure, size_t piece, rv_buf *out);
/* Which of the two arms a piece is of. */
size_t rv_forest_arm_of(const rv_forest_figure *figure, size_t piece);
void rv_forest_arm_text(const rv_forest_figure *figure, size_t piece, size_t row, rv_buf *out);

/* forest_cells.c: the texts of the columns and their widths. */
double rv_forest_widest_word(rv_forest_figure *figure, const char *words);
RV_MUST_CHECK rv_status rv_forest_cells(rv_forest_figure *figure, rv_error *err);

/* forest_widths.c: places the columns; RV_EINVAL when the page is too narrow. */
RV_MUST_CHECK rv_status rv_forest_widths(rv_forest_figure *figure, rv_error *err);

/* forest_favours.c: the words for either side; `above`: in the room of the plot's own column. Then draws them from `top`. */
RV_MUST_CHECK rv_status rv_forest_favours(rv_forest_figure *figure, rv_error *err);
double rv_forest_favours_height(const rv_forest_figure *figure);
void rv_forest_favours_draw(rv_forest_figure *figure, double top);

/* forest_heads.c: lines as rv_type_wrap() breaks them, and at each newline. `*out` is ended with rv_lines_free() in any case. */
RV_MUST_CHECK rv_status rv_forest_wrap(rv_forest_figure *figure, const rv_face *face, const char *text, double width, size_t most,
                                       rv_lines *out, rv_error *err);
/* The heads of the columns; `*y` moves below them. */
void rv_forest_draw_heads(rv_forest_figure *figure, double *y);

/* forest_words.c */
const char *rv_forest_measure_name(const char *measure);      /* "OR" -> "Odds ratio"; others as they are */
bool rv_forest_is_ratio(const char *measure);
/* The number with the decimal mark of the style. */
void rv_forest_number(const rv_forest_figure *figure, rv_buf *out, double x, int decimals);
void rv_forest_interval_name(const rv_forest_figure *figure, rv_buf *out, const char *what);     /* "95 % CI" */
/* The lines below the figure, one to a paragraph of `out` (ends with a newline each). */
void rv_forest_notes(const rv_forest_figure *figure, rv_buf *out);
void rv_forest_describe(const rv_forest_figure *figure, rv_buf *out);
/* The heterogeneity of one pooled row by the style; nothing where it is not known. */
void rv_forest_row_heterogeneity(const rv_forest_figure *figure, size_t row, rv_buf *out);
/* The number as printed: exp() where the scale is logarithmic. */
double rv_forest_printed(const rv_forest_figure *figure, double x);

/* forest_lights.c: finds the studies; RV_ENOTFOUND when none of them is in the forest. */
RV_MUST_CHECK rv_status rv_forest_lights_match(rv_forest_figure *figure, rv_error *err);
void rv_forest_lights_draw(rv_forest_figure *figure, const rv_forest_col *col, const rv_forest_line *line);
void rv_forest_lights_head(rv_forest_figure *figure, const rv_forest_col *col, double bottom);
/* What letters and signs say; `*y` moves below. */
RV_MUST_CHECK rv_status rv_forest_lights_key(rv_forest_figure *figure, double *y, rv_error *err);
void rv_forest_lights_say(const rv_forest_figure *figure, rv_buf *out);

/* forest_marks.c: squares, lines, diamonds, the bar, axis and guide lines. Returns the lower edge of the tick labels. */
void rv_forest_marks(rv_forest_figure *figure);
double rv_forest_axis(rv_forest_figure *figure, double top, double bottom);
double rv_forest_x(const rv_forest_figure *figure, double at);

/* RV_EINVAL, RV_EDOMAIN: what cannot be drawn. */
RV_MUST_CHECK rv_status rv_forest_check(const rv_forest *forest, const rv_forest_options *options, rv_error *err);
void rv_forest_row_texts(rv_forest_figure *figure);

#endif
