# Files for LibreOffice to open; see tests/local.mk
check_PROGRAMS += tests/report/office-files
%C%_office_files_SOURCES = %D%/office_files.c %D%/office_page.h
%C%_office_files_LDADD = $(test_libs)
dist_check_SCRIPTS += %D%/office.sh
TESTS += %D%/office.sh
EXTRA_DIST += %D%/office_xml.h
