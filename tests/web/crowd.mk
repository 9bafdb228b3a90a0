# A crowd that screens through the server. crowd.sh and crowd_kill.sh take a few seconds; tests/bench/crowd_*.sh take a machine for themselves.
check_PROGRAMS += tests/web/crowd
tests_web_crowd_SOURCES = %D%/crowd.c %D%/crowd.h %D%/crowd_check.c %D%/crowd_http.c %D%/crowd_http.h %D%/crowd_make.c \
	%D%/crowd_times.c %D%/crowd_times.h %D%/crowd_vote.c
tests_web_crowd_CFLAGS  = $(AM_CFLAGS) $(WEB_CFLAGS)
tests_web_crowd_LDADD   = libreview-web.la libreview-core.la -lm
EXTRA_DIST += %D%/crowd.inc
