# effect: what a report gives becomes an estimate with its variance. One measure a file, one table of measures.
pkginclude_HEADERS += include/review/effect.h
libreview_core_la_SOURCES += \
	%D%/how.h %D%/measure.c %D%/make.c %D%/cells.c %D%/odds_ratio.c %D%/risk_ratio.c %D%/risk_difference.c \
	%D%/mean_difference.c %D%/standardised_difference.c %D%/ready_made.c %D%/steps.c \
	%D%/transform.c %D%/five_numbers.c %D%/five_numbers.h %D%/five_summary.c \
	%D%/covariance.c %D%/aggregate.c %D%/shared_control.c
libreview_core_la_SOURCES += %D%/expect.c
