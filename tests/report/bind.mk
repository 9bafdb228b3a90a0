dist_check_SCRIPTS += %D%/refresh.sh
TESTS += %D%/refresh.sh
EXTRA_DIST += %D%/refresh.py
