# Analyses of papers, done again: page and table stand in each file.
if HAVE_CMOCKA
check_PROGRAMS += \
	tests/published/bcg-1994 tests/published/raudenbush-1985 tests/published/rothman-2008 \
	tests/published/viechtbauer-2010-influence tests/published/yusuf-1985
TESTS += \
	tests/published/bcg-1994 tests/published/raudenbush-1985 tests/published/rothman-2008 \
	tests/published/viechtbauer-2010-influence tests/published/yusuf-1985
endif
tests_published_bcg_1994_SOURCES = %D%/bcg_1994.c
tests_published_bcg_1994_LDADD   = $(test_libs)
tests_published_raudenbush_1985_SOURCES = %D%/raudenbush_1985.c
tests_published_raudenbush_1985_LDADD   = $(test_libs)
tests_published_rothman_2008_SOURCES = %D%/rothman_2008.c
tests_published_rothman_2008_LDADD   = $(test_libs)
tests_published_viechtbauer_2010_influence_SOURCES = %D%/viechtbauer_2010_influence.c
tests_published_viechtbauer_2010_influence_LDADD   = $(test_libs)
tests_published_yusuf_1985_SOURCES = %D%/yusuf_1985.c
tests_published_yusuf_1985_LDADD   = $(test_libs)
