# see tests/local.mk
if HAVE_CMOCKA
check_PROGRAMS += tests/screen/test-screen
TESTS += tests/screen/test-screen
endif
tests_screen_test_screen_SOURCES = %D%/test_screen.c
tests_screen_test_screen_LDADD   = $(test_libs)

EXTRA_DIST += %D%/rank_support.h
if HAVE_CMOCKA
rank_tests = tests/screen/test-rank-words tests/screen/test-rank-svm tests/screen/test-rank tests/screen/test-rank-next tests/screen/test-labelled
check_PROGRAMS += $(rank_tests)
TESTS += $(rank_tests)
endif
tests_screen_test_rank_words_SOURCES = %D%/test_rank_words.c
tests_screen_test_rank_words_LDADD   = $(test_libs)
tests_screen_test_rank_svm_SOURCES   = %D%/test_rank_svm.c
tests_screen_test_rank_svm_LDADD     = $(test_libs)
tests_screen_test_rank_SOURCES       = %D%/test_rank.c
tests_screen_test_rank_LDADD         = $(test_libs)
tests_screen_test_rank_next_SOURCES  = %D%/test_rank_next.c
tests_screen_test_rank_next_LDADD    = $(test_libs)
tests_screen_test_labelled_SOURCES   = %D%/test_labelled.c
tests_screen_test_labelled_LDADD     = $(test_libs)
