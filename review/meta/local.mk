# meta: effects pooled. One method, or one tight family, a file.
pkginclude_HEADERS += \
	include/review/meta.h include/review/meta_analysis.h include/review/meta_bias.h include/review/meta_diagnose.h \
	include/review/meta_direction.h include/review/meta_frame.h include/review/meta_interval.h include/review/meta_mixed.h \
	include/review/meta_multilevel.h include/review/meta_regression.h include/review/meta_robust.h \
	include/review/meta_selection.h include/review/meta_tables.h
# One effect a study: estimators of tau2, models, intervals.
libreview_core_la_SOURCES += \
	%D%/coefficients.c %D%/coefficients.h %D%/estimators.c %D%/estimators.h %D%/fit_statistics.c %D%/generalised_q.c %D%/gosh.c \
	%D%/generalised_q.h %D%/hartung_knapp.c %D%/henmi_copas.c %D%/interval.c %D%/kenward_roger.c %D%/kenward_roger.h \
	%D%/leave_one_out.c %D%/model.c %D%/model.h %D%/model_arithmetic.c %D%/model_contrasts.c %D%/model_gram.c %D%/model_mean.c \
	%D%/model_traces.c %D%/notes.c %D%/prediction.c %D%/regression.c %D%/run.c %D%/subgroups.c %D%/tau2_dl.c %D%/tau2_dlit.c \
	%D%/tau2_genq.c %D%/tau2_he.c %D%/tau2_hs.c %D%/tau2_ml.c %D%/tau2_pm.c %D%/tau2_sj.c
# Dependent effects: mixed models, robust variances, working models.
libreview_core_la_SOURCES += \
	%D%/blocks.c %D%/mixed.h %D%/mixed_blups.c %D%/mixed_cells.c %D%/mixed_cells.h %D%/mixed_cells_add.c %D%/mixed_cells_slopes.c \
	%D%/mixed_check.c %D%/mixed_contain.c %D%/mixed_copy.c %D%/mixed_identified.c %D%/mixed_influence.c %D%/mixed_layout.c \
	%D%/mixed_leave_out.c %D%/mixed_likelihood.c %D%/mixed_partition.c %D%/mixed_predict.c %D%/mixed_profile.c %D%/mixed_report.c \
	%D%/mixed_residuals.c %D%/mixed_run.c %D%/mixed_scale.c %D%/mixed_search.c %D%/mixed_struct.c %D%/mixed_sums.c \
	%D%/mixed_without.c %D%/mixed_without.h %D%/mixed_working.c %D%/robu.c %D%/robu_moments.c %D%/robu_moments.h %D%/sandwich.c \
	%D%/sandwich.h %D%/sandwich_adjust.c %D%/sandwich_adjust.h %D%/sandwich_clusters.c %D%/sandwich_cr2.c %D%/sandwich_design.c \
	%D%/sandwich_moments.c %D%/sandwich_tests.c %D%/sandwich_wald.c %D%/sandwich_wald.h %D%/sandwich_wald_eigen.c %D%/wald.c \
	%D%/working_layout.c %D%/working_models.c %D%/working_models.h %D%/working_univariate.c %D%/working_univariate.h
# Tables of counts and rates; synthesis without pooling.
libreview_core_la_SOURCES += \
	%D%/asymmetry.c %D%/asymmetry_ranks.c %D%/combine_p.c %D%/direction.c %D%/direction_vote.c %D%/labbe.c %D%/mantel_haenszel.c \
	%D%/mantel_tests.c %D%/metafor_stops.c %D%/metafor_stops.h %D%/peto_pool.c %D%/pool_effects.c %D%/strata.c %D%/strata.h \
	%D%/tables_fit.c %D%/tables_pool.c %D%/tables_subgroups.c
# Publication bias.
libreview_core_la_SOURCES += \
	%D%/bias_notes.c %D%/fail_safe.c %D%/pet_peese.c %D%/rank_test.c %D%/regression_test.c %D%/selection.c %D%/selection.h \
	%D%/selection_grid.c %D%/selection_infer.c %D%/selection_likelihood.c %D%/selection_model.c %D%/selection_search.c \
	%D%/selection_steps.c %D%/selection_weights.c %D%/trim_fill.c
# Diagnostics, and points for figures.
libreview_core_la_SOURCES += \
	%D%/blups.c %D%/cumulative.c %D%/deletion.c %D%/deletion.h %D%/influence.c %D%/points.c %D%/residuals.c
# From rows to an analysis, and out again.
libreview_core_la_SOURCES += \
	%D%/analysis.c %D%/analysis.h %D%/analysis_ask.c %D%/analysis_dependent.c %D%/analysis_forest.c %D%/analysis_notes.c \
	%D%/analysis_words.c %D%/contrast_words.c %D%/design_atoms.c %D%/design_matrix.c %D%/design_matrix.h %D%/design_values.c \
	%D%/forest.h %D%/forest_join.c %D%/forest_memory.c %D%/forest_read.c %D%/forest_write.c %D%/frame.c %D%/frame_factor.c %D%/frame_read.c \
	%D%/model_formula.c %D%/model_formula.h %D%/name_codes.c %D%/name_codes.h %D%/random_formula.c %D%/range.c %D%/range.h \
	%D%/rows_by_code.c %D%/rows_by_code.h %D%/set.c %D%/set_read.c %D%/write.h %D%/write_json.c %D%/write_json.h \
	%D%/write_json_fit.c %D%/write_rows.c %D%/write_text.c
