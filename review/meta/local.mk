# meta: effects pooled. One method, or one tight family, a file.
pkginclude_HEADERS += \
	include/review/meta.h include/review/meta_mixed.h include/review/meta_frame.h
# One effect a study: estimators of tau2, models, intervals.
libreview_core_la_SOURCES += \
	%D%/coefficients.c %D%/coefficients.h %D%/estimators.c %D%/estimators.h %D%/leave_one_out.c %D%/model.c %D%/model.h \
	%D%/notes.c %D%/run.c %D%/subgroups.c %D%/tau2_dl.c %D%/tau2_genq.c %D%/tau2_he.c %D%/tau2_hs.c %D%/tau2_ml.c %D%/tau2_pm.c \
	%D%/tau2_sj.c
# From rows to an analysis, and out again.
libreview_core_la_SOURCES += \
	%D%/analysis.c %D%/analysis_forest.c %D%/forest.h %D%/forest_memory.c %D%/forest_read.c %D%/forest_write.c %D%/set.c \
	%D%/set_read.c %D%/write.h %D%/write_json.c %D%/write_rows.c %D%/write_text.c
# Frames, formulas and design matrices.
libreview_core_la_SOURCES += \
	%D%/frame.c %D%/frame_factor.c %D%/frame_read.c %D%/names.c %D%/names.h \
	%D%/design_matrix.c %D%/design_values.c %D%/design_matrix.h %D%/model_arithmetic.c %D%/model_formula.c %D%/model_formula.h
