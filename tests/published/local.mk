# Analyses of papers, done again: page and table stand in each file.
if HAVE_CMOCKA
check_PROGRAMS += \
	tests/published/bcg-1994 tests/published/berkey-1995 tests/published/berkey-1998 tests/published/borenstein-2009 \
	tests/published/cheung-2014 tests/published/dersimonian-2007 tests/published/fisher-2015 tests/published/hackshaw-1997 \
	tests/published/henmi-2010 tests/published/konstantopoulos-2011 tests/published/lipsey-2001 tests/published/normand-1999 \
	tests/published/raudenbush-1985 tests/published/rothman-2008 tests/published/viechtbauer-2005 \
	tests/published/viechtbauer-2007 tests/published/viechtbauer-2010-bias tests/published/viechtbauer-2010-influence \
	tests/published/yusuf-1985
TESTS += \
	tests/published/bcg-1994 tests/published/berkey-1995 tests/published/berkey-1998 tests/published/borenstein-2009 \
	tests/published/cheung-2014 tests/published/dersimonian-2007 tests/published/fisher-2015 tests/published/hackshaw-1997 \
	tests/published/henmi-2010 tests/published/konstantopoulos-2011 tests/published/lipsey-2001 tests/published/normand-1999 \
	tests/published/raudenbush-1985 tests/published/rothman-2008 tests/published/viechtbauer-2005 \
	tests/published/viechtbauer-2007 tests/published/viechtbauer-2010-bias tests/published/viechtbauer-2010-influence \
	tests/published/yusuf-1985
endif
tests_published_bcg_1994_SOURCES = %D%/bcg_1994.c
tests_published_bcg_1994_LDADD   = $(test_libs)
tests_published_berkey_1995_SOURCES = %D%/berkey_1995.c
tests_published_berkey_1995_LDADD   = $(test_libs)
tests_published_berkey_1998_SOURCES = %D%/berkey_1998.c
tests_published_berkey_1998_LDADD   = $(test_libs)
tests_published_borenstein_2009_SOURCES = %D%/borenstein_2009.c
tests_published_borenstein_2009_LDADD   = $(test_libs)
tests_published_cheung_2014_SOURCES = %D%/cheung_2014.c
tests_published_cheung_2014_LDADD   = $(test_libs)
tests_published_dersimonian_2007_SOURCES = %D%/dersimonian_2007.c
tests_published_dersimonian_2007_LDADD   = $(test_libs)
tests_published_fisher_2015_SOURCES = %D%/fisher_2015.c
tests_published_fisher_2015_LDADD   = $(test_libs)
tests_published_hackshaw_1997_SOURCES = %D%/hackshaw_1997.c
tests_published_hackshaw_1997_LDADD   = $(test_libs)
tests_published_henmi_2010_SOURCES = %D%/henmi_2010.c
tests_published_henmi_2010_LDADD   = $(test_libs)
tests_published_konstantopoulos_2011_SOURCES = %D%/konstantopoulos_2011.c
tests_published_konstantopoulos_2011_LDADD   = $(test_libs)
tests_published_lipsey_2001_SOURCES = %D%/lipsey_2001.c
tests_published_lipsey_2001_LDADD   = $(test_libs)
tests_published_normand_1999_SOURCES = %D%/normand_1999.c
tests_published_normand_1999_LDADD   = $(test_libs)
tests_published_raudenbush_1985_SOURCES = %D%/raudenbush_1985.c
tests_published_raudenbush_1985_LDADD   = $(test_libs)
tests_published_rothman_2008_SOURCES = %D%/rothman_2008.c
tests_published_rothman_2008_LDADD   = $(test_libs)
tests_published_viechtbauer_2005_SOURCES = %D%/viechtbauer_2005.c
tests_published_viechtbauer_2005_LDADD   = $(test_libs)
tests_published_viechtbauer_2007_SOURCES = %D%/viechtbauer_2007.c
tests_published_viechtbauer_2007_LDADD   = $(test_libs)
tests_published_viechtbauer_2010_bias_SOURCES = %D%/viechtbauer_2010_bias.c
tests_published_viechtbauer_2010_bias_LDADD   = $(test_libs)
tests_published_viechtbauer_2010_influence_SOURCES = %D%/viechtbauer_2010_influence.c
tests_published_viechtbauer_2010_influence_LDADD   = $(test_libs)
tests_published_yusuf_1985_SOURCES = %D%/yusuf_1985.c
tests_published_yusuf_1985_LDADD   = $(test_libs)
EXTRA_DIST += %D%/published.h
