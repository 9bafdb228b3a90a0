# effect: what a report gives becomes an estimate with its variance. One measure, or one tight family, a file; one table of measures.
pkginclude_HEADERS += include/review/effect.h
# From inputs to effects: the table of measures, and what they share.
libreview_core_la_SOURCES += \
	%D%/how.h %D%/measure.c %D%/scale.c %D%/columns.c %D%/make.c %D%/route_words.c %D%/checks.c %D%/expect.c %D%/ready_made.c %D%/cells.c \
	%D%/means.c %D%/small_sample.c %D%/change.c %D%/fisher_z.c
# Measures.
libreview_core_la_SOURCES += \
	%D%/odds_ratio.c %D%/risk_ratio.c %D%/risk_difference.c %D%/peto.c %D%/arcsine.c %D%/phi.c %D%/yule.c \
	%D%/tetrachoric.c %D%/probit.c %D%/odds_to_d.c %D%/heterozygosity.c %D%/paired.c %D%/paired_margins.c %D%/rates.c \
	%D%/mean_difference.c %D%/standardised_difference.c %D%/unequal_deviations.c %D%/ratio_of_means.c %D%/variability.c \
	%D%/point_biserial.c %D%/biserial.c %D%/d_to_odds.c %D%/superiority.c %D%/mean_change.c %D%/ratio_change.c \
	%D%/pre_post_control.c %D%/correlation.c %D%/partial_correlation.c %D%/determination.c %D%/proportion.c %D%/incidence.c \
	%D%/single_mean.c %D%/reliability.c %D%/hazard_ratio.c
# Steps from what papers print to inputs; corrections for clusters.
libreview_core_la_SOURCES += \
	%D%/steps.h %D%/steps.c %D%/steps_table.c %D%/steps_bound.c %D%/steps_domain.c %D%/steps_routes.c %D%/steps_cells.c \
	%D%/steps_change.c %D%/steps_medians.c %D%/steps_ready.c %D%/steps_regression.c %D%/steps_spread.c %D%/steps_statistics.c \
	%D%/convert_cells.c %D%/convert_wald.c %D%/five_numbers.h %D%/five_numbers.c %D%/five_summary.c %D%/cluster.c
# Scales, and effects that depend on each other.
libreview_core_la_SOURCES += %D%/transform.c %D%/covariance.c %D%/aggregate.c %D%/shared_control.c
