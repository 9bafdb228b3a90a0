dist_check_SCRIPTS += %D%/golden.sh
TESTS += %D%/golden.sh
EXTRA_DIST += %D%/compare.awk
