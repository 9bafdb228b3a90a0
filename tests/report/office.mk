# Office documents; see tests/local.mk
office_tests = tests/report/test-docx
if HAVE_CMOCKA
check_PROGRAMS += $(office_tests)
TESTS += $(office_tests)
endif
tests_report_test_docx_SOURCES = %D%/test_docx.c %D%/office_page.h %D%/office_xml.h
tests_report_test_docx_LDADD   = $(test_libs) $(XML_LIBS)
