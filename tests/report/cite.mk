# Citations: see review/report/cite.mk.
cite_tests = tests/report/test-cite tests/report/test-cite-cluster tests/report/test-cite-published tests/report/test-cite-style
if HAVE_CMOCKA
check_PROGRAMS += $(cite_tests)
TESTS += $(cite_tests)
endif
EXTRA_DIST += %D%/cite_support.h tests/data/cite/README.md tests/data/cite/samples.json
tests_report_test_cite_SOURCES = %D%/test_cite.c
tests_report_test_cite_LDADD   = $(test_libs)
tests_report_test_cite_cluster_SOURCES = %D%/test_cite_cluster.c
tests_report_test_cite_cluster_LDADD   = $(test_libs)
tests_report_test_cite_published_SOURCES = %D%/test_cite_published.c
tests_report_test_cite_published_LDADD   = $(test_libs)
tests_report_test_cite_style_SOURCES = %D%/test_cite_style.c
tests_report_test_cite_style_LDADD   = $(test_libs)
