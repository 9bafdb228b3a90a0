# see tests/local.mk
base_text_tests = tests/base/test-buf tests/base/test-utf8 tests/base/test-charset tests/base/test-real tests/base/test-digest \
	tests/base/test-files tests/base/test-time
if HAVE_CMOCKA
check_PROGRAMS += $(base_text_tests)
TESTS += $(base_text_tests)
endif
tests_base_test_buf_SOURCES = %D%/test_buf.c
tests_base_test_buf_LDADD   = $(test_libs)
tests_base_test_utf8_SOURCES = %D%/test_utf8.c
tests_base_test_utf8_LDADD   = $(test_libs)
tests_base_test_charset_SOURCES = %D%/test_charset.c
tests_base_test_charset_LDADD   = $(test_libs)
tests_base_test_real_SOURCES = %D%/test_real.c
tests_base_test_real_LDADD   = $(test_libs)
tests_base_test_digest_SOURCES = %D%/test_digest.c
tests_base_test_digest_LDADD   = $(test_libs)
tests_base_test_files_SOURCES = %D%/test_files.c
tests_base_test_files_LDADD   = $(test_libs)
tests_base_test_time_SOURCES = %D%/test_time.c
tests_base_test_time_LDADD   = $(test_libs)

base_form_tests = tests/base/test-csv tests/base/test-table tests/base/test-json tests/base/test-xml
if HAVE_CMOCKA
check_PROGRAMS += $(base_form_tests)
TESTS += $(base_form_tests)
endif
tests_base_test_csv_SOURCES = %D%/test_csv.c
tests_base_test_csv_LDADD   = $(test_libs)
tests_base_test_table_SOURCES = %D%/test_table.c
tests_base_test_table_LDADD   = $(test_libs)
tests_base_test_json_SOURCES = %D%/test_json.c
tests_base_test_json_LDADD   = $(test_libs)
tests_base_test_xml_SOURCES = %D%/test_xml.c %D%/xml_listener.h
tests_base_test_xml_LDADD   = $(test_libs)

if HAVE_CMOCKA
check_PROGRAMS += tests/base/test-json-items
TESTS += tests/base/test-json-items
endif
tests_base_test_json_items_SOURCES = %D%/test_json_items.c
tests_base_test_json_items_LDADD   = $(test_libs)
base_xml_tests = tests/base/test-xml-repair tests/base/test-xml-encoding
if HAVE_CMOCKA
check_PROGRAMS += $(base_xml_tests)
TESTS += $(base_xml_tests)
endif
tests_base_test_xml_repair_SOURCES = %D%/test_xml_repair.c %D%/xml_listener.h
tests_base_test_xml_repair_LDADD   = $(test_libs)
tests_base_test_xml_encoding_SOURCES = %D%/test_xml_encoding.c %D%/xml_listener.h
tests_base_test_xml_encoding_LDADD   = $(test_libs)

if HAVE_CMOCKA
check_PROGRAMS += tests/base/test-xlsx
TESTS += tests/base/test-xlsx
endif
tests_base_test_xlsx_SOURCES = %D%/test_xlsx.c %D%/zip_made.h
tests_base_test_xlsx_LDADD   = $(test_libs)

if HAVE_CMOCKA
check_PROGRAMS += tests/base/test-zip
TESTS += tests/base/test-zip
endif
tests_base_test_zip_SOURCES = %D%/test_zip.c %D%/zip_made.h
tests_base_test_zip_LDADD   = $(test_libs)
