arch_tests = %D%/layers.sh %D%/headers.sh %D%/exports.sh %D%/man-methods.sh %D%/man-notes.sh %D%/man-options.sh %D%/names.sh
dist_check_SCRIPTS += $(arch_tests)
TESTS += $(arch_tests)
EXTRA_DIST += %D%/layers.txt
