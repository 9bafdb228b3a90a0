# see tests/local.mk
if HAVE_CMOCKA
check_PROGRAMS += tests/screen/test-screen
TESTS += tests/screen/test-screen
endif
tests_screen_test_screen_SOURCES = %D%/test_screen.c
tests_screen_test_screen_LDADD   = $(test_libs)
if HAVE_CMOCKA
check_PROGRAMS += tests/screen/test-attach
TESTS += tests/screen/test-attach
endif
tests_screen_test_attach_SOURCES = %D%/test_attach.c
tests_screen_test_attach_LDADD   = $(test_libs)
