# Office documents; see tests/local.mk
office_tests = tests/report/test-odt
if HAVE_CMOCKA
check_PROGRAMS += $(office_tests)
TESTS += $(office_tests)
endif
tests_report_test_odt_SOURCES = %D%/test_odt.c %D%/office_page.h %D%/office_xml.h
tests_report_test_odt_LDADD   = $(test_libs) $(XML_LIBS)
EXTRA_DIST += %D%/office_page.h %D%/office_xml.h
check_PROGRAMS += tests/report/office-files
tests_report_office_files_SOURCES = %D%/office_files.c %D%/office_page.h
tests_report_office_files_LDADD   = $(test_libs)
dist_check_SCRIPTS += %D%/office.sh
TESTS += %D%/office.sh
