# Fields, templates, manuscripts.
libreview_core_la_SOURCES += %D%/fields_findings.c
