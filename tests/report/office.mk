# Office documents; see tests/local.mk
EXTRA_DIST += %D%/office_xml.h
check_PROGRAMS += tests/report/office-files
dist_check_SCRIPTS += %D%/office.sh
TESTS += %D%/office.sh
