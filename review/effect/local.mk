# effect: what a report gives becomes an estimate with its variance. One measure a file, one table of measures.
pkginclude_HEADERS += include/review/effect.h
libreview_core_la_SOURCES += \
	%D%/how.h %D%/measure.c %D%/make.c %D%/cells.c %D%/odds_ratio.c %D%/risk_ratio.c %D%/risk_difference.c \
	%D%/mean_difference.c %D%/standardised_difference.c %D%/ready_made.c %D%/steps.c \
	%D%/transform.c %D%/five_numbers.c %D%/five_numbers.h %D%/five_summary.c \
	%D%/covariance.c %D%/aggregate.c %D%/shared_control.c \
	%D%/steps.h %D%/steps_bound.c %D%/steps_domain.c %D%/steps_routes.c %D%/steps_table.c \
	%D%/steps_cells.c %D%/steps_change.c %D%/steps_medians.c %D%/steps_ready.c %D%/steps_regression.c %D%/steps_spread.c \
	%D%/steps_statistics.c %D%/convert_cells.c %D%/convert_wald.c %D%/cluster.c
