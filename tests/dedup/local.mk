# see tests/local.mk
EXTRA_DIST += %D%/records.h %D%/links_support.h
if HAVE_CMOCKA
dedup_tests = tests/dedup/test-verdict tests/dedup/test-dedup-run tests/dedup/test-links tests/dedup/test-study-links \
    tests/dedup/test-incremental tests/dedup/test-report-head tests/dedup/test-weights
check_PROGRAMS += $(dedup_tests)
TESTS += $(dedup_tests)
endif
tests_dedup_test_verdict_SOURCES = %D%/test_verdict.c
tests_dedup_test_verdict_LDADD   = $(test_libs)
tests_dedup_test_dedup_run_SOURCES = %D%/test_dedup_run.c
tests_dedup_test_dedup_run_LDADD   = $(test_libs)
tests_dedup_test_links_SOURCES = %D%/test_links.c
tests_dedup_test_links_LDADD   = $(test_libs)
tests_dedup_test_study_links_SOURCES = %D%/test_study_links.c
tests_dedup_test_study_links_LDADD   = $(test_libs)
tests_dedup_test_incremental_SOURCES = %D%/test_incremental.c
tests_dedup_test_incremental_LDADD   = $(test_libs)
tests_dedup_test_report_head_SOURCES = %D%/test_report_head.c
tests_dedup_test_report_head_LDADD   = $(test_libs)
tests_dedup_test_weights_SOURCES = %D%/test_weights.c
tests_dedup_test_weights_LDADD   = $(test_libs)
