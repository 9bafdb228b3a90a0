# Simulated reviews: whether estimators end at the right place on any data, and what intervals are worth.
simulated_sources = %D%/simulated_sets.c %D%/simulated_sets.h %D%/judged_fit.c %D%/judged_fit.h
if HAVE_CMOCKA
check_PROGRAMS += tests/simulate/test-never-failing
TESTS += tests/simulate/test-never-failing
endif
tests_simulate_test_never_failing_SOURCES = %D%/test_never_failing.c $(simulated_sources)
tests_simulate_test_never_failing_LDADD   = $(test_libs)
# By hand: `make tests/simulate/never`, then tests/simulate/never [COUNT [SEED]]; with --dump its sets go to metafor by never.R.
check_PROGRAMS += tests/simulate/never
tests_simulate_never_SOURCES = %D%/never.c $(simulated_sources)
tests_simulate_never_LDADD   = libreview-core.la -lm
EXTRA_DIST += %D%/never.R
# By hand: `make tests/simulate/coverage`, then tests/simulate/coverage [REPLICATES [PART [THREADS]]].
check_PROGRAMS += tests/simulate/coverage
tests_simulate_coverage_SOURCES = %D%/coverage.c %D%/coverage.h %D%/coverage_dependent.c %D%/coverage_draw.c \
	%D%/coverage_effects.c %D%/coverage_rare.c
tests_simulate_coverage_LDADD   = libreview-core.la -lm
