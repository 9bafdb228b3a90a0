# plot: see the layer table in tests/architecture/layers.txt
pkginclude_HEADERS += include/review/plot.h include/review/plot_forest.h
libreview_core_la_SOURCES += \
	%D%/axis.h %D%/axis_ends.c %D%/axis_reach.c %D%/axis_ticks.c %D%/chart.c %D%/chart.h %D%/chart_legend.c \
	%D%/chart_marks.c %D%/chart_names.c %D%/flow.h %D%/flow_check.c %D%/flow_csv.c %D%/flow_draw.c %D%/flow_package.c \
	%D%/flow_place.c %D%/flow_sums.c %D%/flow_words.c %D%/forest.c %D%/forest.h %D%/forest_marks.c %D%/forest_rows.c \
	%D%/forest_words.c %D%/palette.c %D%/palette.h %D%/png.c %D%/png.h %D%/raster.c %D%/recall_curve.c %D%/scene.c \
	%D%/scene.h %D%/svg.c %D%/text.c %D%/text.h
# boxes, discs and cells
# forest plots
libreview_core_la_SOURCES += %D%/draw.c %D%/draw.h \
	%D%/forest_arms.c %D%/forest_cells.c %D%/forest_columns.c %D%/forest_favours.c %D%/forest_fields.c %D%/forest_heads.c %D%/forest_light.c \
	%D%/forest_lights.c %D%/forest_lights_read.c %D%/forest_order.c %D%/forest_style.c %D%/forest_style.h %D%/forest_widths.c
