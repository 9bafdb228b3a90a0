# plot: see the layer table in tests/architecture/layers.txt
pkginclude_HEADERS += include/review/plot.h include/review/plot_chart.h include/review/plot_forest.h include/review/plot_lights.h \
	include/review/plot_map.h include/review/plot_screening.h include/review/plot_swim.h
libreview_core_la_SOURCES += \
	%D%/agreement_csv.c %D%/agreement_plot.c %D%/axis.h %D%/axis_ends.c %D%/axis_reach.c %D%/axis_ticks.c %D%/baujat.c \
	%D%/bubble.c %D%/canvas.c %D%/canvas.h %D%/canvas_key.c %D%/caterpillar.c %D%/chart.c %D%/chart.h %D%/chart_csv.c \
	%D%/chart_curve.c %D%/chart_data.c %D%/chart_data.h %D%/chart_legend.c %D%/chart_marks.c %D%/chart_names.c %D%/draw.c \
	%D%/draw.h %D%/estimates.c %D%/estimates.h %D%/flow.h %D%/flow_check.c %D%/flow_csv.c %D%/flow_draw.c \
	%D%/flow_package.c %D%/flow_place.c %D%/flow_sums.c %D%/flow_words.c %D%/forest.c %D%/forest.h %D%/forest_arms.c \
	%D%/forest_cells.c %D%/forest_check.c %D%/forest_columns.c %D%/forest_favours.c %D%/forest_fields.c %D%/forest_heads.c \
	%D%/forest_lights.c %D%/forest_marks.c %D%/forest_order.c %D%/forest_rows.c %D%/forest_style.c %D%/forest_style.h \
	%D%/forest_texts.c %D%/forest_widths.c %D%/forest_words.c %D%/funnel.c %D%/funnel.h %D%/funnel_regions.c \
	%D%/gosh_density.c %D%/labbe_plot.c %D%/light.c %D%/light.h %D%/light_scales.c %D%/lights_bars.c %D%/lights_csv.c \
	%D%/lights_draw.c %D%/lights_key.c %D%/map.h %D%/map_count.c %D%/map_csv.c %D%/map_draw.c %D%/map_table.c \
	%D%/orchard.c %D%/orchard_spread.c %D%/palette.c %D%/palette.h %D%/png.c %D%/png.h %D%/profile_plot.c %D%/qq_plot.c \
	%D%/radial.c %D%/raster.c %D%/recall_csv.c %D%/recall_curve.c %D%/scene.c %D%/scene.h %D%/svg.c %D%/swim.c %D%/swim.h \
	%D%/swim_csv.c %D%/swim_direction.c %D%/swim_direction.h %D%/swim_direction_words.c %D%/swim_harvest.c %D%/text.c \
	%D%/text.h
# boxes, discs and cells
# forest plots
