/* What the measures of this layer share: the numbers a family of measures is made from, and how a row becomes an effect. */
#ifndef RV_EFFECT_HOW_H
#define RV_EFFECT_HOW_H

#include "review/effect.h"

/* ---- What families of measures are made from. `have` is false when something is missing; the effect's reason is set then. ---- */

/* A 2x2 table: events a and non-events b of n1 people, c and d of n2. */
typedef struct {
    double a, b, c, d, n1, n2;
    bool   have;
} rv_cells;

/* Events and person-time of two groups. */
typedef struct {
    double x1, t1, x2, t2;
    bool   have;
} rv_rates;

/* Means, standard deviations and sizes of two groups; or, with the first four NaN, their difference d in pooled deviations. */
typedef struct {
    double m1, s1, n1, m2, s2, n2, d;
    bool   have;
} rv_means;

/* The same of one group at two times, with the correlation between them; d is the mean change in deviations of changes. */
typedef struct {
    double m1, s1, m2, s2, n, r, d;
    bool   have;
} rv_change;

/* One group: events x, others m of n people; or events x in time t. */
typedef struct {
    double x, m, n, t;
    bool   have;
} rv_share;

/* One sample: a mean with its standard deviation; a correlation or R-squared with the number of predictors; alpha of m items. */
typedef struct {
    double mean, sd, r, r2, m, n;
    bool   have;
} rv_single;

/* ---- How a measure is made --------------------------------------------------------------------------------------------- */

/* An estimate with its variance, straight from a formula; not finite where the formula has no value. */
typedef struct {
    double y, v;
} rv_estimate;

/* What a formula may ask beside the row: `average` holds what all rows show (vtype AV and AVHO), in group 1, group 2 and both, else
   NULL. */
typedef struct {
    const rv_effect_options *o;
    const double *average;
} rv_setting;

typedef struct rv_measure_how {
    /* The family's way from a row to the measure's formula. A row that lacks something is RV_OK with yi NaN and a reason. */
    rv_status (*fit)(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err);
    union {
        rv_estimate (*cells)(const rv_cells *t, const rv_setting *s);
        rv_estimate (*rates)(const rv_rates *t, const rv_setting *s);
        rv_estimate (*means)(const rv_means *g, const rv_setting *s);
        rv_estimate (*change)(const rv_change *g, const rv_setting *s);
        rv_estimate (*share)(const rv_share *t, const rv_setting *s);
        rv_estimate (*single)(const rv_single *g, const rv_setting *s);
    } by;
    const char *undefined;        /* why the formula may have no value, in words */
    /* Adds a row to two weighted averages: sums[0] / sums[1] and sums[2] / sums[3]. NULL where no variance type asks. */
    void (*gather)(const rv_measure *m, const rv_effect_input *in, const rv_effect_options *o, double sums[4]);
    /* Whether the row has a zero cell that counts for `to` if0all. NULL where nothing is ever added. */
    bool (*zero)(const rv_effect_input *in, const rv_effect_options *o);
    bool        plain;            /* nothing is added to zero cells unless the options say what */
    const char *counts;           /* the inputs that are counts of people or events */
    unsigned    wants;            /* of means and changes: RV_M1 | ... that are needed; 0: all */
    bool        corrects;         /* asks `correct` of the options */
    bool        from_d;           /* of means and changes: a standardised difference does as well */
} rv_measure_how;

enum { RV_M1 = 1, RV_S1 = 2, RV_N1 = 4, RV_M2 = 8, RV_S2 = 16, RV_N2 = 32, RV_R = 64 };

/* The families' ways, to begin a rv_measure_how with. */
#define RV_CELLS_COUNTS "ai bi ci di n1i n2i"
#define RV_OF_CELLS .fit = rv_cells_fit, .zero = rv_cells_has_zero, .counts = RV_CELLS_COUNTS
#define RV_OF_PAIRS .fit = rv_pairs_fit, .zero = rv_pairs_has_zero, .counts = "ai bi ci di"
#define RV_OF_RATES .fit = rv_rates_fit, .zero = rv_rates_has_zero, .counts = "x1i x2i"
#define RV_OF_MEANS .fit = rv_means_fit, .counts = "n1i n2i"
#define RV_OF_CHANGE .fit = rv_change_fit, .counts = "ni"
#define RV_OF_SHARE .fit = rv_share_fit, .zero = rv_share_has_zero, .counts = "xi mi ni"
#define RV_OF_INCIDENCE .fit = rv_incidence_fit, .zero = rv_incidence_has_zero, .counts = "xi"

typedef rv_status rv_fit_fn(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, rv_effect *out, rv_error *err);
typedef bool rv_zero_fn(const rv_effect_input *in, const rv_effect_options *o);
rv_fit_fn rv_cells_fit, rv_pairs_fit, rv_rates_fit, rv_means_fit, rv_change_fit, rv_share_fit, rv_incidence_fit;
rv_zero_fn rv_cells_has_zero, rv_pairs_has_zero, rv_rates_has_zero, rv_share_has_zero, rv_incidence_has_zero;

extern const rv_measure_how rv_or_how, rv_rr_how, rv_rd_how, rv_peto_how, rv_as_how, rv_phi_how, rv_zphi_how, rv_yuq_how, rv_yuy_how,
    rv_rtet_how, rv_ztet_how, rv_pbit_how, rv_or2dn_how, rv_or2dl_how, rv_reh_how,
    rv_mprd_how, rv_mprr_how, rv_mpor_how, rv_mporc_how, rv_mppeto_how, rv_mporm_how,
    rv_irr_how, rv_ird_how, rv_irsd_how,
    rv_md_how, rv_smd_how, rv_smdh_how, rv_smd1_how, rv_smd1h_how, rv_rom_how, rv_cvr_how, rv_vr_how, rv_rpb_how, rv_zpb_how,
    rv_rbis_how, rv_zbis_how, rv_d2orn_how, rv_d2orl_how, rv_clesn_how,
    rv_mc_how, rv_smcc_how, rv_smcr_how, rv_smcrh_how, rv_smcrp_how, rv_smcrph_how, rv_romc_how, rv_cvrc_how, rv_vrc_how,
    rv_ppc_how, rv_ppc1_how, rv_ppc2_how,
    rv_cor_how, rv_ucor_how, rv_zcor_how, rv_pcor_how, rv_zpcor_how, rv_spcor_how, rv_zspcor_how, rv_r2_how, rv_zr2_how,
    rv_pr_how, rv_pln_how, rv_plo_how, rv_prz_how, rv_pas_how, rv_pft_how, rv_ir_how, rv_irln_how, rv_irs_how, rv_irft_how,
    rv_mn_how, rv_smn_how, rv_mnln_how, rv_cvln_how, rv_sdln_how, rv_araw_how, rv_ahw_how, rv_abt_how, rv_hr_how, rv_gen_how;

/* ---- Rows of a family, and what their measures share ------------------------------------------------------------------- */

/* The table of a row before anything is added; `route` names how. */
rv_status rv_cells_read(const rv_effect_input *in, rv_cells *t, rv_effect *out, rv_error *err);
/* The table ready for the formula: read, double zeros dropped, `add` added where the options say so. */
rv_status rv_cells_of(const rv_effect_input *in, const rv_effect_options *o, rv_cells *t, rv_effect *out, rv_error *err);
/* The proportions with the event over all rows, weighted by group size: the `gather` of tables. */
void rv_cells_gather(const rv_measure *m, const rv_effect_input *in, const rv_effect_options *o, double sums[4]);
/* The cells that the variance is of: those of the row; by AV those that the proportions over all rows expect. */
rv_cells rv_cells_expected(const rv_cells *t, const rv_setting *s);
/* The sum of the cells' reciprocals: the variance of their log odds ratio. */
double rv_cells_inverse(const rv_cells *t);
rv_estimate rv_log_odds_ratio(const rv_cells *t, const rv_setting *s);

rv_status rv_means_of(const rv_measure *m, const rv_effect_input *in, rv_means *g, rv_effect *out, rv_error *err);
/* ((n1-1) s1^2 + (n2-1) s2^2) / (n1 + n2 - 2) */
double rv_pooled_variance(const rv_means *g);
/* The difference of the means in pooled standard deviations. */
double rv_pooled_d(const rv_means *g);
/* The factor for m degrees of freedom, or 1 where the options want none. */
double rv_factor(const rv_setting *s, double m);
/* A correlation of n people without bias; NaN below 5. */
double rv_correlation_without_bias(double r, double n);
/* The two-sided p-value with the sign of the effect (metafor's pi), as t with df degrees of freedom. */
double rv_t_of_p(double p, double df);

/* Whether `to` adds `add` to a row that has a zero cell or not. if0all is resolved before. */
bool rv_adds(const rv_effect_options *o, bool zero);
/* atanh(r) with the variance by the delta method, v / (1 - r^2)^2. */
rv_estimate rv_fisher_z(rv_estimate r);

/* A ready-made estimate, by the routes of rv_effect_make(). Where none is given, a reason that is there already stays. */
rv_status rv_ready_fit(const rv_effect_input *in, const rv_effect_options *o, rv_effect *out, rv_error *err);
/* The effect of one sample by the measure's formula; ready made where the sample lacks something. */
rv_status rv_single_fit(const rv_measure *m, const rv_effect_input *in, const rv_setting *s, const rv_single *g, rv_effect *out,
                        rv_error *err);
/* The same, with the difference of what the groups show as the estimate where no other is given. */
rv_status rv_ready_difference(const rv_effect_input *in, double difference, const char *words, const rv_effect_options *o,
                              rv_effect *out, rv_error *err);

/* Called when a measure lacks something: takes one step (or several that belong together) from what the row gives towards what the
   measure wants, notes it in out->steps and out->route, and says so in `*changed`. Never touches a number that is given. */
rv_status rv_effect_prepare(const rv_measure *m, rv_effect_input *in, const rv_effect_options *o, rv_effect *out, bool *changed,
                            rv_error *err);
/* Called when there is an effect: corrections of what was made, as for the clusters that were allocated. */
rv_status rv_effect_adjust(const rv_measure *m, const rv_effect_input *in, const rv_effect_options *o, rv_effect *out,
                           rv_error *err);

/* ---- Words and checks -------------------------------------------------------------------------------------------------- */

void rv_effect_none(rv_effect *out);
void rv_effect_missing(rv_effect *out, const char *column);
void rv_effect_reason(rv_effect *out, const char *format, ...) RV_PRINTF(2, 3);
void rv_effect_route(rv_effect *out, const char *format, ...) RV_PRINTF(2, 3);
/* Puts the numbers in; what is not finite, or a negative variance, becomes missing with `undefined` as the reason. */
void rv_effect_set(rv_effect *out, double yi, double vi, const char *undefined);
/* The same of what a measure's formula gave. */
void rv_effect_put(rv_effect *out, const rv_measure *m, const rv_setting *s, rv_estimate e);

/* Each refuses what cannot be, naming the column; NaN passes. */
rv_status rv_check_count(double x, const char *name, rv_error *err);
rv_status rv_check_time(double x, const char *name, rv_error *err);
rv_status rv_check_sd(double x, const char *name, rv_error *err);
rv_status rv_check_size(double x, double least, const char *name, rv_error *err);
rv_status rv_check_p(double x, const char *name, rv_error *err);
rv_status rv_check_between(double x, double lo, double hi, const char *name, const char *what, rv_error *err);
/* False, with the reason, when one of n numbers is missing. */
bool rv_have(const double *x, const char *const *names, size_t n, rv_effect *out);

#endif
