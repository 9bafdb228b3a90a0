# see tests/local.mk
plot_tests = \
	tests/plot/test-axis tests/plot/test-boxes tests/plot/test-cells tests/plot/test-chart tests/plot/test-chart-csv \
	tests/plot/test-charts tests/plot/test-flow tests/plot/test-forest tests/plot/test-forest-columns \
	tests/plot/test-forest-style tests/plot/test-lights tests/plot/test-limits tests/plot/test-map \
	tests/plot/test-recall-curve tests/plot/test-screening tests/plot/test-swim tests/plot/test-text tests/plot/test-write
if HAVE_CMOCKA
check_PROGRAMS += $(plot_tests)
TESTS += $(plot_tests)
endif
tests_plot_test_axis_SOURCES = %D%/test_axis.c
tests_plot_test_axis_LDADD   = $(test_libs)
tests_plot_test_boxes_SOURCES = %D%/test_boxes.c
tests_plot_test_boxes_LDADD   = $(test_libs)
tests_plot_test_cells_SOURCES = %D%/test_cells.c
tests_plot_test_cells_LDADD   = $(test_libs)
tests_plot_test_chart_SOURCES = %D%/test_chart.c
tests_plot_test_chart_LDADD   = $(test_libs)
tests_plot_test_chart_csv_SOURCES = %D%/test_chart_csv.c
tests_plot_test_chart_csv_LDADD   = $(test_libs)
tests_plot_test_charts_SOURCES = %D%/test_charts.c
tests_plot_test_charts_LDADD   = $(test_libs)
tests_plot_test_flow_SOURCES = %D%/test_flow.c
tests_plot_test_flow_LDADD   = $(test_libs)
tests_plot_test_forest_SOURCES = %D%/test_forest.c
tests_plot_test_forest_LDADD   = $(test_libs)
tests_plot_test_forest_columns_SOURCES = %D%/test_forest_columns.c
tests_plot_test_forest_columns_LDADD   = $(test_libs)
tests_plot_test_forest_style_SOURCES = %D%/test_forest_style.c
tests_plot_test_forest_style_LDADD   = $(test_libs)
tests_plot_test_lights_SOURCES = %D%/test_lights.c
tests_plot_test_lights_LDADD   = $(test_libs)
tests_plot_test_limits_SOURCES = %D%/test_limits.c
tests_plot_test_limits_LDADD   = $(test_libs)
tests_plot_test_map_SOURCES = %D%/test_map.c
tests_plot_test_map_LDADD   = $(test_libs)
tests_plot_test_recall_curve_SOURCES = %D%/test_recall_curve.c
tests_plot_test_recall_curve_LDADD   = $(test_libs)
tests_plot_test_screening_SOURCES = %D%/test_screening.c
tests_plot_test_screening_LDADD   = $(test_libs)
tests_plot_test_swim_SOURCES = %D%/test_swim.c
tests_plot_test_swim_LDADD   = $(test_libs)
tests_plot_test_text_SOURCES = %D%/test_text.c
tests_plot_test_text_LDADD   = $(test_libs)
tests_plot_test_write_SOURCES = %D%/test_write.c
tests_plot_test_write_LDADD   = $(test_libs)
EXTRA_DIST += %D%/random.h %D%/random_forest.h
if HAVE_CMOCKA
if HAVE_RSVG
check_PROGRAMS += tests/plot/test-draw
TESTS += tests/plot/test-draw
endif
endif
tests_plot_test_draw_SOURCES  = %D%/test_draw.c
tests_plot_test_draw_CPPFLAGS = $(AM_CPPFLAGS) $(RSVG_CFLAGS)
tests_plot_test_draw_LDADD    = $(test_libs) $(RSVG_LIBS)
# columns and styles of forest plots
# one study, five hundred, forty columns, the dark
# SVG by a schema of our own, PDF and PNG as other programs read them
dist_check_SCRIPTS += %D%/figures.sh
TESTS += %D%/figures.sh
EXTRA_DIST += %D%/svg.rng
