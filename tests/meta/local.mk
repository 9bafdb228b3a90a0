if HAVE_CMOCKA
check_PROGRAMS += tests/meta/test-forest
TESTS += tests/meta/test-forest
endif
tests_meta_test_forest_SOURCES = %D%/test_forest.c
tests_meta_test_forest_LDADD   = $(test_libs)
