# Tables of the report and what their words are made of.
libreview_core_la_SOURCES += %D%/bubble_figure.c
