if HAVE_CMOCKA
check_PROGRAMS += \
	tests/meta/test-analysis tests/meta/test-asymmetry tests/meta/test-blocks tests/meta/test-design-matrix \
	tests/meta/test-direction tests/meta/test-estimators tests/meta/test-extremes tests/meta/test-forest tests/meta/test-frame tests/meta/test-gosh \
	tests/meta/test-funnel-tests tests/meta/test-influence tests/meta/test-interval tests/meta/test-mixed \
	tests/meta/test-mixed-slopes tests/meta/test-model-mean tests/meta/test-multilevel tests/meta/test-regression \
	tests/meta/test-residuals tests/meta/test-robu tests/meta/test-run tests/meta/test-sandwich tests/meta/test-sandwich-wald \
	tests/meta/test-selection tests/meta/test-tables tests/meta/test-tables-pool tests/meta/test-trim-fill \
	tests/meta/test-working-models
TESTS += \
	tests/meta/test-analysis tests/meta/test-asymmetry tests/meta/test-blocks tests/meta/test-design-matrix \
	tests/meta/test-direction tests/meta/test-estimators tests/meta/test-extremes tests/meta/test-forest tests/meta/test-frame tests/meta/test-gosh \
	tests/meta/test-funnel-tests tests/meta/test-influence tests/meta/test-interval tests/meta/test-mixed \
	tests/meta/test-mixed-slopes tests/meta/test-model-mean tests/meta/test-multilevel tests/meta/test-regression \
	tests/meta/test-residuals tests/meta/test-robu tests/meta/test-run tests/meta/test-sandwich tests/meta/test-sandwich-wald \
	tests/meta/test-selection tests/meta/test-tables tests/meta/test-tables-pool tests/meta/test-trim-fill \
	tests/meta/test-working-models
endif
tests_meta_test_analysis_SOURCES = %D%/test_analysis.c
tests_meta_test_analysis_LDADD   = $(test_libs)
tests_meta_test_asymmetry_SOURCES = %D%/test_asymmetry.c
tests_meta_test_asymmetry_LDADD   = $(test_libs)
tests_meta_test_blocks_SOURCES = %D%/test_blocks.c
tests_meta_test_blocks_LDADD   = $(test_libs)
tests_meta_test_design_matrix_SOURCES = %D%/test_design_matrix.c
tests_meta_test_design_matrix_LDADD   = $(test_libs)
tests_meta_test_direction_SOURCES = %D%/test_direction.c
tests_meta_test_direction_LDADD   = $(test_libs)
tests_meta_test_estimators_SOURCES = %D%/test_estimators.c
tests_meta_test_estimators_LDADD   = $(test_libs)
tests_meta_test_extremes_SOURCES = %D%/test_extremes.c
tests_meta_test_extremes_LDADD   = $(test_libs)
tests_meta_test_forest_SOURCES = %D%/test_forest.c
tests_meta_test_forest_LDADD   = $(test_libs)
tests_meta_test_gosh_SOURCES = %D%/test_gosh.c
tests_meta_test_gosh_LDADD   = $(test_libs)
tests_meta_test_frame_SOURCES = %D%/test_frame.c
tests_meta_test_frame_LDADD   = $(test_libs)
tests_meta_test_funnel_tests_SOURCES = %D%/test_funnel_tests.c
tests_meta_test_funnel_tests_LDADD   = $(test_libs)
tests_meta_test_influence_SOURCES = %D%/test_influence.c
tests_meta_test_influence_LDADD   = $(test_libs)
tests_meta_test_interval_SOURCES = %D%/test_interval.c
tests_meta_test_interval_LDADD   = $(test_libs)
tests_meta_test_mixed_SOURCES = %D%/test_mixed.c
tests_meta_test_mixed_LDADD   = $(test_libs)
tests_meta_test_mixed_slopes_SOURCES = %D%/test_mixed_slopes.c
tests_meta_test_mixed_slopes_LDADD   = $(test_libs)
tests_meta_test_model_mean_SOURCES = %D%/test_model_mean.c
tests_meta_test_model_mean_LDADD   = $(test_libs)
tests_meta_test_multilevel_SOURCES = %D%/test_multilevel.c
tests_meta_test_multilevel_LDADD   = $(test_libs)
tests_meta_test_regression_SOURCES = %D%/test_regression.c
tests_meta_test_regression_LDADD   = $(test_libs)
tests_meta_test_residuals_SOURCES = %D%/test_residuals.c
tests_meta_test_residuals_LDADD   = $(test_libs)
tests_meta_test_robu_SOURCES = %D%/test_robu.c
tests_meta_test_robu_LDADD   = $(test_libs)
tests_meta_test_run_SOURCES = %D%/test_run.c
tests_meta_test_run_LDADD   = $(test_libs)
tests_meta_test_sandwich_SOURCES = %D%/test_sandwich.c
tests_meta_test_sandwich_LDADD   = $(test_libs)
tests_meta_test_sandwich_wald_SOURCES = %D%/test_sandwich_wald.c
tests_meta_test_sandwich_wald_LDADD   = $(test_libs)
tests_meta_test_selection_SOURCES = %D%/test_selection.c
tests_meta_test_selection_LDADD   = $(test_libs)
tests_meta_test_tables_SOURCES = %D%/test_tables.c
tests_meta_test_tables_LDADD   = $(test_libs)
tests_meta_test_tables_pool_SOURCES = %D%/test_tables_pool.c
tests_meta_test_tables_pool_LDADD   = $(test_libs)
tests_meta_test_trim_fill_SOURCES = %D%/test_trim_fill.c
tests_meta_test_trim_fill_LDADD   = $(test_libs)
tests_meta_test_working_models_SOURCES = %D%/test_working_models.c
tests_meta_test_working_models_LDADD   = $(test_libs)
EXTRA_DIST += %D%/dense_sandwich.h %D%/education_effects.h
