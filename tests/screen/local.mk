# see tests/local.mk
screen_tests = tests/screen/test-screen tests/screen/test-agree-many tests/screen/test-agree-two tests/screen/test-stop-rules \
	tests/screen/test-stop-urn
if HAVE_CMOCKA
check_PROGRAMS += $(screen_tests)
TESTS += $(screen_tests)
endif
tests_screen_test_screen_SOURCES = %D%/test_screen.c
tests_screen_test_screen_LDADD   = $(test_libs)
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
team_tests = tests/screen/test-team tests/screen/test-share tests/screen/test-calibrate tests/screen/test-marks tests/screen/test-waits \
	tests/screen/test-outcome tests/screen/test-reasons
if HAVE_CMOCKA
check_PROGRAMS += $(team_tests)
TESTS += $(team_tests)
endif
tests_screen_test_team_SOURCES = %D%/test_team.c %D%/team.h
tests_screen_test_team_LDADD   = $(test_libs)
tests_screen_test_share_SOURCES = %D%/test_share.c %D%/team.h
tests_screen_test_share_LDADD   = $(test_libs)
tests_screen_test_calibrate_SOURCES = %D%/test_calibrate.c %D%/team.h
tests_screen_test_calibrate_LDADD   = $(test_libs)
tests_screen_test_marks_SOURCES = %D%/test_marks.c %D%/team.h
tests_screen_test_marks_LDADD   = $(test_libs)
tests_screen_test_waits_SOURCES = %D%/test_waits.c %D%/team.h
tests_screen_test_waits_LDADD   = $(test_libs)
tests_screen_test_outcome_SOURCES = %D%/test_outcome.c %D%/team.h
tests_screen_test_outcome_LDADD   = $(test_libs)
tests_screen_test_reasons_SOURCES = %D%/test_reasons.c %D%/team.h
tests_screen_test_reasons_LDADD   = $(test_libs)
