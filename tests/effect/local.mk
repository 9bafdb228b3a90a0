# see tests/local.mk
effect_tests = tests/effect/test-measure tests/effect/test-cells tests/effect/test-two-groups tests/effect/test-means \
	tests/effect/test-ready-made
effect_tests += tests/effect/test-delta tests/effect/test-simulated tests/effect/test-tables tests/effect/test-counts \
	tests/effect/test-differences tests/effect/test-change tests/effect/test-correlation tests/effect/test-single \
	tests/effect/test-make
if HAVE_CMOCKA
check_PROGRAMS += $(effect_tests)
TESTS += $(effect_tests)
endif
tests_effect_test_measure_SOURCES = %D%/test_measure.c %D%/one.h
tests_effect_test_measure_LDADD = $(test_libs)
tests_effect_test_cells_SOURCES = %D%/test_cells.c %D%/one.h
tests_effect_test_cells_LDADD = $(test_libs)
tests_effect_test_two_groups_SOURCES = %D%/test_two_groups.c %D%/one.h
tests_effect_test_two_groups_LDADD = $(test_libs)
tests_effect_test_means_SOURCES = %D%/test_means.c %D%/one.h
tests_effect_test_means_LDADD = $(test_libs)
tests_effect_test_ready_made_SOURCES = %D%/test_ready_made.c %D%/one.h
tests_effect_test_ready_made_LDADD = $(test_libs)

convert_tests = tests/effect/test-transform tests/effect/test-five-summary tests/effect/test-covariance tests/effect/test-steps \
	tests/effect/test-convert-cells tests/effect/test-steps-regression tests/effect/test-cluster tests/effect/test-steps-routes
if HAVE_CMOCKA
check_PROGRAMS += $(convert_tests)
TESTS += $(convert_tests)
endif
tests_effect_test_transform_SOURCES = %D%/test_transform.c
tests_effect_test_transform_LDADD = $(test_libs)
tests_effect_test_five_summary_SOURCES = %D%/test_five_summary.c
tests_effect_test_five_summary_LDADD = $(test_libs)
tests_effect_test_covariance_SOURCES = %D%/test_covariance.c
tests_effect_test_covariance_LDADD = $(test_libs)
tests_effect_test_steps_SOURCES = %D%/test_steps.c %D%/one.h
tests_effect_test_steps_LDADD = $(test_libs)
tests_effect_test_convert_cells_SOURCES = %D%/test_convert_cells.c %D%/one.h
tests_effect_test_convert_cells_LDADD = $(test_libs)
tests_effect_test_steps_regression_SOURCES = %D%/test_steps_regression.c %D%/one.h
tests_effect_test_steps_regression_LDADD = $(test_libs)
tests_effect_test_cluster_SOURCES = %D%/test_cluster.c %D%/one.h
tests_effect_test_cluster_LDADD = $(test_libs)
tests_effect_test_steps_routes_SOURCES = %D%/test_steps_routes.c %D%/one.h
tests_effect_test_steps_routes_LDADD = $(test_libs)
tests_effect_test_delta_SOURCES = %D%/test_delta.c %D%/one.h
tests_effect_test_delta_LDADD = $(test_libs)
tests_effect_test_simulated_SOURCES = %D%/test_simulated.c %D%/one.h
tests_effect_test_simulated_LDADD = $(test_libs)
tests_effect_test_tables_SOURCES = %D%/test_tables.c %D%/one.h
tests_effect_test_tables_LDADD = $(test_libs)
tests_effect_test_counts_SOURCES = %D%/test_counts.c %D%/one.h
tests_effect_test_counts_LDADD = $(test_libs)
tests_effect_test_differences_SOURCES = %D%/test_differences.c %D%/one.h
tests_effect_test_differences_LDADD = $(test_libs)
tests_effect_test_change_SOURCES = %D%/test_change.c %D%/one.h
tests_effect_test_change_LDADD = $(test_libs)
tests_effect_test_correlation_SOURCES = %D%/test_correlation.c %D%/one.h
tests_effect_test_correlation_LDADD = $(test_libs)
tests_effect_test_single_SOURCES = %D%/test_single.c %D%/one.h
tests_effect_test_single_LDADD = $(test_libs)
tests_effect_test_make_SOURCES = %D%/test_make.c %D%/one.h
tests_effect_test_make_LDADD = $(test_libs)
