# Templates and marks in manuscripts.
libreview_core_la_SOURCES += \
	%D%/fill.c %D%/refresh_mark.c %D%/template.c %D%/template.h %D%/template_copy.c %D%/template_manuscript.c
