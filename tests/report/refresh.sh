#!/bin/sh
# A manuscript written from the review, edited by hand as people do, the review changed, refreshed: only what is bound differs.
command -v python3 >/dev/null || { echo "no python3 here: skipped"; exit 77; }
scratch=$(mktemp -d "${TMPDIR:-/tmp}/refresh.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
D=$top_srcdir/tests/data
cd "$scratch" || exit 99
SOURCE_DATE_EPOCH=1767225600 REVIEW_SEED=refresh REVIEW_FILE=r.review; export SOURCE_DATE_EPOCH REVIEW_SEED REVIEW_FILE
{ review-init r.review --protocol "$top_srcdir/protocols/disengagement-15-24.xml" --as lead &&
  review-extract import --as lead "$D/meta/review_studies.csv" "$D/meta/review_results.csv"; } >/dev/null 2>&1 || exit 99
python3 "$top_srcdir/tests/report/refresh.py"
