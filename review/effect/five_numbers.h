/* What the files on five-number summaries share. */
#ifndef RV_EFFECT_FIVE_NUMBERS_H
#define RV_EFFECT_FIVE_NUMBERS_H

#include "review/effect.h"

/* Which of the five are there. */
typedef enum { RV_FIVE_NONE, RV_FIVE_RANGE, RV_FIVE_QUARTILES, RV_FIVE_ALL } rv_five_case;

double rv_five_luo(const rv_five *f, rv_five_case c);
double rv_five_spread(const rv_five *f, rv_five_case c);
void rv_five_normal(const rv_five *f, rv_five_case c, rv_five_method method, rv_five_result *out);
void rv_five_lognormal(const rv_five *f, rv_five_case c, rv_five_result *out);
/* By the nearest of several distributions; positive data need not be symmetric. */
void rv_five_quantiles(const rv_five *f, rv_five_result *out);
void rv_five_skewness(const rv_five *f, rv_five_case c, rv_five_result *out);

#endif
