# What a review can draw of itself.
pkginclude_HEADERS += include/review/report_drawn.h
libreview_core_la_SOURCES += %D%/drawn.c %D%/drawn.h %D%/drawn_directions.c %D%/drawn_map.c %D%/drawn_screening.c \
	%D%/part_figures.c
