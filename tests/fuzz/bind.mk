check_PROGRAMS += tests/fuzz/fuzz-refresh tests/fuzz/fuzz-template
tests_fuzz_fuzz_refresh_SOURCES = %D%/fuzz_refresh.c tests/report/bound_report.h $(fuzz_main)
tests_fuzz_fuzz_refresh_LDADD = $(test_libs)
tests_fuzz_fuzz_refresh_LDFLAGS = $(fuzz_LDFLAGS)
tests_fuzz_fuzz_template_SOURCES = %D%/fuzz_template.c tests/report/bound_report.h $(fuzz_main)
tests_fuzz_fuzz_template_LDADD = $(test_libs)
tests_fuzz_fuzz_template_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/refresh tests/data/nasty/template
