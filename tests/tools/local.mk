dist_check_SCRIPTS += %D%/golden.sh
TESTS += %D%/golden.sh
EXTRA_DIST += %D%/compare.awk
EXTRA_DIST += %D%/review-effect.cases %D%/expected/review-effect tests/data/effect
EXTRA_DIST += %D%/review-init.cases %D%/expected/review-init tests/data/protocol
EXTRA_DIST += %D%/review-meta.cases %D%/expected/review-meta tests/data/meta
EXTRA_DIST += %D%/review-log.cases %D%/expected/review-log tests/data/log
EXTRA_DIST += %D%/review-plot.cases %D%/expected/review-plot tests/data/plot
