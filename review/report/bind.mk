# Fields, templates, manuscripts.
libreview_core_la_SOURCES += \
	%D%/fill.c %D%/refresh.c %D%/refresh.h %D%/refresh_bound.c %D%/refresh_field.c %D%/refresh_figure.c %D%/refresh_mark.c \
	%D%/refresh_table.c %D%/template.c %D%/template.h %D%/template_copy.c %D%/template_manuscript.c %D%/wml.c %D%/wml.h \
	%D%/wml_change.c %D%/wml_replace.c %D%/wml_table.c %D%/wml_table.h
pkginclude_HEADERS += include/review/report_refresh.h
