report_tests = tests/report/test-flow tests/report/test-grid tests/report/test-settings tests/report/test-dedup-counts tests/report/test-sampling
if HAVE_CMOCKA
check_PROGRAMS += $(report_tests)
TESTS += $(report_tests)
endif
tests_report_test_grid_SOURCES = %D%/test_grid.c
tests_report_test_grid_LDADD   = $(test_libs)
tests_report_test_settings_SOURCES = %D%/test_settings.c
tests_report_test_settings_LDADD   = $(test_libs)
tests_report_test_flow_SOURCES = %D%/test_flow.c
tests_report_test_flow_LDADD   = $(test_libs)
tests_report_test_dedup_counts_SOURCES = %D%/test_dedup_counts.c
tests_report_test_dedup_counts_LDADD   = $(test_libs)
tests_report_test_sampling_SOURCES = %D%/test_sampling.c
tests_report_test_sampling_LDADD   = $(test_libs)

cite_tests = tests/report/test-cite-published
if HAVE_CMOCKA
check_PROGRAMS += $(cite_tests)
TESTS += $(cite_tests)
endif
EXTRA_DIST += %D%/cite_support.h tests/data/cite/README.md tests/data/cite/samples.json
tests_report_test_cite_published_SOURCES = %D%/test_cite_published.c
tests_report_test_cite_published_LDADD   = $(test_libs)
