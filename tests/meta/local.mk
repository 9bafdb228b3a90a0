if HAVE_CMOCKA
check_PROGRAMS += tests/meta/test-analysis tests/meta/test-estimators tests/meta/test-forest tests/meta/test-run
TESTS += tests/meta/test-analysis tests/meta/test-estimators tests/meta/test-forest tests/meta/test-run
endif
tests_meta_test_analysis_SOURCES = %D%/test_analysis.c
tests_meta_test_analysis_LDADD   = $(test_libs)
tests_meta_test_estimators_SOURCES = %D%/test_estimators.c
tests_meta_test_estimators_LDADD   = $(test_libs)
tests_meta_test_forest_SOURCES = %D%/test_forest.c
tests_meta_test_forest_LDADD   = $(test_libs)
tests_meta_test_run_SOURCES = %D%/test_run.c
tests_meta_test_run_LDADD   = $(test_libs)
if HAVE_CMOCKA
check_PROGRAMS += tests/meta/test-sandwich
TESTS += tests/meta/test-sandwich
endif
tests_meta_test_sandwich_SOURCES = %D%/test_sandwich.c %D%/dense_sandwich.h
tests_meta_test_sandwich_LDADD   = $(test_libs)
