libreview_core_la_SOURCES += \
	%D%/estimators.c %D%/estimators.h %D%/forest.h %D%/forest_memory.c %D%/forest_read.c %D%/forest_write.c %D%/model.c %D%/model.h %D%/run.c %D%/tau2_dl.c %D%/tau2_genq.c %D%/tau2_he.c \
	%D%/tau2_hs.c %D%/tau2_ml.c %D%/tau2_pm.c %D%/tau2_sj.c
pkginclude_HEADERS += include/review/meta.h
