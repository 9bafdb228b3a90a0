# effect: what a report gives becomes an estimate with its variance. One measure, or one tight family, a file; one table of measures.
pkginclude_HEADERS += include/review/effect.h
# From inputs to effects: the table of measures, and what they share.
libreview_core_la_SOURCES += \
	%D%/cells.c %D%/change.c %D%/columns.c %D%/expect.c %D%/fisher_z.c %D%/how.h %D%/input_checks.c %D%/make.c %D%/means.c \
	%D%/measure.c %D%/ready_made.c %D%/route_words.c %D%/scale.c %D%/small_sample.c
# Measures.
libreview_core_la_SOURCES += \
	%D%/arcsine.c %D%/biserial.c %D%/correlation.c %D%/d_to_odds.c %D%/determination.c %D%/hazard_ratio.c %D%/heterozygosity.c \
	%D%/incidence.c %D%/mean_change.c %D%/mean_difference.c %D%/odds_ratio.c %D%/odds_to_d.c %D%/paired.c %D%/paired_margins.c \
	%D%/partial_correlation.c %D%/peto.c %D%/phi.c %D%/point_biserial.c %D%/pre_post_control.c %D%/probit.c %D%/proportion.c \
	%D%/rates.c %D%/ratio_change.c %D%/ratio_of_means.c %D%/reliability.c %D%/risk_difference.c %D%/risk_ratio.c \
	%D%/single_mean.c %D%/standardised_difference.c %D%/superiority.c %D%/tetrachoric.c %D%/unequal_deviations.c \
	%D%/variability.c %D%/yule.c
# Steps from what papers print to inputs; corrections for clusters.
libreview_core_la_SOURCES += \
	%D%/cluster.c %D%/convert_cells.c %D%/convert_wald.c %D%/five_numbers.c %D%/five_numbers.h %D%/five_quantiles.c \
	%D%/five_summary.c %D%/steps.c %D%/steps.h %D%/steps_bound.c %D%/steps_cells.c %D%/steps_change.c %D%/steps_domain.c \
	%D%/steps_medians.c %D%/steps_ready.c %D%/steps_regression.c %D%/steps_routes.c %D%/steps_spread.c %D%/steps_statistics.c \
	%D%/steps_table.c
# Scales, and effects that depend on each other.
libreview_core_la_SOURCES += \
	%D%/aggregate.c %D%/correlation_covariance.c %D%/covariance.c %D%/shared_control.c %D%/transform.c
