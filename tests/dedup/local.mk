# see tests/local.mk
EXTRA_DIST += %D%/records.h
if HAVE_CMOCKA
check_PROGRAMS += tests/dedup/test-verdict tests/dedup/test-dedup-run
TESTS += tests/dedup/test-verdict tests/dedup/test-dedup-run
endif
tests_dedup_test_verdict_SOURCES = %D%/test_verdict.c
tests_dedup_test_verdict_LDADD   = $(test_libs)
tests_dedup_test_dedup_run_SOURCES = %D%/test_dedup_run.c
tests_dedup_test_dedup_run_LDADD   = $(test_libs)
