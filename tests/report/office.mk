# Files for LibreOffice to open; see tests/local.mk
check_PROGRAMS += tests/report/office-files
dist_check_SCRIPTS += %D%/office.sh
TESTS += %D%/office.sh
EXTRA_DIST += %D%/office_xml.h
