# see tests/local.mk
effect_tests = tests/effect/test-measure tests/effect/test-cells tests/effect/test-two-groups tests/effect/test-means \
	tests/effect/test-ready-made
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

convert_tests = tests/effect/test-transform tests/effect/test-five-summary tests/effect/test-covariance
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
