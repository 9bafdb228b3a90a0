# Tables of the report: see review/report/tables.mk.
TESTS += %D%/trace.sh
EXTRA_DIST += %D%/trace.sh %D%/trace.py
