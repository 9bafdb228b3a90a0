# Citations: see review/report/cite.mk.
cite_tests = tests/report/test-cite-published
if HAVE_CMOCKA
check_PROGRAMS += $(cite_tests)
TESTS += $(cite_tests)
endif
EXTRA_DIST += %D%/cite_support.h tests/data/cite/README.md tests/data/cite/samples.json
tests_report_test_cite_published_SOURCES = %D%/test_cite_published.c
tests_report_test_cite_published_LDADD   = $(test_libs)
