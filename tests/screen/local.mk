# see tests/local.mk
if HAVE_CMOCKA
check_PROGRAMS += tests/screen/test-screen
TESTS += tests/screen/test-screen
endif
tests_screen_test_screen_SOURCES = %D%/test_screen.c
tests_screen_test_screen_LDADD   = $(test_libs)
if HAVE_CMOCKA
check_PROGRAMS += tests/screen/test-highlight
TESTS += tests/screen/test-highlight
endif
tests_screen_test_highlight_SOURCES = %D%/test_highlight.c
tests_screen_test_highlight_LDADD   = $(test_libs)
