# extract: what reports give becomes values with their places, and these become effects.
pkginclude_HEADERS += include/review/extract.h
libreview_core_la_SOURCES += \
	%D%/hoard.h %D%/hoard.c %D%/facts.h %D%/facts.c %D%/check.h %D%/check.c %D%/batch.h %D%/batch.c %D%/carry_out.c \
	%D%/values_import.c %D%/entry.c %D%/listed.c %D%/derive.h %D%/derive.c %D%/derivation.c %D%/choose.c
libreview_core_la_SOURCES += %D%/subject.h %D%/subject.c %D%/arm_results.c %D%/import_rows.c %D%/import_sheet.h %D%/there.h %D%/there.c
