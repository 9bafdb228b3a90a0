# The server's tests: units, and programs that ask it as browsers and others do; see tests/local.mk
web_tests = \
	tests/web/test-password tests/web/test-people-file tests/web/test-route tests/web/test-sessions \
	tests/web/test-template tests/web/test-throttle
if HAVE_CMOCKA
check_PROGRAMS += $(web_tests)
TESTS += $(web_tests)
endif
tests_web_test_password_SOURCES = %D%/test_password.c
tests_web_test_password_CFLAGS  = $(AM_CFLAGS) $(WEB_CFLAGS)
tests_web_test_password_LDADD   = libreview-web.la $(test_libs)
tests_web_test_people_file_SOURCES = %D%/test_people_file.c
tests_web_test_people_file_CFLAGS  = $(AM_CFLAGS) $(WEB_CFLAGS)
tests_web_test_people_file_LDADD   = libreview-web.la $(test_libs)
tests_web_test_route_SOURCES = %D%/test_route.c
tests_web_test_route_CFLAGS  = $(AM_CFLAGS) $(WEB_CFLAGS)
tests_web_test_route_LDADD   = libreview-web.la $(test_libs)
tests_web_test_sessions_SOURCES = %D%/test_sessions.c
tests_web_test_sessions_CFLAGS  = $(AM_CFLAGS) $(WEB_CFLAGS)
tests_web_test_sessions_LDADD   = libreview-web.la $(test_libs)
tests_web_test_template_SOURCES = %D%/test_template.c
tests_web_test_template_CFLAGS  = $(AM_CFLAGS) $(WEB_CFLAGS)
tests_web_test_template_LDADD   = libreview-web.la $(test_libs)
tests_web_test_throttle_SOURCES = %D%/test_throttle.c
tests_web_test_throttle_CFLAGS  = $(AM_CFLAGS) $(WEB_CFLAGS)
tests_web_test_throttle_LDADD   = libreview-web.la $(test_libs)
EXTRA_DIST += \
	%D%/looks.js %D%/people_support.h %D%/specimen.js %D%/specimen/conflict.html %D%/specimen/extract.html \
	%D%/specimen/forms.html %D%/specimen/hostile.html %D%/specimen/lead.html %D%/specimen/list.html \
	%D%/specimen/login.html %D%/specimen/right_to_left.html %D%/specimen/screen.html

# A crowd that screens through the server: crowd.sh and crowd_kill.sh in a few seconds; crowd_load.sh, ... as they say.
check_PROGRAMS += tests/web/crowd
tests_web_crowd_SOURCES = %D%/crowd.c %D%/crowd.h %D%/crowd_check.c %D%/crowd_http.c %D%/crowd_http.h %D%/crowd_make.c \
	%D%/crowd_times.c %D%/crowd_times.h %D%/crowd_vote.c
tests_web_crowd_CFLAGS  = $(AM_CFLAGS) $(WEB_CFLAGS)
tests_web_crowd_LDADD   = libreview-web.la libreview-core.la -lm
EXTRA_DIST += %D%/crowd.sh %D%/crowd_kill.sh %D%/crowd_crash.sh %D%/crowd_httpload.sh %D%/crowd_lib.sh %D%/crowd_load.sh %D%/crowd_once.sh %D%/crowd_power.sh
