/* How journals and organisations write the numbers of a forest plot, and where they put its columns. */
#ifndef RV_PLOT_FOREST_STYLE_H
#define RV_PLOT_FOREST_STYLE_H

#include <stdbool.h>

#include "review/base.h"

typedef struct {
    const char *name, *sign;       /* "p", " = " */
    int  digits, most;             /* of a p-value; smaller ones have more digits, up to `most`, then "< 0.001" */
    bool zero;                     /* before the decimal mark */
} rv_forest_p_style;

typedef struct {
    const char *name;
    /* numbers */
    const char *open, *between, *between_negative, *close;   /* of an interval; the second where a limit may be negative */
    const char *point;
    const char *interval;          /* "CI" */
    int  i2_digits, tau2_digits, weight_digits;
    rv_forest_p_style p;
    /* columns by name on either side of the plot; "+" stands for columns asked for, "arms" for those of the arms */
    const char *left, *right;
    bool together;                 /* events and size of an arm in one column, "4/123" */
    bool plot_head, favours_above; /* the measure over the plot too; the favours labels there */
    const char *study, *weight;    /* heads */
    const char *effect;            /* %m the measure's short name, %M its name, %i the interval */
    const char *subgroup, *pooled; /* labels of pooled rows, %i the interval; NULL: as they are */
    const char *favours;           /* JAMA spells it otherwise; NULL: as it is */
    /* statistics: a part in braces is left out when one of its numbers is not known. %t tau2, %T tau, %i I2, %q Q, %d its df, %p p;
       of tests %s the name of the statistic, %z its value */
    const char *heterogeneity, *overall, *differences;
    const char *chi2;              /* what the statistic of the last is called */
    const char *square, *diamond, *subtotal;   /* colours of studies, the model's diamond, others */
    double size;                   /* points, of the rows */
} rv_forest_style;

extern const rv_forest_style rv_forest_styles[];   /* a NULL name at the end */
int rv_forest_style_count(void);

/* "p = 0.180", "P < .001": as the style writes it. */
void rv_forest_style_p(const rv_forest_style *style, double p, rv_buf *out);
/* The number with the decimal mark of the style. */
void rv_forest_style_number(const rv_forest_style *style, double x, int decimals, rv_buf *out);

/* What a template is filled with; NaN: not known. */
typedef struct {
    double tau2, i2, q, q_df, p;   /* i2 a fraction */
    double stat, stat_df;          /* of a test of one estimate: t, or z where it has no df */
    bool   joint;                  /* of several: chi-square with q_df, or F where df2 is a number */
    double df2;
} rv_forest_numbers;
/* Appends the template with its numbers; nothing when none of them is known. */
void rv_forest_style_fill(const rv_forest_style *style, const char *form, const rv_forest_numbers *numbers, rv_buf *out);

#endif
