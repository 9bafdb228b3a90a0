# plot: see the layer table in tests/architecture/layers.txt
pkginclude_HEADERS += include/review/plot.h include/review/plot_chart.h
libreview_core_la_SOURCES += %D%/axis_reach.c %D%/chart.c %D%/chart.h %D%/chart_csv.c %D%/chart_curve.c %D%/chart_data.c %D%/chart_data.h %D%/chart_legend.c %D%/chart_marks.c %D%/chart_names.c
libreview_core_la_SOURCES += %D%/caterpillar.c %D%/estimates.c %D%/estimates.h %D%/orchard.c %D%/orchard_spread.c
# figures of chart data
libreview_core_la_SOURCES += %D%/baujat.c %D%/bubble.c %D%/funnel.c %D%/funnel.h %D%/funnel_regions.c %D%/gosh_density.c %D%/labbe_plot.c %D%/profile_plot.c %D%/qq_plot.c %D%/radial.c
libreview_core_la_SOURCES += %D%/axis.h %D%/axis_ends.c %D%/axis_ticks.c %D%/flow.h %D%/flow_csv.c %D%/flow_draw.c \
	%D%/flow_sums.c %D%/flow_words.c %D%/forest.c %D%/forest.h %D%/forest_marks.c %D%/forest_rows.c %D%/forest_words.c \
	%D%/palette.c %D%/palette.h %D%/png.c %D%/png.h %D%/raster.c %D%/recall_curve.c %D%/scene.c %D%/scene.h %D%/svg.c %D%/text.c %D%/text.h
