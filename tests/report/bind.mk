dist_check_SCRIPTS += %D%/refresh.sh
TESTS += %D%/refresh.sh
EXTRA_DIST += %D%/refresh.py
if HAVE_CMOCKA
check_PROGRAMS += tests/report/test-field-list
TESTS += tests/report/test-field-list
endif
tests_report_test_field_list_SOURCES = %D%/test_field_list.c %D%/bound_report.h
tests_report_test_field_list_LDADD   = $(test_libs)
