# extract: what reports give becomes values with their places, and these become effects.
pkginclude_HEADERS += include/review/extract.h
libreview_core_la_SOURCES += \
	%D%/hoard.h %D%/hoard.c %D%/facts.h %D%/facts.c %D%/check.h %D%/check.c %D%/batch.h %D%/batch.c %D%/carry_out.c \
	%D%/values_import.c %D%/entry.c %D%/listed.c %D%/derive.h %D%/derive.c %D%/derivation.c %D%/choose.c
libreview_core_la_SOURCES += %D%/foreign.h %D%/foreign.c %D%/revman.h %D%/revman.c %D%/revman_write.c %D%/package.c %D%/eppi.h %D%/eppi.c \
	%D%/eppi_write.c %D%/covidence.c %D%/metapsy.c
libreview_core_la_SOURCES += %D%/sheet.h %D%/sheet_make.c %D%/sheet_write.c %D%/sheet_read.h %D%/sheet_read.c %D%/foreign_take.h \
	%D%/foreign_take.c %D%/foreign_give.c %D%/file.c
