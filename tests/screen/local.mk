# see tests/local.mk
screen_tests = tests/screen/test-screen tests/screen/test-agree-many tests/screen/test-agree-two tests/screen/test-stop-rules \
	tests/screen/test-stop-urn
if HAVE_CMOCKA
screen_tests = tests/screen/test-screen tests/screen/test-desk tests/screen/test-lease
check_PROGRAMS += $(screen_tests)
TESTS += $(screen_tests)
endif
tests_screen_test_screen_SOURCES = %D%/test_screen.c
tests_screen_test_screen_LDADD   = $(test_libs)
tests_screen_test_desk_SOURCES = %D%/test_desk.c %D%/world.h
tests_screen_test_desk_LDADD   = $(test_libs)
tests_screen_test_lease_SOURCES = %D%/test_lease.c %D%/world.h
tests_screen_test_lease_LDADD   = $(test_libs)
tests_screen_test_agree_many_SOURCES = %D%/test_agree_many.c
tests_screen_test_agree_many_LDADD   = $(test_libs)
tests_screen_test_agree_two_SOURCES = %D%/test_agree_two.c
tests_screen_test_agree_two_LDADD   = $(test_libs)
tests_screen_test_stop_rules_SOURCES = %D%/test_stop_rules.c
tests_screen_test_stop_rules_LDADD   = $(test_libs)
tests_screen_test_stop_urn_SOURCES = %D%/test_stop_urn.c
tests_screen_test_stop_urn_LDADD   = $(test_libs)
if HAVE_CMOCKA
check_PROGRAMS += tests/screen/test-highlight
TESTS += tests/screen/test-highlight
endif
tests_screen_test_highlight_SOURCES = %D%/test_highlight.c
tests_screen_test_highlight_LDADD   = $(test_libs)
if HAVE_CMOCKA
check_PROGRAMS += tests/screen/test-attach
TESTS += tests/screen/test-attach
endif
tests_screen_test_attach_SOURCES = %D%/test_attach.c
tests_screen_test_attach_LDADD   = $(test_libs)
