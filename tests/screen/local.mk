# see tests/local.mk
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
