# see tests/local.mk
if HAVE_CMOCKA
check_PROGRAMS += tests/protocol/test-protocol tests/protocol/test-screening
TESTS += tests/protocol/test-protocol tests/protocol/test-screening
check_PROGRAMS += tests/protocol/test-instrument tests/protocol/test-instrument-paths
TESTS += tests/protocol/test-instrument tests/protocol/test-instrument-paths
endif
if HAVE_CMOCKA
check_PROGRAMS += tests/protocol/test-form
TESTS += tests/protocol/test-form
endif
tests_protocol_test_form_SOURCES = %D%/test_form.c
tests_protocol_test_form_LDADD   = $(test_libs)
tests_protocol_test_instrument_SOURCES = %D%/test_instrument.c
tests_protocol_test_instrument_LDADD   = $(test_libs)
tests_protocol_test_instrument_paths_SOURCES = %D%/test_instrument_paths.c
tests_protocol_test_instrument_paths_LDADD   = $(test_libs)
tests_protocol_test_protocol_SOURCES = %D%/test_protocol.c
tests_protocol_test_protocol_LDADD   = $(test_libs)
tests_protocol_test_screening_SOURCES = %D%/test_screening.c
tests_protocol_test_screening_LDADD   = $(test_libs)
dist_check_SCRIPTS += %D%/schema.sh
TESTS += %D%/schema.sh
