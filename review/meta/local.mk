libreview_core_la_SOURCES += \
	%D%/analysis.c %D%/analysis_forest.c %D%/coefficients.c %D%/coefficients.h %D%/estimators.c %D%/estimators.h \
	%D%/forest.h %D%/forest_memory.c %D%/forest_read.c %D%/forest_write.c %D%/leave_one_out.c %D%/model.c %D%/model.h \
	%D%/notes.c %D%/run.c %D%/set.c %D%/set_read.c %D%/subgroups.c %D%/tau2_dl.c %D%/tau2_genq.c %D%/tau2_he.c \
	%D%/tau2_hs.c %D%/tau2_ml.c %D%/tau2_pm.c %D%/tau2_sj.c %D%/write.h %D%/write_json.c %D%/write_rows.c %D%/write_text.c
pkginclude_HEADERS += include/review/meta.h include/review/meta_mixed.h
pkginclude_HEADERS += include/review/meta_robust.h
libreview_core_la_SOURCES += \
	%D%/sandwich.c %D%/sandwich.h %D%/sandwich_adjust.c %D%/sandwich_clusters.c %D%/sandwich_design.c %D%/sandwich_moments.c \
	%D%/sandwich_tests.c %D%/wald.c %D%/wald.h %D%/wald_eigen.c %D%/working_univariate.c %D%/working_univariate.h
