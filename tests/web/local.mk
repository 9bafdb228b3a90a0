# The server's tests: units, and programs that ask it as browsers and others do; see tests/local.mk
web_tests = \
	tests/web/test-head-look tests/web/test-last-hop tests/web/test-mustache tests/web/test-password \
	tests/web/test-people-file tests/web/test-route tests/web/test-sessions tests/web/test-shelf tests/web/test-throttle \
	tests/web/test-word-marks
if HAVE_CMOCKA
check_PROGRAMS += $(web_tests)
TESTS += $(web_tests)
endif
tests_web_test_head_look_SOURCES = %D%/test_head_look.c
tests_web_test_head_look_CFLAGS  = $(AM_CFLAGS) $(WEB_CFLAGS)
tests_web_test_head_look_LDADD   = libreview-web.la $(test_libs)
tests_web_test_last_hop_SOURCES = %D%/test_last_hop.c
tests_web_test_last_hop_CFLAGS  = $(AM_CFLAGS) $(WEB_CFLAGS)
tests_web_test_last_hop_LDADD   = libreview-web.la $(test_libs)
tests_web_test_mustache_SOURCES = %D%/test_mustache.c
tests_web_test_mustache_CFLAGS  = $(AM_CFLAGS) $(WEB_CFLAGS)
tests_web_test_mustache_LDADD   = libreview-web.la $(test_libs)
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
tests_web_test_shelf_SOURCES = %D%/test_shelf.c
tests_web_test_shelf_CFLAGS  = $(AM_CFLAGS) $(WEB_CFLAGS)
tests_web_test_shelf_LDADD   = libreview-web.la $(test_libs)
tests_web_test_throttle_SOURCES = %D%/test_throttle.c
tests_web_test_throttle_CFLAGS  = $(AM_CFLAGS) $(WEB_CFLAGS)
tests_web_test_throttle_LDADD   = libreview-web.la $(test_libs)
tests_web_test_word_marks_SOURCES = %D%/test_word_marks.c
tests_web_test_word_marks_CFLAGS  = $(AM_CFLAGS) $(WEB_CFLAGS)
tests_web_test_word_marks_LDADD   = libreview-web.la $(test_libs)
web_scripts = \
	%D%/blind.sh %D%/crowd.sh %D%/crowd_kill.sh %D%/extract.sh %D%/extract_keys.sh %D%/guard_badhttp.sh \
	%D%/guard_forgery.sh %D%/guard_markup.sh %D%/guard_rights.sh %D%/guard_secrets.sh %D%/guard_sessions.sh \
	%D%/guard_uploads.sh %D%/lead.sh %D%/papers.sh %D%/ranked.sh %D%/screening.sh %D%/tls.sh
TESTS += $(web_scripts)
dist_check_SCRIPTS += $(web_scripts)
EXTRA_DIST += \
	%D%/blind.py %D%/extract.py %D%/extract_keys.js %D%/extract_verify.py %D%/form_pages.py %D%/guard.inc \
	%D%/guard_badhttp.py %D%/guard_forgery.py %D%/guard_markup.py %D%/guard_rights.py %D%/guard_secrets.py \
	%D%/guard_sessions.py %D%/guard_uploads.py %D%/guarded.py %D%/keypress.js %D%/lead.py %D%/live_nodes.py %D%/looks.js \
	%D%/papers.py %D%/people_support.h %D%/screening.js %D%/specimen.js %D%/specimen/conflict.html \
	%D%/specimen/extract.html %D%/specimen/forms.html %D%/specimen/hostile.html %D%/specimen/lead.html \
	%D%/specimen/list.html %D%/specimen/login.html %D%/specimen/right_to_left.html %D%/specimen/screen.html
include %D%/browser.mk
include %D%/crowd.mk
