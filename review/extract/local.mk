# extract: what reports give becomes values with their places, and these become effects.
pkginclude_HEADERS += include/review/extract.h
libreview_core_la_SOURCES += \
	%D%/hoard.h %D%/hoard.c %D%/facts.h %D%/facts.c %D%/check.h %D%/check.c %D%/batch.h %D%/batch.c %D%/carry_out.c \
	%D%/values_import.c %D%/entry.c %D%/listed.c %D%/derive.h %D%/derive.c %D%/derivation.c %D%/choose.c \
	%D%/role.h %D%/role.c %D%/derive_numbers.c %D%/derive_steps.c %D%/derive_told.c \
	%D%/grim.h %D%/grim.c %D%/warn.h %D%/warn.c %D%/warn_rules.c %D%/warn_interval.c %D%/warn_groups.c %D%/warn_reason.c
