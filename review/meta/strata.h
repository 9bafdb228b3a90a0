/* Tables on their way into a pooled effect: checked, with what is added to their cells, and what all methods share. */
#ifndef RV_META_STRATA_H
#define RV_META_STRATA_H

#include "review/meta_tables.h"

/* One table, or one pair of rates: then n1 and n2 are times, and b and d are NaN. */
typedef struct { double a, b, c, d, n1, n2, n; size_t row; } rv_stratum;

/* What a measure is: rv_tables_measure is the index. */
typedef struct {
    const char *name;             /* of the measure in layer effect too */
    const char *arm;              /* the measure of one group, for L'Abbe */
    bool rates, ratio;
} rv_tables_kind;
extern const rv_tables_kind rv_tables_kinds[];

/* The name of table i in a message: "study 'Smith 2019'" or "table 3". */
typedef struct { char text[200]; } rv_table_name;
const char *rv_tables_name(const rv_tables *tables, size_t i, rv_table_name *name);

/* The tables without a missing cell into s[*k], with add in those that `to` names; without double zeros when drop00.
   Errors  RV_EDOMAIN for a cell that cannot be; RV_EINVAL when there is nothing. */
rv_status rv_strata_make(const rv_tables *tables, rv_tables_measure measure, double add, rv_zero_to to, bool drop00, rv_stratum *s,
                         size_t *k, rv_error *err);
bool rv_stratum_double_zero(const rv_stratum *s, bool rates);
bool rv_stratum_has_zero(const rv_stratum *s, bool rates);

/* The studies' own effects by measure `name` of layer effect, into rows[tables->k], with their fates. */
rv_status rv_tables_effects(const rv_tables *tables, const char *name, bool rates, double add, rv_zero_to to, bool drop00,
                            rv_tables_row *rows, rv_error *err);

/* All NaN, counts 0. */
void rv_tables_clear(rv_tables_fit *fit);
/* Normal test and interval from estimate and se. */
rv_meta_coef rv_coef_normal(double estimate, double se, double level);
/* x against chi-square; NaN when df is not positive. */
rv_chi2_test rv_chi2_of(double x, double df);
/* I2 and H2 of Q, and its p-value: fit->q and q_df are there; one effect or none is homogeneous. */
void rv_tables_heterogeneity(rv_tables_fit *fit);
/* The fit statistics of N(estimate, vi) at the k_yi effects, whose weighted sum of squares about the estimate is rss. */
void rv_tables_statistics(const rv_tables_row *rows, size_t k, double rss, rv_tables_fit *fit);
/* sum (yi - at)^2 / vi over those with an effect. */
double rv_tables_squares(const rv_tables_row *rows, size_t k, double at);

/* The pooled effect of tables by Mantel-Haenszel with its variance, and the weights w[k]; `why` says why there is none. */
typedef struct { double y, v; const char *why; } rv_mh_pooled;
rv_mh_pooled rv_mh_pool(const rv_stratum *s, size_t k, rv_tables_measure measure, rv_mh_variance variance, double *w);

/* The studies' own effects by the conventions of rv_tables_options, into rows[tables->k]; and their cells with what was added, s[*k],
   and as they are, raw[*k], of the studies with an effect; both may be NULL. */
rv_status rv_pool_effects(const rv_tables *tables, const rv_tables_options *options, rv_tables_row *rows, rv_stratum *s,
                          rv_stratum *raw, size_t *k, rv_error *err);

/* Kendall's score of the pairs in x[k] and y[k], concordant less discordant, and its standard error with ties. */
void rv_kendall_score(const double *x, const double *y, size_t k, double *score, double *se);

/* The tests that hang on odds: Cochran-Mantel-Haenszel; Breslow-Day and Tarone about `odds` (NaN: they do not exist). */
void rv_mantel_tests(const rv_stratum *s, size_t k, bool rates, bool correct, double odds, rv_tables_fit *fit);

#endif
