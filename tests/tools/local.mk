dist_check_SCRIPTS += %D%/golden.sh
TESTS += %D%/golden.sh
EXTRA_DIST += %D%/compare.awk
EXTRA_DIST += %D%/review-effect.cases %D%/expected/review-effect tests/data/effect
EXTRA_DIST += %D%/review-effect-review.cases %D%/expected/review-effect-review
EXTRA_DIST += %D%/review-extract.cases %D%/expected/review-extract tests/data/extract
EXTRA_DIST += %D%/review-extract-double.cases %D%/expected/review-extract-double
EXTRA_DIST += %D%/review-extract-whole.cases %D%/expected/review-extract-whole
EXTRA_DIST += %D%/review-extract-files.cases %D%/expected/review-extract-files
EXTRA_DIST += %D%/review-extract-forms.cases %D%/expected/review-extract-forms
EXTRA_DIST += %D%/review-init.cases %D%/expected/review-init tests/data/protocol
EXTRA_DIST += %D%/review-meta.cases %D%/expected/review-meta tests/data/meta
EXTRA_DIST += %D%/review-meta-review.cases %D%/expected/review-meta-review
EXTRA_DIST += %D%/review-log.cases %D%/expected/review-log tests/data/log
EXTRA_DIST += %D%/review-plot.cases %D%/expected/review-plot tests/data/plot
EXTRA_DIST += %D%/review-import.cases %D%/expected/review-import tests/data/import
EXTRA_DIST += %D%/review-dedup.cases %D%/expected/review-dedup tests/data/dedup
EXTRA_DIST += %D%/review-screen.cases %D%/expected/review-screen
EXTRA_DIST += %D%/review-screen-files.cases %D%/expected/review-screen-files tests/data/votes
EXTRA_DIST += %D%/review-screen.cases %D%/expected/review-screen %D%/review-screen-team.cases %D%/expected/review-screen-team
EXTRA_DIST += %D%/review-screen-simulate.cases %D%/expected/review-screen-simulate tests/data/rank
EXTRA_DIST += %D%/review-convert.cases %D%/expected/review-convert
dist_check_SCRIPTS += %D%/dedup_kill.sh %D%/dedup_orders.sh %D%/log_merge_kill.sh %D%/screen_full.sh %D%/screen_kill.sh %D%/screen_many.sh
TESTS += %D%/dedup_kill.sh %D%/dedup_orders.sh %D%/log_merge_kill.sh %D%/screen_full.sh %D%/screen_kill.sh %D%/screen_many.sh
if HAVE_CMOCKA
check_PROGRAMS += tests/tools/test-side tests/tools/test-merge
TESTS += tests/tools/test-side tests/tools/test-merge
endif
tests_tools_test_side_SOURCES = %D%/test_side.c review/tools/dedup_side.c
tests_tools_test_side_LDADD   = $(test_libs)
tests_tools_test_merge_SOURCES = %D%/test_merge.c tests/store/scratch.h
tests_tools_test_merge_LDADD   = libcli.la $(test_libs)
check_PROGRAMS += tests/tools/queue-make
tests_tools_queue_make_SOURCES = %D%/queue_make.c
tests_tools_queue_make_LDADD   = libreview-core.la
dist_check_SCRIPTS += %D%/dedup_terminal.sh
TESTS += %D%/dedup_terminal.sh
EXTRA_DIST += %D%/dedup_terminal.py tests/data/dedup_queue
dist_check_SCRIPTS += %D%/screen_blind.sh
TESTS += %D%/screen_blind.sh
if HAVE_CMOCKA
check_PROGRAMS += tests/tools/test-read-page
TESTS += tests/tools/test-read-page
endif
tests_tools_test_read_page_SOURCES = %D%/test_read_page.c review/tools/read_keys.c review/tools/read_pace.c review/tools/read_page.c \
	review/tools/read_text.c review/tools/read_typing.c
tests_tools_test_read_page_LDADD   = $(test_libs)
dist_check_SCRIPTS += %D%/screen_terminal.sh
TESTS += %D%/screen_terminal.sh
EXTRA_DIST += %D%/screen_terminal.py tests/data/screen_read
dist_check_SCRIPTS += %D%/extract_terminal.sh
TESTS += %D%/extract_terminal.sh
EXTRA_DIST += %D%/extract_terminal.py
dist_check_SCRIPTS += %D%/extract_blind.sh
TESTS += %D%/extract_blind.sh
EXTRA_DIST += %D%/review-appraise.cases %D%/expected/review-appraise tests/data/appraise
