# extract: what reports give becomes values with their places, and these become effects.
pkginclude_HEADERS += include/review/extract.h
libreview_core_la_SOURCES += \
	%D%/hoard.h %D%/hoard.c %D%/facts.h %D%/facts.c %D%/check.h %D%/check.c %D%/batch.h %D%/batch.c %D%/carry_out.c \
	%D%/values_import.c %D%/entry.c %D%/listed.c %D%/derive.h %D%/derive.c %D%/derivation.c %D%/choose.c \
	%D%/extractors.h %D%/extractors.c %D%/give.c %D%/own.c \
	%D%/match.h %D%/match.c %D%/likeness.c %D%/same.h %D%/same.c %D%/pairs.h %D%/pairs.c %D%/align.c %D%/cells.h %D%/cells.c \
	%D%/standing.h %D%/standing.c %D%/differences.c %D%/hand.h %D%/hand.c %D%/settle.h %D%/settle.c %D%/agree.c %D%/answers.c \
	%D%/kappa.h %D%/kappa.c %D%/agreement.c %D%/checks.h %D%/checks.c %D%/verify.c %D%/unverified.c
