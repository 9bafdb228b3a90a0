# see tests/local.mk
EXTRA_DIST += %D%/records.h
if HAVE_CMOCKA
check_PROGRAMS += tests/dedup/test-rules tests/dedup/test-dedup-run
TESTS += tests/dedup/test-rules tests/dedup/test-dedup-run
check_PROGRAMS += tests/dedup/test-report-head
TESTS += tests/dedup/test-report-head
endif
tests_dedup_test_rules_SOURCES = %D%/test_rules.c
tests_dedup_test_rules_LDADD   = $(test_libs)
tests_dedup_test_dedup_run_SOURCES = %D%/test_dedup_run.c
tests_dedup_test_dedup_run_LDADD   = $(test_libs)
tests_dedup_test_report_head_SOURCES = %D%/test_report_head.c
tests_dedup_test_report_head_LDADD   = $(test_libs)
