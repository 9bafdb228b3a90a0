if HAVE_CMOCKA
check_PROGRAMS += \
	tests/meta/test-analysis tests/meta/test-design-matrix tests/meta/test-estimators tests/meta/test-forest \
	tests/meta/test-frame tests/meta/test-influence tests/meta/test-never-failing tests/meta/test-regression \
	tests/meta/test-residuals tests/meta/test-run tests/meta/test-sandwich tests/meta/test-sandwich-wald tests/meta/test-tables
TESTS += \
	tests/meta/test-analysis tests/meta/test-design-matrix tests/meta/test-estimators tests/meta/test-forest \
	tests/meta/test-frame tests/meta/test-influence tests/meta/test-never-failing tests/meta/test-regression \
	tests/meta/test-residuals tests/meta/test-run tests/meta/test-sandwich tests/meta/test-sandwich-wald tests/meta/test-tables
endif
tests_meta_test_analysis_SOURCES = %D%/test_analysis.c
tests_meta_test_analysis_LDADD   = $(test_libs)
tests_meta_test_design_matrix_SOURCES = %D%/test_design_matrix.c
tests_meta_test_design_matrix_LDADD   = $(test_libs)
tests_meta_test_estimators_SOURCES = %D%/test_estimators.c
tests_meta_test_estimators_LDADD   = $(test_libs)
tests_meta_test_forest_SOURCES = %D%/test_forest.c
tests_meta_test_forest_LDADD   = $(test_libs)
tests_meta_test_frame_SOURCES = %D%/test_frame.c
tests_meta_test_frame_LDADD   = $(test_libs)
tests_meta_test_influence_SOURCES = %D%/test_influence.c
tests_meta_test_influence_LDADD   = $(test_libs)
tests_meta_test_never_failing_SOURCES = %D%/test_never_failing.c
tests_meta_test_never_failing_LDADD   = $(test_libs)
tests_meta_test_regression_SOURCES = %D%/test_regression.c
tests_meta_test_regression_LDADD   = $(test_libs)
tests_meta_test_residuals_SOURCES = %D%/test_residuals.c
tests_meta_test_residuals_LDADD   = $(test_libs)
tests_meta_test_run_SOURCES = %D%/test_run.c
tests_meta_test_run_LDADD   = $(test_libs)
tests_meta_test_sandwich_SOURCES = %D%/test_sandwich.c
tests_meta_test_sandwich_LDADD   = $(test_libs)
tests_meta_test_sandwich_wald_SOURCES = %D%/test_sandwich_wald.c
tests_meta_test_sandwich_wald_LDADD   = $(test_libs)
tests_meta_test_tables_SOURCES = %D%/test_tables.c
tests_meta_test_tables_LDADD   = $(test_libs)
EXTRA_DIST += %D%/dense_sandwich.h %D%/judged_fit.h %D%/simulated_sets.h
