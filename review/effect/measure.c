/* The table of measures. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "effect/how.h"

#define LS (1u << RV_VTYPE_LS)
#define LS2 (1u << RV_VTYPE_LS2)
#define UB (1u << RV_VTYPE_UB)
#define AV (1u << RV_VTYPE_AV)
#define HO (1u << RV_VTYPE_HO)
#define ST (1u << RV_VTYPE_ST)
#define CS (1u << RV_VTYPE_CS)
#define AVHO (1u << RV_VTYPE_AVHO)

/* What families are made from: in words, and as columns. */
#define READY "; yi with vi or sei; est with se, with ci_lo and ci_hi, or with p"
#define CELLS "ai with bi or n1i, ci with di or n2i; p1i and p2i (percent) with n1i and n2i" READY, "ai bi ci di p1i p2i n1i n2i"
#define PAIRS "ai, bi, ci, di of the paired table" READY, "ai bi ci di"
#define RATES "x1i, t1i, x2i, t2i" READY, "x1i t1i x2i t2i"
#define MEANS "m1i, sd1i, n1i, m2i, sd2i, n2i" READY, "m1i sd1i m2i sd2i n1i n2i"
#define MEANS_OR_D "m1i, sd1i, n1i, m2i, sd2i, n2i; d, t, F (fi) or p of t (pi) with n1i and n2i" READY, \
                   "m1i sd1i m2i sd2i n1i n2i d t di ti fi pi"
#define DEVIATIONS "sd1i, n1i, sd2i, n2i" READY, "sd1i sd2i n1i n2i"
#define BY_CONTROL "m1i, n1i, m2i, sd2i, n2i" READY, "m1i m2i sd2i n1i n2i"
#define CHANGE "m1i, sd1i, m2i, sd2i, ni, ri" READY, "m1i sd1i m2i sd2i ni ri"
#define CHANGE_OR_D "m1i, sd1i, m2i, sd2i, ni, ri; di, ti or p of t (pi) with ni" READY, "m1i sd1i m2i sd2i ni ri di ti pi"
#define BY_FIRST "m1i, sd1i, m2i, ni, ri" READY, "m1i sd1i m2i ni ri"
#define CHANGE_DEVIATIONS "sd1i, sd2i, ni, ri" READY, "sd1i sd2i ni ri"
#define PRE_POST "m1i, pre1i, presd1i, n1i, m2i, pre2i, presd2i, n2i, ri" READY, "m1i pre1i presd1i n1i m2i pre2i presd2i n2i ri"
#define PRE_POST_RAW "m1i, sd1i, pre1i, presd1i, n1i, m2i, sd2i, pre2i, presd2i, n2i, ri" READY, \
                     "m1i sd1i pre1i presd1i n1i m2i sd2i pre2i presd2i n2i ri"
#define R "ri, ti or p of t (pi) with ni" READY, "ri ti pi ni"
#define PARTIAL_R "ti, p of t (pi) or ri with ni and mi (predictors)" READY, "ti pi ri ni mi"
#define SEMI_PARTIAL_R "ti, p of t (pi) or ri with ni, mi (predictors) and r2i" READY, "ti pi ri ni mi r2i"
#define R2 "r2i, F (fi) or p of F (pi) with ni and mi (predictors)" READY, "r2i fi pi ni mi"
#define SHARE "xi with ni or mi" READY, "xi mi ni"
#define INCIDENCE "xi, ti" READY, "xi ti"
#define SINGLE "mi, sdi, ni" READY, "mi sdi ni"
#define ALPHA "ai (alpha), mi (items), ni" READY, "ai mi ni"

#define OF_READY "yi vi sei est ci_lo ci_hi se p level"

/* Scale, null value and kind. */
#define LOG_CONTRAST RV_SCALE_LOG, true, 0, RV_KIND_CONTRAST
#define CONTRAST RV_SCALE_PLAIN, false, 0, RV_KIND_CONTRAST
#define LOG_CHANGE RV_SCALE_LOG, true, 0, RV_KIND_CHANGE
#define PLAIN_CHANGE RV_SCALE_PLAIN, false, 0, RV_KIND_CHANGE
#define ASSOCIATION RV_SCALE_PLAIN, false, 0, RV_KIND_ASSOCIATION
#define Z_ASSOCIATION RV_SCALE_FISHER_Z, false, 0, RV_KIND_ASSOCIATION
#define LEVEL(scale) scale, (scale) == RV_SCALE_LOG, NAN, RV_KIND_LEVEL

/* X(name, title, what it is made from, scale with null value and kind, reference, variance types, how) */
#define MEASURES(X) \
    X("OR", "odds ratio", CELLS, LOG_CONTRAST, "Woolf (1955) Ann Hum Genet 19:251-253", LS | AV, rv_or_how) \
    X("RR", "risk ratio", CELLS, LOG_CONTRAST, "Katz, Baptista, Azen & Pike (1978) Biometrics 34:469-474", LS | AV, rv_rr_how) \
    X("RD", "risk difference", \
      CELLS, CONTRAST, \
      "Fleiss & Berlin (2009) in Handbook of Research Synthesis, 2nd ed., 237-253", LS | UB | AV, rv_rd_how) \
    X("PETO", "odds ratio by Peto's method", \
      CELLS, LOG_CONTRAST, "Yusuf et al. (1985) Prog Cardiovasc Dis 27:335-371", LS, rv_peto_how) \
    X("AS", "difference of arcsine roots of risks", \
      CELLS, CONTRAST, "Ruecker et al. (2009) Stat Med 28:721-738", LS, rv_as_how) \
    X("PBIT", "standardised mean difference by probits of risks", \
      CELLS, CONTRAST, "Sanchez-Meca et al. (2003) Psychol Methods 8:448-467", LS, rv_pbit_how) \
    X("OR2D", "standardised mean difference from an odds ratio", \
      CELLS, CONTRAST, "Chinn (2000) Stat Med 19:3127-3131", LS, rv_or2dl_how) \
    X("OR2DL", "standardised mean difference from an odds ratio, logistic", \
      CELLS, CONTRAST, "Chinn (2000) Stat Med 19:3127-3131", LS, rv_or2dl_how) \
    X("OR2DN", "standardised mean difference from an odds ratio, normal", \
      CELLS, CONTRAST, "Cox & Snell (1989) Analysis of Binary Data", LS, rv_or2dn_how) \
    X("PHI", "phi coefficient", CELLS, ASSOCIATION, "Yule (1912) J R Stat Soc 75:579-652", LS | ST | CS, rv_phi_how) \
    X("ZPHI", "phi coefficient, Fisher z", \
      CELLS, Z_ASSOCIATION, "Yule (1912) J R Stat Soc 75:579-652", LS | ST | CS, rv_zphi_how) \
    X("YUQ", "Yule's Q", CELLS, ASSOCIATION, "Yule (1912) J R Stat Soc 75:579-652", LS, rv_yuq_how) \
    X("YUY", "Yule's Y", CELLS, ASSOCIATION, "Yule (1912) J R Stat Soc 75:579-652", LS, rv_yuy_how) \
    X("RTET", "tetrachoric correlation", CELLS, ASSOCIATION, "Brown (1977) Appl Stat 26:343-351", LS, rv_rtet_how) \
    X("ZTET", "tetrachoric correlation, Fisher z", CELLS, Z_ASSOCIATION, "Brown (1977) Appl Stat 26:343-351", LS, rv_ztet_how) \
    X("REH", "relative excess heterozygosity", \
      "ai, bi (heterozygous), ci" READY, "ai bi ci", LEVEL(RV_SCALE_LOG), \
      "Ziegler, Steen & Wellek (2011) Breast Cancer Res Treat 128:197-201", LS, rv_reh_how) \
    X("MPRD", "risk difference of pairs", PAIRS, PLAIN_CHANGE, "May & Johnson (1997) Stat Med 16:2127-2136", LS, rv_mprd_how) \
    X("MPRR", "risk ratio of pairs", PAIRS, LOG_CHANGE, "Zou (2007) Clin Trials 4:25-31", LS, rv_mprr_how) \
    X("MPOR", "marginal odds ratio of pairs", \
      PAIRS, LOG_CHANGE, "Becker & Balagtas (1993) Biometrics 49:997-1009", LS, rv_mpor_how) \
    X("MPORC", "conditional odds ratio of pairs", \
      PAIRS, LOG_CHANGE, "Curtin, Elbourne & Altman (2002) Stat Med 21:2145-2159", LS, rv_mporc_how) \
    X("MPPETO", "conditional odds ratio of pairs by Peto's method", \
      PAIRS, LOG_CHANGE, "Curtin, Elbourne & Altman (2002) Stat Med 21:2145-2159", LS, rv_mppeto_how) \
    X("MPORM", "marginal odds ratio of pairs from both margins", \
      "ai, bi, ci, di of both margins and ri" READY, "ai bi ci di n1i n2i ri", LOG_CHANGE, \
      "Elbourne et al. (2002) Int J Epidemiol 31:140-149", LS, rv_mporm_how) \
    X("IRR", "ratio of incidence rates", \
      RATES, LOG_CONTRAST, "Rothman, Greenland & Lash (2008) Modern Epidemiology", LS, rv_irr_how) \
    X("IRD", "difference of incidence rates", \
      RATES, CONTRAST, "Rothman, Greenland & Lash (2008) Modern Epidemiology", LS, rv_ird_how) \
    X("IRSD", "difference of roots of incidence rates", \
      RATES, CONTRAST, "Bartlett (1936) J R Stat Soc Suppl 3:68-78", LS, rv_irsd_how) \
    X("HR", "hazard ratio", \
      "oe and v; est (a ratio) with ci_lo and ci_hi, with se of its logarithm, or with p; yi with vi or sei", "oe v " OF_READY, LOG_CONTRAST, \
      "Tierney et al. (2007) Trials 8:16", LS, rv_hr_how) \
    X("MD", "mean difference", MEANS, CONTRAST, "Bonett (2009) Psychol Methods 14:225-238", LS | UB | HO, rv_md_how) \
    X("SMD", "standardised mean difference", \
      MEANS_OR_D, CONTRAST, "Hedges (1981) J Educ Stat 6:107-128", LS | LS2 | UB | AV, rv_smd_how) \
    X("SMDH", "standardised mean difference, unequal variances", \
      MEANS, CONTRAST, "Bonett (2008) Psychol Methods 13:99-109", LS | LS2, rv_smdh_how) \
    X("SMD1", "standardised mean difference by the control group's deviation", \
      BY_CONTROL, CONTRAST, "Glass (1976) Educ Res 5(10):3-8", LS | LS2 | UB | AV, rv_smd1_how) \
    X("SMD1H", "standardised mean difference by the control group's deviation, unequal variances", \
      MEANS, CONTRAST, "Bonett (2009) Psychol Methods 14:225-238", LS, rv_smd1h_how) \
    X("ROM", "ratio of means", MEANS, LOG_CONTRAST, "Lajeunesse (2015) Ecology 96:2056-2063", LS | HO | AV | AVHO, rv_rom_how) \
    X("VR", "ratio of standard deviations", \
      DEVIATIONS, LOG_CONTRAST, "Nakagawa et al. (2015) Methods Ecol Evol 6:143-152", LS, rv_vr_how) \
    X("CVR", "ratio of coefficients of variation", \
      MEANS, LOG_CONTRAST, "Nakagawa et al. (2015) Methods Ecol Evol 6:143-152", LS, rv_cvr_how) \
    X("RPB", "point-biserial correlation", \
      MEANS_OR_D, ASSOCIATION, "Tate (1954) Ann Math Stat 25:603-607", LS | ST | CS, rv_rpb_how) \
    X("ZPB", "point-biserial correlation, Fisher z", \
      MEANS_OR_D, Z_ASSOCIATION, "Tate (1954) Ann Math Stat 25:603-607", LS | ST | CS, rv_zpb_how) \
    X("RBIS", "biserial correlation", MEANS_OR_D, ASSOCIATION, "Soper (1914) Biometrika 10:384-390", LS, rv_rbis_how) \
    X("ZBIS", "biserial correlation, Fisher z", \
      MEANS_OR_D, Z_ASSOCIATION, "Jacobs & Viechtbauer (2017) Res Synth Methods 8:161-180", LS, rv_zbis_how) \
    X("D2OR", "odds ratio from a standardised mean difference", \
      MEANS_OR_D, LOG_CONTRAST, "Chinn (2000) Stat Med 19:3127-3131", LS, rv_d2orl_how) \
    X("D2ORL", "odds ratio from a standardised mean difference, logistic", \
      MEANS_OR_D, LOG_CONTRAST, "Chinn (2000) Stat Med 19:3127-3131", LS, rv_d2orl_how) \
    X("D2ORN", "odds ratio from a standardised mean difference, normal", \
      MEANS_OR_D, LOG_CONTRAST, "Cox & Snell (1989) Analysis of Binary Data", LS, rv_d2orn_how) \
    X("CLESN", "probability of superiority, normal outcomes", \
      MEANS, RV_SCALE_PLAIN, false, 0.5, RV_KIND_CONTRAST, \
      "McGraw & Wong (1992) Psychol Bull 111:361-365", LS, rv_clesn_how) \
    X("AUCN", "area under the curve, normal outcomes", \
      MEANS, RV_SCALE_PLAIN, false, 0.5, RV_KIND_CONTRAST, "Goddard & Hinberg (1990) Stat Med 9:325-337", LS, rv_clesn_how) \
    X("PPC", "difference of mean changes", \
      PRE_POST_RAW, CONTRAST, "Morris (2008) Organ Res Methods 11:364-386", LS, rv_ppc_how) \
    X("PPC1", "difference of standardised changes, each by its own pre-test deviation", \
      PRE_POST, CONTRAST, "Becker (1988) Br J Math Stat Psychol 41:257-278", LS, rv_ppc1_how) \
    X("PPC2", "difference of changes, standardised by the pooled pre-test deviation", \
      PRE_POST, CONTRAST, "Morris (2008) Organ Res Methods 11:364-386", LS, rv_ppc2_how) \
    X("MC", "mean change", CHANGE, PLAIN_CHANGE, "Morris (2008) Organ Res Methods 11:364-386", LS, rv_mc_how) \
    X("SMCC", "mean change in deviations of the change", \
      CHANGE_OR_D, PLAIN_CHANGE, "Gibbons, Hedeker & Davis (1993) J Educ Stat 18:271-279", LS | LS2 | UB, rv_smcc_how) \
    X("SMCR", "mean change in raw deviations", \
      BY_FIRST, PLAIN_CHANGE, "Becker (1988) Br J Math Stat Psychol 41:257-278", LS | LS2 | UB, rv_smcr_how) \
    X("SMCRH", "mean change in raw deviations, unequal variances", \
      CHANGE, PLAIN_CHANGE, "Bonett (2008) Psychol Methods 13:99-109", LS | LS2, rv_smcrh_how) \
    X("SMCRP", "mean change in raw deviations of both times", \
      CHANGE, PLAIN_CHANGE, "Cousineau (2020) Quant Methods Psychol 16:418-421", LS | LS2, rv_smcrp_how) \
    X("SMCRPH", "mean change in raw deviations of both times, unequal variances", \
      CHANGE, PLAIN_CHANGE, "Bonett (2015) J Educ Behav Stat 40:366-382", LS | LS2, rv_smcrph_how) \
    X("ROMC", "ratio of means of both times", CHANGE, LOG_CHANGE, "Lajeunesse (2011) Ecology 92:2049-2055", LS, rv_romc_how) \
    X("VRC", "ratio of standard deviations of both times", \
      CHANGE_DEVIATIONS, LOG_CHANGE, "Nakagawa et al. (2015) Methods Ecol Evol 6:143-152", LS, rv_vrc_how) \
    X("CVRC", "ratio of coefficients of variation of both times", \
      CHANGE, LOG_CHANGE, "Nakagawa et al. (2015) Methods Ecol Evol 6:143-152", LS, rv_cvrc_how) \
    X("COR", "correlation", \
      R, ASSOCIATION, "Borenstein (2009) in Handbook of Research Synthesis, 2nd ed., 221-235", LS | UB | AV, rv_cor_how) \
    X("UCOR", "correlation without bias", \
      R, ASSOCIATION, "Olkin & Pratt (1958) Ann Math Stat 29:201-211", LS | UB | AV, rv_ucor_how) \
    X("ZCOR", "correlation, Fisher z", R, Z_ASSOCIATION, "Fisher (1921) Metron 1:3-32", LS, rv_zcor_how) \
    X("PCOR", "partial correlation", \
      PARTIAL_R, ASSOCIATION, "Aloe & Thompson (2013) J Soc Soc Work Res 4:390-405", LS | AV, rv_pcor_how) \
    X("ZPCOR", "partial correlation, Fisher z", PARTIAL_R, Z_ASSOCIATION, "Fisher (1924) Metron 3:329-332", LS, rv_zpcor_how) \
    X("SPCOR", "semi-partial correlation", \
      SEMI_PARTIAL_R, ASSOCIATION, "Aloe & Becker (2012) J Educ Behav Stat 37:278-297", LS | AV, rv_spcor_how) \
    X("ZSPCOR", "semi-partial correlation, Fisher z", \
      SEMI_PARTIAL_R, Z_ASSOCIATION, "Aloe & Becker (2012) J Educ Behav Stat 37:278-297", LS, rv_zspcor_how) \
    X("R2", "coefficient of determination", \
      R2, ASSOCIATION, "Kendall & Stuart (1979) The Advanced Theory of Statistics, vol. 2", LS | LS2 | AV, rv_r2_how) \
    X("ZR2", "coefficient of determination, Fisher z of its root", \
      R2, RV_SCALE_FISHER_Z_ROOT, false, 0, RV_KIND_ASSOCIATION, \
      "Olkin & Finn (1995) Psychol Bull 118:155-164", LS, rv_zr2_how) \
    X("PR", "proportion", \
      SHARE, LEVEL(RV_SCALE_PLAIN), \
      "Barendregt et al. (2013) J Epidemiol Community Health 67:974-978", LS | UB | AV, rv_pr_how) \
    X("PLN", "proportion, logarithm", \
      SHARE, LEVEL(RV_SCALE_LOG), "Barendregt et al. (2013) J Epidemiol Community Health 67:974-978", LS | AV, rv_pln_how) \
    X("PLO", "proportion, logit", \
      SHARE, LEVEL(RV_SCALE_LOGIT), "Barendregt et al. (2013) J Epidemiol Community Health 67:974-978", LS | AV, rv_plo_how) \
    X("PRZ", "proportion, probit", SHARE, LEVEL(RV_SCALE_PROBIT), "delta method on the normal quantile", LS, rv_prz_how) \
    X("PAS", "proportion, arcsine root", \
      SHARE, LEVEL(RV_SCALE_ARCSINE), "Barendregt et al. (2013) J Epidemiol Community Health 67:974-978", LS, rv_pas_how) \
    X("PFT", "proportion, double arcsine", \
      SHARE, LEVEL(RV_SCALE_FREEMAN_TUKEY), "Freeman & Tukey (1950) Ann Math Stat 21:607-611", LS, rv_pft_how) \
    X("IR", "incidence rate", \
      INCIDENCE, LEVEL(RV_SCALE_PLAIN), "Rothman, Greenland & Lash (2008) Modern Epidemiology", LS, rv_ir_how) \
    X("IRLN", "incidence rate, logarithm", \
      INCIDENCE, LEVEL(RV_SCALE_LOG), "Rothman, Greenland & Lash (2008) Modern Epidemiology", LS, rv_irln_how) \
    X("IRS", "incidence rate, root", \
      INCIDENCE, LEVEL(RV_SCALE_ROOT), "Bartlett (1936) J R Stat Soc Suppl 3:68-78", LS, rv_irs_how) \
    X("IRFT", "incidence rate, double root", \
      INCIDENCE, LEVEL(RV_SCALE_FREEMAN_TUKEY_RATE), "Freeman & Tukey (1950) Ann Math Stat 21:607-611", LS, rv_irft_how) \
    X("MN", "mean", SINGLE, LEVEL(RV_SCALE_PLAIN), "", LS, rv_mn_how) \
    X("SMN", "standardised mean", \
      SINGLE, LEVEL(RV_SCALE_PLAIN), "Gibbons, Hedeker & Davis (1993) J Educ Stat 18:271-279", LS, rv_smn_how) \
    X("MNLN", "mean, logarithm", \
      SINGLE, LEVEL(RV_SCALE_LOG), "Nakagawa et al. (2015) Methods Ecol Evol 6:143-152", LS, rv_mnln_how) \
    X("SDLN", "standard deviation, logarithm", \
      "sdi, ni" READY, "sdi ni", LEVEL(RV_SCALE_LOG), "Nakagawa et al. (2015) Methods Ecol Evol 6:143-152", LS, rv_sdln_how) \
    X("CVLN", "coefficient of variation, logarithm", \
      SINGLE, LEVEL(RV_SCALE_LOG), "Nakagawa et al. (2015) Methods Ecol Evol 6:143-152", LS, rv_cvln_how) \
    X("ARAW", "Cronbach's alpha", ALPHA, LEVEL(RV_SCALE_PLAIN), "Bonett (2010) Psychol Methods 15:368-385", LS, rv_araw_how) \
    X("AHW", "Cronbach's alpha, cube root", \
      ALPHA, LEVEL(RV_SCALE_CUBE_ROOT_ALPHA), "Hakstian & Whalen (1976) Psychometrika 41:219-231", LS, rv_ahw_how) \
    X("ABT", "Cronbach's alpha, logarithm", \
      ALPHA, LEVEL(RV_SCALE_LOG_ALPHA), "Bonett (2002) J Educ Behav Stat 27:335-340", LS, rv_abt_how) \
    X("GEN", "estimate as given", \
      "yi with vi or sei; est with se, with ci_lo and ci_hi, or with p", OF_READY, CONTRAST, "", LS, rv_gen_how)

/* Each row passes through ROW as a list, for its macros stand for several arguments. */
#define ROW(...) ROW_OF(__VA_ARGS__)
#define ROW_OF(name, title, needs, columns, scale, log_scale, null_value, kind, reference, vtypes, how) \
    { name, title, needs, columns, scale, log_scale, null_value, kind, reference, vtypes, &how },
static const rv_measure measures[] = { MEASURES(ROW) };
enum { N_MEASURES = sizeof measures / sizeof *measures };

#define NAME(name, ...) name,
const char *const rv_measure_names[] = { MEASURES(NAME) NULL };

const char *const rv_zero_names[] = { "none", "only0", "all", "if0all", NULL };
const char *const rv_vtype_names[] = { "LS", "LS2", "UB", "AV", "HO", "ST", "CS", "AVHO", NULL };
const char *const rv_convention_names[] = { "5", "3", NULL };
const char *const rv_kind_names[] = { "contrast", "change", "association", "level", NULL };

const rv_measure *rv_measure_at(size_t i)
{
    return i < N_MEASURES ? &measures[i] : NULL;
}

const rv_measure *rv_measure_find(const char *name)
{
    for (size_t i = 0; i < N_MEASURES; i++)
        if (strcmp(measures[i].name, name) == 0)
            return &measures[i];
    return NULL;
}
