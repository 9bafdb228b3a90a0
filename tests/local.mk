# Tests mirror review/. A layer's local.mk adds its unit tests to check_PROGRAMS and TESTS.
AM_TESTS_ENVIRONMENT = \
	top_srcdir='$(abs_top_srcdir)'; export top_srcdir; \
	top_builddir='$(abs_top_builddir)'; export top_builddir; \
	PATH='$(abs_top_builddir)':'$(abs_top_builddir)/review/tools':$$PATH; export PATH; \
	LSAN_OPTIONS='suppressions=$(abs_top_srcdir)/tests/lsan.supp:print_suppressions=0'; export LSAN_OPTIONS; \
	TSAN_OPTIONS='suppressions=$(abs_top_srcdir)/tests/tsan.supp'; export TSAN_OPTIONS; \
	CC='$(CC)'; export CC; TZ=UTC; export TZ; unset REVIEW_FILE REVIEW_USER;

EXTRA_DIST += %D%/lsan.supp %D%/tsan.supp

test_libs = libreview-core.la $(CMOCKA_LIBS) -lm

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
include %D%/published/local.mk
include %D%/reference/local.mk
include %D%/simulate/local.mk
include %D%/fuzz/local.mk
include %D%/bench/local.mk
include %D%/tools/local.mk
include %D%/examples/local.mk
include %D%/architecture/local.mk
