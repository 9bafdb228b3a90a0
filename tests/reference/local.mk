# Drivers that compare us with reference results kept outside the repository; the folder is given on the command line.
check_PROGRAMS += tests/reference/meta-reference
tests_reference_meta_reference_SOURCES = %D%/meta_reference.c %D%/arguments.c %D%/cases.c %D%/design.c %D%/driver.h %D%/frame.c %D%/results.c \
	%D%/step_aggregate.c %D%/step_bias.c %D%/step_diag.c %D%/step_diag_mixed.c %D%/step_escalc.c %D%/step_metabin.c \
	%D%/step_mixed.c %D%/step_model.c %D%/step_rcalc.c %D%/step_regression.c %D%/step_rma.c %D%/step_robust.c \
	%D%/step_selection.c %D%/step_tables.c %D%/step_vcalc.c
tests_reference_meta_reference_LDADD   = libreview-core.la -lm
check_PROGRAMS += tests/reference/effect-reference
tests_reference_effect_reference_SOURCES = %D%/effect_reference.c %D%/arguments.c %D%/cases.c %D%/driver.h %D%/frame.c %D%/results.c \
	%D%/step_escalc.c %D%/step_summary.c \
	%D%/step_aggregate.c %D%/step_conv.c %D%/step_five.c %D%/step_transf.c %D%/step_vcalc.c
tests_reference_effect_reference_LDADD   = libreview-core.la -lm
dist_check_SCRIPTS += %D%/refs-counts.sh
dist_check_SCRIPTS += %D%/refs_roundtrip.py %D%/refs_same_set.py
dist_check_SCRIPTS += %D%/dedup_sets.py %D%/dedup_orders.py
check_PROGRAMS += tests/reference/screen-reference
tests_reference_screen_reference_SOURCES = %D%/screen_reference.c
tests_reference_screen_reference_LDADD   = libreview-core.la -lm
dist_check_SCRIPTS += %D%/screen_numbers.py %D%/screen_coverage.py
check_PROGRAMS += tests/reference/screen-coverage
tests_reference_screen_coverage_SOURCES = %D%/screen_coverage.c
tests_reference_screen_coverage_LDADD   = libreview-core.la -lm

# Labelled screenings: what orders are worth, and how the default model was chosen. `make tests/reference/rank-explore`.
dist_check_SCRIPTS += %D%/screen_sets.py %D%/screen_folds.py
EXTRA_DIST += %D%/screen_models.txt
check_PROGRAMS += tests/reference/rank-explore
tests_reference_rank_explore_SOURCES = %D%/rank_explore.c
tests_reference_rank_explore_LDADD   = libreview-core.la -lm
