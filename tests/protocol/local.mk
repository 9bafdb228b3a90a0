# see tests/local.mk
if HAVE_CMOCKA
check_PROGRAMS += tests/protocol/test-protocol tests/protocol/test-screening
TESTS += tests/protocol/test-protocol tests/protocol/test-screening
endif
if HAVE_CMOCKA
check_PROGRAMS += tests/protocol/test-form
TESTS += tests/protocol/test-form
endif
tests_protocol_test_form_SOURCES = %D%/test_form.c
tests_protocol_test_form_LDADD   = $(test_libs)
tests_protocol_test_protocol_SOURCES = %D%/test_protocol.c
tests_protocol_test_protocol_LDADD   = $(test_libs)
tests_protocol_test_screening_SOURCES = %D%/test_screening.c
tests_protocol_test_screening_LDADD   = $(test_libs)
dist_check_SCRIPTS += %D%/schema.sh
TESTS += %D%/schema.sh
