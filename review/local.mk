# The architecture, lowest layer first. Everything below tools/ is compiled once into libreview-core; the installed
# library is that with only the RV_API symbols visible. Tools and unit tests link the core itself, so that in the build
# tree they are real executables.
noinst_LTLIBRARIES += libreview-core.la
lib_LTLIBRARIES += libreview.la
libreview_core_la_SOURCES =
nodist_libreview_core_la_SOURCES =
libreview_core_la_LIBADD = $(GSL_LIBS) $(SQLITE_LIBS) $(XML_LIBS) $(TEXT_LIBS) $(DRAW_LIBS) $(SHEET_LIBS) $(MARKDOWN_LIBS) $(CSV_LIBS) -lm
libreview_la_SOURCES =
libreview_la_LIBADD  = libreview-core.la
libreview_la_LDFLAGS = $(AM_LDFLAGS) -version-info 0:0:0 -no-undefined

pkginclude_HEADERS = include/review/status.h

include %D%/base/local.mk
include %D%/numer/local.mk
include %D%/store/local.mk
include %D%/protocol/local.mk
include %D%/refs/local.mk
include %D%/dedup/local.mk
include %D%/screen/local.mk
include %D%/effect/local.mk
include %D%/extract/local.mk
include %D%/meta/local.mk
include %D%/plot/local.mk
include %D%/report/local.mk
include %D%/web/local.mk
include %D%/tools/local.mk
