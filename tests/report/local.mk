if HAVE_CMOCKA
check_PROGRAMS += tests/report/test-grid
TESTS += tests/report/test-grid
endif
tests_report_test_grid_SOURCES = %D%/test_grid.c
tests_report_test_grid_LDADD   = $(test_libs)
